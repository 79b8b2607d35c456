/** The shortest tellings of what the simulation found. */
import { describe, expect, it } from "vitest";
import { Bench, type Delivery, done, type RunSpec } from "../planning/kit.ts";

const A = "Test failure: a (shop)";
const LINUX = "main » ci.yml » test » linux";
const WINDOWS = "main » ci.yml » test » windows";
const red = (producer: string): Delivery => ({ producer, tests: { a: "failed", other: "passed" } });
const green = (producer: string): Delivery => ({ producer, tests: { a: "passed", other: "passed" } });

/** Run `n` of commit `n`, a day after the one before. */
const day = (n: number, ...from: Delivery[]): RunSpec => ({ run: n, at: new Date(Date.UTC(2026, 0, n)).toISOString(), from });
/** As sync keeps it in the cache. */
function heard(b: Bench, n: number, ...producers: string[]): void {
  for (const p of producers) b.marks.set(p, { run: `${n}`, attempt: 1, commit: `c${n}`, at: new Date(Date.UTC(2026, 0, n)).toISOString() });
}

describe("a leg that is seldom heard of", () => {
  it("retires 14 days after it last reported, not after its failure was last written down", async () => {
    const b = new Bench();
    await b.deliver(day(1, red(LINUX), red(WINDOWS)));
    // Windows reports up to the sixth day, and is not heard of any more.
    for (let n = 2; n <= 6; n++) {
      await b.deliver(day(n, red(LINUX), red(WINDOWS)));
      heard(b, n, LINUX, WINDOWS);
    }
    for (let n = 7; n <= 19; n++) {
      expect(done(await b.deliver(day(n, green(LINUX)))).filter((o) => o.startsWith("close"))).toEqual([]);
      heard(b, n, LINUX);
    }
  });

  it("does not retire for an old failure when it reports every day", async () => {
    const b = new Bench();
    b.commits = ["c1", "c2", "c3"];
    await b.deliver(day(1, red(LINUX)));
    await b.deliver(day(3, green(LINUX)));
    // Too old to reopen what is closed; remembered.
    await b.deliver(day(2, red(WINDOWS)));
    for (let n = 4; n <= 24; n++) {
      await b.deliver(day(n, green(LINUX), { producer: WINDOWS, tests: { a: "skipped", other: "passed" } }));
      heard(b, n, LINUX, WINDOWS);
    }
    expect(done(await b.deliver(day(25, red(LINUX))))).toEqual([`reopen ${A}`]);
    heard(b, 25, LINUX);
    await b.deliver(day(25, red(WINDOWS)));
    heard(b, 25, WINDOWS);
    expect(done(await b.deliver(day(26, green(LINUX))))).not.toContain(`close ${A}`);
  });

  it("holds its entry open again when it is back and sees it failing", async () => {
    const b = new Bench();
    await b.deliver(day(1, red(LINUX), red(WINDOWS)));
    for (let n = 2; n <= 20; n++) await b.deliver(day(n, red(LINUX)));
    await b.deliver(day(21, red(LINUX), red(WINDOWS)));
    expect(done(await b.deliver(day(22, green(LINUX))))).not.toContain(`close ${A}`);
  });
});

describe("a failure that max-new withheld", () => {
  it("is remembered: the leg that saw it has to see it passing too", async () => {
    const b = new Bench({ maxNew: 1 });
    const both = { a: "failed", b: "failed" } as const;
    await b.deliver({ run: 1, from: { producer: WINDOWS, tests: both } });
    await b.deliver({ run: 2, from: { producer: LINUX, tests: both } });
    expect(b.open_().sort()).toEqual([A, "Test failure: b (shop)"]);
    await b.deliver({ run: 3, from: { producer: LINUX, tests: { a: "passed", b: "passed" } } });
    expect(b.open_().sort()).toEqual([A, "Test failure: b (shop)"]);
  });

  it("gives way to a group: one entry for twelve tests comes before entries for single ones", async () => {
    const b = new Bench({ maxNew: 3 });
    const tests: Record<string, "failed" | "passed"> = {};
    for (let i = 0; i < 12; i++) tests[`suite::t${i}`] = "failed";
    for (let i = 0; i < 4; i++) tests[`m${i}::alone`] = "failed";
    for (let i = 0; i < 20; i++) tests[`fine::t${i}`] = "passed";
    const made = await b.deliver({ run: 1, from: [LINUX, WINDOWS].map((producer) => ({ producer, tests })) });
    expect(done(made).filter((o) => o.includes("many tests"))).toHaveLength(1);
  });
});

describe("a flaky test", () => {
  /** Fails in runs 1, 3 and 5, and passes from run 6 on. */
  async function flaky(b: Bench, upTo: number): Promise<void> {
    for (let n = 1; n <= upTo; n++) {
      await b.deliver({ run: n, from: n < 6 && n % 2 === 1 ? red(LINUX) : green(LINUX) });
      b.marks.set(LINUX, { run: `${n}`, attempt: 1, commit: `c${n}`, at: new Date(Date.UTC(2026, 0, 1, 0, n * 10)).toISOString() });
    }
  }

  it("closes in the end although the cache was lost: it costs patience only", async () => {
    const b = new Bench();
    await flaky(b, 7);
    b.marks.clear();
    b.outcomes = new Map();
    b.jobs = new Map();
    for (let n = 8; n <= 40; n++) await b.deliver({ run: n, from: green(LINUX) });
    expect(b.open_()).toEqual([]);
  });
});

describe("a flaky test that one leg seldom sees failing", () => {
  it("does not close sooner because the cache was lost, though another leg sees it failing nearly always", async () => {
    const b = new Bench();
    for (let n = 1; n <= 30; n++) {
      const linux = n % 10 === 1 ? red(LINUX) : green(LINUX);
      await b.deliver({ run: n, from: [linux, n % 10 === 5 ? green(WINDOWS) : red(WINDOWS)] });
    }
    for (let n = 31; n <= 33; n++) await b.deliver({ run: n, from: [red(LINUX), green(WINDOWS)] });
    b.outcomes = new Map();
    for (let n = 34; n <= 52; n++) {
      const made = await b.deliver({ run: n, from: [green(LINUX), green(WINDOWS)] });
      expect(made.withheld.map((w) => w.reason).join("; ")).toContain(`${n - 33} of the 20 passes in a row that close it, in ${LINUX}`);
    }
    expect(b.open_()).toEqual([A]);
    await b.deliver({ run: 53, from: [green(LINUX), green(WINDOWS)] });
    expect(b.open_()).toEqual([]);
  });
});

describe("a test that went", () => {
  it("with its whole file closes at once, however many tests of its target went with it", async () => {
    const b = new Bench();
    const tests: Record<string, "failed" | "passed"> = { a: "failed" };
    for (let i = 0; i < 11; i++) tests[`gone${i}`] = "passed";
    const rest: Record<string, "passed"> = {};
    for (let i = 0; i < 17; i++) rest[`left${i}`] = "passed";
    await b.deliver({ run: 1, from: { producer: LINUX, tests: { ...tests, ...rest }, file: "shop/src/m0.rs" } });
    b.missing.add("shop/src/m0.rs");
    expect(done(await b.deliver({ run: 2, from: { producer: LINUX, tests: rest } }))).toEqual([`close ${A}`]);
  });

  it("is not taken for gone however long its list stays short: a filter that was added looks the same, and each run says so", async () => {
    const b = new Bench();
    const tests: Record<string, "failed" | "passed"> = { a: "failed" };
    for (let i = 0; i < 11; i++) tests[`gone${i}`] = "passed";
    const rest: Record<string, "passed"> = {};
    for (let i = 0; i < 17; i++) rest[`left${i}`] = "passed";
    await b.deliver({ run: 1, from: { producer: LINUX, tests: { ...tests, ...rest } } });
    for (let n = 2; n <= 30; n++) {
      const made = await b.deliver({ run: n, from: { producer: LINUX, tests: rest } });
      expect(done(made)).toEqual([]);
      expect(made.withheld).toMatchObject([
        { title: A, reason: "not in the report, but the list of its target has 17 tests where it had 29" },
      ]);
    }
    expect(b.open_()).toEqual([A]);
    // Once a person has seen to it, the shorter list is the list.
    b.person(A, { status: "closed", closed_at: day(31).at, updated_at: day(31).at });
    expect(done(await b.deliver({ run: 31, at: day(32).at as string, from: { producer: LINUX, tests: rest } }))).toEqual([]);
    expect(b.open_()).toEqual([]);
  });
});

describe("an advisory", () => {
  it("found in a nearly empty database and then in the whole one is not gone because another nearly empty one lacks it", async () => {
    const b = new Bench();
    const found = (advisories: number): Delivery => ({ audits: ["dep RUSTSEC-2025-0001"], audited: { advisories } });
    await b.deliver({ run: 1, from: found(10) });
    await b.deliver({ run: 2, from: found(1000) });
    expect(done(await b.deliver({ run: 3, from: { audited: { advisories: 10 } } }))).toEqual([]);
    expect(done(await b.deliver({ run: 4, from: { audited: { advisories: 1000 } } }))).toHaveLength(1);
  });
});

describe("a test that was renamed", () => {
  const named = (name: string, producer: string): Delivery => ({ producer, tests: { [name]: "failed: it is 3", other: "passed" } });

  it("has no second entry for a late report of its old name, though the cache was lost", async () => {
    const b = new Bench();
    b.commits = ["c1", "c2", "c3"];
    await b.deliver({ run: 1, from: named("a", LINUX) });
    expect(done(await b.deliver({ run: 3, from: named("b", LINUX) }))).toEqual(["comment Test failure: b (shop)"]);
    b.overtaken = true;
    const late = await b.deliver({ run: 2, from: named("a", WINDOWS) });
    expect(done(late)).toEqual([]);
    expect(late.withheld).toMatchObject([{ title: A, reason: "it has another name since this run: Test failure: b (shop)" }]);
  });

  it("keeps its entry where that is a group's, and its error was another one when the group was opened", async () => {
    const b = new Bench();
    const tests: Record<string, "passed" | `failed: ${string}`> = {};
    for (let i = 0; i < 30; i++) tests[`m::t${i}`] = i < 12 ? "failed: no database" : "passed";
    expect(done(await b.deliver({ run: 1, from: { tests } }))).toEqual(["create Test failures: many tests of shop m"]);
    for (let i = 1; i < 12; i++) tests[`m::t${i}`] = "passed";
    await b.deliver({ run: 2, from: { tests: { ...tests, "m::t0": "failed: it is 3" } } });
    const { "m::t0": _, ...rest } = tests;
    expect(done(await b.deliver({ run: 3, from: { tests: { ...rest, "n::other": "failed: it is 3" } } }))).not.toContain(
      "create Test failure: n::other (shop)",
    );
    expect(b.open_()).toEqual(["Test failures: many tests of shop m"]);
    expect(done(await b.deliver({ run: 4, from: { tests: { ...rest, "n::other": "passed" } } }))).toEqual([
      "close Test failures: many tests of shop m",
    ]);
  });

  it("has a second entry when its old name fails beside the new one, or in a run that is not late", async () => {
    const b = new Bench();
    await b.deliver({ run: 1, from: named("a", LINUX) });
    await b.deliver({ run: 2, from: named("b", LINUX) });
    b.overtaken = true;
    const both: Delivery = { producer: LINUX, tests: { a: "failed: it is 4", b: "failed: it is 3", other: "passed" } };
    expect(done(await b.deliver({ run: 3, from: both }))).toEqual([`create ${A}`]);
    const c = new Bench();
    await c.deliver({ run: 1, from: named("a", LINUX) });
    await c.deliver({ run: 2, from: named("b", LINUX) });
    const anew: Delivery = { producer: WINDOWS, tests: { a: "failed: it is 4", other: "passed" } };
    expect(done(await c.deliver({ run: 3, from: anew }))).toEqual([`create ${A}`]);
  });
});

describe("a build that fails on one leg", () => {
  it("does not hold back what another leg, which built it, has seen failing and passing", async () => {
    const b = new Bench();
    await b.deliver({ run: 1, from: [red(WINDOWS), { ...green(LINUX), builds: { shop: "passed" } }] });
    const made = await b.deliver({ run: 2, from: [green(WINDOWS), { producer: LINUX, builds: { shop: "failed" } }] });
    expect(done(made)).toContain(`close ${A}`);
  });
});
