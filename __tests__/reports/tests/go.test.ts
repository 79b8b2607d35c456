/** go's tests: as text, as JSON, and as gotestsum appends its further attempts. */
import { describe, expect, it } from "vitest";
import { bytesOf, fixture, named, reading, readingOf } from "../reading.ts";
import { countsOf, expectNoMoreWhenCut, expectReadableWhenDamaged } from "./cutting.ts";

const SAMPLES: [folder: string, file: string, format: string, counts: string, reason: RegExp | null][] = [
  [
    "go-test-json",
    "all.stdout",
    "go-test-json",
    "21 = 11 passed, 8 failed, 1 errors, 1 skipped",
    /panic ended the tests of example\.com\/goex\/pkg/,
  ],
  ["go-test-json", "combined.txt", "go-test-json", "21 = 11 passed, 8 failed, 1 errors, 1 skipped", /panic ended/],
  ["go-test-json", "cached.stdout", "go-test-json", "1 = 1 passed, 0 failed, 0 errors, 0 skipped", null],
  ["go-test-text", "verbose.txt", "go-test", "23 = 11 passed, 8 failed, 3 errors, 1 skipped", /panic ended/],
  ["go-test-text", "default.txt", "go-test", "11 = 0 passed, 8 failed, 3 errors, 0 skipped", /without -v/],
  ["go-test-text", "failfast.txt", "go-test", "3 = 1 passed, 2 failed, 0 errors, 0 skipped", null],
  ["go-test-text", "race-nofail.txt", "go-test", "2 = 1 passed, 0 failed, 0 errors, 1 skipped", null],
  ["go-test-text", "cached.txt", "go-test", "0 = 0 passed, 0 failed, 0 errors, 0 skipped", /without -v/],
];

describe("samples of go", () => {
  it.each(SAMPLES)("%s/%s", (folder, file, format, counts, reason) => {
    const read = reading(fixture(folder, file));
    expect(read.report.format).toBe(format);
    expect(countsOf(read)).toBe(counts);
    expect(read.report.complete).toBe(reason === null);
    if (reason) expect(read.report.reason).toMatch(reason);
  });

  it.each(SAMPLES)("%s/%s shows no more when it is cut, and is readable when damaged", (folder, file) => {
    expectNoMoreWhenCut(bytesOf(folder, file));
    expectReadableWhenDamaged(bytesOf(folder, file));
  });

  it("text and JSON of one run name the same failures and passes", () => {
    const text = reading(fixture("go-test-text", "verbose.txt")).observations;
    const json = reading(fixture("go-test-json", "combined.txt")).observations;
    expect(named(json, "test", "failed", "error")).toEqual(named(text, "test", "failed", "error"));
    expect(named(json, "test", "passed")).toEqual(named(text, "test", "passed"));
    expect(named(json, "build", "failed")).toEqual(named(text, "build", "failed"));
  });
});

const PACKAGE = "example.com/shop";

function events(...list: [action: string, test?: string | undefined, output?: string][]): string {
  return list
    .map(([Action, Test, Output]) => `${JSON.stringify({ Time: "2026-01-01T00:00:00Z", Action, Package: PACKAGE, Test, Output })}\n`)
    .join("");
}

/** The events of a test that comes to the end that is named. */
function ran(test: string, end: "pass" | "fail" | "skip"): [string, string?, string?][] {
  return [
    ["run", test],
    ["output", test, `=== RUN   ${test}\n`],
    ["output", test, `    a_test.go:4: ${test} says so\n`],
    [end, test],
  ];
}

describe("go test -json", () => {
  it("a parent whose subtests failed is there, but no second failure", () => {
    const { observations, report } = readingOf(
      events(
        ["run", "TestA"],
        ...ran("TestA/b", "fail"),
        ...ran("TestA/c", "pass"),
        ["fail", "TestA"],
        ["output", undefined, "FAIL\n"],
        ["fail"],
      ),
    );
    expect(named(observations, "test", "failed", "error")).toEqual([`${PACKAGE} › TestA/b`]);
    expect(named(observations, "test", "skipped")).toEqual([`${PACKAGE} › TestA`]);
    expect(report.counts).toMatchObject({ total: 3, failed: 2, passed: 1, skipped: 0 });
    expect(report.complete).toBe(true);
  });

  it("a test that failed and then passed when gotestsum ran it again is flaky", () => {
    const first = events(...ran("TestA", "fail"), ...ran("TestB", "pass"), ["output", undefined, "FAIL\n"], ["fail"]);
    const again = events(["start"], ...ran("TestA", "pass"), ["output", undefined, "PASS\n"], ["pass"]);
    const { observations, report } = readingOf(first + again);
    expect(observations.filter((o) => o.name === "TestA")).toMatchObject([{ outcome: "passed", flaky: true, retries: 1 }]);
    expect(report.counts).toMatchObject({ total: 2, passed: 2, failed: 0 });
  });

  it("a second run of the package that runs other tests too takes no failure back", () => {
    const first = events(...ran("TestA", "fail"), ["output", undefined, "FAIL\n"], ["fail"]);
    const other = events(["start"], ...ran("TestA", "pass"), ...ran("TestB", "pass"), ["output", undefined, "PASS\n"], ["pass"]);
    expect(named(readingOf(first + other).observations, "test", "failed")).toEqual([`${PACKAGE} › TestA`]);
  });

  it("what a test prints in go's words makes no other test", () => {
    const { observations } = readingOf(
      events(["run", "TestA"], ["output", "TestA", "--- FAIL: TestInner (0.00s)\n"], ["fail", "TestInner"], ["pass", "TestA"], ["pass"]),
    );
    expect(named(observations, "test", "failed", "error", "passed")).toEqual([`${PACKAGE} › TestA`]);
  });

  it("a package that could not be built is a build failure with the compiler's words, and its part is broken", () => {
    const built = `${PACKAGE} [${PACKAGE}.test]`;
    const { observations, report } = readingOf(
      [
        { ImportPath: built, Action: "build-output", Output: `# ${built}\n` },
        { ImportPath: built, Action: "build-output", Output: "./a_test.go:9:2: undefined: total\n" },
        { ImportPath: built, Action: "build-fail" },
        { Action: "start", Package: PACKAGE },
        { Action: "output", Package: PACKAGE, Output: `FAIL\t${PACKAGE} [build failed]\n` },
        { Action: "fail", Package: PACKAGE, Elapsed: 0, FailedBuild: built },
      ]
        .map((event) => `${JSON.stringify(event)}\n`)
        .join(""),
    );
    expect(observations).toMatchObject([
      { kind: "build", ecosystem: "go", outcome: "failed", name: PACKAGE, message: "undefined: total", file: "./a_test.go", line: 9 },
    ]);
    expect(report.parts.find((p) => p.kind === "test")).toMatchObject({ state: "broken", extent: { units: [PACKAGE] } });
  });

  it("a package that ran shows that it was built", () => {
    const { observations } = readingOf(events(...ran("TestA", "pass"), ["output", undefined, "PASS\n"], ["pass"]));
    expect(named(observations, "build", "passed")).toEqual([PACKAGE]);
  });

  it("a package that failed without saying which test did fails as a whole", () => {
    const { observations, report } = readingOf(
      events(["output", undefined, "setup of the database failed\n"], ["output", undefined, `FAIL\t${PACKAGE}\t0.1s\n`], ["fail"]),
    );
    expect(observations.filter((o) => o.kind === "test")).toMatchObject([
      { whole: true, name: "", suite: PACKAGE, outcome: "error", message: "setup of the database failed" },
    ]);
    expect(report.complete).toBe(false);
  });

  it("a package without test files is whole; one that found none to run is not", () => {
    expect(readingOf(events(["output", undefined, `?   \t${PACKAGE}\t[no test files]\n`], ["skip"])).report.complete).toBe(true);
    expect(
      readingOf(events(["output", undefined, "testing: warning: no tests to run\n"], ["output", undefined, "PASS\n"], ["pass"])).report
        .complete,
    ).toBe(false);
  });

  it("benchmarks are measured, and are no tests", () => {
    const { observations, report } = readingOf(
      events(
        ["output", undefined, "goos: linux\n"],
        ["output", undefined, `pkg: ${PACKAGE}\n`],
        ["output", undefined, "BenchmarkSum\n"],
        ["output", undefined, "BenchmarkSum-2   \t"],
        ["output", undefined, "    8828\t      5993 ns/op\n"],
        ["output", undefined, "PASS\n"],
        ["pass"],
      ),
    );
    expect(observations.filter((o) => o.kind === "bench")).toMatchObject([
      { suite: PACKAGE, name: "BenchmarkSum", value: 5993, unit: "ns" },
    ]);
    expect(report.parts.map((p) => `${p.kind} ${p.state}`).sort()).toEqual(["bench whole", "build whole"]);
  });

  it("a panic is the test's that printed it, and what had not ended is neither passed nor failed", () => {
    const { observations, report } = readingOf(
      events(
        ["run", "TestA"],
        ["pause", "TestA"],
        ["run", "TestB"],
        ["output", "TestB", "panic: no shop [recovered]\n"],
        ["output", "TestB", "goroutine 7 [running]:\n"],
        ["output", undefined, `FAIL\t${PACKAGE}\t0.1s\n`],
        ["fail"],
      ),
    );
    expect(observations.filter((o) => o.kind === "test")).toMatchObject([
      { name: "TestA", outcome: "skipped" },
      { name: "TestB", outcome: "error", message: "panic: no shop" },
    ]);
    expect(report.parts.find((p) => p.kind === "test")?.state).toBe("broken");
  });

  it("values of any type, and names without end, are read without a word", () => {
    const long = "a/".repeat(50_000);
    const odd = [null, 1, [], {}, { Action: {} }, { Action: "run", Package: [] }, { Action: "output", Package: "p", Test: 3, Output: {} }]
      .map((d) => `${JSON.stringify(d)}\n`)
      .join("");
    const text = odd + events(["run", long], ["fail", long], ["output", undefined, "FAIL\n"], ["fail"], ["fail", "__proto__"], ["attr"]);
    expect(readingOf(text).report.counts.failed).toBe(1);
  });
});

const VERBOSE = `=== RUN   TestA
--- PASS: TestA (0.00s)
=== RUN   TestB
    b_test.go:7: total is 3, not 4
--- FAIL: TestB (0.02s)
FAIL
FAIL\t${PACKAGE}\t0.021s
FAIL
`;

describe("go test as text", () => {
  it("names the failure, what it logged, and how long it took", () => {
    expect(readingOf(VERBOSE).observations).toContainEqual(
      expect.objectContaining({ suite: PACKAGE, name: "TestB", outcome: "failed", message: "total is 3, not 4", duration: 0.02 }),
    );
  });

  it("a test that prints go's words for another fails nothing and passes nothing", () => {
    const forged = VERBOSE.replace("=== RUN   TestB\n", "=== RUN   TestB\n--- FAIL: TestElsewhere (0.00s)\n--- PASS: TestNever (0.00s)\n");
    const { observations } = readingOf(forged);
    expect(named(observations, "test", "failed")).toEqual([`${PACKAGE} › TestB`]);
    expect(named(observations, "test", "passed")).toEqual([`${PACKAGE} › TestA`]);
  });

  it("a test that prints its own pass and then fails has failed", () => {
    const forged = VERBOSE.replace("=== RUN   TestB\n", "=== RUN   TestB\n--- PASS: TestB (0.00s)\n");
    expect(named(readingOf(forged).observations, "test", "failed")).toEqual([`${PACKAGE} › TestB`]);
  });

  it("without its last line a package is cut: its tests are counted, and filed under no other name", () => {
    const { observations, report } = readingOf(VERBOSE.split("\n").slice(0, 5).join("\n"));
    expect(named(observations, "test", "failed", "passed")).toEqual(["TestA"]);
    expect(report).toMatchObject({ complete: false, counts: { failed: 1 } });
    expect(report.parts[0]?.state).toBe("broken");
    expect(report.reason).toContain("TestB");
  });

  it("without -v a passing package passes as a whole and proves no test absent", () => {
    const { observations, report } = readingOf(`ok  \t${PACKAGE}\t0.003s\tcoverage: 61.2% of statements\n`);
    expect(observations.filter((o) => o.kind === "test")).toMatchObject([{ whole: true, outcome: "passed", suite: PACKAGE }]);
    expect(report.parts.filter((p) => p.kind === "test")).toMatchObject([{ state: "partial" }]);
  });

  it("a fuzz target that fails, and the input below it, are one failure", () => {
    const { observations } = readingOf(
      `--- FAIL: FuzzTotal (0.02s)\n    --- FAIL: FuzzTotal (0.00s)\n        a_test.go:20: not equal\n    Failing input written to testdata/fuzz/FuzzTotal/af69\nFAIL\nexit status 1\nFAIL\t${PACKAGE}\t0.1s\n`,
    );
    expect(named(observations, "test", "failed", "error")).toEqual([`${PACKAGE} › FuzzTotal`]);
    expect(observations.find((o) => o.name === "FuzzTotal")?.message).toBe("not equal");
  });

  it("each of several runs of one test counts, and one failure among them fails it", () => {
    const { observations, report } = readingOf(
      `=== RUN   TestA\n--- PASS: TestA (0.00s)\n=== RUN   TestA\n--- FAIL: TestA (0.00s)\nFAIL\nFAIL\t${PACKAGE}\t0.1s\n`,
    );
    expect(report.counts).toMatchObject({ total: 2, passed: 1, failed: 1 });
    expect(named(observations, "test", "failed")).toEqual([`${PACKAGE} › TestA`]);
  });

  it("lines of other tools that begin alike are not go's", () => {
    for (const line of ["ok 1 - adds", "FAIL src/a.test.js (5.3 s)", "ok", "FAIL", "--- a/file.go", "=== RUNNING", "? what"]) {
      expect(readingOf(`${line}\n`).report.format).not.toBe("go-test");
    }
  });

  it("reads hostile lines in linear time", () => {
    const line = `=== RUN   TestA\n${"--- PASS: (".repeat(100_000)}\n${" (".repeat(300_000)}\nok ${"\t".repeat(500_000)}x\n--- FAIL: TestA (0.00s)\nFAIL\t${PACKAGE}\t0.1s\n`;
    expect(named(readingOf(line).observations, "test", "failed")).toEqual([`${PACKAGE} › TestA`]);
  });
});
