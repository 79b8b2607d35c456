import { spawnSync } from "node:child_process";
import { appendFileSync, chmodSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { ancestryOf, ask, currentBranch, present, testedCommit } from "../../src/host/git.ts";
import { git, scratch } from "../commit/repositories.ts";

const places = scratch();
afterAll(() => places.clean());

let root: string;
let commits: string[];
beforeAll(() => {
  root = places.folder("host");
  git(root, "init", "-q", "--initial-branch=main");
  commits = ["one", "two"].map((name) => {
    mkdirSync(join(root, "src"), { recursive: true });
    writeFileSync(join(root, "src", `${name}.rs`), name);
    git(root, "add", ".");
    git(root, "commit", "-q", "-m", name);
    return git(root, "rev-parse", "HEAD");
  });
  git(root, "checkout", "-q", "-b", "side", commits[0] ?? "");
  git(root, "commit", "-q", "--allow-empty", "-m", "side");
  commits.push(git(root, "rev-parse", "HEAD"));
  git(root, "checkout", "-q", "main");
});

describe("the checkout", () => {
  test("tells its branch and commit, and no commit where tracked files differ, but for our own", async () => {
    expect(await currentBranch(root)).toBe("main");
    expect(await testedCommit(root, [])).toBe(commits[1]);
    writeFileSync(join(root, "untracked.txt"), "");
    expect(await testedCommit(root, [])).toBe(commits[1]);
    appendFileSync(join(root, "src", "one.rs"), "changed");
    expect(await testedCommit(root, [])).toBeUndefined();
    expect(await testedCommit(root, ["src/"])).toBe(commits[1]);
    git(root, "checkout", "-q", ".");
  });

  test("tells how commits lie to each other, and nothing of those it does not have", async () => {
    const [one = "", two = "", side = ""] = commits;
    const unknown = "f".repeat(40);
    expect([...(await ancestryOf(root, two, [one, two, side, unknown, "--help", "main"]))]).toEqual([
      [one, "ancestor"],
      [side, "diverged"],
    ]);
    expect([...(await ancestryOf(root, one, [two]))]).toEqual([[two, "descendant"]]);
    expect((await ancestryOf(root, "main", [one])).size).toBe(0);
  });

  test("tells which paths a commit has; a path of any kind is only a path", async () => {
    const [one = "", two = ""] = commits;
    const hostile = [":(glob)**", ":/", "src/*.rs", "--help", "a\nb", "é", "\\"];
    expect(await present(root, two, ["src/one.rs", "src/two.rs", "src/gone.rs", ...hostile])).toEqual(
      new Set(["src/one.rs", "src/two.rs"]),
    );
    expect(await present(root, one, ["src/one.rs", "src/two.rs"])).toEqual(new Set(["src/one.rs"]));
    const many = Array.from({ length: 250 }, (_, i) => `gone/${i}`);
    expect(await present(root, two, [...many, "src/two.rs"])).toEqual(new Set(["src/two.rs"]));
  });

  test("of which a commit is not there tells nothing: unknown is not gone", async () => {
    expect(await present(root, "f".repeat(40), ["src/one.rs"])).toBeUndefined();
    expect(await present(root, "HEAD", ["src/one.rs"])).toBeUndefined();
  });
});

describe("asking git", () => {
  test("is unknown, not an error, where there is no repository, no folder, no git, or a wrong question", async () => {
    const file = join(root, "src", "one.rs");
    for (const where of [places.folder("empty"), join(root, "nowhere"), file])
      expect(await ask(where, "rev-parse", "HEAD")).toBeUndefined();
    expect(await ask(root, "no-such-command")).toBeUndefined();
    vi.stubEnv("PATH", "/nowhere");
    try {
      expect(await ask(root, "rev-parse", "HEAD")).toBeUndefined();
    } finally {
      vi.unstubAllEnvs();
    }
  });

  test("runs nothing that the repository's configuration names, and asks nobody", async () => {
    const repository = places.folder("hostile");
    const ran = join(repository, "ran");
    const script = join(repository, "script.sh");
    writeFileSync(script, `#!/bin/sh\ntouch ${ran}\n`);
    chmodSync(script, 0o755);
    git(repository, "init", "-q", "--initial-branch=main");
    writeFileSync(join(repository, "a"), "a");
    git(repository, "add", "a");
    git(repository, "commit", "-q", "-m", "a");
    git(repository, "config", "core.fsmonitor", script);
    git(repository, "config", "core.pager", script);
    git(repository, "config", "core.hooksPath", repository);
    expect(await testedCommit(repository, [])).toBe(git(repository, "-c", "core.fsmonitor=false", "rev-parse", "HEAD"));
    expect(await currentBranch(repository)).toBe("main");
    expect(existsSync(ran)).toBe(false);
    // It would have run: git's own status does run it.
    spawnSync("git", ["status"], { cwd: repository });
    expect(existsSync(ran)).toBe(true);
  });

  test("prints nothing itself, whatever the PATH is like", async () => {
    const written = vi.spyOn(process.stdout, "write");
    const logged = vi.spyOn(console, "log");
    vi.stubEnv("PATH", `${join(root, "src", "one.rs")}:/nowhere:${process.env["PATH"]}`);
    try {
      expect((await ask(root, "rev-parse", "HEAD"))?.trim()).toBe(commits[1]);
      expect([written.mock.calls.length, logged.mock.calls.length]).toEqual([0, 0]);
    } finally {
      vi.unstubAllEnvs();
      vi.restoreAllMocks();
    }
  });
});
