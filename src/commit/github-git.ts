/**
 * A repository's git data by GitHub's API: heads, trees, files, and the objects of a new commit. Objects are named by
 * their content, so what was read once is not asked for again, and a file that did not arrive whole is noticed.
 */
import { createHash } from "node:crypto";
import { CodedError } from "../errors.ts";
import { codedFault, type GitHubClient, isObject } from "../trackers/github/client.ts";
import type { FileReader } from "../trackers/tracker.ts";
import { below, utf8 } from "./path.ts";
import type { Message } from "./store.ts";

export interface TreeEntry {
  /** `100644`, `100755`, `120000` (a link), `040000` (a folder), `160000` (a submodule). */
  mode: string;
  type: string;
  sha: string;
}

/** A file to be written. */
export interface TreeText {
  mode: string;
  text: string;
}

/** Entries of one folder by name. */
export type Tree = ReadonlyMap<string, TreeEntry>;

export interface CommitData {
  sha: string;
  tree: string;
  parents: string[];
  message: string;
}

export interface GitHubGit {
  /** The branch's head; null where there is no such branch. Throws E_TOKEN where the repository cannot be seen. */
  head(branch: string): Promise<string | null>;
  commit(sha: string): Promise<CommitData>;
  /** Entries of the tree with this id. */
  tree(sha: string): Promise<Tree>;
  /** The entry at a path of a commit; undefined where there is none. */
  entry(commit: string, path: string): Promise<TreeEntry | undefined>;
  /** A file's bytes. */
  blob(sha: string): Promise<Buffer>;
  /** A tree with the files in their places; null stands for the empty tree, an entry's null takes the path away. */
  writeTree(base: string | null, entries: ReadonlyMap<string, TreeText | TreeEntry | null>): Promise<string>;
  /** A commit of ours: nobody is named as its author, because only then GitHub signs it for an app. */
  writeCommit(tree: string, parents: readonly string[], message: Message): Promise<string>;
}

/** Longer texts go into a blob of their own, out of the request that makes the tree. */
const INLINE = 256 * 1024;

export function githubGit(client: GitHubClient): GitHubGit {
  const commits = new Map<string, Promise<CommitData>>();
  const trees = new Map<string, Promise<Tree>>();
  const git: GitHubGit = {
    head: async (branch) => {
      const ref = await ask(`the branch ${branch} could not be read`, () =>
        client.get(`${client.repo}/git/ref/heads/${encoded(branch)}`, { allow: [404, 409] }),
      );
      if (ref.status === 200) return textAt(ref.data, "object", "sha");
      // A repository that may not be seen, and one that is not there, look the same; an empty one is 409.
      const seen =
        ref.status === 409 ||
        (await ask("the repository could not be read", () => client.get(client.repo, { allow: [404] }))).status !== 404;
      if (!seen) throw new CodedError("E_TOKEN", `${client.repository} cannot be seen with this token; the token lacks \`contents: read\``);
      return null;
    },
    commit: (sha) =>
      once(commits, sha, async () => {
        const { data } = await ask(`the commit ${sha} could not be read`, () => client.get(`${client.repo}/git/commits/${sha}`));
        const parents = isObject(data) && Array.isArray(data["parents"]) ? data["parents"].map((parent) => textAt(parent, "sha")) : [];
        return { sha, tree: textAt(data, "tree", "sha"), parents, message: textAt(data, "message") };
      }),
    tree: (sha) =>
      once(trees, sha, async () => {
        const { data } = await ask("the branch's files could not be listed", () => client.get(`${client.repo}/git/trees/${sha}`));
        if (!isObject(data) || !Array.isArray(data["tree"]) || data["truncated"] === true) {
          throw new CodedError("E_COMMIT_API", "the branch's files could not be listed whole");
        }
        return new Map(
          data["tree"].map((e) => [textAt(e, "path"), { mode: textAt(e, "mode"), type: textAt(e, "type"), sha: textAt(e, "sha") }]),
        );
      }),
    entry: async (commit, path) => {
      let entry: TreeEntry | undefined = { mode: "040000", type: "tree", sha: (await git.commit(commit)).tree };
      for (const name of path === "" ? [] : path.split("/")) {
        if (entry?.type !== "tree") return undefined;
        entry = (await git.tree(entry.sha)).get(name);
      }
      return entry;
    },
    blob: async (sha) => {
      const { data } = await ask("a file could not be read", () => client.get(`${client.repo}/git/blobs/${sha}`, { as: "bytes" }));
      const bytes = Buffer.isBuffer(data) ? data : Buffer.alloc(0);
      if (blobId(bytes) !== sha) throw new CodedError("E_COMMIT_API", "a file did not arrive whole");
      return bytes;
    },
    writeTree: async (base, entries) => {
      const tree: Record<string, unknown>[] = [];
      for (const [path, entry] of entries) {
        if (entry === null) tree.push({ path, mode: "100644", type: "blob", sha: null });
        else if ("sha" in entry) tree.push({ path, ...entry });
        else if (entry.text.length <= INLINE) tree.push({ path, mode: entry.mode, type: "blob", content: entry.text });
        else tree.push({ path, mode: entry.mode, type: "blob", sha: await writeBlob(client, entry.text) });
      }
      const { data } = await ask("the files could not be stored", () =>
        client.send("POST", `${client.repo}/git/trees`, base === null ? { tree } : { base_tree: base, tree }),
      );
      return textAt(data, "sha");
    },
    writeCommit: async (tree, parents, message) => {
      const { data } = await ask("the commit could not be made", () =>
        client.send("POST", `${client.repo}/git/commits`, { message: wholeMessage(message), tree, parents: [...parents] }),
      );
      return textAt(data, "sha");
    },
  };
  return git;
}

async function writeBlob(client: GitHubClient, text: string): Promise<string> {
  const content = Buffer.from(text, "utf8").toString("base64");
  const { data } = await ask("a file could not be stored", () =>
    client.send("POST", `${client.repo}/git/blobs`, { content, encoding: "base64" }),
  );
  return textAt(data, "sha");
}

/** The files of a commit; without one, of nothing. */
export function githubReader(git: GitHubGit, commit: string | null, prefix: string): FileReader {
  const bytes = async (path: string): Promise<Buffer | null> => {
    const full = below(prefix, path);
    const entry = commit === null ? undefined : await git.entry(commit, full);
    if (!entry) return null;
    return utf8(Buffer.from(await git.blob(plainFile(entry, full).sha)), path);
  };
  return {
    bytes,
    read: async (path) => (await bytes(path))?.toString() ?? null,
    names: async (folder) => {
      const entry = commit === null ? undefined : await git.entry(commit, folder === "" ? prefix : below(prefix, folder));
      if (entry?.type !== "tree") return [];
      return [...(await git.tree(entry.sha))].flatMap(([name, { type }]) => (type === "blob" ? [name] : []));
    },
  };
}

/** The entry, if it is a plain file; a link or a folder in a file's place is refused. */
export function plainFile(entry: TreeEntry, path: string): TreeEntry {
  if (entry.type === "blob" && entry.mode.startsWith("100")) return entry;
  throw new CodedError("E_TRACKER_BROKEN", `${path} is not a plain file in the branch`, { file: path });
}

/** A branch's name as part of a path. */
export function encoded(branch: string): string {
  return branch.split("/").map(encodeURIComponent).join("/");
}

export function wholeMessage({ subject, body }: Message): string {
  return body === "" ? subject : `${subject}\n\n${body}`;
}

/** git's name for a file's content. */
export function blobId(bytes: Uint8Array): string {
  return createHash("sha1").update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
}

/** The text at a place inside an answer; anything else there is an answer that cannot be believed. */
export function textAt(data: unknown, ...path: string[]): string {
  let value = data;
  for (const name of path) value = isObject(value) ? value[name] : undefined;
  if (typeof value !== "string") throw new CodedError("E_COMMIT_API", `GitHub's answer has no ${path.join(".")}`);
  return value;
}

/** Asks, and says what could not be done where GitHub refuses. */
export async function ask<T>(what: string, question: () => Promise<T>): Promise<T> {
  try {
    return await question();
  } catch (thrown) {
    throw codedFault(thrown, "E_COMMIT_API", what);
  }
}

function once<T>(known: Map<string, Promise<T>>, key: string, find: () => Promise<T>): Promise<T> {
  let value = known.get(key);
  if (!value) {
    value = find();
    known.set(key, value);
    // What failed may be asked for again.
    value.catch(() => known.delete(key));
  }
  return value;
}
