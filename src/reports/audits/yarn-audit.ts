/**
 * `yarn audit --json` of yarn 1: a line for each path to a vulnerable package, then the summary. `--level` leaves out
 * lines and keeps them in the summary's counts.
 * Source: yarn 1.22, src/cli/commands/audit.js and src/reporters/json-reporter.js.
 */
import type { JsonLinesFormat, JsonLinesReader, Sink } from "../format.ts";
import { at, numberOf, textOf } from "../values.ts";
import { Findings, firstLine } from "./findings.ts";
import { addAdvisory } from "./npm-advisory.ts";

export const yarnAudit: JsonLinesFormat = {
  shape: "json-lines",
  name: "yarn-audit",
  kinds: ["audit"],
  tool: "yarn audit",
  docs: {
    command: "yarn audit --json > audit.jsonl (yarn 1)",
    proof: "the last line, `auditSummary`, and as many lines before it as it counts",
    source: "yarn 1.22, src/cli/commands/audit.js",
    example: '{"type":"auditAdvisory","data":{"resolution":{"id":1096475,"path":"qs"},"advisory":{"module_name":"qs",…}}}',
  },
  is: (document) => {
    const type = at(document, "type");
    if (type === "auditAdvisory") return typeof at(document, "data", "advisory") === "object";
    if (type === "auditSummary") return typeof at(document, "data", "vulnerabilities") === "object";
    const data = textOf(at(document, "data")) ?? "";
    // What yarn prints of an audit that failed, on its output and on its error output.
    if (type === "info") return data.endsWith("/docs/cli/audit for documentation about this command.");
    return type === "error" && data.slice(0, 500).includes("/security/audits");
  },
  reader: (sink) => reader(sink),
};

const LEVELS = ["info", "low", "moderate", "high", "critical"];

function reader(sink: Sink): JsonLinesReader {
  const part = sink.part("audit", "it ends before its summary", { units: ["yarn audit"] });
  const findings = new Findings(part);
  const listed = new Map<string, number>();
  let counts: unknown;
  return {
    take: (document) => {
      const type = at(document, "type");
      const data = at(document, "data");
      if (type === "auditSummary") counts = at(data, "vulnerabilities");
      else if (type === "auditAdvisory") {
        const advisory = at(data, "advisory");
        const level = textOf(at(advisory, "severity")) ?? "";
        listed.set(level, (listed.get(level) ?? 0) + 1);
        addAdvisory(findings, advisory);
      } else if (type === "error") sink.problem("E_REPORT_FAILED", `the audit failed: ${firstLine(textOf(data) ?? "")}`);
      else part.reason = "the audit failed, and only its error output says why";
    },
    end: () => {
      findings.observe(sink);
      if (counts === undefined) return;
      findings.settle();
      const filters: string[] = [];
      for (const level of LEVELS) {
        const counted = numberOf(at(counts, level)) ?? 0;
        const lines = listed.get(level) ?? 0;
        if (counted > 0 && lines === 0) filters.push(`without:${level}`);
        else if (lines < counted && part.state === "whole") {
          part.state = "partial";
          part.reason = `it counts ${counted} vulnerabilities of level ${level} and lists ${lines}`;
        }
      }
      if (filters.length > 0) part.extent.filters = filters;
    },
  };
}
