import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { EvidenceBuilder } from "../../../src/identity/evidence.ts";
import type { BenchObservation, Measurement, Part } from "../../../src/model.ts";
import { samplesIn, thinned } from "../../../src/reports/benchmarks/samples.ts";
import { fixture, type Reading, reading, readingOf } from "../reading.ts";

const benches = ({ observations }: Reading): BenchObservation[] => observations.filter((o) => o.kind === "bench");
const rounded = (values: readonly number[] | undefined): number[] | undefined => values?.map((v) => Number(v.toPrecision(6)));

describe("what single rounds took is kept beside the result, in the unit of the result", () => {
  test("criterion's folder: the time of each sample over its iterations", () => {
    const fib = benches(reading(fixture("criterion", "target-criterion"))).find((o) => o.name === "fib 15");
    expect(fib?.samples).toHaveLength(30);
    // 801652 ns of 352 iterations is the fastest of them.
    expect(fib?.samples?.[0]).toBeCloseTo(801652 / 352, 9);
    expect(fib?.samples).toEqual(fib?.samples?.toSorted((a, b) => a - b));
  });

  test("hyperfine: each run, its seconds as nanoseconds", () => {
    const [first] = benches(reading(fixture("hyperfine", "hf.json")));
    expect(first?.samples).toHaveLength(5);
    expect(first?.samples).toEqual(expect.arrayContaining([21320806.7, 21745892.7, 21753043.7]));
  });

  test("pytest-benchmark: each round, where the rounds were saved", () => {
    const [fib] = benches(reading(fixture("pytest-benchmark", "bench.json")));
    expect(fib?.samples).toHaveLength(5);
    expect(Math.max(...(fib?.samples ?? []))).toBeCloseTo(2773.999767669011, 6);
    const saved = '{"machine_info":{},"benchmarks":[{"fullname":"a.py::t","stats":{"mean":2e-9}}]}';
    expect(benches(readingOf(saved)).map((o) => [o.value, o.samples])).toEqual([[2, undefined]]);
  });

  test("vitest: with includeSamples, and none without", () => {
    expect(benches(reading(fixture("vitest-bench", "bench.json"))).map((o) => o.samples)).toEqual([undefined, undefined]);
    const one = { name: "adds", mean: 0.002, samples: [0.003, 0.001, 0.002] };
    const document = { files: [{ filepath: "/w/a.bench.ts", groups: [{ fullName: "a.bench.ts", benchmarks: [one] }] }] };
    expect(benches(readingOf(JSON.stringify(document)))[0]?.samples).toEqual([1000, 2000, 3000]);
  });

  test("JMH: the iterations of all forks, scores as they are", () => {
    const metric = { score: 2, scoreUnit: "us/op", rawData: [[2, 3], [1]] };
    const document = [
      { benchmark: "a.B.c", mode: "avgt", primaryMetric: metric },
      { benchmark: "a.B.d", mode: "thrpt", primaryMetric: { ...metric, scoreUnit: "ops/s" } },
    ];
    expect(benches(readingOf(JSON.stringify(document))).map((o) => [o.samples, o.unit, o.better])).toEqual([
      [[1000, 2000, 3000], "ns", "smaller"],
      [[1, 2, 3], "ops/s", "bigger"],
    ]);
  });

  test("BenchmarkDotNet and Julia: the values as saved", () => {
    const statistics = { Mean: 5, OriginalValues: [6, 4, 5] };
    const dotnet = { Title: "t", HostEnvironmentInfo: {}, Benchmarks: [{ FullName: "A.B", Statistics: statistics }] };
    expect(benches(readingOf(JSON.stringify(dotnet)))[0]?.samples).toEqual([4, 5, 6]);
    const julia = [{ Julia: "1.10.0", BenchmarkTools: "1.4.0" }, [["BenchmarkGroup", { data: { sum: ["Trial", { times: [9, 7, 8] }] } }]]];
    expect(benches(readingOf(JSON.stringify(julia))).map((o) => [o.value, o.samples])).toEqual([[8, [7, 8, 9]]]);
  });
});

describe("criterion's sample.json", () => {
  const folder = join(mkdtempSync(join(tmpdir(), "ci-tracker-samples-")), "criterion");
  cpSync(fixture("criterion", "target-criterion", "fib 15"), join(folder, "fib 15"), { recursive: true });
  afterAll(() => rmSync(join(folder, ".."), { recursive: true }));

  test.each(["", "{", "null", "[]", '{"iters":[1,2],"times":[3]}', '{"iters":[0,0],"times":[3,4]}', '{"iters":["1","2"],"times":[{},[]]}'])(
    "that holds %j costs the samples and nothing else",
    (content) => {
      writeFileSync(join(folder, "fib 15", "new", "sample.json"), content);
      const read = reading(folder);
      expect([read.report.complete, benches(read).map((o) => [o.name, o.samples])]).toEqual([true, [["fib 15", undefined]]]);
    },
  );
});

describe("however many samples a tool writes", () => {
  test("two hundred evenly spaced quantiles of them are kept", () => {
    const { samples = [] } = samplesIn(
      "ns",
      Array.from({ length: 100_000 }, (_, i) => (i * 7919) % 100_000),
    );
    expect(samples).toHaveLength(200);
    expect([samples[0], samples[99], samples[100], samples[199]]).toEqual([250, 49_750, 50_250, 99_750]);
  });

  test("what is kept lies among them, in order, and the order they came in does not matter", () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.integer({ min: 1, max: 20 }), (values, most) => {
        const kept = thinned(values, most);
        expect(kept).toHaveLength(Math.min(most, values.length));
        expect(kept.every((v, i) => values.includes(v) && (i === 0 || v >= (kept[i - 1] ?? v)))).toBe(true);
        expect(thinned(values.toReversed(), most)).toEqual(kept);
      }),
    );
  });

  test("what is no number is none, and one value is no sample", () => {
    expect(samplesIn("ms", [1, "2", null, Number.NaN, 3])).toEqual({ samples: [1e6, 3e6] });
    for (const list of [[1], [], null, "12", { 0: 1, 1: 2 }]) expect(samplesIn("ns", list)).toEqual({});
  });
});

describe("repeats of one benchmark in a run", () => {
  const RUN = { id: "1", attempt: 1, branch: "main", at: "2026-01-01T00:00:00Z", event: "push", workflow: "w", job: "j" };
  const PART: Part = { kind: "bench", state: "whole", extent: { units: [] }, provesAbsence: false };
  function measurementsOf(observations: readonly BenchObservation[]): Measurement[] {
    const builder = new EvidenceBuilder(RUN, [], (text) => text);
    for (const observation of observations) builder.observe("p", observation);
    return builder.finish().measurements;
  }
  const bench = (value: number, more: Partial<BenchObservation> = {}): BenchObservation => ({
    kind: "bench",
    outcome: "passed",
    part: PART,
    name: "b",
    value,
    unit: "ns",
    better: "smaller",
    ...more,
  });

  test("are its samples: go test -count, and Google Benchmark's repetitions", () => {
    const go = measurementsOf(benches(reading(fixture("go-bench", "text.txt"))));
    const fib = go.find((m) => m.subject.title.includes("BenchmarkFib"));
    expect([fib?.value, fib?.samples]).toEqual([(2857 + 3042) / 2, [2857, 3042]]);
    const google = measurementsOf(benches(reading(fixture("google-benchmark", "json-reps.stdout"))));
    expect(google.map((m) => m.samples?.length)).toEqual([3, 3]);
    for (const m of google) expect(m.value).toBe(m.samples?.[1]);
  });

  test("one measurement alone has none", () => {
    expect(measurementsOf([bench(5)]).map((m) => [m.value, m.samples])).toEqual([[5, undefined]]);
  });

  test("where one report has the samples and another the result only, the samples are those", () => {
    const of = measurementsOf([bench(5, { samples: [4, 5, 6] }), bench(5)]);
    expect(of.map((m) => [m.value, m.samples])).toEqual([[5, [4, 5, 6]]]);
  });

  test("samples of several reports are pooled, and bounded", () => {
    const many = (from: number): number[] => Array.from({ length: 150 }, (_, i) => from + i);
    const [m] = measurementsOf([bench(1, { samples: many(0) }), bench(2, { samples: many(1000) })]);
    expect([m?.value, m?.samples?.length, m?.samples?.[0]]).toEqual([1.5, 200, 0]);
    expect(m?.samples?.at(-1)).toBe(1149);
  });

  test("two units have no median: the one that more were measured in counts, in whatever order they come", () => {
    const all = [bench(5), bench(700, { unit: "ops/s", better: "bigger" }), bench(7)];
    for (const order of [all, all.toReversed()])
      expect(measurementsOf(order).map((m) => [m.value, m.unit, m.better, rounded(m.samples)])).toEqual([[6, "ns", "smaller", [5, 7]]]);
    const even = all.slice(0, 2);
    expect(measurementsOf(even).map((m) => m.unit)).toEqual(measurementsOf(even.toReversed()).map((m) => m.unit));
  });
});
