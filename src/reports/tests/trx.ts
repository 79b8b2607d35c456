/**
 * Visual Studio's test results (`dotnet test --logger trx`). A result names its test, and the test's definition, which
 * comes after all results, names its class: so results wait for it. Rows of a data-driven test are the cases, the test
 * around them is none. The run's own outcome tells whether it was cut short; messages of the runner repeat failures.
 * Sources: microsoft/vstest src/Microsoft.TestPlatform.Extensions.TrxLogger, schema vstst.xsd (TeamTest/2010).
 */
import type { Outcome, TestObservation } from "../../model.ts";
import type { ReadContext, Sink, XmlFormat } from "../format.ts";
import { own } from "../lines.ts";
import { placeIn, splitName, timeSpan, withoutClass } from "./dotnet.ts";
import { clean, firstLine } from "./junit-text.ts";
import { plural, Suites } from "./suites.ts";
import { type Attributes, countOf, Walker } from "./walker.ts";

const NAMESPACE = "http://microsoft.com/schemas/VisualStudio/TeamTest/";

export const trx: XmlFormat = {
  shape: "xml",
  name: "trx",
  kinds: ["test"],
  tool: "dotnet test",
  docs: {
    command: 'dotnet test --logger "trx;LogFileName=tests.trx"',
    proof: "the document is closed, the run's outcome is Completed, Passed or Failed, and its counters count no more than is listed",
    source: "microsoft/vstest src/Microsoft.TestPlatform.Extensions.TrxLogger",
    example: '<UnitTestResult testName="Shop.CartTests.Adds" outcome="Passed" duration="00:00:00.0012345"/>',
  },
  is: (root, namespace) => root === "TestRun" && namespace?.startsWith(NAMESPACE) === true,
  reader: (sink, context) => new TrxReader(sink, context),
};

const MAX_NAME = 4_096;

const OUTCOMES = new Map<string, Outcome>([
  ["Passed", "passed"],
  ["PassedButRunAborted", "passed"],
  ["Completed", "passed"],
  ["Warning", "passed"],
  ["Failed", "failed"],
  ["Error", "error"],
  ["Timeout", "error"],
  ["NotExecuted", "skipped"],
  ["Inconclusive", "skipped"],
]);

/** Neither an end nor a failure: the test was not judged. */
const CUT_SHORT = new Set(["Aborted", "NotRunnable", "Disconnected", "InProgress", "Pending", "PassedButRunAborted"]);

const FINISHED = new Set(["Completed", "Passed", "Failed", "Warning", "Inconclusive", "NotExecuted"]);

/** What the runner says when the program that ran the tests died. */
const CRASH = /\babort|\bcrash|test ?host process exited|testhost.*exited/i;

interface Result {
  test: string;
  name: string;
  outcome: string;
  seconds: number | undefined;
  said: string;
  trace: string;
  /** Results inside it. */
  rows: number;
}

class TrxReader extends Walker {
  private readonly suites: Suites;
  /** Class and name of each test, by its id. */
  private readonly tests = new Map<string, { suite: string; name: string }>();
  private readonly open_: Result[] = [];
  private readonly results: Result[] = [];
  private definition = "";
  private summary = "";
  private counted = 0;
  /** Results that stand for the rows inside them. */
  private parents = 0;
  private crash = "";
  private closed = false;

  constructor(sink: Sink, context: ReadContext) {
    super();
    this.suites = new Suites(sink, context);
  }

  protected enter(name: string, attributes: Attributes): void {
    const result = this.open_[this.open_.length - 1];
    const around = this.around() ?? "";
    if (around === "Results" || around === "InnerResults") this.enterResult(attributes);
    else if (around === "TestDefinitions") this.definition = own(attributes.id ?? "");
    else if (name === "TestMethod" && this.definition !== "") {
      const suite = classOf((attributes.className ?? "").slice(0, MAX_NAME));
      this.tests.set(this.definition, { suite: own(suite), name: own((attributes.name ?? "").slice(0, MAX_NAME)) });
    } else if (name === "ResultSummary") this.summary = attributes.outcome ?? "";
    else if (name === "Counters") this.counted = countOf(attributes.total) ?? 0;
    else if (name === "Message" && around === "ErrorInfo" && result) this.listen((text) => (result.said = own(text)));
    else if (name === "StackTrace" && around === "ErrorInfo" && result) this.listen((text) => (result.trace = own(text)));
    else if (name === "Text" && around === "RunInfo" && this.crash === "") {
      this.listen((text) => {
        if (CRASH.test(text.slice(0, 2_000)) && !/\[(?:FAIL|SKIP)\]\s*$/.test(text)) this.crash = own(text.trim());
      });
    }
  }

  private enterResult(attributes: Attributes): void {
    const around = this.open_[this.open_.length - 1];
    if (around) around.rows++;
    this.open_.push({
      test: own(attributes.testId ?? around?.test ?? ""),
      name: own((attributes.testName ?? "").slice(0, MAX_NAME)),
      outcome: own(attributes.outcome ?? "Error"),
      seconds: timeSpan(attributes.duration),
      said: "",
      trace: "",
      rows: 0,
    });
  }

  protected leave(_name: string): void {
    const around = this.around();
    if (around === "Results" || around === "InnerResults") {
      const result = this.open_.pop();
      if (result && result.rows === 0) this.results.push(result);
      else if (result) this.parents++;
    } else if (around === "TestDefinitions") this.definition = "";
    if (this.path.length === 1) this.closed = true;
  }

  end(): void {
    for (const result of this.results) this.give(result);
    const { suites } = this;
    if (!this.closed) {
      suites.breakOff("the document ends before its run does");
      return;
    }
    if (this.summary !== "" && !FINISHED.has(this.summary)) suites.doubtAll(`the run ended as ${this.summary.slice(0, 50)}`);
    if (this.crash !== "") {
      suites.doubtAll(firstLine(clean(this.crash)).slice(0, 200));
      const part = suites.of("dotnet test");
      suites.add(suites.failing(part, "dotnet test", "", "error", { said: this.crash, text: this.crash }));
    } else if (suites.total > 0) suites.of("dotnet test");
    // vstest counts a result with rows inside as one more test (TrxLogger.cs), others do not.
    const all = suites.total + this.parents;
    const missing = this.counted - (this.counted < all ? suites.total : all);
    if (missing > 0) suites.doubtAll(`its counters count ${plural(missing, "test")} that it does not list`);
    suites.end();
  }

  private give({ test, name: full, outcome: word, seconds, said, trace }: Result): void {
    const defined = this.tests.get(test);
    // Without its definition a test has no class; in a cut document it may have one all the same.
    if (!defined && !this.closed) {
      this.suites.count(OUTCOMES.get(word) ?? "skipped");
      return;
    }
    const suite = defined?.suite || splitName(full).suite || "dotnet test";
    const name = withoutClass(full, suite) || defined?.name || "(no name)";
    const part = this.suites.of(suite);
    const outcome = OUTCOMES.get(word) ?? "skipped";
    if (CUT_SHORT.has(word)) this.suites.doubt(suite, `a test ended as ${word}`);
    else if (!OUTCOMES.has(word)) this.suites.doubt(suite, `a test has the outcome ${word.slice(0, 50)}, which is not known`);
    let observation: TestObservation;
    if (outcome === "failed" || outcome === "error") {
      const message = said === "" && word === "Timeout" ? "the test timed out" : said;
      observation = this.suites.failing(part, suite, name, outcome, { said: message, text: trace, ...placeIn(trace) });
    } else {
      observation = { kind: "test", outcome, part, name, suite };
      const why = firstLine(clean(said));
      if (outcome === "skipped" && why !== "") observation.message = why.slice(0, 500);
    }
    if (seconds !== undefined) observation.duration = seconds;
    this.suites.add(observation);
  }
}

/** `Shop.CartTests, Shop.Tests, Version=…` of old: the class ends before its assembly, arguments of a generic one hold commas too. */
function classOf(text: string): string {
  const comma = text.indexOf(",", text.lastIndexOf("]") + 1);
  return (comma === -1 ? text : text.slice(0, comma)).trim();
}
