/** Links from an entry's id to the page where a person can read it. */
import type { Host } from "../host/host.ts";
import type { Outcome } from "../result.ts";
import { code } from "../text/markdown.ts";

/** Our own links: ids and paths of the tracker, never text of a report. */
export function entryLink({ place }: Outcome, host: Host): (entry: string, url?: string) => string | undefined {
  return (entry, url) => {
    if (entry === "") return undefined;
    const page = url ?? pageOf(entry, place?.tracker, place?.where, host);
    return page === undefined ? undefined : `[${/^\d+$/.test(entry) ? `#${entry}` : code(entry)}](${page})`;
  };
}

function pageOf(entry: string, tracker: string | undefined, where: string | undefined, host: Host): string | undefined {
  if (where === undefined || host.repository === undefined) return undefined;
  if (tracker === "github") return /^\d+$/.test(entry) ? `${where}/${entry}` : undefined;
  return host.name === "github"
    ? `${host.serverUrl}/${host.repository}/blob/${encodeURI(host.defaultBranch)}/${encodeURI(where)}`
    : undefined;
}
