import { describe, expect, it } from "vitest";
import { readLedger } from "../../src/ledger/ledger.ts";
import { Bench, type Delivery, done } from "./kit.ts";

const LINUX = "main » ci.yml » test » linux";
const WIN = "main » ci.yml » test » windows";
const many = (n: number, v: string, p = "m"): Record<string, "passed"> =>
  Object.fromEntries(Array.from({ length: n }, (_, i) => [`${p}${i}`, v as "passed"]));
const lines = (b: Bench) => [...readLedger(b.ledger).ledger.values()];
class Hosted extends Bench {
  override async open(now?: string) {
    const t = await super.open(now);
    t.listing.ids = "theirs";
    return t;
  }
}
const day = (n: number): string => new Date(Date.UTC(2026, 0, 1 + n)).toISOString();

describe("scratch2", () => {
  it("T33 aliases come and go", async () => {
    for (const story of [
      ["pkg CVE-1", "pkg GHSA-1 CVE-1", "pkg CVE-1"],
      ["pkg GHSA-1", "pkg GHSA-1 CVE-1", "pkg CVE-1"],
      ["pkg CVE-1 GHSA-1", "pkg PYSEC-1 GHSA-1", "pkg CVE-1", "pkg GHSA-1"],
    ]) {
      const b = new Bench();
      const all: string[] = [];
      let run = 1;
      for (const s of story) all.push(...done(await b.deliver({ run: run++, from: { audits: [s] } })));
      console.log(
        "T33",
        story,
        all,
        lines(b).map((l) => [l.key, l.also, l.state]),
      );
    }
  });
  it("T2 regroup twice, max-new", async () => {
    const b = new Bench();
    const from: Delivery = { tests: { ...many(12, "failed"), ...many(20, "passed", "p") } };
    await b.deliver({ run: 1, from });
    b.text = "";
    b.policy.maxNew = 0;
    const m2 = await b.deliver({ run: 2, from });
    console.log("T2", done(m2), m2.withheld.length, m2.withheld[0]?.reason);
    b.policy.maxNew = 10;
    const m3 = await b.deliver({ run: 3, from });
    console.log("T2", done(m3), m3.operations[0]?.card.members?.length, m3.operations[0]?.card.failure?.message);
    const w = b.writes;
    expect(done(await b.deliver({ run: 3, from }))).toEqual([]);
    expect(b.writes).toBe(w);
    console.log("T2", done(await b.deliver({ run: 4, from: { tests: { ...many(12, "passed"), ...many(20, "passed", "p") } } })));
    expect(b.open_()).toEqual([]);
  });
  it("S14 group closed by a person long ago, hosted", async () => {
    const b = new Hosted();
    const from: Delivery = { tests: { ...many(12, "failed"), ...many(20, "passed", "p") } };
    await b.deliver({ run: 1, at: day(0), from });
    const title = "Test failures: many tests of shop";
    b.person(title, { status: "closed", closed_at: day(1) });
    const made = await b.deliver({ run: 2, at: day(60), from });
    console.log(
      "S14",
      made.operations.map((o) => [o.op, o.title, o.generation, o.follows, o.reason]),
    );
    expect(made.operations.length).toBe(1);
    const w = b.writes;
    console.log("S14", done(await b.deliver({ run: 2, at: day(60), from })), b.writes - w);
  });
  it("T3 group x rename", async () => {
    const b = new Bench();
    const rest = many(20, "passed", "p");
    await b.deliver({ run: 1, from: { tests: { ...many(11, "failed: same"), x: "failed: own", ...rest } } });
    console.log("T3", done(await b.deliver({ run: 2, from: { tests: { ...many(11, "failed: same"), y: "failed: own", ...rest } } })));
    console.log("T3", done(await b.deliver({ run: 3, from: { tests: { ...many(11, "passed"), y: "failed: own", ...rest } } })));
    console.log("T3", done(await b.deliver({ run: 4, from: { tests: { ...many(11, "passed"), y: "passed", ...rest } } })));
    expect(b.open_()).toEqual([]);
  });
  it("T40 group: a leg of one member", async () => {
    const b = new Bench();
    const f = (p: string, v: string): Delivery => ({ producer: p, tests: { ...many(12, v), ...many(20, "passed", "p") } });
    await b.deliver({ run: 1, from: f(LINUX, "failed") });
    await b.deliver({ run: 1, from: f(WIN, "failed") });
    console.log("T40", done(await b.deliver({ run: 2, from: f(LINUX, "passed") })));
    expect(b.open_().length).toBe(1);
    console.log("T40", done(await b.deliver({ run: 2, from: f(WIN, "passed") })));
    expect(b.open_().length).toBe(0);
    // fails alone after
    console.log(
      "T40",
      done(
        await b.deliver({ run: 3, from: { producer: WIN, tests: { ...many(12, "passed"), m1: "failed", ...many(20, "passed", "p") } } }),
      ),
    );
    console.log("T40", done(await b.deliver({ run: 4, from: f(WIN, "failed") })));
    console.log("T40", done(await b.deliver({ run: 5, from: f(WIN, "passed") })), b.open_());
    expect(b.open_().length).toBe(0);
  });
  it("T41 group closed by person as wont-fix, members get better, fail anew", async () => {
    const b = new Bench();
    const f = (v: string): Delivery => ({ tests: { ...many(12, v), ...many(20, "passed", "p") } });
    await b.deliver({ run: 1, from: f("failed") });
    const title = "Test failures: many tests of shop";
    b.person(title, { description: "ci-tracker: mute" });
    for (const run of [2, 2, 3]) {
      const w = b.writes;
      console.log("T41", done(await b.deliver({ run, from: f("failed") })), b.writes - w);
    }
    for (const run of [4, 4, 5]) {
      const w = b.writes;
      console.log("T41", done(await b.deliver({ run, from: f("passed") })), b.writes - w);
    }
    b.person(title, { description: "" });
    console.log("T41", done(await b.deliver({ run: 6, from: f("passed") })), b.open_());
  });
  it("T42 ledger lost with groups", async () => {
    const b = new Bench();
    const f = (v: string): Delivery => ({ tests: { ...many(12, v), ...many(20, "passed", "p") } });
    await b.deliver({ run: 1, from: f("failed") });
    b.ledger = null;
    for (const run of [2, 2, 3]) {
      const w = b.writes;
      console.log("T42", done(await b.deliver({ run, from: f("failed") })), b.writes - w);
    }
    console.log("T42", done(await b.deliver({ run: 4, from: f("passed") })), b.open_());
  });
  it("T8 linear", async () => {
    for (const n of [2000, 4000, 8000, 16000]) {
      const b = new Bench();
      const t0 = performance.now();
      const from: Delivery = { tests: { ...many(n, "failed: same"), ...many(n, "passed", "p") } };
      await b.deliver({ run: 1, from });
      const t1 = performance.now();
      await b.deliver({ run: 2, from });
      const t2 = performance.now();
      await b.deliver({ run: 3, from: { tests: { ...many(n, "failed: same", "q"), ...many(n, "passed", "p") } } });
      const t3 = performance.now();
      await b.deliver({ run: 4, from: { tests: { ...many(n, "passed"), ...many(n, "passed", "q"), ...many(n, "passed", "p") } } });
      console.log("T8", n, (t1 - t0).toFixed(), (t2 - t1).toFixed(), (t3 - t2).toFixed(), (performance.now() - t3).toFixed());
    }
  }, 60000);
});
