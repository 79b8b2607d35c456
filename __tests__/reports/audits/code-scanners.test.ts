/** bandit and semgrep: findings of rules in files that are all listed. */
import { describe, expect, test } from "vitest";
import type { LintObservation } from "../../../src/model.ts";
import { bytesOf, fixture, type Reading, reading, readingOf } from "../reading.ts";
import { semgrep } from "./documents.ts";

const lints = ({ observations }: Reading): LintObservation[] => observations.filter((o) => o.kind === "lint");
const read = (document: unknown): Reading => readingOf(JSON.stringify(document));

describe("bandit", () => {
  const document = JSON.parse(bytesOf("bandit", "report.json").toString());

  test("a finding has its rule, its place and its own line of source", () => {
    expect(lints(reading(fixture("bandit", "report.json"))).map((o) => [o.owner, o.name, o.severity, o.file, o.line, o.source])).toEqual([
      ["bandit", "B307", "medium", "./bad.py", 7, '        eval("1")'],
      ["bandit", "B110", "low", "./bad.py", 8, "    except:"],
      ["bandit", "B101", "low", "./bad.py", 10, "    assert True"],
    ]);
  });

  test("a file that could not be parsed was not looked at; the others were, clean ones included", () => {
    const { report } = reading(fixture("bandit", "report.json"));
    expect(report.parts.map((p) => [p.state, p.extent.units])).toEqual([
      ["whole", ["./bad.py", "./ok.py"]],
      ["broken", ["./syn.py"]],
    ]);
    expect(report).toMatchObject({ complete: false, reason: "./syn.py: syntax error while parsing AST from file" });
    expect(read({ ...document, errors: [] }).report.complete).toBe(true);
  });

  test("a level that is counted and not listed was left out: that is a filter", () => {
    const results = document.results.filter((r: { issue_severity: string }) => r.issue_severity !== "LOW");
    expect(read({ ...document, results }).report.parts[0]?.extent.filters).toEqual(["without:SEVERITY.LOW"]);
    expect(read(document).report.parts[0]?.extent).not.toHaveProperty("filters");
  });

  test("no file at all proves nothing", () => {
    expect(read({ errors: [], results: [], metrics: { _totals: {} } }).report).toMatchObject({
      complete: false,
      reason: "it looked at no file",
    });
  });
});

describe("semgrep", () => {
  test("older versions do not say what they scanned, so nothing is gone", () => {
    const { paths: _, ...older } = semgrep;
    expect(read(older).report).toMatchObject({ format: "semgrep", complete: false, reason: "it does not say which files it scanned" });
    expect(lints(read(older))).toHaveLength(lints(read(semgrep)).length);
    expect(read({ results: [], errors: [] }).report.format).toBeNull();
  });

  test("a finding has its rule, severity, place and source", () => {
    expect(lints(read(semgrep))).toMatchObject([
      {
        owner: "semgrep",
        name: "python.lang.security.audit.eval-detected.eval-detected",
        severity: "medium",
        severityWord: "WARNING",
        message: "Detected the use of eval().",
        file: "app/run.py",
        line: 7,
        source: 'eval("1")',
        units: ["app/run.py"],
      },
    ]);
    expect(read(semgrep).report.parts[0]?.extent.units).toEqual(["app/run.py", "app/ok.py"]);
  });

  test("a plea to log in is not the source of anything", () => {
    const [result] = semgrep.results;
    const changed = { ...semgrep, results: [{ ...result, extra: { ...result?.extra, lines: "requires login" } }] };
    expect(lints(read(changed))[0]).not.toHaveProperty("source");
  });

  test("a file with an error of its own was not looked at wholly; the others were", () => {
    const errors = [{ code: 3, level: "warn", type: ["PartialParsing", []], message: "Syntax error at line 3", path: "app/ok.py" }];
    const { report } = read({ ...semgrep, errors });
    expect(report.parts.map((p) => [p.state, p.extent.units])).toEqual([
      ["whole", ["app/run.py"]],
      ["broken", ["app/ok.py"]],
    ]);
    expect(report.reason).toBe("app/ok.py: PartialParsing: Syntax error at line 3");
  });

  test("an error of the scan itself, such as a rule that cannot be read, makes it partial", () => {
    const { report } = read({ ...semgrep, errors: [{ code: 4, level: "error", type: "Rule parse error", long_msg: "bad rule" }] });
    expect(report).toMatchObject({ complete: false, reason: "Rule parse error: bad rule" });
    expect(report.parts.map((p) => p.state)).toEqual(["partial"]);
  });

  test("nosemgrep silences", () => {
    const [result] = semgrep.results;
    const silenced = { ...semgrep, results: [{ ...result, extra: { ...result?.extra, is_ignored: true } }] };
    expect(lints(read(silenced)).map((o) => o.outcome)).toEqual(["skipped"]);
  });
});
