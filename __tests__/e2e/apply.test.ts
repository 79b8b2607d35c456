import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { FakeGitHub } from "../fakes/github/server.ts";
import { cargoTest } from "./reports.ts";
import { folderOf, runCli, runStep, type Stepped } from "./spawn.ts";

const RED = cargoTest({ crate: "shop", tests: { "tests::a": "a broke" } });
const COMMIT = "5".repeat(40);

const folders: { remove(): void }[] = [];
let fake: FakeGitHub;
beforeEach(async () => {
  fake = await FakeGitHub.start();
});
afterEach(async () => {
  await fake.close();
  for (const folder of folders.splice(0)) folder.remove();
});
const folder = (files: Record<string, string> = {}): string => {
  const made = folderOf(files);
  folders.push(made);
  return made.path;
};
const github = (): Record<string, string> => ({
  GITHUB_API_URL: fake.apiUrl,
  GITHUB_GRAPHQL_URL: fake.graphqlUrl,
  GITHUB_REPOSITORY: fake.repository,
});

/** What a run of Dependabot's, which may not write, collected. */
async function collected(environment: Record<string, string> = {}, event: unknown = {}): Promise<string> {
  const artifacts = folder();
  const step = await runStep({
    inputs: { mode: "collect", reports: "t.txt", leg: "null", evidence: join(artifacts, "evidence.jsonl.gz"), token: "" },
    environment: { ...github(), GITHUB_RUN_ID: "70", GITHUB_SHA: COMMIT, GITHUB_ACTOR: "dependabot[bot]", ...environment },
    event,
    workspace: folder({ "t.txt": RED }),
  });
  expect([step.exit, step.stderr]).toEqual([0, ""]);
  return artifacts;
}

const applied = (artifacts: string, inputs: Record<string, string> = {}): Promise<Stepped> =>
  runStep({
    inputs: { mode: "apply", evidence: artifacts, tracker: "github", leg: "null", token: fake.token("app"), "write-pace": "0", ...inputs },
    environment: {
      ...github(),
      GITHUB_EVENT_NAME: "workflow_run",
      GITHUB_RUN_ID: "99",
      GITHUB_SHA: "9".repeat(40),
      GITHUB_WORKFLOW_REF: `${fake.repository}/.github/workflows/track.yml@refs/heads/main`,
      GITHUB_JOB: "apply",
    },
    event: { workflow_run: { id: 70, run_attempt: 1 } },
    workspace: folder(),
  });

describe("a run that could not write", () => {
  it("on the default branch is written for afterwards", async () => {
    fake.runs.add({ id: 70, head_sha: COMMIT });
    const step = await applied(await collected());
    expect([step.exit, step.outputs.get("created"), fake.issues.all().map((i) => i.title)]).toEqual([
      0,
      "1",
      ["Test failure: tests::a (shop)"],
    ]);
    expect(fake.issues.all()[0]?.body).toContain("/actions/runs/70");
  });

  it("of a fork is shown, and nothing is filed", async () => {
    const sha = "6".repeat(40);
    fake.runs.add({ id: 70, head_sha: sha, head_branch: "fix", event: "pull_request", head_repository: "mallory/shop" });
    const { number } = fake.pulls.add({ title: "A fix", head: "fix", base: "main", from: { repository: "mallory/shop", sha } });
    const pull = { GITHUB_EVENT_NAME: "pull_request", GITHUB_HEAD_REF: "fix", GITHUB_REF_NAME: `${number}/merge`, GITHUB_BASE_REF: "main" };
    const artifacts = await collected(pull, { pull_request: { number, head: { sha, repo: { full_name: "mallory/shop" } } } });
    const step = await applied(artifacts, { "pr-comment": "true" });
    expect([step.exit, step.outputs.get("created"), step.summary]).toEqual([
      0,
      "1",
      expect.stringContaining("E_APPLY_FORK: what was tested is the fork mallory/shop"),
    ]);
    expect(fake.issues.all().filter((i) => !i.pull)).toEqual([]);
    expect(fake.issues.comments(number).map((c) => c.body)).toEqual([expect.stringContaining("tests::a")]);
  });

  it("is not taken for one whose id a file names", async () => {
    fake.runs.add({ id: 70, head_sha: "1".repeat(40) });
    const step = await applied(await collected());
    expect([step.exit, step.stdout]).toEqual([3, expect.stringContaining("E_APPLY_FORGED")]);
    expect(fake.issues.all()).toEqual([]);
  });

  it("in a terminal is named with --run", async () => {
    fake.runs.add({ id: 70, head_sha: COMMIT, attempt: 1 });
    const root = folder();
    const flags = ["--tracker", "github", "--write-pace", "0", "--default-branch", "main", "--cache", "none", "--commit", "api"];
    const { exit, result } = await runCli(["apply", await collected(), "--run", "70", ...flags], root, {
      ...github(),
      GITHUB_TOKEN: fake.token("app"),
    });
    expect([exit, result?.counts.created, fake.issues.all()]).toEqual([
      0,
      1,
      [expect.objectContaining({ title: "Test failure: tests::a (shop)" })],
    ]);
  });
});
