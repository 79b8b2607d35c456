/** What GitHub would make of Markdown that we wrote: a reader for checks, stricter rather than laxer than the real one. */

/** Control characters, and what reorders or hides text. */
export const UNSEEN = /[^\P{Cc}\n\t]|[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c\ufeff\u{e0000}-\u{e007f}]/u;

/** What GitHub would act on in a text, with its name: whatever stands outside of code and is not escaped. */
export function alive(markdown: string): string[] {
  const outside = markdown.replace(/^(`{3,})[^`\n]*\n[\s\S]*?^\1$/gm, "").replace(/(?<![\\`])(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/g, "`");
  const rendered = outside.replace(/\\([!-/:-@[-`{-~])/g, "$1");
  const found: [string, RegExp, string][] = [
    ["mention", /(?:^|\W)@[a-z0-9]/i, rendered],
    ["reference", /(?:^|\W)(?:#\d|gh-\d)/i, rendered],
    ["address", /:\/\/|www\./, rendered],
    ["math", /\$/, rendered],
    ["HTML", /(?<!\\)<(?!\/?(?:details|summary)>)[a-z/!?]/i, outside],
    ["link", /(?<!\\)\]\(/, outside],
    ["heading", /^ {0,3}#{1,6}\s(?!ci-tracker: )/m, outside],
    ["command for a bot", /^\s*\//m, outside],
  ];
  return found.flatMap(([name, pattern, text]) => {
    const match = pattern.exec(text);
    return match ? [`${name}: ${JSON.stringify(text.slice(Math.max(0, match.index - 20), match.index + 20))}`] : [];
  });
}

/** Number of cells of a table's row, as GFM parts them. */
export function cells(row: string): number {
  return (row.replace(/\\[!-/:-@[-`{-~]/g, "").match(/\|/g)?.length ?? 0) - 1;
}
