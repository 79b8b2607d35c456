/** The JSON Schema of the configuration file, made of the settings; `schema/ci-tracker.schema.json` is written from it. */
import type { Kind } from "../model.ts";
import { type Schema, SETTINGS, type SettingName } from "./settings.ts";

/**
 * Settings that no file holds: secrets, what says where the file is, and what belongs to one step of a workflow rather
 * than to the project.
 */
export const NOT_IN_FILE = ["token", "config", "root", "mode", "evidence", "leg"] as const satisfies SettingName[];

const KINDS = ["test", "lint", "audit", "bench", "dependency", "build", "pipeline", "finding"] as const satisfies Kind[];

const WORD: Schema = { type: "string", minLength: 1, maxLength: 500, pattern: "^[^\\r\\n]*$", patternErrorMessage: "one line" };
const oneOrMore = (item: Schema): Schema => ({ anyOf: [item, { type: "array", items: item, maxItems: 100 }] });
const label: Schema = {
  type: "string",
  minLength: 1,
  maxLength: 50,
  pattern: "^[^,\\r\\n]*$",
  patternErrorMessage: "a label without commas",
};
const login: Schema = { type: "string", pattern: "^@?[\\w-]{1,60}$", patternErrorMessage: "a login" };

const WORDS_OF_RULES: Readonly<Record<string, Schema>> = {
  kind: { ...oneOrMore({ enum: KINDS }), description: "What sort of thing it applies to; one or a list." },
  path: { ...oneOrMore(WORD), description: "The file that the failure names, as CODEOWNERS writes patterns." },
  package: { ...oneOrMore(WORD), description: "Name of the package, with `*`." },
  pattern: { ...oneOrMore(WORD), description: "Name, title, key or fingerprint, with `*`." },
  priority: { type: "integer", minimum: 0, maximum: 4, description: "Priority of a new entry; 0 is the most urgent." },
  type: { enum: ["bug", "chore"], description: "Type of a new entry." },
  labels: { type: "array", items: label, maxItems: 20, description: "Labels of a new entry, beside ours." },
  assignees: { type: "array", items: login, maxItems: 10, description: "Logins that a new entry is assigned to, instead of its owners." },
  tracker: { ...SETTINGS.tracker.read.schema.anyOf?.[1]?.items, description: "The only tracker it is filed in." },
  tolerance: { type: "number", minimum: 0, maximum: 10_000, description: "Per cent that a benchmark may be worse than its baseline." },
  group: {
    anyOf: [{ ...WORD, maxLength: 100 }, { const: false }],
    description: "Name of a group whose one entry stands for all that fit; `false`: never grouped.",
  },
  severity: { ...SETTINGS.severity.read.schema, description: "Below it, lints, advisories and findings are not filed." },
  "group-by": { ...SETTINGS["group-by"].read.schema, description: "What an entry of lints stands for." },
};

/** `descriptions`: what action.yml says of each setting, for editors. */
export function schemaOf(descriptions: Readonly<Record<string, string>> = {}): Schema {
  const properties: Record<string, Schema> = {};
  for (const [name, { read, default: value }] of Object.entries(SETTINGS)) {
    if (NOT_IN_FILE.some((not) => not === name)) continue;
    const description = descriptions[name];
    properties[name] = {
      ...read.schema,
      ...(description === undefined ? {} : { description }),
      ...(value === "" ? {} : { default: typed(value, read.schema) }),
    };
  }
  properties["rules"] = {
    type: ["array", "null"],
    maxItems: 1_000,
    description: "What applies to some subjects only. Of several rules that fit, the later one counts, field by field.",
    items: { type: "object", minProperties: 1, additionalProperties: false, properties: WORDS_OF_RULES },
  };
  return { type: "object", additionalProperties: false, properties };
}

function typed(value: string, { type }: Schema): unknown {
  const types = [type].flat();
  if (types.includes("boolean")) return value === "true";
  return types.includes("integer") || types.includes("number") ? Number(value) : value;
}

/** The published file. */
export function schemaText(descriptions: Readonly<Record<string, string>>): string {
  const head = {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "ci-tracker",
    description: "Configuration of ci-tracker: `.github/ci-tracker.yml`.",
  };
  return `${JSON.stringify({ ...head, ...schemaOf(descriptions) }, null, 2)}\n`;
}
