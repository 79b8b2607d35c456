/**
 * The base score of a CVSS vector, as reports that give only the vector leave it to the reader.
 * Source: FIRST, CVSS v3.1 specification §7 and appendix A; CVSS v4.0 specification §8 with its table of scores.
 * Threat and environmental metrics are not counted: advisories state how bad a defect is, not where it runs.
 */
import type { Severity } from "../../model.ts";
import { own } from "../lines.ts";

export interface Score {
  /** 0.0 to 10.0, with one decimal. */
  score: number;
  severity: Severity;
}

/** Scores by vector: there are few vectors, and many advisories of each. */
const KNOWN = new Map<string, Score>();
const MAX_KNOWN = 1_000;

/** The score of a vector of CVSS 3.0, 3.1 or 4.0; undefined for any other text. */
export function scoreOf(vector: string): Score | undefined {
  if (vector.length > 500) return undefined;
  const known = KNOWN.get(vector);
  if (known) return known;
  const score = reckoned(vector);
  if (score && KNOWN.size < MAX_KNOWN) KNOWN.set(own(vector), score);
  return score;
}

function reckoned(vector: string): Score | undefined {
  const [version, ...parts] = vector.split("/");
  const metrics = new Map(parts.map((part) => part.split(":", 2) as [string, string]));
  const score =
    version === "CVSS:4.0" ? scoreOfV4(metrics) : version === "CVSS:3.1" || version === "CVSS:3.0" ? scoreOfV3(metrics) : undefined;
  return score === undefined ? undefined : { score, severity: severityOfScore(score) };
}

/** The rating of a base score, as CVSS 3.1 and 4.0 name it. */
export function severityOfScore(score: number): Severity {
  return score >= 9 ? "critical" : score >= 7 ? "high" : score >= 4 ? "medium" : score > 0 ? "low" : "none";
}

type Weights = Record<string, Record<string, number>>;

/** The weight of each metric's value, in the order of `names`; undefined where one is missing or unknown. */
function weightsOf(metrics: ReadonlyMap<string, string>, weights: Weights, names: readonly string[]): number[] | undefined {
  const found = names.map((name) => weights[name]?.[metrics.get(name) ?? ""]);
  return found.every((weight) => typeof weight === "number") ? found : undefined;
}

// ------------------------------------------------------------------------------------------------------------ 3.x

const V3: Weights = {
  AV: { N: 0.85, A: 0.62, L: 0.55, P: 0.2 },
  AC: { L: 0.77, H: 0.44 },
  PR: { N: 0.85, L: 0.62, H: 0.27 },
  UI: { N: 0.85, R: 0.62 },
  S: { U: 0, C: 1 },
  C: { H: 0.56, L: 0.22, N: 0 },
  I: { H: 0.56, L: 0.22, N: 0 },
  A: { H: 0.56, L: 0.22, N: 0 },
};
/** Privileges weigh more where the attack leaves its scope. */
const PR_CHANGED: Record<number, number> = { 0.62: 0.68, 0.27: 0.5 };

function scoreOfV3(metrics: ReadonlyMap<string, string>): number | undefined {
  const weights = weightsOf(metrics, V3, ["AV", "AC", "PR", "UI", "S", "C", "I", "A"]);
  if (!weights) return undefined;
  const [av = 0, ac = 0, pr = 0, ui = 0, s = 0, c = 0, i = 0, a = 0] = weights;
  const changed = s === 1;
  const iss = 1 - (1 - c) * (1 - i) * (1 - a);
  const impact = changed ? 7.52 * (iss - 0.029) - 3.25 * (iss - 0.02) ** 15 : 6.42 * iss;
  if (impact <= 0) return 0;
  const exploitability = 8.22 * av * ac * (changed ? (PR_CHANGED[pr] ?? pr) : pr) * ui;
  return roundUp(Math.min(10, changed ? 1.08 * (impact + exploitability) : impact + exploitability));
}

/** One decimal, upwards, without the noise of binary fractions (v3.1, appendix A). */
function roundUp(value: number): number {
  const whole = Math.round(value * 100_000);
  return whole % 10_000 === 0 ? whole / 100_000 : (Math.floor(whole / 10_000) + 1) / 10;
}

// ------------------------------------------------------------------------------------------------------------ 4.0

/** Steps of severity below the worst value of each metric. */
const V4: Weights = {
  AV: { N: 0, A: 1, L: 2, P: 3 },
  PR: { N: 0, L: 1, H: 2 },
  UI: { N: 0, P: 1, A: 2 },
  AC: { L: 0, H: 1 },
  AT: { N: 0, P: 1 },
  VC: { H: 0, L: 1, N: 2 },
  VI: { H: 0, L: 1, N: 2 },
  VA: { H: 0, L: 1, N: 2 },
  SC: { H: 1, L: 2, N: 3 },
  SI: { H: 1, L: 2, N: 3 },
  SA: { H: 1, L: 2, N: 3 },
};

/**
 * Scores of the classes of vectors (macro vectors) with no threat metric: by exploitability (EQ1), complexity (EQ2),
 * impact on the system (EQ3 and EQ6, in the order 00, 01, 10, 11, 21) and on others (EQ4: 1, 2).
 */
// biome-ignore format: a table
const CLASSES: readonly (readonly (readonly (readonly number[])[])[])[] = [
  [
    [[10, 9.3], [9.6, 9], [9.3, 8.8], [9.2, 8], [7.9, 6.9]],
    [[9.5, 9.2], [9.1, 8.1], [9.2, 8.4], [8.2, 7], [7.1, 6.3]],
  ],
  [
    [[9.4, 8.7], [8.9, 7.5], [8.6, 7.2], [7.6, 5.7], [6.5, 5.3]],
    [[9, 7.7], [7.7, 6.6], [7.4, 6.1], [5.9, 5.2], [5.8, 2.3]],
  ],
  [
    [[8.6, 7], [7.4, 5.4], [7.2, 5.3], [5.7, 3.6], [4.7, 2.4]],
    [[7.3, 5.4], [5.5, 4.3], [6.1, 4.6], [5.1, 1.8], [2.4, 1]],
  ],
];

/** The worst vectors of a class, as steps, and how many steps the class is deep. */
interface Level {
  worst: readonly (readonly number[])[];
  depth: number;
}

// biome-ignore format: a table
const EQ1: readonly Level[] = [
  { worst: [[0, 0, 0]], depth: 1 },
  { worst: [[1, 0, 0], [0, 1, 0], [0, 0, 1]], depth: 4 },
  { worst: [[3, 0, 0], [1, 1, 1]], depth: 5 },
];
// biome-ignore format: a table
const EQ2: readonly Level[] = [
  { worst: [[0, 0]], depth: 1 },
  { worst: [[1, 0], [0, 1]], depth: 2 },
];
/** Of the orders of EQ3 and EQ6, those that occur without environmental metrics: 00, 10, 21. */
// biome-ignore format: a table
const EQ36: Record<number, Level> = {
  0: { worst: [[0, 0, 0]], depth: 7 },
  2: { worst: [[1, 0, 0], [0, 1, 0]], depth: 8 },
  4: { worst: [[1, 1, 1]], depth: 10 },
};
const EQ4: readonly Level[] = [
  { worst: [[1, 1, 1]], depth: 5 },
  { worst: [[2, 2, 2]], depth: 4 },
];

function scoreOfV4(metrics: ReadonlyMap<string, string>): number | undefined {
  const steps = weightsOf(metrics, V4, Object.keys(V4));
  if (!steps) return undefined;
  const [av = 0, pr = 0, ui = 0, ac = 0, at = 0, vc = 0, vi = 0, va = 0, sc = 0, si = 0, sa = 0] = steps;
  if (vc + vi + va === 6 && sc + si + sa === 9) return 0;
  const eq1 = av + pr + ui === 0 ? 0 : av < 3 && (av === 0 || pr === 0 || ui === 0) ? 1 : 2;
  const eq2 = ac + at === 0 ? 0 : 1;
  const eq36 = vc + vi === 0 ? 0 : vc === 0 || vi === 0 || va === 0 ? 2 : 4;
  const eq4 = sc === 1 || si === 1 || sa === 1 ? 0 : 1;
  const value = classOf(eq1, eq2, eq36, eq4) ?? 0;
  // The next class below in each direction, and how far the vector has gone towards it.
  const below: [lower: number | undefined, level: Level | undefined, own: number[]][] = [
    [classOf(eq1 + 1, eq2, eq36, eq4), EQ1[eq1], [av, pr, ui]],
    [classOf(eq1, eq2 + 1, eq36, eq4), EQ2[eq2], [ac, at]],
    [belowImpact(eq1, eq2, eq36, eq4), EQ36[eq36], [vc, vi, va]],
    [classOf(eq1, eq2, eq36, eq4 + 1), EQ4[eq4], [sc, si, sa]],
  ];
  let sum = 0;
  // The class of the threat metric below always exists, and no vector has gone towards it.
  let directions = 1;
  for (const [lower, level, own] of below) {
    if (lower === undefined || !level) continue;
    directions++;
    sum += (value - lower) * (distance(own, level.worst) / level.depth);
  }
  return Math.round(Math.min(10, Math.max(0, value - sum / directions)) * 10 + 1e-6) / 10;
}

function classOf(eq1: number, eq2: number, eq36: number, eq4: number): number | undefined {
  return CLASSES[eq1]?.[eq2]?.[eq36]?.[eq4];
}

/** 00 has two classes below it, of which the higher counts; 10 has 11, which is also above 21. */
function belowImpact(eq1: number, eq2: number, eq36: number, eq4: number): number | undefined {
  if (eq36 === 4) return undefined;
  const next = classOf(eq1, eq2, eq36 + 1, eq4);
  return eq36 === 0 ? Math.max(next ?? 0, classOf(eq1, eq2, 2, eq4) ?? 0) : next;
}

/** Steps from the first of the worst vectors that is nowhere below this one. */
function distance(own: readonly number[], worst: readonly (readonly number[])[]): number {
  const from = worst.find((w) => own.every((step, i) => step >= (w[i] ?? 0)));
  return from ? own.reduce((sum, step, i) => sum + step - (from[i] ?? 0), 0) : 0;
}
