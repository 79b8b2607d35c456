/** Entries that the shell recipes of the guides filed, before we came. */
import { describe, expect, it } from "vitest";
import { readLedger } from "../../src/ledger/ledger.ts";
import { Bench, type Delivery, done } from "./kit.ts";

const A = "Test failure: a (shop)";
const RECIPE = "Test failure: a";
const CLIPPY = "Fix clippy warnings";
const RED: Delivery = { tests: { a: "failed", other: "passed" } };
const UNITS = ["shop lib"];
const rules = (...names: string[]): Delivery => ({ units: UNITS, lints: Object.fromEntries(names.map((name) => [name, UNITS])) });
const filed = (id: string, title: string, more: Record<string, unknown> = {}): string =>
  `${JSON.stringify({ id, title, description: "", status: "open", priority: 0, issue_type: "bug", created_at: "2025-10-21T14:59:54Z", updated_at: "2025-10-21T14:59:54Z", ...more })}\n`;
const statuses = (b: Bench): Record<string, string> => Object.fromEntries([...b.entries().values()].map((e) => [e.id, e.status]));

describe("the entry that a recipe filed", () => {
  it("is taken over once, which is said, and is the subject's entry from then on", async () => {
    const b = new Bench();
    b.text = filed("bd-7", RECIPE);
    const made = await b.deliver({ run: 1, from: RED });
    expect(made.operations).toMatchObject([{ op: "comment", entry: "bd-7", adopts: true, reason: "taken over: failed in run 1 at c1" }]);
    const { writes } = b;
    expect(done(await b.deliver({ run: 1, from: RED }))).toEqual([]);
    expect(b.writes).toBe(writes);
    const [line] = [...readLedger(b.ledger).ledger.values()];
    expect(line).toMatchObject({ entry: { tracker: "tracer", id: "bd-7" }, acted: { run: "1", attempt: 1 } });
  });

  it.each<[what: string, entries: string]>([
    ["it is closed", filed("bd-7", RECIPE, { status: "closed", closed_at: "2025-10-22T00:00:00Z" })],
    ["its title is another", filed("bd-7", "Test failure: a more slowly")],
  ])("is not taken over where %s", async (_, entries) => {
    const b = new Bench();
    b.text = entries;
    expect(done(await b.deliver({ run: 1, from: RED }))).toEqual([`create ${A}`]);
  });

  it("is left alone, and nothing filed beside it, where a person says so", async () => {
    const b = new Bench();
    b.text = filed("bd-7", RECIPE, { description: "ci-tracker: wont-fix" });
    const before = b.text;
    const made = await b.deliver({ run: 1, from: RED });
    expect([done(made), b.text]).toEqual([[], before]);
    expect(made.withheld.map((w) => w.reason)).toEqual(["won't fix: a person's word stands"]);
    expect(done(await b.deliver({ run: 2, from: RED }))).toEqual([]);
  });

  it("is nobody's where the ledger knows another test of that name, which this run does not tell of", async () => {
    const b = new Bench();
    await b.deliver({ run: 1, from: { ...RED, target: "two" } });
    b.text += filed("bd-7", RECIPE);
    const made = await b.deliver({ run: 2, from: RED });
    expect(done(made)).toEqual([]);
    expect(made.withheld.map((w) => w.reason)).toEqual(["the entry bd-7 could be for test/1 shop » a or test/1 two » a"]);
  });

  it("is taken over though another branch knows a test of that name, where branches are apart", async () => {
    const b = new Bench();
    b.identity = { apart: "release" };
    await b.deliver({ run: 1, is: { branch: "release" }, from: { ...RED, target: "two" } });
    b.text += filed("bd-7", RECIPE);
    b.identity = {};
    const made = await b.deliver({ run: 2, from: RED });
    expect(made.operations.map((o) => [o.op, o.entry])).toEqual([["comment", "bd-7"]]);
  });

  it("changes nothing for what has no such entry", async () => {
    const b = new Bench();
    b.text = filed("bd-7", RECIPE) + filed("bd-8", "Crate time is old");
    const made = await b.deliver({
      run: 1,
      from: [RED, { ...rules("unused_mut"), audits: ["time RUSTSEC-1"], tests: { a: "failed", b: "failed" } }],
    });
    expect(done(made).sort()).toEqual([
      `comment ${A}`,
      "create Fix rustc warning: unused_mut",
      "create Security: RUSTSEC-1 in time: bad time",
      "create Test failure: b (shop)",
    ]);
    expect(statuses(b)["bd-8"]).toBe("open");
  });
});

describe("the entry that a recipe filed for whatever clippy prints", () => {
  it("stands for all of its rules, those that come later too, and names them", async () => {
    const b = new Bench();
    b.text = filed("bd-1", "clippy") + filed("bd-9", CLIPPY);
    const made = await b.deliver({ run: 1, from: rules("clippy::x", "clippy::y", "unused_mut") });
    expect(done(made)).toEqual(["create Fix rustc warning: unused_mut", `comment ${CLIPPY}`]);
    expect(made.operations[1]).toMatchObject({
      entry: "bd-9",
      adopts: true,
      reason: "taken over: it stands for 2 clippy rules found in run 1 at c1",
      card: { members: ["Fix clippy warning: x", "Fix clippy warning: y"], failure: { message: "2 failures" } },
    });
    expect(done(await b.deliver({ run: 1, from: rules("clippy::x", "clippy::y", "unused_mut") }))).toEqual([]);
    const later = await b.deliver({ run: 2, from: rules("clippy::x", "clippy::y", "clippy::z", "unused_mut") });
    expect(done(later)).toEqual([`update ${CLIPPY}`]);
    expect(later.operations[0]?.card.members).toContain("Fix clippy warning: z");
    expect(done(await b.deliver({ run: 3, from: rules("unused_mut") }))).toEqual([`close ${CLIPPY}`]);
  });

  it("is not taken over where it is closed", async () => {
    const b = new Bench();
    b.text = filed("bd-9", CLIPPY, { status: "closed", closed_at: "2025-10-22T00:00:00Z" });
    expect(done(await b.deliver({ run: 1, from: rules("clippy::x") }))).toEqual(["create Fix clippy warning: x"]);
  });

  it("is nobody's where there are two, which are both named, and other linters' rules are filed", async () => {
    const b = new Bench();
    b.text = filed("bd-8", CLIPPY) + filed("bd-9", CLIPPY);
    const made = await b.deliver({ run: 1, from: rules("clippy::x", "unused_mut") });
    expect(done(made)).toEqual(["create Fix rustc warning: unused_mut"]);
    expect(made.withheld.map((w) => [w.title, w.reason])).toEqual([
      ["Fix clippy warning: x", "two entries have the title Fix clippy warnings: bd-8 and bd-9"],
    ]);
  });
});
