/**
 * Cuts text to a length without breaking what a reader sees as one character. Lengths are UTF-16 code units unless a
 * function says bytes. Mask first: a secret cut in two is no longer recognised.
 */

/** How far back from a cut a certain boundary is looked for. */
const WINDOW = 256;
/** Longer than any emoji sequence in use; a longer "character" is a heap of marks and is cut between code points. */
const LONGEST = 64;

let segmenter: Intl.Segmenter | undefined;

/** At most `max` units; what is cut off is replaced by `word`, which counts. */
export function clip(text: string, max: number, word = "…"): string {
  if (text.length <= max) return text;
  const room = max - word.length;
  if (room <= 0) return word.slice(0, Math.max(0, max));
  return text.slice(0, boundary(text, room)).trimEnd() + word;
}

/** At most `maxBytes` bytes of UTF-8; what is cut off is replaced by `word`, which counts. */
export function clipBytes(text: string, maxBytes: number, word = "…"): string {
  // A unit is at most three bytes, so a short text needs no count and a long one no copy.
  if (text.length * 3 <= maxBytes) return text;
  if (text.length <= maxBytes && Buffer.byteLength(text) <= maxBytes) return text;
  const room = maxBytes - Buffer.byteLength(word);
  if (room <= 0) return fitting(word, maxBytes);
  const units = fitting(text, room).length;
  return text.slice(0, boundary(text, units)).trimEnd() + word;
}

/**
 * At most `max` units, cut at the end of a line, with a last line that says how much was left out. A first line that
 * is too long by itself is cut inside.
 */
export function clipLines(text: string, max: number): string {
  if (text.length <= max) return text;
  const total = lineCount(text);
  const room = max - note(total, "line").length - 1;
  if (room <= 0) return clip(text, max);
  // The newline right after the last unit that fits still ends a line that fits.
  const end = text.lastIndexOf("\n", room);
  if (end > 0) {
    const kept = text.slice(0, end);
    return `${kept.endsWith("\r") ? kept.slice(0, -1) : kept}\n${note(lineCount(text.slice(end + 1)), "line")}`;
  }
  if (total > 1) return `${clip(text.slice(0, text.indexOf("\n")).trimEnd(), room)}\n${note(total - 1, "line")}`;
  const head = clip(text, max - note(text.length, "character").length - 1);
  return `${head}\n${note(text.length - head.length + 1, "character")}`;
}

function note(count: number, unit: string): string {
  return `… ${count} more ${unit}${count === 1 ? "" : "s"} left out`;
}

/** Lines of a text; a newline at its end begins no line. */
function lineCount(text: string): number {
  let count = 1;
  for (let at = text.indexOf("\n"); at !== -1 && at < text.length - 1; at = text.indexOf("\n", at + 1)) count++;
  return count;
}

/** The longest beginning of `text` that fits into `bytes` of UTF-8, never half a surrogate pair. */
function fitting(text: string, bytes: number): string {
  const target = new Uint8Array(Math.max(0, bytes));
  return text.slice(0, new TextEncoder().encodeInto(text.slice(0, target.length), target).read);
}

/** The last boundary between graphemes at or before `at`. Only the text near `at` is looked at. */
function boundary(text: string, at: number): number {
  const least = Math.max(0, at - WINDOW);
  let from = at;
  // Between two characters of printable ASCII there always is a boundary; what stands before cannot change it.
  while (from > least && !(isAscii(text, from - 1) && isAscii(text, from))) from--;
  if (isInsidePair(text, from)) from--;
  // Flags are pairs, so in a row of them everything hangs on where the row begins.
  while (from < at && isFlagHalf(text, from - 2)) from -= 2;
  if (from === at) return at;
  segmenter ??= new Intl.Segmenter("en", { granularity: "grapheme" });
  const index = segmenter.segment(text.slice(from, at + WINDOW)).containing(at - from)?.index ?? 0;
  if (index > 0 || at - from <= LONGEST) return from + index;
  return isInsidePair(text, at) ? at - 1 : at;
}

function isAscii(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  return unit >= 0x20 && unit < 0x7f;
}

function isInsidePair(text: string, at: number): boolean {
  return (text.charCodeAt(at) & 0xfc00) === 0xdc00 && (text.charCodeAt(at - 1) & 0xfc00) === 0xd800;
}

function isFlagHalf(text: string, at: number): boolean {
  const low = text.charCodeAt(at + 1);
  return text.charCodeAt(at) === 0xd83c && low >= 0xdde6 && low <= 0xddff;
}
