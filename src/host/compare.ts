/** How two commits lie to each other, asked of GitHub: for checkouts that do not have the history. */
import { type GitHubClient, isObject } from "../trackers/github/client.ts";
import type { Commit, CommitRange } from "./git.ts";

/** Commits GitHub shows of one comparison. */
const SHOWN = 250;

/**
 * The commits that `head`, a commit or a branch, has beyond `base`, newest first, as many as GitHub shows; undefined where
 * `base` is not its ancestor, or GitHub does not answer.
 */
export async function commitsBetween(client: GitHubClient, base: string, head: string): Promise<CommitRange | undefined> {
  if (!/^[0-9a-f]{7,64}$/.test(base) || head === "" || /\.\./.test(head)) return undefined;
  try {
    const { data } = await client.get(`${client.repo}/compare/${base}...${encodeURIComponent(head)}`, {
      query: { per_page: String(SHOWN) },
    });
    if (!isObject(data) || (data["status"] !== "ahead" && data["status"] !== "identical") || !Array.isArray(data["commits"]))
      return undefined;
    const commits = data["commits"].flatMap(commitOf).reverse();
    const total = data["total_commits"];
    return { commits, total: typeof total === "number" ? Math.max(total, commits.length) : commits.length };
  } catch {
    return undefined;
  }
}

function commitOf(value: unknown): Commit[] {
  if (!isObject(value) || typeof value["sha"] !== "string" || !isObject(value["commit"])) return [];
  const { message, author } = value["commit"];
  const name = isObject(author) && typeof author["name"] === "string" ? author["name"] : "";
  return [{ id: value["sha"], author: name, message: typeof message === "string" ? message : "" }];
}

/** How `base` lies to `head`; undefined where GitHub does not know either, or does not answer. */
export async function compareCommits(
  client: GitHubClient,
  base: string,
  head: string,
): Promise<"ancestor" | "descendant" | "diverged" | undefined> {
  if (!/^[0-9a-f]{7,64}$/.test(base) || !/^[0-9a-f]{7,64}$/.test(head)) return undefined;
  try {
    // One commit a page: only the status is wanted, and it comes with any page.
    const { data } = await client.get(`${client.repo}/compare/${base}...${head}`, { query: { per_page: "1" } });
    const status = isObject(data) ? data["status"] : undefined;
    return status === "ahead" ? "ancestor" : status === "behind" ? "descendant" : status === "diverged" ? "diverged" : undefined;
  } catch {
    return undefined;
  }
}
