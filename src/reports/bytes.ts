/**
 * A file as text, a chunk at a time. UTF-8 with or without a byte order mark, and UTF-16 as PowerShell writes it;
 * bytes that are not valid become U+FFFD. Memory is one chunk, whatever the file's size.
 */
import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { CodedError } from "../errors.ts";

/** Small enough to stay in the processor's cache between decoding and splitting: twice as fast as 256 KB. */
const CHUNK = 64 * 1024;

/** Larger files are refused: no tool writes them, and a mistake should not hold a job for hours. */
export const MAX_BYTES = 4 * 1024 ** 3;

/**
 * Opens a regular file and yields its text.
 * Throws E_REPORT_MISSING, E_REPORT_UNREADABLE, E_REPORT_NOT_A_FILE, E_REPORT_EMPTY or E_REPORT_TOO_LARGE.
 */
export function* textOf(path: string): Generator<string, void, undefined> {
  const fd = open(path);
  try {
    const stat = fstatSync(fd);
    if (!stat.isFile()) throw new CodedError("E_REPORT_NOT_A_FILE", `${path} is not a regular file`, { file: path });
    if (stat.size > MAX_BYTES) throw new CodedError("E_REPORT_TOO_LARGE", `${path} has ${stat.size} bytes`, { file: path });
    const bytes = Buffer.allocUnsafe(CHUNK);
    let decoder: InstanceType<typeof TextDecoder> | undefined;
    let seen = 0;
    for (let n = read(fd, bytes, path); n > 0; n = read(fd, bytes, path)) {
      const chunk = bytes.subarray(0, n);
      seen += n;
      // A file that a step still writes to may grow while it is read.
      if (seen > MAX_BYTES) throw new CodedError("E_REPORT_TOO_LARGE", `${path} has over ${MAX_BYTES} bytes`, { file: path });
      decoder ??= new TextDecoder(encodingOf(chunk), { fatal: false });
      const text = decoder.decode(chunk, { stream: true });
      if (text !== "") yield text;
    }
    if (seen === 0) throw new CodedError("E_REPORT_EMPTY", `${path} is empty`, { file: path });
    const rest = decoder?.decode();
    if (rest) yield rest;
  } finally {
    closeSync(fd);
  }
}

/** The first text of a file, for detection: at most one chunk. Throws as textOf does. */
export function headOf(path: string): string {
  for (const text of textOf(path)) return text;
  throw new CodedError("E_REPORT_EMPTY", `${path} holds no text`, { file: path });
}

function open(path: string): number {
  try {
    // Not blocking: a named pipe in a report's place must not hang the job.
    return openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") {
      throw new CodedError("E_REPORT_MISSING", `${path} does not exist`, { file: path });
    }
    throw unreadable(path, error);
  }
}

function read(fd: number, bytes: Buffer, path: string): number {
  try {
    return readSync(fd, bytes, 0, bytes.length, null);
  } catch (error) {
    throw unreadable(path, error);
  }
}

function unreadable(path: string, error: unknown): CodedError {
  const code = (error as NodeJS.ErrnoException).code;
  return new CodedError("E_REPORT_UNREADABLE", `${path} cannot be read: ${code ?? String(error)}`, { file: path, cause: error });
}

function encodingOf(chunk: Buffer): "utf-8" | "utf-16le" | "utf-16be" {
  if (chunk[0] === 0xff && chunk[1] === 0xfe) return "utf-16le";
  if (chunk[0] === 0xfe && chunk[1] === 0xff) return "utf-16be";
  return "utf-8";
}
