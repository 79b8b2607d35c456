import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { cargoTest } from "./reports.ts";
import { folderOf, runBundle, runCli, runFlags, runStep, treeOf } from "./spawn.ts";

const RED = cargoTest({ crate: "shop", tests: { "tests::a": "a broke", "tests::b": "b broke", "tests::c": "ok" } });
const GREEN = cargoTest({ crate: "shop", tests: { "tests::a": "ok", "tests::b": "ok", "tests::c": "ok" } });
const CUT = RED.slice(0, RED.indexOf("test result"));

const KEYS = ["operations", "withheld", "counts", "failed", "noSink", "reports", "committed"];
const OPERATION = ["op", "fingerprint", "key", "kind", "entry", "tracker", "title", "reason", "done"];
const COUNTS = ["created", "commented", "updated", "reopened", "closed", "withheld", "unchanged", "open"];

const folders: { remove(): void }[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) folder.remove();
});

function shop(files: Record<string, string> = {}): string {
  const folder = folderOf({ ".trace/issues.jsonl": "", "red.txt": RED, "green.txt": GREEN, "cut.txt": CUT, ...files });
  folders.push(folder);
  return folder.path;
}

describe("sync and plan with --json", () => {
  it("print one object with every key of the contract, and done says what was written", async () => {
    const root = shop();
    const { exit, result, stdout, stderr } = await runCli(["sync", "red.txt", "--max-new", "1", ...runFlags(1)], root);
    expect(exit).toBe(0);
    expect(stderr).toBe("");
    expect(stdout.indexOf("\n")).toBe(stdout.length - 1);
    expect(Object.keys(result ?? {})).toEqual(expect.arrayContaining(KEYS));
    expect(Object.keys(result?.counts ?? {})).toEqual(expect.arrayContaining(COUNTS));
    const [operation] = result?.operations ?? [];
    expect(Object.keys(operation ?? {})).toEqual(expect.arrayContaining(OPERATION));
    expect(operation).toMatchObject({
      op: "create",
      kind: "test",
      key: "test/1 shop » tests::a",
      tracker: "tracer",
      title: "Test failure: tests::a (shop)",
      entry: operation?.fingerprint,
      reason: "failed in run 1 at 111111111111",
      done: true,
    });
    expect(result?.withheld).toEqual([
      {
        fingerprint: expect.stringMatching(/^ci-t[a-z2-7]{12}$/),
        title: "Test failure: tests::b (shop)",
        reason: expect.stringContaining("max-new"),
        kind: "test",
      },
    ]);
    expect(result?.counts).toMatchObject({ created: 1, closed: 0, withheld: 1, open: 1 });
    expect(result?.reports).toEqual([{ file: "red.txt", format: "libtest", complete: true, reason: null }]);
    expect(result?.committed).toBeNull();
    expect(result?.failed).toEqual([]);
    expect(result?.noSink).toEqual([]);
    expect(readFileSync(join(root, ".trace/issues.jsonl"), "utf8")).toContain(`"id":"${operation?.fingerprint}"`);
  });

  it("plan says what sync would do, with done false, and writes nothing", async () => {
    const root = shop();
    const before = treeOf(root);
    const { exit, result } = await runCli(["plan", "red.txt", ...runFlags(1)], root);
    expect(exit).toBe(0);
    expect(result?.operations.map((o) => [o.op, o.done])).toEqual([
      ["create", false],
      ["create", false],
    ]);
    expect(treeOf(root)).toEqual(before);
    const synced = await runCli(["sync", "red.txt", "--mode", "plan", ...runFlags(1)], root);
    expect(synced.result).toEqual(result);
    expect(treeOf(root)).toEqual(before);
  });

  it("a cut report is a warning: it may open, nothing closes on it, and the tracker is true", async () => {
    const root = shop();
    await runCli(["sync", "red.txt", ...runFlags(1)], root);
    const { exit, result } = await runCli(["sync", "cut.txt", ...runFlags(2)], root);
    expect(exit).toBe(0);
    expect(result?.operations).toEqual([]);
    expect(result?.reports[0]).toMatchObject({ file: "cut.txt", complete: false, reason: expect.stringMatching(/\w/) });
  });

  it("exits 1 when fail-on says so, and prints the object all the same", async () => {
    const root = shop();
    const first = await runCli(["sync", "red.txt", "--fail-on", "new", ...runFlags(1)], root);
    expect([first.exit, first.result?.counts.created]).toEqual([1, 2]);
    const again = await runCli(["sync", "red.txt", "--fail-on", "new", ...runFlags(2)], root);
    expect([again.exit, again.result?.counts.unchanged]).toEqual([0, 2]);
    const any = await runCli(["sync", "red.txt", "--fail-on", "any", ...runFlags(3)], root);
    expect([any.exit, any.result?.counts.failing]).toEqual([1, 2]);
    const green = await runCli(["sync", "green.txt", "--fail-on", "any", ...runFlags(4)], root);
    expect([green.exit, green.result?.counts.closed]).toEqual([0, 2]);
  });

  it("exits 3 when something could not be read, names it, and uses the other reports", async () => {
    const root = shop();
    const { exit, result } = await runCli(["sync", "nowhere.txt", "red.txt", "--fail-on", "any", ...runFlags(1)], root);
    expect(exit).toBe(3);
    expect(result?.counts.created).toBe(2);
    expect(result?.reports.map((r) => [r.file, r.complete, r.error?.code])).toEqual([
      ["nowhere.txt", false, "E_REPORT_MISSING"],
      ["red.txt", true, undefined],
    ]);
  });

  it("exits 3 without a tracker, and nothing is lost silently: every failure is listed as having nowhere to go", async () => {
    const root = shop();
    const { exit, result } = await runCli(["sync", "red.txt", "--tracker", "tracer", ...runFlags(1)], join(root, ".trace"));
    expect(exit).toBe(3);
    expect(result).toBeDefined();
    const gone = await runCli(["sync", join(root, "red.txt"), "--tracker", "tracer", "--root", join(root, ".trace"), ...runFlags(1)], root);
    expect(gone.exit).toBe(3);
    expect(gone.result?.failed).toEqual([
      {
        code: "E_TRACKER_NONE",
        reason: expect.stringContaining("tracer is not in the repository"),
        remedy: expect.stringContaining("init"),
      },
    ]);
    expect(gone.result?.noSink.map((n) => n.title)).toEqual(["Test failure: tests::a (shop)", "Test failure: tests::b (shop)"]);
    expect(gone.result?.operations).toEqual([]);
  });

  it("exits 2 on wrong use or settings, with nothing on stdout and nothing written", async () => {
    const root = shop();
    const before = treeOf(root);
    for (const [args, words] of [
      [[], ["E_REPORT_NONE", "no report was named"]],
      [
        ["red.txt", "--max-neu", "3"],
        ["E_INPUT_UNKNOWN", "--max-neu is not known; did you mean --max-new?"],
      ],
      [
        ["red.txt", "--comit", "none"],
        ["E_INPUT_UNKNOWN", "did you mean --commit?"],
      ],
      [
        ["red.txt", "--commit", "gti"],
        ["E_INPUT_VALUE", "--commit", "did you mean git?"],
      ],
      [
        ["red.txt", "--tracker", "tracr"],
        ["E_INPUT_VALUE", "did you mean tracer?"],
      ],
      [
        ["red.txt", "--fail-on", "sometimes"],
        ["E_INPUT_VALUE", "none, new, any"],
      ],
      [
        ["red.txt", "--max-new", "ten"],
        ["E_INPUT_VALUE", "--max-new", "whole number"],
      ],
      [
        ["red.txt", "--init=yes"],
        ["E_INPUT_VALUE", "--init", "neither true nor false"],
      ],
      [
        ["red.txt", "--at", "yesterday"],
        ["E_INPUT_VALUE", "--at"],
      ],
      [
        ["red.txt", "--attempt", "0"],
        ["E_INPUT_VALUE", "--attempt"],
      ],
      [
        ["red.txt", "--max-new"],
        ["E_USAGE", "--max-new needs a value"],
      ],
      [
        ["--report", "red.txt outcome=sucess"],
        ["E_REPORT_LINE", "did you mean outcome=success?"],
      ],
      [
        ["--report", "red.txt scop=x"],
        ["E_REPORT_LINE", "did you mean scope=?"],
      ],
      [
        ["--report", "red.txt green.txt"],
        ["E_REPORT_LINE", "double quotes"],
      ],
      [
        ["red.txt", "--commit", "api"],
        ["E_TOKEN", "needs a token"],
      ],
    ] as const) {
      const { exit, stdout, stderr } = await runBundle("cli", ["sync", ...args, "--json"], {}, root);
      expect([args, exit, stdout]).toEqual([args, 2, ""]);
      for (const word of words) expect(stderr).toContain(word);
      // What to do stands on the line after what happened.
      expect(stderr.trimEnd().split("\n")).toHaveLength(2);
    }
    const command = await runBundle("cli", ["snyc", "red.txt"], {}, root);
    expect([command.exit, command.stdout]).toEqual([2, ""]);
    expect(command.stderr).toContain("snyc is no command; did you mean sync?");
    expect(treeOf(root)).toEqual(before);
  });

  it("help and version are no errors", async () => {
    const root = shop();
    const help = await runBundle("cli", ["--help"], {}, root);
    expect([help.exit, help.stderr]).toEqual([0, ""]);
    expect(help.stdout).toContain("Exit status: 0");
    const version = await runBundle("cli", ["--version"], {}, root);
    expect([version.exit, version.stdout]).toEqual([0, "1.0.0\n"]);
  });
});

describe("one setting, three names", () => {
  it("a flag outranks the variable, the variable outranks the default", async () => {
    const root = shop();
    const created = async (args: string[], environment: Record<string, string>): Promise<number | undefined> =>
      (await runCli(["plan", "red.txt", ...args, ...runFlags(1)], root, environment)).result?.counts.created;
    expect(await created([], {})).toBe(2);
    expect(await created([], { CI_TRACKER_MAX_NEW: "1" })).toBe(1);
    expect(await created(["--max-new", "0"], { CI_TRACKER_MAX_NEW: "1" })).toBe(0);
    expect(await created(["--max-new=0"], {})).toBe(0);
    // An empty variable is what a workflow passes for something that was not given.
    expect(await created([], { CI_TRACKER_MAX_NEW: "" })).toBe(2);
  });

  it("facts of the run may come from variables too", async () => {
    const root = shop();
    const { result } = await runCli(["plan", "red.txt", "--at", "2026-03-01T09:00:00Z"], root, {
      CI_TRACKER_RUN: "77",
      CI_TRACKER_SHA: "abcdef0123456789",
    });
    expect(result?.operations[0]?.reason).toBe("failed in run 77 at abcdef012345");
  });

  it("an input outranks the variable, and an input that was not given leaves it", async () => {
    const root = shop();
    const plan = async (inputs: Record<string, string>, environment: Record<string, string>): Promise<string | undefined> =>
      (
        await runStep({
          inputs: { reports: "red.txt", tracker: "tracer", mode: "plan", commit: "none", ...inputs },
          environment,
          workspace: root,
        })
      ).outputs.get("created");
    expect(await plan({}, { CI_TRACKER_MAX_NEW: "1" })).toBe("1");
    expect(await plan({ "max-new": "0" }, { CI_TRACKER_MAX_NEW: "1" })).toBe("0");
    expect(await plan({ "max-new": "" }, { CI_TRACKER_MAX_NEW: "1" })).toBe("1");
  });

  it("a wrong name or value is told with where it came from and the nearest right one", async () => {
    const root = shop();
    for (const [inputs, environment, words] of [
      [{ "max-neu": "3" }, {}, ["E_INPUT_UNKNOWN", "the input max-neu is not known; did you mean the input max-new?"]],
      [{ "fail-on": "nwe" }, {}, ["E_INPUT_VALUE", "the input fail-on", "did you mean new?"]],
      [{}, { CI_TRACKER_MAX_NEU: "3" }, ["E_INPUT_UNKNOWN", "CI_TRACKER_MAX_NEU", "did you mean CI_TRACKER_MAX_NEW?"]],
      [{}, { CI_TRACKER_MAX_NEW: "x" }, ["E_INPUT_VALUE", "the variable CI_TRACKER_MAX_NEW"]],
    ] as const) {
      const { exit, commands, outputs } = await runStep({
        inputs: { reports: "red.txt", tracker: "tracer", commit: "none", ...inputs },
        environment: { ...environment },
        workspace: root,
      });
      expect(exit).toBe(2);
      expect([...outputs]).toEqual([]);
      const errors = commands.filter((c) => c.startsWith("error"));
      expect(errors).toHaveLength(1);
      for (const word of words) expect(errors[0]).toContain(word.replaceAll(",", "%2C"));
    }
    expect(treeOf(root).get(".trace/issues.jsonl")).toBe("");
  });
});

describe("--report is one line of reports:", () => {
  it("means the same in a terminal and in a workflow", async () => {
    const line = 'red.txt format=libtest outcome=failure scope="shard 1"';
    const root = shop();
    const terminal = await runCli(
      ["plan", "--report", line, "--tracker", "tracer", ...runFlags(1, { workflow: ".github/workflows/ci.yml" })],
      root,
    );
    const step = await runStep({
      inputs: { reports: `\n# a comment\n\n  ${line}  \n`, tracker: "tracer", mode: "plan", commit: "none" },
      environment: { GITHUB_SHA: "1".repeat(40) },
      workspace: root,
    });
    const planned = (text: string | undefined): unknown =>
      (JSON.parse(text ?? "{}") as { operations: { fingerprint: string; card: { producers: unknown } }[] }).operations.map((o) => [
        o.fingerprint,
        (o.card.producers as { producer: string }[]).map((p) => p.producer),
      ]);
    expect(planned(step.outputs.get("plan file"))).toEqual(
      terminal.result?.operations.map((o) => [o.fingerprint, ["main » .github/workflows/ci.yml » test »  » shard 1"]]),
    );
  });

  it("outcome= adds what the step's exit status said, and an empty one adds nothing", async () => {
    const root = shop();
    await runCli(["sync", "red.txt", ...runFlags(1)], root);
    const closes = async (words: string, run: number): Promise<[number | null, number | undefined, string | null | undefined]> => {
      const { exit, result } = await runCli(["plan", "--report", `green.txt ${words}`, ...runFlags(run)], root);
      return [exit, result?.counts.closed, result?.reports[0]?.reason];
    };
    expect(await closes("outcome=success", 2)).toEqual([0, 2, null]);
    expect(await closes("outcome=", 2)).toEqual([0, 2, null]);
    // A pass that was seen is a pass, whatever became of the step.
    expect(await closes("outcome=cancelled", 2)).toEqual([0, 2, expect.stringContaining("cancelled")]);
    expect(await closes("outcome=failure", 2)).toEqual([0, 2, expect.stringContaining("its step failed")]);
    // The step did not run: whatever lies there is an earlier run's.
    expect(await closes("outcome=skipped", 2)).toEqual([0, 0, expect.stringContaining("skipped")]);
  });

  it("the order of the files does not matter", async () => {
    const root = shop({ "other.txt": cargoTest({ crate: "ledger", tests: { "tests::x": "x broke" } }) });
    const one = await runCli(["plan", "red.txt", "other.txt", "green.txt", ...runFlags(1)], root);
    const other = await runCli(["plan", "green.txt", "other.txt", "red.txt", ...runFlags(1)], root);
    expect(one.result?.operations).toHaveLength(3);
    expect(other.result?.operations).toEqual(one.result?.operations);
  });
});
