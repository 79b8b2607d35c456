/**
 * `only-new`: lint findings that were there when a producer's rules were first looked at are existing debt. They open
 * nothing and keep nothing open; what is found beside them counts as ever.
 */
import { fingerprintOf, keyOf } from "../identity/key.ts";
import type { Ledger, Line } from "../ledger/ledger.ts";
import type { Evidence, ProducerId, Sighting, Subject } from "../model.ts";

/** Evidence without debt, the lines that remember it, and what people should know of it. */
export interface WithoutDebt {
  evidence: Evidence;
  lines: Line[];
  /** Subjects that are not filed, and why. */
  withheld: { subject: Subject; reason: string }[];
}

/** The findings of each producer's first complete report become debt; those of debt are taken out of the evidence. */
export function withoutDebt(evidence: Evidence, ledger: Ledger): WithoutDebt {
  const lines: Line[] = [];
  const withheld: WithoutDebt["withheld"] = [];
  const first = new Map<ProducerId, "whole" | "partial">();
  for (const producer of evidence.producers) {
    const parts = evidence.parts.filter((p) => p.producer === producer && p.part.kind === "lint").map((p) => p.part);
    const marker = markerOf(producer);
    if (parts.length === 0 || ledger.has(marker.fingerprint)) continue;
    const whole = parts.every((p) => p.state === "whole");
    first.set(producer, whole ? "whole" : "partial");
    if (whole) lines.push(marker);
  }
  const failing = new Map(evidence.failing);
  for (const [key, { subject, sightings }] of evidence.failing) {
    if (subject.kind !== "lint") continue;
    const line = ledger.get(subject.fingerprint);
    const debt = new Set(line?.debt);
    const before = debt.size;
    for (const { producer, failure, weak } of sightings)
      if (!weak && !isFiled(line) && first.get(producer) === "whole") for (const hash of failure?.findings ?? []) debt.add(hash);
    if (debt.size > before) lines.push(withDebt(line, subject, [...debt].sort()));
    const open: Sighting[] = [];
    let waits = false;
    for (const sighting of sightings) {
      if (first.get(sighting.producer) === "partial" && !isFiled(line)) {
        waits = true;
        continue;
      }
      const fresh = sighting.failure?.findings?.filter((hash) => !debt.has(hash));
      if (fresh === undefined || (fresh.length > 0 && debt.size === 0)) open.push(sighting);
      // What was there before is as good as absent: an entry closes when all that its findings touched was looked at.
      else if (fresh.length > 0) open.push(told(sighting, fresh));
    }
    if (open.length > 0) failing.set(key, { subject, sightings: open });
    else {
      failing.delete(key);
      const reason = waits ? "what was there before is known after a first complete report" : "all that it finds was there before";
      withheld.push({ subject, reason: `only-new: ${reason}` });
    }
  }
  return { evidence: { ...evidence, failing }, lines, withheld };
}

/** It has an entry, or one is being created: none of its findings is debt. */
function isFiled(line: Line | undefined): boolean {
  return line?.state === "open" || line?.state === "claimed";
}

/** Remembers that a producer's rules have been looked at, whatever was found. */
function markerOf(producer: ProducerId): Line {
  const key = keyOf("lint", "(adopted)", producer);
  const title = "Lint findings that were there when ci-tracker came";
  return { fingerprint: fingerprintOf(key), key, kind: "lint", title, state: "closed", generation: 1, producers: {} };
}

function withDebt(line: Line | undefined, { fingerprint, key, kind, title }: Subject, debt: string[]): Line {
  return { ...(line ?? { fingerprint, key, kind, title, state: "closed", generation: 1, producers: {} }), debt };
}

/** The sighting of what is new in it. */
function told(sighting: Sighting, fresh: string[]): Sighting {
  const { failure } = sighting;
  if (!failure) return sighting;
  const facts: [string, string][] = [["New findings", String(fresh.length)], ...(failure.facts ?? [])];
  return { ...sighting, failure: { ...failure, findings: fresh, facts } };
}
