import { describe, expect, it } from "vitest";
import { passesNeeded, WINDOW } from "../../src/planning/flaky.ts";
import { plotOf } from "../../src/planning/plot.ts";
import { isShard } from "../../src/planning/shards.ts";
import { SETTINGS } from "../../src/settings/settings.ts";
import { blocksOf, proseOf } from "./pages.ts";

const PAGE = "docs/how-it-decides.md";
const prose = proseOf(PAGE);
const cap = SETTINGS["close-after-max"].read(SETTINGS["close-after-max"].default);

describe(PAGE, () => {
  it("the passes that it says a flaky test needs are those that close its entry", () => {
    const rows = [...prose.matchAll(/^\| (\d+) % \| (\d+)(?: \((\d+) without the cap\))? \|$/gm)];
    expect(rows.length).toBeGreaterThan(5);
    for (const [row, rate, passes, uncapped] of rows) {
      expect([row, passesNeeded(Number(rate), 100, cap)]).toEqual([row, Number(passes)]);
      expect([row, passesNeeded(Number(rate), 100, 1_000)]).toEqual([row, Number(uncapped ?? passes)]);
    }
    expect(prose).toContain("So after one failure and one pass, five are needed");
    expect(passesNeeded(1, 2, cap)).toBe(5);
  });

  it("the numbers that it names are the defaults", () => {
    for (const [words, name] of [
      ["most `max-new` (", "max-new"],
      ["most `max-writes` (", "max-writes"],
      ["`close-after-max` (", "close-after-max"],
      ["after `reopen-window` (", "reopen-window"],
      ["`bench-runs: ", "bench-runs"],
    ] as const)
      expect(prose).toContain(`${words}${SETTINGS[name].default}`);
    expect(prose).toContain(`for ${SETTINGS["leg-retention"].default} days (\`leg-retention\`)`);
    expect(prose).toContain(`the tolerance: ${SETTINGS.tolerance.default} %`);
    expect(prose).toContain(`within the last ${WINDOW} outcomes`);
  });

  it("the plot that it shows is the one that is drawn", () => {
    const values = [1012, 1004, 991, 1020, 998, 1007, 1013, 989, 1003, 1401, 1396];
    const samples = values.map((value) => ({ value, worse: value > 1104, commit: "0bf1e76c0d30" }));
    const drawn = plotOf({ samples, baseline: { median: 1004, unit: "ns", better: "smaller" }, limit: 100.4 });
    expect(blocksOf(PAGE).map(({ text }) => text)).toContain(`${drawn}\n`);
  });
});

describe("docs/shards.md", () => {
  const names = (sentence: string): string[] => {
    const line = new RegExp(`${sentence}: (.*?\`)\\.( |$)`, "m").exec(proseOf("docs/shards.md"))?.[1] ?? "";
    return [...line.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name);
  };
  const known = (name: string): boolean => isShard(`main » ci.yml » test » ${name}`);

  it("the names that it calls those of shards are taken for shards", () => {
    expect(names("These are shards").length).toBeGreaterThan(8);
    expect(names("These are shards").filter((name) => !known(name))).toEqual([]);
  });

  it("the names that it calls those of other legs are not", () => {
    expect(names("These are not shards").length).toBeGreaterThan(2);
    expect(names("These are not shards").filter(known)).toEqual([]);
  });

  it("the numbers that it names are the defaults", () => {
    expect(proseOf("docs/shards.md")).toContain(`for ${SETTINGS["leg-retention"].default} days (\`leg-retention\`)`);
  });
});
