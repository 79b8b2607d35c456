/**
 * Text of a report inside Markdown that GitHub renders. Two tools only: a code span or fence, inside which GitHub looks
 * for nothing, and a backslash before punctuation. A backslash cannot stop mentions, references, shortcodes and URLs:
 * GitHub looks for those in the rendered text, where the backslash is gone. So words that hold one become code spans,
 * which leaves them readable, searchable and fit to be copied. Only titles, which know no code that helps, get
 * invisible breaks.
 *
 * Mask and clip first: escapes would hide a secret from the mask, and a cut could take the end off a code span.
 * Source: CommonMark 0.31.2, GFM 0.29 (tables, autolinks), docs.github.com "Autolinked references and URLs".
 */
import { clip } from "./clip.ts";
import { oneLine, printable } from "./defuse.ts";

/** Runs of backticks beyond 255 are parted by U+200B, so that a hostile run cannot blow up the marks around it. */
const RUN_TOO_LONG = /`{255}(?=`)/g;
/** What is shown of a title; GitHub allows 256 characters, of which the breaks take some. */
const SHOWN_TITLE = 200;

/**
 * What GitHub makes something of wherever it stands in a text: `@name`, `name@host`, `#1`, `owner/repo#1`, `GH-1`,
 * URLs, `$math$`, `:shortcode:` (which `tests::a::b` holds as well), and commit ids. Rather a word too many than one
 * too few: a code span does no harm. Every alternative is bounded or ends where the next could begin: linear.
 */
const ACTIVE = /@\w|#\d|gh-\d|:\/\/|www\.|\$|:[\w+-]+:|(?<![0-9a-z])[0-9a-f]{7,64}(?![0-9a-z])/i;

/** Most words of most texts: nothing in them means anything. */
const PLAIN_WORD = /^[A-Za-z0-9.,;:'"()/=%+-]*$/;

/** Inline code, on one line, out of which the text cannot break. Not for table cells: see `codeCell`. */
export function code(text: string): string {
  return span(printable(text).replace(/\n/g, " "));
}

/**
 * A fenced block, its fence longer than any run of backticks inside; ends without a newline. `info` is the caller's
 * word for the language, never a report's: `mermaid`, `math` and the like are programs to GitHub.
 */
export function fence(text: string, info = ""): string {
  const inside = shortRuns(printable(text)).replace(/\n$/, "");
  const mark = "`".repeat(Math.max(3, longestRun(inside) + 1));
  return `${mark}${info.replace(/[^\w+#.-]/g, "")}\n${inside}\n${mark}`;
}

/** Text for a table cell: as `plain`, on one line, and no `|` that parts cells. */
export function cell(text: string): string {
  return words(oneLine(text), spansOfCell);
}

/**
 * Inline code for a table cell. A table is parted into cells before code is looked for, and inside code nothing shows
 * both a backslash and a `|` after it, so a `|` stands escaped between two pieces of code.
 */
export function codeCell(text: string): string {
  return spansOfCell(printable(text).replace(/\n/g, " "));
}

/**
 * Free text of several lines that shows as it was written and does nothing: no mention, no reference, no link, image,
 * HTML, comment or emphasis, no block of Markdown, no command for a bot that reads comments. White space at the ends
 * of lines goes, for it has a meaning in Markdown; of several empty lines one stays.
 */
export function plain(text: string): string {
  return printable(text)
    .split("\n")
    .map((line) => (line === "" ? line : lineStart(words(line.trim(), span))))
    .join("\n")
    .replace(/\n{3,}/g, "\n\n")
    .replace(/^\n|\n$/g, "");
}

/**
 * The title of an issue: one line, at most 200 units of it shown, at most `max` units in all. A title knows no fence
 * and hardly any code, so U+200B after `@` and `#` (where a word follows) and in `GH-1` keeps GitHub from seeing a
 * mention or reference. Shortcodes stay: an emoji in a title is odd, but hurts nobody, and the words stay searchable.
 */
export function title(text: string, max = 256): string {
  const shown = clip(oneLine(text), Math.min(SHOWN_TITLE, max));
  return clip(shown.replace(/[@#](?=\w)|(?<![a-z0-9])gh-(?=\d)/gi, "$&\u200b"), max);
}

/** A line with every word made harmless: those with something active in them as code, the others by backslashes. */
function words(line: string, asCode: (word: string) => string): string {
  return line.replace(/\S+/g, (word) => {
    if (!ACTIVE.test(word)) return escaped(word);
    if (word.includes("--")) {
      // Comment marks are parted even inside code, because markers are looked for in the raw text of an entry.
      const pieces = word.split(/(<!-+>?|--+>)/);
      return pieces.map((piece) => (ACTIVE.test(piece) ? asCode(piece) : escaped(piece))).join("");
    }
    const [from, to] = core(word);
    return word.slice(0, from) + asCode(word.slice(from, to)) + word.slice(to);
  });
}

/** Where a word begins and ends without the brackets, quotes and stops around it, none of which means anything alone. */
function core(word: string): [from: number, to: number] {
  let from = 0;
  let to = word.length;
  while (from < to && `("'`.includes(word.charAt(from))) from++;
  while (to > from && `)"'.,;:!?`.includes(word.charAt(to - 1))) to--;
  return [from, to];
}

/**
 * Backslashes before all that has a meaning inside a line. Underscores inside a word have none (CommonMark 6.2) and
 * stay as they are; neither has `&` unless an entity follows.
 */
function escaped(word: string): string {
  if (PLAIN_WORD.test(word)) return word;
  const safe = word.replace(/[\\`*<[\]|~]|&(?=[#a-z])|(?<=<)!|(?<=--)>/gi, "\\$&");
  return safe.includes("_") ? safe.replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, "\\$&") : safe;
}

/**
 * A backslash before what means something at the start of a line only: headings, lists, quotes, rules, tables; and `/`,
 * because bots and GitLab take `/close` at the start of a line for a command.
 */
function lineStart(line: string): string {
  return line.replace(/^(?:[#+\-=:/>]|\d{1,9}(?=[.)](?:\s|$)))/, (start) => (/\d/.test(start) ? `${start}\\` : `\\${start}`));
}

/** A code span of printable text on one line. */
function span(text: string): string {
  if (text.trim() === "") return "` `";
  if (!text.includes("`") && !text.startsWith(" ")) return `\`${text}\``;
  const inside = shortRuns(text);
  const mark = "`".repeat(longestRun(inside) + 1);
  // A backtick at an end would join the mark, and one space at both ends is dropped by the rules: a pad serves both.
  const pad = /^[ `]|[ `]$/.test(inside) ? " " : "";
  return mark + pad + inside + pad + mark;
}

function spansOfCell(text: string): string {
  if (!text.includes("|")) return span(text);
  return text
    .split("|")
    .map((piece) => (piece === "" ? "" : span(piece)))
    .join("\\|");
}

function longestRun(text: string): number {
  if (!text.includes("`")) return 0;
  let longest = 0;
  for (const [run] of text.matchAll(/`+/g)) longest = Math.max(longest, run.length);
  return longest;
}

function shortRuns(text: string): string {
  return text.replace(RUN_TOO_LONG, "$&\u200b");
}
