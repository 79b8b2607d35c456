/**
 * What differs between two runs of the same failure, taken out. For messages this decides only "is it still the same
 * error?"; for names it keeps a drifting parameter from making a new subject of the same test.
 */

/** Longer text is judged by its beginning. */
const MAX = 4_000;

const DRIFT: readonly [RegExp, string][] = [
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, "<uuid>"],
  [/\b0x[0-9a-f]+\b/gi, "<address>"],
  [/\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?/g, "<time>"],
  [/(?:\/private)?\/(?:tmp|var\/folders|var\/tmp)\/[^\s'"`)\]}>,;]+/g, "<temporary>"],
  [/\b[A-Za-z]:\\(?:Users\\[^\\\s]+\\AppData\\Local\\Temp|Windows\\Temp|Temp)\\[^\s'"`)\]}>,;]+/gi, "<temporary>"],
  [/(\b(?:localhost|127\.0\.0\.1|0\.0\.0\.0)|\[::1?\]):\d{2,5}\b/g, "$1:<port>"],
  [/\b(seed[ =:]+)\d+\b/gi, "$1<seed>"],
];

const MESSAGE_DRIFT: readonly [RegExp, string][] = [
  ...DRIFT,
  [/\b[0-9a-f]{12,}\b/gi, "<hash>"],
  [/\b\d+(?:\.\d+)?\s?(?:ns|µs|us|ms|s|sec|seconds|minutes?)\b/g, "<duration>"],
  [/:\d+:\d+\b/g, ":<line>"],
  [/\bline \d+\b/g, "line <line>"],
  [/\b(pid|tid|thread|worker|process)([ =:#-]+)\d+\b/gi, "$1$2<id>"],
];

/** The message without what differs from run to run, on one line. */
export function sameMessage(message: string): string {
  let text = message.length > MAX ? message.slice(0, MAX) : message;
  for (const [pattern, word] of MESSAGE_DRIFT) text = text.replace(pattern, word);
  return text.replace(/\s+/g, " ").trim();
}

/** Each pattern of DRIFT needs one of these; most names have none, and a report has many names. */
const MAY_DRIFT = /[-/\\]|0[xX]|[ =:]\d/;

/** Half of Python's temporary names have no digit. */
const TEMPORARY = /[\\/]te?mp[\\/]|[\\/]var[\\/]/i;

/** The name without drifting parameters; ordinary ones (`test_total[3-31]`) stay. */
export function sameName(name: string): string {
  if (!MAY_DRIFT.test(name) || !(/\d/.test(name) || TEMPORARY.test(name))) return name;
  let text = name;
  for (const [pattern, word] of DRIFT) text = text.replace(pattern, word);
  return text;
}
