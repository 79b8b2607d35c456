/**
 * What may be lost without harm: earlier values of benchmarks, and the newest evidence seen of each producer. Kept in
 * a folder that a cache restores and saves; a file that cannot be read is an empty history, said so.
 */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ProducerId, Stamp } from "../model.ts";
import type { BenchHistory, Sample } from "../planning/bench.ts";

const FILE = "history.json";

export interface History {
  benches: BenchHistory;
  marks: ReadonlyMap<ProducerId, Stamp>;
}

export const NO_HISTORY: History = { benches: new Map(), marks: new Map() };

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
  return { benches, marks };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isStamp(value: unknown): value is Stamp {
  return isObject(value) && typeof value["run"] === "string" && typeof value["attempt"] === "number" && typeof value["at"] === "string";
}

function isSample(value: unknown): value is Sample {
  return isStamp(value) && Number.isFinite((value as Sample).value) && typeof (value as Sample).worse === "boolean";
}

/** Writes the history; returns false when the file already says the same. */
export function writeHistory(folder: string, history: History): boolean {
  const text = `${JSON.stringify({ version: 1, benches: sorted(history.benches), marks: sorted(history.marks) })}\n`;
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
