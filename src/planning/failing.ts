/** What becomes of a subject that fails in this run: it waits, becomes a candidate for an entry, is kept current, or reopens. */
import { readKey, shortHash } from "../identity/key.ts";
import type { Line, Word } from "../ledger/ledger.ts";
import type { Entry, Failure, Sighting, Stamp, Subject } from "../model.ts";
import { type Candidate, type Draft, inRun } from "./draft.ts";
import { reachChanged } from "./reach.ts";

/** Errors remembered a subject; an error that comes and goes is no news each time. */
const REMEMBERED_ERRORS = 8;
export const REMEMBERED_FINDINGS = 200;
const REMEMBERED_NAMES = 5;
const DAY = 86_400_000;

/** Decides for one failing subject; returns it when it needs an entry. `openAfter`: runs it has to fail in before that. */
export function failing(draft: Draft, subject: Subject, sightings: Sighting[], openAfter = draft.policy.openAfter): Candidate | undefined {
  const remembered = draft.known(subject);
  if (!remembered) {
    const now = draft.goesOnAs(subject);
    if (now) {
      draft.withhold(subject, `it has another name since this run: ${now.title}`);
      return undefined;
    }
    const entry = draft.entryFor(subject.fingerprint);
    return entry
      ? entryWithoutMemory(draft, subject, sightings, entry)
      : waitOrFile(draft, subject, sightings, newLine(draft, subject), openAfter);
  }
  const line = withNames(draft, takeOver(draft, remembered, subject), subject);
  const entry = draft.entryOf(remembered);
  const fresh = newer(draft, line, sightings);
  if (fresh.length === 0) return undefined;
  if (line.group !== undefined) return asMember(draft, line, subject, fresh);
  if (line.state === "pending") return waitOrFile(draft, subject, fresh, line, openAfter);
  if (line.state === "claimed") return claimed(draft, subject, fresh, line, entry);
  // Known for what was found there before it was to be filed.
  if (!entry && line.debt && !line.entry) return waitOrFile(draft, subject, fresh, line, openAfter);
  if (!entry) return withoutEntry(draft, subject, fresh, line);
  if (entry.handsOff !== undefined) {
    // What fails meanwhile is remembered, or a word from before would close it once it is ours again.
    const words = learnt(draft, line, fresh);
    handsOff(draft, words === line ? line : { ...words, owed: true }, entry.handsOff, line);
    return undefined;
  }
  if (entry.open) {
    stillFailing(draft, line, entry, subject, fresh);
    return undefined;
  }
  return closedEntry(draft, line, entry, subject, fresh);
}

/** Its entry is left alone; but what fails meanwhile is remembered, or a word from before would close it. */
export function leave(draft: Draft, subject: Subject, sightings: readonly Sighting[]): void {
  const remembered = draft.known(subject);
  if (remembered?.state !== "open") return;
  const line = takeOver(draft, remembered, subject);
  const words = learnt(draft, line, newer(draft, line, sightings));
  if (words !== line) draft.put(words);
}

/** Sightings that are not older than what is known of their producers. */
function newer(draft: Draft, line: Line, sightings: readonly Sighting[]): Sighting[] {
  return sightings.filter((s) => {
    const word = line.producers[s.producer];
    return !word || draft.relationTo(word, s.producer) !== "older";
  });
}

/** A line known by an older key goes on under the new one, with the entry it has. */
function takeOver(draft: Draft, line: Line, subject: Subject): Line {
  if (line.key === subject.key || line.also?.includes(subject.key)) return line;
  draft.drop(line.fingerprint);
  const renamed: Line = { ...line, fingerprint: subject.fingerprint, key: subject.key };
  if (draft.renames.has(subject.key)) {
    renamed.title = subject.title;
    renamed.renamed = [...(line.renamed ?? []), line.key].slice(-REMEMBERED_NAMES);
  }
  // Who knows it by its old name only still means it.
  if (line.kind === "audit") renamed.also = [...(line.also ?? []), line.key];
  draft.put(renamed);
  draft.takenOver.set(renamed.fingerprint, renamed);
  if (renamed.entry) draft.holders.set(renamed.entry.id, renamed.fingerprint);
  return renamed;
}

/** An advisory's aliases are names of it, also those that were learnt after it was filed. */
function withNames(draft: Draft, line: Line, { kind, olderKeys = [] }: Subject): Line {
  const known = new Set([line.key, ...(line.also ?? [])]);
  const learnt = kind === "audit" ? olderKeys.filter((key) => !known.has(key)) : [];
  if (learnt.length === 0) return line;
  const named: Line = { ...line, also: [...(line.also ?? []), ...learnt].sort() };
  draft.put(named);
  return named;
}

function newLine(draft: Draft, subject: Subject): Line {
  const { fingerprint, key, kind, title, olderKeys } = subject;
  const line: Line = { fingerprint, key, kind, title, state: "open", generation: 1, producers: {}, opened: draft.stamp };
  // An advisory's aliases are names of it; what another subject was once called tells only where to find it.
  if (kind === "audit" && olderKeys && olderKeys.length > 0) line.also = olderKeys;
  return line;
}

/** Our entry, of which neither the ledger nor the entry says what it is: from now on this run's word counts. */
function entryWithoutMemory(draft: Draft, subject: Subject, sightings: Sighting[], entry: Entry): Candidate | undefined {
  const line = newLine(draft, subject);
  line.entry = { tracker: draft.listing.tracker, id: entry.id };
  if (entry.handsOff !== undefined) {
    handsOff(draft, line, entry.handsOff);
    return undefined;
  }
  if (!entry.open) return closedEntry(draft, line, entry, subject, sightings);
  draft.put(withFailures(draft, line, sightings));
  draft.keep(line, entry, failureOf(sightings));
  return undefined;
}

/** `open-after`: the subject is filed when it has failed in that many runs. */
function waitOrFile(draft: Draft, subject: Subject, sightings: Sighting[], before: Line, openAfter: number): Candidate | undefined {
  const runs = before.runs ?? [];
  const counted = runs.includes(draft.run.id) ? runs : [...runs, draft.run.id];
  const line = withFailures(draft, before, sightings);
  // Where it began is seen in the first run only: later ones follow one in which it failed already.
  const suspects = runs.length === 0 ? draft.suspectsOf(sightings) : before.suspects;
  if (suspects) line.suspects = suspects;
  if (counted.length < openAfter) {
    const pending: Line = { ...line, state: "pending", runs: counted };
    delete pending.opened;
    if (runs !== counted) draft.put(pending);
    draft.withhold(subject, `open-after: it failed in ${counted.length} of the ${openAfter} runs it takes`);
    return undefined;
  }
  const failure = failureOf(sightings);
  delete line.runs;
  const reason = openAfter > 1 ? `failed in ${counted.length} runs, last in ${inRun(draft.stamp)}` : `failed in ${inRun(draft.stamp)}`;
  const filed = draft.judged({ ...line, state: "open", opened: draft.stamp }).line;
  return { subject, sightings, failure, line: filed, reason };
}

/**
 * It is not filed now. Who saw it failing is remembered all the same: an entry that is opened later waits for them too, or
 * it would close on the first pass of somebody else.
 */
export function setAside(draft: Draft, { subject, sightings, line }: Candidate, reason: string): void {
  draft.withhold(subject, reason);
  const before = draft.remembered(line.fingerprint);
  if (!before) draft.put(pendingOf(line, draft.run.id));
  else {
    const words = learnt(draft, before, sightings);
    if (words !== before) draft.put(words);
  }
}

/** The line as one that waits for its entry. */
export function pendingOf(line: Line, run: string): Line {
  const { entry: _, opened: __, acted: ___, group: ____, flaky: _____, ...rest } = line;
  return { ...rest, state: "pending", runs: [run] };
}

/** Another run began to create its entry: wait for it, or after a while look for what it left and begin again. */
function claimed(draft: Draft, subject: Subject, sightings: Sighting[], line: Line, entry: Entry | undefined): Candidate | undefined {
  if (entry) {
    const open: Line = { ...withFailures(draft, line, sightings), state: "open", entry: { tracker: draft.listing.tracker, id: entry.id } };
    delete open.claim;
    draft.put(open);
    draft.keep(line, entry, failureOf(sightings));
    return undefined;
  }
  const { claim } = line;
  const own = claim?.run === draft.run.id && claim.attempt <= draft.run.attempt;
  const age = claim ? Date.parse(draft.run.at) - Date.parse(claim.at) : Number.POSITIVE_INFINITY;
  if (claim && !own && age < 15 * 60_000) {
    draft.withhold(subject, `run ${claim.run} is creating its entry`);
    return undefined;
  }
  const again: Line = { ...withFailures(draft, line, sightings), state: "open", opened: draft.stamp };
  delete again.claim;
  return { subject, sightings, failure: failureOf(sightings), line: again, reason: `failed in ${inRun(draft.stamp)}` };
}

/** The ledger names an entry that the tracker no longer has. */
function withoutEntry(draft: Draft, subject: Subject, sightings: Sighting[], before: Line): Candidate | undefined {
  if (before.verdict !== undefined && stands(before.verdict, draft.run.at)) {
    handsOff(draft, before, before.verdict);
    return undefined;
  }
  if (before.state === "closed" && before.closed && !isAfter(draft, before.closed)) return undefined;
  const line: Line = { ...withFailures(draft, before, sightings), state: "open", opened: draft.stamp };
  delete line.entry;
  delete line.closed;
  delete line.verdict;
  if (draft.listing.ids === "theirs") line.generation = before.generation + 1;
  const candidate: Candidate = {
    subject,
    sightings,
    failure: failureOf(sightings),
    line,
    reason: `failed in ${inRun(draft.stamp)}; the entry it had is gone from the tracker`,
  };
  if (draft.listing.ids === "theirs" && before.entry) candidate.follows = before.entry.id;
  return candidate;
}

/** One entry stands for it: its word and error are kept, and nothing is written unless they change. */
function asMember(draft: Draft, line: Line, subject: Subject, sightings: Sighting[]): Candidate | undefined {
  const group = line.group === undefined ? undefined : draft.line(line.group);
  if (group && group.state !== "closed") {
    // By its error it is known again under another name.
    const changed = newErrors(line, sightings).news !== undefined;
    const words = changed ? withFailures(draft, line, sightings) : learnt(draft, line, sightings);
    if (words !== line || line.state !== "open") {
      const member: Line = { ...words, state: "open" };
      delete member.closed;
      draft.put(member);
    }
    const failure = failureOf(sightings);
    const entry = standsFor(draft, group, { subject, sightings, failure, line: words, reason: "" });
    if (entry) draft.keep(subject, entry, failure);
    return undefined;
  }
  const alone: Line = { ...withFailures(draft, line, sightings), state: "open", opened: draft.stamp };
  delete alone.group;
  delete alone.closed;
  return {
    subject,
    sightings,
    failure: failureOf(sightings),
    line: alone,
    reason: `failed in ${inRun(draft.stamp)}, after the entry of its group was closed`,
  };
}

/**
 * A member fails: its group's entry stands for it, and where somebody closed that one, or it is gone, it reopens or is
 * created anew as any entry would. Returns the entry where it was open all along; else the member is listed as not filed.
 */
export function standsFor(draft: Draft, group: Line, member: Candidate): Entry | undefined {
  const entry = draft.entryOf(group);
  if (entry?.open && entry.handsOff === undefined) return entry;
  if (entry?.handsOff === undefined && !draft.changed.has(group.fingerprint) && !draft.regrouped.has(group.fingerprint)) {
    const candidate = raisedAgain(draft, group, entry, member.sightings);
    if (candidate) draft.regrouped.set(group.fingerprint, { ...candidate, line: groupOnly(candidate.line), members: [] });
    const after = draft.line(group.fingerprint);
    if (after && after !== group) draft.put(groupOnly(after));
  }
  const anew = draft.regrouped.get(group.fingerprint);
  if (anew) anew.members.push(member);
  else draft.withhold(member.subject, notFiled(draft, group));
  return undefined;
}

/** A group whose entry is closed or gone, and of which a member fails. */
function raisedAgain(draft: Draft, group: Line, entry: Entry | undefined, sightings: Sighting[]): Candidate | undefined {
  const { fingerprint, key, kind, title } = group;
  const subject: Subject = { fingerprint, key, kind, title };
  if (entry) return closedEntry(draft, group, entry, subject, sightings);
  return group.state === "claimed" ? claimed(draft, subject, sightings, group, entry) : withoutEntry(draft, subject, sightings, group);
}

/** Why a member has no entry of its own. */
export function notFiled(draft: Draft, group: Line): string {
  return `the ${isOpen(draft, group) ? "" : "closed "}entry "${group.title}" stands for it`;
}

/** Whether a group's entry is open, or will be. */
export function isOpen(draft: Draft, group: Line): boolean {
  const entry = draft.entryOf(group);
  return entry === undefined || entry.open || draft.operations.some((o) => o.fingerprint === group.fingerprint);
}

/** The line with what this run adds to its producers' words; the same line when they say it already. */
function learnt(draft: Draft, line: Line, sightings: readonly Sighting[]): Line {
  return sightings.some((s) => isNews(draft, line, s)) ? withFailures(draft, line, sightings) : line;
}

/** Whether a failure says more than the producer's last word: that it fails at all, where, or against what. */
function isNews(draft: Draft, line: Line, sighting: Sighting): boolean {
  const word = line.producers[sighting.producer];
  // Passes counted in a row begin anew.
  if (word?.last !== "failed" || word.gone || word.retired || word.passes) return true;
  const next = draft.failedWord(line, sighting);
  return (
    (!sighting.weak && reachChanged(word.reach, next.reach)) ||
    next.baseline?.machine !== word.baseline?.machine ||
    next.baseline?.unit !== word.baseline?.unit
  );
}

/** A group has no words of its own: its members' decide. */
export function groupOnly(line: Line): Line {
  const own: Line = { ...line, producers: {} };
  delete own.errors;
  delete own.file;
  return own;
}

/** The entry is open and the subject still fails: the entry is edited only when something changed that a person would want to know. */
function stillFailing(draft: Draft, line: Line, entry: Entry, subject: Subject, sightings: Sighting[]): void {
  if (reopenedByThisRun(draft, line, entry, sightings)) return;
  const legs: string[] = [];
  for (const sighting of sightings) {
    const word = line.producers[sighting.producer];
    if (!word) {
      // Compiler text in some other job's log is no producer of its own beside one that can prove absence.
      if (!sighting.weak || Object.keys(line.producers).length === 0) legs.push(`also failing in ${sighting.producer}`);
    } else if (word.last !== "failed") legs.push(`failing again in ${sighting.producer}`);
    else if (word.retired) legs.push(`${sighting.producer} reports again, and it still fails there`);
    else if (word.gone) legs.push("it is reported again");
  }
  const news: string[] = [];
  const former = draft.renames.get(subject.key);
  if (former) news.push(`renamed: it was ${readKey(former.key)?.fields.join(" ") ?? former.title}`);
  if (line.state === "closed") news.push("it fails again, after somebody reopened its entry");
  const failure = failureOf(sightings);
  const errors = newErrors(line, sightings);
  if (errors.news !== undefined) news.push(errors.news);
  const flaky = draft.judged(withFailures(draft, line, sightings)).news;
  if (flaky !== undefined) news.push(flaky);
  const silent = sightings.some((s) => line.producers[s.producer] !== undefined && isNews(draft, line, s));
  const due = commentDue(draft, line);
  if (line.owed) news.push("what changed in runs that did not write it");
  const told = draft.hasTold(line) && news.length === 0;
  news.unshift(...legs);
  if (news.length === 0 && !due) {
    if (silent || line.entry === undefined || line.state === "closed" || draft.isLost(line))
      draft.put(openLine(draft, line, entry, sightings));
    draft.keep(line, entry, failureOf(sightings));
    return;
  }
  const next = openLine(draft, line, entry, sightings);
  next.acted = { run: draft.run.id, attempt: draft.run.attempt };
  const quiet =
    draft.policy.comment === "never" || (told && !due) || (draft.policy.comment === "interval" && !due) || subject.kind === "dependency";
  if (!quiet) next.commented = draft.run.at;
  draft.put(next);
  const reason = news.length > 0 ? `${news.join("; ")} (${inRun(draft.stamp)})` : `still failing in ${inRun(draft.stamp)}`;
  draft.operation(quiet ? "update" : "comment", next, entry.id, reason, { failure, ...(flaky === undefined ? {} : { label: "flaky" }) });
}

/** This run reopened it before, and a crash kept the ledger from learning of it. */
function reopenedByThisRun(draft: Draft, line: Line, entry: Entry, sightings: Sighting[]): boolean {
  const { id, attempt } = draft.run;
  if (entry.reopenedIn?.run !== id || entry.reopenedIn.attempt !== attempt) return false;
  if (line.acted?.run === id && line.acted.attempt === attempt) return false;
  const next = openLine(draft, line, entry, sightings);
  next.acted = { run: draft.run.id, attempt: draft.run.attempt };
  if (line.closed === undefined || line.closed.how === "person") next.contested = true;
  draft.put(next);
  draft.keep(next, entry, failureOf(sightings));
  return true;
}

function openLine(draft: Draft, line: Line, entry: Entry, sightings: Sighting[]): Line {
  const open: Line = { ...withFailures(draft, line, sightings), state: "open", entry: { tracker: draft.listing.tracker, id: entry.id } };
  delete open.closed;
  delete open.verdict;
  delete open.owed;
  return draft.judged(open).line;
}

/** Whether `comment: always` or `interval` asks for a comment now. */
export function commentDue(draft: Draft, line: Line): boolean {
  const { comment, commentDays } = draft.policy;
  if (line.acted?.run === draft.run.id || line.opened?.run === draft.run.id) return false;
  if (comment === "always") return true;
  if (comment !== "interval") return false;
  const last = line.commented ?? line.opened?.at;
  return last === undefined || Date.parse(draft.run.at) - Date.parse(last) >= commentDays * DAY;
}

/** The entry is closed and the subject fails: who closed it, and is this failure newer than that? */
function closedEntry(draft: Draft, line: Line, entry: Entry, subject: Subject, sightings: Sighting[]): Candidate | undefined {
  if (entry.closedBy !== "person") {
    const closed = line.closed ?? entry.closedIn;
    const how = closed ? draft.relationTo(closed) : "unknown";
    // Of the same run: another leg, or another step of the job, closed it before this one told of its failure.
    if (how === "newer" || how === "same") return reopen(draft, line, entry, subject, sightings, "it failed again");
    if (how === "unknown") draft.withhold(subject, "it is not known whether this failure is newer than the close of its entry");
    // Too old to reopen it; but who saw it failing has not seen it passing since, and a next close waits for that.
    const words = learnt(draft, line, sightings);
    if (how === "older" && words !== line) draft.put(words);
    return undefined;
  }
  if (line.contested) {
    handsOff(draft, line, "closed again by a person after it had been reopened once");
    return undefined;
  }
  if (!newerThanPerson(draft, line, entry)) {
    draft.withhold(subject, "a person closed its entry after this run began; a newer failure reopens it");
    if (!line.closed)
      draft.put({
        ...line,
        state: "closed",
        closed: { ...draft.stamp, how: "person" },
        entry: { tracker: draft.listing.tracker, id: entry.id },
      });
    return undefined;
  }
  return reopen(draft, { ...line, contested: true }, entry, subject, sightings, "a person closed it as fixed, and it failed again");
}

/** A person's close is dated by the tracker; where it is not, by the first run that found it closed. */
function newerThanPerson(draft: Draft, line: Line, entry: Entry): boolean {
  if (entry.closedAt !== undefined) {
    const closed = Date.parse(entry.closedAt);
    if (!Number.isNaN(closed)) return Date.parse(draft.run.at) > closed;
  }
  return line.closed !== undefined && line.closed.how === "person" && draft.relationTo(line.closed) === "newer";
}

function reopen(draft: Draft, line: Line, entry: Entry, subject: Subject, sightings: Sighting[], why: string): Candidate | undefined {
  const next = openLine(draft, draft.rehabilitated(line), entry, sightings);
  next.acted = { run: draft.run.id, attempt: draft.run.attempt };
  const suspects = draft.suspectsOf(sightings);
  if (suspects) next.suspects = suspects;
  const failure = failureOf(sightings);
  const reason = `${why} in ${inRun(draft.stamp)}`;
  const closedAt = entry.closedAt ?? line.closed?.at;
  const old = closedAt !== undefined && Date.parse(draft.run.at) - Date.parse(closedAt) > draft.policy.reopenDays * DAY;
  if (draft.listing.ids === "theirs" && old) {
    delete next.entry;
    next.generation = line.generation + 1;
    next.opened = draft.stamp;
    return { subject, sightings, failure, line: next, reason: `${reason}, long after its last entry was closed`, follows: entry.id };
  }
  draft.put(next);
  draft.operation("reopen", next, entry.id, reason, { failure, ...(next.flaky && !line.flaky ? { label: "flaky" } : {}) });
  return undefined;
}

/** People outrank the machine: the entry is left alone, and the ledger remembers that a person spoke. `known`: the line as it was. */
export function handsOff(draft: Draft, line: Line, why: string, known = line): void {
  draft.withhold(line, `${why}: a person's word stands`);
  if (line !== known || line.verdict !== why) draft.put({ ...line, verdict: why });
}

/** A person's word outlives the entry it was said on, a snooze until its day. */
function stands(verdict: string, now: string): boolean {
  const until = /^snoozed until (\d{4}-\d\d-\d\d)$/.exec(verdict)?.[1];
  return until === undefined || now.slice(0, 10) < until;
}

/** Whether this run can tell more than what closed it: it is newer, or the same run, of which every word counts. */
function isAfter(draft: Draft, closed: Stamp): boolean {
  const how = draft.relationTo(closed);
  return how === "newer" || how === "same";
}

/** The line with this run's failing words, errors and place in it. */
export function withFailures(draft: Draft, line: Line, sightings: readonly Sighting[]): Line {
  const producers: Record<string, Word> = { ...line.producers };
  const strong = sightings.some((s) => !s.weak) || Object.values(producers).some((w) => !w.weak);
  for (const sighting of sightings) {
    if (sighting.weak && strong && !producers[sighting.producer]) continue;
    producers[sighting.producer] = draft.failedWord(line, sighting);
  }
  const next: Line = { ...line, producers };
  const { errors } = newErrors(line, sightings);
  if (errors.length > 0) next.errors = errors;
  const file = failureOf(sightings).file;
  if (file !== undefined) next.file = file;
  return next;
}

/** What is new in the errors, against those remembered; the first ones are no news. */
function newErrors(line: Line, sightings: readonly Sighting[]): { errors: string[]; news?: string } {
  const before = line.errors ?? [];
  const known = new Set(before);
  const added: string[] = [];
  let findings = 0;
  for (const { failure, weak } of sightings) {
    if (!failure || weak) continue;
    for (const hash of failure.findings ?? (failure.signature === undefined ? [] : [shortHash(failure.signature)])) {
      if (known.has(hash)) continue;
      known.add(hash);
      added.push(hash);
      if (failure.findings) findings++;
    }
  }
  const kept = sightings.some((s) => s.failure?.findings) ? REMEMBERED_FINDINGS : REMEMBERED_ERRORS;
  // More than can be remembered would be news in every run; an error that changed so often is another one each time.
  if (before.length >= kept && (line.kind !== "dependency" || findings > 0)) return { errors: before };
  const errors = [...before, ...added].slice(-kept);
  if (added.length === 0 || before.length === 0) return { errors };
  if (line.kind === "dependency") return { errors, news: "a newer version is out" };
  return { errors, news: findings > 0 ? `${findings} new ${findings === 1 ? "finding" : "findings"}` : "the error changed" };
}

/** The failure to show when several producers have one: the first that names a place, in the producers' order. */
export function failureOf(sightings: readonly Sighting[]): Failure {
  const all = sightings.map((s) => s.failure).filter((f) => f !== undefined);
  return all.find((f) => f.file !== undefined) ?? all[0] ?? { message: "it failed" };
}
