import { mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Part } from "../../src/model.ts";
import { bytesOf, comparable, fixture, type Reading, reading, readingOf } from "./reading.ts";

/** Logs of one command each: the laws below hold for every one of them. */
const SAMPLES = ["libtest-human", "cargo-test-workspace", "libtest-bench", "criterion", "criterion-0.5"].flatMap((folder) =>
  readdirSync(fixture(folder), { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${folder}/${entry.name}`),
);
const sample = (name: string): Buffer => bytesOf(...name.split("/"));

/** Where two readings of one log speak of the same part: it begins at the same line. */
const partAt = (parts: readonly Part[], { kind, line }: Part): Part | undefined =>
  line === undefined ? undefined : parts.find((p) => p.kind === kind && p.line === line);

/** What passed in parts of these states. Suites are left out: a package may be named only below the tests. */
const passes = ({ observations }: Reading, ...states: Part["state"][]): Set<string> =>
  new Set(observations.filter((o) => o.outcome === "passed" && states.includes(o.part.state)).map((o) => `${o.kind} ${o.name}`));

/** Whole parts of tests that list another number of cases than they show. */
const uneven = ({ report, observations }: Reading): unknown[] =>
  report.parts
    .filter((p) => p.kind === "test" && p.state === "whole" && p.provesAbsence)
    .map((part) => [part.extent.cases, observations.filter((o) => o.part === part && o.kind === "test" && !o.whole).length])
    .filter(([listed, shown]) => listed !== shown);

describe("a report that is cut", () => {
  // Evenly spread, so that no sample's cuts are missed by chance.
  test.each(SAMPLES)("claims no more than the whole one did: %s", (name) => {
    const bytes = sample(name);
    const whole = readingOf(bytes);
    const seen = passes(whole, "whole", "partial", "broken");
    for (let i = 0; i < 100; i++) {
      const cut = readingOf(bytes.subarray(0, Math.floor((bytes.length * i) / 100)));
      expect([i, [...passes(cut, "whole")].filter((pass) => !seen.has(pass))]).toEqual([i, []]);
      const mended = cut.report.parts.filter((p) => p.state === "whole" && partAt(whole.report.parts, p)?.state === "broken");
      expect([i, mended, uneven(cut)]).toEqual([i, [], []]);
    }
  });
});

describe("a report with a damaged byte", () => {
  test.each(SAMPLES)("is read to its end: %s", (name) => {
    const bytes = sample(name);
    fc.assert(
      fc.property(fc.nat(Math.max(0, bytes.length - 1)), fc.nat(255), (place, byte) => {
        const changed = Buffer.from(bytes);
        changed[place] = byte;
        const read = readingOf(changed);
        // Never a defect of the reader's own: at worst nothing in the file is recognised.
        expect(["none", "E_REPORT_UNKNOWN"]).toContain(read.report.error?.code ?? "none");
        expect(uneven(read)).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});

describe("the same log in another dress", () => {
  const DRESSED = [
    "libtest-human/no-fail-fast.combined.txt",
    "libtest-human/edge-all-no-fail-fast.txt",
    "libtest-human/rust-1.63-no-fail-fast.combined.txt",
    "libtest-human/nocapture-1thread.combined.txt",
    "libtest-human/color-always-harness.combined.txt",
    "cargo-test-workspace/test.txt",
    "criterion/0.3.6-improved.combined.txt",
    "libtest-bench/combined.txt",
  ];
  const stamp = (line: string, i: number): string => `2026-08-22T10:11:${String(i % 60).padStart(2, "0")}.1234567Z ${line}`;
  const dresses: [string, (text: string) => string | Buffer][] = [
    ["CRLF", (text) => text.replaceAll("\n", "\r\n")],
    ["a byte order mark", (text) => `\ufeff${text}`],
    ["UTF-16", (text) => Buffer.from(`\ufeff${text}`, "utf16le")],
    ["UTF-16 of the other order", (text) => Buffer.from(`\ufeff${text}`, "utf16le").swap16()],
    ["UTF-16 with CRLF", (text) => Buffer.from(`\ufeff${text.replaceAll("\n", "\r\n")}`, "utf16le")],
    ["GitHub's time stamps", (text) => text.replace(/\n$/, "").split("\n").map(stamp).join("\n")],
    [
      "GitHub's time stamps on the first line of each write, a byte order mark a page, and CRLF",
      (text) =>
        text
          .split("\n")
          .map((line, i) => (i % 50 === 0 ? `\ufeff${stamp(line, i)}` : i % 3 === 0 ? line : stamp(line, i)))
          .join("\r\n"),
    ],
    [
      "colours",
      (text) => text.replace(/^( +\w+)/gm, "\u001b[1m\u001b[32m$1\u001b[0m").replace(/ (ok|FAILED)$/gm, " \u001b[32m$1\u001b(B\u001b[m"),
    ],
  ];
  describe.each(dresses)("%s", (_, dress) => {
    test.each(DRESSED)("%s", (name) => {
      const text = sample(name).toString();
      expect(comparable(readingOf(dress(text)))).toEqual(comparable(readingOf(text)));
    });
  });
});

describe("what the step's own outcome adds", () => {
  const states = (content: string | Buffer, outcome: "success" | "failure" | "cancelled" | "skipped"): string[] =>
    readingOf(content, { outcome }).report.parts.map((p) => p.state);
  const green = sample("libtest-human/edge-slow60s.txt");

  test("a step that was skipped left the file of another run", () => {
    expect(new Set(states(green, "skipped"))).toEqual(new Set(["broken"]));
  });

  test("a step that was cancelled, or that failed without a failure in its report, makes it partial", () => {
    expect(new Set(states(green, "cancelled"))).toEqual(new Set(["partial"]));
    expect(new Set(states(green, "failure"))).toEqual(new Set(["partial"]));
    expect(new Set(states(sample("libtest-human/shuffle.combined.txt"), "failure"))).toEqual(new Set(["whole"]));
  });

  test("success adds nothing, and mends nothing", () => {
    expect(comparable(readingOf(green, { outcome: "success" }))).toEqual(comparable(readingOf(green)));
    expect(states(sample("libtest-human/edge-exit0.txt"), "success")).toContain("broken");
  });
});

describe("a path that is no report", () => {
  test("is named as the caller named it, with a code", () => {
    const missing = reading(fixture("none.txt"));
    expect(missing.report).toMatchObject({ file: "report", format: null, complete: false, error: { code: "E_REPORT_MISSING" } });
    expect(missing.report.error?.message).toBe("report does not exist");
    expect(reading(fixture("libtest-human")).report.error?.code).toBe("E_REPORT_NOT_A_FILE");
  });

  test("an empty, a blank and a binary file are no report", () => {
    const folder = mkdtempSync(join(tmpdir(), "ci-tracker-read-"));
    writeFileSync(join(folder, "empty"), "");
    expect(reading(join(folder, "empty")).report.error?.code).toBe("E_REPORT_EMPTY");
    for (const content of ["\n \n", Buffer.from(Array.from({ length: 4096 }, (_, i) => (i * 7) % 256))]) {
      const { report, observations } = readingOf(content);
      expect([report.complete, report.error?.code, observations]).toEqual([false, "E_REPORT_UNKNOWN", []]);
    }
  });
});

describe("a format that the caller names", () => {
  test("is used where the file holds it", () => {
    const { report } = readingOf(sample("libtest-bench/combined.txt"), { format: "libtest" });
    expect([report.format, report.error]).toEqual(["libtest", null]);
  });

  test("is refused where the file does not, or where there is no such format", () => {
    expect(readingOf(sample("libtest-bench/combined.txt"), { format: "criterion" }).report.error?.code).toBe("E_REPORT_MALFORMED");
    expect(readingOf("x", { format: "no-such-format" }).report.error?.code).toBe("E_REPORT_UNKNOWN");
    expect(reading(fixture("criterion-0.5", "target"), { format: "criterion-folder" }).report.counts.total).toBe(3);
  });
});

describe("hostile lines", () => {
  const BAD = [
    "a",
    " ",
    "     Running ",
    "     Running a (",
    "     Running `",
    "     Running `A=",
    "     Running unittests src/lib.rs (target/debug/deps/",
    "   Doc-tests ",
    "   Compiling a v1 (/",
    "   Compiling a v1 (",
    "    Finished ",
    "error: test failed, to rerun pass `",
    "error: test failed, to rerun pass `-p ",
    "error: could not compile `a` (",
    "error: failed to ",
    "test ",
    "test a ... ",
    "test a ... ok ",
    " ... ok",
    "test a ... bench: ",
    "test a ... bench: 1,",
    "test a ... ignored, ",
    "test result: ok. ",
    "---- ",
    " stdout ----",
    " --- FAILED",
    "running 1 test",
    "Benchmarking ",
    "Benchmarking a: ",
    "time:   [",
    "a time:   [1 ns",
    "1 ns ",
    "Testing ",
    "thread 'a' panicked at ",
    "thread 'main' panicked at 'x', a:1:",
    "'",
    "`",
    "(line 1",
    "\u001b[",
    "\r",
    '{"reason":',
    "[[",
  ];

  test.each(BAD)("are read in linear time: %j", (bad) => {
    const long = bad.repeat(5e4);
    const began = performance.now();
    for (const head of ["", "running 1 test\n", "     Running benches/a.rs (target/release/deps/a-0123456789abcdef)\n"]) {
      const { report } = readingOf(`${head}${long}\n${long.slice(1)}\`\n${`${bad}\n`.repeat(2e3)}`);
      expect(report.complete).toBe(false);
    }
    expect(performance.now() - began).toBeLessThan(3_000);
  });
});
