import { describe, expect, it } from "vitest";
import { Bench, type Delivery, done } from "./kit.ts";

const A = "Test failure: a (shop)";
const on = (leg: string, a: "passed" | "failed"): Delivery => ({ producer: leg, tests: { a, other: "passed" } });

describe("what is ignored", () => {
  it("opens nothing, is listed with its reason, and is filed from its day on, which is said", async () => {
    const b = new Bench({ ignore: [{ pattern: "a", until: "2026-01-02", reason: "known" }] });
    const first = await b.deliver({ run: 1, from: on("linux", "failed") });
    expect(done(first)).toEqual([]);
    expect(first.withheld).toEqual([expect.objectContaining({ title: A, reason: 'ignored by "a" until 2026-01-02: known' })]);
    expect([first.fresh, first.blocking, b.writes]).toEqual([[], { new: 0, failing: 0 }, 0]);
    const second = await b.deliver({ run: 2, at: "2026-01-02T00:00:00.000Z", from: on("linux", "failed") });
    expect(done(second)).toEqual([`create ${A}`]);
    expect(second.notes).toEqual([`${A}: it was ignored by "a" until 2026-01-02 (known)`]);
  });

  it("neither edits nor closes an entry that is open, and does not reopen one that is closed", async () => {
    const b = new Bench();
    await b.deliver({ run: 1, from: on("linux", "failed") });
    b.policy = { ...b.policy, ignore: [{ pattern: "a" }] };
    const second = await b.deliver({ run: 2, from: on("linux", "failed") });
    expect([done(second), second.withheld.map((w) => w.reason)]).toEqual([[], ['ignored by "a"; its entry stays as it is']]);
    expect(done(await b.deliver({ run: 3, from: on("linux", "passed") }))).toEqual([`close ${A}`]);
    expect(done(await b.deliver({ run: 4, from: on("linux", "failed") }))).toEqual([]);
    expect(b.entries().get(A)?.status).toBe("closed");
  });

  it("is not fixed: a leg that fails again meanwhile keeps the entry open when the other leg passes", async () => {
    const b = new Bench();
    await b.deliver({ run: 1, from: [on("linux", "failed"), on("windows", "failed")] });
    await b.deliver({ run: 2, from: [on("linux", "passed"), on("windows", "failed")] });
    b.policy = { ...b.policy, ignore: [{ pattern: "a" }] };
    await b.deliver({ run: 3, from: [on("linux", "failed")] });
    expect(done(await b.deliver({ run: 4, from: [on("windows", "passed")] }))).not.toContain(`close ${A}`);
    expect(b.entries().get(A)?.status).toBe("open");
  });

  it("is not fixed: nor does it close where both happen in one run", async () => {
    const b = new Bench();
    await b.deliver({ run: 1, from: [on("linux", "failed"), on("windows", "failed")] });
    await b.deliver({ run: 2, from: [on("linux", "passed"), on("windows", "failed")] });
    b.policy = { ...b.policy, ignore: [{ pattern: "a" }] };
    expect(done(await b.deliver({ run: 3, from: [on("linux", "failed"), on("windows", "passed")] }))).not.toContain(`close ${A}`);
  });
});

describe("rules", () => {
  it("set what a new entry is filed as; what people changed since stays", async () => {
    const b = new Bench({ rules: [{ kind: "test", pattern: "a", priority: 3, type: "chore" }] });
    await b.deliver({ run: 1, from: { tests: { a: "failed", b: "failed", other: "passed" } } });
    expect(b.entries().get(A)).toMatchObject({ type: "chore", priority: 3 });
    expect(b.entries().get("Test failure: b (shop)")).toMatchObject({ type: "bug", priority: 0 });
  });

  it("keep a subject out of a tracker that is not its own, and list it", async () => {
    const b = new Bench({ rules: [{ pattern: "a", tracker: "github" }] });
    const made = await b.deliver({ run: 1, from: on("linux", "failed") });
    expect([done(made), made.withheld.map((w) => w.title)]).toEqual([[], [A]]);
  });
});

describe("the severity floor", () => {
  it("lists what is below it, and goes on with an entry that is open", async () => {
    const b = new Bench({ severity: "high" });
    const below = await b.deliver({ run: 1, from: { lints: { "clippy::x": ["shop lib"] } } });
    const reasons = below.withheld.map((w) => w.reason);
    expect([done(below), reasons]).toEqual([[], ["its severity is below high, the least that is filed"]]);
    b.policy = { ...b.policy, severity: "none" };
    expect(done(await b.deliver({ run: 2, from: { lints: { "clippy::x": ["shop lib"] } } }))).toHaveLength(1);
    b.policy = { ...b.policy, severity: "high" };
    expect(done(await b.deliver({ run: 3, from: { lints: { "clippy::x": ["shop lib"] } } }))).toEqual([]);
    expect([...b.entries().values()].map((e) => e.status)).toEqual(["open"]);
  });
});

describe("quarantine", () => {
  it("tracks a test as ever, and lets no step fail for it", async () => {
    const b = new Bench({ quarantine: ["a"] });
    const made = await b.deliver({ run: 1, from: { tests: { a: "failed", b: "failed", other: "passed" } } });
    expect(done(made)).toEqual([`create ${A}`, "create Test failure: b (shop)"]);
    expect(made.blocking).toEqual({ new: 1, failing: 1 });
    expect(made.operations.map((o) => o.filing?.labels)).toEqual([["quarantine"], undefined]);
    expect(done(await b.deliver({ run: 2, from: { tests: { a: "passed", b: "failed", other: "passed" } } }))).toEqual([`close ${A}`]);
  });
});
