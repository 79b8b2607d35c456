/**
 * The same life of an entry against two servers: the fake of ours, and emulate's GitHub as a second opinion by somebody
 * else. emulate has no GraphQL, takes any token and knows neither limits nor `duplicate`, so nothing here asks for those.
 */
import { createServer } from "node:net";
import { createEmulator } from "emulate";
import { afterEach, describe, expect, test } from "vitest";
import type { Entry, Operation } from "../../src/model.ts";
import { connect, type GitHubClient } from "../../src/trackers/github/client.ts";
import { githubIssues } from "../../src/trackers/github/issues.ts";
import type { OpenHostedTracker } from "../../src/trackers/tracker.ts";
import { clientOf, listQuery, operation, WRITING } from "../fakes/github/kit.ts";
import { FakeGitHub } from "../fakes/github/server.ts";

interface Server {
  client: GitHubClient;
  close(): Promise<void>;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return typeof address === "object" && address !== null ? address.port : 0;
}

const servers: [string, () => Promise<Server>][] = [
  [
    "FakeGitHub",
    async () => {
      const fake = await FakeGitHub.start();
      return { client: clientOf(fake, { token: fake.token("octocat") }), close: () => fake.close() };
    },
  ],
  [
    "emulate",
    async () => {
      const seed = {
        tokens: { secret: { login: "octocat", scopes: ["repo", "user"] } },
        github: { users: [{ login: "octocat" }], repos: [{ owner: "octocat", name: "shop" }] },
      };
      const emulator = await createEmulator({ service: "github", port: await freePort(), seed } as never);
      const client = connect({
        token: "secret",
        repository: "octocat/shop",
        apiUrl: emulator.url,
        graphqlUrl: `${emulator.url}/graphql`,
        pace: 0,
        second: 1,
      });
      return { client, close: async () => void (await emulator.close()) };
    },
  ],
];

describe.each(servers)("with %s", (_, start) => {
  let server: Server | undefined;
  afterEach(async () => {
    await server?.close();
    server = undefined;
  });

  async function opened(more: Parameters<typeof listQuery>[0] = {}): Promise<OpenHostedTracker> {
    server ??= await start();
    const tracker = await githubIssues(server.client).open(listQuery(more));
    expect(tracker.listing.reason).toBeUndefined();
    return tracker;
  }

  async function applied(op: Operation): Promise<string> {
    return (await (await opened()).apply(op, WRITING)).id;
  }

  async function entry(more: Parameters<typeof listQuery>[0] = {}): Promise<Entry | undefined> {
    const { entries } = (await opened(more)).listing;
    expect(entries.length).toBeLessThanOrEqual(1);
    return entries[0];
  }

  test("an entry is opened, told of, closed, reopened and closed again, and each list shows it", async () => {
    const { fingerprint, key } = operation("create", "adds", 1);
    expect(await entry()).toBeUndefined();
    const id = await applied(operation("create", "adds", 1));
    expect(await entry()).toMatchObject({ id, fingerprint, key, open: true, openedIn: { run: "1" } });
    await applied(operation("comment", "adds", 2, { entry: id }));
    expect(await entry()).toMatchObject({ id, fingerprint, open: true });
    await applied(operation("close", "adds", 3, { entry: id }));
    expect(await entry()).toMatchObject({ id, open: false, closedBy: "us", closedIn: { run: "3" } });
    await applied(operation("reopen", "adds", 4, { entry: id }));
    expect(await entry()).toMatchObject({ id, open: true, reopenedIn: { run: "4" } });
    await applied(operation("close", "adds", 5, { entry: id }));
    expect(await entry()).toMatchObject({ id, open: false, closedBy: "us", closedIn: { run: "5" } });
  });

  test("more entries than a page holds are all listed", async () => {
    const tracker = await opened();
    for (let i = 0; i < 105; i++) await tracker.apply(operation("create", `t${i}`, 1), WRITING);
    expect((await opened()).listing.entries).toHaveLength(105);
  });

  test("what a recipe filed is found by its title and taken over", async () => {
    await opened();
    await server?.client.send("POST", `${server.client.repo}/issues`, { title: "Test failure: adds", body: "See: build 7" });
    const found = await entry({ titles: ["Test failure: adds"] });
    expect(found).toMatchObject({ open: true, adoptable: true });
    await applied(operation("comment", "adds", 2, { entry: found?.id ?? "", adopts: true }));
    expect(await entry({ titles: ["Test failure: adds"] })).toMatchObject({
      fingerprint: operation("create", "adds", 1).fingerprint,
      adoptable: false,
    });
  });

  test("what was opened just now stands after a second look", async () => {
    const tracker = await opened();
    const { fingerprint } = operation("create", "adds", 1);
    const { id } = await tracker.apply(operation("create", "adds", 1), WRITING);
    expect((await tracker.confirm(new Map([[fingerprint, id]]))).get(fingerprint)?.id).toBe(id);
  });

  test("an issue that does not exist is gone, for lists and for writes", async () => {
    expect(await entry({ ids: ["77"] })).toBeUndefined();
    await expect(applied(operation("close", "adds", 2, { entry: "77" }))).rejects.toMatchObject({ code: "E_TRACKER_WRITE" });
  });
});
