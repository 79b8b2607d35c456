/** A client of the fake for the stores' tests, and what the fake itself does not answer. */
import { connect, type GitHubClient } from "../../src/trackers/github/client.ts";
import type { FakeGitHub } from "../fakes/github/server.ts";

/** A quick client; `who` as FakeGitHub.token has it. */
export function clientOf(fake: FakeGitHub, ...who: Parameters<FakeGitHub["token"]>): GitHubClient {
  return connect({
    token: fake.token(...who),
    repository: fake.repository,
    apiUrl: fake.apiUrl,
    graphqlUrl: fake.graphqlUrl,
    pace: 0,
    second: 2,
    timeout: 1_000,
  });
}

/** Answers for paths below the repository, before the fake is asked. */
export function answering(client: GitHubClient, answers: Record<string, unknown>): GitHubClient {
  return {
    ...client,
    get: async (path, options) => {
      const data = answers[path.replace(`${client.repo}/`, "")];
      return data === undefined ? await client.get(path, options) : { status: 200, headers: {}, data };
    },
  };
}

/** The mutation updateRefs, which the fake answers with nothing: a ref moves only from what it was said to be. */
export function withUpdateRefs(client: GitHubClient, fake: FakeGitHub): GitHubClient {
  return {
    ...client,
    graphql: async (query, variables = {}) => {
      if (!query.includes("updateRefs")) return await client.graphql(query, variables);
      const { refUpdates } = variables["input"] as { refUpdates: { name: string; beforeOid: string; afterOid: string; force: boolean }[] };
      for (const { name, beforeOid, afterOid, force } of refUpdates) {
        const fits = fake.git.refs.get(name) === beforeOid && (force || fake.git.ancestors(afterOid).has(beforeOid));
        if (!fits) return { data: { updateRefs: null }, errors: [{ type: "UNPROCESSABLE", message: "Reference cannot be updated" }] };
        fake.git.refs.set(name, afterOid);
      }
      return { data: { updateRefs: { clientMutationId: null } }, errors: [] };
    },
  };
}
