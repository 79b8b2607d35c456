/**
 * Entries that are there already, filed by the shell recipes of the guides that our users come from: the one subject with
 * that exact title takes them over at its first failure. Two that fit are taken by nobody, and both are named.
 */
import { fingerprintOf, keyOf, readKey } from "../identity/key.ts";
import type { Line } from "../ledger/ledger.ts";
import type { Entry, Subject } from "../model.ts";
import { type Candidate, type Draft, inRun } from "./draft.ts";
import { handsOff, setAside } from "./failing.ts";
import { groupBy, groupLine, join, membersFailure } from "./grouping.ts";

/** The one entry that Tracer's guide files for whatever clippy prints. */
const CLIPPY_GROUP_TITLE = "Fix clippy warnings";

/** Entries that the shell recipes filed are taken over by the one subject with that exact title, at its first failure. */
export function adopt(draft: Draft, candidates: Candidate[]): Candidate[] {
  const wanted = new Set(candidates.map((c) => c.subject.recipeTitle).filter((t) => t !== undefined));
  if (wanted.size === 0) return candidates;
  const entries = groupBy(
    draft.listing.entries.filter((e) => e.open && e.adoptable && wanted.has(e.title)),
    (e) => e.title,
  );
  if (entries.size === 0) return candidates;
  const namesakes = namesakesOf(draft, entries);
  return candidates.filter((candidate) => {
    const title = candidate.subject.recipeTitle;
    const found = title === undefined ? undefined : entries.get(title);
    if (title === undefined || !found || candidate.line.generation > 1) return true;
    const others = namesakes.get(title) ?? new Set();
    const [entry, second] = found;
    if (second) setAside(draft, candidate, `two entries have its title: ${found.map((e) => e.id).join(" and ")}`);
    else if (others.size > 1) {
      setAside(draft, candidate, `the entry ${entry?.id} could be for ${[...others].sort().join(" or ")}`);
    } else if (entry?.handsOff !== undefined)
      handsOff(draft, { ...candidate.line, entry: { tracker: draft.listing.tracker, id: entry.id } }, entry.handsOff);
    else if (entry) takeEntry(draft, candidate, entry);
    return false;
  });
}

/** Every subject of this run, failing or known, that could be meant by an entry's title. */
function namesakesOf(draft: Draft, entries: Map<string, Entry[]>): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  const add = (title: string | undefined, key: string): void => {
    if (title !== undefined && entries.has(title)) found.set(title, (found.get(title) ?? new Set()).add(key));
  };
  for (const { subject } of draft.evidence.failing.values()) add(subject.recipeTitle, subject.key);
  for (const line of draft.lines()) {
    const read = line.kind === "test" ? readKey(line.key) : undefined;
    const name = read?.branch === draft.evidence.branch ? read?.fields[1] : undefined;
    if (name !== undefined) add(`Test failure: ${name}`, line.key);
  }
  for (const key of draft.evidence.passing.keys()) {
    const name = key.startsWith("test/") ? readKey(key)?.fields[1] : undefined;
    if (name !== undefined) add(`Test failure: ${name}`, key);
  }
  return found;
}

function takeEntry(draft: Draft, candidate: Candidate, entry: Entry): void {
  const line: Line = {
    ...candidate.line,
    entry: { tracker: draft.listing.tracker, id: entry.id },
    acted: { run: draft.run.id, attempt: draft.run.attempt },
  };
  draft.put(line);
  draft.operation("comment", line, entry.id, `taken over: ${candidate.reason}`, { failure: candidate.failure, adopts: true });
}

/** An adopted `Fix clippy warnings` stands for all of clippy's rules until they are gone. */
export function adoptClippyGroup(draft: Draft, candidates: Candidate[]): Candidate[] {
  const key = keyOf("lint", "clippy");
  const subject: Subject = { fingerprint: fingerprintOf(key), key, kind: "lint", title: CLIPPY_GROUP_TITLE };
  const members = candidates.filter((c) => c.subject.kind === "lint" && c.subject.key.startsWith(`${key} `));
  if (members.length === 0) return candidates;
  const rest = candidates.filter((c) => !members.includes(c));
  const open = draft.line(subject.fingerprint);
  if (open && open.state === "open") {
    join(draft, open, members);
    return rest;
  }
  const entries = draft.listing.entries.filter((e) => e.open && e.adoptable && e.title === CLIPPY_GROUP_TITLE);
  const [entry, second] = entries;
  if (!entry) return candidates;
  if (second) {
    for (const member of members)
      setAside(draft, member, `two entries have the title ${CLIPPY_GROUP_TITLE}: ${entries.map((e) => e.id).join(" and ")}`);
    return rest;
  }
  const line: Line = {
    ...groupLine(draft, subject, members.length),
    entry: { tracker: draft.listing.tracker, id: entry.id },
    acted: { run: draft.run.id, attempt: draft.run.attempt },
  };
  draft.put(line);
  join(draft, line, members);
  draft.operation("comment", line, entry.id, `taken over: it stands for ${members.length} clippy rules found in ${inRun(draft.stamp)}`, {
    adopts: true,
    members: members.map((m) => m.subject.title),
    failure: membersFailure(members),
  });
  return rest;
}
