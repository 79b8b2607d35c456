/**
 * What mocha's JSON and its stream have in common: a test with its title, the title of all around it, and its error.
 * Names are those of mocha's own JUnit (`xunit`): the titles around are the suite. A hook that failed is a failure of
 * its suite, and what it kept from running is nowhere.
 * Sources: mocha lib/reporters/json.js, json-stream.js and xunit.js (6 to 12).
 */
import type { Outcome } from "../../model.ts";
import type { ReadContext } from "../format.ts";
import { own } from "../lines.ts";
import { numberOf, objectOf, textOf } from "../values.ts";
import { type Place, plural, type Suites, type Words } from "./suites.ts";

/** `"before each" hook for "x"`, or of the whole file: `"before all" hook in "x"`. */
const HOOK = /^"(before|after) (all|each)" hook\b/;

/** A test of the report. */
export interface MochaTest {
  suite: string;
  name: string;
  /** It is a hook that failed: `late` where all tests of its suite had run by then. */
  hook: "early" | "late" | undefined;
  file: string | undefined;
  seconds: number | undefined;
  /** Attempts before the last. */
  retries: number;
  words: Words;
}

export function testOf(value: unknown, context: ReadContext): MochaTest {
  const test = objectOf<"title" | "fullTitle" | "file" | "duration" | "currentRetry" | "err" | "stack">(value);
  const err = objectOf<"message" | "stack" | "name" | "code">(test.err);
  const title = (textOf(test.title) ?? "").trim();
  const full = (textOf(test.fullTitle) ?? title).trim();
  const file = textOf(test.file);
  const path = file === undefined || file === "" ? undefined : context.path(file);
  // Tests without a describe around them are those of their file.
  const around = full.endsWith(title) ? full.slice(0, full.length - title.length).trim() : "";
  const hook = title.includes("hook") ? HOOK.exec(title) : null;
  const milliseconds = numberOf(test.duration);
  const retries = numberOf(test.currentRetry) ?? 0;
  return {
    suite: around.slice(0, MAX_NAME) || path || "mocha",
    name: (title || full).slice(0, MAX_NAME) || "(no title)",
    hook: hook ? (hook[1] === "after" && hook[2] === "all" ? "late" : "early") : undefined,
    file: path,
    seconds: milliseconds === undefined || milliseconds < 0 ? undefined : milliseconds / 1000,
    retries: retries > 0 ? Math.trunc(retries) : 0,
    words: { said: textOf(test.err) ?? textOf(err.message), text: textOf(test.stack) ?? textOf(err.stack), type: textOf(err.name) },
  };
}

/** Takes a test, or a hook that failed, into the report. */
export function addTest(suites: Suites, test: MochaTest, outcome: Outcome): void {
  const { suite, name, hook, file, seconds, retries, words } = test;
  const part = suites.of(suite, file);
  const begins: Place = { file };
  if (hook !== undefined && outcome === "failed") {
    if (hook === "early") suites.doubt(suite, `${name} failed, so tests may be missing`);
    suites.add(suites.failing(part, suite, "", "error", words, begins));
    return;
  }
  const observation =
    outcome === "failed" || outcome === "error"
      ? suites.failing(part, suite, name, outcome, words, begins)
      : { kind: "test" as const, outcome, part, name: own(name), suite: own(suite) };
  if (seconds !== undefined) observation.duration = seconds;
  if (retries > 0 && outcome !== "skipped") {
    observation.retries = retries;
    if (outcome === "passed") observation.flaky = true;
  }
  suites.add(observation);
}

/** Why fewer tests are listed than were counted. */
export function missingTests(counted: number, listed: number): string {
  return `it counts ${plural(counted, "test")} but lists ${listed}`;
}

const MAX_NAME = 4_096;
