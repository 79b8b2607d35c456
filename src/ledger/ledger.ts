/**
 * What is remembered in the repository between runs: `.ci-tracker/ledger.jsonl`, one line a fingerprint, sorted.
 * Lines that do not change stay byte for byte what they were, fields we do not know included; a file that cannot be
 * read whole is refused, because what it held decides what may be closed.
 */
import { CodedError } from "../errors.ts";
import { fingerprintOf, readKey, VERSION } from "../identity/key.ts";
import type { Baseline, Kind, ProducerId, Stamp, Suspects } from "../model.ts";

/** Where the ledger lives, from the root of its branch. */
export const LEDGER_PATH = ".ci-tracker/ledger.jsonl";

/** What a producer has to look at again, and how far, before what it no longer shows means anything. */
export interface Reach {
  /** Units it was found in and that no complete part has looked at since. */
  units: string[];
  /** Paths of those units, for units whose source is gone. */
  paths?: Record<string, string>;
  features?: string[];
  filters?: string[];
  cases?: number;
  advisories?: number;
}

/** A producer's last word on a subject. Only producers that saw it failing have one. */
export interface Word extends Stamp {
  last: "failed" | "passed" | "absent";
  reach?: Reach;
  /** Seen only in text that proves nothing by its absence. */
  weak?: true;
  /** The first complete list without it (tests need a second). */
  gone?: Stamp;
  /** What a benchmark was found worse than; it passes against that same value. */
  baseline?: Baseline;
  /**
   * When the producer last reported anything, ISO 8601; decides nothing but its retirement. Renewed at most every quarter of
   * `leg-retention`, and only where another producer's word would be left without this one.
   */
  alive?: string;
  /** Of a flaky test, where no history is kept beside the ledger: runs in a row in which it passed, and the last of them. */
  passes?: { n: number; run: string };
  /** It has not reported for as long as `leg-retention` says, and holds its entry open no more. */
  retired?: Stamp;
}

/** Why a test counts as flaky, and what of its history is left when the cache is lost. */
export interface FlakySummary {
  why: string;
  since: Stamp;
  failures: number;
  observations: number;
}

export interface Line {
  fingerprint: string;
  key: string;
  kind: Kind;
  title: string;
  /** `pending`: failing, not filed yet. `claimed`: a create is under way. */
  state: "pending" | "claimed" | "open" | "closed";
  /** How many entries it has had; 1 at first. */
  generation: number;
  entry?: { tracker: string; id: string };
  /** The entry that stands for this subject while it is open. */
  group?: string;
  /**
   * Of a group: how many subjects it was opened for. A group without it was found in the tracker after the ledger was
   * lost; who its members are is not known, so that it does not close by itself.
   */
  members?: number;
  /** Other keys of the same subject: aliases of an advisory. */
  also?: string[];
  producers: Record<ProducerId, Word>;
  /** Runs in which it failed while it was pending, newest last. */
  runs?: string[];
  opened?: Stamp;
  closed?: Stamp & { how: "passed" | "gone" | "absent" | "person" | "duplicate" };
  /** Hashes of the errors seen while open, newest last; of a lint's findings. */
  errors?: string[];
  /** File in which it last failed, for the rule of the deleted file. */
  file?: string;
  /** A person's word that we found on the entry. */
  verdict?: string;
  /** A person closed it plainly and one newer failure reopened it: the next close by a person stays. */
  contested?: true;
  /** The last run that changed the entry, for the bounds per run. */
  acted?: { run: string; attempt: number };
  /** When the entry last got a comment. */
  commented?: string;
  claim?: { run: string; attempt: number; at: string };
  /** Something was learnt of it that `max-writes`, the server or a person's word kept from its entry. */
  owed?: true;
  flaky?: FlakySummary;
  /** Where its failing began. */
  suspects?: Suspects;
  /** Keys it had before it was renamed, newest last. */
  renamed?: string[];
  /** Hashes of the findings that were there when its rules were first looked at with `only-new`. */
  debt?: string[];
}

export type Ledger = Map<string, Line>;

/** The ledger as read: its lines, and the bytes of each, which are written back where nothing changed. */
export interface LoadedLedger {
  ledger: Ledger;
  raw: Map<string, string>;
}

const ORDER: readonly (keyof Line)[] = [
  "fingerprint",
  "key",
  "kind",
  "title",
  "state",
  "generation",
  "entry",
  "group",
  "members",
  "also",
  "producers",
  "runs",
  "opened",
  "closed",
  "errors",
  "file",
  "verdict",
  "contested",
  "acted",
  "commented",
  "claim",
  "owed",
  "flaky",
  "suspects",
  "renamed",
  "debt",
];

/** Reads the ledger's text; an absent file is an empty ledger. Throws E_LEDGER_BROKEN or E_LEDGER_KEY with the line. */
export function readLedger(text: string | null): LoadedLedger {
  const ledger: Ledger = new Map();
  const raw = new Map<string, string>();
  if (text === null) return { ledger, raw };
  let number = 0;
  for (let from = 0, to = 0; from < text.length; from = to + 1) {
    to = text.indexOf("\n", from);
    if (to === -1) to = text.length;
    const trimmed = text.slice(from, to > from && text.charCodeAt(to - 1) === 13 /* \r */ ? to - 1 : to);
    number++;
    if (trimmed === "") continue;
    const line = parseLine(trimmed, number);
    if (ledger.has(line.fingerprint)) throw broken(`two lines have the fingerprint ${line.fingerprint}`, number);
    ledger.set(line.fingerprint, line);
    raw.set(line.fingerprint, trimmed);
  }
  return { ledger, raw };
}

function parseLine(text: string, number: number): Line {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw broken(/^(?:<{7}|={7}|>{7}|\|{7})/.test(text) ? "a merge conflict is not resolved" : "the line is not JSON", number);
  }
  if (!isLine(value)) throw broken("the line lacks what every line of a ledger has", number);
  if ((readKey(value.key)?.version ?? 0) > VERSION[value.kind])
    throw broken(`the key ${value.key} was made by a newer ci-tracker; this one would file it a second time`, number);
  const base = value.fingerprint.replace(/~\d+$/, "");
  if (fingerprintOf(value.key) !== base) {
    throw new CodedError("E_LEDGER_KEY", `${LEDGER_PATH}:${number}: the key ${value.key} does not give the fingerprint ${base}`, {
      file: LEDGER_PATH,
      line: number,
    });
  }
  return value;
}

function isLine(value: unknown): value is Line {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const line = value as Partial<Record<keyof Line, unknown>>;
  return (
    typeof line.fingerprint === "string" &&
    typeof line.key === "string" &&
    readKey(line.key)?.kind === line.kind &&
    typeof line.title === "string" &&
    (line.state === "pending" || line.state === "claimed" || line.state === "open" || line.state === "closed") &&
    typeof line.generation === "number" &&
    typeof line.producers === "object" &&
    line.producers !== null &&
    Object.values(line.producers).every(isWord)
  );
}

function isWord(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const word = value as Partial<Record<keyof Word, unknown>>;
  return (
    (word.last === "failed" || word.last === "passed" || word.last === "absent") &&
    typeof word.run === "string" &&
    typeof word.attempt === "number" &&
    typeof word.at === "string"
  );
}

function broken(what: string, line: number): CodedError {
  return new CodedError("E_LEDGER_BROKEN", `${LEDGER_PATH}:${line}: ${what}`, { file: LEDGER_PATH, line });
}

/**
 * The text of the ledger after a plan. `changed` holds the new lines (null: pruned); all others are written back as
 * they were.
 */
export function writeLedger(loaded: LoadedLedger, changed: ReadonlyMap<string, Line | null>): string {
  const raw = new Map(loaded.raw);
  for (const [fingerprint, line] of changed) {
    if (line) raw.set(fingerprint, stringify(line));
    else raw.delete(fingerprint);
  }
  const lines = [...raw].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, text]) => text);
  // The empty one makes the last newline: joined in one go, the text is made once.
  return lines.length === 0 ? "" : [...lines, ""].join("\n");
}

/** One line, its fields in a fixed order, producers sorted: equal lines are equal bytes. Unknown fields follow. */
function stringify(line: Line): string {
  const out: Record<string, unknown> = {};
  for (const field of ORDER) if (line[field] !== undefined) out[field] = line[field];
  for (const [field, value] of Object.entries(line)) if (!(field in out) && value !== undefined) out[field] = value;
  out["producers"] = Object.fromEntries(Object.entries(line.producers).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
  return JSON.stringify(out);
}
