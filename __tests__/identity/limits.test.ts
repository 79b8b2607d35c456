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

test.each([
  ["job abcdefab-1234-abcd-abcd-abcdefabcdef", "job <uuid>"],
  ["heap(0x7F1)", "heap(<address>)"],
  ["at 2026-03-01T09:00:00+01:00 sharp", "at <time> sharp"],
  ["at 2026-03-01 09:00:00.5-0130 sharp", "at <time> sharp"],
  ["at 2026-03-01T09:00:00Z sharp", "at <time> sharp"],
  ["test_open[/tmp/pytest/a.db]", "test_open[<temporary>]"],
  ["in /var/folders/ab/T/db", "in <temporary>"],
  ["in D:\\Temp\\a.txt", "in <temporary>"],
  ["at localhost:5000", "at localhost:<port>"],
  ["seed 5", "seed <seed>"],
  ["seed=5", "seed=<seed>"],
  ["Seed: 5", "Seed: <seed>"],
])("entries in the world are known by the words that stand for what drifts in a name: %s is %s", (name, same) => {
  expect(sameName(name)).toBe(same);
});

test.each([
  ["commit 0123456789ab is gone", "commit <hash> is gone"],
  ["took 5 s, not 0.3ms", "took <duration>, not <duration>"],
  ["after 1 minute or 2 minutes", "after <duration> or <duration>"],
  ["a.rs:4:25: boom", "a.rs:<line>: boom"],
  ["on line 12", "on line <line>"],
  ["thread 17 and worker #3 and pid: 9", "thread <id> and worker #<id> and pid: <id>"],
])("what drifts in a message only is taken out of it: %s is %s", (message, same) => {
  expect(sameMessage(message)).toBe(same);
});
