/**
 * FakeGitHub: GitHub's API on loopback, as strict as the real one where this project can notice the difference.
 *
 *   const fake = await FakeGitHub.start();               // one repository, octo/shop, with one commit on main
 *   connect({ token: fake.token("app"), repository: fake.repository, apiUrl: fake.apiUrl, graphqlUrl: fake.graphqlUrl, … });
 *   await fake.close();
 *
 * Tokens: `fake.token("app", { permissions: { issues: "write" } })` is a GITHUB_TOKEN (login github-actions[bot]);
 * `fake.token("maria", { role: "write" })` a person's. Without options both may do everything.
 *
 * State, to set up and to assert on:
 *   fake.git      head(branch), file(rev, path), commit(branch, {path: text | null}, message), history(branch), rules
 *   fake.issues   add({…}), get(number), all(), comments(number), labels, events(number), close/reopen/edit as a person
 *   fake.pulls    all()
 *   fake.runs     runs and jobs, by id
 *   fake.search   lag (requests until a change is found), broken
 *
 * Faults: `fake.on("POST /repos/:owner/:repo/issues", 1, { status: 502, effect: true })` changes the answer to the
 * first such request from now on (`"all"`: to every one). See Fault for what can go wrong.
 * `fake.die(2, true)`: from the second write on nothing goes through any more; `fake.heal()` ends all faults.
 * Limits: `fake.limitContent({ after: 3, retryAfter: 1, refusals: 1 })`.
 * What was asked: `fake.requests`, `fake.writes()`; a GraphQL query is a read, a mutation a write.
 */
import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Ajv, type ValidateFunction } from "ajv";
import { actionsRoutes, Runs } from "./actions.ts";
import { GitData, gitRoutes } from "./git-data.ts";
import { graphqlRoutes, isMutation } from "./graphql.ts";
import { Issues, issueRoutes } from "./issues.ts";
import { Pulls, pullRoutes } from "./pulls.ts";
import {
  atLeast,
  type Caller,
  type Context,
  etag,
  mayRead,
  mayWrite,
  notFound,
  type Permission,
  Refusal,
  type Reply,
  type Role,
  type Route,
  refuse,
} from "./reply.ts";
import { Search, searchRoutes } from "./search.ts";

/** What goes wrong with one answer. */
export type Fault =
  /** Another answer instead; with `effect` the request is carried out all the same. */
  | { status: number; headers?: Record<string, string>; body?: unknown; effect?: true }
  /** HTML with status 200, as a proxy's login page. */
  | { html: string; effect?: true }
  /** No answer at all; the connection stays open. With `body`, the answer begins and then stops. */
  | { hang: true | "body"; effect?: true }
  /** The connection breaks. */
  | { reset: true; effect?: true }
  /** The real answer, cut to this many bytes, with a length that fits the cut (a proxy's fault). */
  | { cut: number };

export interface LoggedRequest {
  method: string;
  /** Path without the query. */
  path: string;
  query: string;
  body: unknown;
  kind: "read" | "write";
  /** Status that was sent; 0 when none was. */
  status: number;
  login: string | undefined;
  headers: Record<string, string | undefined>;
}

export interface FakeOptions {
  repository?: string;
  private?: boolean;
  /** False: lists do not tell who closed an issue, as those of older servers do not. */
  closedByInLists?: boolean;
  /** False: issues are turned off. */
  hasIssues?: boolean;
  archived?: boolean;
}

interface Script {
  pattern: RegExp;
  nth: number | "all";
  seen: number;
  fault: Fault;
}

const SCHEMAS = JSON.parse(readFileSync(new URL("../../fixtures/github-schema/requests.json", import.meta.url), "utf8")) as Record<
  string,
  object
>;
const ajv = new Ajv({ allErrors: true, strict: true, allowUnionTypes: true });
const validators = new Map<string, ValidateFunction>();

/** The number by which `/repositories/:id` reaches the repository. */
const REPOSITORY_ID = 1296269;

export class FakeGitHub {
  readonly git: GitData;
  readonly issues: Issues;
  readonly pulls: Pulls;
  readonly runs: Runs;
  readonly search: Search;
  readonly requests: LoggedRequest[] = [];
  readonly options: Required<FakeOptions>;
  /** False: `GITHUB_TOKEN` may not open pull requests, as the setting of new repositories has it. */
  actionsMayOpenPulls = true;
  /** The name it has; change it and the old name redirects. */
  repository: string;
  private readonly firstName: string;
  private readonly server: Server;
  private readonly callers = new Map<string, Caller>();
  private readonly scripts: Script[] = [];
  private readonly routes: { route: Route; pattern: RegExp; names: string[] }[];
  private readonly open = new Set<ServerResponse>();
  private limit: { after: number; retryAfter: number | undefined; refusals: number; created: number } | undefined;
  private death: { at: number; effect: boolean; writes: number } | undefined;
  private shift = 0;
  private ids = 1000;

  private constructor(server: Server, options: FakeOptions) {
    this.server = server;
    this.options = { repository: "octo/shop", private: false, closedByInLists: true, hasIssues: true, archived: false, ...options };
    this.repository = this.options.repository;
    this.firstName = this.options.repository;
    this.git = new GitData(this);
    this.issues = new Issues(this);
    this.pulls = new Pulls(this);
    this.runs = new Runs(this);
    this.search = new Search();
    const all = [...issueRoutes, ...searchRoutes, ...gitRoutes, ...graphqlRoutes, ...pullRoutes, ...actionsRoutes];
    this.routes = all.map((route) => ({ route, ...compile(route.path) }));
  }

  static async start(options: FakeOptions = {}): Promise<FakeGitHub> {
    let fake: FakeGitHub | undefined;
    const server = createServer((request, response) => void fake?.serve(request, response));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    fake = new FakeGitHub(server, options);
    return fake;
  }

  async close(): Promise<void> {
    for (const response of this.open) response.destroy();
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  /** `GITHUB_API_URL`. */
  get apiUrl(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** `GITHUB_GRAPHQL_URL`. */
  get graphqlUrl(): string {
    return `${this.apiUrl}/graphql`;
  }

  /** A token: "app" stands for a workflow's GITHUB_TOKEN, any other name for a person. The same words give the same token. */
  token(who: "app" | string, can: { permissions?: Caller["permissions"]; role?: Role; bypass?: boolean } = {}): string {
    const bot = who === "app";
    const everything: Caller["permissions"] = { issues: "write", contents: "write", pull_requests: "write", actions: "read" };
    const token = `${bot ? "ghs" : "ghp"}_${Buffer.from(JSON.stringify([who, can]))
      .toString("base64url")
      .padEnd(36, "0")}`;
    this.callers.set(token, {
      login: bot ? "github-actions[bot]" : who,
      id: bot ? 41898282 : idOf(who),
      type: bot ? "Bot" : "User",
      role: bot ? "none" : (can.role ?? "write"),
      permissions: bot ? (can.permissions ?? everything) : {},
      bypass: can.bypass ?? false,
    });
    return token;
  }

  /** Now, as the server's clock has it; `advance` moves it. Whole seconds, as GitHub's times are. */
  now(): string {
    return new Date(Date.now() + this.shift).toISOString().replace(/\.\d+Z/, "Z");
  }

  advance(milliseconds: number): void {
    this.shift += milliseconds;
  }

  nextId(): number {
    return ++this.ids;
  }

  /** Path of the repository in addresses that the server gives. */
  get repoUrl(): string {
    return `${this.apiUrl}/repos/${this.repository}`;
  }

  /** Puts a fault on the nth matching request from now on, or on all. The pattern is `METHOD /path` with `:name` and `*name`. */
  on(pattern: string, nth: number | "all", fault: Fault): void {
    const [method = "", path = ""] = pattern.split(" ");
    this.scripts.push({ pattern: new RegExp(`^${method} ${compile(path).pattern.source.slice(1)}`), nth, seen: 0, fault });
  }

  /** From the nth write on (counted from now) every connection breaks, as when the process had died; the nth may still take effect. */
  die(at: number, effect: boolean): void {
    this.death = { at, effect, writes: 0 };
  }

  /** No more faults. */
  heal(): void {
    this.scripts.length = 0;
    this.death = undefined;
    this.limit = undefined;
  }

  /** After so many issues, comments and pull requests the next `refusals` ones are refused for `retryAfter` seconds. */
  limitContent(limit: { after: number; retryAfter?: number; refusals?: number }): void {
    this.limit = { after: limit.after, retryAfter: limit.retryAfter, refusals: limit.refusals ?? 1, created: 0 };
  }

  /** Every request that could change something and was let through to the server, whatever came of it. */
  writes(): LoggedRequest[] {
    return this.requests.filter((r) => r.kind === "write");
  }

  // ------------------------------------------------------------------------------------------------------- serving

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.open.add(response);
    response.on("close", () => this.open.delete(response));
    const url = new URL(request.url ?? "/", this.apiUrl);
    const path = this.pathOf(url);
    const method = request.method ?? "GET";
    const text = await bodyOf(request);
    const body = parsed(text);
    const logged: LoggedRequest = {
      method,
      path: url.pathname,
      query: url.search,
      body,
      kind: method === "GET" || method === "HEAD" || (path === "/graphql" && !isMutation(body)) ? "read" : "write",
      status: 0,
      login: undefined,
      headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)])),
    };
    this.requests.push(logged);
    const fault = (logged.kind === "write" ? this.dying() : undefined) ?? this.faultFor(`${method} ${path}`);
    let reply: Reply | undefined;
    if (!fault || "cut" in fault || fault.effect) reply = await this.answer(request, url, path, method, text, body, logged);
    if (fault) reply = faulty(fault, reply, request, response);
    if (!reply) return;
    logged.status = reply.status;
    send(reply, request, response);
  }

  /** Every script counts every request that matches it, so that the numbers of several stay plain. */
  private faultFor(called: string): Fault | undefined {
    const matching = this.scripts.filter((script) => script.pattern.test(called));
    for (const script of matching) script.seen++;
    return matching.find(({ nth, seen }) => nth === "all" || nth === seen)?.fault;
  }

  private dying(): Fault | undefined {
    const { death } = this;
    if (!death || ++death.writes < death.at) return undefined;
    return death.effect && death.writes === death.at ? { reset: true, effect: true } : { reset: true };
  }

  /** `/repositories/:id/…` and GitHub Enterprise's prefixes lead to the same routes. */
  private pathOf(url: URL): string {
    return url.pathname
      .replace(/^\/api\/v3(?=\/)/, "")
      .replace(/^\/api\/graphql$/, "/graphql")
      .replace(`/repositories/${REPOSITORY_ID}`, `/repos/${this.repository}`);
  }

  private async answer(
    request: IncomingMessage,
    url: URL,
    path: string,
    method: string,
    text: string,
    body: unknown,
    logged: LoggedRequest,
  ): Promise<Reply> {
    try {
      const caller = this.callerOf(request);
      logged.login = caller.login;
      const found = this.routes.filter(({ pattern }) => pattern.test(path));
      const match = found.find(({ route }) => route.method === method);
      if (!match) throw notFound();
      const params = paramsOf(path, match);
      this.guard(match.route, params, caller, url, path);
      if (text !== "" && body === undefined) throw refuse(400, "Problems parsing JSON");
      const object = typeof body === "object" && body !== null && !Array.isArray(body) ? (body as Record<string, unknown>) : {};
      if (match.route.schema !== undefined) validate(match.route.schema, object);
      if (match.route.creates) this.countContent();
      const headers = logged.headers;
      const context: Context = { fake: this, caller, params, query: url.searchParams, body: object, headers, url };
      const reply = await match.route.handle(context);
      return conditional(reply, method, headers["if-none-match"]);
    } catch (error) {
      if (error instanceof Refusal) return error.reply;
      return { status: 500, body: { message: `the fake failed: ${error instanceof Error ? error.stack : String(error)}` } };
    } finally {
      if (logged.kind === "write") this.search.tick();
    }
  }

  private callerOf(request: IncomingMessage): Caller {
    const header = request.headers.authorization;
    if (header === undefined) return { login: "", id: 0, type: "User", role: "none", permissions: {}, bypass: false };
    const token = /^(?:token|bearer) (.+)$/i.exec(header)?.[1] ?? "";
    const caller = this.callers.get(token);
    if (!caller) throw refuse(401, "Bad credentials");
    return caller;
  }

  /** Names, rights and rules that hold for every route of the repository. */
  private guard(route: Route, params: Record<string, string>, caller: Caller, url: URL, path: string): void {
    const { owner, repo } = params;
    if (owner === undefined || repo === undefined) return;
    const named = `${owner}/${repo}`.toLowerCase();
    const reads = route.method === "GET";
    if (named === this.firstName.toLowerCase() && named !== this.repository.toLowerCase()) {
      const location = `${this.apiUrl}${path.replace(`/repos/${owner}/${repo}`, `/repositories/${REPOSITORY_ID}`)}${url.search}`;
      throw refuse(reads ? 301 : 307, "Moved Permanently", { url: location }, { location });
    }
    if (named !== this.repository.toLowerCase()) throw notFound();
    if (this.options.private && !mayRead(caller, route.needs ?? "contents")) throw notFound();
    if (reads) return;
    if (caller.login === "") throw refuse(401, "Requires authentication");
    if (this.options.archived) throw refuse(403, "Repository was archived so is read-only.");
    const needs = route.needs;
    if (needs === undefined || mayWrite(caller, needs) || maySpeak(route, caller)) return;
    throw forbidden(needs, caller);
  }

  private countContent(): void {
    const { limit } = this;
    if (!limit || limit.created++ < limit.after || limit.refusals-- <= 0) return;
    const headers: Record<string, string> = {};
    if (limit.retryAfter !== undefined) headers["retry-after"] = String(limit.retryAfter);
    throw refuse(403, "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.", {}, headers);
  }
}

export function forbidden(needs: Permission, caller: Caller): Refusal {
  const what = caller.type === "Bot" ? "integration" : "personal access token";
  return refuse(403, `Resource not accessible by ${what}`, {}, { "x-accepted-github-permissions": `${needs}=write` });
}

/** Anybody may open an issue and comment on a public repository; edits of others' are refused by the route. */
function maySpeak(route: Route, caller: Caller): boolean {
  return caller.type === "User" && route.needs === "issues" && (route.creates === true || atLeast("triage", caller.role));
}

function idOf(name: string): number {
  let id = 7;
  for (const c of name) id = (id * 31 + c.charCodeAt(0)) % 1_000_000;
  return id;
}

function compile(path: string): { pattern: RegExp; names: string[] } {
  const names: string[] = [];
  const source = path.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replace(/([:*])(\w+)/g, (_, sign: string, name: string) => {
    names.push(name);
    return sign === ":" ? "([^/]+)" : "(.+)";
  });
  return { pattern: new RegExp(`^${source}$`), names };
}

function paramsOf(path: string, { pattern, names }: { pattern: RegExp; names: string[] }): Record<string, string> {
  const values = pattern.exec(path)?.slice(1) ?? [];
  return Object.fromEntries(names.map((name, i) => [name, decodeURIComponent(values[i] ?? "")]));
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

function parsed(text: string): unknown {
  try {
    return text === "" ? undefined : (JSON.parse(text) as unknown);
  } catch {
    return undefined;
  }
}

/** GitHub's answer to a body that its schema does not allow. */
function validate(name: string, body: object): void {
  let check = validators.get(name);
  if (!check) {
    const schema = SCHEMAS[name];
    if (!schema) throw new Error(`no schema ${name}`);
    validators.set(name, (check = ajv.compile(schema)));
  }
  if (check(body)) return;
  const why = (check.errors ?? []).map((e) => `${e.instancePath} ${e.message} ${JSON.stringify(e.params)}`).join("; ");
  throw refuse(422, `Invalid request.\n\n${why}`);
}

function conditional(reply: Reply, method: string, sent: string | undefined): Reply {
  if (method !== "GET" || reply.status !== 200 || reply.raw) return reply;
  const tag = etag(Buffer.from(JSON.stringify(reply.body)));
  if (sent === tag) return { status: 304, headers: { etag: tag } };
  return { ...reply, headers: { ...reply.headers, etag: tag } };
}

function faulty(fault: Fault, reply: Reply | undefined, request: IncomingMessage, response: ServerResponse): Reply | undefined {
  if ("status" in fault)
    return { status: fault.status, body: fault.body ?? { message: `fault ${fault.status}` }, headers: fault.headers ?? {} };
  if ("html" in fault) return { status: 200, raw: { type: "text/html; charset=utf-8", bytes: Buffer.from(fault.html) } };
  if ("reset" in fault) {
    request.socket.resetAndDestroy();
    return undefined;
  }
  if ("hang" in fault) {
    if (fault.hang === "body") {
      response.writeHead(200, { "content-type": "application/json; charset=utf-8" });
      response.write("[");
    }
    return undefined;
  }
  const bytes = bytesOf(reply ?? { status: 500 });
  return {
    status: reply?.status ?? 500,
    raw: { type: "application/json; charset=utf-8", bytes: bytes.subarray(0, fault.cut) },
    headers: reply?.headers ?? {},
  };
}

function bytesOf(reply: Reply): Buffer {
  return reply.raw?.bytes ?? (reply.body === undefined ? Buffer.alloc(0) : Buffer.from(JSON.stringify(reply.body)));
}

function send(reply: Reply, request: IncomingMessage, response: ServerResponse): void {
  const bytes = bytesOf(reply);
  const type = reply.raw?.type ?? "application/json; charset=utf-8";
  response.writeHead(reply.status, {
    ...(bytes.length > 0 ? { "content-type": type } : {}),
    ...(reply.status === 204 || reply.status === 304 ? {} : { "content-length": String(bytes.length) }),
    "x-github-media-type": "github.v3; format=json",
    "x-ratelimit-limit": "1000",
    "x-ratelimit-remaining": "900",
    ...reply.headers,
  });
  response.end(request.method === "HEAD" ? undefined : bytes);
}
