import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Entry } from "../../src/model.ts";
import { githubIssues } from "../../src/trackers/github/issues.ts";
import type { OpenHostedTracker } from "../../src/trackers/tracker.ts";
import type { FakeIssue } from "../fakes/github/issues.ts";
import { clientOf, listQuery, operation, PRODUCER, runStamp, WRITING } from "../fakes/github/kit.ts";
import { FakeGitHub, type Fault } from "../fakes/github/server.ts";

let fake: FakeGitHub;
beforeEach(async () => {
  fake = await FakeGitHub.start();
});
afterEach(() => fake.close());

const BOT = "github-actions[bot]";
const DAY = 86_400_000;

function opened(more: Parameters<typeof listQuery>[0] = {}, client = clientOf(fake)): Promise<OpenHostedTracker> {
  return githubIssues(client).open(listQuery(more));
}

async function entries(more: Parameters<typeof listQuery>[0] = {}): Promise<Entry[]> {
  const { listing } = await opened(more);
  expect(listing.reason).toBeUndefined();
  return listing.entries;
}

/** Files an entry as a run of ours would; returns its issue. */
async function filed(name: string, run = 1): Promise<FakeIssue> {
  const { id } = await (await opened()).apply(operation("create", name, run), WRITING);
  return fake.issues.get(Number(id));
}

async function closed(name: string, run = 2): Promise<FakeIssue> {
  const issue = await filed(name);
  await (await opened()).apply(operation("close", name, run, { entry: String(issue.number) }), WRITING);
  return issue;
}

describe("an entry", () => {
  test("says what it is, who saw it failing and since when", async () => {
    await filed("adds", 5);
    const { fingerprint, key } = operation("create", "adds", 5);
    const seen = runStamp(5);
    expect(await entries()).toMatchObject([
      { id: "1", open: true, fingerprint, key, adoptable: false, url: "https://github.com/octo/shop/issues/1" },
    ]);
    const [entry] = await entries();
    expect(entry?.openedIn).toMatchObject({ run: "5", attempt: 1, commit: seen.commit });
    expect(entry?.producers).toMatchObject([{ producer: PRODUCER, seen: { run: "5", attempt: 1 } }]);
  });

  test("is still known when people rename it, write into it, or assign it", async () => {
    const issue = await filed("adds");
    const people = `${issue.body}\n\nI think this is the cache.`;
    fake.issues.edit(1, { title: "Flaky?", body: people, assignees: ["maria"], milestone: "1.0" });
    expect(await entries()).toMatchObject([{ title: "Flaky?", fingerprint: operation("create", "adds", 1).fingerprint }]);
  });

  test("is still known when a sanitizer took the comments out of its text (dotnet/msbuild#13963)", async () => {
    const issue = await filed("adds");
    fake.issues.edit(1, { body: (issue.body ?? "").replace(/<!--.*?-->\n?/g, "") });
    expect(await entries()).toMatchObject([{ id: "1", fingerprint: operation("create", "adds", 1).fingerprint }]);
  });

  test("is still known after the site's editor made CRLF of its line ends", async () => {
    const issue = await filed("adds");
    fake.issues.edit(1, { body: (issue.body ?? "").replaceAll("\n", "\r\n") });
    expect(await entries()).toMatchObject([{ id: "1", key: operation("create", "adds", 1).key }]);
  });

  test("is still known without its label, and when the label is deleted everywhere (homeboy#13563)", async () => {
    await filed("adds");
    await filed("subtracts");
    fake.issues.edit(1, { labels: [] });
    fake.issues.edit(2, { labels: [] });
    fake.issues.labels.delete("ci-tracker");
    expect((await entries()).map((e) => e.id)).toEqual(["1", "2"]);
  });

  test("is known by its label when another identity wrote it", async () => {
    const issue = await filed("adds");
    issue.login = "our-app[bot]";
    expect(await entries()).toMatchObject([{ id: "1", fingerprint: operation("create", "adds", 1).fingerprint }]);
  });

  test("is found on every page, the lowest number first (peers §5 #5)", async () => {
    const { body } = await filed("adds");
    for (let i = 0; i < 230; i++) fake.issues.add({ title: `entry ${i}`, body, login: BOT, labels: ["ci-tracker"] });
    const ids = (await entries()).map((e) => Number(e.id));
    expect(ids).toHaveLength(231);
    expect(ids).toEqual([...ids].sort((a, b) => a - b));
  });

  test("is never a pull request (peers §5 #14)", async () => {
    const { body } = await filed("adds");
    fake.issues.add({ title: "a pull request", body, login: BOT, labels: ["ci-tracker"], pull: true });
    expect((await entries({ ids: ["2"] })).map((e) => e.id)).toEqual(["1"]);
  });

  test("is found without the search, whatever the index lags (peers §5 #4)", async () => {
    fake.search.lag = 1_000;
    await filed("adds");
    expect((await entries()).map((e) => e.id)).toEqual(["1"]);
    expect(fake.requests.filter((r) => r.path.startsWith("/search"))).toEqual([]);
  });
});

describe("marks count only", () => {
  const mark = `<!-- ci-tracker {"v":1,"fingerprint":"ci-taaaaaaaaaaaa"} -->`;
  const name = "ci-tracker: ci-taaaaaaaaaaaa";

  test("in issues that are ours, not in a stranger's", async () => {
    fake.issues.add({ title: "hello", login: "mallory", author_association: "NONE", body: `${mark}\n\n${name}` });
    expect(await entries()).toEqual([]);
    expect(await entries({ titles: ["hello"] })).toEqual([]);
  });

  test("at their places: the first line and the last", async () => {
    const texts = [
      `\n${mark}\n`,
      `text ${mark}\n`,
      `${name}\nmore`,
      `\`\`\`\n${name}\n\`\`\``,
      `> ${name}`,
      mark,
      `${mark.replace("ci-t", "ci-T")}\n`,
    ];
    for (const body of texts) fake.issues.add({ title: "x", login: BOT, labels: ["ci-tracker"], body });
    expect(await entries()).toEqual([]);
    for (const body of [`${mark}\n`, `${mark}\r\ntext`, `text\n${name}`, `${name}\n\n`]) fake.issues.add({ title: "y", login: BOT, body });
    expect((await entries()).map((e) => e.fingerprint)).toEqual(Array(4).fill("ci-taaaaaaaaaaaa"));
  });

  test("with a key that gives the fingerprint", async () => {
    fake.issues.add({
      title: "x",
      login: BOT,
      body: `<!-- ci-tracker {"v":1,"fingerprint":"ci-taaaaaaaaaaaa","key":"test/1 a » b"} -->\n`,
    });
    const [entry] = await entries();
    expect(entry?.fingerprint).toBe("ci-taaaaaaaaaaaa");
    expect(entry?.key).toBeUndefined();
  });

  test("whole: producers that cannot be read all are not read by half", async () => {
    const seen = runStamp(1);
    const record = { v: 1, fingerprint: "ci-taaaaaaaaaaaa", producers: [{ producer: "a", seen }, { producer: "b" }] };
    fake.issues.add({ title: "x", login: BOT, body: `<!-- ci-tracker ${JSON.stringify(record)} -->\n` });
    expect((await entries())[0]?.producers).toBeUndefined();
  });
});

describe("closed entries", () => {
  test("are listed when they changed since, without paging through all that ever was", async () => {
    const { body } = await closed("adds");
    const old = new Date(Date.now() - 60 * DAY).toISOString();
    for (let i = 0; i < 450; i++) {
      fake.issues.add({
        title: "old",
        body,
        login: BOT,
        labels: ["ci-tracker"],
        state: "closed",
        state_reason: "completed",
        closed_at: old,
        closed_by: BOT,
        updated_at: old,
      });
    }
    const before = fake.requests.length;
    expect((await entries()).some((e) => e.id === "1")).toBe(true);
    expect(fake.requests.slice(before).filter((r) => r.query.includes("state=closed"))).toHaveLength(1);
  });

  test("that the ledger names are listed however old they are", async () => {
    const { body } = await closed("adds");
    const old = new Date(Date.now() - 200 * DAY).toISOString();
    const issue = fake.issues.add({
      title: "old",
      body,
      login: "other",
      state: "closed",
      state_reason: "completed",
      closed_at: old,
      updated_at: old,
    });
    expect((await entries({ ids: [String(issue.number)] })).map((e) => e.id)).toEqual(["1", "2"]);
  });

  test("that the ledger names in great number are read by the page, not one by one", async () => {
    const { body } = await filed("adds");
    const old = new Date(Date.now() - 200 * DAY).toISOString();
    for (let i = 0; i < 400; i++) {
      fake.issues.add({
        title: "old",
        body,
        login: BOT,
        labels: ["ci-tracker"],
        state: "closed",
        state_reason: "completed",
        closed_at: old,
        closed_by: BOT,
        updated_at: old,
      });
    }
    const before = fake.requests.length;
    expect(await entries({ ids: Array.from({ length: 400 }, (_, i) => String(i + 2)) })).toHaveLength(401);
    expect(fake.requests.length - before).toBeLessThan(10);
  });

  test("that are gone or moved to another repository are not there", async () => {
    await filed("adds");
    await filed("subtracts");
    await filed("divides");
    fake.issues.edit(1, { gone: "deleted" });
    fake.issues.edit(2, { gone: "transferred" });
    expect((await entries({ ids: ["1", "2", "3", "99", "no-number"] })).map((e) => e.id)).toEqual(["3"]);
  });

  test("of a renamed repository are still there", async () => {
    const issue = await closed("adds");
    issue.updated_at = new Date(Date.now() - 200 * DAY).toISOString();
    issue.labels = [];
    fake.repository = "octo/store";
    expect((await entries({ ids: ["1"] })).map((e) => e.id)).toEqual(["1"]);
  });

  test("that gave way to another are left out", async () => {
    const issue = await filed("adds");
    const twin = fake.issues.add({ title: issue.title, body: issue.body, login: BOT, labels: ["ci-tracker"] });
    await (await opened()).confirm(new Map([[operation("create", "adds", 1).fingerprint, String(twin.number)]]));
    expect(twin.state).toBe("closed");
    expect((await entries()).map((e) => e.id)).toEqual(["1"]);
  });
});

describe("who closed it", () => {
  test("is us, with the run, when we did", async () => {
    await closed("adds", 7);
    const [entry] = await entries();
    expect(entry).toMatchObject({ open: false, closedBy: "us", closedIn: { run: "7", attempt: 1 } });
    expect(entry?.closedAt).toBeDefined();
  });

  test("is us where lists do not tell and the issue itself does", async () => {
    fake.options.closedByInLists = false;
    await closed("adds", 7);
    expect(await entries()).toMatchObject([{ closedBy: "us" }]);
    fake.issues.reopen(1, "maria");
    fake.issues.close(1, "maria");
    expect(await entries()).toMatchObject([{ closedBy: "person" }]);
  });

  test("is us even when a sanitizer left nothing but the last line", async () => {
    const issue = await closed("adds", 7);
    fake.issues.edit(1, { body: (issue.body ?? "").replace(/<!--.*?-->\n?/g, "") });
    expect(await entries()).toMatchObject([{ closedBy: "us", closedIn: { run: "7" } }]);
  });

  test("is a person when a person closed what we left open", async () => {
    await filed("adds");
    fake.issues.close(1, "maria");
    const [entry] = await entries();
    expect(entry).toMatchObject({ closedBy: "person" });
    expect(entry?.closedIn).toBeUndefined();
  });

  test("is a person when a person reopened what we closed and closed it again", async () => {
    await closed("adds");
    fake.issues.reopen(1, "maria");
    expect(await entries()).toMatchObject([{ open: true }]);
    fake.issues.close(1, "maria");
    expect(await entries()).toMatchObject([{ closedBy: "person" }]);
  });

  test("is not us when something else closed it later under our own name (stale bots: infinispan#14575)", async () => {
    await closed("adds");
    fake.advance(3_600_000);
    fake.issues.reopen(1, "maria");
    fake.advance(3_600_000);
    fake.issues.close(1, BOT);
    expect(await entries()).toMatchObject([{ closedBy: "person" }]);
  });

  test("is us after the token's identity changed", async () => {
    await closed("adds");
    const { listing } = await opened({}, clientOf(fake, { token: fake.token("maria") }));
    expect(listing.entries).toMatchObject([{ closedBy: "us" }]);
  });

  test("is a person when the record of our closing was taken out", async () => {
    const issue = await closed("adds");
    fake.issues.edit(1, { body: "wiped", labels: issue.labels });
    expect(await entries({ ids: ["1"] })).toMatchObject([{ closedBy: "person" }]);
  });
});

describe("people's words", () => {
  const words: [string, (issue: FakeIssue) => void, string][] = [
    ["closed as not planned", () => fake.issues.close(1, "maria", "not_planned"), "closed as not planned"],
    ["closed as a duplicate", () => fake.issues.close(1, "maria", "duplicate"), "closed as a duplicate"],
    ["locked", () => fake.issues.edit(1, { locked: true }), "locked"],
    ["a label", (i) => fake.issues.edit(1, { labels: [...i.labels, "wontfix"] }), "labelled wontfix (won't fix)"],
    [
      "a label with a group and signs",
      (i) => fake.issues.edit(1, { labels: [...i.labels, "Resolution: Won't Fix"] }),
      "labelled Resolution: Won't Fix (won't fix)",
    ],
    ["the label mute", (i) => fake.issues.edit(1, { labels: [...i.labels, "Mute"] }), "labelled Mute (muted)"],
    ["the label snooze", (i) => fake.issues.edit(1, { labels: [...i.labels, "snooze"] }), "labelled snooze (snoozed)"],
    ...["snooze: 2999-04-01", "Snoozed until 2999-04-01", "snooze/2999-04-01", "ci: snooze-2999-04-01"].map(
      (label): (typeof words)[number] => [
        `the label ${label}`,
        (i) => fake.issues.edit(1, { labels: [...i.labels, label] }),
        `labelled ${label} (snoozed until 2999-04-01)`,
      ],
    ),
    ["the label duplicate", (i) => fake.issues.edit(1, { labels: [...i.labels, "duplicate"] }), "labelled duplicate (a duplicate)"],
    ["a line in the text", (i) => fake.issues.edit(1, { body: `${i.body}\n\nci-tracker: mute\n` }), "muted"],
    [
      "a line above the name",
      (i) => fake.issues.edit(1, { body: (i.body ?? "").replace("\n\nci-tracker:", "\n\nci-tracker: manual\n\nci-tracker:") }),
      "kept by hand",
    ],
    [
      "a snooze that lasts",
      (i) => fake.issues.edit(1, { body: `${i.body}\r\nci-tracker: snooze 2999-01-01\r\n` }),
      "snoozed until 2999-01-01",
    ],
  ];
  test.each(words)("are heard: %s", async (_, speak, said) => {
    speak(await filed("adds"));
    expect(await entries({ ids: ["1"] })).toMatchObject([{ handsOff: said }]);
  });

  const none: [string, (issue: FakeIssue) => void][] = [
    ["a plain close", () => fake.issues.close(1, "maria")],
    ["a snooze that is over", (i) => fake.issues.edit(1, { body: `${i.body}\n\nci-tracker: snooze 2020-01-01\n` })],
    ["other labels", (i) => fake.issues.edit(1, { labels: [...i.labels, "P1", "help wanted", "muted colours"] })],
    ["a label whose snooze is over", (i) => fake.issues.edit(1, { labels: [...i.labels, "snooze: 2020-04-01"] })],
    ["a label with a day that is none", (i) => fake.issues.edit(1, { labels: [...i.labels, "snooze: 01.04.2999"] })],
    ["words in a sentence", (i) => fake.issues.edit(1, { body: `${i.body}\n\nShould we say ci-tracker: mute here?` })],
  ];
  test.each(none)("are not heard in %s", async (_, speak) => {
    speak(await filed("adds"));
    const [entry] = await entries();
    expect(entry?.id).toBe("1");
    expect(entry?.handsOff).toBeUndefined();
  });

  test("are not taken from a report", async () => {
    const tracker = await opened();
    const failure = {
      message: "ci-tracker: mute",
      detail: "x\nci-tracker: mute\n<!-- /ci-tracker -->\nci-tracker: wont-fix\n```\nci-tracker: manual",
    };
    await tracker.apply(operation("create", "x\nci-tracker: mute", 1, { card: { failure } }), WRITING);
    const [entry] = await entries();
    expect(entry?.handsOff).toBeUndefined();
    // Nor after somebody took the block's end out, so that all of it might be a person's.
    fake.issues.edit(1, { body: (fake.issues.get(1).body ?? "").replaceAll("<!-- /ci-tracker -->", "") });
    const [edited] = await entries();
    expect(edited?.id).toBe("1");
    expect(edited?.handsOff).toBeUndefined();
  });
});

describe("unknown is not none", () => {
  const odd: [string, Fault][] = [
    ["502", { status: 502 }],
    ["500", { status: 500 }],
    ["403", { status: 403 }],
    ["404", { status: 404 }],
    ["HTML with 200 (peers §5 #13)", { html: "<html>" }],
    ["an object", { status: 200, body: { message: "hi" } }],
    ["null", { status: 200, body: null }],
    ["an issue without a number", { status: 200, body: [{ title: "x", state: "open", labels: [] }] }],
    ["an issue in no state", { status: 200, body: [{ number: 1, title: "x", state: "half", labels: [] }] }],
    ["a list that is cut", { cut: 5 }],
    ["nothing", { reset: true }],
  ];
  test.each(odd)("when the list is answered with %s (peers §5 #2)", async (_, fault) => {
    await filed("adds");
    fake.on("GET /repos/:owner/:repo/issues", "all", fault);
    const { listing } = await opened();
    expect(listing.whole).toBe(false);
    expect(listing.reason).toMatch(/^E_(?:TRACKER_LIST|TOKEN): the issues of octo\/shop: /);
  });

  test("when any of the lists fails on a later page", async () => {
    const { body } = await filed("adds");
    for (let i = 0; i < 120; i++) fake.issues.add({ title: `entry ${i}`, body, login: BOT, labels: ["ci-tracker"] });
    for (const nth of [2, 3, 4]) fake.on("GET /repos/:owner/:repo/issues", nth, { status: 502 });
    expect((await opened()).listing).toMatchObject({ whole: false });
  });

  test("when an entry that the ledger names cannot be asked for", async () => {
    fake.on("GET /repos/:owner/:repo/issues/:number", "all", { status: 500 });
    expect((await opened({ ids: ["5"] })).listing).toMatchObject({ whole: false });
  });

  test("when it is not known who we are", async () => {
    fake.on("POST /graphql", "all", { status: 500 });
    expect((await opened()).listing).toMatchObject({ whole: false });
  });

  test("when issues are turned off", async () => {
    fake.options.hasIssues = false;
    expect((await opened()).listing).toMatchObject({ whole: false, reason: expect.stringContaining("Issues are disabled") });
  });

  test("when the token is not good, naming it", async () => {
    const { listing } = await opened({}, clientOf(fake, { token: "wrong" }));
    expect(listing.reason).toMatch(/^E_TOKEN: /);
  });

  test("when the search for titles fails or gives up", async () => {
    fake.search.incomplete = true;
    expect((await opened({ titles: ["Test failure: adds"] })).listing).toMatchObject({ whole: false });
    fake.on("GET /search/issues", "all", { status: 503 });
    expect((await opened({ titles: ["Test failure: adds"] })).listing).toMatchObject({ whole: false });
  });

  test("but a server that cannot list by an app's name can be listed", async () => {
    await filed("adds");
    fake.on("GET /repos/:owner/:repo/issues", 2, { status: 422, body: { message: "Validation Failed" } });
    expect((await entries()).map((e) => e.id)).toEqual(["1"]);
  });

  test("but a server without GraphQL can be listed", async () => {
    await filed("adds");
    fake.on("POST /graphql", "all", { status: 404 });
    expect((await entries()).map((e) => e.id)).toEqual(["1"]);
  });
});

describe("entries of shell recipes", () => {
  const title = "Test failure: tests::adds";

  test.each([
    ["a member's", "maria", "MEMBER", true],
    ["an owner's", "octo", "OWNER", true],
    ["a collaborator's", "kim", "COLLABORATOR", true],
    ["our identity's", BOT, "NONE", true],
    ["a stranger's", "mallory", "NONE", false],
    ["a former contributor's", "lee", "CONTRIBUTOR", false],
  ])("are to be taken over when they are %s", async (_, login, association, adoptable) => {
    fake.issues.add({ title, login, author_association: association, body: "See: …" });
    const found = await entries({ titles: [title] });
    expect(found.map((e) => ({ id: e.id, adoptable: e.adoptable }))).toEqual(adoptable ? [{ id: "1", adoptable: true }] : []);
  });

  test("have exactly the title: neither more words nor fewer nor another order (peers §5 #20)", async () => {
    for (const other of [`${title} twice`, "tests::adds Test failure:", "test failure: tests::adds", `Re: ${title}`])
      fake.issues.add({ title: other });
    expect(await entries({ titles: [title] })).toEqual([]);
  });

  test("are open", async () => {
    fake.issues.add({ title, state: "closed" });
    fake.issues.add({ title, login: BOT, state: "closed" });
    expect(await entries({ titles: [title] })).toEqual([]);
  });

  test("are all named when two have the title", async () => {
    fake.issues.add({ title });
    fake.issues.add({ title, login: BOT });
    expect((await entries({ titles: [title] })).map((e) => e.id)).toEqual(["1", "2"]);
  });

  test("carry a person's word like others", async () => {
    fake.issues.add({ title, labels: ["wontfix"] });
    expect(await entries({ titles: [title] })).toMatchObject([{ adoptable: true, handsOff: "labelled wontfix (won't fix)" }]);
  });

  test("are searched for once for all titles that begin alike (EnricoMi#170: the search's limit comes first)", async () => {
    for (let i = 0; i < 30; i++) fake.issues.add({ title: `Test failure: t${i}` });
    const titles = [...Array.from({ length: 30 }, (_, i) => `Test failure: t${i}`), "Fix clippy warnings"];
    expect(await entries({ titles })).toHaveLength(30);
    expect(fake.requests.filter((r) => r.path.startsWith("/search"))).toHaveLength(2);
  });

  test("are found among thousands that begin alike", async () => {
    for (let i = 0; i < 1_100; i++) fake.issues.add({ title: `Test failure: t${i}` });
    expect((await entries({ titles: ["Test failure: t7", "Test failure: t1099", "Test failure: none"] })).map((e) => e.title)).toEqual([
      "Test failure: t7",
      "Test failure: t1099",
    ]);
  });

  test("may have any signs in their titles", async () => {
    const odd = `Test failure: a "quoted" \\ name:with is:open ${"long ".repeat(40)}`;
    fake.issues.add({ title: odd });
    expect((await entries({ titles: [odd] })).map((e) => e.id)).toEqual(["1"]);
  });
});

test("ready counts the open entries that nobody put aside", async () => {
  await filed("adds");
  await filed("subtracts");
  await closed("divides");
  fake.issues.edit(2, { locked: true });
  expect((await opened()).ready()).toBe(1);
});

test("a first look at an empty tracker takes four requests, and none of them writes", async () => {
  await opened();
  expect(fake.requests).toHaveLength(4);
  expect(fake.writes()).toEqual([]);
});

test("a label that GitHub cannot list by is refused at once", () => {
  for (const label of ["", "a,b", "x".repeat(51)]) expect(() => githubIssues(clientOf(fake), { label })).toThrow("label");
});

test("another label can be ours, in any case", async () => {
  const tracker = githubIssues(clientOf(fake), { label: "CI" });
  await (await tracker.open(listQuery())).apply(operation("create", "adds", 1), WRITING);
  expect(fake.issues.get(1).labels).toContain("CI");
  fake.issues.get(1).login = "other";
  expect((await githubIssues(clientOf(fake), { label: "ci" }).open(listQuery())).listing.entries).toHaveLength(1);
  expect(await entries()).toEqual([]);
});
