/**
 * A branch of ours and its base, which has moved on, seen as one: where only one of them changed a file since they
 * parted, its version; where both did, the two brought together entry by entry (merge-lines.ts).
 */
import type { FileReader } from "../trackers/tracker.ts";
import { type GitHubGit, plainFile, type TreeEntry, type TreeText } from "./github-git.ts";
import { mergeLines } from "./merge-lines.ts";
import { below, textOf, utf8 } from "./path.ts";

/** Three commits: where the branches parted, the base's head, and ours. */
export interface Parted {
  before: string;
  people: string;
  ours: string;
}

/** What stands at a path in the merged view: an entry, a new text, or nothing. */
type Picked = TreeEntry | TreeText | undefined;

/** Reads the merged view. */
export function mergedReader(git: GitHubGit, parted: Parted, prefix: string): FileReader {
  const bytes = async (path: string): Promise<Buffer | null> => {
    const full = below(prefix, path);
    const picked = await pick(git, parted, full);
    if (picked === undefined || "text" in picked) return picked?.text == null ? null : Buffer.from(picked.text);
    return utf8(Buffer.from(await git.blob(plainFile(picked, full).sha)), path);
  };
  return {
    bytes,
    read: async (path) => (await bytes(path))?.toString() ?? null,
    names: async (folder) => {
      const full = folder === "" ? prefix : below(prefix, folder);
      const names = new Set<string>();
      for (const commit of [parted.people, parted.ours]) {
        const entry = await git.entry(commit, full);
        if (entry?.type === "tree") for (const name of (await git.tree(entry.sha)).keys()) names.add(name);
      }
      const found: string[] = [];
      for (const name of names) {
        const picked = await pick(git, parted, full === "" ? name : `${full}/${name}`);
        if (picked && ("text" in picked || picked.type === "blob")) found.push(name);
      }
      return found;
    },
  };
}

/**
 * What must be put into the base's tree so that it holds our side too, with `files` on top; undefined where the base
 * changed none of these files since, and our commits will merge by themselves.
 */
export async function overlay(
  git: GitHubGit,
  parted: Parted,
  files: ReadonlyMap<string, string>,
): Promise<Map<string, TreeEntry | TreeText | null> | undefined> {
  const [before, ours] = [await git.commit(parted.before), await git.commit(parted.ours)];
  const paths = new Set(files.keys());
  await changes(git, before.tree, ours.tree, "", paths);
  let overlaps = false;
  const result = new Map<string, TreeEntry | TreeText | null>();
  for (const path of paths) {
    const [was, is] = [await git.entry(parted.before, path), await git.entry(parted.people, path)];
    overlaps ||= !same(was, is);
    const text = files.get(path);
    const picked = text === undefined ? await pick(git, parted, path) : { mode: is?.mode ?? "100644", text };
    if (picked !== undefined) result.set(path, picked);
    else if (is !== undefined) result.set(path, null);
  }
  return overlaps ? result : undefined;
}

async function pick(git: GitHubGit, { before, people, ours }: Parted, path: string): Promise<Picked> {
  const [was, theirs, mine] = [await git.entry(before, path), await git.entry(people, path), await git.entry(ours, path)];
  if (same(theirs, was) || same(theirs, mine)) return mine;
  if (same(mine, was) || mine?.type !== "blob" || theirs?.type !== "blob") return theirs;
  const text = async (entry: TreeEntry): Promise<string> => textOf(await git.blob(plainFile(entry, path).sha), path);
  const merged = mergeLines(path, was?.type === "blob" ? await text(was) : null, await text(theirs), await text(mine));
  return merged === null ? undefined : { mode: theirs.mode, text: merged };
}

function same(a: TreeEntry | undefined, b: TreeEntry | undefined): boolean {
  return a?.sha === b?.sha && a?.mode === b?.mode;
}

/** Adds the paths of all files that differ between two trees; equal folders are not looked into. */
async function changes(
  git: GitHubGit,
  before: string | undefined,
  after: string | undefined,
  folder: string,
  into: Set<string>,
): Promise<void> {
  const [old, now] = [before === undefined ? new Map() : await git.tree(before), after === undefined ? new Map() : await git.tree(after)];
  for (const name of new Set<string>([...old.keys(), ...now.keys()])) {
    const [a, b]: (TreeEntry | undefined)[] = [old.get(name), now.get(name)];
    if (same(a, b)) continue;
    const path = folder + name;
    if (a?.type === "tree" || b?.type === "tree") {
      await changes(git, a?.type === "tree" ? a.sha : undefined, b?.type === "tree" ? b.sha : undefined, `${path}/`, into);
    }
    if ((a && a.type !== "tree") || (b && b.type !== "tree")) into.add(path);
  }
}
