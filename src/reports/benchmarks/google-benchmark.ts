/**
 * Google Benchmark's JSON (`--benchmark_out=FILE`, `--benchmark_format=json`). Each repetition is a measurement of its
 * own; where only the aggregates were written, the median stands for them. What is measured is the wall time (`real_time`).
 * Source: google/benchmark src/json_reporter.cc, 1.4 to 1.9.
 */
import type { Part } from "../../model.ts";
import type { JsonFormat, Sink } from "../format.ts";
import { own } from "../lines.ts";
import { at, listOf, numberOf, objectOf, textOf } from "../values.ts";
import { failedBenchmark, nothingMeasured, unmeasured, wholePart } from "./parts.ts";
import { measurementIn } from "./units.ts";

export const googleBenchmark: JsonFormat = {
  shape: "json",
  name: "google-benchmark",
  aliases: ["google-benchmark-json"],
  kinds: ["bench", "test"],
  tool: "google-benchmark",
  docs: {
    command: "./my_benchmark --benchmark_out=bench.json --benchmark_out_format=json",
    proof: "the document is whole and each benchmark in it has its time",
    source: "google/benchmark src/json_reporter.cc",
    example: '{"context": {"num_cpus": 2, …}, "benchmarks": [{"name": "BM_Fib/5", "real_time": 7.32, "time_unit": "ns", …}]}',
  },
  is(document) {
    const { context, benchmarks } = objectOf<"context" | "benchmarks">(document);
    return Array.isArray(benchmarks) && numberOf(at(context, "num_cpus")) !== undefined;
  },
  read(document, sink) {
    const { context, benchmarks } = objectOf<"context" | "benchmarks">(document);
    const suite = suiteOf(textOf(at(context, "executable")) ?? "");
    const part = wholePart(sink, [suite ?? "google-benchmark"]);
    const runs = listOf(benchmarks).map((entry) => objectOf<keyof Run>(entry));
    if (runs.length === 0) nothingMeasured(part);
    const repeated = new Set(runs.filter((run) => aggregateOf(run) === undefined).map(nameOf));
    const aggregates = new Map<string, Aggregates>();
    const failed = new Set<string>();
    for (const run of runs) {
      const aggregate = aggregateOf(run);
      if (run.error_occurred === true && !failed.has(nameOf(run))) {
        // Each repetition fails for itself.
        failed.add(nameOf(run));
        sink.observe(failedBenchmark(part, nameOf(run) || "(no name)", suite, textOf(run.error_message) ?? ""));
      } else if (run.error_occurred === true || run.skipped === true) continue;
      else if (aggregate === undefined) measure(sink, part, suite, run);
      else if (!repeated.has(nameOf(run))) gather(aggregates, nameOf(run), aggregate, run);
    }
    for (const [name, { median, mean, stddev }] of aggregates) {
      const middle = median ?? mean;
      if (middle) measure(sink, part, suite, middle, numberOf(stddev?.real_time));
      else unmeasured(part, name);
    }
  },
};

/** Program that ran, as a name: `./build/gb.exe` is gb. */
export function suiteOf(executable: string): string | undefined {
  const name = executable
    .slice(-4_096)
    .replace(/^.*[\\/]/, "")
    .replace(/\.exe$/i, "");
  return name === "" ? undefined : own(name);
}

interface Run {
  readonly name: unknown;
  readonly run_name: unknown;
  readonly run_type: unknown;
  readonly aggregate_name: unknown;
  readonly real_time: unknown;
  readonly time_unit: unknown;
  readonly error_occurred: unknown;
  readonly error_message: unknown;
  readonly skipped: unknown;
}

type AnyRun = Readonly<Partial<Run>>;

interface Aggregates {
  mean?: AnyRun;
  median?: AnyRun;
  stddev?: AnyRun;
}

/** Versions before 1.5 say only by the name what is an aggregate. */
const AGGREGATE = /_(mean|median|stddev|cv|BigO|RMS)$/;

function aggregateOf(run: AnyRun): string | undefined {
  if (run.run_type === "iteration") return undefined;
  if (run.run_type === "aggregate") return textOf(run.aggregate_name) ?? "";
  return AGGREGATE.exec(textOf(run.name)?.slice(-10) ?? "")?.[1];
}

/** The benchmark's name, without the word of an aggregate. */
function nameOf(run: AnyRun): string {
  const name = textOf(run.run_name) ?? textOf(run.name) ?? "";
  const aggregate = aggregateOf(run);
  return aggregate !== undefined && name.endsWith(`_${aggregate}`) && run.run_name === undefined
    ? name.slice(0, -aggregate.length - 1)
    : name;
}

function gather(all: Map<string, Aggregates>, name: string, aggregate: string, run: AnyRun): void {
  const of = all.get(name) ?? {};
  all.set(name, of);
  if (aggregate === "mean" || aggregate === "median" || aggregate === "stddev") of[aggregate] = run;
}

function measure(sink: Sink, part: Part, suite: string | undefined, run: AnyRun, range?: number): void {
  const name = nameOf(run);
  if (name === "") {
    unmeasured(part, "a benchmark without a name");
    return;
  }
  const value = numberOf(run.real_time);
  const unit = textOf(run.time_unit);
  if (value === undefined) unmeasured(part, name);
  else if (unit === undefined || unit === "") {
    sink.problem("E_REPORT_NO_UNIT", `${name} is measured without a unit`);
    unmeasured(part, name);
  } else {
    const measured = measurementIn(unit, value, range);
    sink.observe({ kind: "bench", outcome: "passed", part, name, ...(suite === undefined ? {} : { suite }), ...measured });
  }
}
