/**
 * An advisory as the registry's first audit endpoint wrote it: npm 6, yarn 1 and yarn 2 hand it through, pnpm still
 * writes it. Source: pnpm, deps/compliance/audit/src/types.ts; npm/npm-audit-report, test fixtures.
 */
import { at, listOf, numberOf, objectOf, textOf, textsOf } from "../values.ts";
import { type Findings, idOfUrl, npmNumber } from "./findings.ts";

export function addAdvisory(findings: Findings, document: unknown): void {
  const advisory = objectOf<
    | "module_name"
    | "github_advisory_id"
    | "id"
    | "cves"
    | "findings"
    | "patched_versions"
    | "title"
    | "severity"
    | "cvss"
    | "url"
    | "overview"
  >(document);
  const url = textOf(advisory.url);
  const cves = textsOf(advisory.cves);
  const id = textOf(advisory.github_advisory_id) || (url && idOfUrl(url)) || cves[0] || npmNumber(advisory.id);
  // `<0.0.0` is how the registry says that no version holds a fix.
  const patched = textOf(advisory.patched_versions) ?? "";
  const finding = {
    ecosystem: "npm",
    package: textOf(advisory.module_name) ?? "",
    id,
    aliases: cves,
    title: textOf(advisory.title),
    severity: textOf(advisory.severity),
    cvss: numberOf(at(advisory.cvss, "score")),
    fixed: patched === "<0.0.0" ? [] : [patched],
    url,
    description: textOf(advisory.overview),
  };
  const versions = listOf(advisory.findings).map((place) => textOf(at(place, "version")));
  if (versions.length === 0) findings.add(finding);
  for (const version of versions) findings.add({ ...finding, version });
}
