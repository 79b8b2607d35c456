/**
 * `trivy … --format json`: results by target. What stands under `Vulnerabilities` are advisories; misconfigurations,
 * secrets and licences are findings of rules. A target that was looked at and is clean is listed without them, and a
 * scan that fails writes nothing; but which scanners ran is not said, so a secret or licence that is not listed any
 * more proves nothing. Code around a secret is never kept.
 * Source: trivy 0.69, pkg/types/report.go, vulnerability.go, misconfiguration.go, license.go; before 0.20 a bare list.
 */
import type { LintObservation, Part, Severity } from "../../model.ts";
import { excerpt } from "../excerpt.ts";
import type { JsonFormat, ReadContext, Sink } from "../format.ts";
import { at, listOf, numberOf, objectOf, textOf, textsOf } from "../values.ts";
import { ecosystemOf, packageUrlOf } from "./ecosystems.ts";
import { Findings, firstLine, imageName, severityOfWord } from "./findings.ts";

const TOOL = "trivy";

export const trivy: JsonFormat = {
  shape: "json",
  name: TOOL,
  kinds: ["audit", "lint"],
  tool: TOOL,
  docs: {
    command: "trivy fs --format json --output trivy.json .",
    proof: "the document lists at least one target with its packages or configuration",
    source: "trivy 0.69, pkg/types/report.go",
    example: '{"SchemaVersion":2,"ArtifactName":".","Results":[{"Target":"package-lock.json","Class":"lang-pkgs","Vulnerabilities":[…]}]}',
  },
  is: (document) => {
    if (!Array.isArray(document))
      return (
        (numberOf(at(document, "SchemaVersion")) !== undefined &&
          (typeof at(document, "ArtifactName") === "string" || Array.isArray(at(document, "Results")))) ||
        (typeof at(document, "ClusterName") === "string" && RESOURCES.some((list) => listOf(at(document, list)).some(isResource)))
      );
    const [first] = document;
    const lists = at(first, "Vulnerabilities");
    return typeof at(first, "Target") === "string" && (Array.isArray(lists) || lists === null || typeof at(first, "Type") === "string");
  },
  read: (document, sink, context) => new Scan(document, sink, context).read(),
};

/** Where `trivy k8s` lists what runs in a cluster: all of it since 0.38, before that by what was found. */
const RESOURCES = ["Resources", "Vulnerabilities", "Misconfigurations"] as const;

/** A thing in a cluster, with what its images and its own words were found to have. */
function isResource(item: unknown): boolean {
  return typeof at(item, "Kind") === "string" && (Array.isArray(at(item, "Results")) || typeof at(item, "Name") === "string");
}

/** Results by target, of whatever was scanned. */
function resultsOf(document: unknown): readonly unknown[] {
  if (Array.isArray(document)) return document;
  if (typeof at(document, "ClusterName") !== "string") return listOf(at(document, "Results"));
  return RESOURCES.flatMap((list) => listOf(at(document, list))).flatMap((resource) => listOf(at(resource, "Results")));
}

/** Whether packages of the target were looked at; targets had no class before 0.20. */
function hasPackages(result: unknown): boolean {
  const kind = at(result, "Class");
  return kind === "os-pkgs" || kind === "lang-pkgs" || kind === undefined || listOf(at(result, "Vulnerabilities")).length > 0;
}

class Scan {
  private readonly sink: Sink;
  private readonly context: ReadContext;
  /** What was scanned: an image without its tag, or a folder. */
  private readonly unit: string;
  private readonly results: readonly unknown[];
  private readonly findings: Findings | undefined;
  private readonly packages: Part | undefined;
  private configuration: Part | undefined;
  /** What runs in a cluster is no file. */
  private readonly inCluster: boolean;
  /** Files, or resources of a cluster, whose configuration was looked at. */
  private readonly configured = new Set<string>();
  private unproven: Part | undefined;
  private readonly ignored = new Set<string>();

  constructor(document: unknown, sink: Sink, context: ReadContext) {
    this.sink = sink;
    this.context = context;
    this.inCluster = typeof at(document, "ClusterName") === "string";
    const name = textOf(at(document, "ArtifactName")) ?? "";
    this.unit = (at(document, "ArtifactType") === "container_image" ? imageName(name) : context.path(name)) || TOOL;
    this.results = resultsOf(document);
    // A scan of configuration or secrets alone says nothing of packages, and does not try to.
    if (this.results.length > 0 && !this.results.some(hasPackages)) return;
    this.packages = sink.part("audit", "it lists no target whose packages were looked at", { units: [this.unit] });
    this.findings = new Findings(this.packages);
  }

  read(): void {
    for (const result of this.results) this.result(result);
    this.findings?.observe(this.sink);
    if (this.packages && this.ignored.size > 0) this.packages.extent.filters = [...this.ignored].sort();
    if (this.results.length > 0) this.findings?.settle();
    if (this.configuration) {
      this.configuration.extent.units = [...this.configured];
      if (!this.inCluster)
        this.configuration.extent.paths = Object.fromEntries(this.configuration.extent.units.map((file) => [file, file]));
    }
    for (const part of [this.configuration, this.unproven]) {
      if (!part) continue;
      part.state = "whole";
      delete part.reason;
    }
  }

  private result(result: unknown): void {
    const target = textOf(at(result, "Target")) ?? "";
    const kind = textOf(at(result, "Class"));
    const type = textOf(at(result, "Type")) ?? "";
    for (const found of listOf(at(result, "Vulnerabilities"))) this.vulnerability(found, target, kind, type, undefined);
    for (const changed of listOf(at(result, "ExperimentalModifiedFindings"))) this.modified(changed, target, kind, type);
    const file = this.context.path(target);
    const problems = listOf(at(result, "Misconfigurations"));
    if (kind === "config" || problems.length > 0) {
      const part = this.configurationPart();
      this.configured.add(file);
      for (const found of problems) this.misconfiguration(found, part, file);
    }
    for (const found of listOf(at(result, "Secrets"))) this.secret(found, file);
    for (const found of listOf(at(result, "Licenses"))) this.license(found, file);
  }

  private vulnerability(found: unknown, target: string, kind: string | undefined, type: string, because: string | undefined): void {
    const v = objectOf<
      | "VulnerabilityID"
      | "VendorIDs"
      | "PkgName"
      | "PkgPath"
      | "PkgIdentifier"
      | "InstalledVersion"
      | "FixedVersion"
      | "Severity"
      | "Title"
      | "Description"
      | "PrimaryURL"
      | "CVSS"
    >(found);
    const purl = packageUrlOf(textOf(at(v.PkgIdentifier, "PURL")) ?? "");
    // A target without a file of its own is called by its language (`Node.js`).
    const place = textOf(v.PkgPath) || (kind === "lang-pkgs" && /[./\\]/.test(target) ? target : "");
    const plain = ecosystemOf(type);
    this.findings?.add({
      ecosystem: plain === "unknown" ? (purl?.ecosystem ?? plain) : plain,
      package: textOf(v.PkgName) ?? "",
      id: textOf(v.VulnerabilityID) ?? "",
      ...(because === undefined ? {} : { outcome: "skipped", message: because }),
      version: textOf(v.InstalledVersion),
      aliases: textsOf(v.VendorIDs),
      title: textOf(v.Title),
      description: textOf(v.Description),
      severity: textOf(v.Severity),
      fixed: (textOf(v.FixedVersion) ?? "").split(", "),
      url: textOf(v.PrimaryURL),
      suite: target,
      file: place === "" ? undefined : this.context.path(place),
    });
  }

  /** Told not to count, by an ignore file or a statement of exploitability. */
  private modified(changed: unknown, target: string, kind: string | undefined, type: string): void {
    if (at(changed, "Type") !== "vulnerability") return;
    const finding = at(changed, "Finding");
    const id = textOf(at(finding, "VulnerabilityID"));
    if (id !== undefined) this.ignored.add(`ignore:${id}`);
    const words = [textOf(at(changed, "Status")), textOf(at(changed, "Statement"))].filter((word) => word);
    this.vulnerability(finding, target, kind, type, words.join(": ") || "ignored");
  }

  private misconfiguration(found: unknown, part: Part, file: string): void {
    const m = objectOf<"ID" | "AVDID" | "Title" | "Message" | "Description" | "Severity" | "Status" | "CauseMetadata">(found);
    const status = textOf(m.Status);
    const observation = this.lint(part, textOf(m.ID) || (textOf(m.AVDID) ?? ""), textOf(m.Severity), file, m.CauseMetadata);
    if (status === "PASS") observation.outcome = "passed";
    else if (status === "EXCEPTION") observation.outcome = "skipped";
    observation.units = [file];
    observation.message = firstLine(textOf(m.Message) || (textOf(m.Title) ?? "")) || observation.name;
    const description = textOf(m.Description) ?? "";
    if (description !== "") observation.detail = excerpt(description);
    const code = listOf(at(m.CauseMetadata, "Code", "Lines")).filter((line) => at(line, "IsCause") === true);
    const source = code.map((line) => textOf(at(line, "Content")) ?? "").join("\n");
    if (source !== "") observation.source = excerpt(source);
    this.observe(observation);
  }

  private secret(found: unknown, file: string): void {
    const part = this.unprovenPart();
    const observation = this.lint(part, textOf(at(found, "RuleID")) ?? "", textOf(at(found, "Severity")), file, found);
    observation.message = firstLine(textOf(at(found, "Title")) ?? "") || observation.name;
    this.observe(observation);
  }

  private license(found: unknown, file: string): void {
    const name = textOf(at(found, "Name")) ?? "";
    const category = textOf(at(found, "Category")) ?? "";
    const holder = textOf(at(found, "PkgName")) || (textOf(at(found, "FilePath")) ?? "");
    const observation = this.lint(this.unprovenPart(), "license", textOf(at(found, "Severity")), file, undefined);
    if (["notice", "permissive", "unencumbered"].includes(category)) observation.outcome = "passed";
    observation.message = firstLine(`${holder}: ${name} (${category})`);
    observation.source = `${holder} ${name}`;
    if (holder !== "") observation.package = holder;
    this.observe(observation);
  }

  private lint(part: Part, name: string, word: string | undefined, file: string, place: unknown): LintObservation {
    const severity: Severity = (word === undefined ? undefined : severityOfWord(word)) ?? "none";
    const observation: LintObservation = { kind: "lint", outcome: "failed", part, owner: TOOL, name, severity, units: [this.unit] };
    if (word !== undefined) observation.severityWord = word;
    if (file !== "") observation.file = file;
    const line = numberOf(at(place, "StartLine"));
    if (line !== undefined && line > 0) observation.line = line;
    return observation;
  }

  private observe(observation: LintObservation): void {
    if (observation.name === "") this.sink.problem("E_REPORT_MALFORMED", `a finding in ${observation.file ?? this.unit} names no rule`);
    else this.sink.observe(observation);
  }

  private configurationPart(): Part {
    this.configuration ??= this.sink.part("lint", "its results are not whole", { owners: [TOOL] });
    return this.configuration;
  }

  private unprovenPart(): Part {
    if (!this.unproven) {
      this.unproven = this.sink.part("lint", "its results are not whole", { units: [this.unit], owners: [TOOL] });
      this.unproven.provesAbsence = false;
    }
    return this.unproven;
  }
}
