/**
 * The configuration file: YAML → the settings' texts and the rules. Whoever can open a pull request can write this file,
 * so it is plain data: no tags, no keys twice, few aliases, a bounded size. What is wrong is told with its line and column.
 */
import { type Document, isAlias, isCollection, isMap, isScalar, LineCounter, type Node, parseDocument, visit, type YAMLMap } from "yaml";
import { CodedError } from "../errors.ts";
import type { Ignore, Rule } from "../planning/choice.ts";
import { ignoreLine } from "./ignore.ts";
import { rulesOf } from "./rules.ts";
import { NOT_IN_FILE, schemaOf } from "./schema.ts";
import { isSetting, SETTINGS } from "./settings.ts";
import { type Problem, problemOf } from "./validate.ts";

export interface Configuration {
  /** Settings by name, as the text that an input would hold. */
  values: Map<string, string>;
  /** Setting → `file:line:column`. */
  places: Map<string, string>;
  rules: Rule[];
}

/** Aliases that may be followed: enough for a list said twice, too few for one that doubles itself. */
const MAX_ALIASES = 100;

/** Reads the file's text. Throws E_CONFIG with file, line and column. */
export function readConfig(text: string, file: string): Configuration {
  const lines = new LineCounter();
  const wrong = (words: string, offset?: number): CodedError => {
    const { line, col } = lines.linePos(offset ?? 0);
    return new CodedError("E_CONFIG", `${offset === undefined ? file : `${file}:${line}:${col}`}: ${words}`, {
      exit: 2,
      file,
      ...(offset === undefined ? {} : { line }),
    });
  };
  let value: unknown;
  let document: Document.Parsed;
  try {
    document = parseDocument(text, {
      schema: "core",
      resolveKnownTags: false,
      merge: false,
      uniqueKeys: false,
      prettyErrors: false,
      lineCounter: lines,
    });
    const [problem] = [...document.errors, ...document.warnings];
    if (problem)
      throw wrong(problem.code === "MULTIPLE_DOCS" ? "a second document begins here" : firstWords(problem.message), problem.pos[0]);
    const odd = oddity(document);
    if (odd) throw wrong(odd.words, odd.offset);
    value = document.toJS({ maxAliasCount: MAX_ALIASES });
  } catch (error) {
    if (error instanceof CodedError) throw error;
    // What remains is nested too deeply for the parser, or made of aliases of aliases.
    if (error instanceof RangeError) throw wrong("it is nested too deeply");
    throw wrong(error instanceof ReferenceError ? "its aliases multiply" : firstWords(String(error)));
  }
  const configuration: Configuration = { values: new Map(), places: new Map(), rules: [] };
  if (value === null || value === undefined) return configuration;
  const problem = problemOf(schemaOf(), value);
  if (problem) throw wrong(inWords(problem), offsetOf(document, problem));
  for (const [name, given] of Object.entries(value as Record<string, unknown>)) {
    if (given === null) continue;
    const offset = offsetOf(document, { path: [name] });
    if (name === "rules") configuration.rules = rulesOf(given as unknown[]);
    if (!isSetting(name)) continue;
    const written = textOf(given);
    try {
      if (written.trim() !== "") SETTINGS[name].read(written.trim());
    } catch (error) {
      throw wrong(`${name}: ${(error as Error).message.slice(0, 500)}`, offset);
    }
    configuration.values.set(name, written);
    const { line, col } = lines.linePos(offset);
    configuration.places.set(name, `${file}:${line}:${col}`);
  }
  return configuration;
}

/** A list is one item a line; every setting that takes one takes lines. */
function textOf(given: unknown): string {
  if (!Array.isArray(given)) return String(given);
  return given.map((item) => (typeof item === "object" ? ignoreLine(item as Ignore) : String(item))).join("\n");
}

/**
 * What the parser lets pass, or looks for in a time that grows with the square of the file: keys that stand twice in one
 * mapping, and aliases of nothing or too many of them.
 */
function oddity(document: Document.Parsed): { words: string; offset: number } | undefined {
  let found: { words: string; offset: number } | undefined;
  const anchors = new Set<string>();
  let aliases = 0;
  const stop = (words: string, node: unknown): symbol => {
    found = { words, offset: startOf(node) ?? 0 };
    return visit.BREAK;
  };
  visit(document, {
    Node: (_, node) => {
      if ("anchor" in node && node.anchor !== undefined) anchors.add(node.anchor);
    },
    Alias: (_, alias) => {
      if (++aliases > MAX_ALIASES) return stop(`it has more than ${MAX_ALIASES} aliases`, alias);
      if (!anchors.has(alias.source)) return stop(`*${alias.source.slice(0, 80)} is an alias of nothing`, alias);
      return undefined;
    },
    Map: (_, map) => {
      if (map.anchor !== undefined) anchors.add(map.anchor);
      const keys = new Set<string>();
      for (const { key } of map.items) {
        if (!isScalar(key)) continue;
        const name = String(key.value);
        if (keys.has(name)) return stop(`${name.slice(0, 80)} stands there twice`, key);
        keys.add(name);
      }
      return undefined;
    },
  });
  return found;
}

/** `max-new: …`, `rules[2].kind: …`. */
function inWords({ path, atKey, words }: Problem): string {
  const [last] = path.slice(-1);
  if (path.length === 1 && atKey && NOT_IN_FILE.some((name) => name === last))
    return `${last} is set by the workflow or the command line, not in the file`;
  if (path.length === 0) return words.replace(/^.*? is not/, "the file is not");
  const named = path.slice(0, atKey ? -1 : undefined);
  const where = named.map((step, i) => (typeof step === "number" ? `[${step + 1}]` : i === 0 ? step : `.${step}`)).join("");
  return where === "" ? words : `${where}: ${words}`;
}

/** Where the key or the value at the end of a path begins; of what is not in the document, what holds it. */
function offsetOf(document: Document.Parsed, { path, atKey }: Pick<Problem, "path" | "atKey">): number {
  let node: unknown = document.contents;
  let offset = startOf(node) ?? 0;
  for (const [i, step] of path.entries()) {
    if (isAlias(node)) node = node.resolve(document);
    if (isMap(node) && atKey && i === path.length - 1) return startOf(keyOf(node, step)) ?? offset;
    if (isMap(node)) offset = startOf(keyOf(node, step)) ?? offset;
    node = isCollection(node) ? node.get(step, true) : undefined;
    offset = startOf(node) ?? offset;
  }
  return offset;
}

function keyOf(map: YAMLMap, name: string | number): unknown {
  return map.items.find(({ key }) => isScalar(key) && String(key.value) === String(name))?.key;
}

function startOf(node: unknown): number | undefined {
  return (node as Node | undefined | null)?.range?.[0];
}

function firstWords(message: string): string {
  return (message.split("\n", 1)[0] ?? "").slice(0, 300);
}
