import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { betterOf, measurementIn, printedMeasurement, scaled } from "../../../src/reports/benchmarks/units.ts";

describe("units", () => {
  test.each([
    ["s", 0.0216405335, 21640533.5],
    ["ms/op", 1.5, 1_500_000],
    ["\u00b5s", 11.1, 11_100],
    ["\u03bcs", 11.1, 11_100],
    ["us/iter", 3, 3_000],
    ["ps", 320, 0.32],
    ["ns", 7.3228474946787143, 7.3228474946787143],
  ])("a time in %s becomes nanoseconds, without rounding", (unit, value, nanoseconds) => {
    expect(measurementIn(unit, value)).toEqual({ value: nanoseconds, unit: "ns", better: "smaller" });
  });

  test.each([
    "ops/s",
    "ops/sec",
    "ops/ms",
    "MB/s",
    "GiB/s",
    "req/sec",
    "rps",
    "fps",
    "QPS",
    "items/s",
    "Mbps",
    "GFLOPS",
    "Hz",
    "requests per second",
    "requests/seconds",
    "events per minute",
    "ops/minute",
    "jobs/hour",
    "IOPS",
  ])("more %s is better", (unit) => expect(betterOf(unit)).toBe("bigger"));

  test.each([
    "ns",
    "s",
    "ms/op",
    "s/op",
    "min/op",
    "hr/op",
    "bytes",
    "KiB",
    "MB",
    "B/op",
    "allocs/op",
    "instructions",
    "%",
    "ps",
    "Megabytes",
    "steps",
  ])("less %s is better", (unit) => expect(betterOf(unit)).toBe("smaller"));

  test("the printed digits give the step, in the unit of the measurement", () => {
    expect(printedMeasurement("21.6", "ms", "0.2")).toEqual({
      value: 21_600_000,
      range: 200_000,
      step: 100_000,
      unit: "ns",
      better: "smaller",
    });
    expect(printedMeasurement("3.789", "us", "362", "ns")).toMatchObject({ value: 3789, range: 362, step: 1 });
    expect(printedMeasurement("12", "KiB", "3", "MiB")).toEqual({ value: 12, step: 1, unit: "KiB", better: "smaller" });
  });

  test("moving the decimal point there and back changes nothing", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e14 }), fc.integer({ min: -30, max: 30 }), (digits, power) => {
        const n = Number(`${digits}e${power}`);
        expect(scaled(scaled(n, 9), -9)).toBe(n);
      }),
    );
  });

  test("a number that would grow beyond all numbers stays as it is", () => {
    expect(measurementIn("s", 1e308).value).toBe(1e308);
  });
});
