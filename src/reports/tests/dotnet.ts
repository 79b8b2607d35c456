/** Names and traces of .NET's tests, as its runners write them. */

/** No longer name tells tests apart that a shorter one does not. */
const MAX_NAME = 4_096;

/**
 * `Ns.Class.Method(x: "a.b")` → class and method with its arguments. The dot that parts them is the last one before the
 * first bracket, for arguments may hold dots of their own.
 */
export function splitName(full: string): { suite: string; name: string } {
  const name = full.slice(0, MAX_NAME);
  const bracket = name.search(/[(<]/);
  const dot = name.lastIndexOf(".", bracket === -1 ? name.length : bracket);
  // A display name is a sentence, not a path.
  if (dot <= 0 || /\s/.test(name.slice(0, dot))) return { suite: "", name };
  return { suite: name.slice(0, dot), name: name.slice(dot + 1) };
}

/** The name of a test without its class, which stands in the suite. */
export function withoutClass(full: string, suite: string): string {
  const name = full.slice(0, MAX_NAME);
  return suite !== "" && name.length > suite.length + 1 && name.startsWith(`${suite}.`) ? name.slice(suite.length + 1) : name;
}

/** `at Ns.Class.Method() in C:\src\File.cs:line 16`; Mono writes no word before the number, other languages other words. */
const FRAME = / \p{L}{1,6} ((?:[A-Za-z]:[\\/]|\/)[^:]{1,400}):(?:\p{L}{1,20} )?(\d{1,7})\s*$/u;
/** xUnit's adapter: `C:\src\File.cs(27,0): at …`. */
const BRACKETS = /^\s*(\S.{0,400}?)\((\d{1,7}),\d{1,7}\): at /;

/** The first place in a source file that a trace names; those of frameworks that were built elsewhere begin with `/_/`. */
export function placeIn(trace: string): { file?: string; line?: number } {
  for (const line of trace.slice(0, 20_000).split("\n", 200)) {
    if (line.length > 2_000 || !/\d/.test(line)) continue;
    const match = FRAME.exec(line) ?? BRACKETS.exec(line);
    if (match?.[1] !== undefined && !match[1].startsWith("/_/")) return { file: match[1], line: Number(match[2]) };
  }
  return {};
}

/** `00:00:01.2345678` in seconds; undefined when it is none. */
export function timeSpan(text: string | undefined): number | undefined {
  const match = /^(?:(\d{1,5})\.)?(\d{1,2}):(\d\d):(\d\d(?:\.\d{1,9})?)$/.exec(text ?? "");
  if (!match) return undefined;
  const [, days = "0", hours, minutes, seconds] = match;
  return Number(days) * 86_400 + Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds);
}
