import fc from "fast-check";
import { expect, test } from "vitest";
import { stripAnsi } from "../../src/text/ansi.ts";
import { bytesOf } from "../reports/reading.ts";

test.each([
  ["colours", "\u001b[1m\u001b[92m    Finished\u001b[0m `test`", "    Finished `test`"],
  ["colours with colons", "\u001b[38:2::1:2:3mX\u001b[0m", "X"],
  ["erasing a line, as gcc does", "\u001b[01m\u001b[Kerror\u001b[m\u001b[K", "error"],
  ["terminfo's reset, as libtest and rustfmt write it", "\u001b[32mok\u001b(B\u001b[m", "ok"],
  ["links", "\u001b]8;;https://example.org\u0007text\u001b]8;;\u001b\\", "text"],
  ["a window title", "\u001b]0;title\u0007x", "x"],
  ["device strings with their bodies", "a\u001bPq#0;2;0\u001b\\b\u001b_apc\u001b\\c", "abc"],
  ["the C1 form", "\u009b31mred\u009b0m", "red"],
  ["cursor moves and two-byte escapes", "\u001b[2K\u001b[1Ga\u001b7b\u001b8c\u001bMd", "abcd"],
  ["private modes", "\u001b[?25lx\u001b[?25h", "x"],
])("drops %s", (_, text, plain) => {
  expect(stripAnsi(text)).toBe(plain);
});

test("text without control sequences is returned as it is", () => {
  const text = "test tests::naïve ... ok [31m (B";
  expect(stripAnsi(text)).toBe(text);
});

test("what is not a whole sequence keeps its text", () => {
  expect(stripAnsi("a\u001b[31")).toBe("a\u001b[31");
  expect(stripAnsi("\u001b]8;;never closed")).toBe("8;;never closed");
});

test("a coloured log reads as the plain one", () => {
  const coloured = stripAnsi(bytesOf("libtest-human", "color-always-harness.combined.txt").toString());
  expect(coloured).not.toContain("\u001b");
  expect(coloured).toContain("\ntest tests::it_works ... ok\n");
  expect(coloured).toContain("\n     Running tests/integration.rs (target/debug/deps/integration-f9314164579abf4a)\n");
});

test("whatever stands between sequences is kept, in its order", () => {
  const sequences = ["\u001b[0m", "\u001b[1;31m", "\u001b(B", "\u001b]8;;x\u0007", "\u009b2K"];
  const piece = fc.oneof(fc.constantFrom(...sequences), fc.stringMatching(/^[a-z ]{0,9}$/));
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      expect(stripAnsi(pieces.join(""))).toBe(pieces.filter((p) => !sequences.includes(p)).join(""));
    }),
  );
});

test("no text makes it slow", () => {
  for (const bad of [
    "\u001b[",
    "\u001b[0;",
    "\u009b0",
    "\u001b]",
    "\u001b]x",
    "\u001bP",
    "\u001b_a",
    "\u001b ",
    "\u001b#",
    "0",
    "\u001b\u001b[",
  ]) {
    const began = performance.now();
    stripAnsi(`\u001b[${bad.repeat(1e5)}`);
    expect(performance.now() - began).toBeLessThan(1_000);
  }
});
