/**
 * The job summary: what broke, what is new, what was done and why, what was withheld. The first line and the first
 * table tell it to a person in a hurry; the rest is folded. All names and messages are hostile and go through text/.
 */
import type { Failure, Operation, ReportSummary } from "../model.ts";
import type { Plan } from "../planning/plan.ts";
import type { Outcome, Result } from "../result.ts";
import { clip, clipLines } from "../text/clip.ts";
import { oneLine, printable } from "../text/defuse.ts";
import { cell, code, codeCell, fence } from "../text/markdown.ts";
import { byReason, improvedIn, isChange, marksOf, notesOf, retiredIn } from "./told.ts";

/** Bytes; GitHub drops a summary of more than 1 MiB whole. */
const MAX = 900_000;
/** Rows of a table before the rest is only counted; the result file holds them all. */
const ROWS = 40;
/** Rows of the tables of a pull request: what is in nobody's head yet has to fit on a screen. */
const SHORT = 20;
/** Benchmarks that are drawn, and characters of one. */
const PLOTS = 20;
const MAX_PLOT = 4_000;

/** `link` makes an entry's id a link, where there is a page for it. `max`: bytes; sections that do not fit are left out whole. */
export function summaryOf(outcome: Outcome, mask: (text: string) => string, link: Link, max = MAX): string {
  const sections = sectionsOf(outcome, mask, link).filter((section) => section !== "");
  let text = "";
  let size = 0;
  for (const section of sections) {
    size += Buffer.byteLength(section) + 2;
    if (size > max) return `${text}\n\n_The rest is left out here; the \`result\` output names a file that holds all of it._\n`;
    text += `${text === "" ? "" : "\n\n"}${section}`;
  }
  return `${text}\n`;
}

function sectionsOf(outcome: Outcome, mask: (text: string) => string, link: Link): string[] {
  const { result, plan, evidence } = outcome;
  const show: Show = (text, max = 160) => cell(clip(mask(oneLine(text)), max));
  const operations = plan?.operations ?? [];
  const rows = rowsOf(outcome, mask, show, link);
  const { would } = rows;
  const open = operations.filter((o) => o.op === "create" || o.op === "reopen");
  const changed = operations.filter((o) => o.op === "comment" || o.op === "update");
  const closed = operations.filter((o) => o.op === "close");
  const unchanged = plan?.unchanged ?? [];
  const change = isChange(outcome);
  const news = change ? ofChange(outcome, rows) : { fresh: [], known: [] };
  const first = change
    ? [
        table("New because of this change", FAILS, news.fresh, SHORT),
        table("Known", FAILS, news.known, SHORT),
        table("Would be closed by the merge", WHY, closed.map(rows.why), SHORT),
        folded("Would be noted", WHY, changed.filter((o) => !o.card.failure).map(rows.why)),
      ]
    : [
        table(would ? "Would be opened" : "Opened", FAILS, open.map(rows.failing)),
        table(would ? "Would be closed" : "Closed", WHY, closed.map(rows.why)),
        table(would ? "Would be noted" : "Changed", ["What", "What changed", "Entry"], changed.map(rows.why)),
      ];
  return [
    `### ci-tracker: ${headline(result)}`,
    would ? `> Nothing was written: ${show(result.planOnly ?? "", 300)}. This is what would be done.` : "",
    table(
      "Failing; what is new could not be told",
      FAILS,
      untold(outcome).map((f) => rows.fresh(f)),
    ),
    ...first,
    table(
      "Not done",
      ["What", "Why", "What to do"],
      result.failed.map(
        (f) => `| ${f.title === undefined ? "" : show(f.title)} | ${codeCell(f.code)} ${show(f.reason, 300)} | ${show(f.remedy, 300)} |`,
      ),
    ),
    change ? "" : folded("Still failing, with an entry", FAILS, unchanged.map(rows.unchanged)),
    folded("Withheld", ["What", "Why"], byReason(result.withheld).map(rows.withheld), result.withheld.length),
    folded(
      "No tracker to go to",
      ["What", "Why"],
      result.noSink.map((n) => `| ${show(n.title)} | ${show(n.reason, 300)} |`),
    ),
    benchmarks(outcome, mask, show),
    folded(
      "Legs that report no more, and hold no entry open",
      ["Leg", "Last word"],
      retiredIn(operations).map(({ producer, seen }) => `| ${codeCell(clip(mask(oneLine(producer)), 160))} | run ${show(seen.run, 40)} |`),
    ),
    reports(evidence?.reports ?? [], mask, show),
    notesOf(outcome)
      .slice(0, ROWS)
      .map((words) => `- ${show(words, 300)}`)
      .join("\n"),
  ];
}

const FAILS = ["What", "Where", "Why it failed", "Entry"];
const WHY = ["What", "Why", "Entry"];

type Show = (text: string, max?: number) => string;
type Link = (entry: string, url?: string) => string | undefined;

/** Ways to make a row of a table. */
interface Rows {
  /** Nothing was written. */
  would: boolean;
  failing(o: Operation): string;
  why(o: Operation): string;
  unchanged(u: Plan["unchanged"][number]): string;
  /** `last`: what stands in the entry's place, ready for a cell. */
  fresh(f: Plan["fresh"][number], last?: string): string;
  withheld(group: { titles: string[]; reason: string }): string;
  show: Show;
}

function rowsOf({ result, plan }: Outcome, mask: (text: string) => string, show: Show, link: Link): Rows {
  const urls = new Map(result.operations.map((o) => [o.fingerprint, o.url]));
  const marks = marksOf(plan);
  const would = result.planOnly !== null;
  const entryOf = (o: Operation): string => {
    if (o.entry === null || (!o.done && o.op === "create")) return "";
    return link(o.entry, o.done ? urls.get(o.fingerprint) : undefined) ?? codeCell(o.entry);
  };
  const named = (title: string, fingerprint: string): string => [show(title), ...marks(fingerprint).map((mark) => `_(${mark})_`)].join(" ");
  const row = (title: string, failure: Failure | undefined, last: string): string =>
    `| ${title} | ${placeOf(failure, mask)} | ${show(failure?.message.split("\n", 1)[0] ?? "", 140)} | ${last} |`;
  return {
    would,
    show,
    failing: (o) =>
      row(named(o.title, o.fingerprint), o.card.failure, `${o.op === "reopen" ? (would ? "was closed " : "reopened ") : ""}${entryOf(o)}`),
    why: (o) => `| ${named(o.title, o.fingerprint)} | ${show(o.reason, 300)} | ${entryOf(o)} |`,
    unchanged: (u) => row(named(u.title, u.fingerprint), u.failure, link(u.entry) ?? codeCell(u.entry)),
    fresh: ({ subject, sighting }, last = "") => row(named(subject.title, subject.fingerprint), sighting.failure, last),
    withheld: ({ titles, reason }) => {
      const [first = ""] = titles;
      const what = titles.length === 1 ? show(first) : `${titles.length}: ${show(titles.slice(0, 3).join(", "), 200)}, …`;
      return `| ${what} | ${show(reason, 300)} |`;
    },
  };
}

/**
 * What a change brings, and what fails without it. First what would get an entry, then the others with the reason, or
 * with the entry of a rule that has new findings; members of a group stand under its name.
 */
function ofChange({ plan, result }: Outcome, rows: Rows): { fresh: string[]; known: string[] } {
  const operations = plan?.operations ?? [];
  const unchanged = plan?.unchanged ?? [];
  const fresh = plan?.fresh ?? [];
  const open = operations.filter((o) => o.op === "create" || o.op === "reopen");
  const told = new Set(open.map((o) => o.fingerprint));
  const members = new Set(open.flatMap((o) => o.card.members ?? []));
  const reasons = new Map(result.withheld.map((w) => [w.fingerprint, w.reason]));
  const known = new Map<string, string>();
  for (const o of operations) if (!told.has(o.fingerprint) && o.op !== "close" && o.card.failure) known.set(o.fingerprint, rows.failing(o));
  for (const u of unchanged) known.set(u.fingerprint, rows.unchanged(u));
  const others = fresh.filter(({ subject }) => !told.has(subject.fingerprint) && !members.has(subject.title));
  const news = others.map((f) => {
    const { fingerprint } = f.subject;
    const row = known.get(fingerprint) ?? rows.fresh(f, rows.show(reasons.get(fingerprint) ?? "", 120));
    known.delete(fingerprint);
    return row;
  });
  return { fresh: [...open.map(rows.failing), ...news], known: [...known.values()] };
}

/** What fails where the tracker could not be listed whole, so that nobody can say what is known. */
function untold({ evidence, place }: Outcome): Plan["fresh"] {
  if (place === undefined || place.listing.whole) return [];
  return [...(evidence?.failing.values() ?? [])].flatMap(({ subject, sightings: [sighting] }) => (sighting ? [{ subject, sighting }] : []));
}

/** Benchmarks that are worse or better, each with its values drawn. */
function benchmarks({ plan }: Outcome, mask: (text: string) => string, show: Show): string {
  const better = improvedIn(plan).map(({ subject, words, plot }) => ({ title: subject.title, words, plot, is: "better" }));
  const worse = [
    ...(plan?.operations ?? []).map(({ title, card }) => ({ title, failure: card.failure })),
    ...(plan?.unchanged ?? []),
  ].flatMap(({ title, failure }) =>
    failure?.plot === undefined ? [] : [{ title, words: failure.message, plot: failure.plot, is: "worse" }],
  );
  const all = [...worse, ...better];
  if (all.length === 0) return "";
  const items = all.slice(0, PLOTS).map(({ title, words, plot, is }) => {
    const line = `**${is}** ${show(title)}: ${show(words, 300)}`;
    return plot === undefined ? line : `${line}\n\n${fence(clipLines(mask(printable(plot)), MAX_PLOT), "text")}`;
  });
  if (all.length > items.length) items.push(`… and ${all.length - items.length} more`);
  const counts = [...(worse.length > 0 ? [`${worse.length} worse`] : []), ...(better.length > 0 ? [`${better.length} better`] : [])];
  return `<details><summary>Benchmarks: ${counts.join(", ")}</summary>\n\n${items.join("\n\n")}\n\n</details>`;
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

function table(title: string, head: string[], rows: string[], most = ROWS): string {
  return rows.length === 0 ? "" : `**${title} (${rows.length})**\n\n${grid(head, rows, most)}`;
}

function folded(title: string, head: string[], rows: string[], count = rows.length): string {
  return rows.length === 0 ? "" : `<details><summary>${title} (${count})</summary>\n\n${grid(head, rows, ROWS)}\n\n</details>`;
}

function grid(head: string[], rows: string[], most: number): string {
  const shown = rows.slice(0, most);
  if (rows.length > most) shown.push(`| … and ${rows.length - most} more |${" |".repeat(head.length - 1)}`);
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
