#!/usr/bin/env node
// Seven CI runs of a small Rust workspace, delivered one after another to a real Tracer file by the committed bundle.
// Needs no install and no network, and writes to demo/out only: `npm run demo`. What it says of the files, it has looked up.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const cli = join(here, "..", "dist", "cli.js");
const out = join(here, "out");
const issues = join(out, ".trace", "issues.jsonl");

const RUNS = [
  ["1-red", "Monday. Five tests fail, clippy warns, two dependencies have advisories."],
  ["2-moved", "Somebody adds lines at the top of the files: every line number moves."],
  ["3-filtered", "A run of one test only: `cargo test list_orders`. It is green."],
  ["4-killed", "The job is killed. The log, clippy's JSON and the JUnit file end in the middle."],
  ["5-broken", "A typo: the crate does not compile, so no test runs at all."],
  ["6-part", "The typo is gone, get_order is fixed, and result_err was deleted from the source."],
  ["7-green", "Everything is fixed, and the dependencies are updated."],
];

const colours = process.stdout.isTTY && !process.env.NO_COLOR;
const paint = (code, text) => (colours ? `\u001b[${code}m${text}\u001b[0m` : text);
const bold = (t) => paint(1, t);
const dim = (t) => paint(2, t);
const MARKS = {
  create: paint(31, "+ opened "),
  reopen: paint(31, "+ reopened "),
  close: paint(32, "✓ closed "),
  comment: paint(33, "~ noted "),
  update: paint(33, "~ updated "),
};

rmSync(out, { recursive: true, force: true });
mkdirSync(dirname(issues), { recursive: true });
// A person's own entry lives in the same file, and is never touched.
const theirs = `${JSON.stringify({ id: "bd-1", title: "Write the release notes", description: "", status: "open", priority: 2, issue_type: "task", created_at: "2026-03-01T09:00:00Z", updated_at: "2026-03-01T09:00:00Z" })}\n`;
writeFileSync(issues, theirs);

console.log(bold("\nci-tracker: seven runs of one small Rust workspace, one tracker\n"));
console.log(dim("Each run's reports are real output of cargo test, clippy, cargo-audit, nextest and criterion.\n"));

let number = 0;
/** Fingerprints of the entries, in the order they were opened. */
const opened = [];
for (const [folder, story] of RUNS) {
  number++;
  const before = bytes();
  const result = deliver(folder, number);
  opened.push(...result.operations.filter((o) => o.op === "create").map((o) => o.fingerprint));
  console.log(`${bold(`Run ${number}`)}  ${story}`);
  if (result.operations.length === 0) console.log(`   ${dim(`${quiet(result)}${bytes() === before ? ", nothing written" : ""}.`)}`);
  for (const [why, group] of grouped(result.operations)) {
    for (const o of group) console.log(`   ${MARKS[o.op]}${o.title}`);
    console.log(`     ${dim(`why: ${why}`)}`);
  }
  for (const r of result.reports.filter((r) => !r.complete))
    console.log(`   ${dim(`! ${r.file.split("/").at(-1)} proves nothing by what it lacks: ${r.reason.replace(`${r.file}: `, "")}`)}`);
  console.log(`   ${bar(result.counts.open)}\n`);
}

const before = bytes();
deliver("7-green", 7);
const still = bytes() === before;
console.log(`${bold("Again")}  The last run is delivered a second time.`);
console.log(`   ${still ? dim("nothing changed, not a byte.") : paint(31, "something changed!")}\n`);

const lines = readFileSync(issues, "utf8")
  .split("\n")
  .filter(Boolean)
  .map((line) => JSON.parse(line));
const untouched = readFileSync(issues, "utf8").includes(theirs);
const ours = lines.filter((l) => l.id !== "bd-1");
const once = ours.length === opened.length && new Set(opened).size === opened.length;
const closed = ours.filter((l) => l.status === "closed" && /^\[[^\]]+\] closed\b.*: \S/m.test(l.notes)).length;
console.log(
  once
    ? `${opened.length} broken things had exactly one entry each; ${closed === ours.length ? "all" : closed} of them are closed, each with its reason.`
    : paint(31, `${opened.length} times something was opened, for ${new Set(opened).size} broken things and ${ours.length} entries!`),
);
console.log(untouched ? "The entry a person wrote is byte for byte as it was." : paint(31, "The entry a person wrote was changed!"));
const gone = lines.find((l) => l.title.includes("result_err"));
console.log(`\nLook at the tracker: ${bold(relative(process.cwd(), issues))}`);
console.log("One entry's log, of the test that was deleted:\n");
for (const line of (gone?.notes ?? "").split("\n").filter((l) => l.startsWith("[")))
  console.log(`   ${line.replace(/ \((\d+)\/\d+ [0-9a-f]+\)/, "")}`);
console.log(`\nWhat is remembered between runs: ${relative(process.cwd(), join(out, ".ci-tracker", "ledger.jsonl"))}\n`);
process.exitCode = untouched && still && once && closed === ours.length ? 0 : 1;

function deliver(folder, run) {
  const files = readdirSync(join(here, "runs", folder))
    .sort()
    .map((name) => join(here, "runs", folder, name));
  const commit = `${run}`.repeat(7) + "c0ffee".repeat(6).slice(0, 33);
  const args = [
    "sync",
    ...files,
    "--tracker",
    "tracer",
    "--root",
    out,
    "--commit",
    "none",
    "--cache",
    join(out, "cache"),
    "--branch",
    "main",
    "--workflow",
    "ci.yml",
    "--job",
    "test",
  ];
  args.push("--run", String(run), "--sha", commit, "--at", `2026-03-0${run + 1}T09:00:00Z`, "--json");
  const child = spawnSync(process.execPath, [cli, ...args], { encoding: "utf8", env: { PATH: process.env.PATH ?? "" } });
  if (child.status !== 0) {
    process.stderr.write(child.stderr + child.stdout);
    process.exit(1);
  }
  return JSON.parse(child.stdout);
}

function grouped(operations) {
  const groups = new Map();
  for (const o of operations) groups.set(o.reason, [...(groups.get(o.reason) ?? []), o]);
  return groups;
}

function quiet({ counts }) {
  return counts.failing > 0
    ? `${counts.failing} known ${counts.failing === 1 ? "failure" : "failures"} seen again: nothing to say`
    : "nothing fails in what was looked at, which proves nothing about the rest: nothing to say";
}

function bar(open) {
  return `${"■".repeat(open)}${open > 0 ? " " : ""}${open} open`;
}

/** What the tracker's file and the ledger hold. */
function bytes() {
  const ledger = join(out, ".ci-tracker", "ledger.jsonl");
  return readFileSync(issues, "utf8") + (existsSync(ledger) ? readFileSync(ledger, "utf8") : "");
}
