/**
 * What go's test binaries tell, whoever wrote it down: `go test` as text, as JSON (test2json), gotestsum's file.
 * One GoRun is one run of one package's binary. Sources: Go's src/testing/testing.go and src/cmd/internal/test2json
 * (1.5 to 1.25), seen in samples/go-test-text and samples/go-test-json (1.19).
 */
import type { BuildObservation, Outcome, Part, TestObservation } from "../../model.ts";
import { Excerpt } from "../excerpt.ts";
import type { ReadContext, Sink } from "../format.ts";
import { own } from "../lines.ts";

/** No longer name tells tests apart that a shorter one does not. */
const MAX_NAME = 4_096;
/** Subtests are not nested deeper than this. */
const MAX_PARENTS = 50;
/** `go test` repeats what the compiler said only as far as this. */
const MAX_ERRORS = 20;

export type GoWord = "pass" | "fail" | "skip" | "bench";

interface Case {
  name: string;
  outcome: "passed" | "failed" | "skipped" | "error" | undefined;
  seconds: number | undefined;
  /** What it printed; dropped once it has passed. */
  text: Excerpt | undefined;
  /** Beginning of a line that is not ended yet. */
  partial: string;
  paused: boolean;
  /** Its verdict stands behind something it printed without a newline: believed only if nothing speaks against it. */
  glued: GoWord | undefined;
}

/** What became of a package, in the words of its last line. */
export interface GoEnd {
  word: "pass" | "fail" | "skip";
  /** Every test that ran has been named (`-v`, `-json`). */
  verbose: boolean;
  /** It could not be built or set up, in go's word: `build failed`. */
  unbuilt?: string;
  /** Nothing was there to run: `[no tests to run]`. */
  none?: boolean;
}

/** A failing case, or one that is only there: what a later run of the same package may still change. */
export interface GoHeld {
  observation: TestObservation;
  /** What the report lists it as. */
  listed: Outcome;
}

/** One run of a package's tests. */
export class GoRun {
  /** Import path; empty while only the package's last line will tell. */
  package: string;
  /** Benchmarks ran. */
  benchmarks = false;
  /** A line that is longer than any test prints. */
  spoiled = false;
  readonly line: number;
  private readonly sink: Sink;
  private readonly context: ReadContext;
  private readonly cases: Case[] = [];
  private readonly byName = new Map<string, Case>();
  private current: Case | undefined;
  /** Bare `PASS` or `FAIL`: the binary came to its end. */
  private finished: "PASS" | "FAIL" | undefined;
  /** A panic, or another way in which the binary went, and the test it stands with. */
  private crash: { text: Excerpt; by: Case | undefined } | undefined;
  /** What the package printed outside of any test. */
  private readonly words = new Excerpt();
  private said = false;
  /** The line that is printed outside of the known tests. */
  private readonly outside = { partial: "" };

  constructor(sink: Sink, context: ReadContext, name: string, line: number) {
    this.sink = sink;
    this.context = context;
    this.package = name;
    this.line = line;
  }

  /** The word with which the binary came to its end, if it did. */
  get end(): "PASS" | "FAIL" | undefined {
    return this.finished;
  }

  /** `=== RUN NAME`. Under -count and -cpu a name comes again. */
  run(name: string): void {
    this.crash = undefined;
    this.finished = undefined;
    const known = this.byName.get(short(name));
    if (known && known.outcome === undefined && known.glued === undefined) this.current = known;
    else this.current = this.begin(own(short(name)));
  }

  /** `=== PAUSE NAME`, `=== CONT NAME`, `=== NAME NAME`: what follows belongs to that test. */
  turn(name: string, paused: boolean): void {
    const known = this.byName.get(short(name));
    if (!known) return;
    known.paused = paused;
    if (!paused) this.crash = undefined;
    this.current = known;
  }

  /** It has no test so far. */
  get isIdle(): boolean {
    return this.cases.length === 0;
  }

  knows(name: string): boolean {
    return this.byName.has(short(name));
  }

  /** The test that runs, or ran last. */
  get running(): string | undefined {
    return this.current?.name;
  }

  /** The verdict of a test; a failure is never taken back. */
  result(name: string, word: GoWord, seconds: number | undefined): void {
    let found = this.byName.get(short(name));
    if (!found) found = this.begin(own(short(name)));
    this.current = found;
    if (word === "bench") return;
    if (found.outcome === "failed") return;
    found.outcome = word === "pass" ? "passed" : word === "fail" ? "failed" : "skipped";
    found.seconds = seconds;
    if (word === "pass" && this.crash?.by !== found) found.text = undefined;
  }

  /** `no newline--- PASS: TestX`: what a test printed without a newline hides its verdict from test2json. */
  glue(name: string, word: GoWord): void {
    const found = this.byName.get(short(name));
    if (found && found.outcome === undefined) found.glued = word;
  }

  /** A line that the named test printed; without a name, the one that runs. */
  print(line: string, name?: string): void {
    const by = name === undefined ? this.current : this.byName.get(short(name));
    this.watch(line, by);
    if (!by) this.word(line);
    else if (by.outcome !== "passed") {
      by.text ??= new Excerpt();
      by.text.add(line);
    }
  }

  /** A line that the package printed outside of its tests. */
  say(line: string): void {
    if (line === "PASS" || line === "FAIL") {
      this.finished = line;
      this.current = undefined;
      return;
    }
    this.watch(line, undefined);
    this.word(line);
  }

  private word(line: string): void {
    if (line === "" && !this.said) return;
    this.said = true;
    this.words.add(line);
  }

  /** What a binary says as it goes. */
  private watch(line: string, by: Case | undefined): void {
    if (this.crash) this.crash.text.add(line);
    else if (line.startsWith("panic: ") || line.startsWith("fatal error: ") || line.startsWith("signal: ")) {
      this.crash = { text: new Excerpt(), by };
      this.crash.text.add(line);
      this.finished = undefined;
    }
  }

  /** Output as test2json cuts it: mostly a line, sometimes a piece of one. Gives whole lines. */
  piece(text: string, name: string | undefined): string[] {
    const by = (name === undefined ? undefined : this.byName.get(short(name))) ?? this.outside;
    const whole = by.partial === "" ? text : by.partial + text;
    by.partial = "";
    if (whole.indexOf("\n") === whole.length - 1) return [whole.slice(0, -1)];
    const lines = whole.split("\n");
    const rest = lines.pop() ?? "";
    if (rest.length < 65_536) by.partial = rest;
    else lines.push(rest);
    return lines;
  }

  /** Names of all tests that began or ended. */
  *names(): Iterable<string> {
    for (const { name } of this.cases) yield name;
  }

  /** What became of each test, once the package is done. */
  verdicts(): { name: string; outcome: Case["outcome"] }[] {
    this.settle();
    return this.cases.map(({ name, outcome }) => ({ name, outcome }));
  }

  /**
   * The package is done. Passes and skips are handed out; what failed is returned, for gotestsum may run it again.
   * Without `end` the report was cut before.
   */
  give(end: GoEnd | undefined): { part: Part; held: GoHeld[] } {
    const part = this.sink.part("test", "the report ends before this package does", this.package === "" ? {} : { units: [this.package] });
    part.line = this.line;
    if (end) {
      this.settle();
      this.judge(part, end);
    }
    let cases = 0;
    const held: GoHeld[] = [];
    const parents = this.parentsOfFailed();
    for (const found of this.cases) {
      if (isBenchmark(found.name) && found.outcome === undefined) continue;
      cases++;
      if (found.outcome === undefined) {
        // A report that is cut says nothing of it; a binary that ended early kept it from ending.
        const observation = this.observation(part, found, "skipped");
        observation.message = "the tests of its package ended before it did";
        this.sink.observe(observation);
      } else if (found.outcome === "passed") this.sink.observe(this.observation(part, found, "passed"));
      else if (found.outcome === "skipped") this.sink.observe(this.skipped(part, found));
      else if (parents.has(found.name) && found.outcome === "failed") {
        const observation = this.observation(part, found, "skipped");
        observation.message = "subtests of it failed";
        held.push({ observation, listed: "failed" });
      } else held.push({ observation: this.failure(part, found), listed: found.outcome });
    }
    part.extent.cases = cases;
    if (end) this.giveWhole(part, end, held);
    return { part, held };
  }

  // ------------------------------------------------------------------------------------------------------ judging

  private begin(name: string): Case {
    const fresh: Case = { name, outcome: undefined, seconds: undefined, text: undefined, partial: "", paused: false, glued: undefined };
    this.byName.set(name, fresh);
    this.cases.push(fresh);
    return fresh;
  }

  /** Verdicts that stood behind other text, and tests that a crash ended. */
  private settle(): void {
    if (this.cases.length === 0) this.nameCrashed();
    const crashed = this.finished === undefined;
    const open = this.cases.filter((c) => c.outcome === undefined && !isBenchmark(c.name));
    for (const found of open) {
      if (found.glued === undefined || (crashed && this.crash)) continue;
      found.outcome = found.glued === "pass" ? "passed" : found.glued === "fail" ? "failed" : "skipped";
    }
    if (!this.crash || !crashed) return;
    for (const found of this.blamed(open)) {
      if (found.outcome === "failed") continue;
      found.outcome = "error";
      found.text ??= new Excerpt();
      for (const line of this.crash.text.lines()) if (!found.text.lines().includes(line)) found.text.add(line);
    }
  }

  /** Without -v only its trace says which test ran when the binary went. */
  private nameCrashed(): void {
    const lines = this.crash?.text.lines() ?? [];
    const listed = lines[lines.indexOf("running tests:") + 1];
    const name = listed?.startsWith("\t") && lines.includes("running tests:") ? listed.trim().split(" ", 1)[0] : this.traced(lines);
    if (name !== undefined && name !== "") this.begin(own(short(name)));
  }

  /** `example.com/shop.TestTotal(0xc000…)` or `example.com/shop.TestTotal.func1(…)`. */
  private traced(lines: readonly string[]): string | undefined {
    for (const line of lines) {
      if (this.package === "" || !line.startsWith(`${this.package}.`)) continue;
      const match = /^((?:Test|Fuzz|Example|Benchmark)\w{0,500})[.(]/.exec(line.slice(this.package.length + 1));
      if (match && match[1] !== "TestMain") return match[1];
    }
    return undefined;
  }

  /** Whose crash it was: the test whose output it stands in, or those that go lists as running, or that its trace names. */
  private blamed(open: readonly Case[]): Case[] {
    if (!this.crash) return [];
    const { by, text } = this.crash;
    const lines = text.lines();
    const listed = lines.indexOf("running tests:");
    if (listed !== -1) {
      const names = new Set<string>();
      for (const line of lines.slice(listed + 1, listed + 1_000)) {
        if (!line.startsWith("\t")) break;
        names.add(line.trim().split(" ", 1)[0] ?? "");
      }
      const found = this.cases.filter((c) => names.has(c.name) && (c.outcome === undefined || c === by));
      if (found.length > 0) return found;
    }
    const traced = open.filter((c) => c.outcome === undefined && isTraced(lines, c.name));
    // The innermost of those that the trace names by their function.
    if (traced.length > 0 && (!by || by.outcome === undefined)) return by && traced.includes(by) ? [by] : traced.slice(-1);
    return by ? [by] : [];
  }

  private judge(part: Part, end: GoEnd): void {
    const reasons: string[] = [];
    const listed = this.cases.filter((c) => !isBenchmark(c.name) || c.outcome !== undefined);
    const unfinished = listed.filter((c) => c.outcome === undefined).length;
    const named = this.package === "" ? "the package" : this.package;
    let broken = this.spoiled;
    if (this.spoiled) reasons.push("a line is longer than any test prints");
    if (end.unbuilt !== undefined) {
      broken = true;
      reasons.push(`${named} could not be built`);
    } else if (end.word === "fail" && this.crash && this.finished === undefined) {
      broken = true;
      reasons.push(`a panic ended the tests of ${named}`);
    } else if (end.word === "fail" && end.verbose && this.finished === undefined) {
      broken = true;
      reasons.push(`the tests of ${named} ended before their end`);
    } else if (end.word === "fail" && !listed.some((c) => c.outcome === "failed" || c.outcome === "error")) {
      broken = true;
      reasons.push(`${named} failed without saying which test did`);
    }
    if (unfinished > 0 && !broken) {
      broken = true;
      reasons.push(`${unfinished} of the tests of ${named} have no result`);
    }
    if (end.none) reasons.push(`no test of ${named} was there to run`);
    else if (!end.verbose && end.unbuilt === undefined) reasons.push("go test without -v does not name the tests that passed");
    else if (listed.length === 0 && end.word === "pass" && !this.benchmarks) reasons.push(`${named} lists no test`);
    if (this.package === "") reasons.push("it does not name its package");
    if (reasons.length === 0) {
      part.state = "whole";
      delete part.reason;
      return;
    }
    part.state = broken ? "broken" : "partial";
    part.reason = reasons.join("; ");
  }

  /** The package as a whole: it passed without naming a test, or failed without one that failed. */
  private giveWhole(part: Part, end: GoEnd, held: GoHeld[]): void {
    if (end.unbuilt !== undefined) {
      // go lists the package as one that failed; its entry is the build's.
      this.sink.count("error", 1);
      return;
    }
    if (this.package === "") return;
    const whole: TestObservation = { kind: "test", outcome: "passed", part, name: "", suite: this.package, whole: true };
    if (end.word === "pass") {
      if (!end.none && !this.cases.some((c) => c.outcome === "passed")) this.sink.observe(whole);
      return;
    }
    if (end.word === "skip" || held.some(({ listed }) => listed === "failed" || listed === "error")) return;
    const lines = (this.crash?.text ?? this.words).lines();
    whole.outcome = "error";
    whole.message = own(messageOfGo(lines, "the package failed without saying which test did"));
    const detail = lines.join("\n").trim();
    if (detail !== "") whole.detail = own(detail);
    this.locate(whole, lines);
    this.sink.count("error", 1);
    this.sink.observe(whole);
  }

  /** Names of tests that failed because a subtest did. */
  private parentsOfFailed(): Set<string> {
    const parents = new Set<string>();
    for (const { name, outcome } of this.cases) {
      if (outcome !== "failed" && outcome !== "error") continue;
      for (let at = name.indexOf("/"), n = 0; at !== -1 && n < MAX_PARENTS; at = name.indexOf("/", at + 1), n++)
        parents.add(name.slice(0, at));
    }
    return parents;
  }

  private observation(part: Part, found: Case, outcome: Outcome): TestObservation {
    const observation: TestObservation = { kind: "test", outcome, part, name: found.name };
    if (this.package !== "") observation.suite = this.package;
    if (found.seconds !== undefined) observation.duration = found.seconds;
    return observation;
  }

  private skipped(part: Part, found: Case): TestObservation {
    const observation = this.observation(part, found, "skipped");
    const reason = found.text ? messageOfGo(found.text.lines(), "") : "";
    if (reason !== "") observation.message = own(reason);
    return observation;
  }

  private failure(part: Part, found: Case): TestObservation {
    const observation = this.observation(part, found, found.outcome ?? "failed");
    const lines = found.text?.lines() ?? [];
    observation.message = own(messageOfGo(lines, "the test failed"));
    const detail = lines.join("\n").trim();
    if (detail !== "") observation.detail = own(detail);
    this.locate(observation, lines);
    return observation;
  }

  private locate(observation: TestObservation, lines: readonly string[]): void {
    const place = placeOfGo(lines, this.package);
    if (!place) return;
    observation.file = own(this.context.path(place.file));
    observation.line = place.line;
  }
}

function short(name: string): string {
  return name.length > MAX_NAME ? name.slice(0, MAX_NAME) : name;
}

/** Whether the trace names the function of the test, or one inside it. */
function isTraced(lines: readonly string[], name: string): boolean {
  const root = `.${name.split("/", 1)[0]}`;
  return lines.some((line) => line.includes(`${root}(`) || line.includes(`${root}.func`));
}

const VERDICT = /^--- (PASS|FAIL|SKIP|BENCH): (\S.*)$/;
const VERDICT_WORD = new Map<string, GoWord>([
  ["PASS", "pass"],
  ["FAIL", "fail"],
  ["SKIP", "skip"],
  ["BENCH", "bench"],
]);

/** A line that ends in `--- PASS: TestTotal (0.01s)`; `before` is what stands in front of it, mostly nothing or blanks. */
export function verdictOf(line: string): { before: string; word: GoWord; name: string; seconds: number | undefined } | undefined {
  const at = line.lastIndexOf("--- ");
  // Longer names are cut everywhere, so no verdict is missed.
  if (at === -1 || line.length - at > MAX_NAME + 100) return undefined;
  const match = VERDICT.exec(line.slice(at));
  const word = VERDICT_WORD.get(match?.[1] ?? "");
  const rest = match?.[2] ?? "";
  if (word === undefined) return undefined;
  const bracket = rest.lastIndexOf(" (");
  const time = bracket === -1 ? null : /^ \((\d{1,9}(?:\.\d{1,9})?)(?:s| seconds)\)$/.exec(rest.slice(bracket));
  const name = time ? rest.slice(0, bracket) : rest;
  return { before: line.slice(0, at), word, name, seconds: time ? Number(time[1]) : undefined };
}

function isBenchmark(name: string): boolean {
  return name.startsWith("Benchmark");
}

// --------------------------------------------------------------------------------------------------------- builds

/** Packages that were built and those that could not be, in one part. */
export class GoBuilds {
  private readonly sink: Sink;
  private readonly context: ReadContext;
  private part: Part | undefined;
  /** What the compiler said, by the package it said it of. */
  private readonly said = new Map<string, string[]>();

  constructor(sink: Sink, context: ReadContext) {
    this.sink = sink;
    this.context = context;
  }

  /** A line of the compiler's, or of vet's, about the package. */
  tell(name: string, line: string): void {
    let lines = this.said.get(name);
    if (!lines) {
      if (this.said.size > 10_000) return;
      this.said.set(own(name), (lines = []));
    }
    if (lines.length < MAX_ERRORS) lines.push(own(line.slice(0, 2_000)));
  }

  passed(name: string): void {
    const part = this.partOf(name);
    this.sink.observe({ kind: "build", ecosystem: "go", outcome: "passed", part, name, units: [name] });
  }

  /** `by`: the build that failed, where the report names it. */
  failed(name: string, by: string | undefined, why: string): void {
    const part = this.partOf(name);
    const lines = this.said.get(by ?? name) ?? this.said.get(name) ?? [];
    const errors = lines.filter((line) => !line.startsWith("# ") && line.trim() !== "");
    const [first] = errors;
    const found = first === undefined ? null : /^(?:vet: )?([^\s:][^:]{0,400}\.\w{1,5}):(\d{1,9})(?::\d{1,9})?: (.*)$/.exec(first);
    const observation: BuildObservation = {
      kind: "build",
      ecosystem: "go",
      outcome: "failed",
      part,
      name,
      units: [name],
      message: own(found?.[3] ?? first ?? why),
    };
    if (found) Object.assign(observation, { file: own(this.context.path(found[1] ?? "")), line: Number(found[2]) });
    if (errors.length > 1) observation.errors = errors.slice(1);
    this.sink.observe(observation);
  }

  private partOf(name: string): Part {
    if (!this.part) {
      this.part = this.sink.part("build", "");
      this.part.state = "whole";
      delete this.part.reason;
    }
    if (this.part.extent.units.at(-1) !== name) this.part.extent.units.push(own(name));
    return this.part;
  }
}

// ---------------------------------------------------------------------------------------------- messages and places

const LOGGED = /^\s+(\S{1,400}\.go):(\d{1,9}): ?(.*)$/;

/** The line of a test's output that says what went wrong. */
export function messageOfGo(lines: readonly string[], otherwise: string): string {
  const crash = lines.find((line) => line.startsWith("panic: ") || line.startsWith("fatal error: "));
  if (crash !== undefined) return crash.replace(/ \[recovered(?:, repanicked)?\]$/, "").slice(0, 2_000);
  if (lines.includes("WARNING: DATA RACE")) return "race detected during execution of test";
  const error = lines.findIndex((line) => /^\s+Error:\s/.test(line.slice(0, 200)));
  if (error !== -1) return testify(lines, error);
  const logged = lines.findLast((line) => (LOGGED.exec(line.slice(0, 2_500))?.[3] ?? "").trim() !== "");
  if (logged !== undefined) return (LOGGED.exec(logged.slice(0, 2_500))?.[3] ?? "").trim();
  const got = lines.indexOf("got:");
  const want = lines.indexOf("want:", got + 1);
  if (got !== -1 && want !== -1) return `got: ${(lines[got + 1] ?? "").trim()}, want: ${(lines[want + 1] ?? "").trim()}`;
  const first = lines.find((line) => line.trim() !== "" && !LOGGED.test(line.slice(0, 2_500)));
  return first?.trim().slice(0, 2_000) ?? otherwise;
}

/** testify's block: `Error:` and the lines that belong to it, up to the next label. */
function testify(lines: readonly string[], at: number): string {
  const words = [(lines[at] ?? "").replace(/^\s+Error:\s+/, "").trim()];
  for (const line of lines.slice(at + 1, at + 4)) {
    if (!/^\s+\t\s{4,}/.test(line.slice(0, 200)) || line.trim() === "") break;
    words.push(line.trim());
  }
  return words.join(" ").slice(0, 2_000);
}

/**
 * Where in the project it failed. Log lines of go name bare files, which are no paths; traces and testify name them
 * whole.
 */
function placeOfGo(lines: readonly string[], name: string): { file: string; line: number } | undefined {
  for (let i = 0; i < lines.length; i++) {
    const line = (lines[i] ?? "").slice(0, 2_500);
    const traced = /^\s+Error Trace:\s+(\S+\.go):(\d{1,9})/.exec(line);
    if (traced) return { file: traced[1] ?? "", line: Number(traced[2]) };
    if (name === "" || !line.trimStart().startsWith(name) || !/^[._]/.test(line.trimStart().slice(name.length))) continue;
    const frame = /^\s+(\S.{0,1000}?\.go):(\d{1,9})(?: |$)/.exec((lines[i + 1] ?? "").slice(0, 1_500));
    if (frame) return { file: frame[1] ?? "", line: Number(frame[2]) };
  }
  return undefined;
}
