import { describe, expect, it } from "vitest";
import { EvidenceBuilder, type IdentityOptions } from "../../src/identity/evidence.ts";
import { dependencySubject, lintSubject } from "../../src/identity/subjects.ts";
import type { LintObservation, Part, Run } from "../../src/model.ts";
import { Bench, done } from "./kit.ts";

const RUN: Run = { id: "1", attempt: 1, commit: "c1", branch: "main", at: "2026-01-01T00:00:00Z", event: "push", workflow: "w", job: "j" };
const PART: Part = { kind: "lint", state: "whole", provesAbsence: true, extent: { units: ["shop lib"], owners: ["clippy"] } };
const found = (name: string, file: string, line: number, source: string): LintObservation => ({
  kind: "lint",
  outcome: "failed",
  part: PART,
  name,
  owner: "clippy",
  severity: "medium",
  package: "shop",
  units: ["shop lib"],
  message: name,
  file,
  line,
  source,
});
const FOUND = [
  found("clippy::x", "src/a.rs", 3, "let a = 1;"),
  found("clippy::x", "src/b.rs", 9, "let b = 1;"),
  found("clippy::y", "src/b.rs", 12, "b();"),
];

function titles(groupLints: NonNullable<IdentityOptions["groupLints"]>, observations: LintObservation[]): string[] {
  const builder = new EvidenceBuilder(RUN, [], (t) => t, { groupLints });
  for (const o of observations) builder.observe("p", o);
  return [...builder.finish().failing.values()].map((f) => `${f.subject.title}: ${f.sightings[0]?.failure?.findings?.length}`).sort();
}

describe("an entry of lint findings", () => {
  it.each([
    ["rule", ["Fix clippy warning: x: 2", "Fix clippy warning: y: 1"]],
    ["file", ["Fix clippy warnings in src/a.rs: 1", "Fix clippy warnings in src/b.rs: 2"]],
    ["package", ["Fix clippy warnings of shop: 3"]],
    [
      "diagnostic",
      ["Fix clippy warning: x in src/a.rs: 1", "Fix clippy warning: x in src/b.rs: 1", "Fix clippy warning: y in src/b.rs: 1"],
    ],
  ] as const)("stands for a %s", (by, expected) => {
    expect(titles(by, FOUND)).toEqual(expected);
  });

  it("of one finding is the same after its line moved and its blanks changed, and another one after its code changed", () => {
    const key = (o: LintObservation): string => {
      const builder = new EvidenceBuilder(RUN, [], (t) => t, { groupLints: "diagnostic" });
      builder.observe("p", o);
      return [...builder.finish().failing.keys()].join();
    };
    const before = key(found("clippy::x", "src/a.rs", 3, "let a = 1;"));
    expect(key(found("clippy::x", "src/a.rs", 90, "  let  a = 1;"))).toBe(before);
    expect(key(found("clippy::x", "src/a.rs", 3, "let a = 2;"))).not.toBe(before);
    expect(key(found("clippy::x", "src/b.rs", 3, "let a = 1;"))).not.toBe(before);
  });

  it("closes when a complete report no longer has it, and an ignore list that may hide it keeps it open", async () => {
    for (const [identity, title] of [
      [{ groupLints: "file" }, "Fix clippy warnings in src/lib.rs"],
      [{ groupLints: "package" }, "Fix clippy warnings of ?"],
    ] as const) {
      const b = new Bench();
      b.identity = identity;
      expect(done(await b.deliver({ run: 1, from: { units: ["shop lib"], lints: { "clippy::x": ["shop lib"] } } }))).toEqual([
        `create ${title}`,
      ]);
      expect(done(await b.deliver({ run: 2, from: { units: ["shop lib"], lints: {}, lintState: "partial" } }))).toEqual([]);
      expect(done(await b.deliver({ run: 3, from: { units: ["shop lib"], lints: {} } }))).toEqual([`close ${title}`]);
    }
  });

  it("never has one key for two sorts of group", () => {
    const o = { owner: "clippy", name: "clippy::x", file: "x", package: "x" };
    const keys = (["rule", "file", "package", "diagnostic"] as const).map((by) => lintSubject(o, by, "h").key);
    expect(new Set(keys).size).toBe(4);
  });
});

describe("an entry of outdated dependencies", () => {
  const level = (current: string, latest: string): string =>
    dependencySubject({ kind: "dependency", outcome: "failed", part: PART, name: "p", ecosystem: "npm", current, latest }, "level").key;
  it.each([
    ["1.2.3", "2.0.0", "(major)"],
    ["1.2.3", "1.4.0", "(minor)"],
    ["1.2.3", "1.2.9", "(patch)"],
    ["0.3.1", "0.4.0", "(major)"],
    ["v1.2.3", "v1.2.4", "(patch)"],
    ["2024-01", "2024-02", "(other)"],
    ["", "1.0.0", "(other)"],
  ])("of %s → %s is of the level %s", (current, latest, expected) => {
    expect(level(current, latest)).toBe(`dependency/1 npm » ${expected}`);
  });

  it("of a level lists its packages, is updated in place as they move, and closes when all are current", async () => {
    const b = new Bench();
    b.identity = { groupDependencies: "level" };
    const title = "Update dependencies: minor versions (rust)";
    const made = await b.deliver({ run: 1, from: { outdated: { serde: "1.2.0", time: "1.3.0" } } });
    expect(done(made)).toEqual([`create ${title}`]);
    expect(made.operations[0]?.card.failure?.detail).toContain("serde: 1.0.0 → 1.2.0");
    expect(done(await b.deliver({ run: 2, from: { outdated: { serde: "1.2.0", time: "1.3.0" } } }))).toEqual([]);
    expect(done(await b.deliver({ run: 3, from: { outdated: { serde: "1.4.0", time: "1.3.0" } } }))).toEqual([`update ${title}`]);
    expect(done(await b.deliver({ run: 4, from: { outdated: {} } }))).toEqual([`close ${title}`]);
  });
});
