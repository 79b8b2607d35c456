/**
 * Findings of a code review, as review agents write them: one reviewer's list, or the envelope of a whole review. Three
 * generations of the schema are about: confidence was a fraction before it was one of five steps, and `safe_auto` and
 * `review-fixer` have gone. What decides here is in all of them.
 * Source: compound-engineering's findings schema of 2026-04-08, 2026-04-25 and later.
 *
 * A finding that breaks the schema is not filed but named: a review without evidence is an opinion. A review looks at a
 * change, not at the whole, so that what it lacks is not gone.
 */
import type { FindingObservation, Severity } from "../../model.ts";
import { excerpt } from "../excerpt.ts";
import type { JsonFormat, ReadContext, Sink } from "../format.ts";
import { at, listOf, numberOf, textOf, textsOf } from "../values.ts";

export const review: JsonFormat = {
  shape: "json",
  name: "review-findings",
  aliases: ["findings"],
  kinds: ["finding"],
  tool: "review",
  docs: {
    command: "let the review write its JSON, one file a reviewer or one for all",
    proof: "every finding has what the schema asks for; what a review lacks is not taken for gone",
    source: "compound-engineering, findings schema of 2026-04-08 and later",
    example:
      '{"reviewer":"correctness","findings":[{"title":"Off-by-one in batch loop","severity":"P1","file":"src/batch.ts","line":42,…}]}',
  },
  is: isReview,
  read: readReview,
};

const SEVERITY = new Map<string, Severity>([
  ["P0", "critical"],
  ["P1", "high"],
  ["P2", "medium"],
  ["P3", "low"],
]);

const MAX_WORDS = 2_000;

function isReview(document: unknown): boolean {
  if (Array.isArray(at(document, "actionable_findings"))) return true;
  if (!Array.isArray(at(document, "findings"))) return false;
  return Array.isArray(at(document, "residual_risks")) || Array.isArray(at(document, "testing_gaps"));
}

function readReview(document: unknown, sink: Sink, context: ReadContext): void {
  const reviewer = textOf(at(document, "reviewer"));
  if (reviewer !== undefined) sink.tool(`review (${reviewer})`);
  const part = sink.part("finding", "one of its findings lacks what a finding needs", { units: [reviewer ?? "review"] });
  part.provesAbsence = false;
  const actionable = at(document, "actionable_findings");
  const findings = listOf(Array.isArray(actionable) ? actionable : at(document, "findings"));
  let broken = 0;
  findings.forEach((value, index) => {
    const wrong = wrongWith(value);
    if (wrong !== undefined) {
      broken++;
      sink.problem(
        "E_REPORT_MALFORMED",
        `finding ${index + 1} (${textOf(at(value, "title")) ?? "without a title"}) ${wrong}, so it is not filed`,
      );
      return;
    }
    const title = (textOf(at(value, "title")) ?? "").trim();
    const word = textOf(at(value, "severity")) ?? "";
    const line = lineOf(at(value, "line"));
    const why = textOf(at(value, "why_it_matters"));
    const observation: FindingObservation = {
      kind: "finding",
      outcome: "failed",
      part,
      name: title
        .toLowerCase()
        .replace(/\s+/g, " ")
        .replace(/[.!:;,\s]+$/, ""),
      title,
      message: why === undefined ? title : firstLine(why),
      severity: SEVERITY.get(word) ?? "none",
      severityWord: word,
      file: context.path(textOf(at(value, "file")) ?? "").replace(/\/{2,}/g, "/"),
      facts: factsOf(value),
      ...(reviewer === undefined ? {} : { suite: reviewer }),
      ...(line === undefined ? {} : { line }),
    };
    const evidence = textsOf(at(value, "evidence")).join("\n");
    const detail = excerpt([...(why === undefined ? [] : [why]), evidence].join("\n\n"));
    if (detail !== "") observation.detail = detail;
    sink.observe(observation);
  });
  const status = textOf(at(document, "status"));
  if (status !== undefined && !/^(?:ok|success|complete|completed|degraded)$/i.test(status))
    sink.problem("E_REPORT_FAILED", `the review says of itself: ${status}`);
  else if (broken === 0) {
    part.state = "whole";
    delete part.reason;
  }
}

/** Why it is no finding, in words; undefined when it is one. */
function wrongWith(value: unknown): string | undefined {
  const missing = ["title", "file"].find((name) => (textOf(at(value, name)) ?? "").trim() === "");
  if (missing !== undefined) return `has no ${missing}`;
  const severity = at(value, "severity");
  if (typeof severity !== "string" || !SEVERITY.has(severity))
    return `has the severity ${JSON.stringify(severity) ?? "none"}, which is none of P0 to P3`;
  if (textsOf(at(value, "evidence")).every((text) => text.trim() === "")) return "has no evidence";
  if (lineOf(at(value, "line")) === undefined) return "has no line";
  return undefined;
}

/** A number from 1; models write it as text too. */
function lineOf(value: unknown): number | undefined {
  const number = typeof value === "string" && /^\s*\d{1,9}\s*$/.test(value) ? Number(value) : numberOf(value);
  return number !== undefined && Number.isInteger(number) && number >= 1 ? number : undefined;
}

function factsOf(value: unknown): [string, string][] {
  const facts: [string, string][] = [];
  const add = (label: string, text: string | undefined): void => {
    if (text !== undefined && text.trim() !== "") facts.push([label, text.slice(0, MAX_WORDS)]);
  };
  add("Why it matters", textOf(at(value, "why_it_matters")));
  add("Suggested fix", textOf(at(value, "suggested_fix")));
  const confidence = numberOf(at(value, "confidence"));
  // A fraction in the oldest schema, a percentage since.
  if (confidence !== undefined) add("Confidence", `${Math.round(confidence <= 1 ? confidence * 100 : confidence)} %`);
  add("Owner", textOf(at(value, "owner")));
  if (at(value, "pre_existing") === true) add("Pre-existing", "yes: the change under review did not bring it");
  return facts;
}

function firstLine(text: string): string {
  return text.trim().split("\n", 1)[0] ?? "";
}
