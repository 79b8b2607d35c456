/**
 * `npm audit --json` of npm 7 and newer: a map of vulnerable packages. What stands under `via` as an object is an
 * advisory; a text names another vulnerable package and is no finding of its own.
 * Source: @npmcli/arborist, lib/audit-report.js and vuln.js; npm-audit-report.
 *
 * A scan that fails writes JSON too, with an `error`, and exits like one that found something: it is told apart here
 * and never counts as clean. `--audit-level` only changes the exit status; `--omit` leaves no trace.
 */
import type { JsonFormat, Sink } from "../format.ts";
import { at, listOf, numberOf, objectOf, textOf } from "../values.ts";
import { Findings, idOfUrl, npmNumber } from "./findings.ts";
import { refuse, saysFailed } from "./npm-failure.ts";

export const npmAudit: JsonFormat = {
  shape: "json",
  name: "npm-audit",
  kinds: ["audit"],
  tool: "npm audit",
  docs: {
    command: "npm audit --json > audit.json",
    proof: "the document has `auditReportVersion`, no `error`, and its total is the number of packages it lists",
    source: "@npmcli/arborist, lib/audit-report.js (npm 7 to 11)",
    example: '{"auditReportVersion":2,"vulnerabilities":{"lodash":{"name":"lodash","severity":"high","via":[{…}]}},"metadata":{…}}',
  },
  is: (document) =>
    (numberOf(at(document, "auditReportVersion")) !== undefined && typeof at(document, "vulnerabilities") === "object") ||
    saysFailed(document),
  read: (document, sink) => readAudit(document, sink),
};

function readAudit(document: unknown, sink: Sink): void {
  const part = sink.part("audit", "its list of vulnerabilities is not whole", { units: ["npm audit"] });
  const packages = at(document, "vulnerabilities");
  if (at(document, "error") !== undefined || typeof packages !== "object" || packages === null || Array.isArray(packages)) {
    refuse(document, part, sink);
    return;
  }
  const findings = new Findings(part);
  const entries = Object.entries(packages);
  for (const [name, vulnerability] of entries) {
    const fix = at(vulnerability, "fixAvailable");
    for (const via of listOf(at(vulnerability, "via"))) if (typeof via !== "string") addAdvisory(findings, name, via, fix);
  }
  findings.observe(sink);
  const total = numberOf(at(document, "metadata", "vulnerabilities", "total"));
  if (total !== undefined && total !== entries.length) {
    part.reason = `it counts ${total} vulnerable packages and lists ${entries.length}`;
    sink.problem("E_REPORT_MALFORMED", part.reason);
  } else findings.settle();
}

function addAdvisory(findings: Findings, vulnerable: string, via: unknown, fix: unknown): void {
  const advisory = objectOf<"name" | "source" | "title" | "url" | "severity" | "cvss">(via);
  const url = textOf(advisory.url);
  const name = textOf(advisory.name) || vulnerable;
  // The number changes from day to day; it only serves where a registry of one's own gives nothing better.
  const source = npmNumber(advisory.source);
  findings.add({
    ecosystem: "npm",
    package: name,
    id: (url && idOfUrl(url)) || source,
    title: textOf(advisory.title),
    severity: textOf(advisory.severity),
    cvss: numberOf(at(advisory.cvss, "score")),
    url,
    fixed: textOf(at(fix, "name")) === name ? [textOf(at(fix, "version")) ?? ""] : [],
  });
}
