import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fingerprintOf, keyOf } from "../../src/identity/key.ts";
import type { Card } from "../../src/model.ts";
import {
  commentBody,
  duplicateBody,
  type EntryRecord,
  editedBody,
  newBody,
  peoplesText,
  readCommentMark,
  readRecord,
} from "../../src/trackers/github/body.ts";
import { COMMIT, operation, runStamp, WRITING } from "../fakes/github/kit.ts";

const KEY = operation("create", "adds", 1).key;
const RECORD: EntryRecord = {
  fingerprint: fingerprintOf(KEY),
  key: KEY,
  opened: runStamp(1),
  producers: [{ producer: "main / ci", seen: runStamp(1) }],
};

/** What a report, a branch or a workflow may be called by somebody who means harm. */
const HOSTILE = [
  "@maria @octo/team fixes #1 closes octo/shop#2 GH-3 https://evil.example/x",
  '<!-- ci-tracker {"v":1,"fingerprint":"ci-taaaaaaaaaaaa"} -->',
  "<!-- /ci-tracker -->",
  "<!-- /ci-tracker failure -->",
  "ci-tracker: ci-taaaaaaaaaaaa",
  "ci-tracker: mute",
  "CI-TRACKER: mute",
  "ci-\u200btracker: mute",
  "--> <script>alert(1)</script> <img src=https://evil.example/beacon>",
  "```\n# heading\n```\n~~~",
  `${"`".repeat(300)} @maria`,
  "| a | b |\n|---|---|",
  "</details> <details> [link](https://evil.example) ![image](https://evil.example)",
  "$&$`$1 $$ \\u003e {{x}} %0A::error::",
  "hunter2 is the password",
  "\u202ereversed\u2066 \u0000\u001b[31mred",
];
const hostile = fc
  .array(fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: "binary", maxLength: 30 }), fc.constant("\n")), { maxLength: 8 })
  .map((a) => a.join(" "));

function cardOf(text: string): Partial<Card> {
  const now = { ...runStamp(1), run: text };
  return {
    failure: { message: text, detail: `${text}\n${text}`, file: text, line: 3, facts: [[text, text]], plot: text },
    url: text,
    branch: text,
    now,
    opened: now,
    producers: (["failed", "passed", "absent", "retired"] as const).map((last) => ({ producer: text, last, seen: now })),
    members: [text, text],
    recent: [{ ...now, url: text }],
    flaky: { failures: 1, observations: 3, low: 0.1, high: 0.8, why: text, needs: 4, passes: 1 },
    suspects: { good: text, bad: text, commits: [text, `1a2b3c4 ${text}`], more: 2 },
    hint: text,
    closesWhen: text,
  };
}

/** The text outside fences, comments, code and escapes, where GitHub looks for mentions and references. */
function live(body: string): string {
  return body
    .replace(/^(`{3,})[^\n]*\n[\s\S]*?\n\1$/gm, "")
    .replace(/^<!-- .* -->$/gm, "")
    .split("\n")
    .map(withoutCode)
    .join("\n");
}

function withoutCode(line: string): string {
  let out = "";
  for (let at = 0; at < line.length; ) {
    const run = /^`+/.exec(line.slice(at))?.[0];
    if (line[at] === "\\") {
      out += " ";
      at += 2;
    } else if (run === undefined) {
      out += line[at++];
    } else {
      const rest = line.slice(at + run.length);
      const end = [...rest.matchAll(/`+/g)].find((m) => m[0].length === run.length)?.index;
      out += end === undefined ? run : "";
      at += run.length + (end === undefined ? 0 : end + run.length);
    }
  }
  return out;
}

describe("text of reports", () => {
  test("is never a mark, a word of people, a mention, a reference, a tag or a comment (amp-devcontainer#679)", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const op = operation("create", text, 1, { reason: text, card: cardOf(text) });
        const body = newBody(op, WRITING, RECORD, "", text);
        expect(readRecord(body)).toEqual(RECORD);
        expect(peoplesText(body).trim()).toBe("");
        expect(body.match(/ci-tracker(?! failure)/gi)?.length).toBe(5);
        expect(body.split("\n").filter((line) => /^[ >*-]*ci-tracker:/i.test(line))).toEqual([`ci-tracker: ${RECORD.fingerprint}`]);
        expect(live(body)).not.toMatch(/@\w|#\d|<(?!br>|details>|summary>|\/summary>|\/details>)\w|<!--|evil\.example/);
        expect(body).not.toContain("hunter2");
      }),
      { numRuns: 300 },
    );
  });

  test("is no more in a comment", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const mark = { op: "comment", run: text, attempt: 1, fingerprint: RECORD.fingerprint };
        const comment = commentBody(operation("comment", "adds", 1, { reason: text, card: cardOf(text) }), WRITING, mark);
        expect(readCommentMark(comment)).toEqual(mark);
        expect(live(comment.slice(comment.indexOf("\n")))).not.toMatch(/@\w|#\d|<\w|<!--|evil\.example|ci-tracker/);
        expect(comment.slice(comment.indexOf("\n"))).not.toContain("hunter2");
      }),
      { numRuns: 200 },
    );
  });

  test("reaches the record and comes back as it was", () => {
    fc.assert(
      fc.property(hostile, hostile, (name, producer) => {
        const mask = (text: string): string => text;
        const key = keyOf("test", "shop", name);
        const record: EntryRecord = {
          fingerprint: `${fingerprintOf(key)}~2`,
          key,
          producers: [{ producer, seen: runStamp(1) }],
          closed: { ...runStamp(2), by: "x", clock: runStamp(3).at },
        };
        const body = newBody(operation("close", name, 2), { ...WRITING, mask }, record);
        expect(readRecord(body)).toEqual(record);
        expect(body.split("\n")[0]).toMatch(/^<!-- ci-tracker [ -~]* -->$/);
      }),
    );
  });

  test("that is a secret is masked everywhere, the record and cut text included", () => {
    const text = `${"x".repeat(495)}hunter2`;
    const op = operation("create", "adds", 1, { reason: text, card: cardOf(text) });
    const record = { ...RECORD, producers: [{ producer: "hunter2", seen: runStamp(1) }] };
    expect(newBody(op, WRITING, record)).not.toMatch(/hunt/);
  });
});

describe("the body keeps within GitHub's limit (create-or-update-comment#181, release-please#1034)", () => {
  const huge: [string, Partial<Card>][] = [
    ["a long output", { failure: { message: "x", detail: "line\n".repeat(100_000) } }],
    ["an output of one line", { failure: { message: "x", detail: "y".repeat(1_000_000) } }],
    ["an output of nothing but backticks", { failure: { message: "`".repeat(9_000), detail: "`".repeat(500_000) } }],
    ["an output full of fences", { failure: { message: "x", detail: "````\n```\n".repeat(50_000) } }],
    [
      "thousands of members",
      {
        members: Array.from({ length: 5_000 }, (_, i) => `Test failure: *member* ${i} ${"@x ".repeat(90)}`),
        failure: { message: "x", detail: "z\n".repeat(90_000) },
      },
    ],
    [
      "thousands of producers",
      {
        producers: Array.from({ length: 3_000 }, (_, i) => ({
          producer: `leg ${i} ${"|".repeat(200)}`,
          last: "failed" as const,
          seen: runStamp(1),
        })),
      },
    ],
    [
      "every state of hundreds of legs, and suspects with endless words",
      {
        producers: Array.from({ length: 400 }, (_, i) => ({
          producer: `leg ${i} ${"|`@x ".repeat(200)}`,
          last: (["failed", "passed", "absent", "retired"] as const)[i % 4] ?? "failed",
          seen: runStamp(1),
        })),
        suspects: { good: COMMIT, bad: COMMIT, commits: Array.from({ length: 10 }, () => `1a2b3c4 ${"*@x|".repeat(900)}`), more: 9 },
        failure: { message: "x", detail: "line\n".repeat(9_000), plot: "y".repeat(90_000) },
      },
    ],
    [
      "legs and facts of nothing but what has to be escaped in a table",
      {
        producers: Array.from({ length: 80 }, (_, i) => ({
          producer: `${i}${"|a".repeat(200)}`,
          last: (["failed", "passed", "absent", "retired"] as const)[i % 4] ?? "failed",
          seen: runStamp(1),
        })),
        failure: { message: "x", facts: Array.from({ length: 20 }, (): [string, string] => ["|a".repeat(30), "|a".repeat(300)]) },
      },
    ],
    [
      "hundreds of facts",
      {
        failure: {
          message: "m".repeat(90_000),
          facts: Array.from({ length: 500 }, (_, i) => [`label ${i}`, "v".repeat(5_000)] as [string, string]),
        },
      },
    ],
  ];
  test.each(huge)("with %s", (_, card) => {
    const producers = (card.producers ?? []).map(({ producer, seen }) => ({ producer, seen }));
    const body = newBody(operation("create", "adds", 1, { card }), WRITING, { ...RECORD, producers });
    expect(body.length).toBeLessThanOrEqual(60_000);
    expect(readRecord(body)?.fingerprint).toBe(RECORD.fingerprint);
    expect(body.endsWith(`\n\nci-tracker: ${RECORD.fingerprint}`)).toBe(true);
    expect(body).toContain("It closes when");
    // Fences and folds are closed: what stands after them is text again.
    expect(live(body)).toContain("| Run |");
    expect(body.split("<details>").length).toBe(body.split("</details>").length);
  });

  test("also where people left little room for all there is to tell", () => {
    const card: Partial<Card> = {
      failure: { message: "x", detail: "line\n".repeat(9_000), plot: "dots\n".repeat(9_000) },
      members: Array.from({ length: 300 }, (_, i) => `member ${i} ${"y".repeat(90)}`),
      suspects: { good: COMMIT, bad: COMMIT, commits: Array.from({ length: 10 }, () => `1a2b3c4 ${"z".repeat(150)}`), more: 0 },
    };
    for (let length = 10_000; length <= 58_000; length += 2_000) {
      const body = newBody(operation("create", "adds", 1, { card }), WRITING, RECORD, "t".repeat(length));
      expect([length, body.length <= Math.max(60_000, length + 5_000)]).toEqual([length, true]);
      expect([length, live(body).includes("| Run |")]).toEqual([length, true]);
    }
  });

  test("and what people wrote is never cut", () => {
    for (const length of [40_000, 59_000, 63_000]) {
      const theirs = "t".repeat(length);
      const body = newBody(
        operation("create", "adds", 1, { card: { failure: { message: "x", detail: "line\n".repeat(9_000) } } }),
        WRITING,
        RECORD,
        theirs,
      );
      expect(body).toContain(theirs);
      expect(body.length).toBeLessThanOrEqual(65_536);
      expect(body).toContain("**Failing");
    }
  });

  test("a record that grows too long gives up its producers, then its key, never the fingerprint", () => {
    const many = Array.from({ length: 900 }, (_, i) => ({ producer: `leg ${i}`, seen: runStamp(1) }));
    const op = operation("create", "adds", 1);
    expect(readRecord(newBody(op, WRITING, { ...RECORD, producers: many }))).toEqual({
      fingerprint: RECORD.fingerprint,
      key: KEY,
      opened: RECORD.opened,
    });
    // Longer than any key we make: somebody else's text.
    const key = `${KEY}${"é".repeat(9_000)}`;
    expect(readRecord(newBody(op, WRITING, { fingerprint: fingerprintOf(key), key }))).toEqual({ fingerprint: fingerprintOf(key) });
  });

  test("and long output is folded, short output is not", () => {
    const of = (lines: number): string =>
      newBody(operation("create", "adds", 1, { card: { failure: { message: "x", detail: "line\n".repeat(lines) } } }), WRITING, RECORD);
    expect(of(25)).not.toContain("<details>");
    expect(of(26)).toContain("<details><summary>Output</summary>");
  });
});

describe("the state block", () => {
  const GOOD = "a".repeat(40);
  const rate = { failures: 3, observations: 14, low: 0.0757, high: 0.476 };
  const of = (card: Partial<Card>, op: "create" | "close" = "create"): string =>
    newBody(operation(op, "adds", 5, { card }), WRITING, RECORD);

  test("begins with since when, how often with its interval, whether it is flaky and what may help; the failure follows", () => {
    const flaky = { ...rate, why: "passed on a retry in run 4", needs: 11, passes: 2 };
    const lines = of({ rate, flaky, hint: "an error of the network: a retry may help" }).split("\n");
    expect(lines[1]).toMatch(/^\*\*Failing\*\* since run 5 \(.*\)\. It failed in 3 of 14 runs, 21 % \(8–48 %\)\.$/);
    expect(lines[3]).toBe("**Flaky:** passed on a retry in run 4; 11 passes in a row close it, 2 so far.");
    expect(lines[5]).toBe("**Hint:** an error of the network: a retry may help.");
    expect(lines[8]).toContain("assertion `left == right` failed");
  });

  test("says nothing of what is not known", () => {
    expect(of({})).not.toMatch(/how often|Flaky|Hint|Last failure|It began|Subject|undefined|NaN/);
    expect(of({ rate: { failures: 0, observations: 0, low: 0, high: 1 } })).toContain("It failed in 0 of 0 runs.");
  });

  test.each([
    [1, 1000, 0.0002, 0.0056, "0.1 % (0–1 %)"],
    [999, 1000, 0.9944, 0.9998, "99.9 % (99–100 %)"],
    [5, 5, 0.566, 1, "100 % (57–100 %)"],
  ])("never rounds a rate to none or all: %d of %d", (failures, observations, low, high, words) => {
    expect(of({ rate: { failures, observations, low, high } })).toContain(`in ${failures} of ${observations} runs, ${words}.`);
  });

  test("tells which legs fail, pass, are gone and report no more, and the last failures with their pages", () => {
    const seen = runStamp(1);
    const url = (run: number): string => `https://github.com/octo/shop/actions/runs/${run}`;
    const body = of({
      producers: (["failed", "passed", "absent", "retired"] as const).map((last) => ({ producer: `leg ${last}`, last, seen })),
      recent: [7, 6, 5, 4].map((run) => ({ ...runStamp(run), url: url(run) })),
    });
    for (const row of [
      "| Fails in | `leg failed` |",
      "| Passes in | `leg passed` |",
      "| Gone from | `leg absent` |",
      "| Reports no more | `leg retired` |",
    ])
      expect(body).toContain(row);
    const failures = /^\| Last failures \| (.*) \|$/m.exec(body)?.[1]?.split("<br>");
    expect(failures).toHaveLength(3);
    expect(failures?.[0]).toMatch(/^\[run 7\]\(https:\/\/github\.com\/octo\/shop\/actions\/runs\/7\), .* UTC, [0-9a-f]{40}$/);
  });

  test("tells where it began, with links of our repository, and who is suspected: ten at most, and how many more", () => {
    const commits = Array.from({ length: 12 }, (_, i) => `1a2b3c${i.toString(16)} Maria: change ${i}`);
    const body = of({ suspects: { good: GOOD, bad: COMMIT, commits, more: 30 } });
    expect(body).toContain(
      `It began between [\`aaaaaaaaaaaa\` … \`0123456789ab\`](https://github.com/octo/shop/compare/${GOOD}...${COMMIT}). Suspected:`,
    );
    expect(body).toContain("- [`1a2b3c0`](https://github.com/octo/shop/commit/1a2b3c0) Maria: change 0\n");
    expect(body.match(/^- \[`1a2b/gm)).toHaveLength(10);
    expect(body).toContain("- … and 32 more");
  });

  test.each([
    ["a commit id that is none", { good: "HEAD~1", bad: COMMIT }, undefined],
    ["a short commit id", { good: "aaaaaaa", bad: COMMIT }, undefined],
    ["a path in its place", { good: `${GOOD}/../..`, bad: COMMIT }, undefined],
    ["no page of the run", { good: GOOD, bad: COMMIT }, "https://ci.example/jobs/5"],
    ["a page that only looks like one", { good: GOOD, bad: COMMIT }, "https://evil.example/?x=/octo/shop/actions/runs/5"],
  ])("makes no link of %s", (_, range, url) => {
    const card: Partial<Card> = { suspects: { ...range, commits: [], more: 0 } };
    if (url !== undefined) card.url = url;
    expect(of(card)).toContain("It began between `");
    expect(of(card)).not.toContain("/compare/");
  });

  test("calls nobody and closes nothing by what authors wrote in their commits", () => {
    const commits = [
      "1a2b3c4 @maria: fixes #12",
      "1a2b3c5 Bob <bob@octo.example>: closes octo/shop#3, resolves https://github.com/octo/shop/issues/4",
      "1a2b3c6 x: GH-5 [link](https://evil.example) <img src=x> @octo/team",
    ];
    const text = live(of({ suspects: { good: GOOD, bad: COMMIT, commits, more: 0 } }));
    expect(text).toContain("fixes");
    expect(text).not.toMatch(/@\w|#\d|GH-\d|evil|issues\/4|<img/);
  });

  test("shows a benchmark's values in a fence that they cannot leave", () => {
    const plot = "12 ms ▇\n```\n# not a heading\n10 ms ─";
    const body = of({ failure: { message: "slow", plot } });
    expect(body).toContain(`\n\`\`\`\`text\n${plot}\n\`\`\`\`\n`);
  });

  test("names the subject where the issue has another title, so that a renamed one is still known", () => {
    const body = newBody(operation("create", "adds", 1), WRITING, RECORD);
    const renamed = operation("update", "adds", 2, { title: "Test failure: sums (shop::api)" });
    expect(editedBody(body, renamed, WRITING, RECORD, renamed.title)).toContain("| Subject | Test failure: sums (shop::api) |");
    expect(editedBody(body, renamed, WRITING, RECORD)).not.toContain("| Subject |");
  });

  test("keeps what failed and where it began when it closes, and shows no patience any more", () => {
    const flaky = { ...rate, why: "passed on a retry", needs: 11, passes: 11 };
    const made = of({ suspects: { good: GOOD, bad: COMMIT, commits: ["1a2b3c4 Maria: x"], more: 0 }, hint: "retry" });
    const closed = editedBody(made, operation("close", "adds", 6, { card: { flaky, hint: "retry" } }), WRITING, RECORD);
    expect(closed).toContain("**Closed:**");
    expect(closed).toContain("**Flaky:** passed on a retry.");
    expect(closed).toContain("thread 'main' panicked");
    expect(closed).toContain("Maria: x");
    expect(closed).not.toMatch(/so far|Hint/);
  });
});

describe("an edit", () => {
  const op = operation("update", "adds", 2);
  const made = newBody(operation("create", "adds", 1), WRITING, RECORD);

  test("keeps every byte that is not ours, whatever people write", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), (theirs) => {
        const end = made.lastIndexOf("\n") + 1;
        const body = `${made.slice(0, end)}${theirs}\n${made.slice(end)}`;
        const next = editedBody(body, op, WRITING, RECORD);
        expect(next).toContain(`<!-- /ci-tracker -->\n\n${theirs}\nci-tracker: `);
        expect(editedBody(next, op, WRITING, RECORD)).toBe(next);
      }),
    );
  });

  test("of a text without our parts changes nothing", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => {
        expect(editedBody(text, op, WRITING, RECORD)).toBe(text);
        expect(duplicateBody(text, { ...RECORD, duplicateOf: "1" })).toBe(text);
      }),
    );
  });

  test("renews the record alone where a person took the block out, and the name alone where the record is gone", () => {
    const lines = made.split("\n");
    const recordOnly = `${lines[0]}\nMy notes.`;
    expect(editedBody(recordOnly, op, WRITING, { ...RECORD, opened: runStamp(3) })).toMatch(
      /^<!-- ci-tracker .*"run":"3".* -->\nMy notes\.$/,
    );
    const nameOnly = `My notes.\n\n${lines.at(-1)}`;
    const closed = editedBody(nameOnly, operation("close", "adds", 2), WRITING, { ...RECORD, closed: runStamp(2) });
    expect(closed).toMatch(/^My notes\.\n\nci-tracker: ci-\w+ \(closed in 2\/1 [0-9a-f]{40}, \S+\)$/);
    expect(readRecord(closed)).toMatchObject({ fingerprint: RECORD.fingerprint, closed: { run: "2", attempt: 1 } });
  });

  test("and reading are linear in the text", () => {
    const start = performance.now();
    for (const text of ["<!-- ci-tracker {", "ci-tracker: ci-", "<!-- /ci-tracker -->", "\n", " ", "(closed in 1/1 ", "/1"]) {
      const body = text.repeat(60_000 / text.length);
      for (const given of [body, `<!-- ci-tracker ${body}`, `${made}${body}`, `ci-tracker: ci-taaaaaaaaaaaa (closed in ${body}`]) {
        readRecord(given);
        readCommentMark(given);
        editedBody(given, op, WRITING, RECORD);
      }
    }
    expect(performance.now() - start).toBeLessThan(2_000);
  });
});
