/**
 * The state block of an entry in trackers whose text is shown as it is: what fails, how often, where, since when, and
 * how it will close. It stands between two lines of its own; what people write around it is never touched, and a block
 * that a person took out is not put back.
 */
import type { Filing, Operation } from "../model.ts";
import { clip, clipLines } from "../text/clip.ts";
import { oneLine, printable } from "../text/defuse.ts";
import type { Writing } from "./tracker.ts";
import { howOften, isAddress, patienceWords, runName, STATES, timeWords } from "./words.ts";

const BEGIN = "[ci-tracker]";
const END = "[/ci-tracker]";
/** A line of ours that only begins like the last one is not it. */
const BLOCK = /\[ci-tracker\]\r?\n[\s\S]*?\r?\n\[\/ci-tracker\](?=\r?\n|$)/;
/** What it was filed with stands right before the last line, where no text of a report can. */
const FILED = /\n(Filed with [^\n]*)\n\[\/ci-tracker\]$/;
const MAX_DETAIL = 4_000;
/** Lines of one sort before the rest is only counted. */
const MOST = 20;

/** What a block shows beside the operation. */
interface Beside {
  /** What it is called now, where its title says otherwise. */
  subject?: string | undefined;
  /** The words it was filed with, and the failure, as an earlier block told them: for edits that bring none. */
  filed?: string | undefined;
  kept?: string | undefined;
}

/** The whole block for an operation: the important part first, then the failure, then who sees it how. */
export function stateBlock(operation: Operation, writing: Writing, beside: Beside = {}): string {
  const { card } = operation;
  const { flaky, opened, now } = card;
  const safe = safely(writing);
  const failing = card.state === "failing";
  const lines = [BEGIN, `${failing ? "Failing" : "Closed"}: ${safe(operation.reason)}.`];
  const tell = (label: string, words: string | undefined): void => {
    if (words !== undefined) lines.push(`${label}: ${words}`);
  };
  tell(failing ? "Since" : "It failed since", `${safe(runName(opened))}, ${timeWords(opened.at)}${commitWords(opened.commit, safe)}`);
  tell("How often", howOften(card));
  tell("Flaky", flaky && `${safe(flaky.why, 300)}${failing ? `; ${patienceWords(flaky)}` : ""}`);
  if (failing) tell("Hint", card.hint && safe(card.hint, 300));
  tell("Subject", beside.subject && safe(beside.subject, 300));
  tell("Run", card.url && safe(card.url));
  const where = [card.branch, card.workflow, card.job].filter((word) => word !== "").map((word) => safe(word));
  tell(SEEN_ON, `${where.join(" / ")}${commitWords(now.commit, safe)}`);
  lines.push(...(card.failure ? failureLines(operation, writing) : (beside.kept?.split("\n") ?? [])));
  for (const [state, name] of STATES) {
    const those = card.producers.filter((p) => p.last === state);
    lines.push(...listed(name, those, MOST, ({ producer }) => safe(producer, 300)));
  }
  lines.push(
    ...listed(LAST_FAILURES, (card.recent ?? []).slice(0, 3), 3, (stamp) => {
      const page = isAddress(stamp.url) ? `: ${writing.mask(stamp.url)}` : "";
      return `${safe(runName(stamp))}, ${timeWords(stamp.at)}${commitWords(stamp.commit, safe)}${page}`;
    }),
    "",
    ...(failing ? [`${CLOSES} ${safe(card.closesWhen)}.`] : []),
    `${KEEP}, add a line \`ci-tracker: mute\` (or \`manual\`, \`wont-fix\`, \`snooze 2030-01-31\`).`,
  );
  const filed = beside.filed ?? filedWith(operation.filing, writing);
  return [...lines, ...(filed === undefined ? [] : [filed]), END].join("\n");
}

/** What fails, and where it began: the part that stays as it was when nothing new is known of it. */
function failureLines({ card }: Operation, writing: Writing): string[] {
  const { failure, suspects } = card;
  const safe = safely(writing);
  const lines: string[] = [];
  if (failure?.file !== undefined) lines.push(`Place: ${safe(`${failure.file}${failure.line === undefined ? "" : `:${failure.line}`}`)}`);
  for (const [label, value] of failure?.facts ?? []) lines.push(`${safe(label, 50)}: ${safe(value, 500)}`);
  for (const text of [failure?.plot, failure?.detail ?? failure?.message])
    if (text !== undefined) lines.push("", ...indented(writing.mask(printable(text))));
  lines.push(...listed("It stands for", card.members ?? [], 50, (member) => safe(member, 200)));
  if (suspects) {
    const began = `Began between ${safe(suspects.good.slice(0, 12))}..${safe(suspects.bad.slice(0, 12))}`;
    const commits = listed(`${began}, suspected`, suspects.commits, 10, (commit) => safe(commit, 200), suspects.more);
    lines.push(...(commits.length > 0 ? commits : ["", `${began}.`]));
  }
  return lines;
}

const SEEN_ON = "Seen on";
const LAST_FAILURES = "Last failures";
const CLOSES = "It closes";
const KEEP = "To keep it as it is";
const TAIL = new Set([...STATES.map(([, name]) => `${name}:`), `${LAST_FAILURES}:`]);

/** The failure as a block tells it. What follows begins after an empty line, where no text of a report begins a line. */
function keptFailure(block: string): string | undefined {
  const lines = block.split("\n");
  const from = lines.findIndex((line) => line.startsWith(`${SEEN_ON}: `)) + 1;
  const to = lines.findIndex((line, i) => {
    const next = lines[i + 1] ?? "";
    return i >= from && line === "" && (TAIL.has(next) || next.startsWith(`${CLOSES} `) || next.startsWith(KEEP));
  });
  return from === 0 || to <= from ? undefined : lines.slice(from, to).join("\n");
}

type Safe = (text: string, max?: number) => string;

function safely({ mask }: Writing): Safe {
  return (text, max = 1_000) => clip(mask(oneLine(text)), max);
}

function commitWords(commit: string | undefined, safe: Safe): string {
  return commit === undefined ? "" : `, commit ${safe(commit.slice(0, 12))}`;
}

/** Labels and owners, in a tracker that has no fields for them; they stay in the block as they were at creation. */
function filedWith(filing: Filing | undefined, { mask }: Writing): string | undefined {
  const names = (list: readonly string[] = []): string => list.map((name) => clip(mask(oneLine(name)), 100)).join(", ");
  const [labels, owners] = [names(filing?.labels), names(filing?.assignees)];
  const parts = [...(labels === "" ? [] : [`the labels ${labels}`]), ...(owners === "" ? [] : [`the owners ${owners}`])];
  return parts.length === 0 ? undefined : `Filed with ${parts.join(" and ")}`;
}

/** A heading and its items, each of which begins in a way of its own; empty where there are none. */
function listed<T>(heading: string, items: readonly T[], most: number, show: (item: T) => string, more = 0): string[] {
  if (items.length === 0) return [];
  const rest = Math.max(0, items.length - most) + more;
  return ["", `${heading}:`, ...items.slice(0, most).map((item) => `- ${show(item)}`), ...(rest > 0 ? [`- … and ${rest} more`] : [])];
}

/** Failure text as an indented block: nothing in it can look like a line of ours. */
function indented(text: string): string[] {
  return clipLines(text, MAX_DETAIL)
    .split("\n")
    .map((line) => `    ${line}`.trimEnd());
}

/** The description with a new block in the old one's place, in the line ends that this one had. */
export function withBlock(description: string, operation: Operation, writing: Writing, subject?: string): string {
  const found = BLOCK.exec(description)?.[0];
  if (found !== undefined) {
    const old = found.replaceAll("\r\n", "\n");
    const block = stateBlock(operation, writing, { subject, filed: FILED.exec(old)?.[1], kept: keptFailure(old) });
    return description.replace(BLOCK, () => (found === old ? block : block.replaceAll("\n", "\r\n")));
  }
  return operation.adopts ? `${description}${description === "" ? "" : "\n\n"}${stateBlock(operation, writing, { subject })}` : description;
}

/** What people wrote: the description without the block. */
export function withoutBlock(description: string): string {
  return description.replace(BLOCK, "");
}
