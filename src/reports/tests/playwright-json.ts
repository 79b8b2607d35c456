/**
 * Playwright's JSON: files, describe blocks and specs; a spec has a test a project, and a test a result an attempt.
 * Names are those of its JUnit: the project and the file are the suite. A test without results was not come to, whatever
 * its spec's `ok` says. What failed outside of tests stands in `errors`: a file that could not be loaded is a suite of its
 * own, for then no project has been asked for its tests.
 * Sources: microsoft/playwright packages/playwright/src/reporters/json.ts and junit.ts (1.30 to 1.65).
 */
import type { Part, TestObservation } from "../../model.ts";
import { stripAnsi } from "../../text/ansi.ts";
import type { JsonFormat, ReadContext, Sink } from "../format.ts";
import { own } from "../lines.ts";
import { at, listOf, numberOf, objectOf, textOf, textsOf } from "../values.ts";
import { plural, Suites } from "./suites.ts";

export const playwrightJson: JsonFormat = {
  shape: "json",
  name: "playwright-json",
  aliases: ["playwright"],
  kinds: ["test"],
  tool: "playwright",
  docs: {
    command: "PLAYWRIGHT_JSON_OUTPUT_NAME=playwright.json npx playwright test --reporter=json",
    proof: "it has no errors outside of tests, every test has a result, and the run was neither a shard nor filtered by names",
    source: "microsoft/playwright packages/playwright/src/reporters/json.ts",
    example:
      '{"config":{"rootDir":"…"},"suites":[{"title":"a.spec.js","specs":[{"title":"adds","ok":true,"tests":[…]}]}],"errors":[],"stats":{"expected":6}}',
  },
  is: (document) => {
    const { config, suites, errors, stats } = objectOf<"config" | "suites" | "errors" | "stats">(document);
    return typeof config === "object" && Array.isArray(suites) && (Array.isArray(errors) || at(stats, "expected") !== undefined);
  },
  read: (document, sink, context) => new Reading(document, sink, context).read(),
};

/** No report nests describe blocks deeper. */
const MAX_DEPTH = 1_000;
const MAX_NAME = 4_096;

/** Flags that leave tests out by their names, or by what the last run said of them. */
const FILTERS = new Set(["-g", "--grep", "-gv", "--grep-invert", "--last-failed", "--only-changed", "--test-list", "--test-list-invert"]);

/** Testing was cut short: no failure of its own. */
const STOPPED = /Testing stopped early|Timed out waiting .* for the (?:entire )?test suite/i;

class Reading {
  private readonly document: unknown;
  private readonly context: ReadContext;
  private readonly suites: Suites;
  /** Where the files of the report lie. */
  private readonly root: string;

  constructor(document: unknown, sink: Sink, context: ReadContext) {
    this.document = document;
    this.context = context;
    this.suites = new Suites(sink, context);
    this.root = textOf(at(document, "config", "rootDir")) ?? "";
  }

  read(): void {
    const { suites, errors, config } = objectOf<"suites" | "errors" | "config">(this.document);
    // No recursion: blocks inside blocks wait here, in the order of the report.
    const waiting = listOf(suites)
      .map((value) => ({ value, titles: [] as string[], file: "", depth: 0 }))
      .reverse();
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const { value, titles, depth } = next;
      const block = objectOf<"title" | "file" | "specs" | "suites">(value);
      const file = textOf(block.file) ?? (next.file || (textOf(block.title) ?? ""));
      // The outermost block is the file; describe blocks may have no title.
      const title = depth === 0 ? "" : (textOf(block.title) ?? "");
      const around = title === "" ? titles : [...titles, title];
      for (const spec of listOf(block.specs)) this.spec(spec, file, around);
      if (depth >= MAX_DEPTH) this.suites.doubtAll(`its blocks nest deeper than ${MAX_DEPTH}`);
      else for (const inner of [...listOf(block.suites)].reverse()) waiting.push({ value: inner, titles: around, file, depth: depth + 1 });
    }
    if (this.suites.total > 0) this.suites.of("playwright");
    for (const error of listOf(errors)) this.error(error);
    this.limits(config);
    this.suites.end();
  }

  private spec(value: unknown, around: string, titles: readonly string[]): void {
    const spec = objectOf<"title" | "tests" | "file" | "line">(value);
    const file = textOf(spec.file) ?? around;
    const name =
      [...titles, textOf(spec.title) ?? ""]
        .filter((t) => t !== "")
        .join(" › ")
        .slice(0, MAX_NAME)
        .trim() || "(no title)";
    for (const test of listOf(spec.tests)) this.test(test, file, name, numberOf(spec.line));
  }

  private test(value: unknown, file: string, name: string, line: number | undefined): void {
    const test = objectOf<"projectName" | "projectId" | "expectedStatus" | "status" | "results" | "annotations">(value);
    const { suites } = this;
    const project = textOf(test.projectName) ?? "";
    const suite = project === "" ? file : `[${project}] › ${file}`;
    const part = suites.of(suite, this.path(file));
    const results = listOf(test.results);
    const last = results.at(-1);
    const status = textOf(at(last, "status")) ?? "";
    const observation: TestObservation = { kind: "test", outcome: "skipped", part, name: own(name), suite: own(suite) };
    const reason = listOf(test.annotations).find((a) => textOf(at(a, "description")) !== undefined);
    if (last === undefined || status === "interrupted") {
      if (test.expectedStatus !== "skipped") suites.doubt(suite, "tests have no result: the run was stopped before");
      suites.add(observation);
      return;
    }
    const milliseconds = numberOf(at(last, "duration"));
    if (milliseconds !== undefined && milliseconds >= 0) observation.duration = milliseconds / 1000;
    if (results.length > 1) observation.retries = results.length - 1;
    switch (test.status) {
      case "expected":
        // A test that is expected to fail and does proves nothing mended.
        observation.outcome = test.expectedStatus === "passed" ? "passed" : "skipped";
        break;
      case "flaky":
        observation.outcome = "passed";
        observation.flaky = true;
        break;
      case "skipped":
        break;
      case "unexpected": {
        this.failing(observation, part, suite, name, last, file, line, textOf(test.expectedStatus) ?? "passed");
        return;
      }
      default:
        suites.doubt(suite, `a test has the status ${String(test.status).slice(0, 50)}, which is not known`);
    }
    const why = textOf(at(reason, "description"));
    if (observation.outcome === "skipped" && why !== undefined && why !== "")
      observation.message = own(why.split("\n", 1)[0] ?? "").slice(0, 500);
    suites.add(observation);
  }

  private failing(
    { duration, retries }: TestObservation,
    part: Part,
    suite: string,
    name: string,
    result: unknown,
    file: string,
    line: number | undefined,
    expected: string,
  ): void {
    const { status, error, errors } = objectOf<"status" | "error" | "errors">(result);
    const list = listOf(errors).length > 0 ? listOf(errors) : error === undefined ? [] : [error];
    const messages = list
      .map((e) => stripAnsi(textOf(at(e, "message")) ?? textOf(at(e, "value")) ?? textOf(e) ?? ""))
      .filter((m) => m !== "");
    const traces = list.map((e) => textOf(at(e, "stack")) ?? textOf(at(e, "message")) ?? textOf(e) ?? "");
    const place = at(error, "location") ?? list.map((e) => at(e, "location")).find((l) => l !== undefined);
    const observation = this.suites.failing(
      part,
      suite,
      name,
      status === "timedOut" ? "error" : "failed",
      {
        said: messages[0] ?? (status === "passed" ? `the test was expected to be ${expected} and passed` : undefined),
        text: traces.join("\n\n"),
        file: textOf(at(place, "file")),
        line: numberOf(at(place, "line")),
      },
      { file: this.absolute(file), line },
    );
    if (duration !== undefined) observation.duration = duration;
    if (retries !== undefined) observation.retries = retries;
    this.suites.add(observation);
  }

  /** An error outside of tests: a file that could not be loaded, a global setup, a limit. */
  private error(value: unknown): void {
    const { message, stack, location, value: thrown } = objectOf<"message" | "stack" | "location" | "value">(value);
    const said = stripAnsi(textOf(message) ?? textOf(thrown) ?? "").trim();
    const first = said.split("\n", 1)[0] || "an error outside of tests";
    this.suites.doubtAll(first.slice(0, 200));
    if (STOPPED.test(said.slice(0, 1_000))) return;
    const file = textOf(at(location, "file"));
    const suite = file === undefined ? "playwright" : this.relative(file);
    const part = this.suites.of(suite, file === undefined ? undefined : this.context.path(file));
    const words = { said, text: textOf(stack), file, line: numberOf(at(location, "line")) };
    this.suites.add(this.suites.failing(part, suite, "", "error", words));
  }

  private limits(config: unknown): void {
    const { current, total } = objectOf<"current" | "total">(at(config, "shard"));
    if (numberOf(total) !== undefined) {
      this.suites.doubtAll(`it is shard ${String(numberOf(current) ?? "?")} of ${String(total)}`);
    }
    const argv = textsOf(at(config, "argv"));
    const filters = argv.filter((word) => FILTERS.has(word.split("=", 1)[0] ?? "") || /^[^-].*:\d+$/.test(word.slice(0, 1_000)));
    if (filters.length > 0) this.suites.doubtAll(`its run was filtered: ${filters.slice(0, 5).join(" ").slice(0, 200)}`);
    const { expected, skipped, unexpected, flaky } = objectOf<"expected" | "skipped" | "unexpected" | "flaky">(at(this.document, "stats"));
    const counted = [expected, skipped, unexpected, flaky].reduce<number>((sum, n) => sum + (numberOf(n) ?? 0), 0);
    if (counted > this.suites.total) this.suites.doubtAll(`it counts ${plural(counted, "test")} but lists ${this.suites.total}`);
  }

  private absolute(file: string): string {
    return this.root === "" ? file : `${this.root}/${file}`;
  }

  private path(file: string): string {
    return this.context.path(this.absolute(file));
  }

  /** As the report's own suites write the file: relative to the folder of the tests. */
  private relative(file: string): string {
    return this.root !== "" && file.startsWith(`${this.root}/`) ? file.slice(this.root.length + 1) : this.context.path(file);
  }
}
