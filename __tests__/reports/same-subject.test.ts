/**
 * One run of one tool, written in several formats, tells of the same subjects: a project that changes its format, or
 * hands on two of them, keeps its entries. Where a format does not print what another one does, its keys differ on
 * purpose, and the row says why.
 */
import { describe, expect, test } from "vitest";
import { EvidenceBuilder } from "../../src/identity/evidence.ts";
import type { Run } from "../../src/model.ts";
import { readReport } from "../../src/reports/read.ts";
import { fixture } from "./reading.ts";

const RUN: Run = {
  id: "1",
  attempt: 1,
  branch: "main",
  at: "2026-01-01T00:00:00Z",
  event: "push",
  workflow: "CI",
  job: "test",
};

/** Where the samples were taken: what a path of the repository is relative to. */
const ROOTS = /^\/home\/runner\/work\/demo\/js\//;

/** Keys of the tests that fail in a report and of what it measures, sorted. `known`: keys of the ledger's lines. */
function keysOf(file: string, known: readonly string[] = []): string[] {
  const builder = new EvidenceBuilder(RUN, known, (text) => text);
  const summary = readReport(fixture(file), file, {}, { path: (path) => path.replace(ROOTS, "") }, (o) => builder.observe("CI/test", o));
  builder.report("CI/test", summary);
  const { failing, measurements } = builder.finish();
  return [...[...failing.keys()].filter((key) => key.startsWith("test/")), ...measurements.map((m) => m.subject.key)].sort();
}

/** Keys without the first word, which is the same for all tests. */
const short = (keys: readonly string[]): string[] => keys.map((key) => key.replace(/^test\/1 /, ""));

describe("the same subjects", () => {
  test.each([
    [
      "pytest",
      15,
      "junit-pytest/pytest9.xml",
      "pytest-text/default.txt",
      "pytest-text/verbose.txt",
      "pytest-text/ra-short.txt",
      "pytest-text/gha-short.txt",
      "pytest-text/color.txt",
    ],
    [
      "pytest 7 and its older XML",
      15,
      "junit-pytest/debian-7.2.xml",
      "junit-pytest/xunit1-logging-all.xml",
      "pytest-text/debian-7.2.txt",
      "pytest-text/xunit1.txt",
    ],
    ["pytest, whose worker crashed in a test called like its module", 17, "junit-pytest/xdist-crash.xml", "pytest-text/xdist-n2-crash.txt"],
    [
      "pytest, of which modules could not be collected",
      16,
      "junit-pytest/continue-on-collection-errors.xml",
      "pytest-text/continue-on-collection-errors.txt",
    ],
    ["pytest, of which one module could not be collected", 1, "junit-pytest/collect-error.xml", "pytest-text/collect-error.txt"],
    ["playwright", 8, "junit-playwright/junit.xml", "playwright/results.json"],
    ["mocha", 7, "mocha/results.json", "mocha/json.stdout", "mocha/json-stream.stdout", "junit-mocha/xunit-stdout.xml"],
    ["mocha's TAP", 7, "tap/mocha-tap.txt", "tap/mocha-tap13.txt"],
    ["go test", 8, "go-test-json/all.stdout", "go-test-text/verbose.txt", "go-test-text/default.txt"],
    ["cargo nextest", 4, "nextest/junit.xml", "nextest/run.txt"],
    ["cargo nextest, with tests that hang and abort", 6, "nextest/junit-hang-abort.xml", "nextest/hang-abort.txt"],
    ["libtest", 22, "libtest-human/no-fail-fast.combined.txt", "libtest-json/combined.txt"],
    ["GoogleTest", 3, "junit-gtest/gtest.xml", "gtest-json/gtest.json"],
    ["bats", 1, "tap/bats-tap.txt", "tap/bats-tap13.txt"],
    ["criterion", 6, "criterion/0.3.6-first-run.combined.txt", "criterion/0.3.6-bencher.combined.txt"],
    ["criterion, without cargo's words", 3, "criterion-0.5/bencher.txt", "criterion-0.5/target"],
    ["hyperfine", 2, "hyperfine/hf.json", "hyperfine/text.txt"],
    ["Google Benchmark", 3, "google-benchmark/json.stdout", "google-benchmark/text.txt"],
  ] as [tool: string, subjects: number, first: string, ...others: string[]][])("%s", (_tool, subjects, first, ...others) => {
    const keys = keysOf(first);
    expect(keys).toHaveLength(subjects);
    for (const other of others) expect([other, keysOf(other)]).toEqual([other, keys]);
  });

  test("vitest: JUnit and TAP stand in the folder they ran in, JSON names whole paths", () => {
    const keys = keysOf("junit-vitest/junit.xml");
    expect(keys).toHaveLength(7);
    for (const other of ["vitest/results.json", "tap/vitest-tap.txt", "tap/vitest-tap-flat.txt"])
      expect([other, keysOf(other)]).toEqual([other, keys]);
    expect(keysOf("vitest-bench/bench.json")).toEqual(keysOf("vitest-bench/bench.txt"));
  });

  test("a target that one format does not name is the one that the ledger knows", () => {
    const text = keysOf("criterion/0.3.6-first-run.combined.txt");
    expect(keysOf("criterion/target-criterion", text)).toEqual(text);
    const bench = keysOf("criterion-0.5/bench.txt");
    expect(keysOf("criterion-0.5/target", bench)).toEqual(bench);
    expect(keysOf("criterion-0.5/bencher.txt", bench)).toEqual(bench);
  });
});

/** What only the first has, and what only the second has. */
function differences(first: string, second: string): [only: string[], other: string[]] {
  const [a, b] = [short(keysOf(first)), short(keysOf(second))];
  return [a.filter((key) => !b.includes(key)), b.filter((key) => !a.includes(key))];
}

describe("other subjects, on purpose", () => {
  test("gotestsum believes verdicts that a test printed itself, and knows no builds", () => {
    expect(differences("junit-gotestsum/junit.xml", "go-test-json/all.stdout")).toEqual([
      ["example.com/goex » TestFakeInner", "example.com/goex » TestNoNewline"],
      [],
    ]);
  });

  test("jest-junit writes no file and the title twice; jest's JSON has the file, which tells equal titles apart", () => {
    const [junit, json] = differences("junit-jest/junit.xml", "jest/results.json");
    expect([junit[0], json[0]]).toEqual(["math » math async reject", "jest-t/a.test.js » math › async reject"]);
  });

  test("mocha-junit-reporter, which is not mocha's own, writes the suite into the title; mocha's TAP has no suite", () => {
    const [junit, json] = differences("junit-mocha/mocha-junit.xml", "mocha/results.json");
    expect([junit[0], json[1]]).toEqual(["math » math fails with diff", "math » fails with diff"]);
    expect(short(keysOf("tap/mocha-tap.txt"))).toContain("\\- » math fails with diff");
  });

  test("node: since node 24 its JUnit names the file, which its TAP and its text do not", () => {
    expect(short(keysOf("junit-node-test/node24.xml"))).toContain("node-t/a.test.js > parent » child fails");
    expect(short(keysOf("node-test/node24-tap-a.txt"))).toContain("parent » child fails");
  });

  test("node 20: only a title with a line break differs, which each format breaks in its own way", () => {
    for (const other of ["node-test/tap-all.txt", "node-test/spec-all.txt"]) {
      const [junit, text] = differences("junit-node-test/node20.xml", other);
      expect([junit, text].map((keys) => keys.map((key) => key.slice(0, 14)))).toEqual([["test » weird #"], ["test » weird #"]]);
    }
  });

  test("Jupiter's console shows display names, its XML methods", () => {
    const [xml, text] = differences("junit-jupiter-console/jupiter.xml", "junit-jupiter-console/run.txt");
    expect([xml[0], text.at(-1)]).toEqual(["J5 » fails()", "J5 » pretty name ✨"]);
  });

  test("bats: its TAP names no file", () => {
    expect(differences("junit-bats/junit.xml", "tap/bats-tap.txt")).toEqual([["t.bats » fails"], ["\\- » fails"]]);
  });

  test("libtest: stdout alone names no target, so its tests are nobody's until the ledger knows one", () => {
    const combined = short(keysOf("libtest-json/combined.txt"));
    const alone = short(keysOf("libtest-json/default.stdout"));
    expect(combined).toContain("alpha_core » tests::eq_fails");
    expect(alone).toContain("\\- » tests::eq_fails");
  });
});
