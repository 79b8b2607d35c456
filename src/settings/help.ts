/** What `--help` prints. */
import { VERSION } from "../version.ts";
import { DESCRIPTIONS } from "./descriptions.ts";
import { COMMANDS } from "./flags.ts";
import { SETTINGS } from "./settings.ts";

const ABOUT = {
  sync: "make the tracker true to the reports",
  plan: "show what sync would do; nothing is written",
  collect: "write what the reports show to a small file, for a later sync",
  apply: "do for a finished run what that run was not allowed to do",
  explain: "tell a subject's history, by fingerprint, entry or title, and what would happen next",
  parse: "show what each file says, one JSON line a file with --json",
} as const;

/** Facts of the run, which a terminal has to be told and a CI host knows. */
const FACTS: readonly [string, string][] = [
  ["sha", "commit that was tested; git's HEAD where tracked files are unchanged"],
  ["run", "id of the run; a new one each time"],
  ["attempt", "attempt of the run; 1"],
  ["workflow", "workflow it belongs to"],
  ["job", "job it belongs to"],
  ["event", "push, schedule, workflow_dispatch, or pull_request, which only plans"],
  ["url", "page of the run"],
  ["at", "when the run was created, ISO 8601; the clock"],
  ["report", "one line of `reports`: 'PATH format=… outcome=… scope=…'; may be given several times"],
  ["json", "print the result as one JSON object"],
];

export function helpText(): string {
  const commands = COMMANDS.map((c) => `  ${c.padEnd(8)}${ABOUT[c]}`);
  const settings = Object.entries(SETTINGS).flatMap(([name, { default: value }]) => {
    if (name === "reports") return [];
    return [`  --${name}${value === "" ? "" : ` (${value})`}`, ...wrap(plainWords(DESCRIPTIONS[name] ?? ""), 84).map((l) => `      ${l}`)];
  });
  const facts = FACTS.flatMap(([name, words]) => [`  --${name}`, ...wrap(words, 84).map((l) => `      ${l}`)]);
  return [
    `ci-tracker ${VERSION}: keeps a tracker true to CI.`,
    "",
    "  ci-tracker sync FILE… --tracker tracer",
    "",
    ...commands,
    "",
    "Settings, also as variables (CI_TRACKER_MAX_NEW) and as inputs of the action (max-new):",
    ...settings,
    "",
    "Facts of the run, where no CI host tells them:",
    ...facts,
    "",
    "Exit status: 0 the tracker is true, 1 fail-on says so, 2 wrong use, 3 something could not be read, listed or written.",
    "",
  ].join("\n");
}

function plainWords(text: string): string {
  return text.replaceAll("`", "");
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + word.length + 1 > width) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return line === "" ? lines : [...lines, line];
}
