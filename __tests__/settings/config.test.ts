import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { CodedError } from "../../src/errors.ts";
import { configured } from "../../src/settings/config.ts";
import { readConfig } from "../../src/settings/config-file.ts";
import { inputsOf, variablesOf } from "../../src/settings/inputs.ts";
import { readSettings, SETTINGS, type Settings } from "../../src/settings/settings.ts";

const FILE = ".github/ci-tracker.yml";

/** Settings of a file's text alone. */
function settingsOf(text: string): Settings {
  const { values, rules } = readConfig(text, FILE);
  return readSettings({ name: (n) => n, values, rules });
}

function refusal(text: string): string {
  try {
    readConfig(text, FILE);
  } catch (error) {
    if (error instanceof CodedError) {
      expect([error.code, error.exit, error.file]).toEqual(["E_CONFIG", 2, FILE]);
      return error.message;
    }
    throw error;
  }
  throw new Error("it was taken");
}

describe("the configuration file", () => {
  it("holds settings as values and lists, and rules", () => {
    const settings = settingsOf(`
# yaml-language-server: $schema=../schema/ci-tracker.schema.json
tracker: [tracer, github]
reports:
  - "target/junit.xml outcome=failure"
  - reports/*.json
max-new: 3
reopen-window: 2.5
init: true
fail-on: new
branches: [release/*, next]
tolerance: "10, parse/*=5"
bench-runs: 3/4
severity: high
owners:
  - src/api/** @anna
  - "* @org/team"
ignore:
  - RUSTSEC-2020-0071 until=2027-01-31 no fix yet
  - pattern: "Test failure: *[3-31]"
    until: 2027-01-31
    reason: known
quarantine: |
  tests/flaky/**
  # a comment
  orders::*
rules:
  - kind: [lint, audit]
    path: src/api/**
    priority: 3
    assignees: ["@anna", ben]
    group: false
    group-by: file
`);
    expect(settings).toMatchObject({
      tracker: ["tracer", "github"],
      reports: "target/junit.xml outcome=failure\nreports/*.json",
      "max-new": 3,
      "reopen-window": 2.5,
      init: true,
      "fail-on": "new",
      branches: ["release/*", "next"],
      tolerance: { all: 10, by: [{ pattern: "parse/*", percent: 5 }] },
      "bench-runs": { k: 3, n: 4 },
      severity: "high",
      owners: [
        { pattern: "src/api/**", owners: ["anna"] },
        { pattern: "*", owners: ["org/team"] },
      ],
      ignore: [
        { pattern: "RUSTSEC-2020-0071", until: "2027-01-31", reason: "no fix yet" },
        { pattern: "Test failure: *[3-31]", until: "2027-01-31", reason: "known" },
      ],
      quarantine: ["tests/flaky/**", "orders::*"],
      rules: [{ kind: ["lint", "audit"], path: "src/api/**", priority: 3, assignees: ["anna", "ben"], group: false, groupBy: "file" }],
    });
  });

  it("that is empty, or has lists without items, says nothing", () => {
    for (const text of ["", "# nothing yet\n", "---\n", "ignore:\nrules:\nowners:\nreports: []\n", "\ufeff"])
      expect(settingsOf(text)).toEqual(readSettings());
  });

  it("may say a list once and mean it twice", () => {
    const text = "rules:\n  - kind: lint\n    labels: &us [area, shop]\n  - kind: test\n    labels: *us\n";
    expect(settingsOf(text).rules.map((rule) => rule.labels)).toEqual([
      ["area", "shop"],
      ["area", "shop"],
    ]);
  });

  it("YAML 1.1's words are text, whatever the file says of its version", () => {
    expect(refusal("%YAML 1.1\n---\ninit: yes\n")).toBe(`${FILE}:3:7: init: "yes" is not true or false`);
  });

  it.each([
    ["max-neu: 3", "1:1: max-neu is not known; did you mean max-new?"],
    ["a: 1\nxylophone: 1", "1:1: a is not known"],
    ["max-new: ten", '1:10: max-new: "ten" is not a whole number from 0 to 10000'],
    ["max-new: 10001", "1:10: max-new: 10001 is not from 0 to 10000"],
    ["max-new: 1.5", "1:10: max-new: 1.5 is not a whole number from 0 to 10000"],
    ["max-new:", "1:9: max-new: nothing is not a whole number from 0 to 10000"],
    ["commit: pull-requets", '1:9: commit: "pull-requets" is none of auto, api, git, pull-request, none; did you mean pull-request?'],
    ["tracker: [tracer, githb]", '1:19: tracker[2]: "githb" is none of tracer, github; did you mean github?'],
    ["init: yes", '1:7: init: "yes" is not true or false'],
    ["actor: two words", '1:8: actor: "two words" is not one word of letters, digits, dots and dashes'],
    ["branches:\n  - a b", '2:5: branches[1]: "a b" is not one word'],
    ["bench-runs: 4/3", '1:13: bench-runs: "4/3" is not K/N'],
    ["ignore:\n  - X until=2027-02-30", '2:3: ignore: "X until=2027-02-30": until=2027-02-30 is no day'],
    ["ignore:\n  - {pattern: X, raison: y}", "2:18: ignore[1]: raison is not known; did you mean reason?"],
    ["ignore:\n  - {until: 2027-01-31}", "2:5: ignore[1]: pattern: is missing"],
    ["owners:\n  - src/** anna", '2:3: owners: "src/** anna": anna is neither @login'],
    ["rules:\n  - kind: lnit", '2:11: rules[1].kind: "lnit" is none of test, lint'],
    ["rules:\n  - kind: lint\n  - prioritty: 1", "3:5: rules[2]: prioritty is not known; did you mean priority?"],
    ["rules:\n  - kind: [lint, 5]", "2:18: rules[1].kind[2]: 5 is none of"],
    ["rules:\n  - {}", "2:5: rules[1]: it says nothing"],
    ["rules:\n  - group: true", "2:12: rules[1].group: true is not"],
    ["rules:\n  kind: lint", "2:3: rules: a mapping is not a list"],
    ["max-new: 3\nmax-new: 4", "2:1: max-new stands there twice"],
    ["rules:\n  - {kind: lint, kind: test}", "2:18: kind stands there twice"],
    ["- a", "1:1: the file is not a mapping"],
    ["max-new: 3\n---\nmax-new: 4", "2:1: a second document begins here"],
    ["label: !!js/function x", "1:8: Unresolved tag"],
    ["label: !!binary aGk=", "1:8: Unresolved tag"],
    ["label: *nobody", "1:8: *nobody is an alias of nothing"],
    ["quarantine:\n  - **/flaky", "2:5: **/flaky is an alias of nothing"],
    ["label: @x", "1:8: Plain value cannot start with reserved character @"],
    ["rules: [", "1:9: "],
    ["<<: {max-new: 3}", "1:1: << is not known"],
    ["__proto__: {max-new: 3}", "1:1: __proto__ is not known"],
  ])("%j is refused, with its place and what is wrong", (text, words) => {
    expect(refusal(text)).toContain(`${FILE}:${words}`);
  });

  it.each(["token", "config", "root", "mode", "evidence", "leg"])("%s belongs to the workflow, and the file is told so", (name) => {
    expect(refusal(`max-new: 3\n${name}: x\n`)).toBe(`${FILE}:2:1: ${name} is set by the workflow or the command line, not in the file`);
  });

  it("that is made to take time or memory is refused in no time", () => {
    const started = performance.now();
    const doubling = Array.from({ length: 40 }, (_, i) => `k${i}: &k${i} [${i === 0 ? "x" : `*k${i - 1}, *k${i - 1}`}]`).join("\n");
    expect(refusal(doubling)).toContain("its aliases multiply");
    expect(refusal(`label: &a x\nbranches: [${"*a, ".repeat(101)}]`)).toContain("it has more than 100 aliases");
    expect(refusal("[".repeat(100_000))).toContain(FILE);
    expect(refusal(`a: ${"{a: ".repeat(50_000)}`)).toContain(FILE);
    expect(refusal(Array.from({ length: 30_000 }, (_, i) => `a${i}: 1`).join("\n"))).toContain("is not known");
    expect(refusal(`rules:\n${"- {kind: lint}\n".repeat(1_001)}`)).toContain("it has 1001 items; 1000 are the most");
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  it("whatever it holds, it is read or refused with a code", () => {
    const words = fc.constantFrom(
      ...Object.keys(SETTINGS),
      "rules",
      ": ",
      "- ",
      "\n",
      "  ",
      "[",
      "]",
      "{",
      "}",
      "*a",
      "&a ",
      "!x ",
      "'",
      '"',
      "|",
      "#",
      "x",
      "1",
      "true",
      "\t",
      "?",
      "%",
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(words, { maxLength: 12 }).map((list) => list.join("")),
          fc.string({ unit: "binary" }),
        ),
        (text) => {
          try {
            settingsOf(text);
          } catch (error) {
            expect([text, (error as CodedError).code, (error as CodedError).exit]).toEqual([text, "E_CONFIG", 2]);
          }
        },
      ),
      { numRuns: 3_000 },
    );
  });
});

describe("where settings come from", () => {
  let root: string;
  const write = (path: string, text: string | Buffer): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  /** As a workflow step reads them; `with`: what the workflow says, beside the defaults that the runner fills in. */
  const step = (given: Record<string, string> = {}, variables: Record<string, string> = {}): Promise<Settings> => {
    const inputs = Object.entries(SETTINGS).map(([name, { default: value }]) => [`INPUT_${name.toUpperCase()}`, given[name] ?? value]);
    return configured(
      root,
      { name: (n) => `the input ${n}`, values: inputsOf(Object.fromEntries(inputs)) },
      { name: (n) => `the variable ${n}`, values: variablesOf(variables) },
    );
  };
  const refused = async (given: Record<string, string> = {}): Promise<string> => {
    const error = await step(given).then(
      () => undefined,
      (thrown) => thrown,
    );
    expect([error?.code, error?.exit]).toEqual(["E_CONFIG", 2]);
    return error.message;
  };
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "ci-tracker-config-"));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it("an input wins over a variable, a variable over the file, the file over the default", async () => {
    expect((await step())["max-new"]).toBe(10);
    write(FILE, "max-new: 3\nrules: [{kind: lint, priority: 4}]\n");
    expect(await step()).toMatchObject({ "max-new": 3, rules: [{ kind: "lint", priority: 4 }] });
    expect((await step({}, { CI_TRACKER_MAX_NEW: "4" }))["max-new"]).toBe(4);
    expect((await step({ "max-new": "5" }, { CI_TRACKER_MAX_NEW: "4" }))["max-new"]).toBe(5);
  });

  it("an input that holds its default counts as not given, for the runner fills in all of them", async () => {
    write(FILE, "max-new: 3\n");
    expect((await step({ "max-new": "10" }))["max-new"]).toBe(3);
    expect((await step({ "max-new": " 10\n" }))["max-new"]).toBe(3);
  });

  it("the file lies under `root`, or where `config` says", async () => {
    write(`shop/${FILE}`, "max-new: 4\n");
    write("other.yml", "max-new: 5\n");
    expect((await step({ root: "shop" }))["max-new"]).toBe(4);
    expect((await step({ config: "other.yml" }))["max-new"]).toBe(5);
    expect((await step({ config: join(root, "other.yml") }))["max-new"]).toBe(5);
  });

  it("a file that was named and is not there is an error, and so is one that ends in .yaml and would not be found", async () => {
    expect(await refused({ config: "other.yml" })).toBe("other.yml: it does not exist");
    write(".github/ci-tracker.yaml", "max-new: 3\n");
    expect(await refused()).toBe(".github/ci-tracker.yaml: it is looked for as .github/ci-tracker.yml; rename it, or name it with config:");
    expect((await step({ config: ".github/ci-tracker.yaml" }))["max-new"]).toBe(3);
  });

  it("a file that is too large, no text, no file, or a link out of the repository is refused unread", async () => {
    write(FILE, `# ${"x".repeat(256 * 1024)}\n`);
    expect(await refused()).toContain("more than 262144 are not read");
    write(FILE, Buffer.from([0x6c, 0x3a, 0xff, 0xfe]));
    expect(await refused()).toBe(`${FILE}: it is not UTF-8`);
    rmSync(join(root, FILE));
    mkdirSync(join(root, FILE));
    expect(await refused()).toBe(`${FILE}: it is no file`);
    rmSync(join(root, FILE), { recursive: true });
    const outside = mkdtempSync(join(tmpdir(), "ci-tracker-outside-"));
    try {
      writeFileSync(join(outside, "secret.yml"), "hunter2\n");
      symlinkSync(join(outside, "secret.yml"), join(root, FILE));
      expect(await refused()).toBe(`${FILE}: it is a link that leads out of the root`);
    } finally {
      rmSync(outside, { recursive: true });
    }
  });

  it("a link to another file of the repository is followed", async () => {
    write("config/tracker.yml", "max-new: 3\n");
    mkdirSync(join(root, ".github"));
    symlinkSync(join("..", "config", "tracker.yml"), join(root, FILE));
    expect((await step())["max-new"]).toBe(3);
  });
});
