// @ts-check
/** The run that the planner is measured with: so many tests, of which few fail, against a tracker with so many entries. */

/** Tests of one target, and of one module: fewer fail in a module than would be one entry together. */
const TARGET = 500;
const MODULE = 8;
const PRODUCER = "main » ci.yml » test";

/** @param {number} number */
export function runOf(number) {
  return {
    id: String(number),
    attempt: 1,
    commit: String(number).padStart(40, "c"),
    branch: "main",
    at: new Date(Date.UTC(2026, 0, 1, 0, number * 10)).toISOString(),
    event: "push",
    workflow: "ci.yml",
    job: "test",
    url: `https://github.com/octo/shop/actions/runs/${number}`,
  };
}

/**
 * @typedef {import("../src/identity/evidence.ts").EvidenceBuilder} EvidenceBuilder
 * @typedef {import("../src/model.ts").Part} Part
 * @typedef {import("../src/model.ts").TestObservation} TestObservation
 */

/**
 * Feeds the builder with so many tests, target by target, as readers hand them out.
 * @param {Pick<EvidenceBuilder, "observe" | "report">} builder
 * @param {number} tests
 * @param {(index: number) => boolean} fails
 */
export function feed(builder, tests, fails) {
  /** @type {Part[]} */
  const parts = [];
  for (let from = 0; from < tests; from += TARGET) {
    const cases = Math.min(TARGET, tests - from);
    const name = `pkg${from / TARGET}`;
    /** @type {Part} */
    const part = {
      kind: "test",
      state: "whole",
      extent: { units: [], cases },
      provesAbsence: true,
      target: { package: name, kind: "lib" },
    };
    parts.push(part);
    for (let i = from; i < from + cases; i++) {
      /** @type {TestObservation} */
      const observation = {
        kind: "test",
        outcome: "passed",
        part,
        name: `mod_${Math.floor(i / MODULE)}::applies_the_rules_${i}`,
        suite: name,
      };
      if (fails(i)) {
        observation.outcome = "failed";
        observation.message = `assertion \`left == right\` failed: sum of ${i}`;
        observation.detail = DETAIL;
        observation.file = `crates/${name}/src/lib.rs`;
        observation.line = 1 + (i % 900);
      }
      builder.observe(PRODUCER, observation);
    }
  }
  builder.report(PRODUCER, {
    file: "test.txt",
    format: "libtest",
    kind: "test",
    tool: "cargo test",
    complete: true,
    reason: null,
    counts: { total: tests, passed: tests, failed: 0, errors: 0, skipped: 0 },
    parts,
    error: null,
  });
}

const DETAIL = `thread 'applies_the_rules' panicked at src/lib.rs:17:125:
assertion \`left == right\` failed: ledger & <totals> differ
  left: 3
 right: 4
stack backtrace:
   0: __rustc::rust_begin_unwind
             at /rustc/59807616e1fa2540724bfbac14d7976d7e4a3860/library/std/src/panicking.rs:689:5
   1: shop::cart::discount::applies_the_rules
             at ./src/lib.rs:17:125
note: Some details are omitted, run with \`RUST_BACKTRACE=full\` for a verbose backtrace.`;

/** @type {import("../src/planning/policy.ts").Policy} */
export const POLICY = {
  openAfter: 1,
  maxNew: 10,
  maxWrites: Number.POSITIVE_INFINITY,
  comment: "change",
  commentDays: 7,
  reopenDays: 30,
  tolerance: 10,
  tolerances: [],
  benchRuns: { k: 2, n: 3 },
  rebaseline: [],
  closeAfterMax: 20,
  legRetention: { days: 14, runs: 10 },
  severity: /** @type {const} */ ("none"),
  onlyNew: false,
  rules: [],
  ignore: [],
  owners: [],
  quarantine: [],
  mayWrite: true,
  machine: "bench",
};

/** @returns {import("../src/planning/policy.ts").World} */
export function world() {
  const ancestry = new Map([1, 2].map((number) => /** @type {const} */ ([runOf(number).commit, "ancestor"])));
  const nothing = { missing: new Set(), unlocked: new Set(), suspects: new Map() };
  const cached = { marks: new Map(), history: new Map(), outcomes: new Map(), jobs: new Map(), keepsHistory: true, overtaken: false };
  return { ancestry, ...nothing, ...cached };
}

/** @param {string} text */
export const unmasked = (text) => text;

/** What a place needs to write, beside the run. */
export const WRITING = { writing: { actor: "ci-bot", mask: unmasked }, message: () => ({ subject: "", body: "" }) };
