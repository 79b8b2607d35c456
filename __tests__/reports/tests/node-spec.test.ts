/** node:test's spec reporter: signs, names, and the list of failures at the end. */
import { describe, expect, it } from "vitest";
import { bytesOf, fixture, named, reading, readingOf } from "../reading.ts";
import { countsOf, expectNoMoreWhenCut, expectReadableWhenDamaged } from "./cutting.ts";

const SAMPLES: [file: string, counts: string, reason: RegExp | null][] = [
  ["node24-default-piped.txt", "13 = 4 passed, 5 failed, 0 errors, 4 skipped", null],
  ["spec-all.txt", "15 = 4 passed, 7 failed, 0 errors, 4 skipped", /b\.test\.js names no test of its own/],
  ["dot-all.txt", "0 = 0 passed, 0 failed, 0 errors, 0 skipped", /dot reporter/],
];

describe("samples of node's reporters", () => {
  it.each(SAMPLES)("%s", (file, counts, reason) => {
    const read = reading(fixture("node-test", file));
    expect(read.report.format).toBe("node-test");
    expect(countsOf(read)).toBe(counts);
    expect(read.report.complete).toBe(reason === null);
    if (reason) expect(read.report.reason).toMatch(reason);
    expectNoMoreWhenCut(bytesOf("node-test", file));
    expectReadableWhenDamaged(bytesOf("node-test", file));
  });

  it("spec and TAP of one file name the same tests", () => {
    const spec = reading(fixture("node-test", "node24-default-piped.txt")).observations;
    const tap = reading(fixture("node-test", "node24-tap-a.txt")).observations;
    const plain = (names: string[]): string[] => names.map((name) => name.replace(/\n|\\n/, " "));
    expect(plain(named(spec, "test", "passed", "skipped"))).toEqual(plain(named(tap, "test", "passed", "skipped")));
    expect(plain(named(spec, "test", "failed", "error"))).toEqual(plain(named(tap, "test", "failed", "error")));
  });

  it("a failure has its place and its trace from the list at the end", () => {
    const found = reading(fixture("node-test", "spec-all.txt")).observations.find((o) => o.name === "child fails");
    expect(found).toMatchObject({ suite: "parent", message: "Error: multi", file: "node-t/a.test.js", line: 8 });
    expect(found?.detail).toContain("at TestContext.<anonymous>");
  });
});

const COUNTS = "ℹ tests 2\nℹ suites 1\nℹ pass 1\nℹ fail 1\nℹ duration_ms 5.5\n";
const RUN = `▶ cart\n  ✔ adds (0.5ms)\n  ✖ rounds (0.25ms)\n✖ cart (1.5ms)\n${COUNTS}`;

describe("node's signs", () => {
  it("what has subtests is no test, and no second failure", () => {
    const { observations, report } = readingOf(`${RUN}\n✖ failing tests:\n\ntest at a.test.js:3:1\n✖ rounds (0.25ms)\n  Error: x\n`);
    expect(named(observations, "test", "failed")).toEqual(["cart › rounds"]);
    expect(named(observations, "test", "passed")).toEqual(["cart › adds"]);
    expect(report.complete).toBe(true);
  });

  it("fewer tests than counted are not complete, nor are counts that are cut", () => {
    expect(readingOf(RUN.replace("  ✔ adds (0.5ms)\n", "")).report.reason).toMatch(/lists 2 of the 3/);
    expect(readingOf(RUN.replace(COUNTS, "")).report.complete).toBe(false);
  });

  it.each([
    ["✔ adds (0.5ms) # TODO", "skipped"],
    ["✖ adds (0.5ms) # not yet", "skipped"],
    ["﹣ adds (0.5ms) # SKIP", "skipped"],
    ["⚠ adds (0.5ms) # later", "skipped"],
    ["✔ adds (0.5ms)", "passed"],
    ["✖ adds (0.5ms)", "failed"],
  ])("%s", (line, outcome) => {
    expect(readingOf(`${line}\nℹ tests 1\nℹ suites 0\nℹ duration_ms 5.5\n`).observations).toMatchObject([
      { outcome, name: "adds", suite: "test" },
    ]);
  });

  it("mocha's signs are not node's", () => {
    expect(readingOf("  cart\n    ✔ adds\n    ✔ rounds (52ms)\n\n  2 passing (60ms)\n").report.format).not.toBe("node-test");
  });

  it("reads hostile lines in linear time", () => {
    const text = `✔ adds (0.5ms)\n✔ ${" (1.5ms) # ".repeat(50_000)}\n${" ".repeat(500_000)}✖ x\n▶ ${"x".repeat(100_000)}\nℹ tests ${"9".repeat(100_000)}\n`;
    expect(readingOf(text).report.complete).toBe(false);
  });
});
