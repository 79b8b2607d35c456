/** Reading files of a commit, and making a commit out of files, by plumbing: no index and no work tree but our own. */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { CodedError } from "../errors.ts";
import type { FileReader } from "../trackers/tracker.ts";
import { type Git, gitError, must } from "./git-run.ts";
import { below, plainPath, utf8 } from "./path.ts";
import type { Message } from "./store.ts";

/** A file's entry in a tree. */
interface TreeEntry {
  mode: string;
  type: string;
  id: string;
  path: string;
}

/** The files of a commit, or of nothing at all. */
export function commitReader(git: Git, commit: string | null, prefix: string): FileReader {
  const bytes = async (path: string): Promise<Buffer | null> => {
    const full = below(prefix, path);
    const entry = commit === null ? undefined : await fileEntry(git, commit, full);
    if (!entry) return null;
    const { code, stdout, stderr } = await git(["cat-file", "blob", entry.id]);
    if (code !== 0) throw gitError("E_COMMIT_GIT", `${full} could not be read`, { code, stdout, stderr });
    return utf8(stdout, path);
  };
  return {
    bytes,
    read: async (path) => (await bytes(path))?.toString() ?? null,
    names: async (folder) => {
      if (commit === null) return [];
      const full = folder === "" ? prefix : below(prefix, folder);
      const entries = await tree(git, commit, full === "" ? [] : [`${plainPath(full)}/`]);
      return entries.filter(({ type }) => type === "blob").map(({ path }) => path.slice(path.lastIndexOf("/") + 1));
    },
  };
}

/** A plain file's entry; undefined where there is nothing. A link or a folder in its place is refused. */
async function fileEntry(git: Git, commit: string, path: string): Promise<TreeEntry | undefined> {
  const [entry] = await tree(git, commit, [path]);
  if (entry && !entry.mode.startsWith("100"))
    throw new CodedError("E_TRACKER_BROKEN", `${path} is not a plain file in the branch`, { file: path });
  return entry;
}

async function tree(git: Git, commit: string, paths: readonly string[]): Promise<TreeEntry[]> {
  const { code, stdout, stderr } = await git(["ls-tree", "-z", "--full-tree", commit, "--", ...paths]);
  if (code !== 0) throw gitError("E_COMMIT_GIT", "the branch's files could not be listed", { code, stdout, stderr });
  const entries: TreeEntry[] = [];
  for (const line of stdout.toString("utf8").split("\0")) {
    const [, mode = "", type = "", id = "", path = ""] = /^(\d+) (\w+) ([0-9a-f]+)\t(.*)$/s.exec(line) ?? [];
    if (path !== "") entries.push({ mode, type, id, path });
  }
  return entries;
}

export interface Change {
  parent: string | null;
  files: ReadonlyMap<string, string>;
  prefix: string;
  message: Message;
  /** Author and committer: a name of its own, never a person's. */
  actor: string;
}

/**
 * Makes the commit and returns its id; the parent's own id where the files already are what they should be. `folder` is
 * ours, for what is handed over in files.
 */
export async function makeCommit(git: Git, folder: string, { parent, files, prefix, message, actor }: Change): Promise<string> {
  const blobs = join(folder, "blobs");
  await mkdir(blobs, { recursive: true });
  const paths = [...files.keys()].map((path) => below(prefix, path));
  const sources: string[] = [];
  for (const text of files.values()) {
    const source = join(blobs, String(sources.length));
    await writeFile(source, text, "utf8");
    sources.push(source);
  }
  if (paths.length === 0 && parent !== null) return parent;
  const ids =
    sources.length === 0
      ? []
      : (await must(git, "the files could not be stored", ["hash-object", "-w", "--no-filters", "--", ...sources])).split("\n");

  const env = { GIT_INDEX_FILE: join(folder, "index") };
  await must(git, "the branch's files could not be listed", ["read-tree", parent === null ? "--empty" : parent], { env });
  let entries = "";
  for (const [index, path] of paths.entries()) {
    const old = parent === null ? undefined : await fileEntry(git, parent, path);
    entries += `${old?.mode ?? "100644"} ${ids[index]}\t${path}\0`;
  }
  await must(git, "the files could not be put in their places", ["update-index", "-z", "--add", "--index-info"], { env, input: entries });
  const root = await must(git, "the files could not be put in their places", ["write-tree", "--missing-ok"], { env });
  if (parent !== null && root === (await must(git, "the branch could not be read", ["rev-parse", "--verify", `${parent}^{tree}`])))
    return parent;

  const words = join(folder, "message");
  await writeFile(words, message.body === "" ? `${message.subject}\n` : `${message.subject}\n\n${message.body}\n`, "utf8");
  const args = ["commit-tree", "--no-gpg-sign", "-F", words, ...(parent === null ? [] : ["-p", parent]), root];
  return await must(git, "the commit could not be made", args, { env: identity(actor) });
}

/** An address that can never be anybody's (RFC 2606): `actor@users.noreply.github.com` would credit a stranger. */
function identity(actor: string): Record<string, string> {
  const name = actor.replace(/[^\p{L}\p{N} ._[\]-]+/gu, "-").trim() || "ci-bot";
  const email = `${name.replace(/[^\w.-]+/g, "-").replace(/^[.-]+|[.-]+$/g, "") || "ci-bot"}@ci-tracker.invalid`;
  return { GIT_AUTHOR_NAME: name, GIT_AUTHOR_EMAIL: email, GIT_COMMITTER_NAME: name, GIT_COMMITTER_EMAIL: email };
}
