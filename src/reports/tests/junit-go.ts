/**
 * Go's parents in JUnit XML. A test fails with its subtest, and gotestsum and go-junit-report list both as failed cases
 * of their own, in either order. The parent tells nothing new, as in the readers of go's own output (go.ts).
 * Sources: gotestsum internal/junitxml/report.go, go-junit-report junit/junit.go.
 */
import type { TestObservation } from "../../model.ts";
import type { Sink } from "../format.ts";

/** Failures that wait for the end of their suite; of more, those that came first are taken for what they seem. */
const MAX_HELD = 20_000;
/** Subtests are not nested deeper than this. */
const MAX_PARENTS = 50;

const GO_TEST = /^(?:Test|Fuzz|Example)(?![a-z])/;

/** Whether a case of that name may be a Go test (`go help test`: no lower-case letter behind the first word). */
export function isGoTest(name: string): boolean {
  return GO_TEST.test(name);
}

/** The failures of one suite of Go tests, until it is known which of them only say that a subtest failed. */
export class GoFailures {
  private readonly sink: Sink;
  private held: TestObservation[] = [];
  /** Class and name of what has a failing subtest. */
  private readonly parents = new Set<string>();

  constructor(sink: Sink) {
    this.sink = sink;
  }

  add(observation: TestObservation): void {
    const { name } = observation;
    for (let at = name.indexOf("/"), n = 0; at !== -1 && n < MAX_PARENTS; at = name.indexOf("/", at + 1), n++)
      this.parents.add(keyOf(observation, name.slice(0, at)));
    this.held.push(observation);
    if (this.held.length > MAX_HELD) this.release();
  }

  /** Hands all of them out. */
  release(): void {
    for (const observation of this.held) {
      // A test that panicked failed by itself, whatever its subtests did.
      const parent = observation.outcome === "failed" && this.parents.has(keyOf(observation, observation.name));
      if (!parent || observation.message?.startsWith("panic: ")) {
        this.sink.observe(observation);
        continue;
      }
      const { kind, part, name, suite, duration } = observation;
      const shown: TestObservation = { kind, outcome: "skipped", part, name, message: "subtests of it failed" };
      if (suite !== undefined) shown.suite = suite;
      if (duration !== undefined) shown.duration = duration;
      this.sink.observe(shown, "failed");
    }
    this.held = [];
  }
}

function keyOf({ suite = "" }: TestObservation, name: string): string {
  return `${suite}\n${name}`;
}
