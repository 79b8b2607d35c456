/** Reads all reports of a run, one after another, and hands what they show to the evidence. */
import { statSync } from "node:fs";
import { relative } from "node:path";
import { isCollected, type Place } from "../collected/read.ts";
import { CodedError, coded } from "../errors.ts";
import type { EvidenceBuilder } from "../identity/evidence.ts";
import type { ProducerId, ReportSummary } from "../model.ts";
import type { ReportLine } from "../settings/reports.ts";
import { noCounts } from "./format.ts";
import { filesOf, relativeTo } from "./paths.ts";
import { readReport } from "./read.ts";
import { type Source, sourcesOf } from "./sources.ts";

export interface Where {
  root: string;
  workspaces: readonly string[];
  /** Milliseconds since 1970; files older than the job were left by something else. */
  jobStart?: number;
}

/** What file systems and clocks may differ by. */
const SLACK = 5_000;

/** What becomes of what is read. */
export type Sink = Pick<EvidenceBuilder, "observe" | "report" | "remark">;

/**
 * Reads every file of every line into the builder; never throws: what cannot be read is a report with an error. Returns
 * the places among them that hold what other jobs collected, of which nothing was read.
 */
export function gather(
  lines: readonly ReportLine[],
  where: Where,
  producerOf: (scope: string | undefined) => ProducerId,
  builder: Sink,
): Place[] {
  const collected: Place[] = [];
  const context = { path: relativeTo(where.root, where.workspaces) };
  const seen = new Set<string>();
  for (const line of lines) {
    const producer = producerOf(line.scope);
    let files: string[];
    try {
      files = filesOf(line.path, where.root);
    } catch (error) {
      builder.report(producer, unread(line.path, coded(error)));
      continue;
    }
    for (const file of files) {
      // One file named by two lines is one report; two scopes are two producers' words on it.
      const key = `${line.scope ?? ""}\0${file}`;
      if (seen.has(key)) continue;
      seen.add(key);
      const shown = shownAs(file, line.path, where.root);
      const read = ({ path, shown }: Source): ReportSummary => {
        if (isStale(path, where)) return { ...unread(shown, undefined), reason: "it is older than this job, so an earlier run left it" };
        const options = {
          ...(line.format === undefined ? {} : { format: line.format }),
          ...(line.outcome === undefined ? {} : { outcome: line.outcome }),
        };
        // A skipped step left nothing: the file is an earlier run's.
        const consume = line.outcome === "skipped" ? () => {} : (o: Parameters<Sink["observe"]>[1]) => builder.observe(producer, o);
        return readReport(path, shown, options, context, consume);
      };
      try {
        if (!readSources(file, shown, line.format !== undefined, read, producer, builder)) continue;
        collected.push({ path: file, shown, mixed: true });
        const words = (["format", "outcome", "scope"] as const).filter((word) => line[word] !== undefined);
        if (words.length > 0)
          builder.remark(`${shown} was collected by other jobs: ${words.map((word) => `${word}=`).join(", ")} says nothing of it`);
      } catch (error) {
        builder.report(producer, unread(shown, coded(error)));
      }
    }
  }
  return collected;
}

/**
 * Reads a file, or what a folder or a zip holds; of these, what is no report is named once and fails nothing. True where
 * it also holds what was collected.
 */
function readSources(
  file: string,
  shown: string,
  named: boolean,
  read: (source: Source) => ReportSummary,
  producer: ProducerId,
  builder: Sink,
): boolean {
  const others: string[] = [];
  let reports = 0;
  let collected = false;
  for (const source of sourcesOf(file, shown)) {
    if (isCollected(source.path)) {
      collected = true;
      continue;
    }
    const report = read(source);
    if (source.inside && isNoReport(report, named)) others.push(source.shown.slice(shown.length + 1));
    else {
      builder.report(producer, report);
      reports++;
    }
  }
  if (reports === 0 && !collected) throw new CodedError("E_REPORT_UNKNOWN", `${shown} holds no file of a known format`, { file: shown });
  if (others.length === 0) return collected;
  const first = others.slice(0, 5).join(", ");
  builder.remark(
    `${shown} also holds ${others.length === 1 ? "a file" : `${others.length} files`} of no known format: ${first}${others.length > 5 ? ", …" : ""}`,
  );
  return collected;
}

/** Of a folder's files only those are reports that hold something of the format, if the caller named one. */
function isNoReport({ error, parts }: ReportSummary, named: boolean): boolean {
  if (parts.length > 0) return false;
  return error?.code === "E_REPORT_UNKNOWN" || error?.code === "E_REPORT_EMPTY" || (named && error?.code === "E_REPORT_MALFORMED");
}

function shownAs(file: string, given: string, root: string): string {
  const inner = relative(root, file);
  return inner === "" || inner.startsWith("..") ? (given.includes("*") ? file : given) : inner.replaceAll("\\", "/");
}

function isStale(file: string, { jobStart, root }: Where): boolean {
  if (jobStart === undefined || relative(root, file).startsWith("..")) return false;
  try {
    const stat = statSync(file);
    return stat.isFile() && stat.mtimeMs < jobStart - SLACK;
  } catch {
    return false;
  }
}

function unread(file: string, error: CodedError | undefined): ReportSummary {
  return {
    file,
    format: null,
    kind: null,
    tool: null,
    complete: false,
    reason: error?.message ?? null,
    counts: noCounts(),
    parts: [],
    error: error ? { code: error.code, message: error.message, line: error.line ?? null } : null,
  };
}
