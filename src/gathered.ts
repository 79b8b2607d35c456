/** What a run goes by: the reports that its step names, and what other jobs collected. */
import { restoreEvidence } from "./collected/cache.ts";
import { type Gate, type Place, readCollected } from "./collected/read.ts";
import { ofFinishedRun, ofThisRun } from "./collected/verify.ts";
import { evidencePlaces } from "./collected/where.ts";
import { CodedError } from "./errors.ts";
import { type Host, producerOf } from "./host/host.ts";
import { EvidenceBuilder, type IdentityOptions } from "./identity/evidence.ts";
import type { Ledger } from "./ledger/ledger.ts";
import type { Evidence, ProducerId } from "./model.ts";
import { identityOf } from "./policy.ts";
import type { Remote } from "./remote.ts";
import { gather } from "./reports/gather.ts";
import type { ReportLine } from "./settings/reports.ts";
import type { Settings } from "./settings/settings.ts";

/** What is to be read, and which of the collected evidence is let in. */
export interface Sources {
  lines: readonly ReportLine[];
  places: readonly Place[];
  gate: Gate;
  /** Class of machine that this job runs on. */
  machine: string;
  /** How subjects are told apart. */
  identity: IdentityOptions;
}

/** Finds what is to be read; what jobs kept in the cache is fetched. Throws E_REPORT_NONE where nothing is named. */
export async function sourcesFor(
  settings: Settings,
  host: Host,
  lines: readonly ReportLine[],
  remote: Remote | undefined,
  machine: string,
): Promise<Sources> {
  const applies = settings.mode === "apply";
  const named = settings.evidence.split(/\r?\n/).map((line) => line.trim());
  if (lines.length === 0 && named.every((line) => line === "")) throw new CodedError("E_REPORT_NONE", "no report was named", { exit: 2 });
  // A finished run has nothing but what it collected, wherever that is named.
  const places = evidencePlaces([...named, ...(applies ? lines.map((line) => line.path) : [])], host.root);
  if (named.includes("cache")) {
    if (host.name !== "github") throw new CodedError("E_INPUT_VALUE", "evidence: `cache` is there in GitHub Actions only", { exit: 2 });
    const { home } = host;
    const ref = host.environment["GITHUB_REF"];
    const list = remote && home !== undefined ? (prefix: string) => remote.caches(home, prefix, ref) : undefined;
    places.push(...(await restoreEvidence(host, list)));
  }
  return {
    lines: applies ? [] : lines,
    places,
    gate: applies ? ofFinishedRun(host) : ofThisRun(host),
    machine,
    identity: identityOf(settings, host),
  };
}

/** The evidence, understood with what the ledger knows. `mask` takes secrets out of names before they become keys. */
export function gathered(
  { lines, places, gate, machine, identity }: Sources,
  host: Host,
  ledger: Ledger,
  mask: (text: string) => string,
): Evidence {
  const keys = [...ledger.values()].flatMap((line) => [line.key, ...(line.also ?? [])]);
  const another = (): EvidenceBuilder => new EvidenceBuilder(host.run, keys, mask, identity);
  const builder = another();
  const direct = new Set<ProducerId>();
  const found = gather(lines, host, (scope) => producerOf(host, scope), {
    observe: (producer, observation) => builder.observe(producer, observation),
    report: (producer, summary) => {
      if (producer !== undefined && summary.parts.length > 0) direct.add(producer);
      builder.report(producer, summary);
    },
    remark: (text) => builder.remark(text),
  });
  readCollected([...places, ...found], { host, machine, gate, direct, another }, builder);
  return builder.finish();
}
