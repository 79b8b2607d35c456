import { describe, expect, test } from "vitest";
import type { AuditObservation } from "../../../src/model.ts";
import { bytesOf, fixture, type Reading, reading, readingOf } from "../reading.ts";
import { npm6 } from "./documents.ts";

const audits = ({ observations }: Reading): AuditObservation[] => observations.filter((o) => o.kind === "audit");

interface Document {
  vulnerabilities: Record<string, { via: unknown[]; fixAvailable: unknown }>;
  metadata: { vulnerabilities: { total: number } };
}
/** npm's real report, changed. */
function changed(change: (document: Document) => void): Reading {
  const document: Document = JSON.parse(bytesOf("npm-audit", "vulnerable.json").toString());
  change(document);
  return readingOf(JSON.stringify(document));
}

describe("npm 7 and newer", () => {
  test("what is vulnerable only through another package is no finding of its own", () => {
    const read = reading(fixture("npm-audit", "vulnerable.json"));
    expect(audits(read).map((o) => [o.package, o.name, o.severity, o.severityWord])).toEqual([
      ["lodash", "GHSA-35jh-r3h4-6jhm", "high", "high"],
      ["lodash", "GHSA-p6mc-m468-83gw", "high", "high"],
      ["minimist", "GHSA-vh95-rmgr-6w4m", "medium", "moderate"],
      ["minimist", "GHSA-xvch-5gv4-984h", "critical", "critical"],
      ["qs", "GHSA-hrpp-h998-j3pp", "high", "high"],
    ]);
    expect(audits(read)[0]).toMatchObject({
      ecosystem: "npm",
      title: "Command Injection in lodash",
      url: "https://github.com/advisories/GHSA-35jh-r3h4-6jhm",
      fixed: ["4.18.1"],
      category: "vulnerability",
    });
    expect(read.report.parts[0]?.extent.units).toEqual(["npm audit"]);
  });

  test("the number of an advisory changes from day to day and is no name for it", () => {
    const before = audits(reading(fixture("npm-audit", "vulnerable.json"))).map((o) => o.name);
    const after = changed((d) => {
      for (const { via } of Object.values(d.vulnerabilities))
        for (const v of via) if (typeof v === "object" && v) Object.assign(v, { source: 7 });
    });
    expect(audits(after).map((o) => o.name)).toEqual(before);
  });

  test("an advisory of a registry of one's own is named by its number, for want of better", () => {
    const read = changed((d) => {
      d.vulnerabilities = {
        ours: { via: [{ source: 12, name: "ours", title: "Bad", url: "https://x.test/12", severity: "low" }], fixAvailable: true },
      };
      d.metadata.vulnerabilities.total = 1;
    });
    expect(audits(read).map((o) => o.name)).toEqual(["npm:12"]);
    expect(read.report.complete).toBe(true);
  });

  test("an update of another package is not the version that holds the fix", () => {
    const qs = audits(reading(fixture("npm-audit", "vulnerable.json"))).find((o) => o.package === "qs");
    expect(qs).not.toHaveProperty("fixed");
  });

  test("a report that counts more than it lists proves nothing", () => {
    const { report } = changed((d) => delete d.vulnerabilities["lodash"]);
    expect(report).toMatchObject({ complete: false, reason: "it counts 5 vulnerable packages and lists 4" });
    expect(report.error?.code).toBe("E_REPORT_MALFORMED");
  });

  test("a scan that failed is no clean report, and says why", () => {
    for (const [name, why] of [
      ["refused.json", "the audit failed: 405 Method Not Allowed - POST https://registry.example.test/-/npm/v1/security/advisories/bulk"],
      ["no-lockfile.json", "the audit failed: This command requires an existing lockfile."],
    ] as const) {
      const { report } = reading(fixture("npm-audit", name));
      expect(report).toMatchObject({ format: "npm-audit", kind: "audit", complete: false, reason: why });
      expect(report.error?.code).toBe("E_REPORT_FAILED");
      expect(report.parts.map((p) => p.state)).toEqual(["broken"]);
    }
  });
});

describe("npm 6 and pnpm", () => {
  test("an advisory has its CVEs, its versions and the range that holds the fix", () => {
    const document = structuredClone(npm6);
    document.advisories["1096475"].findings.push({ version: "6.9.0", paths: ["a>qs"] });
    expect(audits(readingOf(JSON.stringify(document)))).toMatchObject([
      {
        name: "GHSA-hrpp-h998-j3pp",
        aliases: ["CVE-2022-24999"],
        package: "qs",
        version: "6.10.2, 6.9.0",
        fixed: [">=6.10.3"],
        severity: "high",
        detail: "qs before 6.10.3 …",
      },
    ]);
  });

  test("where no version holds a fix, none is named", () => {
    const document = structuredClone(npm6);
    document.advisories["1096475"].patched_versions = "<0.0.0";
    expect(audits(readingOf(JSON.stringify(document)))[0]).not.toHaveProperty("fixed");
  });

  test("npm 6 is told from pnpm by its run, and each is its own extent", () => {
    const { runId, ...pnpm } = npm6;
    expect(runId).toMatch(/-/);
    expect(readingOf(JSON.stringify(npm6)).report).toMatchObject({ format: "npm6-audit", tool: "npm audit" });
    expect(readingOf(JSON.stringify(pnpm)).report).toMatchObject({ format: "pnpm-audit", tool: "pnpm audit" });
    expect(reading(fixture("pnpm-audit", "clean.json")).report.parts[0]?.extent.units).toEqual(["pnpm audit"]);
  });

  test("advisories that npm 6 counts and does not list make the report incomplete", () => {
    const { report } = readingOf(JSON.stringify({ ...npm6, advisories: {} }));
    expect(report).toMatchObject({ complete: false, reason: "it counts 2 vulnerabilities and lists none" });
  });

  test("pnpm's own error is a failed scan", () => {
    const { report } = readingOf(
      JSON.stringify({ error: { code: "ERR_PNPM_AUDIT_BAD_RESPONSE", message: "The audit endpoint responded with 500" } }),
    );
    expect(report).toMatchObject({
      format: "pnpm-audit",
      complete: false,
      reason: "the audit failed: The audit endpoint responded with 500",
    });
  });
});
