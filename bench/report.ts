/** The reports that are read: made, read by our own reader, and taken away again. */
import { join } from "node:path";
import type { Input } from "./inputs/inputs.ts";
import { type Expected, Output } from "./inputs/output.ts";
import { figuresOf, inScratch } from "./measure.ts";

/** What our reader took, and what it found. */
export interface Ours extends Expected {
  seconds: number;
  megabytes: number;
}

/** Lends a report of about this size. It is gone afterwards: all of them together are more than a small disk holds. */
export function withReport<Result>(input: Input, megabytes: number, use: (path: string, expected: Expected) => Result): Result {
  return inScratch((folder) => {
    const path = join(folder, input.file);
    const out = new Output(path);
    const expected = input.generate(out, megabytes * 1e6);
    out.close();
    return use(path, expected);
  });
}

/** Reads a report. Throws where something else is found than was written: who reads wrongly is fast for nothing. */
export function ours(input: Input, path: string, expected: Expected): Ours {
  const found = figuresOf<Ours & { format: string | null; complete: boolean }>("read.mjs", "ours", path, input.quiet ? "success" : "");
  const { cases, failing, format, complete } = found;
  if (format !== input.format || !complete || cases !== expected.cases || failing !== expected.failing) {
    throw new Error(`read wrongly: ${JSON.stringify(found)} where ${JSON.stringify({ format: input.format, ...expected })} was written`);
  }
  return found;
}
