/**
 * The text of an issue that is ours. Three things in it are ours, and nothing else is ever touched:
 *
 *     <!-- ci-tracker {"v":1,"fingerprint":"ci-t…","key":"…",…} -->      the record, first line
 *     **Failing** since run 5 …                                          the state block, for people
 *     <!-- /ci-tracker -->
 *     (whatever people write)
 *     ci-tracker: ci-t…                                                  the name, last line, to be seen
 *
 * The record and the name count only at these places. Some sanitizers take comments out of Markdown, so the name stands
 * there a second time as text, with the run that closed the entry. Text of reports can hold neither: `ci-tracker` in it
 * is broken by an invisible character, after everything else was done to it. A part that a person took out stays out.
 */
import { FINGERPRINT, fingerprintOf } from "../../identity/key.ts";
import type { Operation, Stamp } from "../../model.ts";
import type { Writing } from "../tracker.ts";
import { isAddress } from "../words.ts";
import { type Beside, keptFailure, runLink, stateBlock, wordsOf } from "./block.ts";
import { isObject } from "./client.ts";

/** What only the machine reads. */
export interface EntryRecord {
  /** With its generation from the second on: `ci-tabc…~2`. */
  fingerprint: string;
  /** Absent when it does not give the fingerprint, as after somebody edited it. */
  key?: string;
  /** Who saw it failing last, and when. */
  producers?: { producer: string; seen: Stamp }[];
  opened?: Stamp;
  reopened?: Stamp;
  closed?: Closing;
  /** Number of the closed issue that this one follows. */
  follows?: string;
  /** Number of the issue that stands instead of this one. */
  duplicateOf?: string;
  /** What it was filed as: `bug, P0`. */
  filed?: string;
}

export interface Closing extends Stamp {
  /** Login that closed it, where it was known. */
  by?: string;
  /** The clock when that was done, ISO 8601; `at` is the run's creation. */
  clock?: string;
}

/** GitHub takes 65,536 characters; which kind of character is told in three ways, and this is below all of them. */
const BUDGET = 60_000;
const LIMIT = 65_000;
/** However much people wrote, the block gets so much. */
const LEAST = 1_500;
const MAX_RECORD = 16_000;

const RECORD = /^<!-- ci-tracker (\{[^\n]*\}) -->[ \t]*\r?\n/;
const END = "<!-- /ci-tracker -->";
const NAME = /^ci-tracker: (\S+?)(?: \(closed in (\S+)\/(\d+)(?: ([0-9a-f]{7,64}))?, (\S+)\))?[ \t]*$/;

// --------------------------------------------------------------------------------------------------------- reading

/** An issue's text in its parts; joined they give it back byte for byte. */
interface Parts {
  /** The record's line, with its end. */
  line: string;
  record: EntryRecord | undefined;
  /** What stands between the record and the end mark; undefined where a person took one of them out. */
  block: string | undefined;
  rest: string;
  /** The last line, with the white space after it. */
  last: string;
  name: { fingerprint: string; closed?: Closing } | undefined;
}

function partsOf(body: string): Parts {
  const match = RECORD.exec(body);
  const record = match ? parseRecord(match[1] ?? "") : undefined;
  const line = record && match ? match[0] : "";
  let rest = body.slice(line.length);
  let block: string | undefined;
  const end = record ? rest.indexOf(END) : -1;
  if (end !== -1) {
    block = rest.slice(0, end);
    rest = rest.slice(end + END.length);
  }
  const from = rest.trimEnd().lastIndexOf("\n") + 1;
  const name = parseName(rest.slice(from));
  return name
    ? { line, record, block, rest: rest.slice(0, from), last: rest.slice(from), name }
    : { line, record, block, rest, last: "", name };
}

function joined({ line, block, rest, last }: Pick<Parts, "line" | "block" | "rest" | "last">): string {
  return `${line}${block === undefined ? "" : `${block}${END}`}${rest}${last}`;
}

function parseName(text: string): Parts["name"] {
  const match = NAME.exec(text.trimEnd());
  const fingerprint = match?.[1] ?? "";
  if (!match || !FINGERPRINT.test(fingerprint)) return undefined;
  const [, , run, attempt, commit, at] = match;
  if (run === undefined || at === undefined) return { fingerprint };
  return { fingerprint, closed: { run, attempt: Number(attempt), at, ...(commit === undefined ? {} : { commit }) } };
}

/** What the entry says of itself: its record, or what is left in its last line. Undefined where neither is at its place. */
export function readRecord(body: string): EntryRecord | undefined {
  const { record, name } = partsOf(body);
  return record ?? name;
}

/** What people wrote. Where the block's end is gone, all of it may be theirs. */
export function peoplesText(body: string): string {
  return partsOf(body).rest;
}

function parseRecord(json: string): EntryRecord | undefined {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return undefined;
  }
  if (!isObject(value)) return undefined;
  const { fingerprint, key, producers, opened, reopened, closed, follows, duplicateOf, filed } = value;
  if (typeof fingerprint !== "string" || !FINGERPRINT.test(fingerprint)) return undefined;
  const record: EntryRecord = { fingerprint };
  if (typeof key === "string" && fingerprintOf(key) === fingerprint.replace(/~\d+$/, "")) record.key = key;
  if (Array.isArray(producers)) {
    record.producers = producers.flatMap((p) => {
      const seen = isObject(p) ? stampOf(p["seen"]) : undefined;
      return isObject(p) && typeof p["producer"] === "string" && seen ? [{ producer: p["producer"], seen }] : [];
    });
    // A producer that cannot be read would be one that no longer holds the entry open.
    if (record.producers.length < producers.length) delete record.producers;
  }
  const [o, r, c] = [stampOf(opened), stampOf(reopened), stampOf(closed)];
  if (o) record.opened = o;
  if (r) record.reopened = r;
  if (c && isObject(closed)) {
    record.closed = c;
    if (typeof closed["by"] === "string") record.closed.by = closed["by"];
    if (typeof closed["clock"] === "string") record.closed.clock = closed["clock"];
  }
  if (isNumber(follows)) record.follows = follows;
  if (isNumber(duplicateOf)) record.duplicateOf = duplicateOf;
  if (typeof filed === "string" && /^(?:bug|chore), P[0-4]$/.test(filed)) record.filed = filed;
  return record;
}

function stampOf(value: unknown): Stamp | undefined {
  if (!isObject(value)) return undefined;
  const { run, attempt, commit, at } = value;
  if (typeof run !== "string" || typeof attempt !== "number" || typeof at !== "string" || Number.isNaN(Date.parse(at))) return undefined;
  return typeof commit === "string" ? { run, attempt, commit, at } : { run, attempt, at };
}

function isNumber(value: unknown): value is string {
  return typeof value === "string" && /^\d{1,10}$/.test(value);
}

// --------------------------------------------------------------------------------------------------------- writing

/** The body of a new issue, or of one that is taken over: what stood there stays, between the block and the name. */
export function newBody(operation: Operation, writing: Writing, record: EntryRecord, before = "", subject?: string): string {
  const rest = before.trim() === "" ? "\n\n" : `\n\n${before.trimEnd()}\n\n`;
  return filled({ record: true, block: true, name: true }, rest, operation, writing, record, { subject });
}

/** The body with our parts renewed, those that are still there. `subject`: what it is called now, where the issue's title says otherwise. */
export function editedBody(body: string, operation: Operation, writing: Writing, record: EntryRecord, subject?: string): string {
  const { record: old, block, rest, name } = partsOf(body);
  const there = { record: old !== undefined, block: block !== undefined, name: name !== undefined };
  const next = filled(there, rest, operation, writing, record, { kept: keptFailure(block), subject });
  // The site's editor turns line ends into CRLF; that alone is no change.
  const bare = (text: string): string => text.replaceAll("\r\n", "\n").trimEnd();
  return bare(next) === bare(body) ? body : next;
}

/** The body of an issue that gives way to another. */
export function duplicateBody(body: string, record: EntryRecord): string {
  const parts = partsOf(body);
  const block = parts.block === undefined ? undefined : `**Closed** as a duplicate of #${record.duplicateOf}.\n`;
  return joined({ ...parts, line: parts.record ? lineOf(record, (text) => text) : "", block });
}

/** Puts the parts together that are to be there, within GitHub's limit; what people wrote is never cut. */
function filled(
  there: { record: boolean; block: boolean; name: boolean },
  rest: string,
  operation: Operation,
  writing: Writing,
  record: EntryRecord,
  beside: Beside,
): string {
  const line = there.record ? lineOf(record, writing.mask) : "";
  const last = there.name ? nameLine(record) : "";
  if (!there.block) return joined({ line, block: undefined, rest, last });
  const room = Math.max(LEAST, BUDGET - line.length - rest.length - last.length);
  const body = joined({
    line,
    block: stateBlock(operation, writing, { follows: record.follows, filed: record.filed, ...beside }, room),
    rest,
    last,
  });
  if (body.length <= LIMIT) return body;
  return joined({ line, block: `**${operation.card.state === "failing" ? "Failing" : "Closed"}.**\n`, rest, last });
}

/** JSON that ends no comment, mentions nobody and shows nothing unseen. What is too long is left to the ledger. */
function lineOf(record: EntryRecord, mask: (text: string) => string): string {
  const { fingerprint, key, producers, filed, follows, duplicateOf, opened, reopened, closed } = record;
  // Always in one order, so that equal records are equal text; JSON leaves out what is undefined.
  const rest = { filed, follows, duplicateOf, opened, reopened, closed };
  const named = { key: key === undefined ? undefined : mask(key) };
  const seen = { producers: producers?.map((p) => ({ producer: mask(p.producer), seen: p.seen })) };
  const json = [{ ...named, ...rest, ...seen }, { ...named, ...rest }, rest]
    .map((fields) => JSON.stringify({ v: 1, fingerprint, ...fields }).replace(/[<>&@#\u007f-\uffff]|-(?=-)/g, escaped))
    .find((text) => text.length <= MAX_RECORD);
  return `<!-- ci-tracker ${json ?? JSON.stringify({ v: 1, fingerprint })} -->\n`;
}

function escaped(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

function nameLine({ fingerprint, closed }: EntryRecord): string {
  if (!closed) return `ci-tracker: ${fingerprint}`;
  const commit = closed.commit !== undefined && /^[0-9a-f]{7,64}$/.test(closed.commit) ? ` ${closed.commit}` : "";
  return `ci-tracker: ${fingerprint} (closed in ${closed.run.replace(/[^\w.+:-]+/g, "_")}/${closed.attempt}${commit}, ${closed.at})`;
}

// -------------------------------------------------------------------------------------------------------- comments

/** Which operation a comment of ours tells of. */
export interface CommentMark {
  op: string;
  run: string;
  attempt: number;
  fingerprint: string;
}

const COMMENT = /^<!-- ci-tracker (\{[^\n]*\}) -->\r?(?:\n|$)/;

/** The comment of an operation: what happened, why, and where to look. */
export function commentBody(operation: Operation, writing: Writing, mark: CommentMark): string {
  const { card, op, reason } = operation;
  const words = wordsOf(writing);
  const said = words.line(reason);
  const first =
    { close: `Closed: ${said}.`, reopen: `Reopened: ${said}.` }[op as "close" | "reopen"] ??
    `${said.charAt(0).toUpperCase()}${said.slice(1)}.`;
  const lines = [first];
  if (card.failure && op !== "close") lines.push(words.code(card.failure.message, 500));
  if (isAddress(card.url)) lines.push(runLink(card.now, card.url, (name) => words.line(`R${name.slice(1)}`)));
  return marked(mark, lines.join("\n\n"));
}

/** The comment of an issue that gives way to another. */
export function duplicateComment(mark: CommentMark, number: string): string {
  return marked(mark, `Closed as a duplicate of #${number}: both were opened for the same failure at the same time.`);
}

function marked(mark: CommentMark, text: string): string {
  const json = JSON.stringify(mark).replace(/[<>&@#\u007f-\uffff]|-(?=-)/g, escaped);
  return `<!-- ci-tracker ${json} -->\n${text}`;
}

/** The mark of a comment of ours; undefined for any other text. */
export function readCommentMark(body: string): CommentMark | undefined {
  const match = COMMENT.exec(body);
  if (!match) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(match[1] ?? "");
  } catch {
    return undefined;
  }
  if (!isObject(value)) return undefined;
  const { op, run, attempt, fingerprint } = value;
  return typeof op === "string" && typeof run === "string" && typeof attempt === "number" && typeof fingerprint === "string"
    ? { op, run, attempt, fingerprint }
    : undefined;
}
