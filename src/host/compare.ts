/** How two commits lie to each other, asked of GitHub: for checkouts that do not have the history. */
import { type GitHubClient, isObject } from "../trackers/github/client.ts";

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
