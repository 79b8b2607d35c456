import { cpSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Explained } from "../../src/explain.ts";
import { CLOSE_AFTER_MAX, Fairground, legsOf, ROWS } from "./fair.ts";
import { type Finished, runBundle, temporary, treeOf } from "./spawn.ts";

/** Rows of the fair after which somebody asks. */
const ASKED = ["01-opening", "05-attempt-2", "08-day"] as const;
type Asked = (typeof ASKED)[number];

const HALF_TURN = "Test failure: test_half_turn (stalls.test_carousel)";
const LIGHTS = "Test failure: test_lights_are_on (stalls.test_lottery)";
const NOON = "Test failure: strikes noon (tickets/clock.test.ts)";
const RECIPE = "Test failure: test_path_of_recipe (stalls.test_bakery)";
const GHOSTS = "Test failure: test_midnight (stalls.test_ghost_train)";
const PRICE = "Test failure: test_what_a_ticket_costs (stalls.test_bakery)";

/** First letters of the commits, as people are shown them. */
const [C1, C4, C5, C6, C7] = ["02e4709ba330", "59f298891bf1", "5e9d76e99349", "e2ed21e05bc2", "a1e690384584"];

const place = temporary("ci-tracker-explain-");
const at = (row: Asked): string => join(place.path, row);

beforeAll(async () => {
  const now = join(place.path, "now");
  mkdirSync(now);
  const fair = new Fairground(join(now, "fair"), join(now, "cache"));
  for (const row of ROWS) {
    for (const leg of legsOf(row)) await fair.deliver(row, leg);
    const asked = ASKED.find((a) => a === row.run);
    if (asked !== undefined) cpSync(now, at(asked), { recursive: true });
    if (asked === ASKED.at(-1)) break;
  }
}, 60_000);
afterAll(() => place.remove());

/** As a person asks in the repository's folder, soon afterwards, with nothing told but what the project's runs were told too. */
function ask(row: Asked, ...args: string[]): Promise<Finished> {
  const policy = ["--close-after-max", CLOSE_AFTER_MAX, "--cache", join("..", "cache"), "--at", "2026-03-07T12:00:00Z"];
  return runBundle("cli", ["explain", ...args, ...policy], {}, join(at(row), "fair"));
}

async function told(row: Asked, name: string): Promise<string[]> {
  const { exit, stdout, stderr } = await ask(row, name);
  expect([exit, stderr]).toEqual([0, ""]);
  return stdout.split("\n").map((line) => line.trim());
}

async function json(row: Asked, name: string): Promise<Explained> {
  const { exit, stdout, stderr } = await ask(row, name, "--json");
  expect([exit, stderr]).toEqual([0, ""]);
  return JSON.parse(stdout) as Explained;
}

/** The lines below a heading, to the next empty one. */
function below(lines: readonly string[], heading: string): string[] {
  const from = lines.indexOf(heading);
  return from < 0 ? [] : lines.slice(from + 1, lines.indexOf("", from + 1));
}

const LINUX = "main » ci.yml » py » os=linux";
const WINDOWS = "main » ci.yml » py » os=windows";

describe("explain, of what is open and seen by several legs", () => {
  it("names each leg, what it saw and since when, and what each has to show before the entry closes", async () => {
    const lines = await told("01-opening", HALF_TURN);
    expect(lines.slice(0, 4)).toEqual([
      HALF_TURN,
      "ci-ttuhwjrrakye5  test/1 stalls.test_carousel » test_half_turn",
      "open in tracer: ci-ttuhwjrrakye5",
      `failing since run 1 at ${C1}, 2026-03-01 09:00`,
    ]);
    for (const leg of [`${LINUX}, shard=1`, `${WINDOWS}, shard=1`]) {
      expect(below(lines, "Seen by")).toContain(`${leg}: failed in run 1 at ${C1}, 2026-03-01 09:00`);
      expect(below(lines, "What comes next")).toContain(`${leg}: a pass newer than run 1 at ${C1}`);
    }
    expect(below(lines, "What happened")).toEqual([`2026-03-01T09:00:00.000Z opened: failed in run 1 at ${C1}`]);
  });

  it("does not name legs that never saw it failing", async () => {
    const lines = await told("01-opening", RECIPE);
    expect(below(lines, "Seen by").join("\n")).not.toContain("os=linux");
    expect(below(lines, "What comes next").slice(1)).toEqual([`${WINDOWS}, shard=1: a pass newer than run 1 at ${C1}`]);
  });

  it("tells the same in JSON, for scripts", async () => {
    const found = await json("01-opening", HALF_TURN);
    expect(found).toMatchObject({
      fingerprint: "ci-ttuhwjrrakye5",
      key: "test/1 stalls.test_carousel » test_half_turn",
      title: HALF_TURN,
      kind: "test",
      state: "open",
      entry: { tracker: "tracer", id: "ci-ttuhwjrrakye5", open: true },
      opened: { run: "1", attempt: 1 },
      log: [{ word: "opened", run: "1" }],
    });
    expect(found.producers.map(({ producer, last, flaky }) => [producer, last, flaky])).toEqual([
      [`${LINUX}, shard=1`, "failed", undefined],
      [`${WINDOWS}, shard=1`, "failed", undefined],
    ]);
    expect(found.closed).toBeUndefined();
  });

  it("knows a renamed test by its present title and by the entry it kept, and says what it was called", async () => {
    const lines = await told("05-attempt-2", PRICE);
    expect(lines).toContain("was called test/1 stalls.test_bakery » test_ticket_price");
    expect(lines).toContain("open in tracer: ci-trmg6lta4l2yq");
    expect(lines).toContain(`failing since run 1 at ${C1}, 2026-03-01 09:00`);
    expect(await told("05-attempt-2", "ci-trmg6lta4l2yq")).toEqual(lines);
  });
});

describe("explain, of a flaky test", () => {
  it("says how often it failed and how sure that is, why it counts as flaky, and how many passes in a row are still to come", async () => {
    const noon = await told("05-attempt-2", NOON);
    expect(below(noon, "Seen by")).toEqual([
      `main » ci.yml » js: failed in run 5 at ${C5}, 2026-03-05 09:00, flaky: failed in 3 of 5 runs (23 % to 88 %)`,
      "main » ci.yml » js: F.F.F",
    ]);
    expect(below(noon, "What comes next")).toContain(
      "main » ci.yml » js: 0 of the 3 passes in a row that close it (it failed in 3 separate episodes of the last 5 runs)",
    );
    expect(below(noon, "What happened").map((line) => line.split(" ")[1])).toEqual([
      "opened:",
      "closed:",
      "reopened:",
      "closed:",
      "reopened:",
    ]);
  });

  it("says so of one that passed in a second attempt at the same commit, with the commits among which it began", async () => {
    const lights = await told("05-attempt-2", LIGHTS);
    expect(below(lights, "What comes next")).toContain(
      `${LINUX}, shard=2: 1 of the 3 passes in a row that close it (it failed and passed at one commit, ${C5})`,
    );
    expect(below(lights, `Began between ${C4} and ${C5}`)).toEqual([
      "5e9d76e fair: the coaster builds again; new durations; a clearer name",
    ]);
  });

  it("gives the figures in JSON", async () => {
    const { state, producers, outcomes } = await json("05-attempt-2", NOON);
    expect([state, outcomes]).toEqual(["open", [{ producer: "main » ci.yml » js", seen: "F.F.F" }]]);
    const [flaky] = producers.map((producer) => producer.flaky);
    expect(flaky).toMatchObject({ failures: 3, observations: 5, passes: 0, needs: 3 });
    expect([flaky?.low, flaky?.high]).toEqual([expect.closeTo(0.23, 2), expect.closeTo(0.88, 2)]);
  });
});

describe("explain, of what is closed", () => {
  it("says in which run, upon what, and what would reopen it", async () => {
    const lines = await told("08-day", RECIPE);
    expect(lines).toContain("closed in tracer: ci-t2ofejcuvhmtf");
    expect(lines).toContain(`closed in run 8 at ${C7}, 2026-03-07 09:00 (passed)`);
    expect(below(lines, "Seen by")).toEqual([
      `${WINDOWS}, shard=1: passed in run 8 at ${C7}, 2026-03-07 09:00`,
      `${WINDOWS}, shard=1: FFFFFF.`,
    ]);
    expect(below(lines, "What happened").at(-1)).toBe(`2026-03-07T09:00:00.000Z closed: passed in run 8 at ${C7}`);
    expect(below(lines, "What comes next")).toEqual([`its next failure newer than run 8 at ${C7} reopens it`]);
  });

  it("tells what is gone from what passed", async () => {
    const lines = await told("08-day", GHOSTS);
    expect(lines).toContain(`closed in run 6 at ${C6}, 2026-03-06 09:00 (gone)`);
    expect(below(lines, "What happened").at(-1)).toContain("gone: its file stalls/test_ghost_train.py no longer exists");
    expect((await json("08-day", GHOSTS)).closed).toMatchObject({ run: "6", how: "gone" });
  });

  it("tells the same in JSON", async () => {
    expect(await json("08-day", RECIPE)).toMatchObject({
      state: "closed",
      entry: { id: "ci-t2ofejcuvhmtf", open: false },
      producers: [{ producer: `${WINDOWS}, shard=1`, last: "passed", seen: { run: "8" } }],
      opened: { run: "1" },
      closed: { run: "8", how: "passed" },
      next: [`its next failure newer than run 8 at ${C7} reopens it`],
    });
  });
});

describe("explain, whatever it is asked", () => {
  it("knows a subject by its fingerprint, its key and its title", async () => {
    const { fingerprint, key, title } = await json("08-day", RECIPE);
    const answers = await Promise.all([fingerprint, key, title].map((name) => told("08-day", name)));
    expect(new Set(answers.map((lines) => lines.join("\n"))).size).toBe(1);
  });

  it.each(["ci-tnothingknown", "test_path_of_recipe", ""])("exits with 2 and a code for %j, which names nothing it knows", async (name) => {
    for (const args of [[name], [name, "--json"]]) {
      const { exit, stdout, stderr } = await ask("08-day", ...args);
      expect([exit, stdout, stderr]).toEqual([
        2,
        "",
        expect.stringMatching(new RegExp(`^E_UNKNOWN_SUBJECT: nothing is known of "${name}"\n.+\n$`)),
      ]);
    }
  });

  it("exits with 2 where one name is too many, or none is given", async () => {
    for (const names of [[], [RECIPE, LIGHTS]]) {
      const { exit, stdout, stderr } = await ask("08-day", ...names);
      expect([exit, stdout, stderr.split(":")[0]]).toEqual([2, "", "E_USAGE"]);
    }
  });

  it("writes nothing: neither tracker, ledger and cache, nor anything of git's", async () => {
    for (const row of ASKED) {
      const before = treeOf(at(row));
      await Promise.all([ask(row, RECIPE), ask(row, RECIPE, "--json"), ask(row, "nothing")]);
      expect(treeOf(at(row))).toEqual(before);
    }
  });
});
