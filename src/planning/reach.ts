/**
 * What a part looked at, against what was looked at when the subject failed. Absence means something only where this
 * run looked at least as far, and never merely because the previous run looked less.
 */
import { readKey } from "../identity/key.ts";
import { crateName } from "../identity/targets.ts";
import type { Line, Reach } from "../ledger/ledger.ts";
import type { Kind, Part, Sighting } from "../model.ts";

/**
 * What has to be looked at again after this failure: what it touched now, and what earlier failures touched and nobody
 * has looked at since (`looked` tells). How far is told by the last whole part that showed it; undefined when nothing
 * is known.
 */
export function reachAfter(before: Reach | undefined, sighting: Sighting, looked: (unit: string) => boolean): Reach | undefined {
  const whole = sighting.parts.filter((p) => p.state === "whole" && p.provesAbsence);
  // A finding may name more units than the part it came with: all of them have to be looked at again.
  const touched = sighting.failure?.units ?? [];
  const units = unique(touched.length > 0 ? touched : whole.flatMap((p) => p.extent.units));
  const now = whole.length > 0 ? farAs(whole, units) : undefined;
  const left = before?.units.filter((unit) => !units.includes(unit) && !looked(unit)) ?? [];
  if (now && left.length === 0) return now;
  const all = unique([...left, ...units]);
  if (!now || !before) return all.length === 0 ? before : { ...before, units: all };
  return joined(before, now, all);
}

/** Both have to be met: every feature of either, no filter that only one had, the longer of the lists. */
function joined(a: Reach, b: Reach, units: string[]): Reach {
  const both: Reach = { units };
  const paths = Object.entries({ ...a.paths, ...b.paths }).filter(([unit]) => units.includes(unit));
  if (paths.length > 0) both.paths = Object.fromEntries(paths);
  const features = unique([...(a.features ?? []), ...(b.features ?? [])]);
  if (features.length > 0) both.features = features;
  const filters = (a.filters ?? []).filter((filter) => b.filters?.includes(filter));
  if (filters.length > 0) both.filters = filters;
  const cases = Math.max(a.cases ?? 0, b.cases ?? 0);
  if (cases > 0) both.cases = cases;
  const advisories = Math.max(a.advisories ?? 0, b.advisories ?? 0);
  if (advisories > 0) both.advisories = advisories;
  return both;
}

function farAs(whole: readonly Part[], units: string[]): Reach {
  const reach: Reach = { units };
  const paths = Object.fromEntries(whole.flatMap((p) => Object.entries(p.extent.paths ?? {})).filter(([unit]) => units.includes(unit)));
  if (Object.keys(paths).length > 0) reach.paths = paths;
  const features = unique(whole.flatMap((p) => p.extent.features ?? []));
  if (features.length > 0) reach.features = features;
  const filters = unique(whole.flatMap((p) => p.extent.filters ?? []));
  if (filters.length > 0) reach.filters = filters;
  for (const { extent } of whole) {
    if (extent.cases !== undefined) reach.cases = Math.max(reach.cases ?? 0, extent.cases);
    if (extent.advisories !== undefined) reach.advisories = Math.max(reach.advisories ?? 0, extent.advisories);
  }
  return reach;
}

/** Whether a remembered reach has to be replaced: it looked at other things, or at clearly more or fewer of them. */
export function reachChanged(before: Reach | undefined, now: Reach | undefined): boolean {
  if (!now || now === before) return false;
  if (!before) return true;
  const text = (r: Reach): string => JSON.stringify([r.units, r.features ?? [], r.filters ?? []]);
  return (
    text(before) !== text(now) ||
    Math.abs((before.cases ?? 0) - (now.cases ?? 0)) > slack(before.cases ?? 0) ||
    isHalf(before.advisories ?? 0, now.advisories) ||
    isHalf(now.advisories, before.advisories)
  );
}

/** How many cases a list may lose and still count as the same list. */
function slack(cases: number): number {
  return Math.max(1, cases / 10);
}

/** A reason why a test list looks at less than it did; undefined when it does not. */
export function fewerCases(before: Reach | undefined, now: number | undefined): string | undefined {
  const then = before?.cases;
  if (then === undefined || now === undefined || then - now <= slack(then)) return undefined;
  return `the list of its target has ${now} tests where it had ${then}`;
}

/** Tests of a target in all complete lists of one producer; undefined where one of them is not complete or does not tell. */
export function casesIn(parts: readonly Part[], target: string): number | undefined {
  let sum: number | undefined;
  for (const { kind, state, provesAbsence, extent } of parts) {
    if (kind !== "test" || !extent.units.includes(target)) continue;
    if (state !== "whole" || !provesAbsence || extent.cases === undefined) return undefined;
    sum = (sum ?? 0) + extent.cases;
  }
  return sum;
}

/** What is looked for in the parts of one producer. */
export interface Sought {
  kind: Kind;
  /** Owner of the rule, for lints. */
  owner?: string;
  /** Findings of any rule: whatever an ignore list names may be one of them. */
  any?: true;
  /** Ids an ignore list could name it by. */
  ids: ReadonlySet<string>;
}

export function soughtOf({ kind, key, also = [] }: Pick<Line, "kind" | "key" | "also">): Sought {
  const idOf = (fields: string[]): string[] => (kind === "lint" ? fields.slice(1, 2) : fields.slice(-1));
  const sought: Sought = { kind, ids: new Set([key, ...also].flatMap((name) => idOf(readKey(name)?.fields ?? []))) };
  const [owner, rule = ""] = kind === "lint" ? (readKey(key)?.fields ?? []) : [];
  if (owner !== undefined) sought.owner = owner;
  if (rule.startsWith("(")) sought.any = true;
  return sought;
}

/**
 * Whether whole parts of one producer look at everything that the failing one touched. Returns the reason why not.
 * `missing` holds paths known to be absent at this commit: what lived there is no longer expected.
 */
export function notCovered(sought: Sought, before: Reach, parts: readonly Part[], missing: ReadonlySet<string>): string | undefined {
  const able = parts.filter((p) => p.kind === sought.kind && p.state === "whole" && p.provesAbsence && owns(p, sought.owner));
  if (able.length === 0) {
    return sought.owner === undefined
      ? "no complete report of its kind looked for it"
      : `no complete report says that it looked for ${sought.owner}'s rules (\`format=${sought.owner}\` says so)`;
  }
  for (const unit of before.units) {
    const path = before.paths?.[unit];
    if (path !== undefined && missing.has(path)) continue;
    const covering = able.filter((p) => p.extent.units.includes(unit));
    if (covering.length === 0) return `no complete report looked at ${unit}`;
    const reasons = covering.map((p) => narrower(sought, before, p));
    if (reasons.every((reason) => reason !== undefined)) return reasons[0];
  }
  return undefined;
}

/** Whether people would expect the part to tell of the owner's rules: clippy's come with rustc's. */
export function mayOwn(part: Part, owner: string | undefined): boolean {
  return owns(part, owner) || (owner === "clippy" && part.extent.owners?.includes("rustc") === true);
}

function owns(part: Part, owner: string | undefined): boolean {
  return owner === undefined || part.extent.owners === undefined || part.extent.owners.includes(owner);
}

function narrower(sought: Sought, before: Reach, part: Part): string | undefined {
  const features = new Set(part.extent.features ?? []);
  const crates = new Set(part.extent.units.map((unit) => unit.split(" ")[0] ?? ""));
  for (const feature of before.features ?? []) {
    if (crates.has(crateName(feature.split("/")[0] ?? "")) && !features.has(feature)) return `the feature ${feature} is off`;
  }
  const filters = new Set(before.filters ?? []);
  for (const filter of part.extent.filters ?? []) {
    // An ignore list hides what it names, and only that.
    const ignored = filter.startsWith("ignore:") ? filter.slice("ignore:".length) : undefined;
    if (ignored !== undefined && !sought.any ? sought.ids.has(ignored) : !filters.has(filter))
      return `a filter keeps it out of the report: ${filter}`;
  }
  const [then, now] = [before.advisories, part.extent.advisories];
  return isHalf(now, then) ? `the advisory database has ${now} entries where it had ${then}` : undefined;
}

/** Whether an advisory database has less than half of the entries of another; unknown is not less. */
function isHalf(entries: number | undefined, of: number | undefined): boolean {
  return entries !== undefined && of !== undefined && entries < of / 2;
}

function unique(values: string[]): string[] {
  return [...new Set(values)].sort();
}
