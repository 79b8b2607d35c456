/**
 * Jest's JSON (`--json --outputFile`), and what vitest's JSON has in common with it: files with the tests in each. A
 * test is its file, the titles around it and its own; the full name joins them with blanks, which makes equal names of
 * different titles. The reporters that write JUnit for jest are not jest's own and take their names from templates, so
 * no name of theirs is tried for: they know no file, and tests of one title in two files would be one.
 * A file that could not be loaded, or whose last hook failed, has no failing test; its message says why it failed.
 * Sources: @jest/test-result/src/formatTestResults.ts, @jest/core/src/TestScheduler.ts (jest 20 to 30).
 */
import type { Outcome, TestObservation } from "../../model.ts";
import type { JsonFormat, ReadContext, Sink } from "../format.ts";
import { own } from "../lines.ts";
import { at, listOf, numberOf, objectOf, textOf, textsOf } from "../values.ts";
import { plural, Suites } from "./suites.ts";

export const jestJson: JsonFormat = {
  shape: "json",
  name: "jest-json",
  aliases: ["jest"],
  kinds: ["test"],
  tool: "jest",
  docs: {
    command: "npx jest --json --outputFile=jest.json",
    proof: "jest writes the file when it is done: it was not interrupted, every test file has its result, and every file could be loaded",
    source: "jestjs/jest packages/jest-test-result/src/formatTestResults.ts",
    example:
      '{"numFailedTests":1,"numRuntimeErrorTestSuites":0,"success":false,"testResults":[{"assertionResults":[{"title":"adds","status":"passed"}]}]}',
  },
  is: (document) => isJestLike(document) && isJest(document),
  read: (document, sink, context) => readFiles(document, sink, context, JEST),
};

/** Counts of files and a list of them: jest, and what takes after it. */
export function isJestLike(document: unknown): boolean {
  return numberOf(at(document, "numTotalTestSuites")) !== undefined && Array.isArray(at(document, "testResults"));
}

/** Only jest counts files that could not be run, and says whether it was interrupted. */
export function isJest(document: unknown): boolean {
  return at(document, "numRuntimeErrorTestSuites") !== undefined || at(document, "wasInterrupted") !== undefined;
}

/** What differs between the tools. */
export interface Ways {
  tool: string;
  /** What it prints between the titles of a test. */
  joint: string;
  /** A test that is pending was not come to, as opposed to skipped. */
  pendingIsMissing: boolean;
  /** Messages beside a pass are those of attempts that failed before it. */
  flakyByMessages: boolean;
  /** What it means when the run failed and no test did. */
  failedRun: string;
}

const JEST: Ways = {
  tool: "jest",
  joint: " › ",
  pendingIsMissing: false,
  flakyByMessages: false,
  failedRun: "jest says that the run failed, though no test did: a coverage threshold, an obsolete snapshot or a reporter",
};

/** How jest ends the message of a file beside its tests. */
const FILE_FAILED = "● Test suite failed to run";

const SKIPPED = new Set(["pending", "skipped", "todo", "disabled", "focused"]);

export function readFiles(document: unknown, sink: Sink, context: ReadContext, ways: Ways): void {
  const report = objectOf<"testResults" | "success" | "wasInterrupted" | "numTotalTestSuites" | "numTotalTests">(document);
  const suites = new Suites(sink, context);
  const files = listOf(report.testResults);
  let failing = 0;
  for (const file of files) failing += readFile(file, suites, context, ways);
  if (report.wasInterrupted === true) suites.doubtAll("the run was interrupted");
  // vitest counts describe blocks as suites.
  const missing = ways === JEST ? (numberOf(report.numTotalTestSuites) ?? 0) - files.length : 0;
  if (missing > 0) suites.doubtAll(`${plural(missing, "test file")} of ${report.numTotalTestSuites} have no result`);
  const counted = numberOf(report.numTotalTests) ?? 0;
  if (counted > suites.total) suites.doubtAll(`it counts ${plural(counted, "test")} but lists ${suites.total}`);
  if (files.length > 0) {
    // The run is a unit like a file, so that a failure of the run has something to be missed from.
    const run = suites.of(ways.tool);
    if (report.success === false && failing === 0) {
      suites.doubtAll(ways.failedRun);
      suites.add(suites.failing(run, ways.tool, "", "error", { said: ways.failedRun }));
    }
  }
  suites.end();
}

/** Reads a file's result and returns how many failures stand in it. */
function readFile(file: unknown, suites: Suites, context: ReadContext, ways: Ways): number {
  const result = objectOf<
    "name" | "testFilePath" | "status" | "message" | "failureMessage" | "assertionResults" | "testResults" | "skipped"
  >(file);
  const suite = context.path(textOf(result.name) ?? textOf(result.testFilePath) ?? "");
  const part = suites.of(suite, suite);
  // What custom reporters hand on is jest's own result, with other names for the same.
  const cases = listOf(result.assertionResults ?? result.testResults);
  let failing = 0;
  let pending = 0;
  for (const assertion of cases) {
    const status = textOf(at(assertion, "status"));
    if (status === "pending") pending++;
    const observation = caseOf(assertion, suite, part, suites, ways);
    if (observation === undefined) {
      suites.doubt(suite, `a test has the status ${String(status).slice(0, 50)}, which is not known`);
      suites.count("skipped");
      continue;
    }
    if (observation.outcome === "failed") failing++;
    suites.add(observation);
  }
  if (ways.pendingIsMissing && pending > 0) suites.doubt(suite, `${plural(pending, "test")} did not run: the run was stopped before`);
  const message = textOf(result.message) ?? textOf(result.failureMessage) ?? "";
  const failed = result.status === "failed" || (result.status === undefined && message !== "");
  if (failed && (failing === 0 || message.includes(FILE_FAILED))) {
    if (cases.length === 0) suites.doubt(suite, "the file failed before its tests ran");
    const said = message.split(FILE_FAILED).pop() ?? "";
    suites.add(suites.failing(part, suite, "", "error", { said: said.trim() || "the file failed", text: message }, { file: suite }));
    failing++;
  } else if (cases.length === 0) {
    // jest lists no test of a file that is skipped as a whole.
    part.provesAbsence = false;
    suites.add({
      kind: "test",
      outcome: result.status === "passed" ? "passed" : "skipped",
      part,
      name: "",
      suite: own(suite),
      whole: true,
    });
  }
  return failing;
}

function caseOf(assertion: unknown, suite: string, part: TestObservation["part"], suites: Suites, ways: Ways): TestObservation | undefined {
  const { ancestorTitles, title, fullName, status, failureMessages, duration, location, invocations } = objectOf<
    "ancestorTitles" | "title" | "fullName" | "status" | "failureMessages" | "duration" | "location" | "invocations"
  >(assertion);
  const word = textOf(status) ?? "";
  const outcome: Outcome | undefined =
    word === "passed" ? "passed" : word === "failed" ? "failed" : SKIPPED.has(word) ? "skipped" : undefined;
  if (outcome === undefined) return undefined;
  const own_ = textOf(title) ?? textOf(fullName) ?? "";
  const name = [...textsOf(ancestorTitles).filter((t) => t !== ""), own_].join(ways.joint).slice(0, MAX_NAME).trim() || "(no title)";
  const messages = textsOf(failureMessages);
  const line = numberOf(at(location, "line"));
  const observation: TestObservation =
    outcome === "failed"
      ? suites.failing(part, suite, name, "failed", { said: messages[0], text: messages.join("\n\n") }, { file: suite, line })
      : { kind: "test", outcome, part, name: own(name), suite: own(suite) };
  const milliseconds = numberOf(duration);
  if (milliseconds !== undefined && milliseconds >= 0) observation.duration = milliseconds / 1000;
  const attempts = numberOf(invocations) ?? 1;
  const retries = Math.max(Math.trunc(attempts) - 1, ways.flakyByMessages && outcome === "passed" ? messages.length : 0);
  if (retries > 0 && outcome !== "skipped") {
    observation.retries = retries;
    if (outcome === "passed") observation.flaky = true;
  }
  return observation;
}

/** No longer name tells tests apart that a shorter one does not. */
const MAX_NAME = 4_096;
