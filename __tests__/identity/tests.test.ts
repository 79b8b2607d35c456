/** What reports of tests and benchmarks say, and of which test they say it. */
import { describe, expect, test } from "vitest";
import { EvidenceBuilder } from "../../src/identity/evidence.ts";
import { keyOf } from "../../src/identity/key.ts";
import { benchKey, buildKey, testKey } from "../../src/identity/subjects.ts";
import type { Part } from "../../src/model.ts";
import {
  benchmark,
  evidenceOf,
  failing,
  failureIn,
  partOf,
  passingOf,
  RUN,
  type Said,
  summaryOf,
  testCase,
  testsOf,
  toldOf,
} from "./kit.ts";

const shopApi = (more: Partial<Part> = {}): Part => testsOf({ package: "shop", kind: "test", name: "api" }, more);
const someApi = (more: Partial<Part> = {}): Part => testsOf({ kind: "test", name: "api" }, more);
const passed = (part: Part, name: string, producer = "linux"): Said => ({ producer, part, observations: [testCase(part, name)] });
const failed = (part: Part, name: string): Said => ({ part, observations: [testCase(part, name, { outcome: "failed" })] });
const skipped = (part: Part, name: string): Said => ({ part, observations: [testCase(part, name, { outcome: "skipped" })] });

describe("the name of a test", () => {
  test("is its suite and its own name; without a suite its own", () => {
    const part = partOf("test");
    const [suited, bare] = [testCase(part, "adds", { outcome: "failed", suite: "math" }), testCase(part, "adds", { outcome: "failed" })];
    expect(failing(evidenceOf([{ part, observations: [suited, bare] }]))).toEqual([testKey("", "adds"), testKey("math", "adds")].sort());
  });
  test("is what the reader says it is, where formats of one tool print it in different words", () => {
    const part = partOf("test");
    const one = testCase(part, "tests/a.py::adds", { outcome: "failed", suite: "pytest", identity: { target: "tests.a", path: "adds" } });
    expect(failing(evidenceOf([{ part, observations: [one] }]))).toEqual([testKey("tests.a", "adds")]);
  });
  test("is cargo's target and its own, whatever suite the report prints", () => {
    const part = shopApi();
    const one = testCase(part, "get", { outcome: "failed", suite: "shop::api$get" });
    expect(failing(evidenceOf([{ part, observations: [one] }]))).toEqual([testKey("shop::api", "get")]);
    expect(part.extent.units).toEqual(["shop::api"]);
  });
  test("is asked for where there is none: it is not the target as a whole", () => {
    const part = partOf("test");
    const [nameless, whole] = [
      testCase(part, "", { outcome: "failed", suite: "math" }),
      testCase(part, "", { outcome: "failed", suite: "math", whole: true }),
    ];
    expect(failing(evidenceOf([{ part, observations: [nameless] }]))).toEqual([testKey("math", "(no name)")]);
    expect(failing(evidenceOf([{ part, observations: [whole] }]))).toEqual([testKey("math", "")]);
  });
  test("adds its target to what the part looked at only where the part does not tell that itself", () => {
    const [told, elsewhere] = [shopApi({ extent: { units: ["shop::api", "shop"] } }), partOf("test")];
    evidenceOf([passed(told, "get"), { part: elsewhere, observations: [testCase(elsewhere, "adds", { suite: "math" })] }]);
    expect([told.extent.units, elsewhere.extent.units]).toEqual([["shop::api", "shop"], []]);
  });
});

describe("a secret in a name", () => {
  const mask = (text: string): string => text.replaceAll("hunter2", "***");
  const part = partOf("test");
  const named = (outcome: "passed" | "failed" | "error", name: string, suite?: string): Said[] => [
    { part, observations: [testCase(part, name, { outcome, ...(suite === undefined ? {} : { suite }) })] },
  ];
  test.each(["failed", "error"] as const)("does not reach the key of what %s, by its name or its suite", (outcome) => {
    expect(failing(evidenceOf(named(outcome, "logs in as hunter2"), [], mask))).toEqual([testKey("", "logs in as ***")]);
    expect(failing(evidenceOf(named(outcome, "logs in", "hunter2"), [], mask))).toEqual([testKey("***", "logs in")]);
    expect(failing(evidenceOf(named(outcome, "as hunter2", "plain"), [], mask))).toEqual([testKey("plain", "as ***")]);
  });
  test("is masked in what passes too, once a masked one is known: else its entry would never close", () => {
    const key = testKey("", "logs in as ***");
    expect(passingOf(evidenceOf(named("passed", "logs in as hunter2"), [key], mask), key)).toEqual(["linux"]);
    expect(passingOf(evidenceOf(named("passed", "logs in as hunter2"), [testKey("", "x"), key], mask), key)).toEqual(["linux"]);
  });
  test("costs nothing where nothing known was masked: what passes is not looked through", () => {
    let looked = 0;
    const counting = (text: string): string => {
      looked++;
      return text;
    };
    evidenceOf(named("passed", "logs in"), [testKey("", "logs in")], counting);
    expect(looked).toBe(0);
  });
});

describe("what a test says", () => {
  test("of a failure is its words, its place, and the target that has to be looked at again", () => {
    const part = shopApi();
    const one = testCase(part, "get", { outcome: "failed", message: "left: 1\n", detail: "at a.rs", file: "tests/api.rs", line: 7 });
    expect(failureIn(evidenceOf([{ part, observations: [one] }]))).toStrictEqual({
      message: "left: 1\n",
      signature: "left: 1",
      detail: "at a.rs",
      file: "tests/api.rs",
      line: 7,
      units: ["shop::api"],
      facts: [],
    });
  });
  test("of a failure without words is that it failed; nothing is known by which the error could change", () => {
    expect(failureIn(evidenceOf([failed(shopApi(), "get")]))).toStrictEqual({
      message: "the test failed",
      units: ["shop::api"],
      facts: [],
    });
  });
  test("of a place without a line is the file; a line without a file is no place", () => {
    const part = shopApi();
    const one = testCase(part, "get", { outcome: "failed", file: "a.rs" });
    expect(failureIn(evidenceOf([{ part, observations: [one] }]))).toMatchObject({ file: "a.rs" });
    const other = testCase(part, "get", { outcome: "failed", line: 7 });
    expect(failureIn(evidenceOf([{ part, observations: [other] }]))).not.toHaveProperty("line");
  });
  test("of a skip is that it is there, by everybody who skipped it; it neither passes nor fails", () => {
    const part = shopApi();
    const said = ["linux", "windows"].map((producer) => ({
      producer,
      part,
      observations: [testCase(part, "get", { outcome: "skipped" })],
    }));
    const evidence = evidenceOf(said);
    expect(evidence.skipped).toEqual(new Map([[testKey("shop::api", "get"), new Set(["linux", "windows"])]]));
    expect([evidence.failing.size, evidence.passing.get(testKey("shop::api", "get"))]).toEqual([0, undefined]);
  });
  test("of a pass is said for its target as a whole too; a target that passes as a whole speaks for no test", () => {
    expect(passingOf(evidenceOf([passed(shopApi(), "get")]), testKey("shop::api", ""))).toEqual(["linux"]);
    const part = shopApi();
    const whole = evidenceOf([{ part, observations: [testCase(part, "", { whole: true })] }]);
    expect([...whole.passing.keys()].filter((key) => key.startsWith("test/"))).toEqual([testKey("shop::api", "")]);
    expect(passingOf(whole, testKey("shop::api", ""))).toEqual(["linux"]);
  });
  test("of a pass at a second try is kept apart from the plain passes of its part", () => {
    const part = shopApi();
    const evidence = evidenceOf([{ part, observations: [testCase(part, "get"), testCase(part, "put", { flaky: true })] }]);
    const flaky = (name: string): unknown => evidence.passing.get(testKey("shop::api", name))?.map((s) => s.flaky ?? false);
    expect([flaky("get"), flaky("put")]).toEqual([[false], [true]]);
  });
  test("in two parts is said by both, and once by each", () => {
    const [one, other] = [shopApi(), shopApi()];
    const twice = { part: one, observations: [testCase(one, "get"), testCase(one, "get")] };
    const evidence = evidenceOf([twice, passed(other, "get", "windows"), passed(other, "put", "windows")]);
    expect(passingOf(evidence, testKey("shop::api", "get"))).toEqual(["linux", "windows"]);
    expect(passingOf(evidence, testKey("shop::api", "put"))).toEqual(["windows"]);
    expect(evidence.passing.get(testKey("shop::api", "get"))?.map((s) => s.parts)).toEqual([[one], [other]]);
  });
});

describe("the evidence of a run", () => {
  test("holds every report and part with who told it, and each remark once, by the alphabet", () => {
    const [one, other] = [shopApi(), partOf("test")];
    const builder = new EvidenceBuilder(RUN, [], (text) => text);
    for (const [producer, part] of [["windows", one] as const, ["linux", other] as const]) builder.report(producer, summaryOf(part));
    for (const remark of ["b", "a", "b"]) builder.remark(remark);
    const evidence = builder.finish();
    expect(evidence.parts).toEqual([
      { producer: "windows", part: one },
      { producer: "linux", part: other },
    ]);
    expect(evidence.reports).toEqual([summaryOf(one), summaryOf(other)]);
    expect(evidence.producers).toEqual(["linux", "windows"]);
    expect(evidence.unclear).toEqual(["a", "b"]);
  });
  test("tells a pass from a failure", () => {
    const evidence = evidenceOf([passed(shopApi(), "get"), failed(shopApi(), "put")]);
    expect(evidence.passing.get(testKey("shop::api", "get"))?.map((s) => s.outcome)).toEqual(["passed"]);
    expect(evidence.passing.get(buildKey("rust", "shop"))?.map((s) => s.outcome)).toEqual(["passed"]);
    expect(toldOf(evidence).map((s) => s.outcome)).toEqual(["failed"]);
  });
  test("needs a package to be compiled for cargo's tests, and none for others", () => {
    const math = partOf("test");
    const evidence = evidenceOf([
      failed(shopApi(), "get"),
      { part: math, observations: [testCase(math, "adds", { outcome: "failed", suite: "math" })] },
    ]);
    expect([...evidence.failing.values()].map(({ subject }) => subject.needs)).toEqual([undefined, "shop"]);
  });
  test("does not mind a known key that cannot be read, nor one of another kind that looks like it", () => {
    const odd = ["no key", "test/1", keyOf("pipeline", "ledger::api", "deploy"), keyOf("lint", "ledger::api", "x")];
    expect(failing(evidenceOf([failed(someApi(), "get")], [...odd, testKey("shop::api", "x")]))).toEqual([testKey("shop::api", "get")]);
  });
});

describe("tests of which a log does not tell whose they are", () => {
  const part = testsOf({ kind: "unknown" }, { unnamed: true });
  test("close nothing when they pass, and it is said once", () => {
    const evidence = evidenceOf([{ part, observations: [testCase(part, "get"), testCase(part, "put")] }]);
    expect(evidence.passing.size).toBe(0);
    expect(evidence.unclear).toEqual([
      "no line of a log tells which target's tests these are (2>&1 keeps cargo's words); their passes close nothing",
    ]);
  });
  test("are measured, where they are benchmarks", () => {
    const own = { ...part, kind: "bench" as const };
    expect(evidenceOf([{ part: own, observations: [benchmark(own, "parse", 1)] }]).measurements).toHaveLength(1);
  });
  test("are filed when they fail", () => {
    expect(evidenceOf([failed(part, "get")]).failing.size).toBe(1);
  });
});

describe("a target whose package a report does not name", () => {
  test("is the one known target of that name: known from the ledger, or from another report, before it or after it", () => {
    const key = testKey("shop::api", "get");
    expect(failing(evidenceOf([failed(someApi(), "get")], [testKey("shop::api", "put")]))).toEqual([key]);
    expect(failing(evidenceOf([failed(someApi(), "get"), passed(shopApi(), "put")]))).toEqual([key]);
    expect(passingOf(evidenceOf([passed(someApi(), "get")], [key]), key)).toEqual(["linux"]);
  });
  test("passes by a filtered list too, and keeps what looks like a line in a test's name", () => {
    const key = testKey("shop::api", "parses (line 3)");
    expect(passingOf(evidenceOf([passed(someApi({ state: "partial" }), "parses (line 3)")], [key]), key)).toEqual(["linux"]);
  });
  test("is nobody's where nothing is known", () => {
    expect(failing(evidenceOf([failed(someApi(), "get")]))).toEqual([testKey("?::api", "get")]);
    expect(failing(evidenceOf([failed(someApi(), "get")], [testKey("?::api", "put")]))).toEqual([testKey("?::api", "get")]);
  });
  test("tells nothing by its passes where two could be meant, and says so", () => {
    const evidence = evidenceOf([passed(someApi(), "get")], [testKey("shop::api", "get"), testKey("ledger::api", "get")]);
    expect(evidence.passing.size).toBe(0);
    expect(evidence.unclear).toEqual(["tests of ?::api could be those of ledger::api or shop::api; their passes close nothing"]);
  });
  test("fails for the one of two that is known to have that test", () => {
    const known = [testKey("shop::api", "get"), testKey("ledger::api", "put")];
    expect(failing(evidenceOf([failed(someApi(), "get")], known))).toEqual([testKey("shop::api", "get")]);
  });
  test("fails under its own name where neither of two is known to have that test", () => {
    const known = [testKey("shop::api", "x"), testKey("ledger::api", "y")];
    expect(failing(evidenceOf([failed(someApi(), "get")], known))).toEqual([testKey("?::api", "get")]);
  });
  test("files nothing where both are known to have that test, and says so", () => {
    const known = [testKey("shop::api", "get"), testKey("ledger::api", "get")];
    const evidence = evidenceOf([failed(someApi(), "get")], known);
    expect(failing(evidence)).toEqual([]);
    expect(evidence.unclear).toContain(
      `${testKey("?::api", "get")} failed and could be in ledger::api or shop::api; nothing is filed for it`,
    );
  });
  test("adds nothing to a failure of which a report with the package tells", () => {
    const known = [testKey("ledger::api", "get")];
    expect(failing(evidenceOf([failed(shopApi(), "get"), failed(someApi(), "get")], known))).toEqual([testKey("shop::api", "get")]);
  });
  test("tells nothing by what it skipped where two could be meant", () => {
    const evidence = evidenceOf([skipped(someApi(), "get")], [testKey("shop::api", "x"), testKey("ledger::api", "y")]);
    expect([evidence.skipped.size, evidence.failing.size]).toEqual([0, 0]);
  });
  test("fails as a whole for the one of two that has done so before", () => {
    const part = someApi();
    const whole = testCase(part, "", { outcome: "failed", whole: true });
    const known = [testKey("shop::api", ""), testKey("ledger::api", "y")];
    expect(failing(evidenceOf([{ part, observations: [whole] }], known))).toEqual([testKey("shop::api", "")]);
  });
});

describe("an entry that was filed without a package", () => {
  const key = testKey("?::api", "get");
  const ledgerApi = (): Part => testsOf({ package: "ledger", kind: "test", name: "api" });
  test("passes when the only target of that name passes", () => {
    expect(passingOf(evidenceOf([passed(shopApi(), "get")], [key]), key)).toEqual(["linux"]);
  });
  test("passes when the other target of that name is seen whole and has no such test", () => {
    expect(passingOf(evidenceOf([passed(shopApi(), "get"), passed(ledgerApi(), "put")], [key]), key)).toEqual(["linux"]);
  });
  test.each([
    ["skips that test", skipped(ledgerApi(), "get")],
    ["fails in that test", failed(ledgerApi(), "get")],
    ["passes in that test too", passed(ledgerApi(), "get")],
    ["was seen in part", passed({ ...ledgerApi(), state: "partial" }, "put")],
    ["leaves out what did not run", passed({ ...ledgerApi(), provesAbsence: false }, "put")],
  ])("does not pass when another target of that name %s, and it is said", (_, other) => {
    const evidence = evidenceOf([passed(shopApi(), "get"), other], [key]);
    expect(passingOf(evidence, key)).toEqual([]);
    expect(evidence.unclear).toEqual([`${key} could be in ledger::api or shop::api; their passes close nothing`]);
  });
  test("does not pass when two targets of that name pass and a third was not looked at", () => {
    const known = [key, testKey("till::api", "put")];
    expect(passingOf(evidenceOf([passed(shopApi(), "get"), passed(ledgerApi(), "get")], known), key)).toEqual([]);
  });
  test("does not pass when another target of that name was not looked at", () => {
    expect(passingOf(evidenceOf([passed(shopApi(), "get")], [key, testKey("ledger::api", "put")]), key)).toEqual([]);
  });
  test("does not pass by a test which has an entry of its own", () => {
    expect(passingOf(evidenceOf([passed(shopApi(), "get")], [key, testKey("shop::api", "get")]), key)).toEqual([]);
  });
  test("is not that of a library, nor of another test", () => {
    const lib = testsOf({ package: "shop", kind: "lib" });
    expect(passingOf(evidenceOf([passed(lib, "get")], [key]), key)).toEqual([]);
    expect(passingOf(evidenceOf([passed(shopApi(), "put")], [key]), key)).toEqual([]);
  });
});

describe("a doctest", () => {
  const docs = (more: Partial<Part> = {}): Part => testsOf({ package: "shop", kind: "doc" }, more);
  const fails = (part: Part, ...names: string[]): Said => ({
    part,
    observations: names.map((name) => testCase(part, name, { outcome: "failed" })),
  });
  test("is its item; the line may move", () => {
    expect(failing(evidenceOf([fails(docs(), "src/lib.rs - add (line 12)")]))).toEqual([testKey("shop::doc", "src/lib.rs - add")]);
  });
  test("is the same by the path from the package and from the workspace", () => {
    for (const name of ["crates/shop/src/a/b.rs - add (line 3)", "src/a/b.rs - add (line 3)"])
      expect(failing(evidenceOf([fails(docs(), name)]))).toEqual([testKey("shop::doc", "src/a/b.rs - add")]);
  });
  test("lies below the first `src` of its path, though there be another", () => {
    for (const name of ["src/a/src/b.rs - f (line 1)", "crates/shop/src/a/src/b.rs - f (line 1)"])
      expect(failing(evidenceOf([fails(docs(), name)]))).toEqual([testKey("shop::doc", "src/a/src/b.rs - f")]);
  });
  test("of an item with several is counted in the order of the file, not of the report", () => {
    const part = docs();
    const said = [["src/lib.rs - add (line 100)", "failed"] as const, ["src/lib.rs - add (line 20)", "passed"] as const];
    const evidence = evidenceOf([{ part, observations: said.map(([name, outcome]) => testCase(part, name, { outcome })) }]);
    expect(failing(evidence)).toEqual([testKey("shop::doc", "src/lib.rs - add #2")]);
    expect(passingOf(evidence, testKey("shop::doc", "src/lib.rs - add"))).toEqual(["linux"]);
  });
  test("that is told twice is counted once, and each item from one", () => {
    const names = ["a.rs - f (line 1)", "a.rs - f (line 1)", "a.rs - f (line 9)", "b.rs - g (line 1)", "b.rs - g (line 2)"];
    expect(failing(evidenceOf([fails(docs(), ...names.map((name) => `src/${name}`))]))).toEqual(
      ["src/a.rs - f", "src/a.rs - f #2", "src/b.rs - g", "src/b.rs - g #2"].map((item) => testKey("shop::doc", item)),
    );
  });
  test("of a filtered list closes nothing: which of several it is cannot be told; its failure counts", () => {
    const part = docs({ state: "partial" });
    const evidence = evidenceOf([
      { part, observations: [testCase(part, "src/a.rs - f (line 1)"), testCase(part, "src/a.rs - g (line 1)", { outcome: "failed" })] },
    ]);
    expect(evidence.passing.has(testKey("shop::doc", "src/a.rs - f"))).toBe(false);
    expect(failing(evidence)).toEqual([testKey("shop::doc", "src/a.rs - g")]);
  });
  test("does not show that anything was compiled", () => {
    expect(evidenceOf([passed(docs(), "src/lib.rs - add (line 1)")]).passing.has(buildKey("rust", "shop"))).toBe(false);
  });
});

describe("tests that ran show that their target was compiled", () => {
  const units = (part: Part, known: readonly string[] = []): string[] | undefined =>
    evidenceOf([passed(part, "get")], known).passing.get(buildKey("rust", "shop"))?.[0]?.units;
  test("a library's, and the library that a test needs", () => {
    expect(units(testsOf({ package: "shop", kind: "lib" }))).toEqual(["shop lib", "shop lib test"]);
    expect(units(shopApi())).toEqual(["shop lib", "shop test api", "shop test api test"]);
    expect(units(testsOf({ package: "shop", kind: "bin", name: "till" }))).toEqual(["shop lib", "shop bin till", "shop bin till test"]);
  });
  test("of a target known by its executable only, its library's", () => {
    expect(units(testsOf({ kind: "unknown", crate: "shop" }), [testKey("shop", "get")])).toEqual(["shop lib", "shop lib test"]);
  });
  test("but not where nobody knows the package, where none ran, or for other languages", () => {
    expect(evidenceOf([passed(someApi(), "get")]).passing.has(buildKey("rust", "?"))).toBe(false);
    const [empty, python] = [shopApi(), partOf("test", { extent: { units: ["shop"] } })];
    expect(evidenceOf([{ part: empty, observations: [] }]).passing.size).toBe(0);
    expect([...evidenceOf([passed(python, "get")]).passing.keys()].every((key) => key.startsWith("test/"))).toBe(true);
    const benches = partOf("bench", { target: { package: "shop", kind: "bench", name: "b" } });
    expect(evidenceOf([{ part: benches, observations: [benchmark(benches, "x", 1)] }]).passing.has(buildKey("rust", "shop"))).toBe(false);
  });
});

describe("a benchmark", () => {
  const part = partOf("bench");
  const said = (...values: number[]): Said[] => [
    { part, observations: values.map((value) => benchmark(part, "parse", value, { suite: "s" })) },
  ];
  test.each([
    [[3], 3],
    [[9, 1, 2], 2],
    [[9, 1, 2, 4], 3],
    [[8, 4], 6],
  ])("of which a run repeats %j is %d: the median", (values, median) => {
    expect(evidenceOf(said(...values)).measurements.map((m) => m.value)).toEqual([median]);
  });
  test("of two producers is two, not repeats of one; and so are two of one producer", () => {
    const two = ["linux", "windows"].map((producer) => ({ producer, part, observations: [benchmark(part, "parse", 1)] }));
    expect(evidenceOf(two).measurements.map((m) => m.producer)).toEqual(["linux", "windows"]);
    const names = [{ part, observations: [benchmark(part, "b", 1), benchmark(part, "a", 2)] }];
    expect(evidenceOf(names).measurements.map((m) => m.subject.key)).toEqual([benchKey("", "a"), benchKey("", "b")]);
  });
  test("keeps what its tool says of it, and no more", () => {
    const told = benchmark(part, "parse", 1, { suite: "s", unit: "MB/s", better: "bigger", range: 2, step: 0.5 });
    expect(evidenceOf([{ part, observations: [told] }]).measurements[0]).toMatchObject({
      unit: "MB/s",
      better: "bigger",
      range: 2,
      step: 0.5,
    });
    expect(evidenceOf(said(1)).measurements[0]).toMatchObject({ unit: "ns", better: "smaller", range: 0, step: 0 });
  });
  test("without a suite is that of the one known suite which has it; of two, nobody's", () => {
    const bare = [{ part, observations: [benchmark(part, "parse", 1)] }];
    const keys = (...known: string[]): string[] => evidenceOf(bare, known).measurements.map((m) => m.subject.key);
    expect(keys(benchKey("s", "parse"), benchKey("t", "print"))).toEqual([benchKey("s", "parse")]);
    expect(keys(benchKey("s", "parse"), benchKey("t", "parse"))).toEqual([benchKey("", "parse")]);
    expect(keys(testKey("s", "parse"))).toEqual([benchKey("", "parse")]);
    const drifting = [{ part, observations: [benchmark(part, "at 0x1f", 1)] }];
    expect(evidenceOf(drifting, [benchKey("s", "at 0x2e")]).measurements[0]?.subject.key).toBe(benchKey("s", "at 0x1"));
  });
  test("with a suite is that suite's, whatever is known; with a target of cargo's, that target's", () => {
    expect(evidenceOf(said(1), [benchKey("t", "parse")]).measurements[0]?.subject.key).toBe(benchKey("s", "parse"));
    const own = partOf("bench", { target: { package: "shop", kind: "bench", name: "speed" } });
    const evidence = evidenceOf([{ part: own, observations: [benchmark(own, "parse", 1, { suite: "ignored" })] }]);
    expect(evidence.measurements[0]?.subject.key).toBe(benchKey("shop::bench/speed", "parse"));
  });
  test("that was measured did not panic: the test of its name passes, and its target", () => {
    const evidence = evidenceOf(said(1));
    expect(passingOf(evidence, testKey("s", "parse"))).toEqual(["linux"]);
    expect(passingOf(evidence, testKey("s", ""))).toEqual(["linux"]);
    expect(evidence.failing.size).toBe(0);
  });
});

describe("what several reports say of one failure", () => {
  const tell = (more: Parameters<typeof testCase>[2], producer = "linux", part = partOf("test")): Said => ({
    producer,
    part,
    observations: [testCase(part, "adds", { outcome: "failed", suite: "math", ...more })],
  });
  test.each([
    ["has a place", { file: "a.py" }, { detail: "much longer words" }],
    ["tells more", { file: "b.py", detail: "longer words" }, { file: "a.py", detail: "few" }],
    ["comes first by the alphabet", { message: "a" }, { message: "b" }],
  ])("is shown by the one that %s, whichever comes first", (_, better, worse) => {
    const [there, back] = [evidenceOf([tell(better), tell(worse)]), evidenceOf([tell(worse), tell(better)])];
    expect(failureIn(there)).toEqual(failureIn(evidenceOf([tell(better)])));
    expect(failureIn(back)).toEqual(failureIn(there));
  });
  test("names each part once", () => {
    const [one, other] = [partOf("test"), partOf("test")];
    const [sighting] = toldOf(evidenceOf([tell({}, "linux", one), tell({}, "linux", one), tell({}, "linux", other)]));
    expect(sighting?.parts).toEqual([one, other]);
    expect(sighting?.parts).toHaveLength(2);
  });
  test("stands by producer, in the order of their names", () => {
    const evidence = evidenceOf([tell({ message: "w" }, "windows"), tell({ message: "l" }, "linux")]);
    expect(toldOf(evidence).map((s) => [s.producer, s.failure?.message])).toEqual([
      ["linux", "l"],
      ["windows", "w"],
    ]);
    expect(evidence.producers).toEqual(["linux", "windows"]);
  });
  test("has one title: a package's dashes are those that cargo writes, and the first by the alphabet is taken", () => {
    const dashed = (name: string): Said => failed(testsOf({ package: name, kind: "lib" }), "get");
    const title = (...names: string[]): string | undefined => [...evidenceOf(names.map(dashed)).failing.values()][0]?.subject.title;
    expect(title("my-shop")).toBe("Test failure: get (my-shop)");
    expect([title("my-shop", "my_shop"), title("my_shop", "my-shop")]).toEqual([
      "Test failure: get (my-shop)",
      "Test failure: get (my-shop)",
    ]);
    expect(
      [...evidenceOf([failed(testsOf({ package: "my-shop", kind: "test", name: "a-b" }), "get")]).failing.values()][0]?.subject.title,
    ).toBe("Test failure: get (my-shop::a_b)");
  });
});
