import { spawnSync } from "node:child_process";
import { closeSync, mkdirSync, openSync, symlinkSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cargoTest, junit } from "./reports.ts";
import { folderOf, ROOT, runBundle, treeOf } from "./spawn.ts";

const KEYS = ["file", "format", "kind", "tool", "complete", "reason", "counts", "observations", "error"];
const COUNTS = ["total", "passed", "failed", "errors", "skipped"];
const OBSERVATION = ["kind", "suite", "name", "outcome", "title", "rule", "package", "file", "line", "severity", "value", "unit"];

interface Parsed {
  file: string;
  format: string | null;
  kind: string | null;
  tool: string | null;
  complete: boolean;
  reason: string | null;
  counts: Record<string, number>;
  observations: Record<string, unknown>[];
  error: { code: string; message: string; line: number | null } | null;
}

const RED = join(ROOT, "demo", "runs", "1-red");
const KILLED = join(ROOT, "demo", "runs", "4-killed");

describe("parse FILE… --json", () => {
  let folder: { path: string; remove(): void };
  beforeAll(() => {
    folder = folderOf({
      "good.txt": cargoTest({ crate: "shop", tests: { "tests::a": "ok", "tests::b": "boom", "tests::c": "ignored" } }),
      "empty.xml": "",
      "junk.bin": Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1, 2, 0xff, 0xfe, 0]),
      "prose.txt": "Dear reader,\nnothing here was made by a tool.\n",
      "reports/b.xml": junit("b", { one: undefined }),
      "reports/a.xml": junit("a", { one: "it broke" }),
      "reports/deep/c.xml": junit("c", { one: undefined, two: undefined }),
    });
    mkdirSync(join(folder.path, "folder"));
    symlinkSync("/etc/passwd", join(folder.path, "out.xml"));
    symlinkSync("nowhere", join(folder.path, "dangling.xml"));
    spawnSync("mkfifo", [join(folder.path, "pipe")]);
  });
  afterAll(() => folder.remove());

  const parse = async (...args: string[]): Promise<{ exit: number | null; lines: Parsed[]; stdout: string; stderr: string }> => {
    const { exit, stdout, stderr } = await runBundle("cli", ["parse", ...args, "--json"], {}, folder.path);
    const lines = stdout
      .split("\n")
      .filter((l) => l !== "")
      .map((l) => JSON.parse(l) as Parsed);
    return { exit, lines, stdout, stderr };
  };

  it("prints one line a file, in the order given, each with the contract's keys in their order", async () => {
    const names = ["cargo-test.txt", "junit.xml", "clippy.json", "audit.json", "bench.txt"];
    const files = [...names].reverse().map((n) => join(RED, n));
    const { exit, lines, stderr } = await parse(...files);
    expect(exit).toBe(0);
    expect(stderr).toBe("");
    expect(lines.map((l) => l.file)).toEqual(files);
    for (const line of lines) {
      expect(Object.keys(line)).toEqual(KEYS);
      expect(Object.keys(line.counts)).toEqual(COUNTS);
      expect(line.error).toBeNull();
      expect(line.complete).toBe(true);
      expect(line.reason).toBeNull();
      expect(line.observations.length).toBeGreaterThan(0);
      for (const o of line.observations) expect(Object.keys(o)).toEqual(OBSERVATION);
    }
    expect(lines.map((l) => l.kind)).toEqual(["bench", "audit", "lint", "test", "test"]);
    const [bench, audit, lint, xml] = lines;
    expect(bench?.observations[0]).toMatchObject({ kind: "bench", unit: "ns" });
    expect(typeof bench?.observations[0]?.["value"]).toBe("number");
    expect(audit?.observations.map((o) => o["name"]).sort()).toEqual(["RUSTSEC-2020-0071", "RUSTSEC-2021-0003"]);
    expect(audit?.observations.every((o) => typeof o["package"] === "string" && typeof o["severity"] === "string")).toBe(true);
    expect(lint?.observations.map((o) => o["rule"])).toContain("clippy::needless_return");
    expect(xml?.counts).toEqual({ total: 10, passed: 6, failed: 4, errors: 0, skipped: 0 });
  });

  it("exits 0 for what cannot be read, which has an error and is never complete", async () => {
    const wanted: [string, string][] = [
      ["nowhere.txt", "E_REPORT_MISSING"],
      ["no-*.txt", "E_REPORT_MISSING"],
      ["folder", "E_REPORT_EMPTY"],
      ["empty.xml", "E_REPORT_EMPTY"],
      ["junk.bin", "E_REPORT_UNKNOWN"],
      ["prose.txt", "E_REPORT_UNKNOWN"],
      ["pipe", "E_REPORT_NOT_A_FILE"],
      ["out.xml", "E_REPORT_OUTSIDE"],
      ["dangling.xml", "E_REPORT_MISSING"],
      [join(KILLED, "junit.xml"), "E_REPORT_CUT"],
    ];
    const { exit, lines } = await parse(...wanted.map(([file]) => file));
    expect(exit).toBe(0);
    expect(lines.map((l) => [l.file, l.error?.code])).toEqual(wanted);
    for (const line of lines) {
      expect(Object.keys(line)).toEqual(KEYS);
      expect(line.complete).toBe(false);
      expect(line.reason).toBe(line.error?.message);
      expect(line.error?.message).not.toBe("");
    }
    // What stands before the cut is read, and the place of the cut is told.
    expect(lines.at(-1)?.counts["total"]).toBeGreaterThan(0);
    expect(lines.at(-1)?.error?.line).toBeGreaterThan(1);
  });

  it("reads what a good file says beside a bad one", async () => {
    const { lines } = await parse("nowhere.txt", "good.txt", "empty.xml");
    expect(lines[1]).toMatchObject({
      file: "good.txt",
      kind: "test",
      complete: true,
      counts: { total: 3, passed: 1, failed: 1, errors: 0, skipped: 1 },
    });
    expect(lines[1]?.observations.find((o) => o["outcome"] === "failed")).toMatchObject({
      suite: "shop",
      name: "tests::b",
      title: "boom",
      file: "src/lib.rs",
      line: 4,
    });
  });

  it("prints a line for each file that a glob matches, sorted", async () => {
    const { lines } = await parse("reports/**/*.xml");
    expect(lines.map((l) => l.file.slice(folder.path.length + 1).replaceAll("\\", "/"))).toEqual([
      "reports/a.xml",
      "reports/b.xml",
      "reports/deep/c.xml",
    ]);
  });

  it("takes the words of --report, and says the format it was told", async () => {
    const { lines } = await parse("--report", "good.txt format=cargo-audit", "--report", 'good.txt scope="two words"');
    expect(lines.map((l) => l.error?.code ?? null)).toEqual(["E_REPORT_MALFORMED", null]);
    expect(lines[0]?.error?.message).toContain("good.txt holds nothing of format cargo-audit");
  });

  it("exits 2 on wrong use, and prints nothing on stdout", async () => {
    for (const [args, code, hint] of [
      [[], "E_REPORT_NONE", "name at least one"],
      [["good.txt", "--formt", "junit"], "E_INPUT_UNKNOWN", "--formt"],
      [["good.txt", "--report", "good.txt fromat=junit"], "E_REPORT_LINE", "did you mean format="],
      [["--report", "good.txt format=juint"], "E_REPORT_LINE", "did you mean format=junit"],
    ] as const) {
      const { exit, stdout, stderr } = await runBundle("cli", ["parse", ...args, "--json"], {}, folder.path);
      expect(exit).toBe(2);
      expect(stdout).toBe("");
      expect(stderr.toLowerCase()).toContain(code.toLowerCase());
      expect(stderr.toLowerCase()).toContain(hint.toLowerCase());
    }
  });

  it("writes nothing anywhere", async () => {
    const before = treeOf(folder.path);
    await parse("good.txt", "nowhere.txt", "reports/*");
    expect(treeOf(folder.path)).toEqual(before);
  });

  it("streams a huge file: one line, every case in it, in bounded memory", async () => {
    const path = join(folder.path, "huge.xml");
    const cases = 300_000;
    const fd = openSync(path, "w");
    writeSync(fd, `<testsuites><testsuite name="s" tests="${cases}" failures="0" errors="0" skipped="0">\n`);
    for (let i = 0; i < cases; i += 10_000) {
      const block = Array.from({ length: 10_000 }, (_, j) => `<testcase classname="a.b.C" name="case ${i + j}" time="0.001"/>\n`);
      writeSync(fd, block.join(""));
    }
    writeSync(fd, "</testsuite></testsuites>\n");
    closeSync(fd);
    const { exit, stdout, stderr } = await runBundle(
      "cli",
      ["parse", path, "--json"],
      { NODE_OPTIONS: "--max-old-space-size=48" },
      folder.path,
    );
    expect(stderr).toBe("");
    expect(exit).toBe(0);
    expect(stdout.indexOf("\n")).toBe(stdout.length - 1);
    const line = JSON.parse(stdout) as Parsed;
    expect([...Object.keys(line)].sort()).toEqual([...KEYS].sort());
    expect(line.observations).toHaveLength(cases);
    expect(line.counts["total"]).toBe(cases);
    expect(line.complete).toBe(true);
    writeFileSync(path, "");
  });

  it("tells people the same in words", async () => {
    const { exit, stdout } = await runBundle("cli", ["parse", "good.txt", "nowhere.txt"], {}, folder.path);
    expect(exit).toBe(0);
    expect(stdout.split("\n")).toEqual([
      "good.txt: libtest, complete (3 in all, 1 passed, 1 failed, 1 skipped)",
      "  ✗ shop tests::b at src/lib.rs:4: boom",
      "nowhere.txt: unknown",
      "  E_REPORT_MISSING: nowhere.txt does not exist",
      "",
    ]);
  });
});
