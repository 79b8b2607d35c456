/**
 * The tables that `vitest bench` prints. The mean is shown in milliseconds with four digits, so it is taken from `hz`,
 * which says the same with more of them. Names are as in vitest's JSON. The run ends in its summary.
 * Source: vitest-dev/vitest packages/vitest/src/node/reporters/benchmark/tableRender.ts, 1 to 4.
 */
import type { Part } from "../../model.ts";
import { BEYOND_ASCII, type LineFormat, type LineReader, type LogContext, type Sink } from "../format.ts";
import { own } from "../lines.ts";
import { unmeasured } from "./parts.ts";

export const vitestBenchText: LineFormat = {
  shape: "lines",
  name: "vitest-bench-text",
  kinds: ["bench"],
  tool: "vitest",
  docs: {
    command: "npx vitest bench --run | tee bench.txt   # shell: bash",
    proof: "the run ends in `BENCH  Summary`",
    source: "vitest-dev/vitest packages/vitest/src/node/reporters/benchmark/tableRender.ts",
    example: "   · normal   4,135,015.12  0.0002  1.3032  0.0002  0.0002  0.0009  0.0022  0.0029  ±3.93%   413502",
  },
  minds: ({ first, indented }) => indented && (first === "n" || first === "B" || first === BEYOND_ASCII),
  reader: (sink, context) => new VitestBenchReader(sink, context),
};

/** ` ✓ src/sum.bench.ts > adding > small 877ms` */
const GROUP = /^ (?:\u2713|\u00d7|\u276f|\u221a) (?:\|[^|]{1,200}\| )?(\S.*?)(?: \d{1,9}(?:\.\d{1,9})?m?s)?$/;
const HEADER = /^ {2,}name +hz +min +max +mean +/;
const ROW = /^ {2,}(?:\u00b7|\u2022|-) (.*)$/;
const MAX_LINE = 4_096;

class VitestBenchReader implements LineReader {
  private readonly sink: Sink;
  private readonly context: LogContext;
  /** Parts of this run, one a file. */
  private readonly parts = new Map<string, Part>();
  private group = "";
  private inTable = false;

  constructor(sink: Sink, context: LogContext) {
    this.sink = sink;
    this.context = context;
  }

  take(line: string, number: number): boolean {
    if (line.charCodeAt(0) !== 32 || line.length > MAX_LINE) {
      this.inTable = false;
      return false;
    }
    if (HEADER.test(line)) {
      this.inTable = this.group !== "";
      return this.inTable;
    }
    const row = this.inTable ? ROW.exec(line)?.[1] : undefined;
    if (row !== undefined) return this.row(row, number);
    const group = GROUP.exec(line)?.[1];
    if (group !== undefined) this.group = own(group);
    if (this.parts.size > 0 && /^ BENCH +Summary$/.test(line.trimEnd())) {
      this.finish();
      return true;
    }
    return false;
  }

  get idle(): boolean {
    return !this.inTable;
  }

  end(): void {
    this.parts.clear();
  }

  private row(row: string, number: number): boolean {
    const [path = "", ...inner] = this.group.split(" > ");
    const suite = own(this.context.path(path));
    let part = this.parts.get(suite);
    if (!part) {
      part = this.sink.part("bench", "the run's summary is missing", { units: [suite] });
      part.line = number;
      this.parts.set(suite, part);
    }
    // From the right: samples, rme, seven times, hz; the fastest and slowest are marked.
    const tokens = row
      .trim()
      .replace(/ +(?:fastest|slowest)$/, "")
      .split(/ +/);
    const spread = /^\u00b1(\d{1,9}(?:\.\d{1,9})?)%$/.exec(tokens.at(-2) ?? "");
    const hz = Number((tokens.at(-10) ?? "").replaceAll(",", ""));
    const task = tokens.slice(0, -10).join(" ");
    const name = own([...inner, task].join(" > "));
    if (!spread || !(hz > 0) || task === "") {
      unmeasured(part, name);
      return true;
    }
    const value = 1e9 / hz;
    const range = (value * Number(spread[1])) / 100;
    this.sink.observe({ kind: "bench", outcome: "passed", part, name, suite, value, unit: "ns", better: "smaller", range });
    return true;
  }

  private finish(): void {
    for (const part of this.parts.values()) {
      if (part.reason !== "the run's summary is missing") continue;
      part.state = "whole";
      delete part.reason;
    }
    this.parts.clear();
  }
}
