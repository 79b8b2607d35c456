/** Properties in short: a mutant that survives is tried against all of them, so a hundred cases each would take hours. */
import { vi } from "vitest";

const RUNS = 25;

vi.mock("fast-check", async (original) => {
  const { default: fc } = await original<typeof import("fast-check")>();
  const assert = new Proxy(fc.assert, {
    apply: (all, self, [property, given]) =>
      Reflect.apply(all, self, [property, { ...given, numRuns: Math.min(given?.numRuns ?? RUNS, RUNS), endOnFailure: true }]),
  });
  return { default: { ...fc, assert } };
});
