/** The rules a user can set, and what the world adds that no report tells: both are plain data, so that planning stays pure. */
import type { Kind, ProducerId, Severity, Stamp } from "../model.ts";
import type { BenchHistory } from "./bench.ts";
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
}

/** Types and priorities as the guides our users come from file them. */
export function filingOf(kind: Kind, severity: Severity | undefined): { type: "bug" | "chore"; priority: 0 | 1 | 2 | 3 | 4 } {
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
