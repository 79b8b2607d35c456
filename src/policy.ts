/** What the settings and the configuration file mean for planning. */
import { branchOf, type Host } from "./host/host.ts";
import type { IdentityOptions } from "./identity/evidence.ts";
import { lintSubject } from "./identity/subjects.ts";
import type { LintObservation, Listing } from "./model.ts";
import { chooserOf, type Rule } from "./planning/choice.ts";
import type { Policy } from "./planning/policy.ts";
import { ownersIn } from "./settings/owners.ts";
import type { Settings } from "./settings/settings.ts";

/** Runs of its job that a leg has to miss before it retires, beside the days of `leg-retention`. */
const RETIRING_RUNS = 10;

/** `planOnly`: why nothing may be written. `machine`: the class of machine that measurements are compared within. */
export function policyOf(settings: Settings, host: Host, listing: Listing, planOnly: string | undefined, machine: string): Policy {
  return {
    openAfter: settings["open-after"],
    maxNew: settings["max-new"],
    maxWrites: listing.ids === "ours" ? Number.POSITIVE_INFINITY : settings["max-writes"],
    comment: settings.comment,
    commentDays: settings["comment-interval"],
    reopenDays: settings["reopen-window"],
    closeAfterMax: settings["close-after-max"],
    legRetention: { days: settings["leg-retention"], runs: RETIRING_RUNS },
    tolerance: settings.tolerance.all,
    tolerances: [...settings.tolerance.by, ...settings.rules.flatMap(tolerancesOf)],
    benchRuns: settings["bench-runs"],
    rebaseline: settings.rebaseline,
    severity: settings.severity,
    onlyNew: settings["only-new"],
    rules: settings.rules,
    ignore: settings.ignore,
    owners: ownersIn(settings.owners, host.root, host.prefix),
    quarantine: settings.quarantine,
    mayWrite: planOnly === undefined,
    machine,
  };
}

/** What a rule says of benchmarks, by their names; they have no file, so a rule by path says nothing of them. */
function tolerancesOf({ kind, path, package: suite, pattern, tolerance }: Rule): Policy["tolerances"] {
  if (tolerance === undefined || path !== undefined || (kind !== undefined && ![kind].flat().includes("bench"))) return [];
  const names = [pattern ?? "*"].flat();
  const patterns = suite === undefined ? names : [suite].flat().flatMap((s) => names.map((name) => `${s} » ${name}`));
  return patterns.map((p) => ({ pattern: p, percent: tolerance }));
}

/** How subjects are told apart. */
export function identityOf(settings: Settings, host: Host): IdentityOptions {
  const options: IdentityOptions = { groupLints: groupLintsOf(settings), groupDependencies: settings["group-dependencies"] };
  const branch = branchOf(host);
  return settings["branch-entries"] === "apart" && branch !== host.defaultBranch ? { ...options, apart: branch } : options;
}

function groupLintsOf(settings: Settings): NonNullable<IdentityOptions["groupLints"]> {
  const usual = settings["group-by"];
  const rules = settings.rules.filter((rule) => rule.groupBy !== undefined);
  if (rules.length === 0) return usual;
  const choiceOf = chooserOf({ rules, ignore: [], owners: [], quarantine: [], severity: "none" }, "");
  return (observation: LintObservation) => {
    const { file, units, message = "" } = observation;
    const failure = { message, units, ...(file === undefined ? {} : { file }) };
    return choiceOf(lintSubject(observation), [{ producer: "", outcome: "failed", parts: [], failure }]).groupBy ?? usual;
  };
}
