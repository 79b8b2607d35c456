/** Audits that print a line a finding: yarn 1 and cargo-deny. */
import { type Expected, type Output, wordsOf } from "./output.ts";

function packageOf(index: number): string {
  const [module, part] = wordsOf(index);
  return `${module}-${part}-${index}`;
}

export function yarnAudit(out: Output, bytes: number): Expected {
  let cases = 0;
  for (; out.size < bytes; cases++) {
    const name = packageOf(cases);
    const advisory = {
      findings: [{ version: "6.10.2", paths: [name, `express>${name}`] }],
      metadata: null,
      vulnerable_versions: "<6.10.3",
      module_name: name,
      severity: "high",
      github_advisory_id: `GHSA-hrpp-h998-${cases}`,
      cves: [`CVE-2022-${cases}`],
      access: "public",
      patched_versions: ">=6.10.3",
      cvss: { score: 7.5, vectorString: "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H" },
      updated: "2023-01-05T05:06:17.000Z",
      recommendation: "Upgrade to version 6.10.3 or later",
      cwe: ["CWE-1321"],
      id: 1_000_000 + cases,
      title: `${name} vulnerable to Prototype Pollution`,
      references: `- https://nvd.nist.gov/vuln/detail/CVE-2022-${cases}`,
      overview: `${name} before 6.10.3 allows attackers to cause a process to hang, because an __ proto__ key can be used.`,
      url: `https://github.com/advisories/GHSA-hrpp-h998-${cases}`,
    };
    const resolution = { id: advisory.id, path: name, dev: false, optional: false, bundled: false };
    out.write(`${JSON.stringify({ type: "auditAdvisory", data: { resolution, advisory } })}\n`);
  }
  const vulnerabilities = { info: 0, low: 0, moderate: 0, high: cases, critical: 0 };
  out.write(`${JSON.stringify({ type: "auditSummary", data: { vulnerabilities, dependencies: cases, totalDependencies: cases } })}\n`);
  return { cases, failing: cases };
}

/** Advisories and bans by turns. What is counted of such a report are its findings of rules: the bans. */
export function cargoDeny(out: Output, bytes: number): Expected {
  let cases = 0;
  for (; out.size < bytes; cases++) {
    const lines = { column: 1, line: cases, message: "lock entries", span: `${packageOf(cases)} 0.1.10` };
    const message = `found 2 duplicate entries for crate '${packageOf(cases)}'`;
    out.write(
      `${JSON.stringify({ type: "diagnostic", fields: { code: "duplicate", labels: [lines], message, severity: "warning", graphs: [] } })}\n`,
    );

    const name = packageOf(cases);
    const id = `RUSTSEC-2021-${String(cases).padStart(4, "0")}`;
    const parents = [{ Krate: { name: "shop", version: "0.3.1" } }];
    const title = `Buffer overflow in ${name}`;
    const fields = {
      code: "vulnerability",
      graphs: [{ Krate: { name, version: "1.6.0" }, parents }],
      labels: [
        {
          column: 1,
          line: cases,
          message: "security vulnerability detected",
          span: `${name} 1.6.0 registry+https://github.com/rust-lang/crates.io-index`,
        },
      ],
      message: title,
      notes: [
        `ID: ${id}`,
        `Advisory: https://rustsec.org/advisories/${id}`,
        "A method allocates too small a buffer.",
        "Solution: Upgrade to >=1.6.1",
      ],
      severity: "error",
      advisory: {
        id,
        package: name,
        title,
        description: "A method allocates a buffer that is smaller than needed, and then writes past its end.",
        date: "2021-01-08",
        aliases: [`CVE-2021-${cases}`],
        related: [],
        collection: "crates",
        categories: ["memory-corruption"],
        keywords: ["buffer-overflow"],
        cvss: "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
        informational: null,
        references: [],
        source: null,
        url: null,
        withdrawn: null,
        license: "CC0-1.0",
        "expect-deleted": false,
      },
    };
    out.write(`${JSON.stringify({ type: "diagnostic", fields })}\n`);
  }
  const none = { errors: 0, warnings: 0, notes: 0, helps: 0 };
  const summary = { advisories: { ...none, errors: cases }, bans: { ...none, warnings: cases }, licenses: none, sources: none };
  out.write(`${JSON.stringify({ type: "summary", fields: summary })}\n`);
  return { cases, failing: cases };
}
