import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { BenchObservation, Part, TestObservation } from "../../../src/model.ts";
import { bytesOf, comparable, fixture, named, type Reading, reading, readingOf } from "../reading.ts";

const tests = ({ observations }: Reading): TestObservation[] => observations.filter((o) => o.kind === "test");
const failing = (read: Reading): string[] => named(read.observations, "test", "failed", "error");
const passing = (read: Reading): string[] => named(read.observations, "test", "passed");
const parts = ({ report }: Reading): Part[] => report.parts.filter((p) => p.kind === "test");
const of = (read: Reading, name: string): TestObservation => {
  const found = tests(read).find((o) => o.name === name);
  if (!found) throw new Error(`no test ${name}`);
  return found;
};

/** Events as libtest writes them: spaces inside the braces. */
const event = (fields: object): string =>
  `${JSON.stringify(fields).replace(/^\{/, "{ ").replace(/\}$/, " }").replace('"type":', '"type": ').replace('"median":', '"median": ')}\n`;
const begin = (tests: number): string => event({ type: "suite", event: "started", test_count: tests });
const end = (passed: number, failed: number, more: object = {}): string =>
  event({ type: "suite", event: failed ? "failed" : "ok", passed, failed, ignored: 0, measured: 0, filtered_out: 0, ...more });
const started = (name: string): string => event({ type: "test", event: "started", name });
const verdict = (name: string, what: string, more: object = {}): string => event({ type: "test", name, event: what, ...more });
const run = (name: string, what: string, more: object = {}): string => started(name) + verdict(name, what, more);
const running = (target: string): string => `     Running tests/${target}.rs (target/debug/deps/${target}-7801363d005dca2c)\n`;

test.each(["default.stdout", "report-time.stdout", "combined.txt", "edge-unicode.stdout", "edge-abort.stdout", "edge-fork_output.stdout"])(
  "an escape in a name changes nothing: %s",
  (file) => {
    const text = bytesOf("libtest-json", file).toString();
    const escaped = text.replace(/("name": ")([a-z])/g, (_, before: string, first: string) => {
      return `${before}\\u00${first.charCodeAt(0).toString(16)}`;
    });
    expect(escaped).not.toBe(text);
    expect(comparable(readingOf(escaped))).toEqual(comparable(readingOf(text)));
  },
);

describe("a log of both streams", () => {
  test("suites belong to the target that cargo ran before them", () => {
    const read = reading(fixture("libtest-json", "combined.txt"));
    expect(read.report).toMatchObject({
      format: "libtest-json",
      kind: "test",
      complete: true,
      counts: { total: 31, passed: 6, failed: 22, skipped: 3 },
    });
    expect(parts(read).map((p) => [p.target?.kind, p.target?.package ?? p.target?.crate, p.target?.name, p.extent.cases])).toEqual([
      ["lib", "alpha-core", undefined, 17],
      ["test", "alpha-core", "integration", 2],
      ["lib", "beta", undefined, 2],
      ["bin", "beta", "tool", 1],
      ["test", "beta", "integration", 1],
      ["doc", "alpha-core", undefined, 8],
      ["doc", "beta", undefined, 0],
    ]);
    expect(failing(read)).toContain("alpha-core::integration › same_name");
    expect(failing(read)).toContain("beta::integration › same_name");
  });

  test("each failure has its message and place", () => {
    const read = reading(fixture("libtest-json", "combined.txt"));
    expect(of(read, "tests::eq_fails")).toMatchObject({
      message: "assertion `left == right` failed: sum of 2 and 2\n  left: 4\n right: 5",
      file: "alpha/src/lib.rs",
      line: 62,
    });
    expect(of(read, "tests::panic_in_thread")).toMatchObject({ file: "alpha/src/lib.rs", line: 111 });
    expect(of(read, "tests::should_panic_but_does_not")).toMatchObject({
      message: "test did not panic as expected",
      file: "alpha/src/lib.rs",
      line: 72,
    });
    expect(of(read, "tests::should_panic_wrong_message").message).toMatch(/^panic did not contain expected string/);
    expect(of(read, "tests::result_err").message).toBe('Error: "bad result\\nline two"');
    expect(of(read, "tests::ignored_reason")).toMatchObject({ outcome: "skipped", message: "needs network" });
    expect(of(read, "alpha/src/lib.rs - add (line 9)")).toMatchObject({ file: "alpha/src/lib.rs", line: 9 });
  });

  test("output that is not captured is nobody's report", () => {
    const read = reading(fixture("libtest-json", "nocapture.combined.txt"));
    expect(read.report).toMatchObject({ format: "libtest-json", complete: true, counts: { total: 17, passed: 3, failed: 12, skipped: 2 } });
    expect(parts(read)).toHaveLength(1);
  });

  test("several suites of one target's doctests are one part", () => {
    const read = readingOf(
      `   Doc-tests shop\n${begin(1)}${run("src/lib.rs - f (line 3)", "ok")}${end(1, 0)}${begin(1)}${run("src/lib.rs - g (line 9)", "ok")}${end(1, 0)}{ "type": "report", "total_time": 0.41, "compilation_time": 0.33 }\n`,
    );
    expect(parts(read).map((p) => [p.state, p.extent.cases])).toEqual([["whole", 2]]);
    const narrowed = readingOf(
      `   Doc-tests shop\n${begin(1)}${run("src/lib.rs - f (line 3)", "ok")}${end(1, 0, { filtered_out: 1 })}${begin(0)}${end(0, 0)}`,
    );
    expect(parts(narrowed).map((p) => p.state)).toEqual(["partial"]);
  });
});

describe("stdout alone", () => {
  test.each(["default.stdout", "rust-1.63.stdout", "report-time.stdout"])("%s: all is read, no target is guessed", (name) => {
    const read = reading(fixture("libtest-json", name));
    expect(read.report).toMatchObject({ format: "libtest-json", complete: true, counts: { total: 31, passed: 6, failed: 22, skipped: 3 } });
    expect(parts(read).every((p) => p.target === undefined)).toBe(true);
  });

  test("an event behind output without a newline is read", () => {
    const read = reading(fixture("libtest-json", "edge-fork_output.stdout"));
    expect(failing(read)).toEqual(["child_output_not_captured", "no_newline", "thread_output"]);
    expect(read.report.complete).toBe(true);
  });

  test("names and messages of any script", () => {
    expect(failing(reading(fixture("libtest-json", "edge-unicode.stdout")))).toEqual(["tests::c_unicode_naïve"]);
  });

  test("a list of tests is no run of them", () => {
    const read = reading(fixture("libtest-json", "list.stdout"));
    expect(read.report).toMatchObject({ complete: false, reason: "it lists tests without running them", counts: { total: 0 } });
  });
});

describe("what the events prove", () => {
  test("tests that began and never ended are the suspects", () => {
    const read = reading(fixture("libtest-json", "edge-abort.stdout"));
    expect(parts(read)[0]).toMatchObject({
      state: "broken",
      reason: "its test run stopped after 1 of 3 results, while m_abort, z_never_reported ran",
    });
    expect(passing(read)).toEqual(["a_ok"]);
    expect(failing(read)).toEqual([]);
  });

  test("where cargo says that the target failed, the suspects are named, once", () => {
    const [head = "", ...rest] = bytesOf("libtest-json", "edge-abort.stderr")
      .toString()
      .split(/^(?=error: )/m);
    const read = readingOf(head + bytesOf("libtest-json", "edge-abort.stdout").toString() + rest.join(""));
    expect(
      tests(read)
        .filter((o) => o.whole)
        .map((o) => [o.suite, o.message]),
    ).toEqual([["?::abort", "m_abort, z_never_reported did not end: signal: 6, SIGABRT: process abort signal"]]);
  });

  test("a binary that left with success before its tests ended failed as a whole", () => {
    const exited = `${running("exit0")}${bytesOf("libtest-json", "edge-exit0.stdout").toString()}`;
    const read = readingOf(`${exited}${running("next")}${begin(0)}${end(0, 0)}`);
    expect(
      tests(read)
        .filter((o) => o.whole)
        .map((o) => [o.suite, o.outcome, o.message]),
    ).toEqual([["?::exit0", "error", "the tests of this target did not finish: exits_zero, z_never did not end"]]);
    // At the end of the log it may be the log that was cut.
    expect(failing(readingOf(exited))).toEqual([]);
  });

  test("filtered tests make the part partial", () => {
    const read = readingOf(begin(1) + run("a", "ok") + end(1, 0, { filtered_out: 16 }));
    expect(parts(read)[0]).toMatchObject({
      state: "partial",
      reason: "16 tests were filtered out",
      extent: { filters: ["names"], cases: 1 },
    });
    expect(passing(read)).toEqual(["a"]);
  });

  test("events that a test printed itself let no pass be believed", () => {
    for (const forged of [
      verdict("never_began", "ok"),
      run("b", "ok"),
      started("b"),
      verdict("a", "ok"),
      '{ "type": "test", "name": 7, "event": "ok" }\n',
      '{ "type": "test", "na\n',
    ]) {
      const read = readingOf(begin(2) + run("a", "ok") + forged + run("b", "failed", { stdout: "Error: x" }) + end(1, 1));
      expect(passing(read)).toEqual([]);
      expect(failing(read)).toContain("b");
      expect(read.report).toMatchObject({ complete: false });
    }
  });

  test("the package that cargo names after a failure is the target's", () => {
    const read = readingOf(
      `${running("api")}${begin(1)}${run("t", "failed")}${end(0, 1)}error: test failed, to rerun pass \`-p shop --test api\`\n`,
    );
    expect(failing(read)).toEqual(["shop::api › t"]);
  });

  test("a warning that a test is slow is no verdict", () => {
    const read = readingOf(begin(1) + started("a") + verdict("a", "timeout") + verdict("a", "ok") + end(1, 0));
    expect(read.report).toMatchObject({ complete: true, counts: { passed: 1, total: 1 } });
  });

  test("a test over its time limit says so", () => {
    expect(of(readingOf(begin(1) + run("a", "failed", { reason: "time limit exceeded", exec_time: 2.5 }) + end(0, 1)), "a")).toMatchObject({
      message: "time limit exceeded",
      duration: 2.5,
    });
  });

  test("measurements are a part of their own, and the tests beside them were never meant to run", () => {
    const read = readingOf(
      `${begin(2)}${run("t", "ignored")}${event({ type: "bench", name: "b::fast", median: 136.63, deviation: 12.47, mib_per_second: 7529 })}${event({ type: "suite", event: "ok", passed: 0, failed: 0, ignored: 1, measured: 1, filtered_out: 0 })}`,
    );
    const bench = read.observations.filter((o): o is BenchObservation => o.kind === "bench");
    expect(bench.map((o) => [o.name, o.value, o.unit, o.range, o.step, o.better, o.part.kind, o.part.state])).toEqual([
      ["b::fast", 136.63, "ns", 12.47, 0.01, "smaller", "bench", "whole"],
    ]);
    expect(tests(read)).toEqual([]);
    expect(read.report.kind).toBe("bench");
  });

  test("cut anywhere, the suite that was cut is broken, and no failure appears that was not there", () => {
    const text = bytesOf("libtest-json", "shop.stdout").toString();
    const all = new Set(failing(readingOf(text)));
    const whole = parts(readingOf(text)).length;
    fc.assert(
      fc.property(fc.nat(text.trimEnd().length - 2), (at) => {
        const read = readingOf(text.slice(0, at + 1));
        for (const name of failing(read)) expect(all).toContain(name);
        expect(parts(read).filter((p) => p.state === "whole").length).toBeLessThan(whole);
      }),
      { numRuns: 150 },
    );
  });

  test("values of any shape throw nothing", () => {
    const odd = fc.anything({ withNullPrototype: false, maxDepth: 2 });
    const any = fc.record(
      {
        type: fc.constantFrom("suite", "test", "bench", "report"),
        event: fc.oneof(fc.constantFrom("started", "ok", "failed", "ignored", "discovered"), odd),
        name: odd,
        test_count: odd,
        passed: odd,
        failed: odd,
        filtered_out: odd,
        stdout: odd,
        message: odd,
        median: odd,
        exec_time: odd,
      },
      { requiredKeys: ["type"] },
    );
    fc.assert(
      fc.property(fc.array(any, { maxLength: 6 }), (list) => {
        const { report } = readingOf(`${list.map(event).join("")}.\n`);
        expect(report.error?.code ?? "E_REPORT_UNKNOWN").toBe("E_REPORT_UNKNOWN");
      }),
      { numRuns: 300 },
    );
  });
});
