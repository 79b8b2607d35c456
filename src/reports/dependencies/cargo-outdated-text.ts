/**
 * The table of `cargo outdated`, one a package; with `--workspace` each is headed by its package.
 *
 *     shop
 *     ================
 *     Name   Project  Compat  Latest  Kind    Platform
 *     ----   -------  ------  ------  ----    --------
 *     zebra  0.1.0    ---     0.2.0   Normal  ---
 *
 * A table has no end of its own, so the step's outcome proves it whole; a look-up that failed prints none.
 * Source: cargo-outdated 0.19, src/cargo_ops/elaborate_workspace.rs (print_list).
 */
import type { DependencyObservation, Part } from "../../model.ts";
import { awaitOutcome, type LineFormat, type LineReader, type LogContext, type Sink } from "../format.ts";
import { own } from "../lines.ts";
import { judged } from "./cargo-outdated.ts";
import { joinTo } from "./outdated.ts";

export const cargoOutdatedText: LineFormat = {
  shape: "lines",
  name: "cargo-outdated-text",
  kinds: ["dependency"],
  tool: "cargo outdated",
  docs: {
    command: "cargo outdated --root-deps-only > outdated.txt   # better: --format json",
    proof: "`All dependencies are up to date, yay!`; a table needs the step's outcome (outcome=)",
    source: "cargo-outdated 0.19, src/cargo_ops/elaborate_workspace.rs",
    example: "zebra  0.1.0    ---     0.2.0   Normal  ---",
  },
  reader: (sink, context) => new TableReader(sink, context),
};

const CURRENT = "All dependencies are up to date, yay!";
const UNDERLINE = "================";
const HEADER = /^Name +Project +Compat +Latest +Kind +Platform *$/;
const RULER = /^---- +------- +------ +------ +---- +-------- *$/;
const ROW = /^(\S{1,400}) +(\S{1,100}) +(\S{1,100}) +(\S{1,100}) +(?:Normal|Development|Build) +\S/;

class TableReader implements LineReader {
  private readonly sink: Sink;
  private readonly context: LogContext;
  private previous = "";
  private crate = "";
  private part: Part | undefined;
  private found = new Map<string, DependencyObservation>();

  constructor(sink: Sink, context: LogContext) {
    this.sink = sink;
    this.context = context;
  }

  take(line: string, number: number): boolean {
    const taken = this.part ? this.row(this.part, line) || this.begin(line, number) : this.begin(line, number);
    this.previous = line;
    return taken;
  }

  end(): void {
    this.finish(this.context.unended !== true);
  }

  private begin(line: string, number: number): boolean {
    switch (line.charCodeAt(0)) {
      case 61 /* = */:
        if (line !== UNDERLINE || !/^[\w-]{1,200}$/.test(this.previous)) return false;
        this.crate = own(this.previous);
        return true;
      case 78 /* N */:
        if (!HEADER.test(line)) return false;
        this.finish(true);
        this.part = this.open(number);
        this.crate = "";
        return true;
      case 65 /* A */:
        {
          if (line !== CURRENT) return false;
          this.finish(true);
          const part = this.open(number);
          part.state = "whole";
          delete part.reason;
          this.crate = "";
          return true;
        }
    }
    return false;
  }

  private open(number: number): Part {
    const part = this.sink.part("dependency", "its table is cut", { units: [this.crate || "cargo outdated"] });
    part.line = number;
    return part;
  }

  private row(part: Part, line: string): boolean {
    if (RULER.test(line)) return true;
    const [, name = "", project = "", compat = "", latest = ""] = line.length > 1_000 ? [] : (ROW.exec(line) ?? []);
    if (name !== "") {
      const [crate = ""] = part.extent.units;
      const row = { name: own(name), project: own(project), compat: own(compat), latest: own(latest) };
      joinTo(this.found, judged(row, crate === "cargo outdated" ? "" : crate, part));
      return true;
    }
    this.finish(true);
    return line === "";
  }

  /** A table without a row was cut before its first one. */
  private finish(ended: boolean): void {
    if (!this.part) return;
    for (const observation of this.found.values()) this.sink.observe(observation);
    if (ended && this.found.size > 0) awaitOutcome(this.part);
    this.part = undefined;
    this.found = new Map();
  }
}
