/**
 * Where a workspace's repository is, and where it comes from. Its configuration is read for one thing only, the
 * address of its remote, and by file, so that nothing in it acts.
 */
import { readFile, realpath, stat } from "node:fs/promises";
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { CodedError } from "../errors.ts";
import type { Git } from "./git-run.ts";

export interface Repository {
  /** The folder that holds objects, refs and configuration; a worktree's is that of its repository. */
  gitDir: string;
  /** The top of the work tree. */
  top: string;
  /** The root's place below the top, with `/`; "" where they are the same. */
  prefix: string;
}

/** The repository whose work tree holds `root`; undefined where there is none. */
export async function findRepository(root: string): Promise<Repository | undefined> {
  const from = await realpath(root).catch(() => undefined);
  if (from === undefined) return undefined;
  for (let top = from; ; top = dirname(top)) {
    const gitDir = await gitDirOf(join(top, ".git"), top);
    if (gitDir !== undefined) return { gitDir, top, prefix: relative(top, from).split(sep).join("/") };
    if (dirname(top) === top) return undefined;
  }
}

async function gitDirOf(dotGit: string, top: string): Promise<string | undefined> {
  try {
    if ((await stat(dotGit)).isDirectory()) return (await stat(join(dotGit, "HEAD"))).isFile() ? dotGit : undefined;
    const link = /^gitdir: (.+)$/m.exec(await readFile(dotGit, "utf8"))?.[1];
    if (link === undefined) return undefined;
    const own = resolve(top, link.trim());
    const common = await readFile(join(own, "commondir"), "utf8").catch(() => ".");
    return resolve(own, common.trim());
  } catch {
    return undefined;
  }
}

/** The remote's address as it stands in the repository's own configuration file; undefined where it has no such remote. */
export async function remoteAddress(git: Git, repository: Repository, remote: string): Promise<string | undefined> {
  const { code, stdout } = await git(["config", "--file", join(repository.gitDir, "config"), "--get-all", `remote.${remote}.url`]);
  if (code !== 0) return undefined;
  const [first = ""] = stdout.toString("utf8").split("\n");
  return first === "" ? undefined : first;
}

/** A remote and what is sent to it. */
export interface Address {
  /** Without any credentials. */
  url: string;
  /** Configuration for git: the credentials, bound to this address. */
  config: [string, string][];
  /** Words that must never be printed. */
  secrets: string[];
  /** Why the token is not sent, for the message of a refusal. */
  withheld?: string;
}

export interface Credentials {
  token?: string;
  /** The server the token is for. */
  host?: string;
}

/**
 * The address, with the token bound to it where it may be sent: to the host it is for, over https, or http to this
 * machine. Credentials inside an address belong to its host and are sent the same way, never as an argument.
 */
export function addressOf(given: string, top: string, { token, host }: Credentials): Address {
  const text = given.trim();
  if (text === "" || text.startsWith("-") || /\p{Cc}/u.test(text)) throw new CodedError("E_COMMIT_GIT", "the remote's address is none");
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) {
    const isPath = isAbsolute(text) || !/^[^/\\]+:/.test(text);
    return { url: isPath ? resolve(top, text) : text, config: [], secrets: [] };
  }
  if (!URL.canParse(text)) throw new CodedError("E_COMMIT_GIT", "the remote's address is no URL");
  const url = new URL(text);
  if (url.protocol !== "https:" && url.protocol !== "http:") return { url: text, config: [], secrets: [] };
  const inside = url.username === "" && url.password === "" ? undefined : `${decoded(url.username)}:${decoded(url.password)}`;
  url.username = "";
  url.password = "";
  const loopback = url.protocol === "http:" && /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname);
  const config: [string, string][] = loopback ? [["http.proxy", ""]] : [];
  const address: Address = { url: url.href, config, secrets: [] };
  const safe = url.protocol === "https:" || loopback;
  const ours = token === undefined || token === "" ? undefined : `x-access-token:${token}`;
  if (ours !== undefined && host?.toLowerCase() !== url.host) address.withheld = `the token is not for ${url.host}`;
  else if (!safe) address.withheld = "nothing secret is sent over plain http";
  const pair = address.withheld === undefined && ours !== undefined ? ours : inside;
  if (pair === undefined || !safe) return address;
  const encoded = Buffer.from(pair).toString("base64");
  const key = `http.${url.href}.extraHeader`;
  // The header is a list: the empty value drops what other configuration put there, so that only ours is sent. A
  // redirection would carry it to another server. Nobody else's credentials are tried when it is refused.
  config.push([key, ""], [key, `Authorization: Basic ${encoded}`], ["http.followRedirects", "false"]);
  config.push(["credential.helper", ""], [`credential.${url.href}.helper`, ""]);
  address.secrets.push(encoded, pair, pair.slice(pair.indexOf(":") + 1));
  return address;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
