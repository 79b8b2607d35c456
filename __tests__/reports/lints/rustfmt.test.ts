import { expect, test } from "vitest";
import { fixture, reading, readingOf } from "../reading.ts";
import { parts, shown } from "./text.ts";

const diff = (place: string): string => `Diff in ${place}:\n fn main() {\n-let x=1;\n+    let x = 1;\n }\n`;

test("a file that is not formatted is one finding, at its first place", () => {
  const log = diff("/work/shop/src/a.rs:3") + diff("/work/shop/src/a.rs:40") + diff("src/b.rs:1");
  expect(shown(log)).toEqual([
    "failed rustfmt formatting /work/shop/src/a.rs:3 it is not formatted",
    "failed rustfmt formatting src/b.rs:1 it is not formatted",
  ]);
});

test("older versions and Windows name the place in their own ways", () => {
  expect(shown("Diff in /work/src/a.rs at line 7:\n-a\n+b\n")).toEqual(["failed rustfmt formatting /work/src/a.rs:7 it is not formatted"]);
  expect(shown("Diff in \\\\?\\C:\\work\\src\\a.rs:7:\n-a\n+b\n")).toEqual([
    "failed rustfmt formatting C:\\work\\src\\a.rs:7 it is not formatted",
  ]);
});

test("the code in a diff is no report of another tool", () => {
  const log = "Diff in src/a.rs:1:\n test result: FAILED. 0 passed; 1 failed\n-a.py:1:1: F401 x\n+not ok 1 - x\n";
  expect(readingOf(log).report).toMatchObject({ format: "rustfmt", counts: { total: 1, failed: 1 } });
});

test("what cargo prints after it is cargo's", () => {
  const log = `${diff("src/a.rs:1")}    Finished \`test\` profile [unoptimized] target(s) in 0.10s\n     Running unittests src/lib.rs (target/debug/deps/shop-0123456789abcdef)\n\nrunning 1 test\ntest t ... ok\n\ntest result: ok. 1 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s\n\n`;
  expect(readingOf(log).report).toMatchObject({ kind: "test", counts: { total: 1, passed: 1 } });
  expect(shown(log)).toHaveLength(1);
});

test("other tools' diffs are not rustfmt's", () => {
  expect(readingOf("Diff in src/a.go:3:\n-a\n").report.format).toBeNull();
});

test("only the step's outcome proves it whole, and a clean run is silent", () => {
  expect(parts(diff("src/a.rs:1"), { outcome: "success" })).toMatchObject([{ state: "whole", extent: { owners: ["rustfmt"] } }]);
  expect(readingOf("", { format: "rustfmt", outcome: "success" }).report.complete).toBe(true);
  expect(readingOf("", { format: "rustfmt" }).report.complete).toBe(false);
  const stopped = `${diff("src/a.rs:1")}Error writing files: failed to resolve mod \`gone\`: src/gone.rs does not exist\n`;
  expect(parts(stopped, { outcome: "success" })).toMatchObject([{ state: "partial", reason: "rustfmt could not look at every file" }]);
});

test("colours change nothing", () => {
  expect(reading(fixture("clippy-human", "fmt-check.txt")).observations.map((o) => `${o.file?.split("/cl/")[1]}:${o.line}`)).toEqual([
    "a/src/lib.rs:1",
    "src/m.rs:1",
    "src/main.rs:1",
  ]);
});
