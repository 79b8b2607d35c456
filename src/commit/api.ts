/**
 * `commit: api`: files are read at the branch's head and committed against exactly that head by GitHub's API; there is
 * no checkout, and nothing of the workspace takes part.
 */
import { CodedError } from "../errors.ts";
import type { GitHubClient } from "../trackers/github/client.ts";
import { commitFiles, moveBranch } from "./github-commit.ts";
import { type GitHubGit, githubGit, githubReader } from "./github-git.ts";
import { below } from "./path.ts";
import { checkRules } from "./rules.ts";
import type { Snapshot, Store } from "./store.ts";

export interface ApiOptions {
  branch: string;
  /** Where a missing branch begins; without it and without `createOrphan`, a missing branch is an error. */
  base?: string;
  /** Whether a missing branch begins empty, without history: for the ledger's own branch. */
  createOrphan?: boolean;
  /** The root's place in the repository, with `/`; its top by default. */
  prefix?: string;
}

/** What belongs to a snapshot. */
interface Opened {
  git: GitHubGit;
  /** What the branch points to; null where it is new. */
  old: string | null;
  /** What the commit stands on; null where it is the first. */
  parent: string | null;
}

/** A store for one branch of the client's repository. */
export function apiStore(client: GitHubClient, options: ApiOptions): Store {
  const { branch, base, createOrphan = false, prefix = "" } = options;
  const opened = new WeakMap<Snapshot, Opened>();
  return {
    name: "api",
    check: async () => {
      const create = (base !== undefined || createOrphan) && (await githubGit(client).head(branch)) === null;
      await checkRules(client, branch, { signed: true, create });
    },
    open: async () => {
      const git = githubGit(client);
      const old = await git.head(branch);
      const parent = old ?? (base === undefined ? null : await git.head(base));
      if (parent === null && (base !== undefined || !createOrphan)) {
        const words =
          base === undefined ? `there is no branch ${branch}` : `there is neither a branch ${branch} nor ${base}, where it would begin`;
        throw new CodedError("E_COMMIT_BRANCH", words, { exit: 2 });
      }
      const snapshot: Snapshot = { branch, head: parent, ...githubReader(git, parent, prefix) };
      opened.set(snapshot, { git, old, parent });
      return snapshot;
    },
    commit: async (snapshot, given, message) => {
      const state = opened.get(snapshot);
      if (!state) throw new CodedError("E_INTERNAL", "the snapshot was not opened by this store");
      const { git, old, parent } = state;
      const files = new Map([...given].map(([path, text]) => [below(prefix, path), text]));
      if (parent === null) {
        const tree = await git.writeTree(null, new Map([...files].map(([path, text]) => [path, { mode: "100644", text }])));
        const sha = await git.writeCommit(tree, [], message);
        return (await moveBranch(client, git, { branch, from: null, to: sha })) === "moved" ? "moved" : { branch, sha };
      }
      if (old === null && (await moveBranch(client, git, { branch, from: null, to: parent })) === "moved") return "moved";
      const sha = await commitFiles(client, git, { branch, head: parent, files, message });
      return sha === "moved" ? "moved" : { branch, sha };
    },
  };
}
