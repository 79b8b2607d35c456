/**
 * What the readers of test documents share: a part a suite, and what a failure tells a person. A document is read when
 * all of it is there, so a suite is whole unless the document itself says that something is missing.
 */
import type { Outcome, Part, TestObservation } from "../../model.ts";
import { excerpt } from "../excerpt.ts";
import type { ReadContext, Sink } from "../format.ts";
import { own } from "../lines.ts";
import { clean, firstLine, messageOf, placeIn, plain } from "./junit-text.ts";

/** What a tool says of one failure, as it says it. */
export interface Words {
  /** Its message. */
  said?: string | undefined;
  /** Its trace or log. */
  text?: string | undefined;
  /** The class of the error. */
  type?: string | undefined;
  /** Where it failed, when the tool names the place itself. */
  file?: string | undefined;
  line?: number | undefined;
}

/** Where a test begins; told where its failure names no place. */
export interface Place {
  file?: string | undefined;
  line?: number | undefined;
}

interface Suite {
  part: Part;
  reasons: Set<string>;
}

/** Parts by suite, begun with the first case of each. */
export class Suites {
  private readonly sink: Sink;
  private readonly context: ReadContext;
  private readonly suites = new Map<string, Suite>();
  /** Why nothing in the report is whole. */
  private readonly reasons = new Set<string>();
  private cases = 0;

  constructor(sink: Sink, context: ReadContext) {
    this.sink = sink;
    this.context = context;
  }

  /** The part of a unit; `path` is the file or folder that the unit lives in, made relative before. */
  of(unit: string, path?: string): Part {
    let suite = this.suites.get(unit);
    if (!suite) {
      const part = this.sink.part("test", "the document ends before this suite does", { cases: 0 });
      part.extent.units.push(own(unit));
      suite = { part, reasons: new Set() };
      this.suites.set(own(unit), suite);
      if (path !== undefined && isInside(path)) part.extent.paths = { [own(unit)]: own(path) };
    }
    return suite.part;
  }

  /** A case; failing ones go through `failing` first. */
  add(observation: TestObservation): void {
    if (!observation.whole) {
      this.cases++;
      observation.part.extent.cases = (observation.part.extent.cases ?? 0) + 1;
    }
    this.sink.observe(observation);
  }

  /** A case that stands in the report but by no name: it is counted. */
  count(outcome: Outcome, cases = 1): void {
    this.cases += cases;
    this.sink.count(outcome, cases);
  }

  /** Something is missing in one suite. */
  doubt(unit: string, reason: string): void {
    this.of(unit);
    this.suites.get(unit)?.reasons.add(reason);
  }

  /** Something is missing, and nobody knows in which suite. */
  doubtAll(reason: string): void {
    this.reasons.add(reason);
  }

  /** The tool stops when something fails, and says nothing of what it left out. */
  provesNoAbsence(): void {
    for (const { part } of this.suites.values()) part.provesAbsence = false;
  }

  get total(): number {
    return this.cases;
  }

  /** The document was read to its end. `nothing`: why a report without a case is no proof of anything. */
  end(nothing = "it lists no test"): void {
    if (this.cases === 0) this.reasons.add(nothing);
    if (this.suites.size === 0) {
      const part = this.sink.part("test", [...this.reasons].join("; "));
      part.state = "partial";
      part.provesAbsence = false;
      return;
    }
    for (const { part, reasons } of this.suites.values()) {
      const all = [...reasons, ...this.reasons];
      if (all.length === 0) {
        part.state = "whole";
        delete part.reason;
      } else {
        part.state = "partial";
        part.reason = all.join("; ");
      }
    }
  }

  /** The report stops before its end: everything in it stays broken. */
  breakOff(reason: string): void {
    if (this.suites.size === 0) this.sink.part("test", reason);
    for (const { part } of this.suites.values()) {
      part.state = "broken";
      part.reason = reason;
    }
  }

  /** A failing case, or a suite that failed as a whole where `name` is empty, with what a person wants to know of it. */
  failing(part: Part, suite: string, name: string, outcome: "failed" | "error", words: Words, begins: Place = {}): TestObservation {
    const observation: TestObservation = { kind: "test", outcome, part, name: own(name) };
    if (suite !== "") observation.suite = own(suite);
    if (name === "") observation.whole = true;
    const text = plain(bounded(words.text ?? "")).trim();
    const said = clean(bounded(words.said ?? "")).trim();
    observation.message = own(excerpt(firstLine(messageOf(firstWords(said), text, words.type ?? "", name)))) || "the test failed";
    const detail = text.includes(said) ? text : said === "" ? text : text === "" ? said : `${said}\n\n${text}`;
    if (detail !== "") observation.detail = own(excerpt(detail));
    const file = words.file === undefined || words.file === "" ? undefined : words.file;
    const found = file === undefined ? placeIn(text) : { file, line: words.line };
    const place = found ?? begins;
    if (place.file !== undefined && place.file !== "") {
      observation.file = own(this.context.path(place.file));
      if (place.line !== undefined && Number.isInteger(place.line) && place.line > 0) observation.line = place.line;
    }
    return observation;
  }
}

/** As much of one failure's text is looked at, from its beginning and from its end. */
const MAX_TEXT = 64 * 1024;

function bounded(text: string): string {
  return text.length <= 2 * MAX_TEXT ? text : `${text.slice(0, MAX_TEXT)}\n…\n${text.slice(-MAX_TEXT)}`;
}

/** Messages begin with empty lines in some tools. */
function firstWords(said: string): string {
  return said.startsWith("Traceback") ? said : firstLine(said);
}

/** Whether a path, already made relative, lies in the repository. */
export function isInside(path: string): boolean {
  return path !== "" && !/^(?:[\\/]|\.\.(?:[\\/]|$)|[A-Za-z]:)/.test(path);
}

/** `3 tests`. */
export function plural(n: number, word: string): string {
  return `${n} ${word}${n === 1 ? "" : "s"}`;
}
