/**
 * Shards: legs of a job that share its tests. What one of them no longer lists may have moved to another, so its list
 * alone does not show that a test is gone.
 */
import type { Line, Word } from "../ledger/ledger.ts";
import type { ProducerId } from "../model.ts";
import type { Draft } from "./draft.ts";
import { jobOf } from "./retiring.ts";

/** How people name the legs that share a job's tests: `shard=2`, `2/4`, or a number alone. */
const SHARD =
  /\b((?:shards?|splits?|partitions?|chunks?|slices?|buckets?|groups?|(?:node|shard)[-_ ]?index)\b[\s=:#]*)[^,\s]+|\d+\s*(?:\/|of)\s*\d+|(?<=^|,\s?)\d+$/i;

/** Whether a producer's leg is one of several that share the tests of its job, as far as its name tells. */
export function isShard(producer: ProducerId): boolean {
  const leg = producer.split(" » ")[3];
  return leg !== undefined && SHARD.test(leg);
}

/** What the shards of one list have in common: the job, and the leg without the shard's own number. */
function listOf(producer: ProducerId): string {
  return `${jobOf(producer)} » ${producer.split(" » ").slice(3).join(" » ").replace(SHARD, "$1#")}`;
}

/** Why the list of one shard does not show that a test is gone; undefined where every shard that is known was heard. */
export function mayHaveMoved(draft: Draft, line: Line, producer: ProducerId): string | undefined {
  if (!isShard(producer)) return undefined;
  const list = listOf(producer);
  const others = new Set([...draft.world.marks.keys()].filter((p) => p !== producer && listOf(p) === list && isRecent(draft, p)));
  const heard = draft.evidence.producers.filter((p) => p !== producer && listOf(p) === list);
  for (const p of heard) others.delete(p);
  if (heard.length > 0 && others.size === 0 && heard.every((p) => lacks(draft, line, p))) return undefined;
  return "no longer in the list of this shard, but another one may run it now";
}

/** Whether a shard's lists are complete, and the test is not in them: a cut one, or one that skips it, does not tell. */
function lacks(draft: Draft, { key }: Line, producer: ProducerId): boolean {
  const own = draft.parts(producer).filter((p) => p.kind === "test");
  return own.length > 0 && own.every((p) => p.state === "whole" && p.provesAbsence) && !draft.evidence.skipped.get(key)?.has(producer);
}

function isRecent(draft: Draft, producer: ProducerId): boolean {
  const at = draft.world.marks.get(producer)?.at ?? "";
  return Date.parse(draft.run.at) - Date.parse(at) < draft.policy.legRetention.days * 86_400_000;
}

/** The other shard of the same list in which a test passes that this shard no longer lists. */
export function movedTo(draft: Draft, line: Line, producer: ProducerId, word: Word): ProducerId | undefined {
  // One pass shows nothing of a flaky test, wherever it runs now.
  if (!word.gone || !isShard(producer) || draft.flakiness(line, producer)) return undefined;
  const passing = draft.evidence.passing.get(line.key) ?? [];
  return passing.find(
    (s) =>
      s.producer !== producer &&
      listOf(s.producer) === listOf(producer) &&
      s.parts.some((p) => p.state !== "broken") &&
      !(draft.world.overtaken && !draft.world.marks.has(s.producer)) &&
      word.gone !== undefined &&
      ["newer", "same"].includes(draft.relationTo(word.gone, s.producer)),
  )?.producer;
}
