/**
 * `commit: none`: the files of the working folder, written one after another, each whole or not at all. For terminals,
 * and for workflows that commit by themselves.
 */
import { randomBytes } from "node:crypto";
import { lstat, mkdir, open, readdir, readFile, realpath, rename, rm } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import { CodedError } from "../errors.ts";
import type { Snapshot, Store } from "./store.ts";

export function filesStore(root: string, branch: string): Store {
  return {
    name: "none",
    check: async () => {},
    open: async (): Promise<Snapshot> => ({
      branch,
      head: null,
      read: async (path) => {
        try {
          return await readFile(await inside(root, path), "utf8");
        } catch (error) {
          if (isMissing(error)) return null;
          throw error;
        }
      },
      names: async (folder) => {
        try {
          return (await readdir(await inside(root, folder), { withFileTypes: true })).filter((e) => e.isFile()).map((e) => e.name);
        } catch (error) {
          if (isMissing(error)) return [];
          throw error;
        }
      },
    }),
    commit: async (_snapshot, files) => {
      for (const [path, text] of files) await write(await inside(root, path), text);
      return null;
    },
  };
}

/** The file's real place; a link inside the root that leads out of it is refused, for reading and for writing. */
async function inside(root: string, path: string): Promise<string> {
  const base = await realpath(root);
  const full = join(base, path);
  for (let at = full; at !== base && at.length > base.length; at = dirname(at)) {
    let link = false;
    try {
      link = (await lstat(at)).isSymbolicLink();
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
    if (!link) continue;
    const real = await realpath(at);
    const out = relative(base, real);
    if (out === ".." || out.startsWith(`..${sep}`)) {
      throw new CodedError("E_REPORT_OUTSIDE", `${path} is a link that leads out of the root`, { file: path });
    }
  }
  return full;
}

/** Writes beside the file and renames: a crash leaves the old file or the new one, never a half. */
async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  let target = path;
  try {
    target = await realpath(path);
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
  const temporary = `${target}.${randomBytes(6).toString("hex")}.tmp`;
  try {
    const file = await open(temporary, "wx", 0o644);
    try {
      await file.writeFile(text, "utf8");
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true });
    throw new CodedError("E_TRACKER_WRITE", `${path} could not be written: ${(error as NodeJS.ErrnoException).code ?? String(error)}`, {
      file: path,
      cause: error,
    });
  }
}

function isMissing(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code;
  return code === "ENOENT" || code === "ENOTDIR";
}
