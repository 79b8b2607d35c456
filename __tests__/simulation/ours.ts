/** The planner itself, kept from delivery to delivery as sync keeps it: tracker, ledger, and a cache that is lost now and then. */
import { EvidenceBuilder } from "../../src/identity/evidence.ts";
import { fingerprintOf } from "../../src/identity/key.ts";
import { type Ledger, type Line, readLedger, writeLedger } from "../../src/ledger/ledger.ts";
import type { Entry, Evidence, Extent, Kind, Observation, Part, ProducerId, Stamp } from "../../src/model.ts";
import { relation } from "../../src/planning/order.ts";
import { plan } from "../../src/planning/plan.ts";
import type { Policy, World } from "../../src/planning/policy.ts";
import { noCounts } from "../../src/reports/format.ts";
import type { Act, Step, TrackerPolicy } from "./policy.ts";
import type { Chance } from "./random.ts";
import type { Block, Delivery } from "./stream.ts";
import { type Deed, type KeptTracker, Numbered, subjectOf, TracerText } from "./trackers.ts";
import type { Subject } from "./truth.ts";

export class Ours implements TrackerPolicy {
  readonly name = "ci-tracker";
  /** What it did against a person's word, and what it wrote when the same came twice. */
  readonly faults: string[] = [];
  /** Milliseconds of each delivery: evidence and plan. */
  readonly took: number[] = [];
  /** Failing tests that somebody renamed and that got a second entry, although nothing showed that they are one. */
  renamedTwice = 0;
  deeds = 0;
  private readonly tracker: KeptTracker;
  private readonly policy: Policy;
  private readonly chance: Chance;
  private readonly subjects: readonly Subject[];
  private readonly branchOf: readonly string[];
  private readonly forked: number;
  private readonly text: boolean;
  /** Share of the deliveries before which the cache is lost. */
  private readonly cacheLost: number;
  private ledgerText: string | null = null;
  private ledger: Ledger = new Map();
  private world: Pick<World, "marks" | "history" | "outcomes" | "jobs"> = nothingKnown();
  private entries: readonly Entry[] = [];
  private readonly openOf = new Map<string, string[]>();
  private readonly byKey = new Map<string, Subject>();
  private readonly fingerprints = new Map<Subject, string>();
  private readonly said = new Map<string, Deed>();
  /** Entries that people closed, and how often, and those that they reopened after us. */
  private readonly closedByPeople = new Map<string, number>();
  private readonly reopenedByPeople = new Set<string>();
  /** Entries of which a person said, at some time, that they are to be left. */
  private readonly held = new Set<string>();
  /** The error that each test was last seen to fail with. */
  private readonly errorOf = new Map<Subject, string>();
  private readonly set: { id: string; deed: Deed }[] = [];
  private now = "";
  /** Told of every deed of a person. */
  onDeed: ((id: string, deed: Deed) => void) | undefined;

  constructor(means: {
    policy: Policy;
    chance: Chance;
    subjects: readonly Subject[];
    branchOf: readonly string[];
    forked: number;
    text: boolean;
    cacheLost: number;
  }) {
    this.policy = means.policy;
    this.chance = means.chance;
    this.subjects = means.subjects;
    this.branchOf = means.branchOf;
    this.forked = means.forked;
    this.text = means.text;
    this.cacheLost = means.cacheLost;
    this.tracker = means.text ? new TracerText() : new Numbered(means.policy.reopenDays);
  }

  async deliver(delivery: Delivery): Promise<Step> {
    const { run } = delivery;
    this.now = run.at;
    if (this.chance.of(this.cacheLost)) this.world = nothingKnown();
    const loaded = this.text ? readLedger(this.ledgerText) : undefined;
    const ledger = loaded?.ledger ?? this.ledger;
    const listing = await this.tracker.list(run.at);
    const before = new Map(listing.entries.map((e) => [e.id, e]));
    const began = performance.now();
    const evidence = evidenceOf(delivery, ledger);
    const world = this.worldFor(delivery, ledger, evidence);
    const made = plan({ evidence, listing, ledger, policy: this.policy, world });
    this.took.push(performance.now() - began);
    if (delivery.again && made.operations.length > 0)
      this.faults.push(`the same delivery again wrote: ${made.operations.map((o) => `${o.op} ${o.key}`).join(", ")}`);
    const linkable = this.linkable(delivery, ledger);
    const membersBefore = this.membersOf(ledger);
    const lines = new Map(made.lines);
    await this.tracker.apply(made.operations, lines, run.at);
    if (loaded) {
      if (lines.size > 0) this.ledgerText = writeLedger(loaded, lines);
      this.ledger = loaded.ledger;
    }
    for (const [fingerprint, line] of lines) {
      if (line) this.ledger.set(fingerprint, line);
      else this.ledger.delete(fingerprint);
    }
    // As sync does: without anything open, the cache is neither loaded nor saved.
    if (world.known) this.world = { history: made.history, outcomes: made.outcomes, marks: marksOf(evidence, world), jobs: made.jobs };
    this.index((await this.tracker.list(run.at)).entries);
    const membersAfter = this.membersOf(this.ledger);
    const acts = made.operations.map((o): Act => {
      const entry = o.entry ?? this.openOf.get(o.fingerprint)?.[0] ?? o.fingerprint;
      this.check(o.op, entry, before.get(entry), o.reason);
      const members = new Set([...(membersBefore.get(o.fingerprint) ?? []), ...(membersAfter.get(o.fingerprint) ?? [])]);
      const own = this.subjectBy(o.key);
      return { verb: o.op, entry, subjects: own ? [own] : [...members], reason: o.reason };
    });
    for (const subject of acts.flatMap((a) => (a.verb === "create" ? a.subjects : []))) {
      if (!subject.formerly || this.openFor(subject.formerly).length === 0) continue;
      this.renamedTwice++;
      if (linkable.has(subject)) this.faults.push(`a second entry for ${subject.key} in run ${run.id}, which was ${subject.formerly.key}`);
    }
    const reasons = new Map(made.withheld.map((w) => [w.fingerprint, w.reason]));
    const groups = made.withheld.filter((w) => w.reason.startsWith("max-new")).map((w) => w.title);
    const withheld = new Map<Subject, string>();
    for (const subject of this.subjects) {
      const reason = reasons.get(this.fingerprint(subject));
      if (reason !== undefined) withheld.set(subject, reason);
      // A group that is withheld is listed by its own title.
      else if (
        groups.some(
          (title) =>
            title.endsWith(` of ${groupOf(subject)}`) ||
            title.startsWith("Test failures: many with one message") ||
            title.startsWith("Most tests"),
        )
      )
        withheld.set(subject, "its group is withheld");
    }
    return { acts, withheld };
  }

  openFor(subject: Subject): readonly string[] {
    const fingerprint = this.fingerprint(subject);
    const { group, entry } = this.ledger.get(fingerprint) ?? {};
    const own = new Set(this.openOf.get(fingerprint));
    // What was renamed while its entry was snoozed still has its old name there.
    if (entry && this.entries.some((e) => e.open && e.id === entry.id)) own.add(entry.id);
    return [...own, ...(group === undefined ? [] : (this.openOf.get(group) ?? []))];
  }

  /** A person's word holds for the entry, and for what it stands for. */
  isHandsOff(subject: Subject, at: string): boolean {
    const fingerprint = this.fingerprint(subject);
    const group = this.ledger.get(fingerprint)?.group;
    return this.entries.some((e) => {
      const base = subjectOf(e);
      if (base !== fingerprint && base !== group) return false;
      if (e.handsOff !== undefined || (e.open && this.reopenedByPeople.has(e.id))) return true;
      const closes = this.closedByPeople.get(e.id) ?? 0;
      return !e.open && e.closedBy === "person" && (closes > 1 || at <= (e.closedAt ?? ""));
    });
  }

  wasHeld(subject: Subject): boolean {
    const fingerprint = this.fingerprint(subject);
    const group = this.ledger.get(fingerprint)?.group;
    return this.entries.some((e) => this.held.has(e.id) && (subjectOf(e) === fingerprint || subjectOf(e) === group));
  }

  open(): { entry: string; subjects: readonly Subject[] }[] {
    const members = this.membersOf(this.ledger);
    return this.entries
      .filter((e) => e.open)
      .map((e) => {
        const own = this.subjectBy(e.key ?? "");
        return { entry: e.id, subjects: own ? [own] : (members.get(subjectOf(e)) ?? []) };
      });
  }

  /** Now and then somebody does something to an entry. */
  async act(): Promise<void> {
    const { chance } = this;
    if (!chance.of(0.15)) return;
    const at = new Date(Date.parse(this.now) + 60_000).toISOString();
    const { entries } = await this.tracker.list(at);
    const free = entries.filter((e) => e.handsOff === undefined);
    const open = free.filter((e) => e.open);
    const closed = free.filter((e) => !e.open && e.closedBy === "us" && Date.parse(at) - Date.parse(e.closedAt ?? at) < 3 * 86_400_000);
    const muted = [...this.said].filter(([, deed]) => deed === "mute").map(([id]) => id);
    if (muted.length > 0 && chance.of(0.2)) this.do(chance.pick(muted), "unmute", at);
    else if (closed.length > 0 && chance.of(0.1)) this.do(chance.pick(closed).id, "reopen", at);
    else if (open.length > 0)
      this.do(chance.pick(open).id, chance.pick(["mute", "snooze", "fixed", "fixed", "wont-fix", "retitle", "reprioritise"]), at);
    this.index((await this.tracker.list(this.now)).entries);
  }

  private do(id: string, deed: Deed, at: string): void {
    this.deeds++;
    this.onDeed?.(id, deed);
    this.tracker.person(id, deed, at);
    if (deed !== "retitle" && deed !== "reprioritise") this.held.add(id);
    if (deed === "fixed") this.closedByPeople.set(id, (this.closedByPeople.get(id) ?? 0) + 1);
    else if (deed === "reopen") this.reopenedByPeople.add(id);
    else if (deed === "retitle" || deed === "reprioritise") this.set.push({ id, deed });
    else if (deed === "unmute") this.said.delete(id);
    else this.said.set(id, deed);
  }

  /** What people set stays as they set it. */
  finish(): void {
    for (const { id, deed } of this.set) if (!this.tracker.keeps(id, deed)) this.faults.push(`${deed} of ${id} by a person did not stay`);
  }

  private check(op: Act["verb"], id: string, before: Entry | undefined, reason: string): void {
    const fault = (words: string): void => void this.faults.push(`${op} of ${id} ${words}: ${reason}`);
    if (before?.handsOff !== undefined) fault(`although ${before.handsOff}`);
    if (op === "reopen" && (this.closedByPeople.get(id) ?? 0) > 1) fault("although a person closed it twice");
    if (op === "close" && this.reopenedByPeople.has(id)) fault("although a person reopened it, and it has not failed since");
    if (op === "comment" || op === "reopen" || op === "update") this.reopenedByPeople.delete(id);
  }

  /**
   * Renamed tests that this delivery shows to be one with what is open: the same error, of which there is one only, and a
   * complete list without the old name from each leg that is heard and saw it, at another commit.
   */
  private linkable({ reports, commit }: Delivery, ledger: Ledger): Set<Subject> {
    const linkable = new Set<Subject>();
    const failures = reports.flatMap((r) => r.blocks.flatMap((b) => b.shown.filter((s) => s.outcome === "failed")));
    const own = new Map<string, Set<Subject>>();
    for (const { subject, message } of failures) own.set(message, (own.get(message) ?? new Set()).add(subject));
    for (const { subject, message } of failures) {
      const { formerly } = subject;
      const line = formerly && ledger.get(this.fingerprint(formerly));
      // A test that had eight errors while its entry was open is not known by a ninth.
      if (
        !formerly ||
        line?.state !== "open" ||
        (line.errors?.length ?? 0) >= 8 ||
        own.get(message)?.size !== 1 ||
        this.errorOf.get(formerly) !== message
      )
        continue;
      const saw = reports.filter((r) => line.producers[r.producer]?.last === "failed" && !line.producers[r.producer]?.retired);
      const lists = saw.map((r) => r.blocks.filter((b) => b.kind === "test" && b.what === formerly.target));
      const complete = lists.every((list) => list.length > 0 && list.every((b) => b.state === "whole"));
      if (saw.length > 0 && complete && saw.every((r) => line.producers[r.producer]?.commit !== `c${commit}`)) linkable.add(subject);
    }
    for (const { subject, message } of failures) this.errorOf.set(subject, message);
    return linkable;
  }

  private membersOf(ledger: Ledger): Map<string, Subject[]> {
    const members = new Map<string, Subject[]>();
    for (const line of ledger.values()) {
      if (line.group === undefined) continue;
      const subject = this.subjectBy(line.key);
      if (subject) members.set(line.group, [...(members.get(line.group) ?? []), subject]);
    }
    return members;
  }

  private subjectBy(key: string): Subject | undefined {
    for (let i = this.byKey.size; i < this.subjects.length; i++) {
      const subject = this.subjects[i];
      if (subject) this.byKey.set(subject.key, subject);
    }
    return this.byKey.get(key);
  }

  private fingerprint(subject: Subject): string {
    const known = this.fingerprints.get(subject) ?? fingerprintOf(subject.key);
    this.fingerprints.set(subject, known);
    return known;
  }

  private index(entries: readonly Entry[]): void {
    this.entries = entries;
    this.openOf.clear();
    for (const entry of entries) {
      if (!entry.open) continue;
      const base = subjectOf(entry);
      this.openOf.set(base, [...(this.openOf.get(base) ?? []), entry.id]);
    }
  }

  private worldFor({ run, commit, missing, overtaken }: Delivery, ledger: Ledger, evidence: Evidence): World & { known: boolean } {
    const known =
      evidence.measurements.length > 0 ||
      evidence.failing.size > 0 ||
      evidence.retried.size > 0 ||
      [...ledger.values()].some((line) => line.state === "open");
    const cached = known ? this.world : nothingKnown();
    const ancestry = new Map<string, "ancestor" | "descendant" | "diverged">();
    for (const [other, branch] of this.branchOf.entries()) {
      if (other === commit) continue;
      const [first, second] = other < commit ? [branch, run.branch] : [run.branch, branch];
      const below = first === second || (first === "main" && second === "release" && Math.min(other, commit) <= this.forked);
      ancestry.set(`c${other}`, below ? (other < commit ? "ancestor" : "descendant") : "diverged");
    }
    return { ...cached, ancestry, missing, unlocked: new Set(), overtaken, suspects: new Map(), keepsHistory: true, known };
  }
}

function groupOf({ target, name }: Subject): string {
  const module = name.lastIndexOf("::");
  return module === -1 ? target : `${target} ${name.slice(0, module)}`;
}

function nothingKnown(): Pick<World, "marks" | "history" | "outcomes" | "jobs"> {
  return { marks: new Map(), history: new Map(), outcomes: new Map(), jobs: new Map() };
}

/** As sync keeps them. */
function marksOf(evidence: Evidence, world: World): ReadonlyMap<ProducerId, Stamp> {
  const marks = new Map(world.marks);
  for (const producer of evidence.producers) {
    const stamp = stampOf(evidence, producer);
    const before = marks.get(producer);
    if (before && relation(evidence.run, before, world.ancestry) === "older") continue;
    marks.set(producer, stamp);
  }
  return marks;
}

function stampOf({ run, attempts }: Evidence, producer: ProducerId): Stamp {
  const stamp: Stamp = { run: run.id, attempt: attempts?.get(producer) ?? run.attempt, at: run.at };
  return run.commit === undefined ? stamp : { ...stamp, commit: run.commit };
}

// ---------------------------------------------------------------------------------------------- reports as evidence

function evidenceOf({ run, reports }: Delivery, ledger: Ledger): Evidence {
  const keys = [...ledger.values()].flatMap((line: Line) => [line.key, ...(line.also ?? [])]);
  const builder = new EvidenceBuilder(run, keys, (t) => t);
  for (const { producer, blocks } of reports) {
    const parts = blocks.map((block) => feed(builder, producer, block));
    builder.report(producer, {
      file: "report",
      format: "simulated",
      kind: "test",
      tool: null,
      complete: true,
      reason: null,
      counts: noCounts(),
      parts,
      error: null,
    });
  }
  const evidence = builder.finish();
  const earlier = reports.filter((r) => r.attempt !== run.attempt);
  return earlier.length === 0 ? evidence : { ...evidence, attempts: new Map(earlier.map((r) => [r.producer, r.attempt])) };
}

function feed(builder: EvidenceBuilder, producer: ProducerId, block: Block): Part {
  const part = partOf(block);
  for (const { subject, outcome, message, retried } of block.shown) {
    const failed = outcome === "failed" ? { message } : {};
    builder.observe(producer, {
      ...observed(subject, block, part),
      outcome,
      ...failed,
      ...(retried ? { flaky: true } : {}),
    } as Observation);
  }
  if (block.kind === "test" && part.extent.units.length === 0) part.extent.units.push(block.what);
  return part;
}

function partOf({ kind, state, what, shown, old }: Block): Part {
  const extents: Record<Block["kind"], Extent> = {
    test: { units: [], cases: shown.length },
    lint: { units: [what], owners: ["rustc", "clippy"] },
    audit: { units: ["Cargo.lock"], advisories: old ? 10 : 1000 },
    dependency: { units: ["Cargo.toml"] },
    build: { units: [`${what} lib`] },
  };
  const part: Part = { kind: kind as Kind, state, extent: extents[kind], provesAbsence: true };
  if (state !== "whole") part.reason = `it is ${state}`;
  if (kind === "test") {
    const [owner = "", name] = what.split("::");
    part.target = name === undefined ? { package: owner, kind: "lib" } : { package: owner, kind: "test", name };
  }
  return part;
}

function observed(subject: Subject, block: Block, part: Part): object {
  const { name, file } = subject;
  switch (block.kind) {
    case "test":
      return { kind: "test", part, name, suite: block.what, file, line: 1 };
    case "lint":
      return {
        kind: "lint",
        part,
        name,
        owner: "clippy",
        severity: "medium",
        units: [block.what],
        file: "src/lib.rs",
        line: 3,
        source: `code of ${name}`,
      };
    case "audit":
      return {
        kind: "audit",
        part,
        name,
        ecosystem: "rust",
        package: subject.package,
        version: "1.0.0",
        aliases: [],
        title: `bad ${subject.package}`,
        severity: "high",
        category: "vulnerability",
      };
    case "dependency":
      return { kind: "dependency", part, name, ecosystem: "rust", current: "1.0.0", latest: "2.0.0" };
    case "build":
      return { kind: "build", part, name, ecosystem: "rust", units: [`${name} lib`] };
  }
}
