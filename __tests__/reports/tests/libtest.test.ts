import { readdirSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { TestObservation } from "../../../src/model.ts";
import { bytesOf, fixture, named, reading, readingOf } from "../reading.ts";

/** Failing tests of the library `alpha_core`; each of its 17 tests shows one trap. */
const ALPHA = [
  "tests::common::same_name",
  "tests::eq_fails",
  "tests::expect_err",
  "tests::index_oob",
  "tests::multi_line_panic",
  "tests::panic_in_thread",
  "tests::panic_non_string",
  "tests::result_err",
  "tests::result_err_box",
  "tests::should_panic_but_does_not",
  "tests::should_panic_wrong_message",
  "tests::unwrap_none",
];
const DOCS = ["S<T>::get (line 45)", "add (line 9)", "cf (line 19)", "nr (line 34)", "nr (line 38)"];

const of = (suite: string, names: readonly string[]): string[] => names.map((name) => `${suite} › ${name}`);
const LIB = of("alpha-core", ALPHA);
const REST = [
  "alpha-core::integration › same_name",
  "beta › tests::common::same_name",
  "beta › tests::it_works",
  "beta::bin/tool › bin_test",
  "beta::integration › same_name",
];
const WORKSPACE = [
  ...LIB,
  ...REST,
  ...of(
    "alpha-core::doc",
    DOCS.map((d) => `alpha/src/lib.rs - ${d}`),
  ),
].sort();
const WORKSPACE_163 = [
  ...LIB,
  ...REST,
  ...of(
    "alpha-core::doc",
    DOCS.map((d) => `src/lib.rs - ${d}`),
  ),
].sort();
/** What only stdout tells: the same names without their targets. */
const BARE = WORKSPACE.map((name) => name.slice(name.indexOf(" › ") + 3)).sort();
const FAILED_TARGETS = ["alpha-core", "alpha-core::doc", "alpha-core::integration", "beta", "beta::bin/tool", "beta::integration"];

const UNICODE = "edge › tests::c_unicode_naïve";
const FORKED = of("edge::fork_output", ["child_output_not_captured", "no_newline", "thread_output"]);
const EDGE_DOCS = of("edge::doc", ["src/lib.rs - f (line 11)", "src/lib.rs - f (line 3)"]);
/** Binaries of `edge` that ended without a result, and the one with a harness of its own. */
const GONE = ["abort", "custom", "double_panic", "exit3", "kill", "overflow", "segv"].map((t) => `edge::${t}`);

type Counts = [total: number, passed: number, failed: number, skipped: number];
interface Row {
  format: string | null;
  kind: string | null;
  counts: Counts;
  complete: boolean;
  /** Words of the reason where it is not complete. */
  reason?: string;
  /** Failing tests, and failing targets as a whole. */
  failing: readonly string[];
}

const row = (counts: Counts, failing: readonly string[], reason?: string, format = "libtest", kind = "test"): Row => {
  const common = { format, kind, counts, failing, complete: reason === undefined };
  return reason === undefined ? common : { ...common, reason };
};

const ALL: Counts = [31, 6, 22, 3];
const ALPHA_ONLY: Counts = [17, 3, 12, 2];
const NONE: Counts = [0, 0, 0, 0];
const QUIET = "quiet output does not name the tests that passed";
const DISAGREE = "its lines and its counts disagree";
const UNLISTED = "its harness does not list its tests";

const SAMPLES: Record<string, Row> = {
  "backtrace1.combined.txt": row(ALPHA_ONLY, LIB),
  "cargo-term-color-always.combined.txt": row(ALL, WORKSPACE),
  "cold-combined-with-warnings.txt": row(ALL, WORKSPACE),
  "color-always-harness.combined.txt": row(ALL, WORKSPACE),
  "color-always.combined.txt": row(ALL, WORKSPACE),
  "default-failfast.stderr": row(NONE, ["alpha-core"], UNLISTED, "cargo"),
  "default-failfast.stdout": row(ALPHA_ONLY, ALPHA),
  "edge-abort.txt": row([1, 1, 0, 0], ["edge::abort"], "stopped after 1 of 3"),
  "edge-all-no-fail-fast.txt": row([15, 9, 6, 0], [UNICODE, ...GONE, ...FORKED, ...EDGE_DOCS].sort(), "stopped after 1 of 3"),
  "edge-custom.txt": row(NONE, ["edge::custom"], UNLISTED, "cargo"),
  "edge-doctest-2024.txt": row([5, 3, 2, 0], EDGE_DOCS),
  "edge-double_panic.txt": row(NONE, ["edge::double_panic"], "stopped after 0 of 1"),
  // process::exit(0) in a test: cargo is content, and nothing says which test it was.
  "edge-exit0.txt": row([1, 1, 0, 0], [], "stopped after 1 of 3"),
  "edge-exit3.txt": row([1, 1, 0, 0], ["edge::exit3"], "stopped after 1 of 2"),
  "edge-fork_output.txt": row([3, 0, 3, 0], FORKED),
  "edge-kill.txt": row(NONE, ["edge::kill"], "stopped after 0 of 1"),
  "edge-overflow.txt": row([1, 1, 0, 0], ["edge::overflow"], "stopped after 1 of 2"),
  "edge-segv.txt": row(NONE, ["edge::segv"], "stopped after 0 of 1"),
  "edge-slow60s.txt": row([1, 1, 0, 0], []),
  "edge-unicode-lib.txt": row([3, 2, 1, 0], [UNICODE]),
  "filter-exact.combined.txt": row([2, 1, 1, 0], ["beta › tests::it_works"], "16 tests were filtered out"),
  "filter.combined.txt": row(
    [4, 0, 4, 0],
    [
      "alpha-core › tests::common::same_name",
      "alpha-core::integration › same_name",
      "beta › tests::common::same_name",
      "beta::integration › same_name",
    ],
    "16 tests were filtered out",
  ),
  "harness-quiet.combined.txt": row(ALL, WORKSPACE, QUIET),
  "include-ignored.combined.txt": row([17, 5, 12, 0], LIB),
  "killed-mid-run.combined.txt": row([10, 6, 4, 0], [UNICODE, ...GONE, ...FORKED], "stopped after 1 of 3"),
  "message-format-json-split.stderr": row(NONE, FAILED_TARGETS, UNLISTED, "cargo"),
  "message-format-json-split.stdout": row(ALL, BARE),
  "message-format-json.combined.txt": row(ALL, WORKSPACE),
  "nightly-1.97-edge-nff.txt": row([14, 8, 6, 0], [UNICODE, ...GONE, ...FORKED, ...EDGE_DOCS].sort(), "stopped after 1 of 3"),
  "no-fail-fast.combined.txt": row(ALL, WORKSPACE),
  "no-fail-fast.stderr": row(NONE, FAILED_TARGETS, UNLISTED, "cargo"),
  "no-fail-fast.stdout": row(ALL, BARE),
  // `tests::prints_ok` prints `test tests::it_works ... FAILED`, and a panic message holds `test fake ... FAILED`.
  "nocapture-1thread.combined.txt": row(ALPHA_ONLY, LIB, DISAGREE),
  "nocapture.combined.txt": row(ALPHA_ONLY, LIB, DISAGREE),
  "proptest-run1.txt": row([1, 0, 1, 0], ["pt › tests::small"]),
  "proptest-run2.txt": row([1, 0, 1, 0], ["pt › tests::small"]),
  "quiet.combined.txt": row(ALL, WORKSPACE, QUIET),
  "report-time.combined.txt": row(ALPHA_ONLY, LIB),
  "rust-1.63-failfast.combined.txt": row(ALPHA_ONLY, LIB),
  "rust-1.63-no-fail-fast.combined.txt": row(ALL, WORKSPACE_163),
  "rust-1.63-quiet.combined.txt": row(ALPHA_ONLY, LIB, QUIET),
  "show-output.combined.txt": row(ALPHA_ONLY, LIB),
  "shuffle.combined.txt": row([2, 0, 2, 0], of("beta", ["tests::common::same_name", "tests::it_works"])),
  // Three last lines: a result without its block, and cargo's word that the target failed.
  "tee-hides-exit-code.txt": row(NONE, ["beta"], UNLISTED, "cargo"),
  "test-threads-1.combined.txt": row(ALPHA_ONLY, LIB),
  "verbose.combined.txt": row([2, 1, 1, 0], ["alpha-core::integration › same_name"]),
};

const CARGO_WORKSPACE: Record<string, Row> = {
  "test.txt": row(
    [13, 6, 6, 1],
    [
      "ledger › tests::adds_up",
      "shop › cart::discount::flaky",
      "shop › cart::discount::overflows",
      "shop › cart::discount::result_err",
      "shop::api › get_order",
      "shop::doc › src/lib.rs - add (line 4)",
    ],
  ),
  "nocapture.txt": row(
    [13, 6, 6, 1],
    [
      "ledger › tests::adds_up",
      "shop › cart::discount::flaky",
      "shop › cart::discount::overflows",
      "shop › cart::discount::result_err",
      "shop::api › get_order",
      "shop::doc › src/lib.rs - add (line 4)",
    ],
  ),
  "abort.txt": row(
    [8, 4, 3, 1],
    ["ledger › tests::adds_up", "shop", "shop::api › get_order", "shop::doc › src/lib.rs - add (line 4)"],
    "stopped after 0 of 5",
  ),
  "killed.txt": row([3, 1, 1, 1], ["ledger › tests::adds_up"], "stopped after 3 of 4"),
  "nightly.json.stderr": row(NONE, ["ledger", "shop", "shop::api", "shop::doc"], UNLISTED, "cargo"),
};

describe.each([
  ["libtest-human", SAMPLES],
  ["cargo-test-workspace", CARGO_WORKSPACE],
])("what cargo test prints, as in samples/%s", (folder, rows) => {
  test.each(Object.entries(rows))("%s", (file, expected) => {
    const { report, observations } = reading(fixture(folder, file));
    const { total, passed, failed, errors, skipped } = report.counts;
    expect({
      format: report.format,
      kind: report.kind,
      counts: [total, passed, failed, skipped],
      complete: report.complete,
      failing: named(observations, "test", "failed", "error"),
    }).toEqual({
      format: expected.format,
      kind: expected.kind,
      counts: expected.counts,
      complete: expected.complete,
      failing: [...expected.failing].sort(),
    });
    expect(errors).toBe(0);
    expect(report.reason ?? "").toContain(expected.reason ?? "");
    expect(report.error).toBeNull();
  });
});

test("every sample of cargo test has its row", () => {
  const special = ["junit-format.combined.txt", "list.combined.txt", "no-run.combined.txt"];
  expect(readdirSync(fixture("libtest-human")).sort()).toEqual([...Object.keys(SAMPLES), ...special].sort());
});

test("a log that only lists or only builds tests shows no test as passed", () => {
  for (const file of ["list.combined.txt", "no-run.combined.txt"]) {
    const { report, observations } = reading(fixture("libtest-human", file));
    expect(report.kind).not.toBe("test");
    expect(observations.filter((o) => o.kind === "test")).toEqual([]);
  }
});

test("where the harness writes XML between cargo's lines, each target that cargo calls failed is failing", () => {
  const { report, observations } = reading(fixture("libtest-human", "junit-format.combined.txt"));
  expect(report.complete).toBe(false);
  const whole = observations.filter((o) => o.kind === "test" && o.whole === true && o.outcome === "error");
  expect(whole.map((o) => o.suite).sort()).toEqual(FAILED_TARGETS);
});

describe("which passes are believed", () => {
  const passed = (file: string): string[] => named(reading(fixture("libtest-human", file)).observations, "test", "passed");

  test("those whose lines agree with the counts, each in its own target", () => {
    expect(passed("no-fail-fast.combined.txt")).toEqual([
      "alpha-core › tests::it_works",
      "alpha-core › tests::prints_ok",
      "alpha-core › tests::should_panic_ok",
      "alpha-core::doc › alpha/src/lib.rs - (line 3)",
      "alpha-core::doc › alpha/src/lib.rs - nr (line 26)",
      "alpha-core::integration › ok",
    ]);
  });

  test("none of a quiet run, and none of a run whose tests print the harness's words", () => {
    for (const file of ["quiet.combined.txt", "harness-quiet.combined.txt", "nocapture.combined.txt", "nocapture-1thread.combined.txt"]) {
      expect(passed(file)).toEqual([]);
    }
  });

  test("none of a target that did not reach its end: its part is broken", () => {
    for (const file of ["edge-abort.txt", "edge-exit0.txt", "edge-exit3.txt", "edge-overflow.txt"]) {
      const { observations } = reading(fixture("libtest-human", file));
      const parts = new Set(observations.filter((o) => o.kind === "test").map((o) => o.part.state));
      expect([...parts]).toEqual(["broken"]);
    }
  });

  test("those of a filtered run, whose part is partial; its other targets stay whole", () => {
    const { observations, report } = reading(fixture("libtest-human", "filter-exact.combined.txt"));
    const pass = observations.find((o) => o.kind === "test" && o.outcome === "passed");
    expect([pass?.name, pass?.part.state, pass?.part.extent.filters]).toEqual(["tests::it_works", "partial", ["names"]]);
    expect(report.parts.filter((p) => p.kind === "test" && p.state === "whole").map((p) => p.target?.crate)).toEqual(["beta"]);
  });

  test("how long a test took is kept where the harness says it", () => {
    const { observations } = reading(fixture("libtest-human", "report-time.combined.txt"));
    const pass = observations.find((o) => o.kind === "test" && o.name === "tests::it_works") as TestObservation;
    expect([pass.outcome, pass.duration]).toEqual(["passed", 0]);
  });

  test("an ignored test is skipped, with its reason", () => {
    const { observations } = reading(fixture("libtest-human", "no-fail-fast.combined.txt"));
    const skipped = observations.filter((o) => o.outcome === "skipped").map((o) => [o.name, o.message]);
    expect(skipped).toEqual([
      ["tests::ignored_plain", undefined],
      ["tests::ignored_reason", "needs network"],
      ["alpha/src/lib.rs - nr (line 30)", undefined],
    ]);
  });
});

describe("what is said of a failure", () => {
  const failures = (folder: string, file: string): Map<string, [message: string | undefined, place: string]> =>
    new Map(
      reading(fixture(folder, file))
        .observations.filter((o) => o.kind === "test" && o.outcome === "failed")
        .map((o) => [`${o.suite ?? ""} › ${o.name}`, [o.message, o.file === undefined ? "" : `${o.file}:${o.line}`]]),
    );

  test.each(["no-fail-fast.combined.txt", "color-always-harness.combined.txt", "test-threads-1.combined.txt", "show-output.combined.txt"])(
    "its message and its place: %s",
    (file) => {
      const found = failures("libtest-human", file);
      const alpha = Object.fromEntries(ALPHA.map((name) => [name, found.get(`alpha-core › ${name}`)]));
      expect(alpha).toEqual({
        "tests::common::same_name": ["assertion failed: 1 + 1 == 3", "alpha/src/lib.rs:122"],
        "tests::eq_fails": ["assertion `left == right` failed: sum of 2 and 2\n  left: 4\n right: 5", "alpha/src/lib.rs:62"],
        "tests::expect_err": ['wanted ok: "why"', "alpha/src/lib.rs:106"],
        "tests::index_oob": [expect.stringContaining("index out of bounds: the len is 3 but the index is "), "alpha/src/lib.rs:118"],
        "tests::multi_line_panic": [
          "first line\nsecond line\n\nfourth line after blank\n---- fake::header stdout ----\ntest fake ... FAILED\nfailures:\n    not_a_test",
          "alpha/src/lib.rs:67",
        ],
        "tests::panic_in_thread": ["called `Result::unwrap()` on an `Err` value: Any { .. }", "alpha/src/lib.rs:111"],
        "tests::panic_non_string": ["Box<dyn Any>", "alpha/src/lib.rs:115"],
        "tests::result_err": ['Error: "bad result\\nline two"', ""],
        "tests::result_err_box": ["Error: ParseIntError { kind: InvalidDigit }", ""],
        "tests::should_panic_but_does_not": ["test did not panic as expected", "alpha/src/lib.rs:72"],
        "tests::should_panic_wrong_message": [
          'panic did not contain expected string\npanic message: "something else at 42"\nexpected substring: "divide by zero"',
          "alpha/src/lib.rs:76",
        ],
        "tests::unwrap_none": ["called `Option::unwrap()` on a `None` value", "alpha/src/lib.rs:103"],
      });
    },
  );

  test("as rustc 1.63 words it", () => {
    const found = failures("libtest-human", "rust-1.63-no-fail-fast.combined.txt");
    expect(found.get("alpha-core › tests::eq_fails")).toEqual([
      "assertion failed: `(left == right)`\n  left: `4`,\n right: `5`: sum of 2 and 2",
      "alpha/src/lib.rs:62",
    ]);
    expect(found.get("alpha-core › tests::multi_line_panic")).toEqual([
      "first line\nsecond line\n\nfourth line after blank\n---- fake::header stdout ----\ntest fake ... FAILED\nfailures:\n    not_a_test",
      "alpha/src/lib.rs:67",
    ]);
    expect(found.get("alpha-core › tests::panic_in_thread")).toEqual([
      "called `Result::unwrap()` on an `Err` value: Any { .. }",
      "alpha/src/lib.rs:111",
    ]);
    // The harness's own line in the standard library is no place in the repository.
    expect(found.get("alpha-core › tests::result_err")?.[1]).toBe("");
    expect(found.get("alpha-core::doc › src/lib.rs - S<T>::get (line 45)")).toEqual(["in generic impl", "src/lib.rs:45"]);
  });

  test("a doctest stands where its own name says, not where its wrapper panicked", () => {
    expect(failures("libtest-human", "edge-doctest-2024.txt").get("edge::doc › src/lib.rs - f (line 3)")).toEqual([
      "assertion `left == right` failed: doc2024\n  left: 2\n right: 3",
      "src/lib.rs:3",
    ]);
    const docs = failures("libtest-human", "no-fail-fast.combined.txt");
    expect(docs.get("alpha-core::doc › alpha/src/lib.rs - cf (line 19)")).toEqual([
      "Test compiled successfully, but it's marked `compile_fail`.",
      "alpha/src/lib.rs:19",
    ]);
    expect(docs.get("alpha-core::doc › alpha/src/lib.rs - nr (line 38)")).toEqual([
      "error[E0308]: mismatched types",
      "alpha/src/lib.rs:38",
    ]);
  });

  test("the output that was captured is kept as its detail, without the output of others", () => {
    const { observations } = reading(fixture("libtest-human", "no-fail-fast.combined.txt"));
    const detail = observations.find((o) => o.name === "tests::eq_fails")?.detail ?? "";
    expect(detail).toMatch(/^stdout before failing\nstderr before failing\n/);
    expect(detail).not.toContain("wanted ok");
  });

  test("a binary that went says how, and what it said last", () => {
    const { observations } = reading(fixture("libtest-human", "edge-all-no-fail-fast.txt"));
    const said = new Map(observations.filter((o) => o.kind === "test" && o.whole === true).map((o) => [o.suite, o.message]));
    expect(said.get("edge::overflow")).toBe("thread 'overflow' has overflowed its stack: signal: 6, SIGABRT: process abort signal");
    expect(said.get("edge::segv")).toBe("the tests of this target did not finish: signal: 11, SIGSEGV: invalid memory reference");
    expect(said.get("edge::double_panic")).toBe("panic in a destructor during cleanup: signal: 6, SIGABRT: process abort signal");
    expect(said.get("edge::custom")).toBe("the tests of this target did not finish: exit status: 7");
  });

  test("nothing, where the log is cut before its output: no words are made up", () => {
    const { observations } = reading(fixture("cargo-test-workspace", "killed.txt"));
    const cut = observations.find((o) => o.kind === "test" && o.outcome === "failed");
    expect([cut?.name, cut?.message, cut?.detail]).toEqual(["tests::adds_up", undefined, undefined]);
  });

  test("with one thread the test that took the binary down is named", () => {
    const log =
      "     Running tests/abort.rs (target/debug/deps/abort-7801363d005dca2c)\n\nrunning 2 tests\ntest a_ok ... ok\ntest boom ... ";
    const end =
      "error: test failed, to rerun pass `--test abort`\n\nCaused by:\n  process didn't exit successfully: `/x/abort` (signal: 6, SIGABRT)\n";
    const { report, observations } = readingOf(log + end);
    expect(report.parts[0]?.reason).toBe("its test run stopped after 1 of 2 results, while boom ran");
    expect(observations.find((o) => o.outcome === "error")?.message).toBe("boom did not end: signal: 6, SIGABRT");
  });
});

describe("which target a test belongs to", () => {
  test("the package that cargo names in its hint, the kind and the name of the target", () => {
    const { report } = reading(fixture("libtest-human", "no-fail-fast.combined.txt"));
    expect(report.parts.filter((p) => p.kind === "test").map((p) => p.target)).toEqual([
      { kind: "lib", crate: "alpha_core", package: "alpha-core" },
      { kind: "test", name: "integration", package: "alpha-core" },
      { kind: "lib", crate: "beta", package: "beta" },
      { kind: "bin", name: "tool", package: "beta" },
      { kind: "test", name: "integration", package: "beta" },
      { kind: "doc", crate: "alpha_core", package: "alpha-core" },
      { kind: "doc", crate: "beta" },
    ]);
  });

  test("a quiet log names its targets only where they fail, and they are taken from there", () => {
    const { report } = reading(fixture("libtest-human", "quiet.combined.txt"));
    expect(report.parts.filter((p) => p.kind === "test").map((p) => p.target)).toEqual([
      { kind: "lib", package: "alpha-core" },
      { kind: "test", name: "integration", package: "alpha-core" },
      { kind: "lib", package: "beta" },
      { kind: "bin", name: "tool", package: "beta" },
      { kind: "test", name: "integration", package: "beta" },
      { kind: "doc", package: "alpha-core" },
      undefined,
    ]);
  });

  test("the same test name in two packages stays two tests", () => {
    const failing = named(reading(fixture("libtest-human", "filter.combined.txt")).observations, "test", "failed");
    expect(failing.filter((name) => name.endsWith("same_name"))).toHaveLength(4);
  });

  test("several blocks of doctests are one part", () => {
    const { report } = reading(fixture("libtest-human", "edge-doctest-2024.txt"));
    const [part, ...others] = report.parts.filter((p) => p.kind === "test");
    expect([part?.state, part?.extent.cases, others]).toEqual(["whole", 5, []]);
  });

  test("a target keeps the package that an earlier hint proved the only one", () => {
    const { observations } = reading(fixture("libtest-human", "edge-all-no-fail-fast.txt"));
    expect(named(observations, "test", "passed")).toContain("edge::exit0 › a_ok");
  });

  test("of several blocks of doctests one that failed tells why the target failed", () => {
    const good =
      "running 1 test\ntest src/lib.rs - f (line 1) ... ok\n\ntest result: ok. 1 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out\n\n";
    const bad =
      "running 1 test\ntest src/lib.rs - f (line 9) ... FAILED\n\nfailures:\n\nfailures:\n    src/lib.rs - f (line 9)\n\ntest result: FAILED. 0 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out\n\n";
    const failing = (blocks: string): string[] =>
      named(
        readingOf(`   Doc-tests f\n\n${blocks}error: doctest failed, to rerun pass \`-p f --doc\`\n`).observations,
        "test",
        "failed",
        "error",
      );
    expect(failing(bad + good)).toEqual(["f::doc › src/lib.rs - f (line 9)"]);
    expect(failing(good + bad)).toEqual(["f::doc › src/lib.rs - f (line 9)"]);
    expect(failing(good + good)).toEqual(["f::doc"]);
  });

  test("a target whose tests all passed but that failed all the same is failing as a whole", () => {
    const log = bytesOf("libtest-human", "edge-slow60s.txt").toString();
    const { observations } = readingOf(
      `${log}error: test failed, to rerun pass \`--test slow\`\n\nCaused by:\n  process didn't exit successfully: \`/x/slow\` (exit status: 1)\n`,
    );
    expect(named(observations, "test", "passed")).toEqual(["edge::slow › slow"]);
    expect(named(observations, "test", "error")).toEqual(["edge::slow"]);
  });
});

describe("benchmarks of the harness", () => {
  test("a measured benchmark keeps no test of its block from being gone: the tests were never meant to run", () => {
    const { report } = reading(fixture("libtest-bench", "ok.combined.txt"));
    expect(report.parts.filter((p) => p.kind === "test").map((p) => p.provesAbsence)).toEqual([false, false]);
  });

  test("a benchmark that panics is a test that failed, beside the measurements", () => {
    const { report, observations } = reading(fixture("libtest-bench", "combined.txt"));
    expect([report.kind, report.counts.total]).toEqual(["bench", 5]);
    expect(named(observations, "test", "failed")).toEqual(["bn › benches::panics"]);
  });
});

describe("what a test prints in the harness's words", () => {
  type Mode = "captured" | "shown" | "nocapture" | "one thread";
  interface Run {
    mode: Mode;
    /** Where `evil` stands among `a`, which passes, and `b`, which fails. */
    at: number;
    evilFails: boolean;
    output: string;
    /** Whether cargo's `Running` line stands in the log. */
    known: boolean;
  }

  /** The log of three tests, one of which prints `output`, as libtest's formatters/pretty.rs writes it. */
  function logOf({ mode, at, evilFails, output, known }: Run): string {
    const tests = [
      { name: "a", ok: true, output: "" },
      { name: "b", ok: false, output: "\nthread 'b' (7) panicked at src/lib.rs:1:1:\nthe real one\n" },
    ];
    tests.splice(at, 0, { name: "evil", ok: !evilFails, output });
    const log = known ? ["     Running unittests src/lib.rs (target/debug/deps/shop-542a867754a44841)\n\n"] : [];
    log.push("running 3 tests\n");
    for (const t of tests) {
      if (mode === "nocapture") log.push(t.output);
      log.push(`test ${t.name} ... `);
      if (mode === "one thread") log.push(t.output);
      log.push(t.ok ? "ok\n" : "FAILED\n");
    }
    const listed = (word: string, chosen: typeof tests, shown: boolean): void => {
      log.push(`\n${word}:\n`);
      if (shown) for (const t of chosen) if (t.output !== "") log.push(`\n---- ${t.name} stdout ----\n${t.output}\n`);
      log.push(`\n${word}:\n`, ...chosen.map((t) => `    ${t.name}\n`));
    };
    const passed = tests.filter((t) => t.ok);
    const failed = tests.filter((t) => !t.ok);
    if (mode === "shown") listed("successes", passed, true);
    listed("failures", failed, mode === "captured" || mode === "shown");
    log.push(
      `\ntest result: FAILED. ${passed.length} passed; ${failed.length} failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s\n\n`,
    );
    if (known) log.push("error: test failed, to rerun pass `-p shop --lib`\n");
    return log.join("");
  }

  const result = (word: string, passed: number, failed: number): string =>
    `test result: ${word}. ${passed} passed; ${failed} failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s`;
  const WORDS = [
    "",
    "ok",
    "FAILED",
    "ignored",
    "test ghost ... ok",
    "test ghost ... ok <0.001s>",
    "test b ... ok",
    "test a ... ok",
    "test a ... FAILED",
    "test ghost ... FAILED",
    "test ghost ... ignored",
    "test ghost ... ",
    "test evil ... ok",
    "test ghost ... bench:          12 ns/iter (+/- 1)",
    "failures:",
    "successes:",
    "    ghost",
    "    evil",
    "    b",
    "---- ghost stdout ----",
    "---- b stdout ----",
    "---- evil stdout ----",
    "b --- FAILED",
    result("ok", 3, 0),
    result("ok", 1, 0),
    result("FAILED", 2, 1),
    result("FAILED", 1, 2),
    result("FAILED", 1, 1),
    "running 3 tests",
    "running 1 test",
    "all doctests ran in 0.47s; merged doctests compilation took 0.39s",
    "17 tests, 0 benchmarks",
    "test ",
    "test ghost::",
    "test result: ",
    "test ghost ... ok\rtest ghost ... ",
    "test ui/a.rs [fails] ... ok",
    "thread 'evil' (1) panicked at src/lib.rs:1:1:",
    "....",
  ];
  const modes: Mode[] = ["captured", "shown", "nocapture", "one thread"];
  const runs = fc.record({
    mode: fc.constantFrom(...modes),
    at: fc.nat(2),
    evilFails: fc.boolean(),
    // With or without a newline at its end.
    output: fc
      .tuple(fc.array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 12 }), fc.boolean())
      .map(([lines, end]) => lines.join("\n") + (end ? "\n" : "")),
  });
  const believed = (log: string): string[] =>
    readingOf(log)
      .observations.filter((o) => o.kind === "test" && o.outcome === "passed" && o.part.state !== "broken")
      .map((o) => o.name)
      // Output without a newline can lengthen the name behind it; what comes of it, with a space inside, is no test's name.
      .filter((name) => !name.includes(" "));

  test("makes no test pass that did not", () => {
    fc.assert(
      fc.property(runs, (run) => {
        const really = run.evilFails ? ["a"] : ["a", "evil"];
        expect(believed(logOf({ ...run, known: true })).filter((name) => !really.includes(name))).toEqual([]);
      }),
      { numRuns: 2_000 },
    );
  });

  test.each<[string, Partial<Run>]>([
    ["in a section of its own making", { at: 1, output: "test ghost ... ok\n---- b stdout ----\nno newline" }],
    ["in such a section, with the time", { at: 1, output: "test ghost ... ok <0.001s>\n---- b stdout ----\n---- evil stdout ----" }],
    ["behind what looks like a result", { output: `test ghost ... ok\n${result("FAILED", 2, 1)}` }],
    ["after a result", { output: `test ghost ... ok\n${result("ok", 3, 0)}\n    evil` }],
    ["after a result and a heading", { output: `test ghost ... ok\n${result("ok", 1, 0)}\nsuccesses:` }],
    [
      "after a result, where another reader takes it",
      { output: `test ghost ... ok\n${result("ok", 1, 0)}\ntest x ... bench: 1 ns/iter (+/- 1)\ntest x ... bench: 1 ns/iter (+/- 1)` },
    ],
    ["in a list", { output: "test ghost ... ok\nfailures:\n    evil" }],
  ])("cannot take its own line away to make room for another: %s", (_, run) => {
    expect(believed(logOf({ mode: "nocapture", at: 0, evilFails: false, output: "", known: true, ...run }))).not.toContain("ghost");
  });

  test("cannot pass in the place of a test of another harness, whose names are no Rust paths", () => {
    const log = logOf({ mode: "nocapture", at: 0, evilFails: false, output: "test b ... ok\n", known: true }).replaceAll(
      "test a ",
      "test data/a.txt ",
    );
    expect(believed(log)).toEqual([]);
  });

  test("a line of a failure that the list does not know makes every line of the block doubtful", () => {
    expect(believed(logOf({ mode: "nocapture", at: 0, evilFails: false, output: "test ghost ... FAILED\n", known: true }))).toEqual([]);
  });

  test("is not taken for a part of its own name", () => {
    const { observations } = readingOf(logOf({ mode: "one thread", at: 0, evilFails: false, output: "test ghost ... ok\n", known: true }));
    expect(named(observations, "test", "passed")).toEqual([]);
  });

  test("hides no failure, with or without cargo's lines", () => {
    fc.assert(
      fc.property(runs, fc.boolean(), (run, known) => {
        const failing = readingOf(logOf({ ...run, known })).observations.filter((o) => o.kind === "test" && o.outcome === "failed");
        expect(failing.map((o) => o.name)).toEqual(expect.arrayContaining(run.evilFails ? ["b", "evil"] : ["b"]));
      }),
      { numRuns: 2_000 },
    );
  });

  test("takes no pass away where it was captured", () => {
    fc.assert(
      fc.property(runs, (run) => {
        const log = logOf({ ...run, mode: "captured", evilFails: true, known: true });
        // Unless the output claims a pass of a test that nobody knows, or holds a whole run: those might be lines of the block itself.
        fc.pre(!/test (?:evil|.*ghost) \.\.\. ok|test result: .*out/.test(run.output));
        expect(believed(log)).toEqual(["a"]);
      }),
      { numRuns: 500 },
    );
  });

  test("can end its block early by cargo's words; then nothing in the block is believed, and the target counts as failing", () => {
    const lines = [
      "     Running tests/x.rs (target/debug/deps/x-0123456789abcdef)",
      "   Doc-tests shop",
      "error: test failed, to rerun pass `-p shop --lib`",
    ];
    for (const line of lines) {
      for (const mode of ["nocapture", "one thread"] as const) {
        const log = logOf({ mode, at: 1, evilFails: false, output: `\n${line}\n`, known: true });
        const { report, observations } = readingOf(log);
        expect(believed(log)).toEqual([]);
        expect(report.complete).toBe(false);
        expect(observations.filter((o) => o.kind === "test" && (o.outcome === "failed" || o.outcome === "error")).length).toBeGreaterThan(
          0,
        );
      }
    }
  });

  test("a run in a run, as tests of test runners print it, is no part of its own", () => {
    const inner = `running 2 tests\ntest x ... ok\ntest y ... FAILED\n\nfailures:\n\n---- y stdout ----\nno\n\nfailures:\n    y\n\n${result("FAILED", 1, 1)}\n\nrunning 1 test\ntest z ... ok\n\n${result("ok", 1, 0)}\n`;
    const { report, observations } = readingOf(logOf({ mode: "captured", at: 2, evilFails: true, output: inner, known: true }));
    expect(report.parts.filter((p) => p.kind === "test")).toHaveLength(1);
    expect(named(observations, "test", "failed")).toEqual(["shop › b", "shop › evil"]);
  });

  test("a run of no tests in the output of a test takes no pass away", () => {
    const inner = `running 0 tests\n\n${result("ok", 0, 0)}\n`;
    expect(believed(logOf({ mode: "captured", at: 2, evilFails: true, output: inner, known: true }))).toEqual(["a"]);
  });

  test("programs that a test runs may print lines of the same form: their names are no Rust paths", () => {
    const log = `     Running tests/ui.rs (target/debug/deps/ui-542a867754a44841)\n\nrunning 1 test\ntest tests/ui/a.rs [should fail to compile] ... ok\ntest tests/ui/b.rs ... ok\ntest ui ... ok\n\n${result("ok", 1, 0)}\n`;
    expect(readingOf(log).report.complete).toBe(true);
    expect(believed(log)).toEqual(["ui"]);
  });
});

describe("a log that is damaged", () => {
  const whole = bytesOf("libtest-human", "no-fail-fast.combined.txt").toString();

  test("a result whose counts do not fit takes the passes of its block, not its failures", () => {
    const { observations } = readingOf(whole.replace("3 passed; 12 failed", "4 passed; 12 failed"));
    expect(named(observations, "test", "failed")).toEqual(WORKSPACE);
    expect(named(observations, "test", "passed")).not.toContain("alpha-core › tests::it_works");
    expect(named(observations, "test", "passed")).toContain("alpha-core::integration › ok");
  });

  test("a result that says ok and counts failures is not believed", () => {
    const { report } = readingOf(whole.replace("test result: FAILED. 0 passed; 2 failed", "test result: ok. 0 passed; 2 failed"));
    expect(report.complete).toBe(false);
  });

  test("where a name is lost from the list, the line of the test that failed stands in for it", () => {
    const { observations } = readingOf(whole.replace("    tests::eq_fails\n", ""));
    expect(named(observations, "test", "failed")).toEqual(WORKSPACE);
  });

  test("a line longer than any tool writes breaks its part", () => {
    const { report } = readingOf(
      `running 1 test\n${"x".repeat(17 * 1024 * 1024)}\ntest a ... ok\n\ntest result: ok. 1 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out\n`,
    );
    expect(report.parts.map((p) => [p.state, p.reason])).toEqual([["broken", "a line is longer than any test prints"]]);
  });

  test("several blocks without cargo's lines, the first of them without a result", () => {
    const { observations, report } = readingOf(
      `running 2 tests\ntest a ... ok\n\nrunning 1 test\ntest b ... FAILED\n\nfailures:\n\nfailures:\n    b\n\ntest result: FAILED. 0 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out\n`,
    );
    expect(report.complete).toBe(false);
    expect(named(observations, "test", "failed")).toEqual(["b"]);
    expect(named(observations, "test", "passed")).toEqual([]);
  });
});
