/**
 * The whole job inside this process, as a step of a push: for tests that need hundreds of runs, or to look in between.
 * A test file that uses GitHub with it begins with
 *
 *   vi.mock(import("../../src/load.ts"), async () => (await import("./job.ts")).quickLoad());
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { githubHost } from "../../src/host/github.ts";
import type { Outcome } from "../../src/result.ts";
import { readSettings } from "../../src/settings/settings.ts";
import { type Door, sync } from "../../src/sync.ts";
import type { FakeGitHub } from "../fakes/github/server.ts";
import { commitOf } from "./shop.ts";

/** Loads GitHub's client as the bundles do, but with seconds of a millisecond: what waits for a lost answer waits in vain here. */
export async function quickLoad(): Promise<typeof import("../../src/load.ts")> {
  const github = await import("../../src/github.ts");
  const quick = { ...github, connect: (options: Parameters<typeof github.connect>[0]) => github.connect({ ...options, second: 1 }) };
  return { load: async <Module>() => quick as Module };
}

export interface Job {
  /** Number of the run; each is of another commit. */
  run: number;
  attempt?: number;
  /** Minutes from now at which it is created. */
  later?: number;
  /** Reports by file name. */
  reports: Record<string, string>;
  workspace: string;
  inputs?: Record<string, string>;
  environment?: Record<string, string>;
  door?: Partial<Door>;
}

/** Delivers one run to the fake's repository. */
export async function deliver(
  fake: FakeGitHub,
  { run, attempt = 1, later = 0, reports, workspace, inputs = {}, environment = {}, door = {} }: Job,
): Promise<Outcome> {
  mkdirSync(workspace, { recursive: true });
  for (const [name, text] of Object.entries(reports)) writeFileSync(join(workspace, name), text);
  const values = { reports: Object.keys(reports).join("\n"), token: fake.token("app"), "write-pace": "0", ...inputs };
  const settings = readSettings({ name: (n) => n, values: new Map(Object.entries(values)) });
  const variables = {
    GITHUB_WORKSPACE: workspace,
    GITHUB_REPOSITORY: fake.repository,
    GITHUB_REF_NAME: "main",
    GITHUB_REF_TYPE: "branch",
    GITHUB_EVENT_NAME: "push",
    GITHUB_RUN_ID: String(run),
    GITHUB_RUN_ATTEMPT: String(attempt),
    GITHUB_WORKFLOW_REF: `${fake.repository}/.github/workflows/ci.yml@refs/heads/main`,
    GITHUB_JOB: "test",
    GITHUB_SHA: commitOf(run - 1),
    GITHUB_API_URL: fake.apiUrl,
    GITHUB_GRAPHQL_URL: fake.graphqlUrl,
    ...environment,
  };
  const at = new Date(Date.now() + later * 60_000).toISOString();
  return await sync(settings, githubHost(variables, settings, at), { reports: [], environment: {}, log: () => {}, ...door });
}

/** The text without moments of time, which differ from run to run. */
export function timeless(text: string): string {
  return text.replace(/\d{4}-\d\d-\d\d[T ][\d:.]+(?:Z| UTC)/g, "TIME");
}

/** What people and later runs see of GitHub Issues and of the ledger beside them. */
export function hostedState(fake: FakeGitHub): unknown {
  const issues = fake.issues.all().map(({ number, title, body, labels, state, state_reason, comments }) => ({
    number,
    title,
    body: timeless(body ?? ""),
    labels,
    state,
    state_reason,
    comments: comments.map((comment) => timeless(comment.body)),
  }));
  return { issues, ledger: ledgerOf(fake.git.file("ci-tracker", ".ci-tracker/ledger.jsonl")) };
}

/** Lines of a ledger, without times. */
export function ledgerOf(text: string | null | undefined): unknown[] {
  return timeless(text ?? "")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as unknown);
}
