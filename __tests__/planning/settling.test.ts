/** What a pass, and what a list without it, says of a subject that failed. */
import { describe, expect, it } from "vitest";
import { readLedger } from "../../src/ledger/ledger.ts";
import type { Observation, Part } from "../../src/model.ts";
import { noCounts } from "../../src/reports/format.ts";
import { Bench, type Delivery, done } from "./kit.ts";

const A = "Test failure: a (shop)";
const CI = "main » ci.yml » test";
const [LINUX, MACOS] = ["linux", "macos"].map((leg) => `${CI} » ${leg}`) as [string, string];
type Tests = NonNullable<Delivery["tests"]>;
const on = (producer: string, tests: Tests): Delivery => ({ producer, tests: { ...tests, other: "passed" } });
const RED: Delivery = { tests: { a: "failed", other: "passed" } };
const GREEN: Delivery = { tests: { a: "passed", other: "passed" } };
const WITHOUT: Delivery = { tests: { b: "passed", other: "passed" } };
const reasons = (made: { operations: readonly { reason: string }[] }): string[] => made.operations.map((o) => o.reason);
const lineOf = (b: Bench) => [...readLedger(b.ledger).ledger.values()][0];

/** A list of tests with so many cases. */
const cases = (count: number, tests: Tests): Delivery => ({ tests, cases: count });

describe("a pass", () => {
  it("of one leg is told while another still fails, but not in words with comment: never", async () => {
    const b = new Bench({ comment: "never" });
    await b.deliver({ run: 1, from: [on(LINUX, { a: "failed" }), on(MACOS, { a: "failed" })] });
    expect(done(await b.deliver({ run: 2, from: on(LINUX, { a: "passed" }) }))).toEqual([`update ${A}`]);
  });

  it("in one leg and a list without it in another are told together", async () => {
    const b = new Bench();
    await b.deliver({ run: 1, from: [on(LINUX, { a: "failed" }), on(MACOS, { a: "failed" })] });
    const made = await b.deliver({ run: 2, from: [on(LINUX, { a: "passed" }), on(MACOS, { b: "passed" })] });
    expect(reasons(made)).toEqual([`passed in ${LINUX}; no longer reported: a complete list of its target does not have it (run 2 at c2)`]);
  });

  it("closes no entry that a person keeps us off", async () => {
    const b = new Bench();
    await b.deliver({ run: 1, from: RED });
    b.person(A, { description: "ci-tracker: wont-fix" });
    const made = await b.deliver({ run: 2, from: GREEN });
    expect([done(made), b.open_()]).toEqual([[], [A]]);
    expect(made.withheld.map((w) => w.title)).toEqual([A]);
    expect(lineOf(b)?.verdict).toBe("won't fix");
  });

  it("at the very commit it failed at is no fix, and shows that it is flaky, also where no history is kept", async () => {
    const b = new Bench();
    b.keepsHistory = false;
    await b.deliver({ run: 1, commit: "0123456789abcdef", from: RED });
    b.outcomes = new Map();
    const made = await b.deliver({ run: 2, commit: "0123456789abcdef", from: GREEN });
    expect(made.operations).toMatchObject([{ op: "comment", label: "flaky" }]);
    expect(reasons(made)[0]).toContain("it passed at the very commit it failed at (0123456789ab)");
    expect(made.withheld.map((w) => w.reason)).toEqual([
      "passed at the very commit it failed at (0123456789ab): flaky, not fixed; what counts are passes at other commits",
    ]);
  });

  it.each([true, false])("in a further attempt is no fix, though no failure of its commit is known; with a history: %s", async (keeps) => {
    const b = new Bench();
    b.keepsHistory = keeps;
    await b.deliver({ run: 1, from: RED });
    if (!keeps) b.outcomes = new Map();
    const made = await b.deliver({ run: 2, attempt: 2, from: GREEN });
    expect(b.open_()).toEqual([A]);
    expect(made.withheld.map((w) => w.reason)).toEqual([
      "passed in attempt 2 of a run: flaky, not fixed; what counts are passes at other commits",
    ]);
    expect(reasons(made)).toEqual(keeps ? [] : ["flaky: it passed in attempt 2 of a run (run 2 (attempt 2) at c2)"]);
  });

  it("is counted once a run where no history is kept, however often the run is delivered", async () => {
    const b = new Bench({ closeAfterMax: 3 });
    b.keepsHistory = false;
    const from = (a: "failed" | "retried" | "passed"): Delivery => ({ tests: { a, other: "passed" } });
    for (const [run, a] of [
      [1, "failed"],
      [2, "retried"],
      [3, "passed"],
      [3, "passed"],
      [3, "passed"],
      [4, "passed"],
      [4, "passed"],
    ] as const) {
      await b.deliver({ run, from: from(a) });
      b.outcomes = new Map();
      expect(b.open_()).toEqual([A]);
    }
    await b.deliver({ run: 5, from: from("passed") });
    expect(b.open_()).toEqual([]);
  });
});

describe("what closes without a new pass", () => {
  it("says who is not waited for any more", async () => {
    const b = new Bench();
    const at = (n: number): string => new Date(Date.UTC(2026, 0, n)).toISOString();
    await b.deliver({ run: 1, at: at(1), from: [on(LINUX, { a: "failed" }), on(MACOS, { a: "failed" })] });
    b.marks.set(MACOS, { run: "1", attempt: 1, commit: "c1", at: at(1) });
    for (let run = 2; run <= 14; run++) await b.deliver({ run, at: at(run), from: on(LINUX, { a: "passed" }) });
    const skipped = await b.deliver({ run: 15, at: at(15), from: on(LINUX, { a: "skipped" }) });
    expect(reasons(skipped)).toEqual([
      `passed in all that still report; ${MACOS} has not reported since 2026-01-01, in 14 runs of its job: it holds this entry open no more in run 15 at c15`,
    ]);
  });

  it("tells that a test moved to another shard while another leg still fails", async () => {
    const b = new Bench();
    const [one, two] = ["shard=1", "shard=2"].map((leg) => `${CI} » ${leg}`) as [string, string];
    await b.deliver({ run: 1, from: [on(one, { a: "failed" }), on(LINUX, { a: "failed" })] });
    await b.deliver({ run: 2, from: on(one, { b: "passed" }) });
    const made = await b.deliver({ run: 3, from: on(two, { a: "passed" }) });
    expect(reasons(made)).toEqual([`moved to ${two}, where it passes (run 3 at c3)`]);
  });
});

describe("how it closed is remembered", () => {
  it("as passed, as gone, or as found no more", async () => {
    const passed = new Bench();
    await passed.deliver({ run: 1, from: RED });
    await passed.deliver({ run: 2, from: GREEN });
    const gone = new Bench();
    await gone.deliver({ run: 1, from: RED });
    for (const run of [2, 3]) await gone.deliver({ run, from: WITHOUT });
    const absent = new Bench();
    await absent.deliver({ run: 1, from: { lints: { "clippy::x": ["shop lib"] } } });
    await absent.deliver({ run: 2, from: { units: ["shop lib"] } });
    expect([passed, gone, absent].map((b) => lineOf(b)?.closed?.how)).toEqual(["passed", "gone", "absent"]);
  });
});

describe("a list without the test", () => {
  it.each<[what: string, run: Parameters<Bench["deliver"]>[0]]>([
    ["of the commit it failed at", { run: 2, commit: "c1", from: WITHOUT }],
    ["of a further attempt of that run", { run: 1, attempt: 2, commit: "c1", from: WITHOUT }],
    ["of a further attempt of another run", { run: 2, attempt: 2, from: WITHOUT }],
    ["beside another of its target that was cut", { run: 2, from: [WITHOUT, { ...WITHOUT, list: "partial" }] }],
  ])("%s is not the first of two", async (_, run) => {
    const b = new Bench();
    await b.deliver({ run: 1, from: RED });
    const made = await b.deliver(run);
    expect(done(made)).toEqual([]);
    expect(made.withheld.map((w) => w.reason)).toEqual(
      [run.from].flat().length > 1 ? ["not in the report, but another list of its target is not complete"] : [],
    );
    const first = await b.deliver({ run: 3, from: WITHOUT });
    expect(reasons(first)).toEqual(["no longer reported: a complete list of its target does not have it (run 3 at c3)"]);
    expect(b.open_()).toEqual([A]);
    expect(reasons(await b.deliver({ run: 4, from: WITHOUT }))).toEqual([
      `gone: no complete list of its target has it since run 3 at c3, the second in run 4 at c4`,
    ]);
  });

  it.each<[what: string, beside: Delivery]>([
    ["of another target that was cut", { target: "api", tests: { z: "passed" }, list: "partial" }],
    ["of lints that was cut", { units: ["shop lib"], lintState: "partial" }],
  ])("counts beside a report %s", async (_, beside) => {
    const b = new Bench();
    await b.deliver({ run: 1, from: RED });
    for (const run of [2, 3]) await b.deliver({ run, from: [WITHOUT, beside] });
    expect(b.open_()).toEqual([]);
  });

  it("of a commit before the first one is not the second", async () => {
    const b = new Bench();
    b.commits = ["c1", "c2", "c3", "c4"];
    await b.deliver({ run: 1, from: RED });
    await b.deliver({ run: 3, from: WITHOUT });
    expect(done(await b.deliver({ run: 2, from: WITHOUT }))).toEqual([]);
    expect(done(await b.deliver({ run: 4, from: WITHOUT }))).toEqual([`close ${A}`]);
  });

  it("is measured against the first complete one since, where the failure was seen in a filtered list", async () => {
    const b = new Bench();
    await b.deliver({ run: 1, from: { ...cases(3, { a: "failed" }), list: "partial" } });
    await b.deliver({ run: 2, from: cases(20, { other: "passed" }) });
    const fewer = await b.deliver({ run: 3, from: cases(10, { other: "passed" }) });
    expect([done(fewer), fewer.withheld.map((w) => w.reason)]).toEqual([
      [],
      ["not in the report, but the list of its target has 10 tests where it had 20"],
    ]);
    expect(done(await b.deliver({ run: 4, from: cases(20, { other: "passed" }) }))).toEqual([`close ${A}`]);
  });

  it("begins anew once it was reported again, if only by a report that was cut", async () => {
    const b = new Bench();
    await b.deliver({ run: 1, from: RED });
    await b.deliver({ run: 2, from: WITHOUT });
    const back = await b.deliver({ run: 3, from: { ...GREEN, list: "broken" } });
    expect(reasons(back)).toEqual(["it is reported again, though not as passed (run 3 at c3)"]);
    await b.deliver({ run: 4, from: WITHOUT });
    expect(b.open_()).toEqual([A]);
    await b.deliver({ run: 5, from: WITHOUT });
    expect(b.open_()).toEqual([]);
  });

  it("begins anew once it passed again, where it is flaky and one pass shows nothing", async () => {
    const b = new Bench();
    await b.deliver({ run: 1, commit: "c", from: RED });
    await b.deliver({ run: 2, commit: "c", from: GREEN });
    await b.deliver({ run: 3, from: WITHOUT });
    expect(reasons(await b.deliver({ run: 4, from: GREEN }))).toEqual(["it is reported again (run 4 at c4)"]);
    await b.deliver({ run: 5, from: WITHOUT });
    expect(b.open_()).toEqual([A]);
  });
});

describe("a test whose file is gone", () => {
  const gone = async (from: Delivery | Delivery[]): Promise<string[]> => {
    const b = new Bench();
    await b.deliver({ run: 1, from: { ...RED, file: "tests/a.rs" } });
    b.missing.add("tests/a.rs");
    return reasons(await b.deliver({ run: 2, from }));
  };
  const CLOSED = ["gone: its file tests/a.rs no longer exists in run 2 at c2"];

  it("is gone by a complete list of its target, or where every list is complete and none is of it", async () => {
    expect(await gone(WITHOUT)).toEqual(CLOSED);
    expect(await gone([WITHOUT, { target: "api", tests: { z: "passed" }, list: "partial" }])).toEqual(CLOSED);
    expect(await gone({ target: "api", tests: { z: "passed" } })).toEqual(CLOSED);
  });

  it("is not gone where a list was cut that could have had it, or where no tests were run", async () => {
    expect(await gone({ target: "api", tests: { z: "passed" }, list: "partial" })).toEqual([]);
    expect(
      await gone([
        { target: "api", tests: { z: "passed" } },
        { target: "web", tests: { z: "passed" }, list: "broken" },
      ]),
    ).toEqual([]);
    expect(await gone({ units: ["shop lib"] })).toEqual([]);
  });
});

describe("a lint that was only seen in a log", () => {
  const log = (rule: string): Delivery => {
    const part: Part = { kind: "lint", state: "whole", extent: { units: [] }, provesAbsence: false };
    const lint: Observation = {
      kind: "lint",
      outcome: "failed",
      part,
      name: rule,
      owner: "clippy",
      severity: "medium",
      units: [],
      message: "here",
      weak: true,
    };
    const report = {
      file: "log",
      format: "log",
      kind: "lint" as const,
      tool: null,
      complete: true,
      reason: null,
      counts: noCounts(),
      parts: [part],
      error: null,
    };
    return { read: { report, observations: [lint] } };
  };
  const TITLE = "Fix clippy warning: x";
  const BOTH = ["shop lib", "shop lib test"];

  it.each<[what: string, from: Delivery | Delivery[], closes: boolean]>([
    ["another log does not have it", log("clippy::y"), false],
    ["a complete report of all targets, tests among them, does not have it", { units: BOTH }, true],
    ["a complete report looked at no tests", { units: ["shop lib"] }, false],
    ["one of the reports was cut", [{ units: BOTH }, { units: ["ledger lib"], lintState: "partial" }], false],
    ["the report is of another linter", { units: BOTH, owners: ["rustc"] }, false],
    ["the report beside it is of tests", { tests: { "x test": "passed" }, target: "shop lib test" }, false],
  ])("closes or not when %s", async (_, from, closes) => {
    const b = new Bench();
    await b.deliver({ run: 1, from: log("clippy::x") });
    expect(b.open_()).toEqual([TITLE]);
    const made = await b.deliver({ run: 2, from });
    expect(b.open_().includes(TITLE)).toBe(!closes);
    if (closes) expect(reasons(made)).toEqual(["not found any more by a complete report in run 2 at c2"]);
  });

  it("closes by a complete report of whoever else saw it, which could tell", async () => {
    const b = new Bench();
    const lints: Delivery = { producer: `${CI} » lint`, units: BOTH };
    await b.deliver({ run: 1, from: log("clippy::x") });
    const found = await b.deliver({ run: 1, from: { ...lints, lints: { "clippy::x": ["shop lib"] } } });
    expect(found.operations.map((o) => o.op)).toEqual(["update"]);
    expect(done(await b.deliver({ run: 2, from: lints }))).toEqual([`close ${TITLE}`]);
  });

  it("adds no leg to an entry that a report can close", async () => {
    const b = new Bench();
    await b.deliver({ run: 1, from: { producer: `${CI} » lint`, units: BOTH, lints: { "clippy::x": ["shop lib"] } } });
    const made = await b.deliver({ run: 2, from: log("clippy::x") });
    expect(done(made)).toEqual([]);
    expect(Object.keys(lineOf(b)?.producers ?? {})).toEqual([`${CI} » lint`]);
  });
});

describe("a finding that is not in the report", () => {
  it.each<[what: string, from: Delivery, told: boolean]>([
    ["a complete report of other places", { units: ["ledger lib"] }, true],
    ["a report that was cut", { units: ["shop lib"], lintState: "partial" }, false],
    ["a report of tests", { tests: { other: "passed" } }, false],
  ])("is spoken of, or not, by %s", async (_, from, told) => {
    const b = new Bench();
    await b.deliver({ run: 1, from: { lints: { "clippy::x": ["shop lib"] } } });
    const made = await b.deliver({ run: 2, from });
    expect([done(made), made.withheld.map((w) => w.reason)]).toEqual([
      [],
      told ? ["not in the report, but no complete report looked at shop lib"] : [],
    ]);
  });

  it("closes in words that fit its kind", async () => {
    const b = new Bench();
    await b.deliver({ run: 1, from: { lints: { "clippy::x": ["shop lib"] }, outdated: { time: "2.0.0" } } });
    expect(reasons(await b.deliver({ run: 2, from: { units: ["shop lib"], outdated: {} } })).sort()).toEqual([
      "current: a complete list no longer has it in run 2 at c2",
      "not found any more by a complete report in run 2 at c2",
    ]);
  });
});
