/**
 * Text of a report made harmless for the eye and for the log: no terminal control, no invisible or reordering
 * characters, no line that the runner would take for a command of ours.
 *
 * Order of use: `printable` (or `oneLine`) first, then the mask, then clip, then Markdown. A secret with a colour code
 * in its middle is only found after the first step, a cut one no longer after the third.
 */
import { stripAnsi } from "./ansi.ts";
import { clip } from "./clip.ts";

/** No sink shows more, and V8 ends the process, uncaught, on replacements by the tens of millions. */
const LONGEST = 4_000_000;

/** Everything that needs a look: all but printable ASCII, tab and newline. */
const UNUSUAL = /[^\t\n -~]/;
/** White space that moves the cursor or splits lines in some programs and not in others. */
const ODD_SPACE = /[\v\f\u0085\u2028\u2029]/g;
/**
 * What no reader sees: control characters, what Unicode lets programs ignore (zero-width characters, the bidirectional
 * controls U+202A–E, U+2066–9, U+200E/F, U+061C, tags, selectors, fillers), noncharacters, interlinear annotation.
 */
const HIDDEN = String.raw`[[\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\p{Cc}\ufff9-\ufffb]--[\t\n]]`;
/** Bounded, because the engine keeps a note of every character of such a run: megabytes of NUL would exhaust its stack. */
const HIDDEN_RUN = new RegExp(`${HIDDEN}{1,1000}`, "gv");
const HIDDEN_BEFORE = new RegExp(`${HIDDEN}$`, "v");

const PICTURE_BEFORE = /[\p{Extended_Pictographic}\p{Emoji_Modifier}]$/u;
const PICTURE_AFTER = /^\p{Extended_Pictographic}/u;
/** Scripts whose spelling needs U+200C and U+200D between letters (UAX #31, 2.3). */
const JOINING =
  "[\\p{scx=Arab}\\p{scx=Syrc}\\p{scx=Nkoo}\\p{scx=Mong}\\p{scx=Deva}\\p{scx=Beng}\\p{scx=Guru}\\p{scx=Gujr}\\p{scx=Orya}\\p{scx=Taml}\\p{scx=Telu}\\p{scx=Knda}\\p{scx=Mlym}\\p{scx=Sinh}\\p{scx=Mymr}\\p{scx=Khmr}]";
const JOINING_BEFORE = new RegExp(`${JOINING}$`, "u");
const JOINING_AFTER = new RegExp(`^${JOINING}`, "u");
const SELECTOR = /^[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]$/u;
/** Subdivision flags (UTS #51): a black flag, a region's code in tag characters, the end tag. */
const FLAG_TAGS = /^[\u{e0030}-\u{e0039}\u{e0061}-\u{e007a}]{3,6}\u{e007f}$/u;

/**
 * The text as a person would see it: escape sequences, control, bidirectional and invisible characters gone, newlines
 * (CRLF and CR become LF) and tabs kept. Emoji sequences and the joiners of scripts that need them stay whole.
 */
export function printable(text: string): string {
  const short = clip(text, LONGEST, "… (the rest is left out)");
  if (!UNUSUAL.test(short)) return short;
  return stripAnsi(short.toWellFormed()).replace(/\r\n?/g, "\n").replace(ODD_SPACE, " ").replace(HIDDEN_RUN, hidden);
}

/** What stays of a run of invisible characters: only what shapes the visible characters beside it. */
function hidden(run: string, at: number, text: string): string {
  // The longest run with a meaning is a flag's: six tags and the end tag, two units each.
  if (run.length > 14) return "";
  const unit = run.charCodeAt(0);
  if (unit < 0x200c || (unit > 0x200d && unit < 0xdb40 && (unit < 0xfe00 || unit > 0xfe0f))) return "";
  const before = text.slice(Math.max(0, at - 2), at);
  const after = text.slice(at + run.length, at + run.length + 2);
  // The rest of a run that was too long for one match.
  if (HIDDEN_BEFORE.test(before)) return "";
  if (run === "\u200d" || run === "\ufe0f\u200d") {
    if (PICTURE_BEFORE.test(before) && PICTURE_AFTER.test(after)) return run;
  }
  if (run === "\u200c" || run === "\u200d") return JOINING_BEFORE.test(before) && JOINING_AFTER.test(after) ? run : "";
  if (SELECTOR.test(run)) return /[^ -~\s]$/.test(before) || (after.startsWith("\u20e3") && /[0-9#*]$/.test(before)) ? run : "";
  return FLAG_TAGS.test(run) && before === "\u{1f3f4}" ? run : "";
}

/** The text as one line, for titles and words in a log: `printable`, with every run of white space made one space. */
export function oneLine(text: string): string {
  return printable(text)
    .replace(/[\s\u2800]{2,}|[^\S ]|\u2800/g, " ")
    .trim();
}

/**
 * Text that may be printed in a CI log: whatever it holds, no line is a command for the runner. Newlines stay.
 *
 * actions/runner (Runner.Common/ActionCommand.cs) takes a line for a command when it starts with `::` after .NET's
 * TrimStart (V2), or holds `##[` anywhere (V1); Azure Pipelines looks for `##vso[`, TeamCity for `##teamcity[`. A
 * U+200B between the two characters leaves the line as it looks (`::: src/lib.rs` is rustc's own). The runner's
 * StartsWith and IndexOf follow the culture and may pass over U+200B, but it then counts two (three) units on, lands
 * on `:` or `[`, and no command is named so.
 */
export function logSafe(text: string): string {
  return printable(text)
    .replace(/^([^\S\n]*):(?=:)/gm, "$1:\u200b")
    .replace(/##(?=[a-z]*\[)/gi, "#\u200b#");
}
