import { describe, expect, test } from "vitest";
import type { AuditObservation } from "../../../src/model.ts";
import { type Reading, readingOf } from "../reading.ts";
import { DOTNET_TEXT, dotnet } from "./documents.ts";

const audits = ({ observations }: Reading): AuditObservation[] => observations.filter((o) => o.kind === "audit");
const read = (document: unknown): Reading => readingOf(JSON.stringify(document));

describe("JSON", () => {
  test("direct and transitive packages, by project", () => {
    expect(audits(read(dotnet)).map((o) => [o.ecosystem, o.package, o.version, o.name, o.severity, o.file])).toEqual([
      ["dotnet", "Newtonsoft.Json", "12.0.1", "GHSA-5crp-9r3c-p9vr", "high", "src/App/App.csproj"],
      ["dotnet", "System.Net.Http", "4.3.0", "GHSA-7jgj-8wvc-jh57", "medium", "src/App/App.csproj"],
    ]);
    expect(read(dotnet).report.parts.map((p) => [p.state, p.extent.units])).toEqual([
      ["whole", ["src/App/App.csproj"]],
      ["whole", ["src/Lib/Lib.csproj"]],
    ]);
  });

  test("without --include-transitive, or for one framework, less was looked at", () => {
    const filters = (parameters: string): unknown => read({ ...dotnet, parameters }).report.parts[0]?.extent.filters;
    expect(filters("--vulnerable --include-transitive")).toBeUndefined();
    expect(filters("--vulnerable")).toEqual(["direct"]);
    expect(filters("--vulnerable --include-transitive --framework net8.0")).toEqual(["framework:net8.0"]);
  });

  test("a project that could not be read is a failed scan, never a clean one", () => {
    const problems = [{ project: "src/App/App.csproj", level: "error", text: "No assets file was found. Please run restore." }];
    const { report } = read({ ...dotnet, problems, projects: [{ path: "src/App/App.csproj" }] });
    expect(report).toMatchObject({ complete: false, reason: "the audit failed: No assets file was found. Please run restore." });
    expect(report.error?.code).toBe("E_REPORT_FAILED");
    expect(report.parts.map((p) => p.state)).toEqual(["broken"]);
    expect(read({ ...dotnet, problems: [{ level: "warning", text: "x" }] }).report.complete).toBe(true);
  });

  test("a list of outdated packages is not of this format", () => {
    expect(read({ ...dotnet, parameters: "--outdated" }).report.format).not.toBe("dotnet-vulnerable");
  });
});

describe("text", () => {
  test("rows of the table, and a second vulnerability under the first", () => {
    expect(audits(readingOf(DOTNET_TEXT)).map((o) => [o.package, o.version, o.name, o.severity])).toEqual([
      ["Newtonsoft.Json", "12.0.1", "GHSA-5crp-9r3c-p9vr", "high"],
      ["System.Net.Http", "4.3.0", "GHSA-7jgj-8wvc-jh57", "medium"],
      ["System.Net.Http", "4.3.0", "GHSA-ch6p-4jcm-h8vh", "high"],
    ]);
  });

  test("each project is a part of its own, and only the exit status makes them whole", () => {
    expect(readingOf(DOTNET_TEXT).report.parts.map((p) => p.extent.units)).toEqual([["App"], ["Lib"]]);
    expect(readingOf(DOTNET_TEXT).report.complete).toBe(false);
    expect(readingOf(DOTNET_TEXT, { outcome: "success" }).report.complete).toBe(true);
  });
});
