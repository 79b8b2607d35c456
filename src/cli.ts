#!/usr/bin/env node
/** The terminal's door: reads the command line, calls the job, prints, exits. */
import { writeSync } from "node:fs";
import { CodedError, coded } from "./errors.ts";
import { explained } from "./explain.ts";
import { terminalHost } from "./host/terminal.ts";
import { terminalHistory } from "./ledger/folder.ts";
import { explainLines } from "./publish/explain.ts";
import { jsonOf } from "./publish/json.ts";
import { parseFile } from "./publish/parse.ts";
import { terminalLines } from "./publish/terminal.ts";
import { configured } from "./settings/config.ts";
import { type CommandLine, commandLineOf, RUN_FLAGS } from "./settings/flags.ts";
import { helpText } from "./settings/help.ts";
import { variablesOf } from "./settings/inputs.ts";
import { type ReportLine, reportLine } from "./settings/reports.ts";
import { readSettings, type Settings, type Source } from "./settings/settings.ts";
import { sync } from "./sync.ts";
import { logSafe } from "./text/defuse.ts";
import { createMask } from "./text/mask.ts";
import { VERSION } from "./version.ts";

/** The reader of our output has gone, as `head` does. */
let enough = false;
process.exitCode = await main(process.argv.slice(2), process.env);

async function main(args: readonly string[], environment: NodeJS.ProcessEnv): Promise<number> {
  try {
    return await run(commandLineOf(args), environment);
  } catch (thrown) {
    const error = coded(thrown);
    process.stderr.write(`${logSafe(`${error.code}: ${error.message}\n${error.remedy}`)}\n`);
    if (error.code === "E_INTERNAL" && error.cause instanceof Error) process.stderr.write(`${logSafe(error.cause.stack ?? "")}\n`);
    return error.code === "E_INTERNAL" ? 3 : error.exit;
  }
}

async function run(line: CommandLine, environment: NodeJS.ProcessEnv): Promise<number> {
  const { command } = line;
  if (command === "help" || command === "version") {
    process.stdout.write(command === "help" ? helpText() : `${VERSION}\n`);
    return 0;
  }
  const variables = variablesOf(environment, RUN_FLAGS);
  const token = new Map([["token", environment["GITHUB_TOKEN"] ?? ""]]);
  const sources: Source[] = [
    { name: (n) => `--${n}`, values: line.values },
    { name: (n) => `the variable CI_TRACKER_${n.toUpperCase().replaceAll("-", "_")}`, values: variables },
    { name: () => "GITHUB_TOKEN", values: token },
  ];
  if (command === "parse") return parse(line, createMask(environment, [readSettings(...sources).token]));
  // Who names files means those, and not what the configuration file lists for every run.
  if (line.reports.length + line.files.length > 0) sources.push({ name: () => "", values: new Map([["reports", "# named beside it"]]) });
  const settings = await configured(".", ...sources);
  const at = atOf(line.values.get("at") ?? variables.get("at"));
  const facts = new Map([...variables, ...line.values]);
  const log = (text: string): void => {
    process.stderr.write(`${logSafe(text)}\n`);
  };
  if (command === "explain") return await explain(line, settings, facts, at, environment, log);
  const mode = command === "sync" ? settings : { ...settings, mode: command };
  const reports: ReportLine[] = [...line.reports.map(reportLine), ...line.files.map((path) => ({ path }))];
  const host = await terminalHost(environment, mode, facts, at);
  const outcome = await sync(mode, host, {
    reports,
    environment,
    log,
    ...terminalHistory(settings.cache, host.root, environment, log),
  });
  const mask = createMask(environment, [settings.token]);
  if (line.json) print(`${jsonOf(outcome.result, mask)}\n`);
  else for (const text of terminalLines(outcome, mask)) print(`${text}\n`);
  return outcome.exit;
}

async function explain(
  line: CommandLine,
  settings: Settings,
  facts: ReadonlyMap<string, string>,
  at: string,
  environment: NodeJS.ProcessEnv,
  log: (line: string) => void,
): Promise<number> {
  const [name, ...others] = line.files;
  if (name === undefined || others.length > 0)
    throw new CodedError("E_USAGE", "explain takes one fingerprint, entry or title", { exit: 2 });
  const host = await terminalHost(environment, settings, facts, at);
  const mask = createMask(environment, [settings.token]);
  const told = await explained(settings, host, { environment, log, ...terminalHistory(settings.cache, host.root, environment, log) }, name);
  if (line.json) print(`${jsonOf(told, mask)}\n`);
  else for (const text of explainLines(told, mask)) print(`${text}\n`);
  return 0;
}

function parse(line: CommandLine, mask: (text: string) => string): number {
  if (line.files.length + line.reports.length === 0) throw new CodedError("E_REPORT_NONE", "no file was named", { exit: 2 });
  const chunks: string[] = [];
  let size = 0;
  const flush = (): void => {
    if (size > 0) print(chunks.join(""));
    chunks.length = 0;
    size = 0;
  };
  const write = (text: string): void => {
    chunks.push(text);
    size += text.length;
    if (size > 64 * 1024) flush();
  };
  const options = { root: process.cwd(), json: line.json, mask, write };
  for (const path of line.files) parseFile(path, options);
  for (const { path, format } of line.reports.map(reportLine)) parseFile(path, format === undefined ? options : { ...options, format });
  flush();
  return 0;
}

/**
 * Writes before it returns, so that a slow reader holds us up. process.stdout would keep all of it in memory, because
 * nothing leaves it until a file was read to its end.
 */
function print(text: string): void {
  const bytes = Buffer.from(text);
  for (let from = 0; from < bytes.length && !enough; ) {
    try {
      from += writeSync(1, bytes, from);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      enough = code === "EPIPE";
      if (code !== "EPIPE" && code !== "EAGAIN") throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2);
    }
  }
}

function atOf(given: string | undefined): string {
  if (given === undefined || given === "") return new Date().toISOString();
  const at = new Date(given);
  if (Number.isNaN(at.getTime()) || !/^\d{4}-\d\d-\d\d/.test(given))
    throw new CodedError("E_INPUT_VALUE", `--at: ${JSON.stringify(given)} is no ISO time`, { exit: 2 });
  return at.toISOString();
}
