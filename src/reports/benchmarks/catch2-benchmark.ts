/**
 * Benchmarks in the output of Catch2's console reporter: under the test case and its sections a table, of each benchmark
 * three rows (samples, mean, standard deviation; the latter two with the ends of their confidence intervals), or one with
 * --benchmark-no-analysis. The run ends in its totals.
 * Source: catchorg/Catch2 src/catch2/reporters/catch_reporter_console.cpp, 2.9 to 3.8.
 */
import type { Part } from "../../model.ts";
import type { LineFormat, LineReader, LogContext, Sink } from "../format.ts";
import { own } from "../lines.ts";
import { failedBenchmark } from "./parts.ts";
import { type Measured, printedMeasurement, quantityOf } from "./units.ts";

export const catch2Benchmark: LineFormat = {
  shape: "lines",
  name: "catch2-benchmark",
  kinds: ["bench", "test"],
  tool: "catch2",
  docs: {
    command: "./tests '[!benchmark]' | tee bench.txt   # shell: bash",
    proof: "each benchmark has its mean, and the run ends in `test cases:` or `All tests passed`",
    source: "catchorg/Catch2 src/catch2/reporters/catch_reporter_console.cpp",
    example: "Fibonacci 20                                              100             2     8.3712 ms",
  },
  minds: ({ first, indented }) => !indented && "b-".includes(first),
  reader: (sink) => new Catch2Reader(sink),
};

const RULE = /^-{60,}$/;
const END = /^(?:test cases: |All tests passed|No tests ran)/;
const TABLE = /^benchmark name +samples +iterations +(estimated|est run time|mean) *$/;
/** No line of the table is longer. */
const MAX_LINE = 1_000;
/** A heading has a test case and its sections. */
const MAX_HEADING = 100;

class Catch2Reader implements LineReader {
  private readonly sink: Sink;
  private part: Part | undefined;
  /** Lines since the last rule, while they may be a heading. */
  private heading: string[] | undefined;
  private suite: string | undefined;
  private sections: string[] = [];
  /** Rows a benchmark has; undefined outside of a table. */
  private table: "analysed" | "plain" | undefined;
  /** What was read of the benchmark's name; a long one goes over several lines. */
  private name: string[] = [];
  /** The row that comes next. */
  private row: "samples" | "mean" | "deviation" = "samples";
  private measured: Measured | undefined;

  constructor(sink: Sink, _context?: LogContext) {
    this.sink = sink;
  }

  take(line: string, number: number): boolean {
    if (line.length > MAX_LINE) return false;
    if (line.startsWith("benchmark name ")) {
      const words = TABLE.exec(line);
      if (!words) return false;
      this.finishRow();
      this.open(number);
      this.table = words[1] === "mean" ? "plain" : "analysed";
      this.row = "samples";
      this.name = [];
      return true;
    }
    if (line.startsWith("-----") && RULE.test(line)) return this.rule();
    if (this.part && this.table === undefined && END.test(line)) return this.close();
    if (this.table !== undefined) return this.cell(line);
    if (this.heading && line.trim() !== "") {
      if (this.heading.length < MAX_HEADING) this.heading.push(line);
      else this.heading = undefined;
    }
    return false;
  }

  get idle(): boolean {
    return this.part === undefined && this.table === undefined && this.heading === undefined;
  }

  end(): void {
    this.finishRow();
  }

  /** A line of dashes: before a heading, behind it, or below the table's own. */
  private rule(): boolean {
    if (this.table !== undefined && this.row === "samples" && this.name.length === 0 && this.heading === undefined) {
      this.heading = [];
      return true;
    }
    if (this.table !== undefined) this.finishRow();
    this.table = undefined;
    const [first, ...sections] = this.heading ?? [];
    if (first !== undefined && !first.startsWith(" ")) {
      this.suite = own(first.trim());
      this.sections = sections.map((section) => own(section.trim()));
      this.heading = undefined;
    } else this.heading = [];
    return false;
  }

  private open(number: number): void {
    // Set so that the rule below the table's heading is told from the next heading's.
    this.heading = undefined;
    if (this.part) return;
    this.part = this.sink.part("bench", "the run's totals are missing");
    this.part.line = number;
  }

  private cell(line: string): boolean {
    const words = line.trim();
    if (words === "") {
      // Text before the next benchmark is no part of its name.
      if (this.row === "samples") this.name = [];
      return false;
    }
    if (words.startsWith("====")) {
      this.finishRow();
      this.table = undefined;
      return false;
    }
    const tokens = words.split(/ +/);
    if (this.row === "samples") return this.samples(words, tokens, line);
    if (tokens.length >= 6 && measuredOf(tokens.slice(-6))) {
      // A long name goes on beside the other rows.
      if (tokens.length > 6 && this.name.length < MAX_HEADING) this.name.push(own(tokens.slice(0, -6).join(" ")));
      if (this.row === "mean") {
        this.measured = measuredOf(tokens.slice(-6));
        this.row = "deviation";
      } else this.observe();
      return true;
    }
    if (words.startsWith("Benchmark failed")) {
      if (this.part) this.sink.observe(failedBenchmark(this.part, this.path(), this.suite, words));
      this.name = [];
      this.row = "samples";
      return true;
    }
    return false;
  }

  /** `NAME 100 208 7.1968 ms`, or a line of a name that goes on. */
  private samples(words: string, tokens: string[], line: string): boolean {
    if (line.startsWith(" ")) return false;
    const [samples = "", iterations = "", value = "", unit = ""] = tokens.slice(-4);
    const figures = /^\d+$/.test(samples) && /^\d+$/.test(iterations) && minutesGone(value, unit) !== undefined;
    if (!figures || tokens.length < 5) {
      if (this.name.length < MAX_HEADING) this.name.push(own(words));
      return false;
    }
    // The name may hold more than one space in a row.
    let name = words;
    for (let i = 0; i < 4; i++) name = name.slice(0, name.lastIndexOf(" ")).trimEnd();
    this.name.push(own(name));
    if (this.table === "plain") {
      this.measured = measuredOf([value, unit]);
      this.observe();
    } else this.row = "mean";
    return true;
  }

  private observe(): void {
    if (this.part && this.measured) {
      const suite = this.suite === undefined ? {} : { suite: this.suite };
      this.sink.observe({ kind: "bench", outcome: "passed", part: this.part, name: this.path(), ...suite, ...this.measured });
    } else if (this.part) this.part.reason = `${this.path()} was not measured to its end`;
    this.measured = undefined;
    this.name = [];
    this.row = "samples";
  }

  private path(): string {
    return [...this.sections, this.name.join(" ")].join(" / ");
  }

  /** A benchmark that is not measured to its end; what is left of a table's end may be no name. */
  private finishRow(): void {
    if (this.row === "deviation" || this.row === "mean") this.observe();
  }

  /** The run's totals. */
  private close(): boolean {
    const { part } = this;
    if (!part) return false;
    part.extent.units.push(this.suite ?? "catch2");
    if (part.reason === "the run's totals are missing") {
      part.state = "whole";
      delete part.reason;
    }
    this.part = undefined;
    return true;
  }
}

/** Catch2 goes on to minutes. */
function minutesGone(value: string, unit: string): [value: string, unit: string] | undefined {
  if (unit !== "m") return quantityOf(value, unit)?.nanoseconds ? [value, unit] : undefined;
  return /^\d{1,20}(?:\.\d{1,20})?$/.test(value) ? [String(Number(value) * 60), "s"] : undefined;
}

/** `344 ns 341 ns 349 ns`: the mean and the ends of its confidence interval. */
function measuredOf(tokens: readonly string[]): Measured | undefined {
  const [mean, low, high] = [0, 2, 4].map((i) => minutesGone(tokens[i] ?? "", tokens[i + 1] ?? ""));
  if (!mean) return undefined;
  const measured = printedMeasurement(...mean);
  const from = low && quantityOf(...low);
  const to = high && quantityOf(...high);
  return measured && from && to && to.value >= from.value ? { ...measured, range: (to.value - from.value) / 2 } : measured;
}
