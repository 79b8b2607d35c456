/**
 * A file as bytes or as text, a chunk at a time; memory is one chunk, whatever the file's size. gzip is unpacked on the
 * way. Text is UTF-8, UTF-16 as PowerShell writes it, or what an XML declaration says; lines that are not valid UTF-8
 * are read as windows-1252, so that a latin-1 file and one with a broken line both keep their words.
 */
import { isUtf8 } from "node:buffer";
import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { Gunzip } from "fflate";
import { CodedError } from "../errors.ts";

/** Small enough to stay in the processor's cache between decoding and splitting: twice as fast as 256 KB. */
const CHUNK = 64 * 1024;

/** Larger files, unpacked ones included, are refused: no tool writes them, and a mistake should not hold a job for hours. */
export const MAX_BYTES = 4 * 1024 ** 3;

/**
 * Opens a regular file and yields its bytes, unpacked where they are gzip. A chunk is only valid until the next one.
 * Throws E_REPORT_MISSING, E_REPORT_UNREADABLE, E_REPORT_NOT_A_FILE, E_REPORT_EMPTY, E_REPORT_TOO_LARGE or, for gzip,
 * E_REPORT_CUT and E_REPORT_MALFORMED.
 */
export function* chunksOf(path: string): Generator<Buffer, void, undefined> {
  const chunks = rawChunks(path);
  try {
    const first = chunks.next();
    if (first.done) return;
    if (first.value[0] === 0x1f && first.value[1] === 0x8b) yield* unpacked(path, first.value, chunks);
    else {
      yield first.value;
      yield* chunks;
    }
  } finally {
    // Whoever reads only the beginning leaves no file open.
    chunks.return();
  }
}

function* rawChunks(path: string): Generator<Buffer, void, undefined> {
  const fd = open(path);
  try {
    const stat = fstatSync(fd);
    if (!stat.isFile()) throw new CodedError("E_REPORT_NOT_A_FILE", `${path} is not a regular file`, { file: path });
    if (stat.size > MAX_BYTES) throw new CodedError("E_REPORT_TOO_LARGE", `${path} has ${stat.size} bytes`, { file: path });
    const bytes = Buffer.allocUnsafe(CHUNK);
    let seen = 0;
    for (let n = read(fd, bytes, path); n > 0; n = read(fd, bytes, path)) {
      seen += n;
      // A file that a step still writes to may grow while it is read.
      if (seen > MAX_BYTES) throw new CodedError("E_REPORT_TOO_LARGE", `${path} has over ${MAX_BYTES} bytes`, { file: path });
      yield bytes.subarray(0, n);
    }
    if (seen === 0) throw new CodedError("E_REPORT_EMPTY", `${path} is empty`, { file: path });
  } finally {
    closeSync(fd);
  }
}

function* unpacked(path: string, first: Buffer, rest: Iterable<Buffer>): Generator<Buffer, void, undefined> {
  const ready: Uint8Array[] = [];
  let seen = 0;
  const gunzip = new Gunzip((chunk) => {
    if (chunk.length > 0) ready.push(chunk);
  });
  const push = (bytes: Uint8Array, last: boolean): void => {
    try {
      gunzip.push(bytes, last);
    } catch (error) {
      const what = error instanceof Error ? error.message : String(error);
      throw new CodedError(last ? "E_REPORT_CUT" : "E_REPORT_MALFORMED", `${path} is no whole gzip file: ${what}`, { file: path });
    }
  };
  const take = function* (): Generator<Buffer, void, undefined> {
    for (const chunk of ready.splice(0)) {
      seen += chunk.length;
      if (seen > MAX_BYTES) throw new CodedError("E_REPORT_TOO_LARGE", `${path} unpacks to over ${MAX_BYTES} bytes`, { file: path });
      yield Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
    }
  };
  push(first, false);
  yield* take();
  for (const chunk of rest) {
    push(chunk, false);
    yield* take();
  }
  push(new Uint8Array(0), true);
  yield* take();
  if (seen === 0) throw new CodedError("E_REPORT_EMPTY", `${path} is empty`, { file: path });
}

/** The file's text. Throws as chunksOf does. */
export function* textOf(path: string): Generator<string, void, undefined> {
  let decode: Decode | undefined;
  for (const chunk of chunksOf(path)) {
    decode ??= decoderOf(chunk);
    const text = decode(chunk, false);
    if (text !== "") yield text;
  }
  const rest = decode?.(Buffer.alloc(0), true);
  if (rest) yield rest;
}

/** The first text of a file, for detection: at most one chunk. Throws as textOf does. */
export function headOf(path: string): string {
  for (const text of textOf(path)) return text;
  throw new CodedError("E_REPORT_EMPTY", `${path} holds no text`, { file: path });
}

/** The first bytes of a file, for detection. Throws as chunksOf does. */
export function beginningOf(path: string): Uint8Array {
  for (const chunk of chunksOf(path)) return Uint8Array.from(chunk.subarray(0, 64));
  return new Uint8Array(0);
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

// -------------------------------------------------------------------------------------------------------- encodings

/** Text of the next bytes; `last` gives what is still held. */
type Decode = (bytes: Buffer, last: boolean) => string;

function decoderOf(first: Buffer): Decode {
  const encoding = encodingOf(first);
  if (encoding === undefined) return utf8();
  const decoder = new TextDecoder(encoding);
  return (bytes, last) => decoder.decode(bytes, { stream: !last });
}

/** What the file says it is written in; undefined for UTF-8, and where it says nothing. */
function encodingOf(chunk: Buffer): string | undefined {
  const [a, b, c, d] = chunk;
  if (a === 0xff && b === 0xfe) return "utf-16le";
  if (a === 0xfe && b === 0xff) return "utf-16be";
  // ASCII in UTF-16 without a byte order mark.
  if (a !== 0 && b === 0 && c !== 0 && d === 0) return "utf-16le";
  if (a === 0 && b !== 0 && c === 0 && d !== 0) return "utf-16be";
  const declared = /^\s*<\?xml[^>]{0,100}\sencoding\s*=\s*["']([\w.:-]{1,40})["']/.exec(chunk.toString("latin1", 0, 200))?.[1];
  // A string dumped by .NET says UTF-16 of itself, in eight bits.
  if (declared === undefined || /^utf-?(?:8|16)/i.test(declared)) return undefined;
  try {
    return new TextDecoder(declared).encoding;
  } catch {
    return undefined;
  }
}

function utf8(): Decode {
  const decoder = new TextDecoder("utf-8");
  /** The beginning of a character that the last chunk ended in. */
  let held: Buffer = Buffer.alloc(0);
  return (bytes, last) => {
    const all = held.length > 0 ? Buffer.concat([held, bytes]) : bytes;
    const end = last ? all.length : all.length - unfinished(all);
    held = end === all.length ? held.subarray(0, 0) : Buffer.from(all.subarray(end));
    const whole = all.subarray(0, end);
    return isUtf8(whole) ? decoder.decode(whole, { stream: !last }) : byLines(whole);
  };
}

/** How many bytes at the end begin a character and do not end it. */
function unfinished(bytes: Buffer): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return length > back ? back : 0;
    }
    if (byte < 0x80) return 0;
  }
  return 0;
}

const WINDOWS = new TextDecoder("windows-1252");
const PLAIN = new TextDecoder("utf-8");

/** Each line in the encoding that it is valid in. */
function byLines(bytes: Buffer): string {
  const texts: string[] = [];
  for (let from = 0; from < bytes.length; ) {
    const at = bytes.indexOf(10, from);
    const to = at === -1 ? bytes.length : at + 1;
    const line = bytes.subarray(from, to);
    texts.push((isUtf8(line) ? PLAIN : WINDOWS).decode(line));
    from = to;
  }
  return texts.join("");
}
