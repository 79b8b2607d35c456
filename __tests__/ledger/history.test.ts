import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { folderHistory, terminalHistory } from "../../src/ledger/folder.ts";
import { type History, NO_HISTORY, readHistory, writeHistory } from "../../src/ledger/history.ts";
import { temporary } from "../e2e/spawn.ts";

const folders: { remove(): void }[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) folder.remove();
});
const folder = (): string => {
  const made = temporary("ci-tracker-history-");
  folders.push(made);
  return made.path;
};
const loud = (): never => {
  throw new Error("nothing was to be said");
};

const MARK = { run: "7", attempt: 1, commit: "0123456", at: "2026-03-01T09:00:00.000Z" };
const HISTORY: History = {
  benches: new Map([
    [
      "__proto__",
      {
        unit: "ns",
        samples: [
          { ...MARK, value: 12.5, worse: false, samples: [12, 12.5, 13] },
          { ...MARK, run: "8", value: 8, worse: false, better: true, accepted: true },
        ],
      },
    ],
    ["bench/1 shop » parse", { unit: "ms", samples: [] }],
  ]),
  marks: new Map([
    ["main » ci.yml » test", MARK],
    ["constructor", { ...MARK, run: "8" }],
  ]),
  outcomes: new Map([["ci-t main", [{ ...MARK, saw: "retried", url: "https://github.com/o/r/actions/runs/7" }]]]),
  jobs: new Map([["main » ci.yml » test", [MARK]]]),
};

describe("the history", () => {
  test("is given back as it was written, and the same history is not written twice", () => {
    const home = join(folder(), "deep", "er");
    expect(writeHistory(home, HISTORY)).toBe(true);
    expect(readHistory(home, loud)).toEqual(HISTORY);
    expect(writeHistory(home, { ...HISTORY, marks: new Map([...HISTORY.marks].reverse()) })).toBe(false);
    expect(readdirSync(home)).toEqual(["history.json"]);
    expect(writeHistory(home, { ...HISTORY, marks: new Map() })).toBe(true);
  });

  test("that is not there is an empty one, without a word", () => {
    expect(readHistory(join(folder(), "nowhere"), loud)).toEqual(NO_HISTORY);
  });

  test.each(["", "{", "null", "[]", '{"version":1}', '{"benches":[],"marks":{}}'])(
    "that cannot be read (%j) begins anew, and says so",
    (text) => {
      const home = folder();
      writeFileSync(join(home, "history.json"), text);
      const said: string[] = [];
      expect(readHistory(home, (words) => void said.push(words))).toEqual(NO_HISTORY);
      expect(said).toEqual([expect.stringContaining("it begins anew")]);
      expect(said[0]).toContain(home);
    },
  );

  test("keeps what is whole of one that somebody damaged", () => {
    const home = folder();
    const whole = { ...MARK, value: 1, worse: true };
    writeFileSync(
      join(home, "history.json"),
      JSON.stringify({
        benches: {
          a: {
            unit: "ns",
            samples: [
              whole,
              { ...whole, value: "1" },
              null,
              { ...whole, run: 7 },
              { ...whole, better: "yes" },
              { ...whole, accepted: 1 },
              { ...whole, samples: 3 },
              { ...whole, samples: [1, null] },
            ],
          },
          b: { unit: 1, samples: [] },
          c: 3,
        },
        marks: { x: MARK, y: { run: "7" }, z: null },
      }),
    );
    expect(readHistory(home, loud)).toEqual({
      ...NO_HISTORY,
      benches: new Map([["a", { unit: "ns", samples: [whole] }]]),
      marks: new Map([["x", MARK]]),
    });
  });

  test("that cannot be saved is said and costs nothing", async () => {
    const home = folder();
    mkdirSync(join(home, "history.json", "in the way"), { recursive: true });
    const said: string[] = [];
    const keeper = folderHistory(home, (words) => void said.push(words));
    await keeper.save(HISTORY);
    expect(said).toEqual([expect.stringMatching(/^E_CACHE: the history could not be saved in /)]);
  });
});

describe("cache:", () => {
  test("none keeps nothing, a folder is that folder, auto is one a root below the user's cache", async () => {
    const home = folder();
    expect(terminalHistory("none", "/a", {}, loud)).toEqual({});
    await terminalHistory(join(home, "own"), "/a", {}, loud).history?.save(HISTORY);
    expect(readFileSync(join(home, "own", "history.json"), "utf8")).toContain('"main » ci.yml » test"');
    for (const root of ["/a", "/b"]) {
      const { history } = terminalHistory("auto", root, { XDG_CACHE_HOME: home }, loud);
      expect(await history?.load()).toEqual(NO_HISTORY);
      await history?.save(HISTORY);
      expect(await history?.load()).toEqual(HISTORY);
    }
    expect(readdirSync(join(home, "ci-tracker"))).toHaveLength(2);
  });
});
