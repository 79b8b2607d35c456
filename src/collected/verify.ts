/**
 * Whether collected evidence belongs to the run that is read for. A job believes what jobs of its own run collected;
 * `mode: apply` believes nothing that GitHub does not say too (law 10).
 */
import { isOurs } from "../commit/message.ts";
import { CodedError } from "../errors.ts";
import { type Host, whyPlanOnly } from "../host/host.ts";
import type { RunFacts } from "../host/runs.ts";
import type { Header } from "./format.ts";
import type { Gate } from "./read.ts";

/** Lets in what was collected by jobs of this run, and no later attempt of it. */
export function ofThisRun(host: Host): Gate {
  return (header) => {
    const wrong = misfit(header, host);
    return wrong === undefined ? undefined : new CodedError("E_EVIDENCE_RUN", `it was collected in ${wrong}`);
  };
}

/** Lets in what fits what GitHub says of the run that ended. */
export function ofFinishedRun(host: Host): Gate {
  return (header) => {
    const wrong = misfit(header, host);
    return wrong === undefined ? undefined : new CodedError("E_APPLY_FORGED", `it says that it was collected in ${wrong}`);
  };
}

/** What of the header is not as the host says it; undefined where all of it is. What the host does not know is not compared. */
function misfit(header: Header, host: Host): string | undefined {
  const { run, home, pull } = host;
  const named = (what: string, theirs: string, ours: string): string =>
    `${what} ${JSON.stringify(theirs)}, and this is ${JSON.stringify(ours)}`;
  if (header.run !== run.id) return named("the run", header.run, run.id);
  if (home !== undefined && header.repository !== undefined && header.repository.toLowerCase() !== home.toLowerCase())
    return named("the repository", header.repository, home);
  if (header.branch !== run.branch) return named("the branch", header.branch, run.branch);
  // What a pull request's run tests is a merge that only its own jobs know; its own commit is the one that others know.
  const [theirs, ours] = host.after !== undefined && pull !== undefined ? [header.head, pull.head] : [header.commit, run.commit];
  if (ours !== undefined && theirs !== ours) return named("the commit", theirs ?? "that is not known", ours);
  if (run.workflow !== "" && header.workflow !== run.workflow) return named("the workflow", header.workflow, run.workflow);
  if (header.event !== run.event) return named("the event", header.event, run.event);
  if (header.attempt > run.attempt) return named("the attempt", String(header.attempt), String(run.attempt));
  return undefined;
}

/**
 * The host as it would be inside the run that ended, by what GitHub says of that run. Throws E_APPLY_FORGED for a run of
 * another repository and E_APPLY_STALE where it is not the run's last word.
 */
export function hostOfRun(host: Host, facts: RunFacts, branches: readonly string[]): Host {
  const { home = "", after } = host;
  const attempt = after?.attempt;
  if (facts.repository.toLowerCase() !== home.toLowerCase())
    throw new CodedError("E_APPLY_FORGED", `the run ${facts.id} is one of ${facts.repository}, not of ${home}`);
  if (attempt !== undefined && facts.attempt !== attempt)
    throw new CodedError(
      "E_APPLY_STALE",
      `attempt ${attempt} of the run ${facts.id} was to be applied, and there is attempt ${facts.attempt}`,
    );
  if (!facts.completed) throw new CodedError("E_APPLY_STALE", `the run ${facts.id} has not come to its end`);
  const { planOnly: _, pull: __, pushedFrom: ___, jobStart: ____, ...rest } = host;
  const applied: Host = {
    ...rest,
    run: {
      id: facts.id,
      attempt: facts.attempt,
      commit: facts.commit,
      branch: facts.branch,
      at: facts.at,
      url: facts.url,
      event: facts.event,
      workflow: facts.workflow,
      job: "",
    },
    leg: "",
    after: { run: facts.id, attempt: facts.attempt },
  };
  if (isPull(facts.event)) applied.pull = { head: facts.commit };
  const why = whyNot(facts, host.defaultBranch, branches, home);
  if (why !== undefined) applied.planOnly = why;
  return applied;
}

export function isPull(event: string): boolean {
  return event.startsWith("pull_request");
}

/** Why the run may not write even now. */
function whyNot(facts: RunFacts, defaultBranch: string, branches: readonly string[], home: string): string | undefined {
  if (facts.headRepository.toLowerCase() !== home.toLowerCase())
    return `E_APPLY_FORK: what was tested is ${facts.headRepository === "" ? "a fork that is gone" : `the fork ${facts.headRepository}`}`;
  const why = whyPlanOnly(facts.event, facts.branch, defaultBranch, branches);
  if (why !== undefined) return why;
  if (facts.event === "schedule" && facts.fork) return "a fork's schedule runs on somebody else's behalf";
  return facts.event === "push" && isOurs(facts.message) ? "the pushed commit is our own" : undefined;
}
