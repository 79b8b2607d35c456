import { existsSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";
import { REMEDIES } from "../../src/errors.ts";
import type { GitHubHost } from "../../src/host/github.ts";
import { annotationsOf } from "../../src/publish/annotations.ts";
import { commandless, jsonOf } from "../../src/publish/json.ts";
import { entryLink } from "../../src/publish/link.ts";
import { outputsOf } from "../../src/publish/outputs.ts";
import { headline, summaryOf } from "../../src/publish/summary.ts";
import { terminalLines } from "../../src/publish/terminal.ts";
import { emptyResult, type Outcome, type Result } from "../../src/result.ts";
import type { Place } from "../../src/trackers/place.ts";
import { commandsOf, temporary } from "../e2e/spawn.ts";
import { AS_IT_IS, outcomeOf, reportOf, type Told } from "./outcome.ts";
import { alive, cells, UNSEEN } from "./reader.ts";

const folders: { remove(): void }[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) folder.remove();
});
const folder = (): string => {
  const made = temporary("ci-tracker-publish-");
  folders.push(made);
  return made.path;
};
const noLink = (): undefined => undefined;

/** Text of reports and trackers by somebody who means harm. */
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        "@octocat",
        "#12",
        "https://evil.example",
        "<!--",
        "-->",
        "<img src=x>",
        "</details>",
        "|",
        "\\|",
        "`",
        "```",
        "\n",
        "\r\n",
        "::error::x",
        "##[group]",
        "[a](b)",
        "$x$",
        "\u202e",
        "\u0000",
        "\u001b[31m",
        "hunter2",
        " ",
        "a",
        "日",
      ),
      fc.string({ unit: "binary", maxLength: 6 }),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(""));
const mask = (text: string): string => text.replaceAll("hunter2", "***");
const outsideFences = (text: string): string[] => text.replace(/^(`{3,})[^`\n]*\n[\s\S]*?^\1$/gm, "").split("\n");

/** The same words at every place where text of others can stand. */
const everywhere = (words: string): Told => ({
  operations: (["create", "reopen", "close", "comment", "update"] as const).map((op) => ({
    op,
    title: words,
    reason: words,
    entry: words.replaceAll("hunter2", "") || "1",
    failure: { message: words, detail: words, file: words, line: 3, plot: words },
    card: {
      producers: [{ producer: words, last: "retired", seen: { run: words, attempt: 1, at: words } }],
      members: [words],
    },
  })),
  unchanged: [{ title: words, message: words, plot: words }],
  improved: [{ subject: { fingerprint: "ci-b", key: "bench/1 a", kind: "bench", title: words }, words, plot: words }],
  fresh: [{ title: words, failure: { message: words, file: words, line: 3 } }],
  reports: [
    reportOf(words, { complete: false, reason: words }),
    reportOf("b", { error: { code: "E_REPORT_CUT", message: words, line: 1 }, complete: false }),
  ],
  result: {
    withheld: [{ fingerprint: "ci-t", title: words, reason: words, kind: "test" }],
    noSink: [{ fingerprint: "ci-t", title: words, reason: words }],
    failed: [{ code: "E_TRACKER_WRITE", title: words, reason: words, remedy: REMEDIES.E_TRACKER_WRITE }],
    planOnly: words,
    notes: [words, words],
  },
});

describe("the summary", () => {
  test("tells in its first line how many fail, how many are new, and what was done", () => {
    const line = (more: Partial<Result>, counts: Partial<Result["counts"]>): string =>
      headline({ ...emptyResult(), ...more, counts: { ...emptyResult().counts, ...counts } });
    const cut = { file: "a", format: null, complete: false, reason: "cut" };
    expect(line({}, {})).toBe("nothing fails · nothing to do");
    expect(line({}, { failing: 6, new: 5, created: 5, closed: 1 })).toBe("6 failures, 5 new · 5 opened, 1 closed");
    expect(line({}, { failing: 1, commented: 1, updated: 2, withheld: 3 })).toBe("1 failure · 3 changed, 3 withheld");
    expect(line({ planOnly: "a pull request" }, { failing: 1, new: 1, created: 1, reopened: 2, closed: 3 })).toBe(
      "1 failure, 1 new · 1 to open, 2 to reopen, 3 to close",
    );
    // Of what could not be read nobody knows that nothing fails.
    expect(line({ reports: [cut] }, {})).toBe("no failure seen · nothing to do · 1 report incomplete");
    expect(line({ noSink: [{ fingerprint: "", title: "", reason: "" }] }, { failing: 1, new: 1 })).toBe("1 failure, 1 new · 1 not filed");
    expect(line({ failed: [{ code: "", reason: "", remedy: "" }] }, {})).toBe("nothing fails · 1 thing could not be done");
  });

  test("shows new things first, with place, reason and entry; what was known is folded", () => {
    const outcome = outcomeOf({
      operations: [
        { op: "create", title: "Test failure: a", failure: { message: "left: 1\nright: 2", file: "src/lib.rs", line: 4 } },
        { op: "close", title: "Test failure: b", reason: "passed in run 7" },
      ],
      unchanged: [{ title: "Test failure: c" }],
      reports: [reportOf("a.xml")],
    });
    const text = summaryOf(outcome, AS_IT_IS, (entry) => `[#${entry}](https://ci.example/${entry})`);
    expect(text).toContain("| Test failure: a | `src/lib.rs:4` | left: 1 | [#1](https://ci.example/1) |");
    expect(text).toContain("| Test failure: b | passed in run 7 | [#2](https://ci.example/2) |");
    expect(text.indexOf("**Opened (1)**")).toBeLessThan(text.indexOf("**Closed (1)**"));
    expect(text).toMatch(/<details><summary>Still failing, with an entry \(1\)<\/summary>/);
    expect(text).toContain("| `a.xml` | `junit` | 7 · 7 passed · 0 failed · 0 skipped | complete |");
  });

  test("is nothing but text, whatever a report, a tracker or a path says, and shows no secret", () => {
    fc.assert(
      fc.property(hostile, (words) => {
        const unlisted = [{ title: words, failure: { message: words, file: words } }];
        for (const more of [{}, { event: "pull_request" }, { unlisted }]) {
          const text = summaryOf(outcomeOf({ ...everywhere(words), ...more }), mask, noLink);
          expect(alive(text)).toEqual([]);
          expect(UNSEEN.exec(text)?.index).toBeUndefined();
          expect(text.indexOf("hunter2")).toBe(-1);
          let head = 0;
          for (const line of outsideFences(text)) {
            if (!line.startsWith("|")) head = 0;
            else head ||= cells(line);
            if (line.startsWith("|")) expect([line, cells(line)]).toEqual([line, head]);
          }
        }
      }),
      { numRuns: 400 },
    );
  });

  /** Three hundred of everything, with these words in it. */
  const lots = (words: string): Outcome => {
    const one = everywhere(words);
    const many = <T>(items: readonly T[] = []): T[] => Array.from({ length: 300 }, (_, i) => items[i % items.length] as T);
    return outcomeOf({
      operations: many(one.operations),
      unchanged: many(one.unchanged),
      reports: many(one.reports),
      result: {
        ...one.result,
        notes: many(one.result?.notes),
        failed: many(one.result?.failed),
        withheld: many(one.result?.withheld).map((w, i) => ({ ...w, reason: `${w.reason} ${i}` })),
        noSink: many(one.result?.noSink),
      },
    });
  };

  test("shows forty of a sort, and how many more there are", () => {
    const text = summaryOf(lots("it broke"), AS_IT_IS, noLink);
    expect(text.match(/^\*\*Would be \w+ \(\d+\)\*\*$|^\| … and \d+ more \|/gm)).toEqual([
      "**Would be opened (120)**",
      "| … and 80 more |",
      "**Would be closed (60)**",
      "| … and 20 more |",
      "**Would be noted (120)**",
      "| … and 80 more |",
      ...Array.from({ length: 5 }, () => "| … and 260 more |"),
    ]);
    // Eight tables, each with a head, a rule, its rows and the last one; and the one leg that all of them name.
    expect(text.match(/^\|/gm)).toHaveLength(8 * 43 + 3);
  });

  test.each(["|日\\`", "`|", "日", "@a ", "\\"])(
    "stays below what GitHub takes, however long the words are, and says what it leaves out (%s)",
    (sign) => {
      const text = summaryOf(lots(sign.repeat(2_000)), AS_IT_IS, noLink);
      const size = Buffer.byteLength(text);
      expect(size).toBeLessThan(1024 * 1024);
      expect(text.includes("_The rest is left out here;")).toBe(!text.includes("<summary>Reports (300)</summary>"));
      expect(text.split("<details>").length).toBe(text.split("</details>").length);
    },
  );
});

describe("the summary of a pull request", () => {
  const PULL = { event: "pull_request", result: { planOnly: "a pull request's commit is not on the branch yet" } };
  const link = (entry: string): string => `[#${entry}](https://ci.example/${entry})`;
  /** Its tables, by their headings. */
  const tables = (text: string): Record<string, string[]> =>
    Object.fromEntries(
      [...text.matchAll(/^\*\*([^\n]+?) \((\d+)\)\*\*\n\n((?:\|[^\n]*\n?)+)/gm)].map(([, name = "", , rows = ""]) => [
        name,
        rows.trim().split("\n").slice(2),
      ]),
    );

  test("answers three questions first: what is new because of it, what is known, what the merge would close", () => {
    const failure = { message: "boom", file: "src/lib.rs", line: 4 };
    const text = summaryOf(
      outcomeOf({
        ...PULL,
        operations: [
          { op: "create", title: "a", failure, done: false },
          { op: "reopen", title: "b", failure, entry: "7", done: false },
          { op: "close", title: "c", reason: "passed", entry: "8", done: false },
          { op: "comment", title: "d", reason: "the error changed", failure, entry: "9", done: false },
          { op: "update", title: "e", reason: "no longer reported", entry: "10", done: false },
        ],
        unchanged: [{ title: "f", message: "still" }],
      }),
      AS_IT_IS,
      link,
    );
    // The kit gives a failure to what fails; an entry that is only noted has none here.
    const found = tables(text);
    expect(Object.keys(found)).toEqual(["New because of this change", "Known", "Would be closed by the merge"]);
    expect(found["New because of this change"]).toEqual([
      "| a | `src/lib.rs:4` | boom |  |",
      "| b | `src/lib.rs:4` | boom | was closed [#7](https://ci.example/7) |",
    ]);
    expect(found["Known"]?.map((row) => row.split(" | ")[0])).toEqual(["| d", "| e", "| f"]);
    expect(found["Known"]?.[0]).toContain("[#9](https://ci.example/9)");
    expect(found["Would be closed by the merge"]).toEqual(["| c | passed | [#8](https://ci.example/8) |"]);
    expect(text.indexOf("New because")).toBeLessThan(text.indexOf("**Known"));
  });

  test("names new failures that would get no entry with the reason, and those of a group under its name", () => {
    const text = summaryOf(
      outcomeOf({
        ...PULL,
        operations: [{ op: "create", title: "many tests of shop", failure: { message: "12 failures" }, card: { members: ["one", "two"] } }],
        fresh: [{ title: "one" }, { title: "two" }, { title: "three", fingerprint: "ci-three", failure: { message: "boom" } }],
        result: { ...PULL.result, withheld: [{ fingerprint: "ci-three", title: "three", reason: "max-new: ten a run", kind: "test" }] },
      }),
      AS_IT_IS,
      noLink,
    );
    expect(tables(text)["New because of this change"]?.map((row) => row.split(" | ")[0])).toEqual(["| many tests of shop", "| three"]);
    expect(text).toContain("| three |  | boom | max-new: ten a run |");
  });

  test("names a rule that has an entry and new findings among the new ones, with its entry, and once", () => {
    const outcome = outcomeOf({
      ...PULL,
      operations: [{ op: "comment", title: "Fix clippy warning: ptr_arg", failure: { message: "boom" }, entry: "9", done: false }],
      unchanged: [{ title: "old" }],
    });
    const [operation] = outcome.plan?.operations ?? [];
    if (!operation || !outcome.plan) throw new Error("there is no plan");
    const { fingerprint, key, kind, title } = operation;
    outcome.plan.fresh.push({ subject: { fingerprint, key, kind, title }, sighting: { producer: "main", outcome: "failed", parts: [] } });
    const found = tables(summaryOf(outcome, AS_IT_IS, link));
    expect(found["New because of this change"]).toEqual(["| Fix clippy warning: ptr_arg |  | boom | [#9](https://ci.example/9) |"]);
    expect(found["Known"]?.map((row) => row.split(" | ")[0])).toEqual(["| old"]);
  });

  test("keeps each table short, and counts the rest", () => {
    const unchanged = Array.from({ length: 300 }, (_, i) => ({ title: `t${i}` }));
    const rows = tables(summaryOf(outcomeOf({ ...PULL, unchanged }), AS_IT_IS, noLink))["Known"] ?? [];
    expect(rows).toHaveLength(21);
    expect(rows.at(-1)).toBe("| … and 280 more | | | |");
  });

  test("says what fails where nobody can say what of it is new", () => {
    const unlisted = [{ title: "a", failure: { message: "boom", file: "a.rs", line: 1 } }];
    const text = summaryOf(outcomeOf({ ...PULL, unlisted }), AS_IT_IS, noLink);
    expect(tables(text)).toEqual({ "Failing; what is new could not be told": ["| a | `a.rs:1` | boom |  |"] });
    expect(tables(summaryOf(outcomeOf({ ...PULL, unlisted, whole: true }), AS_IT_IS, noLink))).toEqual({});
  });

  test("is not what a push gets, whose entries are written", () => {
    const text = summaryOf(outcomeOf({ operations: [{ op: "create", title: "a" }], event: "push" }), AS_IT_IS, noLink);
    expect(Object.keys(tables(text))).toEqual(["Opened"]);
  });
});

describe("what is told of a subject beside its failure", () => {
  const plot = "12 ms ▁▁▁▇\n10 ms ────";
  const flaky = { failures: 3, observations: 14, low: 0.08, high: 0.48, why: "passed on a retry", needs: 11, passes: 2 };

  test("is that it is flaky, or quarantined, in the summary and in a terminal", () => {
    const outcome = outcomeOf({
      operations: [
        { op: "create", title: "a", filing: { type: "bug", priority: 0, labels: ["quarantine"] } },
        { op: "close", title: "b", card: { flaky } },
      ],
      unchanged: [{ title: "c", marks: ["flaky", "quarantined"] }],
    });
    const text = summaryOf(outcome, AS_IT_IS, noLink);
    expect(text).toContain("| a _(quarantined)_ |");
    expect(text).toContain("| b _(flaky)_ |");
    expect(text).toContain("| c _(flaky)_ _(quarantined)_ |");
    expect(terminalLines(outcome, AS_IT_IS)).toEqual(expect.arrayContaining(["+ opened: a (quarantined) [1]", "✓ closed: b (flaky) [2]"]));
  });

  test("is a picture of a benchmark's values, folded, for what got worse and what got better", () => {
    const subject = { fingerprint: "ci-b", key: "bench/1 a", kind: "bench" as const, title: "fast" };
    const outcome = outcomeOf({
      operations: [{ op: "create", title: "slow", failure: { message: "12 ms against 10 ms", plot } }],
      unchanged: [{ title: "slower", message: "+30 %", plot }],
      improved: [{ subject, words: "8 ms against 10 ms", plot }],
      result: { notes: ["8 ms against 10 ms", "another"] },
    });
    const text = summaryOf(outcome, AS_IT_IS, noLink);
    expect(text).toContain("<details><summary>Benchmarks: 2 worse, 1 better</summary>");
    expect(text).toContain(`**worse** slow: 12 ms against 10 ms\n\n\`\`\`text\n${plot}\n\`\`\``);
    expect(text).toContain("**better** fast: 8 ms against 10 ms");
    expect(text.split(plot)).toHaveLength(4);
    // Told once, and other notes all the same.
    expect(text.split("8 ms against")).toHaveLength(2);
    expect(text).toContain("\n- another\n");
    expect(terminalLines(outcome, AS_IT_IS)).toEqual(expect.arrayContaining(["· better: fast", "    8 ms against 10 ms"]));
  });

  test("is which legs report no more", () => {
    const seen = { run: "3", attempt: 1, at: "2026-03-01T09:00:00.000Z" };
    const outcome = outcomeOf({
      operations: [
        {
          op: "comment",
          title: "a",
          card: {
            producers: [
              { producer: "main » windows", last: "retired", seen },
              { producer: "main » linux", last: "failed", seen },
            ],
          },
        },
      ],
    });
    const text = summaryOf(outcome, AS_IT_IS, noLink);
    expect(text).toContain("| `main » windows` | run 3 |");
    expect(text).not.toContain("linux");
    expect(terminalLines(outcome, AS_IT_IS)).toEqual(
      expect.arrayContaining(["· reports no more, and holds no entry open: main » windows"]),
    );
  });

  test("a flood that was withheld for one reason is one line with its number; a few are named one by one", () => {
    const withheld = (n: number, reason: string): Result["withheld"] =>
      Array.from({ length: n }, (_, i) => ({ fingerprint: `ci-${i}`, title: `${reason}${i}`, reason, kind: "test" }));
    const outcome = outcomeOf({ result: { withheld: [...withheld(500, "max-new"), ...withheld(5, "muted")] } });
    const text = summaryOf(outcome, AS_IT_IS, noLink);
    expect(text).toContain("<details><summary>Withheld (505)</summary>");
    expect(text).toContain("| 500: max-new0, max-new1, max-new2, … | max-new |");
    expect(text.match(/\| muted \|$/gm)).toHaveLength(5);
    expect(terminalLines(outcome, AS_IT_IS).filter((line) => line.startsWith("· withheld"))).toEqual([
      "· withheld: 500, such as max-new0, max-new1, max-new2",
      ...[0, 1, 2, 3, 4].map((i) => `· withheld: muted${i}`),
    ]);
  });
});

describe("annotations", () => {
  test("of what is quarantined are notices, which make nothing red", () => {
    const fresh = Array.from({ length: 12 }, (_, i) => ({
      title: `t${i}`,
      fingerprint: `ci-${i}`,
      ...(i > 0 ? { quarantined: true as const } : {}),
    }));
    const made = annotationsOf(outcomeOf({ fresh }), AS_IT_IS);
    expect(made.map((a) => a.level)).toEqual(["error", ...Array.from({ length: 10 }, () => "notice")]);
  });

  test("mark what is new, at most ten errors and ten warnings, since GitHub shows no more", () => {
    const fresh = Array.from({ length: 25 }, (_, i) => ({ title: `t${i}`, kind: i % 2 === 0 ? ("test" as const) : ("lint" as const) }));
    const made = annotationsOf(outcomeOf({ fresh, unchanged: [{ title: "known" }] }), AS_IT_IS);
    expect(made.filter((a) => a.level === "error").map((a) => a.title)).toEqual(Array.from({ length: 10 }, (_, i) => `t${2 * i}`));
    expect(made.filter((a) => a.level === "warning")).toHaveLength(10);
  });

  test.each([
    ["test", "error"],
    ["build", "error"],
    ["audit", "error"],
    ["bench", "error"],
    ["lint", "warning"],
    ["dependency", "warning"],
  ] as const)("of a %s is of the level %s", (kind, level) => {
    expect(annotationsOf(outcomeOf({ fresh: [{ title: "t", kind }] }), AS_IT_IS)).toMatchObject([{ level }]);
  });

  test.each(["/etc/passwd", "../x", "..", "C:\\x", "C:/x"])("have no place outside of the workspace: %s", (file) => {
    const [made] = annotationsOf(outcomeOf({ fresh: [{ title: "t", failure: { message: "m", file, line: 1 } }] }), AS_IT_IS);
    expect([made?.file, made?.startLine]).toEqual([undefined, undefined]);
  });

  test("have their place where there is one, and are words without control characters or secrets", () => {
    fc.assert(
      fc.property(hostile, (words) => {
        const failure = { message: words, file: "..a/b.rs", line: 7 };
        const [made] = annotationsOf(outcomeOf({ fresh: [{ title: words, failure }] }), mask);
        expect([made?.file, made?.startLine]).toEqual(["..a/b.rs", 7]);
        expect(`${made?.title}${made?.message}`).not.toMatch(UNSEEN);
        expect(`${made?.title}${made?.message}`).not.toContain("hunter2");
        expect(made?.title).not.toContain("\n");
      }),
      { numRuns: 200 },
    );
    const long = annotationsOf(outcomeOf({ fresh: [{ title: "t".repeat(9_999), failure: { message: "m".repeat(99_999) } }] }), AS_IT_IS);
    expect([long[0]?.title.length, long[0]?.message.length]).toEqual([200, 2_000]);
  });
});

describe("outputs", () => {
  const LISTS = ["entries", "filed", "failed", "no-sink"];

  test("are counts, lists, and two files that hold everything", () => {
    const outcome = outcomeOf({
      operations: [{ op: "create" }, { op: "create", done: false }, { op: "reopen" }, { op: "close" }],
      result: { ready: 3, counts: { ...emptyResult().counts, created: 2, failing: 7 } },
    });
    const outputs = outputsOf(outcome, AS_IT_IS, folder());
    expect([outputs.get("created"), outputs.get("failing"), outputs.get("ready")]).toEqual(["2", "7", "3"]);
    const verbs = (name: string): string[] => (JSON.parse(outputs.get(name) ?? "") as { op: string }[]).map((o) => o.op);
    expect(verbs("entries")).toEqual(["create", "create", "reopen", "close"]);
    // Only what the tracker has.
    expect(verbs("filed")).toEqual(["create", "reopen"]);
    expect(JSON.parse(readFileSync(outputs.get("result") ?? "", "utf8"))).toEqual(JSON.parse(JSON.stringify(outcome.result)));
    expect((JSON.parse(readFileSync(outputs.get("plan") ?? "", "utf8")) as { operations: object[] }).operations).toHaveLength(4);
  });

  test("of a run that found no tracker are there as well", () => {
    const { evidence: _, plan: __, ...bare } = outcomeOf({ result: { noSink: [{ fingerprint: "f", title: "t", reason: "r" }] } });
    const outputs = outputsOf(bare, AS_IT_IS, folder());
    expect(outputs.get("ready")).toBe("");
    expect(JSON.parse(outputs.get("no-sink") ?? "")).toHaveLength(1);
    expect(existsSync(outputs.get("plan") ?? "")).toBe(true);
  });

  test.each(["x", "日", '"\\'])(
    "fit into a variable of a later step: 100 KB a list, with a last item that says how many are missing (%s)",
    (sign) => {
      const title = sign.repeat(300);
      const count = 2_000;
      const outcome = outcomeOf({
        operations: Array.from({ length: count }, () => ({ op: "create" as const, title })),
        result: { failed: Array.from({ length: count }, () => ({ code: "E", title, reason: title, remedy: title })) },
      });
      const outputs = outputsOf(outcome, AS_IT_IS, folder());
      for (const name of ["entries", "filed", "failed"]) {
        const text = outputs.get(name) ?? "";
        expect([name, Buffer.byteLength(text) <= 100_200]).toEqual([name, true]);
        const items = JSON.parse(text) as { cut?: number }[];
        expect(items.length).toBeGreaterThan(20);
        expect(items.at(-1)).toEqual({ cut: count - items.length + 1, see: "the result output" });
      }
      const file = JSON.parse(readFileSync(outputs.get("result") ?? "", "utf8")) as Result;
      expect(file.operations).toHaveLength(count);
    },
  );

  test("are one line of JSON each, hold no command and no secret", () => {
    const home = folder();
    fc.assert(
      fc.property(hostile, (words) => {
        const outputs = outputsOf(outcomeOf(everywhere(words)), mask, home);
        for (const name of LISTS) {
          const text = outputs.get(name) ?? "";
          expect(Array.isArray(JSON.parse(text))).toBe(true);
          expect(text).not.toMatch(/\n|\r|##\[|hunter2/);
        }
      }),
      { numRuns: 100 },
    );
  });
});

describe("JSON", () => {
  test("is masked text by text, so that it stays JSON whatever is hidden, and holds what the value does", () => {
    const secret = fc.constantFrom('"', '","', "\\", "}", "hunter2", "a");
    fc.assert(
      fc.property(fc.jsonValue(), secret, (value, hidden) => {
        const hide = (text: string): string => text.replaceAll(hidden, "***");
        const masked = JSON.parse(JSON.stringify(value), (_, inner: unknown) =>
          typeof inner === "string" ? hide(inner) : inner,
        ) as unknown;
        expect(JSON.parse(jsonOf(value, hide))).toEqual(masked);
      }),
    );
  });

  test("is printed without what the runner takes for a command anywhere in a line, and means the same", () => {
    const text = fc.array(fc.constantFrom("##[", "##", "#", "[", "vso", "group", "]", "\\", "a")).map((parts) => parts.join(""));
    fc.assert(
      fc.property(text, (given) => {
        const json = commandless(JSON.stringify({ a: given }));
        expect(json).not.toMatch(/##[a-z]*\[/i);
        expect(JSON.parse(json)).toEqual({ a: given });
      }),
      { numRuns: 500 },
    );
  });
});

describe("links", () => {
  const host = { name: "github", serverUrl: "https://github.com", repository: "octo/shop", prefix: "" } as GitHubHost;
  const link = (
    place: Partial<Omit<Place, "snapshot">> & { branch?: string; head?: string | null },
    entry: string,
    on: Partial<GitHubHost> = {},
  ): string | undefined => {
    const { branch = "main", head = "0123", ...rest } = place;
    return entryLink({ place: { ...rest, snapshot: { branch, head } } } as unknown as Outcome, { ...host, ...on } as GitHubHost)(entry);
  };
  const ISSUES = { tracker: "github", where: "https://github.com/octo/shop/issues" };
  const FILE = { tracker: "tracer", where: ".trace/issues.jsonl" };

  test("lead to the issue, or to the tracker's file on its branch", () => {
    expect(link(ISSUES, "12")).toBe("[#12](https://github.com/octo/shop/issues/12)");
    expect(link(FILE, "ci-tabc")).toBe("[`ci-tabc`](https://github.com/octo/shop/blob/main/.trace/issues.jsonl)");
    expect(link({ ...FILE, branch: "state" }, "ci-tabc", { prefix: "rust" })).toBe(
      "[`ci-tabc`](https://github.com/octo/shop/blob/state/rust/.trace/issues.jsonl)",
    );
  });

  test("are none for what has no page", () => {
    expect(link(ISSUES, "")).toBeUndefined();
    expect(link(ISSUES, "12) [x](https://evil.example")).toBeUndefined();
    expect(link({ ...FILE, head: null }, "ci-tabc")).toBeUndefined();
    expect(entryLink({} as Outcome, host)("12")).toBeUndefined();
    const { repository: _, ...nameless } = host;
    expect(
      entryLink({ place: { ...FILE, snapshot: { branch: "main", head: "0" } } } as unknown as Outcome, nameless as GitHubHost)("x"),
    ).toBeUndefined();
  });

  test.each([
    ["release#1", "release%231"],
    ["a)b(c", "a%29b%28c"],
    ["what?", "what%3F"],
    ["fix/ä b", "fix/%C3%A4%20b"],
  ])("keep to their branch, whatever it is called: %s", (branch, written) => {
    expect(link({ ...FILE, branch }, "ci-tabc")).toBe(`[\`ci-tabc\`](https://github.com/octo/shop/blob/${written}/.trace/issues.jsonl)`);
  });
});

describe("a terminal", () => {
  test("is told what was done and why, what was not, and what to do", () => {
    const outcome = outcomeOf({
      operations: [
        {
          op: "create",
          title: "Test failure: a",
          reason: "failed in run 7",
          entry: "ci-ta",
          failure: { message: "boom\nmore", file: "src/lib.rs", line: 4 },
        },
        { op: "close", title: "Test failure: b", reason: "passed in run 7", entry: "ci-tb" },
      ],
      reports: [reportOf("cut.xml", { complete: false, error: { code: "E_REPORT_CUT", message: "cut.xml: unexpected end", line: 3 } })],
      result: {
        failed: [{ code: "E_TOKEN", reason: "the token lacks `issues: write`", remedy: REMEDIES.E_TOKEN }],
        withheld: [{ fingerprint: "f", title: "Test failure: c", reason: "max-new", kind: "test" }],
      },
    });
    expect(terminalLines(outcome, AS_IT_IS)).toEqual([
      expect.stringContaining("1 thing could not be done"),
      "+ opened: Test failure: a [ci-ta]",
      "    failed in run 7",
      "    src/lib.rs:4: boom",
      "✓ closed: Test failure: b [ci-tb]",
      "    passed in run 7",
      "· withheld: Test failure: c",
      "    max-new",
      "! cut.xml: E_REPORT_CUT: cut.xml: unexpected end",
      `    ${REMEDIES.E_REPORT_CUT}`,
      "✗ E_TOKEN: the token lacks `issues: write`",
      `    ${REMEDIES.E_TOKEN}`,
    ]);
  });

  test("is told what a plan would do in other words than what was done", () => {
    const outcome = outcomeOf({ operations: [{ op: "reopen", done: false, entry: "1" }], result: { planOnly: "mode: plan" } });
    const lines = terminalLines(outcome, AS_IT_IS);
    expect(lines[1]).toBe("nothing was written: mode: plan");
    expect(lines[2]).toMatch(/^↑ would reopen: /);
  });

  test("gets forty of a sort, and how many more there are", () => {
    const lines = terminalLines(outcomeOf({ operations: Array.from({ length: 100 }, () => ({ op: "close" as const })) }), AS_IT_IS);
    expect(lines.filter((line) => line.startsWith("✓"))).toHaveLength(40);
    expect(lines).toContain("… and 60 more");
  });

  test("gets no command, no control character, no line of somebody else's and no secret", () => {
    fc.assert(
      fc.property(hostile, (words) => {
        const outcome = outcomeOf(everywhere(words));
        const lines = terminalLines(outcome, mask);
        expect(lines.length).toBe(terminalLines(outcomeOf(everywhere("words")), mask).length);
        const text = lines.join("\n");
        expect(commandsOf(text)).toEqual([]);
        expect(text).not.toMatch(UNSEEN);
        expect(text).not.toContain("hunter2");
        expect(lines.filter((line) => line.includes("\n"))).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });
});
