/**
 * tinybench's `console.table(bench.table())`: the average time of each task with its margin, and the error of a task that
 * threw. A table that is not closed is cut. Node prints it, and quotes what is text.
 * Source: tinylibs/tinybench src/bench.ts and src/utils.ts (table), 2 to 5; Node's lib/internal/cli_table.js.
 */
import type { Part } from "../../model.ts";
import { BEYOND_ASCII, type LineFormat, type LineReader, type Sink } from "../format.ts";
import { own } from "../lines.ts";
import { failedBenchmark, unmeasured } from "./parts.ts";
import { printedMeasurement } from "./units.ts";

export const tinybench: LineFormat = {
  shape: "lines",
  name: "tinybench",
  kinds: ["bench", "test"],
  tool: "tinybench",
  docs: {
    command: "node bench.js | tee bench.txt   # console.table(bench.table()); shell: bash",
    proof: "the table is closed and each task in it has its time",
    source: "tinylibs/tinybench src/utils.ts",
    example: "│ 0       │ 'fast task' │ '180.73 ± 15.53%' │ '111.00 ± 11.00'   │ … │",
  },
  minds: ({ first, indented }) => !indented && first === BEYOND_ASCII,
  reader: (sink) => new TinybenchReader(sink),
};

/** An error's stack stands in the table as well. */
const MAX_LINE = 1024 * 1024;
const TIME = /^(?:Latency (?:avg|average)|Average Time) \((ns|us|\u00b5s|\u03bcs|ms|s)\)$/;

interface Columns {
  count: number;
  name: number;
  time: number;
  unit: string;
  margin: number;
  error: number;
}

class TinybenchReader implements LineReader {
  private readonly sink: Sink;
  private part: Part | undefined;
  private columns: Columns | undefined;

  constructor(sink: Sink) {
    this.sink = sink;
  }

  take(line: string, number: number): boolean {
    if (line.length > MAX_LINE) return false;
    const first = line.charCodeAt(0);
    if (first === 0x2502 /* │ */) {
      if (!this.columns) return this.header(line, number);
      this.row(line, this.columns);
      return true;
    }
    if (!this.part || !this.columns) return false;
    if (first === 0x2514 /* └ */) this.close(this.part);
    return first === 0x2514 || first === 0x251c /* ├ */;
  }

  get idle(): boolean {
    return this.columns === undefined;
  }

  end(): void {
    this.columns = undefined;
  }

  private header(line: string, number: number): boolean {
    if (!/Task [Nn]ame/.test(line.slice(0, 200))) return false;
    const cells = cellsOf(line);
    const time = cells.findIndex((cell) => TIME.test(cell));
    const name = cells.findIndex((cell) => /^Task [Nn]ame$/.test(cell));
    if (time === -1 || name === -1) return false;
    this.columns = {
      count: cells.length,
      name,
      time,
      unit: TIME.exec(cells[time] ?? "")?.[1] ?? "",
      margin: cells.indexOf("Margin"),
      error: cells.indexOf("Error"),
    };
    this.part = this.sink.part("bench", "the table is not closed", { units: ["tinybench"] });
    this.part.line = number;
    return true;
  }

  private row(line: string, columns: Columns): void {
    const { part } = this;
    if (!part) return;
    const cells = cellsOf(line);
    const name = own(unquoted(cells[columns.name] ?? ""));
    const error = columns.error === -1 ? "" : unquoted(cells[columns.error] ?? "");
    // Node shortens nothing, but a task's name may hold the sign between columns.
    if (cells.length !== columns.count || name === "") {
      unmeasured(part, name || "a task without a name");
      part.reason = `${name || "a task"} has another number of columns than the table`;
      return;
    }
    const [value = "", around = ""] = unquoted(cells[columns.time] ?? "").split(" \u00b1 ");
    const measured = printedMeasurement(value.replaceAll(",", ""), columns.unit);
    if (!measured) {
      this.sink.observe(failedBenchmark(part, name, undefined, own(error) || "the task was not measured"));
      return;
    }
    const margin = /^\u00b1?(\d{1,20}(?:\.\d{1,20})?)%$/.exec(around || unquoted(cells[columns.margin] ?? ""));
    const range = margin ? { range: (measured.value * Number(margin[1])) / 100 } : {};
    this.sink.observe({ kind: "bench", outcome: "passed", part, name, ...measured, ...range });
  }

  private close(part: Part): void {
    if (part.reason === "the table is not closed") {
      part.state = "whole";
      delete part.reason;
    }
    this.part = undefined;
    this.columns = undefined;
  }
}

function cellsOf(line: string): string[] {
  return line
    .split("\u2502")
    .slice(1, -1)
    .map((cell) => cell.trim());
}

function unquoted(cell: string): string {
  const quote = cell.charAt(0);
  return (quote === "'" || quote === '"' || quote === "`") && cell.endsWith(quote) && cell.length > 1 ? cell.slice(1, -1) : cell;
}
