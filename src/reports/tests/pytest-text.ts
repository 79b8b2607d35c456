/**
 * pytest as it prints for people (4.6 to 9), with -q, -v, -rA, xdist and any traceback style. Its last line counts all
 * cases; names stand in the lines of -v and in the short summary. Dots name nothing, so a run that passed only in dots
 * closes nothing. One case may be listed several times (failed, then in error at its teardown; subtests): it has one
 * verdict, the worst. Identity is that of pytest's JUnit XML: the module's dotted path, classes, and the test.
 * Source: pytest's src/_pytest/terminal.py; pytest-xdist, pytest-rerunfailures; seen in samples/pytest-text.
 */
import type { Part, TestObservation } from "../../model.ts";
import { Excerpt } from "../excerpt.ts";
import type { LineFormat, LineReader, LogContext, Sink } from "../format.ts";
import { own } from "../lines.ts";

export const pytestText: LineFormat = {
  shape: "lines",
  name: "pytest-text",
  aliases: ["pytest"],
  kinds: ["test"],
  tool: "pytest",
  docs: {
    command: "python -m pytest -v 2>&1 | tee pytest.txt   # shell: bash",
    proof: "the last line with its counts is there, every case it counts is named (-v), and nothing was interrupted or deselected",
    source: "pytest src/_pytest/terminal.py (4.6 to 9)",
    example: "FAILED tests/test_cart.py::TestTotal::test_rounds[3-31] - assert 31 == 3",
  },
  minds: ({ first, last, indented }) => !indented && (first === "=" ? last === "=" : last === "]" && ".FEsxXRuU,".includes(first)),
  reader: (sink, context) => new PytestReader(sink, context),
};

const TITLE = /^=+ ([^=].*[^= ]|[^= ]) =+$/;
/** `14 failed, 6 passed, 1 warning in 1.07s`. */
const IN_SECONDS = / in \d{1,9}(?:\.\d{1,6})?(?:s| seconds)(?: \(.{1,40}\))?$/;
const COUNTED = /^(\d{1,9}) ([a-z]{3,20}(?: passed| failed| skipped| collected)?)$/;
const COLLECTED = /^(?:(\d{1,9}|no) tests? collected|(\d{1,9})\/(\d{1,9}) tests collected)/;
const COLLECTING = /^(?:collecting \.\.\. )?collected (\d{1,9}) items?(.*)$/;
const DOTS = /^([.FEsxXRuU,]{1,10000}) *\[ *(?:\d{1,3}%|\d{1,9}\/\d{1,9})\]$/;
const FILE_DOTS = /^(\S{1,1000}\.\w{1,5}) ([.FEsxXRuU,]{1,10000})(?: *\[ *(?:\d{1,3}%|\d{1,9}\/\d{1,9})\])?$/;
const PROGRESS = / +\[ *(?:\d{1,3}%|\d{1,9}\/\d{1,9})\]$/;
const WORKER = /^\[gw\d{1,5}\] (?:\[ *\d{1,3}%\] )?(PASSED|FAILED|ERROR|SKIPPED|XFAIL|XPASS|RERUN) (\S.*)$/;
const ALONE = /^(PASSED|FAILED|ERROR|SKIPPED|XFAIL|XPASS|RERUN)(?: \(.*\))?$/;
const SUMMARY = /^(PASSED|FAILED|ERROR|XFAIL|XPASS|RERUN|SUBFAILED|SUBFAIL)\b(.*)$/;
const HEADING = /^_{2,} (.+?) _{2,}$/;
const PLACE = /^((?:[A-Za-z]:)?[^\s:][^:]{0,1000}\.\w{1,5}):(\d{1,9}): (?:in )?(.*)$/;
const FOREIGN = /(?:^|[\\/])(?:site-packages|dist-packages|node_modules)[\\/]|[\\/]lib[\\/]python\d|^<|^\//;
const VERDICTS = ["PASSED", "FAILED", "ERROR", "SKIPPED", "XFAIL", "XPASS", "RERUN"] as const;
/** These titles begin a session where its first line is missing (-q). */
const OPENING = new Set(["test session starts", "ERRORS", "FAILURES", "PASSES", "warnings summary", "short test summary info"]);

const CASES = new Set(["passed", "failed", "errors", "skipped", "xfailed", "xpassed"]);
const MAX_NODE = 8_000;
/** Captured texts that are kept apart; no run fails that often for as many reasons. */
const MAX_SECTIONS = 10_000;

type Verdict = (typeof VERDICTS)[number];

interface Node {
  id: string;
  passed: boolean;
  failed: boolean;
  error: boolean;
  skipped: boolean;
  reruns: number;
  message: string | undefined;
  reason: string | undefined;
}

interface Section {
  /** As in its heading, with what sort of section it stands in: `F TestC.test_in_class`. */
  name: string;
  text: Excerpt;
  /** Captured output of tests that passed is not kept. */
  keep: boolean;
}

class PytestReader implements LineReader {
  private readonly sink: Sink;
  private readonly context: LogContext;
  private session: Session | undefined;

  constructor(sink: Sink, context: LogContext) {
    this.sink = sink;
    this.context = context;
  }

  take(line: string, number: number, cut: boolean): boolean {
    const { session } = this;
    if (line.charCodeAt(0) === 61 /* = */ && line.endsWith("=")) {
      const title = line.length > 1_000 ? undefined : TITLE.exec(line)?.[1];
      if (title !== undefined && this.title(title, number)) return true;
    }
    if (!session) {
      if (!DOTS.test(line) || line.length > 12_000) return false;
      this.open(number).dots(line);
      return true;
    }
    if (cut) session.spoil("a line is longer than any test prints");
    if (IN_SECONDS.test(line.slice(-80)) && line.length < 1_000 && session.finish(line)) {
      this.close();
      return true;
    }
    return session.line(line);
  }

  get idle(): boolean {
    return this.session === undefined;
  }

  end(): void {
    this.close();
  }

  private title(title: string, number: number): boolean {
    if (title === "test session starts") {
      if (this.session?.isTelling) return false;
      this.close();
      this.open(number);
      return true;
    }
    if (!this.session && !OPENING.has(title) && !isCounts(title)) return false;
    const session = this.open(number);
    if (session.finish(title)) this.close();
    else session.section(title);
    return true;
  }

  private open(number: number): Session {
    this.session ??= new Session(this.sink, this.context, number);
    return this.session;
  }

  private close(): void {
    this.session?.end();
    this.session = undefined;
  }
}

class Session {
  private readonly sink: Sink;
  private readonly context: LogContext;
  private readonly part: Part;
  private readonly nodes = new Map<string, Node>();
  /** Files of which a case passed, in dots or by name. */
  private readonly alive = new Set<string>();
  private readonly sections: Section[] = [];
  private readonly owners = new Map<string, Owner>();
  private readonly traces: string[] = [];
  /** The lines of the short summary. A test of a pytest plugin may print a session of its own: the last one counts. */
  private listing: string[] = [];
  /** Failures of subtests; each is counted, all go by the name of their test. */
  private subtests = 0;
  /** Cases that progress has shown. */
  private shown = 0;
  private readonly reasons: string[] = [];
  private where: "progress" | "failures" | "passes" | "summary" | "other" = "progress";
  private current: Section | undefined;
  private errors = false;
  /** A test whose verdict stands on a later line, after what it printed (-s). */
  private pending: string | undefined;
  private collected: number | undefined;
  private counts: Map<string, number> | undefined;
  private broken = false;

  constructor(sink: Sink, context: LogContext, number: number) {
    this.sink = sink;
    this.context = context;
    this.part = sink.part("test", "it ends before pytest's last line");
    this.part.line = number;
  }

  /** A line of progress letters. */
  dots(line: string): void {
    const match = FILE_DOTS.exec(line);
    if (match?.[2]?.includes(".")) this.alive.add(own(match[1] ?? ""));
    for (const letter of match?.[2] ?? DOTS.exec(line)?.[1] ?? "") if (".FsxX".includes(letter)) this.shown++;
  }

  /** Among captured output another session is text. */
  get isTelling(): boolean {
    return this.where === "failures" || this.where === "passes";
  }

  section(title: string): void {
    this.current?.text.seal();
    this.current = undefined;
    if (title === "short test summary info") this.listing = [];
    this.errors = title === "ERRORS";
    this.where =
      title === "FAILURES" || title === "ERRORS"
        ? "failures"
        : title === "short test summary info"
          ? "summary"
          : /^X?PASSES$/.test(title)
            ? "passes"
            : "other";
  }

  /** The last line, with or without the signs around it. */
  finish(words: string): boolean {
    if (!isCounts(words)) return false;
    const counted = words.replace(IN_SECONDS, "");
    const counts = new Map<string, number>();
    let total = 0;
    for (const one of counted.split(", ")) {
      const [, n, word = ""] = COUNTED.exec(one) ?? [];
      if (n === undefined) continue;
      const known = word === "error" ? "errors" : word;
      counts.set(known, Number(n));
      if (CASES.has(known)) total += Number(n);
    }
    // The last line of a session that a test ran and printed.
    if (total < this.shown) return false;
    this.counts = counts;
    if (COLLECTED.test(counted)) this.reasons.push("it only lists what it collected");
    else if (counted === "no tests ran") this.reasons.push("no tests ran");
    return true;
  }

  spoil(reason: string): void {
    this.broken = true;
    this.reasons.push(reason);
  }

  line(line: string): boolean {
    if (line.startsWith("!!!") && this.stopped(line)) return true;
    if (line.startsWith("INTERNALERROR>")) {
      if (!this.reasons.includes("pytest itself failed")) this.spoil("pytest itself failed");
      return true;
    }
    switch (this.where) {
      case "failures":
      case "passes":
        this.detail(line);
        return true;
      case "summary":
        if (line.length < 4 * MAX_NODE && SUMMARY.test(line)) this.listing.push(own(line));
        return true;
      case "other":
        return true;
      default:
        return this.progress(line);
    }
  }

  private stopped(line: string): boolean {
    const words = /^!+ (.{1,500}?) !+$/.exec(line.slice(0, 1_000))?.[1];
    if (words === undefined) return false;
    // The rest was left out on purpose (-x, --maxfail); anything else ended the run.
    if (words.includes("stopping after")) this.reasons.push(own(words));
    else this.spoil(own(words));
    return true;
  }

  // ------------------------------------------------------------------------------------------------------ progress

  private progress(line: string): boolean {
    if (line.includes("::")) return this.verbose(line);
    const collected = COLLECTING.exec(line.slice(0, 300));
    if (collected) {
      const selected = /\/ (\d{1,9}) selected/.exec(collected[2] ?? "");
      this.collected = Number(selected?.[1] ?? collected[1]);
      return true;
    }
    if (this.pending !== undefined) {
      const word = ALONE.exec(line.replace(PROGRESS, "").slice(0, 500))?.[1];
      if (word !== undefined) {
        this.verdict(this.pending, word as Verdict, undefined);
        this.pending = undefined;
        return true;
      }
    }
    if (line.length < 12_000 && (DOTS.test(line) || FILE_DOTS.test(line))) {
      this.dots(line);
      return true;
    }
    return /^(?:platform |rootdir: |plugins: |configfile: |testpaths: |cachedir: |collecting |bringing up nodes|scheduling tests|gw\d+ |\[gw\d+\] )/.test(
      line,
    );
  }

  /** `NODE VERDICT (reason)  [ 4%]`; under xdist the other way round. */
  private verbose(line: string): boolean {
    if (line.length > 2 * MAX_NODE) return false;
    const text = line.replace(PROGRESS, "").trimEnd();
    const worker = text.startsWith("[gw") ? WORKER.exec(text) : null;
    if (worker) {
      this.verdict(worker[2] ?? "", worker[1] as Verdict, undefined);
      return true;
    }
    let at = -1;
    let verdict: Verdict | undefined;
    const from = text.indexOf("::");
    for (const word of VERDICTS) {
      let found = text.indexOf(` ${word}`, from);
      while (found !== -1 && !/^(?:$| \()/.test(text.slice(found + 1 + word.length, found + 3 + word.length)))
        found = text.indexOf(` ${word}`, found + 1);
      if (found !== -1 && (at === -1 || found < at)) {
        at = found;
        verdict = word;
      }
    }
    if (verdict !== undefined) {
      const reason = text.slice(at + verdict.length + 2).replace(/^\((.*)\)$/, "$1");
      this.verdict(text.slice(0, at).trimEnd(), verdict, reason === "" ? undefined : reason);
      this.pending = undefined;
      return true;
    }
    // With -s a test prints behind its name; with xdist it is named when it begins.
    if (!/^\S+\.\w{1,5}::/.test(text.slice(0, 2_000))) return false;
    this.pending = own(line.endsWith(" ") ? text : (text.split(" ", 1)[0] ?? ""));
    return true;
  }

  private verdict(id: string, word: Verdict, reason: string | undefined): Node {
    const key = id.slice(0, MAX_NODE);
    let node = this.nodes.get(key);
    if (!node) {
      node = { id: own(key), passed: false, failed: false, error: false, skipped: false, reruns: 0, message: undefined, reason: undefined };
      this.nodes.set(node.id, node);
      if (this.where === "progress" && word !== "RERUN") this.shown++;
    }
    switch (word) {
      case "PASSED":
      case "XPASS":
        node.passed = true;
        break;
      case "FAILED":
        node.failed = true;
        break;
      case "ERROR":
        node.error = true;
        break;
      case "SKIPPED":
      case "XFAIL":
        node.skipped = true;
        if (reason !== undefined) node.reason = own(reason.slice(0, 2_000));
        break;
      case "RERUN":
        node.reruns++;
    }
    return node;
  }

  // ------------------------------------------------------------------------------------------- summary and sections

  private summary(line: string): void {
    const match = SUMMARY.exec(line);
    if (!match) return;
    let word = match[1] ?? "";
    let rest = (match[2] ?? "").trim();
    if (word.startsWith("SUBFAIL")) {
      // `SUBFAILED[message](i=0) tests/test_a.py::test - …`: what stands before the node tells the subtests apart.
      const at = / ?(\S+\.\w{1,5}::.*)$/.exec(rest);
      if (!at) return;
      rest = at[1] ?? "";
      word = "FAILED";
      this.subtests++;
    }
    const { id, message } = this.split(rest);
    if (id === "") return;
    const node = this.verdict(id, word === "RERUN" ? "PASSED" : (word as Verdict), word === "XFAIL" ? message : undefined);
    if (word === "RERUN") node.passed = false;
    if (word === "FAILED" || (word === "ERROR" && !node.failed)) node.message ??= message === undefined ? undefined : own(message);
  }

  /** `NODE - message`: both may hold what stands between them. */
  private split(rest: string): { id: string; message: string | undefined } {
    let first = -1;
    for (let at = rest.indexOf(" - "), n = 0; at !== -1 && n < 50; at = rest.indexOf(" - ", at + 1), n++) {
      if (first === -1) first = at;
      if (this.nodes.has(rest.slice(0, at))) return { id: rest.slice(0, at), message: rest.slice(at + 3) };
    }
    if (first === -1 || this.nodes.has(rest)) return { id: rest, message: undefined };
    const bracket = rest.indexOf("[");
    const end = bracket !== -1 && bracket < first && rest.includes("::") ? rest.indexOf("] - ", bracket) : -1;
    if (end !== -1) return { id: rest.slice(0, end + 1), message: rest.slice(end + 4) };
    // A parameter that holds the sign, and no message behind it.
    if (bracket !== -1 && bracket < first && rest.endsWith("]")) return { id: rest, message: undefined };
    return { id: rest.slice(0, first), message: rest.slice(first + 3) };
  }

  private detail(line: string): void {
    const heading = line.startsWith("__") && line.length < 4 * MAX_NODE ? HEADING.exec(line)?.[1] : undefined;
    if (heading !== undefined) {
      this.current?.text.seal();
      const keep = this.where === "failures" && this.sections.length < MAX_SECTIONS;
      this.current = { name: own(sectionName(heading, this.errors).slice(0, MAX_NODE)), text: new Excerpt(), keep };
      if (keep) this.sections.push(this.current);
      return;
    }
    if (this.current) {
      if (this.current.keep) this.current.text.add(line);
    } else if (this.where === "failures" && !this.errors && line !== "" && this.traces.length < MAX_SECTIONS)
      this.traces.push(own(line.slice(0, 2_000)));
  }

  // ---------------------------------------------------------------------------------------------------------- the end

  end(): void {
    this.current?.text.seal();
    for (const line of this.listing) this.summary(line);
    const listed = { passed: 0, failed: 0, error: 0, skipped: 0 };
    const units = new Map<string, string>();
    const byName = new Map<string, Section[]>();
    for (const section of this.sections) {
      const same = byName.get(section.name);
      if (same) same.push(section);
      else byName.set(section.name, [section]);
    }
    const take = (node: Node): Section | undefined => takeSection(byName, node);
    const failing = [...this.nodes.values()].filter((n) => n.failed);
    // --tb=line writes one line a failure, in their order.
    const lined = this.traces.length === failing.length && !this.sections.some(({ name }) => name.startsWith("F "));
    const traces = new Map(lined ? failing.map((node, i) => [node, this.traces[i]]) : []);
    for (const node of this.nodes.values()) {
      const { observation, isCase } = this.observationOf(node, units);
      if (observation.outcome === "failed" || observation.outcome === "error") {
        this.explain(observation, node, take(node), traces.get(node));
      }
      if (isCase) listed[observation.outcome]++;
      this.sink.observe(observation);
    }
    this.aliveFiles(units);
    this.settle(listed, units);
  }

  private observationOf(node: Node, units: Map<string, string>): { observation: TestObservation; isCase: boolean } {
    const at = nameAt(node.id);
    const { file, target, suite } = this.ownerOf(at === 0 ? node.id : node.id.slice(0, at - 2));
    const path = at === 0 ? "" : node.id.slice(at);
    const outcome = node.failed ? "failed" : node.error ? "error" : node.passed ? "passed" : "skipped";
    const observation: TestObservation = { kind: "test", outcome, part: this.part, name: path, suite, identity: { target, path } };
    if (path === "") observation.whole = true;
    if (!units.has(target)) units.set(target, file);
    if (outcome === "passed") {
      this.alive.add(file);
      if (node.reruns > 0) observation.flaky = true;
    }
    if (node.reruns > 0) observation.retries = node.reruns;
    if (outcome === "skipped" && node.reason !== undefined) observation.message = node.reason;
    return { observation, isCase: path !== "" };
  }

  private ownerOf(suite: string): Owner {
    let owner = this.owners.get(suite);
    if (!owner) {
      owner = ownerOf(suite);
      this.owners.set(owner.suite, owner);
    }
    return owner;
  }

  private explain(observation: TestObservation, node: Node, section: Section | undefined, trace: string | undefined): void {
    const lines = section?.text.lines() ?? [];
    const detail = lines.join("\n").trim();
    if (detail !== "") observation.detail = own(detail);
    const error = lines.find((line) => /^E {2,}\S/.test(line));
    const said = error?.replace(/^E +/, "") ?? node.message ?? lines.find((line) => line.startsWith("[XPASS"));
    const place = placeOf(lines.length > 0 ? lines : trace === undefined ? [] : [trace]);
    const message = said ?? (trace === undefined ? undefined : PLACE.exec(trace)?.[3]);
    if (message !== undefined && message !== "") observation.message = own(message.slice(0, 2_000));
    if (!place) return;
    observation.file = own(this.context.path(place.file));
    observation.line = place.line;
  }

  /** A module that could not be collected passes when a case of it next does, wherever in it that stands. */
  private aliveFiles(units: Map<string, string>): void {
    for (const file of this.alive) {
      const { target, suite } = this.ownerOf(file);
      if (!units.has(target)) units.set(target, file);
      const observation: TestObservation = { kind: "test", outcome: "passed", part: this.part, name: "", suite, whole: true };
      observation.identity = { target, path: "" };
      this.sink.observe(observation);
    }
  }

  private settle(listed: { passed: number; failed: number; error: number; skipped: number }, units: Map<string, string>): void {
    const { part, counts, reasons } = this;
    part.extent.units = [...units.keys()];
    const paths = [...units]
      .filter(([, file]) => !file.startsWith(".."))
      .map(([unit, file]): [string, string] => [unit, this.context.path(file)]);
    if (paths.length > 0) part.extent.paths = Object.fromEntries(paths);
    if (!counts) {
      part.extent.cases = this.nodes.size;
      return;
    }
    const count = (...words: string[]): number => words.reduce((sum, word) => sum + (counts.get(word) ?? 0), 0);
    const told = {
      passed: count("passed", "xpassed"),
      failed: count("failed"),
      error: count("errors"),
      skipped: count("skipped", "xfailed"),
    };
    const total = told.passed + told.failed + told.error + told.skipped;
    // What is counted and not named; a case that stands in two counts is named once.
    for (const outcome of ["passed", "failed", "error", "skipped"] as const) {
      const unnamed = told[outcome] - listed[outcome];
      if (unnamed !== 0) this.sink.count(outcome, unnamed);
    }
    part.extent.cases = total;
    const deselected = count("deselected");
    if (deselected > 0) {
      reasons.push(`${deselected} ${deselected === 1 ? "test was" : "tests were"} deselected`);
      part.extent.filters = ["names"];
    }
    if (this.collected !== undefined && total < this.collected)
      reasons.push(`it counts ${total} of the ${this.collected} tests it collected`);
    if ([...this.nodes.values()].some((node) => node.error && !node.id.includes("::"))) reasons.push("a module could not be collected");
    if (total === 0 && reasons.length === 0) reasons.push("no tests ran");
    const flags = { passed: 0, skipped: 0, failed: this.subtests };
    for (const node of this.nodes.values()) {
      if (node.passed) flags.passed++;
      else if (node.skipped) flags.skipped++;
      if (node.failed) flags.failed++;
    }
    if (flags.failed < told.failed) reasons.push("it does not name all that failed");
    if (flags.passed < told.passed || flags.skipped < told.skipped) {
      reasons.push("dots and counts do not name the tests that passed or were skipped (-v does)");
    }
    const [first] = reasons;
    if (first === undefined) {
      part.state = "whole";
      delete part.reason;
      return;
    }
    part.state = this.broken ? "broken" : "partial";
    part.reason = reasons.join("; ");
  }
}

function isCounts(words: string): boolean {
  if (words.length > 1_000 || !IN_SECONDS.test(words)) return false;
  const counted = words.replace(IN_SECONDS, "");
  return counted === "no tests ran" || COLLECTED.test(counted) || counted.split(", ").every((one) => COUNTED.test(one));
}

/** What a case stands in: a file, and the classes in it. */
interface Owner {
  /** As printed: `tests/test_a.py::TestC`. */
  suite: string;
  file: string;
  /** The dotted module and classes of the JUnit XML. */
  target: string;
}

/** Where the test's own name begins: behind the last `::` that is not in its parameters; 0 where there is none. */
function nameAt(id: string): number {
  const bracket = id.indexOf("[");
  const colons = id.indexOf("::");
  if (colons === -1 || (bracket !== -1 && bracket < colons && !id.slice(0, colons).includes("/"))) return 0;
  return id.lastIndexOf("::", bracket > colons ? bracket : id.length) + 2;
}

function ownerOf(suite: string): Owner {
  const [file = "", ...classes] = suite.split("::");
  return { suite: own(suite), file: own(file), target: own([moduleOf(file), ...classes].join(".")) };
}

function moduleOf(file: string): string {
  return file
    .replace(/^(?:\.\.?\/)+/, "")
    .replace(/\.py$/, "")
    .replaceAll("/", ".");
}

/** `F TestC.test_in_class`, without what tells subtests apart; `E` among errors. */
function sectionName(heading: string, errors: boolean): string {
  const name = heading.replace(/^ERROR (?:at setup of|at teardown of|collecting) /, "");
  const subtest = name.endsWith(")") ? name.lastIndexOf(" (") : -1;
  return `${errors ? "E" : "F"} ${subtest > 0 ? name.slice(0, subtest).replace(/ \[[^\]]*\]$/, "") : name}`;
}

/** The next section of the case; headings write a dot for each `::` before the parameters. */
function takeSection(byName: Map<string, Section[]>, { id, failed }: Node): Section | undefined {
  const colons = id.indexOf("::");
  const inner = colons === -1 ? id : id.slice(colons + 2);
  const bracket = inner.indexOf("[");
  const name = bracket === -1 ? inner.replaceAll("::", ".") : inner.slice(0, bracket).replaceAll("::", ".") + inner.slice(bracket);
  return byName.get(`${failed ? "F" : "E"} ${name}`)?.shift();
}

/** The innermost place of the project's own; what lies outside of it has an absolute path. */
function placeOf(lines: readonly string[]): { file: string; line: number } | undefined {
  let found: { file: string; line: number } | undefined;
  let absolute: { file: string; line: number } | undefined;
  for (const line of lines) {
    const match = PLACE.exec(line.slice(0, 1_500));
    if (!match) continue;
    const place = { file: match[1] ?? "", line: Number(match[2]) };
    if (!FOREIGN.test(place.file)) found = place;
    else if (place.file.startsWith("/") && !/(?:site|dist)-packages|\/lib\/python\d/.test(place.file)) absolute = place;
  }
  return found ?? absolute;
}
