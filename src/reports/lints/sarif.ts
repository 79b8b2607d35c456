/**
 * SARIF 2.1, which most analysers write. A run's results are findings of rules that its driver owns; those of audit
 * tools, told by their driver or by rules that are advisories, are advisories in packages.
 * Source: OASIS SARIF 2.1.0 errata 01; GitHub, "SARIF support for code scanning".
 *
 * Results name problems only, so an empty list proves nothing but that the run came to its end; a run without the list
 * never did. A result with suppressions that stand is somebody's decision; one that is absent from a baseline is gone.
 */
import type { Part } from "../../model.ts";
import { severityOfScore } from "../audits/cvss.ts";
import { Findings, imageName } from "../audits/findings.ts";
import { ownerOf } from "../builds/cargo-json.ts";
import type { JsonFormat, ReadContext, Sink } from "../format.ts";
import { at, listOf, numberOf, textOf, textsOf } from "../values.ts";
import { FileExtent, type Found, finding, oneLine, partial, SYNTAX, whole } from "./finding.ts";
import { AUDITORS, auditOf, isAdvisory, type SarifFacts } from "./sarif-audit.ts";
import { SarifRun } from "./sarif-run.ts";
import { isUnparsed } from "./unparsed.ts";

export const sarif: JsonFormat = {
  shape: "json",
  name: "sarif",
  kinds: ["lint", "audit"],
  tool: "sarif",
  docs: {
    command: "TOOL --format sarif > TOOL.sarif",
    proof: "every run has its list of results, says that it succeeded where it says anything, and reports no error of its own",
    source: "OASIS SARIF 2.1.0 errata 01",
    example:
      '{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"ESLint","rules":[…]}},"results":[{"ruleId":"no-undef","level":"error",…}]}]}',
  },
  is: (document) => {
    if (typeof at(document, "runs") !== "object") return false;
    const version = textOf(at(document, "version"));
    if (version?.startsWith("2.1")) return true;
    // Some leave it out.
    const [run] = listOf(at(document, "runs"));
    return version === undefined && (typeof at(run, "tool", "driver") === "object" || Array.isArray(at(run, "results")));
  },
  read: (document, sink, context) => readLog(document, sink, context),
};

/** What several runs of one tool and category share: if one of them is not whole, none is. */
interface Scope {
  tool: string;
  unit: string;
  reasons: Set<string>;
  lint?: Part;
  audit?: Part;
  findings?: Findings;
  files?: FileExtent;
  /** Results were listed, so that the kind of thing they are was looked for. */
  listed: boolean;
}

/** One tool that looks for several kinds of things as it is told, and does not say which. */
const MIXED = new Set(["trivy"]);
/** Tools whose source text is the secret they found. */
const SECRET = /secret|credential|gitleaks|trufflehog|ggshield/i;

function readLog(document: unknown, sink: Sink, context: ReadContext): void {
  const runs = at(document, "runs");
  const scopes = new Map<string, Scope>();
  for (const run of listOf(runs)) readRun(run, scopes, sink, context);
  const tools = new Set([...scopes.values()].map(({ tool }) => tool));
  const [tool] = tools;
  if (tool !== undefined && tools.size === 1) sink.tool(tool);
  if (scopes.size === 0) {
    const part = sink.part("lint", "it holds no run of a tool");
    part.provesAbsence = false;
  }
  for (const scope of scopes.values()) settle(scope, sink);
}

function settle(scope: Scope, sink: Sink): void {
  const { lint, audit, findings, files, reasons } = scope;
  findings?.observe(sink);
  const [reason] = reasons;
  files?.end("it lists no file", reason);
  for (const part of [lint, audit]) {
    if (!part) continue;
    if (reason !== undefined) partial(part, reason);
    else whole(part);
    if (MIXED.has(scope.tool) && !scope.listed) part.provesAbsence = false;
  }
  if (findings && findings.unread > 0) findings.settle();
}

function readRun(run: unknown, scopes: Map<string, Scope>, sink: Sink, context: ReadContext): void {
  const about = new SarifRun(run, context);
  const scope = scopeOf(run, about, scopes);
  const results = at(run, "results");
  if (!Array.isArray(results)) scope.reasons.add("a run has no list of results: they were not computed");
  const analysed = about.analysed;
  if (AUDITORS.has(about.tool)) auditPart(scope, sink);
  else if (analysed.size > 0) scope.files ??= new FileExtent(sink, ownerIn(about.tool, ""));
  else lintPart(scope, sink);
  readNotifications(run, about, scope, analysed, sink);
  let unread = 0;
  for (const result of listOf(results)) {
    if (typeof result !== "object" || result === null) unread++;
    else readResult(result, about, scope, analysed, sink);
  }
  for (const file of analysed) scope.files?.part(file);
  if (unread > 0) scope.reasons.add(`${unread} of its results could not be read`);
}

function scopeOf(run: unknown, { tool, category }: SarifRun, scopes: Map<string, Scope>): Scope {
  const image = textOf(at(run, "properties", "imageName"));
  const name = image ? imageName(image) : tool;
  const unit = category === "" ? name : `${name} ${category}`;
  let scope = scopes.get(`${tool}\n${unit}`);
  if (!scope) {
    scope = { tool, unit, reasons: new Set(), listed: false };
    scopes.set(`${tool}\n${unit}`, scope);
  }
  return scope;
}

function lintPart(scope: Scope, sink: Sink): Part {
  const owners = scope.tool === "clippy" ? ["clippy", "rustc"] : [scope.tool];
  scope.lint ??= sink.part("lint", "its results are not whole", { units: [scope.unit], owners });
  return scope.lint;
}

function auditPart(scope: Scope, sink: Sink): Findings {
  scope.audit ??= sink.part("audit", "its results are not whole", { units: [scope.unit] });
  scope.findings ??= new Findings(scope.audit);
  return scope.findings;
}

/** What the tool says of its own run. */
function readNotifications(run: unknown, about: SarifRun, scope: Scope, analysed: Set<string>, sink: Sink): void {
  for (const invocation of listOf(at(run, "invocations"))) {
    let placed = 0;
    for (const list of ["toolExecutionNotifications", "toolConfigurationNotifications"]) {
      for (const notification of listOf(at(invocation, list))) {
        const level = textOf(at(notification, "level")) ?? "warning";
        const { file, line } = about.placeOf(notification);
        const text = oneLine(textOf(at(notification, "message", "text")) ?? "");
        // ESLint's complaints that no rule owns: files that could not be parsed, directives that nothing needs.
        if (about.tool === "eslint" && file !== undefined && analysed.has(file)) {
          const fatal = level === "error";
          if (fatal) placed++;
          const rule = fatal ? SYNTAX : text.startsWith("Unused ") ? "unused-directive" : undefined;
          const found: Found = { outcome: fatal ? "error" : "failed", rule, message: text, file, line, word: level, units: [file] };
          const part = scope.files?.part(file, fatal ? "could not be parsed" : "");
          if (part) sink.observe(finding(part, about.tool, found));
        } else if (level === "error") scope.reasons.add(`${about.tool} says of its run: ${text || "an error"}`);
      }
    }
    if (at(invocation, "executionSuccessful") === false && placed === 0) scope.reasons.add(`${about.tool} says that its run failed`);
  }
}

function readResult(result: object, about: SarifRun, scope: Scope, analysed: Set<string>, sink: Sink): void {
  if (textOf(at(result, "baselineState"))?.toLowerCase() === "absent") return;
  const outcome = outcomeOf(result);
  const { rule, id } = about.ruleOf(result);
  const { file, line, source } = about.placeOf(result);
  const message = about.messageOf(result, rule);
  const facts: SarifFacts = { tool: about.tool, id: id ?? "", rule, result, message, level: about.levelOf(result, rule), file, line };
  scope.listed = true;
  if (isAdvisory(facts)) readAdvisory(facts, outcome, scope, sink);
  else readFinding(facts, outcome, source, scope, analysed, sink);
}

function readAdvisory(facts: SarifFacts, outcome: "failed" | "skipped" | "passed", scope: Scope, sink: Sink): void {
  const findings = auditPart(scope, sink);
  const found = auditOf(facts);
  if (outcome !== "failed") {
    found.outcome = outcome;
    // What is suppressed is not gone: it is not looked for.
    if (scope.audit && outcome === "skipped") {
      scope.audit.extent.filters ??= [];
      scope.audit.extent.filters.push(`ignore:${found.id}`);
    }
  }
  if (found.category !== "yanked") {
    findings.add(found);
    return;
  }
  // What is yanked is a version, so several of one package are several.
  const alone = new Findings(scope.audit as Part);
  alone.add({ ...found, id: "yanked", aliases: [] });
  alone.observe(sink);
}

function readFinding(
  { tool, id, rule, result, message, level, file, line }: SarifFacts,
  outcome: "failed" | "skipped" | "passed",
  source: string | undefined,
  scope: Scope,
  analysed: Set<string>,
  sink: Sink,
): void {
  const listed = file !== undefined && analysed.has(file);
  const unparsed = outcome === "failed" && isUnparsed(tool, id, message);
  if (unparsed && !listed) scope.reasons.add(`${file ?? "a file"} could not be parsed`);
  const part = (listed ? scope.files?.part(file, unparsed ? "could not be parsed" : "") : undefined) ?? lintPart(scope, sink);
  const secret = SECRET.test(tool) || textOf(at(rule, "name")) === "Secret" || textsOf(at(rule, "properties", "tags")).includes("secret");
  const given = at(rule, "properties", "security-severity");
  const score = numberOf(typeof given === "string" && given !== "" ? Number(given) : given);
  const observation = finding(part, ownerIn(tool, id), {
    outcome: unparsed ? "error" : outcome === "passed" ? "skipped" : outcome,
    // oxlint has a rule for what has none elsewhere.
    rule: id === "OXL0001" || (unparsed && id === "") ? SYNTAX : id || undefined,
    // The words of a secret's finding may hold it.
    message: secret ? (textOf(at(rule, "shortDescription", "text")) ?? id) : message,
    file,
    line,
    word: level,
    severity: score !== undefined && score > 0 ? severityOfScore(score) : undefined,
    source: secret ? undefined : (source ?? lineHash(result)),
    units: listed && file !== undefined ? [file] : [scope.unit],
  });
  sink.observe(outcome === "passed" ? { ...observation, outcome: "passed" } : observation);
}

/** Whose rule it is: clippy's SARIF has the compiler's lints too. */
function ownerIn(tool: string, rule: string): string {
  return tool === "clippy" || tool === "rustc" ? ownerOf(rule) : tool;
}

/** A hash of the text around the place, and which of equal ones it is; stands for the source text. */
function lineHash(result: unknown): string | undefined {
  return textOf(at(result, "partialFingerprints", "primaryLocationLineHash"))?.replace(/:\d{1,9}$/, "");
}

function outcomeOf(result: object): "failed" | "skipped" | "passed" {
  if (isSuppressed(at(result, "suppressions"))) return "skipped";
  switch ((textOf(at(result, "kind")) ?? "fail").toLowerCase()) {
    case "pass":
      return "passed";
    case "fail":
      return "failed";
    default:
      // Not applicable, informational; or open and left to a person to review.
      return "skipped";
  }
}

/** Suppressed, unless somebody refused that or has not decided yet. */
function isSuppressed(suppressions: unknown): boolean {
  const list = listOf(suppressions);
  return list.length > 0 && list.every((one) => !/^(?:rejected|underReview)$/i.test(textOf(at(one, "status")) ?? ""));
}
