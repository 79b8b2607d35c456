/**
 * `semgrep scan --json` and opengrep: findings of rules, every file that was scanned, and what went wrong. A file with
 * an error of its own (syntax, time-out) was not looked at wholly; an error without a file concerns the whole scan.
 * Source: semgrep-interfaces, semgrep_output_v1.atd (cli_output).
 */
import type { LintObservation, Part, Severity } from "../../model.ts";
import { excerpt } from "../excerpt.ts";
import type { JsonFormat, ReadContext, Sink } from "../format.ts";
import { at, listOf, numberOf, textOf, textsOf } from "../values.ts";
import { firstLine, severityOfWord } from "./findings.ts";

const OWNER = "semgrep";

export const semgrep: JsonFormat = {
  shape: "json",
  name: OWNER,
  aliases: ["semgrep-json", "opengrep"],
  kinds: ["lint"],
  tool: OWNER,
  docs: {
    command: "semgrep scan --json --output semgrep.json",
    proof: "the document lists the files that were scanned; those under `errors` were not, or not wholly",
    source: "semgrep-interfaces, semgrep_output_v1.atd",
    example:
      '{"results":[{"check_id":"python.lang.…","path":"a.py","start":{"line":3},"extra":{…}}],"errors":[],"paths":{"scanned":["a.py"]}}',
  },
  is: (document) => {
    const results = at(document, "results");
    if (!Array.isArray(results) || !Array.isArray(at(document, "errors"))) return false;
    // Before 0.40 the files that were scanned were not told.
    return (
      typeof at(document, "paths") === "object" || (typeof at(results[0], "check_id") === "string" && at(results[0], "extra") !== undefined)
    );
  },
  read: (document, sink, context) => readScan(document, sink, context),
};

function readScan(document: unknown, sink: Sink, context: ReadContext): void {
  const scanned = new Set(textsOf(at(document, "paths", "scanned")).map((path) => context.path(path)));
  const missed = new Map<string, string>();
  let failed: string | undefined;
  for (const error of listOf(at(document, "errors"))) {
    const why = whyOf(error);
    const path = textOf(at(error, "path")) || textOf(at(listOf(at(error, "spans"))[0], "file"));
    if (path !== undefined && scanned.delete(context.path(path))) missed.set(context.path(path), why);
    else if (path !== undefined && missed.has(context.path(path))) continue;
    else if (at(error, "level") === "error") failed ??= why;
  }
  const files = [...scanned];
  const known = files.length > 0 || missed.size > 0;
  const part = sink.part("lint", "one of its findings names no rule", { units: known ? files : [OWNER], owners: [OWNER] });
  if (known) part.extent.paths = pathsOf(files);
  const skipped = listOf(at(document, "skipped_rules")).map((rule) => `skipped:${textOf(at(rule, "rule_id")) ?? "?"}`);
  if (skipped.length > 0) part.extent.filters = [...new Set(skipped)].sort();

  let unread = 0;
  for (const result of listOf(at(document, "results"))) {
    const finding = findingOf(result, part, known, context);
    if (finding) sink.observe(finding);
    else unread++;
  }
  if (unread > 0) sink.problem("E_REPORT_MALFORMED", `${unread} of its findings name no rule or file`);
  else if (failed !== undefined || !known) {
    part.state = "partial";
    part.reason = failed ?? "it does not say which files it scanned";
  } else {
    part.state = "whole";
    delete part.reason;
  }
  if (missed.size === 0) return;
  const [[file, why] = ["", ""]] = missed;
  const more = missed.size > 1 ? ` (and ${missed.size - 1} more files)` : "";
  const units = [...missed.keys()];
  sink.part("lint", `${file}: ${why}${more}`, { units, paths: pathsOf(units), owners: [OWNER] });
}

function pathsOf(files: readonly string[]): Record<string, string> {
  return Object.fromEntries(files.map((file) => [file, file]));
}

/** What went wrong; the type of an error is a word, or a list that begins with it. */
function whyOf(error: unknown): string {
  const type = at(error, "type");
  const word = textOf(type) ?? textOf(listOf(type)[0]) ?? "error";
  const message = firstLine(textOf(at(error, "message")) || (textOf(at(error, "long_msg")) ?? ""));
  return message === "" ? word : `${word}: ${message}`;
}

/** Words that mean what newer ones say plainly. */
const OLDER_WORDS: ReadonlyMap<string, Severity> = new Map<string, Severity>([
  ["ERROR", "high"],
  ["WARNING", "medium"],
  ["INFO", "low"],
]);

function findingOf(result: unknown, part: Part, known: boolean, context: ReadContext): LintObservation | undefined {
  const rule = textOf(at(result, "check_id"));
  const path = textOf(at(result, "path"));
  if (!rule || !path) return undefined;
  const extra = at(result, "extra");
  const file = context.path(path);
  const word = textOf(at(extra, "severity")) ?? "";
  const message = textOf(at(extra, "message")) ?? "";
  const finding: LintObservation = {
    kind: "lint",
    outcome: at(extra, "is_ignored") === true ? "skipped" : "failed",
    part,
    owner: OWNER,
    name: rule,
    severity: OLDER_WORDS.get(word) ?? severityOfWord(word) ?? "none",
    message: firstLine(message) || rule,
    file,
    units: [known ? file : OWNER],
  };
  if (word !== "") finding.severityWord = word;
  if (message.length > (finding.message ?? "").length) finding.detail = excerpt(message);
  const line = numberOf(at(result, "start", "line"));
  if (line !== undefined && line > 0) finding.line = line;
  const source = textOf(at(extra, "lines"));
  // Without an account newer versions print a plea to log in instead of the code.
  if (source !== undefined && source !== "" && source !== "requires login") finding.source = excerpt(source);
  return finding;
}
