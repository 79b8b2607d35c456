/** What the tracker still knows of its entries where the ledger does not. */
import { fingerprintOf, readKey } from "../identity/key.ts";
import type { Ledger, Line } from "../ledger/ledger.ts";
import type { Entry, Listing } from "../model.ts";

/**
 * The ledger with a line for every entry of ours that it does not know: it was lost, may not be written, or a crash came
 * between the tracker's write and the ledger's. The entry itself remembers who saw it failing, and when.
 */
export function withLost(ledger: Ledger, listing: Listing): Ledger {
  const named = new Set<string>();
  for (const line of ledger.values()) {
    named.add(line.fingerprint);
    if (line.entry) named.add(`entry ${line.entry.id}`);
  }
  const lost = listing.entries.filter(
    (e) => e.fingerprint !== undefined && !named.has(baseOf(e.fingerprint)) && !named.has(`entry ${e.id}`),
  );
  if (lost.length === 0) return ledger;
  const whole = new Map(ledger);
  for (const entry of lost) {
    const line = lineOf(entry, listing.tracker);
    const known = line && whole.get(line.fingerprint);
    if (line && (!known || (entry.open && known.state === "closed") || line.generation > known.generation))
      whole.set(line.fingerprint, line);
  }
  return whole;
}

function lineOf(entry: Entry, tracker: string): Line | undefined {
  const { fingerprint, key, openedIn, closedIn } = entry;
  const kind = key === undefined ? undefined : readKey(key)?.kind;
  if (fingerprint === undefined || key === undefined || kind === undefined || fingerprintOf(key) !== baseOf(fingerprint)) return undefined;
  const producers: Line["producers"] = {};
  for (const { producer, seen } of entry.producers ?? []) producers[producer] = { ...seen, last: "failed" };
  const line: Line = {
    fingerprint: baseOf(fingerprint),
    key,
    kind,
    title: entry.title,
    state: entry.open ? "open" : "closed",
    generation: generationOf(entry),
    entry: { tracker, id: entry.id },
    producers,
  };
  if (openedIn) Object.assign(line, { opened: openedIn, acted: { run: openedIn.run, attempt: openedIn.attempt } });
  if (!entry.open && entry.closedBy === "us" && closedIn) line.closed = { ...closedIn, how: "passed" };
  return line;
}

/** The fingerprint of the subject, without the generation of its entry. */
export function baseOf(fingerprint: string): string {
  return fingerprint.replace(/~\d+$/, "");
}

export function generationOf(entry: Entry): number {
  return Number(/~(\d+)$/.exec(entry.fingerprint ?? "")?.[1] ?? 1);
}
