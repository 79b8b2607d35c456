/**
 * CppUnit's XML, which AUnit writes too: failed tests, then successful ones, and how many there were. A name may begin
 * with its fixture.
 * Sources: CppUnit 1.15 src/cppunit/XmlOutputter.cpp; AUnit aunit-reporter-xml.adb.
 */
import type { TestObservation } from "../../model.ts";
import type { ReadContext, Sink, XmlFormat } from "../format.ts";
import { own } from "../lines.ts";
import { plural, Suites } from "./suites.ts";
import { type Attributes, countOf, Walker } from "./walker.ts";

export const cppunit: XmlFormat = {
  shape: "xml",
  name: "cppunit",
  aliases: ["aunit"],
  kinds: ["test"],
  tool: "cppunit",
  docs: {
    command: "CppUnit::XmlOutputter(&collector, file).write()   // in the program that runs the tests",
    proof: "the document is closed and lists every test that its statistics count",
    source: "CppUnit src/cppunit/XmlOutputter.cpp; AUnit aunit-reporter-xml.adb",
    example: '<TestRun><FailedTests><FailedTest id="3"><Name>CartTest::testTotal</Name><FailureType>Assertion</FailureType>',
  },
  // Visual Studio's element of that name has a namespace.
  is: (root, namespace) => root === "TestRun" && namespace === undefined,
  reader: (sink, context) => new CppUnitReader(sink, context),
};

const MAX_NAME = 4_096;
/** The suite of tests that are not called after one. */
const UNNAMED = "cppunit";

interface Test {
  failed: boolean;
  name: string;
  type: string;
  file: string;
  line: string;
  message: string;
}

class CppUnitReader extends Walker {
  private readonly suites: Suites;
  private test: Test | undefined;
  private counted = 0;
  private closed = false;

  constructor(sink: Sink, context: ReadContext) {
    super();
    this.suites = new Suites(sink, context);
  }

  protected enter(name: string, _attributes: Attributes): void {
    const { test } = this;
    const around = this.around();
    if (around === "FailedTests" || around === "SuccessfulTests")
      this.test = { failed: around === "FailedTests", name: "", type: "", file: "", line: "", message: "" };
    else if (around === "Statistics" && name === "Tests") this.listen((text) => (this.counted = countOf(text.trim()) ?? 0));
    else if (!test) return;
    else if (name === "Name") this.listen((text) => (test.name = own(text.trim().slice(0, MAX_NAME))));
    else if (name === "FailureType") this.listen((text) => (test.type = own(text.trim().slice(0, 200))));
    else if (name === "Message") this.listen((text) => (test.message = own(text.trim())));
    else if (name === "File") this.listen((text) => (test.file = own(text.trim().slice(0, MAX_NAME))));
    else if (name === "Line") this.listen((text) => (test.line = own(text.trim().slice(0, 20))));
  }

  protected leave(_name: string): void {
    const around = this.around();
    if ((around === "FailedTests" || around === "SuccessfulTests") && this.test) {
      this.give(this.test);
      this.test = undefined;
    }
    if (this.path.length === 1) this.closed = true;
  }

  end(): void {
    const { suites } = this;
    if (!this.closed) {
      suites.breakOff("the document ends before its run does");
      return;
    }
    const missing = this.counted - suites.total;
    if (missing > 0) suites.doubtAll(`its statistics count ${plural(missing, "test")} that it does not list`);
    suites.end();
  }

  private give({ failed, name: full, type, file, line, message }: Test): void {
    const at = full.lastIndexOf("::");
    const suite = at > 0 ? full.slice(0, at) : UNNAMED;
    const name = (at > 0 ? full.slice(at + 2) : full) || "(no name)";
    const part = this.suites.of(suite);
    let observation: TestObservation;
    if (failed) {
      const place = file === "" ? {} : { file, line: countOf(line) };
      observation = this.suites.failing(part, suite, name, type === "Error" ? "error" : "failed", {
        said: message,
        text: message,
        type,
        ...place,
      });
    } else observation = { kind: "test", outcome: "passed", part, name, suite };
    this.suites.add(observation);
  }
}
