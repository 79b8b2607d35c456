/**
 * `vitest bench --outputJson FILE`: of each benchmark the mean in milliseconds and its margin of error, and
 * with `includeSamples` each sample. A benchmark that threw is listed without a mean.
 * Source: vitest-dev/vitest packages/vitest/src/node/reporters/benchmark/json-formatter.ts, 1.5 to 4.
 */
import type { Part } from "../../model.ts";
import type { JsonFormat, ReadContext, Sink } from "../format.ts";
import { listOf, numberOf, objectOf, textOf } from "../values.ts";
import { failedBenchmark, nothingMeasured, wholePart } from "./parts.ts";
import { samplesIn } from "./samples.ts";
import { measurementIn } from "./units.ts";

export const vitestBench: JsonFormat = {
  shape: "json",
  name: "vitest-bench",
  aliases: ["vitest-bench-json"],
  kinds: ["bench", "test"],
  tool: "vitest",
  docs: {
    command: "npx vitest bench --run --outputJson=bench.json",
    proof: "the document is whole and each benchmark in it has its mean",
    source: "vitest-dev/vitest packages/vitest/src/node/reporters/benchmark/json-formatter.ts",
    example:
      '{"files": [{"filepath": "/…/sum.bench.ts", "groups": [{"fullName": "sum.bench.ts > sum", "benchmarks": [{"name": "adds", "mean": 0.0002, …}]}]}]}',
  },
  is(document) {
    const [first] = listOf(objectOf<"files">(document).files);
    const { filepath, groups } = objectOf<"filepath" | "groups">(first);
    return typeof filepath === "string" && Array.isArray(groups);
  },
  read(document, sink, context) {
    const files = listOf(objectOf<"files">(document).files);
    if (files.length === 0) nothingMeasured(wholePart(sink, ["vitest"]));
    for (const file of files) readFile(file, sink, context);
  },
};

/** One part a file. */
function readFile(file: unknown, sink: Sink, context: ReadContext): void {
  const { filepath, groups } = objectOf<"filepath" | "groups">(file);
  const suite = context.path(textOf(filepath) ?? "");
  const part = wholePart(sink, [suite]);
  let benchmarks = 0;
  for (const group of listOf(groups)) {
    const { fullName, benchmarks: all } = objectOf<"fullName" | "benchmarks">(group);
    // `sum.bench.ts > adding > small`: the file stands in `suite` already.
    const path = textOf(fullName) ?? "";
    const inner = path.includes(" > ") ? `${path.slice(path.indexOf(" > ") + 3)} > ` : "";
    for (const benchmark of listOf(all)) {
      benchmarks++;
      observe(benchmark, { sink, part, suite, inner });
    }
  }
  if (benchmarks === 0) nothingMeasured(part);
}

function observe(benchmark: unknown, { sink, part, suite, inner }: { sink: Sink; part: Part; suite: string; inner: string }): void {
  const { name: own, mean, moe, rme, samples } = objectOf<"name" | "mean" | "moe" | "rme" | "samples">(benchmark);
  const name = `${inner}${textOf(own) ?? ""}`;
  const value = numberOf(mean);
  if (value === undefined) {
    sink.observe(failedBenchmark(part, name, suite, "the benchmark has no measurement"));
    return;
  }
  const relative = numberOf(rme);
  const range = numberOf(moe) ?? (relative === undefined ? undefined : (value * relative) / 100);
  const measured = { ...measurementIn("ms", value, range), ...samplesIn("ms", samples) };
  sink.observe({ kind: "bench", outcome: "passed", part, name, suite, ...measured });
}
