/**
 * Is a test flaky, how often does it fail, and how many passes in a row show that it is mended? Judged by what each
 * producer saw of it in a window of runs; builds are never flaky.
 */
import { fingerprintOf } from "../identity/key.ts";
import type { Line } from "../ledger/ledger.ts";
import type { Evidence, Flakiness, Kind, ProducerId, Rate, Run, Stamp } from "../model.ts";

/** What one producer saw of one subject in one run: `retried` passed after an attempt inside the report had failed. */
export interface Seen extends Stamp {
  saw: "failed" | "passed" | "retried";
  url?: string;
}

/** By `fingerprint producer`, oldest first; at most WINDOW each. */
export type OutcomeHistory = ReadonlyMap<string, readonly Seen[]>;

/** Runs that are looked back at. */
export const WINDOW = 50;
/** Days after which a subject that failed no more is forgotten. */
const FORGOTTEN_DAYS = 90;
const DAY = 86_400_000;

/** Kinds of which it is remembered what they did. Reports that list problems only say nothing of the others' passes. */
export const WATCHED: ReadonlySet<Kind> = new Set<Kind>(["test", "build", "pipeline"]);
/** What fails to compile fails for a reason. */
const FLAKY_KINDS: ReadonlySet<Kind> = new Set<Kind>(["test", "pipeline"]);

export function outcomeKey(fingerprint: string, producer: ProducerId): string {
  return `${fingerprint} ${producer}`;
}

/**
 * The history with this run in it. Watched is what fails now, what passed on a retry, and what did either before;
 * everything else needs no memory.
 */
export function recorded(
  evidence: Evidence,
  lines: Iterable<Line>,
  history: OutcomeHistory,
  runOf: (p: ProducerId) => Run,
): OutcomeHistory {
  /** Most runs add nothing, and the history need not be copied for them. */
  let next: Map<string, readonly Seen[]> | undefined;
  const add = (fingerprint: string, producer: ProducerId, saw: Seen["saw"]): void => {
    const key = outcomeKey(fingerprint, producer);
    const { id, attempt, commit, at, url } = runOf(producer);
    const seen: Seen = { run: id, attempt, at, saw };
    if (commit !== undefined) seen.commit = commit;
    if (url !== undefined) seen.url = url;
    const before = (next ?? history).get(key) ?? [];
    if (before.some((s) => s.run === id && s.attempt === attempt && s.saw === saw)) return;
    next ??= new Map(history);
    next.set(key, [...before, seen].slice(-WINDOW));
  };
  for (const { subject, sightings } of evidence.failing.values()) {
    if (WATCHED.has(subject.kind)) for (const { producer, weak } of sightings) if (!weak) add(subject.fingerprint, producer, "failed");
  }
  for (const key of evidence.retried) {
    for (const sighting of evidence.passing.get(key) ?? []) if (sighting.flaky) add(fingerprintOf(key), sighting.producer, "retried");
  }
  /** Histories that were lost with the cache while their entries wait for passes: they begin with those. */
  const waiting = new Set<string>();
  for (const line of lines) {
    if (!WATCHED.has(line.kind)) continue;
    const failing = evidence.failing.get(line.key)?.sightings ?? [];
    const waits = line.flaky !== undefined && line.state === "open";
    if (waits) for (const producer of Object.keys(line.producers)) waiting.add(outcomeKey(line.fingerprint, producer));
    for (const { producer, parts, flaky } of evidence.passing.get(line.key) ?? []) {
      const key = outcomeKey(line.fingerprint, producer);
      const watched = history.has(key) || waiting.has(key);
      if (!watched || flaky || failing.some((s) => s.producer === producer)) continue;
      if (parts.some((p) => p.state !== "broken")) add(line.fingerprint, producer, "passed");
    }
  }
  // What is old need not go before something new comes.
  if (!next || next.size === history.size) return next ?? history;
  const limit = Date.parse(evidence.run.at) - FORGOTTEN_DAYS * DAY;
  for (const [key, seen] of next) {
    const last = seen.findLast((s) => s.saw !== "passed");
    if (!waiting.has(key) && (!last || Date.parse(last.at) < limit)) next.delete(key);
  }
  return next;
}

/** Why a producer's history shows that the subject is flaky; undefined where it does not. */
export function whyFlaky(kind: Kind, seen: readonly Seen[]): string | undefined {
  if (!FLAKY_KINDS.has(kind)) return undefined;
  const retried = seen.findLast((s) => s.saw === "retried");
  if (retried) return `it passed on a retry in run ${retried.run}`;
  const outcomes = new Map<string, Set<Seen["saw"]>>();
  for (const { commit, saw } of seen) {
    if (commit === undefined) continue;
    const those = outcomes.get(commit) ?? new Set();
    outcomes.set(commit, those.add(saw));
    if (those.size > 1) return `it failed and passed at one commit, ${commit.slice(0, 12)}`;
  }
  const episodes = episodesOf(seen);
  return episodes >= EPISODES ? `it failed in ${episodes} separate episodes of the last ${seen.length} runs` : undefined;
}

/** So many separate times of failing within the window are no accident. */
const EPISODES = 3;

/** Times of failing with passes at other commits in between. */
function episodesOf(seen: readonly Seen[]): number {
  let episodes = 0;
  let failedAt: string | undefined;
  let mended = true;
  for (const { saw, commit } of seen) {
    if (saw === "failed") {
      if (mended) episodes++;
      mended = false;
      failedAt = commit;
    } else if (commit === undefined || commit !== failedAt) mended = true;
  }
  return episodes;
}

/** Failures and observations of several producers together, with Wilson's 95 % interval. */
export function rateOf(lists: readonly (readonly Seen[])[]): Rate | undefined {
  const all = lists.flat();
  return all.length === 0 ? undefined : withInterval(all.filter((s) => s.saw !== "passed").length, all.length);
}

/** Wilson's score interval: it holds for few observations, and for rates near 0 and 1. */
export function withInterval(failures: number, observations: number): Rate {
  const z = 1.959964;
  const p = failures / observations;
  const middle = (p + (z * z) / (2 * observations)) / (1 + (z * z) / observations);
  const reach = (z / (1 + (z * z) / observations)) * Math.sqrt((p * (1 - p)) / observations + (z * z) / (4 * observations * observations));
  return { failures, observations, low: Math.max(0, middle - reach), high: Math.min(1, middle + reach) };
}

/**
 * Passes in a row that a flaky subject needs: as many as one that still fails as often as before would show in one case
 * of twenty. Few observations are filled up with ones of which half failed.
 */
export function passesNeeded(failures: number, observations: number, most: number): number {
  const filled = Math.max(0, 10 - observations);
  const p = (failures + filled / 2) / (observations + filled);
  if (p >= 1) return 1;
  return Math.min(most, Math.max(1, Math.ceil(Math.log(0.05) / Math.log(1 - p))));
}

/** Runs at the end of the history in which it passed without a retry. */
export function passesInRow(seen: readonly Seen[]): number {
  const runs = new Set<string>();
  for (let i = seen.length - 1; i >= 0; i--) {
    const { saw, run } = seen[i] ?? { saw: "failed", run: "" };
    if (saw !== "passed") break;
    runs.add(run);
  }
  return runs.size;
}

/**
 * What one producer's history says of a flaky subject; what the ledger kept of it counts where there is none. Where there
 * is one (`keepsHistory`) and this producer's was lost, it takes most passes: the ledger's rate is of all producers together.
 */
export function flakinessOf(
  kept: Flakiness | Line["flaky"],
  why: string,
  seen: readonly Seen[],
  most: number,
  keepsHistory = false,
): Flakiness {
  const own = { failures: seen.filter((s) => s.saw !== "passed").length, observations: seen.length };
  // A history that begins after the failures was lost in between.
  const { failures, observations } = kept && own.failures === 0 ? kept : own;
  return {
    ...withInterval(failures, Math.max(1, observations)),
    why,
    needs: keepsHistory && own.failures === 0 ? most : passesNeeded(failures, observations, most),
    passes: passesInRow(seen),
  };
}

/** Words of errors that come from the world around a test; a retry may help against them, and shows that it was that. */
const TRANSIENT =
  /\b(?:time[d ]?-?\s?out|deadline exceeded|ECONNRESET|ECONNREFUSED|ETIMEDOUT|EAI_AGAIN|ENOTFOUND|EPIPE|EADDRINUSE|connection (?:reset|refused|closed|aborted)|socket hang up|network is unreachable|temporary failure in name resolution|too many requests|service unavailable|bad gateway|gateway time-?out|rate limit|address already in use|resource temporarily unavailable|no space left on device|lock wait timeout)\b/i;

/** What may help against the error, in words. */
export function retryHint(message: string, flaky: boolean): string | undefined {
  if (TRANSIENT.test(message.slice(0, 4_000)))
    return "the error looks transient; retries of the test runner (nextest `retries`, pytest-rerunfailures, vitest `retry`) would tell it from a real one";
  return flaky ? "retries of the test runner would tell this failure from a real one" : undefined;
}

/** The history of renamed tests, found under the names they have now. */
export function underNewNames(history: OutcomeHistory, renames: ReadonlyMap<string, Line>): OutcomeHistory {
  if (renames.size === 0) return history;
  const next = new Map(history);
  for (const [key, { fingerprint, producers }] of renames) {
    for (const producer of Object.keys(producers)) {
      const before = next.get(outcomeKey(fingerprint, producer));
      if (!before) continue;
      const now = outcomeKey(fingerprintOf(key), producer);
      next.delete(outcomeKey(fingerprint, producer));
      next.set(now, [...before, ...(next.get(now) ?? [])].slice(-WINDOW));
    }
  }
  return next;
}
