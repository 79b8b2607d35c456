/**
 * airspeed velocity as it prints in a log (`asv run`): a line a benchmark with its result, in the environment that was
 * named before. Times carry their unit; memory is in bytes; what `track_` benchmarks count has no unit in the log, so they
 * are refused. Of a benchmark with parameters the results stand in a table below it.
 * Source: airspeed-velocity/asv asv/commands/run.py, asv/console.py, asv/util.py (human_value), 0.4 to 0.6.
 */
import type { Part } from "../../model.ts";
import type { LineFormat, LineReader, Sink } from "../format.ts";
import { own } from "../lines.ts";
import { failedBenchmark } from "./parts.ts";
import { type Measured, printedMeasurement, quantityOf } from "./units.ts";

export const asv: LineFormat = {
  shape: "lines",
  name: "asv",
  kinds: ["bench", "test"],
  tool: "asv",
  docs: {
    command: "asv run 2>&1 | tee bench.txt   # shell: bash",
    proof: "the last benchmark stands at 100 %",
    source: "airspeed-velocity/asv asv/commands/run.py, asv/util.py",
    example: "[ 35.00%] ··· benchmarks.TimeSuite.time_keys                         11.1±0.01μs",
  },
  minds: ({ first, indented }) => !indented && first === "[",
  reader: (sink) => new AsvReader(sink),
};

const PROGRESS = /^\[ {0,2}(\d{1,3}\.\d\d)%\] (?:\u00b7|-){1,4} (.*)$/;
const ENVIRONMENT = /^Benchmarking (\S{1,500})$/;
const RESULT = /^([A-Za-z_][\w.]{0,500}) {1,200}(\S.{0,200})$/;
const TIME = /^(\d{1,20}(?:\.\d{1,10})?)(?:\u00b1(\d{1,20}(?:\.\d{1,10})?))?(ns|\u03bcs|\u00b5s|us|ms|s|m)$/;
const BYTES = /^(\d{1,20}(?:\.\d{1,10})?)(?:\u00b1[\d.]{1,20})?([kMGT]?)$/;
const POWERS = new Map([
  ["", 0],
  ["k", 3],
  ["M", 6],
  ["G", 9],
  ["T", 12],
]);
const MAX_LINE = 1_000;

class AsvReader implements LineReader {
  private readonly sink: Sink;
  private part: Part | undefined;
  private environment: string | undefined;
  /** A benchmark with parameters, whose table follows. */
  private table: { name: string; parameters: number | undefined; rules: number } | undefined;

  /** A benchmark of several parameters: its table's heading would have to tell which column is which. */
  private unread: string | undefined;

  constructor(sink: Sink) {
    this.sink = sink;
  }

  take(line: string, number: number): boolean {
    if (line.length > MAX_LINE) return false;
    if (line.charCodeAt(0) !== 91 /* [ */) return this.table !== undefined && this.row(line);
    const match = PROGRESS.exec(line);
    if (!match) return false;
    const [, percent = "", words = ""] = match;
    const environment = ENVIRONMENT.exec(words)?.[1];
    if (environment !== undefined) this.environment = own(environment);
    else if (words.startsWith("====")) return this.row(words);
    else if (!this.result(words, number)) return this.part !== undefined;
    // Only what ends in a word that cannot be cut ends the run.
    if (percent === "100.00" && /(?:[nu\u00b5\u03bc]s|[\d]s|ms|failed|n\/a)$/.test(words)) this.whole();
    return true;
  }

  get idle(): boolean {
    return this.table === undefined;
  }

  end(): void {
    this.table = undefined;
    if (this.part === undefined || this.unread === undefined) return;
    if (this.part.state === "whole") this.part.state = "partial";
    this.part.reason = `the results of ${this.unread} stand in a table of several parameters, which is not read`;
  }

  private result(words: string, number: number): boolean {
    const match = RESULT.exec(words);
    const name = match?.[1] ?? "";
    // Every benchmark is a method of a module or class.
    if (!match || !name.includes(".") || words.startsWith("Running ")) return false;
    const result = match[2] ?? "";
    this.table = undefined;
    if (result !== "failed" && result !== "ok" && result !== "n/a" && !/^\d/.test(result)) return false;
    const part = this.partOf(number);
    if (result === "ok") this.table = { name: own(name), parameters: undefined, rules: 0 };
    else if (result === "failed") this.sink.observe(failedBenchmark(part, own(name), this.environment, "failed"));
    else if (result !== "n/a") this.observe(own(name), result, number);
    return true;
  }

  private observe(name: string, result: string, number?: number): void {
    const part = this.part;
    if (!part) return;
    const measured = measuredOf(name.split(" ", 1)[0] ?? "", result);
    if (measured) {
      const suite = this.environment === undefined ? {} : { suite: this.environment };
      this.sink.observe({ kind: "bench", outcome: "passed", part, name, ...suite, ...measured });
    } else this.sink.problem("E_REPORT_NO_UNIT", `${name} is measured without a unit`, number);
  }

  /** A row of the table of one parameter: its value and the result. */
  private row(line: string): boolean {
    const { table } = this;
    if (!table) return false;
    const words = line.trim();
    if (/^=+(?: +=+)*$/.test(words)) {
      table.parameters ??= words.split(/ +/).length - 1;
      if (++table.rules === 2) this.table = undefined;
      return true;
    }
    if (table.rules === 0 || words === "") return words === "" ? false : this.leave();
    const cells = words.split(/ {2,}/);
    const result = cells.at(-1) ?? "";
    if (table.parameters !== 1) this.unread = table.name;
    if (table.parameters !== 1 || cells.length !== 2 || !/^\d/.test(result)) return true;
    this.observe(`${table.name} (${own(cells[0] ?? "")})`, result);
    return true;
  }

  private leave(): boolean {
    this.table = undefined;
    return false;
  }

  private partOf(number: number): Part {
    const unit = this.environment ?? "asv";
    if (!this.part) {
      this.part = this.sink.part("bench", "the log ends before 100 %");
      this.part.line = number;
    }
    if (!this.part.extent.units.includes(unit)) this.part.extent.units.push(unit);
    return this.part;
  }

  private whole(): void {
    if (!this.part) return;
    this.part.state = "whole";
    delete this.part.reason;
  }
}

function measuredOf(name: string, result: string): Measured | undefined {
  const time = TIME.exec(result);
  if (time) {
    const [, value = "", around, unit = ""] = time;
    return unit === "m" ? printedMeasurement(String(Number(value) * 60), "s") : printedMeasurement(value, unit, around);
  }
  const bytes = BYTES.exec(result);
  if (!bytes || !/^(?:peak)?mem_/i.test(name.slice(name.lastIndexOf(".") + 1))) return undefined;
  const quantity = quantityOf(bytes[1] ?? "", "bytes");
  const power = POWERS.get(bytes[2] ?? "") ?? 0;
  if (!quantity) return undefined;
  return { value: Number(`${bytes[1]}e${power}`), unit: "bytes", better: "smaller", step: quantity.step * 10 ** power };
}
