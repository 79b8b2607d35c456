import { expect, test } from "vitest";
import { readingOf } from "../reading.ts";
import { parts, shown } from "./text.ts";

const CHECKING = "Checking formatting...\n";

test("files that are not formatted, with the sum of every version", () => {
  const warned = "[warn] src/a.js\n[warn] src/b c.js\n";
  for (const sum of [
    "[warn] Code style issues found in 2 files. Run Prettier with --write to fix.",
    "[warn] Code style issues found in 2 files. Forgot to run Prettier?",
    "[warn] Code style issues found in the above file(s). Forgot to run Prettier?",
  ]) {
    expect(shown(`${CHECKING}${warned}${sum}\n`)).toEqual([
      "failed prettier format src/a.js it is not formatted",
      "failed prettier format src/b c.js it is not formatted",
    ]);
    expect(parts(`${warned}${sum}\n`)).toMatchObject([{ state: "whole", extent: { units: ["prettier"], owners: ["prettier"] } }]);
  }
  expect(parts(`${CHECKING}${warned}[warn] Code style issues found in the above file. Run Prettier\n`)).toMatchObject([
    { state: "broken" },
  ]);
});

test("a clean run says so", () => {
  expect(parts(`${CHECKING}All matched files use Prettier code style!\n`)).toMatchObject([{ state: "whole" }]);
  expect(parts(CHECKING)).toMatchObject([{ state: "broken" }]);
});

test("a file that could not be parsed leaves the list partial, and is none of the files that are not formatted", () => {
  const log = `${CHECKING}[error] b.js: SyntaxError: Unexpected token (3:11)\n[error]   2 |\n[warn] a.js\n[warn] Code style issues found in the above file. Forgot to run Prettier?\n`;
  expect(shown(log)).toEqual([
    "error prettier syntax b.js:3 SyntaxError: Unexpected token (3:11)",
    "failed prettier format a.js it is not formatted",
  ]);
  expect(parts(log)).toMatchObject([{ state: "partial", reason: "b.js could not be parsed" }]);
});

test("warnings of other tools are not prettier's", () => {
  expect(readingOf("[warn] src/a.js\n[warn] deprecated\n").report.format).toBeNull();
  expect(shown(`${CHECKING}[warn] Ignored unknown option { x: 1 }.\nAll matched files use Prettier code style!\n`)).toEqual([]);
});

test("patterns that match nothing were not looked at", () => {
  const log = `${CHECKING}[error] No files matching the pattern were found: "x".\nAll matched files use Prettier code style!\n`;
  expect(parts(log)).toMatchObject([{ state: "partial", reason: "prettier could not look at everything it was given" }]);
});
