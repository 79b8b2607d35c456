/** The figures that users are promised, on fewer streams than `node bench/noise.ts` prints them of. */
import { describe, expect, test } from "vitest";
import { falseAlarms, foundWithin, naive, SHAPES, type Stream } from "../../bench/noise.ts";

const RUNS = { runs: 100 };
const rate = ({ alarms, compared }: { alarms: number; compared: number }): number => alarms / compared;

describe("noise alone", () => {
  test.each(SHAPES.flatMap((shape) => [1, 10].map((measurements) => ({ shape, measurements }))))(
    "is called a regression in fewer than one of 1,000 comparisons: $shape, $measurements a run, 5 to 15 %",
    (stream) => {
      for (const noise of [0.05, 0.15]) {
        const found = falseAlarms(120, { ...RUNS, ...stream, noise });
        expect(found.compared).toBe(120 * 95);
        expect(rate(found)).toBeLessThan(0.001);
      }
    },
  );

  test("of a few per cent is practically never", () => {
    for (const shape of ["normal", "related"] as const)
      expect(falseAlarms(100, { ...RUNS, shape, noise: 0.03, measurements: 1 }).alarms).toBe(0);
  });

  test("is called one by 10 % against the run before more than fifty times as often", () => {
    for (const noise of [0.05, 0.15]) {
      const stream: Omit<Stream, "seed"> = { ...RUNS, shape: "normal", noise, measurements: 1 };
      expect(rate(falseAlarms(100, stream, naive))).toBeGreaterThan(0.05);
    }
  });
});

describe("a step", () => {
  const step = (by: number, noise: number, from: number, measurements: number, tolerance: number): number =>
    foundWithin(200, 3, { shape: "normal", step: by, noise, from, measurements }, { tolerance });

  test("of 20 % at 3 % noise is found within three runs in 95 % and more, even when the baseline is young", () => {
    for (const from of [6, 10, 30])
      for (const measurements of [1, 10]) expect(step(0.2, 0.03, from, measurements, 10)).toBeGreaterThanOrEqual(0.95);
  });

  test("of 10 % with tolerance 5 at 1 and 2 % noise is found within three runs in 90 % and more", () => {
    for (const noise of [0.01, 0.02])
      for (const measurements of [1, 10]) expect(step(0.1, noise, 20, measurements, 5)).toBeGreaterThanOrEqual(0.9);
  });

  test("within the tolerance is none", () => {
    expect(step(0.05, 0.01, 20, 1, 10)).toBe(0);
  });
});
