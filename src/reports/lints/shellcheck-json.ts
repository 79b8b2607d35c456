/**
 * `shellcheck -f json1` and the older `-f json`, a bare list. Files without a finding are not named. A parse error of
 * level error (SC1xxx) means that nothing else was checked in that file.
 * Source: koalaman/shellcheck 0.10, src/ShellCheck/Formatter/JSON1.hs.
 */
import type { JsonFormat, ReadContext, Sink } from "../format.ts";
import { at, listOf, numberOf, objectOf, textOf } from "../values.ts";
import { lineNumber, lists, ProblemList } from "./finding.ts";

export const shellcheckJson: JsonFormat = {
  shape: "json",
  name: "shellcheck-json",
  kinds: ["lint"],
  tool: "shellcheck",
  docs: {
    command: "shellcheck -f json1 scripts/*.sh > shellcheck.json",
    proof: "the document is closed and every file could be parsed",
    source: "koalaman/shellcheck, src/ShellCheck/Formatter/JSON1.hs",
    example:
      '{"comments":[{"file":"s.sh","line":2,"endLine":2,"level":"warning","code":2154,"message":"x is referenced but not assigned."}]}',
  },
  is: (document) => {
    const comments = at(document, "comments");
    const alone = Array.isArray(comments) && comments.length === 0 && Object.keys(document as object).length === 1;
    return alone || lists(comments ?? document, isComment);
  },
  read: (document, sink, context) => readComments(document, sink, context),
};

function isComment(item: unknown): boolean {
  const { file, level, code, endLine } = objectOf<"file" | "level" | "code" | "endLine">(item);
  return typeof file === "string" && typeof level === "string" && typeof code === "number" && typeof endLine === "number";
}

function readComments(document: unknown, sink: Sink, context: ReadContext): void {
  const list = new ProblemList(sink, "shellcheck");
  for (const comment of listOf(Array.isArray(document) ? document : at(document, "comments"))) {
    const said = objectOf<"file" | "line" | "level" | "code" | "message">(comment);
    const path = textOf(said.file);
    const file = path ? context.path(path) : undefined;
    const code = numberOf(said.code);
    const word = textOf(said.level);
    const unread = word === "error" && code !== undefined && code < 2000;
    list.add({
      outcome: unread ? "error" : "failed",
      rule: code === undefined ? undefined : `SC${code}`,
      message: textOf(said.message),
      file,
      line: lineNumber(said.line),
      word,
    });
  }
  list.settle();
}
