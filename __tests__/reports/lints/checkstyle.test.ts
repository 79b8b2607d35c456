import { describe, expect, test } from "vitest";
import type { LintObservation } from "../../../src/model.ts";
import { ownedRule, plainName, toolCalled } from "../../../src/reports/lints/owners.ts";
import { fixture, type Reading, reading, readingOf } from "../reading.ts";

const lints = ({ observations }: Reading): LintObservation[] => observations.filter((o) => o.kind === "lint");
const error = (source: string, message = "m"): string =>
  `<error line="3" column="1" severity="error" message="${message}" source="${source}"/>`;
const xml = (root: string, name: string, ...errors: string[]): string =>
  `<?xml version="1.0"?><checkstyle${root}><file name="${name}">${errors.join("")}</file></checkstyle>`;
const shown = (read: Reading): string[] => lints(read).map((o) => `${o.owner} ${o.name}`);

describe("Checkstyle's own", () => {
  test("it lists clean files, so each file is a unit", () => {
    const { parts } = reading(fixture("checkstyle", "xml.stdout")).report;
    expect(parts.map((p) => [p.state, p.extent.units.map((unit) => unit.slice(-10)), p.extent.owners])).toEqual([
      ["whole", ["d_name.java", "/chk/Ok.java"].map((name) => name.slice(-10)), ["checkstyle"]],
    ]);
  });

  test("rules are called as its text calls them", () => {
    expect(lints(reading(fixture("checkstyle", "xml.stdout")))[0]).toMatchObject({
      owner: "checkstyle",
      name: "JavadocPackage",
      severity: "high",
      line: 1,
      message: "Missing package-info.java file.",
    });
    expect(ownedRule("io.spring.javaformat.checkstyle.check.SpringHeaderCheck")).toEqual({ owner: "checkstyle", rule: "SpringHeader" });
  });

  test("an exception is a file that was not checked", () => {
    const text = `<checkstyle version="10.1"><file name="A.java"><exception><![CDATA[Got an exception\n at X]]></exception></file><file name="B.java"/></checkstyle>`;
    const read = readingOf(text);
    expect(shown(read)).toEqual(["checkstyle checkstyle"]);
    expect(read.report.parts.map((p) => [p.state, p.extent.units])).toEqual([
      ["whole", ["B.java"]],
      ["partial", ["A.java"]],
    ]);
  });

  test("what is set to be ignored is skipped", () => {
    expect(lints(readingOf(xml(' version="10.1"', "A.java", error("x.AbcCheck").replace('"error"', '"ignore"'))))[0]?.outcome).toBe(
      "skipped",
    );
  });
});

describe("whose rule it is", () => {
  test.each([
    ["eslint.rules.@typescript-eslint/no-explicit-any", "eslint @typescript-eslint/no-explicit-any"],
    ["ShellCheck.SC2154", "shellcheck SC2154"],
    ["detekt.MagicNumber", "detekt MagicNumber"],
    ["swiftlint.rules.line_length", "swiftlint line_length"],
    ["PHP-CS-Fixer.no_unused_imports", "php-cs-fixer no_unused_imports"],
    ["PSR12.Files.FileHeader.SpacingAfterBlock", "phpcs PSR12.Files.FileHeader.SpacingAfterBlock"],
    ["Style/FrozenStringLiteralComment", "rubocop Style/FrozenStringLiteralComment"],
    ["com.puppycrawl.tools.checkstyle.Style/StringLiterals", "rubocop Style/StringLiterals"],
    ["lint/suspicious/noDebugger", "biome lint/suspicious/noDebugger"],
    ["typescript(no-explicit-any)", "oxlint typescript(no-explicit-any)"],
    ["DL3006", "hadolint DL3006"],
    ["standard:no-wildcard-imports", "ktlint standard:no-wildcard-imports"],
    ["jslint", "jslint jslint"],
  ])("%s", (source, expected) => {
    expect(shown(readingOf(xml(' version="4.3"', "x", error(source))))).toEqual([expected]);
  });

  test.each([
    [' version="8.0"', "A.kt", "no-wildcard-imports", "ktlint no-wildcard-imports"],
    [' version="5.0"', "main.go", "errcheck", "golangci-lint errcheck"],
    ["", "a.php", "argument.type", "phpstan argument.type"],
    ["", "a.php", "", "phpstan phpstan"],
  ])("the writer's habits tell where the spelling does not: %s %s", (root, name, source, expected) => {
    expect(shown(readingOf(xml(root, name, error(source))))).toEqual([expected]);
  });

  test("psalm's rules stand in its messages", () => {
    expect(shown(readingOf(xml("", "a.php", error("", "UndefinedClass: Class X does not exist"))))).toEqual(["psalm UndefinedClass"]);
  });

  test("what the file is called, or format=, names the rest", () => {
    expect(shown(readingOf(xml(' version="4.3"', "x", error("whatever")), { format: "tflint-checkstyle" }))).toEqual(["tflint whatever"]);
    expect([
      toolCalled("ktlint.xml"),
      toolCalled("golangci-report.xml"),
      toolCalled("eslint-and-stylelint.xml"),
      toolCalled("lint.xml"),
    ]).toEqual(["ktlint", "golangci-lint", undefined, undefined]);
  });
});

describe("what a clean document proves", () => {
  const clean = `<?xml version="1.0"?><checkstyle version="4.3"></checkstyle>`;

  test("nothing is gone where nobody knows whose it is", () => {
    const { report } = readingOf(clean);
    expect([report.complete, report.parts.map((p) => p.provesAbsence)]).toEqual([true, [false]]);
    const unknown = readingOf(xml(' version="4.3"', "x", error("whatever"))).report;
    expect(unknown.parts.map((p) => p.provesAbsence)).toEqual([false]);
  });

  test("that of a named tool does", () => {
    const [part] = readingOf(clean, { format: "ktlint-checkstyle" }).report.parts;
    expect(part).toMatchObject({ state: "whole", provesAbsence: true, extent: { units: ["ktlint"], owners: ["ktlint"] } });
  });

  test("files that are listed clean tell whose list it is", () => {
    const owners = (name: string): unknown =>
      readingOf(xml(' version="4.3"', name)).report.parts.map((p) => [p.extent.owners, p.provesAbsence]);
    expect(owners("src/a.ts")).toEqual([[["eslint"], true]]);
    expect(owners("docker/Dockerfile")).toEqual([[["hadolint"], true]]);
    expect(owners("a.scss")).toEqual([[["checkstyle"], false]]);
  });

  test("findings of several tools in one document are parts of their own", () => {
    const read = readingOf(xml(' version="4.3"', "x", error("ShellCheck.SC2154"), error("detekt.MagicNumber")));
    expect(read.report.parts.map((p) => p.extent.owners)).toEqual([["shellcheck"], ["detekt"]]);
  });

  test("who shares a document has not looked at files that are clean in it", () => {
    const text = `<checkstyle version="4.3"><file name="a.js">${error("eslint.rules.semi")}</file><file name="b.sh">${error("ShellCheck.SC1")}</file></checkstyle>`;
    expect(readingOf(text).report.parts.map((p) => p.extent.units)).toEqual([["a.js"], ["shellcheck"]]);
  });
});

test("a tool's full name becomes its plain one", () => {
  const names = [
    "ESLint",
    "Biome",
    "Semgrep OSS",
    "GNU C17",
    "CodeQL",
    "Snyk Open Source",
    "golangci-lint",
    "PHP_CodeSniffer",
    "Ruff 0.5.0",
    "Oxlint v1.2",
  ];
  expect(names.map(plainName)).toEqual(["eslint", "biome", "semgrep", "gcc", "codeql", "snyk", "golangci-lint", "phpcs", "ruff", "oxlint"]);
});
