/**
 * `cargo audit` as text: a record an advisory on its output, what it does and how many it found on its error output.
 * Both belong into one file; of records alone nobody knows whether they are all. A clean audit prints no count at all,
 * so only its exit status proves it.
 * Source: cargo-audit 0.22, cargo-audit/src/presenter.rs and auditor.rs.
 */
import type { Part } from "../../model.ts";
import { awaitOutcome, type LineFormat, type LineReader, type LogContext, NEEDS_OUTCOME, type Sink } from "../format.ts";
import { own } from "../lines.ts";
import { Findings } from "./findings.ts";

export const cargoAuditText: LineFormat = {
  shape: "lines",
  name: "cargo-audit-text",
  kinds: ["audit"],
  tool: "cargo audit",
  docs: {
    command: "cargo audit 2>&1 | tee audit.txt (`cargo audit --json` tells more)",
    proof: "as many records as `error: 2 vulnerabilities found!` and `warning: 1 allowed warning found` count; a clean audit: `outcome=`",
    source: "cargo-audit 0.22, cargo-audit/src/presenter.rs",
    example: "Crate:     smallvec",
  },
  minds: ({ first, indented }) => (indented ? "LS" : "ewC").includes(first),
  reader: (sink, context) => new TextReader(sink, context),
};

const LABELS = ["Crate", "Version", "Warning", "Title", "Date", "ID", "URL", "Severity", "Solution", "Affected", "Dependency tree"];
const BY_FIRST = new Map<string, string[]>();
for (const label of LABELS) BY_FIRST.set(label.charAt(0), [...(BY_FIRST.get(label.charAt(0)) ?? []), `${label}:`]);

const FAILED = ["error: couldn't fetch advisory database", "error: error loading advisory database", "error: not found: Couldn't load "];
const SCANNING = /^ {0,20}Scanning (.+) for vulnerabilities \((\d+) crate dependenc(?:y|ies)\)$/;
const LOADED = /^ {0,20}Loaded (\d+) security advisories \(from /;
const COUNT = /^(?:error|warning): (\d+) (?:(vulnerabilit(?:y|ies))|(?:allowed|denied) warnings?) found(?:!| in .*)?$/;

interface Block {
  part: Part;
  findings: Findings;
  /** Records of vulnerabilities, and of warnings. */
  records: [number, number];
  counted: [number | undefined, number | undefined];
  lockfile: string | undefined;
  /** How many crates the lockfile holds. */
  crates: number | undefined;
}

class TextReader implements LineReader {
  private readonly sink: Sink;
  private readonly context: LogContext;
  private block: Block | undefined;
  private advisories: number | undefined;
  private record: Map<string, string> | undefined;
  private inTree = false;

  constructor(sink: Sink, context: LogContext) {
    this.sink = sink;
    this.context = context;
  }

  take(line: string): boolean {
    if (this.record) {
      if (line === "") {
        this.close();
        return true;
      }
      if (this.inTree && !line.startsWith("Crate:")) return true;
    }
    const first = line.charAt(0);
    if (first === " ") return this.status(line);
    if (first === "e" || first === "w") return this.verdict(line);
    const label = BY_FIRST.get(first)?.find((l) => line.startsWith(l));
    if (label === undefined || !(this.record || label === "Crate:")) return false;
    return this.field(label.slice(0, -1), line.slice(label.length));
  }

  get idle(): boolean {
    return this.record === undefined;
  }

  end(): void {
    this.close();
    this.finish();
  }

  private status(line: string): boolean {
    const loaded = line.includes("Loaded ") ? LOADED.exec(line) : null;
    if (loaded) {
      this.advisories = Number(loaded[1]);
      return true;
    }
    const scanning = line.includes("Scanning ") ? SCANNING.exec(line) : null;
    if (!scanning) return false;
    this.close();
    this.finish();
    this.begin(own(scanning[1] ?? ""), Number(scanning[2]));
    return true;
  }

  private verdict(line: string): boolean {
    if (FAILED.some((beginning) => line.startsWith(beginning))) {
      this.close();
      const why = `the audit failed: ${own(line.slice("error: ".length, 500))}`;
      this.begun().part.reason = why;
      this.sink.problem("E_REPORT_FAILED", why);
      return true;
    }
    const count = line.includes(" found") ? COUNT.exec(line) : null;
    if (!count) return false;
    this.close();
    const { counted } = this.begun();
    const which = count[2] === undefined ? 1 : 0;
    counted[which] = (counted[which] ?? 0) + Number(count[1]);
    return true;
  }

  private field(label: string, rest: string): boolean {
    if (label === "Crate") {
      // Twelve columns before the value: `Crate:     smallvec`.
      if (!/^ {2,5}[\w-]+$/.test(rest.slice(0, 300))) return false;
      this.close();
      this.record = new Map();
    }
    if (label === "Dependency tree") this.inTree = true;
    else this.record?.set(label, own(rest.trim()));
    return true;
  }

  private close(): void {
    const { record } = this;
    this.record = undefined;
    this.inTree = false;
    if (!record) return;
    const block = this.begun();
    const category = record.get("Warning") ?? "vulnerability";
    block.records[category === "vulnerability" ? 0 : 1]++;
    const name = record.get("Crate") ?? "";
    const version = record.get("Version");
    const yanked = category === "yanked";
    const [, score] = /^(\d{1,2}(?:\.\d)?) /.exec(record.get("Severity") ?? "") ?? [];
    const solution = /^Upgrade to (.+)$/.exec((record.get("Solution") ?? "").replace(/ \((?:patched|unaffected)\)$/, ""))?.[1];
    block.findings.add({
      ecosystem: "rust",
      package: name,
      id: yanked ? "yanked" : (record.get("ID") ?? ""),
      version,
      title: yanked ? `${name} ${version ?? ""} was yanked from its registry` : record.get("Title"),
      cvss: score === undefined ? undefined : Number(score),
      fixed: solution?.split(" OR ") ?? [],
      url: record.get("URL"),
      category,
      file: block.lockfile,
    });
  }

  private begin(lockfile: string | undefined, crates: number | undefined): Block {
    const path = lockfile === undefined ? undefined : this.context.path(lockfile);
    const inside = path !== undefined && !path.startsWith("/") && !/^[A-Za-z]:/.test(path) && path !== "-" ? path : undefined;
    const part = this.sink.part("audit", NEEDS_OUTCOME, { units: [inside ?? "Cargo.lock"] });
    if (this.advisories !== undefined) part.extent.advisories = this.advisories;
    this.block = { part, findings: new Findings(part), records: [0, 0], counted: [undefined, undefined], lockfile: inside, crates };
    return this.block;
  }

  private begun(): Block {
    return this.block ?? this.begin(undefined, undefined);
  }

  private finish(): void {
    const { block } = this;
    this.block = undefined;
    if (!block) return;
    const { part, findings, records, counted } = block;
    findings.observe(this.sink);
    if (part.reason !== NEEDS_OUTCOME) return;
    findings.settle();
    if (part.state !== "whole") return;
    const wrong = (["vulnerabilities", "warnings"] as const).find((_, i) => counted[i] !== undefined && counted[i] !== records[i]);
    const untold = records.some((n, i) => n > 0 && counted[i] === undefined);
    if (wrong !== undefined) {
      part.state = "broken";
      part.reason = `it counts ${counted[wrong === "warnings" ? 1 : 0]} ${wrong} and lists ${records[wrong === "warnings" ? 1 : 0]}`;
    } else if (this.advisories === 0 || block.crates === 0) {
      part.state = "broken";
      part.reason = this.advisories === 0 ? "its advisory database is empty" : "its lockfile holds no packages";
    } else if (untold || records[0] + records[1] === 0) awaitOutcome(part);
  }
}
