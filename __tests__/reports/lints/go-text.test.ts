import { describe, expect, test } from "vitest";
import { readingOf } from "../reading.ts";
import { lints, parts, shown } from "./text.ts";

describe("go vet", () => {
  test("the analyzer is told by its wording, as vet's JSON calls it", () => {
    const found = (message: string): string | undefined => lints(readingOf(`./a.go:3:4: ${message}\n`))[0]?.name;
    for (const [analyzer, message] of [
      ["printf", 'fmt.Printf format %d has arg "s" of wrong type string'],
      ["printf", "fmt.Println arg list ends with redundant newline"],
      ["printf", "non-constant format string in call to fmt.Printf"],
      ["printf", "fmt.Sprintf call needs 2 args but has 1 arg"],
      ["copylocks", "assignment copies lock value to b: sync.Mutex"],
      ["structtag", 'struct field B repeats json tag "a" also at a.go:3'],
      ["lostcancel", "the cancel function returned by context.WithCancel should be called, not discarded, to avoid a context leak"],
      ["loopclosure", "loop variable x captured by func literal"],
      ["composites", "net.IPNet struct literal uses unkeyed fields"],
      ["unusedresult", "result of fmt.Errorf call not used"],
      ["ifaceassert", "impossible type assertion: no type can implement both io.Reader and X (conflicting types for Read method)"],
      ["unsafeptr", "possible misuse of unsafe.Pointer"],
      ["stdversion", "slices.Concat requires go1.22 or later (module is go1.21)"],
    ]) {
      expect([message, found(message ?? "")]).toEqual([message, analyzer]);
    }
  });

  test("the compiler's errors look alike and are not vet's; a package that vet could not compile is", () => {
    expect(readingOf("# example.com/a\n./a.go:3:4: undefined: x\n").report.format).toBeNull();
    const log = "# example.com/a\nvet: ./a.go:3:4: undefined: x\n";
    expect(shown(log)).toEqual(["error go vet typecheck ./a.go:3 undefined: x"]);
    expect(parts(log, { outcome: "success" })).toMatchObject([{ state: "partial", reason: "./a.go could not be parsed" }]);
  });

  test("a finding in words that no analyzer is known for counts where the caller says that it is vet's", () => {
    const log = "./a.go:3:4: something new\n";
    expect(shown(log)).toEqual([]);
    expect(shown(log, { format: "go-vet" })).toEqual(["failed go vet go vet ./a.go:3 something new"]);
    expect(parts(log, { format: "go-vet", outcome: "success" })).toMatchObject([{ state: "partial" }]);
  });
});

describe("golangci-lint", () => {
  const FOUND = 'main.go:9:13: Error return value of `os.Open` is not checked (errcheck)\n\tos.Open("x")\n\t       ^\n';

  test("the linter is the rule, and v2's sum proves the list", () => {
    const log = `${FOUND}b.go:3: File is not properly formatted (gofmt)\n x\n2 issues:\n* errcheck: 1\n* gofmt: 1\n`;
    expect(lints(readingOf(log)).map((o) => [o.owner, o.name, o.file, o.line, o.source])).toEqual([
      ["golangci-lint", "errcheck", "main.go", 9, 'os.Open("x")'],
      ["golangci-lint", "gofmt", "b.go", 3, "x"],
    ]);
    expect(parts(log)).toMatchObject([{ state: "whole", extent: { units: ["golangci-lint"] } }]);
    expect(parts(log.replace("2 issues", "3 issues"))).toMatchObject([{ state: "broken" }]);
    expect(parts("0 issues.\n")).toMatchObject([{ state: "whole" }]);
  });

  test("v1 prints none: only the step's outcome tells", () => {
    expect(parts(FOUND)).toMatchObject([{ state: "partial" }]);
    expect(parts(FOUND, { outcome: "success" })).toMatchObject([{ state: "whole" }]);
  });

  test("go vet's findings in it are its own", () => {
    const log = FOUND.replace(/: Error.*/, ": fmt.Printf format %d has arg x of wrong type string (govet)");
    expect(shown(log).map((s) => s.split(" ").slice(0, 3))).toEqual([["failed", "golangci-lint", "govet"]]);
  });

  test("a compiler's message that ends in brackets is not a finding", () => {
    expect(readingOf("./a.go:3:4: cannot use x (type int)\n./a.go:3:4: wrong (foo)\n").report.format).toBeNull();
  });

  test("code that does not compile, and a run that failed, leave the list partial", () => {
    expect(parts(`${FOUND.replace("errcheck", "typecheck")}1 issues:\n`)).toMatchObject([
      { state: "partial", reason: "main.go could not be parsed" },
    ]);
    const failed = readingOf('level=error msg="Timeout exceeded: try increasing it by passing --timeout option"\n0 issues.\n');
    expect(failed.report).toMatchObject({ format: "golangci-lint", complete: false, error: { code: "E_REPORT_FAILED" } });
    expect(failed.report.parts).toMatchObject([{ state: "partial" }]);
  });
});

describe("staticcheck", () => {
  const LOG = "main.go:9:9: empty branch (SA9003)\npkg/a.go:15:2: should replace loop with y = append(y, x...) (S1011)\n";

  test("its codes are its rules, as its JSON has them", () => {
    expect(shown(LOG)).toEqual([
      "failed staticcheck SA9003 main.go:9 empty branch",
      "failed staticcheck S1011 pkg/a.go:15 should replace loop with y = append(y, x...)",
    ]);
    expect(parts(LOG, { outcome: "success" })).toMatchObject([{ state: "whole", extent: { owners: ["staticcheck"] } }]);
    expect(parts(LOG)).toMatchObject([{ state: "partial" }]);
    expect(readingOf("", { format: "staticcheck", outcome: "success" }).report.complete).toBe(true);
  });

  test("a package that does not compile was not looked at", () => {
    const log = "main.go:12:2: declared and not used: x (compile)\n";
    expect(shown(log)).toEqual(["error staticcheck compile main.go:12 declared and not used: x"]);
    expect(parts(log, { outcome: "success" })).toMatchObject([{ state: "partial" }]);
  });

  test("other linters' names in brackets are not its codes", () => {
    expect(readingOf("main.go:9:9: empty branch (gosimple)\n").report.format).toBeNull();
    expect(readingOf("main.py:9:9: empty branch (SA9003)\n").report.format).toBeNull();
  });
});
