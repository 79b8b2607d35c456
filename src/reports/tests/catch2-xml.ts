/**
 * Catch2's own XML (`-r xml`): test cases with their sections, what was checked in them, and an overall result. Names are
 * those of its JUnit: the program with `.global` is the class. Sections are told in the message; a case fails when one of
 * them does. A program that was killed by a signal closes its
 * document all the same, with the signal in the case that ran.
 * Source: catchorg/Catch2 src/catch2/reporters/catch_reporter_xml.cpp (2.0 to 3.8).
 */
import type { Part, TestObservation } from "../../model.ts";
import type { ReadContext, Sink, XmlFormat } from "../format.ts";
import { own } from "../lines.ts";
import { plural, Suites } from "./suites.ts";
import { type Attributes, countOf, secondsOf, Walker } from "./walker.ts";

export const catch2Xml: XmlFormat = {
  shape: "xml",
  name: "catch2-xml",
  aliases: ["catch2"],
  kinds: ["test", "bench"],
  tool: "catch2",
  docs: {
    command: "./tests -r xml::out=catch2.xml",
    proof: "the document is closed, every case has its result, its counts match, and no filter was given",
    source: "catchorg/Catch2 src/catch2/reporters/catch_reporter_xml.cpp",
    example: '<TestCase name="adds" filename="cart.cpp" line="7"><OverallResult success="true"/></TestCase>',
  },
  is: (root) => root === "Catch" || root === "Catch2TestRun",
  reader: (sink, context) => new Catch2Reader(sink, context),
};

const MAX_NAME = 4_096;
/** Of one case's failures so many are told. */
const MAX_FAILURES = 20;

interface Case {
  name: string;
  file: string | undefined;
  line: number | undefined;
  result: Attributes | undefined;
  failures: { said: string; file: string | undefined; line: number | undefined }[];
  /** Titles of the open sections. */
  sections: string[];
  skip: string;
  shouldFail: boolean;
}

class Catch2Reader extends Walker {
  private readonly sink: Sink;
  private readonly suites: Suites;
  /** Of the benchmarks, where there are any. */
  private bench: Part | undefined;
  /** The benchmark whose results are at hand. */
  private measuring: string | undefined;
  private unit = "global";
  private testcase: Case | undefined;
  /** The expression at hand, as written and as it came out. */
  private expression: { attributes: Attributes; original: string; expanded: string; exception: string } | undefined;
  private counted: number | undefined;
  private root: Attributes = {};
  private closed = false;

  constructor(sink: Sink, context: ReadContext) {
    super();
    this.sink = sink;
    this.suites = new Suites(sink, context);
  }

  protected enter(name: string, attributes: Attributes): void {
    if (this.path.length === 1) {
      this.root = attributes;
      this.unit = `${(attributes.name ?? "").slice(0, MAX_NAME) || "catch2"}.global`;
      return;
    }
    const { testcase, expression } = this;
    switch (name) {
      case "TestCase":
        this.testcase = {
          name: own((attributes.name ?? "").trim().slice(0, MAX_NAME)),
          file: attributes.filename,
          line: countOf(attributes.line),
          result: undefined,
          failures: [],
          sections: [],
          skip: "",
          shouldFail: (attributes["tags"] ?? "").includes("[!shouldfail]"),
        };
        break;
      case "Section":
        testcase?.sections.push(attributes.name ?? "");
        break;
      case "Expression":
        this.expression = { attributes, original: "", expanded: "", exception: "" };
        break;
      case "Original":
        if (expression) this.listen((text) => (expression.original = text.trim()));
        break;
      case "Expanded":
        if (expression) this.listen((text) => (expression.expanded = text.trim()));
        break;
      case "FatalErrorCondition":
      case "Exception":
      case "Failure":
        // The document is closed all the same, without the cases that were to come.
        if (name === "FatalErrorCondition") this.suites.doubtAll("a signal ended the program");
        if (expression) this.listen((text) => (expression.exception = text.trim()));
        else if (testcase) this.listen((text) => this.fail(testcase, attributes, `${name === "Failure" ? "" : `${name}: `}${text.trim()}`));
        break;
      case "Skip":
        if (testcase) this.listen((text) => (testcase.skip = text.trim()));
        break;
      case "BenchmarkResults":
        this.measuring = attributes.name ?? "";
        break;
      case "mean":
        if (testcase && this.measuring !== undefined) this.measure(testcase, this.measuring, attributes);
        break;
      case "OverallResult":
        if (testcase && this.around() === "TestCase") testcase.result = attributes;
        break;
      case "OverallResultsCases":
        // Groups of version 2 have counts of their own, inside the run's.
        if (this.path.length === 2) {
          const { successes, failures, expectedFailures, skips } = attributes as Record<string, string | undefined>;
          this.counted = [successes, failures, expectedFailures, skips].reduce((sum, n) => sum + (countOf(n) ?? 0), 0);
        }
        break;
    }
  }

  /** Benchmarks are in nanoseconds, named as the console reporter names them. */
  private measure(testcase: Case, title: string, attributes: Attributes): void {
    const value = Number(attributes["value"]);
    if (attributes["value"] === undefined || !Number.isFinite(value) || value < 0) return;
    if (!this.bench) this.bench = this.sink.part("bench", "the document ends before its run does");
    if (this.bench.extent.units.at(-1) !== testcase.name) this.bench.extent.units.push(testcase.name);
    const name = own([...testcase.sections, title].join(" / ").slice(0, MAX_NAME));
    const range = (Number(attributes["upperBound"]) - Number(attributes["lowerBound"])) / 2;
    this.sink.observe({
      kind: "bench",
      outcome: "passed",
      part: this.bench,
      name,
      suite: testcase.name,
      value,
      unit: "ns",
      better: "smaller",
      ...(range > 0 && Number.isFinite(range) ? { range } : {}),
    });
  }

  private fail(testcase: Case, attributes: Attributes, said: string): void {
    if (testcase.failures.length >= MAX_FAILURES) return;
    const where = testcase.sections.length > 0 ? ` (in ${testcase.sections.join(" / ").slice(0, 500)})` : "";
    testcase.failures.push({ said: `${said || "the test failed"}${where}`, file: attributes.filename, line: countOf(attributes.line) });
  }

  protected leave(name: string): void {
    const { testcase, expression } = this;
    if (name === "Section") testcase?.sections.pop();
    else if (name === "BenchmarkResults") this.measuring = undefined;
    else if (name === "Expression" && expression) {
      const { attributes, original, expanded, exception } = expression;
      const type = attributes.type ?? "";
      const unknown = original.startsWith("{Unknown");
      const values = expanded !== "" && expanded !== original ? `, with ${expanded}` : "";
      if (testcase && attributes.success === "false")
        this.fail(testcase, attributes, unknown ? exception : `${type}( ${original} )${values}${exception === "" ? "" : `: ${exception}`}`);
      this.expression = undefined;
    } else if (name === "TestCase" && testcase) {
      this.give(testcase);
      this.testcase = undefined;
    }
    if (this.path.length === 1) this.finish();
  }

  private give({ name, file, line, result, failures, skip, shouldFail }: Case): void {
    const { suites, unit } = this;
    const part = suites.of(unit);
    const skips = countOf(result?.["skips"]) ?? 0;
    const success = result?.success;
    let observation: TestObservation;
    if (success === "false") {
      const [first] = failures;
      const text = failures.map((f) => `${f.file ?? ""}:${f.line ?? ""}: ${f.said}`).join("\n\n");
      const words = {
        said: first?.said ?? (shouldFail ? "the test should fail and passed" : undefined),
        text,
        file: first?.file,
        line: first?.line,
      };
      observation = suites.failing(part, unit, name || "(no name)", "failed", words, { file, line });
    } else {
      // A case that may fail, and does, has failures beside its success.
      const skipped = success !== "true" || skips > 0 || failures.length > 0;
      observation = { kind: "test", outcome: skipped ? "skipped" : "passed", part, name: name || "(no name)", suite: own(unit) };
      if (skip !== "") observation.message = own(skip.split("\n", 1)[0] ?? "").slice(0, 500);
      if (success === undefined) suites.doubt(unit, "a test case has no result");
    }
    const seconds = secondsOf(result?.["durationInSeconds"]);
    if (seconds !== undefined) observation.duration = seconds;
    suites.add(observation);
  }

  private finish(): void {
    this.closed = true;
    if (this.bench) {
      this.bench.state = "whole";
      delete this.bench.reason;
    }
    const filters = this.root["filters"] ?? "";
    if (filters !== "" && filters !== "*" && filters !== '"*"') this.suites.doubtAll(`its run was filtered: ${filters.slice(0, 200)}`);
    const missing = (this.counted ?? 0) - this.suites.total;
    if (missing > 0) this.suites.doubtAll(`it counts ${plural(missing, "test case")} that it does not list`);
    this.suites.end();
  }

  end(): void {
    if (!this.closed) this.suites.breakOff("the document ends before its run does");
  }
}
