/**
 * `prettier --check`: a warning a file that is not formatted, then one line that sums up.
 *
 *     Checking formatting...
 *     [warn] src/a.js
 *     [warn] Code style issues found in the above file. Run Prettier with --write to fix.
 *
 * Source: prettier 1.19 to 3, src/cli/format.js. Warnings and errors go to the error output, the rest to the output.
 */
import type { LineFormat, LineReader, LogContext, Sink } from "../format.ts";
import { own } from "../lines.ts";
import { SYNTAX } from "./finding.ts";
import { LintText } from "./lint-text.ts";

export const prettier: LineFormat = {
  shape: "lines",
  name: "prettier",
  kinds: ["lint"],
  tool: "prettier",
  docs: {
    command: "prettier --check . > prettier.txt 2>&1",
    proof: "the line `All matched files use Prettier code style!`, or `Code style issues found in N files` with as many before it",
    source: "prettier 3, src/cli/format.js",
    example: "[warn] Code style issues found in 2 files. Run Prettier with --write to fix.",
  },
  minds: ({ first, indented }) => !indented && "[CAE".includes(first),
  reader: (sink, context) => new PrettierReader(sink, context),
};

/** prettier has no rules: a file is formatted or not. */
const RULE = "format";
const CHECKING = "Checking formatting...";
const CLEAN = "All matched files use Prettier code style!";
const FOUND = /^\[warn\] Code style issues (?:found|fixed) in (?:the above file(\(s\))?|(\d{1,9}) files)(?= |\.|$)/;
const STOPPED = /^Error occurred when checking code style in (?:the above file|\d+ files)\.$/;
const UNPARSED = /^\[error\] ([^:]{1,4096}): (\w*SyntaxError: .*\((\d{1,9}):\d{1,9}\))$/;

class PrettierReader implements LineReader {
  private readonly text: LintText;
  /** Files that were warned of; other tools warn alike. */
  private warned: { file: string; at: number }[] = [];
  private unparsed = 0;
  /** The log is prettier's. */
  private sure: boolean;

  constructor(sink: Sink, context: LogContext) {
    this.text = new LintText(sink, context, "prettier");
    this.sure = /prettier/i.test(context.called ?? "");
  }

  take(line: string, number: number): boolean {
    switch (line.charCodeAt(0)) {
      case 91 /* [ */:
        return line.startsWith("[warn] ") ? this.warning(line, number) : line.startsWith("[error] ") && this.error(line, number);
      case 67 /* C */:
        if (line !== CHECKING) return false;
        this.text.begin(number);
        this.sure = true;
        return true;
      case 65 /* A */:
        if (line !== CLEAN) return false;
        this.give();
        this.text.sum(number);
        return true;
      case 69 /* E */:
        if (!STOPPED.test(line)) return false;
        this.give();
        this.text.flawed("files could not be parsed", number);
        this.text.sum(number);
        return true;
    }
    return false;
  }

  end(): void {
    // A part that has its sum needs no more; the last file of one that has none may be cut.
    if (this.sure && this.warned.length > 0) {
      this.text.begin(this.warned[0]?.at ?? 1);
      this.warned.pop();
      this.give();
    }
  }

  private warning(line: string, number: number): boolean {
    const sum = FOUND.exec(line);
    if (sum) {
      this.give();
      const [, any, total] = sum;
      // Before 2.6 `the above file(s)` counted nothing; files that could not be parsed are never among them.
      const counted = any === undefined ? Number(total ?? 1) + this.unparsed : undefined;
      this.text.sum(number, counted);
      this.unparsed = 0;
      return true;
    }
    // Warnings of the configuration are sentences.
    if (line.length > 4_096 || /^\[warn\] (?:Ignored |Invalid |jsxBracketSameLine |.* (?:is|are|was|has been) )/.test(line))
      return this.sure;
    this.warned.push({ file: own(line.slice("[warn] ".length)), at: number });
    return this.sure;
  }

  private error(line: string, number: number): boolean {
    const [, file, message, row] = UNPARSED.exec(line.slice(0, 8_192)) ?? [];
    if (file === undefined) {
      if (this.sure && /^\[error\] (?:No files matching|No parser|Invalid |Unable to read file: |Cannot find )/.test(line)) {
        this.text.flawed("prettier could not look at everything it was given", number);
      }
      return this.sure;
    }
    this.sure = true;
    this.unparsed++;
    this.give();
    this.text.add({ outcome: "error", rule: SYNTAX, message, file, line: Number(row) }, number);
    return true;
  }

  private give(): void {
    for (const { file, at } of this.warned) this.text.add({ rule: RULE, message: "it is not formatted", file }, at);
    this.warned = [];
  }
}
