/**
 * `commit: pull-request`: one standing branch for each base branch and one pull request, updated in place. While it is
 * open, the state is read from that branch, so that no run forgets what an earlier one recorded. When it was merged or
 * closed, the branch begins again at the base's head.
 *
 * People go on working on the base meanwhile. What they changed in our files since the two branches parted is read as if
 * it stood on our branch: entries that only they changed, added or took away are as they left them, ours are ours, and
 * where both changed one entry, theirs stands and our change is planned again. The next commit is then a merge of the
 * base into our branch, so that the pull request has no conflict in these files and undoes nothing of theirs.
 */
import { CodedError } from "../errors.ts";
import { code } from "../text/markdown.ts";
import { codedFault, type GitHubClient, GitHubFault, isObject } from "../trackers/github/client.ts";
import { commitFiles, moveBranch } from "./github-commit.ts";
import { ask, type GitHubGit, githubGit, githubReader, textAt } from "./github-git.ts";
import { mergedReader, overlay, type Parted } from "./github-merge.ts";
import { below } from "./path.ts";
import { checkRules } from "./rules.ts";
import type { Message, Snapshot, Store } from "./store.ts";

export interface PullRequestOptions {
  /** The branch the state is meant for, and the pull request's base. */
  base: string;
  /** The standing branch; the base's name below `ci-tracker-state/` by default, which no ledger's branch `ci-tracker` stands in the way of. */
  branch?: string;
  /** The root's place in the repository, with `/`; its top by default. */
  prefix?: string;
}

/** What belongs to a snapshot. */
interface Opened {
  git: GitHubGit;
  /** The base's head. */
  people: string;
  /** What our branch points to; null where there is none. */
  ours: string | null;
  /** Whether a pull request carries our branch, so that the state goes on there. */
  carried: boolean;
  /** Where the base has moved on since our branch left it. */
  parted?: Parted;
}

/** A store for the standing branch of one base. */
export function pullRequestStore(client: GitHubClient, options: PullRequestOptions): Store {
  const { base, branch = `ci-tracker-state/${base}`, prefix = "" } = options;
  const opened = new WeakMap<Snapshot, Opened>();
  return {
    name: "pull-request",
    check: async () => {
      await checkRules(client, branch, { signed: true, create: (await githubGit(client).head(branch)) === null });
    },
    open: async () => {
      const state = await look(client, base, branch);
      const { git, people, ours, carried, parted } = state;
      const head = carried && ours !== null ? ours : people;
      const reader = parted ? mergedReader(git, parted, prefix) : githubReader(git, head, prefix);
      const snapshot: Snapshot = { branch, head, ...reader };
      opened.set(snapshot, state);
      return snapshot;
    },
    commit: async (snapshot, given, words) => {
      const state = opened.get(snapshot);
      if (!state) throw new CodedError("E_INTERNAL", "the snapshot was not opened by this store");
      const files = new Map([...given].map(([path, text]) => [below(prefix, path), text]));
      const sha = await put(client, branch, state, files, withoutSkip(words));
      if (sha === "moved") return "moved";
      if (sha === state.people) return { branch: base, sha };
      // Looked at only now: it may have been merged while this run was at work.
      if (!(await openBases(client, branch)).includes(base)) await propose(client, base, branch);
      return { branch, sha };
    },
  };
}

async function look(client: GitHubClient, base: string, branch: string): Promise<Opened> {
  const git = githubGit(client);
  const people = await git.head(base);
  if (people === null) throw new CodedError("E_COMMIT_BRANCH", `there is no branch ${base}`, { exit: 2 });
  const ours = await git.head(branch);
  const state: Opened = { git, people, ours, carried: ours !== null && (await openBases(client, branch)).length > 0 };
  if (ours === null || !state.carried) return state;
  const compared = await ask(`${base} and ${branch} could not be compared`, () =>
    client.get(`${client.repo}/compare/${people}...${ours}`, { query: { per_page: "1" }, allow: [404] }),
  );
  // Without a common commit (the base's history was replaced) nothing can be brought together.
  if (compared.status === 404) return { ...state, carried: false };
  const before = textAt(compared.data, "merge_base_commit", "sha");
  return before === people ? state : { ...state, parted: { before, people, ours } };
}

/** Puts the files on the standing branch; the base's head where they stand there already. */
async function put(
  client: GitHubClient,
  branch: string,
  state: Opened,
  files: ReadonlyMap<string, string>,
  message: Message,
): Promise<string | "moved"> {
  const { git, people, ours, carried, parted } = state;
  if (!carried || ours === null) {
    if (await stands(git, people, files)) return people;
    if ((await moveBranch(client, git, { branch, from: ours, to: people, force: true })) === "moved") return "moved";
    return await commitFiles(client, git, { branch, head: people, files, message });
  }
  const entries = parted && (await overlay(git, parted, files));
  if (!entries) return await commitFiles(client, git, { branch, head: ours, files, message });
  const tree = await git.writeTree((await git.commit(people)).tree, entries);
  const sha = await git.writeCommit(tree, [ours, people], message);
  return (await moveBranch(client, git, { branch, from: ours, to: sha })) === "moved" ? "moved" : sha;
}

async function stands(git: GitHubGit, commit: string, files: ReadonlyMap<string, string>): Promise<boolean> {
  const reader = githubReader(git, commit, "");
  for (const [path, text] of files) if ((await reader.read(path)) !== text) return false;
  return true;
}

/** The bases of the open pull requests that our branch, not one of the same name in a fork, is the head of. */
async function openBases(client: GitHubClient, branch: string): Promise<string[]> {
  const [owner = ""] = client.repository.split("/");
  const bases: string[] = [];
  try {
    for await (const page of client.pages(`${client.repo}/pulls`, { state: "open", head: `${owner}:${branch}` })) {
      for (const pull of page) if (isObject(pull) && textAt(pull, "head", "ref") === branch) bases.push(textAt(pull, "base", "ref"));
    }
  } catch (thrown) {
    throw codedFault(thrown, "E_COMMIT_API", "the pull requests could not be listed");
  }
  return bases;
}

/** Opens the pull request. Our own words only: what a report says stands in the files. */
async function propose(client: GitHubClient, base: string, branch: string): Promise<void> {
  const title = `ci-tracker: entries for ${base}`;
  const body = [
    `ci-tracker keeps what CI showed in files of the repository, and may not commit to ${code(base)} itself.`,
    `Every run updates this pull request in place; merge it whenever you like. While it is open, runs read their state from ${code(branch)}.`,
    `If it is closed without being merged, what it holds is dropped, and the next run begins again from ${code(base)}.`,
  ].join("\n\n");
  try {
    await client.send("POST", `${client.repo}/pulls`, { title, body, head: branch, base });
  } catch (thrown) {
    if (!(thrown instanceof GitHubFault)) throw thrown;
    // Another run was first, or the answer was lost on its way.
    if (thrown.about === "other" && (await openBases(client, branch)).includes(base)) return;
    const error = codedFault(thrown, "E_COMMIT_API", `the commit stands on ${branch}, but its pull request could not be opened`);
    if (error.code !== "E_TOKEN") throw error;
    const setting =
      "for GITHUB_TOKEN, the repository must also allow it: Settings, Actions, General, “Allow GitHub Actions to create and approve pull requests”";
    throw new CodedError("E_TOKEN", `${error.message}; ${setting}`, { cause: thrown });
  }
}

/** With that word in its last commit a pull request never gets the checks it may need to be merged (docs.github.com, "Skipping workflow runs"). */
function withoutSkip({ subject, body }: Message): Message {
  return { subject: subject.replace(/ \[skip ci\]$/, ""), body };
}
