import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { clip, clipBytes, clipLines } from "../../src/text/clip.ts";

const family = "👩‍👩‍👧‍👦";
const graphemes = (text: string): string[] =>
  [...new Intl.Segmenter("en", { granularity: "grapheme" }).segment(text)].map((s) => s.segment);
const hostile = fc
  .array(
    fc.oneof(
      fc.string({ unit: "grapheme" }),
      fc.constantFrom(family, "🇩🇪", "e\u0301", "日本", "\r\n", "  ", "क्षि", "\u{1f3f4}\u{e0067}\u{e0062}\u{e007f}"),
    ),
  )
  .map((parts) => parts.join(""));

/** Whether `head` is made of the first characters of `text`, apart from white space at its end. */
function isHead(head: string, text: string): boolean {
  let length = 0;
  for (const grapheme of graphemes(text)) {
    if (text.slice(0, length).trimEnd() === head) return true;
    length += grapheme.length;
  }
  return text.trimEnd() === head;
}

describe("cut to a length", () => {
  test("a text that fits is left as it is", () => {
    expect(clip("abc", 3)).toBe("abc");
    expect(clip("", 0)).toBe("");
    expect(clipBytes("äöü", 6)).toBe("äöü");
    expect(clipLines("a\nb\n", 4)).toBe("a\nb\n");
  });

  test("what is cut off is replaced by a sign, which counts", () => {
    expect(clip("abcdef", 4)).toBe("abc…");
    expect(clip("abc def", 5)).toBe("abc…");
    expect(clip("abcdef", 5, " [cut]")).toBe(" [cut");
    expect(clip("abcdef", 0)).toBe("");
  });

  test("a family, a flag or a letter with its accent is shown whole or not at all", () => {
    expect(clip(`ab${family}cd`, 8)).toBe("ab…");
    expect(clip(`ab${family}cd`, 14)).toBe(`ab${family}…`);
    expect(clip("🇩🇪🇫🇷🇮🇹", 8)).toBe("🇩🇪…");
    expect(clip("cafe\u0301s", 5)).toBe("caf…");
  });

  test("flags are not halved however many stand in a row", () => {
    for (let max = 1_000; max < 1_008; max++) expect(clip("🇩🇪".repeat(600), max)).toBe(`${"🇩🇪".repeat(Math.floor((max - 1) / 4))}…`);
  });

  test("a heap of marks is cut between code points rather than left out or kept whole", () => {
    expect(clip(`a${"\u0301".repeat(10_000)}`, 500)).toHaveLength(500);
    expect(clip(`👩${"\u{1f3fb}".repeat(1_000)}`, 500).isWellFormed()).toBe(true);
  });

  test("never longer than asked for, never in the middle of a character", () => {
    fc.assert(
      fc.property(hostile, fc.nat({ max: 60 }), (text, max) => {
        const cut = clip(text, max);
        expect(cut.length).toBeLessThanOrEqual(max);
        if (text.length <= max) expect(cut).toBe(text);
        else if (max > 0) expect(cut.endsWith("…") && isHead(cut.slice(0, -1), text)).toBe(true);
      }),
    );
  });
});

describe("cut to bytes", () => {
  test("a title keeps to Tracer's 500 bytes", () => {
    expect(Buffer.byteLength(clipBytes("日".repeat(400), 500))).toBe(165 * 3 + 3);
    expect(clipBytes("a".repeat(501), 500)).toBe(`${"a".repeat(497)}…`);
    expect(clipBytes("abc", 2)).toBe("");
  });

  test("never more bytes than asked for, never in the middle of a character", () => {
    fc.assert(
      fc.property(hostile, fc.nat({ max: 90 }), (text, max) => {
        const cut = clipBytes(text, max);
        expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(max);
        expect(cut.isWellFormed()).toBe(true);
        if (Buffer.byteLength(text) <= max) expect(cut).toBe(text);
        else if (max > 3) expect(cut.endsWith("…") && isHead(cut.slice(0, -1), text)).toBe(true);
      }),
    );
  });
});

describe("cut at the end of a line", () => {
  const log = Array.from({ length: 100 }, (_, i) => `line ${i + 1}`).join("\n");

  test("whole lines are kept, and the last line says how many are not", () => {
    expect(clipLines(log, 60)).toBe("line 1\nline 2\nline 3\nline 4\nline 5\n… 95 more lines left out");
    expect(clipLines(`${log}\n`, 60)).toBe(clipLines(log, 60));
    expect(clipLines("one\r\ntwo\r\n", 9)).toBe("one\r\ntwo…");
    expect(clipLines(log.replaceAll("\n", "\r\n"), 60)).toMatch(/^line 1\r\nline 2\r\nline 3\r\nline 4\n… 96 more lines left out$/);
  });

  test("a first line that is too long is cut inside", () => {
    expect(clipLines("a".repeat(100), 50)).toMatch(/^a+…\n… \d+ more characters left out$/);
    expect(clipLines(`${"a".repeat(100)}\nb\nc`, 50)).toBe(`${"a".repeat(25)}…\n… 2 more lines left out`);
    expect(clipLines(`${"a".repeat(100)}\r\nb`, 50)).toBe(`${"a".repeat(25)}…\n… 1 more line left out`);
  });

  test("where even the note does not fit, the text is cut like any other", () => {
    expect(clipLines("abc\ndef\nghi", 5)).toBe("abc…");
  });

  test("never longer than asked for, and the lines add up", () => {
    const lines = fc.array(fc.string({ maxLength: 12 }), { minLength: 1 }).map((l) => l.join("\n"));
    fc.assert(
      fc.property(lines, fc.nat({ max: 120 }), (text, max) => {
        const cut = clipLines(text, max);
        expect(cut.length).toBeLessThanOrEqual(max);
        const note = /^([\s\S]*)\n… (\d+) more lines? left out$/.exec(cut);
        if (!note || text.length <= max || note[1]?.endsWith("…")) return;
        const kept = note[1] ?? "";
        expect(text.startsWith(`${kept}\n`)).toBe(true);
        expect(kept.split("\n").length + Number(note[2])).toBe(text.replace(/\n$/, "").split("\n").length);
      }),
    );
  });
});

test("a long text takes no longer than a short one, whatever it is made of", () => {
  for (const part of ["a", "\u0301", "🇩🇪", `${family}\u200d`, "\n", "日", "\ud800"]) {
    const text = part.repeat(4_000_000 / part.length);
    const start = performance.now();
    clip(text, 3_000_000);
    clipBytes(text, 3_000_000);
    clipLines(text, 3_000_000);
    expect(performance.now() - start, JSON.stringify(part)).toBeLessThan(1_500);
  }
});
