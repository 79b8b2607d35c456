import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { REMEDIES } from "../../src/errors.ts";
import { FakeGitHub } from "../fakes/github/server.ts";
import { cargoTest } from "./reports.ts";
import { DIST, folderOf, ROOT, runBundle, runCli, runFlags, runStep, type Stepped, treeOf } from "./spawn.ts";

const RED = cargoTest({ crate: "shop", tests: { "tests::a": "a broke", "tests::b": "ok" } });
const GREEN = cargoTest({ crate: "shop", tests: { "tests::a": "ok", "tests::b": "ok" } });
const ISSUE =
  '{"id":"bd-1","title":"T","description":"","status":"open","priority":1,"issue_type":"bug","created_at":"2026-01-01T00:00:00Z","updated_at":"2026-01-01T00:00:00Z"}';

const folders: { remove(): void }[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) folder.remove();
});

function shop(files: Record<string, string | Buffer> = {}): string {
  const folder = folderOf({ ".trace/issues.jsonl": `${ISSUE}\n`, "red.txt": RED, "green.txt": GREEN, ...files });
  folders.push(folder);
  return folder.path;
}

describe("reports that cannot be read", () => {
  const cases: [what: string, name: string, code: string, make: (root: string) => void, words?: string][] = [
    ["a missing file", "nowhere.txt", "E_REPORT_MISSING", () => {}],
    ["a glob that matches nothing", "reports/*.xml", "E_REPORT_MISSING", () => {}, "matches no file"],
    ["an empty folder", "reports", "E_REPORT_EMPTY", (root) => mkdirSync(join(root, "reports"))],
    [
      "a folder without any report",
      "reports",
      "E_REPORT_UNKNOWN",
      (root) => {
        mkdirSync(join(root, "reports"));
        writeFileSync(join(root, "reports", "notes.txt"), "Nothing to see.\n");
      },
    ],
    ["an empty file", "empty.xml", "E_REPORT_EMPTY", (root) => writeFileSync(join(root, "empty.xml"), "")],
    [
      "a binary file",
      "a.bin",
      "E_REPORT_UNKNOWN",
      (root) => writeFileSync(join(root, "a.bin"), Buffer.from([0x7f, 0x45, 0, 1, 0xff, 0xfe])),
    ],
    ["prose", "notes.txt", "E_REPORT_UNKNOWN", (root) => writeFileSync(join(root, "notes.txt"), "Nothing to see.\n")],
    ["JSON of nobody's", "a.json", "E_REPORT_UNKNOWN", (root) => writeFileSync(join(root, "a.json"), '{"a":[1,2]}\n')],
    ["a pipe that nobody writes to", "pipe", "E_REPORT_NOT_A_FILE", (root) => void spawnSync("mkfifo", [join(root, "pipe")])],
    ["a device", "/dev/zero", "E_REPORT_NOT_A_FILE", () => {}],
    ["a path through a file", "red.txt/inner.xml", "E_REPORT_MISSING", () => {}],
    ["a link that leads out of the workspace", "out.txt", "E_REPORT_OUTSIDE", (root) => symlinkSync("/etc/passwd", join(root, "out.txt"))],
    ["a link to a folder outside", "far/red.txt", "E_REPORT_OUTSIDE", (root) => symlinkSync(join(ROOT, "demo"), join(root, "far"))],
    ["a link to nothing", "gone.txt", "E_REPORT_MISSING", (root) => symlinkSync("nothing", join(root, "gone.txt")), "link to nothing"],
  ];
  it.each(cases)("%s: a code, the place and what to do; the other report is used; exit 3", async (_, name, code, make, words) => {
    const root = shop();
    make(root);
    const { exit, result, stderr } = await runCli(
      ["sync", name.startsWith("far/") ? "far/runs/1-red/cargo-test.txt" : name, "red.txt", ...runFlags(1)],
      root,
    );
    expect(stderr).toBe("");
    expect(exit).toBe(3);
    const [bad, good] = result?.reports ?? [];
    expect(bad).toMatchObject({ complete: false, error: { code } });
    expect(bad?.error?.message).toContain(words ?? name.replace(/^far\/.*/, "far"));
    expect(good).toMatchObject({ file: "red.txt", complete: true });
    expect(result?.operations.map((o) => [o.op, o.done])).toEqual([["create", true]]);
  });

  it("for people, each is a line with the place, the code and the reason, and the line below says what to do", async () => {
    const root = shop({ "empty.xml": "", "notes.txt": "Nothing to see.\n" });
    const { exit, stdout } = await runBundle("cli", ["sync", "nowhere.txt", "empty.xml", "notes.txt", "red.txt", ...runFlags(1)], {}, root);
    expect(exit).toBe(3);
    const lines = stdout.split("\n");
    for (const [name, code, reason] of [
      ["nowhere.txt", "E_REPORT_MISSING", "does not exist"],
      ["empty.xml", "E_REPORT_EMPTY", "is empty"],
      ["notes.txt", "E_REPORT_UNKNOWN", "is of no known format"],
    ] as const) {
      const at = lines.indexOf(`! ${name}: ${code}: ${name} ${reason}`);
      expect([name, lines[at + 1]]).toEqual([name, `    ${REMEDIES[code]}`]);
    }
    expect(stdout).toContain("+ opened: Test failure: tests::a (shop)");
  });

  it("a format that does not fit the file is told, and the file closes nothing by what it lacks", async () => {
    const root = shop();
    await runCli(["sync", "red.txt", ...runFlags(1)], root);
    const { result } = await runCli(["sync", "--report", "green.txt format=cargo-audit", ...runFlags(2)], root);
    expect(result?.reports).toEqual([
      {
        file: "green.txt",
        format: expect.anything(),
        complete: false,
        reason: "green.txt holds nothing of format cargo-audit",
        error: { code: "E_REPORT_MALFORMED", message: "green.txt holds nothing of format cargo-audit" },
      },
    ]);
  });

  it("a cut file opens what it shows and says where it ends; exit 0", async () => {
    const root = shop({ "cut.txt": RED.slice(0, RED.indexOf("test result")) });
    const { exit, result } = await runCli(["sync", "cut.txt", ...runFlags(1)], root);
    expect(exit).toBe(0);
    expect(result?.operations.map((o) => o.op)).toEqual(["create"]);
    expect(result?.reports[0]).toMatchObject({ complete: false, reason: expect.stringMatching(/\w/) });
  });

  it("a report outside of the root may be named by its path, and a glob never leaves it by a link", async () => {
    const outside = folderOf({ "red.txt": RED });
    folders.push(outside);
    const root = shop({ "reports/own.txt": GREEN });
    symlinkSync(outside.path, join(root, "reports", "far"));
    const named = await runCli(["plan", join(outside.path, "red.txt"), ...runFlags(1)], root);
    expect([named.exit, named.result?.operations.length]).toEqual([0, 1]);
    const globbed = await runCli(["plan", "reports/**/*.txt", ...runFlags(1)], root);
    expect(globbed.result?.reports.map((r) => r.file)).toEqual(["reports/own.txt"]);
  });

  it("in a workflow each is a warning or an error with its code, and the summary lists it", async () => {
    const root = shop();
    const step = await runStep({ inputs: { reports: "nowhere.txt\nred.txt", tracker: "tracer", commit: "none" }, workspace: root });
    expect(step.exit).toBe(3);
    expect(step.stdout).toContain("E_REPORT_MISSING: nowhere.txt does not exist");
    expect(step.commands.find((c) => c.startsWith("warning") || c.startsWith("error title=E_REPORT"))).toContain("nowhere.txt");
    expect(step.summary).toContain("E_REPORT_MISSING");
    expect(step.outputs.get("created")).toBe("1");
  });
});

/** The superuser may read and write everything; then the bundle runs as somebody who may not. */
const somebody = process.getuid?.() === 0 ? { uid: 65_534 } : {};
const why =
  process.platform === "win32"
    ? "rights are another thing on Windows"
    : spawnSync(process.execPath, ["--version"], { ...somebody, encoding: "utf8" }).status === 0
      ? undefined
      : "the tests run as root from a place that nobody else may enter";
if (why !== undefined) console.warn(`SKIPPED: files without rights: ${why}`);

describe.runIf(why === undefined)("files without rights", () => {
  /** A folder that everybody may enter, with the bundles in it. */
  const open = (files: Record<string, string>): { root: string; dist: string } => {
    const home = shop();
    chmodSync(home, 0o755);
    cpSync(DIST, join(home, "dist"), { recursive: true });
    const root = join(home, "root");
    for (const [name, text] of Object.entries({ ".trace/issues.jsonl": `${ISSUE}\n`, "red.txt": RED, ...files })) {
      mkdirSync(join(root, name, ".."), { recursive: true });
      writeFileSync(join(root, name), text);
    }
    return { root, dist: join(home, "dist") };
  };

  it("a report that may not be read: said so with the reason, and the others are used", async () => {
    const { root, dist } = open({ "secret.txt": GREEN });
    chmodSync(join(root, "secret.txt"), 0);
    const { exit, result } = await runCli(["plan", "secret.txt", "red.txt", ...runFlags(1)], root, {}, { dist, ...somebody });
    expect(exit).toBe(3);
    expect(result?.reports).toEqual([
      {
        file: "secret.txt",
        format: null,
        complete: false,
        reason: "secret.txt cannot be read: EACCES",
        error: { code: "E_REPORT_UNREADABLE", message: "secret.txt cannot be read: EACCES" },
      },
      { file: "red.txt", format: "libtest", complete: true, reason: null },
    ]);
    expect(result?.operations.map((o) => o.op)).toEqual(["create"]);
  });

  it.each([
    [".trace/issues.jsonl", 0, "E_REPORT_UNREADABLE", ".trace/issues.jsonl cannot be read: EACCES"],
    [".ci-tracker/ledger.jsonl", 0, "E_REPORT_UNREADABLE", ".ci-tracker/ledger.jsonl cannot be read: EACCES"],
    [".trace", 0o555, "E_TRACKER_WRITE", ".trace/issues.jsonl could not be written: EACCES"],
    [".ci-tracker", 0o555, "E_TRACKER_WRITE", ".ci-tracker/ledger.jsonl could not be written: EACCES"],
  ] as const)("%s with the rights %i: %s, nothing is written by halves, and every failure is listed", async (path, mode, code, reason) => {
    const { root, dist } = open({ ".ci-tracker/ledger.jsonl": "" });
    if (somebody.uid !== undefined) for (const own of ["", ".trace", ".ci-tracker"]) chmodSync(join(root, own), 0o777);
    chmodSync(join(root, path), mode);
    const before = treeOf(root);
    const args = ["sync", "red.txt", "--cache", "none", ...runFlags(1)];
    const { exit, result, stderr } = await runCli(args, root, {}, { dist, ...somebody });
    chmodSync(join(root, path), 0o755);
    expect([exit, stderr]).toEqual([3, ""]);
    expect(result?.failed).toEqual([{ code, reason, remedy: REMEDIES[code] }]);
    expect(result?.noSink.map((n) => n.title)).toEqual(["Test failure: tests::a (shop)"]);
    expect(treeOf(root)).toEqual(before);
  });
});

describe("a tracker that cannot be used is not touched", () => {
  const refusals: [what: string, file: string, code: string, where: string][] = [
    ["a broken line", `${ISSUE}\n{"id":"bd-2","title":\n`, "E_TRACKER_BROKEN", ".trace/issues.jsonl:2"],
    ["conflict markers", `<<<<<<< HEAD\n${ISSUE}\n=======\n>>>>>>> theirs\n`, "E_TRACKER_CONFLICT", ".trace/issues.jsonl:1"],
    ["one id twice", `${ISSUE}\n${ISSUE}\n`, "E_TRACKER_BROKEN", ".trace/issues.jsonl:2"],
    [
      "the look-alike's file",
      '{"id": "shop-a1b2c3", "title": "T", "description": "", "status": "open", "priority": 1, "created_at": "2026-01-01T00:00:00Z", "updated_at": "2026-01-01T00:00:00Z", "closed_at": null, "dependencies": [], "comments": [{"content": "c", "source": "cli", "created_at": "2026-01-01T00:00:00Z"}]}\n',
      "E_TRACKER_LOOKALIKE",
      ".trace/issues.jsonl:1",
    ],
    ["an unknown status", ISSUE.replace('"open"', '"done"'), "E_TRACKER_BROKEN", ".trace/issues.jsonl:1"],
    ["an unknown type", ISSUE.replace('"bug"', '"incident"'), "E_TRACKER_BROKEN", ".trace/issues.jsonl:1"],
    ["a list instead of objects", "[]\n", "E_TRACKER_BROKEN", ".trace/issues.jsonl:1"],
  ];
  it.each(refusals)("%s: file, line and remedy; exit 3; every failure is listed as having nowhere to go", async (_, file, code, where) => {
    const root = shop({ ".trace/issues.jsonl": file });
    const before = treeOf(root);
    const { exit, result } = await runCli(["sync", "red.txt", "--tracker", "tracer", ...runFlags(1)], root);
    expect(exit).toBe(3);
    expect(result?.failed).toEqual([{ code, reason: expect.stringContaining(where), remedy: expect.stringMatching(/\w/) }]);
    expect(result?.noSink.map((n) => n.title)).toEqual(["Test failure: tests::a (shop)"]);
    expect(treeOf(root)).toEqual(before);
  });

  it("bytes that are no UTF-8 are refused, for they could not be written back", async () => {
    const root = shop({
      ".trace/issues.jsonl": Buffer.concat([Buffer.from(ISSUE.slice(0, 30)), Buffer.from([0xff, 0xfe, 0x0a])]),
    });
    const before = treeOf(root);
    const { exit, result } = await runCli(["sync", "red.txt", ...runFlags(1)], root);
    expect([exit, result?.failed[0]?.code]).toEqual([3, "E_TRACKER_BROKEN"]);
    expect(treeOf(root)).toEqual(before);
  });

  it("two files that could be it: exit 2, both named", async () => {
    const root = shop({ ".trace/a.jsonl": "", ".trace/b.jsonl": "" });
    rmSync(join(root, ".trace/issues.jsonl"));
    const before = treeOf(root);
    const { exit, stdout, stderr } = await runCli(["sync", "red.txt", ...runFlags(1)], root);
    expect([exit, stdout]).toEqual([2, ""]);
    expect(stderr).toContain("E_TRACKER_AMBIGUOUS: .trace holds several JSONL files: a.jsonl, b.jsonl");
    expect(treeOf(root)).toEqual(before);
  });

  it("no tracker: exit 3 with the remedy; init makes an empty one and files into it", async () => {
    const folder = folderOf({ "red.txt": RED });
    folders.push(folder);
    const before = treeOf(folder.path);
    const without = await runCli(["sync", "red.txt", ...runFlags(1)], folder.path);
    expect([without.exit, without.result?.failed[0]?.code]).toEqual([3, "E_TRACKER_NONE"]);
    expect(without.result?.failed[0]?.remedy).toContain("init: true");
    expect(treeOf(folder.path)).toEqual(before);
    const begun = await runCli(["sync", "red.txt", "--init", "--tracker", "tracer", ...runFlags(1)], folder.path);
    expect([begun.exit, begun.result?.counts.created]).toEqual([0, 1]);
    expect(readFileSync(join(folder.path, ".trace/issues.jsonl"), "utf8").split("\n")).toHaveLength(2);
  });

  it.each([
    ["a file where its folder would be", "E_TRACKER_NONE", ".trace", "tracer is not in the repository"],
    ["a folder in its place", "E_TRACKER_NONE", ".trace/issues.jsonl/x", "tracer is not in the repository"],
    [
      "a folder in the ledger's place",
      "E_REPORT_UNREADABLE",
      ".ci-tracker/ledger.jsonl/x",
      ".ci-tracker/ledger.jsonl cannot be read: EISDIR",
    ],
    [
      "a file where the ledger's folder would be",
      "E_TRACKER_WRITE",
      ".ci-tracker",
      ".ci-tracker/ledger.jsonl could not be written: EEXIST",
    ],
  ] as const)("%s: %s, and nothing is written, not by halves either", async (_, code, path, reason) => {
    const root = shop();
    if (path.startsWith(".trace")) rmSync(join(root, ".trace"), { recursive: true });
    mkdirSync(join(root, path, ".."), { recursive: true });
    writeFileSync(join(root, path), "");
    const before = treeOf(root);
    const { exit, result } = await runCli(["sync", "red.txt", "--tracker", "tracer", "--cache", "none", ...runFlags(1)], root);
    expect(exit).toBe(3);
    expect(result?.failed).toEqual([{ code, reason: expect.stringContaining(reason), remedy: REMEDIES[code] }]);
    expect(result?.noSink).toHaveLength(1);
    expect(treeOf(root)).toEqual(before);
  });

  it("a root that is no folder, or is not there: said so, nothing is written, exit 3", async () => {
    const root = shop();
    const before = treeOf(root);
    for (const [given, code] of [
      ["nowhere", "E_REPORT_UNREADABLE"],
      ["red.txt", "E_TRACKER_NONE"],
    ] as const) {
      const { exit, result, stderr } = await runCli(
        ["sync", join(root, "red.txt"), "--root", given, "--tracker", "tracer", ...runFlags(1)],
        root,
      );
      expect([given, exit, stderr, result?.failed.map((f) => f.code)]).toEqual([given, 3, "", [code]]);
    }
    expect(treeOf(root)).toEqual(before);
  });

  it("a link in its place that leads out of the root is refused", async () => {
    const outside = folderOf({ "issues.jsonl": `${ISSUE}\n` });
    folders.push(outside);
    const root = shop();
    rmSync(join(root, ".trace"), { recursive: true });
    symlinkSync(outside.path, join(root, ".trace"));
    const { exit, result } = await runCli(["sync", "red.txt", ...runFlags(1)], root);
    expect([exit, result?.failed[0]?.code]).toEqual([3, "E_REPORT_OUTSIDE"]);
    expect(readFileSync(join(outside.path, "issues.jsonl"), "utf8")).toBe(`${ISSUE}\n`);
  });

  const ledgers: [what: string, text: string, code: string, where: string][] = [
    ["a line that is not JSON", "{\n", "E_LEDGER_BROKEN", ".ci-tracker/ledger.jsonl:1"],
    ["a conflict", "<<<<<<< HEAD\n", "E_LEDGER_BROKEN", "merge conflict"],
    ["a line that lacks fields", '{"fingerprint":"ci-tbb5m5jgzvu25"}\n', "E_LEDGER_BROKEN", ".ci-tracker/ledger.jsonl:1"],
    [
      "a key that does not give the fingerprint",
      '{"fingerprint":"ci-taaaaaaaaaaaa","key":"test/1 shop » tests::a","kind":"test","title":"T","state":"open","generation":1,"producers":{}}\n',
      "E_LEDGER_KEY",
      ".ci-tracker/ledger.jsonl:1",
    ],
  ];
  it.each(ledgers)("a ledger with %s: nothing is written, exit 3", async (_, text, code, where) => {
    const root = shop({ ".ci-tracker/ledger.jsonl": text });
    const before = treeOf(root);
    const { exit, result } = await runCli(["sync", "red.txt", ...runFlags(1)], root);
    expect(exit).toBe(3);
    expect(result?.failed).toEqual([{ code, reason: expect.stringContaining(where), remedy: expect.stringMatching(/\w/) }]);
    expect(result?.noSink).toHaveLength(1);
    expect(treeOf(root)).toEqual(before);
  });
});

describe("a token that may not, and branches that forbid", () => {
  let fake: FakeGitHub;
  beforeAll(async () => {
    fake = await FakeGitHub.start();
    fake.git.commit("main", { ".trace/issues.jsonl": `${ISSUE}\n` }, "make a tracker");
  });
  afterAll(() => fake.close());
  afterEach(() => {
    fake.heal();
    fake.git.rules.clear();
    fake.requests.length = 0;
  });

  const step = (inputs: Record<string, string>, root: string): Promise<Stepped> =>
    runStep({
      inputs: { reports: "red.txt", leg: "null", "write-pace": "0", ...inputs },
      environment: {
        GITHUB_SHA: "1".repeat(40),
        GITHUB_API_URL: fake.apiUrl,
        GITHUB_GRAPHQL_URL: fake.graphqlUrl,
        GITHUB_REPOSITORY: fake.repository,
      },
      workspace: root,
    });
  const codes = (stepped: Stepped): string[] =>
    (JSON.parse(stepped.outputs.get("failed") ?? "[]") as { code: string; reason: string; remedy: string }[]).map((f) => f.code);

  it("no token: said so, nothing written, exit 2 or 3", async () => {
    const root = shop();
    const api = await step({ tracker: "tracer", token: "" }, root);
    expect(api.exit).toBe(2);
    expect(api.commands.find((c) => c.startsWith("error title=E_TOKEN"))).toContain("needs a token");
    const github = await step({ tracker: "github", token: "" }, root);
    expect(github.exit).toBe(3);
    expect(codes(github)).toEqual(["E_TRACKER_NONE"]);
    expect(github.outputs.get("no-sink")).toContain("tests::a");
    expect(fake.writes()).toEqual([]);
  });

  it("a token GitHub does not know: E_TOKEN, nothing written, exit 3", async () => {
    const root = shop();
    for (const tracker of ["tracer", "github"]) {
      const stepped = await step({ tracker, token: "ghs_unknownunknownunknown" }, root);
      expect([tracker, stepped.exit]).toEqual([tracker, 3]);
      expect(JSON.stringify([codes(stepped), stepped.outputs.get("failed")])).toMatch(/E_TOKEN|E_TRACKER_LIST|E_COMMIT_API/);
      expect(stepped.outputs.get("failed")).toContain("401");
      expect(stepped.stdout.replace(/^::add-mask::.*$/m, "")).not.toContain("ghs_unknown");
    }
    expect(fake.writes()).toEqual([]);
  });

  it.each(["tracer", "github"])(
    "a repository that the token cannot see (404), with %s: nothing written, exit 3, every failure listed",
    async (tracker) => {
      const root = shop();
      fake.options.private = true;
      const stepped = await step({ tracker, token: fake.token("stranger", { role: "none" }) }, root);
      fake.options.private = false;
      expect(stepped.exit).toBe(3);
      expect(codes(stepped)).toEqual(["E_TOKEN"]);
      expect(stepped.outputs.get("failed")).toContain("octo/shop cannot be seen with this token");
      expect(`${stepped.outputs.get("no-sink")}${stepped.outputs.get("result file")}`).toContain("tests::a");
      expect(fake.writes()).toEqual([]);
      for (const { code, remedy } of JSON.parse(stepped.outputs.get("failed") ?? "[]") as { code: keyof typeof REMEDIES; remedy: string }[])
        expect(remedy).toBe(REMEDIES[code]);
    },
  );

  it("issues: read only: the create is refused once, with the right it needs, and the branch stays as it was", async () => {
    const root = shop();
    const stepped = await step(
      { tracker: "github", token: fake.token("app", { permissions: { issues: "read", contents: "write" } }) },
      root,
    );
    expect(stepped.exit).toBe(3);
    expect(codes(stepped)).toEqual(["E_TOKEN"]);
    expect(stepped.outputs.get("failed")).toContain("issues: write");
    expect(fake.issues.all()).toEqual([]);
    const claims = fake.git.file("ci-tracker", ".ci-tracker/ledger.jsonl") ?? "";
    expect(claims).not.toContain("claimed");
  });

  it("contents: read only, tracker in files: E_TOKEN with the right it needs, and nothing is committed", async () => {
    const root = shop();
    const head = fake.git.head("main");
    const stepped = await step({ tracker: "tracer", token: fake.token("app", { permissions: { contents: "read" } }) }, root);
    expect(stepped.exit).toBe(3);
    expect(codes(stepped)).toEqual(["E_TOKEN"]);
    expect(stepped.outputs.get("failed")).toContain("contents: write");
    expect(stepped.outputs.get("no-sink")).toContain("tests::a");
    expect(fake.git.head("main")).toBe(head);
  });

  it("rules of the branch: E_COMMIT_RULES names the rule and the ways out, and nothing is committed", async () => {
    const root = shop();
    const head = fake.git.head("main");
    fake.git.rules.set("main", [{ type: "pull_request" }]);
    const stepped = await step({ tracker: "tracer", token: fake.token("app") }, root);
    expect(stepped.exit).toBe(3);
    expect(codes(stepped)).toEqual(["E_COMMIT_RULES"]);
    expect(stepped.outputs.get("failed")).toContain("changes go through a pull request");
    expect(stepped.outputs.get("failed")).toContain("commit: pull-request");
    expect(fake.git.head("main")).toBe(head);
  });

  it("a list that breaks off is unknown, not empty: nothing is opened or closed, exit 3", async () => {
    const root = shop();
    fake.on("GET /repos/:owner/:repo/issues", "all", { html: "<html>Sign in</html>" });
    const stepped = await step({ tracker: "github", token: fake.token("app") }, root);
    expect(stepped.exit).toBe(3);
    expect(codes(stepped)).toEqual(["E_TRACKER_LIST"]);
    expect(fake.writes()).toEqual([]);
    expect(stepped.outputs.get("withheld")).toBe("1");
  });

  it("a repository that is archived says so", async () => {
    const root = shop();
    fake.options.archived = true;
    const stepped = await step({ tracker: "github", token: fake.token("app") }, root);
    fake.options.archived = false;
    expect(stepped.exit).toBe(3);
    expect(stepped.outputs.get("failed")).toContain("archived");
    expect(fake.issues.all()).toEqual([]);
  });
});
