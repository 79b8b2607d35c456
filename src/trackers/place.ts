/** A tracker together with the branch its state is kept on: what sync lists, plans against and writes to. */
import type { Message, Snapshot, Store } from "../commit/store.ts";
import type { CodedError } from "../errors.ts";
import { withGeneration } from "../identity/key.ts";
import { LEDGER_PATH, type LoadedLedger, writeLedger } from "../ledger/ledger.ts";
import type { Listing, Operation, Run } from "../model.ts";
import type { Plan } from "../planning/plan.ts";
import type { LogItem, OpenFileTracker, Writing } from "./tracker.ts";

/** What became of an operation that could not be carried out. */
export interface Failed {
  operation: Operation;
  error: CodedError;
}

/** What was written, and what was not. */
export interface Written {
  failed: Failed[];
  /** URL by entry id, of what was touched. */
  urls: ReadonlyMap<string, string>;
  committed: { branch: string; sha: string } | null;
  /** What went wrong beside single operations. */
  problems: CodedError[];
  /** What people should know, though nothing went wrong. */
  notes: string[];
}

/** Nothing was to be written, or nothing may be. */
export const NOTHING_WRITTEN: Written = { failed: [], urls: new Map(), committed: null, problems: [], notes: [] };

export interface Tools {
  run: Run;
  writing: Writing;
  message: (operations: readonly Operation[]) => Message;
}

export interface Place {
  tracker: string;
  snapshot: Snapshot;
  loaded: LoadedLedger;
  listing: Listing;
  /** Where a person can look at it: a path or a URL. */
  where: string;
  /** Entries that could be worked on now. */
  ready(): number;
  /** What happened to an entry, oldest first. */
  log(id: string): Promise<readonly LogItem[]>;
  /** Carries the plan out. `moved`: the branch moved, nothing was written, and everything is to be planned again. */
  write(plan: Plan, tools: Tools): Promise<Written | "moved">;
}

/** A tracker in the repository: its files and the ledger go into one commit. `fresh`: files to make, for `init: true`. */
export function filePlace(
  store: Store,
  snapshot: Snapshot,
  loaded: LoadedLedger,
  tracker: OpenFileTracker,
  fresh: ReadonlyMap<string, string>,
): Place {
  let current = tracker;
  return {
    tracker: tracker.listing.tracker,
    snapshot,
    loaded,
    listing: tracker.listing,
    where: tracker.path,
    ready: () => current.ready(),
    log: (id) => current.log(id),
    write: async (plan, { writing, message }) => {
      const files = new Map([...fresh, ...tracker.edit(plan.operations, writing)]);
      // The tracker's file first: what the ledger lacks after a crash between two files, the entries still tell.
      if (plan.lines.size > 0) files.set(LEDGER_PATH, writeLedger(loaded, plan.lines));
      if (files.size === 0) return NOTHING_WRITTEN;
      const committed = await store.commit(snapshot, files, message(plan.operations));
      if (committed === "moved") return "moved";
      for (const operation of plan.operations) {
        operation.done = true;
        operation.entry ??= withGeneration(operation.fingerprint, operation.generation);
      }
      current = tracker.after(files);
      return { ...NOTHING_WRITTEN, committed };
    },
  };
}
