/**
 * JMH's JSON (`-rf json -rff FILE`). The unit tells which way is better (`ops/s` or `us/op`), whatever the mode is called.
 * Of the secondary metrics only what a call allocates (gc.alloc.rate.norm) is taken: of the others nobody knows which way
 * is better. JMH writes the file when all is done; with `-foe false` a benchmark that failed is not in it.
 * Source: openjdk/jmh jmh-core …/results/format/JSONResultFormat.java, 1.0 to 1.37.
 */
import type { BenchObservation, Part } from "../../model.ts";
import type { JsonFormat, Sink } from "../format.ts";
import { listOf, numberOf, objectOf, textOf } from "../values.ts";
import { nothingMeasured, unmeasured, wholePart } from "./parts.ts";
import { samplesIn } from "./samples.ts";
import { betterOf, measurementIn, powerOf } from "./units.ts";

export const jmh: JsonFormat = {
  shape: "json",
  name: "jmh",
  aliases: ["jmh-json"],
  kinds: ["bench"],
  tool: "jmh",
  docs: {
    command: "java -jar target/benchmarks.jar -rf json -rff bench.json",
    proof: "the document is whole and each benchmark in it has its score",
    source: "openjdk/jmh JSONResultFormat.java",
    example:
      '[{"jmhVersion": "1.37", "benchmark": "org.shop.Cart.total", "mode": "avgt", "primaryMetric": {"score": 12.3, "scoreUnit": "ns/op", …}}]',
  },
  is(document) {
    const [first] = listOf(document);
    const { benchmark, primaryMetric } = objectOf<"benchmark" | "primaryMetric">(first);
    return typeof benchmark === "string" && typeof primaryMetric === "object" && primaryMetric !== null;
  },
  read(document, sink) {
    const results = listOf(document);
    const part = wholePart(sink, ["jmh"]);
    if (results.length === 0) nothingMeasured(part);
    /** Mode under which a name was first seen. */
    const modes = new Map<string, string>();
    for (const result of results) readResult(result, modes, sink, part);
  },
};

function readResult(result: unknown, modes: Map<string, string>, sink: Sink, part: Part): void {
  const { benchmark, mode, params, primaryMetric, secondaryMetrics } = objectOf<
    "benchmark" | "mode" | "params" | "primaryMetric" | "secondaryMetrics"
  >(result);
  const full = `${textOf(benchmark) ?? ""}${parametersOf(params)}`;
  const word = textOf(mode) ?? "";
  const first = modes.get(full) ?? word;
  modes.set(full, first);
  // One benchmark measured in several modes is several benchmarks.
  const name = first === word ? full : `${full} (${word})`;
  if (name === "") {
    unmeasured(part, "a benchmark without a name");
    return;
  }
  const primary = measuredOf(primaryMetric, word);
  if (primary === "no unit") {
    sink.problem("E_REPORT_NO_UNIT", `${name} is measured without a unit`);
    unmeasured(part, name);
  } else if (primary) sink.observe({ kind: "bench", outcome: "passed", part, name, ...primary });
  else unmeasured(part, name);
  for (const [metric, value] of Object.entries(objectOf(secondaryMetrics)).slice(0, 1_000)) {
    const measured = measuredOf(value, word);
    if (measured === undefined || measured === "no unit" || measured.unit !== "B/op") continue;
    // Versions before 1.33 put a dot before the names of profilers' metrics.
    sink.observe({ kind: "bench", outcome: "passed", part, name: `${name} (${metric.replace(/^\u00b7/, "")})`, ...measured });
  }
}

/** `(size=10, type=Caffeine)`: what `@Param` fields were. */
function parametersOf(params: unknown): string {
  const words = Object.entries(objectOf(params)).map(([name, value]) => `${name}=${textOf(value) ?? ""}`);
  return words.length === 0 ? "" : ` (${words.join(", ")})`;
}

/** JMH writes numbers that are none as text: `"NaN"`. */
function measuredOf(
  metric: unknown,
  mode: string,
): Pick<BenchObservation, "value" | "unit" | "better" | "range" | "samples"> | "no unit" | undefined {
  const { score, scoreError, scoreUnit, rawData } = objectOf<"score" | "scoreError" | "scoreUnit" | "rawData">(metric);
  const value = numberOf(score);
  if (value === undefined) return undefined;
  const unit = textOf(scoreUnit) ?? "";
  if (unit === "") return "no unit";
  const better = mode === "thrpt" && powerOf(unit) === undefined && !unit.endsWith("/op") ? "bigger" : betterOf(unit);
  // Of each fork a list of its iterations.
  return { ...measurementIn(unit, value, numberOf(scoreError), better), ...samplesIn(unit, listOf(rawData).flatMap(listOf)) };
}
