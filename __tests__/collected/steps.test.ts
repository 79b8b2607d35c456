import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { cargoTest } from "../e2e/reports.ts";
import { temporary } from "../e2e/spawn.ts";
import { FakeGitHub } from "../fakes/github/server.ts";
import { COMMIT } from "./kit.ts";
import { collecting, step } from "./step.ts";

vi.mock(import("../../src/load.ts"), async () => (await import("../e2e/job.ts")).quickLoad());

const tests = (words: Record<string, string>): string => cargoTest({ crate: "shop", tests: words });
const RED = tests({ "tests::a": "a broke", "tests::b": "ok" });
const GREEN = tests({ "tests::a": "ok", "tests::b": "ok" });
const SHA = (n: number): string => String(n).repeat(40);

let fake: FakeGitHub;
let home: ReturnType<typeof temporary>;
let jobs = 0;
const workspace = (): string => join(home.path, String(jobs++), "workspace");
beforeEach(async () => {
  fake = await FakeGitHub.start();
  home = temporary();
});
afterEach(async () => {
  await fake.close();
  home.remove();
});

const openTitles = (): string[] =>
  fake.issues
    .all()
    .filter((i) => i.state === "open" && !i.pull)
    .map((i) => i.title);

describe("a matrix and one job that keeps the tracker", () => {
  /** One run: what each leg's tests said; a leg that is undefined left nothing. */
  async function run(n: number, legs: Record<string, string | undefined>, attempt = 1, kept: string[] = []): Promise<string[]> {
    const environment = { GITHUB_RUN_ID: String(n), GITHUB_SHA: SHA(n), GITHUB_RUN_ATTEMPT: String(attempt) };
    const files = [...kept];
    for (const [leg, report] of Object.entries(legs)) {
      if (report !== undefined)
        files.push(await collecting(fake, { files: { "t.txt": report }, inputs: { leg }, environment, workspace: workspace() }));
    }
    const outcome = await step(fake, {
      inputs: { evidence: files.join("\n") },
      environment: { ...environment, GITHUB_JOB: "tracker" },
      workspace: workspace(),
    });
    expect([outcome.exit, outcome.result.failed]).toEqual([0, []]);
    return files;
  }

  it("opens one entry for all legs, and closes it when each that saw it failing has seen it pass", async () => {
    await run(1, { linux: RED, windows: RED });
    expect(openTitles()).toEqual(["Test failure: tests::a (shop)"]);
    await run(2, { linux: GREEN, windows: RED });
    expect(openTitles()).toHaveLength(1);
    await run(3, { linux: GREEN, windows: undefined });
    expect(openTitles()).toHaveLength(1);
    await run(4, { linux: GREEN, windows: GREEN });
    expect(openTitles()).toEqual([]);
    expect(fake.issues.all()).toHaveLength(1);
  });

  it("the same delivery again writes nothing", async () => {
    const files = await run(1, { linux: RED, windows: RED });
    fake.requests.length = 0;
    await run(1, {}, 1, files);
    expect(fake.writes()).toEqual([]);
  });

  it("a failed leg that passes when it is run again is not mended by that", async () => {
    const first = await run(1, { linux: RED, windows: GREEN });
    await run(1, { linux: GREEN }, 2, first);
    expect(openTitles()).toEqual(["Test failure: tests::a (shop)"]);
  });
});

describe("mode: apply", () => {
  const PUSH = { id: 70, attempt: 1, head_sha: COMMIT, head_branch: "main", event: "push" };
  const ended = (id = 70, attempt = 1): object => ({ workflow_run: { id, run_attempt: attempt } });
  const collectedBy = (environment: Record<string, string>, event: object = {}, report = RED): Promise<string> =>
    collecting(fake, { files: { "t.txt": report }, environment: { GITHUB_RUN_ID: "70", ...environment }, event, workspace: workspace() });
  const apply = (file: string, inputs: Record<string, string> = {}, event = ended()): ReturnType<typeof step> =>
    step(fake, {
      inputs: { mode: "apply", evidence: file, ...inputs },
      environment: {
        GITHUB_EVENT_NAME: "workflow_run",
        GITHUB_RUN_ID: "99",
        GITHUB_SHA: SHA(9),
        GITHUB_WORKFLOW_REF: `${fake.repository}/.github/workflows/track.yml@refs/heads/main`,
        GITHUB_JOB: "apply",
      },
      event,
      workspace: workspace(),
    });

  it("writes for a finished run what that run would have written, with its producer, commit and page", async () => {
    fake.runs.add(PUSH);
    const outcome = await apply(await collectedBy({}));
    expect([outcome.exit, outcome.result.planOnly]).toEqual([0, null]);
    expect(openTitles()).toEqual(["Test failure: tests::a (shop)"]);
    expect(outcome.evidence?.producers).toEqual(["main » .github/workflows/ci.yml » test"]);
    expect(outcome.evidence?.run).toMatchObject({ id: "70", commit: COMMIT, url: `https://github.com/${fake.repository}/actions/runs/70` });
    fake.requests.length = 0;
    await apply(await collectedBy({}));
    expect(fake.writes()).toEqual([]);
  });

  it("writes nothing for a run that kept the tracker itself", async () => {
    fake.runs.add(PUSH);
    const environment = { GITHUB_RUN_ID: "70" };
    const files = { "t.txt": RED };
    const first = await step(fake, { files, inputs: { reports: "t.txt" }, environment, workspace: workspace() });
    expect(first.result.counts.created).toBe(1);
    fake.requests.length = 0;
    const outcome = await apply(await collectedBy({}));
    expect([outcome.exit, outcome.result.operations, fake.writes()]).toEqual([0, [], []]);
  });

  it("refuses a file of another run, commit, branch or workflow, whatever run its header names", async () => {
    fake.runs.add(PUSH);
    for (const lie of [
      { GITHUB_RUN_ID: "71" },
      { GITHUB_SHA: SHA(8) },
      { GITHUB_REF_NAME: "release" },
      { GITHUB_WORKFLOW_REF: "octo/shop/.github/workflows/evil.yml@x" },
    ]) {
      const outcome = await apply(await collectedBy(lie));
      expect([outcome.exit, outcome.result.reports.map((r) => r.error?.code), openTitles()]).toEqual([3, ["E_APPLY_FORGED"], []]);
    }
  });

  it("refuses a run that is not there, has a newer attempt or goes on, and a token that may not ask", async () => {
    const file = await collectedBy({});
    const codes = async (...given: Parameters<typeof apply>): Promise<unknown[]> => {
      const { exit, result } = await apply(...given);
      return [exit, ...result.failed.map((f) => f.code)];
    };
    expect(await codes(file)).toEqual([3, "E_APPLY_RUN"]);
    fake.runs.add({ ...PUSH, attempt: 2 });
    expect(await codes(file)).toEqual([3, "E_APPLY_STALE"]);
    fake.runs.add({ ...PUSH, status: "in_progress", conclusion: null });
    expect(await codes(file)).toEqual([3, "E_APPLY_STALE"]);
    fake.runs.add(PUSH);
    fake.on("GET /repos/:owner/:repo/actions/runs/:run", 1, { status: 403, body: { message: "Resource not accessible by integration" } });
    expect(await codes(file)).toEqual([3, "E_TOKEN"]);
    expect(openTitles()).toEqual([]);
    expect(await codes(file)).toEqual([0]);
  });

  describe("of a fork's pull request", () => {
    const FORK = { repository: "mallory/shop", sha: SHA(5) };
    const env = {
      GITHUB_EVENT_NAME: "pull_request",
      GITHUB_HEAD_REF: "fix",
      GITHUB_REF_NAME: "3/merge",
      GITHUB_SHA: SHA(6),
      GITHUB_BASE_REF: "main",
    };
    const event = { pull_request: { number: 3, head: { sha: FORK.sha, repo: { full_name: FORK.repository } } } };
    const run = { ...PUSH, head_sha: FORK.sha, head_branch: "fix", event: "pull_request", head_repository: FORK.repository };

    it("shows a summary and, when asked to, one comment on that pull request; never an entry", async () => {
      fake.runs.add(run);
      const pull = fake.pulls.add({ title: "A fix", head: "fix", base: "main", from: FORK });
      const file = await collectedBy(env, event);
      const silent = await apply(file);
      expect([silent.exit, silent.result.planOnly, silent.plan?.fresh.map((f) => f.subject.title)]).toEqual([
        0,
        expect.stringMatching(/^E_APPLY_FORK: .*mallory/),
        ["Test failure: tests::a (shop)"],
      ]);
      expect([fake.issues.comments(pull.number), openTitles()]).toEqual([[], []]);
      for (let i = 0; i < 2; i++) await apply(file, { "pr-comment": "true" });
      expect(fake.issues.comments(pull.number).map((c) => c.login)).toEqual(["github-actions[bot]"]);
      expect(fake.issues.comments(pull.number)[0]?.body).toContain("tests::a");
      expect(openTitles()).toEqual([]);
      expect(fake.git.head("ci-tracker")).toBeUndefined();
    });

    it("is not said on another pull request: neither one that moved on nor one of the same branch name", async () => {
      fake.runs.add(run);
      const moved = fake.pulls.add({ title: "Moved on", head: "fix", base: "main", from: { ...FORK, sha: SHA(4) } });
      const namesake = fake.pulls.add({
        title: "Namesake",
        head: "fix",
        base: "main",
        from: { repository: "mallory/other", sha: FORK.sha },
      });
      const outcome = await apply(await collectedBy(env, event), { "pr-comment": "true" });
      expect([outcome.exit, outcome.result.notes.join()]).toEqual([0, expect.stringContaining("no open pull request")]);
      for (const { number } of [moved, namesake]) expect(fake.issues.comments(number)).toEqual([]);
    });
  });

  it("without a run that ended it is wrong use", async () => {
    await expect(apply("x", {}, {} as never)).rejects.toMatchObject({ code: "E_APPLY_RUN", exit: 2 });
  });
});

describe("the comment on a pull request", () => {
  const PULL = { GITHUB_EVENT_NAME: "pull_request", GITHUB_HEAD_REF: "fix", GITHUB_REF_NAME: "1/merge", GITHUB_BASE_REF: "main" };
  const plan = (
    number: number,
    report: string,
    inputs: Record<string, string> = {},
    secrets: Record<string, string> = {},
  ): ReturnType<typeof step> =>
    step(fake, {
      files: { "t.txt": report },
      inputs: { reports: "t.txt", "pr-comment": "true", ...inputs },
      environment: { ...PULL, GITHUB_RUN_ID: "8", GITHUB_SHA: SHA(6) },
      event: { pull_request: { number, head: { sha: SHA(5), repo: { full_name: fake.repository } } } },
      workspace: workspace(),
      door: { environment: secrets },
    });
  const pull = (): number => {
    fake.git.commit("fix", { "a.txt": "a" }, "a fix");
    return fake.pulls.add({ title: "A fix", head: "fix", base: "main" }).number;
  };

  it("is one, edited in place: what is new, what was known with its entry, what the merge would close", async () => {
    await step(fake, {
      files: { "t.txt": tests({ "tests::known": "k", "tests::mended": "m" }) },
      inputs: { reports: "t.txt" },
      workspace: workspace(),
    });
    const number = pull();
    await plan(number, tests({ "tests::known": "k", "tests::mended": "ok", "tests::fresh": "f" }));
    const [first] = fake.issues.comments(number);
    const body = first?.body ?? "";
    const section = (title: string): string => body.slice(body.indexOf(`**${title}`)).split("\n\n**")[0] ?? "";
    expect(section("New because of this change")).toMatch(/tests::fresh/);
    expect(section("New because of this change")).not.toMatch(/tests::known/);
    expect(section("Known")).toMatch(/tests::known.*\[#1\]\(/s);
    expect(section("Would be closed by the merge")).toMatch(/tests::mended.*\[#2\]\(/s);
    // Many others speak in between, over several pages of the list.
    for (let i = 0; i < 120; i++) fake.issues.comment(number, "maria", `talk ${i}`);
    await plan(number, GREEN);
    const ours = fake.issues.comments(number).filter((c) => c.login === "github-actions[bot]");
    expect(ours.map((c) => [c.id, c.body.includes("tests::fresh")])).toEqual([[first?.id, false]]);
  });

  it("there is none where nothing fails and nothing closes, and one that is there is left alone when it says the same", async () => {
    const number = pull();
    await plan(number, GREEN);
    expect(fake.issues.comments(number)).toEqual([]);
    await plan(number, RED);
    fake.requests.length = 0;
    await plan(number, RED);
    expect(fake.writes()).toEqual([]);
  });

  it("somebody else's comment with our marker is not ours, nor is one of ours that only quotes it", async () => {
    const number = pull();
    await plan(number, RED);
    const [ours] = fake.issues.comments(number);
    const marker = ours?.body.split("\n", 1)[0] ?? "";
    expect(marker).toMatch(/^<!-- ci-tracker pull-request \S+ -->$/);
    fake.issues.get(number).comments.length = 0;
    fake.issues.comment(number, "mallory", `${marker}\nmine`);
    fake.issues.comment(number, "github-actions[bot]", `> ${marker}\nquoted`);
    await plan(number, RED);
    expect(fake.issues.comments(number).map((c) => [c.login, c.body === ours?.body])).toEqual([
      ["mallory", false],
      ["github-actions[bot]", false],
      ["github-actions[bot]", true],
    ]);
  });

  it("two jobs that write at once leave one", async () => {
    const number = pull();
    await Promise.all([plan(number, RED), plan(number, RED), plan(number, RED)]);
    await plan(number, RED);
    expect(fake.issues.comments(number)).toHaveLength(1);
  });

  it("without the right to write it the summary has to do, and the step is green", async () => {
    const number = pull();
    const outcome = await plan(number, RED, { token: fake.token("app", { permissions: { contents: "read", issues: "read" } }) });
    expect([outcome.exit, fake.issues.comments(number)]).toEqual([0, []]);
    expect(outcome.result.notes.join("\n")).toMatch(/^E_TOKEN: the comment on pull request \d+ could not be written/m);
  });

  it("is not written unless asked for, nor for a push that plans", async () => {
    const number = pull();
    await plan(number, RED, { "pr-comment": "false" });
    await step(fake, { files: { "t.txt": RED }, inputs: { reports: "t.txt", mode: "plan", "pr-comment": "true" }, workspace: workspace() });
    expect(fake.issues.comments(number)).toEqual([]);
  });

  it("what a report says does nothing in it: no mention, no link, no markup, no marker, no secret", async () => {
    const number = pull();
    const hostile =
      "@maria #1 hunter2-hunter2 <!-- ci-tracker pull-request x --> | ![x](http://e/x.png) <img src=x> fixes #1 \u202e /close";
    await plan(
      number,
      tests({ "tests::a": hostile, "tests::b @maria #1 | hunter2-hunter2": hostile }),
      {},
      { API_TOKEN: "hunter2-hunter2" },
    );
    const body = fake.issues.comments(number)[0]?.body ?? "";
    const bare = body
      .replace(/`[^`\n]*`/g, "")
      .split("\n")
      .slice(1)
      .join("\n");
    expect(body).not.toContain("hunter2-hunter2");
    expect(bare).not.toMatch(/@maria|(?<!\[)#1\b|(?<!\\)<img|!\[|\u202e|(?<!\\)<!--/);
    expect(body.length).toBeLessThan(60_200);
  });

  it("three thousand failures fit", async () => {
    const number = pull();
    await plan(number, tests(Object.fromEntries(Array.from({ length: 3_000 }, (_, i) => [`tests::t${i}`, "x".repeat(300)]))));
    expect(fake.issues.comments(number)[0]?.body.length).toBeLessThan(60_200);
  });
});

describe("what was collected is not planned", () => {
  it("the step writes nothing to the tracker and asks nothing of GitHub", async () => {
    const at = workspace();
    const file = await collecting(fake, { files: { "t.txt": RED }, workspace: at });
    expect([fake.requests.length, readFileSync(file).length > 0]).toEqual([0, true]);
  });
});
