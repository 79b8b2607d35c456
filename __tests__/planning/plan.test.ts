/** What a plan holds beside its operations, how it is bounded, and what it forgets. */
import { describe, expect, it } from "vitest";
import { readLedger } from "../../src/ledger/ledger.ts";
import { Bench, type Delivery, done } from "./kit.ts";

const title = (name: string): string => `Test failure: ${name} (shop)`;
const CI = "main » ci.yml » test";
const [LINUX, MACOS] = ["linux", "macos"].map((leg) => `${CI} » ${leg}`) as [string, string];
type Tests = NonNullable<Delivery["tests"]>;
const on = (producer: string, tests: Tests): Delivery => ({ producer, tests: { ...tests, other: "passed" } });
const run = (tests: Tests): Delivery => on(CI, tests);
const day = (n: number): string => new Date(Date.UTC(2026, 0, 1 + n)).toISOString();
const linesOf = (b: Bench) => [...readLedger(b.ledger).ledger.values()];
const entry = (id: string, name: string): string =>
  `${JSON.stringify({ id, title: name, description: "", status: "open", priority: 0, issue_type: "bug", created_at: day(0), updated_at: day(0) })}\n`;

/** Twelve of thirty-two tests of one suite. */
function flood(verdict: "passed" | "failed"): Tests {
  const many = (count: number, name: string, of: "passed" | "failed") =>
    Array.from({ length: count }, (_, i) => [`${name}${i}`, of] as const);
  return Object.fromEntries([...many(12, "m", verdict), ...many(20, "fine", "passed")]);
}

describe("the number of open entries", () => {
  it("is that of ours once the plan is carried out; a person's do not count until they are taken over", async () => {
    const b = new Bench();
    b.text = entry("bd-1", "Crate time is old") + entry("bd-2", "Test failure: taken");
    const counts: number[] = [];
    for (const [i, tests] of [
      { a: "failed", b: "failed" },
      { a: "passed", b: "failed", taken: "failed" },
      { a: "failed", b: "failed", taken: "passed" },
      { a: "failed", b: "failed", taken: "passed" },
      { a: "passed", b: "passed", taken: "passed" },
    ].entries())
      counts.push((await b.deliver({ run: i + 1, from: run(tests as Tests) })).open);
    expect(counts).toEqual([2, 2, 2, 2, 0]);
  });
});

describe("what is new in a run", () => {
  it("is what fails without an open entry, and rules with findings that they had not", async () => {
    const b = new Bench();
    const lints = (...units: string[]): Delivery => ({ units: ["shop lib", "ledger lib"], lints: { "clippy::x": units } });
    const first = await b.deliver({ run: 1, from: [run({ a: "failed" }), lints("shop lib")] });
    expect(first.fresh.map((f) => f.subject.title)).toEqual([title("a"), "Fix clippy warning: x"]);
    expect([first.blocking, first.failing]).toEqual([{ new: 2, failing: 2 }, 2]);
    const same = await b.deliver({ run: 2, from: [run({ a: "failed: otherwise" }), lints("shop lib")] });
    expect([same.fresh, same.blocking]).toEqual([[], { new: 0, failing: 2 }]);
    const more = await b.deliver({ run: 3, from: [run({ a: "failed" }), lints("shop lib", "ledger lib")] });
    expect(more.fresh.map((f) => f.subject.title)).toEqual(["Fix clippy warning: x"]);
    expect(more.blocking).toEqual({ new: 1, failing: 2 });
    const gone = await b.deliver({ run: 4, from: [run({ a: "passed" }), lints()] });
    expect([gone.fresh, gone.blocking, gone.failing]).toEqual([[], { new: 0, failing: 0 }, 0]);
  });

  it("blocks nothing where it is in quarantine, and is marked so, known or not", async () => {
    const b = new Bench({ quarantine: ["q"] });
    const first = await b.deliver({ run: 1, from: run({ a: "failed", q: "failed" }) });
    expect(first.fresh.map((f) => [f.subject.title, f.quarantined])).toEqual([
      [title("a"), undefined],
      [title("q"), true],
    ]);
    expect(first.blocking).toEqual({ new: 1, failing: 1 });
    const again = await b.deliver({ run: 2, from: run({ a: "failed", q: "failed" }) });
    expect(again.unchanged.map((u) => [u.title, u.quarantined]).sort()).toEqual([
      [title("a"), undefined],
      [title("q"), true],
    ]);
    expect(again.blocking).toEqual({ new: 0, failing: 1 });
  });

  it("is marked where it is known as flaky", async () => {
    const b = new Bench({ closeAfterMax: 1 });
    await b.deliver({ run: 1, commit: "c", from: run({ a: "failed" }) });
    await b.deliver({ run: 2, commit: "c", from: run({ a: "passed" }) });
    await b.deliver({ run: 3, from: run({ a: "passed" }) });
    expect(b.open_()).toEqual([]);
    const made = await b.deliver({ run: 4, from: run({ a: "failed", b: "failed" }) });
    expect(made.fresh.map((f) => [f.subject.title, f.flaky])).toEqual([
      [title("a"), true],
      [title("b"), undefined],
    ]);
  });
});

describe("evidence that is older than what the cache knows of its producer", () => {
  it("changes nothing, which is said, while the run's other producers count", async () => {
    const b = new Bench();
    b.commits = ["c1", "c2", "c3"];
    await b.deliver({ run: 1, from: [on(LINUX, { a: "failed", b: "failed" }), on(MACOS, { a: "failed" })] });
    b.marks.set(LINUX, { run: "3", attempt: 1, commit: "c3", at: "2026-01-01T00:30:00.000Z" });
    const made = await b.deliver({
      run: 2,
      from: [on(LINUX, { a: "failed: otherwise", b: "passed", c: "failed" }), on(MACOS, { a: "passed", c: "failed", d: "failed" })],
    });
    expect(made.notes).toEqual([`${LINUX} has newer evidence than this run's, which changes nothing`]);
    expect(done(made).sort()).toEqual([`comment ${title("a")}`, `create ${title("c")}`, `create ${title("d")}`]);
    expect(made.operations.find((o) => o.title === title("c"))?.card.producers.map((p) => p.producer)).toEqual([MACOS]);
    expect(b.open_()).toContain(title("b"));
  });
});

describe("evidence that is older than what the cache knows of one of the run's producers", () => {
  const late = (b: Bench): void => {
    b.commits = ["c1", "c2", "c3"];
    b.marks.set(LINUX, { run: "3", attempt: 1, commit: "c3", at: "2026-01-01T00:30:00.000Z" });
  };

  it("leaves the pass of another producer what it is", async () => {
    const b = new Bench();
    await b.deliver({ run: 1, from: [on(LINUX, { a: "failed" }), on(MACOS, { a: "failed" })] });
    late(b);
    const made = await b.deliver({ run: 2, from: [on(LINUX, { a: "passed" }), on(MACOS, { a: "passed" })] });
    expect(made.operations.map((o) => o.reason)).toEqual([`passed in ${MACOS} (run 2 at c2)`]);
  });

  it("shows nothing by what it does not have, and measures nothing", async () => {
    const b = new Bench();
    await b.deliver({ run: 1, from: { producer: LINUX, lints: { "clippy::x": ["shop lib"] } } });
    late(b);
    const made = await b.deliver({ run: 2, from: [{ producer: LINUX, units: ["shop lib"], benches: { sort: 1 } }, on(MACOS, {})] });
    expect([done(made), made.history.size]).toEqual([[], 0]);
    expect(b.open_()).toEqual(["Fix clippy warning: x"]);
  });
});

describe("a package that could not be compiled", () => {
  it("and is not named, holds back the tests of all that its job builds", async () => {
    const b = new Bench();
    await b.deliver({ run: 1, from: [on(LINUX, { a: "failed" }), on(MACOS, { b: "failed" })] });
    const made = await b.deliver({
      run: 2,
      from: [{ ...on(LINUX, { a: "passed" }), builds: { "*": "failed" } }, on(MACOS, { b: "passed" })],
    });
    expect(done(made).filter((op) => op.startsWith("close"))).toEqual([`close ${title("b")}`]);
  });

  it("is said of tests that fail no more, and not of those that another leg passes", async () => {
    const b = new Bench();
    await b.deliver({ run: 1, from: [on(LINUX, { a: "failed" }), on(MACOS, { b: "failed" })] });
    const made = await b.deliver({
      run: 2,
      from: [{ ...on(LINUX, { a: "passed" }), builds: { shop: "failed" } }, on(MACOS, { b: "passed" })],
    });
    expect(done(made)).toEqual(["create Build failure: shop", `close ${title("b")}`]);
    expect(made.withheld.map((w) => [w.title, w.reason])).toEqual([[title("a"), `its package could not be compiled in ${LINUX}`]]);
  });

  it("says nothing of another package's tests, nor of rules", async () => {
    const b = new Bench();
    const lints = { "clippy::x": ["shop lib"] };
    await b.deliver({ run: 1, from: [run({ a: "failed" }), { lints }] });
    const made = await b.deliver({ run: 2, from: [run({ a: "passed" }), { units: ["shop lib"] }, { builds: { api: "failed" } }] });
    expect(done(made).sort()).toEqual(["close Fix clippy warning: x", `close ${title("a")}`, "create Build failure: api"]);
  });

  it("is the reason why its tests are not filed; one that has an entry is not spoken of", async () => {
    const b = new Bench();
    const broken: Delivery = { tests: { "": "failed" }, builds: { shop: "failed" } };
    const first = await b.deliver({ run: 1, from: broken });
    expect(first.withheld.map((w) => w.reason)).toEqual(["its package could not be compiled; the build's entry stands for it"]);
    const known = new Bench();
    await known.deliver({ run: 1, from: { tests: { "": "failed" } } });
    expect((await known.deliver({ run: 2, from: broken })).withheld).toEqual([]);
  });
});

describe("max-writes", () => {
  it("counts what earlier deliveries of the run wrote, and lists what waits", async () => {
    const b = new Bench({ maxWrites: 2 });
    const first = await b.deliver({ run: 1, from: on(LINUX, { a: "failed" }) });
    expect(done(first)).toEqual([`create ${title("a")}`]);
    const second = await b.deliver({ run: 1, from: on(MACOS, { b: "failed", c: "failed" }) });
    expect(done(second)).toEqual([`create ${title("b")}`]);
    expect(second.withheld.map((w) => [w.title, w.reason])).toEqual([
      [title("c"), "max-writes: a run writes at most 2 times; the next run goes on"],
    ]);
    expect(done(await b.deliver({ run: 2, from: on(MACOS, { b: "failed", c: "failed" }) }))).toEqual([`create ${title("c")}`]);
  });

  it("lets reopening come first, then what is new, closing, and news; each in the order it was found", async () => {
    const b = new Bench();
    await b.deliver({ run: 1, from: on(LINUX, { back: "failed", fixed: "failed", known: "failed" }) });
    await b.deliver({ run: 2, from: on(LINUX, { back: "passed", fixed: "failed", known: "failed" }) });
    const made = await b.deliver({
      run: 3,
      from: [on(LINUX, { back: "failed", fixed: "passed", known: "failed", x: "failed", y: "failed" }), on(MACOS, { known: "failed" })],
    });
    expect(done(made)).toEqual([
      `reopen ${title("back")}`,
      `create ${title("x")}`,
      `create ${title("y")}`,
      `close ${title("fixed")}`,
      `comment ${title("known")}`,
    ]);
  });

  it("keeps what was learnt of an entry that has to wait, and tells it afterwards", async () => {
    const b = new Bench();
    await b.deliver({ run: 1, from: on(LINUX, { a: "failed" }) });
    b.policy.maxWrites = 0;
    expect(done(await b.deliver({ run: 2, from: on(MACOS, { a: "failed" }) }))).toEqual([]);
    b.policy.maxWrites = 10;
    // Nothing is new in this run, but that leg is not told of yet, and is waited for.
    const made = await b.deliver({ run: 3, from: on(LINUX, { a: "failed" }) });
    expect(made.operations.map((o) => [o.op, o.reason])).toEqual([["comment", "what changed in runs that did not write it (run 3 at c3)"]]);
    await b.deliver({ run: 4, from: on(LINUX, { a: "passed" }) });
    expect(b.open_()).toEqual([title("a")]);
    await b.deliver({ run: 4, from: on(MACOS, { a: "passed" }) });
    expect(b.open_()).toEqual([]);
  });

  it("keeps who failed under a group that could not be created", async () => {
    const b = new Bench({ maxWrites: 0 });
    await b.deliver({ run: 1, from: on(LINUX, flood("failed")) });
    expect(linesOf(b).map((l) => [l.state, l.group, Object.keys(l.producers)])).toEqual(
      Array.from({ length: 12 }, () => ["pending", undefined, [LINUX]]),
    );
    b.policy.maxWrites = 10;
    const made = await b.deliver({ run: 2, from: on(MACOS, flood("failed")) });
    expect(done(made)).toEqual(["create Test failures: many tests of shop"]);
    await b.deliver({ run: 3, from: on(MACOS, flood("passed")) });
    expect(b.open_()).toHaveLength(1);
    await b.deliver({ run: 3, from: on(LINUX, flood("passed")) });
    expect(b.open_()).toEqual([]);
  });
});

describe("where the tracker refuses an operation", () => {
  it("the plan has the line as it would be without it, what this run learnt included; none of what was never filed", async () => {
    const b = new Bench();
    await b.deliver({ run: 1, from: on(LINUX, { a: "failed", b: "failed" }) });
    const { made } = await b.plan({ run: 2, from: [on(LINUX, { a: "passed", b: "failed", c: "failed" }), on(MACOS, { b: "failed" })] });
    const without = new Map([...(made.refused ?? [])].map(([, line]) => [line.title, line]));
    expect([...without.keys()].sort()).toEqual([title("a"), title("b")]);
    expect(without.get(title("a"))).toMatchObject({ state: "open", producers: { [LINUX]: { last: "passed" } } });
    expect(without.get(title("a"))?.owed).toBeUndefined();
    expect(without.get(title("b"))).toMatchObject({ owed: true, producers: { [MACOS]: { last: "failed" } } });
  });
});

describe("what is remembered of closed entries", () => {
  const closed = async (): Promise<Bench> => {
    const b = new Bench();
    await b.deliver({ run: 1, at: day(0), from: run({ a: "failed" }) });
    await b.deliver({ run: 2, at: day(1), from: run({ a: "passed" }) });
    return b;
  };

  it("is forgotten after 90 days, with the next thing that is written and not by itself", async () => {
    const b = await closed();
    const { writes } = b;
    await b.deliver({ run: 3, at: day(200), from: run({ a: "passed" }) });
    expect([b.writes, linesOf(b).map((l) => l.title)]).toEqual([writes, [title("a")]]);
    await b.deliver({ run: 4, at: day(91), from: run({ b: "failed" }) });
    expect(linesOf(b).map((l) => l.title)).toContain(title("a"));
    await b.deliver({ run: 5, at: day(92), from: run({ b: "failed", c: "failed" }) });
    expect(
      linesOf(b)
        .map((l) => l.title)
        .sort(),
    ).toEqual([title("b"), title("c")]);
  });

  it("is kept for ever where a person had a word in it", async () => {
    const b = await closed();
    await b.deliver({ run: 3, at: day(2), from: run({ b: "failed" }) });
    b.person(title("b"), { status: "closed", closed_at: day(3) });
    await b.deliver({ run: 4, at: day(4), from: run({ b: "failed" }) });
    await b.deliver({ run: 5, at: day(5), from: run({ b: "passed" }) });
    await b.deliver({ run: 6, at: day(300), from: run({ c: "failed" }) });
    expect(
      linesOf(b)
        .map((l) => l.title)
        .sort(),
    ).toEqual([title("b"), title("c")]);
  });
});

describe("a tracker that could not be listed whole", () => {
  it("has nothing planned for it, worst first, with the reason, and nothing counts as new", async () => {
    const b = new Bench();
    const { evidence, loaded } = b.evidence({
      run: 1,
      from: [run({ a: "failed" }), { lints: { "clippy::x": ["shop lib"] }, builds: { api: "failed" } }],
    });
    const { listing } = await b.open();
    const made = b.planOn(evidence, loaded, { ...listing, whole: false, reason: "page 2 failed" });
    expect(made.withheld.map((w) => w.title)).toEqual(["Build failure: api", title("a"), "Fix clippy warning: x"]);
    expect(made.withheld[0]?.reason).toBe("the tracker could not be listed whole (page 2 failed)");
    expect(made).toMatchObject({ operations: [], unchanged: [], fresh: [], open: 0, blocking: { new: 0, failing: 3 } });
    expect(made.lines.size).toBe(0);
  });
});
