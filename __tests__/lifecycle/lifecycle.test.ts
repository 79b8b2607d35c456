/**
 * The table of cases/*.md, carried out. `§5.7` is a numbered defect of other tools (facts/peers.md §5), `§6 noise` a
 * paragraph of their users' complaints (§6), `5.3` a line of issue 5.
 */
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readCases } from "./read.ts";
import { World } from "./world.ts";

const CASES = readCases(join(import.meta.dirname, "cases"));

const LINES = Array.from({ length: 11 }, (_, i) => `5.${i + 1}`);
const DEFECTS = Array.from({ length: 20 }, (_, i) => `§5.${i + 1}`);
const COMPLAINTS = [
  "duplicates",
  "closed wrongly",
  "never closed",
  "noise",
  "body",
  "permissions",
  "rate limits",
  "parsers",
  "benchmark noise",
  "tracker files",
].map((paragraph) => `§6 ${paragraph}`);

for (const chapter of new Set(CASES.map((c) => c.chapter))) {
  describe(chapter, () => {
    for (const one of CASES.filter((c) => c.chapter === chapter)) {
      it(`${one.id}: ${one.words}`, async () => {
        expect((await new World().live(one)).join("\n"), one.where).toBe("");
      });
    }
  });
}

describe("the table", () => {
  it("has at least 120 cases, each with a name of its own", () => {
    const ids = CASES.map((c) => c.id);
    expect(ids.length).toBeGreaterThanOrEqual(120);
    expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
  });

  it("covers every line of the issue, every defect and every complaint, and nothing else", () => {
    const covered = new Set(CASES.flatMap((c) => c.covers));
    expect([...covered].sort()).toEqual([...LINES, ...DEFECTS, ...COMPLAINTS].sort());
  });
});
