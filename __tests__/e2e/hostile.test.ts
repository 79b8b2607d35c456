/**
 * Law 8 from outside: a report that means harm goes through the whole step, and everything that comes out of it is
 * looked at: the log, the summary, the outputs and their files, the tracker, the ledger, the commit.
 */
import { spawnSync } from "node:child_process";
import { readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { FakeGitHub } from "../fakes/github/server.ts";
import { alive, cells, UNSEEN } from "../publish/reader.ts";
import { cargoTest, junit, xml } from "./reports.ts";
import { commandsOf, folderOf, ROOT, runBundle, runFlags, runStep, type Stepped } from "./spawn.ts";

/** What a test may be called, or may say, by somebody who means harm. Each is one test; all of it fits into XML. */
const WORDS = [
  "@octocat @octo/team fixes #1 closes octo/shop#2 GH-3 https://evil.example/x www.evil.example",
  '<!-- ci-tracker {"v":1,"fingerprint":"ci-taaaaaaaaaaaa"} -->',
  "<!-- /ci-tracker --> --> <script>alert(1)</script> <img src=https://evil.example/b>",
  "</details></td></table> [link](https://evil.example) ![image](https://evil.example/i)",
  "ci-tracker: mute",
  "ci-tracker: snooze 2999-01-01",
  "ci-tracker entry: ci-taaaaaaaaaaaa",
  "[/ci-tracker]\nci-tracker: wont-fix",
  "::set-output name=created::99",
  "\n::set-output name=created::99\n::add-mask::a\n::stop-commands::x",
  "%0A::error file=x::y",
  "##[group]x\n##[error]y ##vso[task.complete]",
  "created<<EOF\n99\nEOF\nnew=99",
  "[skip ci]\n\nCo-authored-by: Eve <eve@evil.example>\nCi-Tracker-Run: 9/9",
  // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression as workflows have them
  "${{ secrets.TOKEN }} $(id) `id` $HOME",
  "| a | b |\n|---|---|\n# heading\n/close",
  "``` \n~~~\n```mermaid",
  "\u202ereversed\u2066 \u200bnothing\ufeff \u{e0041}",
  "{{7*7}} <%= 1 %> \\u0000 \\",
  "é́́́́́́́ 👩‍👩‍👧‍👦 日本",
  "x".repeat(20_000),
];
/** What XML cannot hold comes in a log. */
const CONTROLS = [
  "\u001b[31mred\u001b[0m",
  "\u001b]8;;https://evil.example\u0007link\u001b]8;;\u0007",
  "a\u0000b",
  "a\u0008\u0008b",
  "\u009b31mc1",
];

const TOKEN = "Zq7-secret-9f3kLmP0";
const LINES = "first-line-of-the-secret\nsecond-line-of-the-secret";
/** The secret as it is, in base64, and with a colour in its middle. */
const LEAKS = [
  `token ${TOKEN}`,
  Buffer.from(`user:${TOKEN}`).toString("base64"),
  `${TOKEN.slice(0, 8)}\u001b[1m${TOKEN.slice(8)}`,
  encodeURIComponent(LINES),
  LINES.split("\n")[1] ?? "",
];
const SECRET = /Zq7-secret|secret-9f3kLmP0|WnE3LXNlY3Jl|pxNy1zZWNyZX|acTctc2VjcmV0|-of-the-secret/;
const OUTSIDE = "what stands in a file outside of the workspace";

/** Where a failure says that it is; a pipe would hold up whoever opened it. */
const PLACES = [
  "../outside.txt",
  "/etc/passwd",
  "C:\\Windows\\win.ini",
  "link.txt",
  "pipe",
  "src/../../outside.txt",
  "a\nb::c",
  "%2e%2e/outside.txt",
];

/** Failing tests, each in a suite of its own, and so many that pass that the failures are not one broken thing. */
function reportsOf(failing: boolean): Record<string, string> {
  const passing = Object.fromEntries(Array.from({ length: 160 }, (_, i) => [`passes ${i}`, undefined]));
  const files: Record<string, string> = { "passing.xml": junit("fine", passing) };
  WORDS.forEach((words, i) => {
    files[`w${i}.xml`] = junit(`suite ${i} ${words}`, { [`w${i} ${words}`]: failing ? words : undefined });
  });
  PLACES.forEach((place, i) => {
    const text = junit(`place ${i}`, { [`p${i}`]: failing ? "it broke" : undefined });
    files[`p${i}.xml`] = text.replace("<testcase ", `<testcase file="${xml(place)}" line="1" `);
  });
  const log = (crate: string, words: string): string =>
    cargoTest({ crate, tests: { [`tests::${words.replaceAll(" ", "")}`]: failing ? words : "ok", "tests::ok": "ok" } });
  CONTROLS.forEach((words, i) => void (files[`c${i}.txt`] = log(`control${i}`, words)));
  LEAKS.forEach((words, i) => void (files[`s${i}.txt`] = log(`leak${i}`, words)));
  return files;
}

const COUNT = WORDS.length + PLACES.length + CONTROLS.length + LEAKS.length;

describe.each(["tracer", "github"] as const)("a hostile report, with %s", (tracker) => {
  let fake: FakeGitHub;
  let home: { path: string; remove(): void };
  let red: Stepped;
  const step = async (run: number, failing: boolean): Promise<Stepped> => {
    const workspace = join(home.path, "workspace");
    for (const [name, text] of Object.entries(reportsOf(failing))) writeFileSync(join(workspace, name), text);
    return await runStep({
      inputs: {
        reports: "*.xml\n[cs]*.txt",
        tracker,
        token: fake.token("app"),
        leg: "null",
        "write-pace": "0",
        "max-new": "100",
        "max-writes": "200",
      },
      environment: {
        GITHUB_RUN_ID: String(run),
        GITHUB_SHA: String(run).repeat(40),
        GITHUB_API_URL: fake.apiUrl,
        GITHUB_GRAPHQL_URL: fake.graphqlUrl,
        DEPLOY_TOKEN: TOKEN,
        SIGNING_SECRET: LINES,
      },
      workspace,
    });
  };
  beforeAll(async () => {
    fake = await FakeGitHub.start();
    if (tracker === "tracer") fake.git.commit("main", { ".trace/issues.jsonl": "" }, "make a tracker");
    home = folderOf({ "outside.txt": OUTSIDE, "workspace/README.md": "# shop\n" });
    symlinkSync(join(home.path, "outside.txt"), join(home.path, "workspace", "link.txt"));
    spawnSync("mkfifo", [join(home.path, "workspace", "pipe")]);
    red = await step(1, true);
  });
  afterAll(async () => {
    home.remove();
    await fake.close();
  });

  const stateBranch = tracker === "tracer" ? "main" : "ci-tracker";
  const ledger = (): string => fake.git.file(stateBranch, ".ci-tracker/ledger.jsonl") ?? "";
  const entries = (): Record<string, string>[] => linesOf(fake.git.file("main", ".trace/issues.jsonl") ?? "");
  const issues = (): string[] => fake.issues.all().flatMap((i) => [i.title, i.body ?? "", ...i.comments.map((c) => c.body)]);
  const commits = (): string[] => fake.git.history(stateBranch).map((c) => c.message);

  it("is read whole, and each of its failures has an entry", () => {
    expect([red.exit, red.stderr]).toEqual([0, ""]);
    expect(red.outputs.get("created")).toBe(String(COUNT));
    expect(red.outputs.get("failed")).toBe("[]");
    expect(new Set(linesOf(ledger()).map((line) => line["fingerprint"])).size).toBe(COUNT);
  });

  it("gives the runner no command, and the terminal nothing that it would act on", () => {
    expect(new Set(red.commands.map((c) => c.split(/[ :]/, 1)[0]))).toEqual(new Set(["add-mask", "error"]));
    expect(red.commands.filter((c) => c.startsWith("add-mask"))).toEqual([`add-mask::${fake.token("app")}`]);
    expect(red.commands.filter((c) => c.startsWith("error"))).toHaveLength(10);
    for (const text of [red.stdout, red.summary]) expect(text).not.toMatch(UNSEEN);
  });

  it("marks no place that is not in the workspace, and nothing there was opened", () => {
    const files = red.commands.flatMap((c) => /file=([^,:]*)/.exec(c)?.[1] ?? []);
    for (const file of files) expect(file).toBe("src/lib.rs");
    for (const text of everything()) expect(text).not.toContain(OUTSIDE);
  });

  it("sets no output of its own, and those that are lists are whole", () => {
    const names = [...red.outputs.keys()].filter((name) => !name.endsWith(" file"));
    const action = parse(readFileSync(join(ROOT, "action.yml"), "utf8")) as { outputs: object };
    expect(names.sort()).toEqual(Object.keys(action.outputs).sort());
    expect(JSON.parse(red.outputs.get("entries") ?? "")).toHaveLength(COUNT);
    for (const name of ["plan file", "result file"])
      expect((JSON.parse(red.outputs.get(name) ?? "") as { operations: unknown[] }).operations).toHaveLength(COUNT);
  });

  it("is only shown in the summary: nothing in it is a mention, a reference, a link, HTML or another row", () => {
    expect(alive(red.summary.replace(/\[(?:`ci-\w+`|#\d+)\]\(https:\/\/github\.com\/octo\/shop\/[\w./-]+\)/g, ""))).toEqual([]);
    const rows = red.summary.split("\n").filter((line) => line.startsWith("|"));
    const opened = rows.slice(2, 2 + COUNT);
    for (const row of opened) expect([row, cells(row)]).toEqual([row, 4]);
  });

  it("has no word in a commit's message", () => {
    expect(commits().length).toBeGreaterThan(1);
    for (const message of commits().filter((m) => !/^(?:make a tracker|Begin)$/.test(m)))
      expect(message).toMatch(
        /^ci-tracker: (?:remember|\d+ opened) \(run 1\) \[skip ci\]\n\nCi-Tracker-Run: 1\/1\nCi-Tracker-Commit: 1{40}\nCi-Tracker-Actor: ci-bot$/,
      );
  });

  if (tracker === "github") {
    it("is only shown in issues: titles mention nobody, bodies hold our marks at their places and no other", () => {
      for (const { title, body } of fake.issues.all()) {
        expect(title).not.toMatch(/[@#]\w|\n/);
        expect(title.length).toBeLessThanOrEqual(256);
        expect(`${title}${body}`).not.toMatch(UNSEEN);
        const marks = body?.match(MARK) ?? [];
        expect(marks[0]).toMatch(/^<!-- ci-tracker \{[ -~]*\} -->$/);
        expect(marks.slice(1)).toEqual(["<!-- ci-tracker failure -->", "<!-- /ci-tracker failure -->", "<!-- /ci-tracker -->"]);
        expect(alive((body ?? "").replace(MARK, "").replace(/\(https:\/\/github\.com\/octo\/shop\/actions\/runs\/1\)/g, ""))).toEqual([]);
        expect(body?.match(/^ci-tracker: .*$/gm)).toHaveLength(1);
      }
    });
  } else {
    it("is only text in Tracer's file: one line an entry, one head and one block in each, and nothing that a terminal would act on", () => {
      expect(entries()).toHaveLength(COUNT);
      for (const { id = "", title = "", description = "", notes = "" } of entries()) {
        expect(Buffer.byteLength(title)).toBeLessThanOrEqual(500);
        expect(title + description + notes).not.toMatch(UNSEEN);
        expect(title).not.toContain("\n");
        expect(notes.match(/^ci-tracker entry: .*$/gm)).toEqual([`ci-tracker entry: ${id}`]);
        expect(description.match(/^\[\/?ci-tracker\]$/gm)).toEqual(["[ci-tracker]", "[/ci-tracker]"]);
        expect(`${description.replace(/^\[ci-tracker\]\n[\s\S]*\n\[\/ci-tracker\]$/m, "")}\n${notes}`).not.toMatch(
          /^[ \t>*-]*ci-tracker:/m,
        );
      }
    });
  }

  it("shows no secret anywhere, as it is, encoded, or with a colour in its middle", () => {
    expect(red.stdout).toContain("***");
    for (const text of everything()) expect(text).not.toMatch(SECRET);
    expect(red.stdout.replace(/^::add-mask::.*$/m, "")).not.toContain(fake.token("app"));
  });

  it("comes again and changes nothing; when all has passed, all is closed, for nothing in it was a person's word", async () => {
    const before = [ledger(), ...issues(), ...entries()];
    fake.requests.length = 0;
    const again = await step(1, true);
    expect([again.exit, again.outputs.get("unchanged"), fake.writes()]).toEqual([0, String(COUNT), []]);
    expect([ledger(), ...issues(), ...entries()]).toEqual(before);
    const green = await step(2, false);
    expect([green.exit, green.outputs.get("closed"), green.outputs.get("open")]).toEqual([0, String(COUNT), "0"]);
    for (const text of [...everything(), green.stdout, green.summary, ...green.outputs.values()]) expect(text).not.toMatch(SECRET);
  });

  function everything(): string[] {
    return [
      red.stdout,
      red.summary,
      ...red.outputs.values(),
      ledger(),
      ...issues(),
      fake.git.file("main", ".trace/issues.jsonl") ?? "",
      ...commits(),
    ];
  }
});

describe("a hostile report, in a terminal", () => {
  it("neither sync nor parse prints a command, a control character or a secret, for people or as JSON", async () => {
    const home = folderOf({ ...reportsOf(true), ".trace/issues.jsonl": "" });
    const files = Object.keys(reportsOf(true));
    const secrets = { DEPLOY_TOKEN: TOKEN, SIGNING_SECRET: LINES };
    try {
      for (const args of [
        ["plan", ...files, ...runFlags(1)],
        ["parse", ...files],
      ]) {
        for (const json of [[], ["--json"]]) {
          const { exit, stdout, stderr } = await runBundle("cli", [...args, ...json], secrets, home.path);
          expect([args[0], json, exit, stderr]).toEqual([args[0], json, 0, ""]);
          expect(stdout).toContain("***");
          expect(stdout).not.toMatch(SECRET);
          expect(commandsOf(stdout)).toEqual([]);
          if (json.length === 0) expect(stdout).not.toMatch(UNSEEN);
          else for (const line of stdout.trimEnd().split("\n")) expect(() => JSON.parse(line) as unknown).not.toThrow();
        }
      }
    } finally {
      home.remove();
    }
  });
});

/** Our marks in an issue; they are ASCII in one line. */
const MARK = /<!-- \/?ci-tracker[ -~]*?-->/g;

function linesOf(text: string): Record<string, string>[] {
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Record<string, string>);
}
