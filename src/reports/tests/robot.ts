/**
 * Robot Framework's output.xml: suites inside suites, tests with their keywords, and a status at the end of each. Names
 * are those of its xunit file: the suite's long name is the class. A test that was kept from running by
 * `--exitonfailure`, a fatal error or a signal is reported as failed by Robot, and is none of its own.
 * Sources: robot/output/xmllogger.py and robot.utils (3.2 to 7.3), schema/robot.xsd.
 */
import type { TestObservation } from "../../model.ts";
import type { ReadContext, Sink, XmlFormat } from "../format.ts";
import { own } from "../lines.ts";
import { clean, firstLine } from "./junit-text.ts";
import { plural, Suites } from "./suites.ts";
import { type Attributes, countOf, secondsOf, Walker } from "./walker.ts";

export const robot: XmlFormat = {
  shape: "xml",
  name: "robot",
  kinds: ["test"],
  tool: "robot framework",
  docs: {
    command: "robot --output output.xml tests/",
    proof: "the document is closed, its statistics count no more tests than are listed, and no test was kept from running",
    source: "robotframework/robotframework schema/robot.xsd; robot/output/xmllogger.py",
    example: '<test id="s1-t1" name="Adds"><status status="PASS" start="2024-05-01T10:00:00" elapsed="0.004"/></test>',
  },
  is: (root) => root === "robot",
  reader: (sink, context) => new RobotReader(sink, context),
};

const MAX_NAME = 4_096;

/** How the message of a test begins that Robot failed without running it. */
const KEPT_FROM_RUNNING =
  /^(?:Failure occurred and exit-on-failure mode|Error occurred and exit-on-error mode|Test execution stopped due to a fatal error|Test execution is stopped|Execution terminated by signal|Critical failure occurred and exit-on-failure)/;

interface Test {
  name: string;
  line: number | undefined;
  status: Attributes;
  said: string;
}

class RobotReader extends Walker {
  private readonly suites: Suites;
  private readonly context: ReadContext;
  private readonly around_: { name: string; file: string | undefined; failing: boolean }[] = [];
  private test: Test | undefined;
  /** Status of the suite that ends, and its message. */
  private own: { status: string; said: string } = { status: "", said: "" };
  private counted: number | undefined;
  private closed = false;

  constructor(sink: Sink, context: ReadContext) {
    super();
    this.suites = new Suites(sink, context);
    this.context = context;
  }

  protected enter(name: string, attributes: Attributes): void {
    const around = this.around();
    switch (name) {
      case "suite":
        if (around === "robot" || around === "suite") {
          const source = attributes.source;
          this.around_.push({
            name: own(attributes.name ?? ""),
            file: source === undefined ? undefined : own(this.context.path(source)),
            failing: false,
          });
        }
        break;
      case "test":
        if (around === "suite")
          this.test = { name: own((attributes.name ?? "").slice(0, MAX_NAME)), line: countOf(attributes.line), status: {}, said: "" };
        break;
      case "status": {
        const { test } = this;
        if (around === "test" && test) {
          test.status = attributes;
          this.listen((text) => (test.said = text));
        } else if (around === "suite") {
          const status = attributes.status ?? "";
          this.listen((text) => (this.own = { status, said: text }));
        }
        break;
      }
      case "stat":
        if (around === "total") {
          const { pass, fail, skip } = attributes;
          const counted = (countOf(pass) ?? 0) + (countOf(fail) ?? 0) + (countOf(skip) ?? 0);
          // Before 4.0 critical tests were counted apart; all of them are the most.
          this.counted = Math.max(this.counted ?? 0, counted);
        }
        break;
    }
  }

  protected leave(name: string): void {
    if (name === "test" && this.test && this.around() === "suite") {
      this.give(this.test);
      this.test = undefined;
    } else if (name === "suite" && (this.around() === "suite" || this.around() === "robot")) this.leaveSuite();
    if (this.path.length === 1) this.finish();
  }

  private unit(): string {
    return (
      this.around_
        .map((s) => s.name)
        .join(".")
        .slice(0, MAX_NAME) || "robot"
    );
  }

  private give({ name, line, status, said }: Test): void {
    const { suites } = this;
    const unit = this.unit();
    const around = this.around_[this.around_.length - 1];
    const file = around?.file;
    const part = suites.of(unit, file);
    const word = status.status ?? "";
    let observation: TestObservation;
    if (word === "FAIL" && KEPT_FROM_RUNNING.test(said.trimStart().slice(0, 200))) {
      suites.doubt(unit, "tests were kept from running");
      observation = { kind: "test", outcome: "skipped", part, name, suite: own(unit) };
    } else if (word === "FAIL") {
      if (around) around.failing = true;
      observation = suites.failing(part, unit, name || "(no name)", "failed", { said: oneLine(said), text: said }, { file, line });
    } else {
      if (word !== "PASS" && word !== "SKIP" && word !== "NOT RUN") suites.doubt(unit, "a test has no status");
      observation = { kind: "test", outcome: word === "PASS" ? "passed" : "skipped", part, name: name || "(no name)", suite: own(unit) };
      const why = firstLine(clean(said));
      if (observation.outcome === "skipped" && why !== "") observation.message = own(why.slice(0, 500));
    }
    const seconds = secondsOf(status["elapsed"]) ?? between(status["starttime"], status["endtime"]);
    if (seconds !== undefined) observation.duration = seconds;
    suites.add(observation);
  }

  /** A suite has a message of its own where its set-up or tear-down failed; a set-up shows in its tests, if it has any. */
  private leaveSuite(): void {
    const { status, said } = this.own;
    const unit = this.unit();
    const { file, failing } = this.around_.pop() ?? {};
    this.own = { status: "", said: "" };
    const late = /\bteardown\b/i.test(firstLine(said));
    if (status !== "FAIL" || said.trim() === "" || (failing && !late)) return;
    if (!late) this.suites.doubt(unit, "the suite failed as a whole, so tests may be missing");
    this.suites.add(this.suites.failing(this.suites.of(unit, file), unit, "", "error", { said: oneLine(said), text: said }, { file }));
  }

  private finish(): void {
    this.closed = true;
    const missing = (this.counted ?? 0) - this.suites.total;
    if (missing > 0) this.suites.doubtAll(`its statistics count ${plural(missing, "test")} that it does not list`);
    if (this.counted === undefined && this.suites.total > 0) this.suites.doubtAll("it has no statistics");
    this.suites.end();
  }

  end(): void {
    if (!this.closed) this.suites.breakOff("the document ends before its run does");
  }
}

/** `Setup failed:` and the reason stand on two lines. */
function oneLine(said: string): string {
  return said.trim().replace(/^(.{1,100}:)\n+/, "$1 ");
}

/** `20240501 10:00:00.123`, before 7.0; seconds between two of them. */
function between(start: string | undefined, end: string | undefined): number | undefined {
  const read = (text: string | undefined): number => {
    const match = /^(\d{4})(\d\d)(\d\d) (\d\d:\d\d:\d\d\.\d{3})$/.exec(text ?? "");
    return match ? Date.parse(`${match[1]}-${match[2]}-${match[3]}T${match[4]}Z`) : Number.NaN;
  };
  const milliseconds = read(end) - read(start);
  return Number.isFinite(milliseconds) && milliseconds >= 0 ? milliseconds / 1000 : undefined;
}
