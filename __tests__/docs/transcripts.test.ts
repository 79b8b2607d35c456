import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { folderOf, leaveReports, runStep, type Stepped, temporary, treeOf } from "../e2e/spawn.ts";
import { FakeGitHub } from "../fakes/github/server.ts";
import { blocksOf, ROOT, read } from "./pages.ts";

/** What differs from run to run and from clone to clone. */
const settled = (text: string): string => text.replace(/local-\d{17}/g, "local-…").replace(/ at [0-9a-f]{12}$/gm, " at …");

const folders: { remove(): void }[] = [];
afterAll(() => {
  for (const folder of folders) folder.remove();
});

describe("a clone in which nothing is installed", () => {
  let clone: string;
  let home: string;
  beforeAll(() => {
    // The version is all that is looked up in package.json.
    const made = [folderOf({ "package.json": read("package.json"), ".gitignore": read(".gitignore") }), temporary()];
    folders.push(...made);
    [clone, home] = made.map(({ path }) => path) as [string, string];
    for (const folder of ["demo/demo.mjs", "demo/runs", "dist"]) cpSync(join(ROOT, folder), join(clone, folder), { recursive: true });
    const git = (...args: string[]): string =>
      execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@b", "-c", "commit.gpgsign=false", ...args], {
        cwd: clone,
        encoding: "utf8",
      });
    git("init", "--quiet", "--initial-branch=main");
    git("add", "--all");
    git("commit", "--quiet", "--message=a clone");
  });

  const run = (command: string): string => {
    const [, ...args] = command.split(" ");
    const child = spawnSync(process.execPath, args, {
      cwd: clone,
      encoding: "utf8",
      env: { PATH: process.env["PATH"] ?? "", HOME: home, NO_COLOR: "1" },
    });
    expect([child.status, child.stderr]).toEqual([0, ""]);
    return child.stdout;
  };

  it("the demo ends well each time, writes to demo/out alone, and prints what the README and docs/tracer.md show of it", () => {
    const before = treeOf(clone);
    const told = run("node demo/demo.mjs");
    expect(told).toBe(run("node demo/demo.mjs"));
    expect([...treeOf(clone)].filter(([path]) => !/^demo\/out(?:\/|$)/.test(path.replaceAll("\\", "/")))).toEqual([...before]);
    expect(readdirSync(home)).toEqual([]);
    const shown = [...blocksOf("README.md"), ...blocksOf("docs/tracer.md")].filter(
      ({ language, text }) => language === "text" && /^(?:Run \d|\[20)/.test(text),
    );
    expect(shown).toHaveLength(2);
    const passages = shown.flatMap(({ text }) => text.trimEnd().split("\n\n"));
    expect(passages.filter((passage) => !told.replace(/^ +\[/gm, "[").includes(`${passage}\n`))).toEqual([]);
  });

  it.each(blocksOf("README.md").filter(({ language }) => language === "console"))(
    "README.md:$line shows what its command prints",
    ({ text }) => {
      const [prompt = "", ...shown] = text.split("\n");
      expect(prompt).toMatch(/^\$ node /);
      expect(settled(run(prompt.slice(2)))).toBe(settled(shown.join("\n")));
    },
  );
});

describe("the README's picture", () => {
  let fake: FakeGitHub;
  beforeAll(async () => {
    fake = await FakeGitHub.start();
  });
  afterAll(() => fake.close());

  // docs/summary.png is a picture of this text, as GitHub shows it. When the text changes, make the picture anew.
  it("shows the summary of a run, word for word, and its caption says the same", async () => {
    const workspace = temporary();
    folders.push(workspace);
    const step = (run: string, names: string[], id: string, commit: string): Promise<Stepped> => {
      leaveReports(run, workspace.path);
      return runStep({
        inputs: {
          reports: names.map((name) => `reports/${name}`).join("\n"),
          tracker: "github",
          token: fake.token("app"),
          leg: "null",
          "write-pace": "0",
        },
        environment: {
          GITHUB_RUN_ID: id,
          GITHUB_SHA: commit,
          GITHUB_API_URL: fake.apiUrl,
          GITHUB_GRAPHQL_URL: fake.graphqlUrl,
          GITHUB_REPOSITORY: fake.repository,
        },
        workspace: workspace.path,
      });
    };
    await step("5-broken", ["cargo-test.txt"], "19553400000", "1".repeat(40));
    const { summary } = await step("6-part", ["cargo-test.txt", "audit.json", "bench.txt"], "19553412077", "8c1f0d3e5a7b".padEnd(40, "0"));
    const headline = "6 failures, 5 new · 5 opened, 1 closed";
    expect(read("README.md")).toContain(`![A job summary. "${headline}", then `);
    const issue = (n: number): string => `[#${n}](https://github.com/octo/shop/issues/${n})`;
    expect(summary.slice(0, summary.indexOf("\n\n| File |"))).toBe(
      [
        `### ci-tracker: ${headline}`,
        "",
        "**Opened (5)**",
        "",
        "| What | Where | Why it failed | Entry |",
        "| --- | --- | --- | --- |",
        `| Test failure: tests::adds_up (ledger) | \`ledger/src/lib.rs:7\` | assertion \\\`left == right\\\` failed: ledger & \\<totals> differ | ${issue(3)} |`,
        `| Test failure: \`cart::discount::overflows\` (shop) | \`src/lib.rs:19\` | test did not panic as expected | ${issue(4)} |`,
        `| Test failure: src/lib.rs - add (shop::doc) | \`src/lib.rs:8\` | assertion \\\`left == right\\\` failed | ${issue(5)} |`,
        `| Security: RUSTSEC-2021-0003 in smallvec: Buffer overflow in SmallVec::insert_many |  | Buffer overflow in SmallVec::insert_many | ${issue(6)} |`,
        `| Security: RUSTSEC-2020-0071 in time: Potential segfault in the time crate |  | Potential segfault in the time crate | ${issue(7)} |`,
        "",
        "**Closed (1)**",
        "",
        "| What | Why | Entry |",
        "| --- | --- | --- |",
        `| Build failure: shop | passed in run \`19553412077\` at \`8c1f0d3e5a7b\` | ${issue(1)} |`,
        "",
        "<details><summary>Still failing, with an entry (1)</summary>",
        "",
        "| What | Where | Why it failed | Entry |",
        "| --- | --- | --- | --- |",
        `| Fix rustc warning: unused_mut | \`src/lib.rs:15\` | variable does not need to be mutable | ${issue(2)} |`,
        "",
        "</details>",
        "",
        "<details><summary>Reports (3)</summary>",
      ].join("\n"),
    );
  });
});
