import { describe, expect, it } from "vitest";
import { Bench, type Delivery, done } from "./kit.ts";

/** What is done and written in runs after the first, each delivered twice. */
async function repeated(b: Bench, from: Delivery, runs = [1, 2, 3]): Promise<[ops: string[], writes: number]> {
  await b.deliver({ run: 1, from });
  const before = b.writes;
  const ops: string[] = [];
  for (const run of runs) for (const _ of [1, 2]) ops.push(...done(await b.deliver({ run, from })));
  return [ops, b.writes - before];
}

describe("a snooze that is over", () => {
  it("is followed by what was learnt meanwhile, once", async () => {
    const b = new Bench();
    const says = (producer: string): Delivery => ({ producer, tests: { a: "failed", other: "passed" } });
    const at = (day: number): string => new Date(Date.UTC(2026, 0, 1 + day)).toISOString();
    await b.deliver({ run: 1, at: at(0), from: says("linux") });
    b.person("Test failure: a (shop)", { description: "ci-tracker: snooze 2026-01-05" });
    expect(done(await b.deliver({ run: 2, at: at(1), from: [says("linux"), says("windows")] }))).toEqual([]);
    expect(done(await b.deliver({ run: 3, at: at(6), from: [says("linux"), says("windows")] }))).toEqual([
      "comment Test failure: a (shop)",
    ]);
    expect(done(await b.deliver({ run: 4, at: at(7), from: [says("linux"), says("windows")] }))).toEqual([]);
  });
});

describe("with comment: interval", () => {
  it("a leg that passes is an edit too, until the days are over", async () => {
    const b = new Bench({ comment: "interval", commentDays: 7 });
    const says = (producer: string, a: "passed" | "failed"): Delivery => ({ producer, tests: { a, other: "passed" } });
    const at = (day: number): string => new Date(Date.UTC(2026, 0, 1 + day)).toISOString();
    await b.deliver({ run: 1, at: at(0), from: ["linux", "windows", "macos"].map((leg) => says(leg, "failed")) });
    expect(done(await b.deliver({ run: 2, at: at(1), from: says("linux", "passed") }))).toEqual(["update Test failure: a (shop)"]);
    expect(done(await b.deliver({ run: 3, at: at(9), from: says("windows", "passed") }))).toEqual(["comment Test failure: a (shop)"]);
  });
});

describe("an entry that stands for more than can be remembered one by one", () => {
  it("of lint findings is left alone while nothing changes", async () => {
    const units = Array.from({ length: 250 }, (_, i) => `crate${i} lib`);
    expect(await repeated(new Bench(), { units, lints: { "clippy::x": units } })).toEqual([[], 0]);
  });

  it("of outdated dependencies is left alone while nothing changes, and updated when a newer version is out", async () => {
    const outdated = Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`crate${i}`, "2.0.0"]));
    const b = new Bench();
    b.identity = { groupDependencies: "level" };
    expect(await repeated(b, { outdated })).toEqual([[], 0]);
    const newer = await b.deliver({ run: 9, from: { outdated: { ...outdated, crate3: "2.1.0" } } });
    expect(done(newer)).toEqual(["update Update dependencies: major versions (rust)"]);
  });
});

describe("an error that is another one in every run", () => {
  it("is told of a few times and not in every run", async () => {
    const b = new Bench();
    let comments = 0;
    for (let run = 1; run <= 40; run++) {
      const words = `${"one two three four five six seven".split(" ")[run % 7]} of ${"abcdefghij".repeat(run)}`;
      const made = await b.deliver({ run, from: { tests: { a: `failed: ${words}`, other: "passed" } } });
      comments += made.operations.filter((o) => o.op === "comment").length;
    }
    expect(comments).toBeGreaterThan(0);
    expect(comments).toBeLessThan(8);
  });
});

describe("a single outdated dependency", () => {
  it("is updated for every newer version, however many there were", async () => {
    const b = new Bench();
    for (let run = 1; run <= 20; run++) {
      const made = await b.deliver({ run, from: { outdated: { serde: `2.${run}.0` } } });
      expect(done(made)).toEqual([`${run === 1 ? "create" : "update"} Update dependency: serde`]);
    }
  });
});
