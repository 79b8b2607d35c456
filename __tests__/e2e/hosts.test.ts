import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { FakeGitHub } from "../fakes/github/server.ts";
import { cargoTest, junit } from "./reports.ts";
import { commitOf, ROWS } from "./shop.ts";
import { folderOf, leaveReports, ROOT, runCli, runFlags, runStep, type Stepped, temporary } from "./spawn.ts";

const folders: { remove(): void }[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) folder.remove();
});

function folder(files: Record<string, string | Buffer>): string {
  const made = folderOf(files);
  folders.push(made);
  return made.path;
}

const red = (...failing: string[]): string =>
  cargoTest({
    crate: "shop",
    tests: Object.fromEntries(["a", "b", "c"].map((n) => [`tests::${n}`, failing.includes(n) ? `${n} broke` : "ok"])),
  });

describe("runs that may not write plan instead", () => {
  // b fails on main and has its entry; in the run at hand a is new, b passes, c is known.
  let fakes: { tracker: "tracer" | "github"; fake: FakeGitHub }[] = [];
  beforeAll(async () => {
    const [files, hosted] = [await FakeGitHub.start(), await FakeGitHub.start()];
    files.git.commit("main", { ".trace/issues.jsonl": "" }, "make a tracker");
    fakes = [
      { tracker: "tracer", fake: files },
      { tracker: "github", fake: hosted },
    ];
    for (const of of fakes)
      expect((await step(of, { "t.txt": red("b", "c") }, { GITHUB_RUN_ID: "1", GITHUB_SHA: commitOf(0) })).exit).toBe(0);
  });
  afterAll(() => Promise.all(fakes.map(({ fake }) => fake.close())));

  const step = (
    { tracker, fake }: (typeof fakes)[number],
    files: Record<string, string>,
    environment: Record<string, string>,
    event: unknown = {},
  ): Promise<Stepped> => {
    fake.requests.length = 0;
    return runStep({
      inputs: { reports: Object.keys(files).join("\n"), tracker, token: fake.token("app"), leg: "null", "write-pace": "0" },
      environment: {
        GITHUB_RUN_ID: "2",
        GITHUB_SHA: commitOf(1),
        GITHUB_API_URL: fake.apiUrl,
        GITHUB_GRAPHQL_URL: fake.graphqlUrl,
        GITHUB_REPOSITORY: fake.repository,
        ...environment,
      },
      event,
      workspace: folder(files),
    });
  };

  const pull = (from: string): unknown => ({
    pull_request: { number: 7, head: { repo: { full_name: from, fork: from !== "octo/shop" } } },
  });
  const kinds: [what: string, environment: Record<string, string>, event: unknown, why: string][] = [
    [
      "a pull request",
      { GITHUB_EVENT_NAME: "pull_request", GITHUB_REF: "refs/pull/7/merge", GITHUB_REF_NAME: "7/merge", GITHUB_HEAD_REF: "fix" },
      pull("octo/shop"),
      "pull request",
    ],
    [
      "a fork's pull request, even from a branch called main",
      { GITHUB_EVENT_NAME: "pull_request", GITHUB_REF: "refs/pull/7/merge", GITHUB_REF_NAME: "7/merge", GITHUB_HEAD_REF: "main" },
      pull("mallory/shop"),
      "pull request",
    ],
    [
      "pull_request_target, which holds a token that may write",
      { GITHUB_EVENT_NAME: "pull_request_target" },
      pull("mallory/shop"),
      "pull request",
    ],
    ["Dependabot", { GITHUB_ACTOR: "dependabot[bot]" }, {}, "Dependabot"],
    [
      "a merge queue",
      {
        GITHUB_EVENT_NAME: "merge_group",
        GITHUB_REF: "refs/heads/gh-readonly-queue/main/pr-7-abc",
        GITHUB_REF_NAME: "gh-readonly-queue/main/pr-7-abc",
      },
      {},
      "merge queue",
    ],
    [
      "a fork's schedule",
      { GITHUB_EVENT_NAME: "schedule" },
      { repository: { default_branch: "main", fork: true, full_name: "octo/shop" } },
      "fork",
    ],
    ["a tag", { GITHUB_REF: "refs/tags/main", GITHUB_REF_NAME: "main", GITHUB_REF_TYPE: "tag" }, {}, "not the default branch"],
    ["another branch", { GITHUB_REF: "refs/heads/dev", GITHUB_REF_NAME: "dev" }, {}, "not the default branch main"],
    ["workflow_run", { GITHUB_EVENT_NAME: "workflow_run" }, {}, "workflow_run"],
    ["an event nobody knows", { GITHUB_EVENT_NAME: "issue_comment" }, {}, "issue_comment"],
    [
      "a push of our own commit",
      {},
      { head_commit: { message: "ci-tracker: 2 opened (run 1)\n\nCi-Tracker-Run: 1/1\nCi-Tracker-Actor: ci-bot" } },
      "our own",
    ],
  ];

  it.each(kinds)(
    "%s: no write call, and the plan says what is known, what is new and what the merge would close",
    async (_, environment, event, why) => {
      for (const one of fakes) {
        const stepped = await step(one, { "t.txt": red("a", "c") }, environment, event);
        expect([one.tracker, stepped.exit, stepped.stderr]).toEqual([one.tracker, 0, ""]);
        expect(one.fake.writes()).toEqual([]);
        const result = JSON.parse(stepped.outputs.get("result file") ?? "{}") as {
          planOnly: string;
          operations: { op: string; title: string; done: boolean }[];
          committed: unknown;
        };
        expect(result.planOnly).toContain(why);
        expect(result.operations.map((o) => [o.op, o.title, o.done])).toEqual([
          ["create", "Test failure: tests::a (shop)", false],
          ["close", "Test failure: tests::b (shop)", false],
        ]);
        expect(result.committed).toBeNull();
        expect(stepped.outputs.get("new")).toBe("1");
        expect(stepped.outputs.get("unchanged")).toBe("1");
        expect(stepped.outputs.get("filed")).toBe("[]");
        expect(stepped.summary).toContain("Nothing was written");
        const merges = /pull_request|merge_group/.test(environment["GITHUB_EVENT_NAME"] ?? "");
        expect(stepped.summary).toContain(merges ? "New because of this change (1)" : "Would be opened (1)");
        expect(stepped.summary).toContain(merges ? "Would be closed by the merge (1)" : "Would be closed (1)");
        expect(stepped.summary).toContain(merges ? "Known (1)" : "Still failing, with an entry (1)");
        expect(stepped.stdout).toContain("would open: Test failure: tests::a (shop)");
        // Annotations only for what is new.
        expect(stepped.commands.filter((c) => c.startsWith("error"))).toEqual([
          expect.stringMatching(/^error .*file=src\/lib\.rs,line=4::a broke/),
        ]);
      }
    },
  );

  it("a token that only reads is enough for that", async () => {
    for (const one of fakes) {
      one.fake.requests.length = 0;
      const stepped = await runStep({
        inputs: { reports: "t.txt", tracker: one.tracker, token: one.fake.token("app", { permissions: {} }), leg: "null" },
        environment: {
          GITHUB_EVENT_NAME: "pull_request",
          GITHUB_HEAD_REF: "fix",
          GITHUB_API_URL: one.fake.apiUrl,
          GITHUB_GRAPHQL_URL: one.fake.graphqlUrl,
        },
        event: pull("mallory/shop"),
        workspace: folder({ "t.txt": red("a", "c") }),
      });
      expect([stepped.exit, one.fake.writes()]).toEqual([0, []]);
      expect(stepped.outputs.get("new")).toBe("1");
    }
  });

  it("fail-on: new lets a pull request fail for what it breaks, and for nothing else", async () => {
    const [one] = fakes;
    if (!one) throw new Error("no fake");
    const exit = async (text: string): Promise<number | null> =>
      (
        await runStep({
          inputs: { reports: "t.txt", tracker: one.tracker, token: one.fake.token("app"), leg: "null", "fail-on": "new" },
          environment: {
            GITHUB_EVENT_NAME: "pull_request",
            GITHUB_HEAD_REF: "fix",
            GITHUB_SHA: commitOf(1),
            GITHUB_RUN_ID: "3",
            GITHUB_API_URL: one.fake.apiUrl,
          },
          event: pull("octo/shop"),
          workspace: folder({ "t.txt": text }),
        })
      ).exit;
    expect(await exit(red("a", "c"))).toBe(1);
    expect(await exit(red("c"))).toBe(0);
  });

  it("a schedule of the repository itself, a dispatch, and a push whose message only speaks of us write", async () => {
    const one = { tracker: "tracer" as const, fake: await FakeGitHub.start() };
    one.fake.git.commit("main", { ".trace/issues.jsonl": "" }, "make a tracker");
    try {
      const writing: [Record<string, string>, unknown, string][] = [
        [{ GITHUB_EVENT_NAME: "schedule" }, { repository: { default_branch: "main", fork: false } }, red("a")],
        [{ GITHUB_EVENT_NAME: "workflow_dispatch" }, {}, red("a", "b")],
        [{}, { head_commit: { message: "Look at Ci-Tracker-Run: 1/1 in the log" } }, red("a", "b", "c")],
      ];
      for (const [i, [environment, event, text]] of writing.entries()) {
        const stepped = await step(
          one,
          { "t.txt": text },
          { GITHUB_RUN_ID: String(10 + i), GITHUB_SHA: commitOf(i), ...environment },
          event,
        );
        expect([i, stepped.exit, stepped.outputs.get("created")]).toEqual([i, 0, "1"]);
        expect(one.fake.writes()).toHaveLength(1);
      }
    } finally {
      await one.fake.close();
    }
  });
});

describe("who reports", () => {
  const sync = async (root: string, run: number, words: { leg?: string; report?: string; job?: string; file?: string } = {}) => {
    const flags = runFlags(run, {
      ...(words.leg === undefined ? {} : { leg: words.leg }),
      ...(words.job === undefined ? {} : { job: words.job }),
    });
    const { exit, result } = await runCli(["sync", "--report", words.report ?? "t.txt", ...flags], root);
    expect(exit).toBe(0);
    return result?.operations.map((o) => `${o.op} ${o.title}`) ?? [];
  };
  const leave = (root: string, text: string): void => writeFileSync(join(root, "t.txt"), text);

  it("matrix legs are kept apart: the entry closes when each of them has seen it pass", async () => {
    const root = folder({ ".trace/issues.jsonl": "", "t.txt": red("a") });
    const [linux, windows] = ['{"os":"linux","rust":"stable"}', '{"rust":"stable","os":"windows"}'];
    expect(await sync(root, 1, { leg: linux })).toEqual(["create Test failure: tests::a (shop)"]);
    // Of the run that opened it, another leg is no news for a comment.
    expect(await sync(root, 1, { leg: windows })).toEqual(["update Test failure: tests::a (shop)"]);
    leave(root, red());
    // One leg less is news, and no more than that.
    expect(await sync(root, 2, { leg: linux })).toEqual(["comment Test failure: tests::a (shop)"]);
    // The order of the matrix's keys means nothing.
    expect(await sync(root, 2, { leg: '{"os":"windows","rust":"stable"}' })).toEqual(["close Test failure: tests::a (shop)"]);
  });

  it("a leg of null, {} or nothing is no leg", async () => {
    const root = folder({ ".trace/issues.jsonl": "", "t.txt": red("a") });
    expect(await sync(root, 1, { leg: "null" })).toHaveLength(1);
    expect(await sync(root, 2, { leg: "{}" })).toEqual([]);
    leave(root, red());
    expect(await sync(root, 3)).toEqual(["close Test failure: tests::a (shop)"]);
  });

  it("scope= keeps apart what one job looks at twice, and the report's path means nothing", async () => {
    const root = folder({ ".trace/issues.jsonl": "", "t.txt": red("a") });
    await sync(root, 1, { report: "t.txt scope=debug" });
    await sync(root, 1, { report: "t.txt scope=release" });
    writeFileSync(join(root, "other.txt"), red());
    expect(await sync(root, 2, { report: "other.txt scope=debug" })).toEqual(["comment Test failure: tests::a (shop)"]);
    expect(await sync(root, 2, { report: "other.txt scope=release" })).toEqual(["close Test failure: tests::a (shop)"]);
  });

  it("another job that passes closes nothing that this job saw failing", async () => {
    const root = folder({ ".trace/issues.jsonl": "", "t.txt": red("a") });
    await sync(root, 1, { job: "unit" });
    leave(root, red());
    expect(await sync(root, 2, { job: "integration" })).toEqual([]);
    expect(await sync(root, 2, { job: "unit" })).toEqual(["close Test failure: tests::a (shop)"]);
  });
});

describe("what an earlier run left behind", () => {
  it("a file older than the job is listed and otherwise ignored; one outside the workspace is the caller's own", async () => {
    const outside = folder({ "old.txt": red() });
    const root = folder({ ".trace/issues.jsonl": "", "t.txt": red("a", "b"), "old.txt": red() });
    const long = new Date(Date.now() - 3_600_000);
    const step = (reports: string, run: string): Promise<Stepped> =>
      runStep({
        inputs: { reports, tracker: "tracer", commit: "none", leg: "null" },
        environment: { GITHUB_RUN_ID: run, GITHUB_SHA: commitOf(Number(run)) },
        workspace: root,
      });
    expect((await step("t.txt", "1")).outputs.get("created")).toBe("2");
    utimesSync(join(root, "old.txt"), long, long);
    utimesSync(join(outside, "old.txt"), long, long);
    const stale = await step("old.txt", "2");
    expect([stale.exit, stale.outputs.get("closed"), stale.outputs.get("open")]).toEqual([0, "0", "2"]);
    expect(stale.stdout).toContain("old.txt: it is older than this job, so an earlier run left it");
    expect(stale.summary).toContain("an earlier run left it");
    const given = await step(join(outside, "old.txt"), "3");
    expect([given.exit, given.outputs.get("closed")]).toEqual([0, "2"]);
  });

  it("a terminal does not know when its job began: the file's time means nothing there", async () => {
    const root = folder({ ".trace/issues.jsonl": "", "old.txt": red("a") });
    utimesSync(join(root, "old.txt"), new Date(0), new Date(0));
    const { result } = await runCli(["sync", "old.txt", ...runFlags(1)], root);
    expect(result?.counts.created).toBe(1);
  });
});

describe("reports made on Windows", () => {
  it("CRLF copies of all scenario files, with backslashes in their paths, give the same entries", async () => {
    const open = async (change: (text: string, name: string) => string): Promise<string[]> => {
      const root = folder({ ".trace/issues.jsonl": "" });
      for (const [i, row] of ROWS.entries()) {
        const from = join(ROOT, "demo", "runs", row.run);
        const to = join(root, "reports");
        mkdirSync(to, { recursive: true });
        for (const name of readdirSync(from)) writeFileSync(join(to, name), change(readFileSync(join(from, name), "utf8"), name));
        const { exit } = await runCli(
          ["sync", ...readdirSync(from).map((n) => join("reports", n)), ...runFlags(i + 1, { sha: commitOf(i) })],
          root,
        );
        expect(exit).toBe(0);
      }
      return readFileSync(join(root, ".trace/issues.jsonl"), "utf8")
        .split("\n")
        .map((line) => (line === "" ? line : idAndState(line)));
    };
    const unix = await open((text) => text);
    expect(unix).toHaveLength(15);
    const windows = await open((text) => windowsPaths(text).replace(/\r?\n/g, "\r\n"));
    expect(windows).toEqual(unix);
  });

  it("UTF-16 as PowerShell writes it, and a byte order mark, are read", async () => {
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(red("a").replace(/\n/g, "\r\n"), "utf16le")]);
    const root = folder({ ".trace/issues.jsonl": "", "utf16.txt": utf16, "bom.xml": `\ufeff${junit("s", { one: "broke" })}` });
    const { result } = await runCli(["plan", "utf16.txt", "bom.xml", ...runFlags(1)], root);
    expect(result?.reports.map((r) => r.complete)).toEqual([true, true]);
    expect(result?.operations.map((o) => o.title).sort()).toEqual(["Test failure: one (s)", "Test failure: tests::a (shop)"]);
  });
});

/** `--> src/lib.rs:11:34` as cargo prints it on Windows, in text only: JSON and XML escape what they hold. */
function windowsPaths(text: string): string {
  return /^[<{[]/.test(text)
    ? text
    : text.replace(
        /(--> |panicked at |unittests |Running )((?:[\w.-]+\/)+[\w.-]+)/g,
        (_, before: string, path: string) => before + path.replaceAll("/", "\\"),
      );
}

function idAndState(line: string): string {
  const { id, status, title } = JSON.parse(line) as Record<string, string>;
  return `${id} ${status} ${title}`;
}

describe("a terminal", () => {
  const git = (root: string, ...args: string[]): string =>
    execFileSync(
      "git",
      ["-c", "user.name=t", "-c", "user.email=t@t", "-c", "init.defaultBranch=trunk", "-c", "commit.gpgsign=false", ...args],
      {
        cwd: root,
        encoding: "utf8",
        env: { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1" },
        stdio: ["ignore", "pipe", "ignore"],
      },
    ).trim();
  const repository = (): { root: string; head: string } => {
    const root = folder({ ".trace/issues.jsonl": "", "src/lib.rs": "fn a() {}\n", ".gitignore": "*.txt\n", "t.txt": red("a") });
    git(root, "init", "-q");
    git(root, "add", ".");
    git(root, "commit", "-q", "-m", "begin");
    return { root, head: git(root, "rev-parse", "HEAD") };
  };
  const AT = ["--at", "2026-03-01T09:00:00+01:00"];

  it("without git: the run has no commit, and says so by not naming one", async () => {
    const root = folder({ ".trace/issues.jsonl": "", "t.txt": red("a") });
    const { exit, result, stderr } = await runCli(["sync", "t.txt", ...AT], root, { PATH: "/nowhere" });
    expect([exit, stderr]).toEqual([0, ""]);
    expect(result?.operations[0]?.reason).toBe("failed in run local-20260301080000000");
  });

  it("in a clean checkout the commit is HEAD, and the branch is the current one", async () => {
    const { root, head } = repository();
    const { result } = await runCli(["sync", "t.txt", "--run", "5", ...AT], root);
    expect(result?.operations[0]?.reason).toBe(`failed in run 5 at ${head.slice(0, 12)}`);
    expect(readFileSync(join(root, ".ci-tracker/ledger.jsonl"), "utf8")).toContain('"producers":{"trunk":');
    // Our own files changed; that says nothing of what was tested.
    const again = await runCli(["sync", "t.txt", "--run", "6", ...AT], root);
    expect(again.result?.operations).toEqual([]);
    expect(again.result?.counts.unchanged).toBe(1);
  });

  it("where tracked files differ, something else was tested: there is no commit", async () => {
    const { root } = repository();
    writeFileSync(join(root, "src/lib.rs"), "fn b() {}\n");
    const { result } = await runCli(["plan", "t.txt", "--run", "5", ...AT], root);
    expect(result?.operations[0]?.reason).toBe("failed in run 5");
    const told = await runCli(["plan", "t.txt", "--run", "5", "--sha", "abcdef0123456789", ...AT], root);
    expect(told.result?.operations[0]?.reason).toBe("failed in run 5 at abcdef012345");
  });

  it("on a detached HEAD and on a branch that --default-branch is not", async () => {
    const { root, head } = repository();
    git(root, "checkout", "-q", "--detach");
    const detached = await runCli(["plan", "t.txt", "--run", "5", ...AT], root);
    expect([detached.exit, detached.result?.planOnly]).toEqual([0, "mode: plan"]);
    expect(detached.result?.operations[0]?.reason).toBe(`failed in run 5 at ${head.slice(0, 12)}`);
    git(root, "checkout", "-q", "-b", "topic");
    const other = await runCli(["sync", "t.txt", "--run", "5", "--default-branch", "trunk", ...AT], root);
    expect(other.result?.planOnly).toBe("the branch topic is not the default branch trunk");
    expect(readFileSync(join(root, ".trace/issues.jsonl"), "utf8")).toBe("");
    const event = await runCli(["sync", "t.txt", "--run", "5", "--event", "pull_request", ...AT], root);
    expect(event.result?.planOnly).toContain("pull request");
  });

  it("--at is the run's creation: an older run that comes late changes nothing that a newer one said", async () => {
    const root = folder({ ".trace/issues.jsonl": "", "red.txt": red("a"), "green.txt": red() });
    const sync = (file: string, run: string, at: string) => runCli(["sync", file, "--run", run, "--at", at, "--branch", "main"], root);
    expect((await sync("red.txt", "1", "2026-03-01T09:00:00Z")).result?.counts.created).toBe(1);
    expect((await sync("green.txt", "3", "2026-03-01T11:00:00Z")).result?.counts.closed).toBe(1);
    const late = await sync("red.txt", "2", "2026-03-01T10:00:00Z");
    expect([late.exit, late.result?.operations]).toEqual([0, []]);
  });

  it("commit: git commits to the branch without touching index or work tree", async () => {
    const { root, head } = repository();
    const bare = temporary();
    folders.push(bare);
    git(root, "clone", "-q", "--bare", ".", bare.path);
    git(root, "remote", "add", "origin", bare.path);
    writeFileSync(join(root, "src/lib.rs"), "fn staged() {}\n");
    git(root, "add", "src/lib.rs");
    const before = git(root, "status", "--porcelain");
    const { exit, result, stderr } = await runCli(
      ["sync", "t.txt", "--run", "5", "--sha", head, "--commit", "git", "--cache", "none", ...AT],
      root,
    );
    expect([exit, stderr]).toEqual([0, ""]);
    expect(result?.committed?.branch).toBe("trunk");
    expect(git(bare.path, "log", "--format=%s", "trunk").split("\n")[0]).toBe("ci-tracker: 1 opened (run 5) [skip ci]");
    expect(git(bare.path, "show", "trunk:.trace/issues.jsonl")).toContain("tests::a");
    expect(git(root, "status", "--porcelain")).toBe(before);
  });
});

describe("the seven runs once more", () => {
  it("as one matrix cell of two, in a folder below the repository's top, with absolute report paths", async () => {
    const fake = await FakeGitHub.start();
    fake.git.commit("main", { "rust/.trace/issues.jsonl": "" }, "make a tracker");
    const workspace = temporary();
    folders.push(workspace);
    mkdirSync(join(workspace.path, "rust"));
    try {
      for (const [i, row] of ROWS.entries()) {
        leaveReports(row.run, workspace.path);
        cpSync(join(workspace.path, "reports"), join(workspace.path, "rust", "reports"), { recursive: true });
        const step = await runStep({
          inputs: {
            reports: join(workspace.path, "rust", "reports", "*"),
            tracker: "tracer",
            root: "rust",
            token: fake.token("app"),
            leg: '{"os":"linux"}',
          },
          environment: {
            GITHUB_RUN_ID: String(i + 1),
            GITHUB_SHA: commitOf(i),
            GITHUB_API_URL: fake.apiUrl,
            GITHUB_GRAPHQL_URL: fake.graphqlUrl,
          },
          workspace: workspace.path,
        });
        expect([row.run, step.exit, step.outputs.get("open")]).toEqual([row.run, 0, String(row.open.length)]);
        for (const name of readdirSync(join(workspace.path, "rust", "reports")))
          writeFileSync(join(workspace.path, "rust", "reports", name), "");
        execFileSync("rm", ["-rf", join(workspace.path, "rust", "reports")]);
      }
      expect(fake.git.file("main", "rust/.ci-tracker/ledger.jsonl")?.split("\n")).toHaveLength(15);
      expect(fake.git.file("main", ".ci-tracker/ledger.jsonl")).toBeUndefined();
    } finally {
      await fake.close();
    }
  });
});
