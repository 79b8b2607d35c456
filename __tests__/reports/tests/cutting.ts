/** What a report that is cut, or has a byte changed, must never lead to; shared by the tests of the line formats. */
import fc from "fast-check";
import { expect } from "vitest";
import type { Observation, Part } from "../../../src/model.ts";
import type { ReadOptions } from "../../../src/reports/read.ts";
import { type Reading, readingOf } from "../reading.ts";

/** More cuts than this are drawn at random. */
const ALL_CUTS = 700;
const DRAWN = 150;

/**
 * No cut of the report shows a pass that the report does not show, nor proves a test absent that it lists: a part that
 * is whole lists as many cases as the same part of the whole report. `cuts`: where, if not anywhere.
 */
export function expectNoMoreWhenCut(bytes: Buffer, options: ReadOptions = {}, cuts?: number[]): void {
  const full = readingOf(bytes, options);
  // Where a report names the package or file last, its tests have none when it is cut before: they are no other's.
  const passes = new Set(passesOf(full).flatMap((o) => [nameOf(o), nameOf({ ...o, suite: "" })]));
  const lists = new Map(full.report.parts.map((part) => [unitsOf(part), part.extent.cases]));
  const check = (at: number): void => {
    const cut = readingOf(bytes.subarray(0, at), options);
    const shown = passesOf(cut).map(nameOf);
    expect(shown.filter((name) => !passes.has(name))).toEqual([]);
    for (const part of cut.report.parts) {
      if (part.state !== "whole" || !part.provesAbsence) continue;
      expect([at, unitsOf(part), part.extent.cases]).toEqual([at, unitsOf(part), lists.get(unitsOf(part))]);
    }
  };
  if (cuts) cuts.forEach(check);
  else if (bytes.length <= ALL_CUTS) for (let at = 1; at < bytes.length; at++) check(at);
  else fc.assert(fc.property(fc.integer({ min: 1, max: bytes.length - 1 }), check), { numRuns: DRAWN });
}

/** A changed byte neither throws nor hangs, and leaves a reading. */
export function expectReadableWhenDamaged(bytes: Buffer, options: ReadOptions = {}): void {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: bytes.length - 1 }), fc.integer({ min: 0, max: 255 }), (at, byte) => {
      const damaged = Buffer.from(bytes);
      damaged[at] = byte;
      const { error } = readingOf(damaged, options).report;
      // What a reader throws comes out under this code as well.
      expect(error?.code === "E_REPORT_MALFORMED" ? error.message : "").toMatch(/^$|is not a whole JSON document|damaged$/);
    }),
    { numRuns: 60 },
  );
}

/** Passes that could close something. */
function passesOf({ observations }: Reading): Observation[] {
  return observations.filter((o) => o.outcome === "passed" && o.part.state !== "broken" && o.kind !== "build");
}

function nameOf({ kind, suite = "", name }: Observation): string {
  return `${kind} ${suite} ${name}`;
}

function unitsOf(part: Part): string {
  return `${part.kind} ${part.extent.units.join()}`;
}

/** Counts as one line: total, passed, failed, errors, skipped. */
export function countsOf({ report }: Reading): string {
  const { total, passed, failed, errors, skipped } = report.counts;
  return `${total} = ${passed} passed, ${failed} failed, ${errors} errors, ${skipped} skipped`;
}
