/** Documents that real linters wrote: what each file is, what it counts, and whether it proves that anything is gone. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { JsonFormat, JsonLinesFormat } from "../../../src/reports/format.ts";
import { FORMATS } from "../../../src/reports/registry.ts";
import { bytesOf, fixture, type Reading, reading, readingOf } from "../reading.ts";

type Row = [folder: string, file: string, format: string, counts: string, whole: boolean | "outcome"];

/** Counts are failed + errors + skipped. `outcome`: whole when the step is said to have succeeded. */
const samples: Row[] = [
  ["eslint", "json.stdout", "eslint-json", "8+1+1", false],
  ["eslint", "json-with-metadata.stdout", "eslint-json", "8+1+1", false],
  ["eslint", "clean.json", "eslint-json", "0+0+0", true],
  ["eslint-suppress", "sup.stdout", "eslint-json", "3+1+6", false],
  ["biome", "json.stdout", "biome-json", "5+1+0", false],
  ["biome", "gitlab.stdout", "gitlab-code-quality", "5+1+0", false],
  ["biome", "checkstyle.stdout", "checkstyle", "5+1+0", false],
  ["biome", "sarif.stdout", "sarif", "5+1+0", false],
  ["oxlint", "json.stdout", "oxlint-json", "2+1+0", false],
  ["oxlint", "gitlab.stdout", "gitlab-code-quality", "2+1+0", false],
  ["oxlint", "checkstyle.stdout", "checkstyle", "2+1+0", false],
  ["oxlint", "sarif.stdout", "sarif", "2+1+0", false],
  ["ruff", "json.stdout", "ruff-json", "7+2+0", false],
  ["ruff", "json-lines.stdout", "ruff-json-lines", "7+2+0", false],
  ["ruff", "gitlab.stdout", "gitlab-code-quality", "7+2+0", false],
  ["ruff", "rdjson.stdout", "rdjson", "7+2+0", false],
  ["ruff", "sarif.stdout", "sarif", "7+2+0", false],
  ["ruff", "clean-sarif.stdout", "sarif", "0+0+0", true],
  ["pylint", "json.stdout", "pylint-json", "11+1+0", false],
  ["pylint", "json2.stdout", "pylint-json", "11+1+0", false],
  ["mypy", "json.stdout", "mypy-json", "2+0+0", "outcome"],
  ["mypy", "syntax-error.stdout", "mypy-json", "0+2+0", false],
  ["pyright", "problems.json", "pyright-json", "3+0+0", true],
  ["pyright", "syntax.json", "pyright-json", "0+3+0", false],
  ["pyright", "clean.json", "pyright-json", "0+0+0", true],
  ["checkstyle", "xml.stdout", "checkstyle", "10+0+0", true],
  ["cppcheck", "xml.stderr", "cppcheck-xml", "8+0+1", true],
  ["shellcheck", "json1.stdout", "shellcheck-json", "5+0+0", true],
  ["shellcheck", "checkstyle.stdout", "checkstyle", "5+0+0", true],
  ["rubocop", "json.stdout", "rubocop-json", "29+1+0", false],
  ["stylelint", "problems.json", "stylelint-json", "4+3+0", false],
  ["stylelint", "clean.json", "stylelint-json", "0+0+0", true],
  ["hadolint", "problems.json", "hadolint-json", "6+0+0", true],
  ["hadolint", "syntax.json", "hadolint-json", "0+1+0", false],
  ["hadolint", "gitlab.json", "gitlab-code-quality", "6+0+0", true],
  ["hadolint", "checkstyle.xml", "checkstyle", "6+0+0", true],
  ["hadolint", "clean-checkstyle.xml", "checkstyle", "0+0+0", true],
  ["hadolint", "problems.sarif", "sarif", "6+0+0", true],
  ["actionlint", "problems.json", "actionlint-json", "2+0+0", true],
  ["actionlint", "problems.jsonl", "actionlint-json-lines", "2+0+0", "outcome"],
  ["staticcheck", "problems.json", "staticcheck-json", "4+0+0", "outcome"],
  ["staticcheck", "compile.json", "staticcheck-json", "4+1+0", false],
  ["gcc", "json.stderr", "gcc-json", "5+0+0", "outcome"],
  ["go-vet", "json.stderr", "go-vet-json", "2+0+0", false],
  ["go-vet", "go1.26.json", "go-vet-json", "2+0+0", "outcome"],
  ["sarif", "eslint.stdout", "sarif", "8+1+1", false],
  ["cargo-audit", "audit.sarif", "sarif", "2+0+0", true],
];

function countsOf({ report: { counts } }: Reading): string {
  return `${counts.failed}+${counts.errors}+${counts.skipped}`;
}

describe("samples", () => {
  test.each(samples)("%s/%s", (folder, file, format, counts, whole) => {
    const read = reading(fixture(folder, file));
    expect([read.report.format, countsOf(read), read.report.complete, read.report.error]).toEqual([format, counts, whole === true, null]);
    expect(reading(fixture(folder, file), { outcome: "success" }).report.complete).toBe(whole !== false);
  });

  test.each(samples)("%s/%s, cut anywhere, claims nothing", (folder, file) => {
    const text = bytesOf(folder, file).toString().trimEnd();
    const places = fc.integer({ min: 1, max: text.length - 1 });
    fc.assert(
      fc.property(places, (length) => {
        const cut = readingOf(text.slice(0, length)).report;
        expect(cut.complete).toBe(false);
      }),
      { numRuns: 30 },
    );
  });

  test("a clean list that names nobody needs its format to be named", () => {
    expect(readingOf("[]").report.error?.code).toBe("E_REPORT_AMBIGUOUS");
    for (const format of ["ruff-json", "hadolint-json", "actionlint-json", "pylint-json", "shellcheck-json", "ruff-code-quality"]) {
      const { report } = readingOf("[]", { format });
      expect([format, report.complete, report.parts[0]?.provesAbsence]).toEqual([format, true, true]);
    }
  });

  test("tools that list every file have looked at nothing where they list none", () => {
    for (const format of ["eslint-json", "stylelint-json"]) expect(readingOf("[]", { format }).report.complete).toBe(false);
  });

  test("silence is clean only where the step succeeded", () => {
    for (const format of ["mypy-json", "ruff-json-lines", "staticcheck-json", "actionlint-json-lines", "go-vet-json"]) {
      expect(readingOf("\n", { format }).report.complete).toBe(false);
      expect(readingOf("\n", { format, outcome: "success" }).report.complete).toBe(true);
    }
  });
});

describe("one finding in several formats of its tool is one", () => {
  const rules = (folder: string, file: string): string[] =>
    reading(fixture(folder, file))
      .observations.filter((o) => o.kind === "lint" && o.outcome !== "skipped")
      .map((o) => (o.kind === "lint" ? `${o.owner} ${o.name} ${o.file}:${o.line}` : ""))
      .map((line) => line.replace(/ \/home\/runner\/work\/demo\/(?:lint|demo|pyl)\//, " "))
      .sort();

  test.each([
    ["biome", "json.stdout", ["gitlab.stdout", "checkstyle.stdout", "sarif.stdout"]],
    ["oxlint", "json.stdout", ["gitlab.stdout", "checkstyle.stdout", "sarif.stdout"]],
    ["ruff", "json.stdout", ["json-lines.stdout", "gitlab.stdout", "rdjson.stdout", "sarif.stdout"]],
    ["shellcheck", "json1.stdout", ["checkstyle.stdout"]],
    ["hadolint", "problems.json", ["gitlab.json", "checkstyle.xml", "problems.sarif"]],
    ["pylint", "json.stdout", ["json2.stdout"]],
  ])("%s", (folder, first, others) => {
    const expected = rules(folder, first);
    for (const other of others) expect([other, rules(folder, other)]).toEqual([other, expected]);
  });

  test("eslint", () => {
    const own = rules("eslint", "json.stdout").map((line) => line.replace("file://", ""));
    expect(rules("sarif", "eslint.stdout")).toEqual(own);
  });
});

describe("hostile documents", () => {
  const json = FORMATS.filter((f): f is JsonFormat | JsonLinesFormat => f.shape === "json" || f.shape === "json-lines").filter((f) =>
    samples.some(([, , format]) => format === f.name),
  );

  const keys = [
    "filePath messages errorCount ruleId severity fatal suppressedMessages suppressions diagnostics summary location path span",
    "sourceCode labels number_of_files filename row code message-id symbol statistics messageTypeCount file hint range start line",
    "Issues Report FromLinter Pos Filename comments files offenses metadata rubocop_version source warnings invalidOptionWarnings",
    "runs tool driver name rules results rule ruleId ruleIndex locations physicalLocation artifactLocation uri index invocations",
    "toolExecutionNotifications level message text arguments id partialFingerprints properties tags artifacts roles uriBaseId",
    "check_name description fingerprint lines begin kind filepath snippet posn error __proto__ constructor",
  ].flatMap((line) => line.split(" "));
  const words = [
    "error",
    "warning",
    "analysisTarget",
    "fail",
    "2.1.0",
    "CVE-2020-1234",
    "a.js",
    "file:///a%zz",
    "eslint",
    "Trivy",
    "",
    "0",
  ];
  const value = fc.letrec((tie) => ({
    any: fc.oneof(
      { maxDepth: 6, withCrossShrink: true },
      fc.constantFrom<unknown>(null, true, -1, 0, 1, 1e300, 2.5, ...words),
      fc.array(tie("any"), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom(...keys), tie("any"), { maxKeys: 8 }),
    ),
  })).any;

  test.each(json.map((f) => [f.name, f] as const))("%s reads any values as far as they go", (name) => {
    fc.assert(
      fc.property(value, (document) => {
        const { report } = readingOf(JSON.stringify(document), { format: name });
        expect([null, "E_REPORT_MALFORMED", "E_REPORT_UNKNOWN", "E_REPORT_FAILED"]).toContain(report.error?.code ?? null);
        expect(report.error?.message ?? "").not.toMatch(/undefined|not a function|Cannot read/);
      }),
      { numRuns: 150 },
    );
  });

  test.each(samples.filter(([, file]) => /json|stdout|sarif/.test(file)))(
    "%s/%s with one value replaced is read",
    (folder, file, format) => {
      const text = bytesOf(folder, file).toString();
      const lines = text.split("\n").filter((line) => line.startsWith("{") || line.startsWith("["));
      let document: unknown;
      try {
        document = JSON.parse(text);
      } catch {
        if (lines.length === 0 || text.startsWith("<")) return;
        document = lines.flatMap((line) => {
          try {
            return [JSON.parse(line) as unknown];
          } catch {
            return [];
          }
        });
      }
      const leaves = placesIn(document);
      fc.assert(
        fc.property(fc.nat({ max: leaves.length - 1 }), value, (at, other) => {
          const { report } = readingOf(JSON.stringify(replaced(document, leaves[at] ?? [], other)), { format });
          expect(report.error?.message ?? "").not.toMatch(/undefined|not a function|Cannot read|is not iterable/);
        }),
        { numRuns: 60 },
      );
    },
  );
});

/** The ways to all values inside, the first ten thousand of them. */
function placesIn(document: unknown): (string | number)[][] {
  const found: (string | number)[][] = [];
  const open: { value: unknown; way: (string | number)[] }[] = [{ value: document, way: [] }];
  for (let next = open.pop(); next && found.length < 10_000; next = open.pop()) {
    const { value, way } = next;
    if (way.length > 0) found.push(way);
    if (typeof value !== "object" || value === null) continue;
    for (const key of Object.keys(value)) {
      open.push({ value: (value as Record<string, unknown>)[key], way: [...way, Array.isArray(value) ? Number(key) : key] });
    }
  }
  return found;
}

function replaced(document: unknown, way: readonly (string | number)[], other: unknown): unknown {
  const copy = structuredClone(document);
  let at = copy as Record<string | number, unknown>;
  for (const step of way.slice(0, -1)) at = at[step] as Record<string | number, unknown>;
  const last = way[way.length - 1];
  if (last !== undefined) at[last] = other;
  return copy;
}
