/**
 * Findings that ruff and flake8 print alike: `a.py:1:8: F401 …`, and what `--output-format pylint` (flake8:
 * `--format pylint`) makes of it, `a.py:1: [F401] …`. A line alone does not always tell whose it is, so they are held
 * until something does: ruff's sum of them, the wording of the rules that both have, or what the caller says.
 */
import type { LogContext } from "../format.ts";
import { own } from "../lines.ts";
import { placeOf } from "./place.ts";

export interface CodeLine {
  file: string;
  line: number;
  rule: string;
  message: string;
  /** Where it stands in the log. */
  at: number;
  source?: string;
  /** Whose it is, where the line itself tells. */
  sure?: "ruff" | "flake8";
  /** Of a format of ruff's that ends without a sum. */
  quiet?: true;
}

/** The rule by which ruff goes where it could not parse a file. */
export const INVALID_SYNTAX = "invalid-syntax";

const PYTHON = /(?:\.(?:pyi?|pyw|ipynb|toml)|^stdin|^-)$/;
const CONCISE = /^([A-Z]{1,5}\d{3,4}) (.+)$/;
const BRACKETED = /^\[([A-Z]{1,5}\d{3,4}|invalid-syntax)\] (.+)$/;
const SYNTAX_ERROR = /^(?:invalid-syntax|SyntaxError): (.+)$/;
const FIXABLE = /^\[\*\] /;
/** Rules that both took from pycodestyle, pyflakes and mccabe: flake8 prints their lower-case words, ruff sentences of its own. */
const COMMON = /^(?:[EWF]\d{3}|C901)$/;
/** Of these both print other words: an error of the system, and a name. */
const ALIKE = new Set(["E999", "E902", "F541"]);

const BY_CONTEXT = new WeakMap<LogContext, CodeLines>();

/** The lines of one log, for both readers. */
export function codeLinesOf(context: LogContext): CodeLines {
  let lines = BY_CONTEXT.get(context);
  if (!lines) BY_CONTEXT.set(context, (lines = new CodeLines(context.called)));
  return lines;
}

export class CodeLines {
  private held: CodeLine[] = [];
  private last: { line: string; number: number } | undefined;
  private readonly said: "ruff" | "flake8" | undefined;

  /** `called`: the word of `format=`, or the file's name. */
  constructor(called: string | undefined) {
    const [word] = /ruff|flake8/i.exec(called ?? "") ?? [];
    this.said = word?.toLowerCase() as "ruff" | "flake8" | undefined;
  }

  /** Holds the line if it is such a finding. */
  offer(line: string, number: number): void {
    if (this.last?.number === number && this.last.line === line) return;
    const place = placeOf(line);
    if (!place || !PYTHON.test(place.file)) return;
    const { file, words } = place;
    const [, rule, message = ""] = CONCISE.exec(words) ?? BRACKETED.exec(words) ?? [];
    const unparsed = rule === undefined ? SYNTAX_ERROR.exec(words)?.[1] : undefined;
    if (rule === undefined && unparsed === undefined) return;
    this.last = { line, number };
    const held: CodeLine = {
      file: own(file),
      line: place.line,
      rule: own(rule ?? INVALID_SYNTAX),
      message: own(unparsed ?? message.replace(FIXABLE, "")),
      at: number,
    };
    const sure = words.startsWith(INVALID_SYNTAX) ? "ruff" : whose(file, rule ?? INVALID_SYNTAX, message);
    if (sure) held.sure = sure;
    if (words.startsWith("[")) held.quiet = true;
    this.held.push(held);
  }

  /** Holds a finding that only ruff prints so. */
  hold(line: CodeLine): void {
    this.held.push({ ...line, sure: "ruff" });
  }

  get latest(): CodeLine | undefined {
    return this.held.at(-1);
  }

  /** How many are held. */
  get size(): number {
    return this.held.length;
  }

  /** Whether the last ones may be ruff's. */
  mayBeRuffs(count: number): boolean {
    return count <= 0 || this.held.slice(-count).every(({ sure }) => sure !== "flake8");
  }

  /** Takes the last ones, for ruff's sum of them has been read. */
  takeLast(count: number): CodeLine[] {
    return count <= 0 ? [] : this.held.splice(Math.max(0, this.held.length - count));
  }

  /** Those held at the end that are the tool's: its own, and the undecided ones where nothing speaks for the other. */
  of(tool: "ruff" | "flake8"): CodeLine[] {
    const known = new Set(this.held.flatMap(({ sure }) => sure ?? []));
    const [only] = known;
    const rest = this.said ?? (known.size === 1 ? only : undefined);
    return this.held.filter(({ sure }) => (sure ?? rest) === tool);
  }
}

function whose(file: string, rule: string, message: string): "ruff" | "flake8" | undefined {
  if (FIXABLE.test(message) || rule === INVALID_SYNTAX || rule.startsWith("RUF")) return "ruff";
  // flake8 prints paths as it walked to them, ruff without what leads nowhere.
  if (file.startsWith("./")) return "flake8";
  if (!COMMON.test(rule) || ALIKE.has(rule)) return undefined;
  return /^[`A-Z]/.test(message) ? "ruff" : /^['a-z]/.test(message) ? "flake8" : undefined;
}
