/**
 * `stylelint --formatter json`: a list of every file that was linted, with its warnings.
 * Source: stylelint 16, lib/formatters/jsonFormatter.mjs and types/stylelint (LintResult).
 */
import type { JsonFormat, ReadContext, Sink } from "../format.ts";
import { at, listOf, objectOf, textOf } from "../values.ts";
import { FileExtent, finding, lineNumber, lists, SYNTAX } from "./finding.ts";

export const stylelintJson: JsonFormat = {
  shape: "json",
  name: "stylelint-json",
  kinds: ["lint"],
  tool: "stylelint",
  docs: {
    command: "stylelint --formatter json --output-file stylelint.json '**/*.css'",
    proof: "the list names every file that was linted; a file that could not be parsed is not counted as looked at",
    source: "stylelint 16, lib/formatters/jsonFormatter.mjs",
    example: '[{"source":"/repo/a.css","deprecations":[],"warnings":[{"line":3,"rule":"block-no-empty","severity":"error","text":"…"}]}]',
  },
  is: (document) => lists(document, isResult),
  read: (document, sink, context) => readResults(document, sink, context),
};

function isResult(item: unknown): boolean {
  const { source, warnings, deprecations, invalidOptionWarnings } = objectOf<
    "source" | "warnings" | "deprecations" | "invalidOptionWarnings"
  >(item);
  const named = typeof source === "string" || source === null;
  return named && Array.isArray(warnings) && (Array.isArray(deprecations) || Array.isArray(invalidOptionWarnings));
}

function readResults(document: unknown, sink: Sink, context: ReadContext): void {
  const extent = new FileExtent(sink, "stylelint");
  let unread = 0;
  for (const result of listOf(document)) {
    if (!isResult(result)) unread++;
    else if (at(result, "ignored") !== true) readFile(result, extent, sink, context);
  }
  extent.end("no file was linted", unread > 0 ? `${unread} of its files have no list of warnings` : undefined);
}

function readFile(result: unknown, extent: FileExtent, sink: Sink, context: ReadContext): void {
  const path = textOf(at(result, "source"));
  const file = path ? context.path(path) : "<input>";
  const warnings = listOf(at(result, "warnings"));
  const options = listOf(at(result, "invalidOptionWarnings"));
  const broken = warnings.some((warning) => at(warning, "rule") === "CssSyntaxError");
  const doubt = broken ? "could not be parsed" : options.length > 0 ? "was linted with options that a rule does not know" : "";
  const part = extent.part(file, doubt);
  for (const warning of warnings) {
    const said = objectOf<"line" | "rule" | "severity" | "text">(warning);
    const given = textOf(said.rule);
    const syntax = given === "CssSyntaxError";
    const text = textOf(said.text) ?? "";
    // The rule stands behind each text in brackets as well.
    const message = given !== undefined && text.endsWith(` (${given})`) ? text.slice(0, -given.length - 3) : text;
    const rule = syntax ? SYNTAX : given;
    const line = lineNumber(said.line);
    const word = textOf(said.severity);
    sink.observe(finding(part, "stylelint", { outcome: syntax ? "error" : "failed", rule, message, file, line, word, units: [file] }));
  }
  for (const option of options) {
    const message = textOf(at(option, "text"));
    sink.observe(finding(part, "stylelint", { outcome: "error", rule: "invalid-option", message, file, word: "error", units: [file] }));
  }
}
