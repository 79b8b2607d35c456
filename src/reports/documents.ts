/**
 * JSON documents among the lines of a log: `cargo audit --json` after its warnings, NDJSON, and the pretty-printed
 * documents that Go's tools write one after another. Each is parsed once.
 */
import { CodedError } from "../errors.ts";
import type { JsonFormat, JsonLinesFormat, JsonLinesReader, ReadContext, Sink } from "./format.ts";

/** A pretty-printed document that is longer was none: something else printed a bracket. */
const MAX_HELD = 16 * 1024 * 1024;
/** After so many characters that were held in vain, brackets begin no more documents: each is read twice only so often. */
const MAX_IN_VAIN = 8 * 1024 * 1024;
/** What holding a line costs beside its characters. */
const LINE_COST = 100;

/** A line of a document that is not closed yet, and its number. */
export interface Held {
  text: string;
  at: number;
}

export class Documents {
  private readonly formats: readonly (JsonFormat | JsonLinesFormat)[];
  private readonly sinkOf: (format: JsonFormat | JsonLinesFormat) => Sink;
  private readonly context: ReadContext;
  private readonly sinks = new Map<JsonFormat | JsonLinesFormat, Sink>();
  private readonly readers = new Map<JsonLinesFormat, JsonLinesReader>();
  /** The format that took the last document. */
  private last: JsonFormat | JsonLinesFormat | undefined;
  /** How the last document on one line began: `{"databa`. */
  private beginning = "\0";
  /** Lines of a document that is not closed yet. */
  private held: Held[] = [];
  private size = 0;
  private depth = 0;
  private inVain = 0;

  constructor(
    formats: readonly (JsonFormat | JsonLinesFormat)[],
    sinkOf: (format: JsonFormat | JsonLinesFormat) => Sink,
    context: ReadContext,
  ) {
    this.formats = formats;
    this.sinkOf = sinkOf;
    this.context = context;
  }

  /** Whether a document over several lines is under way; the next lines are for `more`. */
  get isOpen(): boolean {
    return this.held.length > 0;
  }

  take(line: string, number: number, cut: boolean): boolean {
    const first = (isBlank(line.charCodeAt(0)) ? line.trimStart() : line).charCodeAt(0);
    if (first !== 123 /* { */ && first !== 91 /* [ */) return false;
    if (!cut) {
      const document = closes(line, first) ? parse(line) : undefined;
      if (document !== undefined) {
        if (!this.give(document, number)) return false;
        this.beginning = line.slice(0, 8);
        return true;
      }
      if (opensDocument(line) && this.inVain < MAX_IN_VAIN) {
        this.hold(line, number);
        return true;
      }
    }
    // Documents follow one another, a line each: one that is cut takes what the others prove with it.
    if (line.startsWith(this.beginning)) for (const sink of this.sinks.values()) sink.spoil("a further document in the file is not whole");
    return false;
  }

  /** One more line of the open document. Returns the lines that are to be read otherwise, because it is none. */
  more(line: string, number: number): Held[] {
    if (this.held.length === 1 && !mayFollow(line)) {
      this.hold(line, number);
      return this.giveUp();
    }
    this.hold(line, number);
    if (this.depth > 0) return this.size > MAX_HELD ? this.giveUp() : [];
    const [first] = this.held;
    const document = parse(this.held.map(({ text }) => text).join("\n"));
    if (document === undefined) return this.giveUp();
    this.held = [];
    this.size = 0;
    this.depth = 0;
    this.give(document, first?.at ?? number);
    return [];
  }

  /** The file ends; what is held was no document, or is a cut one. */
  rest(): Held[] {
    if (this.held.length > 0 && this.last) this.sinks.get(this.last)?.spoil("the last document in the file is cut");
    return this.giveUp();
  }

  end(): void {
    for (const reader of this.readers.values()) reader.end();
  }

  private hold(text: string, at: number): void {
    this.held.push({ text, at });
    this.size += text.length;
    this.depth += depthOf(text);
  }

  private giveUp(): Held[] {
    const { held } = this;
    this.inVain += this.size + held.length * LINE_COST;
    this.held = [];
    this.size = 0;
    this.depth = 0;
    return held;
  }

  private give(document: unknown, line: number): boolean {
    const format = this.last?.is(document) ? this.last : this.formatOf(document, line);
    if (!format) return false;
    let sink = this.sinks.get(format);
    if (!sink) {
      sink = this.sinkOf(format);
      this.sinks.set(format, sink);
    }
    this.last = format;
    if (format.shape === "json") format.read(document, sink, this.context);
    else this.readerOf(format, sink).take(document, line);
    return true;
  }

  private formatOf(document: unknown, line: number): JsonFormat | JsonLinesFormat | undefined {
    const [format, other] = this.formats.filter((f) => f.is(document));
    if (other) throw new CodedError("E_REPORT_AMBIGUOUS", `line ${line} could be ${format?.name} or ${other.name}`, { line });
    return format;
  }

  private readerOf(format: JsonLinesFormat, sink: Sink): JsonLinesReader {
    let reader = this.readers.get(format);
    if (!reader) {
      reader = format.reader(sink, this.context);
      this.readers.set(format, reader);
    }
    return reader;
  }
}

function isBlank(unit: number): boolean {
  return unit === 32 || unit === 9;
}

/** Whether the line ends with the bracket that closes the first one: parsing a line that is none takes long. */
function closes(line: string, first: number): boolean {
  let at = line.length - 1;
  while (isBlank(line.charCodeAt(at))) at--;
  return line.charCodeAt(at) === first + 2;
}

/** Whether a pretty-printed document may begin with this line: it ends where another line has to follow. */
function opensDocument(line: string): boolean {
  const last = line.trimEnd().at(-1);
  return last === "{" || last === "[" || last === ",";
}

/** Whether the line may be the second of a document. */
function mayFollow(line: string): boolean {
  return /^\s*(?:$|["{}[\]\d-]|true|false|null)/.test(line);
}

/** By how much the line is deeper at its end than at its beginning; strings are passed over. */
function depthOf(line: string): number {
  let depth = 0;
  let inString = false;
  for (let i = 0; i < line.length; i++) {
    const unit = line.charCodeAt(i);
    if (inString) {
      if (unit === 92 /* \ */) i++;
      else if (unit === 34 /* " */) inString = false;
    } else if (unit === 34) inString = true;
    else if (unit === 123 || unit === 91) depth++;
    else if (unit === 125 || unit === 93) depth--;
  }
  return depth;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
