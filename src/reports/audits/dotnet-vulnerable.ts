/**
 * `dotnet list package --vulnerable`, as JSON and as text: projects, in them frameworks, in them packages. Only what is
 * vulnerable is listed, and transitive packages only with `--include-transitive`; the exit status is 0 either way.
 * Source: NuGet.Client 7, NuGet.CommandLine.XPlat/ListPackage/ListPackageJsonRenderer.cs, ListPackageConsoleRenderer.cs
 * and Strings.resx (the English ones).
 */
import type { Part } from "../../model.ts";
import {
  awaitOutcome,
  type JsonFormat,
  type LineFormat,
  type LineReader,
  type LogContext,
  NEEDS_OUTCOME,
  type ReadContext,
  type Sink,
} from "../format.ts";
import { own } from "../lines.ts";
import { at, listOf, textOf } from "../values.ts";
import { Findings, firstLine, idOfUrl } from "./findings.ts";

const TOOL = "dotnet list package";

export const dotnetVulnerable: JsonFormat = {
  shape: "json",
  name: "dotnet-vulnerable",
  kinds: ["audit"],
  tool: TOOL,
  docs: {
    command: "dotnet list package --vulnerable --include-transitive --format json > vulnerable.json",
    proof: "the document lists its projects and no problem of level error",
    source: "NuGet.Client 7, ListPackageJsonRenderer.cs",
    example: '{"version":1,"parameters":"--vulnerable --include-transitive","projects":[{"path":"src/App/App.csproj","frameworks":[…]}]}',
  },
  is: (document) => Array.isArray(at(document, "projects")) && (textOf(at(document, "parameters")) ?? "").includes("--vulnerable"),
  read: (document, sink, context) => readJson(document, sink, context),
};

function readJson(document: unknown, sink: Sink, context: ReadContext): void {
  const filters = filtersOf(textOf(at(document, "parameters")) ?? "");
  const problems = listOf(at(document, "problems")).filter((problem) => at(problem, "level") === "error");
  const [problem] = problems;
  if (problem !== undefined) sink.problem("E_REPORT_FAILED", `the audit failed: ${firstLine(textOf(at(problem, "text")) ?? "")}`);
  const projects = listOf(at(document, "projects"));
  if (projects.length === 0) sink.part("audit", "it lists no project", { units: [TOOL] });
  for (const project of projects) {
    const path = textOf(at(project, "path")) ?? "";
    const file = context.path(path);
    const part = sink.part("audit", "its project could not be looked at", { units: [file === "" ? TOOL : file] });
    if (file !== "") part.extent.paths = { [file]: file };
    if (filters.length > 0) part.extent.filters = filters;
    const findings = new Findings(part);
    for (const framework of listOf(at(project, "frameworks"))) {
      const packages = [...listOf(at(framework, "topLevelPackages")), ...listOf(at(framework, "transitivePackages"))];
      for (const found of packages) {
        for (const vulnerability of listOf(at(found, "vulnerabilities"))) {
          add(findings, textOf(at(found, "id")) ?? "", textOf(at(found, "resolvedVersion")), {
            severity: textOf(at(vulnerability, "severity")),
            url: textOf(at(vulnerability, "advisoryurl")) ?? textOf(at(vulnerability, "advisoryUrl")),
            file,
          });
        }
      }
    }
    findings.observe(sink);
    if (problems.length === 0) findings.settle();
  }
}

/** What was not looked at, from the options as the tool repeats them. */
function filtersOf(parameters: string): string[] {
  const filters = parameters.includes("--include-transitive") ? [] : ["direct"];
  const frameworks = /--framework ([^-]+)/.exec(parameters)?.[1]?.trim();
  return frameworks ? [...filters, ...frameworks.split(" ").map((name) => `framework:${name}`)].sort() : filters;
}

interface Told {
  severity: string | undefined;
  url: string | undefined;
  file: string | undefined;
}

function add(findings: Findings, name: string, version: string | undefined, { severity, url, file }: Told): void {
  const id = (url && idOfUrl(url)) || (url ?? "");
  findings.add({ ecosystem: "dotnet", package: name, id, version, title: `${id} in ${name}`, severity, url, file });
}

export const dotnetVulnerableText: LineFormat = {
  shape: "lines",
  name: "dotnet-vulnerable-text",
  kinds: ["audit"],
  tool: TOOL,
  docs: {
    command: "dotnet list package --vulnerable --include-transitive",
    proof: "a line for each project, and a step that succeeded: `outcome=` hands that on",
    source: "NuGet.Client 7, ListPackageConsoleRenderer.cs, Strings.resx",
    example: "   > Newtonsoft.Json      12.0.1      12.0.1     High       https://github.com/advisories/GHSA-5crp-9r3c-p9vr",
  },
  minds: ({ first, indented }) => !indented && "PT".includes(first),
  reader: (sink, context) => new TextReader(sink, context),
};

const HAS = "` has the following vulnerable packages";
const HAS_NOT = "` has no vulnerable packages given the current sources";

class TextReader implements LineReader {
  private readonly sink: Sink;
  private part: Part | undefined;
  private findings: Findings | undefined;
  private name = "";
  private version: string | undefined;

  constructor(sink: Sink, _context: LogContext) {
    this.sink = sink;
  }

  take(line: string): boolean {
    const start = line.startsWith("Project `") ? "Project `" : line.startsWith("The given project `") ? "The given project `" : undefined;
    if (start !== undefined) {
      const end = line.indexOf(start === "Project `" ? HAS : HAS_NOT);
      if (end === -1) return false;
      this.flush();
      this.begin(own(line.slice(start.length, end)));
      return true;
    }
    // Rows of the table, and its heads.
    return this.part !== undefined && line.startsWith("   ") && this.row(line.trim());
  }

  get idle(): boolean {
    return this.part === undefined;
  }

  end(): void {
    this.flush();
  }

  private begin(project: string): void {
    this.part = this.sink.part("audit", NEEDS_OUTCOME, { units: [project] });
    this.findings = new Findings(this.part);
    awaitOutcome(this.part);
    this.name = "";
  }

  private row(row: string): boolean {
    if (row.startsWith("[")) return /^\[[^\]]*\]:/.test(row);
    if (row.startsWith("Top-level Package") || row.startsWith("Transitive Package")) return true;
    // A further vulnerability of the package above stands on a line without its name.
    const cells = row.split(/ +/);
    const url = cells.at(-1) ?? "";
    if (!/^https?:\/\//.test(url)) return false;
    if (cells[0] === ">") {
      this.name = own(cells[1] ?? "");
      this.version = own(cells.at(-3) ?? "");
    } else if (cells.length !== 2) return false;
    const severity = cells.at(-2);
    if (this.findings) add(this.findings, this.name, this.version, { severity: severity && own(severity), url: own(url), file: undefined });
    return true;
  }

  private flush(): void {
    if (!this.part || !this.findings) return;
    this.findings.observe(this.sink);
    if (this.findings.unread > 0) this.findings.settle();
    this.part = undefined;
    this.findings = undefined;
  }
}
