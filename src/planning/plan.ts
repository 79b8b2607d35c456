/**
 * The planner: evidence, entries, ledger, policy and what the world adds → what to do, what is withheld, and the
 * ledger's new lines. Pure: the same arguments always give the same plan, and a plan that was carried out plans nothing.
 */
import { readKey } from "../identity/key.ts";
import type { Ledger, Line } from "../ledger/ledger.ts";
import type { Evidence, Operation, ProducerId, Sighting, Subject, Withheld } from "../model.ts";
import { type BenchHistory, judge, type Sample } from "./bench.ts";
import { type Candidate, Draft, type PlanInput, type Unchanged, worstFirst } from "./draft.ts";
import { failing } from "./failing.ts";
import { closeGroups, file, isGroup } from "./filing.ts";
import { withLost } from "./lost.ts";
import { relation } from "./order.ts";
import { settle } from "./settling.ts";

export type { PlanInput } from "./draft.ts";

export interface Plan {
  operations: Operation[];
  withheld: Withheld[];
  /** Failing subjects whose entry is open and needs nothing. */
  unchanged: Unchanged[];
  /** The ledger's lines that change; null removes one. */
  lines: ReadonlyMap<string, Line | null>;
  /** Entries of ours that are open once the plan is carried out. */
  open: number;
  /** Failing subjects that had no open entry before this run. */
  fresh: { subject: Subject; sighting: Sighting }[];
  /** Number of subjects that fail in this run, benchmarks judged. */
  failing: number;
  history: BenchHistory;
}

export function plan(given: PlanInput): Plan {
  const input = withoutOld(given);
  const remembered = withLost(input.ledger, input.listing);
  const benches = judgeBenches(input, remembered);
  const evidence = benches.evidence;
  const draft = new Draft({ ...input, evidence }, remembered);
  if (!input.listing.whole) return nothing(draft, input.listing.reason ?? "it could not be listed", benches.history);

  const blocked = notBuilt(evidence);
  const failingBy = new Map<string, Set<ProducerId>>();
  const candidates: Candidate[] = [];
  const fresh: Plan["fresh"] = [];
  for (const { subject, sightings } of [...evidence.failing.values()].sort(worstFirst)) {
    const known = draft.find(subject);
    failingBy.set(known?.fingerprint ?? subject.fingerprint, new Set(sightings.map((s) => s.producer)));
    failingBy.set(subject.fingerprint, new Set(sightings.map((s) => s.producer)));
    const able = sightings.filter((s) => subject.needs === undefined || !isBlocked(blocked, s.producer, subject.needs));
    if (able.length === 0) {
      if (known?.state !== "open") draft.withhold(subject, "its package could not be compiled; the build's entry stands for it");
      continue;
    }
    const [first] = able;
    if (first && known?.state !== "open" && !draft.entryFor(subject.fingerprint)?.open) fresh.push({ subject, sighting: first });
    const candidate = failing(draft, subject, able);
    if (candidate) candidates.push(candidate);
  }
  for (const line of [...draft.lines()]) {
    if (line.state === "closed" || isGroup(line) || waitsForBuild(line, evidence.producers, blocked)) continue;
    settle(draft, line, failingBy.get(line.fingerprint) ?? NOBODY);
  }
  file(draft, candidates);
  closeGroups(draft);
  bound(draft);
  prune(draft);
  return {
    operations: ordered(draft.operations),
    withheld: draft.withheld,
    unchanged: draft.unchanged,
    lines: draft.changed,
    open: openAfter(draft),
    fresh,
    failing: evidence.failing.size,
    history: benches.history,
  };
}

const NOBODY: ReadonlySet<ProducerId> = new Set();

/** Evidence older than what the cache knows of a producer changes nothing. */
function withoutOld(input: PlanInput): PlanInput {
  const { evidence, world } = input;
  const old = new Set(
    evidence.producers.filter((p) => {
      const mark = world.marks.get(p);
      return mark !== undefined && relation(evidence.run, mark, world.ancestry) === "older";
    }),
  );
  if (old.size === 0) return input;
  const keep = (s: { producer: ProducerId }): boolean => !old.has(s.producer);
  const failing: Evidence["failing"] = new Map();
  for (const [key, { subject, sightings }] of evidence.failing) {
    const kept = sightings.filter(keep);
    if (kept.length > 0) failing.set(key, { subject, sightings: kept });
  }
  return {
    ...input,
    evidence: {
      ...evidence,
      failing,
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

/** Tests and lints of a package that did not compile keep their words. */
function waitsForBuild(line: Line, producers: readonly ProducerId[], blocked: ReadonlySet<string>): boolean {
  if (blocked.size === 0 || line.kind !== "test") return false;
  const crate = (readKey(line.key)?.fields[0] ?? "").split("::")[0] ?? "";
  return producers.some((p) => isBlocked(blocked, p, crate));
}

function isBlocked(blocked: ReadonlySet<string>, producer: ProducerId, crate: string): boolean {
  return blocked.has(`${producer} ${crate}`) || blocked.has(`${producer} *`);
}

/** Measurements become failing or passing sightings like any other. */
function judgeBenches(input: PlanInput, remembered: Ledger): { evidence: Evidence; history: BenchHistory } {
  const { evidence, policy } = input;
  if (evidence.measurements.length === 0) return { evidence, history: input.world.history };
  const failing = new Map(evidence.failing);
  const passing = new Map(evidence.passing);
  const history = new Map<string, { unit: string; samples: readonly Sample[] }>(input.world.history);
  for (const m of evidence.measurements) {
    const { subject, producer } = m;
    const judged = judge(m, evidence.run, policy.machine, input.world.history, remembered.get(subject.fingerprint), policy.tolerance);
    history.set(judged.key, { unit: m.unit, samples: judged.samples });
    if (judged.verdict === "worse") {
      const { failure, baseline } = judged;
      const sightings = failing.get(subject.key)?.sightings ?? [];
      failing.set(subject.key, { subject, sightings: [...sightings, { producer, outcome: "failed", parts: [], failure, baseline }] });
    } else if (judged.verdict === "fine") {
      const sightings = passing.get(subject.key) ?? [];
      passing.set(subject.key, [...sightings, { producer, outcome: "passed", parts: [MEASURED] }]);
    }
  }
  return { evidence: { ...evidence, failing, passing }, history };
}

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
    draft.changed.delete(operation.fingerprint);
    draft.withhold(operation, `max-writes: a run writes at most ${draft.policy.maxWrites} times; the next run goes on`);
  }
  draft.operations.splice(0, draft.operations.length, ...draft.operations.filter((o) => kept.has(o)));
}

/** Days a closed line is remembered. Lines with a person's word are never pruned, and pruning alone writes nothing. */
const REMEMBERED_DAYS = 90;

function prune(draft: Draft): void {
  if (draft.changed.size === 0) return;
  const limit = Date.parse(draft.run.at) - REMEMBERED_DAYS * 86_400_000;
  for (const line of [...draft.lines()]) {
    if (line.state !== "closed" || !line.closed || line.verdict !== undefined || line.contested || line.group !== undefined) continue;
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
function nothing(draft: Draft, reason: string, history: BenchHistory): Plan {
  for (const { subject } of [...draft.evidence.failing.values()].sort(worstFirst)) {
    draft.withhold(subject, `the tracker could not be listed whole (${reason})`);
  }
  return {
    operations: [],
    withheld: draft.withheld,
    unchanged: [],
    lines: new Map(),
    open: 0,
    fresh: [],
    failing: draft.evidence.failing.size,
    history,
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
