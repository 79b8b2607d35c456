/**
 * What the two JSON outputs of actionlint share: one object a finding, whose `kind` is the rule.
 * Source: rhysd/actionlint 1.7, error.go (ErrorTemplateFields) and docs/usage.md.
 */
import type { ReadContext } from "../format.ts";
import { objectOf, textOf } from "../values.ts";
import { lineNumber, type ProblemList } from "./finding.ts";

/** Whether the value is a finding of actionlint. */
export function isActionlintError(item: unknown): boolean {
  const { message, filepath, line, column, kind } = objectOf<"message" | "filepath" | "line" | "column" | "kind">(item);
  return (
    typeof message === "string" &&
    typeof filepath === "string" &&
    typeof line === "number" &&
    typeof column === "number" &&
    typeof kind === "string"
  );
}

/** Adds one finding to the list. */
export function readActionlintError(item: unknown, list: ProblemList, context: ReadContext): void {
  const said = objectOf<"message" | "filepath" | "line" | "kind" | "snippet">(item);
  const path = textOf(said.filepath);
  list.add({
    rule: textOf(said.kind),
    message: textOf(said.message),
    file: path ? context.path(path) : undefined,
    line: lineNumber(said.line),
    // The line itself, and a mark under it.
    source: textOf(said.snippet)?.split("\n", 1)[0],
  });
}
