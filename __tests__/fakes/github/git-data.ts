/**
 * Git in the fake: objects with git's own hashes, refs, and the REST routes that read and write them (git data,
 * contents, compare, branches and their rules).
 */
import { createHash } from "node:crypto";
import { type Caller, type Context, mayWrite, notFound, page, type Reply, type Route, refuse } from "./reply.ts";
import type { FakeGitHub } from "./server.ts";

export interface TreeEntry {
  mode: "100644" | "100755" | "040000" | "120000" | "160000";
  type: "blob" | "tree" | "commit";
  sha: string;
}

export interface Person {
  name: string;
  email: string;
  date: string;
}

export interface Commit {
  sha: string;
  tree: string;
  parents: string[];
  message: string;
  author: Person;
  committer: Person;
  verified: boolean;
}

/** A rule of a branch, as GET /rules/branches/{branch} lists it. */
export interface Rule {
  type:
    | "pull_request"
    | "required_status_checks"
    | "creation"
    | "update"
    | "deletion"
    | "non_fast_forward"
    | "required_signatures"
    | "required_linear_history"
    | "commit_message_pattern";
  parameters?: Record<string, unknown>;
}

/** Larger contents are not given as base64 (docs: Get repository content, size limits). */
const MAX_CONTENT = 1024 * 1024;

export class GitData {
  readonly blobs = new Map<string, Buffer>();
  readonly trees = new Map<string, Map<string, TreeEntry>>();
  readonly commits = new Map<string, Commit>();
  /** `refs/heads/main` → commit. */
  readonly refs = new Map<string, string>();
  /** Rules by branch. */
  readonly rules = new Map<string, Rule[]>();
  defaultBranch = "main";
  private readonly fake: FakeGitHub;

  constructor(fake: FakeGitHub) {
    this.fake = fake;
    this.commit("main", { "README.md": "# shop\n" }, "Begin");
  }

  /** The commit a branch points to; undefined where there is no such branch. */
  head(branch: string): string | undefined {
    return this.refs.get(`refs/heads/${branch}`);
  }

  /** Text of a file at a branch, tag or commit; undefined where there is none. */
  file(rev: string, path: string): string | undefined {
    const sha = this.resolve(rev);
    const entry = sha === undefined ? undefined : this.entryAt(this.commits.get(sha)?.tree ?? "", path);
    return entry?.type === "blob" ? this.blobs.get(entry.sha)?.toString("utf8") : undefined;
  }

  /** Commits files on top of a branch, which is made when it does not exist; null deletes a file. Returns the commit. */
  commit(
    branch: string,
    files: Record<string, string | Buffer | null>,
    message: string,
    more: { author?: Person; verified?: boolean } = {},
  ): string {
    const ref = `refs/heads/${branch}`;
    const parent = this.refs.get(ref);
    let tree = parent === undefined ? this.addTree(new Map()) : (this.commits.get(parent)?.tree ?? "");
    for (const [path, content] of Object.entries(files)) {
      tree = this.withEntry(
        tree,
        path,
        content === null ? null : { mode: "100644", type: "blob", sha: this.addBlob(Buffer.from(content)) },
      );
    }
    const sha = this.addCommit({ tree, parents: parent === undefined ? [] : [parent], message, ...more });
    this.refs.set(ref, sha);
    return sha;
  }

  /** Commits from a branch or commit back along first parents, newest first. */
  history(rev: string): Commit[] {
    const commits: Commit[] = [];
    for (let sha = this.resolve(rev); sha !== undefined; sha = commits.at(-1)?.parents[0]) {
      const commit = this.commits.get(sha);
      if (!commit) break;
      commits.push(commit);
    }
    return commits;
  }

  /** A commit's hash from a branch, tag, ref, `HEAD`, or a whole hash. */
  resolve(rev: string): string | undefined {
    const name = rev === "HEAD" ? this.defaultBranch : rev;
    return (
      this.refs.get(`refs/heads/${name}`) ??
      this.refs.get(`refs/tags/${name}`) ??
      this.refs.get(name) ??
      this.refs.get(`refs/${name}`) ??
      (this.commits.has(name) ? name : undefined)
    );
  }

  addBlob(bytes: Buffer): string {
    const sha = hash("blob", bytes);
    this.blobs.set(sha, bytes);
    return sha;
  }

  addTree(entries: Map<string, TreeEntry>): string {
    // git sorts names byte by byte, folders as if a slash followed.
    const named = [...entries].sort(([a, x], [b, y]) =>
      Buffer.compare(Buffer.from(a + (x.type === "tree" ? "/" : "")), Buffer.from(b + (y.type === "tree" ? "/" : ""))),
    );
    const parts = named.flatMap(([name, e]) => [Buffer.from(`${e.mode.replace(/^0/, "")} ${name}\0`), Buffer.from(e.sha, "hex")]);
    const sha = hash("tree", Buffer.concat(parts));
    this.trees.set(sha, new Map(named));
    return sha;
  }

  addCommit(commit: { tree: string; parents: string[]; message: string; author?: Person; committer?: Person; verified?: boolean }): string {
    const someone: Person = { name: "Octo", email: "octo@users.noreply.github.com", date: this.fake.now() };
    const author = commit.author ?? someone;
    const committer = commit.committer ?? author;
    const stamp = (p: Person): string => `${p.name} <${p.email}> ${Math.floor(Date.parse(p.date) / 1000)} +0000`;
    const lines = [
      `tree ${commit.tree}`,
      ...commit.parents.map((p) => `parent ${p}`),
      `author ${stamp(author)}`,
      `committer ${stamp(committer)}`,
      "",
      commit.message,
    ];
    const sha = hash("commit", Buffer.from(lines.join("\n")));
    this.commits.set(sha, {
      sha,
      tree: commit.tree,
      parents: commit.parents,
      message: commit.message,
      author,
      committer,
      verified: commit.verified ?? false,
    });
    return sha;
  }

  entryAt(tree: string, path: string): TreeEntry | undefined {
    let entry: TreeEntry | undefined = { mode: "040000", type: "tree", sha: tree };
    for (const name of path.split("/").filter((n) => n !== "")) {
      if (entry?.type !== "tree") return undefined;
      entry = this.trees.get(entry.sha)?.get(name);
    }
    return entry;
  }

  /** The tree with one entry replaced, added or (null) removed; folders that become empty go. */
  withEntry(tree: string, path: string, entry: TreeEntry | null): string {
    const [name = "", ...rest] = path.split("/");
    const entries = new Map(this.trees.get(tree) ?? []);
    if (rest.length === 0) {
      if (entry) entries.set(name, entry);
      else if (!entries.delete(name)) throw refuse(422, `tree.path ${path} does not exist`);
    } else {
      const below = entries.get(name);
      const sha = this.withEntry(below?.type === "tree" ? below.sha : this.addTree(new Map()), rest.join("/"), entry);
      if (this.trees.get(sha)?.size === 0) entries.delete(name);
      else entries.set(name, { mode: "040000", type: "tree", sha });
    }
    return this.addTree(entries);
  }

  /** All commits that can be reached, the first included. */
  ancestors(sha: string): Set<string> {
    const seen = new Set<string>();
    const queue = [sha];
    for (const next of queue) {
      if (seen.has(next)) continue;
      seen.add(next);
      queue.push(...(this.commits.get(next)?.parents ?? []));
    }
    return seen;
  }

  /** Why the rules of a branch do not allow this update; undefined when they do. */
  violation(branch: string, caller: Caller, update: { create?: boolean; verified?: boolean; fastForward?: boolean }): string | undefined {
    if (caller.bypass) return undefined;
    for (const { type } of this.rules.get(branch) ?? []) {
      if (type === "pull_request") return "Changes must be made through a pull request.";
      if (type === "required_status_checks") return "Required status check is expected.";
      if (type === "update" && !update.create) return "Cannot update this protected ref.";
      if (type === "creation" && update.create) return "Cannot create ref due to creations being restricted.";
      if (type === "required_signatures" && update.verified === false) return "Commits must have verified signatures.";
      if (type === "non_fast_forward" && update.fastForward === false) return "Cannot force-push to this branch";
    }
    return undefined;
  }
}

function hash(type: string, bytes: Buffer): string {
  return createHash("sha1").update(`${type} ${bytes.length}\0`).update(bytes).digest("hex");
}

const REPO = "/repos/:owner/:repo";

export const gitRoutes: Route[] = [
  { method: "GET", path: `${REPO}/git/ref/*ref`, needs: "contents", handle: getRef },
  { method: "GET", path: `${REPO}/git/matching-refs/*ref`, needs: "contents", handle: matchingRefs },
  { method: "POST", path: `${REPO}/git/refs`, needs: "contents", schema: "git/create-ref", handle: createRef },
  { method: "PATCH", path: `${REPO}/git/refs/*ref`, needs: "contents", schema: "git/update-ref", handle: updateRef },
  { method: "DELETE", path: `${REPO}/git/refs/*ref`, needs: "contents", handle: deleteRef },
  { method: "GET", path: `${REPO}/git/blobs/:sha`, needs: "contents", handle: getBlob },
  { method: "POST", path: `${REPO}/git/blobs`, needs: "contents", schema: "git/create-blob", handle: createBlob },
  { method: "GET", path: `${REPO}/git/trees/*rev`, needs: "contents", handle: getTree },
  { method: "POST", path: `${REPO}/git/trees`, needs: "contents", schema: "git/create-tree", handle: createTree },
  { method: "GET", path: `${REPO}/git/commits/:sha`, needs: "contents", handle: getGitCommit },
  { method: "POST", path: `${REPO}/git/commits`, needs: "contents", schema: "git/create-commit", handle: createCommit },
  { method: "GET", path: `${REPO}/contents`, needs: "contents", handle: getContents },
  { method: "GET", path: `${REPO}/contents/*path`, needs: "contents", handle: getContents },
  { method: "GET", path: `${REPO}/compare/*basehead`, needs: "contents", handle: compare },
  { method: "GET", path: `${REPO}/commits/*rev`, needs: "contents", handle: getCommit },
  { method: "GET", path: `${REPO}/branches/*branch`, needs: "contents", handle: getBranch },
  { method: "GET", path: `${REPO}/rules/branches/*branch`, handle: rulesOf },
];

function refObject({ fake }: Context, ref: string, sha: string): Record<string, unknown> {
  return {
    ref,
    node_id: `REF_${ref}`,
    url: `${fake.repoUrl}/git/${ref}`,
    object: { type: "commit", sha, url: `${fake.repoUrl}/git/commits/${sha}` },
  };
}

function getRef(context: Context): Reply {
  const ref = `refs/${context.params["ref"]}`;
  const sha = context.fake.git.refs.get(ref);
  if (sha === undefined) throw notFound();
  return { status: 200, body: refObject(context, ref, sha) };
}

function matchingRefs(context: Context): Reply {
  const prefix = `refs/${context.params["ref"]}`;
  return page(
    context,
    [...context.fake.git.refs].filter(([ref]) => ref.startsWith(prefix)).map(([ref, sha]) => refObject(context, ref, sha)),
  );
}

function ruleRefusal(why: string): never {
  throw refuse(422, `Repository rule violations found\n\n${why}\n\n`);
}

function createRef(context: Context): Reply {
  const { fake, body, caller } = context;
  const { ref, sha } = body as { ref: string; sha: string };
  if (!ref.startsWith("refs/") || ref.split("/").length < 3)
    throw refuse(422, "Reference name must start with 'refs/' and have at least two slashes.");
  if (!/^[0-9a-f]{40}$/.test(sha)) throw refuse(422, "The sha parameter must be exactly 40 characters and contain only [0-9a-f].");
  if (!fake.git.commits.has(sha)) throw refuse(422, "Object does not exist");
  if (fake.git.refs.has(ref)) throw refuse(422, "Reference already exists");
  const why = fake.git.violation(ref.replace("refs/heads/", ""), caller, {
    create: true,
    verified: fake.git.commits.get(sha)?.verified ?? false,
  });
  if (why !== undefined) ruleRefusal(why);
  fake.git.refs.set(ref, sha);
  return { status: 201, body: refObject(context, ref, sha) };
}

function updateRef(context: Context): Reply {
  const { fake, body, caller } = context;
  const ref = `refs/${context.params["ref"]}`;
  const { sha, force = false } = body as { sha: string; force?: boolean };
  const old = fake.git.refs.get(ref);
  if (old === undefined) throw refuse(422, "Reference does not exist");
  const commit = fake.git.commits.get(sha);
  if (!commit) throw refuse(422, "Object does not exist");
  const fastForward = fake.git.ancestors(sha).has(old);
  if (!fastForward && !force) throw refuse(422, "Update is not a fast forward");
  const why = fake.git.violation(ref.replace("refs/heads/", ""), caller, { verified: commit.verified, fastForward });
  if (why !== undefined) ruleRefusal(why);
  fake.git.refs.set(ref, sha);
  return { status: 200, body: refObject(context, ref, sha) };
}

function deleteRef({ fake, params }: Context): Reply {
  if (!fake.git.refs.delete(`refs/${params["ref"]}`)) throw refuse(422, "Reference does not exist");
  return { status: 204 };
}

function getBlob({ fake, params, headers }: Context): Reply {
  const bytes = fake.git.blobs.get(params["sha"] ?? "");
  if (!bytes) throw notFound();
  if (isRaw(headers["accept"])) return raw(bytes);
  return {
    status: 200,
    body: { sha: params["sha"], node_id: `B_${params["sha"]}`, size: bytes.length, encoding: "base64", content: wrapped(bytes), url: "" },
  };
}

function createBlob({ fake, body }: Context): Reply {
  const { content, encoding = "utf-8" } = body as { content: string; encoding?: string };
  const sha = fake.git.addBlob(Buffer.from(content, encoding === "base64" ? "base64" : "utf8"));
  return { status: 201, body: { sha, url: `${fake.repoUrl}/git/blobs/${sha}` } };
}

/** Of a tree, a commit or a branch. */
function getTree(context: Context): Reply {
  const { fake, params, query } = context;
  const rev = params["rev"] ?? "";
  const commit = fake.git.resolve(rev);
  const sha = fake.git.trees.has(rev) ? rev : fake.git.commits.get(commit ?? "")?.tree;
  if (sha === undefined) throw notFound();
  return {
    status: 200,
    body: { sha, url: `${fake.repoUrl}/git/trees/${sha}`, tree: treeList(fake, sha, query.has("recursive"), ""), truncated: false },
  };
}

function treeList(fake: FakeGitHub, sha: string, recursive: boolean, prefix: string): Record<string, unknown>[] {
  return [...(fake.git.trees.get(sha) ?? [])].flatMap(([name, e]) => {
    const size = e.type === "blob" ? { size: fake.git.blobs.get(e.sha)?.length } : {};
    const row = { path: prefix + name, mode: e.mode, type: e.type, sha: e.sha, ...size, url: `${fake.repoUrl}/git/${e.type}s/${e.sha}` };
    return recursive && e.type === "tree" ? [row, ...treeList(fake, e.sha, true, `${prefix}${name}/`)] : [row];
  });
}

function createTree({ fake, body }: Context): Reply {
  const { base_tree: base, tree } = body as {
    base_tree?: string;
    tree: { path: string; mode: TreeEntry["mode"]; type: TreeEntry["type"]; sha?: string | null; content?: string }[];
  };
  const { git } = fake;
  // A commit is taken for its tree.
  const from = base === undefined ? git.addTree(new Map()) : (git.commits.get(base)?.tree ?? base);
  if (!git.trees.has(from)) throw notFound();
  let sha = from;
  for (const { path, mode, type, sha: object, content } of tree) {
    if (path.startsWith("/") || path.split("/").some((p) => p === "" || p === "." || p === ".." || p === ".git"))
      throw refuse(422, "tree.path contains a malformed path component");
    if (object === null) sha = git.withEntry(sha, path, null);
    else if (content !== undefined) sha = git.withEntry(sha, path, { mode, type, sha: git.addBlob(Buffer.from(content)) });
    else if (object !== undefined && (git.blobs.has(object) || git.trees.has(object)))
      sha = git.withEntry(sha, path, { mode, type, sha: object });
    else throw refuse(422, "tree.sha does not exist");
  }
  return { status: 201, body: { sha, url: `${fake.repoUrl}/git/trees/${sha}`, tree: treeList(fake, sha, false, ""), truncated: false } };
}

function gitCommit(fake: FakeGitHub, commit: Commit): Record<string, unknown> {
  const { sha, message, author, committer, verified } = commit;
  return {
    sha,
    node_id: `C_${sha}`,
    url: `${fake.repoUrl}/git/commits/${sha}`,
    html_url: `https://github.com/${fake.repository}/commit/${sha}`,
    author,
    committer,
    message,
    tree: { sha: commit.tree, url: `${fake.repoUrl}/git/trees/${commit.tree}` },
    parents: commit.parents.map((p) => ({ sha: p, url: `${fake.repoUrl}/git/commits/${p}`, html_url: "" })),
    verification: { verified, reason: verified ? "valid" : "unsigned", signature: null, payload: null, verified_at: null },
  };
}

function getGitCommit({ fake, params }: Context): Reply {
  const commit = fake.git.commits.get(params["sha"] ?? "");
  if (!commit) throw notFound();
  return { status: 200, body: gitCommit(fake, commit) };
}

function createCommit({ fake, body, caller }: Context): Reply {
  const {
    message,
    tree,
    parents = [],
    author,
    committer,
  } = body as { message: string; tree: string; parents?: string[]; author?: Partial<Person>; committer?: Partial<Person> };
  if (!fake.git.trees.has(tree)) throw refuse(422, "Tree SHA does not exist");
  if (parents.some((p) => !fake.git.commits.has(p))) throw refuse(422, "Parent SHA does not exist or is not a commit object");
  const someone = { name: caller.login, email: `${caller.id}+${caller.login}@users.noreply.github.com`, date: fake.now() };
  // Only an app's commits are signed, and only when nobody else is named as their author.
  const verified = caller.type === "Bot" && author === undefined && committer === undefined;
  const written = author ? { ...someone, ...author } : someone;
  const sha = fake.git.addCommit({
    message,
    tree,
    parents,
    author: written,
    committer: committer ? { ...someone, ...committer } : written,
    verified,
  });
  const commit = fake.git.commits.get(sha);
  return { status: 201, body: commit ? gitCommit(fake, commit) : {} };
}

function getCommit({ fake, params }: Context): Reply {
  const rev = params["rev"] ?? "";
  const sha = fake.git.resolve(rev) ?? [...fake.git.commits.keys()].find((s) => rev.length >= 7 && s.startsWith(rev));
  const commit = fake.git.commits.get(sha ?? "");
  if (!commit) throw refuse(422, `No commit found for SHA: ${rev}`);
  return { status: 200, body: repoCommit(fake, commit) };
}

function repoCommit(fake: FakeGitHub, commit: Commit): Record<string, unknown> {
  const { sha, node_id, url, html_url, parents, ...rest } = gitCommit(fake, commit);
  return {
    sha,
    node_id,
    url: `${fake.repoUrl}/commits/${commit.sha}`,
    html_url,
    parents,
    commit: { ...rest, url },
    author: null,
    committer: null,
  };
}

function isRaw(accept: string | undefined): boolean {
  return /application\/vnd\.github\.(?:v3\.)?raw(?:\+json)?(?:$|[;,])/.test(accept ?? "");
}

function raw(bytes: Buffer): Reply {
  return { status: 200, raw: { type: "application/vnd.github.raw+json; charset=utf-8", bytes } };
}

/** GitHub breaks base64 after 60 characters. */
function wrapped(bytes: Buffer): string {
  return bytes.toString("base64").replace(/.{60}/g, "$&\n") + (bytes.length > 0 ? "\n" : "");
}

function getContents({ fake, params, query, headers }: Context): Reply {
  const path = (params["path"] ?? "").replace(/\/$/, "");
  const rev = query.get("ref") ?? fake.git.defaultBranch;
  const commit = fake.git.commits.get(fake.git.resolve(rev) ?? "");
  if (!commit) throw refuse(404, `No commit found for the ref ${rev}`);
  const entry = fake.git.entryAt(commit.tree, path);
  if (!entry) throw notFound();
  const describe = (name: string, at: string, e: TreeEntry): Record<string, unknown> => ({
    name,
    path: at,
    sha: e.sha,
    size: fake.git.blobs.get(e.sha)?.length ?? 0,
    url: `${fake.repoUrl}/contents/${at}?ref=${rev}`,
    git_url: `${fake.repoUrl}/git/${e.type}s/${e.sha}`,
    html_url: `https://github.com/${fake.repository}/${e.type}/${rev}/${at}`,
    download_url: null,
    type: e.type === "blob" ? (e.mode === "120000" ? "symlink" : "file") : e.type === "tree" ? "dir" : "submodule",
  });
  if (entry.type === "tree") {
    const list = [...(fake.git.trees.get(entry.sha) ?? [])].slice(0, 1000);
    return { status: 200, body: list.map(([name, e]) => describe(name, path === "" ? name : `${path}/${name}`, e)) };
  }
  const bytes = fake.git.blobs.get(entry.sha) ?? Buffer.alloc(0);
  if (isRaw(headers["accept"])) return raw(bytes);
  const small = bytes.length <= MAX_CONTENT;
  const content = { encoding: small ? "base64" : "none", content: small ? wrapped(bytes) : "" };
  return { status: 200, body: { ...describe(path.split("/").at(-1) ?? "", path, entry), ...content } };
}

function compare({ fake, params }: Context): Reply {
  const [base = "", head = ""] = (params["basehead"] ?? "").split("...");
  const [from, to] = [fake.git.resolve(base), fake.git.resolve(head)];
  const [baseCommit, headCommit] = [fake.git.commits.get(from ?? ""), fake.git.commits.get(to ?? "")];
  if (!baseCommit || !headCommit) throw notFound();
  const [ofBase, ofHead] = [fake.git.ancestors(baseCommit.sha), fake.git.ancestors(headCommit.sha)];
  const merge = [...ofHead].find((sha) => ofBase.has(sha));
  const mergeBase = fake.git.commits.get(merge ?? "");
  if (!mergeBase) throw refuse(404, `No common ancestor between ${base} and ${head}.`);
  const ahead = [...ofHead].filter((sha) => !ofBase.has(sha));
  const behind = [...ofBase].filter((sha) => !ofHead.has(sha));
  const status = ahead.length > 0 ? (behind.length > 0 ? "diverged" : "ahead") : behind.length > 0 ? "behind" : "identical";
  const commits = ahead.reverse().flatMap((sha) => fake.git.commits.get(sha) ?? []);
  return {
    status: 200,
    body: {
      status,
      ahead_by: commits.length,
      behind_by: behind.length,
      total_commits: commits.length,
      base_commit: repoCommit(fake, baseCommit),
      merge_base_commit: repoCommit(fake, mergeBase),
      commits: commits.slice(0, 250).map((c) => repoCommit(fake, c)),
      files: [],
    },
  };
}

function getBranch({ fake, params }: Context): Reply {
  const name = params["branch"] ?? "";
  const commit = fake.git.commits.get(fake.git.head(name) ?? "");
  if (!commit) throw refuse(404, "Branch not found");
  const isProtected = (fake.git.rules.get(name) ?? []).length > 0;
  return {
    status: 200,
    body: { name, commit: repoCommit(fake, commit), protected: isProtected, protection: { enabled: isProtected }, protection_url: "" },
  };
}

/** Answers for branches that do not exist yet as well. */
function rulesOf(context: Context): Reply {
  const rules = context.fake.git.rules.get(context.params["branch"] ?? "") ?? [];
  return page(
    context,
    rules.map((rule, i) => ({ ...rule, ruleset_source_type: "Repository", ruleset_source: context.fake.repository, ruleset_id: 42 + i })),
  );
}

/** createCommitOnBranch: one commit on top of the expected head, always signed. */
export function commitOnBranch(
  fake: FakeGitHub,
  caller: Caller,
  input: {
    branch: { repositoryNameWithOwner?: string | null; branchName?: string | null; id?: string | null };
    message: { headline: string; body?: string | null };
    expectedHeadOid: string;
    fileChanges?: { additions?: { path: string; contents: string }[] | null; deletions?: { path: string }[] | null } | null;
  },
): { sha: string } | { type: string; message: string } {
  const { git } = fake;
  const name = input.branch.branchName ?? (input.branch.id ?? "").replace(/^REF_refs\/heads\//, "");
  const head = git.head(name.replace(/^refs\/heads\//, ""));
  if (input.branch.repositoryNameWithOwner !== undefined && input.branch.repositoryNameWithOwner !== fake.repository) {
    return { type: "NOT_FOUND", message: `Could not resolve to a Repository with the name '${input.branch.repositoryNameWithOwner}'.` };
  }
  if (!mayWrite(caller, "contents")) return { type: "FORBIDDEN", message: "Resource not accessible by integration" };
  if (head === undefined) return { type: "NOT_FOUND", message: `Could not resolve to a Branch with the name '${name}'.` };
  if (head !== input.expectedHeadOid) {
    return { type: "STALE_DATA", message: `Expected branch to point to "${input.expectedHeadOid}" but it did not. Pull and try again.` };
  }
  const why = git.violation(name, caller, { verified: true });
  if (why !== undefined) return { type: "UNPROCESSABLE", message: `Repository rule violations found\n\n${why}\n\n` };
  let tree = git.commits.get(head)?.tree ?? "";
  for (const { path } of input.fileChanges?.deletions ?? []) {
    if (!git.entryAt(tree, path))
      return { type: "UNPROCESSABLE", message: `A path was requested for deletion which does not exist as of commit oid \`${head}\`` };
    tree = git.withEntry(tree, path, null);
  }
  for (const { path, contents } of input.fileChanges?.additions ?? []) {
    if (!/^[A-Za-z0-9+/]*={0,2}$/.test(contents.replace(/\n/g, "")))
      return { type: "UNPROCESSABLE", message: "contents is not valid base64" };
    tree = git.withEntry(tree, path, {
      mode: git.entryAt(tree, path)?.mode ?? "100644",
      type: "blob",
      sha: git.addBlob(Buffer.from(contents, "base64")),
    });
  }
  const { headline, body } = input.message;
  const someone = { name: caller.login, email: `${caller.id}+${caller.login}@users.noreply.github.com`, date: fake.now() };
  const message = body === undefined || body === null || body === "" ? headline : `${headline}\n\n${body}`;
  const sha = git.addCommit({
    tree,
    parents: [head],
    message,
    author: someone,
    committer: { ...someone, name: "GitHub", email: "noreply@github.com" },
    verified: true,
  });
  git.refs.set(`refs/heads/${name}`, sha);
  return { sha };
}
