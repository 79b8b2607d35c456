/**
 * The file that `mode: collect` writes and a later job reads: JSON lines, packed. A header with the run's facts; for each
 * report a line with its summary and parts, then lines with what it shows; at the end a digest of all lines before, so
 * that a file that was cut or changed is not taken for a whole one. Passes of one part stand together, by name
 * only, because there are many of them and nothing else of them is looked at.
 *
 * What comes from such a file is as hostile as a report: every value is checked here before anything else sees it.
 */
import type {
  AuditObservation,
  BenchObservation,
  BuildObservation,
  CargoTarget,
  Counts,
  DependencyObservation,
  Extent,
  FindingObservation,
  Kind,
  LintObservation,
  Observation,
  Part,
  PipelineObservation,
  ReportError,
  ReportSummary,
  TestObservation,
} from "../model.ts";

/** First member of the header; its value is the version of the format. */
export const MARK = "ci-tracker-evidence";
export const FORMAT_VERSION = 1;

/** Facts of the run and job that collected. The producer is made of them again where the file is read. */
export interface Header {
  run: string;
  attempt: number;
  /** Commit that was tested. */
  commit?: string;
  /** Of a pull request: its own newest commit. */
  head?: string;
  branch: string;
  event: string;
  workflow: string;
  job: string;
  leg: string;
  /** When it was collected, ISO 8601. */
  at: string;
  url?: string;
  /** `owner/name` of the repository that the run belongs to. */
  repository?: string;
  /** Class of machine that measurements were taken on. */
  machine: string;
}

/** A report's line. */
export interface ReportLine {
  summary: Omit<ReportSummary, "parts">;
  /** Parts in the order of the summary; later ones only carry observations. */
  parts: Part[];
  listed: number;
  scope?: string;
}

/** Tests of one part that passed or were skipped. */
export interface NamesLine {
  part: number;
  outcome: "passed" | "skipped";
  suite?: string;
  file?: string;
  /** A name, or a name and what else counts of it. */
  names: (string | [name: string, more: More])[];
}

/** What counts of a pass beside its name. */
export type More = Pick<TestObservation, "flaky" | "retries" | "whole" | "identity">;

// ---------------------------------------------------------------------------------------------------------- checking

type Check = (value: unknown) => boolean;
/** A check for every member, so that a new one cannot be forgotten. */
type Shape<T> = { readonly [K in keyof Required<T>]: Check };

const text: Check = (value) => typeof value === "string";
const number: Check = (value) => typeof value === "number" && Number.isFinite(value);
const count: Check = (value) => Number.isSafeInteger(value) && (value as number) >= 0;
const isTrue: Check = (value) => value === true;
const flag: Check = (value) => typeof value === "boolean";
const maybe =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value);
const orNull =
  (check: Check): Check =>
  (value) =>
    value === null || check(value);
const oneOf =
  (...words: readonly string[]): Check =>
  (value) =>
    typeof value === "string" && words.includes(value);
const listOf =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check);
const textByText: Check = (value) => isObject(value) && Object.values(value).every(text);
const shaped =
  <T>(shape: Shape<T>): Check =>
  (value) =>
    takeAs(shape, value) !== undefined;
const pair: Check = (value) => Array.isArray(value) && value.length === 2 && value.every(text);

const kind = oneOf("test", "lint", "audit", "bench", "dependency", "build", "pipeline", "finding");
const severity = oneOf("critical", "high", "medium", "low", "none");
const outcome = oneOf("passed", "failed", "error", "skipped");

const TARGET: Shape<CargoTarget> = {
  package: maybe(text),
  kind: oneOf("lib", "bin", "test", "example", "bench", "doc", "unknown"),
  name: maybe(text),
  crate: maybe(text),
};

const EXTENT: Shape<Extent> = {
  units: listOf(text),
  paths: maybe(textByText),
  features: maybe(listOf(text)),
  filters: maybe(listOf(text)),
  cases: maybe(count),
  advisories: maybe(count),
  owners: maybe(listOf(text)),
};

const PART: Shape<Part> = {
  kind,
  state: oneOf("whole", "partial", "broken"),
  reason: maybe(text),
  extent: shaped(EXTENT),
  target: maybe(shaped(TARGET)),
  unnamed: maybe(isTrue),
  provesAbsence: flag,
  line: maybe(number),
};

const COUNTS: Shape<Counts> = { total: count, passed: count, failed: count, errors: count, skipped: count };
const ERROR: Shape<ReportError> = { code: text, message: text, line: orNull(number) };
const SUMMARY: Shape<Omit<ReportSummary, "parts">> = {
  file: text,
  format: orNull(text),
  kind: orNull(kind),
  tool: orNull(text),
  complete: flag,
  reason: orNull(text),
  counts: shaped(COUNTS),
  error: orNull(shaped(ERROR)),
};

const BASE = {
  outcome,
  name: text,
  suite: maybe(text),
  message: maybe(text),
  detail: maybe(text),
  file: maybe(text),
  line: maybe(number),
};
const facts = maybe(listOf(pair));
const identity = maybe(shaped<{ target: string; path: string }>({ target: text, path: text }));

const TEST: Shape<Omit<TestObservation, "part">> = {
  ...BASE,
  kind: oneOf("test"),
  duration: maybe(number),
  retries: maybe(number),
  flaky: maybe(flag),
  whole: maybe(isTrue),
  identity,
};
const BUILD: Shape<Omit<BuildObservation, "part">> = {
  ...BASE,
  kind: oneOf("build"),
  ecosystem: text,
  units: listOf(text),
  errors: maybe(listOf(text)),
  checked: maybe(isTrue),
};
const LINT: Shape<Omit<LintObservation, "part">> = {
  ...BASE,
  kind: oneOf("lint"),
  owner: text,
  severity,
  severityWord: maybe(text),
  package: maybe(text),
  source: maybe(text),
  units: listOf(text),
  weak: maybe(isTrue),
};
const AUDIT: Shape<Omit<AuditObservation, "part">> = {
  ...BASE,
  kind: oneOf("audit"),
  ecosystem: text,
  package: text,
  version: maybe(text),
  aliases: listOf(text),
  title: text,
  severity,
  severityWord: maybe(text),
  fixed: maybe(listOf(text)),
  url: maybe(text),
  category: text,
};
const BENCH: Shape<Omit<BenchObservation, "part">> = {
  ...BASE,
  kind: oneOf("bench"),
  value: number,
  unit: text,
  better: oneOf("smaller", "bigger"),
  range: maybe(number),
  step: maybe(number),
  samples: maybe(listOf(number)),
};
const DEPENDENCY: Shape<Omit<DependencyObservation, "part">> = {
  ...BASE,
  kind: oneOf("dependency"),
  ecosystem: text,
  current: maybe(text),
  wanted: maybe(text),
  latest: maybe(text),
};
const PIPELINE: Shape<Omit<PipelineObservation, "part">> = {
  ...BASE,
  kind: oneOf("pipeline"),
  duration: maybe(number),
  retries: maybe(number),
};
const FINDING: Shape<Omit<FindingObservation, "part">> = {
  ...BASE,
  kind: oneOf("finding"),
  title: text,
  severity,
  severityWord: maybe(text),
  facts,
};
const OBSERVATIONS: Readonly<Record<Kind, Shape<unknown>>> = {
  test: TEST,
  build: BUILD,
  lint: LINT,
  audit: AUDIT,
  bench: BENCH,
  dependency: DEPENDENCY,
  pipeline: PIPELINE,
  finding: FINDING,
};

const MORE: Shape<More> = { flaky: maybe(flag), retries: maybe(number), whole: maybe(isTrue), identity };

/** No fact of a run is longer. */
const MAX_FACT = 1_000;
const fact: Check = (value) => typeof value === "string" && value.length <= MAX_FACT;
const HEADER: Shape<Header> = {
  run: (value) => fact(value) && value !== "",
  attempt: (value) => count(value) && value !== 0,
  commit: maybe(fact),
  head: maybe(fact),
  branch: fact,
  event: fact,
  workflow: fact,
  job: fact,
  leg: fact,
  at: fact,
  url: maybe(fact),
  repository: maybe(fact),
  machine: fact,
};

/** The header, the version it says, or undefined where it is none. */
export function headerOf(value: unknown): Header | { version: number } | undefined {
  if (!isObject(value)) return undefined;
  const version = value[MARK];
  if (typeof version !== "number") return undefined;
  return version === FORMAT_VERSION ? takeAs(HEADER, value) : { version };
}

export function reportLineOf(value: Record<string, unknown>): ReportLine | undefined {
  const summary = takeAs(SUMMARY, value["report"]);
  const { parts, listed, scope } = value;
  if (!summary || !Array.isArray(parts) || !count(listed) || (listed as number) > parts.length || !maybe(text)(scope)) return undefined;
  const read: Part[] = [];
  for (const part of parts) {
    const taken = takeAs<Part>(PART, part);
    if (!taken) return undefined;
    read.push(taken);
  }
  const line: ReportLine = { summary, parts: read, listed: listed as number };
  if (typeof scope === "string") line.scope = scope;
  return line;
}

/** An observation, and the part that it belongs to. */
export function observationOf(value: Record<string, unknown>, parts: readonly Part[]): Observation | undefined {
  const part = partOf(value["part"], parts);
  const observed = value["o"];
  if (!part || !isObject(observed) || !kind(observed["kind"])) return undefined;
  const taken = takeAs<object>(OBSERVATIONS[observed["kind"] as Kind] as Shape<object>, observed);
  return taken && ({ ...taken, part } as Observation);
}

/** The tests of a line of names. */
export function namedTests(value: Record<string, unknown>, parts: readonly Part[]): TestObservation[] | undefined {
  const { names, suite, file, outcome: said } = value;
  const part = partOf(value["part"], parts);
  if (!part || !Array.isArray(names) || !maybe(text)(suite) || !maybe(text)(file) || (said !== "passed" && said !== "skipped"))
    return undefined;
  const shared: Pick<TestObservation, "kind" | "outcome" | "part" | "suite" | "file"> = { kind: "test", outcome: said, part };
  if (typeof suite === "string") shared.suite = suite;
  if (typeof file === "string") shared.file = file;
  const tests: TestObservation[] = [];
  for (const item of names) {
    if (typeof item === "string") tests.push({ ...shared, name: item });
    else {
      const [name, given] = Array.isArray(item) && item.length === 2 ? item : [];
      const more = takeAs(MORE, given);
      if (typeof name !== "string" || !more) return undefined;
      tests.push({ ...shared, name, ...more });
    }
  }
  return tests;
}

function partOf(index: unknown, parts: readonly Part[]): Part | undefined {
  return typeof index === "number" ? parts[index] : undefined;
}

/** The members that the shape knows, in an object of our own; undefined where one of them is not what it has to be. */
function takeAs<T>(shape: Shape<T>, value: unknown): T | undefined {
  if (!isObject(value)) return undefined;
  const taken: Record<string, unknown> = {};
  for (const [name, check] of Object.entries<Check>(shape)) {
    const member = Object.hasOwn(value, name) ? value[name] : undefined;
    if (!check(member)) return undefined;
    if (member !== undefined) taken[name] = member;
  }
  return taken as T;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
