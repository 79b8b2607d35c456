/**
 * A project of which the truth is known, for many runs: tests and rules break and are mended, on all legs or on one,
 * reports are cut, filtered, lost, late and delivered twice, people act. The tracker has to follow without one false
 * close, and to be empty when all is well. The cache that knows each leg's newest run is there, as in GitHub Actions.
 */
import { describe, expect, it } from "vitest";
import { Bench, type Delivery, POLICY } from "./kit.ts";

const TARGETS = ["shop", "shop::api", "ledger"];
const TESTS = 12;
const RULES = ["clippy::a", "clippy::b", "rustc::c"];
const LEGS = ["linux", "windows", "macos"];
const COMMITS = 60;
/** `WORLDS=400 npx vitest run simulation` tries so many. */
const WORLDS = Number(process.env["WORLDS"] ?? 0) || 20;

/** mulberry32: the same world for the same seed. */
function numbersOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

interface Subject {
  title: string;
  target: string;
  name: string;
  lint: boolean;
  /** Legs on which it is broken now. */
  broken: Set<string>;
}

function subjectsOf(): Subject[] {
  const tests = TARGETS.flatMap((target) =>
    Array.from({ length: TESTS }, (_, i): Subject => {
      const name = `m${i % 4}::t${i}`;
      return { title: `Test failure: ${name} (${target})`, target, name, lint: false, broken: new Set() };
    }),
  );
  const lints = RULES.map((rule): Subject => {
    const [owner = "", name = ""] = rule.split("::");
    return { title: `Fix ${owner} warning: ${name}`, target: "", name: rule, lint: true, broken: new Set() };
  });
  return [...tests, ...lints];
}

/** What one leg's reports of one commit show, and what of it counts as a word on a subject. */
interface Shown {
  deliveries: Delivery[];
  words: Map<Subject, "failed" | "passed">;
}

function shown(subjects: Subject[], leg: string, random: () => number): Shown {
  const words: Shown["words"] = new Map();
  const deliveries: Delivery[] = [];
  for (const target of TARGETS) {
    const fate = random();
    // Its step was skipped.
    if (fate < 0.08) continue;
    const list = fate < 0.16 ? "broken" : fate < 0.24 ? "partial" : "whole";
    const tests: NonNullable<Delivery["tests"]> = {};
    for (const subject of subjects.filter((s) => !s.lint && s.target === target)) {
      if (list !== "whole" && random() < 0.5) continue;
      const failed = subject.broken.has(leg);
      if (random() < 0.05) tests[subject.name] = "skipped";
      else {
        tests[subject.name] = failed ? "failed" : "passed";
        // A pass in a part that is not whole to its end counts only where the part was merely filtered.
        if (failed || list !== "broken") words.set(subject, failed ? "failed" : "passed");
      }
    }
    deliveries.push({ producer: leg, target, tests, list, cases: TESTS });
  }
  const fate = random();
  if (fate < 0.9) {
    const lintState = fate < 0.1 ? "broken" : "whole";
    const lints: NonNullable<Delivery["lints"]> = {};
    for (const subject of subjects.filter((s) => s.lint)) {
      if (subject.broken.has(leg)) {
        lints[subject.name] = ["shop lib"];
        words.set(subject, "failed");
      } else if (lintState === "whole") words.set(subject, "passed");
    }
    deliveries.push({ producer: leg, units: ["shop lib", "ledger lib"], lints, lintState });
  }
  return { deliveries, words };
}

interface Run {
  commit: number;
  leg: string;
  shown: Shown;
}

describe("a project over many commits", () => {
  it.each(Array.from({ length: WORLDS }, (_, seed) => seed + 1))(
    "never closes what is not fixed, and ends true (world %i)",
    async (seed) => {
      const random = numbersOf(seed);
      const subjects = subjectsOf();
      const bench = new Bench({ maxNew: 5 });
      bench.commits = Array.from({ length: COMMITS + 2 + POLICY.closeAfterMax }, (_, i) => `c${i}`);
      /** The last word of each leg on each subject, by commit. */
      const last = new Map<Subject, Map<string, { commit: number; word: "failed" | "passed" }>>();
      const byTitle = new Map(subjects.map((s) => [s.title, s]));
      const muted = new Set<string>();
      const opened = new Set<string>();
      const late: Run[] = [];

      const deliver = async ({ commit, leg, shown: { deliveries, words } }: Run): Promise<void> => {
        const run = 1_000 + commit;
        const newest = Number(bench.marks.get(leg)?.run ?? 0);
        // A leg's older evidence changes nothing.
        for (const [subject, word] of newest > run ? [] : words) {
          const legs = last.get(subject) ?? new Map();
          last.set(subject, legs);
          legs.set(leg, { commit, word });
        }
        const at = new Date(Date.UTC(2026, 0, 1, 0, commit * 10)).toISOString();
        const made = await bench.deliver({ run, commit: `c${commit}`, at, from: deliveries });
        // What the cache keeps: the newest evidence of each producer.
        if (deliveries.length > 0 && newest < run) bench.marks.set(leg, { run: String(run), attempt: 1, commit: `c${commit}`, at });
        for (const operation of made.operations) {
          const subject = byTitle.get(operation.title);
          if (operation.op === "create") {
            expect(opened.has(operation.title)).toBe(false);
            opened.add(operation.title);
          }
          if (operation.op !== "close" || !subject) continue;
          const red = [...(last.get(subject) ?? [])].filter(([, { word }]) => word === "failed");
          expect([operation.title, operation.reason, red]).toEqual([operation.title, operation.reason, []]);
          expect(muted.has(operation.title)).toBe(false);
        }
      };

      for (let commit = 0; commit < COMMITS; commit++) {
        for (const subject of subjects) {
          if (random() < 0.04) subject.broken = new Set(random() < 0.5 ? LEGS : [LEGS[Math.floor(random() * LEGS.length)] ?? ""]);
          else if (random() < 0.2) subject.broken = new Set();
        }
        for (const leg of LEGS) {
          const run = { commit, leg, shown: shown(subjects, leg, random) };
          const fate = random();
          if (fate < 0.05) continue;
          if (fate < 0.15) late.push(run);
          else {
            await deliver(run);
            if (random() < 0.1) {
              const before = [bench.text, bench.ledger];
              await deliver(run);
              expect([bench.text, bench.ledger]).toEqual(before);
            }
          }
          const waiting = late[0];
          if (waiting && random() < 0.3) {
            late.shift();
            await deliver(waiting);
          }
        }
        // People act.
        const [title] = bench.open_().filter(() => random() < 0.02);
        if (title !== undefined && !muted.has(title)) {
          muted.add(title);
          bench.person(title, { description: "ci-tracker: mute" });
        }
      }
      for (const run of late) await deliver(run);
      for (const subject of subjects) subject.broken = new Set();
      // As many as the most unsteady test may need.
      for (let commit = COMMITS; commit < COMMITS + 2 + POLICY.closeAfterMax; commit++) {
        for (const leg of LEGS) await deliver({ commit, leg, shown: shown(subjects, leg, () => 0.5) });
      }
      expect(bench.open_().filter((title) => !muted.has(title))).toEqual([]);
      expect(opened.size).toBeGreaterThan(10);
    },
  );
});
