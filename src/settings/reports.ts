/** Lines of `reports:`: what to read, and what the caller knows of it. */
import { CodedError } from "../errors.ts";
import type { StepOutcome } from "../reports/read.ts";
import { FORMATS } from "../reports/registry.ts";
import { nearest } from "./nearest.ts";

/** One line: a path or glob and its words. */
export interface ReportLine {
  path: string;
  format?: string;
  outcome?: StepOutcome;
  scope?: string;
}

const WORDS = ["format", "outcome", "scope"];
const OUTCOMES: readonly string[] = ["success", "failure", "cancelled", "skipped"];

/** Reads the lines of `reports:`; empty lines and lines that begin with `#` are passed over. Throws E_REPORT_LINE. */
export function reportLines(text: string): ReportLine[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map(reportLine);
}

/** Reads one line. Throws E_REPORT_LINE. */
export function reportLine(line: string): ReportLine {
  const tokens = tokensOf(line);
  const report: ReportLine = { path: "" };
  for (const token of tokens) {
    const word = /^([a-z-]+)=(.*)$/s.exec(token.text);
    if (!word || token.quoted) {
      if (report.path !== "") throw wrong(line, `a second path, ${token.text}; put what holds spaces into double quotes`);
      report.path = token.text;
      continue;
    }
    const [, name = "", value = ""] = word;
    if (name === "format") {
      if (value !== "") report.format = formatOf(value, line);
    } else if (name === "scope") {
      if (value !== "") report.scope = value;
    } else if (name === "outcome") {
      // An expression of a step that does not exist is empty: then nothing is known.
      if (value !== "") report.outcome = outcomeOf(value, line);
    } else if (report.path === "") report.path = token.text;
    else {
      const near = nearest(name, WORDS);
      throw wrong(line, `${name}= is not known${near ? `; did you mean ${near}=?` : `: ${WORDS.map((w) => `${w}=`).join(", ")}`}`);
    }
  }
  if (report.path === "") throw wrong(line, "no path");
  return report;
}

function formatOf(value: string, line: string): string {
  const known = FORMATS.flatMap(({ name, aliases = [] }) => [name, ...aliases]);
  if (known.includes(value)) return value;
  const near = nearest(value, known);
  throw wrong(line, `format=${value} is not known${near ? `; did you mean format=${near}?` : `: ${known.join(", ")}`}`);
}

function outcomeOf(value: string, line: string): StepOutcome {
  if (!OUTCOMES.includes(value)) {
    const near = nearest(value, OUTCOMES);
    throw wrong(line, `outcome=${value} is none of ${OUTCOMES.join(", ")}${near ? `; did you mean outcome=${near}?` : ""}`);
  }
  return value as StepOutcome;
}

function wrong(line: string, what: string): CodedError {
  return new CodedError("E_REPORT_LINE", `${JSON.stringify(line)}: ${what}`, { exit: 2 });
}

/** Words split at spaces; double quotes hold spaces together, anywhere in a word. */
function tokensOf(line: string): { text: string; quoted: boolean }[] {
  const tokens: { text: string; quoted: boolean }[] = [];
  let text = "";
  let open = false;
  let begun = false;
  let quoted = false;
  for (const char of line) {
    if (char === '"') {
      if (!begun) quoted = true;
      open = !open;
      begun = true;
    } else if (/\s/.test(char) && !open) {
      if (begun) tokens.push({ text, quoted });
      [text, begun, quoted] = ["", false, false];
    } else {
      text += char;
      begun = true;
    }
  }
  if (open) throw wrong(line, "a double quote is not closed");
  if (begun) tokens.push({ text, quoted });
  return tokens;
}
