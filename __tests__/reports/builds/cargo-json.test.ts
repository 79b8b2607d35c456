import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { BuildObservation, LintObservation, Observation, Part } from "../../../src/model.ts";
import { CargoFrame } from "../../../src/reports/builds/cargo.ts";
import { cargoJson } from "../../../src/reports/builds/cargo-json.ts";
import type { Sink } from "../../../src/reports/format.ts";
import { eachLine } from "../../../src/reports/lines.ts";
import { readReport } from "../../../src/reports/read.ts";
import { bytesOf, fixture, type Reading, reading, readingOf } from "../reading.ts";

const HOME = "/home/runner/work/pair/pair";

const json = (name: string): Reading => reading(fixture("clippy-json", name));
const compile = (name: string): Reading => reading(fixture("cargo-compile-error", name));
const textOf = (name: string): string => bytesOf("clippy-json", name).toString();

const lints = ({ observations }: Pick<Reading, "observations">): LintObservation[] => observations.filter((o) => o.kind === "lint");
const builds = ({ observations }: Pick<Reading, "observations">): BuildObservation[] => observations.filter((o) => o.kind === "build");
const failures = (read: Reading): BuildObservation[] => builds(read).filter((o) => o.outcome === "failed");
const lintParts = (parts: readonly Part[]): Part[] => parts.filter((p) => p.kind === "lint");
const shown = (read: Reading): string[] => lints(read).map((o) => `${o.name} ${o.file}:${o.line} ${o.units.join(" + ")}`);
const states = ({ report }: Reading): string[] => lintParts(report.parts).map((p) => `${p.extent.units.join()}: ${p.state}`);

/** Reads lines as the registry's reader does when the caller has said what they are. */
function saidToBe(said: "clippy" | "cargo" | undefined, text: string): { parts: Part[]; observations: Observation[] } {
  const parts: Part[] = [];
  const observations: Observation[] = [];
  const sink: Sink = {
    part: (kind, reason, extent) => {
      const part: Part = { kind, state: "broken", reason, extent: { units: [], ...extent }, provesAbsence: true };
      parts.push(part);
      return part;
    },
    observe: (o) => observations.push(o),
    count: () => {},
    tool: () => {},
    problem: () => {},
    spoil: () => {},
  };
  const cargo = new CargoFrame(said === "cargo" ? "cargo-json" : said);
  const reader = cargoJson.reader(sink, { path: (p) => p, cargo });
  eachLine([text], (line, number, cut) => reader.take(line, number, cut));
  reader.end();
  return { parts, observations };
}

/** A message as cargo writes it, of a package by its id. */
function message(id: string, fields: Record<string, unknown>, target: Record<string, unknown> = {}): string {
  return `${JSON.stringify({
    reason: "compiler-message",
    package_id: id,
    manifest_path: `${HOME}/Cargo.toml`,
    target: { kind: ["lib"], name: "pair", src_path: `${HOME}/src/lib.rs`, ...target },
    message: { message: "m", level: "warning", code: { code: "dead_code" }, spans: [], rendered: "m", ...fields },
  })}\n`;
}
function artifact(id: string, fields: Record<string, unknown> = {}, target: Record<string, unknown> = {}): string {
  return `${JSON.stringify({
    reason: "compiler-artifact",
    package_id: id,
    manifest_path: `${HOME}/Cargo.toml`,
    target: { kind: ["lib"], name: "pair", src_path: `${HOME}/src/lib.rs`, ...target },
    profile: { test: false },
    features: [],
    filenames: [`${HOME}/target/debug/deps/libpair-0123456789abcdef.rmeta`],
    executable: null,
    fresh: false,
    ...fields,
  })}\n`;
}
const finished = (success: boolean): string => `{"reason":"build-finished","success":${success}}\n`;
const OURS = `path+file://${HOME}#0.1.0`;
const THEIRS = "registry+https://github.com/rust-lang/crates.io-index#openssl-sys@0.9.1";

describe("findings", () => {
  test("one finding of two builds of a library is one, found in both", () => {
    const read = json("shop-1-red.json");
    expect(shown(read)).toEqual([
      "unused_mut src/lib.rs:11 shop lib + shop lib test",
      "clippy::let_and_return src/lib.rs:11 shop lib + shop lib test",
      "clippy::needless_return ledger/src/lib.rs:1 ledger lib + ledger lib test",
      "clippy::ptr_arg ledger/src/lib.rs:1 ledger lib + ledger lib test",
      "clippy::needless_range_loop ledger/src/lib.rs:1 ledger lib + ledger lib test",
      "clippy::assign_op_pattern ledger/src/lib.rs:1 ledger lib + ledger lib test",
    ]);
    expect(lints(read).map((o) => o.owner)).toEqual(["rustc", "clippy", "clippy", "clippy", "clippy", "clippy"]);
    expect(read.report).toMatchObject({ format: "cargo-json", kind: "lint", tool: "clippy", complete: true });
    expect(read.report.counts).toMatchObject({ total: 6, failed: 6 });
  });

  test("the source of a finding is its whole line, its severity the level's", () => {
    const [mut] = lints(json("shop-1-red.json"));
    expect(mut).toMatchObject({
      source: "pub fn unused_mut() -> i32 { let mut x = 5; x }",
      severity: "medium",
      severityWord: "warning",
      package: "shop",
      message: "variable does not need to be mutable",
    });
    expect(mut?.detail).toMatch(/^warning: variable does not need to be mutable\n {2}--> src\/lib\.rs:11:34/);
  });

  test("levels are severities and never another finding: -D warnings makes errors of all", () => {
    const denied = lints(json("deny-warnings.stdout"));
    const warned = lints(json("all-targets.stdout")).filter((o) => o.package === "a");
    const same = (o: LintObservation): unknown[] => [o.name, o.file, o.line, o.source, o.message];
    expect(denied.map(same)).toEqual(warned.map(same));
    expect(denied.map((o) => o.severity)).toEqual(["high", "high"]);
    expect(warned.map((o) => o.severity)).toEqual(["medium", "medium"]);
  });

  test("what lies in a macro of another crate is found where the macro is used", () => {
    const [deprecated] = lints(json("denied.json"));
    expect(deprecated).toMatchObject({ name: "deprecated", file: "src/lib.rs", line: 3 });
    expect(deprecated?.source).toContain("ledger::is_empty!(v)");
  });

  test("a macro within a macro: the outermost place that is ours", () => {
    const span = (file: string, line: number, expansion: unknown = null): unknown => ({
      file_name: file,
      line_start: line,
      line_end: line,
      column_start: 1,
      column_end: 2,
      is_primary: true,
      text: [{ text: `line ${line}` }],
      expansion,
    });
    const inner = span("/registry/ext/src/lib.rs", 7, { span: span("src/lib.rs", 8, { span: span("src/lib.rs", 9) }) });
    expect(shown(readingOf(message(OURS, { spans: [inner] }) + artifact(OURS) + finished(true)))).toEqual([
      "dead_code src/lib.rs:9 pair lib",
    ]);
  });

  test("a coded message without a place is kept, a message without a code is not", () => {
    const read = readingOf(
      message(OURS, { spans: [] }) +
        message(OURS, { code: null, message: "1 warning emitted" }) +
        message(OURS, {
          code: null,
          message: "For more information about this error, try `rustc --explain E0425`.",
          level: "failure-note",
        }) +
        artifact(OURS) +
        finished(true),
    );
    expect(lints(read)).toHaveLength(1);
    expect(lints(read)[0]).not.toHaveProperty("file");
    expect(read.report.complete).toBe(true);
  });

  test("a message that came after the library's artifact is the test build's", () => {
    const read = readingOf(artifact(OURS) + message(OURS, {}) + artifact(OURS, { profile: { test: true } }) + finished(true));
    expect(shown(read)).toEqual(["dead_code undefined:undefined pair lib test"]);
  });

  test("warnings of other people's crates are not ours", () => {
    expect(lints(readingOf(message(THEIRS, {}) + artifact(OURS) + finished(true)))).toEqual([]);
  });

  test("paths are the repository's, even where the workspace is a folder in it", () => {
    const seen: Observation[] = [];
    const inside = (p: string): string => (p.startsWith("/home/runner/work/pair/") ? p.slice("/home/runner/work/pair/".length) : p);
    const report = readReport(fixture("clippy-json", "denied.json"), "denied.json", {}, { path: inside }, (o) => seen.push(o));
    expect([...new Set(seen.filter((o) => o.kind === "lint").map((o) => o.file))]).toEqual(["pair/src/lib.rs"]);
    expect(lintParts(report.parts)[0]?.extent.paths).toEqual({ "ledger lib": "pair/ledger/src/lib.rs" });
  });

  test("a path outside of the repository is not given as a unit's place: it would look as if it were gone", () => {
    expect(json("denied.json").report.parts.some((p) => p.extent.paths)).toBe(false);
  });

  test("features that were on are part of what was looked at", () => {
    const part = json("clean-clippy.json").report.parts.find((p) => p.extent.units.includes("pair lib"));
    expect(part?.extent.features).toEqual(["pair/default", "pair/fast"]);
  });
});

describe("what a file proves", () => {
  test("each compilation of a finished build is whole by itself", () => {
    expect(states(json("shop-1-red.json"))).toEqual([
      "shop lib: whole",
      "shop lib test: whole",
      "shop test api: whole",
      "shop bench checkout: whole",
      "ledger lib: whole",
      "ledger lib test: whole",
    ]);
  });

  test("denied lints do not stop the compiler, so what it looked at is whole; what comes after it was not looked at", () => {
    const read = json("deny-warnings.stdout");
    expect(states(read)).toEqual(["a lib: whole", "a lib test: whole"]);
    expect(read.report.complete).toBe(false);
    expect(read.report.reason).toBe("lints are denied in a, so cargo stopped");
  });

  test("denied lints are no failure of the build", () => {
    for (const name of ["deny-warnings.stdout", "all-targets.stdout", "combined.txt", "denied.json"])
      expect(failures(json(name))).toEqual([]);
  });

  test("an error of the compiler leaves its compilation unread and no other", () => {
    expect(states(compile("json.stdout"))).toEqual([
      "ce lib: whole",
      "ce lib test: broken",
      "good lib: whole",
      "good lib test: whole",
      "ce test it: whole",
    ]);
  });

  test("of a library that failed alike in both builds, both are unread", () => {
    expect(states(json("shop-5-broken.json"))).toEqual(["shop lib: broken", "shop lib test: broken"]);
  });

  test("a compiler that was killed leaves its compilation unread", () => {
    expect(states(compile("crash.json"))).toEqual(["ledger lib: whole", "pair lib: broken"]);
  });

  test("cargo's own line tells which build failed, and whether the compiler crashed", () => {
    const denied = message(OURS, { level: "error" });
    const dueTo = "error: could not compile `pair` (lib test) due to 1 previous error\n";
    expect(states(readingOf(denied + finished(false)))).toEqual(["pair lib: whole"]);
    expect(states(readingOf(denied + dueTo + finished(false)))).toEqual(["pair lib test: whole"]);
    expect(states(readingOf(`${denied}error: could not compile \`pair\` (lib test)\n${finished(false)}`))).toEqual([
      "pair lib test: broken",
    ]);
    // It tells nothing of a later run.
    expect(states(readingOf(denied + dueTo + finished(false) + denied + finished(false)))).toEqual([
      "pair lib test: whole",
      "pair lib: whole",
    ]);
  });

  test("where nothing tells whether the library or its test build failed, it proves no absence beside other test builds", () => {
    const tests = artifact(OURS, { profile: { test: true } }, { kind: ["test"], name: "api" });
    const part = (text: string): Part | undefined => readingOf(text).report.parts.find((p) => p.extent.units[0]?.startsWith("pair lib"));
    expect(part(message(OURS, { level: "error" }) + tests + finished(false))).toMatchObject({ state: "whole", provesAbsence: false });
    expect(part(message(OURS, { level: "error" }) + finished(false))).toMatchObject({ state: "whole", provesAbsence: true });
  });

  test("a killed run proves nothing", () => {
    const { report, observations } = json("shop-4-killed.json");
    expect(report).toMatchObject({ format: "cargo-json", kind: "lint", complete: false, reason: "line 67 is not whole" });
    expect(report.parts.map((p) => p.state)).toEqual(["broken", "broken"]);
    expect(observations).toEqual([]);
  });

  test("cut anywhere, nothing is whole and nothing is seen that the whole file does not show", () => {
    const text = textOf("denied.json");
    const all = new Set(lints(json("denied.json")).map((o) => `${o.name} ${o.file} ${o.line} ${o.message}`));
    const last = text.trimEnd().lastIndexOf("\n");
    fc.assert(
      fc.property(fc.integer({ min: 1, max: last + 20 }), (length) => {
        const { report, observations } = readingOf(text.slice(0, length));
        expect(report.complete).toBe(false);
        expect(report.parts.some((p) => p.state !== "broken")).toBe(false);
        expect(lints({ observations }).every((o) => all.has(`${o.name} ${o.file} ${o.line} ${o.message}`))).toBe(true);
        expect(observations.some((o) => o.outcome === "passed")).toBe(false);
      }),
      { numRuns: 120 },
    );
  });

  test("a line lost to other output spoils the run, since nobody knows what it held", () => {
    const lines = textOf("denied.json").split("\n");
    for (let i = 0; i < lines.length - 2; i++) {
      const spoiled = lines.map((line, n) => (n === i ? line.slice(0, line.length >> 1) : line)).join("\n");
      expect(readingOf(spoiled).report.parts.some((p) => p.state === "whole")).toBe(false);
    }
  });

  test("a message glued to a line that is passed over spoils the run too", () => {
    const glued = artifact(THEIRS).trimEnd().slice(0, -40) + message(OURS, {});
    expect(states(readingOf(artifact(OURS) + glued + finished(true)))).toEqual(["pair lib: broken"]);
    expect(states(readingOf(artifact(OURS) + artifact(THEIRS) + finished(true)))).toEqual(["pair lib: whole"]);
  });

  test("changed bytes never throw and never complete a cut run", () => {
    const bytes = bytesOf("clippy-json", "denied.json");
    const cut = bytes.subarray(0, bytes.length - 60);
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(cut.length - 1), fc.nat(255)), { minLength: 1, maxLength: 20 }), (changes) => {
        const changed = Buffer.from(cut);
        for (const [at, value] of changes) changed[at] = value;
        const { report } = readingOf(changed);
        expect(report.complete).toBe(false);
        expect(report.error?.code).not.toBe("E_INTERNAL");
      }),
      { numRuns: 80 },
    );
  });

  test("values of any shape are read as far as they go", () => {
    const names = ["package_id", "manifest_path", "target", "profile", "features", "filenames", "executable", "message"];
    const value = fc.anything({
      maxDepth: 3,
      key: fc.constantFrom("kind", "name", "message", "code", "spans", "text", "expansion", "level"),
    });
    const line = fc
      .tuple(
        fc.constantFrom("compiler-message", "compiler-artifact", "build-script-executed", "build-finished"),
        fc.array(value, { minLength: 8, maxLength: 8 }),
      )
      .map(
        ([reason, values]) =>
          `${JSON.stringify({ reason, ...Object.fromEntries(names.map((n, i) => [n, values[i]])), package_id: OURS })}\n`,
      );
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 6 }), (lines) => {
        expect(readingOf(lines.join("")).report.error?.code ?? "E_REPORT_UNKNOWN").toBe("E_REPORT_UNKNOWN");
      }),
      { numRuns: 150 },
    );
  });

  test("two runs of cargo in one log stand apart", () => {
    const both = json("shop-1-red.json").report.parts.length + json("clean-check.json").report.parts.length;
    const read = readingOf(textOf("shop-1-red.json") + textOf("clean-check.json"));
    expect(read.report.parts).toHaveLength(both);
    expect(lintParts(read.report.parts).map((p) => p.extent.owners?.length)).toEqual([2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1]);
    expect(readingOf(textOf("denied.json").replace(finished(false), "") + textOf("clean-check.json")).report.complete).toBe(false);
  });
});

describe("whose rules were looked for", () => {
  const masked = (name: string): string[] =>
    textOf(name)
      .replace(/-[0-9a-f]{16}/g, "")
      .split("\n")
      .sort();
  const claims = (said: "clippy" | "cargo" | undefined, name: string): unknown[] =>
    lintParts(saidToBe(said, textOf(name)).parts).map((p) => [p.extent.owners, p.provesAbsence]);

  test("a clean file of clippy's is one of cargo check's, but for hashes", () => {
    expect(masked("clean-clippy.json")).toEqual(masked("clean-check.json"));
  });

  test("so it shows clippy's rules gone only if the caller says that it is clippy's", () => {
    expect(new Set(claims("clippy", "clean-clippy.json").map((c) => JSON.stringify(c)))).toEqual(new Set(['[["clippy","rustc"],true]']));
    expect(new Set(claims(undefined, "clean-clippy.json").map((c) => JSON.stringify(c)))).toEqual(new Set(['[["rustc"],false]']));
    expect(new Set(claims("cargo", "clean-check.json").map((c) => JSON.stringify(c)))).toEqual(new Set(['[["rustc"],true]']));
  });

  test("one message of clippy's tells of the whole run", () => {
    expect(claims(undefined, "shop-1-red.json").every((c) => JSON.stringify(c) === '[["clippy","rustc"],true]')).toBe(true);
  });

  test("what links programs is not clippy, whatever it is called", () => {
    expect(claims("clippy", "test-no-run.json").every((c) => JSON.stringify(c) === '[["rustc"],true]')).toBe(true);
  });

  test("messages rendered to stderr are missing from stdout: silence there proves nothing", () => {
    const { report } = compile("json-render-diagnostics.stdout");
    expect(report.complete).toBe(false);
    expect(lintParts(report.parts).map((p) => p.provesAbsence)).toEqual([false, false]);
  });

  test("rendered into the same log they are seen, and what the JSON leaves out proves nothing", () => {
    const read = reading(fixture("clippy-human", "json-render-diagnostics.txt"));
    expect(lints(read).map((o) => [o.name, o.weak])).toEqual([
      ["deprecated", true],
      ["unused_mut", true],
      ["clippy::len_zero", true],
      ["unused_variables", true],
    ]);
    expect(lintParts(read.report.parts).some((p) => p.provesAbsence)).toBe(false);
  });

  test("with cargo's stderr in the log and no diagnostic in it, nothing was said elsewhere", () => {
    const log = `${textOf("test-no-run.json")}    Finished \`test\` profile [unoptimized + debuginfo] target(s) in 0.13s\n`;
    const proven = (text: string): boolean[] => lintParts(readingOf(text).report.parts).map((p) => p.provesAbsence && p.state === "whole");
    expect(proven(log)).toEqual([true, true, true, true, true]);
    // What an earlier command said as text is over with its own last line; that text itself never proves anything.
    const earlier = bytesOf("clippy-human", "shop.txt").toString();
    expect(proven(earlier + log).sort()).toEqual([false, true, true, true, true, true]);
    expect(proven(earlier.replace(/^ +Finished.*\n/m, "") + log).some((p) => p)).toBe(false);
  });
});

describe("builds", () => {
  test("errors of the compiler are failures of the package's build, never lints", () => {
    const read = json("shop-5-broken.json");
    expect(failures(read)).toMatchObject([
      {
        ecosystem: "rust",
        name: "shop",
        units: ["shop lib", "shop lib test"],
        message: "cannot find type `i33` in this scope",
        file: "src/lib.rs",
        line: 11,
      },
    ]);
    expect(lints(read).map((o) => o.name)).toEqual(["unused_mut"]);
    expect(read.report.kind).toBe("build");
  });

  test.each(["json.stdout", "json-diagnostic-short.stdout", "json-diagnostic-rendered-ansi.stdout"])(
    "every error is listed: %s",
    (name) => {
      const [failure, ...others] = failures(compile(name));
      expect(others).toEqual([]);
      expect(failure).toMatchObject({
        name: "ce",
        units: ["ce lib test"],
        message: "cannot find value `undefined_name` in this scope",
        errors: ["mismatched types (src/lib.rs:4)"],
      });
      expect(failure?.detail).toContain("undefined_name");
      expect(failure?.detail).not.toContain("\u001b");
    },
  );

  test("errors without a number, and without a place, are errors too", () => {
    expect(failures(compile("linker.json"))).toMatchObject([
      { name: "pair", units: ["pair test api"], message: "linking with `cc` failed: exit status: 1" },
    ]);
    const parse = message(OURS, { level: "error", code: null, message: "this file contains an unclosed delimiter" });
    expect(failures(readingOf(parse + finished(false)))).toMatchObject([
      { name: "pair", message: "this file contains an unclosed delimiter" },
    ]);
  });

  test("a build script that failed, and a compiler that was killed, fail their package", () => {
    expect(failures(compile("build-script.json"))).toMatchObject([{ name: "pair", message: "the build script of pair failed" }]);
    expect(failures(compile("crash.json"))).toMatchObject([{ name: "pair", units: ["pair lib"] }]);
  });

  test("a crate of others that cannot be compiled fails under its own name", () => {
    const error = message(THEIRS, { level: "error", code: { code: "E0308" }, message: "mismatched types" });
    const read = readingOf(error + finished(false));
    expect(failures(read)).toMatchObject([{ name: "openssl-sys", units: ["openssl_sys lib"] }]);
    expect(lintParts(read.report.parts)).toEqual([]);
  });

  test("cargo's own line about it adds no second failure", () => {
    const log = `${bytesOf("cargo-compile-error", "json.stdout")}`.replace(
      finished(false),
      `error: could not compile \`ce\` (lib test) due to 2 previous errors; 1 warning emitted\n${finished(false)}`,
    );
    expect(failures(readingOf(log)).map((o) => o.name)).toEqual(["ce"]);
  });

  test("a finished build passes each package with all that was built of it", () => {
    const passed = builds(json("shop-1-red.json")).map((o) => [o.outcome, o.name, o.units]);
    expect(passed).toEqual([
      ["passed", "shop", ["shop lib", "shop lib test", "shop test api", "shop bench checkout"]],
      ["passed", "ledger", ["ledger lib", "ledger lib test"]],
      ["passed", "*", ["*"]],
    ]);
  });

  test("passes of clippy and cargo check are marked: they would not show an error of the linker", () => {
    expect(builds(json("clean-check.json")).every((o) => o.checked === true)).toBe(true);
    expect(builds(json("test-no-run.json")).some((o) => o.checked)).toBe(false);
  });

  test("in a failed build only packages pass of which nothing failed", () => {
    expect(builds(compile("json.stdout")).map((o) => [o.outcome, o.name])).toEqual([
      ["failed", "ce"],
      ["passed", "good"],
    ]);
    expect(builds(json("deny-warnings.stdout"))).toEqual([]);
  });

  test.each([
    ["path+file:///abs/a#0.1.0", "a"],
    ["path+file:///abs/some%20dir#0.1.0", "some dir"],
    ["path+file:///abs/a#alpha-core@0.1.0", "alpha-core"],
    ["path+file:///C:/abs/a#0.1.0", "a"],
    ["alpha-core 0.1.0 (path+file:///abs/alpha)", "alpha-core"],
  ])("the package of %s", (id, name) => {
    const read = readingOf(artifact(id) + finished(true));
    expect(builds(read)[0]).toMatchObject({ name, units: [`${name.replaceAll("-", "_")} lib`] });
  });

  test.each([
    [{ kind: ["rlib", "cdylib"] }, {}, "pair lib"],
    [{ kind: ["proc-macro"] }, {}, "pair lib"],
    [{ kind: ["lib"] }, { profile: { test: true } }, "pair lib test"],
    [{ kind: ["bin"], name: "my-tool" }, {}, "pair bin my-tool"],
    [{ kind: ["bin"], name: "my-tool" }, { profile: { test: true } }, "pair bin my-tool test"],
    [{ kind: ["test"], name: "api" }, { profile: { test: true } }, "pair test api"],
    [{ kind: ["bench"], name: "b" }, { profile: { test: true } }, "pair bench b"],
    [{ kind: ["example"], name: "e" }, {}, "pair example e"],
    [{ kind: ["custom-build"], name: "build-script-build" }, {}, "pair build script"],
    [{ kind: ["lib"] }, { filenames: ["/x/target/doc/pair/index.html"] }, "pair lib doc"],
  ])("a unit is called as cargo calls it: %j %j", (target, fields, unit) => {
    expect(states(readingOf(artifact(OURS, fields, target) + finished(true)))).toEqual([`${unit}: whole`]);
  });
});

describe("the rest of the log", () => {
  test("executables name the exact target of the tests that follow", () => {
    const { report } = reading(fixture("libtest-human", "message-format-json.combined.txt"));
    const targets = report.parts.filter((p) => p.kind === "test" && p.target?.kind === "test").map((p) => p.target);
    expect(targets).toEqual([
      { package: "alpha-core", kind: "test", name: "integration" },
      { package: "beta", kind: "test", name: "integration" },
    ]);
  });

  test("a stamp before the JSON, as other logs have it, does not hide it", () => {
    const stamped = textOf("denied.json").replace(/^(?=\{)/gm, "clippy\tRun cargo clippy\t");
    expect(shown(readingOf(stamped))).toEqual(shown(json("denied.json")));
  });

  test("other JSON with a reason is left to its own reader", () => {
    const measured = '{"reason":"benchmark-complete","id":"x","typical":{"estimate":4,"lower_bound":3,"upper_bound":5,"unit":"ns"}}\n';
    expect(readingOf(measured).report.format).toBe("cargo-criterion");
    expect(readingOf('{"reason":"benchmark-complete"}\n{"reason":"group-complete"}\n').report.error?.code).toBe("E_REPORT_UNKNOWN");
  });

  test("text that only looks like it is no report", () => {
    expect(readingOf('said {"reason":"compiler-message", and no more\n').report.error?.code).toBe("E_REPORT_UNKNOWN");
  });

  test("long lines cost no more than their length", () => {
    const start = performance.now();
    for (const text of ["a".repeat(5e4), '{"reason":"compiler-message"'.repeat(5e3), `{"reason":"build-finished"${"[".repeat(5e4)}`]) {
      readingOf(`${text}\n${text}\n`);
    }
    expect(performance.now() - start).toBeLessThan(2_000);
  });
});
