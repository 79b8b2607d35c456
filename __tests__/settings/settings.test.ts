import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CodedError } from "../../src/errors.ts";
import { inputsOf, variableOf, variablesOf } from "../../src/settings/inputs.ts";
import { isSetting, readSettings, SETTINGS, type Settings } from "../../src/settings/settings.ts";

const read = (values: Record<string, string>, ...more: Record<string, string>[]): Settings =>
  readSettings(...[values, ...more].map((v, i) => ({ name: (n: string) => `source ${i}: ${n}`, values: new Map(Object.entries(v)) })));

function refusal(does: () => unknown): CodedError {
  try {
    does();
  } catch (error) {
    if (error instanceof CodedError) return error;
    throw error;
  }
  throw new Error("it was taken");
}

describe("settings", () => {
  test("all have a default that is one of their own values", () => {
    const settings = read({});
    for (const [name, { read: reads, default: text }] of Object.entries(SETTINGS))
      expect(settings[name as keyof Settings]).toEqual(reads(text));
  });

  test("come from the first source that has a text; an empty or blank one is none, as the runner passes what was not given", () => {
    expect(read({ "max-new": "3" }, { "max-new": "4" })["max-new"]).toBe(3);
    for (const nothing of ["", "  ", "\n"]) expect(read({ "max-new": nothing }, { "max-new": "4" })["max-new"]).toBe(4);
    expect(read({}, {})["max-new"]).toBe(10);
    expect(read({ "max-new": " 7\n" })["max-new"]).toBe(7);
  });

  test.each([
    ["max-new", ["0", "10000"], ["-1", "10001", "1.5", "ten", "1e3", "0x10", "٣"]],
    ["open-after", ["1", "100"], ["0", "101"]],
    ["tolerance", ["10", "10%", "2.5 %", "0"], ["-1", "10 percent", "NaN", "Infinity", ".5"]],
    ["comment-interval", ["0.5", "7"], ["a week"]],
    ["init", ["true", "TRUE", "false"], ["yes", "1", "on"]],
    ["mode", ["sync", "Plan"], ["dry-run"]],
    ["commit", ["auto", "api", "git", "pull-request", "none"], ["pr", "true"]],
    ["fail-on", ["none", "new", "any"], ["always"]],
    ["tracker", ["auto", "tracer", "github", "tracer, github", "tracer github"], ["jira2", "tracer,x"]],
    ["actor", ["ci-bot", "a.b+c@d"], ["two words", "<bot>", "x".repeat(61), "-\n-"]],
  ] as const)("%s takes what it should, and names itself and its source where it does not", (name, good, bad) => {
    for (const text of good) expect(() => read({ [name]: text })).not.toThrow();
    for (const text of bad) {
      const error = refusal(() => read({ [name]: text }));
      expect([text, error.code, error.exit]).toEqual([text, "E_INPUT_VALUE", 2]);
      expect(error.message).toMatch(new RegExp(`^source 0: ${name}: `));
      if (name !== "tracker") expect(error.message).toContain(JSON.stringify(text.trim()));
    }
  });

  test("a choice that is nearly right is told the right one", () => {
    expect(refusal(() => read({ commit: "pull-requets" })).message).toBe(
      'source 0: commit: "pull-requets" is none of auto, api, git, pull-request, none; did you mean pull-request?',
    );
    expect(refusal(() => read({ tracker: "tracer, githib" })).message).toContain("did you mean github?");
    expect(refusal(() => read({ "fail-on": "sometimes" })).message).not.toContain("did you mean");
  });

  test("whatever is given, it is read or refused with a code", () => {
    const name = fc.constantFrom(...Object.keys(SETTINGS));
    fc.assert(
      fc.property(name, fc.string({ unit: "binary" }), (n, text) => {
        try {
          read({ [n]: text });
        } catch (error) {
          expect([n, (error as CodedError).code]).toEqual([n, "E_INPUT_VALUE"]);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  test("are told from what objects have by themselves", () => {
    for (const name of ["__proto__", "constructor", "toString", "hasOwnProperty", ""]) expect(isSetting(name)).toBe(false);
  });
});

describe("inputs and variables", () => {
  test("are found under the names that the runner and shells give them", () => {
    expect(inputsOf({ "INPUT_MAX-NEW": "3", INPUT_REPORTS: "a\nb", PATH: "/bin", INPUTS: "x" })).toEqual(
      new Map([
        ["max-new", "3"],
        ["reports", "a\nb"],
      ]),
    );
    for (const name of Object.keys(SETTINGS)) {
      expect(variablesOf({ [variableOf(name)]: "x" })).toEqual(new Map([[name, "x"]]));
      expect(inputsOf({ [`INPUT_${name.toUpperCase()}`]: "x" })).toEqual(new Map([[name, "x"]]));
    }
    expect(variablesOf({ CI_TRACKER_SHA: "abc" }, ["sha"])).toEqual(new Map([["sha", "abc"]]));
  });

  test.each([
    ["an input", () => inputsOf({ "INPUT_MAX-NEU": "3" }), "the input max-neu is not known; did you mean the input max-new?"],
    ["a variable", () => variablesOf({ CI_TRACKER_RAPORTS: "a" }), "CI_TRACKER_RAPORTS is not known; did you mean CI_TRACKER_REPORTS?"],
    ["a fact", () => variablesOf({ CI_TRACKER_SHAA: "a" }, ["sha"]), "did you mean CI_TRACKER_SHA?"],
    ["nothing like it", () => inputsOf({ INPUT_XYLOPHONE: "a" }), "the input xylophone is not known"],
  ])("that nobody knows are refused, with the nearest right name: %s", (_, does, words) => {
    const error = refusal(does);
    expect([error.code, error.exit]).toEqual(["E_INPUT_UNKNOWN", 2]);
    expect(error.message).toContain(words);
  });
});
