import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Result } from "../../src/result.ts";
import { SETTINGS } from "../../src/settings/settings.ts";
import { FakeGitHub } from "../fakes/github/server.ts";
import { cargoTest } from "./reports.ts";
import { folderOf, ROOT, runCli, runFlags, runStep } from "./spawn.ts";

const CONFIG = ".github/ci-tracker.yml";
const AUDIT = readFileSync(join(ROOT, "__tests__", "fixtures", "npm-audit", "vulnerable.json"), "utf8");
const tests = (words: Record<string, string>): string => cargoTest({ crate: "shop", tests: words });
const title = (test: string): string => `Test failure: ${test} (shop)`;

interface Given {
  /** Text of the configuration file, beside what every file here holds. */
  config: string;
  /** Text of the one report, which nothing but the configuration file names. */
  report: string;
  run?: number;
  branch?: string;
  /** Inputs, or flags. */
  more?: Record<string, string>;
}

interface Told {
  exit: number | null;
  /** Undefined where the run was refused. */
  result: Result | undefined;
  /** Errors, as people are shown them. */
  errors: string[];
}

let fake: FakeGitHub;
beforeEach(async () => {
  fake = await FakeGitHub.start();
});
const folders: { remove(): void }[] = [];
afterEach(async () => {
  await fake.close();
  for (const folder of folders.splice(0)) folder.remove();
});

function project({ config, report }: Given): string {
  const usual = "tracker: github\nwrite-pace: 0\nreports: [reports/*]\n";
  const made = folderOf({ [CONFIG]: `${config}\n${usual}`, "reports/report.txt": report });
  folders.push(made);
  return made.path;
}

/** The two doors. Both read the file of the folder they are started in, and keep the issues of one repository. */
const DOORS = {
  "in a terminal": async (given: Given): Promise<Told> => {
    const { run = 1, branch = "main", more = {} } = given;
    const environment = {
      GITHUB_TOKEN: fake.token("app"),
      GITHUB_API_URL: fake.apiUrl,
      GITHUB_GRAPHQL_URL: fake.graphqlUrl,
      GITHUB_REPOSITORY: fake.repository,
    };
    const flags = runFlags(run, { branch, cache: "none", commit: "api", ...more });
    const { exit, result, stderr } = await runCli(["sync", ...flags], project(given), environment);
    return { exit, result, errors: stderr.split("\n").slice(0, 1) };
  },
  "as a step of a workflow": async (given: Given): Promise<Told> => {
    const { run = 1, branch = "main", more = {} } = given;
    // The runner hands over every input of action.yml, those with their defaults too that no workflow names.
    const defaults = Object.entries(SETTINGS).map(([name, setting]) => [name, setting.default] as const);
    const { exit, outputs, commands } = await runStep({
      inputs: { ...Object.fromEntries(defaults), leg: "null", token: fake.token("app"), ...more },
      environment: {
        GITHUB_RUN_ID: String(run),
        GITHUB_SHA: String(run).repeat(40),
        GITHUB_REF: `refs/heads/${branch}`,
        GITHUB_REF_NAME: branch,
        GITHUB_API_URL: fake.apiUrl,
        GITHUB_GRAPHQL_URL: fake.graphqlUrl,
        GITHUB_REPOSITORY: fake.repository,
      },
      workspace: project(given),
    });
    const written = outputs.get("result file");
    return {
      exit,
      result: written === undefined ? undefined : (JSON.parse(written) as Result),
      errors: commands.flatMap((command) => /^error title=(E_\w+)::(.*)$/.exec(command)?.slice(1).join(": ") ?? []),
    };
  },
};

const withheld = ({ result }: Told): Record<string, string> => Object.fromEntries((result?.withheld ?? []).map((w) => [w.title, w.reason]));
const open = (): string[] =>
  fake.issues
    .all()
    .filter((issue) => issue.state === "open")
    .map((issue) => issue.title)
    .sort();
const labels = (): Record<string, string[]> =>
  Object.fromEntries(fake.issues.all().map((issue) => [issue.title, [...issue.labels].sort()]));

describe.each(Object.entries(DOORS))("the configuration file, %s", (_, deliver) => {
  it("names the reports, and its rules give what they fit a priority and labels, the later one field by field", async () => {
    for (const name of ["P0", "P3", "P4"]) fake.issues.label(name);
    const told = await deliver({
      config: `rules:
  - kind: test
    priority: 3
    labels: [shop floor]
  - pattern: "tests::b*"
    priority: 4
  - kind: lint
    labels: [never here]`,
      report: tests({ "tests::a": "a broke", "tests::b": "b broke", "tests::c": "ok" }),
    });
    expect([told.exit, told.errors.filter(Boolean)]).toEqual([0, []]);
    expect(labels()).toEqual({
      [title("tests::a")]: ["P3", "bug", "ci-tracker", "shop floor"],
      [title("tests::b")]: ["P4", "bug", "ci-tracker", "shop floor"],
    });
  });

  it("what is ignored until a day is listed with its reason and not filed, and makes no step fail; from that day on it is filed", async () => {
    const told = await deliver({
      config: `fail-on: new
ignore:
  - tests::a until=2999-12-31 the port is on its way
  - pattern: tests::b
    until: 2020-01-31
    reason: was to be mended`,
      report: tests({ "tests::a": "a broke", "tests::b": "ok" }),
    });
    expect([told.exit, told.result?.operations]).toEqual([0, []]);
    expect(withheld(told)).toEqual({ [title("tests::a")]: 'ignored by "tests::a" until 2999-12-31: the port is on its way' });
    const later = await deliver({
      run: 2,
      config: `fail-on: new
ignore:
  - tests::a until=2999-12-31 the port is on its way
  - pattern: tests::b
    until: 2020-01-31
    reason: was to be mended`,
      report: tests({ "tests::a": "a broke", "tests::b": "b broke" }),
    });
    expect([later.exit, open()]).toEqual([1, [title("tests::b")]]);
    expect(later.result?.notes).toContain(`${title("tests::b")}: it was ignored by "tests::b" until 2020-01-31 (was to be mended)`);
  });

  it("advisories below its severity floor, and one it ignores by its id, are listed and not filed", async () => {
    const told = await deliver({ config: "severity: high\nignore: [GHSA-hrpp-h998-j3pp]", report: AUDIT });
    expect(told.exit).toBe(0);
    expect(Object.entries(withheld(told)).map(([name, reason]) => [/GHSA[-\w]+/.exec(name)?.[0], reason])).toEqual(
      expect.arrayContaining([
        ["GHSA-vh95-rmgr-6w4m", "its severity is below high, the least that is filed"],
        ["GHSA-hrpp-h998-j3pp", 'ignored by "GHSA-hrpp-h998-j3pp"'],
      ]),
    );
    expect(told.result?.withheld).toHaveLength(2);
    expect(
      open()
        .map((name) => /GHSA[-\w]+/.exec(name)?.[0])
        .sort(),
    ).toEqual(["GHSA-35jh-r3h4-6jhm", "GHSA-p6mc-m468-83gw", "GHSA-xvch-5gv4-984h"]);
  });

  it("what is in quarantine has its entry and makes no step fail, with `fail-on: any`; what is not, does", async () => {
    const config = 'fail-on: any\nquarantine: ["tests::a"]';
    const quarantined = await deliver({ config, report: tests({ "tests::a": "a broke", "tests::b": "ok" }) });
    expect([quarantined.exit, quarantined.result?.counts.created]).toEqual([0, 1]);
    expect(labels()[title("tests::a")]).toContain("quarantine");
    const broken = await deliver({ run: 2, config, report: tests({ "tests::a": "a broke", "tests::b": "b broke" }) });
    expect([broken.exit, open()]).toEqual([1, [title("tests::a"), title("tests::b")]]);
    const still = await deliver({ run: 3, config, report: tests({ "tests::a": "a broke", "tests::b": "ok" }) });
    expect([still.exit, open()]).toEqual([0, [title("tests::a")]]);
  });

  it.each([
    { apart: "apart", entries: 2, left: 1 },
    { apart: "together", entries: 1, left: 1 },
  ])("with branch-entries $apart, two branches that see one test failing have $entries, and a pass on one leaves $left", async (c) => {
    const config = `branches: ["release/*"]\nbranch-entries: ${c.apart}`;
    const [red, green] = [tests({ "tests::a": "a broke", "tests::b": "ok" }), tests({ "tests::a": "ok", "tests::b": "ok" })];
    await deliver({ run: 1, config, report: red });
    await deliver({ run: 2, config, report: red, branch: "release/1" });
    expect(open()).toHaveLength(c.entries);
    const mended = await deliver({ run: 3, config, report: green });
    expect([mended.exit, mended.result?.counts.closed, open().length]).toEqual([0, c.entries - c.left, c.left]);
    const last = await deliver({ run: 4, config, report: green, branch: "release/1" });
    expect([last.exit, last.result?.counts.closed, open()]).toEqual([0, 1, []]);
    // A branch that the file does not name only plans.
    const other = await deliver({ run: 5, config, report: red, branch: "idea" });
    expect([other.exit, other.result?.planOnly, open()]).toEqual([0, expect.stringContaining("release/*"), []]);
  });

  it.each([
    ["a key that nobody knows", "fail-on: any\nmaxnew: 3", /^E_CONFIG: \.github\/ci-tracker\.yml:2:1: .*max-new/],
    ["a value of the wrong kind", "fail-on: sometimes", /^E_CONFIG: \.github\/ci-tracker\.yml:1:10: .*new/],
    [
      "a rule that sets what no rule sets",
      "rules:\n  - kind: test\n    priorty: 1",
      /^E_CONFIG: \.github\/ci-tracker\.yml:3:5: .*priority/,
    ],
    ["a day that is none", "ignore:\n  - pattern: a\n    until: soon", /^E_CONFIG: \.github\/ci-tracker\.yml:3:12: /],
    ["what is no YAML", "rules: [", /^E_CONFIG: \.github\/ci-tracker\.yml:\d+:\d+: /],
  ])("%s is refused with file, line and column, and exit 2; nothing is asked or written", async (_what, config, words) => {
    const { exit, result, errors } = await deliver({ config, report: tests({ "tests::a": "a broke" }) });
    expect([exit, result, errors]).toEqual([2, undefined, [expect.stringMatching(words)]]);
    expect(fake.requests).toEqual([]);
  });

  it("gives way to what the workflow or the command line says", async () => {
    const report = tests({ "tests::a": "a broke", "tests::b": "b broke", "tests::c": "c broke", "tests::d": "ok" });
    expect((await deliver({ config: "max-new: 1", report })).result?.counts).toMatchObject({ created: 1, withheld: 2 });
    const more = { "max-new": "2" };
    expect((await deliver({ run: 2, config: "max-new: 0", report, more })).result?.counts).toMatchObject({ created: 2, withheld: 0 });
  });
});

describe("what holds its default", () => {
  const given = {
    config: "max-new: 1\nfail-on: any",
    report: tests({ "tests::a": "a broke", "tests::b": "b broke", "tests::c": "ok" }),
    more: { "max-new": SETTINGS["max-new"].default, "fail-on": SETTINGS["fail-on"].default },
  };

  it("is no word of a workflow's: the file counts, as the runner fills in what nobody said", async () => {
    const { exit, result } = await DOORS["as a step of a workflow"](given);
    expect([exit, result?.counts.created, result?.counts.withheld]).toEqual([1, 1, 1]);
  });

  it("is a word on a command line, where nobody fills in anything", async () => {
    const { exit, result } = await DOORS["in a terminal"](given);
    expect([exit, result?.counts.created, result?.counts.withheld]).toEqual([0, 2, 0]);
  });
});

describe("with Tracer, in a terminal", () => {
  it("a rule's priority and type stand in the entry, and its labels in the text, as Tracer's file has none", async () => {
    const folder = folderOf({
      [CONFIG]:
        "tracker: tracer\ninit: true\ncache: none\nrules:\n  - {pattern: 'tests::a', priority: 3, type: chore, labels: [shop floor]}\n",
      "t.txt": tests({ "tests::a": "a broke", "tests::b": "b broke" }),
    });
    folders.push(folder);
    const { exit } = await runCli(["sync", "t.txt", ...runFlags(1)], folder.path);
    const entries = readFileSync(join(folder.path, ".trace", "issues.jsonl"), "utf8")
      .split("\n")
      .flatMap((line) => (line === "" ? [] : [JSON.parse(line) as Entry]));
    const filed = entries.map((e) => [e.title, e.priority, e.issue_type, e.description.includes("labels shop floor"), "labels" in e]);
    expect([exit, filed.sort()]).toEqual([
      0,
      [
        [title("tests::a"), 3, "chore", true, false],
        [title("tests::b"), 0, "bug", false, false],
      ],
    ]);
  });
});

interface Entry {
  title: string;
  description: string;
  priority: number;
  issue_type: string;
}
