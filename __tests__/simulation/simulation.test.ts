/**
 * A project of which the truth is known, for months: everything that goes wrong with reports goes wrong, and people act.
 * `node bench/simulate.ts` tries a larger one, beside what people write by hand.
 */
import { describe, expect, it } from "vitest";
import { type Outcome, type Simulation, simulate } from "./simulate.ts";

const SMALL = { commits: 150, hours: 8, seed: 1, fanIn: false, text: false, cacheLost: 0.005, naive: false };

const WORLDS: readonly [string, Simulation][] = [
  ["every leg by itself", SMALL],
  ["every leg by itself, in another world", { ...SMALL, seed: 2 }],
  ["every leg by itself, with a cache that is never lost", { ...SMALL, seed: 3, cacheLost: 0 }],
  ["all legs of a run in one delivery", { ...SMALL, fanIn: true }],
  ["all legs in one delivery, in another world", { ...SMALL, fanIn: true, seed: 2 }],
  ["all legs in one delivery, with a cache that is never lost", { ...SMALL, fanIn: true, seed: 3, cacheLost: 0 }],
  ["in Tracer's file", { ...SMALL, commits: 100, hours: 12, seed: 4, text: true }],
];

describe.each(WORLDS)("over months, %s", (_, simulation) => {
  let once: Promise<Outcome> | undefined;
  const world = (): Promise<Outcome> => (once ??= simulate(simulation));
  const stories = ({ ours }: Outcome, ...faults: string[]): string[] => ours.stories.filter((s) => faults.some((f) => s.startsWith(f)));

  it("nothing is closed that is still broken, and nothing without proof", { timeout: 60_000 }, async () => {
    const outcome = await world();
    expect(stories(outcome, "false close", "unproven close")).toEqual([]);
    expect([outcome.ours.falseCloses, outcome.ours.unproven]).toEqual([0, 0]);
    // There was something to close.
    expect(outcome.ours.closed).toBeGreaterThan(20);
  });

  it("nothing has two open entries", async () => {
    const outcome = await world();
    expect(stories(outcome, "duplicate")).toEqual([]);
    expect(outcome.ours.duplicates).toBe(0);
  });

  it("whatever is seen failing is open or listed, in the very run", async () => {
    const outcome = await world();
    expect(stories(outcome, "lost")).toEqual([]);
    expect(outcome.ours.lost).toBe(0);
    expect(outcome.ours.toOpen.max).toBeLessThanOrEqual(1);
    expect(outcome.ours.toOpen.count).toBeGreaterThan(20);
  });

  it("nothing that was not mended is closed and reopened", async () => {
    const outcome = await world();
    expect(stories(outcome, "flap")).toEqual([]);
    expect(outcome.ours.steadyFlaps).toBe(0);
  });

  it("what is mended closes in the run that proves it, and nothing is left open at the end", async () => {
    const outcome = await world();
    expect(stories(outcome, "left open")).toEqual([]);
    expect(outcome.ours.leftOpen).toBe(0);
    expect(outcome.ours.toClose.p95).toBe(0);
    // What is held is listed in the very last runs: a list that stays short, or passes of a flaky test in a row.
    expect(stories(outcome, "held open").filter((s) => !/tests where it had|passes in a row that close it/.test(s))).toEqual([]);
    // Without the cache it takes patience, and no more.
    if (simulation.cacheLost > 0) return;
    expect(stories(outcome, "slow close")).toEqual([]);
    expect(outcome.ours.passes.count).toBeGreaterThan(0);
    // `close-after-max`, on the leg that takes longest.
    expect(outcome.ours.passes.max).toBeLessThanOrEqual(20);
  });

  it("people are told at most 1.2 times of what a commit changed, whether its legs report together or one after another", async () => {
    const { ours } = await world();
    expect(ours.told / ours.changesByCommit).toBeLessThanOrEqual(1.2);
    expect(ours.changesByCommit).toBeGreaterThan(50);
  });

  it("what people say stands, the same delivered twice is written once, and a renamed test keeps its entry", async () => {
    const { faults, deeds } = await world();
    expect(faults).toEqual([]);
    expect(deeds).toBeGreaterThan(5);
  });
});

describe("on one stream", () => {
  it("what people write by hand closes what is broken", { timeout: 60_000 }, async () => {
    const { ours, naive } = await simulate({ ...SMALL, naive: true });
    for (const figures of naive) {
      expect(figures.falseCloses).toBeGreaterThan(100);
      expect(figures.falseCloses).toBeGreaterThan(100 * ours.falseCloses);
      expect(figures.told / figures.changes).toBeGreaterThan(ours.told / ours.changes);
    }
  });
});
