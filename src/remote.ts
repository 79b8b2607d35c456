/** GitHub, loaded only where it is used: its client is a bundle of its own. */
import type { ApiOptions } from "./commit/api.ts";
import type { PullRequestOptions } from "./commit/pull-request.ts";
import type { Store } from "./commit/store.ts";
import type { Host } from "./host/host.ts";
import type { CompareCommits } from "./host/look.ts";
import { load } from "./load.ts";
import type { Settings } from "./settings/settings.ts";
import type { HostedTracker } from "./trackers/tracker.ts";

export interface Remote {
  issues(label: string): Promise<HostedTracker>;
  apiStore(options: ApiOptions): Promise<Store>;
  pullRequestStore(options: PullRequestOptions): Promise<Store>;
  compare: CompareCommits;
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
  };
}
