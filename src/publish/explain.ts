/** An explanation for a person at a terminal. */
import type { Explained } from "../explain.ts";
import type { Stamp } from "../model.ts";
import { clip } from "../text/clip.ts";
import { logSafe, oneLine } from "../text/defuse.ts";

/** Lines without control characters or workflow commands, ready to print. */
export function explainLines(e: Explained, mask: (text: string) => string): string[] {
  const show = (text: string, max = 300): string => clip(mask(oneLine(text)), max);
  const entry = e.entry ? `${e.entry.open ? "open" : "closed"} in ${e.entry.tracker}: ${e.entry.url ?? e.entry.id}` : "no entry";
  const lines = [show(e.title), `  ${e.fingerprint}  ${show(e.key)}`, `  ${show(entry)}`];
  if (e.opened) lines.push(`  ${e.state === "closed" ? "failed from" : "failing since"} ${show(stamp(e.opened))}`);
  if (e.closed) lines.push(`  closed in ${show(stamp(e.closed))} (${e.closed.how})`);
  if (e.handsOff !== undefined) lines.push(`  left alone: ${show(e.handsOff)}`);
  if (e.renamed) lines.push(`  was called ${e.renamed.map((key) => show(key)).join(", then ")}`);
  if (e.producers.length > 0) lines.push("", "Seen by");
  for (const { producer, last, seen, flaky } of e.producers) {
    const rate = flaky
      ? `, flaky: failed in ${flaky.failures} of ${flaky.observations} runs (${percent(flaky.low)} to ${percent(flaky.high)})`
      : "";
    lines.push(`  ${show(producer)}: ${last} in ${show(stamp(seen))}${rate}`);
  }
  for (const { producer, seen } of e.outcomes) lines.push(`  ${show(producer)}: ${seen}`);
  if (e.suspects) {
    const { good, bad, commits, more } = e.suspects;
    lines.push(
      "",
      `Began between ${show(good.slice(0, 12))} and ${show(bad.slice(0, 12))}`,
      ...commits.map((commit) => `  ${show(commit)}`),
    );
    if (more > 0) lines.push(`  … and ${more} more`);
  }
  if (e.members) lines.push("", "Stands for", ...e.members.slice(0, 50).map((title) => `  ${show(title)}`));
  if (e.members && e.members.length > 50) lines.push(`  … and ${e.members.length - 50} more`);
  if (e.log.length > 0) lines.push("", "What happened", ...e.log.map(({ at, word, text }) => `  ${show(at)} ${show(word)}: ${show(text)}`));
  lines.push("", "What comes next", ...e.next.map((words) => `  ${show(words)}`));
  return lines.map(logSafe);
}

function stamp({ run, attempt, commit, at }: Stamp): string {
  return `run ${run}${attempt > 1 ? ` (attempt ${attempt})` : ""}${commit === undefined ? "" : ` at ${commit.slice(0, 12)}`}, ${at.slice(0, 16).replace("T", " ")}`;
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
