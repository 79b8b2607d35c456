/**
 * pylint's default output, and what `--output-format=parseable` makes of it:
 *
 *     ************* Module bad
 *     bad.py:3:4: W0612: Unused variable 'l' (unused-variable)
 *     bad.py:3: [W0612(unused-variable), f] Unused variable 'l'
 *     W:  3, 4: Unused variable 'l' (unused-variable)
 *
 *     Your code has been rated at 0.00/10
 *
 * The last is pylint 1's, which names the module above and no file. A template may leave out what follows the number.
 * Source: pylint 1 to 4, pylint/reporters/text.py; the rating is on by default (`--score=n` turns it off).
 */
import type { LineFormat, LineReader, LogContext, Sink } from "../format.ts";
import { own } from "../lines.ts";
import { LintText } from "./lint-text.ts";
import { placeOf, ruleAtEnd } from "./place.ts";

export const pylint: LineFormat = {
  shape: "lines",
  name: "pylint",
  kinds: ["lint"],
  tool: "pylint",
  docs: {
    command: "pylint src > pylint.txt   # better: --output-format=json2",
    proof: "the line `Your code has been rated at`; without it (--score=n), the step's outcome (outcome=)",
    source: "pylint 4, pylint/reporters/text.py",
    example: "bad.py:3:4: W0612: Unused variable 'l' (unused-variable)",
  },
  minds: ({ first, indented, place }) => place || (!indented && "*YCRWEFI".includes(first)),
  reader: (sink, context) => new PylintReader(sink, context),
};

const MODULE = "************* Module ";
const RATED = /^Your code has been rated at -?[\d.]+\/10\b/;
const MESSAGE = /^([CRWEFI])(\d{4}): (.*)$/;
const PARSEABLE = /^\[([CRWEFI])(\d{4})(?:\(([\w-]+)\))?(?:, [^\]]*)?\] (.*)$/;
/** Under its module, without a file. */
const PLACED = /^([CRWEFI]): {0,8}(\d{1,9}), {0,8}\d{1,9}: (.*)$/;
const SYMBOL = /^[a-z][a-z0-9-]*$/;
const WORDS = new Map([
  ["C", "convention"],
  ["R", "refactor"],
  ["W", "warning"],
  ["E", "error"],
  ["F", "fatal"],
  ["I", "info"],
]);
/** A module that could not be parsed, or that pylint itself failed on. */
const UNREAD = new Set(["syntax-error", "parse-error", "fatal", "astroid-error", "method-check-failed"]);
/** `duplicate-code` shows what is alike, over at most so many lines; its symbol stands on the last. */
const DUPLICATE = "R0801";
const MAX_MESSAGE_LINES = 500;

interface Message {
  file: string | undefined;
  line: number;
  letter: string;
  id: string;
  message: string;
  lines: number;
  at: number;
}

class PylintReader implements LineReader {
  private readonly text: LintText;
  /** A message whose symbol has not come yet. */
  private open: Message | undefined;
  /** Of pylint 1, which says where only by the module. */
  private module = "";

  constructor(sink: Sink, context: LogContext) {
    this.text = new LintText(sink, context, "pylint");
  }

  take(line: string, number: number): boolean {
    if (line.startsWith(MODULE)) {
      this.unnamed();
      this.text.begin(number);
      this.module = own(line.slice(MODULE.length, 500));
      return true;
    }
    const place = placeOf(line);
    if (place) {
      const { file, line: row, words } = place;
      const [, letter, id = "", message] = MESSAGE.exec(words) ?? [];
      if (letter !== undefined && message !== undefined) {
        this.unnamed();
        this.message({ file: own(file), line: row, letter, id: own(letter + id), message: own(message), lines: 1, at: number });
        return true;
      }
      const [, kind, digits = "", symbol, said] = words.startsWith("[") ? (PARSEABLE.exec(words) ?? []) : [];
      if (kind !== undefined && said !== undefined) {
        this.unnamed();
        const id = own(kind + digits);
        this.give({ file: own(file), line: row, letter: kind, id, message: said, lines: 1, at: number }, symbol ?? id);
        return true;
      }
    }
    if (this.module !== "" && line.charCodeAt(1) === 58 /* : */) {
      const [, letter, row, said] = line.length > 8_192 ? [] : (PLACED.exec(line) ?? []);
      if (letter !== undefined && said !== undefined) {
        this.unnamed();
        const message = own(`${this.module}: ${said}`);
        this.message({ file: undefined, line: Number(row), letter, id: letter, message, lines: 1, at: number });
        return true;
      }
    }
    if (this.open && this.more(this.open, line)) return true;
    if (line.startsWith("Your code has been rated at ") && RATED.test(line)) {
      this.text.sum(number);
      return true;
    }
    return false;
  }

  get idle(): boolean {
    return this.open === undefined;
  }

  end(): void {
    // The last line may be cut before its symbol; then it is no message yet.
    if (this.open) this.text.flawed("its last message is cut", this.open.at);
    this.text.endQuietly();
  }

  private message(message: Message): void {
    const named = ruleAtEnd(message.message, " (", ")");
    if (named && SYMBOL.test(named.rule)) this.give({ ...message, message: named.message }, named.rule);
    else this.open = message;
  }

  private more(open: Message, line: string): boolean {
    const named = ruleAtEnd(line, " (", ")");
    if (named && SYMBOL.test(named.rule)) {
      this.open = undefined;
      this.give(open, named.rule);
      return true;
    }
    // pylint 1 shows code, with a caret below, before the symbol.
    const shows = open.id === DUPLICATE || (open.file === undefined && line.startsWith("  ") && open.lines < 3);
    if (shows && ++open.lines <= MAX_MESSAGE_LINES) return true;
    this.unnamed();
    return false;
  }

  /** A message without a symbol goes by its number. */
  private unnamed(): void {
    if (this.open) this.give(this.open, this.open.id);
    this.open = undefined;
  }

  private give({ file, line, letter, message, at }: Message, rule: string): void {
    const unread = letter === "F" || UNREAD.has(rule);
    this.text.add({ outcome: unread ? "error" : "failed", rule, message, file, line, word: WORDS.get(letter) }, at);
  }
}
