/** Issues, comments, labels and events of the fake, and who may do what to them. */
import {
  type Caller,
  type Context,
  invalid,
  mayTriage,
  mayWrite,
  nodeId,
  notFound,
  oneOf,
  page,
  type Reply,
  type Route,
  refuse,
  user,
} from "./reply.ts";
import { type FakeGitHub, forbidden } from "./server.ts";

export interface FakeComment {
  id: number;
  login: string;
  body: string;
  created_at: string;
  updated_at: string;
}

export interface FakeEvent {
  id: number;
  event: "closed" | "reopened" | "labeled" | "unlabeled" | "locked" | "renamed";
  actor: string;
  created_at: string;
  state_reason?: string | null;
  label?: { name: string; color: string };
  rename?: { from: string; to: string };
}

export interface FakeIssue {
  number: number;
  title: string;
  body: string | null;
  login: string;
  author_association: string;
  labels: string[];
  assignees: string[];
  milestone: string | null;
  state: "open" | "closed";
  state_reason: string | null;
  locked: boolean;
  pull: boolean;
  created_at: string;
  updated_at: string;
  closed_at: string | null;
  closed_by: string | null;
  comments: FakeComment[];
  events: FakeEvent[];
  /** Answers so many more lists without it. */
  hidden: number;
  gone: "deleted" | "transferred" | undefined;
}

const MAX_BODY = 65_536;
const MAX_TITLE = 256;
const MAX_LABEL = 50;
const MAX_LABELS = 100;

export class Issues {
  /** Labels of the repository, by name as written. */
  readonly labels = new Map<string, { color: string; description: string | null }>([
    ["bug", { color: "d73a4a", description: "Something isn't working" }],
    ["duplicate", { color: "cfd3d7", description: null }],
    ["wontfix", { color: "ffffff", description: null }],
  ]);
  /** Logins that may not be assigned here; GitHub refuses an issue that names one. */
  readonly unassignable = new Set<string>();
  /** Logins that are dropped from a new issue without a word. */
  readonly dropped = new Set<string>();
  /** Lists answered without a new issue, counted from its creation. */
  lag = 0;
  private readonly issues = new Map<number, FakeIssue>();
  private readonly fake: FakeGitHub;
  private last = 0;

  constructor(fake: FakeGitHub) {
    this.fake = fake;
  }

  /** All that are there, pull requests included, oldest first. */
  all(): FakeIssue[] {
    return [...this.issues.values()].filter((i) => i.gone === undefined);
  }

  get(number: number): FakeIssue {
    const issue = this.issues.get(number);
    if (!issue) throw new Error(`no issue ${number}`);
    return issue;
  }

  comments(number: number): FakeComment[] {
    return this.get(number).comments;
  }

  events(number: number): FakeEvent[] {
    return this.get(number).events;
  }

  find(number: number): FakeIssue | undefined {
    return this.issues.get(number);
  }

  /** Adds an issue as somebody would on the site. */
  add(given: Partial<FakeIssue> & { title: string }): FakeIssue {
    const at = this.fake.now();
    const issue: FakeIssue = {
      body: null,
      login: "maria",
      author_association: "MEMBER",
      labels: [],
      assignees: [],
      milestone: null,
      state: "open",
      state_reason: null,
      locked: false,
      pull: false,
      created_at: at,
      updated_at: at,
      closed_at: null,
      closed_by: null,
      comments: [],
      events: [],
      hidden: 0,
      gone: undefined,
      ...given,
      number: ++this.last,
    };
    for (const label of issue.labels) this.label(label);
    this.issues.set(issue.number, issue);
    this.fake.search.touch(issue.number);
    return issue;
  }

  label(name: string): void {
    if (!this.labelNamed(name)) this.labels.set(name, { color: "ededed", description: null });
  }

  /** Labels are told apart without regard to case. */
  labelNamed(name: string): string | undefined {
    return [...this.labels.keys()].find((l) => l.toLowerCase() === name.toLowerCase());
  }

  /** Changes an issue without a request, as a person on the site. */
  edit(
    number: number,
    change: Partial<Pick<FakeIssue, "title" | "body" | "labels" | "assignees" | "milestone" | "locked" | "state" | "gone">>,
  ): void {
    const issue = this.get(number);
    Object.assign(issue, change, { updated_at: this.fake.now() });
    for (const label of issue.labels) this.label(label);
    this.fake.search.touch(number);
  }

  close(number: number, who: string, reason: string | null = "completed"): void {
    this.setState(this.get(number), "closed", who, reason);
  }

  reopen(number: number, who: string): void {
    this.setState(this.get(number), "open", who, "reopened");
  }

  comment(number: number, who: string, body: string): FakeComment {
    const issue = this.get(number);
    const at = this.fake.now();
    const comment: FakeComment = { id: this.fake.nextId(), login: who, body, created_at: at, updated_at: at };
    issue.comments.push(comment);
    issue.updated_at = at;
    return comment;
  }

  setState(issue: FakeIssue, state: "open" | "closed", who: string, reason: string | null): void {
    if (issue.state === state) return;
    const at = this.fake.now();
    issue.state = state;
    issue.state_reason = state === "closed" ? reason : "reopened";
    issue.closed_at = state === "closed" ? at : null;
    issue.closed_by = state === "closed" ? who : null;
    issue.updated_at = at;
    issue.events.push({
      id: this.fake.nextId(),
      event: state === "closed" ? "closed" : "reopened",
      actor: who,
      created_at: at,
      state_reason: issue.state_reason,
    });
    this.fake.search.touch(issue.number);
  }

  /** Adds an event to the issue's own list. */
  happened(issue: FakeIssue, event: FakeEvent["event"], actor: string, more: Pick<FakeEvent, "label" | "rename"> = {}): void {
    issue.events.push({ id: this.fake.nextId(), event, actor, created_at: this.fake.now(), ...more });
  }

  json(issue: FakeIssue, where: "list" | "single"): Record<string, unknown> {
    const { fake } = this;
    const url = `${fake.repoUrl}/issues/${issue.number}`;
    const told = where === "single" || fake.options.closedByInLists;
    return {
      url,
      repository_url: fake.repoUrl,
      labels_url: `${url}/labels{/name}`,
      comments_url: `${url}/comments`,
      events_url: `${url}/events`,
      html_url: `https://github.com/${fake.repository}/${issue.pull ? "pull" : "issues"}/${issue.number}`,
      id: 3_000_000 + issue.number,
      node_id: nodeId("I", issue.number),
      number: issue.number,
      title: issue.title,
      user: person(issue.login),
      labels: issue.labels.map((name) => this.labelJson(name)),
      state: issue.state,
      state_reason: issue.state === "open" && issue.state_reason !== "reopened" ? null : issue.state_reason,
      locked: issue.locked,
      active_lock_reason: null,
      assignee: issue.assignees[0] === undefined ? null : person(issue.assignees[0]),
      assignees: issue.assignees.map(person),
      milestone: issue.milestone === null ? null : { title: issue.milestone, number: 1 },
      comments: issue.comments.length,
      created_at: issue.created_at,
      updated_at: issue.updated_at,
      closed_at: issue.closed_at,
      ...(told ? { closed_by: issue.closed_by === null ? null : person(issue.closed_by) } : {}),
      author_association: issue.author_association,
      body: issue.body,
      reactions: { url: `${url}/reactions`, total_count: 0 },
      timeline_url: `${url}/timeline`,
      performed_via_github_app: null,
      ...(issue.pull ? { pull_request: { url: `${fake.repoUrl}/pulls/${issue.number}` } } : {}),
    };
  }

  labelJson(name: string): Record<string, unknown> {
    const known = this.labels.get(this.labelNamed(name) ?? name);
    const id = [...this.labels.keys()].indexOf(name) + 1;
    return {
      id,
      node_id: nodeId("LA", name),
      url: `${this.fake.repoUrl}/labels/${encodeURIComponent(name)}`,
      name,
      color: known?.color ?? "ededed",
      default: false,
      description: known?.description ?? null,
    };
  }
}

function person(login: string): Record<string, unknown> {
  return user({ login, id: login.length, type: login.endsWith("[bot]") ? "Bot" : "User" });
}

const REPO = "/repos/:owner/:repo";
const ISSUE = `${REPO}/issues/:number`;

export const issueRoutes: Route[] = [
  { method: "GET", path: "/user", handle: whoAmI },
  { method: "GET", path: REPO, handle: getRepository },
  { method: "GET", path: `${REPO}/issues`, needs: "issues", handle: list },
  { method: "POST", path: `${REPO}/issues`, needs: "issues", schema: "issues/create", creates: true, handle: create },
  { method: "GET", path: `${REPO}/issues/comments/:comment`, needs: "issues", handle: getComment },
  { method: "PATCH", path: `${REPO}/issues/comments/:comment`, needs: "issues", schema: "issues/update-comment", handle: updateComment },
  { method: "DELETE", path: `${REPO}/issues/comments/:comment`, needs: "issues", handle: deleteComment },
  { method: "GET", path: ISSUE, needs: "issues", handle: getIssue },
  { method: "PATCH", path: ISSUE, needs: "issues", schema: "issues/update", handle: update },
  { method: "GET", path: `${REPO}/assignees/:login`, needs: "issues", handle: mayBeAssigned },
  { method: "GET", path: `${ISSUE}/comments`, needs: "issues", handle: listComments },
  { method: "POST", path: `${ISSUE}/comments`, needs: "issues", schema: "issues/create-comment", creates: true, handle: createComment },
  { method: "GET", path: `${ISSUE}/events`, needs: "issues", handle: listEvents },
  { method: "GET", path: `${ISSUE}/timeline`, needs: "issues", handle: timeline },
  {
    method: "GET",
    path: `${ISSUE}/labels`,
    needs: "issues",
    handle: (c) =>
      page(
        c,
        openIssue(c).labels.map((l) => c.fake.issues.labelJson(l)),
      ),
  },
  { method: "POST", path: `${ISSUE}/labels`, needs: "issues", schema: "issues/add-labels", handle: addLabels },
  { method: "DELETE", path: `${ISSUE}/labels/:name`, needs: "issues", handle: removeLabel },
  { method: "PUT", path: `${ISSUE}/lock`, needs: "issues", schema: "issues/lock", handle: (c) => lock(c, true) },
  { method: "DELETE", path: `${ISSUE}/lock`, needs: "issues", handle: (c) => lock(c, false) },
  { method: "GET", path: `${REPO}/labels`, needs: "issues", handle: listLabels },
  { method: "POST", path: `${REPO}/labels`, needs: "issues", schema: "issues/create-label", handle: createLabel },
  { method: "GET", path: `${REPO}/labels/:name`, needs: "issues", handle: getLabel },
];

function whoAmI({ caller }: Context): Reply {
  if (caller.login === "") throw refuse(401, "Requires authentication");
  if (caller.type === "Bot") throw forbidden("issues", caller);
  return { status: 200, body: user(caller) };
}

function getRepository({ fake, caller }: Context): Reply {
  const [owner = "", name = ""] = fake.repository.split("/");
  const push = mayWrite(caller, "contents");
  return {
    status: 200,
    body: {
      id: 1296269,
      node_id: "R_1296269",
      name,
      full_name: fake.repository,
      owner: person(owner),
      private: fake.options.private,
      url: fake.repoUrl,
      html_url: `https://github.com/${fake.repository}`,
      default_branch: fake.git.defaultBranch,
      has_issues: fake.options.hasIssues,
      archived: fake.options.archived,
      permissions: { admin: caller.role === "admin", maintain: false, push, triage: mayTriage(caller), pull: true },
    },
  };
}

/** The issue a request is about; gone ones answer as GitHub does. */
function openIssue(context: Context): FakeIssue {
  const { fake, params } = context;
  if (!/^\d+$/.test(params["number"] ?? "")) throw notFound();
  if (!fake.options.hasIssues) throw refuse(410, "Issues are disabled for this repo");
  const issue = fake.issues.find(Number(params["number"]));
  if (!issue) throw notFound();
  if (issue.gone === "deleted") throw refuse(410, "This issue was deleted");
  if (issue.gone === "transferred") {
    const location = `${fake.apiUrl}/repositories/7777/issues/${issue.number + 1}`;
    throw refuse(301, "Moved Permanently", { url: location }, { location });
  }
  return issue;
}

/** Issues that moved to another repository are still to be read there. */
export function elsewhere(fake: FakeGitHub, number: number): Record<string, unknown> | undefined {
  const issue = fake.issues.find(number - 1);
  if (issue?.gone !== "transferred") return undefined;
  return {
    ...fake.issues.json(issue, "single"),
    number,
    url: `${fake.apiUrl}/repos/octo/other/issues/${number}`,
    repository_url: `${fake.apiUrl}/repos/octo/other`,
  };
}

issueRoutes.push({
  method: "GET",
  path: "/repositories/7777/issues/:number",
  handle: ({ fake, params }) => {
    const body = elsewhere(fake, Number(params["number"]));
    if (!body) throw notFound();
    return { status: 200, body };
  },
});

function list(context: Context): Reply {
  const { fake, query } = context;
  if (!fake.options.hasIssues) throw refuse(410, "Issues are disabled for this repo");
  const state = oneOf(context, "state", ["open", "closed", "all"], "open");
  const sort = oneOf(context, "sort", ["created", "updated", "comments"], "created");
  const direction = oneOf(context, "direction", ["asc", "desc"], "desc");
  const since = query.get("since");
  if (since !== null && Number.isNaN(Date.parse(since))) throw invalid("Issue", "since", "invalid");
  const labels = (query.get("labels") ?? "")
    .split(",")
    .filter((l) => l !== "")
    .map((l) => l.toLowerCase());
  const creator = query.get("creator");
  const found = fake.issues.all().filter((issue) => {
    if (issue.hidden > 0) return false;
    if (state !== "all" && issue.state !== state) return false;
    if (since !== null && Date.parse(issue.updated_at) < Date.parse(since)) return false;
    if (creator !== null && issue.login.toLowerCase() !== creator.toLowerCase()) return false;
    return labels.every((l) => issue.labels.some((own) => own.toLowerCase() === l));
  });
  for (const issue of fake.issues.all()) if (issue.hidden > 0) issue.hidden--;
  const value = (i: FakeIssue): number =>
    sort === "updated" ? Date.parse(i.updated_at) : sort === "comments" ? i.comments.length : Date.parse(i.created_at);
  const sign = direction === "asc" ? 1 : -1;
  found.sort((a, b) => sign * (value(a) - value(b) || a.number - b.number));
  return page(
    context,
    found.map((issue) => fake.issues.json(issue, "list")),
  );
}

function checkTitle(title: unknown): asserts title is string {
  if (typeof title !== "string" || title.trim() === "") throw invalid("Issue", "title", "missing_field");
  if ([...title].length > MAX_TITLE) throw invalid("Issue", "title", "custom", `title is too long (maximum is ${MAX_TITLE} characters)`);
}

function checkBody(resource: string, body: unknown): void {
  if (typeof body === "string" && body.length > MAX_BODY)
    throw invalid(resource, "body", "custom", `body is too long (maximum is ${MAX_BODY} characters)`);
}

/** Unknown labels are made by the way, as GitHub does for those who may. */
function labelsOf(context: Context, given: unknown): string[] {
  const names = (given as (string | { name: string })[]).map((l) => (typeof l === "string" ? l : l.name));
  if (names.length > MAX_LABELS) throw invalid("Issue", "labels", "invalid");
  for (const name of names) {
    if (name.trim() === "" || name.length > MAX_LABEL)
      throw invalid("Label", "name", "custom", `name is too long (maximum is ${MAX_LABEL} characters)`);
    context.fake.issues.label(name);
  }
  return [...new Set(names.map((name) => context.fake.issues.labelNamed(name) ?? name))];
}

function create(context: Context): Reply {
  const { fake, body, caller } = context;
  if (!fake.options.hasIssues) throw refuse(410, "Issues are disabled for this repo");
  checkTitle(body["title"]);
  checkBody("Issue", body["body"]);
  const triage = mayTriage(caller);
  const assignees = (body["assignees"] ?? []) as string[];
  if (triage && (assignees.length > 10 || assignees.some((login) => fake.issues.unassignable.has(login))))
    throw invalid("Issue", "assignees", "invalid");
  const association = caller.type === "Bot" ? "NONE" : triage ? "MEMBER" : "NONE";
  const issue = fake.issues.add({
    title: body["title"],
    body: (body["body"] ?? null) as string | null,
    login: caller.login,
    author_association: association,
    // Without the right to, labels and assignees are dropped and nothing is said.
    labels: triage && body["labels"] !== undefined ? labelsOf(context, body["labels"]) : [],
    assignees: triage ? assignees.filter((login) => !fake.issues.dropped.has(login)) : [],
    hidden: fake.issues.lag,
  });
  return { status: 201, body: fake.issues.json(issue, "single"), headers: { location: `${fake.repoUrl}/issues/${issue.number}` } };
}

function getIssue(context: Context): Reply {
  return { status: 200, body: context.fake.issues.json(openIssue(context), "single") };
}

function mayEdit(caller: Caller, issue: FakeIssue): boolean {
  return mayTriage(caller) || issue.login === caller.login;
}

function update(context: Context): Reply {
  const { fake, body, caller } = context;
  const issue = openIssue(context);
  if (!mayEdit(caller, issue)) throw forbidden("issues", caller);
  if (body["title"] !== undefined) checkTitle(body["title"]);
  checkBody("Issue", body["body"]);
  if (body["title"] !== undefined) issue.title = String(body["title"]);
  if (body["body"] !== undefined) issue.body = body["body"] as string | null;
  if (body["labels"] !== undefined && mayTriage(caller)) issue.labels = labelsOf(context, body["labels"]);
  if (body["assignees"] !== undefined && mayTriage(caller)) issue.assignees = body["assignees"] as string[];
  issue.updated_at = fake.now();
  const state = body["state"] as "open" | "closed" | undefined;
  if (state !== undefined) fake.issues.setState(issue, state, caller.login, (body["state_reason"] ?? "completed") as string);
  fake.search.touch(issue.number);
  return { status: 200, body: fake.issues.json(issue, "single") };
}

function commentJson(fake: FakeGitHub, issue: FakeIssue, comment: FakeComment): Record<string, unknown> {
  const { login, ...rest } = comment;
  return {
    ...rest,
    node_id: nodeId("IC", comment.id),
    url: `${fake.repoUrl}/issues/comments/${comment.id}`,
    html_url: `https://github.com/${fake.repository}/issues/${issue.number}#issuecomment-${comment.id}`,
    issue_url: `${fake.repoUrl}/issues/${issue.number}`,
    user: person(login),
    author_association: "NONE",
  };
}

function listComments(context: Context): Reply {
  const { fake, query } = context;
  const issue = openIssue(context);
  const since = query.get("since");
  if (since !== null && Number.isNaN(Date.parse(since))) throw invalid("IssueComment", "since", "invalid");
  const found = issue.comments.filter((c) => since === null || Date.parse(c.updated_at) >= Date.parse(since));
  return page(
    context,
    found.map((c) => commentJson(fake, issue, c)),
  );
}

function createComment(context: Context): Reply {
  const { fake, body, caller } = context;
  const issue = openIssue(context);
  if (issue.locked && !mayWrite(caller, "issues")) throw refuse(403, "Unable to create comment because issue is locked.");
  if (typeof body["body"] !== "string" || body["body"].trim() === "") throw invalid("IssueComment", "body", "missing_field");
  checkBody("IssueComment", body["body"]);
  const comment = fake.issues.comment(issue.number, caller.login, body["body"]);
  return { status: 201, body: commentJson(fake, issue, comment) };
}

function commentOf({ fake, params }: Context): { issue: FakeIssue; comment: FakeComment } {
  for (const issue of fake.issues.all()) {
    const comment = issue.comments.find((c) => c.id === Number(params["comment"]));
    if (comment) return { issue, comment };
  }
  throw notFound();
}

function getComment(context: Context): Reply {
  const { issue, comment } = commentOf(context);
  return { status: 200, body: commentJson(context.fake, issue, comment) };
}

function updateComment(context: Context): Reply {
  const { fake, body, caller } = context;
  const { issue, comment } = commentOf(context);
  if (!mayTriage(caller) && comment.login !== caller.login) throw forbidden("issues", caller);
  checkBody("IssueComment", body["body"]);
  comment.body = String(body["body"]);
  comment.updated_at = fake.now();
  issue.updated_at = fake.now();
  return { status: 200, body: commentJson(fake, issue, comment) };
}

function deleteComment(context: Context): Reply {
  const { issue, comment } = commentOf(context);
  issue.comments.splice(issue.comments.indexOf(comment), 1);
  return { status: 204 };
}

function listEvents(context: Context): Reply {
  const issue = openIssue(context);
  return page(
    context,
    issue.events.map(({ actor, ...rest }) => ({
      ...rest,
      node_id: nodeId("E", rest.id),
      url: `${context.fake.repoUrl}/issues/events/${rest.id}`,
      actor: person(actor),
      commit_id: null,
    })),
  );
}

/** Comments and events in the order in which they happened. */
function timeline(context: Context): Reply {
  const { fake } = context;
  const issue = openIssue(context);
  const comments = issue.comments.map((c) => ({ ...commentJson(fake, issue, c), id: c.id, event: "commented", actor: person(c.login) }));
  const events = issue.events.map(({ actor, ...rest }) => ({ ...rest, actor: person(actor), commit_id: null }));
  return page(
    context,
    [...comments, ...events].sort((a, b) => a.id - b.id),
  );
}

function addLabels(context: Context): Reply {
  const { fake, body, caller } = context;
  const issue = openIssue(context);
  if (!mayTriage(caller)) throw forbidden("issues", caller);
  const before = new Set(issue.labels);
  issue.labels = [...new Set([...issue.labels, ...labelsOf(context, body["labels"])])];
  for (const name of issue.labels)
    if (!before.has(name)) fake.issues.happened(issue, "labeled", caller.login, { label: { name, color: "ededed" } });
  issue.updated_at = fake.now();
  return { status: 200, body: issue.labels.map((l) => fake.issues.labelJson(l)) };
}

function removeLabel(context: Context): Reply {
  const issue = openIssue(context);
  const at = issue.labels.findIndex((l) => l.toLowerCase() === (context.params["name"] ?? "").toLowerCase());
  if (at === -1) throw refuse(404, "Label does not exist");
  issue.labels.splice(at, 1);
  issue.updated_at = context.fake.now();
  return { status: 200, body: issue.labels.map((l) => context.fake.issues.labelJson(l)) };
}

function mayBeAssigned({ fake, params }: Context): Reply {
  if (fake.issues.unassignable.has(params["login"] ?? "")) throw notFound();
  return { status: 204 };
}

function lock(context: Context, locked: boolean): Reply {
  const issue = openIssue(context);
  issue.locked = locked;
  issue.updated_at = context.fake.now();
  return { status: 204 };
}

function listLabels(context: Context): Reply {
  return page(
    context,
    [...context.fake.issues.labels.keys()].map((name) => context.fake.issues.labelJson(name)),
  );
}

function createLabel(context: Context): Reply {
  const { fake, body, caller } = context;
  // Nobody is told that a place exists where he may not write.
  if (!mayTriage(caller)) throw caller.type === "Bot" ? forbidden("issues", caller) : notFound();
  const { name, color = "ededed", description = null } = body as { name: string; color?: string; description?: string | null };
  if (name.length > MAX_LABEL) throw invalid("Label", "name", "custom", `name is too long (maximum is ${MAX_LABEL} characters)`);
  if (!/^[0-9a-fA-F]{6}$/.test(color)) throw invalid("Label", "color", "invalid");
  if (description !== null && description.length > 100)
    throw invalid("Label", "description", "custom", "description is too long (maximum is 100 characters)");
  if (fake.issues.labelNamed(name) !== undefined) throw invalid("Label", "name", "already_exists");
  fake.issues.labels.set(name, { color, description });
  return { status: 201, body: fake.issues.labelJson(name) };
}

function getLabel({ fake, params }: Context): Reply {
  const name = fake.issues.labelNamed(params["name"] ?? "");
  if (name === undefined) throw notFound();
  return { status: 200, body: fake.issues.labelJson(name) };
}
