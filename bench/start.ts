/** How long the bundles take to start and do the least there is to do, beside Node itself. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inScratch, median, ratioOf, rounds, run } from "./measure.ts";
import type { Scale } from "./scale.ts";
import type { Section } from "./sections.ts";
import type { Row } from "./table.ts";

/** 110 ms where bare Node takes 25. */
const AIM = 110 / 25;
const DIST = join(import.meta.dirname, "..", "dist");
const REPORT =
  "running 1 test\ntest adds ... ok\n\ntest result: ok. 1 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s\n";

const WAYS = { node: "node -e 0", action: "the action, plan only", parse: "cli.js parse" } as const;

export function start({ starts }: Scale): Section {
  return { title: "Cold start with a tiny report", measurements: [{ what: "start", rows: () => rowsOf(starts) }] };
}

function rowsOf(starts: number): Row[] {
  return inScratch((folder) => {
    const { env, workspace } = checkout(folder);
    const commands: Record<keyof typeof WAYS, readonly string[]> = {
      node: ["-e", "0"],
      action: [join(DIST, "index.js")],
      parse: [join(DIST, "cli.js"), "parse", "test.txt"],
    };
    const ways = Object.keys(WAYS) as (keyof typeof WAYS)[];
    const measured = rounds(starts, ways, (way) => run(process.execPath, commands[way], { cwd: workspace, env }).seconds);
    const seconds = (way: keyof typeof WAYS): number[] => measured.get(way) ?? [];
    const milliseconds = (way: keyof typeof WAYS): string => `${(median(seconds(way)) * 1000).toFixed(0)} ms`;
    return (["action", "parse"] as const).map((way) => ({
      what: WAYS[way],
      ours: milliseconds(way),
      beside: WAYS.node,
      theirs: milliseconds("node"),
      value: ratioOf(seconds(way), seconds("node")),
      aim: { most: AIM },
    }));
  });
}

/** A repository with a report in it, and what a runner tells a step of a push to its default branch. */
function checkout(folder: string): { env: NodeJS.ProcessEnv; workspace: string } {
  const workspace = join(folder, "shop");
  mkdirSync(workspace);
  writeFileSync(join(workspace, "test.txt"), REPORT);
  const git = (...args: string[]): string => run("git", args, { cwd: workspace }).stdout.trim();
  git("init", "--quiet", "--initial-branch=main");
  git("add", ".");
  git("-c", "user.name=bench", "-c", "user.email=bench@example.com", "commit", "--quiet", "--message=report");
  const file = (name: string, text = ""): string => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };
  const env = {
    PATH: process.env["PATH"],
    HOME: folder,
    CI: "true",
    GITHUB_ACTIONS: "true",
    GITHUB_WORKSPACE: workspace,
    GITHUB_REPOSITORY: "octo/shop",
    GITHUB_SHA: git("rev-parse", "HEAD"),
    GITHUB_REF: "refs/heads/main",
    GITHUB_REF_NAME: "main",
    GITHUB_REF_TYPE: "branch",
    GITHUB_EVENT_NAME: "push",
    GITHUB_EVENT_PATH: file("event.json", '{"repository":{"default_branch":"main"}}'),
    GITHUB_RUN_ID: "1",
    GITHUB_RUN_ATTEMPT: "1",
    GITHUB_WORKFLOW: "CI",
    GITHUB_JOB: "test",
    GITHUB_OUTPUT: file("output"),
    GITHUB_STEP_SUMMARY: file("summary"),
    RUNNER_TEMP: folder,
    INPUT_REPORTS: "test.txt",
    INPUT_TRACKER: "tracer",
    INPUT_MODE: "plan",
    INPUT_INIT: "true",
    INPUT_COMMIT: "none",
    INPUT_CACHE: "none",
  };
  return { env, workspace };
}
