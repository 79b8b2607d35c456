/**
 * New entries: how many a run may open, worst first, and what they are filed as. What is not filed is withheld with its
 * reason, and the next run takes it up.
 */
import { withGeneration } from "../identity/key.ts";
import type { Line } from "../ledger/ledger.ts";
import { adopt, adoptClippyGroup } from "./adoption.ts";
import { filedAs } from "./choice.ts";
import { type Candidate, type Draft, worstFirst } from "./draft.ts";
import { setAside } from "./failing.ts";
import { group, membersFailure } from "./grouping.ts";
import { filingOf } from "./policy.ts";

export function file(draft: Draft, candidates: Candidate[]): void {
  candidates.sort(worstFirst);
  let rest = adopt(draft, candidates);
  rest = adoptClippyGroup(draft, rest);
  rest = [...group(draft, rest), ...regrouped(draft)];
  rest.sort(worstFirst);
  createWithin(draft, rest);
}

/** Groups whose entries are gone, each with what its members tell. */
function regrouped(draft: Draft): Candidate[] {
  return [...draft.regrouped.values()].map((c) => ({
    ...c,
    line: { ...c.line, members: Math.max(c.line.members ?? 0, c.members.length) },
    failure: membersFailure(c.members),
  }));
}

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
      const why = `max-new: a run opens at most ${draft.policy.maxNew} ${subject.kind} entries, worst first; the next run goes on`;
      for (const one of candidate.members ?? [candidate]) setAside(draft, one, why);
      continue;
    }
    opened.set(subject.kind, so + 1);
    for (const member of candidate.members ?? []) draft.put({ ...member.line, group: line.fingerprint });
    const created: Line = { ...line, acted: { run: draft.run.id, attempt: draft.run.attempt } };
    if (draft.listing.ids === "ours") {
      // The entry of that id may have gone on with a test that was renamed.
      while (draft.hasEntry(withGeneration(line.fingerprint, created.generation))) created.generation++;
      created.entry = { tracker: draft.listing.tracker, id: withGeneration(line.fingerprint, created.generation) };
    }
    draft.put(created);
    const severity = candidate.sightings.map((s) => s.failure?.severity).find((s) => s !== undefined);
    const filing = filedAs(filingOf(subject.kind, severity ?? failure.severity), draft.choiceOf(subject, candidate.sightings));
    const more = { failure, filing, ...(follows === undefined ? {} : { follows }) };
    const members = (candidate.members ?? []).map((m) => m.subject.title);
    const label = created.flaky ? { label: "flaky" as const } : {};
    draft.operation("create", created, null, reason, { ...more, ...label, ...(members.length > 0 ? { members } : {}) });
  }
}
