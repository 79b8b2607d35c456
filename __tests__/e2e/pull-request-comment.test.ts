import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { FakeGitHub } from "../fakes/github/server.ts";
import { cargoTest } from "./reports.ts";
import { folderOf, runStep, type Stepped } from "./spawn.ts";

let fake: FakeGitHub;
const folders: { remove(): void }[] = [];
beforeEach(async () => {
  fake = await FakeGitHub.start();
});
afterEach(async () => {
  await fake.close();
  for (const folder of folders.splice(0)) folder.remove();
});

const step = (
  words: Record<string, string>,
  inputs: Record<string, string> = {},
  environment: Record<string, string> = {},
  event: unknown = {},
): Promise<Stepped> => {
  const root = folderOf({ "t.txt": cargoTest({ crate: "shop", tests: words }) });
  folders.push(root);
  return runStep({
    inputs: { reports: "t.txt", tracker: "github", leg: "null", token: fake.token("app"), "write-pace": "0", ...inputs },
    environment: {
      GITHUB_API_URL: fake.apiUrl,
      GITHUB_GRAPHQL_URL: fake.graphqlUrl,
      GITHUB_REPOSITORY: fake.repository,
      GITHUB_SHA: "1".repeat(40),
      ...environment,
    },
    event,
    workspace: root.path,
  });
};

describe("a pull request", () => {
  it("gets one comment, edited in place; nothing is written to the tracker", async () => {
    expect((await step({ "tests::known": "k" })).exit).toBe(0);
    fake.git.commit("fix", { "a.txt": "a" }, "a fix");
    const { number } = fake.pulls.add({ title: "A fix", head: "fix", base: "main" });
    const plan = (words: Record<string, string>, run: string): Promise<Stepped> =>
      step(
        words,
        { "pr-comment": "true" },
        {
          GITHUB_EVENT_NAME: "pull_request",
          GITHUB_HEAD_REF: "fix",
          GITHUB_REF_NAME: `${number}/merge`,
          GITHUB_BASE_REF: "main",
          GITHUB_RUN_ID: run,
          GITHUB_SHA: "2".repeat(40),
        },
        { pull_request: { number, head: { sha: fake.git.head("fix"), repo: { full_name: fake.repository } } } },
      );
    expect((await plan({ "tests::known": "k", "tests::fresh": "f" }, "2")).exit).toBe(0);
    const [first] = fake.issues.comments(number).map((c) => ({ ...c }));
    expect(first?.body).toMatch(/New because of this change[\s\S]*tests::fresh[\s\S]*Known[\s\S]*tests::known/);
    expect((await plan({ "tests::known": "ok" }, "3")).exit).toBe(0);
    const comments = fake.issues.comments(number);
    expect(
      comments.map((c) => [c.id, /Would be closed by the merge[\s\S]*tests::known/.test(c.body), c.body.includes("tests::fresh")]),
    ).toEqual([[first?.id, true, false]]);
    expect(
      fake.issues
        .all()
        .filter((i) => !i.pull)
        .map((i) => [i.title, i.state]),
    ).toEqual([["Test failure: tests::known (shop)", "open"]]);
  });
});
