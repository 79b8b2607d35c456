/**
 * Reads one report: finds its format by its content, runs that format's reader, and sums up what it proves.
 * Observations go to the consumer as they come; what is returned grows with parts, not with cases.
 */
import { statSync } from "node:fs";
import { basename } from "node:path";
import { type Code, CodedError, coded } from "../errors.ts";
import type { Counts, Kind, Observation, Outcome, Part, ReportError, ReportSummary } from "../model.ts";
import { beginningOf, chunksOf, headOf, textOf } from "./bytes.ts";
import type {
  BinaryFormat,
  FolderFormat,
  Format,
  JsonFormat,
  JsonLinesFormat,
  LineFormat,
  ReadContext,
  Sink,
  XmlFormat,
} from "./format.ts";
import { awaitOutcome, NEEDS_OUTCOME, noCounts } from "./format.ts";
import { readLog } from "./log.ts";
import { FORMATS } from "./registry.ts";
import { documentAt, readXml, rootOf } from "./xml.ts";

export interface ReadOptions {
  /** The word of `format=`, when the caller gave one. */
  format?: string;
  /** The word of `outcome=`: success, failure, cancelled or skipped, as `steps.x.outcome` says it. */
  outcome?: StepOutcome;
}

export type StepOutcome = "success" | "failure" | "cancelled" | "skipped";

/** A JSON document is read whole, so it is bounded; larger reports come as lines. */
const MAX_DOCUMENT = 256 * 1024 * 1024;

/** Reads the file, never throws: what went wrong stands in `error` of the summary. */
export function readReport(
  path: string,
  shown: string,
  options: ReadOptions,
  context: ReadContext,
  consume: (observation: Observation) => void,
): ReportSummary {
  const collector = new Collector(consume);
  let error: ReportError | null = null;
  try {
    read(path, options.format, collector, { ...context, called: options.format ?? basename(path) });
  } catch (thrown) {
    const known = coded(thrown);
    error = { code: known.code, message: known.message.replaceAll(path, shown), line: known.line ?? null };
    collector.spoil("it could not be read to its end");
  }
  if (options.outcome) collector.outcome(options.outcome);
  return collector.summary(shown, error);
}

function read(path: string, named: string | undefined, collector: Collector, context: ReadContext): void {
  if (isFolder(path)) {
    const folder = pick(
      FORMATS.filter((f) => f.shape === "folder").filter((f) => (named ? f.name === named : f.is(path))),
      path,
      named,
    ) as FolderFormat | undefined;
    if (!folder) throw new CodedError("E_REPORT_NOT_A_FILE", `${path} is a folder of no known format`, { file: path });
    folder.read(path, collector.sinkOf(folder), context);
    return;
  }
  if (named !== undefined) {
    const format = FORMATS.find((f) => f.name === named || f.aliases?.includes(named));
    if (!format || format.shape === "folder") throw new CodedError("E_REPORT_UNKNOWN", `no file format is called ${named}`, { file: path });
    collector.named(format);
    if (format.silent !== undefined && isBlank(path)) {
      const extent = { units: [format.silent], ...(format.kinds[0] === "lint" ? { owners: [format.silent] } : {}) };
      awaitOutcome(collector.sinkOf(format).part(format.kinds[0] ?? "lint", "", extent));
      return;
    }
    readAs(format, path, collector, context);
    if (!collector.claimed(format)) {
      throw new CodedError("E_REPORT_MALFORMED", `${path} holds nothing of format ${named}`, { file: path });
    }
    return;
  }
  const beginning = beginningOf(path);
  const binary = pick(
    FORMATS.filter((f): f is BinaryFormat => f.shape === "binary" && f.is(beginning)),
    path,
    named,
  );
  if (binary) {
    readAs(binary, path, collector, context);
    return;
  }
  const head = headOf(path).replace(/^\ufeff/, "");
  const first = head.trimStart().charAt(0);
  if (first === "<") {
    const root = rootOf(head);
    const claims = root ? FORMATS.filter((f): f is XmlFormat => f.shape === "xml" && f.is(root.name, root.namespace)) : [];
    const format = pick(claims, path, named);
    if (format) {
      readAs(format, path, collector, context);
      return;
    }
  }
  if ((first === "{" || first === "[") && isOneDocument(head)) {
    readDocument(path, undefined, collector, context);
    return;
  }
  readLogFile(path, collector, context);
}

function readAs(format: Exclude<Format, FolderFormat>, path: string, collector: Collector, context: ReadContext): void {
  if (format.shape === "binary") format.read(chunksOf(path), collector.sinkOf(format), context);
  else if (format.shape === "xml") {
    const end = readXml(textOf(path), format.reader(collector.sinkOf(format), context));
    if (end)
      throw new CodedError(end.cut ? "E_REPORT_CUT" : "E_REPORT_MALFORMED", `${path}: ${end.message}`, { file: path, line: end.line });
  } else if (format.shape === "json" && beginsDocument(path)) readDocument(path, format, collector, context);
  else readLogFile(path, collector, context, format);
}

/** Whether there is nothing in the file but white space. */
function isBlank(path: string): boolean {
  try {
    return headOf(path).trim() === "";
  } catch (error) {
    if (error instanceof CodedError && error.code === "E_REPORT_EMPTY") return true;
    throw error;
  }
}

function beginsDocument(path: string): boolean {
  const head = headOf(path).replace(/^\ufeff/, "");
  return /^\s*[{[]/.test(head) && isOneDocument(head);
}

/** Whether the text begins a document that does not end on its first line: pretty-printed, or one very long line. */
function isOneDocument(head: string): boolean {
  const line = head.trimStart().split("\n", 1)[0] ?? "";
  try {
    JSON.parse(line);
    return head.trim() === line.trim();
  } catch {
    // A line that is cut, or `{ "type": …` with text glued to it, is no document; an open bracket alone is.
    return !/^\{ ?"(?:reason|type)":/.test(line) && !/^\[\w/.test(line);
  }
}

function readDocument(path: string, format: JsonFormat | undefined, collector: Collector, context: ReadContext): void {
  if (statSync(path).size > MAX_DOCUMENT)
    throw new CodedError("E_REPORT_TOO_LARGE", `${path} is one JSON document of over 256 MB`, { file: path });
  const text = [...textOf(path)].join("").replace(/^\ufeff/, "");
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    // Text may follow or precede the document, as when both streams went to one file: then it is a log.
    readLines(path, collector, context);
    if (collector.any()) return;
    throw new CodedError(
      text.trimEnd().endsWith("}") || text.trimEnd().endsWith("]") ? "E_REPORT_MALFORMED" : "E_REPORT_CUT",
      `${path} is not a whole JSON document: ${messageOf(error)}`,
      { file: path, cause: error },
    );
  }
  if (!format && isEmpty(document)) {
    const what = Array.isArray(document) ? "an empty list" : "an empty object";
    throw new CodedError("E_REPORT_AMBIGUOUS", `${path} is ${what}, which does not say what wrote it`, { file: path });
  }
  const claims = FORMATS.filter((f): f is JsonFormat => f.shape === "json" && (format ? f === format : f.is(document)));
  const found = pick(claims, path, format?.name);
  if (!found && !format) {
    // A log of one line is a document too.
    readLogFile(path, collector, context);
    return;
  }
  if (!found) throw new CodedError("E_REPORT_UNKNOWN", `${path} is JSON of no known format`, { file: path });
  found.read(document, collector.sinkOf(found), context);
}

function isEmpty(document: unknown): boolean {
  return typeof document === "object" && document !== null && Object.keys(document).length === 0;
}

/** `named`: the format that the caller says it is; where two fit, it is that one. */
function readLogFile(path: string, collector: Collector, context: ReadContext, named?: Format): void {
  readLines(path, collector, context, named);
  if (collector.any()) return;
  // A reporter that writes to stdout has what else was printed there before its document.
  const head = headOf(path);
  const at = documentAt(head);
  const root = at === -1 ? undefined : rootOf(head.slice(at));
  const format = root && FORMATS.find((f): f is XmlFormat => f.shape === "xml" && f.is(root.name, root.namespace));
  if (!format) throw new CodedError("E_REPORT_UNKNOWN", `${path} is of no known format`, { file: path });
  readAs(format, path, collector, context);
}

function readLines(path: string, collector: Collector, context: ReadContext, named?: Format): void {
  const lines = FORMATS.filter((f): f is LineFormat => f.shape === "lines").sort((a, b) => Number(b === named) - Number(a === named));
  const json = FORMATS.filter((f): f is JsonFormat | JsonLinesFormat => f.shape === "json" || f.shape === "json-lines");
  readLog(
    textOf(path),
    { lines, json: named && json.includes(named as JsonFormat) ? [named as JsonFormat] : json },
    (format) => collector.sinkOf(format),
    context,
  );
}

function pick<F extends Format>(claims: readonly F[], path: string, named: string | undefined): F | undefined {
  if (claims.length > 1 && named === undefined) {
    const names = claims.map((f) => f.name).join(" and ");
    throw new CodedError("E_REPORT_AMBIGUOUS", `${path} could be ${names}`, { file: path });
  }
  return claims[0];
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

/** Gathers parts, counts and problems of one file over all the formats that stand in it. */
class Collector {
  private readonly consume: (observation: Observation) => void;
  private readonly parts: Part[] = [];
  private readonly perFormat = new Map<Format, { counts: Map<Kind, Counts>; parts: Part[]; tool: string | undefined }>();
  private problems: ReportError[] = [];
  private asked: Format | undefined;
  private failing = false;

  constructor(consume: (observation: Observation) => void) {
    this.consume = consume;
  }

  sinkOf(format: Format): Sink {
    let own = this.perFormat.get(format);
    if (!own) this.perFormat.set(format, (own = { counts: new Map(), parts: [], tool: undefined }));
    const mine = own;
    return {
      part: (kind, reason, extent) => {
        if (!mine.counts.has(kind)) mine.counts.set(kind, noCounts());
        const part: Part = { kind, state: "broken", reason, extent: { units: [], ...extent }, provesAbsence: true };
        this.parts.push(part);
        mine.parts.push(part);
        return part;
      },
      observe: (observation, listed = observation.outcome) => {
        // A target or suite that failed or passed as a whole is no test case of the report.
        const isCase = observation.kind !== "test" || !observation.whole;
        this.add(mine.counts, observation.kind, listed, 1, isCase);
        this.consume(observation);
      },
      count: (outcome, cases) => this.add(mine.counts, format.kinds[0] ?? "test", outcome, cases, true),
      tool: (name) => {
        mine.tool = name;
      },
      problem: (code: Code, message, line) => {
        this.problems.push({ code, message, line: line ?? null });
      },
      spoil: (reason) => {
        for (const part of mine.parts) weaken(part, "broken", reason);
      },
    };
  }

  named(format: Format): void {
    this.asked = format;
  }

  claimed(format: Format): boolean {
    return (this.perFormat.get(format)?.parts.length ?? 0) > 0;
  }

  any(): boolean {
    return this.parts.length > 0;
  }

  spoil(reason: string): void {
    for (const part of this.parts) weaken(part, "broken", reason);
  }

  /** What the step's own outcome adds to the report it left. */
  outcome(outcome: StepOutcome): void {
    if (outcome === "success") {
      for (const part of this.parts) {
        if (part.state !== "partial" || part.reason !== NEEDS_OUTCOME) continue;
        part.state = "whole";
        delete part.reason;
      }
    }
    if (outcome === "skipped")
      for (const part of this.parts) weaken(part, "broken", "its step was skipped, so the file is an earlier run's");
    if (outcome === "cancelled") for (const part of this.parts) weaken(part, "partial", "its step was cancelled");
    if (outcome === "failure" && !this.failing) {
      for (const part of this.parts) weaken(part, "partial", "its step failed, yet the report shows no failure");
    }
  }

  summary(file: string, error: ReportError | null): ReportSummary {
    const main = this.main();
    const problem = error ?? this.problems[0] ?? null;
    const complete = problem === null && this.parts.length > 0 && this.parts.every((p) => p.state === "whole");
    const reason = complete ? null : (problem?.message ?? this.parts.find((p) => p.state !== "whole")?.reason ?? "it holds nothing");
    return {
      file,
      format: main?.format.name ?? null,
      kind: main?.kind ?? null,
      tool: main ? (main.tool ?? main.format.tool) : null,
      complete,
      reason,
      counts: main?.counts ?? noCounts(),
      parts: this.parts,
      error: problem,
    };
  }

  /** The format and kind a file goes by: test, else build that failed, else what it mostly holds. */
  private main(): { format: Format; kind: Kind; counts: Counts; tool: string | undefined } | undefined {
    const all = [...this.perFormat].flatMap(([format, { counts, tool }]) =>
      [...counts].map(([kind, c]) => ({ format, kind, counts: c, tool })),
    );
    const measured = all.some(({ kind, counts }) => kind === "bench" && counts.total > 0);
    const rank = ({ format, kind, counts }: (typeof all)[number]): number => {
      if (this.asked === format) return 0;
      // A benchmark run lists every test as ignored, and a benchmark that panics as a test that failed.
      if (kind === "test" && (counts.passed > 0 || !measured)) return 1;
      if (kind === "build" && counts.failed + counts.errors > 0) return 2;
      return ["bench", "lint", "audit", "dependency", "test", "build", "pipeline", "finding"].indexOf(kind) + 3;
    };
    all.sort((a, b) => rank(a) - rank(b) || b.counts.total - a.counts.total);
    return all[0];
  }

  private add(counts: Map<Kind, Counts>, kind: Kind, outcome: Outcome, n: number, isCase: boolean): void {
    if (outcome === "failed" || outcome === "error") this.failing = true;
    if (!isCase) return;
    let own = counts.get(kind);
    if (!own) counts.set(kind, (own = noCounts()));
    own.total += n;
    own[outcome === "error" ? "errors" : outcome] += n;
  }
}

function weaken(part: Part, to: "partial" | "broken", reason: string): void {
  if (part.state === "broken" || part.state === to) return;
  part.state = to;
  part.reason = part.reason ? `${part.reason}; ${reason}` : reason;
}
