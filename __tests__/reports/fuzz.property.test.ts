/**
 * Every input is hostile: whatever a report became on its way, it is read to its end, quickly, and what goes wrong has
 * a code. A bounded part runs with the tests; `FUZZ=1000000 npx vitest run fuzz` tries so many inputs, other ones with
 * another `FUZZ_SEED`.
 */
import { describe, expect, test } from "vitest";
import { bytesOf, readingOf } from "./reading.ts";
import { samples } from "./sampled.ts";

const SAMPLES = samples();
/** Inputs of the whole run. */
const INPUTS = Number(process.env["FUZZ"] ?? 0) || SAMPLES.length * 25;
const FLIPS = 100;
const LONGEST_MS = 2_000;
const MOST_MEMORY = 1.5 * 1024 ** 3;

/** Numbers that are the same in every run (mulberry32), from the sample's name. */
function numbersOf(seed: string): (below: number) => number {
  let state = [...seed].reduce((hash, c) => Math.imul(hash, 31) + c.charCodeAt(0), 7);
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

/** What tools, terminals and enemies put where it does not belong. */
const TOKENS = [
  ...["\0", "\r\n", "\n\n\n", "\u001b[31m", "\ufeff", "\\", '"', "'", "<", ">", "]]>", "<!--", "&lt;", "&x;", "{", "}", "[", "]", ",", ":"],
  ...[
    "null",
    "true",
    "-1",
    "1e999",
    "NaN",
    "__proto__",
    "constructor",
    "::error::",
    "../../etc/passwd",
    "a".repeat(5_000),
    " ".repeat(5_000),
  ],
  ...["test result: ok. 1 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out", "running 3 tests", "1..9", "ok 1", "{}", "[]", "===="],
].map((text) => Buffer.from(text));

type Mutation = (bytes: Buffer, other: Buffer, next: (below: number) => number) => Buffer;

const MUTATIONS: Mutation[] = [
  // A byte is another one.
  (bytes, _, next) => {
    const copy = Buffer.from(bytes);
    copy[next(copy.length)] = next(256);
    return copy;
  },
  // A piece is missing.
  (bytes, _, next) => {
    const from = next(bytes.length);
    return Buffer.concat([bytes.subarray(0, from), bytes.subarray(from + next(1 + Math.min(500, bytes.length - from)))]);
  },
  // A piece stands there twice.
  (bytes, _, next) => {
    const from = next(bytes.length);
    const to = from + next(1 + Math.min(2_000, bytes.length - from));
    return Buffer.concat([bytes.subarray(0, to), bytes.subarray(from)]);
  },
  // Something stands there that does not belong.
  (bytes, _, next) => {
    const at = next(bytes.length);
    return Buffer.concat([bytes.subarray(0, at), TOKENS[next(TOKENS.length)] ?? Buffer.alloc(0), bytes.subarray(at)]);
  },
  // Another report begins in the middle of this one.
  (bytes, other, next) => Buffer.concat([bytes.subarray(0, next(bytes.length)), other.subarray(next(other.length))]),
  // Numbers are other numbers.
  (bytes, _, next) => {
    const text = bytes.toString("latin1");
    const numbers = [...text.matchAll(/\d+/g)];
    const found = numbers[next(Math.max(1, numbers.length))];
    if (!found) return bytes;
    const other = ["0", "-1", "99999999999999999999", "1.5", "x"][next(5)] ?? "0";
    return Buffer.from(text.slice(0, found.index) + other + text.slice(found.index + found[0].length), "latin1");
  },
];

function tried(bytes: Buffer): void {
  const began = performance.now();
  const { report } = readingOf(bytes);
  expect(performance.now() - began).toBeLessThan(LONGEST_MS);
  expect(report.error?.code).not.toBe("E_INTERNAL");
}

describe("a report that was damaged on its way", () => {
  test.each(SAMPLES)("is read to its end: %s", (name) => {
    const next = numbersOf(name + (process.env["FUZZ_SEED"] ?? ""));
    const bytes = bytesOf(...name.split("/"));
    for (let i = 0; i < FLIPS; i++) {
      const copy = Buffer.from(bytes);
      const at = Math.floor((bytes.length * i) / FLIPS);
      copy[at] = (copy[at] ?? 0) ^ (1 << next(8));
      tried(copy);
    }
    for (let i = 0; i < INPUTS / SAMPLES.length; i++) {
      const other = bytesOf(...(SAMPLES[next(SAMPLES.length)] ?? name).split("/"));
      let mutated = bytes;
      for (let n = 1 + next(3); n > 0 && mutated.length > 0; n--)
        mutated = MUTATIONS[next(MUTATIONS.length)]?.(mutated, other, next) ?? mutated;
      tried(mutated);
    }
  });

  test("costs no more memory than a report of its size", () => {
    expect(process.memoryUsage.rss()).toBeLessThan(MOST_MEMORY);
  });
});
