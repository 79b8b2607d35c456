/**
 * Text as clean lines: without carriage returns, byte order marks, NULs, colour codes and the time stamps that GitHub
 * puts before each line of a downloaded log. One pass; memory is one chunk and one line.
 */
import { stripAnsi } from "../text/ansi.ts";

/** A longer line is cut here and flagged: the part that holds it is broken. */
export const MAX_LINE = 16 * 1024 * 1024;

/** `2026-08-22T10:11:12.1234567Z ` as the runner stamps its logs (actions/runner, Logging.cs). */
const STAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z ?/;

/** Receives one line at a time; `cut` is true where the line was longer than MAX_LINE. */
export type EachLine = (line: string, number: number, cut: boolean) => void;

/**
 * Feeds every line of the text to `each`, a last line without a newline included. What a carriage return in the middle
 * of a line overwrites (progress bars) comes as a line of its own, under the same number. Returns whether the last line
 * has no newline.
 */
export function eachLine(chunks: Iterable<string>, each: EachLine): boolean {
  let held = "";
  let dropped = false;
  let number = 0;
  let stamped: boolean | undefined;
  const unstamped = (line: string): string => {
    const is = STAMP.test(line);
    stamped ??= is;
    return is ? line.replace(STAMP, "") : line;
  };
  const clean = (raw: string): void => {
    number++;
    let line = raw.charCodeAt(0) === 0xfeff ? raw.slice(1) : raw;
    if (stamped !== false && line !== "") line = unstamped(line);
    line = stripAnsi(line);
    // A file that two processes wrote to may hold runs of them.
    if (line.includes("\0")) line = line.replaceAll("\0", "");
    let from = 0;
    let given = false;
    for (let to = line.indexOf("\r"); to !== -1; to = line.indexOf("\r", from)) {
      if (to > from) each(line.slice(from, to), number, dropped);
      given ||= to > from;
      from = to + 1;
    }
    if (from < line.length || !given) each(line.slice(from), number, dropped);
    dropped = false;
  };
  for (const chunk of chunks) {
    // Looked for once a chunk, so that most lines need no look at all.
    const plain = !(
      chunk.includes("\r") ||
      chunk.includes("\u001b") ||
      chunk.includes("\u009b") ||
      chunk.includes("\ufeff") ||
      chunk.includes("\0")
    );
    let from = 0;
    let to = chunk.indexOf("\n");
    if (to !== -1 && held !== "") {
      clean(held + chunk.slice(0, to));
      held = "";
      from = to + 1;
      to = chunk.indexOf("\n", from);
    }
    while (to !== -1) {
      if (plain && stamped === false) each(chunk.slice(from, to), ++number, false);
      else clean(chunk.slice(from, to));
      from = to + 1;
      to = chunk.indexOf("\n", from);
    }
    if (from < chunk.length) {
      if (held.length < MAX_LINE) held += from === 0 ? chunk : chunk.slice(from);
      else dropped = true;
    }
  }
  if (held === "") return false;
  clean(held);
  return true;
}

/**
 * The same text in memory of its own. A line is a view into its chunk of the file, and so is every name cut from it:
 * what is kept of it for long would otherwise keep the chunk.
 */
export function own(text: string): string {
  return ` ${text}`.slice(1);
}
