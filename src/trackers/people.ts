/**
 * What a person can tell us in a tracker that has no labels or states for it: a line of its own in the description,
 * `ci-tracker:` followed by `mute`, `manual`, `wont-fix` or `snooze 2026-04-01`.
 */

const WORD = /^[ \t>*-]*ci-tracker:[ \t]*(mute|manual|wont-fix|snooze[ \t]+(\d{4}-\d\d-\d\d))[ \t]*\r?$/m;

/** Why the entry is not to be touched, in words; undefined when nobody said so. `now` is ISO 8601. */
export function handsOffWord(text: string, now: string): string | undefined {
  // Most texts hold no such word, and lists are long.
  if (!text.includes("ci-tracker:")) return undefined;
  const match = WORD.exec(text);
  if (!match) return undefined;
  const until = match[2];
  if (until === undefined) return { mute: "muted", manual: "kept by hand", "wont-fix": "won't fix" }[match[1] ?? ""];
  return now.slice(0, 10) < until ? `snoozed until ${until}` : undefined;
}
