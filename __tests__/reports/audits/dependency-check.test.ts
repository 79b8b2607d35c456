import { describe, expect, test } from "vitest";
import type { AuditObservation } from "../../../src/model.ts";
import { type Reading, readingOf } from "../reading.ts";
import { DEPENDENCY_CHECK_XML, dependencyCheck } from "./documents.ts";

const audits = ({ observations }: Reading): AuditObservation[] => observations.filter((o) => o.kind === "audit");
const read = (document: unknown): Reading => readingOf(JSON.stringify(document));

describe("dependency-check", () => {
  test("a package by its URL; a file that could not be told by its name without the version", () => {
    expect(audits(read(dependencyCheck))).toMatchObject([
      {
        ecosystem: "java",
        package: "commons-collections:commons-collections",
        version: "3.2.1",
        name: "CVE-2015-7501",
        severity: "critical",
        severityWord: "CRITICAL",
        file: "lib/commons-collections-3.2.1.jar",
        url: "https://example.test/CVE-2015-7501",
      },
      { name: "CVE-2017-15708", outcome: "skipped", message: "suppressed", severity: "medium" },
      { ecosystem: "file", package: "jquery", name: "CVE-2012-6708", severity: "medium" },
    ]);
  });

  test("XML and JSON of one scan are read the same", () => {
    const of = (r: Reading): unknown => [r.observations, r.report.parts, r.report.complete];
    expect(of(readingOf(DEPENDENCY_CHECK_XML))).toEqual(of(read(dependencyCheck)));
  });

  test("what is suppressed narrows the report, which is of one project", () => {
    expect(read(dependencyCheck).report.parts[0]?.extent).toEqual({ units: ["shop"], filters: ["ignore:CVE-2017-15708"] });
  });

  test("an analysis that met an exception is not whole", () => {
    const document = structuredClone(dependencyCheck);
    document.scanInfo.analysisExceptions = [{ exception: { message: "AnalysisException: Could not connect to Central" } }];
    const reason = "the analysis met an exception: AnalysisException: Could not connect to Central";
    expect(read(document).report).toMatchObject({ complete: false, reason });
    const exception =
      "<analysisExceptions><exception><message>AnalysisException: Could not connect to Central</message></exception></analysisExceptions>";
    expect(readingOf(DEPENDENCY_CHECK_XML.replace("</scanInfo>", `${exception}</scanInfo>`)).report).toMatchObject({
      complete: false,
      reason,
    });
  });

  test("a report that is cut says so of its part, and keeps what stood before the cut", () => {
    const cut = readingOf(DEPENDENCY_CHECK_XML.slice(0, DEPENDENCY_CHECK_XML.indexOf("<dependency><fileName>jquery")));
    expect(audits(cut).map((o) => o.name)).toEqual(["CVE-2015-7501", "CVE-2017-15708"]);
    expect(cut.report.parts).toMatchObject([{ state: "broken", reason: "it ends in the middle" }]);
  });

  test("Maven's coordinates as version 4 wrote them", () => {
    const identifiers = '<identifiers><identifier type="maven"><name>(org.apache:thing:1.0)</name></identifier></identifiers>';
    const old = DEPENDENCY_CHECK_XML.replace(/<identifiers><package confidence.*<\/identifiers>/, identifiers);
    expect(audits(readingOf(old))[0]).toMatchObject({ ecosystem: "java", package: "org.apache:thing", version: "1.0" });
  });
});
