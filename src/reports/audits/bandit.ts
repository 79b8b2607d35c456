/**
 * `bandit -f json`: findings of rules in Python files, with every file that was looked at under `metrics`. A file that
 * could not be parsed stands under `errors` and was not looked at. Counts of findings are taken before `-l` and `-i`
 * leave some out. Source: bandit 1.9, bandit/formatters/json.py, bandit/core/metrics.py.
 */
import type { LintObservation, Part } from "../../model.ts";
import type { JsonFormat, ReadContext, Sink } from "../format.ts";
import { at, listOf, numberOf, objectOf, textOf } from "../values.ts";
import { firstLine, severityOfWord } from "./findings.ts";

const OWNER = "bandit";

export const bandit: JsonFormat = {
  shape: "json",
  name: OWNER,
  kinds: ["lint"],
  tool: OWNER,
  docs: {
    command: "bandit -r . -f json -o bandit.json",
    proof: "the document lists the files that were looked at; those under `errors` were not",
    source: "bandit 1.9, bandit/formatters/json.py",
    example: '{"errors":[],"metrics":{"./bad.py":{"SEVERITY.LOW":2.0,…}},"results":[{"filename":"./bad.py","test_id":"B307",…}]}',
  },
  is: (document) =>
    Array.isArray(at(document, "results")) &&
    Array.isArray(at(document, "errors")) &&
    typeof at(document, "metrics", "_totals") === "object",
  read: (document, sink, context) => readReport(document, sink, context),
};

function readReport(document: unknown, sink: Sink, context: ReadContext): void {
  const metrics = at(document, "metrics");
  const results = listOf(at(document, "results"));
  const unparsed = new Map<string, string>();
  for (const error of listOf(at(document, "errors"))) {
    const file = context.path(textOf(at(error, "filename")) ?? "");
    unparsed.set(file, firstLine(textOf(at(error, "reason")) ?? "") || "it could not be read");
  }
  const files = new Set<string>();
  for (const name of Object.keys(typeof metrics === "object" && metrics !== null ? metrics : {}))
    if (name !== "_totals") files.add(context.path(name));
  for (const file of unparsed.keys()) files.delete(file);
  const units = [...files];
  const part = sink.part("lint", "one of its findings names no rule", { units, paths: pathsOf(units), owners: [OWNER] });
  const filters = hidden(at(metrics, "_totals"), results);
  if (filters.length > 0) part.extent.filters = filters;

  let unread = 0;
  for (const result of results) {
    const finding = findingOf(result, part, context);
    if (finding) sink.observe(finding);
    else unread++;
  }
  if (unread > 0) sink.problem("E_REPORT_MALFORMED", `${unread} of its findings name no rule or file`);
  else if (units.length === 0 && unparsed.size === 0) {
    part.state = "partial";
    part.reason = "it looked at no file";
  } else {
    part.state = "whole";
    delete part.reason;
  }
  if (unparsed.size === 0) return;
  const [[file, reason] = ["", ""]] = unparsed;
  const more = unparsed.size > 1 ? ` (and ${unparsed.size - 1} more files)` : "";
  const missed = [...unparsed.keys()];
  sink.part("lint", `${file}: ${reason}${more}`, { units: missed, paths: pathsOf(missed), owners: [OWNER] });
}

function pathsOf(files: readonly string[]): Record<string, string> {
  return Object.fromEntries(files.map((file) => [file, file]));
}

/** Levels of severity or confidence of which the counts know findings and the list has none: they were left out. */
function hidden(totals: unknown, results: readonly unknown[]): string[] {
  const listed = new Set(
    results.flatMap((r) => [`SEVERITY.${textOf(at(r, "issue_severity"))}`, `CONFIDENCE.${textOf(at(r, "issue_confidence"))}`]),
  );
  const levels = ["SEVERITY", "CONFIDENCE"].flatMap((what) => ["UNDEFINED", "LOW", "MEDIUM", "HIGH"].map((level) => `${what}.${level}`));
  return levels.filter((level) => (numberOf(at(totals, level)) ?? 0) > 0 && !listed.has(level)).map((level) => `without:${level}`);
}

function findingOf(result: unknown, part: Part, context: ReadContext): LintObservation | undefined {
  const found = objectOf<"filename" | "test_id" | "test_name" | "issue_text" | "issue_severity" | "line_number" | "line_range" | "code">(
    result,
  );
  const rule = textOf(found.test_id) || textOf(found.test_name);
  const name = textOf(found.filename);
  if (!rule || !name) return undefined;
  const file = context.path(name);
  const word = textOf(found.issue_severity);
  const finding: LintObservation = {
    kind: "lint",
    outcome: "failed",
    part,
    owner: OWNER,
    name: rule,
    severity: (word === undefined ? undefined : severityOfWord(word)) ?? "none",
    message: firstLine(textOf(found.issue_text) ?? "") || (textOf(found.test_name) ?? rule),
    file,
    units: [file],
  };
  if (word !== undefined) finding.severityWord = word;
  const line = numberOf(found.line_number);
  if (line !== undefined && line > 0) finding.line = line;
  const lines = listOf(found.line_range).length > 0 ? listOf(found.line_range) : [line];
  const source = sourceOf(textOf(found.code) ?? "", new Set(lines));
  if (source !== "") finding.source = source;
  return finding;
}

/** The lines of the finding among those around it; each stands behind its number. */
function sourceOf(code: string, lines: ReadonlySet<unknown>): string {
  const kept: string[] = [];
  for (const line of code.slice(0, 20_000).split("\n")) {
    const blank = line.search(/[ \t]/);
    if (blank > 0 && lines.has(Number(line.slice(0, blank)))) kept.push(line.slice(blank + 1));
  }
  return kept.join("\n");
}
