/**
 * What clang-tidy prints, beside the compiler's own warnings, which it names `clang-diagnostic-…`:
 *
 *     src/a.cpp:8:12: warning: use nullptr [modernize-use-nullptr]
 *         8 |   int *p = 0;
 *           |            ^
 *           |            nullptr
 *
 * A check of several names stands behind the first of them; `,-warnings-as-errors` is no name.
 * Source: clang-tidy 3.8 to 19, clang-tidy/ClangTidy.cpp (ErrorReporter), lib/Frontend/TextDiagnostic.cpp.
 */
import type { LineFormat, LineReader, LogContext, Sink } from "../format.ts";
import { own } from "../lines.ts";
import { SOURCE } from "./gcc.ts";
import { LintText } from "./lint-text.ts";
import { placeOf, ruleAtEnd } from "./place.ts";
import { ShownSource } from "./shown-source.ts";

export const clangTidy: LineFormat = {
  shape: "lines",
  name: "clang-tidy",
  kinds: ["lint"],
  tool: "clang-tidy",
  silent: "clang-tidy",
  docs: {
    command: "run-clang-tidy -quiet -p build > clang-tidy.txt   # with format=clang-tidy and outcome=",
    proof: "the step's outcome (outcome=)",
    source: "clang-tidy 19, clang-tidy/ClangTidy.cpp",
    example: "src/a.cpp:8:12: warning: use nullptr [modernize-use-nullptr]",
  },
  minds: ({ place }) => place,
  reader: (sink, context) => new ClangTidyReader(sink, context),
};

const WORDS = /^(error|warning|note): (.*)$/;
const NAMES = /^([a-z][a-z0-9]*-[\w.+-]*[\w+])(?:,[\w.+-]+)*$/;
/** Errors of the compiler: the file was looked at as far as it could be parsed. */
const UNPARSED = "clang-diagnostic-error";

class ClangTidyReader implements LineReader {
  private readonly text: LintText;
  private readonly source: ShownSource;
  /** A header's finding is printed once for each file that includes it. */
  private readonly seen = new Set<string>();

  constructor(sink: Sink, context: LogContext) {
    this.text = new LintText(sink, context, "clang-tidy");
    this.source = new ShownSource(this.text);
  }

  take(line: string, number: number): boolean {
    const place = placeOf(line);
    if (!place) return this.source.more(line);
    if (!SOURCE.test(place.file)) return false;
    const [, word, words = ""] = WORDS.exec(place.words) ?? [];
    if (word === "note") {
      if (this.source.isOpen) this.source.note();
      return this.source.isOpen;
    }
    const named = word === undefined ? undefined : ruleAtEnd(words, " [", "]");
    const rule = named && NAMES.exec(named.rule)?.[1];
    if (!named || rule === undefined) {
      this.source.give();
      return false;
    }
    const key = `${rule}\n${place.file}:${place.line}\n${words}`;
    if (this.seen.has(key)) {
      this.source.give();
      return true;
    }
    this.seen.add(own(key));
    const outcome = rule === UNPARSED ? "error" : "failed";
    this.source.add({ outcome, rule: own(rule), message: own(named.message), file: own(place.file), line: place.line, word }, number);
    return true;
  }

  get idle(): boolean {
    return !this.source.isOpen;
  }

  end(): void {
    this.source.give();
    this.text.endQuietly();
  }
}
