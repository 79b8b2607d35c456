/** One issue, as GitHub's answers have it: checked before it is believed. */
import { type GitHubClient, GitHubFault, isObject } from "./client.ts";

/** An issue as far as we look at it. */
export interface Issue {
  number: string;
  title: string;
  body: string;
  open: boolean;
  reason: string | undefined;
  locked: boolean;
  labels: string[];
  assignees: string[];
  author: string | undefined;
  association: string;
  created: string;
  updated: string;
  closedAt: string | undefined;
  /** Who closed it; undefined where the answer does not tell, null where GitHub does not know. */
  closedBy: string | null | undefined;
  url: string | undefined;
  /** Address of its repository. */
  home: string;
  pull: boolean;
}

/** One issue; undefined where it is gone: deleted, moved to another repository, or a pull request. */
export async function fetchIssue(client: GitHubClient, number: string): Promise<Issue | undefined> {
  const { status, data } = await client.get(`${client.repo}/issues/${number}`, { allow: [301, 404, 410] });
  if (status !== 200) return undefined;
  const issue = issueOf(data);
  if (issue.pull) return undefined;
  if (issue.home.toLowerCase().endsWith(client.repo.toLowerCase())) return issue;
  // Another repository answers: the issue was moved there, or this one was renamed.
  const { data: repository } = await client.get(client.repo);
  return isObject(repository) && repository["url"] === issue.home ? issue : undefined;
}

/** Checks an issue's shape; an odd one makes the whole list unknown. */
export function issueOf(value: unknown): Issue {
  if (!isObject(value)) throw odd("an issue is no object");
  const { number, title, body, state, state_reason: reason, locked, labels, user, author_association: association } = value;
  if (typeof number !== "number" || !Number.isInteger(number)) throw odd("an issue has no number");
  if (typeof title !== "string" || (state !== "open" && state !== "closed")) throw odd(`issue ${number} has no title or state`);
  if (body !== null && body !== undefined && typeof body !== "string") throw odd(`the text of issue ${number} is no text`);
  if (!Array.isArray(labels)) throw odd(`issue ${number} has no list of labels`);
  const { created_at: created, updated_at: updated, closed_at: closed, closed_by: closer, html_url: url, repository_url: home } = value;
  return {
    number: String(number),
    title,
    body: body ?? "",
    open: state === "open",
    reason: typeof reason === "string" ? reason : undefined,
    locked: locked === true,
    labels: labels.flatMap((l) => (typeof l === "string" ? [l] : isObject(l) && typeof l["name"] === "string" ? [l["name"]] : [])),
    assignees: Array.isArray(value["assignees"]) ? value["assignees"].flatMap((user) => loginOf(user) ?? []) : [],
    author: loginOf(user) ?? undefined,
    association: typeof association === "string" ? association : "NONE",
    created: typeof created === "string" ? created : "",
    updated: typeof updated === "string" ? updated : "",
    closedAt: typeof closed === "string" ? closed : undefined,
    closedBy: closer === undefined ? undefined : loginOf(closer),
    url: typeof url === "string" && /^https?:\/\//.test(url) ? url : undefined,
    home: typeof home === "string" ? home : "",
    pull: value["pull_request"] !== undefined && value["pull_request"] !== null,
  };
}

function odd(what: string): GitHubFault {
  return new GitHubFault(`the list has an odd shape: ${what}`, "unknown");
}

/** The login of a user object; null for anything else, such as a deleted account. */
export function loginOf(user: unknown): string | null {
  return isObject(user) && typeof user["login"] === "string" ? user["login"] : null;
}

/** Whether both are logins, and the same one: case means nothing. */
export function sameLogin(a: string | null | undefined, b: string | null | undefined): boolean {
  return typeof a === "string" && typeof b === "string" && a.toLowerCase() === b.toLowerCase();
}

/** Whether the issue has the label, in any case. */
export function hasLabel(issue: Issue, label: string): boolean {
  return issue.labels.some((l) => l.toLowerCase() === label.toLowerCase());
}
