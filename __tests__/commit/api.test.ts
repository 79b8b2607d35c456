import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { apiStore } from "../../src/commit/api.ts";
import type { GitHubClient } from "../../src/trackers/github/client.ts";
import { FakeGitHub } from "../fakes/github/server.ts";
import { clientOf, withUpdateRefs } from "./github.ts";

const FILE = ".trace/issues.jsonl";
const words = { subject: "ci-tracker: 1 opened (run 7) [skip ci]", body: "Ci-Tracker-Run: 7/1" };
const MUTATION = "POST /graphql";

let fake: FakeGitHub;
let client: GitHubClient;
beforeEach(async () => {
  fake = await FakeGitHub.start();
  fake.git.commit("main", { [FILE]: "one\n" }, "first");
  client = clientOf(fake, "app");
});
afterEach(() => fake.close());

async function put(store: ReturnType<typeof apiStore>, files: Record<string, string>) {
  const snapshot = await store.open();
  return await store.commit(snapshot, new Map(Object.entries(files)), words);
}

const subjects = (branch = "main") => fake.git.history(branch).map(({ message }) => message.split("\n")[0]);

describe("committing by the API", () => {
  test("reads at the branch's head and adds one signed commit that names nobody else", async () => {
    const head = fake.git.head("main");
    const store = apiStore(client, { branch: "main" });
    await store.check();
    const snapshot = await store.open();
    expect(snapshot.head).toBe(head);
    expect(await snapshot.read(FILE)).toBe("one\n");
    expect(await snapshot.read(".trace/none")).toBeNull();
    expect(await snapshot.read("README.md/none")).toBeNull();
    expect(await snapshot.names(".trace")).toEqual(["issues.jsonl"]);
    expect(await snapshot.names("")).toEqual(["README.md"]);
    expect(await snapshot.names("none")).toEqual([]);
    const files = new Map([
      [FILE, "one\ntwo\n"],
      [".ci-tracker/ledger.jsonl", "{}\n"],
    ]);
    const done = await store.commit(snapshot, files, words);
    const [commit, parent] = fake.git.history("main");
    expect(done).toEqual({ branch: "main", sha: commit?.sha });
    expect(parent?.sha).toBe(head);
    expect(commit).toMatchObject({ verified: true, message: `${words.subject}\n\n${words.body}`, author: { name: "github-actions[bot]" } });
    expect([fake.git.file("main", FILE), fake.git.file("main", ".ci-tracker/ledger.jsonl")]).toEqual(["one\ntwo\n", "{}\n"]);
    expect(fake.writes()).toHaveLength(1);
  });

  test("keeps every byte: line ends, a byte order mark, letters of any script, and more than a megabyte", async () => {
    const text = `\ufeffeins\r\n日本 🦀\n${"x".repeat(1_500_000)}`;
    fake.git.commit("main", { "notes/Ä b.txt": text }, "large");
    const store = apiStore(client, { branch: "main" });
    expect((await (await store.open()).read("notes/Ä b.txt")) === text).toBe(true);
    fake.git.commit("main", { bad: Buffer.from([0xff, 0xfe]) }, "bytes");
    await expect((await store.open()).read("bad")).rejects.toMatchObject({ code: "E_TRACKER_BROKEN" });
  });

  test("writes nothing when nothing would change", async () => {
    expect(await put(apiStore(client, { branch: "main" }), { [FILE]: "one\n" })).toEqual({ branch: "main", sha: fake.git.head("main") });
    expect(fake.writes()).toEqual([]);
  });

  test("a root below the repository's top has its files there", async () => {
    await put(apiStore(client, { branch: "main", prefix: "crates/shop" }), { [FILE]: "two\n" });
    expect(fake.git.file("main", `crates/shop/${FILE}`)).toBe("two\n");
    expect(fake.git.file("main", FILE)).toBe("one\n");
  });

  test("more than two megabytes go by git data, still signed, and a program stays one", async () => {
    const large = "line\n".repeat(500_000);
    expect(await put(apiStore(client, { branch: "main" }), { [FILE]: large, small: "1" })).toMatchObject({ branch: "main" });
    expect(fake.git.file("main", FILE) === large).toBe(true);
    expect(fake.git.history("main")[0]).toMatchObject({ verified: true, message: `${words.subject}\n\n${words.body}` });
    const tree = fake.git.withEntry(fake.git.history("main")[0]?.tree ?? "", "run.sh", {
      mode: "100755",
      type: "blob",
      sha: fake.git.addBlob(Buffer.from("#!/bin/sh\n")),
    });
    fake.git.refs.set("refs/heads/main", fake.git.addCommit({ tree, parents: [fake.git.head("main") ?? ""], message: "script" }));
    await put(apiStore(client, { branch: "main" }), { "run.sh": "#!/bin/sh\nexit\n" });
    expect(fake.git.entryAt(fake.git.history("main")[0]?.tree ?? "", "run.sh")?.mode).toBe("100755");
  });

  test("a link in a file's place, and a path that leaves the repository, are refused", async () => {
    const tree = fake.git.withEntry(fake.git.history("main")[0]?.tree ?? "", "link", {
      mode: "120000",
      type: "blob",
      sha: fake.git.addBlob(Buffer.from("README.md")),
    });
    fake.git.refs.set("refs/heads/main", fake.git.addCommit({ tree, parents: [fake.git.head("main") ?? ""], message: "link" }));
    const store = apiStore(client, { branch: "main" });
    await expect((await store.open()).read("link")).rejects.toMatchObject({ code: "E_TRACKER_BROKEN" });
    await expect(put(store, { link: "x" })).rejects.toMatchObject({ code: "E_TRACKER_BROKEN" });
    for (const path of ["../x", ".git/config", "/x"])
      await expect(put(store, { [path]: "x" })).rejects.toMatchObject({ code: "E_TRACKER_WRITE" });
    expect(fake.writes()).toEqual([]);
  });

  test("a folder that GitHub did not list whole is an error, not a folder without our file", async () => {
    fake.on("GET /repos/:owner/:repo/git/trees/*sha", 1, { status: 200, body: { sha: "x", tree: [], truncated: true } });
    await expect((await apiStore(client, { branch: "main" }).open()).read(FILE)).rejects.toMatchObject({ code: "E_COMMIT_API" });
  });

  test("a file that arrives cut is an error, not a shorter file", async () => {
    fake.on("GET /repos/:owner/:repo/git/blobs/:sha", "all", { cut: 2 });
    await expect((await apiStore(client, { branch: "main" }).open()).read(FILE)).rejects.toMatchObject({ code: "E_COMMIT_API" });
  });
});

describe("when somebody else commits", () => {
  test.each(["", "x".repeat(3_000_000)])("the late one is told, and nothing of its is written (%#)", async (more) => {
    const store = apiStore(client, { branch: "main" });
    const snapshot = await store.open();
    fake.git.commit("main", { other: "1" }, "somebody's");
    expect(await store.commit(snapshot, new Map([[FILE, `two\n${more}`]]), words)).toBe("moved");
    expect(subjects()[0]).toBe("somebody's");
    expect(await put(store, { [FILE]: `two\n${more}` })).toMatchObject({ branch: "main" });
    expect(subjects().slice(0, 2)).toEqual([words.subject, "somebody's"]);
    expect(fake.git.file("main", "other")).toBe("1");
  });

  test.each(["", "x".repeat(3_000_000)])(
    "a branch that went back to an older commit, or went away, has moved as well (%#)",
    async (more) => {
      const store = apiStore(withUpdateRefs(client, fake), { branch: "main" });
      const first = fake.git.head("main") ?? "";
      fake.git.commit("main", { other: "1" }, "second");
      const snapshot = await store.open();
      fake.git.refs.set("refs/heads/main", first);
      expect(await store.commit(snapshot, new Map([[FILE, `two\n${more}`]]), words)).toBe("moved");
      expect(fake.git.head("main")).toBe(first);
      const again = await store.open();
      fake.git.refs.delete("refs/heads/main");
      expect(await store.commit(again, new Map([[FILE, `two\n${more}`]]), words)).toBe("moved");
      expect(fake.git.head("main")).toBeUndefined();
    },
  );

  test("of many at the same moment each gets through in its turn", async () => {
    const writer = async (name: string) => {
      const store = apiStore(client, { branch: "main" });
      for (let round = 1; ; round++) if ((await put(store, { [`${name}.txt`]: name })) !== "moved") return round;
    };
    const rounds = await Promise.all(["a", "b", "c", "d"].map(writer));
    expect(Math.max(...rounds)).toBeGreaterThan(1);
    expect(subjects()).toEqual([words.subject, words.subject, words.subject, words.subject, "first", "Begin"]);
    for (const name of ["a", "b", "c", "d"]) expect(fake.git.file("main", `${name}.txt`)).toBe(name);
  });
});

describe("when nobody knows what became of it", () => {
  test.each([
    { status: 502, effect: true },
    { reset: true, effect: true },
    { hang: "body", effect: true },
  ] as const)("a commit that went through is found on the branch, and not made twice: %j", async (fault) => {
    const store = apiStore(client, { branch: "main" });
    const snapshot = await store.open();
    fake.on(MUTATION, 1, fault);
    expect(await store.commit(snapshot, new Map([[FILE, "two\n"]]), words)).toEqual({ branch: "main", sha: fake.git.head("main") });
    expect(subjects()).toEqual([words.subject, "first", "Begin"]);
  });

  test.each([{ status: 502 }, { reset: true }] as const)("one that did not is tried once more: %j", async (fault) => {
    fake.on(MUTATION, 1, fault);
    expect(await put(apiStore(client, { branch: "main" }), { [FILE]: "two\n" })).toMatchObject({ branch: "main" });
    expect(subjects()).toEqual([words.subject, "first", "Begin"]);
    fake.on(MUTATION, "all", fault);
    await expect(put(apiStore(client, { branch: "main" }), { [FILE]: "three\n" })).rejects.toMatchObject({ code: "E_COMMIT_API" });
    expect(fake.git.file("main", FILE)).toBe("two\n");
  });

  test("another's commit in the meantime is not taken for ours, even with our words", async () => {
    const store = apiStore(client, { branch: "main" });
    const snapshot = await store.open();
    fake.git.commit("main", { [FILE]: "two, but not ours\n" }, `${words.subject}\n\n${words.body}`);
    fake.on(MUTATION, 1, { status: 502 });
    expect(await store.commit(snapshot, new Map([[FILE, "two\n"]]), words)).toBe("moved");
  });

  test("nor is a commit with our words and files that stands on another's", async () => {
    const store = apiStore(client, { branch: "main" });
    const snapshot = await store.open();
    fake.git.commit("main", { other: "1" }, "somebody's");
    fake.git.commit("main", { [FILE]: "two\n" }, `${words.subject}\n\n${words.body}`);
    fake.on(MUTATION, 1, { status: 502 });
    expect(await store.commit(snapshot, new Map([[FILE, "two\n"]]), words)).toBe("moved");
  });

  test("a branch that GitHub says has moved has moved, even where the reading of it lags behind", async () => {
    fake.on(MUTATION, 1, { status: 200, body: { data: { createCommitOnBranch: null }, errors: [{ type: "STALE_DATA", message: "x" }] } });
    expect(await put(apiStore(client, { branch: "main" }), { [FILE]: "two\n" })).toBe("moved");
  });

  test("the moving of a ref is settled the same way", async () => {
    const large = "x".repeat(3_000_000);
    fake.on("PATCH /repos/:owner/:repo/git/refs/*ref", 1, { status: 502, effect: true });
    expect(await put(apiStore(client, { branch: "main" }), { [FILE]: large })).toEqual({ branch: "main", sha: fake.git.head("main") });
    fake.on("PATCH /repos/:owner/:repo/git/refs/*ref", 1, { status: 502 });
    await expect(put(apiStore(client, { branch: "main" }), { [FILE]: `${large}y` })).rejects.toMatchObject({ code: "E_COMMIT_API" });
  });
});

describe("a branch that is not there", () => {
  test("is an error for the tracker's files", async () => {
    await expect(apiStore(client, { branch: "mian" }).open()).rejects.toMatchObject({ code: "E_COMMIT_BRANCH", exit: 2 });
    await expect(apiStore(client, { branch: "state", base: "mian" }).open()).rejects.toMatchObject({ code: "E_COMMIT_BRANCH" });
  });

  test("begins without history for the ledger; of two that begin it the second reads the first's", async () => {
    const make = () => apiStore(client, { branch: "ci-tracker", createOrphan: true });
    const [one, two] = [make(), make()];
    await one.check();
    const [first, second] = [await one.open(), await two.open()];
    expect([first.head, await first.read("ledger"), await first.names("")]).toEqual([null, null, []]);
    expect(await one.commit(first, new Map([["a/b", "1"]]), words)).toMatchObject({ branch: "ci-tracker" });
    expect(await two.commit(second, new Map([["c", "2"]]), words)).toBe("moved");
    const [commit] = fake.git.history("ci-tracker");
    expect(commit).toMatchObject({ parents: [], verified: true });
    expect(fake.git.file("ci-tracker", "README.md")).toBeUndefined();
    expect(await (await two.open()).read("a/b")).toBe("1");
    expect(await put(two, { c: "2" })).toMatchObject({ branch: "ci-tracker" });
    expect(fake.git.file("ci-tracker", "a/b")).toBe("1");
  });

  test("begins at its base where one is named, whatever slashes its name has", async () => {
    const store = apiStore(client, { branch: "state/of main", base: "main" });
    const snapshot = await store.open();
    expect(await snapshot.read(FILE)).toBe("one\n");
    await store.commit(snapshot, new Map([[FILE, "two\n"]]), words);
    expect(subjects("state/of main")).toEqual([words.subject, "first", "Begin"]);
    expect(fake.git.file("main", FILE)).toBe("one\n");
    expect(await put(store, { [FILE]: "three\n" })).toMatchObject({ branch: "state/of main" });
  });
});

describe("refusals", () => {
  test("a token without the right to write is told which right", async () => {
    const weak = clientOf(fake, "app", { permissions: { contents: "read" } });
    for (const text of ["two\n", "x".repeat(3_000_000)]) {
      const error = await put(apiStore(weak, { branch: "main" }), { [FILE]: text }).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code: "E_TOKEN" });
      expect(String(error)).toContain("contents: write");
    }
    expect(fake.git.file("main", FILE)).toBe("one\n");
  });

  test("a repository that the token cannot see is not one without our branch", async () => {
    await fake.close();
    fake = await FakeGitHub.start({ private: true });
    const blind = clientOf(fake, "stranger", { role: "none" });
    await expect(apiStore(blind, { branch: "ci-tracker", createOrphan: true }).open()).rejects.toMatchObject({ code: "E_TOKEN" });
  });

  test.each(["two\n", "x".repeat(3_000_000)])("a rule that the commit itself meets is named, with the remedy (%#)", async (text) => {
    const store = apiStore(client, { branch: "main" });
    const snapshot = await store.open();
    fake.git.rules.set("main", [{ type: "pull_request" }]);
    const error = await store.commit(snapshot, new Map([[FILE, text]]), words).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "E_COMMIT_RULES" });
    expect(String(error)).toContain("(pull_request)");
    expect((error as { remedy: string }).remedy).toContain("commit: pull-request");
    expect(fake.git.file("main", FILE)).toBe("one\n");
  });

  test("a rule against new branches is named for the ledger's", async () => {
    fake.git.rules.set("ci-tracker", [{ type: "creation" }]);
    const store = apiStore(client, { branch: "ci-tracker", createOrphan: true });
    await expect(put(store, { a: "1" })).rejects.toMatchObject({ code: "E_COMMIT_RULES", message: expect.stringContaining("(creation)") });
  });
});
