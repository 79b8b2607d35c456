import { expect, test } from "vitest";
import { readingOf } from "../reading.ts";
import { lints, parts, shown } from "./text.ts";

test("the rule's spelling tells whose it is", () => {
  const log = [
    "::error title=lint/suspicious/noDebugger,file=src/a.js,line=4,endLine=4,col=1,endColumn=10::No debugger.",
    "::warning file=src/a.js,line=6,col=7,title=eslint(no-unused-vars)::src/a.js:6:7: It is never used.",
    "::error file=a.rb,line=1,col=7::Layout/SpaceInsideParens: Space inside.",
    "",
  ].join("\n");
  expect(shown(log)).toEqual([
    "failed biome lint/suspicious/noDebugger src/a.js:4 No debugger.",
    "failed oxlint eslint(no-unused-vars) src/a.js:6 It is never used.",
    "failed rubocop Layout/SpaceInsideParens a.rb:1 Space inside.",
  ]);
  expect(lints(readingOf(log)).map((o) => o.severity)).toEqual(["high", "medium", "high"]);
  expect(parts(log, { outcome: "success" }).map((p) => [p.state, ...(p.extent.owners ?? [])])).toEqual([
    ["whole", "biome"],
    ["whole", "oxlint"],
    ["whole", "rubocop"],
  ]);
});

test("a line that nothing tells whose it is stays nobody's", () => {
  expect(readingOf("::error file=a.php,line=6,col=0::Undefined variable: $x\n").report.format).toBeNull();
  expect(readingOf("::error::failed\n::warning title=x::y\n").report.format).toBeNull();
});

test("escapes are undone", () => {
  const [finding] = lints(readingOf("::error file=src/a%2Cb%3A.js,line=2,title=lint/style/x::100%25 sure%0Asecond line\n"));
  expect(finding).toMatchObject({ file: "src/a,b:.js", line: 2, message: "100% sure second line" });
});

test("a file that could not be parsed is an error of whatever tool the others are", () => {
  const log = "::error title=lint/style/x,file=a.js,line=1::No.\n::error title=parse,file=b.js,line=1::Expected an expression.\n";
  expect(shown(log)).toEqual(["failed biome lint/style/x a.js:1 No.", "error biome syntax b.js:1 Expected an expression."]);
  expect(parts(log, { outcome: "success" })).toMatchObject([{ state: "partial", reason: "b.js could not be parsed" }]);
});

test("a last line without its end leaves the part partial", () => {
  expect(parts("::error title=lint/style/x,file=a.js,line=1::No.", { outcome: "success" })).toMatchObject([{ state: "partial" }]);
});
