/**
 * `staticcheck -f json`: an object a line, and nothing when all is well. `compile` means that a package could not be
 * loaded; what `-show-ignored` adds is marked as ignored.
 * Source: dominikh/go-tools, lintcmd/format.go and the page "Output formats" of staticcheck.dev.
 */
import { awaitOutcome, type JsonLinesFormat, type ReadContext } from "../format.ts";
import { at, listOf, objectOf, textOf } from "../values.ts";
import { lineNumber, lists, ProblemList } from "./finding.ts";

export const staticcheckJson: JsonLinesFormat = {
  shape: "json-lines",
  name: "staticcheck-json",
  kinds: ["lint"],
  tool: "staticcheck",
  silent: "staticcheck",
  docs: {
    command: "staticcheck -f json ./... > staticcheck.json",
    proof: "none in the file: hand on the step's outcome with outcome=",
    source: "dominikh/go-tools, lintcmd/format.go",
    example: '{"code":"SA4006","severity":"error","location":{"file":"/repo/a.go","line":4,"column":2},"end":{…},"message":"…"}',
  },
  is: (document) => isProblem(document) || lists(document, isProblem),
  reader: (sink, context) => {
    const list = new ProblemList(sink, "staticcheck");
    let uncompiled = false;
    return {
      take: (document) => {
        for (const problem of Array.isArray(document) ? listOf(document) : [document]) {
          uncompiled ||= UNCOMPILED.has(textOf(at(problem, "code")) ?? "");
          readProblem(problem, list, context);
        }
      },
      end: () => list.settle(uncompiled ? "a package does not compile, so it was not looked at" : undefined, awaitOutcome),
    };
  },
};

/** What staticcheck says of packages that it could not load. */
const UNCOMPILED = new Set(["compile", "config"]);

function readProblem(problem: unknown, list: ProblemList, context: ReadContext): void {
  const said = objectOf<"code" | "severity" | "message">(problem);
  const path = textOf(at(problem, "location", "file"));
  const rule = textOf(said.code);
  const word = textOf(said.severity);
  list.add({
    outcome: UNCOMPILED.has(rule ?? "") ? "error" : word === "ignored" ? "skipped" : "failed",
    rule,
    message: textOf(said.message),
    file: path ? context.path(path) : undefined,
    line: lineNumber(at(problem, "location", "line")),
    word,
  });
}

function isProblem(item: unknown): boolean {
  const { code, message, severity, end } = objectOf<"code" | "message" | "severity" | "end">(item);
  return (
    typeof code === "string" &&
    typeof message === "string" &&
    typeof severity === "string" &&
    typeof end === "object" &&
    typeof at(item, "location", "file") === "string"
  );
}
