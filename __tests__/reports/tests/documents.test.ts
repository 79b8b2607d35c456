import { readdirSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { JsonFormat } from "../../../src/reports/format.ts";
import { ctrf } from "../../../src/reports/tests/ctrf.ts";
import { cucumberJson } from "../../../src/reports/tests/cucumber-json.ts";
import { gtestJson } from "../../../src/reports/tests/gtest-json.ts";
import { jestJson } from "../../../src/reports/tests/jest-json.ts";
import { mochaJson } from "../../../src/reports/tests/mocha-json.ts";
import { playwrightJson } from "../../../src/reports/tests/playwright-json.ts";
import { rspecJson } from "../../../src/reports/tests/rspec-json.ts";
import { vitestJson } from "../../../src/reports/tests/vitest-json.ts";
import { bytesOf, fixture, reading, readingOf } from "../reading.ts";

/** What real tools wrote: format, counts by outcome, and whether nothing is missing. */
const samples: [
  path: string,
  format: string,
  tool: string,
  total: number,
  passed: number,
  failed: number,
  errors: number,
  skipped: number,
  complete: boolean,
][] = [
  ["jest/results.json", "jest-json", "jest", 14, 5, 7, 0, 2, false],
  ["jest/bail-results.json", "jest-json", "jest", 14, 5, 7, 0, 2, true],
  ["jest/filter-results.json", "jest-json", "jest", 12, 1, 0, 0, 11, true],
  ["jest/retry-results.json", "jest-json", "jest", 1, 1, 0, 0, 0, true],
  ["jest/no-tests.json", "jest-json", "jest", 0, 0, 0, 0, 0, false],
  ["vitest/results.json", "vitest-json", "vitest", 14, 6, 6, 0, 2, false],
  ["vitest/bail-results.json", "vitest-json", "vitest", 12, 1, 1, 0, 10, false],
  ["mocha/results.json", "mocha-json", "mocha", 12, 4, 5, 0, 3, false],
  ["mocha/json.stdout", "mocha-json", "mocha", 12, 4, 5, 0, 3, false],
  ["mocha/bail.txt", "mocha-json", "mocha", 2, 1, 1, 0, 0, false],
  ["mocha/json-stream.stdout", "mocha-json-stream", "mocha", 12, 4, 5, 0, 3, false],
  ["playwright/results.json", "playwright-json", "playwright", 20, 6, 6, 2, 6, true],
  ["playwright/max-failures.json", "playwright-json", "playwright", 20, 1, 1, 0, 18, false],
  ["playwright/load-error.json", "playwright-json", "playwright", 0, 0, 0, 0, 0, false],
  ["ctrf/jest-ctrf-report.json", "ctrf", "jest", 14, 5, 7, 0, 2, true],
  ["rspec/json.stdout", "rspec-json", "rspec", 11, 2, 7, 0, 2, true],
  ["rspec/fail-fast.stdout", "rspec-json", "rspec", 2, 1, 1, 0, 0, false],
  ["rspec/load-error.stdout", "rspec-json", "rspec", 0, 0, 0, 0, 0, false],
  ["gtest-json/gtest.json", "gtest-json", "googletest", 9, 4, 3, 0, 2, true],
  ["cucumber/cucumber-js.json", "cucumber-json", "cucumber", 7, 3, 2, 1, 1, true],
  ["cucumber/behave.json", "cucumber-json", "behave", 7, 3, 2, 1, 1, true],
  ["robot/output.xml", "robot", "robot framework", 8, 3, 4, 0, 1, true],
  ["robot/exit-on-failure.xml", "robot", "robot framework", 6, 1, 1, 0, 4, false],
  ["catch2/catch2.xml", "catch2-xml", "catch2", 7, 1, 4, 0, 2, true],
  ["catch2/filtered.xml", "catch2-xml", "catch2", 1, 1, 0, 0, 0, false],
  ["catch2/crash.xml", "catch2-xml", "catch2", 2, 1, 1, 0, 0, false],
];

const file = (path: string) => reading(fixture(...path.split("/")));

describe("documents that test runners write", () => {
  test.each(samples)("%s is %s", (path, format, tool, total, passed, failed, errors, skipped, complete) => {
    const { report, observations } = file(path);
    expect(report).toMatchObject({ format, tool, kind: "test", complete, error: null, counts: { total, passed, failed, errors, skipped } });
    for (const part of report.parts) expect(part.state === "whole").toBe(part.reason === undefined);
    for (const o of observations) {
      const target = (o.kind === "test" ? o.identity?.target : undefined) ?? o.suite;
      expect(o.part.extent.units).toContain(target);
      if (o.outcome === "failed" || o.outcome === "error") expect(o.message).toMatch(/^[^\n]+$/);
    }
  });

  test("no file of theirs is left out of the table", () => {
    const folders = new Set(samples.map(([path]) => path.split("/")[0] ?? ""));
    const listed = new Set(samples.map(([path]) => path));
    const files = [...folders].flatMap((folder) => readdirSync(fixture(folder)).map((name) => `${folder}/${name}`));
    expect(files.filter((path) => /\.(?:json|xml|stdout)$/.test(path) && !listed.has(path))).toEqual([]);
  });

  test("cut anywhere, none is complete with less than it holds", () => {
    for (const [path, , , total] of samples) {
      const bytes = bytesOf(...path.split("/"));
      const all = new Set(file(path).observations.map((o) => `${o.suite} ${o.name} ${o.outcome}`));
      fc.assert(
        fc.property(fc.nat(bytes.length - 1), (at) => {
          const { report, observations } = readingOf(bytes.subarray(0, at));
          expect(report.error?.code).not.toBe("E_INTERNAL");
          if (report.complete) expect(report.counts.total).toBe(total);
          for (const o of observations) expect(all).toContain(`${o.suite} ${o.name} ${o.outcome}`);
        }),
        { numRuns: 25 },
      );
    }
  });

  test("a flipped byte throws nothing", () => {
    for (const [path] of samples) {
      const bytes = bytesOf(...path.split("/"));
      fc.assert(
        fc.property(fc.nat(bytes.length - 1), fc.nat(255), (at, value) => {
          const broken = Buffer.from(bytes);
          broken[at] = value;
          expect(readingOf(broken).report.error?.code).not.toBe("E_INTERNAL");
        }),
        { numRuns: 20 },
      );
    }
  });
});

describe("JSON where any value may be anything", () => {
  const formats: [JsonFormat, string][] = [
    [jestJson, "jest/results.json"],
    [vitestJson, "vitest/results.json"],
    [mochaJson, "mocha/results.json"],
    [playwrightJson, "playwright/results.json"],
    [ctrf, "ctrf/jest-ctrf-report.json"],
    [rspecJson, "rspec/json.stdout"],
    [gtestJson, "gtest-json/gtest.json"],
    [cucumberJson, "cucumber/cucumber-js.json"],
  ];
  const documentOf = (path: string): unknown => {
    const text = bytesOf(...path.split("/")).toString();
    return JSON.parse(text.slice(text.search(/^[[{]/m)));
  };
  /** Every place in the document where a value stands. */
  const places = (document: unknown): [Record<string, unknown>, string][] => {
    const found: [Record<string, unknown>, string][] = [];
    const waiting: unknown[] = [document];
    for (let value = waiting.pop(); value !== undefined; value = waiting.pop()) {
      if (typeof value !== "object" || value === null) continue;
      for (const key of Object.keys(value)) {
        found.push([value as Record<string, unknown>, key]);
        waiting.push((value as Record<string, unknown>)[key] ?? undefined);
      }
    }
    return found;
  };
  const read = (format: JsonFormat, document: unknown) => {
    return readingOf(JSON.stringify(document), { format: format.name }).report;
  };

  test.each(formats)("$name reads its own document and no other's", (format, path) => {
    for (const [other, of] of formats) expect([of, other.is(documentOf(of))]).toEqual([of, true]);
    for (const [other, of] of formats) if (other !== format) expect([of, format.is(documentOf(of))]).toEqual([of, false]);
    expect(format.is(documentOf(path))).toBe(true);
    for (const odd of [null, undefined, 1, "text", [], {}, [null], [[]], { testResults: null }, { stats: 1 }])
      expect(format.is(odd)).toBe(false);
  });

  test.each(formats)("$name throws on nothing", (format, path) => {
    const text = JSON.stringify(documentOf(path));
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(), fc.jsonValue({ maxDepth: 2 })), { minLength: 1, maxLength: 5 }), (edits) => {
        const document: unknown = JSON.parse(text);
        const all = places(document);
        for (const [at, value] of edits) {
          const [object, key] = all[at % all.length] ?? [];
          if (object && key !== undefined) object[key] = value;
        }
        expect(["E_REPORT_MALFORMED", undefined]).toContain(read(format, document).error?.code);
      }),
      { numRuns: 60 },
    );
  });

  test.each(formats)("$name: names of prototypes are names", (format, path) => {
    const text = JSON.stringify(documentOf(path)).replaceAll(/"(math|adds|Math|Adds)"/g, '"__proto__"');
    expect(read(format, JSON.parse(text)).error).toBeNull();
  });
});
