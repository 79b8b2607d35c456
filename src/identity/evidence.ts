/**
 * From the observations of a run's reports to its evidence: every observation gets its subject, and what several
 * reports say of one subject becomes one word per producer. The order in which the reports come does not matter.
 */
import type {
  AuditObservation,
  BenchObservation,
  BuildObservation,
  DependencyObservation,
  Evidence,
  Failure,
  FindingObservation,
  LintObservation,
  Measurement,
  Observation,
  Part,
  PipelineObservation,
  ProducerId,
  ReportSummary,
  Run,
  Severity,
  Sighting,
  Subject,
  TestObservation,
} from "../model.ts";
import { MAX_SAMPLES, thinned } from "../reports/benchmarks/samples.ts";
import { fingerprintOf, onBranch, readKey, shortHash, withoutBranch } from "./key.ts";
import { sameMessage } from "./normalise.ts";
import {
  auditSubject,
  benchKey,
  benchSubject,
  buildKey,
  buildSubject,
  compareAdvisories,
  type DependencyGroup,
  dependencySubject,
  findingSubject,
  type LintGroup,
  lintSubject,
  pipelineSubject,
  testKey,
  testSubject,
} from "./subjects.ts";
import { crateName, KnownTargets, packageOf, targetId, unnamedId } from "./targets.ts";

/** Builds the evidence of one run. Feed it observations and summaries, then call finish once. */
export class EvidenceBuilder {
  private readonly run: Run;
  private readonly options: IdentityOptions;
  private readonly known: Known;
  private readonly mask: (text: string) => string;
  private readonly failing = new Map<string, { subject: Subject; sightings: Map<ProducerId, Sighting> }>();
  private readonly passing = new Map<string, Sighting[]>();
  private readonly retried = new Set<string>();
  private readonly skipped = new Map<string, Set<ProducerId>>();
  private readonly findings = new Map<Sighting, Finding[]>();
  private readonly producers = new Set<ProducerId>();
  private readonly reports: ReportSummary[] = [];
  private readonly parts: Evidence["parts"] = [];
  /** By subject and producer: two producers' values are not repeats of each other. */
  private readonly measurements = new Map<string, Measurement[]>();
  private readonly passOf = new Map<Part, Sighting>();
  private readonly lists = new Map<Sighting, Sighting[]>();
  /** Tests and benchmarks whose target has to be completed, or whose ordinal has to be counted, once everything is read. */
  private readonly held = new Map<Part, { producer: ProducerId; observations: (TestObservation | BenchObservation)[] }>();
  /** Findings of reviews, whose lines decide which of them are one once all are read. */
  private readonly reviewed: { producer: ProducerId; observation: FindingObservation }[] = [];
  private readonly unclear = new Set<string>();
  /** What is told of producers whose reports were read in another job than this one. */
  private readonly attempts = new Map<ProducerId, number>();
  private readonly machines = new Map<ProducerId, string>();
  /** What failed in earlier attempts of this run, by key, with the producers that saw it. */
  private readonly before = new Map<string, Set<ProducerId>>();
  /** Tests whose package was not known when they failed, with the targets that now show a pass of that name. */
  private readonly claims = new Map<string, { path: string; passed: Set<string> }>();

  /**
   * `knownKeys`: the keys of the ledger's lines; they complete targets whose package a report does not name.
   * `mask` takes secrets out of names before they become keys, for keys are committed.
   */
  constructor(run: Run, knownKeys: Iterable<string>, mask: (text: string) => string, options: IdentityOptions = {}) {
    this.run = run;
    this.options = options;
    this.known = new Known(keysOf(knownKeys, options.apart));
    this.mask = mask;
  }

  observe(producer: ProducerId, observed: Observation): void {
    const observation = this.masked(observed);
    switch (observation.kind) {
      case "test":
      case "bench":
        this.testOrBench(producer, observation);
        break;
      case "build":
        this.build(producer, observation);
        break;
      case "lint":
        this.lint(producer, observation);
        break;
      case "audit":
        this.audit(producer, observation);
        break;
      case "dependency":
        this.dependency(producer, observation);
        break;
      case "pipeline":
        this.pipeline(producer, observation);
        break;
      case "finding":
        this.reviewed.push({ producer, observation });
        break;
    }
  }

  /** `producer`: undefined where the file does not tell whose it is, so that it shows nothing. */
  report(producer: ProducerId | undefined, summary: ReportSummary): void {
    this.reports.push(summary);
    if (producer === undefined) return;
    this.producers.add(producer);
    for (const part of summary.parts) this.parts.push({ producer, part });
  }

  /** The producer's reports were collected in this attempt of the run, on this class of machine. */
  collected(producer: ProducerId, attempt: number, machine: string | undefined): void {
    if (attempt !== this.run.attempt) this.attempts.set(producer, attempt);
    if (machine !== undefined) this.machines.set(producer, machine);
  }

  /**
   * What failed in earlier attempts of producers that are in this evidence. It is known from now on, and where it passes
   * now, it has passed on a retry (law 5).
   */
  earlier(failing: Evidence["failing"]): void {
    const ours = (key: string): string => (this.options.apart === undefined ? key : withoutBranch(key));
    this.known.learn([...failing.keys()].map(ours));
    for (const [key, { subject, sightings }] of failing) {
      if (subject.kind === "test" || subject.kind === "pipeline") this.before.set(ours(key), new Set(sightings.map((s) => s.producer)));
    }
  }

  /** Something that people should know of the reports, and that decides nothing. */
  remark(text: string): void {
    this.unclear.add(text);
  }

  finish(): Evidence {
    this.completeTargets();
    this.weighClaims();
    this.joinAliases();
    this.placeFindings();
    this.markRetried();
    for (const [sighting, findings] of this.findings) summariseFindings(sighting, findings);
    const failing: Evidence["failing"] = new Map();
    for (const [key, { subject, sightings }] of sorted(this.failing)) {
      failing.set(key, { subject, sightings: [...sightings.values()].sort((a, b) => compare(a.producer, b.producer)) });
    }
    const evidence: Evidence = {
      run: this.run,
      producers: [...this.producers].sort(compare),
      ...(this.attempts.size === 0 ? {} : { attempts: this.attempts }),
      ...(this.machines.size === 0 ? {} : { machines: this.machines }),
      failing,
      passing: this.passing,
      retried: this.retried,
      skipped: this.skipped,
      measurements: sorted(this.measurements).map(([, all]) => medianOf(all)),
      parts: this.parts,
      reports: this.reports,
      unclear: [...this.unclear].sort(compare),
    };
    return this.options.apart === undefined ? evidence : apart(evidence, this.options.apart);
  }

  /** Lists of passes are shared, so that they are made anew. */
  private markRetried(): void {
    for (const [key, producers] of this.before) {
      const passes = this.passing.get(key);
      if (!passes?.some((s) => producers.has(s.producer))) continue;
      this.passing.set(
        key,
        passes.map((s) => (producers.has(s.producer) ? { ...s, flaky: true } : s)),
      );
      this.retried.add(key);
    }
  }

  /** Passing names are masked only where a known one was: masking is slow beside everything else here. */
  private masked(observation: Observation): Observation {
    const failing = observation.outcome === "failed" || observation.outcome === "error";
    if (!failing && !this.known.masked) return observation;
    const name = this.mask(observation.name);
    const suite = observation.suite === undefined ? undefined : this.mask(observation.suite);
    if (name === observation.name && suite === observation.suite) return observation;
    return suite === undefined ? { ...observation, name } : { ...observation, name, suite };
  }

  // ------------------------------------------------------------------------------------------ tests and benchmarks

  private testOrBench(producer: ProducerId, observation: TestObservation | BenchObservation): void {
    const { target, unnamed } = observation.part;
    if (unnamed && observation.kind === "test" && observation.outcome === "passed") {
      this.unclear.add("no line of a log tells which target's tests these are (2>&1 keeps cargo's words); their passes close nothing");
      return;
    }
    if (target && (target.kind === "doc" || targetId(target) === undefined)) {
      const held = this.held.get(observation.part);
      if (held) held.observations.push(observation);
      else this.held.set(observation.part, { producer, observations: [observation] });
      return;
    }
    const id = target ? targetId(target) : undefined;
    if (id !== undefined) this.known.targets.add(id);
    const said = observation.kind === "test" ? observation.identity : undefined;
    this.place(producer, observation, id ?? said?.target ?? observation.suite ?? "", said?.path ?? observation.name);
  }

  /** The observation under its final target and name. */
  private place(producer: ProducerId, observation: TestObservation | BenchObservation, target: string, name: string): void {
    const { part } = observation;
    if (part.target && part.extent.units.length === 0) part.extent.units.push(target);
    if (observation.kind === "bench") {
      this.measure(producer, observation, part.target ? target : (observation.suite ?? ""));
      // A benchmark that panicked was a failing test of its target; measured, it has passed.
      this.pass(producer, testKey(target, name), part);
      this.pass(producer, testKey(target, ""), part);
      return;
    }
    // An empty path is the target itself, so a case without a name needs one.
    const path = observation.whole ? "" : name || "(no name)";
    const key = testKey(target, path);
    if (observation.outcome === "skipped") {
      this.skipped.set(key, (this.skipped.get(key) ?? new Set()).add(producer));
      return;
    }
    if (observation.outcome === "passed") {
      const unnamed = part.target && this.known.unnamed(target, path);
      if (unnamed !== undefined && !this.known.has(key)) {
        const claim = this.claims.get(unnamed) ?? { path, passed: new Set() };
        this.claims.set(unnamed, claim);
        claim.passed.add(target);
        this.pass(producer, unnamed, part, observation.flaky);
      }
      this.pass(producer, key, part, observation.flaky);
      // A target or suite that failed as a whole passes when it next shows a test that ran and passed.
      if (path !== "") this.pass(producer, testKey(target, ""), part);
      return;
    }
    const subject = testSubject(target, path, part.target !== undefined, shownTarget(target, part));
    this.fail(producer, subject, part, failureOfTest(observation, target));
  }

  private measure(producer: ProducerId, observation: BenchObservation, suite: string): void {
    const named = suite === "" ? this.known.bench(observation.name) : undefined;
    const subject = benchSubject(named ?? suite, observation);
    const { value, unit, better, range = 0, step = 0, samples } = observation;
    const measurement: Measurement = { subject, producer, value, unit, better, range, step, ...(samples && { samples }) };
    const key = `${subject.key}\n${producer}`;
    const all = this.measurements.get(key);
    if (all) all.push(measurement);
    else this.measurements.set(key, [measurement]);
  }

  private completeTargets(): void {
    for (const [part, { producer, observations }] of this.held) {
      const { target } = part;
      if (!target) continue;
      let id = targetId(target);
      if (id === undefined) {
        const fits = this.known.targets.fits(target);
        if (fits.length > 1) {
          this.ambiguous(producer, part, observations, fits);
          continue;
        }
        id = fits[0] ?? unnamedId(target);
      }
      this.known.targets.add(id);
      const names = target.kind === "doc" ? docNames(observations) : undefined;
      for (const observation of observations) {
        // A filtered list does not tell which of several examples of one item it holds.
        if (names && part.state !== "whole" && observation.outcome === "passed") continue;
        this.place(producer, observation, id, names?.get(observation) ?? observation.name);
      }
    }
    // Tests that ran show that their target was compiled.
    for (const { producer, part } of this.parts) {
      if (part.kind !== "test" || !part.target || part.extent.units.length === 0) continue;
      const id = part.extent.units[0] ?? "";
      const { kind, name } = part.target;
      if (id.startsWith("?") || kind === "doc") continue;
      const crate = packageOf(id);
      const units = kind === "lib" || kind === "unknown" ? ["lib", "lib test"] : ["lib", `${kind} ${name}`, `${kind} ${name} test`];
      this.passBuild(
        producer,
        part,
        buildKey("rust", crate),
        units.map((u) => `${crate} ${u}`),
      );
    }
  }

  /** Passes in one of several targets close nothing; a failure is that of the one target which is known to have the test. */
  private ambiguous(producer: ProducerId, part: Part, observations: (TestObservation | BenchObservation)[], fits: string[]): void {
    const { target } = part;
    if (!target) return;
    const unnamed = unnamedId(target);
    const could = fits.sort(compare).join(" or ");
    this.unclear.add(`tests of ${unnamed} could be those of ${could}; their passes close nothing`);
    for (const observation of observations) {
      if (observation.outcome === "passed" || observation.outcome === "skipped") continue;
      const path = observation.kind === "test" && observation.whole ? "" : observation.name;
      // A report that names the package tells of it too.
      if (fits.some((id) => this.failing.has(testKey(id, path)))) continue;
      const having = fits.filter((id) => this.known.has(testKey(id, path)));
      if (having.length > 1) this.unclear.add(`${testKey(unnamed, path)} failed and could be in ${could}; nothing is filed for it`);
      else this.place(producer, observation, having[0] ?? unnamed, observation.name);
    }
  }

  /** A pass counts for the test of an unnamed package only where no other package could have that test. */
  private weighClaims(): void {
    if (this.claims.size === 0) return;
    const lists = new Set(this.parts.flatMap(({ part }) => (isList(part) ? part.extent.units : [])));
    for (const [key, { path, passed }] of this.claims) {
      const [first = ""] = passed;
      const others = this.known.targets.alike(first).filter((id) => {
        const own = testKey(id, path);
        const lacks = lists.has(id) && !this.skipped.has(own) && !this.failing.has(own);
        return !passed.has(id) && !lacks;
      });
      if (passed.size + others.length === 1) continue;
      this.passing.delete(key);
      const could = [...passed, ...others].sort(compare).join(" or ");
      this.unclear.add(`${key} could be in ${could}; their passes close nothing`);
    }
  }

  // ------------------------------------------------------------------------------------------------- other kinds

  private build(producer: ProducerId, observation: BuildObservation): void {
    const { part, units } = observation;
    if (observation.outcome === "passed") {
      const built = observation.checked ? units : [...units, ...units.map(linked)];
      this.passBuild(producer, part, buildKey(observation.ecosystem, observation.name), built);
      return;
    }
    if (observation.outcome === "skipped") return;
    // What only linking found, no check can show mended.
    const touched = /^linking with /.test(observation.message ?? "") ? units.map(linked) : [...units];
    const failure: Failure = {
      message: observation.message ?? "it could not be built",
      signature: sameMessage(observation.message ?? ""),
      units: touched,
      facts: [],
    };
    if (observation.errors && observation.errors.length > 0) {
      failure.detail = [observation.message, ...observation.errors.slice(0, 20)].join("\n");
    } else if (observation.detail !== undefined) failure.detail = observation.detail;
    placeOf(observation, failure);
    this.fail(producer, buildSubject(observation), part, failure);
  }

  private passBuild(producer: ProducerId, part: Part, key: string, units: string[]): void {
    const sightings = this.passing.get(key) ?? [];
    this.passing.set(key, sightings);
    const own = sightings.find((s) => s.producer === producer);
    if (own) {
      own.units = [...new Set([...(own.units ?? []), ...units])];
      if (!own.parts.includes(part)) own.parts.push(part);
    } else sightings.push({ producer, outcome: "passed", parts: [part], units: [...units] });
  }

  private lint(producer: ProducerId, observation: LintObservation): void {
    if (observation.outcome === "passed" || observation.outcome === "skipped") return;
    const finding = findingOf(observation);
    const { groupLints } = this.options;
    const by = typeof groupLints === "function" ? groupLints(observation) : groupLints;
    const subject = lintSubject(observation, by, shortHash(finding.text));
    const sighting = this.fail(producer, subject, observation.part, { message: observation.message ?? observation.name });
    // Text beside a report that can prove absence adds nothing but the same finding in other words.
    if (observation.weak) {
      if (this.findings.has(sighting) && !sighting.weak) return;
      sighting.weak = true;
    } else if (sighting.weak) {
      delete sighting.weak;
      this.findings.set(sighting, []);
    }
    const findings = this.findings.get(sighting) ?? [];
    findings.push(finding);
    this.findings.set(sighting, findings);
  }

  private audit(producer: ProducerId, observation: AuditObservation): void {
    if (observation.outcome === "passed" || observation.outcome === "skipped") return;
    const facts: [string, string][] = [
      ["Package", observation.version ? `${observation.package} ${observation.version}` : observation.package],
    ];
    facts.push(["Severity", observation.severityWord ?? observation.severity]);
    if (observation.fixed && observation.fixed.length > 0) facts.push(["Fixed in", observation.fixed.join(", ")]);
    if (observation.aliases.length > 0) facts.push(["Also known as", observation.aliases.join(", ")]);
    if (observation.url !== undefined) facts.push(["Advisory", observation.url]);
    const failure: Failure = {
      message: observation.message ?? observation.title,
      severity: observation.severity,
      units: [...observation.part.extent.units],
      facts,
    };
    if (observation.detail !== undefined) failure.detail = observation.detail;
    this.fail(producer, auditSubject(observation), observation.part, failure);
  }

  /** One advisory that reports call by several of its names is one subject: the one with the best name. */
  private joinAliases(): void {
    const called = new Map<string, string[]>();
    for (const { subject } of this.failing.values()) {
      if (subject.kind !== "audit") continue;
      for (const name of [subject.key, ...(subject.olderKeys ?? [])]) called.set(name, [...(called.get(name) ?? []), subject.key]);
    }
    const intoWhich = new Map<string, string>();
    const standing = (key: string): string => {
      let at = key;
      for (let next = intoWhich.get(at); next !== undefined; next = intoWhich.get(at)) at = next;
      return at;
    };
    for (const [, keys] of sorted(called)) {
      const [first, ...others] = [...new Set(keys.map(standing))].sort(compareAdvisories);
      for (const other of others) {
        if (first === undefined) continue;
        intoWhich.set(other, first);
        this.join(first, other);
      }
    }
  }

  /** What is said of the second subject is said of the first. */
  private join(key: string, other: string): void {
    const into = this.failing.get(key);
    const from = this.failing.get(other);
    if (!into || !from) return;
    this.failing.delete(other);
    const names = new Set([...(into.subject.olderKeys ?? []), other, ...(from.subject.olderKeys ?? [])]);
    names.delete(key);
    into.subject = { ...into.subject, olderKeys: [...names].sort(compare) };
    for (const [producer, sighting] of from.sightings) {
      const own = into.sightings.get(producer);
      if (own) addTo(own, sighting);
      else into.sightings.set(producer, sighting);
    }
  }

  private pipeline(producer: ProducerId, observation: PipelineObservation): void {
    const subject = pipelineSubject(observation);
    if (observation.outcome === "passed") this.pass(producer, subject.key, observation.part);
    if (observation.outcome === "passed" || observation.outcome === "skipped") return;
    const { message = "the node failed", detail } = observation;
    const failure: Failure = { message, signature: sameMessage(message), units: [observation.suite ?? ""], facts: [] };
    if (detail !== undefined) failure.detail = detail;
    placeOf(observation, failure);
    this.fail(producer, subject, observation.part, failure);
  }

  /**
   * A finding is the one of that title in that file whose line was first filed at most three lines away. Compared with
   * the line first filed, not with the last one: otherwise 42, 45 and 48 would be one for ever.
   */
  private placeFindings(): void {
    const lineOf = ({ observation }: { observation: FindingObservation }): number => observation.line ?? 0;
    for (const { producer, observation } of this.reviewed.sort((a, b) => lineOf(a) - lineOf(b))) {
      const { line = 0, name, title, severity, severityWord, message = title, detail, part } = observation;
      // Reviewers do not agree on the case of a path.
      const file = (observation.file ?? "").toLowerCase();
      const filed = this.known.finding(file, name, line);
      const subject = findingSubject(file, name, filed ?? line, title);
      if (filed === undefined) this.known.addFinding(file, name, line);
      const failure: Failure = {
        message,
        severity,
        units: [file],
        facts: [["Severity", severityWord ?? severity], ...(observation.facts ?? [])],
      };
      if (detail !== undefined) failure.detail = detail;
      placeOf(observation, failure);
      this.fail(producer, subject, part, failure);
    }
  }

  private dependency(producer: ProducerId, observation: DependencyObservation): void {
    if (observation.outcome === "passed" || observation.outcome === "skipped") return;
    const { current = "?", wanted, latest = "?" } = observation;
    const facts: [string, string][] = [
      ["Current", current],
      ["Latest", latest],
    ];
    if (wanted !== undefined && wanted !== current) facts.splice(1, 0, ["Allowed by the manifest", wanted]);
    const subject = dependencySubject(observation, this.options.groupDependencies);
    if (this.options.groupDependencies === "level") {
      const message = `${observation.name}: ${current} → ${latest}`;
      const sighting = this.fail(producer, subject, observation.part, { message });
      const findings = this.findings.get(sighting) ?? [];
      const units = [...observation.part.extent.units];
      findings.push({ hash: shortHash(message), text: message, file: "", line: 0, message, severity: "none", units });
      this.findings.set(sighting, findings);
      return;
    }
    this.fail(producer, subject, observation.part, {
      message: `Current: ${current}, Latest: ${latest}`,
      signature: latest,
      units: [...observation.part.extent.units],
      facts,
    });
  }

  // ----------------------------------------------------------------------------------------------------- merging

  private pass(producer: ProducerId, key: string, part: Part, flaky?: boolean): void {
    let sighting = flaky ? undefined : this.passOf.get(part);
    if (!sighting) {
      sighting = { producer, outcome: "passed", parts: [part] };
      if (flaky) {
        sighting.flaky = true;
        this.retried.add(key);
      } else this.passOf.set(part, sighting);
    }
    const all = this.passing.get(key);
    // Passes of one part share their list until a second part says the same.
    if (!all) this.passing.set(key, flaky ? [sighting] : this.listOf(sighting));
    else if (!all.includes(sighting)) this.passing.set(key, [...all, sighting]);
  }

  private listOf(sighting: Sighting): Sighting[] {
    let list = this.lists.get(sighting);
    if (!list) {
      list = [sighting];
      this.lists.set(sighting, list);
    }
    return list;
  }

  private fail(producer: ProducerId, subject: Subject, part: Part, failure: Failure): Sighting {
    let entry = this.failing.get(subject.key);
    if (!entry) {
      entry = { subject, sightings: new Map() };
      this.failing.set(subject.key, entry);
    }
    // Reports may write its target in two ways: the title is the same whichever comes first.
    else if (subject.title < entry.subject.title) entry.subject = { ...entry.subject, title: subject.title };
    const own = entry.sightings.get(producer);
    if (!own) {
      const sighting: Sighting = { producer, outcome: "failed", parts: [part], failure };
      entry.sightings.set(producer, sighting);
      return sighting;
    }
    addTo(own, { parts: [part], failure });
    return own;
  }
}

/** How subjects are told apart, where people can choose. */
export interface IdentityOptions {
  groupLints?: LintGroup | ((observation: LintObservation) => LintGroup);
  groupDependencies?: DependencyGroup;
  /** The branch, where it has entries of its own: it becomes part of every key. */
  apart?: string;
}

/** The keys that are known of the branch, as they would be without it. */
function* keysOf(known: Iterable<string>, branch: string | undefined): Generator<string> {
  for (const key of known) {
    if (!key.includes("@")) {
      if (branch === undefined) yield key;
    } else if (readKey(key)?.branch === branch) yield withoutBranch(key);
  }
}

/** The same evidence, of subjects of that branch alone. Recipes file for the default branch only. */
function apart(evidence: Evidence, branch: string): Evidence {
  const own = (key: string): string => onBranch(key, branch);
  const subjectOf = ({ recipeTitle: _, ...subject }: Subject): Subject => {
    const key = own(subject.key);
    const moved: Subject = { ...subject, key, fingerprint: fingerprintOf(key), title: `${subject.title} on ${branch}` };
    return subject.olderKeys ? { ...moved, olderKeys: subject.olderKeys.map(own) } : moved;
  };
  const moved = <V>(map: ReadonlyMap<string, V>): Map<string, V> => new Map([...map].map(([key, value]) => [own(key), value]));
  const failing = [...evidence.failing.values()].map(({ subject, sightings }) => ({ subject: subjectOf(subject), sightings }));
  return {
    ...evidence,
    branch,
    failing: new Map(failing.map((f) => [f.subject.key, f])),
    passing: moved(evidence.passing),
    skipped: moved(evidence.skipped),
    retried: new Set([...evidence.retried].map(own)),
    measurements: evidence.measurements.map((m) => ({ ...m, subject: subjectOf(m.subject) })),
  };
}

/** Adds what another part says of the same failure: the one that tells more is shown, with all that either touched. */
function addTo(own: Sighting, { parts, failure }: Pick<Sighting, "parts" | "failure">): void {
  for (const part of parts) if (!own.parts.includes(part)) own.parts.push(part);
  if (!failure || !own.failure) return;
  const shown = tellsMore(failure, own.failure) ? failure : own.failure;
  const units = [...new Set([...(own.failure.units ?? []), ...(failure.units ?? [])])].sort(compare);
  own.failure = units.length === (shown.units?.length ?? 0) ? shown : { ...shown, units };
}

/** A list of which it is known that nothing is missing. */
function isList(part: Part): boolean {
  return part.kind === "test" && part.state === "whole" && part.provesAbsence;
}

/** Lines a finding may have moved since it was filed. */
const NEAR = 3;

/** What the ledger and the tracker know: the keys, and the targets that stand in them. */
class Known {
  readonly targets = new KnownTargets();
  /** Some key held a secret. */
  masked = false;
  private readonly keys = new Set<string>();
  private readonly benches = new Map<string, Set<string>>();
  /** Lines of filed findings, by file and title. */
  private readonly filed = new Map<string, number[]>();

  constructor(keys: Iterable<string>) {
    this.learn(keys);
  }

  learn(keys: Iterable<string>): void {
    for (const key of keys) {
      this.keys.add(key);
      if (key.includes("***")) this.masked = true;
      const fields = readKey(key)?.fields;
      if (!fields) continue;
      const [first = "", name] = fields;
      if (key.startsWith("test/") && !first.startsWith("?")) this.targets.add(first);
      if (key.startsWith("bench/") && name !== undefined) {
        const suites = this.benches.get(name) ?? new Set();
        this.benches.set(name, suites.add(first));
      }
      if (key.startsWith("finding/") && name !== undefined) this.addFinding(first, name, Number(fields[2] ?? 0));
    }
  }

  has(key: string): boolean {
    return this.keys.has(key);
  }

  addFinding(file: string, title: string, line: number): void {
    const key = `${file}\n${title}`;
    const lines = this.filed.get(key);
    if (lines) lines.push(line);
    else this.filed.set(key, [line]);
  }

  /** The line at which a finding of that title was first filed, if one was near enough: the nearest, then the first. */
  finding(file: string, title: string, line: number): number | undefined {
    const near = (this.filed.get(`${file}\n${title}`) ?? []).filter((filed) => Math.abs(filed - line) <= NEAR);
    return near.sort((a, b) => Math.abs(a - line) - Math.abs(b - line) || a - b)[0];
  }

  /** The key the test would have been given by a report that did not name its package, if something is known by it. */
  unnamed(target: string, path: string): string | undefined {
    const at = target.indexOf("::");
    if (at === -1 || target.startsWith("?")) return undefined;
    const key = testKey(`?${target.slice(at)}`, path);
    return this.keys.has(key) ? key : undefined;
  }

  /** The one known suite that has a benchmark of this name. */
  bench(name: string): string | undefined {
    const suites = this.benches.get(readKey(benchKey("", name))?.fields[1] ?? name);
    return suites?.size === 1 ? [...suites][0] : undefined;
  }
}

interface Finding {
  hash: string;
  /** What stands at its place, as far as it is the same after it moved. */
  text: string;
  file: string;
  line: number;
  message: string;
  severity: Severity;
  units: string[];
}

function findingOf(observation: LintObservation): Finding {
  const { file = "", line = 0, message = observation.name, source, severity, units } = observation;
  const text = source === undefined ? sameMessage(message) : source.replace(/\s+/g, " ").trim();
  return { hash: shortHash(`${file}\n${text}`), text, file, line, message, severity, units };
}

const SEVERITIES: readonly Severity[] = ["critical", "high", "medium", "low", "none"];
/** A rule with more findings than this names the first ones. */
const LISTED_FINDINGS = 25;

/** One failure out of a rule's findings: the first by place, with all of them listed. */
function summariseFindings(sighting: Sighting, findings: Finding[]): void {
  findings.sort((a, b) => compare(a.file, b.file) || a.line - b.line || compare(a.message, b.message) || compare(a.hash, b.hash));
  const [first] = findings;
  if (!first) return;
  const seen = new Map<string, number>();
  const hashes: string[] = [];
  for (const { hash } of findings) {
    const occurrence = (seen.get(hash) ?? 0) + 1;
    seen.set(hash, occurrence);
    hashes.push(occurrence === 1 ? hash : `${hash}#${occurrence}`);
  }
  const listed = findings.slice(0, LISTED_FINDINGS).map((f) => `${f.file === "" ? "" : `${f.file}:${f.line}: `}${oneLine(f.message)}`);
  if (findings.length > LISTED_FINDINGS) listed.push(`… and ${findings.length - LISTED_FINDINGS} more`);
  const failure: Failure = {
    message: first.message,
    detail: listed.join("\n"),
    severity: SEVERITIES.find((s) => findings.some((f) => f.severity === s)) ?? "none",
    findings: hashes,
    units: [...new Set(findings.flatMap((f) => f.units))].sort(compare),
    facts: [["Findings", String(findings.length)]],
  };
  if (first.file !== "") {
    failure.file = first.file;
    if (first.line > 0) failure.line = first.line;
  }
  sighting.failure = failure;
}

function failureOfTest(observation: TestObservation, target: string): Failure {
  const { message } = observation;
  const failure: Failure = { message: message ?? "the test failed", units: [target], facts: [] };
  // Without a message nothing is known of the error, so it cannot have changed.
  if (message !== undefined) failure.signature = sameMessage(message);
  if (observation.detail !== undefined) failure.detail = observation.detail;
  placeOf(observation, failure);
  return failure;
}

/** The target's id with its package as cargo writes it, dashes and all. */
function shownTarget(id: string, part: Part): string {
  const name = part.target?.package;
  return name !== undefined && crateName(name) === packageOf(id) ? name + id.slice(name.length) : id;
}

function placeOf(observation: Observation, failure: Failure): void {
  if (observation.file === undefined) return;
  failure.file = observation.file;
  if (observation.line !== undefined) failure.line = observation.line;
}

/** Doctests are named by item and line; the line moves, so equal items are counted in their order in the file. */
function docNames(observations: readonly (TestObservation | BenchObservation)[]): Map<TestObservation | BenchObservation, string> {
  const items = observations.map((observation) => {
    const match = /^(.*?)(?: \(line (\d+)\))?$/.exec(observation.name);
    return { observation, item: itemOf(match?.[1] ?? observation.name), line: Number(match?.[2] ?? 0) };
  });
  items.sort((a, b) => compare(a.item, b.item) || a.line - b.line);
  const names = new Map<TestObservation | BenchObservation, string>();
  let previous: string | undefined;
  let line = -1;
  let ordinal = 1;
  for (const { observation, item, line: at } of items) {
    if (item !== previous) ordinal = 1;
    else if (at !== line) ordinal++;
    previous = item;
    line = at;
    names.set(observation, ordinal === 1 ? item : `${item} #${ordinal}`);
  }
  return names;
}

/** cargo ≤ 1.65 wrote the path from the package, later ones from the workspace. */
function itemOf(name: string): string {
  return name.replace(/^\S*?(?=(?:^|\/)src\/)\/?/, "");
}

/** The failure to show when two reports tell of the same one: a place, then more detail, then the alphabet. */
function tellsMore(a: Failure, b: Failure): boolean {
  const rank = (f: Failure): [number, number, string] => [
    f.file === undefined ? 0 : 1,
    f.detail?.length ?? 0,
    JSON.stringify({ ...f, units: undefined }),
  ];
  const [fileA, detailA, textA] = rank(a);
  const [fileB, detailB, textB] = rank(b);
  return fileA - fileB > 0 || (fileA === fileB && (detailA > detailB || (detailA === detailB && textA < textB)));
}

/** One run's value of a benchmark is the median of its repeats. */
function medianOf(all: readonly Measurement[]): Measurement {
  const unit = commonUnit(all);
  const values = all.filter((m) => m.unit === unit).sort((a, b) => a.value - b.value || compare(a.producer, b.producer));
  const middle = values[(values.length - 1) >> 1];
  if (!middle) throw new Error("no measurement");
  const other = values[values.length >> 1] ?? middle;
  // Where a report tells each sample, another that tells the result only has nothing to add.
  const told = values.flatMap((m) => m.samples ?? []);
  const samples = told.length > 0 ? told : values.map((m) => m.value);
  return {
    ...middle,
    value: other === middle ? middle.value : (middle.value + other.value) / 2,
    ...(samples.length > 1 && { samples: thinned(samples, MAX_SAMPLES) }),
  };
}

/** Two tools may measure one benchmark in two units, which have no median: the one that more were measured in counts. */
function commonUnit(all: readonly Measurement[]): string | undefined {
  const units = new Map<string, number>();
  for (const { unit } of all) units.set(unit, (units.get(unit) ?? 0) + 1);
  return sorted(units).reduce<[string, number] | undefined>((most, next) => (most && most[1] >= next[1] ? most : next), undefined)?.[0];
}

/** The unit's program, as opposed to its code. */
function linked(unit: string): string {
  return `${unit} (linked)`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

function sorted<V>(map: Map<string, V>): [string, V][] {
  return [...map].sort(([a], [b]) => compare(a, b));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
