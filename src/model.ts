/**
 * The words of the project as types: report, part, subject, observation, producer, extent, evidence, entry, plan.
 * Imports nothing; every other room imports it.
 */

/** What sort of thing a subject is. */
export type Kind = "test" | "lint" | "audit" | "bench" | "dependency" | "build" | "pipeline" | "finding";

/** What one report says about one subject. `failed` and `error` both count as failing; only counts keep them apart. */
export type Outcome = "passed" | "failed" | "error" | "skipped";

/** One scale for every tool's severities, worst first. The tool's own word is kept beside it. */
export type Severity = "critical" | "high" | "medium" | "low" | "none";

// ---------------------------------------------------------------------------------------------------------- reports

/**
 * How much of its extent a part looked at: `whole` all of it, `partial` intact but filtered or sharded,
 * `broken` cut, crashed or unreadable. A part is broken until its reader has seen the proof of more.
 */
export type PartState = "whole" | "partial" | "broken";

/** What a part itself names as looked at. Absence is judged only inside it. */
export interface Extent {
  /** Targets, suites, packages or lockfiles, as canonical strings (a Rust test target is nextest's binary id). */
  units: string[];
  /** Repository-relative file or folder that a unit lives in, where the report tells: a unit whose path is gone is no longer expected. */
  paths?: Record<string, string>;
  /** Cargo features and the like that were on, as `package/feature`. */
  features?: string[];
  /** Name filters, ignore lists and severity floors in force, as `word:value`. More of them look at less. */
  filters?: string[];
  /** How many test cases the part lists, skipped ones included. */
  cases?: number;
  /** How many advisories the database held. */
  advisories?: number;
  /** Which owners' rules a lint part reports (`clippy`, `rustc`). */
  owners?: string[];
}

/** A Rust test, bench or build target, as far as the report names it. */
export interface CargoTarget {
  /** Package name as cargo writes it; absent when the report does not tell. */
  package?: string;
  kind: "lib" | "bin" | "test" | "example" | "bench" | "doc" | "unknown";
  /** Name of the binary, test, example or bench target. */
  name?: string;
  /** Crate name of a unit-test binary (`deps/alpha_core-…` → `alpha_core`). */
  crate?: string;
}

/** One block of a report that stands or falls as a whole: a target's tests, a suite, a package, a lockfile. */
export interface Part {
  kind: Kind;
  state: PartState;
  /** Why it is not whole, in words for people; set whenever `state` is not `whole`. */
  reason?: string;
  extent: Extent;
  /** Set for parts of cargo's targets; identity completes the package where it can. */
  target?: CargoTarget;
  /** Tests of some target of cargo's, of which no line tells which: what passes in it could be any crate's. */
  unnamed?: true;
  /**
   * False where even a whole part cannot show that something is gone, because its tool leaves out what it was kept
   * from running (a nextest JUnit with a failure). Passes still count.
   */
  provesAbsence: boolean;
  /** Where the part begins in its file, where lines have numbers. */
  line?: number;
}

interface ObservationBase {
  outcome: Outcome;
  part: Part;
  /** The subject's name as the tool prints it: test path, rule, advisory, benchmark, package. */
  name: string;
  /** Suite, class, binary id, crate or lockfile, as the tool prints it. */
  suite?: string;
  /** First words of what went wrong, one line; hostile text. */
  message?: string;
  /** A capped excerpt of the failure; hostile text. */
  detail?: string;
  /** Repository-relative path with forward slashes where it could be made so. */
  file?: string;
  /** One-based. */
  line?: number;
}

/** A test case, or a whole file, module or target that failed without a case (`whole` is set and `name` is empty). */
export interface TestObservation extends ObservationBase {
  kind: "test";
  /** Seconds. */
  duration?: number;
  /** Attempts inside this report beyond the first. */
  retries?: number;
  /** True when an attempt failed and a later one passed. */
  flaky?: boolean;
  /** The failure belongs to the target or suite itself: aborted, killed, could not be listed. */
  whole?: true;
  /**
   * What identity goes by, where a tool's formats print one test in different words (pytest's text and its JUnit XML).
   * Without it the target is `suite` and the path is `name`. The target stands in the units of the part's extent.
   */
  identity?: { target: string; path: string };
}

export interface BuildObservation extends ObservationBase {
  kind: "build";
  ecosystem: string;
  /** What was compiled or not, as the part's extent writes it (`shop lib test`). */
  units: string[];
  /** Errors beyond the first, in the compiler's words. */
  errors?: string[];
  /** Set on passes of `cargo check` and clippy: types were checked, nothing was linked, so an error of the linker would not show. */
  checked?: true;
}

/** One finding of a rule. `name` is the rule, `owner` who owns it, whoever printed it. */
export interface LintObservation extends ObservationBase {
  kind: "lint";
  owner: string;
  severity: Severity;
  severityWord?: string;
  package?: string;
  /** Source text of the span, for the finding's hash. */
  source?: string;
  /** The units it was found in, as extents write them (`shop lib`, `shop lib test`); empty where the report does not tell. */
  units: string[];
  /** Text inside a log of something else: may open and update, never prove absence. */
  weak?: true;
}

/** One advisory in one package. `name` is the tool's own id for the advisory. */
export interface AuditObservation extends ObservationBase {
  kind: "audit";
  ecosystem: string;
  package: string;
  version?: string;
  aliases: string[];
  title: string;
  severity: Severity;
  severityWord?: string;
  /** Versions that hold the fix, as the tool writes ranges. */
  fixed?: string[];
  url?: string;
  /** `vulnerability`, `unmaintained`, `unsound`, `notice`, `yanked`. */
  category: string;
}

/** One measurement. */
export interface BenchObservation extends ObservationBase {
  kind: "bench";
  value: number;
  unit: string;
  /** Which way is better. */
  better: "smaller" | "bigger";
  /** The reported ±, in `unit`. */
  range?: number;
  /** The smallest step the tool prints, in `unit`. */
  step?: number;
  /** Raw samples behind `value`, in `unit`, at most 200 (evenly spaced quantiles of more). */
  samples?: number[];
}

export interface DependencyObservation extends ObservationBase {
  kind: "dependency";
  ecosystem: string;
  current?: string;
  /** The newest version the manifest allows. */
  wanted?: string;
  latest?: string;
}

/** A node of a pipeline's run. `suite` is the pipeline. */
export interface PipelineObservation extends ObservationBase {
  kind: "pipeline";
  /** Seconds. */
  duration?: number;
  /** Attempts beyond the first. */
  retries?: number;
}

/** One finding of a review. `name` is its title, normalised; it always fails, for a review lists what is wrong. */
export interface FindingObservation extends ObservationBase {
  kind: "finding";
  /** As the reviewer wrote it. */
  title: string;
  severity: Severity;
  severityWord?: string;
  /** Label and words for the entry: why it matters, how to fix it. */
  facts?: [label: string, value: string][];
}

export type Observation =
  | TestObservation
  | BuildObservation
  | LintObservation
  | AuditObservation
  | BenchObservation
  | DependencyObservation
  | PipelineObservation
  | FindingObservation;

/** Counts of a report. `total` counts test cases as the report lists them (of other kinds: observations). */
export interface Counts {
  total: number;
  passed: number;
  failed: number;
  errors: number;
  skipped: number;
}

/** What became of one report file, without its observations. */
export interface ReportSummary {
  /** As the caller named it. */
  file: string;
  /** Registry name of the format; null when none was recognised. */
  format: string | null;
  kind: Kind | null;
  tool: string | null;
  /** Every part is whole, and there is at least one. */
  complete: boolean;
  /** Why it is not complete; null when it is. */
  reason: string | null;
  counts: Counts;
  parts: Part[];
  error: ReportError | null;
}

/** Why a file could not be read, with its code in docs/errors.md. */
export interface ReportError {
  code: string;
  message: string;
  line: number | null;
}

// --------------------------------------------------------------------------------------------------------- evidence

/** The run that produced the reports. */
export interface Run {
  id: string;
  attempt: number;
  /** Commit that was tested; absent when it is not known. */
  commit?: string;
  branch: string;
  /** When the run was created, ISO 8601 UTC; the planner's now. */
  at: string;
  url?: string;
  event: string;
  workflow: string;
  job: string;
}

/** Who reported, as one string: branch, workflow, job, leg and scope. Never the report's path. */
export type ProducerId = string;

/** What one producer's reports of this run say of one subject, merged. Passes of one part share one object. */
export interface Sighting {
  producer: ProducerId;
  outcome: "passed" | "failed";
  /** The parts that showed it, each once. */
  parts: Part[];
  /** What was looked at when it passed, where the subject itself has units (a build's compilations). */
  units?: string[];
  /** Set when failing. */
  failure?: Failure;
  /** Text inside a log of something else: it may open and update, but neither holds an entry open nor proves absence. */
  weak?: true;
  /** An attempt failed and a later one passed inside one report. */
  flaky?: true;
  /** Why it counts as passed, where there is more to say than that. */
  how?: string;
  /** What a failing benchmark was found worse than. */
  baseline?: Baseline;
}

/** What a benchmark is compared with: earlier runs of one producer on one class of machine. */
export interface Baseline {
  median: number;
  /** Median absolute deviation from it. */
  mad: number;
  /** Runs it is made of. */
  n: number;
  unit: string;
  better: "smaller" | "bigger";
  /** How far from the median nine in ten of them lie; older ledgers have baselines without. */
  wide?: number;
  /** Commit of the last of them. */
  commit?: string;
  machine: string;
}

/** What a person wants to know of a failure. All of its text is hostile until it went through text/. */
export interface Failure {
  /** One line. */
  message: string;
  detail?: string;
  file?: string;
  line?: number;
  severity?: Severity;
  /** Decides "is it still the same error?"; never identity. */
  signature?: string;
  /** Single findings inside the subject, for lints: hash of path, source text and occurrence. */
  findings?: string[];
  /** Units of the extents it was found in (`shop lib test`, a lockfile). */
  units?: string[];
  /** More lines for the entry, such as versions and links. */
  facts?: [label: string, value: string][];
  /** A benchmark's earlier values as lines of text. */
  plot?: string;
}

/** The thing looked at, identified. */
export interface Subject {
  fingerprint: string;
  /** Readable and versioned: `test/1 shop::api » get_order`. */
  key: string;
  kind: Kind;
  /** The title its entry gets; hostile text. */
  title: string;
  /** The exact title that the documented shell recipes file, where they file one. */
  recipeTitle?: string;
  /** Keys that older rules, or a report that named less, would have given it. */
  olderKeys?: string[];
  /** Suite for grouping: innermost class, module, file or package. Tests only. */
  group?: string;
  /** Package that has to compile before it can be looked at, in cargo's crate spelling. */
  needs?: string;
}

/** A measurement, identified. */
export interface Measurement {
  subject: Subject;
  producer: ProducerId;
  value: number;
  unit: string;
  better: "smaller" | "bigger";
  range: number;
  step: number;
  /** Raw samples of this run, in `unit`. */
  samples?: readonly number[];
}

/** Everything one run showed, merged: the planner's first argument. */
export interface Evidence {
  run: Run;
  /** The branch whose entries are its own: it is part of every key. */
  branch?: string;
  /** Producers whose reports are in it. */
  producers: ProducerId[];
  /** Attempts of producers whose evidence was collected in another attempt of the run than this one. */
  attempts?: ReadonlyMap<ProducerId, number>;
  /** Classes of machine of producers whose evidence was collected on another one than this job's. */
  machines?: ReadonlyMap<ProducerId, string>;
  /** Subjects that fail, by key, each with one sighting a producer. */
  failing: Map<string, { subject: Subject; sightings: Sighting[] }>;
  /** Passes by key; a subject may pass in one report and fail in another. Lists are shared and not to be changed. */
  passing: Map<string, Sighting[]>;
  /** Keys of subjects that passed on a retry inside a report. */
  retried: ReadonlySet<string>;
  /** Subjects that were skipped, by key, with the producers that say so: present, but neither passing nor failing. */
  skipped: Map<string, Set<ProducerId>>;
  measurements: Measurement[];
  parts: { producer: ProducerId; part: Part }[];
  reports: ReportSummary[];
  /** Sightings that could not be given to one subject, in words. */
  unclear: string[];
}

// ---------------------------------------------------------------------------------------------------- entries, plan

/** When something was seen or done: the run, and what orders it against others. */
export interface Stamp {
  run: string;
  attempt: number;
  commit?: string;
  /** Creation of the run, ISO 8601 UTC. */
  at: string;
}

/** The tracker's record of a subject. */
export interface Entry {
  /** The tracker's own id for it. */
  id: string;
  title: string;
  open: boolean;
  /** The fingerprint it carries at the place where only we write it; a later generation ends in `~2`. */
  fingerprint?: string;
  /** The readable key beside the fingerprint. */
  key?: string;
  url?: string;
  /** When it was closed, where the tracker tells. */
  closedAt?: string;
  /** Who closed it, read from the entry itself. */
  closedBy?: "us" | "person";
  /** The run that closed it, where we wrote it into the entry. */
  closedIn?: Stamp;
  /** Why it is not to be touched: a person's word, such as `closed as not planned` or `muted`. */
  handsOff?: string;
  /** The run that opened it, and the one that reopened it last, where we wrote them into the entry. */
  openedIn?: Stamp;
  reopenedIn?: Stamp;
  /** Producers that saw it failing and when, as the entry records them: what is left when the ledger is lost. */
  producers?: { producer: ProducerId; seen: Stamp }[];
  /** Carries no fingerprint and is written by us or by somebody who may write here. */
  adoptable: boolean;
}

/** What a tracker holds. Not whole: nothing may be opened or closed on it. */
export interface Listing {
  tracker: string;
  /** `ours`: an entry's id is the subject's fingerprint and always reopens. `theirs`: the tracker numbers its entries. */
  ids: "ours" | "theirs";
  whole: boolean;
  /** Why it is not whole. */
  reason?: string;
  entries: Entry[];
}

export type Verb = "create" | "comment" | "update" | "reopen" | "close";

/** One thing to do to the tracker, and why. */
export interface Operation {
  op: Verb;
  fingerprint: string;
  key: string;
  kind: Kind;
  /** The entry's id; null until it is created. */
  entry: string | null;
  tracker: string;
  title: string;
  /** Why, in words for people; names in it are hostile text. */
  reason: string;
  /** What the entry shall show afterwards. */
  card: Card;
  /** Set on creation, and never touched again: they belong to people from then on. */
  filing?: Filing;
  /** What is said of the subject by a label where the tracker has labels; set in the operation that first says it. */
  label?: "flaky";
  /** An entry that people or scripts filed is taken over. */
  adopts?: true;
  /** Which entry of its subject it is; 1 for the first. Later ones are marked `…~2`. */
  generation: number;
  /** The id of the closed entry that this one follows. */
  follows?: string;
  /** True once the tracker has it. */
  done: boolean;
}

export type Priority = 0 | 1 | 2 | 3 | 4;

/** What a new entry is filed as. */
export interface Filing {
  type: "bug" | "chore";
  priority: Priority;
  /** Labels beside ours, where the tracker has labels. */
  labels?: readonly string[];
  /** Logins of its owners, without the `@`. */
  assignees?: readonly string[];
}

/** How often a subject failed in the runs that are remembered of it. */
export interface Rate {
  failures: number;
  observations: number;
  /** 95 % confidence interval of the failure rate (Wilson), from 0 to 1. */
  low: number;
  high: number;
}

/** A subject that fails and passes without being changed. */
export interface Flakiness extends Rate {
  /** What showed it, in words. */
  why: string;
  /** Passes in a row that close its entry, and how many there are. */
  needs: number;
  passes: number;
}

/** Commits between the last run that was fine and the first that failed. */
export interface Suspects {
  /** The last commit at which the producer was looked at and it did not fail. */
  good: string;
  /** The first one at which it failed. */
  bad: string;
  /** `1a2b3c4 Author: first words`, newest first, at most ten; hostile text. */
  commits: readonly string[];
  /** How many more there are. */
  more: number;
}

/** What an entry shows of its subject; trackers put it into their own form. */
export interface Card {
  state: "failing" | "closed";
  failure?: Failure;
  /** The first run that saw it, and the one that speaks now. */
  opened: Stamp;
  now: Stamp;
  /** Page of the run that speaks now. */
  url?: string;
  branch: string;
  workflow: string;
  job: string;
  /** Who saw it failing, and what each says now. */
  producers: { producer: ProducerId; last: "failed" | "passed" | "absent" | "retired"; seen: Stamp }[];
  /** The last three failures that are remembered, newest first. */
  recent?: readonly (Stamp & { url?: string })[];
  rate?: Rate;
  flaky?: Flakiness;
  suspects?: Suspects;
  /** What may help, in words: an error of the network is worth a retry. */
  hint?: string;
  /** Titles of the subjects that one entry stands for. */
  members?: string[];
  /** How it will close, in words. */
  closesWhen: string;
}

/** What was not done, and why. */
export interface Withheld {
  fingerprint: string;
  title: string;
  reason: string;
  kind: Kind;
}
