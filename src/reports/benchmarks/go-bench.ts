/**
 * Go's benchmarks as text: `BenchmarkSum/n=5-2   463651   26.94 ns/op   0 B/op   0 allocs/op`. What is measured is the
 * time; what a benchmark allocates is a measure of its own (`BenchmarkSum/n=5 (B/op)`). MB/s is the time once more, and
 * of a unit that a benchmark made up nobody knows which way is better.
 * Source: Go's src/testing/benchmark.go (1.0 to 1.25), golang.org/design/14313-benchmark-format.
 */
import type { Part } from "../../model.ts";
import type { LineFormat, LineReader, LogContext, Sink } from "../format.ts";
import { own } from "../lines.ts";
import { type Measured, printedMeasurement } from "./units.ts";

export const goBench: LineFormat = {
  shape: "lines",
  name: "go-bench",
  kinds: ["bench"],
  tool: "go test",
  docs: {
    command: "go test -run '^$' -bench . -benchmem ./... 2>&1 | tee bench.txt   # shell: bash",
    proof: "each package's benchmarks end in `PASS`",
    source: "Go's src/testing/benchmark.go; golang.org/design/14313-benchmark-format",
    example: "BenchmarkSum/n=5-2   463651   26.94 ns/op   0 B/op   0 allocs/op",
  },
  minds: ({ first, indented }) => !indented && "BgpcPFo".includes(first),
  reader: (sink, context) => new GoBenchReader(sink, context),
};

/** What one line of a benchmark tells. The name is as printed, with the number of processors behind it. */
export interface GoMeasured {
  name: string;
  /** Of each measure the word behind the name in brackets, and what was measured; the first is the benchmark's own. */
  measures: [what: string, measured: Measured][];
}

const NAMED = /^(Benchmark\S{0,4000})[ \t]+(\d{1,20})[ \t]+(\d.*)$/;
/** Behind something that the benchmark printed, which took the rest of the line with the name. */
const REST = /^ *(\d{1,20})\t +(\d.*)$/;
const BEGUN = /^(Benchmark\S{0,4000}) *\t/;
const PROCESSORS = /-(\d{1,6})$/;
const HEADER = /^(?:goos|goarch|pkg|cpu): /;
/** Measures beside the time that are known to be better when they are smaller. */
const ALSO = new Set(["B/op", "allocs/op"]);
/** No benchmark prints a longer line. */
const MAX_LINE = 16_384;

/** The measurement that a line of `go test -bench` holds, wherever it was written down. */
export function measureGo(line: string): GoMeasured | undefined {
  if (!line.startsWith("Benchmark") || line.length > MAX_LINE) return undefined;
  const match = NAMED.exec(line);
  return match ? measuredAs(match[1] ?? "", match[3] ?? "") : undefined;
}

function measuredAs(name: string, words: string): GoMeasured | undefined {
  const tokens = words.trim().split(/[ \t]+/);
  if (tokens.length % 2 !== 0) return undefined;
  let own: [string, Measured] | undefined;
  const also: [string, Measured][] = [];
  for (let i = 0; i < tokens.length; i += 2) {
    const unit = tokens[i + 1] ?? "";
    const measured = printedMeasurement(tokens[i] ?? "", unit);
    if (!measured) continue;
    if (measured.unit === "ns") own ??= ["", measured];
    else if (ALSO.has(unit)) also.push([unit, measured]);
  }
  if (own) return { name, measures: [own, ...also] };
  return also.length > 0 ? { name, measures: also } : undefined;
}

/**
 * The benchmarks of one package. Their names end in the number of processors, which is no part of the name; but where it
 * is one, names may end in a number of their own. So it goes only where all names have the same.
 */
export class GoBenchmarks {
  private readonly all: GoMeasured[] = [];
  private processors: string | undefined;

  add(measured: GoMeasured): void {
    const processors = PROCESSORS.exec(measured.name)?.[1] ?? "";
    if (this.all.length === 0) this.processors = processors;
    else if (this.processors !== processors) this.processors = "";
    this.all.push(measured);
  }

  /** Hands out what was measured, as benchmarks of the package. */
  give(sink: Sink, part: Part, suite: string | undefined): void {
    const end = this.processors ? this.processors.length + 1 : 0;
    for (const { name, measures } of this.all) {
      const bare = own(name.slice(0, name.length - end));
      for (const [what, measured] of measures) {
        const named = what === "" ? bare : `${bare} (${what})`;
        sink.observe({ kind: "bench", outcome: "passed", part, name: named, ...(suite === undefined ? {} : { suite }), ...measured });
      }
    }
    this.all.length = 0;
  }
}

/** Benchmarks in a log: the block of a package begins with `goos:` and ends with `PASS`, `FAIL` or `ok`. */
class GoBenchReader implements LineReader {
  private readonly sink: Sink;
  private part: Part | undefined;
  private readonly benchmarks = new GoBenchmarks();
  private package: string | undefined;
  /** A benchmark whose measurement is to come. */
  private open: string | undefined;
  /** The first that was begun and never measured. */
  private lost: string | undefined;

  constructor(sink: Sink, _context: LogContext) {
    this.sink = sink;
  }

  take(line: string, number: number): boolean {
    switch (line.charCodeAt(0)) {
      case 66 /* B */:
        return line.startsWith("Benchmark") && line.length <= MAX_LINE && this.benchmark(line, number);
      case 103 /* g */:
      case 112 /* p */:
      case 99 /* c */:
        return line.length <= MAX_LINE && HEADER.test(line) && this.header(line);
      case 80 /* P */:
        // What ends the block is left to the reader of tests.
        if (line === "PASS") this.close(true);
        return false;
      case 70 /* F */:
        if (line.startsWith("FAIL\t")) this.named(line.slice(5));
        if (line === "FAIL" || line.startsWith("FAIL\t")) this.close(false);
        return false;
      case 111 /* o */:
        if (line.startsWith("ok  \t")) {
          this.named(line.slice(5));
          this.close(true);
        }
        return false;
    }
    return this.open !== undefined && this.rest(line, number);
  }

  get idle(): boolean {
    return this.open === undefined;
  }

  end(): void {
    this.close(undefined);
    this.give();
  }

  private header(line: string): boolean {
    // The next package's block: the one before is done, whether or not its end was seen here.
    if (line.startsWith("goos: ")) {
      this.close(undefined);
      this.give();
      this.package = undefined;
    }
    if (line.startsWith("pkg: ")) {
      const name = line.slice(5).trim();
      if (this.package !== undefined && this.package !== name) {
        this.close(undefined);
        this.give();
      }
      this.package = own(name.slice(0, 4_096));
    }
    return true;
  }

  private benchmark(line: string, number: number): boolean {
    const measured = measureGo(line);
    if (measured) {
      this.add(measured, number);
      return true;
    }
    const begun = BEGUN.exec(line)?.[1];
    // -v tells the name first, on a line of its own.
    if (begun === undefined) return /^Benchmark[^a-z\s]\S*$/.test(line) && (this.part !== undefined || this.package !== undefined);
    this.partOf(number);
    this.stop();
    this.open = own(begun);
    return true;
  }

  private rest(line: string, number: number): boolean {
    const words = line.length > MAX_LINE ? undefined : REST.exec(line)?.[2];
    const measured = words === undefined ? undefined : measuredAs(this.open ?? "", words);
    if (!measured) return false;
    this.open = undefined;
    this.add(measured, number);
    return true;
  }

  private add(measured: GoMeasured, number: number): void {
    this.partOf(number);
    this.stop();
    this.benchmarks.add(measured);
  }

  private partOf(number: number): Part {
    if (this.part?.state !== "broken") {
      this.give();
      this.part = this.sink.part("bench", "");
      this.part.reason = "the log ends, or goes on elsewhere, before the benchmarks of this package do";
      this.part.line = number;
    }
    return this.part;
  }

  /** The package, from its last line, where no `pkg:` told it. */
  private named(words: string): void {
    if (this.part) this.package ??= own(words.split("\t", 1)[0]?.trim() ?? "");
  }

  /** `passed`: whether the package did; undefined where its end is not seen. */
  private close(passed: boolean | undefined): void {
    const { part } = this;
    if (part?.state !== "broken") return;
    this.stop();
    if (this.lost !== undefined) part.reason = `${this.lost} was not measured to its end`;
    else if (passed === false) part.reason = "the package failed, so benchmarks may be missing";
    else if (passed) {
      part.state = "whole";
      delete part.reason;
    }
  }

  /** A benchmark that was begun has no measurement. */
  private stop(): void {
    this.lost ??= this.open;
    this.open = undefined;
  }

  private give(): void {
    if (!this.part) return;
    this.part.extent.units.push(this.package ?? "go test");
    this.benchmarks.give(this.sink, this.part, this.package);
    this.part = undefined;
    this.lost = undefined;
  }
}
