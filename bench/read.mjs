// @ts-check
/**
 * Reads one file in one way and prints how long it took and how much memory the process had at most. Plain JavaScript,
 * so that what Node needs for TypeScript is not counted.
 *
 *     node read.mjs READER FILE MORE
 *
 * MORE is the outcome of its step for our own reader, and its format for other projects' readers.
 */
import { basename } from "node:path";
import { BARE } from "./bare.mjs";
import { peakMegabytes } from "./peak.mjs";
import { PEERS } from "./peers.mjs";
import { runOf, unmasked } from "./workload.mjs";

/**
 * What was found; `failing`, `format` and `complete` by our own reader only.
 * @typedef {{ cases: number, failing?: number, format?: string | null, complete?: boolean }} Found
 */

/**
 * Loads a reader for a file; what comes back is what is timed.
 * @typedef {(path: string, more: string) => Promise<() => Found | Promise<Found>>} Reader
 */

/**
 * @param {string} path
 * @param {(observation: import("../src/model.ts").Observation) => void} consume
 * @param {string} outcome of the step, `success` or empty
 */
async function reportOf(path, consume, outcome = "") {
  const { readReport } = await import("../lib/reports/read.js");
  return () =>
    readReport(path, basename(path), outcome === "success" ? { outcome } : {}, { path: (/** @type {string} */ p) => p }, consume);
}

/**
 * @param {import("../src/model.ts").ReportSummary} summary
 * @returns {Found}
 */
function foundIn({ counts, format, complete }) {
  return { cases: counts.total, failing: counts.failed + counts.errors, format, complete };
}

/** @type {Record<string, Reader>} */
const OURS = {
  /** Up to the observations, which are looked at and let go. */
  ours: async (path, outcome) => {
    let looked = 0;
    const read = await reportOf(
      path,
      ({ name, message, detail }) => {
        looked += name.length + (message?.length ?? 0) + (detail?.length ?? 0);
      },
      outcome,
    );
    return () => ({ ...foundIn(read()), looked });
  },

  /** Up to the evidence of a run: what a sync keeps of a report. */
  evidence: async (path) => {
    const { EvidenceBuilder } = await import("../lib/identity/evidence.js");
    const builder = new EvidenceBuilder(runOf(1), [], unmasked);
    const read = await reportOf(path, (observation) => builder.observe("main", observation));
    return () => {
      const summary = read();
      builder.report("main", summary);
      builder.finish();
      return foundIn(summary);
    };
  },
};

const [name = "", path = "", more = ""] = process.argv.slice(2);
const reader = { ...OURS, ...BARE, ...PEERS }[name];
if (!reader) throw new Error(`no reader is called ${name}`);
const read = await reader(path, more);
const begun = performance.now();
const found = await read();
const seconds = (performance.now() - begun) / 1000;
process.stdout.write(`${JSON.stringify({ ...found, seconds, megabytes: peakMegabytes() })}\n`);
