import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { FakeGitHub } from "../fakes/github/server.ts";
import { cargoTest } from "./reports.ts";
import { folderOf, leaveReports, ROOT, runStep, type Stepped, temporary } from "./spawn.ts";

interface Action {
  inputs: Record<string, { default?: string }>;
  outputs: Record<string, { value: string }>;
  runs: { steps: { id?: string; uses?: string; with?: Record<string, unknown> }[] };
}

const yaml = (...path: string[]): unknown => parse(readFileSync(join(ROOT, ...path), "utf8"));
const OURS = yaml("action.yml") as Action;

let fake: FakeGitHub;
beforeAll(async () => {
  fake = await FakeGitHub.start();
});
afterAll(() => fake.close());

const folders: { path: string; remove(): void }[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) folder.remove();
});

function folder(files: Record<string, string>): string {
  const made = folderOf(files);
  folders.push(made);
  return made.path;
}

/** A value of a context by its path; null where there is none, as for the matrix of a job without one. */
type Contexts = Record<string, unknown>;

/**
 * What the runner makes of a value: expressions replaced, everything else as text, null as an empty one. Knows paths of
 * contexts and toJSON; what is not to be had where the value stands is an error, as there.
 */
function evaluate(value: unknown, contexts: Contexts): string {
  return String(value ?? "").replace(/\$\{\{\s*(.*?)\s*\}\}/g, (_, expression: string) => {
    const [, json] = /^toJSON\((.*)\)$/.exec(expression) ?? [];
    const [name = "", ...keys] = (json ?? expression).split(".");
    if (!Object.hasOwn(contexts, name)) throw new Error(`Unrecognized named-value: '${name}' in ${expression}`);
    const found = keys.reduce<unknown>((node, key) => (node as Contexts | null | undefined)?.[key], contexts[name]) ?? null;
    return json === undefined ? String(found ?? "") : JSON.stringify(found, null, 2);
  });
}

interface Job {
  /** What the caller of the composite action gives to it, evaluated. */
  given: Record<string, string>;
  workspace: string;
  run?: number;
  matrix?: Record<string, string>;
  /** Steps of the composite action that ran before ours. */
  before?: Record<string, { outcome: string }>;
}

/**
 * Runs the step of a composite action that uses ours, as actions/runner does it (CompositeActionHandler.cs, Handler.cs):
 * the composite's inputs are to be had as `inputs` alone, no INPUT_ variable of them reaches the step; the step gets an
 * INPUT_ for each input of ours, given or not; GITHUB_ACTION_PATH is the composite's folder; outputs are mapped by `value:`.
 */
async function composite(
  action: Action,
  { given, workspace, run = 1, matrix, before = {} }: Job,
): Promise<Stepped & { outer: Record<string, string> }> {
  const github = { ref_name: "main", token: fake.token("app"), action_path: join(workspace, ".github", "actions", "track") };
  const job = { github, matrix: matrix ?? null, strategy: {}, job: {}, runner: {} };
  const inputs = Object.fromEntries(
    Object.entries(action.inputs).map(([name, input]) => [name, given[name] ?? evaluate(input.default, job)]),
  );
  const step = action.runs.steps.find(({ uses }) => uses === "./" || uses?.startsWith("OWNER/ci-tracker@"));
  const passed = Object.entries(step?.with ?? {}).map(
    ([name, value]) => [name, evaluate(value, { ...job, inputs, steps: before })] as const,
  );
  const defaults = Object.entries(OURS.inputs).map(([name, input]) => [name, evaluate(input.default, job)] as const);
  const stepped = await runStep({
    inputs: Object.fromEntries([...defaults, ...passed]),
    environment: {
      GITHUB_ACTION: "__self",
      GITHUB_ACTION_PATH: github.action_path,
      GITHUB_ACTION_REPOSITORY: "",
      GITHUB_RUN_ID: String(run),
      GITHUB_SHA: String(run).repeat(40),
      GITHUB_API_URL: fake.apiUrl,
      GITHUB_GRAPHQL_URL: fake.graphqlUrl,
      GITHUB_REPOSITORY: fake.repository,
    },
    workspace,
  });
  const steps = { ...before, [step?.id ?? ""]: { outputs: Object.fromEntries(stepped.outputs) } };
  const outer = Object.fromEntries(
    Object.entries(action.outputs).map(([name, { value }]) => [name, evaluate(value, { ...job, inputs, steps })]),
  );
  return { ...stepped, outer };
}

describe("inside a composite action", () => {
  /** One that a project would write for itself: our step, with some of its inputs handed on. */
  const CHECKS = parse(`
inputs:
  reports: { required: true }
  suite: {}
  max-new: {}
  fail-on: { default: none }
outputs:
  opened: { value: "\${{ steps.track.outputs.created }}" }
  entries: { value: "\${{ steps.track.outputs.entries }}" }
  failed: { value: "\${{ steps.track.outputs.failed }}" }
runs:
  using: composite
  steps:
    - id: test
      shell: bash
      run: cargo test --no-fail-fast --workspace 2>&1 | tee test.txt
    - id: track
      uses: OWNER/ci-tracker@v1
      with:
        reports: |
          \${{ inputs.reports }} outcome=\${{ steps.test.outcome }} scope=\${{ inputs.suite }}
        tracker: tracer
        init: true
        commit: none
        cache: none
        comment-interval: 3
        max-new: \${{ inputs.max-new }}
        fail-on: \${{ inputs.fail-on }}
`) as Action;
  const tests = (...failing: string[]): string =>
    cargoTest({
      crate: "shop",
      tests: Object.fromEntries(["a", "b"].map((n) => [`tests::${n}`, failing.includes(n) ? `${n} broke` : "ok"])),
    });
  const test = (outcome: string): Record<string, { outcome: string }> => ({ test: { outcome } });

  it("the self-test's composite job opens what its last step asks for", async () => {
    const track = yaml(".github", "actions", "track", "action.yml") as Action;
    const { jobs } = yaml(".github", "workflows", "self-test.yml") as {
      jobs: { composite: { steps: { uses?: string; with?: Record<string, string>; run?: string; env?: Record<string, string> }[] } };
    };
    const caller = jobs.composite.steps.find(({ uses }) => uses === "./.github/actions/track");
    const asked = jobs.composite.steps.at(-1);
    const workspace = temporary();
    folders.push(workspace);
    leaveReports("5-broken", join(workspace.path, "scratch"));
    const { exit, stderr, outer } = await composite(track, { given: caller?.with ?? {}, workspace: workspace.path });
    expect([exit, stderr]).toEqual([0, ""]);
    expect(asked?.env).toEqual({ CREATED: expect.stringMatching(/^\$\{\{ steps\.track\.outputs\.created \}\}$/) });
    expect(asked?.run).toBe(`test "$CREATED" = ${outer["created"]}`);
    expect(readFileSync(join(workspace.path, "scratch", ".trace", "issues.jsonl"), "utf8")).toContain("Build failure: shop");
  });

  it("what it hands on arrives, what nobody gave is our default, and its outputs hold ours", async () => {
    const workspace = folder({ "t.txt": tests("a", "b") });
    const { exit, stderr, outer, outputs } = await composite(CHECKS, { given: { reports: "t.txt" }, workspace, before: test("failure") });
    expect([exit, stderr]).toEqual([0, ""]);
    expect(outer["opened"]).toBe("2");
    expect(JSON.parse(outer["entries"] ?? "").map((e: { op: string; title: string }) => [e.op, e.title])).toEqual([
      ["create", "Test failure: tests::a (shop)"],
      ["create", "Test failure: tests::b (shop)"],
    ]);
    expect(outer["failed"]).toBe("[]");
    expect(JSON.parse(outputs.get("result file") ?? "{}").reports).toEqual([
      { file: "t.txt", format: "libtest", complete: true, reason: null },
    ]);
  });

  it("its caller's settings reach the step", async () => {
    const workspace = folder({ "t.txt": tests("a", "b") });
    const given = { reports: "t.txt", "max-new": "1", "fail-on": "any" };
    const { exit, outer } = await composite(CHECKS, { given, workspace, before: test("failure") });
    expect([exit, outer["opened"]]).toEqual([1, "1"]);
  });

  it("the outcome of a step inside it counts: where it was cancelled, a test that is missing is not gone", async () => {
    const less = cargoTest({ crate: "shop", tests: { "tests::b": "ok" } });
    const workspace = folder({ "red.txt": tests("a"), "less.txt": less });
    await composite(CHECKS, { given: { reports: "red.txt" }, workspace, before: test("failure") });
    const closed: (string | undefined)[] = [];
    for (const [i, outcome] of ["cancelled", "cancelled", "success", "success"].entries()) {
      const { outputs } = await composite(CHECKS, { given: { reports: "less.txt" }, workspace, run: i + 2, before: test(outcome) });
      closed.push(outputs.get("closed"));
    }
    expect(closed).toEqual(["0", "0", "0", "1"]);
  });

  it("the caller's matrix reaches it: what one cell saw fail, another cell's pass does not close", async () => {
    const workspace = folder({ "red.txt": tests("a"), "green.txt": tests() });
    const at = (reports: string, run: number, os: string, suite = ""): ReturnType<typeof composite> =>
      composite(CHECKS, { given: { reports, suite }, workspace, run, matrix: { os, rust: "1.95" }, before: test("success") });
    expect((await at("red.txt", 1, "linux")).outer["opened"]).toBe("1");
    expect((await at("green.txt", 2, "windows")).outputs.get("closed")).toBe("0");
    // One job that looks twice: the other suite's pass does not either.
    expect((await at("green.txt", 2, "linux", "nightly")).outputs.get("closed")).toBe("0");
    expect((await at("green.txt", 3, "linux")).outputs.get("closed")).toBe("1");
  });

  it("what could not be read is told in its outputs, though the step fails", async () => {
    const { exit, outer, outputs } = await composite(CHECKS, {
      given: { reports: "nothing.txt" },
      workspace: folder({}),
      before: test("failure"),
    });
    expect(exit).toBe(3);
    expect([outer["opened"], outputs.get("new")]).toEqual(["0", "0"]);
    expect(JSON.stringify(JSON.parse(outputs.get("result file") ?? "{}"))).toContain("E_REPORT_MISSING");
  });
});
