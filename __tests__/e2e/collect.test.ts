import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { FakeGitHub } from "../fakes/github/server.ts";
import { cargoTest } from "./reports.ts";
import { folderOf, runBundle, runCli, runFlags, runStep, type Stepped, temporary } from "./spawn.ts";

const tests = (words: Record<string, string>): string => cargoTest({ crate: "shop", tests: words });
const RED = tests({ "tests::a": "a broke", "tests::b": "ok" });
const GREEN = tests({ "tests::a": "ok", "tests::b": "ok" });

const folders: { remove(): void }[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) folder.remove();
});
const folder = (files: Record<string, string> = {}): string => {
  const made = folderOf(files);
  folders.push(made);
  return made.path;
};

describe("jobs that collect, and one that keeps the tracker", () => {
  let fake: FakeGitHub;
  beforeEach(async () => {
    fake = await FakeGitHub.start();
    return () => fake.close();
  });

  const step = (
    run: number,
    inputs: Record<string, string>,
    files: Record<string, string>,
    environment: Record<string, string> = {},
  ): Promise<Stepped> =>
    runStep({
      inputs: { tracker: "github", token: fake.token("app"), leg: "null", "write-pace": "0", ...inputs },
      environment: {
        GITHUB_RUN_ID: String(run),
        GITHUB_SHA: String(run).repeat(40),
        GITHUB_API_URL: fake.apiUrl,
        GITHUB_GRAPHQL_URL: fake.graphqlUrl,
        GITHUB_REPOSITORY: fake.repository,
        ...environment,
      },
      workspace: folder(files),
    });

  /** A run of a matrix: each leg in a step of its own, then the step that takes what they left. */
  async function run(n: number, legs: Record<string, string>): Promise<Stepped> {
    const artifacts = folder();
    for (const [leg, report] of Object.entries(legs)) {
      const inputs = { mode: "collect", reports: "t.txt", leg: JSON.stringify({ os: leg }), evidence: `${artifacts}/` };
      const collected = await step(n, inputs, { "t.txt": report });
      expect([collected.exit, collected.outputs.get("evidence")]).toEqual([0, join(artifacts, `test-os=${leg}-1.jsonl.gz`)]);
    }
    return await step(n, { evidence: artifacts }, {}, { GITHUB_JOB: "tracker" });
  }
  const open = (): string[] =>
    fake.issues
      .all()
      .filter((issue) => issue.state === "open")
      .map((issue) => issue.title);

  it("keep one entry, which closes when every leg that saw it failing has seen it pass", async () => {
    expect((await run(1, { linux: RED, windows: RED })).exit).toBe(0);
    expect(open()).toEqual(["Test failure: tests::a (shop)"]);
    expect((await run(2, { linux: GREEN, windows: RED })).exit).toBe(0);
    expect(open()).toHaveLength(1);
    const last = await run(3, { linux: GREEN, windows: GREEN });
    expect([last.exit, last.outputs.get("closed"), open()]).toEqual([0, "1", []]);
  });

  it("a leg that collected nothing but an error is told of, and the step is red", async () => {
    const artifacts = folder();
    const leg = await step(1, { mode: "collect", reports: "t.txt", evidence: `${artifacts}/` }, {});
    expect([leg.exit, existsSync(leg.outputs.get("evidence") ?? "")]).toEqual([3, true]);
    const kept = await step(1, { evidence: artifacts }, {}, { GITHUB_JOB: "tracker" });
    expect([kept.exit, kept.stdout]).toEqual([3, expect.stringContaining("E_REPORT_MISSING")]);
  });
});

describe("in a terminal", () => {
  it("collect writes below the root and says where; sync takes it as a report or with --evidence", async () => {
    const root = folder({ "t.txt": RED });
    const flags = runFlags(1, { workflow: "ci", job: "test" });
    const collected = await runCli(["collect", "t.txt", "--root", root, "--leg", "linux", ...flags], root);
    const file = join(root, "ci-tracker-evidence", "test-linux-1.jsonl.gz");
    expect([collected.exit, collected.result?.evidence, readFileSync(file).length > 100]).toEqual([0, file, true]);
    const sync = (args: string[], run: number): ReturnType<typeof runCli> =>
      runCli(
        [
          "sync",
          ...args,
          "--root",
          root,
          "--tracker",
          "tracer",
          "--init",
          "--cache",
          "none",
          ...runFlags(run, { workflow: "ci", job: "tracker" }),
        ],
        root,
      );
    const foreign = await sync([file], 2);
    expect([foreign.exit, foreign.result?.reports[0]?.error?.code, foreign.result?.counts.created]).toEqual([3, "E_EVIDENCE_RUN", 0]);
    const named = await sync([file], 1);
    expect([named.exit, named.result?.counts.created]).toEqual([0, 1]);
    const again = await sync(["--evidence", "ci-tracker-evidence/*.gz"], 1);
    expect([again.exit, again.result?.counts.created, again.result?.operations]).toEqual([0, 0, []]);
  });

  it("has no cache of Actions, and needs something to collect", async () => {
    const home = temporary();
    folders.push(home);
    for (const args of [["collect", "x", "--evidence", "cache"], ["collect"], ["sync", "--evidence", "cache"]]) {
      const { exit, stderr } = await runBundle("cli", [...args, "--run", "1"], {}, home.path);
      expect([exit, stderr]).toEqual([2, expect.stringMatching(/^E_(?:INPUT_VALUE|REPORT_NONE)/)]);
    }
  });
});
