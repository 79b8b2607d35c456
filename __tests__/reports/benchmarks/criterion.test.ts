import { describe, expect, test } from "vitest";
import type { BenchObservation } from "../../../src/model.ts";
import { bytesOf, comparable, fixture, named, type Reading, reading, readingOf } from "../reading.ts";

const LONG = "bytes/sum a very long benchmark name that wraps to the next line";
const NAMES = ["fib 15", "group/slash/5", "group/slash/with param/5", "group/slash/10", "group/slash/with param/10", LONG];
const measured = ({ observations }: Reading): BenchObservation[] => observations.filter((o) => o.kind === "bench");
const values = (read: Reading): [string, number][] => measured(read).map((o) => [o.name, o.value]);
const zip = (numbers: readonly number[]): [string, number][] => numbers.map((n, i) => [NAMES[i] ?? "", n]);
const BENCH = "     Running benches/my_bench.rs (target/release/deps/my_bench-4728e012798f8d77)\n";

describe("criterion 0.3.6", () => {
  test.each<[file: string, values: readonly number[]]>([
    ["first-run", [1468.7, 45.28, 17.361, 271.85, 127.74, 560.91]],
    ["no-change", [1419.7, 44.526, 10.907, 166.41, 130.4, 558.11]],
    ["regressed", [6003.1, 91.416, 11.067, 570.88, 136.71, 626.8]],
    ["improved", [1503.8, 45.923, 10.963, 155.62, 127.33, 561.82]],
    ["save-baseline", [1458.9, 46.874, 16.754, 165.11, 133.8, 1046.6]],
    ["baseline", [5218.8, 65.809, 11.066, 260.58, 129.87, 636.39]],
  ])("the estimate in nanoseconds, changes and throughput passed over: %s", (file, expected) => {
    const read = reading(fixture("criterion", `0.3.6-${file}.combined.txt`));
    expect([read.report.format, read.report.kind, read.report.tool, read.report.complete]).toEqual([
      "criterion",
      "bench",
      "criterion",
      true,
    ]);
    expect(values(read)).toEqual(zip(expected));
    expect(read.report.counts).toEqual({ total: 6, passed: 6, failed: 0, errors: 0, skipped: 0 });
  });

  test("half the width of the confidence interval as range, the last printed digit as step", () => {
    const [fib, group] = measured(reading(fixture("criterion", "0.3.6-first-run.combined.txt")));
    // [1.4510 µs 1.4687 µs 1.4930 µs] and [44.625 ns 45.280 ns 45.934 ns]
    expect([fib?.range, fib?.step, fib?.unit, fib?.better]).toEqual([expect.closeTo(21, 9), 0.1, "ns", "smaller"]);
    expect([group?.range, group?.step]).toEqual([expect.closeTo(0.6545, 9), 0.001]);
  });

  test("stdout alone, where no target is named", () => {
    const read = reading(fixture("criterion", "0.3.6-split.stdout"));
    expect(values(read)).toEqual(zip([1430, 44.667, 10.918, 155.72, 125.69, 668.67]));
    expect(read.report.parts.map((p) => p.target)).toEqual([undefined]);
  });

  test("colours, and --verbose with its further estimates", () => {
    expect(values(reading(fixture("criterion", "0.3.6-color.combined.txt")))).toEqual([["fib 15", 1834.3]]);
    expect(values(reading(fixture("criterion", "0.3.6-verbose.combined.txt")))).toEqual([["fib 15", 3899.9]]);
  });

  test("a baseline that is missing: the benchmark binary failed, in criterion's own words", () => {
    const { report, observations } = reading(fixture("criterion", "0.3.6-baseline-missing.combined.txt"));
    expect(report.complete).toBe(false);
    expect(observations.filter((o) => o.outcome !== "passed").map((o) => [o.outcome, o.suite, o.message, o.file])).toEqual([
      ["error", "?::bench/my_bench", "Baseline 'nope' must exist before comparison is allowed; try --save-baseline nope", undefined],
    ]);
  });

  test("an option that this version does not know: the benchmark binary failed", () => {
    const { observations } = reading(fixture("criterion", "0.3.6-quiet.combined.txt"));
    expect(named(observations, "test", "error")).toEqual(["?::bench/my_bench"]);
    expect(named(observations, "bench", "passed")).toEqual([]);
  });

  test.each(["filter", "list"])("nothing is measured, and nothing made up: %s", (file) => {
    const { report, observations } = reading(fixture("criterion", `0.3.6-${file}.combined.txt`));
    expect(observations.filter((o) => o.kind !== "build")).toEqual([]);
    expect(report.kind).toBe("build");
  });

  test("in test mode each benchmark is a test that passed, and none is measured", () => {
    const { report, observations } = reading(fixture("criterion", "0.3.6-test-mode.combined.txt"));
    expect(named(observations, "test", "passed")).toEqual(NAMES.map((name) => `?::bench/my_bench › ${name}`).sort());
    expect(observations.filter((o) => o.kind === "bench")).toEqual([]);
    expect([report.kind, report.complete, report.reason]).toEqual(["test", false, "criterion does not say how many benchmarks it tries"]);
  });
});

describe("criterion 0.5.1", () => {
  test.each<[file: string, values: readonly number[]]>([
    ["bench.txt", [2.3377, 3.6237, 12.584]],
    ["bench-second.txt", [4.146, 3.4112, 21.36]],
  ])("%s", (file, expected) => {
    const read = reading(fixture("criterion-0.5", file));
    const names = ["checkout/price", "sum/fold/10", "sum/fold/100"];
    expect(values(read)).toEqual(expected.map((value, i) => [names[i], value]));
    expect(read.report.kind).toBe("bench");
    expect(new Set(measured(read).map((o) => o.suite))).toEqual(new Set(["?::bench/checkout"]));
  });
});

describe("how the lines may come", () => {
  const plain = bytesOf("criterion-0.5", "bench-second.txt").toString();

  test("on a terminal, where criterion rewrites its progress in place", () => {
    const lines = plain.split("\n");
    const overwritten = lines.map((line) => (line.startsWith("Benchmarking ") ? `${line}\r\u001b[2K` : `${line}\n`)).join("");
    expect(values(readingOf(overwritten))).toEqual(values(readingOf(plain)));
    expect(readingOf(overwritten).report.parts.map((p) => p.state)).toEqual(readingOf(plain).report.parts.map((p) => p.state));
  });

  test("without the progress, which newer versions print on stderr", () => {
    const stdout = plain
      .split("\n")
      .filter((line) => !line.startsWith("Benchmarking "))
      .join("\n");
    expect(values(readingOf(stdout))).toEqual(values(readingOf(plain)));
  });

  test("negative changes with the minus sign that 0.6 and later print", () => {
    const newer = plain.replace(/(?<=[[ ])-(?=\d)/g, "\u2212");
    expect(newer).toContain("[\u22127.5365% +34.684%");
    expect(comparable(readingOf(newer))).toEqual(comparable(readingOf(plain)));
  });

  test("with --quiet, which prints the measurement alone", () => {
    const quiet = plain
      .split("\n")
      .filter((line) => !/change:|%\]|Performance|No change|Found/.test(line))
      .join("\n");
    expect(values(readingOf(quiet))).toEqual(values(readingOf(plain)));
  });

  test("every unit of time, each end of the interval in its own", () => {
    const line = (interval: string): number | undefined => measured(readingOf(`x                       time:   [${interval}]\n`))[0]?.value;
    expect(line("320.62 ps 323.90 ps 327.55 ps")).toBe(0.3239);
    expect(line("998.12 ns 1.0012 \u00b5s 1.0101 \u00b5s")).toBe(1001.2);
    expect(line("1.0000 \u03bcs 1.0012 \u03bcs 1.0101 \u03bcs")).toBe(1001.2);
    expect(line("1.0000 us 1.0012 us 1.0101 us")).toBe(1001.2);
    expect(line("1.0000 ms 1.0012 ms 1.0101 ms")).toBe(1_001_200);
    expect(line("1.0000 s 1.0012 s 1.0101 s")).toBe(1_001_200_000);
    expect(line(" 12345 s  12346 s  12347 s")).toBe(12_346_000_000_000);
    expect(measured(readingOf("x                       time:   [998.12 ns 1.0012 \u00b5s 1.0101 \u00b5s]\n"))[0]?.range).toBeCloseTo(
      5.99,
      9,
    );
  });

  test("another measurement keeps its unit as printed, and a range only where the units agree", () => {
    const [cycles] = measured(readingOf("x                       time:   [1000.5 cycles 1010.5 cycles 1020.5 cycles]\n"));
    expect([cycles?.value, cycles?.unit, cycles?.range, cycles?.step]).toEqual([1010.5, "cycles", 10, 0.1]);
    const [mixed] = measured(readingOf("x                       time:   [999.50 cycles 1.0105 Kcycles 1.0205 Kcycles]\n"));
    expect([mixed?.value, mixed?.unit, mixed?.range]).toEqual([1.0105, "Kcycles", undefined]);
    const [perIteration] = measured(readingOf("x                       time:   [1.0 MB per run 2.0 MB per run 3.0 MB per run]\n"));
    expect([perIteration?.value, perIteration?.unit]).toEqual([2, "MB per run"]);
  });

  test("a measurement without a unit cannot be compared", () => {
    const { report, observations } = readingOf(`${BENCH}x                       time:   [1.0000 2.0000 3.0000]\n`);
    expect([report.complete, report.error?.code, observations]).toEqual([false, "E_REPORT_NO_UNIT", []]);
  });

  test("names with colons, spaces and numbers, and a second benchmark of the same name", () => {
    const log = (name: string): string =>
      `Benchmarking ${name}\nBenchmarking ${name}: Warming up for 3.0000 s\nBenchmarking ${name}: Collecting 100 samples in estimated 5.0 s (1k iterations)\nBenchmarking ${name}: Analyzing\n${name.length > 23 ? `${name}\n${" ".repeat(24)}` : name.padEnd(24)}time:   [1.0000 ns 2.0000 ns 3.0000 ns]\n`;
    const names = [
      "a: b",
      "Analyzing",
      "Benchmarking x",
      "x time:",
      "naïve",
      "fib 15 #2",
      "a name of more than 23 bytes",
      "time: of a name that is long",
    ];
    const { report, observations } = readingOf(names.map(log).join(""));
    expect(observations.map((o) => o.name)).toEqual(names);
    expect(report.complete).toBe(true);
  });
});

describe("a run that did not reach its end", () => {
  const lines = bytesOf("criterion-0.5", "bench.txt").toString();

  test("is broken from a benchmark's first line to its measurement", () => {
    const from = lines.indexOf("Benchmarking sum/fold/100");
    const to = lines.indexOf("]", lines.indexOf("time:", from));
    for (let cut = from + "Benchmarking sum/fold/100\n".length; cut <= to; cut += 7) {
      const { report, observations } = readingOf(lines.slice(0, cut));
      const part = report.parts.find((p) => p.kind === "bench");
      expect([cut, part?.state, part?.reason]).toEqual([cut, "broken", "sum/fold/100 was not measured to its end"]);
      expect(named(observations, "bench", "passed")).toEqual(["?::bench/checkout › checkout/price", "?::bench/checkout › sum/fold/10"]);
    }
  });

  test("by a panic: what was measured stands, the part is broken, the target failed", () => {
    const log = `${lines.slice(0, lines.indexOf("Benchmarking sum/fold/100: Analyzing"))}\nthread 'main' panicked at benches/checkout.rs:42:5:\nexplicit panic\nnote: run with \`RUST_BACKTRACE=1\`\nerror: bench failed, to rerun pass \`-p shop --bench checkout\`\n`;
    const { report, observations } = readingOf(log);
    expect(report.parts.find((p) => p.kind === "bench")?.state).toBe("broken");
    expect(observations.filter((o) => o.outcome === "error").map((o) => [o.suite, o.message, o.file, o.line])).toEqual([
      ["shop::bench/checkout", "explicit panic", "benches/checkout.rs", 42],
    ]);
  });

  test("for a profiler is partial: it measures nothing", () => {
    const { report } = readingOf(
      `${BENCH}Benchmarking a\nBenchmarking a: Profiling for 5.0000 s\nBenchmarking a: Complete (Analysis Disabled)\n`,
    );
    expect(report.parts.map((p) => [p.state, p.reason])).toEqual([["partial", "a run for a profiler measures nothing"]]);
  });

  test("in test mode leaves the benchmark it tried untested", () => {
    const { report, observations } = readingOf(`${BENCH}Testing a\nSuccess\nTesting b\n`);
    expect(named(observations, "test", "passed")).toEqual(["?::bench/my_bench › a"]);
    expect(report.parts.map((p) => [p.state, p.reason])).toEqual([["broken", "b was not tried to its end"]]);
  });
});

describe("what other programs print", () => {
  test.each([
    "Benchmarking quicksort\nBenchmarking: done\n",
    "Testing tests::adds_up\nSuccess\n",
    "total time:   [1 2 3]\n",
    "elapsed time:   [soon]\n",
    "Success\n",
  ])("is no benchmark: %j", (text) => {
    const { report, observations } = readingOf(text);
    expect([report.format, observations]).toEqual([null, []]);
  });
});

test("the same log reads the same twice", () => {
  const path = fixture("criterion", "0.3.6-improved.combined.txt");
  expect(comparable(reading(path))).toEqual(comparable(reading(path)));
});
