/**
 * Evidence handed on through the Actions cache, for workflows that use no artifacts. Each job saves its file under a key
 * of its own; the job that keeps the tracker lists the keys of its run and restores each. Which legs could not be had is
 * an error that names them: their entries stay as they are.
 */
import { createHash } from "node:crypto";
import { copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { CodedError, coded } from "../errors.ts";
import type { Host } from "../host/host.ts";
import { load } from "../load.ts";
import type { Header } from "./format.ts";
import type { Place } from "./read.ts";
import { slug } from "./where.ts";

type Cache = typeof import("../cache.ts");

/**
 * The path belongs to a cache's identity, so it has to be the same on every system: inside the workspace, from which it
 * is gone again at once.
 */
const FOLDER = ".ci-tracker-evidence";

/** What the keys of all jobs and attempts of a run begin with. */
export function cachePrefix(run: string): string {
  return `ci-tracker-evidence-${slug(run, 60)}-`;
}

/** The key says whose it is, for people; several steps of one job have several. */
export function cacheKey({ run, attempt, job, leg }: Header, digest: string): string {
  const hash = createHash("sha256").update(`${job}\n${leg}\n${digest}`).digest("hex").slice(0, 12);
  return `${cachePrefix(run)}${attempt}-${[slug(job, 80), ...(leg === "" ? [] : [slug(leg, 120)])].join("-")}-${hash}`;
}

/** Keeps the file in the cache. Throws E_EVIDENCE_CACHE. */
export async function saveEvidence(file: string, key: string, host: Host): Promise<void> {
  const folder = workspaceFolder(host);
  try {
    mkdirSync(folder);
    copyFileSync(file, join(folder, basename(file)));
    const { saveCache, restoreCache } = await load<Cache>("cache");
    // It tells of nothing that goes wrong but in the log, so it is looked for afterwards.
    const id = await saveCache([FOLDER], key, undefined, true);
    if (id === -1 && (await restoreCache([FOLDER], key, [], { lookupOnly: true }, true)) === undefined)
      throw new CodedError("E_EVIDENCE_CACHE", `the cache ${key} could not be saved`);
  } catch (thrown) {
    throw cacheError(`the cache ${key} could not be saved`, thrown);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * What the jobs of the run kept, each in a folder of its own. Never throws: what could not be had is a place with a
 * problem. `list`: the keys that begin so; undefined without a token or a repository.
 */
export async function restoreEvidence(host: Host, list: ((prefix: string) => Promise<string[]>) | undefined): Promise<Place[]> {
  const prefix = cachePrefix(host.run.id);
  const wrong = (shown: string, problem: CodedError): Place => ({ shown, problem });
  if (!list) return [wrong(`${prefix}…`, new CodedError("E_EVIDENCE_CACHE", "the caches could not be listed without a token"))];
  let keys: string[];
  try {
    keys = await list(prefix);
  } catch (thrown) {
    return [wrong(`${prefix}…`, coded(thrown))];
  }
  if (keys.length === 0)
    return [wrong(`${prefix}…`, new CodedError("E_EVIDENCE_CACHE", `no job of the run ${host.run.id} kept evidence in the cache`))];
  const home = mkdtempSync(join(host.temporary || tmpdir(), "ci-tracker-evidence-"));
  const places: Place[] = [];
  for (const [at, key] of keys.entries()) {
    const folder = workspaceFolder(host);
    try {
      const { restoreCache } = await load<Cache>("cache");
      if ((await restoreCache([FOLDER], key, [], undefined, true)) !== key || !existsSync(folder))
        throw new CodedError("E_EVIDENCE_CACHE", `the cache ${key} could not be restored`);
      const path = join(home, String(at));
      cpSync(folder, path, { recursive: true, dereference: false });
      if (readdirSync(path).length === 0) throw new CodedError("E_EVIDENCE_CACHE", `the cache ${key} holds no file`);
      places.push({ path, shown: key });
    } catch (thrown) {
      places.push(wrong(key, cacheError(`the cache ${key} could not be restored`, thrown)));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  return places;
}

/** The folder, empty and not there: what stands in its place, a link included, is none of ours. */
function workspaceFolder(host: Host): string {
  const folder = join(host.environment["GITHUB_WORKSPACE"] || host.root, FOLDER);
  rmSync(folder, { recursive: true, force: true });
  return folder;
}

function cacheError(what: string, thrown: unknown): CodedError {
  if (thrown instanceof CodedError && thrown.code !== "E_INTERNAL") return thrown;
  return new CodedError("E_EVIDENCE_CACHE", `${what}: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
}
