/**
 * The table of cases/*.md, carried out. README.md says how to read it, and what `covers` means.
 */
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readCases, readThreads } from "./read.ts";
import { World } from "./world.ts";

const CASES = readCases(join(import.meta.dirname, "cases"));
const THREADS = readThreads(join(import.meta.dirname, "README.md"));

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
    const whole = CASES.flatMap((c) => c.covers).map((name) => name.replace(/:.*/, ""));
    expect([...new Set(whole)].sort()).toEqual([...LINES, ...DEFECTS, ...COMPLAINTS].sort());
  });

  it("shows what went wrong in every thread that people wrote, or says why it does not", () => {
    const shown = new Set(CASES.flatMap((c) => c.covers).filter((name) => name.includes(":")));
    const unknown = [...shown].filter((name) => !THREADS.some((t) => t.name === name));
    const missing = THREADS.filter((t) => t.because === "" && !shown.has(t.name)).map((t) => t.name);
    expect({ unknown, missing }).toEqual({ unknown: [], missing: [] });
    expect(THREADS.length).toBeGreaterThan(100);
  });
});
