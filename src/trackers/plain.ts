/**
 * The state block of an entry in trackers whose text is shown as it is: what fails, where, since when, and how it will
 * close. It stands between two lines of its own; what people write around it is never touched, and a block that a
 * person took out is not put back.
 */
import type { Operation } from "../model.ts";
import { clip, clipLines } from "../text/clip.ts";
import { oneLine, printable } from "../text/defuse.ts";
import type { Writing } from "./tracker.ts";

const BEGIN = "[ci-tracker]";
const END = "[/ci-tracker]";
const BLOCK = /\[ci-tracker\]\n[\s\S]*?\n\[\/ci-tracker\]/;
const MAX_DETAIL = 4_000;

/** The whole block for an operation. */
export function stateBlock(operation: Operation, writing: Writing): string {
  const { card } = operation;
  const { failure } = card;
  const safe = (text: string): string => writing.mask(oneLine(text));
  const lines = [BEGIN, `Failing: ${safe(operation.reason)}.`];
  if (card.url !== undefined) lines.push(`Run: ${safe(card.url)}`);
  const where = [card.branch, card.workflow, card.job].filter((word) => word !== "").map(safe);
  lines.push(`Seen on: ${where.join(" / ")}${card.now.commit === undefined ? "" : `, commit ${card.now.commit.slice(0, 12)}`}`);
  if (failure?.file !== undefined) lines.push(`Place: ${safe(failure.file)}${failure.line === undefined ? "" : `:${failure.line}`}`);
  for (const [label, value] of failure?.facts ?? []) lines.push(`${safe(label)}: ${clip(safe(value), 500)}`);
  const detail = failure?.detail ?? failure?.message;
  if (detail !== undefined) lines.push("", ...indented(writing.mask(printable(detail))));
  for (const member of card.members?.slice(0, 50) ?? []) lines.push(`- ${clip(safe(member), 200)}`);
  lines.push(
    "",
    `It closes ${card.closesWhen}.`,
    "To keep it as it is, add a line `ci-tracker: mute` (or `manual`, `wont-fix`, `snooze 2030-01-31`).",
    END,
  );
  return lines.join("\n");
}

/** Failure text as an indented block: nothing in it can look like a line of ours. */
function indented(text: string): string[] {
  return clipLines(text, MAX_DETAIL)
    .split("\n")
    .map((line) => `    ${line}`.trimEnd());
}

/** The description with a new block in the old one's place. */
export function withBlock(description: string, operation: Operation, writing: Writing): string {
  const block = stateBlock(operation, writing);
  if (BLOCK.test(description)) return description.replace(BLOCK, () => block);
  return operation.adopts ? `${description}${description === "" ? "" : "\n\n"}${block}` : description;
}

/** The description with another first line in its block; with undefined, without the block (to read what people wrote). */
export function replaceStatus(description: string, status: string | undefined): string {
  return description.replace(BLOCK, (block) =>
    status === undefined ? "" : block.replace(/^(\[ci-tracker\]\n)[^\n]*/, (_, begin: string) => begin + status),
  );
}
