/**
 * GitHub's API: one client for the tracker, the commit stores and whatever else asks. It paces writes, waits when GitHub
 * says so (within bounds), gives every request a time limit, repeats reads but never writes, and believes an answer
 * only when it is the whole JSON it should be: a page of HTML, a cut body or an odd shape is "unknown", never "none".
 *
 * Limits and advice: docs.github.com, "Rate limits for the REST API" and "Best practices for using the REST API".
 */
import { buffer } from "node:stream/consumers";
import { defaults, GitHub, getOctokitOptions } from "@actions/github/lib/utils";
import { throttling } from "@octokit/plugin-throttling";
import { type Code, CodedError } from "../../errors.ts";
import { clip } from "../../text/clip.ts";
import { oneLine } from "../../text/defuse.ts";

export interface GitHubOptions {
  token: string;
  /** `owner/name`. */
  repository: string;
  /** `GITHUB_API_URL`: `https://api.github.com`, or an enterprise server's `…/api/v3`. */
  apiUrl: string;
  /** `GITHUB_GRAPHQL_URL`. */
  graphqlUrl: string;
  /** Milliseconds between the beginnings of two writes; GitHub asks for a second. */
  pace?: number;
  /** Milliseconds that one request may take. */
  timeout?: number;
  /** How long a second of waiting lasts, in milliseconds; tests make it short. */
  second?: number;
  /** Gets a line when something is worth a word: a wait, a repeated request. */
  log?: (line: string) => void;
}

export interface Answer {
  status: number;
  /** Names in lower case. */
  headers: Record<string, string>;
  /** Parsed JSON; with `as: "bytes"` a Buffer; undefined for an answer without a body. */
  data: unknown;
}

export interface ReadOptions {
  query?: Record<string, string>;
  /** `bytes` asks for the raw content of a file or blob. */
  as?: "json" | "bytes";
  headers?: Record<string, string>;
  /** Statuses of 300 and more that are answers, such as 404 for "there is none". Their data is what GitHub said, not checked. */
  allow?: readonly number[];
}

export interface GraphqlAnswer {
  data: unknown;
  /** Comes beside data: parts of a query may fail. `type` is GitHub's code, such as STALE_DATA. */
  errors: { type: string | undefined; message: string }[];
}

export interface GitHubClient {
  /** `owner/name`. */
  repository: string;
  /** `/repos/owner/name`, the beginning of most paths. */
  repo: string;
  /** Reads; repeated when the outcome is unknown. Throws GitHubFault. */
  get(path: string, options?: ReadOptions): Promise<Answer>;
  /** Writes, once. Throws GitHubFault; with outcome `unknown`, look before you write again. */
  send(
    method: "POST" | "PATCH" | "PUT" | "DELETE",
    path: string,
    body?: Record<string, unknown>,
    allow?: readonly number[],
  ): Promise<Answer>;
  /** The pages of a list, one after another, following GitHub's links. Each is an array, or it throws. */
  pages(path: string, query?: Record<string, string>): AsyncGenerator<unknown[]>;
  /** A GraphQL query (repeated when the outcome is unknown) or mutation (sent once). Errors in the answer do not throw, apart from limits. */
  graphql(query: string, variables?: Record<string, unknown>): Promise<GraphqlAnswer>;
  /** The login the token stands for, `github-actions[bot]` in a workflow; undefined where the server does not tell. Throws when it could not be asked. */
  viewer(): Promise<string | undefined>;
  /** Waits, in the client's measure of seconds. */
  wait(seconds: number): Promise<void>;
  /** See GitHubOptions.log. */
  log(line: string): void;
}

/** Something GitHub refused, or an answer that cannot be believed. The message never holds the token. */
export class GitHubFault extends Error {
  /** `refused`: nothing happened. `unknown`: nobody can tell whether it was carried out. */
  readonly outcome: "refused" | "unknown";
  readonly about: "token" | "limit" | "other";
  /** HTTP status; undefined when there was no answer. */
  readonly status: number | undefined;
  /** Codes of a 422, such as `already_exists`. */
  readonly codes: readonly string[];

  constructor(
    message: string,
    outcome: "refused" | "unknown",
    more: { about?: "token" | "limit" | "other"; status?: number; codes?: readonly string[] } = {},
  ) {
    super(message);
    this.name = "GitHubFault";
    this.outcome = outcome;
    this.about = more.about ?? "other";
    this.status = more.status;
    this.codes = more.codes ?? [];
  }
}

/** A fault as a coded error: E_TOKEN when a right is missing, else the given code. `what` says what was tried. */
export function codedFault(thrown: unknown, code: Code, what: string): CodedError {
  if (thrown instanceof CodedError) return thrown;
  if (!(thrown instanceof GitHubFault))
    return new CodedError("E_INTERNAL", `${what}: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
  return new CodedError(thrown.about === "token" ? "E_TOKEN" : code, `${what}: ${thrown.message}`);
}

const Octokit = GitHub.plugin(throttling);

/** Waiting for limits takes at most so many seconds in all, and at most two waits a request. */
const PATIENCE = 240;
const MAX_WAITS = 2;
/** A read is tried so often. */
const MAX_TRIES = 3;
/** No list is longer; a server that always names a next page must not hold us for ever. */
const MAX_PAGES = 2_000;
const REDIRECTS = [301, 302, 307, 308];

export function connect(options: GitHubOptions): GitHubClient {
  const { token, repository, graphqlUrl, pace = 1_000, timeout = 60_000, second = 1_000, log = () => {} } = options;
  const apiUrl = options.apiUrl.replace(/\/+$/, "");
  if (!/^[\w.-]+\/[\w.-]+$/.test(repository))
    throw new CodedError("E_INPUT_VALUE", "the repository is not of the form owner/name", { exit: 2 });
  const repo = `/repos/${repository}`;
  const origin = new URL(apiUrl).origin;
  const words = (text: string): string => clip(oneLine(text.replaceAll(token, "***")), 300);
  const wait = (seconds: number): Promise<void> => sleep(seconds * second);
  let patience = PATIENCE;
  const mayWait = (what: string, seconds: number, waits: number): boolean => {
    if (waits >= MAX_WAITS || seconds > patience) return false;
    patience -= seconds;
    log(`GitHub's ${what} is reached; waiting ${seconds} s`);
    return true;
  };
  const octokit = new Octokit(
    getOctokitOptions(token, {
      baseUrl: apiUrl,
      userAgent: "ci-tracker",
      request: { fetch: bounded(timeout) },
      log: { debug: () => {}, info: () => {}, warn: (line: string) => log(words(line)), error: (line: string) => log(words(line)) },
      throttle: {
        onSecondaryRateLimit: (seconds, _options, _octokit, waits) => mayWait("secondary limit", seconds, waits),
        onRateLimit: (seconds, _options, _octokit, waits) => mayWait("limit of requests", seconds, waits),
        retryAfterBaseValue: second,
        // The plugin's own queues are shared by all clients of a process, cannot be told a pace, and cost 10 ms a request.
        ...({ retryLimiter: queue(), global: lane(0), auth: lane(0) } as object),
        write: lane(pace) as never,
        notifications: lane(0) as never,
        search: lane(2 * pace) as never,
      },
    }),
  );

  async function once(
    method: string,
    url: string,
    send: { body?: Record<string, unknown>; headers?: Record<string, string>; as?: "json" | "bytes"; allow?: readonly number[] },
  ): Promise<Answer> {
    const { body, as = "json", allow = [] } = send;
    const accept = as === "bytes" ? "application/vnd.github.raw+json" : "application/vnd.github+json";
    const what = `${method} ${url.startsWith(apiUrl) ? url.slice(apiUrl.length) : url}`;
    let response: { status: number; headers: Record<string, unknown>; data: unknown };
    try {
      response = await octokit.request({
        method: method as "GET",
        url,
        headers: { accept, "x-github-api-version": "2022-11-28", ...send.headers },
        ...(body === undefined ? {} : { data: body }),
        // octokit takes a body that breaks off for an empty one; so it is read here.
        request: { parseSuccessResponseBody: false },
      });
    } catch (error) {
      const refused = refusal(error);
      if (refused && allow.includes(refused.status)) return refused;
      throw refused ? faultOf(refused, what, method) : new GitHubFault(`${words(what)}: ${words(reasonOf(error))}`, "unknown");
    }
    const headers = stringHeaders(response.headers);
    if (response.status >= 300) {
      if (allow.includes(response.status)) return { status: response.status, headers, data: undefined };
      throw new GitHubFault(`${words(what)} was answered with an unexpected redirect (${response.status})`, "refused", {
        status: response.status,
      });
    }
    return { status: response.status, headers, data: await dataOf(response, as, what) };
  }

  async function dataOf(
    response: { status: number; headers: Record<string, unknown>; data: unknown },
    as: "json" | "bytes",
    what: string,
  ): Promise<unknown> {
    if (response.data === "" || response.data === null || response.data === undefined) return as === "bytes" ? Buffer.alloc(0) : undefined;
    let bytes: Buffer;
    try {
      bytes = await buffer(response.data as ReadableStream);
    } catch (error) {
      throw new GitHubFault(`${words(what)}: the answer broke off (${words(reasonOf(error))})`, "unknown", { status: response.status });
    }
    const type = String(response.headers["content-type"] ?? "nothing");
    if (as === "bytes") {
      if (!/text\/html/.test(type)) return bytes;
    } else if (/[/+]json\b/.test(type)) {
      try {
        return JSON.parse(bytes.toString("utf8"));
      } catch {
        throw new GitHubFault(`${words(what)}: the answer is not whole JSON`, "unknown", { status: response.status });
      }
    }
    throw new GitHubFault(`${words(what)} was answered with ${words(type)}, not with what GitHub answers`, "unknown", {
      status: response.status,
    });
  }

  function faultOf({ status, headers, data }: Answer, what: string, method: string): GitHubFault {
    const object = isObject(data) ? data : {};
    const said = typeof object["message"] === "string" ? object["message"] : "";
    const errors = Array.isArray(object["errors"]) ? object["errors"].filter(isObject) : [];
    const codes = errors.flatMap((e) => (typeof e["code"] === "string" ? [e["code"]] : []));
    const details = errors
      .map((e) => e["message"] ?? [e["field"], e["code"]].filter((w) => w !== undefined).join(" "))
      .filter((w) => typeof w === "string" && w !== "");
    const text = words([said, ...details].filter((w) => w !== "").join(": "));
    const about = aboutOf(status, said, headers);
    const right = about === "token" ? `; ${rightFor(what, method, headers)}` : "";
    const again = about === "limit" && headers["retry-after"] !== undefined ? ` (try again in ${words(headers["retry-after"])} s)` : "";
    // Only a refusal proves that nothing happened; a gateway's 5xx may hide a write that went through.
    return new GitHubFault(
      `${words(what)} was answered with ${status}${text === "" ? "" : ` ${text}`}${again}${right}`,
      status >= 500 ? "unknown" : "refused",
      { about, status, codes },
    );
  }

  /** Repeats what has no effect, with growing and unequal pauses. */
  async function repeated<T>(ask: () => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries++) {
      try {
        return await ask();
      } catch (error) {
        if (!(error instanceof GitHubFault) || error.outcome !== "unknown" || tries >= MAX_TRIES) throw error;
        log(`${error.message}; asking again`);
        await wait(2 ** (tries - 1) * (0.5 + Math.random()));
      }
    }
  }

  async function* pages(path: string, query: Record<string, string> = {}): AsyncGenerator<unknown[]> {
    let url: string | undefined = withQuery(path, { per_page: "100", ...query });
    const seen = new Set<string>();
    while (url !== undefined) {
      if (seen.has(url) || seen.size >= MAX_PAGES) throw new GitHubFault(`GET ${words(path)}: the list has no end`, "unknown");
      seen.add(url);
      const at: string = url;
      const { data, headers } = await repeated(() => once("GET", at, {}));
      if (!Array.isArray(data)) throw new GitHubFault(`GET ${words(path)} was answered with something that is no list`, "unknown");
      yield data;
      url = /<([^<>]+)>;\s*rel="next"/.exec(headers["link"] ?? "")?.[1];
      // The token must not follow a link to somewhere else.
      if (url !== undefined && new URL(url).origin !== origin)
        throw new GitHubFault(`GET ${words(path)}: the next page lies on another server`, "unknown");
    }
  }

  async function graphql(query: string, variables: Record<string, unknown> = {}): Promise<GraphqlAnswer> {
    const ask = async (): Promise<GraphqlAnswer> => {
      const { data } = await once("POST", graphqlUrl, { body: { query, variables } });
      if (!isObject(data) || (!("data" in data) && !Array.isArray(data["errors"])))
        throw new GitHubFault("GraphQL was answered with something else", "unknown");
      const given = Array.isArray(data["errors"]) ? data["errors"].filter(isObject) : [];
      const errors = given.map((e) => ({
        type: typeof e["type"] === "string" ? e["type"] : undefined,
        message: words(String(e["message"] ?? "")),
      }));
      if (errors.some((e) => e.type === "RATE_LIMITED"))
        throw new GitHubFault("GitHub's limit of GraphQL requests is reached", "refused", { about: "limit" });
      return { data: data["data"], errors };
    };
    return /^\s*mutation\b/.test(query) ? ask() : repeated(ask);
  }

  async function whoAmI(): Promise<string | undefined> {
    try {
      const { data } = await graphql("query { viewer { login } }");
      const viewer = isObject(data) && isObject(data["viewer"]) ? data["viewer"]["login"] : undefined;
      if (typeof viewer === "string" && viewer !== "") return viewer;
    } catch (error) {
      if (!(error instanceof GitHubFault) || error.outcome === "unknown" || error.about === "limit" || error.status === 401) throw error;
    }
    // Servers without GraphQL; an app's token is refused here.
    const { status, data } = await repeated(() => once("GET", "/user", { allow: [403, 404] }));
    return status === 200 && isObject(data) && typeof data["login"] === "string" ? data["login"] : undefined;
  }

  let viewer: Promise<string | undefined> | undefined;
  return {
    repository,
    repo,
    get: (path, { query = {}, ...rest } = {}) => repeated(() => once("GET", withQuery(path, query), rest)),
    send: (method, path, body, allow = []) => once(method, path, { ...(body === undefined ? {} : { body }), allow }),
    pages,
    graphql,
    viewer: () => {
      viewer ??= whoAmI().catch((error: unknown) => {
        // What failed may be asked again.
        viewer = undefined;
        throw error;
      });
      return viewer;
    },
    wait,
    log: (line) => log(words(line)),
  };
}

type Job = (...args: unknown[]) => unknown;

/** Starts of jobs at least `gap` milliseconds apart; what the plugin asks of a group of lanes (Bottleneck's), and no more. */
function lane(gap: number): { key: () => { schedule: (options: unknown, job: Job, ...args: unknown[]) => Promise<unknown> } } {
  let free = 0;
  const schedule = async (_options: unknown, job: Job, ...args: unknown[]): Promise<unknown> => {
    const start = Math.max(Date.now(), free);
    free = start + gap;
    if (start > Date.now()) await sleep(start - Date.now());
    return job(...args);
  };
  return { key: () => ({ schedule }) };
}

/** Runs jobs, and again after as many milliseconds as the plugin's listener for failures says; likewise in Bottleneck's words. */
function queue(): { on: (event: string, listener: Job) => void; schedule: (job: Job, ...args: unknown[]) => Promise<unknown> } {
  let failed: Job = () => undefined;
  return {
    on: (event, listener) => {
      if (event === "failed") failed = listener;
    },
    schedule: async (job, ...args) => {
      for (;;) {
        try {
          return await job(...args);
        } catch (error) {
          // The listener looks into an answer that a broken connection does not have.
          const pause = isObject(error) && error["response"] !== undefined ? await failed(error, { args }) : undefined;
          if (typeof pause !== "number") throw error;
          await sleep(pause);
        }
      }
    },
  };
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/**
 * A fetch with a time limit that covers the body too. Redirected writes (a renamed repository) are sent again to where
 * they belong, on the same server; by its own rules fetch would turn a POST into a GET.
 */
function bounded(timeout: number): Fetch {
  const plain = defaults.request?.["fetch"] as Fetch;
  return async (url, init) => {
    const signal = AbortSignal.timeout(timeout);
    if (init.method === "GET") return plain(url, { ...init, signal });
    let at = url;
    for (let hops = 0; ; hops++) {
      const response = await plain(at, { ...init, signal, redirect: "manual" });
      const location = response.headers.get("location");
      if (!REDIRECTS.includes(response.status) || location === null || hops >= 3) return response;
      const next = new URL(location, at);
      if (next.origin !== new URL(at).origin) return response;
      await response.body?.cancel();
      at = next.href;
    }
  };
}

function withQuery(path: string, query: Record<string, string>): string {
  const search = new URLSearchParams(query).toString();
  return search === "" ? path : `${path}${path.includes("?") ? "&" : "?"}${search}`;
}

/** The answer inside octokit's error; undefined where there was none. */
function refusal(error: unknown): Answer | undefined {
  if (!isObject(error) || !isObject(error["response"])) return undefined;
  const { status, headers, data } = error["response"];
  if (typeof status !== "number") return undefined;
  return { status, headers: stringHeaders(headers), data };
}

function stringHeaders(headers: unknown): Record<string, string> {
  return isObject(headers) ? Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)])) : {};
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? error.cause : undefined;
  if (error.name === "TimeoutError" || cause?.name === "TimeoutError") return "no answer in time";
  return cause?.message ?? error.message;
}

function aboutOf(status: number, said: string, headers: Record<string, string>): "token" | "limit" | "other" {
  if (status === 401) return "token";
  if (status === 429 || /rate limit/i.test(said)) return "limit";
  if (status !== 403) return "other";
  if (headers["x-ratelimit-remaining"] === "0") return "limit";
  return /archived|locked|disabled/i.test(said) ? "other" : "token";
}

/** Which right is missing: as GitHub names it, else by the path. */
function rightFor(what: string, method: string, headers: Record<string, string>): string {
  const named = headers["x-accepted-github-permissions"];
  const verb = method === "GET" ? "read" : "write";
  const permission = /\/(?:issues|labels)\b/.test(what)
    ? "issues"
    : /\/pulls\b/.test(what)
      ? "pull-requests"
      : /\/actions\b/.test(what)
        ? "actions"
        : "contents";
  const right =
    named !== undefined && /^[\w=;, -]{1,200}$/.test(named) ? named.replaceAll("=", ": ").replaceAll("_", "-") : `${permission}: ${verb}`;
  return `the token lacks \`${right}\``;
}

/** Any JSON object; its members are unknown until looked at. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
