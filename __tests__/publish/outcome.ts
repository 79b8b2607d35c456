/** Outcomes of runs, for tests of how they are told. */
import type { Card, Failure, Filing, Operation, ReportSummary, Verb } from "../../src/model.ts";
import type { improvedIn, Mark } from "../../src/publish/told.ts";
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
  operations?: {
    op: Verb;
    title?: string;
    reason?: string;
    failure?: Failure;
    done?: boolean;
    entry?: string;
    card?: Partial<Card>;
    filing?: Filing;
  }[];
  unchanged?: { title: string; message?: string; plot?: string; marks?: Mark[] }[];
  /** Titles and places of failures without an open entry before. */
  fresh?: { title: string; kind?: Operation["kind"]; failure?: Failure; fingerprint?: string; quarantined?: true }[];
  /** Benchmarks that got better. */
  improved?: ReturnType<typeof improvedIn>;
  /** What started the run. */
  event?: string;
  /** The tracker could not be listed whole; these fail. */
  unlisted?: { title: string; failure: Failure }[];
  /** It could after all. */
  whole?: boolean;
  reports?: ReportSummary[];
  result?: Partial<Omit<Result, "operations" | "reports">>;
}

/** The outcome of a run that did this. */
export function outcomeOf(told: Told): Outcome {
  const {
    operations = [],
    unchanged = [],
    fresh = [],
    reports = [],
    result = {},
    improved = [],
    event = "push",
    unlisted,
    whole = false,
  } = told;
  const made = operations.map(({ op, title, reason, failure, done = true, entry, card, filing }, i) => {
    const more = { done, entry: entry ?? String(i + 1), ...(filing ? { filing } : {}) };
    const one = operation(op, `test${i}`, 7, { ...more, card: { ...(failure ? { failure } : {}), ...card } });
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
    evidence: {
      reports,
      run: { event },
      failing: new Map(
        unlisted?.map(({ title, failure }, i) => [
          title,
          { subject: { fingerprint: `ci-t${i}`, key: title, kind: "test", title }, sightings: [{ producer: "main", failure }] },
        ]),
      ),
    } as unknown as NonNullable<Outcome["evidence"]>,
    ...(unlisted ? { place: { listing: { whole } } as unknown as NonNullable<Outcome["place"]> } : {}),
    plan: {
      operations: made,
      withheld: [],
      notes: [],
      unchanged: unchanged.map(({ title, message = "it failed", plot, marks = [] }, i) => ({
        fingerprint: `ci-t${i}`,
        title,
        kind: "test" as const,
        entry: String(i + 1),
        ...Object.fromEntries(marks.map((mark) => [mark, true])),
        failure: { message, ...(plot === undefined ? {} : { plot }) },
      })),
      lines: new Map(),
      open: 0,
      fresh: fresh.map(({ title, kind = "test", failure, fingerprint = "ci-t", quarantined }) => ({
        subject: { fingerprint, key: "test/1 a", kind, title },
        ...(quarantined ? { quarantined } : {}),
        sighting: { producer: "main", outcome: "failed" as const, parts: [], ...(failure ? { failure } : {}) },
      })),
      blocking: { new: 0, failing: 0 },
      failing: 0,
      history: new Map(),
      outcomes: new Map(),
      jobs: new Map(),
      improved: [...improved],
    },
  };
}
