/**
 * The history in the Actions cache. A cache's key is written once, so each run saves under its own and restores the
 * newest of its branch, workflow, job and leg: cells of a matrix that write at the same time do not take each other's away.
 * What goes wrong here is told and costs nothing but patience.
 */
import { createHash } from "node:crypto";
import { join } from "node:path";
import type { GitHubHost } from "../host/github.ts";
import { branchOf, producerOf } from "../host/host.ts";
import { load } from "../load.ts";
import { folderHistory, type HistoryKeeper } from "./folder.ts";
import { NO_HISTORY, readHistory, writeHistory } from "./history.ts";

type Cache = typeof import("../cache.ts");

/** `cache`: `auto` for the Actions cache, `none`, or a folder. */
export function actionsHistory(cache: string, host: GitHubHost, log: (line: string) => void): { history?: HistoryKeeper } {
  if (cache === "none") return {};
  if (cache !== "auto") return { history: folderHistory(cache, log) };
  if (process.env["ACTIONS_RESULTS_URL"] === undefined && process.env["ACTIONS_CACHE_URL"] === undefined) return {};
  const folder = join(host.temporary, "ci-tracker-history");
  const prefix = historyPrefix(host);
  const key = `${prefix}${host.run.id}-${host.run.attempt}`;
  let restored = false;
  return {
    history: {
      load: async () => {
        try {
          const { restoreCache } = await load<Cache>("cache");
          restored = true;
          const found = await restoreCache([folder], key, [prefix]);
          return found === undefined ? NO_HISTORY : readHistory(folder, log);
        } catch (error) {
          log(`E_CACHE: the history could not be restored: ${error instanceof Error ? error.message : String(error)}`);
          return NO_HISTORY;
        }
      },
      save: async (history) => {
        // Where nothing was to be compared, nothing was restored, and saving would lose what is there.
        if (!restored || !writeHistory(folder, history)) return;
        try {
          const { saveCache } = await load<Cache>("cache");
          await saveCache([folder], key);
        } catch (error) {
          log(`E_CACHE: the history could not be saved: ${error instanceof Error ? error.message : String(error)}`);
        }
      },
    },
  };
}

/** What the keys of one branch, workflow, job and leg begin with; a run that only plans restores those of the branch it speaks for. */
export function historyPrefix(host: GitHubHost): string {
  const whose = createHash("sha256").update(producerOf(host, undefined)).digest("hex").slice(0, 12);
  return `ci-tracker-history-1-${branchOf(host)
    .replace(/[^\w.-]+/g, "-")
    .slice(0, 100)}-${whose}-`;
}
