/**
 * `commit: git`: commits by git's plumbing. With a remote, everything happens in a bare repository of our own and ends
 * in a push that is refused when the branch has moved; without one, the local branch is moved the same way. Index, work
 * tree and HEAD of the workspace are never touched, so a branch that is checked out and has no remote shows our commit
 * as a difference until the person takes it over (`git restore --staged --worktree -- FILE`).
 */
import { CodedError } from "../errors.ts";
import { commitReader, makeCommit } from "./git-objects.ts";
import { addressOf, findRepository, remoteAddress } from "./git-place.ts";
import { openRemote } from "./git-remote.ts";
import { createGit, discard, type Environment, type Git, gitError, temporaryFolder } from "./git-run.ts";
import type { Snapshot, Store } from "./store.ts";

export interface GitOptions {
  /** The folder that paths are relative to; it may lie below the repository's top. */
  root: string;
  branch: string;
  /** Where a missing branch begins; without it and without `createOrphan`, a missing branch is an error. */
  base?: string;
  /** Whether a missing branch begins empty, without history: for the ledger's own branch. */
  createOrphan?: boolean;
  /** The remote's name in the repository's configuration; `origin` by default. */
  remote?: string;
  /** The remote's address, where the host knows it better than the workspace. */
  url?: string;
  /** Sent to `host` only, over https only (or http to this machine). */
  token?: string;
  /** The server the token is for, with its port if it has one; the host of `url` by default. */
  host?: string;
  /** Author and committer. */
  actor: string;
  /** In CI nobody's configuration counts; in a terminal the person's own does. */
  ci: boolean;
  /** Our own environment, of which git gets only what it needs; `RUNNER_TEMP` says where our folders lie. */
  environment?: Environment;
  /** Seconds without a byte after which a transfer is given up; 60 by default. */
  stall?: number;
}

/** What belongs to a snapshot. */
interface Opened {
  git: Git;
  folder: string;
  prefix: string;
  /** What the branch pointed to; null where it is new. */
  old: string | null;
  /** What the commit stands on; null where it is the first. */
  parent: string | null;
  update(commit: string, old: string | null): Promise<"done" | "moved">;
}

/** What is done with a branch, here or on a server. */
interface Branches {
  git: Git;
  head(branch: string): Promise<string | null>;
  fetch(branch: string): Promise<string>;
  push(branch: string, commit: string, old: string | null): Promise<"done" | "moved">;
}

/**
 * A store for one branch. git cannot ask a server for its rules, so `check` only looks whether the branch's name is one
 * and a repository is there; where the API can be asked, put `checkRules` in its place.
 */
export function gitStore(options: GitOptions): Store {
  const opened = new WeakMap<Snapshot, Opened>();
  return {
    name: "git",
    check: async () => {
      const folder = await temporaryFolder(environmentOf(options));
      try {
        await checkBranch(createGit({ folder, ci: options.ci, environment: environmentOf(options) }), options.branch);
        if (options.url === undefined) await repositoryOf(options);
      } finally {
        discard(folder);
      }
    },
    open: async () => {
      const folder = await temporaryFolder(environmentOf(options));
      try {
        const state = await openBranch(options, folder);
        const snapshot: Snapshot = { branch: options.branch, head: state.parent, ...commitReader(state.git, state.parent, state.prefix) };
        opened.set(snapshot, state);
        return snapshot;
      } catch (error) {
        discard(folder);
        throw error;
      }
    },
    commit: async (snapshot, files, message) => {
      const state = opened.get(snapshot);
      if (!state) throw new CodedError("E_INTERNAL", "the snapshot was not opened by this store, or was committed before");
      const { git, folder, prefix, old, parent, update } = state;
      opened.delete(snapshot);
      try {
        const sha = await makeCommit(git, folder, { parent, files, prefix, message, actor: options.actor });
        if (sha !== old && (await update(sha, old)) === "moved") return "moved";
        return { branch: options.branch, sha };
      } finally {
        discard(folder);
      }
    },
  };
}

async function openBranch(options: GitOptions, folder: string): Promise<Opened> {
  const { branch, base, createOrphan = false, ci } = options;
  const local = createGit({ folder, ci, environment: environmentOf(options) });
  await checkBranch(local, branch);
  const repository = await findRepository(options.root);
  const given = options.url ?? (repository && (await remoteAddress(local, repository, options.remote ?? "origin")));
  if (given === undefined && repository === undefined) await repositoryOf(options);

  const branches =
    given === undefined ? localBranches(local, repository?.gitDir ?? "") : await remoteBranches(options, given, repository?.top, folder);
  const { git } = branches;
  const old = await branches.head(branch);
  const from = old !== null ? branch : base;
  if (from === undefined && !createOrphan) throw new CodedError("E_COMMIT_BRANCH", `there is no branch ${branch}`, { exit: 2 });
  if (old === null && from !== undefined && (await branches.head(from)) === null) {
    throw new CodedError("E_COMMIT_BRANCH", `there is neither a branch ${branch} nor ${from}, where it would begin`, { exit: 2 });
  }
  const parent = from === undefined ? null : await branches.fetch(from);
  return {
    git,
    folder,
    prefix: repository?.prefix ?? "",
    // A branch that moved between the two looks is simply read as it is now.
    old: old === null ? null : parent,
    parent,
    update: (commit, before) => branches.push(branch, commit, before),
  };
}

async function repositoryOf({ root }: GitOptions): Promise<void> {
  if ((await findRepository(root)) === undefined) {
    throw new CodedError("E_COMMIT_GIT", `${root} is in no git repository`, { exit: 2, file: root });
  }
}

async function checkBranch(git: Git, branch: string): Promise<void> {
  const { code } = await git(["check-ref-format", `refs/heads/${branch}`]);
  if (code !== 0 || branch.startsWith("-"))
    throw new CodedError("E_COMMIT_BRANCH", `${JSON.stringify(branch)} is no name of a branch`, { exit: 2 });
}

async function remoteBranches(options: GitOptions, given: string, top: string | undefined, folder: string): Promise<Branches> {
  const { token, ci, stall } = options;
  const host = options.host ?? (options.url === undefined ? undefined : hostOf(options.url));
  const address = addressOf(given, top ?? options.root, {
    ...(token === undefined ? {} : { token }),
    ...(host === undefined ? {} : { host }),
  });
  return await openRemote(
    address,
    { folder, ci, environment: environmentOf(options), ...(stall === undefined ? {} : { stall }) },
    options.branch,
  );
}

function environmentOf({ environment = process.env }: GitOptions): Environment {
  return environment;
}

function hostOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).host : undefined;
}

/** Branches of the workspace's own repository, where it has no remote. */
function localBranches(outside: Git, gitDir: string): Branches {
  const git: Git = (args, run) => outside([`--git-dir=${gitDir}`, ...args], run);
  const head = async (branch: string): Promise<string | null> => {
    const { code, stdout } = await git(["rev-parse", "--verify", "--quiet", `refs/heads/${branch}^{commit}`]);
    return code === 0 ? stdout.toString("utf8").trim() : null;
  };
  return {
    git,
    head,
    fetch: async (branch) => {
      const id = await head(branch);
      if (id === null) throw new CodedError("E_COMMIT_BRANCH", `the branch ${branch} is gone`);
      return id;
    },
    push: async (branch, commit, old) => {
      const none = "0".repeat(commit.length);
      const output = await git(["update-ref", "--no-deref", "-m", "ci-tracker", `refs/heads/${branch}`, commit, old ?? none]);
      if (output.code === 0) return "done";
      const now = await head(branch);
      if (now === commit) return "done";
      if (now !== old || /lock/i.test(output.stderr)) return "moved";
      throw gitError("E_COMMIT_GIT", `the branch ${branch} could not be moved`, output);
    },
  };
}
