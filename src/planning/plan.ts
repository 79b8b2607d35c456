/**
 * The planner: evidence, entries, ledger, policy and what the world adds → what to do, what is withheld, and the
 * ledger's new lines. Pure: the same arguments always give the same plan, and a plan that was carried out plans nothing.
 */
import { readKey } from "../identity/key.ts";
import type { Ledger, Line } from "../ledger/ledger.ts";
import type { Evidence, Operation, ProducerId, Sighting, Stamp, Subject, Withheld } from "../model.ts";
import { type BenchHistory, type Judged, judgeAll } from "./bench.ts";
import { type Choice, whyIgnored, whyNoLongerIgnored, whyNotFiled } from "./choice.ts";
import { withoutDebt } from "./debt.ts";
import { type Candidate, Draft, type PlanInput, type Unchanged, worstFirst } from "./draft.ts";
import { failing, leave, pendingOf, REMEMBERED_FINDINGS } from "./failing.ts";
import { file } from "./filing.ts";
import type { OutcomeHistory } from "./flaky.ts";
import { closeGroups, isGroup } from "./grouping.ts";
import { withLost } from "./lost.ts";
import { relation } from "./order.ts";
import { settle } from "./settling.ts";

export type { PlanInput } from "./draft.ts";

export interface Plan {
  operations: Operation[];
  withheld: Withheld[];
  /** What people should know, though nothing is to be done. */
  notes: string[];
  /** Failing subjects whose entry is open and needs nothing. */
  unchanged: Unchanged[];
  /** The ledger's lines that change; null removes one. */
  lines: ReadonlyMap<string, Line | null>;
  /** By fingerprint, the lines of entries whose operation the tracker refuses; others stay as they were. */
  refused?: ReadonlyMap<string, Line>;
  /** Entries of ours that are open once the plan is carried out. */
  open: number;
  /** Failing subjects that had no open entry before this run, and rules with findings that were not there. */
  fresh: { subject: Subject; sighting: Sighting; quarantined?: true; flaky?: true }[];
  /** What `fail-on` looks at: all that fails, and what of it is new, without quarantined and ignored subjects. */
  blocking: { new: number; failing: number };
  /** Number of subjects that fail in this run, benchmarks judged. */
  failing: number;
  history: BenchHistory;
  outcomes: OutcomeHistory;
  /** Runs of each job that were seen. */
  jobs: ReadonlyMap<string, readonly Stamp[]>;
  /** Benchmarks that got better and stayed so, in words. */
  improved?: { subject: Subject; words: string; plot?: string }[];
}

export function plan(given: PlanInput): Plan {
  const input = withoutOld(given);
  const remembered = withLost(input.ledger, input.listing);
  const benches = judgeBenches(input, remembered);
  const debt = input.policy.onlyNew ? withoutDebt(benches.evidence, remembered) : undefined;
  const evidence = debt?.evidence ?? benches.evidence;
  const draft = new Draft({ ...input, evidence }, remembered);
  draft.notes.push(...input.evidence.unclear.slice(given.evidence.unclear.length), ...benches.notes);
  if (!input.listing.whole) return nothing(draft, input.listing.reason ?? "it could not be listed", benches);

  for (const line of debt?.lines ?? []) draft.put(line);
  for (const { subject, reason } of debt?.withheld ?? []) draft.withhold(subject, reason);
  const blocked = notBuilt(evidence);
  const failingBy = new Map<string, Set<ProducerId>>();
  const candidates: Candidate[] = [];
  const fresh: Plan["fresh"] = [];
  const blocking = { new: 0, failing: 0 };
  for (const { subject, sightings } of [...evidence.failing.values()].sort(worstFirst)) {
    const known = draft.known(subject);
    const choice = draft.choiceOf(subject, sightings);
    failingBy.set(known?.fingerprint ?? subject.fingerprint, new Set(sightings.map((s) => s.producer)));
    failingBy.set(subject.fingerprint, new Set(sightings.map((s) => s.producer)));
    const able = sightings.filter((s) => subject.needs === undefined || !isBlocked(blocked, s.producer, subject.needs));
    if (able.length === 0) {
      if (known?.state !== "open") draft.withhold(subject, "its package could not be compiled; the build's entry stands for it");
      continue;
    }
    const [first] = able;
    const isOpen = known?.state === "open" || draft.entryFor(subject.fingerprint)?.open === true;
    const why = whyLeft(choice, isOpen, input.listing.tracker);
    if (why !== undefined) {
      draft.withhold(subject, why);
      leave(draft, subject, able);
      continue;
    }
    const expired = whyNoLongerIgnored(choice);
    if (expired !== undefined && !isOpen) draft.notes.push(`${subject.title}: ${expired}`);
    if (choice.quarantined) draft.quarantined.add(subject.fingerprint);
    else blocking.failing++;
    if (first && (!isOpen || (known && hasNewFindings(known, able)))) {
      if (!choice.quarantined) blocking.new++;
      const marks = { ...(choice.quarantined ? { quarantined: true as const } : {}), ...(known?.flaky ? { flaky: true as const } : {}) };
      fresh.push({ subject, sighting: first, ...marks });
    }
    const candidate = failing(draft, subject, able);
    if (candidate) candidates.push(candidate);
  }
  for (const line of [...draft.lines()]) {
    if (!isOfBranch(line, evidence.branch)) continue;
    if (line.state === "closed" || isGroup(line)) continue;
    const failing = failingBy.get(line.fingerprint) ?? NOBODY;
    const held = heldByBuild(line, evidence.producers, blocked);
    if (held.length > 0 && held.some((p) => line.producers[p]?.last === "failed" && !failing.has(p)))
      draft.withhold(line, `its package could not be compiled in ${held.join(", ")}`);
    settle(draft, line, held.length === 0 ? failing : new Set([...failing, ...held]));
  }
  file(draft, candidates);
  closeGroups(draft);
  bound(draft);
  prune(draft);
  return {
    operations: ordered(draft.operations),
    withheld: draft.withheld,
    notes: draft.notes,
    unchanged: draft.unchanged,
    lines: draft.changed,
    refused: refusedLines(draft),
    open: openAfter(draft),
    fresh,
    blocking,
    failing: evidence.failing.size,
    history: benches.history,
    improved: benches.improved,
    outcomes: draft.outcomes,
    jobs: draft.jobs,
  };
}

/** Why a subject is not looked at further: people know it, and an entry that is open stays as it is. */
function whyLeft(choice: Choice, isOpen: boolean, tracker: string): string | undefined {
  if (!isOpen) return whyNotFiled(choice, tracker);
  return choice.ignored && !choice.ignored.expired ? `${whyIgnored(choice.ignored)}; its entry stays as it is` : undefined;
}

/** Whether a rule that has an entry has findings that it had not. */
function hasNewFindings({ errors = [] }: Line, sightings: readonly Sighting[]): boolean {
  if (errors.length === 0 || errors.length >= REMEMBERED_FINDINGS) return false;
  const known = new Set(errors);
  return sightings.some(({ failure, weak }) => !weak && failure?.findings?.some((hash) => !known.has(hash)));
}

/** What one branch shows says nothing of another's entries, where they are kept apart. */
function isOfBranch({ key }: Line, branch: string | undefined): boolean {
  return key.includes("@") ? readKey(key)?.branch === branch : branch === undefined;
}

const NOBODY: ReadonlySet<ProducerId> = new Set();

/** Evidence older than what the cache knows of a producer changes nothing. */
function withoutOld(input: PlanInput): PlanInput {
  const { evidence, world } = input;
  const old = new Set(
    evidence.producers.filter((p) => {
      const mark = world.marks.get(p);
      const attempt = evidence.attempts?.get(p) ?? evidence.run.attempt;
      return mark !== undefined && relation({ ...evidence.run, attempt }, mark, world.ancestry) === "older";
    }),
  );
  if (old.size === 0) return input;
  const keep = (s: { producer: ProducerId }): boolean => !old.has(s.producer);
  const failing: Evidence["failing"] = new Map();
  for (const [key, { subject, sightings }] of evidence.failing) {
    const kept = sightings.filter(keep);
    if (kept.length > 0) failing.set(key, { subject, sightings: kept });
  }
  const passing: Evidence["passing"] = new Map();
  for (const [key, sightings] of evidence.passing) {
    const kept = sightings.every(keep) ? sightings : sightings.filter(keep);
    if (kept.length > 0) passing.set(key, kept);
  }
  return {
    ...input,
    evidence: {
      ...evidence,
      failing,
      passing,
      parts: evidence.parts.filter(keep),
      producers: evidence.producers.filter((p) => !old.has(p)),
      measurements: evidence.measurements.filter(keep),
      unclear: [...evidence.unclear, ...[...old].map((p) => `${p} has newer evidence than this run's, which changes nothing`)],
    },
  };
}

/** Producer and package of every build that failed in this run: what it kept from running neither opens nor closes. */
function notBuilt(evidence: Evidence): Set<string> {
  const blocked = new Set<string>();
  for (const { subject, sightings } of evidence.failing.values()) {
    const [ecosystem, name] = readKey(subject.key)?.fields ?? [];
    if (subject.kind !== "build" || ecosystem === "workflow" || name === undefined) continue;
    for (const { producer } of sightings) blocked.add(`${producer} ${name}`);
  }
  return blocked;
}

/** Producers for which the package of a test did not compile: what they do not tell of it says nothing. */
function heldByBuild(line: Line, producers: readonly ProducerId[], blocked: ReadonlySet<string>): readonly ProducerId[] {
  if (blocked.size === 0 || line.kind !== "test") return [];
  const crate = (readKey(line.key)?.fields[0] ?? "").split("::")[0] ?? "";
  return producers.filter((p) => isBlocked(blocked, p, crate));
}

function isBlocked(blocked: ReadonlySet<string>, producer: ProducerId, crate: string): boolean {
  return blocked.has(`${producer} ${crate}`) || blocked.has(`${producer} *`);
}

/** Measurements become failing or passing sightings like any other. */
function judgeBenches(input: PlanInput, remembered: Ledger): Omit<Judged, "judged"> & { evidence: Evidence } {
  const { evidence, policy, world } = input;
  const { judged, history, improved, notes } = judgeAll(evidence, policy, world.history, remembered);
  if (judged.length === 0) return { evidence, history, improved, notes };
  const failing = new Map(evidence.failing);
  const passing = new Map(evidence.passing);
  for (const { m, judgement } of judged) {
    const { subject, producer } = m;
    if (judgement.verdict === "worse") {
      const { failure, baseline } = judgement;
      const sightings = failing.get(subject.key)?.sightings ?? [];
      failing.set(subject.key, { subject, sightings: [...sightings, { producer, outcome: "failed", parts: [], failure, baseline }] });
    } else if (judgement.verdict === "fine") {
      const sightings = passing.get(subject.key) ?? [];
      passing.set(subject.key, [
        ...sightings,
        { producer, outcome: "passed", parts: [MEASURED], ...(judgement.accepted && { how: ACCEPTED }) },
      ]);
    }
  }
  return { evidence: { ...evidence, failing, passing }, history, improved, notes };
}

const ACCEPTED = "passed as the new normal (rebaseline names it)";

const MEASURED = {
  kind: "bench",
  state: "whole",
  extent: { units: [] },
  provesAbsence: false,
} as const satisfies Sighting["parts"][number];

/** `max-writes` on hosted trackers: reopen, create, close, then the rest; what is over waits for the next run. */
function bound(draft: Draft): void {
  let left = draft.policy.maxWrites;
  if (!Number.isFinite(left)) return;
  for (const line of draft.lines()) {
    if (line.acted?.run === draft.run.id && !draft.changed.has(line.fingerprint)) left--;
  }
  const kept = new Set<Operation>();
  for (const operation of ordered(draft.operations)) {
    if (left > 0) {
      kept.add(operation);
      left--;
      continue;
    }
    putBack(draft, operation);
    draft.withhold(operation, `max-writes: a run writes at most ${draft.policy.maxWrites} times; the next run goes on`);
  }
  draft.operations.splice(0, draft.operations.length, ...draft.operations.filter((o) => kept.has(o)));
}

function refusedLines(draft: Draft): ReadonlyMap<string, Line> {
  const lines = new Map<string, Line>();
  for (const operation of draft.operations) {
    const line = lineWithout(draft, operation);
    if (line) lines.set(operation.fingerprint, line);
  }
  return lines;
}

/** The operation waits; what this run learnt is kept. */
function putBack(draft: Draft, operation: Operation): void {
  const { op, fingerprint, adopts } = operation;
  const line = draft.changed.get(fingerprint);
  const without = lineWithout(draft, operation);
  draft.changed.delete(fingerprint);
  if (without) draft.put(without);
  if (!line || (op !== "create" && !adopts)) return;
  const members = [...draft.changed.values()].filter(
    (l) => l?.group === fingerprint && draft.remembered(l.fingerprint)?.group !== fingerprint,
  );
  for (const one of isGroup(line) ? members : [line]) {
    const known = one && draft.remembered(one.fingerprint);
    if (one) draft.put(known ? { ...known, producers: one.producers } : pendingOf(one, draft.run.id));
  }
}

/** An entry's line where the operation is not carried out: what this run learnt decides what may close, and is kept. */
function lineWithout(draft: Draft, { op, fingerprint, adopts }: Operation): Line | undefined {
  const line = draft.changed.get(fingerprint);
  const before = draft.remembered(fingerprint) ?? draft.takenOver.get(fingerprint);
  if (!line || !before || op === "create" || adopts) return undefined;
  const told = op === "comment" || op === "update";
  return { ...before, producers: line.producers, ...(told ? { owed: true } : {}) };
}

/** Days a closed line is remembered. Lines with a person's word are never pruned, and pruning alone writes nothing. */
const REMEMBERED_DAYS = 90;

function prune(draft: Draft): void {
  if (draft.changed.size === 0) return;
  const limit = Date.parse(draft.run.at) - REMEMBERED_DAYS * 86_400_000;
  for (const line of [...draft.lines()]) {
    if (line.state !== "closed" || !line.closed || line.debt || line.verdict !== undefined || line.contested || line.group !== undefined)
      continue;
    if (Date.parse(line.closed.at) < limit && !draft.changed.has(line.fingerprint)) draft.drop(line.fingerprint);
  }
}

const ORDER = ["reopen", "create", "close", "comment", "update"] as const;

function ordered(operations: readonly Operation[]): Operation[] {
  return operations
    .map((operation, index) => ({ operation, index }))
    .sort((a, b) => ORDER.indexOf(a.operation.op) - ORDER.indexOf(b.operation.op) || a.index - b.index)
    .map(({ operation }) => operation);
}

/** Unknown is not none: nothing is opened or closed against a tracker that could not be listed whole. */
function nothing(draft: Draft, reason: string, { history, improved }: Pick<Judged, "history" | "improved">): Plan {
  for (const { subject } of [...draft.evidence.failing.values()].sort(worstFirst)) {
    draft.withhold(subject, `the tracker could not be listed whole (${reason})`);
  }
  return {
    operations: [],
    withheld: draft.withheld,
    notes: draft.notes,
    unchanged: [],
    lines: new Map(),
    open: 0,
    fresh: [],
    blocking: { new: 0, failing: draft.evidence.failing.size },
    failing: draft.evidence.failing.size,
    history,
    improved,
    outcomes: draft.outcomes,
    jobs: draft.jobs,
  };
}

function openAfter(draft: Draft): number {
  let open = draft.listing.entries.filter((e) => e.open && e.fingerprint !== undefined).length;
  for (const { op, adopts } of draft.operations) {
    if (op === "create" || op === "reopen" || adopts) open++;
    if (op === "close") open--;
  }
  return open;
}
