/**
 * Text as clean lines: without carriage returns, byte order marks, colour codes and the time stamps that GitHub puts
 * before each line of a downloaded log. One pass; memory is one chunk and one line.
 */
import { stripAnsi } from "../text/ansi.ts";

/** A longer line is cut here and flagged: the part that holds it is broken. */
export const MAX_LINE = 16 * 1024 * 1024;

/** `2026-08-22T10:11:12.1234567Z ` as the runner stamps its logs (actions/runner, Logging.cs). */
const STAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z ?/;

/** Receives one line at a time; `cut` is true where the line was longer than MAX_LINE. */
export type EachLine = (line: string, number: number, cut: boolean) => void;

/** Feeds every line of the text to `each`, a last line without a newline included. */
export function eachLine(chunks: Iterable<string>, each: EachLine): void {
  let held = "";
  let dropped = false;
  let number = 0;
  let stamped: boolean | undefined;
  const give = (raw: string): void => {
    number++;
    let line = raw;
    if (line.charCodeAt(line.length - 1) === 13) line = line.slice(0, -1);
    if (line.charCodeAt(0) === 0xfeff) line = line.slice(1);
    if (stamped !== false && line !== "") {
      const is = STAMP.test(line);
      if (is) line = line.replace(STAMP, "");
      stamped ??= is;
    }
    each(stripAnsi(line), number, dropped);
    dropped = false;
  };
  for (const chunk of chunks) {
    let from = 0;
    let to = chunk.indexOf("\n");
    while (to !== -1) {
      const piece = chunk.slice(from, to);
      give(held === "" ? piece : held + piece);
      held = "";
      from = to + 1;
      to = chunk.indexOf("\n", from);
    }
    if (from < chunk.length) {
      if (held.length < MAX_LINE) held += from === 0 ? chunk : chunk.slice(from);
      else dropped = true;
    }
  }
  if (held !== "") give(held);
}
