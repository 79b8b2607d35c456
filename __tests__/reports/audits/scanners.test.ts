/** pip-audit, osv-scanner, grype, bundler-audit and composer: one document each. */
import { describe, expect, test } from "vitest";
import type { AuditObservation, LintObservation, Part } from "../../../src/model.ts";
import { type Reading, readingOf } from "../reading.ts";
import { bundler, composer, grype, osv, pip } from "./documents.ts";

const audits = ({ observations }: Reading): AuditObservation[] => observations.filter((o) => o.kind === "audit");
const read = (document: unknown, format?: string): Reading => readingOf(JSON.stringify(document), format === undefined ? {} : { format });
const part = ({ report }: Reading): Part | undefined => report.parts[0];

describe("pip-audit", () => {
  test("each vulnerability of each dependency", () => {
    expect(audits(read(pip))).toMatchObject([
      {
        ecosystem: "python",
        package: "flask",
        version: "0.5",
        name: "PYSEC-2019-179",
        aliases: ["CVE-2019-1010083", "GHSA-5wv5-4vpf-pj6m"],
        fixed: ["1.0"],
        title: "Unexpected memory usage.",
        severity: "none",
      },
      { name: "PYSEC-2018-66", title: "PYSEC-2018-66" },
    ]);
  });

  test("a package is the same in any spelling", () => {
    const [one] = audits(read({ dependencies: [{ name: "Jinja_2", version: "1", vulns: [{ id: "PYSEC-1" }] }], fixes: [] }));
    expect(one?.package).toBe("jinja-2");
  });

  test("a dependency that was skipped was not looked at, and the extent says so", () => {
    const document = { dependencies: [...pip.dependencies, { name: "ours", skip_reason: "not found on PyPI" }], fixes: [] };
    expect(part(read(document))).toMatchObject({ state: "whole", extent: { filters: ["skipped:ours"] } });
  });

  test("no dependency, or none that was looked at, proves nothing", () => {
    expect(read({ dependencies: [], fixes: [] }).report).toMatchObject({ complete: false, reason: "it lists no dependencies" });
    expect(read([{ name: "a", skip_reason: "x" }]).report).toMatchObject({ complete: false, reason: "every dependency was skipped" });
  });

  test("before 2.5 the list was the whole document", () => {
    expect(read(pip.dependencies).report).toMatchObject({ format: "pip-audit", complete: true, counts: { total: 2 } });
    expect(read([]).report.error?.code).toBe("E_REPORT_AMBIGUOUS");
  });
});

describe("osv-scanner", () => {
  test("a group of ids is one advisory, with its other names, the fix and the place", () => {
    expect(audits(read(osv))).toMatchObject([
      {
        ecosystem: "rust",
        package: "regex",
        version: "1.5.1",
        name: "GHSA-m5pq-gvj9-9vr8",
        aliases: ["RUSTSEC-2022-0013", "CVE-2022-24713"],
        fixed: ["1.5.5"],
        severity: "high",
        severityWord: "7.5 (high)",
        file: "services/api/Cargo.lock",
      },
    ]);
  });

  test("without a group's score the worst known rating counts, and without groups each id is its own", () => {
    const document = structuredClone(osv);
    const [found] = document.results[0]?.packages ?? [];
    if (found) Object.assign(found, { groups: undefined });
    expect(audits(read(document)).map((o) => [o.name, o.severityWord])).toEqual([
      ["GHSA-m5pq-gvj9-9vr8", "7.5 (high)"],
      ["RUSTSEC-2022-0013", undefined],
    ]);
  });

  test("what is never called does not fail", () => {
    const document = structuredClone(osv);
    const [group] = document.results[0]?.packages[0]?.groups ?? [];
    Object.assign(group ?? {}, { experimentalAnalysis: { "RUSTSEC-2022-0013": { called: false } } });
    expect(audits(read(document))).toMatchObject([{ outcome: "skipped", message: "not called" }]);
  });

  test("a clean scan lists nothing and is whole", () => {
    expect(read({ ...osv, results: [] }).report).toMatchObject({ format: "osv-scanner", complete: true, counts: { total: 0 } });
    expect(part(read({ ...osv, results: [] }))?.extent.units).toEqual(part(read(osv))?.extent.units);
  });

  test("a licence that is not allowed is a finding, where licences were looked at", () => {
    const document = structuredClone(osv);
    Object.assign(document.results[0]?.packages[0] ?? {}, { licenses: ["GPL-3.0"], license_violations: ["GPL-3.0"] });
    expect(read(document).observations.filter((o) => o.kind === "lint")).toEqual([]);
    document.experimental_config.licenses.allowlist = ["MIT"];
    const [finding] = read(document).observations.filter((o): o is LintObservation => o.kind === "lint");
    expect(finding).toMatchObject({ owner: "osv-scanner", name: "license", package: "regex", file: "services/api/Cargo.lock" });
  });
});

describe("grype", () => {
  test("a GitHub advisory has its CVE for an alias, and its place in the folder that was scanned", () => {
    expect(audits(read(grype))).toMatchObject([
      {
        ecosystem: "npm",
        package: "lodash",
        version: "4.17.15",
        name: "GHSA-35jh-r3h4-6jhm",
        aliases: ["CVE-2021-23337"],
        fixed: ["4.17.21"],
        severity: "high",
        file: "./web/package-lock.json",
      },
    ]);
  });

  test("Maven's packages are called by group and artifact, a distribution's stand under its name", () => {
    const at = (artifact: object): string[] => {
      const [first] = audits(read({ ...grype, distro: { name: "alpine" }, matches: [{ ...grype.matches[0], artifact }] }));
      return [first?.ecosystem ?? "", first?.package ?? ""];
    };
    expect(at({ name: "log4j-core", type: "java-archive", purl: "pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1" })).toEqual([
      "java",
      "org.apache.logging.log4j:log4j-core",
    ]);
    expect(at({ name: "busybox", type: "apk", purl: "" })).toEqual(["alpine", "busybox"]);
    expect(at({ name: "x", type: "apk", purl: "pkg:apk/wolfi/x@1" })).toEqual(["wolfi", "x"]);
  });

  test("what is ignored is shown as such, and narrows the report", () => {
    const ignoring = read({ ...grype, matches: [], ignoredMatches: grype.matches });
    expect(audits(ignoring)).toMatchObject([{ outcome: "skipped", message: "ignored" }]);
    expect(part(ignoring)?.extent.filters).toEqual(["ignore:GHSA-35jh-r3h4-6jhm"]);
  });

  test("the next build of an image is the same thing to look at", () => {
    const units = (userInput: string): unknown => part(read({ ...grype, source: { type: "image", target: { userInput } } }))?.extent.units;
    expect(units("ghcr.io/shop/api:1.2")).toEqual(["ghcr.io/shop/api"]);
    expect(units("localhost:5000/api@sha256:abc")).toEqual(["localhost:5000/api"]);
  });
});

describe("bundler-audit", () => {
  test("a gem, its advisory under all its names, and the versions that hold the fix", () => {
    expect(audits(read(bundler))).toMatchObject([
      { package: "http://rubygems.org/", name: "insecure-source", category: "insecure source" },
      {
        ecosystem: "ruby",
        package: "rack",
        version: "2.2.3",
        name: "CVE-2022-30122",
        aliases: ["GHSA-hxqx-xwvh-44m2"],
        severity: "high",
        fixed: ["~> 2.0.9, >= 2.0.9.1", ">= 2.2.3.1"],
      },
    ]);
  });

  test("a clean check is whole", () => {
    expect(read({ ...bundler, results: [] }).report).toMatchObject({ format: "bundler-audit", complete: true });
  });
});

describe("composer audit", () => {
  test("an advisory with its CVE and GitHub's name, and packages that are abandoned", () => {
    expect(audits(read(composer))).toMatchObject([
      {
        ecosystem: "php",
        package: "symfony/http-kernel",
        name: "PKSA-hr4y-jwk2-1yb9",
        aliases: ["CVE-2022-24894", "GHSA-h7vf-5wrv-9fhv"],
        severity: "medium",
      },
      { package: "swiftmailer/swiftmailer", name: "abandoned", title: "swiftmailer/swiftmailer is abandoned, use symfony/mailer instead" },
      { package: "old/thing", category: "unmaintained", title: "old/thing is abandoned" },
    ]);
  });

  test("PHP writes an empty map as a list, and a map with holes as an object", () => {
    expect(read({ advisories: [], abandoned: [] }).report).toMatchObject({ format: "composer-audit", complete: true });
    const [list] = Object.values(composer.advisories as Record<string, unknown[]>);
    expect(audits(read({ advisories: { "symfony/http-kernel": { 1: list?.[0] } }, abandoned: [] }))).toHaveLength(1);
  });

  test("a repository that could not be reached leaves the report incomplete", () => {
    const { report } = read({ ...composer, "unreachable-repositories": ["https://repo.example.test"] });
    expect(report).toMatchObject({ complete: false, reason: "a repository could not be reached: https://repo.example.test" });
  });

  test("an ignored advisory is skipped with its reason, and narrows the report", () => {
    const ignoring = read({ advisories: [], "ignored-advisories": composer.advisories, abandoned: [] });
    expect(audits(ignoring)).toMatchObject([{ outcome: "skipped", message: "ignored" }]);
    expect(part(ignoring)?.extent.filters).toEqual(["ignore:PKSA-hr4y-jwk2-1yb9"]);
  });
});

test("grype's matches without its own words are an extract, which proves nothing gone", () => {
  const { matches } = grype;
  const extract = readingOf(JSON.stringify({ matches: matches.map((match) => ({ matchDetails: [], ...match })) }));
  expect(extract.report).toMatchObject({ format: "grype", complete: false });
  expect(extract.observations).toHaveLength(matches.length);
});
