/** Which findings say that a file could not be looked at, for the formats that many tools write. */

/** Rules that stand for that, tool by tool. */
const RULES: Readonly<Record<string, readonly string[]>> = {
  biome: ["parse"],
  cppcheck: ["syntaxError", "internalAstError", "internalError", "cppcheckError", "preprocessorErrorDirective", "unknownMacro"],
  flake8: ["E902", "E999"],
  "golangci-lint": ["typecheck"],
  hadolint: ["DL1000"],
  mypy: ["syntax"],
  oxlint: ["OXL0001"],
  phpcs: ["Internal.Exception", "Internal.NoCodeFound"],
  phpstan: ["phpstan.parse"],
  pylint: ["syntax-error", "parse-error", "fatal", "astroid-error"],
  rubocop: ["Lint/Syntax"],
  ruff: ["invalid-syntax", "E902", "E999"],
  shellcheck: ["SC1070", "SC1071", "SC1072", "SC1073", "SC1088", "SC1089"],
  stylelint: ["CssSyntaxError"],
};
/** Tools whose parse errors have no rule at all. */
const NAMELESS: ReadonlySet<string> = new Set(["eslint", "oxlint", "biome"]);

/** Whether a finding of `owner` means that its file could not be parsed. `rule` is undefined where the tool prints none. */
export function isUnparsed(owner: string, rule: string | undefined, message: string): boolean {
  if (rule === undefined || rule === "")
    return (NAMELESS.has(owner) && !message.startsWith("Unused ")) || message.startsWith("Syntax error, ");
  return Object.hasOwn(RULES, owner) && RULES[owner]?.includes(rule) === true;
}
