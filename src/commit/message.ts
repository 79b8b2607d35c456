/** The words of our commits. Nothing from a report ever stands in them: titles and messages are hostile. */
import type { Run, Verb } from "../model.ts";
import type { Message } from "./store.ts";

/** The trailer by which a run recognises a commit as ours. */
const TRAILER = "Ci-Tracker-Run";

const PAST: Record<Verb, string> = { create: "opened", reopen: "reopened", close: "closed", comment: "noted", update: "updated" };

export function commitMessage(run: Run, operations: readonly { op: Verb }[], options: { actor: string; skipCi: boolean }): Message {
  const counts = new Map<string, number>();
  for (const { op } of operations) counts.set(PAST[op], (counts.get(PAST[op]) ?? 0) + 1);
  const words = [...counts].map(([word, n]) => `${n} ${word}`).join(", ");
  const id = plainWord(run.id);
  const subject = `ci-tracker: ${words === "" ? "remember" : words} (run ${id})${options.skipCi ? " [skip ci]" : ""}`;
  const commit = run.commit !== undefined && /^[0-9a-f]{7,64}$/.test(run.commit) ? `\nCi-Tracker-Commit: ${run.commit}` : "";
  return { subject, body: `${TRAILER}: ${id}/${run.attempt}${commit}\nCi-Tracker-Actor: ${plainWord(options.actor)}` };
}

/** Whether a commit's message has our trailer: a push run on such a commit only plans. */
export function isOurs(message: string): boolean {
  return new RegExp(`^${TRAILER}: \\S+/\\d+$`, "m").test(message);
}

function plainWord(text: string): string {
  return text.replace(/[^\w.+:-]+/g, "-").slice(0, 80);
}
