/**
 * pylint's default output, and what `--output-format=parseable` makes of it:
 *
 *     ************* Module bad
 *     bad.py:3:4: W0612: Unused variable 'l' (unused-variable)
 *     bad.py:3: [W0612(unused-variable), f] Unused variable 'l'
 *
 *     Your code has been rated at 0.00/10
 *
 * Source: pylint 2 to 4, pylint/reporters/text.py; the rating is on by default (`--score=n` turns it off).
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
  reader: (sink, context) => new PylintReader(sink, context),
};

const MODULE = "************* Module ";
const RATED = /^Your code has been rated at -?[\d.]+\/10\b/;
const MESSAGE = /^([CRWEFI])(\d{4}): (.*)$/;
const PARSEABLE = /^\[([CRWEFI])(\d{4})(?:\(([\w-]+)\))?, [^\]]*\] (.*)$/;
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
  file: string;
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

  constructor(sink: Sink, context: LogContext) {
    this.text = new LintText(sink, context, "pylint");
  }

  take(line: string, number: number): boolean {
    if (line.startsWith(MODULE)) {
      this.unnamed();
      this.text.begin(number);
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
    if (this.open && this.more(this.open, line)) return true;
    if (line.startsWith("Your code has been rated at ") && RATED.test(line)) {
      this.text.sum(number);
      return true;
    }
    return false;
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
    if (open.id === DUPLICATE && ++open.lines <= MAX_MESSAGE_LINES) return true;
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
