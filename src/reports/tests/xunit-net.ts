/**
 * xUnit.net's own results: assemblies, then collections (v2 and v3) or classes (v1), then tests. A test's `name` begins
 * with its class unless it has a display name. What failed outside of tests stands in an assembly's `errors`.
 * Sources: xunit.net/docs/format-xml-v1 and format-xml-v2 (schema versions 1 to 3); Fixie writes it too.
 */
import type { Outcome, TestObservation } from "../../model.ts";
import type { ReadContext, Sink, XmlFormat } from "../format.ts";
import { own } from "../lines.ts";
import { placeIn, splitName, withoutClass } from "./dotnet.ts";
import { clean, firstLine } from "./junit-text.ts";
import { plural, Suites } from "./suites.ts";
import { type Attributes, countOf, secondsOf, Walker } from "./walker.ts";

export const xunitNet: XmlFormat = {
  shape: "xml",
  name: "xunit-net",
  aliases: ["xunit"],
  kinds: ["test"],
  tool: "xunit.net",
  docs: {
    command: "dotnet test --logger xunit   # or: xunit.console Tests.dll -xml xunit.xml",
    proof: "the document is closed, every test an assembly counts is listed, and no assembly has errors outside of its tests",
    source: "xunit.net/docs/format-xml-v2",
    example: '<test name="Shop.CartTests.Adds" type="Shop.CartTests" method="Adds" time="0.004" result="Pass"/>',
  },
  is: (root) => root === "assemblies" || root === "assembly",
  reader: (sink, context) => new XunitReader(sink, context),
};

const MAX_NAME = 4_096;

const OUTCOMES = new Map<string, Outcome>([
  ["pass", "passed"],
  ["fail", "failed"],
  ["skip", "skipped"],
  ["notrun", "skipped"],
]);

interface Open {
  attributes: Attributes;
  said: string;
  trace: string;
  type: string;
  reason: string;
}

class XunitReader extends Walker {
  private readonly suites: Suites;
  private closed = false;
  private assembly: { attributes: Attributes; before: number; errors: number } | undefined;
  /** The collection (v2) or class (v1) around the tests. */
  private group: Open | undefined;
  private test: Open | undefined;
  /** An error of the assembly. */
  private error: Open | undefined;

  constructor(sink: Sink, context: ReadContext) {
    super();
    this.suites = new Suites(sink, context);
  }

  protected enter(name: string, attributes: Attributes): void {
    const around = this.around();
    const about = this.test ?? this.error ?? this.group;
    switch (name) {
      case "assembly":
        this.assembly = { attributes, before: this.suites.total, errors: 0 };
        break;
      case "collection":
      case "class":
        this.group = opened(attributes);
        break;
      case "test":
        this.test = opened(attributes);
        break;
      case "error":
        if (around === "errors") this.error = opened(attributes);
        break;
      case "failure":
        if (about) about.type = attributes["exception-type"] ?? "";
        break;
      case "message":
        if (about && around === "failure") this.listen((text) => (about.said = text));
        break;
      case "stack-trace":
        if (about && around === "failure") this.listen((text) => (about.trace = text));
        break;
      case "reason":
        if (about) this.listen((text) => (about.reason = text));
        break;
    }
  }

  protected leave(name: string): void {
    if (name === "test" && this.test) {
      this.give(this.test);
      this.test = undefined;
    } else if (name === "error" && this.error) {
      this.failed(this.error);
      this.error = undefined;
    } else if ((name === "class" || name === "collection") && this.group) {
      // v1: a fixture that could not be made.
      if (this.group.said !== "" || this.group.trace !== "") this.failedClass(this.group);
      this.group = undefined;
    } else if (name === "assembly") this.leaveAssembly();
    if (this.path.length === 1) {
      this.closed = true;
      this.suites.end();
    }
  }

  private give({ attributes, said, trace, type, reason }: Open): void {
    const full = (attributes.name ?? attributes.method ?? "").trim();
    const suite = (attributes.type || splitName(full).suite || this.group?.attributes.name || "xunit").slice(0, MAX_NAME);
    const name = withoutClass(full, suite) || "(no name)";
    const word = attributes.result ?? "";
    const outcome = OUTCOMES.get(word.toLowerCase());
    const part = this.suites.of(suite);
    if (outcome === undefined) this.suites.doubt(suite, `a test has the result ${word.slice(0, 50)}, which is not known`);
    let observation: TestObservation;
    if (outcome === "failed") {
      const file = attributes["source-file"];
      const begins = { file, line: countOf(attributes["source-line"]) };
      observation = this.suites.failing(part, suite, name, "failed", { said, text: trace, type, ...placeIn(trace) }, begins);
    } else {
      observation = { kind: "test", outcome: outcome ?? "skipped", part, name: own(name), suite: own(suite) };
      const why = firstLine(clean(reason));
      if (outcome === "skipped" && why !== "") observation.message = own(why.slice(0, 500));
    }
    const seconds = secondsOf(attributes.time);
    if (seconds !== undefined) observation.duration = seconds;
    this.suites.add(observation);
  }

  /** `<error type="assembly-cleanup" name="…">`: a class's is the class's own, all others are the assembly's. */
  private failed({ attributes, said, trace, type }: Open): void {
    if (this.assembly) this.assembly.errors++;
    const ofClass = (attributes.type ?? "").includes("class") && attributes.name;
    const suite = (ofClass || basename(this.assembly?.attributes.name ?? "") || attributes.name || "xunit").slice(0, MAX_NAME);
    const part = this.suites.of(suite);
    if (!(attributes.type ?? "").includes("cleanup")) this.suites.doubtAll("an assembly has errors outside of its tests");
    this.suites.add(this.suites.failing(part, suite, "", "error", { said, text: trace, type, ...placeIn(trace) }));
  }

  private failedClass({ attributes, said, trace, type }: Open): void {
    const suite = (attributes.name || "xunit").slice(0, MAX_NAME);
    const part = this.suites.of(suite);
    this.suites.doubt(suite, "the class failed as a whole, so tests may be missing");
    this.suites.add(this.suites.failing(part, suite, "", "error", { said, text: trace, type, ...placeIn(trace) }));
  }

  private leaveAssembly(): void {
    const { assembly } = this;
    if (!assembly) return;
    const missing = (countOf(assembly.attributes.total) ?? 0) - (this.suites.total - assembly.before);
    if (missing > 0) this.suites.doubtAll(`an assembly counts ${plural(missing, "test")} that it does not list`);
    const errors = (countOf(assembly.attributes.errors) ?? 0) - assembly.errors;
    if (errors > 0) this.suites.doubtAll(`an assembly counts ${plural(errors, "error")} that it does not list`);
    this.assembly = undefined;
  }

  end(): void {
    if (!this.closed) this.suites.breakOff("the document ends before its assemblies do");
  }
}

function opened(attributes: Attributes): Open {
  return { attributes, said: "", trace: "", type: "", reason: "" };
}

function basename(path: string): string {
  return path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
}
