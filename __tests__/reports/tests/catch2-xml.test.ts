import { expect, test } from "vitest";
import type { TestObservation } from "../../../src/model.ts";
import { fixture, type Reading, reading, readingOf } from "../reading.ts";

const tests = (read: Reading): TestObservation[] => read.observations.filter((o) => o.kind === "test");
const v3 = (inside: string, cases: string) =>
  `<Catch2TestRun name="shop" rng-seed="1" xml-format-version="3" catch2-version="3.8.0">${inside}<OverallResultsCases ${cases}/></Catch2TestRun>`;

test("a case goes by the program and its title; what failed in it is told with its section", () => {
  const read = reading(fixture("catch2", "catch2.xml"));
  expect(tests(read).map((o) => [o.suite, o.name, o.outcome, o.message, o.line])).toEqual([
    ["shop_tests.global", "adds", "passed", undefined, undefined],
    ["shop_tests.global", "fails", "failed", "CHECK( 1 + 1 == 3 ), with 2 == 3", 5],
    ["shop_tests.global", "throws", "failed", "Exception: boom", 6],
    ["shop_tests.global", "sections", "failed", "no <way> (in bad / deeper)", 9],
    ["shop_tests.global", "may fail", "skipped", undefined, undefined],
    ["shop_tests.global", "should fail", "skipped", undefined, undefined],
    ["shop_tests.global", "should fail and passes", "failed", "the test should fail and passed", 13],
  ]);
  expect(tests(read).find((o) => o.name === "fails")?.detail).toContain('"a" == "b"');
});

test("a signal ends the program, and its document is closed all the same", () => {
  const read = reading(fixture("catch2", "crash.xml"));
  expect(tests(read).map((o) => [o.name, o.outcome, o.message])).toEqual([
    ["adds", "passed", undefined],
    ["crashes", "failed", "SIGSEGV - Segmentation violation signal"],
  ]);
  expect(read.report.reason).toBe("a signal ended the program");
});

test("version 3 knows skips", () => {
  const read = readingOf(
    v3(
      '<TestCase name="later"><Skip filename="a.cc" line="3">not here</Skip><OverallResult success="true" skips="1"/></TestCase>',
      'successes="0" failures="0" expectedFailures="0" skips="1"',
    ),
  );
  expect(read.report).toMatchObject({ format: "catch2-xml", complete: true, counts: { skipped: 1 } });
  expect(tests(read)[0]?.message).toBe("not here");
});

test("a case without a result, and counts beyond what is listed, make it incomplete", () => {
  expect(readingOf(v3('<TestCase name="t"/>', 'successes="1"')).report).toMatchObject({
    complete: false,
    counts: { passed: 0, skipped: 1 },
  });
  expect(readingOf(v3('<TestCase name="t"><OverallResult success="true"/></TestCase>', 'successes="2"')).report.complete).toBe(false);
});

test("benchmarks among the tests are measured in nanoseconds", () => {
  const results =
    '<BenchmarkResults name="Fibonacci 20" samples="100"><!--All values in nano seconds--><mean value="61.5" lowerBound="60.5" upperBound="62.5" ci="0.95"/><standardDeviation value="1"/></BenchmarkResults>';
  const read = readingOf(
    v3(`<TestCase name="speed"><Section name="small">${results}</Section><OverallResult success="true"/></TestCase>`, 'successes="1"'),
  );
  expect(read.report).toMatchObject({ complete: true, kind: "test" });
  expect(read.observations.find((o) => o.kind === "bench")).toMatchObject({
    suite: "speed",
    name: "small / Fibonacci 20",
    value: 61.5,
    unit: "ns",
    range: 1,
    part: { state: "whole", extent: { units: ["speed"] } },
  });
});
