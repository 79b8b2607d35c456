/**
 * The line readers of one log. A line is offered to the reader that took the last one, then to the others in the
 * registry's order, until one takes it. Of these only those are asked that are inside something, and those whose format
 * may begin with such a line: most lines of a log are small talk, and mean nothing to most readers.
 */
import type { Glance, LineFormat, LineReader, LogContext, Sink } from "./format.ts";
import { BEYOND_ASCII } from "./format.ts";
import { placeOf } from "./lints/place.ts";

export class LineReaders {
  private readonly formats: readonly LineFormat[];
  private readonly readers: readonly LineReader[];
  /** 1 for each reader that is asked about every line. */
  private readonly busy: Uint8Array;
  /** 1 for each idle reader that is asked about lines of a look, by look; filled as such lines come. */
  private readonly minding = new Map<number, Uint8Array>();
  /** Who took the last line; -1 for none of these readers. */
  private last = -1;

  constructor(formats: readonly LineFormat[], sinkOf: (format: LineFormat) => Sink, context: LogContext) {
    this.formats = formats;
    this.readers = formats.map((format) => format.reader(sinkOf(format), context));
    this.busy = Uint8Array.from(formats, ({ minds }) => (minds ? 0 : 1));
  }

  take(line: string, number: number, cut: boolean): boolean {
    const { readers, busy, last } = this;
    if (readers[last]?.take(line, number, cut)) return true;
    const minding = this.mindingOf(line);
    for (let i = 0; i < busy.length; i++) {
      if ((busy[i] === 0 && minding[i] === 0) || i === last) continue;
      const taken = readers[i]?.take(line, number, cut) ?? false;
      this.look(i);
      if (!taken) continue;
      this.look(last);
      this.last = i;
      return true;
    }
    return false;
  }

  /** Somebody else took the last line. */
  pass(): void {
    this.look(this.last);
    this.last = -1;
  }

  end(): void {
    for (const reader of this.readers) reader.end();
  }

  /** Notes whether the reader is idle now. Of the one that took the last line it need not be known: it is asked anyway. */
  private look(index: number): void {
    if (this.formats[index]?.minds) this.busy[index] = this.readers[index]?.idle === false ? 1 : 0;
  }

  private mindingOf(line: string): Uint8Array {
    const indented = isBlank(line.charCodeAt(0));
    let at = 0;
    while (isBlank(line.charCodeAt(at))) at++;
    const first = sortOf(line.charCodeAt(at));
    const last = sortOf(line.charCodeAt(line.length - 1));
    const place = placeOf(line) !== undefined;
    const look = ((first * SORTS + last) * 2 + (indented ? 1 : 0)) * 2 + (place ? 1 : 0);
    let minding = this.minding.get(look);
    if (!minding) {
      const glance: Glance = { first: characterOf(first), last: characterOf(last), indented, place };
      minding = Uint8Array.from(this.formats, ({ minds }) => (minds?.(glance) ? 1 : 0));
      this.minding.set(look, minding);
    }
    return minding;
  }
}

/** ASCII, all else, and nothing at all. */
const SORTS = 130;

function sortOf(unit: number): number {
  return unit < 128 ? unit : unit >= 128 ? 128 : 129;
}

function characterOf(sort: number): string {
  return sort === 129 ? "\n" : sort === 128 ? BEYOND_ASCII : String.fromCharCode(sort);
}

function isBlank(unit: number): boolean {
  return unit === 32 || unit === 9;
}
