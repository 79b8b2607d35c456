/** Which files a caller means, and what a path inside a report is called in the repository. */
import { lstatSync, readdirSync, realpathSync } from "node:fs";
import { isAbsolute, join, relative, resolve, sep } from "node:path";
import picomatch from "picomatch";
import { CodedError } from "../errors.ts";

/** Folders no report lies in, and that would take long to walk. */
const SKIPPED = new Set([".git", "node_modules"]);

/** Whether a folder of this name is passed over where the caller did not name it. */
export function isSkipped(name: string): boolean {
  return SKIPPED.has(name);
}

const MAX_WALKED = 200_000;

/**
 * The files of one line, as absolute paths: a path that exists is taken as it is, anything else as a glob. Sorted, links
 * not followed. Throws E_REPORT_MISSING when nothing matches, E_REPORT_OUTSIDE for a link that leads out of the root.
 */
export function filesOf(path: string, root: string): string[] {
  const direct = resolve(root, path);
  if (exists(direct)) return [checked(direct, root, path)];
  const pattern = path.replaceAll("\\", "/");
  const { base, glob, isGlob } = picomatch.scan(pattern);
  if (!isGlob) throw new CodedError("E_REPORT_MISSING", `${path} does not exist`, { file: path });
  const from = resolve(root, base);
  const isMatch = picomatch(glob, { dot: true });
  const found: string[] = [];
  let walked = 0;
  const visit = (folder: string, inner: string): void => {
    for (const entry of entriesOf(folder)) {
      if (++walked > MAX_WALKED)
        throw new CodedError("E_REPORT_MISSING", `${path} walks over more than ${MAX_WALKED} files; name a narrower folder`, {
          file: path,
        });
      const name = inner === "" ? entry.name : `${inner}/${entry.name}`;
      if (entry.isDirectory()) {
        if (!isSkipped(entry.name) || glob.includes(entry.name)) visit(join(folder, entry.name), name);
      } else if (isMatch(name)) found.push(checked(join(folder, entry.name), root, name));
    }
  };
  visit(from, "");
  if (found.length === 0) throw new CodedError("E_REPORT_MISSING", `${path} matches no file`, { file: path });
  return found.sort();
}

function entriesOf(folder: string): import("node:fs").Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

function exists(path: string): boolean {
  try {
    lstatSync(path);
    return true;
  } catch {
    return false;
  }
}

/**
 * A path inside the root has to stay there: a pull request can commit a link to any file of the machine, and its content
 * would end in an entry. What the caller names outside the root is the caller's own.
 */
function checked(path: string, root: string, shown: string): string {
  let real: string;
  let base: string;
  try {
    base = realpathSync(root);
    real = realpathSync(path);
  } catch {
    throw new CodedError("E_REPORT_MISSING", `${shown} is a link to nothing`, { file: shown });
  }
  if (isInside(path, root) && !isInside(real, base))
    throw new CodedError("E_REPORT_OUTSIDE", `${shown} is a link that leads out of ${root}`, { file: shown });
  return path;
}

function isInside(path: string, folder: string): boolean {
  const inner = relative(folder, path);
  return inner !== ".." && !inner.startsWith(`..${sep}`) && !isAbsolute(inner);
}

/** Where hosted runners check out, when the report comes from another machine: owner's folder, then the repository's. */
const RUNNER = /^(?:\/home\/runner\/work|\/Users\/runner\/work|\/__w|[A-Za-z]:\/a)\/[^/]+\/[^/]+\//;

/** A function that makes paths of reports repository-relative, with forward slashes; others come back as they are. */
export function relativeTo(root: string, workspaces: readonly string[]): (path: string) => string {
  const folders = [...new Set([root, ...workspaces])].map((f) => `${f.replaceAll("\\", "/").replace(/\/+$/, "")}/`);
  return (path) => {
    let text = path.startsWith("file://") ? path.slice("file://".length) : path;
    if (text.includes("\\")) text = text.replaceAll("\\", "/");
    if (text.startsWith("./")) text = text.slice(2);
    const first = text.charCodeAt(0);
    if (first !== 47 && text.charCodeAt(1) !== 58) return text;
    for (const folder of folders) if (text.startsWith(folder)) return text.slice(folder.length);
    return text.replace(RUNNER, "");
  };
}
