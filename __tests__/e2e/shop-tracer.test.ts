import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FakeGitHub } from "../fakes/github/server.ts";
import { commitOf, ROWS, titlesMatch } from "./shop.ts";
import { leaveReports, ROOT, runBundle, runStep } from "./spawn.ts";

interface Result {
  operations: { op: string; title: string; reason: string; done: boolean; entry: string | null }[];
  counts: Record<string, number>;
  committed: { branch: string; sha: string } | null;
}

const titles = (result: Result, op: string): string[] => result.operations.filter((o) => o.op === op).map((o) => o.title);

function openTitles(jsonl: string): string[] {
  return jsonl
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as { title: string; status: string })
    .filter((issue) => issue.status !== "closed")
    .map((issue) => issue.title);
}

describe("the seven runs in a terminal, with Tracer", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "ci-tracker-shop-"));
    mkdirSync(join(folder, ".trace"));
    writeFileSync(join(folder, ".trace", "issues.jsonl"), "");
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const state = (): string[] =>
    [".trace/issues.jsonl", ".ci-tracker/ledger.jsonl"].map((f) => {
      try {
        return readFileSync(join(folder, f), "utf8");
      } catch {
        return "";
      }
    });
  const deliver = async (index: number): Promise<Result> => {
    const run = ROWS[index]?.run ?? "";
    const files = readdirSync(join(ROOT, "demo", "runs", run)).map((name) => join(ROOT, "demo", "runs", run, name));
    const args = [
      "sync",
      ...files,
      "--tracker",
      "tracer",
      "--root",
      folder,
      "--commit",
      "none",
      "--branch",
      "main",
      "--default-branch",
      "main",
    ];
    args.push(
      "--sha",
      commitOf(index),
      "--run",
      String(index + 1),
      "--attempt",
      "1",
      "--workflow",
      "ci.yml",
      "--job",
      "test",
      "--event",
      "push",
    );
    args.push("--url", `https://ci.example/${index + 1}`, "--at", `2026-03-0${index + 1}T09:00:00Z`, "--json");
    const { exit, stdout, stderr } = await runBundle("cli", args, {}, folder);
    expect(stderr).toBe("");
    expect(exit).toBe(0);
    return JSON.parse(stdout) as Result;
  };

  ROWS.forEach((row, index) => {
    it(`${row.run}: the tracker shows what it must, and a second delivery changes nothing`, async () => {
      const result = await deliver(index);
      expect(titlesMatch(titles(result, "create"), row.created)).toBeUndefined();
      expect(titlesMatch(titles(result, "close"), row.closed)).toBeUndefined();
      expect(titlesMatch(titles(result, "comment"), row.noted)).toBeUndefined();
      expect(titles(result, "reopen")).toEqual([]);
      expect(result.operations.every((o) => o.done)).toBe(true);
      const [issues = ""] = state();
      expect(titlesMatch(openTitles(issues), row.open)).toBeUndefined();
      expect(result.counts["open"]).toBe(row.open.length);
      for (const { op, reason } of result.operations) {
        if (op === "close") expect(reason).toContain(`run ${index + 1} at ${commitOf(index).slice(0, 12)}`);
      }
      const before = state();
      const again = await deliver(index);
      expect(again.operations).toEqual([]);
      expect(state()).toEqual(before);
    });
  });

  it("closes the deleted test as gone, and its closing words say so", () => {
    const issue = state()[0]
      ?.split("\n")
      .find((line) => line.includes("result_err"));
    expect((JSON.parse(issue ?? "") as { notes: string }).notes).toMatch(/closed \(7\/1 7{40}\): gone: no complete list/);
  });
});

describe("the seven runs as a step of a workflow, with Tracer on main, committed by the API", () => {
  let fake: FakeGitHub;
  let workspace: string;
  beforeAll(async () => {
    fake = await FakeGitHub.start();
    fake.git.commit("main", { ".trace/issues.jsonl": "" }, "make a tracker");
    workspace = mkdtempSync(join(tmpdir(), "ci-tracker-ws-"));
  });
  afterAll(async () => {
    await fake.close();
    rmSync(workspace, { recursive: true, force: true });
  });

  const deliver = (index: number) =>
    runStep({
      inputs: {
        reports: leaveReports(ROWS[index]?.run ?? "", workspace).join("\n"),
        tracker: "auto",
        token: fake.token("app"),
        leg: "null",
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

  ROWS.forEach((row, index) => {
    it(`${row.run}: one commit for both files, none when nothing is to say, and a second delivery writes nothing`, async () => {
      const head = fake.git.head("main");
      const step = await deliver(index);
      expect(step.stderr).toBe("");
      expect(step.exit).toBe(0);
      const changes = row.created.length + row.closed.length + row.noted.length;
      expect(fake.git.head("main") === head).toBe(changes === 0);
      expect(titlesMatch(openTitles(fake.git.file("main", ".trace/issues.jsonl") ?? ""), row.open)).toBeUndefined();
      expect(Number(step.outputs.get("created"))).toBe(row.created.length);
      expect(Number(step.outputs.get("closed"))).toBe(row.closed.length);
      expect(Number(step.outputs.get("open"))).toBe(row.open.length);
      const before = fake.git.head("main");
      fake.requests.length = 0;
      const again = await deliver(index);
      expect(again.exit).toBe(0);
      expect(fake.writes()).toEqual([]);
      expect(fake.git.head("main")).toBe(before);
    });
  });
});
