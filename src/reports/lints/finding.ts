/** What the readers of linters' documents do alike: a finding as an observation, severities on one scale, extents. */
import type { LintObservation, Part, Severity } from "../../model.ts";
import { excerpt } from "../excerpt.ts";
import type { Sink } from "../format.ts";
import { own } from "../lines.ts";

/** A finding's rule where the tool prints none because it could not parse the file. */
export const SYNTAX = "syntax";

/** Longest source text kept of a finding, in characters. */
const MAX_SOURCE = 500;
/** Longer messages are cut; the whole of them stands in the detail. */
const MAX_MESSAGE = 500;

/** Words of all tools for how bad a finding is; what is on the scale already stays what it is. */
const SEVERITIES = new Map<string, Severity>([
  ["blocker", "critical"],
  ["critical", "critical"],
  ["fatal", "high"],
  ["error", "high"],
  ["high", "high"],
  ["major", "medium"],
  ["warning", "medium"],
  ["warn", "medium"],
  ["medium", "medium"],
  ["moderate", "medium"],
  ["low", "low"],
  ["minor", "low"],
  ["info", "low"],
  ["information", "low"],
  ["note", "low"],
  ["notice", "low"],
  ["advice", "low"],
  ["hint", "low"],
  ["style", "low"],
  ["convention", "low"],
  ["refactor", "low"],
  ["performance", "low"],
  ["portability", "low"],
  ["none", "none"],
  ["ignore", "none"],
]);

/** A tool's word as a severity; undefined where it is none of the usual ones. */
export function severityOf(word: string): Severity | undefined {
  return SEVERITIES.get(word.toLowerCase());
}

/** What a tool says of one finding; text of any length, hostile. */
export interface Found {
  /** `failed` by default; `error` where the tool could not look at the file, `skipped` where the finding is suppressed. */
  outcome?: "failed" | "error" | "skipped";
  /** As the tool prints it; without one the owner's name stands for it. */
  rule: string | undefined;
  message?: string | undefined;
  /** Repository-relative already. */
  file?: string | undefined;
  line?: number | undefined;
  /** The tool's own word. */
  word?: string | undefined;
  /** Where the word is none of the usual ones; medium by default. */
  severity?: Severity | undefined;
  source?: string | undefined;
  package?: string | undefined;
  /** The units it was found in; those of the part by default. */
  units?: string[];
}

/** The finding of a rule that `owner` owns. */
export function finding(part: Part, owner: string, found: Found): LintObservation {
  const { outcome = "failed", rule, message, file, line, word, source } = found;
  const severity = found.severity ?? severityOf(word ?? "") ?? "medium";
  const observation: LintObservation = {
    kind: "lint",
    outcome,
    part,
    owner,
    name: rule || owner,
    severity,
    units: found.units ?? part.extent.units,
  };
  if (word) observation.severityWord = word.toLowerCase();
  if (found.package) observation.package = found.package;
  if (message) {
    const text = oneLine(message);
    if (text !== "") observation.message = text;
    if (message.length > MAX_MESSAGE || message.trimEnd().includes("\n")) observation.detail = excerpt(message);
  }
  if (file) observation.file = file;
  if (line !== undefined && line > 0) observation.line = line;
  const text = source?.trim().slice(0, MAX_SOURCE);
  if (text) observation.source = own(text);
  return observation;
}

/** The text on one line, as long as a title may be. */
export function oneLine(text: string): string {
  const line = text
    .slice(0, 4 * MAX_MESSAGE)
    .replace(/\s+/g, " ")
    .trim();
  return line.length > MAX_MESSAGE ? `${line.slice(0, MAX_MESSAGE)}…` : line;
}

/** A line number of a document: some tools write it as text. One-based; undefined where there is none. */
export function lineNumber(value: unknown): number | undefined {
  const line = typeof value === "string" && /^\d{1,9}$/.test(value) ? Number(value) : value;
  return typeof line === "number" && Number.isSafeInteger(line) && line > 0 ? line : undefined;
}

/** The part was looked at whole. */
export function whole(part: Part): void {
  part.state = "whole";
  delete part.reason;
}

/** The part is intact, but something was not looked at. */
export function partial(part: Part, reason: string): void {
  part.state = "partial";
  part.reason = reason;
}

/** Whole where every file could be parsed: rules that need more than the text did not run in the others. */
export function settle(part: Part, unparsed: Iterable<string>): void {
  const [first, ...others] = unparsed;
  if (first === undefined) whole(part);
  else partial(part, `${first}${others.length === 0 ? "" : ` and ${others.length} more`} could not be parsed`);
}

/**
 * What a tool lists that names problems only: what it looked at has no name but the tool's own. A finding of outcome
 * `error` is a file that could not be parsed; rules that need more than its text did not run in it.
 */
export class ProblemList {
  readonly part: Part;
  private readonly sink: Sink;
  private readonly owner: string;
  private readonly unparsed = new Set<string>();
  private unread = 0;

  constructor(sink: Sink, owner: string, unit = owner) {
    this.sink = sink;
    this.owner = owner;
    this.part = sink.part("lint", "its list of findings is not whole", { units: [unit], owners: [owner] });
  }

  /** What has neither a rule nor a message is no finding. */
  add(found: Found): void {
    if (!found.rule && !found.message) {
      this.unread++;
      return;
    }
    if (found.outcome === "error") this.unparsed.add(found.file ?? "a file");
    this.sink.observe(finding(this.part, this.owner, found));
  }

  /** The list was read to its end; `doubt` says why it is not whole all the same, `then` what becomes of one that is. */
  settle(doubt?: string, then: (part: Part) => void = whole): void {
    if (this.unread > 0) partial(this.part, `${this.unread} of its findings could not be read`);
    else if (doubt !== undefined) partial(this.part, doubt);
    else if (this.unparsed.size > 0) settle(this.part, this.unparsed);
    else then(this.part);
  }
}

/** Whether one of the first items of a list is such as only one tool writes. */
export function lists(document: unknown, is: (item: unknown) => boolean): boolean {
  if (!Array.isArray(document)) return false;
  for (let i = 0; i < document.length && i < 20; i++) if (is(document[i])) return true;
  return false;
}

/**
 * Files of a tool that lists each one it looked at: every file is a unit, and those it could not look at make a part of
 * their own, for the others were looked at all the same.
 */
export class FileExtent {
  private readonly sink: Sink;
  private readonly owner: string;
  private readonly looked: Part;
  /** File by file, why it was not looked at; empty where it was. */
  private readonly files = new Map<string, string>();
  private failed: Part | undefined;

  constructor(sink: Sink, owner: string) {
    this.sink = sink;
    this.owner = owner;
    this.looked = sink.part("lint", "its list of files is not whole", { owners: [owner] });
  }

  /** The part of one file; `doubt` says why its rules cannot all have run. */
  part(file: string, doubt = ""): Part {
    const known = this.files.get(file);
    if (doubt !== "" || known === undefined) this.files.set(own(file), doubt);
    if (doubt === "" && !known) return this.looked;
    this.failed ??= this.sink.part("lint", "files could not be looked at", { owners: [this.owner] });
    return this.failed;
  }

  /** The document was read to its end. `none`: what it means that it names no file; `doubt`: why files may be missing. */
  end(none: string, doubt?: string): void {
    const { looked, failed } = this;
    const left: string[] = [];
    for (const [file, why] of this.files) (why === "" ? looked.extent.units : left).push(file);
    if (failed) {
      const [first = "", ...others] = left;
      failed.extent.units = left;
      partial(failed, `${first} ${this.files.get(first)}${others.length > 0 ? `, and ${others.length} more` : ""}`);
      placed(failed);
    }
    placed(looked);
    if (doubt !== undefined) partial(looked, doubt);
    else if (looked.extent.units.length > 0 || failed) whole(looked);
    else partial(looked, none);
  }
}

/** Units that are files live where they are called. */
function placed(part: Part): void {
  const inside = part.extent.units.filter((file) => !/^(?:[\\/<]|\.\.(?:[\\/]|$)|[A-Za-z]:)/.test(file));
  if (inside.length > 0) part.extent.paths = Object.fromEntries(inside.map((file) => [file, file]));
}
