/** Readers that are not asked about a line would have had nothing to say: logs read the same when all are asked about all. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Part } from "../../src/model.ts";
import type { LineFormat, Sink } from "../../src/reports/format.ts";
import { readLog } from "../../src/reports/log.ts";
import { FORMATS } from "../../src/reports/registry.ts";
import { bytesOf } from "./reading.ts";
import { samples } from "./sampled.ts";

const LINES = FORMATS.filter((f) => f.shape === "lines");
const JSON_FORMATS = FORMATS.filter((f) => f.shape === "json" || f.shape === "json-lines");

/** Without `minds`, a format's reader is asked about every line. */
const ASKED_ALWAYS = LINES.map(({ minds: _, ...format }): LineFormat => format);

/** All that the readers of a log say, in its order, and what their parts came to. */
function said(text: string, lines: readonly LineFormat[], called: string | undefined): unknown {
  const words: unknown[] = [];
  const parts: Part[] = [];
  const sinkOf = ({ name }: { name: string }): Sink => {
    const say =
      (verb: string) =>
      (...said: unknown[]): void => {
        words.push(structuredClone([name, verb, ...said]));
      };
    return {
      part: (kind, reason, extent) => {
        const part: Part = { kind, state: "broken", reason, extent: { units: [], ...extent }, provesAbsence: true };
        parts.push(part);
        say("part")(kind, reason);
        return part;
      },
      observe: ({ part, ...observation }, listed) => say("observe")(parts.indexOf(part), observation, listed),
      count: say("count"),
      tool: say("tool"),
      problem: say("problem"),
      spoil: say("spoil"),
    };
  };
  let error: unknown;
  try {
    readLog([text], { lines, json: JSON_FORMATS }, sinkOf, { path: (p) => p, ...(called === undefined ? {} : { called }) });
  } catch (thrown) {
    error = thrown;
  }
  return { words, parts, error: String(error) };
}

function same(text: string, called?: string): void {
  expect(said(text, LINES, called)).toEqual(said(text, ASKED_ALWAYS, called));
}

/** Blocks of formats that have no fixture of their own; their readers' tests tell where the words are from. */
const BLOCKS = [
  "[  0.00%] \u00b7 For asv commit\n[ 50.00%] \u00b7\u00b7\u00b7 time_suite.many   ok\n[ 50.00%] \u00b7\u00b7\u00b7 ======== ====\n               n\n             -------- ----\n               10      12.1\u00b10.2\u03bcs\n             ======== ====\n[100.00%] \u00b7\u00b7\u00b7 time_suite.one   1.50\u00b10.1ms",
  "parse                fastest       \u2502 slowest       \u2502 median        \u2502 mean          \u2502 samples \u2502 iters\n\u251c\u2500 small             1.0 ns        \u2502 1.2 ns        \u2502 1.1 ns        \u2502 1.1 ns        \u2502 100     \u2502 100\n\u2570\u2500 large             2.0 ns        \u2502 2.2 ns        \u2502 2.1 ns        \u2502 2.1 ns        \u2502 100     \u2502 100",
  "Project `Shop` has the following vulnerable packages\n   [net8.0]: \n   Top-level Package      Requested   Resolved   Severity   Advisory URL\n   > Newtonsoft.Json      12.0.1      12.0.1     High       https://github.com/advisories/GHSA-5crp-9r3c-p9vr\n\nThe given project `Lib` has no vulnerable packages given the current sources.",
  "error[vulnerability]: out of bounds\n  \u250c\u2500 Cargo.lock:2:1\n2 \u2502 smallvec 1.6.0 registry+index\n  = ID: RUSTSEC-2021-0003\n  = Advisory: https://rustsec.org/advisories/RUSTSEC-2021-0003\n\n  smallvec v1.6.0\nadvisories FAILED, bans ok, licenses ok, sources ok",
  "-------------------------------------------------------------------------------\nadding\n-------------------------------------------------------------------------------\nbench.cpp:5\n...............................................................................\n\nbenchmark name                       samples       iterations    est run time\n                                     mean          low mean      high mean\n                                     std dev       low std dev   high std dev\n-------------------------------------------------------------------------------\nsmall                                          100           100     1.2 ms\n                                        10.0 ns       9.9 ns       10.1 ns\n                                        1.0 ns        0.9 ns       1.1 ns\n\n===============================================================================\nAll tests passed (1 assertion in 1 test case)",
  "              user     system      total        real\nsort!     1.460000   0.000000   1.460000 (  1.460465)\nsort      1.448327   0.000000   1.448327 (  1.448405)",
  "Template(RunTime): 0.1568472448997197 us.\nparse: 7617ms - timer ended\nfib x 1,234 ops/sec \u00b10.50% (90 runs sampled)",
  "rails (newest 7.0.4, installed 6.1.0, requested ~> 6.1)\nCould not find gem 'x'",
  '.github/workflows/ci.yml:5:7: unexpected key "foo" for step [syntax-check]\n  |\n5 |       foo: bar\n  |       ^~~~',
  "a.go:4:2: Error return value is not checked (errcheck)\n\tf()\n\t^\n1 issues:\n* errcheck: 1",
  "Benchmark 1: sleep 0.1\n  Time (mean \u00b1 \u03c3):     101.6 ms \u00b1   0.2 ms    [User: 0.9 ms, System: 0.7 ms]\n  Range (min \u2026 max):   101.0 ms \u2026 102.0 ms    28 runs\n\nSummary",
  "Running ./bench\n------------------------------------\nBenchmark          Time             CPU   Iterations\n------------------------------------\nBM_Fib/5         7.20 ns         7.20 ns      4067744\nBM_Fib/6         9.20 ns         9.20 ns      3067744",
  " \u2713 src/sum.bench.ts > adding 877ms\n     name           hz     min     max    mean     p75     p99    p995    p999     rme  samples\n   \u00b7 normal   4,135,015.12  0.0002  1.3032  0.0002  0.0002  0.0009  0.0022  0.0029  \u00b13.93%   413502\n   \u00b7 other   5,135,015.12  0.0002  1.3032  0.0002  0.0002  0.0009  0.0022  0.0029  \u00b13.93%   413502\n\n BENCH  Summary",
  "a.py:3: error: bad\n    x = 1\n    ^\nFound 1 error in 1 file (checked 1 source file)\n************* Module a\na.py:1:0: R0801: Similar lines in 2 files\n==a:[1:2]\nx (duplicate-code)\nYour code has been rated at 5.00/10",
  "bad.c:2:43: warning: unused variable [-Wunused-variable]\n    2 | int x;\n      | ^\n1 warning generated.",
  "./a.yaml\n  3:5       error    wrong indentation  (indentation)\n  4:5       error    wrong indentation  (indentation)",
  "    Loaded 1075 security advisories (from /db)\n    Scanning Cargo.lock for vulnerabilities (12 crate dependencies)\nCrate:     smallvec\nVersion:   1.6.0\nTitle:     overflow\nID:        RUSTSEC-2021-0003\nDependency tree:\nsmallvec 1.6.0\n\nerror: 1 vulnerability found!",
];

const TEXTS = [
  ...samples()
    .map((name) => bytesOf(...name.split("/")))
    .filter((bytes) => bytes.length < 200_000 && !bytes.includes(0))
    .map((bytes) => bytes.toString().split("\n")),
  ...BLOCKS.map((block) => block.split("\n")),
];
const ALL_LINES = [...new Set(TEXTS.flat())].filter((line) => line.length < 2_000);
const text = fc.constantFrom(...TEXTS);
const called = fc.option(fc.constantFrom(...LINES.map(({ name }) => name)), { nil: undefined });

describe("a log is read the same when every reader is asked about every line", () => {
  test("a line of another tool between every two of a block", () => {
    const others = ["", "test a ... ok", "{}", "added 3 packages", "   Compiling shop v0.3.1 (/work/shop)", "Building..."];
    for (const block of BLOCKS) for (const other of others) same(block.replaceAll("\n", `\n${other}\n`));
  });

  test.each(samples())("%s", (name) => same(bytesOf(...name.split("/")).toString()));

  test("two logs between each other's lines, block by block", () => {
    fc.assert(
      fc.property(text, text, fc.array(fc.nat({ max: 30 }), { minLength: 1, maxLength: 40 }), called, (one, other, blocks, name) => {
        const mixed: string[] = [];
        let now = { lines: one, at: 0 };
        let then = { lines: other, at: 0 };
        for (const size of [...blocks, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]) {
          mixed.push(...now.lines.slice(now.at, now.at + size));
          now.at += size;
          [now, then] = [then, now];
        }
        same(mixed.join("\n"), name);
      }),
      { numRuns: 500 },
    );
  });

  test("lines of all tools in any order, some bent", () => {
    const line = fc.oneof(
      { weight: 8, arbitrary: fc.constantFrom(...ALL_LINES) },
      { weight: 1, arbitrary: fc.constantFrom(...ALL_LINES).map((l) => l.slice(1)) },
      { weight: 1, arbitrary: fc.constantFrom(...ALL_LINES).map((l) => ` ${l} `) },
      { weight: 1, arbitrary: fc.constantFrom(...ALL_LINES).map((l) => `\t${l.slice(0, -1)}`) },
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 120 }), called, (lines, name) => same(lines.join("\n"), name)),
      { numRuns: 1_000 },
    );
  });
});
