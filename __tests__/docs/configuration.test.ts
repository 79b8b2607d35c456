import { describe, expect, it } from "vitest";
import { readConfig } from "../../src/settings/config-file.ts";
import { NOT_IN_FILE, schemaOf } from "../../src/settings/schema.ts";
import { readSettings } from "../../src/settings/settings.ts";
import { blocksOf, codeOf, proseOf } from "./pages.ts";

const PAGE = "docs/configuration.md";
const schema = schemaOf();
const keys = Object.entries(schema.properties ?? {});
/** Configuration is marked `YAML`; `yaml` marks workflows. */
const BLOCKS = blocksOf(PAGE).filter(({ language }) => language === "YAML");

/** Rows of the page's tables: cells without their blanks. */
const ROWS = [...proseOf(PAGE).matchAll(/^\| (.+) \|$/gm)].map(([, row = ""]) => row.split("|").map((cell) => cell.trim()));

describe(PAGE, () => {
  it("lists every key of the file with its default and its words, in the settings' order", () => {
    const names = new Set(keys.map(([name]) => name));
    const listed = ROWS.filter((row) => row.length === 3 && names.has((row[0] ?? "").slice(1, -1)));
    expect(listed.map(([key, , value]) => [key, value])).toEqual(
      keys.map(([name, { default: value }]) => [`\`${name}\``, value === undefined ? "" : `\`${String(value)}\``]),
    );
    for (const [name, { enum: words = [] }] of keys) {
      const cell = listed.find(([key]) => key === `\`${name}\``)?.[1] ?? "";
      expect([name, words.filter((word) => !cell.includes(`\`${word}\``))]).toEqual([name, []]);
    }
  });

  it("lists every word of a rule, and what is not taken from the file", () => {
    const words = Object.entries(schema.properties?.["rules"]?.items?.properties ?? {});
    const listed = ROWS.filter((row) => row.length === 2).map(([key = ""]) => key);
    expect(words.map(([name]) => `\`${name}\``).filter((name) => !listed.includes(name))).toEqual([]);
    const kinds = words.find(([name]) => name === "kind")?.[1].anyOf?.[0]?.enum ?? [];
    expect(kinds.filter((kind) => !codeOf(PAGE).includes(kind))).toEqual([]);
    expect(proseOf(PAGE)).toContain(
      `${NOT_IN_FILE.map((name) => `\`${name}\``)
        .join(", ")
        .replace(/, (?=[^,]*$)/, " and ")} are not taken from the file`,
    );
  });

  it.each(BLOCKS)("its example in line $line is a file that is taken, and says something", ({ text }) => {
    const { values, rules } = readConfig(text, "ci-tracker.yml");
    expect(readSettings({ name: (n) => n, values, rules })).not.toEqual(readSettings());
  });

  it("the message that it shows is the one that is given", () => {
    const shown =
      blocksOf(PAGE)
        .find(({ language }) => language === "text")
        ?.text.trim() ?? "";
    const text = "max-new: 3\nrules:\n  - kind: lnit\n";
    expect(() => readConfig(text, ".github/ci-tracker.yml")).toThrow(shown.replace(/^E_CONFIG: (?=.)/, ""));
    expect(shown).toMatch(/^E_CONFIG: .+did you mean lint\?$/);
  });
});
