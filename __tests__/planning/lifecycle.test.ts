import { describe, expect, it } from "vitest";
import { readKey } from "../../src/identity/key.ts";
import { Bench, type Delivery, done } from "./kit.ts";

const A = "Test failure: a (shop)";
const B = "Test failure: b (shop)";
const red = (name = "a"): Delivery => ({ tests: { [name]: "failed", other: "passed" } });
const green = (name = "a"): Delivery => ({ tests: { [name]: "passed", other: "passed" } });

describe("opening", () => {
  it("files a first failure once, as a bug of priority 0, and says in which run and commit", async () => {
    const b = new Bench();
    expect(done(await b.deliver({ run: 1, from: red() }))).toEqual([`create ${A}`]);
    expect(b.entries().get(A)).toMatchObject({ status: "open", type: "bug", priority: 0 });
    expect(b.entries().get(A)?.last).toContain("failed in run 1 at c1");
  });

  it("does not file what passes or is skipped", async () => {
    const b = new Bench();
    expect(done(await b.deliver({ run: 1, from: { tests: { a: "passed", b: "skipped" } } }))).toEqual([]);
    expect(b.writes).toBe(0);
  });

  it("files failures and errors alike", async () => {
    const b = new Bench();
    expect(done(await b.deliver({ run: 1, from: { tests: { a: "error", b: "failed" } } }))).toEqual([`create ${A}`, `create ${B}`]);
  });

  it("waits for the second run with open-after: 2, counts a run once, and remembers in between", async () => {
    const b = new Bench({ openAfter: 2 });
    expect(done(await b.deliver({ run: 1, from: red() }))).toEqual([]);
    expect(done(await b.deliver({ run: 1, from: red() }))).toEqual([]);
    expect((await b.deliver({ run: 1, attempt: 2, from: red() })).withheld[0]?.reason).toContain("1 of the 2 runs");
    expect(done(await b.deliver({ run: 2, from: red() }))).toEqual([`create ${A}`]);
  });

  it("forgets a pending failure that passes in between", async () => {
    const b = new Bench({ openAfter: 2 });
    await b.deliver({ run: 1, from: red() });
    await b.deliver({ run: 2, from: green() });
    expect(done(await b.deliver({ run: 3, from: red() }))).toEqual([]);
  });

  it("opens at most max-new entries a kind and run, lists the rest, and goes on with the next run", async () => {
    const b = new Bench({ maxNew: 2 });
    const tests = { a: "failed", b: "failed", c: "failed", ok: "passed" } as const;
    const first = await b.deliver({ run: 1, from: { tests, lints: { "clippy::x": ["shop lib"] } } });
    expect(done(first)).toEqual([`create ${A}`, `create ${B}`, "create Fix clippy warning: x"]);
    expect(first.withheld.map((w) => w.title)).toEqual(["Test failure: c (shop)"]);
    expect(done(await b.deliver({ run: 1, from: { tests } }))).toEqual([]);
    expect(done(await b.deliver({ run: 2, from: { tests } }))).toEqual(["create Test failure: c (shop)"]);
  });

  it("files the worst first: builds, and advisories by severity", async () => {
    const b = new Bench();
    const made = await b.deliver({
      run: 1,
      from: { builds: { shop: "failed" }, lints: { "clippy::x": ["shop lib"] }, audits: ["time RUSTSEC-2020-0071"] },
    });
    expect(done(made)).toEqual([
      "create Build failure: shop",
      "create Security: RUSTSEC-2020-0071 in time: bad time",
      "create Fix clippy warning: x",
    ]);
  });
});

describe("a test that got another name", () => {
  const failing = { "cart::old": "failed: 3 is not 4", other: "passed" } as const;
  const OLD = "Test failure: cart::old (shop)";

  it("goes on with the entry it has, told once, under the new name", async () => {
    const b = new Bench();
    await b.deliver({ run: 1, from: { tests: failing } });
    const made = await b.deliver({ run: 2, from: { tests: { "cart::new": "failed: 3 is not 4", other: "passed" } } });
    expect(done(made)).toEqual(["comment Test failure: cart::new (shop)"]);
    expect(made.operations[0]?.reason).toContain("renamed: it was shop cart::old");
    expect(made.fresh).toEqual([]);
    expect(done(await b.deliver({ run: 2, from: { tests: { "cart::new": "failed: 3 is not 4", other: "passed" } } }))).toEqual([]);
    expect(b.open_()).toEqual([OLD]);
    expect(done(await b.deliver({ run: 3, from: { tests: { "cart::new": "passed", other: "passed" } } }))).toEqual([
      "close Test failure: cart::new (shop)",
    ]);
    expect(b.open_()).toEqual([]);
  });

  it("goes on with it when it moved to another target under its own name", async () => {
    const b = new Bench();
    await b.deliver({ run: 1, from: { tests: failing, file: "src/cart.rs" } });
    b.missing.add("src/cart.rs");
    const moved = await b.deliver({
      run: 2,
      from: [
        { target: "other", tests: { other: "passed" } },
        { target: "shop::cart", tests: { "m::old": "failed: 3 is not 4" } },
      ],
    });
    expect(done(moved)).toEqual(["comment Test failure: m::old (shop::cart)"]);
  });

  it.each([
    ["its error is another", { tests: { "cart::new": "failed: no such user", other: "passed" } }],
    [
      "two new tests fail with that error",
      { tests: { "cart::b": "failed: 3 is not 4", "cart::c": "failed: 3 is not 4", other: "passed" } },
    ],
    ["the old name still passes", { tests: { "cart::new": "failed: 3 is not 4", "cart::old": "passed", other: "passed" } }],
    ["the old name was skipped", { tests: { "cart::new": "failed: 3 is not 4", "cart::old": "skipped", other: "passed" } }],
    ["nobody looked where it was", { target: "elsewhere", tests: { "m::old": "failed: 3 is not 4" } }],
    ["the list is not complete", { tests: { "cart::new": "failed: 3 is not 4", other: "passed" }, list: "partial" }],
  ] satisfies [string, Delivery][])("is another test when %s", async (_, from) => {
    const b = new Bench();
    await b.deliver({ run: 1, from: { tests: failing } });
    const made = await b.deliver({ run: 2, from });
    expect(done(made).filter((o) => o.startsWith("create"))).not.toEqual([]);
    expect(made.operations.filter((o) => o.reason.includes("renamed"))).toEqual([]);
  });
});

describe("one subject, one entry", () => {
  it("needs nothing when it fails again, and writes nothing", async () => {
    const b = new Bench();
    await b.deliver({ run: 1, from: red() });
    const before = [b.text, b.ledger];
    const again = await b.deliver({ run: 2, from: red() });
    expect(done(again)).toEqual([]);
    expect(again.unchanged.map((u) => u.title)).toEqual([A]);
    expect([b.text, b.ledger]).toEqual(before);
  });

  it("is one entry for two producers, and the second one is shown in it without a comment of its own", async () => {
    const b = new Bench();
    await b.deliver({ run: 1, from: { ...red(), producer: "linux" } });
    const made = await b.deliver({ run: 1, from: { ...red(), producer: "windows" } });
    expect(done(made)).toEqual([`update ${A}`]);
    expect(made.operations[0]?.reason).toContain("also failing in windows");
    expect(made.operations[0]?.card.producers.map((p) => p.producer)).toEqual(["linux", "windows"]);
  });

  it("is told of once a run, whichever legs of it report one after another; another error is told all the same", async () => {
    const b = new Bench();
    const from = (producer: string, a: "passed" | "failed" | "failed: otherwise"): Delivery => ({ producer, tests: { a, b: "passed" } });
    for (const leg of ["linux", "macos", "windows"]) await b.deliver({ run: 1, from: from(leg, "failed") });
    expect(done(await b.deliver({ run: 2, from: from("linux", "passed") }))).toEqual([`comment ${A}`]);
    const second = await b.deliver({ run: 2, from: from("macos", "passed") });
    expect(done(second)).toEqual([`update ${A}`]);
    expect(second.operations[0]?.card.producers.filter((p) => p.last === "failed").map((p) => p.producer)).toEqual(["windows"]);
    expect(done(await b.deliver({ run: 2, from: from("windows", "failed: otherwise") }))).toEqual([`comment ${A}`]);
    // The next run tells anew.
    expect(done(await b.deliver({ run: 3, from: from("linux", "failed") }))).toEqual([`comment ${A}`]);
    expect(done(await b.deliver({ run: 3, from: from("macos", "failed") }))).toEqual([`update ${A}`]);
  });

  it("is told of once in a run in which one leg comes and another goes", async () => {
    const b = new Bench();
    await b.deliver({
      run: 1,
      from: [
        { ...red(), producer: "linux" },
        { ...green(), producer: "windows" },
      ],
    });
    const made = await b.deliver({
      run: 2,
      from: [
        { ...green(), producer: "linux" },
        { ...red(), producer: "windows" },
      ],
    });
    expect(done(made)).toEqual([`comment ${A}`, `update ${A}`]);
  });

  it("is one entry when two reports of one run tell of it", async () => {
    const b = new Bench();
    expect(done(await b.deliver({ run: 1, from: [red(), red()] }))).toEqual([`create ${A}`]);
  });

  it("keeps two targets with the same test apart", async () => {
    const b = new Bench();
    const made = await b.deliver({
      run: 1,
      from: [
        { ...red(), target: "one" },
        { ...red(), target: "two" },
      ],
    });
    expect(done(made)).toEqual(["create Test failure: a (one)", "create Test failure: a (two)"]);
    expect(
      done(
        await b.deliver({
          run: 2,
          from: [
            { ...green(), target: "one" },
            { ...red(), target: "two" },
          ],
        }),
      ),
    ).toEqual(["close Test failure: a (one)"]);
  });

  it("gives a lint rule one entry, however many places it has, and says when there are more", async () => {
    const b = new Bench();
    const units = ["shop lib", "ledger lib"];
    expect(done(await b.deliver({ run: 1, from: { units, lints: { "clippy::x": ["shop lib"] } } }))).toEqual([
      "create Fix clippy warning: x",
    ]);
    const more = await b.deliver({ run: 2, from: { units, lints: { "clippy::x": units } } });
    expect(more.operations.map((o) => [o.op, o.reason])).toEqual([["comment", "1 new finding (run 2 at c2)"]]);
    expect(done(await b.deliver({ run: 3, from: { units, lints: { "clippy::x": ["ledger lib"] } } }))).toEqual([]);
  });
});

describe("noise", () => {
  it("tells once that the error changed, not each time it flips between two", async () => {
    const b = new Bench();
    await b.deliver({ run: 1, from: { tests: { a: "failed: left is 3", ok: "passed" } } });
    expect(done(await b.deliver({ run: 2, from: { tests: { a: "failed: connection refused", ok: "passed" } } }))).toEqual([`comment ${A}`]);
    for (const run of [3, 4, 5, 6]) {
      const error = run % 2 === 1 ? "left is 3" : "connection refused";
      expect(done(await b.deliver({ run, from: { tests: { a: `failed: ${error}`, ok: "passed" } } }))).toEqual([]);
    }
  });

  it("does not take another address, time or thread for another error", async () => {
    const b = new Bench();
    await b.deliver({ run: 1, from: { tests: { a: "failed: at 0x7f01 after 12 ms in thread 4", ok: "passed" } } });
    expect(done(await b.deliver({ run: 2, from: { tests: { a: "failed: at 0x7fab after 3.5 ms in thread 19", ok: "passed" } } }))).toEqual(
      [],
    );
  });

  it("comments never with comment: never, but keeps the entry current", async () => {
    const b = new Bench({ comment: "never" });
    await b.deliver({ run: 1, from: { ...red(), producer: "linux" } });
    expect(done(await b.deliver({ run: 2, from: { ...red(), producer: "windows" } }))).toEqual([`update ${A}`]);
  });

  it("comments on each failing run with comment: always, and once a run", async () => {
    const b = new Bench({ comment: "always" });
    await b.deliver({ run: 1, from: red() });
    expect(done(await b.deliver({ run: 2, from: red() }))).toEqual([`comment ${A}`]);
    expect(done(await b.deliver({ run: 2, from: red() }))).toEqual([]);
  });

  it("comments after a week with comment: interval", async () => {
    const b = new Bench({ comment: "interval" });
    await b.deliver({ run: 1, at: "2026-01-01T00:00:00Z", from: red() });
    expect(done(await b.deliver({ run: 2, at: "2026-01-05T00:00:00Z", from: red() }))).toEqual([]);
    expect(done(await b.deliver({ run: 3, at: "2026-01-08T00:00:01Z", from: red() }))).toEqual([`comment ${A}`]);
  });
});

describe("closing on a pass", () => {
  it("closes, naming run and commit", async () => {
    const b = new Bench();
    await b.deliver({ run: 1, from: red() });
    expect(done(await b.deliver({ run: 2, from: green() }))).toEqual([`close ${A}`]);
    expect(b.entries().get(A)?.status).toBe("closed");
    expect(b.entries().get(A)?.last).toContain("passed in run 2 at c2");
  });

  it("takes a pass from a filtered list, but none from a broken one", async () => {
    const b = new Bench();
    await b.deliver({ run: 1, from: { tests: { a: "failed", b: "failed", ok: "passed" } } });
    expect(done(await b.deliver({ run: 2, from: { tests: { a: "passed" }, list: "broken" } }))).toEqual([]);
    expect(done(await b.deliver({ run: 3, from: { tests: { a: "passed" }, list: "partial" } }))).toEqual([`close ${A}`]);
  });

  it("does not take skipped for passed", async () => {
    const b = new Bench();
    await b.deliver({ run: 1, from: red() });
    expect(done(await b.deliver({ run: 2, from: { tests: { a: "skipped", other: "passed" } } }))).toEqual([]);
  });

  it("waits for every producer that saw it failing", async () => {
    const b = new Bench();
    await b.deliver({
      run: 1,
      from: [
        { ...red(), producer: "linux" },
        { ...red(), producer: "windows" },
      ],
    });
    const half = await b.deliver({ run: 2, from: { ...green(), producer: "linux" } });
    expect(half.operations.map((o) => [o.op, o.reason])).toEqual([["comment", "passed in linux (run 2 at c2)"]]);
    expect(done(await b.deliver({ run: 2, from: { ...green(), producer: "windows" } }))).toEqual([`close ${A}`]);
  });

  it("does not ask producers that never saw it failing", async () => {
    const b = new Bench();
    await b.deliver({
      run: 1,
      from: [
        { ...red(), producer: "linux" },
        { ...green(), producer: "windows" },
      ],
    });
    expect(done(await b.deliver({ run: 2, from: { ...green(), producer: "linux" } }))).toEqual([`close ${A}`]);
  });

  it("does not close on another producer's pass", async () => {
    const b = new Bench();
    await b.deliver({ run: 1, from: { ...red(), producer: "linux" } });
    expect(done(await b.deliver({ run: 2, from: { ...green(), producer: "windows" } }))).toEqual([]);
  });

  it("fails when one report of a run says failed and another passed", async () => {
    const b = new Bench();
    await b.deliver({ run: 1, from: red() });
    expect(done(await b.deliver({ run: 2, from: [green(), red()] }))).toEqual([]);
  });

  it("does not take a second attempt that passes at the same commit for a fix", async () => {
    const b = new Bench();
    await b.deliver({ run: 1, from: red() });
    const made = await b.deliver({ run: 1, attempt: 2, commit: "c1", from: green() });
    expect(done(made)).toEqual([`comment ${A}`]);
    expect(made.operations[0]).toMatchObject({ label: "flaky", reason: expect.stringContaining("it failed and passed at one commit, c1") });
    expect(made.withheld[0]?.reason).toContain("flaky, not fixed");
    // One failure in so many runs is a rate at which only many passes show anything; the bound ends the wait.
    for (let run = 2; run < 20; run++) expect(done(await b.deliver({ run, from: green() }))).toEqual([]);
    expect(done(await b.deliver({ run: 20, from: green() }))).toEqual([`close ${A}`]);
  });

  it("closes a build on a second attempt: builds are not flaky", async () => {
    const b = new Bench();
    await b.deliver({ run: 1, from: { builds: { shop: "failed" } } });
    expect(done(await b.deliver({ run: 1, attempt: 2, commit: "c1", from: { builds: { shop: "passed" } } }))).toEqual([
      "close Build failure: shop",
    ]);
  });

  it("orders runs without commits by when they were created", async () => {
    const b = new Bench();
    await b.deliver({ run: 5, commit: "", at: "2026-01-05T00:00:00Z", from: red() });
    expect(done(await b.deliver({ run: 4, commit: "", at: "2026-01-04T00:00:00Z", from: green() }))).toEqual([]);
    expect(done(await b.deliver({ run: 6, commit: "", at: "2026-01-06T00:00:00Z", from: green() }))).toEqual([`close ${A}`]);
  });
});

describe("order of evidence", () => {
  it("does not close on a late report of an older commit", async () => {
    const b = new Bench();
    b.commits = ["c1", "c2", "c3"];
    await b.deliver({ run: 3, commit: "c3", from: red() });
    expect(done(await b.deliver({ run: 9, commit: "c1", from: green() }))).toEqual([]);
  });

  it("does not reopen on a late report of an older commit", async () => {
    const b = new Bench();
    await b.deliver({ run: 1, from: red() });
    await b.deliver({ run: 3, from: green() });
    b.commits = ["c1", "c2", "c3"];
    const late = await b.deliver({ run: 2, commit: "c2", at: "2026-06-01T00:00:00Z", from: red() });
    expect(done(late)).toEqual([]);
    expect(b.entries().get(A)?.status).toBe("closed");
  });

  it("trusts ancestry over clocks", async () => {
    const b = new Bench();
    b.commits = ["old", "new"];
    await b.deliver({ run: 1, commit: "old", at: "2026-05-01T00:00:00Z", from: red() });
    expect(done(await b.deliver({ run: 2, commit: "new", at: "2026-04-01T00:00:00Z", from: green() }))).toEqual([`close ${A}`]);
  });

  it("neither closes nor reopens when nothing tells which is newer", async () => {
    const b = new Bench();
    await b.deliver({ run: "x", commit: "", at: "2026-05-01T00:00:00Z", from: red() });
    expect(done(await b.deliver({ run: "y", commit: "", at: "2026-05-01T00:00:00Z", from: green() }))).toEqual([]);
  });
});

describe("absence", () => {
  it("closes nothing when a test is merely not in a filtered or broken list", async () => {
    const b = new Bench();
    await b.deliver({ run: 1, from: red() });
    for (const [run, list] of [
      [2, "partial"],
      [3, "broken"],
    ] as const) {
      expect(done(await b.deliver({ run, from: { tests: { other: "passed" }, list } }))).toEqual([]);
    }
  });

  it("marks a test at the first complete list without it and closes it as gone at the second, of another commit", async () => {
    const b = new Bench();
    await b.deliver({ run: 1, from: red() });
    const first = await b.deliver({ run: 2, from: { tests: { other: "passed" } } });
    expect(first.operations.map((o) => o.op)).toEqual(["comment"]);
    expect(first.operations[0]?.reason).toContain("no longer reported");
    expect(done(await b.deliver({ run: 2, from: { tests: { other: "passed" } } }))).toEqual([]);
    expect(done(await b.deliver({ run: 3, commit: "c2", from: { tests: { other: "passed" } } }))).toEqual([]);
    const second = await b.deliver({ run: 4, from: { tests: { other: "passed" } } });
    expect(second.operations.map((o) => [o.op, o.reason.slice(0, 5)])).toEqual([["close", "gone:"]]);
  });

  it("forgets the mark when the test is reported again", async () => {
    const b = new Bench();
    await b.deliver({ run: 1, from: red() });
    await b.deliver({ run: 2, from: { tests: { other: "passed" } } });
    const back = await b.deliver({ run: 3, from: red() });
    expect(back.operations.map((o) => o.reason)).toEqual(["it is reported again (run 3 at c3)"]);
    expect((await b.deliver({ run: 4, from: { tests: { other: "passed" } } })).operations[0]?.op).toBe("comment");
  });

  it("closes a test at once when its file is gone from the commit", async () => {
    const b = new Bench();
    await b.deliver({ run: 1, from: { ...red(), file: "tests/old.rs" } });
    b.missing.add("tests/old.rs");
    const made = await b.deliver({ run: 2, from: { tests: { other: "passed" } } });
    expect(made.operations.map((o) => o.reason)).toEqual(["gone: its file tests/old.rs no longer exists in run 2 at c2"]);
  });

  it("takes a list that lost more than a tenth of its cases for a partial one", async () => {
    const b = new Bench();
    await b.deliver({ run: 1, from: { ...red(), cases: 30 } });
    const made = await b.deliver({ run: 2, from: { tests: { other: "passed" }, cases: 26 } });
    expect(done(made)).toEqual([]);
    expect(made.withheld[0]?.reason).toContain("26 tests where it had 30");
    expect((await b.deliver({ run: 3, from: { tests: { other: "passed" }, cases: 27 } })).operations[0]?.op).toBe("comment");
  });

  it("closes a lint when a complete report of the same places no longer has it", async () => {
    const b = new Bench();
    await b.deliver({ run: 1, from: { units: ["shop lib", "ledger lib"], lints: { "clippy::x": ["shop lib"] } } });
    expect(done(await b.deliver({ run: 2, from: { units: ["ledger lib"] } }))).toEqual([]);
    expect(done(await b.deliver({ run: 3, from: { units: ["shop lib"], lintState: "broken" } }))).toEqual([]);
    expect(done(await b.deliver({ run: 4, from: { units: ["shop lib"] } }))).toEqual(["close Fix clippy warning: x"]);
  });

  it("does not close a lint when a feature under which it was found is off", async () => {
    const b = new Bench();
    await b.deliver({ run: 1, from: { units: ["shop lib"], features: ["shop/extra"], lints: { "clippy::x": ["shop lib"] } } });
    const made = await b.deliver({ run: 2, from: { units: ["shop lib"] } });
    expect(done(made)).toEqual([]);
    expect(made.withheld[0]?.reason).toContain("the feature shop/extra is off");
    expect(done(await b.deliver({ run: 3, from: { units: ["shop lib"], features: ["shop/extra"] } }))).toEqual([
      "close Fix clippy warning: x",
    ]);
  });

  it("closes an advisory when a complete audit no longer has it, but not with half a database or when it is ignored", async () => {
    const b = new Bench();
    const title = "Security: RUSTSEC-2020-0071 in time: bad time";
    expect(done(await b.deliver({ run: 1, from: { audits: ["time RUSTSEC-2020-0071"] } }))).toEqual([`create ${title}`]);
    expect(done(await b.deliver({ run: 2, from: { audited: { advisories: 499 } } }))).toEqual([]);
    const ignored = await b.deliver({ run: 3, from: { audited: { filters: ["ignore:RUSTSEC-2020-0071"] } } });
    expect(done(ignored)).toEqual([]);
    expect(ignored.withheld[0]?.reason).toContain("ignore:RUSTSEC-2020-0071");
    expect(done(await b.deliver({ run: 4, from: { audited: { filters: ["ignore:RUSTSEC-2019-0001"] } } }))).toEqual([`close ${title}`]);
  });

  it("keeps a dependency's entry current as newer versions come out, and closes it when it is current", async () => {
    const b = new Bench();
    expect(done(await b.deliver({ run: 1, from: { outdated: { serde: "2.0.0" } } }))).toEqual(["create Update dependency: serde"]);
    expect(b.entries().get("Update dependency: serde")).toMatchObject({ type: "chore", priority: 2 });
    expect(done(await b.deliver({ run: 2, from: { outdated: { serde: "2.1.0" } } }))).toEqual(["update Update dependency: serde"]);
    expect(done(await b.deliver({ run: 3, from: { outdated: {} } }))).toEqual(["close Update dependency: serde"]);
  });

  it("does not close what a producer saw failing when another producer's complete report lacks it", async () => {
    const b = new Bench();
    await b.deliver({ run: 1, from: { producer: "one", audits: ["time RUSTSEC-2020-0071"] } });
    expect(done(await b.deliver({ run: 2, from: { producer: "two", audited: {} } }))).toEqual([]);
  });
});

describe("reopening", () => {
  it("reopens on a newer failure", async () => {
    const b = new Bench();
    await b.deliver({ run: 1, from: red() });
    await b.deliver({ run: 2, from: green() });
    expect(done(await b.deliver({ run: 3, from: red() }))).toEqual([`reopen ${A}`]);
    expect(b.entries().get(A)?.status).toBe("open");
    expect(done(await b.deliver({ run: 4, from: green() }))).toEqual([`close ${A}`]);
  });

  it("reopens what a person closed as fixed, once; closed again by a person it stays closed", async () => {
    const b = new Bench();
    await b.deliver({ run: 1, from: red() });
    b.person(A, { status: "closed", closed_at: "2026-01-01T00:15:00Z" });
    expect(done(await b.deliver({ run: 2, from: red() }))).toEqual([`reopen ${A}`]);
    b.person(A, { status: "closed", closed_at: "2026-01-01T00:25:00Z" });
    const made = await b.deliver({ run: 3, from: red() });
    expect(done(made)).toEqual([]);
    expect(made.withheld[0]?.reason).toContain("a person's word stands");
    expect(done(await b.deliver({ run: 4, from: red() }))).toEqual([]);
  });

  it("does not reopen what a person closed while the run was under way", async () => {
    const b = new Bench();
    await b.deliver({ run: 1, from: red() });
    b.person(A, { status: "closed", closed_at: "2026-01-01T12:00:00Z" });
    expect(done(await b.deliver({ run: 2, at: "2026-01-01T11:59:00Z", from: red() }))).toEqual([]);
    expect(done(await b.deliver({ run: 3, at: "2026-01-01T12:30:00Z", from: red() }))).toEqual([`reopen ${A}`]);
  });

  it("dates a person's close that the tracker does not date by the run that found it", async () => {
    const b = new Bench();
    await b.deliver({ run: 1, from: red() });
    b.person(A, { status: "closed" });
    expect(done(await b.deliver({ run: 2, from: red() }))).toEqual([]);
    expect(done(await b.deliver({ run: 2, from: red() }))).toEqual([]);
    expect(done(await b.deliver({ run: 3, from: red() }))).toEqual([`reopen ${A}`]);
  });

  it("leaves alone what a person reopened, until it has failed and passed again", async () => {
    const b = new Bench();
    await b.deliver({ run: 1, from: red() });
    await b.deliver({ run: 2, from: green() });
    b.person(A, { status: "open", closed_at: undefined });
    expect(done(await b.deliver({ run: 3, from: green() }))).toEqual([]);
    expect(b.entries().get(A)?.status).toBe("open");
    expect(done(await b.deliver({ run: 4, from: red() }))).toEqual([`comment ${A}`]);
    expect(done(await b.deliver({ run: 5, from: green() }))).toEqual([`close ${A}`]);
  });
});

describe("people", () => {
  for (const word of ["mute", "manual", "wont-fix", "snooze 2099-01-01"]) {
    it(`leaves an entry alone that says ci-tracker: ${word}`, async () => {
      const b = new Bench();
      await b.deliver({ run: 1, from: { ...red(), producer: "linux" } });
      b.person(A, { description: `Known.\nci-tracker: ${word}\n` });
      for (const from of [
        { ...red(), producer: "windows" },
        { ...green(), producer: "linux" },
      ]) {
        const made = await b.deliver({ run: 2, from });
        expect(done(made)).toEqual([]);
      }
      expect(b.entries().get(A)?.status).toBe("open");
    });
  }

  it("takes a snooze for over when its day has come", async () => {
    const b = new Bench();
    await b.deliver({ run: 1, from: red() });
    b.person(A, { description: "ci-tracker: snooze 2026-01-01" });
    expect(done(await b.deliver({ run: 2, from: green() }))).toEqual([`close ${A}`]);
  });

  it("keeps a title, priority, type, assignee and text that people changed", async () => {
    const b = new Bench();
    await b.deliver({ run: 1, from: red() });
    const theirs = { title: "Ours now", priority: 3, issue_type: "task", assignee: "ann", description: "We know." };
    b.person(A, theirs);
    await b.deliver({ run: 2, from: green() });
    await b.deliver({ run: 3, from: red() });
    const line = JSON.parse(b.text.trim()) as Record<string, unknown>;
    expect(line).toMatchObject({ ...theirs, status: "open" });
  });

  it("does not touch entries that are not ours, byte for byte", async () => {
    const b = new Bench();
    const theirs =
      '{"id":"bd-1","title":"Fix login","description":"","status":"open","priority":2,"issue_type":"bug","created_at":"2025-10-21T14:59:54.123456789Z","updated_at":"2025-10-22T08:00:00Z"}\n';
    b.text = theirs;
    await b.deliver({ run: 1, from: red() });
    await b.deliver({ run: 2, from: green() });
    expect(b.text).toContain(theirs);
  });
});

describe("builds", () => {
  it("is one entry a package, and holds back what it kept from running", async () => {
    const b = new Bench();
    await b.deliver({ run: 1, from: red() });
    const made = await b.deliver({ run: 2, from: { ...green(), builds: { shop: "failed" } } });
    expect(done(made)).toEqual(["create Build failure: shop"]);
    expect(b.entries().get(A)?.status).toBe("open");
    expect(done(await b.deliver({ run: 3, from: { ...green(), builds: { shop: "passed" } } }))).toEqual([
      "close Build failure: shop",
      `close ${A}`,
    ]);
  });

  it("opens no entry for tests of a package that did not compile", async () => {
    const b = new Bench();
    const made = await b.deliver({ run: 1, from: { tests: { "": "failed" }, builds: { shop: "failed" } } });
    expect(done(made)).toEqual(["create Build failure: shop"]);
  });

  it("passes only when every producer that built it in this run says so", async () => {
    const b = new Bench();
    await b.deliver({
      run: 1,
      from: [
        { producer: "linux", builds: { shop: "failed" } },
        { producer: "mac", builds: { shop: "failed" } },
      ],
    });
    const half = await b.deliver({
      run: 2,
      from: [
        { producer: "linux", builds: { shop: "passed" } },
        { producer: "mac", builds: { shop: "failed" } },
      ],
    });
    expect(half.operations.map((o) => o.op)).toEqual(["comment"]);
    expect(done(await b.deliver({ run: 3, from: { producer: "mac", builds: { shop: "passed" } } }))).toEqual(["close Build failure: shop"]);
  });
});

describe("many at once", () => {
  const many = (n: number, verdict: "failed" | "passed", prefix = "cart::"): Record<string, "failed" | "passed"> =>
    Object.fromEntries(Array.from({ length: n }, (_, i) => [`${prefix}t${i}`, verdict]));

  it("gives ten failing tests of one suite one entry, which closes when each has passed", async () => {
    const b = new Bench();
    const ok = many(40, "passed", "ok::");
    const made = await b.deliver({ run: 1, from: { tests: { ...many(10, "failed"), ...ok } } });
    expect(done(made)).toEqual(["create Test failures: many tests of shop cart"]);
    const fewer = await b.deliver({ run: 2, from: { tests: { ...many(10, "passed"), "cart::t3": "failed", ...ok } } });
    expect(done(fewer)).toEqual(["update Test failures: many tests of shop cart"]);
    expect(fewer.operations[0]?.card).toMatchObject({
      members: ["Test failure: cart::t3 (shop)"],
      failure: { message: "1 of 10 still fail" },
    });
    expect(done(await b.deliver({ run: 2, from: { tests: { ...many(10, "passed"), "cart::t3": "failed", ...ok } } }))).toEqual([]);
    expect(done(await b.deliver({ run: 3, from: { tests: { ...many(10, "passed"), ...ok } } }))).toEqual([
      "close Test failures: many tests of shop cart",
    ]);
  });

  it("lets later failures of the suite join the open entry, which waits for them too", async () => {
    const b = new Bench();
    const ok = many(40, "passed", "ok::");
    await b.deliver({ run: 1, from: { tests: { ...many(10, "failed"), ...ok } } });
    const joined = await b.deliver({ run: 2, from: { tests: { ...many(10, "passed"), "cart::late": "failed", ...ok } } });
    expect(done(joined)).toEqual(["update Test failures: many tests of shop cart"]);
    expect(joined.operations[0]?.card.members).toEqual(["Test failure: cart::late (shop)"]);
    expect(joined.withheld.map((w) => w.title)).toEqual(["Test failure: cart::late (shop)"]);
    expect(done(await b.deliver({ run: 3, from: { tests: { ...many(10, "passed"), "cart::late": "passed", ...ok } } }))).toEqual([
      "close Test failures: many tests of shop cart",
    ]);
  });

  it("gives ten failures with one message one entry, whatever suites they are in, and lets later ones join it", async () => {
    const b = new Bench();
    const ok = many(40, "passed", "ok::");
    const down = (n: number, from = 0): NonNullable<Delivery["tests"]> =>
      Object.fromEntries(Array.from({ length: n }, (_, i) => [`m${i + from}::t`, "failed: connection to 10.0.0.7 refused after 31 ms"]));
    const made = await b.deliver({ run: 1, from: { tests: { ...down(10), "x::own": "failed: 1 is not 2", ...ok } } });
    const title = "Test failures: many with one message, connection to 10.0.0.7 refused after <duration>";
    expect(done(made).sort()).toEqual(["create Test failure: x::own (shop)", `create ${title}`]);
    expect(readKey(made.operations.find((o) => o.title === title)?.key ?? "")?.fields[0]).toBe("(message)");
    const more = await b.deliver({ run: 2, from: { tests: { ...down(11), "x::own": "failed: 1 is not 2", ...ok } } });
    expect(done(more)).toEqual([`update ${title}`]);
    const up = Object.fromEntries(Object.keys(down(11)).map((name) => [name, "passed" as const]));
    expect(done(await b.deliver({ run: 3, from: { tests: { ...up, "x::own": "failed: 1 is not 2", ...ok } } }))).toEqual([
      `close ${title}`,
    ]);
  });

  it("gives one entry to the rest of ten failures with one message of which most are in one suite", async () => {
    const b = new Bench();
    const full = "failed: No space left on device" as const;
    const tests = (suite: string, n: number): NonNullable<Delivery["tests"]> =>
      Object.fromEntries(Array.from({ length: n }, (_, i) => [`${suite}::t${i}`, full]));
    const made = await b.deliver({ run: 1, from: { tests: { ...tests("a", 13), ...tests("b", 9), ...many(40, "passed", "ok::") } } });
    expect(done(made).sort()).toEqual([
      "create Test failures: many tests of shop a",
      "create Test failures: many with one message, No space left on device",
    ]);
  });

  it("keeps nine with one message apart", async () => {
    const b = new Bench();
    const down = Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`m${i}::t`, "failed: connection refused" as const]));
    expect((await b.deliver({ run: 1, from: { tests: { ...down, ...many(40, "passed", "ok::") } } })).operations).toHaveLength(9);
  });

  it("keeps nine apart", async () => {
    const b = new Bench();
    const made = await b.deliver({ run: 1, from: { tests: { ...many(9, "failed"), ...many(40, "passed", "ok::") } } });
    expect(made.operations).toHaveLength(9);
  });

  it("takes a run of which four fifths fail for one broken thing", async () => {
    const b = new Bench();
    const made = await b.deliver({
      run: 1,
      from: { tests: { ...many(6, "failed", "a::"), ...many(6, "failed", "b::"), ...many(3, "passed", "c::") } },
    });
    expect(done(made)).toEqual(["create Most tests fail in ci.yml / test"]);
    expect(b.entries().get("Most tests fail in ci.yml / test")).toMatchObject({ type: "bug", priority: 0 });
    const tests = { ...many(6, "passed", "a::"), ...many(6, "passed", "b::"), ...many(3, "passed", "c::") };
    expect(done(await b.deliver({ run: 2, from: { tests } }))).toEqual(["close Most tests fail in ci.yml / test"]);
  });

  it("lets the build's entry stand for a run of failing tests", async () => {
    const b = new Bench();
    const made = await b.deliver({ run: 1, from: [{ tests: many(12, "failed") }, { producer: "other", builds: { lib: "failed" } }] });
    expect(done(made)).toEqual(["create Build failure: lib"]);
    expect(made.withheld).toHaveLength(12);
  });

  it("opens the members one by one when their group was closed and they fail again", async () => {
    const b = new Bench();
    const ok = many(40, "passed", "ok::");
    await b.deliver({ run: 1, from: { tests: { ...many(10, "failed"), ...ok } } });
    await b.deliver({ run: 2, from: { tests: { ...many(10, "passed"), ...ok } } });
    expect(done(await b.deliver({ run: 3, from: { tests: { ...many(10, "passed"), "cart::t1": "failed", ...ok } } }))).toEqual([
      "create Test failure: cart::t1 (shop)",
    ]);
  });

  it("reopens the group's entry when the whole suite fails again", async () => {
    const b = new Bench();
    const ok = many(40, "passed", "ok::");
    await b.deliver({ run: 1, from: { tests: { ...many(10, "failed"), ...ok } } });
    await b.deliver({ run: 2, from: { tests: { ...many(10, "passed"), ...ok } } });
    expect(done(await b.deliver({ run: 3, from: { tests: { ...many(10, "failed"), ...ok } } }))).toEqual([
      "reopen Test failures: many tests of shop cart",
    ]);
    expect(done(await b.deliver({ run: 4, from: { tests: { ...many(10, "passed"), ...ok } } }))).toEqual([
      "close Test failures: many tests of shop cart",
    ]);
  });
});

describe("adoption", () => {
  const filed = (id: string, title: string): string =>
    `${JSON.stringify({ id, title, description: "Failed in build #7", status: "open", priority: 0, issue_type: "bug", created_at: "2025-10-21T14:59:54Z", updated_at: "2025-10-21T14:59:54Z" })}\n`;

  it("takes over the entry that the shell recipe filed, and closes it like its own", async () => {
    const b = new Bench();
    b.text = filed("bd-7", "Test failure: a");
    const made = await b.deliver({ run: 1, from: red() });
    expect(made.operations.map((o) => [o.op, o.entry, o.adopts])).toEqual([["comment", "bd-7", true]]);
    expect(done(await b.deliver({ run: 2, from: green() }))).toEqual([`close ${A}`]);
    expect(b.entries().get("Test failure: a")?.status).toBe("closed");
  });

  it("adopts nothing when two targets have that test, and names both", async () => {
    const b = new Bench();
    b.text = filed("bd-7", "Test failure: a");
    const made = await b.deliver({
      run: 1,
      from: [
        { ...red(), target: "one" },
        { ...green(), target: "two" },
      ],
    });
    expect(done(made)).toEqual([]);
    expect(made.withheld[0]?.reason).toContain("test/1 one » a or test/1 two » a");
  });

  it("adopts nothing when two entries have the title, and names both", async () => {
    const b = new Bench();
    b.text = filed("bd-7", "Test failure: a") + filed("bd-8", "Test failure: a");
    const made = await b.deliver({ run: 1, from: red() });
    expect(done(made)).toEqual([]);
    expect(made.withheld[0]?.reason).toContain("bd-7 and bd-8");
  });

  it("lets an adopted `Fix clippy warnings` stand for clippy's rules, and gives rules their own after it closes", async () => {
    const b = new Bench();
    b.text = filed("bd-9", "Fix clippy warnings");
    const units = ["shop lib"];
    const made = await b.deliver({ run: 1, from: { units, lints: { "clippy::x": units, "clippy::y": units, unused_mut: units } } });
    expect(done(made)).toEqual(["create Fix rustc warning: unused_mut", "comment Fix clippy warnings"]);
    expect(done(await b.deliver({ run: 2, from: { units, lints: { "clippy::y": units, unused_mut: units } } }))).toEqual([
      "update Fix clippy warnings",
    ]);
    expect(done(await b.deliver({ run: 3, from: { units, lints: { unused_mut: units } } }))).toEqual(["close Fix clippy warnings"]);
    expect(done(await b.deliver({ run: 4, from: { units, lints: { "clippy::x": units, unused_mut: units } } }))).toEqual([
      "create Fix clippy warning: x",
    ]);
  });
});

describe("benchmarks", () => {
  const bench = (value: number): Delivery => ({ benches: { sort: value } });
  const title = "Performance regression: sort";
  async function withBaseline(b: Bench, value = 1000): Promise<void> {
    for (let run = 1; run <= 5; run++) expect(done(await b.deliver({ run, from: bench(value + run) }))).toEqual([]);
  }

  it("says nothing without a baseline of five earlier runs", async () => {
    const b = new Bench();
    for (const [run, value] of [
      [1, 1000],
      [2, 9000],
      [3, 100],
      [4, 5000],
      [5, 90],
    ] as const)
      expect(done(await b.deliver({ run, from: bench(value) }))).toEqual([]);
  });

  it("files when it is worse in two of the last three runs, as a bug of priority 1", async () => {
    const b = new Bench();
    await withBaseline(b);
    expect(done(await b.deliver({ run: 6, from: bench(1500) }))).toEqual([]);
    expect(done(await b.deliver({ run: 7, from: bench(1002) }))).toEqual([]);
    expect(done(await b.deliver({ run: 8, from: bench(1500) }))).toEqual([`create ${title}`]);
    expect(b.entries().get(title)).toMatchObject({ type: "bug", priority: 1 });
  });

  it("closes against the baseline it was filed against, however long it stayed slow", async () => {
    const b = new Bench();
    await withBaseline(b);
    await b.deliver({ run: 6, from: bench(1500) });
    await b.deliver({ run: 7, from: bench(1500) });
    for (let run = 8; run < 30; run++) expect(done(await b.deliver({ run, from: bench(1500) }))).toEqual([]);
    expect(done(await b.deliver({ run: 30, from: bench(1003) }))).toEqual([]);
    expect(done(await b.deliver({ run: 31, from: bench(1003) }))).toEqual([`close ${title}`]);
  });

  it("takes nothing within 5 ns, two printed steps or the tolerance for worse", async () => {
    const b = new Bench();
    for (let run = 1; run <= 5; run++) await b.deliver({ run, from: bench(2) });
    for (const run of [6, 7, 8]) expect(done(await b.deliver({ run, from: bench(6) }))).toEqual([]);
    const slow = new Bench();
    await withBaseline(slow);
    for (const run of [6, 7, 8]) expect(done(await slow.deliver({ run, from: bench(1090) }))).toEqual([]);
  });

  it("counts a run once, however often it is delivered", async () => {
    const b = new Bench();
    await withBaseline(b);
    for (let i = 0; i < 4; i++) expect(done(await b.deliver({ run: 6, from: bench(1500) }))).toEqual([]);
  });
});

describe("a tracker that could not be listed whole", () => {
  it("opens and closes nothing, and lists what it withheld", async () => {
    const b = new Bench();
    const { made: ok } = await b.plan({ run: 1, from: red() });
    expect(ok.operations).toHaveLength(1);
    const { plan } = await import("../../src/planning/plan.ts");
    const { EvidenceBuilder } = await import("../../src/identity/evidence.ts");
    const run = b.runOf({ run: 1 });
    const builder = new EvidenceBuilder(run, [], (t) => t);
    builder.observe("p", {
      kind: "test",
      outcome: "failed",
      name: "a",
      suite: "s",
      part: { kind: "test", state: "whole", extent: { units: ["s"] }, provesAbsence: true },
    });
    const made = plan({
      evidence: builder.finish(),
      listing: { tracker: "github", ids: "theirs", whole: false, reason: "page 2 failed", entries: [] },
      ledger: new Map(),
      policy: b.policy,
      world: b.world(run),
    });
    expect(made.operations).toEqual([]);
    expect(made.withheld.map((w) => w.reason)).toEqual(["the tracker could not be listed whole (page 2 failed)"]);
  });
});
