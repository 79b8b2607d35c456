/**
 * Is a benchmark worse? Against a baseline of earlier runs on the same class of machine, beyond what noise explains,
 * and in two of the last three runs: a single slow run on a shared machine is not evidence.
 */
import type { Line } from "../ledger/ledger.ts";
import type { Baseline, Failure, Measurement, Run } from "../model.ts";

/** One run's value of one benchmark, and whether it was beyond the limit of its time. */
export interface Sample {
  run: string;
  attempt: number;
  commit?: string;
  at: string;
  value: number;
  worse: boolean;
}

/** Samples by `machine fingerprint producer`, oldest first. */
export type BenchHistory = ReadonlyMap<string, { unit: string; samples: readonly Sample[] }>;

/** Earlier runs before a baseline means anything. */
export const BASELINE_RUNS = 5;
/** Samples kept a benchmark. */
const KEPT = 50;
/** Earlier runs a baseline is made of. */
const BASELINE_WINDOW = 20;

/** Of one measurement; `unknown` where there is nothing to compare it with. `samples`: its history with it. */
export type Judgement = { key: string; samples: readonly Sample[] } & (
  | { verdict: "worse"; baseline: Baseline; failure: Failure }
  | { verdict: "fine" | "unknown" }
);

/**
 * Judges one measurement. A producer that found it worse compares it with the same baseline until it is fine again;
 * on another class of machine, in another unit, or with that baseline lost, nothing shows that it is.
 */
export function judge(
  m: Measurement,
  run: Run,
  machine: string,
  history: BenchHistory,
  line: Line | undefined,
  tolerance: number,
): Judgement {
  const key = `${machine} ${m.subject.fingerprint} ${m.producer}`;
  const word = line?.state === "closed" ? undefined : line?.producers[m.producer];
  const waits = word?.last === "failed";
  const known = history.get(key);
  // Another unit is another measurement: nothing earlier can be compared with it.
  const all = known && known.unit === m.unit ? known.samples : [];
  const earlier = all.filter((s) => s.run !== run.id && s.at <= run.at);
  const later = all.filter((s) => s.run !== run.id && s.at > run.at);
  const kept = waits && word.baseline?.unit === m.unit && word.baseline.machine === machine ? word.baseline : undefined;
  const baseline = kept ?? baselineOf(earlier, m, machine);
  const worse = baseline !== undefined && beyond(m, baseline, tolerance);
  const sample: Sample = { run: run.id, attempt: run.attempt, at: run.at, value: m.value, worse };
  if (run.commit !== undefined) sample.commit = run.commit;
  const samples = [...earlier, sample, ...later].slice(-KEPT);
  if (!baseline) return { key, samples, verdict: "unknown" };
  const recent = [...earlier, sample].slice(-3);
  const times = recent.filter((s) => s.worse).length;
  if (times >= 2) return { key, samples, verdict: "worse", baseline, failure: failureOf(m, baseline, times, recent.length) };
  return { key, samples, verdict: waits && !kept ? "unknown" : "fine" };
}

function baselineOf(earlier: readonly Sample[], m: Measurement, machine: string): Baseline | undefined {
  const values = earlier.filter((s) => !s.worse).slice(-BASELINE_WINDOW);
  if (values.length < BASELINE_RUNS) return undefined;
  const middle = median(values.map((s) => s.value));
  const mad = median(values.map((s) => Math.abs(s.value - middle)));
  const last = values[values.length - 1];
  const baseline: Baseline = { median: middle, mad, n: values.length, unit: m.unit, better: m.better, machine };
  if (last?.commit !== undefined) baseline.commit = last.commit;
  return baseline;
}

/** Worse by more than the tolerance, four times the usual spread, the tool's own ±, two printed steps and 5 ns. */
function beyond(m: Measurement, baseline: Baseline, tolerance: number): boolean {
  const by = m.better === "smaller" ? m.value - baseline.median : baseline.median - m.value;
  const floor = m.unit === "ns" ? 5 : 0;
  return by > Math.max((Math.abs(baseline.median) * tolerance) / 100, 4 * baseline.mad, m.range, 2 * m.step, floor);
}

function failureOf(m: Measurement, baseline: Baseline, times: number, of: number): Failure {
  const change = baseline.median === 0 ? 0 : ((m.value - baseline.median) / baseline.median) * 100;
  const percent = `${change >= 0 ? "+" : "−"}${Math.abs(change).toFixed(1)} %`;
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

/** `1234567 ns` as people say it. */
export function amount(value: number, unit: string): string {
  if (unit !== "ns") return `${Number(value.toPrecision(4))} ${unit}`;
  const [scale, word] = value >= 1e9 ? [1e9, "s"] : value >= 1e6 ? [1e6, "ms"] : value >= 1e3 ? [1e3, "µs"] : [1, "ns"];
  return `${Number((value / scale).toPrecision(4))} ${word}`;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const high = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? high : ((sorted[middle - 1] ?? high) + high) / 2;
}
