/** Measuring: every figure comes from a process of its own, so that nothing is warm and its peak memory is its own. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface Running {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
}

/** Runs a program to its end; seconds are those of the clock, its start included. Throws when it fails. */
export function run(program: string, args: readonly string[], { cwd, env }: Running = {}): { stdout: string; seconds: number } {
  const begun = performance.now();
  const { status, signal, error, stdout, stderr } = spawnSync(program, args, { cwd, env, encoding: "utf8", maxBuffer: 1 << 30 });
  const seconds = (performance.now() - begun) / 1000;
  if (error) throw error;
  if (status !== 0) throw new Error(`${program} ${args.join(" ")}: ${signal ?? `exit ${status}`}\n${(stderr || stdout).trim()}`);
  return { stdout, seconds };
}

/** Runs a script of this folder, and gives the object that it prints. */
export function figuresOf<Figures>(script: string, ...args: string[]): Figures {
  return JSON.parse(run(process.execPath, [join(import.meta.dirname, script), ...args]).stdout) as Figures;
}

/** Measures every way once a round, one beside the other: a moment in which the machine is busy meets them all. */
export function rounds<Way extends string, Figures>(
  count: number,
  ways: readonly Way[],
  measure: (way: Way) => Figures,
): Map<Way, Figures[]> {
  const found = new Map<Way, Figures[]>(ways.map((way) => [way, []]));
  for (let round = 0; round < count; round++) for (const way of ways) found.get(way)?.push(measure(way));
  return found;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  const upper = sorted[half] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? Number.NaN) + upper) / 2;
}

/** How many times as much one takes as the other: the median of what each round says. */
export function ratioOf(these: readonly number[], those: readonly number[]): number {
  return median(these.map((value, round) => value / (those[round] ?? Number.NaN)));
}

/** Lends a folder that is gone afterwards. */
export function inScratch<Result>(use: (folder: string) => Result): Result {
  const folder = mkdtempSync(join(tmpdir(), "ci-tracker-bench-"));
  try {
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
