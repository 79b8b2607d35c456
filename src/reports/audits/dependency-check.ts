/**
 * OWASP dependency-check, `--format JSON` and `--format XML`: files, what packages they were taken for, and what is
 * known of those. A package that could not be told is called by its file's name. What was suppressed is listed apart.
 * An analysis that met an exception is not whole.
 * Source: DependencyCheck 12, core/src/main/resources/templates/jsonReport.vsl and xmlReport.vsl.
 */
import type { Part } from "../../model.ts";
import type { JsonFormat, ReadContext, Sink, XmlFormat } from "../format.ts";
import { at, listOf, numberOf, objectOf, textOf } from "../values.ts";
import type { XmlHandler } from "../xml.ts";
import { packageUrlOf } from "./ecosystems.ts";
import { Findings, firstLine } from "./findings.ts";

const DOCS = {
  proof: "the document is whole and names no exception of the analysis",
  source: "DependencyCheck 12, core/src/main/resources/templates",
};
const TOOL = "dependency-check";

export const dependencyCheckJson: JsonFormat = {
  shape: "json",
  name: "dependency-check-json",
  kinds: ["audit"],
  tool: TOOL,
  docs: {
    ...DOCS,
    command: "dependency-check --scan . --format JSON",
    example: '{"reportSchema":"1.1","scanInfo":{…},"dependencies":[{"fileName":"struts2-core-2.3.jar","vulnerabilities":[…]}]}',
  },
  is: (document) => typeof at(document, "reportSchema") === "string" && Array.isArray(at(document, "dependencies")),
  read: (document, sink, context) => readJson(document, sink, context),
};

export const dependencyCheck: XmlFormat = {
  shape: "xml",
  name: TOOL,
  aliases: ["dependency-check-xml"],
  kinds: ["audit"],
  tool: TOOL,
  docs: {
    ...DOCS,
    command: "dependency-check --scan . --format XML",
    example: '<analysis xmlns="https://jeremylong.github.io/DependencyCheck/dependency-check.4.1.xsd">',
  },
  is: (root, namespace) => root === "analysis" && (namespace ?? "").includes("dependency-check"),
  reader: (sink, context) => new Document(sink, context),
};

interface Vulnerability {
  name: string;
  severity: string | undefined;
  score: number | undefined;
  description: string | undefined;
  url: string | undefined;
  suppressed: boolean;
}

/** What both forms of the report end in. */
class Report {
  readonly part: Part;
  readonly sink: Sink;
  private readonly context: ReadContext;
  private readonly findings: Findings;
  private readonly suppressed = new Set<string>();
  exception: string | undefined;

  constructor(sink: Sink, context: ReadContext) {
    this.sink = sink;
    this.context = context;
    this.part = sink.part("audit", "it ends in the middle", { units: [TOOL] });
    this.findings = new Findings(this.part);
  }

  add(fileName: string, filePath: string | undefined, id: string | undefined, vulnerability: Vulnerability): void {
    const purl = packageUrlOf(id ?? "");
    const { name, suppressed } = vulnerability;
    if (suppressed) this.suppressed.add(`ignore:${name}`);
    this.findings.add({
      ecosystem: purl?.ecosystem ?? "file",
      package: purl?.name ?? unversioned(fileName),
      id: name,
      ...(suppressed ? { outcome: "skipped", message: "suppressed" } : {}),
      version: purl?.version,
      description: vulnerability.description,
      severity: vulnerability.severity,
      cvss: vulnerability.score,
      url: vulnerability.url,
      file: filePath === undefined || filePath === "" ? undefined : this.context.path(filePath.split("?", 1)[0] ?? ""),
    });
  }

  end(whole: boolean): void {
    if (this.suppressed.size > 0) this.part.extent.filters = [...this.suppressed].sort();
    this.findings.observe(this.sink);
    if (!whole) return;
    this.findings.settle();
    if (this.exception === undefined || this.part.state !== "whole") return;
    this.part.state = "partial";
    this.part.reason = `the analysis met an exception: ${this.exception}`;
  }
}

/** `commons-collections-3.2.1.jar` → `commons-collections`; `lodash:4.17.15` → `lodash`. */
function unversioned(fileName: string): string {
  const name = fileName.slice(0, 500);
  return name.replace(/[-_:]v?\d[^/]*$/, "") || name;
}

function readJson(document: unknown, sink: Sink, context: ReadContext): void {
  const report = new Report(sink, context);
  const name = textOf(at(document, "projectInfo", "name"));
  if (name) report.part.extent.units = [name];
  const [exception] = listOf(at(document, "scanInfo", "analysisExceptions"));
  if (exception !== undefined) report.exception = firstLine(textOf(at(exception, "exception", "message")) ?? "") || "unnamed";
  for (const dependency of listOf(at(document, "dependencies"))) {
    const d = objectOf<"fileName" | "filePath" | "packages" | "vulnerabilities" | "suppressedVulnerabilities">(dependency);
    const id = textOf(at(listOf(d.packages)[0], "id"));
    for (const list of [d.vulnerabilities, d.suppressedVulnerabilities])
      for (const vulnerability of listOf(list))
        report.add(textOf(d.fileName) ?? "", textOf(d.filePath), id, vulnerabilityOf(vulnerability, list !== d.vulnerabilities));
  }
  report.end(Array.isArray(at(document, "dependencies")));
}

function vulnerabilityOf(document: unknown, suppressed: boolean): Vulnerability {
  const scores = [at(document, "cvssv4", "baseScore"), at(document, "cvssv3", "baseScore"), at(document, "cvssv2", "score")];
  return {
    name: textOf(at(document, "name")) ?? "",
    severity: textOf(at(document, "severity")),
    score: scores.map(numberOf).find((score) => score !== undefined),
    description: textOf(at(document, "description")),
    url: textOf(at(listOf(at(document, "references"))[0], "url")),
    suppressed,
  };
}

/** Longer texts of a report are descriptions of which the beginning says enough. */
const MAX_TEXT = 16_000;

/** The XML form, read as it comes: only one dependency is held at a time. */
class Document implements XmlHandler {
  private readonly report: Report;
  private readonly open_: string[] = [];
  private text_ = "";
  private fileName = "";
  private filePath = "";
  private id: string | undefined;
  private pending: Vulnerability[] = [];
  private vulnerability: Vulnerability | undefined;
  private whole = false;

  constructor(sink: Sink, context: ReadContext) {
    this.report = new Report(sink, context);
  }

  open(name: string): void {
    this.open_.push(name);
    this.text_ = "";
    if (name === "dependency") {
      this.fileName = "";
      this.filePath = "";
      this.id = undefined;
      this.pending = [];
    } else if (name === "vulnerability" || name === "suppressedVulnerability") {
      const suppressed = name === "suppressedVulnerability";
      this.vulnerability = { name: "", severity: undefined, score: undefined, description: undefined, url: undefined, suppressed };
    }
  }

  text(text: string): void {
    if (this.text_.length < MAX_TEXT) this.text_ += text.slice(0, MAX_TEXT);
  }

  close(name: string): void {
    this.open_.pop();
    const parent = this.open_.at(-1);
    const text = this.text_.trim();
    this.text_ = "";
    if (this.vulnerability) this.detail(this.vulnerability, name, parent, text);
    else if (parent === "dependency" && name === "fileName") this.fileName = text;
    else if (parent === "dependency" && name === "filePath") this.filePath = text;
    else if (name === "id" && parent === "package" && this.open_.at(-3) === "dependency") this.id ??= text;
    else if (name === "name" && parent === "identifier" && this.open_.at(-3) === "dependency") this.id ??= olderId(text);
    else if (name === "name" && parent === "projectInfo" && text !== "") this.report.part.extent.units = [text];
    else if (name === "message" && this.open_.includes("analysisExceptions")) this.report.exception ??= firstLine(text) || "unnamed";
    else if (name === "exception" || name === "analysisException") this.report.exception ??= "unnamed";
    if (name === "dependency") {
      for (const vulnerability of this.pending) this.report.add(this.fileName, this.filePath, this.id, vulnerability);
      this.pending = [];
    }
    if (name === "analysis" && this.open_.length === 0) this.whole = true;
  }

  end(): void {
    for (const vulnerability of this.pending) this.report.add(this.fileName, this.filePath, this.id, vulnerability);
    this.report.end(this.whole);
  }

  private detail(vulnerability: Vulnerability, name: string, parent: string | undefined, text: string): void {
    if (name === "vulnerability" || name === "suppressedVulnerability") {
      this.pending.push(vulnerability);
      this.vulnerability = undefined;
    } else if (parent === "vulnerability" || parent === "suppressedVulnerability") {
      if (name === "name") vulnerability.name = text;
      else if (name === "severity") vulnerability.severity = text;
      else if (name === "description") vulnerability.description = text;
      else if (name === "cvssScore") vulnerability.score = Number(text);
    } else if (name === "baseSeverity") vulnerability.severity ??= text;
    else if (name === "baseScore" || name === "score") vulnerability.score ??= Number(text);
    else if (name === "url" && parent === "reference") vulnerability.url ??= text;
  }
}

/** Before version 5 Maven's coordinates stood in brackets: `(org.apache:commons:1.0)`. */
function olderId(text: string): string | undefined {
  const [group, artifact, version] = text.replace(/^\(|\)$/g, "").split(":");
  return group && artifact && version && text.startsWith("(") ? `pkg:maven/${group}/${artifact}@${version}` : undefined;
}
