import { describe, expect, it } from "vitest";
import { EvidenceBuilder } from "../../src/identity/evidence.ts";
import { readLedger } from "../../src/ledger/ledger.ts";
import { type Explanation, explain } from "../../src/planning/explain.ts";
import { Bench, type Delivery } from "./kit.ts";

const LINUX = "main » ci.yml » test » linux";
const WINDOWS = "main » ci.yml » test » windows";
const TITLE = "Test failure: a (shop)";
const says = (a: "passed" | "failed", producer = LINUX): Delivery => ({ producer, tests: { a, other: "passed" } });

async function told(b: Bench, name = TITLE): Promise<Explanation | undefined> {
  const run = b.runOf({ run: 900, commit: "" });
  const evidence = new EvidenceBuilder(run, [], (t) => t).finish();
  const tracker = await b.open(run.at);
  return explain({ evidence, listing: tracker.listing, ledger: readLedger(b.ledger).ledger, policy: b.policy, world: b.world(run) }, name);
}

describe("explain", () => {
  it("finds a subject by fingerprint, key, entry and title, and knows nothing of others", async () => {
    const b = new Bench();
    const made = await b.deliver({ run: 1, from: says("failed") });
    const [operation] = made.operations;
    for (const name of [operation?.fingerprint, operation?.key, b.entries().get(TITLE)?.id, TITLE])
      expect((await told(b, name ?? ""))?.title).toBe(TITLE);
    expect(await told(b, "ci-tnothing")).toBeUndefined();
  });

  it("tells who holds the entry open, and what each has to show", async () => {
    const b = new Bench();
    await b.deliver({ run: 1, from: [says("failed"), says("failed", WINDOWS)] });
    await b.deliver({ run: 2, from: says("passed") });
    const { producers, next, state } = (await told(b)) ?? {};
    expect(state).toBe("open");
    expect(producers?.map((p) => [p.producer, p.last])).toEqual([
      [LINUX, "passed"],
      [WINDOWS, "failed"],
    ]);
    expect(next).toEqual([
      "it closes when everything that saw it failing has seen it passing at a later commit, or its test is proven gone",
      `${WINDOWS}: a pass newer than run 1 at c1`,
      `${WINDOWS}: it holds the entry no more if it reports nothing until 2026-01-15 and in 10 runs of its job`,
    ]);
  });

  it("names the newest failure that the cache knows of, which the ledger need not", async () => {
    const b = new Bench();
    for (const run of [1, 2, 3]) await b.deliver({ run, from: says("failed") });
    expect((await told(b))?.next[1]).toBe(`${LINUX}: a pass newer than run 3 at c3`);
  });

  it("counts the passes that a flaky one still needs, and shows what it did", async () => {
    const b = new Bench();
    await b.deliver({ run: 1, commit: "c", from: says("failed") });
    await b.deliver({ run: 2, commit: "c", from: says("passed") });
    const { next, outcomes } = (await told(b)) ?? {};
    expect(next?.[1]).toBe(`${LINUX}: 1 of the 5 passes in a row that close it (it failed and passed at one commit, c)`);
    expect(outcomes).toEqual([{ producer: LINUX, seen: "F." }]);
  });

  it.each([
    [
      "closed by us",
      async (b: Bench) => void (await b.deliver({ run: 2, from: says("passed") })),
      "its next failure newer than run 2 at c2 reopens it",
    ],
    [
      "closed by a person",
      async (b: Bench) => b.person(TITLE, { status: "closed", closed_at: "2026-01-01T00:15:00Z" }),
      "reopens it, once",
    ],
    ["muted", async (b: Bench) => b.person(TITLE, { description: "ci-tracker: mute" }), "muted: a person's word stands"],
    ["gone from the tracker", async (b: Bench) => void (b.text = ""), "its next failure opens another one"],
  ])("says what comes next for an entry that is %s", async (_, change, words) => {
    const b = new Bench();
    await b.deliver({ run: 1, from: says("failed") });
    await change(b);
    expect((await told(b))?.next.join("; ")).toContain(words);
  });

  it("says how many runs open-after still waits for", async () => {
    const b = new Bench({ openAfter: 3 });
    await b.deliver({ run: 1, from: says("failed") });
    expect((await told(b))?.next).toEqual(["it failed in 1 of the 3 runs it takes; another run in which it fails opens its entry"]);
  });

  it("names the entry that stands for a member, and the members of that entry", async () => {
    const b = new Bench();
    const many = Object.fromEntries(Array.from({ length: 10 }, (_, i) => [`cart::t${i}`, "failed" as const]));
    const ok = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`ok::t${i}`, "passed" as const]));
    await b.deliver({ run: 1, from: { tests: { ...many, ...ok } } });
    expect((await told(b, "Test failure: cart::t3 (shop)"))?.next[0]).toContain(
      'the entry "Test failures: many tests of shop cart" stands for it',
    );
    expect((await told(b, "Test failures: many tests of shop cart"))?.members).toHaveLength(10);
  });

  it("changes nothing", async () => {
    const b = new Bench();
    await b.deliver({ run: 1, from: says("failed") });
    const before = [b.text, b.ledger];
    await told(b);
    expect([b.text, b.ledger]).toEqual(before);
  });
});
