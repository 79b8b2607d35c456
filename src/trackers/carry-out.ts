/**
 * Carries a plan out on a hosted tracker. A claim is committed to the ledger before anything is created, and the ids
 * after it, so that two runs, or one that crashed and ran again, end with one entry a subject.
 */

import { isDeepStrictEqual } from "node:util";
import type { Snapshot, Store } from "../commit/store.ts";
import { CodedError, coded } from "../errors.ts";
import { LEDGER_PATH, type Ledger, type Line, type LoadedLedger, readLedger, writeLedger } from "../ledger/ledger.ts";
import type { Operation } from "../model.ts";
import type { Plan } from "../planning/plan.ts";
import type { Place, Tools, Written } from "./place.ts";
import type { OpenHostedTracker } from "./tracker.ts";

/** Tries to commit against a branch that others write too. */
const TRIES = 5;

/** A tracker on a server: the ledger has a branch of its own. */
export function hostedPlace(store: Store, snapshot: Snapshot, loaded: LoadedLedger, tracker: OpenHostedTracker, where: string): Place {
  let ready = tracker.ready();
  return {
    tracker: tracker.listing.tracker,
    snapshot,
    loaded,
    listing: tracker.listing,
    where,
    ready: () => ready,
    log: (id) => tracker.log(id),
    write: async (plan, tools) => {
      const written = await carryOut(plan, { store, snapshot, loaded, tracker, ...tools });
      for (const { op, done } of plan.operations) {
        if (done && (op === "create" || op === "reopen")) ready++;
        if (done && op === "close") ready--;
      }
      return written;
    },
  };
}

interface Means extends Tools {
  store: Store;
  snapshot: Snapshot;
  loaded: LoadedLedger;
  tracker: OpenHostedTracker;
}

/** Carries the operations out. `moved`: the ledger's branch moved before anything was claimed, so the plan is out of date. */
async function carryOut(plan: Plan, means: Means): Promise<Written | "moved"> {
  const { operations } = plan;
  const lines = new Map(plan.lines);
  /** The ledger as it was planned against, with what this run wrote into it since. */
  const known = new Map(means.loaded.ledger);
  const result: Progress = { failed: [], urls: new Map(), committed: null, problems: [], notes: [] };
  const creates = operations.filter((o) => o.op === "create");
  let keeps = true;
  if (creates.length > 0) {
    try {
      const claims = await claim(creates, lines, means);
      if (claims === "moved") return "moved";
      for (const [fingerprint, line] of claims) known.set(fingerprint, line);
    } catch (thrown) {
      keeps = false;
      const error = coded(thrown);
      // A token that may not commit is a choice; anything else went wrong.
      if (error.code === "E_TOKEN" || error.code === "E_COMMIT_RULES") result.notes.push(withoutLedger(error));
      else result.problems.push(error);
    }
  }
  await carry(plan, lines, result, means);
  try {
    if (creates.some((o) => o.done)) await confirm(creates, lines, result, means);
    if (lines.size > 0 && keeps) result.committed = await remember(lines, known, operations, means);
  } catch (thrown) {
    const error = coded(thrown);
    if (error.code === "E_TOKEN" || error.code === "E_COMMIT_RULES") result.notes.push(withoutLedger(error));
    else result.problems.push(error);
  }
  return result;
}

/** What a run without a ledger can still do, in words. */
function withoutLedger(error: CodedError): string {
  return `the ledger is not kept (${error.message}): entries alone are the memory, so only the check after creating guards against doubles, and lints, advisories and dependencies do not close`;
}

/** What has been written so far. */
interface Progress extends Written {
  urls: Map<string, string>;
}

async function claim(
  creates: readonly Operation[],
  lines: Map<string, Line | null>,
  { run, store, snapshot, loaded, message }: Means,
): Promise<ReadonlyMap<string, Line> | "moved"> {
  const { id, attempt, at } = run;
  const claims = new Map<string, Line>();
  for (const { fingerprint } of creates) {
    const line = lines.get(fingerprint);
    if (line) claims.set(fingerprint, { ...line, state: "claimed", claim: { run: id, attempt, at } });
  }
  const text = writeLedger(loaded, claims);
  const committed = await store.commit(snapshot, new Map([[LEDGER_PATH, text]]), message([]));
  return committed === "moved" ? "moved" : claims;
}

/**
 * One after another; what fails is left as it was, and the next run tries it again. The ledger keeps what was learnt: a
 * producer's word that got lost would be one that the entry no longer waits for.
 */
async function carry(
  { operations, refused }: Plan,
  lines: Map<string, Line | null>,
  result: Progress,
  { tracker, writing, loaded }: Means,
): Promise<void> {
  let denied: CodedError | undefined;
  for (const operation of operations) {
    try {
      if (denied) throw denied;
      const { id, url, notes = [] } = await tracker.apply(operation, writing);
      operation.entry = id;
      operation.done = true;
      if (url !== undefined) result.urls.set(id, url);
      for (const note of notes) if (!result.notes.includes(note)) result.notes.push(note);
      const line = lines.get(operation.fingerprint);
      if (line) lines.set(operation.fingerprint, { ...line, entry: { tracker: operation.tracker, id } });
    } catch (thrown) {
      const error = coded(thrown);
      // What the token may not do once it may not do again.
      if (error.code === "E_TOKEN") denied = error;
      result.failed.push({ operation, error });
      // A claim is given up with it.
      if (operation.op === "create") lines.set(operation.fingerprint, loaded.ledger.get(operation.fingerprint) ?? null);
      else {
        const kept = refused?.get(operation.fingerprint);
        if (kept) lines.set(operation.fingerprint, kept);
        else lines.delete(operation.fingerprint);
      }
    }
  }
}

async function confirm(
  creates: readonly Operation[],
  lines: Map<string, Line | null>,
  result: Progress,
  { tracker }: Means,
): Promise<void> {
  const created = new Map(creates.filter((o) => o.done && o.entry !== null).map((o) => [o.fingerprint, o.entry ?? ""]));
  const stand = await tracker.confirm(created);
  for (const operation of creates) {
    const found = stand.get(operation.fingerprint);
    if (!found || found.id === operation.entry) continue;
    operation.entry = found.id;
    if (found.url !== undefined) result.urls.set(found.id, found.url);
    const line = lines.get(operation.fingerprint);
    if (line) lines.set(operation.fingerprint, { ...line, entry: { tracker: operation.tracker, id: found.id } });
  }
}

/** The entries are written; their lines go on top of whatever the ledger says by now. */
async function remember(
  lines: ReadonlyMap<string, Line | null>,
  known: Ledger,
  operations: readonly Operation[],
  { store, message }: Means,
): Promise<Written["committed"]> {
  for (let i = 0; i < TRIES; i++) {
    const snapshot = await store.open();
    const now = readLedger(await snapshot.read(LEDGER_PATH));
    const both = [...lines].map(([f, line]) => [f, merged(known.get(f), line, now.ledger.get(f))] as const);
    const text = writeLedger(now, new Map(both));
    const committed = await store.commit(snapshot, new Map([[LEDGER_PATH, text]]), message(operations));
    if (committed !== "moved") return committed;
    await new Promise((r) => setTimeout(r, 200 * 2 ** i * (0.5 + Math.random())));
  }
  throw new CodedError("E_COMMIT_MOVED", "the ledger's branch kept moving");
}

/**
 * Our line on top of what another run made of it since we read it: what we did not change is theirs. A producer's word
 * that got lost here would be one that the entry no longer waits for.
 */
function merged(before: Line | undefined, ours: Line | null, theirs: Line | undefined): Line | null {
  if (!theirs || isDeepStrictEqual(theirs, before)) return ours;
  if (!ours) return theirs;
  const line = threeWay(before, ours, theirs) as unknown as Line;
  return { ...line, producers: threeWay(before?.producers, ours.producers, theirs.producers) as Line["producers"] };
}

function threeWay(before: object = {}, ours: object, theirs: object): Record<string, unknown> {
  const [old, mine, result] = [new Map(Object.entries(before)), new Map(Object.entries(ours)), new Map(Object.entries(theirs))];
  for (const name of new Set([...old.keys(), ...mine.keys()])) {
    if (isDeepStrictEqual(mine.get(name), old.get(name))) continue;
    if (mine.has(name)) result.set(name, mine.get(name));
    else result.delete(name);
  }
  return Object.fromEntries(result);
}
