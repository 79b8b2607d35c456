/**
 * cargo's own lines in a log (the stderr of `cargo test`, `bench`, `build`, `clippy`): which target runs, which
 * packages were built and which could not be. The other Rust readers ask its frame whose output they are reading.
 * Source of the rules: cargo 1.95 (ops/cargo_test.rs, core/compiler), checked on samples of 1.65, 1.95 and 1.97-nightly.
 */
import type { BuildObservation, CargoTarget, Part, TestObservation } from "../../model.ts";
import type { LineFormat, LineReader, LogContext, Sink } from "../format.ts";
import { own } from "../lines.ts";
import { type Panic, panicOf } from "../tests/panic.ts";

/** An error of the compiler, waiting for the line that says what could not be compiled. */
export interface CompileError {
  message: string;
  file?: string;
  line?: number;
}

/** What cargo's lines have told so far. One object a log, shared by the Rust readers. */
export class CargoFrame {
  /** The target whose output follows; undefined before the first `Running` line. */
  target: CargoTarget | undefined;
  /** The part that a reader began for the current target, if any. */
  part: Part | undefined;
  /** That part, when all of its tests ended well: a target that cargo calls failed all the same failed as a whole. */
  clean: Part | undefined;
  /** The current target only listed its tests (`--list`). */
  listed = false;
  /** What the current target said before it was gone, outside of any test's own output. */
  panic: Panic | undefined;
  /** Every target of this log. */
  readonly targets: CargoTarget[] = [];
  /** Executables by file name, from the compiler-artifact lines of the same log. */
  readonly executables = new Map<string, CargoTarget>();
  /** Packages or crates of the workspace, as far as the log names them. */
  readonly members = new Set<string>();
  /** A rerun hint without `-p` was seen: the workspace has one package. */
  single = false;
  /** Compiler errors since the last `could not compile`. */
  errors: CompileError[] = [];
  /** Denied lints since then: they stop cargo like errors, but the code compiles. */
  denied = 0;
  /** Units that could not be compiled, and whether the compiler said why; if not, it crashed. */
  readonly stopped = new Map<string, boolean>();
  /** Packages whose errors stand in the log as JSON: cargo's own line about them adds nothing. */
  readonly told = new Set<string>();
  /** Diagnostics that stand in the log as text since the last `Finished`. */
  rendered = 0;
  /** What cargo writes to stderr is in this log. */
  heard = false;
  /** cargo has said how a build ended. */
  ended = false;
  /** What the caller says that the JSON is: clippy's (`format=clippy`, or a file with that word in its name), or cargo's (`format=cargo-json`). */
  readonly said: "clippy" | "cargo" | undefined;

  /** `called`: the word of `format=`, or the file's name. */
  constructor(called: string | undefined) {
    this.said = called === "cargo-json" ? "cargo" : called !== undefined && /clippy/i.test(called) ? "clippy" : undefined;
  }

  begin(target: CargoTarget): void {
    this.target = target;
    this.part = undefined;
    this.clean = undefined;
    this.listed = false;
    this.panic = undefined;
    this.targets.push(target);
  }

  /** The part of a run of tests that begins here, broken for `reason`: one a target, however many runs its doctests take. */
  testsBegin(sink: Sink, line: number, reason: string): Part {
    if (this.part && this.target?.kind === "doc" && this.part.state !== "broken") return this.part;
    const part = sink.part("test", reason);
    part.line = line;
    if (this.target) part.target = this.target;
    else part.unnamed = true;
    this.part = part;
    return part;
  }
}

/** `Compiling shop v0.3.1 (/work/shop)`; what comes from a registry or a repository is no member. */
const MEMBER = /^(?:Compiling|Checking|Fresh|Dirty) (\S+) v\S+ \(([^)]+)\)/;
const NOT_COMPILED = /^error: could not compile `([^`]+)`(?: \((.+?)\))?(?:( due to (?:(\d+) )?previous)|[.,;]|$)/;
const EXITED = /^ {2}process didn't exit successfully: `[^`]*` \((.+)\)$/;
const HASH = /-[0-9a-f]{16}(?:\.\w{1,8})?$/;
/** Settings of the environment before a program's path, as `cargo -vv` prints them. */
const ENVIRONMENT = /^(?:[A-Za-z_]\w*=(?:'[^']*'|\S*) )*/;
/** cargo says no more than this where the target is the only one. */
const TARGET_FAILED = ["error: test failed", "error: doctest failed", "error: bench failed"];
/** Lines after a panic that may be its message. */
const PANIC_LINES = 10;
/** Errors of cargo itself before anything is compiled; they keep the whole workspace from being built. */
const CARGO_ERROR =
  /^error: (?:failed to (?:parse|load|read|select|get|download|resolve|fetch|query)|package ID specification|no matching package|the lock file .* needs to be updated|could not find `Cargo\.toml`|unable to (?:get|update)|no (?:test|bin|example|bench|library) target|manifest path `|current package believes|cyclic package dependency|multiple workspace roots|package `[^`]*` cannot be built because|rustc .* is not supported by|toolchain '|rustup could not choose|no override and no default toolchain)/;
/** Where an error of cargo stands that its words do not tell from a compiler's. */
const MANIFEST = /^ *--> ((?:\S*[\\/])?(?:Cargo|config)\.toml):(\d{1,9}):\d{1,9}$/;

/** The build subject of errors that concern no single package. */
export const WORKSPACE = "*";

export const cargo: LineFormat = {
  shape: "lines",
  name: "cargo",
  kinds: ["build"],
  tool: "cargo",
  docs: {
    command: "cargo build --workspace 2>&1 | tee build.txt",
    proof: "the `Finished` line; `could not compile` names what failed",
    source: "cargo 1.95, ops/cargo_test.rs and core/compiler",
    example: "error: could not compile `shop` (lib) due to 1 previous error",
  },
  minds: ({ first, last, indented }) => last === "`" || (indented ? "RDCF" : "et").includes(first),
  reader: (sink, context) => new CargoReader(sink, context),
};

class CargoReader implements LineReader {
  private readonly sink: Sink;
  private readonly frame: CargoFrame;
  private readonly path: LogContext["path"];
  private build: Part | undefined;
  /** The units of its extent. */
  private readonly units = new Set<string>();
  private readonly compiled = new Set<string>();
  private readonly failed = new Map<string, BuildObservation>();
  /** Packages that only denied lints kept from being built; a further unit of one may repeat them without a word. */
  private readonly linted = new Set<string>();
  /** The failure of a whole target, until the lines below it have said how it ended. */
  private whole: TestObservation | undefined;
  /** A panic outside of any test, and what follows it: what a harness of its own, or a benchmark, has to say. */
  private panic: string[] | undefined;
  /** An error whose next line may say that it stands in a manifest. */
  private unplaced: string | undefined;

  constructor(sink: Sink, context: LogContext) {
    this.sink = sink;
    this.frame = context.cargo;
    this.path = context.path;
  }

  take(line: string, number: number): boolean {
    if (this.unplaced !== undefined && this.manifest(this.unplaced, line, number)) return true;
    if (line.startsWith("   ")) return this.status(line, number);
    if (line.startsWith("error: ") || line.charCodeAt(line.length - 1) === 96 /* ` */) return this.error(line, number);
    if (this.frame.target && line.startsWith("thread '")) {
      this.panicked();
      this.panic = [line];
    } else if (this.panic !== undefined && this.panic.push(line) >= PANIC_LINES) this.panicked();
    if (this.whole === undefined) return false;
    if (line === "" || line === "Caused by:") return true;
    const exited = EXITED.exec(line);
    if (!exited) return false;
    this.whole.message = `${this.frame.panic?.message?.split("\n", 1)[0] ?? "the tests of this target did not finish"}: ${exited[1]}`;
    this.giveWhole();
    return true;
  }

  get idle(): boolean {
    return this.unplaced === undefined && this.panic === undefined && this.whole === undefined;
  }

  end(): void {
    this.giveWhole();
    if (!this.frame.single) return;
    for (const target of this.frame.targets) this.complete(target);
  }

  private complete(target: CargoTarget): void {
    const only = this.onlyMember();
    if (only !== undefined) target.package ??= only;
  }

  /** The one package of the log. A library goes by its crate's name as well, which writes `-` as `_`. */
  private onlyMember(): string | undefined {
    if (this.frame.members.size > 2) return undefined;
    const [first, second] = this.frame.members;
    if (first === undefined) return undefined;
    if (second !== undefined && first.replaceAll("-", "_") !== second.replaceAll("-", "_")) return undefined;
    return second?.includes("-") ? second : first;
  }

  private status(line: string, number: number): boolean {
    const target = this.targetOf(line);
    if (target) {
      this.frame.heard = true;
      this.leaveTarget();
      if (this.frame.single) this.complete(target);
      this.frame.begin(target);
      if (target.crate !== undefined) this.built(target, number);
      return true;
    }
    const words = line.trimStart();
    const member = MEMBER.exec(words);
    if (member && isLocal(member[2] ?? "")) {
      this.frame.heard = true;
      this.frame.members.add(member[1] ?? "");
      this.compiled.add(member[1] ?? "");
      return true;
    }
    if (!words.startsWith("Finished ") || !words.includes("target(s) in ")) return false;
    this.frame.heard = true;
    this.frame.ended = true;
    this.frame.rendered = 0;
    this.finished(number);
    return true;
  }

  private targetOf(line: string): CargoTarget | undefined {
    const running = runningOf(line);
    if (running) {
      const { unit, source, file } = running;
      const known = this.frame.executables.get(file);
      // A copy: the same binary may run twice in one log.
      if (known) return { ...known };
      const crate = file.replace(HASH, "");
      return source === undefined ? { kind: "unknown", crate } : targetOfSource(source, crate, unit);
    }
    const doc = docTestsOf(line);
    return doc === undefined ? undefined : { kind: "doc", crate: doc };
  }

  private error(line: string, number: number): boolean {
    const failed = failedTarget(line);
    if (failed !== undefined) {
      this.panicked();
      this.targetFailed(failed, number);
      return true;
    }
    const build = NOT_COMPILED.exec(line);
    if (build) {
      this.stopped(build, number, line.slice("error: ".length));
      return true;
    }
    if (!line.startsWith("error: ")) return false;
    const message = line.slice("error: ".length);
    if (CARGO_ERROR.test(line)) {
      this.notBuilt(WORKSPACE, number, message);
      return true;
    }
    if (/^\d+ targets? failed:$/.test(message)) return true;
    this.unplaced = own(message);
    return false;
  }

  private manifest(message: string, line: string, number: number): boolean {
    this.unplaced = undefined;
    const place = MANIFEST.exec(line);
    if (!place) return false;
    this.frame.errors.push({ message, file: this.path(own(place[1] ?? "")), line: Number(place[2]) });
    this.notBuilt(WORKSPACE, number, message);
    return true;
  }

  /** A target that failed without a finished block of tests failed as a whole: aborted, killed, or a harness of its own. */
  private targetFailed(words: string, number: number): void {
    const { frame } = this;
    const target = frame.target ?? { kind: "unknown" };
    this.hint(words, target);
    if (frame.part?.kind === "bench") this.benchFailed();
    const told = frame.part !== undefined && frame.part.state !== "broken" && frame.clean !== frame.part;
    if (frame.target === undefined) {
      // A quiet log names its targets nowhere else.
      if (words === "") return;
      frame.targets.push(target);
      if (frame.part && frame.clean !== frame.part) frame.part.target ??= target;
      else frame.part = undefined;
    }
    if (!told) this.wholeFailed(target, number);
    if (frame.target === undefined) frame.part = undefined;
  }

  /** `-p ledger --lib`, `--test api`, `-p shop --doc`: the one place where a log names the package of a target. */
  private hint(words: string, target: CargoTarget): void {
    if (words === "") return;
    const name = /(?:^| )-p (\S+)/.exec(words)?.[1];
    if (name !== undefined) target.package ??= packageOf(name);
    else {
      this.frame.single = true;
      this.complete(target);
    }
    const kind = /(?:^| )--(lib|bin|test|example|bench|doc)(?: (\S+))?$/.exec(words);
    if (kind?.[1] === undefined) return;
    target.kind = kind[1] as CargoTarget["kind"];
    if (kind[2] !== undefined) target.name = kind[2];
  }

  private wholeFailed(target: CargoTarget, number: number): void {
    const { frame } = this;
    const part = frame.clean === frame.part ? undefined : frame.part;
    frame.part = part ?? this.targetPart(target, number);
    this.whole = {
      kind: "test",
      outcome: "error",
      part: frame.part,
      name: "",
      suite: targetId(target),
      message: frame.panic?.message ?? "this target failed without reporting its tests",
      whole: true,
    };
    const { file, line } = frame.panic ?? {};
    if (file !== undefined) this.whole.file = this.path(file);
    if (file !== undefined && line !== undefined) this.whole.line = line;
  }

  private panicked(): void {
    if (this.panic) this.frame.panic = panicOf(this.panic, "");
    this.panic = undefined;
  }

  /** The measurements before the failure stand; that the binary failed is a subject of its own. */
  private benchFailed(): void {
    const part = this.frame.part;
    if (!part) return;
    part.state = "broken";
    part.reason = "the benchmark binary failed before its end";
    this.frame.part = undefined;
  }

  private giveWhole(): void {
    if (this.whole) this.sink.observe(this.whole);
    this.whole = undefined;
  }

  /** The next target begins: one with a harness of its own, which lists no tests, has passed if cargo printed no error. */
  private leaveTarget(): void {
    this.giveWhole();
    this.panic = undefined;
    const target = this.frame.target;
    if (!target || this.frame.part || this.frame.listed || target.kind === "doc" || target.kind === "bench") return;
    const part = this.targetPart(target);
    part.state = "partial";
    this.sink.observe({ kind: "test", outcome: "passed", part, name: "", suite: targetId(target), whole: true });
  }

  private targetPart(target: CargoTarget, line?: number): Part {
    const part = this.sink.part("test", "its harness does not list its tests");
    part.target = target;
    if (line !== undefined) part.line = line;
    return part;
  }

  private buildPart(number: number): Part {
    if (!this.build) {
      this.build = this.sink.part("build", "the log ends before cargo says how the build ended");
      this.build.line = number;
    }
    return this.build;
  }

  /** `could not compile`: code that is broken, a compiler that crashed, or lints that are denied, which are no failure of the build. */
  private stopped([, name = "", target, because, errors = "1"]: RegExpExecArray, number: number, message: string): void {
    const { frame } = this;
    const { denied } = frame;
    frame.heard = true;
    frame.ended = true;
    frame.denied = 0;
    frame.stopped.set(buildUnit(name, target), because !== undefined);
    if (frame.told.has(name)) {
      frame.errors = [];
      this.compiled.delete(name);
      return;
    }
    const lints = this.linted.has(name) || (denied > 0 && denied >= Number(errors));
    if (because === undefined || frame.errors.length > 0 || !lints) {
      this.notBuilt(name, number, message, target);
      return;
    }
    this.linted.add(name);
    this.compiled.delete(name);
    const part = this.buildPart(number);
    part.state = "broken";
    part.reason = `lints are denied in ${name}, so cargo stopped`;
  }

  private notBuilt(name: string, number: number, message: string, target?: string): void {
    const part = this.buildPart(number);
    part.state = "broken";
    part.reason = name === WORKSPACE ? "cargo could not begin to build" : `${name} could not be compiled`;
    this.compiled.delete(name);
    const errors = this.frame.errors;
    this.frame.errors = [];
    const unit = buildUnit(name, target);
    this.looked(part, unit);
    const earlier = this.failed.get(name);
    if (earlier) {
      earlier.units.push(unit);
      return;
    }
    const [first, ...more] = errors;
    const observation: BuildObservation = {
      kind: "build",
      ecosystem: "rust",
      outcome: "failed",
      part,
      name,
      message: first?.message ?? message,
      units: [unit],
    };
    if (first?.file !== undefined) observation.file = first.file;
    if (first?.line !== undefined) observation.line = first.line;
    if (more.length > 0) observation.errors = more.map((e) => (e.file === undefined ? e.message : `${e.message} (${e.file}:${e.line})`));
    this.failed.set(name, observation);
    this.sink.observe(observation);
  }

  private finished(number: number): void {
    if (this.failed.size > 0) return;
    const part = this.buildPart(number);
    part.state = "whole";
    delete part.reason;
    for (const name of this.compiled) this.passed(part, name, [buildUnit(name, "lib")]);
    this.passed(part, WORKSPACE, [WORKSPACE]);
    this.compiled.clear();
  }

  /** A unit-test binary runs, so its library and its test build were compiled. */
  private built(target: CargoTarget, number: number): void {
    const crate = target.crate ?? "";
    if (target.kind === "lib" || target.kind === "doc") this.frame.members.add(crate);
    if (target.kind !== "lib" || this.failed.size > 0) return;
    const part = this.buildPart(number);
    part.state = "whole";
    delete part.reason;
    this.passed(part, crate, [buildUnit(crate, "lib"), buildUnit(crate, "lib test")]);
  }

  private looked(part: Part, unit: string): void {
    if (this.units.has(unit)) return;
    this.units.add(unit);
    part.extent.units.push(unit);
  }

  private passed(part: Part, name: string, units: string[]): void {
    for (const unit of units) this.looked(part, unit);
    this.sink.observe({ kind: "build", ecosystem: "rust", outcome: "passed", part, name, units });
  }
}

/** `shop`, and where two packages share a name its id: `path+file:///w/shop#0.1.0`, `path+file:///w/x#shop@0.1.0`. */
function packageOf(spec: string): string {
  const fragment = spec.lastIndexOf("#");
  const name = spec.slice(fragment + 1).replace(/@.*$/, "");
  return fragment !== -1 && /^\d/.test(name) ? fileOf(spec.slice(0, fragment)) : fileOf(name);
}

/** Whether cargo begins to run another target with this line. */
export function beginsTarget(line: string): boolean {
  return runningOf(line) !== undefined || docTestsOf(line) !== undefined;
}

/**
 * The words after `to rerun pass` where cargo says that a target failed, empty where it says no more than that.
 * The line is not cargo's alone where a test's last output had no newline.
 */
export function failedTarget(line: string): string | undefined {
  if (line.charCodeAt(line.length - 1) !== 96 /* ` */) return TARGET_FAILED.includes(line) ? "" : undefined;
  const at = line.lastIndexOf("error: ");
  if (at === -1) return undefined;
  return /^error: (?:(?:doc)?test|bench) failed, to rerun pass `([^`]{1,1000})`$/.exec(line.slice(at))?.[1];
}

/** `     Running unittests src/lib.rs (target/debug/deps/shop-542a867754a44841)`, and in verbose logs the command in backticks. */
function runningOf(line: string): { unit: boolean; source: string | undefined; file: string } | undefined {
  const words = statusOf(line, "Running ");
  if (words === undefined) return undefined;
  if (words.startsWith("`") && words.endsWith("`")) {
    const command = words.slice(1, -1).replace(ENVIRONMENT, "");
    const file = fileOf(command.split(" ", 1)[0] ?? "");
    return HASH.test(file) ? { unit: false, source: undefined, file } : undefined;
  }
  const open = words.indexOf("(");
  if (open === -1 || !words.endsWith(")")) return undefined;
  const path = words.slice(open + 1, -1);
  const file = fileOf(path);
  if (!HASH.test(file) && !/[\\/]deps[\\/]/.test(path)) return undefined;
  const unit = words.startsWith("unittests ");
  const source = words
    .slice(unit ? "unittests ".length : 0, open)
    .trimEnd()
    .replaceAll("\\", "/");
  return { unit, source: source === "" ? undefined : source, file };
}

/** `   Doc-tests shop` */
function docTestsOf(line: string): string | undefined {
  const words = statusOf(line, "Doc-tests ");
  return words === undefined || words.includes(" ") ? undefined : words;
}

/** What follows cargo's word, which stands at the end of a column of twelve. */
function statusOf(line: string, word: string): string | undefined {
  if (!line.startsWith("   ")) return undefined;
  let at = 3;
  while (line.charCodeAt(at) === 32) at++;
  return line.startsWith(word, at) && line.length > at + word.length ? line.slice(at + word.length) : undefined;
}

function fileOf(path: string): string {
  return path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
}

/** A package's own folder, as opposed to the address of a repository. */
function isLocal(source: string): boolean {
  return /[\\/]/.test(source) && !source.includes("://");
}

/** What `Running unittests src/lib.rs (target/debug/deps/shop-542a…)` tells of its target. */
function targetOfSource(path: string, crate: string, unit: boolean): CargoTarget {
  const named = /(?:^|\/)(tests|benches|examples)\/([^/]+?)(?:\/main)?\.rs$/.exec(path);
  if (named) {
    const kind = named[1] === "tests" ? "test" : named[1] === "benches" ? "bench" : "example";
    return { kind, name: named[2] ?? crate };
  }
  if (!unit) return { kind: "test", name: crate };
  if (/(?:^|\/)src\/(?:main\.rs$|bin\/)/.test(path)) return { kind: "bin", name: crate };
  // A manifest may put a library anywhere; src/lib.rs is where all but a few are.
  return { kind: /(?:^|\/)lib\.rs$/.test(path) ? "lib" : "unknown", crate };
}

/** The target as nextest's binary id would write it, `?` standing for a package the log does not name. */
export function targetId(target: CargoTarget): string {
  const owner = target.package ?? (target.kind === "lib" || target.kind === "doc" ? target.crate : undefined) ?? "?";
  switch (target.kind) {
    case "lib":
      return owner;
    case "doc":
      return `${owner}::doc`;
    case "test":
      return `${owner}::${target.name ?? "?"}`;
    case "unknown":
      return target.crate ?? "?";
    default:
      return `${owner}::${target.kind}/${target.name ?? "?"}`;
  }
}

/** `shop lib test`: what one compilation is called in extents. The crate name, since cargo writes both it and the package's. */
export function buildUnit(name: string, target: string | undefined): string {
  const crate = name.replaceAll("-", "_");
  return target === undefined ? crate : `${crate} ${target.replaceAll('"', "")}`;
}
