/** benchmark.js, vitest bench, tinybench, console.time. */
import { describe, expect, test } from "vitest";
import { fixture, reading, readingOf } from "../reading.ts";
import { failed, measured } from "./measuring.ts";

describe("benchmark.js", () => {
  test("operations per second, of which more are better, with the relative margin as range", () => {
    expect(measured(reading(fixture("benchmark-js", "text.txt")))).toEqual([
      "RegExp#test: 46661414 ops/sec (bigger) ± 9196960",
      "String#indexOf: 1054160166 ops/sec (bigger) ± 65990400",
    ]);
  });

  test("a name may hold an x of its own", () => {
    expect(measured(readingOf("grid 3 x 4 x 12.50 ops/sec \u00b11.00% (1 run sampled)\nthis x is none\n"))).toEqual([
      "grid 3 x 4: 12.5 ops/sec (bigger) ± 0.125",
    ]);
  });
});

describe("vitest bench", () => {
  test("JSON and the table name one benchmark alike and measure the same", () => {
    const names = (file: string): unknown[] =>
      measured(reading(fixture("vitest-bench", file))).map((row) =>
        row.replace(/^.*(?=vitest-t)|(?<=: \d+\.\d{4})\d+|(?<=± \d\.\d)\d*/g, ""),
      );
    expect(measured(reading(fixture("vitest-bench", "bench.json")))[0]).toMatch(
      /vitest-t\/d\.bench\.js › sort > normal: 241\.8370842 ns ± 9\.50122?/,
    );
    expect(names("bench.txt")).toEqual(names("bench.json"));
  });

  test("a benchmark that threw has no mean and is a failure", () => {
    const document = {
      files: [
        {
          filepath: "sum.bench.ts",
          groups: [{ fullName: "sum.bench.ts > sum", benchmarks: [{ name: "adds", rank: 0, rme: 0, samples: [] }] }],
        },
      ],
    };
    expect(failed(readingOf(JSON.stringify(document)))).toEqual(["sum.bench.ts › sum > adds: the benchmark has no measurement"]);
  });

  test("a table without the run's summary is cut", () => {
    const table =
      " \u2713 a.bench.ts > sum 12ms\n     name     hz     min     max    mean     p75     p99    p995    p999     rme  samples\n   \u00b7 adds  1,000.00  0.5  1.5  1.0  1.0  1.0  1.0  1.0  \u00b12.00%  500   fastest\n";
    const read = readingOf(table);
    expect(measured(read)).toEqual(["a.bench.ts › sum > adds: 1000000 ns ± 20000"]);
    expect([read.report.complete, read.report.reason]).toEqual([false, "the run's summary is missing"]);
    expect(readingOf(`${table}\n BENCH  Summary\n`).report.complete).toBe(true);
  });
});

describe("tinybench", () => {
  test("the average of each task, and the task that threw", () => {
    const read = reading(fixture("tinybench", "out.txt"));
    expect(measured(read)).toEqual(["fast task: 180.73 ns ± 28.0674", "slow: 1087920 ns ± 34378.3"]);
    expect(failed(read)).toEqual(["throws: boom"]);
  });

  test("the columns of version 2", () => {
    const table = [
      "┌─────────┬───────────┬─────────────┬───────────────────┬──────────┬─────────┐",
      "│ (index) │ Task Name │ ops/sec     │ Average Time (ns) │ Margin   │ Samples │",
      "├─────────┼───────────┼─────────────┼───────────────────┼──────────┼─────────┤",
      "│ 0       │ 'faster'  │ '41,621'    │ 24025.79          │ '±0.50%' │ 4257    │",
      "└─────────┴───────────┴─────────────┴───────────────────┴──────────┴─────────┘",
    ];
    const read = readingOf(table.join("\n"));
    expect([measured(read), read.report.complete]).toEqual([["faster: 24025.79 ns ± 120.129"], true]);
    expect(readingOf(table.slice(0, -1).join("\n")).report.complete).toBe(false);
  });

  test("a row with another number of columns is no measurement, and breaks the table", () => {
    const table = "│ (index) │ Task name │ Latency avg (ns) │\n│ 0 │ 'a │ b' │ '5.0 ± 1.00%' │\n└─┘\n";
    const read = readingOf(table);
    expect([measured(read), read.report.complete]).toEqual([[], false]);
  });
});

describe("console.time", () => {
  test("what says that it is a timer is read as one; a bare label only where the caller says so", () => {
    expect(measured(readingOf("parse: all: 7617ms - timer ended\n"))).toEqual(["parse: all: 7617000000 ns"]);
    const bare = "parse: 7.617s\ndone: yes\n";
    expect(readingOf(bare).report.error?.code).toBe("E_REPORT_UNKNOWN");
    expect(measured(readingOf(bare, { format: "js-time" }))).toEqual(["parse: 7617000000 ns"]);
  });
});
