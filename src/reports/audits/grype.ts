/**
 * `grype … -o json`: matches of packages and vulnerabilities. A GitHub advisory has its CVEs among what is related.
 * What was ignored stands apart, with the rules that did it. A scan that fails writes nothing.
 * Source: anchore/grype 0.100, grype/presenter/models.
 */
import type { JsonFormat, ReadContext, Sink } from "../format.ts";
import { at, listOf, numberOf, textOf, textsOf } from "../values.ts";
import { ecosystemOf, packageUrlOf } from "./ecosystems.ts";
import { Findings, imageName } from "./findings.ts";

export const grype: JsonFormat = {
  shape: "json",
  name: "grype",
  kinds: ["audit"],
  tool: "grype",
  docs: {
    command: "grype dir:. -o json > grype.json",
    proof: "the document has its list of matches and names grype as its writer",
    source: "grype 0.100, grype/presenter/models/document.go",
    example:
      '{"matches":[{"vulnerability":{"id":"GHSA-…","severity":"High"},"artifact":{"name":"lodash",…}}],"descriptor":{"name":"grype"}}',
  },
  is: (document) => {
    const matches = at(document, "matches");
    if (at(document, "descriptor", "name") === "grype") return matches !== undefined;
    // A document that went through a filter may hold the matches alone.
    const [first] = listOf(matches);
    return Array.isArray(at(first, "matchDetails")) && typeof at(first, "artifact", "name") === "string";
  },
  read: (document, sink, context) => readScan(document, sink, context),
};

interface Scan {
  /** Name of the distribution, where there is one. */
  distro: string;
  /** The folder that was scanned, where it was one. */
  folder: string | undefined;
}

function readScan(document: unknown, sink: Sink, context: ReadContext): void {
  const part = sink.part("audit", "its list of matches is not whole", { units: [unitOf(at(document, "source"), context)] });
  const findings = new Findings(part);
  const source = at(document, "source");
  const folder = at(source, "type") === "directory" ? textOf(at(source, "target")) : undefined;
  const scan: Scan = { distro: textOf(at(document, "distro", "name")) ?? "", folder };
  for (const match of listOf(at(document, "matches"))) add(findings, match, scan, context);
  const filters = new Set<string>();
  if (at(document, "descriptor", "configuration", "only-fixed") === true) filters.add("only-fixed");
  for (const match of listOf(at(document, "ignoredMatches"))) {
    const id = textOf(at(match, "vulnerability", "id"));
    if (id !== undefined) filters.add(`ignore:${id}`);
    add(findings, match, scan, context, "ignored");
  }
  if (filters.size > 0) part.extent.filters = [...filters].sort();
  findings.observe(sink);
  if (Array.isArray(at(document, "matches"))) {
    findings.settle();
    if (at(document, "descriptor") === undefined && part.state === "whole") {
      part.state = "partial";
      part.reason = "grype's own words are cut out of it, and matches may be as well";
    }
  } else sink.problem("E_REPORT_MALFORMED", "it holds no list of matches");
}

/** What was scanned: an image without its tag, or a folder or file. */
function unitOf(source: unknown, context: ReadContext): string {
  const target = at(source, "target");
  if (typeof target === "string" && target !== "" && target !== "unknown") return context.path(target);
  return imageName(textOf(at(target, "userInput")) ?? "") || "grype";
}

function add(findings: Findings, match: unknown, scan: Scan, context: ReadContext, ignored?: string): void {
  const vulnerability = at(match, "vulnerability");
  const artifact = at(match, "artifact");
  const purl = packageUrlOf(textOf(at(artifact, "purl")) ?? "");
  const type = textOf(at(artifact, "type")) || (textOf(at(artifact, "language")) ?? "");
  const isSystem = type === "deb" || type === "rpm" || type === "apk";
  const related = listOf(at(match, "relatedVulnerabilities"));
  const words = related.map((other) => textOf(at(other, "description"))).filter((text) => text);
  findings.add({
    ecosystem: purl?.ecosystem ?? ecosystemOf(isSystem && scan.distro !== "" ? scan.distro : type),
    package: purl?.name ?? textOf(at(artifact, "name")) ?? "",
    id: textOf(at(vulnerability, "id")) ?? "",
    ...(ignored === undefined ? {} : { outcome: "skipped", message: ignored }),
    version: textOf(at(artifact, "version")),
    aliases: related.map((other) => textOf(at(other, "id")) ?? ""),
    description: textOf(at(vulnerability, "description")) || words[0],
    severity: textOf(at(vulnerability, "severity")),
    cvss: numberOf(at(listOf(at(vulnerability, "cvss"))[0], "metrics", "baseScore")),
    fixed: textsOf(at(vulnerability, "fix", "versions")),
    url: textOf(at(vulnerability, "dataSource")),
    file: placeOf(artifact, scan.folder, context),
  });
}

/** Where the package is listed, by its path in the folder that was scanned; in an image there is no such file of ours. */
function placeOf(artifact: unknown, folder: string | undefined, context: ReadContext): string | undefined {
  const path = textOf(at(listOf(at(artifact, "locations"))[0], "path"));
  return path === undefined || folder === undefined ? undefined : context.path(`${folder.replace(/\/$/, "")}/${path.replace(/^\//, "")}`);
}
