/**
 * `pnpm audit --json`: the advisories by number. `yarn npm audit --json` of yarn 2 and 3 hands on the registry's answer
 * in the same shape, and so did npm 6, whose reports have a `runId`.
 * Source: pnpm 12, pnpm/crates/cli/src/cli_args/audit; pnpm 6 to 11, deps/compliance/audit; npm 6, lib/audit.js.
 */
import type { JsonFormat, Sink } from "../format.ts";
import { at, numberOf, textOf } from "../values.ts";
import { Findings } from "./findings.ts";
import { addAdvisory } from "./npm-advisory.ts";
import { refuse } from "./npm-failure.ts";

const DOCS = {
  proof: "the document has `advisories` and `metadata` and no `error`",
  example: '{"advisories":{"1096470":{"module_name":"qs","severity":"high","github_advisory_id":"GHSA-hrpp-h998-j3pp",…}},"metadata":{…}}',
};

export const pnpmAudit: JsonFormat = {
  shape: "json",
  name: "pnpm-audit",
  kinds: ["audit"],
  tool: "pnpm audit",
  docs: { ...DOCS, command: "pnpm audit --json > audit.json", source: "pnpm 12, crates/cli/src/cli_args/audit; pnpm 6 to 11" },
  is: (document) => (isReport(document) && !isNpm(document)) || (textOf(at(document, "error", "code")) ?? "").startsWith("ERR_PNPM_"),
  read: (document, sink) => readAdvisories(document, "pnpm audit", sink),
};

export const npm6Audit: JsonFormat = {
  shape: "json",
  name: "npm6-audit",
  kinds: ["audit"],
  tool: "npm audit",
  docs: { ...DOCS, command: "npm audit --json > audit.json (npm 6)", source: "npm 6, lib/audit.js; npm-audit-report 1" },
  is: (document) => isReport(document) && isNpm(document),
  read: (document, sink) => readAdvisories(document, "npm audit", sink),
};

function isReport(document: unknown): boolean {
  const advisories = at(document, "advisories");
  return typeof advisories === "object" && advisories !== null && typeof at(document, "metadata", "vulnerabilities") === "object";
}

function isNpm(document: unknown): boolean {
  return typeof at(document, "runId") === "string";
}

function readAdvisories(document: unknown, tool: string, sink: Sink): void {
  const part = sink.part("audit", "its list of advisories is not whole", { units: [tool] });
  const advisories = at(document, "advisories");
  if (at(document, "error") !== undefined || !isReport(document) || typeof advisories !== "object" || advisories === null) {
    refuse(document, part, sink);
    return;
  }
  const findings = new Findings(part);
  const list = Object.values(advisories);
  for (const advisory of list) addAdvisory(findings, advisory);
  findings.observe(sink);
  // Of advisories that pnpm was told to ignore only the counts are left.
  const counted = isNpm(document) ? countOf(at(document, "metadata", "vulnerabilities")) : 0;
  if (counted > 0 && list.length === 0) {
    part.reason = `it counts ${counted} vulnerabilities and lists none`;
    sink.problem("E_REPORT_MALFORMED", part.reason);
  } else findings.settle();
}

function countOf(counts: unknown): number {
  return ["info", "low", "moderate", "high", "critical"].reduce((sum, word) => sum + (numberOf(at(counts, word)) ?? 0), 0);
}
