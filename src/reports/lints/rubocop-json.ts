/**
 * `rubocop --format json` (and standardrb, cookstyle): every file that was inspected, with its offenses, and a summary.
 * Source: rubocop/rubocop, lib/rubocop/formatter/json_formatter.rb. A file with a syntax error is inspected for nothing else.
 */
import type { JsonFormat, ReadContext, Sink } from "../format.ts";
import { at, listOf, numberOf, objectOf, textOf } from "../values.ts";
import { FileExtent, finding, lineNumber } from "./finding.ts";

export const rubocopJson: JsonFormat = {
  shape: "json",
  name: "rubocop-json",
  kinds: ["lint"],
  tool: "rubocop",
  docs: {
    command: "rubocop --format json --out rubocop.json",
    proof:
      "it names every file that was inspected, as many as its summary counts; a file that could not be parsed is not counted as looked at",
    source: "rubocop/rubocop, lib/rubocop/formatter/json_formatter.rb",
    example:
      '{"metadata":{"rubocop_version":"1.39.0"},"files":[{"path":"a.rb","offenses":[{"cop_name":"Lint/Debugger",…}]}],"summary":{…}}',
  },
  is: (document) => typeof at(document, "metadata", "rubocop_version") === "string" && Array.isArray(at(document, "files")),
  read: (document, sink, context) => readFiles(document, sink, context),
};

function readFiles(document: unknown, sink: Sink, context: ReadContext): void {
  const extent = new FileExtent(sink, "rubocop");
  let listed = 0;
  let unread = 0;
  for (const entry of listOf(at(document, "files"))) {
    const path = textOf(at(entry, "path"));
    if (path === undefined) {
      unread++;
      continue;
    }
    const file = context.path(path);
    const offenses = listOf(at(entry, "offenses"));
    const broken = offenses.some((offense) => at(offense, "cop_name") === "Lint/Syntax");
    const part = extent.part(file, broken ? "could not be parsed" : "");
    for (const offense of offenses) {
      const said = objectOf<"severity" | "message" | "cop_name">(offense);
      const rule = textOf(said.cop_name);
      const line = lineNumber(at(offense, "location", "start_line")) ?? lineNumber(at(offense, "location", "line"));
      const outcome = rule === "Lint/Syntax" ? "error" : "failed";
      sink.observe(
        finding(part, "rubocop", { outcome, rule, message: textOf(said.message), file, line, word: textOf(said.severity), units: [file] }),
      );
      listed++;
    }
  }
  extent.end("no file was inspected", doubtOf(document, listed, unread));
}

function doubtOf(document: unknown, listed: number, unread: number): string | undefined {
  if (unread > 0) return `${unread} of its files have no path`;
  const counted = numberOf(at(document, "summary", "offense_count"));
  if (counted === undefined) return "it has no summary";
  if (counted !== listed) return `it counts ${counted} offenses and lists ${listed}`;
  const target = numberOf(at(document, "summary", "target_file_count")) ?? 0;
  const inspected = numberOf(at(document, "summary", "inspected_file_count")) ?? 0;
  return inspected < target ? `only ${inspected} of ${target} files were inspected` : undefined;
}
