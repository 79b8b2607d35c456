/**
 * Producers that report no more. A matrix cell that was taken out would hold its entries open for ever, so after
 * `leg-retention` it retires: the others that saw the failure decide, and where there are none the entry stays open.
 */
import type { Word } from "../ledger/ledger.ts";
import type { ProducerId, Stamp } from "../model.ts";
import type { Draft } from "./draft.ts";

const DAY = 86_400_000;
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
export function retire(draft: Draft, words: Record<ProducerId, Word>): string[] {
  const { producers } = draft.evidence;
  const { days, runs } = draft.policy.legRetention;
  const told: string[] = [];
  const reporting = new Set(producers);
  for (const [producer, word] of Object.entries(words)) {
    if (word.last !== "failed" || word.retired || reporting.has(producer)) continue;
    const since = lastSeen(word);
    const job = jobOf(producer);
    if (Date.parse(draft.run.at) - Date.parse(since) < days * DAY || !producers.some((p) => jobOf(p) === job)) continue;
    const without = (draft.jobs.get(job) ?? []).filter((r) => r.at > since).length;
    if (without < runs) continue;
    words[producer] = { ...word, retired: draft.stamp };
    told.push(`${producer} has not reported since ${since.slice(0, 10)}, in ${without} runs of its job: it holds this entry open no more`);
  }
  return told;
}

/**
 * Notes that producers that saw it failing are still there, though nothing changed: what is not written down could be
 * taken for absence. Seldom, and only where somebody else's word would decide without theirs.
 */
export function pulse(draft: Draft, words: Record<ProducerId, Word>): boolean {
  if (Object.keys(words).length < 2) return false;
  const now = Date.parse(draft.run.at);
  let noted = false;
  for (const producer of draft.evidence.producers) {
    const word = words[producer];
    if (word?.last !== "failed" || now - Date.parse(lastSeen(word)) < (draft.policy.legRetention.days * DAY) / 2) continue;
    words[producer] = { ...word, alive: draft.run.at };
    noted = true;
  }
  return noted;
}

export function lastSeen(word: Word): string {
  return word.alive !== undefined && word.alive > word.at ? word.alive : word.at;
}
