import { describe, expect, test } from "vitest";
import { readingOf } from "../reading.ts";
import { lints, parts, shown } from "./text.ts";

describe("pylint", () => {
  const RATED = "\n----\nYour code has been rated at 9.00/10 (previous run: 8.00/10, +1.00)\n\n";

  test("the symbol is the rule, the letter its severity", () => {
    const log = `************* Module a\na.py:3:4: W0612: Unused variable 'l' (unused-variable)\na.py:1:0: F0010: error while code parsing: x (parse-error)\n${RATED}`;
    expect(lints(readingOf(log)).map((o) => [o.outcome, o.name, o.severity, o.severityWord])).toEqual([
      ["failed", "unused-variable", "medium", "warning"],
      ["error", "parse-error", "high", "fatal"],
    ]);
    expect(parts(log)).toMatchObject([{ state: "partial", reason: "a.py could not be parsed" }]);
  });

  test("`duplicate-code` names its rule under what is alike", () => {
    const log = `a.py:1:0: R0801: Similar lines in 2 files\n==a:[1:3]\n==b:[1:3]\nimport os\nimport sys (duplicate-code)\n${RATED}`;
    expect(shown(log)).toEqual(["failed pylint duplicate-code a.py:1 Similar lines in 2 files"]);
    expect(parts(log)).toMatchObject([{ state: "whole" }]);
  });

  test("pylint 1 names the module above, and shows code before the symbol", () => {
    const log =
      "************* Module shop.feed\nC: 15, 0: Invalid constant name (invalid-name)\nC:131, 0: Exactly one space required\n        hello =4\n              ^ (bad-whitespace)\nE:140, 2: Undefined variable 'x' (undefined-variable)\n";
    expect(lints(readingOf(log)).map((o) => [o.name, o.severity, o.file, o.line, o.message])).toEqual([
      ["invalid-name", "low", undefined, 15, "shop.feed: Invalid constant name"],
      ["bad-whitespace", "low", undefined, 131, "shop.feed: Exactly one space required"],
      ["undefined-variable", "high", undefined, 140, "shop.feed: Undefined variable 'x'"],
    ]);
    expect(readingOf("C: 15, 0: Invalid constant name (invalid-name)\n").report.format).toBeNull();
  });

  test("a template may leave out what follows the number", () => {
    expect(shown("a.py:3: [E1300] Unsupported format\n")).toEqual(["failed pylint E1300 a.py:3 Unsupported format"]);
  });

  test("the parseable format, and a template without symbols", () => {
    expect(shown("a.py:3: [W0612(unused-variable), f] Unused variable 'l'\n")).toEqual([
      "failed pylint unused-variable a.py:3 Unused variable 'l'",
    ]);
    expect(shown(`a.py:3:4: W0612: Unused variable 'l'\n${RATED}`)).toEqual(["failed pylint W0612 a.py:3 Unused variable 'l'"]);
  });

  test("a clean run is its rating; without a rating only the step's outcome tells", () => {
    expect(readingOf(RATED).report).toMatchObject({ format: "pylint", complete: true });
    const log = "************* Module a\na.py:3:4: W0612: Unused variable 'l' (unused-variable)\n";
    expect(parts(log)).toMatchObject([{ state: "partial" }]);
    expect(parts(log, { outcome: "success" })).toMatchObject([{ state: "whole" }]);
  });
});

describe("mypy", () => {
  const ERROR = 'a.py:4: error: Bad (got "int")  [return-value]\n';
  const FOUND = "Found 1 error in 1 file (checked 2 source files)\n";

  test("notes are hints, not findings; columns and ends are no part of the words", () => {
    const log = `a.py:4:5:4:9: error: Bad  [attr-defined]\na.py:4:5: note: Maybe you meant x?\n${FOUND}`;
    expect(shown(log)).toEqual(["failed mypy attr-defined a.py:4 Bad"]);
  });

  test("--pretty breaks messages and shows the source", () => {
    const log = `a.py:4: error: Incompatible return value type (got "int",\n    expected "str")  [return-value]\n        return x\n               ^\n${FOUND}`;
    expect(lints(readingOf(log))).toMatchObject([
      { name: "return-value", message: 'Incompatible return value type (got "int", expected "str")', source: "return x" },
    ]);
  });

  test("an error without a code counts where the sum shows that it is mypy's", () => {
    expect(shown("a.py:4: error: Bad\n")).toEqual([]);
    expect(shown(`a.py:4: error: Bad\n${FOUND}`)).toEqual(["failed mypy mypy a.py:4 Bad"]);
  });

  test("errors that kept mypy from checking further leave the list partial", () => {
    const log = "a.py:4: error: invalid syntax  [syntax]\nFound 1 error in 1 file (errors prevented further checking)\n";
    expect(shown(log)).toEqual(["error mypy syntax a.py:4 invalid syntax"]);
    expect(parts(log)).toMatchObject([{ state: "partial", reason: "errors kept mypy from checking further" }]);
  });

  test("the sum has to agree, and a crash is no report", () => {
    expect(parts(ERROR + ERROR.replace(":4", ":5") + FOUND)).toMatchObject([{ state: "broken" }]);
    expect(parts(ERROR)).toMatchObject([{ state: "broken" }]);
    expect(readingOf("a.py:1: error: INTERNAL ERROR -- Please try using mypy master\n").report.error?.code).toBe("E_REPORT_FAILED");
  });
});
