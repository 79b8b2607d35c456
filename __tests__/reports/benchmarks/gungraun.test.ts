/** iai, iai-callgrind, gungraun. */
import { describe, expect, test } from "vitest";
import { readingOf } from "../reading.ts";
import { measured } from "./measuring.ts";

const GUNGRAUN = `shop_bench::totals::bench_total short:10
  Instructions:                1734|1650            (+5.09090%) [+1.04844x]
  L1 Hits:                     2359|2275            (+3.69230%) [+1.03560x]
  Estimated Cycles:            2464|N/A             (*********)
shop_bench::totals::bench_total long:30
  Instructions:            26214734|24943490        (+5.09649%) [+1.04849x]
  Estimated Cycles:        35638724|34367480        (+3.69897%) [+1.03567x]

Gungraun result: Ok. 2 without regressions; 0 regressed; 2 benchmarks finished in 1.002s
`;
const IAI = `bench_fibonacci_short
  Instructions:                1735 (+1.139138%)
  L1 Accesses:                 2364
  Estimated Cycles:            2404

bench_fibonacci_long
  Instructions:            26214735
  Estimated Cycles:        35638668
`;
const CARGO = "     Running benches/fib.rs (target/release/deps/fib-8b173c29ce041afa)\n";

describe("counts of valgrind as text", () => {
  test("the instructions stand for a benchmark; the summary proves that all are there", () => {
    const read = readingOf(GUNGRAUN);
    expect([read.report.format, read.report.complete]).toEqual(["iai", true]);
    expect(measured(read)).toEqual([
      "shop_bench::totals::bench_total short:10: 1734 instructions",
      "shop_bench::totals::bench_total long:30: 26214734 instructions",
    ]);
  });

  test("a summary that counts another number is believed over the lines", () => {
    const { report } = readingOf(GUNGRAUN.replace("2 benchmarks finished", "3 benchmarks finished"));
    expect([report.complete, report.reason]).toEqual([false, "it counts 3 benchmarks and lists 2"]);
  });

  test("a run that was filtered is not the whole", () => {
    const read = (filtered: number): unknown => {
      const { report } = readingOf(GUNGRAUN.replace("0 regressed; ", `0 regressed; ${filtered} filtered; `), { outcome: "success" });
      return [report.complete, report.reason];
    };
    expect([read(0), read(3)]).toEqual([
      [true, null],
      [false, "3 benchmarks were filtered out"],
    ]);
  });

  test("iai names a function, in the target that cargo runs", () => {
    const read = readingOf(CARGO + IAI, { outcome: "success" });
    const bench = read.report.parts.filter((p) => p.kind === "bench");
    expect(bench.map((p) => [p.target?.name, p.state])).toEqual([["fib", "whole"]]);
    expect(measured(readingOf(IAI))).toEqual(["bench_fibonacci_short: 1735 instructions", "bench_fibonacci_long: 26214735 instructions"]);
  });

  test.each(["Instructions:                17", "Instructions:            2621473"])(
    "a number on which the file ends is not believed: %s",
    (end) => {
      const cut = `${IAI.slice(0, IAI.lastIndexOf("Instructions:"))}${end}`;
      const read = readingOf(cut, { outcome: "success" });
      expect([measured(read), read.report.complete]).toEqual([["bench_fibonacci_short: 1735 instructions"], false]);
    },
  );

  test("where no instructions were counted the next best measure stands, and says so", () => {
    const dhat =
      "shop_bench::mem::bench_alloc x:1\n  ======= DHAT ============\n  Total bytes:                29499|N/A             (*********)\n  Total blocks:                2806|N/A             (*********)\n";
    expect(measured(readingOf(dhat))).toEqual(["shop_bench::mem::bench_alloc x:1 (Total bytes): 29499 bytes"]);
    expect(measured(readingOf("a::b::c d\n  ======= DRD ======\n  Errors:      3|2     (+50.0000%)\n"))).toEqual([
      "a::b::c d (Errors): 3 errors",
    ]);
  });

  test("a name with newlines in its argument is one name", () => {
    const lines =
      "noise of the build\nshop::group::bench id:first line\nsecond line\n  Instructions:                   1|N/A             (*********)\n";
    expect(measured(readingOf(lines))).toEqual(["shop::group::bench id:first line second line: 1 instructions"]);
  });

  test("another tool's list of errors is none", () => {
    expect(readingOf("Summary\n  Errors: 3\n  Reads: 4\n").report.error?.code).toBe("E_REPORT_UNKNOWN");
  });
});

const summary = (
  over: object,
  metrics: object = { Callgrind: { Ir: { diffs: null, metrics: { Both: [{ Int: 7 }, { Int: 6 }] } } } },
): object => ({
  version: "6",
  benchmark_exe: "/work/target/release/deps/shop-4a31ce0553c3b8ad",
  function_name: "bench_total",
  module_path: "shop_bench::totals::bench_total",
  id: "short",
  details: "10",
  profiles: [{ tool: "Callgrind", summaries: { parts: [], total: { regressions: [], summary: metrics } } }],
  ...over,
});

describe("gungraun's JSON", () => {
  test("names and measures are as in the text", () => {
    const read = readingOf(`${JSON.stringify(summary({}))}\n${JSON.stringify(summary({ id: null, details: null }), null, 2)}\n`);
    expect(read.report.format).toBe("gungraun-json");
    expect(measured(read)).toEqual([
      "shop_bench::totals::bench_total short:10: 7 instructions",
      "shop_bench::totals::bench_total: 7 instructions",
    ]);
    expect(read.report.complete).toBe(false);
  });

  test("an earlier run's value alone is no measurement", () => {
    const old = summary({}, { Callgrind: { Ir: { metrics: { Right: { Int: 6 } } } } });
    expect(measured(readingOf(JSON.stringify(old)))).toEqual([]);
  });

  test("a summary of another version is refused", () => {
    const { report } = readingOf(JSON.stringify(summary({ version: "5" })));
    expect([report.error?.code, report.complete]).toEqual(["E_REPORT_MALFORMED", false]);
  });
});
