import { describe, expect, it } from "vitest";
import { Bench, type Delivery, done, type RunSpec } from "./kit.ts";

const TITLE = "Test failure: a (shop)";
const says = (branch: string, a: "passed" | "failed"): Delivery => ({
  producer: `${branch} » ci.yml » test`,
  tests: { a, other: "passed" },
});
const on = (branch: string, run: number, a: "passed" | "failed"): RunSpec => ({ run, is: { branch }, from: says(branch, a) });

describe("branches together", () => {
  it("share one entry, which closes when each branch that saw it failing has seen it pass", async () => {
    const b = new Bench();
    expect(done(await b.deliver(on("main", 1, "failed")))).toEqual([`create ${TITLE}`]);
    expect(done(await b.deliver(on("release/1.x", 2, "failed")))).toEqual([`comment ${TITLE}`]);
    await b.deliver(on("main", 3, "passed"));
    expect(b.open_()).toEqual([TITLE]);
    expect(done(await b.deliver(on("release/1.x", 4, "passed")))).toEqual([`close ${TITLE}`]);
  });
});

describe("branches apart", () => {
  const apart = async (b: Bench, branch: string, run: number, a: "passed" | "failed"): Promise<string[]> => {
    b.identity = branch === "main" ? {} : { apart: branch };
    return done(await b.deliver(on(branch, run, a)));
  };
  const OTHER = `${TITLE} on release/1.x`;

  it("have entries of their own, and a pass on one says nothing of the other", async () => {
    const b = new Bench();
    expect(await apart(b, "main", 1, "failed")).toEqual([`create ${TITLE}`]);
    expect(await apart(b, "release/1.x", 2, "failed")).toEqual([`create ${OTHER}`]);
    expect(await apart(b, "main", 3, "passed")).toEqual([`close ${TITLE}`]);
    expect(b.open_()).toEqual([OTHER]);
    expect(await apart(b, "release/1.x", 4, "passed")).toEqual([`close ${OTHER}`]);
    expect(await apart(b, "release/1.x", 5, "failed")).toEqual([`reopen ${OTHER}`]);
  });

  it("carry the branch in the key, and a branch's name may hold anything git allows", async () => {
    for (const branch of ["release/1.x", "ünï»code", "a@b"]) {
      const b = new Bench();
      await apart(b, branch, 1, "failed");
      expect(await apart(b, branch, 2, "failed")).toEqual([]);
      expect(await apart(b, "main", 3, "passed")).toEqual([]);
      expect(await apart(b, branch, 4, "passed")).toEqual([`close ${TITLE} on ${branch}`]);
    }
  });

  it("take over what a script filed for the default branch only", async () => {
    const b = new Bench();
    const at = "2026-01-01T00:00:00Z";
    const filed = { id: "bd-1", title: "Test failure: a", status: "open", priority: 0, issue_type: "bug", created_at: at, updated_at: at };
    b.text = `${JSON.stringify(filed)}\n`;
    expect(await apart(b, "release/1.x", 1, "failed")).toEqual([`create ${OTHER}`]);
    expect(await apart(b, "main", 2, "failed")).toEqual([`comment ${TITLE}`]);
    expect(b.open_()).toEqual(["Test failure: a", OTHER]);
  });
});

describe("runs of one job that look at more or less", () => {
  it("do not close each other's: what a nightly run alone looks at stays open on a push that looks at less", async () => {
    const b = new Bench();
    const nightly: Delivery = { target: "shop::slow", tests: { soak: "failed", other: "passed" } };
    await b.deliver({ run: 1, is: { event: "schedule" }, from: [nightly, { tests: { a: "passed" } }] });
    for (const run of [2, 3, 4]) expect(done(await b.deliver({ run, from: { tests: { a: "passed" } } }))).toEqual([]);
    const green: Delivery = { target: "shop::slow", tests: { soak: "passed", other: "passed" } };
    expect(done(await b.deliver({ run: 5, is: { event: "schedule" }, from: green }))).toEqual(["close Test failure: soak (shop::slow)"]);
  });

  it("do not close by a smaller list of the same target either", async () => {
    const b = new Bench();
    const all: Delivery = {
      tests: { soak: "failed", ...Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`t${i}`, "passed" as const])) },
    };
    await b.deliver({ run: 1, is: { event: "schedule" }, from: all });
    for (const run of [2, 3, 4]) expect(done(await b.deliver({ run, from: { tests: { t1: "passed", t2: "passed" } } }))).toEqual([]);
    expect(b.open_()).toEqual(["Test failure: soak (shop)"]);
  });
});
