import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { cachesOf, pullOf, runOf } from "../../src/host/runs.ts";
import { clientOf } from "../fakes/github/kit.ts";
import { FakeGitHub } from "../fakes/github/server.ts";

let fake: FakeGitHub;
beforeEach(async () => {
  fake = await FakeGitHub.start();
});
afterEach(() => fake.close());

const RUN = "GET /repos/:owner/:repo/actions/runs/:run";

describe("a run", () => {
  test("is told as GitHub has it", async () => {
    fake.runs.add({ id: 70, attempt: 2, head_branch: "fix", event: "pull_request", head_repository: "mallory/shop", message: "A fix" });
    expect(await runOf(clientOf(fake), "octo/shop", "70")).toMatchObject({
      id: "70",
      attempt: 2,
      branch: "fix",
      event: "pull_request",
      workflow: ".github/workflows/ci.yml",
      completed: true,
      repository: "octo/shop",
      headRepository: "mallory/shop",
      message: "A fix",
      url: "https://github.com/octo/shop/actions/runs/70",
    });
    fake.runs.add({ id: 71, head_repository: null, path: ".github/workflows/ci.yml@refs/heads/main", status: "in_progress" });
    expect(await runOf(clientOf(fake), "octo/shop", "71")).toMatchObject({
      headRepository: "",
      workflow: ".github/workflows/ci.yml",
      completed: false,
    });
  });

  test("that is not there, or no id of one, is an error with a code; an odd answer is nobody's word", async () => {
    const code = (id: string): Promise<unknown> => runOf(clientOf(fake), "octo/shop", id).catch((error: { code: string }) => error.code);
    for (const id of ["1", "", "0", "-1", "1/../2", "1?x", "latest"]) expect([id, await code(id)]).toEqual([id, "E_APPLY_RUN"]);
    fake.runs.add({ id: 70 });
    const whole = (await clientOf(fake).get("/repos/octo/shop/actions/runs/70")).data as Record<string, unknown>;
    const odd = [
      { ...whole, id: 71 },
      { ...whole, id: "70" },
      { ...whole, head_sha: "main" },
      { ...whole, repository: null },
      { ...whole, run_attempt: undefined },
      { ...whole, path: null },
      { ...whole, run_started_at: "x" },
      [],
      null,
    ];
    for (const body of odd) {
      fake.on(RUN, 1, { status: 200, body });
      expect([body, await code("70")]).toEqual([body, "E_APPLY_RUN"]);
    }
    fake.on(RUN, 1, { html: "<html>log in</html>" });
    fake.on(RUN, 2, { html: "<html>log in</html>" });
    fake.on(RUN, 3, { html: "<html>log in</html>" });
    expect(await code("70")).toBe("E_APPLY_RUN");
    expect(await code("70")).not.toBe("E_APPLY_RUN");
  });
});

describe("a pull request", () => {
  const from = { repository: "mallory/shop", sha: "5".repeat(40) };
  test("is the open one with exactly this head", async () => {
    for (let i = 0; i < 120; i++) fake.pulls.add({ title: `${i}`, head: "fix", base: `b${i}`, from: { ...from, sha: "4".repeat(40) } });
    const { number } = fake.pulls.add({ title: "this", head: "fix", base: "release/1", from });
    const head = { repository: "mallory/shop", branch: "fix", commit: from.sha };
    expect(await pullOf(clientOf(fake), head)).toEqual({ number, base: "release/1" });
    expect(await pullOf(clientOf(fake), { ...head, repository: "mallory/other" })).toBeUndefined();
    expect(await pullOf(clientOf(fake), { ...head, commit: "3".repeat(40) })).toBeUndefined();
    expect(await pullOf(clientOf(fake), { ...head, branch: "" })).toBeUndefined();
    fake.pulls.change(number, { state: "closed" });
    expect(await pullOf(clientOf(fake), head)).toBeUndefined();
  });
});

describe("caches", () => {
  test("are those of the branch that begin so, over all pages", async () => {
    for (let i = 0; i < 230; i++) fake.runs.caches.push({ id: i, key: `ours-${i}`, ref: "refs/heads/main" });
    fake.runs.caches.push({ id: 500, key: "ours-x", ref: "refs/pull/1/merge" }, { id: 501, key: "other", ref: "refs/heads/main" });
    const keys = await cachesOf(clientOf(fake), "octo/shop", "ours-", "refs/heads/main");
    expect([keys.length, keys.includes("ours-x"), keys.includes("other")]).toEqual([230, false, false]);
  });

  test("of other branches are left out, also where the server does not know how", async () => {
    const all = ["refs/heads/main", "refs/pull/1/merge"].map((ref, i) => ({ key: `k-${i}`, ref }));
    fake.on("GET /repos/:owner/:repo/actions/caches", "all", { status: 200, body: { total_count: 2, actions_caches: all } });
    expect(await cachesOf(clientOf(fake), "octo/shop", "k-", "refs/heads/main")).toEqual(["k-0"]);
  });

  test("a list that lies about its length comes to an end", async () => {
    fake.on("GET /repos/:owner/:repo/actions/caches", "all", {
      status: 200,
      body: { total_count: 9, actions_caches: [{ key: "k-1", ref: "r" }] },
    });
    expect(await cachesOf(clientOf(fake), "octo/shop", "k-", "r")).toEqual(["k-1"]);
    fake.heal();
    fake.on("GET /repos/:owner/:repo/actions/caches", "all", {
      status: 200,
      body: { total_count: 1e9, actions_caches: [{ key: "k-1", ref: "r" }] },
    });
    await expect(cachesOf(clientOf(fake), "octo/shop", "k-", "r")).rejects.toMatchObject({ code: "E_EVIDENCE_CACHE" });
  });
});
