/**
 * What of the truth reaches a tracker: the reports of each leg, lost, cut, filtered, late, delivered twice, rerun. The
 * stream is the same for every policy that is judged on it.
 */
import type { PartState, ProducerId, Run } from "../../src/model.ts";
import type { Chance } from "./random.ts";
import { type Flood, LEGS, NIGHTLY, type State, type Subject, Truth } from "./truth.ts";

export interface Setting {
  commits: number;
  /** Hours from one commit to the next. */
  hours: number;
  /** True: one delivery holds the reports of all legs of a run. */
  fanIn: boolean;
}

/** What a report says of one subject. */
export interface Shown {
  subject: Subject;
  outcome: "passed" | "failed" | "skipped";
  message: string;
  /** It passed after an attempt inside the report had failed. */
  retried: boolean;
}

/** One part of a leg's reports. */
export interface Block {
  kind: "test" | "lint" | "audit" | "dependency" | "build";
  state: PartState;
  /** Target, unit or package; empty where there is one only. */
  what: string;
  shown: Shown[];
  /** Whether ten advisories in the database are left of a thousand. */
  old?: true;
}

export interface LegReport {
  producer: ProducerId;
  leg: number;
  attempt: number;
  blocks: Block[];
  /** What each subject really was, by its id. */
  states: readonly State[];
}

export interface Delivery {
  run: Run;
  /** Number of the commit, over all branches. */
  commit: number;
  reports: LegReport[];
  /** Files that are gone at this commit. */
  missing: ReadonlySet<string>;
  /** The branch went on beyond this commit. */
  overtaken: boolean;
  /** The very same was delivered before. */
  again: boolean;
}

export interface World {
  truth: Truth;
  /** What happens, in its order; `null` stands between two commits. */
  deliveries: Generator<Delivery | null>;
  /** Branch of each commit, by its number. */
  branchOf: string[];
  /** The first commit of the release branch. */
  forked: number;
}

const START = Date.UTC(2026, 0, 1);
/** Parts that are not there, cut, or filtered; legs that are lost; runs that are late, repeated, or rerun where something failed. */
const FATES = { noPart: 0.03, cut: 0.04, filtered: 0.05, lost: 0.04, late: 0.05, again: 0.06, rerun: 0.2 };
const NIGHTLY_EVERY = 8;
const FLOODS: readonly Flood[] = ["package", "message", "everything", "scattered"];
/** Complete runs of a project in which all is well, at the end. */
export const QUIET = 60;

export function worldOf(setting: Setting, chance: Chance): World {
  const truth = new Truth(chance);
  const branchOf: string[] = [];
  const forked = Math.round(setting.commits / 10);
  return { truth, branchOf, forked, deliveries: stream(setting, truth, branchOf, forked, chance) };
}

function* stream(setting: Setting, truth: Truth, branchOf: string[], forked: number, chance: Chance): Generator<Delivery | null> {
  const { commits, hours, fanIn } = setting;
  const late: { due: number; delivery: Delivery }[] = [];
  const heads = new Map<string, number>();
  const send = (delivery: Delivery): Delivery => ({ ...delivery, overtaken: heads.get(delivery.run.branch) !== delivery.commit });
  for (let commit = 0; commit < commits + QUIET; commit++) {
    const quiet = commit >= commits;
    if (commit === forked) truth.branch("release", "main");
    const branch = commit > forked && (quiet ? commit % 2 === 0 : chance.of(0.15)) ? "release" : "main";
    branchOf.push(branch);
    heads.set(branch, commit);
    if (commit === commits) for (const name of heads.keys()) truth.mendAll(name);
    if (!quiet) truth.commit(branch, commit % 60 === 50 ? FLOODS[Math.floor(commit / 60) % FLOODS.length] : undefined);
    const fates = quiet ? undefined : chance;
    const at = new Date(START + commit * hours * 3_600_000).toISOString();
    for (const workflow of ["ci.yml", "nightly.yml"]) {
      const nightly = workflow === "nightly.yml";
      if (nightly && (branch !== "main" || (!quiet && commit % NIGHTLY_EVERY !== 0))) continue;
      const legs = nightly ? [NIGHTLY] : [...LEGS.keys()].filter((leg) => !isAway(leg, branch, commit / commits) && !fates?.of(FATES.lost));
      const run: Run = {
        id: String(1000 + 2 * commit + (nightly ? 1 : 0)),
        attempt: 1,
        commit: `c${commit}`,
        branch,
        at,
        event: nightly ? "schedule" : "push",
        workflow,
        job: "test",
      };
      const reports = legs.map((leg) => reportOf(truth, branch, workflow, leg, 1, fates));
      const missing = truth.missingOn(branch);
      const made = (of: LegReport[], attempt = 1): Delivery => ({
        run: { ...run, attempt },
        commit,
        reports: of,
        missing,
        overtaken: false,
        again: false,
      });
      const rerun = reports
        .filter((r) => r.blocks.some(isRed) && fates?.of(FATES.rerun))
        .map((r) => reportOf(truth, branch, workflow, r.leg, 2, fates));
      const all: Delivery[] = fanIn
        ? [
            made(reports),
            ...(rerun.length > 0
              ? [
                  made(
                    reports.map((r) => rerun.find((s) => s.leg === r.leg) ?? r),
                    2,
                  ),
                ]
              : []),
          ]
        : [...reports.map((r) => made([r])), ...rerun.map((r) => made([r], 2))];
      for (const delivery of all) {
        if (delivery.reports.length === 0) continue;
        if (fates?.of(FATES.late)) late.push({ due: commit + 1 + chance.below(8), delivery });
        else {
          yield send(delivery);
          if (fates?.of(FATES.again)) yield { ...send(delivery), again: true };
        }
      }
    }
    for (const waiting of late.filter((l) => l.due <= commit || quiet)) {
      late.splice(late.indexOf(waiting), 1);
      yield send(waiting.delivery);
    }
    yield null;
  }
}

/** One leg is dropped for good, another for a long while. */
function isAway(leg: number, branch: string, share: number): boolean {
  if (branch !== "main") return false;
  return (leg === LEGS.length - 1 && share >= 0.35) || (leg === LEGS.length - 2 && share >= 0.5 && share < 0.75);
}

function isRed(block: Block): boolean {
  return (block.kind === "test" || block.kind === "build") && block.shown.some((s) => s.outcome === "failed");
}

/** What a leg reports. Without `fates` nothing goes wrong with the reports. */
function reportOf(truth: Truth, branch: string, workflow: string, leg: number, attempt: number, fates: Chance | undefined): LegReport {
  const states = truth.snapshot(branch, leg);
  const parts = new Map<string, { kind: Block["kind"]; what: string; subjects: Subject[] }>();
  const unbuilt = new Set<string>();
  for (const subject of truth.subjects) {
    if (!subject.legs.includes(leg) || states[subject.id]?.is === "gone") continue;
    if (subject.kind === "build" && states[subject.id]?.is === "broken") unbuilt.add(subject.package);
    const what = { test: subject.target, lint: subject.unit, build: subject.package }[subject.kind as string] ?? "";
    const part = parts.get(`${subject.kind} ${what}`);
    if (part) part.subjects.push(subject);
    else parts.set(`${subject.kind} ${what}`, { kind: subject.kind as Block["kind"], what, subjects: [subject] });
  }
  const blocks: Block[] = [];
  for (const { kind, what, subjects } of parts.values()) {
    if (kind === "test" && unbuilt.has(subjects[0]?.package ?? "")) continue;
    const fate = kind === "build" ? 1 : (fates?.next() ?? 1);
    if (fate < FATES.noPart) continue;
    const cut = fate < FATES.noPart + FATES.cut;
    const filtered = !cut && fate < FATES.noPart + FATES.cut + FATES.filtered;
    const listed = cut ? subjects.slice(0, Math.floor((fates?.next() ?? 0) * subjects.length)) : subjects;
    const shown: Shown[] = [];
    for (const subject of listed) {
      if (filtered && kind === "test" && fates?.of(0.5)) continue;
      const state = states[subject.id];
      if (!state) continue;
      const one = shownOf(subject, state, leg, fates);
      // Tools that list problems only do not tell of what is fine.
      if (kind === "test" || kind === "build" || one.outcome === "failed") shown.push(one);
    }
    // An audit against a database that is nearly empty is the filtered one.
    blocks.push({
      kind,
      what,
      shown,
      state: cut ? "broken" : filtered && kind !== "audit" ? "partial" : "whole",
      ...(filtered && kind === "audit" ? { old: true } : {}),
    });
  }
  return { producer: `${branch} » ${workflow} » test » ${leg === NIGHTLY ? "all" : LEGS[leg]}`, leg, attempt, blocks, states };
}

function shownOf(subject: Subject, state: State, leg: number, fates: Chance | undefined): Shown {
  const { message } = state;
  const shown: Shown = { subject, outcome: "passed", message: "", retried: false };
  if (subject.kind === "test" && fates?.of(0.02)) return { ...shown, outcome: "skipped" };
  if (state.is === "broken") return { ...shown, outcome: "failed", message };
  if (state.is !== "flaky" || !fates?.of(state.rate)) return shown;
  // One leg's runner tries twice more.
  if (LEGS[leg] === "nightly-rust" && !fates.of(state.rate ** 2)) return { ...shown, retried: true };
  return { ...shown, outcome: "failed", message };
}
