/**
 * The project as it really is, commit by commit: which of its tests, rules, advisories, dependencies and builds are
 * fine, broken, flaky or gone, on which leg and branch. Nothing here knows of reports or of trackers.
 */
import { keyOf } from "../../src/identity/key.ts";
import { buildKey, lintKey, testKey } from "../../src/identity/subjects.ts";
import type { Kind } from "../../src/model.ts";
import type { Chance } from "./random.ts";

/** Six legs of every push, and the nightly run as a seventh. */
export const LEGS = ["linux", "windows", "macos", "nightly-rust", "arm", "oldest"] as const;
export const NIGHTLY = LEGS.length;
const EVERYWHERE = [...LEGS.keys(), NIGHTLY];

/** What a subject is on one leg of one branch. States are never changed, only replaced. */
export interface State {
  is: "fine" | "broken" | "flaky" | "gone";
  /** Which breakage it is: the same number as long as it is the same one. */
  episode: number;
  message: string;
  /** How often a flaky one fails. */
  rate: number;
}

export const FINE: State = { is: "fine", episode: 0, message: "", rate: 0 };
const GONE: State = { is: "gone", episode: 0, message: "", rate: 0 };

export interface Subject {
  id: number;
  kind: Kind;
  key: string;
  /** As the shell recipes would title it: without target. */
  recipe: string;
  /** Of a test: its binary id, its package and its path. */
  target: string;
  package: string;
  name: string;
  /** File that a failure names. */
  file: string;
  /** Of a lint: where it is found. */
  unit: string;
  /** The legs that look at it. */
  legs: readonly number[];
  /** What it was called before somebody renamed it. */
  formerly?: Subject;
}

/** What can be made to happen, in cases per subject and commit. */
const RATES = {
  breaks: { test: 0.0015, lint: 0.004, audit: 0.003, dependency: 0.006, build: 0.004 } as Partial<Record<Kind, number>>,
  mended: 0.12,
  otherError: 0.02,
  spreads: 0.02,
  turnsFlaky: 0.0004,
  flakyMended: 0.008,
  deleted: 0.0001,
  renamed: 0.0001,
  /** A failing test is so many times more likely to be deleted or renamed than another. */
  touched: 40,
  fileDeleted: 0.004,
};

/** Failure rates of flaky tests. */
export const FLAKY_RATES = [0.01, 0.02, 0.05, 0.1, 0.2, 0.35, 0.5];
const PACKAGES = ["alpha", "beta", "gamma", "delta"];
/** Tests of each package's library by module, then of its one other target. */
const MODULES = [12, 10, 7];
const OTHERS = 7;
const SLOW = 4;

export class Truth {
  readonly subjects: Subject[] = [];
  /** By branch: state by subject and leg. */
  private readonly branches = new Map<string, State[][]>([["main", []]]);
  /** Files that are gone, by branch. */
  private readonly missing = new Map<string, Set<string>>([["main", new Set()]]);
  private readonly chance: Chance;
  private episodes = 0;
  private names = 0;

  constructor(chance: Chance) {
    this.chance = chance;
    for (const name of PACKAGES) {
      MODULES.forEach((tests, m) => {
        for (let i = 0; i < tests; i++) this.addTest("main", name, `m${m}`);
      });
      for (let i = 0; i < OTHERS; i++) this.addTest("main", `${name}::api`, "");
    }
    for (let i = 0; i < SLOW; i++) this.addTest("main", "alpha::slow", "", [NIGHTLY]);
    for (let i = 0; i < 20; i++) {
      const unit = `${PACKAGES[i % PACKAGES.length]} lib`;
      this.add("main", "lint", lintKey("clippy", `clippy::rule_${i}`), {
        recipe: "Fix clippy warnings",
        name: `clippy::rule_${i}`,
        unit,
        legs: [0, 1],
      });
    }
    for (let i = 0; i < 16; i++) {
      const [name, id] = [`dep${i}`, `RUSTSEC-2025-${1000 + i}`];
      this.add("main", "audit", keyOf("audit", "rust", name, id), { recipe: "", package: name, name: id, legs: [0] });
    }
    for (let i = 0; i < 8; i++) {
      const name = `lib${i}`;
      this.add("main", "dependency", keyOf("dependency", "rust", name), { recipe: `Update dependency: ${name}`, name, legs: [0] });
    }
    for (const name of PACKAGES)
      this.add("main", "build", buildKey("rust", name), { recipe: `Build failure: ${name}`, package: name, name, legs: EVERYWHERE });
  }

  /** A branch begins as another stands. */
  branch(name: string, from: string): void {
    this.branches.set(
      name,
      this.statesOf(from).map((row) => [...row]),
    );
    this.missing.set(name, new Set(this.missingOn(from)));
  }

  statesOf(branch: string): State[][] {
    const states = this.branches.get(branch);
    if (!states) throw new Error(`no branch ${branch}`);
    return states;
  }

  /** By subject: what it is on one leg now. */
  snapshot(branch: string, leg: number): State[] {
    return this.statesOf(branch).map((row) => row[leg] ?? FINE);
  }

  missingOn(branch: string): ReadonlySet<string> {
    return new Set(this.missing.get(branch));
  }

  /** One commit. `flood`: it breaks many things at once. */
  commit(branch: string, flood: Flood | undefined): void {
    const { chance } = this;
    for (const subject of [...this.subjects]) {
      const row = this.row(branch, subject);
      const worst = row.find((s) => s.is !== "fine");
      if (worst?.is === "gone") continue;
      if (!worst) {
        if (chance.of(RATES.breaks[subject.kind] ?? 0)) this.breakIt(branch, subject, this.someLegs(subject));
        else if (subject.kind === "test" && chance.of(RATES.turnsFlaky)) this.turnFlaky(branch, subject);
        else if (subject.kind === "test") this.touch(branch, subject, 1);
      } else if (worst.is === "flaky") {
        if (chance.of(RATES.flakyMended)) this.set(branch, subject, EVERYWHERE, FINE);
      } else this.goOn(branch, subject, row);
    }
    if (flood) this.flood(branch, flood);
    if (chance.of(RATES.fileDeleted)) this.deleteFile(branch);
  }

  /** All is well again. */
  mendAll(branch: string): void {
    for (const subject of this.subjects) {
      if (this.row(branch, subject).some((s) => s.is !== "gone")) this.set(branch, subject, EVERYWHERE, FINE);
    }
  }

  private goOn(branch: string, subject: Subject, row: readonly State[]): void {
    const { chance } = this;
    const broken = subject.legs.filter((leg) => row[leg]?.is === "broken");
    const state = row[broken[0] ?? 0] ?? FINE;
    if (chance.of(RATES.mended)) {
      const some = broken.length > 1 && chance.of(0.3) ? broken.filter(() => chance.of(0.5)) : broken;
      this.set(branch, subject, some, FINE);
    } else if (chance.of(RATES.otherError)) {
      this.set(branch, subject, broken, { ...state, message: this.messageOf(subject) });
    } else if (chance.of(RATES.spreads)) {
      this.set(
        branch,
        subject,
        this.someLegs(subject).filter((leg) => row[leg]?.is === "fine"),
        // Where it was mended before, it is broken anew.
        { ...state, episode: ++this.episodes },
      );
    } else if (subject.kind === "test") this.touch(branch, subject, RATES.touched);
  }

  /** Somebody deletes or renames a test. */
  private touch(branch: string, subject: Subject, times: number): void {
    const { chance } = this;
    // Release branches get mends only.
    if (branch !== "main") return;
    if (chance.of(RATES.deleted * times)) {
      this.set(branch, subject, EVERYWHERE, GONE);
      if (chance.of(0.7)) this.addTest(branch, subject.target, moduleOf(subject.name), subject.legs);
    } else if (chance.of(RATES.renamed * times)) {
      const row = [...this.row(branch, subject)];
      const renamed = this.addTest(branch, subject.target, moduleOf(subject.name), subject.legs);
      renamed.formerly = subject;
      for (const leg of EVERYWHERE) this.set(branch, renamed, [leg], row[leg] ?? FINE);
      this.set(branch, subject, EVERYWHERE, GONE);
    }
  }

  private deleteFile(branch: string): void {
    if (branch !== "main") return;
    const file = this.chance.pick(this.subjects.filter((s) => s.kind === "test")).file;
    if (this.missing.get(branch)?.has(file)) return;
    const [first, ...rest] = this.subjects.filter((s) => s.file === file);
    for (const subject of [...(first ? [first] : []), ...rest]) this.set(branch, subject, EVERYWHERE, GONE);
    this.missing.get(branch)?.add(file);
  }

  private flood(branch: string, flood: Flood): void {
    const { chance } = this;
    const tests = this.subjects.filter((s) => s.kind === "test" && this.row(branch, s).every((state) => state.is !== "gone"));
    const one = chance.pick(PACKAGES);
    const own = tests.filter((s) => s.package === one);
    const shuffled = [...tests].sort((a, b) => ((a.id * 7919) % 101) - ((b.id * 7919) % 101));
    const hit = flood === "package" ? own : flood === "everything" ? tests : shuffled.slice(0, 60);
    const legs = chance.of(0.5) ? EVERYWHERE : [chance.below(LEGS.length), chance.below(LEGS.length)];
    const message = `cannot connect to database ${++this.names}`;
    const episode = ++this.episodes;
    for (const subject of hit) {
      if (this.row(branch, subject).some((s) => s.is !== "fine")) continue;
      const state: State = { is: "broken", episode, message: flood === "message" ? message : this.messageOf(subject), rate: 0 };
      this.set(
        branch,
        subject,
        subject.legs.filter((leg) => legs.includes(leg)),
        state,
      );
    }
  }

  private breakIt(branch: string, subject: Subject, legs: readonly number[]): void {
    this.set(branch, subject, legs, { is: "broken", episode: ++this.episodes, message: this.messageOf(subject), rate: 0 });
  }

  private turnFlaky(branch: string, subject: Subject): void {
    const rate = this.chance.pick(FLAKY_RATES);
    this.set(branch, subject, this.someLegs(subject), { is: "flaky", episode: ++this.episodes, message: this.messageOf(subject), rate });
  }

  private messageOf(subject: Subject): string {
    return `${subject.name.replaceAll(/\d+/g, "")} is wrong: ${word(++this.names)}`;
  }

  private someLegs(subject: Subject): readonly number[] {
    if (this.chance.of(0.6)) return subject.legs;
    const some = subject.legs.filter(() => this.chance.of(0.4));
    return some.length > 0 ? some : [this.chance.pick(subject.legs)];
  }

  row(branch: string, subject: Subject): State[] {
    const states = this.statesOf(branch);
    return (states[subject.id] ??= EVERYWHERE.map(() => GONE));
  }

  private set(branch: string, subject: Subject, legs: readonly number[], state: State): void {
    const row = this.row(branch, subject);
    for (const leg of legs) row[leg] = state;
  }

  private addTest(branch: string, target: string, module: string, legs: readonly number[] = EVERYWHERE): Subject {
    const name = `${module === "" ? "" : `${module}::`}${word(++this.names)}_works`;
    const [owner = "", other] = target.split("::");
    const file = other === undefined ? `${owner}/src/${module}.rs` : `${owner}/tests/${other}.rs`;
    this.missing.get(branch)?.delete(file);
    return this.add(branch, "test", testKey(target, name), { recipe: `Test failure: ${name}`, target, package: owner, name, file, legs });
  }

  private add(branch: string, kind: Kind, key: string, more: Partial<Subject> & Pick<Subject, "recipe" | "name" | "legs">): Subject {
    const subject: Subject = { id: this.subjects.length, kind, key, target: "", package: "", file: "", unit: "", ...more };
    this.subjects.push(subject);
    for (const [name, states] of this.branches) states[subject.id] = EVERYWHERE.map(() => (name === branch ? FINE : GONE));
    return subject;
  }
}

/** How a commit breaks many tests at once. */
export type Flood = "package" | "message" | "scattered" | "everything";

function moduleOf(name: string): string {
  const at = name.lastIndexOf("::");
  return at === -1 ? "" : name.slice(0, at);
}

const SYLLABLES = ["ba", "do", "fi", "gu", "ke", "lo", "mi", "nu", "po", "ra", "se", "ti", "vo", "wu", "xe", "zy"];

/** Letters only: digits could look like what drifts. */
function word(number: number): string {
  let text = "";
  for (let n = number; n > 0 || text === ""; n >>= 4) text += SYLLABLES[n & 15];
  return text;
}
