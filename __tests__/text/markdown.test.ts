import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { oneLine, printable } from "../../src/text/defuse.ts";
import { cell, code, codeCell, fence, plain, title } from "../../src/text/markdown.ts";

// ------------------------------------------------------------- a reader of Markdown as strict as GitHub's, for checks

interface Shown {
  /** What a reader sees, code included. */
  text: string;
  /** The stretches of text outside code: GitHub looks for mentions and references there, in the text as rendered. */
  outside: string[];
  code: string[];
  /** Whatever means something beyond its characters. */
  markup: string[];
}

const PUNCTUATION = /[!-/:-@[-`{-~]/;

/** The inline rules of CommonMark 0.31 and GFM, without building anything: what opens something is reported. */
function inline(source: string): Shown {
  const shown: Shown = { text: "", outside: [], code: [], markup: [] };
  let stretch = "";
  for (let at = 0; at < source.length; ) {
    const char = source.charAt(at);
    const rest = source.slice(at, at + 40);
    if (char === "\\" && PUNCTUATION.test(source.charAt(at + 1))) {
      stretch += source.charAt(at + 1);
      at += 2;
      continue;
    }
    if (char === "\\" && source.charAt(at + 1) === "\n") shown.markup.push("hard break");
    if (char === "`") {
      let end = at;
      while (source.charAt(end) === "`") end++;
      const close = closing(source, end, end - at);
      if (close >= 0) {
        const inside = source.slice(end, close).replaceAll("\n", " ");
        const kept = /^ [\s\S]* $/.test(inside) && inside.trim() !== "" ? inside.slice(1, -1) : inside;
        if (source.slice(end, close).includes("\n")) shown.markup.push("code over lines");
        shown.code.push(kept);
        shown.outside.push(stretch);
        shown.text += stretch + kept;
        stretch = "";
        at = close + (end - at);
        continue;
      }
      stretch += source.slice(at, end);
      shown.markup.push("stray backtick");
      at = end;
      continue;
    }
    if (/^<[a-z/!?]/i.test(rest)) shown.markup.push("HTML or autolink");
    if (/^&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]*);/i.test(rest)) shown.markup.push("entity");
    if (char === "[" || char === "]") shown.markup.push("bracket");
    if (char === "*" || char === "~" || char === "|") shown.markup.push(char);
    if (char === "_") {
      // Inside a word it means nothing.
      if (!/[\p{L}\p{N}]$/u.test(source.slice(0, at)) || !/^[\p{L}\p{N}]/u.test(source.slice(at + 1))) shown.markup.push("_");
    }
    if (/^ {2,}\n/.test(rest)) shown.markup.push("hard break");
    stretch += char;
    at++;
  }
  shown.outside.push(stretch);
  shown.text += stretch;
  return shown;
}

/** Where the next run of exactly `length` backticks begins. */
function closing(source: string, from: number, length: number): number {
  for (let at = source.indexOf("`", from); at >= 0; ) {
    let end = at;
    while (source.charAt(end) === "`") end++;
    if (end - at === length) return at;
    at = source.indexOf("`", end);
  }
  return -1;
}

/** What GitHub's filters find in rendered text: html-pipeline's mention filter and the documented references. */
const FILTERS: [string, RegExp][] = [
  ["mention", /(?:^|\W)@[a-z0-9][a-z0-9-]*(?!\/)(?=\.+[ \t\W]|\.+$|[^0-9a-zA-Z_.]|$)/i],
  ["team", /(?:^|\W)@[a-z0-9][a-z0-9-]*\/[a-z0-9]/i],
  ["issue", /(?:^|\W)(?:[\w.-]+\/[\w.-]+)?#\d+/],
  ["GH-issue", /(?:^|\W)gh-\d+/i],
  ["commit", /(?:^|[^0-9a-z])[0-9a-f]{7,40}(?![0-9a-z])/i],
  ["commit of a repository", /[\w.-]@[0-9a-f]{7,40}/i],
  ["URL", /(?:https?|ftp):\/\/|www\./i],
  ["mail", /[\w.+-]+@[\w-]+\.[\w-]/],
  ["shortcode", /:[\w+-]+:/],
  ["math", /\$/],
  ["closing keyword", /(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):?\s+(?:[\w.-]+\/[\w.-]+)?(?:#|gh-)\d/i],
];

function links(outside: string[]): string[] {
  return FILTERS.filter(([, pattern]) => outside.some((text) => pattern.test(text))).map(([name]) => name);
}

const BLOCKS: [string, RegExp][] = [
  ["heading", /^ {0,3}#{1,6}(?:\s|$)/],
  ["quote", /^ {0,3}>/],
  ["bullet", /^ {0,3}[-+*](?:\s|$)/],
  ["number", /^ {0,3}\d{1,9}[.)](?:\s|$)/],
  ["rule", /^ {0,3}([-_*])(?:[ \t]*\1){2,}[ \t]*$/],
  ["underline", /^ {0,3}(?:=+|-+)[ \t]*$/],
  ["fence", /^ {0,3}(?:`{3,}[^`]*|~{3,}.*)$/],
  ["indented code", /^(?: {4}| {0,3}\t)/],
  ["HTML", /^ {0,3}</],
  ["definition", /^ {0,3}\[/],
  ["table", /^ {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$/],
  ["hard break", / {2}$/],
  ["command for a bot", /^\s*\//],
];

function blocks(markdown: string): string[] {
  return markdown.split(/\r\n|\r|\n/).flatMap((line) => BLOCKS.filter(([, pattern]) => pattern.test(line)).map(([name]) => name));
}

/** The cells of a table row as GFM parts them: a backslash takes the next character with it, then `\|` becomes `|`. */
function cells(row: string): string[] {
  const found = [""];
  for (let at = 0; at < row.length; at++) {
    const char = row.charAt(at);
    if (char === "\\" && PUNCTUATION.test(row.charAt(at + 1))) found.push((found.pop() ?? "") + char + row.charAt(++at));
    else if (char === "|") found.push("");
    else found.push((found.pop() ?? "") + char);
  }
  return found.slice(1, -1).map((c) => c.trim().replace(/\\\|/g, "|"));
}

const fragment = fc.constantFrom(
  "@octo",
  "@org/team",
  "me@x.org",
  "#12",
  "a/b#1",
  "GH-7",
  "gh-7",
  "deadbeef",
  "0123456789abcdef0123456789abcdef01234567",
  "https://github.com/a/b/issues/1",
  "www.x.org",
  "<!--",
  "-->",
  "<b>",
  "</details>",
  "<https://x>",
  "![a](b)",
  "[a](b)",
  "[a]: b",
  "&#64;",
  "&copy;",
  "&amp;",
  "\\",
  "`",
  "``",
  "```",
  "~~~",
  "~~",
  "*",
  "**",
  "_",
  "__",
  "_a_",
  "a_b",
  "|",
  "$x$",
  "$",
  ":tada:",
  "a::b::c",
  "Fixes",
  "closes:",
  "-",
  "+",
  "1.",
  "2)",
  "#",
  "##",
  ">",
  "=",
  "===",
  "---",
  ":-",
  ":",
  "/close",
  "(",
  ")",
  '"',
  "'",
  ".",
  "!",
  "\n",
  "\n\n",
  "\r\n",
  "\r",
  " ",
  "  ",
  "    ",
  "\t",
  "\u00a0",
  "\u200b",
  "\u202e",
  "\u0000",
  "\u001b[1m",
  "é",
  "👩‍👩‍👧‍👦",
  "日本",
  "a",
  "x1",
  "12:30:45",
  "\u2028",
);
const hostile = fc
  .array(fc.oneof({ weight: 10, arbitrary: fragment }, fc.string({ unit: "grapheme", maxLength: 4 }), fc.string({ maxLength: 4 })), {
    maxLength: 20,
  })
  .map((parts) => parts.join(""));
const many = { numRuns: 3_000 };

test("the reader of the checks finds what GitHub would", () => {
  for (const text of [
    "@octo",
    "(@octo)",
    "a @org/team",
    "see #12",
    "a/b#1",
    "GH-7",
    "at deadbeef1.",
    "https://x",
    "me@x.org",
    "a :tada: b",
    "$x$",
  ]) {
    expect(links(inline(text).outside), text).not.toEqual([]);
    expect(links(inline(`\`${text}\``).outside), text).toEqual([]);
  }
  expect(links(inline("\\@octo \\#12").outside)).toEqual(["mention", "issue"]);
  for (const text of ["<b>", "&copy;", "[a](b)", "*a*", "_a_", "~~a~~", "a  \nb", "`a"]) expect(inline(text).markup, text).not.toEqual([]);
  for (const text of ["# a", "> a", "- a", "1. a", "---", "===", "```", "~~~", "    a", "<b>", "[a]: b", "a|b\n-|-", "/close"])
    expect(blocks(text), text).not.toEqual([]);
  expect(cells("|a\\|b|c|")).toEqual(["a|b", "c"]);
});

describe("inline code", () => {
  test("shows exactly the text, however many backticks it holds", () => {
    expect(code("a")).toBe("`a`");
    expect(code("a `b` c")).toBe("``a `b` c``");
    expect(code("`")).toBe("`` ` ``");
    expect(code(" a ")).toBe("`  a  `");
    expect(code("a\nb")).toBe("`a b`");
    expect(code("")).toBe("` `");
  });

  test("nothing breaks out of it", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const shown = inline(code(text));
        expect(shown.code).toHaveLength(1);
        expect(shown.outside.join("")).toBe("");
        expect(blocks(code(text))).toEqual([]);
        const expected = printable(text).replaceAll("\n", " ");
        expect(shown.text).toBe(expected.trim() === "" ? " " : expected);
      }),
      many,
    );
  });

  test("a run of thousands of backticks does not treble the text", () => {
    expect(code("`".repeat(60_000)).length).toBeLessThan(61_000);
    expect(inline(code("`".repeat(60_000))).code).toHaveLength(1);
    expect(fence("`".repeat(60_000)).length).toBeLessThan(61_000);
  });
});

describe("a fenced block", () => {
  test("its fence is longer than any run of backticks inside", () => {
    expect(fence("a\n```\nb\n", "rust")).toBe("````rust\na\n```\nb\n````");
    expect(fence("")).toBe("```\n\n```");
    expect(fence("a\r\nb\r\n")).toBe("```\na\nb\n```");
    expect(fence("a", "x\n`y` z")).toBe("```xyz\na\n```");
  });

  test("it ends where it should and shows the text", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const lines = fence(text, "text").split(/\r\n|\r|\n/);
        const length = /^`{3,}/.exec(lines[0] ?? "")?.[0].length ?? 0;
        expect(lines[0]).toBe(`${"`".repeat(length)}text`);
        const end = lines.findIndex((line, i) => i > 0 && new RegExp(`^ {0,3}\`{${length},}[ \\t]*$`).test(line));
        expect(end).toBe(lines.length - 1);
        expect(lines.slice(1, -1).join("\n")).toBe(printable(text).replace(/\n$/, ""));
        expect(length).toBeGreaterThan(Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length)));
      }),
      many,
    );
  });
});

describe("free text", () => {
  test.each([
    ["@octo broke it", "`@octo` broke it"],
    ["mail me@example.org.", "mail `me@example.org`."],
    ["fixes #12, GH-3 (and a/b#4)", "fixes `#12`, `GH-3` (and `a/b#4`)"],
    ["see https://github.com/a/b/issues/1!", "see `https://github.com/a/b/issues/1`!"],
    ["at 0123456789abcdef0123456789abcdef01234567", "at `0123456789abcdef0123456789abcdef01234567`"],
    ["in tests::a::b", "in `tests::a::b`"],
    ["costs $5", "costs `$5`"],
    ["<!-- hidden --> <b>", "\\<\\!-- hidden --\\> \\<b>"],
    ["x<!--@octo-->", "x\\<\\!--`@octo`--\\>"],
    ["![img](x)", "!\\[img\\](x)"],
    ["snake_case stays, _this_ not", "snake_case stays, \\_this\\_ not"],
    ["a && b &copy;", "a && b \\&copy;"],
    ["# a\n- b\n1. c\n> d\n---\n/close", "\\# a\n\\- b\n1\\. c\n\\> d\n\\---\n\\/close"],
    ["left: 4,\n right: 5", "left: 4,\nright: 5"],
    ["a\n\n\n\nb\n", "a\n\nb"],
    ["called `Option::unwrap()` on a `None` value", "called \\`Option::unwrap()\\` on a \\`None\\` value"],
  ])("%j is written %j", (text, markdown) => {
    expect(plain(text)).toBe(markdown);
  });

  test("no text does anything, and a reader sees its words as they were", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const markdown = plain(text);
        const shown = inline(markdown);
        expect(shown.markup).toEqual([]);
        expect(links(shown.outside)).toEqual([]);
        expect(blocks(markdown)).toEqual([]);
        expect(markdown).not.toMatch(/<!--|-->/);
        expect(shown.text.split(/\s+/).filter(Boolean)).toEqual(printable(text).split(/\s+/).filter(Boolean));
      }),
      many,
    );
  });

  test("two texts side by side do nothing either", () => {
    fc.assert(
      fc.property(hostile, hostile, (a, b) => {
        const shown = inline(`${plain(a)} ${plain(b)}`);
        expect(shown.markup).toEqual([]);
        expect(links(shown.outside)).toEqual([]);
      }),
    );
  });
});

describe("table cells", () => {
  test("a bar stays a bar", () => {
    expect(cell("a|b\nc")).toBe("a\\|b c");
    expect(cell("a\\|b")).toBe("a\\\\\\|b");
    expect(codeCell("a|b")).toBe("`a`\\|`b`");
    expect(codeCell("a\nb")).toBe("`a b`");
  });

  test("a row keeps its cells, nothing in them does anything, and a reader sees the words", () => {
    fc.assert(
      fc.property(hostile, hostile, (a, b) => {
        const row = cells(`| ${cell(a)} | ${codeCell(b)} | x |`);
        expect(row).toHaveLength(3);
        expect(row[2]).toBe("x");
        const [text, inCode] = [inline(row[0] ?? ""), inline(row[1] ?? "")];
        expect(text.markup.filter((m) => m !== "|")).toEqual([]);
        expect(links(text.outside)).toEqual([]);
        expect(text.text).toBe(oneLine(a));
        expect(inCode.outside.join("").replaceAll("|", "")).toBe("");
        expect(inCode.text.replace(/\s+/g, " ").trim()).toBe(printable(b).replace(/\s+/g, " ").trim());
        expect(`${cell(a)}${codeCell(b)}`).not.toMatch(/[\r\n]/);
      }),
      many,
    );
  });
});

describe("titles", () => {
  test("mentions and references are parted where nobody sees it, other signs stay", () => {
    expect(title("Test failure: @octo #12 a/b#3 GH-4")).toBe("Test failure: @\u200bocto #\u200b12 a/b#\u200b3 GH-\u200b4");
    expect(title("C# @ #[test] a\n b")).toBe("C# @ #[test] a b");
    expect(title("Test failure: tests::adds_up")).toBe("Test failure: tests::adds_up");
  });

  test("at most 200 are shown, at most the asked for in all", () => {
    expect(title("a".repeat(300))).toBe(`${"a".repeat(199)}…`);
    expect(title("@a".repeat(300)).length).toBeLessThanOrEqual(256);
    expect(title("@a".repeat(300), 50).length).toBeLessThanOrEqual(50);
    expect(title("abc", 2)).toBe("a…");
  });

  test("no title mentions or refers, and its words are the text's", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const made = title(text);
        expect(made.length).toBeLessThanOrEqual(256);
        expect(links([made]).filter((name) => ["mention", "team", "issue", "GH-issue", "closing keyword", "mail"].includes(name))).toEqual(
          [],
        );
        if (oneLine(text).length <= 100) expect(made.replaceAll("\u200b", "")).toBe(oneLine(text));
      }),
      many,
    );
  });
});

test("a megabyte of anything takes a moment", () => {
  for (const part of [
    "a",
    "`",
    "@",
    "@a ",
    "<",
    "<!--",
    ":",
    ":a",
    "#1",
    "a ",
    "_",
    "|",
    "\\",
    "\n",
    "x\n",
    "-",
    "deadbee",
    "$",
    "&a",
    "1.",
    "[",
    "(",
    "www",
    "\u0000",
  ]) {
    const text = part.repeat(1_000_000 / part.length);
    for (const write of [code, fence, cell, codeCell, plain, title]) {
      const start = performance.now();
      write(text);
      expect(performance.now() - start, `${write.name} ${JSON.stringify(part)}`).toBeLessThan(1_500);
    }
  }
});
