/** asv, Ruby's benchmark, Dart's benchmark_harness. */
import { describe, expect, test } from "vitest";
import { readingOf } from "../reading.ts";
import { failed, measured } from "./measuring.ts";

describe("asv", () => {
  const log = `· Running 4 total benchmarks (1 commits * 1 environments * 4 benchmarks)
[  0.00%] ·· Benchmarking virtualenv-py3.12
[ 12.50%] ··· Running (benchmarks.Cart.time_total--)....
[ 62.50%] ··· benchmarks.Cart.mem_items                                  2.42k
[ 75.00%] ··· benchmarks.Cart.time_total                           11.1±0.01μs
[ 87.50%] ··· benchmarks.Cart.time_fill                                 failed
[100.00%] ··· benchmarks.Cart.time_sort                             9.07±0.5ms
`;

  test("times and memory in the environment's suite, failures apart", () => {
    const read = readingOf(log);
    expect([read.report.format, read.report.complete]).toEqual(["asv", true]);
    expect(measured(read)).toEqual([
      "virtualenv-py3.12 › benchmarks.Cart.mem_items: 2420 bytes",
      "virtualenv-py3.12 › benchmarks.Cart.time_total: 11100 ns ± 10",
      "virtualenv-py3.12 › benchmarks.Cart.time_sort: 9070000 ns ± 500000",
    ]);
    expect(failed(read)).toEqual(["virtualenv-py3.12 › benchmarks.Cart.time_fill: failed"]);
  });

  test("nothing is complete before 100 %, nor in the last line's middle", () => {
    for (let at = log.indexOf("[ 75"); at < log.length - 2; at++)
      expect([at, readingOf(log.slice(0, at)).report.complete]).toEqual([at, false]);
  });

  test("a count has no unit and is refused", () => {
    const read = readingOf("[100.00%] ··· benchmarks.Cart.track_items                    42\n");
    expect([measured(read), read.report.error?.code, read.report.complete]).toEqual([[], "E_REPORT_NO_UNIT", false]);
  });

  test("a benchmark with one parameter has its results in a table", () => {
    const table = `[ 50.00%] ··· bench.time_range                                                ok
[ 50.00%] ··· ====== =============
                n
              ------ -------------
               10      1.2±0.01μs
               1000   98.3±0.5μs
              ====== =============

`;
    expect(measured(readingOf(table))).toEqual(["bench.time_range (10): 1200 ns ± 10", "bench.time_range (1000): 98300 ns ± 500"]);
  });
});

test("asv's table of several parameters is not read, and says so", () => {
  const table =
    "[ 50.00%] ··· bench.time_range    ok\n[ 50.00%] ··· ====== ======== ========\n              --          b\n              ------ -----------------\n                a       1        2\n              ====== ======== ========\n                10    1.2±0μs  1.3±0μs\n              ====== ======== ========\n\n[100.00%] ··· bench.time_x    1.1±0.01ms\n";
  const read = readingOf(table);
  expect(measured(read)).toEqual(["bench.time_x: 1100000 ns ± 10000"]);
  expect([read.report.complete, read.report.reason]).toEqual([
    false,
    "the results of bench.time_range stand in a table of several parameters, which is not read",
  ]);
});

describe("Ruby's Benchmark", () => {
  test("the wall time of each label; the rehearsal is none", () => {
    const log = `Rehearsal -----------------------------------------
sort!   1.490000   0.010000   1.500000 (  1.490520)
-------------------------------- total: 1.500000sec

            user     system      total        real
sort!   1.460000   0.000000   1.460000 (  1.460465)
`;
    const read = readingOf(log);
    expect(measured(read)).toEqual(["sort!: 1460465000 ns"]);
    expect([read.report.complete, readingOf(log, { outcome: "success" }).report.complete]).toEqual([false, true]);
  });

  test("rows without the table's caption are none", () => {
    expect(readingOf("sort!   1.460000   0.000000   1.460000 (  1.460465)\n").report.error?.code).toBe("E_REPORT_UNKNOWN");
  });
});

describe("Dart's benchmark_harness", () => {
  test("a line a benchmark", () => {
    expect(measured(readingOf("Template(RunTime): 0.1568 us.\nFor(RunTimeRaw): 2.5 ms.\nX(RunTime): 12.3"))).toEqual([
      "Template: 156.8 ns",
      "For: 2500000 ns",
    ]);
  });
});

describe("Julia's BenchmarkTools", () => {
  const group = (data: object): unknown => ["BenchmarkGroup", { data, tags: [] }];
  const saved = (...values: unknown[]): string => JSON.stringify([{ Julia: "1.10.0", BenchmarkTools: "1.4.0" }, values]);

  test("groups of estimates and trials, by their path", () => {
    const read = readingOf(
      saved(
        group({
          sum: group({ "10": ["TrialEstimate", { time: 12.5 }], "100": ["Trial", { times: [90, 70, 80, 100] }] }),
          sort: ["TrialEstimate", { time: 3 }],
        }),
      ),
    );
    expect([read.report.format, read.report.complete]).toEqual(["julia-benchmark", true]);
    expect(measured(read)).toEqual(["sum/10: 12.5 ns", "sum/100: 85 ns", "sort: 3 ns"]);
  });

  test("what has no time, and a suite without benchmarks, are not complete", () => {
    expect(readingOf(saved(group({ a: ["TrialJudgement", {}] }))).report.complete).toBe(false);
    expect(readingOf(saved(group({}))).report.complete).toBe(false);
    expect(readingOf(saved("x", null, [["BenchmarkGroup"]])).report.complete).toBe(false);
  });

  test("groups in groups without end are no reason to stop", () => {
    let deep: unknown = ["TrialEstimate", { time: 1 }];
    for (let i = 0; i < 500; i++) deep = group({ a: deep });
    expect(measured(readingOf(saved(deep)))).toHaveLength(1);
  });
});

describe("Luau's bench.py", () => {
  const log = `SUCCESS: base64                                  :   15.041ms +/-  0.636% on luau
SUCCESS: two words                               :    0.500ms +/- 10.000% on luau ( +1.000%, likely better)

====RESULTS====
Test                   | Min         | Average     | StdDev%    | Driver
-----------------------+-------------+-------------+------------+--------
base64                 |   14.831ms  |   15.041ms  |    0.636%  | luau
Total                  |   15.331ms  |   15.541ms  |       ---  | luau
---
`;

  test("a line a benchmark, and the total at the end", () => {
    const read = readingOf(log);
    expect([read.report.format, read.report.complete]).toEqual(["luau-bench", true]);
    expect(measured(read)).toEqual(["luau › base64: 15041000 ns ± 95660.8", "luau › two words: 500000 ns ± 50000"]);
  });

  test("without the total, or with a benchmark that failed, it is not complete", () => {
    expect(readingOf(log.slice(0, log.indexOf("Total"))).report.complete).toBe(false);
    const read = readingOf(`FAILED:  '/bench/tests/chess.lua' on '/bin/luau'\n${log}`);
    expect([failed(read), read.report.complete]).toEqual([["luau › chess: the benchmark printed no result"], false]);
  });

  test("SUCCESS of another tool is nobody's", () => {
    expect(readingOf("SUCCESS: all done in 3 ms\n").report.error?.code).toBe("E_REPORT_UNKNOWN");
  });
});
