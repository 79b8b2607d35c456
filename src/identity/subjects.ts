/** From observations to subjects: the key of each kind, its title, and the title the shell recipes would have filed. */
import type {
  AuditObservation,
  BenchObservation,
  BuildObservation,
  DependencyObservation,
  LintObservation,
  PipelineObservation,
  Subject,
} from "../model.ts";
import { fingerprintOf, keyOf, readKey } from "./key.ts";
import { sameName } from "./normalise.ts";
import { crateName, packageOf } from "./targets.ts";

function subject(kind: Subject["kind"], key: string, title: string, more: Partial<Subject> = {}): Subject {
  return { fingerprint: fingerprintOf(key), key, kind, title, ...more };
}

/** Key of a test: its target and its path; an empty path is the target itself. */
export function testKey(target: string, path: string): string {
  return path === "" ? keyOf("test", target) : keyOf("test", target, sameName(path));
}

/** `shown`: the target as people write it, its package with the dashes it has. */
export function testSubject(target: string, path: string, cargo: boolean, shown = target): Subject {
  const key = testKey(target, path);
  if (path === "") return subject("test", key, `Test failure: ${shown} as a whole`, cargo ? { needs: packageOf(target) } : {});
  const more: Partial<Subject> = { recipeTitle: `Test failure: ${path}`, group: groupOf(target, path, cargo) };
  if (cargo) {
    more.needs = packageOf(target);
    if (!target.startsWith("?::") && target.includes("::"))
      more.olderKeys = [testKey(`?::${target.slice(target.indexOf("::") + 2)}`, path)];
  }
  return subject("test", key, shown === "" ? `Test failure: ${path}` : `Test failure: ${path} (${shown})`, more);
}

/** The innermost class, module, file or package. */
function groupOf(target: string, path: string, cargo: boolean): string {
  if (!cargo) return target;
  const module = path.lastIndexOf("::");
  return module === -1 ? target : `${target} ${path.slice(0, module)}`;
}

export function buildKey(ecosystem: string, name: string): string {
  return keyOf("build", ecosystem, crateName(name));
}

export function buildSubject(observation: BuildObservation): Subject {
  const name = observation.name === "*" ? "the workspace" : observation.name;
  return subject("build", buildKey(observation.ecosystem, observation.name), `Build failure: ${name}`, {
    recipeTitle: `Build failure: ${name}`,
  });
}

export function lintKey(owner: string, rule: string): string {
  return keyOf("lint", owner, ruleName(owner, rule));
}

/** What an entry of a linter's findings stands for. */
export type LintGroup = "rule" | "file" | "package" | "diagnostic";

/** `source`: hash of the finding's normalised source text, for `diagnostic`. */
export function lintSubject(
  observation: Pick<LintObservation, "owner" | "name" | "file" | "package">,
  by: LintGroup = "rule",
  source = "",
): Subject {
  const { owner, name, file = "?" } = observation;
  const rule = ruleName(owner, name);
  switch (by) {
    case "rule":
      return subject("lint", lintKey(owner, name), `Fix ${owner} warning: ${rule}`);
    case "file":
      return subject("lint", keyOf("lint", owner, "(file)", file), `Fix ${owner} warnings in ${file}`);
    case "package": {
      const named = observation.package ?? "?";
      return subject("lint", keyOf("lint", owner, "(package)", named), `Fix ${owner} warnings of ${named}`);
    }
    case "diagnostic":
      return subject("lint", keyOf("lint", owner, rule, file, source), `Fix ${owner} warning: ${rule} in ${file}`);
  }
}

/** `clippy::needless_return` → `needless_return`: the owner stands in its own field. */
function ruleName(owner: string, rule: string): string {
  return rule.startsWith(`${owner}::`) ? rule.slice(owner.length + 2) : rule;
}

/** An ecosystem's own ids before the general ones. */
const ADVISORY_RANK = [/^RUSTSEC-/, /^GO-/, /^PYSEC-/, /^GHSA-/, /^CVE-/];

function compareIds(a: string, b: string): number {
  const rank = (id: string): number => {
    const at = ADVISORY_RANK.findIndex((r) => r.test(id));
    return at === -1 ? ADVISORY_RANK.length : at;
  };
  return rank(a) - rank(b) || (a < b ? -1 : a > b ? 1 : 0);
}

/** Orders keys of advisories: those that the others are names of first. */
export function compareAdvisories(a: string, b: string): number {
  const id = (key: string): string => readKey(key)?.fields.at(-1) ?? key;
  return compareIds(id(a), id(b)) || (a < b ? -1 : a > b ? 1 : 0);
}

export function auditSubject(observation: AuditObservation): Subject {
  const { ecosystem, package: name, version, category, title } = observation;
  if (category === "yanked") {
    return subject(
      "audit",
      keyOf("audit", ecosystem, name, "yanked", version ?? "?"),
      `Yanked dependency: ${name} ${version ?? ""}`.trim(),
    );
  }
  const ids = [...new Set([observation.name, ...observation.aliases])].sort(compareIds);
  const [id = observation.name, ...others] = ids;
  return subject("audit", keyOf("audit", ecosystem, name, id), `Security: ${id} in ${name}: ${title}`, {
    ...(others.length > 0 ? { olderKeys: others.map((other) => keyOf("audit", ecosystem, name, other)) } : {}),
  });
}

export function benchKey(suite: string, name: string): string {
  return keyOf("bench", suite, sameName(name));
}

export function benchSubject(suite: string, observation: Pick<BenchObservation, "name">): Subject {
  const { name } = observation;
  return subject("bench", benchKey(suite, name), `Performance regression: ${name}${suite === "" ? "" : ` (${suite})`}`, {
    recipeTitle: `Performance regression: ${name}`,
    ...(suite === "" ? {} : { olderKeys: [benchKey("", name)] }),
  });
}

/** What an entry of outdated dependencies stands for: one package, or all that are a patch, a minor or a major version behind. */
export type DependencyGroup = "package" | "level";

export function dependencySubject(observation: DependencyObservation, by: DependencyGroup = "package"): Subject {
  if (by === "level") {
    const level = levelOf(observation.current, observation.latest);
    return subject(
      "dependency",
      keyOf("dependency", observation.ecosystem, `(${level})`),
      `Update dependencies: ${level === "other" ? "others" : `${level} versions`} (${observation.ecosystem})`,
    );
  }
  const title = `Update dependency: ${observation.name}`;
  return subject("dependency", keyOf("dependency", observation.ecosystem, observation.name), title, { recipeTitle: title });
}

/** The first part of two semantic versions that differs. */
function levelOf(current = "", latest = ""): "major" | "minor" | "patch" | "other" {
  const [from, to] = [current, latest].map((v) => /^[v=^~]*(\d+)\.(\d+)(?:\.(\d+))?/.exec(v.trim()));
  if (!from || !to) return "other";
  if (from[1] !== to[1]) return "major";
  // Below 1.0 a minor version may break as a major one does.
  if (from[2] !== to[2]) return from[1] === "0" ? "major" : "minor";
  return "patch";
}

export function pipelineSubject({ suite = "", name }: Pick<PipelineObservation, "suite" | "name">): Subject {
  const where = suite === "" ? "" : ` (${suite})`;
  return subject("pipeline", keyOf("pipeline", suite, name), `Pipeline failure: ${name}${where}`);
}

/** `line`: where it was first filed. `title`: as the reviewer wrote it; `name` is the same, normalised. */
export function findingSubject(file: string, name: string, line: number, title: string): Subject {
  return subject("finding", keyOf("finding", file, name, String(line)), `Review finding: ${title} (${file})`);
}
