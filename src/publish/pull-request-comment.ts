/** Keeps our one comment on a pull request. A marker counts only on the first line of a comment of our own identity. */
import { CodedError } from "../errors.ts";
import { codedFault, type GitHubClient, isObject } from "../trackers/github/client.ts";
import { loginOf, sameLogin } from "../trackers/github/issue.ts";
import type { PullRequestComment } from "./pull-request.ts";

interface Comment {
  id: number;
  body: string;
}

/** Writes or edits the comment; one that says the same is left alone. Throws E_TOKEN or E_TRACKER_WRITE. */
export async function keepComment(client: GitHubClient, pull: number, { marker, body, quiet }: PullRequestComment): Promise<void> {
  try {
    const identity = await client.viewer();
    if (identity === undefined)
      throw new CodedError("E_TOKEN", "GitHub does not tell who the token stands for, so our comment could not be told from others'");
    const before = await oursOf(client, pull, marker, identity);
    if (before.length === 0) {
      if (quiet) return;
      await client.send("POST", `${client.repo}/issues/${pull}/comments`, { body });
    }
    // Another job may have been as fast: the oldest stays.
    const [kept, ...doubled] = before.length === 0 ? await oursOf(client, pull, marker, identity) : before;
    if (kept && kept.body !== body) await client.send("PATCH", `${client.repo}/issues/comments/${kept.id}`, { body });
    for (const { id } of doubled) await client.send("DELETE", `${client.repo}/issues/comments/${id}`, undefined, [404]);
  } catch (thrown) {
    throw codedFault(thrown, "E_TRACKER_WRITE", `the comment on pull request ${pull} could not be written`);
  }
}

/** Our comments with this marker, oldest first. */
async function oursOf(client: GitHubClient, pull: number, marker: string, identity: string): Promise<Comment[]> {
  const found: Comment[] = [];
  for await (const page of client.pages(`${client.repo}/issues/${pull}/comments`)) {
    for (const comment of page) {
      if (!isObject(comment) || typeof comment["id"] !== "number" || typeof comment["body"] !== "string") continue;
      // GitHub may hand line ends back as CRLF.
      const body = comment["body"].replaceAll("\r\n", "\n").trimEnd();
      if (sameLogin(loginOf(comment["user"]), identity) && body.startsWith(`${marker}\n`)) found.push({ id: comment["id"], body });
    }
  }
  return found.sort((a, b) => a.id - b.id);
}
