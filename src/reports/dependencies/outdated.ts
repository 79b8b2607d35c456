/** What the readers of outdated dependencies do alike: a row as an observation, and rows of one dependency as one. */
import type { DependencyObservation, Part } from "../../model.ts";
import type { Sink } from "../format.ts";

/** What a tool says of one dependency. */
export interface Row {
  name: string;
  /** The package or manifest that depends on it, where the tool tells. */
  suite?: string | undefined;
  current?: string | undefined;
  /** The newest version that the manifest allows. */
  wanted?: string | undefined;
  latest?: string | undefined;
  /** Why nobody has to update it, where that is so. */
  skipped?: string | undefined;
  /** Further words for people. */
  note?: string | undefined;
}

/** The rows of one part; what a dependency is called once, it is one of. */
export class Outdated {
  private readonly part: Part;
  private readonly ecosystem: string;
  private readonly found = new Map<string, DependencyObservation>();

  constructor(part: Part, ecosystem: string) {
    this.part = part;
    this.ecosystem = ecosystem;
  }

  add(row: Row): void {
    joinTo(this.found, judged(row, this.part, this.ecosystem));
  }

  observe(sink: Sink): void {
    for (const observation of this.found.values()) sink.observe(observation);
  }
}

/** A tag, a link or a repository stands where a version would. */
const VERSION = /^[vV]?\d/;

function judged({ name, suite, current, wanted, latest, skipped, note }: Row, part: Part, ecosystem: string): DependencyObservation {
  const observation: DependencyObservation = { kind: "dependency", outcome: "failed", part, name, ecosystem };
  if (suite) observation.suite = suite;
  if (current) observation.current = current;
  if (wanted) observation.wanted = wanted;
  if (latest) observation.latest = latest;
  const target = latest ?? wanted;
  const words = (text: string): string => (note ? `${text}; ${note}` : text);
  const skip = (why: string): DependencyObservation => ({ ...observation, outcome: "skipped", message: words(why) });
  if (skipped) return skip(skipped);
  if (!target || !VERSION.test(target)) return skip("it does not come from a registry");
  if (!current)
    return wanted === latest ? skip("it is not installed") : { ...observation, message: words(`${wanted} is behind ${latest}`) };
  const others = [wanted, latest].filter((version) => version !== undefined && version !== current);
  if (others.length === 0) return { ...observation, outcome: "passed" };
  if (others.every((version) => isOlder(version ?? "", current))) return skip(`${current} is newer than ${target}`);
  return { ...observation, message: words(`${current} is behind ${target}`) };
}

/** Whether both are versions, and the first is the older one; what cannot be compared is not older. */
export function isOlder(a: string, b: string): boolean {
  const [left, right] = [a, b].map(partsOf);
  if (!left || !right) return false;
  for (let i = 0; i < Math.max(left.numbers.length, right.numbers.length); i++) {
    const [x, y] = [left.numbers[i] ?? 0, right.numbers[i] ?? 0];
    if (x !== y) return x < y;
  }
  // Of one release, what comes before it is older; two of these are not compared.
  return left.rest.startsWith("-") && right.rest === "";
}

function partsOf(version: string): { numbers: number[]; rest: string } | undefined {
  const [, release = "", rest = ""] = /^[vV]?(\d{1,9}(?:\.\d{1,9}){0,5})(?![.\d])([^+]{0,200})/.exec(version) ?? [];
  return release === "" ? undefined : { numbers: release.split(".").map(Number), rest };
}

/** A dependency may stand in a list once a place, a kind or a platform; it is one dependency, and the worst of them counts. */
export function joinTo(found: Map<string, DependencyObservation>, observation: DependencyObservation): void {
  const known = found.get(observation.name);
  if (!known || (known.outcome !== "failed" && observation.outcome === "failed")) {
    found.set(observation.name, observation);
    return;
  }
  if (observation.outcome !== "failed") return;
  for (const field of ["current", "wanted", "latest"] as const) {
    const value = observation[field];
    const before = known[field];
    if (value === undefined || before?.split(", ", MAX_VERSIONS).includes(value)) continue;
    if (before === undefined) known[field] = value;
    else if (before.split(", ", MAX_VERSIONS).length < MAX_VERSIONS) known[field] = `${before}, ${value}`;
  }
  known.message = `${known.current ?? known.wanted} is behind ${known.latest ?? known.wanted}`;
}

/** So many versions of one dependency are named. */
const MAX_VERSIONS = 10;
