/**
 * github-action-benchmark's own JSON for what no tool prints: `[{"name", "unit", "value", "range"?, "extra"?}]`. Which
 * way is better does not stand in the file: `format=custom-smaller` or `format=custom-bigger` says it; without them a rate
 * (`ops/s`) is better when it is bigger, and all else when it is smaller.
 * Source: benchmark-action/github-action-benchmark README and src/extract.ts.
 */
import type { Part } from "../../model.ts";
import type { JsonFormat, Sink } from "../format.ts";
import { listOf, numberOf, objectOf, textOf } from "../values.ts";
import { nothingMeasured, unmeasured, wholePart } from "./parts.ts";
import { betterOf, type Measured, measurementIn } from "./units.ts";

export const customBenchmark: JsonFormat = {
  shape: "json",
  name: "custom-benchmark",
  aliases: ["custom-smaller", "custom-bigger", "customSmallerIsBetter", "customBiggerIsBetter", "github-action-benchmark"],
  kinds: ["bench"],
  tool: "github-action-benchmark",
  docs: {
    command: "your own script; format=custom-smaller or format=custom-bigger says which way is better",
    proof: "the document is whole and each entry in it has its value and unit",
    source: "benchmark-action/github-action-benchmark README, customBiggerIsBetter and customSmallerIsBetter",
    example: '[{"name": "bundle size", "unit": "KiB", "value": 318.2, "range": "3"}]',
  },
  is(document) {
    const [first] = listOf(document);
    if (typeof first !== "object" || first === null) return false;
    const { name, value } = objectOf<"name" | "value">(first);
    return typeof name === "string" && figureOf(value) !== undefined && Object.keys(first).every((key) => KEYS.has(key));
  },
  read(document, sink, { called = "" }) {
    const entries = listOf(document);
    const part = wholePart(sink, ["github-action-benchmark"]);
    if (entries.length === 0) nothingMeasured(part);
    const better = /smaller/i.test(called) ? "smaller" : /bigger/i.test(called) ? "bigger" : undefined;
    for (const entry of entries) observe(entry, better, sink, part);
  },
};

const KEYS = new Set(["name", "unit", "value", "range", "extra"]);

/** Scripts write numbers as text, too. */
function figureOf(value: unknown): number | undefined {
  if (typeof value !== "string") return numberOf(value);
  return /^\s*-?\d{1,40}(?:\.\d{1,40})?(?:e[+-]?\d{1,3})?\s*$/i.test(value.slice(0, 100)) ? Number(value) : undefined;
}

function observe(entry: unknown, better: Measured["better"] | undefined, sink: Sink, part: Part): void {
  const { name, unit, value, range } = objectOf<"name" | "unit" | "value" | "range">(entry);
  const called = textOf(name) ?? "";
  const measured = figureOf(value);
  if (measured === undefined || called === "") {
    unmeasured(part, called || "an entry without a name");
    return;
  }
  const word = (textOf(unit) ?? "").trim();
  if (word === "") {
    sink.problem("E_REPORT_NO_UNIT", `${called} is measured without a unit`);
    unmeasured(part, called);
    return;
  }
  const way = better ?? betterOf(word);
  sink.observe({ kind: "bench", outcome: "passed", part, name: called, ...measurementIn(word, measured, rangeOf(range, measured), way) });
}

/** `± 3`, `3`, `3%`, `+/- 3.5`: whatever a script writes as its spread, where it is a number. */
function rangeOf(range: unknown, value: number): number | undefined {
  if (typeof range !== "string") return numberOf(range);
  const match = /^\s*(?:\u00b1|\+\/-)?\s*(\d{1,40}(?:\.\d{1,40})?)\s*(%?)\s*$/.exec(range.slice(0, 100));
  if (!match) return undefined;
  return match[2] === "%" ? (Math.abs(value) * Number(match[1])) / 100 : Number(match[1]);
}
