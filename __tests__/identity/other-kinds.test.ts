/** What reports of builds, lints, audits, reviews, dependencies and pipelines say, and of which subject they say it. */
import { describe, expect, test } from "vitest";
import { keyOf } from "../../src/identity/key.ts";
import { buildKey, lintKey } from "../../src/identity/subjects.ts";
import type { Failure, Part } from "../../src/model.ts";
import { advisory, compiled, evidenceOf, failing, failureIn, lint, partOf, passingOf, reviewed, type Said, toldOf } from "./kit.ts";

describe("a build", () => {
  const part = partOf("build");
  const shop = buildKey("rust", "shop");
  const one = (more: Parameters<typeof compiled>[2], own: Part = part): Said => ({
    part: own,
    observations: [compiled(own, "shop", more)],
  });
  const unitsOf = (...said: Said[]): string[] | undefined => evidenceOf(said).passing.get(shop)?.[0]?.units;

  test("that failed tells what the compiler said, and what has to be compiled again", () => {
    const failure: Failure = { message: "E0432\n here", signature: "E0432 here", units: ["shop lib"], facts: [] };
    expect(failureIn(evidenceOf([one({ message: "E0432\n here" })]))).toStrictEqual(failure);
    expect(failureIn(evidenceOf([one({ message: "E0432\n here", file: "a.rs", line: 2, detail: "| use x;" })]))).toEqual({
      ...failure,
      file: "a.rs",
      line: 2,
      detail: "| use x;",
    });
  });
  test("that failed without words is said so", () => {
    expect(failureIn(evidenceOf([one({})]))).toEqual({ message: "it could not be built", signature: "", units: ["shop lib"], facts: [] });
  });
  test("with several errors lists the first, then twenty others; with one, what is told of it", () => {
    const errors = Array.from({ length: 30 }, (_, i) => `error ${i}`);
    const lines = failureIn(evidenceOf([one({ message: "first", errors, detail: "| x" })])).detail?.split("\n");
    expect(lines).toEqual(["first", ...errors.slice(0, 20)]);
    expect(failureIn(evidenceOf([one({ message: "first", errors: [], detail: "| x" })])).detail).toBe("| x");
  });
  test("that failed in linking only is mended by linking, which a check does not do", () => {
    expect(failureIn(evidenceOf([one({ message: "linking with `cc` failed" })])).units).toEqual(["shop lib (linked)"]);
    expect(failureIn(evidenceOf([one({ message: "no linking with `cc`" })])).units).toEqual(["shop lib"]);
    expect(unitsOf(one({ outcome: "passed" }))).toEqual(["shop lib", "shop lib (linked)"]);
    expect(unitsOf(one({ outcome: "passed", checked: true }))).toEqual(["shop lib"]);
  });
  test("passes with all that its parts built, each named once", () => {
    const other = partOf("build");
    const said = [
      one({ outcome: "passed", checked: true }),
      one({ outcome: "passed", checked: true, units: ["shop test api", "shop lib"] }, other),
      one({ outcome: "passed", checked: true }, other),
    ];
    expect(unitsOf(...said)).toEqual(["shop lib", "shop test api"]);
    expect(
      evidenceOf(said)
        .passing.get(shop)
        ?.map((s) => s.parts.length),
    ).toEqual([2]);
  });
  test("passes for each producer by what that one built", () => {
    const windows = { ...one({ outcome: "passed" as const, checked: true as const, units: ["shop bin till"] }), producer: "windows" };
    const evidence = evidenceOf([one({ outcome: "passed", checked: true }), windows]);
    expect(evidence.passing.get(shop)?.map((s) => [s.producer, s.units])).toEqual([
      ["linux", ["shop lib"]],
      ["windows", ["shop bin till"]],
    ]);
  });
  test("that was not tried says nothing", () => {
    const evidence = evidenceOf([one({ outcome: "skipped" })]);
    expect([evidence.failing.size, evidence.passing.size]).toEqual([0, 0]);
  });
});

describe("a lint rule", () => {
  const place = (file: string, line: number, more: Parameters<typeof lint>[2] = {}): ReturnType<typeof lint> =>
    lint(partOf("lint"), "x", { file, line, message: `at ${file} ${line}`, source: `${file} ${line}`, ...more });
  const told = (...observations: ReturnType<typeof lint>[]): Said[] => [{ part: partOf("lint"), observations }];

  test("is one subject with all its findings, by place, however they come", () => {
    const all = [place("b.rs", 1), place("a.rs", 20), place("a.rs", 3)];
    const failure = failureIn(evidenceOf(told(...all)));
    expect(failure).toMatchObject({ message: "at a.rs 3", file: "a.rs", line: 3, facts: [["Findings", "3"]] });
    expect(failure.detail).toBe("a.rs:3: at a.rs 3\na.rs:20: at a.rs 20\nb.rs:1: at b.rs 1");
    expect(failureIn(evidenceOf(told(...all.toReversed())))).toEqual(failure);
  });
  test("at one place is ordered by its words, then by its source", () => {
    const two = [place("a.rs", 1, { message: "same", source: "q" }), place("a.rs", 1, { message: "same", source: "p" })];
    expect(failureIn(evidenceOf(told(...two)))).toEqual(failureIn(evidenceOf(told(...two.toReversed()))));
    const words = [place("a.rs", 1, { message: "z" }), place("a.rs", 1, { message: "y" })];
    for (const order of [words, words.toReversed()]) expect(failureIn(evidenceOf(told(...order))).message).toBe("y");
  });
  test("lists its first 25 findings and counts the others", () => {
    const many = (n: number): string[] => {
      const all = Array.from({ length: n }, (_, i) => place("a.rs", i + 1));
      return failureIn(evidenceOf(told(...all))).detail?.split("\n") ?? [];
    };
    expect([many(25).length, many(25).at(-1)]).toEqual([25, "a.rs:25: at a.rs 25"]);
    expect([many(27).length, many(27).at(-1)]).toEqual([26, "… and 2 more"]);
  });
  test("without a place has none, in its list and in the entry; a file without a line is a place", () => {
    const nowhere = failureIn(evidenceOf(told(lint(partOf("lint"), "x", { message: " two\n  words " }))));
    expect(nowhere).toMatchObject({ message: " two\n  words ", detail: "two words" });
    expect([nowhere.file, nowhere.line]).toEqual([undefined, undefined]);
    const lineless = failureIn(evidenceOf(told(lint(partOf("lint"), "x", { file: "a.rs" }))));
    expect([lineless.file, lineless.line, lineless.message]).toEqual(["a.rs", undefined, "x"]);
  });
  test("is as severe as its worst finding", () => {
    const of = (...severities: ("critical" | "high" | "medium" | "low" | "none")[]): unknown =>
      failureIn(evidenceOf(told(...severities.map((severity, i) => place("a.rs", i, { severity }))))).severity;
    expect([of("low", "high", "medium"), of("none", "low"), of("critical", "high"), of("medium", "none"), of("none")]).toEqual([
      "high",
      "low",
      "critical",
      "medium",
      "none",
    ]);
  });
  test("has to be looked for again in all units it was found in", () => {
    const all = [place("a.rs", 1, { units: ["shop lib test"] }), place("b.rs", 1, { units: ["shop lib", "shop lib test"] })];
    expect(failureIn(evidenceOf(told(...all))).units).toEqual(["shop lib", "shop lib test"]);
  });
  test("finds the same where only the line moved or the blanks changed; an equal line again is the second of them", () => {
    const hashes = (...all: ReturnType<typeof lint>[]): string[] | undefined => failureIn(evidenceOf(told(...all))).findings;
    const first = hashes(place("a.rs", 1, { source: "return  1;\n" }));
    expect(first).toHaveLength(1);
    expect(hashes(place("a.rs", 9, { source: " return 1; " }))).toEqual(first);
    expect(hashes(place("b.rs", 1, { source: "return 1;" }))).not.toEqual(first);
    expect(hashes(place("a.rs", 1, { source: "return 2;" }))).not.toEqual(first);
    expect(hashes(place("a.rs", 1, { source: "return1;" }))).not.toEqual(first);
    const twice = [
      place("a.rs", 1, { source: "return 1;" }),
      place("a.rs", 5, { source: "return 1;" }),
      place("a.rs", 7, { source: "return 1;" }),
    ];
    expect(hashes(...twice)).toEqual([first?.[0], `${first?.[0]}#2`, `${first?.[0]}#3`]);
  });
  test("whose report shows no source goes by its words, without what differs from run to run", () => {
    const hash = (message: string): string[] | undefined =>
      failureIn(evidenceOf(told(lint(partOf("lint"), "x", { file: "a.rs", message })))).findings;
    expect(hash("at 0x1f")).toEqual(hash("at 0x2e"));
    expect(hash("one")).not.toEqual(hash("two"));
  });
  test("that passes or is skipped says nothing: only a whole report's silence does", () => {
    const evidence = evidenceOf(told(place("a.rs", 1, { outcome: "passed" }), place("a.rs", 1, { outcome: "skipped" })));
    expect([evidence.failing.size, evidence.passing.size]).toEqual([0, 0]);
  });
  test("in the text of another log adds nothing beside a report of it, whichever comes first; alone it is weak", () => {
    const [weak, strong] = [place("a.rs", 1, { weak: true, message: "text" }), place("a.rs", 1, { message: "report" })];
    for (const both of [
      [weak, strong, strong],
      [strong, weak, strong],
    ]) {
      const [sighting] = toldOf(evidenceOf(told(...both)));
      expect(sighting).toMatchObject({ failure: { message: "report", facts: [["Findings", "2"]] } });
      expect(sighting).not.toHaveProperty("weak");
    }
    const [alone] = toldOf(evidenceOf(told(weak, weak)));
    expect(alone).toMatchObject({ weak: true, failure: { facts: [["Findings", "2"]] } });
  });
  test("has the key and the title of its owner", () => {
    const evidence = evidenceOf(told(lint(partOf("lint"), "clippy::needless_return")));
    expect(failing(evidence)).toEqual([lintKey("clippy", "needless_return")]);
    expect([...evidence.failing.values()][0]?.subject.title).toBe("Fix clippy warning: needless_return");
  });
});

describe("an advisory", () => {
  const lockfile = (unit: string): Part => partOf("audit", { extent: { units: [unit] } });
  const said = (name: string, aliases: string[] = [], producer = "linux", unit = "Cargo.lock"): Said => {
    const part = lockfile(unit);
    return { producer, part, observations: [advisory(part, name, { aliases })] };
  };
  const key = (id: string): string => keyOf("audit", "rust", "time", id);

  test("tells package, severity, what mends it, its other names and where to read of it", () => {
    const part = lockfile("Cargo.lock");
    const full = advisory(part, "RUSTSEC-1", {
      version: "0.1.43",
      severityWord: "7.5 HIGH",
      fixed: [">=0.2.23", ">=0.3"],
      aliases: ["CVE-1", "GHSA-1"],
      url: "https://rustsec.org/1",
      message: "words",
      detail: "more words",
    });
    expect(failureIn(evidenceOf([{ part, observations: [full] }]))).toStrictEqual({
      message: "words",
      severity: "high",
      units: ["Cargo.lock"],
      detail: "more words",
      facts: [
        ["Package", "time 0.1.43"],
        ["Severity", "7.5 HIGH"],
        ["Fixed in", ">=0.2.23, >=0.3"],
        ["Also known as", "CVE-1, GHSA-1"],
        ["Advisory", "https://rustsec.org/1"],
      ],
    });
  });
  test("tells only what it knows", () => {
    const part = lockfile("Cargo.lock");
    expect(failureIn(evidenceOf([{ part, observations: [advisory(part, "RUSTSEC-1", { fixed: [] })] }]))).toStrictEqual({
      message: "a segfault",
      severity: "high",
      units: ["Cargo.lock"],
      facts: [
        ["Package", "time"],
        ["Severity", "high"],
      ],
    });
  });
  test("that passes or is skipped says nothing", () => {
    const part = lockfile("Cargo.lock");
    const quiet = (["passed", "skipped"] as const).map((outcome) => advisory(part, "RUSTSEC-1", { outcome }));
    const evidence = evidenceOf([{ part, observations: quiet }]);
    expect([evidence.failing.size, evidence.passing.size]).toEqual([0, 0]);
  });
  test("under several names is one, called by the best of them, and known by the others, whichever comes first", () => {
    const reports = [said("GHSA-1", ["CVE-1"]), said("CVE-1", [], "windows"), said("RUSTSEC-1", ["CVE-1"], "macos")];
    for (const order of [reports, reports.toReversed()]) {
      const evidence = evidenceOf(order);
      expect(failing(evidence)).toEqual([key("RUSTSEC-1")]);
      expect([...evidence.failing.values()][0]?.subject.olderKeys).toEqual([key("CVE-1"), key("GHSA-1")]);
      expect(toldOf(evidence).map((s) => s.producer)).toEqual(["linux", "macos", "windows"]);
    }
  });
  test("is one where reports have no name in common but by a third", () => {
    const evidence = evidenceOf([said("GHSA-1", ["CVE-1"]), said("GHSA-2", ["CVE-1", "CVE-2"]), said("GHSA-3", ["CVE-2"])]);
    expect(failing(evidence)).toEqual([key("GHSA-1")]);
    expect([...evidence.failing.values()][0]?.subject.olderKeys).toEqual(["CVE-1", "CVE-2", "GHSA-2", "GHSA-3"].map(key));
  });
  test("is one where a better name comes in by a fourth", () => {
    const reports = [
      said("GHSA-1", ["CVE-1", "CVE-2"]),
      said("GHSA-2", ["CVE-1", "CVE-3"]),
      said("RUSTSEC-1", ["CVE-2"]),
      said("GHSA-3", ["CVE-3"]),
    ];
    for (const order of [reports, reports.toReversed()]) expect(failing(evidenceOf(order))).toEqual([key("RUSTSEC-1")]);
  });
  test("is joined along a chain of names, too", () => {
    const evidence = evidenceOf([said("GHSA-1", ["CVE-2"]), said("GHSA-2", ["CVE-1"]), said("RUSTSEC-1", ["CVE-1", "CVE-2"])]);
    expect(failing(evidence)).toEqual([key("RUSTSEC-1")]);
  });
  test("under two names in one producer's reports is one failure with the lockfiles of both", () => {
    const evidence = evidenceOf([said("RUSTSEC-1", ["CVE-1"], "linux", "b.lock"), said("CVE-1", [], "linux", "a.lock")]);
    const [sighting, ...others] = toldOf(evidence);
    expect(others).toEqual([]);
    expect(sighting?.failure?.units).toEqual(["a.lock", "b.lock"]);
    expect(sighting?.parts).toHaveLength(2);
  });
  test("stays apart from others of its package, and from the same in another package", () => {
    const part = lockfile("Cargo.lock");
    const evidence = evidenceOf([
      {
        part,
        observations: [advisory(part, "RUSTSEC-1"), advisory(part, "RUSTSEC-2"), advisory(part, "RUSTSEC-1", { package: "chrono" })],
      },
    ]);
    expect(failing(evidence)).toEqual([keyOf("audit", "rust", "chrono", "RUSTSEC-1"), key("RUSTSEC-1"), key("RUSTSEC-2")]);
  });
});

describe("a review's finding", () => {
  const part = partOf("finding");
  const at = (line: number | undefined, more: Parameters<typeof reviewed>[2] = {}): ReturnType<typeof reviewed> =>
    reviewed(part, "leaks", { file: "src/a.rs", ...(line === undefined ? {} : { line }), ...more });
  const keys = (known: string[], ...observations: ReturnType<typeof reviewed>[]): string[] =>
    failing(evidenceOf([{ part, observations }], known));
  const key = (line: number, name = "leaks", file = "src/a.rs"): string => keyOf("finding", file, name, String(line));

  test("is the one that was filed at most three lines away, up or down", () => {
    for (const line of [39, 42, 45]) expect(keys([key(42)], at(line))).toEqual([key(42)]);
    for (const line of [38, 46]) expect(keys([key(42)], at(line))).toEqual([key(line)]);
  });
  test("is compared with the line first filed, so that it does not wander off", () => {
    expect(keys([], at(48), at(42), at(45))).toEqual([key(42), key(48)].sort());
  });
  test("is the nearest of several, then the first", () => {
    for (const known of [
      [key(40), key(43)],
      [key(43), key(40)],
    ])
      expect(keys(known, at(42))).toEqual([key(43)]);
    expect(keys([key(43), key(40)], at(41))).toEqual([key(40)]);
    expect(keys([key(44), key(40)], at(42))).toEqual([key(40)]);
  });
  test("of another title or another file is another one; case does not tell files apart", () => {
    expect(keys([key(42, "races")], at(42))).toEqual([key(42)]);
    expect(keys([key(42, "leaks", "src/b.rs")], at(42))).toEqual([key(42)]);
    expect(keys([key(42)], at(42, { file: "SRC/A.rs" }))).toEqual([key(42)]);
  });
  test("is not what is known of another kind, though it look like it", () => {
    expect(keys([keyOf("audit", "src/a.rs", "leaks", "41")], at(42))).toEqual([key(42)]);
  });
  test("without a line is that of the whole file", () => {
    expect(keys([], at(undefined))).toEqual([key(0)]);
    expect(keys([keyOf("finding", "src/a.rs", "leaks")], at(undefined))).toEqual([key(0)]);
  });
  test("without a file is of no file", () => {
    expect(keys([], reviewed(part, "leaks", { line: 3 }))).toEqual([keyOf("finding", "", "leaks", "3")]);
  });
  test("tells only what it knows", () => {
    expect(failureIn(evidenceOf([{ part, observations: [at(7)] }]))).toStrictEqual({
      message: "leaks",
      severity: "medium",
      units: ["src/a.rs"],
      facts: [["Severity", "medium"]],
      file: "src/a.rs",
      line: 7,
    });
  });
  test("tells title, severity in the reviewer's word, and the reviewer's facts", () => {
    const full = at(7, { title: "Leaks!", severityWord: "Major", facts: [["Why", "memory"]], detail: "words" });
    expect(failureIn(evidenceOf([{ part, observations: [full] }]))).toStrictEqual({
      message: "Leaks!",
      severity: "medium",
      units: ["src/a.rs"],
      facts: [
        ["Severity", "Major"],
        ["Why", "memory"],
      ],
      detail: "words",
      file: "src/a.rs",
      line: 7,
    });
    expect(failureIn(evidenceOf([{ part, observations: [at(7, { message: "m" })] }]))).toMatchObject({
      message: "m",
      facts: [["Severity", "medium"]],
    });
  });
});

describe("an outdated dependency", () => {
  const part = partOf("dependency", { extent: { units: ["shop"] } });
  const serde = (more: { current?: string; wanted?: string; latest?: string; outcome?: "passed" | "skipped" }): Said[] => [
    { part, observations: [{ kind: "dependency", outcome: "failed", part, name: "serde", ecosystem: "rust", ...more }] },
  ];
  test("tells what it is, what it could be, and what the manifest allows where that is something else", () => {
    expect(failureIn(evidenceOf(serde({ current: "1", wanted: "1.9", latest: "2" })))).toStrictEqual({
      message: "Current: 1, Latest: 2",
      signature: "2",
      units: ["shop"],
      facts: [
        ["Current", "1"],
        ["Allowed by the manifest", "1.9"],
        ["Latest", "2"],
      ],
    });
    for (const wanted of [{ wanted: "1" }, {}])
      expect(failureIn(evidenceOf(serde({ current: "1", latest: "2", ...wanted }))).facts?.map(([label]) => label)).toEqual([
        "Current",
        "Latest",
      ]);
  });
  test("of unknown versions says so", () => {
    expect(failureIn(evidenceOf(serde({})))).toMatchObject({ message: "Current: ?, Latest: ?", signature: "?" });
  });
  test("that passes or is skipped says nothing", () => {
    for (const outcome of ["passed", "skipped"] as const) {
      const evidence = evidenceOf(serde({ outcome }));
      expect([evidence.failing.size, evidence.passing.size]).toEqual([0, 0]);
    }
  });
});

describe("a node of a pipeline", () => {
  const part = partOf("pipeline");
  const node = (more: { outcome?: "passed" | "skipped"; suite?: string; message?: string; detail?: string; file?: string }): Said[] => [
    { part, observations: [{ kind: "pipeline", outcome: "failed", part, name: "deploy", ...more }] },
  ];
  test("fails with its words, in its pipeline", () => {
    const evidence = evidenceOf(node({ suite: "release", message: "no\n disk", detail: "d", file: "deploy.yml" }));
    expect(failing(evidence)).toEqual([keyOf("pipeline", "release", "deploy")]);
    expect(failureIn(evidence)).toStrictEqual({
      message: "no\n disk",
      signature: "no disk",
      units: ["release"],
      facts: [],
      detail: "d",
      file: "deploy.yml",
    });
    expect(failureIn(evidenceOf(node({})))).toStrictEqual({
      message: "the node failed",
      signature: "the node failed",
      units: [""],
      facts: [],
    });
  });
  test("passes when it passed; skipped, it says nothing", () => {
    const key = keyOf("pipeline", "release", "deploy");
    const passed = evidenceOf(node({ suite: "release", outcome: "passed" }));
    expect([passingOf(passed, key), passed.failing.size]).toEqual([["linux"], 0]);
    const skipped = evidenceOf(node({ suite: "release", outcome: "skipped" }));
    expect([skipped.passing.size, skipped.failing.size]).toEqual([0, 0]);
  });
});
