/** What a failing Rust test printed, as one message with its place. Shared by the readers of libtest and nextest. */

export interface Panic {
  message?: string;
  file?: string;
  line?: number;
}

// Rust ≥ 1.73: `thread 'name' (tid) panicked at file:line:col:` then the message; the thread id came with 1.91.
const PANICKED = /^thread '(.*)' (?:\(\d+\) )?panicked at (.+?):(\d+):\d+:?$/;
// Rust ≤ 1.72: `thread 'name' panicked at 'message', file:line:col`, the message over several lines if it has them.
const PANICKED_OLD = /^thread '(.*)' panicked at '(.*)', (.+?):(\d+):\d+$/;
const PANICKED_OLD_OPEN = /^thread '(.*)' panicked at '(.*)$/;
const OLD_END = /^(.*)', (.+?):(\d+):\d+$/;
const SHOULD_PANIC = /^note: (test did not panic as expected|panic did not contain expected string)(?: at (.+?):(\d+):\d+)?/;
const END = /^(?:note: (?:run with|Some details)|stack backtrace:)/;
const OVERFLOW = /^thread '.*' (?:\(\d+\) )?has overflowed its stack$/;

/**
 * The panic of test `name` in its captured output. Several panics may stand there, a worker thread's first: the last
 * one on the test's own thread is the test's.
 */
export function panicOf(lines: readonly string[], name: string): Panic {
  let found: Panic | undefined;
  let own = false;
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] ?? "";
    if (line.startsWith("thread '")) {
      const at = panicAt(lines, i);
      if (at && (!own || at.thread === name)) {
        found = at.panic;
        own = at.thread === name;
      } else if (!at && OVERFLOW.test(line)) found ??= { message: line };
      continue;
    }
    const expected = SHOULD_PANIC.exec(line);
    if (expected) {
      const panic: Panic = { message: expected[1] ?? "" };
      if (expected[2] !== undefined) Object.assign(panic, { file: expected[2], line: Number(expected[3]) });
      return found && !own ? { ...found, ...panic } : panic;
    }
    if (!found && line.startsWith("Error: ")) found = { message: line };
  }
  return found ?? firstWords(lines);
}

function panicAt(lines: readonly string[], i: number): { thread: string; panic: Panic } | undefined {
  const line = lines[i] ?? "";
  const now = PANICKED.exec(line);
  if (now) {
    return { thread: now[1] ?? "", panic: { ...messageFrom(lines, i + 1), file: now[2] ?? "", line: Number(now[3]) } };
  }
  const old = PANICKED_OLD.exec(line);
  if (old) return { thread: old[1] ?? "", panic: { message: old[2] ?? "", file: old[3] ?? "", line: Number(old[4]) } };
  const open = PANICKED_OLD_OPEN.exec(line);
  if (!open) return undefined;
  const message = [open[2] ?? ""];
  for (let j = i + 1; j < lines.length && j < i + 200; j++) {
    const end = OLD_END.exec(lines[j] ?? "");
    if (end) {
      message.push(end[1] ?? "");
      return { thread: open[1] ?? "", panic: { message: message.join("\n"), file: end[2] ?? "", line: Number(end[3]) } };
    }
    message.push(lines[j] ?? "");
  }
  return { thread: open[1] ?? "", panic: { message: open[2] ?? "" } };
}

function messageFrom(lines: readonly string[], from: number): Panic {
  const message: string[] = [];
  for (let i = from; i < lines.length; i++) {
    const line = lines[i] ?? "";
    if (END.test(line)) break;
    message.push(line);
  }
  const text = message.join("\n").trim();
  return text === "" ? {} : { message: text };
}

function firstWords(lines: readonly string[]): Panic {
  const line = lines.find((l) => l.trim() !== "" && !END.test(l));
  return line === undefined ? {} : { message: line.trim() };
}
