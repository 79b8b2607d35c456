/**
 * Names and texts of the files we commit, the same rules for every store: a path is relative, is written with `/`, and
 * means the same file on every system; a text is UTF-8, because what cannot be decoded could not be written back as it was.
 */
import { isUtf8 } from "node:buffer";
import { CodedError } from "../errors.ts";

/** Control characters, and Windows' separator; there a colon begins a drive or a stream, elsewhere it is a letter like others. */
const UNFIT = process.platform === "win32" ? /[\p{Cc}\\:]/u : /[\p{Cc}\\]/u;
/** Every spelling that some file system takes for `.git`. */
const GIT = /^(?:\.git|git~\d+)[. ]*$/i;

/** The path, if it stays inside the root and out of `.git` on every system; E_TRACKER_WRITE if not. */
export function plainPath(path: string): string {
  const odd = UNFIT.test(path) || path.split("/").some((part) => part === "" || part === "." || part === ".." || GIT.test(part));
  if (odd) throw new CodedError("E_TRACKER_WRITE", `${JSON.stringify(path)} is no path inside the root`, { file: path });
  return path;
}

/** The path below a folder of the repository; the folder is "" where the root is the repository's own. */
export function below(prefix: string, path: string): string {
  return prefix === "" ? plainPath(path) : `${plainPath(prefix)}/${plainPath(path)}`;
}

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** The bytes, if they are UTF-8. Throws E_TRACKER_BROKEN. */
export function utf8(bytes: Buffer, path: string): Buffer {
  if (!isUtf8(bytes)) throw new CodedError("E_TRACKER_BROKEN", `${path} is not UTF-8`, { file: path });
  return bytes;
}

/** The bytes as text, a byte order mark kept. Throws E_TRACKER_BROKEN for what is not UTF-8. */
export function textOf(bytes: Uint8Array, path: string): string {
  try {
    return decoder.decode(bytes);
  } catch (error) {
    throw new CodedError("E_TRACKER_BROKEN", `${path} is not UTF-8`, { file: path, cause: error });
  }
}
