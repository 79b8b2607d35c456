import { describe, expect, test } from "vitest";
import { CodedError } from "../../src/errors.ts";
import { fingerprintOf, keyOf } from "../../src/identity/key.ts";
import type { Operation } from "../../src/model.ts";
import { tracer } from "../../src/trackers/tracer.ts";
import type { OpenFileTracker, Writing } from "../../src/trackers/tracker.ts";
import { operation as operationOf, runStamp } from "../fakes/github/kit.ts";

const NOW = "2026-03-01T09:00:00.000Z";
const WRITING: Writing = { actor: "ci-bot", mask: (text) => text.replaceAll("hunter2", "***") };
const PATH = ".trace/issues.jsonl";

interface Issue {
  id: string;
  title: string;
  status: string;
  description: string;
  notes: string;
  [field: string]: unknown;
}

async function opened(text: string, names: string[] = ["issues.jsonl"], now = NOW): Promise<OpenFileTracker> {
  const open = await tracer.open({ read: async () => text, names: async () => names }, now);
  if (!open) throw new Error("there is none");
  return open;
}

/** The file after the operations, and whether it was to be written at all. */
async function edited(text: string, ...operations: Operation[]): Promise<string> {
  const tracker = await opened(text);
  return tracker.edit(operations, WRITING).get(tracker.path) ?? text;
}

const operation: typeof operationOf = (op, name, run, more = {}) =>
  ({
    ...operationOf(op, name, run, more),
    tracker: "tracer",
    entry: op === "create" ? null : (more.entry ?? fingerprintOf(keyOf("test", "shop::api", name))),
  }) as Operation;

const issues = (text: string): Issue[] =>
  text
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => JSON.parse(line.trim()) as Issue);
const issueOf = (text: string, id: string): Issue => {
  const found = issues(text).find((issue) => issue.id === id);
  if (!found) throw new Error(`no ${id}`);
  return found;
};
const theirs = (id: string, more: Record<string, unknown> = {}): string =>
  JSON.stringify({
    id,
    title: "Theirs",
    description: "",
    status: "open",
    priority: 2,
    issue_type: "task",
    created_at: "2025-01-01T00:00:00Z",
    updated_at: "2025-01-01T00:00:00.123456789Z",
    ...more,
  });
const ADDS = fingerprintOf(keyOf("test", "shop::api", "adds"));

describe("a new entry", () => {
  test("is a line as Tracer writes it: its fields in its order, times without an empty fraction", async () => {
    const at = "2026-03-01T09:00:00.000Z";
    const card = { now: { ...runStamp(5), at }, opened: { ...runStamp(5), at } };
    const text = await edited("", operation("create", "adds", 5, { card }));
    expect(text.endsWith("\n")).toBe(true);
    const [issue] = issues(text);
    expect(Object.keys(issue ?? {})).toEqual([
      "id",
      "title",
      "description",
      "notes",
      "status",
      "priority",
      "issue_type",
      "created_at",
      "updated_at",
      "external_ref",
    ]);
    expect(issue).toMatchObject({
      id: ADDS,
      external_ref: ADDS,
      title: "Test failure: adds (shop::api)",
      status: "open",
      priority: 0,
      issue_type: "bug",
      created_at: "2026-03-01T09:00:00Z",
      updated_at: "2026-03-01T09:00:00Z",
    });
    expect(issue?.notes.split("\n")[0]).toBe(`ci-tracker entry: ${ADDS}`);
    expect(issue?.description).toMatch(/^\[ci-tracker\]\nFailing: failed in run 5/);
  });

  test("has a title of at most 500 bytes, on one line, without secrets or control characters", async () => {
    for (const title of ["é".repeat(600), "x".repeat(600), "👩‍👩‍👧‍👦".repeat(100), "a\nb\u0000\u001b[31mc hunter2"]) {
      const [issue] = issues(await edited("", operation("create", "adds", 1, { title })));
      expect(Buffer.byteLength(issue?.title ?? "")).toBeLessThanOrEqual(500);
      expect(issue?.title).not.toMatch(/[\p{Cc}\p{Cs}]|hunter2/u);
    }
  });

  test("stands where Tracer sorts it: byte by byte, by id", async () => {
    const ids = ["aa-1", "bd-1", "bd-10", "bd-2", "ci-taaaaaaaaaaaa", "zz-1", "\uffee-1", "\u{10400}-1"];
    const text = await edited(
      ids.map((id) => `${theirs(id)}\n`).join(""),
      ...["adds", "b", "c"].map((name) => operation("create", name, 1)),
    );
    const sorted = issues(text).map(({ id }) => Buffer.from(id));
    expect(sorted.map(String)).toEqual([...sorted].sort(Buffer.compare).map(String));
    expect(sorted).toHaveLength(ids.length + 3);
  });

  test("goes on in the file's own line ends, and begins a line of its own behind one that has no end", async () => {
    const windows = await edited(`${theirs("bd-1")}\r\n`, operation("create", "adds", 1));
    expect(windows.split("\r\n")).toHaveLength(3);
    expect(windows.replaceAll("\r\n", "")).not.toContain("\n");
    const cut = await edited(theirs("bd-1"), operation("create", "adds", 1));
    expect(cut.startsWith(`${theirs("bd-1")}\n{`)).toBe(true);
    expect(issues(cut)).toHaveLength(2);
  });
});

describe("an entry of ours", () => {
  const life = async (): Promise<string[]> => {
    const states = [await edited("", operation("create", "adds", 1))];
    for (const op of [operation("comment", "adds", 2), operation("close", "adds", 3), operation("reopen", "adds", 4)])
      states.push(await edited(states.at(-1) ?? "", op));
    return states;
  };

  test("says by itself who saw it failing, who closed it and when: the ledger may be lost", async () => {
    const [created = "", , closed = "", reopened = ""] = await life();
    const entry = async (text: string) => (await opened(text)).listing.entries[0];
    expect(await entry(created)).toMatchObject({
      id: ADDS,
      open: true,
      fingerprint: ADDS,
      key: "test/1 shop::api » adds",
      adoptable: false,
      openedIn: { run: "1", attempt: 1 },
      producers: [{ producer: "main / .github/workflows/ci.yml / test / linux", seen: { run: "1" } }],
    });
    expect(await entry(closed)).toMatchObject({ open: false, closedBy: "us", closedIn: { run: "3", attempt: 1 } });
    expect(issueOf(closed, ADDS)).toMatchObject({ status: "closed", closed_at: issueOf(closed, ADDS)["updated_at"] });
    expect(await entry(reopened)).toMatchObject({ open: true, reopenedIn: { run: "4" } });
    expect(issueOf(reopened, ADDS)["closed_at"]).toBeUndefined();
  });

  test("closed by somebody else was closed by a person, whatever we had closed before", async () => {
    const [created = "", , , reopened = ""] = await life();
    for (const text of [created, reopened]) {
      const by = text.replace('"status":"open"', '"status":"closed","closed_at":"2026-03-02T00:00:00Z"');
      expect((await opened(by)).listing.entries[0]).toMatchObject({ open: false, closedBy: "person", closedAt: "2026-03-02T00:00:00Z" });
    }
  });

  test("keeps a log, newest last: one line an operation, told once however often it is delivered", async () => {
    const states = await life();
    const log = (text: string): string[] =>
      issueOf(text, ADDS)
        .notes.split("\n")
        .filter((line) => line.startsWith("["));
    expect(states.map((text) => log(text).map((line) => line.split(" ")[1]))).toEqual([
      ["opened"],
      ["opened", "noted"],
      ["opened", "noted", "closed"],
      ["opened", "noted", "closed", "reopened"],
    ]);
    expect(await edited(states[1] ?? "", operation("comment", "adds", 2))).toBe(states[1]);
    expect(await edited(states[2] ?? "", operation("close", "adds", 3))).toBe(states[2]);
  });

  test("keeps forty lines of its log, the first among them", async () => {
    let text = await edited("", operation("create", "adds", 1));
    for (let run = 2; run <= 60; run++) text = await edited(text, operation("comment", "adds", run));
    const log = issueOf(text, ADDS)
      .notes.split("\n")
      .filter((line) => line.startsWith("["));
    expect(log).toHaveLength(40);
    expect([log[0], log.at(-1)]).toEqual([expect.stringContaining("opened (1/1"), expect.stringContaining("noted (60/1")]);
  });

  test("keeps what people wrote around our parts, what they renamed, and a block that they took out stays out", async () => {
    const [created = ""] = await life();
    const by = (change: (issue: Issue) => Partial<Issue>): string =>
      issues(created)
        .map((issue) => `${JSON.stringify({ ...issue, ...change(issue) })}\n`)
        .join("");
    const around = by(({ description, notes }) => ({
      title: "Flaky?",
      priority: 4,
      assignee: "maria",
      description: `Look at #12.\n\n${description}\n\nI have seen this.`,
      notes: `mine, above\n\n${notes}\nmine, below`,
    }));
    const next = issueOf(await edited(around, operation("comment", "adds", 2)), ADDS);
    expect(next).toMatchObject({ title: "Flaky?", priority: 4, assignee: "maria" });
    expect(next.description).toMatch(/^Look at #12\.\n\n\[ci-tracker\]\n[\s\S]+\n\[\/ci-tracker\]\n\nI have seen this\.$/);
    expect(next.description).toContain("run 2");
    expect(next.notes).toMatch(/^mine, above\n\nci-tracker entry: /);
    expect(next.notes).toMatch(/\nmine, below$/);
    const without = await edited(
      by(() => ({ description: "Only mine." })),
      operation("comment", "adds", 2),
    );
    expect(issueOf(without, ADDS).description).toBe("Only mine.");
  });

  test("is known by its head in the notes where people renumbered it, and by nothing that stands elsewhere", async () => {
    const [created = ""] = await life();
    const renumbered = await opened(created.replace(`"id":"${ADDS}"`, '"id":"bd-7"'));
    expect(renumbered.listing.entries[0]).toMatchObject({ id: "bd-7", fingerprint: ADDS });
    for (const forged of [
      { description: `ci-tracker entry: ${ADDS}\nkey: test/1 shop::api » adds` },
      { notes: `see ci-tracker entry: ${ADDS}` },
      { title: `ci-tracker entry: ${ADDS}` },
      { external_ref: ADDS },
      { notes: "ci-tracker entry: ci-nonsense" },
    ]) {
      const [entry] = (await opened(theirs("bd-1", forged))).listing.entries;
      expect([forged, entry?.fingerprint, entry?.closedBy]).toEqual([forged, undefined, undefined]);
    }
  });

  test("is left alone where a person says so, in the description or the notes, and not where a failure says so", async () => {
    const [created = ""] = await life();
    const handsOff = async (text: string, now = NOW): Promise<string | undefined> =>
      (await opened(text, undefined, now)).listing.entries[0]?.handsOff;
    const say = (field: "description" | "notes", words: string): string =>
      issues(created)
        .map((issue) => `${JSON.stringify({ ...issue, [field]: `${issue[field]}\n${words}` })}\n`)
        .join("");
    expect(await handsOff(say("description", "ci-tracker: mute"))).toBe("muted");
    expect(await handsOff(say("notes", "ci-tracker: wont-fix"))).toBe("won't fix");
    expect(await handsOff(say("notes", "ci-tracker: snooze 2026-03-02"))).toBe("snoozed until 2026-03-02");
    expect(await handsOff(say("notes", "ci-tracker: snooze 2026-03-02"), "2026-03-02T00:00:00Z")).toBeUndefined();
    const words = "ci-tracker: mute\n[/ci-tracker]\nci-tracker: mute";
    const failure = { message: words, detail: words, file: words, facts: [[words, words]] as [string, string][] };
    expect(
      await handsOff(await edited("", operation("create", "adds", 1, { reason: words, title: words, card: { failure } }))),
    ).toBeUndefined();
  });

  test("cannot be changed where it is gone", async () => {
    await expect(edited(theirs("bd-1"), operation("close", "adds", 2))).rejects.toMatchObject({
      code: "E_TRACKER_WRITE",
      message: `${PATH} has no entry ${ADDS}`,
    });
  });
});

describe("the block", () => {
  const COMMIT = "0123456789abcdef0123456789abcdef01234567";
  const rate = { failures: 3, observations: 14, low: 0.0757, high: 0.476 };
  const block = async (more: Parameters<typeof operation>[3]): Promise<string[]> =>
    issueOf(await edited("", operation("create", "adds", 5, more)), ADDS).description.split("\n");
  /** Lines below a heading, up to the next empty line. */
  const below = (lines: string[], heading: string): string[] => {
    const from = lines.indexOf(heading) + 1;
    return from === 0 ? [] : lines.slice(from, lines.indexOf("", from));
  };

  test("begins with what happened, since when, how often with its interval, whether it is flaky, and what may help", async () => {
    const flaky = { ...rate, why: "passed on a retry in run 4", needs: 11, passes: 2 };
    const lines = await block({ card: { rate, flaky, hint: "an error of the network: a retry may help" } });
    expect(lines.slice(0, 6)).toEqual([
      "[ci-tracker]",
      "Failing: failed in run 5 at 0123456789ab.",
      expect.stringMatching(/^Since: run 5, \d{4}-\d\d-\d\d \d\d:\d\d UTC, commit 0123456789ab$/),
      "How often: failed in 3 of 14 runs, 21 % (8–48 %)",
      "Flaky: passed on a retry in run 4; 11 passes in a row close it, 2 so far",
      "Hint: an error of the network: a retry may help",
    ]);
  });

  test("tells which legs fail, pass, are gone and report no more, the last failures, and where it began", async () => {
    const seen = runStamp(1);
    const lines = await block({
      card: {
        producers: (["failed", "passed", "absent", "retired"] as const).map((last) => ({ producer: `leg ${last}`, last, seen })),
        recent: [7, 6, 5, 4].map((run) => ({ ...runStamp(run), url: `https://ci.example/${run}` })),
        suspects: { good: "a".repeat(40), bad: COMMIT, commits: Array.from({ length: 12 }, (_, i) => `1a2b3c${i} Maria: ${i}`), more: 30 },
      },
    });
    expect(["Fails in:", "Passes in:", "Gone from:", "Reports no more:"].map((heading) => below(lines, heading))).toEqual([
      ["- leg failed"],
      ["- leg passed"],
      ["- leg absent"],
      ["- leg retired"],
    ]);
    const failures = below(lines, "Last failures:");
    expect(failures).toHaveLength(3);
    expect(failures[0]).toMatch(/^- run 7, .* UTC, commit 0123456789ab: https:\/\/ci\.example\/7$/);
    const suspects = below(lines, "Began between aaaaaaaaaaaa..0123456789ab, suspected:");
    expect(suspects).toHaveLength(11);
    expect([suspects[0], suspects.at(-1)]).toEqual(["- 1a2b3c0 Maria: 0", "- … and 32 more"]);
  });

  test("says nothing of what is not known, and shows a benchmark's values as they were drawn", async () => {
    const lines = await block({ card: { failure: { message: "slow", plot: "12 ms  ▇\n10 ms ▁" } } });
    expect(lines.join("\n")).not.toMatch(/How often|Flaky|Hint|Last failures|Began|Subject|Filed with|undefined|NaN/);
    expect(lines).toEqual(expect.arrayContaining(["    12 ms  ▇", "    10 ms ▁", "    slow"]));
  });

  test("keeps the failure, where it began and what it was filed with when the news brings none of them", async () => {
    const filing = { type: "bug", priority: 1, labels: ["backend", "quarantine"], assignees: ["maria", "jo"] } as const;
    const suspects = { good: "a".repeat(40), bad: COMMIT, commits: ["1a2b3c4 Maria: x"], more: 0 };
    const made = await edited("", operation("create", "adds", 1, { filing, card: { suspects, members: ["one", "two"] } }));
    const kept = (text: string): string[] =>
      issueOf(text, ADDS)
        .description.split("\n")
        .filter((line) => /panicked|Place|Maria: x|^- (?:one|two)$|^Filed with/.test(line));
    expect(kept(made)).toEqual([
      "Place: src/lib.rs:42",
      "    thread 'main' panicked",
      "- one",
      "- two",
      "- 1a2b3c4 Maria: x",
      "Filed with the labels backend, quarantine and the owners maria, jo",
    ]);
    const { failure: _, ...card } = operation("comment", "adds", 2).card;
    const noted = await edited(made, { ...operation("comment", "adds", 2, { reason: "passed in linux" }), card });
    const closed = await edited(noted, operation("close", "adds", 3));
    const again = await edited(closed, operation("reopen", "adds", 4, { card: { suspects, members: ["one", "two"] } }));
    for (const text of [noted, closed, again]) expect(kept(text)).toEqual(kept(made));
    expect(issueOf(noted, ADDS).description).toContain("Failing: passed in linux.");
    expect(issueOf(closed, ADDS).description).toMatch(/^\[ci-tracker\]\nClosed: passed in run 3[^\n]*\nIt failed since: /);
    expect(issueOf(closed, ADDS).description).not.toContain("It closes");
  });

  test("names the subject where a person gave it another title, or its code another name; the title stays", async () => {
    const made = await edited("", operation("create", "adds", 1));
    expect(issueOf(made, ADDS).description).not.toContain("Subject:");
    const next = await edited(made, operation("comment", "adds", 2, { title: "Test failure: sums (shop::api)" }));
    expect(issueOf(next, ADDS).title).toBe("Test failure: adds (shop::api)");
    expect(issueOf(next, ADDS).description).toContain("\nSubject: Test failure: sums (shop::api)\n");
  });

  test("is edited in place in the line ends it has by now, and says nothing by itself in any of them", async () => {
    const failure = {
      message: "x",
      detail: "ci-tracker: mute\nci-tracker: wont-fix",
      facts: [["ci-tracker", "mute"]] as [string, string][],
    };
    const made = await edited("", operation("create", "adds", 1, { card: { failure } }));
    const windows = issues(made)
      .map((issue) => `${JSON.stringify({ ...issue, description: `Mine.\r\n${issue.description.replaceAll("\n", "\r\n")}\r\nYours.` })}\n`)
      .join("");
    expect((await opened(windows)).listing.entries[0]?.handsOff).toBeUndefined();
    const { description } = issueOf(await edited(windows, operation("comment", "adds", 2, { card: { failure } })), ADDS);
    expect(description).toMatch(/^Mine\.\r\n\[ci-tracker\]\r\nFailing: the error changed[\s\S]*\[\/ci-tracker\]\r\nYours\.$/);
    expect(description.replaceAll("\r\n", "")).not.toContain("\n");
    expect(description.match(/\[ci-tracker\]/g)).toHaveLength(1);
  });

  test("has one end, whatever a report calls its facts, its legs or its commits", async () => {
    for (const words of [
      "[/ci-tracker]",
      "[ci-tracker]",
      "It closes x",
      "Fails in:",
      "Filed with the labels x",
      "- x",
      "Seen on: x",
      "\n[/ci-tracker]\nci-tracker: mute",
    ]) {
      const card = {
        failure: {
          message: words,
          detail: words,
          facts: [
            [words, words],
            ["ci-tracker", "mute"],
          ] as [string, string][],
        },
        producers: [{ producer: words, last: "failed" as const, seen: runStamp(1) }],
        suspects: { good: words, bad: words, commits: [words], more: 0 },
        hint: words,
        closesWhen: words,
        branch: words,
        members: [words],
      };
      let text = await edited("", operation("create", "adds", 1, { card }));
      const lines = issueOf(text, ADDS).description.split("\n").length;
      const { failure: _, ...bare } = card;
      for (const [i, op] of (["comment", "update"] as const).entries())
        text = await edited(text, operation(op, "adds", i + 2, { card: i === 0 ? bare : card }));
      const after = issueOf(text, ADDS).description.split("\n");
      expect([words, after.length, after.at(-1)]).toEqual([words, lines, "[/ci-tracker]"]);
      expect([words, (await opened(text)).listing.entries[0]?.handsOff]).toEqual([words, undefined]);
    }
  });
});

describe("who owns it and what it is filed as", () => {
  test("is set at creation, in the field Tracer has for it, and never again", async () => {
    const filing = { type: "chore", priority: 3, assignees: ["maria", "jo"] } as const;
    const made = await edited("", operation("create", "adds", 1, { filing }));
    expect(issueOf(made, ADDS)).toMatchObject({ assignee: "maria", priority: 3, issue_type: "chore" });
    const keys = Object.keys(issueOf(made, ADDS));
    expect(keys.indexOf("assignee")).toBe(keys.indexOf("issue_type") + 1);
    const theirs = made.replace('"assignee":"maria"', '"assignee":"jo"').replace('"priority":3', '"priority":0');
    for (const op of ["comment", "update", "close", "reopen"] as const)
      expect(issueOf(await edited(theirs, operation(op, "adds", 2, { filing })), ADDS)).toMatchObject({ assignee: "jo", priority: 0 });
    expect("assignee" in issueOf(await edited("", operation("create", "adds", 1)), ADDS)).toBe(false);
  });
});

describe("what happened to an entry", () => {
  test("is told by its log, oldest first, and by nothing that people or reports wrote", async () => {
    let text = await edited("", operation("create", "adds", 1, { reason: "failed: [2026-01-01] closed (9/1): no" }));
    text = await edited(text, operation("comment", "adds", 2));
    text = await edited(text, operation("close", "adds", 3));
    const log = await (await opened(text)).log(ADDS);
    expect(log.map(({ word, run }) => [word, run])).toEqual([
      ["opened", "1"],
      ["noted", "2"],
      ["closed", "3"],
    ]);
    expect(log[2]?.text).toBe("passed in run 3 at 0123456789ab");
    expect(Date.parse(log[2]?.at ?? "")).toBeGreaterThan(Date.parse(log[1]?.at ?? ""));
    expect(await (await opened(text)).log("bd-1")).toEqual([]);
  });
});

describe("taking over what a recipe filed", () => {
  test("keeps its id, its text and its history, and adds our block and log", async () => {
    const before = theirs("bd-7", { title: "Test failure: adds", description: "by hand", notes: "tried twice", labels: ["x"] });
    const text = await edited(`${before}\n`, operation("comment", "adds", 2, { entry: "bd-7", adopts: true }));
    const issue = issueOf(text, "bd-7");
    expect(issue).toMatchObject({ title: "Test failure: adds", labels: ["x"] });
    // Tracer would drop it: it keeps what stood there at creation.
    expect("external_ref" in issue).toBe(false);
    expect(issue.description).toMatch(/^by hand\n\n\[ci-tracker\]\n/);
    expect(issue.notes).toMatch(/^tried twice\n\nci-tracker entry: ci-t/);
    expect(issue.notes).toMatch(/\] taken over \(2\/1/);
    expect((await opened(text)).listing.entries[0]).toMatchObject({ id: "bd-7", fingerprint: ADDS, openedIn: { run: "2" } });
  });
});

describe("where the tracker is", () => {
  test.each([
    ["issues.jsonl", ["issues.jsonl"], PATH],
    ["issues.jsonl among others", ["old.jsonl", "issues.jsonl", "bd.db"], PATH],
    ["the only other one", ["tasks.jsonl", "bd.db"], ".trace/tasks.jsonl"],
    ["where the first issue will be, beside a database", ["bd.db"], PATH],
  ])("it is %s", async (_, names, path) => {
    expect((await opened("", names)).path).toBe(path);
  });

  test("it is not where there is neither a file nor a database, nor where the file has just gone", async () => {
    expect(await tracer.open({ read: async () => "", names: async () => ["notes.md"] }, NOW)).toBeUndefined();
    expect(await tracer.open({ read: async () => null, names: async () => ["issues.jsonl"] }, NOW)).toBeUndefined();
  });

  test("it is nobody's guess among several: all are named", async () => {
    await expect(opened("", ["b.jsonl", "a.jsonl"])).rejects.toMatchObject({
      code: "E_TRACKER_AMBIGUOUS",
      exit: 2,
      message: ".trace holds several JSONL files: a.jsonl, b.jsonl",
    });
  });

  test("an empty one is made for init, which it can read", async () => {
    const [[path = "", text = ""] = []] = tracer.empty();
    expect(path).toBe(PATH);
    expect((await opened(text)).listing).toEqual({ tracker: "tracer", ids: "ours", whole: true, entries: [] });
  });
});

describe("ready", () => {
  const ready = async (...lines: string[]): Promise<number> => (await opened(lines.join("\n"))).ready();
  const blockedBy = (...ids: string[]) => ({ dependencies: ids.map((id) => ({ issue_id: "bd-1", depends_on_id: id, type: "blocks" })) });

  test("counts what is open and blocked by nothing that is not closed, as `tracer ready` does", async () => {
    expect(
      await ready(
        theirs("bd-1"),
        theirs("bd-2", { status: "in_progress" }),
        theirs("bd-3", { status: "blocked" }),
        theirs("bd-4", { status: "closed" }),
      ),
    ).toBe(1);
    expect(await ready(theirs("bd-1", blockedBy("bd-2")), theirs("bd-2"))).toBe(1);
    expect(await ready(theirs("bd-1", blockedBy("bd-2")), theirs("bd-2", { status: "in_progress" }))).toBe(0);
    expect(await ready(theirs("bd-1", blockedBy("bd-2")), theirs("bd-2", { status: "closed" }))).toBe(1);
    expect(await ready(theirs("bd-1", blockedBy("bd-9")))).toBe(1);
    expect(
      await ready(theirs("bd-1", { dependencies: [{ issue_id: "bd-1", depends_on_id: "bd-2", type: "related" }, null] }), theirs("bd-2")),
    ).toBe(2);
  });
});

describe("a file that cannot be read whole is refused, naming file and line", () => {
  const bad: [what: string, line: string, code: string, words: string][] = [
    ["is not JSON", '{"id":', "E_TRACKER_BROKEN", "the line is not JSON"],
    ["is a list", "[]", "E_TRACKER_BROKEN", "the line is not a JSON object"],
    ["is null", "null", "E_TRACKER_BROKEN", "the line is not a JSON object"],
    ["is a number", "7", "E_TRACKER_BROKEN", "the line is not a JSON object"],
    ...(["id", "title", "status", "created_at", "updated_at"] as const).map((field): [string, string, string, string] => [
      `lacks ${field}`,
      theirs("bd-2", { [field]: undefined }),
      "E_TRACKER_BROKEN",
      `${field} is missing`,
    ]),
    ["has a title that is no text", theirs("bd-2", { title: 7 }), "E_TRACKER_BROKEN", "title is missing or is not text"],
    ["has notes that are null", theirs("bd-2", { notes: null }), "E_TRACKER_BROKEN", "notes is not text"],
    [
      "has a status nobody knows",
      theirs("bd-2", { status: "done" }),
      "E_TRACKER_BROKEN",
      'status "done" is none of open, in_progress, blocked, closed',
    ],
    ["has a type nobody knows", theirs("bd-2", { issue_type: "incident" }), "E_TRACKER_BROKEN", 'issue_type "incident"'],
    ["has no priority", theirs("bd-2", { priority: undefined }), "E_TRACKER_BROKEN", "priority"],
    ["has a priority that is none", theirs("bd-2", { priority: 5 }), "E_TRACKER_BROKEN", "priority"],
    ["has dependencies that are none", theirs("bd-2", { dependencies: {} }), "E_TRACKER_BROKEN", "dependencies is not a list"],
    ["stands there twice", theirs("bd-1"), "E_TRACKER_BROKEN", "the id bd-1 stands in line 1 already"],
    ["is a conflict's, ours", "<<<<<<< HEAD", "E_TRACKER_CONFLICT", "a merge conflict is not resolved"],
    ["is a conflict's, base", "||||||| merged", "E_TRACKER_CONFLICT", "a merge conflict is not resolved"],
    ["is a conflict's, between", "=======", "E_TRACKER_CONFLICT", "a merge conflict is not resolved"],
    ["is a conflict's, theirs", ">>>>>>> theirs", "E_TRACKER_CONFLICT", "a merge conflict is not resolved"],
    ["is another tool's", theirs("bd-2", { issue_type: undefined }), "E_TRACKER_LOOKALIKE", "the entry bd-2 has no issue_type"],
  ];
  test.each(bad)("a line that %s", async (_, line, code, words) => {
    const error = await opened(`${theirs("bd-1")}\n\r\n${line}\n${theirs("bd-9")}\n`).catch((thrown: unknown) => thrown);
    if (!(error instanceof CodedError)) throw new Error("it was read");
    expect([error.code, error.file, error.line]).toEqual([code, PATH, 3]);
    expect(error.message).toContain(`${PATH}:3: `);
    expect(error.message).toContain(words);
  });

  test("but not a file for what Tracer leaves alone: empty lines, a byte order mark, fields of a later version, null in lists", async () => {
    const odd = `\ufeff${theirs("bd-1", { later: { a: 1 }, dependencies: [null] })}\n\n  ${theirs("bd-2")}  \n`;
    expect((await opened(odd)).listing.entries.map((e) => e.id)).toEqual(["bd-1", "bd-2"]);
  });
});
