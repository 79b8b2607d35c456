/**
 * A step of a workflow inside this process, with any event. A test file that uses it begins with
 *
 *   vi.mock(import("../../src/load.ts"), async () => (await import("../e2e/job.ts")).quickLoad());
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { githubHost } from "../../src/host/github.ts";
import type { Outcome } from "../../src/result.ts";
import { readSettings } from "../../src/settings/settings.ts";
import { type Door, sync } from "../../src/sync.ts";
import type { FakeGitHub } from "../fakes/github/server.ts";
import { COMMIT } from "./kit.ts";

export interface StepSpec {
  inputs?: Record<string, string>;
  environment?: Record<string, string>;
  event?: object;
  /** Files by name, below the workspace. */
  files?: Record<string, string>;
  workspace: string;
  door?: Partial<Door>;
}

/** A push to main, run 7, job `test`, unless said otherwise. */
export async function step(
  fake: FakeGitHub,
  { inputs = {}, environment = {}, event = {}, files = {}, workspace, door = {} }: StepSpec,
): Promise<Outcome> {
  for (const [name, text] of Object.entries({
    ...files,
    "../event.json": JSON.stringify({ repository: { default_branch: "main", full_name: fake.repository }, ...event }),
  })) {
    const path = join(workspace, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  const values = { token: fake.token("app"), tracker: "github", "write-pace": "0", ...inputs };
  const settings = readSettings({ name: (n) => n, values: new Map(Object.entries(values)) });
  const variables = {
    GITHUB_WORKSPACE: workspace,
    GITHUB_REPOSITORY: fake.repository,
    GITHUB_REF: "refs/heads/main",
    GITHUB_REF_NAME: "main",
    GITHUB_REF_TYPE: "branch",
    GITHUB_EVENT_NAME: "push",
    GITHUB_EVENT_PATH: join(workspace, "..", "event.json"),
    GITHUB_RUN_ID: "7",
    GITHUB_RUN_ATTEMPT: "1",
    GITHUB_WORKFLOW_REF: `${fake.repository}/.github/workflows/ci.yml@refs/heads/main`,
    GITHUB_JOB: "test",
    GITHUB_SHA: COMMIT,
    GITHUB_API_URL: fake.apiUrl,
    GITHUB_GRAPHQL_URL: fake.graphqlUrl,
    RUNNER_TEMP: join(workspace, "..", "temp"),
    ...environment,
  };
  for (const folder of [workspace, join(workspace, "..", "temp")]) mkdirSync(folder, { recursive: true });
  const now = new Date().toISOString();
  return await sync(settings, githubHost(variables, settings, now), { reports: [], environment: {}, log: () => {}, ...door });
}

/** Collects in a job of its own workspace; the path of the file. */
export async function collecting(fake: FakeGitHub, spec: StepSpec): Promise<string> {
  const outcome = await step(fake, {
    ...spec,
    inputs: { mode: "collect", reports: Object.keys(spec.files ?? {}).join("\n"), ...spec.inputs },
  });
  if (outcome.result.evidence === null) throw new Error(JSON.stringify(outcome.result.failed));
  return outcome.result.evidence;
}
