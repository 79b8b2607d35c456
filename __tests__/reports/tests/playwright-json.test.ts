import { describe, expect, test } from "vitest";
import type { TestObservation } from "../../../src/model.ts";
import { fixture, named, reading, readingOf } from "../reading.ts";

const tests = (read: ReturnType<typeof reading>): TestObservation[] => read.observations.filter((o) => o.kind === "test");
const passed = { status: "passed", duration: 12 };
const one = (more: object, config: object = {}, errors: unknown[] = []) =>
  readingOf(
    JSON.stringify({
      config: { rootDir: "/home/runner/work/a/a/e2e", ...config },
      suites: [
        {
          title: "a.spec.ts",
          file: "a.spec.ts",
          specs: [
            {
              title: "t",
              file: "a.spec.ts",
              line: 3,
              tests: [{ projectName: "web", expectedStatus: "passed", status: "expected", results: [passed], ...more }],
            },
          ],
        },
      ],
      errors,
      stats: { expected: 1 },
    }),
  );

describe("playwright JSON", () => {
  test("names are those of its JUnit", () => {
    const json = reading(fixture("playwright", "results.json")).observations;
    const junit = reading(fixture("junit-playwright", "junit.xml")).observations;
    expect(named(json, "test", "failed", "error")).toEqual(named(junit, "test", "failed", "error"));
    expect(named(junit, "test", "passed")).toEqual(expect.arrayContaining(named(json, "test", "passed")));
  });

  test("a test that is expected to fail proves nothing when it does, and fails when it passes", () => {
    const read = reading(fixture("playwright", "results.json"));
    expect(
      tests(read)
        .filter((o) => o.name === "math › expected fail")
        .map((o) => o.outcome),
    ).toEqual(["skipped", "skipped"]);
    expect(
      tests(read)
        .filter((o) => o.name === "math › expected fail passes")
        .map((o) => o.outcome),
    ).toEqual(["failed", "failed"]);
  });

  test("attempts are one test; a later pass is flaky, a timeout an error", () => {
    const read = reading(fixture("playwright", "results.json"));
    expect(tests(read).find((o) => o.name === "math › flaky")).toMatchObject({ outcome: "passed", flaky: true, retries: 1 });
    expect(tests(read).find((o) => o.name === "math › timeout")).toMatchObject({
      outcome: "error",
      retries: 1,
      message: "Test timeout of 100ms exceeded.",
    });
  });

  test("a test without results was not run, whatever its spec says", () => {
    const read = one({ results: [], status: "skipped" });
    expect(tests(read)[0]?.outcome).toBe("skipped");
    expect(read.report.reason).toBe("tests have no result: the run was stopped before");
    expect(one({ results: [{ status: "interrupted" }], status: "unexpected" }).report).toMatchObject({
      complete: false,
      counts: { failed: 0, skipped: 1 },
    });
    expect(one({ results: [], status: "skipped", expectedStatus: "skipped" }).report.complete).toBe(true);
  });

  test("a file that could not be loaded is a failure of the file, a limit is none", () => {
    const read = reading(fixture("playwright", "load-error.json"));
    expect(tests(read).map((o) => [o.suite, o.whole, o.outcome, o.line])).toEqual([["b.spec.js", true, "error", 1]]);
    expect(named(reading(fixture("playwright", "max-failures.json")).observations, "test", "error")).toEqual([]);
    expect(named(one({}, {}, [{ message: "Error: no web server" }]).observations, "test", "error")).toEqual(["playwright"]);
  });

  test("a shard or a filtered run is partial", () => {
    expect(one({}).report.complete).toBe(true);
    expect(one({}, { shard: { current: 1, total: 3 } }).report.reason).toBe("it is shard 1 of 3");
    for (const word of ["--grep=@slow", "-g", "a.spec.ts:12", "--last-failed"]) {
      expect(one({}, { argv: ["node", "playwright", "test", word] }).report.complete).toBe(false);
    }
    expect(one({}, { argv: ["node", "playwright", "test", "a.spec.ts", "--reporter=json"] }).report.complete).toBe(true);
  });

  test("blocks nest without end and without harm", () => {
    const depth = 3_000;
    const inner =
      '{"title":"b","specs":[{"title":"t","tests":[{"status":"expected","expectedStatus":"passed","results":[{"status":"passed"}]}]}]}';
    const block = `${'{"title":"b","suites":['.repeat(depth)}${inner}${"]}".repeat(depth)}`;
    const text = `{"config":{},"suites":[${block}],"errors":[],"stats":{"expected":1}}`;
    expect(readingOf(text).report).toMatchObject({ complete: false, counts: { total: 0 } });
  });
});
