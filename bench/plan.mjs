// @ts-check
/**
 * One run of so many tests against the tracker in a folder, stage by stage, as sync does it with files: read, identify,
 * plan, write. One in a thousand tests fails anew, one in a hundred still, and as many open entries close.
 *
 *     node plan.mjs TESTS FOLDER
 */
import { filesStore } from "../lib/commit/files.js";
import { EvidenceBuilder } from "../lib/identity/evidence.js";
import { LEDGER_PATH, readLedger } from "../lib/ledger/ledger.js";
import { plan } from "../lib/planning/plan.js";
import { filePlace } from "../lib/trackers/place.js";
import { tracer } from "../lib/trackers/tracer.js";
import { peakMegabytes } from "./peak.mjs";
import { feed, POLICY, runOf, unmasked, WRITING, world } from "./workload.mjs";

const [tests = "1000", folder = "."] = process.argv.slice(2);
const run = runOf(3);
const store = filesStore(folder, "main");
let since = performance.now();
const lap = () => {
  const before = since;
  since = performance.now();
  return { seconds: (since - before) / 1000, megabytes: peakMegabytes() };
};

const snapshot = await store.open();
const tracker = await tracer.open(snapshot, run.at);
if (!tracker) throw new Error("no tracker");
const loaded = readLedger(await snapshot.read(LEDGER_PATH));
const setup = lap();

const keys = [...loaded.ledger.values()].flatMap((line) => [line.key, ...(line.also ?? [])]);
const builder = new EvidenceBuilder(run, keys, unmasked);
feed(builder, Number(tests), (i) => i % 100 === 0 || i % 1000 === 7);
const evidence = builder.finish();
const made = plan({ evidence, listing: tracker.listing, ledger: loaded.ledger, policy: POLICY, world: world() });
const planning = lap();

const place = filePlace(store, snapshot, loaded, tracker, new Map());
await place.write(made, WRITING);
const writing = lap();

const entries = tracker.listing.entries.length;
process.stdout.write(`${JSON.stringify({ setup, planning, writing, entries, operations: made.operations.length })}\n`);
