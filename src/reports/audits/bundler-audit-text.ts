/**
 * `bundle-audit check` as text: a block a gem and advisory, then one line that sums up.
 *
 *     Name: rack
 *     Version: 1.6.13
 *     CVE: CVE-2020-8161
 *     GHSA: GHSA-5f9h-9pjv-v6j7
 *     Criticality: High
 *     URL: https://…
 *     Title: Directory traversal in Rack::Directory
 *     Solution: update to '~> 2.1.3', '>= 2.2.0'
 *
 *     Vulnerabilities found!
 *
 * Before 0.8 `Advisory:` named the advisory. With --quiet a clean run prints nothing, and none is proven.
 * Source: bundler-audit 0.6 to 0.9, lib/bundler/audit/cli/formats/text.rb.
 */
import type { Part } from "../../model.ts";
import type { LineFormat, LineReader, LogContext, Sink } from "../format.ts";
import { own } from "../lines.ts";
import { Findings } from "./findings.ts";

export const bundlerAuditText: LineFormat = {
  shape: "lines",
  name: "bundler-audit-text",
  aliases: ["bundle-audit-text"],
  kinds: ["audit"],
  tool: "bundle-audit",
  docs: {
    command: "bundle-audit check --update > audit.txt   # better: --format json",
    proof: "the line `Vulnerabilities found!` or `No vulnerabilities found` (with --update, or format=bundler-audit-text)",
    source: "bundler-audit 0.9, lib/bundler/audit/cli/formats/text.rb",
    example: "GHSA: GHSA-5f9h-9pjv-v6j7",
  },
  minds: ({ first, indented }) => !indented && "NIVUr".includes(first),
  reader: (sink, context) => new TextReader(sink, context),
};

const FOUND = "Vulnerabilities found!";
const CLEAN = "No vulnerabilities found";
/** What `--update` prints first. */
const UPDATING = "Updating ruby-advisory-db";
const DATABASE = "ruby-advisory-db:";
const INSECURE = "Insecure Source URI found: ";
const LABEL = /^(Version|Advisory|CVE|GHSA|OSVDB|Criticality|URL|Title|Solution|Description):(?: (.*))?$/;
const SOLUTION = /^(?:upgrade|update) to (.*)$/;
const MAX_LINE = 16_384;

class TextReader implements LineReader {
  private readonly sink: Sink;
  private findings: Findings | undefined;
  private record: Map<string, string> | undefined;
  /** The log is bundle-audit's: grype and `bun audit` have the same words for a clean run. */
  private sure: boolean;

  constructor(sink: Sink, context: LogContext) {
    this.sink = sink;
    this.sure = /bundle/i.test(context.called ?? "");
  }

  get idle(): boolean {
    return this.record === undefined;
  }

  take(line: string, number: number): boolean {
    if (line.length > MAX_LINE) return false;
    if (this.record) {
      const [, label, words = ""] = LABEL.exec(line) ?? [];
      if (label !== undefined) {
        this.record.set(label, own(words));
        // Wrapped paragraphs may follow a description, so that only the solution ends a block.
        if (label === "Solution") this.finish(number);
        return true;
      }
      if (this.record.has("Description") && (line === "" || line.startsWith("  "))) return true;
      this.record = undefined;
    }
    if (line.startsWith("Name: ")) {
      this.record = new Map([["Name", own(line.slice(6))]]);
      return true;
    }
    if (line.startsWith(INSECURE)) {
      const source = own(line.slice(INSECURE.length));
      const title = `Gems come from ${source} without encryption`;
      this.begin(number).add({ ecosystem: "ruby", package: source, id: "insecure-source", title, category: "insecure source" });
      return true;
    }
    if (line === DATABASE || line.startsWith(UPDATING)) this.sure = true;
    if (line === CLEAN || line === FOUND) {
      if ((line === FOUND || !this.sure) && !this.findings) return false;
      this.begin(number);
      this.settle(true);
      return true;
    }
    return false;
  }

  end(): void {
    this.settle(false);
  }

  private begin(number: number): Findings {
    if (!this.findings) {
      const part: Part = this.sink.part("audit", "the log ends before bundle-audit sums up", { units: ["bundle-audit"] });
      part.line = number;
      this.findings = new Findings(part);
    }
    return this.findings;
  }

  /** A block of a gem has a version, an advisory and an address; other tools have names as well. */
  private finish(number: number): void {
    const { record } = this;
    this.record = undefined;
    const ids = [record?.get("Advisory"), record?.get("CVE"), record?.get("GHSA"), record?.get("OSVDB")].filter((id) => id);
    const [id] = ids;
    if (!record?.has("Version") || !record.has("URL") || id === undefined) return;
    const [, patched = ""] = SOLUTION.exec(record.get("Solution") ?? "") ?? [];
    const severity = record.get("Criticality");
    this.begin(number).add({
      ecosystem: "ruby",
      package: record.get("Name") ?? "",
      id,
      version: record.get("Version"),
      aliases: ids.filter((other): other is string => other !== undefined),
      title: record.get("Title"),
      severity: severity === "Unknown" ? undefined : severity,
      fixed: patched.split(", ").map((version) => version.replaceAll("'", "")),
      url: record.get("URL"),
    });
  }

  private settle(summed: boolean): void {
    this.findings?.observe(this.sink);
    if (summed) this.findings?.settle();
    this.findings = undefined;
  }
}
