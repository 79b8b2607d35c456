import fc from "fast-check";
import { expect, test } from "vitest";
import type { TestObservation } from "../../../src/model.ts";
import { named, type Reading, readingOf } from "../reading.ts";

const tests = (read: Reading): TestObservation[] => read.observations.filter((o) => o.kind === "test");

/** As xunit.net/docs/format-xml-v2 tells. */
const v2 = (inside: string, attributes = 'total="1" errors="0"') =>
  `<assemblies schema-version="3"><assembly name="/src/bin/Shop.Tests.dll" environment="64-bit .NET 8" test-framework="xUnit.net v3" ${attributes}>${inside}</assembly></assemblies>`;
const collection = (inside: string) => `<errors/><collection name="Test collection for Shop.CartTests" total="1">${inside}</collection>`;
const failing = `<test name="Shop.CartTests.Adds(x: &quot;a.b&quot;)" type="Shop.CartTests" method="Adds" time="0.25" result="Fail">
  <failure exception-type="Xunit.Sdk.TrueException"><message><![CDATA[Assert.True() Failure]]></message>
  <stack-trace><![CDATA[   at Xunit.Assert.True() in /_/src/Asserts/True.cs:line 9
   at Shop.CartTests.Adds(String x) in /home/runner/work/shop/shop/CartTests.cs:line 16]]></stack-trace></failure></test>`;

test("a test is its class and what its name has behind it; a display name stays as it is", () => {
  const read = readingOf(
    v2(
      collection(
        `${failing}<test name="adds two numbers" type="Shop.CartTests" method="M" result="Pass" time="0.1"><output>Shop.CartTests</output></test>
         <test name="Shop.CartTests.Later" type="Shop.CartTests" method="Later" result="Skip"><reason><![CDATA[not today]]></reason></test>
         <test name="Shop.CartTests.Explicit" type="Shop.CartTests" method="Explicit" result="NotRun"/>`,
      ),
      'total="4"',
    ),
  );
  expect(read.report).toMatchObject({
    format: "xunit-net",
    tool: "xunit.net",
    complete: true,
    counts: { total: 4, passed: 1, failed: 1, skipped: 2 },
  });
  expect(tests(read).map((o) => [o.suite, o.name, o.outcome, o.message])).toEqual([
    ["Shop.CartTests", 'Adds(x: "a.b")', "failed", "Assert.True() Failure"],
    ["Shop.CartTests", "adds two numbers", "passed", undefined],
    ["Shop.CartTests", "Later", "skipped", "not today"],
    ["Shop.CartTests", "Explicit", "skipped", undefined],
  ]);
  expect(tests(read)[0]).toMatchObject({ file: "/home/runner/work/shop/shop/CartTests.cs", line: 16, duration: 0.25 });
});

test("version 1 has classes, whose fixture may fail, and reasons with a message inside", () => {
  const read = readingOf(
    `<assembly name="Shop.dll" total="2" failed="0" skipped="1"><class name="Shop.CartTests" total="2">
      <failure exception-type="X"><message>no database</message><stack-trace/></failure>
      <test name="Shop.CartTests.A" type="Shop.CartTests" method="A" result="Pass" time="0.1"/>
      <test name="Shop.CartTests.B" type="Shop.CartTests" method="B" result="Skip"><reason><message>later</message></reason></test>
    </class></assembly>`,
  );
  expect(read.report).toMatchObject({ format: "xunit-net", complete: false, counts: { total: 2, passed: 1, skipped: 1 } });
  expect(tests(read).find((o) => o.whole)).toMatchObject({ suite: "Shop.CartTests", outcome: "error", message: "no database" });
  expect(tests(read).find((o) => o.name === "B")?.message).toBe("later");
});

test("an assembly's errors are failures of their own: a class's of the class, the rest of the assembly", () => {
  const error = (type: string, name: string) =>
    `<errors><error type="${type}" name="${name}"><failure exception-type="X"><message>broken</message></failure></error></errors>`;
  const passing = '<collection><test name="Shop.A.t" type="Shop.A" result="Pass"/></collection>';
  const fatal = readingOf(v2(error("fatal", "") + passing, 'total="1" errors="1"'));
  expect([named(fatal.observations, "test", "error"), fatal.report.complete]).toEqual([["Shop.Tests.dll"], false]);
  const cleanup = readingOf(v2(error("test-class-cleanup", "Shop.A") + passing, 'total="1" errors="1"'));
  expect([named(cleanup.observations, "test", "error"), cleanup.report.complete]).toEqual([["Shop.A"], true]);
});

test("what an assembly counts and does not list makes it incomplete", () => {
  expect(readingOf(v2(collection(failing))).report.complete).toBe(true);
  expect(readingOf(v2(collection(failing), 'total="3"')).report.reason).toBe("an assembly counts 2 tests that it does not list");
  expect(readingOf(v2(collection(failing), 'total="1" errors="1"')).report.complete).toBe(false);
  expect(readingOf(v2("<errors/>", "")).report).toMatchObject({ complete: false, reason: "it lists no test" });
  expect(readingOf(v2(collection('<test name="t" type="A" result="Maybe"/>'))).report.complete).toBe(false);
});

test("cut anywhere, it is not complete and shows no test that the whole does not", () => {
  const document = v2(collection(`${failing}<test name="Shop.A.t" type="Shop.A" result="Pass"/>`), 'total="2"');
  const all = new Set(tests(readingOf(document)).map((o) => `${o.suite} ${o.name} ${o.outcome}`));
  fc.assert(
    fc.property(fc.nat(document.length - 1), (at) => {
      const read = readingOf(document.slice(0, at));
      expect(read.report.complete).toBe(false);
      for (const o of tests(read)) expect(all).toContain(`${o.suite} ${o.name} ${o.outcome}`);
    }),
    { numRuns: 150 },
  );
});
