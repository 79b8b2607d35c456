/**
 * The tree that JUnit's ConsoleLauncher prints (`--details=tree`, its default; Unicode or ASCII). A leaf is a test; what
 * has leaves fails by itself only where none of them does. The run is whole when its last lines count as many tests as
 * the tree shows. The tree knows classes by their display names only, so its tests are others than those of the XML
 * report (`--reports-dir`), which tells more.
 * Source: junit-team/junit5 junit-platform-console TreePrinter, Theme, SummaryGeneratingListener (1.5 to 1.13).
 */
import type { Part, TestObservation } from "../../model.ts";
import { Excerpt } from "../excerpt.ts";
import { BEYOND_ASCII, type LineFormat, type LineReader, type LogContext, type Sink } from "../format.ts";
import { own } from "../lines.ts";

export const junitConsole: LineFormat = {
  shape: "lines",
  name: "junit-console",
  kinds: ["test"],
  tool: "junit",
  docs: {
    command: "java -jar junit-platform-console-standalone.jar execute --scan-classpath | tee test.txt   # shell: bash",
    proof: "the counts at the end are there, and the tree shows as many tests as they count",
    source: "junit-team/junit5 junit-platform-console, TreePrinter and Theme (1.5 to 1.13)",
    example: "│     ├─ adds() ✔",
  },
  minds: ({ first }) => first === BEYOND_ASCII || "+'|".includes(first),
  reader: (sink) => new JunitConsoleReader(sink),
};

/** Each theme indents its levels by one width. */
const THEMES: readonly { node: RegExp; width: number }[] = [
  { node: /^((?:│ {2}| {3}){0,100})[├└]─ (.*)$/, width: 3 },
  { node: /^((?:\| | {2}){0,100})(?:\+--|'--) (.*)$/, width: 2 },
];
const SIGN = / (✔|✘|■|↷|\[OK\]|\[X\]|\[A\]|\[S\])(?: (.*))?$/;
const COUNTED = /^\[ *(\d{1,9}) (tests|containers) (found|skipped|started|aborted|successful|failed) *\]$/;
const FAILED = /^ {2}(\S.*)$/;
const MAX_NAME = 4_096;

interface Node {
  name: string;
  sign: "passed" | "failed" | "skipped";
  message: string;
  path: string[];
  leaf: boolean;
  /** A leaf below it failed. */
  failedBelow: boolean;
}

class JunitConsoleReader implements LineReader {
  private readonly sink: Sink;
  private part: Part | undefined;
  /** The nodes from the root to the last one. */
  private open: Node[] = [];
  private tests: Node[] = [];
  private readonly failedContainers: Node[] = [];
  private readonly counts = new Map<string, number>();
  private readonly details = new Map<string, Excerpt>();
  private detail: Excerpt | undefined;
  private listing = false;

  constructor(sink: Sink, _context?: LogContext) {
    this.sink = sink;
  }

  take(line: string, number: number): boolean {
    if (line.length > 20_000) return false;
    const first = line.charCodeAt(0);
    // A tile, a line beside one, or a blank before one.
    if (
      !this.listing &&
      (first === 0x251c || first === 0x2514 || first === 0x2502 || first === 43 || first === 39 || first === 124 || first === 32)
    ) {
      for (const { node, width } of THEMES) {
        const match = node.exec(line);
        if (match) return this.node((match[1] ?? "").length / width, match[2] ?? "", number);
      }
    }
    if (!this.part) return false;
    if (line.startsWith("[") && line.endsWith("]")) return this.count(line);
    if (line.startsWith("Test run finished after ")) {
      this.listing = false;
      this.detail = undefined;
      return true;
    }
    if (/^Failures \(\d{1,9}\):$/.test(line)) {
      this.listing = true;
      return true;
    }
    return this.listing && this.list(line);
  }

  get idle(): boolean {
    return this.part === undefined;
  }

  end(): void {
    this.give();
  }

  private node(level: number, text: string, number: number): boolean {
    const match = SIGN.exec(text);
    if (!match) return false;
    if (this.part && this.counts.size > 0) this.give();
    if (!this.part) {
      if (level > 0) return false;
      this.part = this.sink.part("test", "it ends before its counts");
      this.part.line = number;
    }
    const [, sign = "", message = ""] = match;
    this.leaveTo(level);
    const parent = this.open[this.open.length - 1];
    if (parent) parent.leaf = false;
    const name = own(text.slice(0, Math.min(match.index, MAX_NAME)));
    this.open.push({
      name,
      sign: sign === "✔" || sign === "[OK]" ? "passed" : sign === "✘" || sign === "[X]" ? "failed" : "skipped",
      message: own(message.slice(0, 2_000)),
      path: parent ? [...parent.path, name] : [name],
      leaf: true,
      failedBelow: false,
    });
    return true;
  }

  /** Nodes that are deeper are done; the root of an engine without tests is none. */
  private leaveTo(level: number): void {
    while (this.open.length > level) {
      const node = this.open.pop();
      if (!node) return;
      const parent = this.open[this.open.length - 1];
      if (parent && (node.sign === "failed" || node.failedBelow)) parent.failedBelow = true;
      if (node.leaf && this.open.length > 1) this.tests.push(node);
      else if (node.sign === "failed" && !node.failedBelow) this.failedContainers.push(node);
    }
  }

  private count(line: string): boolean {
    const match = COUNTED.exec(line);
    if (!match) return false;
    this.counts.set(`${match[2]} ${match[3]}`, Number(match[1]));
    return true;
  }

  /** `  JUnit Jupiter:CartTest:adds()`, and below it, indented by four, where it is and what it threw. */
  private list(line: string): boolean {
    if (line.startsWith("    ")) {
      this.detail?.add(line.slice(4));
      return true;
    }
    const name = FAILED.exec(line)?.[1];
    if (name === undefined) return line === "";
    this.detail?.seal();
    this.detail = new Excerpt();
    this.details.set(own(name.slice(0, MAX_NAME * 4)), this.detail);
    return true;
  }

  private give(): void {
    const { part } = this;
    if (!part) return;
    this.leaveTo(0);
    const units = new Set<string>();
    for (const node of this.tests) this.observe(part, node, node.path[1] ?? "", node.path.slice(2).join(" > "), units);
    for (const node of this.failedContainers) this.observe(part, node, node.path.slice(1).join(" > ") || node.name, "", units);
    part.extent.units = [...units];
    part.extent.cases = this.tests.length;
    // Two classes of one display name are not told apart.
    part.provesAbsence = false;
    this.settle(part);
    this.part = undefined;
    this.tests = [];
    this.failedContainers.length = 0;
    this.counts.clear();
    this.details.clear();
    this.detail = undefined;
    this.listing = false;
  }

  private observe(part: Part, node: Node, suite: string, name: string, units: Set<string>): void {
    units.add(suite);
    const observation: TestObservation = { kind: "test", outcome: node.sign, part, name, suite };
    if (name === "") observation.whole = true;
    if (node.message !== "") observation.message = node.message;
    const detail = node.sign === "failed" ? this.details.get(node.path.join(":"))?.text() : undefined;
    if (detail) observation.detail = own(detail);
    this.sink.observe(observation);
  }

  private settle(part: Part): void {
    const found = this.counts.get("tests found");
    const failed = this.counts.get("tests failed");
    if (found === undefined || failed === undefined) return;
    const seen = this.tests.filter((node) => node.sign === "failed").length;
    if (found === this.tests.length && failed === seen && this.failedContainers.length === 0) {
      part.state = "whole";
      delete part.reason;
    } else if (this.failedContainers.length > 0) {
      part.state = "partial";
      part.reason = "a class failed as a whole, so tests are missing";
    } else part.reason = `it shows ${this.tests.length} of the ${found} tests it counts`;
  }
}
