/** Marks at file and line for what is new in this run, and only for that; what is known has its entry. Quarantined ones are notices. */
import type { Outcome } from "../result.ts";
import { clip } from "../text/clip.ts";
import { oneLine, printable } from "../text/defuse.ts";
import { marksOf } from "./told.ts";

/** GitHub shows ten errors, ten warnings and ten notices a step; the summary holds the rest. */
const MOST = 10;

export interface Annotation {
  /** What keeps nothing from working is a warning; what may fail is a notice. */
  level: "error" | "warning" | "notice";
  title: string;
  message: string;
  file?: string;
  startLine?: number;
}

export function annotationsOf({ plan }: Outcome, mask: (text: string) => string): Annotation[] {
  const left = { error: MOST, warning: MOST, notice: MOST };
  const marks = marksOf(plan);
  return (plan?.fresh ?? []).flatMap(({ subject, sighting }) => {
    const { failure } = sighting;
    const minor = subject.kind === "lint" || subject.kind === "dependency";
    const level = marks(subject.fingerprint).includes("quarantined") ? "notice" : minor ? "warning" : "error";
    if (left[level]-- <= 0) return [];
    const annotation: Annotation = {
      level,
      title: clip(mask(oneLine(subject.title)), 200),
      message: clip(mask(printable(failure?.message ?? "it failed")), 2_000),
    };
    // A path that leads out of the workspace is no place in it.
    if (failure?.file !== undefined && !/^(?:\/|[A-Za-z]:|\.\.(?:\/|$))/.test(failure.file)) {
      annotation.file = failure.file;
      if (failure.line !== undefined) annotation.startLine = failure.line;
    }
    return [annotation];
  });
}
