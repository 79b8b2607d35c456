/**
 * `go test` as it prints for people. The last line of a package (`ok`, `FAIL`) names it and proves that its binary came
 * to an end; only with -v are the tests that passed named. What stands between belongs to the tests, so a verdict counts
 * only for a test that began (`=== RUN`), wherever go says which did. A test that prints go's own words for itself can
 * make itself fail, and no other pass.
 * Source: Go's src/testing/testing.go and src/cmd/go/internal/test/test.go (1.4 to 1.25).
 */
import type { LineFormat, LineReader, LogContext, Sink } from "../format.ts";
import { GoBuilds, type GoEnd, GoRun, verdictOf } from "./go.ts";

export const goTestText: LineFormat = {
  shape: "lines",
  name: "go-test",
  aliases: ["go-test-text"],
  kinds: ["test", "build"],
  tool: "go test",
  docs: {
    command: "go test -v ./... 2>&1 | tee test.txt   # shell: bash",
    proof:
      "each package ends in its `ok` or `FAIL` line and each `=== RUN` has its verdict; without -v the passing tests have no names, so nothing closes",
    source: "Go's src/testing/testing.go and src/cmd/go/internal/test/test.go",
    example: "--- PASS: TestTotal (0.01s)",
  },
  reader: (sink, context) => new GoTestReader(sink, context),
};

const TURN = /^=== (RUN|PAUSE|CONT|NAME|ATTR|ARTIFACTS)(?: +(\S.*))?$/;
/** `ok  	example.com/shop	0.01s	coverage: 61.2% of statements`, or `(cached)`. */
const OK = /^ok\s{1,8}(\S{1,4096})\s{1,8}(?:\d{1,9}\.\d{1,9}s|\(cached\))(?:\s(.*))?$/;
const FAILED = /^FAIL\s{1,8}(\S{1,4096})\s{1,8}(?:\d{1,9}\.\d{1,9}s|\[(build failed|setup failed)\])$/;
const NO_TESTS = /^\?\s{1,8}(\S{1,4096})\s{1,8}\[no test files\]$/;
const COMPILED = /^# ([^\s[]{1,4096})(?: \[[^\]]{1,4096}\])?$/;
const COMPILER = /^(?:vet: )?(?:\.{0,2}[\\/])?[^\s:][^:]{0,400}\.\w{1,5}:\d{1,9}(?::\d{1,9})?: |^\t|^too many errors$/;
const BENCHMARK = /^(?:goos|goarch|pkg|cpu): |^Benchmark\S*(?:\s|$)/;
const NAME = /^(?:Test|Benchmark|Fuzz|Example)(?![a-z])/;
/** A stack is not longer before it names the function that matters. */
const MAX_WORDS = 400;

class GoTestReader implements LineReader {
  private readonly sink: Sink;
  private readonly context: LogContext;
  private readonly builds: GoBuilds;
  /** The package whose output is read; its name stands at the end. */
  private run: GoRun | undefined;
  /** `=== RUN` lines: every test says that it began. */
  private verbose = false;
  /** The package of the compiler's lines that follow. */
  private compiled: string | undefined;
  /** What a package may have said before it failed without naming a test. */
  private words: string[] = [];
  private benchmarks = false;
  private none = false;

  constructor(sink: Sink, context: LogContext) {
    this.sink = sink;
    this.context = context;
    this.builds = new GoBuilds(sink, context);
  }

  take(line: string, number: number, cut: boolean): boolean {
    if (cut && this.run) this.run.spoiled = true;
    switch (line.charCodeAt(0)) {
      case 61 /* = */:
        if (line.startsWith("=== ") && this.turn(line, number)) return true;
        break;
      case 111 /* o */:
        if (line.startsWith("ok") && this.ok(line, number)) return true;
        break;
      case 70 /* F */:
        if (line.startsWith("FAIL") && this.failed(line, number)) return true;
        break;
      case 63 /* ? */:
        if (line.startsWith("? ") || line.startsWith("?\t")) {
          const name = NO_TESTS.exec(line)?.[1];
          if (name === undefined) break;
          this.done(name, { word: "skip", verbose: true }, number);
          return true;
        }
        break;
      case 45 /* - */:
        if (line.startsWith("--- ") && this.verdict(line, number)) return true;
        break;
      case 35 /* # */:
        if (line.startsWith("# ")) {
          this.compiled = COMPILED.exec(line)?.[1];
          if (this.compiled !== undefined) return false;
        }
        break;
    }
    if (this.compiled !== undefined) {
      // These lines may be a linter's (go vet) as well: they are noted, and left to others.
      if (COMPILER.test(line.slice(0, 1_000))) {
        this.builds.tell(this.compiled, line);
        return false;
      }
      this.compiled = undefined;
    }
    return this.inside(line);
  }

  end(): void {
    const { run } = this;
    if (!run) return;
    this.run = undefined;
    // A binary that was compiled by `go test -c` and run by itself names no package.
    const end: GoEnd | undefined = run.end && { word: run.end === "PASS" ? "pass" : "fail", verbose: this.verbose, none: this.none };
    const { part, held } = run.give(end);
    if (end) for (const each of held) this.sink.observe(each.observation, each.listed);
    else {
      // Under no package's name they would be other tests than they are.
      for (const { listed } of held) this.sink.count(listed, 1);
      const names = held.slice(0, 10).map(({ observation }) => observation.name);
      if (names.length > 0) part.reason = `${part.reason}, after ${names.join(", ")} failed`;
    }
  }

  private turn(line: string, number: number): boolean {
    const match = TURN.exec(line);
    if (!match) return false;
    const [, word = "", name = ""] = match;
    if (word === "RUN" && name !== "") {
      // The last package ended in a bare word, as binaries do that are run by themselves.
      this.verbose = true;
      this.open(number).run(name);
      return true;
    }
    if (!this.run) return false;
    if (word !== "ATTR" && word !== "ARTIFACTS") this.run.turn(name, word === "PAUSE");
    return true;
  }

  private open(number: number): GoRun {
    this.run ??= new GoRun(this.sink, this.context, "", number);
    this.run.benchmarks ||= this.benchmarks;
    return this.run;
  }

  private verdict(line: string, number: number): boolean {
    const found = verdictOf(line);
    if (!found) return false;
    const { word, name, seconds, before } = found;
    // A line of one test that merely ends so.
    if (before.trim() !== "" && before.startsWith("--- ")) return false;
    if (this.run?.knows(name)) {
      this.run.result(name, word, seconds);
      return true;
    }
    if (!NAME.test(name)) return false;
    if (this.verbose && !name.startsWith("Benchmark")) return this.run !== undefined;
    // Without -v only what failed is told.
    if (!this.run && (word === "pass" || (seconds === undefined && !name.startsWith("Benchmark")))) return false;
    this.open(number).result(name, word, seconds);
    return true;
  }

  private ok(line: string, number: number): boolean {
    const match = OK.exec(line);
    const name = match?.[1] ?? "";
    // `ok 1 0.5s` is a line of TAP.
    if (!match || /^\d+$/.test(name)) return false;
    const none = this.none || (match[2] ?? "").includes("[no tests to run]");
    this.done(name, { word: "pass", verbose: this.verbose, none }, number);
    return true;
  }

  private failed(line: string, number: number): boolean {
    const match = FAILED.exec(line);
    if (!match) {
      if (line !== "FAIL" || !this.run) return false;
      this.run.say(line);
      return !this.benchmarks;
    }
    const [, name = "", unbuilt] = match;
    const end: GoEnd = { word: "fail", verbose: this.verbose };
    this.done(name, unbuilt === undefined ? end : { ...end, unbuilt }, number);
    return true;
  }

  /** The last line of a package. */
  private done(name: string, end: GoEnd, number: number): void {
    // The compiler fails while other packages still run: what is read belongs to one of those.
    const other = end.unbuilt !== undefined || end.word === "skip";
    const run = (other ? undefined : this.run) ?? new GoRun(this.sink, this.context, name, number);
    run.benchmarks ||= this.benchmarks;
    run.package = name;
    if (run !== this.run && !other) for (const word of this.words) run.say(word);
    if (end.unbuilt !== undefined) this.builds.failed(name, undefined, end.unbuilt);
    else if (end.word !== "skip") this.builds.passed(name);
    // A package of which only benchmarks ran: go-bench.ts tells of it.
    const idle = !other && this.benchmarks && end.word === "pass" && run.isIdle;
    if (!idle) for (const each of run.give(end).held) this.sink.observe(each.observation, each.listed);
    if (other) return;
    this.run = undefined;
    this.verbose = false;
    this.words = [];
    this.benchmarks = false;
    this.none = false;
  }

  /** Any other line. */
  private inside(line: string): boolean {
    const { run } = this;
    if (line === "testing: warning: no tests to run") {
      this.none = true;
      return true;
    }
    if (BENCHMARK.test(line.slice(0, 1_000))) {
      this.benchmarks = true;
      return false;
    }
    if (!run) {
      this.remember(line);
      return false;
    }
    if (line === "PASS") {
      run.say(line);
      // The reader of benchmarks waits for that word too.
      return !this.benchmarks;
    }
    if (run.end !== undefined) {
      run.say(line);
      return line.startsWith("coverage: ") || line.startsWith("exit status ");
    }
    if (line.includes("--- ")) {
      const found = verdictOf(line);
      if (found && this.nested(run, found)) return true;
    }
    run.print(line);
    return true;
  }

  /** A subtest's verdict, indented; or one behind text that had no newline. */
  private nested(run: GoRun, { before, word, name, seconds }: NonNullable<ReturnType<typeof verdictOf>>): boolean {
    if (before.trim() !== "") {
      if (this.verbose && seconds !== undefined && name === run.running) run.glue(name, word);
      return false;
    }
    if (!run.knows(name) && (this.verbose || !this.isBelow(run, name))) return false;
    run.result(name, word, seconds);
    return true;
  }

  private isBelow(run: GoRun, name: string): boolean {
    const at = name.lastIndexOf("/");
    const first = name.indexOf("/");
    return at > 0 && (run.knows(name.slice(0, at)) || run.knows(name.slice(0, first)));
  }

  /** Words before a `FAIL` line that names no test: from a panic on, else the last few. */
  private remember(line: string): void {
    if (line.startsWith("panic: ") || line.startsWith("fatal error: ")) this.words = [];
    else if (this.words.length === 0) return;
    if (this.words.length < MAX_WORDS) this.words.push(line);
  }
}
