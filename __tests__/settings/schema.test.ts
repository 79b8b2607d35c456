import ajv from "ajv";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NOT_IN_FILE, schemaOf, schemaText } from "../../src/settings/schema.ts";
import { type Schema, SETTINGS, type SettingName } from "../../src/settings/settings.ts";
import { problemOf } from "../../src/settings/validate.ts";
import { ACTION, read } from "../docs/pages.ts";

const schema = schemaOf();
const validate = new ajv.default({ strict: true, allowUnionTypes: true, keywords: ["patternErrorMessage"] }).compile(schema);

describe("the published schema", () => {
  it("is what the settings make of it: every setting that a file may hold, described as in action.yml", () => {
    const descriptions = Object.fromEntries(
      Object.entries(ACTION.inputs).map(([name, { description }]) => [name, description.replace(/\s+/g, " ").trim()]),
    );
    expect(read("schema/ci-tracker.schema.json") === schemaText(descriptions), "run npm run generate").toBe(true);
  });

  it("has a key for every setting but those of the workflow, and `rules`", () => {
    const names = Object.keys(SETTINGS).filter((name) => !NOT_IN_FILE.some((not) => not === name));
    expect(Object.keys(schema.properties ?? {})).toEqual([...names, "rules"]);
  });

  it("is a schema that a validator of JSON Schema takes without a warning, and its defaults fit it", () => {
    for (const [name, { default: value }] of Object.entries(schema.properties ?? {})) {
      if (value !== undefined) expect([name, validate({ [name]: value })]).toEqual([name, true]);
    }
  });

  it("takes exactly what the settings take: their words, and their numbers to the last one", () => {
    const reads = (name: SettingName, value: unknown): boolean => {
      try {
        SETTINGS[name].read(String(value));
        return true;
      } catch {
        return false;
      }
    };
    let compared = 0;
    for (const [name, { enum: words, minimum, maximum }] of Object.entries(schema.properties ?? {}) as [SettingName, Schema][]) {
      for (const word of words ?? []) expect([name, word, reads(name, word)]).toEqual([name, word, true]);
      if (words) expect([name, reads(name, "xylophone")]).toEqual([name, false]);
      if (minimum !== undefined && maximum !== undefined) {
        expect([name, reads(name, minimum), reads(name, maximum)]).toEqual([name, true, true]);
        expect([name, reads(name, minimum - 1), reads(name, maximum + 1)]).toEqual([name, false, false]);
      }
      if (words || minimum !== undefined) compared++;
    }
    expect(compared).toBeGreaterThan(15);
  });
});

describe("our own reading of the schema", () => {
  const scalar = fc.oneof(
    fc.constantFrom(
      "",
      "auto",
      "tracer",
      "github",
      "high",
      "lint",
      "bug",
      "2/3",
      "a\nb",
      "a b",
      "a,b",
      "2027-01-31",
      "@anna",
      "😀".repeat(50),
      "x".repeat(51),
      "x".repeat(501),
    ),
    fc.constantFrom<unknown>(0, 1, -1, 2.5, 4, 5, 10_000, 10_001, true, false, null),
  );
  const names = [...Object.keys(schema.properties ?? {}), "unknown", "constructor", "toString"];
  const ruleNames = [...Object.keys(schema.properties?.["rules"]?.items?.properties ?? {}), "prio", "__proto__"];
  const mapping = (keys: string[], value: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
    fc.dictionary(fc.constantFrom(...keys), value, { maxKeys: 3 });
  const rule = mapping(ruleNames, fc.oneof(scalar, fc.array(scalar, { maxLength: 3 })));
  const ignore = mapping(["pattern", "until", "reason", "raison"], scalar);
  const value = fc.oneof(scalar, fc.array(fc.oneof(scalar, ignore, rule), { maxLength: 3 }), rule);

  it("agrees with ajv on what fits, whatever it is given", () => {
    const seen = { fits: 0, not: 0 };
    fc.assert(
      fc.property(fc.oneof(mapping(names, value), fc.record({ rules: fc.array(rule, { maxLength: 3 }) }), value), (given) => {
        const fits = validate(given);
        expect([given, problemOf(schema, given) === undefined]).toEqual([given, fits]);
        seen[fits ? "fits" : "not"]++;
      }),
      { numRuns: 5_000 },
    );
    expect(Math.min(seen.fits, seen.not)).toBeGreaterThan(300);
  });

  it("counts characters, as JSON Schema does, and not the halves that some are stored in", () => {
    for (const [label, fits] of [
      ["😀".repeat(50), true],
      ["😀".repeat(51), false],
    ] as const) {
      expect([validate({ label }), problemOf(schema, { label }) === undefined]).toEqual([fits, fits]);
    }
  });

  it("knows every word that the schema uses", () => {
    const words = new Set<string>();
    const collect = (s: Schema): void => {
      for (const word of Object.keys(s)) words.add(word);
      for (const inner of [...(s.anyOf ?? []), ...(s.items ? [s.items] : []), ...Object.values(s.properties ?? {})]) collect(inner);
    };
    collect(schema);
    const shown = ["description", "default", "patternErrorMessage"];
    const checked =
      "type enum const anyOf minimum maximum pattern minLength maxLength items maxItems properties required additionalProperties minProperties";
    expect([...words].filter((word) => !shown.includes(word) && !checked.split(" ").includes(word))).toEqual([]);
  });
});
