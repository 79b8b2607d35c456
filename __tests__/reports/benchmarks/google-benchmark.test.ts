import { describe, expect, test } from "vitest";
import { bytesOf, fixture, reading, readingOf } from "../reading.ts";
import { failed, measured } from "./measuring.ts";

interface Document {
  context: unknown;
  benchmarks: { run_type: string; [key: string]: unknown }[];
}
const repetitions = (): Document => JSON.parse(bytesOf("google-benchmark", "json-reps.stdout").toString()) as Document;

describe("Google Benchmark", () => {
  test("JSON and the table name one benchmark alike: the program is its suite", () => {
    const json = measured(reading(fixture("google-benchmark", "json.stdout")));
    const text = measured(reading(fixture("google-benchmark", "text.txt")));
    const names = (rows: string[]): string[] => rows.map((row) => row.split(":", 1)[0] ?? "");
    expect(names(json)).toEqual(["gb › BM_Fib/5", "gb › BM_Fib/10"]);
    expect(names(text)).toEqual(names(json));
  });

  test("a benchmark that reports an error is one failure, however often it was repeated", () => {
    expect(failed(reading(fixture("google-benchmark", "json-reps.stdout")))).toEqual(["gb › BM_Err: nope"]);
    expect(failed(reading(fixture("google-benchmark", "text.txt")))).toEqual(["gb › BM_Err: nope"]);
  });

  test("repetitions are measurements; their aggregates are not measured once more", () => {
    expect(measured(reading(fixture("google-benchmark", "json-reps.stdout"))).map((row) => row.slice(0, 22))).toEqual(
      [
        "gb › BM_Fib/5: 7.32284",
        "gb › BM_Fib/5: 7.52289",
        "gb › BM_Fib/5: 7.26001",
        "gb › BM_Fib/10: 71.349",
        "gb › BM_Fib/10: 74.045",
        "gb › BM_Fib/10: 68.844",
      ].map((row) => expect.stringContaining(row.slice(0, 15)) as string),
    );
  });

  test("where only aggregates were written the median stands for the benchmark, with the standard deviation", () => {
    const document = repetitions();
    document.benchmarks = document.benchmarks.filter((run) => run.run_type === "aggregate");
    const rows = measured(readingOf(JSON.stringify(document)));
    expect(rows).toEqual([
      expect.stringMatching(/^gb › BM_Fib\/5: 7\.32284749\d ns ± 0\.1\d+$/),
      expect.stringMatching(/^gb › BM_Fib\/10: \d+\.\d+ ns ± \d/),
    ]);
  });

  test("a benchmark without its unit is refused", () => {
    const document = repetitions();
    for (const run of document.benchmarks) delete run["time_unit"];
    const { report, observations } = readingOf(JSON.stringify(document));
    expect([report.complete, report.error?.code, observations.filter((o) => o.kind === "bench").length]).toEqual([
      false,
      "E_REPORT_NO_UNIT",
      0,
    ]);
  });

  test("a document without a benchmark is not complete", () => {
    const { report } = readingOf(JSON.stringify({ ...repetitions(), benchmarks: [] }));
    expect([report.format, report.complete, report.reason]).toEqual(["google-benchmark", false, "it lists no benchmark"]);
  });
});
