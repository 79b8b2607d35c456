/**
 * GitLab's Code Quality report, a subset of Code Climate's: a list of findings, which does not name its tool. Whose
 * rules they are stands in how they are spelled, or in what the file is called (`format=ruff-code-quality` says it too).
 * Source: docs.gitlab.com, ci/testing/code_quality (implement a custom tool); codeclimate/platform, SPEC.md. `positions`
 * is written by ruff and hadolint among others, `lines` by most.
 */
import type { JsonFormat, ReadContext, Sink } from "../format.ts";
import { at, listOf, objectOf, textOf } from "../values.ts";
import { lineNumber, lists, ProblemList, SYNTAX } from "./finding.ts";
import { type OwnedRule, ownedRule, plainName, TOOLS, toolCalled } from "./owners.ts";
import { isUnparsed } from "./unparsed.ts";

export const gitlabCodeQuality: JsonFormat = {
  shape: "json",
  name: "gitlab-code-quality",
  aliases: ["code-climate", ...TOOLS.map((tool) => `${tool}-code-quality`)],
  kinds: ["lint"],
  tool: "code quality",
  docs: {
    command: "ruff check --output-format gitlab > gl-code-quality-report.json   # format=TOOL-code-quality says whose it is",
    proof: "the list is closed; a clean one, or one whose tool is not known, closes nothing unless format= names the tool",
    source: "docs.gitlab.com, ci/testing/code_quality",
    example:
      '[{"description":"…","check_name":"F401","fingerprint":"5f9b…","severity":"major","location":{"path":"a.py","lines":{"begin":1}}}]',
  },
  is: (document) => lists(document, isIssue),
  read: (document, sink, context) => readIssues(document, sink, context),
};

function isIssue(item: unknown): boolean {
  const { description, fingerprint, type } = objectOf<"description" | "fingerprint" | "type">(item);
  const place = at(item, "location");
  return (
    typeof description === "string" &&
    (typeof fingerprint === "string" || type === "issue") &&
    typeof at(place, "path") === "string" &&
    (typeof at(place, "lines") === "object" || typeof at(place, "positions") === "object")
  );
}

const UNKNOWN = "code-quality";

function readIssues(document: unknown, sink: Sink, context: ReadContext): void {
  const issues = listOf(document);
  const called = toolCalled(context.called) ?? ownerOfAll(issues);
  const byOwner = new Map<string, ProblemList>();
  const listOfOwner = (owner: string): ProblemList => {
    let list = byOwner.get(owner);
    if (!list) {
      list = new ProblemList(sink, owner);
      // Without a name of its own, another tool's report would speak for it.
      if (owner === UNKNOWN) list.part.provesAbsence = false;
      byOwner.set(owner, list);
    }
    return list;
  };
  if (called !== undefined) sink.tool(called);
  if (issues.length === 0) listOfOwner(called ?? UNKNOWN);
  for (const issue of issues) {
    const said = objectOf<"description" | "check_name" | "severity">(issue);
    const check = textOf(said.check_name) ?? "";
    const owned = ownerOf(issue, check);
    const path = textOf(at(issue, "location", "path"));
    const description = textOf(said.description);
    const owner = owned?.owner ?? called ?? UNKNOWN;
    listOfOwner(owner).add({
      outcome: check === "" || isUnparsed(owner, check, "") ? "error" : "failed",
      rule: owned?.rule || check || (description === undefined ? undefined : SYNTAX),
      message: description === undefined ? undefined : withoutRule(description, check),
      file: path ? context.path(path) : undefined,
      line: lineNumber(at(issue, "location", "lines", "begin")) ?? lineNumber(at(issue, "location", "positions", "begin", "line")),
      word: textOf(said.severity),
    });
  }
  for (const list of byOwner.values()) list.settle();
}

/** Code Climate's engines are named, and one puts its name before its rules. */
function ownerOf(issue: unknown, check: string): OwnedRule | undefined {
  const engine = plainName(textOf(at(issue, "engine_name")) ?? "");
  if (engine !== "") return { owner: engine, rule: check.startsWith("Rubocop/") ? check.slice("Rubocop/".length) : check };
  return ownedRule(check);
}

/** ruff and golangci-lint repeat the rule before the description; only one of them writes plain words. */
function ownerOfAll(issues: readonly unknown[]): string | undefined {
  let owner: string | undefined;
  for (const issue of issues) {
    const check = textOf(at(issue, "check_name")) ?? "";
    const owned = ownerOf(issue, check)?.owner;
    let own = owned;
    if (owned === undefined && (textOf(at(issue, "description")) ?? "").startsWith(`${check}: `)) {
      own = /^[A-Z]{1,5}\d{2,4}$|^invalid-syntax$/.test(check) ? "ruff" : /^[a-z][a-z0-9]*$/.test(check) ? "golangci-lint" : undefined;
    }
    if (own === undefined && check !== "parse" && check !== "") return undefined;
    if (own === undefined) continue;
    if (owner !== undefined && owner !== own) return undefined;
    owner = own;
  }
  return owner;
}

function withoutRule(description: string, check: string): string {
  return check !== "" && description.startsWith(`${check}: `) ? description.slice(check.length + 2) : description;
}
