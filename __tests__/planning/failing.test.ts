/** What is remembered and told of a subject that fails. */
import { describe, expect, it } from "vitest";
import { type Line, readLedger, writeLedger } from "../../src/ledger/ledger.ts";
import type { Entry, Suspects } from "../../src/model.ts";
import type { Plan } from "../../src/planning/plan.ts";
import { Bench, type Delivery, done, type RunSpec } from "./kit.ts";

const A = "Test failure: a (shop)";
const B = "Test failure: b (shop)";
const CI = "main » ci.yml » test";
const [LINUX, MACOS, WINDOWS] = ["linux", "macos", "windows"].map((leg) => `${CI} » ${leg}`) as [string, string, string];
const on = (producer: string, tests: NonNullable<Delivery["tests"]>): Delivery => ({ producer, tests: { ...tests, other: "passed" } });
const suspects = (good: string): Suspects => ({ good, bad: "later", commits: [], more: 0 });

describe("what is not filed now", () => {
  it("waits, once it is filed, for all that saw it failing before", async () => {
    const b = new Bench({ maxNew: 0 });
    for (const [run, leg] of [LINUX, MACOS].entries()) {
      const made = await b.deliver({ run: run + 1, from: on(leg, { a: "failed" }) });
      expect([done(made), made.withheld.map((w) => w.title)]).toEqual([[], [A]]);
    }
    b.policy.maxNew = 10;
    const filed = await b.deliver({ run: 3, from: on(WINDOWS, { a: "failed" }) });
    expect(filed.operations[0]?.card.producers.map((p) => p.producer)).toEqual([LINUX, MACOS, WINDOWS]);
    for (const leg of [WINDOWS, LINUX]) await b.deliver({ run: 4, from: on(leg, { a: "passed" }) });
    expect(b.open_()).toEqual([A]);
    await b.deliver({ run: 4, from: on(MACOS, { a: "passed" }) });
    expect(b.open_()).toEqual([]);
  });

  it("is written down once, however often the run is delivered", async () => {
    for (const policy of [{ openAfter: 3 }, { maxNew: 0 }]) {
      const b = new Bench(policy);
      await b.deliver({ run: 1, from: on(LINUX, { a: "failed" }) });
      expect(b.writes).toBe(1);
      const again = await b.deliver({ run: 1, from: on(LINUX, { a: "failed" }) });
      expect([b.writes, again.lines.size]).toEqual([1, 0]);
    }
  });

  it("by open-after is filed with the runs it failed in, and where it began is looked for at the first of them", async () => {
    const b = new Bench({ openAfter: 2 });
    b.suspects = new Map([[LINUX, suspects("first")]]);
    await b.deliver({ run: 1, from: on(LINUX, { a: "failed" }) });
    b.suspects = new Map([[LINUX, suspects("second")]]);
    const made = await b.deliver({ run: 2, from: on(LINUX, { a: "failed" }) });
    expect(made.operations.map((o) => [o.op, o.reason, o.card.suspects?.good])).toEqual([
      ["create", "failed in 2 runs, last in run 2 at c2", "first"],
    ]);
  });
});

describe("where a failure began", () => {
  it("is told of what is filed at once, and anew when its entry reopens", async () => {
    const b = new Bench();
    b.suspects = new Map([[LINUX, suspects("c0")]]);
    const first = await b.deliver({ run: 1, from: on(LINUX, { a: "failed" }) });
    expect(first.operations[0]?.card.suspects?.good).toBe("c0");
    await b.deliver({ run: 2, from: on(LINUX, { a: "passed" }) });
    b.suspects = new Map([[LINUX, suspects("c2")]]);
    const again = await b.deliver({ run: 3, from: on(LINUX, { a: "failed" }) });
    expect(again.operations.map((o) => [o.op, o.card.suspects?.good])).toEqual([["reopen", "c2"]]);
    b.suspects = new Map();
    await b.deliver({ run: 4, from: on(LINUX, { a: "passed" }) });
    const unknown = await b.deliver({ run: 5, from: on(LINUX, { a: "failed" }) });
    expect(unknown.operations.map((o) => [o.op, o.card.suspects?.good])).toEqual([["reopen", "c2"]]);
  });
});

describe("a late report of an older commit", () => {
  it.each(["change", "always"] as const)(
    "of a producer that was heard since tells nothing, whatever error it has, with comment: %s",
    async (comment) => {
      const b = new Bench({ comment });
      b.commits = ["c1", "c2", "c3"];
      await b.deliver({ run: 3, from: on(LINUX, { a: "failed: left is 3" }) });
      const late = await b.deliver({ run: 2, from: on(LINUX, { a: "failed: no such user" }) });
      expect([done(late), late.lines.size]).toEqual([[], 0]);
    },
  );

  it("opens nothing anew where the entry that was closed since is gone; a newer failure does", async () => {
    const b = new Bench();
    b.commits = ["c1", "c2", "c3", "c4"];
    await b.deliver({ run: 1, from: on(LINUX, { a: "failed" }) });
    await b.deliver({ run: 3, from: on(LINUX, { a: "passed" }) });
    b.text = "";
    expect(done(await b.deliver({ run: 2, from: on(MACOS, { a: "failed" }) }))).toEqual([]);
    const made = await b.deliver({ run: 4, from: on(MACOS, { a: "failed" }) });
    expect(made.operations.map((o) => [o.op, o.reason])).toEqual([
      ["create", "failed in run 4 at c4; the entry it had is gone from the tracker"],
    ]);
  });
});

describe("what fails in another place than before", () => {
  it("is waited for in both, though nothing else about it is new", async () => {
    const b = new Bench();
    const build = (outcome: "passed" | "failed", ...compiled: string[]): Delivery => ({ builds: { shop: outcome }, compiled });
    await b.deliver({ run: 1, from: build("failed", "lib") });
    expect(done(await b.deliver({ run: 2, from: build("failed", "test api") }))).toEqual([]);
    expect(done(await b.deliver({ run: 3, from: build("passed", "lib") }))).toEqual([]);
    expect(done(await b.deliver({ run: 4, from: build("passed", "lib", "test api") }))).toEqual(["close Build failure: shop"]);
  });

  it("is waited for by each leg that fails anew, though others say what they said", async () => {
    const b = new Bench();
    await b.deliver({ run: 1, from: [on(LINUX, { a: "failed" }), on(MACOS, { a: "failed" })] });
    await b.deliver({ run: 2, from: on(MACOS, { a: "passed" }) });
    const made = await b.deliver({ run: 3, from: [on(LINUX, { a: "failed" }), on(MACOS, { a: "failed" })] });
    expect(made.operations.map((o) => o.reason)).toEqual([`failing again in ${MACOS} (run 3 at c3)`]);
    await b.deliver({ run: 4, from: on(LINUX, { a: "passed" }) });
    expect(b.open_()).toEqual([A]);
  });
});

describe("a benchmark that is worse elsewhere than where it was filed", () => {
  it("is mended where it was worse last, on that class of machine and in that unit", async () => {
    for (const other of [{ machine: "another machine" }, { benchUnit: "allocs" }]) {
      const b = new Bench();
      let run = 0;
      const runs = async (values: number[], at: { machine?: string; benchUnit?: string }): Promise<boolean> => {
        b.policy.machine = at.machine ?? "test machine";
        for (const value of values)
          await b.deliver({
            run: ++run,
            from: { benches: { sort: value }, ...(at.benchUnit === undefined ? {} : { benchUnit: at.benchUnit }) },
          });
        return b.open_().length > 0;
      };
      const usual = [1000, 1000, 1000, 1000, 1000];
      expect(await runs([...usual, 1500, 1500, 1000], {})).toBe(true);
      expect(await runs([...usual, 1500, 1500], other)).toBe(true);
      expect(await runs([1000, 1000], {})).toBe(true);
      expect(await runs(other.benchUnit === undefined ? [1000, 1000] : [...usual, 1000], other)).toBe(false);
    }
  });
});

describe("a test that is renamed again and again", () => {
  it("is remembered by its last five names", async () => {
    const b = new Bench();
    for (let run = 1; run <= 8; run++) await b.deliver({ run, from: on(LINUX, { [`n${run}`]: "failed: 3 is not 4" }) });
    expect(b.open_()).toHaveLength(1);
    const [line] = [...readLedger(b.ledger).ledger.values()];
    expect(line?.renamed?.map((key) => key.replace(/.* » /, ""))).toEqual(["n3", "n4", "n5", "n6", "n7"]);
  });
});

describe("the failure that an entry shows", () => {
  it("is the first that names a place, where several legs have one", async () => {
    const b = new Bench();
    const made = await b.deliver({
      run: 1,
      from: [on(LINUX, { a: "failed: no place" }), { ...on(MACOS, { a: "failed: a place" }), file: "src/a.rs" }],
    });
    expect(made.operations[0]?.card.failure).toMatchObject({ message: "a place", file: "src/a.rs" });
    const none = await b.deliver({ run: 1, from: [on(LINUX, { b: "failed: one" }), on(MACOS, { b: "failed: two" })] });
    expect(none.operations.filter((o) => o.title === B).map((o) => o.card.failure?.message)).toEqual(["one"]);
  });
});

describe("what is told", () => {
  it("with comment: interval comes on the very day, by when it was last told", async () => {
    const b = new Bench({ comment: "interval" });
    const at = (day: number): string => new Date(Date.UTC(2026, 0, day)).toISOString();
    for (const [run, day, ops] of [
      [1, 1, ["create"]],
      [2, 7, []],
      [3, 8, ["comment"]],
      [4, 14, []],
      [5, 15, ["comment"]],
    ] as const) {
      const made = await b.deliver({ run, at: at(day), from: on(LINUX, { a: "failed" }) });
      expect(made.operations.map((o) => o.op)).toEqual(ops);
    }
  });

  it("with comment: interval is what changed, in place, until the day has come", async () => {
    const b = new Bench({ comment: "interval" });
    await b.deliver({ run: 1, from: on(LINUX, { a: "failed" }) });
    const made = await b.deliver({ run: 2, from: on(MACOS, { a: "failed" }) });
    expect(made.operations.map((o) => [o.op, o.reason])).toEqual([["update", `also failing in ${MACOS} (run 2 at c2)`]]);
  });

  it("names all that changed at once", async () => {
    const b = new Bench();
    await b.deliver({ run: 1, from: on(LINUX, { a: "failed: left is 3" }) });
    const made = await b.deliver({ run: 2, from: on(MACOS, { a: "failed: no such user" }) });
    expect(made.operations.map((o) => o.reason)).toEqual([`also failing in ${MACOS}; the error changed (run 2 at c2)`]);
  });

  it("of an outdated dependency is that a newer version is out, in place", async () => {
    const b = new Bench();
    await b.deliver({ run: 1, from: { outdated: { rand: "2.0.0" } } });
    const made = await b.deliver({ run: 2, from: { outdated: { rand: "2.1.0" } } });
    expect(made.operations.map((o) => [o.op, o.reason])).toEqual([["update", "a newer version is out (run 2 at c2)"]]);
  });

  it("counts a rule's new findings", async () => {
    const b = new Bench();
    const units = ["a lib", "b lib", "c lib"];
    await b.deliver({ run: 1, from: { units, lints: { "clippy::x": ["a lib"] } } });
    const made = await b.deliver({ run: 2, from: { units, lints: { "clippy::x": units } } });
    expect(made.operations.map((o) => o.reason)).toEqual(["2 new findings (run 2 at c2)"]);
  });

  it("of a test that turns out to be flaky while it fails is that, with a label", async () => {
    const b = new Bench();
    await b.deliver({ run: 1, from: on(LINUX, { a: "failed" }) });
    for (const [run, outcome] of [
      [2, "passed"],
      [3, "failed"],
      [4, "passed"],
    ] as const)
      await b.deliver({ run, from: on(LINUX, { a: outcome }) });
    const made = await b.deliver({ run: 5, from: on(LINUX, { a: "failed" }) });
    expect(made.operations).toMatchObject([{ op: "reopen", label: "flaky" }]);
    expect(made.operations[0]?.reason).toBe("it failed again in run 5 at c5");
  });
});

/** A tracker that numbers its entries. `before`: what the ledger knows, `entries`: what the tracker holds. */
class Numbered extends Bench {
  at(spec: RunSpec, entries: Entry[], before?: Partial<Line>): Plan {
    const { evidence, loaded } = this.evidence(spec);
    if (before) for (const [fingerprint, line] of loaded.ledger) loaded.ledger.set(fingerprint, { ...line, ...before });
    const made = this.planOn(evidence, loaded, { tracker: "github", ids: "theirs", whole: true, entries });
    if (made.lines.size > 0) this.ledger = writeLedger(loaded, made.lines);
    return made;
  }
  line(): Line | undefined {
    return [...readLedger(this.ledger).ledger.values()][0];
  }
}

/** One failed in run 1, of which the ledger knows entry 7. */
function filed(): { b: Numbered; entry: Entry } {
  const b = new Numbered();
  const fingerprint = b.at({ run: 1, from: on(LINUX, { a: "failed" }) }, []).operations[0]?.fingerprint ?? "";
  const entry: Entry = { id: "7", title: A, open: true, adoptable: false, fingerprint };
  b.at({ run: 1, from: on(MACOS, { a: "failed" }) }, [entry]);
  return { b, entry };
}
const KNOWN = { entry: { tracker: "github", id: "7" } };

describe("an entry that is gone from a tracker that numbers them", () => {
  it("is followed by a new one, the next generation, which names it", () => {
    const { b } = filed();
    const made = b.at({ run: 2, from: on(LINUX, { a: "failed" }) }, [], KNOWN);
    expect(made.operations).toMatchObject([{ op: "create", generation: 2, follows: "7" }]);
  });

  it("is followed by none while a person's word on it stands", () => {
    for (const [verdict, files] of [
      ["won't fix", false],
      ["snoozed until 2026-01-05", false],
      ["snoozed until 2026-01-04", true],
      ["snoozed until 2025-12-31", true],
    ] as const) {
      const { b } = filed();
      const made = b.at({ run: 2, at: "2026-01-04T10:00:00Z", from: on(LINUX, { a: "failed" }) }, [], { ...KNOWN, verdict });
      expect([verdict, done(made)]).toEqual([verdict, files ? [`create ${A}`] : []]);
      expect(made.withheld.map((w) => w.reason)).toEqual(files ? [] : [`${verdict}: a person's word stands`]);
    }
  });
});

describe("an entry that was closed in a tracker that numbers them", () => {
  const closed = (at: string): Partial<Line> => ({
    ...KNOWN,
    state: "closed",
    closed: { run: "1", attempt: 1, commit: "c1", at, how: "passed" },
  });

  it("reopens within the reopen window, to the day, and is followed by a new one after that", () => {
    for (const [day, op] of [
      ["2026-01-31", { op: "reopen", entry: "7", generation: 1, reason: "it failed again in run 2 at c2" }],
      ["2026-02-01", { op: "create", entry: null, generation: 2, follows: "7" }],
    ] as const) {
      const { b, entry } = filed();
      const gone: Entry = { ...entry, open: false, closedBy: "us" };
      const made = b.at({ run: 2, at: `${day}T00:00:00Z`, from: on(LINUX, { a: "failed" }) }, [gone], closed("2026-01-01T00:00:00Z"));
      expect(made.operations).toMatchObject([op]);
    }
    const { b, entry } = filed();
    const late = b.at(
      { run: 2, at: "2026-06-01T00:00:00Z", from: on(LINUX, { a: "failed" }) },
      [{ ...entry, open: false, closedBy: "us", closedAt: "2026-01-01T00:00:00Z" }],
      closed("2026-01-01T00:00:00Z"),
    );
    expect(late.operations[0]?.reason).toBe("it failed again in run 2 at c2, long after its last entry was closed");
  });

  it("stays closed where it is not known which is newer, which is said; where the close is newer, who fails is remembered", () => {
    const { b, entry } = filed();
    const gone: Entry = { ...entry, open: false, closedBy: "us" };
    const nobody: Partial<Line> = { ...closed("no date"), closed: { run: "x", attempt: 1, at: "no date", how: "passed" } };
    const unknown = b.at({ run: 2, from: on(LINUX, { a: "failed" }) }, [gone], nobody);
    expect([done(unknown), unknown.withheld.map((w) => w.reason)]).toEqual([
      [],
      ["it is not known whether this failure is newer than the close of its entry"],
    ]);
    b.commits = ["c0", "c1"];
    const older = b.at({ run: 0, from: on(`${CI} » late`, { a: "failed" }) }, [gone], closed("2026-01-01T00:00:00Z"));
    expect([done(older), older.withheld]).toEqual([[], []]);
    expect(b.line()).toMatchObject({ state: "closed", producers: { [`${CI} » late`]: { last: "failed" } } });
  });

  it("is closed by a person's word while this run was under way: a newer failure reopens it", () => {
    const { b, entry } = filed();
    const at = "2026-01-01T01:00:00Z";
    const gone: Entry = { ...entry, open: false, closedBy: "person", closedAt: at };
    const made = b.at({ run: 2, at, from: on(LINUX, { a: "failed" }) }, [gone], KNOWN);
    expect([done(made), made.withheld.map((w) => w.reason)]).toEqual([
      [],
      ["a person closed its entry after this run began; a newer failure reopens it"],
    ]);
    const next = b.at({ run: 3, at: "2026-01-01T01:00:01Z", from: on(LINUX, { a: "failed" }) }, [gone], KNOWN);
    expect(next.operations).toMatchObject([{ op: "reopen", reason: "a person closed it as fixed, and it failed again in run 3 at c3" }]);
    const again = b.at({ run: 4, at: "2026-01-02T00:00:00Z", from: on(LINUX, { a: "failed" }) }, [gone]);
    expect([done(again), again.withheld.map((w) => w.reason)]).toEqual([
      [],
      ["closed again by a person after it had been reopened once: a person's word stands"],
    ]);
  });
});

describe("an entry that a run is creating", () => {
  const claim = (run: string, at: string, attempt = 1): Partial<Line> => ({ state: "claimed", claim: { run, attempt, at } });
  const at = "2026-01-01T01:00:00Z";

  it.each<[what: string, before: Partial<Line>, files: boolean]>([
    ["another run began less than 15 minutes ago", claim("9", "2026-01-01T00:45:01Z"), false],
    ["another run began 15 minutes ago", claim("9", "2026-01-01T00:45:00Z"), true],
    ["an earlier attempt of this run began", claim("2", "2026-01-01T00:59:00Z"), true],
    ["a later attempt of this run began", claim("2", "2026-01-01T00:59:00Z", 3), false],
  ])("that %s is waited for or not", (_, before, files) => {
    const { b } = filed();
    const made = b.at({ run: 2, attempt: 2, at, from: on(LINUX, { a: "failed" }) }, [], before);
    expect(made.operations.map((o) => [o.op, o.reason])).toEqual(files ? [["create", "failed in run 2 (attempt 2) at c2"]] : []);
    expect(made.withheld.map((w) => w.reason)).toEqual(files ? [] : [`run ${before.claim?.run} is creating its entry`]);
    if (files) expect(b.line()).toMatchObject({ state: "open" });
    if (files) expect(b.line()?.claim).toBeUndefined();
  });

  it("and that is there already, is its entry", () => {
    const { b, entry } = filed();
    const made = b.at({ run: 2, at, from: on(LINUX, { a: "failed" }) }, [entry], claim("9", at));
    expect([done(made), made.unchanged.map((u) => u.entry)]).toEqual([[], ["7"]]);
    expect(b.line()).toMatchObject({ state: "open", entry: { tracker: "github", id: "7" } });
    expect(b.line()?.claim).toBeUndefined();
  });
});

describe("an entry of ours of which nothing is remembered but its fingerprint", () => {
  const alone = (more: Partial<Entry>): { b: Numbered; entries: Entry[] } => {
    const { b, entry } = filed();
    b.ledger = null;
    return { b, entries: [{ ...entry, ...more }] };
  };

  it("is kept, and is not filed a second time", () => {
    const { b, entries } = alone({});
    const made = b.at({ run: 2, from: on(LINUX, { a: "failed" }) }, entries);
    expect([done(made), made.unchanged.map((u) => u.entry)]).toEqual([[], ["7"]]);
    expect(b.line()).toMatchObject({ state: "open", entry: { tracker: "github", id: "7" }, producers: { [LINUX]: { last: "failed" } } });
  });

  it("is left alone where a person says so, which is remembered", () => {
    const { b, entries } = alone({ handsOff: "muted" });
    const made = b.at({ run: 2, from: on(LINUX, { a: "failed" }) }, entries);
    expect([done(made), made.withheld.map((w) => w.reason)]).toEqual([[], ["muted: a person's word stands"]]);
    expect(b.line()?.verdict).toBe("muted");
  });

  it("stays closed until it is known what closed it", () => {
    const { b, entries } = alone({ open: false, closedBy: "us" });
    expect(done(b.at({ run: 2, from: on(LINUX, { a: "failed" }) }, entries))).toEqual([]);
    const closedIn = { run: "1", attempt: 1, commit: "c1", at: "2026-01-01T00:10:00.000Z" };
    const known = alone({ open: false, closedBy: "us", closedIn });
    expect(known.b.at({ run: 2, from: on(LINUX, { a: "failed" }) }, known.entries).operations).toMatchObject([
      { op: "reopen", entry: "7" },
    ]);
  });
});

describe("an entry that this run reopened before it died", () => {
  const reopenedIn = { run: "2", attempt: 1, commit: "c2", at: "2026-01-01T00:20:00.000Z" };
  const before: Partial<Line> = {
    ...KNOWN,
    state: "closed",
    closed: { run: "1", attempt: 1, commit: "c1", at: "2026-01-01T00:10:00.000Z", how: "passed" },
  };

  it("is not told of it a second time", () => {
    const { b, entry } = filed();
    const made = b.at({ run: 2, from: on(LINUX, { a: "failed" }) }, [{ ...entry, reopenedIn }], before);
    expect([done(made), made.unchanged.map((u) => u.entry)]).toEqual([[], ["7"]]);
    expect(b.line()).toMatchObject({ state: "open", acted: { run: "2", attempt: 1 } });
    expect(b.line()?.contested).toBeUndefined();
  });

  it("stays closed the next time a person closes it, where a person had closed it", () => {
    for (const closed of [undefined, { ...before.closed, how: "person" } as NonNullable<Line["closed"]>]) {
      const { b, entry } = filed();
      b.at({ run: 2, from: on(LINUX, { a: "failed" }) }, [{ ...entry, reopenedIn }], {
        ...KNOWN,
        state: "closed",
        ...(closed ? { closed } : {}),
      });
      expect(b.line()?.contested).toBe(true);
    }
  });

  it("was reopened by a person where it says another run or attempt", () => {
    for (const other of [
      { ...reopenedIn, run: "1" },
      { ...reopenedIn, attempt: 2 },
    ]) {
      const { b, entry } = filed();
      const made = b.at({ run: 2, from: on(LINUX, { a: "failed" }) }, [{ ...entry, reopenedIn: other }], before);
      expect(made.operations.map((o) => o.reason)).toEqual(["it fails again, after somebody reopened its entry (run 2 at c2)"]);
    }
  });
});
