/** What Jest writes with `--json`, and vitest's reporter of that name: one document, its counts before its list. */
import { type Expected, type Output, outcomeOf, wordsOf } from "./output.ts";

/** Tests of one file. */
const FILE = 100;

function document(out: Output, bytes: number, more: (index: number) => object, counted: object, skippedAs: string): Expected {
  const files = Math.max(1, Math.round(bytes / 300 / FILE));
  const expected: Expected = { cases: files * FILE, failing: 0 };
  let skipped = 0;
  const list: string[] = [];
  for (let file = 0; file < files; file++) {
    let failed = 0;
    const assertionResults = Array.from({ length: FILE }, (_, i) => {
      const index = file * FILE + i;
      const [module, part, title] = wordsOf(index);
      const outcome = outcomeOf(index);
      if (outcome === "failed") failed++;
      if (outcome === "skipped") skipped++;
      const words = `Error: expect(received).toBe(expected)\n\nExpected: 3\nReceived: 4\n    at Object.toBe (/home/runner/work/shop/shop/test/${module}.test.js:${(index % 900) + 1}:19)`;
      return {
        ancestorTitles: [module, part],
        fullName: `${module} ${part} ${title}`,
        status: outcome === "skipped" ? skippedAs : outcome,
        title,
        duration: index % 50,
        failureMessages: outcome === "failed" ? [words] : [],
        ...more(index),
      };
    });
    expected.failing += failed;
    const name = `/home/runner/work/shop/shop/test/suite_${file}.test.js`;
    const times = { startTime: 1795180750974, endTime: 1795180750982 };
    list.push(JSON.stringify({ assertionResults, ...times, message: "", name, status: failed > 0 ? "failed" : "passed", summary: "" }));
  }
  const failedFiles = list.filter((text) => text.includes('"status":"failed","summary"')).length;
  const counts = {
    numFailedTestSuites: failedFiles,
    numFailedTests: expected.failing,
    numPassedTestSuites: files - failedFiles,
    numPassedTests: expected.cases - expected.failing - skipped,
    numPendingTestSuites: 0,
    numPendingTests: skipped,
    numTodoTests: 0,
    ...counted,
    numTotalTestSuites: files,
    numTotalTests: expected.cases,
    startTime: 1795180750665,
    success: expected.failing === 0,
  };
  out.write(`${JSON.stringify(counts).slice(0, -1)},"testResults":[`);
  list.forEach((text, index) => {
    out.write(index === 0 ? text : `,${text}`);
  });
  out.write("]}\n");
  return expected;
}

export function jestJson(out: Output, bytes: number): Expected {
  const more = (index: number): object => ({
    failing: false,
    failureDetails: [],
    invocations: 1,
    location: null,
    numPassingAsserts: 1,
    retryReasons: [],
    startAt: 1795180750975 + index,
  });
  return document(out, bytes, more, { numRuntimeErrorTestSuites: 0, openHandles: [] }, "pending");
}

export function vitestJson(out: Output, bytes: number): Expected {
  return document(out, bytes, () => ({ meta: {}, tags: [] }), {}, "skipped");
}
