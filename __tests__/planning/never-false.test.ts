/** Ways in which a close could be false, an entry doubled, or a person overruled; each was open once. */
import { describe, expect, it } from "vitest";
import { Bench, type Delivery, done } from "./kit.ts";

const A = "Test failure: a (shop)";
const red = (name = "a"): Delivery => ({ tests: { [name]: "failed", other: "passed" } });
const green = (name = "a"): Delivery => ({ tests: { [name]: "passed", other: "passed" } });
const many = (n: number, verdict: "failed" | "passed", prefix = "cart::"): Record<string, "failed" | "passed"> =>
  Object.fromEntries(Array.from({ length: n }, (_, i) => [`${prefix}t${i}`, verdict]));
const ok = many(40, "passed", "ok::");
const GROUP = "Test failures: many tests of shop cart";

describe("a package that a report does not name", () => {
  it("is not taken for another package's test of that name", async () => {
    const b = new Bench();
    await b.deliver({ run: 1, from: { target: "?::api", tests: { get: "failed" } } });
    const made = await b.deliver({
      run: 2,
      from: [
        { target: "shop::api", tests: { get: "passed" } },
        { target: "ledger::api", tests: { get: "skipped", put: "passed" } },
      ],
    });
    expect(done(made)).toEqual([]);
  });
  it("does not lose a failure because that test once had an entry", async () => {
    const b = new Bench();
    await b.deliver({ run: 1, from: { target: "shop::api", tests: { get: "failed" } } });
    await b.deliver({
      run: 2,
      from: [
        { target: "shop::api", tests: { get: "passed" } },
        { target: "ledger::api", tests: { put: "failed" } },
      ],
    });
    const made = await b.deliver({ run: 3, from: { target: "?::api", tests: { get: "failed" } } });
    expect(done(made).length + made.withheld.length).toBeGreaterThan(0);
  });
});
describe("a finding in several places closes when each of them was looked at", () => {
  it("an advisory in two lockfiles, of which one is audited", async () => {
    const b = new Bench();
    await b.deliver({
      run: 1,
      from: [
        { audits: ["time RUSTSEC-2020-0071"], audited: { lockfile: "Cargo.lock" } },
        { audits: ["time RUSTSEC-2020-0071"], audited: { lockfile: "sub/Cargo.lock" } },
      ],
    });
    for (const lockfile of ["Cargo.lock", "sub/Cargo.lock"])
      expect(done(await b.deliver({ run: 2, from: [{ audits: [], audited: { lockfile } }] }))).toEqual([]);
  });
  it("a dependency of two packages, of which one is listed", async () => {
    const b = new Bench();
    await b.deliver({
      run: 1,
      from: [
        { outdated: { serde: "2" }, outdatedOf: "a" },
        { outdated: { serde: "2" }, outdatedOf: "b" },
      ],
    });
    expect(done(await b.deliver({ run: 2, from: [{ outdated: {}, outdatedOf: "a" }] }))).toEqual([]);
    expect(done(await b.deliver({ run: 2, from: [{ outdated: {}, outdatedOf: "b" }] }))).toEqual([]);
  });
  it("a build that failed in two targets, of which one is built", async () => {
    const b = new Bench();
    await b.deliver({
      run: 1,
      from: [
        { builds: { shop: "failed" }, compiled: ["lib"] },
        { builds: { shop: "failed" }, compiled: ["test api"] },
      ],
    });
    expect(done(await b.deliver({ run: 2, from: [{ builds: { shop: "passed" }, compiled: ["lib"] }] }))).toEqual([]);
    expect(done(await b.deliver({ run: 2, from: [{ builds: { shop: "passed" }, compiled: ["test api"] }] }))).toEqual([]);
  });
  it("a build that failed in one target and then in another", async () => {
    const b = new Bench();
    await b.deliver({ run: 1, from: [{ builds: { shop: "failed" }, compiled: ["lib"] }] });
    await b.deliver({ run: 2, from: [{ builds: { shop: "failed" }, compiled: ["test api"] }] });
    expect(done(await b.deliver({ run: 3, from: [{ builds: { shop: "passed" }, compiled: ["test api"] }] }))).toEqual([]);
  });
  it("a rule found in one crate, then in another by a report that was cut", async () => {
    const b = new Bench();
    await b.deliver({ run: 1, from: { units: ["shop lib"], lints: { "clippy::x": ["shop lib"] } } });
    await b.deliver({ run: 2, from: { units: ["ledger lib"], lintState: "broken", lints: { "clippy::x": ["ledger lib"] } } });
    expect(done(await b.deliver({ run: 3, from: { units: ["shop lib"] } }))).toEqual([]);
  });
  it("a rule found in one crate, then in another by a report that looked at that one only", async () => {
    const b = new Bench();
    await b.deliver({ run: 1, from: { units: ["shop lib"], lints: { "clippy::x": ["shop lib"] } } });
    await b.deliver({ run: 2, from: { units: ["ledger lib"], lints: { "clippy::x": ["ledger lib"] } } });
    expect(done(await b.deliver({ run: 3, from: { units: ["ledger lib"] } }))).toEqual([]);
  });
});
describe("one advisory under several of its names", () => {
  it("has one entry when two reports of a run name it differently", async () => {
    const b = new Bench();
    const made = await b.deliver({
      run: 1,
      from: [{ audits: ["time RUSTSEC-2020-0071 CVE-1"] }, { producer: "x", audits: ["time CVE-1"] }],
    });
    expect(done(made)).toHaveLength(1);
  });
  it("has one entry when a later report uses another name", async () => {
    const b = new Bench();
    await b.deliver({ run: 1, from: [{ audits: ["time RUSTSEC-2020-0071 CVE-1"] }] });
    const made = await b.deliver({ run: 2, from: [{ producer: "x", audits: ["time CVE-1"] }] });
    expect(done(made)).toEqual(["comment Security: RUSTSEC-2020-0071 in time: bad time"]);
  });
  it("is not gone because an ignore list names its alias", async () => {
    const b = new Bench();
    await b.deliver({ run: 1, from: [{ audits: ["time RUSTSEC-2020-0071 CVE-1"] }] });
    const made = await b.deliver({ run: 2, from: [{ audited: { filters: ["ignore:CVE-1"] } }] });
    expect(done(made)).toEqual([]);
  });
});
describe("while a person keeps us off an entry", () => {
  it("what fails is remembered, so that an earlier pass does not close it afterwards", async () => {
    const b = new Bench();
    await b.deliver({ run: 1, from: red() });
    b.person(A, { description: "ci-tracker: mute" });
    await b.deliver({ run: 2, from: green() });
    await b.deliver({ run: 3, from: red() });
    b.person(A, { description: "" });
    expect(done(await b.deliver({ run: 4, from: { tests: { other: "passed" }, list: "partial" } }))).toEqual([]);
  });
  it("who fails is remembered, so that another's pass does not close it afterwards", async () => {
    const b = new Bench();
    await b.deliver({ run: 1, from: { ...red(), producer: "linux" } });
    b.person(A, { description: "ci-tracker: mute" });
    await b.deliver({ run: 2, from: { ...red(), producer: "windows" } });
    b.person(A, { description: "" });
    expect(done(await b.deliver({ run: 3, from: { ...green(), producer: "linux" } })).filter((o) => o.startsWith("close"))).toEqual([]);
  });
  it("the person's word outlives the entry", async () => {
    const b = new Bench();
    await b.deliver({ run: 1, from: red() });
    b.person(A, { description: "ci-tracker: wont-fix", status: "closed", closed_at: "2026-01-01T00:15:00Z" });
    await b.deliver({ run: 2, from: red() });
    b.text = "";
    const made = await b.deliver({ run: 3, from: red() });
    expect(done(made)).toEqual([]);
  });
});
describe("legs that deliver one after another", () => {
  it("a leg that fails reopens what another leg of the same run has just closed", async () => {
    const b = new Bench();
    await b.deliver({ run: 1, from: { ...red(), producer: "linux" } });
    await b.deliver({ run: 2, from: { ...green(), producer: "linux" } });
    const made = await b.deliver({ run: 2, from: { ...red(), producer: "windows" } });
    expect(done(made)).toEqual([`reopen ${A}`]);
  });
});
describe("the entry of a group", () => {
  it("reopens for a new failure after a person closed it", async () => {
    const b = new Bench();
    await b.deliver({ run: 1, from: { tests: { ...many(10, "failed"), ...ok } } });
    b.person(GROUP, { status: "closed", closed_at: "2026-01-01T00:15:00Z" });
    const made = await b.deliver({ run: 2, from: { tests: { ...many(10, "passed"), "cart::new": "failed", ...ok } } });
    expect(done(made)).toEqual([`reopen ${GROUP}`]);
  });
  it("forgets that a member was missing once it fails again", async () => {
    const b = new Bench();
    await b.deliver({ run: 1, from: { tests: { ...many(10, "failed"), ...ok } } });
    await b.deliver({ run: 2, from: { tests: { ...many(9, "passed"), ...ok } } });
    await b.deliver({ run: 3, from: { tests: { ...many(9, "passed"), "cart::t9": "failed", ...ok } } });
    expect(done(await b.deliver({ run: 4, from: { tests: { ...many(9, "passed"), ...ok } } }))).toEqual([]);
  });
  it("does not close when the ledger was lost and with it who its members are", async () => {
    const b = new Bench();
    await b.deliver({ run: 1, from: { tests: { ...many(10, "failed"), ...ok } } });
    b.ledger = null;
    await b.deliver({ run: 2, from: { tests: { "cart::t1": "failed" }, list: "partial" } });
    expect(done(await b.deliver({ run: 3, from: { tests: { "cart::t1": "passed" }, list: "partial" } }))).toEqual([]);
  });
  it("is named for every member that still fails", async () => {
    const b = new Bench();
    await b.deliver({ run: 1, from: { tests: { ...many(10, "failed"), ...ok } } });
    const made = await b.deliver({ run: 2, from: { tests: { ...many(10, "failed"), ...ok } } });
    expect(made.unchanged.length + made.withheld.length).toBe(10);
  });
  it("is written for once when a person does not want it", async () => {
    const b = new Bench();
    await b.deliver({ run: 1, from: { tests: { ...many(10, "failed"), ...ok } } });
    await b.deliver({ run: 2, from: { tests: { ...many(10, "passed"), ...ok } } });
    b.person(GROUP, { description: "ci-tracker: wont-fix" });
    await b.deliver({ run: 3, from: { tests: { ...many(10, "failed"), ...ok } } });
    const w = b.writes;
    expect(done(await b.deliver({ run: 4, from: { tests: { ...many(10, "failed"), ...ok } } }))).toEqual([]);
    expect(b.writes).toBe(w);
  });
});
describe("a test that was missing once", () => {
  it("is not gone at the next absence if it was listed as skipped in between", async () => {
    const b = new Bench();
    await b.deliver({ run: 1, from: red() });
    await b.deliver({ run: 2, from: { tests: { other: "passed" } } });
    await b.deliver({ run: 3, from: { tests: { a: "skipped", other: "passed" } } });
    expect(done(await b.deliver({ run: 4, from: { tests: { other: "passed" } } }))).not.toContain(`close ${A}`);
  });
});
describe("a benchmark closes against the baseline it was filed against", () => {
  const bench = (value: number): Delivery => ({ benches: { sort: value } });
  const title = "Performance regression: sort";
  async function opened(b: Bench) {
    for (let run = 1; run <= 5; run++) await b.deliver({ run, from: bench(1000 + run) });
    await b.deliver({ run: 6, from: bench(1500) });
    expect(done(await b.deliver({ run: 7, from: bench(1500) }))).toEqual([`create ${title}`]);
  }
  it("not by a run on another class of machine", async () => {
    const b = new Bench();
    await opened(b);
    b.policy = { ...b.policy, machine: "other" };
    for (let run = 8; run < 20; run++) expect(done(await b.deliver({ run, from: bench(1500) }))).toEqual([]);
  });
  it("not while it is slow on another class of machine, to which its failure moved", async () => {
    const b = new Bench();
    await opened(b);
    const here = b.policy;
    b.policy = { ...here, machine: "other" };
    for (let run = 10; run < 15; run++) await b.deliver({ run, from: bench(1000) });
    for (const run of [15, 16]) await b.deliver({ run, from: bench(1500) });
    b.policy = here;
    for (let run = 17; run < 25; run++)
      expect((await b.deliver({ run, from: bench(1000) })).operations.filter((o) => o.op === "close")).toEqual([]);
    b.policy = { ...here, machine: "other" };
    const closes: string[] = [];
    for (let run = 25; run < 28; run++) closes.push(...(await b.deliver({ run, from: bench(1000) })).operations.map((o) => o.op));
    expect(closes).toContain("close");
  });
  it("not by a new baseline after that one was lost", async () => {
    const b = new Bench();
    await opened(b);
    b.ledger = null;
    b.history = new Map();
    for (let run = 8; run < 20; run++) expect(done(await b.deliver({ run, from: bench(1500) }))).toEqual([]);
  });
  it("not by a value in another unit", async () => {
    const b = new Bench();
    await opened(b);
    for (let run = 8; run < 20; run++) expect(done(await b.deliver({ run, from: { ...bench(1500), benchUnit: "us" } }))).toEqual([]);
  });
  it("each producer against its own", async () => {
    const b = new Bench();
    for (let run = 1; run <= 8; run++)
      expect(
        done(
          await b.deliver({
            run,
            from: [
              { ...bench(1000), producer: "a" },
              { ...bench(run > 5 ? 3000 : 2000), producer: "b" },
            ],
          }),
        ),
      ).toEqual(run === 7 ? [`create ${title}`] : []);
    expect(done(await b.deliver({ run: 9, from: { ...bench(1000), producer: "a" } }))).toEqual([]);
    expect(done(await b.deliver({ run: 10, from: { ...bench(1000), producer: "a" } }))).toEqual([]);
    expect(done(await b.deliver({ run: 11, from: { ...bench(2000), producer: "b" } }))).toEqual([]);
    expect(done(await b.deliver({ run: 12, from: { ...bench(2000), producer: "b" } }))).toEqual([`close ${title}`]);
  });
  it("and reopens against the new one, without flapping", async () => {
    const b = new Bench();
    await opened(b);
    for (let run = 8; run < 20; run++) await b.deliver({ run, from: bench(500) });
    expect(b.open_()).toEqual([]);
    const ops: string[] = [];
    for (let run = 20; run < 60; run++) ops.push(...done(await b.deliver({ run, from: bench(800) })));
    expect(ops).toEqual([`reopen ${title}`]);
  });
});
describe("when the ledger is lost", () => {
  it("an entry that was opened under an older name is found, not doubled", async () => {
    const b = new Bench();
    await b.deliver({ run: 1, from: { target: "?::api", tests: { get: "failed" } } });
    await b.deliver({ run: 2, from: { target: "shop::api", tests: { get: "failed: other" } } });
    b.ledger = null;
    const made = await b.deliver({ run: 3, from: { target: "shop::api", tests: { get: "failed: third" } } });
    expect(done(made).filter((o) => o.startsWith("create"))).toEqual([]);
  });
  it("a test of any name is found again", async () => {
    for (const name of ["a  b", "a\nb", "a » b", "a\u2028b", "x\u0000y", "é\u0301", "***", " a ", "a\\b", "\ud800x"]) {
      const b = new Bench();
      await b.deliver({ run: 1, from: { tests: { [name]: "failed", ok: "passed" } } });
      b.ledger = null;
      expect([name, done(await b.deliver({ run: 2, from: { tests: { [name]: "passed", ok: "passed" } } })).length]).toEqual([name, 1]);
    }
  });
  it("a producer of any name is found again", async () => {
    for (const producer of ["a » b (x) [y]", "main » ci.yml » test » os=linux, rust=stable", "p (7/1 c) [2026]"]) {
      const b = new Bench();
      await b.deliver({ run: 1, from: { ...red(), producer } });
      b.ledger = null;
      expect([producer, done(await b.deliver({ run: 2, from: { ...green(), producer } })).length]).toEqual([producer, 1]);
    }
  });
});

describe("a rule that no linter of the run could have told of", () => {
  const opened = async (): Promise<Bench> => {
    const b = new Bench();
    await b.deliver({ run: 1, from: { lints: { "clippy::x": ["shop lib"] } } });
    return b;
  };
  it("is neither closed nor spoken of by another linter's clean report", async () => {
    const made = await (await opened()).deliver({ run: 2, from: { units: ["shop lib"], owners: ["mypy"] } });
    expect([done(made), made.withheld]).toEqual([[], []]);
  });
  it("is spoken of where people would expect it: clippy's come with rustc's", async () => {
    const made = await (await opened()).deliver({ run: 2, from: { units: ["shop lib"], owners: ["rustc"] } });
    expect([done(made), made.withheld.map((w) => w.reason)]).toEqual([[], [expect.stringContaining("format=clippy")]]);
  });
});
