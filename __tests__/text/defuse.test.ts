import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { logSafe, oneLine, printable } from "../../src/text/defuse.ts";

const family = "👩‍👩‍👧‍👦";
const england = "\u{1f3f4}\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}";

describe("what a person sees", () => {
  test("escape sequences, control characters and NUL are gone; newlines and tabs stay", () => {
    expect(printable("\u001b[31mred\u001b[0m\u0000\u0007\ta\r\nb\rc\u0008")).toBe("red\ta\nb\nc");
    expect(printable("\u001b]8;;http://x\u001b\\link\u001b]8;;\u001b\\")).toBe("link");
    expect(printable("\u001b\u001b[31m[31mx")).not.toContain("\u001b");
  });

  test("characters that reorder or hide text are gone", () => {
    expect(printable("access\u202e\u2066 level\u2069\u200f\u061c")).toBe("access level");
    expect(printable("ad\u200bm\u2060i\ufeffn\u00ad\u{e0061}\u{e0062}")).toBe("admin");
    expect(printable("a\u3164b\uffa0\ufdd0\uffff\ufff9c\ufffb")).toBe("abc");
  });

  test("line separators that only some programs know become spaces", () => {
    expect(printable("a\u2028b\u2029c\u0085d\u000be\u000cf")).toBe("a b c d e f");
  });

  test("emoji sequences, flags, keycaps and the joiners of Persian and Indic words stay whole", () => {
    for (const text of [family, england, "🏳️‍🌈", "👩🏽‍⚕️", "#️⃣", "❤️", "می‌خواهم", "क्‍ष", "日本", "e\u0301", "🇩🇪"])
      expect(printable(text)).toBe(text);
  });

  test("invisible characters that shape nothing do not pass as emoji parts", () => {
    expect(printable("a\u200db\u200c \ufe0fc\ufe0f1\ufe0f")).toBe("ab c1");
    expect(printable(`👩${"\u200d".repeat(3)}👩`)).toBe("👩👩");
    expect(printable("👩\u200da\u200d👩")).toBe("👩a👩");
    expect(printable("م\u200ca\u200cم")).toBe("مaم");
    expect(printable("a\ufe0f\u20e3")).toBe("a\u20e3");
    expect(printable(`x${england.slice(2)}`)).toBe("x");
    expect(printable(england.slice(0, -2))).toBe("\u{1f3f4}");
    expect(printable(`👩${"\u200b".repeat(2_000)}\ufe0f`)).toBe("👩");
  });

  test("half a surrogate pair becomes a replacement character, so every sink can write it", () => {
    expect(printable("a\ud800b")).toBe("a\ufffdb");
  });

  test("a text longer than any sink shows is cut, and says so", () => {
    for (const part of ["\u0000", "\u200d", "a", "\n"]) {
      const text = printable(part.repeat(10_000_000));
      expect(text.length).toBeLessThanOrEqual(4_000_000);
      expect(text).toContain("(the rest is left out)");
    }
  });

  test("one line is one line, without white space at its ends", () => {
    expect(oneLine("  a\n\n b\t\u00a0\u2028c\u2800 \r\n")).toBe("a b c");
    expect(oneLine("\u001b[1m\n")).toBe("");
  });

  const noise = fc.array(
    fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom(
        "\u001b[",
        "0m",
        "\u009b",
        "\u200d",
        "\u200c",
        "\ufe0f",
        "👩",
        "م",
        "\u202e",
        "\u{e0067}",
        "\u{1f3f4}",
        "\r",
        "\u0000",
        "\ud800",
        "1",
        "\u20e3",
      ),
    ),
  );

  test("doing it twice changes nothing, and nothing of the kind is left", () => {
    fc.assert(
      fc.property(noise, (parts) => {
        const text = printable(parts.join(""));
        expect(printable(text)).toBe(text);
        expect(text).not.toMatch(/[\u202a-\u202e\u2066-\u2069\u200e\u200f\u200b\ufeff]/);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: what must be gone
        expect(text).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/);
        expect(text.isWellFormed()).toBe(true);
        expect(oneLine(oneLine(parts.join("")))).toBe(oneLine(parts.join("")));
        expect(oneLine(parts.join(""))).not.toMatch(/\s\s|^\s|\s$|[^\S ]/);
      }),
    );
  });
});

// ------------------------------------------------------------------------------------------ the runner, written anew

const REGISTERED = new Set(
  "set-env set-output save-state add-mask add-path add-matcher remove-matcher debug warning error notice group endgroup echo stop-commands token".split(
    " ",
  ),
);

type Find = (text: string, what: string, from: number) => number;
const ordinal: Find = (text, what, from) => text.indexOf(what, from);

/**
 * How .NET compares by culture: ignorable characters count for nothing. `early` takes those before a match to belong to
 * it, because where ICU lets a match begin is not laid down.
 */
function cultural(early: boolean): Find {
  return (text, what, from) => {
    for (let start = from; start < text.length; start++) {
      let at = start;
      let found = 0;
      while (at < text.length && found < what.length) {
        const unit = text.charAt(at);
        if (unit === what.charAt(found)) found++;
        else if (!/[\p{DI}\p{Cf}\p{Cc}]/u.test(unit) || (!early && found === 0)) break;
        at++;
      }
      if (found === what.length) return start;
    }
    return -1;
  };
}

const WHITE = /^[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/;

/** ActionCommand.TryParseV2 of actions/runner. */
function v2(line: string, find: Find): string | undefined {
  const message = line.replace(WHITE, "");
  if (find(message, "::", 0) !== 0) return undefined;
  const end = find(message, "::", 2);
  if (end < 0) return undefined;
  return registered(message.slice(2, end));
}

/** ActionCommand.TryParse of actions/runner. */
function v1(line: string, find: Find, prefix = "##["): string | undefined {
  const start = find(line, prefix, 0);
  if (start < 0) return undefined;
  const end = line.indexOf("]", start);
  if (end < 0) return undefined;
  return registered(line.slice(start + prefix.length, end));
}

function registered(info: string): string | undefined {
  const name = info.split(" ", 1)[0] ?? "";
  return REGISTERED.has(name.toLowerCase()) ? name : undefined;
}

function commands(output: string): string[] {
  const found: string[] = [];
  // .NET's ReadLine knows CR, LF and CRLF; other hosts split at more.
  for (const line of [...output.split(/\r\n|\r|\n/), ...output.split(/[\n\v\f\r\u0085\u2028\u2029]/)]) {
    for (const find of [ordinal, cultural(false), cultural(true)]) {
      for (const command of [v2(line, find), v1(line, find)]) if (command !== undefined) found.push(command);
    }
  }
  return found;
}

describe("what may be printed in a log", () => {
  test("the re-implemented runner does find commands where there are some", () => {
    expect(commands("a\n  ::error file=x::boo")).not.toEqual([]);
    expect(commands("a ##[add-mask]x")).not.toEqual([]);
    expect(commands("a\u2028::Warning::x")).not.toEqual([]);
    expect(commands("just words")).toEqual([]);
  });

  test("no line of a message is a command for the runner, old or new, indented or not", () => {
    for (const text of [
      "::error::x",
      "a\n\t \u00a0::set-output name=a::b",
      "a\r::add-mask::b",
      "a\u2028::debug::b",
      "\u0000::debug::b",
      "\u001b[0m::debug::b",
      "x ##[group]y",
      "x ###[error]y",
      "#\u200b#[error]y",
      "##\u0000[error]y",
      ":\u200b:error::x",
      "\ufeff::stop-commands::token",
      "::token::",
    ]) {
      expect(commands(logSafe(text)), JSON.stringify(text)).toEqual([]);
    }
  });

  test("commands of other CI hosts are broken too", () => {
    expect(logSafe("##vso[task.setvariable]x ##teamcity[message]")).not.toMatch(/##(?:vso|teamcity)\[/);
    expect(logSafe("\u001b[0Ksection_start:1:x\r\u001b[0K")).toBe("section_start:1:x\n");
  });

  test("a line looks as it did, and paths, headings and rustc's own marks keep their words", () => {
    for (const text of ["tests::a::b failed", "  ::: src/lib.rs:3:1", "::core::fmt", "# a\n## b [x]", "a\n\tb"]) {
      expect(logSafe(text).replaceAll("\u200b", "")).toBe(text);
    }
    expect(logSafe("tests::a::b ## [x]\nnext")).toBe("tests::a::b ## [x]\nnext");
  });

  test("whatever a report holds, the runner finds no command in it", () => {
    const piece = fc.constantFrom(
      "::",
      ":",
      "##[",
      "#",
      "[",
      "]",
      "error",
      "add-mask",
      "group",
      "stop-commands",
      " ",
      "\t",
      "\n",
      "\r",
      "\u2028",
      "\u0085",
      "\u0000",
      "\u001b",
      "\u001b[0m",
      "\u200b",
      "\ufeff",
      "\u00a0",
      "\u200d",
      "👩",
      "\ufe0f",
      "\u00ad",
      "vso",
      "x",
    );
    fc.assert(
      fc.property(fc.array(fc.oneof({ weight: 8, arbitrary: piece }, fc.string({ unit: "binary", maxLength: 3 }))), (parts) => {
        const output = logSafe(parts.join(""));
        expect(commands(output)).toEqual([]);
        expect(output).not.toMatch(/##(?:vso)?\[/);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: what must be gone
        expect(output).not.toMatch(/[\u0000\u001b\u009b\r]/);
        expect(logSafe(output)).toBe(output);
      }),
      { numRuns: 2_000 },
    );
  });
});

test("a megabyte of anything takes a moment", () => {
  for (const part of [
    ":",
    "#",
    "##",
    "##[",
    "##a",
    " ",
    "\n",
    "\r",
    "\u001b[",
    "\u001b]",
    "\u0000",
    "\u200d",
    "👩\u200d",
    "\u{e0061}",
    "a",
  ]) {
    const text = part.repeat(1_000_000 / part.length);
    for (const defuse of [oneLine, logSafe]) {
      const start = performance.now();
      defuse(text);
      expect(performance.now() - start, JSON.stringify(part)).toBeLessThan(1_500);
    }
  }
});
