import { basename } from "node:path";
import { defineConfig } from "vitest/config";
import type { TestSequencer, TestSpecification } from "vitest/node";

/** What takes longest goes last: the first test that fails is the end of a mutant. */
const SLOW = ["key.test.ts", "same-subject.test.ts", "laws.property.test.ts", "simulation.test.ts"];

class FastFirst implements TestSequencer {
  shard(files: TestSpecification[]): TestSpecification[] {
    return files;
  }
  sort(files: TestSpecification[]): TestSpecification[] {
    const slow = ({ moduleId }: TestSpecification): number => SLOW.indexOf(basename(moduleId));
    return files.toSorted((a, b) => slow(a) - slow(b) || (a.moduleId < b.moduleId ? -1 : 1));
  }
}

/** The tests that judge a mutant: those of the two rooms, and those that read real reports up to their keys. */
export default defineConfig({
  test: {
    include: [
      "__tests__/identity/**/*.test.ts",
      "__tests__/planning/**/*.test.ts",
      "__tests__/lifecycle/**/*.test.ts",
      "__tests__/reports/same-subject.test.ts",
      "__tests__/reports/findings/review.test.ts",
    ],
    setupFiles: ["__tests__/setup.ts", "bench/mutation/setup.ts"],
    testTimeout: 20_000,
    // A world of the simulation takes a tenth of a second.
    env: { WORLDS: "3" },
    sequence: { sequencer: FastFirst },
    // One worker, and each module loaded once: starting a worker for each file would take as long as all the tests.
    isolate: false,
  },
});
