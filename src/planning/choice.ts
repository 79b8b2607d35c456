/**
 * What people decided in the configuration about single subjects: which rules apply, who owns what, what is ignored, what
 * is too minor to be filed, and what never makes a step fail. Pure; patterns are read once a plan.
 */
import { readKey } from "../identity/key.ts";
import type { LintGroup } from "../identity/subjects.ts";
import { crateName, packageOf } from "../identity/targets.ts";
import type { Failure, Filing, Kind, Priority, Severity, Sighting, Subject } from "../model.ts";
import { nameGlob, pathGlob } from "./glob.ts";
import type { Policy } from "./policy.ts";

/** One rule of the configuration: what it applies to (everything it names has to fit, of a list one), and what it sets. */
export interface Rule {
  kind?: Kind | readonly Kind[];
  /** Path of the file that the failure names, as CODEOWNERS writes patterns. */
  path?: string | readonly string[];
  /** Name of the package, with `*`. */
  package?: string | readonly string[];
  /** The subject's name, title, key or fingerprint, with `*`. */
  pattern?: string | readonly string[];
  priority?: Priority;
  type?: "bug" | "chore";
  labels?: readonly string[];
  assignees?: readonly string[];
  /** The only tracker it is filed in. */
  tracker?: string;
  /** Per cent, for benchmarks. */
  tolerance?: number;
  /** Name of the group whose one entry stands for all that fit; false: never grouped. */
  group?: string | false;
  /** Below it, lints, advisories and findings are not filed. */
  severity?: Severity;
  /** What an entry of lints stands for. */
  groupBy?: LintGroup;
}

/** Something that is known and not to be filed. */
export interface Ignore {
  /** Advisory, alias, fingerprint, key, name or title, with `*`. */
  pattern: string;
  /** `YYYY-MM-DD`, UTC: from that day on it counts again. */
  until?: string;
  reason?: string;
}

/** Who owns the files of a pattern. */
export interface Owner {
  /** As CODEOWNERS writes patterns. */
  pattern: string;
  /** Logins, teams (`org/team`) and addresses, without the `@` in front; none: nobody owns them. */
  owners: readonly string[];
  /** Folder that our root is, seen from the one that the pattern is meant for. */
  under?: string;
}

/** What the configuration says of one subject. */
export interface Choice {
  priority?: Priority;
  type?: "bug" | "chore";
  /** Labels of its rule, its owners that are no logins, and `quarantine`. */
  labels: readonly string[];
  /** Logins, without the `@`. */
  assignees: readonly string[];
  tracker?: string;
  tolerance?: number;
  group?: string | false;
  groupBy?: LintGroup;
  /** It is on the list of what is ignored; `expired` where its day has come and it counts again. */
  ignored?: Ignore & { expired: boolean };
  /** The floor that its severity lies below. */
  belowFloor?: Severity;
  /** It is tracked, and never makes a step fail. */
  quarantined: boolean;
}

/** Says what was chosen for a subject. Without sightings what goes by files and severities is left out. */
export type Chooser = (subject: Subject, sightings?: readonly Sighting[]) => Choice;

/** The label of what is in quarantine. */
export const QUARANTINE = "quarantine";

/** GitHub takes no longer ones. */
const MAX_LABEL = 50;

/** Worst first. */
const SEVERITIES: readonly Severity[] = ["critical", "high", "medium", "low", "none"];

/** Kinds that a tool grades. */
const GRADED: readonly Kind[] = ["audit", "lint", "finding"];

/** Reads the policy's patterns. `now`: creation of the run, ISO 8601 UTC. */
export function chooserOf(policy: Pick<Policy, "rules" | "ignore" | "owners" | "quarantine" | "severity">, now: string): Chooser {
  const rules = policy.rules.map((rule) => ({ rule, fits: ruleFits(rule) }));
  const ignored = policy.ignore.map((ignore) => ({ ignore, fits: ignoreFits(ignore.pattern) }));
  const owners = policy.owners.map(({ pattern, owners: names, under }) => ({ names, under, fits: pathGlob(pattern) })).reverse();
  const quarantine = policy.quarantine.map((pattern) => ({ byName: nameGlob(pattern), byPath: pathGlob(pattern) }));
  const today = now.slice(0, 10);
  return (subject, sightings = []) => {
    const seen = seenOf(
      subject,
      sightings.map((s) => s.failure).filter((f) => f !== undefined),
    );
    const set: Rule = {};
    for (const { rule, fits } of rules) if (fits(seen)) Object.assign(set, rule);
    const [file] = seen.files;
    const owner = file === undefined ? undefined : owners.find(({ under, fits }) => fits(under === undefined ? file : `${under}/${file}`));
    const quarantined =
      subject.kind === "test" && quarantine.some(({ byName, byPath }) => seen.names.some(byName) || seen.files.some(byPath));
    const people = owner?.names ?? [];
    const choice: Choice = {
      labels: [
        ...new Set([
          ...(set.labels ?? []),
          ...people.filter((name) => !isLogin(name)).map((name) => `owner: ${name}`.slice(0, MAX_LABEL)),
          ...(quarantined ? [QUARANTINE] : []),
        ]),
      ],
      assignees: set.assignees ?? people.filter(isLogin),
      quarantined,
    };
    if (set.priority !== undefined) choice.priority = set.priority;
    if (set.type !== undefined) choice.type = set.type;
    if (set.tracker !== undefined) choice.tracker = set.tracker;
    if (set.tolerance !== undefined) choice.tolerance = set.tolerance;
    if (set.group !== undefined) choice.group = set.group;
    if (set.groupBy !== undefined) choice.groupBy = set.groupBy;
    const known = ignored.filter(({ fits }) => fits(seen)).map(({ ignore }) => ({ ...ignore, expired: isOver(ignore, today) }));
    const ignore = known.find(({ expired }) => !expired) ?? known[0];
    if (ignore) choice.ignored = ignore;
    const floor = set.severity ?? policy.severity;
    if (isBelow(seen, floor)) choice.belowFloor = floor;
    return choice;
  };
}

/** Why a failing subject that has no open entry gets none; undefined where it may. `tracker`: the one that is kept here. */
export function whyNotFiled({ ignored, belowFloor, tracker: only }: Choice, tracker: string): string | undefined {
  if (ignored && !ignored.expired) return whyIgnored(ignored);
  if (belowFloor !== undefined) return `its severity is below ${belowFloor}, the least that is filed`;
  if (only !== undefined && only !== tracker) return `a rule of the configuration files it in ${only} only, and this step keeps ${tracker}`;
  return undefined;
}

/** For the list of what is not filed. */
export function whyIgnored({ pattern, until, reason }: Ignore): string {
  return `ignored by ${JSON.stringify(pattern)}${until === undefined ? "" : ` until ${until}`}${reason === undefined ? "" : `: ${reason}`}`;
}

/** What is said of a subject that is filed again because its day has come; undefined of others. */
export function whyNoLongerIgnored({ ignored }: Choice): string | undefined {
  if (!ignored?.expired) return undefined;
  return `it was ignored by ${JSON.stringify(ignored.pattern)} until ${ignored.until}${ignored.reason === undefined ? "" : ` (${ignored.reason})`}`;
}

/** What a new entry is filed as, the configuration's word first. */
export function filedAs(usual: Pick<Filing, "type" | "priority">, { type, priority, labels, assignees }: Choice): Filing {
  const filing: Filing = { type: type ?? usual.type, priority: priority ?? usual.priority };
  if (labels.length > 0) filing.labels = labels;
  if (assignees.length > 0) filing.assignees = assignees;
  return filing;
}

/** What patterns are held against. */
interface Seen {
  kind: Kind;
  /** Its title, key and fingerprint, its name alone and with what it belongs to. */
  names: readonly string[];
  packages: readonly string[];
  files: readonly string[];
  /** Ids of an advisory, in lower case. */
  ids: readonly string[];
  /** Undefined where no tool says one. */
  severity: Severity | undefined;
}

function seenOf(subject: Subject, failures: readonly Failure[]): Seen {
  const { kind, key, title, fingerprint } = subject;
  const fields = readKey(key)?.fields ?? [];
  const ids = kind === "audit" ? [key, ...(subject.olderKeys ?? [])].map((k) => readKey(k)?.fields.slice(2).join(" ") ?? "") : [];
  const severity = SEVERITIES.find((s) => failures.some((f) => f.severity === s));
  return {
    kind,
    names: [
      title,
      key,
      fingerprint,
      fields.join(" » "),
      nameOf(kind, fields),
      ...(kind === "lint" ? [fields.slice(0, 2).join("::")] : []),
      ...ids,
    ],
    packages: packagesOf(subject, fields, failures).map(crateName),
    files: [...new Set(failures.map((f) => f.file).filter((f) => f !== undefined))],
    ids: ids.map((id) => id.toLowerCase()),
    // A tool that grades something as nothing, or not at all, does not say that it is harmless.
    severity: severity === "none" ? undefined : severity,
  };
}

/** The field of the key that is the subject's own name: an entry of lints may stand for a file or a package of an owner's. */
function nameOf(kind: Kind, fields: readonly string[]): string {
  const [, second = "", third = ""] = fields;
  if (kind === "lint") return second.startsWith("(") ? third : second;
  return kind === "finding" ? second : (fields.at(-1) ?? "");
}

/** Packages it may be meant by; a unit of an extent begins with its package. Dashes and underscores are one, as in cargo and pip. */
function packagesOf(subject: Subject, fields: readonly string[], failures: readonly Failure[]): string[] {
  switch (subject.kind) {
    case "audit":
    case "dependency":
    case "build":
      return [fields[1] ?? ""];
    case "test": {
      const target = fields[0] ?? "";
      return subject.needs === undefined ? [target] : [target, packageOf(target)];
    }
    case "lint": {
      const units = failures.flatMap((f) => f.units ?? []).map((unit) => unit.split(" ", 1)[0] ?? "");
      return fields[1] === "(package)" ? [fields[2] ?? "", ...units] : units;
    }
    case "bench":
      return [fields[0] ?? ""];
    default:
      return [];
  }
}

function ruleFits({ kind, path, package: name, pattern }: Rule): (seen: Seen) => boolean {
  const kinds = kind === undefined ? undefined : new Set([kind].flat());
  const byPath = path === undefined ? undefined : [path].flat().map(pathGlob);
  const byPackage = name === undefined ? undefined : [name].flat().map((glob) => nameGlob(crateName(glob)));
  const byName = pattern === undefined ? undefined : [pattern].flat().map(nameGlob);
  return (seen) =>
    (kinds?.has(seen.kind) ?? true) &&
    (byPath?.some((fits) => seen.files.some(fits)) ?? true) &&
    (byPackage?.some((fits) => seen.packages.some(fits)) ?? true) &&
    (byName?.some((fits) => seen.names.some(fits)) ?? true);
}

function ignoreFits(pattern: string): (seen: Seen) => boolean {
  const fits = nameGlob(pattern);
  const id = pattern.toLowerCase();
  return (seen) => seen.names.some(fits) || seen.ids.includes(id);
}

function isOver({ until }: Ignore, today: string): boolean {
  return until !== undefined && today >= until;
}

function isBelow({ kind, severity }: Seen, floor: Severity): boolean {
  return GRADED.includes(kind) && severity !== undefined && SEVERITIES.indexOf(severity) > SEVERITIES.indexOf(floor);
}

/** Teams and addresses cannot be assigned. */
function isLogin(owner: string): boolean {
  return !/[/@]/.test(owner);
}
