/**
 * Reports of scanners that could not be run where the fixtures were made: written after the source that each reader
 * names, field by field, and compared with the tools' own test data.
 */

export const pip = {
  dependencies: [
    {
      name: "flask",
      version: "0.5",
      vulns: [
        {
          id: "PYSEC-2019-179",
          fix_versions: ["1.0"],
          aliases: ["CVE-2019-1010083", "GHSA-5wv5-4vpf-pj6m"],
          description: "Unexpected memory usage.\nMore of it.",
        },
        { id: "PYSEC-2018-66", fix_versions: ["0.12.3"], aliases: ["CVE-2018-1000656"], description: "" },
      ],
    },
    { name: "jinja2", version: "3.1.6", vulns: [] },
  ],
  fixes: [],
};

export const osv = {
  results: [
    {
      source: { path: "services/api/Cargo.lock", type: "lockfile" },
      packages: [
        {
          package: { name: "regex", version: "1.5.1", ecosystem: "crates.io" },
          vulnerabilities: [
            {
              id: "GHSA-m5pq-gvj9-9vr8",
              aliases: ["CVE-2022-24713"],
              summary: "Rust's regex crate vulnerable to regular expression denial of service",
              details: "A long story.",
              affected: [
                {
                  package: { name: "regex", ecosystem: "crates.io" },
                  ranges: [{ type: "SEMVER", events: [{ introduced: "0" }, { fixed: "1.5.5" }] }],
                },
              ],
              severity: [{ type: "CVSS_V3", score: "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H" }],
            },
            { id: "RUSTSEC-2022-0013", aliases: ["CVE-2022-24713"], summary: "Regexes with large repetitions", affected: [] },
          ],
          groups: [
            { ids: ["GHSA-m5pq-gvj9-9vr8", "RUSTSEC-2022-0013"], aliases: ["CVE-2022-24713", "GHSA-m5pq-gvj9-9vr8"], max_severity: "7.5" },
          ],
        },
      ],
    },
  ],
  experimental_config: { licenses: { summary: false, allowlist: null as string[] | null } },
};

export const trivy = {
  SchemaVersion: 2,
  ArtifactName: "registry.test:5000/shop/api:v1.2",
  ArtifactType: "container_image",
  Results: [
    {
      Target: "shop/api:v1.2 (debian 12.5)",
      Class: "os-pkgs",
      Type: "debian",
      Vulnerabilities: [
        {
          VulnerabilityID: "CVE-2024-0727",
          VendorIDs: ["DSA-5764-1"],
          PkgName: "libssl3",
          PkgIdentifier: { PURL: "pkg:deb/debian/libssl3@3.0.11" },
          InstalledVersion: "3.0.11",
          FixedVersion: "3.0.13, 3.0.14",
          Severity: "MEDIUM",
          Title: "openssl: denial of service",
          PrimaryURL: "https://avd.aquasec.com/nvd/cve-2024-0727",
        },
      ],
    },
    { Target: "app/package-lock.json", Class: "lang-pkgs", Type: "npm", Packages: [{ Name: "asap" }] },
    {
      Target: "Dockerfile",
      Class: "config",
      Type: "dockerfile",
      MisconfSummary: { Successes: 20, Failures: 1 },
      Misconfigurations: [
        {
          ID: "DS002",
          Title: "Image user should not be 'root'",
          Message: "Specify at least 1 USER command",
          Severity: "HIGH",
          Status: "FAIL",
          CauseMetadata: { StartLine: 3, Code: { Lines: [{ Number: 3, Content: "RUN apt-get update", IsCause: true }] } },
        },
        { ID: "DS026", Title: "No HEALTHCHECK", Severity: "LOW", Status: "PASS" },
      ],
    },
    {
      Target: "deploy.sh",
      Class: "secret",
      Secrets: [
        { RuleID: "aws-access-key-id", Severity: "CRITICAL", Title: "AWS Access Key ID", StartLine: 3, Match: "export KEY=s3cr3t-value" },
      ],
    },
  ],
};

export const grype = {
  matches: [
    {
      vulnerability: {
        id: "GHSA-35jh-r3h4-6jhm",
        dataSource: "https://github.com/advisories/GHSA-35jh-r3h4-6jhm",
        severity: "High",
        description: "Command Injection in lodash",
        fix: { versions: ["4.17.21"], state: "fixed" },
      },
      relatedVulnerabilities: [{ id: "CVE-2021-23337", severity: "High", description: "Lodash versions prior to 4.17.21 …" }],
      artifact: {
        name: "lodash",
        version: "4.17.15",
        type: "npm",
        language: "javascript",
        purl: "pkg:npm/lodash@4.17.15",
        locations: [{ path: "/web/package-lock.json" }],
      },
    },
  ],
  ignoredMatches: [] as unknown[],
  source: { type: "directory", target: "." },
  distro: { name: "", version: "" },
  descriptor: { name: "grype", version: "0.100.0" },
};

export const semgrep = {
  version: "1.140.0",
  results: [
    {
      check_id: "python.lang.security.audit.eval-detected.eval-detected",
      path: "app/run.py",
      start: { line: 7, col: 5, offset: 90 },
      end: { line: 7, col: 14, offset: 99 },
      extra: {
        message: "Detected the use of eval().\nIt is dangerous.",
        severity: "WARNING",
        lines: '    eval("1")',
        metadata: {},
        fingerprint: "x",
      },
    },
  ],
  errors: [] as unknown[],
  paths: { scanned: ["app/run.py", "app/ok.py"] },
};

export const bundler = {
  version: "0.9.2",
  created_at: "2026-08-22 10:00:00 +0000",
  results: [
    { type: "insecure_source", source: "http://rubygems.org/" },
    {
      type: "unpatched_gem",
      gem: { name: "rack", version: "2.2.3" },
      advisory: {
        id: "CVE-2022-30122",
        url: "https://github.com/rack/rack/security/advisories/GHSA-hxqx-xwvh-44m2",
        title: "Denial of Service Vulnerability in Rack Multipart Parsing",
        description: "There is a possible denial of service vulnerability.",
        cvss_v2: null,
        cvss_v3: 7.5,
        cve: "2022-30122",
        osvdb: null,
        ghsa: "hxqx-xwvh-44m2",
        unaffected_versions: ["< 1.2"],
        patched_versions: ["~> 2.0.9, >= 2.0.9.1", ">= 2.2.3.1"],
        criticality: "high",
      },
    },
  ],
};

export const composer = {
  advisories: {
    "symfony/http-kernel": [
      {
        advisoryId: "PKSA-hr4y-jwk2-1yb9",
        packageName: "symfony/http-kernel",
        affectedVersions: ">=2.0.0,<4.4.50",
        title: "CVE-2022-24894: Prevent storing cookie headers in HttpCache",
        cve: "CVE-2022-24894",
        link: "https://symfony.com/cve-2022-24894",
        reportedAt: "2023-02-01T08:00:00+00:00",
        sources: [
          { name: "GitHub", remoteId: "GHSA-h7vf-5wrv-9fhv" },
          { name: "FriendsOfPHP/security-advisories", remoteId: "symfony/http-kernel/CVE-2022-24894.yaml" },
        ],
        severity: "medium",
      },
    ],
  } as unknown,
  abandoned: { "swiftmailer/swiftmailer": "symfony/mailer", "old/thing": null } as unknown,
};

export const dotnet = {
  version: 1,
  parameters: "--vulnerable --include-transitive",
  sources: ["https://api.nuget.org/v3/index.json"],
  projects: [
    {
      path: "src/App/App.csproj",
      frameworks: [
        {
          framework: "net8.0",
          topLevelPackages: [
            {
              id: "Newtonsoft.Json",
              requestedVersion: "12.0.1",
              resolvedVersion: "12.0.1",
              vulnerabilities: [{ severity: "High", advisoryurl: "https://github.com/advisories/GHSA-5crp-9r3c-p9vr" }],
            },
          ],
          transitivePackages: [
            {
              id: "System.Net.Http",
              resolvedVersion: "4.3.0",
              vulnerabilities: [{ severity: "Moderate", advisoryurl: "https://github.com/advisories/GHSA-7jgj-8wvc-jh57" }],
            },
          ],
        },
      ],
    },
    { path: "src/Lib/Lib.csproj" },
  ],
};

export const DOTNET_TEXT = `
The following sources were used:
   https://api.nuget.org/v3/index.json

Project \`App\` has the following vulnerable packages
   [net8.0]: 
   Top-level Package      Requested   Resolved   Severity   Advisory URL                                     
   > Newtonsoft.Json      12.0.1      12.0.1     High       https://github.com/advisories/GHSA-5crp-9r3c-p9vr

   Transitive Package     Resolved   Severity   Advisory URL                                     
   > System.Net.Http      4.3.0      Moderate   https://github.com/advisories/GHSA-7jgj-8wvc-jh57
                                     High       https://github.com/advisories/GHSA-ch6p-4jcm-h8vh

The given project \`Lib\` has no vulnerable packages given the current sources.
`;

/** `cargo deny check 2>&1`: a diagnostic of one line of the lockfile and one of two, with notes, then the summary. */
export const CARGO_DENY_TEXT = `error[vulnerability]: Segmentation fault due to lack of bound check
   ┌─ Cargo.lock:14:1
   │
14 │ crossbeam-deque 0.7.1 registry+https://github.com/rust-lang/crates.io-index
   │ ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━ security vulnerability detected
   │
   ├ ID: RUSTSEC-2021-0093
   ├ Advisory: https://rustsec.org/advisories/RUSTSEC-2021-0093
   ├ In the affected version of this crate, a race condition loses tasks.
     It is rare.
   ├ Solution: Upgrade to >=0.7.4, <0.8.0 OR >=0.8.1 (try \`cargo update -p crossbeam-deque\`)
   ├ crossbeam-deque v0.7.1
     └── shop v0.1.0

warning[duplicate]: found 2 duplicate entries for crate 'cfg-if'
  ┌─ Cargo.lock:7:1
  │  
7 │ ╭ cfg-if 0.1.10 registry+https://github.com/rust-lang/crates.io-index
8 │ │ cfg-if 1.0.0 registry+https://github.com/rust-lang/crates.io-index
  │ ╰──────────────────────────────────────────────────────────────────┘ lock entries
  │  
  ├ cfg-if v0.1.10
    └── shop v0.1.0

advisories FAILED, bans ok, licenses ok, sources ok
`;

export const dependencyCheck = {
  reportSchema: "1.1",
  scanInfo: { engineVersion: "12.1.0", dataSource: [] } as { engineVersion: string; analysisExceptions?: unknown },
  projectInfo: { name: "shop", reportDate: "2026-08-22T10:00:00Z" },
  dependencies: [
    {
      isVirtual: false,
      fileName: "commons-collections-3.2.1.jar",
      filePath: "lib/commons-collections-3.2.1.jar",
      packages: [{ id: "pkg:maven/commons-collections/commons-collections@3.2.1", confidence: "HIGHEST" }],
      vulnerabilities: [
        {
          source: "NVD",
          name: "CVE-2015-7501",
          severity: "CRITICAL",
          cvssv3: { baseScore: 9.8, baseSeverity: "CRITICAL" },
          description: "Deserialisation of untrusted data.",
          references: [{ source: "x", url: "https://example.test/CVE-2015-7501" }],
        },
      ],
      suppressedVulnerabilities: [{ source: "NVD", name: "CVE-2017-15708", cvssv2: { score: 5.0 } }],
    },
    {
      fileName: "jquery-1.8.1.min.js",
      filePath: "web/jquery-1.8.1.min.js",
      vulnerabilities: [{ name: "CVE-2012-6708", severity: "medium" }],
    },
    { fileName: "clean.jar", filePath: "lib/clean.jar" },
  ],
};

export const DEPENDENCY_CHECK_XML = `<?xml version="1.0" encoding="UTF-8"?>
<analysis xmlns="https://jeremylong.github.io/DependencyCheck/dependency-check.4.1.xsd">
  <scanInfo><engineVersion>12.1.0</engineVersion></scanInfo>
  <projectInfo><name>shop</name><reportDate>2026-08-22T10:00:00Z</reportDate></projectInfo>
  <dependencies>
    <dependency isVirtual="false">
      <fileName>commons-collections-3.2.1.jar</fileName>
      <filePath>lib/commons-collections-3.2.1.jar</filePath>
      <relatedDependencies><relatedDependency><fileName>other.jar</fileName><identifiers><package><id>pkg:maven/o/o@1</id></package></identifiers></relatedDependency></relatedDependencies>
      <identifiers><package confidence="HIGHEST"><id>pkg:maven/commons-collections/commons-collections@3.2.1</id></package></identifiers>
      <vulnerabilities>
        <vulnerability source="NVD">
          <name>CVE-2015-7501</name>
          <severity>CRITICAL</severity>
          <cvssV3><baseScore>9.8</baseScore><baseSeverity>CRITICAL</baseSeverity></cvssV3>
          <description>Deserialisation of untrusted data.</description>
          <references><reference><source>x</source><url>https://example.test/CVE-2015-7501</url><name>n</name></reference></references>
        </vulnerability>
        <suppressedVulnerability source="NVD"><name>CVE-2017-15708</name><cvssV2><score>5.0</score></cvssV2></suppressedVulnerability>
      </vulnerabilities>
    </dependency>
    <dependency><fileName>jquery-1.8.1.min.js</fileName><filePath>web/jquery-1.8.1.min.js</filePath>
      <vulnerabilities><vulnerability><name>CVE-2012-6708</name><severity>medium</severity></vulnerability></vulnerabilities>
    </dependency>
  </dependencies>
</analysis>
`;

/** Documents of govulncheck in the order in which it writes them: what is known, then who uses it and how. */
export const GOVULNCHECK: readonly unknown[] = [
  {
    config: {
      protocol_version: "v1.0.0",
      scanner_name: "govulncheck",
      db: "https://vuln.go.dev",
      scan_level: "symbol",
      scan_mode: "source",
    },
  },
  { progress: { message: "Fetching vulnerabilities from the database..." } },
  {
    osv: {
      id: "GO-2021-0265",
      aliases: ["CVE-2021-42248", "GHSA-c9gm-7rfj-8w5h"],
      summary: "Denial of service in gjson",
      details: "A maliciously crafted path can cause Get to consume excessive time.",
      affected: [{ package: { name: "github.com/tidwall/gjson", ecosystem: "Go" } }],
      database_specific: { url: "https://pkg.go.dev/vuln/GO-2021-0265" },
    },
  },
  { osv: { id: "GO-2020-0015", aliases: ["CVE-2020-14040"], details: "Infinite loop.", affected: [] } },
  { osv: { id: "GO-2099-0001", aliases: [], details: "Not used at all.", affected: [] } },
  { finding: { osv: "GO-2021-0265", fixed_version: "v1.9.3", trace: [{ module: "github.com/tidwall/gjson", version: "v1.6.5" }] } },
  {
    finding: {
      osv: "GO-2021-0265",
      fixed_version: "v1.9.3",
      trace: [
        { module: "github.com/tidwall/gjson", version: "v1.6.5", package: "github.com/tidwall/gjson", function: "Get", receiver: "Result" },
        {
          module: "example.test/shop",
          package: "example.test/shop/cmd",
          function: "main",
          position: { filename: "cmd/main.go", offset: 204, line: 14, column: 20 },
        },
      ],
    },
  },
  {
    finding: {
      osv: "GO-2020-0015",
      fixed_version: "v0.3.3",
      trace: [{ module: "golang.org/x/text", version: "v0.3.0", package: "golang.org/x/text/x" }],
    },
  },
];

export const pretty = (documents: readonly unknown[]): string => documents.map((d) => `${JSON.stringify(d, null, 2)}\n`).join("");

const advisory = {
  findings: [{ version: "6.10.2", paths: ["qs", "express>qs"] }],
  id: 1096475,
  module_name: "qs",
  severity: "high",
  github_advisory_id: "GHSA-hrpp-h998-j3pp",
  cves: ["CVE-2022-24999"],
  title: "qs vulnerable to Prototype Pollution",
  patched_versions: ">=6.10.3",
  cvss: { score: 7.5, vectorString: null },
  overview: "qs before 6.10.3 …",
  url: "https://github.com/advisories/GHSA-hrpp-h998-j3pp",
};

/** What npm 6 wrote; without `runId` it could as well be pnpm's. */
export const npm6 = {
  actions: [],
  advisories: { "1096475": advisory },
  muted: [],
  metadata: { vulnerabilities: { info: 0, low: 0, moderate: 0, high: 2, critical: 0 }, dependencies: 9 },
  runId: "23801c4d-646f-474d-b982-4aadac1b22ef",
};

const resolution = { id: 1096475, dev: false, optional: false, bundled: false };

/** `yarn audit --json` of yarn 1. */
export const YARN: readonly unknown[] = [
  { type: "auditAdvisory", data: { resolution: { ...resolution, path: "qs" }, advisory } },
  { type: "auditAdvisory", data: { resolution: { ...resolution, path: "express>qs" }, advisory } },
  { type: "auditSummary", data: { vulnerabilities: { info: 0, low: 0, moderate: 0, high: 2, critical: 0 }, dependencies: 9 } },
];

export const lines = (documents: readonly unknown[]): string => documents.map((d) => `${JSON.stringify(d)}\n`).join("");
