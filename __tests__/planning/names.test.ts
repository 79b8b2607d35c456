import { describe, expect, it } from "vitest";
import { Bench, type Delivery, done } from "./kit.ts";

const tests = (named: NonNullable<Delivery["tests"]>): Delivery => ({ tests: { ...named, other: "passed" } });

/** Open entries, which may have one title. */
const open = (b: Bench): number => b.text.split("\n").filter((line) => line.includes('"status":"open"')).length;

describe("an advisory", () => {
  it.each([
    ["its alias is learnt later", ["pkg GHSA-1", "pkg GHSA-1 CVE-1", "pkg CVE-1"]],
    ["a better name is learnt later", ["pkg CVE-1", "pkg GHSA-1 CVE-1", "pkg CVE-1"]],
    [
      "reports call it by one name each, then by another",
      ["pkg CVE-1 GHSA-1", "pkg PYSEC-1 GHSA-1", "pkg CVE-1", "pkg GHSA-1", "pkg PYSEC-1"],
    ],
  ])("keeps its one entry, which stays open while it is found, when %s", async (_, found) => {
    const b = new Bench();
    const ops: string[] = [];
    for (const [run, audit] of found.entries()) {
      ops.push(...done(await b.deliver({ run: run + 1, from: { audits: [audit] } })));
      expect(b.open_()).toHaveLength(1);
    }
    expect(ops.map((op) => op.split(" ", 1)[0])).toEqual(["create"]);
    expect(done(await b.deliver({ run: 9, from: { audits: [], audited: {} } }))).toHaveLength(1);
    expect(b.open_()).toEqual([]);
  });
});

describe("a test that got another name", () => {
  const A = "Test failure: a (shop)";

  it("keeps its entry for itself: a test that takes up the old name gets one of its own", async () => {
    const b = new Bench();
    await b.deliver({ run: 1, from: tests({ a: "failed: boom" }) });
    // The tracker is not told of the new name, so that its entry still carries the old one.
    b.policy.maxWrites = 0;
    expect(done(await b.deliver({ run: 2, from: tests({ b: "failed: boom" }) }))).toEqual([]);
    b.policy.maxWrites = Number.POSITIVE_INFINITY;
    await b.deliver({ run: 3, from: tests({ a: "failed: other", b: "failed: boom" }) });
    expect(open(b)).toBe(2);
    await b.deliver({ run: 4, from: tests({ a: "passed", b: "failed: boom" }) });
    expect(open(b)).toBe(1);
    await b.deliver({ run: 5, from: tests({ a: "passed", b: "passed" }) });
    expect(open(b)).toBe(0);
  });

  it("is not lost, nor filed a second time, where max-writes keeps its entry from being told", async () => {
    const b = new Bench();
    await b.deliver({ run: 1, from: tests({ a: "failed: boom" }) });
    b.policy.maxWrites = 0;
    await b.deliver({ run: 2, from: tests({ b: "failed: boom" }) });
    b.policy.maxWrites = 10;
    expect(done(await b.deliver({ run: 3, from: tests({ b: "failed: boom" }) })).map((op) => op.split(" ", 1)[0])).toEqual(["comment"]);
    expect(b.open_()).toEqual([A]);
    await b.deliver({ run: 4, from: tests({ b: "passed" }) });
    expect(b.open_()).toEqual([]);
  });
});
