/**
 * What criterion prints for people (`cargo bench`), versions 0.3 to 0.7: progress lines (on stdout in 0.3, on stderr
 * since 0.4), then `NAME   time:   [low estimate high]`. Whether criterion finds a change is its word against a single
 * earlier run and no evidence, so those lines are passed over; throughput is the same measurement once more.
 * Source: criterion src/report.rs (CliReport) and src/format.rs, checked on samples of 0.3.6 and 0.5.1.
 */
import type { BenchObservation, Part } from "../../model.ts";
import { targetId } from "../builds/cargo.ts";
import type { LineFormat, LineReader, LogContext, Sink } from "../format.ts";
import { own } from "../lines.ts";
import { unmeasured } from "./parts.ts";
import { quantityOf } from "./units.ts";

export const criterion: LineFormat = {
  shape: "lines",
  name: "criterion",
  kinds: ["bench"],
  tool: "criterion",
  docs: {
    command: "cargo bench 2>&1 | tee bench.txt   # shell: bash",
    proof: "each `Benchmarking` has its `time:`; a benchmark that is missing proves nothing",
    source: "criterion src/report.rs (CliReport), src/format.rs",
    example: "sum_10                  time:   [2.4126 ns 2.4218 ns 2.4331 ns]",
  },
  reader: (sink, context) => new CriterionReader(sink, context),
};

const BENCHMARKING = "Benchmarking ";
const TESTING = "Testing ";
const TIME = "time:   [";
/** What a progress line says after the benchmark's name. */
const STAGE = /^(?:Warming up for |Collecting \d+ samples in estimated |Profiling for |Analyzing$|Complete \(Analysis Disabled\)$)/;
const COMPLETE = "Complete (Analysis Disabled)";
/** Lines below a measurement that say no more about it. */
const ASIDE =
  /^(?: {17}change:$| {24}(?:time|thrpt|change): +\[| {24}(?:Performance has |No change in |Change within )|Found \d+ outliers among )/;
/** criterion cuts a title at 100 characters; no tool prints a longer line for one benchmark. */
const MAX_LINE = 4096;

class CriterionReader implements LineReader {
  private readonly sink: Sink;
  private readonly context: LogContext;
  private part: Part | undefined;
  /** The benchmark that runs, by criterion's progress lines. */
  private running: string | undefined;
  /** The benchmark that is tried once, in test mode. */
  private tried: string | undefined;
  private tests: Part | undefined;
  /** The line before: a name of over 23 bytes has a line of its own. */
  private previous = "";

  constructor(sink: Sink, context: LogContext) {
    this.sink = sink;
    this.context = context;
  }

  take(line: string, number: number): boolean {
    const { previous } = this;
    this.previous = line;
    if (line === "" || line.length > MAX_LINE) return false;
    if (line.charCodeAt(line.length - 1) === 93 /* ] */) {
      const at = line.indexOf(TIME);
      if (at !== -1) return this.measured(line, at, previous, number);
    }
    if (line.startsWith(BENCHMARKING)) return this.progress(line.slice(BENCHMARKING.length), number);
    if (line.startsWith(TESTING)) return this.trying(line.slice(TESTING.length), number);
    if (line === "Success") return this.success();
    return this.part !== undefined && ASIDE.test(line);
  }

  end(): void {
    this.leave();
  }

  private progress(words: string, number: number): boolean {
    const colon = words.lastIndexOf(": ");
    const stage = colon === -1 ? "" : words.slice(colon + 2);
    const known = STAGE.test(stage);
    // Other programs say `Benchmarking` too; what criterion adds, or a benchmark's target, tells it from them.
    if (!known && this.context.cargo.target?.kind !== "bench") return false;
    const name = known ? words.slice(0, colon) : words;
    const part = this.partOf(number);
    if (name !== this.running) {
      this.stop();
      this.running = own(name);
    }
    if (stage === COMPLETE) {
      this.running = undefined;
      if (part.state === "whole") part.state = "partial";
      part.reason ??= "a run for a profiler measures nothing";
    }
    return true;
  }

  /** `NAME   time:   [low estimate high]`, or the name on the line before. The line of a change has more behind the bracket. */
  private measured(line: string, at: number, previous: string, number: number): boolean {
    const words = line.slice(at + TIME.length, -1).trim();
    const title = line.slice(0, at).trimEnd();
    const name = title !== "" ? title : this.titleAbove(previous);
    if (name === undefined) return false;
    const estimate = estimateOf(words);
    const expected = this.part !== undefined || this.context.cargo.target?.kind === "bench";
    if (!expected && !estimate?.unit) return false;
    const part = this.partOf(number);
    this.running = undefined;
    if (estimate === undefined) {
      unmeasured(part, name);
      return true;
    }
    if (estimate.unit === "") {
      this.sink.problem("E_REPORT_NO_UNIT", `${name} is measured without a unit`, number);
      unmeasured(part, name);
      return true;
    }
    const suite = part.target ? { suite: targetId(part.target) } : {};
    this.sink.observe({ kind: "bench", outcome: "passed", part, name: own(name), ...suite, ...estimate });
    return true;
  }

  private titleAbove(previous: string): string | undefined {
    const name = previous.trimEnd();
    return name === "" || previous.startsWith(" ") || previous.startsWith(BENCHMARKING) ? this.running : name;
  }

  private trying(name: string, number: number): boolean {
    const { target } = this.context.cargo;
    if (target?.kind !== "bench") return false;
    if (!this.tests || this.tests.target !== target) {
      this.tests = this.sink.part("test", "criterion does not say how many benchmarks it tries");
      this.tests.state = "partial";
      this.tests.target = target;
      this.tests.line = number;
      this.context.cargo.part = this.tests;
      this.context.cargo.clean = this.tests;
    }
    this.untried();
    this.tried = own(name);
    return true;
  }

  private success(): boolean {
    if (this.tried === undefined || !this.tests?.target) return false;
    this.sink.observe({ kind: "test", outcome: "passed", part: this.tests, name: this.tried, suite: targetId(this.tests.target) });
    this.tried = undefined;
    return true;
  }

  private leave(): void {
    this.stop();
    this.untried();
  }

  private stop(): void {
    if (this.part && this.running !== undefined) unmeasured(this.part, this.running);
    this.running = undefined;
  }

  private untried(): void {
    if (this.tests && this.tried !== undefined) {
      this.tests.state = "broken";
      this.tests.reason = `${this.tried} was not tried to its end`;
    }
    this.tried = undefined;
  }

  private partOf(number: number): Part {
    const { cargo } = this.context;
    if (this.part && this.part.target === cargo.target) return this.part;
    this.leave();
    this.part = this.sink.part("bench", "", {});
    this.part.state = "whole";
    delete this.part.reason;
    this.part.line = number;
    if (cargo.target) {
      this.part.target = cargo.target;
      cargo.part = this.part;
    }
    return this.part;
  }
}

/** `1.4510 µs 1.4687 µs 1.4930 µs`: the ends of the confidence interval around the estimate, each with its unit. */
function estimateOf(words: string): Pick<BenchObservation, "value" | "unit" | "better" | "range" | "step"> | undefined {
  const tokens = words.split(" ").filter((t) => t !== "");
  if (tokens.length < 3 || tokens.length > 30 || tokens.length % 3 !== 0) return undefined;
  const size = tokens.length / 3;
  const units = [0, 1, 2].map((i) => tokens.slice(i * size + 1, (i + 1) * size).join(" "));
  const [low, estimate, high] = units.map((unit, i) => quantityOf(tokens[i * size] ?? "", unit));
  if (!low || !estimate || !high) return undefined;
  const [lowUnit, unit = "", highUnit] = units;
  const measured = { value: estimate.value, step: estimate.step, unit: estimate.nanoseconds ? "ns" : unit, better: "smaller" as const };
  const comparable = estimate.nanoseconds ? low.nanoseconds && high.nanoseconds : lowUnit === unit && highUnit === unit;
  return comparable && high.value >= low.value ? { ...measured, range: (high.value - low.value) / 2 } : measured;
}
