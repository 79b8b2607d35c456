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
import { runCli, type Terminal, temporary } from "./spawn.ts";

/**
 * In a terminal, with Tracer: each leg collects in a process of its own, and one job of the run takes what all of them
 * left, those of the run's earlier attempts and deliveries included, as artifacts stay.
 */
class FanIn implements Stage {
  private readonly root: string;
  private readonly artifacts: string;
  private readonly cache: string;
  private readonly commits: ReadonlyMap<string, string>;
  private readonly collected = new Map<Row, string[]>();

  /** `cache`: a folder for what may be lost, or `none`. */
  constructor(folder: string, cache: string) {
    this.root = join(folder, "fair");
    this.artifacts = join(folder, "artifacts");
    this.cache = cache;
    this.commits = unpack(this.root);
    mkdirSync(join(this.root, ".trace"));
    writeFileSync(join(this.root, ".trace", "issues.jsonl"), "");
  }

  /** What legs of the row's run left so far. */
  folderOf(row: Row): string {
    return join(this.artifacts, String(row.id));
  }

  async deliver(row: Row): Promise<Result> {
    checkOut(this.root, row, this.commits);
    await this.collect(row);
    const { exit, stderr, result } = await this.sync(row, this.folderOf(row));
    if (exit !== 0 || result === undefined) throw new Error(`sync of ${row.run} ended in ${exit}: ${stderr}`);
    return result;
  }

  /** Each leg of the row, once. Returns the files that they left. */
  async collect(row: Row): Promise<string[]> {
    const done = this.collected.get(row);
    if (done) return done;
    const files = await Promise.all(
      legsOf(row).map(async (leg) => {
        const { job, cell } = jobOf(leg);
        const args = ["collect", ...reportsOf(row, leg), "--leg", cell, "--evidence", `${this.folderOf(row)}/`];
        const { exit, stderr, result } = await runCli([...args, ...this.flags(row, job)], this.root);
        if (exit !== 0 || result?.evidence === undefined) throw new Error(`${leg} of ${row.run} ended in ${exit}: ${stderr}`);
        return result.evidence;
      }),
    );
    this.collected.set(row, files);
    return files;
  }

  sync(row: Row, ...evidence: string[]): Promise<Terminal> {
    const policy = ["--close-after-max", CLOSE_AFTER_MAX, "--cache", this.cache];
    return runCli(["sync", ...evidence, "--tracker", "tracer", ...policy, ...this.flags(row, "tracker")], this.root);
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

describe.each([
  { telling: "one job of each run takes what its legs collected", history: true },
  { telling: "one job of each run takes what its legs collected, with no cache", history: false },
])("the fair, $telling", ({ history }) => {
  const folder = temporary("ci-tracker-fair-");
  let fair: FanIn;
  beforeAll(() => {
    fair = new FanIn(folder.path, history ? join(folder.path, "cache") : "none");
  });
  afterAll(() => folder.remove());

  for (const row of ROWS) {
    it(`${row.run}: what is broken stays open, nothing is there twice, and a second delivery writes nothing`, async () => {
      expect(await tell(fair, row, [FAN_IN], history ? [] : HELD_BY_HISTORY)).toEqual([]);
    });
  }
});
void readdirSync;
