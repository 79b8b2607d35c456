/**
 * Where files are committed. A store reads the head of its branch and commits against exactly that head: when the
 * branch has moved, it says so, and the caller reads and plans again. Nothing is ever merged as text.
 */
import type { FileReader } from "../trackers/tracker.ts";

/** The head of a branch as it was when it was read. */
export interface Snapshot extends FileReader {
  branch: string;
  /** The commit that was read; null for a branch that does not exist yet, or where files are only written. */
  head: string | null;
}

export interface Message {
  /** One line; our own words only. */
  subject: string;
  /** Our own words only. */
  body: string;
}

export interface Store {
  name: "none" | "git" | "api" | "pull-request";
  /** Asks what the branch's rules allow, before anything is planned. Throws E_COMMIT_RULES with the remedy. */
  check(): Promise<void>;
  /** Reads the branch's head. */
  open(): Promise<Snapshot>;
  /**
   * Commits the files in one commit on top of the snapshot's head. `moved`: somebody else committed first, and
   * nothing was written. Null where there is no commit because files are only written.
   */
  commit(
    snapshot: Snapshot,
    files: ReadonlyMap<string, string>,
    message: Message,
  ): Promise<{ branch: string; sha: string } | null | "moved">;
}
