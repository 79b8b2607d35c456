/**
 * NUnit 2's results (2.4 to 2.6), which Unity, mbUnit and others write too. A case has its full name; the fixture is what
 * stands before the last dot.
 * Source: nunit.org/docs/2.6/files, schema Results.xsd of NUnit 2.5; NUnitV2 NUnit.Util/XmlResultWriter.cs.
 */
import type { Outcome, TestObservation } from "../../model.ts";
import type { ReadContext, Sink, XmlFormat } from "../format.ts";
import { own } from "../lines.ts";
import { placeIn, splitName } from "./dotnet.ts";
import { clean, firstLine } from "./junit-text.ts";
import { plural, Suites } from "./suites.ts";
import { type Attributes, countOf, secondsOf, Walker } from "./walker.ts";

export const nunit2: XmlFormat = {
  shape: "xml",
  name: "nunit2",
  kinds: ["test"],
  tool: "nunit",
  docs: {
    command: "nunit-console Tests.dll /xml:TestResult.xml",
    proof: "the document is closed and lists every test that its header counts",
    source: "NUnit 2.6 Results.xsd; nunit.util XmlResultWriter.cs",
    example: '<test-case name="Shop.CartTests.Adds" executed="True" result="Success" success="True" time="0.004"/>',
  },
  is: (root) => root === "test-results",
  reader: (sink, context) => new NUnit2Reader(sink, context),
};

interface Open {
  attributes: Attributes;
  said: string;
  trace: string;
  reason: string;
  failing: number;
}

const OUTCOMES = new Map<string, Outcome>([
  ["success", "passed"],
  ["failure", "failed"],
  ["error", "error"],
  ["inconclusive", "skipped"],
  ["ignored", "skipped"],
  ["skipped", "skipped"],
  ["notrunnable", "skipped"],
  ["cancelled", "skipped"],
]);

class NUnit2Reader extends Walker {
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
    switch (name) {
      case "test-results":
        if (this.path.length === 1) this.root = attributes;
        break;
      case "test-suite":
      case "test-case":
        this.open_.push({ attributes, said: "", trace: "", reason: "", failing: 0 });
        break;
      case "message":
        if (current) this.listen((text) => (this.around() === "failure" ? (current.said = text) : (current.reason = text)));
        break;
      case "stack-trace":
        if (current) this.listen((text) => (current.trace = text));
        break;
    }
  }

  protected leave(name: string): void {
    if (name === "test-results" && this.path.length === 1) this.finish();
    if (name !== "test-case" && name !== "test-suite") return;
    const ended = this.open_.pop();
    if (!ended) return;
    if (name === "test-case") this.testcase(ended);
    else this.suite(ended);
  }

  private testcase(ended: Open): void {
    const { attributes, said, trace, reason } = ended;
    const { suite, name } = splitName((attributes.name ?? "").trim());
    const outcome = outcomeOf(ended);
    const fixture = this.open_.findLast((o) => o.attributes.type === "TestFixture" || o.attributes.type === undefined);
    const unit = suite || fixture?.attributes.name || "nunit";
    const part = this.suites.of(unit);
    if (attributes.result === "Cancelled") this.suites.doubt(unit, "tests were cancelled");
    let observation: TestObservation;
    if (outcome === "failed" || outcome === "error") {
      const around = this.open_[this.open_.length - 1];
      if (around) around.failing++;
      observation = this.suites.failing(part, unit, name || "(no name)", outcome, { said, text: trace, ...placeIn(trace) });
    } else {
      observation = { kind: "test", outcome, part, name: own(name || "(no name)"), suite: own(unit) };
      const why = firstLine(clean(reason));
      if (outcome === "skipped" && why !== "") observation.message = own(why.slice(0, 500));
    }
    const seconds = secondsOf(attributes.time);
    if (seconds !== undefined) observation.duration = seconds;
    this.suites.add(observation);
  }

  /** A suite that failed and has no failing case: its set-up, its tear-down, or an assembly that could not be loaded. */
  private suite(ended: Open): void {
    const { attributes, said, trace, reason, failing } = ended;
    const around = this.open_[this.open_.length - 1];
    if (around) around.failing += failing;
    const outcome = outcomeOf(ended);
    if ((outcome !== "failed" && outcome !== "error") || failing > 0) return;
    const namespaces = this.open_.filter((o) => o.attributes.type === "Namespace").map((o) => o.attributes.name ?? "");
    const name = [...(attributes.type === "TestFixture" ? namespaces : []), attributes.name ?? ""].filter((n) => n !== "").join(".");
    const suite = (name || "nunit").slice(0, 4_096);
    const part = this.suites.of(suite);
    this.suites.doubt(suite, "the fixture failed as a whole, so tests may be missing");
    this.suites.add(this.suites.failing(part, suite, "", "error", { said: said || reason, text: trace, ...placeIn(trace) }));
    if (around) around.failing++;
  }

  private finish(): void {
    this.closed = true;
    // Some writers count what was not run in the total, some do not.
    const missing = (countOf(this.root.total) ?? 0) - this.suites.total;
    if (missing > 0) this.suites.doubtAll(`its header counts ${plural(missing, "test")} that it does not list`);
    this.suites.end();
  }

  end(): void {
    if (!this.closed) this.suites.breakOff("the document ends before its results do");
  }
}

/** Before 2.5 there was no word for the result: a failure or a reason stands in the case, or the attributes say so. */
function outcomeOf({ attributes, said, trace, reason }: Open): Outcome {
  const { result, executed, success } = attributes;
  const known = result === undefined ? undefined : OUTCOMES.get(result.toLowerCase());
  if (known) return known;
  if (said !== "" || trace !== "" || success?.toLowerCase() === "false") return executed?.toLowerCase() === "false" ? "skipped" : "failed";
  return executed?.toLowerCase() === "false" || reason !== "" ? "skipped" : "passed";
}
