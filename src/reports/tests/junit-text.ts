/**
 * What the text of a failure tells a person, out of what tools put into it: a trace, a log, or a title once more.
 * The words are shown and never decide what a test is.
 */
import { stripAnsi } from "../../text/ansi.ts";

/** As much of a failure's text is read, from its beginning and from its end. */
const MAX_TEXT = 64 * 1024;

/** Text of any length, in bounded memory. */
export class Text {
  private head = "";
  private tail = "";

  add(text: string): void {
    if (this.head.length < MAX_TEXT) this.head += text;
    else this.tail = (this.tail + text).slice(-MAX_TEXT);
  }

  value(): string {
    const head = this.head.length > 2 * MAX_TEXT ? `${this.head.slice(0, MAX_TEXT)}\n…\n${this.head.slice(-MAX_TEXT)}` : this.head;
    return this.tail === "" ? head : `${head}\n…\n${this.tail}`;
  }
}

// Escape characters as pytest spells them, as surefire does in CDATA, and as references that were escaped twice.
const SPELLED = /&(?:amp;?)?#(?:x0*1b|0*27);|#x1B(?=\[)/gi;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these characters are what is looked for
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufeff]/g;

/** The text as a person would have seen it: without colours, however they are spelled. */
export function plain(text: string): string {
  return stripAnsi(text.includes("#") ? text.replace(SPELLED, "\u001b") : text);
}

/** An attribute as a person would have seen it; in attributes, control characters come through. */
export function clean(text: string): string {
  return text === "" ? text : plain(text).replace(CONTROL, "");
}

const TRACEBACK = /^\s*Traceback \(most recent call last\)/;

/**
 * The message of a failure: what its attribute says if that tells anything, else the telling line of its text, else
 * its type. `name` is what some tools begin the text with.
 */
export function messageOf(said: string, text: string, type: string, name: string): string {
  // gtest begins with the place, some Python reporters with the whole trace.
  const words = TRACEBACK.test(said) ? telling(said, "") : said.replace(/^\S{1,400}:\d{1,7}\n/, "");
  return (GENERIC.test(words) ? telling(text, name) || type.trim() || said : words) || "the test failed";
}

/** Messages that say no more than the element does. */
const GENERIC = /^(?:|failed|failure|error|exception|assertion failed|undefined|null)\.?$/i;

/** The line of a failure's text that says what went wrong. */
function telling(text: string, name: string): string {
  const lines = text.slice(0, 20_000).split("\n");
  const panic = lines.find((l) => l.startsWith("panic: "));
  if (panic !== undefined) return panic;
  // go: the last line that the test logged before it ended.
  const logged = lines.findLast((l) => /^\s+\S+\.go:\d+: /.test(l.slice(0, 500)));
  if (logged !== undefined) return logged.trim().replace(/^\S+\.go:\d+: /, "");
  // Python: the error stands below its trace.
  if (TRACEBACK.test(text)) return lines.findLast((l) => /^[\w.]+(?::|$)/.test(l.slice(0, 500))) ?? "";
  const first = lines.find((l) => l.trim() !== "" && !/^\s*(?:=== |--- |FAILED:$)/.test(l) && (name === "" || !l.includes(`::${name}`)));
  return first?.trim() ?? "";
}

export function firstLine(text: string): string {
  return text.trim().split("\n", 1)[0] ?? "";
}

const FRAME = /^\s*(?:at |❯ )?(?:[^\n(]{0,300}\()?((?:[A-Za-z]:)?[^\s():'"]{1,400}\.[A-Za-z]\w{0,5}):(\d{1,7})(?::\d{1,7})?\)?(?::|\s|$)/;
const FOREIGN =
  /(?:^|[\\/])(?:node_modules|site-packages|dist-packages|gems|\.cargo|rustc|jdk\.internal)[\\/]|^node:|^<|[\\/]lib[\\/]python\d/;

/** The first place of the project's own that a trace or log names. */
export function placeIn(text: string): { file: string; line: number } | undefined {
  // Python's traces end where it failed.
  const python = [...text.slice(0, 20_000).matchAll(/^ {1,8}File "([^"\n]{1,400})", line (\d{1,7})/gm)].findLast(
    ([, file = ""]) => !FOREIGN.test(file),
  );
  if (python) return { file: python[1] ?? "", line: Number(python[2]) };
  // The JVM's traces name classes and Go's log lines bare files: neither is a path.
  if (/\.(?:java|kt|scala|groovy|go):\d/.test(text.slice(0, 4_000))) return undefined;
  for (const line of text.slice(0, 20_000).split("\n", 100)) {
    if (!/:\d/.test(line)) continue;
    const match = FRAME.exec(line.length > 1000 ? line.slice(0, 1000) : line);
    const file = match?.[1] ?? "";
    if (file === "" || FOREIGN.test(file)) continue;
    return { file: file.replace(/^file:\/\//, ""), line: Number(match?.[2]) };
  }
  return undefined;
}
