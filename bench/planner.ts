/** Whether planning stays linear in tests and in entries, and what a run against a large tracker takes. */
import { cpSync } from "node:fs";
import { join } from "node:path";
import { figuresOf, inScratch, median } from "./measure.ts";
import type { Scale } from "./scale.ts";
import type { Section } from "./sections.ts";
import type { Row } from "./table.ts";

/** Seconds of a stage, and the most memory that the process has had at its end. */
interface Lap {
  seconds: number;
  megabytes: number;
}

/** As plan.mjs prints it. */
interface Figures {
  setup: Lap;
  planning: Lap;
  writing: Lap;
  entries: number;
  operations: number;
}

const ENTRIES = [1_000, 100_000];
/** One entry in ten is ours. */
const OURS = 0.1;
/** A test may take so many times what it took in the run before, a tenth of the size. */
const FLAT = 1.5;

export function planner(scale: Scale): Section {
  return {
    title: "Planning: identify and plan, setup (tracker and ledger read) and writing apart",
    measurements: ENTRIES.map((entries) => ({ what: `${number(entries)} entries`, rows: () => against(entries, scale) })),
  };
}

function against(entries: number, { tests: sizes, rounds }: Scale): Row[] {
  return inScratch((folder) => {
    const origin = join(folder, "origin");
    figuresOf("entries.mjs", String(entries), String(entries * OURS), origin);
    let before: number | undefined;
    return sizes.flatMap((tests) => {
      const measured = Array.from({ length: rounds }, () => planned(tests, entries, origin));
      const [setup, planning, writing] = (["setup", "planning", "writing"] as const).map((stage) => ({
        seconds: median(measured.map((figures) => figures[stage].seconds)),
        megabytes: median(measured.map((figures) => figures[stage].megabytes)),
      })) as [Lap, Lap, Lap];
      const each = planning.seconds / tests;
      const what = `${number(tests)} tests × ${number(entries)}`;
      const row: Row = {
        what,
        ours: `${duration(planning.seconds)}  ${(each * 1e6).toFixed(1).padStart(5)} µs/test`,
        beside: "setup, writing",
        theirs: `${duration(setup.seconds)}, ${duration(writing.seconds).padStart(7)}`,
        ...(before !== undefined && { value: each / before, aim: { most: FLAT } }),
      };
      before = each;
      return tests === 10_000 && entries === 100_000 ? [row, ...whole(setup, planning, writing)] : [row];
    });
  });
}

/** The run that the aims are about, from the files on disk to the plan. */
function whole(setup: Lap, planning: Lap, writing: Lap): Row[] {
  const read = setup.seconds + planning.seconds;
  return [
    { what: "  … from files to plan", ours: duration(read), value: read, unit: "s", aim: { most: 1 } },
    {
      what: "  … its peak memory",
      ours: `${planning.megabytes.toFixed(0)} MB`,
      beside: "setup alone",
      theirs: `${setup.megabytes.toFixed(0)} MB`,
      value: planning.megabytes,
      unit: "MB",
      aim: { most: 300 },
    },
    { what: "  … and written", ours: `${duration(read + writing.seconds)}  ${writing.megabytes.toFixed(0).padStart(6)} MB` },
  ];
}

function planned(tests: number, entries: number, origin: string): Figures {
  return inScratch((folder) => {
    cpSync(origin, folder, { recursive: true });
    const figures = figuresOf<Figures>("plan.mjs", String(tests), folder);
    if (figures.entries !== entries || figures.operations === 0) throw new Error(`planned nothing: ${JSON.stringify(figures)}`);
    return figures;
  });
}

function number(value: number): string {
  return value.toLocaleString("en-US").replaceAll(",", " ");
}

function duration(seconds: number): string {
  return seconds < 1 ? `${(seconds * 1000).toFixed(0)} ms` : `${seconds.toFixed(2)} s`;
}
