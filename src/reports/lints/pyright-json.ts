/**
 * `pyright --outputjson` (and basedpyright): one document with all diagnostics and a summary.
 * Source: microsoft/pyright, packages/pyright-internal/src/pyright.ts and docs/command-line.md. Lines count from zero.
 */
import type { JsonFormat, ReadContext, Sink } from "../format.ts";
import { at, listOf, numberOf, objectOf, textOf } from "../values.ts";
import { ProblemList, SYNTAX } from "./finding.ts";

export const pyrightJson: JsonFormat = {
  shape: "json",
  name: "pyright-json",
  kinds: ["lint"],
  tool: "pyright",
  docs: {
    command: "pyright --outputjson > pyright.json",
    proof: "the document is closed, its summary counts what it lists, and files were analysed",
    source: "microsoft/pyright, docs/command-line.md",
    example: '{"generalDiagnostics":[{"file":"/repo/a.py","severity":"error","message":"…","rule":"reportArgumentType"}],"summary":{…}}',
  },
  is: (document) => Array.isArray(at(document, "generalDiagnostics")) && typeof at(document, "summary") === "object",
  read: (document, sink, context) => readDiagnostics(document, sink, context),
};

function readDiagnostics(document: unknown, sink: Sink, context: ReadContext): void {
  const list = new ProblemList(sink, "pyright");
  const diagnostics = listOf(at(document, "generalDiagnostics"));
  let errors = 0;
  let warnings = 0;
  for (const diagnostic of diagnostics) {
    const said = objectOf<"file" | "uri" | "severity" | "message" | "rule">(diagnostic);
    const path = textOf(said.file) ?? textOf(at(said.uri, "_filePath"));
    const word = textOf(said.severity);
    if (word === "error") errors++;
    else if (word === "warning") warnings++;
    const row = numberOf(at(diagnostic, "range", "start", "line"));
    // Every check has a rule; what has none could not be parsed.
    const unparsed = word === "error" && !said.rule;
    list.add({
      outcome: unparsed ? "error" : "failed",
      rule: textOf(said.rule) ?? (unparsed ? SYNTAX : undefined),
      message: textOf(said.message),
      file: path ? context.path(path) : undefined,
      line: row === undefined ? undefined : row + 1,
      word,
    });
  }
  list.settle(doubtOf(at(document, "summary"), errors, warnings));
}

function doubtOf(summary: unknown, errors: number, warnings: number): string | undefined {
  const counted = numberOf(at(summary, "errorCount")) ?? 0;
  const warned = numberOf(at(summary, "warningCount")) ?? 0;
  if (counted > errors || warned > warnings) {
    return `it counts ${counted} errors and ${warned} warnings and lists ${errors} and ${warnings}`;
  }
  return numberOf(at(summary, "filesAnalyzed")) === 0 ? "no file was analysed" : undefined;
}
