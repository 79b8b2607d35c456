import { describe, expect, test } from "vitest";
import type { AuditObservation } from "../../../src/model.ts";
import { NEEDS_OUTCOME } from "../../../src/reports/format.ts";
import { bytesOf, fixture, type Reading, reading, readingOf } from "../reading.ts";

const text = bytesOf("cargo-audit", "audit.txt").toString();
const audits = ({ observations }: Reading): AuditObservation[] => observations.filter((o) => o.kind === "audit");
const CLEAN = text.split("Crate:", 1)[0] ?? "";

describe("records", () => {
  test("name the same subjects as the JSON of the same scan, in the same extent", () => {
    const json = reading(fixture("cargo-audit", "audit.json"));
    const of = (r: Reading): unknown =>
      audits(r).map((o) => [o.ecosystem, o.package, o.version, o.name, o.title, o.severityWord, o.fixed, o.category]);
    expect(of(readingOf(text))).toEqual(of(json));
    const extent = readingOf(text).report.parts[0]?.extent;
    expect(extent).toEqual(json.report.parts[0]?.extent);
  });

  test("a warning keeps its kind, newer versions' words are no part of a version, and a tree is passed over", () => {
    const record = [
      "Crate:     atty",
      "Version:   0.2.14",
      "Warning:   unsound",
      "Title:     Potential unaligned read",
      "ID:        RUSTSEC-2021-0145",
      "Solution:  Upgrade to >=0.3.0 (unaffected)",
      "Dependency tree:",
      "atty 0.2.14",
      "└── Crate 1.0.0",
      "",
      "Crate:     spdx",
      "Version:   0.3.1",
      "Warning:   yanked",
      "",
      "warning: 2 allowed warnings found",
      "",
    ].join("\n");
    const read = readingOf(CLEAN + record);
    expect(audits(read)).toMatchObject([
      { category: "unsound", package: "atty", fixed: [">=0.3.0"] },
      { category: "yanked", name: "yanked", package: "spdx", version: "0.3.1", title: "spdx 0.3.1 was yanked from its registry" },
    ]);
    expect(read.report.complete).toBe(true);
  });
});

describe("what a text proves", () => {
  test("as many records as are counted are whole; fewer are not", () => {
    expect(readingOf(text).report.complete).toBe(true);
    const fewer = text.replace(/Crate: {5}time[\s\S]*?\n\n/, "");
    expect(readingOf(fewer).report).toMatchObject({ complete: false, reason: "it counts 2 vulnerabilities and lists 1" });
  });

  test("a clean audit prints no count: only its exit status proves it", () => {
    expect(readingOf(CLEAN).report).toMatchObject({ format: "cargo-audit-text", complete: false, reason: NEEDS_OUTCOME });
    expect(readingOf(CLEAN, { outcome: "success" }).report.complete).toBe(true);
  });

  test("an audit that could not be made says why, and the step's word does not help it", () => {
    for (const name of ["no-db.txt", "no-lock.txt"]) {
      const { report } = reading(fixture("cargo-audit", name), { outcome: "success" });
      expect(report).toMatchObject({ format: "cargo-audit-text", complete: false });
      expect(report.error?.code).toBe("E_REPORT_FAILED");
    }
  });

  test("an empty database, or a lockfile without packages, proves nothing", () => {
    for (const changed of [CLEAN.replace("Loaded 1225", "Loaded 0"), CLEAN.replace("(76 crate", "(0 crate")])
      expect(readingOf(changed, { outcome: "success" }).report.complete).toBe(false);
  });

  test("in a log of something else only its own lines are its own", () => {
    const read = readingOf(`Crate: about something\nVersion: 3\n${text}ID: nothing\n`);
    expect(audits(read)).toHaveLength(2);
    expect(read.report.complete).toBe(true);
  });
});
