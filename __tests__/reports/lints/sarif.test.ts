import { describe, expect, test } from "vitest";
import type { AuditObservation, LintObservation } from "../../../src/model.ts";
import { fixture, type Reading, reading, readingOf } from "../reading.ts";

type Fields = Record<string, unknown>;

const lints = ({ observations }: Reading): LintObservation[] => observations.filter((o) => o.kind === "lint");
const audits = ({ observations }: Reading): AuditObservation[] => observations.filter((o) => o.kind === "audit");
const log = (...runs: unknown[]): Reading => readingOf(JSON.stringify({ version: "2.1.0", runs }));
const at = (uri: string, line = 1): Fields => ({ physicalLocation: { artifactLocation: { uri }, region: { startLine: line } } });
const result = (fields: Fields = {}): Fields => ({ ruleId: "R1", message: { text: "it is wrong" }, locations: [at("a.c", 3)], ...fields });
const run = (results: unknown, fields: Fields = {}, name = "Tool"): Fields => ({
  tool: { driver: { name, rules: [] } },
  results,
  ...fields,
});

describe("what a run proves", () => {
  test("an empty list is a run that found nothing; no list is a run that was not computed", () => {
    expect(log(run([])).report).toMatchObject({ format: "sarif", tool: "tool", complete: true });
    expect(log(run(undefined)).report.reason).toBe("a run has no list of results: they were not computed");
    expect(log(run(null)).report.complete).toBe(false);
    expect(log().report.complete).toBe(false);
  });

  test("a run that failed, or reports an error of its own, is not whole", () => {
    expect(log(run([], { invocations: [{ executionSuccessful: false }] })).report.reason).toBe("tool says that its run failed");
    const notification = { level: "error", message: { text: "could not load rules" } };
    const invocations = [{ executionSuccessful: true, toolExecutionNotifications: [notification] }];
    expect(log(run([], { invocations })).report.reason).toBe("tool says of its run: could not load rules");
    const warned = [{ executionSuccessful: true, toolExecutionNotifications: [{ ...notification, level: "note" }] }];
    expect(log(run([], { invocations: warned })).report.complete).toBe(true);
  });

  test("of two runs of one tool, one that failed takes the other with it; categories stand for themselves", () => {
    const failed = { invocations: [{ executionSuccessful: false }] };
    expect(log(run([]), run([], failed)).report.parts.map((p) => [p.state, p.extent.units])).toEqual([["partial", ["tool"]]]);
    const of = (id: string, more: Fields = {}): Fields => run([], { automationDetails: { id }, ...more });
    expect(log(of("go/1"), of("js/1", failed)).report.parts.map((p) => [p.state, p.extent.units])).toEqual([
      ["whole", ["tool go"]],
      ["partial", ["tool js"]],
    ]);
  });

  test("ESLint lists every file, and those it could not parse are not looked at", () => {
    const { parts } = reading(fixture("sarif", "eslint.stdout")).report;
    const name = (path: string): string => `/home/runner/work/demo/lint/src/${path}`;
    expect(parts.map((p) => [p.state, p.extent.units])).toEqual([
      ["whole", [name("a.js"), name("c.js")]],
      ["partial", [name("b.js")]],
    ]);
  });

  test("artifacts that were analysed are units, whoever the tool is", () => {
    const artifacts = [
      { location: { uri: "a.c" }, roles: ["analysisTarget"] },
      { location: { uri: "b.c" }, roles: ["analysisTarget"] },
    ];
    const read = log(run([result()], { artifacts }));
    expect(read.report.parts.map((p) => p.extent)).toMatchObject([{ units: ["a.c", "b.c"], paths: { "a.c": "a.c", "b.c": "b.c" } }]);
    expect(lints(read)[0]?.units).toEqual(["a.c"]);
  });
});

describe("results", () => {
  test("suppressed, unless refused or not decided; absent from the baseline; not a failure", () => {
    const read = log(
      run([
        result({ ruleId: "live", suppressions: [] }),
        result({ ruleId: "accepted", suppressions: [{ kind: "inSource" }] }),
        result({ ruleId: "refused", suppressions: [{ kind: "external", status: "rejected" }] }),
        result({
          ruleId: "pending",
          suppressions: [
            { kind: "external", status: "accepted" },
            { kind: "external", status: "underReview" },
          ],
        }),
        result({ ruleId: "gone", baselineState: "absent" }),
        result({ ruleId: "old", baselineState: "unchanged" }),
        result({ ruleId: "passes", kind: "pass" }),
        result({ ruleId: "elsewhere", kind: "notApplicable" }),
      ]),
    );
    expect(lints(read).map((o) => [o.name, o.outcome])).toEqual([
      ["live", "failed"],
      ["accepted", "skipped"],
      ["refused", "failed"],
      ["pending", "failed"],
      ["old", "failed"],
      ["passes", "passed"],
      ["elsewhere", "skipped"],
    ]);
  });

  test("the level is the result's own, else its rule's, else a warning; a score says more", () => {
    const rules = [
      { id: "A", defaultConfiguration: { level: "error" } },
      { id: "B", properties: { "security-severity": "9.1" } },
    ];
    const read = log({
      ...run([result({ ruleId: "A" }), result({ ruleId: "A", level: "note" }), result({ ruleId: "B" }), result({ ruleId: "C" })]),
      tool: { driver: { name: "T", rules } },
    });
    expect(lints(read).map((o) => [o.severityWord, o.severity])).toEqual([
      ["error", "high"],
      ["note", "low"],
      ["warning", "critical"],
      ["warning", "medium"],
    ]);
  });

  test("rules by index, by reference and in extensions; messages by id with arguments", () => {
    const driver = { name: "T", rules: [{ id: "D0" }], globalMessageStrings: { g: { text: "global {0}" } } };
    const extensions = [{ rules: [{ id: "X0" }, { id: "X1", messageStrings: { m: { text: "'{0}' was not {1}." } } }] }];
    const read = log({
      tool: { driver, extensions },
      results: [
        result({ ruleId: undefined, ruleIndex: 0, message: { id: "g", arguments: ["word"] } }),
        result({
          ruleId: undefined,
          rule: { index: 1, toolComponent: { index: 0 } },
          message: { id: "m", arguments: ["ptr", "initialised"] },
        }),
      ],
    });
    expect(lints(read).map((o) => [o.name, o.message])).toEqual([
      ["D0", "global word"],
      ["X1", "'ptr' was not initialised."],
    ]);
  });

  test("addresses are paths: relative to a base, by index, with escapes and drives", () => {
    const artifacts = [{ location: { uri: "lib/c.c" } }];
    const originalUriBaseIds = { SRC: { uri: "src/", uriBaseId: "ROOT" }, ROOT: { uri: "file:///repo/" } };
    const place = (artifactLocation: Fields): Fields => result({ locations: [{ physicalLocation: { artifactLocation } }] });
    const read = log(
      run(
        [place({ uri: "a%20b.c", uriBaseId: "SRC" }), place({ index: 0 }), place({ uri: "file:///C:/x/y.cs" }), place({ uri: "100%.c" })],
        {
          artifacts,
          originalUriBaseIds,
        },
      ),
    );
    expect(lints(read).map((o) => o.file)).toEqual(["/repo/src/a b.c", "lib/c.c", "C:/x/y.cs", "100%.c"]);
  });

  test("source text is the snippet, else the hash of the line that GitHub's fingerprint holds", () => {
    const physicalLocation = { artifactLocation: { uri: "a" }, region: { startLine: 1, snippet: { text: "  f(x)\n" } } };
    const read = log(
      run([
        result({ locations: [{ physicalLocation }] }),
        result({ partialFingerprints: { primaryLocationLineHash: "39fa2ee980eb94b0:1" } }),
      ]),
    );
    expect(lints(read).map((o) => o.source)).toEqual(["f(x)", "39fa2ee980eb94b0"]);
  });

  test("a secret is not kept, neither its text nor the words that hold it", () => {
    const rules = [{ id: "aws", name: "Secret", shortDescription: { text: "AWS key" } }];
    const physicalLocation = { artifactLocation: { uri: "a" }, region: { startLine: 1, snippet: { text: "AKIA-SECRET" } } };
    const read = log({
      tool: { driver: { name: "Trivy", rules } },
      results: [result({ ruleId: "aws", message: { text: "Secret AWS key\nMatch: AKIA-SECRET" }, locations: [{ physicalLocation }] })],
    });
    expect(lints(read)[0]).toMatchObject({ name: "aws", message: "AWS key" });
    expect(JSON.stringify(read.observations)).not.toContain("AKIA");
  });

  test("clippy's SARIF has the compiler's lints too, each with its owner", () => {
    const read = log(run([result({ ruleId: "clippy::needless_return" }), result({ ruleId: "unused_variables" })], {}, "clippy"));
    expect(lints(read).map((o) => [o.owner, o.name])).toEqual([
      ["clippy", "clippy::needless_return"],
      ["rustc", "unused_variables"],
    ]);
  });
});

describe("audit tools", () => {
  const shown = (read: Reading): unknown[] =>
    audits(read).map((o) => [o.outcome, o.ecosystem, o.package, o.version, o.name, o.aliases, o.severity, o.fixed ?? []]);
  const one = (name: string, rule: { id: string } & Fields, fields: Fields): Reading =>
    log({ tool: { driver: { name, rules: [rule] } }, results: [result({ ruleId: rule.id, ...fields })] });

  test("cargo-audit: the same subjects as its own JSON has", () => {
    expect(shown(reading(fixture("cargo-audit", "audit.sarif")))).toEqual([
      ["failed", "rust", "smallvec", "1.6.0", "RUSTSEC-2021-0003", [], "critical", []],
      ["failed", "rust", "time", "0.1.44", "RUSTSEC-2020-0071", [], "medium", []],
    ]);
  });

  test("cargo-audit: what is yanked is a version", () => {
    const yanked = (version: string): Fields => result({ ruleId: "yanked", message: { text: `x ${version} has a yanked warning` } });
    const read = log(run([yanked("1.0.0"), yanked("1.0.1")], {}, "cargo-audit"));
    expect(audits(read).map((o) => [o.name, o.category, o.package, o.version])).toEqual([
      ["yanked", "yanked", "x", "1.0.0"],
      ["yanked", "yanked", "x", "1.0.1"],
    ]);
  });

  test("cargo-deny: advisories are advisories, the rest are its own rules", () => {
    const partialFingerprints = { "cargo-deny/advisory-id": "RUSTSEC-2019-0001", "cargo-deny/krate": "ammonia@0.7.0" };
    const read = log(
      run(
        [result({ ruleId: "a:vulnerability", level: "error", partialFingerprints }), result({ ruleId: "b:duplicate" })],
        {},
        "cargo-deny",
      ),
    );
    expect(shown(read)).toEqual([["failed", "rust", "ammonia", "0.7.0", "RUSTSEC-2019-0001", [], "high", []]]);
    expect(lints(read).map((o) => [o.owner, o.name])).toEqual([["cargo-deny", "b:duplicate"]]);
  });

  test("trivy", () => {
    const text =
      "Package: lodash\nInstalled Version: 4.17.4\nVulnerability CVE-2019-10744\nSeverity: CRITICAL\nFixed Version: 4.17.12\nLink: x";
    const read = one(
      "Trivy",
      { id: "CVE-2019-10744", shortDescription: { text: "prototype pollution" }, properties: { tags: ["vulnerability", "security"] } },
      { message: { text }, locations: [at("package-lock.json")] },
    );
    expect(shown(read)).toEqual([["failed", "npm", "lodash", "4.17.4", "CVE-2019-10744", [], "critical", ["4.17.12"]]]);
    expect(audits(read)[0]?.title).toBe("prototype pollution");
  });

  test("trivy does not say which scanners ran: a list without advisories proves nothing", () => {
    expect(log(run([], {}, "Trivy")).report).toMatchObject({ complete: true, parts: [{ kind: "audit", provesAbsence: false }] });
  });

  test("trivy: an image is the unit, whatever its tag", () => {
    const { parts } = log(run([], { properties: { imageName: "registry.local:5000/shop:1.2" } }, "Trivy")).report;
    expect(parts[0]?.extent.units).toEqual(["registry.local:5000/shop"]);
  });

  test("grype: the package URL, else its words, else its rule", () => {
    const text = "A high vulnerability in npm package: lodash, version 4.17.4 was found at: /package-lock.json";
    const rule = { id: "GHSA-35jh-r3h4-6jhm-lodash", properties: { "security-severity": "7.2" } };
    expect(shown(one("grype", rule, { message: { text } }))).toEqual([
      ["failed", "npm", "lodash", "4.17.4", "GHSA-35jh-r3h4-6jhm", [], "high", []],
    ]);
    const withUrl = { id: "CVE-2020-1-x", properties: { purls: ["pkg:deb/debian/openssl@1.1.1?arch=amd64"] } };
    expect(audits(one("grype", withUrl, {}))[0]).toMatchObject({ ecosystem: "debian", package: "openssl", version: "1.1.1" });
    expect(audits(one("grype", { id: "CVE-2008-0732-mail_1.4" }, { message: { text: "x" } }))[0]?.package).toBe("mail_1.4");
  });

  test("osv-scanner: its rule lists the aliases", () => {
    const rule = {
      id: "CVE-2021-23337",
      deprecatedIds: ["CVE-2021-23337", "GHSA-35jh-r3h4-6jhm"],
      properties: { "security-severity": "7.2" },
    };
    const text = "Package 'lodash@4.17.4' is vulnerable to 'CVE-2021-23337' (also known as 'GHSA-35jh-r3h4-6jhm').";
    const read = one("osv-scanner", rule, { message: { text }, locations: [at("web/package-lock.json")] });
    expect(shown(read)).toEqual([["failed", "npm", "lodash", "4.17.4", "CVE-2021-23337", ["GHSA-35jh-r3h4-6jhm"], "high", []]]);
  });

  test("snyk", () => {
    const rule = {
      id: "SNYK-JS-LODASH-567746",
      fullDescription: { text: "(CVE-2020-8203) lodash@4.17.15" },
      properties: { tags: ["security", "CWE-400", "npm"], "security-severity": "8.2" },
    };
    const text = "This file introduces a vulnerable lodash package with a high severity vulnerability.";
    expect(shown(one("Snyk Open Source", rule, { message: { text } }))).toEqual([
      ["failed", "npm", "lodash", "4.17.15", "SNYK-JS-LODASH-567746", ["CVE-2020-8203"], "high", []],
    ]);
  });

  test("govulncheck: what is not called does not fail", () => {
    const rule = { id: "GO-2021-0113", properties: { tags: ["CVE-2021-38561", "GHSA-ppp9-7jff-5vj2"] } };
    const stacks = [{ frames: [{ module: "example.com/shop@" }, { module: "golang.org/x/text@v0.3.5" }] }];
    const called = one("govulncheck", rule, { level: "error", stacks, locations: [at("go.mod")] });
    expect(shown(called)).toEqual([
      ["failed", "go", "golang.org/x/text", "v0.3.5", "GO-2021-0113", ["CVE-2021-38561", "GHSA-ppp9-7jff-5vj2"], "high", []],
    ]);
    const text = "Your code depends on 1 vulnerable module (golang.org/x/text), but doesn't appear to call any of the vulnerable symbols.";
    expect(audits(one("govulncheck", rule, { level: "note", message: { text } }))[0]).toMatchObject({
      outcome: "skipped",
      package: "golang.org/x/text",
    });
  });

  test("any tool's rules that are advisories and tagged as security are advisories", () => {
    const rule = { id: "CVE-2020-1234", properties: { tags: ["security"], purl: 1 } };
    expect(audits(one("Some Scanner", rule, { locations: [at("Gemfile.lock")] }))[0]).toMatchObject({
      ecosystem: "ruby",
      package: "Gemfile.lock",
    });
    expect(lints(one("Some Scanner", { id: "CVE-2020-1234" }, {}))).toHaveLength(1);
  });

  test("a suppressed advisory is not looked for, so it is not gone", () => {
    const read = one("grype", { id: "CVE-2020-1234-x" }, { suppressions: [{ kind: "external" }] });
    expect(audits(read)[0]?.outcome).toBe("skipped");
    expect(read.report.parts[0]?.extent.filters).toEqual(["ignore:CVE-2020-1234"]);
  });
});

test("other versions and other runs are not SARIF 2.1", () => {
  expect(readingOf(`{"version":"1.0.0","runs":[{"tool":{"name":"x"},"results":[]}]}`).report.format).not.toBe("sarif");
  expect(readingOf(`{"runs":[{"id":1}]}`).report.format).not.toBe("sarif");
});
