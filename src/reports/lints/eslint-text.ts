/**
 * ESLint's own output for people, `stylish`: a file's absolute path, a line a finding, and one sum at the end.
 *
 *     /repo/src/a.js
 *       1:5   error    'unused' is assigned a value but never used  no-unused-vars
 *
 *     ✖ 1 problem (1 error, 0 warnings)
 *
 * Source: eslint 2 to 10, lib/cli-engine/formatters/stylish.js. When nothing is found, nothing is printed.
 */
import { BEYOND_ASCII, isLetter, type LineFormat, type LineReader, type LogContext, type Sink } from "../format.ts";
import { own } from "../lines.ts";
import { SYNTAX } from "./finding.ts";
import { LintText, TOO_LONG } from "./lint-text.ts";
import { unmarked } from "./place.ts";

export const eslint: LineFormat = {
  shape: "lines",
  name: "eslint",
  aliases: ["eslint-stylish"],
  kinds: ["lint"],
  tool: "eslint",
  silent: "eslint",
  docs: {
    command: "eslint . > eslint.txt   # better: --format json, which also names the files that are clean",
    proof: "the line `✖ N problems`, with as many findings before it; when nothing is printed, the step's outcome (outcome=)",
    source: "eslint 10, lib/cli-engine/formatters/stylish.js",
    example: "  1:5   error    'unused' is assigned a value but never used  no-unused-vars",
  },
  minds: ({ first, indented }) => !indented && (isLetter(first) || first === BEYOND_ASCII || "/\\".includes(first)),
  reader: (sink, context) => new EslintReader(sink, context),
};

/** A finding begins with two blanks or, in a narrow column, more; columns are two blanks apart. */
const ROW = /^ {2,}(\d{1,9}):\d{1,9} {2,}(error|warning)(?: {2,}(\S.*))?$/;
const RULE = /^[\w@][\w@/.:-]*$/;
const SUM = /^(?:\u2716|\u00d7|x) (\d{1,9}) problems? \(\d+ errors?, \d+ warnings?\)/;
const ABSOLUTE = /^(?:\/|[A-Za-z]:[\\/]|\\\\)/;
/** Linters of other languages that took over ESLint's output. */
const FOREIGN = /\.(?:sol|sass|scss)$/;
/** yamllint prints alike, with its rules in brackets. */
const YAMLLINT = / {2}\([a-z-]+\)$|^syntax error: /;
const CRASHED = "Oops! Something went wrong! :(";
/** A message may go over this many lines, and its rule stands on the last of them. */
const MAX_MESSAGE_LINES = 50;

interface Row {
  file: string;
  line: number;
  word: string;
  rest: string;
  lines: number;
  at: number;
}

class EslintReader implements LineReader {
  private readonly sink: Sink;
  private readonly text: LintText;
  /** The last line, if it could be a file's path, and the path under which findings stand. */
  private candidate = "";
  private file = "";
  /** Only a further line shows that the last one is not cut. */
  private row: Row | undefined;

  constructor(sink: Sink, context: LogContext) {
    this.sink = sink;
    this.text = new LintText(sink, context, "eslint");
  }

  take(line: string, number: number, cut: boolean): boolean {
    const first = line.charCodeAt(0);
    if (first === 32 || first === 35 /* # */) {
      const row = ROW.exec(unmarked(line));
      if (row) return this.begin(row, number, cut);
    }
    if (line === "") {
      this.give();
      this.candidate = "";
      this.file = "";
      return false;
    }
    if (this.row && this.row.lines < MAX_MESSAGE_LINES && !ABSOLUTE.test(line) && !SUM.test(line)) {
      this.row.rest = `${this.row.rest}\n${own(unmarked(line).trimEnd())}`;
      this.row.lines++;
      return true;
    }
    this.give();
    const total = this.text.isOpen ? SUM.exec(line)?.[1] : undefined;
    if (total !== undefined) {
      this.text.sum(number, Number(total));
      return true;
    }
    if (line === CRASHED) return this.crashed(number);
    this.candidate = ABSOLUTE.test(line) ? line : "";
    return false;
  }

  get idle(): boolean {
    return this.row === undefined && this.candidate === "" && this.file === "";
  }

  end(): void {
    // The last line is cut where nothing follows it, and so may its rule be.
    if (this.row) this.text.begin(this.row.at);
  }

  private begin(row: RegExpExecArray, number: number, cut: boolean): boolean {
    this.give();
    const [, line, word = "", rest = ""] = row;
    if (YAMLLINT.test(rest)) return false;
    if (this.file === "") {
      if (this.candidate === "" || this.candidate.length > 4_096 || FOREIGN.test(this.candidate)) return false;
      this.file = own(this.candidate.trimEnd());
      this.candidate = "";
    }
    this.row = { file: this.file, line: Number(line), word, rest: own(rest), lines: 1, at: number };
    if (cut) this.text.flawed(TOO_LONG, number);
    return true;
  }

  private give(): void {
    const { row } = this;
    if (!row) return;
    this.row = undefined;
    const unparsed = row.rest.startsWith("Parsing error: ");
    const gap = unparsed ? -1 : row.rest.lastIndexOf("  ");
    const rule = gap === -1 ? undefined : row.rest.slice(gap + 2).trim();
    const named = rule !== undefined && RULE.test(rule) ? rule : undefined;
    const message = named === undefined ? row.rest : row.rest.slice(0, gap).trimEnd();
    this.text.add(
      {
        outcome: unparsed ? "error" : message.startsWith("File ignored ") ? "skipped" : "failed",
        rule: unparsed ? SYNTAX : (named ?? unnamedRule(message)),
        message,
        file: row.file,
        line: row.line,
        word: row.word,
      },
      row.at,
    );
  }

  private crashed(number: number): boolean {
    this.text.begin(number);
    this.sink.problem("E_REPORT_FAILED", "eslint itself failed: Oops! Something went wrong", number);
    return true;
  }
}

/** ESLint's own complaints have no rule. */
function unnamedRule(message: string): string | undefined {
  return /^Unused (?:eslint-\w+|inline config)/.test(message) ? "unused-directive" : undefined;
}
