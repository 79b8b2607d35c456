/**
 * What a named path holds: itself, the files of a folder, the files of a zip such as an artifact that was downloaded.
 * A folder that is a report of its own (target/criterion) is taken as one.
 */
import { closeSync, lstatSync, mkdtempSync, openSync, readdirSync, readSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Unzip, type UnzipFile, UnzipInflate } from "fflate";
import { CodedError } from "../errors.ts";
import { chunksOf, MAX_BYTES } from "./bytes.ts";
import { isSkipped } from "./paths.ts";
import { FORMATS } from "./registry.ts";

export interface Source {
  /** Absolute. */
  path: string;
  /** For people: the path inside the folder or zip, after its name. */
  shown: string;
  /** It was found in a folder or zip that the caller named. */
  inside: boolean;
}

const MAX_FILES = 10_000;

/**
 * The reports at a path, in the order of their names. What a zip holds is unpacked into a folder of its own, which is
 * gone once the caller is done with the last source. Throws E_REPORT_TOO_LARGE, E_REPORT_CUT and E_REPORT_MALFORMED.
 */
export function* sourcesOf(path: string, shown: string): Generator<Source, void, undefined> {
  if (isFolder(path) && !isReportFolder(path)) {
    const bound = { left: MAX_FILES };
    yield* filesIn(path, shown, bound);
    if (bound.left === MAX_FILES) throw new CodedError("E_REPORT_EMPTY", `${shown} is a folder without files`, { file: shown });
  } else if (isZip(path)) {
    const folder = mkdtempSync(join(tmpdir(), "ci-tracker-zip-"));
    try {
      for (const { file, name } of unzipped(path, shown, folder)) yield { path: file, shown: `${shown}/${name}`, inside: true };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  } else yield { path, shown, inside: false };
}

function* filesIn(folder: string, shown: string, bound: { left: number }): Generator<Source, void, undefined> {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const [path, name] = [join(folder, entry.name), `${shown}/${entry.name}`];
    const isReport = entry.isDirectory() && isReportFolder(path);
    // Links are not followed: they may lead anywhere.
    if (entry.isFile() || isReport) {
      if (bound.left-- <= 0) throw new CodedError("E_REPORT_TOO_LARGE", `${shown} holds over ${MAX_FILES} files`, { file: shown });
      yield { path, shown: name, inside: true };
    } else if (entry.isDirectory() && !isSkipped(entry.name)) yield* filesIn(path, name, bound);
  }
}

function isFolder(path: string): boolean {
  try {
    return lstatSync(path).isDirectory();
  } catch {
    return false;
  }
}

function isReportFolder(path: string): boolean {
  return FORMATS.some((f) => f.shape === "folder" && f.is(path));
}

function isZip(path: string): boolean {
  const bytes = Buffer.alloc(4);
  try {
    if (!lstatSync(path).isFile()) return false;
    const fd = openSync(path, "r");
    try {
      readSync(fd, bytes, 0, 4, 0);
    } finally {
      closeSync(fd);
    }
  } catch {
    // Whoever reads it next says why it cannot be read.
    return false;
  }
  return bytes.readUInt32BE() === 0x504b0304;
}

/** Writes the files of a zip into the folder, under names of ours: what a zip calls a file decides nothing. */
function unzipped(path: string, shown: string, folder: string): { file: string; name: string }[] {
  const found: { file: string; name: string }[] = [];
  let size = 0;
  let open = 0;
  let problem: unknown;
  const unzip = new Unzip((entry: UnzipFile) => {
    if (entry.name.endsWith("/") || isSkipped(entry.name.split("/", 1)[0] ?? "")) return;
    if (found.length >= MAX_FILES) throw new CodedError("E_REPORT_TOO_LARGE", `${shown} holds over ${MAX_FILES} files`, { file: shown });
    const file = join(folder, String(found.length));
    found.push({ file, name: entry.name.replaceAll("\\", "/") });
    const fd = openSync(file, "wx");
    open++;
    entry.ondata = (error, chunk, last) => {
      if (error) problem ??= error;
      size += chunk?.length ?? 0;
      if (size > MAX_BYTES) throw new CodedError("E_REPORT_TOO_LARGE", `${shown} unpacks to over ${MAX_BYTES} bytes`, { file: shown });
      for (let from = 0; chunk && from < chunk.length; ) from += writeSync(fd, chunk, from);
      if (!last && !error) return;
      closeSync(fd);
      open--;
    };
    entry.start();
  });
  unzip.register(UnzipInflate);
  try {
    for (const chunk of chunksOf(path)) unzip.push(Uint8Array.from(chunk));
    unzip.push(new Uint8Array(0), true);
  } catch (error) {
    if (error instanceof CodedError) throw error;
    problem ??= error;
  }
  if (problem !== undefined || open > 0) {
    const what = problem instanceof Error ? problem.message : "it ends in the middle";
    throw new CodedError(open > 0 ? "E_REPORT_CUT" : "E_REPORT_MALFORMED", `${shown} is no whole zip file: ${what}`, { file: shown });
  }
  return found.sort((a, b) => (a.name < b.name ? -1 : 1));
}
