import { expect, test } from "vitest";
import type { LintObservation } from "../../../src/model.ts";
import { type Reading, readingOf } from "../reading.ts";

const lints = ({ observations }: Reading): LintObservation[] => observations.filter((o) => o.kind === "lint");
const diagnostic = (fields: Record<string, unknown> = {}): Record<string, unknown> => ({
  message: "it is wrong",
  location: { path: "a.go", range: { start: { line: 14, column: 15 } } },
  severity: "ERROR",
  code: { value: "R1" },
  ...fields,
});

test("a diagnostic's source and severity, else those of the whole report", () => {
  const document = {
    source: { name: "super lint" },
    severity: "WARNING",
    diagnostics: [diagnostic(), diagnostic({ severity: undefined, source: { name: "ESLint" } })],
  };
  expect(lints(readingOf(JSON.stringify(document))).map((o) => [o.owner, o.name, o.severity, o.file, o.line])).toEqual([
    ["super-lint", "R1", "high", "a.go", 14],
    ["eslint", "R1", "medium", "a.go", 14],
  ]);
});

test("a clean report of a named tool proves that nothing is left", () => {
  const { report } = readingOf(`{"source":{"name":"taplo"},"diagnostics":[]}`);
  expect(report).toMatchObject({ format: "rdjson", complete: true, parts: [{ provesAbsence: true, extent: { owners: ["taplo"] } }] });
});

test("lines of diagnostics need their step's outcome, and a named source", () => {
  const text = `${JSON.stringify(diagnostic({ source: { name: "govet" } }))}\n${JSON.stringify(diagnostic())}\n`;
  expect(readingOf(text).report).toMatchObject({ format: "rdjsonl", complete: false });
  const { report } = readingOf(text, { outcome: "success" });
  expect([report.complete, report.parts.map((p) => [p.extent.owners, p.provesAbsence])]).toEqual([
    true,
    [
      [["govet"], true],
      [["rdjson"], false],
    ],
  ]);
});

test("numbers stand for severities in protocol buffers", () => {
  expect(lints(readingOf(JSON.stringify(diagnostic({ severity: 2 }))))[0]?.severityWord).toBe("warning");
});
