import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EvidenceBuilder } from "../../../src/identity/evidence.ts";
import { readReport } from "../../../src/reports/read.ts";
import { readingOf } from "../reading.ts";

type Fields = Record<string, unknown>;

const finding = (change: Fields = {}): Fields => ({
  title: "Off-by-one in batch loop",
  severity: "P1",
  file: "src/batch.ts",
  line: 42,
  why_it_matters: "The last item of every batch is dropped.",
  autofix_class: "manual",
  owner: "downstream-resolver",
  requires_verification: true,
  suggested_fix: "Use i <= end.",
  confidence: 75,
  evidence: ["src/batch.ts:42 for (let i = start; i < end - 1; i++)"],
  pre_existing: false,
  ...change,
});
const reviewOf = (findings: unknown, more: Fields = {}): string =>
  JSON.stringify({ reviewer: "correctness", findings, residual_risks: [], testing_gaps: [], ...more });

/** Keys of the subjects that these reviews fail, in one run, with the keys that are known already. */
function keysOf(findings: Fields[], known: string[] = []): string[] {
  const run = { id: "1", attempt: 1, branch: "main", at: "2026-01-01T00:00:00Z", event: "push", workflow: "w", job: "j" };
  const builder = new EvidenceBuilder(run, known, (t) => t);
  for (const o of readingOf(reviewOf(findings)).observations) builder.observe("p", o);
  return [...builder.finish().failing.keys()];
}

describe("a review", () => {
  it("lists what is wrong, with why and how to mend it", () => {
    const { report, observations } = readingOf(reviewOf([finding()]));
    expect([report.format, report.kind, report.complete, report.counts.failed]).toEqual(["review-findings", "finding", true, 1]);
    expect(observations[0]).toMatchObject({
      kind: "finding",
      title: "Off-by-one in batch loop",
      severity: "high",
      severityWord: "P1",
      file: "src/batch.ts",
      line: 42,
      message: "The last item of every batch is dropped.",
      facts: [
        ["Why it matters", "The last item of every batch is dropped."],
        ["Suggested fix", "Use i <= end."],
        ["Confidence", "75 %"],
        ["Owner", "downstream-resolver"],
      ],
    });
  });

  it("may find nothing, and then closes nothing either: it looked at a change, not at the whole", () => {
    const { report } = readingOf(reviewOf([]));
    expect([report.complete, report.parts.map((p) => p.provesAbsence)]).toEqual([true, [false]]);
  });

  it("of the oldest schema, with a line as text, or without a fix, is read like any other", () => {
    const old = finding({ confidence: 0.85, autofix_class: "safe_auto", owner: "review-fixer" });
    const { observations } = readingOf(reviewOf([old, finding({ title: "b", line: "42" }), finding({ title: "c", suggested_fix: null })]));
    expect(observations.map((o) => o.line)).toEqual([42, 42, 42]);
    expect(observations[0]).toMatchObject({ facts: expect.arrayContaining([["Confidence", "85 %"]]) });
  });

  it("in an agent's envelope counts what is actionable, never twice", () => {
    const envelope = {
      status: "ok",
      verdict: "not-ready",
      findings: [finding(), finding({ title: "b" })],
      actionable_findings: [finding()],
    };
    expect(readingOf(JSON.stringify(envelope)).observations).toHaveLength(1);
    expect(readingOf(JSON.stringify({ ...envelope, status: "failed" })).report.error?.code).toBe("E_REPORT_FAILED");
  });

  it.each([
    ["no severity that is known", { severity: "HIGH" }, /severity "HIGH"/],
    ["no evidence", { evidence: [] }, /no evidence/],
    ["no file", { file: " " }, /no file/],
    ["no title", { title: 7 }, /no title/],
    ["no line", { line: 0 }, /no line/],
  ])("names a finding with %s, and files the others", (_, change, why) => {
    const { report, observations } = readingOf(reviewOf([finding({ ...change }), finding({ title: "good" })]));
    expect(observations.map((o) => o.name)).toEqual(["good"]);
    expect([report.complete, report.error?.code]).toEqual([false, "E_REPORT_MALFORMED"]);
    expect(report.error?.message).toMatch(why);
  });

  it("may hold anything anywhere", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (value, other) => {
        const { report } = readingOf(reviewOf([value, finding({ evidence: other, title: value })], { status: other }));
        expect(report.error?.code).not.toBe("E_INTERNAL");
      }),
    );
  });
});

describe("findings are one", () => {
  it("when title and file are the same and the line is at most three from the one first filed", () => {
    expect(keysOf([42, 45, 49].map((line) => finding({ line })))).toEqual([
      "finding/1 src/batch.ts » off-by-one in batch loop » 42",
      "finding/1 src/batch.ts » off-by-one in batch loop » 49",
    ]);
    expect(keysOf([6, 7].map((line) => finding({ line })))).toHaveLength(1);
  });

  it("compared with what was filed before, whatever moved since", () => {
    const [filed = ""] = keysOf([finding()]);
    expect(keysOf([finding({ line: 45 })], [filed])).toEqual([filed]);
    expect(keysOf([finding({ line: 46 })], [filed])).not.toContain(filed);
  });

  it("however the path is written, and whatever the title ends in", () => {
    const paths = ["./src/batch.ts", "src\\batch.ts", "SRC/batch.ts"].map((file) => finding({ file }));
    const path = (p: string): string => p.replaceAll("\\", "/").replace(/^\.\//, "");
    const run = { id: "1", attempt: 1, branch: "main", at: "2026-01-01T00:00:00Z", event: "push", workflow: "w", job: "j" };
    const builder = new EvidenceBuilder(run, [], (t) => t);
    for (const o of readingOf(reviewOf(paths)).observations) builder.observe("p", { ...o, file: path(o.file ?? "") });
    expect(builder.finish().failing.size).toBe(1);
    expect(keysOf([finding(), finding({ title: "Off-by-one  in batch loop." })])).toHaveLength(1);
    expect(keysOf([finding(), finding({ title: "Something else" })])).toHaveLength(2);
  });

  it("in whatever order they are read", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 20 }), (lines) => {
        const sorted = [...lines].sort((a, b) => b - a);
        const of = (order: number[]): string[] => keysOf(order.map((line) => finding({ line }))).sort();
        expect(of(sorted)).toEqual(of(lines));
      }),
      { numRuns: 30 },
    );
  });
});

it("a report that is no review is not taken for one", () => {
  const observed: unknown[] = [];
  for (const text of ['{"findings":[]}', '{"findings":{},"residual_risks":[]}', '{"reviewer":"x"}']) {
    expect(readingOf(text).report.format).not.toBe("review-findings");
  }
  expect(readReport("/nonexistent", "x", {}, { path: (p) => p }, (o) => observed.push(o)).error?.code).toBe("E_REPORT_MISSING");
  expect(observed).toEqual([]);
});
