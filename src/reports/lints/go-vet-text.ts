/**
 * `go vet` as it is printed for people, on the error output. A line says what is wrong and not which analyzer found
 * it; the analyzers' wording tells that, and tells vet's lines from the compiler's, which look the same.
 *
 *     # example.com/shop
 *     ./a.go:14:1: ExampleBad refers to unknown identifier: Bad
 *     vet: b/b.go:4:9: undefined: undefinedThing
 *
 * Source: golang.org/x/tools, go/analysis/passes (as of Go 1.26), and Go's cmd/go/internal/work/shell.go. There is no
 * sum, and nothing is printed when nothing is found.
 */
import type { LineFormat, LineReader, LogContext, Sink } from "../format.ts";
import { LintText } from "./lint-text.ts";
import { type Place, placeOf, ruleAtEnd } from "./place.ts";

export const goVet: LineFormat = {
  shape: "lines",
  name: "go-vet",
  kinds: ["lint"],
  tool: "go vet",
  silent: "go vet",
  docs: {
    command: "go vet ./... 2> vet.txt   # with format=go-vet and outcome=; better: go vet -json",
    proof: "none in the file: hand on the step's outcome with outcome=",
    source: "golang.org/x/tools, go/analysis/passes",
    example: 'pkg/v.go:3:28: fmt.Printf format %d has arg "s" of wrong type string',
  },
  minds: ({ first, place }) => place || first === "v",
  reader: (sink, context) => new GoVetReader(sink, context),
};

/** Analyzers by what they say. Each is looked for anywhere in a message of at most MAX_MESSAGE characters. */
const WORDINGS: readonly (readonly [analyzer: string, wording: RegExp])[] = [
  [
    "printf",
    /^\S+ (?:format \S.* (?:has|reads|arg|uses|with)|call (?:has|needs)|arg \S.* (?:is a func value|causes recursive)|arg list ends) ?/,
  ],
  ["printf", /non-constant format string in call to|does not support error-wrapping directive|does not take io\.Writer but has/],
  ["copylocks", /(?:copies lock value|passes lock by value|copies lock: )/],
  ["structtag", /^struct field (?:tag .*not compatible|\S+ (?:has \S+ tag but is not exported|repeats \S+ tag))/],
  [
    "tests",
    /(?:refers to unknown (?:identifier|field or method): |has malformed (?:name: first letter|example suffix: )|should (?:be niladic|return nothing))/,
  ],
  ["tests", /(?:fuzz target must|argument to Fuzz must|call to \(\*testing\.F\)\.Add|fuzzing arguments can only)/],
  ["unreachable", /^unreachable code$/],
  ["assign", /^self-assignment of /],
  ["unusedresult", /^result of .* call not used$/],
  [
    "lostcancel",
    /(?:the cancel\w* function .*should be called, not discarded|function is not used on all paths|this return statement may be reached without using the)/,
  ],
  ["loopclosure", /^(?:loop variable|range variable) \S+ captured by func literal/],
  ["composites", /(?:composite literal|struct literal) uses unkeyed fields$/],
  ["unmarshal", /^call of \S+ passes non-pointer/],
  ["stdmethods", /^method .* should have signature /],
  ["stringintconv", /^conversion from .* yields a string of one rune/],
  ["bools", /^(?:redundant|suspect) (?:or|and): /],
  ["nilfunc", /^comparison of function .* nil is always /],
  ["atomic", /^direct assignment to atomic value$/],
  ["unsafeptr", /^possible misuse of (?:unsafe\.Pointer|reflect\.\w+)/],
  ["errorsas", /^second argument to errors\.As /],
  ["httpresponse", /^using \S+ before checking for errors$/],
  ["ifaceassert", /^impossible type assertion: no type can implement both /],
  ["shift", /too small for shift of /],
  ["sigchanyzer", /^misuse of unbuffered os\.Signal channel/],
  ["testinggoroutine", /^call to \S+ from a non-test goroutine|defined outside of the subtest/],
  ["timeformat", /2006-02-01 should be 2006-01-02/],
  ["buildtag", /(?:\/\/go:build (?:line|comment|condition)|\+build comment|in build constraint)/],
  ["directive", /^(?:\/\/go:debug directive only valid|invalid space .* in \S+ directive)/],
  ["appends", /^append with no values$/],
  ["defers", /^call to time\.Since is not deferred$/],
  [
    "slog",
    /(?:should be a string or a slog\.Attr|should probably be a string or a slog\.Attr|missing a final value|has a missing or misplaced value)/,
  ],
  ["stdversion", /^\S+ requires go\d\S* or later/],
  ["hostport", /^address format .* does not work with IPv6/],
  ["waitgroup", /^WaitGroup\.Add called from inside new goroutine$/],
  ["cgocall", /^possibly passing Go type with embedded pointer to C$/],
  ["asmdecl", /^\[\w+\] \S+: /],
  ["framepointer", /^frame pointer is clobbered before saving$/],
];
const MAX_MESSAGE = 2_000;
const SOURCE = /\.(?:go|s)$/;
const UNCOMPILED = "vet: ";

interface Held extends Place {
  at: number;
}

class GoVetReader implements LineReader {
  private readonly text: LintText;
  /** Lines that say something that no analyzer is known for: they may be the compiler's. */
  private unknown: Held[] = [];
  /** The caller says that it is vet's. */
  private readonly said: boolean;

  constructor(sink: Sink, context: LogContext) {
    this.text = new LintText(sink, context, "go vet");
    this.said = /\bvet\b/i.test(context.called ?? "");
  }

  take(line: string, number: number): boolean {
    const uncompiled = line.startsWith(UNCOMPILED);
    const place = placeOf(uncompiled ? line.slice(UNCOMPILED.length) : line);
    if (!place || !SOURCE.test(place.file)) return false;
    const { file, line: row, words } = place;
    if (uncompiled) {
      this.text.add({ outcome: "error", rule: "typecheck", message: words, file, line: row, word: "error" }, number);
      return true;
    }
    // golangci-lint runs the same analyzers, and puts its own name for them at the end.
    if (/^\w+$/.test(ruleAtEnd(words, " (", ")")?.rule ?? "")) return false;
    const rule = analyzerOf(words);
    if (rule !== undefined) {
      this.text.add({ rule, message: words, file, line: row }, number);
      return true;
    }
    if (this.said) this.unknown.push({ ...place, at: number });
    return false;
  }

  end(): void {
    for (const { file, line, words, at } of this.unknown) {
      this.text.flawed("some of its findings do not tell their analyzer", at);
      this.text.add({ rule: undefined, message: words, file, line }, at);
    }
    this.text.endQuietly();
  }
}

function analyzerOf(message: string): string | undefined {
  const text = message.length > MAX_MESSAGE ? message.slice(0, MAX_MESSAGE) : message;
  return WORDINGS.find(([, wording]) => wording.test(text))?.[0];
}
