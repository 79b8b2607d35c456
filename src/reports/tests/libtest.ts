/**
 * Rust's test harness as it prints for people (`cargo test`), rustc 1.63 to 1.97. libtest prints results as tests end
 * and the truth at the end of a block: failing tests are those of the last `failures:` list, passing ones are believed
 * only where all four counts of the last `test result:` agree with the lines seen and nothing hints that a test printed
 * such lines itself. Source: library/test/src/formatters/pretty.rs; every rule is seen in samples/libtest-human.
 *
 * What a test can do by printing the harness's words: under `--nocapture` it can keep the passes of its own block from
 * being believed, add a failure, or end its block early (the block is then broken). It cannot make a test of its block
 * pass that did not run, nor hide a failure, unless it prints a whole block whose counts agree and then ends the
 * process. By cargo's words it can begin a block of another target; what that target prints itself stands beside it.
 * In a log without cargo's `Running` lines, and among doctests, captured output that imitates whole blocks is read as
 * blocks: no text in such a log tells them apart.
 */
import type { BenchObservation, CargoTarget, Part, TestObservation } from "../../model.ts";
import { measurementOf } from "../benchmarks/bencher.ts";
import { beginsTarget, failedTarget, targetId } from "../builds/cargo.ts";
import { Excerpt } from "../excerpt.ts";
import { isDigit, type LineFormat, type LineReader, type LogContext, type Sink } from "../format.ts";
import { own } from "../lines.ts";
import { panicOf } from "./panic.ts";

export const libtest: LineFormat = {
  shape: "lines",
  name: "libtest",
  kinds: ["test"],
  tool: "cargo test",
  docs: {
    command: "cargo test --no-fail-fast --workspace 2>&1 | tee test.txt   # shell: bash",
    proof: "each `running N tests` has its `test result:` and the four counts agree with the lines",
    source: "rust-lang/rust library/test/src/formatters/pretty.rs",
    example: "test cart::adds ... ok",
  },
  minds: ({ first, indented }) => !indented && (first === "r" || first === "a" || isDigit(first)),
  reader: (sink, context) => new LibtestReader(sink, context),
};

const RUNNING = /^running (\d{1,15}) tests?(?: \(shuffle seed: \d+\))?$/;
const RESULT =
  /^test result: (ok|FAILED)\. (\d{1,15}) passed; (\d{1,15}) failed; (\d{1,15}) ignored; (\d{1,15}) measured; (\d{1,15}) filtered out(?:; finished in [\d.]+s)?$/;
const VERDICT = /^(ok|FAILED|ignored(?:, .*)?|bench: .*)(?: <([\d.]+)s>)?$/;
const SUFFIXES = [" - should panic", " - compile fail", " - compile"];
const ALL_DOCTESTS = /^all doctests ran in /;
const LISTED = /^\d+ tests?, \d+ benchmarks?$/;
/** Progress of a quiet run stands before the line of a benchmark. */
const QUIET_BENCH = /^[.iF]+(?=test .* \.\.\. bench: )/;
/** A test's name as rustc and rustdoc make it; a test that runs other programs prints `test tests/ui/x.rs ... ok` as well. */
const RUST_NAME = /^[^\s/\\.[\]()"'`]+$|\(line \d+\)$/;
/** More captured outputs than this are not kept apart; no binary fails that often for as many reasons. */
const MAX_SECTIONS = 10_000;
/** Lines kept of what a binary said before it went. */
const LAST_WORDS = 40;

class LibtestReader implements LineReader {
  private readonly sink: Sink;
  private readonly context: LogContext;
  private block: Block | undefined;

  constructor(sink: Sink, context: LogContext) {
    this.sink = sink;
    this.context = context;
  }

  take(line: string, number: number, cut: boolean): boolean {
    const { block } = this;
    if (block === undefined) return this.outside(line, number);
    if (block.gone) {
      this.give();
      return this.outside(line, number);
    }
    if (block.ended) return this.after(block, line, number);
    // Only cargo's own lines end a block that has not said its result: the binary is gone.
    if (isCargo(line)) {
      if (block.result) block.end();
      else block.abandon(line);
      return false;
    }
    if (block.result && severalBlocks(block.target) && RUNNING.test(line)) {
      this.give();
      return this.outside(line, number);
    }
    if (cut) block.spoiled = "a line is longer than any test prints";
    block.line(line);
    return true;
  }

  get idle(): boolean {
    return this.block === undefined;
  }

  end(): void {
    if (this.block && !this.block.ended && !this.block.gone) this.block.abandon("");
    this.give();
  }

  private outside(line: string, number: number): boolean {
    const running = line.startsWith("running ") ? RUNNING.exec(line) : null;
    if (running) {
      this.begin(number, Number(running[1]));
      return true;
    }
    if (LISTED.test(line)) {
      this.context.cargo.listed = true;
      return true;
    }
    return ALL_DOCTESTS.test(line);
  }

  /** A block that has its result is held: cargo's hint, which names the package, may follow, or the result was a test's own words. */
  private after(block: Block, line: string, number: number): boolean {
    if (line === "") return false;
    const { target } = this.context.cargo;
    if (target !== block.target) {
      this.give();
      return this.outside(line, number);
    }
    if (isCargo(line)) return false;
    const running = line.startsWith("running ") ? RUNNING.test(line) : false;
    if (running && severalBlocks(target)) {
      this.give();
      return this.outside(line, number);
    }
    if (!running && !block.isOwn(line)) return ALL_DOCTESTS.test(line);
    block.resume();
    block.line(line);
    return true;
  }

  private begin(number: number, declared: number): void {
    const part = this.context.cargo.testsBegin(this.sink, number, "its test run ends without a `test result:` line");
    this.block = new Block(this.sink, this.context, part, declared);
  }

  private give(): void {
    this.block?.give();
    this.block = undefined;
  }
}

/** A target that is known runs one block, only doctests several: what looks like a second one is the output of a test. */
function severalBlocks(target: CargoTarget | undefined): boolean {
  return target === undefined || target.kind === "doc";
}

/** cargo's own lines: the next target runs, or this one failed. */
function isCargo(line: string): boolean {
  if (line.charCodeAt(0) === 32) return beginsTarget(line);
  if (line.charCodeAt(line.length - 1) === 96 /* ` */) return failedTarget(line) !== undefined;
  return line.charCodeAt(0) === 101 /* e */ && failedTarget(line) !== undefined;
}

interface Result {
  ok: boolean;
  passed: number;
  failed: number;
  ignored: number;
  measured: number;
  filtered: number;
  /** The `failures:` list that stood before it. */
  list: readonly string[];
}

interface Section {
  header: string;
  name: string;
  text: Excerpt | undefined;
}

/** From `running N tests` to `test result:`. */
class Block {
  /** It has a result; more lines of its own may show that it was not the last. */
  ended = false;
  /** Its binary went without a result. */
  gone = false;
  spoiled: string | undefined;
  /** The last `test result:` line so far. */
  result: Result | undefined;
  /** The target that runs it. */
  readonly target: CargoTarget | undefined;
  private readonly sink: Sink;
  private readonly context: LogContext;
  private readonly part: Part;
  private readonly declared: number;
  /** What earlier blocks of the same part left. */
  private readonly before: { state: Part["state"]; reason: string | undefined; cases: number } | undefined;
  private readonly failedBefore: boolean;
  private readonly passed = new Names();
  private readonly durations = new Map<string, number>();
  private readonly failed = new Set<string>();
  private readonly ignored = new Map<string, string | undefined>();
  private readonly measured = new Map<string, string>();
  /** Lines that gave a verdict. */
  private verdicts = 0;
  /** A line that only a test can have printed, in the harness's words: no pass is believed. */
  private odd = false;
  /** A test whose verdict stands on a later line, after what it printed (`--nocapture --test-threads=1`). */
  private open: string | undefined;
  private list: string[] | undefined;
  /** Where in a list the reader is: within it, or behind it, where more than its result shows that it was only text. */
  private listing: "in" | "behind" | undefined;
  private blanks = 0;
  /** What follows a `---- NAME stdout ----` line; the output of passing tests (`--show-output`) is passed over. */
  private section: Section | undefined;
  private readonly sections: Section[] = [];
  /** Tests that passed by a line within a section: another's words, or the rest of the block was taken for a section. */
  private readonly within = new Set<string>();
  private successes = false;
  private words: Excerpt | undefined;
  private wordsLeft = 0;
  private failing = new Set<string>();
  private believed = false;
  private settled = false;
  /** Of the passing names only those that rustc makes, where the counts ask for it. */
  private onlyRust = false;
  private suite: string | undefined;

  constructor(sink: Sink, context: LogContext, part: Part, declared: number) {
    this.sink = sink;
    this.context = context;
    this.part = part;
    this.declared = declared;
    this.target = context.cargo.target;
    const { cases } = part.extent;
    this.before = cases === undefined ? undefined : { state: part.state, reason: part.reason, cases };
    this.failedBefore = this.before !== undefined && context.cargo.clean !== part;
    part.state = "broken";
    part.reason = "its test run ends without a `test result:` line";
    context.cargo.clean = undefined;
  }

  line(line: string): void {
    if (this.listing !== undefined && this.listed(line)) return;
    switch (line.charCodeAt(0)) {
      case 116 /* t */:
        if (!line.startsWith("test ")) break;
        // Among captured outputs, and behind no list, the line is a test's own.
        if (line.startsWith("result: ", 5) && this.finish(line, this.section === undefined)) return;
        if (this.section === undefined) {
          this.verdict(line);
          return;
        }
        break;
      case 102 /* f */:
        if (line !== "failures:") break;
        this.heading(false);
        return;
      case 115 /* s */:
        // Among the outputs of failing tests the word is a test's own.
        if (line !== "successes:" || (this.section !== undefined && !this.successes)) break;
        this.heading(true);
        return;
      case 45 /* - */:
        if (this.header(line)) return;
        break;
    }
    if (this.section === undefined) {
      this.noise(line);
      return;
    }
    this.section.text?.add(line);
    const name = passedName(line);
    if (name === undefined || !RUST_NAME.test(name)) return;
    if (this.within.size < MAX_SECTIONS) this.within.add(own(name));
    else this.odd = true;
  }

  /** Whether the line is one that only this block can have printed, or a test in its words. */
  isOwn(line: string): boolean {
    if (line === "failures:" || line === "successes:" || line.endsWith(" --- FAILED")) return true;
    if (sectionName(line) !== undefined || passedName(line) !== undefined || RESULT.test(line)) return true;
    if (!line.startsWith("test ")) return false;
    // Benchmarks that criterion prints in this form follow the harness's blocks.
    const found = caseOf(line);
    return found !== undefined && !found.word.startsWith("bench: ");
  }

  /** The result was not the end. Lines since then may have gone to other readers. */
  resume(): void {
    this.ended = false;
    this.odd = true;
    this.part.state = "broken";
    this.part.reason = "its lines go on after its `test result:` line";
  }

  private listed(line: string): boolean {
    if (this.listing === "in" && line.startsWith("    ")) {
      if (passedName(line) !== undefined || (this.list?.length ?? 0) > this.declared) this.odd = true;
      else this.list?.push(own(line.slice(4)));
      return true;
    }
    if (line === "") {
      if (this.list?.length !== 0) this.listing = "behind";
      this.blanks++;
      return true;
    }
    if (line.startsWith("test result: ") && this.finish(line, true)) return true;
    this.unlist();
    return false;
  }

  /** What looked like a list is followed by other lines: it belongs to the text before it. */
  private unlist(): void {
    this.listing = undefined;
    const text = this.section?.text;
    if (!text) return;
    text.add(this.successes ? "successes:" : "failures:");
    for (const name of this.list ?? []) text.add(`    ${name}`);
    for (let i = 0; i < this.blanks; i++) text.add("");
  }

  private heading(successes: boolean): void {
    this.successes = successes;
    this.list = [];
    this.listing = "in";
    this.blanks = 0;
  }

  private header(line: string): boolean {
    const name = sectionName(line);
    if (name === undefined) return false;
    this.section?.text?.seal();
    const keep = !this.successes && this.sections.length < MAX_SECTIONS;
    this.section = { header: own(line), name: own(withoutSuffix(name)), text: keep ? new Excerpt() : undefined };
    if (keep) this.sections.push(this.section);
    return true;
  }

  /** `test NAME ... VERDICT`. */
  private verdict(line: string): void {
    const dots = line.indexOf(" ... ", 5);
    const rest = line.length - dots - 5;
    if (dots > 5 && rest === 2 && line.endsWith("ok")) this.add(line.slice(5, dots), "ok");
    else if (dots > 5 && rest === 6 && line.endsWith("FAILED")) this.add(line.slice(5, dots), "FAILED");
    else {
      const found = dots === -1 ? undefined : caseOf(line);
      // A test's output that begins on its own line looks like a part of its name.
      if (found?.name.includes(" ... ")) this.odd = true;
      if (found) this.add(found.name, found.word, found.seconds);
      else this.opened(line, dots);
    }
  }

  /** `test NAME ... ` and then whatever the test prints. */
  private opened(line: string, dots: number): void {
    const end = dots > 5 ? dots : line.endsWith(" ...") ? line.length - 4 : -1;
    if (end === -1) return;
    if (this.open !== undefined) this.odd = true;
    this.open = own(withoutSuffix(line.slice(5, end).trimEnd()));
  }

  private noise(line: string): void {
    if (this.open !== undefined) {
      const found = VERDICT.exec(line);
      if (found) {
        const name = this.open;
        this.open = undefined;
        this.add(name, wordOf(found), found[2]);
        return;
      }
    }
    switch (line.charCodeAt(line.length - 1)) {
      case 68 /* D */:
        if (line.endsWith(" --- FAILED")) this.failed.add(own(withoutSuffix(line.slice(0, -11))));
        break;
      case 107 /* k */:
      case 62 /* > */:
        // A passing test's line behind something that had no newline: this pass is missing in the lines.
        if (passedName(line) !== undefined) this.odd = true;
        break;
      case 41 /* ) */:
      case 115 /* s */:
        {
          const quiet = QUIET_BENCH.exec(line);
          if (quiet) {
            this.verdict(line.slice(quiet[0].length));
            return;
          }
        }
    }
    if (line.charCodeAt(0) === 116 /* t */ && line.startsWith("thread '")) {
      if (this.wordsLeft <= 0) this.words = new Excerpt();
      this.wordsLeft = LAST_WORDS;
    }
    if (this.wordsLeft > 0) {
      this.wordsLeft--;
      this.words?.add(line);
      if (this.wordsLeft === 0) this.words?.seal();
    }
  }

  private add(raw: string, word: string, seconds?: string): void {
    if (this.open !== undefined) {
      // With one thread a test's verdict comes before the next test's name.
      this.odd = true;
      this.open = undefined;
    }
    this.verdicts++;
    const name = withoutSuffix(raw.charCodeAt(raw.length - 1) === 32 ? raw.trimEnd() : raw);
    switch (word.charCodeAt(0)) {
      case 111 /* ok */:
        this.passed.add(name);
        if (seconds !== undefined) this.durations.set(own(name), Number(seconds));
        return;
      case 70 /* FAILED */:
        if (this.failed.has(name)) this.odd = true;
        else this.failed.add(own(name));
        return;
      case 98 /* bench: */:
        if (this.measured.has(name)) this.odd = true;
        else this.measured.set(own(name), own(word));
        return;
      default:
        if (this.ignored.has(name)) this.odd = true;
        else this.ignored.set(own(name), word.startsWith("ignored, ") ? own(word.slice("ignored, ".length)) : undefined);
    }
  }

  private finish(line: string, ends: boolean): boolean {
    const match = RESULT.exec(line);
    if (!match) return false;
    const [passed = 0, failed = 0, ignored = 0, measured = 0, filtered = 0] = match.slice(2).map(Number);
    const list = this.successes ? [] : (this.list ?? []);
    this.result = { ok: match[1] === "ok", passed, failed, ignored, measured, filtered, list };
    this.settled = false;
    if (ends) this.end();
    return ends;
  }

  /** The result that was read last stands, as far as can be told. */
  end(): void {
    this.ended = true;
    this.listing = undefined;
    this.section?.text?.seal();
    if (!this.odd) this.settle();
    else {
      // Settled when all is read: a test may print many results.
      this.part.state = "partial";
      this.context.cargo.clean = undefined;
    }
  }

  /** What the block proves, by its last result. */
  private settle(): void {
    const { result } = this;
    if (!result || this.settled) return;
    this.settled = true;
    this.failing = new Set(result.list.map(withoutSuffix));
    // A list that lost names: the lines of the tests that failed stand in for it.
    if (this.failing.size < result.failed) for (const name of this.failed) this.failing.add(name);
    this.believed = this.agrees(result);
    const reasons: string[] = [];
    const { filtered } = result;
    if (filtered > 0) reasons.push(`${filtered} ${filtered === 1 ? "test was" : "tests were"} filtered out`);
    if (!this.believed) {
      reasons.push(
        this.verdicts === 0 && this.declared > 0
          ? "quiet output does not name the tests that passed"
          : "its lines and its counts disagree, so no pass in it is believed",
      );
    }
    if (this.spoiled !== undefined) reasons.push(this.spoiled);
    const broken = this.spoiled !== undefined;
    const partial = reasons.length > 0 || (this.before !== undefined && this.before.state !== "whole");
    this.part.state = broken ? "broken" : partial ? "partial" : "whole";
    const reason = [this.before?.reason, ...reasons].filter((r) => r !== undefined).join("; ");
    if (reason === "") delete this.part.reason;
    else this.part.reason = reason;
    if (filtered > 0) this.part.extent.filters = ["names"];
    this.part.extent.cases = (this.before?.cases ?? 0) + result.passed + result.failed + result.ignored;
    const failed = this.failedBefore || result.failed > 0 || this.failing.size > 0;
    this.context.cargo.clean = failed ? undefined : this.part;
  }

  private agrees(result: Result): boolean {
    const { passed, failed, ignored, measured } = result;
    if (this.odd || result.ok !== (failed === 0) || this.declared !== passed + failed + ignored + measured) return false;
    if (this.ignored.size !== ignored || this.measured.size !== measured || result.list.length !== failed) return false;
    for (const name of this.failed) if (!this.failing.has(name)) return false;
    this.onlyRust = this.passed.size !== passed;
    const others = new Set([...this.failing, ...this.ignored.keys()]);
    if (!this.onlyRust && others.size + this.within.size === 0) return true;
    const strangers = new Set(this.within);
    for (const name of this.failing) strangers.delete(name);
    let count = 0;
    let clash = false;
    this.passed.each((name) => {
      if (this.onlyRust && !RUST_NAME.test(name)) {
        // A test's line behind a test's output, not the line of a program it ran.
        clash ||= name.includes("test ");
        return;
      }
      count++;
      clash ||= others.has(name);
      if (strangers.size > 0) strangers.delete(name);
    });
    return count === passed && !clash && strangers.size === 0;
  }

  /** The binary ended, or the log did, before the block said its result. `line` may hold the name of the test that ran. */
  abandon(line: string): void {
    this.gone = true;
    if (line.startsWith("test ")) this.opened(line, line.indexOf(" ... ", 5));
    this.part.extent.cases = (this.before?.cases ?? 0) + this.verdicts;
    const ran = this.open === undefined ? "" : `, while ${this.open} ran`;
    this.part.state = "broken";
    this.part.reason = `its test run stopped after ${this.verdicts} of ${this.declared} results${ran}`;
    this.failing = new Set([...(this.result?.list ?? []).map(withoutSuffix), ...this.failed]);
    this.believed = true;
    const { cargo } = this.context;
    if (this.words) cargo.panic = panicOf(this.words.lines(), this.open ?? "");
    else if (this.open !== undefined) cargo.panic = { message: `${this.open} did not end` };
  }

  /** Hands out what the block showed. A block of benchmarks lists every test as ignored: those were never meant to run. */
  give(): void {
    if (!this.gone) this.settle();
    const { result } = this;
    const measures = this.measured.size > 0;
    if (this.part.target) this.suite = targetId(this.part.target);
    const outputs = this.outputs();
    for (const name of this.failing) this.failure(name, outputs.get(name));
    if (this.believed) this.observePassed();
    else this.sink.count("passed", result?.passed ?? 0);
    if (result && this.failing.size < result.failed) this.sink.count("failed", result.failed - this.failing.size);
    if (measures) this.part.provesAbsence = false;
    else if (!this.believed) this.sink.count("skipped", result?.ignored ?? 0);
    else {
      for (const [name, reason] of this.ignored) {
        if (this.failing.has(name)) continue;
        const observation = this.base(name, "skipped");
        if (reason !== undefined) observation.message = reason;
        this.sink.observe(observation);
      }
    }
    if (measures) this.benchmarks();
  }

  private observePassed(): void {
    this.passed.each((name) => {
      // Where the counts agree no name stands among both.
      if ((this.gone && this.failing.has(name)) || (this.onlyRust && !RUST_NAME.test(name))) return;
      const observation = this.base(name, "passed");
      if (this.durations.size > 0) {
        const duration = this.durations.get(name);
        if (duration !== undefined) observation.duration = duration;
      }
      this.sink.observe(observation);
    });
  }

  /** `#[bench]` results stand among the tests but are a part of their own kind. */
  private benchmarks(): void {
    const part = this.sink.part("bench", "", { units: [] });
    part.state = this.part.state;
    if (this.part.reason === undefined) delete part.reason;
    else part.reason = this.part.reason;
    if (this.part.target) part.target = this.part.target;
    for (const [name, words] of this.measured) {
      const measured = measurementOf(words);
      if (!measured) continue;
      const observation: BenchObservation = { kind: "bench", outcome: "passed", part, name, ...measured };
      if (this.suite !== undefined) observation.suite = this.suite;
      this.sink.observe(observation);
    }
  }

  private failure(name: string, text?: Excerpt): void {
    const panic = text ? panicOf(text.lines(), name) : {};
    const observation = this.base(name, "failed");
    if (panic.message !== undefined) observation.message = panic.message;
    const detail = text?.text();
    if (detail) observation.detail = detail;
    if (this.part.target?.kind === "doc" || name.endsWith(")")) {
      // The panic's place counts lines inside the example; the example's own place is in its name.
      const at = /^(\S+\.\w+) - .*\(line (\d{1,9})\)$/.exec(name);
      if (at) Object.assign(observation, { file: this.context.path(at[1] ?? ""), line: Number(at[2]) });
    } else if (panic.file !== undefined) {
      observation.file = this.context.path(panic.file);
      if (panic.line !== undefined) observation.line = panic.line;
    }
    this.sink.observe(observation);
  }

  /** Captured output by test; a header that names no failing test of this block belongs to the text before it. */
  private outputs(): Map<string, Excerpt> {
    const outputs = new Map<string, Excerpt>();
    let current: Excerpt | undefined;
    for (const { header, name, text } of this.sections) {
      if (this.failing.has(name) && !outputs.has(name)) {
        current = text;
        if (text) outputs.set(name, text);
      } else {
        current?.add(header);
        for (const line of text?.lines() ?? []) current?.add(line);
      }
    }
    return outputs;
  }

  private base(name: string, outcome: TestObservation["outcome"]): TestObservation {
    const observation: TestObservation = { kind: "test", outcome, part: this.part, name };
    if (this.suite !== undefined) observation.suite = this.suite;
    return observation;
  }
}

/** The names of passing tests, some of a page each in one string: no more memory than their characters. */
class Names {
  size = 0;
  private fresh: string[] = [];
  private readonly pages: string[] = [];

  add(name: string): void {
    this.size++;
    this.fresh.push(name);
    if (this.fresh.length < 64) return;
    this.pages.push(this.fresh.join("\n"));
    this.fresh = [];
  }

  each(take: (name: string) => void): void {
    for (const page of this.pages) for (const name of page.split("\n")) take(name);
    for (const name of this.fresh) take(name);
  }
}

/** `test NAME ... VERDICT`. The first ` ... ` whose rest is a verdict: a name may hold dots of its own. */
function caseOf(line: string): { name: string; word: string; seconds?: string } | undefined {
  for (let at = line.indexOf(" ... ", 5); at !== -1; at = line.indexOf(" ... ", at + 1)) {
    if (!/^(?:ok|FAILED|ignored|bench:)/.test(line.slice(at + 5, at + 12))) continue;
    const verdict = VERDICT.exec(line.slice(at + 5));
    if (!verdict) continue;
    const found = { name: line.slice(5, at), word: wordOf(verdict) };
    return verdict[2] === undefined ? found : { ...found, seconds: verdict[2] };
  }
  return undefined;
}

/** The name of a test whose passing line ends this line, whatever stands before it. */
function passedName(line: string): string | undefined {
  const last = line.charCodeAt(line.length - 1);
  if (last !== 107 /* k */ && last !== 62 /* > */) return undefined;
  const end = last === 62 && line.endsWith("s>") ? line.lastIndexOf(" <") : line.length;
  if (!line.endsWith(" ... ok", end)) return undefined;
  const at = line.lastIndexOf("test ", end);
  return at === -1 ? undefined : withoutSuffix(line.slice(at + 5, end - 7));
}

function wordOf(verdict: RegExpExecArray): string {
  return verdict[1] ?? "";
}

/** `---- NAME stdout ----` */
function sectionName(line: string): string | undefined {
  if (line.length < 18 || !line.startsWith("---- ")) return undefined;
  return line.endsWith(" stdout ----") || line.endsWith(" stderr ----") ? line.slice(5, -12) : undefined;
}

function withoutSuffix(name: string): string {
  for (const suffix of SUFFIXES) if (name.endsWith(suffix)) return name.slice(0, -suffix.length);
  return name;
}
