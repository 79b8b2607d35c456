/**
 * `hadolint -f json`: the list of findings, `[]` when there are none. DL1000 means that the file could not be parsed.
 * Source: hadolint/hadolint 2.12, src/Hadolint/Formatter/Json.hs.
 */
import type { JsonFormat, ReadContext, Sink } from "../format.ts";
import { listOf, objectOf, textOf } from "../values.ts";
import { lineNumber, lists, ProblemList } from "./finding.ts";

export const hadolintJson: JsonFormat = {
  shape: "json",
  name: "hadolint-json",
  kinds: ["lint"],
  tool: "hadolint",
  docs: {
    command: "hadolint -f json Dockerfile > hadolint.json   # name it with format=hadolint-json: a clean run writes []",
    proof: "the list is closed and every file could be parsed",
    source: "hadolint/hadolint, src/Hadolint/Formatter/Json.hs",
    example:
      '[{"code":"DL3008","column":1,"file":"Dockerfile","level":"warning","line":15,"message":"Pin versions in apt get install. …"}]',
  },
  is: (document) => lists(document, isFinding),
  read: (document, sink, context) => readFindings(document, sink, context),
};

function isFinding(item: unknown): boolean {
  const { code, file, line, message } = objectOf<"code" | "file" | "line" | "message">(item);
  return (
    typeof code === "string" &&
    /^(?:DL|SC)\d{4}$/.test(code) &&
    typeof file === "string" &&
    typeof line === "number" &&
    typeof message === "string"
  );
}

function readFindings(document: unknown, sink: Sink, context: ReadContext): void {
  const list = new ProblemList(sink, "hadolint");
  for (const item of listOf(document)) {
    const said = objectOf<"code" | "file" | "level" | "line" | "message">(item);
    const path = textOf(said.file);
    const file = path ? context.path(path) : undefined;
    const rule = textOf(said.code);
    const unread = rule === "DL1000";
    const line = lineNumber(said.line);
    const word = textOf(said.level);
    list.add({ outcome: unread ? "error" : "failed", rule, message: textOf(said.message), file, line, word });
  }
  list.settle();
}
