/**
 * Reads what jobs collected into the evidence of one run. Each file is looked at twice: first whether it is whole, whose
 * it is and what failed in it, then what it shows; so a file that breaks off shows nothing at all, and of several attempts
 * of one producer the latest is its word.
 */
import { createHash } from "node:crypto";
import { CodedError, coded } from "../errors.ts";
import { type Host, producerOf } from "../host/host.ts";
import type { EvidenceBuilder } from "../identity/evidence.ts";
import type { Observation, ProducerId, ReportSummary } from "../model.ts";
import { beginningOf, chunksOf } from "../reports/bytes.ts";
import { noCounts } from "../reports/format.ts";
import { type Source, sourcesOf } from "../reports/sources.ts";
import { FORMAT_VERSION, type Header, headerOf, isObject, MARK, namedTests, observationOf, reportLineOf } from "./format.ts";

/**
 * A place where collected evidence lies: a file, a folder or a zip; or one that was to be had and could not. `mixed`: what
 * else lies there was read as reports.
 */
export type Place = { path: string; shown: string; mixed?: true; problem?: never } | { shown: string; problem: CodedError; path?: never };

/** Why evidence with this header is not to be read; undefined where it is. */
export type Gate = (header: Header) => CodedError | undefined;

const FIRST = `{"${MARK}":`;

/** Whether the file is one that was collected, by how it begins. */
export function isCollected(path: string): boolean {
  try {
    return Buffer.from(beginningOf(path)).toString("latin1").startsWith(FIRST);
  } catch {
    // Whoever reads it next says why it cannot be read.
    return false;
  }
}

/** What the first look at a whole file showed: whose it is, and the producers of which some report could be read. */
interface Surveyed {
  header: Header;
  digest: string;
  producers: Set<ProducerId>;
}

/** The files that may be read, by a key of where they lie, and what each producer's latest attempt is. */
interface Survey {
  places: readonly Place[];
  files: ReadonlyMap<string, Surveyed>;
  latest: ReadonlyMap<ProducerId, number>;
}

/** What reading collected files needs beside them. */
export interface Reading {
  host: Host;
  /** Class of machine of this job. */
  machine: string;
  gate: Gate;
  /** Producers whose reports of this very attempt were read already. */
  direct: ReadonlySet<ProducerId>;
  /** Makes a builder that knows what this one knows, for what earlier attempts showed. */
  another: () => EvidenceBuilder;
}

/**
 * Reads all of them into the builder; never throws: what cannot be read, or does not belong here, is a report with an
 * error and shows nothing.
 */
export function readCollected(places: readonly Place[], reading: Reading, builder: EvidenceBuilder): void {
  const survey = surveyed(places, reading, builder);
  const superseded = [...survey.files.values()].some(({ header, producers }) =>
    [...producers].some((p) => survey.latest.get(p) !== header.attempt),
  );
  if (superseded) {
    const before = reading.another();
    feedAll(survey, reading, before, (word, attempt) => word !== undefined && attempt < word);
    builder.earlier(before.finish().failing);
  }
  // What shows nothing takes no earlier word away, and is told all the same.
  feedAll(survey, reading, builder, (word, attempt, report) => word === attempt || (report.parts.length === 0 && attempt > (word ?? 0)));
}

/** Looks at each file once: whether it is whole, belongs here, and is not the copy of another one. */
function surveyed(places: readonly Place[], { host, gate, direct }: Reading, builder: EvidenceBuilder): Survey {
  const files = new Map<string, Surveyed>();
  const digests = new Set<string>();
  const refuse = (shown: string, error: CodedError): void => builder.report(undefined, unread(shown, error));
  for (const [at, place] of places.entries()) {
    if (place.problem) {
      refuse(place.shown, place.problem);
      continue;
    }
    const others: string[] = [];
    let found = 0;
    const sure = attempted(place.shown, refuse, () => {
      for (const [key, source] of keyed(at, place.path, place.shown)) {
        if (source.inside && !isCollected(source.path) && (place.mixed || !/\.jsonl(?:\.gz)?$/.test(source.shown))) {
          others.push(source.shown);
          continue;
        }
        found++;
        attempted(source.shown, refuse, () => {
          const file = look(source, host);
          const refused = gate(file.header);
          if (refused) throw new CodedError(refused.code, `${source.shown}: ${refused.message}`, { file: source.shown });
          if (digests.has(file.digest)) return;
          digests.add(file.digest);
          files.set(key, file);
        });
      }
    });
    if (sure && found === 0) refuse(place.shown, broken(place.shown, undefined, "it holds no file that was collected"));
    if (found > 0 && others.length > 0 && !place.mixed)
      builder.remark(`${place.shown} also holds what was not collected: ${others.slice(0, 5).join(", ")}`);
  }
  const latest = new Map<ProducerId, number>();
  for (const producer of direct) latest.set(producer, host.run.attempt);
  for (const { header, producers } of files.values()) {
    for (const producer of producers) latest.set(producer, Math.max(header.attempt, latest.get(producer) ?? 0));
  }
  return { places, files, latest };
}

/** Feeds the reports that are wanted. `word`: the producer's latest attempt; `attempt`: the file's. */
function feedAll(
  { places, files, latest }: Survey,
  { host, machine }: Reading,
  builder: EvidenceBuilder,
  wanted: (word: number | undefined, attempt: number, report: ReportSummary) => boolean,
): void {
  const refuse = (shown: string, error: CodedError): void => builder.report(undefined, unread(shown, error));
  const used = new Set([...files.keys()].map((key) => Number(key.split(" ", 1)[0])));
  for (const [at, { path, shown }] of places.entries()) {
    if (path === undefined || !used.has(at)) continue;
    attempted(shown, refuse, () => {
      for (const [key, source] of keyed(at, path, shown)) {
        const header = files.get(key)?.header;
        if (header) attempted(source.shown, refuse, () => feed(source, header));
      }
    });
  }

  function feed(source: Source, header: Header): void {
    for (const record of recordsOf(source)) {
      if ("remark" in record) builder.remark(record.remark);
      if (!("report" in record)) continue;
      const { report, observations } = record;
      const producer = producerIn(host, header, record.scope);
      const word = latest.get(producer);
      if (!wanted(word, header.attempt, report)) continue;
      for (const observation of observations()) builder.observe(producer, observation);
      builder.report(producer, { ...report, file: `${legOf(header)}: ${report.file}` });
      builder.collected(producer, word ?? header.attempt, header.machine === machine ? undefined : header.machine);
    }
  }
}

/** Reports of many legs have one name: people are told whose it is. */
function legOf({ job, leg }: Header): string {
  return [job, leg].filter((word) => word !== "").join(", ") || "collected";
}

/** The sources of a place, each with a key that is the same whenever they are gone through: names in a zip may be doubled. */
function* keyed(at: number, path: string, shown: string): Generator<[key: string, source: Source], void, undefined> {
  let n = 0;
  for (const source of sourcesOf(path, shown)) yield [`${at} ${n++}`, source];
}

/** Does it; what goes wrong is a report of that name. */
function attempted(shown: string, refuse: (shown: string, error: CodedError) => void, act: () => void): boolean {
  try {
    act();
    return true;
  } catch (thrown) {
    const error = coded(thrown);
    refuse(shown, error);
    return false;
  }
}

/** The producer by the same rule as everywhere; the branch is this run's, which the gate has compared. */
function producerIn(host: Host, { workflow, job, leg }: Header, scope: string | undefined): ProducerId {
  return producerOf({ ...host, run: { ...host.run, workflow, job }, leg }, scope);
}

// ---------------------------------------------------------------------------------------------------------- the file

type Told =
  | { header: Header }
  | { remark: string }
  | { report: ReportSummary; scope: string | undefined; observations: () => Iterable<Observation> }
  | { digest: string };

/** Goes through the whole file, and keeps only whose it is. */
function look(source: Source, host: Host): Surveyed {
  let header: Header | undefined;
  let digest: string | undefined;
  const producers = new Set<ProducerId>();
  for (const record of recordsOf(source)) {
    if ("header" in record) header = record.header;
    else if ("digest" in record) digest = record.digest;
    else if ("report" in record && header && record.report.parts.length > 0) producers.add(producerIn(host, header, record.scope));
  }
  if (!header || digest === undefined) throw broken(source.shown, undefined, "it ends in the middle");
  return { header, digest, producers };
}

/**
 * The records of a file, one report at a time. A report's observations have to be taken before the next record; those
 * that nobody takes are checked all the same. Throws E_EVIDENCE_BROKEN with file and line.
 */
function* recordsOf({ path, shown }: Source): Generator<Told, void, undefined> {
  const lines = linesOf(path, shown);
  let number = 0;
  let value: { [name: string]: unknown } = {};
  const next = (): boolean => {
    const line = lines.next();
    if (line.done) return false;
    number = line.value.number;
    value = objectOf(line.value.text, shown, number);
    if ("end" in value) checkEnd(value["end"], line.value, shown);
    return true;
  };
  const wrong = (what: string): CodedError => broken(shown, number, what);
  if (!next()) throw wrong("it is empty");
  const header = headerOf(value);
  if (!header) throw wrong("it does not begin as a file that was collected");
  if ("version" in header) {
    throw wrong(
      header.version > FORMAT_VERSION
        ? "it was written by a newer ci-tracker"
        : `no ci-tracker wrote version ${header.version} of this format`,
    );
  }
  yield { header };
  for (let more = next(); more; ) {
    if ("end" in value) {
      const { sha256 } = value["end"] as { sha256: string };
      if (next()) throw wrong("something follows after its end");
      yield { digest: sha256 };
      return;
    }
    if (typeof value["remark"] === "string") {
      yield { remark: value["remark"] };
      more = next();
      continue;
    }
    const line = "report" in value ? reportLineOf(value) : undefined;
    if (!line) throw wrong("the line is none that ci-tracker writes");
    let taken = false;
    const observations = function* (): Generator<Observation, void, undefined> {
      taken = true;
      for (more = next(); more && !("report" in value || "remark" in value || "end" in value); more = next()) {
        if ("names" in value) {
          const tests = namedTests(value, line.parts);
          if (!tests) throw wrong("the line is none that ci-tracker writes");
          yield* tests;
        } else {
          const observation = observationOf(value, line.parts);
          if (!observation) throw wrong("the line is none that ci-tracker writes");
          yield observation;
        }
      }
    };
    const report: ReportSummary = { ...line.summary, parts: line.parts.slice(0, line.listed) };
    yield { report, scope: line.scope, observations };
    // Nobody wanted them.
    if (!taken) for (const _ of observations());
  }
  throw broken(shown, number, "it ends in the middle");
}

function objectOf(text: string, shown: string, number: number): { [name: string]: unknown } {
  try {
    const value: unknown = JSON.parse(text);
    if (isObject(value)) return value;
  } catch {
    // Said below.
  }
  throw broken(shown, number, "the line is not JSON");
}

function checkEnd(end: unknown, { number, digest }: Line, shown: string): void {
  const { sha256 } = isObject(end) ? end : {};
  if (sha256 !== digest()) throw broken(shown, number, "its end does not fit what stands before: it was changed on its way");
}

interface Line {
  text: string;
  /** One-based. */
  number: number;
  /** SHA-256 of all lines before. */
  digest: () => string;
}

/** No line that we write is longer by far. */
const LONGEST = 64 * 1024 * 1024;

/** The lines of a file, unpacked; each has to end in a newline. */
function* linesOf(path: string, shown: string): Generator<Line, void, undefined> {
  const hash = createHash("sha256");
  let held: Buffer[] = [];
  let size = 0;
  let number = 0;
  try {
    for (const chunk of chunksOf(path)) {
      let from = 0;
      for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, from)) {
        const bytes = Buffer.concat([...held, chunk.subarray(from, at + 1)]);
        [held, size, from] = [[], 0, at + 1];
        number++;
        yield { text: bytes.toString("utf8", 0, bytes.length - 1), number, digest: () => hash.copy().digest("hex") };
        hash.update(bytes);
      }
      // A chunk is only valid until the next one.
      if (from < chunk.length) held.push(Buffer.from(chunk.subarray(from)));
      size += chunk.length - from;
      if (size > LONGEST) throw broken(shown, number + 1, "a line is too long");
    }
  } catch (thrown) {
    const error = coded(thrown);
    if (error.code === "E_EVIDENCE_BROKEN" || error.code === "E_INTERNAL") throw error;
    throw new CodedError("E_EVIDENCE_BROKEN", `${shown}:${number + 1}: ${error.message.replaceAll(path, shown)}`, {
      file: shown,
      line: number + 1,
    });
  }
  if (size > 0) throw broken(shown, number + 1, "it ends in the middle of a line");
}

function broken(shown: string, line: number | undefined, what: string): CodedError {
  return new CodedError("E_EVIDENCE_BROKEN", `${shown}${line === undefined ? "" : `:${line}`}: ${what}`, {
    file: shown,
    ...(line === undefined ? {} : { line }),
  });
}

function unread(file: string, error: CodedError): ReportSummary {
  return {
    file,
    format: null,
    kind: null,
    tool: null,
    complete: false,
    reason: error.message,
    counts: noCounts(),
    parts: [],
    error: { code: error.code, message: error.message, line: error.line ?? null },
  };
}
