/**
 * What cargo-nextest prints for programs (`--message-format libtest-json-plus`, or `libtest-json` without the targets'
 * kinds): libtest's events in compact form, of several binaries at once, each test named by its package and binary.
 * Where a binary has ignored tests, nextest ends its suite too early and begins it again for the rest, so a binary is
 * judged by all of its suites: whole when as many tests have a verdict as its suites announced and none was left out.
 * Source: nextest-runner/src/reporter/structured/libtest.rs (0.9.75 to 0.9.151); seen in samples/nextest.
 */
import type { CargoTarget, Part, TestObservation } from "../../model.ts";
import { targetId } from "../builds/cargo.ts";
import { excerpt } from "../excerpt.ts";
import type { LineFormat, LineReader, LogContext, Sink } from "../format.ts";
import { own } from "../lines.ts";
import { numberOf, objectOf, textOf } from "../values.ts";
import { targetOfBinaryId } from "./nextest.ts";
import { panicOf } from "./panic.ts";

export const nextestJson: LineFormat = {
  shape: "lines",
  name: "nextest-json",
  kinds: ["test"],
  tool: "cargo nextest",
  docs: {
    command: "NEXTEST_EXPERIMENTAL_LIBTEST_JSON=1 cargo nextest run --no-fail-fast --message-format libtest-json-plus > nextest.json",
    proof: "each test that a suite announced has a verdict, and no suite filtered one out",
    source: "nextest-rs/nextest nextest-runner/src/reporter/structured/libtest.rs",
    example: '{"type":"test","event":"ok","name":"shop::api$list_orders","exec_time":0.012}',
  },
  minds: ({ first, indented }) => !indented && first === "{",
  reader: (sink, context) => new NextestJsonReader(sink, context),
};

interface Event {
  readonly type?: unknown;
  readonly event?: unknown;
  readonly name?: unknown;
  readonly stdout?: unknown;
  readonly message?: unknown;
  readonly reason?: unknown;
  readonly exec_time?: unknown;
  readonly test_count?: unknown;
  readonly passed?: unknown;
  readonly failed?: unknown;
  readonly ignored?: unknown;
  readonly filtered_out?: unknown;
  readonly nextest?: unknown;
}

class NextestJsonReader implements LineReader {
  private readonly sink: Sink;
  private readonly context: LogContext;
  private readonly binaries = new Map<string, Binary>();
  /** The binary of the last test: they come in rows. */
  private owner: { words: string; binary: Binary } | undefined;
  /** Without the targets' kinds, a suite stands whole in one block. */
  private plain: { declared: number; binary: Binary | undefined } | undefined;

  constructor(sink: Sink, context: LogContext) {
    this.sink = sink;
    this.context = context;
  }

  take(line: string, number: number): boolean {
    if (!line.startsWith('{"type":"suite","event":') && !line.startsWith('{"type":"test","event":')) return false;
    const event = plainEvent(line) ?? parse(line);
    // A line that is cut is nobody else's either; what it said is missing in the counts.
    if (!event) return true;
    if (event.type === "suite") this.suite(event, number);
    else this.test(event, number);
    return true;
  }

  end(): void {
    for (const binary of this.binaries.values()) binary.give();
  }

  private suite(event: Event, number: number): void {
    const target = targetOf(event.nextest);
    const begins = event.event === "started";
    if (target) {
      const binary = this.binaryOf(target.binary, target.target, number);
      if (begins) binary.begin(numberOf(event.test_count));
      else binary.finish(event);
      return;
    }
    if (begins) this.plain = { declared: numberOf(event.test_count) ?? -1, binary: undefined };
    else {
      this.plain?.binary?.finish(event);
      this.plain = undefined;
    }
  }

  /** `shop::api$get_order`, `shop::api@stress-1$get_order`, and `#2` behind it after a second attempt. */
  private test(event: Event, number: number): void {
    const full = textOf(event.name) ?? "";
    const dollar = full.indexOf("$");
    if (dollar === -1) return;
    const hash = event.event === "started" || event.event === "ignored" ? -1 : full.lastIndexOf("#");
    const attempts = hash > dollar && /^\d{1,4}$/.test(full.slice(hash + 1)) ? Number(full.slice(hash + 1)) : 1;
    const name = own(full.slice(dollar + 1, attempts > 1 ? hash : full.length));
    const binary = this.ownerOf(full.slice(0, dollar), number);
    if (this.plain && !this.plain.binary) {
      this.plain.binary = binary;
      binary.begin(this.plain.declared);
    }
    binary.test(event, name, attempts);
  }

  private ownerOf(words: string, number: number): Binary {
    if (words === this.owner?.words) return this.owner.binary;
    const binary = this.binaryOf(own(words.replace(/@stress-\d+$/, "")), undefined, number);
    this.owner = { words: own(words), binary };
    return binary;
  }

  private binaryOf(owner: string, target: CargoTarget | undefined, number: number): Binary {
    let binary = this.binaries.get(owner);
    if (!binary) {
      const part = this.sink.part("test", "its events end before the suite does");
      part.line = number;
      binary = new Binary(this.sink, this.context, part, owner);
      this.binaries.set(owner, binary);
    }
    binary.part.target = target ?? binary.part.target ?? guessed(owner);
    return binary;
  }
}

/** `"nextest":{"crate":"shop","test_binary":"api","kind":"test"}`: the names that its tests begin with, and the target. */
function targetOf(nextest: unknown): { binary: string; target: CargoTarget | undefined } | undefined {
  const { crate, test_binary: name, kind } = objectOf<"crate" | "test_binary" | "kind">(nextest);
  if (typeof crate !== "string" || typeof name !== "string" || typeof kind !== "string") return undefined;
  const id = kind === "lib" || kind === "proc-macro" ? crate : kind === "test" ? `${crate}::${name}` : `${crate}::${kind}/${name}`;
  return { binary: `${crate}::${name}`, target: targetOfBinaryId(id) };
}

/** Without its kind, a binary of the package's own name may be its library or its program. */
function guessed(owner: string): CargoTarget {
  const at = owner.indexOf("::");
  return { package: owner.slice(0, at === -1 ? owner.length : at), kind: "unknown", crate: at === -1 ? owner : owner.slice(at + 2) };
}

const STARTED = '{"type":"test","event":"started","name":"';
const PASSED = '{"type":"test","event":"ok","name":"';
/** What stands behind the name of a test that passed. */
const SECONDS = /^","exec_time":((?:0|[1-9]\d{0,8})\.\d{1,20})\}$/;
const UNESCAPED = /^[ !#-[\]-\uffff]*$/;

/** A test that begins or passes, its name without an escape: nearly all lines, and read sooner than by the parser. */
function plainEvent(line: string): Event | undefined {
  const begun = line.startsWith(STARTED);
  if (!begun && !line.startsWith(PASSED)) return undefined;
  const from = begun ? STARTED.length : PASSED.length;
  const to = line.indexOf('"', from);
  if (to === -1) return undefined;
  const name = line.slice(from, to);
  if (!UNESCAPED.test(name)) return undefined;
  if (begun) return line.endsWith('"}') && to === line.length - 2 ? { type: "test", event: "started", name } : undefined;
  const seconds = SECONDS.exec(line.slice(to))?.[1];
  return seconds === undefined ? undefined : { type: "test", event: "ok", name, exec_time: Number(seconds) };
}

function parse(line: string): Event | undefined {
  try {
    return objectOf<keyof Event>(JSON.parse(line));
  } catch {
    return undefined;
  }
}

/** What a test came to that did not simply pass. */
interface Verdict {
  outcome: "passed" | "failed" | "skipped";
  seconds: number | undefined;
  retries: number;
  stdout: string;
  reason: string | undefined;
}

/** Tests that passed at once, with their milliseconds, -1 for none: most of a run, so they are kept small. */
class Passed {
  private names = new Map<string, number>();
  /** The names as bytes, a line each, while nobody asks for one of them. */
  private away: { names: Buffer; milliseconds: Float64Array } | undefined;

  get all(): Map<string, number> {
    if (this.away) this.names = new Map(listed(this.away));
    this.away = undefined;
    return this.names;
  }

  get size(): number {
    return this.away?.milliseconds.length ?? this.names.size;
  }

  /** In the order in which they ended. */
  entries(): Iterable<[name: string, milliseconds: number]> {
    return this.away ? listed(this.away) : this.names;
  }

  putAway(): void {
    const names = [...this.all.keys()];
    // What bytes or lines cannot hold stays as it is.
    if (names.length === 0 || names.some((name) => name.includes("\n") || !name.isWellFormed())) return;
    this.away = { names: Buffer.from(names.join("\n")), milliseconds: Float64Array.from(this.names.values()) };
    this.names = new Map();
  }
}

function* listed({ names, milliseconds }: { names: Buffer; milliseconds: Float64Array }): Iterable<[string, number]> {
  for (const [i, name] of names.toString().split("\n").entries()) yield [name, milliseconds[i] ?? -1];
}

/** So many suites of one binary: nextest begins it a second time for the tests that it ignored. */
const MAX_AWAY = 4;

/** One binary, over all of its suites. */
class Binary {
  readonly part: Part;
  private readonly sink: Sink;
  private readonly context: LogContext;
  private readonly owner: string;
  private declared = 0;
  /** Suites that began and did not end. */
  private open = 0;
  private ended = 0;
  /** What the suites say was filtered out; a suite that was begun again counts what the one before it had run. */
  private filtered = Number.POSITIVE_INFINITY;
  private counted = { passed: 0, failed: 0 };
  private odd = false;
  private readonly running = new Set<string>();
  private readonly passed = new Passed();
  private readonly others = new Map<string, Verdict>();

  constructor(sink: Sink, context: LogContext, part: Part, owner: string) {
    this.sink = sink;
    this.context = context;
    this.part = part;
    this.owner = owner;
  }

  begin(tests: number | undefined): void {
    this.open++;
    if (tests === undefined || tests < 0) this.odd = true;
    else this.declared = Math.max(this.declared, tests);
  }

  finish(event: Event): void {
    this.open--;
    this.ended++;
    const count = (value: unknown): number => {
      const n = numberOf(value);
      if (n === undefined || n < 0) this.odd = true;
      return n ?? 0;
    };
    this.filtered = Math.min(this.filtered, count(event.filtered_out));
    this.counted.passed += count(event.passed);
    this.counted.failed += count(event.failed);
    // A suite may be begun again, but not more than a few times: what is put away has to be taken out again.
    if (this.open === 0 && this.ended <= MAX_AWAY) this.passed.putAway();
  }

  test(event: Event, name: string, attempts: number): void {
    if (event.event === "started") {
      this.running.add(name);
      return;
    }
    const outcome =
      event.event === "ok" ? "passed" : event.event === "failed" ? "failed" : event.event === "ignored" ? "skipped" : undefined;
    if (outcome === undefined) {
      this.odd = true;
      return;
    }
    if (!this.running.delete(name) && !this.passed.all.has(name) && !this.others.has(name)) this.odd = true;
    const seconds = numberOf(event.exec_time);
    // In a stress run a test is run several times: the worst is what it comes to.
    if (this.others.get(name)?.outcome === "failed") return;
    if (outcome === "passed" && attempts === 1) {
      if (!this.others.has(name)) this.passed.all.set(name, seconds === undefined ? -1 : Math.round(seconds * 1000));
      return;
    }
    this.passed.all.delete(name);
    this.others.set(name, {
      outcome,
      seconds,
      retries: attempts - 1,
      stdout: outcome === "failed" ? excerpt(textOf(event.stdout) ?? "") : "",
      reason: textOf(event.reason) ?? textOf(event.message),
    });
  }

  private get size(): number {
    return this.passed.size + this.others.size;
  }

  give(): void {
    const { part } = this;
    this.settle();
    part.extent.cases = this.size;
    const suite = part.target && part.target.kind !== "unknown" ? targetId(part.target) : this.owner;
    for (const [name, verdict] of this.others) {
      if (verdict.outcome !== "passed" || !this.odd) this.observe(suite, name, verdict);
      else this.sink.count("passed", 1);
    }
    if (this.odd) this.sink.count("passed", this.passed.size);
    else {
      for (const [name, milliseconds] of this.passed.entries()) {
        const observation: TestObservation = { kind: "test", outcome: "passed", part, name, suite };
        if (milliseconds >= 0) observation.duration = milliseconds / 1000;
        this.sink.observe(observation);
      }
    }
  }

  private settle(): void {
    const { part } = this;
    let passed = this.passed.size;
    let failed = 0;
    for (const { outcome } of this.others.values()) {
      if (outcome === "passed") passed++;
      else if (outcome === "failed") failed++;
    }
    if (this.open > 0 || this.ended === 0) {
      part.state = "broken";
      part.reason = `its events end after ${this.size} of ${this.declared} results${this.suspects()}`;
      return;
    }
    const reasons: string[] = [];
    if (this.size < this.declared) {
      reasons.push(`${this.declared - this.size} of ${this.declared} tests have no verdict${this.suspects()}`);
    }
    // Tests that a cancelled run did not come to are counted as filtered out.
    if (this.filtered > 0 && Number.isFinite(this.filtered)) {
      reasons.push(this.filtered === 1 ? "1 test was filtered out or not run" : `${this.filtered} tests were filtered out or not run`);
      part.extent.filters = ["names"];
    }
    this.odd ||= this.counted.passed < passed || this.counted.failed < failed || this.size > this.declared;
    if (this.odd) reasons.push("its events and its counts disagree, so no pass in it is believed");
    part.state = reasons.length > 0 ? "partial" : "whole";
    if (reasons.length > 0) part.reason = reasons.join("; ");
    else delete part.reason;
  }

  private suspects(): string {
    if (this.running.size === 0) return "";
    const names = [...this.running].slice(0, 10);
    const more = this.running.size - names.length;
    return `, while ${names.join(", ")}${more > 0 ? ` and ${more} more` : ""} ran`;
  }

  private observe(suite: string, name: string, { outcome, seconds, retries, stdout, reason }: Verdict): void {
    const observation: TestObservation = { kind: "test", outcome, part: this.part, name, suite };
    if (seconds !== undefined) observation.duration = seconds;
    if (retries > 0) observation.retries = retries;
    if (outcome === "passed" && retries > 0) observation.flaky = true;
    if (outcome === "skipped" && reason !== undefined) observation.message = reason;
    if (outcome === "failed") {
      const panic = stdout.trim() === "" ? {} : panicOf(stdout.split("\n"), name);
      observation.message = panic.message ?? reason ?? "the test failed";
      if (stdout.trim() !== "") observation.detail = stdout.trim();
      if (panic.file !== undefined) {
        observation.file = this.context.path(panic.file);
        if (panic.line !== undefined) observation.line = panic.line;
      }
    }
    this.sink.observe(observation);
  }
}
