/** Which CI this is, and what it tells: the run, whether it may write, and where things are. */
import picomatch from "picomatch";
import type { ProducerId, Run } from "../model.ts";

export interface Host {
  name: "github" | "terminal";
  run: Run;
  /** Which matrix cell or shard, in words; empty when there is only one. */
  leg: string;
  /** Branch whose failures are filed. */
  defaultBranch: string;
  /** Why nothing may be written, in words; undefined when writing is allowed. */
  planOnly?: string;
  /** Milliseconds since 1970 at which the job began; files older than that were left by something else. */
  jobStart?: number;
  /** Folder that report paths and the state's files are relative to, absolute. */
  root: string;
  /** That folder's place in the repository, with `/`; empty for its top. */
  prefix: string;
  /** Our own environment, for the programs we start. */
  environment: NodeJS.ProcessEnv;
  /** Other folders that absolute paths in reports may begin with. */
  workspaces: readonly string[];
  /** `owner/name` of the repository whose issues and branches are written, where it is known. */
  repository?: string;
  /** `owner/name` of the repository that the run belongs to, where it is known. */
  home?: string;
  /** Of a pull request: its number, the branch it would be merged into, and its own newest commit (what is tested is a merge of both). */
  pull?: { number?: number; base?: string; head?: string };
  /** The run that ended before this one and is to be applied: its id, and its attempt where that was told. */
  after?: { run: string; attempt?: number };
  serverUrl: string;
  apiUrl: string;
  graphqlUrl: string;
  /** The commit that the branch was at before the push that this run tests. */
  pushedFrom?: string;
  /** A folder for files of this run that later steps may read. */
  temporary: string;
}

/** Events whose runs speak for the default branch. */
const WRITING_EVENTS = ["push", "schedule", "workflow_dispatch", "repository_dispatch", "dispatch", "terminal"];

/** Law 10: the reason why a run only plans, from its event and branch. `branches`: globs of others that entries are kept for. */
export function whyPlanOnly(event: string, branch: string, defaultBranch: string, branches: readonly string[] = []): string | undefined {
  if (event === "merge_group" || branch.startsWith("gh-readonly-queue/")) return "a merge queue's commit is not on the branch yet";
  if (event.startsWith("pull_request")) return "a pull request's commit is not on the branch yet";
  if (!WRITING_EVENTS.includes(event)) return `runs of the event ${event} do not speak for a branch`;
  if (!isKept(branch, defaultBranch, branches)) {
    return `the branch ${branch} is not the default branch ${defaultBranch}${branches.length > 0 ? `, nor one of ${branches.join(", ")}` : ""}`;
  }
  return undefined;
}

/** Whether entries are kept for a branch. `tag v1` is none: no branch has a space in its name. */
export function isKept(branch: string, defaultBranch: string, branches: readonly string[]): boolean {
  return (
    branch === defaultBranch || (!branch.includes(" ") && branches.length > 0 && picomatch.isMatch(branch, [...branches], { dot: true }))
  );
}

/**
 * The branch that a run speaks for: its own, and on a run that only plans the one it would be merged into, so that what
 * is planned is what the merge would do.
 */
export function branchOf(host: Pick<Host, "run" | "planOnly" | "pull" | "defaultBranch">): string {
  return host.planOnly === undefined ? host.run.branch : (host.pull?.base ?? host.defaultBranch);
}

/** Who reports: branch, workflow, job, leg and scope. */
export function producerOf(host: Host, scope: string | undefined): ProducerId {
  const fields = [branchOf(host), host.run.workflow, host.run.job, host.leg, scope ?? ""];
  while (fields.length > 1 && fields.at(-1) === "") fields.pop();
  return fields.map((f) => f.replaceAll("»", ">").replace(/\s+/g, " ").trim()).join(" » ");
}

/** `{"os":"linux","rust":"stable"}` as `os=linux, rust=stable`; other text as it is. */
export function legOf(given: string): string {
  const text = given.trim();
  if (text === "" || text === "null" || text === "{}") return "";
  if (!text.startsWith("{")) return text.replace(/\s+/g, " ");
  let cell: unknown;
  try {
    cell = JSON.parse(text);
  } catch {
    return text.replace(/\s+/g, " ");
  }
  return Object.entries(cell as Record<string, unknown>)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([name, value]) => `${name}=${typeof value === "string" ? value : JSON.stringify(value)}`)
    .join(", ");
}
