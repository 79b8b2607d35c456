/**
 * What we write, read and edited by the real `tracer` (0.2.0), and read by us again. The program is in no package
 * registry: it is taken from TRACER_BIN or from the PATH. Without it these tests do not run, and say so.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { cargoTest } from "../e2e/reports.ts";
import { runCli, runFlags, temporary } from "../e2e/spawn.ts";

const program =
  process.env["TRACER_BIN"] ??
  (process.env["PATH"] ?? "")
    .split(delimiter)
    .map((folder) => join(folder, "tracer"))
    .find((path) => existsSync(path));
if (program === undefined) console.warn("SKIPPED: there is no `tracer`; name it with TRACER_BIN to have Tracer itself read what we write");

interface Issue {
  id: string;
  title: string;
  description: string;
  notes?: string;
  status: string;
  priority: number;
  issue_type: string;
  external_ref?: string;
  updated_at: string;
}

const folders: { remove(): void }[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) folder.remove();
});

/** A project with Tracer in it. */
class Project {
  readonly root: string;

  constructor() {
    const folder = temporary("ci-tracker-tracer-");
    folders.push(folder);
    this.root = folder.path;
    this.tracer("init");
  }

  /** Runs the program as a person would; `--json` gives what it prints. */
  tracer(...args: string[]): string {
    return execFileSync(program ?? "", args, { cwd: this.root, encoding: "utf8", env: { HOME: this.root, USER: "maria" } });
  }

  list(...args: string[]): Issue[] {
    return JSON.parse(this.tracer("list", "--limit", "1000", "--json", ...args)) as Issue[];
  }

  ready(): number {
    return (JSON.parse(this.tracer("ready", "--limit", "1000", "--json")) as Issue[]).length;
  }

  async sync(run: number, words: Record<string, string>) {
    writeFileSync(join(this.root, "t.txt"), cargoTest({ crate: "shop", tests: words }));
    const { exit, result, stderr } = await runCli(
      [
        "sync",
        "t.txt",
        "--tracker",
        "tracer",
        "--cache",
        "none",
        ...runFlags(run, { at: new Date(Date.now() + run * 60_000).toISOString() }),
      ],
      this.root,
    );
    expect([exit, stderr, result?.failed]).toEqual([0, "", []]);
    return { ready: result?.ready, done: result?.operations.map((o) => `${o.op} ${o.title}`).sort() };
  }

  get text(): string {
    return readFileSync(join(this.root, ".trace", "issues.jsonl"), "utf8");
  }

  lines(): Map<string, string> {
    return new Map(
      this.text
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => [(JSON.parse(line) as Issue).id, line]),
    );
  }

  /** Lines of the people's own issues. Tracer sets `updated_at` anew at every command, whatever it is. */
  theirs(): string[] {
    return [...this.lines()].filter(([id]) => id.startsWith("bd-")).map(([, line]) => line.replace(/"updated_at":"[^"]*"/, ""));
  }
}

const RED = { "tests::a": 'left: 1\nright: "2"\t\\ é 👩‍👩‍👧 日本', "tests::b": "b broke", "tests::c": "ok" };
const GREEN = { "tests::a": "ok", "tests::b": "ok", "tests::c": "ok" };
const [A, B] = ["Test failure: tests::a (shop)", "Test failure: tests::b (shop)"];

describe.runIf(program !== undefined)("the real tracer", () => {
  const withPeople = (): Project => {
    const project = new Project();
    project.tracer("create", "Fix login");
    for (let i = 2; i <= 11; i++) project.tracer("create", `Issue ${i}: "quoted" \\ é 日本`, "--priority", String(i % 5));
    project.tracer("dep", "add", "bd-2", "bd-1");
    project.tracer("update", "bd-3", "--status", "in_progress");
    project.tracer("close", "bd-4");
    return project;
  };

  test("after init, before its first issue, is a tracker without entries", async () => {
    const project = new Project();
    expect(await project.sync(1, RED)).toEqual({ ready: 2, done: [`create ${A}`, `create ${B}`] });
    expect(
      project
        .list()
        .map((i) => i.title)
        .sort(),
    ).toEqual([A, B]);
  });

  test("reads our entries as we wrote them, and the people's as they were", async () => {
    const project = withPeople();
    const before = project.lines();
    const { ready } = await project.sync(1, RED);
    for (const [id, line] of before) expect(project.lines().get(id)).toBe(line);
    const ours = [...project.lines().values()].map((line) => JSON.parse(line) as Issue).filter((i) => i.id.startsWith("ci-"));
    const text = project.text;
    const theirs = project.theirs();
    expect(project.ready()).toBe(ready);
    const known = new Map(project.list().map((issue) => [issue.id, issue]));
    expect(known.size).toBe(13);
    for (const { updated_at: _, ...issue } of ours) expect(known.get(issue.id)).toMatchObject(issue);
    const shown = JSON.parse(project.tracer("show", ours[0]?.id ?? "", "--json")) as Issue | Issue[] | { issue: Issue };
    expect(JSON.stringify(shown)).toContain(ours[0]?.external_ref);
    // It sorts as we do, and writes every one of our fields back as it was.
    const timeless = (jsonl: string): string => jsonl.replace(/"updated_at":"[^"]*"/g, "");
    expect(timeless(project.text)).toBe(timeless(text));
    expect(project.theirs()).toEqual(theirs);
  });

  test("edits our entries, and what it did is a person's word to us", async () => {
    const project = withPeople();
    await project.sync(1, RED);
    const [a, b] = [A, B].map((title) => project.list().find((i) => i.title === title)?.id ?? "");
    project.tracer("close", a ?? "", "--reason", "fixed");
    project.tracer("update", b ?? "", "--title", "Flaky cart", "--priority", "4", "--assignee", "maria");
    project.tracer("comment", b ?? "", "I have seen this one before");
    const theirs = project.theirs();
    // A plain close claims a fix: the first failure after it reopens, and title, priority and assignee stay.
    const { done, ready } = await project.sync(2, RED);
    expect(done).toEqual([`reopen ${A}`]);
    expect(project.theirs()).toEqual(theirs);
    expect(project.ready()).toBe(ready);
    const known = new Map(project.list().map((issue) => [issue.id, issue]));
    expect(known.get(a ?? "")).toMatchObject({ status: "open", title: A });
    expect(known.get(b ?? "")).toMatchObject({ status: "open", title: "Flaky cart", priority: 4, assignee: "maria", external_ref: b });
    expect(project.theirs()).toEqual(theirs);
  });

  test("shows what we closed as closed, and goes on counting where people left off", async () => {
    const project = withPeople();
    await project.sync(1, RED);
    project.tracer("list");
    const { done, ready } = await project.sync(2, GREEN);
    expect(done).toEqual([`close ${A}`, `close ${B}`]);
    expect(project.ready()).toBe(ready);
    expect(project.list("--status", "closed").map((i) => i.id)).toEqual(expect.arrayContaining(["bd-4"]));
    expect(project.list("--status", "closed")).toHaveLength(3);
    project.tracer("create", "Another");
    expect(project.list().find((i) => i.title === "Another")?.id).toBe("bd-12");
    // And we read its file again: nothing is left to do.
    expect((await project.sync(3, GREEN)).done).toEqual([]);
    expect((await project.sync(4, { ...GREEN, "tests::b": "b broke" })).done).toEqual([`reopen ${B}`]);
  });

  test("in a fresh clone, which has the file and no database, has our entries after one command", async () => {
    const project = withPeople();
    await project.sync(1, RED);
    const clone = new Project();
    mkdirSync(join(clone.root, ".trace"), { recursive: true });
    writeFileSync(join(clone.root, ".trace", "issues.jsonl"), project.text);
    expect(clone.list()).toHaveLength(13);
    expect(clone.ready()).toBe(project.ready());
    expect((await clone.sync(2, GREEN)).done).toEqual([`close ${A}`, `close ${B}`]);
    expect(clone.list("--status", "open").filter((i) => i.id.startsWith("ci-"))).toEqual([]);
  });
});
