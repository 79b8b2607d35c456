/** Settings with those of the configuration file, where there is one; what reads it is loaded only then. */
import { existsSync, readFileSync, realpathSync, statSync } from "node:fs";
import { isAbsolute, relative, resolve, sep } from "node:path";
import { CodedError } from "../errors.ts";
import { load } from "../load.ts";
import { readSettings, SETTINGS, type Settings, type Source } from "./settings.ts";

const MAX_BYTES = 256 * 1024;

/**
 * Reads the settings, the first source that has one winning, the configuration file last. `folder`: what `root` is read
 * against. Throws E_CONFIG for a file that cannot be read whole, or that is not there though it was named.
 */
export async function configured(folder: string, ...sources: readonly Source[]): Promise<Settings> {
  const given = readSettings(...sources);
  const path = fileOf(given.config, resolve(folder, given.root));
  if (path === undefined) return given;
  const text = textOf(path, given.config);
  const { readConfig } = await load<typeof import("../config.ts")>("config");
  const { values, places, rules } = readConfig(text, given.config);
  return readSettings(...sources, { name: (setting) => `${places.get(setting) ?? given.config}: ${setting}`, values, rules });
}

/** The file's path; undefined where nobody named one and there is none. */
function fileOf(config: string, root: string): string | undefined {
  const path = resolve(root, config);
  if (existsSync(path)) return inside(path, root, config);
  if (config !== SETTINGS.config.default) throw wrong(config, "it does not exist");
  const other = config.replace(/yml$/, "yaml");
  if (existsSync(resolve(root, other))) throw wrong(other, `it is looked for as ${config}; rename it, or name it with config:`);
  return undefined;
}

/** A link in the repository may lead out of it, and what is wrong in a file is shown in a log. What lies outside by name is the caller's own. */
function inside(path: string, root: string, shown: string): string {
  const leaves = (from: string, to: string): boolean => {
    const inner = relative(from, to);
    return inner === ".." || inner.startsWith(`..${sep}`) || isAbsolute(inner);
  };
  if (!leaves(root, path) && leaves(realpathSync(root), realpathSync(path))) throw wrong(shown, "it is a link that leads out of the root");
  return path;
}

function textOf(path: string, shown: string): string {
  const stat = statSync(path);
  if (!stat.isFile()) throw wrong(shown, "it is no file");
  if (stat.size > MAX_BYTES) throw wrong(shown, `it has ${stat.size} bytes; more than ${MAX_BYTES} are not read`);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(path));
  } catch (error) {
    throw wrong(shown, error instanceof TypeError ? "it is not UTF-8" : "it could not be read");
  }
}

function wrong(file: string, what: string): CodedError {
  return new CodedError("E_CONFIG", `${file}: ${what}`, { exit: 2, file });
}
