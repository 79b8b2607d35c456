import { describe, expect, test } from "vitest";
import type { TestObservation } from "../../../src/model.ts";
import { fixture, reading, readingOf } from "../reading.ts";

const tests = (read: ReturnType<typeof reading>): TestObservation[] => read.observations.filter((o) => o.kind === "test");
const report = (list: unknown[], summary: object = {}) =>
  readingOf(
    JSON.stringify({ reportFormat: "CTRF", results: { tool: { name: "x" }, summary: { tests: list.length, ...summary }, tests: list } }),
  );

describe("CTRF", () => {
  test("a suite that begins with the file's base name gets its path", () => {
    const read = reading(fixture("ctrf", "jest-ctrf-report.json"));
    expect(tests(read)[0]).toMatchObject({ suite: "/home/runner/work/demo/js/jest-t/a.test.js > math", name: "math adds" });
  });

  test("a suite is a list or text, and a file stands before it", () => {
    const names = (test: object) => tests(report([{ name: "t", status: "passed", ...test }]))[0]?.suite;
    expect(names({ suite: ["chromium", "a.spec.ts", "math"], filePath: "e2e/a.spec.ts" })).toBe("chromium > e2e/a.spec.ts > math");
    expect(names({ suite: "math > deep" })).toBe("math > deep");
    expect(names({ suite: ["math"], filePath: "src/a.ts" })).toBe("src/a.ts > math");
    expect(names({ filePath: "src/a.ts" })).toBe("src/a.ts");
    expect(names({})).toBe("x");
  });

  test("other is skipped unless its own word says that it failed", () => {
    const outcome = (rawStatus: string) => tests(report([{ name: "t", status: "other", rawStatus }]))[0]?.outcome;
    expect([outcome("todo"), outcome("xfailed"), outcome("timedOut"), outcome("error")]).toEqual(["skipped", "skipped", "error", "error"]);
  });

  test("attempts are one test", () => {
    const flaky = report([{ name: "t", status: "passed", flaky: true, retries: 2, retryAttempts: [{}, {}] }]);
    expect(tests(flaky)[0]).toMatchObject({ outcome: "passed", flaky: true, retries: 2 });
    expect(flaky.report.counts.total).toBe(1);
  });

  test("a summary that counts otherwise proves nothing", () => {
    const t = { name: "t", status: "passed" };
    expect(report([t], { passed: 1, failed: 0 }).report.complete).toBe(true);
    expect(report([t], { tests: 2 }).report.reason).toBe("its summary counts 1 test that it does not list");
    expect(report([t], { passed: 0, failed: 1 }).report.complete).toBe(false);
    expect(report([{ name: "t", status: "gone" }]).report.complete).toBe(false);
    expect(report([]).report.complete).toBe(false);
  });
});
