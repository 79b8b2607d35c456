/**
 * The place that compilers and linters print before their words: `src/a.py:3:5: F401 …`. Many readers ask the same
 * line, so the answer for the last one is remembered.
 */

export interface Place {
  /** As the tool prints it. */
  file: string;
  line: number;
  /** What stands behind the place. */
  words: string;
}

/** No tool prints more on the line of a finding; what follows is not looked at. */
const MAX_LINE = 8_192;
/** The runner writes lines that a problem matcher took with its own word before them (actions/runner, OutputManager.cs). */
const MARK = /^##\[(?:error|warning|notice)\]/;
/** `path:line:`, with a column, with where it ends (mypy `--show-error-end`), in a notebook's cell. */
const PLACE = /^((?:[A-Za-z]:(?=[\\/]))?[^\s:][^:]*):(?:cell \d+:)?(\d{1,9})(?::\d{1,9}(?::\d{1,9}:\d{1,9})?)?: (.+)$/;

const DIGIT_OR_CELL = /[\dc]/;

let last = "";
let found: Place | undefined;

/** The place at the beginning of the line; undefined where there is none. */
export function placeOf(line: string): Place | undefined {
  if (line !== last) {
    last = line;
    found = parse(line);
  }
  return found;
}

function parse(line: string): Place | undefined {
  const first = line.charCodeAt(0);
  // A blank begins what belongs to the line above.
  if (first === 32 || first === 9) return undefined;
  const colon = line.indexOf(":");
  // Most lines are told by the sign after their first colon; behind a drive's letter comes another one.
  if (colon < 1 || (colon > 1 && !DIGIT_OR_CELL.test(line.charAt(colon + 1)))) return undefined;
  const [, file = "", row, words = ""] = PLACE.exec(unmarked(line)) ?? [];
  return row === undefined ? undefined : { file, line: Number(row), words };
}

/** The line as the tool printed it, and no longer than any tool writes. */
export function unmarked(line: string): string {
  const text = line.length > MAX_LINE ? line.slice(0, MAX_LINE) : line;
  return text.charCodeAt(0) === 35 /* # */ ? text.replace(MARK, "") : text;
}

/**
 * Splits `message (rule)` where the words end with `close`: what stands between the last `open` and it is the rule.
 * Undefined where they do not.
 */
export function ruleAtEnd(words: string, open: string, close: string): { message: string; rule: string } | undefined {
  if (!words.endsWith(close)) return undefined;
  const at = words.lastIndexOf(open);
  const rule = words.slice(at + open.length, -close.length);
  return at < 0 || rule === "" ? undefined : { message: words.slice(0, at).trimEnd(), rule };
}
