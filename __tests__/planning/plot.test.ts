import { describe, expect, test } from "vitest";
import { plotOf } from "../../src/planning/plot.ts";

const fine = (...values: number[]) => values.map((value) => ({ value, worse: false }));
const worse = (...values: number[]) => values.map((value) => ({ value, worse: true }));
const MS = { median: 1_000_000, unit: "ns", better: "smaller" } as const;

describe("a benchmark's plot", () => {
  test("shows each run, which of them were worse, the baseline and the limit, with their values", () => {
    const samples = [...fine(1e6, 900_000, 1_010_000, 1e6), ...worse(1_400_000, 1_380_000)].map((s) => ({ ...s, commit: "1a2b3c4d5e6f" }));
    expect(plotOf({ samples, baseline: MS, limit: 100_000 })).toBe(
      [
        "1.400 ┤    ●●",
        "      │",
        "      │",
        "      │",
        "      │",
        "1.100 ┤┄┄┄┄┄┄",
        "1.000 ┤○─○○──",
        "      │",
        "0.900 ┤ ○",
        "      └──────",
        "○ run  ● worse  ─ baseline  ┄ limit",
        "6 runs in ms, the last at 1a2b3c4",
      ].join("\n"),
    );
  });

  test("has its limit below the baseline where more is better", () => {
    const plot = plotOf({ samples: [...fine(500), ...worse(200)], baseline: { median: 500, unit: "ops/s", better: "bigger" }, limit: 50 });
    const rows = plot.split("\n");
    expect(rows.findIndex((row) => row.includes("┄"))).toBeGreaterThan(rows.findIndex((row) => row.includes("─")));
    expect(rows[0]).toBe("500.0 ┤○─");
    expect(rows.find((row) => row.includes("┄"))).toBe("450.0 ┤┄┄");
    expect(rows.at(-1)).toBe("2 runs in ops/s");
  });

  test("shows the last forty runs in at most sixty columns, whatever the values and the unit", () => {
    for (const unit of ["ns", "B/op", `${"very ".repeat(50)}long\nunit`])
      for (const scale of [1e-12, 1, 1e6, 1e15, 1e300]) {
        const samples = fine(...Array.from({ length: 100 }, (_, i) => (1 + (i % 7) / 10) * scale));
        const rows = plotOf({ samples, baseline: { median: scale, unit, better: "smaller" }, limit: scale / 10 }).split("\n");
        expect(Math.max(...rows.map((row) => [...row].length))).toBeLessThanOrEqual(60);
        expect(rows).toHaveLength(12);
        expect(rows.at(-1)).toMatch(/^40 runs in /);
      }
  });

  test("of runs that are all alike is one row", () => {
    expect(plotOf({ samples: fine(3, 3, 3), baseline: { median: 3, unit: "B/op", better: "smaller" }, limit: 0 })).toBe(
      ["3.000 ┤○○○", "      └───", "○ run  ● worse  ─ baseline  ┄ limit", "3 runs in B/op"].join("\n"),
    );
  });

  test("of zeros holds no word that is no number", () => {
    expect(plotOf({ samples: fine(0, 0), baseline: { median: 0, unit: "allocs/op", better: "smaller" }, limit: 0 })).not.toMatch(
      /NaN|Infinity/,
    );
  });
});
