/**
 * A git server for tests: the real `git http-backend` behind node:http, with a login and a log of what arrived. It can
 * answer late, cut a connection after the work was done, or hand out a redirection, as real servers do.
 */
import { spawn } from "node:child_process";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface LoggedRequest {
  method: string;
  /** Path and query. */
  url: string;
  /** Every value of the header, as sent: two would show. */
  authorization: string[];
}

/** What goes wrong with a request: broken off after the work was done, never answered, sent elsewhere. */
export type Fault = "cut" | "hang" | { redirect: string };

export interface GitServer {
  /** `http://127.0.0.1:PORT`; a repository `x.git` of the folder is `${url}/x.git`. */
  url: string;
  requests: LoggedRequest[];
  /** Asked before each request is served; no fault serves it. */
  before?: (request: LoggedRequest) => Promise<Fault | undefined>;
  close(): Promise<void>;
}

/** Serves the bare repositories in `folder` to whoever sends one of `tokens` (none: to everybody). */
export async function gitServer(folder: string, tokens: readonly string[] = []): Promise<GitServer> {
  const allowed = tokens.map((token) => `Basic ${Buffer.from(`x-access-token:${token}`).toString("base64")}`);
  const server: Server = createServer((request, response) => {
    const logged: LoggedRequest = {
      method: request.method ?? "",
      url: request.url ?? "",
      authorization: valuesOf(request, "authorization"),
    };
    fake.requests.push(logged);
    serve(request, response, logged).catch(() => response.destroy());
  });
  const serve = async (request: IncomingMessage, response: ServerResponse, logged: LoggedRequest): Promise<void> => {
    const fault = await fake.before?.(logged);
    if (fault === "hang") return;
    if (typeof fault === "object") {
      response.writeHead(302, { location: fault.redirect }).end();
      return;
    }
    const [only, ...others] = logged.authorization;
    if (allowed.length > 0 && (others.length > 0 || only === undefined || !allowed.includes(only))) {
      response.writeHead(401, { "www-authenticate": 'Basic realm="git"' }).end("Bad credentials");
      return;
    }
    const answer = await backend(folder, request);
    if (fault === "cut") {
      response.destroy();
      return;
    }
    const end = answer.indexOf("\r\n\r\n");
    const headers = answer.subarray(0, end).toString("latin1").split("\r\n");
    let status = 200;
    for (const header of headers) {
      const [name = "", value = ""] = header.split(/: (.*)/s);
      if (name.toLowerCase() === "status") status = Number.parseInt(value, 10);
      else response.setHeader(name, value);
    }
    response.writeHead(status).end(answer.subarray(end + 4));
  };
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const fake: GitServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests: [],
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
  return fake;
}

function valuesOf(request: IncomingMessage, name: string): string[] {
  const values: string[] = [];
  for (let i = 0; i < request.rawHeaders.length; i += 2) {
    if (request.rawHeaders[i]?.toLowerCase() === name) values.push(request.rawHeaders[i + 1] ?? "");
  }
  return values;
}

/** Runs the request through git's own CGI program. */
function backend(folder: string, request: IncomingMessage): Promise<Buffer> {
  const [path = "", query = ""] = (request.url ?? "").split(/\?(.*)/s);
  const child = spawn("git", ["http-backend"], {
    env: {
      PATH: process.env["PATH"],
      GIT_PROJECT_ROOT: folder,
      GIT_HTTP_EXPORT_ALL: "1",
      GIT_CONFIG_NOSYSTEM: "1",
      GIT_CONFIG_GLOBAL: "/dev/null",
      PATH_INFO: decodeURIComponent(path),
      QUERY_STRING: query,
      REQUEST_METHOD: request.method ?? "GET",
      CONTENT_TYPE: request.headers["content-type"] ?? "",
      HTTP_CONTENT_ENCODING: request.headers["content-encoding"] ?? "",
      GIT_PROTOCOL: String(request.headers["git-protocol"] ?? ""),
      REMOTE_USER: "ci",
      REMOTE_ADDR: "127.0.0.1",
    },
    stdio: ["pipe", "pipe", "ignore"],
  });
  child.stdin.on("error", () => {});
  request.pipe(child.stdin);
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.on("error", reject);
    child.on("close", () => resolve(Buffer.concat(chunks)));
  });
}
