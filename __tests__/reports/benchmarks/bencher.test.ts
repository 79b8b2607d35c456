import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { BenchObservation } from "../../../src/model.ts";
import { measurementOf } from "../../../src/reports/benchmarks/bencher.ts";
import { bytesOf, fixture, named, type Reading, reading, readingOf } from "../reading.ts";

type Row = [name: string, value: number, range: number | undefined, step: number | undefined];
const rows = ({ observations }: Reading): Row[] =>
  observations.filter((o): o is BenchObservation => o.kind === "bench").map((o) => [o.name, o.value, o.range, o.step]);

const LONG = "bytes/sum a very long benchmark name that wraps to the next line";

describe("what criterion prints with --output-format bencher", () => {
  test("whole nanoseconds of 0.3, in the target that cargo names", () => {
    const read = reading(fixture("criterion", "0.3.6-bencher.combined.txt"));
    expect([read.report.format, read.report.kind, read.report.complete, read.report.counts.total]).toEqual(["bencher", "bench", true, 6]);
    expect(rows(read)).toEqual([
      ["fib 15", 1844, 368, 1],
      ["group/slash/5", 55, 7, 1],
      ["group/slash/with param/5", 11, 2, 1],
      ["group/slash/10", 155, 5, 1],
      ["group/slash/with param/10", 132, 8, 1],
      [LONG, 584, 146, 1],
    ]);
    const part = read.report.parts.find((p) => p.kind === "bench");
    expect(part?.target).toEqual({ kind: "bench", name: "my_bench" });
    expect(read.observations.every((o) => o.kind !== "bench" || (o.unit === "ns" && o.better === "smaller"))).toBe(true);
  });

  test("stdout alone, and 0.5", () => {
    expect(rows(reading(fixture("criterion", "0.3.6-bencher-split.stdout"))).map(([name, value]) => [name, value])).toEqual([
      ["fib 15", 1821],
      ["group/slash/5", 54],
      ["group/slash/with param/5", 11],
      ["group/slash/10", 182],
      ["group/slash/with param/10", 127],
      [LONG, 560],
    ]);
    expect(rows(reading(fixture("criterion-0.5", "bencher.txt")))).toEqual([
      ["checkout/price", 2, 1, 1],
      ["sum/fold/10", 4, 0, 1],
      ["sum/fold/100", 10, 5, 1],
    ]);
  });

  test("a benchmark that prints before its measurement is measured all the same", () => {
    const read = readingOf(
      "test a/1 ... loading\nbench:          12 ns/iter (+/- 3)\ntest a/2 ... \nloading\nbench:          13 ns/iter (+/- 3)\n",
    );
    // What a/1 prints before its newline hides its name from everyone.
    expect(rows(read)).toEqual([["a/2", 13, 3, 1]]);
    expect(read.report.complete).toBe(true);
  });

  test("a benchmark that was begun before another and never measured breaks the part", () => {
    const { report } = readingOf("test a ... \ntest b ... bench:          13 ns/iter (+/- 3)\n");
    expect(report.parts.map((p) => [p.state, p.reason])).toEqual([["broken", "a was not measured to its end"]]);
  });

  test("a run that ends within a benchmark is broken, wherever in the line it ends", () => {
    const whole = bytesOf("criterion-0.5", "bencher.txt").toString();
    const last = whole.indexOf("test sum/fold/100");
    for (let cut = whole.indexOf(" ... ", last) + 5; cut < whole.indexOf(")", last); cut++) {
      const { report, observations } = readingOf(whole.slice(0, cut));
      expect([cut, report.complete, report.reason]).toEqual([cut, false, "sum/fold/100 was not measured to its end"]);
      expect(named(observations, "bench", "passed")).toEqual(["checkout/price", "sum/fold/10"]);
    }
  });

  test("a benchmark that panics breaks the part and fails its target", () => {
    const log =
      "     Running benches/x.rs (target/release/deps/x-0123456789abcdef)\ntest a ... bench:          12 ns/iter (+/- 3)\ntest b ... \nthread 'main' (7) panicked at benches/x.rs:3:5:\nno data\nerror: bench failed, to rerun pass `-p shop --bench x`\n";
    const read = readingOf(log);
    expect(rows(read).map(([name]) => name)).toEqual(["a"]);
    expect(read.observations.filter((o) => o.outcome === "error").map((o) => [o.suite, o.message])).toEqual([["shop::bench/x", "no data"]]);
    expect(read.report.parts.filter((p) => p.kind === "bench").map((p) => p.state)).toEqual(["broken"]);
  });
});

describe("what the harness prints for #[bench]", () => {
  const library: Row[] = [
    ["benches::bytes", 140.11, 29.1, 0.01],
    ["benches::empty", 0.27, 0.09, 0.01],
    ["benches::fib_10", 143.32, 3.2, 0.01],
    ["benches::fib_20", 17831.93, 571.79, 0.01],
  ];

  test("decimals, thousands and throughput, each target a part", () => {
    const read = reading(fixture("libtest-bench", "combined.txt"));
    expect(rows(read)).toEqual([...library, ["slow_ms", 1578652.3, 250181.21, 0.01]]);
    expect(named(read.observations, "bench", "passed").at(-1)).toBe("bn::bench/big › slow_ms");
    expect([read.report.kind, read.report.complete, read.report.counts.passed]).toEqual(["bench", true, 5]);
  });

  test.each(["ok.combined.txt", "nightly.combined.txt"])("a filtered run is partial: %s", (file) => {
    const { report } = reading(fixture("libtest-bench", file));
    expect([report.kind, report.counts.passed, report.complete, report.reason]).toEqual(["bench", 5, false, "1 test was filtered out"]);
  });

  test("a quiet run still prints its measurements, the first behind the progress", () => {
    expect(rows(reading(fixture("libtest-bench", "quiet.txt"))).map(([name, value]) => [name, value])).toEqual([
      ["benches::bytes", 137.56],
      ["benches::empty", 0.27],
      ["benches::fib_10", 143.83],
      ["benches::fib_20", 17827.45],
      ["slow_ms", 1597086.7],
    ]);
  });

  test("under cargo test a benchmark is a test and measures nothing", () => {
    const { report, observations } = reading(fixture("libtest-bench", "via-cargo-test.txt"));
    expect([report.kind, report.counts.passed, report.counts.failed, report.counts.skipped]).toEqual(["test", 5, 1, 1]);
    expect(observations.filter((o) => o.kind === "bench")).toEqual([]);
  });

  test("a log of benchmarks goes by them, even where tests stand in it as ignored", () => {
    const ignored = "running 1 test\ntest a ... ignored\n\ntest result: ok. 0 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out\n\n";
    expect(readingOf(`${ignored}test b ... bench:          12 ns/iter (+/- 3)\n`).report.kind).toBe("bench");
    expect(readingOf(ignored).report.kind).toBe("test");
  });
});

describe("a measurement", () => {
  test.each<[words: string, value: number, unit: string]>([
    ["bench:           3 ns/iter (+/- 1)", 3, "ns"],
    ["bench:       1,468 us/iter (+/- 21)", 1_468_000, "ns"],
    ["bench:           1 \u00b5s/iter (+/- 1)", 1_000, "ns"],
    ["bench:           1 \u03bcs/iter (+/- 1)", 1_000, "ns"],
    ["bench:          22 ms/iter (+/- 22)", 22_000_000, "ns"],
    ["bench:         333 s/iter (+/- 333)", 333_000_000_000, "ns"],
    ["bench:         5.5 ps/iter (+/- 0.1)", 0.0055, "ns"],
    ["bench:      12,345 cycles/iter (+/- 10)", 12_345, "cycles/iter"],
  ])("in nanoseconds where its unit is a time: %s", (words, value, unit) => {
    const measured = measurementOf(words);
    expect([measured?.value, measured?.unit]).toEqual([value, unit]);
  });

  test.each([
    "bench: NaN ns/iter (+/- 1)",
    "bench: 12 ns/iter",
    "bench: 12 (+/- 1)",
    "bench: , ns/iter (+/- 1)",
    "bench: 1 ns/iter (+/- 2",
    "",
  ])("is not made of: %s", (words) => {
    expect(measurementOf(words)).toBeUndefined();
  });

  test("keeps every digit that was printed", () => {
    fc.assert(
      fc.property(fc.nat(999_999_999), fc.nat(99), (whole, cents) => {
        const printed = `${whole.toLocaleString("en-US")}.${String(cents).padStart(2, "0")}`;
        expect(measurementOf(`bench: ${printed} us/iter (+/- 0.01)`)).toEqual({
          value: Number(`${whole}${String(cents).padStart(2, "0")}0`),
          range: 10,
          step: 10,
          unit: "ns",
          better: "smaller",
        });
      }),
    );
  });
});

test("the runs of the shop are read whole", () => {
  for (const [text, values] of [
    [
      "test checkout/price ... bench:           3 ns/iter (+/- 1)\n\ntest sum/fold/10 ... bench:           2 ns/iter (+/- 1)\ntest sum/fold/100 ... bench:          18 ns/iter (+/- 4)\n\n",
      [3, 2, 18],
    ],
    [
      "test checkout/price ... bench:           1 ns/iter (+/- 0)\n\ntest sum/fold/10 ... bench:           1 ns/iter (+/- 0)\ntest sum/fold/100 ... bench:           9 ns/iter (+/- 0)\n\n",
      [1, 1, 9],
    ],
  ] as const) {
    const read = readingOf(text);
    expect([read.report.complete, rows(read).map(([, value]) => value)]).toEqual([true, values]);
  }
});

test("what is done in a second is better when it is more, cycles when they are fewer", () => {
  const { observations, report } = readingOf(
    "test upload ... bench:        1911 MS/s (+/- 420)\ntest cmov ... bench:        2835 cycles/iter (+/- 14)\n",
  );
  expect(observations).toMatchObject([
    { name: "upload", value: 1911, unit: "MS/s", better: "bigger", range: 420 },
    { name: "cmov", value: 2835, unit: "cycles/iter", better: "smaller", range: 14 },
  ]);
  expect(report.complete).toBe(true);
});
