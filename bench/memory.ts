/** Whether memory stays what it is when a report grows. */
import { INPUTS, type Input } from "./inputs/inputs.ts";
import { figuresOf } from "./measure.ts";
import { ours, withReport } from "./report.ts";
import type { Scale } from "./scale.ts";
import type { Section } from "./sections.ts";
import type { Row } from "./table.ts";

/** What V8's young generation grows by while it warms up, in MB. What follows the file grows by more. */
const WARMING = 50;
/** Bytes of a key, where one a case is held. */
const KEY = 200;

interface Peak {
  cases: number;
  megabytes: number;
}

/** A document of JSON is in memory whole, and so are the findings that are held to the end; what streams is not. */
export function memory({ memory: [small, large] }: Scale): Section {
  const streaming = INPUTS.filter(({ holds, bare }) => holds !== "findings" && bare !== "JSON.parse, whole");
  const [first] = streaming.filter(({ format }) => format === "junit");
  return {
    title: `Peak memory: what ${large} MB take more than ${small} MB`,
    measurements: [
      ...streaming.map((input) => ({ what: input.name, rows: () => [reading(input, small, large)] })),
      ...(first ? [{ what: first.name, rows: () => [keeping(first, small, large)] }] : []),
    ],
  };
}

function reading(input: Input, small: number, large: number): Row {
  const peakOf = (size: number): Peak => withReport(input, size, (path, expected) => ours(input, path, expected));
  const [before, after] = [peakOf(small), peakOf(large)];
  const keys = input.holds === "keys" ? (KEY * (after.cases - before.cases)) / 1e6 : 0;
  return { what: input.name, ...grown(before, after, small), aim: { most: WARMING + keys } };
}

/** What a run keeps of its reports: a key of every case, and the failures. */
function keeping(input: Input, small: number, large: number): Row {
  const peakOf = (size: number): Peak => withReport(input, size, (path) => figuresOf<Peak>("read.mjs", "evidence", path));
  const [before, after] = [peakOf(small), peakOf(large)];
  const bytes = ((after.megabytes - before.megabytes) * 1e6) / (after.cases - before.cases);
  return { what: `${input.name} as evidence, ${bytes.toFixed(0)} B/case`, ...grown(before, after, small) };
}

function grown(before: Peak, after: Peak, small: number): Pick<Row, "ours" | "beside" | "theirs" | "value" | "unit"> {
  return {
    ours: `${after.megabytes.toFixed(0)} MB`,
    beside: `the same at ${small} MB`,
    theirs: `${before.megabytes.toFixed(0)} MB`,
    value: after.megabytes - before.megabytes,
    unit: "MB",
  };
}
