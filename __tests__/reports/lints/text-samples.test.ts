/** What every reader of linters' text owes, over real output of each tool. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { LintObservation } from "../../../src/model.ts";
import { NEEDS_OUTCOME } from "../../../src/reports/format.ts";
import { bytesOf, comparable, fixture, type Reading, reading, readingOf } from "../reading.ts";

const WHOLE = null;
const LAST_WORD = (tool: string): string => `the log ends before ${tool} has said its last word`;

/** File, its format, findings, files that could not be looked at, why it is not complete. */
const SAMPLES: readonly (readonly [folder: string, file: string, format: string, failed: number, errors: number, reason: string | null])[] =
  [
    ["eslint", "stylish.txt", "eslint", 8, 1, "/home/runner/work/demo/lint/src/b.js could not be parsed"],
    ["eslint", "stylish-color.txt", "eslint", 8, 1, "/home/runner/work/demo/lint/src/b.js could not be parsed"],
    ["eslint", "config-crash.txt", "eslint", 0, 0, "eslint itself failed: Oops! Something went wrong"],
    ["ruff", "full.stdout", "ruff", 7, 2, "syn.py could not be parsed"],
    ["ruff", "concise.stdout", "ruff", 7, 2, "syn.py could not be parsed"],
    ["ruff", "pylint.stdout", "ruff", 7, 2, "syn.py could not be parsed"],
    ["ruff", "github.stdout", "ruff", 7, 2, "/home/runner/work/demo/pyl/syn.py could not be parsed"],
    ["ruff", "azure.stdout", "ruff", 7, 2, "/home/runner/work/demo/pyl/syn.py could not be parsed"],
    ["ruff", "format-check.stdout", "ruff", 1, 1, "syn.py could not be parsed"],
    ["flake8", "default.stdout", "flake8", 9, 1, "./syn.py could not be parsed"],
    ["pylint", "text.stdout", "pylint", 11, 0, WHOLE],
    ["mypy", "text.stdout", "mypy", 2, 0, WHOLE],
    ["mypy", "clean-text.stdout", "mypy", 0, 0, WHOLE],
    ["yamllint", "parsable.stdout", "yamllint", 4, 0, NEEDS_OUTCOME],
    ["yamllint", "github.stdout", "yamllint", 4, 0, NEEDS_OUTCOME],
    ["go-vet", "text.txt", "go-vet", 2, 1, "pkg/broken/b_test.go could not be parsed"],
    ["go-vet", "go1.26.txt", "go-vet", 7, 1, "b/b.go could not be parsed"],
    ["tsc", "ts5.stdout", "tsc", 3, 0, NEEDS_OUTCOME],
    ["tsc", "ts7.stdout", "tsc", 3, 0, NEEDS_OUTCOME],
    ["tsc", "ts5-pretty.stdout", "tsc", 3, 0, WHOLE],
    ["tsc", "ts7-pretty.stdout", "tsc", 3, 0, WHOLE],
    ["prettier", "check.stdout", "prettier", 0, 0, "files could not be parsed"],
    ["prettier", "check.stderr", "prettier", 1, 1, LAST_WORD("prettier")],
    ["clippy-human", "fmt-check.txt", "rustfmt", 3, 0, NEEDS_OUTCOME],
    ["biome", "github.stdout", "github-annotations", 5, 1, "/home/runner/work/demo/lint/src/b.js could not be parsed"],
    ["oxlint", "github.stdout", "github-annotations", 2, 1, "src/b.js could not be parsed"],
    ["rubocop", "github.stdout", "github-annotations", 29, 1, "syn.rb could not be parsed"],
    ["gcc", "text.stderr", "gcc", 5, 0, NEEDS_OUTCOME],
    ["gcc", "color.stderr", "gcc", 5, 0, NEEDS_OUTCOME],
    ["gcc", "werror.txt", "gcc", 3, 0, NEEDS_OUTCOME],
    ["gcc", "cmake.txt", "gcc", 4, 0, WHOLE],
    ["gcc", "ninja.txt", "gcc", 4, 0, WHOLE],
  ];

const lints = ({ observations }: Reading): LintObservation[] => observations.filter((o) => o.kind === "lint");
const places = (read: Reading): string[] => lints(read).map((o) => `${o.outcome} ${o.owner} ${o.name} ${o.file}:${o.line}`);

describe.each(SAMPLES)("%s/%s", (folder, file, format, failed, errors, reason) => {
  const whole = reading(fixture(folder, file));

  test("is known by its content, counted, and as complete as it is", () => {
    expect(whole.report).toMatchObject({ format, kind: "lint", complete: reason === null, reason });
    expect(whole.report.counts).toEqual({ total: failed + errors, passed: 0, failed, errors, skipped: 0 });
  });

  test("cut anywhere, it shows no finding that the whole does not show, and is complete only with all of them", () => {
    const bytes = bytesOf(folder, file);
    const all = new Set(places(whole));
    for (let length = 1; length < bytes.length; length += length % 2 === 0 ? 7 : 4) {
      const cut = readingOf(bytes.subarray(0, length));
      expect(places(cut).filter((place) => !all.has(place))).toEqual([]);
      if (cut.report.complete) expect(cut.observations).toHaveLength(whole.observations.length);
      const gone = cut.report.parts.some((p) => p.kind === "lint" && p.state === "whole" && p.provesAbsence);
      if (gone) expect(lints(cut)).toHaveLength(lints(whole).length);
    }
  });

  test("a downloaded log of the runner, with other line ends, reads the same", () => {
    const text = bytesOf(folder, file).toString();
    const stamped = text.replace(/^(?=.|\n.)/gm, "2026-08-22T10:11:12.1234567Z ").replaceAll("\n", "\r\n");
    expect(comparable(readingOf(`\ufeff${stamped}`))).toEqual(comparable(whole));
  });
});

test("changed bytes never throw, and never make two findings of one line", () => {
  const samples = SAMPLES.map(([folder, file]) => bytesOf(folder, file));
  fc.assert(
    fc.property(
      fc.nat(samples.length - 1),
      fc.array(fc.tuple(fc.nat(5_000), fc.nat(255)), { minLength: 1, maxLength: 20 }),
      (which, changes) => {
        const changed = Buffer.from(samples[which] ?? []);
        for (const [at, value] of changes) changed[at % changed.length] = value;
        const read = readingOf(changed);
        expect([null, "E_REPORT_UNKNOWN", "E_REPORT_FAILED"]).toContain(read.report.error?.code ?? null);
        expect(read.observations.length).toBeLessThanOrEqual(changed.toString().split("\n").length);
      },
    ),
    { numRuns: 300 },
  );
});

test("a log of all tools shows what each of them showed", () => {
  const together = SAMPLES.filter(([folder, file]) => file !== "config-crash.txt" && folder !== "gcc" && file !== "pylint.stdout");
  const log = together.map(([folder, file]) => bytesOf(folder, file).toString()).join("\n");
  const apart = together.flatMap(([folder, file]) => places(reading(fixture(folder, file)))).sort();
  expect(places(readingOf(log)).sort()).toEqual(apart);
});

test("lines of any length cost no more than their length", () => {
  const long = "a".repeat(200_000);
  for (const text of [
    `${long}:1:1: F401 x`,
    `a.py:1:1: F401 ${long}`,
    `a.py:1:1: ${" (".repeat(100_000)}`,
    `a.c:1:1: warning: ${" [".repeat(100_000)}]`,
    `${":1".repeat(100_000)}`,
    `a.ts:1:1 - error TS1: ${long}`,
    `${"a(1,".repeat(50_000)} TS`,
    `  1:1  error  ${"x  ".repeat(60_000)}`,
    `Diff in ${":1".repeat(2_000)}${long}:`,
    `::error file=a,title=${"a/".repeat(20_000)}::${"%0A".repeat(10_000)}`,
    `${"(1)".repeat(2_500)}: warning`,
    `${" ".repeat(4_000)}: error A1 ${": ".repeat(1_000)}`,
    `C: ${"1".repeat(8_000)}, 0`,
    `::error title=ruff${",file=".repeat(40_000)}`,
    `[warn] ${long}`,
    `x.go:1:1: ${"format %d has arg ".repeat(10_000)}`,
    `cc ${"a.c ".repeat(50_000)}`,
    ` --> ${":1".repeat(100_000)}`,
  ]) {
    expect(readingOf(`/a.js\n${text}\n${text}\n${text}`).report.complete).toBe(false);
  }
});
