import { describe, expect, test } from "vitest";
import { NEEDS_OUTCOME } from "../../../src/reports/format.ts";
import { bytesOf, fixture, type Reading, reading, readingOf } from "../reading.ts";

const HEAD = "Name   Project  Compat  Latest  Kind    Platform\n----   -------  ------  ------  ----    --------\n";
const ROW = "zebra  0.1.0    ---     0.2.0   Normal  ---\n";
const shown = ({ observations }: Reading): unknown[] =>
  observations.map((o) => (o.kind === "dependency" ? [o.outcome, o.suite, o.name, o.current, o.wanted, o.latest] : o.kind));

describe("a table", () => {
  test("says what the JSON document says", () => {
    const text = reading(fixture("cargo-outdated", "list.txt"));
    const json = reading(fixture("cargo-outdated", "json.stdout"));
    const rows = ({ observations }: Reading): unknown[] =>
      observations.map((o) => [o.outcome, o.name, o.outcome === "failed" && o.message]);
    expect(rows(text)).toEqual(rows(json));
    expect(text.report).toMatchObject({ format: "cargo-outdated-text", kind: "dependency", complete: false, reason: NEEDS_OUTCOME });
  });

  test("of a workspace's member is headed by its name, colours or not", () => {
    const read = reading(fixture("cargo-outdated", "list-workspace-color.txt"), { outcome: "success" });
    expect(read.report).toMatchObject({ complete: true, counts: { total: 7, failed: 7 } });
    expect(read.report.parts.map((p) => p.extent.units)).toEqual([["sub"], ["od"]]);
    expect(shown(read)[0]).toEqual(["failed", "sub", "zebra", "0.1.0", "0.1.0", "0.2.0"]);
  });

  test("whose last row may be cut is broken", () => {
    const read = readingOf(HEAD + ROW.trimEnd(), { outcome: "success" });
    expect(shown(read)).toEqual([["failed", undefined, "zebra", "0.1.0", "0.1.0", "0.2.0"]]);
    expect(read.report.complete).toBe(false);
    expect(readingOf(HEAD, { outcome: "success" }).report.complete).toBe(false);
    expect(readingOf(HEAD + ROW, { outcome: "success" }).report.complete).toBe(true);
  });

  test("cut anywhere, it shows nothing that the whole does not show", () => {
    const bytes = bytesOf("cargo-outdated", "list-workspace-color.txt");
    const all = new Set(shown(readingOf(bytes)).map(String));
    for (let length = 1; length < bytes.length; length += 3) {
      const cut = readingOf(bytes.subarray(0, length));
      expect(cut.report.complete).toBe(false);
      expect(shown(cut).filter((row) => !all.has(String(row)))).toEqual([]);
    }
  });

  test("ends where something else is printed", () => {
    const read = readingOf(`${HEAD}${ROW}warning: unused  1.0 2.0 3.0 Normal\nx  1.0.0  ---  2.0.0  Normal  ---\n`);
    expect(shown(read)).toHaveLength(1);
  });
});

test("nothing is behind when the tool says so, and only then", () => {
  const clean = reading(fixture("cargo-outdated", "up-to-date-list.stdout"));
  expect(clean.report).toMatchObject({ format: "cargo-outdated-text", complete: true, counts: { total: 0 } });
  expect(readingOf("All dependencies are up to date\n").report.format).toBeNull();
});
