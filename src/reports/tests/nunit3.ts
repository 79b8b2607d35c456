/**
 * NUnit 3's results. A case is its fixture, arguments of the fixture included, and its name. Suites repeat what failed
 * inside them (`site="Child"`); what failed in a fixture's own set-up, tear-down or loading is a failure of the fixture.
 * Source: docs.nunit.org, Test Result XML Format (3.0 to 4.x); nunit nunitframework TestResult.cs.
 */
import type { Outcome, TestObservation } from "../../model.ts";
import type { ReadContext, Sink, XmlFormat } from "../format.ts";
import { own } from "../lines.ts";
import { placeIn, splitName } from "./dotnet.ts";
import { clean, firstLine } from "./junit-text.ts";
import { plural, Suites } from "./suites.ts";
import { type Attributes, countOf, secondsOf, Walker } from "./walker.ts";

export const nunit3: XmlFormat = {
  shape: "xml",
  name: "nunit3",
  aliases: ["nunit"],
  kinds: ["test"],
  tool: "nunit",
  docs: {
    command: "nunit3-console Tests.dll --result=TestResult.xml   # or: dotnet test --logger nunit",
    proof: "the document is closed, every test case it counts is listed, nothing was cancelled and no filter was given",
    source: "docs.nunit.org/articles/nunit/technical-notes/usage/Test-Result-XML-Format.html",
    example: '<test-case fullname="Shop.CartTests.Adds" classname="Shop.CartTests" name="Adds" result="Passed" duration="0.012"/>',
  },
  // NUnitLite and Unity write a suite without a run around it; Allure's suites have a namespace.
  is: (root, namespace) => root === "test-run" || (root === "test-suite" && namespace === undefined),
  reader: (sink, context) => new NUnit3Reader(sink, context),
};

interface Open {
  attributes: Attributes;
  said: string;
  trace: string;
  reason: string;
  /** Failing cases inside a suite. */
  failing: number;
}

const MAX_NAME = 4_096;

class NUnit3Reader extends Walker {
  private readonly suites: Suites;
  private readonly open_: Open[] = [];
  private root: Attributes = {};
  private closed = false;

  constructor(sink: Sink, context: ReadContext) {
    super();
    this.suites = new Suites(sink, context);
  }

  protected enter(name: string, attributes: Attributes): void {
    const current = this.open_[this.open_.length - 1];
    if (this.path.length === 1) this.root = attributes;
    switch (name) {
      case "test-suite":
      case "test-case":
        this.open_.push({ attributes, said: "", trace: "", reason: "", failing: 0 });
        break;
      case "filter":
        // The console writes the element with nothing in it when there is none.
        this.listen((text) => {
          if (text.trim() !== "") this.suites.doubtAll(`its run was filtered: ${firstLine(clean(text)).slice(0, 200)}`);
        });
        break;
      case "message":
        if (current && this.isOwn()) this.listen((text) => (this.around() === "failure" ? (current.said = text) : (current.reason = text)));
        break;
      case "stack-trace":
        if (current && this.isOwn()) this.listen((text) => (current.trace = text));
        break;
    }
  }

  /** A message stands in the case's or suite's own failure or reason, as opposed to in one of its assertions. */
  private isOwn(): boolean {
    const [inside, of] = [this.around(1), this.around(2)];
    return (inside === "failure" || inside === "reason") && (of === "test-case" || of === "test-suite");
  }

  protected leave(name: string): void {
    if (name === "test-case" || name === "test-suite") {
      const ended = this.open_.pop();
      if (ended && name === "test-case") this.testcase(ended);
      else if (ended) this.suite(ended);
    }
    if (this.path.length === 1) this.finish();
  }

  private testcase(ended: Open): void {
    const { name = "", fullname = "", classname = "", duration, time } = ended.attributes;
    const { result, label } = stateOf(ended.attributes);
    const shown = (name || fullname).slice(0, MAX_NAME);
    const suite = (fullname.endsWith(`.${name}`) ? fullname.slice(0, -name.length - 1) : classname || splitName(fullname).suite).slice(
      0,
      MAX_NAME,
    );
    const outcome = outcomeOf(result, label);
    const unit = suite || "nunit";
    const part = this.suites.of(unit);
    if (label === "Cancelled") this.suites.doubt(unit, "tests were cancelled");
    if (outcome === undefined) this.suites.doubt(unit, `a test has the result ${result.slice(0, 50)}, which is not known`);
    let observation: TestObservation;
    if (outcome === "failed" || outcome === "error") {
      const around = this.open_[this.open_.length - 1];
      if (around) around.failing++;
      const words = { said: ended.said, text: ended.trace, ...placeIn(ended.trace) };
      observation = this.suites.failing(part, unit, shown || "(no name)", outcome, words);
    } else {
      observation = { kind: "test", outcome: outcome ?? "skipped", part, name: own(shown || "(no name)"), suite: own(unit) };
      const reason = firstLine(clean(ended.reason));
      if (observation.outcome === "skipped" && reason !== "") observation.message = own(reason.slice(0, 500));
    }
    const seconds = secondsOf(duration ?? time);
    if (seconds !== undefined) observation.duration = seconds;
    this.suites.add(observation);
  }

  private suite(ended: Open): void {
    const { fullname = "", name = "", runstate = "" } = ended.attributes;
    const { result, label, site } = stateOf(ended.attributes);
    const around = this.open_[this.open_.length - 1];
    if (around) around.failing += ended.failing;
    if (result !== "Failed" || site === "Child" || site === "Parent") return;
    const late = site === "TearDown";
    // A set-up that failed shows in its cases, where there are any.
    if (!late && ended.failing > 0) return;
    if (!late && site !== "SetUp" && site !== "Test" && runstate !== "NotRunnable" && label !== "Invalid" && label !== "Error") return;
    const suite = (fullname || name || "nunit").slice(0, MAX_NAME);
    const part = this.suites.of(suite);
    if (!late) this.suites.doubt(suite, "the fixture failed as a whole, so tests may be missing");
    const words = { said: ended.said || ended.reason, text: ended.trace, ...placeIn(ended.trace) };
    this.suites.add(this.suites.failing(part, suite, "", "error", words));
    if (around) around.failing++;
  }

  private finish(): void {
    this.closed = true;
    const counted = countOf(this.root.testcasecount) ?? countOf(this.root.total) ?? 0;
    const missing = counted - this.suites.total;
    if (missing > 0) this.suites.doubtAll(`its header counts ${plural(missing, "test")} that it does not list`);
    if (this.root.label === "Cancelled") this.suites.doubtAll("the run was cancelled");
    this.suites.end();
  }

  end(): void {
    if (!this.closed) this.suites.breakOff("the document ends before its run does");
  }
}

/** Result, label and site; some writers put all into one word, such as `Failed:Error(SetUp)`. */
function stateOf({ result = "", label = "", site = "" }: Attributes): { result: string; label: string; site: string } {
  const match = /^(\w+)(?::(\w+))?(?:\((\w+)\))?$/.exec(result.slice(0, 100));
  return { result: match?.[1] ?? result, label: label || (match?.[2] ?? ""), site: site || (match?.[3] ?? "") };
}

/** Inconclusive proves nothing; a warning does not fail. */
function outcomeOf(result: string, label: string): Outcome | undefined {
  switch (result) {
    case "Passed":
    case "Warning":
      return "passed";
    case "Failed":
      // NUnit 3 counts errors among the failed tests.
      return label === "Cancelled" ? "skipped" : "failed";
    case "Skipped":
    case "Inconclusive":
      return "skipped";
    default:
      return undefined;
  }
}
