/** What a run says once of all its benchmarks: a change of machine or unit resets nothing silently. */
import type { Measurement } from "../model.ts";
import type { Unknown } from "./bench.ts";

export class BenchNews {
  accepted = 0;
  private readonly machine: string;
  private without = 0;
  private readonly waiting = new Set<string>();
  private readonly others = new Set<string>();
  private readonly places = new Set<string>();
  private readonly units = new Map<string, number>();

  constructor(machine: string) {
    this.machine = machine;
  }

  /** `elsewhere`: machines that it has a history on. `unit`: what it was measured in here before. */
  unknown(m: Measurement, { awaits, new: begins }: Unknown, elsewhere: readonly string[], unit: string | undefined): void {
    if (awaits && (awaits.machine !== this.machine || awaits.unit !== m.unit)) {
      this.waiting.add(m.subject.fingerprint);
      this.places.add(awaits.machine === this.machine ? `in ${awaits.unit}` : `on ${awaits.machine}`);
    }
    if (unit !== undefined && unit !== m.unit) {
      const change = `${unit} before, ${m.unit} now`;
      this.units.set(change, (this.units.get(change) ?? 0) + 1);
    } else if (begins && elsewhere.length > 0) {
      this.without++;
      for (const machine of elsewhere) this.others.add(machine);
    }
  }

  words(): string[] {
    const notes: string[] = [];
    const { without, machine } = this;
    const waiting = this.waiting.size;
    if (without > 0)
      notes.push(
        `${counted(without, "benchmark has", "benchmarks have")} no baseline on ${machine} yet, but earlier runs on ${some(this.others)}`,
      );
    for (const [change, count] of this.units)
      notes.push(
        `${counted(count, "benchmark is", "benchmarks are")} measured in another unit (${change}), and ${count === 1 ? "begins" : "begin"} a new baseline`,
      );
    if (waiting > 0)
      notes.push(`${counted(waiting, "entry waits", "entries wait")} for a run measured ${some(this.places)}, as when it was filed`);
    if (this.accepted > 0)
      notes.push(
        `${counted(this.accepted, "benchmark begins", "benchmarks begin")} a new baseline with this run: rebaseline names ${this.accepted === 1 ? "it" : "them"}`,
      );
    return notes.length > 0 ? [notes.join("; ")] : [];
  }
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** At most three of them, and how many more there are. */
function some(names: ReadonlySet<string>): string {
  const sorted = [...names].sort();
  const more = sorted.length - 3;
  return `${sorted.slice(0, 3).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}
