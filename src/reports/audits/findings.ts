/** What the readers of audits share: one observation an advisory and package, on one scale of severity. */
import type { AuditObservation, Outcome, Part, Severity } from "../../model.ts";
import { excerpt } from "../excerpt.ts";
import type { Sink } from "../format.ts";
import { scoreOf, severityOfScore } from "./cvss.ts";
import { packageName } from "./ecosystems.ts";

/** What a report says of one advisory in one package at one place. */
export interface Finding {
  ecosystem: string;
  package: string;
  /** The tool's own id for the advisory. */
  id: string;
  /** `failed` unless the report itself says that it does not count. */
  outcome?: Outcome;
  version?: string | undefined;
  /** Other ids; the advisory's own may stand among them. */
  aliases?: readonly string[];
  title?: string | undefined;
  /** First words of why it does not count, where it does not; else the title. */
  message?: string | undefined;
  description?: string | undefined;
  /** The tool's word for how bad it is. */
  severity?: string | undefined;
  /** CVSS base score, or a vector, for reports without a word. */
  cvss?: number | string | undefined;
  fixed?: readonly string[] | undefined;
  url?: string | undefined;
  category?: string;
  suite?: string | undefined;
  file?: string | undefined;
  line?: number | undefined;
}

interface Known {
  observation: AuditObservation;
  versions: Set<string>;
  aliases: Set<string>;
  fixed: Set<string>;
}

/** Gathers what one part says; an advisory in a package is one, however many versions, paths and lockfiles hold it. */
export class Findings {
  private readonly known = new Map<string, Known>();
  private readonly part: Part;
  /** Findings that name no package or advisory. */
  unread = 0;

  constructor(part: Part) {
    this.part = part;
  }

  add(finding: Finding): void {
    if (finding.package === "" || finding.id === "") {
      this.unread++;
      return;
    }
    const found = observationOf(finding, this.part);
    // What is yanked is a version.
    const version = found.category === "yanked" ? finding.version : undefined;
    const key = JSON.stringify([found.ecosystem, found.package, found.name, version]);
    let known = this.known.get(key);
    if (!known) {
      known = { observation: found, versions: new Set(), aliases: new Set(), fixed: new Set() };
      this.known.set(key, known);
    } else {
      const { observation } = known;
      if (observation.outcome === "skipped" && found.outcome !== "skipped") known.observation = found;
      else if (WORST.indexOf(found.severity) < WORST.indexOf(observation.severity) && found.outcome !== "skipped") {
        observation.severity = found.severity;
        if (found.severityWord !== undefined) observation.severityWord = found.severityWord;
      }
    }
    keep(known.versions, finding.version);
    for (const alias of finding.aliases ?? []) if (alias !== finding.id) keep(known.aliases, alias);
    for (const version of finding.fixed ?? []) keep(known.fixed, version);
  }

  /** Hands everything on, in the order it was first found. */
  observe(sink: Sink): void {
    for (const { observation, versions, aliases, fixed } of this.known.values()) {
      if (versions.size > 0) observation.version = [...versions].join(", ");
      if (fixed.size > 0) observation.fixed = [...fixed];
      observation.aliases = [...aliases];
      sink.observe(observation);
    }
    if (this.unread > 0) sink.problem("E_REPORT_MALFORMED", unreadable(this.unread));
  }

  /** The part is whole where everything in it could be read; else it says why not. */
  settle(): void {
    if (this.unread > 0) {
      this.part.state = "broken";
      this.part.reason = unreadable(this.unread);
      return;
    }
    this.part.state = "whole";
    delete this.part.reason;
  }
}

/** No advisory has more names, and no entry needs more versions. */
const MAX_WORDS = 50;

function keep(words: Set<string>, word: string | undefined): void {
  if (word !== undefined && word !== "" && words.size < MAX_WORDS) words.add(word);
}

function unreadable(count: number): string {
  return `${count} of its findings name no package or advisory`;
}

const WORST: readonly Severity[] = ["critical", "high", "medium", "low", "none"];

function observationOf(finding: Finding, part: Part): AuditObservation {
  const { ecosystem, id, outcome = "failed", category = "vulnerability", suite, file, line, url, description } = finding;
  const title = firstLine(finding.title ?? "") || firstLine(description ?? "") || id;
  const observation: AuditObservation = {
    kind: "audit",
    outcome,
    part,
    ecosystem,
    package: packageName(ecosystem, finding.package),
    name: id,
    aliases: [],
    title,
    message: firstLine(finding.message ?? "") || title,
    category,
    ...severityOf(finding),
  };
  if (url !== undefined && url !== "") observation.url = url;
  if (suite !== undefined && suite !== "") observation.suite = suite;
  if (file !== undefined && file !== "") observation.file = file;
  if (line !== undefined && line > 0) observation.line = line;
  if (description !== undefined && description !== "") observation.detail = excerpt(description);
  return observation;
}

function severityOf({ severity: word, cvss }: Finding): Pick<AuditObservation, "severity" | "severityWord"> {
  const known = word === undefined ? undefined : severityOfWord(word);
  if (word !== undefined && known !== undefined) return { severity: known, severityWord: word };
  const score =
    typeof cvss === "string"
      ? scoreOf(cvss)
      : cvss !== undefined && cvss > 0
        ? { score: cvss, severity: severityOfScore(cvss) }
        : undefined;
  if (score) return { severity: score.severity, severityWord: `${score.score.toFixed(1)} (${score.severity})` };
  return word === undefined || word === "" ? { severity: "none" } : { severity: "none", severityWord: word };
}

const BY_WORD: ReadonlyMap<string, Severity> = new Map<string, Severity>([
  ["critical", "critical"],
  ["high", "high"],
  ["important", "high"],
  ["error", "high"],
  ["medium", "medium"],
  ["moderate", "medium"],
  ["warning", "medium"],
  ["low", "low"],
  ["minor", "low"],
  ["negligible", "low"],
  ["info", "none"],
  ["informational", "none"],
  ["none", "none"],
]);

/** A tool's word on the scale; undefined for a word that says nothing (`UNKNOWN`). */
export function severityOfWord(word: string): Severity | undefined {
  return BY_WORD.get(word.trim().toLowerCase());
}

/** The first line with text in it, of a bounded length. */
export function firstLine(text: string): string {
  const start = text.slice(0, 2_000).trimStart();
  const end = start.search(/[\r\n]/);
  return (end === -1 ? start : start.slice(0, end)).slice(0, 500).trim();
}

/** The ids of GitHub advisories and CVEs that a link ends in. */
export function idOfUrl(url: string): string | undefined {
  return /(?:^|[/=])(GHSA(?:-[0-9a-z]{4}){3}|CVE-\d{4}-\d{4,10})\/?$/i.exec(url.slice(-500))?.[1];
}

/** The registry's number for an advisory, for want of anything better: it may change from day to day. */
export function npmNumber(value: unknown): string {
  return typeof value === "number" || (typeof value === "string" && value !== "") ? `npm:${value}` : "";
}

/** The name of a container image without tag and digest: the next build of it is the same thing to look at. */
export function imageName(image: string): string {
  const name = image.split("@", 1)[0] ?? image;
  const colon = name.lastIndexOf(":");
  return colon > name.lastIndexOf("/") && colon > 0 ? name.slice(0, colon) : name;
}
