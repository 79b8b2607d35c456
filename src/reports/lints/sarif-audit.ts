/**
 * Results of audit tools in SARIF. The format has no field for a package, so each tool says in its own way which one it
 * is; where none is named, the file stands for it. Severity is the CVSS score where the rule has one.
 * Sources: cargo-audit 0.22 src/sarif.rs; cargo-deny src/sarif/collector.rs; trivy 0.69 pkg/report/sarif.go; grype
 * presenter/sarif; osv-scanner 2 internal/output/sarif.go; govulncheck internal/sarif; snyk cli open-source-sarif-output.ts;
 * dependency-check sarifReport.vsl.
 */
import { ecosystemOf, type PackageUrl, packageUrlOf } from "../audits/ecosystems.ts";
import type { Finding } from "../audits/findings.ts";
import { at, listOf, numberOf, textOf, textsOf } from "../values.ts";

/** Ids of advisories, wherever they stand in a text. */
const ADVISORY =
  /\b(?:CVE-\d{4}-\d{4,10}|GHSA(?:-[0-9a-z]{4}){3}|RUSTSEC-\d{4}-\d{4}|GO-\d{4}-\d{4,6}|PYSEC-\d{4}-\d{1,6}|OSV-\d{4}-\d{1,6}|MAL-\d{4}-\d{1,8}|SNYK-[A-Z]{2,20}-[A-Z0-9]{1,60}-\d{1,12}|BDSA-\d{4}-\d{4,6}|(?:DSA|DLA|USN|ALAS|ELSA|RLSA|RHSA)-[\d:.-]{4,20}\d)/i;

/** Tools that look for advisories in packages, by their plain names. */
export const AUDITORS: ReadonlySet<string> = new Set([
  "cargo-audit",
  "cargo-deny",
  "dependency-check",
  "govulncheck",
  "grype",
  "npm-audit",
  "osv-scanner",
  "pip-audit",
  "snyk",
  "snyk-container",
  "trivy",
]);

/** Those of them that look for nothing else. */
const ALWAYS = new Set(["cargo-audit", "dependency-check", "govulncheck", "grype", "npm-audit", "osv-scanner", "pip-audit"]);

/** What a result says, in all the places where audit tools put it. */
export interface SarifFacts {
  tool: string;
  id: string;
  rule: unknown;
  result: unknown;
  message: string;
  level: string;
  file: string | undefined;
  line: number | undefined;
}

/** Whether a result is of an advisory, as opposed to a rule. */
export function isAdvisory({ tool, id, rule, result }: SarifFacts): boolean {
  if (tool === "cargo-deny") return advisoryOfDeny(result) !== undefined || id === "a:yanked";
  if (ALWAYS.has(tool)) return true;
  if (AUDITORS.has(tool)) return ADVISORY.test(id.slice(0, 200));
  if (ADVISORY.exec(id.slice(0, 200))?.index !== 0) return false;
  return textsOf(at(rule, "properties", "tags")).some((tag) => /security|vulnerab/i.test(tag));
}

/** The finding of an advisory in a package. */
export function auditOf(facts: SarifFacts): Finding {
  const { tool, rule, message, level, file, line } = facts;
  const id = idOf(facts);
  const named = packageOf(facts);
  const finding: Finding = {
    ecosystem: named.ecosystem ?? ecosystemOfId(id) ?? ecosystemOfFile(file),
    package: named.name || (file ?? tool),
    id,
    version: named.version,
    aliases: aliasesOf(facts, id),
    title: titleOf(rule, id) || message,
    description: textOf(at(rule, "fullDescription", "text")) || message,
    url: textOf(at(rule, "helpUri")) ?? (id.startsWith("RUSTSEC-") ? `https://rustsec.org/advisories/${id}` : undefined),
    file,
    line,
    ...severityOf(message, rule, level),
  };
  const fixed = /^Fixed Version: (.{1,200})$/m.exec(message.slice(0, 5_000))?.[1];
  if (fixed !== undefined) finding.fixed = fixed.split(/, ?/);
  const category = categoryOf(facts);
  if (category !== undefined) finding.category = category;
  // A module that is required or imported, but not called, is not affected.
  if (tool === "govulncheck" && level !== "error") finding.outcome = "skipped";
  return finding;
}

function idOf({ tool, id, result }: SarifFacts): string {
  if (tool === "cargo-deny") return advisoryOfDeny(result) ?? "yanked";
  return ADVISORY.exec(id.slice(0, 200))?.[0] ?? id;
}

function advisoryOfDeny(result: unknown): string | undefined {
  return textOf(at(result, "partialFingerprints", "cargo-deny/advisory-id"));
}

interface Named {
  name: string;
  version?: string | undefined;
  ecosystem?: string | undefined;
}

function packageOf(facts: SarifFacts): Named {
  const { tool, rule, result, message } = facts;
  const purl = purlOf(rule, result);
  if (purl) return purl;
  const text = message.slice(0, 5_000);
  switch (tool) {
    case "cargo-audit": {
      const [, name = "", version] = /^(\S{1,200}) (\S{1,100}) (?:is vulnerable to|has an? )/.exec(text) ?? [];
      return { name, version, ecosystem: "rust" };
    }
    case "cargo-deny": {
      const [, name = "", version] =
        /(?:^|#)([^#@]{1,200})@([^@]{1,100})$/.exec(textOf(at(result, "partialFingerprints", "cargo-deny/krate")) ?? "") ?? [];
      return { name, version, ecosystem: "rust" };
    }
    case "govulncheck":
      return moduleOf(result, text);
    case "grype": {
      const [, type, name, version] = / in (\S{1,50}) package: (\S{1,200}), version (\S{1,100}) was found/.exec(text) ?? [];
      // Every rule of grype's ends in its package.
      const { id } = facts;
      return { name: name ?? id.slice(idOf(facts).length + 1), version, ecosystem: type === undefined ? undefined : ecosystemOf(type) };
    }
    case "osv-scanner": {
      const [, name = "", version] = /^Package '([^']{1,200}?)(?:@([^@']{0,100}))?' is vulnerable/.exec(text) ?? [];
      return { name, version };
    }
    case "snyk":
    case "snyk-container": {
      const [, name = "", version] =
        /(?:^|\) )(\S{1,200})@(\S{1,100})$/.exec((textOf(at(rule, "fullDescription", "text")) ?? "").slice(0, 2_000)) ?? [];
      return { name, version, ecosystem: ecosystemOfTags(rule) };
    }
    default: {
      const [, name = ""] = /^Package: (\S{1,200})$/m.exec(text) ?? [];
      const [, version] = /^Installed Version: (\S{1,100})$/m.exec(text) ?? [];
      return { name, version };
    }
  }
}

function purlOf(rule: unknown, result: unknown): PackageUrl | undefined {
  const [first] = textsOf(at(rule, "properties", "purls"));
  const [location] = listOf(at(result, "locations"));
  const logical = textOf(at(listOf(at(location, "logicalLocations"))[0], "fullyQualifiedName"));
  return packageUrlOf(first ?? logical ?? textOf(at(result, "properties", "purl")) ?? "");
}

/** Module of a vulnerable function: its frame is the last of a stack; else the only name in the message. */
function moduleOf(result: unknown, message: string): Named {
  const frames = listOf(at(listOf(at(result, "stacks"))[0], "frames"));
  const [, module, version] = /^(.{1,300})@([^@]{0,100})$/.exec(textOf(at(frames[frames.length - 1], "module")) ?? "") ?? [];
  if (module !== undefined) return { name: module, version, ecosystem: "go" };
  return { name: / \(([^\s,()]{1,300})\)/.exec(message)?.[1] ?? "", ecosystem: "go" };
}

function aliasesOf({ tool, rule }: SarifFacts, id: string): string[] {
  const words = [...textsOf(at(rule, "deprecatedIds")), ...textsOf(at(rule, "properties", "tags"))];
  // Snyk puts them before the package: `(CVE-2020-8203,CVE-2020-1) lodash@4.17.15`.
  if (tool === "snyk" || tool === "snyk-container") {
    words.push(...(/^\(([^)]{1,500})\)/.exec(textOf(at(rule, "fullDescription", "text")) ?? "")?.[1]?.split(",") ?? []));
  }
  return [...new Set(words)].filter((word) => word !== id && word.length < 100 && ADVISORY.exec(word)?.[0] === word);
}

/** Without the id that some put before it. */
function titleOf(rule: unknown, id: string): string {
  const text = textOf(at(rule, "shortDescription", "text")) ?? "";
  for (const prefix of [`[${id}] `, `${id}: `]) if (text.startsWith(prefix)) return text.slice(prefix.length);
  return text;
}

function severityOf(message: string, rule: unknown, level: string): Pick<Finding, "severity" | "cvss"> {
  const word = /^Severity: (\w{1,20})$/m.exec(message.slice(0, 5_000))?.[1];
  if (word !== undefined) return { severity: word };
  const given = at(rule, "properties", "security-severity");
  const score = numberOf(typeof given === "string" && given !== "" ? Number(given) : given);
  return score !== undefined && score > 0 ? { cvss: score } : { severity: level };
}

function categoryOf({ tool, id, message }: SarifFacts): string | undefined {
  if (tool === "cargo-audit") return / has an? (\w{1,30}) warning/.exec(message.slice(0, 500))?.[1];
  if (tool === "cargo-deny") return id.replace(/^a:/, "");
  return undefined;
}

function ecosystemOfTags(rule: unknown): string | undefined {
  const last = textsOf(at(rule, "properties", "tags")).at(-1);
  return last === undefined || last === "security" || last.startsWith("CWE-") ? undefined : ecosystemOf(last);
}

function ecosystemOfId(id: string): string | undefined {
  if (id.startsWith("RUSTSEC-")) return "rust";
  if (id.startsWith("GO-")) return "go";
  return id.startsWith("PYSEC-") ? "python" : undefined;
}

/** Lockfiles and manifests, by the end of their names. */
const FILES: readonly [RegExp, string][] = [
  [/(?:^|\/)(?:package(?:-lock)?\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lock)$/, "npm"],
  [/(?:^|\/)Cargo\.(?:lock|toml)$/, "rust"],
  [/(?:^|\/)go\.(?:mod|sum)$/, "go"],
  [/(?:^|\/)(?:requirements[\w.-]*\.txt|Pipfile(?:\.lock)?|poetry\.lock|uv\.lock|pyproject\.toml)$/, "python"],
  [/(?:^|\/)(?:Gemfile(?:\.lock)?|gems\.locked)$/, "ruby"],
  [/(?:^|\/)composer\.(?:lock|json)$/, "php"],
  [/(?:^|\/)(?:pom\.xml|gradle\.lockfile|build\.gradle(?:\.kts)?)$|\.jar$/, "java"],
  [/(?:^|\/)packages\.lock\.json$|\.(?:csproj|deps\.json)$/, "dotnet"],
];

function ecosystemOfFile(file: string | undefined): string {
  if (file === undefined) return "unknown";
  return FILES.find(([name]) => name.test(file))?.[1] ?? "unknown";
}
