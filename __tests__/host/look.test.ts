import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import type { Host } from "../../src/host/host.ts";
import { look } from "../../src/host/look.ts";
import { terminalHost } from "../../src/host/terminal.ts";
import { fingerprintOf, keyOf } from "../../src/identity/key.ts";
import { NO_HISTORY } from "../../src/ledger/history.ts";
import type { Ledger, Line, Word } from "../../src/ledger/ledger.ts";
import type { Evidence } from "../../src/model.ts";
import { relation } from "../../src/planning/order.ts";
import { readSettings } from "../../src/settings/settings.ts";
import { git, scratch } from "../commit/repositories.ts";

const places = scratch();
afterAll(() => places.clean());

let root: string;
let first: string;
let second: string;
beforeEach(() => {
  root = places.folder("look");
  git(root, "init", "-q", "--initial-branch=main");
  for (const name of ["kept.rs", "gone.rs"]) {
    mkdirSync(join(root, "src"), { recursive: true });
    writeFileSync(join(root, "src", name), name);
  }
  git(root, "add", ".");
  git(root, "commit", "-q", "-m", "first");
  first = git(root, "rev-parse", "HEAD");
  git(root, "rm", "-q", "src/gone.rs");
  git(root, "commit", "-q", "-m", "second");
  second = git(root, "rev-parse", "HEAD");
});

const hostAt = (commit: string): Promise<Host> =>
  terminalHost(
    {},
    readSettings({ name: (n) => n, values: new Map([["root", root]]) }),
    new Map([["sha", commit]]),
    "2026-03-01T09:00:00.000Z",
  );

function lineOf(key: string, more: Partial<Line> = {}, word: Partial<Word> = {}): Line {
  const seen: Word = { run: "1", attempt: 1, at: "2026-02-01T09:00:00.000Z", commit: first, last: "failed", ...word };
  const kind = key.slice(0, key.indexOf("/")) as Line["kind"];
  return { fingerprint: fingerprintOf(key), key, kind, title: "T", state: "open", generation: 1, producers: { main: seen }, ...more };
}
const ledgerOf = (...lines: Line[]): Ledger => new Map(lines.map((line) => [line.fingerprint, line]));
const KEPT = { keepsHistory: true };
const evidence = (more: Partial<Evidence> = {}): Evidence =>
  ({ producers: ["main"], failing: new Map(), passing: new Map(), retried: new Set(), ...more }) as unknown as Evidence;
const TEST = keyOf("test", "shop", "tests::a");

describe("a file of a failure", () => {
  test("is gone when the commit where it last failed has it and this one does not", async () => {
    const world = await look(await hostAt(second), evidence(), ledgerOf(lineOf(TEST, { file: "src/gone.rs" })), NO_HISTORY, KEPT);
    expect([...world.missing]).toEqual(["src/gone.rs"]);
    const kept = await look(await hostAt(second), evidence(), ledgerOf(lineOf(TEST, { file: "src/kept.rs" })), NO_HISTORY, KEPT);
    expect([...kept.missing]).toEqual([]);
  });

  test.each([
    ["it was never there", { file: "src/never.rs" }, {}],
    ["the commit is not known", { file: "src/gone.rs" }, { commit: "f".repeat(40) }],
    ["it failed at this commit", { file: "src/gone.rs" }, { commit: "this" }],
    ["it passed since", { file: "src/gone.rs" }, { last: "passed" as const }],
    ["its entry is closed", { file: "src/gone.rs", state: "closed" as const }, {}],
  ])("is not gone when %s", async (_, more, word) => {
    const line = lineOf(TEST, more, "commit" in word && word.commit === "this" ? { commit: second } : word);
    const world = await look(await hostAt(second), evidence(), ledgerOf(line), NO_HISTORY, KEPT);
    expect([...world.missing]).toEqual([]);
  });

  test("that a report places outside of the repository is not asked for, and keeps no other from being found", async () => {
    const hostile = ["/etc/passwd", "../x", "src/../../x", "..", ":(exclude)src", "C:/x", "a\nb", ""];
    const lines = hostile.map((file, i) => lineOf(keyOf("test", "shop", `tests::h${i}`), { file }));
    const world = await look(await hostAt(second), evidence(), ledgerOf(...lines, lineOf(TEST, { file: "src/gone.rs" })), NO_HISTORY, KEPT);
    expect([...world.missing]).toEqual(["src/gone.rs"]);
  });
});

describe("how commits lie to each other", () => {
  test("is asked of git first, and of the host's API for what git does not have", async () => {
    const asked: string[][] = [];
    const compare = async (base: string, head: string) => {
      asked.push([base, head]);
      return "ancestor" as const;
    };
    const far = "e".repeat(40);
    const lines = [lineOf(TEST), lineOf(keyOf("test", "shop", "tests::b"), {}, { commit: far })];
    const world = await look(await hostAt(second), evidence(), ledgerOf(...lines), NO_HISTORY, { ...KEPT, compare });
    expect([...world.ancestry]).toEqual([
      [first, "ancestor"],
      [far, "ancestor"],
    ]);
    expect(asked).toEqual([[far, second]]);
  });

  test("is not asked for entries that are closed and stay so, nor by a run without a commit", async () => {
    const never = async () => {
      throw new Error("nobody was to be asked");
    };
    const closed = lineOf(TEST, { state: "closed" }, { commit: "e".repeat(40) });
    expect(
      (await look(await hostAt(second), evidence(), ledgerOf(closed), NO_HISTORY, { ...KEPT, compare: never, between: never })).ancestry
        .size,
    ).toBe(0);
    const host = await hostAt(second);
    const { commit: _, ...run } = host.run;
    expect(
      (await look({ ...host, run }, evidence(), ledgerOf(lineOf(TEST)), NO_HISTORY, { ...KEPT, compare: never, between: never })).ancestry
        .size,
    ).toBe(0);
  });
});

describe("a version that was yanked", () => {
  const KEY = keyOf("audit", "rust", "time", "yanked", "0.1.43");
  const LOCK = (version: string): string => `version = 4\n\n[[package]]\nname = "time"\nversion = "${version}"\n`;
  const unlocked = async (): Promise<string[]> => [
    ...(await look(await hostAt(second), evidence(), ledgerOf(lineOf(KEY)), NO_HISTORY, KEPT)).unlocked,
  ];

  test("is settled only when the lockfile has another one", async () => {
    writeFileSync(join(root, "Cargo.lock"), LOCK("0.1.43"));
    expect(await unlocked()).toEqual([]);
    writeFileSync(join(root, "Cargo.lock"), LOCK("0.1.43").replaceAll("\n", "\r\n"));
    expect(await unlocked()).toEqual([]);
    writeFileSync(join(root, "Cargo.lock"), LOCK("0.1.44"));
    expect(await unlocked()).toEqual([fingerprintOf(KEY)]);
    writeFileSync(join(root, "Cargo.lock"), LOCK("0.1.430"));
    expect(await unlocked()).toEqual([fingerprintOf(KEY)]);
  });

  test("is not settled by a lockfile that is not there, is a folder, a pipe, or a link to nothing", async () => {
    const lock = join(root, "Cargo.lock");
    expect(await unlocked()).toEqual([]);
    mkdirSync(lock);
    expect(await unlocked()).toEqual([]);
    rmSync(lock, { recursive: true });
    // Nobody ever writes into it: reading it would never end.
    spawnSync("mkfifo", [lock]);
    expect(await unlocked()).toEqual([]);
  });
});

describe("where a failure began", () => {
  const MARK = { run: "1", attempt: 1, at: "2026-02-01T09:00:00.000Z" };
  const failing = (key = TEST): Partial<Evidence> => {
    const subject = { fingerprint: fingerprintOf(key), key, kind: "test" as const, title: "T" };
    return { failing: new Map([[key, { subject, sightings: [{ producer: "main", outcome: "failed" as const, parts: [] }] }]]) };
  };
  const history = (commit: string) => ({ ...NO_HISTORY, marks: new Map([["main", { ...MARK, commit }]]) });
  const OTHER = lineOf(keyOf("test", "shop", "tests::other"), { state: "closed" });

  test("is between the last commit that the producer was seen at and this one, with what was committed there and by whom", async () => {
    git(root, "-c", "user.name=Ada", "commit", "-q", "--allow-empty", "-m", "third\n\nmore words");
    const third = git(root, "rev-parse", "HEAD");
    const world = await look(await hostAt(third), evidence(failing()), ledgerOf(OTHER), history(first), KEPT);
    expect(world.suspects.get("main")).toEqual({
      good: first,
      bad: third,
      commits: [expect.stringMatching(`^${third.slice(0, 7)} .+: third$`), expect.stringMatching(`^${second.slice(0, 7)} .+: second$`)],
      more: 0,
    });
  });

  test("shows ten commits, and leaves out our own", async () => {
    git(root, "commit", "-q", "--allow-empty", "-m", "ci-tracker: 1 opened\n\nCi-Tracker-Run: 7/1");
    for (let i = 0; i < 12; i++) git(root, "commit", "-q", "--allow-empty", "-m", `change ${i}`);
    const world = await look(await hostAt(git(root, "rev-parse", "HEAD")), evidence(failing()), ledgerOf(OTHER), history(second), KEPT);
    const { commits = [], more } = world.suspects.get("main") ?? {};
    expect(commits).toHaveLength(10);
    expect(more).toBe(2);
    expect(commits[0]).toContain("change 11");
  });

  test("is asked of the host's API where the checkout is shallow, and is not told where nobody knows", async () => {
    const far = "e".repeat(40);
    const between = async () => ({ commits: [{ id: "d".repeat(40), author: "Ada", message: "broke it" }], total: 1 });
    const asked = await look(await hostAt(second), evidence(failing()), ledgerOf(OTHER), history(far), { ...KEPT, between });
    expect(asked.suspects.get("main")?.commits).toEqual(["ddddddd Ada: broke it"]);
    const unknown = await look(await hostAt(second), evidence(failing()), ledgerOf(OTHER), history(far), KEPT);
    expect(unknown.suspects.size).toBe(0);
  });

  test("is told of a push by where the branch was, where the cache knows nothing", async () => {
    const host = { ...(await hostAt(second)), pushedFrom: first };
    const world = await look(host, evidence(failing()), ledgerOf(OTHER), NO_HISTORY, KEPT);
    expect(world.suspects.get("main")).toMatchObject({ good: first, bad: second });
  });

  test("is not asked for what has an open entry", async () => {
    const world = await look(await hostAt(second), evidence(failing()), ledgerOf(lineOf(TEST)), history(first), KEPT);
    expect(world.suspects.size).toBe(0);
  });
});

describe("a branch that went on", () => {
  const overtaken = async (commit: string, more: Partial<Parameters<typeof look>[4]> = {}, history = NO_HISTORY): Promise<boolean> =>
    (await look(await hostAt(commit), evidence(), ledgerOf(lineOf(TEST)), history, { ...KEPT, ...more })).overtaken;

  test("beyond the tested commit by commits of people is told by the remote's branch", async () => {
    git(root, "update-ref", "refs/remotes/origin/main", second);
    expect(await overtaken(first)).toBe(true);
    expect(await overtaken(second)).toBe(false);
  });

  test("is not overtaken by our own commits", async () => {
    git(root, "commit", "-q", "--allow-empty", "-m", "ci-tracker: 1 opened\n\nCi-Tracker-Run: 7/1");
    git(root, "update-ref", "refs/remotes/origin/main", "HEAD");
    expect(await overtaken(second)).toBe(false);
    expect(await overtaken(first)).toBe(true);
  });

  test("is asked of the API where git does not know the remote's branch, and taken for not so where nobody knows", async () => {
    const asked: string[][] = [];
    const between = async (base: string, head: string) => {
      asked.push([base, head]);
      return { commits: [{ id: second, author: "Ada", message: "second" }], total: 1 };
    };
    expect(await overtaken(first, { between })).toBe(true);
    expect(asked).toEqual([[first, "main"]]);
    expect(await overtaken(first)).toBe(false);
  });

  test("matters to nobody whose newest evidence the cache knows, so nobody is asked", async () => {
    git(root, "update-ref", "refs/remotes/origin/main", second);
    const marks = new Map([["main", { run: "1", attempt: 1, at: "2026-02-01T09:00:00.000Z", commit: first }]]);
    expect(await overtaken(first, {}, { ...NO_HISTORY, marks })).toBe(false);
  });
});

describe("a run that was started later, at an older commit", () => {
  test("is older than the newest evidence of its producer, whatever the ledger remembers", async () => {
    const mark = { run: "8", attempt: 1, commit: second, at: "2026-01-01T00:00:00.000Z" };
    const history = { ...NO_HISTORY, marks: new Map([["main", mark]]) };
    const host = await hostAt(first);
    const world = await look(host, evidence(), ledgerOf(lineOf(TEST, { state: "closed" })), history, KEPT);
    expect(relation(host.run, mark, world.ancestry)).toBe("older");
  });
});
