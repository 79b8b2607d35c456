/** Raw samples behind a measurement: what single rounds took. As many as tell a distribution, however many a tool writes. */
import type { BenchObservation } from "../../model.ts";
import { listOf, numberOf } from "../values.ts";
import { powerOf, scaled } from "./units.ts";

/** Samples kept a measurement. */
export const MAX_SAMPLES = 200;

/** The values in order; of more than `most`, so many evenly spaced quantiles, each of which stands for as many values. */
export function thinned(values: readonly number[], most: number): number[] {
  const sorted = values.toSorted((a, b) => a - b);
  if (sorted.length <= most) return sorted;
  return Array.from({ length: most }, (_, i) => sorted[Math.floor(((i + 0.5) * sorted.length) / most)] ?? 0);
}

/** A tool's list of single values as samples in the unit that measurements have; nothing where it holds fewer than two. */
export function samplesIn(unit: string, list: unknown): Pick<BenchObservation, "samples"> {
  const values = listOf(list).flatMap((value) => numberOf(value) ?? []);
  if (values.length < 2) return {};
  const power = powerOf(unit) ?? 0;
  return { samples: thinned(values, MAX_SAMPLES).map((value) => scaled(value, power)) };
}
