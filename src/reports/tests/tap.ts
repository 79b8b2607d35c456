/**
 * TAP 12, 13 and 14: node:test, tape, node-tap, ava, bats, mocha, vitest, Perl's Test::More and `prove -v`. A stream is
 * whole when it has its plan, as many points as the plan says, and nobody bailed out. Point numbers are no names; YAML is
 * often none (vitest writes quotes over several lines), so it is read line by line for what a person wants to know.
 * Sources: testanything.org (versions 12 to 14); node's lib/internal/test_runner/reporter/tap.js (18 to 25), vitest's
 * reporters/tap.ts, mocha's lib/reporters/tap.js, Test::Builder, bats-format-tap13; seen in samples/tap.
 */
import type { Part, TestObservation } from "../../model.ts";
import { Excerpt } from "../excerpt.ts";
import type { LineFormat, LineReader, LogContext, Sink } from "../format.ts";
import { own } from "../lines.ts";
import { placeIn } from "./junit-text.ts";

export const tap: LineFormat = {
  shape: "lines",
  name: "tap",
  kinds: ["test"],
  tool: "tap",
  docs: {
    command: "node --test --test-reporter=tap > test.tap   # or prove -v, bats --tap, tape, vitest --reporter=tap",
    proof: "the plan (`1..N`) is there, N points are there, the same holds for each subtest, and nobody bailed out",
    source: "testanything.org; the reporters named in src/reports/tests/tap.ts",
    example: "not ok 2 - total is rounded",
  },
  minds: ({ first, last, indented }) => last === "." || last === " " || (!indented && "T1no".includes(first)),
  reader: (sink, context) => new TapReader(sink, context),
};

const VERSION = /^TAP version \d+$/i;
const PLAN = /^1\.\.(\d{1,9})(?:\s*#\s*(.*))?$/;
/** The dash may be glued to what stands before it, as TAP::Parser has it. */
const POINT = /^(not )?ok(?: +(\d{1,9}))?(?: +- +| +|- *|$)(.*)$/;
/** What opens a stream that has neither version nor plan yet (mocha): the number has to be there. */
const OPENING_POINT = /^(?:not )?ok \d{1,9}(?: |$)/;
const DIRECTIVE = /^(skip|todo|expected failure|time=)\S*\s*(.*)$/i;
const SUMMARY = /^# (?:tests|suites|pass|fail|ok|skip|skipped|todo|cancelled|duration_ms|failed|passed|time=|\{ total)\b/;
/** `t/cart.t .. `, before each program's output under `prove -v`. */
const PROVED = /^(\S{1,4096}\.t) \.{2,}\s*$/;
const FILE = /^[^\s"'`]{1,4096}\.(?:[cm]?[jt]sx?|t|bats|pl|rb|php|py|sh|lua)$/;
const HOOK = /(?:^|\s)"(?:before|after) (?:all|each)" hook\b/;
const MAX_LEVEL = 100;
const MAX_NAME = 4_096;

class TapReader implements LineReader {
  private readonly sink: Sink;
  private readonly context: LogContext;
  private stream: Stream | undefined;
  /** The file that `prove -v` says it runs. */
  private proved: string | undefined;

  constructor(sink: Sink, context: LogContext) {
    this.sink = sink;
    this.context = context;
  }

  take(line: string, number: number, cut: boolean): boolean {
    const { stream } = this;
    if (stream?.inYaml) {
      if (stream.yaml(line)) return true;
    }
    if (line === "") return false;
    if (!stream && !mayOpen(line)) {
      const proved = line.endsWith(".") || line.endsWith(" ") ? PROVED.exec(line.slice(0, 5_000)) : null;
      if (proved) this.proved = own(proved[1] ?? "");
      return false;
    }
    if (VERSION.test(line)) {
      // node-tap and prove print it once more inside; a stream that has begun is another's.
      if (stream?.hasBegun) this.close();
      this.open(number);
      return true;
    }
    let indent = 0;
    while (line.charCodeAt(indent) === 32) indent++;
    const text = indent === 0 ? line : line.slice(indent);
    const level = Math.min(indent >> 2, MAX_LEVEL);
    if (cut && stream) stream.spoil("a line is longer than any test prints");
    switch (text.charCodeAt(0)) {
      case 49 /* 1 */:
        {
          const plan = PLAN.exec(text.slice(0, 5_000));
          if (!plan) break;
          if (level === 0 && stream?.hasPlan) this.close();
          this.open(number).plan(level, Number(plan[1]), plan[2]);
          return true;
        }
      case 110 /* n */:
      case 111 /* o */:
        {
          const point = text.startsWith("ok") || text.startsWith("not ok") ? POINT.exec(text) : null;
          if (!point) break;
          if (level === 0 && stream?.isDone && point[2] === "1") this.close();
          else if (!stream && level > 0) break;
          // Diagnostics of mocha and of others are indented by two.
          else if (stream?.isTelling && indent % 4 !== 0) break;
          this.open(number).point(level, point[1] !== undefined, point[2], point[3] ?? "", line);
          return true;
        }
      case 35 /* # */:
        return stream?.comment(level, text, line) ?? false;
      case 45 /* - */:
        if (text === "---" && indent > 0 && stream?.beginYaml(indent)) return true;
        break;
      case 66 /* B */:
        if (text.startsWith("Bail out!") && stream) {
          stream.bail(text.slice("Bail out!".length).trim());
          return true;
        }
        break;
      case 125 /* } */:
        if (text === "}" && stream?.leave(level)) return true;
        break;
      case 112 /* p */:
        if (stream && /^pragma [+-]/.test(text)) return true;
    }
    return indent > 0 && stream !== undefined && stream.tell(line);
  }

  get idle(): boolean {
    return this.stream === undefined;
  }

  end(): void {
    // A last line that is cut may have lost the end of a name, or the word that its test was skipped.
    if (this.context.unended) this.stream?.doubt();
    this.close();
  }

  private open(number: number): Stream {
    this.stream ??= new Stream(this.sink, this.context, number, this.proved);
    return this.stream;
  }

  private close(): void {
    this.stream?.end();
    this.stream = undefined;
    this.proved = undefined;
  }
}

function mayOpen(line: string): boolean {
  switch (line.charCodeAt(0)) {
    case 84 /* T */:
      return VERSION.test(line);
    case 49 /* 1 */:
      return PLAN.test(line.slice(0, 5_000));
    case 110 /* n */:
    case 111 /* o */:
      return OPENING_POINT.test(line.slice(0, 40));
    default:
      return false;
  }
}

/** The points of one subtest, or of the stream itself. */
interface Level {
  plan: number | undefined;
  /** The plan stands behind its points: none may follow. */
  trailing: boolean;
  points: number;
  /** One of the points failed, or one below them. */
  failed: boolean;
}

interface Point {
  ok: boolean;
  name: string;
  path: string[];
  level: number;
  directive: "skip" | "todo" | undefined;
  reason: string;
  seconds: number | undefined;
  /** Its subtests stand before it. */
  container: boolean;
  failedBelow: boolean;
  /** node announces every test by its name. */
  announced: boolean;
  text: Excerpt | undefined;
}

class Stream {
  inYaml = false;
  private readonly sink: Sink;
  private readonly context: LogContext;
  private readonly part: Part;
  private readonly units = new Set<string>();
  private readonly levels: Level[] = [];
  /** Names of the subtests that are open, by level: from `# Subtest:` comments, or from points that end in `{`. */
  private readonly names: (string | undefined)[] = [];
  /** Points that ended in `{`, by level. */
  private readonly braces: (Point | undefined)[] = [];
  private readonly reasons: string[] = [];
  private readonly file: string | undefined;
  private last: Point | undefined;
  private yamlIndent = 0;
  private bailed = false;
  private skippedAll = false;
  private cases = 0;
  /** tape writes a test's title as a comment and its assertions as points. */
  private tape: boolean | undefined;
  private title: string | undefined;
  private sure = true;
  /** Why the order of its points is not that of one stream. */
  private misplaced: string | undefined;
  /** Numbers of its points, once they are not in order, and the highest of them. */
  private numbers: Set<number> | undefined;
  private highest = 0;
  private numbered = 0;

  constructor(sink: Sink, context: LogContext, number: number, file: string | undefined) {
    this.sink = sink;
    this.context = context;
    this.file = file === undefined ? undefined : own(context.path(file));
    this.part = sink.part("test", "its TAP ends before its plan");
    this.part.line = number;
  }

  get hasBegun(): boolean {
    return this.hasPlan || (this.levels[0]?.points ?? 0) > 0;
  }

  get hasPlan(): boolean {
    return this.levels[0]?.plan !== undefined;
  }

  /** Its plan is fulfilled. */
  get isDone(): boolean {
    const [top] = this.levels;
    return top?.plan !== undefined && top.plan === top.points;
  }

  /** Lines that belong to the last point may follow. */
  get isTelling(): boolean {
    return this.last?.text !== undefined;
  }

  plan(level: number, points: number, comment: string | undefined): void {
    this.flush();
    const at = this.levelAt(level);
    if (at.plan !== undefined) this.reasons.push("it has two plans");
    at.plan = points;
    at.trailing = at.points > 0;
    if (level === 0 && points === 0) {
      this.skippedAll = /^skip/i.test(comment ?? "");
      if (!this.skippedAll) this.reasons.push("it plans no test");
    }
  }

  point(level: number, failed: boolean, number: string | undefined, rest: string, line: string): void {
    this.flush();
    const at = this.levelAt(level);
    at.points++;
    if (level === 0) this.checkOrder(at, number, failed && rest.includes("hook") && HOOK.test(rest.slice(0, MAX_NAME)));
    const below = this.levels[level + 1];
    const { name: raw, directive, reason, seconds, opens } = describe(rest.length > 3 * MAX_NAME ? rest.slice(0, 3 * MAX_NAME) : rest);
    const name = own(raw.slice(0, MAX_NAME));
    if (this.tape === undefined) this.tape = this.title !== undefined && !this.hasPlan && !line.includes(" - ");
    const parents: string[] = [];
    for (const parent of this.names.slice(0, level)) if (parent !== undefined) parents.push(parent);
    const point: Point = {
      ok: !failed,
      name,
      path: [...parents, name],
      level,
      directive,
      reason,
      seconds,
      container: below !== undefined && below.points > 0,
      failedBelow: below?.failed ?? false,
      announced: this.names[level] === name && (below?.points ?? 0) === 0,
      text: failed && directive === undefined ? new Excerpt() : undefined,
    };
    if (below) this.leaveLevel(level + 1);
    this.names.length = Math.min(this.names.length, level);
    if (opens) {
      this.names[level] = name;
      this.braces[level] = point;
      return;
    }
    this.last = point;
  }

  /** Harnesses refuse a stream whose numbers repeat, or whose plan stands in its middle: two streams may be mixed in it. */
  private checkOrder(at: Level, written: string | undefined, hook: boolean): void {
    if (at.trailing) this.misplaced = "its plan stands between its points";
    // mocha does not count a hook that failed.
    if (written === undefined || hook) return;
    const number = Number(written);
    this.numbered++;
    if (number === this.numbered && this.numbers === undefined) return;
    // Points of parallel tests may come in any order.
    if (this.numbers === undefined) {
      this.numbers = new Set();
      for (let i = 1; i < this.numbered; i++) this.numbers.add(i);
    }
    if (number === 0) this.misplaced ??= "a point has the number 0";
    else if (this.numbers.has(number)) this.misplaced ??= `two of its points have the number ${number}`;
    this.numbers.add(number);
    this.highest = Math.max(this.highest, number);
  }

  /** `}`: the subtests of a point that said its verdict before them. */
  leave(level: number): boolean {
    const point = this.braces[level];
    if (!point) return false;
    this.flush();
    const below = this.levels[level + 1];
    point.container = true;
    point.failedBelow = below?.failed ?? false;
    if (below) this.leaveLevel(level + 1);
    this.names.length = Math.min(this.names.length, level);
    this.braces.length = level;
    this.last = point;
    this.flush();
    return true;
  }

  comment(level: number, text: string, line: string): boolean {
    const subtest = /^# Subtest(?:: (.*))?$/.exec(text.slice(0, MAX_NAME));
    if (subtest) {
      this.flush();
      this.tape = false;
      const name = own(unescaped(subtest[1] ?? "").trim());
      // Test::More before 1.3 indents the announcement like what it announces.
      const at = level > 0 && this.names[level - 1] === undefined ? level - 1 : level;
      this.names.length = Math.min(this.names.length, at);
      while (this.names.length < at) this.names.push(undefined);
      this.names[at] = name;
      return true;
    }
    if (level === 0 && SUMMARY.test(text.slice(0, 100))) {
      this.flush();
      return true;
    }
    // perl and bats say what went wrong in comments; after tape's YAML a comment is the next title.
    if (this.last?.text && !(this.tape && level === 0)) {
      this.last.text.add(text.replace(/^# ?/, ""));
      return true;
    }
    if (level > 0 || this.tape === false || (this.tape === undefined && this.hasPlan)) return false;
    this.flush();
    this.title = own(text.slice(2, MAX_NAME).replace(/^(?:SKIP|TODO) /, ""));
    return line.startsWith("# ") && this.tape === true;
  }

  beginYaml(indent: number): boolean {
    if (!this.last) return false;
    this.inYaml = true;
    this.yamlIndent = indent;
    return true;
  }

  /** A line of YAML; false where it shows that the block was not ended. */
  yaml(line: string): boolean {
    const text = line.trimStart();
    if (text === "..." && line.length - text.length === this.yamlIndent) {
      this.inYaml = false;
      return true;
    }
    if (line.length - text.length < this.yamlIndent && (OPENING_POINT.test(text.slice(0, 40)) || VERSION.test(text))) {
      this.inYaml = false;
      return false;
    }
    this.last?.text?.add(line.startsWith(" ".repeat(this.yamlIndent)) ? line.slice(this.yamlIndent) : line);
    return true;
  }

  /** An indented line: what mocha says of a failure. */
  tell(line: string): boolean {
    if (!this.last?.text) return false;
    this.last.text.add(line);
    return true;
  }

  bail(reason: string): void {
    this.flush();
    if (!this.bailed) this.reasons.push(reason === "" ? "it bailed out" : `it bailed out: ${own(reason.slice(0, 500))}`);
    this.bailed = true;
  }

  spoil(reason: string): void {
    this.reasons.push(reason);
  }

  /** The file ends without a newline: its last line may be cut. */
  doubt(): void {
    const { last } = this;
    if (!last || this.inYaml || (last.text && last.text.lines().length > 0)) return;
    this.last = undefined;
    this.cases++;
    this.sink.count(outcomeOf(last, ""), 1);
    this.reasons.push(UNENDED);
  }

  end(): void {
    this.flush();
    // Braces that are still open: what they hold is cut.
    if (this.braces.some((point) => point !== undefined)) this.reasons.push("a subtest has no end");
    const [top] = this.levels;
    for (let level = this.levels.length - 1; level > 0; level--) this.leaveLevel(level);
    const { part } = this;
    part.extent.units = [...this.units];
    part.extent.cases = this.cases;
    // A name without a file may be any program's, and another of its tests may stand in another stream.
    part.provesAbsence = this.sure && this.units.size > 0;
    if (this.inYaml) this.reasons.push("its last point is cut");
    if (top?.plan === undefined) this.reasons.push("it has no plan");
    else if (this.highest > top.plan) this.reasons.push(`it has a point ${this.highest}, and ${top.plan} planned`);
    if (this.misplaced !== undefined) this.reasons.push(this.misplaced);
    if (top?.plan !== undefined && top.points !== top.plan) this.reasons.push(`it has ${top.points} of the ${top.plan} points it planned`);
    const [first] = this.reasons;
    if (first === undefined || (this.skippedAll && this.reasons.length === 0)) {
      part.state = "whole";
      delete part.reason;
    } else {
      part.state = this.reasons.every((r) => r.endsWith(NAMELESS) || r === UNENDED) ? "partial" : "broken";
      part.reason = [...new Set(this.reasons)].slice(0, 5).join("; ");
    }
  }

  // ------------------------------------------------------------------------------------------------------- points

  private levelAt(level: number): Level {
    while (this.levels.length <= level) this.levels.push({ plan: undefined, trailing: false, points: 0, failed: false });
    return this.levels[level] as Level;
  }

  private leaveLevel(level: number): void {
    for (const { plan, points } of this.levels.splice(level)) {
      if (plan !== undefined && plan !== points) this.reasons.push(`a subtest has ${points} of the ${plan} points it planned`);
      else if (plan === undefined && points > 0) this.reasons.push("a subtest has no plan");
    }
  }

  private flush(): void {
    const point = this.last;
    this.last = undefined;
    if (!point) return;
    const text = point.text?.text() ?? "";
    if (point.container) this.container(point, text);
    else this.single(point, text);
  }

  /** A point with subtests is no case of its own: it fails where none of them does. */
  private container(point: Point, text: string): void {
    if (point.ok || point.directive !== undefined) return;
    this.levelAt(point.level).failed = true;
    if (point.failedBelow) return;
    this.whole(point, this.suiteOf(point.path), text, /^failureType: 'hookFailed'$/m.test(text) ? "error" : "failed");
  }

  private single(point: Point, text: string): void {
    this.cases++;
    const outcome = outcomeOf(point, text);
    if (outcome === "failed" || outcome === "error") this.levelAt(point.level).failed = true;
    const file = FILE.test(point.name) ? this.context.path(point.name) : undefined;
    if (file !== undefined && point.path.length === 1) {
      this.sink.count(outcome, 1);
      if (outcome === "skipped") return;
      this.reasons.push(`${own(file)} ${NAMELESS}`);
      this.whole(point, own(file), text, outcome);
      return;
    }
    const hook = outcome === "failed" ? HOOK.exec(point.name) : null;
    if (hook) {
      const suite = point.name.slice(0, hook.index).trim();
      this.sink.count(outcome, 1);
      if (suite !== "") {
        this.whole(point, suite, text, outcome);
        return;
      }
    }
    const { suite, name } = this.nameOf(point);
    const observation: TestObservation = { kind: "test", outcome, part: this.part, name: own(name) };
    if (suite !== "") observation.suite = this.unit(suite);
    if (!this.isFile(suite)) this.sure = false;
    if (point.seconds !== undefined) observation.duration = point.seconds;
    if (outcome === "skipped" && point.reason !== "") observation.message = own(point.reason.slice(0, 2_000));
    if (outcome === "failed" || outcome === "error") this.explain(observation, text);
    this.sink.observe(observation);
  }

  private whole(point: Point, suite: string, text: string, outcome: TestObservation["outcome"]): void {
    const observation: TestObservation = { kind: "test", outcome, part: this.part, name: "", suite: this.unit(suite), whole: true };
    if (!this.isFile(suite)) this.sure = false;
    if (point.seconds !== undefined) observation.duration = point.seconds;
    if (outcome === "failed" || outcome === "error") this.explain(observation, text);
    this.sink.observe(observation);
  }

  private unit(suite: string): string {
    this.units.add(suite);
    return suite;
  }

  private nameOf(point: Point): { suite: string; name: string } {
    const { path } = point;
    // vitest's flat form: the path stands in the name.
    const flat = path.length === 1 ? point.name.split(" > ") : path;
    const [first = ""] = flat;
    if (flat.length > 1 && FILE.test(first)) return { suite: own(this.context.path(first)), name: flat.slice(1).join(" > ") };
    if (path.length > 1) return { suite: this.suiteOf(path.slice(0, -1)), name: point.name };
    if (this.file !== undefined) return { suite: this.file, name: point.name };
    if (this.tape && this.title !== undefined) return { suite: this.title, name: point.name };
    // What node's JUnit calls the suite of a test that is in none.
    return { suite: point.announced ? "test" : "", name: point.name };
  }

  private suiteOf(path: readonly string[]): string {
    const [first = "", ...rest] = path;
    const names = FILE.test(first) ? [this.context.path(first), ...rest] : path;
    const inner = names.join(" > ");
    return own(this.file === undefined ? inner : `${this.file} > ${inner}`);
  }

  private isFile(suite: string): boolean {
    return suite !== "" && FILE.test(suite.split(" > ", 1)[0] ?? "");
  }

  private explain(observation: TestObservation, text: string): void {
    if (text !== "") observation.detail = own(text);
    const lines = text.split("\n", 500);
    const message = messageIn(lines);
    if (message !== "") observation.message = own(message);
    const place = placeOf(lines);
    if (!place) return;
    observation.file = own(this.context.path(place.file));
    if (place.line > 0) observation.line = place.line;
  }
}

/** bats names the place before the message. */
const IN_FILE = /^\s*\((?:in test file|from function|in file)\b/;
const SAYS_NOTHING = /^\s*(?:at |Failed test|Looks like you|\(?(?:in test file|from function|in file)\b)/;
const UNENDED = "the file ends in the middle of a line";
const NAMELESS = "names no test of its own";

/** A point's text: its name, unescaped, and what follows a `#` that is not escaped. */
function describe(rest: string): {
  name: string;
  directive: "skip" | "todo" | undefined;
  reason: string;
  seconds: number | undefined;
  opens: boolean;
} {
  let text = rest.trimEnd();
  const opens = text.endsWith(" {") || text === "{";
  if (opens) text = text.slice(0, -1).trimEnd();
  let directive: "skip" | "todo" | undefined;
  let reason = "";
  let seconds: number | undefined;
  let end = text.length;
  for (let at = text.indexOf("#"); at !== -1; at = text.indexOf("#", at + 1)) {
    if (at > 0 && text.charCodeAt(at - 1) !== 32) continue;
    // Only a few characters are looked at: a name may hold any number of these signs.
    if (!DIRECTIVE.test(text.slice(at + 1, at + 30).trimStart())) continue;
    const match = DIRECTIVE.exec(text.slice(at + 1).trim());
    if (!match) break;
    end = at;
    const word = (match[1] ?? "").toLowerCase();
    if (word === "time=") {
      const time = /time=(\d{1,9}(?:\.\d{1,12})?)(ms|s|m)\b/.exec(text.slice(at, at + 60));
      if (time) seconds = Number(time[1]) * (time[2] === "ms" ? 0.001 : time[2] === "m" ? 60 : 1);
    } else {
      directive = word === "todo" ? "todo" : "skip";
      reason = unescaped((match[2] ?? "").replace(/\s*# time=\S+$/, "").trim());
    }
    break;
  }
  const name = text.slice(0, end).trim();
  return { name: unescaped(name.startsWith("- ") ? name.slice(2) : name), directive, reason: reason === "-" ? "" : reason, seconds, opens };
}

function unescaped(text: string): string {
  return text.includes("\\") ? text.replace(/\\([\\#])/g, "$1") : text;
}

function outcomeOf(point: Point, text: string): "passed" | "failed" | "error" | "skipped" {
  if (point.directive !== undefined) return "skipped";
  if (point.ok) return "passed";
  // Inside a suite that failed as such its tests did not run; at the top there is nobody else to blame.
  if (/^failureType: 'cancelledByParent'$/m.test(text)) return point.level > 0 ? "skipped" : "error";
  return "failed";
}

/** What went wrong, in YAML as tools write it, or in comments. */
function messageIn(lines: readonly string[]): string {
  let operator = "";
  let actual = "";
  let expected = "";
  for (const [i, line] of lines.entries()) {
    const match = /^\s*(message|error|operator|expected|actual|wanted|found|assertion):\s*(.*)$/.exec(line.slice(0, 2_000));
    if (!match) continue;
    const value = scalar(match[2] ?? "", lines, i);
    if (value === "") continue;
    if (match[1] === "message" || match[1] === "error") return value;
    if (match[1] === "operator" || match[1] === "assertion") operator ||= value;
    else if (match[1] === "expected" || match[1] === "wanted") expected ||= value;
    else actual ||= value;
  }
  if (operator !== "") return expected === "" && actual === "" ? operator : `${operator}: expected ${expected}, actual ${actual}`;
  const [first = ""] = lines.filter((line) => line.trim() !== "" && !SAYS_NOTHING.test(line.slice(0, 200)));
  return /^\w+:/.test(first) ? "" : first.trim().slice(0, 2_000);
}

/** A value of one line, or the first line of a block (`|-`, `>-`). */
function scalar(written: string, lines: readonly string[], at: number): string {
  const value = written.trim();
  if (/^[|>][+-]?\d?$/.test(value)) {
    for (const line of lines.slice(at + 1, at + 10))
      if (line.trim() !== "" && !IN_FILE.test(line.slice(0, 200))) return line.trim().slice(0, 2_000);
    return "";
  }
  const quoted = /^(['"])(.*?)\1?$/.exec(value);
  return (quoted ? (quoted[2] ?? "") : value).replace(/''/g, "'").replace(/\\"/g, '"').slice(0, 2_000);
}

function placeOf(lines: readonly string[]): { file: string; line: number } | undefined {
  let file: string | undefined;
  const rest: string[] = [];
  for (const whole of lines) {
    const line = whole.slice(0, 2_000);
    const bats = /\bin test file (\S{1,1000}), line (\d{1,9})/.exec(line) ?? /^\s*at (\S{1,1000}) line (\d{1,9})\.?$/.exec(line);
    if (bats) return { file: bats[1] ?? "", line: Number(bats[2]) };
    const named = /^\s*(fileName|lineNumber|location|at|file|line):\s*['"]?(.*?)['"]?$/.exec(line);
    if (!named) {
      rest.push(line);
      continue;
    }
    const [, key, value = ""] = named;
    if (key === "fileName" || (key === "file" && !/:\d/.test(value))) file = value;
    else if ((key === "lineNumber" || key === "line") && file !== undefined && /^\d{1,9}$/.test(value))
      return { file, line: Number(value) };
    else if (key !== "file" || value !== "") rest.push(value);
  }
  return placeIn(rest.join("\n"));
}
