/** GitHub, loaded only where it is used: its client is a bundle of its own. */
import type { ApiOptions } from "./commit/api.ts";
import type { PullRequestOptions } from "./commit/pull-request.ts";
import type { Store } from "./commit/store.ts";
import type { Host } from "./host/host.ts";
import type { CommitsBetween, CompareCommits } from "./host/look.ts";
import type { PullFacts, RunFacts } from "./host/runs.ts";
import { load } from "./load.ts";
import type { PullRequestComment } from "./publish/pull-request.ts";
import type { Settings } from "./settings/settings.ts";
import type { HostedTracker } from "./trackers/tracker.ts";

export interface Remote {
  issues(label: string): Promise<HostedTracker>;
  apiStore(options: ApiOptions): Promise<Store>;
  pullRequestStore(options: PullRequestOptions): Promise<Store>;
  compare: CompareCommits;
  between: CommitsBetween;
  /** A run of the repository `home`. */
  run(home: string, id: string): Promise<RunFacts>;
  /** The open pull request whose head is exactly that. */
  pull(head: { repository: string; branch: string; commit: string }): Promise<PullFacts | undefined>;
  /** Keys of the caches that begin so. */
  caches(home: string, prefix: string, ref: string | undefined): Promise<string[]>;
  /** Keeps one comment on a pull request. */
  comment(pull: number, comment: PullRequestComment): Promise<void>;
}

/** The repository's remote side; undefined without a token or a repository's name. */
export function remoteOf(settings: Settings, host: Host, log: (line: string) => void): Remote | undefined {
  const { repository } = host;
  if (settings.token === "" || repository === undefined) return undefined;
  let connection: ReturnType<typeof connect> | undefined;
  const connect = async () => {
    const github = await load<typeof import("./github.ts")>("github");
    const client = github.connect({
      token: settings.token,
      repository,
      apiUrl: host.apiUrl,
      graphqlUrl: host.graphqlUrl,
      pace: settings["write-pace"],
      log,
    });
    return { github, client };
  };
  const connected = (): ReturnType<typeof connect> => {
    connection ??= connect();
    return connection;
  };
  return {
    issues: async (label) => {
      const { github, client } = await connected();
      return github.githubIssues(client, { label });
    },
    apiStore: async (options) => {
      const { github, client } = await connected();
      return github.apiStore(client, options);
    },
    pullRequestStore: async (options) => {
      const { github, client } = await connected();
      return github.pullRequestStore(client, options);
    },
    compare: async (base, head) => {
      const { github, client } = await connected();
      return github.compareCommits(client, base, head);
    },
    between: async (base, head) => {
      const { github, client } = await connected();
      return github.commitsBetween(client, base, head);
    },
    run: async (home, id) => {
      const { github, client } = await connected();
      return github.runOf(client, home, id);
    },
    pull: async (head) => {
      const { github, client } = await connected();
      return github.pullOf(client, head);
    },
    caches: async (home, prefix, ref) => {
      const { github, client } = await connected();
      return github.cachesOf(client, home, prefix, ref);
    },
    comment: async (pull, comment) => {
      const { github, client } = await connected();
      await github.keepComment(client, pull, comment);
    },
  };
}
