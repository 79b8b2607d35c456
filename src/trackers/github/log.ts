/** What happened to an issue: our own comments, and what GitHub and people did. */
import type { LogItem } from "../tracker.ts";
import { readCommentMark } from "./body.ts";
import { type GitHubClient, isObject } from "./client.ts";
import { type Issue, loginOf, sameLogin } from "./issue.ts";
import type { Ours } from "./ours.ts";

const SAID: Record<string, string> = { close: "closed", reopen: "reopened", comment: "noted", duplicate: "closed" };
/** Events worth a line, by GitHub's word. Closing and reopening of our own are told by our comment. */
const HAPPENED: Record<string, string> = {
  closed: "closed",
  reopened: "reopened",
  labeled: "labelled",
  unlabeled: "unlabelled",
  assigned: "assigned",
  unassigned: "unassigned",
  renamed: "renamed",
  locked: "locked",
  unlocked: "unlocked",
  marked_as_duplicate: "marked as a duplicate",
  transferred: "transferred",
};

/** Oldest first, as the issue's timeline has it. Throws GitHubFault. */
export async function logOf(client: GitHubClient, issue: Issue, ours: Ours): Promise<LogItem[]> {
  const opened: LogItem = { at: issue.created, word: "opened", text: `by ${issue.author ?? "somebody"}` };
  const run = ours.recordOf(issue)?.opened?.run;
  if (run !== undefined && sameLogin(issue.author, ours.identity)) opened.run = run;
  const items = [opened];
  for await (const page of client.pages(`${client.repo}/issues/${issue.number}/timeline`)) {
    for (const event of page) {
      const item = itemOf(event, ours, items.at(-1));
      if (item) items.push(item);
    }
  }
  return items;
}

/** One event; undefined for what is not worth a line. `last`: the one before. */
function itemOf(event: unknown, { identity }: Ours, last: LogItem | undefined): LogItem | undefined {
  if (!isObject(event) || typeof event["event"] !== "string" || typeof event["created_at"] !== "string") return undefined;
  const { event: name, created_at: at, body } = event;
  const actor = loginOf(event["actor"]) ?? loginOf(event["user"]);
  if (name === "commented") {
    const mark = typeof body === "string" && (identity === undefined || sameLogin(actor, identity)) ? readCommentMark(body) : undefined;
    return mark && typeof body === "string"
      ? {
          at,
          word: (Object.hasOwn(SAID, mark.op) ? SAID[mark.op] : undefined) ?? "noted",
          run: mark.run,
          text: body.slice(body.indexOf("\n") + 1),
        }
      : undefined;
  }
  const word = Object.hasOwn(HAPPENED, name) ? HAPPENED[name] : undefined;
  // Our comment has told it, with the reason.
  if (word === undefined || (sameLogin(actor, identity) && last?.run !== undefined && last.word === word)) return undefined;
  return { at, word, text: [`by ${actor ?? "somebody"}`, ...aboutOf(event)].join(": ") };
}

/** What the event is about: a label, a login, two titles, the reason of a close. */
function aboutOf(event: Record<string, unknown>): string[] {
  const { label, assignee, rename, state_reason: reason } = event;
  if (isObject(label) && typeof label["name"] === "string") return [label["name"]];
  if (isObject(assignee)) return [loginOf(assignee) ?? "somebody"];
  if (isObject(rename)) return [`${String(rename["from"])} → ${String(rename["to"])}`];
  return typeof reason === "string" && event["event"] === "closed" ? [reason.replaceAll("_", " ")] : [];
}
