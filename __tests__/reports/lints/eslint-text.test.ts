import { describe, expect, test } from "vitest";
import { bytesOf, readingOf } from "../reading.ts";
import { parts, shown } from "./text.ts";

const log = (...rows: string[]): string => `\n/r/a.js\n${rows.join("\n")}\n\n`;
const sum = (n: number): string => `✖ ${n} problem${n === 1 ? "" : "s"} (${n} error${n === 1 ? "" : "s"}, 0 warnings)\n`;

describe("findings", () => {
  test("rule, place and words of each, under the path before it", () => {
    const text = `${log("  1:5   error    'x' is not defined  no-undef", "  2:15  warning  Missing semicolon   @stylistic/js/semi")}/r/b.js\n  7:1  error  Unexpected  import/no-cycle\n\n${sum(3)}`;
    expect(shown(text)).toEqual([
      "failed eslint no-undef /r/a.js:1 'x' is not defined",
      "failed eslint @stylistic/js/semi /r/a.js:2 Missing semicolon",
      "failed eslint import/no-cycle /r/b.js:7 Unexpected",
    ]);
    expect(parts(text)).toMatchObject([{ state: "whole", extent: { units: ["eslint"], owners: ["eslint"] } }]);
  });

  test("a message over several lines has its rule on the last of them", () => {
    expect(shown(log("  1:5  error  First line", "second line  import/namespace") + sum(1))).toEqual([
      "failed eslint import/namespace /r/a.js:1 First line second line",
    ]);
  });

  test("ESLint's own complaints have no rule of theirs", () => {
    const text = log(
      "  1:1  error    Parsing error: Unexpected  token",
      "  5:1  warning  Unused eslint-disable directive (no problems were reported)",
      "  0:0  warning  File ignored because of a matching ignore pattern",
    );
    expect(shown(text)).toEqual([
      "error eslint syntax /r/a.js:1 Parsing error: Unexpected token",
      "failed eslint unused-directive /r/a.js:5 Unused eslint-disable directive (no problems were reported)",
      "skipped eslint eslint /r/a.js File ignored because of a matching ignore pattern",
    ]);
  });

  test("a problem matcher's mark before a line changes nothing", () => {
    expect(shown(log("##[error]  1:5  error  'x' is not defined  no-undef") + sum(1))).toHaveLength(1);
  });

  test("what other tools print alike is not ESLint's", () => {
    for (const text of [
      "y.yml\n  2:1       error    duplication of key  (key-duplicates)\n\n",
      "/r/y.yml\n  2:1       error    duplication of key  (key-duplicates)\n\n",
      "/r/C.sol\n  2:1  error  x  reason-string\n\n",
      "some words\n  2:1  error  x  y\n\n",
      "  2:1  error  x  y\n",
      `${sum(3)}`,
    ]) {
      expect(readingOf(text).report.format).not.toBe("eslint");
    }
  });
});

describe("what the sum proves", () => {
  test("another number of findings than it counts is no whole list", () => {
    for (const n of [1, 3]) {
      expect(parts(log("  1:5  error  a  no-a", "  2:5  error  b  no-b") + sum(n))).toMatchObject([
        { state: "broken", reason: `eslint counts ${n} findings, and the log shows 2` },
      ]);
    }
  });

  test("two runs in one log are two parts; one that crashed has no sum", () => {
    const run = log("  1:5  error  a  no-a") + sum(1);
    expect(parts(run + run).map((p) => p.state)).toEqual(["whole", "whole"]);
    const crashed = readingOf(`${run}${bytesOf("eslint", "config-crash.txt")}`);
    expect(crashed.report).toMatchObject({ complete: false, error: { code: "E_REPORT_FAILED" } });
    expect(crashed.report.parts.map((p) => p.state)).toEqual(["whole", "broken"]);
  });

  test("an empty file is a clean run where the caller says so, and that it succeeded", () => {
    expect(readingOf("", { format: "eslint", outcome: "success" }).report).toMatchObject({ complete: true, counts: { total: 0 } });
    expect(readingOf("", { format: "eslint" }).report.complete).toBe(false);
    expect(readingOf("").report.complete).toBe(false);
  });
});
