/**
 * Reads the tables of cases/*.md, and their sentences: a small fixed vocabulary, so that whoever can read can say what
 * ci-tracker has to do, and every sentence is carried out. A sentence that is not in the vocabulary is an error that
 * names file and line.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { PartState } from "../../src/model.ts";

export interface Case {
  /** `06-flakes.md:12`. */
  where: string;
  /** The first heading of its file. */
  chapter: string;
  id: string;
  given: Sentence<Step>[];
  when: Sentence<Step>[];
  promised: Sentence<Expectation>[];
  covers: string[];
  words: string;
}

export interface Sentence<T> {
  words: string;
  says: T;
}

/** What one producer of a run shows. */
export interface Look {
  who: string;
  attempt?: number;
  shows: Shown[];
}

export type Shown =
  | { what: "test"; names: string[]; outcome: string; message?: string; file?: string; target?: string }
  | { what: "list"; state?: PartState; cases?: number; target?: string }
  | { what: "lint"; rules: string[]; units: string[]; line?: number; place?: string }
  | { what: "linter"; features?: string[]; owners?: string[]; state?: PartState }
  | { what: "audit"; ids: string[]; package: string; lockfile: string; severity?: string; yanked?: string }
  | { what: "auditor"; lockfile?: string; ignores?: string[]; advisories?: number; state?: PartState }
  | { what: "behind"; names: string[]; latest: string; of: string; current?: string }
  | { what: "upToDate"; of: string }
  | { what: "build"; names: string[]; outcome: "passed" | "failed"; units?: string[] }
  | { what: "bench"; name: string; value: number; unit: string; samples?: number[]; bigger?: true }
  | { what: "node"; name: string; pipeline: string; outcome: "passed" | "failed" }
  | { what: "finding"; title: string; file: string; line: number }
  | { what: "review" }
  | { what: "file"; path: string; half?: true }
  | { what: "nothing" };

export interface RunStep {
  do: "run";
  from: number;
  to: number;
  attempt: number;
  /** Number of its commit; the run's own number unless given. `side` commits are beside the branch. */
  commit?: string;
  day?: number;
  /** Days between the runs of `runs 3 to 9`. */
  every?: number;
  event: string;
  branch?: string;
  looks: Look[];
}

export type Step =
  | RunStep
  | { do: "again"; run: number; times: number }
  | { do: "person"; act: "close" | "reopen" | "mark" | "unmark" | "delete" | "lock"; subject: string; value?: string }
  | { do: "person"; act: "edit"; subject: string; field: string; value: string }
  | { do: "person"; act: "file"; subject: string; value?: string }
  | { do: "person"; act: "label"; subject: string; value: string }
  | { do: "stranger"; title: string; copies: string }
  | { do: "set"; setting: string; value: string }
  | { do: "ignore"; pattern: string; until?: string; reason?: string }
  | { do: "config"; rule: string; value: string }
  | { do: "file"; file: "configuration" | "CODEOWNERS"; text: string }
  | { do: "lose"; what: "ledger" | "cache" | "label" }
  | { do: "uncached" }
  | { do: "commit"; number: number; author: string; message: string }
  | { do: "ours"; number: number }
  | { do: "head"; number: number }
  | { do: "machine"; name: string }
  | { do: "pull"; comments: number }
  | { do: "copied" }
  | { do: "gone"; path: string }
  | { do: "unlocked"; package: string }
  | { do: "host"; is: "GitHub Issues" }
  | { do: "fault"; fault: string; value?: number }
  | { do: "healed" }
  | { do: "damage"; how: string }
  | { do: "race"; first: RunStep; second: RunStep }
  | { do: "report"; name: string; text: string; utf16?: true }
  | { do: "apply"; run: number; attempt?: number; forged?: true }
  | { do: "made"; name: string; size: number; failing: number; format: string; length?: number };

export type Verb = "create" | "comment" | "update" | "reopen" | "close";

export type Expectation =
  /** The operations of all runs of the case's when, or of one of them; `planned` of runs that only plan. */
  | { expect: "operations"; run?: number; op: Verb; planned: boolean; subjects?: string[]; count?: number }
  | { expect: "nothing"; run?: number; planned: boolean }
  | { expect: "unwritten" }
  | { expect: "state"; subjects: string[]; state: "open" | "closed" | "none" }
  | { expect: "entries"; count: number; open?: number }
  | { expect: "reason"; text: string }
  | { expect: "withheld"; subject: string; text: string }
  | { expect: "notWithheld"; subject: string }
  | { expect: "withheldCount"; count: number }
  | { expect: "says"; subject: string; text: string; not: boolean }
  | { expect: "field"; subject: string; field: string; value: string }
  | { expect: "comments"; subject: string; count: number }
  | { expect: "quiet" }
  | { expect: "refused"; code: string; text?: string }
  | { expect: "known"; known: boolean; subjects: string[] }
  | { expect: "failing"; count: number }
  | { expect: "explained"; subject: string; text: string }
  | { expect: "check"; green: boolean }
  | { expect: "planned"; text?: string }
  | { expect: "searches"; count: number }
  | { expect: "told"; text: string }
  | { expect: "counted"; name: string; total: number; failed: number }
  | { expect: "complete"; name: string; complete: boolean }
  | { expect: "improved"; subject: string }
  | { expect: "label"; subject: string; label: string; not: boolean }
  | { expect: "commitSays"; text: string }
  | { expect: "ourComments"; count: number; all: boolean }
  | { expect: "ourComment"; text: string; not: boolean };

/** All cases of a folder, in the files' order. Throws with every sentence that cannot be read. */
export function readCases(folder: string): Case[] {
  const cases: Case[] = [];
  const unread: string[] = [];
  for (const file of readdirSync(folder).sort()) {
    let chapter = "";
    readFileSync(join(folder, file), "utf8")
      .split("\n")
      .forEach((line, i) => {
        const where = `${file}:${i + 1}`;
        if (line.startsWith("# ")) chapter = line.slice(2);
        const cells = cellsOf(line);
        if (!cells || /^(#|-+)$/.test(cells[0] ?? "")) return;
        try {
          cases.push(caseOf(where, chapter, cells));
        } catch (error) {
          unread.push(`${where}: ${(error as Error).message}`);
        }
      });
  }
  if (unread.length > 0) throw new Error(`these sentences are not in the vocabulary:\n${unread.join("\n")}`);
  return cases;
}

export interface Thread {
  /** As `covers` has it: `§6 noise: syncular#33`. */
  name: string;
  /** Why no case shows it, or how it is decided; empty where a case says all. */
  because: string;
}

/** The threads of a page's tables, each under the heading of its paragraph. */
export function readThreads(file: string): Thread[] {
  const threads: Thread[] = [];
  let paragraph = "";
  for (const line of readFileSync(file, "utf8").split("\n")) {
    if (line.startsWith("### ")) paragraph = line.slice(4);
    const [thread = "", , because = ""] = cellsOf(line) ?? [];
    if (thread !== "" && thread !== "thread" && !/^-+$/.test(thread)) threads.push({ name: `${paragraph}: ${thread}`, because });
  }
  return threads;
}

/** Cells of a table's row; undefined for other lines. */
function cellsOf(line: string): string[] | undefined {
  if (!line.startsWith("|")) return undefined;
  const cells = line
    .trim()
    .slice(1, -1)
    .split(/(?<!\\)\|/);
  return cells.map((cell) => cell.replaceAll("\\|", "|").trim());
}

function caseOf(where: string, chapter: string, cells: readonly string[]): Case {
  const [id = "", given = "", when = "", then = "", covers = "", ...more] = cells;
  if (cells.length < 5 || more.length > 0 || covers === "") throw new Error("a row has five cells: #, given, when, then, covers");
  const read = {
    where,
    chapter,
    id,
    given: sentences(given, stepOf),
    when: sentences(when, stepOf),
    promised: sentences(then, expectationOf),
    covers: covers.split(",").map((c) => c.trim()),
    words: `${given === "" ? "" : `given ${given} `}when ${when}, then ${then}`,
  };
  if (read.when.length === 0 || read.promised.length === 0) throw new Error("a case needs a when and a then");
  return read;
}

/** Sentences end in semicolons; what stands in backticks is a name or a text, and holds whatever it likes. */
function sentences<T>(cell: string, read: (words: string) => T | undefined): Sentence<T>[] {
  return split(cell, ";").map((words) => {
    const says = read(words);
    if (says === undefined) throw new Error(words);
    return { words, says };
  });
}

/** The text at a sign, blanks taken off, without cutting anything in backticks. */
function split(text: string, sign: string): string[] {
  return text
    .split(new RegExp(`${sign}(?=(?:[^\`]*\`[^\`]*\`)*[^\`]*$)`))
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

/** The first rule that matches all of the words. */
function byRules<T>(words: string, rules: readonly [RegExp, (m: string[]) => T][]): T | undefined {
  for (const [pattern, make] of rules) {
    const match = new RegExp(`^(?:${pattern.source})$`).exec(words);
    if (match) return make(match.slice(1));
  }
  return undefined;
}

/** Names in backticks: `` `a`, `b` and `c` ``. */
function names(text = ""): string[] {
  return [...text.matchAll(/`([^`]*)`/g)].map(([, name = ""]) => name);
}

const Q = "`([^`]*)`";
const MANY = "(`[^`]*`(?:(?:, | and )`[^`]*`)*)";
const rx = (text: string): RegExp => new RegExp(text.replaceAll("<q>", Q).replaceAll("<many>", MANY).replaceAll("<n>", "(\\d+)"));

// ---------------------------------------------------------------------------------------------------- given and when

const RUN =
  "runs? <n>(?: (?:to|and) <n>)?(?: \\(attempt <n>\\))?(?: (of [^:`]+?))??(?: on branch <q>)?(?: at (?:commit <n>|(side \\d+|no commit)))?(?: every <n> days)?(?: on day <n>)?: (.+)";

function stepOf(words: string): Step | undefined {
  const race = /^(run .+) while (run .+)$/.exec(words);
  if (race) {
    const [first, second] = [stepOf(race[1] ?? ""), stepOf(race[2] ?? "")];
    if (first?.do === "run" && second?.do === "run") return { do: "race", first, second };
    return undefined;
  }
  return byRules<Step>(words, [
    [
      rx(RUN),
      ([a, b, attempt, event, branch, commit, other, every, day, body]) =>
        runOf([a, b, attempt, event, branch, commit ?? other, every, day, body]),
    ],
    [rx("run <n> is delivered again(?: (\\d+) times)?"), ([run, times]) => ({ do: "again", run: Number(run), times: Number(times ?? 1) })],
    [rx("a person closes <q>"), ([subject = ""]) => ({ do: "person", act: "close", subject })],
    [
      rx("a person closes <q> as (not planned|duplicate)"),
      ([subject = "", value = ""]) => ({ do: "person", act: "close", subject, value }),
    ],
    [rx("a person reopens <q>"), ([subject = ""]) => ({ do: "person", act: "reopen", subject })],
    [rx("a person deletes <q>"), ([subject = ""]) => ({ do: "person", act: "delete", subject })],
    [rx("a person locks <q>"), ([subject = ""]) => ({ do: "person", act: "lock", subject })],
    [rx("a person writes <q> into <q>"), ([value = "", subject = ""]) => ({ do: "person", act: "mark", subject, value })],
    [rx("a person takes that out of <q>"), ([subject = ""]) => ({ do: "person", act: "unmark", subject })],
    [rx("a person labels <q> <q>"), ([subject = "", value = ""]) => ({ do: "person", act: "label", subject, value })],
    [
      rx("a person changes the (title|priority|assignee|type|status|labels) of <q> to <q>"),
      ([field = "", subject = "", value = ""]) => ({ do: "person", act: "edit", subject, field, value }),
    ],
    [
      rx("a sanitizer takes the comments out of <q>"),
      ([subject = ""]) => ({ do: "person", act: "edit", subject, field: "comments", value: "" }),
    ],
    [rx("(?:a person|the recipe) has filed <q>"), ([subject = ""]) => ({ do: "person", act: "file", subject })],
    [rx("a person has filed <q> with the text <q>"), ([subject = "", value = ""]) => ({ do: "person", act: "file", subject, value })],
    [rx("a stranger files <q> with the text of <q>"), ([title = "", copies = ""]) => ({ do: "stranger", title, copies })],
    [rx("([a-z-]+) is <q>"), ([setting = "", value = ""]) => ({ do: "set", setting, value })],
    [
      rx("<q> is ignored(?: until (\\S+))?(?: because <q>)?"),
      ([pattern = "", until, reason]) => ({
        do: "ignore",
        pattern,
        ...(until === undefined ? {} : { until }),
        ...(reason === undefined ? {} : { reason }),
      }),
    ],
    [rx("a rule for <q> sets <q>"), ([rule = "", value = ""]) => ({ do: "config", rule, value })],
    [rx("the configuration file holds <q>"), ([text = ""]) => ({ do: "file", file: "configuration", text })],
    [rx("CODEOWNERS holds <q>"), ([text = ""]) => ({ do: "file", file: "CODEOWNERS", text })],
    [rx("there is no cache"), () => ({ do: "uncached" })],
    [rx("commit <n> is our own"), ([number]) => ({ do: "ours", number: Number(number) })],
    [
      rx("commit <n> is `([^`:]+): ([^`]*)`"),
      ([number, author = "", message = ""]) => ({ do: "commit", number: Number(number), author, message }),
    ],
    [rx("the branch is at commit <n>"), ([number]) => ({ do: "head", number: Number(number) })],
    [rx("the machine is <q>"), ([name = ""]) => ({ do: "machine", name })],
    [rx("the pull request has <n> comments of other people"), ([comments]) => ({ do: "pull", comments: Number(comments) })],
    [rx("a stranger copies our comment"), () => ({ do: "copied" })],
    [rx("the (ledger|cache|label) is lost"), ([what]) => ({ do: "lose", what: what as "ledger" })],
    [rx("the file <q> is gone"), ([path = ""]) => ({ do: "gone", path })],
    [rx("the lockfile no longer holds <q>"), ([name = ""]) => ({ do: "unlocked", package: name })],
    [rx("the tracker is (GitHub Issues)"), ([is]) => ({ do: "host", is: is as "GitHub Issues" })],
    [
      rx(
        "GitHub (cannot list its issues|answers with a page of HTML|fails at page 2|loses the answer to the next new issue|dies at write <n>|dies before write <n>|refuses its search|will not assign `[^`]*`|loses us after the claim|asks to slow down without saying for how long|refuses to write the ledger|refuses every write|lags behind in its search|has other people's <n> issues and pull requests|asks to slow down)",
      ),
      ([fault = "", ...values]) => {
        const value = values.find((v) => v !== undefined);
        return { do: "fault", fault, ...(value === undefined ? {} : { value: Number(value) }) };
      },
    ],
    [rx("GitHub is well again"), () => ({ do: "healed" })],
    [
      rx("the tracker's file has (a merge conflict|the same id twice|a line that is not JSON|another tool's shape)"),
      ([how = ""]) => ({ do: "damage", how }),
    ],
    [rx("the ledger has (a merge conflict)"), ([how = ""]) => ({ do: "damage", how: `ledger: ${how}` })],
    [rx("the report <q> holds <q>"), ([name = "", text = ""]) => ({ do: "report", name, text })],
    [rx("the report <q> holds in UTF-16 <q>"), ([name = "", text = ""]) => ({ do: "report", name, text, utf16: true })],
    [
      rx("(?:attempt <n> of )?run <n> is applied(, but its evidence names another commit)?"),
      ([attempt, run, forged]) => ({
        do: "apply",
        run: Number(run),
        ...(attempt === undefined ? {} : { attempt: Number(attempt) }),
        ...(forged === undefined ? {} : { forged: true }),
      }),
    ],
    [
      rx("the report <q> is a ([\\w ]+) of <n> tests with <n> failing(?: in <n> characters each)?"),
      ([name = "", format = "", size, failing, length]) => ({
        do: "made",
        name,
        format,
        size: Number(size),
        failing: Number(failing),
        ...(length === undefined ? {} : { length: Number(length) }),
      }),
    ],
  ]);
}

function runOf(m: readonly (string | undefined)[]): RunStep {
  const [a, b, attempt, event, branch, commit, every, day, body = ""] = m;
  const run: RunStep = {
    do: "run",
    from: Number(a),
    to: Number(b ?? a),
    attempt: Number(attempt ?? 1),
    event: event?.replace(/^of /, "") ?? "a push",
    looks: looksOf(body),
  };
  if (branch !== undefined) run.branch = branch;
  if (commit !== undefined) run.commit = commit;
  if (every !== undefined) run.every = Number(every);
  if (day !== undefined) run.day = Number(day);
  return run;
}

/** `linux saw X, Y, windows saw Z`: who speaks goes on until somebody else is named. */
function looksOf(body: string): Look[] {
  const looks: Look[] = [];
  for (const piece of split(body, ",")) {
    const [, who, attempt, what = ""] =
      /^(?:([a-z][\w./=<>-]*(?: [\w./=<>-]+)*?)(?: in attempt (\d+))? (?:sees|saw) )?(.+)$/.exec(piece) ?? [];
    const shown = shownOf(what);
    if (!shown) throw new Error(`what is seen: ${what}`);
    let look = looks.at(-1);
    if (who !== undefined || !look) {
      look = { who: who === undefined || who === "it" ? "" : who, shows: [] };
      if (attempt !== undefined) look.attempt = Number(attempt);
      looks.push(look);
    }
    look.shows.push(shown);
  }
  return looks;
}

const OUTCOME: Record<string, string> = {
  fail: "failed",
  pass: "passed",
  "pass on a retry": "retried",
  error: "error",
  skipped: "skipped",
};
const STATE: Record<string, PartState> = { cut: "broken", filtered: "partial", complete: "whole" };

function shownOf(words: string): Shown | undefined {
  return byRules<Shown>(words, [
    [
      rx("<many>(?: of <q>)? (fail|pass on a retry|pass|error|skipped)(?: with <q>)?(?: in the file <q>)?"),
      ([who, target, outcome = "", message, file]) => ({
        what: "test",
        names: names(who),
        outcome: OUTCOME[outcome] ?? "",
        ...(target === undefined ? {} : { target }),
        ...(message === undefined ? {} : { message }),
        ...(file === undefined ? {} : { file }),
      }),
    ],
    [
      rx("(?:<n>|tests <n> to <n>) (?:tests )?of <q> (fail|pass)(?: with <q>)?"),
      ([count, from, to, suite = "", outcome = "", message]) => ({
        what: "test",
        names: several(suite, Number(from ?? 1), Number(to ?? count)),
        outcome: OUTCOME[outcome] ?? "",
        ...(message === undefined ? {} : { message }),
      }),
    ],
    [rx("no tests"), () => ({ what: "list" })],
    [rx("its list (cut|filtered|complete)"), ([state = ""]) => ({ what: "list", state: STATE[state] ?? "whole" })],
    [rx("its list has <n> tests"), ([cases]) => ({ what: "list", cases: Number(cases) })],
    [
      rx("the rules? <many>(?: at line <n>)?(?: of the file <q>)? in <many>"),
      ([rules, line, place, units]) => ({
        what: "lint",
        rules: names(rules),
        units: names(units),
        ...(line === undefined ? {} : { line: Number(line) }),
        ...(place === undefined ? {} : { place }),
      }),
    ],
    [rx("no rule in <many>"), ([units]) => ({ what: "lint", rules: [], units: names(units) })],
    [rx("its lint report (cut|filtered|complete)"), ([state = ""]) => ({ what: "linter", state: STATE[state] ?? "whole" })],
    [rx("the features? <many> on"), ([features]) => ({ what: "linter", features: names(features) })],
    [rx("only <q>'s rules"), ([owner = ""]) => ({ what: "linter", owners: [owner] })],
    [
      rx("the( critical| high| medium| low)? advisory <q>(?: alias <many>)? in <q>(?: of <q>)?"),
      ([severity, id = "", aliases, name = "", lockfile = "Cargo.lock"]) => ({
        what: "audit",
        ids: [id, ...names(aliases)],
        package: name,
        lockfile,
        ...(severity === undefined ? {} : { severity: severity.trim() }),
      }),
    ],
    [
      rx("<q> <q> yanked"),
      ([name = "", yanked = ""]) => ({ what: "audit", ids: ["yanked"], package: name, lockfile: "Cargo.lock", yanked }),
    ],
    [
      rx("no advisory(?: of <q>)?(?: ignoring <many>)?(?: with <n> known)?"),
      ([lockfile, ignores, known]) => ({
        what: "auditor",
        ...(lockfile === undefined ? {} : { lockfile }),
        ...(ignores === undefined ? {} : { ignores: names(ignores) }),
        ...(known === undefined ? {} : { advisories: Number(known) }),
      }),
    ],
    [rx("its audit (cut|filtered|complete)"), ([state = ""]) => ({ what: "auditor", state: STATE[state] ?? "whole" })],
    [rx("<many> behind <q>(?: of <q>)?"), ([who, latest = "", of = "shop"]) => ({ what: "behind", names: names(who), latest, of })],
    [rx("nothing behind(?: of <q>)?"), ([of = "shop"]) => ({ what: "upToDate", of })],
    [
      rx("<many>( not)? building(?: in <many>)?"),
      ([who, not, units]) => ({
        what: "build",
        names: names(who),
        outcome: not === undefined ? "passed" : "failed",
        ...(units === undefined ? {} : { units: names(units) }),
      }),
    ],
    [
      rx("<q> (?:take|do) ([\\d.]+) (ns|µs|ops)(?: in <n> samples from <n> to <n>)?"),
      ([name = "", value, unit = "ns", count, low, high]) => ({
        what: "bench",
        name,
        value: Number(value),
        unit: unit === "ops" ? "ops/s" : unit,
        ...(unit === "ops" ? { bigger: true as const } : {}),
        ...(count === undefined ? {} : { samples: evenly(Number(count), Number(low), Number(high)) }),
      }),
    ],
    [
      rx("the node <q> of <q> (fail|pass)"),
      ([name = "", pipeline = "", outcome]) => ({ what: "node", name, pipeline, outcome: outcome === "fail" ? "failed" : "passed" }),
    ],
    [rx("the finding <q> in <q> at line <n>"), ([title = "", file = "", line]) => ({ what: "finding", title, file, line: Number(line) })],
    [rx("a review without findings"), () => ({ what: "review" })],
    [rx("the report <q>"), ([path = ""]) => ({ what: "file", path })],
    [rx("half of the report <q>"), ([path = ""]) => ({ what: "file", path, half: true })],
    [rx("nothing"), () => ({ what: "nothing" })],
  ]);
}

/** So many numbers from one to another. */
function evenly(count: number, low: number, high: number): number[] {
  return Array.from({ length: count }, (_, i) => low + ((high - low) * i) / Math.max(1, count - 1));
}

/** `cart::t1` and so on: the tests of a suite, by number. */
export function several(suite: string, from: number, to: number): string[] {
  return Array.from({ length: to - from + 1 }, (_, i) => `${suite}::t${from + i}`);
}

// -------------------------------------------------------------------------------------------------------------- then

const VERBS: Record<string, Verb> = { open: "create", close: "close", reopen: "reopen", note: "comment", update: "update" };

function expectationOf(words: string): Expectation | undefined {
  return byRules<Expectation>(words, [
    [
      rx("(?:run <n> )?(?:(open|close|reopen|note|update)s|would (open|close|reopen|note|update)) (?:<many>|<n> (?:entries|entry))"),
      ([run, does, would, subjects, count]) => ({
        expect: "operations",
        op: VERBS[does ?? would ?? ""] ?? "create",
        planned: would !== undefined,
        ...(run === undefined ? {} : { run: Number(run) }),
        ...(subjects === undefined ? {} : { subjects: names(subjects) }),
        ...(count === undefined ? {} : { count: Number(count) }),
      }),
    ],
    [
      rx("(?:run <n> )?(?:does|(would) do) nothing"),
      ([run, would]) => ({ expect: "nothing", planned: would !== undefined, ...(run === undefined ? {} : { run: Number(run) }) }),
    ],
    [rx("nothing is written"), () => ({ expect: "unwritten" })],
    [
      rx("<many> (?:is|are|stays|stay) (open|closed)"),
      ([subjects, state]) => ({ expect: "state", subjects: names(subjects), state: state === "open" ? "open" : "closed" }),
    ],
    [rx("<many> (?:has|have) no entry"), ([subjects]) => ({ expect: "state", subjects: names(subjects), state: "none" })],
    [
      rx("there (?:is|are) <n> entr(?:y|ies)(?:, <n> open)?"),
      ([count, open]) => ({ expect: "entries", count: Number(count), ...(open === undefined ? {} : { open: Number(open) }) }),
    ],
    [rx("the reason says <q>"), ([text = ""]) => ({ expect: "reason", text })],
    [rx("<q> is withheld because <q>"), ([subject = "", text = ""]) => ({ expect: "withheld", subject, text })],
    [rx("<q> is not withheld"), ([subject = ""]) => ({ expect: "notWithheld", subject })],
    [rx("<n> (?:is|are) withheld"), ([count]) => ({ expect: "withheldCount", count: Number(count) })],
    [
      rx("the entry of <q> (says|does not say) <q>"),
      ([subject = "", how, text = ""]) => ({ expect: "says", subject, text, not: how !== "says" }),
    ],
    [
      rx("the (title|priority|assignee|type|status) of <q> (?:is|stays) <q>"),
      ([field = "", subject = "", value = ""]) => ({ expect: "field", subject, field, value }),
    ],
    [rx("<q> has <n> comments? in all"), ([subject = "", count]) => ({ expect: "comments", subject, count: Number(count) })],
    [rx("nobody is mentioned"), () => ({ expect: "quiet" })],
    [
      rx("it is refused as <q>(?: naming <q>)?"),
      ([code = "", text]) => ({ expect: "refused", code, ...(text === undefined ? {} : { text }) }),
    ],
    [rx("<many> (?:is|are) (known|new)"), ([subjects, how]) => ({ expect: "known", known: how === "known", subjects: names(subjects) })],
    [rx("<n> things? fails?"), ([count]) => ({ expect: "failing", count: Number(count) })],
    [rx("explaining <q> says <q>"), ([subject = "", text = ""]) => ({ expect: "explained", subject, text })],
    [rx("the check is (green|red)"), ([colour]) => ({ expect: "check", green: colour === "green" })],
    [rx("it only plans"), () => ({ expect: "planned" })],
    [rx("it only plans because <q>"), ([text = ""]) => ({ expect: "planned", text })],
    [rx("the search is asked <n> times"), ([count]) => ({ expect: "searches", count: Number(count) })],
    [rx("people are told <q>"), ([text = ""]) => ({ expect: "told", text })],
    [
      rx("the report <q> counts <n> tests?, <n> failing"),
      ([name = "", total, failed]) => ({ expect: "counted", name, total: Number(total), failed: Number(failed) }),
    ],
    [rx("the report <q> is (complete|not complete)"), ([name = "", how]) => ({ expect: "complete", name, complete: how === "complete" })],
    [rx("<q> got better"), ([subject = ""]) => ({ expect: "improved", subject })],
    [rx("<q> is( not)? labelled <q>"), ([subject = "", not, label = ""]) => ({ expect: "label", subject, label, not: not !== undefined })],
    [rx("our commit says <q>"), ([text = ""]) => ({ expect: "commitSays", text })],
    [
      rx("the pull request has <n> comments? (of ours|in all)"),
      ([count, whose]) => ({ expect: "ourComments", count: Number(count), all: whose === "in all" }),
    ],
    [rx("our comment (says|does not say) <q>"), ([how, text = ""]) => ({ expect: "ourComment", text, not: how !== "says" })],
  ]);
}
