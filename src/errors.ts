/**
 * Every error a person can meet, by code. Each says what happened, where, why and what to do; docs/errors.md is
 * generated from this list and a test keeps the two equal.
 */

/** Code → what to do about it, for people. */
export const REMEDIES = {
  E_USAGE: "See `ci-tracker --help` for the words and flags.",
  E_INPUT_UNKNOWN: "Correct the name; the README lists them all.",
  E_INPUT_VALUE: "Give one of the values the message names.",
  E_CONFIG:
    "Mend the named place of the configuration file; docs/configuration.md has all keys. Put quotes around what begins with `*`, `@`, `!`, `&` or `[`, or holds `: ` or ` #`.",
  E_REPORT_NONE: "Name at least one report: `reports:` in a workflow, file arguments in a terminal.",
  E_REPORT_LINE: "Write `PATH-OR-GLOB [format=…] [outcome=…] [scope=…]`, with double quotes around what holds spaces.",
  E_REPORT_MISSING: "Check the path and that the step that writes it ran; paths are relative to the root.",
  E_REPORT_NOT_A_FILE: "Name the file itself, or a folder of a format that is a folder (target/criterion).",
  E_REPORT_OUTSIDE: "A link inside the workspace led out of it. Name the real file if you trust it.",
  E_REPORT_UNREADABLE: "Check that the file exists and may be read.",
  E_REPORT_EMPTY: "An empty file proves nothing. Check that the tool ran and wrote its report.",
  E_REPORT_TOO_LARGE: "Split the report; nothing was read from it.",
  E_REPORT_UNKNOWN: "Name its format with `format=…` if it is one of docs/formats; otherwise leave it out.",
  E_REPORT_AMBIGUOUS: "Say which it is with `format=…`.",
  E_REPORT_CUT: "The file ends in the middle. What was read before the cut may open entries; nothing closes on it.",
  E_REPORT_MALFORMED: "The tool wrote something its format does not allow. Check the step that made the file.",
  E_REPORT_FAILED: "The tool itself says that it failed; mend its step.",
  E_REPORT_NO_UNIT: "A benchmark without its unit cannot be compared; print the unit.",
  E_EVIDENCE_BROKEN:
    "Hand the file on as `mode: collect` wrote it, whole, and with the same version of ci-tracker. Nothing was read from it.",
  E_EVIDENCE_WRITE: "Name a file in a folder that may be written with `evidence:`.",
  E_EVIDENCE_RUN:
    "Hand on only what jobs of this run collected; another run's evidence is applied with `mode: apply`. Nothing was read from it.",
  E_EVIDENCE_CACHE:
    "Give the job `actions: read` and a token, or hand the files on as artifacts (docs/collect.md). Legs that could not be read close nothing.",
  E_APPLY_RUN: "Run it on `workflow_run` with `actions: read`; in a terminal name the run with `--run`, and give a token.",
  E_APPLY_STALE: "Nothing was written. The run's newer attempt, or its end, brings its own evidence.",
  E_APPLY_FORGED: "What the file says is not what GitHub says of the run. Nothing was read from it; find out who wrote it.",
  E_APPLY_FORK: "A fork's run gets a summary, and with `pr-comment: true` one comment; entries are for runs of this repository.",
  E_LEDGER_BROKEN: "Mend the line, or restore .ci-tracker/ledger.jsonl from the commit before. Nothing was written.",
  E_LEDGER_KEY: "Two keys share one fingerprint. Nothing was written for it; report this as a defect.",
  E_TRACKER_NONE: "Make one (`tracer init`, or `init: true`), or name another with `tracker:`.",
  E_TRACKER_AMBIGUOUS: "Name the one to use with `tracker:`.",
  E_TRACKER_BROKEN: "Mend the named line first. The file was not touched.",
  E_TRACKER_CONFLICT: "Resolve the merge conflict first. The file was not touched.",
  E_TRACKER_LOOKALIKE: "This file belongs to another tool that uses the same name. It was not touched.",
  E_TRACKER_LIST: "The tracker could not be listed whole, so nothing was opened or closed. The next run tries again.",
  E_TRACKER_WRITE: "The write was refused; nothing else depends on it and the next run tries again.",
  E_TOKEN: "Give the job the permission the message names, or a token that has it.",
  E_COMMIT_RULES: "Use `commit: pull-request`, or `branch:` for a branch without that rule, or a token that may bypass it.",
  E_COMMIT_MOVED: "The branch kept moving while we tried. Add the `concurrency:` block of the README; the next run tries again.",
  E_COMMIT_GIT: "git refused. Nothing was committed.",
  E_COMMIT_API: "The API refused the commit. Nothing was committed.",
  E_COMMIT_BRANCH: "Name an existing branch with `--branch` or `branch:`.",
  E_UNKNOWN_SUBJECT: "Give a fingerprint (`ci-t…`), the id of an entry, a key, or an exact title; `sync --json` prints them.",
  E_CACHE: "The history could not be read or saved; entries are not affected, benchmarks start a new baseline.",
  E_INTERNAL: "This is a defect of ci-tracker. Please report it with the message.",
} as const;

export type Code = keyof typeof REMEDIES;

/** An error with a code, for people. `exit` is 2 for wrong use or settings, 3 for what could not be read, listed or written. */
export class CodedError extends Error {
  readonly code: Code;
  readonly exit: 2 | 3;
  readonly file: string | undefined;
  readonly line: number | undefined;

  constructor(code: Code, message: string, options: { exit?: 2 | 3; file?: string; line?: number; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "CodedError";
    this.code = code;
    this.exit = options.exit ?? 3;
    this.file = options.file;
    this.line = options.line;
  }

  /** GitHub's client is a bundle of its own, and with it comes a copy of this class: its errors are ours all the same. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Error && value.name === "CodedError" && Object.hasOwn(REMEDIES, (value as { code?: string }).code ?? "");
  }

  get remedy(): string {
    return REMEDIES[this.code];
  }
}

/** Any thrown thing as a coded error; what has no code is a defect of ours. */
export function coded(thrown: unknown): CodedError {
  if (thrown instanceof CodedError) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new CodedError("E_INTERNAL", message, { cause: thrown });
}
