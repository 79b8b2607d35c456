/** pytest's own words: which test, what became of it, and whether anything was left out. */
import { describe, expect, it } from "vitest";
import { bytesOf, fixture, named, reading, readingOf } from "../reading.ts";
import { countsOf, expectNoMoreWhenCut, expectReadableWhenDamaged } from "./cutting.ts";

const DOTS = /do not name the tests that passed/;

const SAMPLES: [file: string, counts: string, reason: RegExp | null][] = [
  ["verbose.txt", "25 = 6 passed, 14 failed, 3 errors, 2 skipped", null],
  ["default.txt", "26 = 7 passed, 14 failed, 3 errors, 2 skipped", DOTS],
  ["ra-short.txt", "25 = 6 passed, 14 failed, 3 errors, 2 skipped", DOTS],
  ["color.txt", "25 = 6 passed, 14 failed, 3 errors, 2 skipped", DOTS],
  ["gha-short.txt", "25 = 6 passed, 14 failed, 3 errors, 2 skipped", DOTS],
  ["xunit1.txt", "25 = 6 passed, 14 failed, 3 errors, 2 skipped", DOTS],
  ["cd-subdir.txt", "26 = 7 passed, 14 failed, 3 errors, 2 skipped", DOTS],
  ["debian-7.2.txt", "23 = 5 passed, 13 failed, 3 errors, 2 skipped", DOTS],
  ["no-summary-tb-no.txt", "25 = 6 passed, 14 failed, 3 errors, 2 skipped", /does not name all that failed/],
  ["xdist-n2-crash.txt", "26 = 6 passed, 15 failed, 3 errors, 2 skipped", DOTS],
  ["exitfirst.txt", "2 = 1 passed, 1 failed, 0 errors, 0 skipped", /stopping after 1 failures/],
  ["collect-error.txt", "1 = 0 passed, 0 failed, 1 errors, 0 skipped", /Interrupted: 1 error during collection/],
  ["continue-on-collection-errors.txt", "27 = 7 passed, 14 failed, 4 errors, 2 skipped", /could not be collected/],
  ["crash-exit0.txt", "0 = 0 passed, 0 failed, 0 errors, 0 skipped", /ends before pytest's last line/],
  ["no-tests.txt", "0 = 0 passed, 0 failed, 0 errors, 0 skipped", /21 tests were deselected/],
];

describe("samples of pytest", () => {
  it.each(SAMPLES)("%s", (file, counts, reason) => {
    const read = reading(fixture("pytest-text", file));
    expect(read.report.format).toBe("pytest-text");
    expect(countsOf(read)).toBe(counts);
    expect(read.report.complete).toBe(reason === null);
    if (reason) expect(read.report.reason).toMatch(reason);
  });

  it.each(SAMPLES)("%s shows no more when it is cut, and is readable when damaged", (file) => {
    expectNoMoreWhenCut(bytesOf("pytest-text", file));
    expectReadableWhenDamaged(bytesOf("pytest-text", file));
  });

  it("its failures are those of the JUnit XML of the same run, under the same identity", () => {
    const keys = (list: ReturnType<typeof reading>["observations"]): string[] =>
      [
        ...new Set(
          list
            .filter((o) => o.outcome === "failed" || o.outcome === "error")
            .map((o) => (o.kind === "test" && o.identity ? `${o.identity.target} ${o.identity.path}` : `${o.suite} ${o.name}`)),
        ),
      ].sort();
    const text = keys(reading(fixture("pytest-text", "default.txt")).observations);
    expect(text).toEqual(keys(reading(fixture("junit-pytest", "pytest9.xml")).observations));
  });

  it("every target of a case is a unit of its part, with the file it lives in", () => {
    const { observations, report } = reading(fixture("pytest-text", "verbose.txt"));
    const { units, paths } = report.parts[0]?.extent ?? { units: [] };
    for (const o of observations) if (o.kind === "test") expect(units).toContain(o.identity?.target);
    expect(paths?.["test_a.TestC"]).toBe("test_a.py");
  });

  it("tells the error, its place and its trace", () => {
    const { observations } = reading(fixture("pytest-text", "default.txt"));
    const found = observations.find((o) => o.name === "test_in_class");
    expect(found).toMatchObject({ suite: "test_a.py::TestC", message: "ValueError: bad", file: "test_a.py", line: 17 });
    expect(found?.detail).toContain('raise ValueError("bad\\nvalue")');
  });
});

const HEAD = "============================= test session starts ==============================\ncollected 2 items\n\n";

describe("pytest's lines", () => {
  it.each([
    ["FAILED a.py::test_x[1 - 2] - assert 0", "a.py", "test_x[1 - 2]", "assert 0"],
    ["FAILED a.py::test_x[a::b-[br]] - x == '[...", "a.py", "test_x[a::b-[br]]", "x == '[..."],
    ["FAILED a.py::T::test_x - one - two", "a.py::T", "test_x", "one - two"],
    ["FAILED a.py::test_x", "a.py", "test_x", undefined],
    ["ERROR a.py::test_x[p]", "a.py", "test_x[p]", undefined],
  ])("%s", (line, suite, name, message) => {
    const { observations } = readingOf(`=== short test summary info ===\n${line}\n1 failed in 0.10s\n`);
    expect(observations).toMatchObject([{ suite, name, ...(message === undefined ? {} : { message }) }]);
  });

  it("a test that passed and broke in its teardown is in error, once", () => {
    const { observations } = readingOf(
      `${HEAD}a.py::test_x PASSED   [ 50%]\na.py::test_x ERROR    [ 50%]\na.py::test_y PASSED   [100%]\n\n=== 2 passed, 1 error in 0.1s ===\n`,
    );
    expect(named(observations, "test", "error")).toEqual(["a.py › test_x"]);
    expect(named(observations, "test", "passed")).toContain("a.py › test_y");
    expect(named(observations, "test", "passed")).not.toContain("a.py › test_x");
  });

  it("a test that was run again and passed is flaky", () => {
    const { observations } = readingOf(
      `${HEAD}a.py::test_x RERUN   [ 50%]\na.py::test_x PASSED   [ 50%]\na.py::test_y PASSED   [100%]\n\n=== 2 passed, 1 rerun in 0.1s ===\n`,
    );
    expect(observations.find((o) => o.name === "test_x")).toMatchObject({ outcome: "passed", retries: 1, flaky: true });
  });

  it("xdist writes the verdict before the name", () => {
    const { observations, report } = readingOf(
      `${HEAD.replace("collected 2 items\n", "")}a.py::test_x \n[gw0] [ 50%] PASSED a.py::test_x \n[gw1] [100%] FAILED a.py::test_y \n=== short test summary info ===\nFAILED a.py::test_y - assert 0\n=== 1 failed, 1 passed in 0.1s ===\n`,
    );
    expect(named(observations, "test", "failed")).toEqual(["a.py › test_y"]);
    expect(report.complete).toBe(true);
  });

  it("a session that a test runs and prints is text", () => {
    const inner = `=== test session starts ===\ncollected 1 item\n\ninner.py F\n\n=== FAILURES ===\n___ test_inner ___\nE   assert 0\n=== short test summary info ===\nFAILED inner.py::test_inner - assert 0\n=== 1 failed in 0.01s ===\n`;
    const { observations, report } = readingOf(
      `${HEAD}a.py::test_x FAILED  [ 50%]\na.py::test_y PASSED  [100%]\n\n=== FAILURES ===\n____ test_x ____\nE   assert 1\n---- Captured stdout call ----\n${inner}=== short test summary info ===\nFAILED a.py::test_x - assert 1\n=== 1 failed, 1 passed in 0.10s ===\n`,
    );
    expect(named(observations, "test", "failed", "error")).toEqual(["a.py › test_x"]);
    expect(report.counts).toMatchObject({ total: 2, passed: 1, failed: 1 });
  });

  it("a run that was interrupted is broken, one that only lists its tests proves nothing", () => {
    const interrupted = readingOf(
      `${HEAD}a.py::test_x PASSED [ 50%]\n!!!!!!! KeyboardInterrupt !!!!!!!\n=== 1 passed in 0.1s ===\n`,
    ).report;
    expect(interrupted.parts[0]?.state).toBe("broken");
    expect(readingOf(`${HEAD}<Module a.py>\n  <Function test_x>\n\n=== 2 tests collected in 0.01s ===\n`).report.complete).toBe(false);
    expect(readingOf(`${HEAD}INTERNALERROR> Traceback\n=== 1 passed in 0.1s ===\n`).report.parts[0]?.state).toBe("broken");
  });

  it("fewer results than tests collected are not complete", () => {
    const { report } = readingOf(`${HEAD}a.py::test_x PASSED [ 50%]\n=== 1 passed in 0.1s ===\n`);
    expect(report).toMatchObject({ complete: false, reason: "it counts 1 of the 2 tests it collected" });
  });

  it("reads hostile lines in linear time", () => {
    const text = `${HEAD}${"a.py::x PASSED (".repeat(1_000)}\n${"::".repeat(100_000)} PASSED\n=== FAILURES ===\n${"_".repeat(300_000)} x\n${"a:1: ".repeat(50_000)}\n=== short test summary info ===\nFAILED ${"a - ".repeat(5_000)}\n${"=".repeat(200_000)}\n`;
    expect(readingOf(text).report.complete).toBe(false);
  });
});
