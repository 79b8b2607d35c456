/**
 * `only-new`: lint findings that were there when a producer's rules were first looked at are existing debt. They open
 * nothing and keep nothing open; what is found beside them counts as ever.
 */
import { fingerprintOf, keyOf, readKey } from "../identity/key.ts";
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
  const elsewhere = debtByGrouping(ledger, evidence.branch);
  for (const [key, { subject, sightings }] of evidence.failing) {
    if (subject.kind !== "lint") continue;
    const line = ledger.get(subject.fingerprint);
    const debt = new Set(line?.debt);
    const before = debt.size;
    for (const { producer, failure, weak } of sightings)
      if (!weak && !isFiled(line) && first.get(producer) === "whole") for (const hash of failure?.findings ?? []) debt.add(hash);
    if (debt.size > before) lines.push(withDebt(line, subject, [...debt].sort()));
    const others = elsewhere(key);
    const open: Sighting[] = [];
    let waits = false;
    for (const sighting of sightings) {
      if (first.get(sighting.producer) === "partial" && !isFiled(line)) {
        waits = true;
        continue;
      }
      const fresh = sighting.failure?.findings?.filter((hash) => !debt.has(hash) && !others.some((set) => set.has(hash)));
      const all = debt.size === 0 && fresh?.length === sighting.failure?.findings?.length;
      if (fresh === undefined || (fresh.length > 0 && all)) open.push(sighting);
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

/**
 * Debt that is remembered of an owner's findings under entries of another `group-by`: what an entry stands for may be
 * chosen anew, and what was there stays what was there.
 */
function debtByGrouping(ledger: Ledger, branch: string | undefined): (key: string) => readonly ReadonlySet<string>[] {
  const byOwner = new Map<string, Map<string, Set<string>>>();
  for (const { key, debt } of ledger.values()) {
    const read = debt ? readKey(key) : undefined;
    if (!read || read.branch !== branch) continue;
    const [owner, grouping] = groupingOf(read.fields);
    const groupings = byOwner.get(owner) ?? new Map<string, Set<string>>();
    byOwner.set(owner, groupings);
    const hashes = groupings.get(grouping) ?? new Set();
    groupings.set(grouping, hashes);
    for (const hash of debt ?? []) hashes.add(hash);
  }
  return (key) => {
    const [owner, own] = groupingOf(readKey(key)?.fields ?? []);
    return [...(byOwner.get(owner) ?? [])].filter(([grouping]) => grouping !== own).map(([, hashes]) => hashes);
  };
}

/** Owner, and by what its findings are grouped, as far as the key tells. */
function groupingOf([owner = "", second = "", ...more]: readonly string[]): [owner: string, grouping: string] {
  return [owner, second.startsWith("(") ? second : more.length > 0 ? "diagnostic" : "rule"];
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
