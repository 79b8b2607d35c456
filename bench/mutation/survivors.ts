/** Stryker's report as a page to read: figures a file, then what survived, by the function it stands in. */
import { readFileSync } from "node:fs";

interface Mutant {
  mutatorName: string;
  replacement: string;
  status: string;
  location: { start: Place; end: Place };
}

interface Place {
  line: number;
  column: number;
}

interface Report {
  files: Record<string, { source: string; mutants: Mutant[] }>;
}

/** Longer pieces of code are cut. */
const SHOWN = 80;
/** A declaration at the left margin, or a method. */
const DECLARATION = /^(?:export )?(?:async )?(?:function|class|const|interface) (\w+)|^ {2}(?:private |readonly )*(\w+)\(.*\{$/;

export function survivors(report: string): string {
  const { files } = JSON.parse(readFileSync(report, "utf8")) as Report;
  const page: string[] = [];
  const all = { noticed: 0, judged: 0 };
  for (const [file, { source, mutants }] of Object.entries(files)) {
    const count = (...statuses: string[]): number => mutants.filter(({ status }) => statuses.includes(status)).length;
    const noticed = count("Killed", "Timeout");
    const judged = noticed + count("Survived", "NoCoverage");
    all.noticed += noticed;
    all.judged += judged;
    page.push("", `${file}: ${noticed} of ${judged} noticed (${percent(noticed, judged)})`, ...listed(source.split("\n"), mutants));
  }
  page.push("", `${all.noticed} of ${all.judged} changes were noticed (${percent(all.noticed, all.judged)})`);
  return page.join("\n");
}

function listed(lines: readonly string[], mutants: readonly Mutant[]): string[] {
  const left = mutants.filter(({ status }) => status === "Survived" || status === "NoCoverage");
  const page: string[] = [];
  let within: string | undefined;
  for (const { location, replacement, status } of left.sort((a, b) => order(a.location.start, b.location.start))) {
    const { start, end } = location;
    const name = declared(lines, start.line);
    if (name !== within) page.push(`  ${(within = name)}`);
    const line = lines[start.line - 1] ?? "";
    const was = start.line === end.line ? line.slice(start.column - 1, end.column - 1) : `${line.slice(start.column - 1)} …`;
    page.push(`    ${start.line}: ${short(was)} → ${short(replacement)}${status === "NoCoverage" ? " (no test comes here)" : ""}`);
  }
  return page;
}

/** The declaration that the line stands in. */
function declared(lines: readonly string[], line: number): string {
  for (let at = line - 1; at >= 0; at--) {
    const match = DECLARATION.exec(lines[at] ?? "");
    if (match) return match[1] ?? match[2] ?? "";
  }
  return "";
}

function short(code: string): string {
  const text = code.replace(/\s+/g, " ");
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}

function order(a: Place, b: Place): number {
  return a.line - b.line || a.column - b.column;
}

function percent(part: number, whole: number): string {
  return whole === 0 ? "nothing to change" : `${((100 * part) / whole).toFixed(1)} %`;
}
