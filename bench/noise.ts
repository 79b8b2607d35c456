/**
 * How often noise alone is called a regression, and how soon a real one is found: `node bench/noise.ts [streams]`. Streams
 * of made-up runs go through the planner's own judging; beside it, on the same streams, the usual recipe of 10 % against
 * the run before.
 */
import type { Line } from "../src/ledger/ledger.ts";
import type { Measurement, Run, Subject } from "../src/model.ts";
import { type BenchHistory, type BenchPolicy, judge, type Sample } from "../src/planning/bench.ts";
import { median } from "../src/planning/statistics.ts";

/**
 * `normal`; `heavy`: Student's t with three degrees of freedom, so that one value in seventy lies beyond 3σ;
 * `related`: normal, each run half like the one before (φ = 0.5), without a drift.
 */
export const SHAPES = ["normal", "heavy", "related"] as const;
export type Shape = (typeof SHAPES)[number];

export interface Stream {
  shape: Shape;
  /** Standard deviation of a single measurement, of its value. */
  noise: number;
  /**
   * Measurements a run; its value is their median. Of several, half of the variance is the run's own, for a machine that is
   * busy meets all of them.
   */
  measurements: number;
  runs: number;
  /** From this run on all is slower by `step`. */
  from?: number;
  step?: number;
  seed: number;
}

const TYPICAL = 1_000_000;

/** Uniform numbers of a seed (mulberry32): the same figures on every machine. */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** The raw measurements of each run, in nanoseconds. */
export function* runsOf({ shape, noise, measurements, runs, from = runs, step = 0, seed }: Stream): Generator<number[]> {
  const random = randomOf(seed);
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  /** Of variance one, whatever its shape. */
  const drawn = (): number => {
    if (shape !== "heavy") return normal();
    const square = (normal() ** 2 + normal() ** 2 + normal() ** 2) / 3;
    return normal() / Math.sqrt(square) / Math.sqrt(3);
  };
  const own = measurements === 1 ? 1 : 0.5;
  let level = drawn();
  for (let run = 0; run < runs; run++) {
    level = shape === "related" ? 0.5 * level + Math.sqrt(0.75) * drawn() : drawn();
    const typical = TYPICAL * (run >= from ? 1 + step : 1);
    yield Array.from(
      { length: measurements },
      () => typical * Math.max(0.01, 1 + noise * (Math.sqrt(own) * level + Math.sqrt(1 - own) * (own === 1 ? 0 : drawn()))),
    );
  }
}

export interface Found {
  /** Runs that were compared with a baseline. */
  compared: number;
  /** Runs in which an entry was opened. */
  opened: number[];
}

const POLICY: BenchPolicy = { tolerance: 10, tolerances: [], benchRuns: { k: 2, n: 3 }, rebaseline: [], machine: "m" };
const SUBJECT: Subject = { fingerprint: "ci-maaaaaaaaaaaa", key: "bench/1 made » up", kind: "bench", title: "made up" };

/** What the planner's judging makes of a stream; an entry opens, and closes, as the planner has it. */
export function judged(stream: Stream, policy: Partial<BenchPolicy> = {}): Found {
  let history: BenchHistory = new Map();
  let line: Line | undefined;
  const found: Found = { compared: 0, opened: [] };
  let number = 0;
  for (const samples of runsOf(stream)) {
    const at = new Date(Date.UTC(2026, 0, 1, number)).toISOString();
    const run: Run = { id: String(number), attempt: 1, branch: "main", at, event: "push", workflow: "w", job: "j" };
    const m: Measurement = { subject: SUBJECT, producer: "p", value: median(samples), unit: "ns", better: "smaller", range: 0, step: 0 };
    if (samples.length > 1) m.samples = samples;
    const verdict = judge(m, run, { ...POLICY, ...policy }, history, line);
    history = new Map<string, { unit: string; samples: readonly Sample[] }>([[verdict.key, { unit: "ns", samples: verdict.samples }]]);
    if (verdict.verdict !== "unknown") found.compared++;
    if (verdict.verdict === "worse" && line === undefined) {
      found.opened.push(number);
      const { fingerprint, key, kind, title } = SUBJECT;
      const word = { run: run.id, attempt: 1, at, last: "failed" as const, baseline: verdict.baseline };
      line = { fingerprint, key, kind, title, state: "open", generation: 1, producers: { p: word } };
    } else if (verdict.verdict === "fine") line = undefined;
    number++;
  }
  return found;
}

/** The usual recipe: worse by more than 10 % than the run before, which is then what the next one is compared with. */
export function naive(stream: Stream, tolerance = 10): Found {
  const found: Found = { compared: 0, opened: [] };
  let before: number | undefined;
  let number = 0;
  for (const samples of runsOf(stream)) {
    const value = median(samples);
    if (before !== undefined) {
      found.compared++;
      if (value > before * (1 + tolerance / 100)) found.opened.push(number);
    }
    before = value;
    number++;
  }
  return found;
}

export interface Alarms {
  alarms: number;
  compared: number;
}

/** Alarms of streams in which nothing happens. */
export function falseAlarms(streams: number, stream: Omit<Stream, "seed">, look: (stream: Stream) => Found = judged): Alarms {
  const all = { alarms: 0, compared: 0 };
  for (let seed = 1; seed <= streams; seed++) {
    const { opened, compared } = look({ ...stream, seed });
    all.alarms += opened.length;
    all.compared += compared;
  }
  return all;
}

/** The share of streams in which a step is found in its first `within` runs, no entry having been open before it. */
export function foundWithin(
  streams: number,
  within: number,
  stream: Omit<Stream, "seed" | "runs">,
  policy: Partial<BenchPolicy> = {},
): number {
  const { from = 0 } = stream;
  let found = 0;
  for (let seed = 1; seed <= streams; seed++) {
    const { opened } = judged({ ...stream, runs: from + within, seed }, policy);
    if (opened.some((run) => run >= from)) found++;
  }
  return found / streams;
}

const NOISES = [0.01, 0.03, 0.05, 0.07, 0.1, 0.15];

/** The figures as people read them; `streams` of a hundred runs a cell. */
export function* figures(streams: number): Generator<string> {
  const thousand = ({ alarms, compared }: Alarms): string => ((alarms / compared) * 1000).toFixed(2).padStart(8);
  yield "False alarms in 1,000 comparisons (naive: 10 % against the run before), by noise of one measurement:";
  yield `${"".padEnd(28)}${NOISES.map((noise) => `${Math.round(noise * 100)} %`.padStart(8)).join("")}`;
  const all: Alarms = { alarms: 0, compared: 0 };
  for (const measurements of [1, 10]) {
    for (const shape of SHAPES) {
      const cells = NOISES.map((noise) => falseAlarms(streams, { shape, noise, measurements, runs: 100 }));
      for (const { alarms, compared } of cells) {
        all.alarms += alarms;
        all.compared += compared;
      }
      yield `${`${shape}, ${measurements} a run`.padEnd(28)}${cells.map(thousand).join("")}`;
    }
    const beside = NOISES.map((noise) => falseAlarms(streams, { shape: "normal", noise, measurements, runs: 100 }, naive));
    yield `${`  naive, normal, ${measurements} a run`.padEnd(28)}${beside.map(thousand).join("")}`;
  }
  yield `${"all, naive apart".padEnd(28)}${thousand(all)}   (${all.alarms} of ${all.compared})`;
  yield "";
  yield "Steps found within three runs, of the streams that have them, by earlier runs:";
  const before = [6, 10, 20, 40];
  yield `${"".padEnd(42)}${before.map((from) => String(from).padStart(8)).join("")}`;
  for (const [step, noise, tolerance] of STEPS) {
    for (const measurements of [1, 10]) {
      const found = before.map((from) => foundWithin(streams, 3, { shape: "normal", noise, measurements, from, step }, { tolerance }));
      const what = `${step * 100} % at ${noise * 100} % noise, tolerance ${tolerance}, ${measurements} a run`;
      yield `${what.padEnd(42)}${found.map((share) => `${(share * 100).toFixed(1)} %`.padStart(8)).join("")}`;
    }
  }
}

const STEPS: readonly [step: number, noise: number, tolerance: number][] = [
  [0.2, 0.03, 10],
  [0.1, 0.01, 5],
  [0.1, 0.02, 5],
  [0.1, 0.03, 5],
];

if (import.meta.main) for (const line of figures(Number(process.argv[2] ?? 500))) console.log(line);
