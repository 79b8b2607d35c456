/** Which issues are entries of ours, what they say, and what people said about them. */
import type { Entry, Stamp } from "../../model.ts";
import { oneLine } from "../../text/defuse.ts";
import { handsOffWord, snoozedUntil } from "../people.ts";
import type { ListQuery } from "../tracker.ts";
import { type EntryRecord, peoplesText, readRecord } from "./body.ts";
import { hasLabel, type Issue, sameLogin } from "./issue.ts";

/**
 * Labels by which people say: leave it alone. Compared without case, blanks and signs, and without a group in front
 * (`resolution: won't fix`).
 */
const HANDS_OFF: Record<string, string> = {
  mute: "muted",
  muted: "muted",
  quiet: "muted",
  snooze: "snoozed",
  snoozed: "snoozed",
  wontfix: "won't fix",
  wontdo: "won't fix",
  notplanned: "not planned",
  duplicate: "a duplicate",
  invalid: "invalid",
  bydesign: "by design",
  worksasintended: "by design",
  falsepositive: "a false positive",
  manual: "kept by hand",
};

/** `snooze: 2026-04-01`, `snoozed-until-2026-04-01`: a snooze that ends by itself. */
const SNOOZE = /^(?:.*[:/] ?)?snoozed?(?:[ _-]until)?[ :/_-]{1,2}(\d{4}-\d\d-\d\d)$/i;

/** Why a label means: leave it alone; undefined for any other one. `now` is ISO 8601. */
export function handsOffLabel(label: string, now: string): string | undefined {
  const day = SNOOZE.exec(label.trim())?.[1];
  if (day !== undefined) return snoozedUntil(day, now);
  const bare = label
    .toLowerCase()
    .replace(/^.*[:/]/, "")
    .replace(/[^a-z]/g, "");
  return Object.hasOwn(HANDS_OFF, bare) ? HANDS_OFF[bare] : undefined;
}

/** Who may have filed an entry that is taken over. */
const TRUSTED = ["OWNER", "MEMBER", "COLLABORATOR"];
/** Clocks of runners and of GitHub differ, and a refused write may wait. */
export const CLOCK_BEFORE = 2 * 60_000;
const CLOCK_AFTER = 10 * 60_000;

/** What is ours, and what people said. */
export class Ours {
  readonly identity: string | undefined;
  private readonly label: string;
  private readonly query: ListQuery;
  private readonly ids: ReadonlySet<string>;
  private readonly titles: ReadonlySet<string>;

  constructor(label: string, identity: string | undefined, query: ListQuery) {
    this.label = label;
    this.identity = identity;
    this.query = query;
    this.ids = new Set(query.ids);
    this.titles = new Set(query.titles);
  }

  /** The record of an entry of ours; marks in other issues mean nothing. */
  recordOf(issue: Issue): EntryRecord | undefined {
    const owned = hasLabel(issue, this.label) || sameLogin(issue.author, this.identity) || this.ids.has(issue.number);
    return owned ? readRecord(issue.body) : undefined;
  }

  /** The issue as an entry; undefined for issues that are neither ours nor to be taken over, and for twins that gave way. */
  entryOf(issue: Issue): Entry | undefined {
    const record = this.recordOf(issue);
    if (record?.duplicateOf !== undefined && !issue.open) return undefined;
    const adoptable =
      !record && issue.open && this.titles.has(issue.title) && this.mayHaveFiled(issue) && readRecord(issue.body) === undefined;
    if (!record && !adoptable && !this.ids.has(issue.number)) return undefined;
    const entry: Entry = { id: issue.number, title: issue.title, open: issue.open, adoptable };
    if (issue.url !== undefined) entry.url = issue.url;
    const word = this.handsOff(issue);
    if (word !== undefined) entry.handsOff = word;
    if (record) {
      entry.fingerprint = record.fingerprint;
      if (record.key !== undefined) entry.key = record.key;
      if (record.producers) entry.producers = record.producers;
      if (record.opened) entry.openedIn = record.opened;
      if (record.reopened && issue.open) entry.reopenedIn = record.reopened;
    }
    if (issue.open) return entry;
    if (issue.closedAt !== undefined) entry.closedAt = issue.closedAt;
    entry.closedBy = this.closedByUs(issue, record) ? "us" : "person";
    if (record?.closed && entry.closedBy === "us") entry.closedIn = stamp(record.closed);
    return entry;
  }

  private mayHaveFiled(issue: Issue): boolean {
    return sameLogin(issue.author, this.identity) || TRUSTED.includes(issue.association);
  }

  /** A person's word that outranks us, on open and on closed issues. */
  handsOff(issue: Issue): string | undefined {
    if (!issue.open && issue.reason === "not_planned") return "closed as not planned";
    if (!issue.open && issue.reason === "duplicate") return "closed as a duplicate";
    if (issue.locked) return "locked";
    for (const label of issue.labels) {
      const word = handsOffLabel(label, this.query.now);
      if (word !== undefined) return `labelled ${oneLine(label)} (${word})`;
    }
    return handsOffWord(peoplesText(issue.body), this.query.now);
  }

  /**
   * We closed it when its own record says so, whoever GitHub names is who the record names, and it happened when the
   * record says: after a person reopened and closed it again, one of the two no longer fits.
   */
  private closedByUs(issue: Issue, record: EntryRecord | undefined): boolean {
    const closed = record?.closed;
    if (!closed) return false;
    const by = closed.by ?? this.identity;
    if (issue.closedBy !== undefined && by !== undefined && !sameLogin(issue.closedBy, by)) return false;
    if (closed.clock === undefined || issue.closedAt === undefined) return true;
    const late = Date.parse(issue.closedAt) - Date.parse(closed.clock);
    return Number.isNaN(late) || (late >= -CLOCK_BEFORE && late <= CLOCK_AFTER);
  }
}

/** A stamp without whatever else the object holds. */
export function stamp({ run, attempt, commit, at }: Stamp): Stamp {
  return commit === undefined ? { run, attempt, at } : { run, attempt, commit, at };
}
