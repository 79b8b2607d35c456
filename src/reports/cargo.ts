/**
 * cargo's own lines in a log (the stderr of `cargo test`, `bench`, `build`, `clippy`): which target runs, which
 * packages were built and which could not be. The other Rust readers ask its frame whose output they are reading.
 * Source of the rules: cargo 1.95 (ops/cargo_test.rs, core/compiler), checked on samples of 1.65, 1.95 and 1.97-nightly.
 */
import type { BuildObservation, CargoTarget, Part, TestObservation } from "../model.ts";
import type { LineFormat, LineReader, LogContext, Sink } from "./format.ts";

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

  begin(target: CargoTarget): void {
    this.target = target;
    this.part = undefined;
    this.targets.push(target);
  }
}

const RUNNING = /^ +Running (unittests )?(\S.*?) \((?:.*[\\/])?([^\\/]+?)\)$/;
const RUNNING_VERBOSE = /^ +Running `(?:[^`]*[\\/])?([^\\/` ]+-[0-9a-f]{16}(?:\.exe)?)(?: [^`]*)?`$/;
const DOC_TESTS = /^ +Doc-tests (\S+)$/;
const MEMBER = /^ +(Compiling|Checking|Fresh|Dirty) (\S+) v\S+ \([^)]*[\\/][^)]*\)/;
const FINISHED = /^ +Finished .*target\(s\) in /;
/** Not at the line's beginning where a test's last output had no newline. */
const TARGET_FAILED = /error: (?:(?:doc)?test|bench) failed, to rerun pass `(.+)`$/;
const NOT_COMPILED = /^error: could not compile `([^`]+)`(?: \((.+?)\))?(?: due to|[.,]|$)/;
const EXITED = /^ {2}process didn't exit successfully: `[^`]*` \((.+)\)$/;
const HASH = /-[0-9a-f]{16}(?:\.exe)?$/;
/** Errors of cargo itself before anything is compiled; they keep the whole workspace from being built. */
const CARGO_ERROR =
  /^error: (?:failed to (?:parse|load|read|select|get|download|resolve|fetch|query)|package ID specification|no matching package|the lock file .* needs to be updated|could not find `Cargo\.toml`|unable to (?:get|update)|no (?:test|bin|example|bench|library) target)/;

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
  },
  reader: (sink, context) => new CargoReader(sink, context),
};

class CargoReader implements LineReader {
  private readonly sink: Sink;
  private readonly frame: CargoFrame;
  private build: Part | undefined;
  private readonly compiled = new Set<string>();
  private readonly failed = new Map<string, BuildObservation>();
  /** The failure of a whole target, until the lines below it have said how it ended. */
  private whole: TestObservation | undefined;

  constructor(sink: Sink, context: LogContext) {
    this.sink = sink;
    this.frame = context.cargo;
  }

  take(line: string, number: number): boolean {
    if (line.startsWith("   ")) return this.status(line, number);
    if (line.startsWith("error: ") || line.endsWith("`")) return this.error(line, number);
    if (this.whole === undefined) return false;
    if (line === "" || line === "Caused by:") return true;
    const exited = EXITED.exec(line);
    if (!exited) return false;
    this.whole.message = `the tests of this target did not finish: ${exited[1]}`;
    this.giveWhole();
    return true;
  }

  end(): void {
    this.giveWhole();
    const [only, ...others] = this.frame.members;
    if (this.frame.single && only !== undefined && others.length === 0) {
      for (const target of this.frame.targets) target.package ??= only;
    }
  }

  private status(line: string, number: number): boolean {
    const target = this.targetOf(line);
    if (target) {
      this.leaveTarget();
      this.frame.begin(target);
      if (target.crate !== undefined) this.built(target, number);
      return true;
    }
    const member = MEMBER.exec(line);
    if (member) {
      this.frame.members.add(member[2] ?? "");
      this.compiled.add(member[2] ?? "");
      return true;
    }
    if (!FINISHED.test(line)) return false;
    this.finished(number);
    return true;
  }

  private targetOf(line: string): CargoTarget | undefined {
    const running = RUNNING.exec(line);
    if (running) {
      const [, unit, source = "", file = ""] = running;
      return this.frame.executables.get(file) ?? targetOfSource(source.replaceAll("\\", "/"), file.replace(HASH, ""), unit !== undefined);
    }
    const doc = DOC_TESTS.exec(line);
    if (doc) return { kind: "doc", crate: doc[1] ?? "" };
    const verbose = RUNNING_VERBOSE.exec(line);
    if (!verbose) return undefined;
    const file = verbose[1] ?? "";
    return this.frame.executables.get(file) ?? { kind: "unknown", crate: file.replace(HASH, "") };
  }

  private error(line: string, number: number): boolean {
    const failed = TARGET_FAILED.exec(line);
    if (failed) {
      this.hint(failed[1] ?? "");
      // A target that failed without a finished block of tests failed as a whole: aborted, killed, or a harness of its own.
      if (this.frame.part?.kind === "bench") this.benchFailed();
      if (!this.frame.part || this.frame.part.state === "broken") this.wholeFailed(number);
      return true;
    }
    const build = NOT_COMPILED.exec(line);
    if (build) {
      this.notBuilt(build[1] ?? "", number, line.slice("error: ".length), build[2]);
      return true;
    }
    if (!line.startsWith("error: ")) return false;
    if (!CARGO_ERROR.test(line)) return /^error: \d+ targets? failed:$/.test(line);
    this.notBuilt(WORKSPACE, number, line.slice("error: ".length));
    return true;
  }

  /** `-p ledger --lib`, `--test api`, `-p shop --doc`: the one place where a log names the package of a target. */
  private hint(words: string): void {
    const name = /(?:^| )-p (\S+)/.exec(words)?.[1];
    if (name === undefined) this.frame.single = true;
    const target = this.frame.target;
    if (!target) return;
    // Where two packages share a name, `-p` holds a package id: path+file:///…#name@version.
    if (name !== undefined) target.package ??= name.replace(/^.*[#/]/, "").replace(/@.*$/, "");
    const kind = /(?:^| )--(lib|bin|test|example|bench|doc)(?: (\S+))?$/.exec(words);
    if (kind?.[1] === undefined) return;
    target.kind = kind[1] as CargoTarget["kind"];
    if (kind[2] !== undefined) target.name = kind[2];
  }

  private wholeFailed(number: number): void {
    const target = this.frame.target;
    if (!target) return;
    this.frame.part ??= this.targetPart(target, number);
    this.whole = {
      kind: "test",
      outcome: "error",
      part: this.frame.part,
      name: "",
      suite: targetId(target),
      message: "this target failed without reporting its tests",
      whole: true,
    };
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
    const target = this.frame.target;
    if (!target || this.frame.part || target.kind === "doc" || target.kind === "bench") return;
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

  private notBuilt(name: string, number: number, message: string, target?: string): void {
    const part = this.buildPart(number);
    part.state = "broken";
    part.reason = name === WORKSPACE ? "cargo could not begin to build" : `${name} could not be compiled`;
    this.compiled.delete(name);
    const errors = this.frame.errors;
    this.frame.errors = [];
    const unit = buildUnit(name, target);
    if (!part.extent.units.includes(unit)) part.extent.units.push(unit);
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

  private passed(part: Part, name: string, units: string[]): void {
    for (const unit of units) if (!part.extent.units.includes(unit)) part.extent.units.push(unit);
    this.sink.observe({ kind: "build", ecosystem: "rust", outcome: "passed", part, name, units });
  }
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
