import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { mannWhitney, median, normalTail } from "../../src/planning/statistics.ts";

const numbers = (count: number, of: (i: number) => number = (i) => i): number[] => Array.from({ length: count }, (_, i) => of(i));

describe("the median", () => {
  test("is the middle value, or lies half-way between the two middle ones, whatever the order", () => {
    expect([median([3]), median([9, 1, 2]), median([4, 1, 10, 2])]).toEqual([3, 2, 3]);
  });

  test("leaves the list as it was", () => {
    const list = [3, 1, 2];
    median(list);
    expect(list).toEqual([3, 1, 2]);
  });
});

describe("Mann–Whitney U", () => {
  // scipy 1.17.1, scipy.stats.mannwhitneyu(x, y, alternative="two-sided", method="auto")
  test.each<[what: string, x: number[], y: number[], u: number, p: number]>([
    ["three against three", [1, 2, 3], [4, 5, 6], 0, 0.1],
    ["five against five that lie apart", [1, 2, 3, 4, 5], [6, 7, 8, 9, 10], 0, 0.007936507936507936],
    ["five against four", [19, 22, 16, 29, 24], [20, 11, 17, 12], 17, 0.1111111111111111],
    ["one of two sets with ties", [1, 2, 2, 3, 3, 3], [2, 3, 3, 4, 4, 5], 7, 0.07840293453326791],
    ["nothing but ties", [7, 7, 7, 7, 7], [7, 7, 7, 7, 7], 12.5, 1],
    ["eight against eight, the most of which both are counted", numbers(8), numbers(8, (i) => i + 8), 0, 0.0001554001554001554],
    ["few against a hundred", [10.1, 10.2, 10.3, 10.4, 10.5], numbers(100), 55, 0.0014107196424514392],
    ["twenty against twenty", numbers(20), numbers(20, (i) => i + 5.5), 105, 0.010581211443165648],
    ["nine against nine, too many to be counted", numbers(9, (i) => i + 1), numbers(9, (i) => i + 3.5), 21, 0.0933976745287926],
  ])("%s: as scipy has it", (_, x, y, u, p) => {
    const found = mannWhitney(x, y);
    expect(found.u).toBe(u);
    expect(Math.abs(found.p - p)).toBeLessThan(p * 1e-6);
  });

  test("nothing against something is no difference", () => {
    expect([mannWhitney([], [1, 2]).p, mannWhitney([1, 2], []).p]).toEqual([1, 1]);
  });

  test("is the same from either side, and in whatever order the samples come", () => {
    const samples = fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(samples, samples, (x, y) => {
        const { p } = mannWhitney(x, y);
        expect(p).toBeGreaterThanOrEqual(0);
        expect(p).toBeLessThanOrEqual(1);
        expect(mannWhitney(y, x).p).toBeCloseTo(p, 12);
        expect(mannWhitney(x.toReversed(), y.toReversed()).p).toBe(p);
      }),
    );
  });
});

test("the normal distribution's tail as scipy has it, to a part in a million", () => {
  for (const [z, tail] of [
    [0, 0.5],
    [0.5, 0.3085375387259869],
    [1.96, 0.024997895148220435],
    [4, 3.167124183311986e-5],
    [6, 9.865876450376946e-10],
    [-1, 0.8413447460685429],
  ] as const)
    expect(Math.abs(normalTail(z) - tail)).toBeLessThan(tail * 1e-6);
});
