import { describe, expect, test } from "vitest";
import type { AuditObservation, LintObservation } from "../../../src/model.ts";
import { type Reading, readingOf } from "../reading.ts";
import { trivy } from "./documents.ts";

const read = (document: unknown): Reading => readingOf(JSON.stringify(document));
const audits = ({ observations }: Reading): AuditObservation[] => observations.filter((o) => o.kind === "audit");
const lints = ({ observations }: Reading): LintObservation[] => observations.filter((o) => o.kind === "lint");
const only = (...targets: string[]): Reading => read({ ...trivy, Results: trivy.Results.filter((r) => targets.includes(r.Class)) });

describe("packages", () => {
  test("a vulnerability with the distribution's own name for it and the versions that hold the fix", () => {
    expect(audits(read(trivy))).toMatchObject([
      {
        ecosystem: "debian",
        package: "libssl3",
        version: "3.0.11",
        name: "CVE-2024-0727",
        aliases: ["DSA-5764-1"],
        severity: "medium",
        severityWord: "MEDIUM",
        fixed: ["3.0.13", "3.0.14"],
        suite: "shop/api:v1.2 (debian 12.5)",
      },
    ]);
  });

  test("the image without its tag is what was looked at", () => {
    expect(read(trivy).report.parts.find((p) => p.kind === "audit")?.extent.units).toEqual(["registry.test:5000/shop/api"]);
  });

  test("a severity that is not known is kept as a word and counts as none", () => {
    const Results = [
      {
        Target: "go.sum",
        Class: "lang-pkgs",
        Type: "gomod",
        Vulnerabilities: [{ VulnerabilityID: "GHSA-1", PkgName: "m", Severity: "UNKNOWN" }],
      },
    ];
    expect(audits(read({ ...trivy, Results }))).toMatchObject([
      { ecosystem: "go", severity: "none", severityWord: "UNKNOWN", file: "go.sum" },
    ]);
  });

  test("a clean target is listed without vulnerabilities; a scan without targets proves nothing", () => {
    expect(only("lang-pkgs").report).toMatchObject({ complete: true, counts: { total: 0 } });
    for (const Results of [[], null, undefined]) {
      const { report } = read({ ...trivy, Results });
      expect(report).toMatchObject({ complete: false, reason: "it lists no target whose packages were looked at" });
    }
  });

  test("a scan of configuration alone says nothing of packages", () => {
    const { report } = only("config");
    expect(report.parts.map((p) => p.kind)).toEqual(["lint"]);
    expect(report.complete).toBe(true);
  });

  test("what an ignore file takes out is skipped, and narrows the report", () => {
    const [first, ...rest] = trivy.Results;
    const Finding = first?.Vulnerabilities?.[0];
    const changed = { Type: "vulnerability", Status: "ignored", Statement: "not reachable", Source: ".trivyignore", Finding };
    const ignoring = read({ ...trivy, Results: [{ ...first, Vulnerabilities: [], ExperimentalModifiedFindings: [changed] }, ...rest] });
    expect(audits(ignoring)).toMatchObject([{ outcome: "skipped", message: "ignored: not reachable" }]);
    expect(ignoring.report.parts[0]?.extent.filters).toEqual(["ignore:CVE-2024-0727"]);
  });

  test("what is ignored at one place and not at another fails", () => {
    const [first] = trivy.Results;
    const Finding = first?.Vulnerabilities?.[0];
    const ignored = {
      ...first,
      Vulnerabilities: [],
      ExperimentalModifiedFindings: [{ Type: "vulnerability", Status: "ignored", Finding }],
    };
    for (const Results of [
      [ignored, first],
      [first, ignored],
    ])
      expect(audits(read({ ...trivy, Results })).map((o) => o.outcome)).toEqual(["failed"]);
  });

  test("before 0.20 the results were the whole document", () => {
    const old = [
      { Target: "alpine:3.9 (alpine 3.9.4)", Vulnerabilities: [{ VulnerabilityID: "CVE-1", PkgName: "musl", Severity: "LOW" }] },
    ];
    expect(read(old).report).toMatchObject({ format: "trivy", complete: true, counts: { failed: 1 } });
  });
});

describe("configuration and secrets", () => {
  test("a misconfiguration is a finding of its rule, with file, line and source; what passed is no finding", () => {
    expect(lints(only("config"))).toMatchObject([
      {
        owner: "trivy",
        name: "DS002",
        outcome: "failed",
        severity: "high",
        file: "Dockerfile",
        line: 3,
        source: "RUN apt-get update",
        units: ["Dockerfile"],
        message: "Specify at least 1 USER command",
      },
      { name: "DS026", outcome: "passed" },
    ]);
    expect(only("config").report.parts[0]?.extent).toEqual({
      units: ["Dockerfile"],
      paths: { Dockerfile: "Dockerfile" },
      owners: ["trivy"],
    });
  });

  test("of a secret nothing is kept but its rule and place", () => {
    const secret = only("secret");
    expect(lints(secret)).toMatchObject([{ name: "aws-access-key-id", file: "deploy.sh", line: 3, severity: "critical" }]);
    expect(JSON.stringify(secret)).not.toContain("s3cr3t");
  });

  test("whether secrets were looked for is not said: that none is listed closes nothing", () => {
    expect(only("secret").report.parts.map((p) => [p.kind, p.provesAbsence])).toEqual([["lint", false]]);
    expect(only("lang-pkgs").report.parts.map((p) => p.kind)).toEqual(["audit"]);
  });

  test("a licence that asks nothing of anybody passes", () => {
    const license = (Category: string): object => ({ Severity: "LOW", Category, PkgName: "asap", Name: "X" });
    const Results = [{ Target: "Node.js", Class: "license", Licenses: [license("notice"), license("forbidden")] }];
    expect(lints(read({ ...trivy, Results })).map((o) => [o.name, o.outcome, o.message])).toEqual([
      ["license", "passed", "asap: X (notice)"],
      ["license", "failed", "asap: X (forbidden)"],
    ]);
  });
});

describe("a cluster", () => {
  const config = trivy.Results.filter((r) => r.Class === "config");
  const packages = trivy.Results.filter((r) => r.Class === "os-pkgs");
  const resource = (Name: string, Results: unknown): unknown => ({ Namespace: "default", Kind: "Service", Name, Results });

  test("lists results by what runs in it, of all its versions", () => {
    const now = read({ ClusterName: "test", Resources: [resource("a", config), resource("b", packages), resource("c", null)] });
    const before = read({ ClusterName: "", Vulnerabilities: [resource("b", packages)], Misconfigurations: [resource("a", config)] });
    for (const cluster of [now, before]) {
      expect(cluster.report.format).toBe("trivy");
      expect(audits(cluster)).toHaveLength(audits(read(trivy)).length);
      expect(lints(cluster)).toHaveLength(lints(only("config")).length);
    }
  });

  test("what runs in it is no file of the repository", () => {
    const cluster = read({ ClusterName: "test", Resources: [resource("a", config)] });
    expect(cluster.report.parts.map((p) => p.extent.paths)).toEqual([undefined]);
  });
});
