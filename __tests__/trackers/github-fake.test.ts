/** The fake is worth as much as it is like GitHub: what this project leans on is checked here. */
import { execFileSync } from "node:child_process";
import { afterEach, beforeEach, expect, test } from "vitest";
import { FakeGitHub } from "../fakes/github/server.ts";

let fake: FakeGitHub;
let token: string;
beforeEach(async () => {
  fake = await FakeGitHub.start();
  token = fake.token("app");
});
afterEach(() => fake.close());

async function call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  const init = {
    method,
    headers: { authorization: `token ${token}`, ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  };
  const response = await fetch(fake.apiUrl + path, init);
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    text,
    data: (text.startsWith("{") || text.startsWith("[") ? JSON.parse(text) : text) as never,
  };
}

const REPO = "/repos/octo/shop";

test.each([
  ["no title", { body: "x" }],
  ["an unknown field", { title: "x", boddy: "x" }],
  ["a title that is too long", { title: "x".repeat(257) }],
  ["a text that is too long", { title: "x", body: "y".repeat(65_537) }],
  ["a label that is too long", { title: "x", labels: ["z".repeat(51)] }],
  ["labels that are no list", { title: "x", labels: "bug" }],
])("an issue with %s is refused with 422", async (_, body) => {
  expect((await call("POST", `${REPO}/issues`, body)).status).toBe(422);
});

test("a state or a reason that GitHub does not know is refused", async () => {
  fake.issues.add({ title: "x" });
  expect((await call("PATCH", `${REPO}/issues/1`, { state: "done" })).status).toBe(422);
  expect((await call("PATCH", `${REPO}/issues/1`, { state: "closed", state_reason: "fixed" })).status).toBe(422);
  expect((await call("GET", `${REPO}/issues?state=zzz`)).status).toBe(422);
});

test("tokens and their rights are checked", async () => {
  token = "nobody";
  expect((await call("GET", `${REPO}/issues`)).status).toBe(401);
  token = fake.token("app", { permissions: { contents: "write" } });
  const refused = await call("POST", `${REPO}/issues`, { title: "x" });
  expect([refused.status, refused.headers.get("x-accepted-github-permissions")]).toEqual([403, "issues=write"]);
  expect((await call("GET", `${REPO}/issues`)).status).toBe(200);
  fake.options.private = true;
  expect((await call("GET", `${REPO}/issues`)).status).toBe(404);
});

test("search finds an issue only after its lag, lists at once", async () => {
  fake.search.lag = 3;
  await call("POST", `${REPO}/issues`, { title: "one thing" });
  const search = (): Promise<{ data: { total_count: number } }> =>
    call("GET", `/search/issues?q=${encodeURIComponent('repo:octo/shop is:issue "one thing" in:title')}`);
  expect((await call("GET", `${REPO}/issues`)).data).toHaveLength(1);
  expect([(await search()).data.total_count, (await search()).data.total_count]).toEqual([0, 1]);
});

test("an unchanged answer is 304 for who has its tag", async () => {
  const { headers } = await call("GET", `${REPO}/issues`);
  const tag = headers.get("etag") ?? "";
  expect((await call("GET", `${REPO}/issues`, undefined, { "if-none-match": tag })).status).toBe(304);
  fake.issues.add({ title: "x" });
  expect((await call("GET", `${REPO}/issues`, undefined, { "if-none-match": tag })).status).toBe(200);
});

test("objects have git's own names", () => {
  const git = (args: string[], input: Buffer | string): string => execFileSync("git", args, { input, encoding: "utf8" }).trim();
  const blob = fake.git.addBlob(Buffer.from("hello\n"));
  expect(blob).toBe(git(["hash-object", "-t", "blob", "--stdin"], "hello\n"));
  const tree = fake.git.addTree(
    new Map([
      ["b", { mode: "100644", type: "blob", sha: blob }],
      ["a.txt", { mode: "100755", type: "blob", sha: blob }],
    ]),
  );
  const raw = Buffer.concat([Buffer.from("100755 a.txt\0"), Buffer.from(blob, "hex"), Buffer.from("100644 b\0"), Buffer.from(blob, "hex")]);
  expect(tree).toBe(git(["hash-object", "-t", "tree", "--stdin"], raw));
});

test("git data: a commit over REST moves the branch forward only", async () => {
  const head = fake.git.head("main") ?? "";
  const base = (await call("GET", `${REPO}/git/commits/${head}`)).data as { tree: { sha: string } };
  const blob = (await call("POST", `${REPO}/git/blobs`, { content: "aGk=", encoding: "base64" })).data as { sha: string };
  const tree = (
    await call("POST", `${REPO}/git/trees`, {
      base_tree: base.tree.sha,
      tree: [{ path: "a/b.txt", mode: "100644", type: "blob", sha: blob.sha }],
    })
  ).data as { sha: string };
  const commit = (await call("POST", `${REPO}/git/commits`, { message: "add", tree: tree.sha, parents: [head] })).data as {
    sha: string;
    verification: { verified: boolean };
  };
  expect(commit.verification.verified).toBe(true);
  fake.git.commit("main", { "c.txt": "c" }, "Somebody else");
  const refused = await call("PATCH", `${REPO}/git/refs/heads/main`, { sha: commit.sha, force: false });
  expect([refused.status, (refused.data as { message: string }).message]).toEqual([422, "Update is not a fast forward"]);
  expect((await call("POST", `${REPO}/git/refs`, { ref: "refs/heads/side", sha: commit.sha })).status).toBe(201);
  expect((await call("POST", `${REPO}/git/refs`, { ref: "refs/heads/side", sha: commit.sha })).status).toBe(422);
  expect(fake.git.file("side", "a/b.txt")).toBe("hi");
  expect((await call("GET", `${REPO}/compare/main...side`)).data).toMatchObject({ status: "diverged", ahead_by: 1, behind_by: 1 });
});

test("GraphQL: a commit on a branch that moved is STALE_DATA with status 200, and rules hold", async () => {
  const query = "mutation ($input: CreateCommitOnBranchInput!) { createCommitOnBranch(input: $input) { commit { oid } } }";
  const input = (head: string) => ({
    branch: { repositoryNameWithOwner: "octo/shop", branchName: "main" },
    message: { headline: "one", body: "two" },
    expectedHeadOid: head,
    fileChanges: { additions: [{ path: "x/y.txt", contents: "aGk=" }], deletions: [{ path: "README.md" }] },
  });
  const stale = fake.git.head("main") ?? "";
  fake.git.commit("main", { "c.txt": "c" }, "Somebody else");
  const first = await call("POST", "/graphql", { query, variables: { input: input(stale) } });
  expect([first.status, first.data]).toMatchObject([200, { data: { createCommitOnBranch: null }, errors: [{ type: "STALE_DATA" }] }]);
  await call("POST", "/graphql", { query, variables: { input: input(fake.git.head("main") ?? "") } });
  expect([fake.git.file("main", "x/y.txt"), fake.git.file("main", "README.md")]).toEqual(["hi", undefined]);
  expect(fake.git.history("main")[0]).toMatchObject({ message: "one\n\ntwo", verified: true });
  fake.git.rules.set("main", [{ type: "pull_request" }]);
  const ruled = await call("POST", "/graphql", { query, variables: { input: input(fake.git.head("main") ?? "") } });
  expect(ruled.data).toMatchObject({ errors: [{ message: expect.stringContaining("Changes must be made through a pull request") }] });
  expect((await call("GET", `${REPO}/rules/branches/main`)).data).toMatchObject([{ type: "pull_request" }]);
});

test("GraphQL: a field that the schema does not have is an error with status 200", async () => {
  expect(await call("POST", "/graphql", { query: "{ viewer { loginn } }" })).toMatchObject({
    status: 200,
    data: { errors: [{ message: expect.stringContaining("loginn") }] },
  });
});

test("contents come as base64, raw, or not at all when they are large", async () => {
  fake.git.commit("main", { "small.txt": "hi", "large.txt": "x".repeat(1_100_000) }, "Add");
  expect((await call("GET", `${REPO}/contents/small.txt`)).data).toMatchObject({ encoding: "base64", content: "aGk=\n", size: 2 });
  expect((await call("GET", `${REPO}/contents/large.txt`)).data).toMatchObject({ encoding: "none", content: "" });
  expect((await call("GET", `${REPO}/contents/large.txt`, undefined, { accept: "application/vnd.github.raw+json" })).text).toHaveLength(
    1_100_000,
  );
  expect((await call("GET", `${REPO}/contents/none.txt`)).status).toBe(404);
});

test("pull requests: one for a pair of branches, with commits between them, by those who may", async () => {
  expect((await call("POST", `${REPO}/pulls`, { title: "x", head: "side", base: "main" })).status).toBe(422);
  fake.git.refs.set("refs/heads/side", fake.git.head("main") ?? "");
  expect((await call("POST", `${REPO}/pulls`, { title: "x", head: "side", base: "main" })).text).toContain("No commits between");
  fake.git.commit("side", { "a.txt": "a" }, "Add");
  expect((await call("POST", `${REPO}/pulls`, { title: "x", head: "side", base: "main" })).status).toBe(201);
  expect((await call("POST", `${REPO}/pulls`, { title: "x", head: "side", base: "main" })).text).toContain("already exists");
  expect((await call("GET", `${REPO}/pulls?head=octo:side`)).data).toMatchObject([{ number: 1, state: "open" }]);
  fake.actionsMayOpenPulls = false;
  expect((await call("POST", `${REPO}/pulls`, { title: "x", head: "side", base: "main" })).status).toBe(403);
});
