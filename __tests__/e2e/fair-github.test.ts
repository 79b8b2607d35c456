import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { folderHistory } from "../../src/ledger/folder.ts";
import type { Result } from "../../src/result.ts";
import { FakeGitHub } from "../fakes/github/server.ts";
import { CLOSE_AFTER_MAX, checkOut, jobOf, legsOf, ROWS, type Row, reportsOf, type Stage, tell, unpack } from "./fair.ts";
import { deliver, hostedState } from "./job.ts";

vi.mock(import("../../src/load.ts"), async () => (await import("./job.ts")).quickLoad());

/** As jobs of GitHub Actions, with GitHub Issues. */
class HostedFair implements Stage {
  private readonly fake: FakeGitHub;
  private readonly root: string;
  private readonly cache: string;
  private readonly commits: ReadonlyMap<string, string>;

  constructor(fake: FakeGitHub, root: string, cache: string) {
    this.fake = fake;
    this.root = root;
    this.cache = cache;
    this.commits = unpack(root);
  }

  async deliver(row: Row, leg: string): Promise<Result> {
    checkOut(this.root, row, this.commits);
    const { job, cell } = jobOf(leg);
    const pull = row.event === "pull_request";
    const { result } = await deliver(this.fake, {
      run: row.id,
      attempt: row.attempt ?? 1,
      later: Math.round((Date.parse(row.at) - Date.parse("2026-04-01T00:00:00Z")) / 60_000),
      reports: Object.fromEntries(reportsOf(row, leg).map((path) => [basename(path), readFileSync(path, "utf8")])),
      workspace: this.root,
      inputs: { tracker: "github", leg: cell, "close-after-max": CLOSE_AFTER_MAX },
      environment: {
        GITHUB_JOB: job,
        GITHUB_SHA: this.commits.get(row.commit) ?? "",
        GITHUB_EVENT_NAME: row.event ?? "push",
        ...(pull ? { GITHUB_REF_NAME: "10/merge", GITHUB_HEAD_REF: "dogs", GITHUB_BASE_REF: "main" } : {}),
      },
      door: { history: folderHistory(this.cache, () => {}) },
    });
    return result;
  }

  state(): unknown {
    return hostedState(this.fake);
  }

  titles(): { open: string[]; all: string[] } {
    const issues = this.fake.issues.all().map(({ title, state }) => ({ title: title.replaceAll("\u200b", ""), state }));
    return { open: issues.filter((i) => i.state === "open").map((i) => i.title), all: issues.map((i) => i.title) };
  }
}

describe("the fair as jobs of a workflow, with GitHub Issues", () => {
  let folder: string;
  let fake: FakeGitHub;
  let fair: HostedFair;
  beforeAll(async () => {
    fake = await FakeGitHub.start();
    folder = mkdtempSync(join(tmpdir(), "ci-tracker-fair-"));
    fair = new HostedFair(fake, join(folder, "fair"), join(folder, "cache"));
  });
  afterAll(async () => {
    await fake.close();
    rmSync(folder, { recursive: true, force: true });
  });

  for (const row of ROWS) {
    it(`${row.run}: what is broken stays open, nothing is there twice, and a second delivery writes nothing`, async () => {
      expect(await tell(fair, row, legsOf(row))).toEqual([]);
    });
  }
});
