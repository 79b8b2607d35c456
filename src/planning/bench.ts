/**
 * Is a benchmark worse, or better? Against a baseline of earlier runs on the same class of machine, beyond what noise
 * explains, and in two of the last three runs: a single slow run on a shared machine is not evidence.
 */
import { readKey } from "../identity/key.ts";
import type { Ledger, Line } from "../ledger/ledger.ts";
import type { Baseline, Evidence, Failure, Measurement, ProducerId, Run, Subject } from "../model.ts";
import { thinned } from "../reports/benchmarks/samples.ts";
import { amount } from "./amount.ts";
import { baselineOf, HOLDS, limitOf, type Present, sincePresent, usualOf } from "./baseline.ts";
import { BenchNews } from "./bench-news.ts";
import { nameGlob } from "./glob.ts";
import { plotOf } from "./plot.ts";
import type { Policy } from "./policy.ts";
import { mannWhitney } from "./statistics.ts";

/** One run's value of one benchmark, and whether it was beyond the limit of its time. */
export interface Sample {
  run: string;
  attempt: number;
  commit?: string;
  at: string;
  value: number;
  worse: boolean;
  better?: true;
  /** Taken while `rebaseline` named the benchmark. */
  accepted?: true;
  /** Quantiles of the run's raw samples. */
  samples?: readonly number[];
}

/** Samples by `machine fingerprint producer`, oldest first. */
export type BenchHistory = ReadonlyMap<string, { unit: string; samples: readonly Sample[] }>;

/** What of the policy decides here. */
export type BenchPolicy = Pick<Policy, "tolerance" | "tolerances" | "benchRuns" | "rebaseline" | "machine">;

/** Samples kept a benchmark; of the last ones with quantiles of their raw samples, so many a run and so exact. */
const KEPT = 50;
const KEPT_RAW = 25;
const QUANTILES = 20;
const DIGITS = 7;
/** Raw samples of either side, fewer of which are no distribution, and how unlikely their difference has to be. */
const MIN_RAW = 5;
const SIGNIFICANCE = 0.01;

/** Of one measurement; `unknown` where there is nothing to compare it with. `samples`: its history with it. */
export type Judgement = {
  key: string;
  samples: readonly Sample[];
  /** What got better, in words and with its plot; said in the run that shows it. */
  improved?: { words: string; plot: string };
  /** A person called its present values the new normal, from this run on: what was known of it elsewhere is void. */
  accepted?: true;
} & ({ verdict: "worse"; baseline: Baseline; failure: Failure } | { verdict: "fine" } | Unknown);

/** `awaits`: what its entry was filed against, elsewhere or in another unit. `new`: it has no baseline here yet. */
export interface Unknown {
  verdict: "unknown";
  awaits?: Baseline;
  new?: true;
}

/** What all measurements of a run come to. */
export interface Judged {
  judged: { m: Measurement; judgement: Judgement }[];
  history: BenchHistory;
  improved: { subject: Subject; words: string; plot: string }[];
  /** What people should know of the baselines themselves. */
  notes: string[];
}

/** Judges a run's measurements, each by what is remembered of its own benchmark, producer and class of machine. */
export function judgeAll(
  { measurements, machines, run }: Pick<Evidence, "measurements" | "machines" | "run">,
  common: BenchPolicy,
  history: BenchHistory,
  ledger: Ledger,
): Judged {
  const all: Judged = { judged: [], history, improved: [], notes: [] };
  if (measurements.length === 0) return all;
  const next = new Map<string, { unit: string; samples: readonly Sample[] }>(history);
  const known = machinesOf(history);
  const newsOf = new Map<string, BenchNews>();
  for (const m of measurements) {
    const machine = machines?.get(m.producer) ?? common.machine;
    const policy = { ...common, machine };
    const news = newsOf.get(machine) ?? new BenchNews(machine);
    newsOf.set(machine, news);
    const judgement = judge(m, run, policy, history, ledger.get(m.subject.fingerprint));
    const elsewhere = (known.get(placeOf(m)) ?? []).filter((other) => other !== machine);
    const before = history.get(judgement.key)?.unit;
    next.set(judgement.key, { unit: m.unit, samples: judgement.samples });
    if (judgement.accepted) {
      for (const other of elsewhere) next.delete(keyOn(other, m));
      news.accepted++;
    }
    if (judgement.improved) {
      const { words, plot } = judgement.improved;
      all.improved.push({ subject: m.subject, words: `${nameOf(m.subject)}: ${words}`, plot });
    }
    if (judgement.verdict === "unknown") news.unknown(m, judgement, elsewhere, before);
    all.judged.push({ m, judgement });
  }
  return { ...all, history: next, notes: [...newsOf.values()].flatMap((news) => news.words()) };
}

function keyOn(machine: string, m: Measurement): string {
  return `${machine} ${placeOf(m)}`;
}

/** What of a key of the history is left without its machine. */
function placeOf({ subject, producer }: { subject: Pick<Subject, "fingerprint">; producer: ProducerId }): string {
  return `${subject.fingerprint} ${producer}`;
}

/** Machines that each benchmark and producer has a history on; a machine's name may hold blanks. */
function machinesOf(history: BenchHistory): Map<string, string[]> {
  const machines = new Map<string, string[]>();
  for (const key of history.keys()) {
    const at = key.search(/ ci-[a-z][a-z2-7]{12} /);
    if (at === -1) continue;
    const place = key.slice(at + 1);
    const known = machines.get(place);
    if (known) known.push(key.slice(0, at));
    else machines.set(place, [key.slice(0, at)]);
  }
  return machines;
}

/**
 * Judges one measurement. A producer that found it worse compares it with the same baseline until it is fine again;
 * on another class of machine, in another unit, or with that baseline lost, nothing shows that it is.
 */
export function judge(m: Measurement, run: Run, policy: BenchPolicy, history: BenchHistory, line: Line | undefined): Judgement {
  const key = keyOn(policy.machine, m);
  const word = line?.state === "closed" ? undefined : line?.producers[m.producer];
  const waits = word?.last === "failed";
  const known = history.get(key);
  // Another unit is another measurement: nothing earlier can be compared with it.
  const all = known && known.unit === m.unit ? known.samples : [];
  const earlier = all.filter((s) => s.run !== run.id && s.at <= run.at);
  const later = all.filter((s) => s.run !== run.id && s.at > run.at);
  const sample = sampleOf(m, run);
  if (names(policy.rebaseline, m.subject)) sample.accepted = true;
  const kept = (): readonly Sample[] => bounded([...earlier, sample, ...later]);
  // Once each time it is named: a name that was forgotten there does not stop the judging.
  if (sample.accepted && !earlier.at(-1)?.accepted) return { key, samples: kept(), verdict: "fine", accepted: true };

  const present = sincePresent(earlier);
  const usual = usualOf(present, policy.benchRuns);
  const own = waits && word.baseline?.unit === m.unit && word.baseline.machine === policy.machine ? word.baseline : undefined;
  const baseline = own ?? baselineOf(usual, m, policy.machine);
  const awaits = waits && !own && word.baseline ? { awaits: word.baseline } : {};
  if (!baseline) return { key, samples: kept(), verdict: "unknown", new: true, ...awaits };
  const limit = limitOf(m, baseline, toleranceOf(m.subject, policy));
  // What was filed closes by its limit alone: the runs since then are no part of the baseline that its samples made.
  const beyond = Math.abs(m.value - baseline.median) > limit && (own !== undefined || differs(sample, usual));
  sample.worse = beyond && m.value > baseline.median === (m.better === "smaller");
  if (beyond && !sample.worse) sample.better = true;

  const { k, n } = policy.benchRuns;
  const before = present.samples.slice(-n);
  const recent = [...before, sample].slice(-n);
  const times = recent.filter((s) => s.worse).length;
  const plot = (): string => plotOf({ samples: [...earlier, sample], baseline, limit });
  // With the runs before it lost, a slow one is still no sign that what was filed is mended.
  // Filed on another machine, it waits for that one: a value that is fine here says nothing, and takes nothing over.
  const elsewhere = waits && !own && !sample.worse;
  if ((times >= k && !elsewhere) || (own && sample.worse)) {
    const failure = { ...failureOf(m, baseline, times, recent.length), plot: plot() };
    return { key, samples: kept(), verdict: "worse", baseline, failure };
  }
  const better = improvement(m, sample, present, baseline, policy.benchRuns);
  const verdict: Unknown | { verdict: "fine" } = waits && !own ? { verdict: "unknown", ...awaits } : { verdict: "fine" };
  return { key, samples: kept(), ...verdict, ...(better !== undefined && { improved: { words: better, plot: plot() } }) };
}

function sampleOf(m: Measurement, run: Run): Sample {
  const sample: Sample = { run: run.id, attempt: run.attempt, at: run.at, value: m.value, worse: false };
  if (run.commit !== undefined) sample.commit = run.commit;
  if (m.samples && m.samples.length >= MIN_RAW)
    sample.samples = thinned(m.samples, QUANTILES).map((value) => Number(value.toPrecision(DIGITS)));
  return sample;
}

function bounded(samples: readonly Sample[]): Sample[] {
  const last = samples.slice(-KEPT);
  return last.map((sample, i) => {
    if (!sample.samples || i >= last.length - KEPT_RAW) return sample;
    const { samples: _, ...rest } = sample;
    return rest;
  });
}

// ---------------------------------------------------------------------------------------------------------- the limits

/** Whether the raw samples say so too, where both sides have them. */
function differs(sample: Sample, usual: readonly Sample[]): boolean {
  const those = usual.flatMap((s) => s.samples ?? []);
  if (!sample.samples || those.length < MIN_RAW) return true;
  return mannWhitney(sample.samples, those).p < SIGNIFICANCE;
}

/** Per cent that a benchmark may change. */
function toleranceOf(subject: Subject, { tolerance, tolerances }: BenchPolicy): number {
  return tolerances.findLast(({ pattern }) => names([pattern], subject))?.percent ?? tolerance;
}

/** Whether one of the patterns fits a benchmark's name, alone or as `suite » name`. */
export function names(patterns: readonly string[], subject: Pick<Subject, "key">): boolean {
  if (patterns.length === 0) return false;
  const [, name = ""] = readKey(subject.key)?.fields ?? [];
  const full = nameOf(subject);
  return patterns.map(nameGlob).some((fits) => fits(name) || fits(full));
}

function nameOf(subject: Pick<Subject, "key">): string {
  const [suite = "", name = ""] = readKey(subject.key)?.fields ?? [];
  return suite === "" ? name : `${suite} » ${name}`;
}

// ----------------------------------------------------------------------------------------------------------- the words

function failureOf(m: Measurement, baseline: Baseline, times: number, of: number): Failure {
  const change = changeOf(m.value, baseline);
  const percent = percentOf(change);
  const facts: [string, string][] = [
    ["Measured", amount(m.value, m.unit)],
    ["Baseline", `${amount(baseline.median, baseline.unit)} (median of ${baseline.n} runs, MAD ${amount(baseline.mad, baseline.unit)})`],
    ["Change", percent],
    ["Machine", baseline.machine],
  ];
  if (baseline.commit !== undefined) facts.push(["Baseline up to", baseline.commit.slice(0, 12)]);
  return {
    message: `${amount(m.value, m.unit)} against a baseline of ${amount(baseline.median, baseline.unit)} (${percent}), in ${times} of the last ${of} runs`,
    severity: Math.abs(change) >= 50 ? "high" : "medium",
    signature: "worse",
    facts,
  };
}

/** What got better is said when it first counts, and when it has held and is what is expected from now on. */
function improvement(
  m: Measurement,
  sample: Sample,
  present: Present,
  baseline: Baseline,
  { k, n }: Policy["benchRuns"],
): string | undefined {
  if (!sample.better) return undefined;
  const flags = present.samples.map((s, i) => s.better === true && i >= present.held);
  const betterIn = (runs: number): number => flags.slice(Math.max(0, flags.length - runs)).filter(Boolean).length;
  const was = `${amount(m.value, m.unit)} against a baseline of ${amount(baseline.median, baseline.unit)} (${percentOf(changeOf(m.value, baseline))})`;
  if (betterIn(HOLDS - 1) === HOLDS - 1) return `better in ${HOLDS} runs in a row, ${was}; these runs are its baseline from now on`;
  const times = betterIn(n - 1) + 1;
  if (times < k || betterIn(n) >= k) return undefined;
  return `better in ${times} of the last ${Math.min(n, flags.length + 1)} runs, ${was}; it becomes its baseline when it holds for ${HOLDS} runs in a row`;
}

function changeOf(value: number, baseline: Baseline): number {
  return baseline.median === 0 ? 0 : ((value - baseline.median) / baseline.median) * 100;
}

function percentOf(change: number): string {
  return `${change >= 0 ? "+" : "−"}${Math.abs(change).toFixed(1)} %`;
}
