/** TAP of many tools: what a point is called, what it came to, and what makes a stream whole. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Observation, Outcome, Part } from "../../../src/model.ts";
import type { LogContext, Sink } from "../../../src/reports/format.ts";
import { tap } from "../../../src/reports/tests/tap.ts";
import { bytesOf, fixture, named, reading, readingOf } from "../reading.ts";
import { countsOf, expectNoMoreWhenCut, expectReadableWhenDamaged } from "./cutting.ts";

const SAMPLES: [file: string, counts: string, reason: RegExp | null][] = [
  ["tap/ava-tap.txt", "6 = 2 passed, 2 failed, 0 errors, 2 skipped", null],
  ["tap/bats-tap.txt", "3 = 1 passed, 1 failed, 0 errors, 1 skipped", null],
  ["tap/bats-tap13.txt", "3 = 1 passed, 1 failed, 0 errors, 1 skipped", null],
  ["tap/mocha-tap.txt", "14 = 4 passed, 7 failed, 0 errors, 3 skipped", null],
  ["tap/mocha-tap13.txt", "14 = 4 passed, 7 failed, 0 errors, 3 skipped", null],
  ["tap/node-tap-raw.txt", "4 = 1 passed, 1 failed, 0 errors, 2 skipped", /bailed out: out of disk/],
  ["tap/node-tap-run-tap.txt", "1 = 0 passed, 1 failed, 0 errors, 0 skipped", /names no test of its own/],
  ["tap/perl-died.txt", "1 = 1 passed, 0 failed, 0 errors, 0 skipped", /1 of the 3 points/],
  ["tap/perl-prove-v.txt", "5 = 1 passed, 2 failed, 0 errors, 2 skipped", null],
  ["tap/perl-raw.txt", "5 = 1 passed, 2 failed, 0 errors, 2 skipped", null],
  ["tap/tape-plan-not-met.txt", "2 = 1 passed, 1 failed, 0 errors, 0 skipped", null],
  ["tap/tape.txt", "4 = 1 passed, 2 failed, 0 errors, 1 skipped", /no plan/],
  ["tap/vitest-tap.txt", "15 = 6 passed, 7 failed, 0 errors, 2 skipped", /names no test of its own/],
  ["tap/vitest-tap-flat.txt", "15 = 6 passed, 7 failed, 0 errors, 2 skipped", /names no test of its own/],
  ["node-test/tap-a.txt", "13 = 3 passed, 3 failed, 3 errors, 4 skipped", null],
  ["node-test/tap-all.txt", "15 = 4 passed, 4 failed, 3 errors, 4 skipped", /names no test of its own/],
  ["node-test/node24-tap-a.txt", "13 = 4 passed, 5 failed, 0 errors, 4 skipped", null],
  ["node-test/exit-only-tap.txt", "1 = 1 passed, 0 failed, 0 errors, 0 skipped", /exit\.test\.js names no test of its own/],
];

describe("samples of TAP", () => {
  it.each(SAMPLES)("%s", (file, counts, reason) => {
    const read = reading(fixture(...file.split("/")));
    expect(read.report.format).toBe("tap");
    expect(countsOf(read)).toBe(counts);
    expect(read.report.complete).toBe(reason === null);
    if (reason) expect(read.report.reason).toMatch(reason);
  });

  it.each(SAMPLES)("%s shows no more when it is cut, and is readable when damaged", (file) => {
    const bytes = bytesOf(...file.split("/"));
    expectNoMoreWhenCut(bytes);
    expectReadableWhenDamaged(bytesOf(...file.split("/")));
  });

  it("vitest's nested and flat TAP name the same tests", () => {
    const nested = reading(fixture("tap", "vitest-tap.txt")).observations;
    const flat = reading(fixture("tap", "vitest-tap-flat.txt")).observations;
    expect(named(nested, "test", "failed", "passed", "skipped")).toEqual(named(flat, "test", "failed", "passed", "skipped"));
  });

  it("node's TAP and its JUnit name a test alike where neither knows its file", () => {
    const passes = named(reading(fixture("node-test", "tap-a.txt")).observations, "test", "passed");
    const junit = named(reading(fixture("junit-node-test", "node20.xml")).observations, "test", "passed");
    expect(passes.filter((name) => !junit.includes(name))).toEqual([]);
  });
});

const HEAD = "TAP version 14\n";

describe("a point", () => {
  it.each([
    ["ok 1 - adds", "passed", "adds"],
    ["ok 1 adds", "passed", "adds"],
    ["not ok 1 - adds", "failed", "adds"],
    ["ok 1 - adds # SKIP no network", "skipped", "adds"],
    ["not ok 1 adds # skip no network", "skipped", "adds"],
    ["not ok 1 - adds # TODO later", "skipped", "adds"],
    ["ok 1 - adds # todo", "skipped", "adds"],
    ["ok 1 - should # equal", "passed", "should # equal"],
    ["ok 1 - hash \\# and slash \\\\", "passed", "hash # and slash \\"],
    ["ok - adds", "passed", "adds"],
    ["ok 1 - adds # time=15.6ms", "passed", "adds"],
  ])("%s", (line, outcome, name) => {
    expect(readingOf(`${HEAD}1..1\n${line}\n`).observations).toMatchObject([{ outcome, name }]);
  });

  it("has its message, its detail and its place from the YAML below it", () => {
    const { observations } = readingOf(
      `${HEAD}not ok 1 - adds\n  ---\n  message: "1 is not 2"\n  at:\n    fileName: test/a.js\n    lineNumber: 7\n  ...\n1..1\n`,
    );
    expect(observations).toMatchObject([{ message: "1 is not 2", file: "test/a.js", line: 7 }]);
  });

  it("of a subtest belongs to it, and the subtest is no second failure", () => {
    const { observations, report } = readingOf(
      `${HEAD}# Subtest: cart\n    ok 1 - adds\n    not ok 2 - removes\n    1..2\nnot ok 1 - cart\n1..1\n`,
    );
    expect(named(observations, "test", "failed", "error")).toEqual(["cart › removes"]);
    expect(report).toMatchObject({ complete: true, counts: { total: 2, passed: 1, failed: 1 } });
  });

  it("with subtests that all passed fails as a whole", () => {
    const { observations } = readingOf(`${HEAD}# Subtest: cart\n    ok 1 - adds\n    1..1\nnot ok 1 - cart\n1..1\n`);
    expect(observations.filter((o) => o.outcome === "failed")).toMatchObject([{ suite: "cart", name: "", whole: true }]);
  });
});

describe("a stream", () => {
  it("whose last point may be cut believes no pass of it and is not complete", () => {
    const observed: Observation[] = [];
    const part: Part = { kind: "test", state: "broken", extent: { units: [] }, provesAbsence: true };
    const counted: Outcome[] = [];
    const sink = { part: () => part, observe: (o: Observation) => observed.push(o), count: (outcome: Outcome) => counted.push(outcome) };
    const context = { path: (path: string) => path, unended: true };
    const reader = tap.reader(sink as unknown as Sink, context as unknown as LogContext);
    for (const [i, line] of ["1..2", "ok 1 - a", "ok 2 - b # sk"].entries()) reader.take(line, i + 1, false);
    reader.end();
    expect(named(observed, "test", "passed")).toEqual(["a"]);
    expect(counted).toEqual(["passed"]);
    expect(part.state).toBe("partial");
  });

  it.each([
    ["without a plan", "ok 1 - a\n", /no plan/],
    ["with fewer points than planned", "1..3\nok 1 - a\n", /1 of the 3/],
    ["with more points than planned", "1..1\nok 1 - a\nok 2 - b\n", /2 of the 1/],
    ["that bailed out", "1..2\nok 1 - a\nok 2 - b\nBail out! disk full\n", /bailed out: disk full/],
    ["whose subtest lacks points", "# Subtest: s\n    1..2\n    ok 1 - a\nok 1 - s\n1..1\n", /a subtest has 1 of the 2/],
    ["that plans none and does not say why", "1..0\n", /plans no test/],
  ])("%s is not complete", (_, text, reason) => {
    const { report } = readingOf(HEAD + text);
    expect(report.complete).toBe(false);
    expect(report.reason).toMatch(reason);
  });

  it("that skips all on purpose is complete, and proves nothing absent", () => {
    const { report } = readingOf("1..0 # SKIP no database here\n");
    expect(report.complete).toBe(true);
    expect(report.parts[0]?.provesAbsence).toBe(false);
  });

  it("after another one is judged by itself", () => {
    const { report } = readingOf("1..1\nok 1 - a\n1..2\nok 1 - b\n");
    expect(report.parts.map((part) => part.state)).toEqual(["whole", "broken"]);
  });

  it("whose tests have no file's name proves none of them absent", () => {
    expect(readingOf(`${HEAD}1..1\nok 1 - a\n`).report.parts[0]?.provesAbsence).toBe(false);
  });

  it("is found among other output, and leaves lines that are nobody's point", () => {
    const { observations } = readingOf(
      `npm warn something\nok\nnot okay\n${HEAD}logged\nok 1 - a\nok then\n1..1\nok  \texample.com/shop\t0.1s\n`,
    );
    expect(named(observations, "test", "passed").filter((name) => !name.includes("example.com"))).toContain("a");
  });

  it("is the same, whatever order its numbers have", () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([1, 2, 3, 4, 5], { minLength: 5 }), (numbers) => {
        const { report } = readingOf(`${HEAD}${numbers.map((n) => `ok ${n} - t${n}\n`).join("")}1..5\n`);
        expect(report.complete).toBe(true);
      }),
      { numRuns: 10 },
    );
  });

  it("reads hostile lines in linear time, however deep it is nested", () => {
    const hashes = ` # s`.repeat(50_000);
    const deep = Array.from(
      { length: 3_000 },
      (_, i) => `${"    ".repeat(i % 500)}# Subtest: s${i}\n${"    ".repeat(i % 500)}not ok ${i} - s${i}${hashes.slice(0, 2_000)}\n`,
    ).join("");
    const { report } = readingOf(`${HEAD}ok 1 -${hashes}\nok${" ".repeat(500_000)}x\n${deep}`);
    expect(report.complete).toBe(false);
    expect(report.error).toBeNull();
  });
});

describe("the order of points", () => {
  it.each([
    ["1..3\nok 1 - a\nok 2 - b\nok 4 - c\n", "it has a point 4, and 3 planned"],
    ["1..3\nok 1 - a\nok 2 - b\nok 2 - c\n", "two of its points have the number 2"],
    ["1..2\nok 0 - a\nok 1 - b\n", "a point has the number 0"],
    ["ok 1 - a\n1..3\nok 2 - b\nok 3 - c\n", "its plan stands between its points"],
  ])("%j is not complete: harnesses refuse it", (text, reason) => {
    const { report } = readingOf(`TAP version 13\n${text}`);
    expect([report.complete, report.reason]).toEqual([false, reason]);
  });

  it("of parallel tests, and a hook that mocha does not count, are complete", () => {
    expect(readingOf("1..3\nok 3 - c\nok 1 - a\nok 2 - b\n").report.complete).toBe(true);
    const hook = 'not ok 1 cart "before all" hook for "adds"\nok 1 total rounds\n1..2\n';
    expect(readingOf(hook).report.complete).toBe(true);
  });
});

it("a dash may be glued to the number or the verdict, and a directive to the dash", () => {
  const read = readingOf("1..4\nok 1-adds\nnot ok-rounds\nok 3-# skip no network\nok 4 -5 is negative\n");
  expect(read.observations.map((o) => [o.name, o.outcome])).toEqual([
    ["adds", "passed"],
    ["rounds", "failed"],
    ["", "skipped"],
    ["-5 is negative", "passed"],
  ]);
});
