/**
 * JUnit XML of any dialect. There is no schema that all tools keep, so every element is read wherever it stands, header
 * counts are only a cross-check, and the one proof that a suite is whole is that its document is closed and promises
 * nothing it does not list. Where each tool keeps the identity of a test stands in junit-dialects.ts.
 * Sources: facts of surefire-test-report.xsd, the Jenkins xUnit schema, and the writers named in junit-dialects.ts.
 */
import type { Outcome, Part, TestObservation } from "../../model.ts";
import { excerpt } from "../excerpt.ts";
import type { ReadContext, Sink, XmlFormat } from "../format.ts";
import { own } from "../lines.ts";
import { findingOf, linterOf, linterOfCase } from "../lints/junit-lint.ts";
import type { XmlHandler } from "../xml.ts";
import {
  type Attributes,
  type Dialect,
  dialectOf,
  dialectOfCase,
  type Names,
  namesOf,
  type SuiteNames,
  TOOLS,
  withoutStress,
} from "./junit-dialects.ts";
import { GoFailures, isGoTest } from "./junit-go.ts";
import { clean, firstLine, messageOf, placeIn, plain, Text } from "./junit-text.ts";
import { targetOfBinaryId } from "./nextest.ts";
import { panicOf } from "./panic.ts";

export const junit: XmlFormat = {
  shape: "xml",
  name: "junit",
  kinds: ["test", "lint"],
  tool: "junit",
  docs: {
    command: "cargo nextest run --profile ci   # writes target/nextest/ci/junit.xml",
    proof: "the document is closed and no header counts more than is listed; it does not say what was left out on purpose",
    source: "surefire-test-report.xsd; the reporters named in src/reports/tests/junit-dialects.ts",
    example: '<testcase name="adds" classname="shop.CartTest" time="0.004"/>',
  },
  is: (root, namespace) => (root === "testsuites" && namespace !== CHECK) || root === "testsuite" || root === "testcase",
  reader: (sink, context) => new JunitReader(sink, context),
};

/** What Check, the unit tests of C, calls its own suites. */
const CHECK = "http://check.sourceforge.net/ns";

const CUT = "the document ends before this suite does";

/** The root is a suite for the cases that stand in it directly; what it counts are all of them. */
const NO_ATTRIBUTES: Attributes = {};

/** What an open element is to us; `skip` and what stands in it is passed over. */
type Place = "root" | "suite" | "case" | "properties" | "problem" | "through" | "skip";

/** What an element inside a case says of it. */
type Word = "failure" | "error" | "skipped" | "rerun" | "flaky" | "warning";

const WORDS = new Map<string, Word>([
  ["failure", "failure"],
  ["error", "error"],
  ["skipped", "skipped"],
  ["ignored", "skipped"],
  ["disabled", "skipped"],
  ["pending", "skipped"],
  ["rerunFailure", "rerun"],
  ["rerunError", "rerun"],
  ["flakyFailure", "flaky"],
  ["flakyError", "flaky"],
  ["warning", "warning"],
]);

/** Words of `status` and `result` attributes: gtest, ctest, catch2, pester, behave, ginkgo. */
const NOT_RUN = new Set(["disabled", "notrun", "suppressed"]);
const SKIPPED = new Set(["skipped", "ignored", "pending", "inconclusive", "untested"]);
const FAILED = new Set(["failed", "fail", "failure", "broken"]);
const ERRED = new Set(["error", "errored"]);

interface Problem {
  word: Word;
  message: string;
  type: string;
  file: string | undefined;
  line: string | undefined;
  text: Text;
}

/** What most cases have of problems; never added to. */
const NONE: Problem[] = [];
/** Of more problems in one case than this, only those of a new kind are kept. */
const MAX_PROBLEMS = 50;

interface Case {
  attributes: Attributes;
  line: number;
  problems: Problem[];
  /** `severity` among a linter's properties. */
  severity: string;
}

/** A `testsuite`, or the root for cases that stand in it directly. */
interface Suite extends SuiteNames {
  attributes: Attributes;
  line: number;
  linter: string | undefined;
  part: Part | undefined;
  /** Units with the file they live in; empty when there are several. */
  units: Map<string, string | undefined>;
  /** Unit and file of the last case, as written. */
  unit: string | undefined;
  file: string | undefined;
  /** Why the part is not whole. */
  reasons: Set<string>;
  /** Failed Go tests, of which some are parents of others. */
  go: GoFailures | undefined;
  /** node: tests that their suite kept from running, and the first of them. */
  cancelled: number;
  blamed: TestObservation | undefined;
  /** Listed in it and in the suites inside. */
  cases: number;
  failing: number;
  failures: number;
  skipped: number;
  /** Further attempts that are listed inside cases; surefire counts them as tests. */
  attempts: number;
  /** Promised by headers inside, not listed, and told of already. */
  told: number;
}

class JunitReader implements XmlHandler {
  private readonly sink: Sink;
  private readonly context: ReadContext;
  private readonly path: (path: string) => string;
  private readonly places: Place[] = [];
  /** The document has no suite around its cases. */
  private bare = false;
  /** Attributes of `testsuites`. */
  private root: Attributes = {};
  private readonly suites: Suite[] = [];
  private testcase: Case | undefined;
  private problem: Problem | undefined;
  private parts = 0;
  /** Parts of this document that were written by nextest, and whether one of its cases fails. */
  private nextest: Part[] = [];
  private failing = false;
  /** Suites whose header counts cases that may be skipped ones left out; the root's header tells. */
  private missing: { suite: Suite; cases: number }[] = [];
  /** A linter's suites are files; what they say is one part. */
  private readonly lint = new Map<string, Part>();

  constructor(sink: Sink, context: ReadContext) {
    this.sink = sink;
    this.context = context;
    this.path = (path) => context.path(path);
  }

  get deaf(): boolean {
    const place = this.places[this.places.length - 1];
    return place !== "problem" && place !== "through";
  }

  open(name: string, attributes: Attributes, line: number): void {
    if (name === "testcase" && this.places.length === 0) {
      // Cases that stand alone are those of one suite, up to the end.
      this.bare = true;
      this.enter({}, line);
      this.places.push("root");
    }
    this.places.push(this.placeOf(name, attributes, line));
  }

  text(text: string): void {
    this.problem?.text.add(text);
  }

  close(): void {
    switch (this.places.pop()) {
      case "case":
        this.leaveCase();
        break;
      case "problem":
        this.leaveProblem();
        break;
      case "suite":
      case "root":
        this.leaveSuite();
        break;
    }
  }

  end(): void {
    if (this.bare && this.places.length === 1) this.close();
    for (const { go } of this.suites) go?.release();
    if (this.parts > 0) return;
    const linter = linterOf(this.root, {});
    const part = this.sink.part(linter === undefined ? "test" : "lint", "it lists no test");
    part.provesAbsence = false;
    if (linter === undefined) part.state = "partial";
    else {
      this.sink.tool(linter);
      if (this.suites.length === 0) whole(part);
    }
  }

  private placeOf(name: string, attributes: Attributes, line: number): Place {
    const around = this.places[this.places.length - 1];
    switch (around) {
      case "skip":
        return "skip";
      case "problem":
      case "through":
        // surefire's text of an attempt; its output beside it is not kept.
        return name === "stackTrace" ? "through" : "skip";
      case "case":
        return this.inCase(name, attributes);
      case "properties":
        if (name === "property" && this.testcase && attributes.name === "severity") this.testcase.severity = attributes.value ?? "";
        return "skip";
    }
    switch (name) {
      case "testsuites":
        if (around === undefined) this.root = attributes;
        this.enter(around === undefined ? NO_ATTRIBUTES : attributes, line);
        return around === undefined ? "root" : "suite";
      case "testsuite":
        if (around === undefined) this.root = {};
        this.enter(attributes, line);
        return "suite";
      case "testcase":
        return this.enterCase(attributes, line);
      case "failure":
      case "error":
        if (this.suites.length === 0) return "skip";
        this.problem = problemOf(name, attributes);
        return "problem";
      default:
        return "skip";
    }
  }

  private inCase(name: string, attributes: Attributes): Place {
    const word = WORDS.get(name);
    if (word !== undefined) {
      this.problem = problemOf(word, attributes);
      return "problem";
    }
    return name === "properties" && this.suite()?.linter !== undefined ? "properties" : "skip";
  }

  // ------------------------------------------------------------------------------------------------------- suites

  private suite(): Suite | undefined {
    return this.suites[this.suites.length - 1];
  }

  private enter(attributes: Attributes, line: number): void {
    const outer = this.suite();
    const dialect = dialectOf(this.root, attributes);
    const linter = linterOf(this.root, attributes);
    if (outer === undefined || outer.dialect === "plain") this.name(linter ?? TOOLS[dialect]);
    const name = (attributes.name ?? "").trim();
    this.suites.push({
      attributes,
      name,
      parents: outer && outer.parents.length < 100 ? [...outer.parents, name] : [name],
      project: attributes.hostname ?? "",
      dialect,
      line,
      linter,
      part: undefined,
      units: new Map(),
      unit: undefined,
      file: undefined,
      reasons: new Set(),
      go: undefined,
      cancelled: 0,
      blamed: undefined,
      cases: 0,
      failing: 0,
      failures: 0,
      skipped: 0,
      attempts: 0,
      told: 0,
    });
  }

  private name(tool: string | undefined): void {
    if (tool !== undefined) this.sink.tool(tool);
  }

  private leaveSuite(): void {
    const suite = this.suites.pop();
    if (!suite) return;
    suite.go?.release();
    // node says so of no suite: one whose hook failed shows in nothing but the tests that it kept from running.
    if (suite.blamed && suite.cancelled === suite.failing) this.sink.observe({ ...suite.blamed, name: "", whole: true });
    const outer = this.suite();
    this.check(suite.attributes === NO_ATTRIBUTES ? this.root : suite.attributes, suite);
    if (suite.part && suite.linter === undefined) {
      suite.part.extent.cases ??= 0;
      this.settle(suite);
    }
    if (!outer) {
      this.leaveDocument(suite);
      return;
    }
    outer.cases += suite.cases;
    outer.failing += suite.failing;
    outer.failures += suite.failures;
    outer.skipped += suite.skipped;
    outer.attempts += suite.attempts;
    outer.told += suite.told;
  }

  /** What the header promises and the suite does not list. Many headers are wrong the other way, which means nothing. */
  private check(header: Attributes, suite: Suite): void {
    // catch2 counts assertions, a linter's suite is a file.
    if (suite.dialect === "catch2" || suite.linter !== undefined) return;
    const tests = countOf(header.tests);
    const failed = countOf(header.failures) + countOf(header.errors);
    const skipped = countOf(header.skipped ?? header.skips ?? header.ignored);
    if (tests > 0 && suite.cases === 0 && suite.told === 0) {
      this.countOnly(suite, tests, header);
      return;
    }
    // pytest counts subtests and teardowns as tests and writes the list and the counts at once: they prove nothing.
    if (suite.dialect === "pytest") return;
    const missing = tests - suite.cases - suite.attempts - suite.told;
    if (missing > 0) {
      suite.told += missing;
      // Skipped cases that are counted and left out (mocha-junit-reporter): all that ran is listed, yet an absent test may be a skipped one.
      if (skipped - suite.skipped >= missing) this.partOf(suite).provesAbsence = false;
      else if (header.skipped === undefined && this.suites.length > 0) this.missing.push({ suite, cases: missing });
      else this.doubt(suite, `its header counts ${tests} tests but it lists ${suite.cases}`);
    }
    // A suite that lists as many cases as it counts lists all, however it counts the failing ones; the root may count
    // what no suite stands for (gotestsum: packages that could not be built).
    if (missing === 0 && suite.attributes === header) return;
    const unlisted = failed - Math.max(suite.failing, suite.failures + suite.attempts) - suite.told;
    if (unlisted > 0) {
      suite.told += unlisted;
      this.doubt(suite, `its header counts ${plural(unlisted, "failure")} that it does not list`);
    }
  }

  /** A suite that only says how many tests it had: they count, but nobody knows which. */
  private countOnly(suite: Suite, tests: number, header: Attributes): void {
    const errors = Math.min(tests, countOf(header.errors));
    const failed = Math.min(tests - errors, countOf(header.failures));
    const skipped = Math.min(tests - errors - failed, countOf(header.skipped ?? header.skips));
    this.sink.count("error", errors);
    this.sink.count("failed", failed);
    this.sink.count("skipped", skipped);
    this.sink.count("passed", tests - errors - failed - skipped);
    suite.told += tests;
    this.doubt(suite, `it counts ${plural(tests, "test")} and names none`);
  }

  private doubt(suite: Suite, reason: string): void {
    this.partOf(suite);
    suite.reasons.add(reason);
    this.settle(suite);
  }

  private settle(suite: Suite): void {
    const { part, reasons } = suite;
    if (!part) return;
    if (reasons.size === 0) whole(part);
    else {
      part.state = "partial";
      part.reason = [...reasons].join("; ");
    }
    const paths = [...suite.units].filter((entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== "");
    if (paths.length > 0) part.extent.paths = Object.fromEntries(paths);
  }

  private leaveDocument(root: Suite): void {
    let missing = 0;
    for (const { cases } of this.missing) missing += cases;
    const skippedElsewhere = countOf(this.root.skipped) - root.skipped;
    for (const { suite, cases } of this.missing) {
      if (missing <= skippedElsewhere) this.partOf(suite).provesAbsence = false;
      else suite.reasons.add(`its header counts ${plural(cases, "test")} that it does not list`);
      this.settle(suite);
    }
    for (const part of this.lint.values()) whole(part);
    // The rest of a run is cancelled at its first failure by default, and the file does not say so.
    if (this.failing) for (const part of this.nextest) part.provesAbsence = false;
    this.missing = [];
    this.nextest = [];
    this.failing = false;
  }

  private partOf(suite: Suite): Part {
    if (suite.part) return suite.part;
    const { linter } = suite;
    const known = linter === undefined ? undefined : this.lint.get(linter);
    suite.part = known ?? this.sink.part(linter === undefined ? "test" : "lint", CUT);
    this.parts++;
    if (known) return known;
    suite.part.line = suite.line;
    if (linter !== undefined) {
      suite.part.provesAbsence = false;
      suite.part.extent.owners = [linter];
      this.lint.set(linter, suite.part);
    }
    return suite.part;
  }

  /** An error or failure of the suite itself, beside its cases. */
  private wholeSuite(suite: Suite, problem: Problem): void {
    const name = suite.name || (this.root.name ?? "").trim();
    const names: Names = { suite: suite.dialect === "nextest" ? withoutStress(name) : name, name: "", whole: true };
    const outcome = problem.word === "error" ? "error" : "failed";
    suite.failures++;
    this.failing = true;
    suite.reasons.add("the suite failed as a whole, so tests may be missing");
    const part = this.place(suite, names.suite, {});
    this.sink.observe(
      this.failure(suite, part, names, outcome, [problem], { attributes: {}, line: suite.line, problems: [], severity: "" }),
    );
  }

  // -------------------------------------------------------------------------------------------------------- cases

  private enterCase(attributes: Attributes, line: number): Place {
    const suite = this.suite();
    if (!suite) return "skip";
    if (suite.cases === 0) {
      if (suite.linter === undefined) {
        suite.linter = linterOfCase(suite.attributes, attributes);
        this.name(suite.linter);
      }
      if (suite.dialect === "plain") {
        suite.dialect = dialectOfCase(this.root, suite, suite.attributes, attributes);
        this.name(TOOLS[suite.dialect]);
      }
    }
    this.testcase = { attributes, line, problems: NONE, severity: "" };
    return "case";
  }

  private leaveProblem(): void {
    const { problem, testcase } = this;
    this.problem = undefined;
    if (!problem) return;
    if (testcase) addProblem(testcase, problem);
    else {
      const suite = this.suite();
      if (suite) this.wholeSuite(suite, problem);
    }
  }

  private leaveCase(): void {
    const { testcase } = this;
    const suite = this.suite();
    this.testcase = undefined;
    if (!testcase || !suite) return;
    suite.cases++;
    for (const { word } of testcase.problems) {
      if (word === "failure" || word === "error") suite.failures++;
      else if (word === "rerun" || word === "flaky") suite.attempts++;
    }
    const outcome = outcomeOf(testcase, suite.dialect);
    const failing = outcome === "failed" || outcome === "error";
    if (failing) suite.failing++;
    if (outcome === "skipped") suite.skipped++;
    if (suite.linter === undefined) this.test(suite, testcase, outcome, failing);
    else if (failing) this.finding(suite, testcase, suite.linter);
    else this.partOf(suite);
  }

  private test(suite: Suite, testcase: Case, outcome: Outcome, failing: boolean): void {
    const names = namesOf(suite, testcase.attributes, failing, this.path);
    if (failing) this.failing = true;
    const part = this.place(suite, names.suite, testcase.attributes);
    part.extent.cases = (part.extent.cases ?? 0) + 1;
    if (names.whole || names.name === "") {
      // It counts as a case of the report, but no test goes by its name.
      this.sink.count(outcome, 1);
      if (failing && names.suite === "") suite.reasons.add("a test failed that has neither name nor class nor suite");
      else if (failing && !names.harmless) suite.reasons.add("a file, class or module failed as a whole, so tests are missing");
      if (names.suite === "" || (!names.whole && !failing)) return;
      names.whole = true;
      names.name = "";
    }
    if (failing) {
      const problems = testcase.problems.filter((p) => p.word === "failure" || p.word === "error");
      const observation = this.failure(suite, part, names, outcome, problems.length > 0 ? problems : testcase.problems, testcase);
      if (suite.dialect === "node" && !names.whole && suite.name !== "" && isCancelled(problems)) {
        suite.cancelled++;
        suite.blamed ??= observation;
        const shown: TestObservation = {
          kind: "test",
          outcome: "skipped",
          part,
          name: observation.name,
          message: "it was cancelled with its suite",
        };
        if (observation.suite !== undefined) shown.suite = observation.suite;
        this.sink.observe(shown, outcome);
      } else if (suite.dialect !== "plain" || names.whole || !isGoTest(names.name)) this.sink.observe(observation);
      else {
        suite.go ??= new GoFailures(this.sink);
        suite.go.add(observation);
      }
      return;
    }
    const observation: TestObservation = { kind: "test", outcome, part, name: names.name };
    if (names.suite !== "") observation.suite = names.suite;
    if (names.whole) observation.whole = true;
    const seconds = secondsOf(testcase.attributes.time);
    if (seconds !== undefined) observation.duration = seconds;
    if (testcase.problems.length > 0) this.beside(observation, testcase);
    this.sink.observe(observation);
  }

  /** Why a test was skipped, or that earlier attempts failed. */
  private beside(observation: TestObservation, { problems }: Case): void {
    if (observation.outcome === "skipped") {
      const skip = problems.find((p) => p.word === "skipped" || p.word === "warning") ?? problems[0];
      const reason = skip ? clean(skip.message) || firstLine(plain(skip.text.value())) : "";
      if (reason !== "") observation.message = reason;
      return;
    }
    observation.retries = problems.length;
    observation.flaky = true;
  }

  /** The part the case belongs to, with the unit and its file entered. */
  private place(suite: Suite, unit: string, attributes: Attributes): Part {
    const part = this.partOf(suite);
    const file = attributes.file;
    if (unit === suite.unit || suite.units.has(unit)) {
      suite.unit = unit;
      // Cases of one class in several files: no file is the unit's.
      if (file !== undefined && file !== suite.file) {
        if (suite.units.get(unit) !== this.inside(file)) suite.units.set(unit, "");
        suite.file = file;
      }
      return part;
    }
    suite.unit = unit;
    suite.units.set(own(unit), this.inside(file));
    suite.file = file;
    if (suite.dialect === "nextest") {
      if (this.nextest[this.nextest.length - 1] !== part) this.nextest.push(part);
      const target = targetOfBinaryId(own(unit));
      if (target) {
        // Identity enters the unit, in cargo's spelling.
        part.target = target;
        part.extent.units = [];
        return part;
      }
    }
    if (unit !== "") part.extent.units.push(own(unit));
    return part;
  }

  /** The path, if it lies in the repository. */
  private inside(file: string | undefined): string | undefined {
    if (file === undefined || file === "") return undefined;
    const path = this.context.path(file);
    return /^(?:[\\/]|\.\.(?:[\\/]|$)|[A-Za-z]:)/.test(path) ? undefined : own(path);
  }

  private failure(suite: Suite, part: Part, names: Names, outcome: Outcome, problems: readonly Problem[], testcase: Case): TestObservation {
    const observation: TestObservation = { kind: "test", outcome, part, name: own(names.name) };
    if (names.suite !== "") observation.suite = own(names.suite);
    if (names.whole) observation.whole = true;
    const texts = problems.map((p) => plain(p.text.value()).trim()).filter((t) => t !== "");
    const text = texts.join("\n\n");
    if (text !== "") observation.detail = own(excerpt(text));
    const seconds = secondsOf(testcase.attributes.time);
    if (seconds !== undefined) observation.duration = seconds;
    const attempts = testcase.problems.filter((p) => p.word === "rerun" || p.word === "flaky").length;
    if (attempts > 0) observation.retries = attempts;
    const [first] = problems;
    const said = first ? clean(first.message).trim() : "";
    if (suite.dialect === "nextest") {
      const panic = text === "" ? {} : panicOf(text.split("\n"), names.name);
      observation.message = own(excerpt(panic.message || said || first?.type || "the test failed"));
      if (panic.file !== undefined) this.locate(observation, panic.file, panic.line);
      return observation;
    }
    // A panic of Go ends the package's binary: what would have come after it is missing.
    if (text.includes("\ngoroutine ") && /^panic: /m.test(text)) suite.reasons.add("a panic ended the tests of the package");
    observation.message = own(excerpt(messageOf(said, text, first?.type ?? "", names.name)));
    this.placeFailure(observation, suite, testcase, problems, text);
    return observation;
  }

  private placeFailure(observation: TestObservation, suite: Suite, testcase: Case, problems: readonly Problem[], text: string): void {
    const named = problems.find((p) => p.file !== undefined);
    const { file = suite.attributes.file ?? suite.attributes.filepath, line, lineno } = testcase.attributes;
    if (named?.file !== undefined) {
      this.locate(observation, named.file, numberOf(named.line));
      return;
    }
    const found = placeIn(text);
    if (file === undefined || file === "") {
      if (found) this.locate(observation, found.file, found.line);
      return;
    }
    // The line where it failed tells more than the line where the test begins, if it is of the same file.
    const path = this.context.path(file);
    if (found && `/${path}`.endsWith(`/${this.context.path(found.file)}`)) this.locate(observation, file, found.line);
    // pytest's xunit1 counts lines from zero.
    else this.locate(observation, file, suite.dialect === "pytest" ? addOne(numberOf(line)) : numberOf(line ?? lineno));
  }

  private locate(observation: TestObservation, file: string, line: number | undefined): void {
    observation.file = own(this.context.path(file));
    if (line !== undefined && line > 0) observation.line = line;
  }

  private finding(suite: Suite, testcase: Case, linter: string): void {
    const part = this.partOf(suite);
    for (const problem of testcase.problems) {
      if (problem.word !== "failure" && problem.word !== "error") continue;
      const complaint = {
        error: problem.word === "error",
        message: clean(problem.message).trim(),
        type: problem.type,
        text: plain(problem.text.value()),
        severity: testcase.severity,
      };
      this.sink.observe(findingOf(linter, part, suite.attributes, testcase.attributes, complaint, this.path));
    }
  }
}

// ----------------------------------------------------------------------------------------------------------- verdicts

/** A failure beats a skip, but where the tool skips a failure on purpose; flaky attempts are failures of a test that passed. */
function outcomeOf({ attributes, problems }: Case, dialect: Dialect): Outcome {
  if (problems.length === 0 && attributes.status === undefined && attributes.result === undefined) return "passed";
  const status = attributes.status?.toLowerCase() ?? "";
  const result = attributes.result?.toLowerCase() ?? "";
  if (NOT_RUN.has(status) || NOT_RUN.has(result)) return "skipped";
  let failed = false;
  let error = false;
  let skipped = false;
  let todo = false;
  for (const { word, type } of problems) {
    if (word === "error") error = true;
    else if (word === "failure" || word === "rerun") failed = true;
    else if (word === "skipped" || word === "warning") {
      skipped = true;
      todo ||= type === "todo";
    }
  }
  // node's todo tests and catch2's [!mayfail] may fail: both write a skip beside the failure.
  if (skipped && (todo || dialect === "node" || dialect === "catch2")) return "skipped";
  if (error) return "error";
  if (failed) return "failed";
  if (skipped || SKIPPED.has(status) || SKIPPED.has(result)) return "skipped";
  if (ERRED.has(status) || ERRED.has(result)) return "error";
  return FAILED.has(status) || FAILED.has(result) ? "failed" : "passed";
}

/** What node says of a test that did not end before its parent did. */
function isCancelled(problems: readonly Problem[]): boolean {
  return problems.length > 0 && problems.every(({ type }) => type === "cancelledByParent");
}

function whole(part: Part): void {
  part.state = "whole";
  delete part.reason;
}

function addProblem(testcase: Case, problem: Problem): void {
  const { problems } = testcase;
  if (problems === NONE) testcase.problems = [problem];
  else if (problems.length < MAX_PROBLEMS || !problems.some((p) => p.word === problem.word)) problems.push(problem);
}

function problemOf(word: Word | "failure" | "error", attributes: Attributes): Problem {
  const { message = "", type = "", file, line } = attributes;
  return { word, message, type, file, line, text: new Text() };
}

// ------------------------------------------------------------------------------------------------------------ numbers

/** No run has more tests. */
const MAX_COUNT = 10_000_000;

function countOf(digits: string | undefined): number {
  return digits !== undefined && /^\d{1,9}$/.test(digits) ? Math.min(Number(digits), MAX_COUNT) : 0;
}

function numberOf(digits: string | undefined): number | undefined {
  return digits !== undefined && /^\d{1,9}$/.test(digits) ? Number(digits) : undefined;
}

function addOne(line: number | undefined): number | undefined {
  return line === undefined ? undefined : line + 1;
}

/** Seconds; surefire groups thousands, gotestsum may write `-0.000000`. */
function secondsOf(time: string | undefined): number | undefined {
  if (time === undefined || time === "") return undefined;
  let seconds = Number(time);
  if (Number.isNaN(seconds)) seconds = Number(time.replaceAll(",", ""));
  return Number.isFinite(seconds) && seconds >= 0 ? Math.abs(seconds) : undefined;
}

function plural(n: number, word: string): string {
  return `${n} ${word}${n === 1 ? "" : "s"}`;
}
