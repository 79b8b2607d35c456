/**
 * `pylint --output-format=json` (a list) and `json2` (the list with statistics).
 * Source: pylint 3 and 4, pylint/reporters/json_reporter.py.
 */
import type { JsonFormat, ReadContext, Sink } from "../format.ts";
import { at, listOf, numberOf, objectOf, textOf } from "../values.ts";
import { lineNumber, lists, ProblemList } from "./finding.ts";

export const pylintJson: JsonFormat = {
  shape: "json",
  name: "pylint-json",
  kinds: ["lint"],
  tool: "pylint",
  docs: {
    command: "pylint --output-format=json2 src > pylint.json",
    proof: "the document is closed, its counts agree, and every module could be parsed",
    source: "pylint 4, pylint/reporters/json_reporter.py",
    example: '{"messages":[{"type":"warning","symbol":"unused-import","messageId":"W0611","path":"a.py","line":1}],"statistics":{…}}',
  },
  is: (document) =>
    (Array.isArray(at(document, "messages")) && typeof at(document, "statistics", "messageTypeCount") === "object") ||
    lists(document, (item) => typeof at(item, "message-id") === "string" && typeof at(item, "symbol") === "string"),
  read: (document, sink, context) => readMessages(document, sink, context),
};

/** A module that could not be parsed, or that pylint itself failed on. */
const UNREAD = new Set(["syntax-error", "parse-error", "fatal", "astroid-error", "method-check-failed"]);

function readMessages(document: unknown, sink: Sink, context: ReadContext): void {
  const list = new ProblemList(sink, "pylint");
  const messages = listOf(Array.isArray(document) ? document : at(document, "messages"));
  for (const message of messages) {
    const said = objectOf<"type" | "symbol" | "message" | "path" | "line">(message);
    const path = textOf(said.path);
    const file = path ? context.path(path) : undefined;
    const rule = textOf(said.symbol);
    const word = textOf(said.type);
    const unread = word === "fatal" || (rule !== undefined && UNREAD.has(rule));
    const line = lineNumber(said.line);
    list.add({ outcome: unread ? "error" : "failed", rule, message: textOf(said.message), file, line, word });
  }
  list.settle(doubtOf(document, messages.length));
}

function doubtOf(document: unknown, listed: number): string | undefined {
  const counts = at(document, "statistics", "messageTypeCount");
  if (typeof counts !== "object" || counts === null) return undefined;
  const counted = Object.values(counts).reduce((sum: number, n) => sum + (numberOf(n) ?? 0), 0);
  if (counted > listed) return `it counts ${counted} messages and lists ${listed}`;
  return numberOf(at(document, "statistics", "modulesLinted")) === 0 ? "no module was linted" : undefined;
}
