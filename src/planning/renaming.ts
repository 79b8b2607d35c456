/**
 * A test that got another name, or moved to another file, while it fails: its entry goes on under the new name instead of
 * one being closed as gone and another being opened. Taken for one test are a name that a complete list no longer has and
 * a new one that fails with the same error, where no second of either could be meant.
 */
import { readKey, shortHash } from "../identity/key.ts";
import type { Line } from "../ledger/ledger.ts";
import type { Evidence, Part, ProducerId, Sighting, Subject } from "../model.ts";

interface Known {
  evidence: Evidence;
  /** Paths that this commit does not have. */
  missing: ReadonlySet<string>;
  lines: Iterable<Line>;
  find(subject: Subject): Line | undefined;
  parts(producer: ProducerId): readonly Part[];
}

/** Lines of tests that were renamed, by the key of the new name. */
export function renamesOf(known: Known): ReadonlyMap<string, Line> {
  const { evidence, lines, find } = known;
  const renames = new Map<string, Line>();
  const fresh = new Map<string, Subject[]>();
  for (const { subject, sightings } of evidence.failing.values()) {
    if (subject.kind !== "test" || nameOf(subject.key) === undefined || find(subject)) continue;
    for (const mark of marksOf(subject.key, sightings)) add(fresh, mark, subject);
  }
  if (fresh.size === 0) return renames;
  const gone = new Map<string, Line[]>();
  for (const line of lines) {
    if (line.kind !== "test" || line.state !== "open" || !vanished(line, known)) continue;
    for (const error of line.errors ?? [])
      for (const mark of [`${targetOf(line.key)} ${error}`, `${nameOf(line.key)} ${error}`]) if (fresh.has(mark)) add(gone, mark, line);
  }
  const taken = new Set<string>();
  for (const [mark, lines] of gone) {
    const subjects = fresh.get(mark) ?? [];
    const [line, otherLine] = lines;
    const [subject, otherSubject] = subjects;
    if (!line || otherLine || !subject || otherSubject || renames.has(subject.key) || taken.has(line.fingerprint)) continue;
    renames.set(subject.key, line);
    taken.add(line.fingerprint);
  }
  return renames;
}

function add<T>(lists: Map<string, T[]>, key: string, item: T): void {
  const list = lists.get(key);
  if (list) list.push(item);
  else lists.set(key, [item]);
}

/** What a renamed test keeps: its error, and its target or the last part of its name. */
function marksOf(key: string, sightings: readonly Sighting[]): string[] {
  const errors = new Set(sightings.flatMap(({ failure }) => (failure?.signature === undefined ? [] : [shortHash(failure.signature)])));
  return [...errors].flatMap((error) => [`${targetOf(key)} ${error}`, `${nameOf(key)} ${error}`]);
}

function targetOf(key: string): string {
  return readKey(key)?.fields[0] ?? "";
}

/** The test's own name, without modules and classes; undefined for a target as a whole. */
function nameOf(key: string): string | undefined {
  return readKey(key)
    ?.fields[1]?.split(/::|\.| > |\//)
    .at(-1);
}

/** Nobody tells of it any more, and a complete list of its target does not have it. */
function vanished(line: Line, { evidence, missing, parts }: Known): boolean {
  const { key } = line;
  if (nameOf(key) === undefined || evidence.failing.has(key) || evidence.passing.has(key) || evidence.skipped.has(key)) return false;
  const target = targetOf(key);
  const fileGone = line.file !== undefined && missing.has(line.file);
  // Legs that report by themselves are heard one after another, and have the same code at the same commit.
  const failing = Object.entries(line.producers).filter(([p, word]) => word.last === "failed" && !word.retired && parts(p).length > 0);
  return (
    failing.length > 0 &&
    failing.every(([producer, word]) => {
      // Nothing gets another name at one commit.
      if (word.commit === undefined || word.commit === evidence.run.commit) return false;
      const lists = parts(producer).filter((p) => p.kind === "test" && p.extent.units.includes(target));
      // A file that is no more has no list.
      return lists.length > 0 ? lists.every((p) => p.state === "whole" && p.provesAbsence) : fileGone;
    })
  );
}
