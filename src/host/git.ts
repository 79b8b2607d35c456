/** Questions to the repository in the workspace. Its configuration is not trusted: hooks, monitors and filters stay off. */
import { accessSync, constants, statSync } from "node:fs";
import { delimiter, isAbsolute, join } from "node:path";
import { getExecOutput } from "@actions/exec";

/** Environment in which git asks nobody, and takes a path of a report for a path and nothing else. */
const QUIET = { GIT_TERMINAL_PROMPT: "0", GIT_OPTIONAL_LOCKS: "0", GIT_LITERAL_PATHSPECS: "1", LC_ALL: "C" };
const SAFE = ["-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "protocol.ext.allow=never", "-c", "core.pager=cat"];

/** The output of a git command that only reads; undefined when it fails or there is no git. */
export async function ask(root: string, ...args: string[]): Promise<string | undefined> {
  const git = programOf(process.env["PATH"] ?? process.env["Path"] ?? "");
  // A folder that is none would end the process, for the error comes as an event that nobody listens to.
  if (git === undefined || !isFolder(root)) return undefined;
  const env: Record<string, string> = { ...QUIET };
  for (const [name, value] of Object.entries(process.env)) if (value !== undefined) env[name] ??= value;
  try {
    const { exitCode, stdout } = await getExecOutput(`"${git}"`, [...SAFE, ...args], {
      cwd: root,
      env,
      silent: true,
      ignoreReturnCode: true,
    });
    return exitCode === 0 ? stdout : undefined;
  } catch {
    return undefined;
  }
}

const programs = new Map<string, string | undefined>();

/** Where git lies on the PATH. Looked up here, because @actions/exec prints to our standard output what it finds odd there. */
function programOf(path: string): string | undefined {
  if (!programs.has(path)) {
    const name = process.platform === "win32" ? "git.exe" : "git";
    const found = path
      .split(delimiter)
      .filter((folder) => isAbsolute(folder))
      .map((folder) => join(folder, name))
      .find(isProgram);
    programs.set(path, found);
  }
  return programs.get(path);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

const COMMIT = /^[0-9a-f]{7,64}$/;

/** The checked-out commit; undefined when tracked files differ from it, for then something else was tested. */
export async function testedCommit(root: string, ours: readonly string[]): Promise<string | undefined> {
  const head = (await ask(root, "rev-parse", "--verify", "--quiet", "HEAD"))?.trim();
  if (head === undefined || !COMMIT.test(head)) return undefined;
  const changed = await ask(root, "status", "--porcelain", "--untracked-files=no", "-z");
  if (changed === undefined) return undefined;
  const others = changed.split("\0").filter((entry) => entry !== "" && !ours.some((path) => entry.slice(3).startsWith(path)));
  return others.length === 0 ? head : undefined;
}

export async function currentBranch(root: string): Promise<string | undefined> {
  const name = (await ask(root, "symbolic-ref", "--quiet", "--short", "HEAD"))?.trim();
  return name === "" ? undefined : name;
}

/** How each commit lies to `commit`, as far as the repository in the workspace knows. */
export async function ancestryOf(
  root: string,
  commit: string,
  others: Iterable<string>,
): Promise<Map<string, "ancestor" | "descendant" | "diverged">> {
  const known = new Map<string, "ancestor" | "descendant" | "diverged">();
  if (!COMMIT.test(commit)) return known;
  for (const other of others) {
    if (other === commit || !COMMIT.test(other)) continue;
    const base = (await ask(root, "merge-base", commit, other))?.trim();
    if (base === undefined) continue;
    const [mine, theirs] = [await resolve(root, commit), await resolve(root, other)];
    if (mine === undefined || theirs === undefined) continue;
    known.set(other, base === theirs ? "ancestor" : base === mine ? "descendant" : "diverged");
  }
  return known;
}

/** A commit, as far as people are told of it; its text is hostile. */
export interface Commit {
  id: string;
  author: string;
  message: string;
}

/** The newest commits of a range, newest first, and how many there are. */
export interface CommitRange {
  commits: readonly Commit[];
  total: number;
}

/** Commits asked for of a range. */
const RANGE = 250;

/** The commits that `to` has and `from` has not, newest first; undefined where git does not know both or one is not the other's ancestor. */
export async function commitsBetween(root: string, from: string, to: string): Promise<CommitRange | undefined> {
  const [first, last] = [await resolve(root, from), await resolve(root, to)];
  if (first === undefined || last === undefined) return undefined;
  if ((await ask(root, "merge-base", "--is-ancestor", first, last)) === undefined) return undefined;
  const log = await ask(root, "log", "-z", `--max-count=${RANGE}`, "--format=%H%n%an%n%B", `${first}..${last}`);
  if (log === undefined) return undefined;
  const commits = log
    .split("\0")
    .filter((commit) => commit !== "")
    .map((commit) => {
      const [id = "", author = "", ...message] = commit.split("\n");
      return { id, author, message: message.join("\n") };
    });
  const counted = commits.length < RANGE ? undefined : await ask(root, "rev-list", "--count", `${first}..${last}`);
  return { commits, total: Math.max(commits.length, Number(counted ?? 0) || 0) };
}

async function resolve(root: string, commit: string): Promise<string | undefined> {
  return (await ask(root, "rev-parse", "--verify", "--quiet", `${commit}^{commit}`))?.trim();
}

/** Paths a command line holds without trouble on any system. */
const ASKED = 100;

/**
 * Which of the paths the commit has; undefined where git or the commit is missing, for a commit that a shallow checkout
 * does not have tells nothing.
 */
export async function present(root: string, commit: string, paths: readonly string[]): Promise<Set<string> | undefined> {
  if (!COMMIT.test(commit) || (await resolve(root, commit)) === undefined) return undefined;
  const found = new Set<string>();
  for (let i = 0; i < paths.length; i += ASKED) {
    const listed = await ask(root, "ls-tree", "-z", "--name-only", commit, "--", ...paths.slice(i, i + ASKED));
    if (listed === undefined) return undefined;
    for (const path of listed.split("\0")) if (path !== "") found.add(path);
  }
  return found;
}
