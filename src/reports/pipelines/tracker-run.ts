/**
 * A run of 2389's tracker: its activity log, the folder of the run, or the manifest that `tracker run-json` writes.
 * A node fails by its own status, by its last stage, or because the run could not tell what it did; the run itself
 * fails where no node can be named. Source: 2389-research/tracker v0.64.0, tracker_diagnose.go and tracker_audit.go;
 * conformance goldens of the same version.
 */
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { PipelineObservation } from "../../model.ts";
import { textOf as fileText } from "../bytes.ts";
import { excerpt } from "../excerpt.ts";
import type { FolderFormat, JsonFormat, JsonLinesFormat, Sink } from "../format.ts";
import { eachLine } from "../lines.ts";
import { at, listOf, numberOf, textOf } from "../values.ts";

const SOURCE = "2389-research/tracker v0.64.0, tracker_diagnose.go, tracker_audit.go";
const PROOF = "the run says how it ended";

export const trackerActivity: JsonLinesFormat = {
  shape: "json-lines",
  name: "tracker-activity",
  kinds: ["pipeline"],
  tool: "tracker",
  docs: {
    command: "tracker run pipeline.dip --json > activity.jsonl",
    proof: PROOF,
    source: SOURCE,
    example: '{"ts":"2026-04-17T11:00:02Z","type":"stage_failed","node_id":"Build","error":"exit 127"}',
  },
  is: (document) => EVENTS.has(textOf(at(document, "type")) ?? "") && /^\d{4}-\d\d-\d\dT/.test(textOf(at(document, "ts")) ?? ""),
  reader: (sink) => {
    const run = new Run(sink);
    return { take: (event) => run.event(event), end: () => run.end() };
  },
};

export const trackerRun: FolderFormat = {
  shape: "folder",
  name: "tracker-run",
  kinds: ["pipeline"],
  tool: "tracker",
  docs: {
    command: "tracker run pipeline.dip   # leaves .tracker/runs/<run_id>/",
    proof: PROOF,
    source: SOURCE,
    example: ".tracker/runs/0b1c/{activity.jsonl,checkpoint.json,Build/status.json}",
  },
  is: (path) => existsSync(join(path, "checkpoint.json")) && existsSync(join(path, "activity.jsonl")),
  read: readFolder,
};

export const trackerManifest: JsonFormat = {
  shape: "json",
  name: "tracker-manifest",
  kinds: ["pipeline"],
  tool: "tracker",
  docs: {
    command: "tracker run-json <run_id> > run.json",
    proof: PROOF,
    source: SOURCE,
    example: '{"schema_version":1,"terminal_status":"fail","nodes":[{"id":"Build","attempts":2,"failed":true,…}]}',
  },
  is: (document) =>
    typeof at(document, "terminal_status") === "string" &&
    (Array.isArray(at(document, "nodes")) || Array.isArray(at(document, "trace_entries"))),
  read: (document, sink) => {
    const run = new Run(sink, textOf(at(document, "pipeline")));
    for (const node of listOf(at(document, "nodes"))) run.manifest(node);
    const events = at(document, "node_events");
    if (typeof events === "object" && events !== null) {
      for (const [id, types] of Object.entries(events)) for (const type of listOf(types)) run.event({ type, node_id: id });
    }
    run.ended(textOf(at(document, "terminal_status")) ?? "");
    run.end();
  },
};

/** Types that decide anything here, and the most common others. New ones are legal and passed over. */
const EVENTS = new Set([
  ...["pipeline_started", "pipeline_completed", "pipeline_failed", "budget_exceeded", "billing_paused"],
  ...["stage_started", "stage_completed", "stage_failed", "stage_retrying", "checkpoint_saved", "cost_updated"],
  ...["tool_marker_missing", "tool_route_missing", "auto_status_missing", "node_cost_limit_exceeded"],
  ...["node_no_progress_detected", "validation_overridden", "decision_edge", "decision_outcome", "decision_condition"],
  ...["parallel_started", "parallel_completed", "loop_restart", "gate_opened", "gate_resolved", "node_memo_replayed"],
]);

/** Nodes that fail although no stage says so: what they did could not be told. */
const ANOMALIES = new Map([
  ["tool_marker_missing", "the expected marker was never printed"],
  ["tool_route_missing", "no route was printed"],
  ["auto_status_missing", "no STATUS line was printed, and the gate is closed without one"],
  ["node_cost_limit_exceeded", "it cost more than its limit"],
  ["node_no_progress_detected", "it made no progress"],
]);

/** What ended the run, where no node did. */
const HALTS = new Map([
  ["budget_exceeded", "the budget's ceiling was reached"],
  ["paused_billing", "the provider's billing paused it"],
  ["billing_paused", "the provider's billing paused it"],
]);

/** The run itself, where no node can be named. */
const WHOLE_RUN = "(run)";

interface Node {
  started: number;
  failures: number;
  /** Of the last failure. */
  error: string;
  failedAt: number;
  last: "started" | "completed" | "failed" | undefined;
  anomaly: string | undefined;
  overridden: boolean;
  output: string[];
}

class Run {
  private readonly sink: Sink;
  private readonly part;
  private readonly pipeline: string | undefined;
  private readonly nodes = new Map<string, Node>();
  /** How it ended, in the tool's word, and what it said. */
  private status: string | undefined;
  private message: string | undefined;

  constructor(sink: Sink, pipeline?: string) {
    this.sink = sink;
    this.pipeline = pipeline;
    this.part = sink.part("pipeline", "the run has no end: it was killed, or its log is cut", { units: [pipeline ?? "pipeline"] });
    // A node that was not reached is not gone.
    this.part.provesAbsence = false;
  }

  event(event: unknown): void {
    const type = textOf(at(event, "type")) ?? "";
    const id = textOf(at(event, "node_id"));
    const words = [at(event, "error"), at(event, "tool_error")].map((word) => textOf(word) ?? "").filter((word) => word !== "");
    if (/^pipeline_(?:completed|failed)$/.test(type)) this.ended(type === "pipeline_completed" ? "success" : "fail", words.join(": "));
    else if (HALTS.has(type)) this.ended(type, textOf(at(event, "message")));
    if (id === undefined || id === "") return;
    const node = this.node(id);
    if (type === "stage_started") {
      node.started++;
      node.last = "started";
    } else if (type === "stage_completed") node.last = "completed";
    else if (type === "stage_failed") this.failed(node, words.join(": "), Date.parse(textOf(at(event, "ts")) ?? ""));
    else if (type === "validation_overridden") node.overridden = true;
    else if (type === "billing_paused") node.anomaly = HALTS.get(type);
    else if (ANOMALIES.has(type) && (type !== "auto_status_missing" || at(event, "auto_status_fail_closed") === true)) {
      node.anomaly = ANOMALIES.get(type);
      const tail = ["marker_error", "marker_tail", "route_tail", "auto_status_tail"].map((name) => textOf(at(event, name)) ?? "");
      node.output = [textOf(at(event, "message")) ?? "", ...tail].filter((text) => text !== "");
    }
  }

  /** One failure is told twice where the engine and the handler both tell it. */
  private failed(node: Node, error: string, time: number): void {
    const again = node.last === "failed" && node.error === error && !(Math.abs(time - node.failedAt) >= 1_000);
    if (!again) node.failures++;
    Object.assign(node, { last: "failed", error, failedAt: time });
  }

  /** A node as the manifest sums it up. */
  manifest(value: unknown): void {
    const id = textOf(at(value, "id"));
    if (id === undefined || id === "") return;
    const node = this.node(id);
    node.started = numberOf(at(value, "attempts")) ?? 1;
    const bad = at(value, "failed") === true || textOf(at(value, "outcome")) === "fail";
    node.last = bad ? "failed" : textOf(at(value, "outcome")) === "success" ? "completed" : "started";
  }

  /** `status.json` of a node: its own word on how it went, and what its tool printed. */
  nodeStatus(id: string, status: unknown): void {
    const node = this.node(id);
    const said = textOf(at(status, "outcome"));
    if (said === "fail") node.last = "failed";
    for (const stream of ["tool_stdout", "tool_stderr"]) {
      const text = textOf(at(status, "context_updates", stream));
      if (text !== undefined && text.trim() !== "") node.output.push(text);
    }
  }

  ended(status: string, message?: string): void {
    this.status = status;
    if (message !== undefined && message !== "") this.message = message;
  }

  end(): void {
    let failures = 0;
    for (const [name, node] of this.nodes) {
      const failed = node.last === "failed" || node.anomaly !== undefined;
      if (failed) failures++;
      if (failed || node.last === "completed") this.observe(name, node, failed);
    }
    const halt = HALTS.get(this.status ?? "");
    const why =
      halt ??
      (this.status === "fail"
        ? "it failed, and no node tells why"
        : this.status === undefined
          ? "it has no end: it was killed"
          : undefined);
    if (failures === 0 && why !== undefined) {
      const message = this.message === undefined ? why : `${why}: ${this.message}`;
      this.sink.observe({ ...this.base(WHOLE_RUN), outcome: this.status === "fail" ? "failed" : "error", message });
    }
    if (this.status === undefined) return;
    this.part.state = halt === undefined ? "whole" : "partial";
    if (halt === undefined) delete this.part.reason;
    else this.part.reason = halt;
  }

  private observe(name: string, node: Node, failed: boolean): void {
    const observation: PipelineObservation = { ...this.base(name), outcome: failed ? "failed" : "passed" };
    if (node.started > 1) observation.retries = node.started - 1;
    if (failed) {
      const said = node.anomaly ?? (node.error === "" ? "its outcome is fail" : node.error);
      observation.message = `${said.split("\n", 1)[0] ?? ""}${node.overridden ? " (overridden by a person)" : ""}`;
      const detail = excerpt([...node.output, ...(node.error === "" ? [] : [node.error])].join("\n"));
      if (detail !== "") observation.detail = detail;
    }
    this.sink.observe(observation);
  }

  private base(name: string): Omit<PipelineObservation, "outcome"> {
    return { kind: "pipeline", part: this.part, name, ...(this.pipeline === undefined ? {} : { suite: this.pipeline }) };
  }

  private node(id: string): Node {
    let node = this.nodes.get(id);
    if (!node) {
      node = {
        started: 0,
        failures: 0,
        error: "",
        failedAt: Number.NaN,
        last: undefined,
        anomaly: undefined,
        overridden: false,
        output: [],
      };
      this.nodes.set(id, node);
    }
    return node;
  }
}

function readFolder(path: string, sink: Sink): void {
  const run = new Run(sink);
  eachLine(fileText(join(path, "activity.jsonl")), (line) => {
    const event = parse(line);
    if (event !== undefined) run.event(event);
  });
  for (const entry of readdirSync(path, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const status = entry.isDirectory() ? documentAt(join(path, entry.name, "status.json")) : undefined;
    if (status !== undefined) run.nodeStatus(entry.name, status);
  }
  run.end();
}

const MAX_STATUS = 16 * 1024 * 1024;

function documentAt(path: string): unknown {
  try {
    const stat = statSync(path);
    return stat.isFile() && stat.size <= MAX_STATUS ? parse(readFileSync(path, "utf8")) : undefined;
  } catch {
    return undefined;
  }
}

/** A line of the live log begins with two bytes that no tool can print into it unseen. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text.startsWith("\u001f\u001e") ? text.slice(2) : text);
  } catch {
    return undefined;
  }
}
