import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { TestObservation } from "../../../src/model.ts";
import { named, type Reading, readingOf } from "../reading.ts";

const tests = (read: Reading): TestObservation[] => read.observations.filter((o) => o.kind === "test");
const outcomes = (read: Reading) => tests(read).map((o) => [o.name, o.outcome]);

/** As NUnit 2.6's XmlResultWriter writes it. */
const nunit2 = (cases: string, header = 'total="1"') =>
  `<?xml version="1.0" encoding="utf-8" standalone="no"?>
<!--This file represents the results of running a test suite-->
<test-results name="C:\\src\\Shop.dll" ${header} date="2024-05-01" time="10:00:00">
  <test-suite type="Assembly" name="C:\\src\\Shop.dll" executed="True" result="Failure" success="False"><results>
    <test-suite type="Namespace" name="Shop" executed="True" result="Failure" success="False"><results>
      <test-suite type="TestFixture" name="CartTests" executed="True" result="Failure" success="False"><results>${cases}</results></test-suite>
    </results></test-suite>
  </results></test-suite>
</test-results>`;

/** As NUnit 3's console writes it. */
const nunit3 = (inside: string, attributes = 'testcasecount="1" result="Passed"') =>
  `<?xml version="1.0" encoding="utf-8" standalone="no"?>
<test-run id="2" ${attributes} engine-version="3.16.3.0">
  <command-line><![CDATA[nunit3-console Shop.dll]]></command-line>
  <test-suite type="Assembly" id="0-1" name="Shop.dll" fullname="C:\\src\\Shop.dll" runstate="Runnable" testcasecount="1" result="Failed" site="Child">
    <failure><message><![CDATA[One or more child tests had errors]]></message></failure>
    ${inside}
  </test-suite>
</test-run>`;
const fixture3 = (
  cases: string,
  attributes = 'result="Failed" site="Child"',
  own = "<failure><message>One or more child tests had errors</message></failure>",
) =>
  `<test-suite type="TestFixture" id="0-2" name="CartTests" fullname="Shop.CartTests" classname="Shop.CartTests" runstate="Runnable" ${attributes}>${own}${cases}</test-suite>`;
const case3 = (name: string, attributes: string, inside = "") =>
  `<test-case id="0-9" name="${name}" fullname="Shop.CartTests.${name}" methodname="M" classname="Shop.CartTests" duration="0.5" ${attributes}>${inside}</test-case>`;

describe("NUnit 2", () => {
  const failure = `<failure><message><![CDATA[Expected: 2]]></message><stack-trace><![CDATA[at Shop.CartTests.Adds () [0x00000] in /home/runner/work/shop/shop/CartTests.cs:12
]]></stack-trace></failure>`;

  test("a case is its fixture and what stands behind the last dot before its arguments", () => {
    const read = readingOf(
      nunit2(
        `<test-case name="Shop.CartTests.Adds" executed="True" result="Failure" success="False" time="0.004">${failure}</test-case>
         <test-case name="Shop.CartTests.Splits(&quot;a.b&quot;,2.5)" executed="True" result="Success" success="True" time="0.137" />`,
        'total="2" errors="0" failures="1" not-run="0"',
      ),
    );
    expect(read.report).toMatchObject({ format: "nunit2", tool: "nunit", complete: true, counts: { total: 2, passed: 1, failed: 1 } });
    expect(named(read.observations, "test", "passed")).toEqual(['Shop.CartTests › Splits("a.b",2.5)']);
    expect(tests(read)[0]).toMatchObject({
      suite: "Shop.CartTests",
      name: "Adds",
      message: "Expected: 2",
      file: "/home/runner/work/shop/shop/CartTests.cs",
      line: 12,
      duration: 0.004,
    });
  });

  test("every result has its outcome; before there was a word, the failure and the attributes tell", () => {
    const of = (attributes: string, inside = "") =>
      tests(readingOf(nunit2(`<test-case name="A.B.c" ${attributes}>${inside}</test-case>`)))[0]?.outcome;
    expect(of('executed="True" result="Error" success="False"')).toBe("error");
    for (const word of ["Inconclusive", "Ignored", "Skipped", "NotRunnable"])
      expect(of(`executed="False" result="${word}"`)).toBe("skipped");
    expect(of('executed="True" success="True"')).toBe("passed");
    expect(of('executed="True" success="False"')).toBe("failed");
    expect(of('executed="True"', failure)).toBe("failed");
    expect(of('executed="False"', "<reason><message>later</message></reason>")).toBe("skipped");
  });

  test("a header that counts more than is listed makes it incomplete", () => {
    expect(readingOf(nunit2('<test-case name="A.B.c" executed="True" success="True"/>', 'total="3"')).report.reason).toBe(
      "its header counts 2 tests that it does not list",
    );
    expect(readingOf(nunit2("", 'total="0"')).report).toMatchObject({ complete: false });
  });

  test("a fixture that failed without a failing case is a failure of the fixture", () => {
    const read = readingOf(nunit2('<test-case name="Shop.CartTests.Adds" executed="True" result="Success" success="True"/>'));
    expect(
      tests(read)
        .filter((o) => o.whole)
        .map((o) => [o.suite, o.outcome]),
    ).toEqual([["Shop.CartTests", "error"]]);
  });
});

describe("NUnit 3", () => {
  test("a case is its fixture with the fixture's arguments, and its name", () => {
    const read = readingOf(
      nunit3(
        fixture3(
          `${case3("Adds", 'result="Failed"', "<failure><message><![CDATA[  Expected: 2\n  But was:  3]]></message><stack-trace><![CDATA[   at Shop.CartTests.Adds() in C:\\w\\CartTests.cs:line 16]]></stack-trace></failure>")}
           <test-case name="T(1)" fullname="Shop.Rated(&quot;x&quot;).T(1)" classname="Shop.Rated" result="Passed"/>`,
        ),
        'testcasecount="2" result="Failed"',
      ),
    );
    expect(read.report).toMatchObject({ format: "nunit3", complete: true, counts: { total: 2, passed: 1, failed: 1 } });
    expect(tests(read)[0]).toMatchObject({ suite: "Shop.CartTests", name: "Adds", message: "Expected: 2", line: 16, duration: 0.5 });
    expect(named(read.observations, "test", "passed")).toEqual(['Shop.Rated("x") › T(1)']);
  });

  test("every result has its outcome, also where it holds its label", () => {
    const of = (attributes: string) => tests(readingOf(nunit3(case3("t", attributes))))[0]?.outcome;
    expect(of('result="Passed"')).toBe("passed");
    expect(of('result="Warning"')).toBe("passed");
    expect(of('result="Failed" label="Error"')).toBe("failed");
    expect(of('result="Failed:Error(SetUp)"')).toBe("failed");
    expect(of('result="Skipped" label="Ignored"')).toBe("skipped");
    expect(of('result="Inconclusive"')).toBe("skipped");
    expect(of('result="Skipped:Explicit"')).toBe("skipped");
  });

  test("messages of assertions inside a failure are not the failure's", () => {
    const inside =
      '<failure><message>Multiple failures</message></failure><assertions><assertion result="Failed"><message>the second</message><stack-trace>x</stack-trace></assertion></assertions>';
    expect(tests(readingOf(nunit3(case3("t", 'result="Failed"', inside))))[0]?.message).toBe("Multiple failures");
  });

  test("a tear-down that failed is a failure of the fixture; a set-up shows in its cases", () => {
    const own = "<failure><message>TearDown : no disk</message></failure>";
    const late = readingOf(nunit3(fixture3(case3("t", 'result="Passed"'), 'result="Failed" site="TearDown"', own)));
    expect(tests(late).filter((o) => o.whole)).toMatchObject([
      { suite: "Shop.CartTests", message: "TearDown : no disk", part: { state: "whole" } },
    ]);
    const early = fixture3(
      case3("t", 'result="Failed" site="Parent"'),
      'result="Failed" site="SetUp"',
      "<failure><message>x</message></failure>",
    );
    expect(tests(readingOf(nunit3(early))).filter((o) => o.whole)).toEqual([]);
    const empty = fixture3("", 'result="Failed" site="SetUp"', "<failure><message>x</message></failure>");
    expect(readingOf(nunit3(empty)).report.complete).toBe(false);
    expect(named(readingOf(nunit3(empty)).observations, "test", "error")).toEqual(["Shop.CartTests"]);
  });

  test("a filter, a cancelled test and a case that is counted and not listed make it incomplete", () => {
    const passing = case3("t", 'result="Passed"');
    expect(readingOf(nunit3(passing)).report.complete).toBe(true);
    expect(readingOf(nunit3(passing).replace("<test-suite", "<filter/><test-suite")).report.complete).toBe(true);
    expect(readingOf(nunit3(passing).replace("<test-suite", "<filter><cat>Fast</cat></filter><test-suite")).report.reason).toBe(
      "its run was filtered: Fast",
    );
    expect(readingOf(nunit3(passing, 'testcasecount="4"')).report.reason).toBe("its header counts 3 tests that it does not list");
    const cancelled = readingOf(nunit3(case3("t", 'result="Failed" label="Cancelled"')));
    expect([outcomes(cancelled), cancelled.report.complete]).toEqual([[["t", "skipped"]], false]);
  });

  test("a suite without a run around it is read, Allure's is not", () => {
    expect(readingOf(fixture3(case3("t", 'result="Passed"'))).report).toMatchObject({ format: "nunit3", counts: { total: 1 } });
    expect(
      readingOf('<ns2:test-suite xmlns:ns2="urn:model.allure.qatools.yandex.ru"><name>x</name></ns2:test-suite>').report.format,
    ).toBeNull();
  });
});

test("cut anywhere, none is complete and none shows a test that the whole does not", () => {
  const documents = [
    nunit2('<test-case name="Shop.CartTests.Adds" executed="True" result="Failure"><failure><message>m</message></failure></test-case>'),
    nunit3(
      fixture3(case3("Adds", 'result="Failed"', "<failure><message>m</message></failure>") + case3("B", 'result="Passed"')),
      'testcasecount="2"',
    ),
  ];
  for (const document of documents) {
    const all = new Set(tests(readingOf(document)).map((o) => `${o.suite} ${o.name} ${o.outcome}`));
    fc.assert(
      fc.property(fc.nat(document.length - 1), (at) => {
        const read = readingOf(document.slice(0, at));
        expect(read.report.complete).toBe(false);
        for (const o of tests(read)) expect(all).toContain(`${o.suite} ${o.name} ${o.outcome}`);
      }),
      { numRuns: 100 },
    );
  }
});
