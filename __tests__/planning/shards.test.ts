import { describe, expect, it } from "vitest";
import { isShard } from "../../src/planning/shards.ts";
import { Bench, type Delivery, done } from "./kit.ts";

const leg = (name: string): string => `main » ci.yml » test » ${name}`;
const ONE = leg("shard=1");
const TWO = leg("shard=2");
const TITLE = "Test failure: a (shop)";
const lists = (producer: string, tests: NonNullable<Delivery["tests"]>): Delivery => ({ producer, tests });
const mark = (b: Bench, producers: string[], run: number): void => {
  for (const p of producers) b.marks.set(p, { run: String(run), attempt: 1, commit: `c${run}`, at: b.runOf({ run }).at });
};

describe("a leg is taken for a shard", () => {
  it.each(["shard=2", "os=linux, shard=1", "2/4", "1 of 3", "split: 3", "node-index=0", "3", "partition=hash:1/2"])(
    "when it is called %s",
    (name) => {
      expect(isShard(leg(name))).toBe(true);
    },
  );

  it.each(["split", "partition", "chunk", "slice", "bucket", "group", "node index", "shardindex"])("when it is called %s=a", (word) => {
    expect(isShard(leg(`${word}=a`))).toBe(true);
    expect(isShard(leg(`os=linux, ${word} = a`))).toBe(true);
  });

  it.each(["linux", "Node 22", "os=ubuntu-24.04, rust=1.95", "node=22", "py3.11", "x86_64"])("not when it is called %s", (name) => {
    expect(isShard(leg(name))).toBe(false);
  });

  it("and a job without legs is none", () => {
    expect(isShard("main » ci.yml » test")).toBe(false);
  });
});

describe("a test that its shard no longer lists", () => {
  it("is not gone while another shard may run it, however often the first one lists the rest", async () => {
    const b = new Bench();
    await b.deliver({ run: 1, from: lists(ONE, { a: "failed", x: "passed" }) });
    mark(b, [ONE, TWO], 1);
    for (const run of [2, 3, 4, 5]) {
      const made = await b.deliver({ run, from: lists(ONE, { y: "passed", x: "passed" }) });
      expect(made.operations.filter((o) => o.op === "close")).toEqual([]);
    }
    expect(b.open_()).toEqual([TITLE]);
  });

  it("closes when it passes in another shard, which is said", async () => {
    const b = new Bench();
    await b.deliver({ run: 1, from: lists(ONE, { a: "failed", x: "passed" }) });
    await b.deliver({ run: 2, from: lists(ONE, { y: "passed", x: "passed" }) });
    const made = await b.deliver({ run: 2, from: lists(TWO, { a: "passed", z: "passed" }) });
    expect(done(made)).toEqual([`close ${TITLE}`]);
    expect(made.operations[0]?.reason).toContain(`moved to ${TWO}, where it passes`);
  });

  it("does not close by a pass of a shard of another matrix cell", async () => {
    const b = new Bench();
    const [windows, linux] = [leg("os=windows, shard=1"), leg("os=linux, shard=2")];
    await b.deliver({ run: 1, from: lists(windows, { a: "failed", x: "passed" }) });
    for (const run of [2, 3]) {
      await b.deliver({ run, from: lists(windows, { y: "passed", x: "passed" }) });
      await b.deliver({ run, from: lists(linux, { a: "passed", z: "passed" }) });
    }
    expect(b.open_()).toEqual([TITLE]);
    await b.deliver({ run: 4, from: lists(leg("os=windows, shard=2"), { a: "passed", z: "passed" }) });
    expect(b.open_()).toEqual([]);
  });

  it("stays open when it fails in the other shard, and closes when it passes there", async () => {
    const b = new Bench();
    await b.deliver({ run: 1, from: lists(ONE, { a: "failed", x: "passed" }) });
    await b.deliver({ run: 2, from: lists(ONE, { y: "passed", x: "passed" }) });
    await b.deliver({ run: 2, from: lists(TWO, { a: "failed", z: "passed" }) });
    expect(b.open_()).toEqual([TITLE]);
    await b.deliver({ run: 3, from: lists(TWO, { a: "passed", z: "passed" }) });
    expect(b.open_()).toEqual([]);
  });

  it("is gone when every shard of the job that is known was heard twice in one go, and none lists it", async () => {
    const b = new Bench();
    await b.deliver({ run: 1, from: [lists(ONE, { a: "failed", x: "passed" }), lists(TWO, { z: "passed" })] });
    mark(b, [ONE, TWO], 1);
    for (const run of [2, 3]) await b.deliver({ run, from: [lists(ONE, { y: "passed", x: "passed" }), lists(TWO, { z: "passed" })] });
    expect(b.open_()).toEqual([]);
    expect(b.entries().get(TITLE)?.last).toContain("gone");
  });

  it("is not gone when one of the shards was lost", async () => {
    const b = new Bench();
    const third = leg("shard=3");
    await b.deliver({
      run: 1,
      from: [lists(ONE, { a: "failed", x: "passed" }), lists(TWO, { z: "passed" }), lists(third, { w: "passed" })],
    });
    mark(b, [ONE, TWO, third], 1);
    for (const run of [2, 3, 4]) await b.deliver({ run, from: [lists(ONE, { y: "passed", x: "passed" }), lists(TWO, { z: "passed" })] });
    expect(b.open_()).toEqual([TITLE]);
  });

  it("does not wait for a shard that was taken out longer ago than a leg may be absent", async () => {
    const b = new Bench();
    const at = (run: number): string => new Date(Date.UTC(2026, 1, run)).toISOString();
    await b.deliver({ run: 1, at: at(1), from: [lists(ONE, { a: "failed", x: "passed" }), lists(TWO, { z: "passed" })] });
    mark(b, [ONE, TWO], 1);
    b.marks.set(leg("shard=3"), { run: "0", attempt: 1, commit: "c0", at: "2026-01-01T00:00:00Z" });
    for (const run of [2, 3]) await b.deliver({ run, at: at(run), from: [lists(ONE, { x: "passed" }), lists(TWO, { z: "passed" })] });
    expect(b.open_()).toEqual([]);
  });

  it("does not wait for the shards of another matrix cell", async () => {
    const b = new Bench();
    const [first, second, elsewhere] = [leg("os=linux, shard=1"), leg("os=linux, shard=2"), leg("os=windows, shard=2")];
    await b.deliver({ run: 1, from: [lists(first, { a: "failed", x: "passed" }), lists(second, { z: "passed" })] });
    mark(b, [first, second, elsewhere], 1);
    for (const run of [2, 3]) await b.deliver({ run, from: [lists(first, { x: "passed" }), lists(second, { z: "passed" })] });
    expect(b.open_()).toEqual([]);
  });

  it("is not gone because the shards of another matrix cell do not list it either", async () => {
    const b = new Bench();
    const [first, elsewhere] = [leg("os=linux, shard=1"), leg("os=windows, shard=2")];
    await b.deliver({ run: 1, from: lists(first, { a: "failed", x: "passed" }) });
    for (const run of [2, 3, 4]) await b.deliver({ run, from: [lists(first, { x: "passed" }), lists(elsewhere, { z: "passed" })] });
    expect(b.open_()).toEqual([TITLE]);
  });

  it.each([true, false])(
    "and passes in another one, which the branch has overtaken, closes where that one's newest is known: %s",
    async (known) => {
      const b = new Bench();
      await b.deliver({ run: 1, from: lists(ONE, { a: "failed", x: "passed" }) });
      await b.deliver({ run: 2, from: lists(ONE, { y: "passed", x: "passed" }) });
      b.overtaken = true;
      mark(b, known ? [ONE, TWO] : [ONE], 2);
      await b.deliver({ run: 3, from: lists(TWO, { a: "passed", z: "passed" }) });
      expect(b.open_()).toEqual(known ? [] : [TITLE]);
    },
  );

  it("does not close by a pass in a report of another shard that was cut", async () => {
    const b = new Bench();
    await b.deliver({ run: 1, from: lists(ONE, { a: "failed", x: "passed" }) });
    await b.deliver({ run: 2, from: lists(ONE, { y: "passed", x: "passed" }) });
    await b.deliver({ run: 3, from: { ...lists(TWO, { a: "passed", z: "passed" }), list: "broken" } });
    expect(b.open_()).toEqual([TITLE]);
  });
});

describe("a shard that says nothing of the test", () => {
  it("though it was heard, does not let it look gone: its report was cut", async () => {
    const b = new Bench();
    await b.deliver({ run: 1, from: [lists(ONE, { a: "failed", x: "passed" }), lists(TWO, { z: "passed" })] });
    mark(b, [ONE, TWO], 1);
    await b.deliver({ run: 2, from: [lists(ONE, { x: "passed" }), lists(TWO, { z: "passed" })] });
    for (const run of [3, 4])
      await b.deliver({ run, from: [lists(ONE, { x: "passed" }), { ...lists(TWO, { z: "passed" }), list: "broken" }] });
    expect(b.open_()).toEqual([TITLE]);
  });

  it.each<[what: string, from: Delivery[]]>([
    [
      "one of its two reports was cut",
      [lists(TWO, { z: "passed" }), { ...lists(TWO, { v: "passed" }), target: "shop::api", list: "broken" }],
    ],
    ["it sent no tests", [{ producer: TWO, units: ["shop lib"] }]],
    [
      "another shard's was whole, its own was cut",
      [{ ...lists(TWO, { z: "passed" }), list: "broken" }, lists(leg("shard=3"), { w: "passed" })],
    ],
  ])("though it was heard, does not let it look gone: %s", async (_, from) => {
    const b = new Bench();
    await b.deliver({ run: 1, from: [lists(ONE, { a: "failed", x: "passed" }), lists(TWO, { z: "passed" })] });
    mark(b, [ONE, TWO], 1);
    for (const run of [2, 3, 4]) await b.deliver({ run, from: [lists(ONE, { x: "passed" }), ...from] });
    expect(b.open_()).toEqual([TITLE]);
  });

  it("though it was heard, does not let it look gone: it skips it now", async () => {
    const b = new Bench();
    await b.deliver({ run: 1, from: [lists(ONE, { a: "failed", x: "passed" }), lists(TWO, { z: "passed" })] });
    mark(b, [ONE, TWO], 1);
    for (const run of [2, 3, 4]) await b.deliver({ run, from: [lists(ONE, { x: "passed" }), lists(TWO, { z: "passed", a: "skipped" })] });
    expect(b.open_()).toEqual([TITLE]);
  });

  it("may pass it once by chance, if it is flaky", async () => {
    const b = new Bench();
    await b.deliver({ run: 1, commit: "c", from: lists(ONE, { a: "failed", x: "passed" }) });
    await b.deliver({ run: 2, commit: "c", from: lists(ONE, { a: "passed", x: "passed" }) });
    await b.deliver({ run: 3, from: lists(ONE, { a: "failed", x: "passed" }) });
    await b.deliver({ run: 4, from: lists(ONE, { y: "passed", x: "passed" }) });
    await b.deliver({ run: 4, from: lists(TWO, { a: "passed", z: "passed" }) });
    expect(b.open_()).toEqual([TITLE]);
  });
});

describe("shards that are one leg", () => {
  it("tell nothing by the list of one, where that of another was cut", async () => {
    const b = new Bench();
    const all = leg("linux");
    await b.deliver({ run: 1, from: [lists(all, { a: "failed", b: "passed" }), lists(all, { x: "passed", y: "passed" })] });
    for (const run of [2, 3, 4])
      await b.deliver({ run, from: [{ ...lists(all, { b: "passed" }), list: "broken" }, lists(all, { x: "passed", y: "passed" })] });
    expect(b.open_()).toEqual([TITLE]);
  });

  const ALL = leg("linux");
  it("are one list: with one of them lost, what it ran is not gone", async () => {
    const b = new Bench();
    await b.deliver({
      run: 1,
      from: [lists(ALL, { a: "failed", b: "passed", c: "passed" }), lists(ALL, { x: "passed", y: "passed", z: "passed" })],
    });
    for (const run of [2, 3, 4]) await b.deliver({ run, from: lists(ALL, { x: "passed", y: "passed", z: "passed" }) });
    expect(b.open_()).toEqual([TITLE]);
    for (const run of [5, 6])
      await b.deliver({ run, from: [lists(ALL, { b: "passed", c: "passed" }), lists(ALL, { x: "passed", y: "passed", z: "passed" })] });
    expect(b.open_()).toEqual([]);
  });
});

describe("a whole file of tests that moved to another leg", () => {
  it("holds the entry open by the leg it left no longer than that leg may be absent", async () => {
    const b = new Bench();
    const day = (n: number): string => new Date(Date.UTC(2026, 0, 1 + n)).toISOString();
    const red: Delivery = { producer: ONE, target: "moved", tests: { a: "failed" } };
    await b.deliver({ run: 1, at: day(0), from: red });
    for (let run = 2; run <= 30; run++) {
      await b.deliver({ run, at: day(run), from: lists(ONE, { x: "passed" }) });
      await b.deliver({ run, at: day(run), from: { producer: TWO, target: "moved", tests: { a: run === 2 ? "failed" : "passed" } } });
    }
    expect(b.open_()).toEqual([]);
    expect(b.entries().get("Test failure: a (moved)")?.notes).toContain("has not looked at it since 2026-01-01");
  });
});
