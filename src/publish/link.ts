/** Links from an entry's id to the page where a person can read it. */
import type { Host } from "../host/host.ts";
import type { Outcome } from "../result.ts";
import { code } from "../text/markdown.ts";
import type { Place } from "../trackers/place.ts";

/** Our own links: ids and paths of the tracker, never text of a report. */
export function entryLink({ place }: Outcome, host: Host): (entry: string, url?: string) => string | undefined {
  return (entry, url) => {
    if (entry === "") return undefined;
    const page = url ?? (place && pageOf(entry, place, host));
    return page === undefined ? undefined : `[${/^\d+$/.test(entry) ? `#${entry}` : code(entry)}](${page})`;
  };
}

function pageOf(entry: string, { tracker, where, snapshot }: Place, host: Host): string | undefined {
  if (host.repository === undefined) return undefined;
  if (tracker === "github") return /^\d+$/.test(entry) ? `${where}/${entry}` : undefined;
  // Files that are only written stand on no branch.
  if (host.name !== "github" || snapshot.head === null) return undefined;
  const path = host.prefix === "" ? where : `${host.prefix}/${where}`;
  return `${host.serverUrl}/${host.repository}/blob/${encoded(snapshot.branch)}/${encoded(path)}`;
}

/** A path of any names, in an address that ends where a link in Markdown does. */
function encoded(path: string): string {
  return path
    .split("/")
    .map((name) => encodeURIComponent(name).replace(/[()]/g, (sign) => (sign === "(" ? "%28" : "%29")))
    .join("/");
}
