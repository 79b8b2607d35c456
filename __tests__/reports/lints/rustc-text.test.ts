import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { BuildObservation, LintObservation, Part } from "../../../src/model.ts";
import { bytesOf, fixture, type Reading, reading, readingOf } from "../reading.ts";

const human = (name: string): Reading => reading(fixture("clippy-human", name));
const lints = ({ observations }: Reading): LintObservation[] => observations.filter((o) => o.kind === "lint");
const builds = ({ observations }: Reading): BuildObservation[] => observations.filter((o) => o.kind === "build");
const part = ({ report }: Reading): Part | undefined => report.parts.find((p) => p.kind === "lint");
const shown = (read: Reading): string[] => lints(read).map((o) => `${o.name} ${o.file}:${o.line}`);
/** What makes two findings the same one. */
const same = (o: LintObservation): unknown[] => [o.owner, o.name, o.severity, o.file, o.line, o.source, o.message];

const CL = [
  "clippy::ptr_arg a/src/lib.rs:1",
  "clippy::len_zero a/src/lib.rs:1",
  "deprecated src/main.rs:5",
  "unused_mut src/main.rs:10",
  "unused_variables src/main.rs:10",
  "dead_code src/main.rs:16",
  "dead_code src/m.rs:1",
  "clippy::too_many_arguments src/m.rs:1",
  "clippy::needless_return src/main.rs:2",
  "clippy::clone_on_copy src/main.rs:8",
  "clippy::eq_op src/main.rs:9",
  "clippy::print_literal src/main.rs:11",
  "clippy::approx_constant src/main.rs:12",
  "unnecessary_transmutes src/main.rs:13",
];
const END = "    Finished `dev` profile [unoptimized + debuginfo] target(s) in 0.09s\n";
const diagnostic = (message: string, ...notes: string[]): string =>
  `warning: ${message}\n --> src/lib.rs:1:4\n  |\n1 | fn f() {}\n  |    ^\n  |\n${notes.map((n) => `  = ${n}\n`).join("")}\n`;

describe("findings", () => {
  test.each(["default.txt", "all-targets.txt", "color-always.txt", "quiet.txt"])("every rule is told, in %s", (name) => {
    expect(shown(human(name))).toEqual(CL);
  });

  test.each([
    ["all-targets.txt", "all-targets.stdout"],
    ["deny-warnings.txt", "deny-warnings.stdout"],
    ["denied.txt", "denied.json"],
    ["shop.txt", "shop-1-red.json"],
  ])("they are the very findings that the JSON of the same run has: %s", (text, json) => {
    const sorted = (read: Reading): string[] =>
      lints(read)
        .map((o) => JSON.stringify(same(o)))
        .sort();
    expect(sorted(human(text))).toEqual(sorted(reading(fixture("clippy-json", json))));
  });

  test("they are weak, and what is missing is never shown gone by text", () => {
    const read = human("shop.txt");
    expect(lints(read).every((o) => o.weak === true && o.units.length === 0)).toBe(true);
    expect(part(read)).toMatchObject({ state: "whole", provesAbsence: false });
    expect(read.report).toMatchObject({ format: "rustc", kind: "lint", complete: true });
  });

  test("the compiler's words are kept", () => {
    const [first] = lints(human("shop.txt"));
    expect(first?.detail).toMatch(/^warning: variable does not need to be mutable\n {2}--> src\/lib\.rs:11:34\n/);
    expect(first?.detail).toMatch(/#\[warn\(unused\)\]`\) on by default$/);
  });

  test.each([
    ["note: `#[warn(dead_code)]` on by default", "dead_code"],
    ["note: `#[warn(dead_code)]` (part of `#[warn(unused)]`) on by default", "dead_code"],
    ["note: `#[warn(dead_code)]` implied by `#[warn(warnings)]`", "dead_code"],
    ["note: `-D dead-code` implied by `-D warnings`", "dead_code"],
    ["note: `-W clippy::must-use-candidate` implied by `-W clippy::pedantic`", "clippy::must_use_candidate"],
    ["note: requested on the command line with `-W unused-crate-dependencies`", "unused_crate_dependencies"],
    ["help: for further information visit https://rust-lang.github.io/rust-clippy/master/index.html#len_zero", "clippy::len_zero"],
    ["note: `#[warn(rustdoc::broken_intra_doc_links)]` on by default", "rustdoc::broken_intra_doc_links"],
  ])("the rule by its note: %s", (note, rule) => {
    expect(lints(readingOf(diagnostic("m", note) + END)).map((o) => o.name)).toEqual([rule]);
  });

  test("a group that a note names is no rule", () => {
    for (const note of ["note: requested on the command line with `-D warnings`", "note: `#[warn(clippy::all)]` on by default"]) {
      expect(lints(readingOf(diagnostic("m", note) + END))).toEqual([]);
    }
  });

  test("the rule by the attribute that sets its level, unless that names a group", () => {
    const at = (name: string): string =>
      diagnostic("m").replace(
        /\n$/,
        `note: the lint level is defined here\n --> src/lib.rs:9:9\n  |\n9 | #![deny(${name})]\n  |         ${"^".repeat(name.length)}\n\n`,
      );
    expect(lints(readingOf(at("unused_mut") + END)).map((o) => o.name)).toEqual(["unused_mut"]);
    expect(lints(readingOf(at("clippy::len_zero") + END)).map((o) => o.name)).toEqual(["clippy::len_zero"]);
    for (const group of ["warnings", "unused", "clippy::all", "rust_2018_idioms"]) expect(lints(readingOf(at(group) + END))).toEqual([]);
  });

  test("a later finding, which says no rule, is told by the wording of an earlier one", () => {
    const note = "note: `#[warn(dead_code)]` on by default";
    const log = diagnostic("function `a` is never used", note) + diagnostic("function `b` is never used").replace("1:4", "9:4");
    expect(lints(readingOf(log + END)).map((o) => [o.name, o.line])).toEqual([
      ["dead_code", 1],
      ["dead_code", 9],
    ]);
  });

  test("a finding whose rule cannot be told is no finding, and the log is not whole", () => {
    const read = readingOf(diagnostic("m", "note: `#[warn(dead_code)]` on by default") + diagnostic("something else") + END);
    expect(lints(read)).toHaveLength(1);
    expect(part(read)).toMatchObject({ state: "partial", reason: "1 of its diagnostics do not name their rule" });
  });

  test("two rules of one wording tell nothing of a third finding", () => {
    const log =
      diagnostic("m", "note: `#[warn(a)]` on by default") + diagnostic("m", "note: `#[warn(b)]` on by default").replace("1:4", "2:4");
    expect(lints(readingOf(log + diagnostic("m").replace("1:4", "3:4") + END)).map((o) => o.name)).toEqual(["a", "b"]);
  });

  test("one finding printed by two commands is one", () => {
    const log = diagnostic("m", "note: `#[warn(dead_code)]` on by default") + END;
    expect(lints(readingOf(log + log))).toHaveLength(1);
  });

  test("the short form names errors, not rules", () => {
    const read = human("short.txt");
    expect(shown(read)).toEqual(["clippy::ptr_arg a/src/lib.rs:1", "clippy::len_zero a/src/lib.rs:1"]);
    expect(part(read)?.state).toBe("partial");
    expect(builds(reading(fixture("cargo-compile-error", "short.txt")))).toMatchObject([
      { name: "ce", file: "src/lib.rs", line: 4, errors: ["mismatched types: expected `String`, found `i32` (src/lib.rs:4)"] },
    ]);
  });

  test("a place of several lines gives its first, without the bar that is drawn before it", () => {
    const log =
      "warning: m\n --> src/lib.rs:2:5\n  |\n2 | /     match x {\n3 | |         _ => {}\n4 | |     }\n  | |_____^\n  |\n  = note: `#[warn(clippy::single_match)]` on by default\n\n";
    expect(lints(readingOf(log + END))[0]?.source).toBe("match x {");
  });
});

describe("what is no finding", () => {
  test("errors of the compiler: they go to the build that failed", () => {
    const read = reading(fixture("cargo-compile-error", "human.txt"));
    expect(builds(read)).toMatchObject([
      {
        outcome: "failed",
        name: "ce",
        units: ["ce lib test"],
        message: "cannot find value `undefined_name` in this scope",
        file: "src/lib.rs",
        line: 4,
        errors: ["mismatched types (src/lib.rs:4)"],
      },
    ]);
    expect(shown(read)).toEqual(["unused_variables src/lib.rs:5"]);
  });

  test("an error without a number, over several lines or without a place", () => {
    const stopped = "error: could not compile `x` (lib) due to 1 previous error\n";
    const message = (log: string): string | undefined => builds(readingOf(log + stopped))[0]?.message;
    expect(message("error: expected one of `!` or `::`, found `x`\n --> src/lib.rs:1:4\n  |\n1 | a x\n  |   ^\n\n")).toBe(
      "expected one of `!` or `::`, found `x`",
    );
    expect(message("error: first\n       second\n --> src/lib.rs:1:4\n\n")).toBe("first\nsecond");
    expect(message('error: linking with `cc` failed: exit status: 1\n  |\n  = note:  "cc"\n\n')).toBe(
      "linking with `cc` failed: exit status: 1",
    );
  });

  test("denied lints: cargo stops, but the build is not broken", () => {
    for (const name of ["deny-warnings.txt", "all-targets.txt", "denied.txt"]) {
      const read = human(name);
      expect(builds(read).filter((o) => o.outcome === "failed")).toEqual([]);
      expect(read.report).toMatchObject({ complete: false, kind: "lint" });
    }
  });

  test("a denied lint beside a real error leaves the build broken", () => {
    const log = `${diagnostic("m", "note: `-D dead-code` implied by `-D warnings`").replace("warning", "error")}error[E0425]: no\n --> src/lib.rs:2:1\n  |\n\nerror: could not compile \`x\` (lib) due to 2 previous errors\n`;
    const read = readingOf(log);
    expect(builds(read)).toMatchObject([{ outcome: "failed", name: "x", message: "no" }]);
    expect(lints(read)).toHaveLength(1);
  });

  test("what other tools print alike", () => {
    const note = "  = note: `#[warn(x)]` on by default\n\n";
    for (const log of [
      `warning: unused\n --> src/a.py:1:4\n  |\n${note}`,
      `error[unresolved-import]: no\n  --> main.py:1:8\n  |\n${note}`,
      `warning: unused manifest key\n --> Cargo.toml:5:1\n  |\n${note}`,
      `warning: no place follows\n\n --> src/lib.rs:1:4\n${note}`,
    ]) {
      expect(lints(readingOf(log + END))).toEqual([]);
    }
  });

  test("what a test printed: a doctest that does not compile stands in the test's own block", () => {
    const read = reading(fixture("libtest-human", "no-fail-fast.combined.txt"));
    expect(shown(read)).toEqual(["unused_variables alpha/src/lib.rs:13"]);
    expect(builds(read).filter((o) => o.outcome === "failed")).toEqual([]);
  });
});

describe("logs that end early", () => {
  test("without cargo's last word the part is broken, unless tests ran after it", () => {
    const log = diagnostic("m", "note: `#[warn(dead_code)]` on by default");
    expect(part(readingOf(log))).toMatchObject({ state: "broken", reason: "the log ends before cargo says how the build ended" });
    const ran = "\nrunning 0 tests\n\ntest result: ok. 0 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s\n";
    expect(part(readingOf(log + ran))?.state).toBe("whole");
  });

  test("cut anywhere, only findings of the whole log are seen, and the cut one is not", () => {
    const text = bytesOf("clippy-human", "denied.txt").toString();
    const all = new Set(lints(human("denied.txt")).map((o) => JSON.stringify(same(o))));
    for (let length = 1; length < text.length; length++) {
      expect(lints(readingOf(text.slice(0, length))).every((o) => all.has(JSON.stringify(same(o))))).toBe(true);
    }
  });

  test("changed bytes never throw", () => {
    const bytes = bytesOf("clippy-human", "shop.txt");
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1, maxLength: 30 }), (changes) => {
        const changed = Buffer.from(bytes);
        for (const [at, value] of changes) changed[at] = value;
        const read = readingOf(changed);
        expect(read.report.error?.code ?? "E_REPORT_UNKNOWN").toBe("E_REPORT_UNKNOWN");
        expect(part(read)?.provesAbsence ?? false).toBe(false);
      }),
      { numRuns: 100 },
    );
  });

  test("long lines cost no more than their length", () => {
    const start = performance.now();
    const long = "a".repeat(5e4);
    for (const text of [
      `warning: ${long}`,
      `warning: \`${"` (".repeat(2e4)}`,
      ` --> ${":1".repeat(3e4)}`,
      `${"a.rs:".repeat(2e4)}`,
      `  = note: ${"`-D ".repeat(2e4)}`,
    ]) {
      readingOf(`warning: m\n --> src/lib.rs:1:1\n${text}\n${text}\nwarning: m\n${text}\n`);
    }
    expect(performance.now() - start).toBeLessThan(2_000);
  });
});
