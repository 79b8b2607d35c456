/** What the documents of single linters prove and do not prove; written after the tools' sources where no sample is at hand. */
import { describe, expect, test } from "vitest";
import type { LintObservation } from "../../../src/model.ts";
import { bytesOf, fixture, type Reading, reading, readingOf } from "../reading.ts";

const lints = ({ observations }: Reading): LintObservation[] => observations.filter((o) => o.kind === "lint");
const of = (document: unknown): Reading => readingOf(JSON.stringify(document));
const parsed = (folder: string, file: string): { summary?: unknown; messages?: unknown } => JSON.parse(bytesOf(folder, file).toString());

describe("golangci-lint", () => {
  const issue = {
    FromLinter: "errcheck",
    Text: "unchecked",
    Severity: "",
    SourceLines: ["\tf()"],
    Pos: { Filename: "a.go", Line: 3, Column: 2 },
  };

  test("a linter is the rule", () => {
    const read = of({ Issues: [issue], Report: { Linters: [{ Name: "errcheck", Enabled: true }] } });
    expect(read.report).toMatchObject({ format: "golangci-lint-json", complete: true });
    expect(lints(read)[0]).toMatchObject({
      owner: "golangci-lint",
      name: "errcheck",
      file: "a.go",
      line: 3,
      source: "f()",
      severity: "medium",
    });
  });

  test("null and an empty list are clean; version 2 prints its sums behind the document", () => {
    expect(of({ Issues: null, Report: {} }).report.complete).toBe(true);
    const { report } = readingOf(`${JSON.stringify({ Issues: [], Report: {} })}\n0 issues.\n`, { format: "golangci-lint-json" });
    expect([report.format, report.complete]).toEqual(["golangci-lint-json", true]);
  });

  test("a package that does not compile was not looked at, nor was anything when the run failed", () => {
    expect(of({ Issues: [{ ...issue, FromLinter: "typecheck" }], Report: {} }).report.complete).toBe(false);
    expect(of({ Issues: [], Report: { Error: "timeout" } }).report.error?.code).toBe("E_REPORT_FAILED");
  });
});

describe("phpstan", () => {
  const document = (errors: string[], ...messages: unknown[]): unknown => ({
    totals: { errors: errors.length, file_errors: messages.length },
    files: messages.length === 0 ? [] : { "/repo/a.php (in context of class B)": { errors: messages.length, messages } },
    errors,
  });
  const message = { message: "Parameter #1 expects int", line: 12, ignorable: true, identifier: "argument.type" };

  test("the identifier is the rule, and a trait's user is no part of the path", () => {
    const read = of(document([], message));
    expect([read.report.format, read.report.complete]).toEqual(["phpstan-json", true]);
    expect(lints(read)[0]).toMatchObject({ owner: "phpstan", name: "argument.type", file: "/repo/a.php", line: 12 });
    expect(of(document([])).report.complete).toBe(true);
  });

  test("an error of the run leaves files unread; a pattern that matched nothing does not", () => {
    expect(of(document(["Child process error"])).report.complete).toBe(false);
    const read = of(document(["Ignored error pattern #x# was not matched in reported errors."]));
    expect([read.report.complete, lints(read).map((o) => o.outcome)]).toEqual([true, ["failed"]]);
  });

  test("a file that could not be parsed, and totals that disagree", () => {
    expect(of(document([], { ...message, identifier: "phpstan.parse" })).report.reason).toBe("/repo/a.php could not be parsed");
    expect(of({ totals: { errors: 0, file_errors: 3 }, files: [], errors: [] }).report.complete).toBe(false);
  });
});

describe("biome", () => {
  test("diagnostics that were not printed are missing", () => {
    const document = parsed("biome", "json.stdout");
    const summary = { ...(document.summary as object), diagnosticsNotPrinted: 4 };
    expect(of({ ...document, summary }).report.reason).toBe("4 more diagnostics were not printed (--max-diagnostics)");
  });

  test("offsets into the source are lines", () => {
    const old = {
      summary: { errors: 1, warnings: 0, diagnosticsNotPrinted: 0 },
      diagnostics: [
        {
          category: "lint/suspicious/noDebugger",
          severity: "error",
          description: "This is an unexpected use of the debugger statement.",
          message: [{ elements: [], content: "This is an unexpected use" }],
          location: { path: { file: "src/é.js" }, span: [7, 16], sourceCode: "'é';\n\ndebugger;\n" },
        },
      ],
      command: "lint",
    };
    expect(lints(of(old))[0]).toMatchObject({ file: "src/é.js", line: 3, source: "debugger;" });
  });
});

describe("rubocop", () => {
  test("files that were not inspected any more leave it incomplete", () => {
    const document = parsed("rubocop", "json.stdout");
    const summary = { offense_count: 30, target_file_count: 9, inspected_file_count: 4 };
    expect(of({ ...document, summary }).report.reason).toBe("only 4 of 9 files were inspected");
    expect(of({ ...document, summary: { ...summary, offense_count: 31 } }).report.reason).toBe("it counts 31 offenses and lists 30");
  });

  test("the file with a syntax error is a part of its own", () => {
    const { parts } = reading(fixture("rubocop", "json.stdout")).report;
    expect(parts.map((p) => [p.state, p.extent.units])).toEqual([
      ["whole", ["bad.rb", "spec/a_spec.rb", "spec/b_spec.rb"]],
      ["partial", ["syn.rb"]],
    ]);
  });
});

describe("stylelint", () => {
  test("the rule is not said twice, and options nobody knows are errors", () => {
    const found = lints(reading(fixture("stylelint", "problems.json")));
    expect(found.map((o) => [o.outcome, o.name, o.message])).toContainEqual(["failed", "block-no-empty", "Empty block"]);
    expect(found.map((o) => [o.outcome, o.name])).toContainEqual(["error", "invalid-option"]);
  });
});

describe("mypy", () => {
  test("notes that stand alone find nothing wrong", () => {
    const note = { file: "a.py", line: 1, column: 0, message: 'Revealed type is "int"', hint: null, code: "misc", severity: "note" };
    const read = readingOf(`${JSON.stringify(note)}\n`, { outcome: "success" });
    expect([read.report.complete, read.observations]).toEqual([true, []]);
  });
});

describe("pyright", () => {
  test("lines count from zero in the document", () => {
    expect(lints(reading(fixture("pyright", "problems.json")))[0]).toMatchObject({ name: "reportReturnType", line: 3 });
  });
});

describe("pylint", () => {
  test("counts that are higher than the list leave it incomplete", () => {
    const document = parsed("pylint", "json2.stdout");
    const messages = (document.messages as unknown[]).slice(1);
    expect(of({ ...document, messages }).report.reason).toBe("it counts 12 messages and lists 11");
  });
});

describe("go vet", () => {
  test("an analyzer that failed proves nothing, whatever the step says", () => {
    const read = readingOf(`{"example.com/shop": {"printf": {"error": "internal error"}}}\n`, { outcome: "success" });
    expect([read.report.complete, lints(read).map((o) => [o.owner, o.name, o.outcome, o.package])]).toEqual([
      false,
      [["go vet", "printf", "error", "example.com/shop"]],
    ]);
  });
});

describe("gcc", () => {
  const warning = {
    kind: "warning",
    message: "unused variable",
    option: "-Wunused-variable",
    locations: [{ caret: { file: "src/a.c", line: 2 } }],
    children: [],
  };

  test("one list a compilation; what is denied is the same rule; files that are named were looked at", () => {
    const denied = { ...warning, kind: "error", option: "-Werror=unused-variable", locations: [{ caret: { file: "src/b.c", line: 5 } }] };
    const read = readingOf(`${JSON.stringify([warning])}\n[]\n${JSON.stringify([denied])}\n`, { outcome: "success" });
    expect(lints(read).map((o) => [o.owner, o.name, o.severityWord, o.units])).toEqual([
      ["gcc", "-Wunused-variable", "warning", ["src/a.c"]],
      ["gcc", "-Wunused-variable", "error", ["src/b.c"]],
    ]);
    expect(read.report.parts.map((p) => [p.state, p.extent.units])).toEqual([["whole", ["src/a.c", "src/b.c"]]]);
  });

  test("an error is the build's", () => {
    const error = { ...warning, kind: "error", message: "expected expression", option: undefined };
    const read = readingOf(`${JSON.stringify([warning, error])}\n`, { outcome: "success" });
    expect(read.report.complete).toBe(false);
    expect(read.observations.find((o) => o.kind === "build")).toMatchObject({ outcome: "failed", message: "expected expression", line: 2 });
  });
});
