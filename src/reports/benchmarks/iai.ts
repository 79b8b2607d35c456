/**
 * What iai, iai-callgrind and gungraun print: a benchmark's name, then what valgrind counted in it, indented. The counts
 * are exact, and most of them say the same in other words, so one of them stands for the benchmark: the instructions;
 * where they were not counted, the next best, with its name in brackets. gungraun closes with a summary that counts its
 * benchmarks; older versions and iai close with nothing.
 * Source: bheisler/iai src/lib.rs; gungraun/gungraun gungraun-runner/src/runner/{format,summary}.rs, 0.1 to 0.17.
 */
import type { Part } from "../../model.ts";
import { targetId } from "../builds/cargo.ts";
import type { LineFormat, LineReader, LogContext, Sink } from "../format.ts";
import { own } from "../lines.ts";
import { endlessPart, unmeasured } from "./parts.ts";
import type { Measured } from "./units.ts";

export const iai: LineFormat = {
  shape: "lines",
  name: "iai",
  aliases: ["gungraun", "iai-callgrind"],
  kinds: ["bench"],
  tool: "gungraun",
  docs: {
    command: "cargo bench 2>&1 | tee bench.txt   # shell: bash",
    proof: "gungraun's summary counts as many benchmarks; iai and older versions need outcome=success",
    source: "bheisler/iai src/lib.rs; gungraun/gungraun gungraun-runner/src/runner/format.rs",
    example: "  Instructions:                1734|1650            (+5.09090%) [+1.04844x]",
  },
  reader: (sink, context) => new IaiReader(sink, context),
};

/** Measures in the order in which they stand for a benchmark, with their units. */
const PREFERRED: readonly (readonly [name: string, unit: string])[] = [
  ["Instructions", "instructions"],
  ["Estimated Cycles", "cycles"],
  ["Total read+write", "accesses"],
  ["Total bytes", "bytes"],
  ["Total blocks", "blocks"],
  ["Errors", "errors"],
];

/** The one of several measures that stands for a benchmark; a measure's name may be any of valgrind's. */
export function mainMeasure(measures: ReadonlyMap<string, number>): { what: string; measured: Measured } | undefined {
  const [what, unit] = PREFERRED.find(([name]) => measures.has(name)) ?? [measures.keys().next().value ?? "", "events"];
  const value = measures.get(what);
  return value === undefined
    ? undefined
    : { what, measured: { value, unit, better: /Hit Rate$/.test(what) ? "bigger" : "smaller", step: 1 } };
}

/** The benchmark's name with the measure that stands for it. */
export function measureName(benchmark: string, what: string): string {
  return what === "Instructions" ? benchmark : `${benchmark} (${what})`;
}

const MEASURE =
  /^ {2}([A-Z][A-Za-z0-9+ -]{0,40}): +(N\/A|\d{1,30}(?:\.\d{1,20})?)(?:\|(?:N\/A|[\d.]{1,50}))? *(?:\([^()]{1,40}\))?(?: *\[[^\]]{1,40}\])?$/;
/** Every measure there is begins with one of these words, so that a text's own list is none. */
const FIRST =
  /^(?:Instructions|L1|L2|LL|LLi|LLd|D1|I1|RAM|Estimated Cycles|Total (?:read\+write|bytes|blocks|units|events|lifetimes)|At t-(?:gmax|end)|Reads|Writes|Maximum|Dr|Dw|I1mr|D1m[rw]|ILmr|DLm[rw]|SysC|SysT|Sys|Ge|B[ci]m?|[ID]Ldm[rw]|AcCost|SpLoss|Errors|Contexts|Suppressed)/;
/** `  ======= CALLGRIND =====` stands above the measures of one of several tools. */
const TOOL = /^ {2}={3,} [A-Z]{3,20} ={3,}$/;
/** Between the measures: `  ## pid: 12`, `  Baselines: old|new`. */
const ASIDE = /^ {2}(?:## |Baselines: |Command: |Details: |Logfile: )/;
/** A name of gungraun's begins with the module's path; one of iai's is a function. */
const MODULE = /^[\w-]{1,200}::\S/;
const FUNCTION = /^\w{1,200}$/;
const SUMMARY = /^(?:Iai-Callgrind|Gungraun) result: \w+\. (?:.{0,200}?; )??(?:(\d{1,9}) filtered; )?(\d{1,9}) benchmarks? finished in /;
const MAX_LINE = 4_096;
/** An argument in a name may hold newlines. */
const MAX_NAME_LINES = 50;

class IaiReader implements LineReader {
  private readonly sink: Sink;
  private readonly context: LogContext;
  private part: Part | undefined;
  private benchmarks = 0;
  /** Lines that may be the next benchmark's name. */
  private above: string[] = [];
  private name: string | undefined;
  private line = 0;
  private measures = new Map<string, number>();
  /** The measure on the last line, where its number ends the line: in a file that is cut it may go on. */
  private mayBeCut: string | undefined;

  constructor(sink: Sink, context: LogContext) {
    this.sink = sink;
    this.context = context;
  }

  take(line: string, number: number): boolean {
    if (line.length > MAX_LINE) return false;
    this.mayBeCut = undefined;
    if (line.startsWith("  ")) {
      const match = MEASURE.exec(line);
      const what = match?.[1] ?? "";
      if (match && FIRST.test(what)) return this.measure(what, match[2] ?? "", line, number);
      if (TOOL.test(line)) return this.begin(MODULE, number);
      return this.name !== undefined && this.above.length === 0 && ASIDE.test(line);
    }
    const summary = line.includes(" result: ") ? SUMMARY.exec(line) : null;
    if (summary) return this.finish(Number(summary[2]), Number(summary[1] ?? 0));
    if (line === "") this.above.length = 0;
    else {
      this.above.push(line);
      if (this.above.length > MAX_NAME_LINES) this.above.shift();
    }
    return false;
  }

  end(): void {
    if (this.name !== undefined && this.mayBeCut !== undefined && mainMeasure(this.measures)?.what === this.mayBeCut) {
      unmeasured(this.partOf(this.line), this.name);
      this.name = undefined;
    }
    this.give();
  }

  /** The lines above, from the one that looks so, are a name, if there are any. */
  private begin(looks: RegExp, number: number): boolean {
    if (this.above.length === 0) return this.name !== undefined;
    const first = this.above.findLastIndex((line) => looks.test(line));
    if (first === -1) return false;
    const lines = this.above.slice(first);
    this.above = [];
    this.give();
    this.name = own(lines.join(" "));
    this.line = number;
    return true;
  }

  private measure(what: string, value: string, line: string, number: number): boolean {
    const isGungraun = line.includes("|") || (what === "Instructions" && this.above.some((above) => MODULE.test(above)));
    // Others list `Errors: 3` as well: iai begins with its instructions, right below the function's name.
    if (!this.begin(isGungraun ? MODULE : FUNCTION, number)) return false;
    if (!isGungraun && this.measures.size === 0 && what !== "Instructions") {
      this.name = undefined;
      return false;
    }
    // Of several parts of one benchmark the total comes last.
    if (value !== "N/A") this.measures.set(own(what), Number(value));
    if (!/[)\]]$/.test(line)) this.mayBeCut = own(what);
    return true;
  }

  private give(): void {
    const { name, measures } = this;
    this.name = undefined;
    if (name === undefined) return;
    const part = this.partOf(this.line);
    this.benchmarks++;
    this.measures = new Map();
    const main = mainMeasure(measures);
    // Only an earlier run's values were there.
    if (!main) return;
    const suite = part.target ? { suite: targetId(part.target) } : {};
    this.sink.observe({ kind: "bench", outcome: "passed", part, name: measureName(name, main.what), ...suite, ...main.measured });
  }

  private finish(declared: number, filtered: number): boolean {
    this.give();
    this.above.length = 0;
    const { part } = this;
    if (!part) return false;
    if (declared !== this.benchmarks) {
      part.state = "broken";
      part.reason = `it counts ${declared} benchmarks and lists ${this.benchmarks}`;
    } else if (filtered > 0) part.reason = `${filtered} benchmarks were filtered out`;
    else {
      part.state = "whole";
      delete part.reason;
    }
    this.part = undefined;
    return true;
  }

  private partOf(number: number): Part {
    const { cargo } = this.context;
    if (this.part && this.part.target === cargo.target) return this.part;
    this.part = endlessPart(this.sink, cargo.target ? [] : ["gungraun"], number);
    this.benchmarks = 0;
    if (cargo.target) {
      this.part.target = cargo.target;
      cargo.part = this.part;
    }
    return this.part;
  }
}
