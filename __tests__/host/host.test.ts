import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";
import { githubHost } from "../../src/host/github.ts";
import { branchOf, type Host, isKept, legOf, producerOf, whyPlanOnly } from "../../src/host/host.ts";
import { terminalHost } from "../../src/host/terminal.ts";
import { readSettings } from "../../src/settings/settings.ts";
import { temporary } from "../e2e/spawn.ts";

const AT = "2026-03-01T09:00:00.000Z";
const folders: { remove(): void }[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) folder.remove();
});
const folder = (): string => {
  const made = temporary("ci-tracker-host-");
  folders.push(made);
  return made.path;
};
const settings = (values: Record<string, string> = {}) => readSettings({ name: (n) => n, values: new Map(Object.entries(values)) });

describe("a leg", () => {
  test.each([
    ["", ""],
    ["null", ""],
    ["{}", ""],
    [' {"os":"linux","rust":"1.95"} ', "os=linux, rust=1.95"],
    ['{"rust":"1.95","os":"linux"}', "os=linux, rust=1.95"],
    ['{"shard":3,"nightly":true,"features":["a","b"]}', 'features=["a","b"], nightly=true, shard=3'],
    ["shard  3\nof 8", "shard 3 of 8"],
    ['{"os":', '{"os":'],
    ["[1]", "[1]"],
  ])("%j is %j", (given, leg) => {
    expect(legOf(given)).toBe(leg);
  });

  test("is the same whatever the order of the matrix, and another one for another cell", () => {
    const cell = fc.dictionary(
      fc.string({ minLength: 1, maxLength: 5 }),
      fc.oneof(fc.string({ maxLength: 5 }), fc.integer(), fc.boolean()),
      { noNullPrototype: true },
    );
    fc.assert(
      fc.property(cell, (one) => {
        const turned = Object.fromEntries(Object.entries(one).reverse());
        expect(legOf(JSON.stringify(turned))).toBe(legOf(JSON.stringify(one)));
      }),
    );
  });
});

describe("who reports", () => {
  const host = (more: Partial<Host> = {}, run: Partial<Host["run"]> = {}): Host => {
    const made = githubHost({}, settings(), AT);
    return { ...made, ...more, run: { ...made.run, branch: "main", workflow: "ci.yml", job: "test", ...run } };
  };

  test("is branch, workflow, job, leg and scope; what is empty at the end is left out", () => {
    expect(producerOf(host(), undefined)).toBe("main » ci.yml » test");
    expect(producerOf(host({ leg: "os=linux" }), "debug")).toBe("main » ci.yml » test » os=linux » debug");
    expect(producerOf(host(), "debug")).toBe("main » ci.yml » test »  » debug");
    expect(producerOf(host({}, { workflow: "", job: "" }), undefined)).toBe("main");
  });

  test("on a run that only plans is who would report after the merge", () => {
    expect(producerOf(host({ planOnly: "a pull request", defaultBranch: "trunk" }, { branch: "fix" }), undefined)).toBe(
      "trunk » ci.yml » test",
    );
  });

  test("is one line, in which no field can pretend to be two", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (job, scope) => {
        const producer = producerOf(host({ leg: "x" }, { job }), `s${scope}`);
        expect(producer.split(" » ").length).toBe(5);
        expect(producer).not.toMatch(/[\n\r\t]/);
      }),
    );
    expect(producerOf(host({}, { job: "a » b" }), undefined)).not.toBe(producerOf(host({ leg: "b" }, { job: "a" }), undefined));
  });
});

describe("a run that may not write", () => {
  test.each([
    ["push", "main", undefined],
    ["schedule", "main", undefined],
    ["workflow_dispatch", "main", undefined],
    ["terminal", "main", undefined],
    ["push", "dev", "the branch dev is not the default branch main"],
    ["pull_request", "main", "a pull request's commit is not on the branch yet"],
    ["pull_request_target", "main", "a pull request's commit is not on the branch yet"],
    ["merge_group", "main", "a merge queue's commit is not on the branch yet"],
    ["push", "gh-readonly-queue/main/pr-1", "a merge queue's commit is not on the branch yet"],
    ["workflow_run", "main", "runs of the event workflow_run do not speak for a branch"],
    ["issue_comment", "main", "runs of the event issue_comment do not speak for a branch"],
    ["", "main", "runs of the event  do not speak for a branch"],
  ])("%s on %s: %s", (event, branch, why) => {
    expect(whyPlanOnly(event, branch, "main")).toBe(why);
  });
});

describe("branches that entries are kept for", () => {
  test.each<[branch: string, branches: string[], kept: boolean]>([
    ["main", [], true],
    ["release/1", [], false],
    ["release/1", ["release/*"], true],
    ["release/1/x", ["release/*"], false],
    ["release/1/x", ["release/**"], true],
    ["dev", ["release/*", "dev"], true],
    ["tag v1", ["*", "**"], false],
    ["gh-readonly-queue/main/pr-1", ["release/*"], false],
  ])("%s with %j: %s", (branch, branches, kept) => {
    expect(isKept(branch, "main", branches)).toBe(kept);
    if (kept) expect(whyPlanOnly("push", branch, "main", branches)).toBeUndefined();
  });

  test("none of them makes a pull request or a merge queue write", () => {
    expect(whyPlanOnly("pull_request", "release/1", "main", ["**"])).toContain("pull request");
    expect(whyPlanOnly("merge_group", "gh-readonly-queue/main/pr-1", "main", ["**"])).toContain("merge queue");
    expect(whyPlanOnly("push", "gh-readonly-queue/main/pr-1", "main", ["**"])).toContain("merge queue");
  });

  test("a run speaks for its own branch; one that only plans for the one that it would be merged into", () => {
    const made = githubHost({ GITHUB_REF_NAME: "main" }, settings(), AT);
    const of = (more: Partial<Host>): string => branchOf({ ...made, run: { ...made.run, branch: "release/1" }, ...more });
    expect(of({})).toBe("release/1");
    expect(of({ planOnly: "x" })).toBe("main");
    expect(of({ planOnly: "x", pull: { base: "release/2" } })).toBe("release/2");
  });
});

describe("GitHub Actions", () => {
  const event = (payload: unknown): string => {
    const path = join(folder(), "event.json");
    writeFileSync(path, typeof payload === "string" ? payload : JSON.stringify(payload));
    return path;
  };
  const RUNNER = {
    GITHUB_REPOSITORY: "octo/shop",
    GITHUB_REF_NAME: "main",
    GITHUB_REF_TYPE: "branch",
    GITHUB_EVENT_NAME: "push",
    GITHUB_RUN_ID: "77",
    GITHUB_RUN_ATTEMPT: "2",
    GITHUB_WORKFLOW: "CI",
    GITHUB_WORKFLOW_REF: "octo/shop/.github/workflows/ci.yml@refs/heads/main",
    GITHUB_JOB: "test",
    GITHUB_SHA: "0".repeat(40),
    GITHUB_SERVER_URL: "https://ghe.example",
    GITHUB_API_URL: "https://ghe.example/api/v3",
    GITHUB_WORKSPACE: "/work/shop",
  };

  test("tells the run, its page, and where things are", () => {
    const host = githubHost(RUNNER, settings({ root: "rust" }), AT);
    expect(host.run).toEqual({
      id: "77",
      attempt: 2,
      branch: "main",
      at: AT,
      event: "push",
      workflow: ".github/workflows/ci.yml",
      job: "test",
      commit: "0".repeat(40),
      url: "https://ghe.example/octo/shop/actions/runs/77",
    });
    expect([host.root, host.prefix, host.workspaces]).toEqual(["/work/shop/rust", "rust", ["/work/shop"]]);
    expect([host.apiUrl, host.graphqlUrl]).toEqual(["https://ghe.example/api/v3", "https://ghe.example/api/v3/graphql"]);
    expect([host.repository, host.planOnly]).toEqual(["octo/shop", undefined]);
  });

  test("the workflow is its file, since two may have one name, and its name where the file is not told", () => {
    expect(githubHost({ ...RUNNER, GITHUB_WORKFLOW_REF: "" }, settings(), AT).run.workflow).toBe("CI");
  });

  test("the default branch is the event's, else the usual name; a setting outranks both", () => {
    const of = (payload: unknown, branch: string, values: Record<string, string> = {}): string =>
      githubHost({ ...RUNNER, GITHUB_REF_NAME: branch, GITHUB_EVENT_PATH: event(payload) }, settings(values), AT).defaultBranch;
    expect(of({ repository: { default_branch: "trunk" } }, "main")).toBe("trunk");
    expect(of({ repository: { default_branch: "trunk" } }, "main", { "default-branch": "main" })).toBe("main");
    expect([of({}, "master"), of({}, "main"), of({}, "dev")]).toEqual(["master", "main", "main"]);
  });

  test.each(["", "{", "null", "[]", "7", '{"repository":null,"head_commit":null}'])(
    "an event file that holds %j is one that says nothing",
    (text) => {
      const host = githubHost({ ...RUNNER, GITHUB_EVENT_PATH: event(text) }, settings(), AT);
      expect([host.defaultBranch, host.planOnly, host.headMessage]).toEqual(["main", undefined, undefined]);
    },
  );

  test("a tag is no branch, whatever its name; a pull request counts for its own branch", () => {
    expect(githubHost({ ...RUNNER, GITHUB_REF_TYPE: "tag" }, settings(), AT)).toMatchObject({
      run: { branch: "tag main" },
      planOnly: "the branch tag main is not the default branch main",
    });
    const pull = { ...RUNNER, GITHUB_EVENT_NAME: "pull_request", GITHUB_HEAD_REF: "main", GITHUB_REF_NAME: "7/merge" };
    expect(githubHost(pull, settings(), AT)).toMatchObject({ run: { branch: "main" }, planOnly: expect.stringContaining("pull request") });
  });

  test("a fork's schedule and Dependabot only plan; a person's run in a fork's own repository writes", () => {
    const fork = event({ repository: { default_branch: "main", fork: true } });
    expect(githubHost({ ...RUNNER, GITHUB_EVENT_NAME: "schedule", GITHUB_EVENT_PATH: fork }, settings(), AT).planOnly).toContain("fork");
    expect(githubHost({ ...RUNNER, GITHUB_EVENT_PATH: fork }, settings(), AT).planOnly).toBeUndefined();
    expect(githubHost({ ...RUNNER, GITHUB_ACTOR: "dependabot[bot]" }, settings(), AT).planOnly).toContain("Dependabot");
  });

  test("a pull request tells its number, its own commit, and its base where entries are kept for that", () => {
    const path = event({ pull_request: { number: 7, head: { sha: "a".repeat(40), repo: { full_name: "mallory/shop" } } } });
    const pull = { ...RUNNER, GITHUB_EVENT_NAME: "pull_request", GITHUB_EVENT_PATH: path, GITHUB_BASE_REF: "release/1" };
    expect(githubHost(pull, settings({ branches: "release/*" }), AT).pull).toEqual({ number: 7, head: "a".repeat(40), base: "release/1" });
    expect(githubHost(pull, settings(), AT).pull).toEqual({ number: 7, head: "a".repeat(40) });
    expect(githubHost(RUNNER, settings(), AT).pull).toBeUndefined();
  });

  test("a run that another one's end started tells which", () => {
    const startedBy = (run: unknown): unknown =>
      githubHost({ ...RUNNER, GITHUB_EVENT_NAME: "workflow_run", GITHUB_EVENT_PATH: event({ workflow_run: run }) }, settings(), AT).after;
    expect(startedBy({ id: 70, run_attempt: 2 })).toEqual({ run: "70", attempt: 2 });
    expect([startedBy(undefined), startedBy({ id: "70; rm" })]).toEqual([undefined, undefined]);
  });

  test("the run belongs to its own repository, wherever entries go", () => {
    const host = githubHost(RUNNER, settings({ repository: "octo/tracker" }), AT);
    expect([host.home, host.repository]).toEqual(["octo/shop", "octo/tracker"]);
  });

  test("the job began when the runner wrote the event's file", () => {
    const path = event({});
    expect(githubHost({ ...RUNNER, GITHUB_EVENT_PATH: path }, settings(), AT).jobStart).toBeGreaterThan(Date.now() - 60_000);
    expect(githubHost(RUNNER, settings(), AT).jobStart).toBeUndefined();
  });
});

describe("a terminal", () => {
  const host = (facts: Record<string, string> = {}, values: Record<string, string> = {}, environment: Record<string, string> = {}) =>
    terminalHost(environment, settings({ root: folder(), ...values }), new Map(Object.entries(facts)), AT);

  test("takes what it is told, and else a run of its own on the branch main", async () => {
    expect((await host()).run).toEqual({
      id: "local-20260301090000000",
      attempt: 1,
      branch: "main",
      at: AT,
      event: "terminal",
      workflow: "",
      job: "",
    });
    const told = { sha: "abc1234", run: "b-7:x", attempt: "3", event: "push", workflow: "w", job: "j", url: "https://ci.example/7" };
    const { sha, run, ...rest } = told;
    expect((await host(told, { branch: "dev" })).run).toEqual({ ...rest, id: run, attempt: 3, commit: sha, branch: "dev", at: AT });
  });

  test("its branch counts as the default branch, unless another is named", async () => {
    expect((await host({}, { branch: "dev" })).planOnly).toBeUndefined();
    expect((await host({}, { branch: "dev", "default-branch": "main" })).planOnly).toBe("the branch dev is not the default branch main");
    expect((await host({ event: "pull_request" })).planOnly).toContain("pull request");
  });

  test.each([
    [{ run: "two words" }, "--run"],
    [{ run: "7)" }, "--run"],
    [{ run: "x".repeat(201) }, "--run"],
    [{ attempt: "0" }, "--attempt"],
    [{ attempt: "1.5" }, "--attempt"],
    [{ attempt: "-1" }, "--attempt"],
  ])("%j is refused: it would not be read back from an entry", async (facts, flag) => {
    await expect(host(facts)).rejects.toMatchObject({ code: "E_INPUT_VALUE", exit: 2, message: expect.stringContaining(flag) });
  });

  test("the repository's name is the setting's, the environment's, or that of the remote called origin", async () => {
    expect((await host({}, { repository: "a/b" }, { GITHUB_REPOSITORY: "c/d" })).repository).toBe("a/b");
    expect((await host({}, {}, { GITHUB_REPOSITORY: "c/d" })).repository).toBe("c/d");
    for (const [url, name] of [
      ["https://github.com/octo/shop.git", "octo/shop"],
      ["git@github.com:octo/shop", "octo/shop"],
      ["ssh://git@github.com:22/octo/shop.js.git/", "octo/shop.js"],
      ["", undefined],
    ] as const) {
      const root = folder();
      mkdirSync(join(root, ".git", "objects"), { recursive: true });
      mkdirSync(join(root, ".git", "refs"));
      writeFileSync(join(root, ".git", "HEAD"), "ref: refs/heads/main\n");
      writeFileSync(join(root, ".git", "config"), `[core]\n\trepositoryformatversion = 0\n[remote "origin"]\n\turl = ${url}\n`);
      expect([url, (await host({}, { root })).repository]).toEqual([url, name]);
    }
  });
});
