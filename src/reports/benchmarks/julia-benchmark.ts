/**
 * What Julia's BenchmarkTools saves: `[VERSIONS, [GROUP, …]]`, where each value is its type's name and its fields. Groups
 * hold groups, estimates and trials; a trial has every sample and stands for its median. Times are nanoseconds.
 * Source: JuliaCI/BenchmarkTools.jl src/serialization.jl, src/trials.jl, 1.0 to 1.6.
 */
import type { JsonFormat } from "../format.ts";
import { at, listOf, numberOf, objectOf, textOf } from "../values.ts";
import { nothingMeasured, unmeasured, wholePart } from "./parts.ts";
import { samplesIn } from "./samples.ts";
import { measurementIn } from "./units.ts";

export const juliaBenchmark: JsonFormat = {
  shape: "json",
  name: "julia-benchmark",
  aliases: ["julia"],
  kinds: ["bench"],
  tool: "BenchmarkTools",
  docs: {
    command: 'julia --project -e \'include("suite.jl"); BenchmarkTools.save("bench.json", median(run(suite)))\'',
    proof: "the document is whole and each benchmark in it has its time",
    source: "JuliaCI/BenchmarkTools.jl src/serialization.jl",
    example: '[{"Julia":"1.10.0","BenchmarkTools":"1.4.0"},[["BenchmarkGroup",{"data":{"sum":["TrialEstimate",{"time":12.5,…}]}}]]]',
  },
  is(document) {
    const [versions, values] = listOf(document);
    return textOf(at(versions, "BenchmarkTools")) !== undefined && Array.isArray(values);
  },
  read(document, sink) {
    const part = wholePart(sink, ["BenchmarkTools"]);
    let found = 0;
    const left = listOf(listOf(document)[1]).map((value) => ({ name: "", value }));
    left.reverse();
    for (let next = left.pop(); next; next = left.pop()) {
      const { name } = next;
      const [type, fields] = listOf(next.value);
      if (type === "BenchmarkGroup" && name.length < MAX_NAME) {
        const inside = Object.entries(objectOf(at(fields, "data"))).map(([key, value]) => ({
          name: name === "" ? key : `${name}/${key}`,
          value,
        }));
        for (const entry of inside.reverse()) left.push(entry);
        continue;
      }
      found++;
      const time = type === "TrialEstimate" ? numberOf(at(fields, "time")) : type === "Trial" ? medianOf(at(fields, "times")) : undefined;
      if (name === "" || time === undefined) unmeasured(part, name || "a benchmark without a name");
      else
        sink.observe({
          kind: "bench",
          outcome: "passed",
          part,
          name,
          ...measurementIn("ns", time),
          ...samplesIn("ns", at(fields, "times")),
        });
    }
    if (found === 0) nothingMeasured(part);
  },
};

const MAX_NAME = 4_096;

function medianOf(value: unknown): number | undefined {
  const times = listOf(value)
    .filter((time): time is number => numberOf(time) !== undefined)
    .sort((a, b) => a - b);
  const middle = times[(times.length - 1) >> 1];
  const other = times[times.length >> 1];
  return middle === undefined || other === undefined ? undefined : (middle + other) / 2;
}
