/** `mode: collect`: what the reports of one job show, in a small file for the job that keeps the tracker. */
import { cacheKey, saveEvidence } from "./collected/cache.ts";
import type { Header } from "./collected/format.ts";
import { evidencePath } from "./collected/where.ts";
import { evidenceWriter } from "./collected/write.ts";
import { CodedError, coded } from "./errors.ts";
import type { Host } from "./host/host.ts";
import { machineClass } from "./host/machine.ts";
import type { ReportSummary } from "./model.ts";
import { gather } from "./reports/gather.ts";
import { emptyResult, errorOf, exitOf, type Outcome } from "./result.ts";
import type { ReportLine } from "./settings/reports.ts";
import type { Settings } from "./settings/settings.ts";

/** Reads the reports as sync does, and writes the file. Throws coded errors for wrong use; what went wrong on the way is in the result. */
export async function collect(
  settings: Settings,
  host: Host,
  lines: readonly ReportLine[],
  mask: (text: string) => string,
  environment: NodeJS.ProcessEnv,
): Promise<Outcome> {
  const toCache = settings.evidence === "cache";
  if (lines.length === 0) throw new CodedError("E_REPORT_NONE", "no report was named", { exit: 2 });
  if (toCache && host.name !== "github")
    throw new CodedError("E_INPUT_VALUE", "evidence: `cache` is there in GitHub Actions only", { exit: 2 });
  const header = headerOf(host, machineClass(environment));
  const path = evidencePath(settings.evidence, host);
  const result = emptyResult();
  const reports: ReportSummary[] = [];
  try {
    const writer = evidenceWriter(path, header, mask);
    let digest: string;
    try {
      const report = (scope: string | undefined, summary: ReportSummary): void => {
        writer.report(scope, summary);
        reports.push(summary);
      };
      for (const { shown = "" } of gather(lines, host, (scope) => scope ?? "", { ...writer, report })) {
        result.notes.push(`${shown} was collected already and is to be handed on as it is`);
      }
      digest = writer.finish();
    } catch (error) {
      writer.drop();
      throw error;
    }
    result.evidence = path;
    if (toCache) await saveEvidence(path, cacheKey(header, digest), host);
  } catch (thrown) {
    const error = coded(thrown);
    const known = error.code === "E_INTERNAL" && isOfFiles(error.cause) ? new CodedError("E_EVIDENCE_WRITE", error.message) : error;
    if (known.exit === 2 || known.code === "E_INTERNAL") throw known;
    result.failed.push(errorOf(known));
  }
  result.reports = reports.map(({ file, format, complete, reason, error }) => ({
    file,
    format,
    complete,
    reason,
    ...(error ? { error: { code: error.code, message: error.message } } : {}),
  }));
  result.counts.failing = reports.reduce((sum, { counts }) => sum + counts.failed + counts.errors, 0);
  return { result, exit: exitOf(result, reports, settings["fail-on"]) };
}

function isOfFiles(error: unknown): boolean {
  return error instanceof Error && "syscall" in error;
}

function headerOf({ run, leg, home, pull }: Host, machine: string): Header {
  const { id, attempt, commit, branch, event, workflow, job, at, url } = run;
  const header: Header = { run: id, attempt, branch, event, workflow, job, leg, at, machine };
  if (commit !== undefined) header.commit = commit;
  if (pull?.head !== undefined) header.head = pull.head;
  if (url !== undefined) header.url = url;
  if (home !== undefined) header.repository = home;
  return header;
}
