import { describe, expect, it } from "vitest";
import { Bench, type Delivery, done } from "./kit.ts";

const UNITS = ["shop lib", "shop bin", "shop test"];
const lints = (found: Record<string, string[]>, more: Partial<Delivery> = {}): Delivery => ({ units: UNITS, lints: found, ...more });
const TITLE = "Fix clippy warning: x";

describe("with only-new", () => {
  it("files nothing that was there at first, says so, and files what comes later", async () => {
    const b = new Bench({ onlyNew: true });
    const first = await b.deliver({ run: 1, from: lints({ "clippy::x": ["shop lib", "shop bin"] }) });
    expect(done(first)).toEqual([]);
    expect(first.withheld.map((w) => w.reason)).toEqual(["only-new: all that it finds was there before"]);
    expect(done(await b.deliver({ run: 2, from: lints({ "clippy::x": ["shop lib", "shop bin"] }) }))).toEqual([]);
    const more = await b.deliver({ run: 3, from: lints({ "clippy::x": UNITS, "clippy::y": ["shop lib"] }) });
    expect(done(more)).toEqual([`create ${TITLE}`, "create Fix clippy warning: y"]);
    expect(more.operations[0]?.card.failure?.facts).toContainEqual(["New findings", "1"]);
  });

  it("closes when only that is left which was there at first", async () => {
    const b = new Bench({ onlyNew: true });
    await b.deliver({ run: 1, from: lints({ "clippy::x": ["shop lib"] }) });
    await b.deliver({ run: 2, from: lints({ "clippy::x": UNITS }) });
    const fewer = await b.deliver({ run: 3, from: lints({ "clippy::x": ["shop lib", "shop test"] }) });
    expect(done(fewer)).toEqual([]);
    const made = await b.deliver({ run: 4, from: lints({ "clippy::x": ["shop lib"] }) });
    expect(done(made)).toEqual([`close ${TITLE}`]);
    expect(made.operations[0]?.reason).toContain("nothing is left that was not there before");
    expect(done(await b.deliver({ run: 5, from: lints({ "clippy::x": ["shop lib", "shop bin"] }) }))).toEqual([`reopen ${TITLE}`]);
  });

  it("does not close on a cut report that shows only what was there at first", async () => {
    const b = new Bench({ onlyNew: true });
    await b.deliver({ run: 1, from: lints({ "clippy::x": ["shop lib"] }) });
    await b.deliver({ run: 2, from: lints({ "clippy::x": UNITS }) });
    expect(done(await b.deliver({ run: 3, from: lints({ "clippy::x": ["shop lib"] }, { lintState: "broken" }) }))).toEqual([]);
  });

  it("remembers that all was well at first: the first finding after that is new", async () => {
    const b = new Bench({ onlyNew: true });
    await b.deliver({ run: 1, from: lints({}) });
    expect(done(await b.deliver({ run: 2, from: lints({ "clippy::x": ["shop lib"] }) }))).toEqual([`create ${TITLE}`]);
  });

  it("waits for a first complete report, and lists what waits", async () => {
    const b = new Bench({ onlyNew: true });
    const cut = await b.deliver({ run: 1, from: lints({ "clippy::x": ["shop lib"] }, { lintState: "broken" }) });
    expect(done(cut)).toEqual([]);
    expect(cut.withheld.map((w) => w.reason)).toEqual(["only-new: what was there before is known after a first complete report"]);
    await b.deliver({ run: 2, from: lints({ "clippy::x": ["shop lib", "shop bin"] }) });
    expect(done(await b.deliver({ run: 3, from: lints({ "clippy::x": ["shop lib", "shop bin"] }) }))).toEqual([]);
  });

  it("leaves open what was filed before it was asked for", async () => {
    const b = new Bench();
    await b.deliver({ run: 1, from: lints({ "clippy::x": ["shop lib"] }) });
    b.policy.onlyNew = true;
    for (const run of [2, 3]) expect(done(await b.deliver({ run, from: lints({ "clippy::x": ["shop lib"] }) }))).toEqual([]);
    expect(done(await b.deliver({ run: 4, from: lints({}) }))).toEqual([`close ${TITLE}`]);
  });

  it("does not close on a report that looks at less and shows only what was there at first", async () => {
    const b = new Bench({ onlyNew: true });
    await b.deliver({ run: 1, from: lints({ "clippy::x": ["shop lib"] }) });
    await b.deliver({ run: 2, from: lints({ "clippy::x": ["shop lib", "shop test"] }) });
    const less = await b.deliver({ run: 3, from: { units: ["shop lib"], lints: { "clippy::x": ["shop lib"] } } });
    expect(done(less)).toEqual([]);
    expect(less.withheld.map((w) => w.reason)).toContain("not in the report, but no complete report looked at shop test");
  });

  it("leaves open what was filed before it was asked for, though the first report after that is not complete", async () => {
    const b = new Bench();
    const found: Delivery = { units: ["shop lib"], lints: { "clippy::x": ["shop lib"] } };
    await b.deliver({ run: 1, from: found });
    b.policy.onlyNew = true;
    const cut: Delivery = { units: ["ledger lib"], lints: {}, lintState: "partial" };
    expect(done(await b.deliver({ run: 2, from: [found, cut] }))).toEqual([]);
    expect(b.open_()).toEqual([TITLE]);
  });

  it("stays what was there when entries come to stand for files instead of rules, and files what is new", async () => {
    const b = new Bench({ onlyNew: true });
    await b.deliver({ run: 1, from: lints({ "clippy::x": ["shop lib"], "clippy::y": ["shop bin"] }) });
    b.identity = { groupLints: "file" };
    expect(done(await b.deliver({ run: 2, from: lints({ "clippy::x": ["shop lib"], "clippy::y": ["shop bin"] }) }))).toEqual([]);
    const more = await b.deliver({ run: 3, from: lints({ "clippy::x": ["shop lib", "shop test"], "clippy::y": ["shop bin"] }) });
    expect(done(more)).toEqual(["create Fix clippy warnings in src/lib.rs"]);
    expect(more.operations[0]?.card.failure?.facts).toContainEqual(["New findings", "1"]);
    expect(done(await b.deliver({ run: 4, from: lints({ "clippy::x": ["shop lib"] }) }))).toEqual([
      "close Fix clippy warnings in src/lib.rs",
    ]);
  });

  it("lets what is new wait for open-after like anything else", async () => {
    const b = new Bench({ onlyNew: true, openAfter: 2 });
    await b.deliver({ run: 1, from: lints({ "clippy::x": ["shop lib"] }) });
    const more = lints({ "clippy::x": ["shop lib", "shop bin"] });
    const first = await b.deliver({ run: 2, from: more });
    expect([done(first), first.withheld.map((w) => w.reason)]).toEqual([[], ["open-after: it failed in 1 of the 2 runs it takes"]]);
    const made = await b.deliver({ run: 3, from: more });
    expect(made.operations.map((o) => [o.op, o.reason])).toEqual([["create", "failed in 2 runs, last in run 3 at c3"]]);
  });

  it("is about lints only", async () => {
    const b = new Bench({ onlyNew: true });
    expect(done(await b.deliver({ run: 1, from: { tests: { a: "failed", b: "passed" }, ...lints({ "clippy::x": UNITS }) } }))).toEqual([
      "create Test failure: a (shop)",
    ]);
  });
});
