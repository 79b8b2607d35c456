import { describe, expect, test } from "vitest";
import type { LintObservation } from "../../../src/model.ts";
import { fixture, type Reading, reading, readingOf } from "../reading.ts";

const file = (name: string): Reading => reading(fixture("eslint", name));
const lints = ({ observations }: Reading): LintObservation[] => observations.filter((o) => o.kind === "lint");
const of = (...results: unknown[]): Reading => readingOf(JSON.stringify(results), { format: "eslint-json" });
const result = (path: string, ...messages: unknown[]): Record<string, unknown> => ({
  filePath: path,
  messages,
  errorCount: messages.length,
  warningCount: 0,
});

describe("what was looked at", () => {
  test("every file is a unit of its own, clean ones included", () => {
    const { parts } = file("json.stdout").report;
    const name = (path: string): string => `/home/runner/work/demo/lint/src/${path}`;
    expect(parts.map((p) => [p.state, p.extent.units, p.extent.owners])).toEqual([
      ["whole", [name("a.js"), name("c.js")], ["eslint"]],
      ["partial", [name("b.js")], ["eslint"]],
    ]);
  });

  test("files in the repository are where they are called, so that one which is gone is not waited for", () => {
    const { parts } = of(result("src/a.js"), result("/elsewhere/b.js")).report;
    expect(parts[0]?.extent.paths).toEqual({ "src/a.js": "src/a.js" });
  });

  test("a file that the configuration leaves out was not looked at", () => {
    const ignored = { ruleId: null, fatal: false, severity: 1, message: "File ignored because of a matching ignore pattern." };
    const read = of(result("a.js"), { ...result("b.js", ignored), errorCount: 0, warningCount: 1 });
    expect(read.report.parts.map((p) => p.extent.units)).toEqual([["a.js"]]);
    expect(read.observations).toEqual([]);
  });

  test("a file whose counts disagree with its list was not looked at", () => {
    const read = of(result("a.js"), { ...result("b.js"), errorCount: 2 });
    expect(read.report.complete).toBe(false);
    expect(read.report.parts.map((p) => [p.state, p.extent.units])).toEqual([
      ["whole", ["a.js"]],
      ["partial", ["b.js"]],
    ]);
  });
});

describe("findings", () => {
  test("a rule, its place, its severity in the tool's words and on the scale, and the source line", () => {
    const [first] = lints(file("json.stdout"));
    expect(first).toMatchObject({
      owner: "eslint",
      name: "no-unused-vars",
      outcome: "failed",
      severity: "high",
      severityWord: "error",
      line: 1,
      source: "var unused = 1",
      units: ["/home/runner/work/demo/lint/src/a.js"],
    });
  });

  test("what a comment or the suppressions file silences is skipped", () => {
    const skipped = lints(reading(fixture("eslint-suppress", "sup.stdout"))).filter((o) => o.outcome === "skipped");
    expect(skipped.map((o) => [o.name, o.message])).toEqual([
      ["no-debugger", "suppressed by a comment"],
      ["no-unused-vars", "suppressed by the suppressions file"],
      ["no-unused-vars", "suppressed by the suppressions file"],
      ["no-undef", "suppressed by the suppressions file"],
      ["no-undef", "suppressed by the suppressions file"],
      ["eqeqeq", "suppressed by the suppressions file"],
    ]);
  });

  test("a parse error and a directive that nothing needs have no rule, and get a name all the same", () => {
    const named = lints(file("json.stdout")).filter((o) => o.name === "syntax" || o.name === "unused-directive");
    expect(named.map((o) => [o.name, o.outcome, o.line])).toEqual([
      ["unused-directive", "failed", 5],
      ["syntax", "error", 1],
    ]);
  });
});
