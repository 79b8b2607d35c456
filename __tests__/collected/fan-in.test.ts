import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { zipSync } from "fflate";
import { afterEach, describe, expect, it } from "vitest";
import type { Host } from "../../src/host/host.ts";
import type { Evidence, Run } from "../../src/model.ts";
import { stripAnsi } from "../../src/text/ansi.ts";
import { createMask } from "../../src/text/mask.ts";
import { cargoTest, junit } from "../e2e/reports.ts";
import { folderOf } from "../e2e/spawn.ts";
import { COMMIT, collected, collectedOutcome, errorsOf, evidenceOf, hostIn } from "./kit.ts";

const folders: { remove(): void }[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) folder.remove();
});
const folder = (files: Record<string, string | Buffer> = {}): string => {
  const made = folderOf(files);
  folders.push(made);
  return made.path;
};

const tests = (words: Record<string, string>): string => cargoTest({ crate: "shop", tests: words });
const RED = tests({ "tests::a": "a broke", "tests::b": "ok" });
const GREEN = tests({ "tests::a": "ok", "tests::b": "ok" });

/** A job of the run that collects one report of its own. */
async function job(root: string, leg: string, report: string, attempt = 1, run: Partial<Run> = {}): Promise<string> {
  const home = join(root, `${leg}-${attempt}`);
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, "t.txt"), report);
  return await collected(hostIn(home, { attempt, ...run }, { leg }), ["t.txt"]);
}

const tracker = (root: string, attempt = 1, more: Partial<Host> = {}): Host => hostIn(root, { job: "tracker", attempt }, more);
/** `test: producers that saw it fail`, and the same of passes. */
function saw(evidence: Evidence): { failing: Record<string, string[]>; passing: Record<string, string[]> } {
  const name = (key: string): string => key.replace(/^.* » /, "");
  const test = ([key]: [string, unknown]): boolean => /tests::\w+$/.test(key);
  return {
    failing: Object.fromEntries(
      [...evidence.failing].filter(test).map(([key, { sightings }]) => [name(key), sightings.map((s) => s.producer)]),
    ),
    passing: Object.fromEntries(
      [...evidence.passing]
        .filter(test)
        .map(([key, all]) => [name(key), all.map((s) => `${s.producer}${s.flaky ? " (flaky)" : ""}`).sort()]),
    ),
  };
}
const LINUX = "main » .github/workflows/ci.yml » test » linux";
const WINDOWS = "main » .github/workflows/ci.yml » test » windows";

describe("one job takes what all legs collected", () => {
  it("each leg is the producer it would be if it kept the tracker itself", async () => {
    const root = folder();
    const files = [await job(root, "linux", RED), await job(root, "windows", GREEN)];
    const evidence = evidenceOf(tracker(root), [], files);
    expect(evidence.producers).toEqual([LINUX, WINDOWS]);
    expect(saw(evidence)).toEqual({ failing: { "tests::a": [LINUX] }, passing: { "tests::a": [WINDOWS], "tests::b": [LINUX, WINDOWS] } });
    const alone = evidenceOf(hostIn(join(root, "linux-1"), {}, { leg: "linux" }), ["t.txt"]);
    expect(alone.producers).toEqual([LINUX]);
    expect([...alone.failing.values()]).toEqual([...evidence.failing.values()]);
  });

  it("the order of the files does not matter, and the same file twice counts once", async () => {
    const root = folder();
    const [a, b] = [await job(root, "linux", RED), await job(root, "windows", GREEN)];
    cpSync(a, join(root, "copy.jsonl.gz"));
    const once = evidenceOf(tracker(root), [], [a, b]);
    const twice = evidenceOf(tracker(root), [], [b, a, join(root, "copy.jsonl.gz"), a]);
    expect(saw(twice)).toEqual(saw(once));
    expect(twice.reports).toHaveLength(2);
    expect(twice.parts).toHaveLength(once.parts.length);
  });

  it("scopes stay apart, and words of the step stay with their report", async () => {
    const root = folder({ "d.txt": RED, "r.txt": GREEN, "old.txt": GREEN });
    const file = await collected(hostIn(root), ["d.txt scope=debug", "r.txt scope=release", "old.txt scope=old outcome=skipped"]);
    const evidence = evidenceOf(tracker(root), [], [file]);
    const own = "main » .github/workflows/ci.yml » test » ";
    expect(saw(evidence)).toEqual({
      failing: { "tests::a": [`${own} » debug`] },
      passing: { "tests::a": [`${own} » release`], "tests::b": [`${own} » debug`, `${own} » release`] },
    });
    expect(new Set(evidence.parts.filter(({ producer }) => producer.endsWith("old")).map(({ part }) => part.state))).toEqual(
      new Set(["broken"]),
    );
  });

  it("folders and zips of artifacts are read; what else lies in them is named, and fails nothing", async () => {
    const root = folder();
    const files = [await job(root, "linux", RED), await job(root, "windows", GREEN)];
    const artifacts = folder({ "a/one.jsonl.gz": readFileSync(files[0] ?? ""), "notes.txt": "hello" });
    writeFileSync(join(artifacts, "b.zip"), zipSync({ "x/two.jsonl.gz": Uint8Array.from(readFileSync(files[1] ?? "")) }));
    const evidence = evidenceOf(tracker(root), [], [join(artifacts, "a"), join(artifacts, "b.zip")]);
    expect([evidence.producers, errorsOf(evidence)]).toEqual([[LINUX, WINDOWS], []]);
    const whole = evidenceOf(tracker(root), [], [artifacts]);
    expect([whole.producers, errorsOf(whole)]).toEqual([[LINUX], []]);
    expect(whole.unclear.join()).toContain("notes.txt");
  });

  it("`reports:` knows it by its content, alone and in a folder beside reports", async () => {
    const root = folder({ "all/own.xml": junit("own", { x: undefined }) });
    cpSync(await job(root, "linux", RED), join(root, "all", "linux"));
    for (const line of ["all", "all/*"]) {
      const evidence = evidenceOf(tracker(root), [line]);
      expect([evidence.producers, errorsOf(evidence)]).toEqual([
        ["main » .github/workflows/ci.yml » test » linux", "main » .github/workflows/ci.yml » tracker"],
        [],
      ]);
    }
  });

  it("words on a line of `reports:` that names it mean nothing, and people are told", async () => {
    const root = folder();
    cpSync(await job(root, "linux", RED), join(root, "linux.gz"));
    const evidence = evidenceOf(tracker(root), ["linux.gz scope=x outcome=skipped"]);
    expect([evidence.producers, saw(evidence).failing]).toEqual([[LINUX], { "tests::a": [LINUX] }]);
    expect(evidence.unclear.join()).toContain("outcome=, scope= says nothing of it");
  });

  it("measurements stay with the machine they were taken on", async () => {
    const root = folder();
    const file = await job(root, "linux", GREEN);
    const lines = gunzipSync(readFileSync(file)).toString().split("\n");
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({ machine: expect.stringMatching(/./), leg: "linux", commit: COMMIT });
    expect(evidenceOf(tracker(root), [], [file]).machines).toBeUndefined();
    const elsewhere = resealed(file, (text) => text.replace(/"machine":"[^"]*"/, '"machine":"another"'));
    expect(evidenceOf(tracker(root), [], [elsewhere]).machines).toEqual(new Map([[LINUX, "another"]]));
  });
});

describe("attempts", () => {
  it("a later attempt is the word of the legs in it; the others' evidence stays with their own attempt", async () => {
    const root = folder();
    const files = [await job(root, "linux", RED), await job(root, "windows", RED), await job(root, "linux", GREEN, 2)];
    for (const order of [files, [...files].reverse()]) {
      const evidence = evidenceOf(tracker(root, 2), [], order);
      expect(saw(evidence).failing).toEqual({ "tests::a": [WINDOWS] });
      expect(evidence.attempts).toEqual(new Map([[WINDOWS, 1]]));
      expect(evidence.run.attempt).toBe(2);
    }
  });

  it("passing after a failure in an earlier attempt is a pass on a retry, and only for what failed", async () => {
    const root = folder();
    const files = [await job(root, "linux", RED), await job(root, "linux", GREEN, 2)];
    const evidence = evidenceOf(tracker(root, 2), [], files);
    expect(saw(evidence)).toEqual({ failing: {}, passing: { "tests::a": [`${LINUX} (flaky)`], "tests::b": [LINUX] } });
    expect([...evidence.retried].map((key) => key.replace(/^.* » /, ""))).toEqual(["tests::a"]);
    expect(evidence.attempts).toBeUndefined();
  });

  it("and so it is where branches have entries of their own", async () => {
    const root = folder();
    const run = { branch: "release/1" };
    const files = [await job(root, "linux", RED, 1, run), await job(root, "linux", GREEN, 2, run)];
    const host = hostIn(root, { ...run, job: "tracker", attempt: 2 });
    const evidence = evidenceOf(host, [], files, new Map(), { apart: "release/1" });
    expect([...evidence.retried]).toEqual([expect.stringMatching(/tests::a/)]);
    expect([...evidence.passing].flatMap(([key, all]) => (all.some((s) => s.flaky) ? [key] : []))).toEqual([...evidence.retried]);
  });

  it("failing in one leg says nothing of another one's pass", async () => {
    const root = folder();
    const files = [await job(root, "linux", RED), await job(root, "linux", RED, 2), await job(root, "windows", GREEN, 2)];
    expect(saw(evidenceOf(tracker(root, 2), [], files)).passing["tests::a"]).toEqual([WINDOWS]);
  });

  it("an attempt that left no report takes no earlier word away, and is told all the same", async () => {
    const root = folder();
    const first = await job(root, "linux", RED);
    const nothing = await collected(hostIn(folder(), { attempt: 2 }, { leg: "linux" }), ["t.txt"]);
    const evidence = evidenceOf(tracker(root, 2), [], [first, nothing]);
    expect([saw(evidence).failing, evidence.attempts, errorsOf(evidence)]).toEqual([
      { "tests::a": [LINUX] },
      new Map([[LINUX, 1]]),
      ["E_REPORT_MISSING"],
    ]);
  });
});

describe("what does not belong to the run shows nothing, and is an error", () => {
  it.each<[what: string, run: Partial<Run>, more?: Partial<Host>]>([
    ["another run", { id: "8" }],
    ["another commit", { commit: "f".repeat(40) }],
    ["a commit that is not known", { commit: undefined } as unknown as Partial<Run>],
    ["another branch", { branch: "release" }],
    ["another workflow", { workflow: "other.yml" }],
    ["another event", { event: "schedule" }],
    ["a later attempt", { attempt: 2 }],
    ["another repository", {}, { home: "evil/shop" }],
  ])("%s", async (_, run, more = {}) => {
    const root = folder({ "t.txt": RED });
    const file = await collected(hostIn(root, run, more), ["t.txt"]);
    const evidence = evidenceOf(tracker(root), [], [file]);
    expect([errorsOf(evidence), evidence.producers, evidence.failing.size, evidence.passing.size]).toEqual([["E_EVIDENCE_RUN"], [], 0, 0]);
  });

  it("and takes nothing away from what does", async () => {
    const root = folder();
    const foreign = await job(root, "mac", GREEN, 1, { id: "8" });
    const evidence = evidenceOf(tracker(root), [], [foreign, await job(root, "linux", RED)]);
    expect([errorsOf(evidence), evidence.producers]).toEqual([["E_EVIDENCE_RUN"], [LINUX]]);
  });

  it("on a pull request the producer is the one of the branch it would be merged into", async () => {
    const root = folder({ "t.txt": RED });
    const pull = { planOnly: "a pull request", pull: { number: 3, base: "release/1" } };
    const file = await collected(hostIn(root, { branch: "fix" }, pull), ["t.txt"]);
    const evidence = evidenceOf(hostIn(root, { branch: "fix", job: "tracker" }, pull), [], [file]);
    expect(evidence.producers).toEqual(["release/1 » .github/workflows/ci.yml » test"]);
  });
});

/** The file with other lines, and an end that fits them: what a forger would write. */
function resealed(file: string, change: (text: string) => string): string {
  const text = change(
    gunzipSync(readFileSync(file))
      .toString()
      .replace(/\{"end":.*\n$/, ""),
  );
  const end = JSON.stringify({ end: { sha256: sha256(text) } });
  const path = `${file}-forged.jsonl.gz`;
  writeFileSync(path, gzipSync(`${text}${end}\n`));
  return path;
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

describe("broken files", () => {
  it("say file, line and code, and show nothing", async () => {
    const root = folder();
    const file = await job(root, "linux", RED);
    const text = gunzipSync(readFileSync(file)).toString();
    const lines = text.split("\n");
    const cases: [content: string | Buffer, message: RegExp][] = [
      [text.replace('"ci-tracker-evidence":1', '"ci-tracker-evidence":2'), /:1: .*newer ci-tracker/],
      [text.replace("tests::b", "tests::c"), /: its end does not fit/],
      [lines.slice(0, -2).join("\n"), /it ends in the middle/],
      [`${lines.slice(0, -2).join("\n")}\n`, /it ends in the middle/],
      [`${text}{"remark":"more"}\n`, /something follows after its end/],
      [[...lines.slice(0, 2), "}{", ...lines.slice(2)].join("\n"), /:3: the line is not JSON/],
      [gzipSync(text).subarray(0, 100), /./],
      [`${lines[0]}\n`, /it ends in the middle/],
      ["hello\n", /:1: the line is not JSON/],
      ["", /./],
    ];
    for (const [content, message] of cases) {
      const path = join(root, "broken.jsonl.gz");
      writeFileSync(path, content);
      const evidence = evidenceOf(tracker(root), [], [path]);
      expect(evidence.reports.map((r) => [r.error?.code, r.error?.message])).toEqual([
        ["E_EVIDENCE_BROKEN", expect.stringMatching(message)],
      ]);
      expect([evidence.producers, evidence.failing.size, evidence.passing.size]).toEqual([[], 0, 0]);
    }
  });

  it("whoever writes the end anew still cannot write what is none: each value has to be what it should", async () => {
    const root = folder();
    const file = await job(root, "linux", RED);
    const forgeries: ((text: string) => string)[] = [
      (t) => t.replace('"attempt":1', '"attempt":0'),
      (t) => t.replace('"attempt":1', '"attempt":"1"'),
      (t) => t.replace(/"leg":"linux"/, `"leg":"${"x".repeat(2000)}"`),
      (t) => t.replace('"state":"whole"', '"state":"wholesome"'),
      (t) => t.replace('"units":[', '"units":[7,'),
      (t) => t.replace(/"outcome":"failed"/, '"outcome":"fixed"'),
      (t) => t.replace(/"outcome":"passed","names"/, '"outcome":"failed","names"'),
      (t) => t.replace(/\{"part":0/, '{"part":9'),
      (t) => t.replace(/\{"part":0/, '{"part":"__proto__"'),
      (t) => t.replace(/"listed":\d+/, '"listed":99'),
      (t) => t.replace(/"names":\[/, '"names":[["x"],'),
      (t) => t.replace(/\{"report":/, '{"rapport":'),
      (t) => `${t}[]\n`,
      (t) => `${t}{"o":{"kind":"constructor"},"part":0}\n`,
    ];
    for (const forge of forgeries) {
      const evidence = evidenceOf(tracker(root), [], [resealed(file, forge)]);
      expect([String(forge), errorsOf(evidence), evidence.passing.size]).toEqual([String(forge), ["E_EVIDENCE_BROKEN"], 0]);
    }
    expect(errorsOf(evidenceOf(tracker(root), [], [resealed(file, (t) => t)]))).toEqual([]);
  });
});

describe("secrets", () => {
  it("stand nowhere in the file: not in failures, nor in names of what passed, nor behind a colour code", async () => {
    const secret = "s3cr3t-v4lue-of-ours";
    const report = junit(`suite ${secret}`, {
      [`passes with ${secret}`]: undefined,
      fails: `expected ${secret}`,
      hidden: `s3cr3t-v4\u001b[31mlue-of-ours is red`,
      plain: undefined,
    });
    const root = folder({ "j.xml": report.replaceAll("\u001b", "&#27;"), [`${secret}.xml`]: report.slice(0, 300) });
    const mask = createMask({ API_TOKEN: secret }, []);
    const text = gunzipSync(readFileSync(await collected(hostIn(root), ["*.xml"], { mask }))).toString();
    expect(text).not.toContain(secret);
    expect(stripAnsi(text.replaceAll("\\u001b", "\u001b"))).not.toContain(secret);
    expect(text).toContain("passes with ***");
    expect(text).toContain("plain");
  });
});

describe("where it is written", () => {
  const github = (root: string, leg = "", attempt = 1): Host => ({
    ...hostIn(root, { attempt }, { leg, temporary: join(root, "temp") }),
    name: "github",
  });

  it("in Actions: a name of its own for each job, leg and attempt, in the runner's folder, and nothing is written over", async () => {
    const root = folder({ "t.txt": RED });
    const path = async (host: Host): Promise<string> => (await collectedOutcome(host, ["t.txt"], { to: "" })).result.evidence ?? "";
    const names = [
      await path(github(root)),
      await path(github(root)),
      await path(github(root, "os=linux, rust=1.95")),
      await path(github(root, "os=linux rust=1.95")),
      await path(github(root, "../../x")),
      await path(github(root, "", 2)),
    ];
    expect(new Set(names).size).toBe(names.length);
    const inside = names.map((name) => name.replace(join(root, "temp", "ci-tracker-evidence/"), ""));
    expect(inside.slice(0, 2)).toEqual(["test-1.jsonl.gz", "test-1-2.jsonl.gz"]);
    for (const name of inside) expect(name).toMatch(/^[\w.=-]+\.jsonl\.gz$/);
  });

  it("elsewhere below the root, or where it is told", async () => {
    const root = folder({ "t.txt": RED });
    const path = async (to: string): Promise<string | null> => (await collectedOutcome(hostIn(root), ["t.txt"], { to })).result.evidence;
    expect(await path("")).toBe(join(root, "ci-tracker-evidence", "test-1.jsonl.gz"));
    expect(await path("out/here.jsonl.gz")).toBe(join(root, "out", "here.jsonl.gz"));
    expect(await path("out")).toBe(join(root, "out", "test-1.jsonl.gz"));
  });

  it("a report that is missing is collected as missing, and the step says so", async () => {
    const root = folder();
    const outcome = await collectedOutcome(hostIn(root), ["t.txt"]);
    expect([outcome.exit, outcome.result.reports[0]?.error?.code]).toEqual([3, "E_REPORT_MISSING"]);
    expect(errorsOf(evidenceOf(tracker(root), [], [outcome.result.evidence ?? ""]))).toEqual(["E_REPORT_MISSING"]);
  });

  it("a place that cannot be written is an error with a code, and leaves nothing behind", async () => {
    const root = folder({ "t.txt": RED, file: "x" });
    const outcome = await collectedOutcome(hostIn(root), ["t.txt"], { to: "file/x.jsonl.gz" });
    expect([outcome.exit, outcome.result.failed.map((f) => f.code), outcome.result.evidence]).toEqual([3, ["E_EVIDENCE_WRITE"], null]);
  });

  it("100,000 passes stay small", async () => {
    const cases = Object.fromEntries(Array.from({ length: 100_000 }, (_, i) => [`case number ${i}`, undefined]));
    const root = folder({ "j.xml": junit("suite", cases) });
    expect(readFileSync(await collected(hostIn(root), ["j.xml"])).length).toBeLessThan(400_000);
  });
});
