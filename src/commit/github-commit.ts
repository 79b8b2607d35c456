/**
 * Making a commit on a branch by GitHub's API, compare-and-swap. What became of a write is read from the branch, never
 * from the words of an answer: a refusal for a rule, for a branch that moved and for a gateway's fault look alike.
 */
import { type Code, CodedError } from "../errors.ts";
import { codedFault, type GitHubClient, GitHubFault, isObject } from "../trackers/github/client.ts";
import { ask, blobId, encoded, type GitHubGit, plainFile, type TreeText, textAt, wholeMessage } from "./github-git.ts";
import { blockingRules } from "./rules.ts";
import type { Message } from "./store.ts";

export interface Change {
  branch: string;
  /** What the commit stands on, and what the branch must still point to. */
  head: string;
  /** Texts by path in the repository. */
  files: ReadonlyMap<string, string>;
  message: Message;
}

/** More than this in one commit goes by git data; the mutation takes a few megabytes, and says nowhere how many. */
const MAX_MUTATION = 2 * 1024 * 1024;

/** Commits the files on top of the head, and returns the commit; the head itself where they stand in it already. */
export async function commitFiles(client: GitHubClient, git: GitHubGit, change: Change): Promise<string | "moved"> {
  const { branch, head, files, message } = change;
  const texts = new Map<string, TreeText>();
  let bytes = 0;
  for (const [path, text] of files) {
    const entry = await git.entry(head, path);
    const content = Buffer.from(text, "utf8");
    if (entry && plainFile(entry, path).sha === blobId(content)) continue;
    texts.set(path, { mode: entry?.mode ?? "100644", text });
    bytes += content.length;
  }
  if (texts.size === 0) return head;
  // The mutation cannot say that a file is a program.
  if (bytes <= MAX_MUTATION && [...texts.values()].every(({ mode }) => mode === "100644")) {
    return await byMutation(client, git, change, texts);
  }
  const tree = await git.writeTree((await git.commit(head)).tree, texts);
  const commit = await git.writeCommit(tree, [head], message);
  return (await moveBranch(client, git, { branch, from: head, to: commit })) === "moved" ? "moved" : commit;
}

const MUTATION = "mutation ($input: CreateCommitOnBranchInput!) { createCommitOnBranch(input: $input) { commit { oid } } }";

/** One call, signed by GitHub whoever asks. */
async function byMutation(
  client: GitHubClient,
  git: GitHubGit,
  change: Change,
  texts: ReadonlyMap<string, TreeText>,
): Promise<string | "moved"> {
  const { branch, head, message } = change;
  const input = {
    branch: { repositoryNameWithOwner: client.repository, branchName: branch },
    expectedHeadOid: head,
    message: { headline: message.subject, body: message.body },
    fileChanges: { additions: [...texts].map(([path, { text }]) => ({ path, contents: Buffer.from(text, "utf8").toString("base64") })) },
  };
  for (let tries = 1; ; tries++) {
    const { data, errors, fault } = await mutate(client, MUTATION, { input });
    const made = isObject(data) && isObject(data["createCommitOnBranch"]) ? data["createCommitOnBranch"]["commit"] : undefined;
    if (isObject(made) && typeof made["oid"] === "string") return made["oid"];
    if (errors.some(({ type }) => type === "STALE_DATA")) return "moved";
    const now = await git.head(branch);
    if (now === null) return "moved";
    if (now !== head) return (await isThis(git, now, change)) ? now : "moved";
    // Nobody answered and nothing happened: a second try cannot do it twice, since the first would move the head.
    if (!fault || tries > 1) throw await refusal(client, branch, errors, fault);
    await client.wait(1);
  }
}

/** Whether a commit is the one we meant to make: same parent, same words, same files. */
async function isThis(git: GitHubGit, sha: string, { head, files, message }: Change): Promise<boolean> {
  const commit = await git.commit(sha);
  if (commit.parents.length !== 1 || commit.parents[0] !== head || commit.message.trim() !== wholeMessage(message).trim()) return false;
  for (const [path, text] of files) if ((await git.entry(sha, path))?.sha !== blobId(Buffer.from(text, "utf8"))) return false;
  return true;
}

export interface Move {
  branch: string;
  /** What it must point to now; null for a branch that must not be there yet. */
  from: string | null;
  to: string;
  /** Also where the new commit does not stand on the old one: for branches of ours alone. */
  force?: boolean;
}

const UPDATE = "mutation ($input: UpdateRefsInput!) { updateRefs(input: $input) { clientMutationId } }";

/** Makes the branch point to a commit if it still points to what it did. */
export async function moveBranch(client: GitHubClient, git: GitHubGit, move: Move): Promise<"done" | "moved"> {
  const { branch, from, to, force = false } = move;
  if (from === to) return (await git.head(branch)) === to ? "done" : "moved";
  if (from === null) {
    const create = () => client.send("POST", `${client.repo}/git/refs`, { ref: `refs/heads/${branch}`, sha: to }, [422]);
    const { fault, done } = await attempt(create);
    if (done) return "done";
    const now = await git.head(branch);
    if (now !== null) return now === to ? "done" : "moved";
    throw await refusal(client, branch, [], fault);
  }
  // Only updateRefs compares what the branch was. A server without it is asked once more, and told plainly.
  const id = textAt((await ask("the repository could not be read", () => client.get(client.repo))).data, "node_id");
  const refUpdates = [{ name: `refs/heads/${branch}`, beforeOid: from, afterOid: to, force }];
  const first = await mutate(client, UPDATE, { input: { repositoryId: id, refUpdates } });
  if (isObject(first.data) && isObject(first.data["updateRefs"]) && first.errors.length === 0) return "done";
  const seen = await git.head(branch);
  if (seen !== from) return seen === to ? "done" : "moved";
  const update = () => client.send("PATCH", `${client.repo}/git/refs/heads/${encoded(branch)}`, { sha: to, force }, [422]);
  const second = await attempt(update);
  if (second.done) return "done";
  const now = await git.head(branch);
  if (now !== from) return now === to ? "done" : "moved";
  throw await refusal(client, branch, first.errors, second.fault);
}

type GraphqlErrors = readonly { type: string | undefined; message: string }[];

/** Sends a mutation; a fault whose outcome is unknown is given back, a refusal is thrown. */
async function mutate(
  client: GitHubClient,
  query: string,
  variables: Record<string, unknown>,
): Promise<{ data: unknown; errors: GraphqlErrors; fault: GitHubFault | undefined }> {
  try {
    return { ...(await client.graphql(query, variables)), fault: undefined };
  } catch (thrown) {
    if (!(thrown instanceof GitHubFault) || thrown.outcome === "refused")
      throw codedFault(thrown, "E_COMMIT_API", "the commit was refused");
    return { data: undefined, errors: [], fault: thrown };
  }
}

/** Sends a write that a 422 may refuse; a fault whose outcome is unknown is given back, other refusals are thrown. */
async function attempt(send: () => Promise<{ status: number }>): Promise<{ done: boolean; fault: GitHubFault | undefined }> {
  try {
    return { done: (await send()).status < 300, fault: undefined };
  } catch (thrown) {
    if (!(thrown instanceof GitHubFault) || thrown.outcome === "refused")
      throw codedFault(thrown, "E_COMMIT_API", "the commit was refused");
    return { done: false, fault: thrown };
  }
}

/** Why nothing happened, for people: the token, the branch's rules by name, or what GitHub said. */
async function refusal(client: GitHubClient, branch: string, errors: GraphqlErrors, fault: GitHubFault | undefined): Promise<CodedError> {
  const what = `GitHub did not take a commit to ${branch}`;
  if (fault) return codedFault(fault, "E_COMMIT_API", what);
  if (errors.some(({ type }) => type === "FORBIDDEN")) return new CodedError("E_TOKEN", `${what}; the token lacks \`contents: write\``);
  const rules = await blockingRules(client, branch, { signed: true, create: true });
  const ruled = rules.length > 0 || errors.some(({ type }) => type === "BRANCH_PROTECTION_RULE_VIOLATION");
  const words = [...rules.map(({ words, name }) => `${words} (${name})`), ...errors.map(({ message }) => message)];
  const code: Code = ruled ? "E_COMMIT_RULES" : "E_COMMIT_API";
  return new CodedError(code, words.length > 0 ? `${what}: ${words.join("; ")}` : what);
}
