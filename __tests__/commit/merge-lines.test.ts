import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { mergeLines } from "../../src/commit/merge-lines.ts";

const FILE = ".trace/issues.jsonl";
const entry = (id: string, value: string | number) => `${JSON.stringify({ id, value })}\n`;

/** Entries by id; what a side did to them. */
const entries = fc.dictionary(fc.constantFrom("a", "b", "c", "d", "e", "f", "g", "h"), fc.integer({ min: 0, max: 3 }));
const text = (all: Record<string, number>) =>
  Object.keys(all)
    .sort()
    .map((id) => entry(id, all[id] ?? 0))
    .join("");

describe("bringing the people's and our version of a file together", () => {
  test("each entry is as the people left it if they touched it, else as we left it; nothing else comes or goes", () => {
    fc.assert(
      fc.property(entries, entries, entries, (before, people, ours) => {
        const merged = mergeLines(FILE, text(before), text(people), text(ours)) ?? "";
        const expected: Record<string, number> = {};
        for (const id of new Set([...Object.keys(before), ...Object.keys(people), ...Object.keys(ours)])) {
          const value = people[id] === before[id] ? ours[id] : people[id];
          if (value !== undefined) expected[id] = value;
        }
        const lines = merged.split("\n").filter((line) => line !== "");
        expect(Object.fromEntries(lines.map((line) => Object.values(JSON.parse(line) as object)))).toEqual(expected);
        expect(lines).toHaveLength(Object.keys(expected).length);
      }),
      { numRuns: 500 },
    );
  });

  test("where only one side did something, its bytes are the result", () => {
    const any = fc.oneof(entries.map(text), fc.string(), fc.constant(null));
    fc.assert(
      fc.property(any, any, fc.constantFrom(FILE, "notes.md"), (before, changed, path) => {
        expect(mergeLines(path, before, changed, before)).toBe(changed);
        expect(mergeLines(path, before, before, changed)).toBe(changed);
        expect(mergeLines(path, before, changed, changed)).toBe(changed);
      }),
    );
  });

  test("the people's order stays, and what we added stands where we put it", () => {
    const before = entry("b", 1) + entry("d", 1);
    const ours = entry("a", 1) + entry("b", 1) + entry("c", 1) + entry("d", 1) + entry("e", 1);
    const people = entry("d", 2) + entry("b", 1);
    expect(mergeLines(FILE, before, people, ours)).toBe(entry("a", 1) + entry("d", 2) + entry("e", 1) + entry("b", 1) + entry("c", 1));
  });

  test("a last line without its end gets one only where something follows it", () => {
    const before = entry("a", 1);
    expect(mergeLines(FILE, before, entry("a", 2).trimEnd(), before + entry("b", 1))).toBe(entry("a", 2) + entry("b", 1));
    expect(mergeLines(FILE, before, before + entry("b", 1).trimEnd(), entry("a", 2))).toBe(entry("a", 2) + entry("b", 1).trimEnd());
  });

  test("lines of the ledger are told apart by fingerprint, and CRLF stays", () => {
    const line = (fingerprint: string, n: number) => `{"fingerprint":"${fingerprint}","n":${n}}\r\n`;
    expect(mergeLines("x.jsonl", line("a", 1), line("a", 2), line("a", 1) + line("b", 1))).toBe(line("a", 2) + line("b", 1));
  });

  test.each([
    ["a line that is no entry", `${entry("a", 1)}<<<<<<< HEAD\n`],
    ["an id that stands twice", entry("a", 1) + entry("a", 2)],
    ["a blank line", `${entry("a", 1)}\n`],
    ["no file", null],
  ])("%s in the people's version: theirs stands as it is, and whoever reads it says so", (_, people) => {
    expect(mergeLines(FILE, entry("z", 1), people, entry("z", 2))).toBe(people);
  });

  test("a file of another kind that both changed is the people's", () => {
    expect(mergeLines("task-1.md", "one\n", "two\n", "three\n")).toBe("two\n");
  });

  test("a hundred thousand entries take no longer than reading them", () => {
    const all = (value: number, from = 0) =>
      Array.from({ length: 100_000 }, (_, i) => entry(`e${String(i + from).padStart(7, "0")}`, value)).join("");
    const started = performance.now();
    const merged = mergeLines(FILE, all(1), all(1, 50_000), all(2));
    expect(merged?.length).toBe(all(1).length);
    expect(performance.now() - started).toBeLessThan(3_000);
  });
});
