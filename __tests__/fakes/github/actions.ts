/** Workflow runs and jobs of the fake, for what a run and its jobs are asked after. */
import { type Context, notFound, page, type Reply, type Route, user } from "./reply.ts";
import type { FakeGitHub } from "./server.ts";

export interface FakeRun {
  id: number;
  attempt: number;
  head_sha: string;
  head_branch: string;
  event: string;
  path: string;
  created_at: string;
  status: "completed" | "in_progress";
  conclusion: "success" | "failure" | "cancelled" | null;
  jobs: FakeJob[];
  /** `owner/name` of what was tested, where that is a fork; null where the fork is gone. */
  head_repository?: string | null;
  /** Message of the tested commit. */
  message?: string;
}

/** A cache of Actions. */
export interface FakeCache {
  id: number;
  key: string;
  /** `refs/heads/main`. */
  ref: string;
}

export interface FakeJob {
  id: number;
  name: string;
  run_attempt: number;
  status: "completed" | "in_progress";
  conclusion: "success" | "failure" | "cancelled" | "skipped" | null;
  started_at: string;
  completed_at: string | null;
  steps: { name: string; number: number; status: string; conclusion: string | null }[];
  log: string;
}

export class Runs {
  /** Caches of the repository, as the list of them has them. */
  readonly caches: FakeCache[] = [];
  private readonly runs = new Map<number, FakeRun>();
  private readonly fake: FakeGitHub;

  constructor(fake: FakeGitHub) {
    this.fake = fake;
  }

  /** Adds a run; what is not given has ordinary values. */
  add(run: Partial<FakeRun> & { id: number }): FakeRun {
    const full: FakeRun = {
      attempt: 1,
      head_sha: this.fake.git.head(this.fake.git.defaultBranch) ?? "",
      head_branch: this.fake.git.defaultBranch,
      event: "push",
      path: ".github/workflows/ci.yml",
      created_at: this.fake.now(),
      status: "completed",
      conclusion: "success",
      jobs: [],
      ...run,
    };
    this.runs.set(full.id, full);
    return full;
  }

  get(id: number): FakeRun | undefined {
    return this.runs.get(id);
  }

  all(): FakeRun[] {
    return [...this.runs.values()].sort((a, b) => b.id - a.id);
  }

  job(id: number): { run: FakeRun; job: FakeJob } | undefined {
    for (const run of this.runs.values()) {
      const job = run.jobs.find((j) => j.id === id);
      if (job) return { run, job };
    }
    return undefined;
  }
}

const ACTIONS = "/repos/:owner/:repo/actions";

export const actionsRoutes: Route[] = [
  { method: "GET", path: `${ACTIONS}/runs`, needs: "actions", handle: listRuns },
  { method: "GET", path: `${ACTIONS}/runs/:run`, needs: "actions", handle: (c) => ({ status: 200, body: runJson(c, runOf(c)) }) },
  { method: "GET", path: `${ACTIONS}/runs/:run/attempts/:attempt`, needs: "actions", handle: getAttempt },
  { method: "GET", path: `${ACTIONS}/runs/:run/jobs`, needs: "actions", handle: listJobs },
  { method: "GET", path: `${ACTIONS}/runs/:run/attempts/:attempt/jobs`, needs: "actions", handle: listJobs },
  { method: "GET", path: `${ACTIONS}/jobs/:job`, needs: "actions", handle: getJob },
  { method: "GET", path: `${ACTIONS}/jobs/:job/logs`, needs: "actions", handle: getLog },
  { method: "GET", path: `${ACTIONS}/caches`, needs: "actions", handle: listCaches },
  { method: "GET", path: "/_blobs/:job", handle: getBlobLog },
];

function runOf({ fake, params }: Context): FakeRun {
  const run = fake.runs.get(Number(params["run"]));
  if (!run) throw notFound();
  return run;
}

function runJson({ fake }: Context, run: FakeRun): Record<string, unknown> {
  const { attempt, jobs: _, head_repository: from, message, ...rest } = run;
  const repository = { id: 1296269, full_name: fake.repository, name: fake.repository.split("/")[1] };
  return {
    ...rest,
    run_attempt: attempt,
    run_number: run.id % 1000,
    name: "CI",
    workflow_id: 1,
    html_url: `https://github.com/${fake.repository}/actions/runs/${run.id}`,
    url: `${fake.repoUrl}/actions/runs/${run.id}`,
    updated_at: run.created_at,
    run_started_at: run.created_at,
    actor: user({ login: "maria", id: 1, type: "User" }),
    repository,
    head_repository:
      from === undefined ? repository : from === null ? null : { id: 7, full_name: from, name: from.split("/")[1], fork: true },
    head_commit: { id: run.head_sha, message: message ?? "A change", author: { name: "maria", email: "m@example.com" } },
    // Those of forks are never listed here.
    pull_requests: [],
  };
}

function listRuns(context: Context): Reply {
  const { fake, query } = context;
  const wanted = fake.runs
    .all()
    .filter(
      (run) =>
        (query.get("branch") ?? run.head_branch) === run.head_branch &&
        (query.get("event") ?? run.event) === run.event &&
        (query.get("head_sha") ?? run.head_sha) === run.head_sha,
    )
    .map((run) => runJson(context, run));
  return counted(context, "workflow_runs", wanted);
}

function getAttempt(context: Context): Reply {
  const run = runOf(context);
  const attempt = Number(context.params["attempt"]);
  if (attempt > run.attempt) throw notFound();
  return { status: 200, body: { ...runJson(context, run), run_attempt: attempt } };
}

function listJobs(context: Context): Reply {
  const run = runOf(context);
  const attempt = context.params["attempt"];
  const latest = context.query.get("filter") !== "all";
  const jobs = run.jobs.filter((job) =>
    attempt !== undefined ? job.run_attempt === Number(attempt) : !latest || job.run_attempt === run.attempt,
  );
  return counted(
    context,
    "jobs",
    jobs.map((job) => jobJson(context, run, job)),
  );
}

function jobJson({ fake }: Context, run: FakeRun, job: FakeJob): Record<string, unknown> {
  const { log: _, ...rest } = job;
  return {
    ...rest,
    run_id: run.id,
    head_sha: run.head_sha,
    head_branch: run.head_branch,
    workflow_name: "CI",
    html_url: `https://github.com/${fake.repository}/actions/runs/${run.id}/job/${job.id}`,
  };
}

function getJob(context: Context): Reply {
  const found = context.fake.runs.job(Number(context.params["job"]));
  if (!found) throw notFound();
  return { status: 200, body: jobJson(context, found.run, found.job) };
}

/** Logs lie in a store elsewhere, reached by a redirect that carries its own right. */
function getLog({ fake, params }: Context): Reply {
  const found = fake.runs.job(Number(params["job"]));
  if (!found) throw notFound();
  return { status: 302, headers: { location: `${fake.apiUrl.replace("127.0.0.1", "localhost")}/_blobs/${found.job.id}?sig=x` } };
}

function getBlobLog({ fake, params, headers }: Context): Reply {
  const found = fake.runs.job(Number(params["job"]));
  if (!found) throw notFound();
  // The store refuses a request with a second kind of credentials.
  if (headers["authorization"] !== undefined) return { status: 400, body: { message: "InvalidAuthenticationInfo" } };
  return { status: 200, raw: { type: "text/plain", bytes: Buffer.from(found.job.log) } };
}

function listCaches(context: Context): Reply {
  const { fake, query } = context;
  const [key, ref] = [query.get("key") ?? "", query.get("ref")];
  const found = fake.runs.caches.filter((cache) => cache.key.startsWith(key) && (ref === null || cache.ref === ref));
  return counted(
    context,
    "actions_caches",
    found.map((cache) => ({ ...cache, version: "x", size_in_bytes: 1, created_at: fake.now(), last_accessed_at: fake.now() })),
  );
}

/** Lists of Actions come as an object with the total beside the page. */
function counted(context: Context, name: string, all: readonly unknown[]): Reply {
  const reply = page(context, all);
  return { ...reply, body: { total_count: all.length, [name]: reply.body } };
}
