/**
 * What hyperfine prints for people. It stops at the first command that fails; `Summary` comes only where there are two.
 * Source: sharkdp/hyperfine src/benchmark/mod.rs, 1.0 to 1.19.
 */
import type { Part } from "../../model.ts";
import type { LineFormat, LineReader, Sink } from "../format.ts";
import { own } from "../lines.ts";
import { endlessPart, failedBenchmark, unmeasured } from "./parts.ts";
import { printedMeasurement } from "./units.ts";

export const hyperfineText: LineFormat = {
  shape: "lines",
  name: "hyperfine-text",
  kinds: ["bench", "test"],
  tool: "hyperfine",
  docs: {
    command: "hyperfine './my-program' | tee bench.txt   # shell: bash",
    proof: "each `Benchmark` has its `Time`, and outcome=success",
    source: "sharkdp/hyperfine src/benchmark/mod.rs",
    example: "  Time (mean ± σ):      21.6 ms ±   0.2 ms    [User: 0.9 ms, System: 0.7 ms]",
  },
  minds: ({ first, indented }) => !indented && first === "B",
  reader: (sink) => new HyperfineReader(sink),
};

const BENCHMARK = /^Benchmark #?\d{1,9}: (.*)$/;
const TIME =
  /^ {2}Time \((?:mean|abs)[^)]{0,20}\): +(\d{1,20}(?:\.\d{1,10})?) (s|ms|\u00b5s|us|ns)(?: \u00b1 +(\d{1,20}(?:\.\d{1,10})?) (s|ms|\u00b5s|us|ns))? +\[/;
const MAX_LINE = 65_536;

class HyperfineReader implements LineReader {
  private readonly sink: Sink;
  private part: Part | undefined;
  private open: string | undefined;
  private readonly seen = new Map<string, number>();

  constructor(sink: Sink) {
    this.sink = sink;
  }

  take(line: string, number: number): boolean {
    if (line.length > MAX_LINE) return false;
    if (line.startsWith("Benchmark ")) {
      const name = BENCHMARK.exec(line)?.[1];
      if (name === undefined) return false;
      this.stop();
      this.part ??= endlessPart(this.sink, ["hyperfine"], number);
      this.open = this.named(own(name));
      return true;
    }
    if (!this.part) return false;
    if (line.startsWith("  Time (")) return this.time(line);
    if (this.open !== undefined && line.startsWith("Error: ")) {
      this.sink.observe(failedBenchmark(this.part, this.open, undefined, own(line.slice(7))));
      this.open = undefined;
      this.part.state = "broken";
      this.part.reason = "hyperfine stopped at a command that failed";
      return true;
    }
    return line.startsWith("  Range (") || line === "Summary";
  }

  get idle(): boolean {
    return this.part === undefined;
  }

  end(): void {
    this.stop();
  }

  private time(line: string): boolean {
    const match = TIME.exec(line);
    if (!match || !this.part || this.open === undefined) return false;
    const [, value = "", unit = "", around, aroundUnit] = match;
    const measured = printedMeasurement(value, unit, around, aroundUnit);
    if (measured) this.sink.observe({ kind: "bench", outcome: "passed", part: this.part, name: this.open, ...measured });
    else unmeasured(this.part, this.open);
    this.open = undefined;
    return true;
  }

  /** As the export tells equal names apart. */
  private named(name: string): string {
    const times = (this.seen.get(name) ?? 0) + 1;
    this.seen.set(name, times);
    return times === 1 ? name : `${name} #${times}`;
  }

  private stop(): void {
    if (this.part && this.open !== undefined) unmeasured(this.part, this.open);
    this.open = undefined;
  }
}
