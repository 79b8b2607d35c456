/** The plan while it is being made: what is known, what has been decided so far, and nothing that outlives it. */
import type { Ledger, Line, Reach, Word } from "../ledger/ledger.ts";
import type {
  Card,
  Entry,
  Evidence,
  Failure,
  Listing,
  Operation,
  Part,
  ProducerId,
  Run,
  Sighting,
  Stamp,
  Subject,
  Verb,
  Withheld,
} from "../model.ts";
import { baseOf, generationOf } from "./lost.ts";
import { type Relation, relation } from "./order.ts";
import type { Policy, World } from "./policy.ts";
import { notCovered, reachAfter, soughtOf } from "./reach.ts";

export interface PlanInput {
  evidence: Evidence;
  listing: Listing;
  ledger: Ledger;
  policy: Policy;
  world: World;
}

/** A failing subject whose open entry needs nothing. */
export interface Unchanged {
  fingerprint: string;
  title: string;
  kind: Subject["kind"];
  entry: string;
  failure: Failure;
}

/** A subject that fails and has no open entry yet. */
export interface Candidate {
  subject: Subject;
  sightings: Sighting[];
  failure: Failure;
  /** What is remembered of it, with this run's words in it. */
  line: Line;
  reason: string;
  /** The closed entry that the new one follows. */
  follows?: string;
}

export class Draft {
  readonly evidence: Evidence;
  readonly listing: Listing;
  readonly policy: Policy;
  readonly world: World;
  readonly stamp: Stamp;
  readonly operations: Operation[] = [];
  readonly withheld: Withheld[] = [];
  /** Failing subjects whose open entry needs nothing. */
  readonly unchanged: Unchanged[] = [];
  /** Lines that the plan changes; null removes one. */
  readonly changed = new Map<string, Line | null>();
  private readonly ledger: Ledger;
  /** The ledger as it was read, without what only entries remember. */
  private readonly kept: Ledger;
  private readonly byKey = new Map<string, string>();
  private readonly entries = new Map<string, Entry>();
  private readonly byFingerprint = new Map<string, Entry>();
  private readonly partsOf = new Map<ProducerId, Part[]>();

  /** `remembered`: the ledger, with what only the tracker's entries remember. */
  constructor(input: PlanInput, remembered: Ledger) {
    this.evidence = input.evidence;
    this.listing = input.listing;
    this.policy = input.policy;
    this.world = input.world;
    this.ledger = remembered;
    this.kept = input.ledger;
    const { run } = input.evidence;
    this.stamp = { run: run.id, attempt: run.attempt, at: run.at };
    if (run.commit !== undefined) this.stamp.commit = run.commit;
    for (const line of this.ledger.values()) {
      this.byKey.set(line.key, line.fingerprint);
      for (const key of line.also ?? []) if (!this.byKey.has(key)) this.byKey.set(key, line.fingerprint);
    }
    for (const entry of input.listing.entries) {
      this.entries.set(entry.id, entry);
      if (entry.fingerprint !== undefined) this.remember(entry.fingerprint, entry);
    }
    for (const { producer, part } of input.evidence.parts) {
      const parts = this.partsOf.get(producer);
      if (parts) parts.push(part);
      else this.partsOf.set(producer, [part]);
    }
  }

  /** Of several entries with one fingerprint the open one counts, then the latest generation. */
  private remember(fingerprint: string, entry: Entry): void {
    const base = baseOf(fingerprint);
    const known = this.byFingerprint.get(base);
    const newer = (e: Entry): [number, number] => [e.open ? 1 : 0, generationOf(e)];
    const [open, generation] = newer(entry);
    const [knownOpen, knownGeneration] = known ? newer(known) : [-1, -1];
    if (open > knownOpen || (open === knownOpen && generation > knownGeneration)) this.byFingerprint.set(base, entry);
  }

  get run(): Run {
    return this.evidence.run;
  }

  /** Lines as they stand now, changes included. */
  *lines(): Generator<Line> {
    for (const line of this.ledger.values()) {
      const changed = this.changed.get(line.fingerprint);
      if (changed === null) continue;
      yield changed ?? line;
    }
    for (const [fingerprint, line] of this.changed) if (line && !this.ledger.has(fingerprint)) yield line;
  }

  line(fingerprint: string): Line | undefined {
    const changed = this.changed.get(fingerprint);
    return changed === null ? undefined : (changed ?? this.ledger.get(fingerprint));
  }

  /** Whether only the tracker remembers it, so that the ledger has to learn it again. */
  isLost(line: Line): boolean {
    return !this.kept.has(line.fingerprint) && !this.changed.has(line.fingerprint);
  }

  put(line: Line): void {
    this.changed.set(line.fingerprint, line);
  }

  drop(fingerprint: string): void {
    if (this.ledger.has(fingerprint)) this.changed.set(fingerprint, null);
    else this.changed.delete(fingerprint);
  }

  /** What is remembered of a subject, under its key, an older one, or another name of it. */
  find(subject: Subject): Line | undefined {
    const own = this.line(subject.fingerprint);
    if (own) return own;
    for (const key of [subject.key, ...(subject.olderKeys ?? [])]) {
      const fingerprint = this.byKey.get(key);
      const line = fingerprint === undefined ? undefined : this.line(fingerprint);
      if (line) return line;
    }
    return undefined;
  }

  entryOf(line: Line): Entry | undefined {
    const named = line.entry && line.entry.tracker === this.listing.tracker ? this.entries.get(line.entry.id) : undefined;
    return named ?? this.byFingerprint.get(line.fingerprint);
  }

  entryFor(fingerprint: string): Entry | undefined {
    return this.byFingerprint.get(fingerprint);
  }

  parts(producer: ProducerId): readonly Part[] {
    return this.partsOf.get(producer) ?? [];
  }

  relationTo(stamp: Stamp): Relation {
    return relation(this.run, stamp, this.world.ancestry);
  }

  keep({ fingerprint, title, kind }: Pick<Subject, "fingerprint" | "title" | "kind">, entry: Entry, failure: Failure): void {
    this.unchanged.push({ fingerprint, title, kind, entry: entry.id, failure });
  }

  withhold(subject: Pick<Subject, "fingerprint" | "title" | "kind">, reason: string): void {
    const { fingerprint, title, kind } = subject;
    this.withheld.push({ fingerprint, title, kind, reason });
  }

  /** A word of this run: this producer saw it failing. */
  failedWord(line: Line, sighting: Sighting): Word {
    const { producer, weak } = sighting;
    const before = line.producers[producer];
    const word: Word = { ...this.stamp, last: "failed" };
    const known = before?.last === "failed" ? before.reach : undefined;
    const reach = reachAfter(known, sighting, (unit) => known !== undefined && this.looked(line, producer, known, unit));
    if (reach) word.reach = reach;
    if (weak) word.weak = true;
    const baseline = sighting.baseline ?? before?.baseline;
    if (baseline) word.baseline = baseline;
    return word;
  }

  /** Whether this run of the producer looked at a unit as far as it has to be looked at. */
  private looked(line: Line, producer: ProducerId, reach: Reach, unit: string): boolean {
    switch (line.kind) {
      case "build":
        return (this.evidence.passing.get(line.key) ?? []).some((s) => s.producer === producer && s.units?.includes(unit));
      case "lint":
      case "audit":
      case "dependency":
        return notCovered(soughtOf(line), { ...reach, units: [unit] }, this.parts(producer), this.world.missing) === undefined;
      default:
        return false;
    }
  }

  operation(
    op: Verb,
    line: Line,
    entry: string | null,
    reason: string,
    more: Partial<Operation> & { failure?: Failure; members?: string[] } = {},
  ): Operation {
    const { failure, members, ...rest } = more;
    const card: Card = {
      state: op === "close" ? "closed" : "failing",
      opened: line.opened ?? this.stamp,
      now: this.stamp,
      branch: this.run.branch,
      workflow: this.run.workflow,
      job: this.run.job,
      producers: Object.entries(line.producers).map(([producer, word]) => ({ producer, last: word.last, seen: stampOf(word) })),
      closesWhen: CLOSES_WHEN[line.group === undefined && members ? "group" : line.kind],
    };
    if (failure) card.failure = failure;
    if (members) card.members = members;
    if (this.run.url !== undefined) card.url = this.run.url;
    const operation: Operation = {
      op,
      fingerprint: line.fingerprint,
      key: line.key,
      kind: line.kind,
      entry,
      tracker: this.listing.tracker,
      title: line.title,
      generation: line.generation,
      reason,
      card,
      done: false,
      ...rest,
    };
    this.operations.push(operation);
    return operation;
  }
}

function stampOf({ run, attempt, commit, at }: Stamp): Stamp {
  return commit === undefined ? { run, attempt, at } : { run, attempt, commit, at };
}

const CLOSES_WHEN: Record<Line["kind"] | "group", string> = {
  test: "when everything that saw it failing has seen it passing at a later commit, or its test is proven gone",
  build: "when everything that built it has built it",
  lint: "when a complete report that looked at the same places no longer has it",
  audit: "when a complete audit of the same lockfile no longer has it",
  bench: "when it is back within the limits of the baseline it was filed against",
  dependency: "when a complete list no longer has it",
  pipeline: "when its node has passed",
  finding: "when a later review no longer has it",
  group: "when each of its members has passed or is gone",
};

/** `run 7 at 1a2b3c4d5e6f`, for reasons. */
export function inRun(stamp: Stamp): string {
  const attempt = stamp.attempt > 1 ? ` (attempt ${stamp.attempt})` : "";
  return `run ${stamp.run}${attempt}${stamp.commit === undefined ? "" : ` at ${stamp.commit.slice(0, 12)}`}`;
}

/** Worst first: builds, then by severity, then by how many producers see it, then by key. */
export function worstFirst(a: { subject: Subject; sightings: Sighting[] }, b: { subject: Subject; sightings: Sighting[] }): number {
  return (
    KINDS.indexOf(a.subject.kind) - KINDS.indexOf(b.subject.kind) ||
    severityOf(a.sightings) - severityOf(b.sightings) ||
    b.sightings.length - a.sightings.length ||
    (b.sightings[0]?.failure?.findings?.length ?? 0) - (a.sightings[0]?.failure?.findings?.length ?? 0) ||
    (a.subject.key < b.subject.key ? -1 : a.subject.key > b.subject.key ? 1 : 0)
  );
}

const KINDS = ["build", "test", "audit", "bench", "pipeline", "finding", "lint", "dependency"] as const;
const SEVERITIES = ["critical", "high", "medium", "low", "none"] as const;

function severityOf(sightings: readonly Sighting[]): number {
  let worst: number = SEVERITIES.length;
  for (const { failure } of sightings) if (failure?.severity) worst = Math.min(worst, SEVERITIES.indexOf(failure.severity));
  return worst;
}
