/**
 * golangci-lint's default output: a line a finding, the source with a caret below it, and (always in v2, in v1 with
 * `--show-stats`) a sum.
 *
 *     main.go:9:13: Error return value of `os.Open` is not checked (errcheck)
 *     	os.Open("x")
 *     	       ^
 *     1 issues:
 *     * errcheck: 1
 *
 * Source: golangci/golangci-lint 1.20 to 2, pkg/printers/text.go, pkg/commands/run.go (printStats). By default v2
 * shows at most 50 findings a linter and 3 of one wording; a linter that found something is named all the same.
 */
import { isDigit, type LineFormat, type LineReader, type LogContext, type Sink } from "../format.ts";
import { own } from "../lines.ts";
import { LintText } from "./lint-text.ts";
import { placeOf, ruleAtEnd } from "./place.ts";

export const golangciLint: LineFormat = {
  shape: "lines",
  name: "golangci-lint",
  kinds: ["lint"],
  tool: "golangci-lint",
  silent: "golangci-lint",
  docs: {
    command: "golangci-lint run > golangci.txt   # better: --output.json.path golangci.json",
    proof: "the line `N issues:` (or `0 issues.`) with as many findings before it; in v1, which prints none, the step's outcome (outcome=)",
    source: "golangci/golangci-lint 2, pkg/printers/text.go, pkg/commands/run.go",
    example: "main.go:9:13: Error return value of `os.Open` is not checked (errcheck)",
  },
  minds: ({ first, indented, place }) => place || (!indented && ("{lE".includes(first) || isDigit(first))),
  reader: (sink, context) => new GolangciLintReader(sink, context),
};

const LINTER = /^[a-z][a-z0-9_]{2,30}$/;
const SUM = /^(\d{1,9}) issues(?::|\.)$/;
const SHARE = /^\* [a-z][a-z0-9_-]*: \d+$/;
/** Words of its log: `level=error msg="…"` where the output is no terminal, `ERRO …` otherwise. */
const TROUBLE = /^(?:level=error msg="(.{1,2000})"|ERRO (.{1,2000}))/;
const CARET = /^[ \t]*\^$/;

interface Held {
  file: string;
  line: number;
  linter: string;
  message: string;
  source?: string;
  at: number;
}

class GolangciLintReader implements LineReader {
  private readonly sink: Sink;
  private readonly text: LintText;
  /** Findings that nothing has shown to be its own yet: a message of the compiler's may end in brackets too. */
  private held: Held[] = [];
  private sure: boolean;
  /** The finding whose source may follow. */
  private open: Held | undefined;
  private summed = false;
  /** The findings of this log stand in a JSON document. */
  private documents = false;

  constructor(sink: Sink, context: LogContext) {
    this.sink = sink;
    this.text = new LintText(sink, context, "golangci-lint");
    this.sure = /golangci/i.test(context.called ?? "");
  }

  take(line: string, number: number): boolean {
    const place = placeOf(line);
    const named = place?.file.endsWith(".go") ? ruleAtEnd(place.words, " (", ")") : undefined;
    if (place && named && LINTER.test(named.rule)) {
      this.summed = false;
      this.open = { file: own(place.file), line: place.line, linter: own(named.rule), message: own(named.message), at: number };
      this.held.push(this.open);
      if (this.sure) this.give(1);
      return this.sure;
    }
    if (this.open && this.inside(this.open, line)) return this.sure;
    if (this.summed && SHARE.test(line)) return true;
    const first = line.charCodeAt(0);
    // Version 2 writes its sum behind a JSON document too.
    if (first === 123 /* { */ && line.startsWith('{"Issues":')) this.documents = true;
    if (first >= 48 && first <= 57) return !this.documents && this.sum(line, number);
    if (first === 108 /* l */ || first === 69 /* E */) return this.trouble(line, number);
    return false;
  }

  get idle(): boolean {
    return this.open === undefined && !this.summed;
  }

  end(): void {
    if (this.sure) this.give(0);
    this.text.endQuietly();
  }

  /** The source lines of a finding, and the caret below them. */
  private inside(open: Held, line: string): boolean {
    if (CARET.test(line)) {
      this.open = undefined;
      this.sure = true;
      return true;
    }
    if (open.source !== undefined || line === "") {
      this.open = undefined;
      return false;
    }
    open.source = own(line.slice(0, 2_000));
    return false;
  }

  private sum(line: string, number: number): boolean {
    const total = SUM.exec(line)?.[1];
    // Without findings only `0 issues.` is as good as its name.
    if (total === undefined || (this.held.length + this.text.count === 0 && total !== "0")) return false;
    this.sure = true;
    this.give(0);
    this.text.sum(number, Number(total));
    this.summed = true;
    return true;
  }

  private trouble(line: string, number: number): boolean {
    const [, message, words = message] = TROUBLE.exec(line.slice(0, 4_096)) ?? [];
    if (
      words === undefined ||
      !(this.sure || /\[(?:linters_context|runner|lintersdb)\b|Running error:|Timeout exceeded|golangci/.test(words))
    ) {
      return false;
    }
    this.sure = true;
    this.text.flawed("golangci-lint says that its run failed", number);
    this.sink.problem("E_REPORT_FAILED", `golangci-lint says: ${words.slice(0, 500)}`, number);
    return true;
  }

  /** Hands on what is held, but for the last ones, whose source may follow. */
  private give(kept: number): void {
    const ready = this.held.splice(0, Math.max(0, this.held.length - kept));
    for (const { file, line, linter, message, source, at } of ready) {
      const uncompiled = linter === "typecheck";
      this.text.add({ outcome: uncompiled ? "error" : "failed", rule: linter, message, file, line, source }, at);
    }
  }
}
