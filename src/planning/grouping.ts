/**
 * One cause, one entry: most tests of a run, many of one suite, or many with one message. Its members get no entries of
 * their own while it is open; it lists them, shrinks as they pass, and closes when none is left.
 */
import { fingerprintOf, keyOf, onBranch, shortHash } from "../identity/key.ts";
import type { Line } from "../ledger/ledger.ts";
import type { Failure, Subject } from "../model.ts";
import { clip } from "../text/clip.ts";
import { oneLine } from "../text/defuse.ts";
import { type Candidate, type Draft, inRun } from "./draft.ts";
import { failing, groupOnly, handsOff, isOpen, notFiled, setAside, standsFor } from "./failing.ts";

/** So many failing tests of one suite or with one message, or such a share of a run, are one cause and get one entry. */
const GROUP = 10;
const MOST = 0.8;

export function group(draft: Draft, candidates: Candidate[]): Candidate[] {
  const rest = new Set(candidates);
  const chosen = new Map(candidates.map((c) => [c, draft.choiceOf(c.subject, c.sightings).group]));
  const named = candidates.filter((c) => typeof chosen.get(c) === "string");
  for (const [, members] of groupBy(named, (c) => `${c.subject.kind} ${chosen.get(c)}`)) {
    const [first] = members;
    if (first)
      gather(draft, rest, namedSubject(draft, first.subject.kind, String(chosen.get(first))), members, `${members.length} failed`, 1);
  }
  const tests = [...rest].filter((c) => c.subject.kind === "test" && c.subject.group !== undefined && chosen.get(c) !== false);
  if (tests.length === 0) return [...rest];
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
      for (const t of tests) setAside(draft, t, `most tests fail and so does a build; its entry stands for them: ${build.subject.title}`);
    else for (const c of raise(draft, whole, tests, `${tests.length} of ${ran} tests failed`)) rest.add(c);
  } else {
    const bySuite = groupBy(tests, (t) => t.subject.group ?? "");
    for (const [suite, members] of bySuite)
      gather(draft, rest, suiteSubject(draft, suite), members, `${members.length} tests of ${suite} failed`);
    const left = tests.filter((t) => rest.has(t) && t.failure.signature !== undefined);
    // What a suite's entry stands for counts too: a full disk is one cause, whichever suite it hits most.
    const total = new Map<string, number>();
    for (const { failure } of tests)
      if (failure.signature !== undefined) total.set(failure.signature, (total.get(failure.signature) ?? 0) + 1);
    for (const [message, members] of groupBy(left, (t) => t.failure.signature ?? "")) {
      const what = `${members.length} tests failed with one message`;
      gather(draft, rest, messageSubject(draft, message), members, what, (total.get(message) ?? 0) >= GROUP ? 2 : GROUP);
    }
  }
  return [...rest];
}

/** Members of a group that is open join it; enough of them raise one. */
function gather(draft: Draft, rest: Set<Candidate>, subject: Subject, members: Candidate[], what: string, least = GROUP): void {
  const open = openGroup(draft, subject);
  if (open) join(draft, open, members);
  else if (members.length < least) return;
  else for (const c of raise(draft, subject, members, what)) rest.add(c);
  for (const m of members) rest.delete(m);
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
  const where = [workflow, job].filter((w) => w !== "").join(" / ") || "this run";
  return groupSubject(draft, "build", keyOf("build", "workflow", workflow, job), `Most tests fail in ${where}`);
}

function suiteSubject(draft: Draft, suite: string): Subject {
  return groupSubject(draft, "test", keyOf("test", "(suite)", suite), `Test failures: many tests of ${suite}`);
}

/** What a rule of the configuration puts into one entry. */
function namedSubject(draft: Draft, kind: Subject["kind"], name: string): Subject {
  return groupSubject(draft, kind, keyOf(kind, "(group)", name), name);
}

/** One cause that shows in many suites; here alone the message is part of a key. */
function messageSubject(draft: Draft, message: string): Subject {
  const title = `Test failures: many with one message, ${clip(oneLine(message), 100)}`;
  return groupSubject(draft, "test", keyOf("test", "(message)", shortHash(message)), title);
}

/** A group is of its branch alone where that has entries of its own, as its members are. */
function groupSubject({ evidence: { branch } }: Draft, kind: Subject["kind"], key: string, title: string): Subject {
  if (branch === undefined) return { fingerprint: fingerprintOf(key), key, kind, title };
  const own = onBranch(key, branch);
  return { fingerprint: fingerprintOf(own), key: own, kind, title: `${title} on ${branch}` };
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
    for (const m of members) setAside(draft, m, `one entry would stand for it, "${subject.title}", and that one stays closed`);
    return [];
  }
  const own: Line = { ...groupOnly(line), members: members.length };
  if (!candidate) {
    for (const m of members) draft.put({ ...m.line, group: subject.fingerprint });
    draft.put(own);
    return [];
  }
  return [{ ...candidate, line: own, members, failure, reason: `${what} in ${inRun(draft.stamp)}` }];
}

export function groupLine(draft: Draft, subject: Subject, members: number): Line {
  const { fingerprint, key, kind, title } = subject;
  return { fingerprint, key, kind, title, state: "open", generation: 1, members, producers: {}, opened: draft.stamp };
}

/** Later failures of a group get no entry of their own while its entry is open. */
export function join(draft: Draft, group: Line, members: Candidate[]): void {
  for (const m of members) {
    draft.put({ ...m.line, group: group.fingerprint });
    if (standsFor(draft, group, m)) draft.withhold(m.subject, notFiled(draft, group));
  }
}

export function membersFailure(members: readonly Candidate[]): Failure {
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
  for (const line of draft.lines()) {
    if (line.group === undefined || !open.has(line.group)) continue;
    const own = members.get(line.group);
    if (own) own.push(line);
    else members.set(line.group, [line]);
  }
  for (const [fingerprint, line] of open) {
    const own = members.get(fingerprint) ?? [];
    if (own.some((m) => m.state !== "closed")) {
      listAnew(draft, line, own);
      continue;
    }
    if (line.members === undefined) {
      if (own.length > 0) draft.withhold(line, "its members were lost with the ledger: close it by hand when they pass");
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
        `all ${own.length || line.members} of its members have passed or are gone, the last in ${inRun(draft.stamp)}`,
      );
  }
}

/** Members came or passed: the entry's list of them is edited in place, and nobody is told. */
function listAnew(draft: Draft, group: Line, members: readonly Line[]): void {
  const entry = draft.entryOf(group);
  if (!entry?.open || entry.handsOff !== undefined || draft.operations.some((o) => o.fingerprint === group.fingerprint)) return;
  const changed = members.filter((m) => {
    const before = draft.remembered(m.fingerprint);
    return before?.state !== m.state || before.group !== m.group;
  });
  if (changed.length === 0) return;
  const left = members.filter((m) => m.state !== "closed");
  const passed = members.length - left.length;
  const message = `${left.length} of ${members.length} still fail`;
  const next: Line = { ...group, acted: { run: draft.run.id, attempt: draft.run.attempt } };
  if (group.members !== undefined) next.members = members.length;
  draft.put(next);
  const failure: Failure = {
    message,
    facts: [
      ["Members", String(members.length)],
      ["Passed or gone", String(passed)],
    ],
  };
  draft.operation("update", next, entry.id, `${message} (${inRun(draft.stamp)})`, { failure, members: left.map((m) => m.title).sort() });
}

/** A line that stands for others: a suite, a whole run, clippy's rules. */
export function isGroup(line: Line): boolean {
  return Object.keys(line.producers).length === 0 && line.state !== "pending";
}

export function groupBy<T>(items: readonly T[], keyOfItem: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOfItem(item);
    const own = groups.get(key);
    if (own) own.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
