/** Which store a setting of `commit:` means, for the tracker's files and for the ledger of a hosted tracker. */
import { CodedError } from "../errors.ts";
import type { Host } from "../host/host.ts";
import type { Remote } from "../remote.ts";
import type { Settings } from "../settings/settings.ts";
import { filesStore } from "./files.ts";
import { gitStore } from "./git.ts";
import type { Store } from "./store.ts";

/** Branch of a hosted tracker's ledger. */
const LEDGER_BRANCH = "ci-tracker";

/** Where the files of a tracker in the repository are read and committed, with the ledger beside them. */
export async function trackerStore(settings: Settings, host: Host, remote: Remote | undefined): Promise<Store> {
  return store(settings, host, remote, stateBranch(settings, host) ?? host.defaultBranch, false);
}

/** Where the ledger of a hosted tracker is kept: a branch of its own, made when it is first needed. */
export async function ledgerStore(settings: Settings, host: Host, remote: Remote | undefined): Promise<Store> {
  return store(settings, host, remote, stateBranch(settings, host) ?? LEDGER_BRANCH, true);
}

/** In a terminal `branch` is the branch the run counts for; a host knows that itself, and `branch` says where the state is. */
function stateBranch(settings: Settings, host: Host): string | undefined {
  return host.name === "terminal" || settings.branch === "" ? undefined : settings.branch;
}

async function store(settings: Settings, host: Host, remote: Remote | undefined, branch: string, own: boolean): Promise<Store> {
  const mode = settings.commit === "auto" ? (host.name === "github" ? "api" : "none") : settings.commit;
  // A branch of our own begins empty; one that a person named begins where the default branch is.
  const begin = own ? { createOrphan: true } : branch === host.defaultBranch ? {} : { base: host.defaultBranch };
  if (mode === "none") return filesStore(host.root, branch);
  if (mode === "git") {
    return gitStore({
      root: host.root,
      branch,
      ...begin,
      actor: settings.actor,
      ci: host.name === "github",
      environment: host.environment,
      host: new URL(host.serverUrl).host,
      ...(settings.token === "" ? {} : { token: settings.token }),
      ...(host.name === "github" && host.repository !== undefined ? { url: `${host.serverUrl}/${host.repository}.git` } : {}),
    });
  }
  if (!remote) throw new CodedError("E_TOKEN", `commit: ${mode} needs a token and a repository's name`, { exit: 2 });
  // A branch of our own is under nobody's review.
  return mode === "pull-request" && !own
    ? remote.pullRequestStore({ base: branch, prefix: host.prefix })
    : remote.apiStore({ branch, ...begin, prefix: own ? "" : host.prefix });
}
