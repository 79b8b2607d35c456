/** Which tracker a run writes to, and where its state is kept. */
import { ledgerStore, trackerStore } from "../commit/choose.ts";
import type { Snapshot, Store } from "../commit/store.ts";
import { CodedError } from "../errors.ts";
import type { Host } from "../host/host.ts";
import { LEDGER_PATH, type LoadedLedger, readLedger } from "../ledger/ledger.ts";
import type { Evidence } from "../model.ts";
import type { Remote } from "../remote.ts";
import type { Settings } from "../settings/settings.ts";
import { hostedPlace } from "./carry-out.ts";
import { filePlace, type Place } from "./place.ts";
import { FILE_TRACKERS } from "./registry.ts";
import { bytesOf, type FileReader, type FileTracker, type ListQuery, type OpenFileTracker } from "./tracker.ts";

/** A tracker that is there. Its ledger is read first: reports are understood with its help, and only then it is known what to list. */
export interface Chosen {
  loaded: LoadedLedger;
  list(evidence: Evidence): Promise<Place>;
}

/** The first tracker of the chain that is there. Throws E_TRACKER_NONE, E_TRACKER_AMBIGUOUS, or what its reading throws. */
export async function choose(settings: Settings, host: Host, remote: Remote | undefined, writes: boolean): Promise<Chosen> {
  const files = FILE_TRACKERS.map((t) => t.name);
  const names: readonly string[] =
    settings.tracker === "auto" ? [...files, ...(host.name === "github" ? ["github"] : [])] : settings.tracker;
  const reasons: string[] = [];
  let branch: { store: Store; snapshot: Snapshot } | undefined;
  const found: { tracker: FileTracker; open: OpenFileTracker }[] = [];
  for (const name of names) {
    const tracker = FILE_TRACKERS.find((t) => t.name === name);
    if (tracker) {
      branch ??= await opened(await trackerStore(settings, host, remote), writes);
      const open = await tracker.open(branch.snapshot, host.run.at);
      if (!open) reasons.push(`${name} is not in the repository (branch ${branch.snapshot.branch})`);
      else if (settings.tracker === "auto") found.push({ tracker, open });
      else return inFiles(branch, open, new Map());
      continue;
    }
    if (found.length > 0) break;
    if (!remote) reasons.push(`${name} needs a token and a repository's name`);
    else if (!settings.init) return hosted(await opened(await ledgerStore(settings, host, remote), writes), settings, host, remote);
  }
  const [only, second] = found;
  if (second) {
    throw new CodedError("E_TRACKER_AMBIGUOUS", `the repository has several trackers: ${found.map((f) => f.tracker.name).join(", ")}`, {
      exit: 2,
    });
  }
  if (only && branch) return inFiles(branch, only.open, new Map());
  if (settings.init && branch) return begun(branch, names, host.run.at);
  throw new CodedError("E_TRACKER_NONE", `no tracker was found: ${reasons.join("; ")}`);
}

async function opened(store: Store, writes: boolean): Promise<{ store: Store; snapshot: Snapshot }> {
  if (writes) await store.check();
  return { store, snapshot: await store.open() };
}

async function inFiles(
  { store, snapshot }: { store: Store; snapshot: Snapshot },
  open: OpenFileTracker,
  fresh: ReadonlyMap<string, string>,
): Promise<Chosen> {
  const loaded = readLedger(await snapshot.read(LEDGER_PATH));
  return { loaded, list: async () => filePlace(store, snapshot, loaded, open, fresh) };
}

/** `init: true`: an empty tracker, in the same commit as what is filed. */
async function begun(branch: { store: Store; snapshot: Snapshot }, names: readonly string[], now: string): Promise<Chosen> {
  const tracker = FILE_TRACKERS.find((t) => names.includes(t.name));
  const fresh = tracker?.empty() ?? new Map<string, string>();
  const open = await tracker?.open(withFiles(branch.snapshot, fresh), now);
  if (!open) throw new CodedError("E_TRACKER_NONE", `init: none of ${names.join(", ")} is a tracker of files`);
  return inFiles(branch, open, fresh);
}

function withFiles(reader: FileReader, files: ReadonlyMap<string, string>): FileReader {
  return {
    read: async (path) => files.get(path) ?? (await reader.read(path)),
    bytes: async (path) => {
      const text = files.get(path);
      return text === undefined ? await bytesOf(reader, path) : Buffer.from(text);
    },
    names: async (folder) => {
      const own = [...files.keys()].filter((p) => p.startsWith(`${folder}/`)).map((p) => p.slice(folder.length + 1));
      return [...new Set([...(await reader.names(folder)), ...own])];
    },
  };
}

async function hosted(
  { store, snapshot }: { store: Store; snapshot: Snapshot },
  settings: Settings,
  host: Host,
  remote: Remote,
): Promise<Chosen> {
  const loaded = readLedger(await snapshot.read(LEDGER_PATH));
  return {
    loaded,
    list: async (evidence) => {
      const tracker = await (await remote.issues(settings.label)).open(queryOf(settings, host, loaded, evidence));
      return hostedPlace(store, snapshot, loaded, tracker, `${host.serverUrl}/${host.repository}/issues`);
    },
  };
}

function queryOf(settings: Settings, host: Host, { ledger }: LoadedLedger, evidence: Evidence): ListQuery {
  const known = new Set([...ledger.values()].map((line) => line.key));
  const titles = new Set<string>();
  for (const { subject } of evidence.failing.values()) {
    if (known.has(subject.key)) continue;
    if (subject.recipeTitle !== undefined) titles.add(subject.recipeTitle);
    if (subject.key.startsWith("lint/") && subject.key.includes(" clippy »")) titles.add("Fix clippy warnings");
  }
  const since = new Date(Date.parse(host.run.at) - settings["reopen-window"] * 86_400_000).toISOString();
  const ids = [...ledger.values()].flatMap((line) => (line.entry?.tracker === "github" ? [line.entry.id] : []));
  return { ids, since, titles: [...titles].sort(), now: host.run.at };
}
