import { expect, test } from "vitest";
import type { AuditObservation } from "../../../src/model.ts";
import { type Reading, readingOf } from "../reading.ts";

const audits = ({ observations }: Reading): AuditObservation[] => observations.filter((o) => o.kind === "audit");
const block = (name: string, ...ids: string[]): string =>
  [
    `Name: ${name}`,
    "Version: 1.6.13",
    ...ids,
    "Criticality: High",
    "URL: https://example.test/advisory",
    "Title: Something leaks",
    "Solution: update to '~> 2.1.3', '>= 2.2.0'",
    "",
    "",
  ].join("\n");
const LOG = `${block("rack", "CVE: CVE-2020-1", "GHSA: GHSA-aaaa-bbbb-cccc")}${block("puma", "GHSA: GHSA-dddd-eeee-ffff")}Vulnerabilities found!\n`;

test("a block is one advisory in one gem", () => {
  expect(audits(readingOf(LOG))).toMatchObject([
    {
      ecosystem: "ruby",
      package: "rack",
      name: "CVE-2020-1",
      aliases: ["GHSA-aaaa-bbbb-cccc"],
      version: "1.6.13",
      severity: "high",
      title: "Something leaks",
      fixed: ["~> 2.1.3", ">= 2.2.0"],
    },
    { package: "puma", name: "GHSA-dddd-eeee-ffff" },
  ]);
  expect(readingOf(LOG).report).toMatchObject({ format: "bundler-audit-text", complete: true });
});

test("of its older versions too, whose advisory has one name and no severity", () => {
  const old = block("rack", "Advisory: CVE-2018-1")
    .replace("High", "Unknown")
    .replace("update to '~> 2.1.3', '>= 2.2.0'", "upgrade to ~> 1.6.11, >= 2.0.6");
  const [audit] = audits(readingOf(`${old}Vulnerabilities found!\n`));
  expect(audit).toMatchObject({ name: "CVE-2018-1", fixed: ["~> 1.6.11", ">= 2.0.6"], severity: "none" });
});

test("with --verbose the description stands where the title does", () => {
  const verbose = block("rack", "CVE: CVE-2020-1").replace("Title: Something leaks", "Description:\n\n  It leaks\n  a lot.\n");
  expect(audits(readingOf(`${verbose}Vulnerabilities found!\n`))).toMatchObject([{ package: "rack", name: "CVE-2020-1" }]);
});

test("a source without encryption is one too", () => {
  expect(audits(readingOf("Insecure Source URI found: http://gems.test/\nVulnerabilities found!\n"))).toMatchObject([
    { package: "http://gems.test/", name: "insecure-source" },
  ]);
});

test("only its last line proves it, and a clean run says so", () => {
  expect(readingOf("Updating ruby-advisory-db ...\nNo vulnerabilities found\n").report).toMatchObject({
    format: "bundler-audit-text",
    complete: true,
    counts: { total: 0 },
  });
  expect(readingOf("Vulnerabilities found!\n").report.format).toBeNull();
  // grype and bun say the same.
  expect(readingOf("No vulnerabilities found\n").report.format).toBeNull();
  expect(readingOf("No vulnerabilities found\n", { format: "bundler-audit-text" }).report.complete).toBe(true);
  for (let length = 1; length < LOG.length - 1; length++) {
    const cut = readingOf(LOG.slice(0, length));
    expect(cut.report.complete).toBe(false);
    expect(audits(cut).length).toBeLessThanOrEqual(2);
  }
});

test("records of other tools are none", () => {
  expect(readingOf("Name: requests\nVersion: 2.0\nSummary: HTTP\nLicense: MIT\n").report.format).toBeNull();
});
