import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { isOurs } from "../../src/commit/message.ts";
import { pullRequestStore } from "../../src/commit/pull-request.ts";
import type { GitHubClient } from "../../src/trackers/github/client.ts";
import { FakeGitHub } from "../fakes/github/server.ts";
import { clientOf, withUpdateRefs } from "./github.ts";

const FILE = ".trace/issues.jsonl";
const BRANCH = "ci-tracker-state/main";
const words = { subject: "ci-tracker: 1 opened (run 7) [skip ci]", body: "Ci-Tracker-Run: 7/1" };
const entry = (id: string, title: string) => `${JSON.stringify({ id, title })}\n`;

let fake: FakeGitHub;
let client: GitHubClient;
beforeEach(async () => {
  fake = await FakeGitHub.start();
  fake.git.commit("main", { [FILE]: entry("b", "people's") }, "first");
  client = withUpdateRefs(clientOf(fake, "app"), fake);
});
afterEach(() => fake.close());

const store = () => pullRequestStore(client, { base: "main" });

/** One run: reads, gives what it read to `edit`, commits that. */
async function run(edit: (text: string) => string, target = store()) {
  const snapshot = await target.open();
  const read = (await snapshot.read(FILE)) ?? "";
  return { read, done: await target.commit(snapshot, new Map([[FILE, edit(read)]]), words) };
}

const open = () => fake.pulls.all().filter(({ state }) => state === "open");

describe("the standing pull request", () => {
  test("is opened by the first run, from the base's head, and carries that run's commit alone", async () => {
    const base = fake.git.head("main");
    const target = store();
    await target.check();
    const { read, done } = await run((text) => text + entry("c", "ours"), target);
    expect(read).toBe(entry("b", "people's"));
    expect(done).toEqual({ branch: BRANCH, sha: fake.git.head(BRANCH) });
    expect(fake.git.head("main")).toBe(base);
    expect(fake.git.history(BRANCH)[1]?.sha).toBe(base);
    expect(open()).toMatchObject([{ head: BRANCH, base: "main", title: "ci-tracker: entries for main", draft: false }]);
    expect(open()[0]?.body).not.toMatch(/@|#\d|\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?)\b:? #/i);
  });

  test("is updated in place: later runs read from its branch, and leave its words to the people", async () => {
    await run((text) => text + entry("c", "ours"));
    const [pull] = open();
    fake.pulls.change(pull?.number ?? 0, { title: "A person's title" });
    const { read, done } = await run((text) => text + entry("d", "ours"));
    expect(read).toBe(entry("b", "people's") + entry("c", "ours"));
    expect(done).toEqual({ branch: BRANCH, sha: fake.git.head(BRANCH) });
    expect(fake.pulls.all()).toMatchObject([{ title: "A person's title", state: "open" }]);
    expect(fake.git.history(BRANCH)).toHaveLength(4);
  });

  test("has no word in its commits that would keep its checks from running, and they are known as ours", async () => {
    await run((text) => text + entry("c", "ours"));
    const message = fake.git.history(BRANCH)[0]?.message ?? "";
    expect(message).not.toContain("[skip ci]");
    expect(isOurs(message)).toBe(true);
  });

  test("is not made when there is nothing to commit", async () => {
    expect((await run((text) => text)).done).toEqual({ branch: "main", sha: fake.git.head("main") });
    expect([fake.pulls.all(), fake.git.head(BRANCH), fake.writes()]).toEqual([[], undefined, []]);
  });

  test.each(["merged", "merged and its branch deleted", "closed"])(
    "that was %s makes the branch begin again at the base's head",
    async (how) => {
      await run((text) => text + entry("c", "ours"));
      const [pull] = open();
      const number = pull?.number ?? 0;
      if (how === "closed") fake.pulls.change(number, { state: "closed" });
      else fake.pulls.merge(number);
      if (how.endsWith("deleted")) fake.git.refs.delete(`refs/heads/${BRANCH}`);
      fake.git.commit("main", { other: "1" }, "somebody's");
      const base = fake.git.head("main");
      const { read } = await run((text) => text + entry("d", "ours"));
      expect(read).toBe(entry("b", "people's") + (how === "closed" ? "" : entry("c", "ours")));
      expect(fake.git.history(BRANCH)[1]?.sha).toBe(base);
      expect(open()).toHaveLength(1);
      expect(fake.pulls.all()).toHaveLength(2);
    },
  );

  test("merged while a run is at work is followed by another for what that run commits", async () => {
    await run((text) => text + entry("c", "ours"));
    const target = store();
    const snapshot = await target.open();
    fake.pulls.merge(open()[0]?.number ?? 0);
    const text = (await snapshot.read(FILE)) ?? "";
    await target.commit(snapshot, new Map([[FILE, text + entry("d", "ours")]]), words);
    expect(open()).toHaveLength(1);
    expect((await run((t) => t)).read).toContain(entry("d", "ours"));
  });

  test("has a branch for each base, none in the way of another or of the ledger's", async () => {
    fake.git.commit("release/1", { [FILE]: "" }, "release");
    fake.git.commit("ci-tracker", { ledger: "" }, "ledger");
    for (const base of ["main", "release/1"]) await run((text) => text + entry("c", base), pullRequestStore(client, { base }));
    const names = [...fake.git.refs.keys()];
    // git keeps a ref as a file: no name may be a folder of another.
    expect(names.filter((name) => names.some((other) => other.startsWith(`${name}/`)))).toEqual([]);
    expect(open().map(({ base, head }) => [base, head])).toEqual([
      ["main", "ci-tracker-state/main"],
      ["release/1", "ci-tracker-state/release/1"],
    ]);
  });

  test("for a branch that is not there is an error", async () => {
    await expect(pullRequestStore(client, { base: "mian" }).open()).rejects.toMatchObject({ code: "E_COMMIT_BRANCH" });
  });
});

describe("people who work on the base meanwhile", () => {
  const ours = entry("a", "ours") + entry("b", "people's") + entry("c", "ours");
  beforeEach(async () => {
    await run(() => ours);
  });

  test("are not disturbed where they touch other files: our next commit is an ordinary one", async () => {
    fake.git.commit("main", { "src/lib.rs": "fn main() {}" }, "somebody's");
    const { read } = await run((text) => text + entry("d", "ours"));
    expect(read).toBe(ours);
    expect(fake.git.history(BRANCH)[0]?.parents).toHaveLength(1);
  });

  test("have their entries read with ours, and their changes stand in what is merged", async () => {
    fake.git.commit("main", { [FILE]: entry("b", "changed by a person") + entry("x", "added by a person"), other: "1" }, "somebody's");
    const people = fake.git.head("main") ?? "";
    const before = fake.git.head(BRANCH) ?? "";
    const both = entry("a", "ours") + entry("b", "changed by a person") + entry("c", "ours") + entry("x", "added by a person");
    const { read, done } = await run((text) => text + entry("y", "ours, new"));
    expect(read).toBe(both);
    expect(done).toEqual({ branch: BRANCH, sha: fake.git.head(BRANCH) });
    const [commit] = fake.git.history(BRANCH);
    expect(commit?.parents).toEqual([before, people]);
    expect(commit?.verified).toBe(true);
    expect(fake.git.file(BRANCH, FILE)).toBe(both + entry("y", "ours, new"));
    expect(fake.git.file(BRANCH, "other")).toBe("1");
    // The base's head is now in the branch's history, so that nothing is left to conflict.
    expect(fake.git.ancestors(fake.git.head(BRANCH) ?? "").has(people)).toBe(true);
    expect(open()).toHaveLength(1);
    expect((await run((text) => text + entry("z", "ours"))).read).toBe(both + entry("y", "ours, new"));
  });

  test("win where both changed one entry, and where they took one away", async () => {
    fake.git.commit("main", { [FILE]: entry("b", "1") + entry("d", "1") + entry("e", "1") }, "more");
    fake.pulls.merge(open()[0]?.number ?? 0);
    fake.git.commit("main", { [FILE]: entry("b", "1") + entry("d", "1") + entry("e", "1") }, "more");
    await run(() => entry("b", "ours") + entry("d", "ours") + entry("e", "ours"));
    fake.git.commit("main", { [FILE]: entry("b", "theirs") + entry("e", "1") }, "somebody's");
    const { read } = await run((text) => text + entry("y", "new"));
    expect(read).toBe(entry("b", "theirs") + entry("e", "ours"));
    expect(fake.git.file(BRANCH, FILE)).toBe(entry("b", "theirs") + entry("e", "ours") + entry("y", "new"));
  });

  test("may break the file: then it is read as it is, so that the tracker refuses it", async () => {
    const broken = `<<<<<<< HEAD\n${entry("b", "x")}`;
    fake.git.commit("main", { [FILE]: broken }, "somebody's");
    expect(await (await store().open()).read(FILE)).toBe(broken);
  });

  test("have files of theirs found, and files of ours kept that this run does not write", async () => {
    await run((text) => text, store());
    const target = store();
    await target.commit(await target.open(), new Map([[".trace/ours.md", "ours"]]), words);
    fake.git.commit("main", { ".trace/theirs.md": "theirs", [FILE]: entry("b", "changed") }, "somebody's");
    const snapshot = await target.open();
    expect((await snapshot.names(".trace")).sort()).toEqual(["issues.jsonl", "ours.md", "theirs.md"]);
    expect(await snapshot.read(".trace/theirs.md")).toBe("theirs");
    await target.commit(snapshot, new Map([["new", "1"]]), words);
    expect([".trace/ours.md", ".trace/theirs.md", "new"].map((path) => fake.git.file(BRANCH, path))).toEqual(["ours", "theirs", "1"]);
    expect(fake.git.file(BRANCH, FILE)).toBe(entry("a", "ours") + entry("b", "changed") + entry("c", "ours"));
  });
});

describe("several runs at once", () => {
  test.each(["no branch", "a branch left over", "an open pull request"])(
    "of two that began with %s one is told that the branch moved",
    async (before) => {
      if (before !== "no branch") await run((text) => text + entry("c", "old"));
      if (before === "a branch left over") {
        fake.pulls.change(open()[0]?.number ?? 0, { state: "closed" });
        fake.git.commit("main", { other: "1" }, "somebody's");
      }
      const [one, two] = [store(), store()];
      const [first, second] = [await one.open(), await two.open()];
      expect(await one.commit(first, new Map([["one", "1"]]), words)).toMatchObject({ branch: BRANCH });
      expect(await two.commit(second, new Map([["two", "2"]]), words)).toBe("moved");
      expect(await two.commit(await two.open(), new Map([["two", "2"]]), words)).toMatchObject({ branch: BRANCH });
      expect([fake.git.file(BRANCH, "one"), fake.git.file(BRANCH, "two")]).toEqual(["1", "2"]);
      expect(open()).toHaveLength(1);
    },
  );

  test("a server without updateRefs is asked plainly, and a branch that moved is still not overwritten", async () => {
    client = clientOf(fake, "app");
    await run((text) => text + entry("c", "old"));
    fake.pulls.change(open()[0]?.number ?? 0, { state: "closed" });
    fake.git.commit("main", { other: "1" }, "somebody's");
    const [one, two] = [store(), store()];
    const [first, second] = [await one.open(), await two.open()];
    expect(await one.commit(first, new Map([["one", "1"]]), words)).toMatchObject({ branch: BRANCH });
    expect(await two.commit(second, new Map([["two", "2"]]), words)).toBe("moved");
    expect(fake.git.file(BRANCH, "one")).toBe("1");
  });
});

describe("what may go wrong", () => {
  test("GITHUB_TOKEN that may not open pull requests: the setting is named, and where the commit stands", async () => {
    fake.actionsMayOpenPulls = false;
    const error = await run((text) => text + entry("c", "ours")).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "E_TOKEN" });
    expect(String(error)).toContain("Allow GitHub Actions to create and approve pull requests");
    expect(String(error)).toContain(BRANCH);
    fake.actionsMayOpenPulls = true;
    await run((text) => text + entry("c", "ours"));
    expect(open()).toHaveLength(1);
    expect(fake.git.history(BRANCH)).toHaveLength(3);
  });

  test("an answer that got lost: the pull request is found, not opened twice", async () => {
    fake.on("POST /repos/:owner/:repo/pulls", 1, { status: 502, effect: true });
    await run((text) => text + entry("c", "ours"));
    expect(fake.pulls.all()).toHaveLength(1);
  });

  test("a rule for all branches is met before anything is planned, or by the commit", async () => {
    fake.git.rules.set(BRANCH, [{ type: "creation" }]);
    await expect(run((text) => text + entry("c", "ours"))).rejects.toMatchObject({ code: "E_COMMIT_RULES" });
    expect([fake.pulls.all(), fake.git.head(BRANCH)]).toEqual([[], undefined]);
  });

  test("a crash after any write, then the same run again, ends as if nothing had happened", async () => {
    const whole = entry("b", "people's") + entry("c", "ours");
    for (const left of [false, true]) {
      for (let at = 1; at <= 4; at++) {
        const attempt = await FakeGitHub.start();
        attempt.git.commit("main", { [FILE]: entry("b", "people's") }, "first");
        if (left) attempt.git.commit(BRANCH, { [FILE]: "left over\n" }, "left over");
        const real = withUpdateRefs(clientOf(attempt, "app"), attempt);
        let writes = 0;
        const crash = <T>(does: () => Promise<T>): Promise<T> =>
          ++writes === at ? does().then(() => Promise.reject(new Error("crash"))) : does();
        const dying: GitHubClient = {
          ...real,
          send: (...call) => crash(() => real.send(...call)),
          graphql: (...call) => crash(() => real.graphql(...call)),
        };
        const first = pullRequestStore(dying, { base: "main" });
        const died = first.open().then((snapshot) => first.commit(snapshot, new Map([[FILE, whole]]), words));
        if (at <= 3) await expect(died).rejects.toThrow("crash");
        else expect(await died).toMatchObject({ branch: BRANCH });
        const again = pullRequestStore(real, { base: "main" });
        await again.commit(await again.open(), new Map([[FILE, whole]]), words);
        expect(attempt.git.file(BRANCH, FILE)).toBe(whole);
        expect(attempt.git.history(BRANCH).map(({ message }) => message.split(" (")[0])).toEqual([
          "ci-tracker: 1 opened",
          "first",
          "Begin",
        ]);
        expect(attempt.pulls.all()).toMatchObject([{ state: "open", head: BRANCH }]);
        await attempt.close();
      }
    }
  });
});
