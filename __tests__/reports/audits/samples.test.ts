import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { AuditObservation } from "../../../src/model.ts";
import type { ReadOptions } from "../../../src/reports/read.ts";
import { bytesOf, type Reading, readingOf } from "../reading.ts";
import * as documents from "./documents.ts";

interface Sample {
  name: string;
  text: string;
  format: string;
  /** Observations in all, those that fail, and whether the report is complete. */
  expected: [total: number, failed: number, complete: boolean];
  options?: ReadOptions;
}

const file = (...names: string[]): string => bytesOf(...names).toString();
const json = (document: unknown): string => JSON.stringify(document);

const SAMPLES: readonly Sample[] = [
  { name: "npm 11", text: file("npm-audit", "vulnerable.json"), format: "npm-audit", expected: [5, 5, true] },
  { name: "npm 11, clean", text: file("npm-audit", "clean.json"), format: "npm-audit", expected: [0, 0, true] },
  { name: "npm 11, refused", text: file("npm-audit", "refused.json"), format: "npm-audit", expected: [0, 0, false] },
  { name: "npm 11, no lockfile", text: file("npm-audit", "no-lockfile.json"), format: "npm-audit", expected: [0, 0, false] },
  { name: "npm 11, unreachable", text: file("npm-audit", "unreachable.json"), format: "npm-audit", expected: [0, 0, false] },
  { name: "npm 6", text: json(documents.npm6), format: "npm6-audit", expected: [1, 1, true] },
  { name: "pnpm 12", text: file("pnpm-audit", "vulnerable.json"), format: "pnpm-audit", expected: [5, 5, true] },
  { name: "pnpm 12, clean", text: file("pnpm-audit", "clean.json"), format: "pnpm-audit", expected: [0, 0, true] },
  { name: "yarn 1", text: documents.lines(documents.YARN), format: "yarn-audit", expected: [1, 1, true] },
  { name: "yarn 1, refused", text: file("yarn-audit", "refused.jsonl"), format: "yarn-audit", expected: [0, 0, false] },
  { name: "yarn 4", text: file("yarn-berry-audit", "vulnerable.jsonl"), format: "yarn-berry-audit", expected: [5, 5, false] },
  { name: "cargo audit", text: file("cargo-audit", "audit.json"), format: "cargo-audit", expected: [2, 2, true] },
  { name: "cargo audit, text", text: file("cargo-audit", "audit.txt"), format: "cargo-audit-text", expected: [2, 2, true] },
  { name: "cargo audit, no database", text: file("cargo-audit", "no-db.txt"), format: "cargo-audit-text", expected: [0, 0, false] },
  { name: "cargo audit, no lockfile", text: file("cargo-audit", "no-lock.txt"), format: "cargo-audit-text", expected: [0, 0, false] },
  { name: "cargo deny", text: file("cargo-deny", "check.jsonl"), format: "cargo-deny", expected: [1, 1, true] },
  { name: "cargo deny, text", text: documents.CARGO_DENY_TEXT, format: "cargo-deny-text", expected: [1, 1, true] },
  { name: "bandit", text: file("bandit", "report.json"), format: "bandit", expected: [3, 3, false] },
  { name: "pip-audit", text: json(documents.pip), format: "pip-audit", expected: [2, 2, true] },
  { name: "govulncheck", text: documents.pretty(documents.GOVULNCHECK), format: "govulncheck", expected: [2, 1, false] },
  { name: "osv-scanner", text: json(documents.osv), format: "osv-scanner", expected: [1, 1, true] },
  { name: "trivy", text: json(documents.trivy), format: "trivy", expected: [3, 2, true] },
  { name: "grype", text: json(documents.grype), format: "grype", expected: [1, 1, true] },
  { name: "semgrep", text: json(documents.semgrep), format: "semgrep", expected: [1, 1, true] },
  { name: "bundler-audit", text: json(documents.bundler), format: "bundler-audit", expected: [2, 2, true] },
  { name: "composer", text: json(documents.composer), format: "composer-audit", expected: [3, 3, true] },
  { name: "dotnet", text: json(documents.dotnet), format: "dotnet-vulnerable", expected: [2, 2, true] },
  { name: "dotnet, text", text: documents.DOTNET_TEXT, format: "dotnet-vulnerable-text", expected: [3, 3, false] },
  { name: "dependency-check", text: json(documents.dependencyCheck), format: "dependency-check-json", expected: [3, 2, true] },
  { name: "dependency-check, XML", text: documents.DEPENDENCY_CHECK_XML, format: "dependency-check", expected: [3, 2, true] },
];

/** Every value of a document, by the path to it. */
function places(value: unknown, path: (string | number)[] = []): (string | number)[][] {
  if (typeof value !== "object" || value === null) return [path];
  const inner = Object.entries(value).flatMap(([name, v]) => places(v, [...path, Array.isArray(value) ? Number(name) : name]));
  return [path, ...inner];
}

function replaced(document: unknown, path: readonly (string | number)[], by: unknown): unknown {
  const [name, ...rest] = path;
  if (name === undefined) return by;
  if (Array.isArray(document)) return document.map((v, i) => (i === name ? replaced(v, rest, by) : v));
  return { ...(document as object), [name]: replaced((document as Record<string, unknown>)[name], rest, by) };
}

const known = (read: Reading): string[] =>
  read.observations.map((o) => JSON.stringify([o.kind, o.name, o.outcome, (o as AuditObservation).package]));

describe("every sample", () => {
  test.each(SAMPLES)("$name is read as what it is", ({ text, format, expected, options }) => {
    const { report } = readingOf(text, options);
    expect(report.format).toBe(format);
    expect([report.counts.total, report.counts.failed + report.counts.errors, report.complete]).toEqual(expected);
    if (!report.complete) expect(report.reason).toMatch(/\w{3}/);
  });

  test.each(SAMPLES)("$name, called by its name, is read the same", ({ text, format }) => {
    const found = readingOf(text);
    const named = readingOf(text, { format });
    expect(known(named)).toEqual(known(found));
    expect(named.report.complete).toBe(found.report.complete);
  });

  test.each(SAMPLES)("$name, cut anywhere, never passes for complete with less in it", ({ text, format, expected: [, , complete] }) => {
    const whole = known(readingOf(text));
    fc.assert(
      fc.property(fc.nat(text.length - 1), (length) => {
        for (const options of [{}, { format }]) {
          const read = readingOf(text.slice(0, length), options);
          if (read.report.complete) expect(known(read)).toEqual(whole);
          if (!complete) expect(read.report.complete).toBe(false);
        }
      }),
      { numRuns: 50 },
    );
  });

  const values = fc.constantFrom<unknown>(
    null,
    true,
    0,
    -1,
    1e300,
    "",
    "\n",
    "__proto__",
    [],
    {},
    [null],
    [[]],
    { toString: 1, valueOf: 1 },
    [1, "x"],
  );
  const parsed = SAMPLES.flatMap(({ text, format }) => {
    try {
      return [{ format, document: JSON.parse(text) as unknown, places: places(JSON.parse(text)) }];
    } catch {
      const list = text.split("\n").flatMap((line) => (line.startsWith("{") && line.endsWith("}") ? [JSON.parse(line) as unknown] : []));
      return list.length > 0 ? [{ format, document: list, places: places(list) }] : [];
    }
  });
  test.each(parsed)("$format with any value at any place", ({ format, document, places: all }) => {
    fc.assert(
      fc.property(fc.constantFrom(...all), values, (path, value) => {
        const changed = replaced(document, path, value);
        const text = Array.isArray(document) && Array.isArray(changed) ? documents.lines(changed) : JSON.stringify(changed);
        for (const options of [{}, { format }]) {
          const { report, observations } = readingOf(text, options);
          expect(report.error?.message ?? "").not.toMatch(/undefined|not a function|Cannot |not iterable|primitive|\[object/);
          for (const o of observations) if (o.kind === "audit" || o.kind === "lint") expect(o.name).not.toBe("");
        }
      }),
      { numRuns: 60 },
    );
  });

  test("a step that was skipped left the report of an earlier run", () => {
    for (const { text, format } of SAMPLES) expect(readingOf(text, { format, outcome: "skipped" }).report.complete).toBe(false);
  });
});
