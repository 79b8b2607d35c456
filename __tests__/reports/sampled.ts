/** Every report among the fixtures, and the plan that one of them leads to: what a cut of it may not add to. */
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { EvidenceBuilder } from "../../src/identity/evidence.ts";
import type { Line } from "../../src/ledger/ledger.ts";
import type { Evidence, Listing, Observation, ReportSummary, Run } from "../../src/model.ts";
import { type Plan, plan } from "../../src/planning/plan.ts";
import type { Policy, World } from "../../src/planning/policy.ts";
import { POLICY as DEFAULTS } from "../planning/kit.ts";
import { fixture, type Reading } from "./reading.ts";

/** Folders of the fixtures that hold no reports. */
const NO_REPORTS = new Set(["github-schema", "fair"]);

/** `folder/file` of every fixture that may be a report, in the order of their names. */
export function samples(): string[] {
  const found: string[] = [];
  const visit = (inner: string): void => {
    for (const entry of readdirSync(fixture(inner), { withFileTypes: true })) {
      const name = join(inner, entry.name);
      if (entry.isDirectory()) visit(name);
      else if (entry.isFile() && !/README|\.md$/.test(entry.name) && statSync(fixture(name)).size > 0) found.push(name);
    }
  };
  for (const folder of readdirSync(fixture()).filter((f) => !NO_REPORTS.has(f))) if (statSync(fixture(folder)).isDirectory()) visit(folder);
  return found.sort();
}

const POLICY: Policy = { ...DEFAULTS, maxNew: Number.POSITIVE_INFINITY, comment: "never" };

function runOf(number: number): Run {
  const at = new Date(Date.UTC(2026, 0, 1, 0, number)).toISOString();
  return { id: String(number), attempt: 1, commit: `c${number}`, branch: "main", at, event: "push", workflow: "w", job: "j" };
}

const WORLD: World = {
  ancestry: new Map([["c1", "ancestor"]]),
  missing: new Set(),
  unlocked: new Set(),
  marks: new Map(),
  history: new Map(),
  outcomes: new Map(),
  jobs: new Map(),
  keepsHistory: true,
  overtaken: false,
  suspects: new Map(),
};

function evidenceOf(number: number, report: ReportSummary, observations: readonly Observation[], known: string[]): Evidence {
  const builder = new EvidenceBuilder(runOf(number), known, (t) => t);
  for (const observation of observations) builder.observe("p", observation);
  builder.report("p", report);
  return builder.finish();
}

/** Tells what a later reading closes, or marks as gone, after a run in which everything that this reading names failed. */
export function closesAfter({ report, observations }: Reading): (later: Reading) => Set<string> {
  const red = observations.map((o): Observation => (o.outcome === "skipped" ? o : { ...o, outcome: "failed", message: "red" }));
  const parts = new Map(report.parts.map((part) => [part, structuredClone(part)]));
  const whole = (o: Observation): Observation => ({ ...o, part: parts.get(o.part) ?? o.part }) as Observation;
  const first = evidenceOf(1, { ...report, parts: [...parts.values()] }, red.map(whole), []);
  const none: Listing = { tracker: "tracer", ids: "ours", whole: true, entries: [] };
  const opened = plan({ evidence: first, listing: none, ledger: new Map(), policy: POLICY, world: WORLD });
  const ledger = new Map([...opened.lines].filter((pair): pair is [string, Line] => pair[1] !== null));
  const entries = opened.operations.map(({ fingerprint, key, title }) => ({
    id: fingerprint,
    fingerprint,
    key,
    title,
    open: true,
    adoptable: false,
  }));
  const keys = [...ledger.values()].map((line) => line.key);
  return (later) => {
    const evidence = evidenceOf(2, later.report, later.observations, keys);
    return settled(plan({ evidence, listing: { ...none, entries }, ledger, policy: POLICY, world: WORLD }));
  };
}

/** Keys whose entries close, members of groups included, or are marked as missing. */
function settled({ operations, lines }: Plan): Set<string> {
  const keys = new Set(operations.filter((o) => o.op === "close").map((o) => o.key));
  for (const line of lines.values()) {
    if (line && (line.state === "closed" || Object.values(line.producers).some((word) => word.gone))) keys.add(line.key);
  }
  return keys;
}
