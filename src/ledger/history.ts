/**
 * What may be lost without harm: earlier values of benchmarks, and the newest evidence seen of each producer. Kept in
 * a folder that a cache restores and saves; a file that cannot be read is an empty history, said so.
 */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ProducerId, Stamp } from "../model.ts";
import type { BenchHistory, Sample } from "../planning/bench.ts";
import type { OutcomeHistory, Seen } from "../planning/flaky.ts";

const FILE = "history.json";

export interface History {
  benches: BenchHistory;
  marks: ReadonlyMap<ProducerId, Stamp>;
  outcomes: OutcomeHistory;
  /** Runs of each job that were seen, oldest first. */
  jobs: ReadonlyMap<string, readonly Stamp[]>;
}

export const NO_HISTORY: History = { benches: new Map(), marks: new Map(), outcomes: new Map(), jobs: new Map() };

/** Reads the history of a folder; an absent or unreadable file is an empty one, and `warn` is told of the latter. */
export function readHistory(folder: string, warn: (message: string) => void): History {
  let text: string;
  try {
    text = readFileSync(join(folder, FILE), "utf8");
  } catch {
    return NO_HISTORY;
  }
  try {
    return historyOf(JSON.parse(text));
  } catch (error) {
    warn(`the history in ${folder} cannot be read (${error instanceof Error ? error.message : String(error)}); it begins anew`);
    return NO_HISTORY;
  }
}

function historyOf(value: unknown): History {
  if (!isObject(value) || !isObject(value["benches"]) || !isObject(value["marks"])) throw new Error("it has another shape");
  const benches = new Map<string, { unit: string; samples: Sample[] }>();
  for (const [key, bench] of Object.entries(value["benches"])) {
    if (!isObject(bench) || typeof bench["unit"] !== "string" || !Array.isArray(bench["samples"])) continue;
    benches.set(key, { unit: bench["unit"], samples: bench["samples"].filter(isSample) });
  }
  const marks = new Map<ProducerId, Stamp>();
  for (const [producer, mark] of Object.entries(value["marks"])) if (isStamp(mark)) marks.set(producer, mark);
  return {
    benches,
    marks,
    outcomes: listsOf(value["outcomes"], isSeen),
    jobs: listsOf(value["jobs"], isStamp),
  };
}

/** Histories of older versions have no such lists. */
function listsOf<T>(value: unknown, is: (item: unknown) => item is T): Map<string, T[]> {
  const lists = new Map<string, T[]>();
  if (!isObject(value)) return lists;
  for (const [key, list] of Object.entries(value)) if (Array.isArray(list)) lists.set(key, list.filter(is));
  return lists;
}

function isSeen(value: unknown): value is Seen {
  return isStamp(value) && ["failed", "passed", "retried"].includes((value as Seen).saw);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isStamp(value: unknown): value is Stamp {
  return isObject(value) && typeof value["run"] === "string" && typeof value["attempt"] === "number" && typeof value["at"] === "string";
}

function isSample(value: unknown): value is Sample {
  if (!isStamp(value)) return false;
  const sample: Partial<Record<keyof Sample, unknown>> = value;
  return (
    Number.isFinite(sample.value) &&
    typeof sample.worse === "boolean" &&
    [sample.better, sample.accepted].every((mark) => mark === undefined || mark === true) &&
    (sample.samples === undefined || (Array.isArray(sample.samples) && sample.samples.every(Number.isFinite)))
  );
}

/** Writes the history; returns false when the file already says the same. */
export function writeHistory(folder: string, history: History): boolean {
  const { benches, marks, outcomes, jobs } = history;
  const all = { version: 1, benches: sorted(benches), marks: sorted(marks), outcomes: sorted(outcomes), jobs: sorted(jobs) };
  const text = `${JSON.stringify(all)}\n`;
  const path = join(folder, FILE);
  try {
    if (readFileSync(path, "utf8") === text) return false;
  } catch {
    // There is none yet.
  }
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${path}.tmp`, text);
  renameSync(`${path}.tmp`, path);
  return true;
}

function sorted<V>(map: ReadonlyMap<string, V>): Record<string, V> {
  return Object.fromEntries([...map].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}
