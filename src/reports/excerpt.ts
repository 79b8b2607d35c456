/** Keeps the beginning and the end of a long text: the cause stands at one of them. */

/** No entry needs more of one failure than this many characters. */
export const MAX_DETAIL = 8_000;
const HEAD = 6_000;

/** Collects lines with bounded memory. */
export class Excerpt {
  private readonly head: string[] = [];
  private headSize = 0;
  private tail: string[] = [];
  private tailSize = 0;
  private left = 0;

  add(line: string): void {
    if (this.left === 0 && this.tail.length === 0 && this.headSize + line.length < HEAD) {
      this.head.push(line);
      this.headSize += line.length + 1;
      return;
    }
    const kept = line.length > MAX_DETAIL - HEAD ? line.slice(0, MAX_DETAIL - HEAD) : line;
    this.tail.push(kept);
    this.tailSize += kept.length + 1;
    while (this.tailSize > MAX_DETAIL - HEAD && this.tail.length > 1) {
      this.tailSize -= (this.tail.shift()?.length ?? 0) + 1;
      this.left++;
    }
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
  return `${text.slice(0, HEAD)}\n… ${text.length - MAX_DETAIL} characters left out …\n${text.slice(HEAD - MAX_DETAIL)}`.trim();
}
