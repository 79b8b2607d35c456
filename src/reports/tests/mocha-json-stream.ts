/**
 * Mocha's stream of JSON lines (`--reporter json-stream`): how many tests there are, each that passed or failed, and the
 * statistics at the end. Skipped tests are counted at the end and never named.
 * Sources: those of mocha.ts.
 */
import type { JsonLinesFormat, JsonLinesReader, ReadContext, Sink } from "../format.ts";
import { listOf, numberOf, objectOf } from "../values.ts";
import { addTest, missingTests, testOf } from "./mocha.ts";
import { plural, Suites } from "./suites.ts";

export const mochaJsonStream: JsonLinesFormat = {
  shape: "json-lines",
  name: "mocha-json-stream",
  kinds: ["test"],
  tool: "mocha",
  docs: {
    command: "npx mocha --reporter json-stream > mocha.jsonl",
    proof: "the end is there, and its statistics count every test that the start announced and every one that is listed",
    source: "mochajs/mocha lib/reporters/json-stream.js",
    example: '["pass",{"title":"adds","fullTitle":"math adds","duration":0,"currentRetry":0}]',
  },
  is: (document) => {
    const [event, value, ...more] = listOf(document);
    return typeof event === "string" && EVENTS.has(event) && typeof value === "object" && value !== null && more.length === 0;
  },
  reader: (sink, context) => new MochaStreamReader(sink, context),
};

const EVENTS = new Set(["start", "pass", "fail", "end"]);

class MochaStreamReader implements JsonLinesReader {
  private readonly sink: Sink;
  private readonly context: ReadContext;
  private suites: Suites;
  private announced: number | undefined;
  private passes = 0;
  private failures = 0;
  private ended = false;

  constructor(sink: Sink, context: ReadContext) {
    this.sink = sink;
    this.context = context;
    this.suites = new Suites(sink, context);
  }

  take(document: unknown): void {
    const [event, value] = listOf(document);
    if (event === "start") {
      this.end();
      this.suites = new Suites(this.sink, this.context);
      this.announced = numberOf(objectOf<"total">(value).total) ?? 0;
      this.ended = false;
      this.passes = this.failures = 0;
    } else if (event === "pass") {
      this.passes++;
      addTest(this.suites, testOf(value, this.context), "passed");
    } else if (event === "fail") {
      this.failures++;
      addTest(this.suites, testOf(value, this.context), "failed");
    } else this.finish(value);
  }

  private finish(value: unknown): void {
    const { tests, passes, pending, failures } = objectOf<"tests" | "passes" | "pending" | "failures">(value);
    const { suites } = this;
    this.ended = true;
    const skipped = Math.min(numberOf(pending) ?? 0, MAX_SKIPPED);
    if (skipped > 0) suites.count("skipped", skipped);
    if ((numberOf(passes) ?? 0) > this.passes || (numberOf(failures) ?? 0) > this.failures)
      suites.doubtAll("its end counts more than it lists");
    const ran = numberOf(tests) ?? 0;
    if (this.announced === undefined) suites.doubtAll("its beginning is missing");
    else if (ran < this.announced) suites.doubtAll(`${plural(this.announced - ran, "test")} of ${this.announced} did not run`);
    if (ran > suites.total) suites.doubtAll(missingTests(ran, suites.total));
    // A test that is missing may be a skipped one.
    if (skipped > 0) suites.provesNoAbsence();
    suites.end();
  }

  end(): void {
    if (this.ended || (this.announced === undefined && this.passes + this.failures === 0)) return;
    this.ended = true;
    this.suites.breakOff("it ends before the run does");
  }
}

const MAX_SKIPPED = 1_000_000;
