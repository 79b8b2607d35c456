import { describe, expect, it } from "vitest";
import { benchSubject } from "../../src/identity/subjects.ts";
import type { Ledger, Line } from "../../src/ledger/ledger.ts";
import type { Baseline, Measurement, Run } from "../../src/model.ts";
import { type BenchHistory, type BenchPolicy, type Judged, judgeAll, names } from "../../src/planning/bench.ts";
import { Bench, type Delivery, POLICY } from "./kit.ts";

const NAME = "parse/small";
const SUITE = "shop";

/** One benchmark's runs, judged one after another; what is worse has an entry until it is fine again. */
class Watched {
  policy: BenchPolicy;
  history: BenchHistory = new Map();
  line: Line | undefined;
  /** The machine that the run's evidence was collected on, where it is another than this job's. */
  collectedOn: string | undefined;
  number = 0;
  private readonly more: Partial<Measurement>;

  constructor(policy: Partial<BenchPolicy> = {}, more: Partial<Measurement> = {}) {
    this.policy = { ...POLICY, ...policy };
    this.more = more;
  }

  /** Judges a run of this value, and gives what came of it. */
  run(value: number, more: Partial<Measurement> = {}, created?: number): Judged {
    this.number++;
    const run: Run = {
      id: String(this.number),
      attempt: 1,
      commit: `commit${this.number}`,
      branch: "main",
      at: new Date(Date.UTC(2026, 0, 1, 0, 60 * (created ?? this.number))).toISOString(),
      event: "push",
      workflow: "w",
      job: "j",
    };
    const subject = benchSubject(SUITE, { name: NAME });
    const m: Measurement = { subject, producer: "p", value, unit: "ns", better: "smaller", range: 0, step: 0, ...this.more, ...more };
    const ledger: Ledger = new Map(this.line ? [[subject.fingerprint, this.line]] : []);
    const machines = this.collectedOn === undefined ? {} : { machines: new Map([["p", this.collectedOn]]) };
    const made = judgeAll({ measurements: [m], run, ...machines }, this.policy, this.history, ledger);
    this.history = made.history;
    const judgement = made.judged[0]?.judgement;
    if (judgement?.verdict === "worse") {
      const baseline = this.baseline ?? judgement.baseline;
      const word = { run: run.id, attempt: 1, at: run.at, last: "failed" as const, baseline };
      const { fingerprint, key, kind, title } = subject;
      this.line = { fingerprint, key, kind, title, state: "open", generation: 1, producers: { p: word } };
    } else if (judgement?.verdict === "fine") this.line = undefined;
    return made;
  }

  /** The verdict of each run of these values. */
  runs(values: readonly number[], more: Partial<Measurement> = {}): string[] {
    return values.map((value) => this.run(value, more).judged[0]?.judgement.verdict ?? "");
  }

  get baseline(): Baseline | undefined {
    return this.line?.producers["p"]?.baseline;
  }
}

const times = (count: number, value: number): number[] => Array.from({ length: count }, (_, i) => value + (i % 3));
const spread = (middle: number, width: number, count = 10): number[] =>
  Array.from({ length: count }, (_, i) => middle + ((i - (count - 1) / 2) / count) * width);

describe("how far is no change", () => {
  it("the tolerance of the last pattern that fits, by name or by suite and name", () => {
    const by = (tolerances: BenchPolicy["tolerances"]) => {
      const b = new Watched({ tolerances });
      b.runs(times(6, 10_000));
      return b.runs([10_700, 10_700]).at(-1);
    };
    expect(by([])).toBe("fine");
    expect(by([{ pattern: "parse/*", percent: 5 }])).toBe("worse");
    expect(by([{ pattern: "shop » *", percent: 5 }])).toBe("worse");
    expect(by([{ pattern: "other/*", percent: 5 }])).toBe("fine");
    expect(
      by([
        { pattern: "*", percent: 5 },
        { pattern: "*small", percent: 20 },
      ]),
    ).toBe("fine");
    expect(
      by([
        { pattern: "*small", percent: 20 },
        { pattern: "*", percent: 5 },
      ]),
    ).toBe("worse");
  });

  it("the spread of the earlier runs: twice what nine in ten of them stay within, and four times the MAD", () => {
    // Half of them 1 off, three others 20 % off, of which the MAD alone would not know.
    const noisy = [10_000, 10_001, 9_999, 12_000, 10_000, 8_000, 10_001, 9_999, 12_000, 10_000];
    const then = (values: readonly number[], value: number): string | undefined => {
      const b = new Watched();
      b.runs(values);
      return b.runs([value, value]).at(-1);
    };
    expect([then(noisy, 13_900), then(noisy, 14_100)]).toEqual(["fine", "worse"]);
    const even = [10_000, 10_800, 9_200, 10_800, 9_200, 10_800, 9_200];
    expect([then(even, 13_100), then(even, 13_300)]).toEqual(["fine", "worse"]);
  });

  it("the tool's own ±, two printed steps, and 5 ns of times only", () => {
    const verdictOf = (more: Partial<Measurement>, base: number, value: number): string | undefined => {
      const b = new Watched({}, more);
      b.runs(Array.from({ length: 6 }, () => base));
      return b.runs([value, value]).at(-1);
    };
    expect([verdictOf({ range: 2000 }, 10_000, 11_900), verdictOf({ range: 2000 }, 10_000, 12_100)]).toEqual(["fine", "worse"]);
    expect([verdictOf({ step: 1000 }, 10_000, 11_900), verdictOf({ step: 1000 }, 10_000, 12_100)]).toEqual(["fine", "worse"]);
    expect([verdictOf({}, 10, 14.9), verdictOf({}, 10, 15.1)]).toEqual(["fine", "worse"]);
    expect([verdictOf({ unit: "allocs/op" }, 10, 12), verdictOf({ unit: "allocs/op" }, 10, 10.9)]).toEqual(["worse", "fine"]);
  });

  it("less is worse where more is better", () => {
    const b = new Watched({}, { unit: "ops/s", better: "bigger" });
    b.runs(times(6, 1000));
    expect(b.runs([1300, 1300])).toEqual(["fine", "fine"]);
    expect(b.runs([700, 700])).toEqual(["fine", "worse"]);
  });

  it("a pattern's * stands for any text, and everything else for itself", () => {
    const { key } = benchSubject("a.b", { name: "x/y.z" });
    for (const pattern of ["x/y.z", "*", "x*z", "x/*", "*.z", "*/*", "a.b » x/y.z", "a*z", "a.b » *"])
      expect([pattern, names([pattern], { key })]).toEqual([pattern, true]);
    for (const pattern of ["x", "y.z", "x/y_z", "*x", "z*", "x*x*z", "a.b", "", "x/y.z*z"])
      expect([pattern, names([pattern], { key })]).toEqual([pattern, false]);
    expect(names(["z", "x/*"], { key })).toBe(true);
    expect(names([`${"*a".repeat(2000)}b`], { key: benchSubject("", { name: "a".repeat(400) }).key })).toBe(false);
  });
});

describe("in how many runs", () => {
  it("two of the last three by default: one slow run, or two that lie apart, are no evidence", () => {
    const b = new Watched();
    b.runs(times(8, 1000));
    expect(b.runs([1500, 1000, 1001, 1500, 1000, 1500])).toEqual(["fine", "fine", "fine", "fine", "fine", "worse"]);
  });

  it("k of n as it is set", () => {
    const once = new Watched({ benchRuns: { k: 1, n: 1 } });
    once.runs(times(6, 1000));
    expect(once.runs([1500, 1000])).toEqual(["worse", "fine"]);
    const four = new Watched({ benchRuns: { k: 4, n: 5 } });
    four.runs(times(6, 1000));
    expect(four.runs([1500, 1500, 1000, 1500, 1500])).toEqual(["fine", "fine", "fine", "fine", "worse"]);
  });

  it("a slow run that stayed alone widens what is usual, and a slow stretch does not", () => {
    const alone = new Watched();
    alone.runs([...times(6, 1000), 1500, ...times(3, 1000)]);
    // Of ten runs one is left out of what nine in ten stay within; a second one that stayed alone is not.
    alone.runs([1500, ...times(3, 1000)]);
    expect(alone.runs([1900, 1900])).toEqual(["fine", "fine"]);
    const stretch = new Watched();
    stretch.runs([...times(10, 1000), 1500, 1500, ...times(3, 1000)]);
    expect(stretch.runs([1500, 1500])).toEqual(["fine", "worse"]);
    expect(stretch.baseline?.median).toBe(1001);
  });
});

describe("raw samples", () => {
  it("that are as before say that a slow result is an outlier's doing", () => {
    const b = new Watched();
    b.runs(times(6, 1000), { samples: spread(1000, 300) });
    const outlier = { samples: [...spread(1000, 300, 9), 9000] };
    expect(b.runs([1500, 1500, 1500], outlier)).toEqual(["fine", "fine", "fine"]);
    const real = new Watched();
    real.runs(times(6, 1000), { samples: spread(1000, 300) });
    expect(real.runs([1500, 1500], { samples: spread(1500, 300) })).toEqual(["fine", "worse"]);
  });

  it("that differ are no reason where the result is within the limit", () => {
    const b = new Watched();
    b.runs(times(6, 1000), { samples: spread(1000, 10) });
    expect(b.runs([1080, 1080, 1080], { samples: spread(1080, 10) })).toEqual(["fine", "fine", "fine"]);
  });

  it("fewer than five are no distribution, and a side without them leaves the limit to decide", () => {
    const few = new Watched();
    few.runs(times(6, 1000), { samples: spread(1000, 300, 4) });
    expect(few.runs([1500, 1500], { samples: [990, 1000, 1010, 9000] })).toEqual(["fine", "worse"]);
    const none = new Watched();
    none.runs(times(6, 1000));
    expect(none.runs([1500, 1500], { samples: spread(1000, 300) })).toEqual(["fine", "worse"]);
  });

  it("decide on a new entry, and one that is open stays open while its result is beyond the limit", () => {
    const b = new Watched();
    b.runs(times(6, 1000), { samples: spread(1000, 300) });
    expect(b.runs([1500, 1500], { samples: spread(1500, 300) })).toEqual(["fine", "worse"]);
    expect(b.runs([1500, 1500, 1500], { samples: [...spread(1000, 300, 9), 9000] })).toEqual(["worse", "worse", "worse"]);
  });

  it("of a run are remembered as twenty quantiles at most, and only of the last runs", () => {
    const b = new Watched();
    b.runs(times(60, 1000), { samples: Array.from({ length: 200 }, (_, i) => 1000 + i / 3) });
    const [kept] = [...b.history.values()].map((h) => h.samples);
    expect(kept).toHaveLength(50);
    expect(kept?.filter((s) => s.samples).length).toBe(25);
    expect(kept?.at(-1)?.samples).toHaveLength(20);
    expect(kept?.[0]?.samples).toBeUndefined();
    expect(JSON.stringify(kept?.at(-1)?.samples).length).toBeLessThan(200);
  });
});

describe("what got better", () => {
  const words = (made: Judged): string[] => made.improved.map((i) => i.words);

  it("is told once when it counts, and once when it has held for five runs and is the baseline", () => {
    const b = new Watched();
    b.runs(times(8, 1000));
    const told = [700, 700, 700, 700, 700, 700, 700].map((value) => words(b.run(value)));
    expect(told).toEqual([
      [],
      [expect.stringMatching(/^shop » parse\/small: better in 2 of the last 3 runs, 700 ns against a baseline of 1\.001 µs \(−30\.1 %\)/)],
      [],
      [],
      [expect.stringMatching(/^shop » parse\/small: better in 5 runs in a row, .*these runs are its baseline from now on$/)],
      [],
      [],
    ]);
  });

  it("moves the baseline only then: what falls back before was never worse", () => {
    const fell = new Watched();
    fell.runs([...times(8, 1000), 700, 700, 700, 700]);
    expect(fell.runs([1000, 1000, 1000])).toEqual(["fine", "fine", "fine"]);
    const held = new Watched();
    held.runs([...times(8, 1000), 700, 700, 700, 700, 700]);
    expect(held.runs([1000, 1000])).toEqual(["fine", "worse"]);
    expect(held.baseline).toMatchObject({ median: 700, n: 5, commit: "commit13" });
  });

  it("is not what is expected before it held without a break", () => {
    const b = new Watched();
    b.runs([...times(8, 1000), 700, 700, 1000, 700, 700, 1000, 700, 700, 1000]);
    expect(b.runs([1700, 1700])).toEqual(["fine", "worse"]);
    expect(b.baseline?.median).toBe(1000);
  });

  it("in a single fast run is nothing", () => {
    const b = new Watched();
    b.runs(times(8, 1000));
    expect([700, 1000, 1001, 700, 1000].flatMap((value) => words(b.run(value)))).toEqual([]);
  });

  it("is a smaller value of times and a bigger one of rates", () => {
    const b = new Watched({}, { unit: "ops/s", better: "bigger" });
    b.runs(times(8, 1000));
    expect([700, 700].flatMap((value) => words(b.run(value)))).toEqual([]);
    const up = new Watched({}, { unit: "ops/s", better: "bigger" });
    up.runs(times(8, 1000));
    expect([1300, 1300].flatMap((value) => words(up.run(value)))).toEqual([expect.stringContaining("(+29.9 %)")]);
  });

  it("comes with the plot of its runs", () => {
    const b = new Watched();
    b.runs([...times(8, 1000), 700]);
    const rows = b.run(700).improved[0]?.plot.split("\n") ?? [];
    expect(rows.at(-1)).toBe("10 runs in µs, the last at commit1");
    expect(rows.find((row) => row.startsWith("0.700"))).toBe("0.700 ┤        ○○");
  });
});

describe("rebaseline", () => {
  it("makes present values the baseline: the entry closes, and later runs are judged against them", () => {
    const b = new Watched();
    b.runs([...times(8, 1000), 1500]);
    expect(b.runs([1500])).toEqual(["worse"]);
    b.policy = { ...b.policy, rebaseline: ["parse/*"] };
    const made = b.run(1500);
    expect(made.judged[0]?.judgement).toMatchObject({ verdict: "fine", accepted: true });
    expect(made.notes).toEqual(["1 benchmark begins a new baseline with this run: rebaseline names it"]);
    b.policy = { ...b.policy, rebaseline: [] };
    expect(b.runs(times(4, 1500))).toEqual(["unknown", "unknown", "unknown", "unknown"]);
    expect(b.runs([1500, 1501])).toEqual(["fine", "fine"]);
    expect(b.runs([2000, 2000])).toEqual(["fine", "worse"]);
    expect(b.baseline).toMatchObject({ median: 1500, n: 7 });
  });

  it("that was forgotten in the configuration counts once, and does not stop the judging", () => {
    const b = new Watched({ rebaseline: ["*"] });
    b.runs(times(6, 1000));
    expect(b.runs([1500, 1500])).toEqual(["fine", "worse"]);
    expect(b.run(1500).notes).toEqual([]);
  });

  it("that is named anew counts anew", () => {
    const b = new Watched({ rebaseline: ["*"] });
    b.runs(times(6, 1000));
    b.policy = { ...b.policy, rebaseline: [] };
    expect(b.runs([1500, 1500])).toEqual(["fine", "worse"]);
    b.policy = { ...b.policy, rebaseline: ["*"] };
    expect(b.runs([1500])).toEqual(["fine"]);
    expect(b.line).toBeUndefined();
  });

  it("of other benchmarks changes nothing", () => {
    const b = new Watched({ rebaseline: ["render/*"] });
    b.runs(times(6, 1000));
    expect(b.runs([1500, 1500])).toEqual(["fine", "worse"]);
  });

  it("ends what was known on other machines too, so that nothing is worse there by the old values", () => {
    const b = new Watched();
    b.runs(times(8, 1000));
    b.policy = { ...b.policy, machine: "big machine", rebaseline: ["*"] };
    b.runs([1500]);
    b.policy = { ...b.policy, machine: POLICY.machine, rebaseline: [] };
    expect(b.runs([1500, 1500])).toEqual(["unknown", "unknown"]);
  });
});

describe("another machine or another unit", () => {
  it("resets nothing silently: it is said once a run until there is a baseline, and the old one is still there afterwards", () => {
    const b = new Watched();
    b.runs(times(8, 1000));
    b.policy = { ...b.policy, machine: "big machine" };
    const said = times(7, 500).map((value) => b.run(value).notes);
    const note = "1 benchmark has no baseline on big machine yet, but earlier runs on test machine";
    expect(said).toEqual([[note], [note], [note], [note], [note], [], []]);
    b.policy = { ...b.policy, machine: POLICY.machine };
    expect(b.run(1000).notes).toEqual([]);
    expect(b.runs([1500, 1500])).toEqual(["fine", "worse"]);
  });

  it("an entry waits for the machine that it was filed on, and that is said", () => {
    const b = new Watched();
    b.runs([...times(8, 1000), 1500, 1500]);
    b.policy = { ...b.policy, machine: "big machine" };
    const made = times(8, 500).map((value) => b.run(value));
    expect(made.map((one) => one.judged[0]?.judgement.verdict)).toEqual(Array.from({ length: 8 }, () => "unknown"));
    const waits = "1 entry waits for a run measured on test machine, as when it was filed";
    expect(made[0]?.notes).toEqual([`1 benchmark has no baseline on big machine yet, but earlier runs on test machine; ${waits}`]);
    expect(made[7]?.notes).toEqual([waits]);
    b.policy = { ...b.policy, machine: POLICY.machine };
    expect(b.runs([1000, 1000])).toEqual(["worse", "fine"]);
  });

  it("the machine is the one that measured, whichever reads what it collected", () => {
    const b = new Watched();
    b.collectedOn = "big machine";
    b.runs(times(8, 1000));
    b.policy = { ...b.policy, machine: "yet another machine" };
    expect(b.runs([1500, 1500])).toEqual(["fine", "worse"]);
    expect(b.baseline?.machine).toBe("big machine");
    b.collectedOn = undefined;
    expect(b.run(1000).notes[0]).toMatch(/^1 benchmark has no baseline on yet another machine yet, but earlier runs on big machine/);
  });

  it("another unit begins a new baseline, which is said when it begins", () => {
    const b = new Watched();
    b.runs(times(8, 1000));
    const made = b.run(1_000_000, { unit: "ops/s", better: "bigger" });
    expect(made.notes).toEqual(["1 benchmark is measured in another unit (ns before, ops/s now), and begins a new baseline"]);
    expect(made.judged[0]?.judgement.verdict).toBe("unknown");
    expect(b.run(1_000_000, { unit: "ops/s", better: "bigger" }).notes).toEqual([]);
  });
});

describe("the baseline", () => {
  it("is made of the last forty runs", () => {
    const b = new Watched();
    b.runs([...times(70, 1000), 1500, 1500]);
    expect(b.baseline).toMatchObject({ median: 1001, n: 40, commit: "commit70" });
  });

  it("of an entry stays as it was filed, however the runs go on", () => {
    const b = new Watched();
    b.runs([...times(8, 1000), 1500, 1500]);
    expect(b.runs(times(45, 1500)).every((verdict) => verdict === "worse")).toBe(true);
    expect(b.baseline).toMatchObject({ median: 1001, n: 8, commit: "commit8" });
    expect(b.runs([1000, 1000])).toEqual(["worse", "fine"]);
  });

  it("of an entry is none for values in another unit", () => {
    const b = new Watched();
    b.runs([...times(8, 1000), 1500, 1500]);
    const made = times(8, 1000).map((value) => b.run(value, { unit: "cycles" }));
    expect(made.map((one) => one.judged[0]?.judgement.verdict)).toEqual(Array.from({ length: 8 }, () => "unknown"));
    expect(made[7]?.notes).toEqual(["1 entry waits for a run measured in ns, as when it was filed"]);
  });

  it("forgets no newer run for the late report of an older one", () => {
    const b = new Watched();
    b.runs(times(8, 1000));
    b.run(1000, {}, 3.5);
    const [kept] = [...b.history.values()].map((h) => h.samples.map((sample) => sample.run));
    expect(kept).toEqual(["1", "2", "3", "9", "4", "5", "6", "7", "8"]);
  });
});

describe("a benchmark's entry", () => {
  const bench = (value: number): Delivery => ({ benches: { sort: value } });
  async function opened(b: Bench): Promise<void> {
    for (let run = 1; run <= 8; run++) await b.deliver({ run, from: bench(1000 + run) });
    await b.deliver({ run: 9, from: bench(1500) });
  }

  it("shows the plot of its runs", async () => {
    const b = new Bench();
    await opened(b);
    const made = await b.deliver({ run: 10, from: bench(1500) });
    expect(made.operations.map((o) => o.op)).toEqual(["create"]);
    const plot = made.operations[0]?.card.failure?.plot ?? "";
    expect(plot.split("\n")[0]).toBe("1.500 ┤        ●●");
    expect(plot).toContain("10 runs in µs, the last at c10");
  });

  it("closes when a person calls its values the new normal", async () => {
    const b = new Bench();
    await opened(b);
    await b.deliver({ run: 10, from: bench(1500) });
    b.policy = { ...b.policy, rebaseline: ["sort"] };
    expect((await b.deliver({ run: 11, from: bench(1500) })).operations.map((o) => o.op)).toEqual(["close"]);
    b.policy = { ...b.policy, rebaseline: [] };
    for (let run = 12; run < 30; run++) expect((await b.deliver({ run, from: bench(1500 + (run % 3)) })).operations).toEqual([]);
  });

  it("says what got better in the plan, and files nothing for it", async () => {
    const b = new Bench();
    for (let run = 1; run <= 8; run++) await b.deliver({ run, from: bench(1000 + run) });
    const plans = [];
    for (let run = 9; run <= 13; run++) plans.push(await b.deliver({ run, from: bench(500) }));
    expect(plans.flatMap((p) => p.operations)).toEqual([]);
    expect(plans.map((p) => p.improved?.map((i) => i.words.slice(0, 31)))).toEqual([
      [],
      ["sort: better in 2 of the last 3"],
      [],
      [],
      ["sort: better in 5 runs in a row"],
    ]);
  });

  it("is judged the same when a run is delivered twice", async () => {
    const b = new Bench();
    await opened(b);
    await b.deliver({ run: 10, from: bench(1500) });
    const before = [b.text, b.ledger, JSON.stringify([...b.history])];
    expect((await b.deliver({ run: 10, from: bench(1500) })).operations).toEqual([]);
    expect([b.text, b.ledger, JSON.stringify([...b.history])]).toEqual(before);
  });
});
