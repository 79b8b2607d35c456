/**
 * `commit: none`: the files of the working folder, written one after another, each whole or not at all. For terminals,
 * and for workflows that commit by themselves. A file that somebody else changed after we read it is `moved`, as on a
 * branch; between that look and the renaming other runs wait.
 */
import { randomBytes } from "node:crypto";
import { lstat, mkdir, open, readdir, readFile, realpath, rename, rm, stat } from "node:fs/promises";
import { dirname, isAbsolute, join, relative, sep } from "node:path";
import { CodedError } from "../errors.ts";
import { alone } from "./lock.ts";
import { plainPath, utf8 } from "./path.ts";
import type { Snapshot, Store } from "./store.ts";

/** `root` is the folder that paths are relative to; `branch` is only said, never changed. */
export function filesStore(root: string, branch: string): Store {
  /** What each snapshot saw, to notice what changed since. */
  const seen = new WeakMap<Snapshot, Map<string, Buffer | null>>();
  return {
    name: "none",
    check: async () => {},
    open: async (): Promise<Snapshot> => {
      const found = new Map<string, Buffer | null>();
      const bytes = async (path: string): Promise<Buffer | null> => {
        const read = await readIn(root, path);
        found.set(path, read);
        return read && utf8(read, path);
      };
      const snapshot: Snapshot = {
        branch,
        head: null,
        bytes,
        read: async (path) => (await bytes(path))?.toString() ?? null,
        names: (folder) => names(root, folder),
      };
      seen.set(snapshot, found);
      return snapshot;
    },
    commit: async (snapshot, files) => {
      const encoded = new Map([...files].map(([path, text]) => [path, Buffer.from(text)]));
      const changes = () => changesOf(root, encoded, seen.get(snapshot));
      const wanted = await changes();
      if (wanted === "moved" || wanted.size === 0) return wanted === "moved" ? wanted : null;
      return await alone(root, async () => {
        // Another run may have written while this one waited.
        const changed = await changes();
        if (changed === "moved") return changed;
        await write(root, changed);
        return null;
      });
    },
  };
}

/** The files that are not yet what they are to be; `moved` where one is no longer what it was when it was read. */
async function changesOf(
  root: string,
  files: ReadonlyMap<string, Buffer>,
  seen: ReadonlyMap<string, Buffer | null> | undefined,
): Promise<Map<string, Buffer> | "moved"> {
  const changed = new Map<string, Buffer>();
  for (const [path, bytes] of files) {
    const now = await readIn(root, path);
    const before = seen?.get(path);
    if (before !== undefined && !same(before, now)) return "moved";
    if (!same(bytes, now)) changed.set(path, bytes);
  }
  return changed;
}

function same(a: Buffer | null, b: Buffer | null): boolean {
  return a === null || b === null ? a === b : a.equals(b);
}

async function readIn(root: string, path: string): Promise<Buffer | null> {
  const file = await inside(root, path);
  try {
    return await readFile(file);
  } catch (error) {
    if (isMissing(error)) return null;
    throw new CodedError("E_REPORT_UNREADABLE", `${path} cannot be read: ${reason(error)}`, { file: path, cause: error });
  }
}

/** A link is named too: reading it says whether it leads out of the root, where leaving it out would say that nothing is there. */
async function names(root: string, folder: string): Promise<string[]> {
  const full = await inside(root, folder);
  try {
    const found: string[] = [];
    for (const entry of await readdir(full, { withFileTypes: true })) {
      if (entry.isFile() || (entry.isSymbolicLink() && !(await isFolder(join(full, entry.name))))) found.push(entry.name);
    }
    return found;
  } catch (error) {
    if (isMissing(error)) return [];
    throw new CodedError("E_REPORT_UNREADABLE", `${folder} cannot be read: ${reason(error)}`, { file: folder, cause: error });
  }
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
}

/** The file's place; a link inside the root that leads out of it, or nowhere, is refused, for reading and for writing. */
async function inside(root: string, path: string): Promise<string> {
  const base = await realpath(root).catch((error: unknown) => {
    throw new CodedError("E_REPORT_UNREADABLE", `the root ${root} cannot be read: ${reason(error)}`, { file: root, cause: error });
  });
  const full = path === "" ? base : join(base, plainPath(path));
  for (let at = full; at !== base; at = dirname(at)) {
    let link = false;
    try {
      link = (await lstat(at)).isSymbolicLink();
    } catch (error) {
      if (!isMissing(error))
        throw new CodedError("E_REPORT_UNREADABLE", `${path} cannot be read: ${reason(error)}`, { file: path, cause: error });
    }
    if (link && !(await leadsInside(base, at))) {
      throw new CodedError("E_REPORT_OUTSIDE", `${path} is a link that leads out of the root, or nowhere`, { file: path });
    }
  }
  return full;
}

async function leadsInside(base: string, link: string): Promise<boolean> {
  try {
    const out = relative(base, await realpath(link));
    return out !== ".." && !out.startsWith(`..${sep}`) && !isAbsolute(out);
  } catch {
    return false;
  }
}

/**
 * Writes all texts beside their files, then renames one after another: what cannot be written leaves every file as it
 * was, and a crash leaves each the old one or the new, never a half.
 */
async function write(root: string, files: ReadonlyMap<string, Buffer>): Promise<void> {
  const ready: { temporary: string; target: string; path: string }[] = [];
  let at = "";
  try {
    for (const [path, bytes] of files) {
      at = path;
      const file = await inside(root, path);
      await mkdir(dirname(file), { recursive: true });
      const old = await existing(file);
      const target = old?.path ?? file;
      const temporary = `${target}.${randomBytes(6).toString("hex")}.tmp`;
      ready.push({ temporary, target, path });
      const handle = await open(temporary, "wx", 0o644);
      try {
        await handle.writeFile(bytes);
        if (old) await handle.chmod(old.mode);
        await handle.sync();
      } finally {
        await handle.close();
      }
    }
    for (const { temporary, target, path } of ready) {
      at = path;
      await rename(temporary, target);
    }
  } catch (error) {
    for (const { temporary } of ready) await rm(temporary, { force: true });
    if (error instanceof CodedError) throw error;
    throw new CodedError("E_TRACKER_WRITE", `${at} could not be written: ${reason(error)}`, { file: at, cause: error });
  }
}

/** Where the file really is, behind a link, and who may read it: both stay. */
async function existing(file: string): Promise<{ path: string; mode: number } | undefined> {
  try {
    const path = await realpath(file);
    return { path, mode: (await stat(path)).mode & 0o777 };
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code;
  return code === "ENOENT" || code === "ENOTDIR";
}

function reason(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? String(error);
}
