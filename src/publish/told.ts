/** What is told of subjects beside what was done with them: by whom a failure is known already, and how it is to be taken. */
import type { Operation, ProducerId, Stamp, Subject, Withheld } from "../model.ts";
import { QUARANTINE } from "../planning/choice.ts";
import type { Plan } from "../planning/plan.ts";
import type { Outcome } from "../result.ts";

/** How a failing subject is to be taken: it fails and passes without being changed; it is tracked, but makes no step fail. */
export type Mark = "flaky" | "quarantined";

/** Marks by fingerprint, as the plan tells them. */
export function marksOf(plan: Plan | undefined): (fingerprint: string) => readonly Mark[] {
  const marks = new Map<string, Set<Mark>>();
  const mark = (fingerprint: string, word: Mark): void => {
    marks.set(fingerprint, (marks.get(fingerprint) ?? new Set()).add(word));
  };
  for (const { fingerprint, card, label, filing } of plan?.operations ?? []) {
    if (card.flaky || label === "flaky") mark(fingerprint, "flaky");
    if (filing?.labels?.includes(QUARANTINE)) mark(fingerprint, "quarantined");
  }
  const known = (plan?.fresh ?? []).map(({ subject, flaky, quarantined }) => ({ fingerprint: subject.fingerprint, flaky, quarantined }));
  for (const { fingerprint, flaky, quarantined } of [...known, ...(plan?.unchanged ?? [])]) {
    if (flaky) mark(fingerprint, "flaky");
    if (quarantined) mark(fingerprint, "quarantined");
  }
  return (fingerprint) => [...(marks.get(fingerprint) ?? [])];
}

/** Benchmarks that got better and stayed so. */
export function improvedIn(plan: Plan | undefined): readonly { subject: Subject; words: string; plot?: string }[] {
  return plan?.improved ?? [];
}

/** Notes that are told nowhere else. */
export function notesOf({ result, plan }: Outcome): string[] {
  const told = new Set(improvedIn(plan).map(({ words }) => words));
  return result.notes.filter((note) => !told.has(note));
}

/** Withheld subjects with one reason are told one by one up to so many. */
const FEW = 5;

/** What was withheld: few of a reason one by one, many as one item. */
export function byReason(withheld: readonly Pick<Withheld, "title" | "reason">[]): { titles: string[]; reason: string }[] {
  const groups = new Map<string, string[]>();
  for (const { title, reason } of withheld) {
    const titles = groups.get(reason);
    if (titles) titles.push(title);
    else groups.set(reason, [title]);
  }
  return [...groups].flatMap(([reason, titles]) =>
    titles.length <= FEW ? titles.map((title) => ({ titles: [title], reason })) : [{ titles, reason }],
  );
}

/** Producers that hold no entry open any more, as the entries that were touched show them. */
export function retiredIn(operations: readonly Operation[]): { producer: ProducerId; seen: Stamp }[] {
  const retired = new Map<ProducerId, Stamp>();
  for (const { card } of operations)
    for (const { producer, last, seen } of card.producers) if (last === "retired") retired.set(producer, seen);
  return [...retired].map(([producer, seen]) => ({ producer, seen }));
}

/** Whether the run speaks for a change that is not on its branch yet. */
export function isChange({ evidence, result }: Outcome): boolean {
  const event = evidence?.run.event ?? "";
  return result.planOnly !== null && (event.startsWith("pull_request") || event === "merge_group");
}
