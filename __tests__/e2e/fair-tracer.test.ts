import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Fairground, HELD_BY_HISTORY, legsOf, ROWS, tell } from "./fair.ts";

/** In what order a row's legs are delivered, and whether there is a history beside the ledger. */
const TELLINGS = [
  { telling: "leg by leg", order: (legs: string[]) => legs, history: true },
  { telling: "the legs in reverse", order: (legs: string[]) => legs.toReversed(), history: true },
  {
    telling: "another leg first in each run",
    order: (legs: string[], row: number) => [...legs.slice(row % legs.length), ...legs.slice(0, row % legs.length)],
    history: true,
  },
  { telling: "leg by leg, with no cache", order: (legs: string[]) => legs, history: false },
];

describe.each(TELLINGS)("the fair, $telling", ({ order, history }) => {
  let folder: string;
  let fair: Fairground;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "ci-tracker-fair-"));
    fair = new Fairground(join(folder, "fair"), history ? join(folder, "cache") : undefined);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  ROWS.forEach((row, index) => {
    it(`${row.run}: what is broken stays open, nothing is there twice, and a second delivery writes nothing`, async () => {
      expect(await tell(fair, row, order(legsOf(row), index), history ? [] : HELD_BY_HISTORY)).toEqual([]);
    });
  });

  it("in the end each entry names the run and the commit that closed it", () => {
    const [issues = ""] = fair.state();
    const notes = issues.split("\n").flatMap((line) => (line === "" ? [] : [(JSON.parse(line) as { notes: string }).notes]));
    expect(notes.length).toBeGreaterThan(0);
    for (const note of notes) expect(note).toMatch(/closed \(\d+\/\d [0-9a-f]{40}\): \S/);
  });
});
