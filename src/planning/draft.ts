/** The plan while it is being made: what is known, what has been decided so far, and nothing that outlives it. */
import { readKey } from "../identity/key.ts";
import type { Ledger, Line, Reach, Word } from "../ledger/ledger.ts";
import type {
  Card,
  Entry,
  Evidence,
  Failure,
  Flakiness,
  Listing,
  Operation,
  Part,
  ProducerId,
  Run,
  Sighting,
  Stamp,
  Subject,
  Suspects,
  Verb,
  Withheld,
} from "../model.ts";
import { type Chooser, chooserOf } from "./choice.ts";
import { flakinessOf, type OutcomeHistory, outcomeKey, rateOf, recorded, retryHint, type Seen, underNewNames, whyFlaky } from "./flaky.ts";
import { baseOf, generationOf } from "./lost.ts";
import { type Relation, relation } from "./order.ts";
import type { Policy, World } from "./policy.ts";
import { casesIn, notCovered, reachAfter, soughtOf } from "./reach.ts";
import { renamesOf } from "./renaming.ts";
import { jobsAfter } from "./retiring.ts";

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
  flaky?: true;
  quarantined?: true;
}

/** A subject that fails and has no open entry yet. */
export interface Candidate {
  subject: Subject;
  sightings: Sighting[];
  failure: Failure;
  /** What is remembered of it, with this run's words in it. */
  line: Line;
  reason: string;
  /** Of a group: those that it stands for. */
  members?: Candidate[];
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
  /** Fingerprints of failing subjects that are in quarantine. */
  readonly quarantined = new Set<string>();
  /** What people should know, though nothing is to be done. */
  readonly notes: string[] = [];
  /** Failing subjects whose open entry needs nothing. */
  readonly unchanged: Unchanged[] = [];
  /** Lines that the plan changes; null removes one. */
  readonly changed = new Map<string, Line | null>();
  /** Groups that get an entry anew, for theirs is gone, with the members that fail in this run. */
  readonly regrouped = new Map<string, Candidate & { members: Candidate[] }>();
  /** Lines that go on under another key, as they were before this run, by their new fingerprint. */
  readonly takenOver = new Map<string, Line>();
  private readonly ledger: Ledger;
  /** The ledger as it was read, without what only entries remember. */
  private readonly kept: Ledger;
  private readonly byKey = new Map<string, string>();
  private readonly byFormerKey = new Map<string, string>();
  private readonly entries = new Map<string, Entry>();
  private readonly byFingerprint = new Map<string, Entry>();
  /** Whose an entry is by the ledger, by its id: it may carry the fingerprint of a name that its subject has no more. */
  readonly holders = new Map<string, string>();
  private readonly partsOf = new Map<ProducerId, Part[]>();
  private findings: Set<string> | undefined;
  /** What the subjects that failed lately did since, this run included. */
  outcomes: OutcomeHistory;
  /** Runs of each job, this one included. */
  readonly jobs: ReadonlyMap<string, readonly Stamp[]>;

  /** What people decided of single subjects. */
  readonly choiceOf: Chooser;
  /** Lines of tests that got another name, by the key of the new one. */
  readonly renames: ReadonlyMap<string, Line>;

  /** `remembered`: the ledger, with what only the tracker's entries remember. */
  constructor(input: PlanInput, remembered: Ledger) {
    this.evidence = input.evidence;
    this.listing = input.listing;
    this.policy = input.policy;
    this.world = input.world;
    this.ledger = remembered;
    this.kept = input.ledger;
    this.stamp = stampOfRun(input.evidence.run);
    this.outcomes = recorded(input.evidence, remembered.values(), input.world.outcomes, (p) => this.runOf(p));
    this.jobs = jobsAfter(input.world.jobs, input.evidence.producers, this.stamp);
    for (const line of this.ledger.values()) {
      if (line.entry?.tracker === input.listing.tracker) this.holders.set(line.entry.id, line.fingerprint);
      this.byKey.set(line.key, line.fingerprint);
      for (const key of line.also ?? []) if (!this.byKey.has(key)) this.byKey.set(key, line.fingerprint);
      for (const key of line.renamed ?? []) this.byFormerKey.set(key, line.fingerprint);
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
    this.choiceOf = chooserOf(input.policy, input.evidence.run.at);
    this.renames = renamesOf({
      evidence: this.evidence,
      missing: this.world.missing,
      lines: remembered.values(),
      find: (subject) => this.find(subject),
      parts: (producer) => this.parts(producer),
    });
    this.outcomes = underNewNames(this.outcomes, this.renames);
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

  /**
   * Whether this run has opened the entry or told it something already. Legs that sync one after another then keep its
   * list of legs current, and people are not told of each of them.
   */
  hasTold(line: Line): boolean {
    return line.acted?.run === this.run.id;
  }

  /** As it was before this run. */
  remembered(fingerprint: string): Line | undefined {
    return this.ledger.get(fingerprint);
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

  /** What is remembered of a subject, also under a name that it has no more. */
  known(subject: Subject): Line | undefined {
    return this.find(subject) ?? this.renames.get(subject.key);
  }

  /**
   * The line under whose name a subject goes on, where this run is from before it was renamed: the branch went on beyond
   * its commit, and it does not know the new name yet.
   */
  goesOnAs({ key }: Subject): Line | undefined {
    const fingerprint = this.world.overtaken ? this.byFormerKey.get(key) : undefined;
    const line = fingerprint === undefined ? undefined : this.line(fingerprint);
    if (!line || line.state === "closed") return undefined;
    const { failing, passing, skipped } = this.evidence;
    return failing.has(line.key) || passing.has(line.key) || skipped.has(line.key) ? undefined : line;
  }

  entryOf(line: Line): Entry | undefined {
    const named = line.entry && line.entry.tracker === this.listing.tracker ? this.entries.get(line.entry.id) : undefined;
    return named ?? this.entryFor(line.fingerprint);
  }

  hasEntry(id: string): boolean {
    return this.entries.has(id);
  }

  /** The entry that carries a fingerprint, unless the ledger knows it as another subject's. */
  entryFor(fingerprint: string): Entry | undefined {
    const entry = this.byFingerprint.get(fingerprint);
    const holder = entry && this.holders.get(entry.id);
    return holder === undefined || holder === fingerprint ? entry : undefined;
  }

  parts(producer: ProducerId): readonly Part[] {
    return this.partsOf.get(producer) ?? [];
  }

  /** The run as a producer took part in it: its evidence may be an earlier attempt's. */
  runOf(producer: ProducerId): Run {
    const attempt = this.evidence.attempts?.get(producer);
    return attempt === undefined ? this.run : { ...this.run, attempt };
  }

  stampOf(producer: ProducerId): Stamp {
    return this.evidence.attempts?.has(producer) ? stampOfRun(this.runOf(producer)) : this.stamp;
  }

  /**
   * Whether this run of a producer could have told of the subject. One whose complete reports have no part of the test's
   * target looks at it no more: the test moved to another shard, or the leg leaves it out.
   */
  looksAt(line: Line, producer: ProducerId): boolean {
    if (line.kind !== "test") return true;
    const target = readKey(line.key)?.fields[0] ?? "";
    const parts = this.parts(producer).filter((p) => p.kind === "test");
    return parts.length === 0 || parts.some((p) => p.state !== "whole" || !p.provesAbsence || p.extent.units.includes(target));
  }

  /** Hashes of all lint findings of this run, whatever entry they stand in. */
  lintFindings(): ReadonlySet<string> {
    this.findings ??= new Set(
      [...this.evidence.failing.values()]
        .filter(({ subject }) => subject.kind === "lint")
        .flatMap(({ sightings }) => sightings.flatMap((s) => s.failure?.findings ?? [])),
    );
    return this.findings;
  }

  /** How this run, or a producer's part in it, lies to something remembered. */
  relationTo(stamp: Stamp, producer?: ProducerId): Relation {
    return relation(producer === undefined ? this.run : this.runOf(producer), stamp, this.world.ancestry);
  }

  seen(line: Line, producer: ProducerId): readonly Seen[] {
    return this.outcomes.get(outcomeKey(line.fingerprint, producer)) ?? [];
  }

  /** Why it is flaky, by what any of its producers saw; what the ledger says of it stays true while its entry is open. */
  whyFlaky(line: Line): string | undefined {
    if (line.flaky) return line.flaky.why;
    for (const producer of Object.keys(line.producers)) {
      const why = whyFlaky(line.kind, this.seen(line, producer));
      if (why !== undefined) return why;
    }
    return undefined;
  }

  /** How flaky one producer finds it; undefined where it is not flaky. */
  flakiness(line: Line, producer: ProducerId): Flakiness | undefined {
    const why = this.whyFlaky(line);
    if (why === undefined) return undefined;
    return flakinessOf(line.flaky, why, this.seen(line, producer), this.policy.closeAfterMax, this.world.keepsHistory);
  }

  /** The line with what is known of its flakiness, and the news where this run shows it first. `shown`: why, where no history tells. */
  judged(line: Line, shown?: string): { line: Line; news?: string } {
    const why = this.whyFlaky(line) ?? shown;
    if (why === undefined) return { line };
    const { failures, observations } = rateOf(Object.keys(line.producers).map((p) => this.seen(line, p))) ?? {
      failures: 1,
      observations: 1,
    };
    if (line.flaky)
      return observations <= line.flaky.observations ? { line } : { line: { ...line, flaky: { ...line.flaky, failures, observations } } };
    return { line: { ...line, flaky: { why, since: this.stamp, failures, observations } }, news: `flaky: ${why}` };
  }

  /** The line without a word that its whole history, which the cache has kept, no longer bears out. */
  rehabilitated(line: Line): Line {
    if (!line.flaky) return line;
    const { flaky: _, ...plain } = line;
    const known = Object.keys(line.producers).every((p) => this.world.marks.has(p));
    return known && this.whyFlaky(plain) === undefined ? plain : line;
  }

  /** Where its failing began, by the producers that see it. */
  suspectsOf(sightings: readonly Sighting[]): Suspects | undefined {
    return sightings.map((s) => this.world.suspects.get(s.producer)).find((s) => s !== undefined);
  }

  keep({ fingerprint, title, kind }: Pick<Subject, "fingerprint" | "title" | "kind">, entry: Entry, failure: Failure): void {
    const unchanged: Unchanged = { fingerprint, title, kind, entry: entry.id, failure };
    if (this.line(fingerprint)?.flaky) unchanged.flaky = true;
    if (this.quarantined.has(fingerprint)) unchanged.quarantined = true;
    this.unchanged.push(unchanged);
  }

  withhold(subject: Pick<Subject, "fingerprint" | "title" | "kind">, reason: string): void {
    const { fingerprint, title, kind } = subject;
    this.withheld.push({ fingerprint, title, kind, reason });
  }

  /** A word of this run: this producer saw it failing. */
  failedWord(line: Line, sighting: Sighting): Word {
    const { producer, weak } = sighting;
    const before = line.producers[producer];
    const word: Word = { ...this.stampOf(producer), last: "failed" };
    const known = before?.last === "failed" ? before.reach : undefined;
    const reach = reachAfter(known, sighting, (unit) => known !== undefined && this.looked(line, producer, known, unit));
    if (reach) {
      // A producer's shards, each with its own list, are one list of its tests.
      const cases = line.kind === "test" ? casesIn(this.parts(producer), readKey(line.key)?.fields[0] ?? "") : undefined;
      word.reach = cases === undefined ? reach : { ...reach, cases };
    }
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
    const flaky = line.flaky !== undefined && line.group === undefined;
    const card: Card = {
      state: op === "close" ? "closed" : "failing",
      opened: line.opened ?? this.stamp,
      now: this.stamp,
      branch: this.run.branch,
      workflow: this.run.workflow,
      job: this.run.job,
      producers: Object.entries(line.producers).map(([producer, word]) => ({
        producer,
        last: word.retired && word.last === "failed" ? "retired" : word.last,
        seen: stampOf(word),
      })),
      closesWhen: CLOSES_WHEN[line.group === undefined && members ? "group" : flaky ? "flaky" : line.kind],
    };
    if (failure) card.failure = failure;
    this.tell(card, line);
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

  /** What the history and the ledger know of it beside this run. */
  private tell(card: Card, line: Line): void {
    const producers = Object.keys(line.producers);
    const lists = producers.map((p) => this.seen(line, p)).filter((seen) => seen.length > 0);
    const rate = rateOf(lists);
    if (rate) card.rate = rate;
    const failures = lists.flat().filter((s) => s.saw === "failed");
    const recent = new Map(failures.sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0)).map((s) => [`${s.run} ${s.attempt}`, s]));
    if (recent.size > 0)
      card.recent = [...recent.values()].slice(0, 3).map((s) => (s.url === undefined ? stampOf(s) : { ...stampOf(s), url: s.url }));
    // The producer that is furthest from enough passes holds it open.
    const flaky = producers
      .map((p) => this.flakiness(line, p))
      .filter((f) => f !== undefined)
      .sort((a, b) => b.needs - b.passes - (a.needs - a.passes))[0];
    if (flaky) card.flaky = flaky;
    if (line.suspects) card.suspects = line.suspects;
    const hint = retryHint(card.failure?.message ?? "", flaky !== undefined);
    if (hint !== undefined && FLAKY_HINTS.has(line.kind)) card.hint = hint;
  }
}

/** Kinds whose tools can try again. */
const FLAKY_HINTS: ReadonlySet<Line["kind"]> = new Set<Line["kind"]>(["test", "pipeline"]);

function stampOfRun({ id, attempt, commit, at }: Run): Stamp {
  return commit === undefined ? { run: id, attempt, at } : { run: id, attempt, at, commit };
}

function stampOf({ run, attempt, commit, at }: Stamp): Stamp {
  return commit === undefined ? { run, attempt, at } : { run, attempt, commit, at };
}

export const CLOSES_WHEN: Record<Line["kind"] | "group" | "flaky", string> = {
  test: "when everything that saw it failing has seen it passing at a later commit, or its test is proven gone",
  build: "when everything that built it has built it",
  lint: "when a complete report that looked at the same places no longer has it",
  audit: "when a complete audit of the same lockfile no longer has it",
  bench: "when it is back within the limits of the baseline it was filed against",
  dependency: "when a complete list no longer has it",
  pipeline: "when its node has passed",
  finding: "when a later review no longer has it",
  flaky: "when everything that saw it failing has seen it passing often enough in a row, or its test is proven gone",
  group: "when each of its members has passed or is gone",
};

/** `run 7 at 1a2b3c4d5e6f`, for reasons. */
export function inRun(stamp: Stamp): string {
  const attempt = stamp.attempt > 1 ? ` (attempt ${stamp.attempt})` : "";
  return `run ${stamp.run}${attempt}${stamp.commit === undefined ? "" : ` at ${stamp.commit.slice(0, 12)}`}`;
}

/** Worst first: builds, then by severity, then by how many it stands for and how many producers see it, then by key. */
export function worstFirst(a: Failing, b: Failing): number {
  return (
    KINDS.indexOf(a.subject.kind) - KINDS.indexOf(b.subject.kind) ||
    severityOf(a.sightings) - severityOf(b.sightings) ||
    (b.members?.length ?? 0) - (a.members?.length ?? 0) ||
    b.sightings.length - a.sightings.length ||
    (b.sightings[0]?.failure?.findings?.length ?? 0) - (a.sightings[0]?.failure?.findings?.length ?? 0) ||
    (a.subject.key < b.subject.key ? -1 : a.subject.key > b.subject.key ? 1 : 0)
  );
}

interface Failing {
  subject: Subject;
  sightings: Sighting[];
  members?: Candidate[];
}

const KINDS = ["build", "test", "audit", "bench", "pipeline", "finding", "lint", "dependency"] as const;
const SEVERITIES = ["critical", "high", "medium", "low", "none"] as const;

function severityOf(sightings: readonly Sighting[]): number {
  let worst: number = SEVERITIES.length;
  for (const { failure } of sightings) if (failure?.severity) worst = Math.min(worst, SEVERITIES.indexOf(failure.severity));
  return worst;
}
