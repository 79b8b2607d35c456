/**
 * Linters that write JUnit XML because CI systems show it. Their cases are findings, never tests: names repeat, and
 * what is mended just disappears. They may open entries and keep them current; nothing closes on them.
 */
import type { LintObservation, Part, Severity } from "../../model.ts";
import type { Attributes } from "../tests/junit-dialects.ts";

/** By `name` of `testsuites` or of a `testsuite`, lower case. */
const BY_NAME = new Map([
  ["biome", "biome"],
  ["oxlint", "oxlint"],
  ["ruff", "ruff"],
  ["rubocop", "rubocop"],
  ["mypy", "mypy"],
  ["phpstan", "phpstan"],
  ["psalm", "psalm"],
  ["php cs fixer", "php-cs-fixer"],
  ["pylint", "pylint"],
  ["flake8", "flake8"],
  ["cpplint", "cpplint"],
  ["swiftlint", "swiftlint"],
  ["semgrep results", "semgrep"],
  ["markdownlint-cli2-formatter-junit", "markdownlint"],
]);
/** By `package` of either: `org.eslint`, `org.ruff`, `stylelint.rules`. */
const PACKAGE = /^(?:org\.)?(eslint|ruff|biome|stylelint|tslint|jshint|htmlhint|csslint|jscs)(?:\.rules)?$/;

/** The linter that wrote this suite, or undefined when it is one of tests. */
export function linterOf(root: Attributes, suite: Attributes): string | undefined {
  for (const { name = "", package: owner = "" } of [root, suite]) {
    const known = BY_NAME.get(name.toLowerCase()) ?? PACKAGE.exec(owner)?.[1];
    if (known !== undefined) return known;
    if (name.startsWith("PHP_CodeSniffer")) return "phpcs";
  }
  return undefined;
}

/** Linters whose suite says nothing, told by the first case: golangci-lint (`class` is a position) and SwiftLint. */
export function linterOfCase(suite: Attributes, testcase: Attributes): string | undefined {
  const { classname = "" } = testcase;
  if (classname === "SwiftLint" || classname === "Formatting Test") return "swiftlint";
  const file = suite.name ?? "";
  if (file !== "" && classname.startsWith(`${file}:`) && /^:\d+(?::\d+)?$/.test(classname.slice(file.length))) return "golangci-lint";
  return undefined;
}

/** What a failing case of a linter says. */
export interface Complaint {
  error: boolean;
  message: string;
  type: string;
  text: string;
  /** `severity` among the case's properties (ruff). */
  severity: string;
}

/** The finding of one failing case. */
export function findingOf(
  tool: string,
  part: Part,
  suite: Attributes,
  testcase: Attributes,
  complaint: Complaint,
  path: (path: string) => string,
): LintObservation {
  const { name = "", classname = "" } = testcase;
  const place = placeOf(tool, suite, testcase, complaint);
  const word = complaint.severity || complaint.type || /^line \d+, col(?:umn)? \d+, (Error|Warning) - /.exec(complaint.text)?.[1] || "";
  const severity = severityOf(word);
  const finding: LintObservation = {
    kind: "lint",
    outcome: complaint.error ? "error" : "failed",
    part,
    owner: tool,
    name: ruleOf(tool, name, complaint),
    severity: severity ?? (complaint.error ? "high" : "medium"),
    units: [],
    weak: true,
  };
  if (severity !== undefined) finding.severityWord = word.toLowerCase();
  const message = complaint.message || complaint.text.trim().split("\n", 1)[0] || classname;
  if (message !== "") finding.message = message;
  if (place.file !== "") finding.file = path(place.file);
  if (place.line > 0) finding.line = place.line;
  return finding;
}

function ruleOf(tool: string, name: string, complaint: Complaint): string {
  const rule = name.trim();
  switch (tool) {
    case "biome":
      // Biome's own spelling of a category: lint/correctness/noUnusedVariables.
      return rule.replace(/^org\.biome\./, "").replaceAll(".", "/") || "parse";
    case "phpcs":
      return rule.split(" at ", 1)[0] || "phpcs";
    case "phpstan":
    case "psalm":
    case "php-cs-fixer":
    case "mypy":
    case "cpplint":
    case "swiftlint":
      // The case is a file; the rule, if any, stands in the message.
      return /\(([\w-]+)\)\s*$/.exec(complaint.text.slice(-200))?.[1] ?? tool;
    default:
      return rule.startsWith(`org.${tool}.`) ? rule.slice(`org.${tool}.`.length) : rule || "syntax";
  }
}

function placeOf(tool: string, suite: Attributes, testcase: Attributes, complaint: Complaint): { file: string; line: number } {
  const line = numberOf(testcase.line) || numberOf(/\b[Ll]ine:? ?(\d{1,9})\b/.exec(complaint.text.slice(0, 2000))?.[1]);
  const { name = "", classname = "", file } = testcase;
  if (tool === "mypy") {
    const at = /^(\S+\.pyi?):(\d+): /.exec(complaint.text.trimStart().slice(0, 2000));
    return { file: at?.[1] ?? "", line: numberOf(at?.[2]) };
  }
  if (file !== undefined) return { file, line };
  if (tool === "golangci-lint") {
    const at = /:(\d+)(?::\d+)?$/.exec(classname);
    return { file: classname.slice(0, at?.index ?? classname.length), line: numberOf(at?.[1]) };
  }
  if (tool === "swiftlint" || tool === "cpplint" || tool === "php-cs-fixer") return { file: name, line };
  if (tool === "rubocop") return { file: `${classname}.rb`, line };
  if (tool === "phpstan" || tool === "psalm") {
    const at = /^(.*?):(\d+)$/.exec(name);
    return { file: at?.[1] ?? name, line: numberOf(at?.[2]) || line };
  }
  return { file: (suite.name ?? "").trim() || classname, line };
}

function severityOf(word: string): Severity | undefined {
  switch (word.toLowerCase()) {
    case "error":
    case "fatal":
      return "high";
    case "warning":
      return "medium";
    case "info":
    case "note":
    case "style":
    case "convention":
    case "refactor":
      return "low";
    default:
      return undefined;
  }
}

function numberOf(digits: string | undefined): number {
  return digits !== undefined && /^\d{1,9}$/.test(digits) ? Number(digits) : 0;
}
