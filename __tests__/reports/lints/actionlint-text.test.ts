import { expect, test } from "vitest";
import { readingOf } from "../reading.ts";
import { lints, parts, shown } from "./text.ts";

const FOUND =
  '.github/workflows/ci.yml:5:7: unexpected key "foo" for step section [syntax-check]\n  |\n5 |       foo: bar\n  |       ^~~~\n.github/workflows/ci.yml:9:9: property "x" is not defined [expression]\n  |\n9 |   run: x y\n  |      ^\n';

test("findings with their source, and in one line each", () => {
  expect(lints(readingOf(FOUND)).map((o) => [o.owner, o.name, o.line, o.source])).toEqual([
    ["actionlint", "syntax-check", 5, "foo: bar"],
    ["actionlint", "expression", 9, "run: x y"],
  ]);
  expect(shown(FOUND.replace(/^(?! *\.).*\n/gm, ""))).toHaveLength(2);
});

test("only the step's outcome proves the list", () => {
  expect(parts(FOUND)).toMatchObject([{ state: "partial", extent: { units: ["actionlint"] } }]);
  expect(readingOf("", { format: "actionlint", outcome: "success" }).report).toMatchObject({ complete: true });
  const unread = ".github/workflows/ci.yml:5:7: could not parse as YAML: did not find expected key [syntax-check]\n";
  expect(parts(unread, { outcome: "success" })).toMatchObject([
    { state: "partial", reason: ".github/workflows/ci.yml could not be parsed" },
  ]);
});

test("other places of workflows need the caller's word", () => {
  const log = "ci.yml:5:7: x [syntax-check]\n";
  expect(shown(log)).toEqual([]);
  expect(shown(log, { format: "actionlint" })).toEqual(["failed actionlint syntax-check ci.yml:5 x"]);
});
