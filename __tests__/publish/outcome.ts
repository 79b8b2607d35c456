/** Outcomes of runs, for tests of how they are told. */
import type { Failure, Operation, ReportSummary, Verb } from "../../src/model.ts";
import { noCounts } from "../../src/reports/format.ts";
import { emptyResult, type Outcome, type Result } from "../../src/result.ts";
import { operation } from "../fakes/github/kit.ts";

export const AS_IT_IS = (text: string): string => text;

/** One report that was read whole, with seven tests; what is given is otherwise. */
export function reportOf(file: string, more: Partial<ReportSummary> = {}): ReportSummary {
  const counts = { ...noCounts(), total: 7, passed: 7 };
  return { file, format: "junit", kind: "test", tool: "junit", complete: true, reason: null, counts, parts: [], error: null, ...more };
}

export interface Told {
  operations?: { op: Verb; title?: string; reason?: string; failure?: Failure; done?: boolean; entry?: string }[];
  unchanged?: { title: string; message?: string }[];
  /** Titles and places of failures without an open entry before. */
  fresh?: { title: string; kind?: Operation["kind"]; failure?: Failure }[];
  reports?: ReportSummary[];
  result?: Partial<Omit<Result, "operations" | "reports">>;
}

/** The outcome of a run that did this. */
export function outcomeOf({ operations = [], unchanged = [], fresh = [], reports = [], result = {} }: Told): Outcome {
  const made = operations.map(({ op, title, reason, failure, done = true, entry }, i) => {
    const one = operation(op, `test${i}`, 7, { done, entry: entry ?? String(i + 1), ...(failure ? { card: { failure } } : {}) });
    return { ...one, title: title ?? one.title, reason: reason ?? one.reason };
  });
  return {
    exit: 0,
    result: {
      ...emptyResult(),
      ...result,
      operations: made.map(({ card: _, filing: __, generation: ___, ...shown }) => shown),
      reports: reports.map(({ file, format, complete, reason, error }) => ({
        file,
        format,
        complete,
        reason,
        ...(error ? { error } : {}),
      })),
    },
    evidence: { reports } as unknown as NonNullable<Outcome["evidence"]>,
    plan: {
      operations: made,
      withheld: [],
      unchanged: unchanged.map(({ title, message = "it failed" }, i) => ({
        fingerprint: `ci-t${i}`,
        title,
        kind: "test" as const,
        entry: String(i + 1),
        failure: { message },
      })),
      lines: new Map(),
      open: 0,
      fresh: fresh.map(({ title, kind = "test", failure }) => ({
        subject: { fingerprint: "ci-t", key: "test/1 a", kind, title },
        sighting: { producer: "main", outcome: "failed" as const, parts: [], ...(failure ? { failure } : {}) },
      })),
      failing: 0,
      history: new Map(),
    },
  };
}
