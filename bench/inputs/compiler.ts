/** What cargo and the compiler say: `--message-format=json`, and the same findings as text. */
import { type Expected, numbers, type Output } from "./output.ts";

const RULES: readonly (readonly [rule: string, message: string])[] = [
  ["unused_mut", "variable does not need to be mutable"],
  ["unused_variables", "unused variable: `order`"],
  ["dead_code", "function `settle` is never used"],
  ["clippy::needless_return", "unneeded `return` statement"],
  ["clippy::len_zero", "length comparison to zero"],
  ["clippy::ptr_arg", "writing `&Vec` instead of `&[_]` involves a new object where a slice will do"],
  ["clippy::redundant_clone", "redundant clone"],
  ["clippy::too_many_arguments", "this function has too many arguments (9/7)"],
  ["clippy::needless_range_loop", "the loop variable `i` is only used to index `lines`"],
  ["clippy::collapsible_if", "this `if` statement can be collapsed"],
];

/** One finding: its rule, its place, and the line of source it points at. */
function findingOf(index: number, random: () => number): { rule: string; message: string; line: number; column: number; source: string } {
  const [rule = "", message = ""] = RULES[Math.floor(random() * RULES.length)] ?? [];
  const column = 5 + Math.floor(random() * 40);
  return { rule, message, line: 1 + index, column, source: `${" ".repeat(column - 1)}let mut order_${index} = fetch(&cart, 5);` };
}

function renderedOf(path: string, { rule, message, line, column, source }: ReturnType<typeof findingOf>): string {
  const gutter = " ".repeat(String(line).length);
  return `warning: ${message}
${gutter}--> ${path}:${line}:${column}
${gutter} |
${line} | ${source}
${gutter} | ${" ".repeat(column - 1)}----^^^^^^^^^^
${gutter} | ${" ".repeat(column - 1)}|
${gutter} | ${" ".repeat(column - 1)}help: remove this \`mut\`
${gutter} |
${gutter} = note: \`#[warn(${rule})]\` (part of \`#[warn(unused)]\`) on by default

`;
}

/**
 * `cargo clippy --workspace --all-targets --message-format=json`: half of the bytes are artifacts of other people's
 * crates, as in real logs; each finding is printed twice, for a library and for its test build.
 */
export function cargoJson(out: Output, bytes: number): Expected {
  const random = numbers(1);
  const expected: Expected = { cases: 0, failing: 0 };
  for (let i = 0; out.size < bytes / 2; i++) out.write(foreignArtifact(i));
  for (let own = 0; out.size < bytes; own++) {
    const name = `pkg${own}`;
    const path = `crates/${name}/src/lib.rs`;
    const lines: string[] = [];
    for (let i = 0; i < 40; i++) {
      const finding = findingOf(i, random);
      lines.push(messageLine(name, path, finding, renderedOf(path, finding)));
    }
    expected.cases += lines.length;
    for (const test of [true, false]) {
      for (const line of lines) out.write(line);
      out.write(ownArtifact(name, path, test));
    }
  }
  out.write('{"reason":"build-finished","success":true}\n');
  expected.failing = expected.cases;
  return expected;
}

function foreignArtifact(index: number): string {
  const name = `dependency-${index}`;
  const home = `/home/runner/.cargo/registry/src/index.crates.io-1949cf8c6b5b557f/${name}-1.0.107`;
  return `${JSON.stringify({
    reason: "compiler-artifact",
    package_id: `registry+https://github.com/rust-lang/crates.io-index#${name}@1.0.107`,
    manifest_path: `${home}/Cargo.toml`,
    target: {
      kind: ["lib"],
      crate_types: ["lib"],
      name: `dependency_${index}`,
      src_path: `${home}/src/lib.rs`,
      edition: "2021",
      doc: true,
      doctest: true,
      test: true,
    },
    profile: { opt_level: "0", debuginfo: 0, debug_assertions: true, overflow_checks: true, test: false },
    features: ["default", "std", "alloc"],
    filenames: [
      `/home/runner/work/shop/shop/target/debug/deps/libdependency_${index}-49b462d488e72123.rlib`,
      `/home/runner/work/shop/shop/target/debug/deps/libdependency_${index}-49b462d488e72123.rmeta`,
    ],
    executable: null,
    fresh: false,
  })}\n`;
}

function targetOf(name: string, path: string): Record<string, unknown> {
  const src_path = `/home/runner/work/shop/shop/${path}`;
  return { kind: ["lib"], crate_types: ["lib"], name, src_path, edition: "2021", doc: true, doctest: true, test: true };
}

function ownArtifact(name: string, path: string, test: boolean): string {
  return `${JSON.stringify({
    reason: "compiler-artifact",
    package_id: `path+file:///home/runner/work/shop/shop/crates/${name}#0.3.1`,
    manifest_path: `/home/runner/work/shop/shop/crates/${name}/Cargo.toml`,
    target: targetOf(name, path),
    profile: { opt_level: "0", debuginfo: 0, debug_assertions: true, overflow_checks: true, test },
    features: [],
    filenames: [`/home/runner/work/shop/shop/target/debug/deps/lib${name}-18a3b2f20e7a93aa.rmeta`],
    executable: null,
    fresh: false,
  })}\n`;
}

function messageLine(name: string, path: string, finding: ReturnType<typeof findingOf>, rendered: string): string {
  const { rule, message, line, column, source } = finding;
  const text = [{ highlight_end: column + 14, highlight_start: column, text: source }];
  const span = {
    byte_end: 199,
    byte_start: 194,
    column_end: column + 14,
    column_start: column,
    expansion: null,
    file_name: path,
    is_primary: true,
    label: null,
    line_end: line,
    line_start: line,
    suggested_replacement: null,
    suggestion_applicability: null,
    text,
  };
  const help = { ...span, suggested_replacement: "", suggestion_applicability: "MachineApplicable" };
  return `${JSON.stringify({
    reason: "compiler-message",
    package_id: `path+file:///home/runner/work/shop/shop/crates/${name}#0.3.1`,
    manifest_path: `/home/runner/work/shop/shop/crates/${name}/Cargo.toml`,
    target: targetOf(name, path),
    message: {
      rendered,
      $message_type: "diagnostic",
      children: [
        { children: [], code: null, level: "note", message: `\`#[warn(${rule})]\` on by default`, rendered: null, spans: [] },
        { children: [], code: null, level: "help", message: "remove this `mut`", rendered: null, spans: [help] },
      ],
      level: "warning",
      message,
      spans: [span],
      code: { code: rule, explanation: null },
    },
  })}\n`;
}

/** `cargo clippy` as it prints for people. */
export function rustcText(out: Output, bytes: number): Expected {
  const random = numbers(2);
  const expected: Expected = { cases: 0, failing: 0 };
  for (let own = 0; out.size < bytes; own++) {
    out.write(`    Checking pkg${own} v0.1.0 (/home/runner/work/shop/shop/crates/pkg${own})\n`);
    for (let i = 0; i < 40; i++) out.write(renderedOf(`crates/pkg${own}/src/lib.rs`, findingOf(i, random)));
    out.write(
      `warning: \`pkg${own}\` (lib) generated 40 warnings (run \`cargo clippy --fix --lib -p pkg${own}\` to apply 9 suggestions)\n`,
    );
    expected.cases += 40;
  }
  out.write("    Finished `dev` profile [unoptimized + debuginfo] target(s) in 41.20s\n");
  expected.failing = expected.cases;
  return expected;
}
