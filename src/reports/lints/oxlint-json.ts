/**
 * `oxlint --format json`: one document with what was found and how many files were looked at; before oxlint 1.0 the
 * bare list of diagnostics.
 * Source: oxc-project/oxc, apps/oxlint/src/output_formatter/json.rs, crates/oxc_diagnostics (JSONReportHandler).
 */
import type { JsonFormat, ReadContext, Sink } from "../format.ts";
import { at, listOf, numberOf, objectOf, textOf } from "../values.ts";
import { lineNumber, lists, ProblemList, SYNTAX } from "./finding.ts";

export const oxlintJson: JsonFormat = {
  shape: "json",
  name: "oxlint-json",
  kinds: ["lint"],
  tool: "oxlint",
  docs: {
    command: "oxlint --format json > oxlint.json",
    proof: "the document is whole, it counts the files it looked at, and each could be parsed",
    source: "oxc-project/oxc, apps/oxlint/src/output_formatter/json.rs",
    example:
      '{"diagnostics":[{"message":"…","code":"eslint(no-debugger)","severity":"warning","filename":"src/a.js"}],"number_of_files":3}',
  },
  is: (document) =>
    (Array.isArray(at(document, "diagnostics")) && typeof at(document, "number_of_files") === "number") || lists(document, isDiagnostic),
  read: (document, sink, context) => readDocument(document, sink, context),
};

function isDiagnostic(item: unknown): boolean {
  const { filename, labels, severity } = objectOf<"filename" | "labels" | "severity">(item);
  return typeof filename === "string" && Array.isArray(labels) && typeof severity === "string";
}

function readDocument(document: unknown, sink: Sink, context: ReadContext): void {
  const list = new ProblemList(sink, "oxlint");
  for (const diagnostic of listOf(Array.isArray(document) ? document : at(document, "diagnostics"))) {
    const said = objectOf<"message" | "code" | "severity" | "filename" | "labels">(diagnostic);
    const path = textOf(said.filename);
    const file = path ? context.path(path) : undefined;
    const rule = textOf(said.code);
    const [label] = listOf(said.labels);
    list.add({
      outcome: rule ? "failed" : "error",
      rule: rule || SYNTAX,
      message: textOf(said.message),
      file,
      line: lineNumber(at(label, "span", "line")),
      word: textOf(said.severity),
    });
  }
  list.settle(numberOf(at(document, "number_of_files")) === 0 ? "no file was linted" : undefined);
}
