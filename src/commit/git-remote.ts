/**
 * A branch on a server, by a fresh bare repository of our own: what the workspace's repository says or holds is not
 * used. A push is compare-and-swap: the server takes it only if the branch still is what we read.
 */
import { join } from "node:path";
import { CodedError } from "../errors.ts";
import { clip } from "../text/clip.ts";
import { oneLine } from "../text/defuse.ts";
import type { Address } from "./git-place.ts";
import { createGit, type Git, type GitSetting, gitError, masked, must, type Output } from "./git-run.ts";

const PROTOCOLS = "https:http:ssh:git:file";

export interface Remote {
  /** Works in our own bare repository. */
  git: Git;
  /** The branch's head on the server; null where it has no such branch. */
  head(branch: string): Promise<string | null>;
  /** Brings the branch's newest commit over, and its files as they are needed. Returns that commit. */
  fetch(branch: string): Promise<string>;
  /** Makes the branch point to the commit if it still points to `old` (null: if there is none). */
  push(branch: string, commit: string, old: string | null): Promise<"done" | "moved">;
}

/** The remote, ready to be asked; the branch's head is known already, for the first who asks. `folder` is ours and empty. */
export async function openRemote(
  address: Address,
  setting: Pick<GitSetting, "ci" | "environment" | "folder" | "stall">,
  branch: string,
): Promise<Remote> {
  const config: [string, string][] = [["remote.origin.url", address.url], ...address.config];
  const outside = createGit({ ...setting, config, protocols: PROTOCOLS });
  const heads = async (git: Git, names: readonly string[]): Promise<Map<string, string>> => {
    const output = await git(["ls-remote", "--quiet", "--", address.url, ...names]);
    if (output.code !== 0) throw refusal(`the branch could not be read from ${address.url}`, output, address);
    const found = new Map<string, string>();
    for (const line of output.stdout.toString("utf8").split("\n")) {
      const [id = "", name = ""] = line.split("\t");
      if (/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(id)) found.set(name, id);
    }
    return found;
  };

  // The server's kind of object ids must be ours too.
  let seen: Map<string, string> | undefined = await heads(outside, [`refs/heads/${branch}`, "HEAD"]);
  const [id] = seen.values();
  const bare = join(setting.folder, "bare.git");
  const format = id?.length === 64 ? ["--object-format=sha256"] : [];
  await must(outside, "no repository could be made", ["init", "--quiet", "--bare", "--template=", ...format, bare]);
  const git: Git = (args, options) => outside([`--git-dir=${bare}`, ...args], options);

  const head = async (name: string): Promise<string | null> => {
    const ref = `refs/heads/${name}`;
    const known = name === branch ? seen : undefined;
    seen = undefined;
    return (known ?? (await heads(git, [ref]))).get(ref) ?? null;
  };
  return {
    git,
    head,
    fetch: async (name) => {
      const local = `refs/ci-tracker/${name}`;
      const args = ["fetch", "--quiet", "--no-tags", "--no-recurse-submodules", "--no-write-fetch-head", "--depth=1", "--filter=blob:none"];
      const output = await git([...args, "--", "origin", `+refs/heads/${name}:${local}`]);
      if (output.code !== 0) throw refusal(`the branch ${name} could not be read from ${address.url}`, output, address);
      return await must(git, `the branch ${name} could not be read`, ["rev-parse", "--verify", `${local}^{commit}`]);
    },
    push: async (name, commit, old) => {
      const ref = `refs/heads/${name}`;
      const args = ["push", "--porcelain", "--no-verify", "--no-signed", "--no-follow-tags", "--recurse-submodules=no"];
      const output = await git([...args, `--force-with-lease=${ref}:${old ?? ""}`, "--", "origin", `${commit}:${ref}`]);
      if (output.code === 0) return "done";
      const [, summary = ""] = /^!\t[^\t\n]*\t(.*)$/m.exec(output.stdout.toString("utf8")) ?? [];
      if (summary.startsWith("[rejected]")) return "moved";
      // Whatever the words say, the branch itself tells what became of the push.
      const now = await head(name);
      if (now === commit) return "done";
      if (now !== old) return "moved";
      if (summary === "") throw refusal(`the commit could not be pushed to ${name} of ${address.url}`, output, address);
      if (BUSY.test(summary)) return "moved";
      throw new CodedError("E_COMMIT_RULES", `the server refused a commit to ${name}: ${serverWords(summary, output, address)}`);
    },
  };
}

/** Somebody else's push holds the branch at this moment. */
const BUSY = /lock|failed to update ref|incorrect old value/i;

/** The reason git gives, and the points that the server lists (`remote: - Changes must be made through a pull request.`). */
function serverWords(summary: string, output: Output, address: Address): string {
  const reason = /\((.*)\)$/.exec(summary)?.[1] ?? summary;
  const points = masked(output.stderr, address.secrets)
    .split("\n")
    .flatMap((line) => /^remote: - (.+)$/.exec(line)?.[1] ?? [])
    .map((point) => oneLine(point));
  return clip([oneLine(masked(reason, address.secrets)), ...points.slice(0, 5)].join("; "), 600);
}

/** git tells a refused login from a broken line in words only. */
const LOGIN =
  /Authentication failed|could not read (?:Username|Password)|returned error: 40[13]|Permission (?:to .* )?denied|correct access rights|access denied/i;

function refusal(what: string, output: Output, address: Address): CodedError {
  if (!LOGIN.test(output.stderr)) return gitError("E_COMMIT_GIT", what, output, address.secrets);
  const why = address.withheld === undefined ? "" : ` (${address.withheld})`;
  return gitError("E_TOKEN", `${what}${why}; \`contents: write\` is needed`, output, address.secrets);
}
