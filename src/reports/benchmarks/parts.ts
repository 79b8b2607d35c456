/** What the readers of benchmarks share: their parts, and benchmarks that could not be measured. */
import type { Part, TestObservation } from "../../model.ts";
import { excerpt } from "../excerpt.ts";
import { awaitOutcome, type Sink } from "../format.ts";

/** A part of a document that was read to its end. */
export function wholePart(sink: Sink, units: string[]): Part {
  const part = sink.part("bench", "", { units });
  part.state = "whole";
  delete part.reason;
  return part;
}

/** A part of a tool that prints no word at its end. */
export function endlessPart(sink: Sink, units: string[], line: number): Part {
  const part = sink.part("bench", "", { units });
  part.line = line;
  awaitOutcome(part);
  return part;
}

/** The part holds a benchmark that was begun and not measured. */
export function unmeasured(part: Part, name: string): void {
  if (part.state !== "broken") part.reason = `${name} was not measured to its end`;
  part.state = "broken";
}

/** The report lists no benchmark at all: nothing was measured, or everything was filtered out. */
export function nothingMeasured(part: Part): void {
  part.state = "partial";
  part.reason = "it lists no benchmark";
}

/** A benchmark that could not run is a failing test; once it is measured, that has passed. */
export function failedBenchmark(part: Part, name: string, suite: string | undefined, words: string): TestObservation {
  const observation: TestObservation = { kind: "test", outcome: "error", part, name };
  if (suite !== undefined) observation.suite = suite;
  const detail = excerpt(words);
  observation.message = (detail.split("\n", 1)[0] ?? "").slice(0, 2_000) || "the benchmark failed";
  if (detail.includes("\n")) observation.detail = detail;
  return observation;
}
