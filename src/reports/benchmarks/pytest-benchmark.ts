/**
 * pytest-benchmark's JSON (`--benchmark-json FILE`, `--benchmark-save`): the mean of each benchmark's rounds in seconds,
 * with their standard deviation, and the rounds themselves where they were saved. Written at the session's end; a benchmark whose test failed is left out of it.
 * Source: ionelmc/pytest-benchmark src/pytest_benchmark/{session,fixture,stats}.py, 3.0 to 5.2.
 */
import type { JsonFormat } from "../format.ts";
import { at, listOf, numberOf, objectOf, textOf } from "../values.ts";
import { nothingMeasured, unmeasured, wholePart } from "./parts.ts";
import { samplesIn } from "./samples.ts";
import { measurementIn } from "./units.ts";

export const pytestBenchmark: JsonFormat = {
  shape: "json",
  name: "pytest-benchmark",
  aliases: ["pytest-benchmark-json"],
  kinds: ["bench"],
  tool: "pytest-benchmark",
  docs: {
    command: "pytest --benchmark-only --benchmark-json bench.json",
    proof: "the document is whole and each benchmark in it has its mean; one whose test failed is missing",
    source: "ionelmc/pytest-benchmark src/pytest_benchmark/session.py, stats.py",
    example: '{"machine_info": {…}, "benchmarks": [{"fullname": "test_bench.py::test_sort", "stats": {"mean": 9.25e-07, …}}]}',
  },
  is(document) {
    const { machine_info, benchmarks } = objectOf<"machine_info" | "benchmarks">(document);
    return Array.isArray(benchmarks) && typeof machine_info === "object" && machine_info !== null;
  },
  read(document, sink, context) {
    const benchmarks = listOf(objectOf<"benchmarks">(document).benchmarks);
    const part = wholePart(sink, []);
    if (benchmarks.length === 0) nothingMeasured(part);
    const suites = new Set<string>();
    for (const benchmark of benchmarks) {
      const { fullname, name, stats } = objectOf<"fullname" | "name" | "stats">(benchmark);
      const id = textOf(fullname) ?? textOf(name) ?? "";
      const colons = id.indexOf("::");
      const mean = numberOf(at(stats, "mean"));
      if (mean === undefined || id === "") {
        unmeasured(part, id || "a benchmark without a name");
        continue;
      }
      const suite = colons > 0 ? context.path(id.slice(0, colons)) : undefined;
      if (suite !== undefined) suites.add(suite);
      const test = colons > 0 ? id.slice(colons + 2) : id;
      const measured = { ...measurementIn("s", mean, numberOf(at(stats, "stddev"))), ...samplesIn("s", at(stats, "data")) };
      sink.observe({ kind: "bench", outcome: "passed", part, name: test, ...(suite === undefined ? {} : { suite }), ...measured });
    }
    part.extent.units = suites.size > 0 ? [...suites] : ["pytest-benchmark"];
  },
};
