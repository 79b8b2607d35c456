import { describe, expect, test } from "vitest";
import type { TestObservation } from "../../../src/model.ts";
import { bytesOf, fixture, named, reading, readingOf } from "../reading.ts";

const tests = (read: ReturnType<typeof reading>): TestObservation[] => read.observations.filter((o) => o.kind === "test");
const a = { title: "a", fullTitle: "group a", file: "/w/a.js" };
const b = { title: "b", fullTitle: "group b", file: "/w/a.js" };
const report = (lists: { passes?: unknown[]; failures?: unknown[]; pending?: unknown[]; tests: unknown[] }, stats: object = {}) => {
  const { passes = [], failures = [], pending = [] } = lists;
  return readingOf(
    JSON.stringify({
      stats: {
        tests: lists.tests.length,
        passes: passes.length,
        failures: failures.length,
        pending: pending.length,
        end: "2026-01-01T00:00:00Z",
        ...stats,
      },
      tests: lists.tests,
      pending,
      failures,
      passes,
    }),
  );
};

describe("mocha JSON", () => {
  test("names are those of mocha's own JUnit", () => {
    const json = reading(fixture("mocha", "results.json")).observations;
    const junit = reading(fixture("junit-mocha", "xunit-stdout.xml")).observations;
    for (const outcome of ["passed", "skipped"] as const) expect(named(json, "test", outcome)).toEqual(named(junit, "test", outcome));
    expect(named(json, "test", "failed", "error")).toEqual(named(junit, "test", "failed", "error"));
  });

  test("a hook that failed is a failure of its suite, whose tests may be missing", () => {
    const whole = tests(reading(fixture("mocha", "results.json"))).filter((o) => o.whole);
    expect(whole.map((o) => [o.suite, o.outcome, o.part.state])).toEqual([
      ["hooks", "error", "partial"],
      ["after hooks", "error", "partial"],
    ]);
    const late = { title: '"after all" hook in "group"', fullTitle: 'group "after all" hook in "group"' };
    const read = report({ tests: [a, b], passes: [a], failures: [b, late] });
    expect(tests(read).find((o) => o.whole)?.part.state).toBe("whole");
  });

  test("a test that needed another attempt is flaky", () => {
    expect(tests(reading(fixture("mocha", "results.json"))).find((o) => o.name === "flaky")).toMatchObject({ retries: 1, flaky: true });
  });

  test("a test that failed after it had passed has failed", () => {
    expect(report({ tests: [a], passes: [a], failures: [a] }).report.counts).toMatchObject({ total: 1, passed: 0, failed: 1 });
  });

  test("a single failure at the very end may be --bail; before the end it is not", () => {
    expect(report({ tests: [a, b], passes: [a], failures: [b] }).report.complete).toBe(false);
    expect(report({ tests: [a, b], passes: [b], failures: [a] }).report.complete).toBe(true);
  });

  test("statistics that count more than is listed, or have no end, prove nothing", () => {
    expect(report({ tests: [a], passes: [a] }).report.complete).toBe(true);
    expect(report({ tests: [a], passes: [a] }, { tests: 2 }).report.reason).toBe("it counts 2 tests but lists 1");
    expect(report({ tests: [a], passes: [a] }, { passes: 2 }).report.complete).toBe(false);
    expect(report({ tests: [a], passes: [a] }, { end: undefined }).report.complete).toBe(false);
  });
});

describe("mocha's JSON stream", () => {
  const stream = bytesOf("mocha", "json-stream.stdout").toString();

  test("it shows what the JSON shows, but skipped tests have no names", () => {
    const json = reading(fixture("mocha", "results.json")).observations;
    const read = reading(fixture("mocha", "json-stream.stdout"));
    expect(named(read.observations, "test", "passed")).toEqual(named(json, "test", "passed"));
    expect(named(read.observations, "test", "failed", "error")).toEqual(named(json, "test", "failed", "error"));
    expect(named(read.observations, "test", "skipped")).toEqual([]);
    expect(read.report.reason).toBe("2 tests of 14 did not run");
  });

  test("it is whole when its end counts what its start announced", () => {
    const lines = (announced: number) =>
      readingOf(
        `["start",{"total":${announced}}]\n["pass",{"title":"a","fullTitle":"g a"}]\nlogged\n["end",{"tests":1,"passes":1,"pending":0,"failures":0,"end":"x"}]\n`,
      );
    expect(lines(1).report).toMatchObject({ format: "mocha-json-stream", complete: true });
    expect(lines(2).report.complete).toBe(false);
  });

  test("without its end, or without its beginning, it is not complete", () => {
    const lines = stream.trimEnd().split("\n");
    const noEnd = readingOf(lines.slice(0, -1).join("\n")).report;
    expect(noEnd.complete).toBe(false);
    expect(noEnd.parts.every((p) => p.state === "broken")).toBe(true);
    expect(readingOf(lines.slice(1).join("\n")).report.complete).toBe(false);
  });
});
