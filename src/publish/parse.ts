/** `ci-tracker parse`: what each file says, as one JSON line a file or as lines for people. A stable contract. */

import { coded } from "../errors.ts";
import type { Observation, ReportSummary } from "../model.ts";
import { noCounts } from "../reports/format.ts";
import { filesOf, relativeTo } from "../reports/paths.ts";
import { readReport } from "../reports/read.ts";
import { sourcesOf } from "../reports/sources.ts";
import { logSafe, oneLine } from "../text/defuse.ts";
import { commandless, jsonOf } from "./json.ts";

/** So many observations are held to print the object's fields in their order; a longer file's come first and are streamed. */
const HELD = 20_000;

export interface ParseOptions {
  root: string;
  json: boolean;
  format?: string;
  /** Takes secrets out of what fails; what passed prints no more than its name. */
  mask: (text: string) => string;
  write: (text: string) => void;
}

/** Reads one file, or what a glob matches, and prints it; never throws. */
export function parseFile(path: string, options: ParseOptions): void {
  let files: string[];
  try {
    files = filesOf(path, options.root);
  } catch (thrown) {
    notRead(path, thrown, options);
    return;
  }
  const [only, ...more] = files;
  for (const file of files) {
    const shown = more.length === 0 && file === only ? path : file;
    try {
      for (const source of sourcesOf(file, shown)) one(source.path, source.shown, options);
    } catch (thrown) {
      notRead(shown, thrown, options);
    }
  }
}

function notRead(file: string, thrown: unknown, options: ParseOptions): void {
  const { code, message } = coded(thrown);
  const error = { code, message, line: null };
  print(
    { file, format: null, kind: null, tool: null, complete: false, reason: message, counts: noCounts(), parts: [], error },
    [],
    options,
  );
}

function one(file: string, shown: string, options: ParseOptions): void {
  const held: Observation[] = [];
  let streamed = 0;
  const stream = (o: Observation): void => {
    // The file's kind is known at its end only; what is never more than an aside is left out.
    if (o.kind === "build" && o.outcome === "passed") return;
    options.write(`${streamed === 0 ? `{"file":${JSON.stringify(shown)},"observations":[` : ","}${observationJson(o, options)}`);
    streamed++;
  };
  const context = { path: relativeTo(options.root, []) };
  const summary = readReport(file, shown, options.format === undefined ? {} : { format: options.format }, context, (o) => {
    if (!options.json && o.outcome !== "failed" && o.outcome !== "error") return;
    if (streamed > 0) stream(o);
    else if (held.push(o) > HELD && options.json) {
      for (const early of held) stream(early);
      held.length = 0;
    }
  });
  if (streamed === 0) print(summary, held, options);
  else options.write(`],${jsonOf({ ...headOf(summary), error: summary.error }, options.mask).slice(1)}\n`);
}

/** What a report says beside its own kind counts only where it fails: that tests ran implies that they were built. */
function isAside(o: Observation, kind: ReportSummary["kind"]): boolean {
  return o.kind !== kind && o.outcome !== "failed" && o.outcome !== "error";
}

function print(summary: ReportSummary, observations: readonly Observation[], options: ParseOptions): void {
  if (!options.json) {
    for (const line of forPeople(summary, observations)) options.write(`${logSafe(options.mask(line))}\n`);
    return;
  }
  const shown = observations.filter((o) => !isAside(o, summary.kind));
  const head = jsonOf({ file: summary.file, ...headOf(summary) }, options.mask).slice(0, -1);
  const texts = shown.map((o) => observationJson(o, options)).join(",");
  options.write(`${head},"observations":[${texts}],"error":${jsonOf(summary.error, options.mask)}}\n`);
}

function observationJson(o: Observation, { mask }: ParseOptions): string {
  const view = observationOf(o);
  return o.outcome === "failed" || o.outcome === "error" ? jsonOf(view, mask) : commandless(JSON.stringify(view));
}

function headOf({
  format,
  kind,
  tool,
  complete,
  reason,
  counts,
}: ReportSummary): Pick<ReportSummary, "format" | "kind" | "tool" | "complete" | "reason" | "counts"> {
  return { format, kind, tool, complete, reason, counts };
}

/** The contract's view of an observation: what a kind does not have is null. */
function observationOf(o: Observation): Record<string, unknown> {
  return {
    kind: o.kind,
    suite: o.suite ?? null,
    name: o.name,
    outcome: o.outcome,
    title: o.kind === "audit" ? o.title : (o.message ?? null),
    rule: o.kind === "lint" ? o.name : null,
    package: o.kind === "audit" || o.kind === "lint" ? (o.package ?? null) : o.kind === "dependency" || o.kind === "build" ? o.name : null,
    file: o.file ?? null,
    line: o.line ?? null,
    severity: o.kind === "audit" || o.kind === "lint" ? o.severity : null,
    value: o.kind === "bench" ? o.value : null,
    unit: o.kind === "bench" ? o.unit : null,
  };
}

function forPeople(summary: ReportSummary, failing: readonly Observation[]): string[] {
  const { counts: c } = summary;
  const counts = [
    `${c.total} in all`,
    `${c.passed} passed`,
    `${c.failed} failed`,
    ...(c.errors > 0 ? [`${c.errors} errors`] : []),
    `${c.skipped} skipped`,
  ].join(", ");
  const lines = [
    `${oneLine(summary.file)}: ${summary.format ?? "unknown"}${summary.complete ? ", complete" : ""}${summary.kind ? ` (${counts})` : ""}`,
  ];
  if (summary.error) lines.push(`  ${summary.error.code}: ${oneLine(summary.error.message)}`);
  else if (summary.reason !== null) lines.push(`  not complete: ${oneLine(summary.reason)}`);
  for (const o of failing.slice(0, 50)) {
    const place = o.file === undefined ? "" : ` at ${o.file}${o.line === undefined ? "" : `:${o.line}`}`;
    lines.push(`  ✗ ${oneLine(`${o.suite ? `${o.suite} ` : ""}${o.name}${place}: ${o.message ?? ""}`)}`);
  }
  if (failing.length > 50) lines.push(`  … and ${failing.length - 50} more`);
  return lines;
}
