/**
 * `bundle-audit check --format json`: gems with a known vulnerability, and sources without encryption.
 * Source: bundler-audit 0.9, lib/bundler/audit/report.rb, advisory.rb, results/*.rb. Ignored advisories leave no trace.
 */
import type { JsonFormat, Sink } from "../format.ts";
import { at, listOf, numberOf, objectOf, textOf, textsOf } from "../values.ts";
import { Findings } from "./findings.ts";

export const bundlerAudit: JsonFormat = {
  shape: "json",
  name: "bundler-audit",
  aliases: ["bundle-audit"],
  kinds: ["audit"],
  tool: "bundle-audit",
  docs: {
    command: "bundle-audit check --update --format json --output audit.json",
    proof: "the document with its version, its time and its list of results",
    source: "bundler-audit 0.9, lib/bundler/audit/report.rb",
    example:
      '{"version":"0.9.2","created_at":"…","results":[{"type":"unpatched_gem","gem":{"name":"rack",…},"advisory":{"id":"CVE-…",…}}]}',
  },
  is: (document) =>
    Array.isArray(at(document, "results")) &&
    typeof at(document, "version") === "string" &&
    typeof at(document, "created_at") === "string" &&
    at(document, "errors") === undefined,
  read: (document, sink) => readReport(document, sink),
};

function readReport(document: unknown, sink: Sink): void {
  const part = sink.part("audit", "its list of results is not whole", { units: ["bundle-audit"] });
  const findings = new Findings(part);
  for (const result of listOf(at(document, "results"))) {
    const type = (textOf(at(result, "type")) ?? "").toLowerCase().replaceAll("_", "");
    if (type === "insecuresource") addSource(findings, textOf(at(result, "source")) ?? "");
    else addGem(findings, at(result, "gem"), at(result, "advisory"));
  }
  findings.observe(sink);
  if (Array.isArray(at(document, "results"))) findings.settle();
}

function addSource(findings: Findings, source: string): void {
  const title = `Gems come from ${source} without encryption`;
  findings.add({ ecosystem: "ruby", package: source, id: "insecure-source", title, category: "insecure source" });
}

function addGem(findings: Findings, gem: unknown, document: unknown): void {
  const a = objectOf<
    | "id"
    | "cve"
    | "ghsa"
    | "osvdb"
    | "title"
    | "description"
    | "criticality"
    | "cvss_v4"
    | "cvss_v3"
    | "cvss_v2"
    | "url"
    | "patched_versions"
  >(document);
  const ids = [
    ["CVE", a.cve],
    ["GHSA", a.ghsa],
    ["OSVDB", a.osvdb],
  ].map(([scheme, id]) => (typeof id === "string" || typeof id === "number" ? `${scheme}-${id}` : ""));
  findings.add({
    ecosystem: "ruby",
    package: textOf(at(gem, "name")) ?? "",
    id: textOf(a.id) || (ids.find((id) => id !== "") ?? ""),
    version: textOf(at(gem, "version")) ?? textOf(at(gem, "version", "version")),
    aliases: ids,
    title: textOf(a.title),
    description: textOf(a.description),
    severity: textOf(a.criticality),
    cvss: numberOf(a.cvss_v4) ?? numberOf(a.cvss_v3) ?? numberOf(a.cvss_v2),
    fixed: textsOf(a.patched_versions),
    url: textOf(a.url),
  });
}
