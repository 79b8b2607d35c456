import { describe, expect, test } from "vitest";
import type { Run, Stamp } from "../../src/model.ts";
import { type Ancestry, relation } from "../../src/planning/order.ts";

const EARLY = "2026-01-01T00:00:00Z";
const LATE = "2026-01-01T01:00:00Z";
type Mine = Pick<Run, "id" | "attempt" | "commit" | "at">;

const mine = (more: Partial<Mine> = {}): Mine => ({ id: "8", attempt: 1, commit: "here", at: LATE, ...more });
const seen = (more: Partial<Stamp> = {}): Stamp => ({ run: "7", attempt: 1, commit: "there", at: EARLY, ...more });
const lies = (how: "ancestor" | "descendant" | "diverged"): Ancestry => new Map([["there", how]]);
const NOTHING: Ancestry = new Map();
/** The same two runs without their commits. */
const { commit: _mine, ...nowhere } = mine();
const { commit: _seen, ...lost } = seen();

describe("what this run shows is newer than what is remembered", () => {
  test("when its commit descends from the remembered one, whatever the clocks say", () => {
    expect(relation(mine({ at: EARLY }), seen({ at: LATE }), lies("ancestor"))).toBe("newer");
  });
  test("when it is a later attempt of the same run, whatever else is said of the two", () => {
    expect(relation(mine({ attempt: 3, at: EARLY }), seen({ run: "8", attempt: 2, at: LATE }), lies("descendant"))).toBe("newer");
  });
  test.each([
    ["on one commit", mine({ commit: "there" }), seen(), lies("descendant")],
    ["on diverged commits", mine(), seen(), lies("diverged")],
    ["where nothing is known of the two commits", mine(), seen(), NOTHING],
    ["where this run's commit is not known", nowhere, seen(), lies("descendant")],
    ["where the remembered commit is not known", mine(), lost, lies("descendant")],
  ])("%s, when it was created later", (_, run, to, ancestry) => {
    expect(relation(run, to, ancestry)).toBe("newer");
    expect(relation({ ...run, at: EARLY }, { ...to, at: LATE }, ancestry)).toBe("older");
  });
  test("of two runs of one moment, when its number is the higher one, digit by digit or not", () => {
    expect(relation(mine({ id: "10" }), seen({ run: "9", at: LATE }), NOTHING)).toBe("newer");
    expect(relation(mine({ id: "9" }), seen({ run: "10", at: LATE }), NOTHING)).toBe("older");
    // Beyond what a double holds.
    expect(relation(mine({ id: "90071992547409930" }), seen({ run: "90071992547409931", at: LATE }), NOTHING)).toBe("older");
  });
});

describe("it is older", () => {
  test("when its commit is an ancestor of the remembered one, whatever the clocks say", () => {
    expect(relation(mine(), seen(), lies("descendant"))).toBe("older");
  });
  test("when it is an earlier attempt of the same run", () => {
    expect(relation(mine({ attempt: 1 }), seen({ run: "8", attempt: 2 }), lies("ancestor"))).toBe("older");
  });
});

test("one attempt of one run is the same evidence, whatever else is said of it", () => {
  expect(relation(mine({ attempt: 2 }), seen({ run: "8", attempt: 2 }), lies("ancestor"))).toBe("same");
});

describe("nobody knows which is newer", () => {
  test.each([
    ["this run", mine({ at: "yesterday" }), seen()],
    ["the remembered run", mine(), seen({ at: "" })],
  ])("where the creation of %s is no time", (_, run, to) => {
    expect(relation(run, to, NOTHING)).toBe("unknown");
  });
  test.each([
    ["mine", "local-9", "8"],
    ["the other", "9", "local-8"],
    ["mine at its end", "9b", "8"],
    ["the other at its end", "9", "8b"],
  ])("where two runs of one moment have no numbers to compare: %s", (_, id, other) => {
    expect(relation(mine({ id }), seen({ run: other, at: LATE }), NOTHING)).toBe("unknown");
  });
});
