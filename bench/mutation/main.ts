/**
 * `npm run mutate [-- options of Stryker]`: changes src/identity and src/planning in one place at a time, and tells which
 * changes no test notices. `--mutate src/planning/reach.ts` is one file. What was found before is used again where neither
 * the code nor the tests that come to it changed; `--force` tries all anew. It has to be given after new tests for what
 * runs while a file is loaded (tables, patterns), for Stryker does not see who comes there. Exit 1 below 85 % noticed.
 */
import { spawnSync } from "node:child_process";
import { rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { survivors } from "./survivors.ts";

const HERE = import.meta.dirname;
const ROOT = join(HERE, "..", "..");
const REPORT = join(HERE, "coverage", "mutation.json");

function run(cwd: string, program: string, ...args: string[]): number {
  // Windows starts npm, which is a script there, by its shell only.
  const shell = program === "npm" && process.platform === "win32";
  const { status, error } = spawnSync(program, args, { cwd, stdio: "inherit", shell });
  if (error) throw error;
  return status ?? 1;
}

/** Milliseconds since 1970; 0 for what is not there. */
function changed(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

// npm leaves this file behind when it has installed.
if (changed(join(HERE, "node_modules", ".package-lock.json")) < changed(join(HERE, "package-lock.json"))) {
  const status = run(HERE, "npm", "ci", "--no-audit", "--no-fund", "--loglevel=error");
  if (status !== 0) process.exit(status);
}
rmSync(REPORT, { force: true });
const stryker = join(HERE, "node_modules", "@stryker-mutator", "core", "bin", "stryker.js");
process.exitCode = run(ROOT, process.execPath, stryker, "run", join("bench", "mutation", "stryker.config.mjs"), ...process.argv.slice(2));
if (changed(REPORT) > 0) console.log(survivors(REPORT));
