/**
 * Google Benchmark's table (`--benchmark_format=console`, the default). Each repetition is a row and a measurement of its
 * own; where only the aggregates are shown, the median stands for them. Nothing ends the table.
 * Source: google/benchmark src/console_reporter.cc, 1.4 to 1.9.
 */
import type { Part } from "../../model.ts";
import type { LineFormat, LineReader, Sink } from "../format.ts";
import { own } from "../lines.ts";
import { suiteOf } from "./google-benchmark.ts";
import { endlessPart, failedBenchmark } from "./parts.ts";
import { type Measured, printedMeasurement } from "./units.ts";

export const googleBenchmarkText: LineFormat = {
  shape: "lines",
  name: "google-benchmark-text",
  kinds: ["bench", "test"],
  tool: "google-benchmark",
  docs: {
    command: "./my_benchmark | tee bench.txt   # shell: bash",
    proof: "outcome=success: nothing ends the table",
    source: "google/benchmark src/console_reporter.cc",
    example: "BM_Fib/5         7.20 ns         7.20 ns      4067744",
  },
  minds: ({ first, indented }) => !indented && "BR".includes(first),
  reader: (sink) => new GoogleReader(sink),
};

const HEADER = /^Benchmark +Time +CPU +Iterations/;
const AGGREGATE = /_(mean|median|stddev|cv|BigO|RMS|min|max)$/;
const MAX_LINE = 16_384;

interface Aggregates {
  mean?: Measured;
  median?: Measured;
  stddev?: Measured;
}

class GoogleReader implements LineReader {
  private readonly sink: Sink;
  private part: Part | undefined;
  private suite: string | undefined;
  private readonly repeated = new Set<string>();
  private readonly failed = new Set<string>();
  private readonly aggregates = new Map<string, Aggregates>();

  constructor(sink: Sink) {
    this.sink = sink;
  }

  take(line: string, number: number): boolean {
    if (line.length > MAX_LINE || line === "") return false;
    if (line.startsWith("Benchmark ") && HEADER.test(line)) {
      this.give();
      this.part = endlessPart(this.sink, [this.suite ?? "google-benchmark"], number);
      return true;
    }
    if (line.startsWith("Running ")) {
      this.give();
      this.suite = suiteOf(line.slice(8).trim());
      return false;
    }
    return this.part !== undefined && !line.startsWith(" ") && this.row(line, this.part);
  }

  get idle(): boolean {
    return this.part === undefined;
  }

  end(): void {
    this.give();
  }

  private row(line: string, part: Part): boolean {
    const error = line.indexOf(" ERROR OCCURRED: '");
    if (error > 0) {
      const name = own(line.slice(0, error).trimEnd());
      // Each repetition fails for itself.
      if (!this.failed.has(name)) this.sink.observe(failedBenchmark(part, name, this.suite, own(line.slice(error + 18).replace(/'$/, ""))));
      this.failed.add(name);
      return true;
    }
    if (line.includes(" SKIPPED: '")) return true;
    const tokens = line.split(/ +/, 40);
    // `NAME 7.20 ns 7.20 ns 4067744`: the name may hold spaces.
    for (let i = 1; i + 4 < tokens.length; i++) {
      const [value = "", unit = "", cpu = "", cpuUnit = "", iterations = ""] = tokens.slice(i, i + 5);
      if (!/^\d{1,20}$/.test(iterations) || unit !== cpuUnit || !/^[\d.]+$/.test(cpu)) continue;
      const measured = printedMeasurement(value, unit);
      if (!measured && unit !== "%") continue;
      if (measured?.unit === "ns") this.measured(own(tokens.slice(0, i).join(" ")), measured, part);
      return true;
    }
    return false;
  }

  private measured(name: string, measured: Measured, part: Part): void {
    const aggregate = AGGREGATE.exec(name.slice(-10))?.[1];
    if (aggregate !== undefined) {
      const bare = name.slice(0, -aggregate.length - 1);
      const of = this.aggregates.get(bare) ?? {};
      this.aggregates.set(bare, of);
      if (aggregate === "mean" || aggregate === "median" || aggregate === "stddev") of[aggregate] = measured;
      return;
    }
    this.repeated.add(name);
    this.observe(name, measured, part);
  }

  private give(): void {
    const { part } = this;
    this.part = undefined;
    if (part) {
      for (const [name, { median, mean, stddev }] of this.aggregates) {
        const middle = median ?? mean;
        if (!middle || this.repeated.has(name)) continue;
        this.observe(name, stddev ? { ...middle, range: stddev.value } : middle, part);
      }
    }
    this.aggregates.clear();
    this.repeated.clear();
    this.failed.clear();
  }

  private observe(name: string, measured: Measured, part: Part): void {
    this.sink.observe({
      kind: "bench",
      outcome: "passed",
      part,
      name,
      ...(this.suite === undefined ? {} : { suite: this.suite }),
      ...measured,
    });
  }
}
