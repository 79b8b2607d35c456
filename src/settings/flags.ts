/** Settings and files from a terminal's command line. */
import { parseArgs } from "node:util";
import { CodedError } from "../errors.ts";
import { nearest } from "./nearest.ts";
import { SETTINGS, unknownName } from "./settings.ts";

export const COMMANDS = ["sync", "plan", "collect", "apply", "parse", "explain"] as const;
export type Command = (typeof COMMANDS)[number];

/** What a CI host tells by itself, and a terminal has to be told: facts of the run. */
export const RUN_FLAGS = ["sha", "run", "attempt", "workflow", "job", "event", "url", "at"] as const;

export interface CommandLine {
  command: Command | "help" | "version";
  files: string[];
  /** Lines of `reports:`, from --report. */
  reports: string[];
  json: boolean;
  values: Map<string, string>;
}

/** Reads the arguments after the program's name. Throws E_USAGE or E_INPUT_UNKNOWN. */
export function commandLineOf(args: readonly string[]): CommandLine {
  const { flags, positionals } = split(args);
  if (flags.has("help") || positionals[0] === "help" || args.length === 0) return empty("help");
  if (flags.has("version") || positionals[0] === "version") return empty("version");
  const [given = "", ...files] = positionals;
  const command = COMMANDS.find((c) => c === given);
  if (!command) {
    const near = nearest(given, COMMANDS);
    throw new CodedError(
      "E_USAGE",
      `${given === "" ? "no command was given" : `${given} is no command`}${near ? `; did you mean ${near}?` : `: ${COMMANDS.join(", ")}`}`,
      {
        exit: 2,
      },
    );
  }
  const values = new Map<string, string>();
  for (const [name, all] of flags) if (name !== "json" && name !== "report") values.set(name, all.at(-1) ?? "");
  return { command, files, reports: flags.get("report") ?? [], json: flags.has("json"), values };
}

function empty(command: "help" | "version"): CommandLine {
  return { command, files: [], reports: [], json: false, values: new Map() };
}

const SWITCHES = ["json", "help", "version"];

function split(args: readonly string[]): { flags: Map<string, string[]>; positionals: string[] } {
  const known = [...Object.keys(SETTINGS), ...RUN_FLAGS, "report", ...SWITCHES];
  const booleans = new Set<string>([
    ...SWITCHES,
    ...Object.keys(SETTINGS).filter((name) => ["true", "false"].includes(SETTINGS[name as keyof typeof SETTINGS].default)),
  ]);
  const { tokens } = parseArgs({ args: [...args], strict: false, tokens: true, allowPositionals: true });
  const flags = new Map<string, string[]>();
  const positionals: string[] = [];
  const add = (name: string, value: string): void => {
    flags.set(name, [...(flags.get(name) ?? []), value]);
  };
  let waiting: string | undefined;
  /** A switch that was just given: `true` or `false` right after it is its value. */
  let given: string | undefined;
  for (const token of tokens ?? []) {
    const switched = given;
    given = undefined;
    if (token.kind === "option") {
      if (waiting !== undefined) throw new CodedError("E_USAGE", `--${waiting} needs a value`, { exit: 2 });
      const name = token.rawName === "-h" ? "help" : token.name;
      if (!known.includes(name)) throw unknownName(name, (n) => `--${n}`, known);
      if (token.value !== undefined) add(name, token.value);
      else if (booleans.has(name)) {
        add(name, "true");
        given = name;
      } else waiting = name;
    } else if (token.kind === "positional") {
      if (waiting !== undefined) {
        add(waiting, token.value);
        waiting = undefined;
      } else if (switched !== undefined && !SWITCHES.includes(switched) && /^(?:true|false)$/i.test(token.value)) {
        add(switched, token.value);
      } else positionals.push(token.value);
    }
  }
  if (waiting !== undefined) throw new CodedError("E_USAGE", `--${waiting} needs a value`, { exit: 2 });
  return { flags, positionals };
}
