import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join, resolve } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { type GitOptions, gitStore } from "../../src/commit/git.ts";
import { commitMessage, isOurs } from "../../src/commit/message.ts";
import { type Fault, type GitServer, gitServer } from "../fakes/git-http.ts";
import { git, scratch } from "./repositories.ts";

const places = scratch();
const servers: GitServer[] = [];
afterAll(async () => {
  for (const server of servers) await server.close();
  places.clean();
});

/** Our temporary folders, too, lie where they are cleaned up. */
const environment = { ...process.env, RUNNER_TEMP: places.folder("temp") };
const TOKEN = "ghs_0123456789abcdefghijklmnopqrstuvwxyz";
const FILE = ".trace/issues.jsonl";
const words = commitMessage(
  { id: "7", attempt: 1, branch: "main", at: "2026-01-01T00:00:00Z", event: "push", workflow: "ci", job: "test" },
  [{ op: "create" }],
  { actor: "ci-bot", skipCi: true },
);

const templates = new Map<string, string>();

/** A bare repository with one commit on its branch, and a clone of it. */
function project({ format = "sha1", branch = "main" } = {}): { folder: string; bare: string; work: string } {
  const kind = `${format} ${branch}`;
  if (!templates.has(kind)) templates.set(kind, template(format, branch));
  const folder = places.folder("git");
  cpSync(templates.get(kind) ?? "", folder, { recursive: true });
  const [bare, work] = [join(folder, "shop.git"), join(folder, "work")];
  git(work, "remote", "set-url", "origin", bare);
  return { folder, bare, work };
}

function template(format: string, branch: string): string {
  const folder = places.folder("template");
  const [bare, work] = [join(folder, "shop.git"), join(folder, "work")];
  const init = ["init", "-q", "--template=", `--object-format=${format}`, `--initial-branch=${branch}`];
  git(folder, ...init, "--bare", bare);
  git(bare, "config", "http.receivepack", "true");
  git(bare, "config", "uploadpack.allowFilter", "true");
  git(folder, ...init, work);
  git(work, "remote", "add", "origin", bare);
  mkdirSync(join(work, ".trace"));
  writeFileSync(join(work, FILE), "one\n");
  writeFileSync(join(work, "README.md"), "# shop\n");
  git(work, "add", ".");
  git(work, "commit", "-q", "-m", "first");
  git(work, "push", "-q", "--set-upstream", "origin", branch);
  return folder;
}

async function serve(folder: string, tokens: readonly string[] = [TOKEN]): Promise<GitServer> {
  const server = await gitServer(folder, tokens);
  servers.push(server);
  return server;
}

/** A store in CI for the clone, whose remote is the server. */
function store(work: string, server: GitServer, more: Partial<GitOptions> = {}): ReturnType<typeof gitStore> {
  return gitStore({
    root: work,
    branch: "main",
    url: `${server.url}/shop.git`,
    token: TOKEN,
    actor: "ci-bot",
    ci: true,
    environment,
    stall: 5,
    ...more,
  });
}

/** Opens, puts the text into the tracker's file, commits. */
async function put(target: ReturnType<typeof gitStore>, text: string, path = FILE) {
  const snapshot = await target.open();
  return await target.commit(snapshot, new Map([[path, text]]), words);
}

function log(bare: string, branch = "main"): string[] {
  return git(bare, "log", "--format=%s", branch).split("\n");
}

/** All that must stay as it was: status, index with its time, every file of the work tree, HEAD and refs. */
function stateOf(work: string): string {
  const index = join(git(work, "rev-parse", "--absolute-git-dir"), "index");
  const files = readdirSync(work, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes(".git"))
    .map((entry) => `${entry.name} ${readFileSync(join(entry.parentPath, entry.name)).toString("base64")}`);
  const { mtimeNs, ino } = statSync(index, { bigint: true });
  // The listing first: `git status` may write the index again.
  const before = [mtimeNs, ino, readFileSync(index).toString("base64"), ...files.sort()].join("\n");
  return [before, git(work, "--no-optional-locks", "status", "--porcelain=v2", "--branch"), git(work, "for-each-ref")].join("\n");
}

// Side by side: they mostly wait for git.
describe.concurrent("a branch on a server", () => {
  test("is read at its head, not in the checkout, and gets one commit on top", async () => {
    const { folder, bare, work } = project();
    const server = await serve(folder);
    const other = join(folder, "other");
    git(folder, "clone", "-q", bare, other);
    writeFileSync(join(other, FILE), "two\n");
    git(other, "commit", "-qam", "second");
    git(other, "push", "-q");
    writeFileSync(join(work, FILE), "not committed\n");
    const before = stateOf(work);

    const target = store(work, server);
    await target.check();
    const snapshot = await target.open();
    expect(snapshot.head).toBe(git(other, "rev-parse", "HEAD"));
    expect(await snapshot.read(FILE)).toBe("two\n");
    expect(await snapshot.read("no/such.file")).toBeNull();
    expect(await snapshot.names(".trace")).toEqual(["issues.jsonl"]);
    expect(await snapshot.names("no")).toEqual([]);
    expect(await snapshot.names("")).toEqual(["README.md"]);
    const files = new Map([
      [FILE, "two\nthree\n"],
      [".ci-tracker/ledger.jsonl", "{}\n"],
    ]);
    const done = await target.commit(snapshot, files, words);

    const head = git(bare, "rev-parse", "main");
    expect(done).toEqual({ branch: "main", sha: head });
    expect(git(bare, "rev-parse", "main^")).toBe(snapshot.head);
    expect(git(bare, "show", `main:${FILE}`)).toBe("two\nthree");
    expect(git(bare, "show", "main:.ci-tracker/ledger.jsonl")).toBe("{}");
    expect(git(bare, "show", "main:README.md")).toBe("# shop");
    expect(git(bare, "log", "-1", "--format=%an <%ae>|%cn <%ce>|%s", "main")).toBe(
      `ci-bot <ci-bot@ci-tracker.invalid>|ci-bot <ci-bot@ci-tracker.invalid>|${words.subject}`,
    );
    expect(isOurs(git(bare, "log", "-1", "--format=%B", "main"))).toBe(true);
    expect(git(bare, "fsck", "--strict")).not.toMatch(/error|warning/);
    expect(stateOf(work)).toBe(before);
  });

  test("gets the login with every request, once, and nobody's else", async () => {
    const { folder, work } = project();
    const server = await serve(folder);
    expect(await put(store(work, server), "two\n")).toMatchObject({ branch: "main" });
    const login = `Basic ${Buffer.from(`x-access-token:${TOKEN}`).toString("base64")}`;
    expect(server.requests.length).toBeGreaterThan(4);
    for (const { authorization } of server.requests) expect(authorization).toEqual([login]);
    expect(server.requests.some(({ url }) => url.includes("git-receive-pack"))).toBe(true);
  });

  test("refuses a wrong token in words that do not hold it", async () => {
    const { folder, bare, work } = project();
    const server = await serve(folder);
    const wrong = "ghs_wrongwrongwrongwrongwrongwrongwrongw";
    const error = await put(store(work, server, { token: wrong }), "two\n").catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "E_TOKEN" });
    expect(String(error)).toContain("contents: write");
    expect(JSON.stringify([String(error), (error as Error).stack])).not.toContain(wrong);
    expect(String(error)).not.toContain(Buffer.from(`x-access-token:${wrong}`).toString("base64"));
    expect(log(bare)).toEqual(["first"]);
  });

  test("takes the login that stands in the workspace's own address, which is never an argument", async () => {
    const { folder, bare, work } = project();
    const server = await serve(folder);
    git(work, "remote", "set-url", "origin", `${server.url.replace("://", `://x-access-token:${TOKEN}@`)}/shop.git`);
    const target = gitStore({ root: work, branch: "main", actor: "ci-bot", ci: true, environment });
    await put(target, "two\n");
    expect(log(bare)).toEqual([words.subject, "first"]);
    for (const { authorization } of server.requests) expect(authorization).toHaveLength(1);
  });

  test("that the files already stand in gets no commit and no push", async () => {
    const { folder, bare, work } = project();
    const server = await serve(folder);
    const sha = git(bare, "rev-parse", "main");
    expect(await put(store(work, server), "one\n")).toEqual({ branch: "main", sha });
    expect(server.requests.filter(({ url }) => url.includes("receive-pack"))).toEqual([]);
  });

  test("is found where it lies on disk, too", async () => {
    const { bare, work } = project();
    expect(await put(gitStore({ root: work, branch: "main", actor: "ci-bot", ci: true, environment }), "two\n")).toMatchObject({
      branch: "main",
    });
    expect(log(bare)).toEqual([words.subject, "first"]);
  });
});

describe.concurrent("a hostile workspace", () => {
  test("changes nothing and hears nothing: no redirection, proxy, hook, monitor, helper or filter of it acts", async () => {
    const { folder, bare, work } = project();
    const server = await serve(folder);
    const heard: string[] = [];
    const evil = createServer((request, response) => {
      heard.push(`${request.method} ${request.url} ${request.headers.authorization}`);
      response.writeHead(404).end();
    });
    await new Promise<void>((done) => evil.listen(0, "127.0.0.1", done));
    const evilUrl = `http://127.0.0.1:${(evil.address() as AddressInfo).port}/`;
    const mark = join(folder, "mark");
    const script = join(folder, "script.sh");
    writeFileSync(script, `#!/bin/sh\necho "$0 $*" >> ${mark}\nexit 0\n`);
    chmodSync(script, 0o755);
    for (const [key, value] of [
      [`url.${evilUrl}.insteadOf`, `${server.url}/`],
      [`url.${evilUrl}.pushInsteadOf`, `${server.url}/`],
      ["http.proxy", evilUrl],
      [`http.${server.url}/.proxy`, evilUrl],
      [`http.${server.url}/.extraHeader`, "Authorization: Basic ZXZpbDpldmls"],
      ["core.fsmonitor", script],
      ["core.hooksPath", join(folder, "hooks")],
      ["core.sshCommand", script],
      ["core.askPass", script],
      ["core.gitProxy", script],
      ["credential.helper", `!${script}`],
      ["filter.evil.clean", script],
      ["filter.evil.smudge", script],
      ["remote.origin.pushurl", evilUrl],
      ["remote.origin.uploadpack", script],
      ["remote.origin.receivepack", script],
      ["commit.gpgSign", "true"],
      ["gpg.program", script],
    ] as const) {
      git(work, "config", key, value);
    }
    for (const folderName of [join(folder, "hooks"), join(work, ".git", "hooks")]) {
      mkdirSync(folderName, { recursive: true });
      for (const hook of [
        "pre-push",
        "reference-transaction",
        "post-index-change",
        "pre-commit",
        "commit-msg",
        "post-commit",
        "pre-auto-gc",
      ]) {
        symlinkSync(script, join(folderName, hook));
      }
    }
    writeFileSync(join(work, ".gitattributes"), "* filter=evil text eol=crlf\n");
    writeFileSync(join(work, ".git", "objects", "info", "alternates"), join(folder, "nowhere"));

    for (const more of [{}, { ci: false, environment: { ...environment, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1" } }]) {
      const text = `two\r\n${Object.keys(more).length}\n`;
      // Told the address by the host, or reading it in the workspace: both end at the same server.
      expect(await put(store(work, server, more), text)).toMatchObject({ branch: "main" });
      expect(git(bare, "cat-file", "blob", `main:${FILE}`)).toBe(text.trimEnd());
    }
    mkdirSync(join(work, "tmp"));
    const inside = { ...process.env, RUNNER_TEMP: join(work, "tmp") };
    expect(await put(store(work, server, { environment: inside }), "from a temporary folder inside\n")).toMatchObject({ branch: "main" });
    expect(readdirSync(join(work, "tmp"))).toEqual([]);
    git(work, "config", "remote.origin.url", `${server.url}/shop.git`);
    const found = gitStore({
      root: work,
      branch: "main",
      token: TOKEN,
      host: new URL(server.url).host,
      actor: "ci-bot",
      ci: true,
      environment,
    });
    expect(await put(found, "three\n")).toMatchObject({ branch: "main" });
    evil.close();
    expect(heard).toEqual([]);
    expect(existsSync(mark) ? readFileSync(mark, "utf8") : "").toBe("");
    const login = `Basic ${Buffer.from(`x-access-token:${TOKEN}`).toString("base64")}`;
    expect(new Set(server.requests.flatMap(({ authorization }) => authorization))).toEqual(new Set([login]));
  });

  test("that names another server as its remote does not get the token", async () => {
    const { folder, bare, work } = project();
    const server = await serve(folder, []);
    git(work, "remote", "set-url", "origin", `${server.url}/shop.git`);
    for (const host of [undefined, "github.com"]) {
      const target = gitStore({
        root: work,
        branch: "main",
        token: TOKEN,
        actor: "ci-bot",
        ci: true,
        environment,
        ...(host === undefined ? {} : { host }),
      });
      await put(target, `${host}\n`);
    }
    expect(server.requests.length).toBeGreaterThan(0);
    expect(server.requests.flatMap(({ authorization }) => authorization)).toEqual([]);
    expect(log(bare)).toHaveLength(3);
  });

  test("and a server that sends us elsewhere does not get the token there", async () => {
    const { folder, work } = project();
    const elsewhere = await serve(folder, []);
    const server = await serve(folder);
    server.before = async ({ url }) => ({ redirect: `${elsewhere.url}${url}` });
    await expect(put(store(work, server), "two\n")).rejects.toMatchObject({ code: "E_COMMIT_GIT" });
    expect(elsewhere.requests).toEqual([]);
  });

  test("and variables that steer git are not passed on", async () => {
    const { folder, bare, work } = project();
    const server = await serve(folder);
    const trace = join(folder, "trace");
    const steering = {
      ...environment,
      GIT_DIR: join(folder, "nowhere"),
      GIT_TRACE_CURL: trace,
      GIT_TRACE: trace,
      GIT_CONFIG_COUNT: "1",
      GIT_CONFIG_KEY_0: "http.proxy",
      GIT_CONFIG_VALUE_0: "http://127.0.0.1:1/",
      GIT_CONFIG_PARAMETERS: "'http.proxy'='http://127.0.0.1:1/'",
      http_proxy: "http://127.0.0.1:1/",
    };
    for (const ci of [true, false]) await put(store(work, server, { ci, environment: steering }), `${ci}\n`);
    expect(log(bare)).toHaveLength(3);
    expect(existsSync(trace)).toBe(false);
  });
});

test("in a terminal a person's own configuration counts, but only our login is sent with our token", async () => {
  const { folder, bare, work } = project();
  const server = await serve(folder);
  const own = join(folder, "gitconfig");
  git(folder, "config", "--file", own, `url.${server.url}/.insteadOf`, "https://git.example/");
  git(folder, "config", "--file", own, "http.extraHeader", "Authorization: Basic c29tZWJvZHk6ZWxzZQ==");
  git(folder, "config", "--file", own, "core.hooksPath", folder);
  const personal = { ...environment, GIT_CONFIG_GLOBAL: own };
  await put(store(work, server, { ci: false, environment: personal }), "two\n");
  for (const { authorization } of server.requests) expect(authorization).toHaveLength(1);
  // Without a token of ours the person's login is used, and the address they gave another name to.
  const open = await serve(folder, []);
  git(folder, "config", "--file", own, `url.${open.url}/.insteadOf`, "https://git2.example/");
  git(work, "remote", "set-url", "origin", "https://git2.example/shop.git");
  await put(gitStore({ root: work, branch: "main", actor: "ci-bot", ci: false, environment: personal }), "three\n");
  expect(open.requests[0]?.authorization).toEqual(["Basic c29tZWJvZHk6ZWxzZQ=="]);
  expect(log(bare)).toHaveLength(3);
  await expect(
    gitStore({ root: work, branch: "main", actor: "ci-bot", ci: true, environment: personal, stall: 1 }).open(),
  ).rejects.toMatchObject({
    code: "E_COMMIT_GIT",
  });
});

describe.concurrent("two writers", () => {
  test("of which one is late: it is told, writes nothing, and both are in history after it read again", async () => {
    const { folder, bare, work } = project();
    const server = await serve(folder);
    const [one, two] = [store(work, server), store(work, server)];
    const [first, second] = [await one.open(), await two.open()];
    expect(await one.commit(first, new Map([["a.txt", "1\n"]]), words)).toMatchObject({ branch: "main" });
    expect(await two.commit(second, new Map([["b.txt", "2\n"]]), words)).toBe("moved");
    expect(log(bare)).toEqual([words.subject, "first"]);
    const again = await two.open();
    expect(await again.read("a.txt")).toBe("1\n");
    expect(await two.commit(again, new Map([["b.txt", "2\n"]]), words)).toMatchObject({ branch: "main" });
    expect(git(bare, "ls-tree", "--name-only", "-r", "main").split("\n")).toEqual([FILE, "README.md", "a.txt", "b.txt"]);
  });

  test("at the same moment: exactly one wins each round, and all get through", async () => {
    const { folder, bare, work } = project();
    const server = await serve(folder);
    const writer = async (name: string): Promise<number> => {
      const target = store(work, server);
      for (let round = 1; ; round++) {
        const snapshot = await target.open();
        const done = await target.commit(snapshot, new Map([[`${name}.txt`, `${name}\n`]]), words);
        if (done !== "moved") return round;
      }
    };
    const rounds = await Promise.all(["a", "b", "c"].map(writer));
    expect(rounds.some((round) => round > 1)).toBe(true);
    expect(log(bare)).toHaveLength(4);
    expect(git(bare, "ls-tree", "--name-only", "main").split("\n")).toEqual([".trace", "README.md", "a.txt", "b.txt", "c.txt"]);
  });

  test("and a branch that went back to an older commit, or went away, has moved as well", async () => {
    const { folder, bare, work } = project();
    const server = await serve(folder);
    const target = store(work, server);
    const first = git(bare, "rev-parse", "main");
    await put(target, "two\n");
    const back = await target.open();
    git(bare, "update-ref", "refs/heads/main", first);
    expect(await target.commit(back, new Map([["a", "1"]]), words)).toBe("moved");
    const gone = await target.open();
    git(bare, "update-ref", "-d", "refs/heads/main");
    expect(await target.commit(gone, new Map([["a", "1"]]), words)).toBe("moved");
    expect(git(bare, "for-each-ref")).toBe("");
  });

  test("that begin a new branch: the second reads the first's", async () => {
    const { folder, bare, work } = project();
    const server = await serve(folder);
    const make = () => store(work, server, { branch: "ci-tracker", createOrphan: true });
    const [one, two] = [make(), make()];
    const [first, second] = [await one.open(), await two.open()];
    expect([first.head, await first.read(FILE), await first.names(".trace")]).toEqual([null, null, []]);
    expect(await one.commit(first, new Map([["a", "1\n"]]), words)).toMatchObject({ branch: "ci-tracker" });
    expect(await two.commit(second, new Map([["b", "2\n"]]), words)).toBe("moved");
    expect(log(bare, "ci-tracker")).toEqual([words.subject]);
    expect(await (await two.open()).read("a")).toBe("1\n");
  });
});

describe.concurrent("a commit that does not go through", () => {
  test("because the branch is protected names what the server said and the remedy", async () => {
    const { folder, bare, work } = project();
    const server = await serve(folder);
    const hook = join(bare, "hooks", "pre-receive");
    mkdirSync(join(bare, "hooks"), { recursive: true });
    writeFileSync(
      hook,
      "#!/bin/sh\necho 'error: GH013: Repository rule violations found for refs/heads/main.' >&2\necho '' >&2\necho '- Changes must be made through a pull request.' >&2\nexit 1\n",
    );
    chmodSync(hook, 0o755);
    const error = await put(store(work, server), "two\n").catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "E_COMMIT_RULES" });
    expect(String(error)).toContain("Changes must be made through a pull request.");
    expect((error as { remedy: string }).remedy).toContain("commit: pull-request");
    expect(log(bare)).toEqual(["first"]);
  });

  test("because the line broke after the server had done it is found to be done", async () => {
    const { folder, bare, work } = project();
    const server = await serve(folder);
    server.before = async ({ method, url }): Promise<Fault | undefined> =>
      method === "POST" && url.endsWith("git-receive-pack") ? "cut" : undefined;
    expect(await put(store(work, server), "two\n")).toEqual({ branch: "main", sha: git(bare, "rev-parse", "main") });
    expect(log(bare)).toEqual([words.subject, "first"]);
  });

  test("because the server says nothing ends in an error", async () => {
    const { folder, work } = project();
    const server = await serve(folder);
    server.before = async () => "hang";
    await expect(put(store(work, server, { stall: 1 }), "two\n")).rejects.toMatchObject({ code: "E_COMMIT_GIT" });
  });

  test("because there is no such branch says so, unless we may begin it", async () => {
    const { folder, bare, work } = project();
    const server = await serve(folder);
    await expect(store(work, server, { branch: "none" }).open()).rejects.toMatchObject({ code: "E_COMMIT_BRANCH" });
    await expect(store(work, server, { branch: "none", base: "neither" }).open()).rejects.toMatchObject({ code: "E_COMMIT_BRANCH" });
    await expect(store(work, server, { branch: "a..b" }).check()).rejects.toMatchObject({ code: "E_COMMIT_BRANCH" });
    await expect(store(work, server, { branch: "--upload-pack=x" }).open()).rejects.toMatchObject({ code: "E_COMMIT_BRANCH" });
    const target = store(work, server, { branch: "state", base: "main" });
    const snapshot = await target.open();
    expect(await snapshot.read(FILE)).toBe("one\n");
    await target.commit(snapshot, new Map([[FILE, "two\n"]]), words);
    expect(log(bare, "state")).toEqual([words.subject, "first"]);
    expect(log(bare)).toEqual(["first"]);
  });

  test("because the place holds a link, or the path leaves the repository, writes nothing", async () => {
    const { folder, bare, work } = project();
    const server = await serve(folder);
    symlinkSync("README.md", join(work, "link"));
    git(work, "add", "link");
    git(work, "commit", "-qm", "link");
    git(work, "push", "-q");
    await expect((await store(work, server).open()).read("link")).rejects.toMatchObject({ code: "E_TRACKER_BROKEN" });
    await expect(put(store(work, server), "x", "link")).rejects.toMatchObject({ code: "E_TRACKER_BROKEN" });
    for (const path of ["../x", ".git/hooks/x", "a\\b", "/x"]) {
      await expect(put(store(work, server), "x", path)).rejects.toMatchObject({ code: "E_TRACKER_WRITE" });
    }
    expect(log(bare)).toEqual(["link", "first"]);
  });

  test("because we were killed leaves the branch old or new, at whatever request it happened", async () => {
    const { folder, bare, work } = project();
    const server = await serve(folder);
    const program = `
      import { gitStore } from ${JSON.stringify(resolve("src/commit/git.ts"))};
      const store = gitStore({ root: ${JSON.stringify(work)}, branch: "main", url: ${JSON.stringify(`${server.url}/shop.git`)}, token: ${JSON.stringify(TOKEN)}, actor: "ci-bot", ci: true });
      const snapshot = await store.open();
      await store.commit(snapshot, new Map([["a", process.argv[1]]]), { subject: "ours", body: "" });`;
    const node = process.features.typescript ? process.execPath : resolve("node_modules/node/bin/node");
    const run = (text: string): ChildProcess =>
      spawn(node, ["--input-type=module", "-e", program, text], {
        stdio: "ignore",
        detached: true,
        env: { ...process.env, RUNNER_TEMP: folder },
      });
    const ended = (child: ChildProcess) => new Promise((done) => child.once("close", done));
    let total = 0;
    server.before = async () => {
      total++;
      return undefined;
    };
    await ended(run("whole"));
    expect(log(bare)).toEqual(["ours", "first"]);
    expect(total).toBeGreaterThan(5);
    const outcomes = new Set<number>();
    for (let at = 1; at <= total; at++) {
      const before = git(bare, "rev-list", "--count", "main");
      const child = run(`killed at ${at}`);
      let seen = 0;
      server.before = async () => {
        // The whole group: a git that we started must not finish the work for us.
        if (++seen === at && child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
        return undefined;
      };
      await ended(child);
      await new Promise((done) => setTimeout(done, 30));
      const added = Number(git(bare, "rev-list", "--count", "main")) - Number(before);
      outcomes.add(added);
      expect([0, 1]).toContain(added);
      if (added === 1) expect(git(bare, "show", "main:a")).toBe(`killed at ${at}`);
    }
    expect(outcomes.has(0)).toBe(true);
    expect(git(bare, "fsck", "--connectivity-only")).not.toContain("missing");
    delete server.before;
    expect(await put(store(work, server), "after\n")).toMatchObject({ branch: "main" });
  });
});

describe.concurrent("every shape of a checkout", () => {
  test.each(["shallow", "detached", "worktree", "subfolder"])(
    "%s: the commit lands in its place and the checkout stays as it was",
    async (shape) => {
      const { folder, bare, work } = project();
      const server = await serve(folder);
      git(work, "commit", "-q", "--allow-empty", "-m", "second");
      git(work, "push", "-q");
      let root = work;
      let path = FILE;
      if (shape === "shallow") {
        root = join(folder, "shallow");
        git(folder, "clone", "-q", "--depth=1", `file://${bare}`, root);
      } else if (shape === "detached") git(work, "checkout", "-q", "--detach", "HEAD^");
      else if (shape === "worktree") {
        root = join(folder, "tree");
        git(work, "worktree", "add", "-q", "-b", "topic", root);
      } else {
        root = join(work, "crates", "über shop");
        mkdirSync(root, { recursive: true });
        writeFileSync(join(root, "x"), "");
        path = `crates/über shop/${FILE}`;
      }
      const before = stateOf(root);
      const target = store(root, server);
      const snapshot = await target.open();
      expect(await snapshot.read(FILE)).toBe(shape === "subfolder" ? null : "one\n");
      await target.commit(snapshot, new Map([[FILE, "two\n"]]), words);
      expect(git(bare, "show", `main:${path}`)).toBe("two");
      expect(log(bare)).toEqual([words.subject, "second", "first"]);
      expect(stateOf(root)).toBe(before);
    },
  );

  test("object ids of SHA-256, a branch with slashes, names with spaces and letters of any script", async () => {
    const branch = "release/2026/über";
    const { folder, bare, work } = project({ format: "sha256", branch });
    const server = await serve(folder);
    const target = store(work, server, { branch });
    const path = "notes/Ä b 日本/🦀 [x]*?.md";
    expect(await put(target, "1\n", path)).toMatchObject({ branch, sha: expect.stringMatching(/^[0-9a-f]{64}$/) });
    const again = await target.open();
    expect(await again.read(path)).toBe("1\n");
    expect(await again.names("notes/Ä b 日本")).toEqual(["🦀 [x]*?.md"]);
    expect(git(bare, "-c", "core.quotePath=false", "ls-tree", "-r", "--name-only", branch).split("\n")).toContain(path);
  });

  test("a script stays executable, and a large file arrives whole", async () => {
    const { folder, bare, work } = project();
    const server = await serve(folder);
    writeFileSync(join(work, "run.sh"), "#!/bin/sh\n", { mode: 0o755 });
    git(work, "add", ".");
    git(work, "commit", "-qm", "script");
    git(work, "push", "-q");
    const large = "line of a ledger\n".repeat(200_000);
    const target = store(work, server);
    await target.commit(
      await target.open(),
      new Map([
        ["run.sh", "#!/bin/sh\nexit 0\n"],
        ["large", large],
      ]),
      words,
    );
    expect(git(bare, "ls-tree", "main", "run.sh")).toMatch(/^100755 /);
    expect((await (await target.open()).read("large")) === large).toBe(true);
  });
});

describe.concurrent("a repository without a remote", () => {
  function local(): string {
    const { work } = project();
    git(work, "remote", "remove", "origin");
    return work;
  }

  test("gets its commit on the local branch; index, work tree and HEAD stay", async () => {
    const work = local();
    git(work, "checkout", "-q", "-b", "topic");
    writeFileSync(join(work, "README.md"), "changed\n");
    git(work, "add", "README.md");
    const index = readFileSync(join(work, ".git", "index"));
    const before = git(work, "status", "--porcelain=v2", "--branch");
    const time = statSync(join(work, ".git", "index"), { bigint: true }).mtimeNs;
    const target = gitStore({ root: work, branch: "main", actor: "ci-bot", ci: false, environment });
    expect(await put(target, "two\n")).toEqual({ branch: "main", sha: git(work, "rev-parse", "main") });
    expect(statSync(join(work, ".git", "index"), { bigint: true }).mtimeNs).toBe(time);
    expect(readFileSync(join(work, ".git", "index")).equals(index)).toBe(true);
    expect(git(work, "status", "--porcelain=v2", "--branch")).toBe(before);
    expect(readFileSync(join(work, FILE), "utf8")).toBe("one\n");
    expect(log(work, "main")).toEqual([words.subject, "first"]);
    expect(git(work, "show", `main:${FILE}`)).toBe("two");
  });

  test("runs no hook, signs nothing and asks no other server", async () => {
    const work = local();
    const mark = join(work, "..", "mark");
    const script = join(work, "..", "script.sh");
    writeFileSync(script, `#!/bin/sh\necho "$0" >> ${mark}\nexit 1\n`);
    chmodSync(script, 0o755);
    mkdirSync(join(work, ".git", "hooks"), { recursive: true });
    for (const hook of ["reference-transaction", "post-index-change", "pre-commit"]) symlinkSync(script, join(work, ".git", "hooks", hook));
    for (const [key, value] of [
      ["core.fsmonitor", script],
      ["commit.gpgSign", "true"],
      ["gpg.program", script],
      ["i18n.commitEncoding", "ISO-8859-1"],
      ["core.autocrlf", "true"],
      ["remote.evil.url", `ext::${script}`],
      ["remote.evil.promisor", "true"],
      ["extensions.partialClone", "evil"],
      ["core.repositoryFormatVersion", "1"],
    ] as const) {
      git(work, "config", key, value);
    }
    const target = gitStore({ root: work, branch: "main", actor: "ci-bot", ci: true, environment });
    await put(target, "two\r\n");
    expect(existsSync(mark)).toBe(false);
    expect(git(work, "cat-file", "commit", "main")).not.toMatch(/^(?:gpgsig|encoding) /m);
    expect(await (await target.open()).read(FILE)).toBe("two\r\n");
  });

  test("tells the second of two writers that the branch has moved", async () => {
    const work = local();
    const make = () => gitStore({ root: work, branch: "main", actor: "ci-bot", ci: false, environment });
    const [one, two] = [make(), make()];
    const [first, second] = [await one.open(), await two.open()];
    expect(await one.commit(first, new Map([["a", "1"]]), words)).toMatchObject({ branch: "main" });
    expect(await two.commit(second, new Map([["b", "2"]]), words)).toBe("moved");
    const results = await Promise.all(
      ["c", "d"].map(async (name) => {
        const target = make();
        return await target.commit(await target.open(), new Map([[name, "3"]]), words);
      }),
    );
    expect(results.filter((result) => result === "moved").length).toBeLessThanOrEqual(1);
    expect(log(work, "main")).toHaveLength(2 + results.filter((result) => result !== "moved").length);
  });

  test("begins the ledger's branch without history, in a worktree as well", async () => {
    const work = local();
    const tree = join(work, "..", "tree");
    git(work, "worktree", "add", "-q", "-b", "topic", tree);
    const target = gitStore({ root: tree, branch: "ci-tracker", createOrphan: true, actor: "ci-bot", ci: false, environment });
    await put(target, "{}\n", ".ci-tracker/ledger.jsonl");
    expect(git(work, "rev-list", "--count", "ci-tracker")).toBe("1");
    expect(git(work, "ls-tree", "-r", "--name-only", "ci-tracker")).toBe(".ci-tracker/ledger.jsonl");
  });

  test("and a folder without any repository is an error that says so", async () => {
    const root = places.folder("plain");
    await expect(gitStore({ root, branch: "main", actor: "ci-bot", ci: false, environment }).check()).rejects.toMatchObject({
      code: "E_COMMIT_GIT",
    });
    await expect(gitStore({ root, branch: "main", actor: "ci-bot", ci: false, environment }).open()).rejects.toMatchObject({
      code: "E_COMMIT_GIT",
    });
  });
});
