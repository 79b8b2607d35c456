/**
 * Producers that report no more. A matrix cell that was taken out would hold its entries open for ever, so after
 * `leg-retention` it retires: the others that saw the failure decide, and where there are none the entry stays open.
 */
import type { Line, Word } from "../ledger/ledger.ts";
import type { ProducerId, Stamp } from "../model.ts";
import type { Draft } from "./draft.ts";

const DAY = 86_400_000;
/** Part of the retention after which a sign of life is written down anew. */
const PULSE = 0.25;
/** Runs of a job that are remembered; more than any retention asks for. */
const KEPT = 40;

/** Branch, workflow and job: what a producer has in common with the other legs and scopes of its job. */
export function jobOf(producer: ProducerId): string {
  return producer.split(" » ", 3).join(" » ");
}

/** The runs of each job with this one among them. */
export function jobsAfter(
  before: ReadonlyMap<string, readonly Stamp[]>,
  producers: readonly ProducerId[],
  stamp: Stamp,
): ReadonlyMap<string, readonly Stamp[]> {
  const after = new Map(before);
  for (const job of new Set(producers.map(jobOf))) {
    const runs = before.get(job) ?? [];
    if (!runs.some((r) => r.run === stamp.run)) after.set(job, [...runs, stamp].slice(-KEPT));
  }
  return after;
}

/** Retires producers of the line that this run shows to be gone; returns what people should be told. */
export function retire(draft: Draft, line: Line, words: Record<ProducerId, Word>): string[] {
  const { producers } = draft.evidence;
  const { days, runs } = draft.policy.legRetention;
  const told: string[] = [];
  const reporting = new Set(producers);
  for (const [producer, word] of Object.entries(words)) {
    const reports = reporting.has(producer);
    if (word.last !== "failed" || word.retired || (reports && draft.looksAt(line, producer))) continue;
    // The mark of a producer that reports tells nothing of when it last looked at this subject.
    const since = reports ? writtenOf(word) : lastSeen(draft, producer, word);
    const job = jobOf(producer);
    const long = !reports && draft.world.marks.has(producer) ? days : days * (1 + PULSE);
    if (Date.parse(draft.run.at) - Date.parse(since) < long * DAY || !producers.some((p) => jobOf(p) === job)) continue;
    const without = (draft.jobs.get(job) ?? []).filter((r) => r.at > since).length;
    if (without < runs) continue;
    words[producer] = { ...word, retired: draft.stamp };
    told.push(
      `${producer} has not ${reports ? "looked at it" : "reported"} since ${since.slice(0, 10)}, in ${without} runs of its job: it holds this entry open no more`,
    );
  }
  return told;
}

/**
 * Notes that producers that saw it failing are still there, though nothing changed: what is not written down could be
 * taken for absence. Seldom, and only where somebody else's word would decide without theirs, or would say that they are gone.
 */
export function pulse(draft: Draft, line: Line, words: Record<ProducerId, Word>): boolean {
  const shared = Object.keys(words).length > 1;
  const now = Date.parse(draft.run.at);
  let noted = false;
  for (const producer of draft.evidence.producers) {
    const word = words[producer];
    if (
      word?.last !== "failed" ||
      !(shared || syncsAlone(draft, producer)) ||
      !draft.looksAt(line, producer) ||
      now - Date.parse(writtenOf(word)) < draft.policy.legRetention.days * PULSE * DAY
    )
      continue;
    words[producer] = { ...word, alive: draft.run.at };
    noted = true;
  }
  return noted;
}

/** A leg or scope of which the others of its job hear nothing: each delivers its own evidence. */
function syncsAlone({ evidence }: Draft, producer: ProducerId): boolean {
  const job = jobOf(producer);
  return producer !== job && evidence.producers.every((p) => p === producer || jobOf(p) !== job);
}

/** When the producer last reported, as far as cache and ledger know. */
export function lastSeen(draft: Draft, producer: ProducerId, word: Word): string {
  const written = writtenOf(word);
  const mark = draft.world.marks.get(producer)?.at ?? "";
  return mark > written ? mark : written;
}

/** When it was last written down; the producer may have reported for a part of the retention after that. */
function writtenOf(word: Word): string {
  return word.alive !== undefined && word.alive > word.at ? word.alive : word.at;
}
