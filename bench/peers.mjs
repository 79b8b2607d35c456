// @ts-check
/** Other projects' parsers, each used as its README says. */
import { createReadStream, readFileSync } from "node:fs";

/** @type {Record<string, import("./read.mjs").Reader>} */
export const PEERS = {
  "fast-xml-parser": async (path) => {
    const { XMLParser } = await import("fast-xml-parser");
    return () => {
      const lists = new Set(["testsuite", "testcase"]);
      const parser = new XMLParser({ ignoreAttributes: false, isArray: (name) => lists.has(name) });
      const document = parser.parse(readFileSync(path));
      let cases = 0;
      for (const suite of document.testsuites?.testsuite ?? []) cases += suite.testcase.length;
      for (const file of document.checkstyle?.file ?? []) cases += file.error.length;
      return { cases };
    };
  },

  "junit-to-ctrf": async (path) => {
    const { convertJUnitToCTRFReport } = await import("junit-to-ctrf");
    return async () => ({ cases: (await convertJUnitToCTRFReport(path))?.results.summary.tests ?? 0 });
  },

  "tap-parser": async (path) => {
    const { Parser } = await import("tap-parser");
    return () =>
      new Promise((resolve) => {
        const parser = new Parser((results) => resolve({ cases: results.count }));
        createReadStream(path).pipe(parser);
      });
  },

  "test-results-parser": async (path, format) => {
    const { default: parser } = await import("test-results-parser");
    // It calls formats by their frameworks.
    const type = { trx: "mstest", nunit3: "nunit" }[format] ?? format;
    return () => ({ cases: parser.parse({ type, files: [path] }).total });
  },
};
