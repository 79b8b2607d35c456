import { describe, expect, it } from "vitest";
import {
  auditSubject,
  benchSubject,
  buildSubject,
  dependencySubject,
  findingSubject,
  lintSubject,
  testSubject,
} from "../../src/identity/subjects.ts";
import type { Failure, Part, Sighting, Subject } from "../../src/model.ts";
import { type Choice, chooserOf, filedAs, type Rule, whyNoLongerIgnored, whyNotFiled } from "../../src/planning/choice.ts";
import type { Policy } from "../../src/planning/policy.ts";

const NOW = "2026-03-02T09:00:00.000Z";
const NOTHING = { rules: [], ignore: [], owners: [], quarantine: [], severity: "none" } as const;
const PART: Part = { kind: "test", state: "whole", extent: { units: [] }, provesAbsence: true };

function choose(policy: Partial<Policy>, subject: Subject, failure: Partial<Failure> = {}, now = NOW): Choice {
  return chooserOf({ ...NOTHING, ...policy }, now)(subject, [seen(failure)]);
}

function seen(failure: Partial<Failure>, producer = "main"): Sighting {
  return { producer, outcome: "failed", parts: [PART], failure: { message: "it failed", ...failure } };
}

const TEST = testSubject("my_shop::api", "orders::get_order", true);
const PYTEST = testSubject("", "tests/test_cart.py::test_total[3-31]", false);
const LINT = lintSubject({ owner: "clippy", name: "clippy::needless_return" });
const FOUND = { owner: "eslint", name: "no-var", file: "src/a.js", package: "web" };
const AUDIT = auditSubject({
  kind: "audit",
  outcome: "failed",
  part: PART,
  name: "RUSTSEC-2020-0071",
  ecosystem: "rust",
  package: "time",
  aliases: ["CVE-2020-26235", "GHSA-wcg3-cvx6-7396"],
  title: "Potential segfault",
  severity: "medium",
  category: "vulnerability",
});
const BENCH = benchSubject("parse", { name: "json/large" });
const FINDING = findingSubject("src/a.rs", "no check", 12, "No check");
const DEPENDENCY = dependencySubject({ kind: "dependency", outcome: "failed", part: PART, name: "serde", ecosystem: "rust" });
const BUILD = buildSubject({ kind: "build", outcome: "failed", part: PART, name: "my-shop", ecosystem: "rust", units: [] });

describe("rules", () => {
  const fits = (rule: Rule, subject: Subject, failure: Partial<Failure> = {}): boolean =>
    choose({ rules: [{ ...rule, priority: 4 }] }, subject, failure).priority === 4;

  it("apply to all where they name nothing, else to what fits everything they name", () => {
    expect(fits({}, TEST)).toBe(true);
    expect(fits({ kind: "test", path: "src/**" }, TEST, { file: "src/a.rs" })).toBe(true);
    expect(fits({ kind: "test", path: "src/**" }, TEST, { file: "tests/a.rs" })).toBe(false);
    expect(fits({ kind: "lint", path: "src/**" }, TEST, { file: "src/a.rs" })).toBe(false);
    expect(fits({ kind: ["lint", "test"], path: ["a/", "src/"] }, TEST, { file: "src/a.rs" })).toBe(true);
  });

  it("by path never apply to what names no file; by path they do where any leg names one that fits", () => {
    expect(fits({ path: "**" }, TEST)).toBe(false);
    const choice = chooserOf({ ...NOTHING, rules: [{ path: "b/", priority: 3 }] }, NOW)(TEST, [
      seen({ file: "a/x" }),
      seen({ file: "b/x" }, "other"),
    ]);
    expect(choice.priority).toBe(3);
  });

  it.each([
    [
      "a test",
      TEST,
      ["orders::get_order", "my_shop::api » orders::get_order", "*get_order", TEST.title, TEST.key, TEST.fingerprint],
      ["get_order"],
    ],
    ["a parametrized test", PYTEST, ["tests/test_cart.py::test_total[3-31]", "tests/*"], ["tests/test_cart.py::test_total3"]],
    ["a lint", LINT, ["needless_return", "clippy::needless_return", "clippy::*", "clippy » *"], ["needless"]],
    ["one finding of a lint", lintSubject(FOUND, "diagnostic", "abc"), ["no-var", "eslint::no-var"], ["abc", "src/a.js"]],
    ["a file's lints", lintSubject(FOUND, "file"), ["src/a.js", "eslint*"], ["no-var"]],
    ["an advisory", AUDIT, ["RUSTSEC-2020-0071", "CVE-2020-26235", "Security: *segfault"], ["CVE-2020-2623"]],
    ["a benchmark", BENCH, ["json/*", "parse » json/large", "parse*"], ["json"]],
    ["a finding", FINDING, ["no check", "Review finding: *"], ["12"]],
  ])("by pattern go by the names that people know: %s", (_, subject, yes, no) => {
    expect(yes.filter((pattern) => !fits({ pattern }, subject))).toEqual([]);
    expect(no.filter((pattern) => fits({ pattern }, subject))).toEqual([]);
  });

  it.each([
    ["a test of cargo", TEST, {}, ["my-shop", "my_shop", "my*"], ["my_shop::ap"]],
    ["a build", BUILD, {}, ["my-shop"], ["shop"]],
    ["an advisory", AUDIT, {}, ["time"], ["rust"]],
    ["a dependency", DEPENDENCY, {}, ["serde"], ["rust"]],
    ["a lint", LINT, { units: ["my-shop lib", "other lib test"] }, ["my-shop", "other"], ["lib"]],
    ["a package's lints", lintSubject(FOUND, "package"), {}, ["web"], ["eslint"]],
    ["a benchmark", BENCH, {}, ["parse"], ["json/large"]],
  ])("by package go by the package it belongs to: %s", (_, subject, failure, yes, no) => {
    expect(yes.filter((name) => !fits({ package: name }, subject, failure))).toEqual([]);
    expect(no.filter((name) => fits({ package: name }, subject, failure))).toEqual([]);
  });

  it("that come later win, field by field", () => {
    const rules: Rule[] = [
      { priority: 1, labels: ["area: shop"], type: "chore", group: "shop", tolerance: 5, groupBy: "file" },
      { pattern: "orders::*", priority: 3, group: false },
      { pattern: "something else", priority: 4, tracker: "github" },
    ];
    const choice = choose({ rules }, TEST);
    expect(choice).toMatchObject({ priority: 3, labels: ["area: shop"], type: "chore", group: false, tolerance: 5, groupBy: "file" });
    expect(choice.tracker).toBeUndefined();
  });

  it("say nothing of what they do not set: the entry is filed as ever", () => {
    expect(choose({}, TEST)).toEqual({ labels: [], assignees: [], quarantined: false });
    expect(filedAs({ type: "bug", priority: 0 }, choose({}, TEST))).toEqual({ type: "bug", priority: 0 });
    const choice = choose({ rules: [{ priority: 2, type: "chore", labels: ["a"], assignees: ["anna"] }] }, TEST);
    expect(filedAs({ type: "bug", priority: 0 }, choice)).toEqual({ type: "chore", priority: 2, labels: ["a"], assignees: ["anna"] });
  });

  it("that name a tracker keep the subject out of the others, and say so", () => {
    const choice = choose({ rules: [{ kind: "test", tracker: "github" }] }, TEST);
    expect(whyNotFiled(choice, "github")).toBeUndefined();
    expect(whyNotFiled(choice, "tracer")).toBe("a rule of the configuration files it in github only, and this step keeps tracer");
  });
});

describe("owners", () => {
  const OWNERS = [
    { pattern: "*", owners: ["everyone"] },
    { pattern: "src/", owners: ["anna", "org/a-team", "x@example.com"] },
    { pattern: "src/vendor/", owners: [] },
  ];

  it("the last pattern that fits counts; logins are assigned, teams and addresses become labels", () => {
    expect(choose({ owners: OWNERS }, TEST, { file: "src/a.rs" })).toMatchObject({
      assignees: ["anna"],
      labels: ["owner: org/a-team", "owner: x@example.com"],
    });
    expect(choose({ owners: OWNERS }, TEST, { file: "tests/a.rs" }).assignees).toEqual(["everyone"]);
    expect(choose({ owners: OWNERS }, TEST, { file: "src/vendor/a.rs" })).toMatchObject({ assignees: [], labels: [] });
  });

  it("nobody owns what names no file", () => {
    expect(choose({ owners: OWNERS }, TEST)).toMatchObject({ assignees: [], labels: [] });
  });

  it("a rule's assignees, also none, stand instead of the owners", () => {
    expect(choose({ owners: OWNERS, rules: [{ assignees: ["ben"] }] }, TEST, { file: "src/a.rs" }).assignees).toEqual(["ben"]);
    expect(choose({ owners: OWNERS, rules: [{ assignees: [] }] }, TEST, { file: "src/a.rs" }).assignees).toEqual([]);
  });

  it("paths of a root inside the repository are held against patterns of its top", () => {
    const owners = [{ pattern: "/packages/shop/src/", owners: ["anna"], under: "packages/shop" }];
    expect(choose({ owners }, TEST, { file: "src/a.rs" }).assignees).toEqual(["anna"]);
    expect(choose({ owners }, TEST, { file: "tests/a.rs" }).assignees).toEqual([]);
  });

  it("a label is no longer than trackers take it", () => {
    const owners = [{ pattern: "*", owners: [`org/${"team".repeat(30)}`] }];
    expect(choose({ owners }, TEST, { file: "a" }).labels[0]).toHaveLength(50);
  });
});

describe("what is ignored", () => {
  it.each([
    "RUSTSEC-2020-0071",
    "rustsec-2020-0071",
    "CVE-2020-26235",
    "ghsa-WCG3-cvx6-7396",
    "RUSTSEC-*",
    AUDIT.fingerprint,
    AUDIT.key,
    "Security: * in time: *",
  ])("an advisory by %s", (pattern) => {
    const choice = choose({ ignore: [{ pattern }] }, AUDIT);
    expect(choice.ignored).toEqual({ pattern, expired: false });
    expect(whyNotFiled(choice, "tracer")).toBe(`ignored by ${JSON.stringify(pattern)}`);
  });

  it.each(["RUSTSEC-2020-007", "time", "CVE-2020-262350", "security: *"])("and not by %s", (pattern) => {
    expect(choose({ ignore: [{ pattern }] }, AUDIT).ignored).toBeUndefined();
  });

  it("is listed with its day and its reason", () => {
    const choice = choose({ ignore: [{ pattern: "clippy::*", until: "2027-01-31", reason: "legacy code" }] }, LINT);
    expect(whyNotFiled(choice, "tracer")).toBe('ignored by "clippy::*" until 2027-01-31: legacy code');
    expect(whyNoLongerIgnored(choice)).toBeUndefined();
  });

  it("counts again from its day on, and that is said", () => {
    const ignore = [{ pattern: "needless_return", until: "2026-03-02", reason: "soon" }];
    expect(whyNotFiled(choose({ ignore }, LINT, {}, "2026-03-01T23:59:59.999Z"), "tracer")).toContain("ignored by");
    const choice = choose({ ignore }, LINT, {}, "2026-03-02T00:00:00.000Z");
    expect(whyNotFiled(choice, "tracer")).toBeUndefined();
    expect(whyNoLongerIgnored(choice)).toBe('it was ignored by "needless_return" until 2026-03-02 (soon)');
  });

  it("stays so while one of several lines still holds", () => {
    const ignore = [{ pattern: "needless_return", until: "2026-01-01" }, { pattern: "clippy::*" }];
    expect(choose({ ignore }, LINT).ignored).toEqual({ pattern: "clippy::*", expired: false });
  });
});

describe("the severity floor", () => {
  it.each([
    ["high", "medium", true],
    ["high", "high", false],
    ["high", "critical", false],
    ["low", "low", false],
    ["none", "low", false],
    // No word, or none that means anything, is not harmless.
    ["critical", "none", false],
    ["critical", undefined, false],
  ] as const)("%s, and a tool says %s: below it is %s", (floor, severity, below) => {
    for (const subject of [AUDIT, LINT, FINDING]) {
      const choice = choose({ severity: floor }, subject, severity === undefined ? {} : { severity });
      expect([subject.kind, choice.belowFloor]).toEqual([subject.kind, below ? floor : undefined]);
    }
  });

  it("the worst that any leg says counts", () => {
    const choice = chooserOf({ ...NOTHING, severity: "high" }, NOW)(AUDIT, [
      seen({ severity: "low" }),
      seen({ severity: "high" }, "other"),
    ]);
    expect(choice.belowFloor).toBeUndefined();
  });

  it("holds for what tools grade alone: a test or a build is always filed", () => {
    for (const subject of [TEST, BUILD, BENCH, DEPENDENCY])
      expect(choose({ severity: "critical" }, subject, { severity: "low" }).belowFloor).toBeUndefined();
  });

  it("can be set apart by a rule, in words that are listed", () => {
    const policy: Partial<Policy> = { severity: "critical", rules: [{ package: "time", severity: "low" }] };
    expect(choose(policy, AUDIT, { severity: "medium" }).belowFloor).toBeUndefined();
    const choice = choose({ rules: [{ kind: "lint", severity: "medium" }] }, LINT, { severity: "low" });
    expect(whyNotFiled(choice, "tracer")).toBe("its severity is below medium, the least that is filed");
  });
});

describe("quarantine", () => {
  it("goes by the name of a test or by its file, and adds a label", () => {
    for (const [pattern, file] of [["orders::*"], [TEST.title], ["tests/flaky/", "tests/flaky/a.rs"]] as const) {
      const choice = choose({ quarantine: [pattern], rules: [{ labels: ["a", "quarantine"] }] }, TEST, file === undefined ? {} : { file });
      expect([pattern, choice.quarantined, choice.labels]).toEqual([pattern, true, ["a", "quarantine"]]);
      expect(whyNotFiled(choice, "tracer")).toBeUndefined();
    }
    expect(choose({ quarantine: ["get_order"] }, TEST)).toMatchObject({ quarantined: false, labels: [] });
  });

  it("is for tests alone: a star does not let a build pass", () => {
    for (const subject of [BUILD, LINT, AUDIT, BENCH])
      expect(choose({ quarantine: ["*", "**"] }, subject, { file: "a" }).quarantined).toBe(false);
  });
});

describe("many rules", () => {
  it("take a time that grows with failures and rules, and no more", () => {
    const rules: Rule[] = Array.from({ length: 200 }, (_, i) => ({ path: `src/part${i}/**`, pattern: "*a*b*c*d*", priority: 1 }));
    const chooser = chooserOf({ ...NOTHING, rules }, NOW);
    const subjects = Array.from({ length: 2_000 }, (_, i) => testSubject("shop", `${"abc".repeat(100)}${i}`, true));
    const started = performance.now();
    for (const [i, subject] of subjects.entries()) chooser(subject, [seen({ file: `src/part${i % 400}/a.rs` })]);
    expect(performance.now() - started).toBeLessThan(4_000);
  });
});
