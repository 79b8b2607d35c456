import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CodedError } from "../../src/errors.ts";
import { type ReportLine, reportLine, reportLines } from "../../src/settings/reports.ts";

describe("a line of reports:", () => {
  test.each<[string, ReportLine]>([
    ["test.txt", { path: "test.txt" }],
    ["  target/criterion/**  ", { path: "target/criterion/**" }],
    ["a.xml format=junit outcome=failure scope=debug", { path: "a.xml", format: "junit", outcome: "failure", scope: "debug" }],
    ["format=junit a.xml", { path: "a.xml", format: "junit" }],
    ['"a file.xml" scope="two words"', { path: "a file.xml", scope: "two words" }],
    ['dir/"a file".xml', { path: "dir/a file.xml" }],
    ['"outcome=success"', { path: "outcome=success" }],
    ['scope="outcome=failure" a.xml', { path: "a.xml", scope: "outcome=failure" }],
    ["C:\\reports\\a.xml", { path: "C:\\reports\\a.xml" }],
    ["dir/x=1/a.xml", { path: "dir/x=1/a.xml" }],
    // A step that does not exist makes an empty expression: nothing is known then.
    ["a.xml outcome= scope= format=", { path: "a.xml" }],
    ["a.xml outcome=skipped outcome=success", { path: "a.xml", outcome: "success" }],
  ])("%s", (line, read) => {
    expect(reportLine(line)).toEqual(read);
  });

  test.each([
    ["a.xml b.xml", "a second path, b.xml; put what holds spaces into double quotes"],
    ['"a.xml', "a double quote is not closed"],
    ["format=junit", "no path"],
    ["outcome=success", "no path"],
    ["a.xml outcome=sucess", "outcome=sucess is none of success, failure, cancelled, skipped; did you mean outcome=success?"],
    ["a.xml outcome=Success", "outcome=Success is none of success, failure, cancelled, skipped; did you mean outcome=success?"],
    ["a.xml format=junti", "format=junti is not known; did you mean format=junit?"],
    ["a.xml scop=x", "scop= is not known; did you mean scope=?"],
    ["a.xml colour=red", "colour= is not known: format=, outcome=, scope="],
  ])("%s is refused, and says what to write", (line, words) => {
    try {
      reportLine(line);
    } catch (error) {
      expect([(error as CodedError).code, (error as CodedError).exit]).toEqual(["E_REPORT_LINE", 2]);
      expect((error as CodedError).message).toBe(`${JSON.stringify(line)}: ${words}`);
      return;
    }
    throw new Error("it was taken");
  });

  test("a path of any characters can be named, in double quotes", () => {
    const path = fc.string({ unit: "binary", minLength: 1 }).filter((text) => !/["\r\n]/.test(text) && text.trim() !== "");
    fc.assert(
      fc.property(path, (text) => {
        expect(reportLine(`"${text}" outcome=failure`)).toEqual({ path: text, outcome: "failure" });
      }),
    );
  });

  test("whatever is given, it is read or refused with a code", () => {
    const piece = fc.constantFrom('"', " ", "=", "\t", "a", "outcome", "format=", "scope=", "\\", "success", "#");
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        try {
          expect(reportLine(pieces.join("")).path).not.toBe("");
        } catch (error) {
          if (!(error instanceof CodedError)) throw error;
          expect(error.code).toBe("E_REPORT_LINE");
        }
      }),
      { numRuns: 1_000 },
    );
  });
});

test("reports: is a list of lines, of which empty ones and comments are none, whatever ends them", () => {
  expect(reportLines("\n  a.txt\r\n\r\n# b.txt\n\t# c.txt\n  d.txt scope=x\n")).toEqual([{ path: "a.txt" }, { path: "d.txt", scope: "x" }]);
  expect(reportLines(" \n\n")).toEqual([]);
});
