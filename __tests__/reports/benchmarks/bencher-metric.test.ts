import { describe, expect, test } from "vitest";
import { readingOf } from "../reading.ts";
import { measured } from "./measuring.ts";

describe("Bencher Metric Format", () => {
  test("the latency is the benchmark's own measure; others stand behind its name, each with a unit", () => {
    const document = {
      "cart::total": {
        latency: { value: 3247, lower_value: 3147, upper_value: 3447 },
        throughput: { value: 12 },
        "Total Bytes": { value: 662 },
      },
      "cart::build": { "build-time": { value: 1.5 } },
    };
    const read = readingOf(JSON.stringify(document));
    expect([read.report.format, read.report.complete]).toEqual(["bencher-metric", true]);
    expect(measured(read)).toEqual([
      "cart::total: 3247 ns ± 150",
      "cart::total (throughput): 12 ops/s (bigger)",
      "cart::total (Total Bytes): 662 Total Bytes",
      "cart::build (build-time): 1500000000 ns",
    ]);
  });

  test("bounds that do not hold the value are none", () => {
    expect(measured(readingOf('{"a": {"latency": {"value": 3247, "lower_value": 1044, "upper_value": 1044}}}'))).toEqual(["a: 3247 ns"]);
  });

  test.each(['{"a": {"latency": 5}}', '{"a": {"latency": {"value": "5"}}}', '{"a": {"latency": {"value": 5, "other": 1}}}', '{"a": {}}'])(
    "%s is none",
    (text) => expect(readingOf(text).report.format).toBe(null),
  );

  test("a benchmark of another shape among the later ones breaks the part", () => {
    const document = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`b${i}`, i === 25 ? [] : { latency: { value: i } }]));
    const read = readingOf(JSON.stringify(document));
    expect([measured(read).length, read.report.complete, read.report.reason]).toEqual([29, false, "b25 was not measured to its end"]);
  });
});
