/** What a run did, as the one JSON object that `sync --json` prints and later steps read; a stable contract. */
import { CodedError } from "./errors.ts";
import type { Evidence, Operation, ReportSummary } from "./model.ts";
import type { Plan } from "./planning/plan.ts";
import type { Place, Written } from "./trackers/place.ts";

export interface Result {
  operations: {
    op: Operation["op"];
    fingerprint: string;
    key: string;
    kind: string;
    entry: string | null;
    tracker: string;
    title: string;
    reason: string;
    done: boolean;
    url?: string;
  }[];
  withheld: { fingerprint: string; title: string; reason: string; kind: string }[];
  counts: {
    created: number;
    commented: number;
    updated: number;
    reopened: number;
    closed: number;
    withheld: number;
    unchanged: number;
    open: number;
    /** Failures that had no open entry before this run. */
    new: number;
    /** Subjects that fail in this run. */
    failing: number;
  };
  /** What `fail-on` looks at: failures without those that are ignored or in quarantine. */
  blocking: { new: number; failing: number };
  /** What could not be written, or read, with its code. */
  failed: { fingerprint?: string; title?: string; op?: string; code: string; reason: string; remedy: string }[];
  /** Failures that had no tracker to go to. */
  noSink: { fingerprint: string; title: string; reason: string }[];
  reports: { file: string; format: string | null; complete: boolean; reason: string | null; error?: { code: string; message: string } }[];
  committed: { branch: string; sha: string } | null;
  tracker: string | null;
  ready: number | null;
  /** Why nothing was written, when the run only plans. */
  planOnly: string | null;
  /** The file that `mode: collect` wrote. */
  evidence: string | null;
  /** What people should know, though nothing went wrong. */
  notes: string[];
}

/** What publishing needs beside the contract. */
export interface Outcome {
  result: Result;
  evidence?: Evidence;
  plan?: Plan;
  place?: Place;
  /** 0: the tracker is true. 1: fail-on says so. 3: something could not be read, listed or written. */
  exit: 0 | 1 | 3;
}

const PAST = { create: "created", comment: "commented", update: "updated", reopen: "reopened", close: "closed" } as const;

export function emptyResult(): Result {
  return {
    operations: [],
    withheld: [],
    counts: { created: 0, commented: 0, updated: 0, reopened: 0, closed: 0, withheld: 0, unchanged: 0, open: 0, new: 0, failing: 0 },
    blocking: { new: 0, failing: 0 },
    failed: [],
    noSink: [],
    reports: [],
    committed: null,
    tracker: null,
    ready: null,
    planOnly: null,
    evidence: null,
    notes: [],
  };
}

/** The result of a run that planned, and wrote what it could. */
export function resultOf(evidence: Evidence, plan: Plan, place: Place, written: Written, planOnly: string | undefined): Result {
  const result = emptyResult();
  const failed = new Set(written.failed.map((f) => f.operation));
  for (const operation of plan.operations) {
    const { op, fingerprint, key, kind, entry, tracker, title, reason, done } = operation;
    const url = entry === null ? undefined : written.urls.get(entry);
    result.operations.push({ op, fingerprint, key, kind, entry, tracker, title, reason, done, ...(url === undefined ? {} : { url }) });
    if (!failed.has(operation)) result.counts[PAST[op]]++;
  }
  result.withheld = plan.withheld;
  Object.assign(result.counts, {
    withheld: plan.withheld.length,
    unchanged: plan.unchanged.length,
    open: plan.open,
    new: plan.fresh.length,
    failing: plan.failing,
  });
  result.blocking = plan.blocking;
  for (const { operation, error } of written.failed) {
    result.failed.push({ fingerprint: operation.fingerprint, title: operation.title, op: operation.op, ...errorOf(error) });
  }
  for (const problem of written.problems) result.failed.push(errorOf(problem));
  if (!place.listing.whole)
    result.failed.push(errorOf(new CodedError("E_TRACKER_LIST", place.listing.reason ?? "the tracker could not be listed whole")));
  result.tracker = place.tracker;
  result.committed = written.committed;
  result.ready = place.ready();
  result.notes.push(...plan.notes, ...(plan.improved ?? []).map(({ words }) => words), ...written.notes);
  return withEvidence(result, evidence, planOnly);
}

/** The result of a run that found no tracker: nothing is lost, everything is listed. */
export function withoutTracker(evidence: Evidence, error: CodedError, planOnly: string | undefined): Result {
  const result = emptyResult();
  for (const { subject } of evidence.failing.values()) {
    result.noSink.push({ fingerprint: subject.fingerprint, title: subject.title, reason: error.message });
  }
  Object.assign(result.counts, { new: evidence.failing.size, failing: evidence.failing.size });
  result.blocking = { new: evidence.failing.size, failing: evidence.failing.size };
  result.failed.push(errorOf(error));
  return withEvidence(result, evidence, planOnly);
}

function withEvidence(result: Result, evidence: Evidence, planOnly: string | undefined): Result {
  result.reports = evidence.reports.map(({ file, format, complete, reason, error }) => ({
    file,
    format,
    complete,
    reason,
    ...(error ? { error: { code: error.code, message: error.message } } : {}),
  }));
  result.planOnly = planOnly ?? null;
  result.notes.push(...evidence.unclear);
  return result;
}

export function errorOf(error: CodedError): { code: string; reason: string; remedy: string } {
  return { code: error.code, reason: error.message, remedy: error.remedy };
}

/** What a run that may not write could not see is no failure of it: a fork's token often may not even read. */
export function forgiving(result: Result): Result {
  const rights = result.failed.filter((f) => f.code === "E_TOKEN" || f.code === "E_TRACKER_LIST");
  const notes = rights.map((f) => `${f.code}: ${f.reason}; what is known and what is new could not be told apart`);
  return { ...result, failed: result.failed.filter((f) => !rights.includes(f)), notes: [...result.notes, ...notes] };
}

/** The exit status: 3 when anything could not be read, listed or written, 1 when fail-on says so, else 0. */
export function exitOf(result: Result, reports: readonly ReportSummary[], failOn: "none" | "new" | "any"): 0 | 1 | 3 {
  // A cut report was read up to its cut: that is a warning. One of which nothing could be read is not.
  const unread = reports.some((r) => r.error !== null && r.counts.total === 0 && r.parts.every((p) => p.state === "broken"));
  if (unread || result.failed.length > 0) return 3;
  if (failOn === "any" && result.blocking.failing > 0) return 1;
  if (failOn === "new" && result.blocking.new > 0) return 1;
  return 0;
}
