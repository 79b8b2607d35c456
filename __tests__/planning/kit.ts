/**
 * A whole tracker in memory: runs are delivered as observations, planned, written to a Tracer file and a ledger, and
 * read back as the next run would. What a test says is what a person would say: in this run that failed.
 */
import { EvidenceBuilder, type IdentityOptions } from "../../src/identity/evidence.ts";
import { readLedger, writeLedger } from "../../src/ledger/ledger.ts";
import type {
  Evidence,
  Extent,
  Kind,
  Listing,
  Observation,
  Part,
  PartState,
  ReportSummary,
  Run,
  Stamp,
  Suspects,
} from "../../src/model.ts";
import type { BenchHistory } from "../../src/planning/bench.ts";
import type { OutcomeHistory } from "../../src/planning/flaky.ts";
import { type Plan, plan } from "../../src/planning/plan.ts";
import type { Policy, World } from "../../src/planning/policy.ts";
import { noCounts } from "../../src/reports/format.ts";
import { tracer } from "../../src/trackers/tracer.ts";
import type { OpenFileTracker } from "../../src/trackers/tracker.ts";

export const POLICY: Policy = {
  openAfter: 1,
  maxNew: 10,
  maxWrites: Number.POSITIVE_INFINITY,
  comment: "change",
  commentDays: 7,
  reopenDays: 30,
  tolerance: 10,
  tolerances: [],
  benchRuns: { k: 2, n: 3 },
  rebaseline: [],
  closeAfterMax: 20,
  legRetention: { days: 14, runs: 10 },
  severity: "none",
  onlyNew: false,
  rules: [],
  ignore: [],
  owners: [],
  quarantine: [],
  mayWrite: true,
  machine: "test machine",
};

/** What one producer reports in one run. */
export interface Delivery {
  producer?: string;
  /** Tests of one target, by name. */
  tests?: Record<string, "passed" | "failed" | "error" | "skipped" | "retried" | `failed: ${string}`>;
  target?: string;
  /** State of the test list; whole unless said otherwise. */
  list?: PartState;
  /** How many cases the list has, where it has more than are named. */
  cases?: number;
  /** Rules found, by the units they were found in. */
  lints?: Record<string, string[]>;
  /** Units the linter looked at. */
  units?: string[];
  lintState?: PartState;
  /** Whose rules the linter tells of; rustc's and clippy's unless said otherwise. */
  owners?: string[];
  features?: string[];
  /** Advisories found, as `package ID`, or `package ID alias`. */
  audits?: string[];
  audited?: { state?: PartState; advisories?: number; filters?: string[]; lockfile?: string } | false;
  outdated?: Record<string, string>;
  /** Package whose dependencies were looked at. */
  outdatedOf?: string;
  /** Packages built or not. */
  builds?: Record<string, "passed" | "failed">;
  /** What of them was compiled or not, without the package's name. */
  compiled?: string[];
  benches?: Record<string, number>;
  benchUnit?: string;
  /** File a failing test points at. */
  file?: string;
  /** A report that was read from a file. */
  read?: { report: ReportSummary; observations: readonly Observation[] };
}

export interface RunSpec {
  run: string | number;
  attempt?: number;
  commit?: string;
  at?: string;
  from?: Delivery | Delivery[];
  /** What else the run is, where it is no push to main. */
  is?: Partial<Run>;
}

/** A tracker and its memory, and the runs that reach it. */
export class Bench {
  text = "";
  ledger: string | null = null;
  history: BenchHistory = new Map();
  outcomes: OutcomeHistory = new Map();
  jobs: ReadonlyMap<string, readonly Stamp[]> = new Map();
  overtaken = false;
  keepsHistory = true;
  /** How subjects are told apart. */
  identity: IdentityOptions = {};
  policy: Policy;
  /** Commits in order, oldest first; later ones descend from earlier ones. */
  commits: string[] = [];
  missing = new Set<string>();
  /** The newest evidence of each producer, where a cache kept it. */
  marks = new Map<string, Stamp>();
  /** By producer: what lies between its newest mark and the run's commit. */
  suspects: ReadonlyMap<string, Suspects> = new Map();
  writes = 0;

  constructor(policy: Partial<Policy> = {}) {
    this.policy = { ...POLICY, ...policy };
  }

  runOf(spec: RunSpec): Run {
    const number = Number(spec.run);
    const at = spec.at ?? new Date(Date.UTC(2026, 0, 1, 0, Number.isNaN(number) ? 0 : number * 10)).toISOString();
    const run: Run = {
      id: String(spec.run),
      attempt: spec.attempt ?? 1,
      branch: "main",
      at,
      event: "push",
      workflow: "ci.yml",
      job: "test",
    };
    const commit = spec.commit ?? `c${spec.run}`;
    if (commit !== "") run.commit = commit;
    return { ...run, ...spec.is };
  }

  /** Delivers a run: plans, writes, and returns the plan. */
  async deliver(spec: RunSpec): Promise<Plan> {
    const { made, tracker, loaded } = await this.plan(spec);
    const files = tracker.edit(made.operations, { actor: "ci-bot", mask: (t) => t });
    const text = files.get(tracker.path);
    if (text !== undefined && text !== this.text) {
      this.text = text;
      this.writes++;
    }
    if (made.lines.size > 0) {
      this.ledger = writeLedger(loaded, made.lines);
      this.writes++;
    }
    this.history = made.history;
    this.outcomes = made.outcomes;
    this.jobs = made.jobs;
    return made;
  }

  /** Plans a run without writing. */
  async plan(spec: RunSpec): Promise<{ made: Plan; tracker: OpenFileTracker; loaded: ReturnType<typeof readLedger> }> {
    const { evidence, loaded } = this.evidence(spec);
    const tracker = await this.open(evidence.run.at);
    return { made: this.planOn(evidence, loaded, tracker.listing), tracker, loaded };
  }

  /** What a run shows, understood with the help of the ledger. */
  evidence(spec: RunSpec): { evidence: Evidence; loaded: ReturnType<typeof readLedger> } {
    const run = this.runOf(spec);
    if (run.commit !== undefined && !this.commits.includes(run.commit)) this.commits.push(run.commit);
    const loaded = readLedger(this.ledger);
    const keys = [...loaded.ledger.values()].flatMap((line) => [line.key, ...(line.also ?? [])]);
    const builder = new EvidenceBuilder(run, keys, (t) => t, this.identity);
    for (const delivery of [spec.from ?? []].flat()) feed(builder, delivery);
    return { evidence: builder.finish(), loaded };
  }

  planOn(evidence: Evidence, loaded: ReturnType<typeof readLedger>, listing: Listing): Plan {
    return plan({ evidence, listing, ledger: loaded.ledger, policy: this.policy, world: this.world(evidence.run) });
  }

  async open(now = "2026-01-01T00:00:00Z"): Promise<OpenFileTracker> {
    const open = await tracer.open({ read: async () => this.text, names: async () => ["issues.jsonl"] }, now);
    if (!open) throw new Error("no tracker");
    return open;
  }

  world(run: Run): World {
    const here = this.commits.indexOf(run.commit ?? "");
    const ancestry = new Map<string, "ancestor" | "descendant">();
    this.commits.forEach((commit, i) => {
      if (here !== -1 && i !== here) ancestry.set(commit, i < here ? "ancestor" : "descendant");
    });
    return {
      ancestry,
      missing: this.missing,
      unlocked: new Set(),
      marks: this.marks,
      history: this.history,
      outcomes: this.outcomes,
      jobs: this.jobs,
      keepsHistory: this.keepsHistory,
      overtaken: this.overtaken,
      suspects: this.suspects,
    };
  }

  /** Entries by title: status, and the last line of the log. */
  entries(): Map<string, { id: string; status: string; notes: string; priority: number; type: string; last: string }> {
    const entries = new Map<string, { id: string; status: string; notes: string; priority: number; type: string; last: string }>();
    for (const line of this.text.split("\n")) {
      if (line === "") continue;
      const issue = JSON.parse(line) as { id: string; title: string; status: string; notes?: string; priority: number; issue_type: string };
      const notes = issue.notes ?? "";
      const last = notes.split("\n").at(-1) ?? "";
      entries.set(issue.title, { id: issue.id, status: issue.status, notes, priority: issue.priority, type: issue.issue_type, last });
    }
    return entries;
  }

  open_(): string[] {
    return [...this.entries()].filter(([, e]) => e.status !== "closed").map(([title]) => title);
  }

  /** What a person does to an entry: changes fields of its line. */
  person(title: string, change: Record<string, unknown>): void {
    this.text = this.text
      .split("\n")
      .map((line) => {
        if (line === "") return line;
        const issue = JSON.parse(line) as Record<string, unknown>;
        if (issue["title"] !== title) return line;
        const next = { ...issue, ...change };
        for (const [key, value] of Object.entries(change)) if (value === undefined) delete (next as Record<string, unknown>)[key];
        return JSON.stringify(next);
      })
      .join("\n");
  }
}

/** `op title` of each operation, for short assertions. */
export function done(made: Plan): string[] {
  return made.operations.map((o) => `${o.op} ${o.title}`);
}

function part(kind: Kind, state: PartState, extent: Partial<Extent>): Part {
  const made: Part = { kind, state, extent: { units: [], ...extent }, provesAbsence: true };
  if (state !== "whole") made.reason = `it is ${state}`;
  return made;
}

function feed(builder: EvidenceBuilder, d: Delivery): void {
  const producer = d.producer ?? "main » ci.yml » test";
  if (d.read) {
    for (const o of d.read.observations) builder.observe(producer, o);
    builder.report(producer, d.read.report);
    return;
  }
  const parts: Part[] = [];
  const observe = (o: Observation): void => builder.observe(producer, o);
  if (d.tests) {
    const target = d.target ?? "shop";
    const list = part("test", d.list ?? "whole", { cases: d.cases ?? Object.keys(d.tests).length });
    const [owner = "", own] = target.split("::");
    list.target = own === undefined ? { package: owner, kind: "lib" } : { kind: "test", name: own };
    // `?::api`: a report that does not name the package.
    if (own !== undefined && owner !== "?") list.target.package = owner;
    parts.push(list);
    // An empty list still names its target.
    if (Object.keys(d.tests).length === 0) list.extent.units.push(target);
    for (const [name, verdict] of Object.entries(d.tests)) {
      const failed = verdict.startsWith("failed: ");
      observe({
        kind: "test",
        outcome: failed ? "failed" : verdict === "retried" ? "passed" : (verdict as "passed"),
        ...(verdict === "retried" ? { retries: 1, flaky: true } : {}),
        part: list,
        name,
        suite: target,
        ...(name === "" ? { whole: true } : {}),
        ...(failed ? { message: verdict.slice(8) } : verdict === "failed" || verdict === "error" ? { message: "it broke" } : {}),
        ...(d.file === undefined ? {} : { file: d.file, line: 1 }),
      });
    }
  }
  if (d.lints || d.units) {
    const units = d.units ?? ["shop lib"];
    const byUnit = new Map(
      units.map((u) => [
        u,
        part("lint", d.lintState ?? "whole", {
          units: [u],
          owners: d.owners ?? ["rustc", "clippy"],
          ...(d.features ? { features: d.features } : {}),
        }),
      ]),
    );
    parts.push(...byUnit.values());
    for (const [rule, where] of Object.entries(d.lints ?? {})) {
      for (const unit of where) {
        const own = byUnit.get(unit) ?? part("lint", "partial", { units: [unit] });
        const owner = rule.startsWith("clippy::") ? "clippy" : "rustc";
        observe({
          kind: "lint",
          outcome: "failed",
          part: own,
          name: rule,
          owner,
          severity: "medium",
          units: [unit],
          message: `${rule} here`,
          file: "src/lib.rs",
          line: 3,
          source: `code of ${rule} in ${unit}`,
        });
      }
    }
  }
  if (d.audited !== false && (d.audits || d.audited)) {
    const { state = "whole", advisories = 1000, filters, lockfile = "Cargo.lock" } = d.audited ?? {};
    const list = part("audit", state, { units: [lockfile], advisories, ...(filters ? { filters } : {}) });
    parts.push(list);
    for (const found of d.audits ?? []) {
      const [name = "", id = "", ...aliases] = found.split(" ");
      observe({
        kind: "audit",
        outcome: "failed",
        part: list,
        name: id,
        ecosystem: "rust",
        package: name,
        version: "1.0.0",
        aliases,
        title: `bad ${name}`,
        severity: "high",
        category: "vulnerability",
      });
    }
  }
  if (d.outdated) {
    const list = part("dependency", "whole", { units: [d.outdatedOf ?? "shop"] });
    parts.push(list);
    for (const [name, latest] of Object.entries(d.outdated))
      observe({ kind: "dependency", outcome: "failed", part: list, name, ecosystem: "rust", current: "1.0.0", latest });
  }
  for (const [name, outcome] of Object.entries(d.builds ?? {})) {
    const units = (d.compiled ?? ["lib"]).map((unit) => `${name} ${unit}`);
    const own = part("build", outcome === "passed" ? "whole" : "broken", { units: [...units] });
    parts.push(own);
    observe({
      kind: "build",
      outcome,
      part: own,
      name,
      ecosystem: "rust",
      units,
      ...(outcome === "failed" ? { message: "cannot find type" } : {}),
    });
  }
  if (d.benches) {
    const list = part("bench", "whole", {});
    parts.push(list);
    for (const [name, value] of Object.entries(d.benches))
      observe({
        kind: "bench",
        outcome: "passed",
        part: list,
        name,
        value,
        unit: d.benchUnit ?? "ns",
        better: "smaller",
        range: 0,
        step: 1,
      });
  }
  builder.report(producer, {
    file: "report",
    format: "test",
    kind: parts[0]?.kind ?? null,
    tool: null,
    complete: true,
    reason: null,
    counts: noCounts(),
    parts,
    error: null,
  });
}
