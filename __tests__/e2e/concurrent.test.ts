/** Runs that are at work at the same time: nothing is doubled, and nothing that any of them saw is lost. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it, vi } from "vitest";
import type { Outcome } from "../../src/result.ts";
import { FakeGitHub } from "../fakes/github/server.ts";
import { deliver, ledgerOf } from "./job.ts";
import { cargoTest } from "./reports.ts";
import { temporary } from "./spawn.ts";

vi.mock(import("../../src/load.ts"), async () => (await import("./job.ts")).quickLoad());

const workspace = temporary();
const fakes: FakeGitHub[] = [];
afterAll(async () => {
  for (const fake of fakes) await fake.close();
  workspace.remove();
});

/** A report of two tests, of which the first fails or not. */
const tests = (crate: string, first = "a broke"): string => cargoTest({ crate, tests: { "tests::a": first, "tests::b": "ok" } });
const TITLE = "Test failure: tests::a (shop)";

interface Line {
  key: string;
  state: string;
  producers: Record<string, { last: string }>;
  claim?: unknown;
}

/** A repository whose state is in one of the places there are. */
interface Place {
  /** Delivers one run of a job. */
  step(job: string, report: string, run?: number): Promise<Outcome>;
  /** Titles of the open entries. */
  open(): string[];
  ledger(): Line[];
}

let places = 0;
async function begun(where: "github" | "tracer" | "files"): Promise<Place> {
  const fake = await FakeGitHub.start();
  fakes.push(fake);
  const root = join(workspace.path, String(++places));
  if (where === "tracer") fake.git.commit("main", { ".trace/issues.jsonl": "" }, "make a tracker");
  mkdirSync(join(root, ".trace"), { recursive: true });
  writeFileSync(join(root, ".trace", "issues.jsonl"), "");
  const file = (path: string): string | undefined =>
    where === "files" ? readFileSync(join(root, path), "utf8") : fake.git.file(where === "github" ? "ci-tracker" : "main", path);
  return {
    step: (job, report, run = 1) =>
      deliver(fake, {
        run,
        reports: { [`${job}.txt`]: report },
        workspace: root,
        inputs: where === "github" ? { tracker: "github" } : { tracker: "tracer", commit: where === "files" ? "none" : "api" },
        environment: { GITHUB_JOB: job },
      }),
    open: () =>
      where === "github"
        ? fake.issues
            .all()
            .filter((issue) => issue.state === "open")
            .map((issue) => issue.title)
        : (ledgerOf(file(".trace/issues.jsonl")) as { title: string; status: string }[])
            .filter((issue) => issue.status !== "closed")
            .map((issue) => issue.title),
    ledger: () => ledgerOf(file(".ci-tracker/ledger.jsonl")) as Line[],
  };
}

const fine = (outcomes: Outcome[]): void => {
  for (const { exit, result } of outcomes) expect([exit, result.failed, result.operations.filter((o) => !o.done)]).toEqual([0, [], []]);
};
const verbs = (outcomes: Outcome[]): string[] => outcomes.flatMap(({ result }) => result.operations.map((o) => o.op)).sort();
const producers = (line: Line | undefined): string[] => Object.keys(line?.producers ?? {}).map((p) => p.split(" » ").at(-1) ?? "");

describe.each([
  ["GitHub Issues", "github"],
  ["Tracer, committed by the API", "tracer"],
  ["Tracer in one folder", "files"],
] as const)("with %s", { concurrent: true }, (_, where) => {
  it("four jobs that see different failures: each has its entry and its line", async () => {
    const place = await begun(where);
    const jobs = ["one", "two", "three", "four"];
    const done = await Promise.all(jobs.map((job) => place.step(job, tests(job))));
    fine(done);
    expect(verbs(done)).toEqual(["create", "create", "create", "create"]);
    expect(place.open().sort()).toEqual(jobs.map((job) => `Test failure: tests::a (${job})`).sort());
    const lines = place.ledger().map((line) => [line.key, line.state, line.claim, ...producers(line)]);
    expect(lines.sort()).toEqual(jobs.map((job) => [`test/1 ${job} » tests::a`, "open", undefined, job]).sort());
  });

  it("three jobs that see the same failure: one entry, which waits for each of them", async () => {
    const place = await begun(where);
    const jobs = ["one", "two", "three"];
    fine(await Promise.all(jobs.map((job) => place.step(job, tests("shop")))));
    expect(place.open()).toEqual([TITLE]);
    expect(place.ledger().map((line) => producers(line).sort())).toEqual([["one", "three", "two"]]);
    fine(await Promise.all(["one", "two"].map((job) => place.step(job, tests("shop", "ok"), 2))));
    expect(place.open()).toEqual([TITLE]);
    fine([await place.step("three", tests("shop", "ok"), 2)]);
    expect(place.open()).toEqual([]);
  });

  it("two jobs that join an entry that is there: neither's word is lost, so it does not close before both have seen it pass", async () => {
    const place = await begun(where);
    fine([await place.step("zero", tests("shop"))]);
    fine(await Promise.all(["one", "two"].map((job) => place.step(job, tests("shop"), 2))));
    expect(place.ledger().map((line) => producers(line).sort())).toEqual([["one", "two", "zero"]]);
    for (const job of ["zero", "two"]) fine([await place.step(job, tests("shop", "ok"), 3)]);
    expect(place.open()).toEqual([TITLE]);
    fine([await place.step("one", tests("shop", "ok"), 3)]);
    expect(place.open()).toEqual([]);
  });

  it("one job that passes while another sees it fail for the first time: the entry is open, at the next run of that job at the latest", async () => {
    const place = await begun(where);
    fine([await place.step("zero", tests("shop"))]);
    const outcomes = await Promise.all([place.step("zero", tests("shop", "ok"), 2), place.step("one", tests("shop"), 2)]);
    for (const { result } of outcomes) expect(result.failed.map((f) => f.code)).toEqual(result.failed.map(() => "E_TRACKER_WRITE"));
    fine([await place.step("one", tests("shop"), 3)]);
    expect(place.open()).toEqual([TITLE]);
    expect(place.ledger()).toHaveLength(1);
  });

  it("the same job three times at once: one entry, one line, and the next run has nothing to say", async () => {
    const place = await begun(where);
    fine(await Promise.all([1, 2, 3].map(() => place.step("one", tests("shop")))));
    expect(place.open()).toEqual([TITLE]);
    expect(place.ledger().map((line) => [line.state, line.claim, ...producers(line)])).toEqual([["open", undefined, "one"]]);
    expect(verbs([await place.step("one", tests("shop"), 2)])).toEqual([]);
  });
});

describe("a branch that keeps moving", { concurrent: true }, () => {
  it("is read and planned again, so that an entry of somebody else is found and not doubled", async () => {
    const fake = await FakeGitHub.start();
    fakes.push(fake);
    fake.git.commit("main", { ".trace/issues.jsonl": "" }, "make a tracker");
    const root = join(workspace.path, "moving");
    const log: string[] = [];
    let moves = 0;
    const theirs = (n: number): string =>
      `{"id":"bd-${n}","title":"T","description":"","status":"open","priority":1,"issue_type":"bug","created_at":"2026-01-01T00:00:00Z","updated_at":"2026-01-01T00:00:00Z"}\n`;
    // Somebody commits between our reading and our writing, three times: the fake notes a request before it serves it.
    const { requests } = fake;
    const push = requests.push.bind(requests);
    requests.push = (...items) => {
      if (items.some((r) => r.kind === "write") && moves < 3) {
        moves++;
        fake.git.commit("main", { ".trace/issues.jsonl": Array.from({ length: moves }, (_, i) => theirs(i + 1)).join("") }, "somebody's");
      }
      return push(...items);
    };
    const outcome = await deliver(fake, {
      run: 1,
      reports: { "t.txt": tests("shop") },
      workspace: root,
      inputs: { tracker: "tracer" },
      door: { log: (line) => void log.push(line) },
    });
    fine([outcome]);
    expect(moves).toBe(3);
    expect(log).toEqual(Array.from({ length: 3 }, () => "the branch main moved: reading and planning again"));
    const text = fake.git.file("main", ".trace/issues.jsonl") ?? "";
    expect(text.startsWith([1, 2, 3].map(theirs).join(""))).toBe(true);
    expect(ledgerOf(text)).toHaveLength(4);
    expect(fake.git.history("main").map(({ message }) => message.split("\n")[0])).toEqual([
      "ci-tracker: 1 opened (run 1) [skip ci]",
      "somebody's",
      "somebody's",
      "somebody's",
      "make a tracker",
      "Begin",
    ]);
  });
});
