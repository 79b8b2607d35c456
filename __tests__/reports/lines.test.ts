import fc from "fast-check";
import { expect, test } from "vitest";
import { eachLine, MAX_LINE, own } from "../../src/reports/lines.ts";

const linesOf = (...chunks: string[]): string[] => {
  const lines: string[] = [];
  eachLine(chunks, (line) => lines.push(line));
  return lines;
};
const STAMP = "2026-08-22T10:11:12.1234567Z ";

test("lines end with LF or CRLF, the last one with or without", () => {
  expect(linesOf("a\nb\n")).toEqual(["a", "b"]);
  expect(linesOf("a\r\nb\r\n\r\nc")).toEqual(["a", "b", "", "c"]);
  expect(linesOf("")).toEqual([]);
  expect(linesOf("\n\n")).toEqual(["", ""]);
});

test("what a carriage return overwrites is a line of its own, under the same number", () => {
  const lines: [string, number][] = [];
  eachLine(["one\n 10 %\r 50 %\r\u001b[2Kdone\r\r\nthree\r"], (line, number) => lines.push([line, number]));
  expect(lines).toEqual([
    ["one", 1],
    [" 10 %", 2],
    [" 50 %", 2],
    ["done", 2],
    ["three", 3],
  ]);
});

test("chunks may end anywhere", () => {
  const text = `${STAMP}a\u001b[31mred\u001b[0m\r\n\ufeff${STAMP}\r\nläng\u009b1mer\n${STAMP}x\ry`;
  const whole = linesOf(text);
  expect(whole).toEqual(["ared", "", "länger", "x", "y"]);
  fc.assert(
    fc.property(fc.array(fc.nat(text.length), { maxLength: 12 }), (cuts) => {
      const at = [0, ...cuts.sort((a, b) => a - b), text.length];
      expect(linesOf(...at.slice(1).map((to, i) => text.slice(at[i], to)))).toEqual(whole);
    }),
  );
});

test("a byte order mark is dropped at the beginning of any line: the runner writes one a page", () => {
  expect(linesOf("\ufeffa\n\ufeffb\nc\ufeffd\n")).toEqual(["a", "b", "c\ufeffd"]);
});

test("GitHub's time stamps are dropped, where the first line has one", () => {
  expect(linesOf(`${STAMP}a\n${STAMP}\n${STAMP}   b\nsecond line of one write\n`)).toEqual(["a", "", "   b", "second line of one write"]);
  expect(linesOf(`\n${STAMP}a\n`)).toEqual(["", "a"]);
});

test("a stamp in a log that has none at its beginning is somebody's output", () => {
  expect(linesOf(`a\n${STAMP}b\n`)).toEqual(["a", `${STAMP}b`]);
  expect(linesOf("2026-08-22T10:11:12Z a\n")).toEqual(["2026-08-22T10:11:12Z a"]);
});

test("a line longer than the bound is cut and says so, and the lines after it are whole", () => {
  const seen: [number, boolean][] = [];
  const chunk = "x".repeat(1024 * 1024);
  eachLine([...Array.from({ length: 20 }, () => chunk), "\nb\n"], (line, _, cut) => seen.push([line.length, cut]));
  expect(seen).toEqual([
    [MAX_LINE, true],
    [1, false],
  ]);
});

test("a hundred thousand carriage returns or escapes in one line take no time to speak of", () => {
  for (const bad of ["\r", "\r\r", "\u001b", "\u001b[", "\u009b", "\u001b]", "\ufeff", "a\r"]) {
    const began = performance.now();
    linesOf(`${bad.repeat(1e5)}\n`);
    expect(performance.now() - began).toBeLessThan(1_000);
  }
});

test("text that is kept is the same text", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(own(text)).toBe(text);
    }),
  );
});
