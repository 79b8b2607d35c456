/** JSON that is printed or left for later steps. The text in it is hostile. */

/**
 * The value as one line. Each text is masked before it is quoted: masked afterwards, a secret's edge could take a quote
 * away and leave something that is no JSON.
 */
export function jsonOf(value: unknown, mask: (text: string) => string): string {
  return commandless(JSON.stringify(value, (_, inner: unknown) => (typeof inner === "string" ? mask(inner) : inner)));
}

/** The same JSON, of which the runner takes nothing for a command: it looks for `##[` anywhere in a line of a log. */
export function commandless(json: string): string {
  return json.includes("##") ? json.replace(/##(?=[a-z]*\[)/gi, "#\\u0023") : json;
}
