// @ts-check
/**
 * Makes a Tracer file of so many entries and the ledger that belongs to it. Our own entries are made by delivering two
 * runs to our own code: in the first every test fails, in the second all but one in fifty pass. So they are what real
 * runs leave. The others are as people write them.
 *
 *     node entries.mjs ENTRIES OURS FOLDER
 */
import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { filesStore } from "../lib/commit/files.js";
import { EvidenceBuilder } from "../lib/identity/evidence.js";
import { LEDGER_PATH, readLedger } from "../lib/ledger/ledger.js";
import { plan } from "../lib/planning/plan.js";
import { filePlace } from "../lib/trackers/place.js";
import { tracer } from "../lib/trackers/tracer.js";
import { wordsOf } from "./inputs/output.ts";
import { feed, POLICY, runOf, unmasked, WRITING, world } from "./workload.mjs";

const [entries = "1000", ours = "100", folder = "."] = process.argv.slice(2);
const count = Number(ours);
const file = join(folder, ".trace", "issues.jsonl");
mkdirSync(join(folder, ".trace"), { recursive: true });
writeFileSync(file, "");
await deliver(1, (i) => i < count);
await deliver(2, (i) => i < count && i % 50 === 0);
/** @type {string[]} */
const lines = [];
for (let i = count; i < Number(entries); i++) lines.push(personal(i));
appendFileSync(file, lines.join(""));
process.stdout.write(`${JSON.stringify({ entries: Number(entries) })}\n`);

/**
 * @param {number} number
 * @param {(index: number) => boolean} fails
 */
async function deliver(number, fails) {
  const run = runOf(number);
  const store = filesStore(folder, "main");
  const snapshot = await store.open();
  const open = await tracer.open(snapshot, run.at);
  if (!open) throw new Error("no tracker");
  const loaded = readLedger(await snapshot.read(LEDGER_PATH));
  const keys = [...loaded.ledger.values()].map(({ key }) => key);
  const builder = new EvidenceBuilder(run, keys, unmasked);
  // As many again pass, or all that fail would be one entry.
  feed(builder, 2 * count, fails);
  const policy = { ...POLICY, maxNew: Number.POSITIVE_INFINITY };
  const made = plan({ evidence: builder.finish(), listing: open.listing, ledger: loaded.ledger, policy, world: world() });
  await filePlace(store, snapshot, loaded, open, new Map()).write(made, WRITING);
}

/** @param {number} index */
function personal(index) {
  const [module, part, name] = wordsOf(index);
  const open = index % 20 === 0;
  const at = new Date(Date.UTC(2025, 0, 1, 0, index)).toISOString().replace(".000Z", "Z");
  return `${JSON.stringify({
    id: `shop-${index.toString(36).padStart(4, "0")}`,
    title: `${module}: the ${part} ${name.replaceAll("_", " ")}`,
    description: `Seen by a customer on the second page of the ${part} list. Steps: open the ${module}, choose the ${part}, change the amount twice and go back. The total is that of the first change; after loading the page again it is right. It happens with every browser that we have, and only when the ${part} has more than one leg.`,
    status: open ? "open" : "closed",
    priority: index % 5,
    issue_type: index % 3 === 0 ? "feature" : "bug",
    assignee: index % 2 === 0 ? "maria" : "jonas",
    created_at: at,
    updated_at: at,
    ...(open ? {} : { closed_at: at }),
  })}\n`;
}
