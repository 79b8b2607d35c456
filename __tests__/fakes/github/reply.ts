/** What the fake's areas share: who calls, what a route gets and gives, and GitHub's ways of refusing. */
import { createHash } from "node:crypto";
import type { FakeGitHub } from "./server.ts";

/** A permission as `permissions:` of a workflow or a fine-grained token has it. */
export type Permission = "issues" | "contents" | "pull_requests" | "actions";
export type Role = "none" | "read" | "triage" | "write" | "admin";

/** Who a token stands for: an app (`GITHUB_TOKEN`), which has permissions, or a person, who has a role. */
export interface Caller {
  login: string;
  id: number;
  type: "User" | "Bot";
  role: Role;
  permissions: Partial<Record<Permission, "read" | "write">>;
  /** May pass the rules of branches. */
  bypass: boolean;
}

/** What a route answers. `raw` is sent as it is; `body` as JSON. */
export interface Reply {
  status: number;
  body?: unknown;
  raw?: { type: string; bytes: Buffer };
  headers?: Record<string, string>;
}

export interface Context {
  fake: FakeGitHub;
  caller: Caller;
  params: Record<string, string>;
  query: URLSearchParams;
  /** The JSON body, already checked against the route's schema; an empty object without one. */
  body: Record<string, unknown>;
  headers: Record<string, string | undefined>;
  /** The whole address, for Link headers. */
  url: URL;
}

export interface Route {
  method: "GET" | "POST" | "PATCH" | "PUT" | "DELETE";
  /** With `:name` for a part and `*name` for the rest; `/repos/:owner/:repo` is also reached as `/repositories/:id`. */
  path: string;
  /** What a token must be allowed to call it. */
  needs?: Permission;
  /** Name of the request's schema in fixtures/github-schema/requests.json. */
  schema?: string;
  /** Counts for the limit on content: issues, comments, pull requests. */
  creates?: true;
  handle(context: Context): Reply | Promise<Reply>;
}

/** A refusal, thrown by whatever notices it. */
export class Refusal extends Error {
  readonly reply: Reply;

  constructor(reply: Reply) {
    super(`refused with ${reply.status}`);
    this.reply = reply;
  }
}

export function refuse(status: number, message: string, more: Record<string, unknown> = {}, headers: Record<string, string> = {}): Refusal {
  return new Refusal({
    status,
    body: { message, documentation_url: "https://docs.github.com/rest", status: String(status), ...more },
    headers,
  });
}

export const notFound = (): Refusal => refuse(404, "Not Found");

/** GitHub's 422 for a field: `missing_field`, `invalid`, `already_exists`, or `custom` with words. */
export function invalid(resource: string, field: string, code: string, message?: string): Refusal {
  return refuse(422, "Validation Failed", { errors: [{ resource, field, code, ...(message === undefined ? {} : { message }) }] });
}

/** Roles in their order: `atLeast("triage", role)`. */
export function atLeast(least: Role, role: Role): boolean {
  const order: Role[] = ["none", "read", "triage", "write", "admin"];
  return order.indexOf(role) >= order.indexOf(least);
}

/** Whether labels that the caller sends are kept; without triage rights they are dropped without a word. */
export function mayTriage(caller: Caller): boolean {
  return caller.permissions.issues === "write" || atLeast("triage", caller.role);
}

export function mayWrite(caller: Caller, permission: Permission): boolean {
  return caller.permissions[permission] === "write" || atLeast("write", caller.role);
}

export function mayRead(caller: Caller, permission: Permission): boolean {
  return caller.permissions[permission] !== undefined || atLeast("read", caller.role);
}

export function user(caller: Pick<Caller, "login" | "id" | "type">): Record<string, unknown> {
  const { login, id, type } = caller;
  return { login, id, node_id: nodeId("U", id), type, site_admin: false, html_url: `https://github.com/${login.replace("[bot]", "")}` };
}

export function nodeId(kind: string, id: number | string): string {
  return `${kind}_${Buffer.from(`${kind}:${id}`).toString("base64url")}`;
}

export function etag(bytes: Buffer): string {
  return `W/"${createHash("sha256").update(bytes).digest("hex")}"`;
}

/** One page of a list, with Link headers as GitHub writes them. */
export function page(context: Context, all: readonly unknown[]): Reply {
  const size = number(context.query.get("per_page"), 30);
  const at = number(context.query.get("page"), 1);
  const perPage = Math.min(Math.max(size, 1), 100);
  const last = Math.max(1, Math.ceil(all.length / perPage));
  const links: string[] = [];
  const link = (rel: string, to: number): void => {
    const url = new URL(context.url);
    url.searchParams.set("page", String(to));
    links.push(`<${url}>; rel="${rel}"`);
  };
  if (at > 1) link("prev", at - 1);
  if (at < last) link("next", at + 1);
  if (at < last) link("last", last);
  if (at > 1) link("first", 1);
  const reply: Reply = { status: 200, body: all.slice((at - 1) * perPage, at * perPage) };
  if (links.length > 0) reply.headers = { link: links.join(", ") };
  return reply;
}

function number(text: string | null, otherwise: number): number {
  if (text === null) return otherwise;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw refuse(422, "Validation Failed", { errors: [{ code: "invalid", field: "per_page" }] });
  return value;
}

/** A query word out of a fixed set. */
export function oneOf<T extends string>(context: Context, name: string, values: readonly T[], otherwise: T): T {
  const value = context.query.get(name);
  if (value === null) return otherwise;
  const found = values.find((v) => v === value);
  if (found === undefined) throw invalid("Search", name, "invalid");
  return found;
}
