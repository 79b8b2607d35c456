/**
 * What a person can tell us in a tracker that has no labels or states for it: a line of its own in the description,
 * `ci-tracker:` followed by `mute`, `manual`, `wont-fix` or `snooze 2026-04-01`. It may be an item of a list or a
 * quotation. Of several lines the first that holds today counts.
 */

const WORD = /^[ \t>*+-]*(?:\d{1,9}[.)][ \t]+)?ci-tracker:[ \t]*(mute|manual|wont-fix|snooze[ \t]+(\d{4}-\d\d-\d\d))[ \t]*\r?$/gm;
const WORDS: Record<string, string> = { mute: "muted", manual: "kept by hand", "wont-fix": "won't fix" };

/** Why the entry is not to be touched, in words; undefined when nobody said so. `now` is ISO 8601. */
export function handsOffWord(text: string, now: string): string | undefined {
  // Most texts hold no such word, and lists are long.
  if (!text.includes("ci-tracker:")) return undefined;
  for (const [, word = "", until] of text.matchAll(WORD)) {
    const why = until === undefined ? WORDS[word] : snoozedUntil(until, now);
    if (why !== undefined) return why;
  }
  return undefined;
}

/** A snooze is over when its day has come, in UTC. Dates are `YYYY-MM-DD`; what is none says nothing. */
export function snoozedUntil(day: string, now: string): string | undefined {
  return /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/.test(day) && now.slice(0, 10) < day ? `snoozed until ${day}` : undefined;
}
