/** What is judged: anything that hears the stream and keeps a tracker. */
import type { Verb } from "../../src/model.ts";
import type { Delivery } from "./stream.ts";
import type { Subject } from "./truth.ts";

/** Something it did to an entry. */
export interface Act {
  verb: Verb;
  entry: string;
  /** What the entry stands for. */
  subjects: readonly Subject[];
  reason: string;
}

export interface Step {
  acts: readonly Act[];
  /** What was not done, and why. */
  withheld: ReadonlyMap<Subject, string>;
}

export interface TrackerPolicy {
  readonly name: string;
  deliver(delivery: Delivery): Promise<Step>;
  /** Ids of the open entries that stand for it. */
  openFor(subject: Subject): readonly string[];
  /** A person's word forbids to reopen it for evidence of that time. */
  isHandsOff(subject: Subject, at: string): boolean;
  /** A person's word kept an entry of it from closing when it could have. */
  wasHeld(subject: Subject): boolean;
  /** All that is open, with what each stands for. */
  open(): readonly { entry: string; subjects: readonly Subject[] }[];
}
