/**
 * `phpstan analyse --error-format=json` or `prettyJson`: totals, errors file by file, and errors of the run itself.
 * Source: phpstan/phpstan-src, src/Command/ErrorFormatter/JsonErrorFormatter.php. Identifiers exist since 1.11.
 */
import type { JsonFormat, ReadContext, Sink } from "../format.ts";
import { at, listOf, numberOf, objectOf, textOf, textsOf } from "../values.ts";
import { lineNumber, ProblemList } from "./finding.ts";

export const phpstanJson: JsonFormat = {
  shape: "json",
  name: "phpstan-json",
  kinds: ["lint"],
  tool: "phpstan",
  docs: {
    command: "phpstan analyse --error-format=json --no-progress > phpstan.json",
    proof: "the document is closed, its totals agree, and the run itself had no error",
    source: "phpstan/phpstan-src, src/Command/ErrorFormatter/JsonErrorFormatter.php",
    example: '{"totals":{"errors":0,"file_errors":1},"files":{"/repo/a.php":{"errors":1,"messages":[…]}},"errors":[]}',
  },
  is: (document) => typeof at(document, "totals", "file_errors") === "number" && typeof at(document, "files") === "object",
  read: (document, sink, context) => readErrors(document, sink, context),
};

function readErrors(document: unknown, sink: Sink, context: ReadContext): void {
  const list = new ProblemList(sink, "phpstan");
  let listed = 0;
  // PHP writes an empty map as an empty list.
  const files = at(document, "files");
  for (const [name, entry] of typeof files === "object" && files !== null ? Object.entries(files) : []) {
    // What is found in a trait names the class that uses it.
    const trait = name.indexOf(" (in context of ");
    const file = context.path(trait === -1 ? name : name.slice(0, trait));
    for (const message of listOf(at(entry, "messages"))) {
      listed++;
      const said = objectOf<"message" | "line" | "identifier">(message);
      const rule = textOf(said.identifier);
      const text = textOf(said.message) ?? "";
      const unread = rule === "phpstan.parse" || (rule === undefined && text.startsWith("Syntax error, "));
      const line = lineNumber(said.line);
      list.add({ outcome: unread ? "error" : "failed", rule, message: text, file, line, word: "error" });
    }
  }
  const general = textsOf(at(document, "errors"));
  for (const message of general) list.add({ outcome: isFailure(message) ? "error" : "failed", rule: undefined, message, word: "error" });
  const counted = numberOf(at(document, "totals", "file_errors")) ?? 0;
  if (counted !== listed) list.settle(`it counts ${counted} errors in files and lists ${listed}`);
  else list.settle(general.some(isFailure) ? "the run itself had errors, so files may be missing" : undefined);
}

/** An error of the run, as opposed to a word on its configuration. */
function isFailure(message: string): boolean {
  return !message.startsWith("Ignored error pattern ");
}
