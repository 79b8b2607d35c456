/**
 * flake8's lines, `./a.py:1:1: F401 'os' imported but unused`, in its default format and its `pylint` one. It prints no
 * sum, and nothing when nothing is found. What ruff prints alike is told apart in python-codes.ts.
 * Source: PyCQA/flake8 3 to 7, src/flake8/formatting/default.py, src/flake8/style_guide.py.
 */
import type { LineFormat, LineReader, LogContext, Sink } from "../format.ts";
import { LintText } from "./lint-text.ts";
import { type CodeLines, codeLinesOf } from "./python-codes.ts";

export const flake8: LineFormat = {
  shape: "lines",
  name: "flake8",
  kinds: ["lint"],
  tool: "flake8",
  silent: "flake8",
  docs: {
    command: "flake8 . > flake8.txt   # with format=flake8 and outcome=",
    proof: "none in the file: hand on the step's outcome with outcome=",
    source: "PyCQA/flake8 7, src/flake8/formatting/default.py",
    example: "./bad.py:1:1: F401 'os' imported but unused",
  },
  minds: ({ first, indented, place }) => place || (!indented && first === "T"),
  reader: (sink, context) => new Flake8Reader(sink, context),
};

/** The file could not be parsed (E999) or read (E902): only rules of its text ran, if any. */
const UNREAD = new Set(["E999", "E902"]);
const CRASHED = "There was a critical error during execution of Flake8:";

class Flake8Reader implements LineReader {
  private readonly sink: Sink;
  private readonly lines: CodeLines;
  private readonly text: LintText;

  constructor(sink: Sink, context: LogContext) {
    this.sink = sink;
    this.lines = codeLinesOf(context);
    this.text = new LintText(sink, context, "flake8");
  }

  /** A line is flake8's only once the whole log is known, so it is left to the others too. */
  take(line: string, number: number): boolean {
    this.lines.offer(line, number);
    if (line !== CRASHED) return false;
    this.text.flawed("flake8 itself failed", number);
    this.sink.problem("E_REPORT_FAILED", "flake8 itself failed; the line below `critical error` says why", number);
    return true;
  }

  end(): void {
    for (const { file, line, rule, message, at } of this.lines.of("flake8")) {
      const unread = UNREAD.has(rule);
      this.text.add({ outcome: unread ? "error" : "failed", rule, message, file, line, severity: unread ? "high" : "medium" }, at);
    }
    this.text.endQuietly();
  }
}
