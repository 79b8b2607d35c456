/**
 * `yarn npm audit --json` of yarn 4: a line for each advisory, and nothing at all when there is none or when yarn died;
 * only its exit status tells the two apart. Deprecated packages stand among the advisories, with a text for an id.
 * Yarn 2 and 3 wrote one document instead (pnpm-audit.ts), and a line of its own when nothing was found.
 * Source: @yarnpkg/plugin-npm-cli 4, sources/npmAuditUtils.ts; @yarnpkg/core, sources/treeUtils.ts.
 */
import { awaitOutcome, type JsonLinesFormat, type JsonLinesReader, type Sink } from "../format.ts";
import { at, objectOf, textOf, textsOf } from "../values.ts";
import { Findings, idOfUrl, npmNumber } from "./findings.ts";

const TOOL = "yarn npm audit";

export const yarnBerryAudit: JsonLinesFormat = {
  shape: "json-lines",
  name: "yarn-berry-audit",
  kinds: ["audit"],
  tool: TOOL,
  silent: TOOL,
  docs: {
    command: "yarn npm audit --all --recursive --json > audit.jsonl (yarn 2 and newer)",
    proof: "only the exit status of its step, which `format=yarn-berry-audit outcome=…` hands on",
    source: "@yarnpkg/plugin-npm-cli 4, sources/npmAuditUtils.ts",
    example: '{"value":"lodash","children":{"ID":1106913,"Issue":"Command Injection in lodash","Severity":"high",…}}',
  },
  is: (document) => {
    if (typeof at(document, "value") === "string") return typeof at(document, "children", "Issue") === "string";
    return at(document, "data") === "No audit suggestions" && at(document, "type") === "info";
  },
  reader: (sink) => reader(sink),
};

function reader(sink: Sink): JsonLinesReader {
  const part = sink.part("audit", "", { units: [TOOL] });
  awaitOutcome(part);
  const findings = new Findings(part);
  return {
    take: (document) => {
      // The line of yarn 2 and 3 that is only written at the end of a clean audit.
      if (at(document, "data") === "No audit suggestions") findings.settle();
      else addRow(findings, document);
    },
    end: () => {
      findings.observe(sink);
      if (findings.unread > 0) findings.settle();
    },
  };
}

function addRow(findings: Findings, document: unknown): void {
  const row = objectOf<"ID" | "Issue" | "URL" | "Severity" | "Tree Versions">(at(document, "children"));
  const url = textOf(row.URL);
  const deprecated = typeof row.ID === "string" && row.ID.endsWith("(deprecation)");
  const finding = {
    ecosystem: "npm",
    package: textOf(at(document, "value")) ?? "",
    id: deprecated ? "deprecated" : (url && idOfUrl(url)) || npmNumber(row.ID),
    title: textOf(row.Issue),
    severity: textOf(row.Severity),
    url,
    category: deprecated ? "deprecated" : "vulnerability",
  };
  const versions = textsOf(row["Tree Versions"]);
  if (versions.length === 0) findings.add(finding);
  for (const version of versions) findings.add({ ...finding, version });
}
