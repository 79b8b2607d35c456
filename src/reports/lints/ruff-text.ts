/**
 * `ruff check` as it is printed for people, `full` and `concise`, and for other tools (`github`, `azure`, `pylint`);
 * and `ruff format --check`. The first two end with a sum, the others with nothing.
 *
 *     F401 [*] `os` imported but unused          bad.py:1:8: F401 [*] `os` imported but unused
 *      --> bad.py:1:8                            Found 1 error.
 *
 * Source: astral-sh/ruff, crates/ruff/src/printer.rs and crates/ruff_db/src/diagnostic/render/, 0.1 to 0.16. Before
 * 0.13, `full` was the concise line with the source below it.
 */
import { isCapital, isDigit, type LineFormat, type LineReader, type LogContext, type Sink } from "../format.ts";
import { own } from "../lines.ts";
import { LintText } from "./lint-text.ts";
import { type CodeLine, type CodeLines, codeLinesOf, INVALID_SYNTAX } from "./python-codes.ts";

export const ruff: LineFormat = {
  shape: "lines",
  name: "ruff",
  kinds: ["lint"],
  tool: "ruff",
  silent: "ruff",
  docs: {
    command: "ruff check > ruff.txt   # or ruff format --check",
    proof: "the line `Found N errors.` with as many findings before it, or `All checks passed!` in a file that is called ruff",
    source: "astral-sh/ruff, crates/ruff/src/printer.rs",
    example: "bad.py:1:8: F401 [*] `os` imported but unused",
  },
  minds: ({ first, indented, place }) => place || (!indented && (":#eriu".includes(first) || isDigit(first) || isCapital(first))),
  reader: (sink, context) => new RuffReader(sink, context),
};

const HEADLINE = /^(?:([A-Z]{1,5}\d{3,4}) |(invalid-syntax|unformatted): )(?:\[\*\] )?(.+)$/;
const PLACE = /^ *--> (.+?):(?:cell \d+:)?(\d{1,9}):\d{1,9}$/;
const SOURCE = /^ *(\d{1,9}) *\| (?:[/|] )?(.*)$/;
/** Source, what stands under it, changes to it, the rule between two hunks, and what would help. */
const INSIDE = /^(?: *\d* *(?:\||[+-](?: |$)| {2}$)|-{40}|help: | *= help: |[\d ]{1,8} *$)/;
const SUM = /^Found (\d{1,9}) errors?(?: \(\d+ fixed, (\d{1,9}) remaining\))?\.$/;
const CLEAN = "All checks passed!";
const FORMATTED = /^(?:(\d{1,9}) files? would be reformatted)?(?:(?:^|, )\d+ files? (?:already formatted|left unchanged))?$/;
const WOULD = "Would reformat: ";
const UNFORMATTED = "unformatted";
/** Files that could not be parsed or read. */
const UNREAD = new Set([INVALID_SYNTAX, "E999", "E902"]);
const ANNOTATION = /^::(?:error|warning|notice) title=[Rr]uff(?: \(([^)]*)\))?,file=([^,]*),line=(\d{1,9})[^:]*::(.*)$/;
const ISSUE = /^##vso\[task\.logissue type=\w+;sourcepath=([^;]*);linenumber=(\d{1,9});columnnumber=\d+;(?:code=([^;\]]*);)?\](.*)$/;

class RuffReader implements LineReader {
  private readonly sink: Sink;
  private readonly lines: CodeLines;
  private readonly checked: LintText;
  private readonly formatted: LintText;
  /** `All checks passed!` is ty's word too: it proves nothing gone unless the caller says that the file is ruff's. */
  private readonly said: boolean;
  private headline: { rule: string; message: string } | undefined;
  /** The finding whose source may follow. */
  private open: CodeLine | undefined;
  private unparsed: { file: string; at: number }[] = [];

  constructor(sink: Sink, context: LogContext) {
    this.sink = sink;
    this.lines = codeLinesOf(context);
    this.checked = new LintText(sink, context, "ruff");
    this.formatted = new LintText(sink, context, "ruff", "ruff format");
    this.said = /ruff/i.test(context.called ?? "");
  }

  take(line: string, number: number): boolean {
    if (this.headline && this.place(this.headline, line, number)) return true;
    this.headline = undefined;
    if (this.open && this.inside(this.open, line)) return true;
    this.open = undefined;
    const size = this.lines.size;
    this.lines.offer(line, number);
    if (this.lines.size > size) {
      this.open = this.lines.latest;
      return false;
    }
    return this.begin(line, number);
  }

  get idle(): boolean {
    return this.headline === undefined && this.open === undefined;
  }

  end(): void {
    const left = this.lines.of("ruff");
    for (const line of left) this.give(line);
    // The formats that people read end with a sum: without it, the log is cut.
    if (left.every(({ quiet }) => quiet)) this.checked.endQuietly();
  }

  private begin(line: string, number: number): boolean {
    switch (line.charCodeAt(0)) {
      case 58 /* : */:
        return line.startsWith("::") && this.annotation(line, number);
      case 35 /* # */:
        return line.startsWith("##vso[") && this.issue(line, number);
      case 101 /* e */:
        return this.failedToParse(line, number);
      case 114 /* r */:
        return line === "ruff failed" && this.failed(number);
    }
    if (line.length > 8_192) return false;
    if (line === CLEAN) return this.clean(number);
    const [, total, left] = line.startsWith("Found ") ? (SUM.exec(line) ?? []) : [];
    if (total !== undefined) return this.sum(Number(left ?? total), left !== undefined, number);
    if (line.startsWith(WOULD)) {
      const file = own(line.slice(WOULD.length));
      this.lines.hold({ file, line: 0, rule: UNFORMATTED, message: "File would be reformatted", at: number });
      return true;
    }
    if (/^\d/.test(line) && FORMATTED.test(line)) return this.sumOfFormat(line, number);
    // Codes are capitals; the other two are `invalid-syntax` and `unformatted`.
    const first = line.charCodeAt(0);
    if ((first < 65 || first > 90) && first !== 105 /* i */ && first !== 117 /* u */) return false;
    const [, code, word, message] = HEADLINE.exec(line) ?? [];
    if (message !== undefined) this.headline = { rule: own(code ?? word ?? ""), message: own(message) };
    return false;
  }

  private place({ rule, message }: { rule: string; message: string }, line: string, number: number): boolean {
    const [, file, row] = line.includes("--> ") ? (PLACE.exec(line.slice(0, 8_192)) ?? []) : [];
    if (file === undefined) return false;
    this.headline = undefined;
    this.lines.hold({ file: own(file), line: Number(row), rule, message, at: number });
    this.open = this.lines.latest;
    return true;
  }

  private inside(open: CodeLine, line: string): boolean {
    if (line === "" || !INSIDE.test(line)) return false;
    // Nobody else draws a bar beside the source.
    if (/^ *\d* *\|/.test(line)) open.sure ??= "ruff";
    if (open.source === undefined) {
      const [, row, source] = SOURCE.exec(line.slice(0, 2_000)) ?? [];
      if (source !== undefined && Number(row) === open.line) open.source = own(source);
    }
    return true;
  }

  private annotation(line: string, number: number): boolean {
    const [, title, path, row, text = ""] = ANNOTATION.exec(line.slice(0, 8_192)) ?? [];
    if (path === undefined) return false;
    // The message repeats place and rule: `a.py:1:8: F401 …%0A  help: …`.
    const [, said = text] = /^\S+:\d+:\d+: (?:[A-Z]{1,5}\d{3,4}|invalid-syntax:|SyntaxError:) (.*)$/.exec(text) ?? [];
    this.quiet(path, row, title, said.split("%0A", 1)[0] ?? "", number);
    return true;
  }

  private issue(line: string, number: number): boolean {
    const [, path, row, code, message = ""] = ISSUE.exec(line.slice(0, 8_192)) ?? [];
    // The command is Azure's, and any tool may write it: the code, or the file's name, tells whose it is.
    if (path === undefined || !(this.said || code === INVALID_SYNTAX || /^[A-Z]{1,5}\d{3,4}$/.test(code ?? ""))) return false;
    if (!/\.(?:pyi?|ipynb|toml)$/.test(path)) return false;
    this.quiet(path, row, code, message, number);
    return true;
  }

  private quiet(file: string, row: string | undefined, code: string | undefined, message: string, at: number): void {
    const rule = own(code || INVALID_SYNTAX);
    this.lines.hold({ file: own(file), line: Number(row), rule, message: own(message), at, quiet: true });
  }

  private failedToParse(line: string, number: number): boolean {
    const [, file] = /^error: Failed to parse (.{1,4096}?):\d+:\d+: /.exec(line.slice(0, 8_192)) ?? [];
    if (file === undefined) return false;
    this.unparsed.push({ file: own(file), at: number });
    return true;
  }

  private failed(number: number): boolean {
    this.checked.flawed("ruff itself failed", number);
    this.sink.problem("E_REPORT_FAILED", "ruff itself failed; the lines below `ruff failed` say why", number);
    return true;
  }

  private clean(number: number): boolean {
    const part = this.checked.begin(number);
    if (!this.said) part.provesAbsence = false;
    this.checked.sum(number);
    return true;
  }

  /** `fixed`: the words tell that it is ruff's, even where nothing is left. */
  private sum(total: number, fixed: boolean, number: number): boolean {
    if ((this.lines.size === 0 && !fixed) || !this.lines.mayBeRuffs(total)) return false;
    for (const line of this.lines.takeLast(total)) this.give(line);
    this.checked.sum(number, total);
    this.unparsed = [];
    return true;
  }

  private sumOfFormat(line: string, number: number): boolean {
    const total = Number(FORMATTED.exec(line)?.[1] ?? 0);
    const mine: CodeLine[] = [];
    for (let next = this.lines.latest; next && isOfFormat(next); next = this.lines.latest) mine.push(...this.lines.takeLast(1));
    // Black ends with such words too; ruff names each file that it would change.
    if (mine.length === 0 && this.unparsed.length === 0 && !/already formatted$/.test(line)) return false;
    for (const found of mine.reverse()) this.give(found, this.formatted);
    for (const { file, at } of this.unparsed) this.give(unparsedIn(file, at), this.formatted);
    const unparsed = mine.filter(({ rule }) => rule !== UNFORMATTED).length + this.unparsed.length;
    this.unparsed = [];
    this.formatted.sum(number, total + unparsed);
    return true;
  }

  private give({ file, line, rule, message, source, at }: CodeLine, into?: LintText): void {
    const unread = UNREAD.has(rule);
    const text = into ?? (rule === UNFORMATTED ? this.formatted : this.checked);
    text.add({ outcome: unread ? "error" : "failed", rule, message, file, line, source }, at);
  }
}

function isOfFormat({ rule }: CodeLine): boolean {
  return rule === UNFORMATTED || rule === INVALID_SYNTAX;
}

function unparsedIn(file: string, at: number): CodeLine {
  return { file, line: 0, rule: INVALID_SYNTAX, message: "it could not be parsed", at };
}
