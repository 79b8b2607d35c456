/**
 * `govulncheck -format json`: documents one after another. `osv` describes what the database knows of the modules in
 * use, affected or not; only `finding` counts. One advisory has several findings, from the module that is required
 * through the package that is imported to the function that is called: the deepest decides. Where calls were looked
 * for, what is not called does not fail. The stream has no end of its own, and the exit status is 0 even with findings.
 * Source: golang.org/x/vuln 1.1, internal/govulncheck/govulncheck.go; the order of documents is free but for `config`.
 */
import type { Part } from "../../model.ts";
import { excerpt } from "../excerpt.ts";
import { awaitOutcome, type JsonLinesFormat, type JsonLinesReader, type ReadContext, type Sink } from "../format.ts";
import { at, listOf, numberOf, textOf, textsOf } from "../values.ts";
import { Findings } from "./findings.ts";

export const govulncheck: JsonLinesFormat = {
  shape: "json-lines",
  name: "govulncheck",
  kinds: ["audit"],
  tool: "govulncheck",
  docs: {
    command: "govulncheck -format json ./... > vulns.json",
    proof: "it begins with `config`, and its step succeeded: `outcome=` hands that on",
    source: "golang.org/x/vuln 1.1, internal/govulncheck/govulncheck.go",
    example: '{"finding":{"osv":"GO-2021-0265","fixed_version":"v1.9.3","trace":[{"module":"github.com/tidwall/gjson",…}]}}',
  },
  // Wrappers put the documents into a list.
  is: (document) => isMessage(Array.isArray(document) ? document[0] : document),
  reader: (sink, context) => {
    const report = new Report(sink, context);
    const reader: JsonLinesReader = {
      take: (document) => {
        for (const message of Array.isArray(document) ? document : [document]) report.take(message);
      },
      end: () => report.end(),
    };
    return reader;
  },
};

function isMessage(message: unknown): boolean {
  if (typeof message !== "object" || message === null || Object.keys(message).length !== 1) return false;
  return (
    typeof at(message, "config", "protocol_version") === "string" ||
    typeof at(message, "progress", "message") === "string" ||
    typeof at(message, "finding", "osv") === "string" ||
    (typeof at(message, "osv", "id") === "string" && Array.isArray(at(message, "osv", "affected"))) ||
    Array.isArray(at(message, "SBOM", "modules"))
  );
}

/** What a finding knows of the use of what is vulnerable, deepest last. */
const LEVELS = ["required", "imported", "called"] as const;

interface Use {
  advisory: string;
  module: string;
  version: string | undefined;
  fixed: string | undefined;
  level: number;
  file?: string | undefined;
  line?: number | undefined;
  trace?: string;
}

/** What the database says of an advisory, without the list of everything it affects. */
interface Advisory {
  aliases: string[];
  summary: string | undefined;
  details: string | undefined;
  url: string | undefined;
}

class Report {
  private readonly part: Part;
  private readonly sink: Sink;
  private readonly context: ReadContext;
  private readonly uses = new Map<string, Use>();
  private readonly advisories = new Map<string, Advisory>();
  private begun = false;
  private scans = true;
  /** How deep the scan looked, as an index of LEVELS. */
  private depth = LEVELS.length - 1;
  private unread = 0;

  constructor(sink: Sink, context: ReadContext) {
    this.sink = sink;
    this.context = context;
    this.part = sink.part("audit", "its beginning is missing", { units: ["govulncheck"] });
  }

  take(message: unknown): void {
    const config = at(message, "config");
    if (config !== undefined) this.begin(config);
    const osv = at(message, "osv");
    if (osv !== undefined) this.describe(osv);
    const finding = at(message, "finding");
    if (finding !== undefined) this.find(finding);
  }

  end(): void {
    const findings = new Findings(this.part);
    for (const use of this.uses.values()) {
      const advisory = this.advisories.get(use.advisory);
      const counts = use.level >= this.depth;
      const how = LEVELS[use.level];
      findings.add({
        ecosystem: "go",
        package: use.module,
        id: use.advisory,
        outcome: counts ? "failed" : "skipped",
        version: use.version,
        fixed: use.fixed === undefined ? [] : [use.fixed],
        aliases: advisory?.aliases ?? [],
        title: advisory?.summary ?? advisory?.details,
        message: counts ? undefined : `${how}, but not ${LEVELS[this.depth]}`,
        description: [advisory?.details, use.trace].filter((text) => text !== undefined && text !== "").join("\n\n"),
        url: advisory?.url ?? `https://pkg.go.dev/vuln/${use.advisory}`,
        file: use.file,
        line: use.line,
      });
    }
    findings.observe(this.sink);
    if (!this.begun) return;
    if (!this.scans) this.part.reason = "it is a query, not a scan";
    else if (this.unread > 0) {
      this.part.reason = `${this.unread} of its findings name no module or advisory`;
      this.sink.problem("E_REPORT_MALFORMED", this.part.reason);
    } else awaitOutcome(this.part);
  }

  private begin(config: unknown): void {
    if (this.begun) return;
    this.begun = true;
    const level = textOf(at(config, "scan_level"));
    if (level === "module" || level === "package") this.depth = level === "module" ? 0 : 1;
    else this.part.extent.filters = ["called"];
    if (this.depth === 1) this.part.extent.filters = ["imported"];
    const mode = textOf(at(config, "scan_mode"));
    // Neither looks for anything: one prints what the database holds, the other what a program is made of.
    this.scans = mode !== "query" && mode !== "extract";
  }

  private describe(osv: unknown): void {
    const id = textOf(at(osv, "id"));
    if (id === undefined) return;
    const details = textOf(at(osv, "details"));
    this.advisories.set(id, {
      aliases: textsOf(at(osv, "aliases")),
      summary: textOf(at(osv, "summary")),
      details: details === undefined ? undefined : excerpt(details),
      url: textOf(at(osv, "database_specific", "url")),
    });
  }

  private find(finding: unknown): void {
    const advisory = textOf(at(finding, "osv"));
    const trace = listOf(at(finding, "trace"));
    const [first] = trace;
    const module = textOf(at(first, "module"));
    if (!advisory || !module) {
      this.unread++;
      return;
    }
    const level = textOf(at(first, "function")) ? 2 : textOf(at(first, "package")) ? 1 : 0;
    const key = JSON.stringify([module, advisory]);
    const known = this.uses.get(key);
    if (known && known.level >= level) return;
    const use: Use = { advisory, module, level, version: textOf(at(first, "version")), fixed: textOf(at(finding, "fixed_version")) };
    if (level === 2) this.locate(use, trace);
    this.uses.set(key, use);
  }

  /** The trace leads from what is vulnerable to the project's own code, which has no version. */
  private locate(use: Use, trace: readonly unknown[]): void {
    const own = trace.find((frame) => textOf(at(frame, "version")) === undefined && numberOf(at(frame, "position", "line")) !== undefined);
    const file = textOf(at(own, "position", "filename"));
    if (file !== undefined && file !== "") {
      use.file = this.context.path(file);
      use.line = numberOf(at(own, "position", "line"));
    }
    if (trace.length < 2) return;
    const frames = trace.slice(-20).reverse();
    use.trace = frames.map((frame) => `${nameOf(frame)}${placeOf(frame)}`).join("\n  calls ");
  }
}

function nameOf(frame: unknown): string {
  const parts = [at(frame, "package"), at(frame, "receiver"), at(frame, "function")].map((part) => textOf(part) ?? "");
  return parts.filter((part) => part !== "").join(".");
}

function placeOf(frame: unknown): string {
  const file = textOf(at(frame, "position", "filename"));
  return file === undefined ? "" : ` (${file}:${numberOf(at(frame, "position", "line")) ?? 0})`;
}
