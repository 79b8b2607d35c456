/**
 * Diagnostics of rustc and clippy as they are printed for people, in any log:
 *
 *     warning: variable does not need to be mutable
 *       --> src/lib.rs:11:34
 *        |
 *     11 | pub fn unused_mut() -> i32 { let mut x = 5; x }
 *        = note: `#[warn(unused_mut)]` (part of `#[warn(unused)]`) on by default
 *
 * The rule stands in a note of its first finding only (clippy repeats its link), so later ones are told by their
 * wording, or not at all. Text names nothing of what it looked at and leaves out duplicates: what it shows is weak and
 * its absence proves nothing. Errors go to cargo's frame, for the line that says what could not be compiled.
 * Source: rustc_errors/src/emitter.rs and rustc_lint's lint_level, checked on samples of 1.63, 1.95 and 1.97.
 */
import type { LintObservation, Part } from "../../model.ts";
import type { CompileError } from "../builds/cargo.ts";
import { ownerOf, severityOf } from "../builds/cargo-json.ts";
import { Excerpt } from "../excerpt.ts";
import type { LineFormat, LineReader, LogContext, Sink } from "../format.ts";
import { own } from "../lines.ts";

export const rustcText: LineFormat = {
  shape: "lines",
  name: "rustc",
  kinds: ["lint"],
  tool: "rustc",
  docs: {
    command: "cargo clippy --workspace --all-targets 2>&1 | tee clippy.txt   # better: --message-format=json",
    proof: "none: text opens and updates entries, and closes none",
    source: "rust-lang/rust compiler/rustc_errors/src/emitter.rs",
    example: "warning: unused variable: `x`",
  },
  reader: (sink, context) => new RustcTextReader(sink, context),
};

const HEADLINE = /^(warning|error)(?:\[(E\d{4})\])?: (.+)$/;
const PLACE = /^ *--> (.+?):(\d+):(\d+)$/;
/** `--message-format short`: `src/main.rs:9:8: error[E0308]: mismatched types: expected …` */
const SHORT = /^(.+?\.rs):(\d+):(\d+): (warning|error)(?:\[(E\d{4})\])?: (.+)$/;
/** Source lines, changes to them, what stands under them, further places, notes. */
const INSIDE = /^(?: *\d+ [|+~-](?: |$)| *\||\.\.\. *\|| *(?:-->|:::) | *= (?:note|help|warning): |(?:note|help): | *\.\.\.$)/;
/** A line of the source; where the place goes over several lines, a bar is drawn before them. */
const SOURCE = /^ *(\d+) \| (?:[/|] )?(.*)$/;
/** cargo's and rustc's own sums of what was printed. */
const GENERATED = /^warning: `[^`]+` (?:\(.+\) )?generated \d+ warnings?\b/;
const SUMMARY =
  /^(?:warning: \d+ warnings? emitted$|error: aborting due to |warning: build failed, waiting for other jobs|Some errors have detailed explanations: E|For more information about (?:this|an) error, try `rustc --explain)/;
const LINKING = /^error: linking with `[^`]+` failed/;
const ATTRIBUTE = /`#!?\[(?:warn|deny|forbid|allow|expect)\(([\w:]+)\)\]`/;
const FLAG = /`(?:-[WDF]|--warn|--deny|--forbid|--force-warn) ([\w:-]+)`/;
const CLIPPY_PAGE = /\/rust-clippy\/[^ #]*#([a-z0-9_]+)/;
const LEVEL_DEFINED = "note: the lint level is defined here";
/** Names of groups: a rule that a note or an attribute names by its group is not named. */
const GROUP =
  /^(?:warnings|unused|future_incompatible|nonstandard_style|let_underscore|keyword_idents|refining_impl_trait|deprecated_safe|rust_20\d\d_\w+|clippy::(?:all|cargo|complexity|correctness|nursery|pedantic|perf|restriction|style|suspicious)|rustdoc::all)$/;
/** A message may go on for this many lines before its place. */
const MAX_MESSAGE_LINES = 10;
const MAX_TEXT = 4_096;

interface Headline {
  level: string;
  code: string | undefined;
  message: string;
  lines: number;
}

interface Diagnostic {
  level: string;
  code: string | undefined;
  message: string;
  file: string;
  line: number;
  column: number;
  source?: string;
  text?: Excerpt;
  /** The rule as a note names it, as clippy's link does, as the attribute does that a note points at. */
  noted?: string;
  linked?: string;
  pointed?: string;
  /** Reading the place where a lint's level is set: its source line, once seen. */
  defined?: { source?: string };
}

class RustcTextReader implements LineReader {
  private readonly sink: Sink;
  private readonly context: LogContext;
  private headline: Headline | undefined;
  private open: Diagnostic | undefined;
  private part: Part | undefined;
  private unnamed = 0;
  private spoiled = false;
  private readonly seen = new Set<string>();
  /** Rules by wording; null where two rules share one. */
  private readonly wordings = new Map<string, string | null>();

  constructor(sink: Sink, context: LogContext) {
    this.sink = sink;
    this.context = context;
  }

  take(line: string, number: number, cut: boolean): boolean {
    if (this.open) {
      if (cut) this.spoiled = true;
      if (this.inside(this.open, line)) return true;
      // Notes go on over several lines, further in than cargo's own words ever begin.
      if (line.startsWith("         ")) return false;
      this.finish();
    }
    const { headline } = this;
    if (headline) {
      if (this.place(headline, line, number)) return true;
      if (headline.lines < MAX_MESSAGE_LINES && line.startsWith("       ")) {
        headline.lines++;
        headline.message += `\n${own(clip(line).trim())}`;
        return false;
      }
    }
    return this.begin(line, number);
  }

  end(): void {
    // An empty line ends every diagnostic: one without it is cut, and its rule may be.
    if (this.open) this.unnamed++;
    this.open = undefined;
    if (!this.part) return;
    const { cargo } = this.context;
    // Quiet runs say nothing, but where tests ran, the build had ended.
    if (!cargo.ended && !cargo.part && cargo.targets.length === 0) this.part.reason = "the log ends before cargo says how the build ended";
    else if (this.unnamed > 0 || this.spoiled) {
      this.part.state = "partial";
      this.part.reason = this.spoiled
        ? "a line is longer than any compiler prints"
        : `${this.unnamed} of its diagnostics do not name their rule`;
    } else {
      this.part.state = "whole";
      delete this.part.reason;
    }
  }

  /** A headline is left to other readers too, until a place follows that makes it a diagnostic. */
  private begin(line: string, number: number): boolean {
    this.headline = undefined;
    const first = line.charCodeAt(0);
    if (first === 119 /* w */ || first === 101 /* e */) {
      if (GENERATED.test(line)) {
        this.context.cargo.rendered++;
        return true;
      }
      if (SUMMARY.test(line)) return true;
      const headline = HEADLINE.exec(clip(line));
      if (headline) {
        const [, level = "", code, message = ""] = headline;
        if (LINKING.test(line)) return this.linking(message, number);
        this.headline = { level, code, message: own(message), lines: 0 };
        return false;
      }
    } else if ((first === 83 /* S */ || first === 70) /* F */ && SUMMARY.test(line)) return true;
    return line.includes(".rs:") && this.short(line, number);
  }

  private linking(message: string, number: number): boolean {
    this.partAt(number);
    this.context.cargo.errors.push({ message: own(message) });
    return true;
  }

  private place(headline: Headline, line: string, number: number): boolean {
    const [, file, row, column] = PLACE.exec(clip(line)) ?? [];
    const { level, code, message } = headline;
    // Other tools print alike: what rustc reports lies in Rust sources.
    if (file === undefined || (code === undefined && !file.endsWith(".rs"))) return false;
    this.headline = undefined;
    this.partAt(number);
    this.open = {
      level,
      code,
      message,
      file: own(this.context.path(file)),
      line: Number(row),
      column: Number(column),
      text: new Excerpt(),
    };
    this.open.text?.add(`${level}${code === undefined ? "" : `[${code}]`}: ${message}`);
    this.open.text?.add(line);
    return true;
  }

  private short(line: string, number: number): boolean {
    const match = SHORT.exec(clip(line));
    if (!match) return false;
    const [, file = "", row, column, level = "", code, message = ""] = match;
    this.partAt(number);
    this.give({ level, code, message: own(message), file: own(this.context.path(file)), line: Number(row), column: Number(column) });
    return true;
  }

  /** Takes a line of the diagnostic that is open. */
  private inside(open: Diagnostic, line: string): boolean {
    if (!INSIDE.test(line)) return false;
    const text = clip(line);
    open.text?.add(text);
    if (text.startsWith("note: ") || text.startsWith("help: ")) {
      delete open.defined;
      if (text === LEVEL_DEFINED) open.defined = {};
      return true;
    }
    const note = /^ *= (?:note|help): /.test(text);
    if (note) {
      const noted = ATTRIBUTE.exec(text)?.[1] ?? FLAG.exec(text)?.[1]?.replaceAll("-", "_");
      if (noted !== undefined && !GROUP.test(noted)) open.noted ??= own(noted);
      const page = CLIPPY_PAGE.exec(text)?.[1];
      if (page !== undefined) open.linked ??= `clippy::${page}`;
      return true;
    }
    if (open.defined) pointAt(open, open.defined, text);
    else if (open.source === undefined) {
      const source = SOURCE.exec(text);
      if (source && Number(source[1]) === open.line) open.source = own((source[2] ?? "").trim());
    }
    return true;
  }

  private finish(): void {
    if (this.open) this.give(this.open);
    this.open = undefined;
  }

  private give(diagnostic: Diagnostic): void {
    const { cargo } = this.context;
    const { level, code, message, file, line } = diagnostic;
    cargo.rendered++;
    const rule = code === undefined ? this.ruleOf(diagnostic) : undefined;
    if (rule !== undefined) {
      if (level === "error") cargo.denied++;
      this.lint(diagnostic, rule);
    } else if (level === "error") {
      const error: CompileError = { message, file, line };
      cargo.errors.push(error);
    } else this.unnamed++;
  }

  private ruleOf({ noted, linked, pointed, message }: Diagnostic): string | undefined {
    const wording = wordingOf(message);
    const named = noted ?? linked ?? (pointed !== undefined && !GROUP.test(pointed) ? pointed : undefined);
    if (named === undefined) return this.wordings.get(wording) ?? undefined;
    const known = this.wordings.get(wording);
    this.wordings.set(wording, known === undefined || known === named ? named : null);
    return named;
  }

  private lint(diagnostic: Diagnostic, rule: string): void {
    const { level, message, file, line, column, source, text } = diagnostic;
    // Joined, it is a text of its own; a template would hold on to all of its pieces.
    const key = [rule, file, line, column, message].join("\n");
    if (!this.part || this.seen.has(key)) return;
    this.seen.add(key);
    const observation: LintObservation = {
      kind: "lint",
      outcome: "failed",
      part: this.part,
      name: rule,
      message,
      file,
      line,
      owner: ownerOf(rule),
      severity: severityOf(level),
      severityWord: level,
      units: [],
      weak: true,
    };
    if (source !== undefined && source !== "") observation.source = source;
    if (text) observation.detail = text.text();
    this.sink.observe(observation);
  }

  private partAt(number: number): void {
    if (this.part) return;
    this.part = this.sink.part("lint", "");
    this.part.provesAbsence = false;
    this.part.line = number;
  }
}

/** `1 | #![deny(unused_mut)]` with `^^^^^^^^^^` below it: the name that the carets point at. */
function pointAt(open: Diagnostic, level: { source?: string }, text: string): void {
  if (level.source === undefined) {
    if (/^ *\d+ \| /.test(text)) level.source = text;
    return;
  }
  const from = text.indexOf("^");
  if (from === -1) return;
  const name = level.source.slice(from, text.lastIndexOf("^") + 1);
  if (/^[\w:]+$/.test(name)) open.pointed ??= own(name);
  delete open.defined;
}

/** The message without the names and numbers in it. */
function wordingOf(message: string): string {
  return message.replace(/`[^`]*`/g, "`…`").replace(/\d+/g, "0");
}

/** No line of a diagnostic that matters is longer. */
function clip(line: string): string {
  return line.length > MAX_TEXT ? line.slice(0, MAX_TEXT) : line;
}
