/** One of our runs on a tracker of 10 000 entries, beside one command of Tracer's own program. */
import { spawnSync } from "node:child_process";
import { cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { figuresOf, inScratch, median, ratioOf, rounds, run } from "./measure.ts";
import type { Scale } from "./scale.ts";
import type { Section } from "./sections.ts";
import type { Row } from "./table.ts";

const ENTRIES = 10_000;
const CLI = join(import.meta.dirname, "..", "dist", "cli.js");
const FAILING = `running 2 tests
test adds ... ok
test subtracts ... FAILED

failures:

---- subtracts stdout ----

thread 'subtracts' (20001) panicked at src/lib.rs:17:9:
assertion failed: left == right

failures:
    subtracts

test result: FAILED. 1 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s
`;

/** Where Tracer's program is: in TRACER_BIN, or on the PATH. */
export function besideTracer(scale: Scale): Section {
  const program = process.env["TRACER_BIN"] || "tracer";
  const there = spawnSync(program, ["--version"]).status === 0;
  const skipped: Row = { what: "tracer list", note: `SKIPPED: ${program} does not run; name Tracer's program in TRACER_BIN` };
  return {
    title: "A tracker of 10 000 entries",
    measurements: [{ what: "tracer", rows: () => (there ? rowsOf(program, scale.peers) : [skipped]) }],
  };
}

function rowsOf(program: string, count: number): Row[] {
  return inScratch((folder) => {
    run(program, ["init", "--prefix", "shop"], { cwd: folder });
    figuresOf("entries.mjs", String(ENTRIES), String(ENTRIES / 10), folder);
    writeFileSync(join(folder, "test.txt"), FAILING);
    const measured = rounds(count, ["tracer", "ours"] as const, (way) =>
      inScratch((copy) => {
        cpSync(folder, copy, { recursive: true });
        if (way === "tracer") return run(program, ["list"], { cwd: copy }).seconds;
        const { stdout, seconds } = run(process.execPath, [CLI, "sync", "test.txt", "--tracker", "tracer", "--json"], { cwd: copy });
        const { counts } = JSON.parse(stdout) as { counts: { created: number } };
        if (counts.created !== 1) throw new Error(`not filed: ${stdout}`);
        return seconds;
      }),
    );
    const [theirs = [], ours = []] = [measured.get("tracer"), measured.get("ours")];
    return [
      {
        what: "sync, one test failing anew",
        ours: `${median(ours).toFixed(2)} s`,
        beside: "tracer list",
        theirs: `${median(theirs).toFixed(2)} s`,
        value: ratioOf(ours, theirs),
      },
    ];
  });
}
