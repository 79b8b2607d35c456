import { expect, test } from "vitest";
import type { LintObservation } from "../../../src/model.ts";
import { fixture, type Reading, reading, readingOf } from "../reading.ts";

const lints = ({ observations }: Reading): LintObservation[] => observations.filter((o) => o.kind === "lint");
const of = (...errors: string[]): Reading =>
  readingOf(`<?xml version="1.0"?>\n<results version="2"><cppcheck version="2.10"/><errors>${errors.join("")}</errors></results>`);

test("the first place is where it was found", () => {
  const found = lints(reading(fixture("cppcheck", "xml.stderr"))).find((o) => o.name === "nullPointerRedundantCheck");
  expect(found).toMatchObject({ owner: "cppcheck", file: "bad.c", line: 2, severity: "medium", severityWord: "warning" });
});

test("advice on how it was called is no finding", () => {
  const found = lints(reading(fixture("cppcheck", "xml.stderr"))).find((o) => o.name === "missingIncludeSystem");
  expect(found).toMatchObject({ outcome: "skipped", severityWord: "information" });
});

test("a critical error is a file that was not analysed", () => {
  const read = of(`<error id="syntaxError" severity="error" msg="syntax error"><location file="a.c" line="3"/></error>`);
  expect(lints(read)[0]?.outcome).toBe("error");
  expect([read.report.complete, read.report.reason]).toEqual([false, "a.c could not be parsed"]);
});

test("an empty list that is closed is clean", () => {
  expect(of().report).toMatchObject({ complete: true, parts: [{ extent: { units: ["cppcheck"], owners: ["cppcheck"] } }] });
});

test("version 1 names the place in the error itself", () => {
  const text = `<results><error file="a.c" line="7" id="memleak" severity="error" msg="Memory leak: p"/></results>`;
  expect(lints(readingOf(text))[0]).toMatchObject({ name: "memleak", file: "a.c", line: 7 });
});

test("results of other tools are not cppcheck's", () => {
  expect(readingOf(`<results><test name="x"/></results>`).report.complete).toBe(false);
});
