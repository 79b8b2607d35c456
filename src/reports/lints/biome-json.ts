/**
 * `biome lint|check|ci --reporter=json`: one document with a summary and what was found. Biome 2.4 writes lines and
 * columns; before, places were offsets into the source, which stood beside them.
 * Source: biomejs/biome, crates/biome_cli/src/reporter/json.rs (2.x) and crates/biome_diagnostics/src/serde.rs (1.8).
 *
 * At most 20 diagnostics are printed unless `--max-diagnostics` says more; the summary counts those that were not.
 */
import type { JsonFormat, ReadContext, Sink } from "../format.ts";
import { at, listOf, numberOf, textOf } from "../values.ts";
import { lineNumber, ProblemList } from "./finding.ts";

export const biomeJson: JsonFormat = {
  shape: "json",
  name: "biome-json",
  kinds: ["lint"],
  tool: "biome",
  docs: {
    command: "biome ci --reporter=json --max-diagnostics=none > biome.json",
    proof: "the summary says that no diagnostic was left out, and every file could be parsed",
    source: "biomejs/biome, crates/biome_cli/src/reporter/json.rs",
    example:
      '{"summary":{"errors":1,"diagnosticsNotPrinted":0},"diagnostics":[{"category":"lint/suspicious/noDebugger",…}],"command":"lint"}',
  },
  is: (document) =>
    Array.isArray(at(document, "diagnostics")) &&
    typeof at(document, "summary") === "object" &&
    typeof at(document, "command") === "string",
  read: (document, sink, context) => readDocument(document, sink, context),
};

/** Categories that say that a file or the configuration could not be read. */
const UNREAD = /^(?:parse|internalError|configuration|files|project|deserialize|stdin)(?:\/|$)/;

function readDocument(document: unknown, sink: Sink, context: ReadContext): void {
  const list = new ProblemList(sink, "biome");
  const diagnostics = at(document, "diagnostics");
  for (const diagnostic of listOf(diagnostics)) {
    const category = textOf(at(diagnostic, "category"));
    const path = pathOf(diagnostic);
    const file = path === undefined ? undefined : context.path(path);
    const word = textOf(at(diagnostic, "severity"));
    const unread = category !== undefined && UNREAD.test(category) && word !== "information" && word !== "hint";
    const { line, source } = placeOf(diagnostic);
    const message = textOf(at(diagnostic, "message")) ?? textOf(at(diagnostic, "description"));
    list.add({ outcome: unread ? "error" : "failed", rule: category, message, file, line, word, source });
  }
  const left = numberOf(at(document, "summary", "diagnosticsNotPrinted")) ?? 0;
  list.settle(left > 0 ? `${left} more diagnostics were not printed (--max-diagnostics)` : undefined);
}

function pathOf(diagnostic: unknown): string | undefined {
  return textOf(at(diagnostic, "location", "path")) ?? textOf(at(diagnostic, "location", "path", "file"));
}

/** The line, given as such or as an offset in bytes into the source; and the source text of that line. */
function placeOf(diagnostic: unknown): { line?: number | undefined; source?: string | undefined } {
  const line = lineNumber(at(diagnostic, "location", "start", "line"));
  if (line !== undefined) return { line };
  const offset = numberOf(listOf(at(diagnostic, "location", "span"))[0]);
  const source = textOf(at(diagnostic, "location", "sourceCode"));
  if (offset === undefined || source === undefined || offset < 0) return {};
  const before = Buffer.from(source).subarray(0, offset);
  let found = 1;
  for (let i = before.indexOf(10); i !== -1; i = before.indexOf(10, i + 1)) found++;
  const begin = before.lastIndexOf(10) + 1;
  const text = Buffer.from(source)
    .subarray(begin, begin + 2_000)
    .toString()
    .split("\n", 1)[0];
  return { line: found, source: text };
}
