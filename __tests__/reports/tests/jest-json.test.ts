import { describe, expect, test } from "vitest";
import type { TestObservation } from "../../../src/model.ts";
import { fixture, named, reading, readingOf } from "../reading.ts";

const tests = (read: ReturnType<typeof reading>): TestObservation[] => read.observations.filter((o) => o.kind === "test");
const jest = (files: unknown[], more: object = {}) =>
  readingOf(
    JSON.stringify({
      numTotalTestSuites: files.length,
      numRuntimeErrorTestSuites: 0,
      success: true,
      wasInterrupted: false,
      testResults: files,
      ...more,
    }),
  );
const vitest = (files: unknown[], more: object = {}) =>
  readingOf(JSON.stringify({ numTotalTestSuites: files.length, success: true, testResults: files, ...more }));
const passing = {
  name: "/home/runner/work/a/a/x.test.js",
  status: "passed",
  message: "",
  assertionResults: [{ ancestorTitles: ["a"], title: "t", status: "passed" }],
};

describe("jest JSON", () => {
  test("a test goes by its file and its titles", () => {
    const read = reading(fixture("jest", "results.json"));
    const a = "/home/runner/work/demo/js/jest-t/a.test.js";
    expect(named(read.observations, "test", "passed")).toContain(`${a} › math › adds`);
    expect(tests(read).find((o) => o.name === "math › fails with diff")).toMatchObject({ file: a, line: 3 });
  });

  test("a file that could not be loaded is a failure of the file, and its tests are missing", () => {
    const read = reading(fixture("jest", "results.json"));
    const whole = tests(read).filter((o) => o.whole);
    expect(whole.map((o) => [o.suite?.split("/").pop(), o.outcome, o.part.state])).toEqual(
      expect.arrayContaining([
        ["d.test.js", "error", "whole"],
        ["b.test.js", "error", "partial"],
      ]),
    );
  });

  test("more invocations than one make a flaky pass", () => {
    expect(tests(reading(fixture("jest", "retry-results.json")))[0]).toMatchObject({ outcome: "passed", retries: 1, flaky: true });
  });

  test("a run that was interrupted, or lost files or tests, is not complete", () => {
    expect(jest([passing]).report.complete).toBe(true);
    expect(jest([passing], { wasInterrupted: true }).report.reason).toBe("the run was interrupted");
    expect(jest([passing], { numTotalTestSuites: 3 }).report.reason).toBe("2 test files of 3 have no result");
    expect(jest([passing], { numTotalTests: 4 }).report.reason).toBe("it counts 4 tests but lists 1");
  });

  test("a run that failed though no test did is a failure of the run", () => {
    const read = jest([passing], { success: false });
    expect(named(read.observations, "test", "error")).toEqual(["jest"]);
    expect(read.report).toMatchObject({ complete: false, counts: { total: 1, passed: 1 } });
    // Once it succeeds, the run is among the units, so that the failure can be missed.
    expect(jest([passing]).report.parts.map((p) => p.extent.units)).toEqual([["/home/runner/work/a/a/x.test.js"], ["jest"]]);
  });

  test("the tests of a file that is skipped as a whole are not missing", () => {
    const read = jest([{ ...passing, status: "skipped", assertionResults: [] }, passing]);
    expect(read.report.complete).toBe(true);
    expect(read.report.parts[0]?.provesAbsence).toBe(false);
  });

  test("jest's own result, as custom reporters hand it on, is read as well", () => {
    const read = jest([{ testFilePath: "/w/x.test.js", failureMessage: null, testResults: passing.assertionResults }]);
    expect(named(read.observations, "test", "passed")).toEqual(["/w/x.test.js › a › t"]);
  });
});

describe("vitest JSON", () => {
  test("names are those of its JUnit", () => {
    const json = named(reading(fixture("vitest", "results.json")).observations, "test", "failed").map((n) =>
      n.replace("/home/runner/work/demo/js/", ""),
    );
    const junit = named(reading(fixture("junit-vitest", "junit.xml")).observations, "test", "failed");
    expect(junit).toEqual(expect.arrayContaining(json.filter((n) => !n.includes("b.test.js"))));
  });

  test("a pass with messages is flaky; what is pending was not come to", () => {
    const read = reading(fixture("vitest", "results.json"));
    expect(tests(read).find((o) => o.name === "math > flaky")).toMatchObject({ outcome: "passed", flaky: true, retries: 1 });
    expect(reading(fixture("vitest", "bail-results.json")).report.reason).toBe("8 tests did not run: the run was stopped before");
  });

  test("an unhandled error shows in `success` alone", () => {
    const read = vitest([passing], { success: false });
    expect(read.report).toMatchObject({ format: "vitest-json", complete: false });
    expect(named(read.observations, "test", "error")).toEqual(["vitest"]);
  });

  test("the empty titles of older versions are no titles", () => {
    const read = vitest([{ ...passing, assertionResults: [{ ancestorTitles: ["", "a"], title: "t", status: "passed" }] }]);
    expect(tests(read)[0]?.name).toBe("a > t");
  });
});
