/** The rules a user can set, and what the world adds that no report tells: both are plain data, so that planning stays pure. */
import type { Filing, Kind, ProducerId, Severity, Stamp, Suspects } from "../model.ts";
import type { BenchHistory } from "./bench.ts";
import type { Ignore, Owner, Rule } from "./choice.ts";
import type { OutcomeHistory } from "./flaky.ts";
import type { Ancestry } from "./order.ts";

export interface Policy {
  /** Runs a subject has to fail in before it is filed. */
  openAfter: number;
  /** New entries a kind and run. */
  maxNew: number;
  /** Writes a run on hosted trackers; Infinity where the tracker is a file. */
  maxWrites: number;
  comment: "change" | "always" | "interval" | "never";
  /** Days between comments with `interval`. */
  commentDays: number;
  /** Days after which a hosted tracker gets a new entry instead of a reopened one. */
  reopenDays: number;
  /** Per cent that a benchmark may be worse before it counts. */
  tolerance: number;
  /** Per cent by pattern of the benchmark's name (`suite » name`, `*` for anything); the last that fits counts. */
  tolerances: readonly { pattern: string; percent: number }[];
  /** A benchmark is worse or better when `k` of its last `n` runs were. */
  benchRuns: { k: number; n: number };
  /** Benchmarks, by pattern, whose present values are their new baseline. */
  rebaseline: readonly string[];
  /** Most passes in a row that closing a flaky test takes. */
  closeAfterMax: number;
  /** Days, and runs of its job, after which a producer that reports no more holds no entry open. */
  legRetention: { days: number; runs: number };
  /** Below it, lints, advisories and findings are listed but not filed. */
  severity: Severity;
  /** True: lint findings that were there when their rules were first looked at open nothing. */
  onlyNew: boolean;
  /** What people decided in the configuration; the last rule that fits counts, field by field. */
  rules: readonly Rule[];
  ignore: readonly Ignore[];
  owners: readonly Owner[];
  /** Patterns of subjects that are tracked but never make a step fail. */
  quarantine: readonly string[];
  /** False on pull requests and wherever nothing may be written: everything is planned, nothing done. */
  mayWrite: boolean;
  /** Class of machine that measurements are compared within. */
  machine: string;
}

/** What planning has to know beside evidence, entries and ledger. */
export interface World {
  ancestry: Ancestry;
  /** Paths known to be absent at this commit. What is not in it is present or unknown. */
  missing: ReadonlySet<string>;
  /** Fingerprints of yanked versions that the lockfile of this commit no longer holds. */
  unlocked: ReadonlySet<string>;
  /** The newest evidence known of each producer, from the cache; losing it costs nothing but patience. */
  marks: ReadonlyMap<ProducerId, Stamp>;
  history: BenchHistory;
  /** False where there is no cache at all, so that the ledger has to count what it otherwise need not. */
  keepsHistory: boolean;
  /** What tests that failed lately did since, from the cache. */
  outcomes: OutcomeHistory;
  /** Runs of each job that were seen, oldest first, from the cache; a job is a producer without its leg and scope. */
  jobs: ReadonlyMap<string, readonly Stamp[]>;
  /**
   * The branch went on beyond this run's commit: what a producer of which the cache knows nothing says now may be old
   * news. False where that is known not to be so.
   */
  overtaken: boolean;
  /** By producer: the commits between its newest mark and this run's commit. */
  suspects: ReadonlyMap<ProducerId, Suspects>;
}

/** Types and priorities as the guides our users come from file them. */
export function filingOf(kind: Kind, severity: Severity | undefined): Pick<Filing, "type" | "priority"> {
  switch (kind) {
    case "test":
    case "build":
    case "pipeline":
      return { type: "bug", priority: 0 };
    case "bench":
      return { type: "bug", priority: 1 };
    case "lint":
      return { type: "chore", priority: 1 };
    case "dependency":
      return { type: "chore", priority: 2 };
    case "audit":
    case "finding":
      return { type: "bug", priority: BY_SEVERITY[severity ?? "none"] };
  }
}

const BY_SEVERITY: Record<Severity, 0 | 1 | 2 | 3> = { critical: 0, high: 1, medium: 2, low: 3, none: 2 };
