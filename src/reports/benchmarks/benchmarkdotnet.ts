/**
 * BenchmarkDotNet's JSON (`--exporters json`, `*-report-full.json`, `*-report-brief.json`): the mean in nanoseconds with
 * half of its confidence interval, which the summary calls Error, the single values, and what a call allocates where MemoryDiagnoser ran. A
 * benchmark that failed has no statistics.
 * Source: dotnet/BenchmarkDotNet src/BenchmarkDotNet/Exporters/Json/JsonExporterBase.cs, 0.9 to 0.15.
 */
import type { Part } from "../../model.ts";
import type { JsonFormat, Sink } from "../format.ts";
import { at, listOf, numberOf, objectOf, textOf } from "../values.ts";
import { failedBenchmark, nothingMeasured, wholePart } from "./parts.ts";
import { samplesIn } from "./samples.ts";
import { measurementIn } from "./units.ts";

export const benchmarkDotNet: JsonFormat = {
  shape: "json",
  name: "benchmarkdotnet",
  aliases: ["benchmarkdotnet-json"],
  kinds: ["bench", "test"],
  tool: "benchmarkdotnet",
  docs: {
    command: "dotnet run -c Release -- --exporters json   # BenchmarkDotNet.Artifacts/results/*-report-full-compressed.json",
    proof: "the document is whole and each benchmark in it has its statistics",
    source: "dotnet/BenchmarkDotNet src/BenchmarkDotNet/Exporters/Json/JsonExporterBase.cs",
    example:
      '{"Title": "…", "HostEnvironmentInfo": {…}, "Benchmarks": [{"FullName": "Shop.Cart.Total", "Statistics": {"Mean": 77.49, …}}]}',
  },
  is(document) {
    const { HostEnvironmentInfo, Benchmarks } = objectOf<"HostEnvironmentInfo" | "Benchmarks">(document);
    return Array.isArray(Benchmarks) && typeof HostEnvironmentInfo === "object" && HostEnvironmentInfo !== null;
  },
  read(document, sink) {
    const benchmarks = listOf(objectOf<"Benchmarks">(document).Benchmarks).map((b) => objectOf<keyof Benchmark>(b));
    const part = wholePart(sink, [textOf(objectOf<"Title">(document).Title)?.replace(/-\d{8}-\d{6}$/, "") || "benchmarkdotnet"]);
    if (benchmarks.length === 0) nothingMeasured(part);
    const times = new Map<string, number>();
    for (const benchmark of benchmarks) times.set(nameOf(benchmark), (times.get(nameOf(benchmark)) ?? 0) + 1);
    for (const benchmark of benchmarks) {
      const name = nameOf(benchmark);
      const job = (times.get(name) ?? 0) > 1 ? jobOf(benchmark) : "";
      observe(benchmark, job === "" ? name : `${name} [${job}]`, sink, part);
    }
  },
};

interface Benchmark {
  readonly DisplayInfo: unknown;
  readonly Namespace: unknown;
  readonly Type: unknown;
  readonly Method: unknown;
  readonly Parameters: unknown;
  readonly FullName: unknown;
  readonly Statistics: unknown;
  readonly Memory: unknown;
}

type AnyBenchmark = Readonly<Partial<Benchmark>>;

/** Versions before 0.10 have no full name. */
function nameOf({ FullName, Namespace, Type, Method, Parameters }: AnyBenchmark): string {
  const full = textOf(FullName);
  if (full) return full;
  const path = [Namespace, Type, Method]
    .map(textOf)
    .filter((word) => word)
    .join(".");
  const parameters = textOf(Parameters);
  return parameters ? `${path}(${parameters})` : path;
}

/** `Memory.Alloc: Job-ABCDEF(Runtime=.NET 8.0) [Size=3]`: the job, where one benchmark ran under several. */
function jobOf({ DisplayInfo }: AnyBenchmark): string {
  const words = (textOf(DisplayInfo) ?? "").slice(0, 4_096);
  const colon = words.indexOf(": ");
  const parameters = words.indexOf(" [", colon);
  return colon === -1 ? "" : words.slice(colon + 2, parameters === -1 ? undefined : parameters);
}

function observe(benchmark: AnyBenchmark, name: string, sink: Sink, part: Part): void {
  const { Statistics, Memory } = benchmark;
  const mean = numberOf(at(Statistics, "Mean"));
  if (mean === undefined) {
    sink.observe(failedBenchmark(part, name, undefined, "the benchmark has no statistics"));
    return;
  }
  const margin = numberOf(at(Statistics, "ConfidenceInterval", "Margin")) ?? numberOf(at(Statistics, "StandardError"));
  const measured = { ...measurementIn("ns", mean, margin), ...samplesIn("ns", at(Statistics, "OriginalValues")) };
  sink.observe({ kind: "bench", outcome: "passed", part, name, ...measured });
  const allocated = numberOf(at(Memory, "BytesAllocatedPerOperation"));
  if (allocated === undefined) return;
  sink.observe({ kind: "bench", outcome: "passed", part, name: `${name} (Allocated)`, ...measurementIn("B/op", allocated), step: 1 });
}
