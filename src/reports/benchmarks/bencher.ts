/**
 * Benchmark lines as libtest prints them (`cargo bench` with `#[bench]`) and as criterion prints them with
 * `--output-format bencher`: `test NAME ... bench:   1,234.56 ns/iter (+/- 12.34) = 7314 MB/s`.
 * Whole numbers before rustc 1.75, decimals since; commas in both. Source: library/test/src/bench.rs, criterion src/report.rs.
 */
import type { Part } from "../../model.ts";
import { targetId } from "../builds/cargo.ts";
import type { LineFormat, LineReader, LogContext, Sink } from "../format.ts";
import { own } from "../lines.ts";
import { unmeasured } from "./parts.ts";
import { betterOf, type Measured, quantityOf } from "./units.ts";

export const bencher: LineFormat = {
  shape: "lines",
  name: "bencher",
  kinds: ["bench"],
  tool: "cargo bench",
  docs: {
    command: "cargo bench -- --output-format bencher | tee bench.txt",
    proof: "every line is a whole measurement; a benchmark that is missing proves nothing",
    source: "criterion src/report.rs (BencherReport), rust-lang/rust library/test/src/bench.rs",
    example: "test parse_small ... bench:       1,234 ns/iter (+/- 56)",
  },
  minds: ({ first, indented }) => !indented && first === "t",
  reader: (sink, context) => new BencherReader(sink, context),
};

const MEASURED = /^bench: +([\d,]{1,40}(?:\.\d{1,20})?) ([^\s/]{1,40}\/\w{1,40}) \(\+\/- ([\d,]{1,40}(?:\.\d{1,20})?)\)(?: = \d+ \w+\/s)?$/;
/** No tool prints a longer line for one benchmark. */
const MAX_LINE = 4096;

/**
 * `bench: 3 ns/iter (+/- 1)` as a measurement in nanoseconds, or as printed where the unit is not a time: harnesses that
 * write in libtest's words count cycles, or what is done in a second.
 */
export function measurementOf(words: string): Measured | undefined {
  const match = MEASURED.exec(words);
  if (!match) return undefined;
  const [, printed = "", per = "", range = ""] = match;
  const unit = per.endsWith("/iter") ? per.slice(0, -"/iter".length) : per;
  const value = quantityOf(printed.replaceAll(",", ""), unit);
  const around = quantityOf(range.replaceAll(",", ""), unit);
  if (!value || !around) return undefined;
  return { value: value.value, range: around.value, step: value.step, unit: value.nanoseconds ? "ns" : per, better: betterOf(per) };
}

/** Measurements outside libtest's `running` blocks: criterion's. */
class BencherReader implements LineReader {
  private readonly sink: Sink;
  private readonly context: LogContext;
  private part: Part | undefined;
  /** A benchmark whose measurement is to come: criterion prints the name first, and the benchmark may print in between. */
  private open: string | undefined;

  constructor(sink: Sink, context: LogContext) {
    this.sink = sink;
    this.context = context;
  }

  take(line: string, number: number): boolean {
    if (line.startsWith("bench: ") && this.open !== undefined) return this.measure(this.open, line, number);
    if (!line.startsWith("test ") || line.length > MAX_LINE) return false;
    const dots = line.lastIndexOf(" ... bench: ");
    if (dots > 5) return this.measure(line.slice(5, dots).trimEnd(), line.slice(dots + 5), number);
    const open = line.lastIndexOf(" ... ");
    // The measurement comes later, or the file is cut within the word.
    if (open <= 5 || !"bench: ".startsWith(line.slice(open + 5))) return false;
    this.stopped();
    this.open = own(line.slice(5, open));
    return true;
  }

  get idle(): boolean {
    return this.open === undefined;
  }

  end(): void {
    this.stopped();
  }

  private measure(name: string, words: string, number: number): boolean {
    const part = this.partOf(number);
    if (this.open !== name) this.stopped();
    this.open = undefined;
    const measured = measurementOf(words);
    if (!measured) {
      unmeasured(part, name);
      return true;
    }
    const suite = part.target ? { suite: targetId(part.target) } : {};
    this.sink.observe({ kind: "bench", outcome: "passed", part, name, ...suite, ...measured });
    return true;
  }

  /** A benchmark that was begun has no measurement. One without any other beside it is no sign of a benchmark's log. */
  private stopped(): void {
    if (this.open !== undefined && this.part && this.part.target === this.context.cargo.target) unmeasured(this.part, this.open);
    this.open = undefined;
  }

  private partOf(number: number): Part {
    const { cargo } = this.context;
    if (this.part && this.part.target === cargo.target) return this.part;
    this.part = this.sink.part("bench", "", {});
    this.part.state = "whole";
    delete this.part.reason;
    this.part.line = number;
    if (cargo.target) {
      this.part.target = cargo.target;
      cargo.part = this.part;
    }
    return this.part;
  }
}
