import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { AuditObservation, Part } from "../../../src/model.ts";
import { bytesOf, fixture, type Reading, reading, readingOf } from "../reading.ts";

const audits = ({ observations }: Reading): AuditObservation[] => observations.filter((o) => o.kind === "audit");
const part = ({ report }: Reading): Part | undefined => report.parts[0];

interface Document {
  database: { "advisory-count"?: number };
  lockfile: { "dependency-count"?: number; path?: string };
  settings: object;
  vulnerabilities: { found: boolean; count: number; list: Item[] };
  warnings: unknown;
}
interface Item {
  advisory: { cvss?: unknown; withdrawn?: unknown };
  package: object;
  versions: object;
}

const documentOf = (name = "audit.json"): Document => JSON.parse(bytesOf("cargo-audit", name).toString());
/** The real report, changed. */
function changed(change: (document: Document) => void, name = "audit.json"): Reading {
  const document = documentOf(name);
  change(document);
  return readingOf(JSON.stringify(document));
}

/** The real report, its advisories changed. */
const advised = (advisory: Item["advisory"]): Reading =>
  changed((d) => {
    for (const item of d.vulnerabilities.list) Object.assign(item.advisory, advisory);
  });

describe("advisories", () => {
  test("each is named by its id, its package and its aliases", () => {
    const read = reading(fixture("cargo-audit", "audit.json"));
    expect(audits(read)).toMatchObject([
      {
        outcome: "failed",
        ecosystem: "rust",
        name: "RUSTSEC-2021-0003",
        package: "smallvec",
        version: "1.6.0",
        aliases: ["CVE-2021-25900", "GHSA-43w2-9j62-hq99"],
        title: "Buffer overflow in SmallVec::insert_many",
        category: "vulnerability",
        fixed: [">=0.6.14, <1.0.0", ">=1.6.1"],
        url: "https://rustsec.org/advisories/RUSTSEC-2021-0003",
      },
      { name: "RUSTSEC-2020-0071", package: "time", version: "0.1.44" },
    ]);
    expect(read.report).toMatchObject({ format: "cargo-audit", kind: "audit", tool: "cargo audit", complete: true });
    expect(read.report.counts).toMatchObject({ total: 2, failed: 2 });
  });

  test("the severity is that of the vector, in the words of cargo audit's own text", () => {
    expect(audits(reading(fixture("cargo-audit", "audit.json"))).map((o) => [o.severity, o.severityWord])).toEqual([
      ["critical", "9.8 (critical)"],
      ["medium", "6.2 (medium)"],
    ]);
    const v4 = advised({ cvss: "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N" });
    expect(audits(v4).map((o) => o.severityWord)).toEqual(["9.3 (critical)", "9.3 (critical)"]);
  });

  test("without a vector no severity is made up", () => {
    for (const cvss of [null, "", "CVSS:5.0/AV:N", "high", 9.8]) {
      const [first] = audits(advised({ cvss }));
      expect(first?.severity).toBe("none");
      expect(first).not.toHaveProperty("severityWord");
    }
  });

  test("informational advisories keep their kind", () => {
    const read = reading(fixture("cargo-audit", "synthesised.json"));
    expect(audits(read).map((o) => [o.category, o.name, o.package])).toEqual([
      ["vulnerability", "RUSTSEC-2026-0204", "crossbeam-epoch"],
      ["unsound", "RUSTSEC-2021-0145", "atty"],
      ["unmaintained", "RUSTSEC-2024-0375", "atty"],
      ["unmaintained", "RUSTSEC-2021-0127", "serde_cbor"],
    ]);
  });

  test("one advisory in two locked versions of a package is one, with both versions", () => {
    const read = changed((d) => {
      const [first] = d.vulnerabilities.list;
      if (first) d.vulnerabilities.list.push({ ...first, package: { ...first.package, version: "0.6.10" } });
      d.vulnerabilities.count = 3;
    });
    expect(audits(read).map((o) => [o.name, o.version])).toEqual([
      ["RUSTSEC-2021-0003", "1.6.0, 0.6.10"],
      ["RUSTSEC-2020-0071", "0.1.44"],
    ]);
    expect(read.report.complete).toBe(true);
  });

  test("what is yanked is a version: each is its own", () => {
    const yanked = (version: string): unknown => ({
      kind: "yanked",
      package: { name: "foo", version },
      advisory: null,
      affected: null,
      versions: null,
    });
    const read = changed((d) => (d.warnings = { yanked: [yanked("1.0.0"), yanked("1.0.1"), yanked("1.0.1")] }), "clean.json");
    expect(audits(read).map((o) => [o.category, o.name, o.package, o.version, o.title])).toEqual([
      ["yanked", "yanked", "foo", "1.0.0", "foo 1.0.0 was yanked from its registry"],
      ["yanked", "yanked", "foo", "1.0.1", "foo 1.0.1 was yanked from its registry"],
    ]);
  });

  test("a withdrawn advisory is no failure", () => {
    const read = advised({ withdrawn: "2024-01-02" });
    expect(audits(read).map((o) => [o.outcome, o.message])).toEqual([
      ["skipped", "withdrawn on 2024-01-02"],
      ["skipped", "withdrawn on 2024-01-02"],
    ]);
  });

  test("warnings of old versions, a list whose kinds hold the advisory", () => {
    const advisory = { id: "RUSTSEC-2020-0016", package: "net2", title: "net2 is unmaintained", aliases: [], cvss: null };
    const read = changed((d) => {
      d.warnings = [
        { kind: { unmaintained: { advisory, versions: { patched: [], unaffected: [] } } }, package: { name: "net2", version: "0.2.37" } },
        { kind: "yanked", package: { name: "foo", version: "1.0.0" } },
      ];
      d.settings = { target_arch: null, target_os: "linux", package_scope: null, severity: null, ignore: [], informational_warnings: [] };
    }, "clean.json");
    expect(audits(read).map((o) => [o.category, o.name])).toEqual([
      ["unmaintained", "RUSTSEC-2020-0016"],
      ["yanked", "yanked"],
    ]);
    expect(part(read)?.extent.filters).toEqual(["target_os:linux", "without:notice", "without:unmaintained", "without:unsound"]);
  });
});

describe("what a document proves", () => {
  test("a clean scan is whole: its lockfile and how many advisories were looked for", () => {
    const read = reading(fixture("cargo-audit", "clean.json"));
    expect(read.report.complete).toBe(true);
    expect(part(read)).toMatchObject({ state: "whole", extent: { units: ["Cargo.lock"], advisories: 1225 } });
    expect(part(read)?.extent).not.toHaveProperty("filters");
  });

  test("what settings keep out of the list is said", () => {
    const read = changed((d) => {
      d.settings = {
        target_arch: ["x86_64", "aarch64"],
        target_os: [],
        severity: "high",
        ignore: ["RUSTSEC-2021-0003"],
        informational_warnings: ["unmaintained"],
      };
    });
    expect(part(read)?.extent.filters).toEqual([
      "target_arch:aarch64,x86_64",
      "severity:high",
      "ignore:RUSTSEC-2021-0003",
      "without:notice",
      "without:unsound",
    ]);
  });

  test("a lockfile that is named is the unit, by its path in the repository", () => {
    expect(part(changed((d) => (d.lockfile.path = "./tools/Cargo.lock")))?.extent.units).toEqual(["tools/Cargo.lock"]);
    expect(part(changed((d) => (d.lockfile.path = "/elsewhere/Cargo.lock")))?.extent.units).toEqual(["Cargo.lock"]);
  });

  test("a scan that could not have found anything proves nothing", () => {
    const reason = (change: (d: Document) => void): unknown => {
      const read = changed(change, "clean.json");
      expect(read.report.complete).toBe(false);
      return [part(read)?.state, part(read)?.reason];
    };
    expect(reason((d) => (d.database["advisory-count"] = 0))).toEqual(["broken", "its advisory database is empty"]);
    expect(reason((d) => (d.lockfile["dependency-count"] = 0))).toEqual(["broken", "its lockfile holds no packages"]);
    expect(reason((d) => (d.database = {}))).toEqual(["partial", "it does not say how many advisories its database holds"]);
  });

  test("a document that contradicts itself is read, but proves nothing", () => {
    const contradictions: ((d: Document) => unknown)[] = [
      (d) => (d.vulnerabilities.count = 3),
      (d) => (d.vulnerabilities.found = false),
      (d) => d.vulnerabilities.list.push({ advisory: {}, package: {}, versions: {} }),
      (d) => Object.assign(d.vulnerabilities, { list: null, count: 0 }),
    ];
    for (const contradict of contradictions) {
      const read = changed((d) => void contradict(d));
      expect(part(read)?.state).toBe("broken");
      expect(read.report.error?.code).toBe("E_REPORT_MALFORMED");
    }
    expect(audits(changed((d) => (d.vulnerabilities.count = 3)))).toHaveLength(2);
  });

  test("several documents, one a line among other text, are as many parts", () => {
    const line = JSON.stringify(documentOf());
    const read = readingOf(
      `    Fetching advisory database from \`https://example.org\`\n${line}\nnote: more\n${JSON.stringify(documentOf("clean.json"))}\n`,
    );
    expect(read.report.parts.map((p) => p.state)).toEqual(["whole", "whole"]);
    expect(audits(read)).toHaveLength(2);
  });

  test("cut anywhere, it is no report", () => {
    const text = bytesOf("cargo-audit", "audit.json").toString().trimEnd();
    fc.assert(
      fc.property(fc.integer({ min: 1, max: text.length - 1 }), (length) => {
        const read = readingOf(text.slice(0, length));
        expect(read.report.complete).toBe(false);
        expect(read.observations).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  test("values of any shape are read as far as they go", () => {
    const value = fc.anything({
      maxDepth: 3,
      key: fc.constantFrom("id", "name", "version", "advisory", "package", "list", "kind", "aliases"),
    });
    fc.assert(
      fc.property(fc.record({ database: value, settings: value, warnings: value, list: fc.array(value, { maxLength: 4 }) }), (v) => {
        const { database, settings, warnings, list } = v;
        const read = readingOf(
          JSON.stringify({ database, lockfile: {}, settings, warnings, vulnerabilities: { list, found: list.length > 0 } }),
        );
        expect(read.report.parts).toHaveLength(1);
        expect([null, "E_REPORT_MALFORMED"]).toContain(read.report.error?.code ?? null);
        expect(read.report.error?.message ?? "").not.toMatch(/undefined|not a function|Cannot read/);
      }),
      { numRuns: 150 },
    );
  });

  test("other documents with vulnerabilities are not cargo audit's", () => {
    for (const document of [
      { vulnerabilities: { list: [] } },
      { lockfile: {}, vulnerabilities: [] },
      { lockfile: "x", vulnerabilities: { found: true } },
      null,
      [],
    ]) {
      expect(readingOf(JSON.stringify(document)).report.format).not.toBe("cargo-audit");
    }
  });
});
