import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { reportLines } from "../../src/settings/reports.ts";
import { readSettings } from "../../src/settings/settings.ts";
import { temporary } from "../e2e/spawn.ts";
import { ACTION, type Block, blocksOf, files, PAGES, ROOT, read } from "./pages.ts";

interface Step {
  id?: string;
  uses?: string;
  run?: string;
  with?: Record<string, unknown>;
}

interface Workflow {
  on: unknown;
  permissions: unknown;
  concurrency?: Concurrency;
  jobs: Record<string, { permissions: Record<string, string>; concurrency?: Concurrency; steps: Step[] }>;
}

interface Concurrency {
  group: string;
  queue?: string;
  "cancel-in-progress": unknown;
}

const BLOCKS: readonly (Block & { name: string })[] = PAGES.flatMap(blocksOf)
  .filter(({ language }) => language === "yaml" || language === "yml")
  .map((block) => ({ ...block, name: `${block.page}:${block.line}` }));
const isWhole = ({ text }: { text: string }): boolean => /^jobs:$/m.test(text);

/** Workflows that run as they stand: those of the documents, and our own. */
const WORKFLOWS = [...BLOCKS.filter(isWhole), ...files(".github/workflows/*.yml").map((path) => ({ name: path, text: read(path) }))];

/** A piece of a workflow, as the workflow that it stands for: steps after one of ours, or a step's `with:`. */
function wholeOf({ text }: Block): string {
  if (isWhole({ text })) return text;
  const ours = (rest: string): string => `      - name: Keep the tracker true
        id: track
        uses: OWNER/ci-tracker@v1 # zizmor: ignore[unpinned-uses] SECURITY.md says how to pin it
${rest}`;
  const piece = text.startsWith("- ")
    ? ours(`        with:\n          reports: test.txt\n${text.replace(/^(?=.)/gm, "      ")}`)
    : ours(text).replace(/^ {6}- name: .*\n/m, "      - name: Test\n        id: test\n        run: cargo test > test.txt\n$&");
  return `name: CI
on:
  push:
    branches: [main]
permissions: {}
concurrency:
  group: ci
  cancel-in-progress: false
jobs:
  test:
    name: Test
    runs-on: ubuntu-latest
    permissions:
      contents: write # commits the entries
    steps:
${piece}`;
}

/** Every step that uses this action, wherever it stands. */
function oursIn(node: unknown): Step[] {
  if (typeof node !== "object" || node === null) return [];
  const step = node as Step;
  const mine = typeof step.uses === "string" && /^(?:\.\/|OWNER\/ci-tracker(?:@.+)?)$/.test(step.uses) ? [step] : [];
  return [...mine, ...Object.values(node).flatMap(oursIn)];
}

/** What the runner would put in place of expressions: an outcome where one is asked for, else any word. */
const evaluated = (text: string): string => text.replace(/\$\{\{ steps\.[\w-]+\.outcome \}\}/g, "success").replace(/\$\{\{.*?\}\}/g, "x");

/** Inputs that a job gives to our step, and outputs that it takes from it, which action.yml does not have. */
function unknownIn(job: Workflow["jobs"][string]): string[] {
  const text = JSON.stringify(job);
  return oursIn(job).flatMap(({ id, with: given = {} }) => {
    const taken =
      id === undefined ? [] : [...text.matchAll(new RegExp(`steps\\.${id}\\.outputs\\.([\\w-]+)`, "g"))].map((match) => match[1] ?? "");
    return [
      ...Object.keys(given).filter((name) => !Object.hasOwn(ACTION.inputs, name)),
      ...taken.filter((name) => !Object.hasOwn(ACTION.outputs, name)),
    ];
  });
}

describe("what the documents show", () => {
  it("there are workflows in the README and in docs/", () => {
    expect(BLOCKS.filter(isWhole).map(({ page }) => page)).toEqual(expect.arrayContaining(["README.md", "docs/committing.md"]));
  });

  it.each(BLOCKS)("$name is YAML, and its step uses inputs that there are, with values that they take", (block) => {
    const { jobs } = parse(wholeOf(block), { uniqueKeys: true }) as Workflow;
    expect(Object.values(jobs).flatMap(unknownIn)).toEqual([]);
    expect(oursIn(jobs).length).toBeGreaterThan(0);
    for (const { with: given = {} } of oursIn(jobs)) {
      const values = new Map(Object.entries(given).map(([name, value]) => [name, evaluated(String(value))]));
      expect(() => readSettings({ name: (n) => n, values })).not.toThrow();
      const evidence = values.get("evidence");
      expect(reportLines(values.get("reports") ?? "").length + (evidence === undefined ? 0 : 1)).toBeGreaterThan(0);
    }
  });
});

describe.each(WORKFLOWS)("$name", ({ text }) => {
  const workflow = parse(text, { uniqueKeys: true }) as Workflow;
  const jobs = Object.values(workflow.jobs);

  it("uses only inputs and outputs of ours that there are", () => {
    expect(jobs.flatMap(unknownIn)).toEqual([]);
  });

  it("grants nothing but what a job lists, and pins every action of others to a commit", () => {
    expect(workflow.permissions).toEqual({});
    for (const { permissions } of jobs) expect(Object.keys(permissions ?? {}).length).toBeGreaterThan(0);
    const used = [...text.matchAll(/^ *(?:- )?uses: (.*)$/gm)].map((match) => match[1] ?? "");
    const loose = used.filter(
      (uses) => !/^\.\/|^OWNER\/ci-tracker@v\d/.test(uses) && !/^[\w-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(uses),
    );
    expect(loose).toEqual([]);
  });

  it("where it writes for a branch, its runs wait for each other and none is dropped", () => {
    const all = [workflow, ...jobs].flatMap(({ concurrency }) => concurrency ?? []);
    // actionlint does not know `queue` yet, and is told to pass over it.
    for (const { queue } of all) expect(["single", "max", undefined]).toContain(queue);
    const writes = jobs.filter((job) => {
      const ours = oursIn(job);
      return (
        ours.length > 0 && (Object.values(job.permissions).includes("write") || ours.some((step) => step.with?.["token"] !== undefined))
      );
    });
    for (const job of writes) {
      expect(job.concurrency ?? workflow.concurrency).toEqual({
        group: expect.stringMatching(/^ci-tracker-\$\{\{ github\.ref \}\}$/),
        queue: "max",
        "cancel-in-progress": false,
      });
    }
  });
});

describe("linters", () => {
  const folder = temporary("ci-tracker-docs-");
  afterAll(() => folder.remove());
  // A repository of its own for what the documents show, with our configuration of both.
  const workflows = join(folder.path, ".github", "workflows");
  mkdirSync(workflows, { recursive: true });
  mkdirSync(join(folder.path, ".git"));
  for (const file of ["actionlint.yaml", "zizmor.yml"]) cpSync(join(ROOT, ".github", file), join(folder.path, ".github", file));
  for (const block of BLOCKS) writeFileSync(join(workflows, `${block.name.replaceAll(/[^\w-]/g, "-")}.yml`), wholeOf(block));

  const LINTERS: [name: string, args: string[], asked: string][] = [
    ["actionlint", ["-no-color"], "-version"],
    ["zizmor", ["--offline", "--no-progress", "--color", "never", "--persona", "pedantic", "."], "--version"],
  ];
  it.for(LINTERS)("%s finds nothing in what the documents show, nor in .github/", ([name, args, asked], { skip }) => {
    if (spawnSync(name, [asked]).status !== 0) {
      console.warn(`!!! SKIPPED: ${name} is not on the PATH, so it has looked at no workflow`);
      skip(`${name} is not on the PATH`);
    }
    for (const cwd of [folder.path, ROOT]) {
      const { status, stdout, stderr } = spawnSync(name, args, { cwd, encoding: "utf8" });
      expect([status, status === 0 ? "" : `${stdout}${stderr}`]).toEqual([0, ""]);
    }
  });
});
