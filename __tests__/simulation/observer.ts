/**
 * An observer who remembers every report: what each leg has last shown of each subject, by DESIGN.md's rules of evidence.
 * What is judged is a policy's tracker against this and against the truth.
 */
import type { ProducerId } from "../../src/model.ts";
import type { Block, Delivery, LegReport } from "./stream.ts";
import { FINE, type State, type Subject } from "./truth.ts";

/** A leg's last word on a subject that it saw failing at least once. */
interface Word {
  last: "failed" | "passed" | "gone";
  commit: number;
  /** What it really was when it was last seen failing. */
  seen: State;
  /** Commits whose complete list did not have it. */
  absent: Set<number>;
  /** It was last found by an audit against a database that is nearly empty: another such one looks as far. */
  old: boolean;
  /** Outcomes of the last runs, oldest first. */
  window: { failed: boolean; retried: boolean; commit: number }[];
}

interface Producer {
  commit: number;
  attempt: number;
  at: number;
  /** What each subject was at its newest commit. */
  states: readonly State[];
  job: string;
  /** Runs of its job when it last reported. */
  jobRuns: number;
}

/** What one delivery told. */
export interface Heard {
  /** Failing in a report that is not older than what its leg has said before. */
  failing: Set<Subject>;
  /** Of which a person would want to hear. */
  changes: Set<Subject>;
  /** Subjects whose words changed. */
  touched: Set<Subject>;
}

const WINDOW = 50;

export class Observer {
  private readonly words = new Map<Subject, Map<ProducerId, Word>>();
  private readonly producers = new Map<ProducerId, Producer>();
  private readonly jobs = new Map<string, { runs: number; last: string }>();
  /** Subjects that counted as flaky and whose flakiness a person has heard of. */
  private readonly verdicts = new Set<Subject>();
  private readonly retention: { days: number; runs: number };
  private now = 0;

  constructor(retention: { days: number; runs: number }) {
    this.retention = retention;
  }

  hear(delivery: Delivery): Heard {
    const heard: Heard = { failing: new Set(), changes: new Set(), touched: new Set() };
    this.now = Math.max(this.now, Date.parse(delivery.run.at));
    for (const report of delivery.reports) this.hearLeg(report, delivery, heard);
    return heard;
  }

  private hearLeg(report: LegReport, { run, commit, missing }: Delivery, heard: Heard): void {
    const { producer, attempt, states, leg } = report;
    const before = this.producers.get(producer);
    if (before && (before.commit > commit || (before.commit === commit && before.attempt >= attempt))) return;
    const jobName = `${run.branch} » ${run.workflow} » ${run.job}`;
    const job = this.jobs.get(jobName) ?? { runs: 0, last: "" };
    if (job.last !== run.id) this.jobs.set(jobName, { runs: job.runs + 1, last: run.id });
    this.producers.set(producer, {
      commit,
      attempt,
      at: Date.parse(run.at),
      states,
      job: jobName,
      jobRuns: this.jobs.get(jobName)?.runs ?? 0,
    });
    const spoken = new Set<Subject>();
    for (const block of report.blocks) {
      for (const { subject, outcome, retried, message } of block.shown) {
        spoken.add(subject);
        if (outcome === "skipped" || (outcome === "passed" && block.state === "broken")) continue;
        this.say(subject, producer, outcome === "failed", commit, attempt, states[subject.id] ?? FINE, message, retried, heard, block);
      }
      if (block.state !== "whole") continue;
      for (const [subject, words] of this.words) {
        const word = words.get(producer);
        if (!word || (block.old && !word.old) || spoken.has(subject) || subject.kind !== block.kind || !subject.legs.includes(leg))
          continue;
        if (block.what !== "" && block.what !== (subject.kind === "test" ? subject.target : subject.unit)) continue;
        if (subject.kind !== "test") this.say(subject, producer, false, commit, attempt, FINE, "", false, heard, block);
        else if (word.last === "failed" && attempt === 1) {
          word.absent.add(commit);
          if (word.absent.size >= 2 || missing.has(subject.file)) goAway(subject, word, heard);
        }
      }
    }
    // The tests of a file that is no more have no list of their own: all lists that there are have to be whole.
    const lists = report.blocks.filter((b) => b.kind === "test");
    if (attempt > 1 || lists.length === 0 || lists.some((b) => b.state !== "whole")) return;
    const built = new Set(
      report.blocks.filter((b) => b.kind === "build" && b.shown.every((s) => s.outcome === "passed")).map((b) => b.what),
    );
    for (const [subject, words] of this.words) {
      const word = words.get(producer);
      const mute = built.has(subject.package) && !lists.some((b) => b.what === subject.target);
      if (word?.last === "failed" && missing.has(subject.file) && mute) goAway(subject, word, heard);
    }
  }

  private say(
    subject: Subject,
    producer: ProducerId,
    failed: boolean,
    commit: number,
    attempt: number,
    state: State,
    message: string,
    retried: boolean,
    heard: Heard,
    block: Block,
  ): void {
    const words = this.words.get(subject) ?? new Map<ProducerId, Word>();
    const word = words.get(producer);
    if (!word && !failed) return;
    if (failed) heard.failing.add(subject);
    heard.touched.add(subject);
    const window = word?.window ?? [];
    const flip = window.at(-1)?.commit === commit && window.at(-1)?.failed !== failed;
    window.push({ failed, retried, commit });
    if (window.length > WINDOW) window.shift();
    // A pass at the commit it failed at, or in a further attempt, shows that it is flaky and not that it is mended.
    const unfixed = !failed && subject.kind === "test" && word?.last === "failed" && (word.commit === commit || attempt > 1);
    const told = this.verdicts.has(subject);
    const flaky = subject.kind === "test" && (flip || retried || episodesIn(window) >= 3);
    if (flaky && !told) {
      this.verdicts.add(subject);
      heard.changes.add(subject);
    }
    if (failed) {
      const news = !word || (word.last !== "failed" && !told) || (!told && word.seen.message !== message);
      if (news) heard.changes.add(subject);
      // Where no whole list has shown it yet, any whole one tells.
      const old = block.state === "whole" ? block.old === true : (word?.old ?? true);
      words.set(producer, { last: "failed", commit, seen: state, absent: new Set(), old, window });
      this.words.set(subject, words);
    } else if (word && !unfixed) {
      if (word.last === "failed" && !told) heard.changes.add(subject);
      if (word.last === "failed") words.set(producer, { ...word, last: "passed", commit });
      if (told && this.isSteady(words)) {
        this.verdicts.delete(subject);
        heard.changes.add(subject);
      }
    }
  }

  /** A flaky subject that has passed on every leg for longer than any rule waits. */
  private isSteady(words: ReadonlyMap<ProducerId, Word>): boolean {
    return [...words.values()].every(({ window }) => window.slice(-20).every((w) => !w.failed));
  }

  /** Whether both outcomes without a change, or three episodes of failing, show it to be flaky. */
  isFlaky(subject: Subject): boolean {
    return this.verdicts.has(subject);
  }

  /** Legs whose last word is that it fails, and that still report. */
  failingOn(subject: Subject): ProducerId[] {
    return [...(this.words.get(subject) ?? [])].filter(([p, word]) => word.last === "failed" && !this.isRetired(p)).map(([p]) => p);
  }

  /** Legs that saw it failing and on which it is still broken by the same breakage, as far as they have reported. */
  stillBroken(subject: Subject): { producer: ProducerId; state: State }[] {
    return [...(this.words.get(subject) ?? [])].flatMap(([producer, word]) => {
      const state = this.producers.get(producer)?.states[subject.id] ?? FINE;
      const same = state.episode === word.seen.episode && (state.is === "broken" || state.is === "flaky");
      return same && !this.isRetired(producer) ? { producer, state } : [];
    });
  }

  /** Which breakage each leg saw last, of all legs that saw any or of those that have not said better since; and whether it is a flake. */
  breakagesOf(subject: Subject, which: "seen" | "last"): Map<string, boolean> {
    const words = [...(this.words.get(subject) ?? [])].filter(([p, w]) => which === "seen" || (w.last === "failed" && !this.isRetired(p)));
    return new Map(words.map(([producer, w]) => [`${producer} ${w.seen.episode}`, w.seen.is === "flaky"]));
  }

  /** Whether anybody saw it failing, and nobody says so any more. */
  isClosable(subject: Subject): boolean {
    return this.words.has(subject) && this.failingOn(subject).length === 0;
  }

  /** Commits in a row at which it has passed without a retry, on the leg that has fewest of those that saw it failing and report. */
  fewestPasses(subject: Subject): number {
    const words = [...(this.words.get(subject) ?? [])].filter(([p]) => !this.isRetired(p));
    return Math.min(
      ...words.map(([, { window }]) => {
        const since = window.findLastIndex((w) => w.failed || w.retried);
        return new Set(window.slice(since + 1).map((w) => w.commit)).size;
      }),
    );
  }

  /** Whether every leg that saw it failing, one that reports no more included, has said better since. */
  isProven(subject: Subject): boolean {
    const words = this.words.get(subject);
    return words !== undefined && [...words.values()].every((word) => word.last !== "failed");
  }

  /** Whether nobody who still reports says so, and somebody who saw it has said better: what only others saw stays open. */
  isDecided(subject: Subject): boolean {
    return this.isClosable(subject) && [...(this.words.get(subject)?.values() ?? [])].some((word) => word.last !== "failed");
  }

  /** One run and one commit early: the planner counts from what it knows. */
  isRetired(producer: ProducerId): boolean {
    const known = this.producers.get(producer);
    if (!known) return false;
    const missed = (this.jobs.get(known.job)?.runs ?? 0) - known.jobRuns;
    return this.now - known.at >= (this.retention.days - 1) * 86_400_000 && missed >= this.retention.runs - 1;
  }
}

function goAway(subject: Subject, word: Word, heard: Heard): void {
  word.last = "gone";
  heard.changes.add(subject);
  heard.touched.add(subject);
}

/** Separate failing episodes, with different commits between. */
function episodesIn(window: readonly { failed: boolean; commit: number }[]): number {
  let episodes = 0;
  let failing = false;
  for (const { failed } of window) {
    if (failed && !failing) episodes++;
    failing = failed;
  }
  return episodes;
}
