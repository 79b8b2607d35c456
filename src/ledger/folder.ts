/** A history kept in a folder: one that the caller names, or in a terminal the user's own cache. */
import { createHash } from "node:crypto";
import { homedir, platform } from "node:os";
import { join } from "node:path";
import { type History, readHistory, writeHistory } from "./history.ts";

/** Where a history is loaded from and saved to. */
export interface HistoryKeeper {
  load(): Promise<History>;
  save(history: History): Promise<void>;
}

/** A history in a folder. What goes wrong is told to `warn` and costs nothing but patience. */
export function folderHistory(folder: string, warn: (message: string) => void): HistoryKeeper {
  return {
    load: async () => readHistory(folder, warn),
    save: async (history) => {
      try {
        writeHistory(folder, history);
      } catch (error) {
        warn(`E_CACHE: the history could not be saved in ${folder}: ${error instanceof Error ? error.message : String(error)}`);
      }
    },
  };
}

/** In a terminal, `auto` is a folder of the user's cache for this root; `none` keeps no history; else it is a folder. */
export function terminalHistory(
  cache: string,
  root: string,
  environment: NodeJS.ProcessEnv,
  warn: (message: string) => void,
): { history?: HistoryKeeper } {
  if (cache === "none") return {};
  if (cache !== "auto") return { history: folderHistory(cache, warn) };
  const name = createHash("sha256").update(root).digest("hex").slice(0, 16);
  return { history: folderHistory(join(userCache(environment), "ci-tracker", name), warn) };
}

function userCache(environment: NodeJS.ProcessEnv): string {
  const { XDG_CACHE_HOME: xdg, LOCALAPPDATA: local } = environment;
  if (xdg) return xdg;
  if (platform() === "win32" && local) return local;
  return platform() === "darwin" ? join(homedir(), "Library", "Caches") : join(homedir(), ".cache");
}
