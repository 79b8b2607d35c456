/** What is remembered and told of a subject that fails. */
import { describe, expect, it } from "vitest";
import { readLedger } from "../../src/ledger/ledger.ts";
import type { Suspects } from "../../src/model.ts";
import { Bench, type Delivery, done } from "./kit.ts";

const A = "Test failure: a (shop)";
const B = "Test failure: b (shop)";
const CI = "main » ci.yml » test";
const [LINUX, MACOS, WINDOWS] = ["linux", "macos", "windows"].map((leg) => `${CI} » ${leg}`) as [string, string, string];
const on = (producer: string, tests: NonNullable<Delivery["tests"]>): Delivery => ({ producer, tests: { ...tests, other: "passed" } });
const suspects = (good: string): Suspects => ({ good, bad: "later", commits: [], more: 0 });

describe("what is not filed now", () => {
  it("waits, once it is filed, for all that saw it failing before", async () => {
    const b = new Bench({ maxNew: 0 });
    for (const [run, leg] of [LINUX, MACOS].entries()) {
      const made = await b.deliver({ run: run + 1, from: on(leg, { a: "failed" }) });
      expect([done(made), made.withheld.map((w) => w.title)]).toEqual([[], [A]]);
    }
    b.policy.maxNew = 10;
    const filed = await b.deliver({ run: 3, from: on(WINDOWS, { a: "failed" }) });
    expect(filed.operations[0]?.card.producers.map((p) => p.producer)).toEqual([LINUX, MACOS, WINDOWS]);
    for (const leg of [WINDOWS, LINUX]) await b.deliver({ run: 4, from: on(leg, { a: "passed" }) });
    expect(b.open_()).toEqual([A]);
    await b.deliver({ run: 4, from: on(MACOS, { a: "passed" }) });
    expect(b.open_()).toEqual([]);
  });

  it("is written down once, however often the run is delivered", async () => {
    for (const policy of [{ openAfter: 3 }, { maxNew: 0 }]) {
      const b = new Bench(policy);
      await b.deliver({ run: 1, from: on(LINUX, { a: "failed" }) });
      expect(b.writes).toBe(1);
      const again = await b.deliver({ run: 1, from: on(LINUX, { a: "failed" }) });
      expect([b.writes, again.lines.size]).toEqual([1, 0]);
    }
  });

  it("by open-after is filed with the runs it failed in, and where it began is looked for at the first of them", async () => {
    const b = new Bench({ openAfter: 2 });
    b.suspects = new Map([[LINUX, suspects("first")]]);
    await b.deliver({ run: 1, from: on(LINUX, { a: "failed" }) });
    b.suspects = new Map([[LINUX, suspects("second")]]);
    const made = await b.deliver({ run: 2, from: on(LINUX, { a: "failed" }) });
    expect(made.operations.map((o) => [o.op, o.reason, o.card.suspects?.good])).toEqual([
      ["create", "failed in 2 runs, last in run 2 at c2", "first"],
    ]);
  });
});

describe("where a failure began", () => {
  it("is told of what is filed at once, and anew when its entry reopens", async () => {
    const b = new Bench();
    b.suspects = new Map([[LINUX, suspects("c0")]]);
    const first = await b.deliver({ run: 1, from: on(LINUX, { a: "failed" }) });
    expect(first.operations[0]?.card.suspects?.good).toBe("c0");
    await b.deliver({ run: 2, from: on(LINUX, { a: "passed" }) });
    b.suspects = new Map([[LINUX, suspects("c2")]]);
    const again = await b.deliver({ run: 3, from: on(LINUX, { a: "failed" }) });
    expect(again.operations.map((o) => [o.op, o.card.suspects?.good])).toEqual([["reopen", "c2"]]);
    b.suspects = new Map();
    await b.deliver({ run: 4, from: on(LINUX, { a: "passed" }) });
    const unknown = await b.deliver({ run: 5, from: on(LINUX, { a: "failed" }) });
    expect(unknown.operations.map((o) => [o.op, o.card.suspects?.good])).toEqual([["reopen", "c2"]]);
  });
});

describe("a late report of an older commit", () => {
  it("of a producer that was heard since tells nothing, whatever error it has", async () => {
    const b = new Bench();
    b.commits = ["c1", "c2", "c3"];
    await b.deliver({ run: 3, from: on(LINUX, { a: "failed: left is 3" }) });
    const late = await b.deliver({ run: 2, from: on(LINUX, { a: "failed: no such user" }) });
    expect([done(late), late.lines.size]).toEqual([[], 0]);
  });

  it("opens nothing anew where the entry that was closed since is gone; a newer failure does", async () => {
    const b = new Bench();
    b.commits = ["c1", "c2", "c3", "c4"];
    await b.deliver({ run: 1, from: on(LINUX, { a: "failed" }) });
    await b.deliver({ run: 3, from: on(LINUX, { a: "passed" }) });
    b.text = "";
    expect(done(await b.deliver({ run: 2, from: on(MACOS, { a: "failed" }) }))).toEqual([]);
    const made = await b.deliver({ run: 4, from: on(MACOS, { a: "failed" }) });
    expect(made.operations.map((o) => [o.op, o.reason])).toEqual([
      ["create", "failed in run 4 at c4; the entry it had is gone from the tracker"],
    ]);
  });
});

describe("what fails in another place than before", () => {
  it("is waited for in both, though nothing else about it is new", async () => {
    const b = new Bench();
    const build = (outcome: "passed" | "failed", ...compiled: string[]): Delivery => ({ builds: { shop: outcome }, compiled });
    await b.deliver({ run: 1, from: build("failed", "lib") });
    expect(done(await b.deliver({ run: 2, from: build("failed", "test api") }))).toEqual([]);
    expect(done(await b.deliver({ run: 3, from: build("passed", "lib") }))).toEqual([]);
    expect(done(await b.deliver({ run: 4, from: build("passed", "lib", "test api") }))).toEqual(["close Build failure: shop"]);
  });

  it("is waited for by each leg that fails anew, though others say what they said", async () => {
    const b = new Bench();
    await b.deliver({ run: 1, from: [on(LINUX, { a: "failed" }), on(MACOS, { a: "failed" })] });
    await b.deliver({ run: 2, from: on(MACOS, { a: "passed" }) });
    const made = await b.deliver({ run: 3, from: [on(LINUX, { a: "failed" }), on(MACOS, { a: "failed" })] });
    expect(made.operations.map((o) => o.reason)).toEqual([`failing again in ${MACOS} (run 3 at c3)`]);
    await b.deliver({ run: 4, from: on(LINUX, { a: "passed" }) });
    expect(b.open_()).toEqual([A]);
  });
});

describe("a test that is renamed again and again", () => {
  it("is remembered by its last five names", async () => {
    const b = new Bench();
    for (let run = 1; run <= 8; run++) await b.deliver({ run, from: on(LINUX, { [`n${run}`]: "failed: 3 is not 4" }) });
    expect(b.open_()).toHaveLength(1);
    const [line] = [...readLedger(b.ledger).ledger.values()];
    expect(line?.renamed?.map((key) => key.replace(/.* » /, ""))).toEqual(["n3", "n4", "n5", "n6", "n7"]);
  });
});

describe("the failure that an entry shows", () => {
  it("is the first that names a place, where several legs have one", async () => {
    const b = new Bench();
    const made = await b.deliver({
      run: 1,
      from: [on(LINUX, { a: "failed: no place" }), { ...on(MACOS, { a: "failed: a place" }), file: "src/a.rs" }],
    });
    expect(made.operations[0]?.card.failure).toMatchObject({ message: "a place", file: "src/a.rs" });
    const none = await b.deliver({ run: 1, from: [on(LINUX, { b: "failed: one" }), on(MACOS, { b: "failed: two" })] });
    expect(none.operations.filter((o) => o.title === B).map((o) => o.card.failure?.message)).toEqual(["one"]);
  });
});

describe("what is told", () => {
  it("with comment: interval comes on the very day, by when it was last told", async () => {
    const b = new Bench({ comment: "interval" });
    const at = (day: number): string => new Date(Date.UTC(2026, 0, day)).toISOString();
    for (const [run, day, ops] of [
      [1, 1, ["create"]],
      [2, 7, []],
      [3, 8, ["comment"]],
      [4, 14, []],
      [5, 15, ["comment"]],
    ] as const) {
      const made = await b.deliver({ run, at: at(day), from: on(LINUX, { a: "failed" }) });
      expect(made.operations.map((o) => o.op)).toEqual(ops);
    }
  });

  it("with comment: interval is what changed, in place, until the day has come", async () => {
    const b = new Bench({ comment: "interval" });
    await b.deliver({ run: 1, from: on(LINUX, { a: "failed" }) });
    const made = await b.deliver({ run: 2, from: on(MACOS, { a: "failed" }) });
    expect(made.operations.map((o) => [o.op, o.reason])).toEqual([["update", `also failing in ${MACOS} (run 2 at c2)`]]);
  });

  it("names all that changed at once", async () => {
    const b = new Bench();
    await b.deliver({ run: 1, from: on(LINUX, { a: "failed: left is 3" }) });
    const made = await b.deliver({ run: 2, from: on(MACOS, { a: "failed: no such user" }) });
    expect(made.operations.map((o) => o.reason)).toEqual([`also failing in ${MACOS}; the error changed (run 2 at c2)`]);
  });

  it("counts a rule's new findings", async () => {
    const b = new Bench();
    const units = ["a lib", "b lib", "c lib"];
    await b.deliver({ run: 1, from: { units, lints: { "clippy::x": ["a lib"] } } });
    const made = await b.deliver({ run: 2, from: { units, lints: { "clippy::x": units } } });
    expect(made.operations.map((o) => o.reason)).toEqual(["2 new findings (run 2 at c2)"]);
  });

  it("of a test that turns out to be flaky while it fails is that, with a label", async () => {
    const b = new Bench();
    await b.deliver({ run: 1, from: on(LINUX, { a: "failed" }) });
    for (const [run, outcome] of [
      [2, "passed"],
      [3, "failed"],
      [4, "passed"],
    ] as const)
      await b.deliver({ run, from: on(LINUX, { a: outcome }) });
    const made = await b.deliver({ run: 5, from: on(LINUX, { a: "failed" }) });
    expect(made.operations).toMatchObject([{ op: "reopen", label: "flaky" }]);
    expect(made.operations[0]?.reason).toBe("it failed again in run 5 at c5");
  });
});
