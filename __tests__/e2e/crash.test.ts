/** Law 5: a crash at any write, then the same run again, ends as if there had been none. */
import type { ChildProcess } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, describe, expect, it, vi } from "vitest";
import { git } from "../commit/repositories.ts";
import { type GitServer, gitServer } from "../fakes/git-http.ts";
import { FakeGitHub } from "../fakes/github/server.ts";
import { deliver, hostedState, ledgerOf, timeless } from "./job.ts";
import { cargoTest } from "./reports.ts";
import { folderOf, runBundle, runFlags, temporary, treeOf } from "./spawn.ts";

vi.mock(import("../../src/load.ts"), async () => (await import("./job.ts")).quickLoad());

const tests = (words: Record<string, string>): Record<string, string> => ({ "t.txt": cargoTest({ crate: "shop", tests: words }) });

/** A life in three runs: opened; closed, noted and opened; reopened and closed. */
const LIFE = [
  tests({ "tests::a": "a broke", "tests::b": "b broke", "tests::c": "ok", "tests::d": "ok" }),
  tests({ "tests::a": "ok", "tests::b": "b broke otherwise", "tests::c": "c broke", "tests::d": "ok" }),
  tests({ "tests::a": "a broke", "tests::b": "ok", "tests::c": "c broke", "tests::d": "ok" }),
];
const VERBS = [
  ["create", "create"],
  ["create", "close", "comment"],
  ["reopen", "close"],
];

const workspace = temporary();
afterAll(() => workspace.remove());

describe.each([
  ["tracer", { tracker: "tracer" }],
  ["github", { tracker: "github" }],
] as const)("a step that dies at any write to %s", (tracker, inputs) => {
  const begun = async (): Promise<FakeGitHub> => {
    const fake = await FakeGitHub.start();
    if (tracker === "tracer") fake.git.commit("main", { ".trace/issues.jsonl": "" }, "make a tracker");
    return fake;
  };
  const run = (fake: FakeGitHub, number: number, attempt = 1) =>
    deliver(fake, { run: number, attempt, reports: LIFE[number - 1] ?? {}, workspace: join(workspace.path, String(number)), inputs });
  const stateOf = (fake: FakeGitHub): unknown =>
    tracker === "github"
      ? hostedState(fake)
      : {
          entries: timeless(fake.git.file("main", ".trace/issues.jsonl") ?? ""),
          ledger: ledgerOf(fake.git.file("main", ".ci-tracker/ledger.jsonl")),
        };

  it.each(LIFE.map((_, i) => i + 1))("in run %i, and is run again", async (number) => {
    const whole = await begun();
    for (let before = 1; before < number; before++) await run(whole, before);
    whole.requests.length = 0;
    const { result } = await run(whole, number);
    expect(result.operations.map((o) => o.op).sort()).toEqual([...(VERBS[number - 1] ?? [])].sort());
    expect(result.operations.every((o) => o.done)).toBe(true);
    const wanted = stateOf(whole);
    const writes = whole.writes().length;
    await whole.close();
    expect(writes).toBeGreaterThan(0);
    const deaths = Array.from({ length: writes }, (_, i) => [false, true].map((effect) => ({ at: i + 1, effect }))).flat();
    await Promise.all(
      deaths.map(async ({ at, effect }) => {
        const fake = await begun();
        for (let before = 1; before < number; before++) await run(fake, before);
        fake.die(at, effect);
        const died = await run(fake, number);
        fake.heal();
        // What took effect was recognised where it was the last write; nothing else can end well.
        expect([at, effect, died.exit]).toEqual([at, effect, effect && at === writes ? 0 : 3]);
        const again = await run(fake, number);
        expect([at, effect, again.exit, again.result.failed]).toEqual([at, effect, 0, []]);
        expect(stateOf(fake)).toEqual(wanted);
        const last = fake.writes().length;
        expect((await run(fake, number)).result.operations).toEqual([]);
        expect(fake.writes().length).toBe(last);
        await fake.close();
      }),
    );
  });

  it("in run 1, whose next attempt and next run go on: nothing is doubled, and all is there in the end", async () => {
    const seen = (fake: FakeGitHub): unknown =>
      tracker === "github"
        ? fake.issues.all().map(({ title, state, comments }) => [title, state, comments.length])
        : entriesOf(fake).map(({ id, status, notes }) => [id, status, notes.match(/^\[/gm)?.length]);
    const whole = await begun();
    await run(whole, 1);
    const writes = whole.writes().length;
    const wanted = seen(whole);
    await whole.close();
    for (let at = 1; at <= writes; at++) {
      const fake = await begun();
      fake.die(at, at % 2 === 0);
      await run(fake, 1);
      fake.heal();
      await run(fake, 1, 2);
      await deliver(fake, { run: 3, later: 20, reports: LIFE[0] ?? {}, workspace: join(workspace.path, "next"), inputs });
      expect([at, seen(fake)]).toEqual([at, wanted]);
      await fake.close();
    }
  });
});

function entriesOf(fake: FakeGitHub): { id: string; status: string; notes: string }[] {
  return (fake.git.file("main", ".trace/issues.jsonl") ?? "")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as { id: string; status: string; notes: string });
}

describe("a terminal that is killed", () => {
  const folders: { remove(): void }[] = [];
  afterAll(() => {
    for (const folder of folders) folder.remove();
  });
  const folder = (files: Record<string, string> = {}): string => {
    const made = folderOf(files);
    folders.push(made);
    return made.path;
  };
  const sync = (root: string, number: number, environment: Record<string, string> = {}) =>
    runBundle("cli", ["sync", `${number}.txt`, "--tracker", "tracer", "--cache", "cache", ...runFlags(number)], environment, root);
  /** What the runs left, without what may be lost, and what a killed one leaves: a file by half under another name, its lock. */
  const left = (root: string): unknown =>
    [...treeOf(root)].filter(([name]) => !/^cache|\.[0-9a-f]{12}\.tmp$|^\.ci-tracker\.lock$/.test(name));

  it.each([1, 2])("at any step of writing files, in run %i, and runs again", async (number) => {
    const before = folder({ ".trace/issues.jsonl": "", ...Object.fromEntries(LIFE.map((r, i) => [`${i + 1}.txt`, r["t.txt"] ?? ""])) });
    for (let run = 1; run < number; run++) await sync(before, run);
    const copy = (): string => {
      const to = folder();
      cpSync(before, to, { recursive: true });
      return to;
    };
    const whole = copy();
    expect((await sync(whole, number)).exit).toBe(0);
    const preload = `--import=${pathToFileURL(join(import.meta.dirname, "die.mjs")).href}`;
    const dies = async (at: number): Promise<boolean> => {
      const root = copy();
      const { exit } = await sync(root, number, { NODE_OPTIONS: preload, DIE_AT: String(at) });
      if (exit !== null) return false;
      for (const file of [".trace/issues.jsonl", ".ci-tracker/ledger.jsonl"])
        expect([textOf(before, file), textOf(whole, file)]).toContain(textOf(root, file));
      expect((await sync(root, number)).exit).toBe(0);
      expect([at, left(root)]).toEqual([at, left(whole)]);
      return true;
    };
    // The tracker's file, the ledger and the history, each with at least four steps; well beyond the last one it ends alive.
    const deaths = await Promise.all(Array.from({ length: 18 }, (_, i) => dies(i + 1)));
    const count = deaths.lastIndexOf(true) + 1;
    expect(count).toBeGreaterThanOrEqual(8);
    expect(count).toBeLessThan(18);
    expect(deaths).toEqual(deaths.map((_, i) => i < count));
  });
});

describe("a terminal with commit: git that is killed", () => {
  const place = temporary();
  let server: GitServer | undefined;
  afterAll(async () => {
    await server?.close();
    place.remove();
  });

  it("at any request to the server, in run 2, and runs again, ends with the entries and the ledger of an unharmed run, each once", async () => {
    const { url } = (server = await gitServer(place.path));
    const [bare, work] = [join(place.path, "shop.git"), join(place.path, "shop")];
    git(place.path, "init", "-q", "--bare", "--initial-branch=main", bare);
    git(bare, "config", "http.receivepack", "true");
    git(place.path, "init", "-q", "--initial-branch=main", work);
    git(work, "remote", "add", "origin", `${url}/shop.git`);
    mkdirSync(join(work, ".trace"));
    writeFileSync(join(work, ".trace", "issues.jsonl"), "");
    git(work, "add", ".");
    git(work, "commit", "-q", "-m", "make a tracker");
    git(work, "push", "-q", bare, "main");
    for (const [i, reports] of LIFE.entries()) writeFileSync(join(work, `${i + 1}.txt`), reports["t.txt"] ?? "");
    const sync = (run: number, onStart?: (child: ChildProcess) => void) =>
      runBundle(
        "cli",
        ["sync", `${run}.txt`, "--tracker", "tracer", "--cache", "none", ...runFlags(run, { commit: "git" })],
        { GIT_CONFIG_NOSYSTEM: "1", TMPDIR: place.path },
        work,
        onStart ? { onStart } : {},
      );
    const state = (): string[] => [".trace/issues.jsonl", ".ci-tracker/ledger.jsonl"].map((file) => git(bare, "show", `main:${file}`));
    expect((await sync(1)).exit).toBe(0);
    const before = git(bare, "rev-parse", "main");
    server.requests.length = 0;
    expect((await sync(2)).exit).toBe(0);
    const wanted = state();
    const total = server.requests.length;
    expect(total).toBeGreaterThanOrEqual(4);
    for (let at = 1; at <= total; at++) {
      git(bare, "update-ref", "refs/heads/main", before);
      let child: ChildProcess | undefined;
      let seen = 0;
      server.before = async () => {
        if (++seen === at) child?.kill("SIGKILL");
        return undefined;
      };
      expect([at, (await sync(2, (c) => (child = c))).exit]).toEqual([at, null]);
      delete server.before;
      // The git that it had started may still be at work; whether it gets through or not, the second run has to cope.
      expect([at, (await sync(2)).exit]).toEqual([at, 0]);
      expect([at, state()]).toEqual([at, wanted]);
      expect([at, git(bare, "rev-list", "--count", `${before}..main`)]).toEqual([at, "1"]);
    }
  });
});

function textOf(root: string, file: string): string {
  try {
    return readFileSync(join(root, file), "utf8");
  } catch {
    return "";
  }
}
