/** Dart's and Flutter's events: which file a test is of, what became of it, and whether the run came to its end. */
import { describe, expect, it } from "vitest";
import { named, readingOf } from "../reading.ts";
import { expectNoMoreWhenCut, expectReadableWhenDamaged } from "./cutting.ts";

type Event = Record<string, unknown>;

const START: Event = { protocolVersion: "0.1.1", runnerVersion: "1.25.0", pid: 7, type: "start", time: 0 };
const suite = (id: number, path: string): Event => ({ suite: { id, platform: "vm", path }, type: "suite", time: 1 });
const all = (count: number): Event => ({ count, time: 1, type: "allSuites" });
const done = (success: boolean | null): Event => ({ success, type: "done", time: 90 });

function began(id: number, suiteID: number, name: string): Event {
  const url = "file:///work/shop/test/cart_test.dart";
  return {
    test: { id, name, suiteID, groupIDs: [], metadata: { skip: false, skipReason: null }, line: 14, column: 5, url },
    type: "testStart",
    time: 10,
  };
}

function ended(testID: number, result: "success" | "failure" | "error", more: Event = {}): Event {
  return { testID, result, skipped: false, hidden: false, type: "testDone", time: 35, ...more };
}

function lines(...events: Event[]): string {
  return events.map((event) => `${JSON.stringify(event)}\n`).join("");
}

const RUN = lines(
  START,
  suite(0, "test/cart_test.dart"),
  began(1, 0, "loading test/cart_test.dart"),
  all(1),
  ended(1, "success", { hidden: true }),
  began(2, 0, "cart adds"),
  ended(2, "success"),
  began(3, 0, "cart rounds"),
  {
    testID: 3,
    error: "Expected: <3>\n  Actual: <4>\n",
    stackTrace: "package:test_api  expect\ntest/cart_test.dart 22:7  main.<fn>\n",
    isFailure: true,
    type: "error",
    time: 30,
  },
  ended(3, "failure"),
  began(4, 0, "cart later"),
  { testID: 4, messageType: "skip", message: "Skip: not yet", type: "print", time: 31 },
  ended(4, "success", { skipped: true }),
  done(false),
);

describe("dart's events", () => {
  it("tell each test with its file, its error and where it failed", () => {
    const { observations, report } = readingOf(RUN);
    expect(report).toMatchObject({
      format: "dart-json",
      complete: true,
      counts: { total: 3, passed: 1, failed: 1, errors: 0, skipped: 1 },
    });
    expect(observations).toMatchObject([
      { suite: "test/cart_test.dart", name: "cart adds", outcome: "passed", duration: 0.025 },
      { name: "cart rounds", outcome: "failed", message: "Expected: <3> Actual: <4>", file: "test/cart_test.dart", line: 22 },
      { name: "cart later", outcome: "skipped", message: "not yet" },
    ]);
    expect(report.parts[0]?.extent).toMatchObject({
      units: ["test/cart_test.dart"],
      paths: { "test/cart_test.dart": "test/cart_test.dart" },
      cases: 3,
    });
  });

  it("show no more when they are cut, and are readable when damaged", () => {
    expectNoMoreWhenCut(Buffer.from(RUN));
    expectReadableWhenDamaged(Buffer.from(RUN));
  });

  it("a file that could not be loaded, and a setUpAll that failed, fail as a whole", () => {
    const { observations, report } = readingOf(
      lines(
        START,
        suite(0, "test/a_test.dart"),
        suite(1, "test/b_test.dart"),
        all(2),
        began(1, 0, "loading test/a_test.dart"),
        { testID: 1, error: "Failed to load", stackTrace: "", isFailure: false, type: "error", time: 3 },
        ended(1, "error"),
        began(2, 1, "cart (setUpAll)"),
        ended(2, "error"),
        done(false),
      ),
    );
    expect(observations).toMatchObject([
      { suite: "test/a_test.dart", name: "", whole: true, outcome: "error", message: "Failed to load" },
      { suite: "test/b_test.dart", name: "", whole: true, outcome: "error" },
    ]);
    expect(report.counts.errors).toBe(2);
  });

  it.each([
    ["without done", [START, suite(0, "a.dart"), all(1), began(1, 0, "t"), ended(1, "success")], "broken"],
    ["with a test that did not end", [START, suite(0, "a.dart"), all(1), began(1, 0, "t"), done(true)], "broken"],
    ["closed early", [START, suite(0, "a.dart"), all(1), began(1, 0, "t"), ended(1, "success"), done(null)], "partial"],
    ["with fewer suites than announced", [START, suite(0, "a.dart"), all(3), began(1, 0, "t"), ended(1, "success"), done(true)], "partial"],
  ])("a run %s is not complete", (_, events, state) => {
    const { report } = readingOf(lines(...(events as Event[])));
    expect(report.complete).toBe(false);
    expect(report.parts[0]?.state).toBe(state);
  });

  it("a run that failed without a failing test says so", () => {
    const { report } = readingOf(lines(START, suite(0, "a.dart"), all(1), began(1, 0, "t"), ended(1, "success"), done(false)));
    expect(report).toMatchObject({ complete: false, error: { code: "E_REPORT_FAILED" } });
  });

  it("a test that passed when it was tried again is flaky", () => {
    const { observations } = readingOf(
      lines(
        START,
        suite(0, "a.dart"),
        began(1, 0, "t"),
        { testID: 1, messageType: "print", message: "Retry: t", type: "print", time: 4 },
        ended(1, "success"),
        done(true),
      ),
    );
    expect(named(observations, "test", "passed")).toEqual(["a.dart › t"]);
    expect(observations[0]).toMatchObject({ flaky: true, retries: 1 });
  });

  it("values of any type are read without a word", () => {
    const odd: Event[] = [
      { type: "suite", time: 1, suite: { id: 0, path: [] } },
      { type: "testStart", time: 1, test: { id: {}, suiteID: 0, name: 3, url: 4 } },
      { type: "testStart", time: 1, test: { id: 1, suiteID: 0, metadata: [] } },
      { type: "error", time: 1, testID: 1, isFailure: true, error: {}, stackTrace: 1 },
      { type: "testDone", time: 1, testID: 1, result: "odd" },
      { type: "testDone", time: 1, testID: 99, result: "failure" },
    ];
    expect(readingOf(lines(START, ...odd, done(true))).report.counts.total).toBe(1);
  });
});
