import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Reading, reading, readingOf } from "../reading.ts";

type Event = Record<string, unknown>;

/** Events a second apart, as the engine writes them. */
const logOf = (events: Event[]): string =>
  events.map((event, i) => `${JSON.stringify({ ts: `2026-04-17T11:00:${String(i).padStart(2, "0")}Z`, ...event })}\n`).join("");
const stage = (type: string, node_id: string, more: Event = {}): Event => ({ type: `stage_${type}`, node_id, ...more });
const failed = (node: string, error = "exit 127"): Event => stage("failed", node, { error, tool_error: "missing_tool: command not found" });
const started = { type: "pipeline_started" };
const wordsOf = ({ observations }: Reading): unknown[] => observations.map((o) => [o.name, o.outcome, o.message]);
const ends = (read: Reading): [boolean, string | null] => [read.report.complete, read.report.reason];

const home = mkdtempSync(join(tmpdir(), "ci-tracker-run-"));
let runs = 0;

/** A run's folder, with the status of some nodes. */
function folderOf(events: Event[], statuses: Record<string, unknown>): string {
  const folder = join(home, String(runs++));
  mkdirSync(folder);
  writeFileSync(join(folder, "activity.jsonl"), logOf(events));
  writeFileSync(join(folder, "checkpoint.json"), '{"run_id":"r"}');
  for (const [node, status] of Object.entries(statuses)) {
    mkdirSync(join(folder, node));
    writeFileSync(join(folder, node, "status.json"), JSON.stringify(status));
  }
  return folder;
}

describe("a run of tracker", () => {
  const red = [
    started,
    stage("started", "Build"),
    failed("Build"),
    stage("started", "Build"),
    failed("Build"),
    { type: "pipeline_failed" },
  ];

  it("names the node that failed, with what its tool said, and its attempts", () => {
    const read = readingOf(logOf([started, stage("started", "Setup"), stage("completed", "Setup"), ...red.slice(1)]));
    expect([read.report.format, read.report.kind, ...ends(read)]).toEqual(["tracker-activity", "pipeline", true, null]);
    expect(wordsOf(read)).toEqual([
      ["Setup", "passed", undefined],
      ["Build", "failed", "exit 127: missing_tool: command not found"],
    ]);
    expect(read.observations[1]).toMatchObject({ retries: 1 });
  });

  it("as a folder says what the nodes say of themselves", () => {
    const status = { outcome: "fail", context_updates: { tool_stdout: "", tool_stderr: "bash: missing_tool: command not found" } };
    const read = reading(folderOf([started, stage("completed", "Build"), { type: "pipeline_failed" }], { Build: status }));
    expect(read.report.format).toBe("tracker-run");
    expect(wordsOf(read)).toEqual([["Build", "failed", "its outcome is fail"]]);
    expect(read.observations[0]?.detail).toBe("bash: missing_tool: command not found");
  });

  it("fails as a whole where no node can be named", () => {
    const halted = readingOf(logOf([started, stage("completed", "A"), { type: "budget_exceeded", message: "max_total_tokens exceeded" }]));
    expect(wordsOf(halted)).toContainEqual(["(run)", "error", "the budget's ceiling was reached: max_total_tokens exceeded"]);
    expect(ends(halted)).toEqual([false, "the budget's ceiling was reached"]);
    expect(wordsOf(readingOf(logOf([started, { type: "pipeline_failed" }])))).toEqual([
      ["(run)", "failed", "it failed, and no node tells why"],
    ]);
  });

  it("without an end was killed, and proves nothing", () => {
    const read = readingOf(logOf([started, stage("completed", "A")]));
    expect(wordsOf(read)).toContainEqual(["(run)", "error", "it has no end: it was killed"]);
    expect(read.report.parts.map((p) => p.state)).toEqual(["broken"]);
  });

  it("fails a node that could not tell what it did; a missing status only where the gate is closed without one", () => {
    const missing = { type: "tool_marker_missing", node_id: "RunTests", marker_tail: "no marker\n" };
    const open = { type: "auto_status_missing", node_id: "Summarize" };
    const closed = { type: "auto_status_missing", node_id: "Verify", auto_status_fail_closed: true };
    const read = readingOf(logOf([started, missing, open, stage("completed", "Summarize"), closed]));
    expect(read.observations.filter((o) => o.outcome === "failed").map((o) => o.name)).toEqual(["RunTests", "Verify"]);
    expect(read.observations[0]?.detail).toContain("no marker");
  });

  it("that a person overrode says so", () => {
    const read = readingOf(
      logOf([started, failed("Check"), { type: "validation_overridden", node_id: "Check" }, { type: "pipeline_completed" }]),
    );
    expect(wordsOf(read)).toEqual([["Check", "failed", "exit 127: missing_tool: command not found (overridden by a person)"]]);
  });

  it("is read from its manifest too", () => {
    const nodes = [
      { id: "Start", attempts: 1, outcome: "success", failed: false },
      { id: "Boom", attempts: 2, outcome: "fail", failed: true },
    ];
    const read = readingOf(JSON.stringify({ schema_version: 1, terminal_status: "fail", nodes }));
    expect([read.report.format, ...ends(read)]).toEqual(["tracker-manifest", true, null]);
    expect(read.observations.map((o) => [o.name, o.outcome])).toEqual([
      ["Start", "passed"],
      ["Boom", "failed"],
    ]);
  });

  it("cut anywhere is never complete", () => {
    const text = logOf(red);
    for (let at = 1; at < text.length - 2; at++) expect(readingOf(text.slice(0, at)).report.complete).toBe(false);
  });

  it("may hold anything", () => {
    fc.assert(
      fc.property(fc.array(fc.dictionary(fc.constantFrom("type", "ts", "node_id", "error", "message"), fc.jsonValue())), (events) => {
        const { report } = readingOf(logOf([started, ...events]));
        expect(report.format).toBe("tracker-activity");
      }),
    );
  });
});
