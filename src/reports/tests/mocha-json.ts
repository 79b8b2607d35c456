/**
 * Mocha's JSON (`--reporter json`). A test has no word for its outcome: it stands in one of three lists. With `--bail`
 * mocha stops at its first failure and says nothing of it, so a report whose only failure is its last test may be short.
 * Sources: those of mocha.ts.
 */
import type { JsonFormat, ReadContext, Sink } from "../format.ts";
import { at, listOf, numberOf, objectOf, textOf } from "../values.ts";
import { addTest, type MochaTest, missingTests, testOf } from "./mocha.ts";
import { Suites } from "./suites.ts";

export const mochaJson: JsonFormat = {
  shape: "json",
  name: "mocha-json",
  aliases: ["mocha"],
  kinds: ["test"],
  tool: "mocha",
  docs: {
    command: "npx mocha --reporter json --reporter-option output=mocha.json",
    proof:
      "its statistics have an end and count as many tests as are listed; a failed hook, or a single failure at the very end, leaves it open what did not run",
    source: "mochajs/mocha lib/reporters/json.js",
    example: '{"stats":{"tests":12,"passes":4,"failures":7},"passes":[{"title":"adds","fullTitle":"math adds"}]}',
  },
  is: (document) => {
    const { stats, tests, passes, failures } = objectOf<"stats" | "tests" | "passes" | "failures">(document);
    return numberOf(at(stats, "passes")) !== undefined && Array.isArray(tests) && Array.isArray(passes) && Array.isArray(failures);
  },
  read,
};

function read(document: unknown, sink: Sink, context: ReadContext): void {
  const { stats, tests, passes, failures, pending } = objectOf<"stats" | "tests" | "passes" | "failures" | "pending">(document);
  const suites = new Suites(sink, context);
  // A test that fails after it has passed stands in both lists, and once among the tests.
  const left = new Map<string, number>();
  for (const test of listOf(tests)) left.set(keyOf(test), (left.get(keyOf(test)) ?? 0) + 1);
  const use = (test: unknown): boolean => {
    const key = keyOf(test);
    const n = left.get(key);
    if (n !== undefined) left.set(key, n - 1);
    return n === undefined || n > 0;
  };
  let hooks = 0;
  let failed: MochaTest | undefined;
  for (const value of listOf(failures)) {
    const test = testOf(value, context);
    failed = test;
    if (test.hook === undefined) use(value);
    else hooks++;
    addTest(suites, test, "failed");
  }
  for (const value of listOf(pending)) if (use(value)) addTest(suites, testOf(value, context), "skipped");
  for (const value of listOf(passes)) if (use(value)) addTest(suites, testOf(value, context), "passed");

  const { end, tests: counted, passes: good, failures: bad } = objectOf<"end" | "tests" | "passes" | "failures">(stats);
  if (textOf(end) === undefined) suites.doubtAll("its statistics have no end");
  const all = Math.max(numberOf(counted) ?? 0, listOf(tests).length);
  if (all > suites.total) suites.doubtAll(missingTests(all, suites.total));
  if ((numberOf(good) ?? 0) > listOf(passes).length || (numberOf(bad) ?? 0) > listOf(failures).length)
    suites.doubtAll("its statistics count more than it lists");
  const last = listOf(tests).at(-1);
  if (listOf(failures).length === 1 && failed && (hooks === 1 || (last !== undefined && keyOf(last) === keyOf(listOf(failures)[0]))))
    suites.doubtAll("its only failure ended the run, as --bail does, so tests may be missing");
  suites.end();
}

function keyOf(test: unknown): string {
  const { fullTitle, file } = objectOf<"fullTitle" | "file">(test);
  return `${textOf(file) ?? ""}\n${textOf(fullTitle) ?? ""}`;
}
