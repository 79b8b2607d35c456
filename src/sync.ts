/**
 * The whole job in one page: read the ledger at the head of its branch, gather what the reports show, list the tracker,
 * plan, write, and say what was done. When somebody else wrote in between, everything is read and planned again.
 */
import { finishedRun } from "./apply.ts";
import { collect } from "./collect.ts";
import { commitMessage, isOurs } from "./commit/message.ts";
import { CodedError, coded } from "./errors.ts";
import { gathered, type Sources, sourcesFor } from "./gathered.ts";
import type { GitHubHost } from "./host/github.ts";
import type { Host } from "./host/host.ts";
import { look } from "./host/look.ts";
import { machineClass } from "./host/machine.ts";
import type { HistoryKeeper } from "./ledger/folder.ts";
import { type History, NO_HISTORY } from "./ledger/history.ts";
import type { Ledger } from "./ledger/ledger.ts";
import type { Evidence, ProducerId, Stamp } from "./model.ts";
import { WATCHED } from "./planning/flaky.ts";
import { relation } from "./planning/order.ts";
import { type Plan, plan } from "./planning/plan.ts";
import type { World } from "./planning/policy.ts";
import { policyOf } from "./policy.ts";
import { entryLink } from "./publish/link.ts";
import { pullRequestComment } from "./publish/pull-request.ts";
import { type Remote, remoteOf } from "./remote.ts";
import { emptyResult, errorOf, exitOf, forgiving, type Outcome, type Result, resultOf, withoutTracker } from "./result.ts";
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

/** Makes the tracker true, plans it, or collects for others. Throws coded errors for wrong use; what went wrong on the way is in the result. */
export async function sync(settings: Settings, given: Host, door: Door): Promise<Outcome> {
  const lines = [...reportLines(settings.reports), ...door.reports];
  const mask = createMask(door.environment, [settings.token]);
  if (settings.mode === "collect") return await collect(settings, given, lines, mask, door.environment);
  const remote = remoteOf(settings, given, door.log);
  let host = given;
  if (settings.mode === "apply") {
    try {
      host = await finishedRun(settings, given, remote);
    } catch (thrown) {
      return refused(coded(thrown));
    }
  }
  const sources = await sourcesFor(settings, host, lines, remote, machineClass(door.environment));
  const outcome = await kept(settings, host, sources, remote, door, mask);
  await comment(settings, host, outcome, remote, mask);
  return outcome;
}

/** The job itself, again for as long as others write in between. */
async function kept(
  settings: Settings,
  host: Host,
  sources: Sources,
  remote: Remote | undefined,
  door: Door,
  mask: (text: string) => string,
): Promise<Outcome> {
  const planOnly = whyPlanOnly(settings, host);
  const seen = (result: Result): Result => (host.planOnly === undefined ? result : forgiving(result));
  for (let tries = 1; ; tries++) {
    let chosen: Chosen | undefined;
    let evidence: Evidence | undefined;
    try {
      chosen = await choose(settings, host, remote, planOnly === undefined);
      evidence = gathered(sources, host, chosen.loaded.ledger, mask);
      const place = await chosen.list(evidence);
      const history = await historyOf(door, evidence, chosen.loaded.ledger);
      const world = await look(host, evidence, chosen.loaded.ledger, history ?? NO_HISTORY, {
        compare: remote?.compare,
        between: remote?.between,
        keepsHistory: door.history !== undefined,
      });
      const policy = policyOf(settings, host, place.listing, planOnly, sources.machine);
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
      if (planOnly === undefined && history)
        await door.history?.save({ benches: made.history, marks: marksOf(evidence, world), outcomes: made.outcomes, jobs: made.jobs });
      const result = seen(resultOf(evidence, made, place, written, planOnly));
      return { result, evidence, plan: made, place, exit: exitOf(result, evidence.reports, settings["fail-on"]) };
    } catch (thrown) {
      const error = coded(thrown);
      if (error.exit === 2 || error.code === "E_INTERNAL") throw error;
      // Nothing is lost silently: what fails is still read, and listed as what had nowhere to go.
      evidence ??= gathered(sources, host, chosen?.loaded.ledger ?? new Map(), mask);
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

/** Nothing was read, for it is not to be believed. */
function refused(error: CodedError): Outcome {
  if (error.exit === 2 || error.code === "E_INTERNAL") throw error;
  return { result: { ...emptyResult(), failed: [errorOf(error)] }, exit: 3 };
}

/** On a pull request, the one comment that shows the plan. Without the right to write it, the summary has to do. */
async function comment(
  settings: Settings,
  host: Host,
  outcome: Outcome,
  remote: Remote | undefined,
  mask: (text: string) => string,
): Promise<void> {
  const pull = host.pull?.number;
  if (!settings["pr-comment"] || outcome.result.planOnly === null || host.pull === undefined) return;
  const { run } = host;
  const commit = host.pull.head ?? run.commit;
  const about = { workflow: run.workflow, ...(commit === undefined ? {} : { commit }), ...(run.url === undefined ? {} : { url: run.url }) };
  try {
    if (!remote || pull === undefined) {
      outcome.result.notes.push(
        `there is no comment: ${remote ? "no open pull request has this commit as its newest" : "there is no token"}`,
      );
    } else await remote.comment(pull, pullRequestComment(outcome, about, mask, entryLink(outcome, host)));
  } catch (thrown) {
    const { code, message } = coded(thrown);
    outcome.result.notes.push(`${code}: ${message}`);
  }
}

/** Loading a cache takes time: only benchmarks, failures whose history counts, and entries that wait for evidence are worth it. */
async function historyOf(door: Door, evidence: Evidence, ledger: Ledger): Promise<History | undefined> {
  const watched = [...evidence.failing.values()].some(({ subject }) => WATCHED.has(subject.kind));
  const waits = watched || evidence.retried.size > 0 || [...ledger.values()].some((line) => line.state === "open");
  return evidence.measurements.length > 0 || waits ? await door.history?.load() : undefined;
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
  const { id, commit, at } = evidence.run;
  for (const producer of evidence.producers) {
    const attempt = evidence.attempts?.get(producer) ?? evidence.run.attempt;
    const before = marks.get(producer);
    if (before && relation({ ...evidence.run, attempt }, before, world.ancestry) === "older") continue;
    marks.set(producer, commit === undefined ? { run: id, attempt, at } : { run: id, attempt, commit, at });
  }
  return marks;
}
