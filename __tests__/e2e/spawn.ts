/** Spawns the bundles as the runner and a terminal do, and reads what they left. */
import { type ChildProcess, spawn } from "node:child_process";
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Result } from "../../src/result.ts";

export const ROOT = join(import.meta.dirname, "..", "..");
/** The committed bundles. */
export const DIST = join(ROOT, "dist");

export interface Finished {
  exit: number | null;
  stdout: string;
  stderr: string;
}

export interface Spawning {
  /** Folder of the bundles; the committed ones by default. */
  dist?: string;
  /** Program that runs them; the one that runs the tests by default. */
  node?: string;
  /** Whose rights it has; the tests' own by default. */
  uid?: number;
  /** Gets the process as soon as it runs. */
  onStart?: (child: ChildProcess) => void;
}

/** Runs a bundle of dist/ with exactly this environment. */
export function runBundle(
  bundle: "index" | "cli",
  args: string[],
  environment: Record<string, string>,
  cwd: string,
  { dist = DIST, node = process.execPath, uid, onStart }: Spawning = {},
): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const child = spawn(node, [join(dist, `${bundle}.js`), ...args], {
      cwd,
      env: { PATH: process.env["PATH"] ?? "", HOME: cwd, ...environment },
      ...(uid === undefined ? {} : { uid, gid: uid }),
    });
    onStart?.(child);
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (d: Buffer) => {
      stdout += d;
    });
    child.stderr.on("data", (d: Buffer) => {
      stderr += d;
    });
    child.on("error", reject);
    child.on("close", (exit) => resolve({ exit, stdout, stderr }));
  });
}

/** A folder that is gone after the test. */
export function temporary(prefix = "ci-tracker-e2e-"): { path: string; remove(): void } {
  const path = realpathSync(mkdtempSync(join(tmpdir(), prefix)));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** A folder with these files, which is gone after the test. */
export function folderOf(files: Record<string, string | Buffer>): { path: string; remove(): void } {
  const folder = temporary();
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder.path, name)), { recursive: true });
    writeFileSync(join(folder.path, name), content);
  }
  return folder;
}

/** Every file and link of a folder with its bytes, to see that nothing was touched. */
export function treeOf(folder: string): Map<string, string> {
  const files = new Map<string, string>();
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" }).sort()) {
    const stat = lstatSync(join(folder, name));
    if (stat.isSymbolicLink()) files.set(name, `link to ${readlinkSync(join(folder, name))}`);
    else if (stat.isFile()) files.set(name, readFileSync(join(folder, name)).toString("latin1"));
    else files.set(name, stat.isDirectory() ? "folder" : "special");
  }
  return files;
}

export interface Terminal extends Finished {
  /** What `--json` printed; undefined where nothing was printed. */
  result: Result | undefined;
}

/** Runs `ci-tracker sync|plan …` in a terminal, with `--json`. */
export async function runCli(
  args: string[],
  cwd: string,
  environment: Record<string, string> = {},
  more: Spawning = {},
): Promise<Terminal> {
  const finished = await runBundle("cli", [...args, "--json"], environment, cwd, more);
  return { ...finished, result: finished.stdout === "" ? undefined : (JSON.parse(finished.stdout) as Result) };
}

/** Flags of a run with everything told: nothing is taken from clocks or git. */
export function runFlags(run: number, more: Record<string, string> = {}): string[] {
  const flags = {
    commit: "none",
    branch: "main",
    "default-branch": "main",
    sha: String(run % 10).repeat(40),
    run: String(run),
    attempt: "1",
    workflow: "ci.yml",
    job: "test",
    event: "push",
    at: new Date(Date.UTC(2026, 2, 1, 9, run)).toISOString(),
    ...more,
  };
  return Object.entries(flags).flatMap(([name, value]) => [`--${name}`, value]);
}

export interface Step extends Spawning {
  inputs: Record<string, string>;
  /** Overrides of GITHUB_ and RUNNER_ variables. */
  environment?: Record<string, string>;
  /** The event's payload. */
  event?: unknown;
  workspace: string;
}

export interface Stepped extends Finished {
  outputs: Map<string, string>;
  summary: string;
  /** Workflow commands of the log: `error file=…::message`. */
  commands: string[];
}

/** Runs the action as a step of a push to main. */
export async function runStep({ inputs, environment = {}, event = {}, workspace, ...spawning }: Step): Promise<Stepped> {
  const home = temporary("ci-tracker-runner-");
  try {
    mkdirSync(workspace, { recursive: true });
    const file = (name: string, text = ""): string => {
      const path = join(home.path, name);
      writeFileSync(path, text);
      return path;
    };
    const variables: Record<string, string> = {
      CI: "true",
      GITHUB_ACTIONS: "true",
      GITHUB_WORKSPACE: workspace,
      GITHUB_REPOSITORY: "octo/shop",
      GITHUB_REF: "refs/heads/main",
      GITHUB_REF_NAME: "main",
      GITHUB_REF_TYPE: "branch",
      GITHUB_EVENT_NAME: "push",
      GITHUB_EVENT_PATH: file(
        "event.json",
        JSON.stringify({ repository: { default_branch: "main", full_name: "octo/shop" }, ...(event as object) }),
      ),
      GITHUB_RUN_ID: "1",
      GITHUB_RUN_ATTEMPT: "1",
      GITHUB_WORKFLOW: "CI",
      GITHUB_WORKFLOW_REF: "octo/shop/.github/workflows/ci.yml@refs/heads/main",
      GITHUB_JOB: "test",
      GITHUB_ACTOR: "maria",
      GITHUB_SERVER_URL: "https://github.com",
      RUNNER_TEMP: home.path,
      RUNNER_OS: "Linux",
      GITHUB_OUTPUT: file("output"),
      GITHUB_STEP_SUMMARY: file("summary"),
      GITHUB_STATE: file("state"),
      GITHUB_ENV: file("env"),
      GITHUB_PATH: file("path"),
      ...environment,
    };
    for (const [name, value] of Object.entries(inputs)) variables[`INPUT_${name.replaceAll(" ", "_").toUpperCase()}`] = value;
    const finished = await runBundle("index", [], variables, workspace, spawning);
    const outputs = outputsOf(readFileSync(variables["GITHUB_OUTPUT"] ?? "", "utf8"));
    // What a later step would read of the files that outputs name.
    for (const name of ["plan", "result"]) {
      const path = outputs.get(name);
      if (path && existsSync(path)) outputs.set(`${name} file`, readFileSync(path, "utf8"));
    }
    return {
      ...finished,
      outputs,
      summary: readFileSync(variables["GITHUB_STEP_SUMMARY"] ?? "", "utf8"),
      commands: commandsOf(finished.stdout),
    };
  } finally {
    home.remove();
  }
}

/** `name<<delimiter` blocks, as the runner reads them. */
function outputsOf(text: string): Map<string, string> {
  const outputs = new Map<string, string>();
  const lines = text.split("\n");
  for (let i = 0; i < lines.length; i++) {
    const match = /^([^<=]+)<<(.+)$/.exec(lines[i] ?? "");
    if (!match) continue;
    const value: string[] = [];
    for (i++; i < lines.length && lines[i] !== match[2]; i++) value.push(lines[i] ?? "");
    outputs.set(match[1] ?? "", value.join("\n"));
  }
  return outputs;
}

/** Lines that actions/runner would take for a command (ActionCommand.cs: TryParseV2 and TryParse). */
export function commandsOf(log: string): string[] {
  return log.split(/\r\n|\r|\n/).flatMap((line) => {
    const v2 = /^\s*::([^:].*)$/.exec(line);
    if (v2?.[1] !== undefined) return [v2[1]];
    const v1 = line.indexOf("##[");
    return v1 === -1 ? [] : [line.slice(v1)];
  });
}

/** Copies the reports of one run of the scenario into a workspace, as its earlier steps would have left them. */
export function leaveReports(run: string, workspace: string): string[] {
  const from = join(ROOT, "demo", "runs", run);
  const to = join(workspace, "reports");
  rmSync(to, { recursive: true, force: true });
  cpSync(from, to, { recursive: true });
  return ["reports/*"];
}
