/** What the tests of the readers of linters' text share. */
import type { LintObservation, Part } from "../../../src/model.ts";
import type { ReadOptions } from "../../../src/reports/read.ts";
import { type Reading, readingOf } from "../reading.ts";

/** The findings of a reading. */
export function lints({ observations }: Reading): LintObservation[] {
  return observations.filter((o) => o.kind === "lint");
}

/** `outcome owner rule file:line message` of each finding in a log. */
export function shown(log: string, options: ReadOptions = {}): string[] {
  return lints(readingOf(log, options)).map(
    (o) => `${o.outcome} ${o.owner} ${o.name} ${o.file ?? ""}${o.line === undefined ? "" : `:${o.line}`} ${o.message ?? ""}`,
  );
}

/** The lint parts of a log. */
export function parts(log: string, options: ReadOptions = {}): Part[] {
  return readingOf(log, options).report.parts.filter((p) => p.kind === "lint");
}
