/**
 * `cargo fmt --check`: what it would change, as a diff a place; nothing when all is formatted.
 *
 *     Diff in /work/shop/src/lib.rs:3:
 *      fn main() {
 *     -let x=1;
 *     +    let x = 1;
 *      }
 *
 * A file is formatted or not, so it is one finding however many places it has.
 * Source: rustfmt 1.4 to 1.8, src/emitter/diff.rs (`at line 3:` before 1.7).
 */
import type { LineFormat, LineReader, LogContext, Sink } from "../format.ts";
import { own } from "../lines.ts";
import { LintText } from "./lint-text.ts";

export const rustfmt: LineFormat = {
  shape: "lines",
  name: "rustfmt",
  aliases: ["cargo-fmt"],
  kinds: ["lint"],
  tool: "rustfmt",
  silent: "rustfmt",
  docs: {
    command: "cargo fmt --all --check > fmt.txt   # with format=rustfmt and outcome=",
    proof: "the step's outcome (outcome=); a clean run prints nothing",
    source: "rustfmt 1.8, src/emitter/diff.rs",
    example: "Diff in /work/shop/src/lib.rs:3:",
  },
  minds: ({ first, indented }) => !indented && "DEe".includes(first),
  reader: (sink, context) => new RustfmtReader(sink, context),
};

const RULE = "formatting";
const DIFF = /^Diff in (?:\\\\\?\\)?(.{1,4000}?)(?::| at line )(\d{1,9}):$/;
/** cargo's own status lines, which begin with blanks as the code of a diff does. */
const STATUS = /^ {2,12}(?:Compiling|Checking|Finished|Running|Doc-tests|Blocking|Updating|Locking|Download\w+|Fresh|Dirty|Building) /;
const STOPPED = /^(?:Error writing files: |Error: file `|error: couldn't read )/;

class RustfmtReader implements LineReader {
  private readonly text: LintText;
  private readonly seen = new Set<string>();
  private inDiff = false;

  constructor(sink: Sink, context: LogContext) {
    this.text = new LintText(sink, context, "rustfmt");
  }

  take(line: string, number: number): boolean {
    const first = line.charCodeAt(0);
    if (this.inDiff && (first === 32 /* blank */ || first === 43 /* + */ || first === 45) /* - */ && !STATUS.test(line)) return true;
    if (this.inDiff && line === "") return true;
    this.inDiff = false;
    if (first === 68 /* D */ && line.startsWith("Diff in ")) {
      const [, file = "", row] = DIFF.exec(line) ?? [];
      if (!file.endsWith(".rs")) return false;
      this.inDiff = true;
      this.text.begin(number);
      if (this.seen.has(file)) return true;
      this.seen.add(own(file));
      this.text.add({ rule: RULE, message: "it is not formatted", file, line: Number(row), word: "style" }, number);
      return true;
    }
    if ((first === 69 /* E */ || first === 101) /* e */ && this.seen.size > 0 && STOPPED.test(line)) {
      this.text.flawed("rustfmt could not look at every file", number);
      return true;
    }
    return false;
  }

  get idle(): boolean {
    return !this.inDiff;
  }

  end(): void {
    this.text.endQuietly();
  }
}
