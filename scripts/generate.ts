/**
 * Writes what is said once and shown in several places: action.yml's inputs and outputs become the README's tables and
 * the help's texts; the error codes and the formats become pages. A test keeps all of them fresh.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { REMEDIES } from "../src/errors.ts";
import { FORMATS } from "../src/reports/registry.ts";

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
    ["docs/formats.md", formatsPage()],
  ]);
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

function formatsPage(): string {
  const sections = FORMATS.map(({ name, aliases, kinds, tool, docs }) =>
    [
      `## ${name}`,
      "",
      `${kinds.join(", ")} of ${tool}${aliases ? ` (also \`format=${aliases.join("`, `format=")}\`)` : ""}.`,
      "",
      `- Command: \`${docs.command}\``,
      `- Complete when: ${docs.proof}.`,
      `- Source of the rules: ${docs.source}.`,
      "",
    ].join("\n"),
  );
  return [
    "# Formats",
    "",
    "Found by content; `format=` decides where two fit. Made from the registry by `npm run generate`.",
    "",
    ...sections,
  ].join("\n");
}

if (import.meta.main ?? process.argv[1] === import.meta.filename) {
  for (const [path, text] of generated()) writeFileSync(join(root, path), text);
}
