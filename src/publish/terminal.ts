/** What a run did, for a person at a terminal or in a job's log. */
import { type Code, REMEDIES } from "../errors.ts";
import type { Failure, Operation } from "../model.ts";
import type { Outcome, Result } from "../result.ts";
import { clip } from "../text/clip.ts";
import { logSafe, oneLine } from "../text/defuse.ts";
import type { Place } from "../trackers/place.ts";
import { headline } from "./summary.ts";
import { byReason, improvedIn, marksOf, notesOf, retiredIn } from "./told.ts";

const MARKS = { create: "+", reopen: "↑", close: "✓", comment: "~", update: "~" } as const;
const WORDS = { create: "opened", reopen: "reopened", close: "closed", comment: "noted", update: "updated" } as const;
const FUTURE = {
  create: "would open",
  reopen: "would reopen",
  close: "would close",
  comment: "would note",
  update: "would update",
} as const;
/** Lines of one sort before the rest is only counted. */
const MOST = 40;

/** Lines without control characters or workflow commands, ready to print. */
export function terminalLines(outcome: Outcome, mask: (text: string) => string): string[] {
  const { result, plan, place } = outcome;
  const show = (text: string, max = 300): string => clip(mask(oneLine(text)), max);
  const marks = marksOf(plan);
  const words = result.planOnly === null ? WORDS : FUTURE;
  const operation = (o: Operation): string[] => {
    const entry = o.entry === null ? "" : ` [${show(o.entry)}]`;
    const said = marks(o.fingerprint)
      .map((mark) => ` (${mark})`)
      .join("");
    const lines = [`${MARKS[o.op]} ${words[o.op]}: ${show(o.title)}${said}${entry}`, `    ${show(o.reason)}`];
    return o.op === "create" || o.op === "reopen" ? [...lines, ...why(o.card.failure, show)] : lines;
  };
  const lines = [
    headline(result),
    ...(result.planOnly === null ? [] : [`nothing was written: ${show(result.planOnly)}`]),
    ...listed(plan?.operations ?? [], operation),
    ...listed(byReason(result.withheld), ({ titles, reason }) => [
      titles.length === 1
        ? `· withheld: ${show(titles[0] ?? "")}`
        : `· withheld: ${titles.length}, such as ${show(titles.slice(0, 3).join(", "), 200)}`,
      `    ${show(reason)}`,
    ]),
    ...listed(improvedIn(plan), ({ subject, words }) => [`· better: ${show(subject.title)}`, `    ${show(words)}`]),
    ...listed(retiredIn(plan?.operations ?? []), ({ producer }) => [`· reports no more, and holds no entry open: ${show(producer)}`]),
    ...listed(result.noSink, (n) => [`· not filed: ${show(n.title)}`]),
    ...result.reports.filter((r) => !r.complete).flatMap((r) => incomplete(r, show)),
    ...listed(notesOf(outcome), (note) => [`! ${show(note, 400)}`]),
    ...result.failed.flatMap((f) => [
      `✗ ${f.code}: ${f.title === undefined ? "" : `${show(f.title)}: `}${show(f.reason, 400)}`,
      `    ${f.remedy}`,
    ]),
  ];
  if (place) lines.push(trackerLine(result, place));
  return lines.map(logSafe);
}

function listed<T>(items: readonly T[], show: (item: T) => string[]): string[] {
  const lines = items.slice(0, MOST).flatMap(show);
  return items.length > MOST ? [...lines, `… and ${items.length - MOST} more`] : lines;
}

function incomplete(report: Result["reports"][number], show: (text: string) => string): string[] {
  const { error } = report;
  if (!error) return [`! ${show(report.file)}: ${show(report.reason ?? "not complete")}`];
  return [`! ${show(report.file)}: ${error.code}: ${show(error.message)}`, `    ${REMEDIES[error.code as Code] ?? ""}`];
}

function trackerLine({ counts, ready, committed, planOnly }: Result, place: Place): string {
  if (planOnly !== null) return `tracker: ${place.tracker} (${place.where}), ${counts.open} would be open`;
  const where = committed ? `, committed to ${committed.branch} as ${committed.sha.slice(0, 12)}` : "";
  return `tracker: ${place.tracker} (${place.where}), ${counts.open} open, ${ready} ready to work on${where}`;
}

function why(failure: Failure | undefined, show: (text: string, max?: number) => string): string[] {
  if (!failure) return [];
  const place = failure.file === undefined ? "" : `${failure.file}${failure.line === undefined ? "" : `:${failure.line}`}: `;
  return [`    ${show(`${place}${failure.message.split("\n", 1)[0] ?? ""}`, 200)}`];
}
