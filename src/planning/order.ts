/** Which of two pieces of evidence is newer. By ancestry first; clocks only where there is no ancestry to be had. */
import type { Run, Stamp } from "../model.ts";

export type Relation = "newer" | "older" | "same" | "unknown";

/** How a remembered commit lies to the one of this run. */
export type Ancestry = ReadonlyMap<string, "ancestor" | "descendant" | "diverged">;

/**
 * How the run lies to something remembered: a descendant is newer, an ancestor older; on one commit the later run, then
 * the later attempt; on diverged or unknown commits the run that was created later.
 */
export function relation(run: Pick<Run, "id" | "attempt" | "commit" | "at">, to: Stamp, ancestry: Ancestry): Relation {
  if (run.id === to.run) return run.attempt === to.attempt ? "same" : run.attempt > to.attempt ? "newer" : "older";
  if (run.commit !== undefined && to.commit !== undefined && run.commit !== to.commit) {
    const known = ancestry.get(to.commit);
    if (known === "ancestor") return "newer";
    if (known === "descendant") return "older";
  }
  return byCreation(run, to);
}

function byCreation(run: Pick<Run, "id" | "at">, to: Stamp): Relation {
  const [mine, theirs] = [Date.parse(run.at), Date.parse(to.at)];
  if (Number.isNaN(mine) || Number.isNaN(theirs)) return "unknown";
  if (mine !== theirs) return mine > theirs ? "newer" : "older";
  // Two runs of one moment: hosts number them in the order they were made.
  if (/^\d+$/.test(run.id) && /^\d+$/.test(to.run)) return BigInt(run.id) > BigInt(to.run) ? "newer" : "older";
  return "unknown";
}
