/**
 * Vitest's JSON: jest's shape, written by vitest's own reporter. What differs: pending is what a stopped run did not
 * come to, a pass may have the messages of attempts that failed, and errors outside of tests show in `success` alone.
 * Source: vitest packages/vitest/src/node/reporters/json.ts (0.34 to 4.1).
 */
import type { JsonFormat } from "../format.ts";
import { isJest, isJestLike, readFiles } from "./jest-json.ts";

export const vitestJson: JsonFormat = {
  shape: "json",
  name: "vitest-json",
  aliases: ["vitest"],
  kinds: ["test"],
  tool: "vitest",
  docs: {
    command: "npx vitest run --reporter=json --outputFile=vitest.json",
    proof:
      "vitest writes the file when it is done: no test is pending, every file could be loaded, and the run did not fail for another reason",
    source: "vitest-dev/vitest packages/vitest/src/node/reporters/json.ts",
    example:
      '{"numTotalTestSuites":5,"numFailedTests":1,"success":false,"testResults":[{"assertionResults":[{"title":"adds","status":"passed","meta":{}}]}]}',
  },
  is: (document) => isJestLike(document) && !isJest(document),
  read: (document, sink, context) =>
    readFiles(document, sink, context, {
      tool: "vitest",
      joint: " > ",
      pendingIsMissing: true,
      flakyByMessages: true,
      failedRun: "vitest says that the run failed, though no test did: an error outside of tests was not handled",
    }),
};
