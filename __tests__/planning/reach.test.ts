import { describe, expect, test } from "vitest";
import { keyOf } from "../../src/identity/key.ts";
import type { Reach } from "../../src/ledger/ledger.ts";
import type { Extent, Part, Sighting } from "../../src/model.ts";
import { casesIn, fewerCases, mayOwn, notCovered, reachAfter, reachChanged, soughtOf } from "../../src/planning/reach.ts";

const part = (extent: Partial<Extent>, more: Partial<Part> = {}): Part => ({
  kind: "lint",
  state: "whole",
  provesAbsence: true,
  ...more,
  extent: { units: [], ...extent },
});
const seenIn = (parts: Part[], units?: string[]): Sighting => ({
  producer: "linux",
  outcome: "failed",
  parts,
  ...(units ? { failure: { message: "m", units } } : {}),
});
const nobody = (): boolean => false;
const everybody = (): boolean => true;

describe("an advisory database that shows a finding", () => {
  test.each([
    [10, 1000, "much larger than the last one"],
    [1000, 10, "much smaller than the last one"],
    [undefined, 1000, "of a size that was not known"],
  ])("%s, then %s: it is remembered how large it is, for a later one is %s", (before, now, _) => {
    const reach = (advisories: number | undefined): Reach => ({
      units: ["Cargo.lock"],
      ...(advisories === undefined ? {} : { advisories }),
    });
    expect(reachChanged(reach(before), reach(now))).toBe(true);
  });
  test("is not written down anew for what comes and goes day by day, or where its size is not told", () => {
    expect(reachChanged({ units: [], advisories: 1000 }, { units: [], advisories: 1020 })).toBe(false);
    expect(reachChanged({ units: [], advisories: 1000 }, { units: [], advisories: 500 })).toBe(false);
    expect(reachChanged({ units: [], advisories: 1000 }, { units: [] })).toBe(false);
  });
});

describe("what has to be looked at again after a failure", () => {
  test("is what it touched, in order and each once", () => {
    expect(reachAfter(undefined, seenIn([part({ units: ["c"] })], ["b", "a", "b"]), nobody)).toEqual({ units: ["a", "b"] });
  });
  test("is what the whole parts looked at, where it does not tell what it touched", () => {
    const parts = [part({ units: ["b"] }), part({ units: ["a"] }), part({ units: ["c"] }, { state: "partial" })];
    expect(reachAfter(undefined, seenIn(parts), nobody)).toEqual({ units: ["a", "b"] });
    expect(reachAfter(undefined, seenIn(parts, []), nobody)).toEqual({ units: ["a", "b"] });
  });
  test("is as far as the whole parts together: every feature, every filter, the longest list, the largest database", () => {
    const parts = [
      part({ units: ["a"], features: ["s/y"], filters: ["ignore:2"], cases: 3, advisories: 9, paths: { a: "a.rs", z: "z.rs" } }),
      part({ units: ["b"], features: ["s/x", "s/y"], filters: ["ignore:1"], cases: 7, advisories: 4, paths: { b: "b.rs" } }),
      part({ units: ["b"] }),
    ];
    expect(reachAfter(undefined, seenIn(parts, ["a", "b"]), nobody)).toEqual({
      units: ["a", "b"],
      paths: { a: "a.rs", b: "b.rs" },
      features: ["s/x", "s/y"],
      filters: ["ignore:1", "ignore:2"],
      cases: 7,
      advisories: 9,
    });
  });
  test("is not told by a part that was cut, or that leaves out what did not run: what was known stays", () => {
    const before: Reach = { units: ["a"], features: ["s/x"], cases: 5 };
    const more = { units: ["b"], features: ["s/y"], cases: 9 };
    for (const own of [part(more, { state: "broken" }), part(more, { state: "partial" }), part(more, { provesAbsence: false })]) {
      expect(reachAfter(before, seenIn([own], ["b"]), nobody)).toEqual({ ...before, units: ["a", "b"] });
      expect(reachAfter(before, seenIn([own], ["b"]), everybody)).toEqual({ ...before, units: ["b"] });
      expect(reachAfter(undefined, seenIn([own], ["b", "a"]), nobody)).toEqual({ units: ["a", "b"] });
    }
  });
  test("is what is remembered, where neither the failure nor its parts tell", () => {
    const before: Reach = { units: [], features: ["s/x"] };
    expect(reachAfter(before, seenIn([part({}, { state: "broken" })]), nobody)).toEqual(before);
    expect(reachAfter(undefined, seenIn([part({}, { state: "broken" })]), nobody)).toBeUndefined();
  });
  test("forgets what earlier failures touched once it was looked at since", () => {
    const before: Reach = { units: ["a", "b"], cases: 50 };
    const now = seenIn([part({ units: ["b"], cases: 5 })], ["b"]);
    expect(reachAfter(before, now, (unit) => unit === "a")).toEqual({ units: ["b"], cases: 5 });
    expect(reachAfter({ units: ["b"], cases: 50 }, now, nobody)).toEqual({ units: ["b"], cases: 5 });
  });
  test("keeps what nobody has looked at since, as far as either: all features, the filters of both only, the larger numbers", () => {
    const before: Reach = {
      units: ["a", "c"],
      paths: { a: "a.rs", c: "c.rs", x: "x.rs" },
      features: ["s/x", "s/z"],
      filters: ["f:1", "f:2"],
      cases: 5,
      advisories: 10,
    };
    const own = part({ units: ["b"], paths: { b: "b.rs" }, features: ["s/x", "s/y"], filters: ["f:2", "f:3"], cases: 9, advisories: 4 });
    expect(reachAfter(before, seenIn([own], ["b"]), (unit) => unit === "c")).toEqual({
      units: ["a", "b"],
      paths: { a: "a.rs", b: "b.rs" },
      features: ["s/x", "s/y", "s/z"],
      filters: ["f:2"],
      cases: 9,
      advisories: 10,
    });
  });
  test("holds nothing that neither of them tells", () => {
    expect(reachAfter({ units: ["a"] }, seenIn([part({ units: ["b"] })], ["b"]), nobody)).toEqual({ units: ["a", "b"] });
    expect(reachAfter({ units: ["a"], filters: ["f:1"] }, seenIn([part({ units: ["b"] })], ["b"]), nobody)).toEqual({ units: ["a", "b"] });
    const numbers = part({ units: ["b"], cases: 2, advisories: 3 });
    expect(reachAfter({ units: ["a"] }, seenIn([numbers], ["b"]), nobody)).toEqual({ units: ["a", "b"], cases: 2, advisories: 3 });
    expect(
      reachAfter({ units: ["a"], cases: 2, advisories: 3, features: ["s/x"] }, seenIn([part({ units: ["b"] })], ["b"]), nobody),
    ).toEqual({
      units: ["a", "b"],
      cases: 2,
      advisories: 3,
      features: ["s/x"],
    });
  });
});

describe("what is remembered of it is written anew", () => {
  const before: Reach = { units: ["a"], features: ["s/x"], filters: ["f:1"], cases: 100 };
  test("when nothing was known, or when other units, features or filters were looked at", () => {
    expect(reachChanged(undefined, before)).toBe(true);
    expect(reachChanged(before, { ...before, units: ["a", "b"] })).toBe(true);
    expect(reachChanged(before, { ...before, features: [] })).toBe(true);
    expect(reachChanged(before, { ...before, filters: ["f:2"] })).toBe(true);
  });
  test("when the list grew or shrank by more than a tenth; of a short one by more than one", () => {
    for (const cases of [89, 111]) expect(reachChanged(before, { ...before, cases })).toBe(true);
    for (const cases of [90, 110]) expect(reachChanged(before, { ...before, cases })).toBe(false);
    expect([6, 7].map((cases) => reachChanged({ units: [], cases: 5 }, { units: [], cases }))).toEqual([false, true]);
    expect([1, 2].map((cases) => reachChanged({ units: [] }, { units: [], cases }))).toEqual([false, true]);
    expect(reachChanged({ units: [], cases: 2 }, { units: [] })).toBe(true);
  });
  test("and else not: a number that only drifted is no reason for a commit", () => {
    expect(reachChanged(before, { ...before })).toBe(false);
    expect(reachChanged(before, undefined)).toBe(false);
    expect(reachChanged(undefined, undefined)).toBe(false);
    expect(reachChanged({ units: ["a"] }, { units: ["a"], features: [], filters: [] })).toBe(false);
    expect(reachChanged({ ...before, advisories: 8 }, { ...before, advisories: 7 })).toBe(false);
  });
});

describe("a test list is the same list", () => {
  const lost = (then: number, now: number): string | undefined => fewerCases({ units: [], cases: then }, now);
  test("until it lost more than a tenth of its tests, or more than one", () => {
    expect([lost(100, 90), lost(5, 4), lost(5, 9), lost(0, 0)]).toEqual([undefined, undefined, undefined, undefined]);
    expect(lost(100, 89)).toBe("the list of its target has 89 tests where it had 100");
    expect(lost(5, 3)).toBe("the list of its target has 3 tests where it had 5");
  });
  test("where nobody counted", () => {
    expect([fewerCases({ units: [] }, 3), fewerCases({ units: [], cases: 100 }, undefined), fewerCases(undefined, 1)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe("the tests of a target are counted", () => {
  const list = (cases: number | undefined, more: Partial<Part> = {}, unit = "shop"): Part =>
    part({ units: [unit], ...(cases === undefined ? {} : { cases }) }, { kind: "test", ...more });
  test("over all lists of it, and no others", () => {
    expect(casesIn([list(3), list(4), list(9, {}, "ledger"), list(9, { kind: "lint" })], "shop")).toBe(7);
    expect(casesIn([list(0)], "shop")).toBe(0);
  });
  test.each([
    ["is filtered", list(4, { state: "partial" })],
    ["is cut", list(4, { state: "broken" })],
    ["leaves out what did not run", list(4, { provesAbsence: false })],
    ["does not tell", list(undefined)],
  ])("only where none of them %s", (_, other) => {
    expect([casesIn([list(3), other], "shop"), casesIn([other, list(3)], "shop")]).toEqual([undefined, undefined]);
  });
  test("only where there is one", () => {
    expect([casesIn([], "shop"), casesIn([list(3, {}, "ledger")], "shop")]).toEqual([undefined, undefined]);
  });
});

describe("what is looked for", () => {
  test("goes by every name that an ignore list could know an advisory by", () => {
    const id = (name: string): string => keyOf("audit", "rust", "time", name);
    const sought = soughtOf({ kind: "audit", key: id("RUSTSEC-1"), also: [id("CVE-1")] });
    expect(sought).toEqual({ kind: "audit", ids: new Set(["RUSTSEC-1", "CVE-1"]) });
    expect(soughtOf({ kind: "audit", key: id("RUSTSEC-1") }).ids).toEqual(new Set(["RUSTSEC-1"]));
    expect(soughtOf({ kind: "audit", key: "no key" }).ids).toEqual(new Set());
  });
  test("goes by the rule's owner, of lints only", () => {
    expect(soughtOf({ kind: "lint", key: keyOf("lint", "clippy", "unwrap") })).toMatchObject({ owner: "clippy" });
    expect(soughtOf({ kind: "lint", key: "no key" })).not.toHaveProperty("owner");
    expect(soughtOf({ kind: "dependency", key: keyOf("dependency", "rust", "serde") })).not.toHaveProperty("owner");
  });
});

describe("what is missing is gone only where", () => {
  const unwrap = soughtOf({ kind: "lint", key: keyOf("lint", "clippy", "unwrap") });
  const advisory = soughtOf({ kind: "audit", key: keyOf("audit", "rust", "time", "RUSTSEC-1") });
  const why = (before: Reach, ...parts: Part[]): string | undefined => notCovered(unwrap, before, parts, new Set());
  const audited = (before: Reach, extent: Partial<Extent>): string | undefined =>
    notCovered(advisory, before, [part({ units: ["a"], ...extent }, { kind: "audit" })], new Set());

  test.each([
    ["a report of its kind", { kind: "test" }],
    ["all of a report", { state: "partial" }],
    ["a report that is not cut", { state: "broken" }],
    ["a report that would show it", { provesAbsence: false }],
  ] as [string, Partial<Part>][])("%s was read", (_, more) => {
    expect(why({ units: ["a"] }, part({ units: ["a"] }, more))).toBe(
      "no complete report says that it looked for clippy's rules (`format=clippy` says so)",
    );
    expect(notCovered(advisory, { units: ["a"] }, [part({ units: ["a"] }, { kind: "audit", ...more })], new Set())).toBe(
      "no complete report of its kind looked for it",
    );
  });
  test("its owner's rules were looked for; a report that names no owner looks for all", () => {
    expect(why({ units: ["a"] }, part({ units: ["a"], owners: ["rustc"] }))).toContain("clippy's rules");
    expect(why({ units: ["a"] }, part({ units: ["a"], owners: ["rustc", "clippy"] }))).toBeUndefined();
    expect(why({ units: ["a"] }, part({ units: ["a"] }))).toBeUndefined();
  });
  test("every unit was looked at, by one part or another", () => {
    expect(why({ units: ["a", "b"] }, part({ units: ["a"] }), part({ units: ["b"] }))).toBeUndefined();
    expect(why({ units: ["a", "b"] }, part({ units: ["a"] }))).toBe("no complete report looked at b");
    expect(why({ units: [] }, part({}))).toBeUndefined();
  });
  test("every unit that still exists was looked at", () => {
    const before: Reach = { units: ["a", "b"], paths: { a: "a.rs", b: "b.rs" } };
    const missing = (...paths: string[]): string | undefined => notCovered(unwrap, before, [part({ units: ["a"] })], new Set(paths));
    expect(missing("b.rs")).toBeUndefined();
    expect(missing("a.rs")).toBe("no complete report looked at b");
    expect(missing("c.rs")).toBe("no complete report looked at b");
  });
  test("one of the parts that looked at a unit is as wide as before; else the first one's reason is told", () => {
    const before: Reach = { units: ["a"], features: ["a/x", "a/y"] };
    const [less, least, enough] = [
      part({ units: ["a"], features: ["a/x"] }),
      part({ units: ["a"] }),
      part({ units: ["a"], features: ["a/y", "a/x"] }),
    ];
    expect(why(before, less, enough)).toBeUndefined();
    expect(why(before, less, least)).toBe("the feature a/y is off");
    expect(why(before, least, less)).toBe("the feature a/x is off");
  });
  test("the features are on that were, of the crates that were looked at", () => {
    const off = (feature: string, unit: string): string | undefined => why({ units: [unit], features: [feature] }, part({ units: [unit] }));
    expect(off("shop/x", "shop lib test")).toBe("the feature shop/x is off");
    expect(off("my-shop/x", "my_shop lib")).toBe("the feature my-shop/x is off");
    expect(off("ledger/x", "shop lib")).toBeUndefined();
  });
  test("no filter is new; one that was there before hides nothing new, and one that went shows more", () => {
    const filtered = (before: string[], now: string[]): string | undefined => audited({ units: ["a"], filters: before }, { filters: now });
    expect(filtered([], ["severity:high"])).toBe("a filter keeps it out of the report: severity:high");
    expect(filtered(["severity:high"], ["severity:high"])).toBeUndefined();
    expect(filtered(["severity:high"], [])).toBeUndefined();
    expect(filtered(["severity:low"], ["severity:high"])).toContain("severity:high");
    expect(audited({ units: ["a"] }, { filters: ["severity:high"] })).toContain("severity:high");
  });
  test("no ignore list names it, were it there before or not; what else is on the list does not matter", () => {
    expect(audited({ units: ["a"] }, { filters: ["ignore:RUSTSEC-1"] })).toBe("a filter keeps it out of the report: ignore:RUSTSEC-1");
    expect(audited({ units: ["a"], filters: ["ignore:RUSTSEC-1"] }, { filters: ["ignore:RUSTSEC-1"] })).toContain("ignore:RUSTSEC-1");
    expect(audited({ units: ["a"] }, { filters: ["ignore:RUSTSEC-2"] })).toBeUndefined();
    expect(audited({ units: ["a"] }, { filters: ["not-ignore:RUSTSEC-2"] })).toContain("not-ignore");
  });
  test("the advisory database is at least half as large; an unknown size is no smaller one", () => {
    const sized = (then: number | undefined, now: number | undefined): string | undefined =>
      audited(then === undefined ? { units: ["a"] } : { units: ["a"], advisories: then }, now === undefined ? {} : { advisories: now });
    expect(sized(1000, 500)).toBeUndefined();
    expect(sized(1000, 499)).toBe("the advisory database has 499 entries where it had 1000");
    expect([sized(undefined, 5), sized(1000, undefined)]).toEqual([undefined, undefined]);
  });
});

test("clippy's rules are expected in what rustc tells, and no others", () => {
  const owners = (...all: string[]): Part => part({ owners: all });
  expect([mayOwn(owners("rustc"), "clippy"), mayOwn(owners("clippy"), "clippy"), mayOwn(part({}), "clippy")]).toEqual([true, true, true]);
  expect([mayOwn(owners("rustc"), "ruff"), mayOwn(owners("clippy"), "rustc"), mayOwn(owners("eslint"), "clippy")]).toEqual([
    false,
    false,
    false,
  ]);
  expect(mayOwn(owners("eslint"), undefined)).toBe(true);
});
