/**
 * What the two JSON outputs of `ruff check` share: one object a finding.
 * Source: astral-sh/ruff, crates/ruff_db/src/diagnostic/render/json.rs, back to ruff 0.0.200.
 */
import type { ReadContext } from "../format.ts";
import { at, objectOf, textOf } from "../values.ts";
import { lineNumber, type ProblemList } from "./finding.ts";

/** As ruff itself calls what it could not parse; before 0.9 the code was null, at first E999. */
const UNPARSED = "invalid-syntax";
/** Codes of a file that could not be parsed or read, so that no other rule ran in it. */
const UNREAD = new Set([UNPARSED, "E902", "E999", "io-error", "syntax-error"]);

/** Whether the value is a finding of ruff. */
export function isRuffFinding(item: unknown): boolean {
  const { filename, end_location, message } = objectOf<"filename" | "end_location" | "message">(item);
  return (
    typeof filename === "string" &&
    typeof message === "string" &&
    typeof at(item, "location", "row") === "number" &&
    typeof end_location === "object"
  );
}

/** Adds one finding to the list. */
export function readRuffFinding(item: unknown, list: ProblemList, context: ReadContext): void {
  const said = objectOf<"code" | "filename" | "message" | "severity" | "name">(item);
  const path = textOf(said.filename);
  const file = path ? context.path(path) : undefined;
  const rule = textOf(said.code) || textOf(said.name) || UNPARSED;
  list.add({
    outcome: UNREAD.has(rule) ? "error" : "failed",
    rule,
    message: textOf(said.message),
    file,
    line: lineNumber(at(item, "location", "row")),
    word: textOf(said.severity),
  });
}
