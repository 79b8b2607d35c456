/** What npm and pnpm print with `--json` when a scan could not be made. Source: npm, lib/utils/display.js; pnpm, cli/error. */
import type { Part } from "../../model.ts";
import type { Sink } from "../format.ts";
import { at, textOf } from "../values.ts";
import { firstLine } from "./findings.ts";

/** Whether npm's own error stands in place of a report. */
export function saysFailed(document: unknown): boolean {
  const error = at(document, "error");
  return typeof at(error, "summary") === "string" && typeof at(error, "detail") === "string";
}

/** The part stays broken, and the tool's own words say why. */
export function refuse(document: unknown, part: Part, sink: Sink): void {
  const error = at(document, "error");
  const words = [at(error, "summary"), at(error, "message"), at(document, "message"), error, at(error, "code")];
  const word = words.map((w) => firstLine(textOf(w) ?? "")).find((w) => w !== "");
  const why = `the audit failed${word === undefined ? "" : `: ${word}`}`;
  part.reason = why;
  sink.problem(error === undefined ? "E_REPORT_MALFORMED" : "E_REPORT_FAILED", why);
}
