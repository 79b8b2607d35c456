/**
 * staticcheck's default output:
 *
 *     main.go:9:9: empty branch (SA9003)
 *     main.go:12:2: x declared and not used (compile)
 *
 * Source: dominikh/go-tools 2017 to 2025, lintcmd/format.go (TextFormatter). It prints no sum; a package that does not
 * compile is not looked at.
 */
import type { LineFormat, LineReader, LogContext, Sink } from "../format.ts";
import { LintText } from "./lint-text.ts";
import { placeOf, ruleAtEnd } from "./place.ts";

export const staticcheck: LineFormat = {
  shape: "lines",
  name: "staticcheck",
  kinds: ["lint"],
  tool: "staticcheck",
  silent: "staticcheck",
  docs: {
    command: "staticcheck ./... > staticcheck.txt   # with format=staticcheck and outcome=",
    proof: "the step's outcome (outcome=); a clean run prints nothing",
    source: "dominikh/go-tools, lintcmd/format.go",
    example: "main.go:9:9: empty branch (SA9003)",
  },
  minds: ({ last, place }) => place && last === ")",
  reader: (sink, context) => new StaticcheckReader(sink, context),
};

const CHECK = /^(?:SA|ST|S|QF|U)\d{4}$/;
const COMPILE = "compile";

class StaticcheckReader implements LineReader {
  private readonly text: LintText;

  constructor(sink: Sink, context: LogContext) {
    this.text = new LintText(sink, context, "staticcheck");
  }

  take(line: string, number: number): boolean {
    const place = placeOf(line);
    const named = place?.file.endsWith(".go") ? ruleAtEnd(place.words, " (", ")") : undefined;
    if (!place || !named) return false;
    const unread = named.rule === COMPILE;
    if (!unread && !CHECK.test(named.rule)) return false;
    const { file, line: row } = place;
    if (unread) this.text.flawed("a package does not compile, so it was not looked at", number);
    this.text.add(
      { outcome: unread ? "error" : "failed", rule: named.rule, message: named.message, file, line: row, word: "error" },
      number,
    );
    return true;
  }

  end(): void {
    this.text.endQuietly();
  }
}
