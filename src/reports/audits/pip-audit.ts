/**
 * `pip-audit --format json`: every dependency with what is known of it. One that could not be audited says why instead
 * and counts as looked at by nobody: nothing that was known of it may close.
 * Source: pip-audit 2.9, pip_audit/_format/json.py; before 2.5 the list of dependencies was the whole document.
 */
import type { JsonFormat, Sink } from "../format.ts";
import { at, listOf, objectOf, textOf, textsOf } from "../values.ts";
import { Findings } from "./findings.ts";

export const pipAudit: JsonFormat = {
  shape: "json",
  name: "pip-audit",
  kinds: ["audit"],
  tool: "pip-audit",
  docs: {
    command: "pip-audit --format json --output audit.json --aliases --desc",
    proof: "the document lists the dependencies that were looked up",
    source: "pip-audit 2.9, pip_audit/_format/json.py",
    example: '{"dependencies":[{"name":"flask","version":"0.5","vulns":[{"id":"PYSEC-2019-179","fix_versions":["1.0"],…}]}],"fixes":[]}',
  },
  is: (document) => {
    if (Array.isArray(document)) return isDependency(document[0]);
    const dependencies = at(document, "dependencies");
    return (
      Array.isArray(dependencies) && (isDependency(dependencies[0]) || (dependencies.length === 0 && Array.isArray(at(document, "fixes"))))
    );
  },
  read: (document, sink) => readAudit(document, sink),
};

function isDependency(value: unknown): boolean {
  return typeof at(value, "name") === "string" && (Array.isArray(at(value, "vulns")) || typeof at(value, "skip_reason") === "string");
}

function readAudit(document: unknown, sink: Sink): void {
  const part = sink.part("audit", "its list of dependencies is not whole", { units: ["pip-audit"] });
  const findings = new Findings(part);
  const dependencies = listOf(Array.isArray(document) ? document : at(document, "dependencies"));
  const skipped: string[] = [];
  for (const dependency of dependencies) {
    const name = textOf(at(dependency, "name")) ?? "";
    if (at(dependency, "skip_reason") !== undefined) skipped.push(`skipped:${name}`);
    else for (const vulnerability of listOf(at(dependency, "vulns"))) add(findings, name, dependency, vulnerability);
  }
  findings.observe(sink);
  if (skipped.length > 0) part.extent.filters = [...new Set(skipped)].sort();
  if (dependencies.length > skipped.length) findings.settle();
  else part.reason = dependencies.length === 0 ? "it lists no dependencies" : "every dependency was skipped";
}

function add(findings: Findings, name: string, dependency: unknown, vulnerability: unknown): void {
  const { id, aliases, fix_versions, description } = objectOf<"id" | "aliases" | "fix_versions" | "description">(vulnerability);
  const advisory = textOf(id) ?? "";
  findings.add({
    ecosystem: "python",
    package: name,
    id: advisory,
    version: textOf(at(dependency, "version")),
    aliases: textsOf(aliases),
    fixed: textsOf(fix_versions),
    description: textOf(description),
    ...(advisory === "" ? {} : { url: `https://osv.dev/vulnerability/${advisory}` }),
  });
}
