/** One world, and every policy on it. */
import { POLICY } from "../planning/kit.ts";
import { type Figures, Judge } from "./judge.ts";
import { AbsenceCloses, OpenAndClose, ShellRecipes } from "./naive.ts";
import { Observer } from "./observer.ts";
import { Ours } from "./ours.ts";
import type { Step } from "./policy.ts";
import { chanceOf } from "./random.ts";
import { type Delivery, type Setting, worldOf } from "./stream.ts";

export interface Simulation extends Setting {
  seed: number;
  /** Tracer's file and the ledger's go through their text between any two deliveries. */
  text: boolean;
  /** Share of the deliveries before which the cache is lost. */
  cacheLost: number;
  /** The policies that people write by hand are judged too. */
  naive: boolean;
  /** Key of a subject whose story is told line by line. */
  watch?: { key: string; tell: (line: string) => void };
}

export interface Outcome {
  ours: Figures;
  naive: Figures[];
  /** What was done against a person's word, or written when the same came twice. */
  faults: readonly string[];
  renamedTwice: number;
  subjects: number;
  deeds: number;
  /** Milliseconds a delivery: medians of the first and of the last quarter. */
  first: number;
  last: number;
}

export async function simulate(simulation: Simulation): Promise<Outcome> {
  const { seed, text, naive, cacheLost } = simulation;
  const { truth, deliveries, branchOf, forked } = worldOf(simulation, chanceOf(seed));
  const observer = new Observer(POLICY.legRetention);
  // People and caches have a chance of their own, so that the stream does not depend on what a policy does.
  const ours = new Ours({
    policy: POLICY,
    chance: chanceOf(seed + 1_000_003),
    subjects: truth.subjects,
    branchOf,
    forked,
    text,
    cacheLost,
  });
  if (simulation.watch) ours.onDeed = (id, deed) => simulation.watch?.tell(`    a person: ${deed} ${id}`);
  const policies = naive ? [ours, new OpenAndClose(), new ShellRecipes(), new AbsenceCloses()] : [ours];
  const judges = policies.map((policy) => new Judge(policy, observer));
  let commit = 0;
  for (const delivery of deliveries) {
    if (delivery === null) {
      // Nobody acts while it is waited for the end.
      if (++commit < simulation.commits) await ours.act();
      continue;
    }
    const heard = observer.hear(delivery);
    if (simulation.watch) tellStory(simulation.watch, delivery);
    for (const judge of judges) {
      const step = await judge.judge(delivery, heard);
      if (simulation.watch && judge === judges[0]) tellActs(simulation.watch, step);
    }
  }
  ours.finish();
  const [first, ...others] = judges.map((judge) => judge.figures());
  if (!first) throw new Error("no policy");
  const quarter = Math.floor(ours.took.length / 4);
  return {
    ours: first,
    naive: others,
    faults: ours.faults,
    renamedTwice: ours.renamedTwice,
    subjects: truth.subjects.length,
    deeds: ours.deeds,
    first: median(ours.took.slice(0, quarter)),
    last: median(ours.took.slice(-quarter)),
  };
}

type Watch = NonNullable<Simulation["watch"]>;

function tellStory({ key, tell }: Watch, { run, commit, reports, overtaken, again }: Delivery): void {
  const words = reports.flatMap(({ producer, attempt, blocks, states }) =>
    blocks.flatMap((block) =>
      block.shown.flatMap(({ subject, outcome, message }) =>
        subject.key === key
          ? `${producer.split(" » ").at(-1)}/${attempt} ${outcome} ${message} in a ${block.state} part (${states[subject.id]?.is})`
          : [],
      ),
    ),
  );
  const how = `${overtaken ? ", late" : ""}${again ? ", again" : ""}`;
  if (words.length > 0) tell(`c${commit} ${run.branch} ${run.workflow} run ${run.id}/${run.attempt}${how}: ${words.join("; ")}`);
}

function tellActs({ key, tell }: Watch, { acts, withheld }: Step): void {
  for (const { verb, entry, subjects, reason } of acts) {
    if (subjects.some((s) => s.key === key))
      tell(`    ${verb} ${entry}${subjects.length > 1 ? ` (of ${subjects.length})` : ""}: ${reason}`);
  }
  for (const [subject, reason] of withheld) if (subject.key === key) tell(`    withheld: ${reason}`);
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
