import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { TestObservation } from "../../../src/model.ts";
import { named, type Reading, readingOf } from "../reading.ts";

const tests = (read: Reading): TestObservation[] => read.observations.filter((o) => o.kind === "test");

/** As vstest's TrxLogger writes it. */
const run = (results: string, definitions: string, summary = '<ResultSummary outcome="Completed"><Counters total="1"/></ResultSummary>') =>
  `\ufeff<?xml version="1.0" encoding="utf-8"?>
<TestRun id="29afb69d" name="user@host 2024-05-01" xmlns="http://microsoft.com/schemas/VisualStudio/TeamTest/2010">
  <Times creation="2024-05-01T10:00:00Z" />
  <Results>${results}</Results>
  <TestDefinitions>${definitions}</TestDefinitions>
  <TestEntries><TestEntry testId="1" executionId="e" testListId="l" /></TestEntries>
  ${summary}
</TestRun>`;
const result = (id: string, name: string, outcome: string, inside = "") =>
  `<UnitTestResult executionId="e${id}" testId="${id}" testName="${name}" computerName="host" duration="00:00:01.5000000" outcome="${outcome}">${inside}</UnitTestResult>`;
const unit = (id: string, className: string, method: string) =>
  `<UnitTest name="${method}" storage="/src/shop.tests.dll" id="${id}"><Execution id="e" /><TestMethod codeBase="/src/Shop.Tests.dll" className="${className}" name="${method}" /></UnitTest>`;
const error = (message: string, trace = "") =>
  `<Output><ErrorInfo><Message>${message}</Message><StackTrace>${trace}</StackTrace></ErrorInfo></Output>`;

test("a result waits for its definition, which names its class", () => {
  const read = readingOf(
    run(
      result(
        "1",
        "Shop.CartTests.Adds",
        "Failed",
        error("Assert.Equal() Failure&#xD;\nExpected: 2", "   at Shop.CartTests.Adds() in D:\\a\\shop\\shop\\CartTests.cs:line 67"),
      ) +
        result("2", "Should be even(i: 3)", "Passed") +
        result("3", "Old", "NotExecuted", error("Skipped by attribute")),
      unit("1", "Shop.CartTests", "Adds") + unit("2", "Shop.CartTests", "Even") + unit("3", "Shop.Old, Shop.Tests, Version=1.0.0.0", "Old"),
      '<ResultSummary outcome="Failed"><Counters total="3" executed="2" passed="1" failed="1"/><RunInfos><RunInfo outcome="Error"><Text>[xUnit.net 00:00:00.39]     Shop.CartTests.Adds [FAIL]</Text></RunInfo></RunInfos></ResultSummary>',
    ),
  );
  expect(read.report).toMatchObject({
    format: "trx",
    tool: "dotnet test",
    complete: true,
    counts: { total: 3, passed: 1, failed: 1, skipped: 1 },
  });
  expect(tests(read).map((o) => [o.suite, o.name, o.outcome, o.message])).toEqual([
    ["Shop.CartTests", "Adds", "failed", "Assert.Equal() Failure"],
    ["Shop.CartTests", "Should be even(i: 3)", "passed", undefined],
    ["Shop.Old", "Old", "skipped", "Skipped by attribute"],
  ]);
  expect(tests(read)[0]).toMatchObject({ line: 67, duration: 1.5 });
});

test("a generic class keeps its arguments and loses its assembly", () => {
  const of = (className: string) => tests(readingOf(run(result("1", "t", "Passed"), unit("1", className, "t"))))[0]?.suite;
  expect(of("Shop.Box`1[[System.Int32, mscorlib]], Shop.Tests, Version=1.0")).toBe("Shop.Box`1[[System.Int32, mscorlib]]");
  expect(of("Shop.Box")).toBe("Shop.Box");
});

test("traces are read in every language of the runner", () => {
  const at = (trace: string) => tests(readingOf(run(result("1", "t", "Failed", error("m", trace)), unit("1", "A", "t"))))[0];
  expect(at("   en A.t() en E:\\shop\\A.cs:línea 26")).toMatchObject({ file: "E:\\shop\\A.cs", line: 26 });
  expect(at("   bei A.t() in /src/A.cs:Zeile 7.\n   bei A.u() in /src/A.cs:Zeile 8")).toMatchObject({ file: "/src/A.cs", line: 8 });
  expect(at("/src/A.cs(27,0): at A.t()")).toMatchObject({ file: "/src/A.cs", line: 27 });
});

test("every outcome has its meaning; what was not judged leaves the run incomplete", () => {
  const of = (outcome: string) => {
    const read = readingOf(run(result("1", "t", outcome), unit("1", "A", "t")));
    return [tests(read)[0]?.outcome, read.report.complete];
  };
  expect(of("Passed")).toEqual(["passed", true]);
  expect(of("Timeout")).toEqual(["error", true]);
  expect(of("Error")).toEqual(["error", true]);
  expect(of("Inconclusive")).toEqual(["skipped", true]);
  for (const word of ["Aborted", "NotRunnable", "InProgress", "Gone"]) expect(of(word)).toEqual(["skipped", false]);
  expect(of("PassedButRunAborted")).toEqual(["passed", false]);
});

test("rows of a data-driven test are the cases, the test around them is none", () => {
  const rows = `<InnerResults>${result("1", "t (1)", "Passed")}${result("1", "t (2)", "Failed", error("no"))}</InnerResults>`;
  const read = readingOf(run(result("1", "t", "Failed", error("one row failed") + rows), unit("1", "A", "t")));
  expect(read.report.counts).toMatchObject({ total: 2, passed: 1, failed: 1 });
  expect(named(read.observations, "test", "failed")).toEqual(["A › t (2)"]);
  expect(tests(read).find((o) => o.outcome === "failed")?.message).toBe("no");
});

test("a run that was aborted is not complete, and the crash is a failure of the run", () => {
  const aborted = (outcome: string, text: string) =>
    readingOf(
      run(
        result("1", "t", "Passed"),
        unit("1", "A", "t"),
        `<ResultSummary outcome="${outcome}"><Counters total="1"/><RunInfos><RunInfo outcome="Error"><Text>${text}</Text></RunInfo></RunInfos></ResultSummary>`,
      ),
    );
  const crash = aborted("Failed", "The active test run was aborted. Reason: Test host process crashed");
  expect(crash.report).toMatchObject({ complete: false, counts: { total: 1, passed: 1 } });
  expect(named(crash.observations, "test", "error")).toEqual(["dotnet test"]);
  expect(aborted("Aborted", "x").report.reason).toBe("the run ended as Aborted");
  expect(aborted("Completed", "a warning").report.complete).toBe(true);
});

test("counters that count more than is listed, and a run without tests, prove nothing", () => {
  const more = run(
    result("1", "t", "Passed"),
    unit("1", "A", "t"),
    '<ResultSummary outcome="Completed"><Counters total="3"/></ResultSummary>',
  );
  expect(readingOf(more).report.reason).toBe("its counters count 2 tests that it does not list");
  expect(readingOf(run("", "", '<ResultSummary outcome="Completed"><Counters total="0"/></ResultSummary>')).report.complete).toBe(false);
});

test("cut anywhere, it is not complete, and no test goes by another name than in the whole", () => {
  const document = run(
    result("1", "Shop.A.t", "Failed", error("m")) + result("2", "u", "Passed"),
    unit("1", "Shop.A", "t") + unit("2", "Shop.B", "u"),
    '<ResultSummary outcome="Failed"><Counters total="2"/></ResultSummary>',
  );
  const all = new Set(tests(readingOf(document)).map((o) => `${o.suite} ${o.name} ${o.outcome}`));
  fc.assert(
    fc.property(fc.nat(document.length - 1), (at) => {
      const read = readingOf(document.slice(0, at));
      expect(read.report.complete).toBe(false);
      for (const o of tests(read)) expect(all).toContain(`${o.suite} ${o.name} ${o.outcome}`);
    }),
    { numRuns: 200 },
  );
});

test("another tool's run is none of these", () => {
  expect(readingOf('<TestRun xmlns="urn:other"/>').report.format).toBeNull();
});

test("results with rows inside count once more with vstest, and not at all with others", () => {
  const run = (total: number): string =>
    `<TestRun xmlns="http://microsoft.com/schemas/VisualStudio/TeamTest/2010"><Results><UnitTestResult testId="1" testName="Adds" outcome="Failed"><InnerResults><UnitTestResult testId="1" testName="Adds (1,1)" outcome="Passed"/><UnitTestResult testId="1" testName="Adds (1,2)" outcome="Failed"/></InnerResults></UnitTestResult><UnitTestResult testId="2" testName="Sums" outcome="Passed"/></Results><TestDefinitions><UnitTest id="1" name="Adds"><TestMethod className="Shop.Cart" name="Adds"/></UnitTest><UnitTest id="2" name="Sums"><TestMethod className="Shop.Cart" name="Sums"/></UnitTest></TestDefinitions><ResultSummary outcome="Failed"><Counters total="${total}"/></ResultSummary></TestRun>`;
  expect([3, 4].map((total) => readingOf(run(total)).report.complete)).toEqual([true, true]);
  expect(readingOf(run(5)).report.reason).toBe("its counters count 1 test that it does not list");
});

describe("CppUnit", () => {
  const report = (tests: number): string => `<?xml version="1.0" encoding="ISO-8859-1" standalone="yes" ?>
<TestRun>
  <FailedTests>
    <FailedTest id="2"><Name>CartTest::testTotal</Name><FailureType>Assertion</FailureType><Location><File>cart_test.cpp</File><Line>12</Line></Location><Message>equality assertion failed
- Expected: 3
- Actual  : 4</Message></FailedTest>
    <FailedTest id="3"><Name>testThrows</Name><FailureType>Error</FailureType><Message>uncaught exception</Message></FailedTest>
  </FailedTests>
  <SuccessfulTests><Test id="1"><Name>shop::CartTest::testAdds</Name></Test></SuccessfulTests>
  <Statistics><Tests>${tests}</Tests><FailuresTotal>2</FailuresTotal><Errors>1</Errors><Failures>1</Failures></Statistics>
</TestRun>
`;

  test("has the element of the same name without a namespace", () => {
    const { report: summary, observations } = readingOf(report(3));
    expect([summary.format, summary.complete]).toEqual(["cppunit", true]);
    expect(observations.map((o) => [o.suite, o.name, o.outcome, o.file, o.line])).toEqual([
      ["CartTest", "testTotal", "failed", "cart_test.cpp", 12],
      ["cppunit", "testThrows", "error", undefined, undefined],
      ["shop::CartTest", "testAdds", "passed", undefined, undefined],
    ]);
    expect(observations[0]?.message).toBe("equality assertion failed");
  });

  test("is not complete with less than it counts, nor when it is cut", () => {
    expect(readingOf(report(4)).report.reason).toBe("its statistics count 1 test that it does not list");
    const whole = report(3);
    for (let at = 60; at < whole.lastIndexOf("</TestRun>") + 9; at += 7)
      expect([at, readingOf(whole.slice(0, at)).report.complete]).toEqual([at, false]);
  });
});
