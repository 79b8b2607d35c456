import { describe, expect, test } from "vitest";
import { CodedError } from "../../src/errors.ts";
import { COMMANDS, commandLineOf, RUN_FLAGS } from "../../src/settings/flags.ts";
import { helpText } from "../../src/settings/help.ts";
import { nearest } from "../../src/settings/nearest.ts";
import { SETTINGS } from "../../src/settings/settings.ts";

const refusal = (args: string[]): CodedError => {
  try {
    commandLineOf(args);
  } catch (error) {
    if (error instanceof CodedError) return error;
  }
  throw new Error(`taken: ${args.join(" ")}`);
};

describe("a command line", () => {
  test("names a command, files, and settings with or without an equals sign, in any order", () => {
    const { command, files, json, values, reports } = commandLineOf([
      "--max-new",
      "3",
      "sync",
      "a.txt",
      "--tracker=tracer",
      "b.txt",
      "--report",
      "c.txt scope=x",
      "--report=d.txt",
      "--json",
    ]);
    expect([command, files, json, reports]).toEqual(["sync", ["a.txt", "b.txt"], true, ["c.txt scope=x", "d.txt"]]);
    expect([...values]).toEqual([
      ["max-new", "3"],
      ["tracker", "tracer"],
    ]);
  });

  test("takes the last of two values, as shells do", () => {
    expect(commandLineOf(["plan", "--max-new=1", "--max-new=2"]).values.get("max-new")).toBe("2");
  });

  test("a switch stands alone, or has true or false behind it; anything else behind it is a file", () => {
    expect([...commandLineOf(["plan", "--init", "a.txt"]).values]).toEqual([["init", "true"]]);
    expect(commandLineOf(["plan", "--init", "a.txt"]).files).toEqual(["a.txt"]);
    expect(commandLineOf(["plan", "--init", "false", "a.txt"])).toMatchObject({ files: ["a.txt"], values: new Map([["init", "false"]]) });
    expect(commandLineOf(["plan", "--skip-ci=false"]).values.get("skip-ci")).toBe("false");
    expect(commandLineOf(["parse", "--json", "true"]).files).toEqual(["true"]);
  });

  test("a value may begin with a dash where an equals sign gives it, and after -- everything is a file", () => {
    expect(commandLineOf(["plan", "--leg=-x"]).values.get("leg")).toBe("-x");
    expect(commandLineOf(["plan", "--", "--max-new", "-a"]).files).toEqual(["--max-new", "-a"]);
  });

  test("without a command, or with --help or help, it is a question", () => {
    for (const args of [[], ["--help"], ["-h"], ["help"], ["sync", "--help"], ["--max-new", "3", "--help"]])
      expect(commandLineOf(args).command).toBe("help");
    for (const args of [["--version"], ["version"]]) expect(commandLineOf(args).command).toBe("version");
  });

  test.each([
    [["snyc", "a.txt"], "E_USAGE", "snyc is no command; did you mean sync?"],
    [["xylophone"], "E_USAGE", "xylophone is no command: sync, plan, collect, apply, parse, explain"],
    [["--max-new", "3"], "E_USAGE", "no command was given: sync, plan, collect, apply, parse, explain"],
    [["sync", "--max-new"], "E_USAGE", "--max-new needs a value"],
    [["sync", "--max-new", "--json"], "E_USAGE", "--max-new needs a value"],
    [["sync", "--max-new", "--tracker", "tracer"], "E_USAGE", "--max-new needs a value"],
    [["sync", "--max-neu", "3"], "E_INPUT_UNKNOWN", "--max-neu is not known; did you mean --max-new?"],
    [["sync", "--jsno"], "E_INPUT_UNKNOWN", "did you mean --json?"],
    [["sync", "--attemt", "2"], "E_INPUT_UNKNOWN", "did you mean --attempt?"],
    [["sync", "--__proto__=1"], "E_INPUT_UNKNOWN", "--__proto__ is not known"],
  ])("%j is refused", (args, code, words) => {
    const error = refusal(args);
    expect([error.code, error.exit]).toEqual([code, 2]);
    expect(error.message).toContain(words);
  });
});

test("--help names every command, setting and fact, each with words, in lines that fit a terminal", () => {
  const lines = helpText().split("\n");
  for (const name of COMMANDS) expect(lines.some((l) => l.startsWith(`  ${name} `))).toBe(true);
  for (const name of [...Object.keys(SETTINGS).filter((n) => n !== "reports"), ...RUN_FLAGS, "report", "json"]) {
    const at = lines.findIndex((l) => new RegExp(`^ {2}--${name}(?: |$)`).test(l));
    expect([name, lines[at + 1]?.trim()]).not.toEqual([name, ""]);
    expect([name, at]).not.toEqual([name, -1]);
  }
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(120);
});

test("the nearest word is one typing mistake or two away, else there is none", () => {
  const known = ["max-new", "max-writes", "tracker", "token"];
  for (const [given, word] of [
    ["max_new", "max-new"],
    ["maxnew", "max-new"],
    ["MAX-NEW", "max-new"],
    ["tarcker", "tracker"],
    ["trackers", "tracker"],
    ["tokne", "token"],
  ] as const)
    expect(nearest(given, known)).toBe(word);
  for (const given of ["", "reports", "x", "y".repeat(10_000)]) expect(nearest(given, known)).toBeUndefined();
});
