/** What GitHub says of a run, of pull requests and of caches: the only word that `mode: apply` and `evidence: cache` go by. */

import { CodedError } from "../errors.ts";
import { codedFault, type GitHubClient, isObject } from "../trackers/github/client.ts";

/** A workflow run as GitHub has it. */
export interface RunFacts {
  id: string;
  attempt: number;
  commit: string;
  branch: string;
  event: string;
  /** Path of the workflow. */
  workflow: string;
  /** When this attempt began, ISO 8601. */
  at: string;
  url: string;
  completed: boolean;
  /** `owner/name` of the repository that the run belongs to, and of the one that was tested; empty where that is gone. */
  repository: string;
  headRepository: string;
  /** The repository is a fork of another one. */
  fork: boolean;
  /** Message of the tested commit. */
  message: string;
}

/** Asks for a run of the repository `home`. Throws E_APPLY_RUN, or E_TOKEN where the right is missing. */
export async function runOf(client: GitHubClient, home: string, id: string): Promise<RunFacts> {
  const what = `the run ${id} of ${home} could not be looked up`;
  if (!/^[1-9]\d{0,19}$/.test(id)) throw new CodedError("E_APPLY_RUN", `${what}: ${JSON.stringify(id)} is no id of a run`);
  let data: unknown;
  try {
    ({ data } = await client.get(`/repos/${home}/actions/runs/${id}`));
  } catch (thrown) {
    throw codedFault(thrown, "E_APPLY_RUN", what);
  }
  const facts = factsOf(data);
  if (!facts || facts.id !== id) throw new CodedError("E_APPLY_RUN", `${what}: the answer has an odd shape`);
  return facts;
}

function factsOf(data: unknown): RunFacts | undefined {
  if (!isObject(data)) return undefined;
  const { id, run_attempt: attempt, head_sha: commit, head_branch: branch, event, path, status, html_url: url } = data;
  const { created_at: created, run_started_at: started, repository, head_repository: head, head_commit: tested } = data;
  const at = typeof started === "string" ? started : created;
  if (typeof id !== "number" || !Number.isSafeInteger(id) || typeof attempt !== "number" || !(attempt >= 1)) return undefined;
  if (typeof commit !== "string" || !/^[0-9a-f]{40,64}$/.test(commit) || typeof event !== "string" || typeof path !== "string")
    return undefined;
  if (typeof at !== "string" || Number.isNaN(Date.parse(at)) || !isObject(repository)) return undefined;
  const message = isObject(tested) ? tested["message"] : undefined;
  return {
    id: String(id),
    attempt,
    commit,
    branch: typeof branch === "string" ? branch : "",
    event,
    // Some servers name the branch behind it.
    workflow: path.split("@", 1)[0] ?? "",
    at: new Date(at).toISOString(),
    url: typeof url === "string" && /^https?:\/\//.test(url) ? url : "",
    completed: status === "completed",
    repository: textOf(repository["full_name"]),
    headRepository: isObject(head) ? textOf(head["full_name"]) : "",
    fork: repository["fork"] === true,
    message: textOf(message),
  };
}

/** A pull request of this repository, as far as it is asked for. */
export interface PullFacts {
  number: number;
  base: string;
}

/**
 * The open pull request whose head is exactly this commit of this branch of that repository. GitHub leaves those of forks
 * out of a run's own list, so they are looked for by their head. Undefined where there is none, or it has moved on.
 */
export async function pullOf(
  client: GitHubClient,
  head: { repository: string; branch: string; commit: string },
): Promise<PullFacts | undefined> {
  const [owner = ""] = head.repository.split("/");
  if (owner === "" || head.branch === "") return undefined;
  try {
    for await (const page of client.pages(`${client.repo}/pulls`, { state: "open", head: `${owner}:${head.branch}` })) {
      for (const pull of page) {
        if (!isObject(pull) || !isObject(pull["head"]) || !isObject(pull["base"])) continue;
        const { ref, sha, repo } = pull["head"];
        const from = isObject(repo) ? textOf(repo["full_name"]) : "";
        const same = ref === head.branch && sha === head.commit && from.toLowerCase() === head.repository.toLowerCase();
        if (same && typeof pull["number"] === "number") return { number: pull["number"], base: textOf(pull["base"]["ref"]) };
      }
    }
  } catch (thrown) {
    throw codedFault(thrown, "E_APPLY_RUN", "the pull requests could not be listed");
  }
  return undefined;
}

/** A list of caches has no more pages. */
const MAX_PAGES = 100;

/** Keys of the caches of one branch that begin so. Throws E_EVIDENCE_CACHE, or E_TOKEN where the right is missing. */
export async function cachesOf(client: GitHubClient, home: string, prefix: string, ref: string | undefined): Promise<string[]> {
  const what = "the caches could not be listed";
  const keys = new Set<string>();
  for (let page = 1, seen = 0; ; page++) {
    let data: unknown;
    try {
      const query = { key: prefix, per_page: "100", page: String(page), ...(ref === undefined ? {} : { ref }) };
      ({ data } = await client.get(`/repos/${home}/actions/caches`, { query }));
    } catch (thrown) {
      throw codedFault(thrown, "E_EVIDENCE_CACHE", what);
    }
    const { actions_caches: caches, total_count: total } = isObject(data) ? data : {};
    if (!Array.isArray(caches) || typeof total !== "number")
      throw new CodedError("E_EVIDENCE_CACHE", `${what}: the answer has an odd shape`);
    for (const cache of caches) {
      if (!isObject(cache) || typeof cache["key"] !== "string") throw new CodedError("E_EVIDENCE_CACHE", `${what}: a cache has no key`);
      // What runs of other branches and of pull requests kept is none of ours, whatever it is called.
      if (cache["key"].startsWith(prefix) && (ref === undefined || cache["ref"] === ref)) keys.add(cache["key"]);
    }
    seen += caches.length;
    if (caches.length === 0 || seen >= total) return [...keys].sort();
    if (page === MAX_PAGES) throw new CodedError("E_EVIDENCE_CACHE", `${what}: the list has no end`);
  }
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
