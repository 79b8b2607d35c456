/** Which CI this is, and what it tells: the run, whether it may write, and where things are. */
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
  /** `owner/name`, where it is known. */
  repository?: string;
  serverUrl: string;
  apiUrl: string;
  graphqlUrl: string;
  /** A folder for files of this run that later steps may read. */
  temporary: string;
}

/** Events whose runs speak for the default branch. */
const WRITING_EVENTS = ["push", "schedule", "workflow_dispatch", "repository_dispatch", "dispatch", "terminal"];

/** Law 10: the reason why a run only plans, from its event and branch. */
export function whyPlanOnly(event: string, branch: string, defaultBranch: string): string | undefined {
  if (event === "merge_group" || branch.startsWith("gh-readonly-queue/")) return "a merge queue's commit is not on the branch yet";
  if (event.startsWith("pull_request")) return "a pull request's commit is not on the branch yet";
  if (!WRITING_EVENTS.includes(event)) return `runs of the event ${event} do not speak for a branch`;
  if (branch !== defaultBranch) return `the branch ${branch} is not the default branch ${defaultBranch}`;
  return undefined;
}

/**
 * Who reports: branch, workflow, job, leg and scope. On a run that only plans, the default branch stands in the
 * branch's place, so that what is planned is what the merge would do.
 */
export function producerOf(host: Host, scope: string | undefined): ProducerId {
  const branch = host.planOnly === undefined ? host.run.branch : host.defaultBranch;
  const fields = [branch, host.run.workflow, host.run.job, host.leg, scope ?? ""];
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
