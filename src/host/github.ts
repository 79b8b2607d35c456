/** GitHub Actions, from the variables and the event file that the runner hands to every step. */
import { readFileSync, statSync } from "node:fs";
import { resolve, sep } from "node:path";
import type { Settings } from "../settings/settings.ts";
import { type Host, isKept, legOf, whyPlanOnly } from "./host.ts";

/** What of the event's payload is read; all of it may be missing. */
interface Event {
  repository?: { default_branch?: string; fork?: boolean; full_name?: string };
  pull_request?: { number?: number; head?: { sha?: string; repo?: { full_name?: string } | null } };
  /** Of `workflow_run`: the run that ended. */
  workflow_run?: { id?: number; run_attempt?: number };
  head_commit?: { message?: string } | null;
  /** Of a push: where the branch was. */
  before?: string;
}

export interface GitHubHost extends Host {
  name: "github";
  /** Message of the pushed commit, for telling our own commits. */
  headMessage: string | undefined;
}

export function githubHost(environment: NodeJS.ProcessEnv, settings: Settings, at: string): GitHubHost {
  const get = (name: string): string => environment[name] ?? "";
  const event = eventOf(get("GITHUB_EVENT_PATH"));
  const name = get("GITHUB_EVENT_NAME") || "push";
  const repository = settings.repository || get("GITHUB_REPOSITORY");
  const branch = get("GITHUB_REF_TYPE") === "tag" ? `tag ${get("GITHUB_REF_NAME")}` : get("GITHUB_HEAD_REF") || get("GITHUB_REF_NAME");
  const defaultBranch = settings["default-branch"] || event.repository?.default_branch || usualName(branch);
  const serverUrl = get("GITHUB_SERVER_URL") || "https://github.com";
  const workspace = resolve(get("GITHUB_WORKSPACE") || process.cwd());
  const root = resolve(workspace, settings.root);
  const id = get("GITHUB_RUN_ID") || `local-${at}`;
  const host: GitHubHost = {
    name: "github",
    run: {
      id,
      attempt: Number(get("GITHUB_RUN_ATTEMPT")) || 1,
      branch,
      at,
      event: name,
      workflow: workflowOf(get("GITHUB_WORKFLOW_REF")) || get("GITHUB_WORKFLOW"),
      job: get("GITHUB_JOB"),
      ...(get("GITHUB_SHA") === "" ? {} : { commit: get("GITHUB_SHA") }),
      ...(get("GITHUB_RUN_ID") === "" || repository === "" ? {} : { url: `${serverUrl}/${get("GITHUB_REPOSITORY")}/actions/runs/${id}` }),
    },
    leg: legOf(settings.leg),
    defaultBranch,
    root,
    prefix: root.startsWith(`${workspace}${sep}`) ? root.slice(workspace.length + 1).replaceAll("\\", "/") : "",
    environment,
    workspaces: [get("GITHUB_WORKSPACE")].filter((w) => w !== ""),
    serverUrl,
    apiUrl: get("GITHUB_API_URL") || "https://api.github.com",
    graphqlUrl: get("GITHUB_GRAPHQL_URL") || `${get("GITHUB_API_URL") || "https://api.github.com"}/graphql`,
    temporary: get("RUNNER_TEMP"),
    headMessage: event.head_commit?.message,
  };
  if (repository !== "") host.repository = repository;
  if (get("GITHUB_REPOSITORY") !== "") host.home = get("GITHUB_REPOSITORY");
  const pull = pullOf(event, get("GITHUB_BASE_REF"), (base) => isKept(base, defaultBranch, settings.branches));
  if (pull) host.pull = pull;
  const { id: ended, run_attempt: endedAttempt } = event.workflow_run ?? {};
  if (typeof ended === "number") {
    host.after = { run: String(ended), ...(typeof endedAttempt === "number" ? { attempt: endedAttempt } : {}) };
  }
  if (name === "push" && typeof event.before === "string" && /^(?!0+$)[0-9a-f]{40,64}$/.test(event.before)) host.pushedFrom = event.before;
  const start = startOf(get("GITHUB_EVENT_PATH"));
  if (start !== undefined) host.jobStart = start;
  const why = whyPlanOnly(name, branch, defaultBranch, settings.branches) ?? forkOrBot(name, event, get("GITHUB_ACTOR"));
  if (why !== undefined) host.planOnly = why;
  return host;
}

function eventOf(path: string): Event {
  if (path === "") return {};
  try {
    const event: unknown = JSON.parse(readFileSync(path, "utf8"));
    return typeof event === "object" && event !== null ? (event as Event) : {};
  } catch {
    return {};
  }
}

function pullOf({ pull_request: told }: Event, base: string, isKept: (branch: string) => boolean): Host["pull"] {
  if (!told) return undefined;
  const pull: NonNullable<Host["pull"]> = {};
  if (typeof told.number === "number") pull.number = told.number;
  if (typeof told.head?.sha === "string") pull.head = told.head.sha;
  if (base !== "" && isKept(base)) pull.base = base;
  return pull;
}

/** Where neither the payload nor a setting names the default branch, the two usual names are taken as one. */
function usualName(branch: string): string {
  return branch === "main" || branch === "master" ? branch : "main";
}

/** `owner/name/.github/workflows/ci.yml@refs/heads/main` → `.github/workflows/ci.yml`. */
function workflowOf(ref: string): string {
  return ref.split("@", 1)[0]?.split("/").slice(2).join("/") ?? "";
}

/** The runner writes the event file when the job begins. */
function startOf(path: string): number | undefined {
  if (path === "") return undefined;
  try {
    return statSync(path).mtimeMs;
  } catch {
    return undefined;
  }
}

function forkOrBot(name: string, event: Event, actor: string): string | undefined {
  if (name === "schedule" && event.repository?.fork === true) return "a fork's schedule runs on somebody else's behalf";
  if (actor === "dependabot[bot]") return "Dependabot's runs have a token that only reads";
  return undefined;
}
