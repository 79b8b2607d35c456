/**
 * `node bench/simulate.ts [--commits 1000] [--hours 3] [--seed 1,2,3] [--cache-lost 0.005] [--tracer] [--stories]`: a
 * project of 200 subjects, 6 legs and 2 branches over 1,000 commits against what is true of it, leg by leg and with a
 * fan-in job, and beside ours what people write by hand, on the same stream. `--tracer` writes and reads Tracer's file
 * and the ledger's in between; `--stories` tells each fault, and what took longer than the run that proved it.
 */
import { parseArgs } from "node:util";
import type { Figures, Times } from "../__tests__/simulation/judge.ts";
import { type Outcome, simulate } from "../__tests__/simulation/simulate.ts";

const { values } = parseArgs({
  options: {
    commits: { type: "string", default: "1000" },
    hours: { type: "string", default: "3" },
    seed: { type: "string", default: "1" },
    "cache-lost": { type: "string", default: "0.005" },
    tracer: { type: "boolean", default: false },
    stories: { type: "boolean", default: false },
  },
});

const ROWS: readonly [what: string, figure: (f: Figures) => string][] = [
  ["false closes", (f) => `${f.falseCloses}`],
  ["closes without proof", (f) => `${f.unproven}`],
  ["second open entries", (f) => `${f.duplicates}`],
  ["failing, neither open nor listed", (f) => `${f.lost}`],
  ["left open at the end", (f) => `${f.leftOpen}`],
  ["held open at the end, listed", (f) => `${f.heldOpen}`],
  ["closed and reopened, nothing mended", (f) => `${f.steadyFlaps}`],
  ["closed and reopened, flaky", (f) => `${f.flaps - f.steadyFlaps}`],
  ["opened, reopened, closed, comments", (f) => `${f.created}, ${f.reopened}, ${f.closed}, ${f.commented}`],
  ["… a change, once a delivery and entry", (f) => (f.told / f.changes).toFixed(2)],
  ["… a change, once a commit and entry", (f) => (f.told / f.changesByCommit).toFixed(2)],
  ["comments a change, commit and entry", (f) => (f.commented / f.changesByCommit).toFixed(2)],
  ["runs to open (p50, p95, max of n)", (f) => times(f.toOpen)],
  ["… where it was withheld at first", (f) => times(f.toOpenWithheld)],
  ["runs to close, steady", (f) => times(f.toClose)],
  ["… where the runs between list why not", (f) => times(f.toCloseHeld)],
  ["runs of all workflows to close, flaky", (f) => times(f.toCloseFlaky)],
  ["… passes in a row of its slowest leg", (f) => times(f.passes)],
];

const seeds = values.seed.split(",").map(Number);
for (const [seed, fanIn] of seeds.flatMap((s) => [[s, false] as const, [s, true] as const])) {
  const began = performance.now();
  const outcome = await simulate({
    seed,
    commits: Number(values.commits),
    hours: Number(values.hours),
    cacheLost: Number(values["cache-lost"]),
    text: values.tracer,
    fanIn,
    naive: true,
  });
  const how = `seed ${seed}, ${values.commits} commits, ${fanIn ? "all legs of a run in one delivery" : "every leg by itself"}`;
  print(outcome, `${how}${values.tracer ? ", in Tracer's file" : ""}`, (performance.now() - began) / 1000);
}

function print({ ours, naive, faults, renamedTwice, subjects, deeds, first, last }: Outcome, how: string, seconds: number): void {
  console.log(`\n${how}: ${ours.deliveries} deliveries, ${subjects} subjects, ${deeds} deeds of people, ${seconds.toFixed(0)} s`);
  const all = [ours, ...naive];
  console.log(
    row(
      "",
      all.map((f) => f.policy),
    ),
  );
  for (const [what, figure] of ROWS) console.log(row(what, all.map(figure)));
  console.log(
    `against a person's word, written when the same came twice, or a second entry for a test that was seen to be renamed: ${faults.length}`,
  );
  console.log(
    `a second entry for a renamed test of which no run shows that it is one (cut or filtered list, other error, many with it): ${renamedTwice}`,
  );
  console.log(`a delivery takes ${first.toFixed(2)} ms in the first quarter, ${last.toFixed(2)} ms in the last`);
  if (values.stories) for (const story of [...ours.stories, ...faults]) console.log(`  ${story}`);
}

function times({ count, p50, p95, max }: Times): string {
  return count === 0 ? "–" : `${p50}, ${p95}, ${max} of ${count}`;
}

function row(what: string, cells: readonly string[]): string {
  return what.padEnd(39) + cells.map((cell) => cell.padStart(29)).join("");
}
