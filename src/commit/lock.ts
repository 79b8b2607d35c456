/**
 * Runs that write into one folder at the same time take turns. Between looking whether a file is still as it was read
 * and renaming its successor into place, another run's entries would be lost without a word.
 */
import { open, readFile, rm, stat } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { CodedError } from "../errors.ts";

/** Below the folder, so that runs in containers that share it see it too. */
const LOCK = ".ci-tracker.lock";
/** Milliseconds. Writing takes a few; a lock this old is what a killed run left; one without a whole name was left even earlier. */
const STALE = 30_000;
const NAMELESS = 1_000;
const PAUSE = 20;

/** Does something while no other run writes into the folder. Throws E_TRACKER_WRITE where another run does not let go. */
export async function alone<T>(root: string, does: () => Promise<T>): Promise<T> {
  const lock = join(root, LOCK);
  const began = Date.now();
  while (!(await taken(lock))) {
    if (await isLeftOver(lock)) await rm(lock, { force: true });
    else await new Promise((resolve) => setTimeout(resolve, PAUSE * (0.5 + Math.random())));
    if (Date.now() - began > 2 * STALE)
      throw new CodedError("E_TRACKER_WRITE", `${LOCK} is there and does not go away; delete it if no other run is at work`, {
        file: LOCK,
      });
  }
  try {
    return await does();
  } finally {
    await rm(lock, { force: true });
  }
}

/** Whether it is our turn; where no lock can be made, writing itself will say why, or nobody else can write either. */
async function taken(lock: string): Promise<boolean> {
  try {
    const handle = await open(lock, "wx");
    await handle.writeFile(`${process.pid} ${hostname()}\n`);
    await handle.close();
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "EEXIST";
  }
  return true;
}

/** Whether the run that made the lock is gone: its process is, on this machine; elsewhere only time tells. */
async function isLeftOver(lock: string): Promise<boolean> {
  try {
    const [, pid, host] = /^(\d+) (.+)\n$/.exec(await readFile(lock, "utf8")) ?? [];
    if (host === hostname() && !isRunning(Number(pid))) return true;
    return Math.abs(Date.now() - (await stat(lock)).mtimeMs) > (host === undefined ? NAMELESS : STALE);
  } catch {
    // It is gone by now.
    return false;
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}
