/** cppcheck and clang-tidy, which print as compilers do. */
import { describe, expect, test } from "vitest";
import { bytesOf, fixture, reading, readingOf } from "../reading.ts";
import { lints, parts, shown } from "./text.ts";

describe("cppcheck", () => {
  const sample = reading(fixture("cppcheck", "text.stderr"));

  test("text shows the findings that its XML shows", () => {
    const rules = (read: typeof sample): string[] =>
      lints(read)
        .map((o) => `${o.outcome} ${o.owner} ${o.name} ${o.file ?? ""}:${o.line ?? ""}`)
        .sort();
    expect(rules(sample)).toHaveLength(9);
    expect(rules(sample)).toEqual(rules(reading(fixture("cppcheck", "xml.stderr"))));
  });

  test("the line of code is a finding's source, that of a note is not", () => {
    const [first, , , pointer] = lints(sample);
    expect(first?.source).toMatch(/^int main/);
    expect(pointer).toMatchObject({ name: "nullPointerRedundantCheck", line: 2 });
    expect(pointer?.source).toMatch(/^int f/);
  });

  test("cut anywhere, it shows nothing that the whole does not show, and is not complete", () => {
    const bytes = bytesOf("cppcheck", "text.stderr");
    const all = new Set(lints(sample).map((o) => `${o.name}:${o.line}`));
    for (let length = 1; length < bytes.length; length += 9) {
      const cut = readingOf(bytes.subarray(0, length));
      expect(lints(cut).filter((o) => !all.has(`${o.name}:${o.line}`))).toEqual([]);
      expect(cut.report.complete).toBe(false);
    }
  });

  test("a file that could not be parsed leaves it partial; what it says of itself is no finding", () => {
    const log = "a.c:3:1: error: syntax error [syntaxError]\n}\n^\nnofile:0:0: information: Active checkers: 9/17 [checkersReport]\n";
    expect(shown(log)).toEqual(["error cppcheck syntaxError a.c:3 syntax error"]);
    expect(parts(log, { outcome: "success" })).toMatchObject([{ state: "partial", reason: "a.c could not be parsed" }]);
    const clean = "nofile:0:0: information: Active checkers: 9/17 [checkersReport]\n";
    expect(parts(clean, { outcome: "success" })).toMatchObject([{ state: "whole", extent: { owners: ["cppcheck"] } }]);
  });

  test("only C and its kin are cppcheck's", () => {
    expect(readingOf("a.swift:1:1: warning: too long [lineLength]\n").report.format).toBeNull();
  });
});

describe("clang-tidy", () => {
  const log = [
    "src/a.cpp:8:12: warning: use nullptr [modernize-use-nullptr]",
    "    8 |   int *p = 0;",
    "      |            ^",
    "      |            nullptr",
    "src/a.cpp:9:3: error: do not use this [bugprone-x,cert-err33-c,-warnings-as-errors]",
    "  frob(p);",
    "  ^~~~",
    "src/a.h:2:1: note: declared here",
    "void frob(int *);",
    "^",
    "1 warning generated.",
    "",
  ].join("\n");

  test("checks are findings, with their line of code; of several names the first", () => {
    expect(shown(log)).toEqual([
      "failed clang-tidy modernize-use-nullptr src/a.cpp:8 use nullptr",
      "failed clang-tidy bugprone-x src/a.cpp:9 do not use this",
    ]);
    expect(lints(readingOf(log)).map((o) => o.source)).toEqual(["int *p = 0;", "frob(p);"]);
    expect(parts(log, { outcome: "success" })).toMatchObject([{ state: "whole", extent: { owners: ["clang-tidy"] } }]);
    expect(parts(log)).toMatchObject([{ state: "partial" }]);
  });

  test("a header's finding counts once, however many files include it", () => {
    const twice = `${log.split("\n").slice(0, 4).join("\n")}\n`.repeat(2);
    expect(shown(twice)).toHaveLength(1);
  });

  test("a file that the compiler could not read was not looked at", () => {
    const broken = "src/a.cpp:1:10: error: 'gone.h' file not found [clang-diagnostic-error]\n";
    expect(parts(broken, { outcome: "success" })).toMatchObject([{ state: "partial", reason: "src/a.cpp could not be parsed" }]);
  });

  test("in one log with the compiler each keeps its own", () => {
    const mixed = `a.cpp:1:2: warning: unused variable 'x' [-Wunused-variable]\n${log}a.cpp:3:4: style: unused [unusedVariable]\n`;
    const owners = lints(readingOf(mixed)).map((o) => o.owner);
    expect(owners.sort()).toEqual(["clang", "clang-tidy", "clang-tidy", "cppcheck"]);
  });

  test("mypy's codes have dashes too, and are mypy's", () => {
    expect(shown("a.py:1: error: Bad argument  [arg-type]\na.py:2: error: Bad  [no-any-return]\n").map((l) => l.split(" ")[1])).toEqual([
      "mypy",
      "mypy",
    ]);
  });
});
