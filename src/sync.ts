/**
 * The whole job in one page: read the ledger at the head of its branch, gather what the reports show, list the tracker,
 * plan, write, and say what was done. When somebody else wrote in between, everything is read and planned again.
 */
import { commitMessage, isOurs } from "./commit/message.ts";
import { CodedError, coded } from "./errors.ts";
import type { GitHubHost } from "./host/github.ts";
import { type Host, producerOf } from "./host/host.ts";
import { look } from "./host/look.ts";
import { machineClass } from "./host/machine.ts";
import { EvidenceBuilder } from "./identity/evidence.ts";
import type { HistoryKeeper } from "./ledger/folder.ts";
import { type History, NO_HISTORY } from "./ledger/history.ts";
import type { Ledger } from "./ledger/ledger.ts";
import type { Evidence, ProducerId, Stamp } from "./model.ts";
import { relation } from "./planning/order.ts";
import { type Plan, plan } from "./planning/plan.ts";
import type { Policy, World } from "./planning/policy.ts";
import { remoteOf } from "./remote.ts";
import { gather } from "./reports/gather.ts";
import { exitOf, forgiving, type Outcome, type Result, resultOf, withoutTracker } from "./result.ts";
import { type ReportLine, reportLines } from "./settings/reports.ts";
import type { Settings } from "./settings/settings.ts";
import { createMask } from "./text/mask.ts";
import { type Chosen, choose } from "./trackers/choose.ts";
import { NOTHING_WRITTEN, type Place, type Written } from "./trackers/place.ts";

/** What the doors hand in beside settings and host. */
export interface Door {
  /** Files of the command line. */
  reports: readonly ReportLine[];
  environment: NodeJS.ProcessEnv;
  /** Progress for people. */
  log: (line: string) => void;
  /** The history of benchmarks, where there is a cache. `load` is called only when something is to be compared. */
  history?: HistoryKeeper;
}

/** Tries to commit to a branch that others write too. */
const TRIES = 5;

/** Makes the tracker true, or plans it. Throws coded errors for wrong use; what went wrong on the way is in the result. */
export async function sync(settings: Settings, host: Host, door: Door): Promise<Outcome> {
  const lines = [...reportLines(settings.reports), ...door.reports];
  if (lines.length === 0) throw new CodedError("E_REPORT_NONE", "no report was named", { exit: 2 });
  const mask = createMask(door.environment, [settings.token]);
  const planOnly = whyPlanOnly(settings, host);
  const remote = remoteOf(settings, host, door.log);
  const seen = (result: Result): Result => (host.planOnly === undefined ? result : forgiving(result));
  for (let tries = 1; ; tries++) {
    let chosen: Chosen | undefined;
    let evidence: Evidence | undefined;
    try {
      chosen = await choose(settings, host, remote, planOnly === undefined);
      evidence = gathered(lines, host, chosen.loaded.ledger, mask);
      const place = await chosen.list(evidence);
      const history = await historyOf(door, evidence, chosen.loaded.ledger);
      const world = await look(host, evidence, chosen.loaded.ledger, history ?? NO_HISTORY, remote?.compare);
      const policy = policyOf(settings, place, planOnly, machineClass(door.environment));
      const made = plan({ evidence, listing: place.listing, ledger: chosen.loaded.ledger, policy, world });
      const written = planOnly === undefined && place.listing.whole ? await write(made, place, settings, host, mask) : NOTHING_WRITTEN;
      if (written === "moved") {
        if (tries === TRIES)
          throw new CodedError("E_COMMIT_MOVED", `the branch ${place.snapshot.branch} moved ${TRIES} times during this run`);
        door.log(`the branch ${place.snapshot.branch} moved: reading and planning again`);
        await new Promise((resolve) => setTimeout(resolve, 150 * 2 ** tries * (0.5 + Math.random())));
        continue;
      }
      // What was not loaded is not to be saved over.
      if (planOnly === undefined && history) await door.history?.save({ benches: made.history, marks: marksOf(evidence, world) });
      const result = seen(resultOf(evidence, made, place, written, planOnly));
      return { result, evidence, plan: made, place, exit: exitOf(result, evidence.reports, settings["fail-on"]) };
    } catch (thrown) {
      const error = coded(thrown);
      if (error.exit === 2 || error.code === "E_INTERNAL") throw error;
      // Nothing is lost silently: what fails is still read, and listed as what had nowhere to go.
      evidence ??= gathered(lines, host, chosen?.loaded.ledger ?? new Map(), mask);
      const result = seen(withoutTracker(evidence, error, planOnly));
      return { result, evidence, exit: exitOf(result, evidence.reports, settings["fail-on"]) };
    }
  }
}

function whyPlanOnly(settings: Settings, host: Host): string | undefined {
  if (settings.mode === "plan") return "mode: plan";
  if (host.planOnly !== undefined) return host.planOnly;
  const message = host.name === "github" ? (host as GitHubHost).headMessage : undefined;
  return host.run.event === "push" && message !== undefined && isOurs(message) ? "the pushed commit is our own" : undefined;
}

function gathered(lines: readonly ReportLine[], host: Host, ledger: Ledger, mask: (text: string) => string): Evidence {
  const keys = [...ledger.values()].flatMap((line) => [line.key, ...(line.also ?? [])]);
  const builder = new EvidenceBuilder(host.run, keys, mask);
  gather(lines, host, (scope) => producerOf(host, scope), builder);
  return builder.finish();
}

/** Loading a cache takes time: only benchmarks, and entries that wait for evidence, are worth it. */
async function historyOf(door: Door, evidence: Evidence, ledger: Ledger): Promise<History | undefined> {
  const waits = [...ledger.values()].some((line) => line.state === "open");
  return evidence.measurements.length > 0 || waits ? await door.history?.load() : undefined;
}

function policyOf(settings: Settings, place: Place, planOnly: string | undefined, machine: string): Policy {
  return {
    openAfter: settings["open-after"],
    maxNew: settings["max-new"],
    maxWrites: place.listing.ids === "ours" ? Number.POSITIVE_INFINITY : settings["max-writes"],
    comment: settings.comment,
    commentDays: settings["comment-interval"],
    reopenDays: settings["reopen-window"],
    tolerance: settings.tolerance,
    mayWrite: planOnly === undefined,
    machine,
  };
}

function write(made: Plan, place: Place, settings: Settings, host: Host, mask: (text: string) => string): Promise<Written | "moved"> {
  return place.write(made, {
    run: host.run,
    writing: { actor: settings.actor, mask },
    message: (operations) => commitMessage(host.run, operations, { actor: settings.actor, skipCi: settings["skip-ci"] }),
  });
}

/** The newest evidence of each producer, this run's included. */
function marksOf(evidence: Evidence, world: World): ReadonlyMap<ProducerId, Stamp> {
  const marks = new Map(world.marks);
  const { id, attempt, commit, at } = evidence.run;
  for (const producer of evidence.producers) {
    const before = marks.get(producer);
    if (before && relation(evidence.run, before, world.ancestry) === "older") continue;
    marks.set(producer, commit === undefined ? { run: id, attempt, at } : { run: id, attempt, commit, at });
  }
  return marks;
}
