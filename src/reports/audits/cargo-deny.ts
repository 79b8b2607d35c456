/**
 * `cargo deny --format json check`, which writes to its error output: a line a diagnostic, and at last a summary with a
 * key for each check that ran. Advisories are audits; what bans, licences and sources find are findings of rules. An
 * ignored advisory is a note, shown with `--log-level info` only.
 * Source: cargo-deny 0.19, src/diag/grapher.rs, src/advisories/diags.rs, src/cargo-deny/stats.rs.
 */
import type { LintObservation, Part, Severity } from "../../model.ts";
import { excerpt } from "../excerpt.ts";
import type { JsonLinesFormat, Sink } from "../format.ts";
import { at, listOf, numberOf, textOf, textsOf } from "../values.ts";
import { Findings, firstLine } from "./findings.ts";

const OWNER = "cargo-deny";

export const cargoDeny: JsonLinesFormat = {
  shape: "json-lines",
  name: OWNER,
  kinds: ["audit", "lint"],
  tool: "cargo deny",
  docs: {
    command: "cargo deny --format json check 2> deny.jsonl",
    proof: "the last line, `summary`, with the check's key in it and counts that agree",
    source: "cargo-deny 0.19, src/diag/grapher.rs, src/cargo-deny/stats.rs",
    example: '{"type":"diagnostic","fields":{"code":"unsound","severity":"error","advisory":{"id":"RUSTSEC-2021-0145",…}}}',
  },
  is: (document) => {
    const fields = at(document, "fields");
    switch (at(document, "type")) {
      case "diagnostic":
        return typeof at(fields, "severity") === "string" && typeof at(fields, "message") === "string";
      case "summary":
        return CHECKS.some((check) => numberOf(at(fields, check, "errors")) !== undefined);
      case "log":
        return typeof at(fields, "level") === "string" && typeof at(fields, "message") === "string";
      default:
        return false;
    }
  },
  reader: (sink) => new DenyReport(sink),
};

export const CHECKS = ["advisories", "bans", "licenses", "sources"] as const;
type Check = (typeof CHECKS)[number];

/** Codes that name an advisory or a yanked version, as opposed to a setting of the check. */
const ADVISORIES = new Set(["vulnerability", "notice", "unmaintained", "unsound", "yanked"]);
/** Codes by check; what concerns the configuration itself is of none. */
const CODES: ReadonlyMap<string, Check | "config"> = new Map<string, Check | "config">([
  ["deprecated", "config"],
  ...["vulnerability", "notice", "unmaintained", "unsound", "yanked", "advisory-ignored"].map((c) => [c, "advisories"] as const),
  ...["yanked-ignored", "index-failure", "index-cache-load-failure"].map((c) => [c, "advisories"] as const),
  ...["advisory-not-detected", "yanked-not-detected", "unknown-advisory"].map((c) => [c, "advisories"] as const),
  ...["accepted", "rejected", "unlicensed", "skipped-private-workspace-crate"].map((c) => [c, "licenses"] as const),
  ...["license-not-encountered", "license-exception-not-encountered"].map((c) => [c, "licenses"] as const),
  ...["missing-clarification-file", "parse-error", "empty-license-field"].map((c) => [c, "licenses"] as const),
  ...["no-license-field", "gather-failure"].map((c) => [c, "licenses"] as const),
  ...["git-source-underspecified", "allowed-source", "allowed-by-organization"].map((c) => [c, "sources"] as const),
  ...["source-not-allowed", "unmatched-source", "unmatched-organization"].map((c) => [c, "sources"] as const),
  ...["banned", "allowed", "not-allowed", "duplicate", "skipped", "wildcard", "unmatched-skip"].map((c) => [c, "bans"] as const),
  ...["unnecessary-skip", "allowed-by-wrapper", "unmatched-wrapper", "unused-wrapper"].map((c) => [c, "bans"] as const),
  ...["skipped-by-root", "unmatched-skip-root", "build-script-not-allowed"].map((c) => [c, "bans"] as const),
  ...["exact-features-mismatch", "feature-not-explicitly-allowed", "feature-banned"].map((c) => [c, "bans"] as const),
  ...["unknown-feature", "default-feature-enabled", "features-enabled"].map((c) => [c, "bans"] as const),
  ...["path-bypassed", "path-bypassed-by-glob", "checksum-match", "checksum-mismatch"].map((c) => [c, "bans"] as const),
  ...["denied-by-extension", "detected-executable", "detected-executable-script"].map((c) => [c, "bans"] as const),
  ...["unable-to-check-path", "unmatched-bypass", "unmatched-path-bypass", "unmatched-glob"].map((c) => [c, "bans"] as const),
  ...["workspace-duplicate", "unresolved-workspace-dependency"].map((c) => [c, "bans"] as const),
  ...["unused-workspace-dependency", "non-utf8-path", "non-root-path"].map((c) => [c, "bans"] as const),
  ...["replaced-in-std", "unmatched-replacement-ignore"].map((c) => [c, "bans"] as const),
]);

/** Whether it is one of cargo-deny's codes, as far as they are known. */
export function isCode(code: string): boolean {
  return CODES.has(code);
}

const CUT = "it ends before its summary";

/** What both forms of the report say, document by document; the text form is made into such documents. */
export class DenyReport {
  private readonly sink: Sink;
  private audit: { part: Part; findings: Findings } | undefined;
  private lint: Part | undefined;
  private readonly ignored = new Set<string>();
  /** Errors and warnings seen, by check. */
  private readonly seen = new Map<string, number>();
  private summary: unknown;
  private complaint: string | undefined;

  constructor(sink: Sink) {
    this.sink = sink;
  }

  take(document: unknown): void {
    const fields = at(document, "fields");
    const type = at(document, "type");
    if (type === "summary") this.summary = fields;
    else if (type === "diagnostic") this.diagnostic(fields);
    else if (at(fields, "level") === "ERROR") this.complaint ??= firstLine(textOf(at(fields, "message")) ?? "");
  }

  end(): void {
    const ran = CHECKS.filter((check) => at(this.summary, check) !== undefined);
    if (ran.includes("advisories") || this.audit) this.endAudit(ran.includes("advisories"));
    const units = [...ran.map(String), "config"];
    const lints = ran.some((check) => check !== "advisories");
    if (lints || this.lint) this.endLint(this.summary === undefined ? [] : units);
    // Nothing but a log: it never came to a check.
    if (!this.audit && !this.lint) this.sink.part("audit", this.complaint ?? CUT, { units: ["Cargo.lock"] });
  }

  private endAudit(ran: boolean): void {
    const { part, findings } = this.audits();
    if (this.ignored.size > 0) part.extent.filters = [...this.ignored].sort();
    findings.observe(this.sink);
    if (!ran) return;
    findings.settle();
    this.weaken(part, ["advisories"]);
  }

  private endLint(units: string[]): void {
    const part = this.lints();
    part.extent.units = units;
    if (units.length === 0) return;
    part.state = "whole";
    delete part.reason;
    this.weaken(part, units);
  }

  /** A summary that counts what is not there, or an error beside it. */
  private weaken(part: Part, checks: readonly string[]): void {
    const short = checks.find((check) => {
      const counted = (numberOf(at(this.summary, check, "errors")) ?? 0) + (numberOf(at(this.summary, check, "warnings")) ?? 0);
      return counted > 0 && (this.seen.get(check) ?? 0) === 0;
    });
    // With a higher log level warnings are counted and not shown.
    const why = short === undefined ? this.complaint : `its summary counts findings of ${short} and the report has none`;
    if (part.state !== "whole" || why === undefined) return;
    part.state = "partial";
    part.reason = why;
  }

  private diagnostic(fields: unknown): void {
    const code = textOf(at(fields, "code")) || undefined;
    const severity = textOf(at(fields, "severity")) ?? "";
    const counts = severity === "error" || severity === "warning" || severity === "bug";
    if (code === undefined) {
      if (counts) this.complaint ??= firstLine(textOf(at(fields, "message")) ?? "") || "an error without a code";
      if (severity === "error") this.sink.problem("E_REPORT_FAILED", `cargo deny: ${this.complaint}`);
      return;
    }
    const check = CODES.get(code) ?? "bans";
    if (counts) this.seen.set(check, (this.seen.get(check) ?? 0) + 1);
    if (ADVISORIES.has(code)) this.advisory(code, fields, counts);
    else if (counts) this.finding(code, check, severity, fields);
  }

  private advisory(code: string, fields: unknown, counts: boolean): void {
    const advisory = at(fields, "advisory");
    const { name, version } = crateOf(fields);
    const message = textOf(at(fields, "message"));
    const yanked = code === "yanked";
    const id = yanked ? "yanked" : (textOf(at(advisory, "id")) ?? noteOf(fields, "ID: ") ?? "");
    if (!counts && id !== "") this.ignored.add(`ignore:${id}`);
    const withdrawn = textOf(at(advisory, "withdrawn"));
    const because = withdrawn === undefined ? (counts ? undefined : "ignored") : `withdrawn on ${withdrawn}`;
    this.audits().findings.add({
      ecosystem: "rust",
      package: name || (textOf(at(advisory, "package")) ?? ""),
      id,
      ...(because === undefined ? {} : { outcome: "skipped", message: because }),
      version,
      aliases: textsOf(at(advisory, "aliases")),
      title: yanked ? `${name} ${version ?? ""} was yanked from its registry` : (textOf(at(advisory, "title")) ?? message),
      description: textOf(at(advisory, "description")),
      cvss: textOf(at(advisory, "cvss")),
      fixed: solutionOf(fields),
      url: id.startsWith("RUSTSEC-") ? `https://rustsec.org/advisories/${id}` : textOf(at(advisory, "url")),
      category: code,
    });
  }

  private finding(code: string, check: string, severity: string, fields: unknown): void {
    const part = this.lints();
    const message = firstLine(textOf(at(fields, "message")) ?? "") || code;
    const finding: LintObservation = {
      kind: "lint",
      outcome: "failed",
      part,
      owner: OWNER,
      name: code,
      severity: SEVERITIES.get(severity) ?? "medium",
      severityWord: severity,
      message,
      units: [check],
    };
    const { name } = crateOf(fields);
    if (name !== "") finding.package = name;
    const spans = listOf(at(fields, "labels")).map((label) => textOf(at(label, "span")) ?? "");
    finding.source = excerpt([name, ...spans].join("\n")) || message;
    const notes = textsOf(at(fields, "notes"));
    if (notes.length > 0) finding.detail = excerpt(notes.join("\n"));
    this.sink.observe(finding);
  }

  private audits(): { part: Part; findings: Findings } {
    if (!this.audit) {
      const part = this.sink.part("audit", CUT, { units: ["Cargo.lock"] });
      this.audit = { part, findings: new Findings(part) };
    }
    return this.audit;
  }

  private lints(): Part {
    this.lint ??= this.sink.part("lint", CUT, { owners: [OWNER] });
    return this.lint;
  }
}

const SEVERITIES: ReadonlyMap<string, Severity> = new Map<string, Severity>([
  ["bug", "high"],
  ["error", "high"],
  ["warning", "medium"],
]);

/** The crate it is about: the root of its graph, else the first words of the lockfile's line. */
function crateOf(fields: unknown): { name: string; version: string | undefined } {
  const graph = listOf(at(fields, "graphs"))[0];
  const name = textOf(at(graph, "Krate", "name")) ?? textOf(at(graph, "Feature", "crate_name"));
  if (name !== undefined) return { name, version: textOf(at(graph, "Krate", "version")) };
  const span = textOf(at(listOf(at(fields, "labels"))[0], "span")) ?? "";
  const [, crate = "", version] = /^([\w-]{1,200}) (\d[\w.+-]{0,200})(?: |$)/.exec(span) ?? [];
  return { name: crate, version };
}

function noteOf(fields: unknown, beginning: string): string | undefined {
  return textsOf(at(fields, "notes"))
    .find((note) => note.startsWith(beginning))
    ?.slice(beginning.length);
}

/** `Solution: Upgrade to >=1.2 OR >=2.0 (try …)` → the versions. */
function solutionOf(fields: unknown): string[] {
  const solution = noteOf(fields, "Solution: Upgrade to ");
  return solution === undefined ? [] : (solution.split(" (", 1)[0] ?? "").split(" OR ");
}
