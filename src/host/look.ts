/** What planning has to know beside reports, tracker and ledger: how commits lie to each other, and which files are gone. */
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { readKey } from "../identity/key.ts";
import type { History } from "../ledger/history.ts";
import type { Ledger, Line } from "../ledger/ledger.ts";
import type { Evidence } from "../model.ts";
import type { World } from "../planning/policy.ts";
import { ancestryOf, present } from "./git.ts";
import type { Host } from "./host.ts";

/** How a remembered commit lies to the run's, asked of the host's API where git does not know. */
export type CompareCommits = (base: string, head: string) => Promise<"ancestor" | "descendant" | "diverged" | undefined>;

/** Commits that are asked about; older ones are ordered by when their runs were created. */
const MAX_COMMITS = 200;

export async function look(
  host: Host,
  evidence: Evidence,
  ledger: Ledger,
  history: History,
  compare: CompareCommits | undefined,
): Promise<World> {
  const lines = [...ledger.values()].filter((line) => line.state !== "closed" || evidence.failing.has(line.key));
  return {
    ancestry: await ancestry(host, lines, compare),
    missing: await missing(host, evidence, lines),
    unlocked: unlocked(host, evidence, lines),
    marks: ledger.size === 0 ? new Map() : history.marks,
    history: history.benches,
  };
}

async function ancestry(host: Host, lines: readonly Line[], compare: CompareCommits | undefined): Promise<World["ancestry"]> {
  const { commit } = host.run;
  if (commit === undefined) return new Map();
  const others = new Set<string>();
  for (const line of lines) {
    for (const word of Object.values(line.producers)) if (word.commit !== undefined) others.add(word.commit);
    if (line.closed?.commit !== undefined) others.add(line.closed.commit);
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
