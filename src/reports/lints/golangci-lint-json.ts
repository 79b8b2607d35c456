/**
 * `golangci-lint run --output.json.path` (v2) and `--out-format json` (v1): one document with issues and a report on
 * the run itself.
 * Source: golangci/golangci-lint 2.x, pkg/printers/json.go, pkg/result/issue.go, pkg/report/data.go.
 *
 * By default no more than 50 issues of a linter and 3 of one text are listed. A linter that is cut so is still listed,
 * so that one that is missing found nothing all the same. `typecheck` means that a package does not compile, and no
 * linter looked at it.
 */
import type { JsonFormat, ReadContext, Sink } from "../format.ts";
import { at, listOf, objectOf, textOf } from "../values.ts";
import { lineNumber, lists, oneLine, ProblemList } from "./finding.ts";

export const golangciLintJson: JsonFormat = {
  shape: "json",
  name: "golangci-lint-json",
  kinds: ["lint"],
  tool: "golangci-lint",
  docs: {
    command: "golangci-lint run --output.json.path golangci.json",
    proof: "the document is closed, reports no error of the run, and every package compiles",
    source: "golangci/golangci-lint 2.x, pkg/printers/json.go",
    example: '{"Issues":[{"FromLinter":"errcheck","Text":"…","Pos":{"Filename":"main.go","Line":3}}],"Report":{"Linters":[…]}}',
  },
  is: (document) => {
    const { Issues, Report } = objectOf<"Issues" | "Report">(document);
    const named = lists(Issues, (issue) => typeof at(issue, "FromLinter") === "string");
    return named || (typeof Report === "object" && Report !== null && (Issues === null || (Array.isArray(Issues) && Issues.length === 0)));
  },
  read: (document, sink, context) => readIssues(document, sink, context),
};

function readIssues(document: unknown, sink: Sink, context: ReadContext): void {
  const list = new ProblemList(sink, "golangci-lint");
  for (const issue of listOf(at(document, "Issues"))) {
    const said = objectOf<"FromLinter" | "Text" | "Severity" | "SourceLines">(issue);
    const path = textOf(at(issue, "Pos", "Filename"));
    const file = path ? context.path(path) : undefined;
    const rule = textOf(said.FromLinter);
    list.add({
      outcome: rule === "typecheck" ? "error" : "failed",
      rule,
      message: textOf(said.Text),
      file,
      line: lineNumber(at(issue, "Pos", "Line")),
      word: textOf(said.Severity),
      source: textOf(listOf(said.SourceLines)[0]),
    });
  }
  const error = textOf(at(document, "Report", "Error"));
  list.settle(error ? "golangci-lint says that its run failed" : undefined);
  if (error) sink.problem("E_REPORT_FAILED", `golangci-lint says: ${oneLine(error)}`);
}
