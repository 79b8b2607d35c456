import { describe, expect, test } from "vitest";
import { readingOf } from "../reading.ts";
import { failed, measured } from "./measuring.ts";

const report = (...benchmarks: object[]): string =>
  JSON.stringify({
    Title: "Shop.Bench-20260101-120000",
    HostEnvironmentInfo: { BenchmarkDotNetVersion: "0.15.8" },
    Benchmarks: benchmarks,
  });
const statistics = { N: 3, Mean: 77.5, Median: 77.4, StandardError: 0.68, ConfidenceInterval: { Margin: 2.5 } };

describe("BenchmarkDotNet", () => {
  test("the mean with its error, and what a call allocates", () => {
    const read = readingOf(
      report({ FullName: "Shop.Cart.Total(Size: 10)", Statistics: statistics, Memory: { BytesAllocatedPerOperation: 368 } }),
    );
    expect(measured(read)).toEqual(["Shop.Cart.Total(Size: 10): 77.5 ns ± 2.5", "Shop.Cart.Total(Size: 10) (Allocated): 368 B/op"]);
    expect([read.report.format, read.report.complete, read.report.parts[0]?.extent.units]).toEqual([
      "benchmarkdotnet",
      true,
      ["Shop.Bench"],
    ]);
  });

  test("names of versions that wrote no full name", () => {
    const read = readingOf(
      report(
        { Namespace: "Shop", Type: "Cart", Method: "Total", Parameters: "Size=10", Statistics: statistics },
        { Namespace: null, Method: "Alone", Statistics: statistics },
      ),
    );
    expect(measured(read).map((row) => row.split(":", 1)[0])).toEqual(["Shop.Cart.Total(Size=10)", "Alone"]);
  });

  test("one benchmark under several jobs is several", () => {
    const under = (job: string): object => ({
      DisplayInfo: `Cart.Total: ${job} [Size=10]`,
      FullName: "Shop.Cart.Total",
      Statistics: statistics,
    });
    expect(
      measured(readingOf(report(under("Job-A(Runtime=.NET 8.0)"), under("Job-B(Runtime=.NET 9.0)")))).map((row) => row.split(": ", 1)[0]),
    ).toEqual(["Shop.Cart.Total [Job-A(Runtime=.NET 8.0)]", "Shop.Cart.Total [Job-B(Runtime=.NET 9.0)]"]);
  });

  test("a benchmark without statistics failed", () => {
    expect(failed(readingOf(report({ FullName: "Shop.Cart.Total", Statistics: null })))).toEqual([
      "Shop.Cart.Total: the benchmark has no statistics",
    ]);
  });
});
