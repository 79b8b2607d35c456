/**
 * The TypeScript compiler's diagnostics, plain and `--pretty`:
 *
 *     t.ts(1,7): error TS2322: Type 'number' is not assignable to type 'string'.
 *     t.ts:1:7 - error TS2322: Type 'number' is not assignable to type 'string'.
 *
 * Only `--pretty` ends with a sum. A syntax error, and one of the configuration, keeps tsc from checking types.
 * Source: TypeScript 2 to 5, src/compiler/program.ts (formatDiagnostic), src/compiler/watch.ts (getErrorSummaryText),
 * and typescript-go (TypeScript 7), internal/diagnosticwriter.
 */
import type { LineFormat, LineReader, LogContext, Sink } from "../format.ts";
import { own } from "../lines.ts";
import { LintText, TOO_LONG } from "./lint-text.ts";
import { unmarked } from "./place.ts";

export const tsc: LineFormat = {
  shape: "lines",
  name: "tsc",
  aliases: ["typescript"],
  kinds: ["lint"],
  tool: "tsc",
  silent: "tsc",
  docs: {
    command: "tsc --noEmit --pretty false > tsc.txt   # with format=tsc and outcome=",
    proof: "with --pretty the line `Found N errors`, and as many before it; otherwise the step's outcome (outcome=)",
    source: "TypeScript 5, src/compiler/program.ts (formatDiagnostic), src/compiler/watch.ts (getErrorSummaryText)",
    example: "t.ts(1,7): error TS2322: Type 'number' is not assignable to type 'string'.",
  },
  minds: ({ indented }) => !indented,
  reader: (sink, context) => new TscReader(sink, context),
};

const PLAIN = /^((?:[A-Za-z]:)?[^\s:][^:]*?)\((\d{1,9}),\d{1,9}\): (error|warning|message) (TS\d{1,6}): (.*)$/;
const PRETTY = /^((?:[A-Za-z]:)?[^\s:][^:]*):(\d{1,9}):\d{1,9} - (error|warning|message) (TS\d{1,6}): (.*)$/;
/** Of the configuration, or of the program as a whole. */
const GLOBAL = /^(error|warning) (TS\d{1,6}): (.*)$/;
/** `Found 3 errors.`, `… in 2 files.`, `… in the same file, starting at: t.ts:1`, `Found 1 error in t.ts:1`; in watch mode a clock before it. */
const SUM = /^(?:\[[\d:APM. ]{1,20}\] )?Found (\d{1,9}) errors?(?:\.| in |$)/;
const SOURCE = /^(\d{1,9}) (.*)$/;
/** Numbers of the parser's errors. */
const SYNTACTIC = /^TS1\d{3}$/;
const UNCHECKED = "a syntax error or one of the configuration keeps tsc from checking types";

interface Diagnostic {
  file?: string;
  line: number;
  word: string;
  rule: string;
  message: string;
  source?: string;
  pretty: boolean;
  at: number;
}

class TscReader implements LineReader {
  private readonly text: LintText;
  /** The diagnostic whose source or further words may follow. */
  private open: Diagnostic | undefined;
  /** The part under way is of `--pretty`, which ends with a sum. */
  private pretty = false;

  constructor(sink: Sink, context: LogContext) {
    this.text = new LintText(sink, context, "tsc");
  }

  take(line: string, number: number, cut: boolean): boolean {
    const found = line.includes(" TS") || line.startsWith("error TS") ? diagnosticOf(line, number) : undefined;
    if (found) {
      this.give();
      this.open = found;
      if (cut) this.text.flawed(TOO_LONG, number);
      return true;
    }
    if (this.open && this.inside(this.open, line)) return true;
    // Only --pretty sums up; in watch mode a clock stands before it.
    const total = this.pretty || this.open?.pretty || line.startsWith("[") ? SUM.exec(line)?.[1] : undefined;
    if (total === undefined) return false;
    this.give();
    this.text.sum(number, Number(total));
    this.pretty = false;
    return true;
  }

  get idle(): boolean {
    return this.open === undefined && !this.pretty;
  }

  end(): void {
    this.give();
    if (!this.pretty) this.text.endQuietly();
  }

  private inside(open: Diagnostic, line: string): boolean {
    if (open.pretty) {
      const [, row, source] = SOURCE.exec(line.slice(0, 2_000)) ?? [];
      if (row === undefined || Number(row) !== open.line) return false;
      open.source ??= own(source ?? "");
      return true;
    }
    // The reasons of an error stand below it, each further in.
    if (!line.startsWith("  ") || open.message.length > 4_000) return false;
    open.message += `\n${own(line)}`;
    return true;
  }

  private give(): void {
    const { open } = this;
    if (!open) return;
    this.open = undefined;
    this.pretty ||= open.pretty;
    const { rule, file, line, word, message, source, at } = open;
    if (SYNTACTIC.test(rule) || file === undefined) this.text.flawed(UNCHECKED, at);
    this.text.add({ rule, message, file, line, word, source }, at);
  }
}

function diagnosticOf(line: string, at: number): Diagnostic | undefined {
  const text = unmarked(line);
  const plain = PLAIN.exec(text);
  const match = plain ?? PRETTY.exec(text);
  if (match) {
    const [, file = "", row, word = "", rule = "", message = ""] = match;
    return { file: own(file), line: Number(row), word: own(word), rule: own(rule), message: own(message), pretty: !plain, at };
  }
  const [, word, rule = "", message = ""] = GLOBAL.exec(text) ?? [];
  return word === undefined ? undefined : { line: 0, word: own(word), rule: own(rule), message: own(message), pretty: false, at };
}
