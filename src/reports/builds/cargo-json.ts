/**
 * What `cargo clippy|check|build|test --message-format=json` prints: one JSON object a line, among whatever else the
 * log holds. Lints become findings of their rules; errors of the compiler become failures of the package's build.
 * Source: cargo 1.95 (util/machine_message.rs, core/compiler), samples of 1.63 to 1.95.
 *
 * What a file proves, per compilation ("unit", as `shop lib test`):
 * - A unit with an artifact was looked at to its end. One without may still have been, if all its errors are denied
 *   lints: those do not stop the compiler's passes. Without `build-finished` nothing is proven.
 * - Messages do not say whether they come from a library or from its test build. Each is given to every unit whose
 *   artifact had not come yet; identical copies are one finding.
 * - A clean file of clippy's equals one of `cargo check` but for hashes, and one of `json-render-diagnostics` never
 *   holds a message. So clippy's rules count as looked at only where a message of clippy's is seen, or where the caller
 *   says that it is clippy's. A file without any message proves that lints are gone only where the caller names its
 *   format, or where cargo's stderr is in it too and holds no diagnostics as text.
 */
import type { BuildObservation, CargoTarget, LintObservation, Part, Severity } from "../../model.ts";
import { stripAnsi } from "../../text/ansi.ts";
import { excerpt } from "../excerpt.ts";
import type { LineFormat, LineReader, LogContext, Sink } from "../format.ts";
import { own } from "../lines.ts";
import { at, listOf, numberOf, objectOf, textOf, textsOf } from "../values.ts";
import { buildUnit, type CargoFrame, type CompileError, WORKSPACE } from "./cargo.ts";

export const cargoJson: LineFormat = {
  shape: "lines",
  name: "cargo-json",
  aliases: ["clippy"],
  kinds: ["lint", "build"],
  tool: "cargo",
  docs: {
    command: "cargo clippy --workspace --all-targets --message-format=json > clippy.json",
    proof: "`build-finished`; if it failed, each unit with a `compiler-artifact` or with no errors but denied lints",
    source: "cargo 1.95, util/machine_message.rs",
    example: '{"reason":"compiler-message","package_id":"path+file:///…#shop@0.1.0","message":{"level":"warning",…}}',
  },
  minds: ({ first, last }) => first === "{" || "} \t".includes(last),
  reader: (sink, context) => new CargoJsonReader(sink, context),
};

const BEGINNING = '{"reason":"';
const REASONS = ["compiler-message", "compiler-artifact", "build-script-executed", "build-finished", "build-started", "timing-info"];
const ID = '","package_id":"';
const CUT = "the file ends before cargo says how the build ended";
/** Errors of the compiler have numbers; lints have names. */
const ERROR_CODE = /^E\d{4}$/;
/** What rustc says of its own messages; cargo ≤ 1.76 passed some of it on. */
const SUMMARY = /^aborting due to |^\d+ warnings? emitted$/;
/** A rule with more findings than this shows the compiler's words for the first ones. */
const DETAILED = 50;
const MAX_SOURCE = 500;
const MAX_ERRORS = 50;

/** A library or another target is built as it is, as its own test, or into its documentation. */
const PLAIN = 0;
const TEST = 1;
const DOC = 2;
const MODES = [PLAIN, TEST, DOC] as const;
type Mode = (typeof MODES)[number];
type Counts = [plain: number, test: number, doc: number];

class CargoJsonReader implements LineReader {
  private readonly sink: Sink;
  private readonly context: LogContext;
  private session: Session | undefined;
  /** Parts of sessions without a message, where it is not known yet whether messages would have stood here. */
  private readonly silent: Part[] = [];

  constructor(sink: Sink, context: LogContext) {
    this.sink = sink;
    this.context = context;
  }

  take(line: string, number: number, cut: boolean): boolean {
    // A progress bar, or the stamp of another log, may stand before it on its line.
    const begin = line.startsWith(BEGINNING) ? 0 : line.charCodeAt(0) === 123 /* { */ ? -1 : line.indexOf(BEGINNING);
    if (begin === -1) return false;
    const from = begin + BEGINNING.length;
    const to = line.indexOf('"', from);
    const reason = line.slice(from, to === -1 ? undefined : to);
    if (to === -1 ? !REASONS.some((r) => r.startsWith(reason)) : !REASONS.includes(reason)) return false;
    if (begin === 0 && this.passOver(line, reason, to)) return true;
    const message = cut || to === -1 ? undefined : parse(line, begin);
    if (message === undefined) {
      if (begin !== 0 && !this.session) return false;
      this.open().spoiled ??= `line ${number} is not whole`;
      return true;
    }
    if (reason === "compiler-message") this.open().message(message, number);
    else if (reason === "compiler-artifact") this.open().artifact(message, number);
    else if (reason === "build-script-executed") this.open().scriptRan(textOf(at(message, "package_id")) ?? "");
    else if (reason === "build-finished") this.close(at(message, "success") === true);
    else this.open();
    return true;
  }

  get idle(): boolean {
    return this.session === undefined;
  }

  end(): void {
    if (this.session) this.close(undefined);
    // Everything cargo prints went into this log, so messages would have stood in it, as JSON or as text.
    if (!this.context.cargo.heard) for (const part of this.silent) part.provesAbsence = false;
  }

  /** Lines about crates of others, which most lines are, need no parsing: only that they are whole, and whose they are. */
  private passOver(line: string, reason: string, to: number): boolean {
    if (reason === "compiler-message" || !line.startsWith(ID, to) || !line.endsWith("}")) return false;
    const from = to + ID.length;
    const end = line.indexOf('"', from);
    const id = line.slice(from, end);
    if (reason === "compiler-artifact" ? isMember(id) : reason !== "build-script-executed") return false;
    if (line.indexOf(BEGINNING, end) !== -1) return false;
    const session = this.open();
    if (reason === "build-script-executed") session.scriptRan(id);
    else {
      if (line.includes('"kind":["custom-build"]')) session.scripts.add(own(id));
    }
    return true;
  }

  private open(): Session {
    this.session ??= new Session(this.sink, this.context);
    return this.session;
  }

  private close(success: boolean | undefined): void {
    for (const part of this.open().close(success)) this.silent.push(part);
    this.session = undefined;
  }
}

/** A target of a package, in the modes it was built in. */
interface Target {
  package: string;
  /** `lib`, `bin x`, `test api`, as cargo describes it. */
  base: string;
  /** Not of this repository: only its errors matter. */
  foreign: boolean;
  /** Where its package lies. */
  folder: string;
  path: string | undefined;
  /** Line of the log where it first appears. */
  line: number;
  /** Artifacts so far, by mode. */
  built: Counts;
  features: Set<string>;
  errors: CompileError[];
  detail: string | undefined;
  denied: boolean;
  /** How often each error was printed: two copies are two units. */
  copies: Map<string, number>;
  /** Artifacts there were when its last message came. */
  last: Counts | undefined;
}

/** One compilation, settled. */
interface Unit {
  name: string;
  target: Target;
  mode: Mode;
  state: "whole" | "broken";
  reason?: string;
  provesAbsence: boolean;
  part?: Part;
}

interface Finding {
  observation: Omit<LintObservation, "part" | "units">;
  /** The targets it was seen in, with the artifacts there were when it first was: later copies can come from fewer units. */
  places: Map<Target, Counts>;
}

/** One run of cargo, up to its `build-finished`. */
class Session {
  /** Why no line of it can be trusted to be all there is. */
  spoiled: string | undefined;
  /** Packages whose build script was compiled and has not run yet, by id. */
  readonly scripts = new Set<string>();

  private readonly sink: Sink;
  private readonly context: LogContext;
  private readonly frame: CargoFrame;
  private readonly targets = new Map<string, Target>();
  private readonly findings = new Map<string, Finding>();
  private readonly ofRule = new Map<string, number>();
  private readonly ran = new Set<string>();
  private messages = 0;
  private clippy = false;
  /** A program was linked. */
  private linked = false;
  /** Folders of packages, by their last name. */
  private readonly folders = new Map<string, string[]>();
  private recent: { id: string; kind: string; name: string; target: Target } | undefined;
  /** Folder that the paths in messages are relative to, once a message shows it. */
  private root: string | undefined;

  constructor(sink: Sink, context: LogContext) {
    this.sink = sink;
    this.context = context;
    this.frame = context.cargo;
  }

  scriptRan(id: string): void {
    this.scripts.delete(id);
    if (isMember(id)) this.ran.add(packageOf(id));
  }

  artifact(artifact: unknown, number: number): void {
    const id = textOf(at(artifact, "package_id")) ?? "";
    const files = textsOf(at(artifact, "filenames")).map(slashes);
    if (!isMember(id)) return;
    const target = this.targetOf(at(artifact, "target"), id, at(artifact, "manifest_path"), number);
    if (target.base === "build script") this.scripts.add(id);
    const test = at(artifact, "profile", "test") === true;
    target.built[files.length > 0 && files.every((f) => f.endsWith(".html")) ? DOC : test ? TEST : PLAIN]++;
    for (const feature of textsOf(at(artifact, "features"))) target.features.add(`${target.package}/${feature}`);
    const executable = textOf(at(artifact, "executable"));
    if (executable === undefined) return;
    this.linked = true;
    const known = cargoTargetOf(target);
    if (known) this.frame.executables.set(fileOf(slashes(executable)), known);
  }

  message(value: unknown, number: number): void {
    this.messages++;
    const line = objectOf<"package_id" | "manifest_path" | "target" | "message">(value);
    const message = objectOf<"message" | "level" | "code" | "spans" | "rendered">(line.message);
    const text = textOf(message.message) ?? "";
    const level = textOf(message.level) ?? "";
    const code = textOf(objectOf<"code">(message.code).code);
    const isError = level.startsWith("error");
    const broken = isError && (code === undefined ? !SUMMARY.test(text) : ERROR_CODE.test(code));
    // A summary, or a warning that no rule stands for.
    if (code === undefined && !broken) return;
    const id = textOf(line.package_id) ?? "";
    if (!isMember(id) && !broken) return;
    const target = this.targetOf(line.target, id, line.manifest_path, number);
    target.last = [...target.built];
    const place = this.placeOf(message.spans, target);
    const key = `${code ?? ""}\n${place.file ?? ""}\n${place.span}\n${text}`;
    if (isError) {
      this.frame.told.add(target.package);
      target.copies.set(key, (target.copies.get(key) ?? 0) + 1);
    }
    if (broken) this.error(target, text, place, message.rendered);
    else this.lint(key, target, code ?? "", level, text, place, message.rendered);
  }

  /** Settles every unit and hands out what was found; returns the parts whose silence may mean that messages went elsewhere. */
  close(success: boolean | undefined): Part[] {
    const doubt = this.spoiled ?? (success === undefined ? CUT : undefined);
    const units = this.units(success, doubt);
    const clippy = this.clippy || (this.frame.said === "clippy" && !this.linked);
    this.sink.tool(clippy ? "clippy" : "cargo");
    const owners = clippy ? ["clippy", "rustc"] : ["rustc"];
    const silent = this.messages === 0 && doubt === undefined;
    const parts = this.lintParts(units, owners, doubt);
    if (silent && this.frame.rendered > 0) for (const part of parts) part.provesAbsence = false;
    this.giveFindings(units);
    this.giveBuild(units, success, doubt);
    this.frame.stopped.clear();
    return silent && this.frame.said === undefined ? parts : [];
  }

  // ------------------------------------------------------------------------------------------------------ reading

  private targetOf(value: unknown, id: string, manifest: unknown, number: number): Target {
    const fields = objectOf<"kind" | "name" | "src_path">(value);
    const kind = textOf(listOf(fields.kind)[0]) ?? "";
    const name = textOf(fields.name) ?? "";
    // Messages of one unit come in a row.
    const recent = this.recent;
    if (recent && recent.id === id && recent.kind === kind && recent.name === name) return recent.target;
    const base = baseOf(kind, name);
    const key = `${id}\n${base}`;
    let target = this.targets.get(key);
    if (!target) {
      target = {
        package: packageOf(id),
        base,
        foreign: !isMember(id),
        folder: folderOf(slashes(textOf(manifest) ?? "")),
        path: textOf(fields.src_path),
        line: number,
        built: [0, 0, 0],
        features: new Set(),
        errors: [],
        detail: undefined,
        denied: false,
        copies: new Map(),
        last: undefined,
      };
      this.targets.set(key, target);
      if (!target.foreign) this.joins(target);
    }
    this.recent = { id, kind, name, target };
    return target;
  }

  private joins({ package: name, folder }: Target): void {
    this.frame.members.add(name);
    const last = fileOf(folder);
    const known = this.folders.get(last);
    if (!known) this.folders.set(last, [folder]);
    else if (!known.includes(folder)) known.push(folder);
  }

  private error(target: Target, message: string, place: Place, rendered: unknown): void {
    const error: CompileError = { message };
    if (place.file !== undefined) error.file = place.file;
    if (place.line !== undefined) error.line = place.line;
    if (target.errors.some((e) => e.message === message && e.file === error.file && e.line === error.line)) return;
    if (target.errors.length > MAX_ERRORS) return;
    target.errors.push(error);
    target.detail ??= renderedOf(rendered);
  }

  private lint(key: string, target: Target, code: string, level: string, text: string, place: Place, rendered: unknown): void {
    if (code.startsWith("clippy::")) this.clippy = true;
    if (level.startsWith("error")) target.denied = true;
    const known = this.findings.get(key);
    if (known) {
      if (!known.places.has(target)) known.places.set(target, [...target.built]);
      return;
    }
    const observation: Finding["observation"] = {
      kind: "lint",
      outcome: "failed",
      name: code,
      suite: target.package,
      message: text,
      owner: ownerOf(code),
      severity: severityOf(level),
      severityWord: level,
      package: target.package,
    };
    if (place.file !== undefined) observation.file = place.file;
    if (place.line !== undefined) observation.line = place.line;
    if (place.source !== undefined) observation.source = place.source;
    const ofRule = (this.ofRule.get(code) ?? 0) + 1;
    this.ofRule.set(code, ofRule);
    const detail = ofRule > DETAILED ? undefined : renderedOf(rendered);
    if (detail !== undefined) observation.detail = detail;
    this.findings.set(key, { observation, places: new Map([[target, [...target.built]]]) });
  }

  private placeOf(list: unknown, target: Target): Place {
    const spans = listOf(list) as readonly Span[];
    const primary = spans.find((s) => objectOf<"is_primary">(s).is_primary === true) ?? spans[0];
    if (!primary) return { span: "" };
    const span = this.ownSpan(objectOf<keyof Span>(primary), target);
    const source = textOf(at(listOf(span.text)[0], "text"))?.trim();
    const from = numberOf(span.line_start);
    const place: Place = {
      span: `${from}:${numberOf(span.column_start)}:${numberOf(span.line_end)}:${numberOf(span.column_end)}`,
    };
    const file = textOf(span.file_name);
    if (file !== undefined && file !== "") place.file = this.pathOf(slashes(file), target);
    if (from !== undefined) place.line = from;
    if (source) place.source = source.slice(0, MAX_SOURCE);
    return place;
  }

  /** The span itself; where it lies in a macro of another crate, the outermost place that used it and is the crate's own. */
  private ownSpan(primary: Span, target: Target): Span {
    if (typeof primary.expansion !== "object" || primary.expansion === null || !this.isOthers(primary, target)) return primary;
    let own = primary;
    let span = primary;
    // No compiler expands deeper than its recursion limit (128 by default).
    for (let depth = 0; depth < 1_000; depth++) {
      span = objectOf<keyof Span>(at(span.expansion, "span"));
      if (textOf(span.file_name) === undefined) break;
      if (!this.isOthers(span, target)) own = span;
    }
    return own;
  }

  private isOthers(span: Span, target: Target): boolean {
    const file = slashes(textOf(span.file_name) ?? "");
    if (file.startsWith("<")) return true;
    if (isAbsolute(file)) return isAbsolute(this.context.path(file));
    const folder = this.packageFolder(file);
    return folder !== undefined && folder !== target.folder;
  }

  /** The folder of the package that a path in the workspace lies in: `/r/shop/ledger` for `ledger/src/lib.rs`. */
  private packageFolder(file: string): string | undefined {
    const names = file.split("/");
    for (let n = Math.min(names.length - 1, 16); n > 0; n--) {
      const end = `/${names.slice(0, n).join("/")}`;
      const found = this.folders.get(names[n - 1] ?? "")?.find((folder) => folder.endsWith(end));
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** Messages write paths from the workspace's folder, which need not be the repository's. */
  private pathOf(file: string, target: Target): string {
    if (isAbsolute(file)) return slashes(this.context.path(file));
    const root = this.rootOf(file, target);
    const path = root === undefined ? undefined : slashes(this.context.path(`${root}/${file}`));
    return path !== undefined && !isAbsolute(path) ? path : slashes(this.context.path(file));
  }

  /** The workspace's folder, from a path in it and what is known of its packages: `ledger/src/lib.rs` and `/r/shop/ledger` give `/r/shop`. */
  private rootOf(file: string, target: Target): string | undefined {
    if (this.root !== undefined) return this.root;
    const source = slashes(target.path ?? "");
    if (source.endsWith(`/${file}`)) {
      this.root = source.slice(0, -file.length - 1);
      return this.root;
    }
    const folder = this.packageFolder(file);
    if (folder !== undefined) return folder.slice(0, folder.length - commonEnd(folder, file));
    const [first = ""] = file.split("/", 1);
    return target.folder !== "" && source.startsWith(`${target.folder}/${first}/`) ? target.folder : undefined;
  }

  // ----------------------------------------------------------------------------------------------------- settling

  private units(success: boolean | undefined, doubt: string | undefined): Map<string, Unit> {
    const units = new Map<string, Unit>();
    const add = (unit: Unit): void => {
      const same = units.get(unit.name);
      if (!same || unit.state === "broken") units.set(unit.name, unit);
    };
    for (const target of this.targets.values()) {
      if (target.foreign) continue;
      for (const mode of MODES) {
        if (target.built[mode] === 0) continue;
        const name = unitName(target, mode);
        add(doubt === undefined ? { name, target, mode, state: "whole", provesAbsence: true } : broken(name, target, mode, doubt));
      }
      for (const unit of this.unbuilt(target, success)) add(doubt === undefined ? unit : { ...unit, state: "broken", reason: doubt });
    }
    return units;
  }

  /** Units that left no artifact although messages show that they were compiled. */
  private unbuilt(target: Target, success: boolean | undefined): Unit[] {
    const unexplained = target.last !== undefined && MODES.every((mode) => (target.last?.[mode] ?? 0) >= target.built[mode]);
    const failed = target.errors.length > 0 || target.denied;
    if (!failed && !unexplained) return [];
    const { modes, sure } = this.failedModes(target);
    return modes.map((mode) => {
      const name = unitName(target, mode);
      if (target.errors.length > 0) return broken(name, target, mode, `${name} could not be compiled`);
      if (success === true) return broken(name, target, mode, `cargo does not say that ${name} was built`);
      if (!target.denied || this.frame.stopped.get(name) === false) {
        return broken(name, target, mode, `the compiler of ${name} ended without a result`);
      }
      return { name, target, mode, state: "whole", provesAbsence: sure };
    });
  }

  /** In which modes a target failed: as cargo's own line says, else what its artifacts and the copies of its errors leave. */
  private failedModes(target: Target): { modes: Mode[]; sure: boolean } {
    const said = MODES.filter((mode) => this.frame.stopped.has(unitName(target, mode)));
    if (said.length > 0) return { modes: isSingle(target) ? said.slice(0, 1) : said, sure: true };
    if (isSingle(target)) return { modes: [PLAIN], sure: true };
    const missing = [PLAIN, TEST].filter((mode): mode is Mode => target.built[mode as Mode] === 0);
    const copies = Math.max(0, ...[...target.copies.values()].slice(0, 1_000));
    if (missing.length < 2) return { modes: missing.length === 1 ? missing : [PLAIN], sure: true };
    if (copies > 1) return { modes: missing, sure: true };
    // One unit failed and nothing says which. What the rest of the run built tells what was asked for.
    const others = [...this.targets.values()].filter((t) => !t.foreign && t !== target);
    const tests = others.some((t) => t.built[TEST] > 0);
    const plain = others.some((t) => t.built[PLAIN] > 0 && !isSingle(t));
    return { modes: [tests && !plain ? TEST : PLAIN], sure: !tests };
  }

  private lintParts(units: Map<string, Unit>, owners: string[], doubt: string | undefined): Part[] {
    const parts: Part[] = [];
    for (const unit of units.values()) {
      const { target } = unit;
      const part = this.sink.part("lint", unit.reason ?? "", { units: [unit.name], owners: [...owners] });
      part.state = unit.state;
      part.provesAbsence = unit.provesAbsence;
      part.line = target.line;
      if (unit.state === "whole") delete part.reason;
      const path = target.path === undefined ? undefined : slashes(this.context.path(target.path));
      // A path that is not the repository's would look like one that is gone.
      if (path !== undefined && !isAbsolute(path)) part.extent.paths = { [unit.name]: path };
      if (target.features.size > 0) part.extent.features = [...target.features];
      unit.part = part;
      parts.push(part);
    }
    if (parts.length === 0 && doubt !== undefined) parts.push(this.sink.part("lint", doubt, { owners: [...owners] }));
    return parts;
  }

  private giveFindings(units: Map<string, Unit>): void {
    const ofTarget = new Map<Target, Unit[]>();
    for (const unit of units.values()) {
      const own = ofTarget.get(unit.target);
      if (own) own.push(unit);
      else ofTarget.set(unit.target, [unit]);
    }
    for (const { observation, places } of this.findings.values()) {
      const found = new Set<Unit>();
      for (const [target, built] of places) {
        const own = ofTarget.get(target) ?? [];
        const later = own.filter(({ mode }) => target.built[mode] === 0 || target.built[mode] > built[mode]);
        for (const unit of later.length > 0 ? later : own) found.add(unit);
      }
      const [first] = found;
      if (first?.part) this.sink.observe({ ...observation, part: first.part, units: [...found].map((u) => u.name) });
    }
  }

  private giveBuild(units: Map<string, Unit>, success: boolean | undefined, doubt: string | undefined): void {
    const part = this.sink.part("build", doubt ?? "");
    const failures = this.failures(success, doubt);
    if (doubt === undefined) {
      part.state = success ? "whole" : "partial";
      if (success) delete part.reason;
      else part.reason = this.whyFailed(failures);
    }
    for (const failure of failures.values()) this.sink.observe({ ...failure, part });
    const built = new Map<string, Set<string>>();
    const stopped = new Set([...units.values()].filter((u) => u.target.built[u.mode] === 0).map((u) => u.target.package));
    for (const { name, target } of units.values()) {
      part.extent.units.push(name);
      if (failures.has(target.package) || stopped.has(target.package)) continue;
      const own = built.get(target.package);
      if (own) own.add(name);
      else built.set(target.package, new Set([name]));
    }
    if (doubt !== undefined) return;
    for (const name of this.ran) built.get(name)?.add(buildUnit(name, "build script run"));
    if (success) built.set(WORKSPACE, new Set([WORKSPACE]));
    for (const [name, own] of built) this.sink.observe({ ...this.built(name, own), part });
  }

  private built(name: string, units: Set<string>): Omit<BuildObservation, "part"> {
    const observation: Omit<BuildObservation, "part"> = { kind: "build", ecosystem: "rust", outcome: "passed", name, units: [...units] };
    if (!this.linked) observation.checked = true;
    return observation;
  }

  private failures(success: boolean | undefined, doubt: string | undefined): Map<string, Omit<BuildObservation, "part">> {
    const failures = new Map<string, Omit<BuildObservation, "part">>();
    for (const target of this.targets.values()) {
      if (target.errors.length === 0) continue;
      const units = this.failedModes(target).modes.map((mode) => unitName(target, mode));
      const known = failures.get(target.package);
      if (known) {
        known.units.push(...units);
        known.errors = unique([...(known.errors ?? []), ...target.errors.map(wordsOf)], wordsOfFirst(known));
        continue;
      }
      const [first, ...more] = target.errors;
      const failure = failureOf(target.package, first?.message ?? "", units);
      if (first?.file !== undefined) failure.file = first.file;
      if (first?.line !== undefined) failure.line = first.line;
      if (target.detail !== undefined) failure.detail = target.detail;
      if (more.length > 0) failure.errors = more.map(wordsOf);
      failures.set(target.package, failure);
    }
    if (success !== false || doubt !== undefined || failures.size > 0) return failures;
    this.unnamedFailures(failures);
    return failures;
  }

  /** The build failed and no message is an error: a compiler crashed, or a build script failed. cargo's own line is better, where there is one. */
  private unnamedFailures(failures: Map<string, Omit<BuildObservation, "part">>): void {
    const targets = [...this.targets.values()];
    if (this.frame.stopped.size > 0 || targets.some((t) => t.denied)) return;
    for (const target of targets) {
      const [unit] = this.unbuilt(target, false);
      if (unit) failures.set(target.package, failureOf(target.package, unit.reason ?? "", [unit.name]));
    }
    if (failures.size > 0) return;
    const [script, ...others] = this.scripts;
    if (script !== undefined && others.length === 0) {
      const name = packageOf(script);
      failures.set(name, failureOf(name, `the build script of ${name} failed`, [buildUnit(name, "build script run")]));
    } else if (this.findings.size === 0 && this.frame.said !== undefined) {
      failures.set(WORKSPACE, failureOf(WORKSPACE, "cargo says that the build failed, and not why", [WORKSPACE]));
    }
  }

  private whyFailed(failures: Map<string, unknown>): string {
    if (failures.size > 0) {
      const names = [...failures.keys()].map((name) => (name === WORKSPACE ? "the workspace" : name));
      return `${names.slice(0, 5).join(", ")} could not be built`;
    }
    const denied = [...new Set([...this.targets.values()].filter((t) => t.denied).map((t) => t.package))];
    if (denied.length > 0) return `lints are denied in ${denied.slice(0, 5).join(", ")}, so cargo stopped`;
    const [stopped] = this.frame.stopped.keys();
    if (stopped !== undefined) return `${stopped} could not be compiled`;
    return "cargo says that the build failed, and not why";
  }
}

/** A place in the source, as rustc writes it; nothing in it is checked yet. */
interface Span {
  readonly file_name?: unknown;
  readonly line_start?: unknown;
  readonly line_end?: unknown;
  readonly column_start?: unknown;
  readonly column_end?: unknown;
  readonly text?: unknown;
  readonly expansion?: unknown;
}

interface Place {
  /** Lines and columns, to tell findings of one rule apart. */
  span: string;
  file?: string;
  line?: number;
  source?: string;
}

function parse(line: string, from: number): unknown {
  try {
    return JSON.parse(from === 0 ? line : line.slice(from));
  } catch {
    return undefined;
  }
}

/** Who owns a rule: clippy its own, rustc all others. */
export function ownerOf(rule: string): string {
  return rule.startsWith("clippy::") ? "clippy" : "rustc";
}

/** A lint's level as a severity; `-D warnings` makes errors of all of them, so it is never identity. */
export function severityOf(level: string): Severity {
  return level.startsWith("error") ? "high" : level === "warning" ? "medium" : "low";
}

/** Whether the package lies in the file system: the workspace's members and what they depend on by path. */
function isMember(id: string): boolean {
  return id.startsWith("path+") || id.includes(" (path+");
}

/** `path+file:///abs/a#0.1.0`, `…#name@0.1.0`, and `a 0.1.0 (path+file:///abs/a)` as cargo ≤ 1.76 wrote it. */
function packageOf(id: string): string {
  const space = id.indexOf(" ");
  if (space !== -1) return id.slice(0, space);
  const hash = id.lastIndexOf("#");
  const rest = id.slice(hash + 1);
  const version = rest.lastIndexOf("@");
  if (hash !== -1 && version > 0) return rest.slice(0, version);
  if (hash !== -1 && !/^\d/.test(rest)) return rest;
  const url = (hash === -1 ? id : id.slice(0, hash)).split("?", 1)[0] ?? "";
  try {
    return decodeURIComponent(fileOf(url));
  } catch {
    return fileOf(url);
  }
}

/** A target as cargo describes it in `could not compile` (Target::description_named). */
function baseOf(kind: string, name: string): string {
  if (kind === "custom-build") return "build script";
  return kind === "bin" || kind === "test" || kind === "bench" || kind === "example" ? `${kind} ${name}` : "lib";
}

/** Built in one mode only, or named alike in each. */
function isSingle({ base }: Target): boolean {
  return base === "build script" || base.startsWith("test ") || base.startsWith("bench ");
}

function unitName(target: Target, mode: Mode): string {
  const suffix = mode === DOC ? " doc" : mode === TEST && !isSingle(target) ? " test" : "";
  return buildUnit(target.package, target.base + suffix);
}

function cargoTargetOf({ package: name, base }: Target): CargoTarget | undefined {
  if (base === "lib") return { package: name, kind: "lib" };
  const [, kind, own] = /^(bin|test|bench|example) (.*)$/s.exec(base) ?? [];
  return kind === undefined ? undefined : { package: name, kind: kind as CargoTarget["kind"], name: own ?? "" };
}

function broken(name: string, target: Target, mode: Mode, reason: string): Unit {
  return { name, target, mode, state: "broken", reason, provesAbsence: true };
}

function failureOf(name: string, message: string, units: string[]): Omit<BuildObservation, "part"> {
  return { kind: "build", ecosystem: "rust", outcome: "failed", name, message, units };
}

function wordsOf({ message, file, line }: CompileError): string {
  return file === undefined ? message : `${message} (${file}:${line})`;
}

function wordsOfFirst({ message = "", file, line }: Omit<BuildObservation, "part">): string {
  return wordsOf({ message, ...(file === undefined ? {} : { file }), ...(line === undefined ? {} : { line }) });
}

function unique(words: string[], without: string): string[] {
  return [...new Set(words)].filter((w) => w !== without).slice(0, MAX_ERRORS);
}

function renderedOf(value: unknown): string | undefined {
  const rendered = textOf(value);
  return rendered === undefined ? undefined : excerpt(stripAnsi(rendered));
}

/** How long the end of the folder is that begins the path. */
function commonEnd(folder: string, file: string): number {
  for (let to = file.lastIndexOf("/"); to > 0; to = file.lastIndexOf("/", to - 1)) {
    if (folder.endsWith(`/${file.slice(0, to)}`)) return to + 1;
  }
  return 0;
}

function slashes(path: string): string {
  return path.includes("\\") ? path.replaceAll("\\", "/") : path;
}

function isAbsolute(path: string): boolean {
  return path.startsWith("/") || path.startsWith("\\") || /^[A-Za-z]:[\\/]/.test(path);
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

function fileOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
