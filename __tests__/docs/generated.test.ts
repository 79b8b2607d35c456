import { describe, expect, it } from "vitest";
import { generated } from "../../scripts/generate.ts";
import { FORMATS } from "../../src/reports/registry.ts";
import { DESCRIPTIONS } from "../../src/settings/descriptions.ts";
import { ACTION, read } from "./pages.ts";

describe("what is said once and shown in several places", () => {
  const made = generated();

  it.each([...made.keys()])("%s is what `npm run generate` writes", (path) => {
    expect(read(path)).toBe(made.get(path));
  });

  it("covers the README's tables, the words of --help, the error codes and the formats", () => {
    const pages = [...made.keys()].filter((path) => path.startsWith("docs/formats/"));
    expect([...made.keys()].filter((path) => !pages.includes(path)).sort()).toEqual([
      "README.md",
      "docs/errors.md",
      "schema/ci-tracker.schema.json",
      "src/settings/descriptions.ts",
    ]);
    const told = pages.map((path) => made.get(path)).join("\n");
    for (const { name } of FORMATS) expect(told.split("\n").filter((line) => line === `## ${name}`)).toHaveLength(1);
  });

  // Looked up without the generator's help: what a cell of a table cannot hold as it is must arrive whole all the same.
  it("tells in each place what action.yml tells, word for word", () => {
    const readme = read("README.md").replaceAll("\\|", "|");
    for (const table of ["inputs", "outputs"] as const) {
      const rows = readme.slice(readme.indexOf(`<!-- ${table}:`), readme.indexOf(`<!-- /${table} -->`)).split("\n");
      for (const [name, { description }] of Object.entries(ACTION[table])) {
        const words = description.replace(/\s+/g, " ").trim();
        const told = rows.filter((row) => row.startsWith(`| \`${name}\` | `));
        expect(told).toEqual([expect.stringMatching(/\|$/)]);
        expect(told[0]?.endsWith(` | ${words} |`)).toBe(true);
        if (table === "inputs") expect(DESCRIPTIONS[name]).toBe(words);
      }
    }
  });
});
