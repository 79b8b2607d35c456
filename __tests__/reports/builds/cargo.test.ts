import { describe, expect, test } from "vitest";
import type { BuildObservation, CargoTarget } from "../../../src/model.ts";
import { beginsTarget, buildUnit, failedTarget, targetId } from "../../../src/reports/builds/cargo.ts";
import { bytesOf, fixture, named, reading, readingOf } from "../reading.ts";

const HASH = "0123456789abcdef";
const running = (source: string, file = `target/debug/deps/shop-${HASH}`): string => `     Running ${source} (${file})\n`;
const block =
  "\nrunning 1 test\ntest a ... ok\n\ntest result: ok. 1 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s\n\n";
const targetOf = (log: string): CargoTarget | undefined => readingOf(log).report.parts.find((p) => p.kind === "test")?.target;

describe("which target cargo runs", () => {
  test.each<[line: string, target: CargoTarget]>([
    [running("unittests src/lib.rs"), { kind: "lib", crate: "shop" }],
    [running("unittests crates/shop/src/lib.rs"), { kind: "lib", crate: "shop" }],
    [running("unittests src/main.rs"), { kind: "bin", name: "shop" }],
    [running("unittests src/bin/tool.rs", `target/debug/deps/tool-${HASH}`), { kind: "bin", name: "tool" }],
    [running("tests/api.rs", `target/debug/deps/api-${HASH}`), { kind: "test", name: "api" }],
    [running("tests/api/main.rs", `target/debug/deps/api-${HASH}`), { kind: "test", name: "api" }],
    [running("benches/checkout.rs", `target/release/deps/checkout-${HASH}`), { kind: "bench", name: "checkout" }],
    [running("unittests examples/show.rs", `target/debug/examples/show-${HASH}`), { kind: "example", name: "show" }],
    [running("unittests src\\lib.rs", `target\\debug\\deps\\shop-${HASH}.exe`), { kind: "lib", crate: "shop" }],
    [running("tests\\api.rs", `C:\\a b\\target\\debug\\deps\\api-${HASH}.exe`), { kind: "test", name: "api" }],
    [running("unittests src/lib.rs", `/home/u (x)/target/debug/deps/shop-${HASH}`), { kind: "lib", crate: "shop" }],
    // cargo before 1.56 names no source.
    [running("unittests"), { kind: "unknown", crate: "shop" }],
    [`     Running \`/home/u/target/debug/deps/api-${HASH} --skip slow\`\n`, { kind: "unknown", crate: "api" }],
    [`     Running \`CARGO=/usr/bin/cargo LD_LIBRARY_PATH='/a b:/c' /t/debug/deps/api-${HASH}\`\n`, { kind: "unknown", crate: "api" }],
    ["   Doc-tests shop\n", { kind: "doc", crate: "shop" }],
  ])("%s", (line, target) => {
    expect(targetOf(`    Finished \`test\` profile target(s) in 0.01s\n${line}${block}`)).toEqual(target);
  });

  test.each([
    "     Running setup (step 1)",
    "     Running `ls -l`",
    "     Running `rustdoc --test src/lib.rs -L dependency=/t/debug/deps`",
    "    running tests/api.rs (target/debug/deps/api-0123456789abcdef)",
    "Running tests/api.rs (target/debug/deps/api-0123456789abcdef)",
    "   Doc-tests of all kinds",
  ])("is not told by: %s", (line) => {
    expect(beginsTarget(line)).toBe(false);
  });

  test("its package is the one that the hint names, even by a package id", () => {
    const hint = (words: string): CargoTarget | undefined =>
      targetOf(`${running("tests/api.rs", `target/debug/deps/api-${HASH}`)}${block}error: test failed, to rerun pass \`${words}\`\n`);
    expect(hint("-p shop --test api")).toEqual({ kind: "test", name: "api", package: "shop" });
    expect(hint("-p path+file:///w/shop#0.1.0 --test api")?.package).toBe("shop");
    expect(hint("-p path+file:///w/x#shop@0.1.0 --test api")?.package).toBe("shop");
  });

  test("in a workspace of one package, whose hints name none, it is that package, however its crate writes it", () => {
    const log = `   Compiling my-shop v0.1.0 (/w/my-shop)\n   Compiling serde v1.0.0\n   Compiling dep v0.1.0 (https://example.org/dep?rev=1#1)\n${running("unittests src/lib.rs", `target/debug/deps/my_shop-${HASH}`)}${block}${running("tests/api.rs", `target/debug/deps/api-${HASH}`)}${block}error: test failed, to rerun pass \`--test api\`\n`;
    const targets = readingOf(log).report.parts.filter((p) => p.kind === "test");
    expect([...new Set(targets.map((p) => p.target?.package))]).toEqual(["my-shop"]);
  });

  test("with two packages in the log a hint without a package completes nothing", () => {
    const log = `   Compiling ledger v0.1.0 (/w/ledger)\n   Compiling shop v0.1.0 (/w)\n${running("tests/api.rs", `target/debug/deps/api-${HASH}`)}${block}error: test failed, to rerun pass \`--test api\`\n`;
    expect(targetOf(log)).toEqual({ kind: "test", name: "api" });
  });
});

describe("that a target failed", () => {
  test.each([
    ["error: test failed, to rerun pass `-p ledger --lib`", "-p ledger --lib"],
    ["error: doctest failed, to rerun pass `--doc`", "--doc"],
    ["error: bench failed, to rerun pass `--bench x`", "--bench x"],
    ["no newline before iterror: test failed, to rerun pass `--lib`", "--lib"],
    ["error: bench failed", ""],
    ["error: test failed", ""],
    ["error: test failed, to rerun pass `--lib` and more", undefined],
    ["the error: test failed", undefined],
    ["error: 2 targets failed:", undefined],
  ])("%s", (line, words) => {
    expect(failedTarget(line)).toBe(words);
  });

  test("a benchmark that panics says why, where the place is in the repository with it", () => {
    const log = `${running("benches/big.rs", `target/release/deps/big-${HASH}`)}thread 'main' panicked at 'no data', benches/big.rs:42:5\nnote: run with \`RUST_BACKTRACE=1\`\nerror: bench failed\n`;
    const { observations } = readingOf(log);
    expect(observations.map((o) => [o.outcome, o.suite, o.message, o.file, o.line])).toEqual([
      ["error", "?::bench/big", "no data", "benches/big.rs", 42],
    ]);
  });

  test("a panic of an earlier target is not told of a later one", () => {
    const panic = "thread 'main' (1) panicked at tests/a.rs:1:1:\nfirst\n";
    const log = `${running("tests/a.rs", `target/debug/deps/a-${HASH}`)}${panic}error: test failed, to rerun pass \`--test a\`\n${running("tests/b.rs", `target/debug/deps/b-${HASH}`)}error: test failed, to rerun pass \`--test b\`\n`;
    const said = readingOf(log).observations.map((o) => [o.suite, o.message]);
    expect(said).toEqual([
      ["?::a", "first"],
      ["?::b", "this target failed without reporting its tests"],
    ]);
  });

  test("a target with a harness of its own passes when cargo goes on without a word, and not when the log ends", () => {
    const custom = running("tests/custom.rs", `target/debug/deps/custom-${HASH}`);
    expect(
      named(readingOf(`${custom}all fine\n${running("tests/api.rs", `target/debug/deps/api-${HASH}`)}`).observations, "test", "passed"),
    ).toEqual(["?::custom"]);
    const { observations, report } = readingOf(`    Finished \`test\` profile target(s) in 1s\n${custom}all fine\n`);
    expect(named(observations, "test", "passed")).toEqual([]);
    expect(report.kind).toBe("build");
  });

  test("a target that lists its tests has not run them", () => {
    const { observations } = reading(fixture("libtest-human", "list.combined.txt"));
    expect(named(observations, "test", "passed", "failed", "error", "skipped")).toEqual([]);
  });

  test("the list at the end names no target a second time", () => {
    const { observations } = reading(fixture("libtest-human", "no-fail-fast.stderr"));
    expect(observations.filter((o) => o.kind === "test")).toHaveLength(6);
  });
});

describe("what was built", () => {
  test("the packages that were compiled, and the workspace, when cargo is finished", () => {
    const { observations, report } = reading(fixture("libtest-human", "cold-combined-with-warnings.txt"));
    const passed = new Set(named(observations, "build", "passed").map((name) => name.replaceAll("_", "-")));
    expect([...passed]).toEqual(["*", "alpha-core", "beta"]);
    const units = report.parts.find((p) => p.kind === "build")?.extent.units ?? [];
    expect([...units].sort()).toEqual(["*", "alpha_core lib", "alpha_core lib test", "beta lib", "beta lib test"]);
  });

  test("nothing where the log ends before", () => {
    const whole = bytesOf("libtest-human", "edge-abort.txt").toString();
    const { report } = readingOf(whole.slice(0, whole.indexOf("    Finished")));
    expect(report.complete).toBe(false);
    expect(report.parts).toEqual([]);
  });

  test("a package that does not compile, with the error's words, and no passing package of that build", () => {
    const log =
      "   Compiling ledger v0.1.0 (/w/ledger)\n   Compiling shop v0.3.1 (/w)\nerror: could not compile `shop` (lib test) due to 2 previous errors\nwarning: build failed, waiting for other jobs to finish...\nerror: could not compile `shop` (lib) due to 1 previous error\n";
    const { report, observations } = readingOf(log);
    expect([report.kind, report.complete, report.counts.failed]).toEqual(["build", false, 1]);
    const [build, ...others] = observations.filter((o): o is BuildObservation => o.kind === "build");
    expect([build?.name, build?.outcome, build?.units, others]).toEqual(["shop", "failed", ["shop lib test", "shop lib"], []]);
  });

  test("the workspace, where cargo cannot even begin", () => {
    const { observations } = readingOf("error: failed to parse manifest at `/w/Cargo.toml`\n\nCaused by:\n  no targets specified\n");
    expect(observations.map((o) => [o.kind, o.outcome, o.name, o.message])).toEqual([
      ["build", "failed", "*", "failed to parse manifest at `/w/Cargo.toml`"],
    ]);
  });
});

test.each<[line: string, place: string, expected: unknown[]]>([
  ["error: unexpected end of input while parsing major version number", " --> Cargo.toml:3:9", ["Cargo.toml", 3]],
  ["error: key with no value, expected `=`", "   --> crates/shop/Cargo.toml:123:9", ["crates/shop/Cargo.toml", 123]],
])("a manifest that is wrong keeps the workspace from being built: %s", (line, place, expected) => {
  const { report, observations } = readingOf(`${line}\n${place}\n  |\n3 | version="1"\n  |         ^^^\n`);
  expect([report.kind, report.complete]).toEqual(["build", false]);
  expect(observations.map((o) => [o.outcome, o.name, o.message, [o.file, o.line]])).toEqual([
    ["failed", "*", line.slice("error: ".length), expected],
  ]);
});

test("an error in a source file is not cargo's", () => {
  const { observations } = readingOf("error: mismatched types\n --> src/lib.rs:3:9\n");
  expect(observations.filter((o) => o.kind === "build" && o.name === "*")).toEqual([]);
});

test("a target is named as nextest names it, with `?` for a package the log does not tell", () => {
  expect(targetId({ kind: "lib", crate: "shop" })).toBe("shop");
  expect(targetId({ kind: "lib", crate: "my_shop", package: "my-shop" })).toBe("my-shop");
  expect(targetId({ kind: "test", name: "api", package: "shop" })).toBe("shop::api");
  expect(targetId({ kind: "test", name: "api" })).toBe("?::api");
  expect(targetId({ kind: "bin", name: "x", package: "shop" })).toBe("shop::bin/x");
  expect(targetId({ kind: "doc", crate: "shop" })).toBe("shop::doc");
  expect(targetId({ kind: "unknown" })).toBe("?");
  expect(buildUnit("my-shop", "lib test")).toBe("my_shop lib test");
});

test("a log of a hundred thousand packages is read in linear time", () => {
  const lines = Array.from({ length: 100_000 }, (_, i) => `   Compiling p${i} v0.1.0 (/w/p${i})`);
  const began = performance.now();
  const { report } = readingOf(`${lines.join("\n")}\n    Finished \`dev\` profile target(s) in 1s\n`);
  expect(report.counts.passed).toBe(100_001);
  expect(performance.now() - began).toBeLessThan(4_000);
});
