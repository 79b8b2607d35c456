import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isMap, isPair, isScalar, parseDocument, visit } from "yaml";
import { CodedError } from "../../src/errors.ts";
import { EvidenceBuilder } from "../../src/identity/evidence.ts";
import type { Run } from "../../src/model.ts";
import { outputsOf } from "../../src/publish/outputs.ts";
import { withoutTracker } from "../../src/result.ts";
import { commandLineOf, RUN_FLAGS } from "../../src/settings/flags.ts";
import { helpText } from "../../src/settings/help.ts";
import { variableOf } from "../../src/settings/inputs.ts";
import { readSettings, SETTINGS } from "../../src/settings/settings.ts";
import { ACTION, files, ROOT, read } from "./pages.ts";

const inputs = Object.entries(ACTION.inputs);

describe("action.yml and the settings", () => {
  it("each setting is an input and each input a setting, in the same order", () => {
    expect(Object.keys(ACTION.inputs)).toEqual(Object.keys(SETTINGS));
  });

  it("each is described once, in whole sentences", () => {
    expect(parseDocument(read("action.yml"), { uniqueKeys: true }).errors).toEqual([]);
    const words = [...inputs, ...Object.entries(ACTION.outputs)].map(([, { description }]) => description.trim());
    expect(words.filter((text) => !/\.$/.test(text))).toEqual([]);
    expect(new Set(words).size).toBe(words.length);
  });

  it("none has to be given, for `evidence` may stand for `reports`; each has a default, as text, which is the setting's own", () => {
    expect(inputs.filter(([, { required }]) => required).map(([name]) => name)).toEqual([]);
    for (const [name, { default: value }] of inputs) expect([name, typeof value]).toEqual([name, "string"]);
    // What only the runner knows is an expression, and empty elsewhere.
    const ofTheRunner = inputs.filter(([, { default: value = "" }]) => value.includes("${{"));
    expect(ofTheRunner.map(([name, { default: value }]) => [name, value?.replace(/^\$\{\{ (.+) \}\}$/, "$1")])).toEqual([
      ["leg", "toJSON(matrix)"],
      ["token", "github.token"],
    ]);
    const given = new Map(inputs.filter((input) => !ofTheRunner.includes(input)).map(([name, { default: value = "" }]) => [name, value]));
    for (const [name, value] of given) expect([name, SETTINGS[name as keyof typeof SETTINGS].default]).toEqual([name, value]);
    expect(readSettings({ name: (n) => n, values: given })).toEqual(readSettings());
  });

  it("each is a flag and a variable of the terminal too, and --help tells of all flags", () => {
    for (const name of Object.keys(SETTINGS)) {
      expect(commandLineOf(["sync", `--${name}`, "x"]).values.get(name)).toMatch(/^(?:x|true)$/);
      expect(variableOf(name)).toMatch(/^CI_TRACKER_[A-Z_]+$/);
    }
    const told = [...helpText().matchAll(/^ {2}--([a-z-]+)/gm)].map((match) => match[1]);
    expect(told.sort()).toEqual([...Object.keys(SETTINGS).filter((name) => name !== "reports"), ...RUN_FLAGS, "report", "json"].sort());
  });
});

describe("what the runner makes of action.yml", () => {
  // actions/runner reads an expression wherever `${{` stands, in a description as well, and refuses the action over a
  // context that is not to be had there (src/Runner.Worker/action_yaml.json: `input-default-context`; act likewise).
  it.each(files("action.yml", ".github/actions/*/action.yml"))("%s has no expression but where the runner allows one", (path) => {
    const wrong: string[] = [];
    visit(parseDocument(read(path)), {
      Scalar: (_, { value }, above) => {
        if (typeof value !== "string" || !value.includes("${{")) return;
        const keys = above.filter(isPair).map(({ key }) => (isScalar(key) ? String(key.value) : ""));
        const [room, , field] = keys;
        const contexts = [...value.matchAll(/\$\{\{\s*(?:\w+\()?([a-z]+)/g)].map((match) => match[1] ?? "");
        if (
          room === "inputs" &&
          field === "default" &&
          contexts.every((c) => ["github", "strategy", "matrix", "job", "runner"].includes(c))
        )
          return;
        if (room === "outputs" && field === "value" && contexts.every((c) => c === "steps" || c === "inputs")) return;
        if (room === "runs" && keys[1] === "steps" && field !== "uses" && field !== "id") return;
        wrong.push(`${keys.join(".")}: ${value}`);
      },
    });
    expect(wrong).toEqual([]);
  });

  it("names the bundle that is there, and the Node that the project is tested with", () => {
    expect(existsSync(join(ROOT, ACTION.runs.main))).toBe(true);
    expect(ACTION.runs.using).toBe(`node${read(".node-version").trim().split(".")[0]}`);
  });

  it("its keys are those that GitHub knows", () => {
    const { contents } = parseDocument(read("action.yml"));
    const keys = isMap(contents) ? contents.items.map(({ key }) => String(key)) : [];
    expect(keys).toEqual(["name", "description", "author", "branding", "inputs", "outputs", "runs"]);
  });
});

describe("outputs", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "ci-tracker-docs-"));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("all of action.yml's are set and no other, even where no tracker was found; counts are numbers, lists and files JSON", () => {
    const run: Run = {
      id: "1",
      attempt: 1,
      branch: "main",
      at: "2026-03-01T09:00:00.000Z",
      event: "push",
      workflow: "ci.yml",
      job: "test",
    };
    const evidence = new EvidenceBuilder(run, [], (text) => text).finish();
    const result = withoutTracker(evidence, new CodedError("E_TRACKER_NONE", "no tracker was found"), undefined);
    const outputs = outputsOf({ result, evidence, exit: 3 }, (text) => text, folder);
    expect([...outputs.keys()].sort()).toEqual(Object.keys(ACTION.outputs).sort());
    for (const [name, { description }] of Object.entries(ACTION.outputs)) {
      const value = outputs.get(name) ?? "";
      if (description.startsWith("Number")) expect([name, value]).toEqual([name, name === "ready" ? "" : "0"]);
      else if (description.startsWith("JSON")) expect([name, Array.isArray(JSON.parse(value))]).toEqual([name, true]);
      else if (name === "evidence") expect(value).toBe("");
      else {
        expect(description).toMatch(/^Path of a JSON file/);
        expect(typeof JSON.parse(readFileSync(value, "utf8"))).toBe("object");
      }
    }
    expect(JSON.parse(outputs.get("failed") ?? "")).toEqual([expect.objectContaining({ code: "E_TRACKER_NONE" })]);
  });
});
