import { describe, expect, test } from "vitest";
import { readingOf } from "../reading.ts";
import { measured } from "./measuring.ts";

const result = (over: object, primary: object = {}): object => ({
  jmhVersion: "1.37",
  benchmark: "org.shop.CartBench.total",
  mode: "avgt",
  threads: 1,
  forks: 1,
  primaryMetric: { score: 12.5, scoreError: 0.25, scoreConfidence: [12.25, 12.75], scoreUnit: "us/op", rawData: [[12.5]], ...primary },
  secondaryMetrics: {},
  ...over,
});

describe("JMH", () => {
  test("the unit tells which way is better", () => {
    const document = [result({}), result({ benchmark: "org.shop.CartBench.fill", mode: "thrpt" }, { scoreUnit: "ops/s" })];
    const read = readingOf(JSON.stringify(document));
    expect([read.report.format, read.report.complete]).toEqual(["jmh", true]);
    expect(measured(read)).toEqual(["org.shop.CartBench.total: 12500 ns ± 250", "org.shop.CartBench.fill: 12.5 ops/s (bigger) ± 0.25"]);
  });

  test("parameters are part of the name, and so is a further mode of one benchmark", () => {
    const document = [
      result({ params: { size: "10", kind: "new" } }),
      result({ params: { size: "20", kind: "new" } }),
      result({ params: { size: "20", kind: "new" }, mode: "thrpt" }, { scoreUnit: "ops/us" }),
    ];
    expect(measured(readingOf(JSON.stringify(document))).map((row) => row.split(":", 1)[0])).toEqual([
      "org.shop.CartBench.total (size=10, kind=new)",
      "org.shop.CartBench.total (size=20, kind=new)",
      "org.shop.CartBench.total (size=20, kind=new) (thrpt)",
    ]);
  });

  test("what a call allocates is a measure of its own; other profilers' metrics are not taken", () => {
    const secondaryMetrics = {
      "\u00b7gc.alloc.rate": { score: 100, scoreUnit: "MB/sec" },
      "\u00b7gc.alloc.rate.norm": { score: 24, scoreError: "NaN", scoreUnit: "B/op" },
      "\u00b7gc.count": { score: 3, scoreUnit: "counts" },
    };
    expect(measured(readingOf(JSON.stringify([result({ secondaryMetrics })])))).toEqual([
      "org.shop.CartBench.total: 12500 ns ± 250",
      "org.shop.CartBench.total (gc.alloc.rate.norm): 24 B/op",
    ]);
  });

  test("a score that is no number is no measurement, and without a unit it is refused", () => {
    expect(readingOf(JSON.stringify([result({}, { score: "NaN" })])).report.reason).toBe(
      "org.shop.CartBench.total was not measured to its end",
    );
    expect(readingOf(JSON.stringify([result({}, { scoreUnit: "" })])).report.error?.code).toBe("E_REPORT_NO_UNIT");
  });
});
