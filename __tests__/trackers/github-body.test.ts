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
import { operation, runStamp, WRITING } from "../fakes/github/kit.ts";

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
    failure: { message: text, detail: `${text}\n${text}`, file: text, line: 3, facts: [[text, text]] },
    url: text,
    branch: text,
    now,
    opened: now,
    producers: [{ producer: text, last: "failed", seen: now }],
    members: [text, text],
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
        const body = newBody(op, WRITING, RECORD);
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
