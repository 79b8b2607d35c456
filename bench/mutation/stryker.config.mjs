/**
 * StrykerJS, run from the root of the project. It works on a copy of it, below coverage/, which git ignores.
 * @type {import("@stryker-mutator/api/core").PartialStrykerOptions}
 */
export default {
  mutate: ["src/identity/**/*.ts", "src/planning/**/*.ts"],
  testRunner: "vitest",
  vitest: { configFile: "bench/mutation/vitest.config.ts", related: false },
  coverageAnalysis: "perTest",
  concurrency: 2,
  // Stryker reads it with an interface that TypeScript 7 does not have; nothing here needs it.
  tsconfigFile: "no-such-tsconfig.json",
  // What Node runs has no types left, so nothing checks them.
  disableTypeChecks: false,
  // What the tests of these rooms do not read.
  ignorePatterns: [
    "/.ci",
    "/.github",
    "/bench/*",
    "!/bench/mutation",
    "/coverage",
    "/demo",
    "/dist",
    "/docs",
    "/lib",
    "/scripts",
    "coverage",
  ],
  tempDirName: "bench/mutation/coverage/sandbox",
  incremental: true,
  incrementalFile: "bench/mutation/coverage/incremental.json",
  reporters: ["json", "html", "progress-append-only"],
  jsonReporter: { fileName: "bench/mutation/coverage/mutation.json" },
  htmlReporter: { fileName: "bench/mutation/coverage/mutation.html" },
  thresholds: { high: 90, low: 85, break: 85 },
  allowConsoleColors: false,
};
