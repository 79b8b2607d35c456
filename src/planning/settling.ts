/**
 * What becomes of what was failing before: passes and proven absences become the producers' words, and an entry closes
 * when no producer's last word is a failure any more. Everything here errs on the side of staying open.
 */
import { readKey } from "../identity/key.ts";
import type { Line, Word } from "../ledger/ledger.ts";
import type { Part, ProducerId, Sighting, Stamp } from "../model.ts";
import { type Draft, inRun } from "./draft.ts";
import { commentDue, handsOff } from "./failing.ts";

import { casesIn, fewerCases, mayOwn, notCovered, type Sought, soughtOf } from "./reach.ts";
import { pulse, retire } from "./retiring.ts";
import { mayHaveMoved, movedTo } from "./shards.ts";

/** A new word of one producer, and how people are told of it. */
type Verdict =
  | { last: "passed"; how: string }
  | { last: "absent"; how: string }
  | { last: "failed"; gone: Stamp; how: string; cases?: number }
  | { last: "failed"; back: true; how: string }
  | { last: "failed"; held: string; passes?: { n: number; run: string }; flaky?: string };

/** Settles one remembered subject by this run's passes and complete lists. `failingBy`: producers that still see it failing. */
export function settle(draft: Draft, line: Line, failingBy: ReadonlySet<ProducerId>): void {
  if (line.state === "closed") return;
  const words: Record<ProducerId, Word> = { ...line.producers };
  const news: string[] = [];
  let how: string | undefined;
  let proof = false;
  let counted = false;
  /** Why it is flaky, where no history could tell. */
  let flaky: string | undefined;
  for (const producer of draft.evidence.producers) {
    if (failingBy.has(producer)) continue;
    const word = line.producers[producer];
    if (word?.last === "failed" && draft.relationTo(word, producer) !== "newer") continue;
    const verdict = verdictOf(draft, line, producer, word);
    if (!verdict) continue;
    if ("held" in verdict) {
      if (word?.last !== "failed") continue;
      draft.withhold(line, verdict.held);
      flaky ??= verdict.flaky;
      if (verdict.passes && word.passes?.run !== verdict.passes.run) {
        words[producer] = { ...word, passes: verdict.passes };
        counted = true;
      }
      continue;
    }
    if (verdict.last !== "failed") proof = true;
    if (word?.last !== "failed") continue;
    words[producer] = wordAfter(draft, producer, word, verdict);
    news.push(`${verdict.how}${verdict.last === "failed" ? "" : ` in ${producer}`}`);
    if (verdict.last !== "failed") how = verdict.how;
  }
  for (const [producer, word] of Object.entries(words)) {
    const to = word.last === "failed" && !failingBy.has(producer) ? movedTo(draft, line, producer, word) : undefined;
    if (to === undefined) continue;
    how = `moved to ${to}, where it passes`;
    words[producer] = wordAfter(draft, to, word, { last: "absent", how });
    news.push(how);
  }
  if (proof && failingBy.size === 0) clearWeak(draft, words);
  const retired = retire(draft, line, words);
  const holding = Object.values(words).filter((word) => !(word.last === "failed" && word.retired));
  if (holding.length > 0 && holding.every((word) => word.last !== "failed")) {
    const changed = news.length + retired.length > 0;
    const reason = how ?? (retired.length > 0 ? "passed in all that still report" : "not seen failing any more");
    close(draft, changed ? { ...line, producers: words } : line, [reason, ...retired].join("; "));
    return;
  }
  const judged: ReturnType<Draft["judged"]> = failingBy.size > 0 ? { line } : draft.judged(line, flaky);
  const verdict = judged.news === undefined ? [] : [judged.news];
  const quiet = draft.hasTold(line) && retired.length + verdict.length === 0;
  news.push(...retired, ...verdict);
  const next: Line = { ...judged.line, producers: words };
  const noted = pulse(draft, line, words);
  if (news.length > 0) told(draft, next, news, { quiet, flaky: verdict.length > 0 });
  else if (noted || counted) draft.put(next);
}

/** Text that proves nothing by its absence gives way to what does prove. */
function clearWeak(draft: Draft, words: Record<ProducerId, Word>): void {
  for (const [producer, word] of Object.entries(words)) {
    if (word.weak && word.last === "failed" && draft.relationTo(word) === "newer")
      words[producer] = { ...word, ...draft.stamp, last: "absent" };
  }
}

function wordAfter(draft: Draft, producer: ProducerId, word: Word, verdict: Exclude<Verdict, { held: string }>): Word {
  if ("gone" in verdict) {
    const marked: Word = { ...word, gone: verdict.gone };
    if (marked.reach?.cases === undefined && verdict.cases !== undefined)
      marked.reach = { units: [], ...marked.reach, cases: verdict.cases };
    return marked;
  }
  const next: Word = "back" in verdict ? { ...word } : { ...word, ...draft.stampOf(producer), last: verdict.last };
  delete next.gone;
  if (next.last === "failed") return next;
  delete next.baseline;
  delete next.passes;
  delete next.retired;
  delete next.alive;
  return next;
}

function close(draft: Draft, line: Line, how: string): void {
  const known = draft.line(line.fingerprint);
  if (line.state === "pending" || line.state === "claimed") {
    draft.drop(line.fingerprint);
    return;
  }
  const entry = draft.entryOf(line);
  const reason = line.group === undefined ? `${how} in ${inRun(draft.stamp)}` : how;
  const outcome = how.startsWith("gone") ? "gone" : how.startsWith("passed") ? "passed" : "absent";
  const closed: Line = { ...line, state: "closed", closed: { ...draft.stamp, how: outcome } };
  delete closed.runs;
  delete closed.errors;
  if (line.group !== undefined) {
    draft.put(closed);
    return;
  }
  if (entry?.open) {
    if (entry.handsOff !== undefined) {
      handsOff(draft, line, entry.handsOff, known);
      return;
    }
    closed.acted = { run: draft.run.id, attempt: draft.run.attempt };
    draft.put(closed);
    draft.operation("close", closed, entry.id, reason);
    return;
  }
  // A person closed it first, or a crash came between the tracker's write and the ledger's.
  if (entry?.closedIn?.run === draft.run.id) closed.acted = { run: draft.run.id, attempt: draft.run.attempt };
  draft.put(closed);
}

function told(draft: Draft, line: Line, news: string[], how: { quiet: boolean; flaky: boolean }): void {
  const entry = draft.entryOf(line);
  if (!entry?.open || entry.handsOff !== undefined || line.group !== undefined || line.state !== "open") {
    draft.put(line);
    return;
  }
  const { comment } = draft.policy;
  const quiet = how.quiet || comment === "never" || (comment === "interval" && !commentDue(draft, line));
  const next: Line = { ...line, acted: { run: draft.run.id, attempt: draft.run.attempt } };
  if (!quiet) next.commented = draft.run.at;
  draft.put(next);
  const reason = `${news.join("; ")} (${inRun(draft.stamp)})`;
  draft.operation(quiet ? "update" : "comment", next, entry.id, reason, how.flaky ? { label: "flaky" } : {});
}

function verdictOf(draft: Draft, line: Line, producer: ProducerId, word: Word | undefined): Verdict | undefined {
  const passes = passesOf(draft, line, producer, word);
  if (passes.length > 0) {
    const held = word && whyHeld(draft, line, producer, word, passes);
    if (!held)
      return {
        last: "passed",
        how: passes.find((p) => p.how !== undefined)?.how ?? "passed",
      };
    return word.gone ? { last: "failed", back: true, how: "it is reported again" } : held;
  }
  return absence(draft, line, producer, word);
}

/** Why a pass closes nothing yet: it may be old news, nothing was changed since the failure, or a flaky test may pass by chance. */
function whyHeld(
  draft: Draft,
  line: Line,
  producer: ProducerId,
  word: Word,
  passes: readonly Sighting[],
): Extract<Verdict, { held: string }> | undefined {
  const { world } = draft;
  if (world.overtaken && !world.marks.has(producer))
    return {
      last: "failed",
      held: `passed in ${producer}, but the branch went on beyond this commit and what it showed there is not known`,
    };
  const unfixed = line.kind === "test" ? passesUnfixed(draft, producer, word) : undefined;
  if (unfixed !== undefined) {
    const held = `${unfixed}: flaky, not fixed; what counts are passes at other commits`;
    const sure = word.commit !== undefined && word.commit === draft.run.commit;
    return sure || !world.keepsHistory ? { last: "failed", held, flaky: `it ${unfixed}` } : { last: "failed", held };
  }
  const flaky = draft.flakiness(line, producer);
  if (!flaky) return undefined;
  const before = word.passes?.run === draft.run.id ? word.passes.n - 1 : (word.passes?.n ?? 0);
  const clean = passes.some((s) => !s.flaky);
  const n = world.keepsHistory ? flaky.passes : clean ? before + 1 : 0;
  if (n >= flaky.needs) return undefined;
  const held = `flaky (${flaky.why}): ${n} of the ${flaky.needs} passes in a row that close it, in ${producer}`;
  return world.keepsHistory ? { last: "failed", held } : { last: "failed", held, passes: { n, run: draft.run.id } };
}

/**
 * Why a test's pass is no fix: nothing was changed since it failed. A further attempt counts as that even where no
 * failure of this commit is remembered, for failures that changed nothing are not written down.
 */
function passesUnfixed(draft: Draft, producer: ProducerId, word: Word): string | undefined {
  const { attempt } = draft.runOf(producer);
  if (word.commit !== undefined && word.commit === draft.run.commit)
    return `passed at the very commit it failed at (${word.commit.slice(0, 12)})`;
  return attempt > 1 ? `passed in attempt ${attempt} of a run` : undefined;
}

/** Passes count from whole and partial parts; a build passes when everything that failed was compiled. */
function passesOf(draft: Draft, line: Line, producer: ProducerId, word: Word | undefined): Sighting[] {
  const sound: Sighting[] = [];
  for (const key of [line.key, ...(line.also ?? [])]) {
    for (const sighting of draft.evidence.passing.get(key) ?? []) {
      if (sighting.producer === producer && sighting.parts.some((p) => p.state !== "broken")) sound.push(sighting);
    }
  }
  if (line.kind !== "build" || sound.length === 0) return sound;
  const built = new Set(sound.flatMap((s) => s.units ?? []));
  const needed = word?.reach?.units ?? [];
  return needed.every((unit) => built.has(unit)) ? sound : [];
}

function absence(draft: Draft, line: Line, producer: ProducerId, word: Word | undefined): Verdict | undefined {
  const parts = draft.parts(producer);
  if (parts.length === 0) return undefined;
  switch (line.kind) {
    case "test":
      // Skipped, or passed in a part that proves nothing: it is there.
      if (draft.evidence.skipped.get(line.key)?.has(producer) || draft.evidence.passing.get(line.key)?.some((s) => s.producer === producer))
        return word?.gone ? { last: "failed", back: true, how: "it is reported again, though not as passed" } : undefined;
      return word && goneTest(draft, line, producer, parts, word);
    case "lint":
    case "audit":
    case "dependency":
      return goneFinding(draft, line, parts, word);
    default:
      return undefined;
  }
}

/** A test is gone when two complete lists of its target, at two commits, do not have it; or at once when its file is gone. */
function goneTest(draft: Draft, line: Line, producer: ProducerId, parts: readonly Part[], word: Word): Verdict | undefined {
  const [target = "", path] = readKey(line.key)?.fields ?? [];
  if (path === undefined || target.startsWith("(")) return undefined;
  // A list of the commit it failed at can only have left it out; a further attempt may be at one.
  if (draft.runOf(producer).attempt > 1 || word.run === draft.run.id || (word.commit !== undefined && word.commit === draft.run.commit))
    return undefined;
  const own = parts.filter((p) => p.kind === "test");
  const isList = (p: Part): boolean => p.state === "whole" && p.provesAbsence;
  const lists = own.filter((p) => isList(p) && p.extent.units.includes(target));
  // A file that is no more has no list of its own; then every list has to be complete.
  const fileGone = line.file !== undefined && draft.world.missing.has(line.file);
  if (fileGone && (lists.length > 0 || (own.length > 0 && own.every(isList))))
    return { last: "absent", how: `gone: its file ${line.file} no longer exists` };
  if (lists.length === 0) return undefined;
  // What a list that was cut or filtered left out may be the very test; another format of the same run is no such list.
  if (own.some((p) => p.state !== "whole" && (p.extent.units.length === 0 || p.extent.units.includes(target))))
    return { last: "failed", held: "not in the report, but another list of its target is not complete" };
  const cases = casesIn(own, target);
  const fewer = fewerCases(word.reach, cases);
  if (fewer !== undefined) return { last: "failed", held: `not in the report, but ${fewer}` };
  const { gone } = word;
  if (!gone) {
    const mark: Verdict = { last: "failed", gone: draft.stamp, how: "no longer reported: a complete list of its target does not have it" };
    return cases === undefined ? mark : { ...mark, cases };
  }
  const moved = mayHaveMoved(draft, line, producer);
  if (moved !== undefined) return { last: "failed", held: moved };
  if (draft.relationTo(gone) !== "newer" || gone.run === draft.run.id || (gone.commit !== undefined && gone.commit === draft.run.commit))
    return undefined;
  return { last: "absent", how: `gone: no complete list of its target has it since ${inRun(gone)}, the second` };
}

/** Lints, audits and outdated dependencies are gone when complete reports looked everywhere they were found. */
function goneFinding(draft: Draft, line: Line, parts: readonly Part[], word: Word | undefined): Verdict | undefined {
  const fields = readKey(line.key)?.fields ?? [];
  if (line.kind === "audit" && fields[2] === "yanked") {
    return draft.world.unlocked.has(line.fingerprint)
      ? { last: "absent", how: "gone: the lockfile no longer holds this version" }
      : undefined;
  }
  const sought = soughtOf(line);
  const reach = word?.reach;
  if (!reach) return word?.weak || !word ? everywhere(sought, parts) : undefined;
  const why = notCovered(sought, reach, parts, draft.world.missing);
  if (why === undefined) return { last: "absent", how: howGone(draft, line) };
  const looked = parts.some((p) => p.kind === line.kind && p.state === "whole" && p.provesAbsence && mayOwn(p, sought.owner));
  return looked ? { last: "failed", held: `not in the report, but ${why}` } : undefined;
}

function howGone(draft: Draft, { kind, debt, errors }: Line): string {
  if (kind === "lint" && errors?.some((hash) => draft.lintFindings().has(hash)))
    return "what it stood for has other entries now, by another `group-by`";
  if (kind === "dependency") return "current: a complete list no longer has it";
  return debt ? "nothing is left that was not there before" : "not found any more by a complete report";
}

/** What was only ever seen in text has no units to look for: every part has to be whole, test builds included. */
function everywhere(sought: Sought, parts: readonly Part[]): Verdict | undefined {
  const able = parts.filter((p) => p.kind === sought.kind && p.provesAbsence && (!sought.owner || p.extent.owners?.includes(sought.owner)));
  const tests = able.some((p) => p.extent.units.some((unit) => / test(?: |$)/.test(unit)));
  if (able.length === 0 || !tests || able.some((p) => p.state !== "whole")) return undefined;
  return { last: "absent", how: "not found any more by a complete report" };
}
