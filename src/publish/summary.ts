/**
 * The job summary: what broke, what is new, what was done and why, what was withheld. The first line and the first
 * table tell it to a person in a hurry; the rest is folded. All names and messages are hostile and go through text/.
 */
import type { Failure, Operation, ReportSummary } from "../model.ts";
import type { Outcome, Result } from "../result.ts";
import { clip } from "../text/clip.ts";
import { oneLine } from "../text/defuse.ts";
import { cell, code, codeCell } from "../text/markdown.ts";

/** Bytes; GitHub drops a summary of more than 1 MiB whole. */
const MAX = 900_000;
/** Rows of a table before the rest is only counted; the result file holds them all. */
const ROWS = 40;

/** `link` makes an entry's id a link, where there is a page for it. */
export function summaryOf(
  outcome: Outcome,
  mask: (text: string) => string,
  link: (entry: string, url?: string) => string | undefined,
): string {
  const sections = sectionsOf(outcome, mask, link).filter((section) => section !== "");
  let text = "";
  let size = 0;
  for (const section of sections) {
    size += Buffer.byteLength(section) + 2;
    if (size > MAX) return `${text}\n\n_The rest is left out here; the \`result\` output names a file that holds all of it._\n`;
    text += `${text === "" ? "" : "\n\n"}${section}`;
  }
  return `${text}\n`;
}

function sectionsOf(
  { result, plan, evidence }: Outcome,
  mask: (text: string) => string,
  link: (entry: string, url?: string) => string | undefined,
): string[] {
  const show = (text: string, max = 160): string => cell(clip(mask(oneLine(text)), max));
  const operations = plan?.operations ?? [];
  const urls = new Map(result.operations.map((o) => [o.fingerprint, o.url]));
  const entryOf = (o: Operation): string => {
    if (o.entry === null || !o.done) return o.op === "create" ? "" : (link(o.entry ?? "", undefined) ?? codeCell(o.entry ?? ""));
    return link(o.entry, urls.get(o.fingerprint)) ?? codeCell(o.entry);
  };
  const row = (title: string, failure: Failure | undefined, last: string): string =>
    `| ${show(title)} | ${placeOf(failure, mask)} | ${show(failure?.message.split("\n", 1)[0] ?? "", 140)} | ${last} |`;
  const open = operations.filter((o) => o.op === "create" || o.op === "reopen");
  const changed = operations.filter((o) => o.op === "comment" || o.op === "update");
  const closed = operations.filter((o) => o.op === "close");
  const would = result.planOnly !== null;
  return [
    `### ci-tracker: ${headline(result)}`,
    would ? `> Nothing was written: ${show(result.planOnly ?? "", 300)}. This is what would be done.` : "",
    table(
      would ? "Would be opened" : "Opened",
      ["What", "Where", "Why it failed", "Entry"],
      open.map((o) => row(o.title, o.card.failure, `${o.op === "reopen" ? "reopened " : ""}${entryOf(o)}`)),
    ),
    table(
      would ? "Would be closed" : "Closed",
      ["What", "Why", "Entry"],
      closed.map((o) => `| ${show(o.title)} | ${show(o.reason, 300)} | ${entryOf(o)} |`),
    ),
    table(
      would ? "Would be noted" : "Changed",
      ["What", "What changed", "Entry"],
      changed.map((o) => `| ${show(o.title)} | ${show(o.reason, 300)} | ${entryOf(o)} |`),
    ),
    table(
      "Not done",
      ["What", "Why", "What to do"],
      result.failed.map(
        (f) => `| ${f.title === undefined ? "" : show(f.title)} | ${codeCell(f.code)} ${show(f.reason, 300)} | ${show(f.remedy, 300)} |`,
      ),
    ),
    folded(
      "Still failing, with an entry",
      ["What", "Where", "Why it failed", "Entry"],
      (plan?.unchanged ?? []).map((u) => row(u.title, u.failure, link(u.entry) ?? codeCell(u.entry))),
    ),
    folded(
      "Withheld",
      ["What", "Why"],
      result.withheld.map((w) => `| ${show(w.title)} | ${show(w.reason, 300)} |`),
    ),
    folded(
      "No tracker to go to",
      ["What", "Why"],
      result.noSink.map((n) => `| ${show(n.title)} | ${show(n.reason, 300)} |`),
    ),
    reports(evidence?.reports ?? [], mask, show),
    result.notes.length === 0
      ? ""
      : result.notes
          .slice(0, ROWS)
          .map((words) => `- ${show(words, 300)}`)
          .join("\n"),
  ];
}

/** `3 failures, 1 new · 1 opened, 2 closed`. */
export function headline({ counts, planOnly, reports, failed, noSink }: Result): string {
  const cut = reports.filter((r) => !r.complete).length;
  // Of what could not be read nobody knows.
  const none = cut > 0 ? "no failure seen" : "nothing fails";
  const failures = counts.failing === 0 ? none : `${plural(counts.failing, "failure")}${counts.new > 0 ? `, ${counts.new} new` : ""}`;
  const verbs: [number, string, string][] = [
    [counts.created, "opened", "to open"],
    [counts.reopened, "reopened", "to reopen"],
    [counts.closed, "closed", "to close"],
    [counts.commented + counts.updated, "changed", "to change"],
    [counts.withheld, "withheld", "withheld"],
  ];
  const done = verbs.filter(([n]) => n > 0).map(([n, past, future]) => `${n} ${planOnly === null ? past : future}`);
  const parts = [failures];
  if (done.length > 0) parts.push(done.join(", "));
  else if (noSink.length === 0 && failed.length === 0) parts.push("nothing to do");
  if (noSink.length > 0) parts.push(`${noSink.length} not filed`);
  if (failed.length > 0) parts.push(`${plural(failed.length, "thing")} could not be done`);
  if (cut > 0) parts.push(`${plural(cut, "report")} incomplete`);
  return parts.join(" · ");
}

function plural(n: number, word: string): string {
  return `${n} ${word}${n === 1 ? "" : "s"}`;
}

function placeOf(failure: Failure | undefined, mask: (text: string) => string): string {
  if (failure?.file === undefined) return "";
  return codeCell(clip(mask(oneLine(`${failure.file}${failure.line === undefined ? "" : `:${failure.line}`}`)), 120));
}

function table(title: string, head: string[], rows: string[]): string {
  return rows.length === 0 ? "" : `**${title} (${rows.length})**\n\n${grid(head, rows)}`;
}

function folded(title: string, head: string[], rows: string[]): string {
  return rows.length === 0 ? "" : `<details><summary>${title} (${rows.length})</summary>\n\n${grid(head, rows)}\n\n</details>`;
}

function grid(head: string[], rows: string[]): string {
  const shown = rows.slice(0, ROWS);
  if (rows.length > ROWS) shown.push(`| … and ${rows.length - ROWS} more |${" |".repeat(head.length - 1)}`);
  return [`| ${head.join(" | ")} |`, `|${" --- |".repeat(head.length)}`, ...shown].join("\n");
}

function reports(all: readonly ReportSummary[], mask: (text: string) => string, show: (text: string, max?: number) => string): string {
  if (all.length === 0) return "";
  const rows = all.map((r) => {
    const { counts: c } = r;
    const counts = r.kind === null ? "" : `${c.total} · ${c.passed} passed · ${c.failed + c.errors} failed · ${c.skipped} skipped`;
    const state = r.complete ? "complete" : show(r.error ? `${r.error.code}: ${r.error.message}` : (r.reason ?? "not complete"), 300);
    return `| ${codeCell(clip(mask(oneLine(r.file)), 120))} | ${r.format === null ? "" : code(r.format)} | ${counts} | ${state} |`;
  });
  return folded("Reports", ["File", "Format", "What it holds", "Complete?"], rows);
}
