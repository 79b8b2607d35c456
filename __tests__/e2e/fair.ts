/**
 * The fair: a matrix, shards and flakes from pytest, go test and vitest, told in thirteen rows (fixtures/fair/README.md).
 * The table says what the tracker must show after each row, and what it may do in it, whatever the order of its legs.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { terminalHost } from "../../src/host/terminal.ts";
import { terminalHistory } from "../../src/ledger/folder.ts";
import type { Result } from "../../src/result.ts";
import { readSettings } from "../../src/settings/settings.ts";
import { sync } from "../../src/sync.ts";

const FAIR = join(import.meta.dirname, "..", "fixtures", "fair");

/** What breaks at the fair, by words that stand in its title and in no other. A renamed test has the words of both names. */
const SUBJECTS = {
  recipe: /test_path_of_recipe/,
  rounding: /test_rounds_up/,
  price: /test_ticket_price|test_what_a_ticket_costs/,
  halfTurn: /test_half_turn/,
  ghosts: /test_midnight/,
  draw: /test_draws_six/,
  lights: /test_lights_are_on/,
  parade: /test_all_bands_march/,
  loop: /TestLoop/,
  child: /TestFare\/child/,
  dog: /TestFare\/dog/,
  build: /^Build failure: example\.com\/fair\/rides\/coaster$/,
  noon: /strikes noon/,
} as const;
export type Name = keyof typeof SUBJECTS;

export interface Row {
  /** Folder of the run's reports, one folder a leg. */
  run: string;
  /** Tag of its commit in the story. */
  commit: string;
  /** Number of the run; a late delivery and a further attempt have the number of the run they belong to. */
  id: number;
  attempt?: number;
  event?: "schedule" | "pull_request";
  /** When the run was created. */
  at: string;
  /** Entries that must be open once every leg was delivered. No other may be. */
  open: readonly Name[];
  /** Of `open` or not: entries of flaky tests that have passed nearly often enough, so that both are right. */
  either?: readonly Name[];
  /** Of `open`: entries that a pass must not close, whether there is a history or not. */
  held?: readonly Name[];
  /** Each exactly once in the row, whichever leg brings it. */
  created?: readonly Name[];
  closed?: readonly Name[];
  reopened?: readonly Name[];
  /** Entries that may get a comment or an edit, because a leg joined or left, or a verdict was found. No other may. */
  noted?: readonly Name[];
}

/** Two or more legs see these fail, so that the first opens the entry and the others join. */
const MATRIX = ["rounding", "price", "halfTurn", "ghosts", "draw"] as const;

export const ROWS: readonly Row[] = [
  {
    run: "01-opening",
    commit: "c1",
    id: 1,
    at: "2026-03-01T09:00:00Z",
    open: [...MATRIX, "recipe", "loop", "child", "noon"],
    created: [...MATRIX, "recipe", "loop", "child", "noon"],
    noted: MATRIX,
  },
  {
    // The draw and the rounding are mended on Linux; what Windows' second shard would say was lost.
    run: "02-shard-lost",
    commit: "c2",
    id: 2,
    at: "2026-03-02T09:00:00Z",
    open: [...MATRIX, "recipe", "loop", "child"],
    closed: ["noon"],
    noted: ["rounding", "draw"],
  },
  {
    // The draw passed on Windows too, but in a log that ends in the middle.
    run: "03-shard-cut",
    commit: "c3",
    id: 3,
    at: "2026-03-03T09:00:00Z",
    open: [...MATRIX, "recipe", "loop", "child", "noon"],
    reopened: ["noon"],
  },
  {
    // The coaster does not build: its loop was not tested, so that nothing is known of it.
    run: "04-unbuildable",
    commit: "c4",
    id: 4,
    at: "2026-03-04T09:00:00Z",
    open: ["price", "halfTurn", "ghosts", "recipe", "loop", "child", "build"],
    created: ["build"],
    closed: ["rounding", "draw", "noon"],
  },
  {
    // The half turn moves to the second shard and fails there; a test is renamed; noon fails for the third separate time.
    run: "05-moved",
    commit: "c5",
    id: 5,
    at: "2026-03-05T09:00:00Z",
    open: ["price", "halfTurn", "ghosts", "recipe", "loop", "child", "noon", "lights"],
    created: ["lights"],
    closed: ["build"],
    reopened: ["noon"],
    noted: ["halfTurn", "price"],
  },
  {
    // Linux' second shard again, at the same commit: the lights are on. Flaky, not fixed.
    run: "05-attempt-2",
    commit: "c5",
    id: 5,
    attempt: 2,
    at: "2026-03-05T09:00:00Z",
    open: ["price", "halfTurn", "ghosts", "recipe", "loop", "child", "noon", "lights"],
    held: ["lights"],
    noted: ["lights"],
  },
  {
    // The ghost train's file is deleted. Go and Windows' first shard are late. Children pay less: only the late report says so.
    // The half turn passes in the second shards, and the first ones listed no such test in the row before: it moved there.
    run: "06-ghost-train-gone",
    commit: "c6",
    id: 6,
    at: "2026-03-06T09:00:00Z",
    open: ["price", "recipe", "loop", "child", "noon", "lights"],
    closed: ["ghosts", "halfTurn"],
    noted: ["ghosts", "halfTurn"],
  },
  {
    // At night the slow tests run too.
    run: "07-night",
    commit: "c6",
    id: 7,
    event: "schedule",
    at: "2026-03-06T22:00:00Z",
    open: ["price", "recipe", "loop", "child", "noon", "parade"],
    either: ["lights"],
    created: ["parade"],
    noted: ["parade"],
  },
  {
    // By day the parade is not looked at. Children pay in full again.
    run: "08-day",
    commit: "c7",
    id: 8,
    at: "2026-03-07T09:00:00Z",
    open: ["price", "loop", "child", "noon", "parade"],
    closed: ["recipe"],
  },
  {
    // Of the commit before: the recipe fails, and children pay less. Both are old news.
    run: "09-late",
    commit: "c6",
    id: 6,
    at: "2026-03-06T09:00:00Z",
    open: ["price", "loop", "child", "noon", "parade"],
  },
  {
    // Planned only; what it plans stands in PULL_REQUEST.
    run: "10-pull-request",
    commit: "pr",
    id: 10,
    event: "pull_request",
    at: "2026-03-07T13:00:00Z",
    open: ["price", "loop", "child", "noon", "parade"],
  },
  {
    run: "11-mended",
    commit: "c8",
    id: 11,
    at: "2026-03-08T09:00:00Z",
    open: ["parade"],
    closed: ["price", "loop", "child", "noon"],
    noted: ["price"],
  },
  {
    run: "12-night",
    commit: "c9",
    id: 12,
    event: "schedule",
    at: "2026-03-09T22:00:00Z",
    open: [],
    closed: ["parade"],
    noted: ["parade"],
  },
  { run: "13-green", commit: "c10", id: 13, at: "2026-03-10T09:00:00Z", open: [] },
];

/** Where all legs of a row are delivered at once: what a row's legs are then. */
export const FAN_IN = "fan-in";

/** What the pull request's plan says of its two legs, and of both together. */
export const PULL_REQUEST: Record<string, { created: readonly Name[]; closed: readonly Name[] }> = {
  go: { created: ["dog"], closed: ["child"] },
  "py.linux.1": { created: [], closed: [] },
  [FAN_IN]: { created: ["dog"], closed: ["child"] },
};

/** Entries that stay open on a pass only because the history shows that their tests are flaky. */
export const HELD_BY_HISTORY: readonly Name[] = ["noon", "lights"];

/** Legs of a row, by folder: `py.linux.1`, `go`. */
export function legsOf(row: Row): string[] {
  return readdirSync(join(FAIR, "runs", row.run)).sort();
}

/** Where the story is told: a repository with a tracker. */
export interface Stage {
  /** One leg's job of a row, as a step of its own. */
  deliver(row: Row, leg: string): Promise<Result>;
  /** All that was written, to see that nothing was. */
  state(): unknown;
  /** Titles of the entries: those that are open, and all. */
  titles(): { open: string[]; all: string[] };
}

/** Makes a repository of the story's history in the folder; returns its commits by tag. */
export function unpack(root: string): Map<string, string> {
  const git = (...args: string[]): string => execFileSync("git", ["-C", root, ...args], { encoding: "utf8" });
  mkdirSync(root);
  git("init", "--quiet", "--initial-branch=main");
  execFileSync("git", ["-C", root, "fast-import", "--quiet"], { input: readFileSync(join(FAIR, "story.fi")) });
  const tags = git("for-each-ref", "--format=%(refname:short) %(objectname)", "refs/tags").trim().split("\n");
  return new Map(tags.map((line) => [line.slice(0, line.indexOf(" ")), line.slice(line.indexOf(" ") + 1)]));
}

/** Lets the clone know how far main has come when the row is delivered, which may be further than the row's own commit. */
export function checkOut(root: string, row: Row, commits: ReadonlyMap<string, string>): void {
  const number = (tag: string): number => Number(tag.slice(1));
  const told = ROWS.slice(0, ROWS.indexOf(row) + 1).filter((r) => r.event !== "pull_request");
  const head = told.reduce((newest, { commit }) => (number(commit) > number(newest) ? commit : newest), "c1");
  execFileSync("git", ["-C", root, "update-ref", "refs/remotes/origin/main", commits.get(head) ?? ""]);
}

/** The reports that a leg left. */
export function reportsOf(row: Row, leg: string): string[] {
  const folder = join(FAIR, "runs", row.run, leg);
  return readdirSync(folder).map((file) => join(folder, file));
}

/** A leg's folder as its job and its cell of the matrix. */
export function jobOf(leg: string): { job: string; cell: string } {
  const [job = "", system, shard] = leg.split(".");
  return { job, cell: system === undefined ? "" : JSON.stringify({ os: system, shard: Number(shard) }) };
}

/** Else a flaky test would need more passes than the story has. */
export const CLOSE_AFTER_MAX = "3";

/** In a terminal, with Tracer. */
export class Fairground implements Stage {
  private readonly root: string;
  private readonly cache: string | undefined;
  private readonly commits: ReadonlyMap<string, string>;

  /** `cache`: a folder for what may be lost. */
  constructor(root: string, cache: string | undefined) {
    this.root = root;
    this.cache = cache;
    this.commits = unpack(root);
    mkdirSync(join(root, ".trace"));
    writeFileSync(join(root, ".trace", "issues.jsonl"), "");
  }

  async deliver(row: Row, leg: string): Promise<Result> {
    const { job, cell } = jobOf(leg);
    checkOut(this.root, row, this.commits);
    const values = {
      tracker: "tracer",
      root: this.root,
      commit: "none",
      branch: row.event === "pull_request" ? "dogs" : "main",
      "default-branch": "main",
      leg: cell,
      "close-after-max": CLOSE_AFTER_MAX,
    };
    const facts = {
      sha: this.commits.get(row.commit) ?? "",
      run: String(row.id),
      attempt: String(row.attempt ?? 1),
      workflow: "ci.yml",
      job,
      event: row.event ?? "push",
      url: `https://ci.example/${row.id}`,
    };
    const settings = readSettings({ name: (n) => `--${n}`, values: new Map(Object.entries(values)) });
    const host = await terminalHost({}, settings, new Map(Object.entries(facts)), new Date(row.at).toISOString());
    const { result } = await sync(settings, host, {
      reports: reportsOf(row, leg).map((path) => ({ path })),
      environment: {},
      log: () => {},
      ...terminalHistory(this.cache ?? "none", this.root, {}, () => {}),
    });
    return result;
  }

  state(): string[] {
    return tracerState(this.root);
  }

  titles(): { open: string[]; all: string[] } {
    return tracerTitles(this.root);
  }
}

/** Tracer's file and the ledger; empty where there is none yet. */
export function tracerState(root: string): string[] {
  return [".trace/issues.jsonl", ".ci-tracker/ledger.jsonl"].map((file) => {
    const path = join(root, file);
    return existsSync(path) ? readFileSync(path, "utf8") : "";
  });
}

export function tracerTitles(root: string): { open: string[]; all: string[] } {
  const issues = (tracerState(root)[0] ?? "")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as { title: string; status: string });
  return { open: issues.filter((i) => i.status !== "closed").map((i) => i.title), all: issues.map((i) => i.title) };
}

// ------------------------------------------------------------------------------------------------ telling a row

/**
 * Delivers a row leg by leg, each twice, and returns what went against its table, in words. `patience`: entries that may
 * close earlier than the table says.
 */
export async function tell(stage: Stage, row: Row, legs: readonly string[], patience: readonly Name[] = []): Promise<string[]> {
  const previous = ROWS[ROWS.indexOf(row) - 1];
  const loose = [...(row.either ?? []), ...minus(patience, row.held ?? [])];
  const unsure = [...loose, ...(previous?.either ?? [])];
  const plansOnly = row.event === "pull_request";
  const wrong: string[] = [];
  const results: Result[] = [];
  for (const leg of legs) {
    const before = names(stage);
    const result = await stage.deliver(row, leg);
    results.push(result);
    const after = names(stage);
    for (const name of minus(before.open, [...after.open, ...unsure]))
      if (row.open.some((n) => n === name)) wrong.push(`${leg}: ${name} closed, though it is broken`);
    for (const name of minus(after.open, [...before.open, ...(previous?.open ?? []), ...row.open, ...unsure]))
      wrong.push(`${leg}: ${name} opened, though nothing broke it`);
    for (const name of minus(repeated(after.all), repeated(before.all))) wrong.push(`${leg}: ${name} has two entries`);
    for (const failed of result.failed) wrong.push(`${leg}: ${JSON.stringify(failed)}`);
    if (plansOnly) wrong.push(...wrongInPlan(result, leg));
    else for (const o of result.operations) if (!o.done) wrong.push(`${leg}: ${o.op} ${o.title} was not done`);
    const state = JSON.stringify(stage.state());
    const again = await stage.deliver(row, leg);
    if (!plansOnly) for (const o of again.operations) wrong.push(`${leg}: its second delivery plans to ${o.op} ${o.title}: ${o.reason}`);
    if (JSON.stringify(stage.state()) !== state) wrong.push(`${leg}: its second delivery wrote`);
  }
  const { open } = names(stage);
  for (const name of minus(row.open, [...open, ...loose])) wrong.push(`in the end ${name} is not open`);
  for (const name of minus(open, [...row.open, ...loose])) wrong.push(`in the end ${name} is open`);
  return plansOnly ? wrong : [...wrong, ...wrongInAll(row, results, loose, previous?.either ?? [])];
}

/** Subjects of titles, sorted; a title that is nobody's comes as it is. */
function named(titles: Iterable<string>): string[] {
  return [...titles].map((title) => Object.entries(SUBJECTS).find(([, words]) => words.test(title))?.[0] ?? title).sort();
}

function names(stage: Stage): { open: string[]; all: string[] } {
  const { open, all } = stage.titles();
  return { open: named(open), all: named(all) };
}

/** Names of those that operations of these kinds are about, as often as they are. */
function said(results: readonly Result[], ...ops: string[]): string[] {
  return named(results.flatMap((result) => result.operations.filter((o) => ops.includes(o.op)).map((o) => o.title)));
}

function minus(names: readonly string[], others: readonly string[]): string[] {
  return names.filter((name) => !others.includes(name));
}

function repeated(names: readonly string[]): string[] {
  return names.filter((name, index) => names.indexOf(name) !== index);
}

/** What a whole row did beside, or short of, what its table says. `due`: entries that close here if they did not in the row before. */
function wrongInAll(row: Row, results: readonly Result[], loose: readonly string[], due: readonly string[]): string[] {
  const wrong: string[] = [];
  for (const [op, expected = []] of [
    ["create", row.created],
    ["close", row.closed],
    ["reopen", row.reopened],
  ] as const) {
    const done = said(results, op);
    for (const name of minus(expected, [...done, ...loose])) wrong.push(`no ${op} of ${name}`);
    for (const name of minus(done, [...expected, ...loose, ...(op === "close" ? due : [])])) wrong.push(`${op} of ${name}`);
    for (const name of minus(repeated(done), loose)) wrong.push(`${op} of ${name} more than once`);
  }
  for (const name of minus(said(results, "comment", "update"), [...(row.noted ?? []), ...loose])) wrong.push(`a needless word on ${name}`);
  return wrong;
}

function wrongInPlan(result: Result, leg: string): string[] {
  const expected = PULL_REQUEST[leg];
  const wrong = result.operations.filter((o) => o.done).map((o) => `${leg}: ${o.op} ${o.title} was done in a pull request`);
  for (const [op, names] of [
    ["create", expected?.created],
    ["close", expected?.closed],
  ] as const)
    if (said([result], op).join() !== [...(names ?? [])].sort().join())
      wrong.push(`${leg}: plans to ${op} ${said([result], op).join(", ") || "nothing"}`);
  return wrong;
}
