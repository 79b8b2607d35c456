import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { codedFault, connect, type GitHubFault } from "../../src/trackers/github/client.ts";
import { COMMIT, clientOf } from "../fakes/github/kit.ts";
import { FakeGitHub, type Fault } from "../fakes/github/server.ts";

let fake: FakeGitHub;
beforeEach(async () => {
  fake = await FakeGitHub.start();
});
afterEach(() => fake.close());

const ISSUES = "GET /repos/:owner/:repo/issues";
const CREATE = "POST /repos/:owner/:repo/issues";

async function faultOf(promise: Promise<unknown>): Promise<GitHubFault> {
  try {
    await promise;
  } catch (error) {
    return error as GitHubFault;
  }
  throw new Error("nothing was thrown");
}

async function all(pages: AsyncGenerator<unknown[]>): Promise<unknown[]> {
  const items: unknown[] = [];
  for await (const page of pages) for (const item of page) items.push(item);
  return items;
}

describe("reads", () => {
  const passing: [string, Fault][] = [
    ["a gateway's 502", { status: 502 }],
    ["a 500 with HTML", { status: 500, body: "<html>" }],
    ["a broken connection", { reset: true }],
    ["a login page with status 200", { html: "<html>Sign in</html>" }],
    ["a body that is cut", { cut: 20 }],
  ];
  test.each(passing)("are repeated after %s", async (_, fault) => {
    fake.issues.add({ title: "one" });
    fake.on(ISSUES, 1, fault);
    const { repo, pages } = clientOf(fake);
    expect(await all(pages(`${repo}/issues`))).toHaveLength(1);
    expect(fake.requests).toHaveLength(2);
  });

  test.each(passing)("are given up after three tries of %s, and nothing is taken for none", async (_, fault) => {
    fake.issues.add({ title: "one" });
    fake.on(ISSUES, "all", fault);
    const { repo, pages } = clientOf(fake);
    expect(await faultOf(all(pages(`${repo}/issues`)))).toMatchObject({ outcome: "unknown" });
    expect(fake.requests).toHaveLength(3);
  });

  test("are not repeated when the answer is no", async () => {
    const { repo, get } = clientOf(fake);
    expect(await faultOf(get(`${repo}/issues/7`))).toMatchObject({ outcome: "refused", status: 404 });
    expect(fake.requests).toHaveLength(1);
  });

  test("end in time when nothing comes, and when the body stops", async () => {
    fake.on(ISSUES, 1, { hang: true });
    fake.on(ISSUES, 2, { hang: "body" });
    fake.on(ISSUES, 3, { hang: "body" });
    const { repo, pages } = clientOf(fake, { timeout: 100 });
    expect((await faultOf(all(pages(`${repo}/issues`)))).message).toContain("in time");
    expect(fake.requests).toHaveLength(3);
  });

  test("of raw files that break off are no empty files", async () => {
    fake.on("GET /repos/:owner/:repo/contents/*path", "all", { hang: "body" });
    const { repo, get } = clientOf(fake, { timeout: 100 });
    expect(await faultOf(get(`${repo}/contents/README.md`, { as: "bytes" }))).toMatchObject({ outcome: "unknown" });
  });

  test("of raw files give the bytes", async () => {
    const bytes = Buffer.from("\ufeffline\r\n\u{1f600}");
    fake.git.commit("main", { "a.txt": bytes }, "Add");
    const { repo, get } = clientOf(fake);
    expect((await get(`${repo}/contents/a.txt`, { as: "bytes" })).data).toEqual(bytes);
  });

  test("tell an allowed 404 from a fault", async () => {
    const { repo, get } = clientOf(fake);
    expect(await get(`${repo}/issues/7`, { allow: [404] })).toMatchObject({ status: 404 });
  });

  test("follow a log to the store it lies in, without the token", async () => {
    const job = {
      id: 9,
      name: "test",
      run_attempt: 1,
      status: "completed",
      conclusion: "failure",
      started_at: "",
      completed_at: "",
      steps: [],
      log: "boom",
    } as const;
    fake.runs.add({ id: 7, jobs: [{ ...job, steps: [] }] });
    const { repo, get } = clientOf(fake);
    expect(String((await get(`${repo}/actions/jobs/9/logs`, { as: "bytes" })).data)).toBe("boom");
  });
});

describe("lists", () => {
  test("are read to their last page, along GitHub's links", async () => {
    for (let i = 0; i < 205; i++) fake.issues.add({ title: `issue ${i}` });
    const { repo, pages } = clientOf(fake);
    expect(await all(pages(`${repo}/issues`))).toHaveLength(205);
    expect(fake.requests).toHaveLength(3);
  });

  test("are unknown when a later page fails", async () => {
    for (let i = 0; i < 120; i++) fake.issues.add({ title: `issue ${i}` });
    for (const nth of [2, 3, 4]) fake.on(ISSUES, nth, { status: 500 });
    const { repo, pages } = clientOf(fake);
    expect(await faultOf(all(pages(`${repo}/issues`)))).toMatchObject({ outcome: "unknown", status: 500 });
  });

  test.each([{ message: "ok" }, null, "text", 7])("are unknown when they are no arrays (%j)", async (body) => {
    fake.on(ISSUES, "all", { status: 200, body });
    const { repo, pages } = clientOf(fake);
    expect(await faultOf(all(pages(`${repo}/issues`)))).toMatchObject({ outcome: "unknown" });
  });

  test("are not followed to another server, nor round in a circle", async () => {
    fake.on(ISSUES, 1, { status: 200, body: [], headers: { link: '<https://example.com/issues?page=2>; rel="next"' } });
    const { repo, pages } = clientOf(fake);
    expect((await faultOf(all(pages(`${repo}/issues`)))).message).toContain("another server");
    fake.on(ISSUES, "all", { status: 200, body: [], headers: { link: `<${fake.repoUrl}/issues?page=1>; rel="next"` } });
    expect((await faultOf(all(pages(`${repo}/issues`)))).message).toContain("no end");
  });
});

describe("writes", () => {
  const lost: Fault[] = [{ status: 502 }, { status: 500, effect: true }, { reset: true }, { html: "<html>", effect: true }, { cut: 3 }];
  test.each(lost)("whose answer is lost are unknown and not sent again (%j)", async (fault) => {
    fake.on(CREATE, "all", fault);
    const { repo, send } = clientOf(fake);
    expect(await faultOf(send("POST", `${repo}/issues`, { title: "x" }))).toMatchObject({ outcome: "unknown" });
    expect(fake.writes()).toHaveLength(1);
  });

  test("that are refused say why, with GitHub's codes", async () => {
    fake.issues.label("here");
    const { repo, send } = clientOf(fake);
    const fault = await faultOf(send("POST", `${repo}/labels`, { name: "HERE" }));
    expect(fault).toMatchObject({ outcome: "refused", status: 422, codes: ["already_exists"] });
    expect(fault.message).toContain("name already_exists");
  });

  test("keep the pace", async () => {
    const { repo, send } = clientOf(fake, { pace: 80 });
    const start = Date.now();
    for (const title of ["a", "b", "c"]) await send("POST", `${repo}/issues`, { title });
    expect(Date.now() - start).toBeGreaterThanOrEqual(155);
    expect(Date.now() - start).toBeLessThan(2_000);
  });

  test("wait as long as a secondary limit says, twice at most", async () => {
    fake.limitContent({ after: 1, retryAfter: 60, refusals: 2 });
    const log: string[] = [];
    const { repo, send } = clientOf(fake, { log: (line) => log.push(line) });
    await send("POST", `${repo}/issues`, { title: "a" });
    await send("POST", `${repo}/issues`, { title: "b" });
    expect(fake.issues.all()).toHaveLength(2);
    expect(log).toEqual(["GitHub's secondary limit is reached; waiting 60 s", "GitHub's secondary limit is reached; waiting 60 s"]);
    fake.limitContent({ after: 0, retryAfter: 1, refusals: 9 });
    expect(await faultOf(send("POST", `${repo}/issues`, { title: "c" }))).toMatchObject({ about: "limit", outcome: "refused" });
    expect(fake.writes()).toHaveLength(7);
  });

  test("wait a minute when the limit does not say how long", async () => {
    fake.limitContent({ after: 0 });
    const log: string[] = [];
    await clientOf(fake, { log: (line) => log.push(line) }).send("POST", "/repos/octo/shop/issues", { title: "a" });
    expect(log).toEqual(["GitHub's secondary limit is reached; waiting 60 s"]);
  });

  test("do not wait for hours, nor for minutes without end", async () => {
    fake.limitContent({ after: 0, retryAfter: 3_600 });
    const { repo, send } = clientOf(fake);
    expect((await faultOf(send("POST", `${repo}/issues`, { title: "a" }))).message).toContain("try again in 3600 s");
    fake.limitContent({ after: 0, retryAfter: 90, refusals: 9 });
    expect(await faultOf(send("POST", `${repo}/issues`, { title: "b" }))).toMatchObject({ about: "limit" });
    // Of the four minutes for all waits one is left, which is not enough.
    const before = fake.writes().length;
    expect(await faultOf(send("POST", `${repo}/issues`, { title: "c" }))).toMatchObject({ about: "limit" });
    expect(fake.writes()).toHaveLength(before + 1);
  });

  test("do not wait for the hour of the primary limit", async () => {
    const reset = String(Math.floor(Date.now() / 1000) + 1_800);
    fake.on(CREATE, "all", {
      status: 403,
      headers: { "x-ratelimit-remaining": "0", "x-ratelimit-reset": reset },
      body: { message: "API rate limit exceeded" },
    });
    const { repo, send } = clientOf(fake);
    expect(await faultOf(send("POST", `${repo}/issues`, { title: "a" }))).toMatchObject({ about: "limit" });
    expect(fake.writes()).toHaveLength(1);
  });

  test("reach a repository that was renamed", async () => {
    fake.repository = "octo/store";
    const { repo, send, get } = clientOf(fake);
    expect((await send("POST", `${repo}/issues`, { title: "a" })).status).toBe(201);
    expect((await get(`${repo}/issues/1`)).data).toMatchObject({ title: "a" });
  });
});

describe("faults as coded errors", () => {
  test("name the right that is missing", async () => {
    const client = clientOf(fake, { token: fake.token("app", { permissions: { contents: "write" } }) });
    const error = codedFault(await faultOf(client.send("POST", `${client.repo}/issues`, { title: "a" })), "E_TRACKER_WRITE", "no issue");
    expect(error.code).toBe("E_TOKEN");
    expect(error.message).toContain("the token lacks `issues: write`");
  });

  test("say that credentials are bad", async () => {
    const client = clientOf(fake, { token: "ghp_wrong" });
    const error = codedFault(await faultOf(client.get(`${client.repo}/issues`)), "E_TRACKER_LIST", "the list");
    expect(error.code).toBe("E_TOKEN");
    expect(error.message).toContain("Bad credentials");
  });

  test("do not blame the token for an archived repository", async () => {
    fake.options.archived = true;
    const client = clientOf(fake);
    const error = codedFault(await faultOf(client.send("POST", `${client.repo}/issues`, { title: "a" })), "E_TRACKER_WRITE", "no issue");
    expect(error.code).toBe("E_TRACKER_WRITE");
    expect(error.message).toContain("archived");
  });

  test("never hold the token, whatever the server says", async () => {
    const token = fake.token("app");
    fake.on(ISSUES, "all", { status: 422, body: { message: `bad ${token}`, errors: [{ message: token }] } });
    const client = clientOf(fake, { token });
    const fault = await faultOf(client.get(`${client.repo}/issues`));
    expect(fault.message).toContain("***");
    expect(JSON.stringify([fault.message, fault.stack, fault.cause])).not.toContain(token);
  });

  test("are of one line, whatever the server says", async () => {
    fake.on(ISSUES, "all", { status: 422, body: { message: `bad\n::error::x ${"y".repeat(5_000)}` } });
    const client = clientOf(fake);
    const { message } = await faultOf(client.get(`${client.repo}/issues`));
    expect(message).not.toContain("\n");
    expect(message.length).toBeLessThan(500);
  });
});

describe("GraphQL", () => {
  test("gives its errors as values, with their types", async () => {
    const mutation = "mutation ($input: CreateCommitOnBranchInput!) { createCommitOnBranch(input: $input) { commit { oid } } }";
    const input = {
      branch: { repositoryNameWithOwner: "octo/shop", branchName: "main" },
      message: { headline: "x" },
      expectedHeadOid: COMMIT,
    };
    expect((await clientOf(fake).graphql(mutation, { input })).errors).toMatchObject([{ type: "STALE_DATA" }]);
  });

  test("repeats a query after a broken connection, and never a mutation", async () => {
    fake.on("POST /graphql", 1, { reset: true });
    fake.on("POST /graphql", 3, { reset: true });
    const client = clientOf(fake);
    expect(await client.viewer()).toBe("github-actions[bot]");
    expect(await faultOf(client.graphql("mutation { addStar(input: {starrableId: 1}) { clientMutationId } }"))).toMatchObject({
      outcome: "unknown",
    });
    expect(fake.requests).toHaveLength(3);
  });

  test("takes an answer that is none for unknown", async () => {
    fake.on("POST /graphql", "all", { status: 200, body: { message: "hello" } });
    expect(await faultOf(clientOf(fake).graphql("query { viewer { login } }"))).toMatchObject({ outcome: "unknown" });
  });

  test("says when its limit is reached", async () => {
    fake.on("POST /graphql", "all", { status: 200, body: { errors: [{ type: "RATE_LIMITED", message: "later" }] } });
    expect(await faultOf(clientOf(fake).graphql("query { viewer { login } }"))).toMatchObject({ about: "limit" });
  });
});

describe("the viewer", () => {
  test("is asked for once", async () => {
    const client = clientOf(fake);
    expect([await client.viewer(), await client.viewer()]).toEqual(["github-actions[bot]", "github-actions[bot]"]);
    expect(fake.requests).toHaveLength(1);
  });

  test("is told by REST where there is no GraphQL, or is unknown", async () => {
    fake.on("POST /graphql", "all", { status: 404 });
    expect(await clientOf(fake, { token: fake.token("maria") }).viewer()).toBe("maria");
    expect(await clientOf(fake).viewer()).toBeUndefined();
  });

  test("is not taken for nobody when the server fails", async () => {
    for (const nth of [1, 2, 3]) fake.on("POST /graphql", nth, { status: 502 });
    const client = clientOf(fake);
    expect(await faultOf(client.viewer())).toMatchObject({ outcome: "unknown" });
    expect(await client.viewer()).toBe("github-actions[bot]");
  });
});

test("an enterprise server is reached under the addresses it is given", async () => {
  const client = clientOf(fake, { apiUrl: `${fake.apiUrl}/api/v3/`, graphqlUrl: `${fake.apiUrl}/api/graphql` });
  expect(await client.viewer()).toBe("github-actions[bot]");
  expect(await all(client.pages(`${client.repo}/issues`))).toEqual([]);
  expect(fake.requests.map((r) => r.path)).toEqual(["/api/graphql", "/api/v3/repos/octo/shop/issues"]);
});

test("a repository's name that is none is refused before anything is asked", () => {
  expect(() => connect({ token: "x", repository: "octo/shop/../x", apiUrl: fake.apiUrl, graphqlUrl: fake.graphqlUrl })).toThrow(
    "owner/name",
  );
});
