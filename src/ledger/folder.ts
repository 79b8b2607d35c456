/** A history kept in a folder that the caller names, for CIs whose cache is a folder. */
import { type History, readHistory, writeHistory } from "./history.ts";

/** `cache` is a folder, or `auto` or `none` for no history at all. */
export function folderHistory(
  cache: string,
  warn: (message: string) => void,
): { history?: { load(): Promise<History>; save(history: History): Promise<void> } } {
  if (cache === "auto" || cache === "none" || cache === "") return {};
  return {
    history: {
      load: async () => readHistory(cache, warn),
      save: async (history) => {
        try {
          writeHistory(cache, history);
        } catch (error) {
          warn(`E_CACHE: the history could not be saved in ${cache}: ${error instanceof Error ? error.message : String(error)}`);
        }
      },
    },
  };
}
