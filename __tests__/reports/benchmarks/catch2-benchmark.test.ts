import { describe, expect, test } from "vitest";
import { readingOf } from "../reading.ts";
import { failed, measured } from "./measuring.ts";

const RULE = "-".repeat(79);
const TABLE = `benchmark name                       samples       iterations    est run time
                                     mean          low mean      high mean
                                     std dev       low std dev   high std dev
${RULE}`;
const heading = (...lines: string[]): string => `${RULE}\n${lines.join("\n")}\n${RULE}\nbench.cpp:5\n${".".repeat(79)}\n\n`;
const rows = (name: string): string => `${name.padEnd(37)}100           208     7.1968 ms 
                                        344 ns        341 ns        349 ns 
                                         19 ns         11 ns         29 ns 
                                                                           
`;
const END = `\n${"=".repeat(79)}\ntest cases: 2 | 2 passed\nassertions: - none -\n`;

describe("Catch2's benchmarks", () => {
  test("the mean with half its interval; the test case is the suite, its sections are in the name", () => {
    const read = readingOf(
      `${heading("Fibonacci")}${TABLE}\n${rows("of 10")}${rows("of 20")}\n${heading("Sorting", "  small")}${TABLE}\n${rows("quick")}${END}`,
    );
    expect([read.report.format, read.report.complete]).toEqual(["catch2-benchmark", true]);
    expect(measured(read)).toEqual([
      "Fibonacci › of 10: 344 ns ± 4",
      "Fibonacci › of 20: 344 ns ± 4",
      "Sorting › small / quick: 344 ns ± 4",
    ]);
  });

  test("version 2 calls its last column otherwise", () => {
    const read = readingOf(`${heading("F")}${TABLE.replace("est run time", "estimated")}\n${rows("of 10")}${END}`);
    expect(measured(read)).toEqual(["F › of 10: 344 ns ± 4"]);
  });

  test("what a test prints below the table is no part of the next name", () => {
    const read = readingOf(`${heading("F")}${TABLE}\n${rows("of 10")}loading 3 files\n\n${rows("of 20")}${END}`);
    expect(measured(read)).toEqual(["F › of 10: 344 ns ± 4", "F › of 20: 344 ns ± 4"]);
  });

  test("a name over several lines is one name", () => {
    expect(measured(readingOf(`${heading("F")}${TABLE}\na name that is long\n${rows("and goes on")}${END}`))).toEqual([
      "F › a name that is long and goes on: 344 ns ± 4",
    ]);
  });

  test("without analysis there is the mean alone; a minute is a time, too", () => {
    const plain = `benchmark name            samples       iterations    mean\n${RULE}\nslow                          1             1        2 m \nfast                          1             1      344 ns \n`;
    expect(measured(readingOf(`${heading("F")}${plain}${END}`))).toEqual(["F › slow: 120000000000 ns", "F › fast: 344 ns"]);
  });

  test("a benchmark that threw is a failure", () => {
    const log = `${heading("F")}${TABLE}\nof 10                                100           208     7.1968 ms \nBenchmark failed (no data)\n${END}`;
    expect(failed(readingOf(log))).toEqual(["F › of 10: Benchmark failed (no data)"]);
  });

  test("a run without its totals is not complete", () => {
    const { report } = readingOf(`${heading("Fibonacci")}${TABLE}\n${rows("of 10")}`);
    expect([report.complete, report.reason]).toEqual([false, "the run's totals are missing"]);
  });
});
