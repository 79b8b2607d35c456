import { describe, expect, it } from "vitest";
import { passesNeeded, WINDOW } from "../../src/planning/flaky.ts";
import { SETTINGS } from "../../src/settings/settings.ts";
import { proseOf } from "./pages.ts";

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
});
