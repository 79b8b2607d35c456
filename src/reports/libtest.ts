/**
 * Rust's test harness as it prints for people (`cargo test`), rustc 1.63 to 1.97. libtest prints results as tests end
 * and the truth at the end of a block: failing tests are those of the last `failures:` list, passing ones are believed
 * only where all four counts of `test result:` agree with the lines seen. Whatever a test prints in between cannot
 * change either. Source: library/test/src/formatters/pretty.rs; every rule is seen in samples/libtest-human.
 */
import type { Part, TestObservation } from "../model.ts";
import { measurementOf } from "./bencher.ts";
import { targetId } from "./cargo.ts";
import { Excerpt } from "./excerpt.ts";
import type { LineFormat, LineReader, LogContext, Sink } from "./format.ts";
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
  },
  reader: (sink, context) => new LibtestReader(sink, context),
};

const RUNNING = /^running (\d+) tests?(?: \(shuffle seed: \d+\))?$/;
const RESULT =
  /^test result: (?:ok|FAILED)\. (\d+) passed; (\d+) failed; (\d+) ignored; (\d+) measured; (\d+) filtered out(?:; finished in [\d.]+s)?$/;
const VERDICT = /^(ok|FAILED|ignored(?:, .*)?|bench: .*)(?: <([\d.]+)s>)?$/;
const SUFFIX = / - (?:should panic|compile fail|compile)$/;
const SECTION = /^---- (.+) (?:stdout|stderr) ----$/;
const QUIET_FAILED = /^(.+) --- FAILED$/;
const ALL_DOCTESTS = /^all doctests ran in /;

interface Case {
  verdict: "ok" | "failed" | "ignored" | "bench";
  duration?: number;
  /** The reason of an ignored test. */
  reason?: string;
  /** A measurement as printed. */
  words?: string;
}

class LibtestReader implements LineReader {
  private readonly sink: Sink;
  private readonly context: LogContext;
  private block: Block | undefined;
  /** A block that has its result, held until cargo's rerun hint, which names the package, could follow it. */
  private done: Block | undefined;

  constructor(sink: Sink, context: LogContext) {
    this.sink = sink;
    this.context = context;
  }

  take(line: string, number: number, cut: boolean): boolean {
    if (this.block) {
      // Only cargo's own lines end a block that has not said its result: the binary is gone.
      if (
        line.startsWith("   ") ? /^ +(?:Running|Doc-tests) \S/.test(line) : /^error: (?:(?:doc)?test|bench) failed, to rerun/.test(line)
      ) {
        this.leave();
        return false;
      }
      if (cut) this.block.spoiled = "a line is longer than any test prints";
      const result = RESULT.exec(line);
      if (result) {
        this.block.finish(result.slice(1).map(Number));
        this.done = this.block;
        this.block = undefined;
      } else this.block.line(line);
      return true;
    }
    if (this.done && line !== "" && !line.startsWith("error: ")) this.give();
    const running = RUNNING.exec(line);
    if (running) {
      this.give();
      this.block = new Block(this.sink, this.context, this.partOf(number), Number(running[1]));
      return true;
    }
    return ALL_DOCTESTS.test(line);
  }

  end(): void {
    this.leave();
    this.give();
  }

  private leave(): void {
    this.block?.abandon();
    this.done = this.block;
    this.block = undefined;
  }

  private give(): void {
    this.done?.give();
    this.done = undefined;
  }

  /** One part a target; the several blocks under one `Doc-tests` line are one part. */
  private partOf(number: number): Part {
    const { cargo } = this.context;
    if (cargo.part && cargo.target?.kind === "doc" && cargo.part.state !== "broken") return cargo.part;
    const part = this.sink.part("test", "its test run ends without a `test result:` line");
    part.line = number;
    if (cargo.target) {
      part.target = cargo.target;
      cargo.part = part;
    }
    return part;
  }
}

/** From `running N tests` to `test result:`. */
class Block {
  spoiled: string | undefined;
  private readonly sink: Sink;
  private readonly context: LogContext;
  private readonly part: Part;
  private readonly declared: number;
  /** Whether an earlier block of the same part kept it from being whole. */
  private readonly before: { state: Part["state"]; reason: string | undefined } | undefined;
  private readonly cases = new Map<string, Case>();
  private repeated = false;
  /** A test whose verdict stands on a later line, after what it printed (`--nocapture --test-threads=1`). */
  private open: string | undefined;
  private list: string[] | undefined;
  private inList = false;
  /** The section that stands before the list: the list is its text if another list follows. */
  private beforeList: Excerpt | undefined;
  /** What follows a `---- NAME stdout ----` line; the output of passing tests (`--show-output`) is passed over. */
  private section: { name: string; text: Excerpt | undefined } | undefined;
  private readonly sections: { name: string; text: Excerpt | undefined }[] = [];
  private successes = false;
  private readonly quietFailed = new Set<string>();
  private failing = new Set<string>();

  constructor(sink: Sink, context: LogContext, part: Part, declared: number) {
    this.sink = sink;
    this.context = context;
    this.part = part;
    this.declared = declared;
    this.before = part.extent.cases === undefined ? undefined : { state: part.state, reason: part.reason };
    part.state = "broken";
    part.reason = "its test run ends without a `test result:` line";
  }

  line(line: string): void {
    if (this.inList) {
      if (line.startsWith("    ")) {
        this.list?.push(line.slice(4));
        return;
      }
      this.inList = line === "" && this.list?.length === 0;
    }
    if (line === "failures:" || (line === "successes:" && (this.successes || !this.section))) {
      if (this.beforeList) {
        this.beforeList.add("failures:");
        for (const name of this.list ?? []) this.beforeList.add(`    ${name}`);
      }
      this.successes = line === "successes:";
      this.beforeList = this.section?.text;
      this.list = [];
      this.inList = true;
      return;
    }
    const section = line.startsWith("---- ") ? SECTION.exec(line) : null;
    if (section) {
      this.section = { name: withoutSuffix(section[1] ?? ""), text: this.successes ? undefined : new Excerpt() };
      if (!this.successes) this.sections.push(this.section);
      return;
    }
    if (this.section) {
      this.section.text?.add(line);
      return;
    }
    this.result(line);
  }

  private result(line: string): void {
    if (line.startsWith("test ")) {
      const found = caseOf(line);
      if (found) {
        this.open = undefined;
        this.add(found.name, found.result);
        return;
      }
      // `test NAME ... ` and then whatever the test prints.
      const dots = line.indexOf(" ... ");
      if (dots > 5) {
        this.open = withoutSuffix(line.slice(5, dots).trimEnd());
        return;
      }
      if (line.endsWith(" ...")) this.open = withoutSuffix(line.slice(5, -4).trimEnd());
      return;
    }
    if (this.open !== undefined) {
      const verdict = VERDICT.exec(line);
      if (verdict) {
        this.add(this.open, verdictOf(verdict));
        this.open = undefined;
      }
      return;
    }
    const quiet = QUIET_FAILED.exec(line);
    if (quiet) this.quietFailed.add(withoutSuffix(quiet[1] ?? ""));
  }

  private add(name: string, result: Case): void {
    if (this.cases.has(name)) this.repeated = true;
    const earlier = this.cases.get(name);
    // A name printed twice is a test's own output at least once; the worse of the two keeps a pass from being believed.
    if (!earlier || result.verdict === "failed") this.cases.set(name, result);
  }

  /** The block's `test result:` line: passed, failed, ignored, measured, filtered out. */
  finish(counts: number[]): void {
    const [passed = 0, failed = 0, ignored = 0, measured = 0, filtered = 0] = counts;
    this.failing = new Set((this.list ?? []).map(withoutSuffix));
    const seen = { ok: 0, ignored: 0, bench: 0 };
    for (const [name, { verdict }] of this.cases) {
      if (verdict !== "failed" && !this.failing.has(name)) seen[verdict]++;
    }
    const agree =
      !this.repeated &&
      this.declared === passed + failed + ignored + measured &&
      seen.ok === passed &&
      seen.ignored === ignored &&
      seen.bench === measured &&
      this.failing.size === failed;
    this.part.extent.cases = (this.part.extent.cases ?? 0) + passed + failed + ignored;
    this.settle(agree, filtered);
    if (this.failing.size < failed) this.sink.count("failed", failed - this.failing.size);
    if (agree) return;
    this.sink.count("passed", passed);
    this.sink.count("skipped", ignored);
    this.cases.clear();
  }

  /** The binary ended, or the log did, before the block said its result. */
  abandon(): void {
    this.part.extent.cases = (this.part.extent.cases ?? 0) + this.cases.size;
    this.part.reason = `its test run stopped after ${this.cases.size} of ${this.declared} results`;
    for (const [name, { verdict }] of this.cases) if (verdict === "failed") this.failing.add(name);
    for (const name of this.quietFailed) this.failing.add(name);
  }

  /** Hands out what the block showed. A block of benchmarks lists every test as ignored: those were never meant to run. */
  give(): void {
    const measures = [...this.cases.values()].some((c) => c.verdict === "bench");
    const outputs = this.outputs();
    for (const name of this.failing) this.failure(name, outputs.get(name));
    for (const [name, result] of this.cases) {
      if (this.failing.has(name)) continue;
      if (result.verdict === "ok") this.observe(name, "passed", result);
      else if (result.verdict === "ignored" && !measures) this.observe(name, "skipped", result);
    }
    if (measures) this.benchmarks();
  }

  private settle(agree: boolean, filtered: number): void {
    const reasons: string[] = [];
    if (filtered > 0) reasons.push(`${filtered} ${filtered === 1 ? "test was" : "tests were"} filtered out`);
    if (!agree) {
      reasons.push(
        this.cases.size === 0 && this.declared > 0
          ? "quiet output does not name the tests that passed"
          : "its lines and its counts disagree, so no pass in it is believed",
      );
    }
    if (this.spoiled !== undefined) reasons.push(this.spoiled);
    this.part.state = reasons.length > 0 || (this.before && this.before.state !== "whole") ? "partial" : "whole";
    const reason = [this.before?.reason, ...reasons].filter((r) => r !== undefined).join("; ");
    if (reason === "") delete this.part.reason;
    else this.part.reason = reason;
    if (filtered > 0) this.part.extent.filters = ["names"];
  }

  /** `#[bench]` results stand among the tests but are a part of their own kind. */
  private benchmarks(): void {
    let part: Part | undefined;
    for (const [name, { verdict, words }] of this.cases) {
      if (verdict !== "bench" || words === undefined) continue;
      if (!part) {
        part = this.sink.part("bench", "", { units: [] });
        part.state = this.part.state === "whole" ? "whole" : "partial";
        if (this.part.reason === undefined) delete part.reason;
        else part.reason = this.part.reason;
        if (this.part.target) part.target = this.part.target;
      }
      const measured = measurementOf(words);
      if (measured) this.sink.observe({ kind: "bench", outcome: "passed", part, name, ...suiteOf(part), ...measured });
    }
  }

  private failure(name: string, text?: Excerpt): void {
    const panic = text ? panicOf(text.lines(), name) : {};
    const observation = this.base(name, "failed");
    observation.message = panic.message ?? "the test failed";
    const detail = text?.text();
    if (detail) observation.detail = detail;
    if (panic.file !== undefined && !this.isDoc()) {
      observation.file = this.context.path(panic.file);
      if (panic.line !== undefined) observation.line = panic.line;
    } else if (this.isDoc()) {
      // The panic's place counts lines inside the example; the example's own place is in its name.
      const at = /^(\S+\.\w+) - .*\(line (\d+)\)$/.exec(name);
      if (at) Object.assign(observation, { file: this.context.path(at[1] ?? ""), line: Number(at[2]) });
    }
    this.sink.observe(observation);
  }

  /** Captured output by test; a header that names no test of this block belongs to the text before it. */
  private outputs(): Map<string, Excerpt> {
    const outputs = new Map<string, Excerpt>();
    let current: Excerpt | undefined;
    for (const { name, text } of this.sections) {
      if (this.failing.has(name) && !outputs.has(name)) {
        current = text;
        if (text) outputs.set(name, text);
      } else {
        current?.add(`---- ${name} ----`);
        for (const line of text?.lines() ?? []) current?.add(line);
      }
    }
    return outputs;
  }

  private observe(name: string, outcome: "passed" | "skipped", result: Case): void {
    const observation = this.base(name, outcome);
    if (result.duration !== undefined) observation.duration = result.duration;
    if (result.reason !== undefined) observation.message = result.reason;
    this.sink.observe(observation);
  }

  private base(name: string, outcome: TestObservation["outcome"]): TestObservation {
    return { kind: "test", outcome, part: this.part, name, ...suiteOf(this.part) };
  }

  private isDoc(): boolean {
    return this.part.target?.kind === "doc";
  }
}

/** `test NAME ... VERDICT`. The first ` ... ` whose rest is a verdict: a name may hold dots of its own. */
function caseOf(line: string): { name: string; result: Case } | undefined {
  for (let at = line.indexOf(" ... ", 5); at !== -1; at = line.indexOf(" ... ", at + 1)) {
    if (!/^(?:ok|FAILED|ignored|bench:)/.test(line.slice(at + 5, at + 12))) continue;
    const verdict = VERDICT.exec(line.slice(at + 5));
    if (verdict) return { name: withoutSuffix(line.slice(5, at).trimEnd()), result: verdictOf(verdict) };
  }
  return undefined;
}

function verdictOf(match: RegExpExecArray): Case {
  const [, word = "", seconds] = match;
  const result: Case = {
    verdict: word === "ok" ? "ok" : word === "FAILED" ? "failed" : word.startsWith("bench") ? "bench" : "ignored",
  };
  if (seconds !== undefined) result.duration = Number(seconds);
  if (result.verdict === "bench") result.words = word;
  if (word.startsWith("ignored, ")) result.reason = word.slice("ignored, ".length);
  return result;
}

function suiteOf(part: Part): { suite?: string } {
  return part.target ? { suite: targetId(part.target) } : {};
}

function withoutSuffix(name: string): string {
  return name.replace(SUFFIX, "");
}
