/**
 * Tracer: `.trace/issues.jsonl`, one issue a line (tracer 0.2.0, src/types.rs and src/cli/export.rs). Lines that no
 * operation names stay byte for byte what they are. Our entries have the fingerprint as their id and `external_ref`
 * (kept by Tracer only when set at creation), and a log at the end of `notes`, which survives import and export;
 * comments and labels live in Tracer's database alone and are not ours to write.
 */
import { CodedError } from "../errors.ts";
import { FINGERPRINT, fingerprintOf, withGeneration } from "../identity/key.ts";
import type { Entry, Listing, Operation, Stamp } from "../model.ts";
import { clip, clipBytes } from "../text/clip.ts";
import { oneLine } from "../text/defuse.ts";
import { handsOffWord } from "./people.ts";
import { stateBlock, withBlock, withoutBlock } from "./plain.ts";
import { bytesOf, type FileReader, type FileTracker, type LogItem, type OpenFileTracker, type Writing } from "./tracker.ts";

const FOLDER = ".trace";
const FILE = `${FOLDER}/issues.jsonl`;

export const tracer: FileTracker = {
  name: "tracer",
  async open(reader: FileReader, now: string): Promise<OpenFileTracker | undefined> {
    const all = await reader.names(FOLDER);
    const names = all.filter((name) => name.endsWith(".jsonl"));
    // `tracer init` makes a database only; the file comes with the first issue.
    if (names.length === 0) return all.some((name) => name.endsWith(".db")) ? new OpenTracer(FILE, NO_BYTES, now) : undefined;
    if (names.length > 1 && !names.includes("issues.jsonl")) {
      throw new CodedError("E_TRACKER_AMBIGUOUS", `${FOLDER} holds several JSONL files: ${names.sort().join(", ")}`, {
        exit: 2,
        file: FOLDER,
      });
    }
    const path = names.includes("issues.jsonl") ? FILE : `${FOLDER}/${names[0]}`;
    const bytes = await bytesOf(reader, path);
    return bytes === null ? undefined : new OpenTracer(path, bytes, now);
  },
  empty: () => new Map([[FILE, ""]]),
};

/**
 * One line of the file: where it stands, and what planning has to know of it. Its text is read again when it is edited:
 * a tracker has many more lines than a run has operations.
 */
interface Row {
  /** Where it begins in the file, and where the next one does, in bytes. */
  from: number;
  to: number;
  /** Undefined for an empty line. */
  entry: Entry | undefined;
  /** Open, as opposed to in progress, blocked or closed. */
  startable: boolean;
  /** Issues that have to be closed before work on it can begin. */
  waitsFor: readonly string[];
}

/** The fields we read or write, in Tracer's order; a line may hold more, which stays. */
interface Issue {
  id: string;
  title: string;
  description?: string;
  notes?: string;
  status: string;
  priority: number;
  issue_type: string;
  assignee?: string;
  created_at: string;
  updated_at: string;
  closed_at?: string;
  external_ref?: string;
  dependencies?: ({ issue_id: string; depends_on_id: string; type: string } | null)[];
}

const FIELDS = [
  "id",
  "title",
  "description",
  "design",
  "acceptance_criteria",
  "notes",
  "status",
  "priority",
  "issue_type",
  "assignee",
  "estimated_minutes",
  "created_at",
  "updated_at",
  "closed_at",
  "external_ref",
  "dependencies",
];
const STATUSES = ["open", "in_progress", "blocked", "closed"];
const TYPES = ["bug", "feature", "task", "epic", "chore"];
/** Tracer refuses longer titles. */
const MAX_TITLE_BYTES = 500;
/** Lines of the log that are kept, the first one always among them. */
const MAX_LOG = 40;

class OpenTracer implements OpenFileTracker {
  readonly path: string;
  readonly listing: Listing;
  private readonly rows: readonly Row[];
  private readonly eol: string;
  private readonly bytes: Buffer;
  private readonly now: string;

  /** `before`: the tracker as it was read; of a line that stands there already nothing is read anew. */
  constructor(path: string, bytes: Buffer, now: string, before?: OpenTracer) {
    this.path = path;
    this.bytes = bytes;
    this.now = now;
    this.eol = bytes.includes("\r\n") ? "\r\n" : "\n";
    this.rows = parse(path, bytes, now, new Known(before?.bytes ?? NO_BYTES, before?.rows ?? []));
    this.listing = {
      tracker: "tracer",
      ids: "ours",
      whole: true,
      entries: this.rows.flatMap(({ entry }) => entry ?? []),
    };
  }

  /** As `tracer ready`: open, and blocked by nothing that is not closed. */
  ready(): number {
    const open = new Set<string>();
    for (const { entry } of this.rows) if (entry?.open) open.add(entry.id);
    return this.rows.filter(({ startable, waitsFor }) => startable && !waitsFor.some((id) => open.has(id))).length;
  }

  async log(id: string): Promise<LogItem[]> {
    const row = this.rows.find(({ entry }) => entry?.id === id);
    if (!row) return [];
    const issue = JSON.parse(contentOf(this.bytes.toString("utf8", row.from, row.to))) as Issue;
    const lines = (issue.notes ?? "").split("\n").map((line) => LOGGED.exec(line.trimEnd()));
    return lines.filter((match) => match !== null).map(([, at = "", word = "", run = "", , , text = ""]) => ({ at, word, run, text }));
  }

  edit(operations: readonly Operation[], writing: Writing): Map<string, string> {
    if (operations.length === 0) return new Map();
    const named = new Set(operations.map((operation) => operation.entry));
    const byId = new Map<string, Row>();
    for (const row of this.rows) if (row.entry && named.has(row.entry.id)) byId.set(row.entry.id, row);
    const edited = new Map<Row, string>();
    const created: Issue[] = [];
    for (const operation of operations) {
      if (operation.op === "create") {
        created.push(newIssue(operation, writing));
        continue;
      }
      const row = byId.get(operation.entry ?? "");
      if (!row) throw new CodedError("E_TRACKER_WRITE", `${this.path} has no entry ${operation.entry}`, { file: this.path });
      const raw = this.bytes.toString("utf8", row.from, row.to);
      const issue = JSON.parse(contentOf(raw)) as Issue;
      edited.set(row, stringify(changedIssue(issue, operation, writing)) + (/\r?\n$/.exec(raw)?.[0] ?? ""));
    }
    const changes = created.length > 0 || [...edited].some(([row, line]) => line !== this.bytes.toString("utf8", row.from, row.to));
    return changes ? new Map([[this.path, this.written(edited, created)]]) : new Map();
  }

  after(files: ReadonlyMap<string, string>): OpenFileTracker {
    const text = files.get(this.path);
    return text === undefined ? this : new OpenTracer(this.path, Buffer.from(text), this.now, this);
  }

  /** The file's new text: edited lines in their place, new ones where Tracer would sort them, by id, byte by byte; all else as it stands. */
  private written(edited: ReadonlyMap<Row, string>, created: Issue[]): string {
    const fresh = created.sort((a, b) => compareBytes(a.id, b.id)).map((issue) => ({ id: issue.id, line: stringify(issue) + this.eol }));
    const out: string[] = [];
    let next = 0;
    let copied = 0;
    const copy = (to: number): void => {
      if (to > copied) out.push(this.bytes.toString("utf8", copied, to));
      copied = to;
    };
    for (const row of this.rows) {
      for (let first = fresh[next]; first && compareBytes(row.entry?.id ?? "", first.id) > 0; first = fresh[++next]) {
        copy(row.from);
        out.push(first.line);
      }
      const line = edited.get(row);
      if (line === undefined) continue;
      copy(row.from);
      out.push(line);
      copied = row.to;
    }
    copy(this.bytes.length);
    if (fresh.length > 0 && out.length > 0 && !out[out.length - 1]?.endsWith("\n")) out.push(this.eol);
    for (; next < fresh.length; next++) out.push(fresh[next]?.line ?? "");
    return out.join("");
  }
}

/** Order of UTF-8 bytes. One of the two is always ours and so ASCII, for which UTF-16 gives the same order. */
function compareBytes(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

// --------------------------------------------------------------------------------------------------------- reading

const NOTHING: readonly string[] = [];
const NO_BYTES = Buffer.alloc(0);
const MARK = Buffer.from("\ufeff");

function parse(path: string, bytes: Buffer, now: string, known: Known): Row[] {
  const rows: Row[] = [];
  const ids = new Map<string, number>();
  // A byte order mark belongs to the file, not to its first line: it stays in front of whatever comes first.
  for (let from = bytes.indexOf(MARK) === 0 ? MARK.length : 0; from < bytes.length; ) {
    const end = bytes.indexOf(10 /* \n */, from);
    const to = end === -1 ? bytes.length : end + 1;
    const number = rows.length + 1;
    const same = known.next(bytes, from, to);
    const row = same ?? rowOf(contentOf(bytes.toString("utf8", from, to)), path, number, now);
    const id = row.entry?.id;
    if (id !== undefined) {
      if (!same) known.edited(id);
      const first = ids.get(id);
      if (first !== undefined) throw broken(path, number, `the id ${id} stands in line ${first} already`);
      ids.set(id, number);
    }
    rows.push({ ...row, from, to });
    from = to;
  }
  return rows;
}

/** The lines of a file that was read before, in their order: in a file that has most of them, those need no reading. */
class Known {
  private readonly bytes: Buffer;
  private readonly rows: readonly Row[];
  private at = 0;

  constructor(bytes: Buffer, rows: readonly Row[]) {
    this.bytes = bytes;
    this.rows = rows;
  }

  /** What the line says, if it is the next one here. */
  next(bytes: Buffer, from: number, to: number): Row | undefined {
    const row = this.rows[this.at];
    if (!row || row.to - row.from !== to - from || this.bytes.compare(bytes, from, to, row.from, row.to) !== 0) return undefined;
    this.at++;
    return row;
  }

  /** A line of this entry was read instead: the next one here was edited, or, if that is another's, this is a new one. */
  edited(id: string): void {
    if (this.rows[this.at]?.entry?.id === id) this.at++;
  }
}

/** A line without the white space that may stand around its object. */
function contentOf(raw: string): string {
  return raw.trim();
}

function rowOf(content: string, path: string, number: number, now: string): Omit<Row, "from" | "to"> {
  if (content === "") return { entry: undefined, startable: false, waitsFor: NOTHING };
  const issue = issueOf(content, path, number);
  const blocking = (issue.dependencies ?? []).filter((d) => d?.type === "blocks" && d.issue_id === issue.id);
  return {
    entry: entryOf(issue, now),
    startable: issue.status === "open",
    waitsFor: blocking.length === 0 ? NOTHING : blocking.map((d) => d?.depends_on_id ?? ""),
  };
}

function issueOf(content: string, path: string, line: number): Issue {
  if (/^(?:<{7}|\|{7}|={7}|>{7})(?: |$)/.test(content)) {
    throw new CodedError("E_TRACKER_CONFLICT", `${path}:${line}: a merge conflict is not resolved`, { file: path, line });
  }
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch (error) {
    throw broken(path, line, `the line is not JSON (${error instanceof Error ? error.message : String(error)})`);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw broken(path, line, "the line is not a JSON object");
  const issue = value as Record<keyof Issue, unknown>;
  // dschartman/trace keeps its issues at the same path, without a type.
  if (issue.issue_type === undefined && typeof issue.id === "string" && typeof issue.status === "string") {
    throw new CodedError("E_TRACKER_LOOKALIKE", `${path}:${line}: the entry ${issue.id} has no issue_type, so this is not Tracer's file`, {
      file: path,
      line,
    });
  }
  for (const field of ["id", "title", "status", "issue_type", "created_at", "updated_at"] as const) {
    if (typeof issue[field] !== "string") throw broken(path, line, `${field} is missing or is not text`);
  }
  for (const field of ["description", "notes", "closed_at", "external_ref"] as const) {
    if (issue[field] !== undefined && typeof issue[field] !== "string") throw broken(path, line, `${field} is not text`);
  }
  if (!STATUSES.includes(issue.status as string))
    throw broken(path, line, `status ${JSON.stringify(issue.status)} is none of ${STATUSES.join(", ")}`);
  if (!TYPES.includes(issue.issue_type as string))
    throw broken(path, line, `issue_type ${JSON.stringify(issue.issue_type)} is none of ${TYPES.join(", ")}`);
  if (!Number.isInteger(issue.priority) || (issue.priority as number) < 0 || (issue.priority as number) > 4) {
    throw broken(path, line, "priority is no whole number from 0 to 4");
  }
  if (issue.dependencies !== undefined && !Array.isArray(issue.dependencies)) throw broken(path, line, "dependencies is not a list");
  return value as Issue;
}

function broken(path: string, line: number, what: string): CodedError {
  return new CodedError("E_TRACKER_BROKEN", `${path}:${line}: ${what}`, { file: path, line });
}

// ------------------------------------------------------------------------------------------------- our log in notes

/** First line of our part of `notes`; the fingerprint counts only here and in the id. */
const HEAD = /^ci-tracker entry: (\S+)$/m;
const KEY = /^key: (.+)$/m;
/** `seen failing by: PRODUCER (7/1 0123…) [time]` */
const SEEN = /^seen failing by: (.+) \((\S+)\/(\d+)(?: ([^\s)]+))?\) \[(\S+)\]$/gm;
/** `[time] closed (7/1 0123…): words` */
const LOGGED = /^\[(\S+)\] (opened|reopened|closed|taken over|noted|updated) \((\S+)\/(\d+)(?: ([^\s)]+))?\): (.*)$/;

function entryOf(issue: Issue, now: string): Entry {
  const notes = issue.notes ?? "";
  const key = KEY.exec(notes)?.[1];
  const named = HEAD.exec(notes)?.[1];
  // An entry keeps its id when its subject gets another name; a head whose two lines agree tells that name.
  const ours = FINGERPRINT.test(issue.id) && (key === undefined || fingerprintOf(key) !== named?.replace(/~\d+$/, "")) ? issue.id : named;
  const open = issue.status !== "closed";
  const entry: Entry = { id: issue.id, title: issue.title, open, adoptable: ours === undefined };
  const handsOff = handsOffWord(`${withoutBlock(issue.description ?? "")}\n${notes}`, now);
  if (handsOff !== undefined) entry.handsOff = handsOff;
  if (ours === undefined || !FINGERPRINT.test(ours)) return entry;
  entry.fingerprint = ours;
  if (key !== undefined) entry.key = key;
  entry.producers = [...notes.matchAll(SEEN)].map(([, producer = "", run, attempt, commit, at]) => ({
    producer,
    seen: stamp(run, attempt, commit, at),
  }));
  const steps = notes
    .split("\n")
    .map((line) => LOGGED.exec(line))
    .filter((match) => match !== null)
    .map(([, at, word = "", run, attempt, commit]) => ({ word, in: stamp(run, attempt, commit, at) }))
    .filter(({ word }) => word !== "noted" && word !== "updated");
  const [first] = steps;
  const last = steps.at(-1);
  if (first) entry.openedIn = first.in;
  if (open) {
    if (last?.word === "reopened") entry.reopenedIn = last.in;
    return entry;
  }
  if (issue.closed_at !== undefined) entry.closedAt = issue.closed_at;
  return last?.word === "closed" ? { ...entry, closedBy: "us", closedIn: last.in } : { ...entry, closedBy: "person" };
}

function stamp(run = "", attempt = "1", commit: string | undefined, at = ""): Stamp {
  return { run, attempt: Number(attempt), at, ...(commit === undefined ? {} : { commit }) };
}

function inBrackets({ run, attempt, commit }: Stamp): string {
  return `(${run.replace(/\s+/g, "_")}/${attempt}${commit === undefined ? "" : ` ${commit}`})`;
}

function logged(word: string, operation: Operation, writing: Writing): string {
  const { now } = operation.card;
  return `[${now.at}] ${word} ${inBrackets(now)}: ${writing.mask(oneLine(operation.reason))}`;
}

function headOf(operation: Operation, writing: Writing): string[] {
  const failing = operation.card.producers.filter(({ last }) => last === "failed");
  const seen = failing.map(({ producer, seen }) => `seen failing by: ${oneLine(producer)} ${inBrackets(seen)} [${seen.at}]`);
  return [
    `ci-tracker entry: ${withGeneration(operation.fingerprint, operation.generation)}`,
    `key: ${writing.mask(oneLine(operation.key))}`,
    `actor: ${writing.actor}`,
    ...seen,
  ];
}

/** The notes with one more line in our log; what people wrote stands before our part and stays. */
function notesWith(notes: string, operation: Operation, word: string, writing: Writing): string {
  const at = HEAD.exec(notes)?.index;
  const theirs = at === undefined ? notes : notes.slice(0, at);
  const log =
    at === undefined
      ? []
      : notes
          .slice(at)
          .split("\n")
          .filter((line) => LOGGED.test(line));
  const after = at === undefined ? [] : afterOurs(notes.slice(at));
  const line = logged(word, operation, writing);
  // The same word of the same run stands there already: an earlier try wrote it and was cut off before the ledger.
  if (withoutTime(log.at(-1)) === withoutTime(line)) return notes;
  log.push(line);
  const kept = log.length > MAX_LOG ? [...log.slice(0, 1), ...log.slice(log.length - MAX_LOG + 1)] : log;
  const before = theirs === "" || theirs.endsWith("\n") ? theirs : `${theirs}\n\n`;
  return [before + headOf(operation, writing).join("\n"), ...kept, ...after].join("\n");
}

function withoutTime(line: string | undefined): string | undefined {
  return line?.replace(/^\[\S+\] /, "");
}

/** Lines below our head that are none of ours: somebody added them, and they stay below. */
function afterOurs(part: string): string[] {
  return part
    .split("\n")
    .filter((line) => line !== "" && !LOGGED.test(line) && !/^(?:ci-tracker entry|key|actor|seen failing by): /.test(line));
}

// ------------------------------------------------------------------------------------------------------- writing

/** A subject's title as Tracer takes it. */
function titleOf({ title }: Operation, { mask }: Writing): string {
  return clipBytes(mask(oneLine(title)), MAX_TITLE_BYTES);
}

function newIssue(operation: Operation, writing: Writing): Issue {
  const now = timestamp(operation.card.now.at);
  const assignee = operation.filing?.assignees?.[0];
  return {
    id: withGeneration(operation.fingerprint, operation.generation),
    title: titleOf(operation, writing),
    description: stateBlock(operation, writing),
    notes: notesWith("", operation, "opened", writing),
    status: "open",
    priority: operation.filing?.priority ?? 2,
    issue_type: operation.filing?.type ?? "bug",
    ...(assignee === undefined ? {} : { assignee: clip(writing.mask(oneLine(assignee)), 100) }),
    created_at: now,
    updated_at: now,
    external_ref: withGeneration(operation.fingerprint, operation.generation),
  };
}

const LOG_WORD = { create: "opened", reopen: "reopened", close: "closed", comment: "noted", update: "updated" } as const;

function changedIssue(issue: Issue, operation: Operation, writing: Writing): Issue {
  const next: Issue = { ...issue, updated_at: timestamp(operation.card.now.at) };
  const word = operation.adopts ? "taken over" : LOG_WORD[operation.op];
  if (operation.op !== "update") {
    next.notes = notesWith(issue.notes ?? "", operation, word, writing);
    if (next.notes === issue.notes) return issue;
  }
  const title = titleOf(operation, writing);
  const description = withBlock(issue.description ?? "", operation, writing, title === issue.title ? undefined : title);
  if (description !== (issue.description ?? "")) next.description = description;
  if (operation.op === "close") {
    next.status = "closed";
    next.closed_at = next.updated_at;
  }
  if (operation.op === "reopen") {
    next.status = "open";
    delete next.closed_at;
  }
  return next;
}

/** chrono writes no fraction where there is none. */
function timestamp(at: string): string {
  return new Date(at).toISOString().replace(".000Z", "Z");
}

/** Compact JSON with Tracer's fields in Tracer's order, as serde writes it; fields it does not know follow. */
function stringify(issue: Issue): string {
  const known = issue as unknown as Record<string, unknown>;
  const fields = [...FIELDS.filter((f) => known[f] !== undefined), ...Object.keys(known).filter((f) => !FIELDS.includes(f))];
  return JSON.stringify(Object.fromEntries(fields.map((f) => [f, known[f]])));
}
