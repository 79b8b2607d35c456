/**
 * Common Test Report Format. Its reporters are many and fill its fields differently: `suite` is a list since 1.0 and was
 * text before, a file is absolute or not there. A test is its file and suite (where its suite names the file's base name,
 * the path takes its place) and its name.
 * Sources: ctrf-io/ctrf spec 0.0.0 to 1.0 (schema/ctrf.schema.json); jest-ctrf-json-reporter 0.0.11.
 */
import type { Outcome, TestObservation } from "../../model.ts";
import type { JsonFormat, ReadContext, Sink } from "../format.ts";
import { own } from "../lines.ts";
import { at, listOf, numberOf, objectOf, textOf, textsOf } from "../values.ts";
import { plural, Suites } from "./suites.ts";

export const ctrf: JsonFormat = {
  shape: "json",
  name: "ctrf",
  aliases: ["ctrf-json"],
  kinds: ["test"],
  tool: "ctrf",
  docs: {
    command: "npx jest --reporters=jest-ctrf-json-reporter   # or any other CTRF reporter; writes ctrf/ctrf-report.json",
    proof: "its summary counts as many tests of each outcome as are listed",
    source: "ctrf-io/ctrf schema/ctrf.schema.json",
    example:
      '{"reportFormat":"CTRF","results":{"tool":{"name":"jest"},"summary":{"tests":14},"tests":[{"name":"math adds","status":"passed"}]}}',
  },
  is: (document) => {
    const { tool, summary, tests } = objectOf<"tool" | "summary" | "tests">(at(document, "results"));
    return (
      Array.isArray(tests) && numberOf(at(summary, "tests")) !== undefined && (isCtrf(document) || textOf(at(tool, "name")) !== undefined)
    );
  },
  read,
};

function isCtrf(document: unknown): boolean {
  return at(document, "reportFormat") === "CTRF";
}

const OUTCOMES = new Map<string, Outcome>([
  ["passed", "passed"],
  ["failed", "failed"],
  ["skipped", "skipped"],
  ["pending", "skipped"],
  ["other", "skipped"],
]);

/** What `other` was before, where it failed after all. */
const ERRED = new Set(["error", "errored", "broken", "timedout", "timeout", "crashed"]);

function read(document: unknown, sink: Sink, context: ReadContext): void {
  const { tool, summary, tests } = objectOf<"tool" | "summary" | "tests">(at(document, "results"));
  const name = textOf(at(tool, "name"));
  if (name !== undefined && name !== "") sink.tool(own(name.slice(0, 100)));
  const suites = new Suites(sink, context);
  const listed = { passed: 0, failed: 0 };
  for (const value of listOf(tests)) {
    const status = textOf(at(value, "status")) ?? "";
    if (status === "passed" || status === "failed") listed[status]++;
    readTest(value, status, name ?? "ctrf", suites, context);
  }
  const counts = objectOf<"tests" | "passed" | "failed">(summary);
  const missing = (numberOf(counts.tests) ?? 0) - listOf(tests).length;
  if (missing > 0) suites.doubtAll(`its summary counts ${plural(missing, "test")} that it does not list`);
  for (const word of ["passed", "failed"] as const) {
    const counted = numberOf(counts[word]);
    if (missing <= 0 && counted !== undefined && counted !== listed[word])
      suites.doubtAll(`its summary counts ${counted} ${word} but it lists ${listed[word]}`);
  }
  suites.end();
}

function readTest(value: unknown, status: string, tool: string, suites: Suites, context: ReadContext): void {
  const test = objectOf<
    | "name"
    | "suite"
    | "filePath"
    | "line"
    | "duration"
    | "message"
    | "trace"
    | "retries"
    | "flaky"
    | "rawStatus"
    | "browser"
    | "retryAttempts"
  >(value);
  const file = textOf(test.filePath);
  const path = file === undefined || file === "" ? undefined : context.path(file);
  const suite = suiteOf(Array.isArray(test.suite) ? textsOf(test.suite) : (textOf(test.suite) ?? "").split(" > "), path) || tool;
  const part = suites.of(suite, path);
  const name = (textOf(test.name) ?? "").trim().slice(0, MAX_NAME) || "(no name)";
  const raw = (textOf(test.rawStatus) ?? "").toLowerCase();
  let outcome = OUTCOMES.get(status);
  if (status === "other" && ERRED.has(raw)) outcome = "error";
  if (outcome === undefined) suites.doubt(suite, `a test has the status ${status.slice(0, 50)}, which is not known`);
  const observation: TestObservation =
    outcome === "failed" || outcome === "error"
      ? suites.failing(
          part,
          suite,
          name,
          outcome,
          { said: textOf(test.message), text: traceOf(test.trace) },
          { file, line: numberOf(test.line) },
        )
      : { kind: "test", outcome: outcome ?? "skipped", part, name: own(name), suite: own(suite) };
  const milliseconds = numberOf(test.duration);
  if (milliseconds !== undefined && milliseconds >= 0) observation.duration = milliseconds / 1000;
  const retries = Math.max(Math.trunc(numberOf(test.retries) ?? 0), listOf(test.retryAttempts).length);
  if (retries > 0 && observation.outcome !== "skipped") observation.retries = retries;
  if (observation.outcome === "passed" && test.flaky === true) observation.flaky = true;
  suites.add(observation);
}

/** jest's reporter ends its traces in an object that it did not print. */
function traceOf(value: unknown): string {
  const trace = (textOf(value) ?? "").trimEnd();
  return trace.endsWith("[object Object]") ? trace.slice(0, -"[object Object]".length) : trace;
}

function suiteOf(words: readonly string[], path: string | undefined): string {
  const titles = words.map((w) => w.trim()).filter((w) => w !== "");
  if (path !== undefined) {
    const at = titles.findIndex((title) => title === path || `/${path}`.endsWith(`/${title.replaceAll("\\", "/")}`));
    if (at === -1) titles.unshift(path);
    else titles[at] = path;
  }
  return titles.join(" > ").slice(0, MAX_NAME);
}

const MAX_NAME = 4_096;
