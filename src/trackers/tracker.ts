/**
 * What a tracker is to the rest: something that can be listed and changed. A tracker in the repository turns operations
 * into new file texts, which are committed with the ledger in one commit; a hosted one carries each out by itself.
 */
import type { Listing, Operation } from "../model.ts";

/** Reads the files of the branch that will be committed to, at its head. Paths are relative to the root, with `/`. */
export interface FileReader {
  /** The text of a file; null when there is none. */
  read(path: string): Promise<string | null>;
  /** The same as its bytes, which are UTF-8: of a large file they take half of the memory, or a third. Left out where the text is at hand anyway. */
  bytes?(path: string): Promise<Buffer | null>;
  /** Names of the files in a folder; empty when there is no such folder. */
  names(folder: string): Promise<string[]>;
}

/** The bytes of a file, however its reader has them. */
export async function bytesOf(reader: FileReader, path: string): Promise<Buffer | null> {
  if (reader.bytes) return await reader.bytes(path);
  const text = await reader.read(path);
  return text === null ? null : Buffer.from(text);
}

/** What a tracker needs to write as this project. */
export interface Writing {
  /** Who writes: a name of its own, never a person's (`ci-bot`). */
  actor: string;
  /** Takes secrets out of text, before anything leaves. */
  mask: (text: string) => string;
}

/** A tracker whose entries are files of the repository. */
export interface FileTracker {
  name: string;
  /** Finds and reads it; undefined where the repository has none. `now` (ISO 8601) decides what is snoozed. Throws coded errors for one that cannot be read whole. */
  open(reader: FileReader, now: string): Promise<OpenFileTracker | undefined>;
  /** The files of an empty one, for `init: true`. */
  empty(): Map<string, string>;
}

export interface OpenFileTracker {
  listing: Listing;
  /** Where a person can look at it. */
  path: string;
  /** Entries that could be worked on now. */
  ready(): number;
  /** What happened to an entry, oldest first, as far as the entry itself tells; empty for one that is not there. */
  log(id: string): Promise<readonly LogItem[]>;
  /** New texts of the files that the operations change; files that stay as they are are not in it. Pure. */
  edit(operations: readonly Operation[], writing: Writing): Map<string, string>;
  /** The tracker as it is once these files are written. */
  after(files: ReadonlyMap<string, string>): OpenFileTracker;
}

/** One thing that happened to an entry. */
export interface LogItem {
  /** ISO 8601. */
  at: string;
  /** `opened`, `noted`, `reopened`, `closed`, `labelled` … */
  word: string;
  /** The run that did it, where one of ours did. */
  run?: string;
  /** Why, or who; hostile text. */
  text: string;
}

/** What a hosted tracker is asked for. */
export interface ListQuery {
  /** Entries the ledger names, open or closed. */
  ids: readonly string[];
  /** Closed entries that changed since then are wanted too; ISO 8601. */
  since: string;
  /** Exact titles that shell recipes may have filed, for adoption. */
  titles: readonly string[];
  /** ISO 8601; decides what is snoozed. */
  now: string;
}

/** A tracker on a server, whose entries are changed one by one. */
export interface HostedTracker {
  name: string;
  /**
   * Lists the entries of ours that are open, the closed ones the query asks for, and adoptable ones by title. A list
   * that could not be read whole comes back with `whole: false` and the reason; it never throws for that.
   */
  open(query: ListQuery): Promise<OpenHostedTracker>;
}

export interface OpenHostedTracker {
  listing: Listing;
  ready(): number;
  /** What happened to an entry, oldest first: our own comments and the tracker's events. Throws E_TRACKER_LIST or E_TOKEN. */
  log(id: string): Promise<readonly LogItem[]>;
  /** Carries out one operation. `notes`: what was left out of it, in words. Throws E_TRACKER_WRITE or E_TOKEN. */
  apply(operation: Operation, writing: Writing): Promise<{ id: string; url?: string; notes?: readonly string[] }>;
  /**
   * Looks once more after creating, by fingerprint → id: of two entries for one fingerprint the higher one is closed
   * as a duplicate. Returns the ids that stand.
   */
  confirm(created: ReadonlyMap<string, string>): Promise<Map<string, { id: string; url?: string }>>;
}
