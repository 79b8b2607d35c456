/**
 * `cargo deny check` as text: diagnostics on its error output, and last, on its output, a word for each check that ran.
 * Both belong into one file. A diagnostic is a headline with a code of cargo-deny's own, the place, and notes; it ends
 * with an empty line. Source: cargo-deny 0.19, src/cargo-deny/common.rs and stats.rs; codespan-reporting, term/renderer.rs.
 */
import type { LineFormat, LineReader, Sink } from "../format.ts";
import { own } from "../lines.ts";
import { CHECKS, DenyReport, isCode } from "./cargo-deny.ts";

export const cargoDenyText: LineFormat = {
  shape: "lines",
  name: "cargo-deny-text",
  kinds: ["audit", "lint"],
  tool: "cargo deny",
  docs: {
    command: "cargo deny check 2>&1 | tee deny.txt (`--format json` tells more)",
    proof: "its last line, with a word for each check that ran, and an error for each that failed",
    source: "cargo-deny 0.19, src/cargo-deny/common.rs, stats.rs",
    example: "advisories FAILED, bans ok, licenses ok, sources ok",
  },
  minds: ({ first }) => "ewnhabls".includes(first),
  reader: (sink) => new TextReader(sink),
};

const HEADLINE = /^(error|warning|note|help)\[([a-z0-9-]{1,60})\]: /;
const CHECK = `(?:${CHECKS.join("|")})`;
const SUMMARY = new RegExp(`^${CHECK} (?:ok|FAILED)(?:, ${CHECK} (?:ok|FAILED)){0,3}$`);
const COUNTS = new RegExp(`^ {0,20}(${CHECK}) (?:ok|FAILED): (\\d+) errors, (\\d+) warnings, \\d+ notes$`);
/** A line of the source, behind its number; marks of a span over several lines may stand before it. */
const SOURCE = /^ {0,10}\d+ │ (?:[│╭╰┌└] ?)?(.*)$/;
/** A note, or a further line of one: `=` until 0.15, `├` since. */
const NOTE = /^ {0,12}([=├╰])? {0,2}(.*)$/;
/** A line of a diagnostic: set in, or source behind its number. */
const INSIDE = /^(?: |\d{1,9} │)/;
const MORE = /^ {1,12}[=├╰] /;
const CRATE = /^([\w-]{1,200}) v(\d[\w.+-]{0,200})(?:$| )/;
/** No diagnostic is longer. */
const MAX_LINES = 2_000;

interface Diagnostic {
  severity: string;
  code: string;
  message: string;
  spans: string[];
  notes: string[];
  lines: number;
  paused: boolean;
}

class TextReader implements LineReader {
  private readonly sink: Sink;
  private report: DenyReport | undefined;
  private open: Diagnostic | undefined;
  private readonly summary: Record<string, { errors: number; warnings: number }> = {};
  private summed = false;

  constructor(sink: Sink) {
    this.sink = sink;
  }

  take(line: string): boolean {
    if (this.open) {
      if (line === "") {
        this.open.paused = true;
        return true;
      }
      // The summary as a table is set to the right.
      if (INSIDE.test(line) && !COUNTS.test(line)) return this.detail(this.open, line);
      this.close();
    }
    const bracket = line.indexOf("[");
    if (bracket > 3 && bracket < 8) {
      const [start = "", severity = "", code = ""] = HEADLINE.exec(line) ?? [];
      if (!isCode(code)) return false;
      this.open = { severity, code, message: own(line.slice(start.length)), spans: [], notes: [], lines: 0, paused: false };
      return true;
    }
    return (line.includes(" ok") || line.includes(" FAILED")) && line.length < 200 && this.verdict(line);
  }

  get idle(): boolean {
    return this.open === undefined;
  }

  end(): void {
    this.close();
    if (this.summed) this.begun().take({ type: "summary", fields: this.summary });
    this.report?.end();
  }

  private detail(open: Diagnostic, line: string): boolean {
    // An empty line ends it, or a paragraph of a note in a log that lost its blanks: then another note follows.
    if (open.paused && !MORE.test(line)) return false;
    open.paused = false;
    if (++open.lines > MAX_LINES) return true;
    const source = line.includes(" │ ") ? SOURCE.exec(line) : null;
    if (source) open.spans.push(own((source[1] ?? "").trim()));
    else if (!line.includes("│") && !line.includes("┌─")) {
      const [, bullet, text = ""] = NOTE.exec(line) ?? [];
      const last = open.notes.length - 1;
      if (bullet !== undefined) open.notes.push(own(text));
      else if (last >= 0) open.notes[last] += `\n${text}`;
    }
    return true;
  }

  private verdict(line: string): boolean {
    const counts = COUNTS.exec(line);
    if (counts) this.sum(counts[1] ?? "", Number(counts[2]), Number(counts[3]));
    else if (SUMMARY.test(line)) {
      for (const word of line.split(", ")) {
        const [check = "", verdict] = word.split(" ");
        this.sum(check, verdict === "FAILED" ? 1 : 0, 0);
      }
    } else return false;
    return true;
  }

  private sum(check: string, errors: number, warnings: number): void {
    this.summary[check] = { errors, warnings };
    this.summed = true;
  }

  private close(): void {
    const { open } = this;
    this.open = undefined;
    if (!open) return;
    const { severity, code, message, spans, notes } = open;
    const [, name, version] = notes.map((note) => CRATE.exec(note)).find((found) => found !== null) ?? [];
    this.begun().take({
      type: "diagnostic",
      fields: {
        severity,
        code,
        message,
        notes,
        labels: spans.map((span) => ({ span })),
        graphs: name === undefined ? [] : [{ Krate: { name, version } }],
      },
    });
  }

  private begun(): DenyReport {
    this.report ??= new DenyReport(this.sink);
    return this.report;
  }
}
