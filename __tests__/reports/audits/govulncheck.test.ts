import { describe, expect, test } from "vitest";
import type { AuditObservation } from "../../../src/model.ts";
import { NEEDS_OUTCOME } from "../../../src/reports/format.ts";
import { type Reading, readingOf } from "../reading.ts";
import { GOVULNCHECK, lines, pretty } from "./documents.ts";

const audits = ({ observations }: Reading): AuditObservation[] => observations.filter((o) => o.kind === "audit");
const config = (values: object): unknown => ({ config: { protocol_version: "v1.0.0", ...values } });

describe("findings", () => {
  test("what is called fails, at the place in the project's own code; what is only imported does not", () => {
    expect(audits(readingOf(pretty(GOVULNCHECK)))).toMatchObject([
      {
        outcome: "failed",
        ecosystem: "go",
        package: "github.com/tidwall/gjson",
        version: "v1.6.5",
        name: "GO-2021-0265",
        aliases: ["CVE-2021-42248", "GHSA-c9gm-7rfj-8w5h"],
        title: "Denial of service in gjson",
        fixed: ["v1.9.3"],
        file: "cmd/main.go",
        line: 14,
      },
      { outcome: "skipped", package: "golang.org/x/text", name: "GO-2020-0015", message: "imported, but not called" },
    ]);
  });

  test("what the database knows and nobody uses is no finding", () => {
    expect(JSON.stringify(readingOf(pretty(GOVULNCHECK)).observations)).not.toContain("GO-2099-0001");
  });

  test("a scan of modules cannot know what is called: what is required fails", () => {
    const read = readingOf(pretty([config({ scan_level: "module" }), ...GOVULNCHECK.slice(4, 6)]));
    expect(audits(read)).toMatchObject([{ name: "GO-2021-0265", outcome: "failed" }]);
    expect(read.report.parts[0]?.extent).not.toHaveProperty("filters");
  });

  test("a scan that only counts calls looks at less than one of modules", () => {
    expect(readingOf(pretty(GOVULNCHECK)).report.parts[0]?.extent.filters).toEqual(["called"]);
  });

  test("the order of the documents does not matter", () => {
    const [first, ...rest] = GOVULNCHECK;
    const turned = readingOf(pretty([first, ...rest.reverse()]));
    const names = (read: Reading): unknown =>
      audits(read)
        .map((o) => [o.name, o.outcome, o.title, o.file])
        .sort();
    expect(names(turned)).toEqual(names(readingOf(pretty(GOVULNCHECK))));
  });
});

describe("what a stream proves", () => {
  test("it has no end of its own: the exit status of its step makes it whole", () => {
    expect(readingOf(pretty(GOVULNCHECK)).report).toMatchObject({ complete: false, reason: NEEDS_OUTCOME });
    expect(readingOf(pretty(GOVULNCHECK), { outcome: "success" }).report.complete).toBe(true);
    expect(readingOf(pretty(GOVULNCHECK), { outcome: "failure" }).report.complete).toBe(false);
  });

  test("without its beginning it is broken, whatever the step says", () => {
    expect(readingOf(pretty(GOVULNCHECK.slice(1)), { outcome: "success" }).report).toMatchObject({
      complete: false,
      reason: "its beginning is missing",
    });
  });

  test("a line each, a list of all, or pretty-printed: it reads the same", () => {
    const expected = readingOf(pretty(GOVULNCHECK)).observations;
    expect(readingOf(lines(GOVULNCHECK)).observations).toEqual(expected);
    expect(readingOf(`${JSON.stringify(GOVULNCHECK)}\n`).observations).toEqual(expected);
  });

  test("a query is no scan", () => {
    expect(readingOf(pretty([config({ scan_mode: "query" })]), { outcome: "success" }).report).toMatchObject({
      complete: false,
      reason: "it is a query, not a scan",
    });
  });
});
