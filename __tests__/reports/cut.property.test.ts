/** Law 1 over every report that any of the tools left: a cut closes nothing that the whole file would not close. */
import { describe, expect, test } from "vitest";
import { bytesOf, readingOf } from "./reading.ts";
import { closesAfter, samples } from "./sampled.ts";

const CUTS = 100;

describe("a report that is cut anywhere", () => {
  test.each(samples())("closes nothing that the whole one would not: %s", (name) => {
    const bytes = bytesOf(...name.split("/"));
    const whole = readingOf(bytes);
    const closes = closesAfter(whole);
    const may = closes(whole);
    for (let i = 0; i < CUTS; i++) {
      const at = Math.floor((bytes.length * i) / CUTS);
      const wrong = [...closes(readingOf(bytes.subarray(0, at)))].filter((key) => !may.has(key));
      expect([at, wrong]).toEqual([at, []]);
    }
  });
});
