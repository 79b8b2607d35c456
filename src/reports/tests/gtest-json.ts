/**
 * GoogleTest's JSON (`--gtest_output=json`), the twin of its XML: suites, cases, and several failures in one case. A
 * program that lists its tests writes the same file without outcomes. Nothing is written when the program crashes.
 * Source: google/googletest googletest/src/gtest.cc, JsonUnitTestResultPrinter (1.8.1 to 1.17).
 */
import type { TestObservation } from "../../model.ts";
import type { JsonFormat, ReadContext, Sink } from "../format.ts";
import { own } from "../lines.ts";
import { at, listOf, numberOf, objectOf, textOf } from "../values.ts";
import { plural, Suites } from "./suites.ts";

export const gtestJson: JsonFormat = {
  shape: "json",
  name: "gtest-json",
  aliases: ["gtest"],
  kinds: ["test"],
  tool: "googletest",
  docs: {
    command: "./tests --gtest_output=json:gtest.json",
    proof: "googletest writes the file when all tests have run; every case has an outcome and no suite counts more than it lists",
    source: "google/googletest googletest/src/gtest.cc (JsonUnitTestResultPrinter)",
    example:
      '{"tests":9,"failures":3,"name":"AllTests","testsuites":[{"name":"Math","testsuite":[{"name":"Adds","status":"RUN","result":"COMPLETED"}]}]}',
  },
  is: (document) => {
    const { testsuites, tests } = objectOf<"testsuites" | "tests">(document);
    return Array.isArray(testsuites) && numberOf(tests) !== undefined;
  },
  read,
};

const MAX_NAME = 4_096;

function read(document: unknown, sink: Sink, context: ReadContext): void {
  const suites = new Suites(sink, context);
  for (const suite of listOf(at(document, "testsuites"))) readSuite(suite, suites, context);
  const counted = numberOf(at(document, "tests")) ?? 0;
  if (counted > suites.total) suites.doubtAll(`it counts ${plural(counted, "test")} but lists ${suites.total}`);
  suites.end();
}

function readSuite(value: unknown, suites: Suites, context: ReadContext): void {
  const suite = objectOf<"name" | "tests" | "testsuite">(value);
  const title = textOf(suite.name) ?? "";
  for (const testcase of listOf(suite.testsuite)) {
    const test = objectOf<"name" | "classname" | "status" | "result" | "file" | "line" | "time" | "failures" | "skipped">(testcase);
    const unit = (textOf(test.classname) || title || "googletest").slice(0, MAX_NAME);
    const file = textOf(test.file);
    const path = file === undefined ? undefined : context.path(file);
    const part = suites.of(unit, path);
    const name = (textOf(test.name) ?? "").slice(0, MAX_NAME);
    const failures = listOf(test.failures);
    const status = (textOf(test.status) ?? "").toUpperCase();
    const result = (textOf(test.result) ?? "").toUpperCase();
    let observation: TestObservation;
    if (failures.length > 0) {
      const texts = failures.map((f) => textOf(at(f, "failure")) ?? textOf(at(f, "message")) ?? "");
      // A failure begins with its place: `g.cc:4`, or `g.cc(4)` of a Microsoft compiler.
      const place = /^(\S.{0,400}?)(?::(\d{1,7})|\((\d{1,7})\))(?::|\n|$)/.exec((texts[0] ?? "").slice(0, 1_000));
      const said = (texts[0] ?? "").slice(place?.[0].length ?? 0);
      const at_ = place ? { file: place[1], line: Number(place[2] ?? place[3]) } : {};
      const words = { said, text: texts.join("\n\n"), ...at_ };
      // Failures outside of any test stand in a case without a name.
      observation = suites.failing(part, unit, name, "failed", words, { file, line: numberOf(test.line) });
    } else {
      const skipped = status === "NOTRUN" || result === "SKIPPED" || result === "SUPPRESSED";
      if (status === "") suites.doubt(unit, "it lists tests that were not run");
      observation = { kind: "test", outcome: skipped || status === "" ? "skipped" : "passed", part, name: own(name), suite: own(unit) };
      if (name === "") observation.whole = true;
      const reason = textOf(at(listOf(test.skipped)[0], "message"));
      if (skipped && reason !== undefined && reason.trim() !== "")
        observation.message = own(reason.trim().split("\n").at(-1) ?? "").slice(0, 500);
    }
    const seconds = Number.parseFloat(textOf(test.time) ?? "");
    if (Number.isFinite(seconds) && seconds >= 0) observation.duration = seconds;
    suites.add(observation);
  }
}
