/** `ci-tracker explain`: what is known of one subject, what happened to its entry, and what would happen next. */
import { CodedError } from "./errors.ts";
import type { Host } from "./host/host.ts";
import { machineClass } from "./host/machine.ts";
import { EvidenceBuilder } from "./identity/evidence.ts";
import { NO_HISTORY } from "./ledger/history.ts";
import { type Explanation, explain } from "./planning/explain.ts";
import { policyOf } from "./policy.ts";
import { remoteOf } from "./remote.ts";
import type { Settings } from "./settings/settings.ts";
import type { Door } from "./sync.ts";
import { choose } from "./trackers/choose.ts";
import type { LogItem } from "./trackers/tracker.ts";

/** An explanation with the log of its entry, oldest first. */
export interface Explained extends Explanation {
  log: readonly LogItem[];
}

/**
 * Explains the subject of that fingerprint, key, entry or exact title. Throws E_UNKNOWN_SUBJECT where nothing is known of
 * it, E_TRACKER_LIST where the tracker could not be listed whole, and what choosing a tracker throws. Writes nothing.
 */
export async function explained(settings: Settings, host: Host, door: Omit<Door, "reports">, name: string): Promise<Explained> {
  const remote = remoteOf(settings, host, door.log);
  const chosen = await choose(settings, host, remote, false);
  const evidence = new EvidenceBuilder(host.run, [], (text) => text).finish();
  const place = await chosen.list(evidence);
  if (!place.listing.whole) throw new CodedError("E_TRACKER_LIST", place.listing.reason ?? "the tracker could not be listed whole");
  const history = (await door.history?.load()) ?? NO_HISTORY;
  const { benches, marks, outcomes, jobs } = history;
  const nothing = { ancestry: new Map(), missing: new Set<string>(), unlocked: new Set<string>(), overtaken: false, suspects: new Map() };
  const world = { ...nothing, marks, outcomes, jobs, history: benches, keepsHistory: door.history !== undefined };
  const policy = policyOf(settings, host, place.listing, undefined, machineClass(door.environment));
  const found = explain({ evidence, listing: place.listing, ledger: chosen.loaded.ledger, policy, world }, name);
  if (!found) throw new CodedError("E_UNKNOWN_SUBJECT", `nothing is known of ${JSON.stringify(name)}`, { exit: 2 });
  return { ...found, log: found.entry ? await place.log(found.entry.id) : [] };
}
