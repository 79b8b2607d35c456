/**
 * Benchmark lines as libtest prints them (`cargo bench` with `#[bench]`) and as criterion prints them with
 * `--output-format bencher`: `test NAME ... bench:   1,234.56 ns/iter (+/- 12.34) = 7314 MB/s`.
 * Whole numbers before rustc 1.75, decimals since; commas in both. Source: library/test/src/bench.rs, criterion src/report.rs.
 */
import type { BenchObservation, Part } from "../model.ts";
import { targetId } from "./cargo.ts";
import type { LineFormat, LineReader, LogContext, Sink } from "./format.ts";

export const bencher: LineFormat = {
  shape: "lines",
  name: "bencher",
  kinds: ["bench"],
  tool: "cargo bench",
  docs: {
    command: "cargo bench -- --output-format bencher | tee bench.txt",
    proof: "every line is a whole measurement; a benchmark that is missing proves nothing",
    source: "criterion src/report.rs (BencherReport), rust-lang/rust library/test/src/bench.rs",
  },
  reader: (sink, context) => new BencherReader(sink, context),
};

type Measured = Pick<BenchObservation, "value" | "unit" | "better" | "range" | "step">;

const LINE = /^test (.+?) +\.\.\. (bench: .*)$/;
const MEASURED = /^bench: +([\d,]+(?:\.\d+)?) (\w+)\/iter \(\+\/- ([\d,]+(?:\.\d+)?)\)(?: = \d+ \w+\/s)?$/;
/** Nanoseconds in the units that libtest and criterion print. */
const NANOSECONDS: Record<string, number> = { ps: 0.001, ns: 1, us: 1e3, µs: 1e3, ms: 1e6, s: 1e9 };

/** `bench: 3 ns/iter (+/- 1)` as a measurement in nanoseconds, or as printed where the unit is not a time. */
export function measurementOf(words: string): Measured | undefined {
  const match = MEASURED.exec(words);
  if (!match) return undefined;
  const [, printed = "", unit = "", range = ""] = match;
  const factor = NANOSECONDS[unit];
  const decimals = printed.includes(".") ? printed.length - printed.indexOf(".") - 1 : 0;
  const scale = factor ?? 1;
  return {
    value: numberOf(printed) * scale,
    range: numberOf(range) * scale,
    step: 10 ** -decimals * scale,
    unit: factor === undefined ? `${unit}/iter` : "ns",
    better: "smaller",
  };
}

function numberOf(printed: string): number {
  return Number(printed.replaceAll(",", ""));
}

/** Measurements outside libtest's `running` blocks: criterion's. */
class BencherReader implements LineReader {
  private readonly sink: Sink;
  private readonly context: LogContext;
  private part: Part | undefined;

  constructor(sink: Sink, context: LogContext) {
    this.sink = sink;
    this.context = context;
  }

  take(line: string, number: number): boolean {
    if (!line.startsWith("test ") || !line.includes("bench: ")) return false;
    const match = LINE.exec(line.length > 4096 ? line.slice(0, 4096) : line);
    const measured = match && measurementOf(match[2] ?? "");
    if (!match || !measured) return false;
    const part = this.partOf(number);
    const suite = part.target ? { suite: targetId(part.target) } : {};
    this.sink.observe({ kind: "bench", outcome: "passed", part, name: match[1] ?? "", ...suite, ...measured });
    return true;
  }

  end(): void {}

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
