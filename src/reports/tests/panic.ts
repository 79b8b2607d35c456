/** What a failing Rust test printed, as one message with its place. Shared by the readers of libtest, nextest and cargo. */

export interface Panic {
  message?: string;
  file?: string;
  line?: number;
}

/** Lines of one message that are kept. */
const MAX_LINES = 200;
const PLACE = /^(.+):(\d{1,9}):\d{1,9}$/;
const SHOULD_PANIC = /^note: (test did not panic as expected|panic did not contain expected string)(?: at (.+))?$/;
const END = /^(?:note: (?:run with|Some details|test did not panic|panic did not contain)|stack backtrace:)/;
const TID = /^ \(\d{1,20}\)$/;
/** A place inside the standard library, the harness or a dependency is no line of this project. */
const FOREIGN = /^\/rustc\/|^\/usr\/src\/rustc-|[\\/]lib[\\/]rustlib[\\/]src[\\/]rust[\\/]|[\\/]\.?cargo[\\/](?:registry|git)[\\/]/;

/**
 * The panic of test `name` in its captured output. Several panics may stand there, a worker thread's first: the last
 * one on the test's own thread is the test's.
 */
export function panicOf(lines: readonly string[], name: string): Panic {
  let found: Panic | undefined;
  let own = false;
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] ?? "";
    const head = headOf(line);
    if (head) {
      const mine = head.thread === name;
      if (!head.panicked) found ??= { message: `thread '${head.thread}' has overflowed its stack` };
      else if (mine || !own) {
        found = panicAt(lines, i, head.words);
        own = mine;
      }
      continue;
    }
    const expected = SHOULD_PANIC.exec(line);
    if (expected) {
      // What it did say instead, and what was expected, stand indented below.
      const message = [expected[1] ?? "", ...indented(lines, i + 1)].join("\n");
      return { ...(own ? found : {}), ...placed(expected[2]), message };
    }
    if (!found && line.startsWith("Error: ")) found = { message: line };
  }
  return found ?? firstWords(lines);
}

/** `thread 'NAME' panicked at …`; the thread's number came with Rust 1.91. */
function headOf(line: string): { thread: string; panicked: boolean; words: string } | undefined {
  if (!line.startsWith("thread '")) return undefined;
  const end = line.indexOf("'", 8);
  if (end === -1) return undefined;
  const panicked = line.indexOf(" panicked at ", end);
  const overflowed = panicked === -1 && line.endsWith(" has overflowed its stack");
  if (panicked === -1 && !overflowed) return undefined;
  const between = line.slice(end + 1, overflowed ? line.lastIndexOf(" has ") : panicked);
  if (between !== "" && !TID.test(between)) return undefined;
  return { thread: line.slice(8, end), panicked: !overflowed, words: overflowed ? "" : line.slice(panicked + " panicked at ".length) };
}

/** Rust ≥ 1.73 writes `FILE:LINE:COLUMN:` and then the message, Rust ≤ 1.72 `'MESSAGE', FILE:LINE:COLUMN`, over several lines if it has them. */
function panicAt(lines: readonly string[], i: number, words: string): Panic {
  if (!words.startsWith("'")) return { ...messageFrom(lines, i + 1), ...placed(words.replace(/:$/, "")) };
  const message: string[] = [];
  for (let j = i; j < lines.length && j < i + MAX_LINES; j++) {
    const line = j === i ? words.slice(1) : (lines[j] ?? "");
    const quote = line.lastIndexOf("', ");
    if (quote !== -1 && PLACE.test(line.slice(quote + 3))) {
      return { message: [...message, line.slice(0, quote)].join("\n"), ...placed(line.slice(quote + 3)) };
    }
    message.push(line);
  }
  return { message: words.slice(1) };
}

function placed(place: string | undefined): Panic {
  const match = place === undefined ? null : PLACE.exec(place);
  if (!match || FOREIGN.test(match[1] ?? "")) return {};
  return { file: match[1] ?? "", line: Number(match[2]) };
}

function messageFrom(lines: readonly string[], from: number): Panic {
  const message: string[] = [];
  for (let i = from; i < lines.length && i < from + MAX_LINES; i++) {
    const line = lines[i] ?? "";
    if (END.test(line) || headOf(line)) break;
    message.push(line);
  }
  const text = message.join("\n").trim();
  return text === "" ? {} : { message: text };
}

function indented(lines: readonly string[], from: number): string[] {
  const found: string[] = [];
  for (let i = from; i < lines.length && found.length < 20 && (lines[i] ?? "").startsWith(" "); i++) found.push((lines[i] ?? "").trim());
  return found;
}

function firstWords(lines: readonly string[]): Panic {
  const line = lines.find((l) => l.trim() !== "" && !END.test(l));
  return line === undefined ? {} : { message: line.trim() };
}
