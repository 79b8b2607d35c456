/**
 * Every setting, once: its type, what it may hold, and its default. Inputs of the action, flags of the terminal and
 * CI_TRACKER_ variables all end here; nothing else reads them. action.yml describes each, and a test keeps both equal.
 */
import { CodedError } from "../errors.ts";
import type { Rule } from "../planning/choice.ts";
import { ignores } from "./ignore.ts";
import { nearest } from "./nearest.ts";
import { owners } from "./owners.ts";

/** JSON Schema of what stands for a setting in the configuration file; the file's own schema is made of these. */
export interface Schema {
  type?: SchemaType | readonly SchemaType[];
  enum?: readonly string[];
  const?: unknown;
  anyOf?: readonly Schema[];
  minimum?: number;
  maximum?: number;
  pattern?: string;
  /** What a text has to be that does not fit the pattern, in words; editors show it too. */
  patternErrorMessage?: string;
  minLength?: number;
  maxLength?: number;
  items?: Schema;
  maxItems?: number;
  properties?: Readonly<Record<string, Schema>>;
  required?: readonly string[];
  additionalProperties?: false;
  minProperties?: number;
  description?: string;
  default?: unknown;
}

export type SchemaType = "string" | "integer" | "number" | "boolean" | "array" | "object" | "null";

/** How a setting's text is read, and what the configuration file may hold for it. */
export interface Reader<T> {
  (text: string): T;
  schema: Schema;
}

function reader<T>(schema: Schema, read: (text: string) => T): Reader<T> {
  return Object.assign((value: string) => read(value), { schema });
}

const choice = <const T extends string>(...words: readonly T[]): Reader<T> =>
  reader({ enum: words }, (text) => {
    const found = words.find((word) => word === text.toLowerCase());
    if (found === undefined) throw new Error(`${JSON.stringify(text)} is none of ${words.join(", ")}${maybe(text, words)}`);
    return found;
  });

const whole = (least: number, most: number): Reader<number> =>
  reader({ type: "integer", minimum: least, maximum: most }, (text) => {
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (!(value >= least && value <= most)) throw new Error(`${JSON.stringify(text)} is no whole number from ${least} to ${most}`);
    return value;
  });

const amount = (least: number, most: number): Reader<number> =>
  reader({ type: "number", minimum: least, maximum: most }, (text) => {
    const value = /^\d+(?:\.\d+)?\s*%?$/.test(text) ? Number.parseFloat(text) : Number.NaN;
    if (!(value >= least && value <= most)) throw new Error(`${JSON.stringify(text)} is no number from ${least} to ${most}`);
    return value;
  });

/** YAML 1.2's words, as @actions/core takes them. */
const yesNo = reader({ type: "boolean" }, (text): boolean => {
  if (/^true$/i.test(text)) return true;
  if (/^false$/i.test(text)) return false;
  throw new Error(`${JSON.stringify(text)} is neither true nor false`);
});

const text = reader({ type: "string" }, (value) => value);

const WORD = "^[\\w.@+-]{1,60}$";
const word = reader({ type: "string", pattern: WORD, patternErrorMessage: "one word of letters, digits, dots and dashes" }, (value) => {
  if (!new RegExp(WORD).test(value)) throw new Error(`${JSON.stringify(value)} is not one word of letters, digits, dots and dashes`);
  return value;
});

/** One line: what a list in the file holds, whose items are joined by line ends. */
const LINE: Schema = { type: "string", pattern: "^[^\\r\\n]*$", patternErrorMessage: "one line" };
const MAX_LINES = 1_000;

/** Words between commas, blanks or line ends. */
const words = reader(
  { type: ["string", "array", "null"], items: { ...LINE, pattern: "^[^,\\s]+$", patternErrorMessage: "one word" }, maxItems: MAX_LINES },
  (value) => value.split(/[,\s]+/).filter((w) => w !== ""),
);

/** A list of lines in the file, or one text. */
const listed = <T>(read: (text: string) => T, items = LINE): Reader<T> =>
  reader({ type: ["string", "array", "null"], items, maxItems: MAX_LINES }, read);

/** Lines that are neither empty nor comments. */
const lines = listed((value) =>
  value
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#")),
);

/** A line, or the same with names to its parts. */
const IGNORE: Schema = {
  ...LINE,
  type: ["string", "object"],
  properties: {
    pattern: { ...LINE, minLength: 1, description: "Advisory, alias, fingerprint, key, name or title, with `*`." },
    until: {
      type: "string",
      pattern: "^\\d{4}-\\d\\d-\\d\\d$",
      patternErrorMessage: "a day such as 2027-01-31",
      description: "The day from which on it counts again.",
    },
    reason: { ...LINE, description: "Why, in words." },
  },
  required: ["pattern"],
  additionalProperties: false,
};

/** `10`, or `10, parse/*=5`: a percentage for all, and others by pattern. */
const tolerances = reader({ type: ["number", "string"], minimum: 0, maximum: 10_000 }, (value) => {
  const percent = amount(0, 10_000);
  const read = { all: 10, by: [] as { pattern: string; percent: number }[] };
  for (const item of value.split(/[,\n]/).map((part) => part.trim())) {
    const at = item.lastIndexOf("=");
    if (at > 0) read.by.push({ pattern: item.slice(0, at).trim(), percent: percent(item.slice(at + 1).trim()) });
    else if (item !== "") read.all = percent(item);
  }
  return read;
});

/** `2/3`: in two of the last three runs. */
const kOfN = reader({ type: "string", pattern: "^\\d{1,2}\\s*/\\s*\\d{1,2}$", patternErrorMessage: "K/N, such as 2/3" }, (value) => {
  const [, k, n] = /^(\d{1,2})\s*\/\s*(\d{1,2})$/.exec(value) ?? [];
  const read = { k: Number(k), n: Number(n) };
  if (!(read.k >= 1 && read.n >= read.k && read.n <= 20))
    throw new Error(`${JSON.stringify(value)} is not K/N, such as 2/3, with N up to 20`);
  return read;
});

/** The trackers there are, in the order `auto` looks for them. */
export const TRACKERS = ["tracer", "github"] as const;
export type TrackerName = (typeof TRACKERS)[number];

const tracker = choice(...TRACKERS);

const trackers = reader(
  { anyOf: [{ enum: ["auto", ...TRACKERS] }, { type: "array", items: tracker.schema }] },
  (value): "auto" | TrackerName[] => {
    if (value === "auto") return "auto";
    const names = value.split(/[,\s]+/).filter((name) => name !== "");
    return names.map(tracker);
  },
);

/** Setting → how its text is read, and its default as text. */
export const SETTINGS = {
  reports: { read: listed((value) => value), default: "" },
  tracker: { read: trackers, default: "auto" },
  mode: { read: choice("sync", "plan", "apply", "collect"), default: "sync" },
  evidence: { read: text, default: "" },
  config: { read: text, default: ".github/ci-tracker.yml" },
  commit: { read: choice("auto", "api", "git", "pull-request", "none"), default: "auto" },
  branch: { read: text, default: "" },
  "default-branch": { read: text, default: "" },
  branches: { read: words, default: "" },
  "branch-entries": { read: choice("together", "apart"), default: "together" },
  init: { read: yesNo, default: "false" },
  "fail-on": { read: choice("none", "new", "any"), default: "none" },
  "open-after": { read: whole(1, 100), default: "1" },
  "max-new": { read: whole(0, 10_000), default: "10" },
  "max-writes": { read: whole(0, 10_000), default: "60" },
  comment: { read: choice("change", "always", "interval", "never"), default: "change" },
  "comment-interval": { read: amount(0, 3650), default: "7" },
  "reopen-window": { read: amount(0, 3650), default: "30" },
  "close-after-max": { read: whole(1, 50), default: "20" },
  tolerance: { read: tolerances, default: "10" },
  "bench-runs": { read: kOfN, default: "2/3" },
  rebaseline: { read: lines, default: "" },
  "group-by": { read: choice("rule", "file", "package", "diagnostic"), default: "rule" },
  "group-dependencies": { read: choice("package", "level"), default: "package" },
  "only-new": { read: yesNo, default: "false" },
  severity: { read: choice("none", "low", "medium", "high", "critical"), default: "none" },
  ignore: { read: listed(ignores, IGNORE), default: "" },
  quarantine: { read: lines, default: "" },
  owners: { read: listed(owners), default: "none" },
  leg: { read: text, default: "" },
  "leg-retention": { read: amount(0, 3650), default: "14" },
  actor: { read: word, default: "ci-bot" },
  label: { read: reader({ type: "string", maxLength: 50 }, (value) => value.slice(0, 50)), default: "ci-tracker" },
  token: { read: text, default: "" },
  repository: { read: text, default: "" },
  root: { read: text, default: "." },
  cache: { read: text, default: "auto" },
  "skip-ci": { read: yesNo, default: "true" },
  annotations: { read: yesNo, default: "true" },
  "pr-comment": { read: yesNo, default: "false" },
  "write-pace": { read: whole(0, 60_000), default: "1000" },
} as const;

export type SettingName = keyof typeof SETTINGS;

/** All settings, read and valid. */
export type Settings = { readonly [K in SettingName]: ReturnType<(typeof SETTINGS)[K]["read"]> } & {
  /** Of the configuration file alone. */
  readonly rules: readonly Rule[];
};

/** Texts of settings, and what to call one of them to a person. */
export interface Source {
  name: (setting: string) => string;
  values: ReadonlyMap<string, string>;
  rules?: readonly Rule[];
}

export function isSetting(name: string): name is SettingName {
  return Object.hasOwn(SETTINGS, name);
}

/**
 * Settings from their texts, the first source that has one winning. An empty text is no text: that is how the runner
 * passes an input that was not given. Throws E_INPUT_VALUE naming the setting and where it came from.
 */
export function readSettings(...sources: readonly Source[]): Settings {
  const settings: Record<string, unknown> = { rules: sources.find(({ rules }) => rules !== undefined)?.rules ?? [] };
  for (const name of Object.keys(SETTINGS) as SettingName[]) {
    const source = sources.find(({ values }) => (values.get(name) ?? "").trim() !== "");
    const value = source?.values.get(name)?.trim() ?? SETTINGS[name].default;
    try {
      settings[name] = SETTINGS[name].read(value);
    } catch (error) {
      throw new CodedError("E_INPUT_VALUE", `${source?.name(name) ?? name}: ${(error as Error).message}`, { exit: 2 });
    }
  }
  return settings as Settings;
}

/** For a name nobody knows: the error, with the nearest right one. */
export function unknownName(given: string, shown: (name: string) => string, known: readonly string[]): CodedError {
  return new CodedError(
    "E_INPUT_UNKNOWN",
    `${shown(given)} is not known${maybe(
      given,
      known.map((k) => k),
      shown,
    )}`,
    { exit: 2 },
  );
}

function maybe(given: string, known: readonly string[], shown: (name: string) => string = (n) => n): string {
  const near = nearest(given, known);
  return near === undefined ? "" : `; did you mean ${shown(near)}?`;
}
