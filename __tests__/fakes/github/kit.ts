/** What tests on the fake begin with: a client without pauses, operations, queries. */
import { fingerprintOf, keyOf } from "../../../src/identity/key.ts";
import type { Card, Operation, Stamp } from "../../../src/model.ts";
import { connect, type GitHubClient, type GitHubOptions } from "../../../src/trackers/github/client.ts";
import type { ListQuery, Writing } from "../../../src/trackers/tracker.ts";
import type { FakeGitHub } from "./server.ts";

/** A client of the fake that waits milliseconds where a real one waits seconds. */
export function clientOf(fake: FakeGitHub, options: Partial<GitHubOptions> = {}): GitHubClient {
  return connect({
    token: fake.token("app"),
    repository: fake.options.repository,
    apiUrl: fake.apiUrl,
    graphqlUrl: fake.graphqlUrl,
    pace: 0,
    second: 1,
    timeout: 5_000,
    ...options,
  });
}

export const WRITING: Writing = { actor: "ci-bot", mask: (text) => text.replaceAll("hunter2", "***") };

export const COMMIT = "0123456789abcdef0123456789abcdef01234567";

/** A run, by its number; later runs are created later. */
export function runStamp(run: number, attempt = 1): Stamp {
  return { run: String(run), attempt, commit: COMMIT, at: new Date(Date.now() - 3_600_000 + run * 60_000).toISOString() };
}

export const PRODUCER = "main / .github/workflows/ci.yml / test / linux";

/** An operation on the test `shop::api » NAME`; what is not given is as a first failure has it. */
export function operation(
  op: Operation["op"],
  name: string,
  run: number,
  more: Partial<Omit<Operation, "card">> & { card?: Partial<Card> } = {},
): Operation {
  const key = keyOf("test", "shop::api", name);
  const now = runStamp(run);
  const card: Card = {
    state: op === "close" ? "closed" : "failing",
    opened: now,
    now,
    url: `https://github.com/octo/shop/actions/runs/${run}`,
    branch: "main",
    workflow: ".github/workflows/ci.yml",
    job: "test",
    producers: [{ producer: PRODUCER, last: op === "close" ? "passed" : "failed", seen: now }],
    closesWhen: "when everything that saw it failing has seen it passing at a later commit",
    ...(op === "close"
      ? {}
      : { failure: { message: "assertion `left == right` failed", detail: "thread 'main' panicked", file: "src/lib.rs", line: 42 } }),
    ...more.card,
  };
  const reason = {
    create: "failed",
    comment: "the error changed",
    update: "the error changed",
    reopen: "it failed again",
    close: "passed",
  }[op];
  return {
    op,
    fingerprint: fingerprintOf(key),
    key,
    kind: "test",
    entry: null,
    tracker: "github",
    title: `Test failure: ${name} (shop::api)`,
    generation: 1,
    reason: `${reason} in run ${run} at ${COMMIT.slice(0, 12)}`,
    done: false,
    ...(op === "create" ? { filing: { type: "bug", priority: 0 } as const } : {}),
    ...more,
    card,
  };
}

export function listQuery(more: Partial<ListQuery> = {}): ListQuery {
  return { ids: [], since: new Date(Date.now() - 30 * 86_400_000).toISOString(), titles: [], now: new Date().toISOString(), ...more };
}
