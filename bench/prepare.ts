/** What has to be there before anything is measured: the peers, and our own code as it stands. */
import { spawnSync } from "node:child_process";
import { statSync } from "node:fs";
import { join } from "node:path";

const HERE = import.meta.dirname;

export function prepare(): void {
  // npm leaves this file behind when it has installed.
  const installed = changed(join(HERE, "node_modules", ".package-lock.json"));
  if (installed < changed(join(HERE, "package-lock.json"))) npm(HERE, "ci", "--no-audit", "--no-fund", "--loglevel=error");
  npm(join(HERE, ".."), "run", "--silent", "build");
}

function npm(cwd: string, ...args: string[]): void {
  // Windows starts npm, which is a script there, by its shell only.
  const { status, error } = spawnSync("npm", args, { cwd, stdio: ["ignore", 2, 2], shell: process.platform === "win32" });
  if (error) throw error;
  if (status !== 0) throw new Error(`npm ${args.join(" ")} failed in ${cwd}`);
}

/** Milliseconds since 1970; 0 for what is not there. */
function changed(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
