import { readdirSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { LintObservation, Part, TestObservation } from "../../../src/model.ts";
import { namesOf, type SuiteNames } from "../../../src/reports/tests/junit-dialects.ts";
import { bytesOf, fixture, named, type Reading, reading, readingOf } from "../reading.ts";

const tests = ({ observations }: Reading): TestObservation[] => observations.filter((o) => o.kind === "test");
const failing = (read: Reading): string[] => named(read.observations, "test", "failed", "error");
const passing = (read: Reading): string[] => named(read.observations, "test", "passed");
const skipped = (read: Reading): string[] => named(read.observations, "test", "skipped");
const only = (parts: readonly Part[]): Part => {
  const [part, ...more] = parts;
  if (!part || more.length > 0) throw new Error(`${parts.length} parts`);
  return part;
};
const of = (read: Reading, name: string): TestObservation => {
  const found = tests(read).find((o) => o.name === name);
  if (!found) throw new Error(`no test ${name}`);
  return found;
};
const file = (...names: string[]): Reading => reading(fixture(...names));
const suite = (body: string, attributes = ""): Reading => readingOf(`<testsuite name="s"${attributes}>${body}</testsuite>`);

/** What real tools wrote: counts by outcome, and whether nothing is missing. */
const FILES: [
  path: string,
  total: number,
  passed: number,
  failed: number,
  errors: number,
  skipped: number,
  complete: boolean,
  tool: string,
][] = [
  ["nextest/junit.xml", 10, 6, 4, 0, 0, true, "cargo nextest"],
  ["nextest/junit-hang-abort.xml", 10, 4, 6, 0, 0, true, "cargo nextest"],
  ["nextest/junit-green.xml", 9, 9, 0, 0, 0, true, "cargo nextest"],
  ["nextest/junit-killed.xml", 2, 2, 0, 0, 0, false, "cargo nextest"],
  ["junit-pytest/pytest9.xml", 23, 5, 13, 3, 2, true, "pytest"],
  ["junit-pytest/debian-7.2.xml", 22, 4, 13, 3, 2, true, "pytest"],
  ["junit-pytest/xunit1-logging-all.xml", 22, 4, 13, 3, 2, true, "pytest"],
  ["junit-pytest/xdist-crash.xml", 25, 5, 14, 4, 2, true, "pytest"],
  ["junit-pytest/exitfirst.xml", 2, 1, 1, 0, 0, true, "pytest"],
  ["junit-pytest/collect-error.xml", 1, 0, 0, 1, 0, false, "pytest"],
  ["junit-pytest/continue-on-collection-errors.xml", 24, 5, 13, 4, 2, false, "pytest"],
  ["junit-surefire/plain.xml", 6, 1, 2, 1, 2, true, "junit"],
  ["junit-surefire/rerun.xml", 6, 2, 1, 1, 2, true, "junit"],
  ["junit-surefire/before-class.xml", 1, 0, 0, 1, 0, false, "junit"],
  ["junit-ant/before-class.xml", 1, 0, 0, 1, 0, false, "junit"],
  ["junit-ant/TESTS-TestSuites.xml", 9, 2, 3, 2, 2, false, "junit"],
  ["junit-jupiter-console/jupiter.xml", 8, 4, 2, 1, 1, true, "junit"],
  ["junit-jupiter-console/empty.xml", 0, 0, 0, 0, 0, false, "junit"],
  ["junit-jest/junit.xml", 15, 6, 8, 0, 1, true, "jest"],
  ["junit-vitest/junit.xml", 15, 6, 7, 0, 2, false, "vitest"],
  ["junit-mocha/mocha-junit.xml", 11, 4, 7, 0, 0, false, "mocha"],
  ["junit-mocha/xunit-stdout.xml", 14, 4, 7, 0, 3, false, "mocha"],
  ["junit-playwright/junit.xml", 20, 8, 6, 2, 4, true, "playwright"],
  ["junit-node-test/node20.xml", 15, 4, 8, 0, 3, false, "node:test"],
  ["junit-node-test/node24.xml", 15, 5, 7, 0, 3, false, "node:test"],
  ["junit-gtest/gtest.xml", 9, 4, 3, 0, 2, true, "junit"],
  ["junit-ctest/ctest.xml", 5, 1, 3, 0, 1, true, "ctest"],
  ["junit-catch2/catch2.xml", 4, 1, 1, 1, 1, true, "catch2"],
  ["junit-gotestsum/junit.xml", 22, 10, 11, 0, 1, false, "junit"],
  ["junit-phpunit/junit.xml", 10, 2, 3, 3, 2, true, "phpunit"],
  ["junit-bats/junit.xml", 3, 1, 1, 0, 1, true, "junit"],
];

describe("what real tools write", () => {
  test.each(FILES)(
    "%s: every case is counted, and it is known whether any is missing",
    (path, total, passed, failed, errors, skip, complete, tool) => {
      const { report } = file(...path.split("/"));
      expect(report).toMatchObject({
        format: "junit",
        kind: "test",
        tool,
        complete,
        counts: { total, passed, failed, errors, skipped: skip },
      });
    },
  );

  test("no file of theirs is left out of the table", () => {
    const listed = new Set(FILES.map(([path]) => path));
    const folders = readdirSync(fixture()).filter((name) => name.startsWith("junit-") && name !== "junit-lint");
    const files = [...folders, "nextest"].flatMap((f) => readdirSync(fixture(f)).map((name) => `${f}/${name}`));
    expect(files.filter((path) => path.endsWith(".xml") && !listed.has(path))).toEqual([]);
  });

  test("every part that is not whole says why", () => {
    for (const [path] of FILES) {
      for (const part of file(...path.split("/")).report.parts) expect(part.state === "whole").toBe(part.reason === undefined);
    }
  });

  test("a unit is written in the extent as in the observations, or left to the target", () => {
    for (const [path] of FILES) {
      for (const { part, suite: unit } of tests(file(...path.split("/")))) {
        if (part.target) expect(part.extent.units).toEqual([]);
        else expect(part.extent.units).toContain(unit);
      }
    }
  });
});

describe("where tools keep the identity of a test", () => {
  test("nextest: the binary's id and the test's path, whatever the round of a stress run", () => {
    const read = file("nextest", "junit-hang-abort.xml");
    expect(failing(read)).toEqual([
      "ledger › tests::adds_up",
      "ledger › tests::sleeps_forever",
      "shop › cart::discount::aborts",
      "shop › cart::discount::overflows",
      "shop › cart::discount::result_err",
      "shop::api › get_order",
    ]);
    expect(read.report.parts.map((p) => p.target)).toEqual([
      { package: "ledger", kind: "lib" },
      { package: "shop", kind: "lib" },
      { package: "shop", kind: "test", name: "api" },
    ]);
    const stress = readingOf(
      '<testsuites name="nextest-run" tests="2" uuid="u"><testsuite name="a-b::bin/x@stress-0" tests="1"><testcase name="t" classname="a-b::bin/x"/></testsuite>' +
        '<testsuite name="a-b::bin/x@stress-1" tests="1"><testcase name="t" classname="a-b::bin/x@stress-1"/></testsuite></testsuites>',
    );
    expect(passing(stress)).toEqual(["a-b::bin/x › t", "a-b::bin/x › t"]);
    expect(stress.report.parts[0]?.target).toEqual({ package: "a-b", kind: "bin", name: "x" });
  });

  test("nextest: a setup script is no test of any target", () => {
    const read = readingOf(
      '<testsuite name="@setup-script:seed" tests="1"><testcase name="seed" classname="@setup-script:seed"><failure type="script failure with exit code 1"/></testcase></testsuite>',
    );
    expect(failing(read)).toEqual(["@setup-script:seed › seed"]);
    expect(only(read.report.parts)).toMatchObject({ extent: { units: ["@setup-script:seed"] } });
    expect(only(read.report.parts).target).toBeUndefined();
  });

  test("nextest: a report that a merge robbed of its root is known by how its suites are written", () => {
    const read = readingOf(
      '<testsuites><testsuite name="shop::api" tests="2" skipped="0" errors="0" failures="1"><testcase name="u" classname="shop::api" timestamp="x" time="0.1"/>' +
        '<testcase name="t" classname="shop::api" timestamp="x"><failure type="test failure with exit code 101">thread \'t\' panicked at tests/api.rs:7:1:\nno</failure></testcase></testsuite>' +
        '<testsuite name="C" tests="1"><testcase name="t" classname="C" timestamp="x"/></testsuite></testsuites>',
    );
    expect(read.report.parts.map((p) => p.target)).toEqual([{ package: "shop", kind: "test", name: "api" }, undefined]);
    expect(of(read, "t")).toMatchObject({ message: "no", file: "tests/api.rs", line: 7 });
  });

  test("playwright: the project stands in the host's place, and makes two tests of one title", () => {
    const read = file("junit-playwright", "junit.xml");
    expect(passing(read)).toContain("[chromium] › a.spec.js › math › adds");
    expect(passing(read)).toContain("[firefox] › a.spec.js › math › adds");
    expect(failing(read)).toContain("[firefox] › a.spec.js › math › timeout");
    const head = 'name="a.spec.js" timestamp="t" hostname="web" tests="1" failures="0" skipped="0" time="1" errors="0"';
    const titled = readingOf(
      `<testsuites id="" name=""><testsuite ${head}><testcase name="[web] adds" classname="a.spec.js"/></testsuite></testsuites>`,
    );
    expect(passing(titled)).toEqual(["[web] › a.spec.js › adds"]);
  });

  test("a host is noise elsewhere", () => {
    expect(passing(suite('<testcase name="t" classname="C"/>', ' hostname="runner-7"'))).toEqual(["C › t"]);
  });

  test("node:test: parents, and since node 24 the file; a file without tests is itself", () => {
    expect(failing(file("junit-node-test", "node20.xml"))).toEqual([
      "/home/runner/work/demo/js/node-t/b.test.js",
      "hooked",
      "parent › child fails",
      "suite › dup",
      "test › async after end",
      "test › fails with diff",
      "test › timeout",
      'test › weird # name with "quotes" \\ andnewline',
    ]);
    const a = "/home/runner/work/demo/js/node-t/a.test.js";
    const read = file("junit-node-test", "node24.xml");
    expect(failing(read)).toContain(`${a} > parent › child fails`);
    expect(failing(read)).toContain(`${a} › timeout`);
    expect(failing(read)).toContain("/home/runner/work/demo/js/node-t/b.test.js");
    expect(passing(read)).toContain("/home/runner/work/demo/js/node-t/exit.test.js");
    expect(of(read, "fails with diff")).toMatchObject({ file: a, line: 4 });
  });

  test("jest and mocha: the describe block, where class and title repeat each other", () => {
    expect(failing(file("junit-jest", "junit.xml"))).toContain("math › math each 1 === 2");
    expect(failing(file("junit-mocha", "mocha-junit.xml"))).toContain("nested › math nested dup");
    expect(failing(file("junit-mocha", "xunit-stdout.xml"))).toContain("math nested › dup");
  });

  test("vitest: the file and the titles", () => {
    expect(failing(file("junit-vitest", "junit.xml"))).toContain("vitest-t/a.test.js › math > nested > deep > dup name");
  });

  test("ctest: the name alone, whatever machine built it", () => {
    const read = file("junit-ctest", "ctest.xml");
    expect(failing(read)).toEqual(["ctest › crash", "ctest › slow", "ctest › unit"]);
  });

  test("karma: the browser without its version, so that an update makes no new tests", () => {
    const written = (version: string): Reading =>
      readingOf(
        `<testsuite name="HeadlessChrome ${version} (Linux 0.0.0)" package="" timestamp="t" id="0" hostname="h" tests="1" errors="0" failures="0" time="0.1">` +
          `<testcase name="works" time="0.1" classname="HeadlessChrome_${version.replaceAll(".", "_")}_(Linux_0_0_0).Cart total"/></testsuite>`,
      );
    expect(passing(written("119.0.6045"))).toEqual(["HeadlessChrome (Linux).Cart total › works"]);
    expect(passing(written("120.1"))).toEqual(passing(written("119.0.6045")));
  });

  test("phpunit: data sets are tests of their class, in suites of their own", () => {
    const read = file("junit-phpunit", "junit.xml");
    expect(failing(read)).toContain('ATest › testData with data set "two words"');
    expect(read.report.parts.map((p) => [p.extent.units, p.extent.cases])).toEqual([
      [["ATest"], 7],
      [["ATest"], 3],
    ]);
  });

  test("pytest: class and parameters; nested classes are units of their own", () => {
    const read = file("junit-pytest", "pytest9.xml");
    expect(failing(read)).toContain("test_a › test_param[x y-x/y]");
    expect(failing(read)).toContain("test_a.TestC.TestNested › test_deep");
    expect(only(read.report.parts).extent.units).toContain("test_a.TestC.TestNested");
  });

  test("a case without a class goes by its suite, and by the spaces' inner side", () => {
    expect(passing(suite('<testcase name=" t "/><testcase classname="" name="u"/>'))).toEqual(["s › t", "s › u"]);
  });
});

describe("failures without a case", () => {
  test("what failed before its first test is a subject of its own, and its tests are missing", () => {
    const expected: [Reading, string][] = [
      [file("junit-surefire", "before-class.xml"), "ex.BeforeClassFailTest"],
      [file("junit-ant", "before-class.xml"), "ex.BeforeClassFailTest"],
      [file("junit-vitest", "junit.xml"), "vitest-t/b.test.js"],
      [file("junit-pytest", "collect-error.xml"), "pkg.test_collect_error"],
      [file("junit-mocha", "mocha-junit.xml"), "hooks"],
      [readingOf('<testsuite name="C"><testcase name="initializationError" classname="C"><error/></testcase></testsuite>'), "C"],
      [readingOf('<testsuite name="p/q"><testcase name="[build failed]" classname="p/q"><error/></testcase></testsuite>'), "p/q"],
      [
        readingOf('<testsuite name="a.ts"><testcase name="a.ts" classname="Test suite failed to run"><error/></testcase></testsuite>'),
        "a.ts",
      ],
      [readingOf('<testsuite name="C"><testcase name="" classname="C"><error/></testcase></testsuite>'), "C"],
    ];
    for (const [read, name] of expected) {
      const whole = tests(read).filter((o) => o.whole && o.suite === name);
      expect(whole.map((o) => [o.name, o.outcome === "failed" || o.outcome === "error", o.part.state])).toEqual([["", true, "partial"]]);
    }
  });

  test("jest's file that could not be loaded goes by its path in the repository", () => {
    const suite: SuiteNames = { dialect: "plain", name: "undefined", parents: ["undefined"], project: "" };
    const testcase = { name: "/work/shop/a.test.ts", classname: "Test suite failed to run" };
    const names = namesOf(suite, testcase, true, (path) => path.replace("/work/shop/", ""));
    expect(names).toEqual({ suite: "a.test.ts", name: "", whole: true });
  });

  test("what failed after its last test lost none", () => {
    const read = file("junit-jest", "junit.xml");
    expect(
      tests(read)
        .filter((o) => o.whole)
        .map((o) => [o.suite, o.part.state]),
    ).toEqual([["undefined", "whole"]]);
  });

  test("an error of the suite itself is observed, beside its cases", () => {
    const read = suite('<testcase name="t"/><error message="no database" type="X">trace</error>', ' tests="1" errors="1"');
    expect(tests(read).map((o) => [o.suite, o.name, o.outcome, o.whole, o.message])).toEqual([
      ["s", "t", "passed", undefined, undefined],
      ["s", "", "error", true, "no database"],
    ]);
    expect(read.report).toMatchObject({ complete: false, counts: { total: 1, passed: 1, errors: 0 } });
  });

  test("a panic of Go takes the rest of its package with it", () => {
    const read = suite(
      '<testcase name="T" classname="p"><failure message="Failed">=== RUN T\npanic: boom\n\ngoroutine 7 [running]:\nx()</failure></testcase>',
    );
    expect(only(read.report.parts)).toMatchObject({ state: "partial", reason: "a panic ended the tests of the package" });
    expect(of(read, "T").message).toBe("panic: boom");
  });
});

describe("verdicts", () => {
  const verdict = (inside: string, attributes = "", around = ""): string => {
    const { counts } = suite(`<testcase name="t" classname="C"${attributes}>${inside}</testcase>`, around).report;
    return counts.passed ? "passed" : counts.failed ? "failed" : counts.errors ? "error" : "skipped";
  };

  test("a failure beats a skip, an error beats a failure", () => {
    expect(verdict("")).toBe("passed");
    expect(verdict("<skipped/>")).toBe("skipped");
    expect(verdict("<skipped/><failure/>")).toBe("failed");
    expect(verdict("<failure/><error/><skipped/>")).toBe("error");
    expect(verdict("<system-out>failure</system-out>")).toBe("passed");
  });

  test("node's todo and catch2's may-fail tests may fail", () => {
    expect(verdict('<skipped type="todo" message="later"/><failure/>')).toBe("skipped");
    expect(verdict("<skipped/><failure/>", "", ' hostname="tbd"')).toBe("skipped");
    expect(skipped(file("junit-catch2", "catch2.xml"))).toEqual(["c2.global › shouldfail"]);
    expect(skipped(file("junit-node-test", "node24.xml")).some((n) => n.endsWith("todo failing"))).toBe(true);
  });

  test("attributes say what did not run, even beside a failure of earlier", () => {
    expect(verdict("", ' status="notrun"')).toBe("skipped");
    expect(verdict("", ' status="run" result="suppressed"')).toBe("skipped");
    expect(verdict("", ' status="run" result="completed"')).toBe("passed");
    expect(verdict("<failure/>", ' status="disabled"')).toBe("skipped");
    expect(verdict("", ' status="Skipped"')).toBe("skipped");
    expect(verdict("", ' status="failed"')).toBe("failed");
    expect(verdict("", ' status="errored"')).toBe("error");
    expect(skipped(file("junit-gtest", "gtest.xml"))).toEqual(["Math › DISABLED_Off", "Math › Skips"]);
  });

  test("attempts that failed before one that passed make a flaky pass; reruns belong to a failure", () => {
    const flaky = suite('<testcase name="t"><flakyFailure message="a"/><flakyError/><system-out>x</system-out></testcase>');
    expect(of(flaky, "t")).toMatchObject({ outcome: "passed", flaky: true, retries: 2 });
    const rerun = suite(
      '<testcase name="t"><failure message="a">one</failure><rerunFailure message="a"><stackTrace>two</stackTrace></rerunFailure></testcase>',
    );
    expect(of(rerun, "t")).toMatchObject({ outcome: "failed", retries: 1, detail: "one" });
    expect(of(suite("<testcase name='t'><rerunFailure message='m'/></testcase>"), "t")).toMatchObject({ outcome: "failed", message: "m" });
    const real = file("nextest", "junit.xml");
    expect(of(real, "cart::discount::flaky")).toMatchObject({ outcome: "passed", flaky: true, retries: 1 });
    expect(of(real, "tests::adds_up")).toMatchObject({ outcome: "failed", retries: 1 });
    expect(of(file("junit-surefire", "rerun.xml"), "flaky")).toMatchObject({ outcome: "passed", flaky: true });
  });

  test("two cases of one name are two observations: neither pass nor failure is dropped", () => {
    const read = file("junit-vitest", "junit.xml");
    expect(
      tests(read)
        .filter((o) => o.name === "math > nested > deep > dup name")
        .map((o) => o.outcome),
    ).toEqual(["failed", "passed"]);
  });
});

describe("what a document proves", () => {
  test("a cut document shows what was closed before the cut, and is broken", () => {
    const read = file("nextest", "junit-killed.xml");
    expect(read.report.error).toMatchObject({ code: "E_REPORT_CUT" });
    expect(read.report.parts.every((p) => p.state === "broken")).toBe(true);
    expect(failing(read)).toEqual([]);
    expect(passing(read)).toHaveLength(2);
  });

  test("cut anywhere, nothing is whole, and no test is seen that the whole document does not show", () => {
    for (const path of ["nextest/junit.xml", "junit-pytest/pytest9.xml", "junit-surefire/rerun.xml"]) {
      const bytes = bytesOf(...path.split("/"));
      const all = new Set(tests(readingOf(bytes)).map((o) => `${o.suite} ${o.name} ${o.outcome}`));
      // The last byte may be a newline behind the document.
      fc.assert(
        fc.property(fc.integer({ min: 1, max: bytes.toString().trimEnd().length - 1 }), (at) => {
          const read = readingOf(bytes.subarray(0, at));
          expect(read.report.complete).toBe(false);
          for (const part of read.report.parts) expect(part.state).not.toBe("whole");
          for (const o of tests(read)) expect(all).toContain(`${o.suite} ${o.name} ${o.outcome}`);
        }),
        { numRuns: 120 },
      );
    }
  });

  test("flipped bytes throw nothing, and make no failure of a document without one", () => {
    const bytes = bytesOf("nextest", "junit-green.xml");
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 }), (edits) => {
        const broken = Buffer.from(bytes);
        for (const [at, value] of edits) broken[at] = value;
        const { report } = readingOf(broken);
        expect(report.error?.code ?? "").not.toBe("E_INTERNAL");
        expect(report.counts.failed + report.counts.errors).toBe(0);
      }),
      { numRuns: 300 },
    );
  });

  test("no tests at all is not complete", () => {
    for (const text of ["<testsuites/>", '<testsuite name="s" tests="0"/>', '<testsuites tests="0"><testsuite/></testsuites>']) {
      expect(readingOf(text).report).toMatchObject({ format: "junit", complete: false, reason: "it lists no test", error: null });
    }
  });

  test("counts without cases are counted, name nobody and prove nothing", () => {
    const { report, observations } = readingOf(
      '<testsuites><testsuite name="s" tests="6" failures="1" errors="0" skipped="2"/></testsuites>',
    );
    expect(observations).toEqual([]);
    expect(report).toMatchObject({
      complete: false,
      reason: "it counts 6 tests and names none",
      counts: { total: 6, passed: 3, failed: 1, skipped: 2 },
    });
  });

  test("a header that counts more than is listed makes the suite partial, and no other", () => {
    const read = readingOf(
      '<testsuites><testsuite name="a" tests="3" failures="0" skipped="0"><testcase name="t"/></testsuite><testsuite name="b" tests="1"><testcase name="t"/></testsuite></testsuites>',
    );
    expect(read.report.parts.map((p) => [p.state, p.reason])).toEqual([
      ["partial", "its header counts 3 tests but it lists 1"],
      ["whole", undefined],
    ]);
  });

  test("a root that counts failures nobody lists keeps the report from being complete, not its suites from being whole", () => {
    const { report } = file("junit-gotestsum", "junit.xml");
    expect(report.parts.at(-1)?.reason).toBe("its header counts 2 failures that it does not list");
    expect(report.parts.map((p) => [p.extent.units[0], p.state])).toEqual([
      ["example.com/goex", "whole"],
      ["example.com/goex/pkg", "partial"],
      ["example.com/goex/pkg/exit", "partial"],
      ["example.com/goex/pkg/timeout", "partial"],
      [undefined, "partial"],
    ]);
  });

  test("headers that count reruns, assertions or fewer than there are mean nothing", () => {
    expect(suite('<testcase name="t"><failure/><rerunFailure/></testcase>', ' tests="2" failures="2"').report.complete).toBe(true);
    expect(suite('<testcase name="t"/>', ' hostname="tbd" tests="9"').report.complete).toBe(true);
    expect(suite('<testcase name="t"/><testcase name="u"/>', ' tests="1"').report.complete).toBe(true);
    // web-test-runner counts a failing test as a failure and as an error.
    expect(suite('<testcase name="t"><failure/></testcase>', ' tests="1" failures="1" errors="1"').report.complete).toBe(true);
    expect(suite('<testcase name="t"/>', ' failures="1"').report.complete).toBe(false);
  });

  test("where skipped tests are counted and left out, a missing test may be one of them", () => {
    const read = suite('<testcase name="t"/>', ' tests="3" skipped="2"');
    expect(only(read.report.parts)).toMatchObject({ state: "whole", provesAbsence: false });
    const math = file("junit-mocha", "mocha-junit.xml").report.parts.find((p) => p.extent.units[0] === "math");
    expect(math).toMatchObject({ state: "whole", provesAbsence: false });
  });

  test("nextest leaves out what a failure kept from running; a green file proves that a test is gone", () => {
    expect(file("nextest", "junit.xml").report.parts.map((p) => p.provesAbsence)).toEqual([false, false, false]);
    expect(file("nextest", "junit-green.xml").report.parts.map((p) => p.provesAbsence)).toEqual([true, true, true]);
  });

  test("each suite with cases is a part, nested ones too; one without is none", () => {
    const read = readingOf(
      '<testsuites><testsuite name="outer" tests="3"><testsuite name="empty" tests="0"/><testsuite name="inner" tests="2"><testcase name="a" classname="C"/><testcase name="b" classname="D"/></testsuite><testcase name="c"/></testsuite></testsuites>',
    );
    expect(read.report.parts.map((p) => [p.extent.units, p.extent.cases, p.state])).toEqual([
      [["C", "D"], 2, "whole"],
      [["outer"], 1, "whole"],
    ]);
  });

  test("a unit's file stands in the extent, where its cases agree on one", () => {
    const read = suite(
      '<testcase name="a" classname="C" file="c.py"/><testcase name="b" classname="D" file="d.py"/><testcase name="c" classname="D" file="e.py"/>',
    );
    expect(only(read.report.parts).extent.paths).toEqual({ C: "c.py" });
    for (const outside of ["/w/c.py", "../c.py", "C:\\w\\c.py"]) {
      expect(only(suite(`<testcase name="a" classname="C" file="${outside}"/>`).report.parts).extent.paths).toBeUndefined();
    }
  });

  test("documents one after another are read alike", () => {
    const read = readingOf(
      '<?xml version="1.0"?><testsuite name="a"><testcase name="t"/></testsuite>\n<?xml version="1.0"?><testsuite name="b"><testcase name="t"><failure/></testcase></testsuite>\n',
    );
    expect(read.report.complete).toBe(true);
    expect([...passing(read), ...failing(read)]).toEqual(["a › t", "b › t"]);
  });

  test("what a reporter on stdout printed before its document does not matter", () => {
    const read = file("junit-mocha", "xunit-stdout.xml");
    expect(read.report.parts[0]?.line).toBe(3);
  });
});

describe("what a person is told", () => {
  test("message, place and an excerpt, in each tool's way", () => {
    expect(of(file("nextest", "junit.xml"), "get_order")).toMatchObject({
      message: "status 500 != 200\n::error::not a command",
      file: "tests/api.rs",
      line: 1,
    });
    expect(of(file("junit-gtest", "gtest.xml"), "IsOne/1")).toMatchObject({
      message: expect.stringMatching(/^Expected equality/),
      file: "g.cc",
      line: 8,
    });
    expect(of(file("junit-vitest", "junit.xml"), "math > soft")).toMatchObject({
      message: "expected 1 to be 2 // Object.is equality",
      file: "vitest-t/a.test.js",
      line: 13,
    });
    expect(of(file("junit-pytest", "xunit1-logging-all.xml"), "test_fail")).toMatchObject({ file: "test_a.py", line: 3 });
    expect(of(file("junit-pytest", "pytest9.xml"), "test_fail")).toMatchObject({ file: "test_a.py", line: 5 });
    expect(of(file("junit-phpunit", "junit.xml"), "testErrors")).toMatchObject({ message: "RuntimeException: bang", line: 5 });
    expect(of(file("junit-gotestsum", "junit.xml"), "TestFail")).toMatchObject({ message: "got 1 want 2" });
    expect(of(file("junit-surefire", "plain.xml"), "errors")).toMatchObject({ message: "bang" });
    expect(of(file("junit-catch2", "catch2.xml"), "throws")).toMatchObject({ message: "oops", file: "c2.cc", line: 4 });
    expect(of(file("nextest", "junit-hang-abort.xml"), "tests::sleeps_forever").message).toBe("test timeout");
  });

  test("a Python trace is told by its last line, and lies where it ends", () => {
    const trace =
      'Traceback (most recent call last):\n  File "/usr/lib/python3.11/unittest/case.py", line 59, in run\n  File "/w/test_foo.py", line 7, in test\n    assert 0\nAssertionError: no\n';
    const read = suite(`<testcase name="t"><failure message="${trace}">${trace}</failure></testcase>`);
    expect(of(read, "t")).toMatchObject({ file: "/w/test_foo.py", line: 7 });
    const attribute = suite(`<testcase name="t"><failure>${trace}</failure></testcase>`);
    expect(of(attribute, "t").message).toBe("AssertionError: no");
  });

  test("colours are taken out, however they are spelled", () => {
    const read = suite(
      '<testcase name="t"><failure message="\u001b[31mred\u001b[0m &#x1b;[1mbold&#27;[0m">a #x1B[31mb <![CDATA[&amp#27;[32mc&amp#27;[0m \u001b[4md]]></failure></testcase>',
    );
    expect(of(read, "t")).toMatchObject({ message: "red bold", detail: "a b c d" });
  });

  test("a failure of any length is told in a few thousand characters, with its beginning and its end", () => {
    const text = `first\n${"x".repeat(3_000_000)}\nlast`;
    for (const written of [text, `<![CDATA[${text}]]>`]) {
      const { detail = "" } = of(suite(`<testcase name="t"><failure message="m">${written}</failure></testcase>`), "t");
      expect(detail.length).toBeLessThan(9_000);
      expect(detail).toMatch(/^first\n/);
      expect(detail).toMatch(/\nlast$/);
    }
  });

  test("output beside the failure is not kept", () => {
    const read = suite(
      "<testcase name='t'><system-out>token=abc</system-out><failure>why</failure><system-err>token=abc</system-err></testcase><system-out>token=abc</system-out>",
    );
    expect(JSON.stringify(read)).not.toContain("token");
  });

  test("a message of the document's own entities stays as it is written", () => {
    const read = readingOf(
      '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><testsuite name="s"><testcase name="&x;"><failure message="&x;">&x;</failure></testcase></testsuite>',
    );
    expect(of(read, "&x;")).toMatchObject({ message: "&x;", detail: "&x;" });
  });
});

describe("linters that write JUnit", () => {
  const lints = ({ observations }: Reading): LintObservation[] => observations.filter((o) => o.kind === "lint");
  const shown = (read: Reading): string[] => lints(read).map((o) => `${o.owner} ${o.name} ${o.file}:${o.line} ${o.severity}`);

  test("their cases are findings, and never tests", () => {
    expect(shown(file("junit-lint", "ruff.xml")).slice(0, 2)).toEqual([
      "ruff I001 /home/runner/work/demo/pyl/bad.py:1 high",
      "ruff F401 /home/runner/work/demo/pyl/bad.py:1 high",
    ]);
    expect(shown(file("junit-lint", "biome.xml"))).toContain("biome lint/suspicious/noDoubleEquals src/a.js:2 medium");
    expect(shown(file("junit-lint", "oxlint.xml"))).toContain("oxlint eslint(no-unused-vars) src/a.js:6 medium");
    expect(shown(file("junit-lint", "mypy.xml"))).toEqual(["mypy mypy bad.py:4 medium"]);
    for (const name of readdirSync(fixture("junit-lint"))) {
      const read = file("junit-lint", name);
      expect(read.report).toMatchObject({ kind: "lint", complete: true });
      expect(tests(read)).toEqual([]);
      expect(lints(read).every((o) => o.weak)).toBe(true);
      expect(read.report.parts.map((p) => [p.kind, p.provesAbsence])).toEqual([["lint", false]]);
    }
  });

  test("eslint, golangci-lint, phpcs and rubocop are known by what they write", () => {
    expect(
      shown(
        readingOf(
          '<testsuites><testsuite package="org.eslint" time="0" tests="1" errors="1" name="/w/a.js"><testcase time="0" name="org.eslint.no-undef" classname="/w/a"><failure message="\'x\' is not defined."><![CDATA[line 5, col 10, Error - \'x\' is not defined. (no-undef)]]></failure></testcase></testsuite><testsuite package="org.eslint" tests="1" errors="0" name="/w/b.js"><testcase name="/w/b.js" classname="/w/b"/></testsuite></testsuites>',
        ),
      ),
    ).toEqual(["eslint no-undef /w/a.js:5 high"]);
    expect(
      shown(
        readingOf(
          '<testsuites><testsuite name="a.go" tests="1" errors="0" failures="1"><testcase name="errcheck" classname="a.go:12:3"><failure message="a.go:12:3: unchecked" type="warning">x</failure></testcase></testsuite></testsuites>',
        ),
      ),
    ).toEqual(["golangci-lint errcheck a.go:12 medium"]);
    expect(
      shown(
        readingOf(
          '<testsuites name="PHP_CodeSniffer 3.7" tests="1"><testsuite name="/w/a.php"><testcase name="PSR2.X.Y at /w/a.php (3:5)"><failure type="error" message="m"/></testcase></testsuite></testsuites>',
        ),
      ),
    ).toEqual(["phpcs PSR2.X.Y /w/a.php:0 high".replace(":0", ":undefined")]);
    expect(
      shown(
        readingOf(
          "<testsuites><testsuite name='rubocop' tests='4'><testcase classname='lib.a' name='Style/X'/><testcase classname='lib.a' name='Lint/Y'><failure type='Lint/Y' message='m'>f</failure></testcase></testsuite></testsuites>",
        ),
      ),
    ).toEqual(["rubocop Lint/Y lib.a.rb:undefined medium"]);
  });

  test("a linter that finds nothing is read as a report, not as an empty test run", () => {
    expect(readingOf('<testsuites name="Biome" tests="0" failures="0" errors="0" time="0.1"></testsuites>').report).toMatchObject({
      kind: "lint",
      complete: true,
      tool: "biome",
    });
  });
});

describe("hostile documents", () => {
  test("take time in proportion to their length", () => {
    const cases = (n: number, inside: string): string =>
      `<testsuite name="s">${`<testcase name="t" classname="C">${inside}</testcase>`.repeat(n)}</testsuite>`;
    const nasty = [
      cases(1, "<failure/>".repeat(100_000)),
      cases(20_000, "<failure>a.b:1 (</failure>"),
      `<testsuite name="s">${"<testsuite>".repeat(90)}${"</testsuite>".repeat(90)}</testsuite>`,
      cases(1, `<failure message="${"a(".repeat(100_000)}">${"(a".repeat(100_000)}</failure>`),
      `<testsuite name="s">${Array.from({ length: 30_000 }, (_, i) => `<testcase name="t" classname="C${i}"/>`).join("")}</testsuite>`,
      `<testsuites>${'<testsuite name="s" tests="9"><testcase name="t"/></testsuite>'.repeat(20_000)}</testsuites>`,
    ];
    for (const text of nasty) {
      const start = performance.now();
      readingOf(text);
      expect(performance.now() - start).toBeLessThan(3_000);
    }
  });

  test("names that objects know themselves are names like others", () => {
    const read = suite(
      '<testcase name="__proto__" classname="constructor" file="toString"/><testcase name="hasOwnProperty" classname="__proto__" file="x"/>',
    );
    expect(passing(read)).toEqual(["__proto__ › hasOwnProperty", "constructor › __proto__"]);
    expect(Object.entries(only(read.report.parts).extent.paths ?? {})).toEqual([
      ["constructor", "toString"],
      ["__proto__", "x"],
    ]);
  });

  test("numbers that no run reaches are not believed", () => {
    const { report } = readingOf('<testsuite name="s" tests="999999999" failures="-3" errors="1e9"/>');
    expect(report.counts).toMatchObject({ total: 10_000_000, failed: 0, errors: 0 });
    expect(
      readingOf(
        '<testsuite name="s" tests="99999999999999999999"><testcase name="t" time="1,234.5"/><testcase name="u" time="-0.0"/><testcase name="v" time="x"/></testsuite>',
      ).observations.map((o) => (o.kind === "test" ? o.duration : 0)),
    ).toEqual([1234.5, 0, undefined]);
  });
});

describe("Go's parents", () => {
  const cases = (names: readonly string[]): string =>
    names.map((name) => `<testcase classname="example.com/shop" name="${name}"><failure message="Failed"/></testcase>`).join("");

  test.each([
    ["before their subtests", ["TestCart", "TestCart/total", "TestCart/total/empty"]],
    ["behind them", ["TestCart/total/empty", "TestCart/total", "TestCart"]],
  ])("that stand %s are no failures of their own, and count as listed", (_where, names) => {
    const read = suite(cases(names), ' tests="3" failures="3"');
    expect(failing(read)).toEqual(["example.com/shop › TestCart/total/empty"]);
    expect(skipped(read)).toEqual(["example.com/shop › TestCart", "example.com/shop › TestCart/total"]);
    expect(of(read, "TestCart").message).toBe("subtests of it failed");
    expect(read.report.counts).toMatchObject({ total: 3, failed: 3, skipped: 0 });
    expect(read.report.complete).toBe(true);
  });

  test("that panicked, whose subtests passed, or that are another class's, are", () => {
    const read = suite(
      `${cases(["TestCart/total", "TestTotal", "TestPanics/inner"])}<testcase classname="example.com/shop" name="TestTotal/passes"/><testcase classname="example.com/other" name="TestCart"><failure message="Failed"/></testcase><testcase classname="example.com/shop" name="TestPanics"><failure message="Failed">panic: boom</failure></testcase>`,
    );
    expect(failing(read)).toEqual([
      "example.com/other › TestCart",
      "example.com/shop › TestCart/total",
      "example.com/shop › TestPanics",
      "example.com/shop › TestPanics/inner",
      "example.com/shop › TestTotal",
    ]);
  });

  test("are told in a document that is cut before its end as well", () => {
    const read = readingOf(`<testsuite name="s">${cases(["TestCart", "TestOther"])}`);
    expect(failing(read)).toEqual(["example.com/shop › TestCart", "example.com/shop › TestOther"]);
    expect(read.report.complete).toBe(false);
  });

  test("of other tools' tests with a slash are not meant", () => {
    const read = suite(
      '<testcase classname="a" name="testing"><failure/></testcase><testcase classname="a" name="testing/x"><failure/></testcase>',
    );
    expect(failing(read)).toEqual(["a › testing", "a › testing/x"]);
  });
});

test("pytest: a test called like its module stands in it", () => {
  const read = readingOf(
    '<testsuites><testsuite name="pytest" tests="1"><testcase classname="test_cart" name="test_cart" time="0.1"><failure message="no"/></testcase></testsuite></testsuites>',
  );
  expect(failing(read)).toEqual(["test_cart › test_cart"]);
});

test("node: tests that a failed hook kept from running are skipped, and their suite failed", () => {
  const cancelled = '<failure type="cancelledByParent" message="test did not finish before its parent and was cancelled"/>';
  const own = '<failure type="testCodeFailure" message="no"/>';
  const inner = (name: string, body: string): string =>
    `<testsuite name="${name}" time="0.1" disabled="0" errors="0" tests="2" failures="2" skipped="0" hostname="h">${body}</testsuite>`;
  const read = readingOf(
    `<testsuites>${inner("hooked", `<testcase name="a" classname="test">${cancelled}</testcase><testcase name="b" classname="test">${cancelled}</testcase>`)}${inner("late", `<testcase name="c" classname="test">${own}</testcase><testcase name="d" classname="test">${cancelled}</testcase>`)}</testsuites>`,
  );
  expect(failing(read)).toEqual(["hooked", "late › c"]);
  expect(skipped(read)).toEqual(["hooked › a", "hooked › b", "late › d"]);
  expect(read.report.counts).toMatchObject({ total: 4, failed: 4 });
});

test("Check's suites, which have its namespace, are not JUnit's", () => {
  const text =
    '<testsuites xmlns="http://check.sourceforge.net/ns"><suite><title>Core</title><test result="failure"/></suite></testsuites>';
  expect(readingOf(text).report.error?.code).toBe("E_REPORT_UNKNOWN");
});
