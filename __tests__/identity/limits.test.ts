/** Where names and messages are cut, and what stands in a key that nobody of us wrote. */
import { expect, test } from "vitest";
import { readKey } from "../../src/identity/key.ts";
import { sameMessage, sameName } from "../../src/identity/normalise.ts";

test("a long message is judged by its first 4,000 characters", () => {
  const long = "x".repeat(4_000);
  expect(sameMessage(`${long}a`)).toBe(sameMessage(`${long}b`));
  expect(sameMessage(`${long.slice(1)}a`)).not.toBe(sameMessage(`${long.slice(1)}b`));
});

test("a name without any digit may drift by its temporary folder only", () => {
  expect(sameName("opens /tmp/abc/db")).toBe(sameName("opens /tmp/xyz/db"));
  expect(sameName("opens a/b-c/db")).toBe("opens a/b-c/db");
});

test("an escaped sign that there is not stays as it was written; the last one there is, is read", () => {
  expect(readKey("test/1 a\\u{110000}b")?.fields).toEqual(["a\\u{110000}b"]);
  expect(readKey("test/1 a\\u{ffffff}b")?.fields).toEqual(["a\\u{ffffff}b"]);
  expect(readKey("test/1 a\\u{10ffff}b")?.fields).toEqual(["a\u{10ffff}b"]);
});
