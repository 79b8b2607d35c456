import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FakeGitHub } from "../fakes/github/server.ts";
import { commitOf, ROWS, titlesMatch } from "./shop.ts";
import { leaveReports, runStep, type Stepped } from "./spawn.ts";

describe("the seven runs as a step of a workflow, with GitHub Issues", () => {
  let fake: FakeGitHub;
  let workspace: string;
  beforeAll(async () => {
    fake = await FakeGitHub.start();
    workspace = mkdtempSync(join(tmpdir(), "ci-tracker-ws-"));
  });
  afterAll(async () => {
    await fake.close();
    rmSync(workspace, { recursive: true, force: true });
  });

  const deliver = (index: number): Promise<Stepped> =>
    runStep({
      inputs: {
        reports: leaveReports(ROWS[index]?.run ?? "", workspace).join("\n"),
        tracker: "github",
        token: fake.token("app"),
        leg: "null",
        "write-pace": "0",
      },
      environment: {
        GITHUB_RUN_ID: String(index + 1),
        GITHUB_SHA: commitOf(index),
        GITHUB_API_URL: fake.apiUrl,
        GITHUB_GRAPHQL_URL: fake.graphqlUrl,
        GITHUB_REPOSITORY: fake.repository,
      },
      workspace,
    });
  const open = (): string[] =>
    fake.issues
      .all()
      .filter((issue) => issue.state === "open")
      .map((issue) => issue.title.replaceAll("\u200b", ""));

  ROWS.forEach((row, index) => {
    it(`${row.run}: the issues show what they must, and a second delivery makes no write call`, async () => {
      const step = await deliver(index);
      expect(step.stderr).toBe("");
      expect(step.exit).toBe(0);
      expect(titlesMatch(open(), row.open)).toBeUndefined();
      expect(Number(step.outputs.get("created"))).toBe(row.created.length);
      expect(Number(step.outputs.get("closed"))).toBe(row.closed.length);
      if (row.created.length + row.closed.length + row.noted.length === 0) expect(fake.git.head("ci-tracker")).toBe(ledgerHead);
      ledgerHead = fake.git.head("ci-tracker");
      fake.requests.length = 0;
      const again = await deliver(index);
      expect(again.exit).toBe(0);
      expect(fake.writes()).toEqual([]);
    });
  });
  let ledgerHead: string | undefined;

  it("keeps the ledger on a branch of its own and leaves main alone", () => {
    expect(fake.git.history("main")).toHaveLength(1);
    expect(fake.git.file("ci-tracker", ".ci-tracker/ledger.jsonl")?.split("\n").filter(Boolean)).toHaveLength(14);
  });

  it("closes each issue as completed, naming run and commit in its last comment", () => {
    for (const issue of fake.issues.all()) {
      expect(issue.state_reason).toBe("completed");
      const comments = fake.issues.comments(issue.number);
      expect(comments.at(-1)?.body).toMatch(/run [67] at `[67]{12}`/);
    }
  });
});
