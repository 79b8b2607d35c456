import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { githubHost } from "../../src/host/github.ts";
import type { Evidence, Subject } from "../../src/model.ts";
import type { Remote } from "../../src/remote.ts";
import { readSettings } from "../../src/settings/settings.ts";
import { choose } from "../../src/trackers/choose.ts";
import type { ListQuery } from "../../src/trackers/tracker.ts";
import { temporary } from "../e2e/spawn.ts";
import { MemoryStore } from "./memory-store.ts";

const AT = "2026-03-31T09:00:00.000Z";
const ISSUE =
  '{"id":"bd-1","title":"T","description":"","status":"open","priority":1,"issue_type":"bug","created_at":"2026-01-01T00:00:00Z","updated_at":"2026-01-01T00:00:00Z"}\n';

let root: { path: string; remove(): void };
let queries: ListQuery[];
let checked: number;
let ledger: MemoryStore;
beforeEach(() => {
  root = temporary("ci-tracker-choose-");
  queries = [];
  checked = 0;
  ledger = new MemoryStore();
  ledger.check = async () => {
    checked++;
  };
});
afterEach(() => root.remove());

const leave = (path: string, text: string): void => {
  mkdirSync(join(root.path, path, ".."), { recursive: true });
  writeFileSync(join(root.path, path), text);
};

/** GitHub's side: a ledger in memory, and issues of which only the question is kept. */
const remote: Remote = {
  issues: async () => ({
    name: "github",
    open: async (query) => {
      queries.push(query);
      const listing = { tracker: "github", ids: "theirs" as const, whole: true, entries: [] };
      return { listing, ready: () => 0, log: async () => [], apply: async () => ({ id: "1" }), confirm: async () => new Map() };
    },
  }),
  apiStore: async () => ledger,
  pullRequestStore: async () => ledger,
  compare: async () => undefined,
  between: async () => undefined,
  run: () => Promise.reject(new Error("no run is asked for")),
  pull: async () => undefined,
  caches: async () => [],
  comment: async () => {},
};

const evidenceOf = (...subjects: Partial<Subject>[]): Evidence =>
  ({
    failing: new Map(
      subjects.map((subject, i) => [
        String(i),
        { subject: { fingerprint: `f${i}`, key: `test/1 ${i}`, kind: "test", title: "t", ...subject }, sightings: [] },
      ]),
    ),
  }) as unknown as Evidence;

async function chosen(values: Record<string, string>, more: { remote?: Remote | undefined; writes?: boolean; evidence?: Evidence } = {}) {
  const settings = readSettings({ name: (n) => n, values: new Map(Object.entries({ commit: "none", ...values })) });
  const host = githubHost({ GITHUB_WORKSPACE: root.path, GITHUB_REPOSITORY: "octo/shop", GITHUB_REF_NAME: "main" }, settings, AT);
  const found = await choose(settings, host, "remote" in more ? more.remote : remote, more.writes ?? true);
  return await found.list(more.evidence ?? evidenceOf());
}

describe("the tracker of a run", () => {
  test("is the first of the chain that is there", async () => {
    expect((await chosen({ tracker: "tracer, github" })).tracker).toBe("github");
    leave(".trace/issues.jsonl", ISSUE);
    expect((await chosen({ tracker: "tracer, github" })).tracker).toBe("tracer");
    expect((await chosen({ tracker: "github, tracer" })).tracker).toBe("github");
    expect((await chosen({ tracker: "github, tracer" }, { remote: undefined })).tracker).toBe("tracer");
  });

  test("is with auto the one that the repository has, else GitHub's issues in GitHub Actions", async () => {
    expect((await chosen({})).tracker).toBe("github");
    leave(".trace/issues.jsonl", ISSUE);
    expect((await chosen({})).tracker).toBe("tracer");
  });

  test("is none where none of the chain is there, and each says why", async () => {
    await expect(chosen({ tracker: "tracer, github" }, { remote: undefined })).rejects.toMatchObject({
      code: "E_TRACKER_NONE",
      exit: 3,
      message: "no tracker was found: tracer is not in the repository (branch main); github needs a token and a repository's name",
    });
  });

  test("is not passed over where it is there and broken: the next of the chain would begin anew", async () => {
    leave(".trace/issues.jsonl", "{\n");
    for (const tracker of ["auto", "tracer, github"]) await expect(chosen({ tracker })).rejects.toMatchObject({ code: "E_TRACKER_BROKEN" });
  });

  test("is not used with a ledger that cannot be read", async () => {
    leave(".trace/issues.jsonl", ISSUE);
    leave(".ci-tracker/ledger.jsonl", "{\n");
    await expect(chosen({ tracker: "tracer" })).rejects.toMatchObject({ code: "E_LEDGER_BROKEN" });
  });

  test("is made by init where there is none, for the first in the chain that is of files, and only when something is written", async () => {
    const place = await chosen({ tracker: "tracer", init: "true" });
    expect([place.tracker, place.where, place.listing.entries]).toEqual(["tracer", ".trace/issues.jsonl", []]);
    expect(readdirSync(root.path)).toEqual([]);
    await expect(chosen({ tracker: "github", init: "true" }, { remote: undefined })).rejects.toMatchObject({ code: "E_TRACKER_NONE" });
  });

  test("rules of its branch are asked for by runs that write, and only by those", async () => {
    await chosen({ tracker: "github", commit: "api" });
    expect(checked).toBe(1);
    await chosen({ tracker: "github", commit: "api" }, { writes: false });
    expect(checked).toBe(1);
  });
});

describe("what a hosted tracker is asked for", () => {
  test("is what the ledger names in it, what closed within the window, and titles of subjects nobody knows yet", async () => {
    const line = (key: string, entry?: object): string =>
      JSON.stringify({ fingerprint: "x", key, kind: "test", title: "t", state: "open", generation: 1, producers: {}, ...entry });
    const known = ["test/1 shop » tests::a", "test/1 shop » tests::b", "test/1 shop » tests::c"];
    const { fingerprintOf } = await import("../../src/identity/key.ts");
    const entries = [{ entry: { tracker: "github", id: "7" } }, { entry: { tracker: "tracer", id: "ci-x" } }, {}];
    ledger.push(
      ".ci-tracker/ledger.jsonl",
      known.map((key, i) => line(key, entries[i]).replace('"x"', JSON.stringify(fingerprintOf(key)))).join("\n"),
    );
    const evidence = evidenceOf(
      { key: known[0] ?? "", recipeTitle: "Test failure: tests::a" },
      { key: "test/1 shop » tests::new", recipeTitle: "Test failure: tests::new" },
      { key: "lint/1 clippy » needless_return", kind: "lint" },
      { key: "lint/1 rustc » unused_mut", kind: "lint" },
    );
    await chosen({ tracker: "github", commit: "api", "reopen-window": "30" }, { evidence });
    expect(queries).toEqual([
      { ids: ["7"], since: "2026-03-01T09:00:00.000Z", titles: ["Fix clippy warnings", "Test failure: tests::new"], now: AT },
    ]);
  });
});
