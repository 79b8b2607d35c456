import { describe, expect, test } from "vitest";
import type { BuildObservation } from "../../../src/model.ts";
import { bytesOf, fixture, type Reading, reading, readingOf } from "../reading.ts";
import { lints, parts, shown } from "./text.ts";

const builds = ({ observations }: Reading): BuildObservation[] => observations.filter((o) => o.kind === "build");
const cmake = String(bytesOf("gcc", "cmake.txt"));
const CLANG = "a.c:2:7: warning: unused variable 'x' [-Wunused-variable]\n    2 |   int x;\n      |       ^\n1 warning generated.\n";
const GCC = CLANG.replace("'x'", "‘x’").replace("1 warning generated.\n", "");

describe("warnings", () => {
  test("the flag is the rule, whether it stops the build or not", () => {
    for (const flag of ["-Wunused-variable", "-Werror=unused-variable"]) {
      expect(shown(`a.c: In function ‘f’:\na.c:2:7: warning: x [${flag}]\n`)).toEqual(["failed gcc -Wunused-variable a.c:2 x"]);
    }
    expect(shown("a.c:2:7: error: x [-Werror,-Wunused-variable]\n1 error generated.\n")).toEqual([
      "failed clang -Wunused-variable a.c:2 x",
    ]);
    expect(builds(reading(fixture("gcc", "werror.txt")))).toEqual([]);
  });

  test("gcc and clang are told by what else they print; a log that tells nothing is nobody's", () => {
    expect(shown(CLANG)[0]).toMatch(/^failed clang /);
    expect(shown(GCC)[0]).toMatch(/^failed gcc /);
    expect(shown(GCC + CLANG).map((s) => s.split(" ")[1])).toEqual(["clang", "clang"]);
    const bare = CLANG.replace("1 warning generated.\n", "");
    expect(readingOf(bare).report.format).toBeNull();
    expect(shown(bare, { format: "clang" })[0]).toMatch(/^failed clang /);
  });

  test("a header's warning comes once a file that includes it, and is one", () => {
    expect(shown(GCC + GCC)).toHaveLength(1);
  });

  test("findings of cppcheck and clang-tidy are not the compiler's", () => {
    const owners = (log: string): unknown[] => readingOf(log).observations.map((o) => o.kind === "lint" && o.owner);
    expect(owners("a.c:2:7: error: Array index out of bounds [arrayIndexOutOfBounds]\n")).toEqual(["cppcheck"]);
    expect(owners("a.c:2:7: warning: x [readability-braces]\n")).toEqual(["clang-tidy"]);
  });
});

describe("what was looked at", () => {
  test("are the files that the log shows being compiled", () => {
    expect(reading(fixture("gcc", "cmake.txt")).report.parts.map((p) => [p.kind, p.state, p.extent.units])).toEqual([
      ["lint", "whole", ["lib/l.c", "src/warn.c"]],
      ["build", "whole", ["*"]],
    ]);
    expect(parts(String(bytesOf("gcc", "make.txt")))).toMatchObject([{ extent: { units: ["bad.c", "missing.c", "warn.c"] } }]);
    expect(parts(String(bytesOf("gcc", "text.stderr")), { outcome: "success" })).toMatchObject([{ state: "whole", extent: { units: [] } }]);
  });

  test("a clean build shows that they are clean, whichever compiler it was", () => {
    const clean = cmake.replace(/^(?!\[).*\n/gm, "");
    expect(parts(clean)).toMatchObject([{ state: "whole", extent: { units: ["lib/l.c", "src/warn.c"], owners: ["gcc", "clang"] } }]);
    const again = "[100%] Built target app\n";
    expect(readingOf(again).report.parts.map((p) => p.kind)).toEqual(["build"]);
  });

  test("a finding belongs to its file", () => {
    expect(lints(reading(fixture("gcc", "cmake.txt"))).every((o) => o.units.length === 1 && o.units[0] === o.file)).toBe(true);
  });
});

describe("builds", () => {
  test("errors fail the build of everything, the first of them first", () => {
    const read = reading(fixture("gcc", "make.txt"));
    expect(builds(read)).toMatchObject([
      {
        outcome: "failed",
        ecosystem: "c",
        name: "*",
        units: ["*"],
        message: "expected expression before ‘;’ token",
        file: "bad.c",
        line: 3,
        errors: ["nothere.h: No such file or directory (missing.c:1)"],
      },
    ]);
    expect(read.report).toMatchObject({ kind: "build", complete: false });
  });

  test("so does what could not be linked, in gcc's words and clang's", () => {
    expect(builds(reading(fixture("gcc", "link.txt")))).toMatchObject([
      { outcome: "failed", message: "linking failed: undefined reference to `nowhere'" },
    ]);
    const clang = "clang: error: linker command failed with exit code 1 (use -v to see invocation)\n";
    expect(builds(readingOf(clang))).toMatchObject([{ outcome: "failed", message: "linking failed" }]);
  });

  test("only the last step of CMake or ninja shows a build passed, and nothing that fails after it", () => {
    for (const name of ["cmake.txt", "ninja.txt"])
      expect(builds(reading(fixture("gcc", name)))).toMatchObject([{ outcome: "passed", name: "*" }]);
    for (const log of [
      cmake.replace("[100%] Built target app\n", ""),
      `${cmake}make: *** [Makefile:91: all] Error 2\n`,
      `${cmake}[ 20%] Building C object CMakeFiles/b.dir/b.c.o\n`,
      "[4/4] Building fresh packages...\n",
      "[5/5] RUN make\n",
    ]) {
      expect(builds(readingOf(log)).filter((o) => o.outcome === "passed")).toEqual([]);
    }
    expect(builds(readingOf(`${cmake}a.c:1:2: error: expected ‘;’\n`))).toMatchObject([{ outcome: "failed" }]);
  });
});
