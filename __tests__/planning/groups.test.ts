import { describe, expect, it } from "vitest";
import type { OpenFileTracker } from "../../src/trackers/tracker.ts";
import { Bench, type Delivery, done } from "./kit.ts";

const GROUP = "Test failures: many tests of shop";
const day = (n: number): string => new Date(Date.UTC(2026, 0, 1 + n)).toISOString();

function tests(number: number, verdict: "passed" | "failed", name: string): NonNullable<Delivery["tests"]> {
  return Object.fromEntries(Array.from({ length: number }, (_, i) => [`${name}${i}`, verdict]));
}

/** Twelve of thirty-two tests of one suite. */
const flood = (verdict: "passed" | "failed", producer = "main » ci.yml » test"): Delivery => ({
  producer,
  tests: { ...tests(12, verdict, "m"), ...tests(20, "passed", "fine") },
});

/** A tracker that numbers its entries, where a closed one reopens for some days only. */
class Hosted extends Bench {
  override async open(now?: string): Promise<OpenFileTracker> {
    const tracker = await super.open(now);
    tracker.listing.ids = "theirs";
    return tracker;
  }
}

describe("an entry that stands for many", () => {
  it("is created anew, with its members, when somebody deleted it and they still fail", async () => {
    const b = new Bench();
    expect(done(await b.deliver({ run: 1, from: flood("failed") }))).toEqual([`create ${GROUP}`]);
    b.text = "";
    const made = await b.deliver({ run: 2, from: flood("failed") });
    expect(done(made)).toEqual([`create ${GROUP}`]);
    expect(made.operations[0]?.reason).toContain("the entry it had is gone from the tracker");
    expect(made.operations[0]?.card.members).toHaveLength(12);
    const writes = b.writes;
    expect(done(await b.deliver({ run: 2, from: flood("failed") }))).toEqual([]);
    expect(b.writes).toBe(writes);
    expect(done(await b.deliver({ run: 3, from: flood("passed") }))).toEqual([`close ${GROUP}`]);
  });

  it("waits like any other where max-new is used up, its members listed, and the next run goes on", async () => {
    const b = new Bench();
    await b.deliver({ run: 1, from: flood("failed") });
    b.text = "";
    b.policy.maxNew = 0;
    const waits = await b.deliver({ run: 2, from: flood("failed") });
    expect(done(waits)).toEqual([]);
    expect(waits.withheld.filter((w) => w.reason.startsWith("max-new: "))).toHaveLength(12);
    b.policy.maxNew = 10;
    expect(done(await b.deliver({ run: 3, from: flood("failed") }))).toEqual([`create ${GROUP}`]);
  });

  it("gets a successor when it was closed longer ago than a closed entry may reopen", async () => {
    const b = new Hosted();
    await b.deliver({ run: 1, at: day(0), from: flood("failed") });
    b.person(GROUP, { status: "closed", closed_at: day(1) });
    const made = await b.deliver({ run: 2, at: day(60), from: flood("failed") });
    expect(made.operations.map((o) => [o.op, o.title, o.generation])).toEqual([["create", GROUP, 2]]);
    expect(made.operations[0]?.follows).toBeDefined();
    expect(done(await b.deliver({ run: 2, at: day(60), from: flood("failed") }))).toEqual([]);
  });

  it("closes in a later run where max-writes kept it from closing in the one in which the last of them passed", async () => {
    const b = new Bench();
    await b.deliver({ run: 1, from: flood("failed") });
    b.policy.maxWrites = 0;
    expect(done(await b.deliver({ run: 2, from: flood("passed") }))).toEqual([]);
    b.policy.maxWrites = 10;
    const made = await b.deliver({ run: 3, from: flood("passed") });
    expect(done(made)).toEqual([`close ${GROUP}`]);
    expect(made.operations[0]?.reason).toContain("all 12 of its members");
  });

  it("is of its branch alone where branches have entries of their own", async () => {
    const b = new Bench();
    await b.deliver({ run: 1, from: flood("failed") });
    b.identity = { apart: "release" };
    const release = (verdict: "passed" | "failed"): Delivery => flood(verdict, "release » ci.yml » test");
    expect(done(await b.deliver({ run: 2, is: { branch: "release" }, from: release("failed") }))).toEqual([`create ${GROUP} on release`]);
    expect(done(await b.deliver({ run: 3, is: { branch: "release" }, from: release("passed") }))).toEqual([`close ${GROUP} on release`]);
    expect(b.open_()).toEqual([GROUP]);
  });
});

describe("most tests of a run", () => {
  const of = (failed: number, passed: number): Delivery => {
    const names = (number: number, verdict: "passed" | "failed", name: string) =>
      Array.from({ length: number }, (_, i) => [`${name}${i}::t`, verdict] as const);
    return { tests: Object.fromEntries([...names(failed, "failed", "f"), ...names(passed, "passed", "p")]) };
  };

  it("are four fifths of at least ten, and get one entry", async () => {
    for (const [failed, passed, entries] of [
      [8, 2, 1],
      [7, 3, 7],
      [9, 0, 9],
      [10, 0, 1],
    ] as const)
      expect([failed, passed, (await new Bench().deliver({ run: 1, from: of(failed, passed) })).operations.length]).toEqual([
        failed,
        passed,
        entries,
      ]);
  });

  it("are said in numbers, by what was run, and thirty of them are listed", async () => {
    const b = new Bench();
    const made = await b.deliver({ run: 1, is: { workflow: "", job: "" }, from: of(35, 1) });
    expect(done(made)).toEqual(["create Most tests fail in this run"]);
    expect(made.operations[0]?.reason).toBe("35 of 36 tests failed in run 1 at c1");
    const { failure } = made.operations[0]?.card ?? {};
    expect(failure?.message).toBe("35 failures");
    expect(failure?.facts).toEqual([["Members", "35"]]);
    const lines = failure?.detail?.split("\n") ?? [];
    expect([lines.length, lines[0], lines.at(-1)]).toEqual([31, "Test failure: f0::t (shop): it broke", "… and 5 more"]);
  });

  it("join the entry that is open, and whatever fails later does", async () => {
    const b = new Bench();
    await b.deliver({ run: 1, from: of(10, 0) });
    const made = await b.deliver({ run: 2, from: of(11, 9) });
    expect(done(made)).toEqual(["update Most tests fail in ci.yml / test"]);
    expect(made.operations[0]?.card.failure).toMatchObject({
      message: "11 of 11 still fail",
      facts: [
        ["Members", "11"],
        ["Passed or gone", "0"],
      ],
    });
  });
});

describe("a group that a person keeps us off", () => {
  it("is not closed when each of its members has passed, which is listed", async () => {
    const b = new Bench();
    await b.deliver({ run: 1, from: flood("failed") });
    b.person(GROUP, { description: "ci-tracker: wont-fix" });
    const made = await b.deliver({ run: 2, from: flood("passed") });
    expect([done(made), b.open_()]).toEqual([[], [GROUP]]);
    expect(made.withheld.map((w) => [w.title, w.reason])).toEqual([[GROUP, "won't fix: a person's word stands"]]);
  });
});

describe("a group that a person closed for good", () => {
  it("takes no new members, and none of them is filed", async () => {
    const b = new Bench();
    const at = (run: number): string => day(run);
    await b.deliver({ run: 1, at: at(1), from: flood("failed") });
    b.person(GROUP, { status: "closed", closed_at: day(2) });
    expect(done(await b.deliver({ run: 3, at: at(3), from: flood("failed") }))).toEqual([`reopen ${GROUP}`]);
    b.person(GROUP, { status: "closed", closed_at: day(4) });
    const made = await b.deliver({ run: 5, at: at(5), from: flood("failed") });
    expect(done(made)).toEqual([]);
    expect(made.withheld.filter((w) => w.reason === `the closed entry "${GROUP}" stands for it`)).toHaveLength(12);
  });
});
