import { describe, expect, test } from "vitest";
import type { LintObservation } from "../../../src/model.ts";
import { type Reading, readingOf } from "../reading.ts";

const lints = ({ observations }: Reading): LintObservation[] => observations.filter((o) => o.kind === "lint");
const issue = (check: string, fields: Record<string, unknown> = {}): Record<string, unknown> => ({
  description: "it is wrong",
  check_name: check,
  fingerprint: "f00",
  severity: "major",
  location: { path: "src/a.x", lines: { begin: 4 } },
  ...fields,
});
const of = (...issues: unknown[]): Reading => readingOf(JSON.stringify(issues));

describe("whose rule it is", () => {
  test("the spelling tells, or how the description repeats it", () => {
    expect(lints(of(issue("Layout/LineLength"))).map((o) => o.owner)).toEqual(["rubocop"]);
    expect(lints(of(issue("F401", { description: "F401: `os` imported but unused" })))[0]).toMatchObject({
      owner: "ruff",
      name: "F401",
      message: "`os` imported but unused",
    });
    expect(lints(of(issue("errcheck", { description: "errcheck: unchecked" })))[0]?.owner).toBe("golangci-lint");
  });

  test("an engine of Code Climate's names itself", () => {
    const [found] = lints(of(issue("Rubocop/Metrics/ParameterLists", { type: "issue", engine_name: "rubocop", fingerprint: undefined })));
    expect(found).toMatchObject({ owner: "rubocop", name: "Metrics/ParameterLists" });
  });

  test("where nothing tells, nothing closes", () => {
    const { parts, complete } = of(issue("some-rule")).report;
    expect([complete, parts.map((p) => [p.extent.owners, p.provesAbsence])]).toEqual([true, [[["code-quality"], false]]]);
    const named = readingOf(JSON.stringify([issue("some-rule")]), { format: "stylelint-code-quality" }).report;
    expect(named.parts.map((p) => [p.extent.owners, p.provesAbsence])).toEqual([[["stylelint"], true]]);
  });
});

test("severities on one scale", () => {
  const words = ["blocker", "critical", "major", "minor", "info"];
  expect(lints(of(...words.map((severity) => issue("x", { severity })))).map((o) => o.severity)).toEqual([
    "critical",
    "critical",
    "medium",
    "low",
    "low",
  ]);
});

test("lines and positions", () => {
  const read = of(issue("x"), issue("x", { location: { path: "b", positions: { begin: { line: 9 } } } }));
  expect(lints(read).map((o) => [o.file, o.line])).toEqual([
    ["src/a.x", 4],
    ["b", 9],
  ]);
});
