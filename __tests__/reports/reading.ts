/** What the tests of the readers share: reading a fixture, or a text, through the door that everything else uses. */
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Observation, ReportSummary } from "../../src/model.ts";
import { type ReadOptions, readReport } from "../../src/reports/read.ts";

export interface Reading {
  report: ReportSummary;
  observations: Observation[];
}

/** `SAMPLES=FOLDER` has the property tests take their reports from there instead. */
const FIXTURES = process.env["SAMPLES"] ?? join(import.meta.dirname, "..", "fixtures");

/** Path of a fixture. */
export function fixture(...names: string[]): string {
  return join(FIXTURES, ...names);
}

/** Bytes of a fixture. */
export function bytesOf(...names: string[]): Buffer {
  return readFileSync(fixture(...names));
}

/** Reads a file or a folder as a step's report. */
export function reading(path: string, options: ReadOptions = {}): Reading {
  const observations: Observation[] = [];
  const report = readReport(path, "report", options, { path: (p) => p }, (o) => observations.push(o));
  return { report, observations };
}

let file: string | undefined;

/** Reads a text, or bytes, as if a step had left them in a file. */
export function readingOf(content: string | Uint8Array, options: ReadOptions = {}): Reading {
  file ??= join(mkdtempSync(join(tmpdir(), "ci-tracker-")), "report.txt");
  writeFileSync(file, content);
  return reading(file, options);
}

/** `suite › name` of what has one of these outcomes, sorted; a whole target stands as its suite alone. */
export function named(observations: readonly Observation[], kind: Observation["kind"], ...outcomes: Observation["outcome"][]): string[] {
  return observations
    .filter((o) => o.kind === kind && outcomes.includes(o.outcome))
    .map((o) => [o.suite, o.name].filter((word) => word !== undefined && word !== "").join(" › "))
    .sort();
}

/** The reading without what differs from one file to the next, for comparison. */
export function comparable({ report, observations }: Reading): unknown {
  return JSON.parse(JSON.stringify({ report: { ...report, file: "" }, observations }));
}
