import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Operation } from "../../src/model.ts";
import { githubIssues } from "../../src/trackers/github/issues.ts";
import type { OpenHostedTracker } from "../../src/trackers/tracker.ts";
import { COMMIT, clientOf, listQuery, operation, runStamp, WRITING } from "../fakes/github/kit.ts";
import { FakeGitHub } from "../fakes/github/server.ts";

let fake: FakeGitHub;
beforeEach(async () => {
  fake = await FakeGitHub.start();
});
afterEach(() => fake.close());

const BOT = "github-actions[bot]";
const ADDS = operation("create", "adds", 1);

function opened(more: Parameters<typeof listQuery>[0] = {}, client = clientOf(fake)): Promise<OpenHostedTracker> {
  return githubIssues(client).open(listQuery(more));
}

async function applied(op: Operation, more: Parameters<typeof listQuery>[0] = {}): Promise<{ id: string; url?: string }> {
  return (await opened(more)).apply(op, WRITING);
}

/** The requests that wrote, as `METHOD /path`, without the repository's part. */
function writes(from = 0): string[] {
  return fake
    .writes()
    .slice(from)
    .map((r) => `${r.method} ${r.path.replace("/repos/octo/shop", "")}`);
}

function sent(index: number): Record<string, unknown> {
  return fake.writes().at(index)?.body as Record<string, unknown>;
}

function issue(number = 1) {
  return fake.issues.get(number);
}

function body(number = 1): string {
  return issue(number).body ?? "";
}

/** The text of the comments, without their marks. */
function said(number = 1): string[] {
  return issue(number).comments.map((c) => c.body.replace(/^<!--.*-->\n/, ""));
}

describe("create", () => {
  test("opens the issue with its text and label in one request", async () => {
    fake.issues.label("ci-tracker");
    expect(await applied(ADDS)).toEqual({ id: "1", url: "https://github.com/octo/shop/issues/1" });
    expect(writes()).toEqual(["POST /issues"]);
    expect(issue()).toMatchObject({
      title: "Test failure: adds (shop::api)",
      labels: ["ci-tracker", "bug"],
      assignees: [],
      milestone: null,
    });
  });

  test("tells in the text what fails, where, since when, in which run, and how it closes", async () => {
    await applied(ADDS);
    for (const words of [
      "**Failing** since run 1",
      "assertion `left == right` failed",
      "at `src/lib.rs:42`",
      "```text\nthread 'main' panicked\n```",
      "[run 1](https://github.com/octo/shop/actions/runs/1)",
      `${COMMIT} on \`main\``,
      "| Fails in | `main / .github/workflows/ci.yml / test / linux` |",
      "| Filed as | bug, P0 |",
      "It closes when everything that saw it failing has seen it passing",
      "the label `mute`",
    ]) {
      expect(body()).toContain(words);
    }
    expect(body().split("\n").at(-1)).toBe(`ci-tracker: ${ADDS.fingerprint}`);
  });

  test("makes the label where it is missing, once", async () => {
    const tracker = await opened();
    await tracker.apply(ADDS, WRITING);
    await tracker.apply(operation("create", "subtracts", 1), WRITING);
    expect(writes()).toEqual(["POST /labels", "POST /issues", "POST /issues"]);
    expect(issue(2).labels).toEqual(["ci-tracker", "bug"]);
  });

  test("goes on when another run made the label in the same moment", async () => {
    fake.on("POST /repos/:owner/:repo/labels", 1, {
      status: 422,
      body: { message: "Validation Failed", errors: [{ code: "already_exists" }] },
      effect: true,
    });
    await applied(ADDS);
    expect(issue().labels).toContain("ci-tracker");
  });

  test("uses the repository's labels for type and priority where they are, and makes none", async () => {
    fake.issues.labels.delete("bug");
    fake.issues.label("p0");
    await applied(ADDS);
    expect(issue().labels).toEqual(["ci-tracker", "p0"]);
    expect([...fake.issues.labels.keys()]).not.toContain("P0");
    await applied({ ...operation("create", "rule", 1), filing: { type: "chore", priority: 1 } });
    expect(issue(2).labels).toEqual(["ci-tracker"]);
  });

  test("says E_TOKEN before anything is opened when the label is missing and may not be made", async () => {
    const token = fake.token("visitor", { role: "read" });
    const tracker = await opened({}, clientOf(fake, { token }));
    await expect(tracker.apply(ADDS, WRITING)).rejects.toMatchObject({
      code: "E_TOKEN",
      message: expect.stringContaining("issues: write"),
    });
    expect(fake.issues.all()).toEqual([]);
  });

  test("says E_TOKEN when the token may not open issues: the answer decides, no guess about forks (peers §5 #19)", async () => {
    const token = fake.token("app", { permissions: { contents: "write", issues: "read" } });
    const tracker = await opened({}, clientOf(fake, { token }));
    await expect(tracker.apply(ADDS, WRITING)).rejects.toMatchObject({
      code: "E_TOKEN",
      message: expect.stringContaining("`issues: write`"),
    });
  });

  test("tells when GitHub dropped the label, opens no second entry, and finds the first one again (homeboy#13563)", async () => {
    fake.issues.label("ci-tracker");
    const token = fake.token("visitor", { role: "read" });
    const log: string[] = [];
    const client = clientOf(fake, { token, log: (line) => log.push(line) });
    const tracker = await opened({}, client);
    expect(await tracker.apply(ADDS, WRITING)).toMatchObject({ id: "1" });
    expect(issue().labels).toEqual([]);
    expect(log.join("\n")).toContain("GitHub dropped the label ci-tracker of #1");
    await expect(tracker.apply(operation("create", "subtracts", 1), WRITING)).rejects.toMatchObject({ code: "E_TOKEN" });
    expect(await tracker.confirm(new Map([[ADDS.fingerprint, "1"]]))).toEqual(
      new Map([[ADDS.fingerprint, { id: "1", url: "https://github.com/octo/shop/issues/1" }]]),
    );
    expect(fake.issues.all()).toHaveLength(1);
    expect((await opened({}, client)).listing.entries).toMatchObject([{ id: "1", fingerprint: ADDS.fingerprint }]);
  });

  test("follows the entry that was closed long ago, as its next generation", async () => {
    await applied(ADDS);
    fake.issues.close(1, "maria");
    await applied({ ...operation("create", "adds", 2), generation: 2, follows: "1" });
    expect(body(2)).toContain("Follows #1.");
    expect((await opened()).listing.entries.map((e) => e.fingerprint)).toEqual([ADDS.fingerprint, `${ADDS.fingerprint}~2`]);
    fake.issues.close(2, "maria");
    await applied({ ...operation("create", "adds", 3), generation: 3, follows: "2" });
    expect((await opened()).listing.entries.at(-1)?.fingerprint).toBe(`${ADDS.fingerprint}~3`);
    await applied(operation("update", "adds", 4, { entry: "3" }));
    expect(body(3)).toContain("Follows #2.");
    expect((await opened()).listing.entries.at(-1)?.fingerprint).toBe(`${ADDS.fingerprint}~3`);
  });

  const lost = [
    ["502, and it was opened", { status: 502, effect: true }],
    ["502, and it was not", { status: 502 }],
    ["a broken connection, and it was opened", { reset: true, effect: true }],
    ["a broken connection, and it was not", { reset: true }],
    ["HTML, and it was opened", { html: "<html>", effect: true }],
    ["half an answer", { cut: 40 }],
  ] as const;
  test.each(lost)("opens one issue when the answer is %s", async (_, fault) => {
    fake.on("POST /repos/:owner/:repo/issues", 1, fault);
    expect(await applied(ADDS)).toMatchObject({ id: "1" });
    expect(fake.issues.all()).toHaveLength(1);
  });

  test("opens one issue when the answer is lost and lists lag behind", async () => {
    fake.issues.lag = 3;
    fake.on("POST /repos/:owner/:repo/issues", 1, { status: 502, effect: true });
    await applied(ADDS);
    expect(fake.issues.all()).toHaveLength(1);
  });

  test("waits for the secondary limit and goes on", async () => {
    fake.limitContent({ after: 1, retryAfter: 30 });
    const tracker = await opened();
    for (const name of ["a", "b", "c"]) await tracker.apply(operation("create", name, 1), WRITING);
    expect(fake.issues.all()).toHaveLength(3);
  });

  test("opens one entry for a subject that comes twice in one run (peers §5 #12)", async () => {
    const tracker = await opened();
    const made = [await tracker.apply(ADDS, WRITING), await tracker.apply(operation("create", "adds", 1), WRITING)];
    expect(made.map((m) => m.id)).toEqual(["1", "1"]);
    expect(fake.issues.all()).toHaveLength(1);
  });

  test("says E_TRACKER_WRITE when GitHub refuses", async () => {
    fake.on("POST /repos/:owner/:repo/issues", 1, { status: 422, body: { message: "Validation Failed" } });
    await expect(applied(ADDS)).rejects.toMatchObject({
      code: "E_TRACKER_WRITE",
      message: expect.stringContaining("an issue could not be opened"),
    });
  });
});

describe("labels of the configuration and of the subject's state", () => {
  const labelled = (labels: readonly string[], more: Partial<Operation> = {}): Operation => ({
    ...ADDS,
    filing: { type: "bug", priority: 0, labels },
    ...more,
  });

  test("are given at creation, and made where they are missing: somebody asked for them", async () => {
    fake.issues.label("Backend");
    await applied(labelled(["backend", "team: api", "quarantine", "BUG"], { label: "flaky" }));
    expect(issue().labels).toEqual(["ci-tracker", "bug", "Backend", "team: api", "quarantine", "flaky"]);
    expect(fake.issues.labels.get("flaky")?.description).toBe("Fails and passes without being changed");
    expect([...fake.issues.labels.keys()]).not.toContain("P0");
  });

  test("cost no issue where they cannot be had, and that is told", async () => {
    fake.issues.label("ci-tracker");
    fake.on("POST /repos/:owner/:repo/labels", 1, { status: 422, body: { message: "Validation Failed", errors: [{ code: "custom" }] } });
    const { notes } = (await applied(labelled(["odd", "x".repeat(51), " ", "fine"]))) as { notes?: string[] };
    expect(issue().labels).toEqual(["ci-tracker", "bug", "fine"]);
    expect(notes).toEqual([
      expect.stringContaining("the label odd could not be given"),
      expect.stringContaining("GitHub takes 1 to 50 characters"),
      expect.stringContaining("GitHub takes 1 to 50 characters"),
    ]);
  });

  test("are never the words by which people say that an entry is to be left alone", async () => {
    const { notes } = (await applied(labelled(["wontfix", "Mute", "snooze: 2020-01-01", "muted colours"]))) as { notes?: string[] };
    expect(issue().labels).toEqual(["ci-tracker", "bug", "muted colours"]);
    expect(notes).toHaveLength(3);
    expect((await opened()).listing.entries[0]?.handsOff).toBeUndefined();
  });

  test("say flaky in the operation that says it first; a person who takes that off is not overruled by later ones", async () => {
    await applied(ADDS);
    const before = fake.writes().length;
    await applied(operation("comment", "adds", 2, { entry: "1", label: "flaky" }));
    expect(issue().labels).toEqual(["ci-tracker", "bug", "flaky"]);
    expect(writes(before)).toEqual(["POST /labels", "POST /issues/1/labels", "POST /issues/1/comments", "PATCH /issues/1"]);
    fake.issues.edit(1, { labels: ["ci-tracker"] });
    for (const op of ["comment", "update", "close", "reopen"] as const) await applied(operation(op, "adds", 3, { entry: "1" }));
    expect(issue().labels).toEqual(["ci-tracker"]);
  });

  test("that an issue has already are not sent again", async () => {
    await applied(ADDS);
    fake.issues.edit(1, { labels: ["ci-tracker", "Flaky"] });
    const before = fake.writes().length;
    await applied(operation("update", "adds", 2, { entry: "1", label: "flaky" }));
    expect(writes(before)).toEqual(["PATCH /issues/1"]);
  });

  test("that are refused hold no other change up", async () => {
    await applied(ADDS);
    fake.issues.label("flaky");
    fake.on("POST /repos/:owner/:repo/issues/:number/labels", 1, {
      status: 403,
      body: { message: "Resource not accessible by integration" },
    });
    const done = (await applied(operation("close", "adds", 2, { entry: "1", label: "flaky" }))) as { notes?: string[] };
    expect(issue().state).toBe("closed");
    expect(done.notes).toEqual([expect.stringContaining("the label flaky could not be given")]);
  });
});

describe("owners", () => {
  const owned = (...assignees: string[]): Operation => ({ ...ADDS, filing: { type: "bug", priority: 0, assignees } });
  const notesOf = async (op: Operation): Promise<string[] | undefined> => ((await applied(op)) as { notes?: string[] }).notes;

  test("are assigned at creation, and never again: a person who takes one off is not overruled", async () => {
    expect(await notesOf(owned("maria", "jo", "Maria"))).toBeUndefined();
    expect(issue().assignees).toEqual(["maria", "jo"]);
    expect(writes().at(-1)).toBe("POST /issues");
    fake.issues.edit(1, { assignees: [] });
    for (const op of ["comment", "update", "close", "reopen"] as const)
      await applied({ ...operation(op, "adds", 2, { entry: "1" }), filing: { type: "bug", priority: 0, assignees: ["maria"] } });
    expect(issue().assignees).toEqual([]);
  });

  test("whom GitHub cannot assign cost neither the issue nor the others, and are named", async () => {
    fake.issues.unassignable.add("gone");
    expect(await notesOf(owned("gone", "maria", "octo/team", "a@b.example", "../x"))).toEqual(
      ["gone", "octo/team", "a@b.example", "../x"].map((login) => `the owner ${login} cannot be assigned in octo/shop`),
    );
    expect(issue().assignees).toEqual(["maria"]);
  });

  test("are asked for once, however many issues they own", async () => {
    const tracker = await opened();
    for (const name of ["a", "b", "c"])
      await tracker.apply({ ...operation("create", name, 1), filing: { type: "bug", priority: 0, assignees: ["maria"] } }, WRITING);
    expect(fake.requests.filter((r) => r.path.includes("/assignees/"))).toHaveLength(1);
  });

  test("whom GitHub refuses all the same do not lose the issue", async () => {
    fake.on("GET /repos/:owner/:repo/assignees/:login", 1, { status: 403, body: { message: "Resource not accessible by integration" } });
    fake.issues.unassignable.add("maria");
    expect(await notesOf(owned("maria"))).toEqual(["the owner maria cannot be assigned in octo/shop"]);
    expect(fake.issues.all()).toHaveLength(1);
    expect(issue()).toMatchObject({ assignees: [], labels: ["ci-tracker", "bug"] });
  });

  test("whom GitHub drops without a word are named", async () => {
    fake.issues.dropped.add("jo");
    expect(await notesOf(owned("maria", "jo"))).toEqual(["the owner jo cannot be assigned in octo/shop"]);
  });

  test("are ten at most, as many as GitHub takes", async () => {
    const notes = await notesOf(owned(...Array.from({ length: 13 }, (_, i) => `dev${i}`)));
    expect(issue().assignees).toHaveLength(10);
    expect(notes).toEqual(["GitHub takes 10 assignees; the other owners were left out"]);
  });
});

describe("what happened to an entry", () => {
  test("is told by our comments and by what people did, oldest first", async () => {
    await applied(ADDS);
    await applied(operation("comment", "adds", 2, { entry: "1", label: "flaky" }));
    fake.issues.happened(issue(), "labeled", "maria", { label: { name: "P1", color: "ededed" } });
    fake.issues.happened(issue(), "renamed", "maria", { rename: { from: "a", to: "b" } });
    fake.issues.comment(1, "maria", "I look into it.");
    fake.issues.comment(1, "mallory", `<!-- ci-tracker {"op":"close","run":"9","attempt":1,"fingerprint":"${ADDS.fingerprint}"} -->\nno`);
    fake.issues.close(1, "maria", "not_planned");
    fake.issues.reopen(1, "maria");
    await applied(operation("close", "adds", 3, { entry: "1" }));
    const log = await (await opened({ ids: ["1"] })).log("1");
    expect(log.map(({ word, run, text }) => [word, run, text.split("\n")[0]])).toEqual([
      ["opened", "1", `by ${BOT}`],
      ["labelled", undefined, `by ${BOT}: flaky`],
      ["noted", "2", "The error changed in run 2 at `0123456789ab`."],
      ["labelled", undefined, "by maria: P1"],
      ["renamed", undefined, "by maria: a → b"],
      ["closed", undefined, "by maria: not planned"],
      ["reopened", undefined, "by maria"],
      ["closed", "3", "Closed: passed in run 3 at `0123456789ab`."],
    ]);
  });

  test("is nothing where there is no such issue, and an error where it cannot be read", async () => {
    const tracker = await opened();
    expect(await tracker.log("7")).toEqual([]);
    expect(await tracker.log("../x")).toEqual([]);
    await tracker.apply(ADDS, WRITING);
    for (const nth of [1, 2, 3]) fake.on("GET /repos/:owner/:repo/issues/:number/timeline", nth, { html: "<html>" });
    await expect(tracker.log("1")).rejects.toMatchObject({ code: "E_TRACKER_LIST" });
  });
});

describe("a title", () => {
  test("that a person wrote, or that its code has outgrown, stays; the block names the subject", async () => {
    await applied(ADDS);
    expect(body()).not.toContain("| Subject |");
    fake.issues.edit(1, { title: "Mine" });
    await applied(operation("comment", "adds", 2, { entry: "1", title: "Test failure: sums (shop::api)" }));
    expect(issue().title).toBe("Mine");
    expect(body()).toContain("| Subject | Test failure: sums (shop::api) |");
  });
});

describe("update", () => {
  test("edits the block in place and nothing that people wrote, byte for byte", async () => {
    await applied(ADDS);
    const [top, name] = [body().slice(0, body().lastIndexOf("\n")), body().slice(body().lastIndexOf("\n") + 1)];
    const people = "\r\n  I *think*\t this is the cache. <!-- note -->\n\n- [ ] look\n\n\n";
    fake.issues.edit(1, { body: `${top}\n${people}${name}` });
    await applied(operation("update", "adds", 2, { entry: "1", card: { failure: { message: "other" } } }));
    expect(body()).toContain(`<!-- /ci-tracker -->\n\n\n${people}ci-tracker: `.replace("\n\n\n", "\n\n"));
    expect(body()).toContain("`other`");
    expect(body()).not.toContain("left == right");
    expect(body().match(/<!-- ci-tracker \{/g)).toHaveLength(1);
    expect(said()).toEqual([]);
  });

  test("makes no call that writes when nothing changed", async () => {
    await applied(ADDS);
    const update = operation("update", "adds", 2, { entry: "1" });
    await applied(update);
    const before = fake.writes().length;
    await applied(update);
    fake.issues.edit(1, { body: body().replaceAll("\n", "\r\n") });
    await applied(update);
    expect(writes(before)).toEqual([]);
  });

  test("never sends title, labels, assignees or milestone", async () => {
    await applied(ADDS);
    fake.issues.edit(1, { title: "Mine", labels: ["ci-tracker", "P4"], assignees: ["maria"], milestone: "1.0" });
    await applied(operation("comment", "adds", 2, { entry: "1" }));
    await applied(operation("close", "adds", 3, { entry: "1" }));
    await applied(operation("reopen", "adds", 4, { entry: "1" }));
    const patches = fake.writes().filter((r) => r.method === "PATCH");
    expect(patches.map((r) => Object.keys(r.body as object).sort())).toEqual([
      ["body"],
      ["body", "state", "state_reason"],
      ["body", "state"],
    ]);
    expect(issue()).toMatchObject({ title: "Mine", labels: ["ci-tracker", "P4"], assignees: ["maria"], milestone: "1.0" });
  });

  test("does not put back what a person took out", async () => {
    await applied(ADDS);
    const [record = ""] = body().split("\n");
    for (const text of ["All gone.", "", `${record}\nJust notes.`]) {
      fake.issues.edit(1, { body: text, labels: ["ci-tracker"] });
      await applied(operation("comment", "adds", 2, { entry: "1" }), { ids: ["1"] });
      expect(body()).not.toContain("**Failing**");
      expect(body().endsWith(text.split("\n").at(-1) ?? "")).toBe(true);
    }
    expect(said()[0]).toContain("The error changed in run 2");
  });

  test("keeps the failure that was told when the news brings none", async () => {
    await applied(ADDS);
    const { failure: _, ...card } = operation("comment", "adds", 2).card;
    const news = operation("comment", "adds", 2, { entry: "1", reason: "passed in linux (run 2)" });
    await applied({ ...news, card: { ...card, producers: [{ producer: "linux", last: "passed", seen: runStamp(2) }] } });
    expect(body()).toContain("left == right");
    expect(body()).toContain("| Latest | passed in linux \\(run 2)".replace("\\(", "("));
    expect(body()).toContain("| Passes in | `linux` |");
  });
});

describe("comment", () => {
  test("edits the block and adds one comment that names the run", async () => {
    await applied(ADDS);
    const before = fake.writes().length;
    await applied(operation("comment", "adds", 2, { entry: "1", reason: "also failing in windows (run 2)" }));
    expect(writes(before)).toEqual(["POST /issues/1/comments", "PATCH /issues/1"]);
    expect(said()).toHaveLength(1);
    expect(said()[0]).toMatch(/^Also failing in windows/);
    expect(said()[0]).toContain("[Run 2](https://github.com/octo/shop/actions/runs/2)");
    expect(body()).toContain("| Latest | also failing in windows (run 2) |");
  });

  test("is not said twice for one run and attempt, and is for the next", async () => {
    await applied(ADDS);
    await applied(operation("comment", "adds", 2, { entry: "1" }));
    await applied(operation("comment", "adds", 2, { entry: "1" }));
    expect(said()).toHaveLength(1);
    const again = { ...operation("comment", "adds", 2).card, now: runStamp(2, 2) };
    await applied(operation("comment", "adds", 2, { entry: "1", card: again }));
    expect(said()).toHaveLength(2);
  });

  test("is not said twice however many comments came since (peers §5 #7)", async () => {
    await applied(ADDS);
    for (let i = 0; i < 130; i++) fake.issues.comment(1, "maria", `comment ${i}`);
    await applied(operation("comment", "adds", 2, { entry: "1" }));
    await applied(operation("comment", "adds", 2, { entry: "1" }));
    expect(said().filter((text) => text.startsWith("The error changed"))).toHaveLength(1);
  });

  test("is not held back by a look-alike that somebody else wrote", async () => {
    await applied(ADDS);
    fake.issues.comment(1, "mallory", `<!-- ci-tracker {"op":"comment","run":"2","attempt":1,"fingerprint":"${ADDS.fingerprint}"} -->\nhi`);
    await applied(operation("comment", "adds", 2, { entry: "1" }));
    expect(issue().comments.map((c) => c.login)).toEqual(["mallory", BOT]);
  });

  test("costs no look at comments when nothing happened to the issue since the run began", async () => {
    await applied(ADDS);
    const now = { ...runStamp(9), at: new Date(Date.now() + 3_600_000).toISOString() };
    await applied(operation("comment", "adds", 9, { entry: "1", card: { now } }));
    expect(fake.requests.filter((r) => r.method === "GET" && r.path.endsWith("/comments"))).toEqual([]);
    expect(said()).toHaveLength(1);
  });
});

describe("close and reopen", () => {
  test("close says why, then changes text and state in one request", async () => {
    await applied(ADDS);
    const before = fake.writes().length;
    await applied(operation("close", "adds", 2, { entry: "1" }));
    expect(writes(before)).toEqual(["POST /issues/1/comments", "PATCH /issues/1"]);
    expect(sent(-1)).toMatchObject({
      state: "closed",
      state_reason: "completed",
      body: expect.stringContaining("**Closed:** passed in run 2 at `0123456789ab`."),
    });
    expect(said()[0]).toContain("Closed: passed in run 2 at `0123456789ab`.");
    expect(issue()).toMatchObject({ state: "closed", state_reason: "completed", closed_by: BOT });
    expect(body()).toContain("left == right");
    expect(body()).not.toContain("It closes when");
  });

  test("reopen opens it, renews the block and says why", async () => {
    await applied(ADDS);
    await applied(operation("close", "adds", 2, { entry: "1" }));
    await applied(operation("reopen", "adds", 3, { entry: "1" }));
    expect(issue().state).toBe("open");
    expect(body()).toContain("| Latest | it failed again in run 3");
    expect(body().split("\n").at(-1)).toBe(`ci-tracker: ${ADDS.fingerprint}`);
    expect(said()[1]).toContain("Reopened: it failed again in run 3");
    expect((await opened()).listing.entries).toMatchObject([{ open: true, openedIn: { run: "1" }, reopenedIn: { run: "3" } }]);
  });

  test("close is said once when a crash came after the word and the next attempt of the run closes", async () => {
    await applied(ADDS);
    fake.die(2, false);
    await expect(applied(operation("close", "adds", 2, { entry: "1" }))).rejects.toMatchObject({ code: "E_TRACKER_WRITE" });
    fake.heal();
    expect([said().length, issue().state]).toEqual([1, "open"]);
    await applied(operation("close", "adds", 2, { entry: "1", card: { now: runStamp(2, 2) } }));
    expect([said().length, issue().state]).toEqual([1, "closed"]);
  });

  test("close finds it closed by somebody faster and leaves it so", async () => {
    await applied(ADDS);
    const tracker = await opened();
    fake.issues.close(1, "maria");
    const before = fake.writes().length;
    expect(await tracker.apply(operation("close", "adds", 2, { entry: "1" }), WRITING)).toMatchObject({ id: "1" });
    expect(writes(before)).toEqual([]);
  });

  test.each([
    ["muted it", () => fake.issues.edit(1, { labels: ["mute"] })],
    ["locked it", () => fake.issues.edit(1, { locked: true })],
    ["closed it as not planned", () => fake.issues.close(1, "maria", "not_planned")],
  ])("nothing is written when a person %s after it was listed", async (_, speak) => {
    await applied(ADDS);
    const tracker = await opened();
    speak();
    const before = fake.writes().length;
    await expect(tracker.apply(operation("comment", "adds", 2, { entry: "1" }), WRITING)).rejects.toMatchObject({
      code: "E_TRACKER_WRITE",
      message: expect.stringContaining("left alone"),
    });
    expect(writes(before)).toEqual([]);
  });

  test("an issue that is gone is an error that names it", async () => {
    await applied(ADDS);
    const tracker = await opened();
    for (const gone of ["deleted", "transferred"] as const) {
      fake.issues.edit(1, { gone });
      await expect(tracker.apply(operation("close", "adds", 2, { entry: "1" }), WRITING)).rejects.toMatchObject({
        code: "E_TRACKER_WRITE",
        message: expect.stringContaining("#1 is gone"),
      });
    }
  });

  test("a person's edits between listing and writing stay", async () => {
    await applied(ADDS);
    const tracker = await opened();
    fake.issues.edit(1, { body: body().replace("\n\nci-tracker:", "\n\nLooked into it.\n\nci-tracker:") });
    await tracker.apply(operation("close", "adds", 2, { entry: "1" }), WRITING);
    expect(body()).toContain("Looked into it.");
  });
});

describe("taking over", () => {
  const adopt = (): Operation => operation("comment", "adds", 2, { entry: "1", adopts: true, reason: "taken over: failed in run 2" });

  test("puts our parts around what stands there, adds the label, and says so", async () => {
    fake.issues.add({ title: "Test failure: adds", body: "Failed in build #7\r\n\r\nSee: https://ci.example/7  ", labels: ["flaky"] });
    await applied(adopt(), { titles: ["Test failure: adds"] });
    expect(body()).toContain("<!-- /ci-tracker -->\n\nFailed in build #7\r\n\r\nSee: https://ci.example/7\n\nci-tracker: ");
    expect(issue()).toMatchObject({ title: "Test failure: adds", labels: ["flaky", "ci-tracker"] });
    expect(said()[0]).toMatch(/^Taken over: failed in run 2/);
    expect((await opened()).listing.entries).toMatchObject([{ id: "1", fingerprint: ADDS.fingerprint, key: ADDS.key, adoptable: false }]);
  });

  test("works for an issue without any text", async () => {
    fake.issues.add({ title: "Test failure: adds" });
    await applied(adopt(), { titles: ["Test failure: adds"] });
    expect((await opened()).listing.entries).toMatchObject([{ fingerprint: ADDS.fingerprint }]);
  });

  test("keeps within GitHub's limit where the text is nearly full, and cuts nothing of it", async () => {
    const long = "x".repeat(64_000);
    fake.issues.add({ title: "Test failure: adds", body: long });
    await applied(adopt(), { titles: ["Test failure: adds"] });
    expect(body()).toContain(long);
    expect(body().length).toBeLessThanOrEqual(65_536);
    expect((await opened()).listing.entries).toMatchObject([{ fingerprint: ADDS.fingerprint }]);
  });
});

describe("confirm", () => {
  test("of two that were opened at the same time the higher one gives way, once, whoever looks", async () => {
    const [a, b] = [await opened(), await opened()];
    const [first, second] = [await a.apply(ADDS, WRITING), await b.apply(operation("create", "adds", 2), WRITING)];
    expect([first.id, second.id]).toEqual(["1", "2"]);
    const stands = new Map([[ADDS.fingerprint, { id: "1", url: "https://github.com/octo/shop/issues/1" }]]);
    expect(await a.confirm(new Map([[ADDS.fingerprint, "1"]]))).toEqual(stands);
    expect(await b.confirm(new Map([[ADDS.fingerprint, "2"]]))).toEqual(stands);
    expect(issue(1)).toMatchObject({ state: "open", comments: [] });
    expect(issue(2)).toMatchObject({ state: "closed", state_reason: "duplicate" });
    expect(said(2)).toEqual(["Closed as a duplicate of #1: both were opened for the same failure at the same time."]);
    expect(body(2)).toContain("**Closed** as a duplicate of #1.");
  });

  test("leaves another run's young twin to that run, and closes an orphan", async () => {
    await applied(ADDS);
    const orphan = fake.issues.add({ title: "twin", body: body(), login: BOT, labels: ["ci-tracker"] });
    const tracker = await opened();
    await tracker.confirm(new Map([[ADDS.fingerprint, "1"]]));
    expect(orphan.state).toBe("open");
    orphan.created_at = new Date(Date.now() - 3_600_000).toISOString();
    await tracker.confirm(new Map([[ADDS.fingerprint, "1"]]));
    expect(orphan.state).toBe("closed");
  });

  test("waits a little for lists that lag, and asks by number at last", async () => {
    fake.issues.lag = 50;
    const tracker = await opened();
    const { id } = await tracker.apply(ADDS, WRITING);
    expect(await tracker.confirm(new Map([[ADDS.fingerprint, id]]))).toEqual(
      new Map([[ADDS.fingerprint, { id: "1", url: "https://github.com/octo/shop/issues/1" }]]),
    );
    expect(fake.requests.at(-1)?.path).toBe("/repos/octo/shop/issues/1");
  });

  test("sees a twin that lists show a moment later", async () => {
    fake.issues.lag = 2;
    const [a, b] = [await opened(), await opened()];
    await a.apply(ADDS, WRITING);
    await b.apply(operation("create", "adds", 2), WRITING);
    expect((await b.confirm(new Map([[ADDS.fingerprint, "2"]]))).get(ADDS.fingerprint)?.id).toBe("1");
    expect(issue(2).state).toBe("closed");
  });

  test("serves servers that do not know duplicates", async () => {
    await applied(ADDS);
    const twin = fake.issues.add({ title: "twin", body: body(), login: BOT, labels: ["ci-tracker"] });
    fake.on("PATCH /repos/:owner/:repo/issues/:number", 1, { status: 422, body: { message: "Invalid request" } });
    await (await opened()).confirm(new Map([[ADDS.fingerprint, String(twin.number)]]));
    expect(twin).toMatchObject({ state: "closed", state_reason: "not_planned" });
  });

  test("asks nothing when nothing was opened", async () => {
    const tracker = await opened();
    const before = fake.requests.length;
    expect(await tracker.confirm(new Map())).toEqual(new Map());
    expect(fake.requests.length).toBe(before);
  });

  test("ends with one entry however many runs open it at once (peers §6)", async () => {
    const runs = await Promise.all(Array.from({ length: 4 }, () => opened()));
    const made = await Promise.all(runs.map((tracker, i) => tracker.apply(operation("create", "adds", i + 1), WRITING)));
    const stands = await Promise.all(runs.map((tracker, i) => tracker.confirm(new Map([[ADDS.fingerprint, made[i]?.id ?? ""]]))));
    expect(new Set(stands.map((s) => s.get(ADDS.fingerprint)?.id))).toEqual(new Set(["1"]));
    expect(fake.issues.all().filter((i) => i.state === "open")).toHaveLength(1);
    expect(fake.issues.all().flatMap((i) => i.comments)).toHaveLength(3);
  });
});

describe("a crash", () => {
  /** What a person would see, without times. */
  function state(of: FakeGitHub): unknown {
    const timeless = (text: string): string => text.replace(/\d{4}-\d\d-\d\d[T ][\d:.]+(?:Z| UTC)/g, "TIME");
    return of.issues.all().map(({ title, body: text, labels, state, state_reason, comments }) => ({
      title,
      body: timeless(text ?? ""),
      labels,
      state,
      state_reason,
      comments: comments.map((c) => timeless(c.body)),
    }));
  }

  /** What a run would do again: the operation, unless the tracker shows that it was done. */
  async function rerun(of: FakeGitHub, op: Operation): Promise<void> {
    const tracker = await githubIssues(clientOf(of)).open(listQuery({ titles: ["Test failure: adds"] }));
    const entry = tracker.listing.entries.find((e) => e.fingerprint === op.fingerprint);
    if (op.op === "create" && entry) return;
    if (op.op === "close" && entry?.open === false) return;
    if (op.op === "reopen" && entry?.open && entry.reopenedIn?.run === op.card.now.run) return;
    if (op.adopts && entry) return;
    await tracker.apply(op, WRITING);
  }

  const scenes: [string, Operation, (of: FakeGitHub) => Promise<void>][] = [
    ["create", ADDS, async () => {}],
    ["comment", operation("comment", "adds", 2, { entry: "1" }), async (of) => rerun(of, ADDS)],
    ["close", operation("close", "adds", 2, { entry: "1" }), async (of) => rerun(of, ADDS)],
    [
      "reopen",
      operation("reopen", "adds", 3, { entry: "1" }),
      async (of) => {
        await rerun(of, ADDS);
        await rerun(of, operation("close", "adds", 2, { entry: "1" }));
      },
    ],
    [
      "taking over",
      operation("comment", "adds", 2, { entry: "1", adopts: true }),
      async (of) => void of.issues.add({ title: "Test failure: adds", body: "by hand" }),
    ],
  ];

  test.each(scenes)("at any write of %s, and another try, end as if there had been none", async (_, op, prepare) => {
    await prepare(fake);
    const before = fake.writes().length;
    await rerun(fake, op);
    const wanted = state(fake);
    const count = fake.writes().length - before;
    expect(count).toBeGreaterThan(0);
    for (let at = 1; at <= count; at++) {
      for (const effect of [false, true]) {
        const other = await FakeGitHub.start();
        await prepare(other);
        other.die(at, effect);
        const died = await rerun(other, op).then(
          () => false,
          () => true,
        );
        // What took effect was recognised when it was the last write; all else could not go on.
        expect(died).toBe(!(effect && at === count));
        other.heal();
        await rerun(other, op);
        expect(state(other)).toEqual(wanted);
        await other.close();
      }
    }
  });

  test.each(scenes)("of the connection at any write of %s is healed in the same run", async (_, op, prepare) => {
    await prepare(fake);
    const before = fake.writes().length;
    await rerun(fake, op);
    const wanted = state(fake);
    for (let at = 1; at <= fake.writes().length - before; at++) {
      for (const effect of [false, true]) {
        const other = await FakeGitHub.start();
        await prepare(other);
        const { method = "", path = "" } = fake.writes()[before + at - 1] ?? {};
        other.on(`${method} ${path}`, 1, effect ? { status: 502, effect } : { status: 502 });
        await rerun(other, op);
        expect(state(other)).toEqual(wanted);
        await other.close();
      }
    }
  });
});
