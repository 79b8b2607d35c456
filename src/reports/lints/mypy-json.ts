/**
 * `mypy --output json`: an object a line, and an empty line when all is well. A blocking error stops the check of all
 * other files, and nothing says that the run came to its end: that is the exit status's word.
 * Source: mypy 1.11 to 2.4, mypy/error_formatter.py.
 */
import { awaitOutcome, type JsonLinesFormat, type ReadContext } from "../format.ts";
import { listOf, objectOf, textOf } from "../values.ts";
import { lineNumber, lists, ProblemList } from "./finding.ts";

export const mypyJson: JsonLinesFormat = {
  shape: "json-lines",
  name: "mypy-json",
  kinds: ["lint"],
  tool: "mypy",
  silent: "mypy",
  docs: {
    command: "mypy --output json src > mypy.json",
    proof: "none in the file: hand on the step's outcome with outcome=",
    source: "mypy 2.4, mypy/error_formatter.py",
    example:
      '{"file": "a.py", "line": 4, "column": 11, "message": "Incompatible return value type", "hint": null, "code": "return-value", "severity": "error"}',
  },
  is: (document) => isError(document) || lists(document, isError),
  reader: (sink, context) => {
    const state: State = { list: new ProblemList(sink, "mypy"), context };
    return {
      take: (document) => {
        for (const error of Array.isArray(document) ? listOf(document) : [document]) readError(error, state);
      },
      end: () => {
        const { list, blocked } = state;
        list.settle(blocked === undefined ? undefined : `${blocked} could not be parsed, so mypy checked nothing else`, awaitOutcome);
      },
    };
  },
};

interface State {
  list: ProblemList;
  context: ReadContext;
  blocked?: string;
}

function isError(item: unknown): boolean {
  const { file, hint, code, severity, column } = objectOf<"file" | "hint" | "code" | "severity" | "column">(item);
  return typeof file === "string" && typeof severity === "string" && typeof column === "number" && hint !== undefined && code !== undefined;
}

function readError(error: unknown, state: State): void {
  const said = objectOf<"file" | "line" | "message" | "hint" | "code" | "severity">(error);
  const word = textOf(said.severity);
  // Notes that belong to an error are its hint; those that stand alone (reveal_type) find nothing wrong.
  if (word === "note") return;
  const path = textOf(said.file);
  const file = path ? state.context.path(path) : undefined;
  const rule = textOf(said.code);
  const blocking = rule === "syntax";
  if (blocking) state.blocked ??= file ?? "a file";
  const message = [textOf(said.message), textOf(said.hint)].filter(Boolean).join("\n");
  const line = lineNumber(said.line);
  state.list.add({ outcome: blocking ? "error" : "failed", rule, message, file, line, word });
}
