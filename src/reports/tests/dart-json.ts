/**
 * Dart's and Flutter's tests as events (`dart test --reporter json`, `flutter test --machine`): a part a suite, that is
 * a file. The run is whole when its `done` event says how it ended, as many suites came as were announced, and every test
 * that began is done. What the runner hides (loading a file, setting it up) counts only where it fails.
 * Source: dart-lang/test pkgs/test/doc/json_reporter.md and pkgs/test_core json.dart (protocol 0.1.1).
 */
import type { Part, TestObservation } from "../../model.ts";
import { excerpt } from "../excerpt.ts";
import type { JsonLinesFormat, JsonLinesReader, ReadContext, Sink } from "../format.ts";
import { at, numberOf, objectOf, textOf } from "../values.ts";

export const dartJson: JsonLinesFormat = {
  shape: "json-lines",
  name: "dart-json",
  aliases: ["flutter-json"],
  kinds: ["test"],
  tool: "dart test",
  docs: {
    command: "dart test --reporter json > test.json   # or flutter test --machine > test.json",
    proof: "the `done` event is there, all announced suites came, and each test that began is done",
    source: "dart-lang/test pkgs/test/doc/json_reporter.md, protocol 0.1.1",
    example: '{"testID":5,"result":"failure","skipped":false,"hidden":false,"type":"testDone","time":9502}',
  },
  is(document) {
    const event = objectOf<keyof Event>(document);
    if (typeof event.time !== "number" || typeof event.type !== "string") return false;
    switch (event.type) {
      case "start":
        return typeof event.protocolVersion === "string";
      case "suite":
        return numberOf(at(event.suite, "id")) !== undefined;
      case "testStart":
        return numberOf(at(event.test, "suiteID")) !== undefined;
      case "group":
        return numberOf(at(event.group, "suiteID")) !== undefined;
      case "testDone":
        return numberOf(event.testID) !== undefined && typeof event.result === "string";
      case "print":
        return numberOf(event.testID) !== undefined && typeof event.message === "string";
      case "error":
        return numberOf(event.testID) !== undefined && typeof event.isFailure === "boolean";
      case "allSuites":
        return numberOf(event.count) !== undefined;
      case "debug":
        return numberOf(event.suiteID) !== undefined;
      case "done":
        return event.success === null || typeof event.success === "boolean";
      default:
        return false;
    }
  },
  reader: (sink, context) => new DartReader(sink, context),
};

interface Event {
  readonly type: unknown;
  readonly time: unknown;
  readonly protocolVersion: unknown;
  readonly suite: unknown;
  readonly suiteID: unknown;
  readonly test: unknown;
  readonly group: unknown;
  readonly testID: unknown;
  readonly result: unknown;
  readonly hidden: unknown;
  readonly skipped: unknown;
  readonly message: unknown;
  readonly messageType: unknown;
  readonly error: unknown;
  readonly stackTrace: unknown;
  readonly isFailure: unknown;
  readonly count: unknown;
  readonly success: unknown;
}

interface Suite {
  path: string;
  part: Part;
  open: number;
}

interface Running {
  name: string;
  suite: Suite;
  began: number;
  file: string | undefined;
  line: number | undefined;
  retries: number;
  reason: string | undefined;
  message: string | undefined;
  detail: string;
  place: { file: string; line: number } | undefined;
}

/** What stands for a whole file, or for what is set up around its tests. */
const LOADING = /^loading (?=\S)/;
const AROUND = /(?:^|\s)\((?:setUpAll|tearDownAll)\)$/;

class DartReader implements JsonLinesReader {
  private readonly sink: Sink;
  private readonly context: ReadContext;
  private readonly suites = new Map<number, Suite>();
  /** A file that is run on several platforms is one part. */
  private readonly byPath = new Map<string, Suite>();
  private readonly running = new Map<number, Running>();
  private announced: number | undefined;
  private seen = 0;
  private failing = false;
  private done: boolean | null | undefined;

  constructor(sink: Sink, context: ReadContext) {
    this.sink = sink;
    this.context = context;
  }

  take(document: unknown, line: number): void {
    const event = objectOf<keyof Event>(document);
    const test = numberOf(event.testID);
    switch (event.type) {
      case "suite":
        this.suite(event.suite, line);
        return;
      case "testStart":
        this.start(event.test, numberOf(event.time) ?? 0);
        return;
      case "print":
        if (test !== undefined) this.print(this.running.get(test), textOf(event.message) ?? "", event.messageType);
        return;
      case "error":
        if (test !== undefined) this.error(this.running.get(test), event);
        return;
      case "testDone":
        if (test !== undefined) this.finish(test, event);
        return;
      case "allSuites":
        this.announced = numberOf(event.count);
        return;
      case "done":
        this.done = event.success === null ? null : event.success === true;
    }
  }

  end(): void {
    for (const { suite, name } of this.running.values()) {
      suite.part.reason = `${suite.part.reason}; ${name.slice(0, 200)} did not end`;
    }
    const missing = this.announced !== undefined && this.seen < this.announced;
    for (const { part, open } of this.byPath.values()) {
      part.extent.cases ??= 0;
      if (this.done === undefined || open > 0) continue;
      if (this.done === null || missing) {
        part.state = "partial";
        part.reason = missing ? `${this.seen} of the ${this.announced} suites are in the report` : "the run was closed before its end";
      } else {
        part.state = "whole";
        delete part.reason;
      }
    }
    if (this.byPath.size === 0) this.sink.part("test", "it lists no suite");
    // An error after the end of its test fails the run and no test.
    if (this.done === false && !this.failing) this.sink.problem("E_REPORT_FAILED", "the run failed, yet no test in the report did");
  }

  private suite(value: unknown, line: number): void {
    const { id, path } = objectOf<"id" | "path">(value);
    const number = numberOf(id);
    if (number === undefined) return;
    this.seen++;
    const file = this.context.path(textOf(path) ?? "");
    let suite = this.byPath.get(file);
    if (!suite) {
      const part = this.sink.part("test", "the report ends before the run does", { units: file === "" ? [] : [file] });
      part.line = line;
      if (file !== "" && !/^(?:[\\/]|\.\.|[A-Za-z]:)/.test(file)) part.extent.paths = { [file]: file };
      suite = { path: file, part, open: 0 };
      this.byPath.set(file, suite);
    }
    this.suites.set(number, suite);
  }

  private start(value: unknown, time: number): void {
    const test = objectOf<"id" | "name" | "suiteID" | "line" | "url" | "root_line" | "root_url" | "metadata">(value);
    const id = numberOf(test.id);
    const suite = this.suites.get(numberOf(test.suiteID) ?? -1);
    if (id === undefined || !suite) return;
    const url = textOf(test.root_url) ?? textOf(test.url);
    suite.open++;
    this.running.set(id, {
      name: (textOf(test.name) ?? "").slice(0, 4_096),
      suite,
      began: time,
      file: url?.startsWith("file:") ? this.context.path(fileOf(url)) : undefined,
      line: numberOf(test.root_line) ?? numberOf(test.line),
      retries: 0,
      reason: textOf(at(test.metadata, "skipReason")),
      message: undefined,
      detail: "",
      place: undefined,
    });
  }

  private print(running: Running | undefined, message: string, type: unknown): void {
    if (!running) return;
    if (type === "skip") running.reason ??= message.replace(/^Skip: /, "");
    else if (message.startsWith("Retry: ")) running.retries++;
  }

  private error(running: Running | undefined, event: Partial<Event>): void {
    if (!running) return;
    const error = textOf(event.error) ?? "";
    const trace = textOf(event.stackTrace) ?? "";
    running.message ??= oneLine(error);
    if (running.detail.length < 20_000) running.detail += `${running.detail === "" ? "" : "\n"}${excerpt(error)}\n${excerpt(trace)}`;
    running.place ??= this.placeIn(trace);
  }

  private finish(id: number, event: Partial<Event>): void {
    const running = this.running.get(id);
    if (!running) return;
    this.running.delete(id);
    const { suite, name } = running;
    suite.open--;
    const { result } = event;
    const failing = result === "failure" || result === "error";
    if (failing) this.failing = true;
    else if (event.hidden === true) return;
    const outcome = result === "error" ? "error" : failing ? "failed" : event.skipped === true ? "skipped" : "passed";
    const whole = failing && (LOADING.test(name) || AROUND.test(name));
    suite.part.extent.cases = (suite.part.extent.cases ?? 0) + 1;
    const observation: TestObservation = { kind: "test", outcome, part: suite.part, name: whole ? "" : name };
    if (suite.path !== "") observation.suite = suite.path;
    if (whole) {
      observation.whole = true;
      this.sink.count(outcome, 1);
    }
    const ended = numberOf(event.time);
    if (ended !== undefined && ended >= running.began) observation.duration = (ended - running.began) / 1000;
    if (running.retries > 0) observation.retries = running.retries;
    if (running.retries > 0 && outcome === "passed") observation.flaky = true;
    if (outcome === "skipped" && running.reason !== undefined) observation.message = oneLine(running.reason);
    if (failing) this.explain(observation, running);
    this.sink.observe(observation);
  }

  private explain(observation: TestObservation, running: Running): void {
    if (running.message !== undefined && running.message !== "") observation.message = running.message;
    if (running.detail !== "") observation.detail = excerpt(running.detail);
    if (running.place) Object.assign(observation, running.place);
    else if (running.file !== undefined) {
      observation.file = running.file;
      if (running.line !== undefined) observation.line = running.line;
    }
  }

  /** The first frame of the project's own: `test/cart_test.dart 22:7  main.<fn>`. */
  private placeIn(trace: string): { file: string; line: number } | undefined {
    for (const line of trace.slice(0, 20_000).split("\n", 200)) {
      const match = /^(\S{1,1000}\.dart) (\d{1,9})(?::\d{1,9})?\s/.exec(line.slice(0, 1_200));
      const file = match?.[1] ?? "";
      if (file === "" || /^(?:package|dart|org-dartlang-sdk):/.test(file)) continue;
      return { file: this.context.path(fileOf(file)), line: Number(match?.[2]) };
    }
    return undefined;
  }
}

function fileOf(url: string): string {
  return url.startsWith("file://") ? url.slice("file://".length) : url;
}

/** The first lines of an error, as one: an expectation says on the second what it got instead. */
function oneLine(text: string): string {
  return text
    .slice(0, 2_000)
    .split("\n", 3)
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .join(" ");
}
