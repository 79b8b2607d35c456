/** Questions to the repository in the workspace. Its configuration is not trusted: hooks, monitors and filters stay off. */
import { execFile } from "node:child_process";

/** Environment in which git asks nobody, runs no hook and reads no configuration but the repository's format. */
const QUIET = { GIT_TERMINAL_PROMPT: "0", GIT_OPTIONAL_LOCKS: "0", LC_ALL: "C" };
const SAFE = ["-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "protocol.ext.allow=never", "-c", "core.pager=cat"];

/** The output of a git command that only reads; undefined when it fails or there is no git. */
export function ask(root: string, ...args: string[]): Promise<string | undefined> {
  return feed(root, "", ...args);
}

function feed(root: string, input: string, ...args: string[]): Promise<string | undefined> {
  return new Promise((resolve) => {
    const options = { cwd: root, env: { ...process.env, ...QUIET }, timeout: 30_000, maxBuffer: 64 * 1024 * 1024, windowsHide: true };
    const child = execFile("git", [...SAFE, ...args], options, (error, stdout) => resolve(error ? undefined : stdout));
    child.stdin?.on("error", () => {});
    child.stdin?.end(input);
  });
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

async function resolve(root: string, commit: string): Promise<string | undefined> {
  return (await ask(root, "rev-parse", "--verify", "--quiet", `${commit}^{commit}`))?.trim();
}

/**
 * Which of `path` at `commit` exist, by one `git cat-file --batch-check`; undefined where git or a commit is missing.
 * A commit that a shallow checkout does not have tells nothing.
 */
export async function present(root: string, questions: readonly { commit: string; path: string }[]): Promise<boolean[] | undefined> {
  const sound = questions.every(({ commit, path }) => COMMIT.test(commit) && !path.includes("\n"));
  if (!sound) return undefined;
  const commits = [...new Set(questions.map((q) => q.commit))];
  const asked = [...commits.map((commit) => `${commit}^{commit}`), ...questions.map(({ commit, path }) => `${commit}:${path}`)];
  const answer = await feed(root, asked.map((line) => `${line}\n`).join(""), "cat-file", "--batch-check");
  const lines = answer?.trimEnd().split("\n");
  if (lines?.length !== asked.length) return undefined;
  const known = new Set(commits.filter((_, i) => !/ (?:missing|ambiguous)$/.test(lines[i] ?? "")));
  if (questions.some((q) => !known.has(q.commit))) return undefined;
  return lines.slice(commits.length).map((line) => !/ (?:missing|ambiguous)$/.test(line));
}
