/**
 * `commit: none`: the files of the working folder, written one after another, each whole or not at all. For terminals,
 * and for workflows that commit by themselves. A file that somebody else changed after we read it is `moved`, as on a
 * branch; between that look and the renaming there is no lock, only a few milliseconds.
 */
import { randomBytes } from "node:crypto";
import { lstat, mkdir, open, readdir, readFile, realpath, rename, rm, stat } from "node:fs/promises";
import { dirname, isAbsolute, join, relative, sep } from "node:path";
import { CodedError } from "../errors.ts";
import { plainPath, textOf } from "./path.ts";
import type { Snapshot, Store } from "./store.ts";

/** `root` is the folder that paths are relative to; `branch` is only said, never changed. */
export function filesStore(root: string, branch: string): Store {
  /** What each snapshot saw, to notice what changed since. */
  const seen = new WeakMap<Snapshot, Map<string, string | null>>();
  return {
    name: "none",
    check: async () => {},
    open: async (): Promise<Snapshot> => {
      const texts = new Map<string, string | null>();
      const snapshot: Snapshot = {
        branch,
        head: null,
        read: async (path) => {
          const text = await read(root, path);
          texts.set(path, text);
          return text;
        },
        names: (folder) => names(root, folder),
      };
      seen.set(snapshot, texts);
      return snapshot;
    },
    commit: async (snapshot, files) => {
      const texts = seen.get(snapshot);
      const changed: [string, string][] = [];
      for (const [path, text] of files) {
        const now = await read(root, path);
        const before = texts?.get(path);
        if (before !== undefined && before !== now) return "moved";
        if (now !== text) changed.push([path, text]);
      }
      for (const [path, text] of changed) await write(await inside(root, path), text, path);
      return null;
    },
  };
}

async function read(root: string, path: string): Promise<string | null> {
  const file = await inside(root, path);
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch (error) {
    if (isMissing(error)) return null;
    throw new CodedError("E_REPORT_UNREADABLE", `${path} cannot be read: ${reason(error)}`, { file: path, cause: error });
  }
  return textOf(bytes, path);
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

/** Writes beside the file and renames: a crash leaves the old file or the new one, never a half. */
async function write(file: string, text: string, path: string): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true });
    const old = await existing(file);
    const target = old?.path ?? file;
    const temporary = `${target}.${randomBytes(6).toString("hex")}.tmp`;
    try {
      const handle = await open(temporary, "wx", 0o644);
      try {
        await handle.writeFile(text, "utf8");
        if (old) await handle.chmod(old.mode);
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(temporary, target);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
  } catch (error) {
    throw new CodedError("E_TRACKER_WRITE", `${path} could not be written: ${reason(error)}`, { file: path, cause: error });
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
