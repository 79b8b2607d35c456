/** A benchmark's last runs as lines of text: what a person looks at first, and what every tracker can show in a fence. */
import type { Baseline } from "../model.ts";
import { axisOf } from "./amount.ts";

export interface Plotted {
  /** Oldest first, this run last. */
  samples: readonly { value: number; worse: boolean; commit?: string }[];
  baseline: Pick<Baseline, "median" | "unit" | "better">;
  /** How far from the baseline is no change. */
  limit: number;
}

/** Runs shown, and rows: no line is longer than 60 columns. */
const RUNS = 40;
const ROWS = 9;

/**
 * A row a band of values, a column a run. The rows of the baseline and of the limit that counts are drawn through. The
 * same runs always give the same text; a unit in it is hostile, so that a fence has to be put around it.
 */
export function plotOf({ samples, baseline, limit }: Plotted): string {
  const shown = samples.slice(-RUNS);
  const edge = baseline.better === "smaller" ? baseline.median + limit : baseline.median - limit;
  const values = [...shown.map((s) => s.value), baseline.median, edge];
  const high = Math.max(...values);
  const low = Math.min(...values);
  const rowOf = (value: number): number => (high === low ? 0 : Math.round(((high - value) / (high - low)) * (ROWS - 1)));
  const rows = Array.from({ length: rowOf(low) + 1 }, () => shown.map(() => " "));
  const draw = (row: number, sign: string): void => void rows[row]?.fill(sign);
  draw(rowOf(edge), "┄");
  draw(rowOf(baseline.median), "─");
  shown.forEach(({ value, worse }, column) => {
    const row = rows[rowOf(value)];
    if (row) row[column] = worse ? "●" : "○";
  });
  // Where two belong to one row, the later one is the more telling.
  const labels = new Map<number, number>();
  for (const value of [high, low, edge, baseline.median]) labels.set(rowOf(value), value);
  const axis = axisOf([...labels.values()], baseline.unit);
  const label = new Map([...labels.keys()].map((row, i) => [row, axis.labels[i] ?? ""]));
  const width = Math.max(...axis.labels.map((word) => word.length));
  const lines = rows.map((row, i) => `${(label.get(i) ?? "").padStart(width)} ${label.has(i) ? "┤" : "│"}${row.join("")}`.trimEnd());
  const commit = shown.at(-1)?.commit?.slice(0, 7);
  const runs = `${shown.length} ${shown.length === 1 ? "run" : "runs"} in ${axis.unit}${commit === undefined ? "" : `, the last at ${commit}`}`;
  return [...lines, `${" ".repeat(width)} └${"─".repeat(shown.length)}`, `○ run  ● worse  ─ baseline  ┄ limit`, runs].join("\n");
}
