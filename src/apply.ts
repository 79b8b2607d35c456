/** `mode: apply`: the run that ended and could not write, in this run's place. What it is, GitHub tells, and nobody else. */
import { hostOfRun, isPull } from "./collected/verify.ts";
import { CodedError } from "./errors.ts";
import { type Host, isKept } from "./host/host.ts";
import type { Remote } from "./remote.ts";
import type { Settings } from "./settings/settings.ts";

/** The host as it was in that run, with what may be written for it now. Throws E_APPLY_RUN, E_APPLY_FORGED, E_APPLY_STALE or E_TOKEN. */
export async function finishedRun(settings: Settings, host: Host, remote: Remote | undefined): Promise<Host> {
  const { after, home } = host;
  if (!after)
    throw new CodedError("E_APPLY_RUN", "no run is named that ended: the event is not workflow_run, and no --run was given", { exit: 2 });
  if (!remote || home === undefined) throw new CodedError("E_APPLY_RUN", "GitHub cannot be asked without a token and a repository's name");
  const facts = await remote.run(home, after.run);
  const applied = hostOfRun(host, facts, settings.branches);
  if (!isPull(facts.event) || facts.headRepository === "") return applied;
  const pull = await remote.pull({ repository: facts.headRepository, branch: facts.branch, commit: facts.commit });
  if (!pull) return applied;
  applied.pull = { ...applied.pull, number: pull.number };
  if (isKept(pull.base, host.defaultBranch, settings.branches)) applied.pull.base = pull.base;
  return applied;
}
