/** Lines of `ignore:`: what is known and not to be filed, until when, and why. */
import type { Ignore } from "../planning/choice.ts";

/** `PATTERN`, `"PATTERN WITH BLANKS"`, then `until=`, then anything. */
const LINE = /^(?:"((?:[^"\\]|\\.)*)"|([^\s"]\S*))(?:\s+(.*))?$/;

/** Reads the lines; empty ones and those that begin with `#` are passed over. Throws an error in words. */
export function ignores(text: string): Ignore[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map(ignoreOf);
}

function ignoreOf(line: string): Ignore {
  const [, quoted, bare, rest = ""] = LINE.exec(line) ?? [];
  const pattern = quoted?.replace(/\\(["\\])/g, "$1") ?? bare ?? "";
  if (pattern === "")
    throw new Error(`${JSON.stringify(line)} does not begin with a pattern; one with blanks in it stands between double quotes`);
  const ignore: Ignore = { pattern };
  const [, name, value = "", words = ""] = /^([a-z]+)=(\S*)\s*(.*)$/.exec(rest) ?? [];
  if (name === undefined) return withReason(ignore, rest);
  if (name !== "until") throw new Error(`${JSON.stringify(line)}: ${name}= is not known; did you mean until=?`);
  if (!isDay(value)) throw new Error(`${JSON.stringify(line)}: until=${value} is no day such as until=2027-01-31`);
  return withReason({ ...ignore, until: value }, words);
}

function withReason(ignore: Ignore, words: string): Ignore {
  const reason = words.trim();
  return reason === "" ? ignore : { ...ignore, reason };
}

/** The line that says the same. */
export function ignoreLine({ pattern, until, reason }: Ignore): string {
  const quoted = `"${pattern.replace(/["\\]/g, "\\$&")}"`;
  return [quoted, ...(until === undefined ? [] : [`until=${until}`]), ...(reason === undefined ? [] : [reason])].join(" ");
}

function isDay(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`);
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}
