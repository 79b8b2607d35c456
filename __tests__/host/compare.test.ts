import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { commitsBetween, compareCommits } from "../../src/host/compare.ts";
import { clientOf } from "../fakes/github/kit.ts";
import { FakeGitHub } from "../fakes/github/server.ts";

let fake: FakeGitHub;
const commits: string[] = [];
beforeAll(async () => {
  fake = await FakeGitHub.start();
  for (let i = 0; i < 4; i++) commits.push(fake.git.commit("main", { "a.txt": String(i) }, `change ${i}`));
});
afterAll(() => fake.close());

describe("asked of GitHub", () => {
  test("how two commits lie to each other", async () => {
    const client = clientOf(fake);
    const [first = "", , , last = ""] = commits;
    expect(await compareCommits(client, first, last)).toBe("ancestor");
    expect(await compareCommits(client, last, first)).toBe("descendant");
    expect(await compareCommits(client, "f".repeat(40), last)).toBeUndefined();
  });

  test("what a commit or a branch has beyond another, newest first", async () => {
    const client = clientOf(fake);
    const [first = "", , , last = ""] = commits;
    const range = await commitsBetween(client, first, "main");
    expect(range?.commits.map(({ id, message }) => [id, message])).toEqual([3, 2, 1].map((i) => [commits[i], `change ${i}`]));
    expect(range?.total).toBe(3);
    expect(await commitsBetween(client, last, last)).toEqual({ commits: [], total: 0 });
  });

  test("nothing is said of what is no descendant, of what GitHub does not know, and of names that are none", async () => {
    const client = clientOf(fake);
    const [first = "", , , last = ""] = commits;
    for (const [base, head] of [
      [last, first],
      ["f".repeat(40), last],
      [first, ""],
      [first, "a...b"],
      ["main", last],
    ] as const)
      expect(await commitsBetween(client, base, head)).toBeUndefined();
  });
});
