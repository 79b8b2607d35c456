import { expect, test } from "vitest";
import { readingOf } from "../reading.ts";
import { lints, parts, shown } from "./text.ts";

const ROWS =
  "\nsrc/a b.css\n   1:3   \u2716  Unexpected empty block  block-no-empty\n 104:12  \u26a0  Unexpected unit         length-zero-no-unit  \n\nsrc/c.css\n  1:1  \u2716  Unknown word x  CssSyntaxError\n";
const LOG = `${ROWS}\n\u2716 3 problems (2 errors, 1 warning)\n  1 error potentially fixable with the "--fix" option.\n\n`;

test("a line is a finding of its rule in the file above", () => {
  expect(shown(LOG)).toEqual([
    "failed stylelint block-no-empty src/a b.css:1 Unexpected empty block",
    "failed stylelint length-zero-no-unit src/a b.css:104 Unexpected unit",
    "error stylelint syntax src/c.css:1 Unknown word x",
  ]);
  expect(lints(readingOf(LOG)).map((o) => o.severity)).toEqual(["high", "medium", "high"]);
});

test("the sum proves it, where every file could be parsed", () => {
  expect(parts(LOG)).toMatchObject([{ state: "partial", reason: "src/c.css could not be parsed" }]);
  const parsed = `${ROWS.split("\nsrc/c.css")[0]}\n\u2716 2 problems (1 error, 1 warning)\n`;
  expect(parts(parsed)).toMatchObject([{ state: "whole", extent: { units: ["stylelint"], owners: ["stylelint"] } }]);
  expect(parts(parsed.replace("2 problems", "5 problems"))).toMatchObject([{ state: "broken" }]);
  expect(parts(`Invalid Option: Unexpected option "x" for rule "y"\n${parsed}`)).toMatchObject([{ state: "partial" }]);
});

test("cut anywhere, it shows no finding that the whole does not show, and is never complete", () => {
  const all = new Set(shown(LOG));
  const bytes = Buffer.from(LOG);
  for (let length = 1; length < bytes.length; length++) {
    const cut = readingOf(bytes.subarray(0, length));
    expect(cut.report.complete).toBe(false);
    expect(lints(cut).filter((o) => !all.has(`${o.outcome} stylelint ${o.name} ${o.file}:${o.line} ${o.message}`))).toEqual([]);
  }
});

test("before 13 there was no sum, and a clean run is silent: the outcome tells", () => {
  const old = ROWS.split("\nsrc/c.css")[0] ?? "";
  expect(parts(old, { outcome: "success" })).toMatchObject([{ state: "whole" }]);
  expect(parts(old)).toMatchObject([{ state: "partial" }]);
  expect(readingOf("", { format: "stylelint", outcome: "success" }).report.complete).toBe(true);
});

test("ESLint's sum without stylelint's lines is not stylelint's", () => {
  expect(readingOf("\u2716 3 problems (2 errors, 1 warning)\n").report.format).not.toBe("stylelint");
});
