/** Hosts and evidence for the tests of what jobs collect. */
import { join } from "node:path";
import { collect } from "../../src/collect.ts";
import { ofThisRun } from "../../src/collected/verify.ts";
import { gathered } from "../../src/gathered.ts";
import type { Host } from "../../src/host/host.ts";
import { machineClass } from "../../src/host/machine.ts";
import type { IdentityOptions } from "../../src/identity/evidence.ts";
import type { Ledger } from "../../src/ledger/ledger.ts";
import type { Evidence, Run } from "../../src/model.ts";
import type { Outcome } from "../../src/result.ts";
import { type ReportLine, reportLine } from "../../src/settings/reports.ts";
import { readSettings, type Settings } from "../../src/settings/settings.ts";

export const COMMIT = "0123456789abcdef0123456789abcdef01234567";
export const MACHINE = machineClass({});

/** A push to main of octo/shop, in this folder. */
export function hostIn(root: string, run: Partial<Run> = {}, more: Partial<Host> = {}): Host {
  return {
    name: "terminal",
    run: {
      id: "7",
      attempt: 1,
      commit: COMMIT,
      branch: "main",
      at: "2026-03-01T09:00:00.000Z",
      event: "push",
      workflow: ".github/workflows/ci.yml",
      job: "test",
      ...run,
    },
    leg: "",
    defaultBranch: "main",
    root,
    prefix: "",
    environment: {},
    workspaces: [],
    repository: "octo/shop",
    home: "octo/shop",
    serverUrl: "https://github.com",
    apiUrl: "https://api.github.com",
    graphqlUrl: "https://api.github.com/graphql",
    temporary: root,
    ...more,
  };
}

export function settingsOf(values: Record<string, string> = {}): Settings {
  return readSettings({ name: (n) => n, values: new Map(Object.entries(values)) });
}

export interface Collecting {
  lines?: ReportLine[];
  mask?: (text: string) => string;
  /** Where the file is written; `evidence/JOB-LEG-ATTEMPT.jsonl.gz` below the root. */
  to?: string;
}

/** What `mode: collect` does in a job; the path of its file. */
export async function collected(
  host: Host,
  reports: readonly string[],
  { lines = [], mask = (t) => t, to }: Collecting = {},
): Promise<string> {
  const outcome = await collectedOutcome(host, reports, { lines, mask, ...(to === undefined ? {} : { to }) });
  if (outcome.result.evidence === null) throw new Error(`nothing was collected: ${JSON.stringify(outcome.result.failed)}`);
  return outcome.result.evidence;
}

export function collectedOutcome(
  host: Host,
  reports: readonly string[],
  { lines = [], mask = (t) => t, to }: Collecting = {},
): Promise<Outcome> {
  const settings = settingsOf({ mode: "collect", evidence: to ?? join("evidence", "/") });
  return collect(settings, host, [...reports.map(reportLine), ...lines], mask, {});
}

/** The evidence of a run that names these reports and these places of collected files. */
export function evidenceOf(
  host: Host,
  reports: readonly (string | ReportLine)[],
  evidence: readonly string[] = [],
  ledger: Ledger = new Map(),
  identity: IdentityOptions = {},
): Evidence {
  const lines = reports.map((line) => (typeof line === "string" ? reportLine(line) : line));
  const places = evidence.map((path) => ({ path, shown: path }));
  return gathered({ lines, places, gate: ofThisRun(host), machine: MACHINE, identity }, host, ledger, (t) => t);
}

/** Code of every report that has an error. */
export function errorsOf(evidence: Evidence): string[] {
  return evidence.reports.flatMap(({ error }) => (error ? [error.code] : []));
}
