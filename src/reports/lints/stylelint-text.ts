/**
 * stylelint's own output for people: a file's path, a line a finding with its sign, and one sum at the end.
 *
 *     src/a.css
 *       1:3   ✖  Unexpected empty block  block-no-empty
 *       4:12  ⚠  Unexpected unit         length-zero-no-unit
 *
 *     ✖ 2 problems (1 error, 1 warning)
 *
 * Source: stylelint 7 to 17, lib/formatters/stringFormatter.mjs; the sum came with 13. When nothing is found, nothing is
 * printed.
 */
import { isDigit, type LineFormat, type LineReader, type LogContext, type Sink } from "../format.ts";
import { own } from "../lines.ts";
import { SYNTAX } from "./finding.ts";
import { LintText } from "./lint-text.ts";

export const stylelint: LineFormat = {
  shape: "lines",
  name: "stylelint",
  kinds: ["lint"],
  tool: "stylelint",
  silent: "stylelint",
  docs: {
    command: "stylelint '**/*.css' > stylelint.txt 2>&1   # better: --formatter json, which also names the files that are clean",
    proof: "the line `✖ N problems`, with as many findings before it; when nothing is printed, the step's outcome (outcome=)",
    source: "stylelint 16, lib/formatters/stringFormatter.mjs",
    example: "  1:3  ✖  Unexpected empty block  block-no-empty",
  },
  minds: ({ first, indented }) => !indented || isDigit(first),
  reader: (sink, context) => new StylelintReader(sink, context),
};

const ROW = /^ {1,12}(\d{1,9}):\d{1,9} {1,12}([\u2716\u00d7\u26a0\u203c\u2139]) {1,12}(\S.*)$/;
const RULE = /^[\w@][\w@/.-]*$/;
const SUM = /^[\u2716\u00d7\u26a0\u203c] (\d{1,9}) problems? \(\d{1,9} errors?, \d{1,9} warnings?\)$/;
const INVALID = "Invalid Option: ";
const WORDS = new Map([
  ["\u2716", "error"],
  ["\u00d7", "error"],
  ["\u26a0", "warning"],
  ["\u203c", "warning"],
  ["\u2139", "info"],
]);
/** No line of a finding is longer. */
const MAX_LINE = 8_192;

class StylelintReader implements LineReader {
  private readonly text: LintText;
  private readonly context: LogContext;
  /** The last line that could be a file's path. */
  private candidate = "";
  /** The last row, which may be cut before its rule. */
  private held: { line: string; file: string; at: number } | undefined;

  constructor(sink: Sink, context: LogContext) {
    this.text = new LintText(sink, context, "stylelint");
    this.context = context;
  }

  take(line: string, number: number): boolean {
    if (line.length > MAX_LINE) return false;
    if (line.charCodeAt(0) === 32 /* blank */) {
      if (this.candidate === "" || !ROW.test(line)) return false;
      this.give();
      this.held = { line: own(line), file: own(this.candidate), at: number };
      return true;
    }
    if (line === "") return false;
    const total = SUM.exec(line)?.[1];
    if (total !== undefined) {
      this.give();
      if (this.text.count === 0) return false;
      this.text.sum(number, Number(total));
      return true;
    }
    if (line.startsWith(INVALID)) {
      this.text.flawed("a rule does not know one of its options", number);
      return true;
    }
    this.candidate = line;
    return false;
  }

  end(): void {
    if (this.held && this.context.unended) {
      this.text.flawed("its last line may be cut", this.held.at);
      this.held = undefined;
    }
    this.give();
    this.text.endQuietly();
  }

  private give(): void {
    const { held } = this;
    this.held = undefined;
    if (!held) return;
    const [, row, sign = "", rest = ""] = ROW.exec(held.line) ?? [];
    const said = rest.trimEnd();
    const at = said.lastIndexOf("  ");
    const named = at > 0 && RULE.test(said.slice(at + 2)) ? said.slice(at + 2) : undefined;
    const unread = named === "CssSyntaxError";
    this.text.add(
      {
        outcome: unread ? "error" : "failed",
        rule: unread ? SYNTAX : named,
        message: named === undefined ? said : said.slice(0, at).trimEnd(),
        file: held.file,
        line: Number(row),
        word: WORDS.get(sign),
      },
      held.at,
    );
  }
}
