/**
 * `osv-scanner scan --format json` (1 and 2): lockfiles, in them packages, in them groups of ids that are one advisory.
 * Only what is vulnerable is listed, so the report is one whole, not one a lockfile. A failed scan writes nothing.
 * Source: google/osv-scanner 2, pkg/models/results.go.
 */
import type { LintObservation, Part } from "../../model.ts";
import type { JsonFormat, ReadContext, Sink } from "../format.ts";
import { at, listOf, textOf, textsOf } from "../values.ts";
import { severityOfScore } from "./cvss.ts";
import { ecosystemOf } from "./ecosystems.ts";
import { Findings, severityOfWord } from "./findings.ts";

export const osvScanner: JsonFormat = {
  shape: "json",
  name: "osv-scanner",
  aliases: ["osv"],
  kinds: ["audit", "lint"],
  tool: "osv-scanner",
  docs: {
    command: "osv-scanner scan --format json --output osv.json .",
    proof: "the document; a scan that fails or finds no packages writes none",
    source: "osv-scanner 2, pkg/models/results.go",
    example: '{"results":[{"source":{"path":"go.mod","type":"lockfile"},"packages":[{"package":{…},"vulnerabilities":[…],"groups":[…]}]}]}',
  },
  is: (document) => {
    const results = at(document, "results");
    if (Array.isArray(results) && results.length > 0)
      return typeof at(results[0], "source", "path") === "string" && Array.isArray(at(results[0], "packages"));
    return (results === null || Array.isArray(results)) && typeof at(document, "experimental_config") === "object";
  },
  read: (document, sink, context) => readScan(document, sink, context),
};

const TOOL = "osv-scanner";

function readScan(document: unknown, sink: Sink, context: ReadContext): void {
  const part = sink.part("audit", "its results are not whole", { units: [TOOL] });
  const findings = new Findings(part);
  // Licences are only looked at where some are allowed.
  const allowed = textsOf(at(document, "experimental_config", "licenses", "allowlist"));
  const lint = allowed.length > 0 ? sink.part("lint", "its results are not whole", { units: [TOOL], owners: [TOOL] }) : undefined;
  for (const result of listOf(at(document, "results"))) {
    const path = textOf(at(result, "source", "path"));
    const file = path === undefined ? undefined : context.path(path);
    for (const found of listOf(at(result, "packages"))) {
      addPackage(findings, found, file);
      if (lint) for (const license of textsOf(at(found, "license_violations"))) sink.observe(licenseOf(lint, found, license, file));
    }
  }
  findings.observe(sink);
  if (!Array.isArray(at(document, "results")) && at(document, "results") !== null) return;
  findings.settle();
  if (lint) {
    lint.state = "whole";
    delete lint.reason;
  }
}

function addPackage(findings: Findings, found: unknown, file: string | undefined): void {
  const info = at(found, "package");
  const name = textOf(at(info, "name")) || (textOf(at(info, "commit")) ?? "");
  const ecosystem = ecosystemOf(textOf(at(info, "ecosystem")) || "git");
  const version = textOf(at(info, "version")) || textOf(at(info, "commit"));
  const vulnerabilities = new Map(listOf(at(found, "vulnerabilities")).map((v) => [textOf(at(v, "id")) ?? "", v]));
  const groups = listOf(at(found, "groups"));
  const grouped = new Set(groups.flatMap((group) => textsOf(at(group, "ids"))));
  const alone = [...vulnerabilities.keys()].filter((id) => !grouped.has(id)).map((id) => ({ ids: [id] }));
  for (const group of [...groups, ...alone]) {
    const ids = textsOf(at(group, "ids"));
    const members = ids.map((id) => vulnerabilities.get(id)).filter((member) => member !== undefined);
    const [first] = members;
    const withdrawn = members.map((member) => textOf(at(member, "withdrawn"))).find((date) => date !== undefined);
    const idle = notCounted(at(group, "experimentalAnalysis") ?? at(group, "experimental_analysis"));
    const because = withdrawn === undefined ? idle : `withdrawn on ${withdrawn}`;
    findings.add({
      ecosystem,
      package: name,
      id: ids[0] ?? "",
      ...(because === undefined ? {} : { outcome: "skipped", message: because }),
      version,
      aliases: [...ids.slice(1), ...textsOf(at(group, "aliases")), ...members.flatMap((member) => textsOf(at(member, "aliases")))],
      title: members.map((member) => textOf(at(member, "summary"))).find((summary) => summary),
      description: textOf(at(first, "details")),
      ...badnessOf(at(group, "max_severity"), members),
      fixed: [...new Set(members.flatMap((member) => fixedIn(member, textOf(at(info, "name")) ?? "")))],
      url: ids[0] === undefined ? undefined : `https://osv.dev/${ids[0]}`,
      category: textOf(at(listOf(at(first, "affected"))[0], "database_specific", "informational")) || "vulnerability",
      file,
    });
  }
}

/** Why an advisory does not count: a call analysis that reached nothing (`called`), or a distribution's own verdict. */
function notCounted(analysis: unknown): string | undefined {
  if (typeof analysis !== "object" || analysis === null) return undefined;
  const verdicts = Object.values(analysis);
  if (verdicts.length > 0 && verdicts.every((verdict) => at(verdict, "called") === false)) return "not called";
  return verdicts.some((verdict) => at(verdict, "unimportant") === true) ? "unimportant to its distribution" : undefined;
}

function badnessOf(worst: unknown, members: readonly unknown[]): { severity?: string; cvss?: number | string } {
  const score = Number(textOf(worst) || Number.NaN);
  if (Number.isFinite(score)) return severityOfScore(score) === "none" ? {} : { cvss: score };
  for (const member of members) {
    const word = textOf(at(member, "database_specific", "severity"));
    if (word !== undefined && severityOfWord(word) !== undefined) return { severity: word };
    for (const rating of listOf(at(member, "severity"))) {
      const vector = textOf(at(rating, "score"));
      if (vector?.startsWith("CVSS:")) return { cvss: vector };
    }
  }
  return {};
}

/** Versions with the fix, from the ranges of the package itself. */
function fixedIn(member: unknown, name: string): string[] {
  const versions: string[] = [];
  for (const affected of listOf(at(member, "affected"))) {
    if (textOf(at(affected, "package", "name")) !== name) continue;
    for (const range of listOf(at(affected, "ranges"))) {
      if (at(range, "type") === "GIT") continue;
      for (const event of listOf(at(range, "events"))) {
        const version = textOf(at(event, "fixed"));
        if (version !== undefined) versions.push(version);
      }
    }
  }
  return versions;
}

function licenseOf(part: Part, found: unknown, license: string, file: string | undefined): LintObservation {
  const name = textOf(at(found, "package", "name")) ?? "";
  const version = textOf(at(found, "package", "version")) ?? "";
  const observation: LintObservation = {
    kind: "lint",
    outcome: "failed",
    part,
    owner: TOOL,
    name: "license",
    severity: "medium",
    message: `${name} ${version} has the licence ${license}, which is not allowed`,
    package: name,
    source: `${name} ${license}`,
    units: [TOOL],
  };
  if (file !== undefined) observation.file = file;
  return observation;
}
