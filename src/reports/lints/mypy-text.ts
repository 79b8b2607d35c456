/**
 * mypy's lines and the sum it ends with:
 *
 *     bad.py:4: error: Incompatible return value type (got "int", expected "str")  [return-value]
 *     Found 2 errors in 1 file (checked 2 source files)
 *
 * With `--pretty` long messages are broken into lines that are indented by four blanks, and the source stands below.
 * Source: mypy 0.9 to 2.4, mypy/util.py (FancyFormatter), mypy/errors.py, mypy/main.py.
 */
import type { LineFormat, LineReader, LogContext, Sink } from "../format.ts";
import { own } from "../lines.ts";
import { LintText } from "./lint-text.ts";
import { placeOf, ruleAtEnd } from "./place.ts";

export const mypy: LineFormat = {
  shape: "lines",
  name: "mypy",
  kinds: ["lint"],
  tool: "mypy",
  docs: {
    command: "mypy src > mypy.txt",
    proof:
      "the line `Success: no issues found in N source files`, or `Found N errors in M files (checked K source files)` with as many errors before it",
    source: "mypy 2.4, mypy/util.py (FancyFormatter)",
    example: 'bad.py:4: error: Incompatible return value type (got "int", expected "str")  [return-value]',
  },
  minds: ({ first, indented, place }) => place || (!indented && "SF".includes(first)),
  reader: (sink, context) => new MypyReader(sink, context),
};

const PYTHON = /\.(?:pyi?|ipynb)$/;
const WORDS = /^(error|warning|note): (.*)$/;
const CODE = /^[a-z][a-z0-9-]*$/;
const SUCCESS = /^Success: (?:no issues found in|\d+ notes? found in) \d+ source files?$/;
const FOUND = /^Found (\d{1,9}) errors? in \d+ files? \((?:checked \d+ source files?|(errors prevented further checking))\)$/;
const CRASH = "INTERNAL ERROR";
/** The continuation of a message that was broken. */
const BROKEN = /^ {4}\S/;
const MAX_MESSAGE_LINES = 20;

interface Complaint {
  file: string;
  line: number;
  word: string;
  message: string;
  rule?: string;
  source?: string;
  lines: number;
  at: number;
}

class MypyReader implements LineReader {
  private readonly sink: Sink;
  private readonly text: LintText;
  /** Complaints that are not shown to be mypy's yet: without a code, other tools print alike. */
  private held: Complaint[] = [];
  private open: Complaint | undefined;
  /** The caller says that it is mypy's. */
  private sure: boolean;

  constructor(sink: Sink, context: LogContext) {
    this.sink = sink;
    this.text = new LintText(sink, context, "mypy");
    this.sure = /mypy/i.test(context.called ?? "");
  }

  take(line: string, number: number): boolean {
    const place = placeOf(line);
    if (place && PYTHON.test(place.file)) {
      const [, word, said = ""] = WORDS.exec(place.words) ?? [];
      if (word !== undefined) return this.complaint(own(place.file), place.line, own(word), own(said), number);
    }
    if (this.open && line.startsWith("    ")) return this.more(this.open, line);
    this.open = undefined;
    if (line.startsWith("Success: ") && SUCCESS.test(line)) {
      this.give();
      this.text.sum(number);
      return true;
    }
    const [, total, prevented] = line.startsWith("Found ") ? (FOUND.exec(line) ?? []) : [];
    if (total === undefined) return false;
    this.give();
    if (prevented !== undefined) this.text.flawed("errors kept mypy from checking further", number);
    this.text.sum(number, Number(total));
    return true;
  }

  get idle(): boolean {
    return this.open === undefined;
  }

  end(): void {
    if (!this.sure) return;
    // Without a sum the log is cut, and the last line may be cut before its code.
    const last = this.held.at(-1);
    if (last) this.text.begin(last.at);
    if (last?.rule === undefined) this.held.pop();
    this.give();
  }

  private complaint(file: string, line: number, word: string, said: string, at: number): boolean {
    this.open = undefined;
    // Notes that belong to an error are its hint; those that stand alone (reveal_type) find nothing wrong.
    if (word === "note") return this.sure;
    if (said.startsWith(CRASH)) {
      this.text.flawed("mypy itself failed", at);
      this.sink.problem("E_REPORT_FAILED", `mypy itself failed: ${said}`, at);
      return true;
    }
    const open: Complaint = { file, line, word, message: said, lines: 1, at };
    this.named(open, said);
    this.held.push(open);
    this.open = open;
    if (open.rule !== undefined) this.sure = true;
    return this.sure;
  }

  /** `message  [code]`: mypy alone puts two blanks before its codes. */
  private named(open: Complaint, words: string): boolean {
    const named = ruleAtEnd(words, "  [", "]");
    if (!named || !CODE.test(named.rule)) return false;
    open.rule = own(named.rule);
    open.message = own(open.message === words ? named.message : `${open.message} ${named.message}`.trim());
    return true;
  }

  private more(open: Complaint, line: string): boolean {
    const words = line.trim();
    if (open.lines++ >= MAX_MESSAGE_LINES || /^[\^~]+$/.test(words)) return this.sure;
    if (open.rule !== undefined) open.source ??= own(words);
    else if (BROKEN.test(line)) {
      if (this.named(open, words)) this.sure = true;
      else open.message = `${open.message} ${own(words)}`;
    }
    return this.sure;
  }

  private give(): void {
    for (const { file, line, word, message, rule, source, at } of this.held) {
      const unread = rule === "syntax";
      this.text.add({ outcome: unread ? "error" : "failed", rule, message, file, line, word, source }, at);
    }
    this.held = [];
    this.open = undefined;
  }
}
