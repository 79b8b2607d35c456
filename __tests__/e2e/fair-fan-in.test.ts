import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Result } from "../../src/result.ts";
import {
  CLOSE_AFTER_MAX,
  checkOut,
  FAN_IN,
  HELD_BY_HISTORY,
  jobOf,
  legsOf,
  ROWS,
  type Row,
  reportsOf,
  type Stage,
  tell,
  tracerState,
  tracerTitles,
  unpack,
} from "./fair.ts";
import { cargoTest } from "./reports.ts";
import { runCli, runFlags, type Terminal, temporary } from "./spawn.ts";

/** What the job that keeps the tracker is handed: `folder` holds all that the run's legs left so far, `own` is what those of the row left. */
type Taken = (folder: string, row: Row, own: readonly string[]) => string[];

/**
 * In a terminal, with Tracer: each leg collects in a process of its own, and one job of the run takes what all of them
 * left, those of the run's earlier attempts and deliveries included, as artifacts stay.
 */
class FanIn implements Stage {
  private readonly root: string;
  private readonly artifacts: string;
  private readonly cache: string;
  private readonly commits: ReadonlyMap<string, string>;
  private readonly taken: (row: Row, own: readonly string[]) => string[];
  private readonly collected = new Map<Row, string[]>();

  /** `cache`: a folder for what may be lost, or `none`. */
  constructor(folder: string, cache: string, taken: Taken) {
    this.root = join(folder, "fair");
    this.artifacts = join(folder, "artifacts");
    this.cache = cache;
    this.taken = (row, own) => taken(this.artifactsOf(row), row, own);
    mkdirSync(folder, { recursive: true });
    this.commits = unpack(this.root);
    mkdirSync(join(this.root, ".trace"));
    writeFileSync(join(this.root, ".trace", "issues.jsonl"), "");
  }

  /** What the legs of the row's run left so far. */
  artifactsOf(row: Row): string {
    return join(this.artifacts, String(row.id));
  }

  async deliver(row: Row): Promise<Result> {
    checkOut(this.root, row, this.commits);
    const own = await this.collect(row);
    const { exit, stderr, result } = await this.sync(row, this.taken(row, own));
    if (exit !== 0 || result === undefined) throw new Error(`sync of ${row.run} ended in ${exit}: ${stderr}`);
    return result;
  }

  /** Each leg of the row, once; a lost leg has no file. Returns the files that they left. */
  async collect(row: Row): Promise<string[]> {
    const done = this.collected.get(row);
    if (done) return done;
    const files = await Promise.all(
      legsOf(row).map(async (leg) => {
        const { job, cell } = jobOf(leg);
        const args = ["collect", ...reportsOf(row, leg), "--leg", cell, "--evidence", `${this.artifactsOf(row)}/`];
        const { exit, stderr, result } = await runCli([...args, ...this.flags(row, job)], this.root);
        if (exit !== 0 || typeof result?.evidence !== "string") throw new Error(`${leg} of ${row.run} ended in ${exit}: ${stderr}`);
        return result.evidence;
      }),
    );
    this.collected.set(row, files);
    return files;
  }

  sync(row: Row, evidence: readonly string[]): Promise<Terminal> {
    const policy = ["--tracker", "tracer", "--close-after-max", CLOSE_AFTER_MAX, "--cache", this.cache];
    return runCli(["sync", "--evidence", evidence.join("\n"), ...policy, ...this.flags(row, "tracker")], this.root);
  }

  private flags(row: Row, job: string): string[] {
    const flags = {
      root: this.root,
      commit: "none",
      branch: row.event === "pull_request" ? "dogs" : "main",
      "default-branch": "main",
      sha: this.commits.get(row.commit) ?? "",
      run: String(row.id),
      attempt: String(row.attempt ?? 1),
      workflow: "ci.yml",
      job,
      event: row.event ?? "push",
      url: `https://ci.example/${row.id}`,
      at: row.at,
    };
    return Object.entries(flags).flatMap(([name, value]) => [`--${name}`, value]);
  }

  state(): string[] {
    return tracerState(this.root);
  }

  titles(): { open: string[]; all: string[] } {
    return tracerTitles(this.root);
  }
}

/** Every file of a folder, the last one first. */
function backwards(folder: string): string[] {
  return readdirSync(folder)
    .sort()
    .reverse()
    .map((file) => join(folder, file));
}

const TELLINGS: { telling: string; taken: Taken; history: boolean }[] = [
  { telling: "as a folder with all that legs of the run left so far", taken: (folder) => [folder], history: true },
  {
    // A late report comes alone; beside a second attempt's files are those of the first.
    telling: "file by file, the last one first, late ones alone, with no cache",
    taken: (folder, row, own) => (row.attempt === undefined ? own.toSorted().reverse() : backwards(folder)),
    history: false,
  },
];

describe.each(TELLINGS)("the fair, one job taking what the others collected $telling", ({ taken, history }) => {
  const folder = temporary("ci-tracker-fair-");
  let fair: FanIn;
  beforeAll(() => {
    fair = new FanIn(folder.path, history ? join(folder.path, "cache") : "none", taken);
  });
  afterAll(() => folder.remove());

  for (const row of ROWS) {
    it(`${row.run}: what is broken stays open, nothing is there twice, and a second delivery writes nothing`, async () => {
      expect(await tell(fair, row, [FAN_IN], history ? [] : HELD_BY_HISTORY)).toEqual([]);
    });
  }

  it("a lost leg has left no file, and beside a second attempt's file lies the first attempt's of each leg", () => {
    const files = (run: string): string[] => readdirSync(fair.artifactsOf(rowOf(run))).sort();
    const first = /^(?:go|js|py-os=(?:linux|windows)-shard=[12]-[0-9a-f]{8})-1\.jsonl\.gz$/;
    expect(files("02-shard-lost").filter((file) => /windows-shard=2/.test(file))).toEqual([]);
    expect(files("02-shard-lost").filter((file) => first.test(file))).toHaveLength(5);
    expect(files("05-attempt-2").filter((file) => first.test(file))).toHaveLength(6);
    expect(files("05-attempt-2").filter((file) => !first.test(file))).toEqual([
      expect.stringMatching(/linux-shard=2-[0-9a-f]{8}-2\.jsonl\.gz$/),
    ]);
  });

  it("what legs of another run collected is refused by name, and neither it nor the run's own files write anything", async () => {
    const [late, last] = [rowOf("09-late"), rowOf("13-green")];
    const state = fair.state();
    const files = await fair.collect(late);
    const { exit, result } = await fair.sync(last, [fair.artifactsOf(last), ...files]);
    const refused = result?.reports.flatMap(({ error }) => (error === undefined ? [] : [`${error.code}: ${error.message}`]));
    expect(refused).toEqual(files.map((file) => `E_EVIDENCE_RUN: ${file}: it was collected in the run "6", and this is "13"`));
    expect([exit, result?.operations, fair.state()]).toEqual([3, [], state]);
  });
});

describe("a run of which only the second attempt is taken, with the first one's files beside it", () => {
  const folder = temporary("ci-tracker-fan-in-");
  afterAll(() => folder.remove());

  it("at the fair: counts what legs saw that did not run again, and opens nothing for lights that are on by now", async () => {
    const fair = new FanIn(join(folder.path, "story"), "none", (artifacts) => [artifacts]);
    for (const row of ROWS.slice(0, ROWS.indexOf(rowOf("05-moved")))) await fair.deliver(row);
    await fair.collect(rowOf("05-moved"));
    const { operations } = await fair.deliver(rowOf("05-attempt-2"));
    expect(operations.flatMap(({ op, title }) => (op === "comment" || op === "update" ? [] : [`${op} ${title}`])).sort()).toEqual([
      "close Build failure: example.com/fair/rides/coaster",
      "reopen Test failure: strikes noon (tickets/clock.test.ts)",
    ]);
    expect(fair.titles().open).toHaveLength(7);
    expect(fair.titles().all.filter((title) => /lights/.test(title))).toEqual([]);
  }, 60_000);

  it("a test that failed in the first attempt and passes in the second is flaky, not fixed", async () => {
    const root = join(folder.path, "shop");
    mkdirSync(root);
    const flags = (run: number, attempt: number, job: string): string[] => [
      ...runFlags(run, { attempt: String(attempt), job }),
      ...["--tracker", "tracer", "--init", "--cache", "none"],
    ];
    const collect = async (run: number, attempt: number, a: string): Promise<void> => {
      writeFileSync(join(root, "t.txt"), cargoTest({ crate: "shop", tests: { "tests::a": a, "tests::b": "ok" } }));
      const { exit } = await runCli(["collect", "t.txt", "--evidence", `run-${run}/`, ...flags(run, attempt, "test")], root);
      expect(exit).toBe(0);
    };
    const take = (run: number, attempt: number): Promise<Terminal> =>
      runCli(["sync", "--evidence", `run-${run}`, ...flags(run, attempt, "tracker")], root);
    await collect(1, 1, "a broke");
    expect((await take(1, 1)).result?.counts).toMatchObject({ created: 1, open: 1 });
    await collect(2, 1, "a broke");
    await collect(2, 2, "ok");
    const { exit, result } = await take(2, 2);
    expect([exit, result?.counts.closed, result?.counts.open]).toEqual([0, 0, 1]);
    expect(result?.operations.map(({ op, reason }) => [op, reason])).toEqual([
      ["comment", expect.stringMatching(/^flaky: it passed on a retry in run 2/)],
    ]);
    const state = tracerState(root);
    expect([(await take(2, 2)).result?.operations, tracerState(root)]).toEqual([[], state]);
  });
});

function rowOf(run: string): Row {
  const row = ROWS.find((r) => r.run === run);
  if (row === undefined) throw new Error(`the fair has no row ${run}`);
  return row;
}
