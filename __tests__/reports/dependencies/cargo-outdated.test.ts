import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { DependencyObservation } from "../../../src/model.ts";
import { bytesOf, fixture, type Reading, reading, readingOf } from "../reading.ts";

const file = (name: string): Reading => reading(fixture("cargo-outdated", name));
const dependencies = ({ observations }: Reading): DependencyObservation[] => observations.filter((o) => o.kind === "dependency");
const shown = (read: Reading): unknown[] => dependencies(read).map((o) => [o.outcome, o.name, o.current, o.wanted, o.latest]);
const row = (fields: Record<string, unknown>): Record<string, unknown> => ({
  name: "x",
  project: "1.0.0",
  compat: "---",
  latest: "2.0.0",
  kind: "Normal",
  platform: null,
  ...fields,
});
const of = (...rows: unknown[]): Reading => readingOf(JSON.stringify({ crate_name: "od", dependencies: rows }));

describe("dependencies", () => {
  test("direct ones that are behind fail, with what the manifest allows and what is newest", () => {
    expect(shown(file("json-root-deps-only.stdout"))).toEqual([
      ["failed", "gone", "1.0.0", "1.1.0", "1.1.0"],
      ["failed", "midway", "1.0.0", "1.2.0", "2.0.0"],
      ["failed", "onlydev", "3.0.0", "3.0.0", "4.1.0"],
      ["failed", "winonly", "0.4.0", "0.4.0", "0.5.0"],
      ["failed", "zebra", "0.1.0", "0.1.0", "0.2.0"],
    ]);
  });

  test("dependencies of dependencies are nobody's to update, and say whose they are", () => {
    const skipped = dependencies(file("json.stdout")).filter((o) => o.outcome === "skipped");
    expect(skipped.map((o) => [o.name, o.message])).toEqual([
      ["gone->leaf", "a dependency of gone, not of od itself"],
      ["midway->leaf", "a dependency of midway, not of od itself"],
    ]);
    expect(dependencies(file("json.stdout")).filter((o) => o.outcome === "failed")).toHaveLength(5);
  });

  test("what newer versions do not need any more is not behind", () => {
    const [leaf] = dependencies(file("json-workspace.stdout")).filter((o) => o.name === "leaf");
    expect(leaf).toMatchObject({ outcome: "skipped", message: "not needed any more by newer versions" });
  });

  test("one dependency of several kinds and platforms is one", () => {
    const read = of(
      row({}),
      row({ kind: "Development", latest: "2.0.0" }),
      row({ platform: "cfg(windows)", project: "0.9.0", latest: "2.1.0" }),
    );
    expect(shown(read)).toEqual([["failed", "x", "1.0.0, 0.9.0", "1.0.0, 0.9.0", "2.0.0, 2.1.0"]]);
    expect(shown(of(row({ latest: "Removed" }), row({ kind: "Build" })))).toEqual([["failed", "x", "1.0.0", "1.0.0", "2.0.0"]]);
  });

  test("a compatible update counts where the newest version is not known", () => {
    expect(shown(of(row({ compat: "1.1.0", latest: "Removed" })))).toEqual([["failed", "x", "1.0.0", "1.1.0", undefined]]);
    expect(shown(of(row({ compat: "1.1.0", latest: "---" })))).toEqual([["failed", "x", "1.0.0", "1.1.0", "1.1.0"]]);
    expect(shown(of(row({ latest: "---" })))).toEqual([["passed", "x", "1.0.0", "1.0.0", "1.0.0"]]);
  });
});

describe("what a document proves", () => {
  test("an empty list is a finished look-up that found all current", () => {
    const read = file("up-to-date-json.stdout");
    expect(read.report).toMatchObject({ format: "cargo-outdated", kind: "dependency", complete: true });
    expect(read.report.parts).toMatchObject([{ state: "whole", extent: { units: ["od"] } }]);
  });

  test("a workspace is a document a member, each a part of its own", () => {
    const read = file("json-workspace.stdout");
    expect(read.report.parts.map((p) => [p.extent.units, p.state])).toEqual([
      [["sub"], "whole"],
      [["od"], "whole"],
    ]);
    expect(
      dependencies(read)
        .filter((o) => o.name === "zebra")
        .map((o) => o.suite),
    ).toEqual(["sub", "od"]);
  });

  test("a row without its versions leaves the part unread", () => {
    for (const broken of [{ name: "y" }, row({ name: "" }), row({ project: 1 }), null, [], "x"]) {
      const read = of(row({}), broken);
      expect(read.report.parts[0]?.state).toBe("broken");
      expect(read.report.error?.code).toBe("E_REPORT_MALFORMED");
      expect(shown(read)).toHaveLength(1);
    }
  });

  test("cut anywhere, it is no report", () => {
    const text = bytesOf("cargo-outdated", "json.stdout").toString().trimEnd();
    for (let length = 1; length < text.length; length++) expect(readingOf(text.slice(0, length)).report.parts).toEqual([]);
  });

  test("values of any shape are read as far as they go", () => {
    const value = fc.anything({ maxDepth: 2, key: fc.constantFrom("name", "project", "compat", "latest") });
    fc.assert(
      fc.property(fc.array(value, { maxLength: 5 }), (rows) => {
        const { report } = of(...rows);
        expect(report.parts).toHaveLength(1);
        expect([null, "E_REPORT_MALFORMED"]).toContain(report.error?.code ?? null);
      }),
      { numRuns: 100 },
    );
  });

  test("other documents are not cargo outdated's", () => {
    for (const document of [{ crate_name: "x" }, { dependencies: [] }, { crate_name: 1, dependencies: [] }]) {
      expect(readingOf(JSON.stringify(document)).report.format).not.toBe("cargo-outdated");
    }
  });
});
