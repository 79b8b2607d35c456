/** Settings from a workflow's inputs and from CI_TRACKER_ variables. */
import { isSetting, SETTINGS, unknownName } from "./settings.ts";

const PREFIX = "CI_TRACKER_";

/**
 * `INPUT_MAX-NEW`, as the runner writes it. It writes all inputs, with the defaults of action.yml where a workflow says
 * nothing, so an input that holds its default counts as not given: a variable or the configuration file may say more.
 * Throws E_INPUT_UNKNOWN for an input the action does not have.
 */
export function inputsOf(environment: NodeJS.ProcessEnv): Map<string, string> {
  const values = new Map<string, string>();
  for (const [variable, value] of Object.entries(environment)) {
    if (!variable.startsWith("INPUT_") || value === undefined) continue;
    const name = variable.slice("INPUT_".length).toLowerCase().replaceAll("_", "-");
    if (!isSetting(name)) throw unknownName(name, (n) => `the input ${n}`, Object.keys(SETTINGS));
    if (value.trim() !== SETTINGS[name].default) values.set(name, value);
  }
  return values;
}

/** `CI_TRACKER_MAX_NEW`. Throws E_INPUT_UNKNOWN for a variable of that prefix that is none of ours. */
export function variablesOf(environment: NodeJS.ProcessEnv, also: readonly string[] = []): Map<string, string> {
  const values = new Map<string, string>();
  for (const [variable, value] of Object.entries(environment)) {
    if (!variable.startsWith(PREFIX) || value === undefined) continue;
    const name = variable.slice(PREFIX.length).toLowerCase().replaceAll("_", "-");
    if (!isSetting(name) && !also.includes(name)) throw unknownName(name, variableOf, [...Object.keys(SETTINGS), ...also]);
    values.set(name, value);
  }
  return values;
}

/** Name of the variable that holds a setting. */
export function variableOf(name: string): string {
  return PREFIX + name.toUpperCase().replaceAll("-", "_");
}
