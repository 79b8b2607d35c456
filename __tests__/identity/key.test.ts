import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FINGERPRINT, fingerprintOf, keyOf, readKey, shortHash } from "../../src/identity/key.ts";
import type { Kind } from "../../src/model.ts";

const KINDS: readonly Kind[] = ["test", "lint", "audit", "bench", "dependency", "build", "pipeline", "finding"];
const kind = fc.constantFrom(...KINDS);
/** Our own signs, what nobody sees, halves of pairs, and anything else. */
const field = fc.oneof(
  fc.string({ unit: "binary", maxLength: 30 }),
  fc
    .array(
      fc.constantFrom(
        "»",
        " » ",
        "\\",
        "\\>",
        "\\-",
        "\\u{41}",
        " ",
        "  ",
        "\n",
        "\t",
        "\u200b",
        "\u202e",
        "\ufeff",
        "\ud800",
        "\udc00",
        "\0",
        "a",
        "é",
        "👩‍👩‍👧",
        "~2",
      ),
      { maxLength: 6 },
    )
    .map((parts) => parts.join("")),
);
const fields = fc.array(field, { minLength: 1, maxLength: 4 });
const many = { numRuns: 2_000 };

describe("a key", () => {
  test("is read back as it was made, whatever its fields hold", () => {
    fc.assert(
      fc.property(kind, fields, (k, all) => {
        expect(readKey(keyOf(k, ...all))).toEqual({ kind: k, version: 1, fields: all });
      }),
      many,
    );
  });

  test("is another one for other fields: nothing in a field can look like the border of two", () => {
    fc.assert(
      fc.property(kind, fields, fields, (k, one, other) => {
        expect(keyOf(k, ...one) === keyOf(k, ...other)).toBe(JSON.stringify(one) === JSON.stringify(other));
      }),
      many,
    );
    expect(keyOf("test", "a » b")).not.toBe(keyOf("test", "a", "b"));
    expect(keyOf("test", "")).not.toBe(keyOf("test"));
  });

  test("is one line that every tracker gives back as it was written: nothing unseen, no blank at an end or beside another", () => {
    fc.assert(
      fc.property(kind, fields, (k, all) => {
        const key = keyOf(k, ...all);
        expect(key).toBe(key.trim().replace(/\s+/g, " "));
        expect(key).not.toMatch(/[\p{Cc}\p{Cs}\p{Default_Ignorable_Code_Point}\u2028\u2029\ufeff]/u);
        expect(key.isWellFormed()).toBe(true);
      }),
      many,
    );
  });

  test("stays short for names that are not, and is another one where they differ at their end", () => {
    const long = "x".repeat(5_000);
    expect(keyOf("test", long, long).length).toBeLessThan(600);
    expect(keyOf("test", `${long}a`)).not.toBe(keyOf("test", `${long}b`));
    expect(keyOf("test", "y".repeat(500))).toBe(`test/1 ${"y".repeat(500)}`);
  });

  test.each(["", "test", "test/1", "test/x a", "Test/1 a", "tests/1 a", "__proto__/1 a", "toString/1 a", " test/1 a"])(
    "is not %j",
    (text) => {
      expect(readKey(text)).toBeUndefined();
    },
  );

  test("of a later version of the rules is read with its version", () => {
    expect(readKey("lint/12 clippy » needless_return")).toEqual({ kind: "lint", version: 12, fields: ["clippy", "needless_return"] });
  });
});

describe("a fingerprint", () => {
  // Trackers and ledgers in the world hold these: a change here orphans every entry.
  test.each([
    ["ci-tvhgljr4v57jm", "test/1 shop::api » get_order", ["test", "shop::api", "get_order"]],
    ["ci-tjsmyqflwazwh", "test/1 pkg » \\-", ["test", "pkg", ""]],
    ["ci-t5xvfoage2gyc", "test/1 (suite) » a \\> b", ["test", "(suite)", "a » b"]],
    ["ci-lz6hfoydanvbr", "lint/1 clippy » needless_return", ["lint", "clippy", "needless_return"]],
    ["ci-aobjtahi5vwub", "audit/1 rust » time » RUSTSEC-2020-0071", ["audit", "rust", "time", "RUSTSEC-2020-0071"]],
    ["ci-mra4q25cgkoq6", "bench/1 shop » parse/large", ["bench", "shop", "parse/large"]],
    ["ci-dj7yj6ulcrkde", "dependency/1 rust » serde", ["dependency", "rust", "serde"]],
    ["ci-bxzn2uap2xlib", "build/1 rust » shop", ["build", "rust", "shop"]],
    ["ci-p74gg5o3c3bgs", "pipeline/1 a » b", ["pipeline", "a", "b"]],
    ["ci-fbeigctipqehx", "finding/1 src/a.rs » title", ["finding", "src/a.rs", "title"]],
    ["ci-tbbvn7ewl5ms6", `test/1 ${"x".repeat(200)}… keylgptlq7`, ["test", "x".repeat(600)]],
  ] as const)("%s stands for %s, in every release", (fingerprint, key, [k, ...all]) => {
    expect(keyOf(k, ...all)).toBe(key);
    expect(fingerprintOf(key)).toBe(fingerprint);
  });

  test("tells the kind, is well formed, and does not collide in a hundred thousand", () => {
    const letters = KINDS.map((k) => fingerprintOf(keyOf(k, "a")).slice(3, 4));
    expect(new Set(letters).size).toBe(KINDS.length);
    const seen = new Set<string>();
    for (let i = 0; i < 100_000; i++) seen.add(fingerprintOf(`test/1 shop » tests::t${i}`));
    expect(seen.size).toBe(100_000);
    for (const fingerprint of [...seen].slice(0, 1_000)) expect(fingerprint).toMatch(/^ci-t[a-z2-7]{12}$/);
  });

  test("is told from other ids; a later generation is one too", () => {
    for (const yes of ["ci-tvhgljr4v57jm", "ci-tvhgljr4v57jm~2", "ci-tvhgljr4v57jm~12"]) expect(yes).toMatch(FINGERPRINT);
    for (const no of [
      "ci-tvhgljr4v57j",
      "ci-tvhgljr4v57jm1",
      "ci-tvhgljr4v57j1",
      "CI-tvhgljr4v57jm",
      "ci-tvhgljr4v57jm~",
      "xci-tvhgljr4v57jm",
      "ci-tvhgljr4v57jm\n",
    ])
      expect(no).not.toMatch(FINGERPRINT);
  });
});

test("a short hash is of ten letters and digits, the same for the same text", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (one, other) => {
      expect(shortHash(one)).toMatch(/^[a-z2-7]{10}$/);
      expect(shortHash(one) === shortHash(other)).toBe(one.toWellFormed() === other.toWellFormed());
    }),
  );
  expect(shortHash("left: 1")).toBe("mavl4u34tj");
});
