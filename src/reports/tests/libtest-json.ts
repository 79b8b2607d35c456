/**
 * Rust's test harness as it prints for programs (`-- -Z unstable-options --format json`, nightly): one event a line,
 * `suite` around the tests of a binary, which no event names. The target is taken from cargo's lines of the same log.
 * Passing tests are believed only where the counts at the end agree with the events, each test having begun and ended
 * once: a test can print such lines itself. What began and never ended names the suspects when a binary is gone.
 * Source: library/test/src/formatters/json.rs, rustc 1.63 to 1.97; every rule is seen in samples/libtest-json.
 */
import type { BenchObservation, Part, TestObservation } from "../../model.ts";
import { beginsTarget, failedTarget, targetId } from "../builds/cargo.ts";
import { Excerpt, excerpt } from "../excerpt.ts";
import type { LineFormat, LineReader, LogContext, Sink } from "../format.ts";
import { own } from "../lines.ts";
import { numberOf, objectOf, textOf } from "../values.ts";
import { panicOf } from "./panic.ts";

export const libtestJson: LineFormat = {
  shape: "lines",
  name: "libtest-json",
  kinds: ["test", "bench"],
  tool: "cargo test",
  docs: {
    command: "cargo +nightly test --no-fail-fast --workspace -- -Z unstable-options --format json 2>&1 | tee test.json   # shell: bash",
    proof: "each suite has its end, and every test that began has a verdict",
    source: "rust-lang/rust library/test/src/formatters/json.rs",
    example: '{ "type": "test", "event": "ok", "name": "cart::adds" }',
  },
  minds: ({ first, indented }) => !indented && first === "{",
  reader: (sink, context) => new LibtestJsonReader(sink, context),
};

/** What events hold; each of it may be anything. */
interface Event {
  readonly type?: unknown;
  readonly event?: unknown;
  readonly name?: unknown;
  readonly stdout?: unknown;
  readonly message?: unknown;
  readonly reason?: unknown;
  readonly exec_time?: unknown;
  readonly median?: unknown;
  readonly deviation?: unknown;
  readonly test_count?: unknown;
  readonly passed?: unknown;
  readonly failed?: unknown;
  readonly ignored?: unknown;
  readonly measured?: unknown;
  readonly filtered_out?: unknown;
}

/** Not at a line's beginning where a test's output had no newline. The space behind the brace tells it from nextest's. */
const EVENT = '{ "type": "';
/** More names than this say no more. */
const MAX_SUSPECTS = 10;
const LAST_WORDS = 40;

class LibtestJsonReader implements LineReader {
  private readonly sink: Sink;
  private readonly context: LogContext;
  private suite: Suite | undefined;

  constructor(sink: Sink, context: LogContext) {
    this.sink = sink;
    this.context = context;
  }

  take(line: string, number: number, cut: boolean): boolean {
    const { suite } = this;
    if (isCargo(line)) {
      if (suite && !suite.ended) suite.abandon(failedTarget(line) !== undefined);
      // Before the next target runs, cargo's hint may name the package of this one.
      if (beginsTarget(line)) this.give();
      return false;
    }
    const at = line.indexOf(EVENT);
    // Outside a suite, text before an event is another program's.
    if (at === -1 || (at > 0 && (!suite || suite.ended))) {
      if (!suite || suite.ended) return false;
      suite.noise(line, cut);
      return true;
    }
    const event = plainEvent(line) ?? parse(at === 0 ? line : line.slice(at));
    if (!event) {
      if (!suite || suite.ended) return false;
      suite.spoil();
      return true;
    }
    this.event(event, line, number);
    return true;
  }

  get idle(): boolean {
    return this.suite === undefined;
  }

  end(): void {
    if (this.suite && !this.suite.ended) this.suite.abandon(true);
    this.give();
  }

  private event(event: Event, line: string, number: number): void {
    const type = textOf(event.type);
    const what = textOf(event.event);
    if (what === "discovery" || what === "discovered" || what === "completed") {
      this.listed(number);
      return;
    }
    if (type === "suite" && what === "started") {
      if (this.suite && !this.suite.ended) this.suite.abandon(false);
      this.give();
      this.begin(number, numberOf(event.test_count));
      return;
    }
    if (!this.suite || this.suite.ended) {
      // What is left of a log whose beginning is missing; the closing `report` of doctests says nothing.
      if (type !== "test" && type !== "bench") return;
      this.give();
      this.begin(number, undefined);
    }
    if (type === "suite") this.suite?.finish(event);
    else if (type === "test") this.suite?.test(event, what);
    else if (type === "bench") this.suite?.bench(event, line);
  }

  /** `--list` was asked for: nothing runs. */
  private listed(number: number): void {
    const { cargo } = this.context;
    if (cargo.listed) return;
    cargo.listed = true;
    const part = this.sink.part("test", "it lists tests without running them");
    part.state = "partial";
    part.provesAbsence = false;
    part.line = number;
    if (cargo.target) part.target = cargo.target;
  }

  private begin(number: number, declared: number | undefined): void {
    const part = this.context.cargo.testsBegin(this.sink, number, "its events end before the suite does");
    this.suite = new Suite(this.sink, this.context, part, declared);
  }

  private give(): void {
    this.suite?.give();
    this.suite = undefined;
  }
}

function isCargo(line: string): boolean {
  if (line.charCodeAt(0) === 32) return beginsTarget(line);
  return line.charCodeAt(line.length - 1) === 96 /* ` */ && failedTarget(line) !== undefined;
}

/** A test that begins or passes, its name without an escape: nearly all lines, and read sooner than by the parser. */
const PLAIN =
  /^\{ "type": "test", (?:"event": "started", "name": "([ !#-[\]-\uffff]*)"|"name": "([ !#-[\]-\uffff]*)", "event": "ok"(?:, "exec_time": ((?:0|[1-9]\d{0,8})\.\d{1,20}))?) \}$/;

function plainEvent(line: string): Event | undefined {
  const match = PLAIN.exec(line);
  if (!match) return undefined;
  const [, begun, passed = "", seconds] = match;
  if (begun !== undefined) return { type: "test", event: "started", name: own(begun) };
  return { type: "test", event: "ok", name: own(passed), exec_time: seconds === undefined ? undefined : Number(seconds) };
}

function parse(text: string): Event | undefined {
  try {
    return objectOf<keyof Event>(JSON.parse(text));
  } catch {
    return undefined;
  }
}

interface Failed {
  name: string;
  stdout: string;
  message: string | undefined;
  reason: string | undefined;
  seconds: number | undefined;
}

/** From one suite's beginning to its end. */
class Suite {
  ended = false;
  private readonly sink: Sink;
  private readonly context: LogContext;
  private readonly part: Part;
  private readonly declared: number | undefined;
  /** What earlier suites of the same part left. */
  private readonly before: { state: Part["state"]; reason: string | undefined; cases: number } | undefined;
  /** Tests that began and have no verdict yet. */
  private readonly running = new Set<string>();
  private readonly passed: { name: string; seconds: number | undefined }[] = [];
  private readonly failed: Failed[] = [];
  private readonly ignored: { name: string; message: string | undefined }[] = [];
  private readonly measured: { name: string; measurement: Measurement }[] = [];
  /** An event that does not fit, or a line that could not be read: no pass is believed. */
  private odd = false;
  private broken: string | undefined;
  private believed = false;
  private gone = false;
  private counted = { passed: 0, failed: 0, ignored: 0 };
  private words: Excerpt | undefined;
  private wordsLeft = 0;

  constructor(sink: Sink, context: LogContext, part: Part, declared: number | undefined) {
    this.sink = sink;
    this.context = context;
    this.part = part;
    this.declared = declared;
    const { cases } = part.extent;
    this.before = cases === undefined ? undefined : { state: part.state, reason: part.reason, cases };
    part.state = "broken";
    part.reason = "its events end before the suite does";
    context.cargo.clean = undefined;
  }

  /** Output that was not captured. What follows a panic may be the last that the binary says. */
  noise(line: string, cut: boolean): void {
    if (cut) this.broken = "a line is longer than any test prints";
    if (line.startsWith("thread '")) {
      if (this.wordsLeft <= 0) this.words = new Excerpt();
      this.wordsLeft = LAST_WORDS;
    }
    if (this.wordsLeft <= 0) return;
    this.wordsLeft--;
    this.words?.add(line);
  }

  spoil(): void {
    this.odd = true;
  }

  test(event: Event, what: string | undefined): void {
    const name = textOf(event.name);
    if (name === undefined || what === undefined) {
      this.odd = true;
      return;
    }
    if (what === "started") {
      if (this.running.has(name)) this.odd = true;
      this.running.add(name);
      return;
    }
    if (what === "timeout") return;
    if (!this.running.delete(name)) this.odd = true;
    const seconds = numberOf(event.exec_time);
    const message = textOf(event.message);
    switch (what) {
      case "ok":
        this.passed.push({ name, seconds });
        break;
      case "ignored":
        this.ignored.push({ name, message });
        break;
      case "failed":
        this.failed.push({ name, stdout: excerpt(textOf(event.stdout) ?? ""), message, reason: textOf(event.reason), seconds });
        break;
      default:
        this.odd = true;
    }
  }

  bench(event: Event, line: string): void {
    const name = textOf(event.name);
    const value = numberOf(event.median);
    const range = numberOf(event.deviation);
    if (name === undefined || value === undefined) {
      this.odd = true;
      return;
    }
    this.running.delete(name);
    const decimals = /"median": \d+(?:\.(\d+))?/.exec(line)?.[1]?.length ?? 0;
    const measurement: Measurement = { value, unit: "ns", better: "smaller", step: 10 ** -decimals };
    if (range !== undefined) measurement.range = range;
    this.measured.push({ name, measurement });
  }

  /** The suite's last event, with its counts. */
  finish(event: Event): void {
    this.ended = true;
    const count = (name: keyof Event): number => numberOf(event[name]) ?? -1;
    const [passed, failed, ignored, measured] = [count("passed"), count("failed"), count("ignored"), count("measured")];
    const filtered = count("filtered_out");
    this.counted = { passed, failed, ignored };
    this.believed =
      !this.odd &&
      this.declared === passed + failed + ignored + measured &&
      this.passed.length === passed &&
      this.failed.length === failed &&
      this.ignored.length === ignored &&
      this.measured.length === measured &&
      event.event === (failed === 0 ? "ok" : "failed");
    const reasons: string[] = [];
    if (filtered !== 0) reasons.push(filtered === 1 ? "1 test was filtered out" : `${Math.max(filtered, 0)} tests were filtered out`);
    if (!this.believed) reasons.push("its events and its counts disagree, so no pass in it is believed");
    if (this.broken !== undefined) reasons.push(this.broken);
    const partial = reasons.length > 0 || (this.before !== undefined && this.before.state !== "whole");
    this.part.state = this.broken !== undefined ? "broken" : partial ? "partial" : "whole";
    const reason = [this.before?.reason, ...reasons].filter((r) => r !== undefined).join("; ");
    if (reason === "") delete this.part.reason;
    else this.part.reason = reason;
    if (filtered !== 0) this.part.extent.filters = ["names"];
    this.part.extent.cases = (this.before?.cases ?? 0) + Math.max(0, passed) + Math.max(0, failed) + Math.max(0, ignored);
    if (failed === 0 && this.failed.length === 0) this.context.cargo.clean = this.part;
  }

  /** The binary or the log ended before the suite did. `told`: cargo says so itself, or it may be the log alone that ended. */
  abandon(told: boolean): void {
    this.ended = true;
    this.believed = !this.odd;
    this.gone = !told;
    const verdicts = this.passed.length + this.failed.length + this.ignored.length;
    this.part.extent.cases = (this.before?.cases ?? 0) + verdicts;
    this.part.state = "broken";
    this.part.reason = `its test run stopped after ${verdicts} of ${this.declared ?? "?"} results${this.suspects(", while ", " ran")}`;
    const { cargo } = this.context;
    if (this.words) cargo.panic = panicOf(this.words.lines(), [...this.running][0] ?? "");
    else if (this.running.size > 0) cargo.panic = { message: this.suspects("", " did not end") };
  }

  /** Hands out what the suite showed. A suite of benchmarks lists every test as ignored: those were never meant to run. */
  give(): void {
    for (const failed of this.failed) this.failure(failed);
    const measures = this.measured.length > 0;
    if (measures) this.part.provesAbsence = false;
    if (this.believed) {
      for (const { name, seconds } of this.passed) this.observe(name, "passed", undefined, seconds);
      if (!measures) for (const { name, message } of this.ignored) this.observe(name, "skipped", message, undefined);
    } else {
      this.sink.count("passed", Math.max(0, this.counted.passed));
      if (!measures) this.sink.count("skipped", Math.max(0, this.counted.ignored));
      this.sink.count("failed", Math.max(0, this.counted.failed - this.failed.length));
    }
    if (measures) this.benchmarks();
    // Nobody else says that the binary went away: it left with the exit status of success, or cargo's lines are not here.
    if (this.gone && this.part.target) {
      const observation: TestObservation = { ...this.base("", "error"), whole: true };
      observation.message = `the tests of this target did not finish${this.suspects(": ", " did not end")}`;
      this.sink.observe(observation);
    }
  }

  private suspects(before: string, after: string): string {
    if (this.running.size === 0) return "";
    const names = [...this.running].slice(0, MAX_SUSPECTS);
    const more = this.running.size - names.length;
    return `${before}${names.join(", ")}${more > 0 ? ` and ${more} more` : ""}${after}`;
  }

  private failure({ name, stdout, message, reason, seconds }: Failed): void {
    const lines = stdout.split("\n");
    if (message !== undefined) lines.push(...`note: ${message}`.split("\n", 200));
    const panic = panicOf(lines, name);
    const observation = this.base(name, "failed");
    observation.message = panic.message ?? reason ?? "the test failed";
    if (stdout.trim() !== "") observation.detail = stdout.trim();
    if (seconds !== undefined) observation.duration = seconds;
    const example = /^(\S+\.\w+) - .*\(line (\d{1,9})\)$/.exec(name);
    if (example) Object.assign(observation, { file: this.context.path(example[1] ?? ""), line: Number(example[2]) });
    else if (panic.file !== undefined) {
      observation.file = this.context.path(panic.file);
      if (panic.line !== undefined) observation.line = panic.line;
    }
    this.sink.observe(observation);
  }

  private observe(name: string, outcome: "passed" | "skipped", message: string | undefined, seconds: number | undefined): void {
    const observation = this.base(name, outcome);
    if (seconds !== undefined) observation.duration = seconds;
    if (message !== undefined) observation.message = message;
    this.sink.observe(observation);
  }

  private benchmarks(): void {
    const part = this.sink.part("bench", "", { units: [] });
    part.state = this.part.state;
    if (this.part.reason === undefined) delete part.reason;
    else part.reason = this.part.reason;
    if (this.part.target) part.target = this.part.target;
    for (const { name, measurement } of this.measured) {
      this.sink.observe({ kind: "bench", outcome: "passed", part, name, ...suiteOf(part), ...measurement });
    }
  }

  private base(name: string, outcome: TestObservation["outcome"]): TestObservation {
    return { kind: "test", outcome, part: this.part, name, ...suiteOf(this.part) };
  }
}

type Measurement = Pick<BenchObservation, "value" | "unit" | "better" | "range" | "step">;

function suiteOf(part: Part): { suite?: string } {
  return part.target ? { suite: targetId(part.target) } : {};
}
