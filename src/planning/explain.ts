/** What is known of one subject, and the next thing that would open, reopen or close its entry, in words. */
import type { Line, Word } from "../ledger/ledger.ts";
import type { Entry, Flakiness, ProducerId, Stamp } from "../model.ts";
import { CLOSES_WHEN, Draft, inRun, type PlanInput } from "./draft.ts";
import { isGroup } from "./grouping.ts";
import { withLost } from "./lost.ts";
import { lastSeen } from "./retiring.ts";
import { isShard } from "./shards.ts";

/** One subject explained; all names and reasons are hostile text. */
export interface Explanation {
  fingerprint: string;
  key: string;
  title: string;
  kind: Line["kind"];
  /** What the ledger says of it. */
  state: Line["state"];
  entry?: { tracker: string; id: string; open: boolean; url?: string };
  opened?: Stamp;
  closed?: Line["closed"];
  /** Why we leave its entry alone. */
  handsOff?: string;
  producers: { producer: ProducerId; last: Word["last"] | "retired"; seen: Stamp; flaky?: Flakiness }[];
  /** Outcomes that are remembered of each producer, oldest first: `.` passed, `F` failed, `R` passed on a retry. */
  outcomes: { producer: ProducerId; seen: string }[];
  suspects?: Line["suspects"];
  renamed?: readonly string[];
  /** Titles of the subjects that its entry stands for. */
  members?: string[];
  /** What would happen next, and upon what. */
  next: string[];
}

/** Explains the subject of that fingerprint, key, entry or exact title; undefined where nothing is known of it. */
export function explain(given: PlanInput, name: string): Explanation | undefined {
  const remembered = withLost(given.ledger, given.listing);
  const draft = new Draft(given, remembered);
  const lines = [...remembered.values()];
  const line =
    remembered.get(name) ??
    lines.find((l) => l.key === name || l.also?.includes(name) || l.renamed?.includes(name)) ??
    lines.find((l) => l.entry?.id === name || `#${l.entry?.id}` === name) ??
    only(lines.filter((l) => l.title === name));
  if (!line) return undefined;
  const entry = draft.entryOf(line);
  const { fingerprint, key, title, kind, state } = line;
  const explained: Explanation = {
    fingerprint,
    key,
    title,
    kind,
    state,
    producers: Object.entries(line.producers).map(([producer, word]) => {
      const { last, retired } = word;
      const { run, attempt, commit, at } = lastFailure(draft, line, producer, word);
      const seen: Stamp = commit === undefined ? { run, attempt, at } : { run, attempt, commit, at };
      const flaky = draft.flakiness(line, producer);
      return { producer, last: retired && last === "failed" ? "retired" : last, seen, ...(flaky ? { flaky } : {}) };
    }),
    outcomes: Object.keys(line.producers).flatMap((producer) => {
      const seen = draft.seen(line, producer);
      const text = seen.map((s) => ({ passed: ".", failed: "F", retried: "R" })[s.saw]).join("");
      return text === "" ? [] : [{ producer, seen: text }];
    }),
    next: nextOf(draft, line, entry),
  };
  if (entry) {
    explained.entry = { tracker: given.listing.tracker, id: entry.id, open: entry.open };
    if (entry.url !== undefined) explained.entry.url = entry.url;
    if (entry.handsOff !== undefined) explained.handsOff = entry.handsOff;
  }
  if (line.opened) explained.opened = line.opened;
  if (line.closed) explained.closed = line.closed;
  if (line.suspects) explained.suspects = line.suspects;
  if (line.renamed) explained.renamed = line.renamed;
  const members = lines.filter((l) => l.group === fingerprint && l.state !== "closed").map((l) => l.title);
  if (members.length > 0) explained.members = members.sort();
  return explained;
}

/** What the ledger says is written down only when something changes; the cache may know of later failures. */
function lastFailure(draft: Draft, line: Line, producer: ProducerId, word: Word): Stamp {
  if (word.last !== "failed") return word;
  const seen = draft.seen(line, producer).findLast((s) => s.saw === "failed");
  return seen && seen.at > word.at ? seen : word;
}

function only<T>(found: readonly T[]): T | undefined {
  return found.length === 1 ? found[0] : undefined;
}

function nextOf(draft: Draft, line: Line, entry: Entry | undefined): string[] {
  const { policy } = draft;
  if (line.group !== undefined) {
    const group = draft.line(line.group);
    if (group) return [`the entry "${group.title}" stands for it; it gets one of its own if it fails after that one was closed`];
  }
  const word = entry?.handsOff ?? (entry ? undefined : line.verdict);
  if (word !== undefined) return [`${word}: a person's word stands, and nothing is done until it is taken back`];
  if (line.state === "pending")
    return [
      (line.runs?.length ?? 0) < policy.openAfter
        ? `it failed in ${line.runs?.length ?? 0} of the ${policy.openAfter} runs it takes; another run in which it fails opens its entry`
        : "its entry was withheld; the next run in which it fails opens it, if there is room",
    ];
  if (line.state === "claimed")
    return ["its entry is being created; the next run in which it fails takes that one, or begins anew after a quarter of an hour"];
  if (entry ? !entry.open : line.state === "closed") return reopening(draft, line, entry);
  if (!entry) return ["its entry is gone from the tracker; its next failure opens another one"];
  if (isGroup(line)) return [`it closes ${CLOSES_WHEN.group}`];
  return closing(draft, line);
}

function reopening(draft: Draft, line: Line, entry: Entry | undefined): string[] {
  if (line.debt && !line.entry) return ["it was there when ci-tracker came; a finding that was not there opens an entry"];
  if (!entry) return ["its next failure opens an entry"];
  if (entry.closedBy === "person") {
    if (line.contested) return ["a person closed it again after it had been reopened once: it stays closed, whatever fails"];
    return ["a person closed it as fixed: one failure newer than that reopens it, once"];
  }
  const after = line.closed ? ` newer than ${inRun(line.closed)}` : "";
  const anew = draft.listing.ids === "theirs" ? `; more than ${draft.policy.reopenDays} days after its close it gets a new entry` : "";
  return [`its next failure${after} reopens it${anew}`];
}

/** What each producer that holds the entry open has to show. */
function closing(draft: Draft, line: Line): string[] {
  const { days, runs } = draft.policy.legRetention;
  const holding = Object.entries(line.producers).filter(([, word]) => word.last === "failed" && !word.retired);
  if (holding.length === 0) return ["nothing that saw it failing reports any more: close it by hand, or let one of them report a pass"];
  const words = [`it closes ${CLOSES_WHEN[line.flaky ? "flaky" : line.kind]}`];
  for (const [producer, word] of holding) {
    const flaky = draft.flakiness(line, producer);
    if (flaky) words.push(`${producer}: ${flaky.passes} of the ${flaky.needs} passes in a row that close it (${flaky.why})`);
    else if (word.gone)
      words.push(
        `${producer}: no longer in a complete list since ${inRun(word.gone)}; ${
          isShard(producer)
            ? "it closes when it passes in another shard, or when all shards report together and none lists it"
            : "a second such list, at another commit, closes it as gone"
        }`,
      );
    else words.push(`${producer}: a pass newer than ${inRun(lastFailure(draft, line, producer, word))}`);
    if (holding.length > 1 || Object.keys(line.producers).length > 1) {
      const until = new Date(Date.parse(lastSeen(draft, producer, word)) + days * 86_400_000).toISOString().slice(0, 10);
      words.push(`${producer}: it holds the entry no more if it reports nothing until ${until} and in ${runs} runs of its job`);
    }
  }
  return words;
}
