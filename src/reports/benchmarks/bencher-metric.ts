/**
 * Bencher Metric Format: `{benchmark: {measure: {"value", "lower_value"?, "upper_value"?}}}`. A measure's unit is known to
 * Bencher's server and stands in no file: of its own measures it is known here (latency in nanoseconds), any other
 * measure's name is its unit. The latency is the benchmark's own measure; another's name stands in brackets behind it.
 * Source: bencher.dev/docs/reference/bencher-metric-format; bencherdev/bencher lib/bencher_json/src/project/measure.
 */
import type { JsonFormat } from "../format.ts";
import { at, numberOf, objectOf } from "../values.ts";
import { unmeasured, wholePart } from "./parts.ts";
import { betterOf, measurementIn } from "./units.ts";

export const bencherMetric: JsonFormat = {
  shape: "json",
  name: "bencher-metric",
  aliases: ["bmf", "bencher-json"],
  kinds: ["bench"],
  tool: "bencher",
  docs: {
    command: "bencher run --format json … or your own script",
    proof: "the document is whole and each measure in it has its value",
    source: "bencher.dev/docs/reference/bencher-metric-format",
    example: '{"cart::total": {"latency": {"value": 3247.0, "lower_value": 3100.0, "upper_value": 3400.0}}}',
  },
  is(document) {
    if (typeof document !== "object" || document === null || Array.isArray(document)) return false;
    let looked = 0;
    for (const name in document) {
      if (!isBenchmark(at(document, name))) return false;
      if (++looked >= MAX_LOOKED) break;
    }
    return looked > 0;
  },
  read(document, sink) {
    const part = wholePart(sink, ["bencher"]);
    for (const [benchmark, measures] of Object.entries(objectOf(document))) {
      if (!isBenchmark(measures)) {
        unmeasured(part, benchmark);
        continue;
      }
      for (const [measure, metric] of Object.entries(measures)) {
        const name = isLatency(measure) ? benchmark : `${benchmark} (${measure})`;
        const value = numberOf(at(metric, "value"));
        const unit = UNITS.get(measure.toLowerCase()) ?? measure;
        if (value === undefined) unmeasured(part, name);
        else
          sink.observe({
            kind: "bench",
            outcome: "passed",
            part,
            name,
            ...measurementIn(unit, value, rangeOf(metric, value), betterOf(unit)),
          });
      }
    }
  },
};

/** As many benchmarks are looked at to tell the format. */
const MAX_LOOKED = 20;
const KEYS = new Set(["value", "lower_value", "upper_value", "lower_bound", "upper_bound"]);
/** Measures that every project has. */
const UNITS = new Map([
  ["latency", "ns"],
  ["throughput", "ops/s"],
  ["build-time", "s"],
  ["build time", "s"],
  ["file-size", "bytes"],
  ["file size", "bytes"],
]);

function isLatency(measure: string): boolean {
  return measure.toLowerCase() === "latency";
}

/** Measures by their names. */
function isBenchmark(value: unknown): value is object {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const metrics = Object.values(value);
  return metrics.length > 0 && metrics.every(isMetric);
}

function isMetric(value: unknown): boolean {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  return numberOf(at(value, "value")) !== undefined && Object.keys(value).every((key) => KEYS.has(key));
}

/** Half of the distance between the bounds. Some tools write the distances themselves in their place. */
function rangeOf(metric: unknown, value: number): number | undefined {
  const low = numberOf(at(metric, "lower_value")) ?? numberOf(at(metric, "lower_bound"));
  const high = numberOf(at(metric, "upper_value")) ?? numberOf(at(metric, "upper_bound"));
  if (low === undefined || high === undefined || low > value || high < value) return undefined;
  return (high - low) / 2;
}
