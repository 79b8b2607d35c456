/**
 * Every setting, once: its type, what it may hold, and its default. Inputs of the action, flags of the terminal and
 * CI_TRACKER_ variables all end here; nothing else reads them. action.yml describes each, and a test keeps both equal.
 */
import { CodedError } from "../errors.ts";
import { nearest } from "./nearest.ts";

const choice =
  <const T extends string>(...words: readonly T[]) =>
  (text: string): T => {
    const found = words.find((word) => word === text.toLowerCase());
    if (found === undefined) throw new Error(`${JSON.stringify(text)} is none of ${words.join(", ")}${maybe(text, words)}`);
    return found;
  };

const whole =
  (least: number, most: number) =>
  (text: string): number => {
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (!(value >= least && value <= most)) throw new Error(`${JSON.stringify(text)} is no whole number from ${least} to ${most}`);
    return value;
  };

const amount =
  (least: number, most: number) =>
  (text: string): number => {
    const value = /^\d+(?:\.\d+)?\s*%?$/.test(text) ? Number.parseFloat(text) : Number.NaN;
    if (!(value >= least && value <= most)) throw new Error(`${JSON.stringify(text)} is no number from ${least} to ${most}`);
    return value;
  };

/** YAML 1.2's words, as @actions/core takes them. */
const yesNo = (text: string): boolean => {
  if (/^true$/i.test(text)) return true;
  if (/^false$/i.test(text)) return false;
  throw new Error(`${JSON.stringify(text)} is neither true nor false`);
};

const text = (value: string): string => value;

const word = (value: string): string => {
  if (!/^[\w.@+-]{1,60}$/.test(value)) throw new Error(`${JSON.stringify(value)} is not one word of letters, digits, dots and dashes`);
  return value;
};

/** The trackers there are, in the order `auto` looks for them. */
export const TRACKERS = ["tracer", "github"] as const;
export type TrackerName = (typeof TRACKERS)[number];

const trackers = (value: string): "auto" | TrackerName[] => {
  if (value === "auto") return "auto";
  const names = value.split(/[,\s]+/).filter((name) => name !== "");
  return names.map(choice(...TRACKERS));
};

/** Setting → how its text is read, and its default as text. */
export const SETTINGS = {
  reports: { read: text, default: "" },
  tracker: { read: trackers, default: "auto" },
  mode: { read: choice("sync", "plan"), default: "sync" },
  commit: { read: choice("auto", "api", "git", "pull-request", "none"), default: "auto" },
  branch: { read: text, default: "" },
  "default-branch": { read: text, default: "" },
  init: { read: yesNo, default: "false" },
  "fail-on": { read: choice("none", "new", "any"), default: "none" },
  "open-after": { read: whole(1, 100), default: "1" },
  "max-new": { read: whole(0, 10_000), default: "10" },
  "max-writes": { read: whole(0, 10_000), default: "60" },
  comment: { read: choice("change", "always", "interval", "never"), default: "change" },
  "comment-interval": { read: amount(0, 3650), default: "7" },
  "reopen-window": { read: amount(0, 3650), default: "30" },
  tolerance: { read: amount(0, 10_000), default: "10" },
  leg: { read: text, default: "" },
  actor: { read: word, default: "ci-bot" },
  label: { read: (value: string) => value.slice(0, 50), default: "ci-tracker" },
  token: { read: text, default: "" },
  repository: { read: text, default: "" },
  root: { read: text, default: "." },
  cache: { read: text, default: "auto" },
  "skip-ci": { read: yesNo, default: "true" },
  annotations: { read: yesNo, default: "true" },
  "write-pace": { read: whole(0, 60_000), default: "1000" },
} as const;

export type SettingName = keyof typeof SETTINGS;

/** All settings, read and valid. */
export type Settings = { readonly [K in SettingName]: ReturnType<(typeof SETTINGS)[K]["read"]> };

export function isSetting(name: string): name is SettingName {
  return Object.hasOwn(SETTINGS, name);
}

/**
 * Settings from their texts, the first source that has one winning. An empty text is no text: that is how the runner
 * passes an input that was not given. Throws E_INPUT_VALUE naming the setting and where it came from.
 */
export function readSettings(...sources: readonly { name: (setting: string) => string; values: ReadonlyMap<string, string> }[]): Settings {
  const settings: Record<string, unknown> = {};
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
