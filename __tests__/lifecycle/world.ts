/**
 * Carries the sentences of a case out: a tracker, a repository and a CI that produce what the sentences say, with the
 * planner, the trackers, the host and the readers as they are. Then looks whether what was promised came true.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { vi } from "vitest";
import type { Header } from "../../src/collected/format.ts";
import { hostOfRun, ofFinishedRun } from "../../src/collected/verify.ts";
import { commitMessage, isOurs } from "../../src/commit/message.ts";
import type { Message } from "../../src/commit/store.ts";
import { CodedError } from "../../src/errors.ts";
import type { Commit } from "../../src/host/git.ts";
import { githubHost } from "../../src/host/github.ts";
import { type Host, producerOf } from "../../src/host/host.ts";
import { type CommitsBetween, look } from "../../src/host/look.ts";
import type { RunFacts } from "../../src/host/runs.ts";
import type { EvidenceBuilder } from "../../src/identity/evidence.ts";
import { readKey } from "../../src/identity/key.ts";
import { LEDGER_PATH, readLedger } from "../../src/ledger/ledger.ts";
import type { Evidence, Observation, Operation, Part, ReportSummary, Run, Severity, Stamp } from "../../src/model.ts";
import { explain } from "../../src/planning/explain.ts";
import { relation } from "../../src/planning/order.ts";
import type { Plan } from "../../src/planning/plan.ts";
import type { World as Surroundings } from "../../src/planning/policy.ts";
import { identityOf, policyOf } from "../../src/policy.ts";
import { entryLink } from "../../src/publish/link.ts";
import { pullRequestComment } from "../../src/publish/pull-request.ts";
import { keepComment } from "../../src/publish/pull-request-comment.ts";
import { noCounts } from "../../src/reports/format.ts";
import { gather } from "../../src/reports/gather.ts";
import { exitOf, forgiving, type Outcome, type Result, resultOf } from "../../src/result.ts";
import { type Configuration, readConfig } from "../../src/settings/config-file.ts";
import { ignoreLine } from "../../src/settings/ignore.ts";
import { readSettings, type Settings } from "../../src/settings/settings.ts";
import { hostedPlace } from "../../src/trackers/carry-out.ts";
import { githubIssues } from "../../src/trackers/github/issues.ts";
import { filePlace, NOTHING_WRITTEN, type Place, type Written } from "../../src/trackers/place.ts";
import { tracer } from "../../src/trackers/tracer.ts";
import { clientOf } from "../fakes/github/kit.ts";
import { FakeGitHub } from "../fakes/github/server.ts";
import { Bench, type Delivery, type RunSpec } from "../planning/kit.ts";
import { fixture } from "../reports/reading.ts";
import { MemoryStore } from "../trackers/memory-store.ts";
import type { Case, Expectation, Look, RunStep, Sentence, Shown, Step } from "./read.ts";

const BEGIN = Date.UTC(2026, 0, 1);
const MINUTE = 60_000;
const DAY = 86_400_000;
const FILE = ".trace/issues.jsonl";
const CONFIG = ".github/ci-tracker.yml";
/** A folder of __tests__/fixtures and a file in it. */
const FIXTURE = /^[\w.-]+\/[\w./-]+$/;

/** One delivery, as it was planned and written. */
interface Delivered {
  run: number;
  made: Plan;
  evidence: Evidence;
  result: Result;
  exit: 0 | 1 | 3;
  /** What was done, or what a run that only plans would do. */
  operations: Operation[];
  planned: boolean;
}

/** What the kit plans with, where commits have numbers: a higher one descends from a lower one. */
class Numbered extends Bench {
  unlocked = new Set<string>();

  override world(run: Run): Surroundings {
    const ancestry = new Map<string, "ancestor" | "descendant" | "diverged">();
    const number = (commit: string): number => Number(/^c(\d+)$/.exec(commit)?.[1] ?? Number.NaN);
    const here = number(run.commit ?? "");
    for (const commit of this.commits) {
      if (run.commit === undefined || commit === run.commit) continue;
      const there = number(commit);
      ancestry.set(commit, Number.isNaN(here + there) ? "diverged" : there < here ? "ancestor" : "descendant");
    }
    return { ...super.world(run), ancestry, unlocked: this.unlocked };
  }
}

export class World {
  private readonly bench = new Numbered();
  private readonly store = new MemoryStore({ [FILE]: "" });
  private readonly settings = new Map<string, string>();
  private readonly rules: Record<string, unknown>[] = [];
  private config: Configuration | undefined;
  private machine = "test machine";
  /** What is known of single commits, by number, and the newest one of the branch. */
  private readonly commits = new Map<number, Omit<Commit, "id">>();
  private head: number | undefined;
  private pull: number | undefined;
  /** The message of our last commit. */
  private message = "";
  private readonly reports = new Map<string, { path: string; read: { report: ReportSummary; observations: Observation[] } | undefined }>();
  private readonly folder = mkdtempSync(join(tmpdir(), "ci-tracker-case-"));
  private readonly delivered: Delivered[] = [];
  private readonly steps = new Map<number, RunStep>();
  /** Key and title by fingerprint, of everything that was ever spoken of. */
  private readonly known = new Map<string, { keys: Set<string>; titles: Set<string> }>();
  private readonly explanations = new Map<string, string>();
  private fake: FakeGitHub | undefined;
  private token = "";
  private day = 0;
  private now = BEGIN;
  private error: CodedError | undefined;
  private told: string[] = [];
  private from = 0;
  private written = 0;

  /** Carries a case out; returns what did not come true, in words. */
  async live({ given, when, promised }: Case): Promise<string[]> {
    vi.useFakeTimers({ toFake: ["Date"], now: BEGIN });
    try {
      for (const step of given) await this.doing(step);
      this.from = this.delivered.length;
      this.written = this.writes();
      this.told = [];
      for (const step of when) await this.doing(step);
      for (const { says } of promised) if (says.expect === "explained") await this.explain(says.subject);
      return this.missing(promised);
    } finally {
      vi.useRealTimers();
      await this.fake?.close();
      rmSync(this.folder, { recursive: true, force: true });
    }
  }

  private async doing({ says, words }: Sentence<Step>): Promise<void> {
    if (this.error) throw new Error(`${words}: nothing goes on after ${this.error.code}: ${this.error.message}`);
    try {
      await this.act(says);
    } catch (thrown) {
      if (!(thrown instanceof CodedError)) throw new Error(`${words}: ${(thrown as Error).stack}`);
      this.error = thrown;
    }
  }

  // ------------------------------------------------------------------------------------------------------- steps

  private async act(step: Step): Promise<void> {
    switch (step.do) {
      case "run":
        for (let run = step.from; run <= step.to; run++) {
          if (step.day !== undefined && run === step.from) this.day = step.day;
          else if (step.every !== undefined && run > step.from) this.day += step.every;
          this.steps.set(run, { ...step, from: run, to: run, day: this.day });
          await this.deliver(run, step);
        }
        return;
      case "again": {
        const before = this.steps.get(step.run);
        if (!before) throw new Error(`there was no run ${step.run}`);
        for (let i = 0; i < step.times; i++) await this.deliver(step.run, before);
        return;
      }
      case "race":
        for (const { from, ...rest } of [step.first, step.second]) this.steps.set(from, { ...rest, from, day: this.day });
        await this.deliver(step.first.from, step.first, () => this.deliver(step.second.from, step.second));
        return;
      case "person":
        await this.person(step);
        return;
      case "stranger":
        this.github().issues.add({ title: step.title, login: "mallory", author_association: "NONE", body: this.issue(step.copies).body });
        return;
      case "set":
        this.settings.set(step.setting, step.value);
        return;
      case "ignore": {
        const { do: _, ...ignore } = step;
        this.settings.set("ignore", [this.settings.get("ignore") ?? "", ignoreLine(ignore)].join("\n"));
        return;
      }
      case "config":
        this.rules.push(Object.fromEntries([...pairs(step.rule), ...pairs(step.value)]));
        // JSON is YAML.
        this.config = readConfig(JSON.stringify({ rules: this.rules }, undefined, 2), CONFIG);
        return;
      case "file":
        if (step.file === "CODEOWNERS") writeFileSync(join(this.folder, "CODEOWNERS"), unescaped(step.text));
        else this.config = readConfig(unescaped(step.text), CONFIG);
        return;
      case "uncached":
        this.bench.keepsHistory = false;
        this.lose("cache");
        return;
      case "commit":
        this.commits.set(step.number, { author: step.author, message: step.message });
        return;
      case "ours":
        this.commits.set(step.number, { author: "ci-bot", message: OURS });
        return;
      case "head":
        this.head = step.number;
        return;
      case "machine":
        this.machine = step.name;
        return;
      case "pull": {
        const fake = this.github();
        fake.git.commit("topic", { "a.txt": "a" }, "a change");
        this.pull = fake.pulls.add({ title: "A change", head: "topic", base: "main" }).number;
        for (let i = 0; i < step.comments; i++) fake.issues.comment(this.pull, "maria", `thought ${i}`);
        return;
      }
      case "copied": {
        const [ours] = this.ourComments();
        if (ours && this.pull !== undefined) this.github().issues.comment(this.pull, "mallory", ours.body);
        return;
      }
      case "lose":
        this.lose(step.what);
        return;
      case "gone":
        this.bench.missing.add(step.path);
        return;
      case "unlocked":
        for (const line of readLedger(this.ledger()).ledger.values()) {
          if (readKey(line.key)?.fields[1] === step.package) this.bench.unlocked.add(line.fingerprint);
        }
        return;
      case "host":
        this.fake = await FakeGitHub.start();
        this.token = this.fake.token("app");
        return;
      case "fault":
        this.fault(step.fault, step.value ?? 0);
        return;
      case "healed":
        this.github().heal();
        this.store.before = undefined;
        return;
      case "damage":
        this.damage(step.how);
        return;
      case "report":
        this.leave(step.name, step.utf16 ? Buffer.from(`\ufeff${unescaped(step.text)}`, "utf16le") : unescaped(step.text));
        return;
      case "apply": {
        const ended = this.steps.get(step.run);
        if (!ended) throw new Error(`there was no run ${step.run}`);
        await this.deliver(step.run, ended, undefined, step);
        return;
      }
      case "made":
        this.leave(step.name, madeReport(step.format, step.size, step.failing, step.length));
        return;
    }
  }

  private async deliver(number: number, step: RunStep, meanwhile?: () => Promise<void>, applied?: Step & { do: "apply" }): Promise<void> {
    this.now = BEGIN + (step.day ?? this.day) * DAY + number * 10 * MINUTE;
    vi.setSystemTime(this.now);
    const settings = this.configured();
    const inside = this.hostOf(number, step, settings);
    const host: Host = applied ? afterwards(inside, step, settings, applied) : inside;
    // As sync has it.
    if (host.run.event === "push" && isOurs(inside.headMessage ?? "")) host.planOnly ??= "the pushed commit is our own";
    const producer = (who: string): string => producerOf({ ...host, leg: who }, undefined);
    const { id: _, attempt: __, at: ___, commit: ____, ...is } = host.run;
    const spec: RunSpec = {
      run: number,
      attempt: step.attempt,
      commit: commitOf(step.commit ?? String(number)),
      at: new Date(this.now).toISOString(),
      from: step.looks.flatMap((look) => this.deliveriesOf(look, producer(look.who))),
      is,
    };
    this.bench.identity = identityOf(settings, host);
    const attempts = new Map(step.looks.flatMap(({ who, attempt }) => (attempt === undefined ? [] : [[producer(who), attempt]])));
    for (let tries = 1; ; tries++) {
      this.bench.ledger = this.ledger();
      const found = this.bench.evidence(spec);
      const evidence = attempts.size === 0 ? found.evidence : { ...found.evidence, attempts };
      const place = await this.place(evidence, settings);
      this.bench.policy = policyOf(settings, host, place.listing, host.planOnly, this.machine);
      await this.lookAround(host, evidence, place);
      const made = this.bench.planOn(evidence, place.loaded, place.listing);
      if (tries === 1) await meanwhile?.();
      const may = host.planOnly === undefined && place.listing.whole;
      const written = may
        ? await place.write(made, {
            run: evidence.run,
            writing: { actor: "ci-bot", mask: (t) => t },
            message: (o) => this.said(commitMessage(evidence.run, o, { actor: settings.actor, skipCi: settings["skip-ci"] })),
          })
        : NOTHING_WRITTEN;
      if (written === "moved") {
        if (tries === 5) throw new Error("the branch kept moving");
        continue;
      }
      if (host.planOnly === undefined) this.remember(evidence, made);
      const outcome = this.note(number, evidence, made, place, written, host.planOnly, settings);
      if (settings["pr-comment"] && host.planOnly !== undefined) await this.comment(outcome, host);
      return;
    }
  }

  private said(message: Message): Message {
    this.message = `${message.subject}\n\n${message.body}`;
    return message;
  }

  /** As the doors read them: what the workflow says, then the file. */
  private configured(): Settings {
    const given = { name: (n: string) => n, values: new Map([["default-branch", "main"], ...this.settings]) };
    if (!this.config) return readSettings(given);
    const { places, values, rules } = this.config;
    return readSettings(given, { name: (n) => `${places.get(n) ?? CONFIG}: ${n}`, values, rules });
  }

  /** What the host tells of the commits around a run's, where a case speaks of them. */
  private async lookAround(host: Host, evidence: Evidence, place: Place): Promise<void> {
    if (this.commits.size === 0 && this.head === undefined) return;
    const numberOf = (name: string): number => (name === "main" ? (this.head ?? Number.NaN) : Number(/^c(\d+)$/.exec(name)?.[1]));
    const between: CommitsBetween = async (base, head) => {
      const [from, to] = [numberOf(base), numberOf(head)];
      if (Number.isNaN(from + to)) return undefined;
      const numbers = Array.from({ length: Math.max(0, to - from) }, (_, i) => to - i);
      const commits = numbers.map((n) => ({ id: `c${n}`, ...(this.commits.get(n) ?? { author: "somebody", message: "work" }) }));
      return { commits, total: commits.length };
    };
    const { history: benches, marks, outcomes, jobs, keepsHistory } = this.bench;
    const there = { ...host, run: evidence.run };
    const seen = await look(there, evidence, place.loaded.ledger, { benches, marks, outcomes, jobs }, { between, keepsHistory });
    this.bench.overtaken = seen.overtaken;
    this.bench.suspects = seen.suspects;
  }

  private async comment(outcome: Outcome, host: Host): Promise<void> {
    if (this.pull === undefined) return;
    const comment = pullRequestComment(outcome, { workflow: host.run.workflow }, (t) => t, entryLink(outcome, host));
    try {
      await keepComment(clientOf(this.github(), { token: this.token }), this.pull, comment);
    } catch (thrown) {
      if (!(thrown instanceof CodedError)) throw thrown;
      // As sync has it: without the right to write one, the summary has to do.
      this.told.push(`${thrown.code}: ${thrown.message}`);
    }
  }

  private ourComments(): { body: string }[] {
    const all = this.pull === undefined ? [] : this.github().issues.comments(this.pull);
    return all.filter(({ login }) => login !== "maria" && login !== "mallory");
  }

  private async place(evidence: Evidence, settings: Settings): Promise<Place> {
    const snapshot = await this.store.open();
    const loaded = readLedger(this.ledger());
    const now = new Date(this.now).toISOString();
    if (!this.fake) {
      const open = await tracer.open(snapshot, now);
      if (!open) throw new Error("no tracker");
      return filePlace(this.store, snapshot, loaded, open, new Map());
    }
    const titles = [...evidence.failing.values()].flatMap(({ subject }) => subject.recipeTitle ?? []);
    const open = await githubIssues(clientOf(this.fake, { token: this.token })).open({
      ids: [...loaded.ledger.values()].flatMap((line) => line.entry?.id ?? []),
      since: new Date(this.now - settings["reopen-window"] * DAY).toISOString(),
      titles,
      now,
    });
    return hostedPlace(this.store, snapshot, loaded, open, "issues");
  }

  /** What a cache keeps between runs, as the action does: the newest evidence of each producer, and histories. */
  private remember(evidence: Evidence, made: Plan): void {
    this.bench.history = made.history;
    this.bench.outcomes = made.outcomes;
    this.bench.jobs = made.jobs;
    if (!this.bench.keepsHistory) {
      this.lose("cache");
      return;
    }
    const { id: run, attempt, commit, at } = evidence.run;
    const { ancestry } = this.bench.world(evidence.run);
    for (const producer of evidence.producers) {
      const before = this.bench.marks.get(producer);
      const mark: Stamp = { run, attempt: evidence.attempts?.get(producer) ?? attempt, at };
      if (commit !== undefined) mark.commit = commit;
      if (!before || relation(evidence.run, before, ancestry) !== "older") this.bench.marks.set(producer, mark);
    }
  }

  private note(
    run: number,
    evidence: Evidence,
    made: Plan,
    place: Place,
    written: Written,
    planOnly: string | undefined,
    settings: Settings,
  ): Outcome {
    const whole = resultOf(evidence, made, place, written, planOnly);
    const result = planOnly === undefined ? whole : forgiving(whole);
    const operations = made.operations.filter((o) => o.done || planOnly !== undefined);
    const exit = exitOf(result, evidence.reports, settings["fail-on"]);
    this.delivered.push({ run, made, evidence, result, operations, planned: planOnly !== undefined, exit });
    this.told.push(...result.notes, ...made.withheld.map((w) => w.reason), ...result.failed.map((f) => `${f.code} ${f.reason}`));
    for (const { error } of result.reports) if (error) this.told.push(`${error.code} ${error.message}`);
    for (const { subject } of evidence.measurements) this.learn(subject.fingerprint, subject.key, subject.title);
    for (const { subject } of evidence.failing.values()) this.learn(subject.fingerprint, subject.key, subject.title);
    for (const { fingerprint, key, title } of made.operations) this.learn(fingerprint, key, title);
    for (const { fingerprint, key, title, also } of readLedger(this.ledger()).ledger.values()) {
      this.learn(fingerprint, key, title);
      for (const other of also ?? []) this.learn(fingerprint, other, title);
    }
    return { result, evidence, plan: made, place, exit };
  }

  private learn(fingerprint: string, key: string, title: string): void {
    const subject = this.known.get(fingerprint) ?? { keys: new Set(), titles: new Set() };
    subject.keys.add(key);
    subject.titles.add(title);
    this.known.set(fingerprint, subject);
  }

  /** What `explain` would say after all that. */
  private async explain(subject: string): Promise<void> {
    const evidence = this.delivered.at(-1)?.evidence;
    if (!evidence) return;
    const { listing, loaded } = await this.place(evidence, readSettings());
    const { policy } = this.bench;
    const input = { evidence, listing, ledger: loaded.ledger, policy, world: this.bench.world(evidence.run) };
    this.explanations.set(subject, JSON.stringify(explain(input, this.fingerprint(subject))));
  }

  /** The host of a run, as GitHub's variables tell it. */
  private hostOf(number: number, step: RunStep, settings: Settings): ReturnType<typeof githubHost> {
    const [, event = "", , workflow = "ci"] = /^(?:(an? [a-z' -]+?)|)(?: of )?(the workflow ([a-z]+))?$/.exec(step.event) ?? [];
    const known = EVENTS[event === "" ? "a push" : event];
    if (!known) throw new Error(`${step.event} is no event`);
    const branch =
      step.branch ?? (known.name === "pull_request" ? "topic" : known.name === "merge_group" ? "gh-readonly-queue/main/pr-1" : "main");
    const path = join(this.folder, "event.json");
    writeFileSync(path, JSON.stringify({ repository: { default_branch: "main", ...known.repository }, ...known.payload }));
    const environment = {
      GITHUB_WORKSPACE: this.folder,
      GITHUB_REPOSITORY: "octo/shop",
      GITHUB_REF_NAME: branch,
      GITHUB_REF_TYPE: "branch",
      GITHUB_EVENT_NAME: known.name,
      GITHUB_EVENT_PATH: path,
      GITHUB_RUN_ID: String(number),
      GITHUB_RUN_ATTEMPT: String(step.attempt),
      GITHUB_WORKFLOW_REF: `octo/shop/${workflow}.yml@refs/heads/${branch}`,
      GITHUB_JOB: "test",
      GITHUB_ACTOR: known.actor ?? "maria",
      ...(known.name === "pull_request" ? { GITHUB_HEAD_REF: branch } : {}),
    };
    return githubHost(
      { ...environment, GITHUB_WORKFLOW_REF: `octo/shop/.github/workflows/${workflow}.yml@refs/heads/${branch}` },
      settings,
      new Date(this.now).toISOString(),
    );
  }

  // ------------------------------------------------------------------------------------------------ what was seen

  private deliveriesOf({ shows }: Look, producer: string): Delivery[] {
    const deliveries: Delivery[] = [];
    const more = (delivery: Delivery): number => deliveries.push({ ...delivery, producer });
    const list = shows.filter((s) => s.what === "list");
    const tests = new Map<string, NonNullable<Delivery["tests"]>>();
    const files = new Map<string, string>();
    for (const s of shows) {
      if (s.what === "list") tests.set(s.target ?? "shop", tests.get(s.target ?? "shop") ?? {});
      if (s.what !== "test") continue;
      const target = s.target ?? "shop";
      const own = tests.get(target) ?? {};
      tests.set(target, own);
      for (const name of s.names) own[name] = s.message === undefined ? (s.outcome as "failed") : `failed: ${unescaped(s.message)}`;
      if (s.file !== undefined) files.set(target, s.file);
    }
    for (const [target, own] of tests) {
      const state = list.find((l) => l.state !== undefined)?.state;
      const cases = list.find((l) => l.cases !== undefined)?.cases;
      const file = files.get(target);
      const delivery: Delivery = { tests: own, target };
      if (state !== undefined) delivery.list = state;
      if (cases !== undefined) delivery.cases = cases;
      if (file !== undefined) delivery.file = file;
      more(delivery);
    }
    const lints = shows.filter((s) => s.what === "lint");
    if (lints.some((l) => l.line !== undefined || l.place !== undefined)) {
      more({ read: placedLints(lints) });
      lints.length = 0;
    }
    if (lints.length > 0) {
      const found: Record<string, string[]> = {};
      for (const { rules, units } of lints) for (const rule of rules) found[rule] = [...(found[rule] ?? []), ...units];
      const delivery: Delivery = { units: [...new Set(lints.flatMap((l) => l.units))], lints: found };
      for (const { features, owners, state } of shows.filter((s) => s.what === "linter")) {
        if (features) delivery.features = features;
        if (owners) delivery.owners = owners;
        if (state) delivery.lintState = state;
      }
      more(delivery);
    }
    for (const audit of auditsOf(shows)) more({ read: audit });
    const manifests = new Map<string, Record<string, string>>();
    for (const s of shows) {
      if (s.what !== "behind" && s.what !== "upToDate") continue;
      const own = manifests.get(s.of) ?? {};
      manifests.set(s.of, own);
      if (s.what === "behind") for (const name of s.names) own[name] = s.latest;
    }
    for (const [outdatedOf, outdated] of manifests) more({ outdated, outdatedOf });
    for (const s of shows) {
      if (s.what === "build")
        more({ builds: Object.fromEntries(s.names.map((n) => [n, s.outcome])), ...(s.units ? { compiled: s.units } : {}) });
      if (s.what === "bench") more({ read: benchOf(s) });
      if (s.what === "node" || s.what === "finding" || s.what === "review") more({ read: otherOf(s) });
      if (s.what === "file") for (const read of this.read(s.path, s.half === true)) more({ read });
    }
    return deliveries;
  }

  private leave(name: string, text: string | Uint8Array): void {
    const path = join(this.folder, name.replace(/^.*\//, ""));
    writeFileSync(path, text);
    this.reports.set(name, { path, read: undefined });
  }

  /** As a line of `reports:` is read. */
  private read(name: string, half: boolean): { report: ReportSummary; observations: Observation[] }[] {
    const path = this.reports.get(name)?.path ?? (FIXTURE.test(name) ? fixture(...name.split("/")) : name);
    if (half) {
      const bytes = readFileSync(path);
      this.leave(name, bytes.subarray(0, bytes.length >> 1));
    }
    const found: { report: ReportSummary; observations: Observation[] }[] = [];
    let observations: Observation[] = [];
    const builder = {
      observe: (_: string, o: Observation) => observations.push(o),
      report: (_: string, report: ReportSummary) => {
        found.push({ report, observations });
        observations = [];
      },
      remark: (words: string) => this.told.push(words),
    } as unknown as EvidenceBuilder;
    gather([{ path: half ? (this.reports.get(name)?.path ?? "") : path }], { root: this.folder, workspaces: [] }, () => "", builder);
    const [read] = found;
    if (read) this.reports.set(name, { path, read });
    return found;
  }

  // ------------------------------------------------------------------------------------------ people and trackers

  private ledger(): string | null {
    return this.store.files.get(LEDGER_PATH) ?? null;
  }

  private lose(what: "ledger" | "cache" | "label"): void {
    if (what === "ledger") {
      this.store.files.delete(LEDGER_PATH);
      this.store.push("README.md", "");
    } else if (what === "cache") {
      this.bench.history = new Map();
      this.bench.outcomes = new Map();
      this.bench.jobs = new Map();
      this.bench.marks = new Map();
    } else {
      const { issues } = this.github();
      for (const { number } of issues.all()) issues.edit(number, { labels: [] });
      issues.labels.delete("ci-tracker");
    }
  }

  private github(): FakeGitHub {
    if (!this.fake) throw new Error("the case is not about GitHub Issues");
    return this.fake;
  }

  private fault(fault: string, value: number): void {
    const fake = this.github();
    const issues = "/repos/:owner/:repo/issues";
    if (fault === "cannot list its issues") fake.on(`GET ${issues}`, "all", { status: 500 });
    else if (fault === "answers with a page of HTML") fake.on(`GET ${issues}`, "all", { html: "<html>Log in</html>" });
    else if (fault === "fails at page 2")
      for (let nth = 2; nth < 12; nth++) fake.on(`GET ${issues}`, nth, { html: "<html>Bad gateway</html>" });
    else if (fault.startsWith("loses the answer")) fake.on(`POST ${issues}`, 1, { status: 502, effect: true });
    else if (fault.startsWith("dies at write")) fake.die(value, true);
    else if (fault.startsWith("dies before write")) fake.die(value, false);
    else if (fault.startsWith("will not assign")) fake.issues.unassignable.add(fault.replace(/.*`(.*)`/, "$1"));
    else if (fault === "asks to slow down without saying for how long")
      fake.on(`POST ${issues}`, 2, {
        status: 403,
        body: { message: "You have exceeded a secondary rate limit. Please wait a few minutes." },
      });
    else if (fault === "loses us after the claim") {
      // As when the process died: neither the tracker nor the ledger hears of it again.
      let commits = 0;
      fake.die(1, false);
      this.store.before = () => {
        if (++commits > 1) throw new CodedError("E_COMMIT_MOVED", "gone");
      };
    } else if (fault === "refuses its search")
      fake.on("GET /search/issues", "all", { status: 403, body: { message: "secondary rate limit" } });
    else if (fault === "refuses every write") this.token = fake.token("app", { permissions: { issues: "read", contents: "read" } });
    else if (fault.startsWith("lags")) fake.search.lag = 1000;
    else if (fault === "asks to slow down") fake.limitContent({ after: 1, retryAfter: 1 });
    else if (fault === "refuses to write the ledger") {
      this.store.before = () => {
        throw new CodedError("E_TOKEN", "the token lacks `contents: write`");
      };
    } else {
      for (let i = 0; i < value; i++) fake.issues.add({ title: `theirs ${i}`, labels: ["ci-tracker"], pull: i % 2 === 0 });
    }
  }

  private damage(how: string): void {
    const path = how.startsWith("ledger") ? LEDGER_PATH : FILE;
    const text = this.store.files.get(path) ?? "";
    const first = text.split("\n", 1)[0] ?? "";
    const added = how.endsWith("conflict")
      ? "<<<<<<< HEAD\n"
      : how.endsWith("twice")
        ? `${first}\n`
        : how.endsWith("JSON")
          ? "{not json\n"
          : '{"id":"x-1","title":"Theirs","status":"open","priority":1,"created_at":"2026-01-01T00:00:00Z"}\n';
    this.store.push(path, text + added);
  }

  /** What people do, five minutes after the run before. */
  private async person(step: Step & { do: "person" }): Promise<void> {
    this.now += 5 * MINUTE;
    vi.setSystemTime(this.now);
    if (this.fake) this.onSite(step, this.fake);
    else this.inFile(step);
  }

  private onSite(step: Step & { do: "person" }, { issues }: FakeGitHub): void {
    if (step.act === "file") {
      issues.add({ title: step.subject, body: step.value ?? "Failed in build #7" });
      return;
    }
    const { number, body } = this.issue(step.subject);
    switch (step.act) {
      case "close":
        issues.close(number, "maria", step.value === "not planned" ? "not_planned" : (step.value ?? "completed"));
        return;
      case "reopen":
        issues.reopen(number, "maria");
        return;
      case "delete":
        issues.edit(number, { gone: "deleted" });
        return;
      case "lock":
        issues.edit(number, { locked: true });
        return;
      case "mark":
        issues.edit(number, { body: `${body ?? ""}\n\nci-tracker: ${step.value ?? ""}\n` });
        return;
      case "unmark":
        issues.edit(number, { body: (body ?? "").replace(/\n\nci-tracker: (?!ci-).*\n/, "") });
        return;
      case "label":
        issues.edit(number, { labels: [...this.issue(step.subject).labels, step.value] });
        return;
      case "edit":
        if (step.field === "title") issues.edit(number, { title: step.value });
        else if (step.field === "assignee") issues.edit(number, { assignees: step.value === "" ? [] : [step.value] });
        else if (step.field === "labels") issues.edit(number, { labels: step.value.split(", ") });
        else if (step.field.startsWith("comments")) issues.edit(number, { body: (body ?? "").replace(/<!--.*?-->\n?/g, "") });
        else throw new Error(`GitHub has no field ${step.field}`);
    }
  }

  private inFile(step: Step & { do: "person" }): void {
    const at = new Date(this.now).toISOString().replace(".000Z", "Z");
    if (step.act === "file") {
      const filed = {
        id: `bd-${this.now}`,
        title: step.subject,
        description: step.value ?? "Failed in build #7",
        status: "open",
        priority: 0,
      };
      const line = JSON.stringify({ ...filed, issue_type: "bug", created_at: at, updated_at: at });
      this.store.push(FILE, `${line}\n${this.store.files.get(FILE) ?? ""}`);
      return;
    }
    const id = this.entryId(step.subject);
    const text = this.store.files.get(FILE) ?? "";
    const change = (issue: Record<string, unknown>): Record<string, unknown> | undefined => {
      const { closed_at: _, ...open } = issue;
      const description = String(issue["description"] ?? "");
      switch (step.act) {
        case "close":
          return { ...issue, status: "closed", closed_at: at, updated_at: at };
        case "reopen":
          return { ...open, status: "open" };
        case "delete":
          return undefined;
        case "mark":
          return { ...issue, description: `ci-tracker: ${step.value ?? ""}\n${description}` };
        case "unmark":
          return { ...issue, description: description.replace(/^ci-tracker: .*\n/, "") };
        case "edit": {
          const field = step.field === "type" ? "issue_type" : step.field;
          return { ...issue, [field]: field === "priority" ? Number(step.value) : step.value };
        }
        default:
          throw new Error(`Tracer has no way to ${step.act}`);
      }
    };
    const lines = text.split("\n").map((line) => {
      if (line === "") return line;
      const issue = JSON.parse(line) as Record<string, unknown>;
      if (issue["id"] !== id) return line;
      const next = change(issue);
      return next === undefined ? undefined : JSON.stringify(next);
    });
    this.store.push(FILE, lines.filter((l) => l !== undefined).join("\n"));
  }

  // ------------------------------------------------------------------------------------------------- looking back

  /** The fingerprint of what the sentences call by this name: a title, a name, or a key's fields. */
  private fingerprint(name: string): string {
    const found = [...this.known].filter(([, { keys, titles }]) => {
      if (titles.has(name)) return true;
      return [...keys].some((key) => {
        const fields = readKey(key)?.fields ?? [];
        return key === name || fields.join(" » ") === name || (fields.at(-1) === name && !fields.includes("(suite)"));
      });
    });
    if (found.length > 1) throw new Error(`${name} could be any of ${found.map(([f, { keys }]) => `${f} ${[...keys]}`).join(", ")}`);
    return found[0]?.[0] ?? `no subject ${name}`;
  }

  /** The line of the ledger that stands for a name, whatever it was called before. */
  private entryId(name: string): string {
    const fingerprint = this.fingerprint(name);
    const line = readLedger(this.ledger()).ledger.get(fingerprint);
    return line?.entry?.id ?? fingerprint;
  }

  private issue(name: string): ReturnType<FakeGitHub["issues"]["get"]> {
    const { issues } = this.github();
    const fingerprint = this.fingerprint(name);
    const issue = issues.all().findLast((i) => i.title === name || i.body?.includes(fingerprint));
    if (!issue) throw new Error(`no issue for ${name}`);
    return issue;
  }

  private writes(): number {
    return this.store.commits.length + (this.fake?.writes().length ?? 0);
  }

  private all(): { id: string; title: string; open: boolean; text: string; fingerprint: string; fields: Record<string, string> }[] {
    if (this.fake) {
      return this.fake.issues.all().map((i) => ({
        id: String(i.number),
        title: plain(i.title),
        open: i.state === "open",
        text: plain([i.title, i.body, ...i.comments.map((c) => c.body)].join("\n")),
        fingerprint: /ci-[a-z][a-z2-7]{12}/.exec(i.body ?? "")?.[0] ?? "",
        fields: {
          title: i.title,
          status: i.state_reason ?? i.state,
          assignee: i.assignees.join(" "),
          labels: i.labels.join(", "),
        },
      }));
    }
    const lines = (this.store.files.get(FILE) ?? "").split("\n").filter((l) => l.startsWith("{"));
    return lines.flatMap((line) => {
      let issue: Record<string, unknown>;
      try {
        issue = JSON.parse(line) as Record<string, unknown>;
      } catch {
        return [];
      }
      const text = (field: string): string => String(issue[field] ?? "");
      const notes = text("notes");
      return {
        id: text("id"),
        title: text("title"),
        open: issue["status"] !== "closed",
        text: plain(`${text("title")}\n${text("description")}\n${notes}`),
        fingerprint: /^ci-tracker entry: (\S+)$/m.exec(notes)?.[1] ?? text("id"),
        fields: {
          title: text("title"),
          status: text("status"),
          assignee: text("assignee"),
          priority: text("priority"),
          type: text("issue_type"),
        },
      };
    });
  }

  /** The entry that stands for a name: its latest, where it had several. */
  private entry(name: string): ReturnType<World["all"]>[number] | undefined {
    const fingerprint = this.fingerprint(name);
    const id = readLedger(this.damaged() ? null : this.ledger()).ledger.get(fingerprint)?.entry?.id;
    const all = this.all();
    return all.find((e) => e.id === id) ?? all.findLast((e) => e.fingerprint.replace(/~\d+$/, "") === fingerprint || e.title === name);
  }

  private damaged(): boolean {
    return this.error?.code.startsWith("E_LEDGER") ?? false;
  }

  private missing(promised: readonly Sentence<Expectation>[]): string[] {
    const failed: string[] = [];
    const deliveries = this.delivered.slice(this.from);
    if (this.error && !promised.some(({ says }) => says.expect === "refused"))
      failed.push(`it was refused: ${this.error.code}: ${this.error.message}`);
    for (const { says, words } of promised) {
      const wrong = this.wrong(says, deliveries);
      if (wrong !== undefined) failed.push(`${words}: ${wrong}`);
    }
    const extra = this.unexpected(
      promised.map((t) => t.says),
      deliveries,
    );
    if (extra !== undefined) failed.push(extra);
    return failed;
  }

  /** What was done beside what the case says; every case tells all that happens in it, or that nothing does. */
  private unexpected(all: readonly Expectation[], deliveries: readonly Delivered[]): string | undefined {
    const told = all.filter((e) => e.expect === "operations");
    const silent = all.filter((e) => e.expect === "nothing");
    for (const { run, operations, planned } of deliveries) {
      if (![...told, ...silent].some((e) => e.planned === planned)) continue;
      for (const o of operations) {
        const meant = told.some(
          (e) =>
            e.planned === planned &&
            (e.run === undefined || e.run === run) &&
            e.op === o.op &&
            (e.count !== undefined || e.subjects?.some((s) => this.fingerprint(s) === o.fingerprint)),
        );
        if (!meant) return `beside that: ${shown(run, o)}`;
      }
    }
    return undefined;
  }

  private wrong(e: Expectation, deliveries: readonly Delivered[]): string | undefined {
    const operations = (run?: number, planned?: boolean): Operation[] =>
      deliveries.filter((d) => (run ?? d.run) === d.run && (planned ?? d.planned) === d.planned).flatMap((d) => d.operations);
    const listed = (): string =>
      `what was done: ${deliveries.flatMap((d) => d.operations.map((o) => shown(d.run, o))).join("; ") || "nothing"}; withheld: ${deliveries.flatMap((d) => d.made.withheld.map((w) => `${w.title}: ${w.reason}`)).join("; ") || "nothing"}`;
    switch (e.expect) {
      case "operations": {
        const own = operations(e.run, e.planned).filter((o) => o.op === e.op);
        if (e.count !== undefined) return own.length === e.count ? undefined : listed();
        for (const subject of e.subjects ?? []) {
          const fingerprint = this.fingerprint(subject);
          if (own.filter((o) => o.fingerprint === fingerprint).length !== 1) return listed();
        }
        return undefined;
      }
      case "nothing":
        return operations(e.run, e.planned).length === 0 && deliveries.some((d) => (e.run ?? d.run) === d.run && d.planned === e.planned)
          ? undefined
          : listed();
      case "unwritten":
        return this.writes() === this.written ? undefined : `${this.writes() - this.written} writes; ${listed()}`;
      case "state":
        for (const subject of e.subjects) {
          const entry = this.entry(subject);
          const state = entry === undefined ? "none" : entry.open ? "open" : "closed";
          if (state !== e.state) return `${subject} is ${state}; ${listed()}`;
        }
        return undefined;
      case "entries": {
        const all = this.all();
        const open = all.filter((x) => x.open).length;
        return all.length === e.count && (e.open === undefined || open === e.open)
          ? undefined
          : `${all.length}, ${open} open: ${all.map((x) => x.title).join("; ")}; ${listed()}`;
      }
      case "reason":
        return operations().some((o) => plain(o.reason).includes(e.text)) ? undefined : listed();
      case "withheld": {
        const fingerprint = this.fingerprint(e.subject);
        const found = deliveries.flatMap((d) => d.made.withheld).some((w) => w.fingerprint === fingerprint && w.reason.includes(e.text));
        return found ? undefined : listed();
      }
      case "notWithheld":
        return deliveries.flatMap((d) => d.made.withheld).some((w) => w.fingerprint === this.fingerprint(e.subject)) ? listed() : undefined;
      case "withheldCount":
        return deliveries.flatMap((d) => d.made.withheld).length === e.count ? undefined : listed();
      case "says": {
        const entry = this.entry(e.subject);
        if (!entry) return "there is no such entry";
        return entry.text.includes(unescaped(e.text)) === e.not ? `it says: ${entry.text}` : undefined;
      }
      case "field": {
        const value = this.entry(e.subject)?.fields[e.field];
        return value === e.value ? undefined : `it is ${value}`;
      }
      case "comments": {
        const fingerprint = this.fingerprint(e.subject);
        const count = this.delivered
          .flatMap((d) => (d.planned ? [] : d.operations))
          .filter((o) => o.op === "comment" && o.fingerprint === fingerprint).length;
        return count === e.count ? undefined : `it has ${count}; ${listed()}`;
      }
      case "quiet": {
        const { issues } = this.github();
        const texts = issues.all().flatMap((i) => [i.title, i.body ?? "", ...i.comments.map((c) => c.body)]);
        const found = texts.map((t) => /(?:^|[^\w`])@[a-z\d]\S*/i.exec(withoutCode(t))?.[0]).find((m) => m !== undefined);
        return found === undefined ? undefined : `somebody is: ${found}`;
      }
      case "refused":
        if (!this.error) return listed();
        return this.error.code === e.code && this.error.message.includes(e.text ?? "")
          ? undefined
          : `${this.error.code}: ${this.error.message}`;
      case "known": {
        const last = deliveries.at(-1);
        const fresh = new Set(last?.made.fresh.map((f) => f.subject.fingerprint));
        const failing = new Set([...(last?.evidence.failing.values() ?? [])].map((f) => f.subject.fingerprint));
        const wrong = e.subjects.filter((s) => {
          const fingerprint = this.fingerprint(s);
          return !failing.has(fingerprint) || fresh.has(fingerprint) === e.known;
        });
        return wrong.length === 0 ? undefined : `not so: ${wrong.join(", ")}`;
      }
      case "check": {
        const exit = Math.max(...deliveries.map((d) => d.exit));
        return (exit === 0) === e.green ? undefined : `the exit status is ${exit}`;
      }
      case "planned": {
        const why = deliveries.at(-1)?.result.planOnly;
        return why?.includes(e.text ?? "") ? undefined : `${why ?? "it wrote"}`;
      }
      case "searches": {
        const count = this.github().requests.filter((r) => r.path.startsWith("/search")).length;
        return count === e.count ? undefined : `it was asked ${count} times`;
      }
      case "told":
        return this.told.some((words) => words.includes(e.text)) ? undefined : `they are told: ${this.told.join("; ") || "nothing"}`;
      case "counted": {
        const counts = this.reports.get(e.name)?.read?.report.counts;
        const failing = (counts?.failed ?? 0) + (counts?.errors ?? 0);
        return counts?.total === e.total && failing === e.failed ? undefined : JSON.stringify(counts);
      }
      case "complete": {
        const report = this.reports.get(e.name)?.read?.report;
        return report?.complete === e.complete ? undefined : JSON.stringify({ ...report, parts: undefined });
      }
      case "failing": {
        const count = deliveries.at(-1)?.made.failing;
        return count === e.count ? undefined : `${count} do`;
      }
      case "explained": {
        const said = this.explanations.get(e.subject);
        return said?.includes(e.text) ? undefined : `it says: ${said}`;
      }
      case "improved":
        return deliveries.some((d) => d.made.improved?.some(({ subject }) => subject.fingerprint === this.fingerprint(e.subject)))
          ? undefined
          : "nobody says so";
      case "label": {
        const entry = this.entry(e.subject);
        const said = this.delivered.flatMap((d) => d.operations).filter((o) => o.fingerprint === this.fingerprint(e.subject));
        const labels = [
          ...(entry?.fields["labels"]?.split(", ") ?? []),
          ...said.flatMap((o) => [...(o.filing?.labels ?? []), ...(o.label ? [o.label] : [])]),
        ];
        if (e.not && !this.fake) throw new Error("only GitHub has labels that can be missing");
        const wears = e.not ? (entry?.fields["labels"]?.split(", ") ?? []) : labels;
        return wears.includes(e.label) === e.not ? `its labels are ${wears.join(", ") || "none"}` : undefined;
      }
      case "commitSays":
        return this.message.includes(e.text) ? undefined : `it says: ${this.message}`;
      case "ourComments": {
        const count = e.all ? this.github().issues.comments(this.pull ?? 0).length : this.ourComments().length;
        return count === e.count ? undefined : `it has ${count}`;
      }
      case "ourComment": {
        const text = plain(this.ourComments().at(-1)?.body ?? "");
        return text.includes(e.text) === e.not || text === "" ? `it says: ${text}` : undefined;
      }
    }
  }
}

/** The message of a commit of ours. */
const OURS = "ci-tracker: 1 opened (run 1) [skip ci]\n\nCi-Tracker-Run: 1/1\n";

const EVENTS: Record<string, { name: string; actor?: string; repository?: object; payload?: object } | undefined> = {
  "a push": { name: "push" },
  "a schedule": { name: "schedule" },
  "a dispatch": { name: "workflow_dispatch" },
  "a pull request": { name: "pull_request", payload: { pull_request: { head: { repo: { full_name: "octo/shop" } } } } },
  "a fork's pull request": {
    name: "pull_request",
    payload: { pull_request: { head: { repo: { full_name: "mallory/shop", fork: true } } } },
  },
  "a fork's schedule": { name: "schedule", repository: { fork: true } },
  "a push by dependabot": { name: "push", actor: "dependabot[bot]" },
  "a merge queue": { name: "merge_group" },
  "a push of our own commit": {
    name: "push",
    payload: { head_commit: { message: OURS } },
  },
};

/** The host of `mode: apply` after a run: what GitHub says of that run is what the sentence said. Throws what makes it refuse. */
function afterwards(inside: Host, step: RunStep, settings: Settings, { attempt = step.attempt, forged }: Step & { do: "apply" }): Host {
  const { run } = inside;
  const home = "octo/shop";
  const fork = step.event.startsWith("a fork's");
  const facts: RunFacts = {
    id: run.id,
    attempt: step.attempt,
    commit: commitOf(step.commit ?? run.id),
    branch: run.branch,
    event: run.event,
    workflow: run.workflow,
    at: run.at,
    url: run.url ?? "",
    completed: true,
    repository: home,
    headRepository: fork ? "mallory/shop" : home,
    fork: false,
    message: "work",
  };
  const host = hostOfRun({ ...inside, home, after: { run: run.id, attempt } }, facts, settings.branches);
  const { branch, event, workflow } = facts;
  const header = {
    run: facts.id,
    attempt: facts.attempt,
    repository: home,
    branch,
    event,
    workflow,
    commit: facts.commit,
    head: facts.commit,
  };
  const refused = ofFinishedRun(host)({ ...header, ...(forged ? { commit: "0", head: "0" } : {}) } as Header);
  if (refused) throw refused;
  return { ...host, run: { ...host.run, job: run.job } };
}

function pairs(text: string): [string, unknown][] {
  return text.split(",").map((pair) => {
    const [name = "", value = ""] = pair.trim().split(/ (.*)/s);
    const read = /^\d+$/.test(value) ? Number(value) : value === "false" ? false : name.endsWith("s") ? value.split(" ") : value;
    return [name, read];
  });
}

function commitOf(words: string): string {
  if (words === "no commit") return "";
  return words.startsWith("side") ? words.replace(" ", "") : `c${words}`;
}

function part(kind: Part["kind"], state: Part["state"] = "whole", extent: Partial<Part["extent"]> = {}): Part {
  return { kind, state, extent: { units: [], ...extent }, provesAbsence: true, ...(state === "whole" ? {} : { reason: `it is ${state}` }) };
}

function readOf(parts: Part[], observations: Observation[]): NonNullable<Delivery["read"]> {
  const kind = parts[0]?.kind ?? null;
  const report = { file: "report", format: "case", kind, tool: null, complete: true, reason: null, counts: noCounts(), parts, error: null };
  return { report, observations };
}

function auditsOf(shows: readonly Shown[]): NonNullable<Delivery["read"]>[] {
  const found = shows.filter((s) => s.what === "audit");
  const says = shows.filter((s) => s.what === "auditor");
  if (found.length + says.length === 0) return [];
  const lockfiles = new Set([...found.map((f) => f.lockfile), ...says.flatMap((s) => s.lockfile ?? [])]);
  if (lockfiles.size === 0) lockfiles.add("Cargo.lock");
  return [...lockfiles].map((lockfile) => {
    const ignores = says.flatMap((s) => s.ignores ?? []);
    const list = part("audit", says.find((s) => s.state !== undefined)?.state, {
      units: [lockfile],
      advisories: says.find((s) => s.advisories !== undefined)?.advisories ?? 1000,
      ...(ignores.length > 0 ? { filters: ignores.map((id) => `ignore:${id}`) } : {}),
    });
    const observations = found
      .filter((f) => f.lockfile === lockfile)
      .map(({ ids: [id = "", ...aliases], package: name, severity = "high", yanked }): Observation => {
        const version = yanked ?? "1.0.0";
        const category = yanked === undefined ? "vulnerability" : "yanked";
        const title = yanked === undefined ? `bad ${name}` : "yanked";
        return {
          kind: "audit",
          outcome: "failed",
          part: list,
          name: id,
          ecosystem: "rust",
          package: name,
          version,
          aliases,
          title,
          severity: severity as Severity,
          category,
        };
      });
    return readOf([list], observations);
  });
}

/** Findings that stand somewhere; the same rule in the same file is the same line of source, wherever it moved. */
function placedLints(lints: readonly (Shown & { what: "lint" })[]): NonNullable<Delivery["read"]> {
  const parts = new Map<string, Part>();
  for (const unit of lints.flatMap((l) => l.units)) parts.set(unit, part("lint", "whole", { units: [unit], owners: ["rustc", "clippy"] }));
  const observations = lints.flatMap(({ rules, units, line = 3, place = "src/lib.rs" }) =>
    rules.flatMap((name) =>
      units.flatMap((unit): Observation[] => {
        const own = parts.get(unit);
        const owner = name.startsWith("clippy::") ? "clippy" : "rustc";
        const source = `code of ${name}`;
        if (!own) return [];
        return [
          {
            kind: "lint",
            outcome: "failed",
            part: own,
            name,
            owner,
            severity: "medium",
            units: [unit],
            message: `${name} here`,
            file: place,
            line,
            source,
          },
        ];
      }),
    ),
  );
  return readOf([...parts.values()], observations);
}

function benchOf({ name, value, unit, bigger, samples }: Shown & { what: "bench" }): NonNullable<Delivery["read"]> {
  const list = part("bench");
  return readOf(
    [list],
    [
      {
        kind: "bench",
        outcome: "passed",
        part: list,
        name,
        value,
        unit,
        better: bigger ? "bigger" : "smaller",
        range: 0,
        step: 1,
        ...(samples ? { samples } : {}),
      },
    ],
  );
}

function otherOf(s: Shown): NonNullable<Delivery["read"]> {
  if (s.what === "node") {
    const run = part("pipeline");
    return readOf([run], [{ kind: "pipeline", outcome: s.outcome, part: run, name: s.name, suite: s.pipeline }]);
  }
  const review = part("finding");
  if (s.what !== "finding") return readOf([review], []);
  const { title, file, line } = s;
  return readOf(
    [review],
    [{ kind: "finding", outcome: "failed", part: review, name: title.toLowerCase(), title, severity: "medium", file, line }],
  );
}

function madeReport(format: string, size: number, failing: number, length = 0): string {
  const long = `${"left and right differ ".repeat(length / 22)}${"it broke"}`;
  if (format === "log") {
    const lines = Array.from({ length: size }, (_, i) => `test cart::t${i + 1} ... ${i < failing ? "FAILED" : "ok"}`);
    return `running ${size} tests\n${lines.join("\n")}\n`;
  }
  if (format !== "JUnit report") throw new Error(`no ${format} can be made`);
  const cases = Array.from({ length: size }, (_, i) => {
    const body = i < failing ? `<failure message="${long}">${long}</failure>` : "";
    return `<testcase classname="cart" name="t${i + 1}" time="0">${body}</testcase>`;
  });
  return `<?xml version="1.0"?>\n<testsuites><testsuite name="cart" tests="${size}" failures="${failing}" errors="0" skipped="0">${cases.join("\n")}</testsuite></testsuites>\n`;
}

/** `\n`, `\t` and `\u001b` as they are written in a cell. */
function unescaped(text: string): string {
  return text.replace(/\\(n|t|u([\da-f]{4}))/g, (_, sign: string, code?: string) =>
    code === undefined ? (sign === "n" ? "\n" : "\t") : String.fromCharCode(Number.parseInt(code, 16)),
  );
}

/** Text as people read it: without the signs that keep it from meaning anything. */
function plain(text: string): string {
  return text.replace(/[\u200b\u2060]/g, "");
}

function withoutCode(text: string): string {
  return text
    .replace(/<!--[\s\S]*?-->/g, "")
    .replace(/^(`{3,}|~{3,})[^\n]*\n[\s\S]*?^\1/gm, "")
    .replace(/(`+)[^`][\s\S]*?\1/g, "");
}

function shown(run: number, o: Operation): string {
  return `run ${run} ${o.op} ${o.title} (${o.reason})`;
}
