/**
 * `eslint --format json` and `json-with-metadata`: a list of every file that was linted, with what was found in it.
 * Source: eslint 10, lib/cli-engine/formatters/json.js and lib/types (LintResult), back to eslint 2.
 *
 * A file stands in the list whether it is clean or not, so what was looked at is known by name. A fatal message means
 * that the file could not be parsed and no rule ran in it; other files are not touched by that.
 */
import type { JsonFormat, ReadContext, Sink } from "../format.ts";
import { at, listOf, numberOf, objectOf, textOf } from "../values.ts";
import { FileExtent, finding, lineNumber, lists, SYNTAX } from "./finding.ts";

export const eslintJson: JsonFormat = {
  shape: "json",
  name: "eslint-json",
  kinds: ["lint"],
  tool: "eslint",
  docs: {
    command: "eslint --format json --output-file eslint.json .",
    proof: "the list names every file that was linted; a file that could not be parsed is not counted as looked at",
    source: "eslint 10, lib/cli-engine/formatters/json.js",
    example: '[{"filePath":"/repo/a.js","messages":[{"ruleId":"no-undef","severity":2,"message":"…","line":2}],"errorCount":1}]',
  },
  is: (document) => lists(resultsOf(document), isResult),
  read: (document, sink, context) => readResults(document, sink, context),
};

function resultsOf(document: unknown): unknown {
  return typeof at(document, "metadata", "rulesMeta") === "object" ? at(document, "results") : document;
}

function isResult(item: unknown): boolean {
  const { filePath, messages, errorCount } = objectOf<"filePath" | "messages" | "errorCount">(item);
  return typeof filePath === "string" && Array.isArray(messages) && typeof errorCount === "number";
}

function readResults(document: unknown, sink: Sink, context: ReadContext): void {
  const extent = new FileExtent(sink, "eslint");
  let unread = 0;
  for (const result of listOf(resultsOf(document))) {
    const path = textOf(at(result, "filePath"));
    const messages = at(result, "messages");
    if (path === undefined || !Array.isArray(messages)) unread++;
    else readFile(result, context.path(path), messages, extent, sink);
  }
  extent.end("no file was linted", unread > 0 ? `${unread} of its files have no path or no messages` : undefined);
}

function readFile(result: unknown, file: string, messages: readonly unknown[], extent: FileExtent, sink: Sink): void {
  if (messages.length === 1 && isIgnored(messages[0])) return;
  const counted = (numberOf(at(result, "errorCount")) ?? 0) + (numberOf(at(result, "warningCount")) ?? 0);
  const miscounted = typeof at(result, "errorCount") === "number" && counted !== messages.length;
  const fatal = messages.some((message) => at(message, "fatal") === true);
  const disagree = `counts ${counted} problems and lists ${messages.length}`;
  const part = extent.part(file, fatal ? "could not be parsed" : miscounted ? disagree : "");
  const lines = textOf(at(result, "source"))?.split("\n");
  const observe = (message: unknown, suppressed: boolean): void => {
    const said = objectOf<"ruleId" | "severity" | "message" | "line" | "fatal" | "suppressions">(message);
    const line = lineNumber(said.line);
    const isFatal = said.fatal === true;
    const text = textOf(said.message);
    sink.observe(
      finding(part, "eslint", {
        outcome: suppressed ? "skipped" : isFatal ? "error" : "failed",
        rule: textOf(said.ruleId) || (isFatal ? SYNTAX : unnamedRule(text ?? "")),
        message: suppressed ? suppressedBecause(said.suppressions) : text,
        file,
        line,
        word: said.severity === 1 ? "warning" : "error",
        source: line === undefined ? undefined : lines?.[line - 1],
        units: [file],
      }),
    );
  };
  for (const message of messages) observe(message, false);
  for (const message of listOf(at(result, "suppressedMessages"))) observe(message, true);
}

/** A file named on the command line that the configuration leaves out. */
function isIgnored(message: unknown): boolean {
  return at(message, "ruleId") === null && (textOf(at(message, "message")) ?? "").startsWith("File ignored ");
}

/** ESLint's own complaints have no rule. */
function unnamedRule(message: string): string | undefined {
  return /^Unused (?:eslint-\w+|inline config)/.test(message) ? "unused-directive" : undefined;
}

function suppressedBecause(suppressions: unknown): string {
  const [first] = listOf(suppressions);
  const why = textOf(at(first, "justification"));
  const how = textOf(at(first, "kind")) === "file" ? "suppressed by the suppressions file" : "suppressed by a comment";
  return why ? `${how}: ${why}` : how;
}
