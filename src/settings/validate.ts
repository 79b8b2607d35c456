/**
 * Holds a value against our own schema, by the few words of JSON Schema that it uses. A general validator takes longer to
 * load and to compile than all else a run does, and cannot say what was meant; a test compares the verdicts with ajv's.
 */
import { nearest } from "./nearest.ts";
import type { Schema, SchemaType } from "./settings.ts";

/** What is wrong, and where. */
export interface Problem {
  path: readonly (string | number)[];
  /** It is the last key of the path itself that is wrong, not what stands for it. */
  atKey?: true;
  /** In words, without the place. */
  words: string;
}

/** The first thing that is wrong with a value of JSON's types; undefined where nothing is. */
export function problemOf(schema: Schema, value: unknown, path: readonly (string | number)[] = []): Problem | undefined {
  const wrong = (words: string): Problem => ({ path, words });
  if (schema.anyOf) return anyOf(schema.anyOf, value, path);
  if ("const" in schema && value !== schema.const) return wrong(`${shown(value)} is not ${JSON.stringify(schema.const)}`);
  if (schema.enum && !schema.enum.some((word) => word === value)) {
    const near = typeof value === "string" ? nearest(value, schema.enum) : undefined;
    return wrong(`${shown(value)} is none of ${schema.enum.join(", ")}${near === undefined ? "" : `; did you mean ${near}?`}`);
  }
  const types = [schema.type ?? []].flat();
  if (types.length > 0 && !types.some((type) => isType(value, type))) return wrong(`${shown(value)} is not ${what(schema, types)}`);
  if (typeof value === "number") {
    const { minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY } = schema;
    return value >= minimum && value <= maximum ? undefined : wrong(`${value} is not from ${minimum} to ${maximum}`);
  }
  if (typeof value === "string") return textProblem(schema, value, wrong);
  if (Array.isArray(value)) {
    if (value.length > (schema.maxItems ?? Number.POSITIVE_INFINITY))
      return wrong(`it has ${value.length} items; ${schema.maxItems} are the most`);
    return first(value, (item, i) => schema.items && problemOf(schema.items, item, [...path, i]));
  }
  return typeof value === "object" && value !== null ? objectProblem(schema, value, path) : undefined;
}

function textProblem(schema: Schema, text: string, wrong: (words: string) => Problem): Problem | undefined {
  // JSON Schema counts characters, not halves of them.
  const length = [...text].length;
  if (length < (schema.minLength ?? 0)) return wrong("it is empty");
  if (length > (schema.maxLength ?? Number.POSITIVE_INFINITY))
    return wrong(`it has ${length} characters; ${schema.maxLength} are the most`);
  if (schema.pattern === undefined || new RegExp(schema.pattern, "u").test(text)) return undefined;
  return wrong(`${shown(text)} is not ${schema.patternErrorMessage ?? schema.pattern}`);
}

function objectProblem(schema: Schema, value: object, path: readonly (string | number)[]): Problem | undefined {
  const { properties = {}, required = [] } = schema;
  const entries = Object.entries(value);
  if (entries.length < (schema.minProperties ?? 0)) return { path, words: "it says nothing" };
  const missing = required.find((name) => !Object.hasOwn(value, name));
  if (missing !== undefined) return { path, words: `${missing}: is missing` };
  return first(entries, ([name, item]) => {
    const own = Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (own) return problemOf(own, item, [...path, name]);
    if (schema.additionalProperties !== false) return undefined;
    const near = nearest(name, Object.keys(properties));
    return {
      path: [...path, name],
      atKey: true,
      words: `${short(name)} is not known${near === undefined ? "" : `; did you mean ${near}?`}`,
    };
  });
}

/** Of the ways that are open, what is wrong with the one that was most likely meant: the one that was followed deepest. */
function anyOf(schemas: readonly Schema[], value: unknown, path: readonly (string | number)[]): Problem | undefined {
  const problems: Problem[] = [];
  for (const schema of schemas) {
    const problem = problemOf(schema, value, path);
    if (!problem) return undefined;
    problems.push(problem);
  }
  return problems.reduce((best, problem) => (problem.path.length > best.path.length ? problem : best));
}

function first<T>(items: readonly T[], problem: (item: T, i: number) => Problem | undefined): Problem | undefined {
  for (const [i, item] of items.entries()) {
    const found = problem(item, i);
    if (found) return found;
  }
  return undefined;
}

function isType(value: unknown, type: SchemaType): boolean {
  switch (type) {
    case "null":
      return value === null;
    case "array":
      return Array.isArray(value);
    case "integer":
      return Number.isInteger(value);
    case "number":
      return typeof value === "number" && Number.isFinite(value);
    case "object":
      return typeof value === "object" && value !== null && !Array.isArray(value);
    default:
      return typeof value === type;
  }
}

const TYPE_WORDS: Readonly<Record<SchemaType, string>> = {
  string: "text",
  integer: "a whole number",
  number: "a number",
  boolean: "true or false",
  array: "a list",
  object: "a mapping",
  null: "nothing",
};

function what({ minimum, maximum }: Schema, types: readonly SchemaType[]): string {
  const range = minimum === undefined || maximum === undefined ? "" : ` from ${minimum} to ${maximum}`;
  const words = types.filter((type) => type !== "null").map((type) => TYPE_WORDS[type]);
  return `${words.join(" or ")}${range}`;
}

/** A value as people wrote it, or nearly. */
function shown(value: unknown): string {
  if (value === null || value === undefined) return "nothing";
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" ? "a mapping" : short(JSON.stringify(value));
}

function short(text: string): string {
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
