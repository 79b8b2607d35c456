/**
 * Writes what is said once and shown in several places: action.yml's inputs and outputs become the README's tables and
 * the help's texts; the error codes and the formats become pages. A test keeps all of them fresh.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parse } from "yaml";
import { REMEDIES } from "../src/errors.ts";
import type { Kind } from "../src/model.ts";
import type { Format } from "../src/reports/format.ts";
import { FORMATS } from "../src/reports/registry.ts";
import { schemaText } from "../src/settings/schema.ts";

const root = join(import.meta.dirname, "..");

interface Action {
  inputs: Record<string, { description: string; default?: string; required?: boolean }>;
  outputs: Record<string, { description: string }>;
}

export const action = parse(readFileSync(join(root, "action.yml"), "utf8")) as Action;

/** Path → text of every generated file. */
export function generated(): Map<string, string> {
  const readme = readFileSync(join(root, "README.md"), "utf8");
  return new Map([
    ["README.md", between(between(readme, "inputs", inputsTable()), "outputs", outputsTable())],
    ["src/settings/descriptions.ts", descriptions()],
    ["docs/errors.md", errorsPage()],
    ["schema/ci-tracker.schema.json", schemaText(wordsOf(action.inputs))],
    ...formatsPages(),
  ]);
}

function wordsOf(inputs: Action["inputs"]): Record<string, string> {
  return Object.fromEntries(Object.entries(inputs).map(([name, { description }]) => [name, description.replace(/\s+/g, " ").trim()]));
}

function between(text: string, name: string, content: string): string {
  const [begin, end] = [`<!-- ${name}: made from action.yml by npm run generate -->`, `<!-- /${name} -->`];
  const from = text.indexOf(begin);
  const to = text.indexOf(end);
  if (from === -1 || to === -1) throw new Error(`README.md lacks ${begin} … ${end}`);
  return `${text.slice(0, from + begin.length)}\n${content}\n${text.slice(to)}`;
}

function cell(text: string): string {
  return text.replace(/\s+/g, " ").trim().replaceAll("|", "\\|");
}

/** Inline code; the marks are longer than any run of backticks inside. */
function code(text: string): string {
  const mark = "`".repeat(Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length)) + 1);
  return mark.length === 1 ? `\`${text}\`` : `${mark} ${text} ${mark}`;
}

function inputsTable(): string {
  const rows = Object.entries(action.inputs).map(([name, { description, default: value, required }]) => {
    const shown = required ? "required" : value === undefined || value === "" ? "" : `\`${value}\``;
    return `| \`${name}\` | ${shown} | ${cell(description)} |`;
  });
  return ["| input | default | what it does |", "| --- | --- | --- |", ...rows].join("\n");
}

function outputsTable(): string {
  const rows = Object.entries(action.outputs).map(([name, { description }]) => `| \`${name}\` | ${cell(description)} |`);
  return ["| output | what it holds |", "| --- | --- |", ...rows].join("\n");
}

function descriptions(): string {
  const lines = Object.entries(action.inputs).map(
    ([name, { description }]) => `  ${JSON.stringify(name)}: ${JSON.stringify(cell(description).replaceAll("\\|", "|"))},`,
  );
  return `/** Made from action.yml by \`npm run generate\`: what \`--help\` says of each setting. */\nexport const DESCRIPTIONS: Readonly<Record<string, string>> = {\n${lines.join("\n")}\n};\n`.replaceAll(
    /^ {2}"([a-z]+)":/gm,
    "  $1:",
  );
}

function errorsPage(): string {
  const rows = Object.entries(REMEDIES).map(([code, remedy]) => `| \`${code}\` | ${cell(remedy)} |`);
  return [
    "# Error codes",
    "",
    "Every message names what happened, where (file and line where there is one) and why. This is what to do about each.",
    "Exit status 2 is wrong use or settings; 3 is something that could not be read, listed or written. Made from",
    "`src/errors.ts` by `npm run generate`.",
    "",
    "| code | what to do |",
    "| --- | --- |",
    ...rows,
    "",
  ].join("\n");
}

/** Kind → what its page is called, and what stands above its formats. */
const FAMILIES: Record<Kind, [title: string, about: string]> = {
  test: ["Tests", "A test's entry closes when it has passed, or when two complete lists of its target lack it."],
  build: ["Builds", "What does not compile is one entry, the package's; tests that it kept from running get none."],
  lint: [
    "Lints and compilers",
    "A rule is one entry with its places in it; it closes when a complete report that looked at those places lacks them.",
  ],
  audit: ["Audits", "An advisory in a package is one entry, under whichever of its names a tool calls it."],
  bench: ["Benchmarks", "A value is compared with earlier ones of the same machine class; without its unit it is refused."],
  dependency: ["Dependencies", "A dependency that is behind is one entry, current as newer versions come out."],
  pipeline: ["Pipelines", "Nodes of a pipeline's run."],
  finding: [
    "Review findings",
    "A finding is one with that of the same title in the same file, at most three lines from where it was first filed.",
  ],
};

const KINDS = Object.keys(FAMILIES) as Kind[];

/** The page of a family: the kind that a format tells most of. */
function pageOf(kind: Kind): string {
  return `${FAMILIES[kind][0].toLowerCase().replaceAll(" ", "-")}.md`;
}

function formatsPages(): [path: string, text: string][] {
  const families = KINDS.map((kind) => ({
    kind,
    formats: FORMATS.filter((f) => f.kinds[0] === kind).sort((a, b) => (a.name < b.name ? -1 : 1)),
  }));
  const rows = families.flatMap(({ kind, formats }) =>
    formats.map((f) => `| [${f.name}](${pageOf(kind)}#${f.name}) | ${cell(f.tool)} | ${f.kinds.join(", ")} | ${cell(f.docs.proof)} |`),
  );
  const index = [
    "# Formats",
    "",
    `${FORMATS.length} formats, found by their content; \`format=\` decides where two fit, and where a file says nothing of itself (an empty list, an empty file). The name is the word for \`format=\`.`,
    "",
    "Made from the registry by `npm run generate`.",
    "",
    "| format | tool | reports | complete when |",
    "| --- | --- | --- | --- |",
    ...rows,
    "",
  ].join("\n");
  return [
    ["docs/formats/README.md", index],
    ...families.map(({ kind, formats }): [string, string] => [`docs/formats/${pageOf(kind)}`, familyPage(kind, formats)]),
  ];
}

function familyPage(kind: Kind, formats: readonly Format[]): string {
  const [title, about] = FAMILIES[kind];
  const sections = formats.map(({ name, aliases, kinds, tool, docs, silent }) =>
    [
      `## ${name}`,
      "",
      `${tool}: ${kinds.join(", ")}${aliases ? ` (also \`format=${aliases.join("`, `format=")}\`)` : ""}.`,
      "",
      `- Command: ${code(docs.command)}`,
      `- Complete when: ${docs.proof}.`,
      ...(silent === undefined
        ? []
        : [`- Says nothing when all is well: an empty file is complete with \`format=${name} outcome=success\`.`]),
      `- Looks like: ${code(docs.example)}`,
      `- Source of the rules: ${docs.source}.`,
      "",
    ].join("\n"),
  );
  return [`# ${title}`, "", `${about} [All formats](README.md).`, "", ...sections].join("\n");
}

if (import.meta.main ?? process.argv[1] === import.meta.filename) {
  for (const [path, text] of generated()) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}
