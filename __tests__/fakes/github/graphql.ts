/**
 * GraphQL of the fake: queries are parsed, validated and executed against GitHub's own schema (SDL of
 * @octokit/graphql-schema), so that a misspelt field fails as it would there. Errors come with status 200.
 */
import { readFileSync } from "node:fs";
import { buildSchema, GraphQLError, type GraphQLSchema, graphql, Kind, parse } from "graphql";
import { commitOnBranch } from "./git-data.ts";
import { type Caller, type Context, type Reply, type Route, refuse } from "./reply.ts";
import type { FakeGitHub } from "./server.ts";

export const graphqlRoutes: Route[] = [{ method: "POST", path: "/graphql", handle: execute }];

/** Building it takes a quarter of a second, so only tests that need it pay. */
let schema: GraphQLSchema | undefined;

function officialSchema(): GraphQLSchema {
  if (!schema) {
    const sdl = new URL("../../../node_modules/@octokit/graphql-schema/schema.graphql", import.meta.url);
    schema = buildSchema(readFileSync(sdl, "utf8"), { assumeValidSDL: true });
  }
  return schema;
}

/** Whether the body of a GraphQL request could change something. */
export function isMutation(body: unknown): boolean {
  const query = typeof body === "object" && body !== null && "query" in body ? body.query : undefined;
  if (typeof query !== "string") return false;
  try {
    return parse(query).definitions.some((d) => d.kind === Kind.OPERATION_DEFINITION && d.operation === "mutation");
  } catch {
    return false;
  }
}

async function execute({ fake, caller, body }: Context): Promise<Reply> {
  if (caller.login === "") throw refuse(403, "API rate limit exceeded for unauthenticated requests");
  if (typeof body["query"] !== "string")
    return { status: 200, body: { errors: [{ message: "A query attribute must be specified and must be a string." }] } };
  const variables = (body["variables"] ?? {}) as Record<string, unknown>;
  const result = await graphql({
    schema: officialSchema(),
    source: body["query"],
    variableValues: variables,
    rootValue: root(fake, caller),
  });
  if (!result.errors) return { status: 200, body: { data: result.data } };
  const errors = result.errors.map(({ message, locations, path, extensions }) => {
    const { type, ...rest } = extensions;
    return {
      ...(type === undefined ? {} : { type }),
      ...(path === undefined ? {} : { path }),
      ...(Object.keys(rest).length > 0 ? { extensions: rest } : {}),
      locations,
      message,
    };
  });
  // What could not be validated has no data at all.
  return { status: 200, body: result.data === undefined ? { errors } : { data: result.data, errors } };
}

function fail(type: string, message: string): never {
  throw new GraphQLError(message, { extensions: { type } });
}

function root(fake: FakeGitHub, caller: Caller): Record<string, unknown> {
  return {
    viewer: () => ({ __typename: "User", login: caller.login, id: `U_${caller.id}`, databaseId: caller.id }),
    rateLimit: () => ({ limit: 1000, remaining: 900, cost: 1, used: 100, resetAt: fake.now(), nodeCount: 0 }),
    repository: ({ owner, name }: { owner: string; name: string }) => {
      if (`${owner}/${name}`.toLowerCase() !== fake.repository.toLowerCase())
        fail("NOT_FOUND", `Could not resolve to a Repository with the name '${owner}/${name}'.`);
      return repository(fake);
    },
    createCommitOnBranch: ({ input }: { input: Parameters<typeof commitOnBranch>[2] & { clientMutationId?: string } }) => {
      const made = commitOnBranch(fake, caller, input);
      if ("type" in made) return fail(made.type, made.message);
      const name = input.branch.branchName ?? "";
      return { clientMutationId: input.clientMutationId, commit: commit(fake, made.sha), ref: ref(fake, `refs/heads/${name}`) };
    },
  };
}

function repository(fake: FakeGitHub): Record<string, unknown> {
  return {
    id: "R_1296269",
    databaseId: 1296269,
    nameWithOwner: fake.repository,
    name: fake.repository.split("/")[1],
    isPrivate: fake.options.private,
    isArchived: fake.options.archived,
    hasIssuesEnabled: fake.options.hasIssues,
    defaultBranchRef: () => ref(fake, `refs/heads/${fake.git.defaultBranch}`),
    ref: ({ qualifiedName }: { qualifiedName: string }) =>
      ref(fake, qualifiedName.startsWith("refs/") ? qualifiedName : `refs/heads/${qualifiedName}`),
    object: ({ expression, oid }: { expression?: string; oid?: string }) => object(fake, expression ?? oid ?? ""),
  };
}

function ref(fake: FakeGitHub, name: string): Record<string, unknown> | null {
  const sha = fake.git.refs.get(name);
  if (sha === undefined) return null;
  return {
    id: `REF_${name}`,
    name: name.replace(/^refs\/(?:heads|tags)\//, ""),
    prefix: /^refs\/\w+\//.exec(name)?.[0] ?? "refs/",
    target: () => commit(fake, sha),
  };
}

function commit(fake: FakeGitHub, sha: string): Record<string, unknown> | null {
  const found = fake.git.commits.get(sha);
  if (!found) return null;
  const [headline = ""] = found.message.split("\n");
  return {
    __typename: "Commit",
    id: `C_${sha}`,
    oid: sha,
    abbreviatedOid: sha.slice(0, 7),
    url: `https://github.com/${fake.repository}/commit/${sha}`,
    message: found.message,
    messageHeadline: headline,
    committedDate: found.committer.date,
    authoredDate: found.author.date,
  };
}

/** `branch:path`, a revision, or an object's hash. */
function object(fake: FakeGitHub, expression: string): Record<string, unknown> | null {
  const at = expression.indexOf(":");
  if (at === -1) return commit(fake, fake.git.resolve(expression) ?? expression);
  const tree = fake.git.commits.get(fake.git.resolve(expression.slice(0, at)) ?? "")?.tree;
  const entry = tree === undefined ? undefined : fake.git.entryAt(tree, expression.slice(at + 1));
  if (!entry) return null;
  if (entry.type === "tree") {
    const entries = [...(fake.git.trees.get(entry.sha) ?? [])];
    return {
      __typename: "Tree",
      oid: entry.sha,
      entries: () =>
        entries.map(([name, e]) => ({
          name,
          type: e.type,
          oid: e.sha,
          path: `${expression.slice(at + 1)}/${name}`,
          mode: Number.parseInt(e.mode, 8),
        })),
    };
  }
  const bytes = fake.git.blobs.get(entry.sha) ?? Buffer.alloc(0);
  const isBinary = bytes.includes(0);
  // Texts longer than half a megabyte are cut (docs: Blob.isTruncated).
  return {
    __typename: "Blob",
    oid: entry.sha,
    byteSize: bytes.length,
    isBinary,
    isTruncated: bytes.length > 512 * 1024,
    text: isBinary ? null : bytes.subarray(0, 512 * 1024).toString("utf8"),
  };
}
