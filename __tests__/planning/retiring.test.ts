import { describe, expect, it } from "vitest";
import { jobOf, jobsAfter } from "../../src/planning/retiring.ts";
import { Bench, type Delivery, done } from "./kit.ts";

const LINUX = "main » ci.yml » test » linux";
const WINDOWS = "main » ci.yml » test » windows";
const TITLE = "Test failure: a (shop)";
const says = (producer: string, a: "passed" | "failed" | "skipped"): Delivery => ({ producer, tests: { a, other: "passed" } });
const day = (n: number): string => new Date(Date.UTC(2026, 0, 1 + n)).toISOString();

/** A bench whose entry is open for both legs, since day 0. */
async function bothRed(): Promise<Bench> {
  const b = new Bench();
  await b.deliver({ run: 1, at: day(0), from: [says(LINUX, "failed"), says(WINDOWS, "failed")] });
  for (const leg of [LINUX, WINDOWS]) b.marks.set(leg, { run: "1", attempt: 1, commit: "c1", at: day(0) });
  return b;
}

describe("a leg that reports no more", () => {
  it("holds its entry open for 14 days and ten runs of its job, then retires, and the others decide", async () => {
    const b = await bothRed();
    for (let run = 2; run <= 14; run++)
      expect(done(await b.deliver({ run, at: day(run - 1), from: says(LINUX, "passed") }))).toEqual(run === 2 ? [`comment ${TITLE}`] : []);
    const made = await b.deliver({ run: 15, at: day(14), from: says(LINUX, "passed") });
    expect(done(made)).toEqual([`close ${TITLE}`]);
    expect(made.operations[0]?.reason).toContain(`${WINDOWS} has not reported since 2026-01-01, in 14 runs of its job`);
    expect(made.operations[0]?.card.producers).toContainEqual(expect.objectContaining({ producer: WINDOWS, last: "retired" }));
  });

  it("does not retire after 14 days with fewer runs, nor after many runs in fewer days", async () => {
    const seldom = await bothRed();
    for (let run = 2; run <= 10; run++) await seldom.deliver({ run, at: day(run * 4), from: says(LINUX, "passed") });
    expect(seldom.open_()).toEqual([TITLE]);
    const often = await bothRed();
    for (let run = 2; run <= 60; run++) await often.deliver({ run, at: day(run / 5), from: says(LINUX, "passed") });
    expect(often.open_()).toEqual([TITLE]);
  });

  it("does not retire for runs of another job", async () => {
    const b = await bothRed();
    for (let run = 2; run <= 40; run++) await b.deliver({ run, at: day(run), from: says("main » nightly.yml » test", "passed") });
    expect(b.open_()).toEqual([TITLE]);
  });

  it("is told of while another leg still fails, and the entry goes on with that one", async () => {
    const b = await bothRed();
    for (let run = 2; run <= 14; run++) expect(done(await b.deliver({ run, at: day(run - 1), from: says(LINUX, "failed") }))).toEqual([]);
    expect(done(await b.deliver({ run: 15, at: day(14), from: says(LINUX, "failed") }))).toEqual([`comment ${TITLE}`]);
    expect(done(await b.deliver({ run: 16, at: day(15), from: says(LINUX, "passed") }))).toEqual([`close ${TITLE}`]);
  });

  it("leaves its entry open, marked, where nobody else saw the failure", async () => {
    const b = new Bench();
    await b.deliver({ run: 1, at: day(0), from: [says(LINUX, "passed"), says(WINDOWS, "failed")] });
    for (let run = 2; run <= 30; run++) await b.deliver({ run, at: day(run), from: says(LINUX, "passed") });
    expect(b.open_()).toEqual([TITLE]);
    expect(b.entries().get(TITLE)?.last).toContain("holds this entry open no more");
  });

  it("is not retired while it reports, though nothing changes and nothing else is written", async () => {
    const b = await bothRed();
    const writes: number[] = [];
    for (let run = 2; run <= 40; run++) {
      const before = b.writes;
      const made = await b.deliver({
        run,
        at: day(run - 1),
        from: [says(LINUX, "passed"), says(WINDOWS, run % 2 === 0 ? "failed" : "skipped")],
      });
      expect(made.operations.filter((o) => o.op === "close")).toEqual([]);
      if (b.writes > before) writes.push(run);
    }
    expect(b.open_()).toEqual([TITLE]);
    // The pass on linux, and a sign of life in half a week.
    expect(writes.length).toBeLessThanOrEqual(1 + 11);
  });

  it("retires with the tenth run of its job without it, not the ninth, however long it is away", async () => {
    const b = await bothRed();
    for (let run = 2; run <= 10; run++) await b.deliver({ run, at: day(run * 7), from: says(LINUX, "passed") });
    expect(b.open_()).toEqual([TITLE]);
    expect(done(await b.deliver({ run: 11, at: day(77), from: says(LINUX, "passed") }))).toEqual([`close ${TITLE}`]);
  });

  it("is given a quarter longer where the cache does not know when it last reported", async () => {
    const b = await bothRed();
    b.marks.clear();
    for (let run = 2; run <= 18; run++) await b.deliver({ run, at: day(run - 1), from: says(LINUX, "passed") });
    expect(b.open_()).toEqual([TITLE]);
    expect(done(await b.deliver({ run: 19, at: day(18), from: says(LINUX, "passed") }))).toEqual([`close ${TITLE}`]);
  });

  it("is away since it last reported, not since it last failed in another way", async () => {
    const b = await bothRed();
    b.marks.set(WINDOWS, { run: "9", attempt: 1, commit: "c9", at: day(8) });
    for (let run = 10; run <= 22; run++) await b.deliver({ run, at: day(run - 1), from: says(LINUX, "passed") });
    expect(b.open_()).toEqual([TITLE]);
    expect(done(await b.deliver({ run: 23, at: day(22), from: says(LINUX, "passed") }))).toEqual([`close ${TITLE}`]);
  });

  it("and passed before, holds nothing open, and its going is not told", async () => {
    const b = await bothRed();
    await b.deliver({ run: 2, at: day(1), from: [says(LINUX, "failed"), says(WINDOWS, "passed")] });
    for (let run = 3; run <= 40; run++) expect(done(await b.deliver({ run, at: day(run), from: says(LINUX, "failed") }))).toEqual([]);
  });

  it("is told of once", async () => {
    const b = await bothRed();
    const told: string[] = [];
    for (let run = 2; run <= 40; run++) told.push(...done(await b.deliver({ run, at: day(run - 1), from: says(LINUX, "failed") })));
    expect(told).toEqual([`comment ${TITLE}`]);
  });

  it("counts again when it comes back", async () => {
    const b = await bothRed();
    for (let run = 2; run <= 15; run++) await b.deliver({ run, at: day(run - 1), from: says(LINUX, "failed") });
    expect(done(await b.deliver({ run: 16, at: day(15), from: says(WINDOWS, "failed") }))).toEqual([`comment ${TITLE}`]);
    expect(done(await b.deliver({ run: 17, at: day(16), from: says(LINUX, "passed") }))).toEqual([`comment ${TITLE}`]);
    expect(b.open_()).toEqual([TITLE]);
  });
});

describe("legs that sync alone, of which none hears of the others", () => {
  it("are not taken for gone while they fail all along, and nobody is told that they are", async () => {
    const b = new Bench();
    const done_: string[] = [];
    const writes: number[] = [];
    for (let run = 1; run <= 60; run++) {
      const before = b.writes;
      for (const from of [says(LINUX, "failed"), says(WINDOWS, "passed")])
        done_.push(...done(await b.deliver({ run, at: day(run), from })));
      if (b.writes > before) writes.push(run);
    }
    expect(done_).toEqual([`create ${TITLE}`]);
    // The first, and a sign of life twice a week.
    expect(writes.length).toBeLessThanOrEqual(1 + 15);
  });

  it("are not forgotten when another one joins them after weeks and passes again before they report", async () => {
    const b = new Bench();
    for (let run = 1; run <= 30; run++) {
      await b.deliver({ run, at: day(run), from: says(WINDOWS, "passed") });
      await b.deliver({ run, at: day(run), from: says(LINUX, "failed") });
    }
    expect(done(await b.deliver({ run: 31, at: day(31), from: says(WINDOWS, "failed") }))).toEqual([`comment ${TITLE}`]);
    await b.deliver({ run: 32, at: day(32), from: says(WINDOWS, "passed") });
    expect(b.open_()).toEqual([TITLE]);
  });
});

describe("a job without legs", () => {
  it("is not taken for gone while it fails all along, and nothing is written", async () => {
    const b = new Bench();
    for (let run = 1; run <= 60; run++) await b.deliver({ run, at: day(run), from: says("main » ci.yml » test", "failed") });
    expect([b.writes, b.entries().get(TITLE)?.last]).toEqual([2, expect.stringContaining("failed in run 1")]);
  });
});

describe("runs of a job", () => {
  const runs = (count: number) => Array.from({ length: count }, (_, i) => ({ run: String(i), attempt: 1, at: day(i) }));
  const job = "main » ci.yml » test";

  it("are those of all its legs, counted once a run, and the last forty are remembered", () => {
    expect([jobOf(LINUX), jobOf(`${LINUX} » scope`), jobOf(job)]).toEqual([job, job, job]);
    const before = new Map([[job, runs(40)]]);
    const again = jobsAfter(before, [LINUX, WINDOWS], { run: "39", attempt: 2, at: day(41) });
    expect(again.get(job)).toEqual(runs(40));
    const next = jobsAfter(before, [LINUX, WINDOWS], { run: "40", attempt: 1, at: day(40) });
    expect([...next.keys()]).toEqual([job]);
    expect(next.get(job)).toEqual(runs(41).slice(1));
  });
});

describe("a branch that went on beyond the tested commit", () => {
  it("lets nothing close on the word of a producer of which the cache knows nothing", async () => {
    const b = new Bench();
    await b.deliver({ run: 1, from: says(LINUX, "failed") });
    b.overtaken = true;
    const late = await b.deliver({ run: 2, from: says(LINUX, "passed") });
    expect(done(late)).toEqual([]);
    expect(late.withheld[0]?.reason).toContain("the branch went on beyond this commit");
    b.marks.set(LINUX, { run: "1", attempt: 1, commit: "c1", at: "2026-01-01T00:10:00.000Z" });
    expect(done(await b.deliver({ run: 3, from: says(LINUX, "passed") }))).toEqual([`close ${TITLE}`]);
  });
});
