/**
 * Running git so that nothing of the tested workspace has a say in it: no variable that steers git, no hook, no file
 * system monitor, no prompt. In CI nothing but our own configuration counts; in a terminal the person's own (global)
 * configuration and credential helpers do, the repository's never.
 */
import { spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { mkdtemp, realpath } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type Code, CodedError } from "../errors.ts";
import { clip } from "../text/clip.ts";
import { oneLine } from "../text/defuse.ts";

/** What git answered. `code` is never 0 for a git that was killed. */
export interface Output {
  code: number;
  stdout: Buffer;
  stderr: string;
}

/** Runs one git command. Never throws for an exit code; throws E_COMMIT_GIT where there is no git. */
export type Git = (args: readonly string[], options?: { input?: string; env?: Record<string, string> }) => Promise<Output>;

export type Environment = Readonly<Record<string, string | undefined>>;

export interface GitSetting {
  /** The folder git runs in: one of ours, never the workspace. */
  folder: string;
  ci: boolean;
  /** Our own environment, of which git gets a part. */
  environment: Environment;
  /** Configuration that may hold secrets: it goes through the environment, never through arguments. */
  config?: readonly (readonly [key: string, value: string])[];
  /** Protocols git may speak, `:` between them; none by default. */
  protocols?: string;
  /** Seconds without a byte after which a transfer is given up. */
  stall?: number;
}

/** git knows this name on Windows too. */
const NOTHING = "/dev/null";

/** Overrides what any configuration file says. Arguments, since older versions of git know no other way. */
const FIXED: readonly string[] = [
  `core.hooksPath=${NOTHING}`,
  `core.attributesFile=${NOTHING}`,
  "core.fsmonitor=false",
  "core.askPass=",
  "gc.auto=0",
  "maintenance.auto=false",
  "fetch.writeCommitGraph=false",
  "i18n.commitEncoding=UTF-8",
  "init.defaultBranch=main",
].flatMap((setting) => ["-c", setting]);

/** All that git gets from the environment in CI, where it holds the tokens of the whole job. */
const IN_CI =
  /^(?:PATH|PATHEXT|HOME|USERPROFILE|HOMEDRIVE|HOMEPATH|USERNAME|USER|LOGNAME|SystemRoot|SystemDrive|windir|ComSpec|TEMP|TMP|TMPDIR|APPDATA|LOCALAPPDATA|PROGRAMDATA|ProgramFiles.*|SSH_AUTH_SOCK|SSH_AGENT_PID|GIT_SSH|GIT_SSH_COMMAND|GIT_SSH_VARIANT|GIT_SSL_CAINFO|GIT_SSL_CAPATH|SSL_CERT_FILE|SSL_CERT_DIR|CURL_CA_BUNDLE|(?:https?|all|no)_proxy)$/i;
/** Variables of git that are a person's own choice; every other one of them (GIT_DIR, GIT_CONFIG_COUNT, GIT_TRACE_CURL …) is dropped. */
const IN_TERMINAL =
  /^GIT_(?:SSH|SSH_COMMAND|SSH_VARIANT|SSL_CAINFO|SSL_CAPATH|SSL_CERT|SSL_KEY|ASKPASS|CONFIG_GLOBAL|CONFIG_SYSTEM|CONFIG_NOSYSTEM)$/i;

/** Asks nobody, and does not wait for ever. */
const PATIENT_SSH = "ssh -oBatchMode=yes -oConnectTimeout=30 -oServerAliveInterval=30";

/** Longer than any transfer we make that still moves. */
const LIMIT_MS = 300_000;

/** git, ready to be run. */
export function createGit(setting: GitSetting): Git {
  const base = environmentOf(setting);
  const fixed = [...FIXED, "-c", "http.lowSpeedLimit=1", "-c", `http.lowSpeedTime=${setting.stall ?? 60}`];
  return (args, { input, env = {} } = {}) =>
    new Promise((resolve, reject) => {
      // Not @actions/exec: it ends the whole process with EPIPE when git exits before its input is written, and can stop nothing.
      const child = spawn("git", [...fixed, ...args], {
        cwd: setting.folder,
        env: { ...base, ...env },
        stdio: "pipe",
        windowsHide: true,
        timeout: LIMIT_MS,
      });
      const stdout: Buffer[] = [];
      const stderr: Buffer[] = [];
      child.stdout.on("data", (data: Buffer) => stdout.push(data));
      child.stderr.on("data", (data: Buffer) => stderr.push(data));
      child.stdin.on("error", () => {}).end(input ?? "");
      child.on("error", (cause) => reject(new CodedError("E_COMMIT_GIT", "git could not be started", { cause })));
      child.on("close", (code) => {
        resolve({ code: code ?? 128, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr).toString("utf8") });
      });
    });
}

function environmentOf({ ci, environment, folder, config = [], protocols = "" }: GitSetting): Record<string, string> {
  const env: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) {
    if (value !== undefined && (ci ? IN_CI.test(name) : !/^GIT_/i.test(name) || IN_TERMINAL.test(name))) env[name] = value;
  }
  if (ci) Object.assign(env, { GIT_CONFIG_NOSYSTEM: "1", GIT_CONFIG_GLOBAL: NOTHING, GIT_ASKPASS: "" });
  if (ci && !("GIT_SSH" in env || "GIT_SSH_COMMAND" in env)) Object.assign(env, { GIT_SSH_COMMAND: PATIENT_SSH });
  Object.assign(env, {
    LC_ALL: "C",
    // A temporary folder may lie inside the workspace; its repository is not ours.
    GIT_CEILING_DIRECTORIES: dirname(folder),
    GIT_TERMINAL_PROMPT: "0",
    GIT_ATTR_NOSYSTEM: "1",
    GIT_LITERAL_PATHSPECS: "1",
    GIT_ALLOW_PROTOCOL: protocols,
    GIT_CONFIG_COUNT: String(config.length),
  });
  for (const [index, [key, value]] of config.entries()) {
    env[`GIT_CONFIG_KEY_${index}`] = key;
    env[`GIT_CONFIG_VALUE_${index}`] = value;
  }
  return env;
}

/** What git printed, or an error that says what failed and why. */
export async function must(git: Git, what: string, args: readonly string[], options?: Parameters<Git>[1]): Promise<string> {
  const output = await git(args, options);
  if (output.code !== 0) throw gitError("E_COMMIT_GIT", what, output);
  return output.stdout.toString("utf8").trim();
}

/** An error with the end of what git said: the server's words as well as git's own are hostile text. */
export function gitError(code: Code, what: string, output: Output, secrets: readonly string[] = []): CodedError {
  const said = masked(output.stderr, secrets)
    .split("\n")
    .map((line) => oneLine(line))
    .filter((line) => line !== "" && !/^(?:hint|warning): /.test(line));
  const why = said.length > 0 ? clip(said.slice(-4).join("; "), 600) : `git ended with ${output.code}`;
  return new CodedError(code, `${what}: ${why}`);
}

/** The text without the secrets and without credentials in addresses. */
export function masked(text: string, secrets: readonly string[]): string {
  let out = text;
  for (const secret of secrets) if (secret !== "") out = out.replaceAll(secret, "***");
  return out.replace(/:\/\/[^\s/@]{1,2000}@/g, "://***@");
}

const folders = new Set<string>();
let watched = false;

/** A new folder that only we can look into, in the job's own temporary folder where it has one. It goes with `discard`, or when the process ends. */
export async function temporaryFolder({ RUNNER_TEMP = tmpdir() }: Environment): Promise<string> {
  const folder = await mkdtemp(join(await realpath(RUNNER_TEMP), "ci-tracker-git-"));
  if (!watched) process.once("exit", () => [...folders].forEach(discard));
  watched = true;
  folders.add(folder);
  return folder;
}

export function discard(folder: string): void {
  folders.delete(folder);
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}
