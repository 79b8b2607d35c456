/**
 * The state block of an issue, in Markdown: what a person in a hurry wants first, then the failure and where it began,
 * then a table of everything else, and how it closes.
 */
import type { Operation, Stamp } from "../../model.ts";
import { clip, clipLines } from "../../text/clip.ts";
import { oneLine, printable } from "../../text/defuse.ts";
import { cell, code, codeCell, fence, plain } from "../../text/markdown.ts";
import type { Writing } from "../tracker.ts";
import { howOften, isAddress, isSha, patienceWords, repositoryOf, runName, STATES, timeWords } from "../words.ts";

/** What the block shows beside the operation. */
export interface Beside {
  /** Number of the closed issue that this one follows. */
  follows?: string | undefined;
  /** What it was filed as: `bug, P0`. */
  filed?: string | undefined;
  /** The subject's own title, where the issue has another. */
  subject?: string | undefined;
  /** The failure as the block told it before, for edits that bring none. */
  kept?: string | undefined;
}

const MAX_DETAIL = 16_000;
/** Detail of more lines is folded. */
const SHORT = 25;
/** The table, without which the rest of the block would be lost to a matrix of hundreds of long names. */
const MAX_TABLE = 24_000;

const FAILURE = "<!-- ci-tracker failure -->";
const FAILURE_END = "<!-- /ci-tracker failure -->";

// ------------------------------------------------------------------------------------------------------------ words

/** Ways for hostile text into Markdown: one line, masked, then clipped, and without our own words. */
export interface Words {
  line(text: string, max?: number): string;
  code(text: string, max?: number): string;
  cell(text: string, max?: number): string;
  codeCell(text: string, max?: number): string;
}

export function wordsOf(writing: Writing): Words {
  const safe = (text: string, max = 1_000): string => clip(writing.mask(oneLine(text)), max);
  return {
    line: (text, max) => unmarked(plain(safe(text, max))),
    code: (text, max) => unmarked(code(safe(text, max))),
    cell: (text, max) => unmarked(cell(safe(text, max))),
    codeCell: (text, max) => unmarked(codeCell(safe(text, max))),
  };
}

/** Text that cannot be taken for a mark or a word of ours. */
function unmarked(text: string): string {
  return text.replace(/ci-(?=tracker)/gi, "$&\u200b");
}

/** `[run 5](page)`, or without a link where there is no page. */
export function runLink(stamp: Stamp, url: string | undefined, words: (text: string) => string): string {
  const name = words(runName(stamp));
  return isAddress(url) ? `[${name}](${url})` : name;
}

// ------------------------------------------------------------------------------------------------------------ block

/** The whole block, of about `room` units. */
export function stateBlock(operation: Operation, writing: Writing, beside: Beside, room: number): string {
  const { card } = operation;
  const words = wordsOf(writing);
  const failing = card.state === "failing";
  const top = topOf(operation, beside, words);
  const bottom = ["| | |", "|:--|:--|", ...rowsOf(operation, beside, words), ""];
  if (failing) bottom.push(`It closes ${words.line(card.closesWhen)}. ${HOW_TO_MUTE}`, "");
  const around = top.length + bottom.join("\n").length + FAILURE.length + FAILURE_END.length + 10;
  const middle = card.failure ? failureWords(operation, writing, words, room - around) : beside.kept;
  const parts = [top, "", ...(middle === undefined ? [] : [FAILURE, middle, FAILURE_END, ""]), ...bottom];
  return parts.join("\n");
}

const HOW_TO_MUTE =
  "To have it left alone, close it as *not planned*, give it the label `mute` or `wontfix`, or write `ci-tracker: mute` or `ci-tracker: snooze 2030-01-31` on a line of its own below.";

/** The failure as the last edit told it. */
export function keptFailure(block: string | undefined): string | undefined {
  if (block === undefined) return undefined;
  const text = block.replaceAll("\r\n", "\n");
  const from = text.indexOf(`${FAILURE}\n`);
  const to = text.indexOf(`\n${FAILURE_END}`);
  return from === -1 || to < from ? undefined : text.slice(from + FAILURE.length + 1, to);
}

/** Since when, how often, whether it is flaky, and what may help. */
function topOf({ card, reason }: Operation, { follows }: Beside, words: Words): string {
  const { flaky, hint } = card;
  const failing = card.state === "failing";
  const first = [failing ? `**Failing** since ${runWords(card.opened, words)}.` : `**Closed:** ${words.line(reason)}.`];
  const often = howOften(card);
  if (often !== undefined) first.push(`It ${often}.`);
  if (follows !== undefined) first.push(`Follows #${follows}.`);
  const lines = [first.join(" ")];
  if (flaky) lines.push(`**Flaky:** ${words.line(flaky.why, 300)}${failing ? `; ${patienceWords(flaky)}` : ""}.`);
  if (failing && hint !== undefined) lines.push(`**Hint:** ${words.line(hint, 300)}.`);
  return lines.join("\n\n");
}

function failureWords({ card }: Operation, writing: Writing, words: Words, room: number): string {
  const { failure, members = [] } = card;
  if (!failure) return "";
  const place =
    failure.file === undefined ? "" : ` at ${words.code(`${failure.file}${failure.line === undefined ? "" : `:${failure.line}`}`)}`;
  const parts = [`${words.code(failure.message, 500)}${place}`];
  // The words around the lists and the output take some.
  let left = room - (parts[0]?.length ?? 0) - 200;
  const add = (text: string | undefined): void => {
    if (text === undefined) return;
    parts.push(text);
    left -= text.length + 2;
  };
  const suspects = suspectWords(card, words, left);
  left -= suspects?.length ?? 0;
  const listed = list(members, left, 200, (member) => words.line(member, 200));
  left -= listed.join("\n").length;
  const block = (text: string | undefined): string | undefined =>
    text === undefined ? undefined : fenced(writing.mask(printable(text)), Math.min(left, MAX_DETAIL));
  add(block(failure.plot));
  add(block(failure.detail));
  if (suspects !== undefined) parts.push(suspects);
  if (listed.length > 0) parts.push(["It stands for:", "", ...listed].join("\n"));
  return parts.join("\n\n");
}

/** Items of a list, as many as have room, and how many more there are. */
function list<T>(items: readonly T[], room: number, most: number, show: (item: T) => string, more = 0): string[] {
  const lines: string[] = [];
  let left = room;
  for (const item of items.slice(0, most)) {
    const line = `- ${show(item)}`;
    if (left < line.length + 200) break;
    lines.push(line);
    left -= line.length + 1;
  }
  const rest = items.length - lines.length + more;
  if (lines.length > 0 && rest > 0) lines.push(`- … and ${rest} more`);
  return lines;
}

/** Where it began: links only from whole commit ids and the repository's own address. */
function suspectWords({ suspects, url }: Operation["card"], words: Words, room: number): string | undefined {
  if (!suspects) return undefined;
  const { good, bad, commits, more } = suspects;
  const repository = repositoryOf(url);
  const short = (commit: string): string => words.code(commit.slice(0, 12), 12);
  const range = `${short(good)} … ${short(bad)}`;
  const linked = repository !== undefined && isSha(good) && isSha(bad) ? `[${range}](${repository}/compare/${good}...${bad})` : range;
  const began = `It began between ${linked}.`;
  if (room < began.length + 200) return undefined;
  const listed = list(commits, room - began.length, 10, (commit) => commitLine(commit, repository, words), more);
  return listed.length === 0 ? began : [`${began} Suspected:`, "", ...listed].join("\n");
}

/** `1a2b3c4 Author: first words`, of which only the beginning can be a link. */
function commitLine(text: string, repository: string | undefined, words: Words): string {
  const [, sha, rest = ""] = /^([0-9a-f]{7,64}) (.*)$/s.exec(text) ?? [];
  if (sha === undefined) return words.line(text, 160);
  const name = words.code(sha, 12);
  return `${repository === undefined ? name : `[${name}](${repository}/commit/${sha})`} ${words.line(rest, 160)}`;
}

/** A fence that is closed, of at most `room` units; longer text is folded. */
function fenced(text: string, room: number): string | undefined {
  const folded = text.trimEnd().split("\n", SHORT + 1).length > SHORT;
  const open = folded ? "<details><summary>Output</summary>\n\n" : "";
  const close = folded ? "\n\n</details>" : "";
  // Marks of a fence, and the breaks in long runs of backticks.
  let left = room - open.length - close.length - 20;
  for (let tries = 0; tries < 3 && left > 100; tries++) {
    const block = open + unmarked(fence(clipLines(text.trimEnd(), left), "text")) + close;
    if (block.length <= room) return block;
    left -= block.length - room;
  }
  return undefined;
}

function rowsOf({ card, reason }: Operation, { filed, subject }: Beside, words: Words): string[] {
  const rows: [string, string][] = [];
  const failing = card.state === "failing";
  if (failing) rows.push(["Latest", words.cell(reason)]);
  rows.push(["Run", `${runLink(card.now, card.url, words.cell)}, ${timeWords(card.now.at)}`]);
  rows.push(["Commit", `${commitWords(card.now.commit, words)} on ${words.codeCell(card.branch)}`]);
  if (!failing) rows.push(["Failing since", runWords(card.opened, words)]);
  if (subject !== undefined) rows.push(["Subject", words.cell(subject, 300)]);
  for (const [state, name] of STATES) {
    const those = card.producers.filter((p) => p.last === state);
    const shown = those.slice(0, 20).map((p) => words.codeCell(p.producer, 300));
    if (those.length > shown.length) shown.push(`… and ${those.length - shown.length} more`);
    if (those.length > 0) rows.push([name, shown.join("<br>")]);
  }
  const recent = (card.recent ?? []).slice(0, 3);
  const failures = recent.map(
    (stamp) =>
      `${runLink(stamp, stamp.url, words.cell)}, ${timeWords(stamp.at)}${stamp.commit === undefined ? "" : `, ${commitWords(stamp.commit, words)}`}`,
  );
  if (failures.length > 0) rows.push([failures.length === 1 ? "Last failure" : "Last failures", failures.join("<br>")]);
  if (filed !== undefined) rows.push(["Filed as", filed]);
  for (const [label, value] of card.failure?.facts?.slice(0, 20) ?? []) rows.push([words.cell(label, 50), words.cell(value, 500)]);
  return within(
    rows.map(([label, value]) => `| ${label} | ${value} |`),
    MAX_TABLE,
  );
}

/** As many of the first as have room. */
function within(rows: readonly string[], room: number): string[] {
  let left = room;
  return rows.filter((row) => {
    left -= row.length + 1;
    return left >= 0;
  });
}

function runWords(stamp: Stamp, words: Words): string {
  const { commit, at } = stamp;
  return `${words.cell(runName(stamp))} (${timeWords(at)}${commit === undefined ? "" : `, commit ${commitWords(commit, words)}`})`;
}

/** GitHub makes a link of a whole commit id and shows its beginning. */
function commitWords(commit: string | undefined, words: Words): string {
  if (commit === undefined) return "unknown";
  return isSha(commit) && commit.length === 40 ? commit : words.codeCell(commit, 64);
}
