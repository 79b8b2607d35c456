import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Part, TestObservation } from "../../../src/model.ts";
import { targetId } from "../../../src/reports/builds/cargo.ts";
import { targetOfBinaryId } from "../../../src/reports/tests/nextest.ts";
import { bytesOf, fixture, named, type Reading, reading, readingOf } from "../reading.ts";

const tests = ({ observations }: Reading): TestObservation[] => observations.filter((o) => o.kind === "test");
const failing = (read: Reading): string[] => named(read.observations, "test", "failed", "error");
const passing = (read: Reading): string[] => named(read.observations, "test", "passed");
const parts = ({ report }: Reading): Part[] => report.parts.filter((p) => p.kind === "test");
const of = (read: Reading, name: string): TestObservation => {
  const found = tests(read).find((o) => o.name === name);
  if (!found) throw new Error(`no test ${name}`);
  return found;
};

/** Right-aligned in the column of twelve, as all of nextest's words are. */
const line = (word: string, rest: string): string => `${word.padStart(12)} [   0.010s] ${rest}`;
const starting = (n: number, more = ""): string =>
  ` Nextest run ID x with nextest profile: default\n    Starting ${n} tests across 1 binary${more}\n`;
const summary = (words: string): string => `────────────\n     Summary [   0.120s] ${words}\n`;

describe("a run", () => {
  test("each test is one, however often it is printed", () => {
    const read = reading(fixture("nextest", "run.txt"));
    expect(read.report).toMatchObject({
      format: "nextest",
      kind: "test",
      tool: "cargo nextest",
      complete: true,
      counts: { total: 10, passed: 6, failed: 4, errors: 0, skipped: 0 },
    });
    expect(failing(read)).toEqual([
      "ledger › tests::adds_up",
      "shop › cart::discount::overflows",
      "shop › cart::discount::result_err",
      "shop::api › get_order",
    ]);
    expect(parts(read).map((p) => [p.target, p.extent])).toEqual([
      [
        { package: "ledger", kind: "lib" },
        { units: [], cases: 3 },
      ],
      [
        { package: "shop", kind: "lib" },
        { units: [], cases: 5 },
      ],
      [
        { package: "shop", kind: "test", name: "api" },
        { units: [], cases: 2 },
      ],
    ]);
  });

  test("message and place come from the panic, else from nextest's own words", () => {
    const read = reading(fixture("nextest", "hang-abort.txt"));
    expect(of(read, "tests::adds_up")).toMatchObject({
      message: "assertion `left == right` failed: ledger & <totals> differ\n  left: 3\n right: 4",
      file: "ledger/src/lib.rs",
      line: 4,
      retries: 1,
    });
    expect(of(read, "cart::discount::overflows")).toMatchObject({
      message: "test did not panic as expected",
      file: "src/lib.rs",
      line: 15,
    });
    expect(of(read, "cart::discount::result_err").message).toBe('Error: "no stock for “tea”"');
    expect(of(read, "cart::discount::aborts").message).toBe("the test aborted with signal 6: SIGABRT");
    expect(of(read, "tests::sleeps_forever")).toMatchObject({ outcome: "failed", message: "the test timed out" });
    expect(of(read, "tests::adds_up").detail).toMatch(/panicked at ledger/);
  });

  test("a test that passed at a later attempt passed, and is flaky", () => {
    expect(of(reading(fixture("nextest", "run.txt")), "cart::discount::flaky")).toMatchObject({
      outcome: "passed",
      flaky: true,
      retries: 1,
    });
  });

  test("all of nextest's words", () => {
    const passed = ["PASS", "LEAK", "TIMEOUT-PASS"];
    const failed = [
      "FAIL",
      "FAIL + LEAK",
      "LEAK-FAIL",
      "TIMEOUT",
      "SIGSEGV",
      "ABORT",
      "ABORT SIG 50",
      "TRY 2 FAIL",
      "TRY 2 FL+LK",
      "TRY 3 LKFAIL",
      "TRY 2 TMT",
      "TRY 2 SEGV",
      "TRY 2 SIG 50",
      "TRY 2 ABORT",
    ];
    const words = [...passed, ...failed, "XFAIL"];
    const read = readingOf(
      starting(words.length) +
        words.map((word, i) => line(word, `( ${i + 1}/${words.length}) p t${i}\n`)).join("") +
        summary(`${words.length} tests run: ${passed.length} passed, ${failed.length} failed, 1 exec failed, 0 skipped`),
    );
    expect(
      tests(read)
        .map((o) => [o.name, o.outcome])
        .sort(),
    ).toEqual(words.map((word, i) => [`t${i}`, word === "XFAIL" ? "error" : passed.includes(word) ? "passed" : "failed"]).sort());
    expect(read.report.complete).toBe(true);
    expect(of(read, "t7").message).toBe("the test was ended by SIGSEGV");
    expect(of(read, "t9").message).toBe("the test was ended by signal 50");
  });

  test("progress is no result, and the summary's list is no second one", () => {
    const read = readingOf(
      starting(3) +
        "       START [         ] ( 1/3) p slow\n        SLOW [> 60.000s] (─────) p slow\n TERMINATING [> 90.000s] (─────) p slow\nTRY 1 TRMNTG [> 90.000s] (─────) p slow\n" +
        line("PASS", "( 1/3) p slow\n") +
        line("TRY 1 FAIL", "(─────) p f\n") +
        "   DELAY 2/3 by   1.000s (─────) p f\n TRY 2 START [         ] (─────) p f\n" +
        line("TRY 2 PASS", "( 2/3) p f\n") +
        line("PASS", "( 3/3) p ok\n") +
        summary("3 tests run: 3 passed (1 slow, 1 flaky), 0 skipped") +
        line("SLOW", "( 1/3) p slow\n") +
        line("FLAKY 2/3", "( 2/3) p f\n"),
    );
    expect(read.report).toMatchObject({ complete: true, counts: { total: 3, passed: 3 } });
    expect(of(read, "f").flaky).toBe(true);
  });

  test("a flaky test that the profile fails is a failure", () => {
    const read = readingOf(
      starting(1) +
        line("TRY 1 FAIL", "(───) p t\n") +
        line("TRY 2 PASS", "(1/1) p t\n") +
        "           - test configured to fail if flaky\n" +
        summary("1 test run: 0 passed, 1 failed, 0 skipped") +
        line("FLKY-FL 2/2", "(1/1) p t\n"),
    );
    expect(of(read, "t")).toMatchObject({
      outcome: "failed",
      retries: 1,
      message: "the test is flaky, and this run treats that as a failure",
    });
    expect(read.report.complete).toBe(true);
  });

  test("Windows tells the code of an abort on a line of its own", () => {
    const read = readingOf(
      starting(1) +
        line("ABORT", "(1/1) p t\n") +
        "           - with code 0xc0000005: Access violation\n" +
        summary("1 test run: 0 passed, 1 failed, 0 skipped"),
    );
    expect(of(read, "t").message).toBe("the test was aborted with code 0xc0000005: Access violation");
  });

  test("output as older versions print it, not indented and under the test's name", () => {
    const read = readingOf(
      `    Starting 2 tests across 1 binaries\n${line("FAIL", "luhn::bin/luhn two_digits")}\n\n--- STDOUT:              luhn::bin/luhn two_digits ---\n\nrunning 1 test\ntest two_digits ... FAILED\n\nfailures:\n\nfailures:\n    two_digits\n\ntest result: FAILED. 0 passed; 1 failed; 0 ignored; 0 measured; 5 filtered out; finished in 0.00s\n\n\n--- STDERR:              luhn::bin/luhn two_digits ---\nthread 'two_digits' panicked at 'assertion failed: !luhn()', src/main.rs:56:5\nnote: run with \`RUST_BACKTRACE=1\`\n\n${line("PASS", "luhn::bin/luhn other")}\n   Canceling due to test failure: 0 tests still running\n------------\n     Summary [   0.010s] 2 tests run: 1 passed, 1 failed, 0 skipped\n${line("FAIL", "luhn::bin/luhn two_digits")}\nerror: test run failed\n`,
    );
    expect(read.report).toMatchObject({ complete: true, counts: { total: 2, passed: 1, failed: 1 } });
    expect(of(read, "two_digits")).toMatchObject({ message: "assertion failed: !luhn()", file: "src/main.rs", line: 56 });
  });

  test("output that is not indented by wish", () => {
    const read = readingOf(
      `${starting(2)}${line("FAIL", "(1/2) p t")}\n── stderr ──\nthread 't' panicked at src/a.rs:3:1:\nno\n\n${line("PASS", "(2/2) p u")}\n${summary("2 tests run: 1 passed, 1 failed, 0 skipped")}`,
    );
    expect(of(read, "t")).toMatchObject({ message: "no", file: "src/a.rs", line: 3 });
    expect(passing(read)).toEqual(["p › u"]);
  });

  test("what tests print under --no-capture is nobody's report", () => {
    const read = readingOf(
      `${starting(1)}       START [         ] (1/1) p t\n\nrunning 1 test\ntest t ... ok\n\ntest result: ok. 1 passed; 0 failed; 0 ignored; 0 measured; 3 filtered out; finished in 0.00s\n\n${line("PASS", "(1/1) p t")}\n${summary("1 test run: 1 passed, 0 skipped")}`,
    );
    expect(tests(read).map((o) => [o.suite, o.name])).toEqual([["p", "t"]]);
    expect(read.report.complete).toBe(true);
  });

  test("a setup script is its own subject, and no test of a binary", () => {
    const read = readingOf(
      `${starting(1)}       SETUP [      1/1] seed: cargo run --bin seed\n${"SETUP FAIL".padStart(12)} [   2.265s] seed: cargo run --bin seed\n${summary("0/1 tests run: 0 passed, 0 skipped")}error: setup script failed\n`,
    );
    expect(failing(read)).toEqual(["@setup-script:seed › seed"]);
    expect(read.report).toMatchObject({ complete: false });
  });

  test("a binary whose tests cannot be listed failed as a whole", () => {
    const read = readingOf(
      "error: creating test list failed\n\nCaused by:\n  for `shop::api`, command `/w/target/debug/deps/api-1 --list --format terse` exited with code 101\n--- stdout:\n\n--- stderr:\nboom\n---\n",
    );
    expect(tests(read).map((o) => [o.suite, o.whole, o.outcome, o.message])).toEqual([
      ["shop::api", true, "error", "the tests of this binary could not be listed: it exited with code 101"],
    ]);
    expect(parts(read)[0]).toMatchObject({ state: "broken", target: { package: "shop", kind: "test", name: "api" } });
  });
});

describe("what a run proves", () => {
  const two = line("PASS", "(1/2) p a\n") + line("FAIL", "(2/2) p b\n");

  test("a run that was cut short is partial, in either of nextest's words", () => {
    const read = readingOf(
      `${starting(5)}${two}${summary("2/5 tests run: 1 passed, 1 failed, 0 skipped")}${line("FAIL", "(2/5) p b")}\nwarning: 3/5 tests were not run due to test failure (run with --no-fail-fast to run all tests, or run with --max-fail)\nerror: test run failed\n`,
    );
    expect(parts(read).map((p) => [p.state, p.reason])).toEqual([["partial", "3/5 tests were not run due to test failure"]]);
    expect(passing(read)).toEqual(["p › a"]);
    const older = readingOf(`${starting(5)}${two}${summary("2/5 tests run: 1 passed, 1 failed, 0 skipped")}`);
    expect(parts(older)[0]).toMatchObject({ state: "partial", reason: "3 of 5 were not run" });
  });

  test("without its summary a run is broken; its failures count", () => {
    const read = readingOf(`${starting(5)}${two}  stderr ───\n`);
    expect(parts(read)[0]).toMatchObject({ state: "broken", reason: "the run ends before its summary" });
    expect(failing(read)).toEqual(["p › b"]);
  });

  test("the last line of a log that ends early may lack half of a name, so it is not believed", () => {
    expect(failing(readingOf(starting(5) + two))).toEqual([]);
    expect(failing(readingOf((starting(5) + two).slice(0, -1)))).toEqual([]);
  });

  test("lines that disagree with the summary let no pass be believed", () => {
    const read = readingOf(
      `${starting(2)}${two}${line("PASS", "(3/2) p forged")}\n${summary("2 tests run: 1 passed, 1 failed, 0 skipped")}`,
    );
    expect(passing(read)).toEqual([]);
    expect(failing(read)).toEqual(["p › b"]);
    expect(read.report).toMatchObject({ complete: false, counts: { total: 2, passed: 1, failed: 1 } });
  });

  test("a status line that a test prints into its captured output is output", () => {
    const read = readingOf(
      `${starting(2)}${line("FAIL", "(1/2) p b")}\n  stdout ───\n    ${line("PASS", "(2/2) p forged")}\n    x\n\n${line("PASS", "(2/2) p a")}\n${summary("2 tests run: 1 passed, 1 failed, 0 skipped")}`,
    );
    expect(passing(read)).toEqual(["p › a"]);
    expect(read.report.complete).toBe(true);
  });

  test("tests that are skipped and not named may be ignored or filtered out, so a missing one is not gone", () => {
    const all = readingOf(`${starting(2)}${two}${summary("2 tests run: 1 passed, 1 failed, 0 skipped")}`);
    expect(parts(all)[0]).toMatchObject({ state: "whole", provesAbsence: true });
    const some = readingOf(`${starting(2, " (3 tests skipped)")}${two}${summary("2 tests run: 1 passed, 1 failed, 3 skipped")}`);
    expect(parts(some)[0]).toMatchObject({ state: "whole", provesAbsence: false });
    const named = readingOf(
      `${starting(2, " (1 test skipped)")}        SKIP [         ] (───) p c\n${two}${summary("2 tests run: 1 passed, 1 failed, 1 skipped")}`,
    );
    expect(parts(named)[0]).toMatchObject({ state: "whole", provesAbsence: true });
    expect(of(named, "c").outcome).toBe("skipped");
  });

  test("a run of no tests proves nothing", () => {
    const read = readingOf(`${starting(0)}${summary("0 tests run: 0 passed, 9 skipped")}error: no tests to run\n`);
    expect(read.report).toMatchObject({ format: "nextest", complete: false, reason: "no test was run" });
  });

  test("rounds of a stress run are not told apart, so only failures are taken", () => {
    const rounds = [1, 2].map(
      (i) => `${"PASS".padStart(12)} [   0.010s] [${i}/2] (1/1) p a\n${"FAIL".padStart(12)} [   0.010s] [${i}/2] (1/1) p b\n`,
    );
    const read = readingOf(
      `${starting(2)}${rounds.join("")}────────────\n     Summary [   0.100s] 2/2 stress run iterations: 0 passed, 2 failed\n`,
    );
    expect(passing(read)).toEqual([]);
    expect(failing(read)).toEqual(["p › b"]);
    expect(read.report.complete).toBe(false);
  });

  test("two runs in one log are judged apart", () => {
    const read = readingOf(
      `${starting(2)}${two}${summary("2 tests run: 1 passed, 1 failed, 0 skipped")}error: test run failed\n${starting(1)}${line("PASS", "(1/1) p b")}\n`,
    );
    expect(parts(read).map((p) => p.state)).toEqual(["whole", "broken"]);
  });

  test("a run that never ended does not take the rest of the log", () => {
    const read = readingOf(
      `${starting(2)}${line("PASS", "(1/2) p a")}\n     Running unittests src/lib.rs (target/debug/deps/shop-542a867754a44841)\n\nrunning 1 test\ntest t ... ok\n\ntest result: ok. 1 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s\n\n`,
    );
    expect(passing(read)).toEqual(["p › a", "shop › t"]);
    expect(parts(read).map((p) => p.state)).toEqual(["broken", "whole"]);
  });

  test("cut anywhere, the log shows no failure that the whole one does not, and is not complete", () => {
    const text = bytesOf("nextest", "hang-abort.txt").toString();
    const end = text.indexOf("     Summary [");
    const all = new Set(failing(readingOf(text)));
    fc.assert(
      fc.property(fc.nat(end), (at) => {
        const read = readingOf(text.slice(0, at + 1));
        for (const part of parts(read)) expect(part.state).toBe("broken");
        // A flaky test's failed attempt is seen before the one that passes.
        for (const name of failing(read)) if (name !== "shop › cart::discount::flaky") expect(all).toContain(name);
      }),
      { numRuns: 150 },
    );
  });

  test("any text is read without harm, and in time that grows with its length alone", () => {
    const pieces = fc.constantFrom(
      starting(2),
      two,
      summary("2 tests run: 1 passed, 1 failed, 0 skipped"),
      "  stdout ───\n",
      "    x\n",
      "\n",
      "── stderr ──\n",
      "        PASS [",
      "error: creating test list failed\n",
      "────────────\n",
      "--- STDERR:  p b ---\n",
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), (list) => {
        const read = readingOf(`${list.join("")}\n.`);
        for (const part of parts(read)) expect(part.state === "whole").toBe(part.reason === undefined);
      }),
      { numRuns: 300 },
    );
    const nasty = [
      `        PASS [${" ".repeat(50_000)}`,
      line("PASS", "(".repeat(50_000)),
      line("FAIL", `p ${"a".repeat(50_000)}!`),
      `     Summary [ 0.1s] ${"(".repeat(50_000)}`,
      `  stdout ───\n${"    x\n".repeat(50_000)}`,
    ];
    for (const text of nasty) {
      const start = performance.now();
      readingOf(`${starting(1)}${text}\n`);
      expect(performance.now() - start).toBeLessThan(1_000);
    }
  });
});

describe("binary ids", () => {
  test("name the package and the target", () => {
    expect(targetOfBinaryId("alpha-core")).toEqual({ package: "alpha-core", kind: "lib" });
    expect(targetOfBinaryId("a::api")).toEqual({ package: "a", kind: "test", name: "api" });
    expect(targetOfBinaryId("a::bin/x")).toEqual({ package: "a", kind: "bin", name: "x" });
    expect(targetOfBinaryId("a::example/x")).toEqual({ package: "a", kind: "example", name: "x" });
    expect(targetOfBinaryId("a::bench/x")).toEqual({ package: "a", kind: "bench", name: "x" });
    expect(targetOfBinaryId("@setup-script:seed")).toBeUndefined();
  });

  test("are what the target is called again", () => {
    for (const id of ["alpha-core", "a::api", "a::bin/x", "a::example/y-z", "a::bench/b"]) {
      const target = targetOfBinaryId(id);
      expect(target && targetId(target)).toBe(id);
    }
  });
});
