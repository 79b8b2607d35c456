/** Pull requests of the fake. They share their numbers with issues and turn up in lists of issues, as on GitHub. */
import { type Context, invalid, notFound, oneOf, page, type Reply, type Route, refuse, user } from "./reply.ts";
import type { FakeGitHub } from "./server.ts";

export interface FakePull {
  number: number;
  title: string;
  body: string | null;
  head: string;
  base: string;
  state: "open" | "closed";
  draft: boolean;
  merged: boolean;
  login: string;
  created_at: string;
  updated_at: string;
  /** Where its head is a fork's: that repository, and the commit. */
  from?: { repository: string; sha: string };
}

export class Pulls {
  private readonly pulls = new Map<number, FakePull>();
  private readonly fake: FakeGitHub;

  constructor(fake: FakeGitHub) {
    this.fake = fake;
  }

  all(): FakePull[] {
    return [...this.pulls.values()];
  }

  get(number: number): FakePull | undefined {
    return this.pulls.get(number);
  }

  add(pull: {
    title: string;
    body?: string | null;
    head: string;
    base: string;
    draft?: boolean;
    login?: string;
    from?: FakePull["from"];
  }): FakePull {
    const issue = this.fake.issues.add({ title: pull.title, body: pull.body ?? null, login: pull.login ?? "maria", pull: true });
    const at = this.fake.now();
    const { from, ...said } = pull;
    const full: FakePull = {
      ...(from ? { from } : {}),
      body: null,
      draft: false,
      login: "maria",
      ...said,
      number: issue.number,
      state: "open",
      merged: false,
      created_at: at,
      updated_at: at,
    };
    this.pulls.set(full.number, full);
    return full;
  }

  /** Merges as a person would: the base gets the head's commit. */
  merge(number: number): void {
    const pull = this.pulls.get(number);
    const head = pull ? this.fake.git.head(pull.head) : undefined;
    if (!pull || head === undefined) throw new Error(`no pull request ${number} to merge`);
    this.fake.git.refs.set(`refs/heads/${pull.base}`, head);
    this.change(number, { state: "closed", merged: true });
  }

  change(number: number, change: Partial<FakePull>): void {
    const pull = this.pulls.get(number);
    if (!pull) return;
    Object.assign(pull, change, { updated_at: this.fake.now() });
    const { state, title, body } = pull;
    this.fake.issues.edit(number, { state, title, body });
  }
}

const PULLS = "/repos/:owner/:repo/pulls";

export const pullRoutes: Route[] = [
  { method: "GET", path: PULLS, needs: "pull_requests", handle: list },
  { method: "POST", path: PULLS, needs: "pull_requests", schema: "pulls/create", creates: true, handle: create },
  { method: "GET", path: `${PULLS}/:number`, needs: "pull_requests", handle: (c) => ({ status: 200, body: json(c, pullOf(c)) }) },
  { method: "PATCH", path: `${PULLS}/:number`, needs: "pull_requests", schema: "pulls/update", handle: update },
];

function pullOf({ fake, params }: Context): FakePull {
  const pull = fake.pulls.get(Number(params["number"]));
  if (!pull) throw notFound();
  return pull;
}

function json({ fake }: Context, pull: FakePull): Record<string, unknown> {
  const [owner = ""] = fake.repository.split("/");
  const side = (branch: string): Record<string, unknown> => ({
    label: `${owner}:${branch}`,
    ref: branch,
    sha: fake.git.head(branch) ?? "",
    repo: { id: 1296269, full_name: fake.repository },
  });
  const { login, head, base, from, ...rest } = pull;
  const fork = from && {
    label: `${from.repository.split("/")[0]}:${head}`,
    ref: head,
    sha: from.sha,
    repo: { id: 7, full_name: from.repository, fork: true },
  };
  return {
    ...rest,
    id: 5_000_000 + pull.number,
    node_id: `PR_${pull.number}`,
    url: `${fake.repoUrl}/pulls/${pull.number}`,
    html_url: `https://github.com/${fake.repository}/pull/${pull.number}`,
    user: user({ login, id: 1, type: login.endsWith("[bot]") ? "Bot" : "User" }),
    head: fork ?? side(head),
    base: side(base),
    merged_at: pull.merged ? pull.updated_at : null,
    closed_at: pull.state === "closed" ? pull.updated_at : null,
  };
}

function list(context: Context): Reply {
  const { fake, query } = context;
  const state = oneOf(context, "state", ["open", "closed", "all"], "open");
  const [owner = ""] = fake.repository.split("/");
  const head = query.get("head");
  const base = query.get("base");
  const found = fake.pulls
    .all()
    .filter((p) => (state === "all" || p.state === state) && (base === null || p.base === base))
    // A head without its owner is passed over in silence, and so filters nothing.
    .filter((p) => head === null || !head.includes(":") || head === `${p.from?.repository.split("/")[0] ?? owner}:${p.head}`)
    .sort((a, b) => b.number - a.number);
  return page(
    context,
    found.map((p) => json(context, p)),
  );
}

function create(context: Context): Reply {
  const { fake, body, caller } = context;
  const { title, head, base, draft = false } = body as { title?: string; head: string; base: string; draft?: boolean };
  const text = (body["body"] ?? null) as string | null;
  if (caller.type === "Bot" && !fake.actionsMayOpenPulls)
    throw refuse(403, "GitHub Actions is not permitted to create or approve pull requests.");
  if (title === undefined) throw invalid("PullRequest", "title", "missing_field");
  const [owner = ""] = fake.repository.split("/");
  const branch = head.replace(`${owner}:`, "");
  const [from, to] = [fake.git.head(branch), fake.git.head(base)];
  if (from === undefined) throw invalid("PullRequest", "head", "invalid");
  if (to === undefined) throw invalid("PullRequest", "base", "invalid");
  if (fake.git.ancestors(to).has(from)) throw invalid("PullRequest", "head", "custom", `No commits between ${base} and ${branch}`);
  if (fake.pulls.all().some((p) => p.state === "open" && p.head === branch && p.base === base)) {
    throw invalid("PullRequest", "head", "custom", `A pull request already exists for ${owner}:${branch}.`);
  }
  if (text !== null && text.length > 65_536)
    throw invalid("PullRequest", "body", "custom", "body is too long (maximum is 65536 characters)");
  return { status: 201, body: json(context, fake.pulls.add({ title, body: text, head: branch, base, draft, login: caller.login })) };
}

function update(context: Context): Reply {
  const { fake, body } = context;
  const pull = pullOf(context);
  fake.pulls.change(pull.number, body as Partial<FakePull>);
  return { status: 200, body: json(context, pull) };
}
