import { expect, test } from "vitest";
import { readingOf } from "../reading.ts";
import { parts, shown } from "./text.ts";

const FOUND = [
  'failed yamllint key-duplicates a/y.yml:2 duplication of key "a" in mapping',
  "failed yamllint colons a/y.yml:3 too many spaces",
];

test("all formats show the same findings, in the runner's log too", () => {
  for (const log of [
    'a/y.yml\n  2:1       error    duplication of key "a" in mapping  (key-duplicates)\n  3:5       warning  too many spaces  (colons)\n\n',
    'a/y.yml:2:1: [error] duplication of key "a" in mapping (key-duplicates)\na/y.yml:3:5: [warning] too many spaces (colons)\n',
    '::group::a/y.yml\n::error file=a/y.yml,line=2,col=1::2:1 [key-duplicates] duplication of key "a" in mapping\n::warning file=a/y.yml,line=3,col=5::3:5 [colons] too many spaces\n::endgroup::\n',
    '##[group]a/y.yml\n##[error]2:1 [key-duplicates] duplication of key "a" in mapping\n##[warning]3:5 [colons] too many spaces\n##[endgroup]\n',
  ]) {
    expect(shown(log)).toEqual(FOUND);
    expect(parts(log)).toMatchObject([{ state: "partial", extent: { units: ["yamllint"] } }]);
    expect(parts(log, { outcome: "success" })).toMatchObject([{ state: "whole" }]);
  }
});

test("a file that could not be parsed leaves the list partial, with and without its rule", () => {
  for (const log of [
    "y.yml:2:1: [error] syntax error: expected <block end> (syntax)\n",
    "y.yml\n  2:1       error    syntax error: expected <block end>\n\n",
  ]) {
    expect(shown(log)).toHaveLength(1);
    expect(shown(log)[0]).toMatch(/^error yamllint syntax y\.yml:2 syntax error: expected <block end>/);
    expect(parts(log, { outcome: "success" })).toMatchObject([{ state: "partial", reason: "y.yml could not be parsed" }]);
  }
});

test("what other tools print alike is not yamllint's", () => {
  for (const log of [
    "/r/a.js\n  2:1  error  x  no-x\n\n",
    "a.md:1:1: [error] heading levels (MD001)\n",
    "words\n  2:1       error    x  (key-duplicates)\n",
    "##[error]2:1 [key-duplicates] x\n",
  ]) {
    expect(readingOf(log).report.format).not.toBe("yamllint");
  }
});
