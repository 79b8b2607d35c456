/** Keeps the beginning and the end of a long text: the cause stands at one of them. */
import { own } from "./lines.ts";

/** No entry needs more of one failure than this many characters. */
export const MAX_DETAIL = 8_000;
const HEAD = 6_000;
const TAIL = MAX_DETAIL - HEAD;
/** A longer line is cut in its middle, so that one dump does not push out all else. */
const MAX_KEPT_LINE = 2_000;

/** Collects lines with bounded memory. */
export class Excerpt {
  private head: string[] = [];
  private headSize = 0;
  private tail: string[] = [];
  private tailSize = 0;
  private left = 0;

  add(line: string): void {
    const kept = line.length > MAX_KEPT_LINE ? shorten(line) : line;
    if (this.left === 0 && this.tail.length === 0 && this.headSize + kept.length < HEAD) {
      this.head.push(kept);
      this.headSize += kept.length + 1;
      return;
    }
    this.tail.push(kept);
    this.tailSize += kept.length + 1;
    while (this.tailSize > TAIL && this.tail.length > 1) {
      this.tailSize -= (this.tail.shift()?.length ?? 0) + 1;
      this.left++;
    }
  }

  /** Nothing more is to come: what is kept is copied out of the chunks of the file it was read from. */
  seal(): void {
    if (this.head.length > 0) this.head = own(this.head.join("\n")).split("\n");
    if (this.tail.length > 0) this.tail = own(this.tail.join("\n")).split("\n");
  }

  /** The lines kept, with a word for what was left out between them. */
  lines(): string[] {
    const middle = this.left > 0 ? [`… ${this.left} lines left out …`] : [];
    return [...this.head, ...middle, ...this.tail];
  }

  /** The text kept, without empty lines around it. */
  text(): string {
    return this.lines().join("\n").trim();
  }
}

/** The text cut to what an entry needs. */
export function excerpt(text: string): string {
  if (text.length <= MAX_DETAIL) return text.trim();
  return `${text.slice(0, HEAD)}\n… ${text.length - MAX_DETAIL} characters left out …\n${text.slice(-TAIL)}`.trim();
}

function shorten(line: string): string {
  const middle = `… ${line.length - MAX_KEPT_LINE + 100} characters left out …`;
  return `${line.slice(0, MAX_KEPT_LINE - 500)}${middle}${line.slice(-400)}`;
}
