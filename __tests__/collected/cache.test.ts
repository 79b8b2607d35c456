import { cpSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { cacheKey } from "../../src/collected/cache.ts";
import { githubHost } from "../../src/host/github.ts";
import { historyPrefix } from "../../src/ledger/actions.ts";
import { cargoTest } from "../e2e/reports.ts";
import { temporary } from "../e2e/spawn.ts";
import { FakeGitHub } from "../fakes/github/server.ts";
import { COMMIT, settingsOf } from "./kit.ts";
import { collecting, step } from "./step.ts";

/** The Actions cache: what was saved under a key, from a path that is the same on every system. */
const cache = vi.hoisted(() => ({
  store: new Map<string, { paths: string; folder: string; cross: boolean }>(),
  workspace: "",
  broken: new Set<string>(),
  saves: true,
}));

vi.mock(import("../../src/load.ts"), async () => {
  const quick = await (await import("../e2e/job.ts")).quickLoad();
  const saveCache = async (paths: string[], key: string, _options: unknown, cross: boolean): Promise<number> => {
    if (!cache.saves || cache.store.has(key)) return -1;
    const folder = mkdtempSync(join(tmpdir(), "ci-tracker-cache-"));
    cpSync(join(cache.workspace, paths[0] ?? ""), folder, { recursive: true });
    cache.store.set(key, { paths: paths.join(), folder, cross });
    return cache.store.size;
  };
  const restoreCache = async (
    paths: string[],
    key: string,
    _: string[],
    options: { lookupOnly?: boolean } | undefined,
    cross: boolean,
  ): Promise<string | undefined> => {
    const found = cache.store.get(key);
    if (cache.broken.has(key)) throw new Error("the service is down");
    if (!found || found.paths !== paths.join() || found.cross !== cross) return undefined;
    if (!options?.lookupOnly) cpSync(found.folder, join(cache.workspace, paths[0] ?? ""), { recursive: true });
    return key;
  };
  const load: typeof quick.load = async <Module>(name: Parameters<typeof quick.load>[0]) =>
    name === "cache" ? ({ saveCache, restoreCache } as Module) : await quick.load<Module>(name);
  return { load };
});

const RED = cargoTest({ crate: "shop", tests: { "tests::a": "a broke" } });
let fake: FakeGitHub;
let home: ReturnType<typeof temporary>;
let jobs = 0;
beforeEach(async () => {
  fake = await FakeGitHub.start();
  home = temporary();
  cache.store.clear();
  cache.broken.clear();
  cache.saves = true;
});
afterEach(async () => {
  await fake.close();
  for (const { folder } of cache.store.values()) rmSync(folder, { recursive: true, force: true });
  home.remove();
});

const workspace = (): string => {
  cache.workspace = join(home.path, String(jobs++), "workspace");
  return cache.workspace;
};
const leg = (name: string, environment: Record<string, string> = {}): Promise<string> =>
  collecting(fake, { files: { "t.txt": RED }, inputs: { evidence: "cache", leg: name }, environment, workspace: workspace() });
/** The caches as GitHub lists them, all of one branch unless said otherwise. */
const list = (ref = "refs/heads/main"): void => {
  for (const key of cache.store.keys()) fake.runs.caches.push({ id: fake.nextId(), key, ref });
};
const track = (inputs: Record<string, string> = {}): ReturnType<typeof step> =>
  step(fake, { inputs: { evidence: "cache", ...inputs }, environment: { GITHUB_JOB: "tracker" }, workspace: workspace() });

describe("evidence in the cache", () => {
  it("each leg's is found by the run, restored, and gone from the workspace again", async () => {
    await leg("os=linux, rust=1.95");
    expect(readdirSync(cache.workspace)).toEqual(["t.txt"]);
    await leg("os=windows");
    await leg("os=linux, rust=1.95", { GITHUB_RUN_ID: "71" });
    list();
    const outcome = await track();
    expect([outcome.exit, outcome.evidence?.producers]).toEqual([
      0,
      ["main » .github/workflows/ci.yml » test » os=linux, rust=1.95", "main » .github/workflows/ci.yml » test » os=windows"],
    ]);
    expect(readdirSync(cache.workspace)).toEqual([]);
    expect([...cache.store.keys()][0]).toMatch(/^ci-tracker-evidence-7-1-test-os=linux-rust=1\.95-[0-9a-f]{8}-[0-9a-f]{12}$/);
  });

  it("keys have nothing that a cache does not take, and two legs never share one", () => {
    const header = { run: "7", attempt: 1, branch: "main", event: "push", workflow: "ci.yml", job: "test", at: "", machine: "" };
    const legs = ["", "a,b", "a b", "x".repeat(600), `${"x".repeat(600)}y`, "a/b", "../a"];
    const keys = legs.map((name) => cacheKey({ ...header, leg: name }, "d"));
    expect(new Set(keys).size).toBe(legs.length);
    for (const key of keys) expect([key.length < 512, /^[\w.=-]+$/.test(key)]).toEqual([true, true]);
  });

  it("a leg that cannot be restored is named, and the others count", async () => {
    await leg("linux");
    await leg("windows");
    list();
    const [lost = ""] = [...cache.store.keys()].filter((key) => key.includes("windows"));
    cache.broken.add(lost);
    const outcome = await track();
    expect([outcome.exit, outcome.evidence?.producers.length]).toEqual([3, 1]);
    expect(outcome.result.reports.filter((r) => r.error).map((r) => [r.file, r.error?.code])).toEqual([[lost, "E_EVIDENCE_CACHE"]]);
  });

  it("what runs of other branches and pull requests kept under our run's name is none of ours", async () => {
    await leg("linux");
    list("refs/pull/3/merge");
    const outcome = await track();
    expect([outcome.exit, outcome.result.reports.map((r) => r.error?.code)]).toEqual([3, ["E_EVIDENCE_CACHE"]]);
  });

  it("without the right to list them, without a token, or with an answer that is none, it says so and nothing closes", async () => {
    await leg("linux");
    list();
    fake.on("GET /repos/:owner/:repo/actions/caches", "all", { status: 403, body: { message: "Resource not accessible by integration" } });
    const codes = ({ exit, result }: Awaited<ReturnType<typeof track>>): unknown[] => [exit, ...result.reports.map((r) => r.error?.code)];
    expect(codes(await track())).toEqual([3, "E_TOKEN"]);
    fake.heal();
    fake.on("GET /repos/:owner/:repo/actions/caches", "all", { status: 200, body: { caches: [] } });
    expect(codes(await track())).toEqual([3, "E_EVIDENCE_CACHE"]);
    fake.heal();
    expect(codes(await track({ token: "", tracker: "tracer", commit: "none", init: "true" }))).toEqual([3, "E_EVIDENCE_CACHE"]);
  });

  it("a list of many pages is read to its end", async () => {
    await leg("linux");
    for (let i = 0; i < 250; i++) fake.runs.caches.push({ id: i, key: `ci-tracker-evidence-7-1-other-${i}`, ref: "refs/heads/main" });
    list();
    const outcome = await track();
    expect(outcome.evidence?.producers).toHaveLength(1);
    expect(outcome.result.reports.filter((r) => r.error)).toHaveLength(250);
  });

  it("a cache that was not saved is an error of the leg's own step", async () => {
    cache.saves = false;
    const outcome = await step(fake, {
      files: { "t.txt": RED },
      inputs: { mode: "collect", reports: "t.txt", evidence: "cache" },
      workspace: workspace(),
    });
    expect([outcome.exit, outcome.result.failed.map((f) => f.code)]).toEqual([3, ["E_EVIDENCE_CACHE"]]);
    expect(existsSync(outcome.result.evidence ?? "")).toBe(true);
  });

  it("a link in the folder's place leads nowhere", async () => {
    const at = workspace();
    const elsewhere = join(home.path, "elsewhere");
    for (const folder of [at, elsewhere]) mkdirSync(folder, { recursive: true });
    writeFileSync(join(elsewhere, "x"), "x");
    symlinkSync(elsewhere, join(at, ".ci-tracker-evidence"));
    await collecting(fake, { files: { "t.txt": RED }, inputs: { evidence: "cache" }, workspace: at });
    expect(readdirSync(elsewhere)).toEqual(["x"]);
    expect(lstatSync(elsewhere).isDirectory()).toBe(true);
  });
});

describe("the history in the cache", () => {
  const prefix = (environment: Record<string, string>, inputs: Record<string, string> = {}): string =>
    historyPrefix(
      githubHost(
        {
          GITHUB_REF_NAME: "main",
          GITHUB_WORKFLOW_REF: "o/s/.github/workflows/ci.yml@x",
          GITHUB_JOB: "test",
          GITHUB_SHA: COMMIT,
          ...environment,
        },
        settingsOf(inputs),
        "2026-03-01T09:00:00.000Z",
      ),
    );

  it("is one for each branch, workflow, job and leg, so that cells of a matrix keep theirs", () => {
    const all = [
      prefix({}),
      prefix({ GITHUB_JOB: "lint" }),
      prefix({ GITHUB_WORKFLOW_REF: "o/s/.github/workflows/nightly.yml@x" }),
      prefix({}, { leg: "os=linux" }),
      prefix({}, { leg: "os=windows" }),
      prefix({ GITHUB_REF_NAME: "release/1" }, { branches: "release/*" }),
    ];
    expect(new Set(all).size).toBe(all.length);
    for (const one of all) for (const other of all) if (one !== other) expect(other.startsWith(one)).toBe(false);
    for (const one of all) expect(one).toMatch(/^ci-tracker-history-1-[\w.-]+-$/);
  });

  it("of a pull request is the one of the branch it would be merged into", () => {
    const pull = { GITHUB_EVENT_NAME: "pull_request", GITHUB_HEAD_REF: "fix", GITHUB_REF_NAME: "3/merge" };
    expect(prefix(pull)).toBe(prefix({}));
  });
});
