/**
 * What a benchmark is expected to measure: which of its earlier runs that is made of, when it moves, and how far from it
 * is no change.
 */
import type { Baseline, Measurement } from "../model.ts";
import type { Sample } from "./bench.ts";
import type { Policy } from "./policy.ts";
import { median } from "./statistics.ts";

/** Earlier runs before a baseline means anything. */
const BASELINE_RUNS = 5;
/** Earlier runs a baseline is made of. */
const BASELINE_WINDOW = 40;
/** Runs in a row that have to be better before they are what is expected. */
export const HOLDS = 5;
/** The share of a baseline's runs whose spread is usual. Of fewer than ten it is all of them. */
const USUAL = 0.9;

/** Samples since the baseline was last moved. The first `held` of them are better than what was before, and are its beginning. */
export interface Present {
  samples: readonly Sample[];
  held: number;
}

/** A baseline is moved by a person who says so, and by HOLDS better runs in a row; by nothing else. */
export function sincePresent(samples: readonly Sample[]): Present {
  let start = 0;
  let held = 0;
  let streak = 0;
  samples.forEach((sample, i) => {
    if (sample.accepted && !samples[i - 1]?.accepted) {
      start = i;
      held = 0;
      streak = 0;
      return;
    }
    streak = sample.better ? streak + 1 : 0;
    if (streak < HOLDS) return;
    start = i + 1 - HOLDS;
    held = HOLDS;
    streak = 0;
  });
  return { samples: samples.slice(start), held };
}

/**
 * The samples that a baseline is made of. One that lay beyond the limit alone belongs to the noise, and to leave it out
 * would make the noise look smaller than it is; those that count together are a change. The last ones wait for company.
 */
export function usualOf({ samples, held }: Present, { k, n }: Policy["benchRuns"]): Sample[] {
  const flags = samples.map((s, i) => (s.worse ? 1 : s.better && i >= held ? -1 : 0));
  const changed = new Set<number>();
  if (flags.every((flag) => flag === 0)) return samples.slice(-BASELINE_WINDOW);
  for (let end = 1; end <= flags.length; end++) {
    for (const way of [1, -1]) {
      const some: number[] = [];
      for (let i = Math.max(0, end - n); i < end; i++) if (flags[i] === way) some.push(i);
      if (some.length >= k) for (const i of some) changed.add(i);
    }
  }
  const settled = flags.length - (n - 1);
  return samples.filter((_, i) => flags[i] === 0 || (i < settled && !changed.has(i))).slice(-BASELINE_WINDOW);
}

export function baselineOf(usual: readonly Sample[], m: Measurement, machine: string): Baseline | undefined {
  if (usual.length < BASELINE_RUNS) return undefined;
  const values = usual.map((s) => s.value);
  const middle = median(values);
  const distances = values.map((value) => Math.abs(value - middle)).sort((a, b) => a - b);
  const baseline: Baseline = {
    median: middle,
    mad: median(distances),
    wide: distances[Math.ceil(USUAL * distances.length) - 1] ?? 0,
    n: values.length,
    unit: m.unit,
    better: m.better,
    machine,
  };
  const commit = usual.at(-1)?.commit;
  if (commit !== undefined) baseline.commit = commit;
  return baseline;
}

/**
 * How far from the baseline is no change: the tolerance, the usual spread, the tool's own ±, two printed steps and 5 ns.
 * The MAD alone tells too little of the spread: of few runs it may be tiny by chance, and of tails it says nothing at all.
 * With 15 % of noise four times the MAD is passed in 4 to 9 of 1,000 comparisons; twice what nine in ten runs stay within,
 * in fewer than one (`bench/noise.ts` has the figures).
 */
export function limitOf(m: Measurement, baseline: Baseline, tolerance: number): number {
  const { median, mad, wide = 0 } = baseline;
  const floor = m.unit === "ns" ? 5 : 0;
  return Math.max((Math.abs(median) * tolerance) / 100, 4 * mad, 2 * wide, m.range, 2 * m.step, floor);
}
