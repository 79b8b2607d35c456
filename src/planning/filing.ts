/**
 * New entries: which candidates take over an entry that is already there, which are one entry together, and how many a
 * run may open. What is not filed is withheld with its reason, and the next run takes it up.
 */
import { fingerprintOf, keyOf, readKey } from "../identity/key.ts";
import type { Line } from "../ledger/ledger.ts";
import type { Entry, Failure, Subject } from "../model.ts";
import { type Candidate, type Draft, inRun, worstFirst } from "./draft.ts";
import { failing, groupOnly, handsOff, isOpen, notFiled, standsFor } from "./failing.ts";
import { filingOf } from "./policy.ts";

/** So many failing tests of one suite, or such a share of a run, are one cause and get one entry. */
const GROUP = 10;
const MOST = 0.8;

/** The one entry that Tracer's guide files for whatever clippy prints. */
const CLIPPY_GROUP_TITLE = "Fix clippy warnings";

export function file(draft: Draft, candidates: Candidate[]): void {
  candidates.sort(worstFirst);
  let rest = adopt(draft, candidates);
  rest = adoptClippyGroup(draft, rest);
  rest = group(draft, rest);
  rest.sort(worstFirst);
  createWithin(draft, rest);
}

// --------------------------------------------------------------------------------------------------------- adoption

/** Entries that the shell recipes filed are taken over by the one subject with that exact title, at its first failure. */
function adopt(draft: Draft, candidates: Candidate[]): Candidate[] {
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
    if (second) draft.withhold(candidate.subject, `two entries have its title: ${found.map((e) => e.id).join(" and ")}`);
    else if (others.size > 1) {
      draft.withhold(candidate.subject, `the entry ${entry?.id} could be for ${[...others].sort().join(" or ")}`);
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
    const name = line.kind === "test" ? readKey(line.key)?.fields[1] : undefined;
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
function adoptClippyGroup(draft: Draft, candidates: Candidate[]): Candidate[] {
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
      draft.withhold(member.subject, `two entries have the title ${CLIPPY_GROUP_TITLE}: ${entries.map((e) => e.id).join(" and ")}`);
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

// ---------------------------------------------------------------------------------------------------------- groups

function group(draft: Draft, candidates: Candidate[]): Candidate[] {
  const tests = candidates.filter((c) => c.subject.kind === "test" && c.subject.group !== undefined);
  if (tests.length === 0) return candidates;
  const rest = new Set(candidates);
  const whole = runSubject(draft);
  const openRun = openGroup(draft, whole);
  const ran = testsRan(draft);
  if (openRun) {
    join(draft, openRun, tests);
    for (const t of tests) rest.delete(t);
  } else if (ran >= GROUP && tests.length >= MOST * ran) {
    for (const t of tests) rest.delete(t);
    const build = [...draft.evidence.failing.values()].find((f) => f.subject.kind === "build");
    if (build)
      for (const t of tests)
        draft.withhold(t.subject, `most tests fail and so does a build; its entry stands for them: ${build.subject.title}`);
    else for (const c of raise(draft, whole, tests, `${tests.length} of ${ran} tests failed`)) rest.add(c);
  } else {
    for (const [suite, members] of groupBy(tests, (t) => t.subject.group ?? "")) {
      const subject = suiteSubject(suite);
      const open = openGroup(draft, subject);
      if (open) join(draft, open, members);
      else if (members.length < GROUP) continue;
      else for (const c of raise(draft, subject, members, `${members.length} tests of ${suite} failed`)) rest.add(c);
      for (const m of members) rest.delete(m);
    }
  }
  return [...rest];
}

/** Distinct tests that ran in this run; a target's own pass or failure is no test. */
function testsRan(draft: Draft): number {
  const isTest = (key: string): boolean => key.startsWith("test/") && key.includes(" » ");
  let ran = 0;
  for (const key of draft.evidence.passing.keys()) if (isTest(key)) ran++;
  for (const key of draft.evidence.failing.keys()) if (isTest(key) && !draft.evidence.passing.has(key)) ran++;
  return ran;
}

function runSubject(draft: Draft): Subject {
  const { workflow, job } = draft.run;
  const key = keyOf("build", "workflow", workflow, job);
  return {
    fingerprint: fingerprintOf(key),
    key,
    kind: "build",
    title: `Most tests fail in ${[workflow, job].filter((w) => w !== "").join(" / ") || "this run"}`,
  };
}

function suiteSubject(suite: string): Subject {
  const key = keyOf("test", "(suite)", suite);
  return { fingerprint: fingerprintOf(key), key, kind: "test", title: `Test failures: many tests of ${suite}` };
}

/** The group's line where its entry is open, or may reopen; one that a person closed for good takes no new members. */
function openGroup(draft: Draft, subject: Subject): Line | undefined {
  const line = draft.line(subject.fingerprint);
  if (!line || line.state === "closed") return undefined;
  const entry = draft.entryOf(line);
  return entry && !entry.open && (line.contested || entry.handsOff !== undefined) ? undefined : line;
}

/** A group goes the way of any failing subject: it is created, or an entry it had before reopens. */
function raise(draft: Draft, subject: Subject, members: Candidate[], what: string): Candidate[] {
  const failure = membersFailure(members);
  const sightings = members
    .flatMap((m) => m.sightings.slice(0, 1))
    .slice(0, 1)
    .map((s) => ({ ...s, failure }));
  // Its members have waited for open-after already.
  const candidate = failing(draft, subject, sightings, 1);
  const line = candidate?.line ?? draft.line(subject.fingerprint);
  if (!line || (!candidate && !isOpen(draft, line))) {
    for (const m of members) draft.withhold(m.subject, `one entry would stand for it, "${subject.title}", and that one stays closed`);
    return [];
  }
  for (const m of members) draft.put({ ...m.line, group: subject.fingerprint });
  const own: Line = { ...groupOnly(line), members: members.length };
  if (!candidate) {
    draft.put(own);
    return [];
  }
  return [{ ...candidate, line: own, failure, reason: `${what} in ${inRun(draft.stamp)}` }];
}

function groupLine(draft: Draft, subject: Subject, members: number): Line {
  const { fingerprint, key, kind, title } = subject;
  return { fingerprint, key, kind, title, state: "open", generation: 1, members, producers: {}, opened: draft.stamp };
}

/** Later failures of a group get no entry of their own while its entry is open. */
function join(draft: Draft, group: Line, members: Candidate[]): void {
  for (const m of members) {
    draft.put({ ...m.line, group: group.fingerprint });
    if (standsFor(draft, group, m.subject, m.sightings)) draft.withhold(m.subject, notFiled(draft, group));
  }
}

function membersFailure(members: readonly Candidate[]): Failure {
  const listed = members.slice(0, 30).map((m) => `${m.subject.title}: ${m.failure.message.split("\n", 1)[0] ?? ""}`);
  if (members.length > listed.length) listed.push(`… and ${members.length - listed.length} more`);
  return { message: `${members.length} failures`, detail: listed.join("\n"), facts: [["Members", String(members.length)]] };
}

/** Closes the groups whose members are all settled. */
export function closeGroups(draft: Draft): void {
  const open = new Map<string, Line>();
  for (const line of draft.lines()) if (line.state === "open" && isGroup(line)) open.set(line.fingerprint, line);
  if (open.size === 0) return;
  const members = new Map<string, Line[]>();
  for (const line of draft.lines())
    if (line.group !== undefined && open.has(line.group)) members.set(line.group, [...(members.get(line.group) ?? []), line]);
  for (const [fingerprint, line] of open) {
    const own = members.get(fingerprint) ?? [];
    if (own.length === 0 || own.some((m) => m.state !== "closed")) continue;
    if (line.members === undefined) {
      draft.withhold(line, "its members were lost with the ledger: close it by hand when they pass");
      continue;
    }
    const entry = draft.entryOf(line);
    if (entry?.handsOff !== undefined) {
      handsOff(draft, line, entry.handsOff);
      continue;
    }
    const closed: Line = {
      ...line,
      state: "closed",
      closed: { ...draft.stamp, how: "passed" },
      acted: { run: draft.run.id, attempt: draft.run.attempt },
    };
    draft.put(closed);
    for (const m of own) {
      const alone: Line = { ...m };
      delete alone.group;
      draft.put(alone);
    }
    if (entry?.open)
      draft.operation(
        "close",
        closed,
        entry.id,
        `all ${own.length} of its members have passed or are gone, the last in ${inRun(draft.stamp)}`,
      );
  }
}

/** A line that stands for others: a suite, a whole run, clippy's rules. */
export function isGroup(line: Line): boolean {
  return Object.keys(line.producers).length === 0 && line.state !== "pending";
}

// ---------------------------------------------------------------------------------------------------------- limits

/** At most `max-new` entries a kind and run, whichever delivery of the run opens them. */
function createWithin(draft: Draft, candidates: Candidate[]): void {
  const opened = new Map<string, number>();
  for (const line of draft.lines()) {
    if (line.opened?.run === draft.run.id && line.group === undefined && line.acted?.run === draft.run.id) {
      opened.set(line.kind, (opened.get(line.kind) ?? 0) + 1);
    }
  }
  for (const candidate of candidates) {
    const { subject, line, failure, reason, follows } = candidate;
    const so = opened.get(subject.kind) ?? 0;
    if (so >= draft.policy.maxNew) {
      draft.withhold(
        subject,
        `max-new: a run opens at most ${draft.policy.maxNew} ${subject.kind} entries, worst first; the next run goes on`,
      );
      dropMembers(draft, line);
      continue;
    }
    opened.set(subject.kind, so + 1);
    const created: Line = { ...line, acted: { run: draft.run.id, attempt: draft.run.attempt } };
    if (draft.listing.ids === "ours") created.entry = { tracker: draft.listing.tracker, id: line.fingerprint };
    draft.put(created);
    const severity = candidate.sightings.map((s) => s.failure?.severity).find((s) => s !== undefined);
    const more = { failure, filing: filingOf(subject.kind, severity ?? failure.severity), ...(follows === undefined ? {} : { follows }) };
    const members = membersOf(draft, line);
    draft.operation("create", created, null, reason, members.length > 0 ? { ...more, members } : more);
  }
}

function membersOf(draft: Draft, line: Line): string[] {
  if (!isGroup(line)) return [];
  return [...draft.changed.values()].filter((l) => l?.group === line.fingerprint).map((l) => l?.title ?? "");
}

function dropMembers(draft: Draft, group: Line): void {
  if (!isGroup(group)) return;
  for (const [fingerprint, line] of draft.changed) if (line?.group === group.fingerprint) draft.changed.delete(fingerprint);
}

function groupBy<T>(items: readonly T[], keyOfItem: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOfItem(item);
    const own = groups.get(key);
    if (own) own.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
