import { describe, expect, test } from "vitest";
import { fixture, reading, readingOf } from "../reading.ts";
import { failed, measured } from "./measuring.ts";

describe("hyperfine", () => {
  test("the mean of each command with its standard deviation, as the table and as the export write it", () => {
    expect(measured(reading(fixture("hyperfine", "hf.json")))).toEqual([
      "sleep 0.02: 21640533.5 ns ± 181152",
      "sleep 0.03: 31571292.1 ns ± 234806",
    ]);
    expect(measured(reading(fixture("hyperfine", "text.txt")))).toEqual([
      "sleep 0.02: 21600000 ns ± 200000",
      "sleep 0.03: 31600000 ns ± 200000",
    ]);
  });

  test("commands of one name are told apart by their parameters, then by their place", () => {
    expect(measured(reading(fixture("hyperfine", "param.json"))).map((row) => row.split(":", 1)[0])).toEqual([
      "named (n=1)",
      "named (n=1) #2",
      "named (n=2)",
      "named (n=2) #2",
    ]);
  });

  test("an empty export is the export of a run that failed", () => {
    expect(reading(fixture("hyperfine", "fail.json")).report.error?.code).toBe("E_REPORT_EMPTY");
    const read = reading(fixture("hyperfine", "fail.txt"));
    expect(failed(read)).toEqual([expect.stringMatching(/^false: Command terminated with non-zero exit code: 1\./)]);
    expect(read.report.complete).toBe(false);
  });

  test("one run has no deviation", () => {
    const one = "Benchmark #1: true\n  Time (abs \u2261):         1.2 ms               [User: 0.4 ms, System: 0.5 ms]\n";
    expect(measured(readingOf(one))).toEqual(["true: 1200000 ns"]);
  });

  test("a benchmark whose time is missing breaks the part", () => {
    const { report } = readingOf(
      "Benchmark 1: a\n  Time (mean ± σ):      21.6 ms ±   0.2 ms    [User: 0.9 ms, System: 0.7 ms]\nBenchmark 2: b\n",
    );
    expect([report.complete, report.reason]).toEqual([false, "b was not measured to its end"]);
  });
});
