/**
 * What cargo-nextest prints for people: a status line for each test as it ends, captured output below the failing ones,
 * a summary, and the failing tests once more. One test stands in several lines; the last that speaks of it tells how it
 * ended. Passes are believed only where the summary's counts agree with the lines: a test can print such lines itself.
 * Source: nextest-rs/nextest, nextest-runner/src/reporter/displayer (0.9.50 to 0.9.151); seen in samples/nextest.
 */
import type { CargoTarget, Outcome, Part, TestObservation } from "../../model.ts";
import { beginsTarget } from "../builds/cargo.ts";
import { Excerpt } from "../excerpt.ts";
import { isCapital, type LineFormat, type LineReader, type LogContext, type Sink } from "../format.ts";
import { own } from "../lines.ts";
import { type Panic, panicOf } from "./panic.ts";

export const nextest: LineFormat = {
  shape: "lines",
  name: "nextest",
  kinds: ["test"],
  tool: "cargo nextest",
  docs: {
    command: "cargo nextest run --no-fail-fast 2>&1 | tee nextest.txt   # shell: bash",
    proof: "the `Summary` line counts as many tests as there were to run, and its counts agree with the lines",
    source: "nextest-rs/nextest nextest-runner/src/reporter/displayer",
    example: "        PASS [   0.012s] shop::api list_orders",
  },
  minds: ({ first }) => first === "e" || isCapital(first),
  reader: (sink, context) => new NextestReader(sink, context),
};

/**
 * The target of a binary id: `shop` is the library, `shop::api` tests/api.rs, `shop::bin/x` a binary, and so on.
 * Undefined for what is no binary (`@setup-script:…`). Source: RustBinaryId in nextest-metadata.
 */
export function targetOfBinaryId(id: string): CargoTarget | undefined {
  if (id === "" || id.startsWith("@")) return undefined;
  const at = id.indexOf("::");
  if (at === -1) return { package: id, kind: "lib" };
  const owner = id.slice(0, at);
  const rest = id.slice(at + 2);
  const slash = rest.indexOf("/");
  if (slash === -1) return { package: owner, kind: "test", name: rest };
  const kind = rest.slice(0, slash);
  const name = rest.slice(slash + 1);
  return kind === "bin" || kind === "example" || kind === "bench"
    ? { package: owner, kind, name }
    : { package: owner, kind: "unknown", crate: name };
}

const STARTING = /^ {4}Starting (\d{1,9}) (?:test|benchmark)s? across \d+ binar(?:y|ies)(?: \(.*\))?$/;
const SUMMARY = /^ {3,5}Summary \[ *\d+\.\d{3}s\] (\d{1,9})(?:\/(\d{1,9}))? (test|benchmark|stress run iteration)s?(?: run)?: (.+)$/;
const NOT_RUN = /^warning: \d+\/\d+ (?:test|benchmark)s? (?:was|were) not run/;
/** What stands behind the word of a status line: time, index of a stress run, counter, binary, test. */
const STATUS = /^\[(>?) *(?:(\d{1,9}\.\d{3})s)? *\] (\[\d+(?:\/\d+)?\] )?(\( *(?:\d+\/\d+|[─-]+)\) )?(\S+) (.+)$/;
/** Headers of captured output since 0.9.92: the output is indented, unless `--no-output-indent` says otherwise. */
const OUTPUT = /^ {2}(?:stdout|stderr|output|execfail) [─-]{1,3}$/;
const FLUSH_OUTPUT = /^[─-]{1,2} (?:stdout|stderr|output|execfail) [─-]{1,2}$/;
/** Headers before that, with output as it came. */
const NAMED_OUTPUT = /^--- (?:TRY \d+ )?(?:STDOUT|STDERR|OUTPUT|STDOUT \+ STDERR): +(\S+) (\S.*) ---$/;
/** A line below a status: the code of an abort on Windows, or that a flaky test was to fail. */
const NOTE = /^ {11}- (\S.*)$/;
const LIST_FAILED = /^ {2}for `([^`]{1,500})`, (.*)$/;
/** Steps of a workflow in a downloaded log. */
const STEP = /^##\[(?:group|error)\]/;
/** How libtest, run for one test, speaks around the test's own output. */
const HARNESS = /^(?:running 1 test|failures:|test result: .*|test .* \.\.\. FAILED|---- .* stdout ----)$/;
const ENDED = /^\((test (?:aborted|timed out|exited|failed|passed).*)\)$/;

const PASSED = new Set(["PASS", "LEAK", "TIMEOUT-PASS", "SLOW", "SLOW + LEAK", "SLOW+TMPASS", "FLAKY"]);
/** Words of a failure; `SIG…` and the short names of signals in retries (`ABRT`, `SEGV`) are told by their form. */
const FAILED = new Map([
  ["FAIL", "the test failed"],
  ["FAIL + LEAK", "the test failed and left handles open"],
  ["FL+LK", "the test failed and left handles open"],
  ["LEAK-FAIL", "the test passed but left handles open"],
  ["LKFAIL", "the test passed but left handles open"],
  ["XFAIL", "the test could not be executed"],
  ["TIMEOUT", "the test timed out"],
  ["TMT", "the test timed out"],
  ["ABORT", "the test was aborted"],
  ["FLKY-FL", "the test is flaky, and this run treats that as a failure"],
]);
/** nix's names of signals: whole where a test has one attempt, without `SIG` in retries. */
const SIGNAL =
  /^(?:SIG)?(ABRT|ALRM|BUS|CHLD|CONT|FPE|HUP|ILL|INT|IO|KILL|PIPE|PROF|PWR|QUIT|SEGV|STKFLT|STOP|SYS|TERM|TRAP|TSTP|TTIN|TTOU|URG|USR1|USR2|VTALRM|WINCH|XCPU|XFSZ)$/;
/** Progress, not a result. */
const PROGRESS = new Set(["START", "TERMINATING", "TRMNTG", "SETUP", "SETUP SLOW", "DELAY"]);

interface Status {
  word: string;
  attempt: number;
  seconds: number | undefined;
  /** A retry follows: its counter is blank. */
  pending: boolean;
  /** One of several rounds. */
  stress: boolean;
  id: string;
  name: string;
}

class NextestReader implements LineReader {
  private readonly sink: Sink;
  private readonly context: LogContext;
  private run: Run | undefined;
  /** `creating test list failed` was said; what follows names the binary. */
  private listing = false;
  /** A status line, until another line shows that it was not the last: there, half of the test's name may be missing. */
  private held: { status: Status; number: number } | undefined;

  constructor(sink: Sink, context: LogContext) {
    this.sink = sink;
    this.context = context;
  }

  take(line: string, number: number, cut: boolean): boolean {
    if (this.held) this.run?.status(this.held.status, this.held.number);
    this.held = undefined;
    if (this.run?.swallows(line)) {
      if (cut) this.run.spoil("a line is longer than any test prints");
      return true;
    }
    const starting = line.startsWith("    Starting ") ? STARTING.exec(line) : null;
    if (starting || line.startsWith(" Nextest run ID ")) {
      if (starting && this.run?.begins(Number(starting[1]))) return true;
      this.give();
      this.run = new Run(this.sink, this.context);
      if (starting) this.run.begins(Number(starting[1]));
      return true;
    }
    if (this.listing || line === "error: creating test list failed") return this.list(line);
    const status = statusOf(line);
    if (status) {
      this.run ??= new Run(this.sink, this.context);
      this.held = { status, number };
      return true;
    }
    const summary = line.startsWith("   ") && line.includes("Summary [") ? SUMMARY.exec(line) : null;
    if (summary) {
      this.run ??= new Run(this.sink, this.context);
      this.run.finish(Number(summary[1]), summary[2] === undefined ? undefined : Number(summary[2]), summary[3] ?? "", summary[4] ?? "");
      return true;
    }
    // With --message-format both streams may be in one log.
    if (!this.run || line.startsWith('{"type":"')) return false;
    // Cargo or another step speaks: the run is over, whether it said so or not.
    if (beginsTarget(line) || STEP.test(line)) {
      this.give();
      return false;
    }
    return this.run.other(line);
  }

  get idle(): boolean {
    return this.run === undefined && this.held === undefined && !this.listing;
  }

  end(): void {
    this.give();
  }

  private give(): void {
    this.run?.give();
    this.run = undefined;
  }

  /** A binary whose tests could not be listed failed as a whole, and nothing was run. */
  private list(line: string): boolean {
    if (!this.listing) {
      this.listing = true;
      return true;
    }
    const failed = LIST_FAILED.exec(line);
    if (!failed) {
      this.listing = line === "" || line === "Caused by:";
      return this.listing;
    }
    this.listing = false;
    const id = failed[1] ?? "";
    const part = this.sink.part("test", "its tests could not be listed");
    const target = targetOfBinaryId(own(id));
    if (target) part.target = target;
    else part.extent.units.push(id);
    const how = / (exited with .*|aborted with .*|failed to execute.*|produced .*)$/.exec(failed[2] ?? "")?.[1] ?? "";
    this.sink.observe({
      kind: "test",
      outcome: "error",
      part,
      name: "",
      suite: id,
      whole: true,
      message: `the tests of this binary could not be listed${how === "" ? "" : `: it ${how}`}`,
    });
    return true;
  }
}

/** `        PASS [   0.015s] ( 1/10) ledger tests::empty_is_zero`, `  TRY 2 FAIL [   0.224s] (─────) …`, `   FLAKY 2/3 […] …` */
function statusOf(line: string): Status | undefined {
  const open = line.indexOf(" [");
  if (open < 3 || open > 20) return undefined;
  let word = line.slice(0, open).trimStart();
  if (!/^[A-Z]/.test(word)) return undefined;
  const match = STATUS.exec(line.length > 4096 ? line.slice(open + 1, 4096) : line.slice(open + 1));
  if (!match) return undefined;
  const [, slow = "", seconds, round, counter = "", id = "", name = ""] = match;
  let attempt = 1;
  const tried = /^(?:TRY (\d{1,4}) (.+)|(FLAKY|FLKY-FL) (\d{1,4})\/\d{1,4})$/.exec(word);
  if (tried) {
    attempt = Number(tried[1] ?? tried[4]);
    word = tried[2] ?? tried[3] ?? "";
  }
  if (!PASSED.has(word) && !PROGRESS.has(word) && word !== "SKIP" && !word.startsWith("SETUP ") && failureOf(word) === undefined)
    return undefined;
  if (slow !== "") word = "START";
  return {
    word,
    attempt,
    seconds: seconds === undefined ? undefined : Number(seconds),
    pending: tried?.[1] !== undefined && /[─-]/.test(counter),
    stress: round !== undefined,
    id,
    name,
  };
}

/** The words for people of a failing status. */
function failureOf(word: string): string | undefined {
  const known = FAILED.get(word);
  if (known !== undefined) return known;
  const signal = /^(?:ABORT SIG |SIG )(\d{1,3})$/.exec(word)?.[1] ?? SIGNAL.exec(word)?.[1];
  return signal === undefined ? undefined : `the test was ended by ${/^\d/.test(signal) ? "signal " : "SIG"}${signal}`;
}

interface Test {
  outcome: Outcome;
  /** Words for how it failed. */
  how: string;
  seconds: number | undefined;
  retries: number;
  /** An attempt failed. */
  tripped: boolean;
  /** Its last line announced a retry. */
  pending: boolean;
  output: Excerpt | undefined;
  /** A status line came since: the next output takes the place of the last. */
  fresh: boolean;
}

interface Binary {
  part: Part;
  id: string;
  passed: Passed;
  others: Map<string, Test>;
}

/** Names of a page. */
const PAGE = 64;

/** Tests that passed at once, some of a page each as bytes: no more memory than their characters, even where the log has others than ASCII. */
class Passed {
  size = 0;
  private fresh: string[] = [];
  private readonly pages: Buffer[] = [];

  add(name: string, seconds: number | undefined): void {
    this.size++;
    this.fresh.push(own(`${seconds ?? ""} ${name}`));
    if (this.fresh.length < PAGE) return;
    this.pages.push(Buffer.from(this.fresh.join("\n")));
    this.fresh = [];
  }

  each(take: (name: string, seconds: number | undefined) => void): void {
    const give = (line: string): void => {
      const end = line.indexOf(" ");
      take(line.slice(end + 1), end === 0 ? undefined : Number(line.slice(0, end)));
    };
    for (const page of this.pages) for (const line of page.toString().split("\n")) give(line);
    for (const line of this.fresh) give(line);
  }
}

class Run {
  private readonly sink: Sink;
  private readonly context: LogContext;
  private declared: number | undefined;
  private readonly binaries = new Map<string, Binary>();
  private current: Test | undefined;
  /** Captured output is read: as indented below its header, or as it came. */
  private section: "indented" | "flush" | undefined;
  /** The last line of the section was empty, as the one before a status line is. */
  private blank = false;
  private summary: { finished: number; of: number; passed: number; failed: number; skipped: number } | undefined;
  private stress = false;
  private readonly reasons: string[] = [];
  private broken: string | undefined;
  private skipped = 0;

  constructor(sink: Sink, context: LogContext) {
    this.sink = sink;
    this.context = context;
  }

  /** The number of tests to run, said once at the beginning. */
  begins(tests: number): boolean {
    if (this.declared !== undefined || this.summary) return false;
    this.declared = tests;
    return true;
  }

  spoil(reason: string): void {
    this.broken = reason;
  }

  /** Whether the line is captured output below a header; it is kept for the test it belongs to. */
  swallows(line: string): boolean {
    if (this.section === undefined) return false;
    const inside =
      this.section === "flush"
        ? !this.endsSection(line)
        : line === "" || (line.startsWith("    ") && !(this.blank && statusOf(line) !== undefined));
    this.blank = line === "";
    if (inside) {
      // Its own text: what a failure says is kept to the end, and should not keep the chunk it was read in.
      this.current?.output?.add(own(this.section === "indented" ? line.slice(4) : line));
      return true;
    }
    this.section = undefined;
    return false;
  }

  /** Output that is not indented ends where nextest speaks again. */
  private endsSection(line: string): boolean {
    return (
      statusOf(line) !== undefined ||
      /^(?: {3,5}Summary \[|─{12}|-{12}$| {2,3}Cancell?ing |error: test run failed|##\[)/.test(line) ||
      FLUSH_OUTPUT.test(line) ||
      NAMED_OUTPUT.test(line)
    );
  }

  status(status: Status, number: number): void {
    this.current = undefined;
    this.stress ||= status.stress;
    const { word, name } = status;
    if (PROGRESS.has(word)) return;
    if (word.startsWith("SETUP ")) {
      // `SETUP PASS [   2.265s] script-id: command`
      const id = status.id.replace(/:$/, "");
      this.enter({ ...status, word: word.slice("SETUP ".length), id: `@setup-script:${id}`, name: id }, number);
      return;
    }
    if (word === "SKIP" && !this.summary) this.skipped++;
    if (name !== "") this.enter(status, number);
  }

  private enter(status: Status, number: number): void {
    const binary = this.binaryOf(status.id, number);
    const { word, name, attempt, seconds } = status;
    const passed = PASSED.has(word);
    const known = binary.others.get(name);
    if (!known && passed && attempt === 1) {
      // After the summary it is said again. Said twice before it, the counts do not agree.
      if (!this.summary) binary.passed.add(name, seconds);
      return;
    }
    const test = known ?? {
      outcome: "failed",
      how: "",
      seconds,
      retries: 0,
      tripped: false,
      pending: false,
      output: undefined,
      fresh: true,
    };
    if (!known) binary.others.set(own(name), test);
    test.fresh = true;
    test.seconds = seconds ?? test.seconds;
    test.retries = Math.max(test.retries, attempt - 1);
    this.current = test;
    if (word === "SKIP") {
      if (!known) test.outcome = "skipped";
      return;
    }
    test.pending = status.pending;
    if (passed) {
      // The last of several attempts; in a stress run a pass undoes no earlier failure.
      if (attempt > 1 && !this.stress) test.outcome = "passed";
      test.tripped = true;
      return;
    }
    test.outcome = word === "XFAIL" ? "error" : "failed";
    test.how = failureOf(word) ?? "the test failed";
    test.tripped = true;
  }

  private binaryOf(id: string, number: number): Binary {
    const known = this.binaries.get(id);
    if (known) return known;
    const part = this.sink.part("test", "the run ends before its summary");
    part.line = number;
    const binary: Binary = { part, id: own(id), passed: new Passed(), others: new Map() };
    const target = targetOfBinaryId(binary.id);
    if (target) part.target = target;
    else part.extent.units.push(binary.id);
    this.binaries.set(binary.id, binary);
    return binary;
  }

  /** Lines of the run that are neither status nor summary; false leaves them to others. */
  other(line: string): boolean {
    if (OUTPUT.test(line) || FLUSH_OUTPUT.test(line)) {
      this.output(line.startsWith("  ") ? "indented" : "flush");
      return true;
    }
    const named = line.startsWith("--- ") ? NAMED_OUTPUT.exec(line) : null;
    if (named) {
      this.current = this.binaries.get(named[1] ?? "")?.others.get(named[2] ?? "");
      this.output("flush");
      return true;
    }
    const note = NOTE.exec(line);
    if (note && this.current) {
      this.note(this.current, note[1] ?? "");
      return true;
    }
    if (NOT_RUN.test(line)) {
      this.reasons.push(line.slice("warning: ".length).replace(/ \(run with .*$/, ""));
      return true;
    }
    // Until the summary the lines between are the tests' own (`--no-capture`), and nobody else's.
    return this.summary === undefined;
  }

  private output(section: "indented" | "flush"): void {
    this.section = section;
    this.blank = false;
    if (!this.current) return;
    // The streams of one attempt follow each other; the next attempt's, and what is printed again at the end, begin anew.
    if (this.current.fresh) this.current.output = new Excerpt();
    this.current.fresh = false;
  }

  private note(test: Test, words: string): void {
    if (words === "test configured to fail if flaky") {
      test.outcome = "failed";
      test.how = FAILED.get("FLKY-FL") ?? "";
    } else test.how = `${test.how} ${own(words)}`;
  }

  /** `10 tests run: 6 passed (1 flaky), 4 failed, 1 skipped` */
  finish(finished: number, of: number | undefined, what: string, words: string): void {
    if (this.summary) return;
    const counts = words.replace(/\([^)]*\)/g, "");
    const count = (word: string): number => Number(new RegExp(`(?:^|, )(\\d{1,9}) ${word}`).exec(counts)?.[1] ?? 0);
    this.summary = {
      finished,
      of: of ?? finished,
      passed: count("passed"),
      failed: count("failed") + count("exec failed") + count("timed out"),
      skipped: count("skipped"),
    };
    this.stress ||= what.startsWith("stress");
  }

  /** Hands out what the run showed. */
  give(): void {
    const believed = this.settle();
    for (const binary of this.binaries.values()) this.binary(binary, believed);
    if (this.binaries.size > 0) return;
    const part = this.sink.part("test", this.summary ? "no test was run" : "the run ends before its summary");
    part.provesAbsence = false;
    if (this.summary) part.state = "partial";
  }

  /** The state of all parts, and whether the passes are believed. */
  private settle(): boolean {
    const { summary } = this;
    let passed = 0;
    let failed = 0;
    for (const { id, passed: at, others } of this.binaries.values()) {
      if (id.startsWith("@")) continue;
      passed += at.size;
      for (const test of others.values()) {
        if (test.outcome === "passed") passed++;
        else if (test.outcome !== "skipped" && !test.pending) failed++;
      }
    }
    const agrees =
      summary !== undefined &&
      !this.stress &&
      summary.passed === passed &&
      summary.failed === failed &&
      summary.finished === passed + failed &&
      (this.declared === undefined || this.declared === summary.of);
    if (!summary) return true;
    const reasons = [...this.reasons];
    if (summary.finished < summary.of && reasons.length === 0)
      reasons.push(`${summary.of - summary.finished} of ${summary.of} were not run`);
    if (this.stress) reasons.push("the lines of a stress run are not counted, so no pass in it is believed");
    else if (!agrees) reasons.push("its lines and its summary disagree, so no pass in it is believed");
    if (!agrees && !this.stress) this.sink.count("passed", summary.passed);
    const named = this.skipped >= summary.skipped;
    for (const { part } of this.binaries.values()) {
      part.state = this.broken !== undefined ? "broken" : reasons.length > 0 ? "partial" : "whole";
      if (reasons.length > 0 || this.broken !== undefined)
        part.reason = [...reasons, this.broken].filter((r) => r !== undefined).join("; ");
      else delete part.reason;
      // An ignored test and one that is filtered out are counted alike and not named: a missing test may be either.
      if (!named) part.provesAbsence = false;
    }
    return agrees;
  }

  private binary({ part, id, passed, others }: Binary, believed: boolean): void {
    part.extent.cases = passed.size + others.size;
    for (const [name, test] of others) {
      if (test.outcome === "passed" && !believed) continue;
      this.sink.observe(this.observation(part, id, name, test));
    }
    if (!believed) return;
    passed.each((name, seconds) => {
      // A run that never said its counts may have said a name twice.
      const other = others.get(name);
      if (other && other.outcome !== "passed") return;
      const observation: TestObservation = { kind: "test", outcome: "passed", part, name, suite: id };
      if (seconds !== undefined) observation.duration = seconds;
      this.sink.observe(observation);
    });
  }

  private observation(part: Part, id: string, name: string, test: Test): TestObservation {
    const { outcome, output } = test;
    const observation: TestObservation = { kind: "test", outcome, part, name, suite: id };
    if (test.seconds !== undefined) observation.duration = test.seconds;
    if (test.retries > 0) observation.retries = test.retries;
    if (outcome === "skipped") return observation;
    if (outcome === "passed") {
      if (test.tripped) observation.flaky = true;
      return observation;
    }
    const panic = output ? failureIn(output.lines(), name) : {};
    observation.message = panic.message ?? test.how;
    const detail = output?.text();
    if (detail) observation.detail = detail;
    if (panic.file !== undefined) {
      observation.file = this.context.path(panic.file);
      if (panic.line !== undefined) observation.line = panic.line;
    }
    return observation;
  }
}

/** What went wrong, by the captured output: a panic, an error that was returned, else how nextest says it ended. */
function failureIn(lines: readonly string[], name: string): Panic {
  const words = lines.filter((line) => !HARNESS.test(line) && line.trim() !== name);
  const panicked = words.some((line) => line.startsWith("thread '") || line.startsWith("Error: ") || line.startsWith("note: "));
  if (panicked) return panicOf(words, name);
  const ended = words.findLast((line) => ENDED.test(line));
  if (ended !== undefined) return { message: `the ${ended.slice(1, -1)}` };
  return panicOf(words, name);
}
