import { describe, expect, it } from "vitest";
import { fingerprintOf, keyOf } from "../../src/identity/key.ts";
import type { Line } from "../../src/ledger/ledger.ts";
import {
  flakinessOf,
  outcomeKey,
  passesInRow,
  passesNeeded,
  rateOf,
  retryHint,
  type Seen,
  underNewNames,
  WINDOW,
  whyFlaky,
  withInterval,
} from "../../src/planning/flaky.ts";
import { Bench, type Delivery, done } from "./kit.ts";

const TITLE = "Test failure: a (shop)";
const says = (a: "passed" | "failed" | "retried", producer = "linux"): Delivery => ({ producer, tests: { a, other: "passed" } });

/** `fp.f@2` … : failed, passed, failed at commits of their own; `@n` names the commit. */
function seen(text: string): Seen[] {
  return text.split(" ").map((word, i): Seen => {
    const [what = "", commit = `c${i}`] = word.split("@");
    const saw = what === "f" ? "failed" : what === "r" ? "retried" : "passed";
    return { run: String(i), attempt: 1, commit, at: new Date(Date.UTC(2026, 0, 1, i)).toISOString(), saw };
  });
}

describe("a test counts as flaky", () => {
  it.each([
    ["it passed on a retry inside a report", "p r p", "passed on a retry in run 1"],
    ["it failed and passed at one commit in one leg", "p f@x p@x", "failed and passed at one commit, x"],
    ["it failed in three separate episodes with other commits between", "f p f p f", "3 separate episodes"],
  ])("when %s", (_, history, why) => {
    expect(whyFlaky("test", seen(history))).toContain(why);
  });

  it.each([
    ["it failed for long, once", "p f f f f f p p"],
    ["it failed in two episodes", "f p f f p"],
    ["it passed only at the commit it failed at in between, which is one episode less", "f@1 f@2 p f@3 f@4"],
  ])("not when %s", (_, history) => {
    expect(whyFlaky("test", seen(history))).toBeUndefined();
  });

  it("in three episodes also where no commit is known", () => {
    const unknown = seen("f p f p f").map(({ commit: _, ...rest }): Seen => rest);
    expect(whyFlaky("test", unknown)).toContain("3 separate episodes");
  });

  it("never a build", () => {
    expect(whyFlaky("build", seen("f@x p@x f p f p f"))).toBeUndefined();
  });
});

describe("the history of what tests did", () => {
  const at = (day: number): string => new Date(Date.UTC(2026, 0, day)).toISOString();

  it("is not copied for a run that adds nothing to it, so that such a run costs the same after years", async () => {
    const b = new Bench();
    await b.deliver({ run: 1, at: at(1), from: says("failed") });
    const before = b.outcomes;
    const made = await b.deliver({ run: 2, at: at(2), from: { producer: "linux", tests: { other: "passed" }, list: "partial" } });
    expect(before.size).toBe(1);
    expect(made.outcomes).toBe(before);
  });

  it("forgets what failed no more for 90 days when something new fails", async () => {
    const b = new Bench();
    await b.deliver({ run: 1, at: at(1), from: says("failed") });
    await b.deliver({ run: 2, at: at(2), from: says("passed") });
    const other: Delivery = { producer: "linux", tests: { a: "passed", other: "failed" } };
    const early = await b.plan({ run: 3, at: at(90), from: other });
    const late = await b.plan({ run: 3, at: at(92), from: other });
    expect([early.made.outcomes.size, late.made.outcomes.size]).toEqual([2, 1]);
  });
});

describe("in the history of what tests did", () => {
  const saw = (b: Bench): Record<string, string[]> =>
    Object.fromEntries([...b.outcomes].map(([key, all]) => [key.split(" ").slice(1).join(" "), all.map((s) => s.saw)]));

  it("a delivery counts once, a further attempt and another outcome of the run for themselves", async () => {
    const b = new Bench();
    for (const from of [says("failed"), says("failed")]) await b.deliver({ run: 1, commit: "c", from });
    expect(saw(b)).toEqual({ linux: ["failed"] });
    for (const from of [says("failed"), says("passed"), says("passed")]) await b.deliver({ run: 1, attempt: 2, commit: "c", from });
    expect(saw(b)).toEqual({ linux: ["failed", "failed", "passed"] });
  });

  it("stand the last 50 runs of a leg, with commit and link", async () => {
    const b = new Bench();
    for (let run = 1; run <= WINDOW + 5; run++) await b.deliver({ run, from: says("failed"), is: { url: `https://ci.example/${run}` } });
    const [all = []] = b.outcomes.values();
    expect([all.length, all[0]?.run, all.at(-1)?.run]).toEqual([50, "6", "55"]);
    expect(all[0]).toMatchObject({ commit: "c6", url: "https://ci.example/6" });
  });

  it("a pass on a retry is that of the leg that needed it", async () => {
    const b = new Bench();
    await b.deliver({ run: 1, from: [says("retried", "linux"), says("passed", "windows")] });
    expect(saw(b)).toEqual({ linux: ["retried"] });
  });

  it("a pass in a report that was cut is none, nor one of what nobody waits for", async () => {
    const b = new Bench();
    await b.deliver({ run: 1, from: [says("failed", "linux"), says("failed", "windows")] });
    await b.deliver({ run: 2, from: { ...says("passed"), list: "broken" } });
    expect(saw(b)).toEqual({ linux: ["failed"], windows: ["failed"] });
    // Lost with the cache; it is not known as flaky.
    b.outcomes = new Map();
    await b.deliver({ run: 3, from: [says("passed", "linux"), says("failed", "windows")] });
    expect(saw(b)).toEqual({ windows: ["failed"] });
  });

  it("a rule of a linter has no place: its report does not tell of those it does not find", async () => {
    const b = new Bench();
    await b.deliver({ run: 1, from: { lints: { "clippy::x": ["shop lib"] } } });
    expect(saw(b)).toEqual({});
  });

  it("a renamed test keeps what it did under its old name", () => {
    const [old, now] = [keyOf("test", "shop", "a"), keyOf("test", "shop", "b")];
    const line = (key: string): Line => ({
      fingerprint: fingerprintOf(key),
      key,
      kind: "test",
      title: key,
      state: "open",
      generation: 1,
      producers: { linux: { run: "1", attempt: 1, at: "", last: "failed" }, windows: { run: "1", attempt: 1, at: "", last: "failed" } },
    });
    const [before, after] = [outcomeKey(fingerprintOf(old), "linux"), outcomeKey(fingerprintOf(now), "linux")];
    const long = seen(Array.from({ length: WINDOW }, () => "f").join(" "));
    const history = new Map([
      [before, long],
      [after, seen("p p")],
    ]);
    const renamed = underNewNames(history, new Map([[now, line(old)]]));
    expect([...renamed.keys()]).toEqual([after]);
    expect(renamed.get(after)?.map((s) => s.saw)).toEqual([...long.slice(2).map((s) => s.saw), "passed", "passed"]);
    expect(underNewNames(history, new Map())).toBe(history);
  });
});

describe("passes in a row that close a flaky test", () => {
  it.each([
    // p = (1 + 9/2) / 10 = 0.55: ln 0.05 / ln 0.45 = 3.75
    [1, 1, 4],
    // p = 5/10
    [5, 10, 5],
    // p = 1/10: 28.4, bounded
    [1, 10, 20],
    [3, 10, 9],
    [25, 50, 5],
    [50, 50, 1],
  ])("after %i failures in %i runs are %i", (failures, observations, needed) => {
    expect(passesNeeded(failures, observations, 20)).toBe(needed);
  });

  it("are counted by runs, and a pass on a retry is none", () => {
    expect(passesInRow(seen("f p p"))).toBe(2);
    expect(passesInRow(seen("p p r"))).toBe(0);
    const [first, second] = seen("f p");
    if (!first || !second) throw new Error("two runs");
    expect(passesInRow([first, second, { ...second, attempt: 2 }])).toBe(1);
  });
});

describe("the failure rate", () => {
  it("comes with Wilson's interval", () => {
    const { low, high } = withInterval(3, 14);
    expect(low).toBeCloseTo(0.0757, 3);
    expect(high).toBeCloseTo(0.4759, 3);
    expect(withInterval(0, 20)).toMatchObject({ low: 0, high: expect.closeTo(0.1611, 3) });
    expect(withInterval(20, 20)).toMatchObject({ low: expect.closeTo(0.8389, 3), high: 1 });
  });
});

describe("how flaky a test is", () => {
  it("is told of all that saw it, together", () => {
    expect(rateOf([seen("f p p"), seen("r p")])).toMatchObject({ failures: 2, observations: 5 });
    expect(rateOf([])).toBeUndefined();
  });

  it("is told by its history, by what the ledger kept where there is none, and takes most passes where it was lost after the failures", () => {
    const kept = { why: "it was", since: { run: "1", attempt: 1, at: "" }, failures: 5, observations: 20 };
    const own = flakinessOf(kept, "it is", seen("f p p p p p p p p p"), 20, true);
    expect(own).toMatchObject({ ...withInterval(1, 10), why: "it is", needs: passesNeeded(1, 10, 20), passes: 9 });
    const none = flakinessOf(kept, "it is", seen("p p p"), 20, false);
    expect(none).toMatchObject({ ...withInterval(5, 20), needs: passesNeeded(5, 20, 20), passes: 3 });
    expect(none.needs).toBeLessThan(own.needs);
    expect(flakinessOf(kept, "it is", seen("p p p"), 20, true).needs).toBe(20);
  });
});

describe("a retry is proposed", () => {
  it("against any error of a flaky test", () => {
    expect(retryHint("left is 3", true)).toBe("retries of the test runner would tell this failure from a real one");
  });

  it.each(["connect ECONNREFUSED 127.0.0.1:5432", "Timed out after 5s", "HTTP 503: Service Unavailable"])("against %s", (message) => {
    expect(retryHint(message, false)).toContain("transient");
  });

  it("not against an assertion", () => {
    expect(retryHint("assertion `left == right` failed", false)).toBeUndefined();
  });
});

describe("the entry of a flaky test", () => {
  it("is told once, with a label, its rate and what closes it, and is one entry all along", async () => {
    const b = new Bench();
    await b.deliver({ run: 1, from: says("failed") });
    const made = await b.deliver({ run: 2, commit: "c1", from: says("passed") });
    expect(made.operations).toEqual([expect.objectContaining({ op: "comment", label: "flaky" })]);
    expect(made.operations[0]?.card).toMatchObject({ rate: { failures: 1, observations: 2 }, flaky: { needs: 5, passes: 1 } });
    for (let run = 3; run < 7; run++) expect(done(await b.deliver({ run, from: says(run % 2 === 0 ? "failed" : "passed") }))).toEqual([]);
    expect(b.open_()).toEqual([TITLE]);
  });

  it("closes after enough passes in a row, and not a run before", async () => {
    const b = new Bench();
    let run = 0;
    for (const saw of ["failed", "passed", "failed", "passed", "failed", "failed", "failed"] as const)
      await b.deliver({ run: ++run, commit: run < 3 ? "same" : `c${run}`, from: says(saw) });
    const closes: number[] = [];
    for (let passes = 1; passes <= 20 && closes.length === 0; passes++) {
      const made = await b.deliver({ run: ++run, from: says("passed") });
      if (made.operations.some((o) => o.op === "close")) closes.push(passes);
      else expect(made.withheld[0]?.reason).toMatch(/flaky \(.+\): \d+ of the \d+ passes in a row that close it/);
    }
    // 5 failures in 7 + n runs: n = 8 needs ln 0.05 / ln (1 - 5/15) = 7.4, and n = 7 needs 6.9.
    expect(closes).toEqual([7]);
  });

  it("waits on each leg that saw it failing, by that leg's own rate", async () => {
    const b = new Bench();
    await b.deliver({ run: 1, commit: "c", from: [says("failed"), says("failed", "windows")] });
    await b.deliver({ run: 2, commit: "c", from: says("passed") });
    await b.deliver({ run: 3, from: says("failed") });
    for (let run = 4; run <= 26; run++) await b.deliver({ run, from: says("passed") });
    expect(b.open_()).toEqual([TITLE]);
    for (let run = 30; run <= 52; run++) await b.deliver({ run, from: says("passed", "windows") });
    expect(b.open_()).toEqual([]);
  });

  it("takes a pass on a retry for no clean pass", async () => {
    const b = new Bench({ closeAfterMax: 3 });
    await b.deliver({ run: 1, from: says("failed") });
    for (let run = 2; run <= 12; run++) await b.deliver({ run, from: says("retried") });
    expect(b.open_()).toEqual([TITLE]);
    expect(done(await b.deliver({ run: 13, from: says("passed") }))).toEqual([]);
    // 12 failures in 14 runs: ln 0.05 / ln (2/14) = 1.5.
    expect(done(await b.deliver({ run: 14, from: says("passed") }))).toEqual([`close ${TITLE}`]);
  });

  it("is bounded by close-after-max", async () => {
    const b = new Bench({ closeAfterMax: 2 });
    await b.deliver({ run: 1, commit: "c", from: says("failed") });
    await b.deliver({ run: 2, commit: "c", from: says("passed") });
    expect(done(await b.deliver({ run: 3, from: says("passed") }))).toEqual([`close ${TITLE}`]);
  });

  it("needs more patience when the cache is lost, and is closed by nothing else", async () => {
    const b = new Bench({ closeAfterMax: 4 });
    await b.deliver({ run: 1, commit: "c", from: says("failed") });
    for (const run of [2, 3, 4]) await b.deliver({ run, commit: run === 2 ? "c" : `c${run}`, from: says("passed") });
    b.outcomes = new Map();
    for (const run of [5, 6, 7]) expect(done(await b.deliver({ run, from: says("passed") }))).toEqual([]);
    expect(done(await b.deliver({ run: 8, from: says("passed") }))).toEqual([`close ${TITLE}`]);
  });

  it("is counted in the ledger where no history is kept at all", async () => {
    const b = new Bench({ closeAfterMax: 3 });
    b.keepsHistory = false;
    await b.deliver({ run: 1, from: says("failed") });
    await b.deliver({ run: 2, from: says("retried") });
    b.outcomes = new Map();
    const runs: string[][] = [];
    for (const run of [3, 4, 5]) {
      runs.push(done(await b.deliver({ run, from: says("passed") })));
      b.outcomes = new Map();
    }
    expect(runs).toEqual([[], [], [`close ${TITLE}`]]);
  });
});

describe("what is remembered of a flaky test", () => {
  const LEGS = ["linux", "windows"] as const;
  const seenBy = (b: Bench, leg: string): string[] =>
    [...b.outcomes].filter(([key]) => key.endsWith(` ${leg}`)).flatMap(([, all]) => all.map((s) => s.saw));

  it("is each leg's own: one leg's pass counts though another fails in the same run", async () => {
    const b = new Bench();
    await b.deliver({ run: 1, commit: "c", from: LEGS.map((leg) => says("failed", leg)) });
    await b.deliver({ run: 2, commit: "c", from: [says("passed", "linux"), says("failed", "windows")] });
    expect(seenBy(b, "linux")).toEqual(["failed", "passed"]);
    expect(seenBy(b, "windows")).toEqual(["failed", "failed"]);
  });

  it("takes nothing from a late report of an older commit", async () => {
    const b = new Bench();
    b.commits = ["c1", "c2", "c3"];
    await b.deliver({ run: 1, from: says("failed") });
    await b.deliver({ run: 3, from: says("failed") });
    b.marks.set("linux", { run: "3", attempt: 1, commit: "c3", at: "2026-01-01T00:30:00.000Z" });
    await b.deliver({ run: 2, from: says("passed") });
    expect(seenBy(b, "linux")).toEqual(["failed", "failed"]);
  });

  it("begins its count of passes anew after a failure, also where no history is kept at all", async () => {
    const b = new Bench({ closeAfterMax: 3 });
    b.keepsHistory = false;
    const done_: string[][] = [];
    for (const [i, a] of (["failed", "retried", "passed", "passed", "failed", "passed", "passed", "passed"] as const).entries()) {
      done_.push(done(await b.deliver({ run: i + 1, from: says(a) })));
      b.outcomes = new Map();
    }
    expect(done_.slice(2)).toEqual([[], [], [], [], [], [`close ${TITLE}`]]);
  });

  it("is told by a label once, which a person may take away", async () => {
    const b = new Bench();
    await b.deliver({ run: 1, from: LEGS.map((leg) => says("failed", leg)) });
    const labels: (string | undefined)[] = [];
    for (let run = 2; run <= 14; run++) {
      const made = await b.deliver({
        run,
        from: [says(run === 2 ? "retried" : "passed", "linux"), says(run < 10 ? "failed" : "passed", "windows")],
      });
      labels.push(...made.operations.map((o) => o.label));
    }
    expect(labels.length).toBeGreaterThan(1);
    expect(labels.filter((label) => label !== undefined)).toEqual(["flaky"]);
  });
});
