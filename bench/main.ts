/**
 * `npm run bench [-- --quick | --full]`: figures beside what they are held against, measured side by side in one run.
 * Inputs are made anew in every run, the same ones every time. Exit 0 whether aims hold or not; 1 if something crashed.
 */
import { cpus } from "node:os";
import { besideTracer } from "./beside-tracer.ts";
import { memory } from "./memory.ts";
import { planner } from "./planner.ts";
import { prepare } from "./prepare.ts";
import { reading } from "./reading.ts";
import { SCALES } from "./scale.ts";
import { start } from "./start.ts";
import { header, holds, printed, titled } from "./table.ts";

const scale = SCALES[process.argv[2] ?? ""];
if (!scale || process.argv.length > 3) {
  console.error("npm run bench [-- --quick | --full]");
  process.exit(2);
}
const begun = performance.now();
prepare();
console.log(
  `node ${process.version} on ${cpus().length} × ${cpus()[0]?.model}, medians of ${scale.rounds} rounds, each measurement a process`,
);
console.log(header());

let aims = 0;
let missed = 0;
let crashed = 0;
for (const { title, measurements } of [reading, memory, planner, start, besideTracer].map((section) => section(scale))) {
  console.log(titled(title));
  for (const { what, rows } of measurements) {
    try {
      for (const row of rows()) {
        console.log(printed(row));
        if (!row.aim || row.aim.far) continue;
        aims++;
        if (!holds(row)) missed++;
      }
    } catch (error) {
      crashed++;
      console.log(printed({ what, note: `CRASHED: ${error instanceof Error ? error.message : String(error)}` }));
    }
  }
}
const minutes = (performance.now() - begun) / 60_000;
const crashes = crashed === 0 ? "" : `, ${crashed} measurements crashed`;
console.log(`\n${aims - missed} of ${aims} aims hold${crashes} (${minutes.toFixed(1)} min)`);
process.exitCode = crashed === 0 ? 0 : 1;
