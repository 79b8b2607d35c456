/**
 * `cargo audit --json`: one document a lockfile (`cargo audit bin` prints one a program, a line each).
 * Source: rustsec 0.32, src/report.rs and warning.rs, back to cargo-audit 0.11, where warnings were a list.
 *
 * A failed scan writes nothing, so a document is a finished scan; its database tells whether it can have found
 * anything. Whether a version is yanked is looked up apart and silently left out when that fails: what is yanked stays
 * until the lockfile's version changes.
 */
import type { AuditObservation, Part } from "../../model.ts";
import { excerpt } from "../excerpt.ts";
import type { JsonFormat, ReadContext, Sink } from "../format.ts";
import { at, listOf, numberOf, textOf, textsOf } from "../values.ts";
import { scoreOf } from "./cvss.ts";

export const cargoAudit: JsonFormat = {
  shape: "json",
  name: "cargo-audit",
  kinds: ["audit"],
  tool: "cargo audit",
  docs: {
    command: "cargo audit --json > audit.json",
    proof: "the document is whole, its counts agree, and its database holds advisories",
    source: "rustsec 0.32, src/report.rs",
    example: '{"database":{"advisory-count":1075},"lockfile":{"dependency-count":12},"vulnerabilities":{"found":true,"list":[…]}}',
  },
  is: (document) =>
    typeof at(document, "lockfile") === "object" &&
    (Array.isArray(at(document, "vulnerabilities", "list")) || typeof at(document, "vulnerabilities", "found") === "boolean"),
  read: (document, sink, context) => readAudit(document, sink, context),
};

/** What cargo audit warns of unless told otherwise. */
const INFORMATIONAL = ["notice", "unmaintained", "unsound"];

function readAudit(document: unknown, sink: Sink, context: ReadContext): void {
  const lockfile = lockfileOf(document, context);
  const part = sink.part("audit", "its list of vulnerabilities is not whole", { units: [lockfile ?? "Cargo.lock"] });
  const advisories = numberOf(at(document, "database", "advisory-count"));
  if (advisories !== undefined) part.extent.advisories = advisories;
  const filters = filtersOf(at(document, "settings"));
  if (filters.length > 0) part.extent.filters = filters;

  const found = new Map<string, AuditObservation>();
  const vulnerabilities = at(document, "vulnerabilities");
  const list = listOf(at(vulnerabilities, "list"));
  let unread = 0;
  const add = (item: unknown, category: string | undefined): void => {
    const observation = observationOf(item, category, part);
    if (!observation) unread++;
    else join(found, observation);
  };
  for (const item of list) add(item, undefined);
  for (const { item, category } of warningsOf(at(document, "warnings"))) add(item, category);
  for (const observation of found.values()) {
    if (lockfile !== undefined) observation.file = lockfile;
    sink.observe(observation);
  }

  const wrong =
    contradiction(vulnerabilities, list.length) ?? (unread > 0 ? `${unread} of its findings name no package or advisory` : undefined);
  if (wrong !== undefined) {
    part.reason = wrong;
    sink.problem("E_REPORT_MALFORMED", wrong);
    return;
  }
  settle(part, advisories, numberOf(at(document, "lockfile", "dependency-count")));
}

function settle(part: Part, advisories: number | undefined, dependencies: number | undefined): void {
  if (advisories === 0) part.reason = "its advisory database is empty";
  else if (dependencies === 0) part.reason = "its lockfile holds no packages";
  else if (advisories === undefined) {
    part.state = "partial";
    part.reason = "it does not say how many advisories its database holds";
  } else {
    part.state = "whole";
    delete part.reason;
  }
}

/** Why the document cannot be what cargo audit found. */
function contradiction(vulnerabilities: unknown, listed: number): string | undefined {
  if (!Array.isArray(at(vulnerabilities, "list"))) return "it holds no list of vulnerabilities";
  const count = numberOf(at(vulnerabilities, "count"));
  if (count !== undefined && count !== listed) return `it counts ${count} vulnerabilities and lists ${listed}`;
  const found = at(vulnerabilities, "found");
  return typeof found === "boolean" && found !== listed > 0 ? `it says found: ${found} and lists ${listed}` : undefined;
}

/** Early versions named the lockfile. A path that is not the repository's says no more than the default name. */
function lockfileOf(document: unknown, context: ReadContext): string | undefined {
  const given = textOf(at(document, "lockfile", "path"));
  if (given === undefined || given === "" || given === "-") return undefined;
  const path = context.path(given).replaceAll("\\", "/").replace(/^\.\//, "");
  return path.startsWith("/") || /^[A-Za-z]:/.test(path) ? undefined : path;
}

/** What was not looked for. Settings were single values or null before cargo-audit 0.21. */
function filtersOf(settings: unknown): string[] {
  const filters: string[] = [];
  for (const name of ["target_arch", "target_os"]) {
    const value = at(settings, name);
    const values = typeof value === "string" ? [value] : textsOf(value);
    // One filter for all of them: a further architecture looks at more, not at less.
    if (values.length > 0) filters.push(`${name}:${[...values].sort().join(",")}`);
  }
  const severity = textOf(at(settings, "severity"));
  if (severity !== undefined) filters.push(`severity:${severity}`);
  for (const id of textsOf(at(settings, "ignore"))) filters.push(`ignore:${id}`);
  const scope = textOf(at(settings, "package_scope"));
  if (scope !== undefined) filters.push(`package_scope:${scope}`);
  const informational = at(settings, "informational_warnings");
  if (Array.isArray(informational)) {
    for (const kind of INFORMATIONAL) if (!informational.includes(kind)) filters.push(`without:${kind}`);
  }
  return filters;
}

/** Warnings by kind; before cargo-audit 0.14 a list, in which the kind was an object that held the advisory. */
function warningsOf(warnings: unknown): { item: unknown; category: string }[] {
  if (Array.isArray(warnings)) {
    return warnings.map((item) => {
      const kind = at(item, "kind");
      if (typeof kind === "string") return { item, category: kind };
      const [category = "notice", inner] = typeof kind === "object" && kind !== null ? (Object.entries(kind)[0] ?? []) : [];
      return { item: { package: at(item, "package"), advisory: at(inner, "advisory"), versions: at(inner, "versions") }, category };
    });
  }
  if (typeof warnings !== "object" || warnings === null) return [];
  return Object.entries(warnings).flatMap(([category, items]) => listOf(items).map((item) => ({ item, category })));
}

function observationOf(item: unknown, category: string | undefined, part: Part): AuditObservation | undefined {
  const name = textOf(at(item, "package", "name"));
  const version = textOf(at(item, "package", "version"));
  if (name === undefined || name === "") return undefined;
  const advisory = at(item, "advisory");
  const base = { kind: "audit", outcome: "failed", part, ecosystem: "rust", package: name, aliases: [], severity: "none" } as const;
  if (category === "yanked") {
    if (version === undefined) return undefined;
    const title = `${name} ${version} was yanked from its registry`;
    return { ...base, aliases: [], name: "yanked", version, title, message: title, category };
  }
  const id = textOf(at(advisory, "id"));
  if (id === undefined || id === "") return undefined;
  const title = textOf(at(advisory, "title")) ?? id;
  const observation: AuditObservation = {
    ...base,
    name: id,
    aliases: textsOf(at(advisory, "aliases")),
    title,
    message: title,
    category: category ?? textOf(at(advisory, "informational")) ?? "vulnerability",
  };
  if (version !== undefined) observation.version = version;
  const withdrawn = textOf(at(advisory, "withdrawn"));
  if (withdrawn !== undefined) {
    observation.outcome = "skipped";
    observation.message = `withdrawn on ${withdrawn}`;
  }
  describe(observation, item, advisory);
  return observation;
}

function describe(observation: AuditObservation, item: unknown, advisory: unknown): void {
  const score = scoreOf(textOf(at(advisory, "cvss")) ?? "");
  if (score) {
    observation.severity = score.severity;
    // In the words of cargo audit's own text.
    observation.severityWord = `${score.score.toFixed(1)} (${score.severity})`;
  }
  const fixed = textsOf(at(item, "versions", "patched") ?? at(advisory, "patched_versions"));
  if (fixed.length > 0) observation.fixed = fixed;
  const url = observation.name.startsWith("RUSTSEC-") ? `https://rustsec.org/advisories/${observation.name}` : textOf(at(advisory, "url"));
  if (url !== undefined) observation.url = url;
  const description = textOf(at(advisory, "description"));
  if (description !== undefined && description !== "") observation.detail = excerpt(description);
}

/** One advisory in one package is one observation, whatever versions are locked; what is yanked is a version. */
function join(found: Map<string, AuditObservation>, observation: AuditObservation): void {
  const { package: name, version, category } = observation;
  const key = category === "yanked" ? `${name}\nyanked\n${version}` : `${name}\n${observation.name}`;
  const known = found.get(key);
  if (!known) found.set(key, observation);
  else if (version !== undefined && !known.version?.split(", ").includes(version)) {
    known.version = known.version === undefined ? version : `${known.version}, ${version}`;
  }
}
