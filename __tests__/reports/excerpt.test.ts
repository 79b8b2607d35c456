import fc from "fast-check";
import { expect, test } from "vitest";
import { Excerpt, excerpt, MAX_DETAIL } from "../../src/reports/excerpt.ts";

const of = (lines: readonly string[]): Excerpt => {
  const kept = new Excerpt();
  for (const line of lines) kept.add(line);
  return kept;
};

test("a short text is kept as it is, without empty lines around it", () => {
  const kept = of(["", "first", "", "last", ""]);
  expect(kept.lines()).toEqual(["", "first", "", "last", ""]);
  expect(kept.text()).toBe("first\n\nlast");
});

test("of a long text the beginning and the end are kept, and how much is left out", () => {
  const lines = Array.from({ length: 5_000 }, (_, i) => `line ${i}`);
  const text = of(lines).text();
  expect(text.startsWith("line 0\nline 1\n")).toBe(true);
  expect(text.endsWith("line 4998\nline 4999")).toBe(true);
  const left = Number(/… (\d+) lines left out …/.exec(text)?.[1]);
  expect(text.split("\n").length - 1 + left).toBe(5_000);
});

test("one very long line keeps its beginning and its end, and what stands around it", () => {
  const text = of(["before", `<${"x".repeat(1e6)}>`, "after"]).text();
  expect(text).toMatch(/^before\n<x+… \d+ characters left out …x+>\nafter$/);
  expect(text.length).toBeLessThan(3_000);
});

test("nothing makes it larger than its bound, and no line is lost without a word", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(3_000), { maxLength: 60 }), (sizes) => {
      const kept = of(sizes.map((size, i) => `${i}:${"y".repeat(size)}`));
      expect(kept.text().length).toBeLessThan(MAX_DETAIL + 100);
      const left = Number(/… (\d+) lines left out …/.exec(kept.text())?.[1] ?? 0);
      const lines = kept.lines().filter((l) => !/ lines left out …$/.test(l));
      expect(lines.length + left).toBe(sizes.length);
    }),
  );
});

test("sealing changes nothing", () => {
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[ -~]{0,400}$/), { maxLength: 80 }), (lines) => {
      const kept = of(lines);
      const before = kept.lines();
      kept.seal();
      expect(kept.lines()).toEqual(before);
    }),
  );
});

test("a text in one piece is cut to the same bound", () => {
  expect(excerpt("  short\n")).toBe("short");
  const cut = excerpt(`a${"x".repeat(50_000)}z`);
  expect(cut).toMatch(/^ax+\n… 42002 characters left out …\nx+z$/);
  expect(cut.length).toBeLessThan(MAX_DETAIL + 100);
});
