/**
 * A log in which several tools wrote one after another, or between each other's lines. Every line is offered to the
 * readers of lines; those that nobody takes are the tools' small talk. JSON documents in between, on a line of their
 * own or pretty-printed over several, are read by the JSON formats.
 */
import { CargoFrame } from "./builds/cargo.ts";
import { Documents, type Held } from "./documents.ts";
import type { JsonFormat, JsonLinesFormat, LineFormat, LogContext, ReadContext, Sink } from "./format.ts";
import { LineReaders } from "./line-readers.ts";
import { eachLine } from "./lines.ts";

export interface LogFormats {
  lines: readonly LineFormat[];
  json: readonly (JsonFormat | JsonLinesFormat)[];
}

/** Reads a log. `sinkOf` gives each format a sink of its own, so that it is known which formats stand in the log. */
export function readLog(
  chunks: Iterable<string>,
  formats: LogFormats,
  sinkOf: (format: LineFormat | JsonFormat | JsonLinesFormat) => Sink,
  context: ReadContext,
): void {
  const shared: LogContext = { ...context, cargo: new CargoFrame(context.called) };
  const readers = new LineReaders(formats.lines, sinkOf, shared);
  const documents = new Documents(formats.json, sinkOf, context);
  let wasDocument = false;
  const offer = (line: string, number: number, cut: boolean, isText: boolean): void => {
    if (wasDocument && !isText && documents.take(line, number, cut)) return;
    if (readers.take(line, number, cut)) wasDocument = false;
    else if (!wasDocument && !isText && documents.take(line, number, cut)) {
      wasDocument = true;
      readers.pass();
    }
  };
  // What began like a document and was none is read again, its first line as text.
  const again = (held: Held[]): void => {
    for (let left = held; left.length > 0; ) {
      const [first, ...others] = left;
      if (first) offer(first.text, first.at, false, true);
      left = [];
      for (const [i, { text, at }] of others.entries()) {
        if (documents.isOpen) left = documents.more(text, at);
        else offer(text, at, false, false);
        if (left.length > 0) {
          left = [...left, ...others.slice(i + 1)];
          break;
        }
      }
    }
  };
  shared.unended = eachLine(chunks, (line, number, cut) => {
    if (documents.isOpen) again(documents.more(line, number));
    else offer(line, number, cut, false);
  });
  while (documents.isOpen) again(documents.rest());
  readers.end();
  documents.end();
}
