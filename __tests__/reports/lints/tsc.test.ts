import { describe, expect, test } from "vitest";
import { readingOf } from "../reading.ts";
import { lints, parts, shown } from "./text.ts";

const PLAIN = "src/t.ts(1,7): error TS2322: Type 'number' is not assignable to type 'string'.\n";
const PRETTY = "src/t.ts:1:7 - error TS2322: Type 'number' is not assignable to type 'string'.\n\n1 const a: string = 1;\n        ~\n\n";

describe("findings", () => {
  test("the number is the rule, and reasons below it are its detail", () => {
    const [found] = lints(readingOf(`${PLAIN}  Types of property 'a' are incompatible.\n    Type 'x' is not.\n`));
    expect(found).toMatchObject({ owner: "tsc", name: "TS2322", file: "src/t.ts", line: 1, severity: "high", severityWord: "error" });
    expect(found?.detail).toMatch(/incompatible\.\n {4}Type 'x' is not\.$/);
  });

  test("a problem matcher's mark, and paths of Windows", () => {
    expect(shown(`##[error]${PLAIN}`)).toHaveLength(1);
    expect(shown("C:\\r\\t.ts(1,7): error TS2322: x\n")[0]).toMatch(/^failed tsc TS2322 C:\\r\\t\.ts:1 x/);
  });

  test("other compilers' lines of that shape are not tsc's", () => {
    expect(readingOf("a.cs(1,2): error CS1002: ; expected [a.csproj]\n").report.format).toBe("msbuild");
    for (const log of ["Found 3 errors.\n", "the word TS2322: x\n"]) {
      expect(readingOf(log).report.format).toBeNull();
    }
  });
});

describe("what is proved", () => {
  test("--pretty ends with a sum, in the words of every version", () => {
    for (const sum of ["Found 1 error in src/t.ts:1", "Found 1 error.", "Found 1 error in 1 file."]) {
      expect(parts(`${PRETTY}${sum}\n`)).toMatchObject([{ state: "whole", extent: { units: ["tsc"] } }]);
    }
    expect(parts(`${PRETTY}Found 2 errors in 2 files.\n`)).toMatchObject([{ state: "broken" }]);
    expect(parts(PRETTY)).toMatchObject([{ state: "broken" }]);
    expect(parts("[10:11:12 AM] Found 0 errors. Watching for file changes.\n")).toMatchObject([{ state: "whole" }]);
  });

  test("plain output needs the step's outcome, and does not take another tool's sum for its own", () => {
    expect(parts(PLAIN)).toMatchObject([{ state: "partial" }]);
    const ruff = "a.py:1:8: F401 [*] `os` imported but unused\na.py:2:8: F401 [*] `re` imported but unused\nFound 2 errors.\n";
    expect(readingOf(PLAIN + ruff).report.parts.map((p) => [p.extent.units[0], p.state])).toEqual([
      ["ruff", "whole"],
      ["tsc", "partial"],
    ]);
  });

  test("a syntax error, or one of the configuration, keeps tsc from checking types", () => {
    for (const log of ["a.ts(1,7): error TS1005: ';' expected.\n", "error TS18003: No inputs were found in config file.\n"]) {
      expect(parts(log, { outcome: "success" })).toMatchObject([
        { state: "partial", reason: "a syntax error or one of the configuration keeps tsc from checking types" },
      ]);
    }
  });

  test("nothing at all is a clean run where the caller says so", () => {
    expect(readingOf("\n", { format: "tsc", outcome: "success" }).report).toMatchObject({ format: "tsc", complete: true });
  });
});
