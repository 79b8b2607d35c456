import { expect, test } from "vitest";
import type { TestObservation } from "../../../src/model.ts";
import { fixture, type Reading, reading, readingOf } from "../reading.ts";

const tests = (read: Reading): TestObservation[] => read.observations.filter((o) => o.kind === "test");
const robot = (tests: string, total = '<stat pass="1" fail="0" skip="0">All Tests</stat>', status = '<status status="PASS"/>') =>
  `<robot generator="Robot 7.5"><suite id="s1" name="Shop" source="/src/shop.robot">${tests}${status}</suite><statistics><total>${total}</total></statistics></robot>`;
const passing =
  '<test id="s1-t1" name="Adds" line="4"><kw name="Log"><status status="FAIL">not the test\'s</status></kw><status status="PASS" start="2024-05-01T10:00:00" elapsed="0.25"/></test>';

test("a test goes by its suite's long name, as in Robot's xunit file, and by its name", () => {
  const read = reading(fixture("robot", "output.xml"));
  expect(tests(read).map((o) => [o.suite, o.name, o.outcome, o.message])).toEqual([
    ["Robot.Broken.Setup", "Never Runs", "failed", "Parent suite setup failed: no server"],
    ["Robot.Broken.Teardown", "Ran", "passed", undefined],
    ["Robot.Broken.Teardown", "", "error", "Suite teardown failed: cannot clean up"],
    ["Robot.Shop", "Adds", "passed", undefined],
    ["Robot.Shop", "Fails", "failed", "left != right"],
    ["Robot.Shop", "Skipped", "skipped", "not today"],
    ["Robot.Shop", "In A Keyword", "passed", undefined],
    ["Robot.Shop", "Setup Fails", "failed", "Setup failed: no database"],
    ["Robot.Shop", "Multi line", "failed", "first line"],
  ]);
  expect(tests(read).find((o) => o.name === "Fails")).toMatchObject({ file: "/home/runner/work/demo/shop/robot/shop.robot", line: 8 });
});

test("tests that were kept from running have not failed, and the run is not complete", () => {
  const read = reading(fixture("robot", "exit-on-failure.xml"));
  expect(
    tests(read)
      .filter((o) => o.outcome === "failed")
      .map((o) => o.name),
  ).toEqual(["Fails"]);
  expect(read.report.reason).toBe("tests were kept from running");
});

test("a keyword's status is not the test's; its time is in seconds since version 7 and in two times before", () => {
  expect(tests(readingOf(robot(passing)))[0]).toMatchObject({ outcome: "passed", duration: 0.25 });
  const old =
    '<test id="t" name="Adds"><status status="PASS" starttime="20240501 10:00:00.000" endtime="20240501 10:00:01.500" critical="yes"/></test>';
  expect(tests(readingOf(robot(old)))[0]?.duration).toBe(1.5);
});

test("statistics that count more tests, or are not there, prove nothing", () => {
  expect(readingOf(robot(passing)).report.complete).toBe(true);
  // Before version 4, critical tests were counted apart.
  const old = '<stat pass="1" fail="0">Critical Tests</stat><stat pass="1" fail="0">All Tests</stat>';
  expect(readingOf(robot(passing, old)).report.complete).toBe(true);
  expect(readingOf(robot(passing, '<stat pass="2" fail="1" skip="0">All Tests</stat>')).report.reason).toBe(
    "its statistics count 2 tests that it does not list",
  );
  expect(readingOf(robot(passing, "")).report.complete).toBe(false);
  expect(readingOf(robot("", '<stat pass="0" fail="0" skip="0">All Tests</stat>')).report.complete).toBe(false);
});
