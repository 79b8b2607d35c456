/**
 * A log in which several tools wrote one after another, or between each other's lines. Every line is offered to the
 * reader that took the last one, then to the others in the registry's order, until one takes it; lines that nobody
 * takes are the tools' small talk. JSON documents that stand on a line of their own are read by the JSON formats.
 */
import { CargoFrame } from "./cargo.ts";
import type { JsonFormat, LineFormat, LineReader, LogContext, ReadContext, Sink } from "./format.ts";
import { eachLine } from "./lines.ts";

interface Member {
  format: LineFormat | JsonFormat;
  reader: LineReader;
}

/** Reads a log. `sinkOf` gives each format a sink of its own, so that it is known which formats stand in the log. */
export function readLog(
  chunks: Iterable<string>,
  formats: { lines: readonly LineFormat[]; json: readonly JsonFormat[] },
  sinkOf: (format: LineFormat | JsonFormat) => Sink,
  context: ReadContext,
): void {
  const shared: LogContext = { ...context, cargo: new CargoFrame(context.called) };
  const members: Member[] = formats.lines.map((format) => ({ format, reader: format.reader(sinkOf(format), shared) }));
  const documents = new DocumentLines(formats.json, sinkOf, context);
  let last: LineReader | undefined;
  eachLine(chunks, (line, number, cut) => {
    if (last?.take(line, number, cut)) return;
    for (const { reader } of members) {
      if (reader !== last && reader.take(line, number, cut)) {
        last = reader;
        return;
      }
    }
    if (documents.take(line)) last = undefined;
  });
  for (const { reader } of members) reader.end();
}

/** JSON documents on lines of their own: `cargo audit --json` after its warnings, `cargo outdated --workspace` member by member. */
class DocumentLines {
  private readonly formats: readonly JsonFormat[];
  private readonly sinkOf: (format: JsonFormat) => Sink;
  private readonly context: ReadContext;
  private readonly sinks = new Map<JsonFormat, Sink>();
  /** How the last document began: `{"databa`. */
  private beginning = "\0";

  constructor(formats: readonly JsonFormat[], sinkOf: (format: JsonFormat) => Sink, context: ReadContext) {
    this.formats = formats;
    this.sinkOf = sinkOf;
    this.context = context;
  }

  take(line: string): boolean {
    const first = line.charCodeAt(0);
    if (first !== 123 /* { */ && first !== 91 /* [ */) return false;
    const document = parse(line);
    if (document === undefined) {
      // Documents follow one another, a line each: one that is cut takes what the others prove with it.
      if (line.startsWith(this.beginning))
        for (const sink of this.sinks.values()) sink.spoil("a further document in the file is not whole");
      return false;
    }
    const format = this.formats.find((f) => f.is(document));
    if (!format) return false;
    let sink = this.sinks.get(format);
    if (!sink) {
      sink = this.sinkOf(format);
      this.sinks.set(format, sink);
    }
    this.beginning = line.slice(0, 8);
    format.read(document, sink, this.context);
    return true;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
