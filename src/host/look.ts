/** What planning has to know beside reports, tracker and ledger: how commits lie to each other, and which files are gone. */
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { isOurs } from "../commit/message.ts";
import { readKey } from "../identity/key.ts";
import type { History } from "../ledger/history.ts";
import type { Ledger, Line } from "../ledger/ledger.ts";
import type { Evidence, ProducerId, Stamp, Suspects } from "../model.ts";
import type { World } from "../planning/policy.ts";
import { clip } from "../text/clip.ts";
import { oneLine } from "../text/defuse.ts";
import { ancestryOf, type CommitRange, commitsBetween, present } from "./git.ts";
import type { Host } from "./host.ts";

/** How a remembered commit lies to the run's, asked of the host's API where git does not know. */
export type CompareCommits = (base: string, head: string) => Promise<"ancestor" | "descendant" | "diverged" | undefined>;

/** The commits from one to another, newest first; undefined where the host's API does not know them, or not all. */
export type CommitsBetween = (base: string, head: string) => Promise<CommitRange | undefined>;

/** What the host's API can be asked beside git. */
export interface Means {
  compare?: CompareCommits | undefined;
  between?: CommitsBetween | undefined;
  /** Whether there is a cache at all. */
  keepsHistory: boolean;
}

/** Commits that are asked about; older ones are ordered by when their runs were created. */
const MAX_COMMITS = 200;

export async function look(
  host: Host,
  evidence: Evidence,
  ledger: Ledger,
  history: History,
  { compare, between, keepsHistory }: Means,
): Promise<World> {
  const marks = ledger.size === 0 ? new Map<ProducerId, Stamp>() : history.marks;
  const lines = [...ledger.values()].filter((line) => line.state !== "closed" || evidence.failing.has(line.key));
  return {
    ancestry: await ancestry(host, lines, newestOf(evidence, marks), compare),
    missing: await missing(host, evidence, lines),
    unlocked: unlocked(host, evidence, lines),
    marks,
    history: history.benches,
    keepsHistory,
    outcomes: history.outcomes,
    jobs: history.jobs,
    overtaken: await overtaken(host, evidence, ledger, marks, between),
    suspects: await suspects(host, evidence, ledger, history.marks, between),
  };
}

/** Commits of the newest evidence of the producers that report: this run's may be older, whenever it was started. */
function newestOf({ producers }: Evidence, marks: ReadonlyMap<ProducerId, Stamp>): string[] {
  return producers.map((p) => marks.get(p)?.commit).filter((commit) => commit !== undefined);
}

async function ancestry(
  host: Host,
  lines: readonly Line[],
  newest: readonly string[],
  compare: CompareCommits | undefined,
): Promise<World["ancestry"]> {
  const { commit } = host.run;
  if (commit === undefined) return new Map();
  const others = new Set<string>();
  for (const line of lines) {
    for (const word of Object.values(line.producers)) if (word.commit !== undefined) others.add(word.commit);
    if (line.closed?.commit !== undefined) others.add(line.closed.commit);
  }
  // Asked whatever else is: they come last, which is what the bound keeps.
  for (const known of newest) {
    others.delete(known);
    others.add(known);
  }
  others.delete(commit);
  const asked = [...others].slice(-MAX_COMMITS);
  const known = await ancestryOf(host.root, commit, asked);
  if (!compare) return known;
  for (const other of asked) {
    if (known.has(other)) continue;
    const relation = await compare(other, commit);
    if (relation) known.set(other, relation);
  }
  return known;
}

/**
 * Whether the branch has commits of people beyond the one that was tested. Asked only where it matters: an entry waits
 * for a producer of which the cache knows nothing, as after it was lost.
 */
async function overtaken(
  host: Host,
  evidence: Evidence,
  ledger: Ledger,
  marks: ReadonlyMap<ProducerId, Stamp>,
  between: CommitsBetween | undefined,
): Promise<boolean> {
  const { commit, branch } = host.run;
  const unknown = evidence.producers.filter((p) => !marks.has(p));
  if (commit === undefined || unknown.length === 0) return false;
  const waits = [...ledger.values()].some((line) => line.state === "open" && unknown.some((p) => line.producers[p]?.last === "failed"));
  if (!waits) return false;
  const ahead = (await commitsBetween(host.root, commit, `refs/remotes/origin/${branch}`)) ?? (await between?.(commit, branch));
  return ahead?.commits.some(({ message }) => !isOurs(message)) ?? false;
}

/** Commits shown of a range. */
const SHOWN = 10;

/** For producers with a failure that has no open entry yet: what changed since they were last heard of. */
async function suspects(
  host: Host,
  evidence: Evidence,
  ledger: Ledger,
  marks: ReadonlyMap<ProducerId, Stamp>,
  between: CommitsBetween | undefined,
): Promise<ReadonlyMap<ProducerId, Suspects>> {
  const found = new Map<ProducerId, Suspects>();
  const { commit: bad } = host.run;
  if (bad === undefined) return found;
  const fresh = new Set<ProducerId>();
  for (const { subject, sightings } of evidence.failing.values()) {
    if (ledger.get(subject.fingerprint)?.state !== "open") for (const { producer } of sightings) fresh.add(producer);
  }
  const asked = new Map<string, Suspects | undefined>();
  for (const producer of fresh) {
    const good = marks.get(producer)?.commit ?? host.pushedFrom;
    if (good === undefined || good === bad) continue;
    if (!asked.has(good)) asked.set(good, rangeOf(good, bad, (await commitsBetween(host.root, good, bad)) ?? (await between?.(good, bad))));
    const range = asked.get(good);
    if (range) found.set(producer, range);
  }
  return found;
}

function rangeOf(good: string, bad: string, range: CommitRange | undefined): Suspects | undefined {
  const theirs = range?.commits.filter(({ message }) => !isOurs(message));
  if (!range || !theirs || theirs.length === 0) return undefined;
  const shown = theirs
    .slice(0, SHOWN)
    .map(({ id, author, message }) => `${id.slice(0, 7)} ${author}: ${clip(oneLine(message.split("\n", 1)[0] ?? ""), 100)}`);
  return { good, bad, commits: shown, more: theirs.length - shown.length + range.total - range.commits.length };
}

/** Files of failures that were there when they failed and are not there now. */
async function missing(host: Host, evidence: Evidence, lines: readonly Line[]): Promise<ReadonlySet<string>> {
  const { commit } = host.run;
  const gone = new Set<string>();
  if (commit === undefined) return gone;
  const asked = new Map<string, Set<string>>();
  for (const line of lines) {
    if (line.state !== "open" || evidence.failing.has(line.key) || evidence.passing.has(line.key)) continue;
    if (line.kind !== "test" && line.kind !== "lint") continue;
    const words = Object.values(line.producers);
    const failedAt = words.find((w) => w.last === "failed" && w.commit !== undefined && w.commit !== commit)?.commit;
    if (failedAt === undefined) continue;
    const paths = asked.get(failedAt) ?? new Set();
    asked.set(failedAt, paths);
    for (const path of [line.file, ...words.flatMap((w) => Object.values(w.reach?.paths ?? {}))]) {
      if (path !== undefined && path !== "" && !path.startsWith("/") && !path.split("/").includes("..")) paths.add(path);
    }
  }
  const all = [...new Set([...asked.values()].flatMap((paths) => [...paths]))];
  const now = all.length === 0 ? undefined : await present(host.root, commit, all);
  if (!now) return gone;
  for (const [failedAt, paths] of asked) {
    const then = await present(host.root, failedAt, [...paths]);
    for (const path of paths) if (then?.has(path) && !now.has(path)) gone.add(path);
  }
  return gone;
}

/** A yanked version is settled only when the lockfile of this commit does not hold it any more. */
function unlocked(host: Host, evidence: Evidence, lines: readonly Line[]): ReadonlySet<string> {
  const found = new Set<string>();
  const yanked = lines.filter(
    (line) => line.kind === "audit" && !evidence.failing.has(line.key) && readKey(line.key)?.fields[2] === "yanked",
  );
  if (yanked.length === 0) return found;
  const lock = lockfile(join(host.root, "Cargo.lock"));
  if (lock === undefined) return found;
  for (const line of yanked) {
    const [, name, , version] = readKey(line.key)?.fields ?? [];
    const stands = new RegExp(`^name = "${literal(name ?? "")}"\\r?\\nversion = "${literal(version ?? "")}"`, "m").test(lock);
    if (!stands) found.add(line.fingerprint);
  }
  return found;
}

/** Longer than any lockfile. */
const MAX_LOCK = 64 * 1024 * 1024;

/** Its text; undefined for what is no file that could be read to its end. */
function lockfile(path: string): string | undefined {
  try {
    const stat = statSync(path);
    return stat.isFile() && stat.size <= MAX_LOCK ? readFileSync(path, "utf8") : undefined;
  } catch {
    return undefined;
  }
}

function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
