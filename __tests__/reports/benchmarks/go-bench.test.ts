import { describe, expect, test } from "vitest";
import { bytesOf, fixture, reading, readingOf } from "../reading.ts";
import { measured } from "./measuring.ts";

const HEAD = "goos: linux\ngoarch: amd64\npkg: example.com/shop\ncpu: AMD EPYC\n";

describe("go test -bench", () => {
  test("time and allocations are measures of one benchmark, in the package's suite; MB/s and made-up units are not taken", () => {
    const read = reading(fixture("go-bench", "benchmem.txt"));
    expect(measured(read).slice(0, 6)).toEqual([
      "example.com/goex › BenchmarkFib: 10560 ns",
      "example.com/goex › BenchmarkFib (B/op): 0 B/op",
      "example.com/goex › BenchmarkFib (allocs/op): 0 allocs/op",
      "example.com/goex › BenchmarkSub/n=5: 26.94 ns",
      "example.com/goex › BenchmarkSub/n=5 (B/op): 0 B/op",
      "example.com/goex › BenchmarkSub/n=5 (allocs/op): 0 allocs/op",
    ]);
  });

  test("-count repeats a name; every value is listed, with the last digit that go prints as step", () => {
    const read = reading(fixture("go-bench", "text.txt"));
    const all = read.observations.filter((o) => o.kind === "bench" && o.name === "BenchmarkSub/n=10");
    expect(all.map((o) => o.kind === "bench" && [o.value, o.step])).toEqual([
      [248.9, 0.1],
      [251.4, 0.1],
    ]);
  });

  test("the number of processors is no part of the name where all names end in it", () => {
    const log = `${HEAD}BenchmarkA/size-10-8 \t 10\t 5 ns/op\nBenchmarkA/size-20-8 \t 10\t 6 ns/op\nPASS\nok  \texample.com/shop\t1.0s\n`;
    expect(measured(readingOf(log))).toEqual([
      "example.com/shop › BenchmarkA/size-10: 5 ns",
      "example.com/shop › BenchmarkA/size-20: 6 ns",
    ]);
    const single = log.replaceAll("-8 ", " ");
    expect(measured(readingOf(single))).toEqual([
      "example.com/shop › BenchmarkA/size-10: 5 ns",
      "example.com/shop › BenchmarkA/size-20: 6 ns",
    ]);
  });

  test("each package has a part of its own, whole when its PASS is there", () => {
    const one = `${HEAD}BenchmarkA-2 \t 10\t 5 ns/op\nPASS\nok  \texample.com/shop\t1.0s\n`;
    const two = `${HEAD.replace("shop", "cart")}BenchmarkB-2 \t 10\t 5 ns/op\n`;
    const { report } = readingOf(one + two);
    expect(report.parts.filter((p) => p.kind === "bench").map((p) => [p.extent.units, p.state])).toEqual([
      [["example.com/shop"], "whole"],
      [["example.com/cart"], "broken"],
    ]);
  });

  test("without a pkg line the package's last line names it", () => {
    const { observations } = readingOf("goos: linux\nBenchmarkA-2 \t 10\t 5 ns/op\nPASS\nok  \texample.com/old\t1.0s\n");
    expect(observations.filter((o) => o.kind === "bench").map((o) => o.suite)).toEqual(["example.com/old"]);
  });

  test("a benchmark that prints before its measurement is measured all the same", () => {
    const log = `${HEAD}BenchmarkA-2 \tloading\n      10\t         5.5 ns/op\nPASS\nok  \texample.com/shop\t1.0s\n`;
    const read = readingOf(log);
    expect(measured(read)).toEqual(["example.com/shop › BenchmarkA: 5.5 ns"]);
  });

  test("a benchmark that was begun and never measured breaks its part, whatever follows", () => {
    const log = `${HEAD}BenchmarkA-2 \tloading\nBenchmarkB-2 \t 10\t 5 ns/op\nPASS\nok  \texample.com/shop\t1.0s\n`;
    const { report } = readingOf(log);
    expect(report.parts.filter((p) => p.kind === "bench").map((p) => [p.state, p.reason])).toEqual([
      ["broken", "BenchmarkA-2 was not measured to its end"],
    ]);
  });

  test("the same lines in go test -json give the same benchmarks", () => {
    expect(measured(readingOf(bytesOf("go-bench", "json.stdout")))).toEqual(["example.com/goex › BenchmarkFib: 5993 ns"]);
  });

  test("a line that only begins with the word is no benchmark", () => {
    expect(readingOf("Benchmarking the shop\nBenchmarks 10 of 12\nBenchmarkX 10 things\n").report.error?.code).toBe("E_REPORT_UNKNOWN");
  });
});
