/**
 * node:test as its `spec` reporter prints it, the default since node 20. Every test has its sign, those with subtests a
 * `▶` before them; the counts come last, and below them each failure with its place. A run is whole when it lists as many
 * tests and suites as it counts. Which file a passing test is of is not told, so nothing is proved absent.
 * Source: node's lib/internal/test_runner/reporter/spec.js (18 to 25); seen in samples/node-test.
 */
import type { Part, TestObservation } from "../../model.ts";
import { Excerpt } from "../excerpt.ts";
import { BEYOND_ASCII, type LineFormat, type LineReader, type LogContext, type Sink } from "../format.ts";
import { own } from "../lines.ts";

export const nodeSpec: LineFormat = {
  shape: "lines",
  name: "node-test",
  aliases: ["node-spec"],
  kinds: ["test"],
  tool: "node:test",
  docs: {
    command: "node --test 2>&1 | tee test.txt   # shell: bash; --test-reporter=tap or junit tells more",
    proof: "the counts at the end are there, and as many tests and suites are listed as they count",
    source: "node's lib/internal/test_runner/reporter/spec.js (18 to 25)",
    example: "✖ rounds the total (0.84ms)",
  },
  minds: ({ first }) => first === "F" || first === BEYOND_ASCII,
  reader: (sink, context) => new NodeSpecReader(sink, context),
};

/** Only node writes fractions of a millisecond. */
const TIMED = / \((\d{1,9}\.\d{1,9}|\d{1,9})ms\)(?: # (.*))?$/;
const OPENING = / \(\d{1,9}\.\d{1,9}ms\)(?: # .*)?$/;
const COUNT = /^ℹ (tests|suites|pass|fail|cancelled|skipped|todo|duration_ms) (\d{1,9})(?:\.\d+)?$/;
const PLACED = /^test at (.{1,4096}):(\d{1,9}):\d{1,9}$/;
const FILE = /\.[cm]?[jt]sx?$/;
const CANCELLED = /^'?test did not finish before its parent and was cancelled/;
const MAX_NAME = 4_096;
const MAX_LEVEL = 100;

interface Point {
  sign: string;
  name: string;
  level: number;
  seconds: number | undefined;
  reason: string | undefined;
  parents: string[];
  container: boolean;
}

/** Stands for a point of the list whose name may go on. */
const NAMELESS: Point = { sign: "", name: "", level: 0, seconds: undefined, reason: undefined, parents: [], container: false };

/** A failure in the list at the end. */
interface Listed {
  name: string;
  file: string | undefined;
  line: number | undefined;
  text: Excerpt;
}

class NodeSpecReader implements LineReader {
  private readonly sink: Sink;
  private readonly context: LogContext;
  /** Names behind `▶`, by level. */
  private names: string[] = [];
  private part: Part | undefined;
  private points = 0;
  private readonly failed: Point[] = [];
  private readonly others: Point[] = [];
  private counts = new Map<string, number>();
  private listing = false;
  private dots = false;
  private readonly listed: Listed[] = [];
  private place: { file: string; line: number } | undefined;
  /** A point without a time: its name may go on in the next line. */
  private open: Point | undefined;

  constructor(sink: Sink, context: LogContext) {
    this.sink = sink;
    this.context = context;
  }

  take(line: string, number: number): boolean {
    let indent = 0;
    while (line.charCodeAt(indent) === 32) indent++;
    const sign = line.charAt(indent);
    if (this.listing) {
      if (this.list(line, indent, sign)) return true;
      if (this.listing) return false;
    }
    if (line === "Failed tests:" && !this.part) {
      // The dot reporter: what it lists has lost what it stands in.
      this.sink.part("test", "the dot reporter does not name its tests").line = number;
      this.dots = true;
      return true;
    }
    switch (sign) {
      case "✔":
      case "✖":
      case "﹣":
      case "⚠":
        return line.charAt(indent + 1) === " " && this.point(sign, line, indent, number);
      case "▶":
        return line.charAt(indent + 1) === " " && this.begin(line, indent, number);
      case "ℹ":
        return this.count(line);
    }
    if (!this.open || !OPENING.test(line.slice(-200))) return false;
    const { name, seconds, reason } = read(line);
    Object.assign(this.open, { name: own(`${this.open.name}\n${name}`.slice(0, MAX_NAME)), seconds, reason });
    this.open = undefined;
    return true;
  }

  get idle(): boolean {
    return !this.listing && this.open === undefined;
  }

  end(): void {
    this.give();
  }

  private begin(line: string, indent: number, number: number): boolean {
    const level = Math.min(indent >> 1, MAX_LEVEL);
    const text = line.slice(indent + 2);
    // node 18 ends what has subtests with the same sign and the time.
    if (OPENING.test(text.slice(-200)) && this.part) return this.point("▶", line, indent, number);
    this.names.length = Math.min(this.names.length, level);
    while (this.names.length < level) this.names.push("");
    this.names.push(own(text.slice(0, MAX_NAME)));
    return this.part !== undefined;
  }

  private point(sign: string, line: string, indent: number, number: number): boolean {
    const text = line.slice(indent + 2);
    if (!this.part) {
      if (!OPENING.test(text.slice(-500)) || (this.dots && sign === "✖")) return false;
      this.dots = false;
      this.part = this.sink.part("test", "it ends before its counts");
      this.part.line = number;
    } else if (this.counts.size > 0) {
      if (sign === "✖" && text === "failing tests:") {
        this.listing = true;
        return true;
      }
      // The counts end a run: this is another one's.
      this.give();
      return this.point(sign, line, indent, number);
    }
    const level = Math.min(indent >> 1, MAX_LEVEL);
    const { name, seconds, reason } = read(text);
    const container = this.names[level] === name && this.names.length >= level + 1;
    const point: Point = {
      sign,
      name: own(name),
      level,
      seconds,
      reason,
      parents: this.names.slice(0, level).filter((n) => n !== ""),
      container,
    };
    this.names.length = Math.min(this.names.length, level);
    this.points++;
    const failing = (sign === "✖" || sign === "▶") && reason === undefined;
    (failing ? this.failed : this.others).push(point);
    this.open = seconds === undefined ? point : undefined;
    return true;
  }

  private count(line: string): boolean {
    const match = this.part ? COUNT.exec(line.slice(0, 100)) : null;
    if (!match) return false;
    this.open = undefined;
    this.counts.set(match[1] ?? "", Number(match[2]));
    return true;
  }

  /** A line of the list of failures; false where it is another run's. */
  private list(line: string, indent: number, sign: string): boolean {
    const current = this.listed[this.listed.length - 1];
    const placed = indent === 0 && line.startsWith("test at ") ? PLACED.exec(line) : null;
    if (placed) {
      this.place = { file: placed[1] ?? "", line: Number(placed[2]) };
      this.open = undefined;
      return true;
    }
    if (indent === 0 && sign === "✖" && (this.place || current?.file === undefined)) {
      const { name, seconds } = read(line.slice(2));
      this.listed.push({ name: own(name), file: this.place && own(this.place.file), line: this.place?.line, text: new Excerpt() });
      this.place = undefined;
      this.open = seconds === undefined ? NAMELESS : undefined;
      return true;
    }
    if (indent === 0 && line !== "" && "✔✖▶".includes(sign)) {
      this.give();
      return false;
    }
    if (current && this.open && indent === 0 && line !== "") {
      // The second line of a name.
      current.name = own(`${current.name}\n${read(line).name}`.slice(0, MAX_NAME));
      this.open = undefined;
      return true;
    }
    // All that belongs to a failure is indented; the rest is whoever's comes after.
    if (!current || (indent === 0 && line !== "")) return line === "";
    if (indent > 0) this.open = undefined;
    current.text.add(line.slice(Math.min(indent, 2)));
    return true;
  }

  // ----------------------------------------------------------------------------------------------------------- the end

  private give(): void {
    const { part } = this;
    if (!part) return;
    const units = new Set<string>();
    const byName = new Map<string, Listed[]>();
    for (const listed of this.listed) {
      listed.text.seal();
      // Only with its time is a name of several lines known to its end.
      const name = listed.name.split("\n", 1)[0] ?? "";
      const same = byName.get(name);
      if (same) same.push(listed);
      else byName.set(name, [listed]);
    }
    let nameless: string | undefined;
    let cases = 0;
    const observe = (point: Point, outcome: TestObservation["outcome"], listed: Listed | undefined): void => {
      const observation = this.observationOf(part, point, outcome, listed);
      if (observation.suite !== undefined) units.add(observation.suite);
      if (observation.whole && !point.container) {
        nameless = observation.suite;
        this.sink.count(outcome, 1);
      }
      if (!point.container) cases++;
      this.sink.observe(observation);
    };
    for (const point of this.others)
      if (!point.container) observe(point, point.sign === "✔" && point.reason === undefined ? "passed" : "skipped", undefined);
    for (const point of this.failed) {
      const listed = byName.get(point.name.split("\n", 1)[0] ?? "")?.shift();
      // What has subtests stands in the list only if it failed by itself.
      if (point.container && (!listed || point.sign === "▶")) continue;
      const cancelled = point.level > 0 && CANCELLED.test(listed?.text.text() ?? "");
      observe(point, cancelled ? "skipped" : "failed", listed);
    }
    part.extent.units = [...units];
    part.extent.cases = cases;
    part.provesAbsence = false;
    this.settle(part, nameless);
    this.reset();
  }

  private settle(part: Part, nameless: string | undefined): void {
    const tests = this.counts.get("tests");
    if (tests === undefined || !this.counts.has("duration_ms")) return;
    const counted = tests + (this.counts.get("suites") ?? 0);
    if (counted !== this.points) part.reason = `it lists ${this.points} of the ${counted} tests and suites it counts`;
    else if (nameless !== undefined) {
      part.state = "partial";
      part.reason = `${nameless} names no test of its own`;
    } else {
      part.state = "whole";
      delete part.reason;
    }
  }

  private reset(): void {
    this.part = undefined;
    this.points = 0;
    this.names = [];
    this.failed.length = 0;
    this.others.length = 0;
    this.counts = new Map();
    this.listing = false;
    this.listed.length = 0;
    this.place = undefined;
    this.open = undefined;
  }

  private observationOf(part: Part, point: Point, outcome: TestObservation["outcome"], listed: Listed | undefined): TestObservation {
    const { name, parents } = point;
    const file = FILE.test(name) && parents.length === 0 && /^(?:\/|[A-Za-z]:[\\/])/.test(name) ? own(this.context.path(name)) : undefined;
    const whole = point.container || file !== undefined;
    const around = whole ? [...parents, file ?? name] : parents;
    const observation: TestObservation = { kind: "test", outcome, part, name: whole ? "" : name };
    // What node's JUnit calls the suite of a test that is in none.
    observation.suite = own(around.length === 0 ? "test" : around.join(" > "));
    if (whole) observation.whole = true;
    if (point.seconds !== undefined) observation.duration = point.seconds;
    if (outcome === "skipped" && point.reason !== undefined && !/^(?:SKIP|TODO)$/.test(point.reason))
      observation.message = own(point.reason);
    if (outcome !== "failed" || !listed) return observation;
    const text = listed.text.text();
    const said = text.split("\n", 1)[0]?.replace(/^'(.*)'$/, "$1") ?? "";
    if (said !== "") observation.message = own(said.slice(0, 2_000));
    if (text !== "") observation.detail = own(text);
    if (listed.file !== undefined) {
      observation.file = own(this.context.path(listed.file));
      if (listed.line !== undefined) observation.line = listed.line;
    }
    return observation;
  }
}

/** `rounds the total (0.84ms) # not yet` */
function read(text: string): { name: string; seconds: number | undefined; reason: string | undefined } {
  const at = text.lastIndexOf(" (");
  const from = text.includes("ms) # ") ? text.lastIndexOf(" (", text.indexOf("ms) # ")) : at;
  const match = from === -1 ? null : TIMED.exec(text.slice(from, from + 4_200));
  if (!match) return { name: text.slice(0, MAX_NAME), seconds: undefined, reason: undefined };
  return { name: text.slice(0, Math.min(from, MAX_NAME)), seconds: Number(match[1]) / 1000, reason: match[2] };
}
