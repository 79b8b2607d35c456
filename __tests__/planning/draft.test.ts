/** In what order things are done, and what an entry shows of its subject. */
import { describe, expect, it } from "vitest";
import { readLedger } from "../../src/ledger/ledger.ts";
import type { Entry, Failure, Kind, Severity, Sighting, Subject } from "../../src/model.ts";
import { inRun, worstFirst } from "../../src/planning/draft.ts";
import { Bench, type Delivery, done } from "./kit.ts";

const A = "Test failure: a (shop)";
const [LINUX, MACOS, WINDOWS] = ["linux", "macos", "windows"].map((leg) => `main » ci.yml » test » ${leg}`) as [string, string, string];
const on = (producer: string, a: "passed" | "failed" | `failed: ${string}`): Delivery => ({ producer, tests: { a, other: "passed" } });

describe("worst first", () => {
  type Failing = Parameters<typeof worstFirst>[0];
  const sighting = (failure: Partial<Failure>): Sighting => ({
    producer: "ci",
    outcome: "failed",
    parts: [],
    failure: { message: "", ...failure },
  });
  const failing = (kind: Kind, key: string, sightings: Sighting[] = [sighting({})], members?: number): Failing => {
    const subject: Subject = { fingerprint: key, key, kind, title: key };
    const one: Failing = { subject, sightings };
    if (members !== undefined)
      one.members = Array.from({ length: members }, () => ({ ...one, failure: { message: "" }, line: {} as never, reason: "" }));
    return one;
  };
  const graded = (severity: Severity, key: string): Failing => failing("audit", key, [sighting({ severity })]);
  const inOrder = (...all: Failing[]): string[] =>
    [...all]
      .reverse()
      .sort(worstFirst)
      .map((f) => f.subject.key);

  it("goes by kind: what keeps others from running, what is broken, then what could be better", () => {
    const kinds: Kind[] = ["build", "test", "audit", "bench", "pipeline", "finding", "lint", "dependency"];
    expect(inOrder(...kinds.map((kind, i) => failing(kind, `${9 - i}`)))).toEqual(kinds.map((_, i) => `${9 - i}`));
  });

  it("then by the worst severity that any leg tells, ungraded last", () => {
    const all = (["critical", "high", "medium", "low", "none"] as const).map((severity, i) => graded(severity, `${9 - i}`));
    expect(inOrder(...all, failing("audit", "0"))).toEqual(["9", "8", "7", "6", "5", "0"]);
    const one = failing("audit", "z", [sighting({ severity: "low" }), sighting({}), sighting({ severity: "critical" })]);
    expect(inOrder(one, graded("high", "a"))).toEqual(["z", "a"]);
  });

  it("then by how much it stands for, how many legs see it, how many findings it has, and its key", () => {
    const many = (count: number): Sighting => sighting({ findings: Array.from({ length: count }, String) });
    expect(
      inOrder(
        failing("lint", "z", [many(1)], 12),
        failing("lint", "y", [many(1)], 3),
        failing("lint", "x", [many(1), many(1)]),
        failing("lint", "w", [many(5)]),
        failing("lint", "v", [many(2)]),
        failing("lint", "a", [many(1)]),
        failing("lint", "b", [many(1)]),
      ),
    ).toEqual(["z", "y", "x", "w", "v", "a", "b"]);
  });
});

describe("a run in words", () => {
  it("has its attempt from the second on, and as much of its commit as tells it", () => {
    expect([inRun({ run: "7", attempt: 1, at: "" }), inRun({ run: "7", attempt: 2, at: "", commit: "0123456789abcdef" })]).toEqual([
      "run 7",
      "run 7 (attempt 2) at 0123456789ab",
    ]);
  });
});

describe("of several entries with one fingerprint", () => {
  const known = async (...entries: Partial<Entry>[]): Promise<string[]> => {
    const b = new Bench();
    const [made] = (await b.deliver({ run: 1, from: on(LINUX, "failed") })).operations;
    const fingerprint = made?.fingerprint ?? "";
    const { evidence } = b.evidence({ run: 2, from: on(LINUX, "failed") });
    const all = entries.map(
      (e, i): Entry => ({ id: String(i), title: A, open: false, closedBy: "us", adoptable: false, fingerprint, ...e }),
    );
    const closedIn = { run: "1", attempt: 1, commit: "c1", at: "2026-01-01T00:10:00.000Z" };
    for (const e of all) {
      e.fingerprint = `${fingerprint}${e.fingerprint === fingerprint ? "" : e.fingerprint}`;
      if (!e.open) e.closedIn = closedIn;
    }
    const plan = b.planOn(evidence, readLedger(null), { tracker: "github", ids: "theirs", whole: true, entries: all });
    return [...plan.operations.map((o) => `${o.op} ${o.entry}`), ...plan.unchanged.map((u) => `keep ${u.entry}`)];
  };

  it("the open one counts, whichever is listed first", async () => {
    expect(await known({}, { open: true }, {})).toEqual(["keep 1"]);
    expect(await known({ open: true }, { fingerprint: "~3" })).toEqual(["keep 0"]);
  });

  it("the latest generation counts where none is open", async () => {
    expect(await known({ fingerprint: "~2" }, { fingerprint: "~10" }, {})).toEqual(["reopen 1"]);
    expect(await known({}, { fingerprint: "~2" })).toEqual(["reopen 1"]);
  });
});

describe("what an entry shows", () => {
  it("are the newest three failures, one a run, with their links", async () => {
    const b = new Bench({ comment: "always" });
    const url = (run: number): string => `https://ci.example/${run}`;
    for (const run of [1, 2, 3, 4]) await b.deliver({ run, is: { url: url(run) }, from: [on(LINUX, "failed"), on(MACOS, "failed")] });
    const made = await b.deliver({ run: 5, is: { url: url(5) }, from: [on(LINUX, "passed"), on(MACOS, "failed")] });
    const card = made.operations[0]?.card;
    expect(card?.recent?.map(({ run, commit, url: link }) => [run, commit, link])).toEqual(
      [5, 4, 3].map((run) => [String(run), `c${run}`, url(run)]),
    );
    expect(card).toMatchObject({
      url: url(5),
      branch: "main",
      workflow: "ci.yml",
      job: "test",
      state: "failing",
      opened: { run: "1" },
      now: { run: "5" },
    });
    expect(card?.rate).toMatchObject({ failures: 9, observations: 10 });
  });

  it("is who saw it, and what each last said", async () => {
    const b = new Bench();
    await b.deliver({ run: 1, from: [on(LINUX, "failed"), on(MACOS, "failed"), on(WINDOWS, "passed")] });
    const made = await b.deliver({ run: 2, from: [on(LINUX, "failed"), on(MACOS, "passed"), on(WINDOWS, "failed")] });
    expect(made.operations.at(-1)?.card.producers.map((p) => [p.producer, p.last, p.seen.run])).toEqual([
      [LINUX, "failed", "2"],
      [MACOS, "passed", "2"],
      [WINDOWS, "failed", "2"],
    ]);
  });

  it("is what closes it, by its kind", async () => {
    const b = new Bench();
    const made = await b.deliver({
      run: 1,
      from: [
        on(LINUX, "failed"),
        { lints: { "clippy::x": ["shop lib"] }, audits: ["time RUSTSEC-1"], outdated: { rand: "2.0.0" }, builds: { api: "failed" } },
      ],
    });
    expect(Object.fromEntries(made.operations.map((o) => [o.kind, o.card.closesWhen]))).toEqual({
      build: "when everything that built it has built it",
      test: "when everything that saw it failing has seen it passing at a later commit, or its test is proven gone",
      audit: "when a complete audit of the same lockfile no longer has it",
      lint: "when a complete report that looked at the same places no longer has it",
      dependency: "when a complete list no longer has it",
    });
    expect((await b.deliver({ run: 2, from: on(LINUX, "passed") })).operations[0]?.card.state).toBe("closed");
  });

  it("is what may help against an error of the network, for what can be tried again", async () => {
    const b = new Bench();
    const made = await b.deliver({ run: 1, from: [on(LINUX, "failed: connect ECONNREFUSED"), { builds: { api: "failed" } }] });
    expect(made.operations.map((o) => [o.kind, o.card.hint?.includes("transient")])).toEqual([
      ["build", undefined],
      ["test", true],
    ]);
    const plain = await b.deliver({ run: 2, from: { tests: { b: "failed: left is 3", other: "passed" } } });
    expect(plain.operations.map((o) => o.card.hint)).toEqual([undefined]);
  });

  it("is the leg of a flaky test that is furthest from closing it", async () => {
    const b = new Bench({ closeAfterMax: 5 });
    await b.deliver({ run: 1, commit: "c", from: [on(LINUX, "failed"), on(MACOS, "failed")] });
    await b.deliver({ run: 2, commit: "c", from: [on(LINUX, "passed"), on(MACOS, "failed")] });
    for (const run of [3, 4]) await b.deliver({ run, from: [on(LINUX, "passed"), on(MACOS, "failed")] });
    const made = await b.deliver({ run: 5, from: [on(LINUX, "passed"), on(MACOS, "failed: otherwise")] });
    expect(made.operations[0]?.card.flaky).toMatchObject({ passes: 0 });
    expect(made.operations[0]?.card.closesWhen).toContain("often enough in a row");
    expect(done(made)).toEqual([`comment ${A}`]);
  });
});
