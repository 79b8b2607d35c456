import { expect, test } from "vitest";
import type { TestObservation } from "../../../src/model.ts";
import { fixture, named, reading, readingOf } from "../reading.ts";

const tests = (read: ReturnType<typeof reading>): TestObservation[] => read.observations.filter((o) => o.kind === "test");
const report = (cases: unknown[], count = cases.length) =>
  readingOf(JSON.stringify({ tests: count, name: "AllTests", testsuites: [{ name: "S", tests: cases.length, testsuite: cases }] }));

test("it shows what its twin, the XML, shows", () => {
  const json = reading(fixture("gtest-json", "gtest.json")).observations;
  const xml = reading(fixture("junit-gtest", "gtest.xml")).observations;
  for (const outcome of ["passed", "failed", "skipped"] as const) expect(named(json, "test", outcome)).toEqual(named(xml, "test", outcome));
  const failure = tests(reading(fixture("gtest-json", "gtest.json"))).find((o) => o.name === "Fails");
  expect(failure).toMatchObject({ file: "g.cc", line: 4, message: "Expected equality of these values:" });
  expect(failure?.detail).toContain("Value of: false");
});

test("the place of a failure is read in both compilers' ways", () => {
  const at = (failure: string) => tests(report([{ name: "t", status: "RUN", result: "COMPLETED", failures: [{ failure }] }]))[0];
  expect(at("src/a.cc:12\nbad")).toMatchObject({ file: "src/a.cc", line: 12, message: "bad" });
  expect(at("C:\\src\\a.cc(12): error: bad")).toMatchObject({ file: "C:\\src\\a.cc", line: 12, message: "error: bad" });
});

test("a list of tests is no run of them", () => {
  const read = report([{ name: "t", file: "a.cc", line: 3 }]);
  expect(read.report).toMatchObject({ complete: false, counts: { passed: 0, skipped: 1 } });
});

test("a failure outside of any test is the suite's", () => {
  const read = report([
    { name: "", classname: "", status: "RUN", result: "COMPLETED", failures: [{ failure: "a.cc:1\nleak" }] },
    { name: "t", status: "RUN", result: "COMPLETED" },
  ]);
  expect(tests(read)[0]).toMatchObject({ whole: true, suite: "S", outcome: "failed" });
});

test("fewer cases than are counted are not all", () => {
  expect(report([{ name: "t", status: "RUN", result: "COMPLETED" }], 2).report.reason).toBe("it counts 2 tests but lists 1");
});
