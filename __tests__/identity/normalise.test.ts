import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sameMessage, sameName } from "../../src/identity/normalise.ts";

describe("two runs of one error have one message", () => {
  test.each([
    ["an address", "segfault at 0x7ffd2c1a", "segfault at 0x55e0"],
    ["a temporary folder", "cannot open /tmp/shop-a1b2/db.sqlite: denied", "cannot open /tmp/shop-zz9/db.sqlite: denied"],
    ["a Mac's temporary folder", "in /private/var/folders/x1/T/a.txt", "in /var/folders/y2/T/b.txt"],
    ["a temporary folder on Windows", "in C:\\Users\\ann\\AppData\\Local\\Temp\\a\\b.txt", "in D:\\Temp\\c.txt"],
    ["a port", "connection to localhost:49152 refused", "connection to localhost:5000 refused"],
    ["a time", "at 2026-03-01T09:00:00.123Z", "at 2026-12-24 18:30:00"],
    ["a uuid", "order 7f9c24e8-3b12-4fef-91a0-2c4a1d3e5f60 is gone", "order 00000000-0000-4000-8000-000000000000 is gone"],
    ["a seed", "failed with seed 4242", "failed with seed 1"],
    ["a duration", "timed out after 5.02s", "timed out after 4s"],
    ["a commit", "at 0123456789abcdef0123456789abcdef01234567", "at fedcba9876543210fedcba9876543210fedcba98"],
    ["a thread", "thread 17 panicked", "thread 3 panicked"],
    ["a place in a file", "src/lib.rs:4:25: boom", "src/lib.rs:19:1: boom"],
    ["a line", "on line 12", "on line 900"],
    ["white space", "left:  1\n right: 2", "left: 1 right: 2"],
  ])("whatever %s is in it", (_, one, other) => {
    expect(sameMessage(one)).toBe(sameMessage(other));
  });

  test.each([
    ["the values of an assertion", "left: 1, right: 2", "left: 1, right: 3"],
    ["a count", "3 of 7 items", "4 of 7 items"],
    ["a status", "status 500 != 200", "status 404 != 200"],
    ["a version", "needs serde 1.0.1", "needs serde 1.0.2"],
    ["a name", "no column `price`", "no column `prize`"],
  ])("and %s makes another one", (_, one, other) => {
    expect(sameMessage(one)).not.toBe(sameMessage(other));
  });
});

describe("a test keeps its name from run to run", () => {
  test.each([
    ["test_open[/tmp/pytest-of-ci/pytest-0/a.db]", "test_open[/tmp/pytest-of-ci/pytest-7/b.db]"],
    ["handles 0x7f01 in the heap", "handles 0x7f99 in the heap"],
    ["serves http://localhost:49152/", "serves http://localhost:50001/"],
    ["fuzz seed=12345", "fuzz seed=99"],
    ["job 7f9c24e8-3b12-4fef-91a0-2c4a1d3e5f60", "job 11111111-3b12-4fef-91a0-2c4a1d3e5f60"],
  ])("%s", (one, other) => {
    expect(sameName(one)).toBe(sameName(other));
  });

  test.each([
    "test_total[3-31]",
    "tests::parses_2024_01_02",
    "a/b/c-7",
    "rounds 0.5 to 1",
    "v1.2.3 is read",
    "takes 5 s",
    "on line 7",
    "sha deadbeefdeadbeef",
  ])("its ordinary parameters stay: %s", (name) => {
    expect(sameName(name)).toBe(name);
  });

  test("whatever stands around it: what drifts may drift anywhere, in a name and in a message", () => {
    const hex = fc.integer({ min: 0, max: 0xffffff }).map((n) => n.toString(16));
    const drifting = fc.oneof(
      fc.tuple(
        fc.constant("address"),
        hex.map((h) => `0x${h}`),
      ),
      fc.tuple(
        fc.constant("folder"),
        hex.map((h) => `/tmp/${h}/db`),
      ),
      fc.tuple(
        fc.constant("port"),
        fc.integer({ min: 10, max: 65_535 }).map((n) => `localhost:${n}`),
      ),
      fc.tuple(
        fc.constant("seed"),
        fc.nat().map((n) => `seed=${n}`),
      ),
      fc.tuple(
        fc.constant("time"),
        fc.date({ min: new Date(0), max: new Date("2100"), noInvalidDate: true }).map((d) => d.toISOString()),
      ),
    );
    const word = fc.tuple(fc.constant("word"), fc.constantFrom("it", "left:", "[3-31]", "tests::a", "(", "é", "=", "500"));
    fc.assert(
      fc.property(fc.array(fc.oneof(drifting, word)), fc.array(drifting, { minLength: 30, maxLength: 30 }), (parts, others) => {
        const left = [...others];
        const drifted = parts.map(([kind, text]) => {
          const at = left.findIndex(([other]) => kind !== "word" && other === kind);
          return at === -1 ? text : (left.splice(at, 1)[0]?.[1] ?? text);
        });
        const one = parts.map(([, text]) => text).join(" ");
        expect(sameName(drifted.join(" "))).toBe(sameName(one));
        expect(sameMessage(drifted.join(" "))).toBe(sameMessage(one));
      }),
      { numRuns: 500 },
    );
  });

  test("no text is too odd for it", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => {
        expect(typeof sameName(text)).toBe("string");
        expect(sameMessage(text)).not.toMatch(/^\s|\s$|\s\s|\n/);
      }),
      { numRuns: 1_000 },
    );
  });
});
