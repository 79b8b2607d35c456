/**
 * divan's tree (`cargo bench`): modules, benchmarks and their arguments as branches, with the median of each. Rows of
 * throughput and allocations below a benchmark are passed over. The last branch is drawn as such, so a cut tree shows.
 * Source: nvzqz/divan src/tree_painter.rs, 0.1.
 */
import type { Part } from "../../model.ts";
import { targetId } from "../builds/cargo.ts";
import type { LineFormat, LineReader, LogContext, Sink } from "../format.ts";
import { own } from "../lines.ts";
import { printedMeasurement } from "./units.ts";

export const divan: LineFormat = {
  shape: "lines",
  name: "divan",
  kinds: ["bench"],
  tool: "divan",
  docs: {
    command: "cargo bench 2>&1 | tee bench.txt   # shell: bash",
    proof: "the tree's last branch is there",
    source: "nvzqz/divan src/tree_painter.rs",
    example: "├─ add           0.626 ns      │ 1.735 ns      │ 0.657 ns      │ 0.672 ns      │ 100     │ 819200",
  },
  minds: ({ last, indented }) => !indented && (last === "s" || last === " "),
  reader: (sink, context) => new DivanReader(sink, context),
};

const HEADER = /^(\S{1,200}) +fastest +\u2502 slowest +\u2502 median +\u2502 mean +\u2502 samples +\u2502 iters *$/;
const BRANCH = /^((?:\u2502 {2}| {3}){0,50})(\u251c|\u2570)\u2500 (.*)$/;
const MAX_LINE = 4_096;

class DivanReader implements LineReader {
  private readonly sink: Sink;
  private readonly context: LogContext;
  private part: Part | undefined;
  private suite = "";
  /** Where the values begin in a line. */
  private column = 0;
  /** Labels from the trunk to the branch last read, and which of them are the last of their kind. */
  private path: { label: string; last: boolean }[] = [];

  constructor(sink: Sink, context: LogContext) {
    this.sink = sink;
    this.context = context;
  }

  take(line: string, number: number): boolean {
    if (line.length > MAX_LINE || line === "") return false;
    const first = line.charCodeAt(0);
    if (this.part && (first === 0x251c || first === 0x2570 || first === 0x2502 || first === 32)) return this.branch(line, this.part);
    return line.includes(" \u2502 slowest ") && this.begin(line, number);
  }

  get idle(): boolean {
    return this.part === undefined;
  }

  end(): void {
    this.part = undefined;
  }

  private begin(line: string, number: number): boolean {
    const match = HEADER.exec(line);
    if (!match) return false;
    const { cargo } = this.context;
    const name = own(match[1] ?? "");
    this.part = this.sink.part("bench", "the tree is cut", { units: cargo.target ? [] : [name] });
    this.part.line = number;
    this.suite = (cargo.target && targetId(cargo.target)) ?? name;
    if (cargo.target) {
      this.part.target = cargo.target;
      cargo.part = this.part;
    }
    this.column = line.indexOf("fastest");
    this.path = [];
    return true;
  }

  private branch(line: string, part: Part): boolean {
    const match = BRANCH.exec(line);
    // Below a benchmark: `│  max alloc:`, or its throughput.
    if (!match) return line.charCodeAt(0) === 0x2502 || line.includes("\u2502");
    const depth = (match[1] ?? "").length / 3;
    const label = line.slice(depth * 3 + 3, this.column).trim();
    const cells = line.slice(this.column).split("\u2502");
    const last = match[2] === "\u2570";
    if (depth > this.path.length) return false;
    this.path.length = depth;
    const ignored = (match[3] ?? "").trimEnd().endsWith("(ignored)");
    this.path.push({ label: own(label), last });
    const measured = cells.length < 6 ? undefined : medianOf(cells[2] ?? "");
    if (measured) {
      const name = this.path.map((branch) => branch.label).join("/");
      const suite = { suite: this.suite };
      this.sink.observe({ kind: "bench", outcome: "passed", part, name, ...suite, ...measured });
    }
    // A branch without values has branches of its own.
    if ((measured || ignored) && this.path.every((branch) => branch.last)) {
      part.state = "whole";
      delete part.reason;
    }
    return true;
  }
}

function medianOf(cell: string): ReturnType<typeof printedMeasurement> {
  const [value = "", unit = ""] = cell.trim().split(" ");
  const measured = printedMeasurement(value, unit);
  return measured?.unit === "ns" ? measured : undefined;
}
