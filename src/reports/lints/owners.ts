/**
 * Whose rule it is, for the formats that many tools write and that do not name the tool: the spelling of the rule tells
 * most of them, and what the file is called tells some of the rest. Each line names the writer it was read from.
 */

/** A rule with its owner, spelled as the owner's own formats spell it. */
export interface OwnedRule {
  owner: string;
  rule: string;
}

/** Prefixes that writers put before their rules: `eslint.rules.semi`, `ShellCheck.SC2154`, `detekt.MagicNumber`. */
const PREFIXES: Readonly<Record<string, string>> = {
  "com.puppycrawl.tools.checkstyle.checks.": "checkstyle",
  "eslint.rules.": "eslint",
  "stylelint.rules.": "stylelint",
  "swiftlint.rules.": "swiftlint",
  "ShellCheck.": "shellcheck",
  "detekt.": "detekt",
  "jshint.": "jshint",
  "jscs.": "jscs",
  "failure.tslint.": "tslint",
  "net.csslint.": "csslint",
  "org.scalastyle.": "scalastyle",
  "PHP-CS-Fixer.": "php-cs-fixer",
  "cppcheck.cppcheck.": "cppcheck",
  "markdownlint.": "markdownlint",
  "flake8.": "flake8",
  "pylint.": "pylint",
  "standard:": "ktlint",
};

const SPELLINGS: readonly [RegExp, string][] = [
  // oxlint: plugin(rule)
  [/^[\w@/-]{1,100}\([\w@/-]{1,100}\)$/, "oxlint"],
  // biome: category/group/rule
  [/^(?:lint|assist|suppressions)\/[\w/]{1,200}$/, "biome"],
  // hadolint, ShellCheck's codes among its own
  [/^(?:DL|SC)\d{4}$/, "hadolint"],
  // rubocop: Department/Cop
  [/^[A-Z]\w{1,50}(?:\/[A-Z]\w{1,80}){1,3}$/, "rubocop"],
  // PHP_CodeSniffer: Standard.Category.Sniff.Error
  [/^[A-Z]\w{1,50}(?:\.[A-Z]\w{1,80}){2,3}$/, "phpcs"],
  // tflint's own rules
  [/^terraform_[a-z_]{1,80}$/, "tflint"],
];

/** Checks of Checkstyle that live in other packages: `io.spring.javaformat.checkstyle.check.SpringHeaderCheck`. */
const JAVA_CHECK = /^(?:[a-z_]\w{0,50}\.){1,12}[A-Z]\w{0,100}Check$/;
/** rubocop's formatter for Checkstyle XML. */
const RUBOCOP = /^com\.puppycrawl\.tools\.checkstyle\.([A-Z]\w{1,50}(?:\/\w{1,80}){1,3})$/;

/** The owner that the rule's spelling tells; undefined where several tools spell theirs so. */
export function ownedRule(source: string): OwnedRule | undefined {
  const cop = RUBOCOP.exec(source)?.[1];
  if (cop !== undefined) return { owner: "rubocop", rule: cop };
  if (JAVA_CHECK.test(source)) return { owner: "checkstyle", rule: lastOf(source).replace(/Check$/, "") };
  for (const [prefix, owner] of Object.entries(PREFIXES)) {
    if (!source.startsWith(prefix) || source.length === prefix.length) continue;
    const rest = source.slice(prefix.length);
    // As their own text prints them: ktlint with its rule set, Java's without their packages.
    if (owner === "ktlint") return { owner, rule: source };
    return { owner, rule: owner === "checkstyle" || owner === "scalastyle" ? lastOf(rest) : rest };
  }
  for (const [spelling, owner] of SPELLINGS) if (spelling.test(source)) return { owner, rule: source };
  return TOOLS.includes(source) ? { owner: source, rule: "" } : undefined;
}

function lastOf(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}

/** Tools that a file, or the word of `format=`, may be called after. */
export const TOOLS: readonly string[] = [
  "ansible-lint",
  "biome",
  "clang-tidy",
  "codenarc",
  "coffeelint",
  "cppcheck",
  "csslint",
  "detekt",
  "eslint",
  "flake8",
  "golangci-lint",
  "hadolint",
  "htmlhint",
  "jscs",
  "jshint",
  "jslint",
  "ktlint",
  "luacheck",
  "markdownlint",
  "mypy",
  "oxlint",
  "php-cs-fixer",
  "phpcs",
  "phpmd",
  "phpstan",
  "pmd",
  "psalm",
  "pylint",
  "rubocop",
  "ruff",
  "scalastyle",
  "shellcheck",
  "staticcheck",
  "stylelint",
  "swiftformat",
  "swiftlint",
  "tflint",
  "tfsec",
  "tslint",
  "yamllint",
];

/** The tool that the report is called after (`reports/ktlint.xml`, `format=ktlint-checkstyle`); undefined when none or several. */
export function toolCalled(called: string | undefined): string | undefined {
  if (called === undefined) return undefined;
  const words = `-${called.toLowerCase().replace(/[^a-z0-9]+/g, "-")}-`;
  const [tool, other] = TOOLS.filter((name) => words.includes(`-${name}-`) || words.includes(`-${name.replace(/-lint$/, "")}-`));
  return other === undefined ? tool : undefined;
}

/** Words that say which edition of a tool it is, not which tool. */
const EDITION = /[ -](?:oss|pro|open source|community|enterprise|ultimate|edition|cli|linter|for jvm|security scanner)$/;
const NAMED = new Map([
  ["php_codesniffer", "phpcs"],
  ["typescript", "tsc"],
  ["microsoft (r) visual c# compiler", "csc"],
  ["golint", "golint"],
]);

/** The plain name of a tool that a report names in full: `ESLint` → eslint, `Semgrep OSS` → semgrep, `GNU C17` → gcc. */
export function plainName(name: string): string {
  let plain = name.slice(0, 200).trim().toLowerCase();
  const known = NAMED.get(plain);
  if (known !== undefined) return known;
  if (/^gnu (?:c|fortran|objective|ada|go|d)/.test(plain)) return "gcc";
  plain = plain.replace(/[ -]v?\d[\w.+-]{0,40}$/, "");
  for (let shorter = plain.replace(EDITION, ""); shorter !== plain; shorter = plain.replace(EDITION, "")) plain = shorter;
  return plain.replace(/[^a-z0-9#+@/._-]+/g, "-").replace(/^-+|-+$/g, "");
}
