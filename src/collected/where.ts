/** Where `mode: collect` writes, and where others look for it. */
import { createHash } from "node:crypto";
import { existsSync, statSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { coded } from "../errors.ts";
import type { Host } from "../host/host.ts";
import { filesOf } from "../reports/paths.ts";
import type { Place } from "./read.ts";

const FOLDER = "ci-tracker-evidence";

/** What can stand in a file's name, an artifact's and a cache's; other text ends in a hash, so that two stay two. */
export function slug(text: string, most: number): string {
  const plain = text.replace(/[^\w.=-]+/g, "-").replace(/^[.-]+|-+$/g, "");
  if (plain === text && text.length <= most) return text;
  return `${plain.slice(0, most - 9)}-${createHash("sha256").update(text).digest("hex").slice(0, 8)}`;
}

/** `JOB-LEG-ATTEMPT.jsonl.gz`; a second step of the job has `-2` behind it. */
function nameOf({ run, leg }: Host, n: number): string {
  const parts = [slug(run.job || "run", 80), ...(leg === "" ? [] : [slug(leg, 100)]), String(run.attempt), ...(n > 1 ? [String(n)] : [])];
  return `${parts.join("-")}.jsonl.gz`;
}

/**
 * The file to write. Without one given: in Actions below the runner's folder for this job, where it is in nobody's way
 * and nothing is written over; elsewhere below the root, because that is where artifacts are taken from.
 */
export function evidencePath(given: string, host: Host): string {
  if (given === "" || given === "cache") {
    if (host.name !== "github" || host.temporary === "") return join(host.root, FOLDER, nameOf(host, 1));
    for (let n = 1; ; n++) {
      const path = join(host.temporary, FOLDER, nameOf(host, n));
      if (!existsSync(path)) return path;
    }
  }
  const path = resolve(host.root, given);
  return /[\\/]$/.test(given) || isFolder(path) ? join(path, nameOf(host, 1)) : path;
}

/** The places that these lines name. What is not there is a place with a problem. */
export function evidencePlaces(lines: readonly string[], root: string): Place[] {
  const places: Place[] = [];
  for (const line of lines) {
    if (line === "" || line.startsWith("#") || line === "cache") continue;
    try {
      for (const path of filesOf(line, root)) {
        const inner = relative(root, path);
        places.push({ path, shown: inner === "" || inner.startsWith("..") ? path : inner.replaceAll("\\", "/") });
      }
    } catch (thrown) {
      places.push({ shown: line, problem: coded(thrown) });
    }
  }
  return places;
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
