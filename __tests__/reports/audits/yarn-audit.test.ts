import { describe, expect, test } from "vitest";
import type { AuditObservation } from "../../../src/model.ts";
import { bytesOf, fixture, type Reading, reading, readingOf } from "../reading.ts";
import { lines, npm6, YARN } from "./documents.ts";

const audits = ({ observations }: Reading): AuditObservation[] => observations.filter((o) => o.kind === "audit");

describe("yarn 1", () => {
  test("one advisory on two paths is one", () => {
    const read = readingOf(lines(YARN));
    expect(audits(read)).toMatchObject([{ name: "GHSA-hrpp-h998-j3pp", package: "qs", aliases: ["CVE-2022-24999"], version: "6.10.2" }]);
    expect(read.report.complete).toBe(true);
  });

  test("without its summary it is not whole", () => {
    const { report } = readingOf(lines(YARN.slice(0, 2)));
    expect(report).toMatchObject({ complete: false, reason: "it ends before its summary" });
  });

  test("a line that is lost in the middle is missed in the count", () => {
    const { report } = readingOf(lines(YARN.slice(1)));
    expect(report).toMatchObject({ complete: false, reason: "it counts 2 vulnerabilities of level high and lists 1" });
  });

  test("--level leaves out lines but not their counts: what it leaves out is a filter", () => {
    const { report } = readingOf(lines(YARN.slice(2)));
    expect(report.parts[0]).toMatchObject({ state: "whole", extent: { filters: ["without:high"] } });
  });

  test("a refused audit prints one line on its output, which is no clean report", () => {
    const { report } = reading(fixture("yarn-audit", "refused.jsonl"));
    expect(report).toMatchObject({ format: "yarn-audit", complete: false });
    const failed = readingOf(lines([{ type: "error", data: "Error: https://x.test/-/npm/v1/security/audits: returned a 405\n    at f" }]));
    expect(failed.report.error).toMatchObject({
      code: "E_REPORT_FAILED",
      message: "the audit failed: Error: https://x.test/-/npm/v1/security/audits: returned a 405",
    });
  });
});

describe("yarn 2 and newer", () => {
  const text = bytesOf("yarn-berry-audit", "vulnerable.jsonl").toString();

  test("each line is an advisory in a package", () => {
    expect(audits(readingOf(text)).map((o) => [o.package, o.version, o.name, o.severity])).toEqual([
      ["lodash", "4.17.15", "GHSA-35jh-r3h4-6jhm", "high"],
      ["lodash", "4.17.15", "GHSA-p6mc-m468-83gw", "high"],
      ["minimist", "1.2.0", "GHSA-vh95-rmgr-6w4m", "medium"],
      ["minimist", "1.2.0", "GHSA-xvch-5gv4-984h", "critical"],
      ["qs", "6.7.0", "GHSA-hrpp-h998-j3pp", "high"],
    ]);
  });

  test("nothing but the exit status tells a clean audit from one that died", () => {
    const format = "yarn-berry-audit";
    expect(readingOf("", { format, outcome: "success" }).report).toMatchObject({ complete: true, format });
    for (const outcome of ["failure", "cancelled", "skipped"] as const)
      expect(readingOf("", { format, outcome }).report.complete).toBe(false);
    expect(readingOf("", { format }).report.complete).toBe(false);
    const clean = readingOf("", { format, outcome: "success" }).report.parts[0]?.extent.units;
    expect(clean).toEqual(readingOf(text).report.parts[0]?.extent.units);
  });

  test("a deprecated package is told apart from a vulnerability", () => {
    const row = { ID: "request (deprecation)", Issue: "request has been deprecated", Severity: "moderate", "Tree Versions": ["2.88.2"] };
    expect(audits(readingOf(lines([{ value: "request", children: row }])))).toMatchObject([
      { package: "request", name: "deprecated", category: "deprecated", title: "request has been deprecated" },
    ]);
  });

  test("yarn 3 hands on the registry's answer, and says so when there is nothing", () => {
    const { runId: _, ...answer } = npm6;
    expect(audits(readingOf(JSON.stringify(answer)))).toHaveLength(1);
    const nothing = { type: "info", name: null, displayName: "YN0000", indent: "", data: "No audit suggestions" };
    expect(readingOf(lines([nothing])).report).toMatchObject({ format: "yarn-berry-audit", complete: true });
  });
});
