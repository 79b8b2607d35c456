/**
 * Writes what the reports of one job show to a small file, for the job that keeps the tracker. Secrets are taken out of
 * every text before it is written, as files between jobs are open to whoever may read the run.
 */
import { createHash } from "node:crypto";
import { closeSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { Gzip } from "fflate";
import type { Observation, Part, ReportSummary, TestObservation } from "../model.ts";
import { printable } from "../text/defuse.ts";
import { FORMAT_VERSION, type Header, MARK, type More, type NamesLine } from "./format.ts";

/** Takes what a reader of reports tells; a scope stands in a producer's place. */
export interface EvidenceWriter {
  observe(scope: string, observation: Observation): void;
  report(scope: string | undefined, summary: ReportSummary): void;
  remark(text: string): void;
  /** Ends the file and puts it in its place; returns its digest. */
  finish(): string;
  /** Leaves nothing behind. */
  drop(): void;
}

/** Names on one line, and characters of them. */
const MOST_NAMES = 1_000;
const MOST_CHARACTERS = 256 * 1024;
/** Text that is packed in one go. */
const BLOCK = 256 * 1024;

/** What is kept of a report until its parts are known: at its end. */
type Held = { names: NamesLine; size: number } | { part: number; o: Omit<Observation, "part"> };

/** Begins the file beside its place. Throws what the file system throws. */
export function evidenceWriter(path: string, header: Header, mask: (text: string) => string): EvidenceWriter {
  mkdirSync(dirname(path), { recursive: true });
  const beside = `${path}.${process.pid}.tmp`;
  const fd = openSync(beside, "w");
  const zip = new Gzip({ level: 6, mtime: 0 });
  zip.ondata = (bytes) => {
    for (let from = 0; from < bytes.length; ) from += writeSync(fd, bytes, from);
  };
  const hash = createHash("sha256");
  const clean = cleaner(mask);
  let block = "";
  const flush = (last: boolean): void => {
    const bytes = Buffer.from(block);
    block = "";
    zip.push(bytes, last);
  };
  const put = (value: unknown): void => {
    const text = `${JSON.stringify(value)}\n`;
    hash.update(text);
    block += text;
    if (block.length > BLOCK) flush(false);
  };
  put({ [MARK]: FORMAT_VERSION, ...header });

  let held: Held[] = [];
  let parts = new Map<Part, number>();
  const indexOf = (part: Part): number => {
    const index = parts.get(part) ?? parts.size;
    parts.set(part, index);
    return index;
  };
  const hold = (observation: Observation): void => {
    const part = indexOf(observation.part);
    if (observation.kind !== "test" || (observation.outcome !== "passed" && observation.outcome !== "skipped")) {
      const { part: _, ...o } = observation;
      held.push({ part, o });
      return;
    }
    const { outcome, suite, file, name } = observation;
    const last = held.at(-1);
    const more = moreOf(observation);
    const item = more ? ([name, more] as [string, More]) : name;
    const fits =
      last !== undefined &&
      "names" in last &&
      last.names.part === part &&
      last.names.outcome === outcome &&
      last.names.suite === suite &&
      last.names.file === file &&
      last.names.names.length < MOST_NAMES &&
      last.size < MOST_CHARACTERS;
    if (fits) {
      last.names.names.push(item);
      last.size += name.length;
      return;
    }
    const names: NamesLine = { part, outcome, names: [item] };
    if (suite !== undefined) names.suite = suite;
    if (file !== undefined) names.file = file;
    held.push({ names, size: name.length });
  };

  return {
    observe: (_scope, observation) => hold(observation),
    report: (scope, { parts: listed, ...summary }) => {
      // Those of the summary come first, in its order.
      const before = parts;
      parts = new Map();
      for (const part of listed) indexOf(part);
      const moved = [...before.keys()].map(indexOf);
      put({
        report: clean(summary),
        parts: [...parts.keys()].map((part) => clean(part)),
        listed: listed.length,
        ...(scope === undefined || scope === "" ? {} : { scope }),
      });
      for (const item of held) {
        if ("names" in item) put({ ...cleanNames(item.names, clean), part: moved[item.names.part] });
        else put({ part: moved[item.part], o: clean(item.o) });
      }
      held = [];
      parts = new Map();
    },
    remark: (text) => put({ remark: clean(text) }),
    finish: () => {
      const digest = hash.digest("hex");
      block += `${JSON.stringify({ end: { sha256: digest } })}\n`;
      flush(true);
      closeSync(fd);
      renameSync(beside, path);
      return digest;
    },
    drop: () => {
      try {
        closeSync(fd);
      } catch {
        // It was closed already.
      }
      rmSync(beside, { force: true });
    },
  };
}

/** Durations, lines and words of passes are not looked at. */
function moreOf({ flaky, retries, whole, identity }: TestObservation): More | undefined {
  if (!flaky && retries === undefined && !whole && !identity) return undefined;
  return {
    ...(flaky === undefined ? {} : { flaky }),
    ...(retries === undefined ? {} : { retries }),
    ...(whole === undefined ? {} : { whole }),
    ...(identity === undefined ? {} : { identity }),
  };
}

/** Members whose values are words of ours: a secret that is called so is none. */
const OURS = new Set(["kind", "state", "outcome", "severity", "better", "format"]);

/** The value with no secret in any of its texts; what holds none is left as it is, control sequences included. */
function cleaner(mask: (text: string) => string): <T>(value: T) => T {
  const cleanText = (text: string): string => {
    // A secret with a colour code in its middle is only found once that is gone.
    const shown = printable(text);
    const masked = mask(shown);
    if (masked !== shown) return masked;
    return shown === text ? text : mask(text);
  };
  const clean = (value: unknown): unknown => {
    if (typeof value === "string") return cleanText(value);
    if (Array.isArray(value)) return value.map(clean);
    if (typeof value !== "object" || value === null) return value;
    // fromEntries takes `__proto__` for a name like any other.
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [cleanText(name), OURS.has(name) ? member : clean(member)]));
  };
  return <T>(value: T): T => clean(value) as T;
}

/** Masking is slow beside all else here, so the texts of a line are looked at together, and one by one only where there is something. */
function cleanNames(line: NamesLine, clean: <T>(value: T) => T): NamesLine {
  const texts = [line.suite ?? "", line.file ?? ""];
  for (const item of line.names) {
    if (typeof item === "string") texts.push(item);
    else texts.push(item[0], item[1].identity?.target ?? "", item[1].identity?.path ?? "");
  }
  const all = texts.join("\n");
  return clean(all) === all ? line : clean(line);
}
