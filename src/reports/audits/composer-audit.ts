/**
 * `composer audit --format=json`: advisories by package, and packages that nobody maintains any more. PHP writes an
 * empty map as a list, and a map whose first members were taken out with their numbers for keys.
 * Source: composer 2.9, src/Composer/Advisory/Auditor.php, SecurityAdvisory.php.
 */
import type { JsonFormat, Sink } from "../format.ts";
import { at, listOf, objectOf, textOf } from "../values.ts";
import { Findings, firstLine, idOfUrl } from "./findings.ts";

export const composerAudit: JsonFormat = {
  shape: "json",
  name: "composer-audit",
  kinds: ["audit"],
  tool: "composer audit",
  docs: {
    command: "composer audit --format=json --locked > audit.json",
    proof: "the document has `advisories`, and no repository was unreachable",
    source: "composer 2.9, src/Composer/Advisory/Auditor.php",
    example:
      '{"advisories":{"symfony/http-kernel":[{"advisoryId":"PKSA-…","cve":"CVE-2022-24894",…}]},"abandoned":{"swift/mailer":"symfony/mailer"}}',
  },
  is: (document) => {
    const advisories = at(document, "advisories");
    if (typeof advisories !== "object" || advisories === null || at(document, "metadata") !== undefined) return false;
    if (Array.isArray(advisories)) return advisories.length === 0;
    const abandoned = at(document, "abandoned");
    if (typeof abandoned === "object" && abandoned !== null) return true;
    const [first] = Object.values(advisories);
    return typeof at(members(first)[0], "advisoryId") === "string";
  },
  read: (document, sink) => readAudit(document, sink),
};

function members(value: unknown): readonly unknown[] {
  return typeof value === "object" && value !== null ? Object.values(value) : [];
}

function entries(value: unknown): [string, unknown][] {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
}

function readAudit(document: unknown, sink: Sink): void {
  const part = sink.part("audit", "its list of advisories is not whole", { units: ["composer audit"] });
  const findings = new Findings(part);
  for (const [name, list] of entries(at(document, "advisories"))) for (const advisory of members(list)) add(findings, name, advisory);
  const ignored = new Set<string>();
  for (const [name, list] of entries(at(document, "ignored-advisories"))) {
    for (const advisory of members(list)) {
      ignored.add(`ignore:${textOf(at(advisory, "advisoryId")) ?? name}`);
      add(findings, name, advisory, textOf(at(advisory, "ignoreReason")) ?? "ignored");
    }
  }
  for (const [name, instead] of entries(at(document, "abandoned"))) addAbandoned(findings, name, instead);
  if (ignored.size > 0) part.extent.filters = [...ignored].sort();
  findings.observe(sink);
  if (typeof at(document, "advisories") !== "object") return;
  findings.settle();
  const unreachable = listOf(at(document, "unreachable-repositories"));
  if (unreachable.length > 0 && part.state === "whole") {
    part.state = "partial";
    part.reason = `a repository could not be reached: ${firstLine(textOf(unreachable[0]) ?? "")}`;
  }
}

function add(findings: Findings, name: string, document: unknown, because?: string): void {
  const a = objectOf<"advisoryId" | "packageName" | "cve" | "sources" | "title" | "severity" | "link">(document);
  const sources = members(a.sources).map((source) => idOfUrl(textOf(at(source, "remoteId")) ?? "") ?? "");
  findings.add({
    ecosystem: "php",
    package: textOf(a.packageName) || name,
    id: textOf(a.advisoryId) || (textOf(a.cve) ?? ""),
    ...(because === undefined ? {} : { outcome: "skipped", message: because }),
    aliases: [textOf(a.cve) ?? "", ...sources],
    title: textOf(a.title),
    severity: textOf(a.severity),
    url: textOf(a.link),
  });
}

function addAbandoned(findings: Findings, name: string, instead: unknown): void {
  const better = textOf(instead);
  const title = `${name} is abandoned${better ? `, use ${better} instead` : ""}`;
  findings.add({ ecosystem: "php", package: name, id: "abandoned", title, category: "unmaintained" });
}
