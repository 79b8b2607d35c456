/**
 * gungraun's summaries (`-- --output-format=json`): a document a benchmark, version 6 of its schema. What stands for the
 * benchmark, and what it is called, is as in gungraun's text. No document ends the run.
 * Source: gungraun/gungraun gungraun-runner/schemas/summary.v6.schema.json.
 */
import type { Part } from "../../model.ts";
import type { JsonLinesFormat, Sink } from "../format.ts";
import { own } from "../lines.ts";
import { at, listOf, numberOf, objectOf, textOf } from "../values.ts";
import { mainMeasure, measureName } from "./iai.ts";
import { endlessPart } from "./parts.ts";

export const gungraunJson: JsonLinesFormat = {
  shape: "json-lines",
  name: "gungraun-json",
  kinds: ["bench"],
  tool: "gungraun",
  docs: {
    command: "cargo bench -- --output-format=json > bench.json",
    proof: "outcome=success: no document ends the run",
    source: "gungraun/gungraun gungraun-runner/schemas/summary.v6.schema.json",
    example: '{"version":"6","module_path":"my_bench::group::total","id":"small","profiles":[{"tool":"Callgrind",…}],…}',
  },
  is(document) {
    const { version, module_path, benchmark_exe, function_name } = objectOf<"version" | "module_path" | "benchmark_exe" | "function_name">(
      document,
    );
    return [version, module_path, benchmark_exe, function_name].every((value) => typeof value === "string");
  },
  reader(sink) {
    let part: Part | undefined;
    return {
      take(document, line) {
        part ??= endlessPart(sink, ["gungraun"], line);
        read(document, line, sink, part);
      },
      end() {},
    };
  },
};

const VERSION = "6";
/** Measures that the text calls otherwise. */
const CALLED = new Map([
  ["Ir", "Instructions"],
  ["EstimatedCycles", "Estimated Cycles"],
  ["TotalRW", "Total read+write"],
  ["L1hits", "L1 Hits"],
  ["LLhits", "LL Hits"],
  ["RamHits", "RAM Hits"],
  ["TotalBytes", "Total bytes"],
  ["TotalBlocks", "Total blocks"],
]);

function read(document: unknown, line: number, sink: Sink, part: Part): void {
  const { version, module_path, id, details, profiles } = objectOf<"version" | "module_path" | "id" | "details" | "profiles">(document);
  const argument = [id, details].map(textOf).filter((word) => word !== undefined);
  // In the text a newline in an argument is one in the name.
  const name = [textOf(module_path), argument.join(":")]
    .filter((word) => word !== "")
    .join(" ")
    .replaceAll(/\s*\n\s*/g, " ");
  if (version !== VERSION) {
    sink.problem("E_REPORT_MALFORMED", `summaries of version ${String(textOf(version)).slice(0, 20)} are not known, only ${VERSION}`, line);
    part.state = "broken";
    part.reason = `${name} is a summary of a version that is not known`;
    return;
  }
  const measures = new Map<string, number>();
  for (const profile of listOf(profiles)) {
    // `{"Callgrind": {"Ir": {"metrics": {"Left": {"Int": 6}}}}}`; `"None"` where the tool counts nothing.
    for (const metrics of Object.values(objectOf(at(profile, "summaries", "total", "summary")))) {
      for (const [metric, value] of Object.entries(objectOf(metrics))) {
        const figure = currentOf(at(value, "metrics"));
        if (figure !== undefined) measures.set(CALLED.get(metric) ?? metric, figure);
      }
    }
  }
  const main = mainMeasure(measures);
  if (main) sink.observe({ kind: "bench", outcome: "passed", part, name: own(measureName(name, main.what)), ...main.measured });
}

/** This run's value: on the left, or the first of both; on the right stands an earlier run's. */
function currentOf(metrics: unknown): number | undefined {
  const current = at(metrics, "Left") ?? listOf(at(metrics, "Both"))[0];
  return numberOf(at(current, "Int")) ?? numberOf(at(current, "Float"));
}
