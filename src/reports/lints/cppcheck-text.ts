/**
 * What cppcheck prints for people:
 *
 *     a.c:2:63: error: Array 'b[4]' accessed at index 5, which is out of bounds. [arrayIndexOutOfBounds]
 *     int f(void){ char b[4]; b[5]=1; return 0; }
 *                              ^
 *
 * and the names of the files it looks at, on the other stream. Source: cppcheck 2.x, lib/errorlogger.cpp (default
 * template, since 1.84), cli/cppcheckexecutor.cpp.
 */
import type { LineFormat, LineReader, LogContext, Sink } from "../format.ts";
import { own } from "../lines.ts";
import { CRITICAL, MORE_INFORMATION } from "./cppcheck-xml.ts";
import { SOURCE } from "./gcc.ts";
import { LintText } from "./lint-text.ts";
import { placeOf, ruleAtEnd } from "./place.ts";
import { ShownSource } from "./shown-source.ts";

export const cppcheck: LineFormat = {
  shape: "lines",
  name: "cppcheck",
  kinds: ["lint"],
  tool: "cppcheck",
  silent: "cppcheck",
  docs: {
    command: "cppcheck --quiet src 2> cppcheck.txt   # with format=cppcheck and outcome=; better: --xml",
    proof: "the step's outcome (outcome=)",
    source: "cppcheck 2, lib/errorlogger.cpp",
    example: "a.c:2:63: error: Array 'b[4]' accessed at index 5, which is out of bounds. [arrayIndexOutOfBounds]",
  },
  minds: ({ place }) => place,
  reader: (sink, context) => new CppcheckReader(sink, context),
};

const WORDS = /^(?:inconclusive: )?(error|warning|style|performance|portability|information|debug|note): (?:inconclusive: )?(.*)$/;
/** Words of cppcheck alone; compilers say error, warning and note as well. */
const OWN_WORDS = new Set(["style", "performance", "portability", "information", "debug"]);
/** `nullPointer`, `misra-c2012-10.4`; clang-tidy's names have a dash, the static analyzer's a dot. */
const ID = /^(?:[A-Za-z][A-Za-z0-9_]*|(?:misra|cert|autosar|premium|y2038|naming|threadsafety|misc|findcasts)-[\w.-]+)$/;
/** A warning word with one of these at its end is clang-tidy's: they share the prefix. */
const TIDY = /^(?:cert-[a-z]+\d+-(?:c|cpp)|misc-.*)$/;
/** Where a finding has no place. */
const NOFILE = "nofile";
/** Sums up what ran; no finding. */
const REPORT = "checkersReport";

class CppcheckReader implements LineReader {
  private readonly text: LintText;
  private readonly source: ShownSource;

  constructor(sink: Sink, context: LogContext) {
    this.text = new LintText(sink, context, "cppcheck");
    this.source = new ShownSource(this.text);
  }

  take(line: string, number: number): boolean {
    const place = placeOf(line);
    if (!place) return this.source.more(line);
    if (place.file !== NOFILE && !SOURCE.test(place.file)) return false;
    const [, word, words = ""] = WORDS.exec(place.words) ?? [];
    if (word === "note") {
      if (this.source.isOpen) this.source.note();
      return this.source.isOpen;
    }
    const named = word === undefined ? undefined : ruleAtEnd(words, " [", "]");
    if (word === undefined || !named || !ID.test(named.rule) || (!OWN_WORDS.has(word) && TIDY.test(named.rule))) {
      this.source.give();
      return false;
    }
    const { rule, message } = named;
    this.text.begin(number);
    if (rule === REPORT) this.source.give();
    else {
      const file = place.file === NOFILE ? undefined : own(place.file);
      const outcome = CRITICAL.has(rule) ? "error" : MORE_INFORMATION.has(word) ? "skipped" : "failed";
      this.source.add({ outcome, rule: own(rule), message: own(message), file, line: place.line, word }, number);
    }
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
