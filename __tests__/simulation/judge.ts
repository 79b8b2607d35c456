/** A policy's tracker against the truth: what it did that is wrong, how much it said, and how long it took. */
import type { Heard, Observer } from "./observer.ts";
import type { Act, Step, TrackerPolicy } from "./policy.ts";
import type { Delivery } from "./stream.ts";
import type { Subject } from "./truth.ts";

/** How many runs something took, and how often. */
export interface Times {
  count: number;
  p50: number;
  p95: number;
  max: number;
}

export interface Figures {
  policy: string;
  deliveries: number;
  created: number;
  reopened: number;
  closed: number;
  commented: number;
  /** Closed while a leg that saw it failing still has that very breakage. */
  falseCloses: number;
  /** Closed as mended while it was merely flaky. */
  earlyCloses: number;
  /** Closed without every leg that saw it failing having said better. */
  unproven: number;
  /** Times that a second open entry came to stand for a subject. */
  duplicates: number;
  /** Opened or reopened for a breakage that it had closed as mended. */
  flaps: number;
  /** Of those, of subjects that were broken all along and not flaky. */
  steadyFlaps: number;
  /** Shown failing, and neither open nor listed as withheld. */
  lost: number;
  /** Entries that are open at the end without a reason. */
  leftOpen: number;
  /** Entries that are open at the end for a reason that the last runs list, such as a test list that stays short. */
  heldOpen: number;
  /** What a person would want to know of: once a delivery and entry, and once a commit and entry. */
  changes: number;
  changesByCommit: number;
  /** What people were told: entries opened, reopened, closed, and comments. */
  told: number;
  /** Runs from the first failure that was shown to the open entry. */
  toOpen: Times;
  /** The same where it was withheld in between. */
  toOpenWithheld: Times;
  /** Runs from the last proof to the close: of steady subjects, and of those that count as flaky. */
  toClose: Times;
  toCloseFlaky: Times;
  /** The same where the runs between list why it is held: a list that is short, a package that does not compile. */
  toCloseHeld: Times;
  /** Commits at which a flaky one had passed in a row when it closed, of the leg that had fewest. */
  passes: Times;
  /** First stories of each fault, in words. */
  stories: string[];
}

const STORIES = 6;
/** The last runs of all workflows and branches: whatever is held has been listed in one of them. */
const LAST = 4;

export class Judge {
  private readonly policy: TrackerPolicy;
  private readonly observer: Observer;
  private readonly counts = {
    deliveries: 0,
    created: 0,
    reopened: 0,
    closed: 0,
    commented: 0,
    falseCloses: 0,
    earlyCloses: 0,
    unproven: 0,
    duplicates: 0,
    flaps: 0,
    steadyFlaps: 0,
    lost: 0,
    leftOpen: 0,
    heldOpen: 0,
    told: 0,
  };
  private readonly changes = new Set<string>();
  private readonly changesByCommit = new Set<string>();
  private readonly stories = new Map<string, string[]>();
  private readonly waiting = new Map<Subject, { runs: Set<string>; withheld: boolean }>();
  private readonly closable = new Map<Subject, { run: number; flaky: boolean }>();
  private readonly closedAs = new Map<Subject, ReadonlyMap<string, boolean>>();
  private readonly lastClose = new Map<Subject, number>();
  /** Why its entry was not closed, and in which run that was listed last. */
  private readonly listed = new Map<Subject, { run: number; reason: string }>();
  private readonly times = {
    open: [] as number[],
    withheld: [] as number[],
    close: [] as number[],
    flaky: [] as number[],
    held: [] as number[],
    passes: [] as number[],
  };
  /** Runs that were heard of, so that waiting is counted in runs. */
  private runs = 0;
  private lastRun = "";
  private last = "";

  constructor(policy: TrackerPolicy, observer: Observer) {
    this.policy = policy;
    this.observer = observer;
  }

  /** To be called when the observer has heard the delivery, and before the next one. */
  async judge(delivery: Delivery, heard: Heard): Promise<Step> {
    if (this.lastRun !== delivery.run.id) this.runs++;
    this.lastRun = delivery.run.id;
    this.last = delivery.run.at;
    this.counts.deliveries++;
    for (const subject of heard.touched) this.markClosable(subject);
    const before = new Map([...heard.failing].map((s) => [s, this.policy.openFor(s).length > 0]));
    const step = await this.policy.deliver(delivery);
    for (const [subject, reason] of step.withheld) {
      this.listed.set(subject, { run: this.runs, reason });
      if (reason.includes("flaky")) this.markClosable(subject, true);
    }
    for (const act of step.acts) this.judgeAct(act, delivery);
    for (const subject of heard.changes) this.count(subject, step.acts, delivery);
    for (const subject of heard.failing) this.judgeOpen(subject, step, delivery, before.get(subject) ?? false);
    return step;
  }

  private judgeAct(act: Act, delivery: Delivery): void {
    const { counts } = this;
    if (act.verb !== "update") counts.told++;
    if (act.verb === "comment") counts.commented++;
    if (act.verb === "close") {
      counts.closed++;
      this.judgeClose(act, delivery);
    }
    if (act.verb !== "create" && act.verb !== "reopen") return;
    counts[act.verb === "create" ? "created" : "reopened"]++;
    for (const subject of act.subjects) {
      if (this.policy.openFor(subject).length > 1) {
        counts.duplicates++;
        this.tell("duplicate", subject, delivery, `${this.policy.openFor(subject).join(" and ")}: ${act.reason}`);
      }
      const again = [...this.observer.breakagesOf(subject, "last")].filter(([breakage]) => this.closedAs.get(subject)?.has(breakage));
      if (again.length === 0) continue;
      counts.flaps++;
      if (again.every(([, flaky]) => flaky)) continue;
      counts.steadyFlaps++;
      this.tell("flap", subject, delivery, act.reason);
    }
  }

  private judgeClose(act: Act, delivery: Delivery): void {
    let since = 0;
    let flaky = false;
    let wrong = false;
    let held: string | undefined;
    for (const subject of act.subjects) {
      const still = this.observer.stillBroken(subject);
      const broken = still.find((s) => s.state.is === "broken");
      const failing = this.observer.failingOn(subject);
      if (broken) {
        this.counts.falseCloses++;
        this.tell("false close", subject, delivery, `still broken in ${broken.producer}; ${act.reason}`);
      } else if (still.length > 0) this.counts.earlyCloses++;
      if (failing.length > 0) {
        this.counts.unproven++;
        this.tell("unproven close", subject, delivery, `last word failed in ${failing.join(", ")}; ${act.reason}`);
      }
      wrong ||= broken !== undefined || failing.length > 0;
      const ready = this.closable.get(subject);
      since = Math.max(since, ready?.run ?? this.runs);
      flaky ||= ready?.flaky === true || this.observer.isFlaky(subject);
      const listed = this.listed.get(subject);
      if (ready && listed && listed.run >= ready.run) held ??= listed.reason;
      this.closedAs.set(subject, this.observer.breakagesOf(subject, "seen"));
      this.lastClose.set(subject, delivery.commit);
    }
    if (act.subjects.length === 0 || wrong || act.subjects.some((s) => this.policy.wasHeld(s))) return;
    // When a leg retires is the planner's to know.
    if (act.reason.includes("holds this entry open no more")) return;
    // An entry that goes on under a new name waits for those too who saw the old one.
    if (act.subjects.some((s) => s.formerly)) return;
    const took = this.runs - since;
    this.times[flaky ? "flaky" : held === undefined ? "close" : "held"].push(took);
    if (flaky) this.times.passes.push(Math.min(...act.subjects.map((s) => this.observer.fewestPasses(s))));
    if (flaky || took === 0 || !act.subjects[0]) return;
    if (held === undefined) this.tell("slow close", act.subjects[0], delivery, `${took} runs; ${act.reason}`);
    else this.tell("held close", act.subjects[0], delivery, `${took} runs; ${held}; ${act.reason}`);
  }

  private judgeOpen(subject: Subject, step: Step, delivery: Delivery, was: boolean): void {
    const open = this.policy.openFor(subject).length > 0;
    const wait = this.waiting.get(subject) ?? { runs: new Set(), withheld: false };
    if (open) {
      this.waiting.delete(subject);
      if (!was) this.times[wait.withheld ? "withheld" : "open"].push(wait.runs.size);
      if (wait.runs.size > 6) this.tell("slow open", subject, delivery, `${wait.runs.size} runs; ${this.listed.get(subject)?.reason}`);
      return;
    }
    const old = (this.lastClose.get(subject) ?? -1) >= delivery.commit;
    if (old || this.policy.isHandsOff(subject, delivery.run.at)) return;
    wait.runs.add(delivery.run.id);
    if (step.withheld.has(subject)) wait.withheld = true;
    else {
      this.counts.lost++;
      this.tell("lost", subject, delivery, "shown failing, neither open nor withheld");
    }
    this.waiting.set(subject, wait);
  }

  private markClosable(subject: Subject, flaky = this.observer.isFlaky(subject)): void {
    if (!this.observer.isProven(subject)) this.closable.delete(subject);
    else {
      const known = this.closable.get(subject);
      this.closable.set(subject, { run: known?.run ?? this.runs, flaky: (known?.flaky ?? false) || flaky });
    }
  }

  /** A change counts once an entry, however many subjects it stands for. */
  private count(subject: Subject, acts: readonly Act[], delivery: Delivery): void {
    if (this.policy.isHandsOff(subject, delivery.run.at)) return;
    const [standing] = this.policy.openFor(subject);
    const entry = standing ?? acts.find((a) => a.subjects.includes(subject))?.entry ?? subject.key;
    this.changes.add(`${entry} ${this.counts.deliveries}`);
    this.changesByCommit.add(`${entry} ${delivery.commit}`);
  }

  private tell(fault: string, subject: Subject, { run, reports }: Delivery, words: string): void {
    const told = this.stories.get(fault) ?? [];
    if (told.length >= STORIES) return;
    const legs = reports.map((r) => r.producer).join(", ");
    told.push(
      `${fault}: ${subject.key} in run ${run.id}/${run.attempt} at ${run.commit} of ${legs.length > 80 ? "several legs" : legs}: ${words}`,
    );
    this.stories.set(fault, told);
  }

  figures(): Figures {
    for (const { entry, subjects } of this.policy.open()) {
      if (subjects.some((s) => this.policy.isHandsOff(s, this.last))) continue;
      // What only retired legs saw, or a person reopened, stays open; it was said so.
      if (subjects.some((s) => !this.observer.isClosable(s)) || !subjects.some((s) => this.observer.isDecided(s))) continue;
      const reason = subjects.map((s) => this.listed.get(s)).find((l) => l && this.runs - l.run <= LAST)?.reason;
      const fault = reason === undefined ? "left open" : "held open";
      this.counts[reason === undefined ? "leftOpen" : "heldOpen"]++;
      const told = this.stories.get(fault) ?? [];
      if (told.length < STORIES) told.push(`${fault}: ${entry} for ${subjects.length}, such as ${subjects[0]?.key}: ${reason}`);
      this.stories.set(fault, told);
    }
    return {
      policy: this.policy.name,
      ...this.counts,
      changes: this.changes.size,
      changesByCommit: this.changesByCommit.size,
      toOpen: timesOf(this.times.open),
      toOpenWithheld: timesOf(this.times.withheld),
      toClose: timesOf(this.times.close),
      toCloseFlaky: timesOf(this.times.flaky),
      passes: timesOf(this.times.passes),
      toCloseHeld: timesOf(this.times.held),
      stories: [...this.stories.values()].flat(),
    };
  }
}

function timesOf(values: readonly number[]): Times {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  return { count: sorted.length, p50: at(0.5), p95: at(0.95), max: sorted.at(-1) ?? 0 };
}
