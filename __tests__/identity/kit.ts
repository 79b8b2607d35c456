/** Evidence from a few observations, each as a reader would have made it. */
import { EvidenceBuilder } from "../../src/identity/evidence.ts";
import type {
  AuditObservation,
  BenchObservation,
  BuildObservation,
  CargoTarget,
  Evidence,
  Failure,
  FindingObservation,
  Kind,
  LintObservation,
  Observation,
  Part,
  ReportSummary,
  Run,
  Sighting,
  TestObservation,
} from "../../src/model.ts";
import { noCounts } from "../../src/reports/format.ts";

export const RUN: Run = { id: "1", attempt: 1, branch: "main", at: "2026-01-01T00:00:00Z", event: "push", workflow: "ci.yml", job: "test" };

export function partOf(kind: Kind, more: Partial<Part> = {}): Part {
  return { kind, state: "whole", extent: { units: [] }, provesAbsence: true, ...more };
}

/** What is told of a report that is one part. */
export function summaryOf(part: Part): ReportSummary {
  return {
    file: "report",
    format: "test",
    kind: part.kind,
    tool: null,
    complete: part.state === "whole",
    reason: null,
    counts: noCounts(),
    parts: [part],
    error: null,
  };
}

/** The tests of one of cargo's targets. */
export function testsOf(target: CargoTarget, more: Partial<Part> = {}): Part {
  return partOf("test", { target, ...more });
}

export interface Said {
  producer?: string;
  part: Part;
  observations: readonly Observation[];
}

/** `known`: keys of the ledger's lines. */
export function evidenceOf(said: readonly Said[], known: readonly string[] = [], mask = (text: string): string => text): Evidence {
  const builder = new EvidenceBuilder(RUN, known, mask);
  for (const { producer = "linux", part, observations } of said) {
    for (const observation of observations) builder.observe(producer, observation);
    builder.report(producer, summaryOf(part));
  }
  return builder.finish();
}

type Made<O extends Observation> = Omit<Partial<O>, "kind" | "part">;

export function testCase(part: Part, name: string, more: Made<TestObservation> = {}): TestObservation {
  return { kind: "test", outcome: "passed", part, name, ...more };
}

export function benchmark(part: Part, name: string, value: number, more: Made<BenchObservation> = {}): BenchObservation {
  return { kind: "bench", outcome: "passed", part, name, value, unit: "ns", better: "smaller", ...more };
}

export function compiled(part: Part, name: string, more: Made<BuildObservation> = {}): BuildObservation {
  return { kind: "build", outcome: "failed", part, name, ecosystem: "rust", units: [`${name} lib`], ...more };
}

export function lint(part: Part, name: string, more: Made<LintObservation> = {}): LintObservation {
  return { kind: "lint", outcome: "failed", part, name, owner: "clippy", severity: "medium", units: [], ...more };
}

export function advisory(part: Part, name: string, more: Made<AuditObservation> = {}): AuditObservation {
  return {
    kind: "audit",
    outcome: "failed",
    part,
    name,
    ecosystem: "rust",
    package: "time",
    aliases: [],
    title: "a segfault",
    severity: "high",
    category: "vulnerability",
    ...more,
  };
}

export function reviewed(part: Part, name: string, more: Made<FindingObservation> = {}): FindingObservation {
  return { kind: "finding", outcome: "failed", part, name, title: name, severity: "medium", ...more };
}

/** Keys of what fails. */
export function failing(evidence: Evidence): string[] {
  return [...evidence.failing.keys()];
}

/** What is told of the one thing that fails, by each producer. */
export function toldOf(evidence: Evidence): Sighting[] {
  const [only, ...others] = evidence.failing.values();
  if (!only || others.length > 0) throw new Error(`${evidence.failing.size} subjects fail`);
  return only.sightings;
}

/** The one failure that one producer tells of. */
export function failureIn(evidence: Evidence): Failure {
  const [sighting, ...others] = toldOf(evidence);
  if (!sighting?.failure || others.length > 0) throw new Error(`${others.length + 1} producers tell of it`);
  return sighting.failure;
}

/** Who says that it passes. */
export function passingOf(evidence: Evidence, key: string): string[] {
  return (evidence.passing.get(key) ?? []).map((sighting) => sighting.producer);
}
