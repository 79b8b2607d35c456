/**
 * What the readers of linters' text do alike: findings as they come, in a part that begins with the first of them and
 * ends with the tool's own sum, where it prints one.
 */
import type { Part } from "../../model.ts";
import { awaitOutcome, type ReadContext, type Sink } from "../format.ts";
import { own } from "../lines.ts";
import { type Found, finding, partial, whole } from "./finding.ts";

/** The reason of a part whose log has a line that nobody could have printed. */
export const TOO_LONG = "a line is longer than any tool writes";

/** One tool's findings in a log. */
export class LintText {
  private readonly sink: Sink;
  private readonly context: ReadContext;
  private readonly owner: string;
  private readonly unit: string;
  private part: Part | undefined;
  private found = 0;
  private flaw: string | undefined;
  private unparsed = new Set<string>();

  constructor(sink: Sink, context: ReadContext, owner: string, unit = owner) {
    this.sink = sink;
    this.context = context;
    this.owner = owner;
    this.unit = unit;
  }

  /** Findings since the last sum. */
  get count(): number {
    return this.found;
  }

  /** A part is under way. */
  get isOpen(): boolean {
    return this.part !== undefined;
  }

  /** The part under way, begun at this line if there is none. */
  begin(line: number): Part {
    if (!this.part) {
      this.part = this.sink.part("lint", `the log ends before ${this.owner} has said its last word`, {
        units: [this.unit],
        owners: [this.owner],
      });
      this.part.line = line;
    }
    return this.part;
  }

  /** One finding, its file as the tool prints it. An `error` is a file that could not be looked at. */
  add(found: Found, line: number): void {
    this.found++;
    const part = this.begin(line);
    const { message, rule } = found;
    const file = found.file === undefined ? undefined : own(this.context.path(found.file));
    if (found.outcome === "error") this.unparsed.add(file ?? "a file");
    this.sink.observe(
      finding(part, this.owner, {
        ...found,
        rule: rule === undefined ? undefined : own(rule),
        file,
        message: message === undefined ? undefined : own(message),
      }),
    );
  }

  /** Something was not looked at, or not all is printed: the part that is under way will be partial. */
  flawed(reason: string, line: number): void {
    this.begin(line);
    this.flaw ??= reason;
  }

  /** The tool's own sum ends the part. `total`: how many findings it counts, where it tells. */
  sum(line: number, total = this.found): void {
    const part = this.begin(line);
    if (total !== this.found) part.reason = `${this.owner} counts ${total} findings, and the log shows ${this.found}`;
    else this.settle(part);
    this.forget();
  }

  /** The log ends, and the tool prints no sum: only its exit status tells whether it saw everything. */
  endQuietly(): void {
    if (this.part) {
      this.settle(this.part);
      if (this.part.state === "whole") awaitOutcome(this.part);
    }
    this.forget();
  }

  private settle(part: Part): void {
    const [first, ...others] = this.unparsed;
    if (this.flaw !== undefined) partial(part, this.flaw);
    else if (first === undefined) whole(part);
    else partial(part, `${first}${others.length === 0 ? "" : ` and ${others.length} more`} could not be parsed`);
  }

  private forget(): void {
    this.part = undefined;
    this.found = 0;
    this.flaw = undefined;
    this.unparsed = new Set();
  }
}
