import { describe, expect, test } from "vitest";
import { readingOf } from "../reading.ts";
import { measured } from "./measuring.ts";

const DOCUMENT = JSON.stringify([
  { name: "bundle", unit: "KiB", value: 318.2, range: "\u00b1 3", extra: "main.js" },
  { name: "hits", unit: "req/s", value: "1200", range: "5%" },
]);

describe("github-action-benchmark's own JSON", () => {
  test("without a word the unit tells which way is better", () => {
    const read = readingOf(DOCUMENT);
    expect([read.report.format, read.report.complete]).toEqual(["custom-benchmark", true]);
    expect(measured(read)).toEqual(["bundle: 318.2 KiB ± 3", "hits: 1200 req/s (bigger) ± 60"]);
  });

  test.each([
    ["custom-smaller", ["smaller", "smaller"]],
    ["customSmallerIsBetter", ["smaller", "smaller"]],
    ["custom-bigger", ["bigger", "bigger"]],
    ["customBiggerIsBetter", ["bigger", "bigger"]],
    ["custom-benchmark", ["smaller", "bigger"]],
  ])("format=%s says it for the whole file", (format, ways) => {
    expect(readingOf(DOCUMENT, { format }).observations.map((o) => o.kind === "bench" && o.better)).toEqual(ways);
  });

  test("an entry without its unit is refused, the others are read", () => {
    const read = readingOf(
      JSON.stringify([
        { name: "a", value: 1 },
        { name: "b", unit: "s", value: 2 },
      ]),
    );
    expect([read.report.complete, read.report.error?.code, measured(read)]).toEqual([false, "E_REPORT_NO_UNIT", ["b: 2000000000 ns"]]);
  });

  test("an empty list says nothing, and nothing was measured in one that is named", () => {
    expect(readingOf("[]").report.error?.code).toBe("E_REPORT_AMBIGUOUS");
    const { report } = readingOf("[]", { format: "custom-smaller" });
    expect([report.complete, report.reason]).toEqual([false, "it lists no benchmark"]);
  });

  test("entries with fields of other tools are others' reports", () => {
    expect(readingOf(JSON.stringify([{ name: "a", value: 1, unit: "s", version: "2" }])).report.format).toBe(null);
  });
});
