/**
 * What a format is, and where its reader puts what it reads.
 *
 * A format is one file in this folder and one line in registry.ts. Its reader turns text into parts and observations
 * as it goes: nothing is collected that a later line cannot change. A part is `broken` until its reader has seen what
 * proves more, so a file that is cut anywhere says so by itself.
 */
import type { Code } from "../errors.ts";
import type { Counts, Extent, Kind, Observation, Outcome, Part } from "../model.ts";
import type { CargoFrame } from "./builds/cargo.ts";
import type { XmlHandler } from "./xml.ts";

/** Where readers put what they read. */
export interface Sink {
  /** Begins a part. It is broken, for `reason`, until the reader sets its state. */
  part(kind: Kind, reason: string, extent?: Partial<Extent>): Part;
  /** `listed`: what the report lists it as, where that is not what it shows (a Go test whose subtest failed). */
  observe(observation: Observation, listed?: Outcome): void;
  /** Cases the report counts without naming them (dots of a quiet run). */
  count(outcome: Outcome, cases: number): void;
  /** The tool that wrote the report, once it is known better than the format tells. */
  tool(name: string): void;
  /** Something the report itself gets wrong or admits; the report is then not complete. */
  problem(code: Code, message: string, line?: number): void;
  /** What this format has read so far is worth less than it seemed: all its parts are broken, for `reason`. */
  spoil(reason: string): void;
}

/** What every reader may ask. */
export interface ReadContext {
  /** A path of the report as a repository-relative one with forward slashes; a path outside the repository comes back as it is. */
  path(path: string): string;
  /** What the caller says the file is: the word of `format=`, else the file's name. Decides only what no content tells. */
  called?: string;
}

/** What the line readers of one log share. */
export interface LogContext extends ReadContext {
  /** What cargo's own lines have told so far: the target that runs, the packages that were built. */
  cargo: CargoFrame;
  /** Known when readers are asked to end: the last line has no newline, so that it may be cut. */
  unended?: boolean;
}

interface FormatBase {
  /** The word of `format=` and of `parse --json`. */
  name: string;
  /** Other words that `format=` takes for it. */
  aliases?: readonly string[];
  /** What it reports, most telling first. */
  kinds: readonly Kind[];
  /** The tool whose output it is, when the report does not say. */
  tool: string;
  /**
   * Set where the tool prints nothing at all when nothing is wrong: with `format=` and `outcome=success` an empty file
   * is a complete report whose extent has this one unit.
   */
  silent?: string;
  /** For docs/formats. */
  docs: {
    /** What to run, options it needs included. */
    command: string;
    /** What proves a report complete, in words for people. */
    proof: string;
    /** Where the rules come from: the tool's version and file, or its documentation's page. */
    source: string;
    /** A line as the tool prints it, for people to recognise. */
    example: string;
  };
}

/** Text that may stand in a log among other things: each line is offered until a reader takes it. */
export interface LineFormat extends FormatBase {
  shape: "lines";
  /**
   * Whether a line of this look may mean anything to a reader that is idle; one that is not idle is asked about every
   * line. Left out: any line may. Asked once for each look there is in a log, so that most readers see few of its lines.
   */
  minds?(glance: Glance): boolean;
  reader(sink: Sink, context: LogContext): LineReader;
}

/** How a line looks at its ends. */
export interface Glance {
  /** The first character behind its indent, and the last one: `\n` stands for none, BEYOND_ASCII for each that is. */
  first: string;
  last: string;
  /** It begins with a blank or a tab. */
  indented: boolean;
  /** It begins with a place in a file, as lints/place.ts tells it. */
  place: boolean;
}

export const BEYOND_ASCII = "\u0080";

export function isDigit(character: string): boolean {
  return character >= "0" && character <= "9";
}

export function isLetter(character: string): boolean {
  return isCapital(character) || (character >= "a" && character <= "z");
}

export function isCapital(character: string): boolean {
  return character >= "A" && character <= "Z";
}

export interface LineReader {
  /** Takes the line, or leaves it to others by returning false. The reader that took the last line is asked first. */
  take(line: string, number: number, cut: boolean): boolean;
  /**
   * False while a line that its format does not mind may mean something: inside a block, or where a line was kept to be
   * told by the next. Only `take` may change it. Left out: never.
   */
  readonly idle?: boolean;
  /** The log ends here. */
  end(): void;
}

/** One JSON document, alone in its file or on a line of its own. */
export interface JsonFormat extends FormatBase {
  shape: "json";
  /** Whether the document, already parsed, is of this format; must be cheap and never throw. */
  is(document: unknown): boolean;
  read(document: unknown, sink: Sink, context: ReadContext): void;
}

/**
 * JSON documents one after another, a line each or pretty-printed, alone in a file or among other text. Each is parsed
 * once, and offered to the format that took the last one first.
 */
export interface JsonLinesFormat extends FormatBase {
  shape: "json-lines";
  /** Whether the document is one of such a report; must be cheap and never throw. */
  is(document: unknown): boolean;
  reader(sink: Sink, context: ReadContext): JsonLinesReader;
}

export interface JsonLinesReader {
  /** `line`: where the document begins. */
  take(document: unknown, line: number): void;
  /** The file ends here. Not called where no document was taken. */
  end(): void;
}

/** A file that is no text. */
export interface BinaryFormat extends FormatBase {
  shape: "binary";
  /** Whether a file that begins with these bytes is of this format. */
  is(head: Uint8Array): boolean;
  /** A chunk is only valid until the next one is asked for. */
  read(chunks: Iterable<Uint8Array>, sink: Sink, context: ReadContext): void;
}

/** XML, told by its root element. */
export interface XmlFormat extends FormatBase {
  shape: "xml";
  /** Local name of the root element and its namespace, if it has one. */
  is(root: string, namespace: string | undefined): boolean;
  reader(sink: Sink, context: ReadContext): XmlHandler;
}

/** A folder that a tool leaves. */
export interface FolderFormat extends FormatBase {
  shape: "folder";
  is(path: string): boolean;
  read(path: string, sink: Sink, context: ReadContext): void;
}

export type Format = LineFormat | JsonFormat | JsonLinesFormat | BinaryFormat | XmlFormat | FolderFormat;

/** The reason of a part that only its step's exit status proves whole; with `outcome=success` it is. */
export const NEEDS_OUTCOME = "only the exit status of its step tells whether the tool saw everything (outcome= hands it on)";

/**
 * For tools that end quietly when nothing is wrong, and print no more when they are killed half-way: the part is
 * partial until the caller says that its step succeeded.
 */
export function awaitOutcome(part: Part): void {
  part.state = "partial";
  part.reason = NEEDS_OUTCOME;
}

export function noCounts(): Counts {
  return { total: 0, passed: 0, failed: 0, errors: 0, skipped: 0 };
}
