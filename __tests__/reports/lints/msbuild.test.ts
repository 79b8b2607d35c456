import { describe, expect, test } from "vitest";
import { readingOf } from "../reading.ts";
import { lints, parts, shown } from "./text.ts";

const WARNING = "/w/src/Shop.cs(12,17): warning CS0219: The variable 'x' is never used [/w/src/Shop.csproj]";
const ERROR = "/w/src/Shop.cs(3,5): error CS0103: The name 'y' does not exist [/w/src/Shop.csproj::TargetFramework=net8.0]";
const log = (...lines: string[]): string => `${lines.join("\n")}\n`;
const built = (...lines: string[]): string =>
  log(...lines, "", "Build succeeded.", "", ...lines, `    ${lines.length} Warning(s)`, "    0 Error(s)", "", "Time Elapsed 00:00:02.31");

describe("warnings", () => {
  test("are findings of the compiler, counted once although the sum repeats them", () => {
    expect(shown(built(WARNING))).toEqual(["failed csc CS0219 /w/src/Shop.cs:12 The variable 'x' is never used"]);
  });

  test("of other tools in the same log are theirs", () => {
    const others = log(
      "main.cpp(30): warning C4311: 'type cast': pointer truncation",
      "LINK : warning LNK4075: ignoring '/INCREMENTAL'",
      "/w/Shop.csproj : warning NU1701: Package 'a 1.0' was restored for another framework",
      "C:\\Program Files (x86)\\b\\Common.targets(2352,5): warning MSB3270: mismatch [C:\\w\\a.vcxproj]",
      "  2>a.fs(1,2,1,5): warning FS0025: Incomplete pattern matches",
    );
    expect(shown(others)).toEqual([
      "failed msvc C4311 main.cpp:30 'type cast': pointer truncation",
      "failed link LNK4075  ignoring '/INCREMENTAL'",
      "failed nuget NU1701 /w/Shop.csproj Package 'a 1.0' was restored for another framework",
      "failed msbuild MSB3270 C:\\Program Files (x86)\\b\\Common.targets:2352 mismatch",
      "failed fsc FS0025 a.fs:1 Incomplete pattern matches",
    ]);
  });

  test("that are gone prove nothing: a build leaves alone what did not change", () => {
    expect(parts(built(WARNING))).toMatchObject([{ state: "whole", provesAbsence: false }]);
    expect(parts(log(WARNING))).toMatchObject([{ state: "partial", provesAbsence: false }]);
  });
});

describe("the build", () => {
  const build = (text: string): unknown[] =>
    readingOf(text)
      .observations.filter((o) => o.kind === "build")
      .map((o) => [o.outcome, o.ecosystem, o.name, o.message, o.file, o.line]);

  test("fails with its first error; compiler errors are no findings", () => {
    const failed = log(WARNING, ERROR, "", "Build FAILED.", "", ERROR, "    1 Warning(s)", "    1 Error(s)");
    expect(build(failed)).toEqual([["failed", "msbuild", "*", "CS0103: The name 'y' does not exist", "/w/src/Shop.cs", 3]]);
    expect(lints(readingOf(failed))).toHaveLength(1);
    expect(readingOf(failed).report).toMatchObject({ kind: "build", complete: false });
  });

  test("passes when MSBuild says so and counts no error", () => {
    expect(build(built(WARNING))).toEqual([["passed", "msbuild", "*", undefined, undefined, undefined]]);
    expect(build(log(WARNING, "Build succeeded with 1 warning(s) in 3.4s"))).toEqual(build(built(WARNING)));
    expect(build(log(WARNING, "Build succeeded."))).toEqual([]);
    expect(build(log("Build succeeded.", "    0 Warning(s)"))).toEqual([]);
  });

  test("an error after the sum of another project fails it all the same", () => {
    expect(build(built(WARNING) + log(ERROR))).toEqual(build(log(ERROR)));
  });
});

test("what other tools print alike is theirs", () => {
  expect(readingOf("a.ts(1,2): error TS2322: no\n").report.format).toBe("tsc");
  expect(readingOf("something: error A1: no\nBuild FAILED.\n").report.format).toBeNull();
});
