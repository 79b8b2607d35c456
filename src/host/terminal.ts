/** A plain terminal, or a CI we have no file for: what is not given is taken from git. */
import { tmpdir } from "node:os";
import { resolve } from "node:path";
import { CodedError } from "../errors.ts";
import type { Settings } from "../settings/settings.ts";
import { ask, currentBranch, testedCommit } from "./git.ts";
import { type Host, legOf, whyPlanOnly } from "./host.ts";

/** Files of ours in the work tree: that they changed says nothing of what was tested. */
const OURS = [".ci-tracker/", ".trace/"];

/** `facts`: what flags and variables say of the run (sha, run, attempt, workflow, job, event, url). */
export async function terminalHost(
  environment: NodeJS.ProcessEnv,
  settings: Settings,
  facts: ReadonlyMap<string, string>,
  at: string,
): Promise<Host> {
  const fact = (name: string): string => facts.get(name)?.trim() ?? "";
  const root = resolve(settings.root);
  const branch = settings.branch || (await currentBranch(root)) || "main";
  const defaultBranch = settings["default-branch"] || branch;
  const commit = fact("sha") || (await testedCommit(root, OURS));
  const event = fact("event") || "terminal";
  const serverUrl = environment["GITHUB_SERVER_URL"] || "https://github.com";
  const apiUrl = environment["GITHUB_API_URL"] || "https://api.github.com";
  const host: Host = {
    name: "terminal",
    run: {
      id: runId(fact("run"), at),
      attempt: attemptOf(fact("attempt")),
      branch,
      at,
      event,
      workflow: fact("workflow"),
      job: fact("job"),
      ...(commit === undefined ? {} : { commit }),
      ...(fact("url") === "" ? {} : { url: fact("url") }),
    },
    leg: legOf(settings.leg),
    defaultBranch,
    root,
    prefix: "",
    environment,
    workspaces: [],
    serverUrl,
    apiUrl,
    graphqlUrl: environment["GITHUB_GRAPHQL_URL"] || `${apiUrl}/graphql`,
    temporary: tmpdir(),
  };
  const home = environment["GITHUB_REPOSITORY"] || (await repositoryOf(root));
  const repository = settings.repository || home;
  if (repository) host.repository = repository;
  if (home) host.home = home;
  if (settings.mode === "apply" && fact("run") !== "") {
    host.after = { run: fact("run"), ...(fact("attempt") === "" ? {} : { attempt: attemptOf(fact("attempt")) }) };
  }
  const why = whyPlanOnly(event, branch, defaultBranch, settings.branches);
  if (why !== undefined) host.planOnly = why;
  return host;
}

function runId(given: string, at: string): string {
  if (given === "") return `local-${at.replace(/\D/g, "")}`;
  if (!/^[^\s()]{1,200}$/.test(given))
    throw new CodedError("E_INPUT_VALUE", `--run: ${JSON.stringify(given)} holds spaces or brackets`, { exit: 2 });
  return given;
}

function attemptOf(given: string): number {
  if (given === "") return 1;
  if (!/^[1-9]\d{0,5}$/.test(given))
    throw new CodedError("E_INPUT_VALUE", `--attempt: ${JSON.stringify(given)} is no whole number from 1`, { exit: 2 });
  return Number(given);
}

/** `owner/name` of a remote called origin. */
async function repositoryOf(root: string): Promise<string | undefined> {
  const url = (await ask(root, "config", "--local", "--get", "remote.origin.url"))?.trim();
  return /[:/]([\w.-]+\/[\w.-]+?)(?:\.git)?\/?$/.exec(url ?? "")?.[1];
}
