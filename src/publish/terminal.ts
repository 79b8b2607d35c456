/** What a run did, for a person at a terminal or in a job's log. */
import type { Failure } from "../model.ts";
import type { Outcome } from "../result.ts";
import { clip } from "../text/clip.ts";
import { logSafe, oneLine } from "../text/defuse.ts";
import { headline } from "./summary.ts";

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

/** Lines without control characters or workflow commands, ready to print. `entries`: whether to name entries by their ids. */
export function terminalLines({ result, plan, place }: Outcome, mask: (text: string) => string): string[] {
  const lines: string[] = [headline(result)];
  if (result.planOnly !== null) lines.push(`nothing was written: ${result.planOnly}`);
  const show = (text: string, max = 200): string => clip(mask(oneLine(text)), max);
  const words = result.planOnly === null ? WORDS : FUTURE;
  const operations = plan?.operations ?? [];
  for (const o of operations.slice(0, MOST)) {
    lines.push(
      `${MARKS[o.op]} ${words[o.op]}: ${show(o.title)}${o.entry === null ? "" : ` [${show(o.entry)}]`}`,
      `    ${show(o.reason, 300)}`,
    );
    if (o.op === "create" || o.op === "reopen") lines.push(...why(o.card.failure, show));
  }
  if (operations.length > MOST) lines.push(`… and ${operations.length - MOST} more`);
  for (const w of result.withheld.slice(0, MOST)) lines.push(`· withheld: ${show(w.title)}`, `    ${show(w.reason, 300)}`);
  if (result.withheld.length > MOST) lines.push(`… and ${result.withheld.length - MOST} more withheld`);
  for (const n of result.noSink.slice(0, MOST)) lines.push(`· not filed: ${show(n.title)}`);
  for (const r of result.reports)
    if (!r.complete) lines.push(`! ${show(r.file)}: ${r.error ? `${r.error.code}: ` : ""}${show(r.reason ?? "not complete", 300)}`);
  for (const words of result.unclear.slice(0, MOST)) lines.push(`! ${show(words, 300)}`);
  for (const f of result.failed)
    lines.push(
      `✗ ${f.code}: ${f.title === undefined ? "" : `${show(f.title)}: `}${show(f.reason, 400)}`,
      ...(f.remedy === "" ? [] : [`    ${f.remedy}`]),
    );
  if (place)
    lines.push(
      `tracker: ${place.tracker} (${place.where}), ${result.counts.open} open, ${result.ready} ready to work on${result.committed ? `, committed to ${result.committed.branch} as ${result.committed.sha.slice(0, 12)}` : ""}`,
    );
  return lines.map(logSafe);
}

function why(failure: Failure | undefined, show: (text: string, max?: number) => string): string[] {
  if (!failure) return [];
  const place = failure.file === undefined ? "" : `${failure.file}${failure.line === undefined ? "" : `:${failure.line}`}: `;
  return [`    ${show(`${place}${failure.message.split("\n", 1)[0] ?? ""}`, 200)}`];
}
