/** Real repositories in temporary folders, for tests that commit. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Folders of one test file; `clean` removes them all. */
export function scratch(): { folder: (name: string) => string; clean: () => void } {
  const made: string[] = [];
  return {
    folder: (name) => {
      const folder = mkdtempSync(join(realpathSync(tmpdir()), `ci-tracker-test-${name}-`));
      made.push(folder);
      return folder;
    },
    clean: () => {
      for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

/** Runs git as a person without any configuration would; returns what it printed. */
export function git(folder: string, ...args: string[]): string {
  return execFileSync("git", args, {
    cwd: folder,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      PATH: process.env["PATH"],
      HOME: "/nonexistent",
      GIT_CONFIG_NOSYSTEM: "1",
      GIT_CONFIG_GLOBAL: "/dev/null",
      GIT_AUTHOR_NAME: "Somebody",
      GIT_AUTHOR_EMAIL: "somebody@example.com",
      GIT_COMMITTER_NAME: "Somebody",
      GIT_COMMITTER_EMAIL: "somebody@example.com",
      GIT_ALLOW_PROTOCOL: "file:http",
    },
  }).trimEnd();
}
